"""Logistic regression, one function an equation. In reading order:

inputs        bad input becomes a sentence
equations     symbol table; every formula, numbered, one function each
descent       gradient descent and Newton's method, every step recorded
metrics       accuracy, confusion matrix, precision, recall, ROC points
tables        a table of text, read
datasets      small data sets to look at
neuron        the same model as one neuron, one column per example
estimator     a scikit-learn classifier
frames        a run at the iterations that a picture shows
drawing       a figure as pixels, and pixels as a PNG
plots         pictures on one pair of axes
exercises     check(): not yet, correct, or which mistake it is
packed        a film as one piece of HTML, which needs no kernel and no network
player        a picture drawn once, marks that move over it in the browser
panels        data, boundary, learning curve, path, weights: axes and frames become marks
walks         a learner's own steps, or step function, as a run
films         a run over a data set, as something to watch
labs          boards: controls that the reader moves, and the picture that answers
site          the stored lessons as pages that need neither Python nor a network
"""

"""Logistic regression, one function an equation. In reading order:

inputs        bad input becomes a sentence
equations     symbol table; every formula, numbered, one function each
descent       gradient descent and Newton's method, every step recorded
metrics       accuracy and the confusion matrix
datasets      small data sets to look at
plots         pictures on one pair of axes
player        a picture drawn once, marks that move over it in the browser
films         a run over a data set, as something to watch
"""

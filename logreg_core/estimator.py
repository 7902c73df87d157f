"""The same model as a scikit-learn classifier, for pipelines, cross-validation and grid search."""

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from logreg_core import inputs
from logreg_core.descent import gradient_descent, newton, softmax_descent, softmax_newton
from logreg_core.equations import score, scores, sigmoid, softmax


class LogisticRegression(ClassifierMixin, BaseEstimator):
    """Logistic regression for two classes or more, with any labels, trained from zero.

    solver          "gradient descent" or "newton"
    learning_rate   size of a step of gradient descent; Newton's method needs none
    n_iterations    how many steps at most
    l2              strength of the penalty on the weights; the intercept is never penalised
    tol             when to stop: gradient descent, once ten steps in a row each changed the loss by no more
                    than this (None: never); Newton, once no slope is larger than this (None: its own default)

    After `fit`: coef_ (1, n), intercept_ (1,), classes_ (2,), n_iter_, n_features_in_, and history_, the
    whole descent. The second of the classes, in sorted order, is the one whose probability is modelled. With k > 2
    classes each has its own score, by softmax (12.2): coef_ (k, n), intercept_ (k,), classes_ (k,).
    """

    def __init__(self, *, solver="gradient descent", learning_rate=0.1, n_iterations=1000, l2=0.0, tol=None):
        self.solver = solver
        self.learning_rate = learning_rate
        self.n_iterations = n_iterations
        self.l2 = l2
        self.tol = tol

    def fit(self, X, y):
        """This estimator, trained on X (m, n) and y (m,)."""
        X, y = self._read(X, y=_taken(y, "y"))
        self.classes_, y = _classes(y)
        self.history_ = self._descend(X, y)
        w, b = self.history_.w[-1], self.history_.b[-1]
        self.coef_, self.intercept_ = np.atleast_2d(w.T).copy(), np.atleast_1d(b).copy()
        self.n_iter_ = len(self.history_) - 1
        return self

    def decision_function(self, X):
        """Score of each example, equation (2.1): positive where the second class is predicted. Of k > 2 classes, the
        scores (m, k), equation (12.1)."""
        check_is_fitted(self)
        X = self._read(X, reset=False)
        if len(self.classes_) > 2:
            return scores(X, self.coef_.T, self.intercept_)
        return score(X, self.coef_[0], self.intercept_[0])

    def predict_proba(self, X):
        """Probabilities of the classes, a column each, in the order of `classes_`, equation (2.2) or (12.2)."""
        z = self.decision_function(X)
        if z.ndim == 2:
            return softmax(z)
        return np.column_stack([sigmoid(-z), sigmoid(z)])

    def predict(self, X):
        """The more probable class of each example."""
        z = self.decision_function(X)
        return self.classes_[z.argmax(axis=1) if z.ndim == 2 else (z > 0).astype(int)]

    def _read(self, X, **how):
        """X, and y if there is one, in the form that scikit-learn gives them."""
        try:
            return validate_data(self, _taken(X, "X"), **how)
        except OverflowError:
            raise ValueError("X must hold finite numbers; one is too large for a float") from None

    def _descend(self, X, y):
        """History of the chosen solver on labels from 0 on."""
        inputs.choice(self.solver, "solver", ("gradient descent", "newton"))
        rate = inputs.number(self.learning_rate, "learning_rate", above=0)
        options = {"n_iterations": self.n_iterations, "l2": self.l2}
        if self.tol is not None:
            options["tol"] = self.tol
        two = len(self.classes_) == 2
        if self.solver == "newton":
            return (newton if two else softmax_newton)(X, y, **options)
        return (gradient_descent if two else softmax_descent)(X, y, learning_rate=rate, **options)


def _taken(values, name):
    """The values as they are, unless some are masked, or they are too many to be read."""
    if isinstance(values, np.ndarray) and values.size > inputs.MOST_NUMBERS:
        raise ValueError(f"{name} must hold at most {inputs.MOST_NUMBERS:,} numbers; got {values.size:,}")
    return inputs.unmasked(values, name)


def _classes(y):
    """The labels in sorted order, and y with 0, 1, ... in their place."""
    check_classification_targets(y)
    classes, codes = np.unique(y, return_inverse=True)
    if len(classes) == 1:
        raise ValueError(f"y must hold two classes; got one class only: every label is {classes.tolist()[0]!r}")
    return classes, codes.astype(float)

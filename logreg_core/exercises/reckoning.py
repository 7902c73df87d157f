"""The equations as the mistakes use them: without a look at what comes in, and with another sigmoid where one is tried.

A mistake is tried on top of another, and on labels that are none: what `equations` would refuse is reckoned here. That
both say the same of good input is tested.
"""

from contextlib import contextmanager

import numpy as np


def the_sigmoid(z):
    z = np.asarray(z)
    e = np.exp(-abs(z))
    return np.where(z >= 0, 1.0, e) / (1.0 + e)


def quick_sigmoid(z):
    """The same in half the time; far out it overflows, with a warning, to a number that is right all the same."""
    return 1.0 / (1.0 + np.exp(-z))


def the_residual(p, y):
    return p - y


_in_use = {"sigmoid": the_sigmoid, "residual": the_residual}


@contextmanager
def instead(name, function):
    """Everything here is reckoned with that function where the sigmoid, or the residual, belongs."""
    kept = _in_use[name]
    _in_use[name] = function
    try:
        yield
    finally:
        _in_use[name] = kept


def sigmoid(z):
    return _in_use["sigmoid"](z)


def residual(p, y):
    return _in_use["residual"](p, y)


def score(X, w, b):
    return X @ w + b


def probability(X, w, b):
    return sigmoid(X @ w + b)


def cross_entropy(z, y):
    return y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z)


def log_loss(X, y, w, b, l2=0.0):
    return np.mean(cross_entropy(X @ w + b, y)) + l2 / 2 * w @ w


def gradient(X, y, w, b, l2=0.0):
    r = residual(sigmoid(X @ w + b), y)
    dw = X.T @ r / len(r)
    return dw + l2 * w if l2 else dw, r.sum() / r.size


def hessian(X, w, b, l2=0.0):
    p = sigmoid(X @ w + b)
    X1 = with_ones(X)
    H = (X1.T * (p * (1 - p))) @ X1 / len(X)
    return H + l2 * np.diag(np.append(np.ones(len(w)), 0.0)) if l2 else H


def with_ones(X):
    X1 = np.ones((X.shape[0], X.shape[1] + 1))
    X1[:, :-1] = X
    return X1

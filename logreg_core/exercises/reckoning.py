"""The equations as the mistakes use them: without a look at what comes in, and with another sigmoid where one is tried.

A mistake is tried on top of another, and on labels that are none: what `equations` would refuse is reckoned here. That
both say the same of good input is tested.
"""

from contextlib import contextmanager

import numpy as np


def the_sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(np.asarray(z) >= 0, 1.0, e) / (1.0 + e)


_in_use = [the_sigmoid]


@contextmanager
def in_place_of_the_sigmoid(function):
    """Everything here is reckoned with that function where the sigmoid belongs."""
    _in_use.append(function)
    try:
        yield
    finally:
        _in_use.pop()


def sigmoid(z):
    return _in_use[-1](z)


def score(X, w, b):
    return X @ w + b


def probability(X, w, b):
    return sigmoid(X @ w + b)


def cross_entropy(z, y):
    return y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z)


def log_loss(X, y, w, b, l2=0.0):
    return np.mean(cross_entropy(X @ w + b, y)) + l2 / 2 * w @ w


def gradient(X, y, w, b, l2=0.0):
    r = sigmoid(X @ w + b) - y
    dw = X.T @ r / len(r)
    return dw + l2 * w if np.any(l2) else dw, np.mean(r)


def hessian(X, w, b, l2=0.0):
    p = sigmoid(X @ w + b)
    X1 = np.column_stack([X, np.ones(len(X))])
    penalty = np.append(np.full(len(w), l2), 0.0)
    return (X1.T * (p * (1 - p))) @ X1 / len(X) + np.diag(penalty)

"""The inputs that several exercises are tried on: a few by hand, then more from a seed; the smallest come first."""

import numpy as np

_rng = np.random.default_rng(20)

PROBABILITIES = np.array([0.5, 0.8, 0.1]), np.round(_rng.uniform(0.03, 0.97, 7), 3)
SCORES = (
    np.array([0.5, -1.0, 2.0, 0.25]),
    np.round(_rng.normal(0, 2, 7), 2),
    np.array([1.3, -0.4, 0.8, -2.6, 3.1, -1.7, 0.1, 0.6, -0.9]),
)
LABELS = (
    np.array([1.0, 1.0, 0.0, 0.0]),
    np.array([0.0, 1.0, 0.0, 1.0, 1.0, 0.0, 1.0]),
    np.array([1.0, 0.0, 0.0, 1.0, 1.0, 0.0, 1.0, 0.0, 0.0]),
)
SIGNS = [  # scores, and labels of 1 and -1
    (np.array([0.5, -1.0, 2.0]), np.array([1.0, -1.0, -1.0])),
    (np.array([1.3, -0.4, 0.8, -2.6, 3.1]), np.array([-1.0, 1.0, 1.0, -1.0, 1.0])),
    (np.array([-0.7, 0.2, 1.9, -3.0, 0.6, -1.4, 2.3]), np.array([1.0, 1.0, -1.0, -1.0, 1.0, -1.0, 1.0])),
]
PROBABILITIES_BY_LABEL = [
    (np.array([0.75, 0.4]), np.array([1.0, 0.0])),
    (np.array([0.9, 0.2, 0.7, 0.6]), np.array([1.0, 0.0, 0.0, 1.0])),
    (np.round(_rng.uniform(0.03, 0.97, 7), 3), LABELS[1]),
]


def _table(m, n):
    """X, y, w, b of m examples with n features."""
    X, w = np.round(_rng.normal(0.3, 1.2, (m, n)), 2), np.round(_rng.normal(0, 1, n), 3)
    y = (np.arange(m) % 3 == (1 if m < 7 else 0)).astype(float)  # the last label is not always the same
    return X, y, w, round(float(_rng.normal(0, 1)), 2)


# Two features and two examples (a square: even a transposed X fits), then tables with more rows than columns.
TABLES = [
    (np.array([[1.0, 2.0], [3.0, -1.0]]), np.array([1.0, 0.0]), np.array([0.5, -1.5]), 0.75),
    _table(4, 2),
    _table(7, 3),
]
BETWEEN_0_AND_1 = (  # so that even the score passes for a probability
    np.array([[0.2, 0.1], [0.4, -0.3], [0.1, 0.5], [-0.2, 0.3], [0.3, 0.2]]),
    np.array([1.0, 0.0, 0.0, 1.0, 0.0]),
    np.array([0.7, 0.4]),
    0.3,
)
WITHOUT_LABELS = [(X, w, b) for X, _, w, b in TABLES]
MANY = np.round(_rng.normal(0, 1, (16, 2)), 2), np.array([0.9, -1.3]), -0.4  # about half of them on each side

VERY_MANY = np.round(_rng.normal(0, 1, (300, 2)), 2), np.array([-0.7, 1.1]), 0.2  # chance does not get so many right


def far(z, y=(1.0, 0.0)):
    """A table whose scores under w = (1, 0), b = 0 are z and -z, with the labels y."""
    return np.array([[z, 1.0], [-z, 2.0]]), np.array(y), np.array([1.0, 0.0]), 0.0

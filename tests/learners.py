"""What learners may write: functions that the tests of the exercises share."""

from itertools import pairwise

import numpy as np


def naive(z):
    return 1 / (1 + np.exp(-z))


def stable(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))


def learned_gradient(X, y, w, b):
    p = stable(X @ w + b)
    return X.T @ (p - y) / len(y), np.mean(p - y)


def learned_step(X, y, w, b, learning_rate):
    dw, db = learned_gradient(X, y, w, b)
    return w - learning_rate * dw, b - learning_rate * db


def learned_descent(X, y, learning_rate, n_iterations):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(n_iterations):
        w, b = learned_step(X, y, w, b, learning_rate)
    return w, b


def learned_loss(z, y):
    return np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z)))


def counted(y, predicted):
    table = [[0, 0], [0, 0]]
    for a, c in zip(y, predicted, strict=True):
        table[int(a)][int(c)] += 1
    return table


def stopped_in_a_loop(losses, tol, patience):
    weak = 0
    for old, new in pairwise(losses):
        weak = weak + 1 if old - new <= tol else 0
    return weak >= patience


def learned_neuron(w, b, X, Y):
    dZ = stable(w.T @ X + b) - Y
    return X @ dZ.T / X.shape[1], dZ.mean()


def fit_by_rows(self, X, y, learning_rate, n_iterations):
    self.w, self.b = np.zeros(X.shape[1]), 0.0
    for _ in range(n_iterations):
        pull = self.predict_probability(X) - y
        slope = sum(x * r for x, r in zip(X, pull, strict=True)) / len(y)
        self.w, self.b = self.w - learning_rate * slope, self.b - learning_rate * pull.mean()
    return self


TRUE_ALL_THE_SAME = {  # where the hint says what is the case, whoever computes that
    ("risk_ratio", "arguments", "odds_ratio_for_risk_ratio"),  # "You return the odds ratio as it is."
    ("risk_ratio", "first two", "odds_ratio_for_risk_ratio"),
    ("odds", "same", "denominator_missing"),  # "Your function returns the probability unchanged."
    ("odds", "last", "denominator_missing"),
    ("odds", "arguments", "denominator_missing"),
    ("odds", "first two", "denominator_missing"),
    ("logit", "infinities", "same_whatever_comes_in"),
    ("predict", "ones", "zero_for_the_probability"),  # "All your labels are 1. That happens when ..."
    ("predict_labels", "ones", "zero_for_the_probability"),  # the same hint
    ("predict_with_threshold", "same", "probability_for_label"),  # "Your answers are the probabilities."
    ("number_of_features", "square", "square_for_sum"),  # "Your answer is the square of the degree."
}


ALWAYS_TRUE = {
    "same_whatever_comes_in",
    "argument_ignored",
    "argument_returned",
}  # what has been seen or tried out, whoever wrote it


def without_end(z):
    return without_end(z)


async def later(z):
    return naive(z)


def undefined(z):
    return 1 / (1 + numpi.exp(-z))  # noqa: F821

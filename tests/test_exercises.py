"""Exercises answer back: not yet, correct, which mistake it is, and never a traceback or a wrong diagnosis."""

import _thread
import math
import signal
import sys
import threading
import time
import warnings
from fractions import Fraction
from html.parser import HTMLParser
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from IPython.core.formatters import DisplayFormatter

import logreg_core.exercises
from logreg_core.exercises import EXERCISES, Feedback, check, names
from logreg_core.exercises.anywhere import ANYWHERE
from logreg_core.exercises.feedback import LOOK
from logreg_core.exercises.judging import SEVERAL

STATUSES = {"not yet", "correct", "correct, but", "mistake", "wrong", "error"}
ALL_MISTAKES = [(e.name, name) for e in EXERCISES.values() for name in e.mistakes]
FIXED = {
    "sigmoid": ("z",),
    "sigmoid_slope": ("z",),
    "logit": ("p",),
    "score": ("X", "w", "b"),
    "signed_distance": ("X", "w", "b"),
    "cross_entropy": ("z", "y"),
    "log_loss": ("X", "y", "w", "b"),
    "gradient": ("X", "y", "w", "b"),
    "descent_step": ("X", "y", "w", "b", "learning_rate"),
    "confusion_matrix": ("y", "predicted"),
}

BLANK = ...


# What a learner may write: small helpers of their own, stable and not


def naive(z):
    return 1 / (1 + np.exp(-z))


def stable(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))


def learned_gradient(X, y, w, b):
    p = stable(X @ w + b)
    return X.T @ (p - y) / len(y), np.mean(p - y)


def unstable_gradient(X, y, w, b):
    odds = np.exp(X @ w + b)
    error = odds / (1 + odds) - y
    return X.T @ error / len(y), np.mean(error)


def learned_penalty(X, y, w, b, l2):
    dw, db = learned_gradient(X, y, w, b)
    return dw + l2 * w, db


def learned_decay(X, y, w, b, alpha, l2):
    dw, db = learned_gradient(X, y, w, b)
    return (1 - alpha * l2) * w - alpha * dw, b - alpha * db


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


def gradient_in_loops(X, y, w, b):
    dw, db = [0.0] * len(w), 0.0
    for row, label in zip(X, y, strict=True):
        s = b
        for a, c in zip(row, w, strict=True):
            s += a * c
        error = (1 / (1 + math.exp(-s)) if s > 0 else math.exp(s) / (1 + math.exp(s))) - label
        for j, a in enumerate(row):
            dw[j] += error * a / len(y)
        db += error / len(y)
    return dw, db


def sigmoid_by_masks(z):
    p = np.empty_like(z)
    p[z >= 0] = 1 / (1 + np.exp(-z[z >= 0]))
    p[z < 0] = np.exp(z[z < 0]) / (1 + np.exp(z[z < 0]))
    return p


def sigmoid_number_by_number(z):
    return [1 / (1 + math.exp(-v)) if v > 0 else math.exp(v) / (1 + math.exp(v)) for v in z]


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


def hessian_in_a_loop(X, w, b):
    total = 0.0
    for row in X:
        x, p = np.append(row, 1.0), stable(row @ w + b)
        total = total + p * (1 - p) * np.outer(x, x)
    return total / len(X)


def learned_newton(X, y, w, b):
    X1, v = np.column_stack([X, np.ones(len(X))]), np.append(w, b)
    p = stable(X1 @ v)
    v = v - np.linalg.inv(X1.T @ np.diag(p * (1 - p)) @ X1) @ X1.T @ (p - y)
    return v[:-1], v[-1]


def learned_interval(x, w, b, V):
    x1 = np.array([*x, 1])
    spread = 1.96 * math.sqrt(sum(V[j, k] * x1[j] * x1[k] for j in range(len(x1)) for k in range(len(x1))))
    return tuple(1 / (1 + math.exp(-(x @ w + b + sign * spread))) for sign in (-1, 1))


def fit_by_rows(self, X, y, learning_rate, n_iterations):
    self.w, self.b = np.zeros(X.shape[1]), 0.0
    for _ in range(n_iterations):
        pull = self.predict_probability(X) - y
        slope = sum(x * r for x, r in zip(X, pull, strict=True)) / len(y)
        self.w, self.b = self.w - learning_rate * slope, self.b - learning_rate * pull.mean()
    return self


CORRECT = [  # right answers in many forms
    ("odds", lambda p: p / (1 - p)),
    ("odds", lambda p: 1 / (1 / p - 1)),
    ("odds", lambda p: [v / (1 - v) for v in p]),
    ("odds", lambda p: tuple(float(v) / (1 - float(v)) for v in p)),
    ("odds", lambda p: [Fraction(v) / (1 - Fraction(v)) for v in p]),
    ("logit", lambda p: np.log(p / (1 - p))),
    ("logit", lambda p: -np.log(1 / p - 1)),
    ("logit", lambda p: np.log(p) - np.log(1 - p)),
    ("logit", lambda p: 2 * np.arctanh(2 * p - 1)),
    ("logit", lambda p: [math.log(v / (1 - v)) for v in p]),
    ("logit", lambda p: np.log(p / (1 - p)).astype(np.float32)),
    ("sigmoid", stable),
    ("sigmoid", sigmoid_by_masks),
    ("sigmoid", sigmoid_number_by_number),
    ("sigmoid", lambda z: 0.5 * (1 + np.tanh(z / 2))),
    ("sigmoid", lambda z: np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))),
    ("sigmoid", lambda z: np.exp(-np.logaddexp(0, -z))),
    ("sigmoid", lambda z: naive(np.clip(z, -500, 500))),
    ("sigmoid", lambda z: stable(z.astype(np.float32))),
    ("sigmoid", lambda z: list(stable(z))),
    ("sigmoid", np.vectorize(lambda v: 1 / (1 + math.exp(-v)) if v > 0 else math.exp(v) / (1 + math.exp(v)))),
    ("sigmoid_slope", lambda z: stable(z) * (1 - stable(z))),
    ("sigmoid_slope", lambda z: stable(z) - stable(z) ** 2),
    ("sigmoid_slope", lambda z: 1 / (2 + 2 * np.cosh(np.clip(z, -700, 700)))),
    ("odds_ratio", lambda w, step: math.exp(w * step)),
    ("odds_ratio", lambda w, step: np.exp(w) ** step),
    ("odds_ratio", lambda w, step: np.array(np.exp(w * step))),
    ("odds_ratio", lambda w, step: np.float32(np.exp(w * step))),
    ("score", lambda X, w, b: X @ w + b),
    ("score", lambda X, w, b: w @ X.T + b),
    ("score", lambda X, w, b: (X * w).sum(axis=1) + b),
    ("score", lambda X, w, b: [sum(a * c for a, c in zip(row, w, strict=True)) + b for row in X]),
    ("signed_distance", lambda X, w, b: (X @ w + b) / np.sqrt(w @ w)),
    ("signed_distance", lambda X, w, b: X @ (w / np.linalg.norm(w)) + b / np.linalg.norm(w)),
    ("signed_distance", lambda X, w, b: [(row @ w + b) / math.hypot(*w) for row in X]),
    ("predict", lambda X, w, b: (X @ w + b > 0).astype(int)),
    ("predict", lambda X, w, b: X @ w + b > 0),
    ("predict", lambda X, w, b: np.where(naive(X @ w + b) > 0.5, 1.0, 0.0)),
    ("predict", lambda X, w, b: [1 if row @ w + b > 0 else 0 for row in X]),
    ("boundary_x2", lambda x1, w, b: -(w[0] * x1 + b) / w[1]),
    ("boundary_x2", lambda x1, w, b: -w[0] / w[1] * x1 - b / w[1]),
    ("boundary_x2", lambda x1, w, b: [(-b - w[0] * v) / w[1] for v in x1]),
    ("likelihood", lambda p, y: np.prod(p**y * (1 - p) ** (1 - y))),
    ("likelihood", lambda p, y: np.prod(p * y + (1 - p) * (1 - y))),
    ("likelihood", lambda p, y: math.prod(a if c == 1 else 1 - a for a, c in zip(p, y, strict=True))),
    ("likelihood", lambda p, y: np.exp(np.sum(np.log(np.abs(1 - y - p))))),
    ("cross_entropy", learned_loss),
    ("cross_entropy", lambda z, y: np.logaddexp(0, z) - y * z),
    ("cross_entropy", lambda z, y: np.logaddexp(0, (1 - 2 * y) * z)),
    ("cross_entropy", lambda z, y: np.where(y == 1, np.logaddexp(0, -z), np.logaddexp(0, z))),
    ("cross_entropy", lambda z, y: [float(learned_loss(a, c)) for a, c in zip(z, y, strict=True)]),
    ("log_loss", lambda X, y, w, b: np.mean(learned_loss(X @ w + b, y))),
    ("log_loss", lambda X, y, w, b: np.sum(learned_loss(X @ w + b, y)) / len(X)),
    ("log_loss", lambda X, y, w, b: sum(learned_loss(row @ w + b, c) for row, c in zip(X, y, strict=True)) / len(y)),
    ("log_loss", lambda X, y, w, b: np.float32(np.mean(learned_loss(X @ w + b, y)))),
    ("squared_error", lambda p, y: np.mean((p - y) ** 2)),
    ("squared_error", lambda p, y: (p - y) @ (y - p) / -len(y)),
    ("squared_error", lambda p, y: sum((a - c) ** 2 for a, c in zip(p, y, strict=True)) / len(p)),
    ("residual", lambda z, y: stable(z) - y),
    ("residual", lambda z, y: [float(stable(a)) - c for a, c in zip(z, y, strict=True)]),
    ("residual", lambda z, y: (1 - 2 * y) * stable((1 - 2 * y) * z)),
    ("gradient", learned_gradient),
    ("gradient", gradient_in_loops),
    ("gradient", lambda X, y, w, b: list(learned_gradient(X, y, w, b))),
    ("gradient", lambda X, y, w, b: tuple(part.astype(np.float32) for part in learned_gradient(X, y, w, b))),
    ("gradient", lambda X, y, w, b: ((X * (stable(X @ w + b) - y)[:, None]).mean(0), np.mean(stable(X @ w + b) - y))),
    ("numerical_slope", lambda f, x, h: (f(x + h) - f(x - h)) / (2 * h)),
    ("numerical_slope", lambda f, x, h: (f(x + h) - f(x - h)) / h / 2),
    ("numerical_slope", lambda f, x, h: ((f(x + h) - f(x)) / h + (f(x) - f(x - h)) / h) / 2),
    ("descent_step", learned_step),
    (
        "descent_step",
        lambda X, y, w, b, a: [list(w - a * learned_gradient(X, y, w, b)[0]), learned_step(X, y, w, b, a)[1]],
    ),
    ("descend", learned_descent),
    ("has_stopped", stopped_in_a_loop),
    ("has_stopped", lambda losses, tol, patience: len(losses) > patience and max(-np.diff(losses)[-patience:]) <= tol),
    ("has_stopped", lambda losses, tol, patience: int(stopped_in_a_loop(losses, tol, patience))),
    ("confusion_matrix", counted),
    ("confusion_matrix", lambda y, q: [[np.sum((y == i) & (q == j)) for j in (0, 1)] for i in (0, 1)]),
    ("confusion_matrix", lambda y, q: np.array([1 - y, y]) @ np.array([1 - q, q]).T),
    ("with_ones", lambda X: np.c_[X, np.ones(len(X))]),
    ("with_ones", lambda X: np.hstack([X, np.ones((len(X), 1))])),
    ("with_ones", lambda X: [[*row, 1] for row in X]),
    ("with_ones", lambda X: np.insert(X, X.shape[1], 1, axis=1)),
    ("margin", lambda X, y, w, b: min((2 * y - 1) * (X @ w + b) / np.sqrt(w @ w))),
    ("margin", lambda X, y, w, b: np.min(np.where(y == 1, 1, -1) * (X @ w + b)) / math.hypot(*w)),
    ("margin", lambda X, y, w, b: min((2 * c - 1) * (r @ w + b) for r, c in zip(X, y, strict=True)) / (w @ w) ** 0.5),
    ("flatten", lambda images: images.reshape(images.shape[0], images.shape[1] * images.shape[2]).T),
    ("flatten", lambda images: np.column_stack([image.ravel() for image in images])),
    ("flatten", lambda images: [[image[i, j] for image in images] for i, j in np.ndindex(images[0].shape)]),
    ("propagate_gradient", learned_neuron),
    (
        "propagate_gradient",
        lambda w, b, X, Y: (((stable(w.T @ X + b) - Y) * X).mean(axis=1, keepdims=True), learned_neuron(w, b, X, Y)[1]),
    ),
    ("predict_row", lambda w, b, X: stable(w.T @ X + b) > 0.5),
    ("predict_row", lambda w, b, X: np.where(np.sum(w * X, axis=0, keepdims=True) + b > 0, 1, 0)),
    ("predict_row", lambda w, b, X: [[1.0 if x @ w[:, 0] + b > 0 else 0.0 for x in X.T]]),
    ("fit", fit_by_rows),
    ("predict_probability", lambda self, X: stable(X @ self.w + self.b)),
    ("predict_labels", lambda self, X: self.predict_probability(X) > 0.5),
    ("predict_labels", lambda self, X: (X @ self.w > -self.b).astype(int)),
    ("precision", lambda y, q: np.sum(y * q) / max(np.sum(q), 1)),
    ("precision", lambda y, q: np.mean(y[q == 1]) if q.any() else 0),
    ("recall", lambda y, q: sum(1 for a, c in zip(y, q, strict=True) if a == c == 1) / (sum(y) or 1)),
    ("recall", lambda y, q: y @ q / max(y @ y, 1)),
    ("predict_with_threshold", lambda p, t: p >= t),
    ("predict_with_threshold", lambda p, t: [1.0 if a >= t else 0.0 for a in p]),
    ("expected_cost", lambda y, q, c, d: np.mean(c * q * (1 - y) + d * y * (1 - q))),
    ("expected_cost", lambda y, q, c, d: sum(c * (a < b) + d * (a > b) for a, b in zip(y, q, strict=True)) / len(y)),
    ("number_of_features", lambda degree: sum(k + 1 for k in range(1, degree + 1))),
    ("number_of_features", lambda degree: (degree + 1) * (degree + 2) / 2 - 1),
    ("number_of_features", lambda d: len([1 for i in range(d + 1) for j in range(d + 1) if 1 <= i + j <= d])),
    ("penalised_gradient", learned_penalty),
    (
        "penalised_gradient",
        lambda X, y, w, b, l2: [list(part) if np.ndim(part) else part for part in learned_penalty(X, y, w, b, l2)],
    ),
    ("decayed_step", learned_decay),
    (
        "decayed_step",
        lambda X, y, w, b, a, l2: (w - a * learned_penalty(X, y, w, b, l2)[0], learned_decay(X, y, w, b, a, l2)[1]),
    ),
    ("best_l2", lambda strengths, train, held: min(zip(held, strengths, strict=True))[1]),
    ("best_l2", lambda strengths, train, held: strengths[list(held).index(min(held))]),
    (
        "probability_of_sign",
        lambda z, t: [1 / (1 + math.exp(-c * v)) if c * v > -700 else 0.0 for v, c in zip(z, t, strict=True)],
    ),
    ("probability_of_sign", lambda z, t: np.where(t == 1, stable(z), stable(-z))),
    ("sign_loss", lambda z, t: learned_loss(z, (t + 1) / 2)),
    ("sign_loss", lambda z, t: np.where(t > 0, np.logaddexp(0, -z), np.logaddexp(0, z))),
    ("score_grid", lambda x1, x2, w, b: np.add.outer(w[1] * x2, w[0] * x1) + b),
    ("score_grid", lambda x1, x2, w, b: [[w[0] * u + w[1] * v + b for u in x1] for v in x2]),
    ("score_grid", lambda x1, x2, w, b: np.stack(np.meshgrid(x1, x2), axis=-1) @ w + b),
    ("batch_gradient", lambda X, y, w, b, rows: learned_gradient(X[rows], y[rows], w, b)),
    ("batch_gradient", lambda X, y, w, b, rows: gradient_in_loops(X.take(rows, axis=0), y.take(rows), w, b)),
    (
        "area_under_roc",
        lambda y, p: sum((a > c) + (a == c) / 2 for a in p[y == 1] for c in p[y == 0]) / (sum(y) * sum(1 - y)),
    ),
    ("split_and_scale", lambda X, n: [(part - X[:n].mean(0)) / X[:n].std(0) for part in np.split(X, [n])]),
    ("hessian", lambda X, w, b: hessian_in_a_loop(X, w, b).tolist()),
    ("hessian", hessian_in_a_loop),
    ("largest_stable_rate", lambda H: 2 / max(np.linalg.eigvals(H))),
    ("largest_stable_rate", lambda H: 2 / max(np.linalg.eigvals(H).astype(complex))),
    ("largest_stable_rate", lambda H: 2 / np.linalg.norm(H, 2)),
    ("largest_stable_rate", lambda H: float(2 / np.linalg.svd(H)[1][0])),
    ("standardise", lambda X, train: (X - np.mean(train, axis=0)) / np.std(train, axis=0)),
    ("standardise", lambda X, train: X / train.std(0) - train.mean(0) / train.std(0)),
    ("standardise", lambda X, train: [(row - train.mean(axis=0)) / np.sqrt(train.var(axis=0)) for row in X]),
    ("newton_step", learned_newton),
    ("covariance", lambda X, w, b: np.linalg.inv(hessian_in_a_loop(X, w, b)) / len(X)),
    ("covariance", lambda X, w, b: np.linalg.solve(len(X) * hessian_in_a_loop(X, w, b), np.eye(len(w) + 1))),
    ("odds_ratio_interval", lambda w, e, s: (math.exp(s * (w - 1.96 * e)), math.exp(s * (w + 1.96 * e)))),
    ("odds_ratio_interval", lambda w, e, s: [np.exp(w - sign * e) ** s for sign in (1.96, -1.96)]),
    ("probability_interval", learned_interval),
    ("probability_interval", lambda x, w, b, V: [np.float32(end) for end in learned_interval(x, w, b, V)]),
    ("likelihood_ratio", lambda smaller, larger, m: -2 * (m * larger - m * smaller)),
    ("newton_step", lambda X, y, w, b: [list(learned_newton(X, y, w, b)[0]), learned_newton(X, y, w, b)[1]]),
]


def test_the_names_and_arguments_that_others_rely_on():
    assert {name: EXERCISES[name].arguments for name in FIXED} == FIXED
    assert EXERCISES["gradient"].returns == ("dw", "db")
    assert EXERCISES["descent_step"].returns == ("w", "b")


def test_at_least_three_exercises_in_each_of_the_first_five_lessons():
    assert all(len(names(lesson)) >= 3 for lesson in range(1, 6))
    assert names() == list(EXERCISES)


def test_the_docstring_lists_every_exercise_under_its_lesson():
    lesson, listed = 0, []
    for line in logreg_core.exercises.__doc__.split("\n"):
        words = line.removeprefix("    ") if line.startswith("    ") else ""
        if words.startswith("lesson"):
            lesson, words = int(words.split()[1]), words.split(maxsplit=2)[2]
        if words.strip():
            listed.append((lesson, words.strip()))
    assert listed == [(e.lesson, e.signature) for e in EXERCISES.values()]


def test_sixty_mistakes_over_twenty_five_misunderstandings():
    own = [(e.name, mistake.name) for e in EXERCISES.values() for mistake in e.own_mistakes]
    assert len(own) >= 60
    assert len({mistake for _, mistake in own}) >= 25
    assert len(own) == len(set(own))
    everywhere = {make.__name__ for make in ANYWHERE}
    assert not everywhere & {mistake for _, mistake in own}
    assert everywhere == {name for _, name in ALL_MISTAKES} - {name for _, name in own}  # each is possible somewhere


# Methods: what `self` is, and what goes wrong with it


def fit_without_return(self, X, y, learning_rate, n_iterations):
    fit_by_rows(self, X, y, learning_rate, n_iterations)


def fit_in_local_names(self, X, y, learning_rate, n_iterations):
    w, b = EXERCISES["descend"].answer(X, y, learning_rate, n_iterations)
    return w, b


def fit_without_bias(self, X, y, learning_rate, n_iterations):
    self.w, _ = EXERCISES["descend"].answer(X, y, learning_rate, n_iterations)
    return self


def fit_uphill_without_return(self, X, y, learning_rate, n_iterations):
    fit_by_rows(self, X, y, -learning_rate, n_iterations)


@pytest.mark.parametrize(
    ("name", "function", "mistake", "said"),
    [
        ("fit", fit_without_return, "self_not_returned", "end with `return self`"),
        ("fit", fit_in_local_names, "kept_nowhere", "`self` has no `w`"),
        ("fit", fit_without_bias, "kept_nowhere", "`self` has no `b`"),
        ("fit", fit_uphill_without_return, "flipped_sign", "You go uphill"),
        ("fit", EXERCISES["descend"].answer, "self_forgotten", "first argument of a method is `self`"),
        ("predict_probability", EXERCISES["predict_probability"].answer, "self_forgotten", "`model.predict_"),
        ("predict_labels", lambda self, X: self.predict_probability(X), "probability_for_label", "probabilities"),
    ],
)
def test_a_slip_with_self_has_its_own_hint(name, function, mistake, said):
    feedback = check(name, function)
    assert (feedback.status, feedback.mistake) == ("mistake", mistake), feedback
    assert said in str(feedback)


def test_a_method_that_stops_is_told_in_which_of_its_lines():
    def fit(self, X, y, learning_rate, n_iterations):
        self.b = 0.0
        self.w = self.w - learning_rate * X.T @ y
        return self

    assert "has no attribute 'w', in the line `self.w = self.w - learning_rate * X.T @ y`" in str(check("fit", fit))


# Correct, correct but, not yet


@pytest.mark.parametrize("name", EXERCISES)
def test_every_reference_is_correct(name):
    assert check(name, EXERCISES[name].reference).status == "correct"


def test_an_array_that_is_filled_again_in_every_call_is_read_in_time():
    memory = np.zeros(100)

    def refilled(z):
        memory[: len(z)] = stable(z)
        return memory[: len(z)]

    assert check("sigmoid", refilled).status == "correct"


def test_what_a_right_answer_is_told():
    assert str(check("odds", lambda p: p / (1 - p))) == (
        "Your `odds` gives the right answer on every input that we tried."
    )
    assert str(check("sigmoid", stable)) == (
        "Your `sigmoid` gives the right answer on every input that we tried, on the extreme ones too."
    )


@pytest.mark.parametrize("name", EXERCISES)
def test_every_stub_is_not_yet(name):
    space = {}
    exec(EXERCISES[name].stub, space)
    feedback = check(name, space[name])
    assert feedback.status == "not yet"
    assert "..." in str(feedback)


@pytest.mark.parametrize(("name", "function"), CORRECT)
def test_other_right_forms_are_correct(name, function):
    feedback = check(name, function)
    assert feedback.status == "correct", feedback


def test_every_exercise_has_a_right_form_that_is_not_its_reference():
    assert {name for name, _ in CORRECT} == set(EXERCISES)


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("sigmoid", ...),
        ("sigmoid", lambda z: 1 / (1 + np.exp(...))),
        ("sigmoid", lambda z: [0.5, ...]),
        ("sigmoid", lambda z: ... - z),
        ("sigmoid", lambda z: BLANK - z),
        ("sigmoid", lambda z: BLANK.mean()),
        ("sigmoid", lambda z: len(...)),
        ("sigmoid", lambda z: np.sum(...)),
        ("score", lambda X, w, b: X @ ... + b),
        ("score", lambda X, w, b: (...).sum()),
        ("gradient", lambda X, y, w, b: (X.T @ (naive(X @ w + b) - y) / len(y), ...)),
        ("gradient", lambda X, y, w, b: ...),
        ("has_stopped", lambda losses, tol, patience: {"answer": ...}),
    ],
)
def test_an_ellipsis_anywhere_is_not_yet(name, function):
    assert check(name, function).status == "not yet"


def test_an_ellipsis_that_is_an_index_is_no_stub():
    assert check("score", lambda X, w, b: (X[...] @ w)[...] + b).status == "correct"
    assert check("score", lambda X, w, b: X[..., 0] * w[0] * b).status != "not yet"
    assert "shapes" in str(check("score", lambda X, w, b: (X[...] + np.ones(7)) @ w))  # its own reason, not "not yet"
    for index in (lambda X, w, b: X[..., b] @ w, lambda X, w, b: X[...][b] @ w, lambda X, w, b: X[b, ...] @ w):
        assert "whole number" in str(check("score", index))


@pytest.mark.parametrize(
    ("name", "function", "where"),
    [
        ("sigmoid", naive, "z = -720"),
        ("sigmoid", lambda z: np.exp(z) / (1 + np.exp(z)), "z = 720"),
        ("sigmoid", lambda z: [1 / (1 + math.exp(-v)) for v in z], "-720"),
        ("sigmoid_slope", lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2, "z = -720"),
        ("cross_entropy", lambda z, y: -(y * np.log(stable(z)) + (1 - y) * np.log(1 - stable(z))), "z = 40, y = 0"),
        ("cross_entropy", lambda z, y: np.log(1 + np.exp(z)) - y * z, "z = 800, y = 0"),
        (
            "cross_entropy",
            lambda z, y: -np.log(np.clip(np.where(y == 1, stable(z), 1 - stable(z)), 1e-15, 1)),
            "z = 40, y = 0",
        ),
        ("log_loss", lambda X, y, w, b: -np.mean(np.log(np.abs(1 - y - naive(X @ w + b)))), "[40, 1]"),
        ("residual", lambda z, y: np.exp(z) / (1 + np.exp(z)) - y, "z = 1000, y = 0"),
        ("gradient", unstable_gradient, "[1000, 1]"),
    ],
)
def test_an_answer_that_breaks_on_extreme_input_is_correct_but_and_says_where(name, function, where):
    feedback = check(name, function)
    assert feedback.status == "correct, but", feedback
    assert where in str(feedback)


def test_an_overflow_that_costs_nothing_is_no_fault():
    def both_branches(z):
        return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))

    with np.errstate(over="ignore", invalid="ignore"):
        assert np.isfinite(both_branches(np.array([-1000.0, 1000.0]))).all()
    assert check("sigmoid", both_branches).status == "correct"


def test_an_answer_with_a_small_epsilon_is_right_but_rounded():
    feedback = check("cross_entropy", lambda z, y: -np.log(np.abs(1 - y - stable(z)) + 1e-8))
    assert feedback.status == "correct, but"
    assert "rounded" in str(feedback)
    larger = check("cross_entropy", lambda z, y: -np.log(np.abs(1 - y - stable(z)) + 1e-2))
    assert larger.mistake == "epsilon_in_the_log"


# Mistakes


def gets_its_hint(name, mistake):
    """Whether somebody who makes a mistake is told its hint."""
    known = EXERCISES[name].mistakes[mistake]
    feedback = check(name, known.function)
    if feedback.mistake == "same_whatever_comes_in":  # one number says little: what else it may be is told as well
        said = f"Or: {known.hint}" in str(feedback)
    elif SEVERAL in str(feedback):
        said = known.hint in str(feedback)
    else:
        said = feedback.mistake == mistake and str(feedback).startswith(known.hint)
    return said and feedback.status == "mistake"


@pytest.mark.parametrize("name", EXERCISES)
def test_every_mistake_gets_its_own_hint(name):
    assert [mistake for mistake in EXERCISES[name].mistakes if not gets_its_hint(name, mistake)] == []


@pytest.mark.parametrize("name", EXERCISES)
def test_no_two_mistakes_of_an_exercise_share_a_hint(name):
    hints = [mistake.hint for mistake in EXERCISES[name].mistakes.values()]
    assert len(hints) == len(set(hints))
    assert len(EXERCISES[name].own_mistakes) >= 8


def is_plain(hint):
    """Whether a hint is sentences, of six words or more, none of which belittles the learner."""
    words = hint.lower().replace(",", "").split()
    whole = (hint[0].isupper() or hint[0] == "`") and hint[-1] in ".?" and len(words) >= 6
    return whole and not {"simply", "just", "obviously", "expected"} & set(words)


def test_hints_are_sentences_in_plain_words():
    known = [(name, each) for name in EXERCISES for each in EXERCISES[name].mistakes.values()]
    assert [f"{name}: {each.name}: {each.hint}" for name, each in known if not is_plain(each.hint)] == []


def running_total(X, y, w, b):
    total = 0.0
    for row, label in zip(X, y, strict=True):
        q = 1 / (1 + math.exp(-(sum(u * v for u, v in zip(row, w, strict=True)) + b)))
        total -= math.log(q) if label == 1 else math.log(1 - q)
    return total


def update_one_after_the_other(X, y, weights, bias, alpha):
    error = naive(X.dot(weights) + bias) - y
    weights = weights - alpha * X.T.dot(error) / len(y)
    error = naive(X.dot(weights) + bias) - y
    return weights, bias - alpha * error.mean()


def update_in_place(X, y, w, b, learning_rate):
    dw, db = learned_gradient(X, y, w, b)
    w -= learning_rate * dw
    return w, b - learning_rate * db


def returned_too_early(X, y, learning_rate, n_iterations):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(n_iterations):
        w, b = learned_step(X, y, w, b, learning_rate)
        return w, b
    return w, b


def started_over_and_over(X, y, learning_rate, n_iterations):
    for _ in range(n_iterations):
        w, b = learned_step(X, y, np.zeros(X.shape[1]), 0.0, learning_rate)
    return w, b


def first_round_only(z):
    for v in z:
        return 1 / (1 + math.exp(-v))


@pytest.mark.parametrize(
    ("name", "function", "mistake"),
    [
        ("odds", lambda probability: 1 / probability - 1, "upside_down"),
        ("logit", lambda q: math.log(2) ** -1 * np.log(q / (1 - q)), "log_base_2"),
        ("logit", lambda q: [math.log((1 - v) / v) for v in q], "flipped_sign"),
        ("sigmoid", lambda t: np.exp(-t) / (np.exp(-t) + 1), "flipped_sign"),
        ("sigmoid", lambda t: [1 / (1 + math.exp(v)) for v in t], "flipped_sign"),
        ("sigmoid", lambda t: 1 - naive(t), "flipped_sign"),
        ("sigmoid", lambda t: 1 / (1 + math.exp(t)), "flipped_sign"),  # and for one number only
        ("sigmoid", lambda t: 1 / 1 + np.exp(-t), "reciprocal"),
        ("sigmoid", lambda t: np.round(naive(t)), "label_for_probability"),
        ("sigmoid", lambda t: (naive(t) >= 0.5).astype(int), "label_for_probability"),
        ("sigmoid", lambda t: naive(t).reshape(-1, 1), "column_for_flat"),
        ("sigmoid", lambda t: (naive(t),), "row_for_flat"),
        ("sigmoid", lambda t: [round(float(v), 2) for v in naive(t)], "rounded"),
        ("sigmoid", first_round_only, "first_one_only"),
        ("sigmoid", lambda t: 1 / (1 + math.exp(-t)), "one_number_only"),
        ("sigmoid", lambda t: 1 / (1 + math.exp(-t)) if t > 0 else math.exp(t) / (1 + math.exp(t)), "one_number_only"),
        ("sigmoid", lambda t: print("p =", naive(t)), "print_for_return"),
        ("sigmoid_slope", lambda t: t - t**2, "sigmoid_missing"),
        ("sigmoid_slope", lambda t: -np.exp(-t) / (1 + np.exp(-t)) ** 2, "flipped_sign"),
        ("odds_ratio", lambda a, d: math.exp(a) * d, "product_for_power"),
        ("score", lambda X, w, b: np.array([row.dot(w) for row in X]), "bias_forgotten"),
        ("score", lambda X, w, b: w @ X + b, "transposed"),
        (
            "score",
            lambda X, w, b: [sum(a * c + b for a, c in zip(r, w, strict=True)) for r in X],
            "bias_once_per_feature",
        ),
        ("signed_distance", lambda X, w, b: (X @ w + b) / sum(v**2 for v in w), "square_for_root"),
        ("signed_distance", lambda X, w, b: X @ w + b / np.sqrt(np.sum(w**2)), "bias_divided_only"),
        ("predict", lambda X, w, b: np.sign(X @ w + b), "minus_one_for_zero"),
        ("predict", lambda X, w, b: np.round(naive(X @ w - b)), "bias_sign_flipped"),
        ("predict", lambda X, w, b: naive(X @ w + b) >= 0.5, "tie_counted_as_one"),
        ("predict", lambda X, w, b: naive(X @ w + b) > 0, "same_whatever_comes_in"),
        ("boundary_x2", lambda x1, w, b: b / w[1] + w[0] / w[1] * x1, "flipped_sign"),
        ("likelihood", lambda p, y: math.prod(p * y), "same_whatever_comes_in"),
        ("likelihood", lambda p, y: sum(np.where(y, p, 1 - p)) / len(p), "mean_for_product"),
        (
            "cross_entropy",
            lambda z, y: [math.log(naive(a)) if c else math.log(1 - naive(a)) for a, c in zip(z, y, strict=True)],
            "flipped_sign",
        ),
        ("cross_entropy", lambda z, y: -(y * np.log(z) + (1 - y) * np.log(1 - z)), "sigmoid_missing"),
        ("cross_entropy", lambda z, y: -(y * np.log(z > 0) + (1 - y) * np.log(1 - (z > 0))), "label_for_probability"),
        ("cross_entropy", lambda z, y: np.where(y == 1, -np.log(z > 0), -np.log(z <= 0)), "label_for_probability"),
        ("cross_entropy", lambda z, y: sum(learned_loss(z, y)) / len(z), "mean_for_each"),
        ("log_loss", running_total, "sum_for_mean"),
        ("log_loss", lambda X, y, w, b: running_total(X, y, w, b) / X.shape[1], "divided_by_the_features"),
        ("log_loss", lambda X, y, w, b: -running_total(X, y, w, b) / len(X), "flipped_sign"),
        ("log_loss", lambda X, y, w, b: np.mean(learned_loss(naive(X @ w + b), y)), "sigmoid_applied_twice"),
        ("log_loss", lambda X, y, w, b: [np.mean(learned_loss(X @ w + b, y))], "array_for_number"),
        ("squared_error", lambda p, y: sum((a - c) ** 2 for a, c in zip(p, y, strict=True)), "sum_for_mean"),
        ("squared_error", lambda p, y: np.linalg.norm(p - y) / np.sqrt(len(y)), "root_taken"),
        ("residual", lambda z, y: y - 1 / (1 + np.exp(-z)), "flipped_sign"),
        ("residual", lambda z, y: 1 / (1 + np.exp(-z - y)), "right_where_the_label_is_not_one"),
        ("gradient", lambda X, y, w, b: (X.T @ (naive(X @ w + b) - y), np.sum(naive(X @ w + b) - y)), "sum_for_mean"),
        ("gradient", lambda X, y, w, b: learned_gradient(X, y, w, b)[::-1], "swapped_returns"),
        (
            "gradient",
            lambda X, y, w, b: (X.T @ (y - naive(X @ w + b)) / len(y), np.mean(y - naive(X @ w + b))),
            "flipped_sign",
        ),
        (
            "gradient",
            lambda X, y, w, b: (np.dot(X, naive(X @ w + b) - y) / len(y), np.mean(naive(X @ w + b) - y)),
            "transposed",
        ),
        (
            "gradient",
            lambda X, y, w, b: (learned_gradient(X, y, w, b)[0][:, None], learned_gradient(X, y, w, b)[1]),
            "column_for_flat",
        ),
        ("numerical_slope", lambda g, a, d: (g(a + d) - g(a)) / d, "forward_difference"),
        ("numerical_slope", lambda g, a, d: 0.5 * (g(a + d) - g(a - d)) * d, "product_for_ratio"),
        ("numerical_slope", lambda g, a, d: (g(a + 1e-4) - g(a - 1e-4)) / 2e-4, "own_step"),
        ("numerical_slope", lambda g, a, d: (g(a + 1e-8) - g(a)) / 1e-8, "own_step"),
        ("descent_step", update_one_after_the_other, "b_uses_the_new_w"),
        ("descent_step", update_in_place, "input_changed_in_place"),
        ("descend", returned_too_early, "one_step_only"),
        ("descend", started_over_and_over, "one_step_only"),
        ("descend", lambda X, y, a, T: learned_descent(X, y, a, T - 1), "one_step_too_few"),
        ("has_stopped", lambda losses, tol, patience: bool(losses[-2] - losses[-1] <= tol), "patience_ignored"),
        ("has_stopped", lambda losses, tol, patience: not stopped_in_a_loop(losses, tol, patience), "opposite"),
        ("confusion_matrix", lambda y, q: counted(q, y), "transposed"),
        (
            "confusion_matrix",
            lambda y, q: [
                [int(sum(y * q)), int(sum((1 - y) * q))],
                [int(sum(y * (1 - q))), int(sum((1 - y) * (1 - q)))],
            ],
            "ones_first_and_transposed",
        ),
        ("flatten", lambda images: images.reshape(images.shape[1] * images.shape[2], -1), "scrambled"),
        ("flatten", lambda images: images.T.reshape(-1, len(images)), "columns_first"),
        ("flatten", lambda images: np.array([image.ravel() for image in images]), "one_row_for_each_image"),
        ("propagate_gradient", lambda w, b, X, Y: learned_gradient(X.T, Y[0], w[:, 0], b), "flat_for_column"),
        (
            "propagate_gradient",
            lambda w, b, X, Y: ((stable(w.T @ X + b) - Y) @ X.T / Y.size, learned_neuron(w, b, X, Y)[1]),
            "row_for_column",
        ),
        (
            "propagate_gradient",
            lambda w, b, X, Y: tuple(len(X[0]) / len(X) * part for part in learned_neuron(w, b, X, Y)),
            "divided_by_the_features",
        ),
        ("predict_row", lambda w, b, X: [float(x @ w[:, 0] + b > 0) for x in X.T], "flat_for_row"),
        ("predict_row", lambda w, b, X: stable(stable(w.T @ X + b)) > 0.5, "same_whatever_comes_in"),
    ],
)
def test_the_same_slip_in_other_clothes_is_recognised(name, function, mistake):
    feedback = check(name, function)
    assert (feedback.mistake or feedback.status) == mistake, feedback


@pytest.mark.parametrize("kind", [list, tuple, lambda a: a.astype(np.float32)])
def test_a_mistake_is_recognised_in_every_kind_of_return(kind):
    assert check("sigmoid", lambda z: kind(naive(-z))).mistake == "flipped_sign"


def test_a_mistake_for_one_number_only_is_told_both():
    feedback = check("sigmoid", lambda z: 1 / (1 + math.exp(z)))
    assert "one number only" in str(feedback)
    assert "1 - σ(z)" in str(feedback)


def test_the_array_that_was_changed_is_named_and_later_checks_are_not_spoilt():
    assert "`w`" in str(check("descent_step", update_in_place))
    assert check("descent_step", learned_step).status == "correct"

    def only_large_ones(X, w, b):
        z = X @ w + b
        if len(X) > 4:
            X[0, 0] = 0
        return z

    assert check("score", only_large_ones).mistake == "input_changed_in_place"


def test_a_slip_and_an_epsilon_together_are_the_slip():
    def summed(X, y, w, b):
        return -np.sum(np.log(np.abs(1 - y - stable(X @ w + b)) + 1e-8))

    assert check("log_loss", summed).mistake == "sum_for_mean"


def first_array(args):
    return next((arg for arg in args if isinstance(arg, np.ndarray)), args[-1])


NO_KNOWN_SLIP = {  # answers that no learner meant as any of our mistakes
    "zeros": lambda *args: np.zeros(np.shape(first_array(args))),
    "ones": lambda *args: np.ones(np.shape(first_array(args))),
    "zero": lambda *args: 0.0,
    "one": lambda *args: 1.0,
    "two": lambda *args: 2,
    "true": lambda *args: True,
    "false": lambda *args: False,
    "nan": lambda *args: float("nan"),
    "nans": lambda *args: np.full(np.shape(first_array(args)), np.nan),
    "infinities": lambda *args: np.full(np.shape(first_array(args)), np.inf),
    "same": lambda *args: first_array(args),
    "last": lambda *args: args[-1],
    "square": lambda *args: np.square(first_array(args)),
    "sine": lambda *args: np.sin(first_array(args)),
    "sum": lambda *args: np.sum(first_array(args)),
    "mean": lambda *args: np.mean(first_array(args)),
    "arguments": lambda *args: args,
    "first two": lambda *args: args[:2],
    "two zeros": lambda *args: (np.zeros(2), 0.0),
    "zeros for weights": lambda *args: (np.zeros(np.shape(args[0])[-1:]), 0.0),
}
TRUE_ALL_THE_SAME = {  # where the hint says what is the case, whoever computes that
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


@pytest.mark.parametrize("name", EXERCISES)
def test_what_is_no_known_slip_is_never_diagnosed_as_one(name):
    told = {(name, kind, check(name, f).mistake) for kind, f in NO_KNOWN_SLIP.items()}
    assert {entry for entry in told if entry[2] and entry[2] not in ALWAYS_TRUE} <= TRUE_ALL_THE_SAME


@given(st.floats(-3, 3), st.floats(-2, 2))
@settings(deadline=None, max_examples=60)
def test_any_other_stretched_sigmoid_is_wrong(factor, shift):
    near = [(1, 0), (-1, 1), (-1, 0), (2, 0), (0.5, 0), (-2, 2), (-0.5, 0.5)]  # itself, turned round, and those scaled
    assume(abs(factor) > 1e-2)  # no constant
    assume(all(abs(factor - f) + abs(shift - s) > 1e-2 for f, s in near))
    assert check("sigmoid", lambda z: factor * naive(z) + shift).status == "wrong"


# Wrong


def test_wrong_gives_the_smallest_failing_input_with_both_values():
    feedback = check("sigmoid", lambda z: np.where(z == 0.5, naive(z), 0.3 * z + 0.2))  # fails at -1, 2 and 0.25
    assert feedback.status == "wrong"
    assert "input: z = 0.25\n" in str(feedback)
    assert "your answer: 0.275\n" in str(feedback)
    assert "expected: 0.5622\n" in str(feedback)


def test_wrong_gives_the_first_input_that_fails_not_the_first_of_all():
    weights = EXERCISES["score"].cases[2][1]
    feedback = check("score", lambda X, w, b: X @ w + b + (w[0] == weights[0]))
    assert feedback.status == "wrong"
    sizes = [len(X) for X, w, _ in EXERCISES["score"].cases if len(w) == 3]
    assert str(feedback).split("your answer: ")[1].split("]")[0].count(",") == sizes[0] - 1
    assert "Some inputs come out right" in str(feedback)


def test_inputs_are_tried_from_the_smallest_to_the_largest():
    for exercise in EXERCISES.values():
        sizes = [max(np.size(arg) for arg in args) for args in exercise.cases]
        assert exercise.name == "has_stopped" or sizes == sorted(sizes)


def test_wrong_shows_digits_enough_to_tell_the_two_apart():
    text = str(check("sigmoid", lambda z: naive(z) + 3e-5))
    came, wanted = (line.split(": ")[1] for line in text.split("\n") if "answer:" in line or "expected:" in line)
    assert came != wanted


def test_wrong_says_what_all_the_differences_have_in_common():
    assert "3 times" in str(check("sigmoid", lambda z: 3 * naive(z)))
    assert "0.25 too large" in str(check("sigmoid", lambda z: naive(z) + 0.25))
    text = str(check("gradient", lambda *args: (learned_gradient(*args)[0], 3 * learned_gradient(*args)[1])))
    assert "`dw` is right. Your `db` is 3 times" in text


def test_a_wrong_value_on_an_edge_is_wrong():
    def hole_at_zero(z):
        p = np.zeros_like(z)
        p[z > 0], p[z < 0] = naive(z[z > 0]), naive(z[z < 0])
        return p

    feedback = check("sigmoid", hole_at_zero)
    assert feedback.status == "wrong"
    assert "z = 0\n" in str(feedback)


def test_truth_is_shown_as_truth():
    text = str(check("has_stopped", lambda losses, tol, patience: len(losses) > 3))
    assert "your answer: False" in text or "your answer: True" in text


def test_nan_is_answered():
    feedback = check("logit", lambda p: np.log(p - 1))
    assert feedback.status == "wrong"
    assert "logarithm or root of a negative number" in str(feedback)


# Errors


class Callable:
    def __call__(self, z):
        return naive(-z)


class Odd:
    """An object that answers no question."""

    def __getattribute__(self, name):
        raise RuntimeError("leave me alone")

    def __call__(self, z):
        return naive(z)


class OddAndWrong(Odd):
    def __call__(self, z):
        return z + 17.0


class OddAndRaising(Odd):
    def __call__(self, z):
        raise TypeError("no")


class OddText(Exception):
    def __str__(self):
        raise ValueError


def without_end(z):
    return without_end(z)


def generated(z):
    yield from naive(z)


async def later(z):
    return naive(z)


def leaving(z):
    sys.exit("bye")


def odd_text(z):
    raise OddText


def undefined(z):
    return 1 / (1 + numpi.exp(-z))  # noqa: F821


@pytest.mark.parametrize(
    ("name", "function", "said"),
    [
        ("sigmoid", lambda z: None, "`None`"),
        ("sigmoid", without_end, "RecursionError"),
        ("sigmoid", generated, "yield"),
        ("sigmoid", later, "coroutine"),
        ("sigmoid", leaving, "SystemExit"),
        ("sigmoid", odd_text, "OddText"),
        ("sigmoid", undefined, "return 1 / (1 + numpi.exp(-z))"),
        ("sigmoid", lambda z: "0.5", "text"),
        ("sigmoid", lambda z: [str(v) for v in z], "text"),
        ("sigmoid", lambda z: [None for _ in z], "real numbers"),
        ("sigmoid", lambda z: {"p": "much"}, "dictionary"),
        ("sigmoid", lambda z: z * 1j, "real numbers"),
        ("sigmoid", lambda z: np.exp, "parentheses"),
        ("sigmoid", lambda z: (naive(z), 1.0), "2 values"),
        ("sigmoid", lambda z: [[1.0], [1.0, 2.0]], "different lengths"),
        ("sigmoid", lambda z: [10**400] * len(z), "OverflowError"),
        ("sigmoid", lambda z: np.outer(z, z), "shape (4, 4)"),
        ("sigmoid", lambda z: np.sort(naive(z))[:-1] * z[0], "shape (3,)"),
        ("sigmoid", lambda z: [], "shape (0,)"),
        ("sigmoid", lambda: 0.5, "no arguments"),
        ("sigmoid", lambda z, y: naive(z), "called with 1 argument"),
        ("sigmoid", 0.5, "without calling it"),
        ("sigmoid", None, "without calling it"),
        ("gradient", lambda w, b, X, y: learned_gradient(X, y, w, b), "order asked for is (X, y, w, b)"),
        ("gradient", lambda X, y, w, b: (1, 2, *learned_gradient(X, y, w, b)), "returned 4"),
        ("gradient", lambda X, y, w, b: (None, None), "`None`"),
        ("gradient", lambda X, y, w, b: X @ np.ones(7), "shapes: X (2, 2), y (2,), w (2,)"),
        ("score", lambda X, w, b: np.multiply(X, 7.0, out=X) @ w, "written into `X`"),
        (
            "has_stopped",
            lambda losses, tol, patience: True if stopped_in_a_loop(losses, tol, patience) else None,
            "path",
        ),
    ],
)
def test_whatever_goes_wrong_is_an_error_that_says_what(name, function, said):
    feedback = check(name, function)
    assert feedback.status == "error", feedback
    assert said in str(feedback)


def test_a_print_before_something_else_goes_wrong_is_not_the_mistake():
    assert "TypeError" in str(check("sigmoid", lambda z: print(z) + 1))
    assert "text" in str(check("sigmoid", lambda z: print(z) or "0.5"))
    assert {check("sigmoid", f).status for f in (lambda z: print(z) + 1, lambda z: print(z) or "0.5")} == {"error"}


def test_an_object_that_answers_no_question_is_answered():
    assert check("sigmoid", Odd()).status == "correct, but"  # naive
    assert check("sigmoid", OddAndWrong()).status == "error"
    assert check("sigmoid", OddAndRaising()).status == "error"
    assert check("sigmoid", lambda z: Odd()).status == "error"


def test_an_object_that_can_be_called_is_a_function_too():
    assert check("sigmoid", Callable()).mistake == "flipped_sign"


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.binary(max_size=3)
    | st.complex_numbers(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.tuples(inner, inner) | st.dictionaries(st.text(max_size=2), inner, max_size=2)
    ),
    max_leaves=6,
)


@given(st.sampled_from(sorted(EXERCISES)), JUNK)
@settings(deadline=None, max_examples=120)
def test_rubbish_is_answered_and_never_praised(name, rubbish):
    feedback = check(name, lambda *args: rubbish)
    assert feedback.status in {"wrong", "error", "mistake"}
    true = {*ALWAYS_TRUE, *(m for n, _, m in TRUE_ALL_THE_SAME if n == name)}
    assert feedback.status != "mistake" or feedback.mistake in true
    assert feedback._repr_html_()


def test_an_unknown_name_says_which_there_are():
    with pytest.raises(ValueError, match=r'did you mean "sigmoid"\? The exercises are odds, logit, sigmoid') as caught:
        check("sigmiod", naive)
    assert all(name in str(caught.value) for name in EXERCISES)
    with pytest.raises(ValueError, match="in quotes"):
        check(naive, "sigmoid")
    with pytest.raises(ValueError, match='no exercise "nothing like it"'):
        check("nothing like it", naive)


def test_an_endless_loop_can_be_interrupted_and_is_answered():
    def endless(z):
        while True:
            time.sleep(0.01)

    before = sys.stdout, np.geterr(), list(warnings.filters)
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        pytest.skip("nothing can be interrupted: a shell that starts in the background ignores SIGINT")
    timer = threading.Timer(0.3, _thread.interrupt_main)
    timer.start()
    feedback = check("sigmoid", endless)
    assert feedback.status == "error"
    assert "You stopped the check" in str(feedback)
    assert (sys.stdout, np.geterr(), list(warnings.filters)) == before
    assert check("sigmoid", stable).status == "correct"


def test_an_interrupt_ends_the_check_at_once():
    calls = []

    def interrupted(z):
        calls.append(z)
        raise KeyboardInterrupt

    assert check("sigmoid", interrupted).status == "error"
    assert len(calls) == 1


# What gets out


def noisy(z):
    print("here I am")
    print("and here", file=sys.stderr)
    warnings.warn("mind the gap", stacklevel=1)
    np.seterr(all="ignore")
    return np.log(np.zeros(3)) if z[0] > 1e6 else 1 / (1 + np.exp(-z * 1000)) * 0 + naive(z)


@pytest.mark.parametrize(
    "function", [noisy, naive, lambda z: np.exp(z) / (1 + np.exp(z)), undefined, without_end, later]
)
def test_nothing_is_printed_warned_or_left_changed(function, capfd):
    before = np.geterr(), list(warnings.filters)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        str(check("sigmoid", function))
    assert not caught
    assert capfd.readouterr() == ("", "")
    assert (np.geterr(), list(warnings.filters)) == before


def test_a_learner_is_told_that_prints_are_not_shown():
    assert "not shown" in str(check("sigmoid", noisy))
    assert "not shown" not in str(check("sigmoid", naive))


def with_address(z):
    raise ValueError(f"{object()} and {z.dtype}")


@pytest.mark.parametrize(
    ("name", "function"),
    [
        *((name, exercise.reference) for name, exercise in EXERCISES.items()),
        ("sigmoid", naive),
        ("sigmoid", with_address),
        ("sigmoid", lambda z: object()),
        ("sigmoid", lambda z: 7 * naive(z)),
        ("gradient", lambda *args: learned_gradient(*args)[1]),
        ("descend", lambda *args: learned_gradient),
    ],
)
def test_two_checks_show_the_same(name, function):
    first, second = check(name, function), check(name, function)
    assert first == second
    assert first._repr_html_() == second._repr_html_()
    assert repr(first) == repr(second)
    assert "0x" not in repr(first).replace("0x...", "")
    assert "/tests/" not in repr(first)


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.text, self.open = [], "", []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize("status", sorted(STATUSES))
def test_the_card_says_its_status_in_words_and_sets_both_its_colours(status):
    message = "Look at `a < b` & <b>this</b>:\n    z = 1"
    reader = Reader()
    reader.feed(Feedback(status, message, "sigmoid")._repr_html_())
    assert not reader.open
    assert status.capitalize() in reader.text
    assert message.replace("`", "") in reader.text
    assert {tag for tag, _ in reader.tags} == {"div", "span", "code"}
    role = reader.tags[0][1]
    assert role["role"] == "status"
    assert "background:#" in role["style"]
    assert ";color:#" in role["style"]
    assert dict(reader.tags)["span"]["aria-hidden"] == "true"
    assert status in LOOK


def test_what_a_learner_wrote_is_escaped():
    def hostile(z):
        raise ValueError("<script>alert(1)</script> `<img src=x>`")

    html = check("sigmoid", hostile)._repr_html_()
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("status", sorted(STATUSES))
def test_the_card_is_legible(status):
    _, colour, background = LOOK[status]
    for text in colour, "#1b1b1f":
        assert (luminance(background) + 0.05) / (luminance(text) + 0.05) >= 4.5


def test_a_notebook_shows_the_card_and_elsewhere_the_words():
    feedback = check("sigmoid", lambda z: naive(-z))
    shown, _ = DisplayFormatter().format(feedback)
    assert shown["text/html"] == feedback._repr_html_()
    assert "Mistake" in shown["text/plain"]
    assert "1 - σ(z)" in shown["text/plain"]
    assert str(feedback) == feedback.message
    assert feedback.exercise == "sigmoid"

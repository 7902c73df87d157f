"""Exercises answer back: which there are, and that whatever is right passes, in every form."""

import math
from fractions import Fraction

import numpy as np
import pytest
from learners import (
    counted,
    fit_by_rows,
    learned_descent,
    learned_gradient,
    learned_loss,
    learned_neuron,
    learned_step,
    naive,
    stable,
    stopped_in_a_loop,
)

import logreg_core.exercises
from logreg_core.exercises import EXERCISES, check, names
from logreg_core.exercises.anywhere import ANYWHERE

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


def shares(Z):
    return np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)


def softmax_slopes_in_a_loop(X, Y, W, b):
    dW, db = np.zeros(W.shape), np.zeros(len(b))
    for x, y in zip(X, Y, strict=True):
        z = x @ W + b
        error = np.exp(z) / np.exp(z).sum() - y
        dW, db = dW + np.outer(x, error) / len(X), db + error / len(X)
    return dW, db


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
    ("sigmoid_slope", lambda z: stable(z) * stable(-z)),
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
    ("softmax", lambda Z: [np.exp(z - max(z)) / sum(np.exp(z - max(z))) for z in Z]),
    ("softmax", lambda Z: np.exp(Z - np.logaddexp.reduce(Z, axis=1)[:, None])),
    ("one_hot", lambda y, k: np.eye(k)[y.astype(int)]),
    ("one_hot", lambda y, k: [[int(label == c) for c in range(k)] for label in y]),
    ("softmax_cross_entropy", lambda Z, Y: np.logaddexp.reduce(Z, axis=1) - (Z * Y).sum(axis=1)),
    ("softmax_cross_entropy", lambda Z, Y: np.logaddexp.reduce(Z - Z[Y == 1][:, None], axis=1)),
    ("softmax_gradient", softmax_slopes_in_a_loop),
    ("dummies", lambda codes, k: np.eye(k)[codes.astype(int), 1:]),
    ("dummies", lambda codes, k: [[int(code == c) for c in range(1, k)] for code in codes]),
    ("risk_ratio", lambda ratio, p: naive(math.log(ratio * p / (1 - p))) / p),
    ("risk_ratio", lambda ratio, p: 1 / (p + (1 - p) / ratio)),
    ("shifted_intercept", lambda b, old, new: b + math.log(new / (1 - new) * (1 - old) / old)),
    ("precision_at", lambda share, hit, false: 1 / (1 + (1 / share - 1) * false / hit)),
    ("likelihood_ratio", lambda smaller, larger, m: -2 * (m * larger - m * smaller)),
    ("fit", fit_by_rows),
    ("predict_probability", lambda self, X: stable(X @ self.w + self.b)),
    ("predict_labels", lambda self, X: self.predict_probability(X) > 0.5),
    ("predict_labels", lambda self, X: (X @ self.w > -self.b).astype(int)),
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


def test_every_reference_is_correct():
    assert [name for name in EXERCISES if check(name, EXERCISES[name].reference).status != "correct"] == []


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


def of_stub(name):
    """Feedback for an exercise as it stands in its lesson, nothing filled in."""
    space = {}
    exec(EXERCISES[name].stub, space)
    return check(name, space[name])


def test_every_stub_is_not_yet():
    told = {name: of_stub(name) for name in EXERCISES}
    assert [name for name, said in told.items() if said.status != "not yet" or "..." not in str(said)] == []


def test_other_right_forms_are_correct():
    told = [(place, name, check(name, function)) for place, (name, function) in enumerate(CORRECT)]
    assert [entry for entry in told if entry[2].status != "correct"] == []


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
        ("sigmoid_slope", lambda z: stable(z) * (1 - stable(z)), "z = 40"),
        ("sigmoid_slope", lambda z: stable(z) - stable(z) ** 2, "z = 40"),
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
        ("softmax", lambda Z: shares(Z), "[1000, 1001, 999]"),
        ("softmax", lambda Z: shares(Z - Z.min(axis=1, keepdims=True)), "[1000, 0, -1000]"),
        ("softmax", lambda Z: shares(Z - Z.mean(axis=1, keepdims=True)), "[1000, 0, -1000]"),
        (
            "softmax_cross_entropy",
            lambda Z, Y: np.log(np.exp(Z).sum(axis=1)) - (Z * Y).sum(axis=1),
            "[1000, 1001, 999]",
        ),
        (
            "softmax_cross_entropy",
            lambda Z, Y: -np.log(shares(Z - Z.max(axis=1, keepdims=True))[Y == 1]),
            "[1000, 0, -1000]",
        ),
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

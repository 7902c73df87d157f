"""Exercises answer back: every mistake gets its own hint, in other clothes too, and nothing else does."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from learners import (
    ALWAYS_TRUE,
    TRUE_ALL_THE_SAME,
    counted,
    learned_descent,
    learned_gradient,
    learned_loss,
    learned_neuron,
    learned_step,
    naive,
    stable,
    stopped_in_a_loop,
)

from logreg_core.exercises import EXERCISES, check
from logreg_core.exercises.judging import SEVERAL


def gets_its_hint(name, mistake):
    """Whether somebody who makes a mistake is told its hint."""
    known = EXERCISES[name].mistakes[mistake]
    feedback = check(name, known.function)
    if feedback.mistake == "same_whatever_comes_in":  # one number says little: what else it may be is told as well
        said = f"{known.hint}\nOr: " in str(feedback)
    elif SEVERAL in str(feedback):
        said = known.hint in str(feedback)
    else:
        said = feedback.mistake == mistake and str(feedback).startswith(known.hint)
    return said and feedback.status == "mistake"


def test_every_mistake_gets_its_own_hint():
    known = [(name, mistake) for name in EXERCISES for mistake in EXERCISES[name].mistakes]
    assert [entry for entry in known if not gets_its_hint(*entry)] == []


def test_no_two_mistakes_of_an_exercise_share_a_hint():
    for name, exercise in EXERCISES.items():
        hints = [mistake.hint for mistake in exercise.mistakes.values()]
        assert len(hints) == len(set(hints)), name
        assert len(exercise.own_mistakes) >= 8, name


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


OTHER_CLOTHES = [
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
]


def test_the_same_slip_in_other_clothes_is_recognised():
    told = [(name, mistake, check(name, function)) for name, function, mistake in OTHER_CLOTHES]
    assert [entry for entry in told if (entry[2].mistake or entry[2].status) != entry[1]] == []


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


def test_what_is_no_known_slip_is_never_diagnosed_as_one():
    told = {(name, kind, check(name, f).mistake) for name in EXERCISES for kind, f in NO_KNOWN_SLIP.items()}
    named = {entry for entry in told if entry[2] and entry[2] not in ALWAYS_TRUE}
    assert named - TRUE_ALL_THE_SAME == set()


@given(st.floats(-3, 3), st.floats(-2, 2))
@settings(deadline=None, max_examples=60)
def test_any_other_stretched_sigmoid_is_wrong(factor, shift):
    ends = [(1, 0), (-1, 1), (1, 1), (1, -1), (2, -1)]  # itself, turned round, and with something put on at the end
    scales = [1, -1, 2, 0.5, 100, 1 / np.log(2), 1 / np.log(10)]
    near = [(k * f, k * s) for f, s in ends for k in scales]
    assume(abs(factor) > 1e-2)  # no constant
    assume(abs(abs(shift) - abs(factor)) > 1e-2)  # nor 1 put on or taken off, and that scaled
    assume(all(abs(factor - f) + abs(shift - s) > 1e-2 for f, s in near))
    assert check("sigmoid", lambda z: factor * naive(z) + shift).status == "wrong"

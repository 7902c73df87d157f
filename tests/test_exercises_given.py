"""Slips in what goes in, and on top of other slips; and what is seen by asking where an answer is right."""

from dataclasses import replace

import numpy as np
import pytest
from learners import learned_gradient, stable

from logreg_core import equations
from logreg_core.exercises import EXERCISES, check, reckoning
from logreg_core.exercises.judging import judge
from logreg_core.exercises.running import agree
from logreg_core.exercises.samples import LABELS, SCORES, TABLES

MIXED = [(name, other) for name, exercise in EXERCISES.items() for other in exercise.given_alone]


# What is reckoned without a look at the input


@pytest.mark.parametrize("table", TABLES)
def test_what_is_reckoned_is_what_the_equations_say(table):
    X, y, w, b = table
    for ours, theirs in [
        (reckoning.score(X, w, b), equations.score(X, w, b)),
        (reckoning.probability(X, w, b), equations.probability(X, w, b)),
        (reckoning.log_loss(X, y, w, b), equations.log_loss(X, y, w, b)),
        (reckoning.log_loss(X, y, w, b, 0.3), equations.log_loss(X, y, w, b, 0.3)),
        *zip(reckoning.gradient(X, y, w, b), equations.gradient(X, y, w, b), strict=True),
        *zip(reckoning.gradient(X, y, w, b, 0.3), equations.gradient(X, y, w, b, 0.3), strict=True),
        (reckoning.hessian(X, w, b), equations.hessian(X, w, b)),
        (reckoning.hessian(X, w, b, 0.3), equations.hessian(X, w, b, 0.3)),
    ]:
        np.testing.assert_allclose(ours, theirs, rtol=1e-13, atol=1e-15)


def test_what_is_reckoned_of_scores_is_what_the_equations_say():
    for z, y in zip((*SCORES, np.array([-800.0, 800.0])), (*LABELS, np.array([1.0, 1.0])), strict=True):
        np.testing.assert_allclose(reckoning.sigmoid(z), equations.sigmoid(z), rtol=1e-14)
        np.testing.assert_allclose(reckoning.cross_entropy(z, y), equations.cross_entropy(z, y), rtol=1e-13)


def test_another_sigmoid_is_used_for_as_long_as_it_is_tried():
    before = EXERCISES["gradient"].answer(*TABLES[1])[1]
    with reckoning.instead("sigmoid", np.tanh):
        assert EXERCISES["gradient"].answer(*TABLES[1])[1] != before
    with pytest.raises(ZeroDivisionError), reckoning.instead("sigmoid", lambda z: 1 / 0):
        EXERCISES["gradient"].answer(*TABLES[1])
    assert EXERCISES["gradient"].answer(*TABLES[1])[1] == before


# Slips in what goes in


def same_as_another(exercise, other):
    """Whether a slip in what goes in gives the answers of a mistake of the exercise, or the right ones."""
    made = [exercise.made(other, place) for place in range(len(exercise.cases))]
    known = [
        [exercise.made(m, place) for place in range(len(made))] for m in exercise.mistakes.values() if not m.family
    ]
    known += [exercise.expected[: len(made)]]
    return any(all(agree(a, b) for a, b in zip(made, answers, strict=True)) for answers in known)


def is_told(name, other):
    """Whether somebody who puts something else in is told so, or told a mistake that comes to the same."""
    exercise, feedback = EXERCISES[name], check(name, other.function)
    made = [exercise.made(other, place).parts for place in range(len(exercise.cases))]
    possible = all(parts is not None and all(np.isfinite(part).all() for part in parts) for parts in made)
    return other.hint in str(feedback) or not possible or same_as_another(exercise, other)


def test_whatever_goes_in_instead_is_told():
    assert [(name, other.name) for name, other in MIXED if not is_told(name, other)] == []


def test_hints_for_what_goes_in_are_their_own_and_in_plain_words():
    hints = {other.name: other.hint for _, other in MIXED}
    assert len(set(hints.values())) == len(hints) > 70
    assert [h for h in hints.values() if not (h[0].isupper() and h[-1] in ".?" and len(h.split()) >= 6)] == []


@pytest.mark.parametrize(
    ("name", "function", "hints"),
    [
        (  # another sigmoid, and a sum
            "gradient",
            lambda X, y, w, b: (X.T @ (np.exp(X @ w + b) - y), np.sum(np.exp(X @ w + b) - y)),
            ["e to the score", "number of examples"],
        ),
        ("gradient", lambda X, y, w, b: learned_gradient(X, y - 1, w, 0.0), ["y - 1", "bias"]),
        (  # the label of the one before, and log2
            "log_loss",
            lambda X, y, w, b: np.mean(np.logaddexp(0, X @ w + b) - np.roll(y, 1) * (X @ w + b)) / np.log(2),
            ["base 2", "one before"],
        ),
        (  # no bias, and a slope of the squared error
            "descent_step",
            lambda X, y, w, b, rate: _stepped(X, y, w, b, rate, lambda p, y: (p - y) * p * (1 - p), bias=0),
            ["p (1 - p)", "bias of 0"],
        ),
        (  # the penalty divided, and the bias penalised
            "penalised_gradient",
            lambda X, y, w, b, l2: tuple(
                g + l2 / len(y) * v for g, v in zip(learned_gradient(X, y, w, b), (w, b), strict=True)
            ),
            ["divide the penalty", "bias is not penalised"],
        ),
        ("hessian", lambda X, w, b: equations.hessian(X, w, 0.0) * len(X), ["bias", "number of examples"]),
        ("margin", lambda X, y, w, b: np.max((2 * y - 1) * (X @ w)) / np.linalg.norm(w), ["safest", "bias of 0"]),
    ],
)
def test_two_slips_are_told_together(name, function, hints):
    feedback = check(name, function)
    assert feedback.status == "mistake"
    assert [hint for hint in hints if hint not in str(feedback)] == []


def _stepped(X, y, w, b, rate, residual, bias=1):
    r = residual(stable(X @ w + bias * b), y)
    return w - rate * X.T @ r / len(y), b - rate * np.mean(r)


def test_no_part_is_said_to_be_right_that_another_slip_has_spoilt():
    def flipped_and_summed(X, y, w, b):
        dw, db = learned_gradient(X, y, w, b)
        return -dw, -len(y) * db

    def penalised_and_divided(X, y, w, b, l2):
        dw, db = learned_gradient(X, y, w, b)
        return dw + l2 / len(y) * w, db + l2 / len(y) * b

    assert "is right" not in str(check("gradient", flipped_and_summed))
    assert "is right" not in str(check("penalised_gradient", penalised_and_divided))


# Where an answer is right


def halved_from_the_second(X, y, rate, n_iterations):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(n_iterations):
        dw, db = learned_gradient(X, y, w, b)
        w, b, rate = w - rate * dw, b - rate * db, 0.7 * rate
    return w, b


def last_one_not_filled(X, y, w, b):
    dw, db = learned_gradient(X, y, w, b)
    return np.append(dw[:-1], 0.0), db


@pytest.mark.parametrize(
    ("name", "function", "mistake"),
    [
        ("cross_entropy", lambda z, y: np.logaddexp(0, -z) + 0.3 * (1 - y), "right_where_the_label_is_one"),
        ("sign_loss", lambda z, t: np.where(t < 0, np.logaddexp(0, z), z), "right_where_the_label_is_not_one"),
        ("sigmoid", lambda z: np.where(z > 0, stable(z), stable(z) / 3), "right_where_the_score_is_positive"),
        ("sigmoid", lambda z: np.where(z < 0, stable(z), stable(z) / 3), "right_where_the_score_is_negative"),
        ("sigmoid", lambda z: stable(np.clip(z, -1.1, 1.1)), "right_close_to_zero"),
        ("score", lambda X, w, b: X @ w + b + b * b, "right_without_a_bias"),
        ("score", lambda X, w, b: X @ w + b + w[0] * w[-1] * (len(w) > 1), "right_for_one_feature"),
        ("log_loss", lambda *args: EXERCISES["log_loss"].answer(*args) ** (1 / len(args[1])), "right_for_one_example"),
        ("descend", halved_from_the_second, "right_for_the_first_step"),
        (
            "penalised_gradient",
            lambda X, y, w, b, l2: (learned_gradient(X, y, w, b)[0] + l2 * w**3, learned_gradient(X, y, w, b)[1]),
            "right_without_a_penalty",
        ),
        (
            "descent_step",
            lambda *args: _stepped(*args[:4], args[4] ** 3, lambda p, y: p - y),
            "right_for_a_rate_of_one",
        ),
        (
            "expected_cost",
            lambda y, q, a, c: np.mean(np.where(q > y, 2 * a - c, np.where(q < y, 2 * c - a, 0))),
            "right_for_equal_costs",
        ),
        ("hessian", lambda X, w, b: _diagonal(X, w, b), "right_on_the_diagonal"),
        ("hessian", lambda X, w, b: _without_bias(X, w, b), "right_but_for_the_bias"),
        ("gradient", last_one_not_filled, "last_entry_not_filled"),
        (
            "gradient",
            lambda *args: (np.append(7.0, learned_gradient(*args)[0][1:]), learned_gradient(*args)[1]),
            "first_entry_wrong",
        ),
        ("squared_error", lambda p, y: np.sum(np.abs(p - y) ** 3), "sum_of_your_answers_for_each"),
        ("odds", lambda p: p, "denominator_missing"),
        ("signed_distance", lambda X, w, b: X, "argument_returned"),
    ],
)
def test_where_an_answer_is_right_is_told(name, function, mistake):
    feedback = check(name, function)
    assert feedback.mistake == mistake, feedback
    assert "{" not in str(feedback)


def _diagonal(X, w, b):
    H = equations.hessian(X, w, b)
    return H + 0.1 * (1 - np.eye(len(H)))


def _without_bias(X, w, b):
    H = equations.hessian(X, w, b)
    H[-1] = H[:, -1] = 5.0
    return H


def test_the_part_that_is_right_is_told_first():
    assert "Your `db` is right. In `dw`: All the entries are right but the last, which is 0" in str(
        check("gradient", last_one_not_filled)
    )


def test_an_argument_that_matters_somewhere_is_not_called_ignored():
    def rising(losses, tol, patience):
        return len(losses) > patience and all(losses[-i] - losses[-i - 1] > tol for i in range(1, patience + 1))

    def too_short(losses, tol, patience):
        return all(losses[-i - 1] - losses[-i] <= tol for i in range(1, min(patience, len(losses))))

    def never_reset(losses, tol, patience):
        return sum(-np.diff(losses) <= tol) >= patience

    def relative(losses, tol, patience):
        return len(losses) > patience and max((-np.diff(losses) / losses[:-1])[-patience:]) <= tol

    def rising_clearly(losses, tol, patience):
        return len(losses) > patience and losses[-1] - losses[-2] > 0.05

    assert check("has_stopped", rising_clearly).mistake in ("", "argument_ignored")
    assert "whatever `losses` is" not in str(check("has_stopped", rising_clearly))
    for function in rising, too_short, never_reset, relative:
        feedback = check("has_stopped", function)
        assert feedback.mistake not in ("argument_ignored", "tol_ignored", "correct"), feedback
    assert check("has_stopped", lambda losses, tol, patience: bool(losses[-1] < 0.5)).mistake == "argument_ignored"


def test_a_count_that_stays_by_chance_is_no_example_left_out():
    def parentheses(y, predicted):
        tp, fp = np.sum(y * predicted), np.sum((1 - y) * predicted)
        return tp / tp + fp if tp else 0.0

    assert check("precision", parentheses).mistake == "parentheses_missing"
    assert check("precision", lambda y, q: 3 * parentheses(y, q)).mistake != "last_example_left_out"


def test_a_threshold_passes_with_and_without_the_boundary():
    for compare in np.greater, np.greater_equal:
        assert check("predict_with_threshold", lambda p, threshold, f=compare: f(p, threshold) * 1).status == "correct"
    assert "above the threshold" in EXERCISES["predict_with_threshold"].task


# No more is reckoned than a verdict needs


def afresh(name):
    """The exercise as in a new process, where nothing has been reckoned yet."""
    return replace(EXERCISES[name])


def unlike_all(exercise):
    """An answer that no mistake gives."""

    def function(*args):
        parts = tuple(np.sin(part + 0.3) + 1.37 * part for part in exercise.run(exercise.answer, args).parts)
        return parts if exercise.pair else parts[0]

    return function


@pytest.mark.parametrize("name", ["gradient", "newton_step", "descend", "log_loss", "covariance"])
def test_mistakes_that_the_smallest_input_rules_out_are_not_asked_about_the_others(name):
    exercise, asked = afresh(name), set()
    made = exercise.made
    exercise.__dict__["made"] = lambda mistake, place, came=None: (
        asked.add((mistake.name, place)) or made(mistake, place, came)
    )
    assert judge(exercise, unlike_all(exercise)).status != "correct"
    places = [place for _, place in asked]
    assert places.count(0) > 40
    assert len(places) - places.count(0) < places.count(0)


@pytest.mark.parametrize("name", ["gradient", "newton_step", "propagate_gradient"])
def test_what_becomes_of_an_argument_is_reckoned_once_for_all_that_it_comes_together_with(name):
    exercise, calls = afresh(name), []
    labels = next(other for other in exercise.given if other.name == "opposite_labels")

    def counted(y):
        calls.append(y)
        return labels.function(y)

    others = [replace(labels, function=counted) if other is labels else other for other in exercise.given]
    exercise.__dict__["given"] = others
    judge(exercise, unlike_all(exercise))
    assert len(calls) < 10 < len(others)

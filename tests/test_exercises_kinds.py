"""Whole kinds of slips: what each is told, in every exercise where it can be made, and what is never claimed of it."""

import subprocess
import sys
from decimal import Decimal

import numpy as np
import pytest

from logreg_core.exercises import EXERCISES, anywhere, check, running

EACH = [name for name, exercise in EXERCISES.items() if exercise.each and not exercise.whole]
MEANS = ["log_loss", "squared_error", "gradient"]
TABLED = [name for name, exercise in EXERCISES.items() if exercise.rows and not exercise.whole]
PAIRS = [name for name, exercise in EXERCISES.items() if exercise.pair]
NUMBERS = [name for name, e in EXERCISES.items() if not e.pair and all(part.ndim == 0 for part in e.answers)]


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))


def parts(name, *args):
    """The right answer as a tuple of arrays."""
    return EXERCISES[name].run(EXERCISES[name].answer, args).parts


def altered(name, change):
    """The right answer with each of its parts changed."""
    exercise = EXERCISES[name]

    def function(*args):
        changed = tuple(change(part) for part in parts(name, *args))
        return changed if exercise.pair else changed[0]

    def method(self, *args):
        given = iter(args)
        held = exercise.method.holds
        came = function(*(getattr(self, name) if name in held else next(given) for name in exercise.arguments))
        if not exercise.method.keeps:
            return came
        self.w, self.b = came
        return self

    return method if exercise.method else function


# Not yet is said of blanks alone


def counted(y, predicted):
    table = np.zeros((2, 2))
    for a, b in zip(y, predicted, strict=True):
        table[a, b] += 1
    return table


def test_floats_as_an_index_get_a_hint_of_their_own():
    feedback = check("confusion_matrix", counted)
    assert feedback.status == "error"
    assert "`int(...)`" in str(feedback)


def empty_body(z): ...


def half_done(z):
    if z[0] > 1e9:
        return z[..., 0]
    return 1 / (1 + np.exp(...))


def test_a_blank_is_found_in_the_code():
    assert check("sigmoid", empty_body).status == "not yet"
    assert check("sigmoid", half_done).status == "not yet"
    assert check("sigmoid", lambda z: z[:, ...] / z[...][..., 0].nothing).status == "error"
    assert check("sigmoid", lambda z: z[..., 0 : int(z[0])].nothing).status == "error"


# Nearly right is never another mistake


@pytest.mark.parametrize("factor", [1 + 1e-7, 1 - 1e-7, 1 + 3e-6])
def test_a_right_answer_that_is_off_by_a_hair_is_right_but_rounded(factor):
    told = {name: check(name, altered(name, lambda part: part * factor)) for name in EXERCISES}
    assert {n: s for n, s in told.items() if s.status != "correct, but" or "five digits" not in str(s)} == {}


def test_a_small_number_below_a_line_is_no_wrong_edge():
    assert "five digits" in str(check("precision", lambda y, q: y @ q / (q.sum() + 1e-6)))
    assert check("precision", lambda y, q: y @ q / (q.sum() + 1e-2)).mistake == "epsilon_below_the_line"
    assert check("precision", lambda y, q: y @ q / q.sum()).mistake == "nothing_predicted_overlooked"


def test_a_mistake_of_the_edges_is_not_named_where_ordinary_answers_fail():
    for name, exercise in EXERCISES.items():
        known = [[exercise.made(m, place) for place in range(len(exercise.cases))] for m in exercise.own_mistakes]
        same = [all(running.agree(a, b) for a, b in zip(made, exercise.expected, strict=False)) for made in known]
        edges = {mistake.name for mistake, there in zip(exercise.own_mistakes, same, strict=True) if there}
        named = {check(name, altered(name, lambda part, f=f: part * f)).mistake for f in (1.01, 0.9) if edges}
        assert not edges & named, name


# The same whatever comes in


@pytest.mark.parametrize("value", [0.0, 1.0, 0.5, np.inf])
def test_a_constant_is_called_one_and_no_cause_is_claimed(value):
    told = {name: check(name, altered(name, lambda part: np.full(part.shape, value))) for name in EXERCISES}
    assert {n: s for n, s in told.items() if s.mistake != "same_whatever_comes_in"} == {}
    assert {n: s for n, s in told.items() if "whatever comes in" not in str(s)} == {}
    if value == 0:
        assert "Or: Your answer is 0 whatever" in str(told["odds"])


# Unstable is said of what overflows


def by_differences(X, y, w, b):
    def loss(v):
        z = X @ v[:-1] + v[-1]
        return np.mean(np.logaddexp(0, z) - y * z)

    v, h = np.append(w, b), 1e-5
    slopes = [(loss(v + h * e) - loss(v - h * e)) / (2 * h) for e in np.eye(len(v))]
    return slopes[:-1], slopes[-1]


def clipped(X, y, w, b):
    p = sigmoid(np.clip(X @ w + b, -3, 3)) if np.abs(X).max() > 100 else sigmoid(X @ w + b)
    return X.T @ (p - y) / len(y), np.mean(p - y)


def test_an_overflow_is_claimed_only_where_one_was_seen():
    for function in by_differences, clipped:
        feedback = check("gradient", function)
        assert "overflows on the way" not in str(feedback)
        assert feedback.status != "correct, but" or "digits are lost" in str(feedback)
    assert check("gradient", clipped).status == "correct, but"
    naive = check("sigmoid", lambda z: 1 / (1 + np.exp(-z)))
    assert "does not fit into a float" in str(naive)


# What an exception says


def without_brackets(y, predicted):
    return [[sum(y == i & predicted == j) for j in (0, 1)] for i in (0, 1)]


@pytest.mark.parametrize(
    ("name", "function", "said"),
    [
        ("logit", lambda p: [__import__("math").log(v - 1) for v in p], "a number that has none"),
        ("newton_step", lambda X, y, w, b: np.linalg.solve(np.zeros((3, 3)), np.ones(3)), "no inverse"),
        ("predict", lambda X, w, b: 1 if X @ w + b > 0 else 0, "np.where"),
        ("score", lambda X, w, b: X @ w[:-1] + b, "Compare the shapes"),
        ("score", lambda X, w, b: X(w) + b, "Round brackets"),
        ("score", lambda X, w, b: b[0] + X @ w, "Square brackets"),
        ("numerical_slope", lambda f, x, h: (f * (x + h) - f * (x - h)) / (2 * h), "has not been called"),
        ("log_loss", lambda X, y, w, b: sum(b), "a single number came"),
        ("gradient", lambda X, y, w, b: np.add(np.zeros(2, int), X[0] / 2, out=np.zeros(2, int)), "whole numbers"),
        ("sigmoid", lambda z: print(z) + 1, "`None`"),
        ("confusion_matrix", without_brackets, "Put each comparison into brackets"),
        ("area_under_roc", lambda y, p: np.mean(p[y == 1] > p[y == 0]), "entry by entry"),
        ("newton_step", lambda X, y, w, b: np.eye(len(w) + 1) @ (w, b), "`np.append(a, c)`"),
    ],
)
def test_advice_goes_by_what_the_message_says(name, function, said):
    feedback = check(name, function)
    assert said in str(feedback), feedback
    assert said == "Compare the shapes" or "Compare the shapes" not in str(feedback)


# Right numbers in a wrong form


@pytest.mark.parametrize(("shape", "mistake"), [((1,), "array_for_number"), ((1, 1), "table_for_number")])
def test_a_number_in_brackets_is_named_everywhere(shape, mistake):
    told = {name: check(name, altered(name, lambda part: part.reshape(shape))).mistake for name in NUMBERS}
    assert {name: said for name, said in told.items() if said != mistake} == {}


@pytest.mark.parametrize("name", [*EACH, "score", "signed_distance"])
def test_flat_answers_in_other_shapes_are_named_everywhere(name):
    assert check(name, altered(name, lambda part: part[:, None])).mistake == "column_for_flat"
    assert check(name, altered(name, lambda part: part[None, None])).mistake == "other_form"
    assert check(name, altered(name, lambda part: np.asmatrix(part).T)).mistake == "matrix_for_array"


@pytest.mark.parametrize("name", MEANS)
def test_what_is_still_to_be_summed_is_named(name):
    exercise = EXERCISES[name]

    def one_by_one(*args):
        rows = exercise.examples(args)
        single = [
            parts(
                name,
                *(a[k : k + 1] if n in exercise.rows else a for n, a in zip(exercise.arguments, args, strict=True)),
            )
            for k in range(rows)
        ]
        made = tuple(np.array(part) for part in zip(*single, strict=True))
        return made if exercise.pair else made[0]

    assert check(name, one_by_one).mistake == "not_averaged"
    divided = check(
        name, lambda *a: tuple(p / len(a[0]) for p in one_by_one(*a)) if exercise.pair else one_by_one(*a) / len(a[0])
    )
    assert divided.status == "mistake"


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("residual", lambda z, y: sigmoid(z)[:, None] - y),
        ("cross_entropy", lambda z, y: np.logaddexp(0, z)[:, None] - y * z[:, None]),
        ("squared_error", lambda p, y: np.mean((p[:, None] - y) ** 2)),
        ("log_loss", lambda X, y, w, b: np.mean(np.logaddexp(0, X @ w + b)[:, None] - y * (X @ w + b)[:, None])),
        ("gradient", lambda X, y, w, b: (X.T @ (sigmoid(X @ w + b)[:, None] - y) / len(y), 0.5)),
    ],
)
def test_a_column_that_meets_a_flat_array_is_named(name, function):
    assert "(m, m) table" in str(check(name, function)) or name == "gradient"


def test_more_than_was_asked_for():
    def function(X, y, w, b):
        p = sigmoid(X @ w + b)
        return X.T @ (p - y) / len(y), np.mean(p - y), p

    assert check("gradient", function).mistake == "something_returned_too"
    assert (
        check("predict_row", lambda w, b, X: (w.T @ X + b > 0, sigmoid(w.T @ X + b))).mistake
        == "something_returned_too"
    )


# Inputs that are not tame


def test_a_walk_that_stops_by_itself_is_found_out():
    def walk(X, y, rate, T, enough):
        w, b = np.zeros(X.shape[1]), 0.0
        for _ in range(T):
            p = sigmoid(X @ w + b)
            dw, db = X.T @ (p - y) / len(y), np.mean(p - y)
            w, b = w - rate * dw, b - rate * db
            if max(abs(dw).max(), abs(db)) < enough:
                break
        return w, b

    assert check("descend", lambda *args: walk(*args, 1e-3)).mistake == "stopped_early"
    assert check("descend", lambda *args: walk(*args, 1e-2)).mistake == "stopped_early"
    assert check("descend", lambda *args: walk(*args, 0)).status == "correct"


@pytest.mark.parametrize("name", [name for name, e in EXERCISES.items() if "y" in e.rows and not e.method])
def test_half_of_the_examples_is_never_enough(name):
    exercise = EXERCISES[name]
    for some in (lambda y: y == 1, lambda y: y == 0, lambda y: np.arange(len(y)) > 0, lambda y: np.arange(len(y)) < 1):

        def function(*args, some=some):
            kept = some(args[exercise.arguments.index("y")])
            halves = [arg[kept] if n in exercise.rows else arg for n, arg in zip(exercise.arguments, args, strict=True)]
            return exercise.answer(*halves)

        assert check(name, function).status not in ("correct", "correct, but")


def test_the_first_valley_is_not_the_deepest():
    def first(strengths, training, held_out):
        for k in range(len(held_out) - 1):
            if held_out[k] < held_out[k + 1]:
                return strengths[k]
        return strengths[-1]

    assert check("best_l2", first).mistake == "first_valley"


@pytest.mark.parametrize("seed", range(20))
def test_answers_that_are_random_now_and_then_do_not_pass(seed):
    rng = np.random.default_rng(seed)

    def predict(X, w, b):
        return np.where(rng.random(len(X)) < 0.02, rng.integers(0, 2, len(X)), X @ w + b > 0)

    assert check("predict", predict).status in ("wrong", "mistake")


def test_what_is_kept_between_the_calls_is_found_out():
    total = []

    def mean_of_all_so_far(p, y):
        total.extend((p - y) ** 2)
        return np.mean(total)

    feedback = check("squared_error", mean_of_all_so_far)
    assert feedback.mistake == "another_answer_each_time"


def test_an_answer_that_is_right_the_first_time_only_is_found_out():
    seen = set()

    def forgetful(p, y):
        first = p.tobytes() not in seen
        seen.add(p.tobytes())
        return np.mean((p - y) ** 2) if first else 0.0

    assert check("squared_error", forgetful).mistake == "another_answer_each_time"


# Slips of a kind, anywhere


@pytest.mark.parametrize("name", MEANS)
@pytest.mark.parametrize(
    ("rows", "mistake"),
    [
        (slice(-1, None), "only_the_last_example_counts"),
        (slice(0, 1), "only_the_first_example_counts"),
        (slice(0, -1), "last_example_left_out"),
        (slice(1, None), "first_example_left_out"),
    ],
)
@pytest.mark.parametrize("share", [False, True])
def test_rows_that_do_not_count_are_named(name, rows, mistake, share):
    exercise = EXERCISES[name]

    def function(*args):
        some = [a[rows] if n in exercise.rows else a for n, a in zip(exercise.arguments, args, strict=True)]
        size = exercise.examples(some) / exercise.examples(args) if share else 1.0
        made = tuple(size * part for part in parts(name, *some))
        return made if exercise.pair else made[0]

    assert check(name, function).mistake == mistake


@pytest.mark.parametrize("name", EACH)
def test_sums_that_are_never_set_back_are_named(name):
    assert check(name, altered(name, np.cumsum)).mistake == "running_total"


def test_a_score_that_is_carried_on_from_row_to_row_is_named():
    def loss(X, y, w, b):
        z = np.cumsum(X @ w + b)
        return np.mean(np.logaddexp(0, z) - y * z)

    assert check("log_loss", loss).mistake == "carried_from_row_to_row"


@pytest.mark.parametrize(
    "name", ["gradient", "descent_step", "log_loss", "residual", "newton_step", "penalised_gradient"]
)
@pytest.mark.parametrize("factor", [-1, 2, 0.5, "m", "1/m"])
def test_two_slips_at_once_are_both_told(name, factor):
    exercise = EXERCISES[name]
    told = 0
    for mistake in exercise.own_mistakes:
        if mistake.family:
            continue

        def function(*args, mistake=mistake):
            m = exercise.examples(args)
            k = {"m": m, "1/m": 1 / m}.get(factor, factor)
            named = dict(zip(exercise.arguments, args, strict=True))
            made = exercise.run(mistake.function, args).parts
            starts = [named.get(n, 0.0) if exercise.pair else 0.0 for n in exercise.returns]
            if made is None or len(made) != len(starts):
                return None
            made = tuple(s + k * (part - s) for s, part in zip(starts, made, strict=True))
            return made if exercise.pair else made[0]

        feedback = check(name, function)
        told += "And one more thing" in str(feedback)
    assert told >= len(exercise.own_mistakes) // 4


def with_names(name):
    """The right answer as a dictionary."""
    return lambda *args: dict(zip(EXERCISES[name].returns, parts(name, *args), strict=True))


def test_a_dictionary_is_called_one():
    told = {name: check(name, with_names(name)).mistake for name in EXERCISES}
    assert {name: said for name, said in told.items() if said != "dictionary_for_values"} == {}


@pytest.mark.parametrize("name", PAIRS)
def test_a_slip_in_one_of_two_values_is_told_of_that_one_alone(name):
    exercise = EXERCISES[name]
    first, second = exercise.returns
    feedback = check(name, lambda *args: (parts(name, *args)[0], 3.25))
    assert f"Your `{first}` is right." in str(feedback)
    assert f"In `{second}`: Your answer is 3.25 whatever comes in" in str(feedback)


def test_the_residual_and_the_probability_are_no_loss():
    assert check("cross_entropy", lambda z, y: sigmoid(z)).mistake == "probability_for_loss"
    assert check("cross_entropy", lambda z, y: sigmoid(z) - y).mistake == "slope_for_loss"
    assert check("log_loss", lambda X, y, w, b: sigmoid(X @ w + b)).mistake == "probability_for_loss"
    assert check("log_loss", lambda X, y, w, b: sigmoid(X @ w + b) - y).mistake == "residual_for_loss"


def test_several_causes_are_listed():
    feedback = check("log_loss", lambda X, y, w, b: int(EXERCISES["log_loss"].answer(X, y, w, b)))
    assert "more than one slip" in str(feedback)
    assert "whole numbers" in str(feedback)
    assert "`//`" in str(feedback)


# Right, in an unusual form


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("odds", lambda p: map(lambda v: v / (1 - v), p)),
        ("odds", lambda p: (v / (1 - v) for v in p)),
        ("odds", lambda p: [Decimal(float(v)) / (1 - Decimal(float(v))) for v in p]),
        ("odds", lambda p: np.array([v / (1 - v) for v in p], dtype=object)),
        ("gradient", lambda *args: np.array([*EXERCISES["gradient"].answer(*args)], dtype=object)),
        ("gradient", lambda *args: map(lambda part: part, EXERCISES["gradient"].answer(*args))),
        ("hessian", lambda *args: np.matrix(EXERCISES["hessian"].answer(*args))),
        ("odds_ratio_interval", lambda w, error, step: np.exp(step * (w + np.array([-1.96, 1.96]) * error))),
        ("probability_interval", lambda *args: np.array(interval_of(1.96, *args))),
        ("predict_row", lambda w, b, X: [map(int, (w.T @ X + b > 0)[0])]),
    ],
)
def test_unusual_forms_of_right_answers_are_right(name, function):
    assert check(name, function).status == "correct", check(name, function)


# Slips that learners have shown to others


def with_ones(X):
    return np.column_stack([X, np.ones(len(X))])


def shares(Z):
    e = np.exp(Z)
    return e / e.sum(axis=1, keepdims=True)


def slopes_with(other):
    """The gradient with another function in the sigmoid's place."""

    def gradient(X, y, w, b):
        r = other(X @ w + b) - y
        return X.T @ r / len(y), r.mean()

    return gradient


def one_slope_for_all(X, y, w, b):
    r = sigmoid(X @ w + b) - y
    return np.sum(r) / len(y), np.sum(r) / len(y)


def one_slope_for_all_in_columns(w, b, X, Y):
    r = sigmoid(w.T @ X + b) - Y
    return np.sum(r) / X.shape[1], np.sum(r) / X.shape[1]


def weight_by_weight(X, y, learning_rate, n_iterations):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(n_iterations):
        for j in range(len(w)):
            w[j] -= learning_rate * np.mean((sigmoid(X @ w + b) - y) * X[:, j])
        b -= learning_rate * np.mean(sigmoid(X @ w + b) - y)
    return w, b


def step_by_entries(X, y, w, b):
    X1, p = with_ones(X), sigmoid(X @ w + b)
    place = np.append(w, b) - np.linalg.inv((X1.T * p * (1 - p)) @ X1) * (X1.T @ (p - y))
    return place[:-1], place[-1]


def slopes_for_all_biases(X, Y, W, b):
    r = shares(X @ W + b) - Y
    return X.T @ r / len(X), np.zeros(len(b)) + np.sum(r)


def of_the_found_ones(y, predicted):
    y = y[predicted == 1]
    return np.sum(y) / np.sum(y) if np.sum(y) else 0.0


def interval_of(width, x, w, b, V):
    x1 = np.append(x, 1.0)
    return [sigmoid(x @ w + b + k * width * np.sqrt(x1 @ V @ x1)) for k in (-1, 1)]


def average_precision(y, p):
    y = y[np.argsort(-p)]
    return np.sum(np.cumsum(y) / np.arange(1, len(y) + 1) * y) / np.sum(y)


def area_without_the_last_point(y, p):
    thresholds = [np.inf, *np.unique(p)[::-1]]
    across, up = ([np.mean(p[y == label] > t) for t in thresholds] for label in (0, 1))
    return sum((b - a) * (c + d) / 2 for a, b, c, d in zip(across, across[1:], up, up[1:], strict=False))


def step_from(X, y, w, b, split, of_the_place):
    """A step of Newton's, in which weights and bias are taken apart by `split`."""
    X1, p, v = with_ones(X), sigmoid(X @ w + b), np.append(w, b)
    step = np.linalg.solve((X1.T * p * (1 - p)) @ X1, X1.T @ (y - p))
    if of_the_place:
        return split(v + step)
    dw, db = split(step)
    return w + dw, b + db


def whole_numbers_in_every_round(X, y, w, b):
    dw, db = np.array([0] * len(w)), 0.0
    for i in range(len(y)):
        r = sigmoid(X[i] @ w + b) - y[i]
        for j in range(len(w)):
            dw[j] = dw[j] + r * X[i, j]
        db += r
    return dw / len(y), db / len(y)


def every_pair(X, y, w, b, divided_by):
    p, t = sigmoid(X @ w + b)[None, :], y[:, None]
    return -np.sum(t * np.log(p) + (1 - t) * np.log(1 - p)) / divided_by(len(y))


def one_list_twice(y, predicted):
    table = [[0, 0]] * 2
    for a, b in zip(y, predicted, strict=True):
        table[int(a)][int(b)] += 1
    return table


def penalised_with_all_signs_turned(X, y, w, b, l2):
    r = y - sigmoid(X @ w + b)
    return X.T @ r / len(y) + l2 * np.append(0.0, w[1:]), r.mean()


def bias_added_behind_the_loop(X, w, b):
    z = np.zeros(len(X))
    for i in range(len(X)):
        z[i] = X[i] @ w
    z[i] += b
    return z


def sum_set_to_zero_before_the_loop(X, w, b):
    scores, z = [], 0.0
    for row in X:
        for j in range(len(w)):
            z += row[j] * w[j]
        scores.append(z + b)
    return scores


def row_written_behind_the_loop(x1, x2, w, b):
    grid = np.zeros((len(x2), len(x1)))
    for i in range(len(x2)):
        row = w[0] * x1 + w[1] * x2[i] + b
    grid[i] = row
    return grid


def steps_on_the_way(X, y, learning_rate, n_iterations):
    steps = [parts("descend", X, y, learning_rate, t) for t in range(n_iterations + 1)]
    return np.array([w for w, _ in steps]), np.array([b for _, b in steps])


def last_of_the_batch(X, y, w, b, rows):
    for i in rows:
        r = sigmoid(X[i] @ w + b) - y[i]
        dw = r * X[i]
    return dw, r


def category_before(codes, k):
    table = np.zeros((len(codes), k - 1))
    table[np.arange(len(codes)), codes.astype(int) - 1] = 1
    return table


def area_on_a_grid(y, p):
    across, up = ([np.mean(p[y == label] >= t) for t in np.linspace(1, 0, 11)] for label in (0, 1))
    return sum((b - a) * (c + d) / 2 for a, b, c, d in zip(across, across[1:], up, up[1:], strict=False))


SHOWN = {
    "one_number_without_the_features": [
        ("gradient", one_slope_for_all),
        ("propagate_gradient", one_slope_for_all_in_columns),
    ],
    "sigmoid_in_the_place_of_the_exponential": [("gradient", slopes_with(lambda z: 1 / (1 + sigmoid(-z))))],
    "sigmoid_of_twice_the_score": [("gradient", slopes_with(lambda z: 0.5 * (np.tanh(z) + 1)))],
    "weights_one_after_the_other": [("descend", weight_by_weight)],
    "right_zeros_counted": [
        ("precision", lambda y, q: np.sum(y == q) / (np.sum(y == q) + np.sum((y == 0) & (q == 1)))),
        ("recall", lambda y, q: np.sum(y == q) / (np.sum(y == q) + np.sum((y == 1) & (q == 0)))),
    ],
    "one_threshold": [("area_under_roc", lambda y, p: (np.mean(p[y == 1] >= 0.5) + np.mean(p[y == 0] < 0.5)) / 2)],
    "multiplied_entry_by_entry": [("newton_step", step_by_entries)],
    "interval_around_the_ratio": [
        ("odds_ratio_interval", lambda w, se, t: [np.exp(w * t) + k * 1.96 * se * t for k in (-1, 1)])
    ],
    "interval_around_the_ratio_without_the_step": [
        ("odds_ratio_interval", lambda w, se, t: [np.exp(w * t) + k * 1.96 * se for k in (-1, 1)])
    ],
    "another_width": [
        ("odds_ratio_interval", lambda w, se, t: [np.exp(t * (w + k * 2.576 * se)) for k in (-1, 1)]),
        ("probability_interval", lambda *args: interval_of(2.58, *args)),
    ],
    "parentheses_around_the_label_missing": [
        ("cross_entropy", lambda z, y: -(y * np.log(sigmoid(z)) + 1 - y * np.log(1 - sigmoid(z)))),
        ("log_loss", lambda X, y, w, b: -np.mean(y * np.log(p := sigmoid(X @ w + b)) + 1 - y * np.log(1 - p))),
    ],
    "largest_subtracted_below_alone": [
        ("softmax", lambda Z: np.exp(Z) / np.exp(Z - Z.max(axis=1)[:, None]).sum(axis=1)[:, None])
    ],
    "class_before": [("one_hot", lambda y, n: np.eye(n)[y.astype(int) - 1])],
    "mean_over_all_entries": [("softmax_cross_entropy", lambda Z, Y: -np.mean(Y * np.log(shares(Z))))],
    "one_slope_in_every_place": [("softmax_gradient", slopes_for_all_biases)],
    "average_precision": [("area_under_roc", average_precision)],
    "last_point_left_out": [("area_under_roc", area_without_the_last_point)],
    "weight_of_the_step_taken_for_the_bias": [
        ("newton_step", lambda *args: step_from(*args, lambda v: (v[1:], v[0]), of_the_place=False))
    ],
    "weight_taken_for_the_bias": [
        ("newton_step", lambda *args: step_from(*args, lambda v: (v[1:], v[0]), of_the_place=True))
    ],
    "cut_in_every_round": [("gradient", whole_numbers_in_every_round)],
    "weights_on_top": [
        (
            "gradient",
            lambda X, y, w, b: (
                parts("gradient", X, y, w, b)[0] + 0.3 / len(y) * w,
                *parts("gradient", X, y, w, b)[1:],
            ),
        ),
        (
            "softmax_gradient",
            lambda X, Y, W, b: (
                parts("softmax_gradient", X, Y, W, b)[0] + 0.1 * W,
                *parts("softmax_gradient", X, Y, W, b)[1:],
            ),
        ),
    ],
    "penalty_of_another_strength_added": [
        ("log_loss", lambda X, y, w, b: parts("log_loss", X, y, w, b)[0] + 0.05 * w @ w / len(y))
    ],
    "first_weight_spared": [("penalised_gradient", penalised_with_all_signs_turned)],
    "one_list_for_both_rows": [("confusion_matrix", one_list_twice)],
    "rows_counted_once": [
        ("batch_gradient", lambda X, y, w, b, rows: parts("gradient", X[[*{*rows}]], y[[*{*rows}]], w, b))
    ],
    "divided_by_the_features": [
        (
            "softmax_gradient",
            lambda X, Y, W, b: [len(X) / len(W) * part for part in parts("softmax_gradient", X, Y, W, b)],
        )
    ],
    "turned_on_its_side": [("softmax", lambda Z: shares(Z).T)],
    "first_row_of_the_table_only": [
        ("softmax", lambda Z: shares(Z)[0]),
        ("hessian", lambda *args: parts("hessian", *args)[0][0]),
    ],
    "table_strung_together": [("one_hot", lambda y, n: [int(v == k) for v in y for k in range(n)])],
    "last_column_right": [
        ("predict_probability", lambda self, X: np.column_stack([1 - (p := sigmoid(X @ self.w + self.b)), p]))
    ],
    "reshaped_and_turned": [
        ("score_grid", lambda x1, x2, w, b: (w[0] * x1 + w[1] * x2[:, None] + b).ravel().reshape(len(x1), len(x2)).T)
    ],
    "square_for_root": [("signed_distance", lambda X, w, b: X @ w / (w @ w))],
    "variance_for_error": [
        (
            "probability_interval",
            lambda x, w, b, V: [sigmoid(x @ w + k * 1.96 * np.append(x, 1) @ V @ np.append(x, 1)) for k in (-1, 1)],
        )
    ],
    "only_the_last_entry_right": [("score", bias_added_behind_the_loop), ("score_grid", row_written_behind_the_loop)],
    "only_the_first_entry_right": [("score", sum_set_to_zero_before_the_loop)],
    "history_for_the_last": [("descend", steps_on_the_way)],
    "last_of_the_rows_only": [("batch_gradient", last_of_the_batch)],
    "first_category_in_the_last_column": [("dummies", category_before)],
    "turned_where_it_is_below_one_half": [
        ("area_under_roc", lambda y, p: max(a := parts("area_under_roc", y, p)[0], 1 - a))
    ],
    "thresholds_on_a_grid": [("area_under_roc", area_on_a_grid)],
    "base_2": [("sigmoid", lambda z: 1 / (1 + 2.0**z))],
    "minus_between_the_terms": [
        ("cross_entropy", lambda z, y: -y * np.log2(p := sigmoid(z)) + (1 - y) * np.log2(1 - p))
    ],
    "precision_for_recall": [("recall", lambda y, q: 100 * np.sum(y * q) / max(np.sum(q), 1))],
    "one_taken_off_at_the_end": [
        ("odds_ratio_interval", lambda w, se, t: [np.exp(t * (w + k * 1.96 * se)) - 1 for k in (-1, 1)])
    ],
    "turned_a_quarter": [
        ("confusion_matrix", lambda y, q: [[np.sum((y == b) & (q == a)) for b in (1, 0)] for a in (0, 1)])
    ],
    "quotient_in_the_exponent": [("softmax", lambda Z: np.exp(Z / np.sum(np.exp(Z), axis=1, keepdims=True)))],
    "logarithm_of_their_ratio": [("likelihood_ratio", lambda smaller, larger, m: -2 * np.log(larger / smaller))],
    "column_meets_flat": [
        (
            "expected_cost",
            lambda y, q, p, n: np.mean(p * (y[:, None] == 0) * (q == 1) + n * (y[:, None] == 1) * (q == 0)),
        )
    ],
    "log_odds_added": [("shifted_intercept", lambda b, s, t: b + np.log(t / (1 - t) * s / (1 - s)))],
}


@pytest.mark.parametrize(
    ("name", "function", "mistake"), [(*slip, mistake) for mistake, slips in SHOWN.items() for slip in slips]
)
def test_what_learners_have_shown_is_named(name, function, mistake):
    assert check(name, function).mistake == mistake, check(name, function)


@pytest.mark.parametrize(("divided_by", "again"), [(lambda m: m**2, False), (lambda m: m, False), (lambda m: 1, True)])
def test_where_every_pair_was_added_up_a_division_by_the_examples_is_no_second_slip(divided_by, again):
    feedback = check("log_loss", lambda *args: every_pair(*args, divided_by))
    assert feedback.mistake == "column_meets_flat"
    assert ("sum where a mean is asked for" in str(feedback)) == again


def test_a_label_in_the_logarithm_is_one_reason_for_infinite_losses():
    with np.errstate(all="ignore"):
        feedback = check("cross_entropy", lambda z, y: -(p := sigmoid(z)) * np.log(y) - (1 - p) * np.log(1 - y))
    assert "labels stand in your logarithms" in str(feedback)


def test_parentheses_are_one_reason_for_a_slope_of_zero():
    assert "`p * 1 - p`" in str(check("sigmoid_slope", lambda z: (p := sigmoid(z)) * 1 - p))


@pytest.mark.parametrize("name", TABLED)
def test_no_two_factors_are_the_same_in_all_the_cases(name):
    exercise = EXERCISES[name]
    counts = np.array([exercise.counts(args) for args in exercise.cases], dtype=float)
    if counts.all() and np.ptp(counts[:, 1]):
        factors = [tuple(np.broadcast_to(factor(*counts.T), len(counts))) for factor in anywhere.FACTORS.values()]
        assert len(set(factors)) == len(factors)


def test_what_is_taken_apart_wrongly_is_never_said_of_one_part_alone():
    def slope_of_a_weight_for_the_bias(X, y, w, b, learning_rate):
        dw, _ = parts("gradient", X, y, w, b)
        return w - learning_rate * dw, b - learning_rate * dw[0]

    assert "taken apart" not in str(check("descent_step", slope_of_a_weight_for_the_bias))


def test_no_numbers_are_called_right_that_another_slip_has_spoilt():
    wrapped = check("log_loss", lambda X, y, w, b: len(y) * parts("log_loss", X, y, w, b)[0][None, None])
    assert str(wrapped).startswith("It is wrapped in a table")
    flat = check("propagate_gradient", lambda *args: [-np.ravel(part) for part in parts("propagate_gradient", *args)])
    assert "right" not in str(flat)


def test_a_penalty_that_is_forgotten_is_told_beside_a_sum():
    feedback = check("penalised_gradient", lambda X, y, w, b, l2: [len(y) * p for p in parts("gradient", X, y, w, b)])
    assert feedback.mistake == "penalty_forgotten"
    assert "sum where a mean is asked for" in str(feedback)


def test_one_array_of_two_weights_is_not_taken_for_two_numbers():
    assert "one number" not in str(check("gradient", lambda *args: -parts("gradient", *args)[0]))


def test_a_column_of_scores_is_not_told_of_labels():
    assert "label" not in str(check("score", lambda X, w, b: X @ w[:, None]))


def test_a_swap_is_never_said_of_one_part_alone():
    for name in PAIRS:
        if "swapped_returns" in EXERCISES[name].mistakes:
            for j in (0, 1):
                told = check(name, lambda *args, name=name, j=j: (parts(name, *args)[j],) * 2)
                assert told.mistake != "swapped_returns", told


def test_the_exact_number_of_standard_errors_is_as_good_as_the_rounded_one():
    exact = 1.959963984540054
    told = [
        check("odds_ratio_interval", lambda w, se, t: [np.exp(t * (w + k * exact * se)) for k in (-1, 1)]),
        check("probability_interval", lambda *args: interval_of(exact, *args)),
    ]
    assert [feedback.status for feedback in told] == ["correct, but"] * 2


def test_ones_that_are_gone_before_they_are_counted_are_one_reason_for_a_recall_of_one():
    assert "TP / TP" in str(check("recall", of_the_found_ones))
    assert "whatever comes in" in str(check("recall", of_the_found_ones))


# Slow


def test_a_slow_function_is_not_waited_for(monkeypatch):
    now, calls = [0.0], []
    monkeypatch.setattr(running, "perf_counter", lambda: now[0])

    def slow(function, seconds):
        def called(*args):
            now[0] += seconds
            calls.append(args)
            return function(*args)

        return called

    answer = EXERCISES["has_stopped"].answer
    right = check("has_stopped", slow(answer, 0.4))
    assert len(calls) == 8
    assert right.status == "error"
    assert "slow" in str(right)
    assert "so far is right" in str(right)
    wrong = check("has_stopped", slow(lambda *_: None, 0.4))
    assert "`None`" in str(wrong)
    assert "slow" in str(wrong)
    slip = check("has_stopped", slow(lambda *args: not answer(*args), 0.4))
    assert slip.mistake == "opposite"
    assert "slow" in str(slip)
    assert check("sigmoid", slow(sigmoid, 1.1)).status == "correct, but"
    assert check("sigmoid", slow(sigmoid, 0.1)).status == "correct"


# Python without docstrings


def test_without_docstrings_everything_is_answered_and_the_hints_are_excused():
    code = (
        "import numpy as np; from logreg_core.exercises import check\n"
        "print(check('sigmoid', lambda z: 1 / (1 + np.exp(z))).mistake)\n"
        "print(check('sigmoid', lambda z: 1 / (1 + np.exp(z))))\n"
        "print(check('sigmoid', lambda z: ...).status, check('odds', lambda p: p / (1 - p)).status)\n"
        "print(check('odds', lambda p: np.sin(p)).status, check('odds', lambda p: 0 * p).mistake)\n"
    )
    run = subprocess.run([sys.executable, "-OO", "-c", code], capture_output=True, text=True, encoding="utf-8")
    assert run.stderr == ""
    lines = run.stdout.splitlines()
    assert lines[0] == "flipped_sign"
    assert "started with -OO" in lines[1]
    assert lines[-2:] == ["not yet correct", "wrong same_whatever_comes_in"]

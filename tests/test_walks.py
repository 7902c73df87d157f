"""A learner's own steps as a film: it shows what their code does, and says what is the matter with it."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from logreg_core.datasets import Dataset, overlapping, study_hours
from logreg_core.descent import gradient_descent
from logreg_core.equations import gradient, log_loss
from logreg_core.films import watch
from logreg_core.walks import PATIENCE, walked

pytestmark = pytest.mark.filterwarnings("error")
HOURS, CLOUDS = study_hours(), overlapping(60)
THREE = Dataset(np.random.default_rng(0).normal(size=(60, 3)), CLOUDS.y, "Three features")
BEFORE = "The film shows what came before it, steps 0 to {}."


def my_step(X, y, w, b, learning_rate):
    dw, db = gradient(X, y, w, b)
    return w - learning_rate * dw, b - learning_rate * db


def uphill(X, y, w, b, learning_rate):
    dw, db = gradient(X, y, w, b)
    return w + learning_rate * dw, b + learning_rate * db


def my_steps(data, n_iterations=20):
    w, b = np.zeros(data.X.shape[1]), 0.0
    steps = [(w, b, "whatever else")]
    for _ in range(n_iterations):
        w, b = my_step(data.X, data.y, w, b, 0.3)
        steps.append((w, b, "whatever else"))
    return steps


@pytest.mark.parametrize("data", [HOURS, CLOUDS, THREE], ids=["one feature", "two", "three"])
def test_right_steps_are_the_run_of_the_library(data):
    history = gradient_descent(data.X, data.y, learning_rate=0.3, n_iterations=20)
    for walk, settings in (my_steps(data), {}), (my_step, {"learning_rate": 0.3, "n_iterations": 20}):
        run, said = walked(walk, data, **settings)
        assert said == ""
        assert_allclose(run.w, history.w, atol=1e-12)
        assert_allclose(run.b, history.b, atol=1e-12)
        assert_allclose(run.loss, history.loss, atol=1e-12)
        film = watch(walk, data, **settings)
        assert film.frames == 21
        assert film.error == ""
        assert_allclose(film["loss of run 1"].values[:, 1], history.loss)


def test_a_flipped_sign_visibly_climbs():
    film = watch(uphill, CLOUDS, learning_rate=0.3, n_iterations=30)
    assert film.error == ""
    dot = film["loss of run 1"].values[:, 1]
    assert np.all(np.diff(dot) > 0)
    low, high = film["loss of run 1"].ax.get_ylim()
    assert low <= dot.min()
    assert dot.max() <= high
    assert_allclose(
        dot[-1], log_loss(CLOUDS.X, CLOUDS.y, *(film["weights of run 1"].values[-1], film.numbers["b"][-1]))
    )


def test_a_start_and_a_rate_of_ones_own():
    run, _ = walked(my_step, CLOUDS, learning_rate=0.5, n_iterations=1, w=[1.0, 2.0], b=3.0)
    dw, db = gradient(CLOUDS.X, CLOUDS.y, np.array([1.0, 2.0]), 3.0)
    assert_array_equal(run.w, [[1.0, 2.0], np.array([1.0, 2.0]) - 0.5 * dw])
    assert_array_equal(run.b, [3.0, 3.0 - 0.5 * db])


def test_ours_and_theirs_on_one_bar():
    ours = gradient_descent(CLOUDS.X, CLOUDS.y, n_iterations=20)
    film = watch([ours, uphill, my_steps(CLOUDS)], CLOUDS, labels=["ours", "uphill", "steps"], n_iterations=10)
    assert {"boundary of ours", "boundary of uphill", "boundary of steps"} <= set(film.names)
    assert film.frames == 21


def only_the_gradient(X, y, w, b, learning_rate):
    return gradient(X, y, w, b)


def only_the_move(X, y, w, b, learning_rate):
    dw, db = gradient(X, y, w, b)
    return -learning_rate * dw, -learning_rate * db


@pytest.mark.parametrize("data", [HOURS, CLOUDS, THREE], ids=["one feature", "two", "three"])
@pytest.mark.parametrize(
    ("step", "said"),
    [
        (only_the_gradient, "Your function returns the gradient, and the film takes it for the next `w` and `b`."),
        (only_the_move, "Your function returns the move alone: add it to the `w` and `b` that it was given."),
        (uphill, ""),
        (lambda X, y, w, b, learning_rate: (w, b), ""),
    ],
)
def test_what_is_no_place_is_shown_and_named(data, step, said):
    film = watch(step, data, learning_rate=0.2, n_iterations=20)
    assert film.error.startswith(said)
    assert bool(film.error) == bool(said)
    assert film.frames == 21


def broken(after, answer):
    """A step that answers something else, or raises it, from a certain call on."""
    calls = []

    def step(X, y, w, b, learning_rate):
        calls.append(1)
        if len(calls) >= after:
            if isinstance(answer, BaseException):
                raise answer
            return answer
        return my_step(X, y, w, b, learning_rate)

    return step


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (ValueError("no such thing"), "In step 4: Your function stopped with `ValueError`: no such thing, in the line"),
        (SystemExit(), "In step 4: Your function stopped with `SystemExit`"),
        (None, "In step 4: Your function returned `None`."),
        (
            (np.zeros((2, 1)), 0.0),
            "Step 4 has a `w` of the shape (2, 1); one number for each feature has the shape (2,)",
        ),
        ((np.zeros(2), None), "In step 4: Your function returned 2 values, and number 2 is `None`."),
        ((0.0, np.zeros(2)), "Step 4 holds `w` and `b` in the wrong order: first `w`, then `b`"),
        ((np.zeros(2), np.zeros(2)), "Step 4 has a `b` of the shape (2,); `b` is a single number"),
        ((np.array([1.0, np.nan]), 0.0), "Step 4 has a `w` that is not finite: nan"),
        ((np.zeros(2), -np.inf), "Step 4 has a `b` that is not finite: -inf"),
        ((np.zeros(2),), "Step 4 holds one value where two were expected, `w` and `b`"),
        (np.zeros(3), "Step 4 holds one value where two were expected, `w` and `b`"),
        (np.zeros(2), "Step 4 holds one value where two were expected, `w` and `b`"),
        ([0.0, 0.0], "Step 4 holds two numbers where `w`, with one number for each of the 2 features, and `b`"),
        ((np.full(2, 1e308), 1e308), "Step 4 is so far away that its loss is beyond all numbers."),
    ],
    ids=str,
)
def test_what_is_wrong_in_a_step_is_said_and_nothing_before_it_is_lost(answer, said):
    film = watch(broken(4, answer), CLOUDS, n_iterations=10)
    assert film.error.startswith(said)
    assert film.error.endswith(BEFORE.format(3))
    assert film.frames == 4


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ((np.zeros(3), 0.0), "Step 5 has a `w` of the shape (3,)"),
        ((np.zeros(2), np.nan), "Step 5 has a `b` that is not finite: nan."),
        (("no", "numbers"), "Step 5 holds something that is not a number."),
        (7, "Step 5 holds one value where two were expected"),
        ((), "Step 5 holds no values where two were expected"),
    ],
    ids=str,
)
def test_what_is_wrong_in_a_list_is_said_too(step, said):
    steps = my_steps(CLOUDS)
    film = watch([*steps[:5], step, *steps[5:]], CLOUDS)
    assert film.error.startswith(said)
    assert film.error.endswith(BEFORE.format(4))
    assert film.frames == 5


def test_one_array_that_is_changed_in_place_is_told_from_steps():
    w, steps = np.zeros(2), []
    for _ in range(3):
        w += 1
        steps.append((w, 0.0))
    assert "one and the same array" in watch(steps, CLOUDS).error
    assert watch([(w.copy(), 0.0) for w, _ in steps], CLOUDS).error == ""


def test_a_change_of_the_data_is_named_and_the_data_stay():
    def greedy(X, y, w, b, learning_rate):
        X *= 2
        return my_step(X, y, w, b, learning_rate)

    before = CLOUDS.X.copy()
    assert "changes `X` itself" in watch(greedy, CLOUDS, n_iterations=3).error
    assert_array_equal(CLOUDS.X, before)


def empty(X, y, w, b, learning_rate): ...


@pytest.mark.parametrize("stub", [lambda X, y, w, b, learning_rate: (..., ...), empty, [(..., ...)]])
def test_a_stub_is_not_yet_a_film(stub):
    feedback = watch(stub, CLOUDS)
    assert feedback.status == "not yet"
    assert "There is still a `...`" in str(feedback)


def test_a_bad_first_step_shows_the_points_and_says_why():
    for data in CLOUDS, HOURS, THREE:
        film = watch([(np.zeros(7), 0.0), (np.zeros(7), 0.0)], data)
        assert film.frames == 1
        assert film.names == []
        assert film.error.endswith("There is nothing before it to show.")


@pytest.mark.parametrize("n", [1, 2, 3])
def test_a_walk_that_ends_early_says_how_far_it_came_and_counts_in_whole_iterations(n):
    film = watch(broken(n, (np.nan, 0.0)), HOURS, n_iterations=10)
    assert film.error.endswith("The film shows the start, step 0." if n == 1 else BEFORE.format(n - 1))
    ax = film["loss of run 1"].ax
    low, high = ax.get_xlim()
    ticks = [x for x in ax.get_xticks() if low <= x <= high]
    assert ticks == list(range(n))


def test_a_first_step_beyond_all_numbers_is_named():
    film = watch(broken(1, (np.full(2, 1e308), 1e308)), CLOUDS, n_iterations=5)
    assert film.error == "Step 1 is so far away that its loss is beyond all numbers. The film shows the start, step 0."


def test_an_endless_function_is_stopped(monkeypatch):
    monkeypatch.setattr("logreg_core.walks.PATIENCE", -1.0)
    film = watch(my_step, CLOUDS, n_iterations=10_000)
    assert film.error.startswith("Your function is slow")
    assert film.frames == 2
    assert PATIENCE > 1
    film = watch(broken(3, KeyboardInterrupt()), CLOUDS)
    assert film.frames == 2


def test_what_the_settings_are_for():
    with pytest.raises(ValueError, match="n_iterations is for a function"):
        watch(my_steps(CLOUDS), CLOUDS, n_iterations=3)
    with pytest.raises(ValueError, match="the settings are learning_rate, n_iterations, w and b; got rate"):
        watch(my_step, CLOUDS, rate=3)
    with pytest.raises(ValueError, match="learning_rate"):
        watch(my_step, CLOUDS, learning_rate=-1)

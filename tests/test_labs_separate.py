"""The film and the board of lesson 06: lines and numbers are what the equations and the runs say."""

import numpy as np
import pytest

from logreg_core.datasets import Dataset, iris, overlapping
from logreg_core.descent import gradient_descent
from logreg_core.equations import score
from logreg_core.labs import separate

HALF = np.array([[0.8, 1.6], [0.8, -0.4], [1.6, 2.4], [2.2, 2.8], [2.8, 1.8]])
TEN = Dataset(np.concatenate([-HALF, HALF]), np.repeat([0, 1], 5), "Ten points")
RUN = gradient_descent(TEN.X, TEN.y, n_iterations=2000)
START = {"w": [0.6, 0.3], "b": 0.1}


@pytest.fixture(scope="module")
def film():
    return separate.margins(RUN, TEN, ([1.0, 0.0], 0.0))


@pytest.fixture
def board():
    return separate.stopping(overlapping(), **START)


def marks(player):
    return {name: player[name].values for name in player.names}


def test_the_film_shows_the_line_and_the_corridor_that_touches_the_nearest_points(film):
    shown, at = marks(film), film.numbers["t"]
    assert (at[0], at[-1]) == (1, 2000)
    for frame in (0, len(at) // 2, len(at) - 1):
        w, b = RUN.w[at[frame]], RUN.b[at[frame]]
        near = np.min((2 * TEN.y - 1) * score(TEN.X, w, b))
        for name, expected in (("boundary", 0), ("edge 1", near), ("edge 0", -near)):
            assert np.allclose(score(shown[name][frame].reshape(-1, 2), w, b), expected)
        assert np.allclose(shown["length"][frame], [at[frame], np.hypot(*w)])
        assert np.isclose(film.numbers["margin"][frame], near / np.hypot(*w))
        assert np.isclose(film.numbers["angle"][frame], abs(np.degrees(np.arctan2(w[1], w[0]))))


def test_the_film_turns_towards_the_widest_margin_and_needs_no_kernel(film):
    length, margin, angle = (film.numbers[name] for name in ("length", "margin", "angle"))
    assert (np.diff(length) > 0).all()
    assert (np.diff(margin) > 0).all()
    assert angle[-1] < angle[0] / 4
    assert not film.controls


def test_no_corridor_is_drawn_while_a_point_lies_on_the_wrong_side():
    mixed = overlapping()
    film = separate.margins(gradient_descent(mixed.X, mixed.y, n_iterations=50), mixed, ([1.0, -1.0], 0.0))
    assert np.isnan(marks(film)["edge 1"]).all()


@pytest.mark.parametrize("rule", [("loss", 1e-3, 10), ("loss", 1e-6, 1), ("accuracy", 1e-6, 10)])
def test_the_board_stops_where_gradient_descent_stops(board, rule):
    monitor, tol, patience = rule
    board.set(monitor=monitor, tol=tol, patience=patience)
    data = overlapping()
    run = gradient_descent(
        data.X, data.y, **START, n_iterations=750, learning_rate=0.1, monitor=monitor, tol=tol, patience=patience
    )
    assert board.error == ""
    assert np.allclose(marks(board)["loss"], [[len(run) - 1, run.loss[-1]]])
    assert f": {run.stopped} at iteration {len(run) - 1} " in board.sentence(0)
    assert f"saves {751 - len(run)} of 750" in board.sentence(0)


@pytest.mark.parametrize("change", [{"monitor": "accuracy"}, {"tol": 1e-2}, {"patience": 60}])
def test_each_control_moves_the_stop(board, change):
    before = marks(board)["loss"]
    board.set(**change)
    assert not np.array_equal(before, marks(board)["loss"])


def test_an_error_is_shown_under_the_picture(board):
    board.set(tol=-1.0)
    assert "tol must" in board.error
    board.set(tol=1e-3)
    assert board.error == ""


def test_the_trap_is_there():
    flowers = separate.stopping(iris(("versicolor", "virginica")), **START)
    flowers.set(monitor="accuracy")
    assert "at iteration 10 " in flowers.sentence(0)
    assert flowers.sentence(0).endswith("accuracy 50.0 %")


def test_data_with_another_number_of_features_are_refused():
    with pytest.raises(ValueError, match="two features"):
        separate.margins(RUN, Dataset([[1.0], [2.0]], [0, 1]), ([1.0, 0.0], 0.0))

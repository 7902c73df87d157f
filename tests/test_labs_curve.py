"""The board and the films of lesson 01 show what the equations say."""

import numpy as np
import pytest

from logreg_core.datasets import overlapping, study_hours
from logreg_core.equations import logit, sigmoid
from logreg_core.labs import curve

SETTINGS = [(1.5, -4.5, 4.0), (-0.7, 2.0, 0.0), (3.0, 10.0, 6.0), (0.0, 0.0, 2.5)]


def points(player, name):
    """A mark's points in data coordinates: frames, points, (x, y)."""
    mark = player[name]
    return mark.values.reshape(len(mark.values), -1, 2)


@pytest.fixture(scope="module")
def board():
    return curve.log_odds(study_hours(seed=28))


@pytest.mark.parametrize(("w", "b", "x"), SETTINGS)
def test_the_line_is_the_score_and_the_curve_its_probability(board, w, b, x):
    board.set(w=w, b=b, x=x)
    assert board.error == ""
    across, z = points(board, "log-odds")[0].T
    assert np.allclose(z, w * across + b)
    across, p = points(board, "curve")[0].T
    assert np.allclose(p, sigmoid(w * across + b))


@pytest.mark.parametrize(("w", "b", "x"), SETTINGS)
def test_the_readings_are_at_x_and_are_each_others_logit_and_sigmoid(board, w, b, x):
    board.set(w=w, b=b, x=x)
    (at, z), (at_too, p) = points(board, "z at x")[0, 0], points(board, "p at x")[0, 0]
    assert at == at_too == x
    assert z == pytest.approx(w * x + b)
    assert z == pytest.approx(logit(p))
    assert np.allclose(points(board, "reading of p")[0, 1], (x, p))


def test_the_crossing_has_probability_one_half_and_is_hidden_where_there_is_none(board):
    board.set(w=1.5, b=-4.5)
    crossing, half = points(board, "crossing")[0, 0]
    assert (crossing, half) == (3.0, 0.5)
    assert sigmoid(1.5 * crossing - 4.5) == 0.5
    assert "p = ½ at x = 3.00" in board.sentence(0)
    for b, said in [(0.0, "p is ½ everywhere"), (1.0, "p is above ½"), (-1.0, "p is below ½")]:
        board.set(w=0.0, b=b)
        assert np.isnan(points(board, "crossing")[0, 0, 0])
        assert said in board.sentence(0)


@pytest.mark.parametrize(("name", "value"), [("w", -2.0), ("b", 5.0), ("x", 0.5)])
def test_each_control_moves_the_picture_and_the_caption(board, name, value):
    before = board.data, board.sentence(0)
    board.set(**{name: value})
    assert board.data != before[0]
    assert board.sentence(0) != before[1]
    assert board.error == ""


def test_the_caption_never_rounds_a_probability_to_0_or_1(board):
    for b, said in [(10.0, "p > 0.999"), (-10.0, "p < 0.001")]:
        board.set(w=0.0, b=b)
        assert said in board.sentence(0).replace("−", "-")


def test_a_click_moves_x_and_stays_on_the_data(board):
    ax = board.figure.axes[1]
    for clicked, x in [(2.04, 2.0), (6.3, 6.0), (-0.2, 0.0)]:
        board.point("down", ax, clicked, 0.5)
        assert board.values["x"] == x


def test_an_error_is_shown_and_goes_when_the_value_is_good_again(board):
    board.set(w="steep")
    assert "Error" in board.error
    board.set(w=1.0)
    assert board.error == ""


def test_two_features_are_refused():
    with pytest.raises(ValueError, match="dataset must have one feature for this picture; got 2"):
        curve.log_odds(overlapping())


def test_the_score_film_has_both_classes_on_the_curve_and_in_the_bars():
    film = curve.score_film()
    z, p = points(film, "here")[:, 0].T
    assert np.allclose(p, sigmoid(z))
    other, q = points(film, "other")[:, 0].T
    assert np.allclose(other, -z)
    assert np.allclose(p + q, 1)
    assert np.allclose(points(film, "p")[:, [1, 3], 1], np.column_stack([q, p]))
    assert film.sentence(80).startswith("z = 2.0 · σ(z) = 0.881, 1 − σ(z) = 0.119 · odds 7.389")


def test_the_tangent_of_the_slope_film_has_the_slope_that_it_draws():
    film = curve.slope_film()
    z, slope = points(film, "slope")[:, 0].T
    h = 1e-6
    assert np.allclose(slope, (sigmoid(z + h) - sigmoid(z - h)) / (2 * h), atol=1e-9)
    (x0, y0), (x1, y1) = np.moveaxis(points(film, "tangent"), 0, -1)
    assert np.allclose((y1 - y0) / (x1 - x0), slope)
    assert np.allclose((y0 + y1) / 2, sigmoid(z))


@pytest.mark.parametrize("film", [curve.score_film, curve.slope_film])
def test_the_films_need_no_kernel(film):
    film = film()
    assert film.frames == 121
    assert not film.controls
    assert not film.listens

"""The board of lesson 05 walks from where the reader clicks, at the rate that the reader sets."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from logreg_core.datasets import overlapping, study_hours
from logreg_core.descent import gradient_descent
from logreg_core.labs.downhill import STEPS, B, W, downhill

HOURS = study_hours()


@pytest.fixture
def board():
    return downhill(HOURS)


def check(board, rate, w, b):
    run = gradient_descent(HOURS.X, HOURS.y, learning_rate=rate, n_iterations=STEPS, w=[w], b=b)
    assert board.error == ""
    assert_allclose(board["weights of run 1"].values, np.column_stack([run.w[:, 0], run.b]))
    assert_allclose(board["loss"].values, np.column_stack([np.arange(STEPS + 1), run.loss]))
    assert_allclose(board["start"].values, [[w, b]])
    assert_allclose([board.numbers[name][-1] for name in ("loss", "w", "b")], [run.loss[-1], run.w[-1, 0], run.b[-1]])


def test_it_begins_at_zero_and_says_what_to_do(board):
    check(board, 0.3, 0.0, 0.0)
    assert "Click on the loss surface" in board.note
    assert board.frames == STEPS + 1


@pytest.mark.parametrize("rate", [0.01, 0.3, 3.0, 10.0])
def test_the_rate_is_the_sliders(board, rate):
    board.set(rate=rate)
    assert f"at α = {rate:.2g}" in board.sentence(0), "the reader sees that it was heard, before any step is taken"
    check(board, rate, 0.0, 0.0)


def test_a_click_on_the_surface_puts_the_start_there_and_begins_anew(board):
    board.frame = 30
    surface = board["start"].ax
    board.point("down", surface, 3.5, -6.0)
    check(board, 0.3, 3.5, -6.0)
    assert board.frame == 0
    assert_allclose([board.values["w"], board.values["b"]], [3.5, -6.0])
    board.point("drag", surface, -1.0, 2.0)
    check(board, 0.3, -1.0, 2.0)
    board.point("up", surface, 0.0, 0.0)
    board.point("down", board["loss"].ax, 10.0, 1.0)
    check(board, 0.3, -1.0, 2.0)


def test_what_comes_is_hidden_and_the_surface_has_values(board):
    assert {name for name in board.names if board[name].look.get("ahead")} == {
        "what comes of learning curve",
        "what comes of path of run 1",
    }
    surface = board["start"].ax
    assert surface.get_xlim() == W
    assert surface.get_ylim() == B
    assert len(surface.texts) >= 3


def test_two_features_have_no_such_surface():
    with pytest.raises(ValueError, match="one feature"):
        downhill(overlapping())

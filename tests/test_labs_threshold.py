"""The boards of lesson 07: what they show is what the metrics say, wherever the sliders stand."""

import numpy as np
import pytest

from logreg_core.labs.threshold import sweep, threshold
from logreg_core.metrics import accuracy, confusion_matrix, precision, recall, roc_points

P = np.array([0.02, 0.1, 0.3, 0.35, 0.5, 0.55, 0.62, 0.7, 0.81, 0.97])
Y = np.array([0, 0, 1, 0, 0, 1, 1, 0, 1, 1.0])


@pytest.fixture(scope="module")
def film():
    return sweep(Y, P)


@pytest.fixture
def board():
    return threshold(Y, P)


def marks(player):
    return {name: player[name].values for name in player.names}


def areas(squares):
    left, base, right, top = squares.reshape(-1, 4, 4).transpose(2, 0, 1)
    assert np.allclose(right - left, top - base)
    return (right - left) * (top - base)


@pytest.mark.parametrize("frame", [0, 10, 30, 50, 81, 100])
def test_the_film_shows_the_counts_and_the_point_of_its_threshold(film, frame):
    t, shown = frame / 100, marks(film)
    predicted = (t < P).astype(float)
    (tn, fp), (fn, tp) = confusion_matrix(Y, predicted)
    assert np.allclose(shown["threshold"][frame, ::2], t)
    assert np.allclose(areas(shown["confusion matrix"])[frame], 0.76**2 * np.array([tn, fp, fn, tp]) / 5)
    assert np.allclose(shown["ROC point"][frame], [fp / 5, tp / 5])
    expected = (
        f"threshold {t:.2f} · TN {tn}, FP {fp}, FN {fn}, TP {tp} · accuracy {accuracy(Y, predicted):.3f} · "
        f"precision {precision(Y, predicted):.3f} · recall {recall(Y, predicted):.3f}"
    )
    assert film.sentence(frame) == expected


def test_the_film_needs_no_kernel_and_its_points_lie_on_the_curve(film):
    assert film.frames == 101
    assert not film.controls
    false, true, _ = roc_points(Y, P)
    on = {(round(a, 9), round(b, 9)) for a, b in zip(false, true, strict=True)}
    assert {(round(a, 9), round(b, 9)) for a, b in marks(film)["ROC point"]} <= on


@pytest.mark.parametrize(("t", "c", "d"), [(0.5, 1, 1), (0.2, 1, 4), (0.9, 9, 1)])
def test_the_board_shows_the_cost_of_its_threshold(board, t, c, d):
    board.set(threshold=t, false_positive=c, false_negative=d)
    assert board.error == ""
    shown = marks(board)
    (_, fp), (fn, _) = confusion_matrix(Y, (t < P).astype(float))
    cost = (c * fp + d * fn) / len(Y)
    assert np.allclose(shown["cost here"], [[t, cost / max(c, d)]])
    x, height = shown["cost"].reshape(-1, 2).T
    assert np.isclose(height[np.argmin(np.abs(x - t))], cost / max(c, d))
    assert np.allclose(shown["best"][0, ::2], c / (c + d))
    assert f"mean cost {cost:.3f} · the costs ask for {c / (c + d):.3f}" in board.sentence(0)


@pytest.mark.parametrize(
    ("control", "value", "moved"),
    [
        ("threshold", 0.9, {"confusion matrix", "ROC point", "cost here"}),
        ("false_positive", 7, {"cost", "best", "cost here"}),
        ("false_negative", 7, {"cost", "best", "cost here"}),
    ],
)
def test_each_slider_moves_its_marks_and_the_caption(board, control, value, moved):
    before, sentence = marks(board), board.sentence(0)
    board.set(**{control: value})
    after = marks(board)
    assert {name for name in before if not np.array_equal(before[name], after[name])} == moved
    assert board.sentence(0) != sentence


def test_the_board_starts_with_the_cost_that_the_lesson_gives_it():
    board = threshold(Y, P, cost_false_negative=5)
    assert "the costs ask for 0.167" in board.sentence(0)  # 1 / (1 + 5)


def test_an_error_is_shown_under_the_picture(board):
    board.set(false_positive="dear")
    assert board.error
    board.set(false_positive=2)
    assert board.error == ""


@pytest.mark.parametrize(("y", "p"), [(Y, P * 2), (Y, P[:3]), (np.ones(10), P), (Y, P[:, None])])
def test_what_cannot_be_shown_is_refused(y, p):
    with pytest.raises(ValueError, match="must"):
        sweep(y, p)

"""The boards of lesson 03 show what the equations say."""

import re

import numpy as np
import pytest

from logreg_core.datasets import Dataset
from logreg_core.equations import cross_entropy, log_loss, sigmoid
from logreg_core.labs import losses

MACHINE = Dataset([[-2], [1], [2], [3]], [1, 0, 1, 1])
KINDS = {"log loss": cross_entropy, "squared error": lambda z, y: (sigmoid(z) - y) ** 2}


def marks(player):
    """The values (frames, points, 2) of each mark by its name."""
    return {name: player[name].values.reshape(len(player[name].values), -1, 2) for name in player.names}


@pytest.fixture(scope="module")
def film():
    return losses.one_example()


@pytest.fixture
def board():
    return losses.along_weight(MACHINE, w=-0.8, b=-2.0)


def test_the_likelihood_is_the_product_of_the_bars_and_highest_where_the_log_loss_is_lowest():
    moving = losses.likelihood(MACHINE, -1.0)
    shown = marks(moving)
    bars = [abs(np.diff(shown[f"bar {i}"][:, :, 1], axis=1)[:, 0]) for i in (1, 2, 3, 4)]
    at, height = shown["likelihood"][:, 0].T
    np.testing.assert_allclose(np.prod(bars, axis=0), height)
    np.testing.assert_allclose(height, moving.numbers["product"])
    lowest = np.argmin([log_loss(MACHINE.X, MACHINE.y, [w], -1.0) for w in at])
    assert lowest == np.argmax(height)


@pytest.mark.parametrize("label", [0, 1])
@pytest.mark.parametrize("kind", KINDS)
def test_each_dot_of_the_film_is_at_the_loss_of_its_score(film, kind, label):
    dots = marks(film)[f"dot of the {kind}, label {label}"][:, 0]
    np.testing.assert_allclose(dots[:, 1], KINDS[kind](dots[:, 0], float(label)))


@pytest.mark.parametrize("label", [0, 1])
@pytest.mark.parametrize("kind", KINDS)
def test_each_tangent_of_the_film_has_the_slope_of_its_loss_and_the_caption_says_it(film, kind, label):
    start, end = np.moveaxis(marks(film)[f"tangent of the {kind}, label {label}"], 1, 0)
    slope = (end - start)[:, 1] / (end - start)[:, 0]
    z = np.linspace(-6, 6, film.frames)
    loss, h = KINDS[kind], 1e-5
    np.testing.assert_allclose(slope, (loss(z + h, label) - loss(z - h, label)) / (2 * h), atol=1e-8)
    said = re.search(rf"label {label}:.*?{kind} (\S+) \(slope (\S+)\)", film.sentence(30).replace("−", "-")).groups()
    assert np.allclose([float(number) for number in said], [loss(z[30], label), slope[30]], atol=6e-4)


def test_the_mean_losses_are_those_of_the_equations():
    w = np.array([-2.0, 0.0, 1.3])
    log, squared = losses.mean_losses(MACHINE, w, 0.4)
    np.testing.assert_allclose(log, [log_loss(MACHINE.X, MACHINE.y, [one], 0.4) for one in w])
    np.testing.assert_allclose(squared, [np.mean((sigmoid(MACHINE.X[:, 0] * one + 0.4) - MACHINE.y) ** 2) for one in w])


@pytest.mark.parametrize("kind", KINDS)
def test_the_dot_is_on_the_curve_and_the_chord_ends_on_it(board, kind):
    board.set(w=0.5, b=1.0, half=1.5)
    shown, place = marks(board), list(KINDS).index(kind)
    for name, at in ((f"dot of the {kind}", [0.5]), (f"chord of the {kind}", [-1.0, 2.0])):
        np.testing.assert_allclose(shown[name][0, :, 0], at)
        np.testing.assert_allclose(shown[name][0, :, 1], losses.mean_losses(MACHINE, at, 1.0)[place])
    curve = shown[f"curve of the {kind}"][0]
    np.testing.assert_allclose(curve[:, 1], losses.mean_losses(MACHINE, curve[:, 0], 1.0)[place])
    np.testing.assert_allclose(shown[f"middle of the {kind}"][0, 0], shown[f"chord of the {kind}"][0].mean(axis=0))


def test_each_gap_goes_from_a_label_to_the_probability(board):
    gaps = marks(board)["gaps"][0].reshape(4, 3, 2)
    np.testing.assert_array_equal(gaps[:, 0], np.column_stack([MACHINE.X[:, 0], MACHINE.y]))
    np.testing.assert_allclose(gaps[:, 1, 1], sigmoid(-0.8 * MACHINE.X[:, 0] - 2.0))
    assert np.isnan(gaps[:, 2, 0]).all()


def test_the_names_of_the_classes_stand_between_the_gaps(board):
    ax = board.figure.axes[0]
    legend = ax.get_legend().get_window_extent().transformed(ax.transData.inverted())
    assert not ((legend.x0 < MACHINE.X[:, 0]) & (MACHINE.X[:, 0] < legend.x1)).any()
    assert 0.2 < legend.y0 < legend.y1 < 0.98


def test_the_chord_of_the_squared_error_runs_below_it_and_that_of_the_log_loss_never_does(board):
    assert board.sentence(0).endswith("chord's middle 0.1637 below the curve")
    for w in np.arange(-6, 6.5, 0.5):
        for b in (-4, -1, 2):
            board.set(w=w, b=b, half=2.0)
            log = board.sentence(0).split(" · ")[1]
            assert log.startswith("log loss")
            assert "below" not in log


@pytest.mark.parametrize("control", [{"w": 2.0}, {"b": 1.0}, {"half": 0.5}])
def test_each_control_changes_the_picture_and_the_sentence(board, control):
    before = board.data, board.sentence(0)
    board.set(**control)
    assert board.error == ""
    assert board.data != before[0]
    assert board.sentence(0) != before[1]


def test_a_chord_of_no_width_lies_on_the_curve(board):
    board.set(half=0.0)
    assert board.sentence(0).count("on the curve") == 2


def test_an_error_is_shown(board):
    board.set(w=float("nan"))
    assert "ValueError" in board.error
    board.set(w=0.0)
    assert board.error == ""


def test_two_features_are_refused():
    with pytest.raises(ValueError, match="dataset must have one feature for this picture; got 2"):
        losses.along_weight(Dataset([[0, 1], [1, 0]], [0, 1]))

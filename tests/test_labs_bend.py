"""The film and the board of lesson 09: curves, colours and losses agree with the equations; films are small."""

import numpy as np
import pytest

from logreg_core.datasets import Dataset, moons
from logreg_core.descent import gradient_descent, newton
from logreg_core.equations import gradient, log_loss, polynomial, score, sigmoid
from logreg_core.labs import bend
from logreg_core.metrics import accuracy

BOTH = moons(360, spread=0.35, seed=0)
TRAIN, HELD_OUT = Dataset(BOTH.X[:60], BOTH.y[:60]), Dataset(BOTH.X[60:], BOTH.y[60:])
STRENGTHS = 10.0 ** np.arange(-4, 1.5, 0.5)


def features(X, degree):
    base = polynomial(TRAIN.X, degree)
    return (polynomial(X, degree) - base.mean(axis=0)) / base.std(axis=0)


def cubic(X):
    return features(X, 3)


def twelfth(X):
    return features(X, 12)


@pytest.fixture(scope="module")
def models():
    fits = [newton(twelfth(TRAIN.X), TRAIN.y, l2=l2) for l2 in STRENGTHS]
    return [(twelfth, fit.w[-1], fit.b[-1]) for fit in fits]


@pytest.fixture(scope="module")
def film(models):
    return bend.film(TRAIN, HELD_OUT, models, STRENGTHS, what="λ", alt="A knot becomes a curve", bars=True)


@pytest.fixture
def board():
    return bend.board(TRAIN, HELD_OUT, features)


def marks(player):
    return {name: player[name].values for name in player.names}


def axes_of(player, name):
    return player[name].ax


def test_polynomial_holds_every_product_once_in_the_order_that_it_says():
    X = np.random.default_rng(0).normal(size=(7, 2))
    x, y = X.T
    assert np.allclose(polynomial(X, 3), np.column_stack([x, y, x**2, x * y, y**2, x**3, x**2 * y, x * y**2, y**3]))
    assert np.array_equal(polynomial(X, 1), X)
    for degree in range(1, 13):
        assert polynomial(X, degree).shape == (7, degree * (degree + 3) // 2)


@pytest.mark.parametrize(
    ("X", "degree", "said"),
    [
        (np.ones((3, 3)), 2, "two features"),
        (np.ones((3, 2)), 0, "degree"),
        (np.ones((3, 2)), 1.5, "degree"),
        (np.full((3, 2), 1e200), 2, "overflow"),
    ],
)
def test_polynomial_refuses_what_it_cannot_use(X, degree, said):
    with pytest.raises(ValueError, match=said):
        polynomial(X, degree)


def test_the_score_is_zero_along_the_boundary_of_every_frame(film, models):
    for frame, (_, w, b) in enumerate(models):
        places = marks(film)["boundary"][frame].reshape(-1, 2)
        places = places[np.isfinite(places).all(axis=1)]
        assert len(places) > 20
        around = [score(twelfth(places + step), w, b) for step in ([0.05, 0], [-0.05, 0], [0, 0.05], [0, -0.05])]
        assert (np.abs(score(twelfth(places), w, b)) < 0.05 * np.ptp(around, axis=0) + 1e-9).all()


def test_no_piece_of_the_boundary_jumps_across_the_picture(film):
    for row in marks(film)["boundary"]:
        jumps = np.linalg.norm(np.diff(row.reshape(-1, 2), axis=0), axis=1)
        assert np.nanmax(jumps) < 0.2


def test_the_picture_holds_the_probabilities_at_the_middles_of_its_pixels(film, models):
    ax = axes_of(film, "field")
    levels = film["field"].look["levels"]
    side = bend.PIXELS
    for frame, row, column in [(0, 0, 0), (3, 5, 30), (10, side - 1, side - 1), (1, 20, 11)]:
        share = np.array([(column + 0.5) / side, 1 - (row + 0.5) / side])  # the first row lies on top
        limits = np.array([ax.get_xlim(), ax.get_ylim()])
        place = limits[:, 0] + share * np.ptp(limits, axis=1)
        _, w, b = models[frame]
        p = sigmoid(score(twelfth(place[None]), w, b))[0]
        assert abs(levels[frame, row, column] / 255 - p) < 0.003


def test_both_losses_and_accuracies_are_computed(film, models):
    for frame, (_, w, b) in enumerate(models):
        expected = [log_loss(twelfth(part.X), part.y, w, b) for part in (TRAIN, HELD_OUT)]
        expected += [100 * accuracy(part.y, score(twelfth(part.X), w, b) > 0) for part in (TRAIN, HELD_OUT)]
        names = ("train_loss", "held_loss", "train_right", "held_right", "length")
        assert np.allclose([film.numbers[name][frame] for name in names], [*expected, np.linalg.norm(w)])
        assert np.allclose(marks(film)["training loss"][frame], [STRENGTHS[frame], expected[0]])
        assert np.allclose(marks(film)["held-out loss"][frame], [STRENGTHS[frame], expected[1]])
    said = [film.sentence(frame).split(" · ")[0] for frame in (1, 4, 9, 10)]
    assert said == ["λ 0.0003", "λ 0.01", "λ 3.1623", "λ 10"]  # four decimals, as the lesson prints them


def test_the_bars_are_the_weights(film, models):
    for frame, (_, w, _) in enumerate(models):
        assert np.allclose(marks(film)["weights"][frame].reshape(-1, 4)[:, 3], w)


def test_each_film_of_the_lesson_is_small_and_needs_no_kernel(film):
    run = gradient_descent(twelfth(TRAIN.X), TRAIN.y, n_iterations=10_000)
    at = np.unique(np.rint(np.geomspace(1, 10_000, 33)).astype(int))
    shown = [(twelfth, run.w[t], run.b[t]) for t in at]
    training = bend.film(TRAIN, HELD_OUT, shown, at, what="Iteration", alt="It bends")
    degrees = [(cubic, np.ones(9), 0.0), (twelfth, run.w[-1], run.b[-1])]
    by_degree = bend.film(TRAIN, HELD_OUT, degrees, (3, 12), what="Degree", alt="It bends", log=False)
    for each in (film, training, by_degree):
        assert len(each.data) + len(each.pixels) + len(each.picture) < 400_000
        assert not each.controls
    assert training.frames == 31
    assert by_degree.sentence(1).startswith("Degree 12 · ")


def test_too_many_pictures_are_refused_and_a_model_without_a_boundary_draws_none(models):
    with pytest.raises(ValueError, match="at most 60"):
        bend.film(TRAIN, HELD_OUT, models * 6, np.arange(1, 67), what="λ", alt="Too many")
    film = bend.film(TRAIN, HELD_OUT, [(cubic, np.zeros(9), 1.0)], [1], what="Degree", alt="Nothing", log=False)
    assert np.isnan(marks(film)["boundary"]).all()


@pytest.mark.parametrize("change", [{"degree": "12"}, {"l2": 1e-3}])
def test_each_control_of_the_board_changes_curve_and_losses(board, change):
    before = marks(board)
    board.set(**change)
    assert board.error == ""
    for name in ("boundary", "losses"):
        assert not np.array_equal(before[name], marks(board)[name])


def test_the_board_trains_what_it_says(board):
    board.set(degree="6", l2=0.1)
    fit = newton(features(TRAIN.X, 6), TRAIN.y, l2=0.1)
    expected = [log_loss(features(part.X, 6), part.y, fit.w[-1], fit.b[-1]) for part in (TRAIN, HELD_OUT)]
    assert np.allclose(marks(board)["losses"][0].reshape(2, 4)[:, 3], expected)
    assert f"training loss {expected[0]:.3f}, held-out loss {expected[1]:.3f}" in board.sentence(0)
    assert board.sentence(0).startswith("Degree 6, 27 weights, λ = 0.1 ")


def test_an_error_is_shown_under_the_picture(board):
    board.set(l2=-1.0)
    assert "l2 must" in board.error
    board.set(l2=0.1)
    assert board.error == ""


def test_the_weights_under_an_l1_penalty_are_a_minimum_and_those_under_an_l2_penalty_never_zero():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(120, 6))
    y = (X @ [2.0, -1.0, 0.5, 0, 0, 0] + rng.logistic(size=120) > 0).astype(float)
    strengths = np.array([0.01, 0.05, 0.2])
    film = bend.penalties(X, y, strengths)
    v = bend.shrunk(X, y, 0.05, n_iterations=3000)
    dw, db = gradient(X, y, v[:-1], v[-1])
    np.testing.assert_allclose(dw[v[:-1] != 0], -0.05 * np.sign(v[:-1][v[:-1] != 0]), atol=1e-8)
    assert (np.abs(dw[v[:-1] == 0]) <= 0.05).all()
    assert abs(db) < 1e-8
    assert 0 < np.sum(v[:-1] == 0) < 6
    assert film.numbers["zeros1"][1] == np.sum(v[:-1] == 0)
    assert not np.any(film.numbers["zeros2"])
    assert np.all(np.diff(film.numbers["zeros1"]) >= 0)

"""The board of lesson 04: the pulls are what the equations say, wherever the sliders stand."""

import numpy as np
import pytest

from logreg_core.datasets import Dataset
from logreg_core.equations import cross_entropy, gradient, log_loss, probability, sigmoid
from logreg_core.labs import pulls

X = np.array([[-1.3, -0.4], [-0.5, -1.2], [0.7, 0.5], [1.3, -0.2], [0.4, 1.3], [-0.6, 0.4]])
SIX = Dataset(X, [0, 0, 0, 1, 1, 1], "Six points")
PLACES = [(1.5, -0.5, 0.5), (-3.0, 3.0, -3.0), (0.7, 1.7, -0.2), (0.0, 0.0, 2.0)]


@pytest.fixture(scope="module")
def only_board():
    return pulls.pulls(SIX)


@pytest.fixture
def board(only_board):
    only_board.set(w1=1.5, w2=-1.5, b=0.5)
    return only_board


def marks(player):
    return {name: player[name].values for name in player.names}


def steered(board, w1, w2, b):
    board.set(w1=w1, w2=w2, b=b)
    assert board.error == ""
    return marks(board), np.array([w1, w2]), b


@pytest.mark.parametrize("place", PLACES)
def test_each_arrow_is_the_pull_of_its_point(board, place):
    shown, w, b = steered(board, *place)
    arrows = shown["pulls"].reshape(-1, 2, 2)
    pull = -(probability(X, w, b) - SIX.y)[:, None] * X
    assert np.allclose(arrows[:, 0], X)
    assert np.allclose(arrows[:, 1] - arrows[:, 0], pull)
    chain = shown["end to end"].reshape(-1, 2, 2)
    assert np.allclose(chain[0, 0], w)
    assert np.allclose(chain[1:, 0], chain[:-1, 1])
    assert np.allclose(chain[:, 1] - chain[:, 0], pull)


@pytest.mark.parametrize("place", PLACES)
def test_the_sums_of_the_pulls_are_minus_m_times_the_gradient(board, place):
    shown, w, b = steered(board, *place)
    dw, db = gradient(X, SIX.y, w, b)
    assert np.allclose(shown["sum"], [*w, *(w - len(X) * dw)])
    tops = shown["pulls on b"].reshape(-1, 2, 2)[:, 1, 1]
    assert np.allclose(tops[:-1], SIX.y - probability(X, w, b))
    assert np.isclose(tops[-1], -len(X) * db)


@pytest.mark.parametrize("place", PLACES)
def test_the_caption_gives_the_gradient_and_the_loss(board, place):
    _, w, b = steered(board, *place)
    dw, db = gradient(X, SIX.y, w, b)
    expected = np.round([*dw, db, log_loss(X, SIX.y, w, b)], 3) + 0.0
    words = "dw = ({:.3f}, {:.3f}) · db = {:.3f} · loss {:.3f}".format(*expected)
    assert board.sentence(0).startswith(words.replace("-", "−"))
    assert ("no line" in board.sentence(0)) == (not w.any())


def test_the_line_is_where_the_probability_is_one_half_and_the_level_lines_are_level(board):
    shown, w, b = steered(board, 1.5, -0.5, 0.5)
    assert np.allclose(probability(shown["boundary"].reshape(-1, 2), w, b), 0.5)
    spots = shown["levels"].reshape(-1, 2)
    losses = [log_loss(X, SIX.y, spot, b) for spot in spots[np.isfinite(spots).all(axis=1)]]
    off = np.min(np.abs(np.log(np.array(losses)[:, None] / pulls.LEVELS)), axis=1)
    assert off.max() < 0.01


@pytest.mark.parametrize("name", ["w1", "w2", "b"])
def test_each_slider_moves_the_line_the_arrows_and_the_caption(board, name):
    before, sentence = marks(board), board.sentence(0)
    board.set(**{name: -2.0})
    after = marks(board)
    for mark in ("field", "boundary", "pulls", "end to end", "sum", "pulls on b"):
        assert not np.array_equal(before[mark], after[mark], equal_nan=True), mark
    assert board.sentence(0) != sentence


def test_a_pull_never_reaches_out_of_the_picture(board):
    low, high = board.figure.axes[0].get_xlim()
    assert low < 2 * X.min()
    assert 2 * X.max() < high


def test_an_error_is_shown_under_the_picture(board):
    board.set(w1=float("nan"))
    assert "w must" in board.error
    board.set(w1=1.0)
    assert board.error == ""


def test_data_with_another_number_of_features_are_refused():
    with pytest.raises(ValueError, match="two features"):
        pulls.pulls(Dataset([[1.0], [2.0]], [0, 1]))


@pytest.mark.parametrize("y", [0, 1])
def test_the_film_shows_the_links_their_product_and_the_tangent(y):
    film = pulls.links(y)
    shown = marks(film)
    z, loss = shown["loss"].T
    p = sigmoid(z)
    assert np.allclose(loss, cross_entropy(z, float(y)))
    last, middle, product = (shown[name][:, 1] for name in ("dℓ/dp", "dp/dz", "product"))
    assert np.allclose(last * middle, product)
    assert np.allclose(product, np.abs(p - y))
    x0, y0, x1, y1 = shown["tangent"].T
    assert np.allclose((y1 - y0) / (x1 - x0), p - y)
    assert film.frames == len(z)
    assert not film.controls  # it needs no kernel
    assert film.sentence(50).startswith("z = 0.0")


def test_the_chain_names_its_four_nodes_in_order_and_the_slopes_between_them():
    (ax,) = pulls.chain(asked="what?").axes
    texts = {text.get_text(): text.get_position()[0] for text in ax.texts if text.get_text()}
    row = ["w₁, w₂, b", "x₁, x₂, 1", "score z", "3/16", "probability p", "−4", "loss ℓ"]
    assert [name for name in sorted(texts, key=texts.get) if name != "what?"] == row
    assert texts["score z"] < texts["what?"] < texts["loss ℓ"]

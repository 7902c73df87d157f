"""The films of lesson 08: the numbers on the graph are the equations', and the images are the weights."""

from itertools import pairwise

import numpy as np
import pytest

from logreg_core.descent import gradient_descent
from logreg_core.equations import cross_entropy, gradient, probability, score
from logreg_core.labs import neuron_graph

EXAMPLES = [
    ((-1.0, 1.0), 1, (np.log(3), -np.log(3)), np.log(3)),
    ((0.5, -2.0), 0, (1.5, 0.25), -0.75),
    ((0.0, 3.0), 1, (0.0, 0.0), 0.0),
]


def marks(film):
    return {name: film[name] for name in film.names}


@pytest.mark.parametrize(("x", "y", "w", "b"), EXAMPLES)
def test_the_passes_end_in_the_loss_and_its_gradient(x, y, w, b):
    values, slopes, local = neuron_graph.passes(x, y, w, b)
    X = np.array([x])
    assert values["z"] == score(X, w, b)[0]
    assert values["a"] == probability(X, w, b)[0]
    assert values["ℓ"] == cross_entropy(values["z"], y)
    dw, db = gradient(X, [y], w, b)
    assert np.allclose([slopes["w₁"], slopes["w₂"], slopes["b"]], [*dw, db])
    assert np.isclose(slopes["z"], values["a"] - y)
    assert all(np.isclose(slopes[u], slopes[v] * own) for (u, v), own in local.items())


@pytest.mark.parametrize(("x", "y", "w", "b"), EXAMPLES)
def test_each_step_says_its_number_and_lifts_the_sheet_over_it(x, y, w, b):
    film = neuron_graph.graph(x, y, w, b)
    values, slopes, _ = neuron_graph.passes(x, y, w, b)
    assert film.frames == 10
    for step, name in [(1, "z"), (2, "a"), (3, "ℓ")]:
        assert film.sentence(step).endswith(f"= {neuron_graph.short(values[name])}")
    for step, (start, _) in enumerate(neuron_graph.EDGES, 5):
        assert f"slope of ℓ in {start}: " in film.sentence(step)
        assert film.sentence(step).endswith(f"= {neuron_graph.short(slopes[start])}")
    tops = marks(film)["sheets"].values.reshape(10, -1, 4)[:, :, 3]
    covered = np.isfinite(tops).sum(axis=1)
    assert covered[0] == tops.shape[1] == 3 + 6 + 5  # values, slopes, edges
    assert covered.tolist() == [14, 13, 12, 11, 10, 8, 6, 4, 2, 0]


def test_no_sheet_covers_a_piece_of_an_arrow():
    sheets = marks(neuron_graph.graph(*EXAMPLES[0]))["sheets"].values[0].reshape(-1, 4)
    for edge in neuron_graph.EDGES:
        start, end = neuron_graph.way(*edge)
        for x, y in np.linspace(start, end, 400):
            left, base, right, top = sheets.T
            assert not ((left < x) & (x < right) & (base < y) & (y < top)).any(), edge


def test_every_step_looks_different_from_the_one_before():
    film = neuron_graph.graph(*EXAMPLES[0])
    stills = [np.asarray(film.still(step, shrink=4)) for step in range(10)]
    assert all((before != after).any() for before, after in pairwise(stills))


def test_a_signal_runs_along_one_step_at_a_time():
    arrows = marks(neuron_graph.graph(*EXAMPLES[0]))
    forward, backward = (np.isfinite(arrows[name].values).any(axis=1) for name in ("forward", "backward"))
    assert np.flatnonzero(forward).tolist() == [1, 2, 3]
    assert np.flatnonzero(backward).tolist() == [5, 6, 7, 8, 9]


def test_an_activation_that_is_rounded_to_one_is_refused():
    with pytest.raises(ValueError, match="strictly between 0 and 1; got 1"):
        neuron_graph.graph((1.0, 1.0), 1, (50.0, 50.0), 0.0)


@pytest.fixture(scope="module")
def runs():
    X = np.random.default_rng(8).uniform(0, 1, (40, 6))
    y = (X[:, 0] + X[:, 4] > 1).astype(float)
    return [gradient_descent(X, y, learning_rate=rate, n_iterations=n) for rate, n in ((0.1, 300), (2.0, 120))]


def test_the_images_are_the_weights_over_their_largest(runs):
    film = neuron_graph.forming(runs, ["slow", "fast"], shape=(2, 3))
    shown = film.numbers["iteration"]
    assert shown[0] == 0
    assert shown[-1] == 300
    for run, label in zip(runs, ("slow", "fast"), strict=True):
        at = np.minimum(shown, len(run) - 1)
        levels = marks(film)[f"weights of {label}"].look["levels"].reshape(len(shown), -1)
        most = np.abs(run.w[at]).max(axis=1, keepdims=True)
        wanted = 127.5 + 127.5 * run.w[at] / np.where(most > 0, most, 1)
        assert np.abs(levels - wanted).max() <= 0.5 + 1e-9
        assert np.allclose(marks(film)[f"cost of {label}"].values, np.column_stack([at + 1, run.loss[at]]))


def test_the_caption_gives_each_runs_cost_and_largest_weight(runs):
    film = neuron_graph.forming(runs, ["slow", "fast"], shape=(2, 3))
    last = film.sentence(film.frames - 1)
    assert last.startswith("Iteration 300 of 300 · slow: cost ")
    for run in runs:
        assert f"cost {run.loss[-1]:.3f}, largest weight {np.abs(run.w[-1]).max():.2f}" in last


def test_weights_that_do_not_fill_the_image_are_refused(runs):
    with pytest.raises(ValueError, match="64 weights, a pixel each; got 6"):
        neuron_graph.forming(runs, ["slow", "fast"])

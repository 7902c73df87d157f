"""Films: what is drawn of a run is what its history holds, in every frame."""

import io
import json
import re

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgb
from numpy.testing import assert_allclose, assert_array_equal
from PIL import Image
from test_player import block, colors, in_data

from logreg_core import plots
from logreg_core.datasets import Dataset, overlapping, separable, study_hours
from logreg_core.descent import History, gradient_descent, newton
from logreg_core.equations import log_loss, sigmoid
from logreg_core.films import watch
from logreg_core.metrics import accuracy

pytestmark = pytest.mark.filterwarnings("error")

APART, MIXED, HOURS = separable(60), overlapping(60), study_hours()
THREE = Dataset(np.random.default_rng(0).normal(size=(60, 3)), MIXED.y, "Three features")
DATA = {"apart": APART, "mixed": MIXED, "one feature": HOURS, "three features": THREE}
LIMIT = "iteration limit"


def descent(data, n_iterations=60, **options):
    return gradient_descent(data.X, data.y, n_iterations=n_iterations, **options)


@pytest.fixture(scope="module")
def runs():
    """name -> (history, film), from zero."""
    histories = {name: descent(data) for name, data in DATA.items()}
    return {name: (history, watch(history, DATA[name])) for name, history in histories.items()}


def place(film, name):
    return film.names.index(name)


def axes_of(film, name):
    return film[name].ax


def drawn(film, name):
    """A mark as the browser gets it, back in data coordinates: (frames, points, 2)."""
    pixels = block(film, place(film, name)).astype(float)
    return in_data(film, axes_of(film, name), pixels[:, ::2].ravel(), pixels[:, 1::2].ravel()).reshape(
        len(pixels), -1, 2
    )


def said(film, frame):
    """The figures of a caption, in order."""
    return [
        float(figure) for figure in re.findall(r"(?<![\w₁₂])-?\d+(?:\.\d+)?", film.sentence(frame).replace("−", "-"))
    ]


# Two features


@pytest.mark.parametrize("name", ["apart", "mixed"])
def test_points_on_the_drawn_boundary_have_probability_one_half_in_every_frame(runs, name):
    history, film = runs[name]
    for start in (None, [-0.4, 0.3]):
        if start:
            history = descent(DATA[name], w=start, learning_rate=0.5)
            film = watch(history, DATA[name])
        ends = drawn(film, "boundary of run 1")
        ax = axes_of(film, "boundary of run 1")
        assert film.frames == len(history) == len(ends)
        for w, b, line in zip(history.w, history.b, ends, strict=True):
            if not w.any():
                assert np.isnan(line).all()
                continue
            assert np.hypot(*(line[1] - line[0])) > 1
            for share in (0, 0.3, 1):
                at = line[0] + share * (line[1] - line[0])
                assert abs(sigmoid(float(at @ w + b)) - 0.5) < 1e-4 * np.hypot(*w)
            (x0, x1), (y0, y1) = ax.get_xlim(), ax.get_ylim()
            on_edge = np.isclose(line, [x0, y0], atol=1e-3) | np.isclose(line, [x1, y1], atol=1e-3)
            assert on_edge.any(axis=1).all()


@pytest.mark.parametrize(("w", "b"), [([0.0, 0.0], 0.0), ([0.0, 0.0], 2.0), ([1.0, 1.0], 50.0)])
def test_a_boundary_that_is_not_in_the_picture_is_hidden_and_its_map_is_there(w, b):
    film = watch(descent(MIXED, 0, w=w, b=b), MIXED)
    assert np.isnan(drawn(film, "boundary of run 1")).all()
    left, top, width, height = film.marks[0]["clip"]
    seen = np.asarray(film.still(0))[top + 9 : top + height - 9, left + 9 : left + width - 9].reshape(-1, 3)
    assert_allclose(np.median(seen, axis=0), colors(sigmoid(min(6.0, b)))[0], atol=2)


@pytest.mark.parametrize("frame", [7, 60])
def test_a_still_shows_the_boundary_between_the_colours_of_its_two_sides(runs, frame):
    history, film = runs["mixed"]
    w, b = history.w[frame], history.b[frame]
    still, (left, top, width, height) = np.asarray(film.still(frame)).astype(float), film.marks[0]["clip"]
    start, end = block(film, place(film, "boundary of run 1"))[frame].reshape(2, 2)
    on_line = np.rint(np.linspace(start, end, 40)[4:-4] - 0.5).astype(int)
    assert_allclose(np.median(still[on_line[:, 1], on_line[:, 0]], axis=0), 3 * [0x22], atol=12)
    x, y = (v.ravel() for v in np.meshgrid(np.arange(9, width - 9, 7) + left, np.arange(9, height - 9, 7) + top))
    z = in_data(film, axes_of(film, "field"), x + 0.5, y + 0.5) @ w + b
    off = np.abs(still[y, x] - colors(sigmoid(np.clip(z, -6, 6)))).max(axis=1)
    assert np.mean(off < 5) > 0.7  # points, legend and boundary are the rest


@pytest.mark.parametrize("name", ["apart", "mixed"])
def test_the_path_is_the_historys_on_contours_of_the_loss_at_the_final_bias(runs, name):
    history, film = runs[name]
    walk = drawn(film, "path of run 1")[:, 0]
    assert_allclose(walk, history.w, atol=1e-3)
    assert_array_equal(drawn(film, "weights of run 1"), drawn(film, "path of run 1"))
    ax, data, b = axes_of(film, "path of run 1"), DATA[name], history.b[-1]
    assert ax.get_title() == f"Loss at b = {b:.2f}".replace("-", "−")
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("w₁", "w₂")
    (levels,) = ax.collections
    for level, path in zip(levels.levels[2:-2], levels.get_paths()[2:-2], strict=True):
        for w in path.vertices[::40]:
            assert_allclose(log_loss(data.X, data.y, w, b), level, rtol=0.02)
    assert_allclose(*np.diff(ax.transData.transform([(0, 0), (1, 1)]), axis=0).T, rtol=1e-6)  # a square stays one


@pytest.mark.parametrize("data", [MIXED, HOURS], ids=["two features", "one feature"])
def test_with_a_penalty_the_path_ends_at_the_bottom_of_its_contours(data):
    history = newton(data.X, data.y, l2=0.5)
    (levels,) = axes_of(watch(history, data), "path of run 1").collections
    for level, path in zip(levels.levels[2:-2], levels.get_paths()[2:-2], strict=True):
        for u, v in path.vertices[::40]:
            w, b = ([u, v], history.b[-1]) if data is MIXED else ([u], v)
            assert_allclose(log_loss(data.X, data.y, w, b, 0.5), level, rtol=0.02)
            assert level > history.loss[-1]


@pytest.mark.parametrize("name", DATA)
def test_the_learning_curve_is_the_historys_with_a_dot_at_the_iteration_shown(runs, name):
    history, film = runs[name]
    dot = drawn(film, "loss of run 1")[:, 0]
    assert_allclose(dot[:, 0], np.arange(61), atol=0.01)
    assert_allclose(dot[:, 1], history.loss, atol=1e-4)
    spec, trail = (film.marks[place(film, f"{what} of run 1")] for what in ("loss", "learning curve"))
    assert (trail["kind"], trail["at"]) == ("trail", spec["at"])
    ax = axes_of(film, "loss of run 1")
    assert ax.get_xlim()[0] <= 0
    assert ax.get_xlim()[1] >= 60
    assert ax.get_ylim()[0] == 0
    assert ax.get_ylim()[1] > history.loss.max()


@pytest.mark.parametrize("name", DATA)
def test_what_comes_is_no_part_of_the_picture_and_on_the_screen_only_where_it_is_asked_for(runs, name):
    film = runs[name][1]
    assert not film.ahead
    for ax in film.figure.axes:
        assert not [line for line in ax.lines if len(line.get_xdata()) > 2], "a curve that is drawn from the start"
    ahead = [spec for spec in film.marks if spec.get("ahead")]
    walked = [spec for spec in film.marks if spec["kind"] == "trail" and not spec.get("ahead")]
    assert [spec["at"] for spec in ahead] == [spec["at"] for spec in walked]
    assert {len(spec["color"]) for spec in ahead} == {9}, "it is pale"


def test_on_paper_what_comes_is_shown(runs):
    film = runs["mixed"][1]
    spec = film.marks[place(film, "loss of run 1")]
    x, y = block(film, place(film, "loss of run 1"))[50]
    seen = np.asarray(film.still(0).crop((int(x) - 3, int(y) - 3, int(x) + 4, int(y) + 4))).astype(int)
    assert seen.min() < 225, "nothing is drawn at iteration 50"
    assert seen.min() > 120, "what comes is dark"
    left, top, width, height = spec["clip"]
    assert left < x < left + width
    assert top < y < top + height


def test_rates_far_apart_are_told_apart_on_a_logarithmic_scale():
    film = watch([descent(HOURS, 120, learning_rate=rate) for rate in (0.03, 0.3, 3.0)], HOURS)
    ax = axes_of(film, "loss of run 1")
    assert ax.get_yscale() == "log"
    last = [block(film, place(film, f"loss of run {k}"))[-1, 1] for k in (1, 2, 3)]
    height = film.marks[place(film, "loss of run 1")]["clip"][3]
    assert abs(last[0] - last[1]) > 0.1 * height
    assert [text.get_text() for text in ax.get_yticklabels() if text.get_text()]
    alike = watch([descent(HOURS, 120, learning_rate=rate) for rate in (0.2, 0.3)], HOURS)
    assert axes_of(alike, "loss of run 1").get_yscale() == "linear"


# One feature, and many


@pytest.mark.parametrize("options", [{}, {"w": [-2.0], "b": 3.0}, {"learning_rate": 50.0}, {"w": [2e-4], "b": 1.5}])
def test_the_curve_of_one_feature_runs_through_the_probabilities_in_every_frame(options):
    history = descent(HOURS, 20, **options)
    film = watch(history, HOURS)
    ax, spec = axes_of(film, "curve of run 1"), film.marks[place(film, "curve of run 1")]
    u, y = np.array(spec["shape"]).T
    left, _, width, _ = spec["clip"]
    at = np.arange(left + 0.5, left + width)
    x = in_data(film, ax, at, 0 * at)[:, 0]
    p = in_data(film, ax, 0 * y, y)[:, 1]
    for (stretch, shift), w, b in zip(
        block(film, place(film, "curve of run 1")), history.w[:, 0], history.b, strict=True
    ):
        order = np.argsort(stretch * u.astype(float))
        seen = np.interp(at, (stretch * u + shift)[order], p[order])
        assert_allclose(seen, sigmoid(w * x + b), atol=2e-3 + abs(w) * (x[1] - x[0]) / 4)
        assert (stretch * u + shift).min() < left < left + width < (stretch * u + shift).max()
    upright = drawn(film, "boundary of run 1")[:, 0, 0]
    shown = ~np.isnan(upright)
    assert_allclose(upright[shown], -history.b[shown] / history.w[shown, 0], atol=1e-2, rtol=1e-4)
    assert shown.tolist() == (history.w[:, 0] != 0).tolist()


def test_the_curve_without_a_weight_is_level_at_one_half():
    film = watch(descent(HOURS, 0), HOURS)
    left, _, width, _ = film.marks[0]["clip"]
    row = round(film.size[1] - axes_of(film, "curve of run 1").transData.transform((0, 0.5))[1])
    band = np.asarray(film.still(0))[row - 2 : row + 2, left + 5 : left + width - 5]
    assert (band.max(axis=2).min(axis=0) < 60).all()  # the curve's ink in every column


def test_with_one_feature_weight_and_bias_are_the_whole_loss_surface(runs):
    history, film = runs["one feature"]
    assert_allclose(drawn(film, "path of run 1")[:, 0], np.column_stack([history.w, history.b]), atol=1e-3)
    ax = axes_of(film, "path of run 1")
    assert (ax.get_xlabel(), ax.get_ylabel(), ax.get_title()) == ("w", "b", "Loss surface")
    (levels,) = ax.collections
    for level, path in zip(levels.levels[2:-2], levels.get_paths()[2:-2], strict=True):
        for w, b in path.vertices[::40]:
            assert_allclose(log_loss(HOURS.X, HOURS.y, [w], b), level, rtol=0.03)


def test_with_many_features_there_is_a_bar_for_each_weight(runs):
    history, film = runs["three features"]
    bars = drawn(film, "weights")
    assert bars.shape == (61, 6, 2)
    assert_allclose(bars[:, ::2, 1], 0, atol=1e-4)
    assert_allclose(bars[:, 1::2, 1], history.w, atol=1e-4)
    assert_allclose(bars[:, :, 0].reshape(61, 3, 2).mean(axis=2), [[0, 1, 2]] * 61, atol=1e-3)
    labels = [text.get_text() for text in axes_of(film, "weights").get_xticklabels()]
    assert labels == ["x₁", "x₂", "x₃"]
    assert len(film.figure.axes) == 2


# Captions


@pytest.mark.parametrize("name", DATA)
def test_a_caption_agrees_with_the_history(runs, name):
    history, film = runs[name]
    data = DATA[name]
    for t in range(len(history)):
        iteration, last, loss, per_cent, *rest = said(film, t)
        assert (iteration, last) == (t, 60)
        assert abs(loss - history.loss[t]) <= 0.500001e-4
        assert abs(per_cent - 100 * accuracy(data.y, data.X @ history.w[t] + history.b[t] > 0)) <= 0.0500001
        if name != "three features":
            assert_allclose(rest[: data.X.shape[1] + 1], [*history.w[t], history.b[t]], atol=0.00501)
        assert ("all weights are 0: every point gets probability ½" in film.sentence(t)) == (t == 0)
    assert not re.search("[-−]0.00", film.sentence(0))


def test_a_shorter_run_holds_its_last_frame_and_has_finished_from_then_on():
    histories = [descent(MIXED, 50), descent(MIXED, 20, learning_rate=1.0), descent(MIXED, 40)]
    film = watch(histories, MIXED, labels=["long", "{short}", "middle"])
    assert film.frames == 51
    for t in range(51):
        finished = [name for name in ("long", "{short}", "middle") if f"{name} has finished" in film.sentence(t)]
        assert finished == ["{short}"] * (t >= 20) + ["middle"] * (t >= 40)
    short = histories[1]
    assert film.sentence(50).count(f"{{short}}: loss {short.loss[-1]:.4f}") == 1
    assert_allclose(drawn(film, "weights of {short}")[20:, 0], np.tile(short.w[-1], (31, 1)), atol=1e-3)


@pytest.mark.parametrize("T", [999, 1000, 1001, 1500, 12_345])
def test_up_to_1001_entries_every_one_is_shown_and_beyond_that_1001_of_them_evenly(T):
    history = History(np.linspace(0, 1, T + 1)[:, None], np.zeros(T + 1), np.linspace(0.7, 0.5, T + 1), LIMIT)
    film = watch(history, HOURS)
    assert film.frames == min(T + 1, 1001)
    shown = [said(film, frame)[0] for frame in range(film.frames)]
    assert (shown[0], shown[-1]) == (0, T)
    assert np.ptp(np.diff(shown)) <= (T > 1000)
    assert_allclose(drawn(film, "loss of run 1")[:, 0, 0], shown, atol=T / 1000)
    assert_allclose(
        [said(film, frame)[2] for frame in (0, 500, -1 + film.frames)],
        history.loss[np.int_(shown)[[0, 500, -1]]],
        atol=5e-5,
    )
    assert ("one frame for every" in film.sentence(0)) == (T > 1000)


def test_a_shorter_run_in_a_thinned_film_finishes_with_its_last_entry():
    film = watch([descent(MIXED, 3000), descent(MIXED, 100)], MIXED)
    first = min(frame for frame in range(film.frames) if "run 2 has finished" in film.sentence(frame))
    assert said(film, first - 1)[0] < 100 <= said(film, first)[0]
    assert film["weights of run 2"].values[first].tolist() == descent(MIXED, 100).w[-1].tolist()


# Several runs


def test_runs_on_one_data_set_share_the_axes_with_a_line_each():
    histories = [descent(MIXED, 20, learning_rate=rate) for rate in (0.01, 0.1, 1.0, 3.0, 5.0)]
    film = watch(tuple(histories), MIXED, labels=[*"abcde"])
    lines = [film[name] for name in film.names if name.startswith("boundary")]
    assert [mark.name for mark in lines] == [f"boundary of {label}" for label in "abcde"]
    assert len({mark.ax for mark in lines}) == 1
    assert len({mark.look["color"] for mark in lines}) == len({mark.look["dash"] for mark in lines}) == 5
    assert "field" not in film.names
    assert len(film.figure.axes) == 3
    legend = axes_of(film, "loss of a").get_legend()
    assert [text.get_text() for text in legend.get_texts()] == [*"abcde"]
    for label, history in zip("abcde", histories, strict=True):
        assert_allclose(drawn(film, f"weights of {label}")[:, 0], history.w, atol=0.01)
        assert_allclose(drawn(film, f"loss of {label}")[:, 0, 1], history.loss, atol=1e-3)


def test_letters_that_no_font_here_has_are_drawn_without_a_warning():
    data = Dataset(MIXED.X, MIXED.y, "二つの雲 🌸", class_names=("有", "無"), feature_names=("長さ", "幅"))
    film = watch(descent(data, 5), data)
    film.figure.axes[0].set_title("雨")
    film.draw(film.figure)
    film.figure.axes[0].set_title("風")
    assert film.twin()
    fig, ax = plots.figure()
    plots.points(data, ax=ax)
    assert plots.show(fig, "two clouds")._repr_html_()


@pytest.mark.parametrize("names", [("class 0", "class 1"), ("a tumour that is benign", "a tumour that is malignant")])
@pytest.mark.parametrize("name", ["apart", "one feature"])
def test_the_names_of_the_classes_stand_clear_of_all_that_is_drawn(name, names):
    data = Dataset(DATA[name].X, DATA[name].y, "Named", class_names=names)
    for film in (watch(descent(data), data), watch([descent(data), descent(APART)], [data, APART])):
        renderer = RendererAgg(1, 1, film.figure.dpi)
        ax = axes_of(film, next(name for name in film.names if name.startswith("boundary")))
        legend = ax.get_legend().get_window_extent(renderer)
        assert [text.get_text() for text in ax.get_legend().get_texts()] == list(names)
        others = [other.get_tightbbox(renderer) for other in film.figure.axes if other is not ax]
        for box in (ax.bbox, ax.xaxis.label.get_window_extent(renderer), *others):
            assert not legend.overlaps(box)
        assert legend.x0 > 0
        assert legend.y0 > 0


def test_data_sets_side_by_side_have_axes_maps_and_names_of_their_own():
    histories = [descent(APART, 30), descent(MIXED, 30)]
    film = watch(histories, [APART, MIXED])
    assert len(film.figure.axes) == 5
    fields = [mark["clip"][0] for mark in film.marks if mark["kind"] == "field"]
    lefts = {round(ax.bbox.x0): ax.get_title() for ax in film.figure.axes[::-1]}  # under the data stands the path
    assert [lefts[round(left)] for left in fields] == [APART.title, MIXED.title]
    for data, history in zip((APART, MIXED), histories, strict=True):
        ax = axes_of(film, f"boundary of {data.title}")
        assert ax.get_title() == data.title
        assert_allclose(drawn(film, f"weights of {data.title}")[:, 0], history.w, atol=1e-3)
        assert f"{data.title}: loss {history.loss[7]:.4f}" in film.sentence(7)
    mixture = watch([descent(HOURS, 5), descent(MIXED, 5)], [HOURS, MIXED])
    assert {spec["kind"] for spec in mixture.marks} == {"curve", "line", "field", "trail", "dot"}


# Unusual runs


@pytest.mark.parametrize("name", DATA)
def test_a_run_of_no_iterations_is_one_frame(name):
    film = watch(descent(DATA[name], 0), DATA[name])
    assert repr(film) == "Player(1 frame)"
    assert film.sentence(0).startswith("Iteration 0 of 0 · loss 0.6931")
    assert len(film.twin()) < 80_000


@pytest.mark.parametrize("data", [APART, MIXED, HOURS])
def test_newtons_method_is_shown_step_by_step(data):
    history = newton(data.X, data.y)
    film = watch(history, data)
    assert film.frames == len(history)
    last = film["weights of run 1"].values[-1]
    assert_array_equal(last, [*history.w[-1], history.b[-1]][:2])


@pytest.mark.parametrize("data", [MIXED, HOURS, THREE])
def test_a_run_that_diverged_is_shown_up_to_its_last_entry(data):
    history = descent(data, 2000, l2=3.0, learning_rate=1.0, w=np.ones(data.X.shape[1]))
    assert history.stopped == "diverged"
    film = watch(history, data)
    assert film.frames == len(history)
    assert np.isfinite(np.frombuffer(film.data, "<f4")[: film.captions["at"]]).mean() > 0.9
    assert "loss > 10³⁸" in film.sentence(film.frames - 1)
    ax = axes_of(film, "loss of run 1")
    assert ax.get_yscale() == "log"
    assert_allclose(drawn(film, "loss of run 1")[5, 0], [5, history.loss[5]], rtol=0.02)
    assert len(film.twin()) < 80_000


@pytest.mark.parametrize("options", [{"w": [8e5, -6e5]}, {"w": [1.0, 2.0], "learning_rate": 300.0}, {"w": [1e6, 3e6]}])
def test_huge_weights_and_losses_of_zero_are_drawn_without_a_warning(options):
    history = descent(APART, 10, **options)
    film = watch(history, APART)
    assert_allclose(drawn(film, "weights of run 1")[:, 0], history.w, rtol=1e-3, atol=1e-2 * np.ptp(history.w))
    assert film.still(10).size == tuple(film.size)


def test_features_that_say_nothing_are_drawn_without_a_warning():
    for X in (np.zeros((10, 2)), np.ones((10, 1)), np.tile([1.0, 5.0], (10, 1))):
        data = Dataset(X, np.arange(10) % 2)
        assert watch(descent(data, 5), data).frames == 6


def test_many_points_are_counted_as_few_are():
    many = overlapping(10_000)
    history = descent(many, 300)
    film = watch(history, many)
    for t in (0, 199, 200, 300):
        assert abs(said(film, t)[3] - 100 * accuracy(many.y, many.X @ history.w[t] + history.b[t] > 0)) <= 0.0500001
    assert film.frames == 301


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((None, MIXED), "history must be a History, as gradient_descent returns it, or a list of them"),
        (([], MIXED), "history must be a History"),
        ((MIXED, descent(MIXED, 1)), r"history comes first and dataset second, as in watch\(my_step, data\)"),
        (([descent(MIXED, 1), 3], MIXED), "history must be a History"),
        ((descent(MIXED, 1), MIXED.X), r"dataset must be a Dataset, or a list of them; make one with Dataset\(X, y\)"),
        ((descent(MIXED, 1), (MIXED.X, MIXED.y)), "dataset must be a Dataset"),
        ((descent(HOURS, 1), MIXED), "history has 1 weights, but dataset has 2 features"),
        (([descent(MIXED, 1)] * 2, [MIXED] * 3), "dataset must be one for each history; got 3 for 2"),
        (([descent(MIXED, 1)] * 6, MIXED), "history must hold at most 5 runs; got 6"),
        (([descent(THREE, 1)] * 2, THREE), "history must be a single run where the data have more than two features"),
        (([descent(THREE, 1)] * 2, [THREE] * 2), "history must be a single run"),
        (([descent(MIXED, 1), descent(THREE, 1)], [MIXED, THREE]), "history must be a single run"),
        (
            ([descent(MIXED, 1)] * 2, MIXED, ["one"]),
            r"labels must be a list that names each of the 2 runs; got \['one'\]",
        ),
        (([descent(MIXED, 1)] * 2, MIXED, "ab"), "labels must be a list that names each of the 2 runs; got 'ab'"),
        ((descent(MIXED, 1), MIXED, 3), "labels must be a list"),
    ],
)
def test_bad_input_is_refused_in_words(arguments, message):
    history, dataset, *labels = arguments
    with pytest.raises(ValueError, match=message):
        watch(history, dataset, labels=labels[0] if labels else None)


# What is sent, stored and left behind


def test_a_film_of_1001_iterations_of_400_points_is_small_enough_to_send_and_to_store():
    data = overlapping(400)
    film = watch(descent(data, 1000), data)
    state = film.get_state()
    buffers = ("picture", "data", "pixels")
    rest = {name: value for name, value in state.items() if name not in buffers}
    assert repr(film) == "Player(1001 frames)"
    assert sum(len(state[name]) for name in buffers) + len(json.dumps(rest)) <= 200_000
    assert len(state["data"]) == 4 * 1001 * (4 + 4 + 2 + 2 + 6)  # field, boundary, two dots with their trails, caption
    twin = film.twin()
    assert len(twin) <= 80_000
    picture = np.asarray(Image.open(io.BytesIO(twin)).convert("RGB")).astype(float)
    quarters = np.split(picture[:, : picture.shape[1] // 4 * 4], 4, axis=1)
    blue = np.array([np.abs(part - 255 * np.array(to_rgb("#7fbde0"))).max(axis=2) < 12 for part in quarters]).mean(
        axis=(1, 2)
    )
    assert blue[0] < 0.01 < blue[2] < blue[3]  # even at first, then two-coloured, ever steeper
    bundle, metadata = film._repr_mimebundle_()
    assert {"text/plain", "image/png", "application/vnd.jupyter.widget-view+json"} <= set(bundle)
    assert metadata["image/png"]["alt"] == film.alt


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (
            lambda: watch(descent(MIXED, 1), MIXED),
            ["Two clouds that overlap", "boundary", "learning curve", "contours"],
        ),
        (lambda: watch(descent(HOURS, 1), HOURS), ["Passing an exam", "probability curve"]),
        (lambda: watch(descent(THREE, 1), THREE), ["Three features", "bar for each weight"]),
        (lambda: watch([descent(MIXED, 1)] * 2, MIXED), ["for each run"]),
        (lambda: watch([descent(MIXED, 1), descent(APART, 1)], [MIXED, APART]), [MIXED.title, APART.title]),
        (lambda: watch(descent(MIXED, 1), MIXED, title="My own words"), ["My own words"]),
    ],
)
def test_the_description_says_what_is_to_be_seen(make, words):
    alt = make().alt
    assert all(word in alt for word in words), alt


def test_nothing_is_changed_and_nothing_is_left_open():
    settings, data = dict(mpl.rcParams), Dataset(MIXED.X.copy(), MIXED.y.copy())
    history = descent(data, 5)
    before = [array.copy() for array in (data.X, data.y, history.w, history.b, history.loss)]
    labels = ["a", "b"]
    watch([history, history], data, labels=labels).twin()
    with pytest.raises(ValueError, match="labels"):
        watch(history, data, labels=labels)
    for array, copy in zip((data.X, data.y, history.w, history.b, history.loss), before, strict=True):
        assert_array_equal(array, copy)
    assert labels == ["a", "b"]
    assert dict(mpl.rcParams) == settings
    assert plt.get_fignums() == []

"""Pictures on one pair of axes: each shows what it says."""

import base64
import html
import io
import re

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex, to_rgb
from numpy.testing import assert_allclose, assert_array_equal
from PIL import Image

from logreg_core import plots
from logreg_core.datasets import Dataset, overlapping, study_hours
from logreg_core.descent import gradient_descent
from logreg_core.equations import log_loss, probability, sigmoid

pytestmark = pytest.mark.filterwarnings("error")

MIXED, HOURS = overlapping(60), study_hours(30)
THREE = Dataset(np.random.default_rng(0).normal(size=(60, 3)), MIXED.y)
W, B = np.array([1.0, -0.5]), 0.3


@pytest.fixture
def ax():
    return plots.figure()[1]


@pytest.mark.parametrize("data", [MIXED, HOURS], ids=["two features", "one feature"])
def test_points_are_told_apart_by_colour_and_by_marker(ax, data):
    assert plots.points(data, ax=ax) is ax
    for label, drawn in enumerate(ax.collections):
        mine = data.X[data.y == label]
        second = mine[:, 1] if mine.shape[1] == 2 else np.full(len(mine), label)
        assert_array_equal(drawn.get_offsets(), np.column_stack([mine[:, 0], second]))
        assert to_hex(drawn.get_facecolor()[0]).upper() == plots.CLASS_COLORS[label]
    assert len({len(drawn.get_paths()[0].vertices) for drawn in ax.collections}) == 2
    assert [text.get_text() for text in ax.get_legend().get_texts()] == list(data.class_names)
    assert (ax.get_title(), ax.get_xlabel()) == (data.title, data.feature_names[0])
    assert ax.get_ylabel() == (data.feature_names[1] if data is MIXED else "probability")
    inside = ax.transAxes.inverted().transform(ax.transData.transform(ax.collections[0].get_offsets()))
    assert ((inside > 0) & (inside < 1)).all()
    assert plots.points(data, ax=plots.figure()[1], legend=False).get_legend() is None


@pytest.mark.parametrize(
    ("w", "b"), [(W, B), ([0.0, 2.0], 1.0), ([-3.0, 0.0], 1.0), ([1e8, 1e8], 0.0), ([1e-9, 2e-9], 0.0)]
)
def test_the_boundary_crosses_the_axes_where_the_probability_is_one_half(ax, w, b):
    ax.set(xlim=(-2, 3), ylim=(-1, 4))
    plots.boundary(w, b, ax=ax, color="#ff0000")
    ends = ax.lines[0].get_xydata()
    assert_allclose(ends @ w + b, 0, atol=1e-9 * np.hypot(*w))
    assert (np.isclose(ends, [-2, -1]) | np.isclose(ends, [3, 4])).any(axis=1).all()
    assert np.hypot(*(ends[1] - ends[0])) > 1
    assert ax.get_xlim() == (-2, 3)
    assert ax.lines[0].get_color() == "#ff0000"


@pytest.mark.parametrize(("w", "b"), [([0, 0], 0), ([0, 0], 1), ([1, 1], 100), ([1, 1], -100)])
def test_a_boundary_outside_of_the_axes_is_nowhere(w, b):
    x, y = plots.boundary_ends([w], [b], (-2, 3), (-1, 4))
    assert np.isnan([x, y]).all()


def test_boundaries_of_many_frames_are_those_of_each():
    w, b = np.random.default_rng(1).normal(size=(50, 2)), np.linspace(-5, 5, 50)
    ends = np.stack(plots.boundary_ends(w, b, (-2, 3), (-1, 4)), axis=1)
    assert 0 < np.isnan(ends[:, 0, 0]).sum() < 40
    for t in range(50):
        alone = np.stack(plots.boundary_ends(w[t : t + 1], b[t : t + 1], (-2, 3), (-1, 4)), axis=1)
        assert_allclose(ends[t], alone[0], rtol=1e-12)


def test_the_map_and_the_curve_show_the_probabilities(ax):
    ax.set(xlim=(-2, 3), ylim=(-1, 4))
    plots.probability_map(W, B, ax=ax)
    p = ax.images[0].get_array()
    grid = np.array([(x, y) for y in np.linspace(-1, 4, 200) for x in np.linspace(-2, 3, 200)])
    assert_allclose(p.ravel(), probability(grid, W, B))
    assert ax.images[0].get_extent() == [-2, 3, -1, 4]
    assert ax.images[0].origin == "lower"
    assert ax.images[0].get_clim() == (0, 1)
    plots.probability_curve([2.0], -1.0, ax=ax)
    x, y = ax.lines[0].get_data()
    assert_allclose(y, sigmoid(2 * x - 1))
    assert (x[0], x[-1]) == (-2, 3)


def test_the_colours_of_the_map_are_white_at_one_half_and_lean_to_the_colour_of_their_class():
    assert to_rgb(plots.PROBABILITY_MAP(0.5)) == pytest.approx((1, 1, 1), abs=0.005)
    for p, color in ((0.0, plots.BLUE), (1.0, plots.VERMILION)):
        tint, full = np.subtract(1, to_rgb(plots.PROBABILITY_MAP(p))), np.subtract(1, to_rgb(color))
        assert np.argsort(tint).tolist() == np.argsort(full).tolist()


def test_learning_curves_share_axes_that_begin_at_zero(ax):
    runs = [gradient_descent(MIXED.X, MIXED.y, n_iterations=20, w=start) for start in ([-3.0, 3.0], [0.0, 0.0])]
    for run in runs:
        plots.learning_curve(run, ax=ax, label="run")
    assert [line.get_ydata().tolist() for line in ax.lines] == [run.loss.tolist() for run in runs]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("iteration", "log loss")
    assert ax.get_ylim()[0] == 0
    assert ax.get_ylim()[1] > runs[0].loss[0]


@pytest.mark.parametrize("l2", [0.0, 0.5])
def test_contours_are_level_lines_of_the_loss(ax, l2):
    u, v = np.linspace(-1, 3, 60), np.linspace(-3, 1, 50)
    loss = plots.loss_grid(MIXED.X, MIXED.y, u, v, lambda u, v: (np.column_stack([u, v]), np.full(len(u), B)), l2)
    assert loss.shape == (50, 60)
    assert_allclose(loss[7, 11], log_loss(MIXED.X, MIXED.y, [u[11], v[7]], B, l2))
    assert_allclose(loss[-1, 0], log_loss(MIXED.X, MIXED.y, [u[0], v[-1]], B, l2))
    plots.contours(u, v, loss, ax=ax)
    for level, path in zip(ax.collections[0].levels[1:], ax.collections[0].get_paths()[1:], strict=True):
        assert len(path.vertices)
        for w in path.vertices[::50]:
            assert_allclose(log_loss(MIXED.X, MIXED.y, w, B, l2), level, rtol=0.01)


def test_contours_carry_their_values_in_few_digits(ax):
    u = np.linspace(-3, 3, 60)
    loss = plots.loss_grid(MIXED.X, MIXED.y, u, u, lambda u, v: (np.column_stack([u, v]), np.full(len(u), B)))
    plots.contours(u, u, loss, ax=ax)
    levels, said = ax.collections[0].levels, [text.get_text() for text in ax.texts]
    assert len(said) >= 3
    assert {f"{level:g}" for level in levels} >= set(said)
    assert all(len(text.replace(".", "").lstrip("0")) <= 2 for text in said)


@pytest.mark.parametrize("low", [0.0, 0.27, 1000.0, -5.0])
@pytest.mark.parametrize("span", [1e-6, 1e-3, 1.0, 1e6])
def test_round_levels_lie_in_the_table_and_are_many(low, span):
    table = low + span * np.linspace(0, 1, 400).reshape(20, 20) ** 2
    found = plots.round_levels(table, 14)
    assert 9 <= len(found) <= 14
    assert table.min() < found[0]
    assert found[-1] < table.max()
    assert plots.round_levels(np.full((3, 3), low), 14).size == 0


def test_a_grid_of_losses_over_many_points_is_the_same_and_finite_for_huge_weights():
    many, u = overlapping(20_000), np.linspace(-1e6, 1e6, 9)
    loss = plots.loss_grid(many.X, many.y, u, u[:5], lambda u, v: (np.column_stack([u, v]), 0 * u))
    assert_allclose(loss[2, 3], log_loss(many.X, many.y, [u[3], u[2]], 0.0))
    assert np.isfinite(loss).all()


@pytest.mark.parametrize("data", [MIXED, HOURS], ids=["two weights", "weight and bias"])
def test_the_path_is_the_historys(ax, data):
    run = gradient_descent(data.X, data.y, n_iterations=9)
    plots.path(run, ax=ax)
    walk = np.column_stack([run.w, run.b])[:, :2]
    assert_array_equal(ax.lines[0].get_xydata(), walk)
    assert_array_equal(ax.lines[1].get_xydata(), walk[-1:])


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda ax: plots.points(THREE, ax=ax), "dataset must have 1 or 2 features for this picture; got 3"),
        (
            lambda ax: plots.path(gradient_descent(THREE.X, THREE.y, n_iterations=1), ax=ax),
            "history must have 1 or 2 weights for this picture; got 3",
        ),
        (lambda ax: plots.probability_map([1, 2, 3], 0, ax=ax), "w must"),
    ],
)
def test_more_than_two_features_are_refused(ax, draw, message):
    with pytest.raises(ValueError, match=message):
        draw(ax)


@pytest.mark.parametrize(("values", "low", "high"), [([1, 3], 0.88, 3.12), ([2, 2], 1, 3), ([-1.0], -2, 0)])
def test_a_span_leaves_a_margin_even_around_a_single_value(values, low, high):
    assert plots.span(values) == pytest.approx((low, high))


def test_a_picture_is_an_image_with_its_description_and_a_stable_repr():
    alt = 'A "line" & <points> of 5 > 3'
    fig, ax = plots.figure(width=3, height=2)
    ax.axvspan(0, 1, color="#cc0077")
    picture = plots.show(fig, alt)
    tag = picture._repr_html_()
    assert html.unescape(re.fullmatch(r'<img alt="([^"]*)" style="[^"]*" src="[^"]*">', tag)[1]) == alt
    assert "<points>" not in tag
    image = Image.open(io.BytesIO(base64.b64decode(tag.split("base64,")[1][:-2]))).convert("RGB")
    assert image.size == (600, 400)
    assert_allclose(image.getpixel((330, 180)), (0xCC, 0, 0x77), atol=3)
    assert repr(picture) == f"Picture: {alt}"


def test_a_figure_has_the_size_and_the_axes_that_were_asked_for():
    fig, axes = plots.figure(3, 2)
    assert np.shape(axes) == (2, 3)
    assert tuple(fig.get_size_inches()) == (11, 8.4)
    assert tuple(plots.figure(width=3, height=2)[0].get_size_inches()) == (3, 2)
    fig, (wide, narrow) = plots.figure(2, shares=[3, 1])
    fig.draw_without_rendering()
    assert wide.get_position().width > 2.5 * narrow.get_position().width
    with pytest.raises(ValueError, match="shares must hold a number"):
        plots.figure(2, shares=[1, 0])


def test_the_look_is_the_courses_and_the_readers_settings_stay_as_they_were():
    settings = dict(mpl.rcParams)
    with mpl.rc_context({"font.size": 30, "axes.titlesize": 40, "axes.spines.top": True}):
        asked = dict(mpl.rcParams)
        fig, ax = plots.figure()
        plots.points(MIXED, ax=ax)
        plots.boundary(W, B, ax=ax)
        plots.probability_map(W, B, ax=ax)
        plots.show(fig, "")._repr_html_()
        with pytest.raises(ValueError, match="features"):
            plots.points(THREE, ax=ax)
        assert dict(mpl.rcParams) == asked
        assert ax.title.get_fontsize() == plots.LOOK["axes.titlesize"] == 14
        assert not ax.spines["top"].get_visible()
    assert dict(mpl.rcParams) == settings
    assert plt.get_fignums() == []

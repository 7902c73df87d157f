"""A figure is drawn as matplotlib draws it, pixel for pixel, and its PNG has the same colours, or nearly."""

import io
import subprocess
import sys

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from numpy.testing import assert_allclose, assert_array_equal
from PIL import Image

from logreg_core.datasets import overlapping
from logreg_core.descent import gradient_descent
from logreg_core.drawing import PEN, around, drawn, png
from logreg_core.films import watch

DATA = overlapping(60)


def plain(ax):
    ax.plot([0, 1, 2], [-3, 5, 4])
    ax.set(xlabel="across", ylabel="up", title="A title")


def logarithmic(ax):
    ax.semilogy([1, 2, 3], [1e-3, 1, 1e4])


def upside_down(ax):
    ax.set(xlim=(5, -5), ylim=(3, 1), xlabel="from right to left")


def in_words(ax):
    ax.set_xticks([0, 0.3, 1], ["few", "some", "many"], rotation=30)


def far_away(ax):
    ax.set(xlim=(1e6, 1e6 + 3), ylim=(0, 1e9), ylabel="with an offset at the corner")


def lined(ax):
    ax.grid(True)
    ax.xaxis.set_ticks_position("top")
    ax.yaxis.tick_right()
    ax.minorticks_on()


def turned(ax):
    ax.tick_params(labelrotation=40, labelright=True, length=9, direction="inout")


def bare(ax):
    ax.tick_params(bottom=False, labelbottom=False)
    ax.yaxis.set_visible(False)


@pytest.mark.parametrize("layout", [None, "constrained"])
@pytest.mark.parametrize("draw", [plain, logarithmic, upside_down, in_words, far_away, lined, turned, bare])
def test_a_figure_is_drawn_as_matplotlib_draws_it(draw, layout):
    figures = [Figure(figsize=(6, 3), layout=layout) for _ in range(2)]
    for figure in figures:
        for ax in figure.subplots(1, 2):
            draw(ax)
    ours, theirs = figures
    theirs.set_dpi(130)
    canvas = FigureCanvasAgg(theirs)
    canvas.draw()
    assert_array_equal(drawn(ours, 130), canvas.buffer_rgba())
    assert_array_equal([box.extents for box in around(ours)], [ax.get_tightbbox().extents for ax in theirs.axes])


def test_drawing_a_film_makes_one_tick_for_each_axis():
    film = watch(gradient_descent(DATA.X, DATA.y), DATA)
    assert [len(axis.majorTicks) for ax in film.figure.axes for axis in (ax.xaxis, ax.yaxis)] == [1] * 6


@pytest.mark.parametrize("quick", [True, False])
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_png_has_the_colours_of_its_picture(mode, quick):
    figure = Figure(figsize=(3, 2))
    figure.patch.set_alpha(0)
    plain(figure.subplots())
    picture = Image.fromarray(drawn(figure, 100)).convert(mode)
    made = Image.open(io.BytesIO(png(picture, 60, quick=quick)))
    assert len(made.getcolors()) <= 60
    seen, meant = (np.asarray(each.convert("RGBA")).astype(float) for each in (made, picture))
    assert_array_equal(seen[..., 3] == 0, meant[..., 3] == 0)
    over_white = [each[..., :3] * each[..., 3:] / 255 + 255 - each[..., 3:] for each in (seen, meant)]
    assert_allclose(*over_white, atol=40)
    assert np.mean(np.abs(over_white[0] - over_white[1])) < 0.5
    assert_array_equal(over_white[0][(over_white[1] == 255).all(axis=2)], 255)


@pytest.mark.parametrize("color", [(255, 255, 255, 255), (0, 0, 0, 0), (12, 34, 56, 255)])
def test_a_picture_of_one_colour_is_a_png_of_it(color):
    made = Image.open(io.BytesIO(png(Image.new("RGBA", (40, 30), color), 8))).convert("RGBA")
    assert made.size == (40, 30)
    assert {alpha and (*rgb, alpha) for _, (*rgb, alpha) in made.getcolors()} == {color[3] and color}


def test_a_png_is_made_without_the_code_of_other_formats():
    pytest.importorskip("PIL", minversion="12", reason="older ones load it whatever is asked for")
    code = "import sys, numpy as np; from logreg_core.drawing import png; png(np.zeros((9, 9, 4), np.uint8), 8)"
    code += "; print(*[name for name in sys.modules if name.startswith('PIL.') and name.endswith('Plugin')])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["PIL.PngImagePlugin"]


def test_a_figure_that_was_drawn_has_its_own_canvas_again_and_what_measured_it_holds_no_pixels():
    figure = Figure(figsize=(3, 2))
    canvas = figure.canvas
    plain(figure.subplots())
    drawn(figure, 100)
    around(figure)
    assert figure.canvas is canvas
    assert (PEN.width, PEN.height) == (1, 1)

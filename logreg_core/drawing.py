"""A figure as pixels, and pixels as a PNG: matplotlib's own drawing, without what it does over and over.

with at_once(fig):
    pixels = drawn(fig, dpi=200)
png(pixels, colors=96)
"""

import contextlib
import io
import warnings

import numpy as np
from matplotlib.axis import XAxis, YAxis
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.ticker import NullLocator
from PIL import Image

PEN = RendererAgg(1, 1, 100)
CLEAR, WHITE = (255, 255, 255, 0), (255, 255, 255, 255)  # nine tenths of most pictures are one or the other


@contextlib.contextmanager
def boxed():
    """Draw letters that the font does not have as boxes, without a warning for each."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from font")
        yield


class _Canvas(FigureCanvasAgg):
    def get_renderer(self):
        return PEN


@contextlib.contextmanager
def pen(figure, size=(1, 1)):
    """Draw and measure a figure with the pen of all figures: it remembers how wide each word is.

    It gets as many pixels as are to be drawn, and keeps none: each text holds the pen that has drawn it.
    """
    before = figure.canvas
    PEN.__init__(*size, figure.dpi)
    _Canvas(figure)
    try:
        yield PEN
    finally:
        PEN.__init__(1, 1, figure.dpi)
        figure.set_canvas(before)


def drawn(figure, dpi):
    """The pixels (height, width, 4) of a figure, as matplotlib draws them."""
    figure.set_dpi(dpi)
    with pen(figure, figure.canvas.get_width_height(physical=True)) as renderer, at_once(figure), boxed():
        figure.draw(renderer)
        return np.array(renderer.buffer_rgba())


def around(figure, axes=None):
    """The boxes around axes (or all of them) with what is written beside them, in pixels; None where nothing is."""
    with pen(figure) as renderer, at_once(figure):
        return [ax.get_tightbbox(renderer) for ax in axes or figure.axes]


@contextlib.contextmanager
def at_once(figure):
    """Draw and measure axes with one tick each, which goes from place to place, where matplotlib makes one for each.

    Making them takes a quarter of the drawing, and finding their places anew at every question nearly as much.
    """
    plain = [axis for ax in figure.axes for axis in (ax.xaxis, ax.yaxis) if _is_plain(axis)]
    for axis in plain:
        places = _Places(axis)
        axis._update_ticks, axis._get_ticklabel_bboxes = places.ticks, places.boxes
    try:
        yield
    finally:
        for axis in plain:
            del axis._update_ticks, axis._get_ticklabel_bboxes


def _is_plain(axis):
    """Whether the ticks of an axis are alike, and nobody has asked for more than one of them yet."""
    if type(axis) not in (XAxis, YAxis) or "_update_ticks" in vars(axis):
        return False
    return isinstance(axis.get_minor_locator(), NullLocator) and len(axis.majorTicks) == 1


class _Places:
    """What an axis is asked for while it is drawn; answered once, as long as its limits and its box stay."""

    def __init__(self, axis):
        self.axis, self.tick, self.known = axis, axis.majorTicks[0], None

    def ticks(self):
        """The ticks within the limits."""
        axis = self.axis
        limits = sorted(axis.get_view_interval())
        now = *limits, *axis.axes.bbox.bounds
        if now != self.known:
            places = axis.get_majorticklocs()
            words = axis.major.formatter.format_ticks(places)
            (low, high), along = map(axis.get_transform().transform, (limits, places))
            near = 1e-10 * (high - low)
            inside = (low - near <= along) & (along <= high + near)
            self.shown = [
                _At(self.tick, *at) for at, seen in zip(zip(places, words, strict=True), inside, strict=True) if seen
            ]
            self.known, self.measured = now, None
        return self.shown

    def boxes(self, ticks, renderer):
        """The boxes around the words of the ticks, below or left of the axes, and above or right of them."""
        if self.measured is None:
            labels = self.tick.label1, self.tick.label2
            self.measured = [[at.box(label, renderer) for at in ticks if _counts(label)] for label in labels]
        return self.measured


def _counts(label):
    return label.get_visible() and label.get_in_layout()


class _At:
    """An axis' tick at a place, with its words: the same as all others of it, but for where it is drawn."""

    def __init__(self, tick, place, words):
        self.tick, self.place, self.words = tick, place, words

    def __getattr__(self, name):
        return getattr(self.tick, name)

    def __hash__(self):
        return hash(self.tick)

    def __eq__(self, other):
        return other is self or other is self.tick

    def move(self):
        self.tick.update_position(self.place)
        self.tick.label1.set_text(self.words)
        self.tick.label2.set_text(self.words)

    def box(self, label, renderer):
        self.move()
        return label.get_window_extent(renderer)

    def draw(self, renderer):
        self.move()
        self.tick.draw(renderer)


def png(picture, colors, *, quick=False):
    """The bytes of an image, or of RGBA pixels, as a PNG with at most so many colours.

    It has a third of the size of one with all of them. A `quick` one takes a sixth of the time to choose its colours,
    and its shades show a little. What is clear or white, nine tenths of most pictures, is set aside before.
    """
    mode, pixels = ("RGBA", picture) if isinstance(picture, np.ndarray) else (picture.mode, picture.convert("RGBA"))
    whole = np.asarray(pixels).view("<u4")[..., 0]
    white = whole == 0xFFFFFFFF
    ink = ~white & (whole >= 1 << 24)
    ink[0, 0] |= not ink.any()
    strip = Image.fromarray(whole[ink].view(np.uint8).reshape(1, -1, 4)).convert(mode)
    method = Image.Quantize.FASTOCTREE if quick or mode == "RGBA" else Image.Quantize.MEDIANCUT
    chosen = strip.quantize(colors - 2, method, dither=Image.Dither.NONE)
    numbers = white.astype(np.uint8)
    numbers[ink] = np.asarray(chosen)[0] + 2
    made, out, bands = Image.fromarray(numbers), io.BytesIO(), len(mode)
    made.putpalette([*CLEAR[:bands], *WHITE[:bands], *chosen.getpalette(mode)[: (colors - 2) * bands]], mode)
    out.name = "picture.png"  # for a name Pillow loads the code of that format alone, and not of four others
    made.save(out)
    return out.getvalue()

"""A picture that matplotlib draws once, and marks that the browser moves over it.

A `Player` takes a figure and a list of marks. A mark belongs to one of the figure's axes and holds, in
data coordinates, where it is in each frame; a mark with a single frame stands still. Everything is turned
into pixels here, by matplotlib's own transforms, and goes to the browser at once; moving to another frame
then needs no kernel. The picture is transparent inside axes that have a field or an image under it.
"""

import base64
import re
from dataclasses import dataclass, field, fields, replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from uuid import uuid4

import anywidget
import numpy as np
import traitlets
from IPython import get_ipython
from IPython.display import display
from matplotlib import colormaps
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.colors import to_hex, to_rgb, to_rgba
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.path import Path as Outline
from matplotlib.transforms import Affine2D, Bbox
from PIL import Image, ImageDraw, ImageFont

from logreg_core.packed import FILM, VERSION, film_html
from logreg_core.plots import PROBABILITY_MAP, boxed, png

DPI = 200  # pixels to the inch of the picture: two for each pixel of the page
Z_END = 6.0  # the score at which a field's colour has reached its end
NEAREST, FARTHEST = 0.5, 1e5  # pixels between the ends of a field's gradient
HERE = Path(__file__).parent
SLOT = re.compile(r"\{(\w+):\.(\d+)f\}")  # a number in a sentence
VIEW = "application/vnd.jupyter.widget-view+json"
OUTPUTS = f'<style class="lp-outputs">\n{(HERE / "outputs.css").read_text("utf-8")}</style>'


@dataclass
class Mark:
    """One kind of mark on one pair of axes: `values` (frames, n) in data coordinates, `look` for the browser."""

    kind: str
    ax: object
    values: np.ndarray
    name: str = ""
    look: dict = field(default_factory=dict)


def line(ax, x, y, *, rows=None, name="", color="#222222", width=2.2, dash=()):
    """A line through the points x[t], y[t] of frame t; NaN lifts the pen. x and y are (frames, points).

    With `rows`, x and y hold fewer lines than there are frames, and frame t shows number rows[t].
    """
    look = {"color": color, "width": width, "dash": dash}
    return Mark("line", ax, _pairs(x, y), name, look if rows is None else {**look, "rows": np.asarray(rows).tolist()})


def curve(ax, u, y, scale, shift, *, name="", color="#222222", width=2.2, dash=()):
    """One curve u, y, drawn in frame t through scale[t] u + shift[t], y: two numbers a frame, whatever its shape."""
    look = {"color": color, "width": width, "dash": dash, "shape": np.column_stack([u, y])}
    return Mark("curve", ax, np.column_stack([np.ravel(scale), np.ravel(shift)]), name, look)


def dot(ax, x, y, *, name="", color="#222222", size=10, edge="#ffffff", width=1.2, square=False):
    """A round dot (or several) at x[t], y[t]; or square ones."""
    look = {"color": color, "edge": edge, "width": width, "size": size}
    return Mark("dot", ax, _pairs(x, y), name, {**look, "square": True} if square else look)


def trail(of, *, name="", color=None, width=2.2, dash=()):
    """The path so far of `of`, a mark of one dot."""
    if of.values.shape[1] != 2:
        raise ValueError(f"of must be one dot; got {of.values.shape[1] // 2} of them")
    return Mark("trail", of.ax, of.values, name, {"color": color or of.look["color"], "width": width, "dash": dash})


def arrows(ax, x, y, dx, dy, *, name="", colors=("#222222",), width=2.0, head=9):
    """Arrows from x[t], y[t] to x[t] + dx[t], y[t] + dy[t]."""
    x, y, dx, dy = (_frames(v) for v in (x, y, dx, dy))
    values = _interleave(x, y, x + dx, y + dy)
    return Mark("arrows", ax, values, name, {"colors": list(colors), "width": width, "head": head})


def bars(ax, left, right, top, *, base=0.0, name="", colors=("#0072B2",)):
    """Bars from `base` to top[t], between left and right."""
    top = _frames(top)
    left, right, base = (np.broadcast_to(_frames(v), top.shape) for v in (left, right, base))
    return Mark("bars", ax, _interleave(left, base, right, top), name, {"colors": list(colors)})


def text(ax, x, y, words, numbers=None, *, name="", color="#222222", size=12, align="left", by="axes", offset=(0, 0)):
    """Words at x, y, a place for each; `{loss:.2f}` in them stands for numbers["loss"], one a frame.

    The places are in shares of the axes ("axes"), in data coordinates ("data"), or in one across and the other
    upwards ("x", "y": the one named is in data coordinates); `offset` moves them, in points. They may lie outside.
    """
    words, table = _by_place(words, numbers)
    look = {"color": color, "size": size, "align": align, "words": words, "by": by, "offset": offset}
    look["places"] = np.column_stack(np.broadcast_arrays(np.ravel(x), np.ravel(y))).astype(float)
    if len(look["words"]) != len(look["places"]):
        raise ValueError(f"words must be one for each of the {len(look['places'])} places; got {len(look['words'])}")
    return Mark("text", ax, table, name, look)


def probability_field(ax, w, b, *, name="field", colormap=PROBABILITY_MAP):
    """The colours of σ(w·x + b) over the whole axes; w is (frames, 2), b (frames,).

    The map of a linear score is a linear gradient at right angles, in pixels, to its zero line: two points
    a frame say it all. It lies under the picture.
    """
    w, b = np.atleast_2d(np.asarray(w, float)), np.ravel(np.asarray(b, float))
    z = np.linspace(-Z_END, Z_END, 33)
    colors = colormaps.get_cmap(colormap)(1.0 / (1.0 + np.exp(-z)))
    stops = [[(score + Z_END) / (2 * Z_END), to_hex(color)] for score, color in zip(z, colors, strict=True)]
    return Mark("field", ax, np.column_stack([w, np.broadcast_to(b, len(w))]), name, {"under": True, "stops": stops})


def image(ax, pictures, *, index=None, name="image", colormap=PROBABILITY_MAP, smooth=True):
    """Small pictures (k, rows, columns) of numbers from 0 to 1 that fill the axes; frame t shows number index[t]."""
    pictures = np.asarray(pictures, float)
    index = np.arange(len(pictures)) if index is None else np.asarray(index)
    palette = np.rint(255 * colormaps.get_cmap(colormap)(np.linspace(0, 1, 256))).astype(int).tolist()
    levels = np.rint(255 * np.clip(pictures, 0, 1)).astype(np.uint8)
    look = {"under": True, "smooth": smooth, "palette": palette, "shape": list(pictures.shape[1:]), "levels": levels}
    return Mark("image", ax, index[:, None].astype(float), name, look)


@dataclass(frozen=True)
class Control:
    """What the reader can move, tick, press or fill in: its name among the values, and the words beside it."""

    name: str
    label: str

    @property
    def spec(self):
        """The control as the browser takes it."""
        look = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "value"}
        return {**look, "kind": type(self).__name__.lower()}


@dataclass(frozen=True)
class Slider(Control):
    """A slider from low to high; with `log` it moves over powers of ten, and `step` is in decades.

    With `zero` the low end of a logarithmic slider stands for 0.
    """

    low: float
    high: float
    value: float
    step: float = 0.1
    log: bool = False
    zero: bool = False

    @property
    def spec(self):
        """The control as the browser takes it, its ends as decades where they are."""
        spec = super().spec
        if self.log:
            spec |= {"low": float(np.log10(self.low)), "high": float(np.log10(self.high))}
        return spec if self.zero else {name: part for name, part in spec.items() if name != "zero"}


@dataclass(frozen=True)
class Number(Control):
    """A field for a number; its value is None while there is no number in it."""

    value: float | None
    step: float | str = "any"


@dataclass(frozen=True)
class Text(Control):
    """A field for text, of one line or of several; in a single line, Enter presses the button named `enter`."""

    value: str = ""
    lines: int = 1
    enter: str = ""


@dataclass(frozen=True)
class Choice(Control):
    """A list to choose from; the first option is chosen."""

    options: tuple

    @property
    def value(self):
        """The option that is chosen at first."""
        return self.options[0]

    @property
    def spec(self):
        """The control as the browser takes it."""
        return {**super().spec, "options": list(self.options)}


@dataclass(frozen=True)
class Check(Control):
    """A box to tick."""

    value: bool = False


@dataclass(frozen=True)
class Button(Control):
    """A button; its value counts how often it was pressed."""

    value: int = 0


@dataclass(frozen=True)
class Reading(Control):
    """A text to read and to copy; set it by `player.readings = {..., name: text}`."""

    lines: int = 1


@dataclass(frozen=True)
class Group:
    """Controls with a name above them; a folded group is opened by it, a tall one has two rows."""

    name: str
    controls: tuple
    folded: bool = False
    tall: bool = False

    @property
    def look(self):
        """What the browser is told of the group with each of its controls."""
        return {"group": self.name, "folded": self.folded, "tall": self.tall}


def live(figure, controls, picture, *, alt):
    """A Player whose controls ask for pictures: picture(**values) gives the marks, the caption and its numbers."""
    marks, caption, numbers = picture(**{control.name: control.value for control in controls})
    shown = Player(figure, marks, alt=alt, captions=caption, numbers=numbers)
    shown.add(*controls)

    def answer(values):
        marks, caption, numbers = picture(**values)
        shown.load(marks, captions=caption, numbers=numbers)

    shown.react(answer, at_once=False)
    return shown


class Player(anywidget.AnyWidget):
    """A film of `frames` frames: the figure behind, the marks in front.

    `captions` is a sentence, or a list of (first frame, sentence); `{loss:.2f}` in a sentence stands for
    numbers["loss"], a number for each frame, with two decimals. `alt` describes the picture to those who do not
    see it. `unit` names what the slider counts. `moments` are the frames of the still picture that stands
    in wherever the widget cannot run, and `focus` the axes that it shows.
    """

    _esm = HERE / "player.js"
    _css = HERE / "player.css"

    picture = traitlets.Bytes().tag(sync=True)
    size = traitlets.List([1, 1]).tag(sync=True)
    alt = traitlets.Unicode().tag(sync=True)
    marks = traitlets.List().tag(sync=True)
    data = traitlets.Bytes().tag(sync=True)
    pixels = traitlets.Bytes().tag(sync=True)
    captions = traitlets.Dict().tag(sync=True)
    frames = traitlets.Int(1).tag(sync=True)
    frame = traitlets.Int(0).tag(sync=True)
    unit = traitlets.Unicode("Iteration").tag(sync=True)
    listens = traitlets.Bool(False).tag(sync=True)
    error = traitlets.Unicode().tag(sync=True)
    controls = traitlets.List().tag(sync=True)
    values = traitlets.Dict().tag(sync=True)
    moved = traitlets.Dict().tag(sync=True)  # which controls the reader has moved, and in which message
    answered = traitlets.Int(0).tag(sync=True)
    readings = traitlets.Dict().tag(sync=True)
    off = traitlets.List().tag(sync=True)
    note = traitlets.Unicode().tag(sync=True)
    large = traitlets.Bool(False).tag(sync=True)
    heard = traitlets.Int(0).tag(sync=True)

    def __init__(self, figure, marks, *, alt, captions="", numbers=None, unit="Iteration", moments=None, focus=None):
        self.moments, self._focus, self._pointers = moments, focus, []
        self._needs_comm, self._place = False, uuid4().hex
        self._cell, self._cells = None, set()  # the one that has first shown this film; those that show this board
        super().__init__(alt=alt, unit=unit)
        with self.hold_sync():
            self.draw(figure, marks)
            self.load(marks, captions=captions, numbers=numbers)
        self.on_msg(self._hear)
        self.observe(self._show_again, "frame")

    @boxed()
    def draw(self, figure, marks=()):
        """Draw the picture behind the marks anew, transparent where one of `marks` lies under it."""
        for mark in marks:
            if mark.look.get("under"):
                mark.ax.patch.set_alpha(0)
        figure.set_dpi(DPI)
        canvas = FigureCanvasAgg(figure)
        figure.patch.set_alpha(0)
        canvas.draw()
        self.figure, self._drawn = figure, Image.fromarray(np.array(canvas.buffer_rgba()))
        self.size = list(self._drawn.size)
        self.picture = png(self._drawn, colors=96)

    def __getitem__(self, name):
        """The mark called `name`."""
        for mark in self._marks:
            if mark.name == name:
                return mark
        raise KeyError(f"the marks are {', '.join(self.names)}; got {name}")

    @property
    def names(self):
        """The names of the marks, in the order in which they are drawn."""
        return [mark.name for mark in self._marks]

    def load(self, marks, *, captions=None, numbers=None):
        """Replace all the marks, and the captions with their numbers."""
        self._marks = list(marks)
        if captions is not None:
            self.numbers = {name: np.ravel(values) for name, values in (numbers or {}).items()}
            firsts, words = zip(*([(0, captions)] if isinstance(captions, str) else captions), strict=True)
            words, table = _by_place(words, numbers)
            self._caption = [list(pair) for pair in zip(firsts, words, strict=True)], table
        self._encode()

    def replace(self, name, mark, frame=None):
        """Put another mark, made by the same function, in the place of the one called `name`.

        With a `frame`, only that frame of it is replaced, by the one frame of `mark`. A dot takes its trail along.
        """
        old = self[name]
        if frame is not None:
            mark = _with_frame(old, frame, mark)
        for place, other in enumerate(self._marks):
            if other is old:
                self._marks[place] = replace(mark, name=name)
            elif other.kind == "trail" and other.values is old.values:
                self._marks[place] = replace(other, ax=mark.ax, values=mark.values)
        self._encode()

    def caption(self, captions, numbers=None):
        """Replace the captions and their numbers."""
        self.load(self._marks, captions=captions, numbers=numbers)

    def on_pointer(self, callback):
        """Call callback(kind, axes, x, y), x and y in data coordinates, for each "down", "drag" and "up" on an axes."""
        self._pointers.append(callback)
        self.listens = True

    def add(self, *controls):
        """Add controls, or groups of them, below those that there are."""
        for each in controls:
            inside, look = (each.controls, each.look) if isinstance(each, Group) else ([each], {})
            self.controls = [*self.controls, *({**control.spec, **look} for control in inside)]
            fields, texts = ([c for c in inside if isinstance(c, Reading) == to_read] for to_read in (False, True))
            self.values = {**self.values, **{control.name: control.value for control in fields}}
            self.readings = {**self.readings, **{control.name: "" for control in texts}}

    def react(self, callback, *, at_once=True):
        """Call callback(values), a dict of every control's value, at once and whenever one of them has moved.

        A callback answers by replacing marks and captions; an error in it is shown under the picture.
        """

        def answer(change):
            with self.hold_sync():
                if change and (newest := max(self.moved.values(), default=0)) > self.answered:  # from the browser
                    self.answered = newest
                    values = {**change.old, **{name: change.new[name] for name in self.moved}}
                    if values != change.new:
                        self.values = values  # which calls this again
                        return
                self._try([callback], dict(self.values))

        self.observe(answer, "values")
        if at_once:
            answer(None)

    def set(self, **values):
        """Move controls from Python."""
        unknown = set(values) - set(self.values)
        if unknown:
            raise ValueError(f"the controls are {', '.join(self.values)}; got {', '.join(sorted(unknown))}")
        self.values = {**self.values, **values}

    def _try(self, callbacks, *arguments):
        self.error = ""
        for callback in callbacks:
            try:
                callback(*arguments)
            except Exception as problem:  # whatever a callback raises belongs on the screen
                self.error = f"{type(problem).__name__}: {problem}"

    def sentence(self, frame):
        """The caption of a frame."""
        templates, numbers = self._caption
        template = [text for first, text in templates if first <= frame][-1]
        row = _small(numbers[min(frame, len(numbers) - 1)]).tolist()
        return filled(template, row)

    @boxed()
    def still(self, frame, box=None, shrink=1):
        """The picture of a frame with its marks, an RGB image; `box` (left, top, right, bottom) cuts it, in pixels."""
        left, top, right, bottom = box or (0, 0, *self.size)
        size = (right - left) // shrink, (bottom - top) // shrink
        to_box = Affine2D().translate(-left, -top).scale(1 / shrink, -1 / shrink).translate(0, size[1])
        ground = Image.new("RGBA", size, "white")
        layer = RendererAgg(*size, 72)
        floats = np.frombuffer(self.data, "<f4")
        for mark in self.marks:
            rows = mark.get("rows", range(mark["frames"]))
            shown = rows[min(frame, len(rows) - 1)]
            end = mark["at"] + mark["n"] * (shown + 1)
            values = floats[mark["at"] if mark["kind"] == "trail" else end - mark["n"] : end].astype(float)
            if mark["under"]:
                _paint_ground(ground, mark, values, self.pixels, to_box)
            elif mark["kind"] == "text":
                _write(layer, mark, values, to_box, shrink)
            else:
                if mark["kind"] == "curve":
                    values = (np.array(mark["shape"]) * [values[0], 1] + [values[1], 0]).ravel()
                _paint(layer, mark, values.reshape(-1, 2), to_box, shrink)
        drawn = self._drawn.crop((left, top, left + size[0] * shrink, top + size[1] * shrink)).reduce(shrink)
        marks = Image.fromarray(np.asarray(layer.buffer_rgba()))
        return Image.alpha_composite(Image.alpha_composite(ground, drawn), marks).convert("RGB")

    @boxed()
    def twin(self):
        """PNG of four moments side by side (one, if nothing moves), for readers without a kernel."""
        last = self.frames - 1
        moments = self.moments or sorted({0, round(last ** (1 / 3)), round(last ** (2 / 3)), last})
        boxes = [ax.get_tightbbox() for ax in self._focus or self.figure.axes]
        box = Bbox.union(boxes).padded(8)
        edges = box.x0, self.size[1] - box.y1, box.x1, self.size[1] - box.y0
        edges = np.clip(np.rint(edges).astype(int), 0, [*self.size, *self.size])
        stills = [self.still(moment, tuple(edges.tolist()), shrink=2) for moment in moments]
        width, height = stills[0].size
        head = 22 if len(stills) > 1 else 0
        whole = Image.new("RGB", (width * len(stills), height + head), "white")
        writer = ImageDraw.Draw(whole)
        font = ImageFont.truetype(fontManager.findfont("DejaVu Sans"), 15)
        for i, (moment, still) in enumerate(zip(moments, stills, strict=True)):
            whole.paste(still, (i * width, head))
            if head:
                words = self.sentence(moment).split(" · ")[0]
                writer.text(((i + 0.5) * width, head / 2), words, "#222222", font, anchor="mm")
        return png(whole, colors=128, quick=True)

    def _encode(self):
        """Turn the marks and the caption's numbers into pixels and bytes."""
        blocks, pixels, specs, places, at = [], [], [], {}, 0
        for mark in self._marks:
            key = id(mark.values), id(mark.ax)
            if key not in places:  # a trail shares the path of its dot
                block = _small(self._to_pixels(mark))
                places[key] = {"at": at, "n": block.shape[1], "frames": len(block)}
                blocks.append(block.ravel())
                at += block.size
            look = {key: value for key, value in mark.look.items() if key != "levels"}
            if "levels" in mark.look:
                look["from"] = sum(len(part) for part in pixels)
                pixels.append(mark.look["levels"].tobytes())
            scaled = {key: look[key] * DPI / 72 for key in ("width", "size", "head") if key in look}
            spec = {"under": False, "color": "#000000", "width": 1, "dash": [], **look, **scaled}
            spec |= places[key]
            if mark.kind == "curve":
                heights = mark.ax.transData.transform(look["shape"] * [0, 1])[:, 1]
                spec["shape"] = np.column_stack([look["shape"][:, 0], np.round(self.size[1] - heights, 2)]).tolist()
            spec["dash"] = [gap * DPI / 72 for gap in spec["dash"]]
            spec["edge"] = spec.get("edge", spec["color"])
            spec["clip"] = self._clip(mark.ax)
            if mark.kind == "text":
                spec["clip"], spec["places"] = [0, 0, *self.size], self._places(mark)
            specs.append({"kind": mark.kind, "name": mark.name, **spec})
        templates, numbers = self._caption
        captions = {"at": at, "n": numbers.shape[1], "frames": len(numbers), "templates": templates}
        with self.hold_sync():
            self.frames = max([len(mark.look.get("rows", mark.values)) for mark in self._marks], default=1)
            self.frame = min(self.frame, self.frames - 1)
            self.marks, self.captions = specs, captions
            self.data = np.concatenate([*blocks, _small(numbers).ravel()]).tobytes()
            self.pixels = b"".join(pixels)
        self._show_again()

    def _clip(self, ax):
        """The axes' rectangle (left, top, width, height) in pixels of the picture."""
        x0, y0, x1, y1 = ax.bbox.extents
        return [round(x0), round(self.size[1] - y1), round(x1) - round(x0), round(y1) - round(y0)]

    def _to_pixels(self, mark):
        """The values of a mark in pixels of the picture, y downwards."""
        if mark.kind in ("image", "text"):
            return mark.values
        if mark.kind == "field":
            return self._field_ends(mark)
        if mark.kind == "curve":
            zero, one = mark.ax.transData.transform([(0, 0), (1, 0)])[:, 0]
            return mark.values * (one - zero) + [0, zero]
        points = mark.ax.transData.transform(mark.values.reshape(-1, 2))
        points[:, 1] = self.size[1] - points[:, 1]
        return points.reshape(mark.values.shape)

    def _places(self, mark):
        """Where the words of a text stand, in pixels of the picture, y downwards."""
        ax, places = mark.ax, mark.look["places"]
        over = {"axes": ax.transAxes, "data": ax.transData, "x": ax.get_xaxis_transform("grid")}
        over["y"] = ax.get_yaxis_transform("grid")
        at = over[mark.look["by"]].transform(places) + np.multiply(mark.look["offset"], DPI / 72)
        return np.round(np.column_stack([at[:, 0], self.size[1] - at[:, 1]]), 1).tolist()

    def _field_ends(self, mark):
        """The points at right angles to the zero line where the score is -Z_END and Z_END, a row for each frame.

        Both lie on the line through the middle of the axes. A canvas paints nothing between points that
        coincide, and loses its precision between points too far apart, so their distance is held within
        bounds; where the score hardly changes, that leaves the one even colour that it stands for.
        """
        corner, right, up = mark.ax.transData.transform([(0, 0), (1, 0), (0, 1)])
        per_pixel = mark.values[:, :2] / [right[0] - corner[0], -(up[1] - corner[1])]
        left, top, width, height = self._clip(mark.ax)
        middle = np.array([left + width / 2, top + height / 2])
        x, y = mark.ax.transData.inverted().transform((middle[0], self.size[1] - middle[1]))
        z = mark.values @ [x, y, 1.0]
        steep = np.hypot(*per_pixel.T)
        direction = np.where(steep[:, None] > 0, per_pixel, [1.0, 0.0])
        direction = direction / np.hypot(*direction.T)[:, None]
        with np.errstate(divide="ignore"):
            length = np.clip(2 * Z_END / steep, NEAREST, FARTHEST)
        with np.errstate(divide="ignore", over="ignore"):
            beyond = np.where(length < FARTHEST, z / np.maximum(steep, 1e-300), z / (2 * Z_END) * length)
        zero = np.clip(beyond, -FARTHEST, FARTHEST)[:, None] * direction  # from the zero line to the middle
        half = length[:, None] / 2 * direction
        return np.column_stack([middle - zero - half, middle - zero + half])

    def _hear(self, widget, message, buffers):
        """Hand a pointer's message on in data coordinates; an error in a callback is shown, not lost.

        `heard` then says which message was answered: until then, the browser sends no other drag. It may also
        "ask" for nothing but that, to find out whether somebody is there.
        """
        with self.hold_sync():
            if message["kind"] != "ask":
                self._point(message["kind"], float(message["x"]), self.size[1] - float(message["y"]))
            self.heard = int(message.get("number", 0))

    def point(self, kind, ax, x, y):
        """Do what the reader's pointer does at x, y, in data coordinates of `ax`: "down", "drag" or "up"."""
        with self.hold_sync():
            self._point(kind, *ax.transData.transform((x, y)))

    def _point(self, kind, x, y):
        for ax in self.figure.axes:
            if ax.bbox.contains(x, y):
                self._try(self._pointers, kind, ax, *ax.transData.inverted().transform((x, y)).tolist())

    def __repr__(self):
        return f"Player({self.frames} frame{'s' * (self.frames != 1)})"

    @property
    def is_film(self):
        """Whether everything is there already: nothing in it asks Python for more."""
        return not self.controls and not self.listens

    def open(self):
        """Open a comm once it is asked for, by `model_id`; a film needs none."""
        if self._needs_comm:
            super().open()

    @property
    def model_id(self):
        self._needs_comm = True
        self.open()
        return super().model_id

    def _repr_mimebundle_(self, **kwargs):
        (data, metadata), (still, described) = super()._repr_mimebundle_(**kwargs), self._still()
        return {**data, **still}, {**metadata, **described}

    def _ipython_display_(self):
        """Show the film or board, then its still picture in an output of its own, then a style that hides one of them.

        A film is a piece of HTML that is stored with its cell and moves by itself; a board is a widget, for it needs
        Python. A front end shows one form of each output, so the picture has its own; nor need the film wait for it.
        """
        cell, run = _cell()
        if self.is_film:
            self._cell = (cell or run) if self._cell is None else self._cell
            self._show("film", self._film())
        else:
            _close_earlier(self, cell, run)
            data, metadata = super()._repr_mimebundle_()
            display({VIEW: data[VIEW]}, metadata={VIEW: metadata[VIEW]} if VIEW in metadata else None, raw=True)
        self._show("still", *self._still())
        display({"text/html": OUTPUTS}, raw=True)

    def _film(self):
        """What an output stores of a film: a mark by which it is known, its HTML, and a word of text."""
        state = {name: getattr(self, name) for name in Player.class_own_traits(sync=True)}
        return {FILM: {"version": VERSION}, "text/html": film_html(state, self._cell), "text/plain": repr(self)}

    def _still(self):
        data = {"text/plain": repr(self), "image/png": base64.b64encode(self.twin()).decode()}
        return data, {"image/png": {"alt": self.alt}}

    def _show(self, part, data, metadata=None, update=False):
        display(data, metadata=metadata, raw=True, display_id=f"{self._place}-{part}", update=update)

    def _show_again(self, *_):
        """Put a film that has changed into the places where it is shown."""
        if self._cell is not None and self.is_film:
            self._show("film", self._film(), update=True)
            self._show("still", *self._still(), update=True)


_BOARDS = {}  # cell -> the run of it, and the boards it has shown then


def _cell():
    """The id of the cell that runs, if the front end tells it, and the number of the run; (None, 0) outside Jupyter."""
    shell = get_ipython()
    kernel = getattr(shell, "kernel", None)
    if kernel is None:
        return None, 0
    return kernel.get_parent().get("metadata", {}).get("cellId"), shell.execution_count


def _close_earlier(board, cell, run):
    """Close what this cell has shown when it ran before, unless it is shown elsewhere too: nobody sees it any more."""
    if cell is None:
        return
    then, boards = _BOARDS.get(cell, (run, []))
    if then != run:
        boards, earlier = [], boards
        for each in earlier:
            each._cells.discard(cell)
            if not each._cells and each is not board:
                each.close()
    board._cells.add(cell)
    _BOARDS[cell] = run, [*boards, board]


def _with_frame(old, frame, new):
    """The mark `old` with one frame taken from the only one of `new`."""
    values, look = np.array(old.values), old.look
    values[frame] = new.values[0]
    if old.kind == "image":  # the new picture joins the others, and those that no frame shows any more leave
        values[frame] = len(look["levels"])
        kept, index = np.unique(values[:, 0].astype(int), return_inverse=True)
        levels = np.concatenate([look["levels"], new.look["levels"][new.values[0].astype(int)]])
        values, look = index[:, None].astype(float), {**look, "levels": levels[kept]}
    return replace(old, values=values, look=look)


def _by_place(words, numbers):
    """Words whose slots hold the place of a number in place of its name, and a table (frames, k) of those numbers.

    What is written as zero becomes zero, so that no minus stands before it. One that is missing is refused.
    """
    digits, numbers = {}, numbers or {}
    for name, places in (slot for each in words for slot in SLOT.findall(each)):
        if name not in numbers:
            raise ValueError(f"the numbers are {', '.join(numbers)}; got {name} in the words")
        digits[name] = max(digits.get(name, 0), int(places))
    names = list(digits)
    words = [SLOT.sub(lambda slot: f"{{{names.index(slot[1])}:.{slot[2]}f}}", each) for each in words]
    columns = [np.ravel(np.asarray(numbers[name], float)) for name in names]
    columns = [np.where(np.abs(v) < 0.5 * 0.1 ** digits[name], 0.0, v) for name, v in zip(names, columns, strict=True)]
    return words, np.column_stack(np.broadcast_arrays(*columns)) if columns else np.zeros((1, 0))


def filled(template, row):
    """The template with the numbers of a row in its slots."""
    return SLOT.sub(lambda slot: _written(row[int(slot[1])], int(slot[2])), template)


def _small(values):
    """Values as the browser gets them, float32; one that is too large becomes infinite."""
    with np.errstate(over="ignore"):
        return np.ascontiguousarray(values, "<f4")


def _written(number, digits):
    """A number as the browser writes it, digit for digit: halves away from zero, powers of ten from 1e10 on."""
    if np.isinf(number):
        return "> 10³⁸" if number > 0 else "< −10³⁸"
    if np.isnan(number):
        return "NaN"
    if abs(number) >= 1e10:
        return f"{number:.2e}".replace("-", "−")
    return f"{Decimal(number + 0.0).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP):f}".replace("-", "−")


def _paint_ground(ground, mark, values, pixels, to_box):
    """Paint a field or an image onto the ground of a still."""
    if np.isnan(values).any():
        return
    left, top, width, height = mark["clip"]
    x0, y0 = to_box.transform((left, top + height))
    x1, y1 = to_box.transform((left + width, top))
    box = round(x0), round(ground.height - y1), round(x1), round(ground.height - y0)
    columns, rows = box[2] - box[0], box[3] - box[1]
    if mark["kind"] == "field":
        start, end = values[:2], values[2:]
        along = (end - start) / np.sum((end - start) ** 2)
        x = (left + (np.arange(columns) + 0.5) * width / columns - start[0]) * along[0]
        y = (top + (np.arange(rows) + 0.5) * height / rows - start[1]) * along[1]
        levels = np.rint(255 * np.clip(x + y[:, None], 0, 1)).astype(np.uint8)
        at, colors = zip(*mark["stops"], strict=True)
        channels = np.array([to_rgb(color) for color in colors]).T
        palette = np.column_stack([np.interp(np.linspace(0, 1, 256), at, channel) for channel in channels])
        painted = Image.fromarray(np.rint(255 * palette).astype(np.uint8)[levels])
    else:
        k, (h, w) = mark["from"] + int(values[0]) * mark["shape"][0] * mark["shape"][1], mark["shape"]
        levels = np.frombuffer(pixels, np.uint8)[k : k + h * w].reshape(h, w)
        small = Image.fromarray(np.array(mark["palette"], np.uint8)[levels][..., :3])
        painted = small.resize((columns, rows), Image.BILINEAR if mark["smooth"] else Image.NEAREST)
    ground.paste(painted, box)


def _paint(layer, mark, points, to_box, shrink):
    """Draw a mark onto the layer above the picture of a still, as the browser does."""
    left, top, width, height = mark["clip"]
    gc = layer.new_gc()
    gc.set_clip_rectangle(Bbox([(left, top + height), (left + width, top)]).transformed(to_box))
    gc.set_linewidth(mark["width"] / shrink)
    gc.set_foreground(mark["edge"])
    gc.set_joinstyle("round")
    if mark["dash"]:
        gc.set_dashes(0, [gap / shrink for gap in mark["dash"]])
    colors = [to_rgba(color) for color in mark.get("colors", [mark["color"]])]
    if mark["kind"] in ("line", "curve", "trail"):
        gc.set_capstyle("butt")
        layer.draw_path(gc, Outline(points), to_box, None)
    elif mark["kind"] == "dot":
        half = mark["size"] / 2
        shape = Outline([(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)]) if mark.get("square") else Outline.unit_circle()
        for point in points[np.isfinite(points).all(axis=1)]:
            placed = Outline(half * shape.vertices + point, shape.codes)
            layer.draw_path(gc, placed, to_box, colors[0] if colors[0][3] else None)
    else:
        for i, (start, end) in enumerate(points.reshape(-1, 2, 2)):
            color = colors[i % len(colors)]
            gc.set_foreground(color)
            if mark["kind"] == "bars":
                gc.set_linewidth(0)
                layer.draw_path(gc, Outline([start, (end[0], start[1]), end, (start[0], end[1]), start]), to_box, color)
            elif (length := np.hypot(*(end - start))) > 0:
                head = min(mark["head"], length)
                ahead = (end - start) / length
                aside, neck = 0.45 * head * np.array([-ahead[1], ahead[0]]), end - head * ahead
                layer.draw_path(gc, Outline([start, neck]), to_box, None)
                layer.draw_path(gc, Outline([end, neck + aside, neck - aside, end]), to_box, color)
    gc.restore()


def _write(layer, mark, values, to_box, shrink):
    """Write the words of a text onto the layer above the picture of a still, as the browser does."""
    gc = layer.new_gc()
    gc.set_foreground(mark["color"])
    font = FontProperties(family="DejaVu Sans", size=mark["size"] / shrink)
    share = {"left": 0.0, "center": 0.5, "right": 1.0}[mark["align"]]
    for place, template in zip(mark["places"], mark["words"], strict=True):
        words = filled(template, values.tolist())
        width, height, descent = layer.get_text_width_height_descent(words, font, False)
        x, y = to_box.transform(place)
        layer.draw_text(gc, x - share * width, layer.height - y + (height - descent) / 2, words, font, 0)
    gc.restore()


def _frames(values):
    """Values as a (frames, n) array; one row is one frame."""
    return np.atleast_2d(np.asarray(values, float))


def _pairs(x, y):
    return _interleave(_frames(x), _frames(y))


def _interleave(*columns):
    """(frames, k) arrays as one (frames, k * how many), taking one from each in turn."""
    stacked = np.stack(np.broadcast_arrays(*(_frames(c) for c in columns)), axis=-1)
    return stacked.reshape(len(stacked), -1)

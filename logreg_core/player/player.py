"""A picture that matplotlib draws once, and marks that the browser moves over it.

A `Player` takes a figure and a list of marks. A mark belongs to one of the figure's axes and holds, in
data coordinates, where it is in each frame; a mark with a single frame stands still. Everything is turned
into pixels here, by matplotlib's own transforms, and goes to the browser at once; moving to another frame
then needs no kernel. The picture is transparent inside axes that have a field or an image under it.
"""

import base64
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import anywidget
import numpy as np
import traitlets
from IPython import get_ipython
from IPython.display import display
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox
from PIL import Image

from logreg_core.drawing import around, at_once, boxed, drawn, png
from logreg_core.frames import evenly
from logreg_core.packed import FILM, VERSION, film_html
from logreg_core.player.form import Control, Group, Reading
from logreg_core.player.marks import Mark, by_place, with_frame
from logreg_core.player.pixels import DPI, encode, panes, small
from logreg_core.player.still import filled, painted, side_by_side, with_controls

HERE = Path(__file__).parent
Captions = str | Iterable[tuple[int, str]]
Numbers = Mapping[str, np.ndarray] | None
VIEW = "application/vnd.jupyter.widget-view+json"
OUTPUTS = f'<style class="lp-outputs">\n{(HERE / "outputs.css").read_text("utf-8")}</style>'


class Player(anywidget.AnyWidget):
    """A film of `frames` frames: the figure behind, the marks in front.

    `captions` is a sentence, or a list of (first frame, sentence); `{loss:.2f}` in a sentence stands for
    numbers["loss"], a number for each frame, with two decimals. `alt` describes the picture to those who do not
    see it. `unit` names what the slider counts. `moments` are the frames of the still picture that stands
    in wherever the widget cannot run (or how many, at even distances), and `focus` the axes that it shows.
    """

    _esm = (HERE / "player.js").read_text("utf-8")  # paths are watched, and who watches holds every Player for ever
    _css = (HERE / "player.css").read_text("utf-8")

    picture = traitlets.Bytes().tag(sync=True)
    size = traitlets.List([1, 1]).tag(sync=True)
    panes = traitlets.List().tag(sync=True)  # the columns of panels (left, width): they may stand below each other
    ahead = traitlets.Bool(False).tag(sync=True)  # whether what is still to come is shown
    alt = traitlets.Unicode().tag(sync=True)
    marks = traitlets.List().tag(sync=True)
    data = traitlets.Bytes().tag(sync=True)
    pixels = traitlets.Bytes().tag(sync=True)
    captions = traitlets.Dict().tag(sync=True)
    frames = traitlets.Int(1).tag(sync=True)
    frame = traitlets.Int(0).tag(sync=True, echo_update=False)  # an echo would undo the keys since
    unit = traitlets.Unicode("Iteration").tag(sync=True)
    listens = traitlets.Bool(False).tag(sync=True)
    error = traitlets.Unicode().tag(sync=True)
    controls = traitlets.List().tag(sync=True)
    values = traitlets.Dict().tag(sync=True)
    moved = traitlets.Dict().tag(sync=True)  # which controls the reader has moved, and in which message
    answered = traitlets.Int(0).tag(sync=True)
    readings = traitlets.Dict().tag(sync=True)
    off = traitlets.List().tag(sync=True)
    options = traitlets.Dict().tag(sync=True)  # of a choice, where they are no longer those that it began with
    note = traitlets.Unicode().tag(sync=True)
    large = traitlets.Bool(False).tag(sync=True)
    presented = traitlets.List().tag(sync=True)  # the controls that stay on a filled screen; the first few if none
    playing = traitlets.Int(-1).tag(sync=True)  # the frame at which controls were moved while it played, else -1
    heard = traitlets.Int(0).tag(sync=True)

    def __init__(
        self,
        figure: Figure,
        marks: Iterable[Mark],
        *,
        alt: str,
        captions: Captions = "",
        numbers: Numbers = None,
        unit: str = "Iteration",
        moments: Iterable[int] | int | None = None,
        focus: Iterable[Axes] | None = None,
    ) -> None:
        self.moments, self._focus, self._pointers = moments, focus, []
        self._needs_comm, self._place = False, uuid4().hex
        self._cell, self._cells = None, set()  # the one that has first shown this film; those that show this board
        super().__init__(alt=alt, unit=unit)
        with self.hold_sync():
            self.draw(figure, marks)
            self.load(marks, captions=captions, numbers=numbers)
        self.on_msg(self.hear)
        self.observe(self._show_again, "frame")

    @boxed()
    def draw(self, figure: Figure, marks: Iterable[Mark] = ()) -> None:
        """Draw the picture behind the marks anew, transparent where one of `marks` lies under it."""
        for mark in marks:
            if mark.look.get("under"):
                mark.ax.patch.set_alpha(0)
        figure.patch.set_alpha(0)
        with at_once(figure):
            pixels = drawn(figure, DPI)
            height, width, _ = pixels.shape
            self.figure, self.size, self.panes = figure, [width, height], panes(figure, width)
        self.picture = png(pixels, colors=96)

    def __getitem__(self, name: str) -> Mark:
        """The mark called `name`."""
        for mark in self._marks:
            if mark.name == name:
                return mark
        raise KeyError(f"the marks are {', '.join(self.names)}; got {name}")

    @property
    def names(self) -> list[str]:
        """The names of the marks, in the order in which they are drawn."""
        return [mark.name for mark in self._marks]

    def load(self, marks: Iterable[Mark], *, captions: Captions | None = None, numbers: Numbers = None) -> None:
        """Replace all the marks, and the captions with their numbers."""
        self._marks = list(marks)
        if captions is not None:
            self.numbers = {name: np.ravel(values) for name, values in (numbers or {}).items()}
            firsts, words = zip(*([(0, captions)] if isinstance(captions, str) else captions), strict=True)
            words, table = by_place(words, numbers)
            self._caption = [list(pair) for pair in zip(firsts, words, strict=True)], table
        self._encode()

    def replace(self, name: str, mark: Mark, frame: int | None = None) -> None:
        """Put another mark, made by the same function, in the place of the one called `name`.

        With a `frame`, only that frame of it is replaced, by the one frame of `mark`. A dot takes its trail along.
        """
        old = self[name]
        if frame is not None:
            mark = with_frame(old, frame, mark)
        for place, other in enumerate(self._marks):
            if other is old:
                self._marks[place] = replace(mark, name=name)
            elif other.kind == "trail" and other.values is old.values:
                self._marks[place] = replace(other, ax=mark.ax, values=mark.values)
        self._encode()

    def caption(self, captions: Captions, numbers: Numbers = None) -> None:
        """Replace the captions and their numbers."""
        self.load(self._marks, captions=captions, numbers=numbers)

    def on_pointer(self, callback: Callable[[str, Axes, float, float], None]) -> None:
        """Call callback(kind, axes, x, y), x and y in data coordinates, for each "down", "drag" and "up" on an axes."""
        self._pointers.append(callback)
        self.listens = True

    def add(self, *controls: Control | Group) -> None:
        """Add controls, or groups of them, below those that there are."""
        for each in controls:
            inside, look = (each.controls, each.look) if isinstance(each, Group) else ([each], {})
            self.controls = [*self.controls, *({**control.spec, **look} for control in inside)]
            fields, texts = ([c for c in inside if isinstance(c, Reading) == to_read] for to_read in (False, True))
            self.values = {**self.values, **{control.name: control.value for control in fields}}
            self.readings = {**self.readings, **{control.name: "" for control in texts}}

    def react(self, callback: Callable[[dict], None], *, at_once: bool = True) -> None:
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

    def set(self, **values) -> None:
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

    def sentence(self, frame: int) -> str:
        """The caption of a frame."""
        templates, numbers = self._caption
        template = [text for first, text in templates if first <= frame][-1]
        row = small(numbers[min(frame, len(numbers) - 1)]).tolist()
        return filled(template, row)

    @boxed()
    def still(self, frame: int, box: tuple[int, int, int, int] | None = None, shrink: int = 1) -> Image.Image:
        """The picture of a frame with its marks, an RGB image; `box` (left, top, right, bottom) cuts it, in pixels."""
        return self._stills([frame], box or (0, 0, *self.size), shrink)[0]

    def _stills(self, frames, box, shrink):
        picture, floats = Image.open(BytesIO(self.picture)).convert("RGBA"), np.frombuffer(self.data, "<f4")
        return [painted(picture, self.marks, floats, self.pixels, frame, box, shrink) for frame in frames]

    @boxed()
    def twin(self) -> bytes:
        """PNG of four moments side by side (one, if nothing moves), for readers without a kernel.

        A board has its caption and its controls under it, as they stand, and says what wakes them.
        """
        last = self.frames - 1
        moments = self.moments or sorted({0, round(last ** (1 / 3)), round(last ** (2 / 3)), last})
        moments = evenly(last, moments).tolist() if isinstance(moments, int) else moments
        box = Bbox.union(around(self.figure, self._focus)).padded(8)
        edges = box.x0, self.size[1] - box.y1, box.x1, self.size[1] - box.y0
        edges = np.clip(np.rint(edges).astype(int), 0, [*self.size, *self.size])
        stills = self._stills(moments, tuple(edges.tolist()), shrink=2)
        words = [self.sentence(moment).split("\n")[0].split(" · ")[0] for moment in moments]
        whole = side_by_side(stills, words)
        if not self.is_film:
            said = [self.sentence(moments[0]) if len(moments) == 1 else "", *self.note.splitlines()]
            whole = with_controls(whole, [*filter(None, said)], self.controls, self.values)
        return png(whole, colors=128, quick=True)

    def _encode(self):
        """Turn the marks and the caption's numbers into pixels and bytes."""
        templates, numbers = self._caption
        marks, data, pictures, at = encode(self._marks, numbers, self.size)
        with self.hold_sync():
            self.frames = max([len(mark.look.get("rows", mark.values)) for mark in self._marks], default=1)
            self.frame = min(self.frame, self.frames - 1)
            self.marks, self.data, self.pixels = marks, data, pictures
            self.captions = {"at": at, "n": numbers.shape[1], "frames": len(numbers), "templates": templates}
        self._show_again()

    def hear(self, widget, message, buffers):
        """Hand a pointer's message on in data coordinates; an error in a callback is shown, not lost.

        `heard` then says which message was answered: until then, the browser sends no other drag. It may also
        "ask" for nothing but that, to find out whether somebody is there.
        """
        with self.hold_sync():
            if message["kind"] != "ask":
                self.playing = int(message.get("playing", -1))
                self._point(message["kind"], float(message["x"]), self.size[1] - float(message["y"]))
            self.heard = int(message.get("number", 0))

    def point(self, kind: str, ax: Axes, x: float, y: float) -> None:
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
            self.layout.open()
            super().open()

    def close(self):
        """Close the comm, and that of the layout, a model that would stay behind in the kernel and in the page."""
        layout = None if self.comm is None else self.layout
        super().close()
        if layout is not None:
            layout.close()

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
        sys.stdout.flush()  # which returns once a kernel has sent what is shown so far: the still keeps it busy
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


def live(figure: Figure, controls: Iterable[Control], picture: Callable, *, alt: str) -> Player:
    """A Player whose controls ask for pictures: picture(**values) gives the marks, the caption and its numbers."""
    marks, caption, numbers = picture(**{control.name: control.value for control in controls})
    shown = Player(figure, marks, alt=alt, captions=caption, numbers=numbers)
    shown.add(*controls)

    def answer(values):
        marks, caption, numbers = picture(**values)
        shown.load(marks, captions=caption, numbers=numbers)

    shown.react(answer, at_once=False)
    return shown


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

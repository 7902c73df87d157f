"""The board for the classroom: every "what happens if?" is answered by moving a control. For classroom_demo.

classroom()            a Player with the data, the model, the run and its panels
classroom("rate=3")    the same, restored from a line that a board has written
"""

import numpy as np

from logreg_core import player
from logreg_core.frames import evenly
from logreg_core.labs import board_panels, board_state, own_data
from logreg_core.labs import board_runs as runs
from logreg_core.labs.board_picture import Picture
from logreg_core.labs.board_settings import (
    BUTTONS,
    FOR_RUN,
    GOES_ON,
    IRIS,
    MOONS,
    NO_PRESET,
    ON_SCREEN,
    OWN,
    PRESETS,
    SAYINGS,
    ZOOMS,
    controls,
    from_line,
    to_line,
    visible,
)
from logreg_core.labs.board_state import CHOICES, NO_COLUMN, POINTERS, State
from logreg_core.player import Button, Choice, Group, Number, Reading, TextField


def classroom(line=None):
    """A Player that is the whole board; `line`, which a board has written, restores it."""
    return Board(line).player


COLUMNS = ("x₁ is", "x₂ is", "class is", "class 0 is", "class 1 is")  # the words beside CHOICES


def all_controls(settings):
    """Every control of a board, in groups, at these settings."""
    point = [
        Number("point", "point number (for Move, Delete)", None, step=1),
        Number("x1", "x₁", 0.0),
        Number("x2", "x₂", 0.0),
        Choice("label", "class", ("0", "1")),
    ]
    acts = (("add", "Add"), ("move", "Move"), ("delete", "Delete"), ("clear", "Clear all points"))
    table = [
        TextField("rows", "a table: paste its rows", lines=5, enter="use", file=True),
        Button("use", "Show this table"),
        *(Choice(name, label, (NO_COLUMN,)) for name, label in zip(CHOICES, COLUMNS, strict=True)),
        Button("swap", "Swap classes"),
        Reading("told", "answer", lines=3, answer=True),
    ]
    rows = [Reading("answer", "answer", lines=3, answer=True), Reading("csv", "the points as rows", lines=5)]
    line = [
        Reading("line", "this board as a line"),
        TextField("restore", "a line to restore", enter="load"),
        Button("load", "Restore"),
        Reading("reply", "answer", lines=3, answer=True),
        Reading("code", "the code of the last run", lines=10),
    ]
    hand = [Choice("pointer", "the pointer can", POINTERS), *(Button(*each) for each in ZOOMS.items())]
    presets = [*controls("Runs and presets", settings), *(Button(*each) for each in BUTTONS.items())]
    return [
        Group("By hand", hand, wide=True),
        Group("Data", controls("Data", settings), tall=True),
        Group("Model", controls("Model", settings), tall=True),
        Group("Runs and presets", presets),
        Group("Panels", controls("Panels", settings)),
        Group("Full screen: which four controls stay", controls("Full screen", settings), folded=True),
        Group("My own table: paste it, drop a file, choose its columns", table, folded=True),
        Group("My own points: type them", [*point, *(Button(*each) for each in acts), *rows], folded=True),
        Group("Save, restore, and the code of this picture", line, folded=True),
    ]


class Board:
    """A state, the picture of it, and the player in which both meet their reader."""

    def __init__(self, line=None):
        self.state = State() if line is None else State(*from_line(line))
        self.picture = Picture()
        self.run, self.iterations = None, np.zeros(1, int)  # the present run, and the iterations of its frames
        self.pressed = ""  # the panel in which the pointer went down
        self.busy = False  # while the board itself moves the controls
        self.player = player.Player(self.picture.layout(self.state), [], alt="Board")
        self.player.frame = -1
        self.player.add(*all_controls(self.state.settings))
        self.last = {**self.player.values, **visible(self.state.settings)}
        self.player.values = self.last
        self.player.on_pointer(self._pointed)
        self.player.react(self._answer)
        self.player.moments = [self.player.frames - 1]  # one picture, as large as on the screen

    def _answer(self, values):
        """What follows when the reader has moved controls."""
        if self.busy:
            return
        before, self.last = self.last, dict(values)
        changed = {name for name in values if values[name] != before.get(name)}
        self.picture.holding = False

        def act():
            moved = board_state.answer(self.state, values, changed)
            if moved is not None:
                self._show_settings(**moved)
            if changed & {"preset", "reset", "load"}:
                self._to_frame(-1)
            elif "again" in changed:
                self._to_frame(0)

        self._do(act, goes_on=not changed & {"preset", "reset", "load"})

    def _pointed(self, kind, ax, x, y):
        """A click or a drag on the data, or on the contours, where it puts the start."""
        part, self.state.said = ax.get_gid(), ""
        if kind == "down":
            self.pressed = part
        if part != self.pressed or part not in ("field", "path"):
            return
        self.picture.holding = kind != "up"

        def act():
            before = visible(self.state.settings)
            if part == "path":
                if self.state.settings["degree"] == 1:
                    board_state.put_start(self.state, x, y)
            elif kind == "down":
                board_state.press(self.state, self.player.values["pointer"], ax, x, y)
            elif self.state.grabbed is not None:
                board_state.drag(self.state, x, y)
                self.state.grabbed = None if kind == "up" else self.state.grabbed
            if visible(self.state.settings) != before:
                self._show_settings()

        self._do(act)

    def _do(self, act, goes_on=True):
        """Act, and show what comes of it; an act that is refused changes nothing, and says why."""
        state = self.state
        kept = dict(state.settings), list(state.pins)
        try:
            act()
        except ValueError as problem:
            state.settings, state.pins = kept
            self._show_settings(**state.chosen)
            self._say(str(problem))
            return
        self._go_on(kept[0], goes_on)
        self._leave_preset()
        try:
            self._update()
        except ValueError as problem:  # nothing to be trained: the last picture stays, with the points as they are
            if state.settings["data"] == OWN:
                self._show_untrained()
            self._say(f"{problem} {state.said}".strip())

    def _go_on(self, before, may):
        """Keep what was walked if the run was changed while it played; a run that is changed while it stands is new."""
        settings, at = self.state.settings, self.player.playing
        changed = {name for name in FOR_RUN if settings[name] != before[name]}
        if not changed:
            return
        settings["walked"] = None
        if may and at >= 0 and self.run is not None and changed <= GOES_ON:
            settings["walked"] = self.run.until(self.iterations[min(at, len(self.iterations) - 1)])

    def _show_settings(self, **others):
        """Move the controls to the settings, without an answer to that."""
        self.busy = True
        self.player.options = self.state.options
        self.player.values = {**self.player.values, **visible(self.state.settings), **others}
        self.busy = False
        self.last = dict(self.player.values)

    def _to_frame(self, frame):
        """Move the bar, by -1 to the last iteration; the browser, which moves it alone, is told in any case."""
        self.player.frame = frame
        self.player.send_state("frame")

    def _leave_preset(self):
        """The choice of a preset goes back to none once a setting of it is another."""
        settings = self.state.settings
        if settings["preset"] == NO_PRESET:
            return
        wanted, pins = from_line(PRESETS[settings["preset"]])
        if pins != self.state.pins or any(wanted[each] != settings[each] for each in FOR_RUN):
            settings["preset"] = NO_PRESET
            self._show_settings()

    def _say(self, words):
        """A sentence above the controls, and again beside the buttons of the folded groups."""
        self._read(answer=words, reply=words, told=words)
        self.player.note = words

    def _read(self, **readings):
        self.player.readings = {**self.player.readings, **readings}

    def _update(self):
        """Train, and show what has changed."""
        state, picture = self.state, self.picture
        trained = [runs.train(each) for each in (*state.pins, state.settings)]
        iterations = evenly(max(len(run.history) for run in trained) - 1)
        entries = [np.minimum(iterations, len(run.history) - 1) for run in trained]
        shown = [board_panels.shown(run, each, k) for k, (run, each) in enumerate(zip(trained, entries, strict=True))]
        self.run, self.iterations = trained[-1], iterations
        figure = picture.layout(state)
        if figure is not None:
            self.player.draw(figure)
        caption, numbers = _caption(shown, iterations)
        marks = picture.marks(shown, state)
        self._load(marks, _alt(shown, state.settings), caption, numbers)
        if picture.trained is None:
            self._to_frame(-1)
        picture.trained = state.settings["data"]
        few = len(trained[-1].data) <= own_data.MOST_POINTS
        csv = own_data.to_csv(tuple(state.points())) if few else f"More than {own_data.MOST_POINTS:,} points."
        longest = max(len(each["own"]) for each in (state.settings, *state.pins))
        many = f"More than {own_data.MOST_POINTS:,} points of one's own are too long for a line: keep the file."
        line = to_line(state.settings, state.pins) if longest <= own_data.MOST_POINTS else many
        self._read(line=line, code=runs.code(state.settings), csv=csv)
        said = state.said or SAYINGS.get(state.settings["preset"])
        bars, missing = board_panels.bars_said(shown, state.settings), board_panels.no_band_said(marks, state.settings)
        self._say(" ".join(filter(None, [said, bars, missing, *trained[-1].notes])))

    def _show_untrained(self):
        """One's own points, where nothing can be trained on them, and no number that is not theirs.

        The last run stands beside them if it was one on points of one's own; else nothing stands beside them.
        """
        state, picture = self.state, self.picture
        figure, points = picture.layout(state), state.settings["own"]
        if figure is not None:
            self.player.draw(figure)
        if figure is not None or picture.trained != OWN or not points:
            picture.trained = None
        marks = picture.untrained(state, [self.player[name] for name in self.player.names])
        what = "the boundary and the curves are those of the last run" if picture.trained else "no run is drawn"
        alt = f"Board with {len(points)} points of one's own, not trained yet."
        self._load(marks, alt, f"Not trained yet: {what}.")
        self._read(csv=own_data.to_csv(points))

    def _load(self, marks, alt, caption, numbers=None):
        """Show marks, and which controls mean nothing for these data."""
        settings = self.state.settings
        off = {OWN: ["size", "gap", "noise", "stretch"], MOONS: ["gap"]}
        off |= {name: ["size", "gap", "noise"] for name in IRIS}
        self.player.options = self.state.options
        self.player.off = off.get(settings["data"], []) + ([] if self.state.pins else ["unpin"])
        self.player.off += [] if self.state.table else list(CHOICES)  # nothing to choose from yet
        self.player.alt, self.player.large = alt, settings["large"]
        self.player.presented = list(dict.fromkeys(ON_SCREEN[settings[f"screen{k}"]] for k in (1, 2, 3, 4)))
        self.player.load(marks, captions=caption, numbers=numbers)


def _caption(shown, iterations):
    """The sentence under the picture, with its numbers for each frame."""
    words, numbers = [f"Iteration {{iteration:.0f}} of {iterations[-1]}"], {"iteration": iterations}
    rows = []
    for k, each in enumerate(shown, 1):
        numbers |= {f"loss{k}": each.frames.data_loss, f"accuracy{k}": each.frames.accuracy}
        cells = [f"loss {{loss{k}:.4f}}"]
        if each.held is not None:
            numbers[f"held{k}"] = each.held.data_loss
            cells.append(f"held out {{held{k}:.4f}}")
        rows.append([each.name, *cells, f"accuracy {{accuracy{k}:.1f}} %", board_panels.differences(each, shown)])
    last = shown[-1].frames
    if len(shown) > 1:  # a small table: a line for each run, with tabs between its cells
        words.append(f"gradient of {last.name} {{slope:.5f}}")
        table = ["\t".join(filter(None, row)) for row in rows]
        return "\n".join([" · ".join(words), *table]), numbers | {"slope": last.slope}
    words.append(", ".join(rows[0][1:-2]))
    numbers |= {"accuracy": last.accuracy, "slope": last.slope, "b": last.b, "w1": last.w[:, 0], "w2": last.w[:, 1]}
    numbers |= dict(zip(board_panels.COUNTS, last.confusion.T, strict=True))
    words.append("accuracy {accuracy:.1f} %")
    if last.w.shape[1] == 2:
        words.append("w₁ {w1:.2f}, w₂ {w2:.2f}, b {b:.2f}")
    words.append("gradient {slope:.5f}")
    words.append("right\u00a0{tn:.0f}\u00a0+\u00a0{tp:.0f}, wrong\u00a0{fp:.0f}\u00a0+\u00a0{fn:.0f}")
    return " · ".join(words), numbers


def _alt(shown, settings):
    """What the board shows, for those who do not see it."""
    names = {
        "field": "the points with the decision boundary",
        "curve": "the learning curve",
        "path": "the path of the weights on the contours of the loss",
        "confusion": "the counts of right and wrong",
        "numbers": "the numbers of the model",
    }
    said = [words for name, words in names.items() if settings[name]]
    count = f" for {len(shown)} runs" if len(shown) > 1 else ""
    return f"Board of a training on {shown[-1].run.data.title}{count}: {', '.join(said)}."

"""The board for the classroom: every "what happens if?" is answered by moving a control. For classroom_demo.

classroom()            a Player with the data, the model, the run and its panels
classroom("rate=3")    the same, restored from a line that a board has written
"""

import matplotlib as mpl
import numpy as np

from logreg_core import player, plots
from logreg_core.datasets import Dataset
from logreg_core.labs import board_panels as panels
from logreg_core.labs import board_runs as runs
from logreg_core.labs import own_data
from logreg_core.labs.board_runs import DEFAULTS, OWN, PANELS

FLOWERS = "data=iris: versicolor, virginica; iterations=60; held=0; "
FEW = "data=two moons; gap=0.5; noise=0.45; size=60; held=50; degree=8; rate=2; iterations=5000"
DISC = "data=disc in a ring; gap=0.5; noise=0.25; rate=1"
PRESETS = {
    "rate too large": f"{FLOWERS}rate=0.2 | {FLOWERS}rate=3",
    "never stops growing": "data=clouds apart; gap=0.5; rate=3; iterations=10000",
    "ravine": "stretch=8; rate=0.5; iterations=200; held=0; start=where I put it; w1=-1.5; w2=0.5",
    "overfit, then λ": f"{FEW} | {FEW}; l2=0.02",
    "a line is not enough": f"{DISC} | {DISC}; degree=2",
    "small batches wander": "rate=0.3; iterations=500 | batch=1; rate=0.3; iterations=500",
    "the start is forgotten": "start=where I put it; w1=-3; w2=2; rate=0.5; l2=0.01; seed=3 "
    "| start=random; rate=0.5; l2=0.01; seed=3",
}
SAYINGS = {  # what a preset shows, beside its picture
    "rate too large": "With α = 3 (run 2) the loss rises again and again; with α = 0.2 (run 1) it falls all the way.",
    "overfit, then λ": "Without λ (run 1) the held-out loss turns up, while the training loss falls; "
    "with λ = 0.02 (run 2) it does not turn up.",
    "ravine": "x₂ is eight times as wide as x₁: w₂ overshoots with the first step, and w₁ creeps.",
    "a line is not enough": "No line (run 1) parts the disc from its ring; a boundary of degree 2 (run 2) does.",
    "small batches wander": "All points at once (run 1) walk smoothly; one point at a time (run 2) wanders, "
    "and ends near the same place.",
    "the start is forgotten": "Two starts, far apart: with the penalty there is one minimum, and both runs end there.",
}
NO_PRESET = "none"
POINTERS = ("move a point", "add class 0", "add class 1", "delete a point")
NEAR, ON = 60, 26  # pixels of the picture: how far a point to move or delete may lie, and one to be met when adding
HINTS = {
    "size": "points",
    "gap": "gap",
    "noise": "noise",
    "stretch": "stretch x₂",
    "seed": "seed",
    "held": "held out (%)",
}


def classroom(line=None):
    """A Player that is the whole board; `line`, which a board has written, restores it."""
    return Board(line).player


class Board:
    """The settings of a board and its pinned runs, and the player that shows them."""

    def __init__(self, line=None):
        self.settings, self.pins = dict(DEFAULTS), []
        if line is not None:
            self.settings, self.pins = runs.from_line(line, PRESETS)
        self.grabbed = None  # number of the point under the pointer
        self.holding = False  # while something is dragged, no axes may move
        self.pressed = ""  # the panel in which the pointer went down
        self.picked = None  # number of the point chosen by keyboard
        self.said = ""  # a sentence to go with the next picture
        self.trained = None  # the data of the picture's last run; None where no run is shown
        self.drawn, self.axes, self.busy = None, {}, False
        figure = self._layout()
        self.player = player.Player(figure, [], alt="Board", moments=None)
        self.player.frame = -1
        self._controls()
        self.last = dict(self.player.values)
        self.player.on_pointer(self._pointed)
        self.player.react(self._answer)
        self.player._moments = [0, self.player.frames - 1]

    # Controls

    def _controls(self):
        p, s = self.player, self.settings
        p.group("Data", tall=True)
        p.choice("data", "data", runs.DATA)
        p.slider("size", HINTS["size"], *runs.LIMITS["size"], s["size"], step=0.05, log=True)
        for name, step in (("gap", 0.05), ("noise", 0.05)):
            p.slider(name, HINTS[name], *runs.LIMITS[name], s[name], step=step)
        p.slider("stretch", HINTS["stretch"], *runs.LIMITS["stretch"], s["stretch"], step=0.05, log=True)
        p.slider("held", HINTS["held"], *runs.LIMITS["held"], s["held"], step=5)
        p.slider("seed", HINTS["seed"], *runs.LIMITS["seed"], s["seed"], step=1)
        p.group("Model", tall=True)
        p.slider("rate", "learning rate α", *runs.LIMITS["rate"], s["rate"], step=0.05, log=True)
        p.slider("l2", "penalty λ", 1e-4, runs.LIMITS["l2"][1], s["l2"], step=0.05, log=True, zero=True)
        p.choice("batch", "batch", runs.BATCHES)
        p.slider("degree", "degree", *runs.LIMITS["degree"], s["degree"], step=1)
        p.choice("start", "start", runs.STARTS)
        p.slider("iterations", "iterations", *runs.LIMITS["iterations"], s["iterations"], step=0.05, log=True)
        p.group("Runs and presets")
        p.choice("preset", "preset", (NO_PRESET, *PRESETS))
        p.button("reset", "Reset")
        p.button("pin", "Pin this run")
        p.button("unpin", "Remove pins")
        p.choice("pointer", "the pointer can", POINTERS)
        p.group("Panels")
        for name, label in zip(
            PANELS,
            ("data, probability", "learning curve", "path, or weights", "right, wrong", "numbers"),
            strict=True,
        ):
            p.check(name, label, True)
        p.check("large", "large type", False)
        self._folded_controls()
        p.values = {**p.values, **self._visible()}

    def _folded_controls(self):
        p = self.player
        p.group("My own points: type or paste them", folded=True)
        p.number("point", "point number (for Move, Delete)", None, step=1)
        p.number("x1", "x₁", 0.0)
        p.number("x2", "x₂", 0.0)
        p.choice("label", "class", ("0", "1"))
        for name, label in (("add", "Add"), ("move", "Move"), ("delete", "Delete"), ("clear", "Clear all points")):
            p.button(name, label)
        p.text("rows", "rows: x1, x2, class", lines=5)
        p.button("use", "Replace my points by these rows")
        p.reading("answer", "answer", lines=3)
        p.reading("csv", "the points as rows", lines=5)
        p.group("Save, restore, and the code of this picture", folded=True)
        p.reading("line", "this board as a line")
        p.text("restore", "a line to restore", enter="load")
        p.button("load", "Restore")
        p.reading("reply", "answer", lines=3)
        p.reading("code", "the code of the last run", lines=10)

    def _visible(self):
        """The settings that have a control, as its values."""
        return {name: value for name, value in self.settings.items() if name not in ("own", "w1", "w2")}

    def _show_settings(self, **others):
        """Move the controls to the settings, without an answer to that."""
        self.busy = True
        self.player.values = {**self.player.values, **self._visible(), **others}
        self.busy = False
        self.last = dict(self.player.values)

    # What a reader does

    def _answer(self, values):
        if self.busy:
            return
        before, self.last = self.last, dict(values)
        changed = {name for name in values if values[name] != before.get(name)}
        self.said, self.holding = "", False
        kept = dict(self.settings), list(self.pins)

        def act():
            self._take(values)
            for name in changed:
                getattr(self, f"_on_{name}", lambda values: None)(values)

        self._do(act, kept)

    def _do(self, act, kept):
        """Act, and show what comes of it; an act that is refused changes nothing, and says why."""
        try:
            act()
        except ValueError as problem:
            moved = self.settings["data"] != kept[0]["data"]
            self.settings, self.pins = kept
            if moved:
                self._show_settings()
            self._say(str(problem))
            return
        self._leave_preset()
        try:
            self._update()
        except ValueError as problem:  # nothing to be trained: the last picture stays, with the points as they are
            if self.settings["data"] == OWN and any(self.settings[name] for name in PANELS):
                self._show_untrained()
            self._say(f"{problem} {self.said}".strip())

    def _say(self, words):
        """A sentence above the controls, and again beside the buttons of the folded groups."""
        self.player.note = words
        self.player.readings = {**self.player.readings, "answer": words, "reply": words}

    def _leave_preset(self):
        """The choice of a preset goes back to none once a setting of it is another."""
        name = self.settings["preset"]
        if name == NO_PRESET:
            return
        wanted, pins = runs.from_line(PRESETS[name], PRESETS)
        if pins != self.pins or any(wanted[each] != self.settings[each] for each in runs.FOR_RUN):
            self.settings["preset"] = NO_PRESET
            self._show_settings()

    def _to_end(self):
        """Move the bar to the last iteration; the browser, which moves it alone, is told in any case."""
        self.player.frame = -1
        self.player.send_state("frame")

    def _take(self, values):
        """The controls' values as settings, rounded as the controls write them."""
        for name in self._visible():
            value = values[name]
            if name in runs.LIMITS:
                low, high = runs.LIMITS[name]
                value = min(max(runs.rounded(name, value), low), high)
            self.settings[name] = value

    def _on_data(self, values):
        self.settings |= runs.USUAL.get(values["data"], {})
        self.picked = None
        self._show_settings()

    def _on_preset(self, values):
        self._restore(PRESETS.get(values["preset"], "as it starts"), values["preset"])

    def _on_reset(self, values):
        self._restore("as it starts", NO_PRESET)
        self._show_settings(pointer=POINTERS[0], point=None, x1=0.0, x2=0.0, label="0", rows="", restore="")

    def _restore(self, line, preset=None):
        settings, pins = runs.from_line(line, PRESETS)
        for each in (settings, *pins):  # a line whose run cannot be made changes nothing
            runs.train(each)
        if preset is not None:
            settings["preset"] = preset
            settings |= {name: self.settings[name] for name in ("large", *PANELS)}
        self.settings, self.pins, self.picked = settings, pins, None
        self._show_settings()
        self._to_end()

    def _on_load(self, values):
        self._restore(values["restore"])
        self.said = "Restored."

    def _on_pin(self, values):
        if len(self.pins) == runs.MOST_PINS:
            raise ValueError(f"There are {runs.MOST_PINS} pinned runs already: remove them first.")
        runs.train(self.settings)
        self.pins.append(dict(self.settings))
        self.said = f"Run {len(self.pins)} is pinned: what you change now is drawn over it."

    def _on_unpin(self, values):
        self.pins = []

    # One's own points

    def _own(self):
        """The points, as one's own: the present data become them with the first change."""
        if self.settings["data"] != OWN:
            self.settings["own"] = own_data.from_dataset(runs.data_of(self.settings)[0])
            self.settings["data"] = OWN
            self._show_settings()
        return list(self.settings["own"])

    def _keep(self, points):
        if len(points) > own_data.MOST:
            raise ValueError(f"At most {own_data.MOST:,} points are taken.")
        self.settings["own"] = tuple(points)

    def _typed(self, values):
        for name, label in (("x1", "x₁"), ("x2", "x₂")):
            if not isinstance(values[name], int | float) or not abs(values[name]) <= 1e6:
                raise ValueError(f"{label} must be a number: type one into its field.")
        return own_data.tidy(values["x1"], values["x2"], values["label"])

    def _number(self, values, points):
        number = values["point"]
        if number is None or number != round(number) or not 1 <= number <= len(points):
            raise ValueError(
                f"The point number must be a whole number from 1 to {len(points)}: type it into its field."
            )
        return round(number) - 1

    def _on_point(self, values):
        self.picked = None
        if values["point"] is None:
            return
        data = runs.data_of(self.settings)[0]
        points = self.settings["own"] if self.settings["data"] == OWN else own_data.from_dataset(data)
        self.picked = self._number(values, points)
        x1, x2, label = points[self.picked]
        self._show_settings(x1=x1, x2=x2, label=str(label))
        self.said = f"Point {self.picked + 1} of {len(points)} is picked: change its numbers and press Move, or Delete."

    def _on_add(self, values):
        point = self._typed(values)
        points = self._own()
        self._keep([*points, point])
        self.picked = len(points)
        self.said = f"Added point {len(points) + 1}."

    def _on_move(self, values):
        point, points = self._typed(values), self._own()
        self.picked = self._number(values, points)
        points[self.picked] = point
        self._keep(points)

    def _on_delete(self, values):
        points = self._own()
        number = self._number(values, points)
        del points[number]
        self._keep(points)
        self.picked = None
        self.said = f"Deleted point {number + 1}."

    def _on_label(self, values):
        self.said = f"Add and Move make points of class {values['label']}."

    def _on_pointer(self, values):
        self.said = f"Now the pointer can {values['pointer']}: click or drag in the data."

    def _on_clear(self, values):
        self.settings |= {"own": (), "data": OWN, **runs.USUAL[OWN]}
        self.picked = None
        self._show_settings(pointer="add class 0")

    def _on_use(self, values):
        points, said = own_data.from_csv(values["rows"])
        own_data.to_dataset(points)  # two classes, or a sentence
        self._keep(points)
        self.settings |= {"data": OWN, **runs.USUAL[OWN]}
        self.picked, self.said = None, said
        self._show_settings()

    def _pointed(self, kind, ax, x, y):
        """A click or a drag on the data, or on the contours, where it puts the start."""
        kept, self.said = (dict(self.settings), list(self.pins)), ""
        part = ax.get_gid()
        if kind == "down":
            self.pressed = part
        if part != self.pressed or part not in ("field", "path"):
            return
        self.holding = kind != "up"

        def act():
            if part == "field":
                self._pointed_at_data(kind, ax, x, y)
            elif self.settings["degree"] == 1:
                self.settings |= {"w1": runs.rounded("w1", x), "w2": runs.rounded("w2", y)}
                if self.settings["start"] != "where I put it":
                    self.settings["start"] = "where I put it"
                    self._show_settings()

        self._do(act, kept)

    def _pointed_at_data(self, kind, ax, x, y):
        does = self.player.values["pointer"]
        if kind == "down":
            self._press(does, ax, x, y)
        elif self.grabbed is not None:
            points = self._own()
            points[self.grabbed] = own_data.tidy(x, y, points[self.grabbed][2])
            self._keep(points)
            if kind == "up":
                self.grabbed = None

    def _press(self, does, ax, x, y):
        there = self.settings["own"] if self.settings["data"] == OWN else runs.data_of(self.settings)[0].X
        places = np.array([point[:2] for point in there], float).reshape(-1, 2)
        apart = np.hypot(*(ax.transData.transform(places) - ax.transData.transform((x, y))).T)
        nearest = int(np.argmin(apart)) if len(apart) else None
        reach = ON if does.startswith("add") else NEAR
        met = nearest is not None and apart[nearest] <= reach
        self.grabbed = None
        if does.startswith("add"):
            points = self._own()
            if not met:
                self._keep([*points, own_data.tidy(x, y, does[-1])])
            self.grabbed = nearest if met else len(points)
            self.picked = self.grabbed
        elif not met:
            self.said = "No point is near enough there." + (
                " The list “the pointer can” lets it add points." if does.startswith("move") else ""
            )
        elif does.startswith("delete"):
            points = self._own()
            del points[nearest]
            self._keep(points)
            self.picked = None
        else:
            self._own()
            self.grabbed = self.picked = nearest

    # The picture

    def _update(self):
        """Train, and show what has changed."""
        if not any(self.settings[name] for name in PANELS):
            raise ValueError("One panel at least must stay.")
        trained = [runs.train(each) for each in (*self.pins, self.settings)]
        iterations, entries = runs.frames_of(trained)
        figures = [runs.figures(run, each) for run, each in zip(trained, entries, strict=True)]
        shown = panels.shown(trained, figures, entries)
        figure = self._layout()
        if figure is not None:
            self.player.draw(figure)
        marks = self._marks(shown)
        captions, numbers = _captions(shown, iterations)
        self.player.alt = _alt(shown, self.settings)
        self.player.large = self.settings["large"]
        self.player.load(marks, captions=captions, numbers=numbers)
        if self.trained is None:
            self._to_end()
        self.trained = self.settings["data"]
        self._write(trained[-1])
        said = self.said or SAYINGS.get(self.settings["preset"])
        self._say(" ".join(filter(None, [said, *trained[-1].notes])))

    def _layout(self):
        """A new figure where the panels or their words have changed, else None."""
        s = self.settings
        try:
            data = runs.data_of(s)[0]
            words = data.feature_names
        except ValueError:
            words = ("x₁", "x₂")
        key = tuple(s[name] for name in PANELS), s["large"], s["degree"] > 1, words, len(self.pins)
        if key == self.drawn or not any(key[0]):
            return None
        chosen = [name for name in PANELS if s[name]]
        with mpl.rc_context(plots.LOOK):
            look = {"large": s["large"], "bars": s["degree"] > 1, "words": words, "runs": len(self.pins) + 1}
            figure, self.axes = panels.layout(chosen, **look)
        self.drawn = key
        self.limits = None
        return figure

    def _marks(self, shown):
        """All marks: those under the picture, those that stand still, those that move."""
        grow = 1.4 if self.settings["large"] else 1.0
        last, axes = shown[-1], self.axes
        under, still, moving = [], [], []
        if "field" in axes:
            ax = axes["field"]
            self._field_limits(ax, last.run.data.X)
            grounds, lines = panels.field_marks(ax, shown)
            under += grounds
            still += self._even(ax, grow)
            still += self._points(ax, grow, last.run.train, last.run.held)
            moving += lines
        if "curve" in axes:
            ax = axes["curve"]
            panels.curve_limits(ax, shown, grow)
            most, begin = (2, []) if self.settings["large"] else (6, [(0.5, "0")])
            decades = [panels.decade_ticks(limits, most) for limits in (ax.get_xlim(), ax.get_ylim())]
            still += panels.ticks(ax, grow, begin + decades[0], decades[1])
            standing, walking = panels.curve_marks(ax, shown, grow)
            still += standing + panels.legend_marks(ax, shown, grow)
            moving += walking
        if "path" in axes:
            _join((still, moving), self._path(axes["path"], shown, grow))
        if "confusion" in axes:
            _join((still, moving), panels.confusion_marks(axes["confusion"], last, grow))
        if "numbers" in axes:
            _join((still, moving), panels.number_marks(axes["numbers"], last, grow))
        return [*under, *still, *moving]

    def _even(self, ax, grow, most=(5, 5)):
        """Ticks at round numbers along both edges, fewer where their words are large."""
        x, y = (3, 4) if self.settings["large"] else most
        return panels.ticks(ax, grow, panels.even_ticks(ax.get_xlim(), x), panels.even_ticks(ax.get_ylim(), y))

    def _field_limits(self, ax, X):
        if not (self.holding and self.limits):
            ax.set(xlim=panels.roomy(X[:, 0]), ylim=panels.roomy(X[:, 1]))

    def _points(self, ax, grow, train, held):
        picked = None
        if self.picked is not None:
            data = runs.data_of(self.settings)[0]
            picked = data.X[self.picked] if self.picked < len(data) else None
        return panels.points_marks(ax, train, held, grow, picked)

    def _path(self, ax, shown, grow):
        last = shown[-1]
        if last.figures.w.shape[1] > 2:
            still, moving = panels.bar_marks(ax, shown)
            n = last.figures.w.shape[1]
            degrees = panels.degree_ticks(n, 2 if self.settings["large"] and n > 9 else 1)
            return still + panels.ticks(ax, grow, degrees, panels.even_ticks(ax.get_ylim())), moving
        if not (self.holding and self.limits):
            panels.path_limits(ax, shown)
        self.limits = True
        still = panels.contour_marks(ax, last.run)
        still += self._even(ax, grow, (4, 5))
        standing, moving = panels.path_marks(ax, shown, grow)
        return still + standing, moving

    def _show_untrained(self):
        """One's own points, where nothing can be trained on them, and no number that is not theirs.

        The last run stands beside them if it was one on points of one's own; else nothing stands beside them.
        """
        figure, grow = self._layout(), 1.4 if self.settings["large"] else 1.0
        points = self.settings["own"]
        if figure is not None:
            self.player.draw(figure)
        if figure is not None or self.trained != OWN or not points:
            self.trained = None
        marks = self._blank(grow, figure is not None) if self.trained is None else self._last_run(grow)
        if "field" in self.axes:
            marks += self._untrained_points(grow)
        what = "the boundary and the curves are those of the last run" if self.trained else "no run is drawn"
        self.player.alt = f"Board with {len(points)} points of one's own, not trained yet."
        self.player.large = self.settings["large"]
        self.player.load(marks, captions=f"Not trained yet: {what}.")
        self.player.readings = {**self.player.readings, "csv": own_data.to_csv(points)}
        self._switch_off()

    def _blank(self, grow, fresh):
        """The marks of a board without a run."""
        marks = []
        if "field" in self.axes:
            ax = self.axes["field"]
            if fresh or not self.holding:
                places = [(-4.0, -4.0), (4.0, 4.0), *(point[:2] for point in self.settings["own"])]
                self._field_limits(ax, np.array(places))
            marks += self._even(ax, grow)
        if "confusion" in self.axes:
            ax = self.axes["confusion"]
            marks += panels.confusion_heads(ax, grow) + panels.dashes(ax, grow)
        return marks

    def _last_run(self, grow):
        """The marks of the last run without its points, and with dashes for its numbers."""
        gone = ("class ", "picked", "confusion", "held-out confusion", "numbers")
        marks = [mark for mark in self.player._marks if not mark.name.startswith(gone)]
        if "confusion" in self.axes:
            marks += panels.dashes(self.axes["confusion"], grow)
        if "numbers" in self.axes:
            (names,) = (mark for mark in marks if mark.name == "names")
            marks += panels.number_dashes(self.axes["numbers"], grow, names.look["places"])
        return marks

    def _untrained_points(self, grow):
        points = np.array(self.settings["own"], float).reshape(-1, 3)
        X, y = points[:, :2], points[:, 2]
        picked = X[self.picked] if self.picked is not None and self.picked < len(X) else None
        return panels.points_marks(self.axes["field"], Dataset(X, y), None, grow, picked) if len(X) else []

    def _write(self, run):
        """The texts to copy, and which controls mean nothing for these data."""
        s = self.settings
        small = len(run.data) <= own_data.MOST
        readings = {"line": runs.to_line(s, self.pins), "code": runs.code(s)}
        points = s["own"] if s["data"] == OWN else own_data.from_dataset(run.data) if small else None
        readings["csv"] = own_data.to_csv(points) if small else f"More than {own_data.MOST:,} points."
        self.player.readings = {**self.player.readings, **readings}
        self._switch_off()

    def _switch_off(self):
        off = {OWN: ["size", "gap", "noise", "stretch"], runs.MOONS: ["gap"]}
        off |= {name: ["size", "gap", "noise"] for name in runs.IRIS}
        self.player.off = off.get(self.settings["data"], []) + ([] if self.pins else ["unpin"])


def _join(lists, more):
    for whole, part in zip(lists, more, strict=True):
        whole += part


def _captions(shown, iterations):
    """The sentence under the picture, with its numbers for each frame."""
    last, columns = shown[-1], [iterations]
    words = [f"Iteration {{0:.0f}} of {iterations[-1]}"]

    def add(template, *values):
        slots = [f"{len(columns) + i}" for i in range(len(values))]
        columns.extend(values)
        for i, slot in enumerate(slots):
            template = template.replace(f"#{i}", "{" + slot).replace("~", "}")
        words.append(template)

    for each in shown:
        f = each.figures
        name = f"{each.name}: " if len(shown) > 1 else ""
        held = f.held_loss is not None
        add(f"{name}loss #0:.4f~" + (", held out #1:.4f~" if held else ""), f.loss, *([f.held_loss] if held else []))
    f, of = last.figures, f"{last.name}: " if len(shown) > 1 else ""
    add(f"{of}accuracy #0:.1f~ %", f.accuracy)
    if f.w.shape[1] == 2:
        add("w₁ #0:.2f~, w₂ #1:.2f~, b #2:.2f~", *f.w.T, f.b)
    add("gradient #0:.5f~", f.slope)
    add("right\u00a0#0:.0f~\u00a0+\u00a0#1:.0f~, wrong\u00a0#2:.0f~\u00a0+\u00a0#3:.0f~", *f.confusion.T[[0, 3, 1, 2]])
    numbers = np.clip(np.column_stack(columns), -1e30, 1e30)
    return " · ".join(words), numbers


def _alt(shown, settings):
    """What the board shows, for those who do not see it."""
    names = {"field": "the points with the decision boundary", "curve": "the learning curve"}
    names |= {
        "path": "the path of the weights on the contours of the loss",
        "confusion": "the counts of right and wrong",
    }
    names |= {"confusion": "the counts of right and wrong", "numbers": "the numbers of the model"}
    said = [words for name, words in names.items() if settings[name]]
    count = f" for {len(shown)} runs" if len(shown) > 1 else ""
    return f"Board of a training on {shown[-1].run.data.title}{count}: {', '.join(said)}."

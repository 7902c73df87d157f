"""The picture of a board: its axes, and on them the marks for a state. For the classroom."""

from dataclasses import replace

import matplotlib as mpl
import numpy as np

from logreg_core import panels, plots
from logreg_core.datasets import Dataset
from logreg_core.labs import board_panels as parts
from logreg_core.labs import own_data
from logreg_core.labs.board_settings import OWN, PANELS

ROOM = 0.15  # of the width of the data, on each side of them: an outlier has room there


class Picture:
    """The axes of a board, and the marks on them for a state of it."""

    def __init__(self):
        self.axes, self.key = {}, None
        self.holding = False  # while something is dragged, no axes may move
        self.fresh = True  # no limits were set yet
        self.fitted, self.limits = None, None  # what the limits of the data were fitted to; they, each (low, high)
        self.trained = None  # the data of the last run in the picture; None where no run is shown

    def layout(self, state):
        """A new figure where the panels or their words have changed, else None."""
        s, runs_shown = state.settings, len(state.pins) + 1
        try:
            words = *state.data.feature_names, *state.data.class_names
        except ValueError:
            words = state.settings["names"] or own_data.NAMES
        chosen = [name for name in PANELS if s[name]]
        key = chosen, s["large"], s["degree"] > 1, words, runs_shown
        if key == self.key or not chosen:
            return None
        with mpl.rc_context(plots.LOOK):
            look = {"large": s["large"], "bars": s["degree"] > 1, "words": words, "runs": runs_shown}
            figure, self.axes = parts.layout(chosen, **look)
        self.key, self.fresh = key, True
        return figure

    @property
    def large(self):
        """Whether the type is large."""
        return self.key[1]

    @property
    def grow(self):
        """How much larger the words are than usual."""
        return 1.4 if self.large else 1.0

    def marks(self, shown, state):
        """All marks: those under the picture, those that stand still, those that move."""
        draw = {
            "field": lambda ax: self._field(ax, shown, state),
            "curve": lambda ax: self._curve(ax, shown),
            "path": lambda ax: self._path(ax, shown),
            "confusion": lambda ax: parts.confusion_marks(ax, shown[-1], self.grow),
            "numbers": lambda ax: parts.number_marks(ax, shown[-1], self.grow),
        }
        marks = [mark for name in PANELS if name in self.axes for mark in draw[name](self.axes[name])]
        self.fresh = False
        return parts.ordered(marks)

    def _field(self, ax, shown, state):
        last = shown[-1].run
        self._limits(ax, last.data.X, state)
        number = state.picked
        picked = last.data.X[number] if number is not None and number < len(last.data) else None
        points = parts.points_marks(ax, last.train, last.held, self.grow, picked)
        runs_shown = [_on_the_points(each) for each in shown]
        band = parts.band_marks(ax, last) if state.settings["band"] else []
        return [*panels.field(ax, runs_shown, of=runs_shown[-1], width=2.6), *band, *self._even(ax), *points]

    def _limits(self, ax, X, state):
        """Limits that fit the data, and stand still while points are moved by hand; one far outside widens them."""
        s = state.settings
        made = (
            None if s["data"] == OWN else tuple(s[name] for name in ("data", "size", "gap", "noise", "stretch", "seed"))
        )
        fitted = state.fitted, made or (self.fitted or (0, None))[1]
        room = [parts.roomy(X[:, k], share=ROOM) for k in (0, 1)]
        if fitted != self.fitted:
            self.fitted, self.limits = fitted, room
        elif not self.holding:
            seen = [_zoomed(each, max(state.zoom, 1.0)) for each in self.limits]
            if any(np.min(X[:, k]) < seen[k][0] or np.max(X[:, k]) > seen[k][1] for k in (0, 1)):
                self.limits = [(min(a[0], b[0]), max(a[1], b[1])) for a, b in zip(self.limits, room, strict=True)]
        ax.set(**{name: _zoomed(each, state.zoom) for name, each in zip(("xlim", "ylim"), self.limits, strict=True)})

    def _even(self, ax, most=(5, 5)):
        """Ticks at round numbers along both edges, fewer where their words are large."""
        x, y = (3, 4) if self.large else most
        return parts.ticks(ax, self.grow, parts.even_ticks(ax.get_xlim(), x), parts.even_ticks(ax.get_ylim(), y))

    def _curve(self, ax, shown):
        parts.curve_limits(ax, shown, self.grow)
        most, begin = (2, []) if self.large else (6, [(0.5, "0")])
        across, up = (parts.decade_ticks(limits, most) for limits in (ax.get_xlim(), ax.get_ylim()))
        below = parts.ticks(ax, self.grow, begin + across, up)
        return [*below, *parts.curve_marks(ax, shown, self.grow), *parts.legend_marks(ax, shown, self.grow)]

    def _path(self, ax, shown):
        n = shown[-1].frames.w.shape[1]
        if n > 2:
            bars = parts.bar_marks(ax, shown)
            degrees = parts.degree_ticks(n, 2 if self.large and n > 9 else 1)
            return [*bars, *parts.ticks(ax, self.grow, degrees, parts.even_ticks(ax.get_ylim()))]
        if self.fresh or not self.holding:
            parts.path_limits(ax, shown)
        ground = [*parts.contour_marks(ax, shown[-1].run), *self._even(ax, (4, 5))]
        return [*ground, *parts.path_marks(ax, shown, self.grow)]

    def untrained(self, state, marks):
        """The marks of a board with points and no run on them; `marks` are those of the last run."""
        points = np.array(state.settings["own"], float).reshape(-1, 3)
        made = self._last_run(marks) if self.trained else self._blank(points, state)
        if "field" in self.axes and len(points):
            X = points[:, :2]
            picked = X[state.picked] if state.picked is not None and state.picked < len(X) else None
            made += parts.points_marks(self.axes["field"], Dataset(X, points[:, 2]), None, self.grow, picked)
        self.fresh = False
        return made

    def _blank(self, points, state):
        """The marks of a board without a run."""
        marks = []
        if "field" in self.axes:
            ax = self.axes["field"]
            corners = np.array([(-4.0, -4.0), (4.0, 4.0)])
            self._limits(ax, np.vstack([corners, points[:, :2]]), state)
            marks += self._even(ax)
        if "confusion" in self.axes:
            marks += parts.confusion_marks(self.axes["confusion"], None, self.grow)
        return marks

    def _last_run(self, marks):
        """The marks of the last run without its points, and with dashes for its numbers."""
        gone = ("class ", "picked", "confusion", "held-out confusion", "numbers")
        kept = [mark for mark in marks if not mark.name.startswith(gone)]
        if "confusion" in self.axes:
            kept.append(parts.confusion_marks(self.axes["confusion"], None, self.grow)[-1])
        if "numbers" in self.axes:
            (rows,) = (mark.look["places"] for mark in marks if mark.name == "names")
            kept.append(parts.number_dashes(self.axes["numbers"], self.grow, rows))
        return kept


def _zoomed(limits, zoom):
    """Limits around the same middle, so many times as far apart."""
    middle, half = sum(limits) / 2, zoom * (limits[1] - limits[0]) / 2
    return middle - half, middle + half


def _on_the_points(each):
    """A run with the weights that belong to the points as they are, where the model sees them standardised."""
    if each.run.scale is None:
        return each.frames
    mean, spread = each.run.scale
    w = each.frames.history.w / spread
    history = replace(each.frames.history, w=w, b=each.frames.history.b - w @ mean)
    return replace(each.frames, history=history, features=np.asarray)

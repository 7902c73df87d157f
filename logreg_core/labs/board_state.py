"""The state of a board, and what the reader's moves make of it. For the classroom.

Every answer is a function of the state and of the controls' values. It changes the state, or raises a ValueError
with a sentence for the reader; where it moves controls, it returns their values by name.
"""

from dataclasses import dataclass, field, replace

import numpy as np

from logreg_core import tables
from logreg_core.labs import board_runs as runs
from logreg_core.labs import own_data
from logreg_core.labs.board_settings import (
    DEFAULTS,
    MOST_PINS,
    NO_PRESET,
    OWN,
    PRESETS,
    PUT,
    SETTINGS,
    USUAL,
    VIEW,
    check_panels,
    from_line,
    taken,
)

POINTERS = ("move a point", "add class 0", "add class 1", "delete a point")
CHOICES = ("column1", "column2", "column_y", "label0", "label1")  # of a table's columns, and of two of its labels
NO_COLUMN = "–"  # where there is no table yet
LONG = 20_000  # signs of a pasted table: a longer one leaves its field once it is read
NEAR, ON = 60, 26  # pixels of the picture: how far a point to move or delete may lie, and one to be met when adding


@dataclass
class State:
    """The settings of a board and its pinned runs, and what its reader holds."""

    settings: dict = field(default_factory=lambda: dict(DEFAULTS))
    pins: list = field(default_factory=list)
    grabbed: int | None = None  # number of the point under the pointer
    picked: int | None = None  # number of the point chosen by keyboard
    zoom: float = 1.0  # how much wider the picture of the data is than they need
    fitted: int = 0  # how often its axes were fitted to the data
    said: str = ""  # a sentence to go with the next picture
    table: tables.Table | None = None  # what was pasted last, and which of its columns are shown
    columns: own_data.Columns | None = None

    @property
    def data(self):
        """The data set, own points included."""
        return runs.data_of(self.settings)[0]

    def points(self):
        """One's own points, or those that the data would become."""
        return list(self.settings["own"] if self.settings["data"] == OWN else own_data.from_dataset(self.data))

    def keep(self, points):
        """Make points one's own data."""
        if len(points) > own_data.MOST_POINTS:
            raise ValueError(f"At most {own_data.MOST_POINTS:,} points are taken.")
        if self.settings["data"] != OWN:
            self.settings["names"] = self.names()
        self.settings |= {"own": tuple(points), "data": OWN}

    def names(self):
        """The names of the two features and two classes, as one's own points keep them."""
        if self.settings["data"] == OWN:
            return self.settings["names"]
        names = own_data.clean(*self.data.feature_names, *self.data.class_names)
        return () if names == own_data.NAMES else names

    @property
    def options(self):
        """What the choices of columns and classes offer: the names in the table, and the labels."""
        if self.table is None:
            return {name: [NO_COLUMN] for name in CHOICES}
        kinds = own_data.options(self.table, self.columns.label)
        names = list(self.table.names)
        return dict(zip(CHOICES, (names, names, names, kinds, kinds), strict=True))

    @property
    def chosen(self):
        """The columns and classes that are shown, as values of their choices."""
        if self.columns is None:
            return dict.fromkeys(CHOICES, NO_COLUMN)
        c = self.columns
        return dict(zip(CHOICES, (c.x1, c.x2, c.label, *c.classes), strict=True))

    def fit(self):
        """Let the axes fit the data again; points that are moved or added by hand leave them as they are."""
        self.zoom, self.fitted = 1.0, self.fitted + 1

    def restore(self, line):
        """Take the settings and pins of a line; one whose run cannot be made changes nothing."""
        settings, pins = from_line(line)
        for each in (settings, *pins):
            runs.train(each)
        self.settings, self.pins, self.picked = settings, pins, None
        self.fit()


# Runs and presets


def choose_data(state, values):
    """Take the settings that are usual for the data."""
    state.settings |= USUAL.get(values["data"], {})
    state.picked = None
    state.fit()
    return {}


def choose_preset(state, values):
    """Show a preset; the panels stay as they are."""
    view = {name: state.settings[name] for name in VIEW}
    state.restore(PRESETS.get(values["preset"], "as it starts"))
    state.settings |= {**view, "preset": values["preset"]}
    return {}


def reset(state, values):
    """Go back to the beginning, without a table; the panels stay as they are."""
    choose_preset(state, {"preset": NO_PRESET})
    state.table = state.columns = None
    fields = {"pointer": POINTERS[0], "point": None, "x1": 0.0, "x2": 0.0, "label": "0", "rows": "", "restore": ""}
    return {**state.chosen, **fields}


def load(state, values):
    """Restore a line."""
    state.restore(values["restore"])
    state.said = "Restored."
    return {}


def again(state, values):
    """Begin the run anew, without what was walked with other settings."""
    state.settings["walked"] = None
    return {}


def pin(state, values):
    """Keep this run in the picture."""
    if len(state.pins) == MOST_PINS:
        raise ValueError(f"There are {MOST_PINS} pinned runs already: remove them first.")
    runs.train(state.settings)
    state.pins.append(dict(state.settings))
    state.said = f"Run {len(state.pins)} is pinned: what you change now is drawn over it."


def unpin(state, values):
    """Show the present run alone."""
    state.pins = []


def closer(state, values):
    """Show less of the plane."""
    state.zoom = max(state.zoom / 1.5, 0.1)


def farther(state, values):
    """Show more of the plane: there is room for a point far away."""
    state.zoom = min(state.zoom * 1.5, 10.0)


def fit(state, values):
    """Let the axes fit the data."""
    state.fit()


# One's own points, by keyboard


def _typed(values):
    for name, label in (("x1", "x₁"), ("x2", "x₂")):
        if not isinstance(values[name], int | float) or not abs(values[name]) <= 1e6:
            raise ValueError(f"{label} must be a number: type one into its field.")
    return own_data.tidy(values["x1"], values["x2"], values["label"])


def _number(values, points):
    number = values["point"]
    if number is None or number != round(number) or not 1 <= number <= len(points):
        raise ValueError(f"The point number must be a whole number from 1 to {len(points)}: type it into its field.")
    return round(number) - 1


def pick(state, values):
    """Choose a point by its number, and show its own."""
    state.picked = None
    if values["point"] is None:
        return None
    points = state.points()
    state.picked = _number(values, points)
    x1, x2, label = points[state.picked]
    state.said = f"Point {state.picked + 1} of {len(points)} is picked: change its numbers and press Move, or Delete."
    return {"x1": x1, "x2": x2, "label": str(label)}


def add(state, values):
    """Add the point that was typed."""
    point, points = _typed(values), state.points()
    state.keep([*points, point])
    state.picked = len(points)
    state.said = f"Added point {len(points) + 1}."
    return {}


def move(state, values):
    """Put the picked point where it was typed."""
    point, points = _typed(values), state.points()
    number = _number(values, points)
    points[number] = point
    state.keep(points)
    state.picked = number
    return {}


def delete(state, values):
    """Delete the picked point."""
    points = state.points()
    number = _number(values, points)
    state.keep(points[:number] + points[number + 1 :])
    state.picked = None
    state.said = f"Deleted point {number + 1}."
    return {}


def choose_label(state, values):
    """Say what the class is for."""
    state.said = f"Add and Move make points of class {values['label']}."


def choose_pointer(state, values):
    """Say what the pointer does from now on."""
    state.said = f"Now the pointer can {values['pointer']}: click or drag in the data."


def clear(state, values):
    """Start from no point at all."""
    state.settings |= {"own": (), "names": (), "data": OWN, **USUAL[OWN]}
    state.picked = None
    state.fit()
    return {"pointer": "add class 0"}


def use(state, values):
    """Take the pasted table as one's own points: the columns that are most likely meant."""
    table = tables.read(values["rows"])
    _take(state, table, own_data.guess(table))
    return {**state.chosen, "rows": values["rows"] if len(values["rows"]) < LONG else ""}


def _take(state, table, columns):
    points, said, names = own_data.from_table(table, columns)
    own_data.options(table, columns.label)
    state.table, state.columns = table, columns
    state.settings |= {**USUAL[OWN], "own": points, "names": names, "data": OWN}
    state.picked, state.said = None, said
    state.fit()


def choose_columns(state, values):
    """Show other columns of the table, or other classes."""
    if state.table is None:
        raise ValueError("There is no table yet: paste one, or drop a file on the board.")
    label = values["column_y"]
    own_data.options(state.table, label)
    same = label == state.columns.label
    classes = (values["label0"], values["label1"]) if same else own_data.frequent(state.table, label)
    _take(state, state.table, own_data.Columns(values["column1"], values["column2"], label, classes))
    return state.chosen


def swap(state, values):
    """Make class 0 class 1, and the other way round."""
    names, points = state.names() or own_data.NAMES, state.points()
    names = (*names[:2], names[3], names[2]) if names != own_data.NAMES else ()
    state.settings |= {"own": tuple((x1, x2, 1 - label) for x1, x2, label in points), "names": names, "data": OWN}
    if state.columns is not None:
        state.columns = replace(state.columns, classes=state.columns.classes[::-1])
    state.said = "The two classes are swapped."
    return state.chosen


ANSWERS = {
    "data": choose_data,
    "preset": choose_preset,
    "reset": reset,
    "again": again,
    "pin": pin,
    "unpin": unpin,
    "closer": closer,
    "farther": farther,
    "fit": fit,
    "pointer": choose_pointer,
    "point": pick,
    "label": choose_label,
    "add": add,
    "move": move,
    "delete": delete,
    "clear": clear,
    **dict.fromkeys(CHOICES, choose_columns),
    "use": use,
    "swap": swap,
    "load": load,
}


def answer(state, values, changed):
    """What the moved controls make of the state; the values of controls to be moved, or None for none."""
    state.said = ""
    state.settings |= taken(values)
    moves = [act(state, values) for act in dict.fromkeys(ANSWERS[name] for name in ANSWERS if name in changed)]
    moved = [each for each in moves if each is not None]
    check_panels(state.settings)
    return {name: value for each in moved for name, value in each.items()} if moved else None


# The pointer


def put_start(state, x, y):
    """Start the run at two weights."""
    state.settings |= {"w1": SETTINGS["w1"].rounded(x), "w2": SETTINGS["w2"].rounded(y), "start": PUT}


def press(state, does, ax, x, y):
    """Do what the pointer can, where it went down in the data."""
    own = state.settings["own"] if state.settings["data"] == OWN else state.data.X
    places = np.array([point[:2] for point in own], float).reshape(-1, 2)
    apart = np.hypot(*(ax.transData.transform(places) - ax.transData.transform((x, y))).T)
    nearest = int(np.argmin(apart)) if len(apart) else None
    met = nearest is not None and apart[nearest] <= (ON if does.startswith("add") else NEAR)
    state.grabbed = None
    if does.startswith("add"):
        points = state.points()
        state.keep(points if met else [*points, own_data.tidy(x, y, does[-1])])
        state.grabbed = state.picked = nearest if met else len(points)
    elif not met:
        more = " The list “the pointer can” lets it add points." if does.startswith("move") else ""
        state.said = f"No point is near enough there.{more}"
    elif does.startswith("delete"):
        points = state.points()
        state.keep(points[:nearest] + points[nearest + 1 :])
        state.picked = None
    else:
        state.keep(state.points())
        state.grabbed = state.picked = nearest


def drag(state, x, y):
    """Move the point under the pointer."""
    points = state.points()
    points[state.grabbed] = own_data.tidy(x, y, points[state.grabbed][2])
    state.keep(points)

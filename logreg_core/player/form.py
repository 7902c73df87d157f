"""Controls as data: what the reader can move, tick, press or fill in under a picture."""

from dataclasses import dataclass, fields

import numpy as np


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
        ends = {"low": float(np.log10(self.low)), "high": float(np.log10(self.high))} if self.log else {}
        return {**super().spec, **ends}


@dataclass(frozen=True)
class Number(Control):
    """A field for a number; its value is None while there is no number in it."""

    value: float | None
    step: float | str = "any"


@dataclass(frozen=True)
class TextField(Control):
    """A field for text, of one line or of several; in a single line, Enter presses the button named `enter`.

    With `file`, the text of a file that is dropped or opened takes its place, and the button is pressed.
    """

    value: str = ""
    lines: int = 1
    enter: str = ""
    file: bool = False


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
    """A text to read and to copy, or an `answer` in words; set it by `player.readings = {..., name: text}`."""

    lines: int = 1
    answer: bool = False


@dataclass(frozen=True)
class Group:
    """Controls with a name above them; a folded group is opened by it, a tall one has two rows, a wide one a row."""

    name: str
    controls: tuple
    folded: bool = False
    tall: bool = False
    wide: bool = False

    @property
    def look(self):
        """What the browser is told of the group with each of its controls."""
        return {"group": self.name, "folded": self.folded, "tall": self.tall, "wide": self.wide}

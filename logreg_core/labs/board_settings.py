"""What a board can be set to: one table, and from it the controls, the limits, and the line of text that restores it.

A line such as "data=two moons; degree=3" names the settings that differ from the usual ones; with several runs,
" | " stands between them, and the present one is the last.
"""

from dataclasses import dataclass

from logreg_core import player
from logreg_core.labs import own_data

APART, OVERLAP, RING, MOONS = "clouds apart", "clouds that overlap", "disc in a ring", "two moons"
IRIS = {
    "iris: setosa, versicolor": ("setosa", "versicolor"),
    "iris: versicolor, virginica": ("versicolor", "virginica"),
}
OWN = "my own points"
DATA = (OVERLAP, APART, RING, MOONS, *IRIS, OWN)
USUAL = {  # what comes with the choice of the data
    OVERLAP: {"gap": -1.05, "noise": 1.0},
    APART: {"gap": 0.5, "noise": 1.0},
    RING: {"gap": 0.5, "noise": 0.25},
    MOONS: {"gap": 0.5, "noise": 0.2},
    OWN: {"held": 0},
}
PUT = "where I put it"
MOST_PINS = 4

FLOWERS = "data=iris: versicolor, virginica; iterations=60; held=0; "
FEW = "data=two moons; gap=0.5; noise=0.45; size=80; held=50; degree=8; rate=2; iterations=5000; seed=30"
DISC = "data=disc in a ring; gap=0.5; noise=0.25; rate=1"
NO_PRESET = "none"
PRESETS = {
    "rate too large": f"{FLOWERS}rate=0.2 | {FLOWERS}rate=3",
    "never stops growing": "data=clouds apart; gap=0.5; rate=3; iterations=10000",
    "ravine": "stretch=8; rate=0.5; iterations=200; held=0; start=where I put it; w1=-1.5; w2=0.5",
    "overfit, then λ": f"{FEW} | {FEW}; l2=0.05",
    "a line is not enough": f"{DISC} | {DISC}; degree=2",
    "small batches wander": "rate=0.3; iterations=500 | batch=1; rate=0.3; iterations=500",
    "the start is forgotten": "start=where I put it; w1=-3; w2=2; rate=0.5; l2=0.01; seed=3 "
    "| start=random; rate=0.5; l2=0.01; seed=3",
}
SAYINGS = {  # what a preset shows, beside its picture
    "rate too large": "With α = 3 (run 2) the loss rises again and again; with α = 0.2 (run 1) it falls all the way.",
    "overfit, then λ": "Without λ (run 1) the held-out loss turns up, while the training loss falls; "
    "with λ = 0.05 (run 2) it does not turn up. Filled points are trained on, hollow ones (○) are held out.",
    "ravine": "x₂ is eight times as wide as x₁: w₂ overshoots with the first step, and w₁ creeps.",
    "a line is not enough": "No line (run 1) parts the disc from its ring; a boundary of degree 2 (run 2) does.",
    "small batches wander": "All points at once (run 1) walk smoothly; one point at a time (run 2) wanders, "
    "and ends near the same place.",
    "the start is forgotten": "Two starts, far apart: with the penalty there is one minimum, and both runs end there.",
}


@dataclass(frozen=True)
class Setting:
    """What a setting usually is, and what else it may be: one of `options`, within `limits`, or yes and no.

    One without a label has no control. A number is written with two digits after the point, with so many `significant`
    ones, or as a whole. With `least`, its slider ends there, and that end stands for 0.
    """

    usual: object
    group: str
    label: str = ""
    options: tuple = ()
    limits: tuple = ()
    step: float = 0.05
    significant: int = 0
    whole: bool = False
    least: float | None = None

    def rounded(self, value):
        """A number as the controls write it, within the limits."""
        low, high = self.limits
        value = min(max(float(value), low), high)
        value = float(f"{value:.{self.significant}g}") if self.significant else round(value, 2)
        return round(value) if self.whole else value + 0.0

    def read(self, name, text):
        """The value that a text stands for; a ValueError says what it must be."""
        if self.limits:
            low, high = self.limits
            try:
                fits = low <= float(text) <= high
            except ValueError:
                fits = False
            if not fits:
                raise ValueError(f"{name} must be a number from {low:g} to {high:g}; got “{text[:40]}”.")
            return self.rounded(text)
        options = self.options or ("yes", "no")
        if text not in options:
            raise ValueError(f"{name} must be one of {'; '.join(options)}. It is “{text[:40]}” in the line.")
        return text if self.options else text == "yes"

    def control(self, name, value):
        """The control that moves the setting."""
        if self.options:
            return player.Choice(name, self.label, self.options)
        if not self.limits:
            return player.Check(name, self.label, value)
        low, zero = (self.limits[0], False) if self.least is None else (self.least, True)
        return player.Slider(name, self.label, low, self.limits[1], value, self.step, self.significant == 2, zero)


SETTINGS = {
    "data": Setting(OVERLAP, "Data", "data", options=DATA),
    "size": Setting(200, "Data", "points", limits=(10, 10_000), significant=2, whole=True),
    "gap": Setting(-1.05, "Data", "gap", limits=(-3, 3)),
    "noise": Setting(1.0, "Data", "noise", limits=(0.05, 3)),
    "stretch": Setting(1.0, "Data", "stretch x₂", limits=(0.1, 10), significant=2),
    "held": Setting(25, "Data", "held out (%)", limits=(0, 80), step=5, whole=True),
    "seed": Setting(0, "Data", "seed", limits=(0, 99), step=1, whole=True),
    "standard": Setting(False, "Data", "standardise"),
    "own": Setting((), "Data"),
    "names": Setting((), "Data"),  # of one's own two features and two classes; the usual ones where there are none
    "rate": Setting(0.1, "Model", "learning rate α", limits=(0.001, 100), significant=2),
    "l2": Setting(0.0, "Model", "penalty λ", limits=(0, 10), significant=2, least=1e-4),
    "batch": Setting("all", "Model", "batch", options=("all", "1", "4", "16", "64")),
    "degree": Setting(1, "Model", "degree", limits=(1, 8), step=1, whole=True),
    "start": Setting("zeros", "Model", "start", options=("zeros", "random", PUT)),
    "w1": Setting(0.0, "Model", limits=(-1e6, 1e6), significant=4),
    "w2": Setting(0.0, "Model", limits=(-1e6, 1e6), significant=4),
    "iterations": Setting(1000, "Model", "iterations", limits=(10, 10_000), significant=2, whole=True),
    "walked": Setting(None, "Model"),  # the part of the run that was walked with other settings; no line holds it
    "preset": Setting(NO_PRESET, "Runs and presets", "preset", options=(NO_PRESET, *PRESETS)),
    "field": Setting(True, "Panels", "data"),
    "curve": Setting(True, "Panels", "learning curve"),
    "path": Setting(True, "Panels", "loss, weights"),
    "confusion": Setting(True, "Panels", "right, wrong"),
    "numbers": Setting(True, "Panels", "numbers"),
    "band": Setting(False, "Panels", "95 % band"),
    "large": Setting(False, "Panels", "large type"),
}
BUTTONS = {"again": "Start again", "pin": "Pin this run", "unpin": "Remove pins", "reset": "Reset"}
ON_SCREEN = {setting.label: name for name, setting in SETTINGS.items() if setting.label and setting.group != "Panels"}
ZOOMS = {"closer": "Zoom in", "farther": "Zoom out", "fit": "Fit"}
ON_SCREEN |= {label: name for name, label in {**BUTTONS, **ZOOMS}.items()}
for _number, _label in enumerate(("learning rate α", "penalty λ", "noise", "Start again"), 1):
    SETTINGS[f"screen{_number}"] = Setting(_label, "Full screen", f"control {_number}", options=tuple(ON_SCREEN))
DEFAULTS = {name: setting.usual for name, setting in SETTINGS.items()}


def of(*groups):
    """The names of the settings in these groups."""
    return tuple(name for name, setting in SETTINGS.items() if setting.group in groups)


FOR_DATA, FOR_RUN = of("Data"), of("Data", "Model")
GOES_ON = {*of("Data"), "rate", "l2", "batch"}  # a run that plays goes on where one of these changes
VIEW = of("Panels", "Full screen")
PANELS = of("Panels")[:-2]


def controls(group, settings):
    """The controls of a group, at these settings."""
    return [SETTINGS[name].control(name, settings[name]) for name in of(group) if SETTINGS[name].label]


def visible(settings):
    """The settings that have a control, by name: the controls' values."""
    return {name: value for name, value in settings.items() if SETTINGS[name].label}


def taken(values):
    """The controls' values as settings, rounded as the controls write them."""
    return {
        name: setting.rounded(values[name]) if setting.limits else values[name]
        for name, setting in SETTINGS.items()
        if setting.label
    }


def to_line(settings, pins=()):
    """The line of text that `from_line` turns into these settings and pinned runs again."""
    return " | ".join(_one(each) for each in (*pins, settings))


def _one(settings):
    said, usual = [], {**DEFAULTS, **USUAL.get(settings["data"], {})}
    for name, value in settings.items():
        if value == usual[name] or name == "walked" or (name in ("own", "names") and settings["data"] != OWN):
            continue
        if name == "own":
            value = own_data.to_words(value)
        elif name == "names":
            value = "/".join(value)
        said.append(f"{name}={'yes' if value is True else 'no' if value is False else value}")
    return "; ".join(said) or f"data={settings['data']}"


def from_line(line):
    """Settings, and the list of pinned ones, of a line; a ValueError names what is wrong in it."""
    parts = [_read(part) for part in line.strip().split("|")]
    if len(parts) - 1 > MOST_PINS:
        raise ValueError(f"The line holds {len(parts) - 1} pinned runs; a board holds at most {MOST_PINS}.")
    check_panels(parts[-1])
    return parts[-1], parts[:-1]


def check_panels(settings):
    """Raise a ValueError where no panel is chosen."""
    if not any(settings[name] for name in PANELS):
        raise ValueError("One panel at least must stay.")


def _four_names(text):
    names = own_data.clean(*text.split("/"))
    if len(names) != 4:
        raise ValueError("names must be four, with / between them: of x₁, x₂, class 0 and class 1.")
    return names


READ = {"own": own_data.from_words, "names": _four_names}


def _read(part):
    settings = dict(DEFAULTS)
    if part.strip() == "as it starts":
        return settings
    for piece in filter(None, (piece.strip() for piece in part.split(";"))):
        name, equals, text = (word.strip() for word in piece.partition("="))
        if not equals:
            raise ValueError(f"“{piece[:60]}” is no setting: each one is a name, “=” and a value, such as rate=0.1.")
        if name not in SETTINGS or name == "walked":
            known = ", ".join(each for each in SETTINGS if each != "walked")
            raise ValueError(f"There is no setting called “{name[:40]}”. The settings are {known}.")
        try:
            settings[name] = READ[name](text) if name in READ else SETTINGS[name].read(name, text)
        except ValueError as problem:
            raise ValueError(f"In own, {problem}." if name == "own" else str(problem)) from None
        if name == "data":
            settings |= USUAL.get(text, {})
    if settings == DEFAULTS and not part.strip():
        raise ValueError("The line is empty: paste one that a board has written, such as rate=0.5; degree=2.")
    return settings

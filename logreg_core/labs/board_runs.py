"""What a board is set to, as a line of text, and the run that the settings make. For the classroom.

A setting has a name and a value; `DEFAULTS` holds all of them. A line such as "data=two moons; degree=3" names
those that differ from the usual; with several runs, " | " stands between them, and the present one is the last.
"""

import functools
from dataclasses import dataclass

import numpy as np

from logreg_core import datasets
from logreg_core.datasets import Dataset
from logreg_core.descent import History, gradient_descent
from logreg_core.equations import polynomial
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
STARTS = ("zeros", "random", "where I put it")
BATCHES = ("all", "1", "4", "16", "64")
PANELS = ("field", "curve", "path", "confusion", "numbers")
DEFAULTS = {
    "preset": "none",
    "data": OVERLAP,
    "size": 200,
    "gap": -1.05,
    "noise": 1.0,
    "stretch": 1.0,
    "seed": 0,
    "held": 25,
    "start": "zeros",
    "w1": 0.0,
    "w2": 0.0,
    "rate": 0.1,
    "l2": 0.0,
    "batch": "all",
    "degree": 1,
    "iterations": 1000,
    **dict.fromkeys(PANELS, True),
    "large": False,
    "own": (),
}
LIMITS = {  # of numbers
    "size": (10, 10_000),
    "gap": (-3, 3),
    "noise": (0.05, 3),
    "stretch": (0.1, 10),
    "seed": (0, 99),
    "held": (0, 80),
    "w1": (-1e6, 1e6),
    "w2": (-1e6, 1e6),
    "rate": (0.001, 100),
    "l2": (0, 10),
    "degree": (1, 8),
    "iterations": (10, 10_000),
}
OPTIONS = {"data": DATA, "start": STARTS, "batch": BATCHES}
WHOLE = ("size", "seed", "held", "degree", "iterations")
FOR_DATA = ("data", "size", "gap", "noise", "stretch", "seed", "held", "own")
FOR_RUN = (*FOR_DATA, "start", "w1", "w2", "rate", "l2", "batch", "degree", "iterations")
MOST_PINS = 4
TINY = 1e-12  # added to a spread before dividing by it: a feature that never changes becomes zero


def rounded(name, value):
    """A setting as the board's controls write it: two significant digits where they move over powers of ten."""
    if name in ("size", "stretch", "rate", "l2", "iterations"):
        value = float(f"{value:.2g}")
    elif name in ("gap", "noise"):
        value = round(float(value), 2) + 0.0
    elif name in ("w1", "w2"):
        value = float(f"{value:.4g}") + 0.0
    return round(value) if name in WHOLE else value


def to_line(settings, pins=()):
    """The line of text that `from_line` turns into these settings and pinned runs again."""
    return " | ".join(_one(each) for each in (*pins, settings))


def _one(settings):
    said, usual = [], {**DEFAULTS, **USUAL.get(settings["data"], {})}
    for name, value in settings.items():
        if value == usual[name] or (name == "own" and settings["data"] != OWN):
            continue
        if name == "own":
            value = own_data.to_words(value)
        said.append(f"{name}={'yes' if value is True else 'no' if value is False else value}")
    return "; ".join(said) or f"data={settings['data']}"


def from_line(line, presets=()):
    """Settings, and the list of pinned ones, of a line; a ValueError names what is wrong in it."""
    parts = [_read(part, ("none", *presets)) for part in line.strip().split("|")]
    if len(parts) - 1 > MOST_PINS:
        raise ValueError(f"The line holds {len(parts) - 1} pinned runs; a board holds at most {MOST_PINS}.")
    return parts[-1], parts[:-1]


def _read(part, presets):
    settings = dict(DEFAULTS)
    if part.strip() == "as it starts":
        return settings
    for piece in filter(None, (piece.strip() for piece in part.split(";"))):
        name, equals, text = (word.strip() for word in piece.partition("="))
        if not equals:
            raise ValueError(f"“{piece[:60]}” is no setting: each one is a name, “=” and a value, such as rate=0.1.")
        if name not in DEFAULTS:
            raise ValueError(f"There is no setting called “{name[:40]}”. The settings are {', '.join(DEFAULTS)}.")
        settings[name] = _value(name, text, presets)
        if name == "data":
            settings |= USUAL.get(text, {})
    if settings == DEFAULTS and not part.strip():
        raise ValueError("The line is empty: paste one that a board has written, such as rate=0.5; degree=2.")
    return settings


def _value(name, text, presets):
    """The value of a setting, from its text."""
    if name == "own":
        try:
            return own_data.from_words(text)
        except ValueError as problem:
            raise ValueError(f"In own, {problem}.") from None
    if name in LIMITS:
        low, high = LIMITS[name]
        try:
            value = float(text)
            fits = low <= value <= high
        except ValueError:
            fits = False
        if not fits:
            raise ValueError(f"{name} must be a number from {low:g} to {high:g}; got “{text[:40]}”.")
        return rounded(name, value)
    options = presets if name == "preset" else OPTIONS.get(name, ("yes", "no"))
    if text not in options:
        raise ValueError(f"{name} must be one of {'; '.join(options)}. It is “{text[:40]}” in the line.")
    return text if name in (*OPTIONS, "preset") else text == "yes"


# From the settings to the run


@dataclass(eq=False)
class Run:
    """A run on a data set: the whole set, its training and held-out parts, and the features of the model."""

    settings: dict
    data: Dataset
    train: Dataset
    held: Dataset | None
    features: object  # (m, 2) -> (m, n)
    history: History
    notes: list

    @property
    def X(self):
        return self.features(self.train.X)


def data_of(settings):
    """The data set of the settings, its training part, and the part held out, or None."""
    return _data(tuple(settings[name] for name in FOR_DATA))


@functools.lru_cache(8)
def _data(values):
    s = dict(zip(FOR_DATA, values, strict=True))
    data = _made(s)
    order = np.random.default_rng(s["seed"]).permutation(len(data))
    cut = round(len(data) * s["held"] / 100)
    held, train = (_part(data, rows) for rows in (order[:cut], order[cut:]))
    if train is None or train.y.min() == train.y.max():
        raise ValueError("The training part holds one class only: hold out a smaller share, or add points.")
    return data, train, held


def _made(s):
    kind, m, seed = s["data"], s["size"], s["seed"]
    if kind == OWN:
        return own_data.to_dataset(s["own"])
    if kind == APART and s["gap"] <= 0:
        raise ValueError("Clouds apart need a gap above 0: move the slider “gap” to the right.")
    if kind in IRIS:
        data = datasets.iris(IRIS[kind])
    elif kind == MOONS:
        data = datasets.moons(m, spread=s["noise"], seed=seed)
    else:
        make = {APART: datasets.separable, OVERLAP: datasets.overlapping, RING: datasets.ring}[kind]
        data = make(m, gap=s["gap"], spread=s["noise"], seed=seed)
    if s["stretch"] == 1:
        return data
    return Dataset(data.X * [1, s["stretch"]], data.y, data.title, data.feature_names, data.class_names)


def _part(data, rows):
    if len(rows) == 0:
        return None
    return Dataset(data.X[rows], data.y[rows], data.title, data.feature_names, data.class_names)


def train(settings):
    """The Run of the settings; a ValueError says why there is none."""
    return _train(tuple(settings[name] for name in FOR_RUN))


@functools.lru_cache(12)
def _train(values):
    s = dict(zip(FOR_RUN, values, strict=True))
    data, part, held = data_of(s)
    features = feature_map(part.X, s["degree"])
    X = features(part.X)
    w, notes = _start(s, X.shape[1])
    batch = None if s["batch"] == "all" else min(int(s["batch"]), len(part))
    history = gradient_descent(
        X,
        part.y,
        learning_rate=s["rate"],
        n_iterations=s["iterations"],
        w=w,
        l2=s["l2"],
        batch_size=batch,
        seed=s["seed"],
    )
    notes += _notes(s, history, X, part.y)
    return Run(s, data, part, held, features, history, notes)


def feature_map(X, degree):
    """The function that turns points into features: themselves, or every product of powers, on a common scale."""
    if degree == 1:
        return lambda points: points
    middle, spread = X.mean(axis=0), X.std(axis=0) + TINY
    powers = polynomial((X - middle) / spread, degree)
    mean, deviation = powers.mean(axis=0), powers.std(axis=0) + TINY
    return lambda points: (polynomial((points - middle) / spread, degree) - mean) / deviation


def _start(s, n):
    if s["start"] == "random":
        return np.random.default_rng(s["seed"]).normal(size=n), []
    if s["start"] == "where I put it":
        if n == 2:
            return np.array([s["w1"], s["w2"]]), []
        return np.zeros(n), [f"There are {n} weights, so the start is at zero; a start put on the contours has two."]
    return np.zeros(n), []


def _notes(s, history, X, y):
    """What a reader should be told about a run; a ValueError where it has run away."""
    loss, T = history.loss, s["iterations"]
    product = s["rate"] * s["l2"]
    if history.stopped == "diverged" or (product >= 2 and loss[-1] > 10 * max(loss[0], 1.0)):
        raise ValueError(
            f"With learning rate {s['rate']:g} and λ = {s['l2']:g} the weights grow beyond all bounds: "
            f"αλ = {product:.3g}, and each step multiplies them by 1 − αλ. Lower one of the two."
        )
    if s["batch"] == "all" and (rises := int(np.sum(np.diff(loss) > 1e-9 * loss[:-1]))) >= 3:
        return [f"The loss rose in {rises:,} of {T:,} iterations: the learning rate is too large, and steps overshoot."]
    if s["l2"] == 0 and ((X @ history.w[-1] + history.b[-1] > 0) == y).all():
        return [
            "Every training point is right and λ is 0: the loss has no minimum, and the weights never stop growing."
        ]
    return []


# From the run to its numbers


@dataclass(eq=False)
class Figures:
    """The numbers of a run, a row for each frame; `held` ones are None where nothing is held out."""

    w: np.ndarray
    b: np.ndarray
    loss: np.ndarray  # without the penalty, so that runs can be compared
    penalised: np.ndarray
    accuracy: np.ndarray  # per cent
    confusion: np.ndarray  # (frames, 4): TN, FP, FN, TP
    slope: np.ndarray  # length of the gradient
    held_loss: np.ndarray | None
    held_accuracy: np.ndarray | None
    held_confusion: np.ndarray | None


def figures(run, shown):
    """The numbers of a run at the entries `shown` of its history."""
    w, b, penalised = run.history.w[shown], run.history.b[shown], run.history.loss[shown]
    penalty = run.history.l2 / 2 * np.sum(w**2, axis=1)
    confusion, _, slope = _measured(w, b, run.X, run.train.y, run.history.l2)
    held = None, None, None
    if run.held is not None:
        held_confusion, held_loss, _ = _measured(w, b, run.features(run.held.X), run.held.y)
        held = held_loss, _share(held_confusion), held_confusion
    return Figures(w, b, penalised - penalty, penalised, _share(confusion), confusion, slope, *held)


def _measured(w, b, X, y, l2=None):
    """Confusion (frames, 4), then the loss or, where `l2` is given, None and the length of the gradient.

    Equations (3.7), (4.5) and (4.6) for many weights at once, in single precision where digits are many enough.
    """
    X1, y1 = X.astype("f4"), y.astype("f4")
    confusion, loss, slope = np.empty((len(w), 4)), np.empty(len(w)), np.empty(len(w))
    for rows in _blocks(len(w), len(y)):
        z = w[rows] @ X.T + b[rows, None]
        yes, no = ((z > 0).astype("f4") @ np.column_stack([y1, 1 - y1])).T
        confusion[rows] = np.column_stack([len(y) - y.sum() - no, no, y.sum() - yes, yes])
        with np.errstate(over="ignore"):
            z = z.astype("f4")
            if l2 is None:
                loss[rows] = np.mean(np.log1p(np.exp(-np.abs(z))) + np.maximum(z, 0) - y1 * z, axis=1, dtype=float)
                continue
            off = np.negative(z, out=z)  # becomes p - y, without another array
            np.exp(off, out=off)
            off += 1
            np.reciprocal(off, out=off)
            off -= y1
        dw, db = off @ X1 / len(y) + l2 * w[rows], off.mean(axis=1, dtype=float)
        slope[rows] = np.sqrt(np.sum(dw**2, axis=1) + db**2)
    return (confusion, loss, None) if l2 is None else (confusion, None, slope)


def _blocks(frames, points):
    rows = max(1, 200_000 // points)
    return [slice(k, k + rows) for k in range(0, frames, rows)]


def _share(confusion):
    return 100 * (confusion[:, 0] + confusion[:, 3]) / confusion.sum(axis=1)


def frames_of(runs, most=1001):
    """The iterations that the frames show, and the entries of each run for them; a shorter run waits at its end."""
    longest = max(len(run.history) for run in runs) - 1
    iterations = np.unique(np.rint(np.linspace(0, longest, min(longest + 1, most))).astype(int))
    return iterations, [np.minimum(iterations, len(run.history) - 1) for run in runs]


def code(settings):
    """The lines that make this run again, ready to paste."""
    s = settings
    _, part, held = data_of(s)
    kind, call = s["data"], f"({s['size']}, gap={s['gap']}, spread={s['noise']}, seed={s['seed']})"
    makes = {APART: "separable" + call, OVERLAP: "overlapping" + call, RING: "ring" + call}
    makes[MOONS] = f"moons({s['size']}, spread={s['noise']}, seed={s['seed']})"
    makes |= {name: f"iris({classes})" for name, classes in IRIS.items()}
    makes[OWN] = "Dataset(points[:, :2], points[:, 2])"
    lines = ["import numpy as np", "from logreg_core import datasets, descent, equations, films"]
    if kind == OWN:
        lines.append(f"points = np.array({[list(point) for point in s['own']]}, float)")
    lines.append(f"data = datasets.{makes[kind]}")
    stretch = f" * [1, {s['stretch']}]" if s["stretch"] != 1 and kind != OWN else ""
    m = len(part) + (len(held) if held else 0)
    lines.append(
        f"rows = np.random.default_rng({s['seed']}).permutation({m})[{m - len(part)}:]  # the rest is held out"
    )
    lines.append(f"X, y = data.X[rows]{stretch}, data.y[rows]")
    if s["degree"] > 1:
        lines.append(f"X = equations.polynomial((X - X.mean(axis=0)) / (X.std(axis=0) + {TINY}), {s['degree']})")
        lines.append(f"X = (X - X.mean(axis=0)) / (X.std(axis=0) + {TINY})")
    rest = f"learning_rate={s['rate']}, n_iterations={s['iterations']}, l2={s['l2']}, seed={s['seed']}"
    if s["batch"] != "all":
        rest += f", batch_size={min(int(s['batch']), len(part))}"
    n = s["degree"] * (s["degree"] + 3) // 2
    if s["start"] == "random":
        rest += f", w=np.random.default_rng({s['seed']}).normal(size={n})"
    elif s["start"] == "where I put it" and n == 2:
        rest += f", w=[{s['w1']}, {s['w2']}]"
    lines.append(f"history = descent.gradient_descent(X, y, {rest})")
    lines.append("print(history, history.w[-1], history.b[-1])")
    lines.append("films.watch(history, datasets.Dataset(X, y, data.title))")
    return "\n".join(lines)

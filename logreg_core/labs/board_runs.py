"""The run that the settings of a board make, and its code. For the classroom."""

import functools
from dataclasses import dataclass

import numpy as np

from logreg_core import datasets
from logreg_core.datasets import Dataset
from logreg_core.descent import History, gradient_descent
from logreg_core.equations import polynomial, predict
from logreg_core.frames import Frames
from logreg_core.labs import own_data
from logreg_core.labs.board_settings import APART, FOR_DATA, FOR_RUN, IRIS, MOONS, OVERLAP, OWN, PUT, RING
from logreg_core.plots import RUN_COLORS, RUN_DASHES

TINY = 1e-12  # added to a spread before dividing by it: a feature that never changes becomes zero


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

    def frames(self, shown, number):
        """The run at the entries `shown` of its history, with the looks of run `number`, whatever is pinned later."""
        look = f"run {number + 1}", RUN_COLORS[number], RUN_DASHES[number]
        return Frames(self.history, self.train, shown, *look, self.features)


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
    if s["start"] == PUT:
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
    if s["l2"] == 0 and (predict(X, history.w[-1], history.b[-1]) == y).all():
        return [
            "Every training point is right and λ is 0: the loss has no minimum, and the weights never stop growing."
        ]
    return []


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
    elif s["start"] == PUT and n == 2:
        rest += f", w=[{s['w1']}, {s['w2']}]"
    lines.append(f"history = descent.gradient_descent(X, y, {rest})")
    lines.append("print(history, history.w[-1], history.b[-1])")
    lines.append("films.watch(history, datasets.Dataset(X, y, data.title))")
    return "\n".join(lines)

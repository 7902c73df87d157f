"""The run that the settings of a board make, and its code. For the classroom."""

import functools
from dataclasses import dataclass, replace

import numpy as np

from logreg_core import datasets
from logreg_core.datasets import Dataset
from logreg_core.descent import History, gradient_descent
from logreg_core.equations import polynomial, predict
from logreg_core.frames import losses
from logreg_core.labs import own_data
from logreg_core.labs.board_settings import APART, FOR_DATA, FOR_RUN, IRIS, MOONS, OVERLAP, OWN, PUT, RING

TINY = 1e-12  # added to a spread before dividing by it: a feature that never changes becomes zero


@dataclass(eq=False)
class Run:
    """A run on a data set: the whole set, its training and held-out parts, and the features of the model."""

    settings: dict
    data: Dataset
    train: Dataset
    held: Dataset | None
    features: object  # (m, 2) -> (m, n)
    scale: tuple | None  # mean and spread of the two features, where the model sees them standardised
    history: History
    notes: list

    def until(self, iteration):
        """The part of the run up to an iteration, from which another may go on."""
        end = min(iteration, len(self.history) - 1) + 1
        return replace(self.history, w=self.history.w[:end], b=self.history.b[:end], loss=self.history.loss[:end])


def data_of(settings):
    """The data set of the settings, its training part, and the part held out, or None."""
    return _data(tuple(settings[name] for name in FOR_DATA))


@functools.lru_cache(8)
def _data(values):
    s = dict(zip(FOR_DATA, values, strict=True))
    data = _made(s)
    order = np.argsort(np.random.default_rng(s["seed"]).random(len(data)))  # another point leaves those before it
    cut = round(len(data) * s["held"] / 100)
    held, train = (_part(data, rows) for rows in (order[:cut], order[cut:]))
    if train is None or train.y.min() == train.y.max():
        raise ValueError("The training part holds one class only: hold out a smaller share, or add points.")
    return data, train, held


def _made(s):
    kind, m, seed = s["data"], s["size"], s["seed"]
    if kind == OWN:
        return own_data.to_dataset(s["own"], s["names"])
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
    scale = (part.X.mean(axis=0), part.X.std(axis=0) + TINY) if s["standard"] and s["degree"] == 1 else None
    features = feature_map(part.X, s["degree"], scale)
    X = features(part.X)
    w, notes = _start(s, X.shape[1])
    past = s["walked"]
    if past is not None and (past.w.shape[1] != X.shape[1] or len(past) > s["iterations"]):
        past = None
    w, b = (w, 0.0) if past is None else (past.w[-1], float(past.b[-1]))
    left = s["iterations"] - (len(past) - 1 if past else 0)
    batch = None if s["batch"] == "all" else min(int(s["batch"]), len(part))
    history = gradient_descent(
        X,
        part.y,
        learning_rate=s["rate"],
        n_iterations=left,
        w=w,
        b=b,
        l2=s["l2"],
        batch_size=batch,
        seed=s["seed"],
    )
    notes += _notes(s, history, X, part)
    if past is not None:
        history = _after(past, history, X, part.y)
        notes.append(f"The run goes on from iteration {len(past) - 1}; Start again begins it anew.")
    return Run(s, data, part, held, features, scale, history, notes)


def _after(past, history, X, y):
    """The way that was walked before, and then a run from its end; all losses are those on the present data."""
    w, b = np.concatenate([past.w[:-1], history.w]), np.concatenate([past.b[:-1], history.b])
    before = losses(X, y, past.w[:-1], past.b[:-1], history.l2)
    return replace(history, w=w, b=b, loss=np.concatenate([before, history.loss]))


def feature_map(X, degree, scale=None):
    """The function that turns points into features: themselves, or every product of powers, on a common scale."""
    if degree == 1 and scale is None:
        return lambda points: points
    if degree == 1:
        return lambda points: (points - scale[0]) / scale[1]
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


def uneven(part):
    """How the scales of two features differ, in a few words; empty where descent can walk well."""
    (a, b), middle, spread = part.feature_names, np.abs(part.X.mean(axis=0)), part.X.std(axis=0)
    if spread.min() > 0 and spread.max() / spread.min() >= 5:
        wide, narrow = (a, b) if spread[0] > spread[1] else (b, a)
        return f"{wide} is spread {spread.max() / spread.min():.2g} times as wide as {narrow}"
    for name, center, width in zip((a, b), middle, spread, strict=True):
        if center > 8 * width or width > 8:
            return f"The numbers of {name} lie around {center:.3g}, give or take {width:.2g}"
    return ""


def _notes(s, history, X, part):
    """What a reader should be told about a run; a ValueError where it has run away."""
    loss, T, y = history.loss, s["iterations"], part.y
    scales = "" if s["standard"] or s["degree"] > 1 else uneven(part)
    offered = [f"{scales}: descent goes zigzag, or creeps. Switch on “standardise”."] if scales else []
    product = s["rate"] * s["l2"]
    if history.stopped == "diverged" or (product >= 2 and loss[-1] > 10 * max(loss[0], 1.0)):
        raise ValueError(
            f"With learning rate {s['rate']:g} and λ = {s['l2']:g} the weights grow beyond all bounds: "
            f"αλ = {product:.3g}, and each step multiplies them by 1 − αλ. Lower one of the two."
        )
    if s["batch"] == "all" and (rises := int(np.sum(np.diff(loss) > 1e-9 * loss[:-1]))) >= 3:
        if offered:
            return offered
        return [f"The loss rose in {rises:,} of {T:,} iterations: the learning rate is too large, and steps overshoot."]
    if s["l2"] == 0 and (predict(X, history.w[-1], history.b[-1]) == y).all():
        grows = "Every training point is right and λ is 0: the loss has no minimum, and the weights never stop growing."
        return [*offered, grows]
    return offered


def code(settings):
    """The lines that make this run again, ready to paste."""
    s = settings
    _, part, held = data_of(s)
    kind, call = s["data"], f"({s['size']}, gap={s['gap']}, spread={s['noise']}, seed={s['seed']})"
    makes = {APART: "separable" + call, OVERLAP: "overlapping" + call, RING: "ring" + call}
    makes[MOONS] = f"moons({s['size']}, spread={s['noise']}, seed={s['seed']})"
    makes |= {name: f"iris({classes})" for name, classes in IRIS.items()}
    makes[OWN] = "Dataset(points[:, :2], points[:, 2])"
    many = len(s["own"]) > own_data.MOST_POINTS
    lines = ["import numpy as np", "from logreg_core import datasets, descent, equations, films"]
    if kind == OWN and many:
        lines.append('points = np.loadtxt("table.csv", delimiter=",", skiprows=1)  # the table: x1, x2, class (0 or 1)')
    elif kind == OWN:
        lines.append(f"points = np.array({[list(point) for point in s['own']]}, float)")
    lines.append(f"data = datasets.{makes[kind]}")
    stretch = f" * [1, {s['stretch']}]" if s["stretch"] != 1 and kind != OWN else ""
    m = len(part) + (len(held) if held else 0)
    lines.append(
        f"rows = np.argsort(np.random.default_rng({s['seed']}).random({m}))[{m - len(part)}:]  # the rest is held out"
    )
    lines.append(f"X, y = data.X[rows]{stretch}, data.y[rows]")
    if s["degree"] > 1:
        lines.append(f"X = equations.polynomial((X - X.mean(axis=0)) / (X.std(axis=0) + {TINY}), {s['degree']})")
        lines.append(f"X = (X - X.mean(axis=0)) / (X.std(axis=0) + {TINY})")
    elif s["standard"]:
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
    if s["walked"] is not None:
        lines.insert(0, "# these settings from the start: the run on the board was changed while it played")
    return "\n".join(lines)

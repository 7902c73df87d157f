"""Pictures on one pair of axes: each function draws one thing on `ax` and returns it.

fig, ax = figure()
points(data, ax=ax)
boundary(w, b, ax=ax)
show(fig, alt="Two clouds of points with a line between them")
"""

import base64
import html
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, is_color_like, to_hex, to_rgb
from matplotlib.figure import Figure
from PIL import Image

from logreg_core import frames, inputs
from logreg_core.datasets import Dataset
from logreg_core.descent import History
from logreg_core.drawing import drawn, pen, png
from logreg_core.equations import probability

LOOK = mpl.rc_params_from_file(Path(__file__).parent / "logreg.mplstyle", use_default_template=False)
BLUE, VERMILION = "#0072B2", "#D55E00"  # Okabe and Ito's colours, told apart by every kind of eye
BLACK, GREEN, PURPLE, ORANGE, SKY, GREY = "#222222", "#009E73", "#AA4499", "#E69F00", "#56B4E9", "#8a8a8a"
CLASS_COLORS, CLASS_MARKERS = (BLUE, VERMILION), ("o", "s")
KIND_COLORS, KIND_MARKERS = (*CLASS_COLORS, GREEN, PURPLE, ORANGE), ("o", "s", "^", "D", "v")
RUN_COLORS = (BLACK, GREEN, PURPLE, ORANGE, SKY)
RUN_DASHES = ((), (7, 3), (2, 2), (9, 3, 2, 3), (4, 2))
LETTERS = "#555555"  # of values on lines
LARGEST = 1e200  # what is larger is drawn up to here, so that no margin, sum or tick overflows
PROBABILITY_MAP = LinearSegmentedColormap.from_list("probability", ["#7fbde0", "#ffffff", "#f2b287"])

styled = mpl.rc_context(LOOK)  # a decorator: the function draws in the one look, whatever the caller's settings


@styled
def figure(columns=1, rows=1, *, width=None, height=None, shares=None):
    """A figure and its axes, in the course's look; width and height in inches, columns as wide as their `shares`."""
    columns = inputs.count(columns, "columns", at_least=1, at_most=20)
    rows = inputs.count(rows, "rows", at_least=1, at_most=20)
    wide = min(5.6 * columns, 11.0) if width is None else inputs.number(width, "width", at_least=1, at_most=50)
    tall = 4.2 * rows if height is None else inputs.number(height, "height", at_least=1, at_most=50)
    shares = np.ones(columns) if shares is None else inputs.array(shares, "shares")
    if shares.shape != (columns,) or not 0.01 <= shares.min() <= shares.max() <= 100:
        raise ValueError(f"shares must hold a number from 0.01 to 100 for each column; got {inputs.shown(shares)}")
    made = Figure(figsize=(wide, tall), layout="constrained")
    return made, made.subplots(rows, columns, width_ratios=shares)


class Picture:
    """A figure as an image with a description, for a notebook's output."""

    def __init__(self, fig, alt):
        self.fig, self.alt = fig, alt

    def _repr_html_(self):
        picture = Image.fromarray(drawn(self.fig, LOOK["savefig.dpi"])).convert("RGB")
        data = base64.b64encode(png(picture, colors=128)).decode()
        width = round(self.fig.get_figwidth() * 100)
        style = f"width:{width}px;max-width:100%;background:#fff"
        return f'<img alt="{html.escape(self.alt)}" style="{style}" src="data:image/png;base64,{data}">'

    def __repr__(self):
        return f"Picture: {self.alt}"


def show(fig, alt):
    """The figure as a cell's output; `alt` says in a sentence what is to be seen."""
    if not isinstance(fig, Figure):
        raise ValueError(f"fig must be a figure, as `fig, ax = figure()` makes it; got a {type(fig).__name__}")
    return Picture(fig, inputs.text(alt, "alt"))


@styled
def points(dataset, *, ax, size=34, legend=True):
    """The examples of two features, or of one against its label."""
    _check(ax, dataset=dataset)
    X, y = dataset.X, dataset.y
    check_features(dataset, 1, 2)
    size, legend = inputs.number(size, "size", above=0, at_most=1e4), inputs.truth(legend, "legend")
    k = len(dataset.class_names)
    if k > len(KIND_COLORS) or (k > 2 and X.shape[1] == 1):
        raise ValueError(
            f"dataset must have two classes, or two features and at most {len(KIND_COLORS)}; got {k} classes"
        )
    for label, color, marker in zip(range(k), KIND_COLORS, KIND_MARKERS, strict=False):
        mine = y == label
        second = X[mine, 1] if X.shape[1] == 2 else y[mine]
        name = words(dataset.class_names[label]) or " "  # a legend has no line for a name of nothing
        ax.scatter(X[mine, 0], second, s=size, c=color, marker=marker, edgecolors="white", linewidths=0.7, label=name)
    ax.set_xlabel(words(dataset.feature_names[0]))
    ax.set_ylabel(words(dataset.feature_names[1]) if X.shape[1] == 2 else "probability")
    ax.set_title(words(dataset.title))
    ax.set_xlim(*span(X[:, 0]))
    ax.set_ylim(*(span(X[:, 1]) if X.shape[1] == 2 else (-0.08, 1.08)))
    if legend:
        ax.legend(loc="best", handletextpad=0.1, borderpad=0.25, frameon=True, framealpha=0.85, edgecolor="none")
    return ax


@styled
def boundary(w, b, *, ax, color=BLACK, **line):
    """The line where w·x + b = 0, across the axes."""
    _check(ax, color=color)
    w, b = inputs.weights(_flat(w), 2), inputs.number(b, "b")
    (x,), (y,) = boundary_ends(w[None], [b], ax.get_xlim(), ax.get_ylim())
    ax.plot(x, y, color=color, scalex=False, scaley=False, **line)
    return ax


def boundary_ends(w, b, xlim, ylim):
    """Where each line w[t]·x + b[t] = 0 enters and leaves the rectangle: x (T, 2), y (T, 2); NaN where it stays out."""
    w, b = inputs.array(w, "w"), inputs.array(b, "b")
    xlim, ylim = inputs.array(xlim, "xlim"), inputs.array(ylim, "ylim")
    if xlim.shape != (2,) or ylim.shape != (2,):
        raise ValueError(f"xlim and ylim must hold two numbers each; got the shapes {xlim.shape} and {ylim.shape}")
    corners = np.array([(xlim[0], ylim[0]), (xlim[1], ylim[0]), (xlim[1], ylim[1]), (xlim[0], ylim[1])])
    if w.ndim != 2 or w.shape[1] != 2 or b.shape != w.shape[:1]:
        raise ValueError(f"w and b must hold (T, 2) and (T,) numbers for T lines; got {w.shape} and {b.shape}")
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        z = w @ corners.T + b[:, None]
        z2 = np.roll(z, -1, axis=1)
        share = np.where((z > 0) != (z2 > 0), z / (z - z2), np.nan)
    hits = corners + share[:, :, None] * (np.roll(corners, -1, axis=0) - corners)
    order = np.argsort(np.isnan(share), axis=1, kind="stable")[:, :2, None]
    ends = np.take_along_axis(hits, order, axis=1)
    ends[np.isnan(ends).any(axis=(1, 2))] = np.nan
    return ends[:, :, 0], ends[:, :, 1]


@styled
def probability_map(w, b, *, ax):
    """The probability of class 1 as a colour, over the whole axes: white at one half."""
    _check(ax)
    xlim, ylim = ax.get_xlim(), ax.get_ylim()
    x, y = np.meshgrid(np.linspace(*xlim, 200), np.linspace(*ylim, 200))
    p = _probability(np.column_stack([x.ravel(), y.ravel()]), w, b).reshape(x.shape)
    ax.imshow(p, extent=(*xlim, *ylim), origin="lower", aspect="auto", cmap=PROBABILITY_MAP, vmin=0, vmax=1, zorder=-1)
    return ax


@styled
def probability_curve(w, b, *, ax, color=BLACK, **line):
    """The probability of class 1 against a single feature."""
    _check(ax, color=color)
    x = np.linspace(*ax.get_xlim(), 300)
    ax.plot(x, _probability(x[:, None], w, b), color=color, scalex=False, **line)
    return ax


@styled
def learning_curve(history, *, ax, color=BLACK, label=None, **line):
    """The loss against the iteration."""
    _check(ax, history=history, color=color)
    label = None if label is None else words(inputs.text(label, "label"))
    loss = np.minimum(history.loss, LARGEST)
    ax.plot(history.iterations, loss, color=color, label=label, **line)
    ax.set_xlabel("iteration")
    ax.set_ylabel("log loss")
    ax.set_ylim(0, max(1.05 * np.max(loss), ax.get_ylim()[1] if len(ax.lines) > 1 else 0) or 1.0)
    ax.set_title("Learning curve")
    return ax


@styled
def contours(x, y, loss, *, ax, color=GREY, levels=14):
    """Level lines of a loss (len(y), len(x)), as many between each two as there is area; every third has its value."""
    _check(ax, color=color)
    x, y, loss = inputs.array(x, "x"), inputs.array(y, "y"), inputs.array(loss, "loss")
    if min(x.size, y.size) < 2 or x.ndim != 1 or y.ndim != 1 or loss.shape != (len(y), len(x)):
        raise ValueError(
            "x and y must hold two numbers or more each, and loss a row for each y and a column for each x; "
            f"got the shapes {x.shape}, {y.shape} and {loss.shape}"
        )
    levels = inputs.count(levels, "levels", at_least=1, at_most=1000)
    loss = np.clip(loss, -LARGEST, LARGEST)
    cuts = round_levels(loss, levels)
    if len(cuts):
        lines = ax.contour(x, y, loss, levels=cuts, colors=color, linewidths=0.9)
        with pen(ax.get_figure(root=True)):
            ax.clabel(lines, cuts[::3], fmt="%g", fontsize=9, colors=LETTERS, inline_spacing=2)
    return ax


def round_levels(loss, levels):
    """At most so many levels of a table with equal areas between them, in as few digits as tell them apart."""
    cuts = np.unique(np.quantile(loss, np.linspace(0.01, 0.97, levels)))
    for digits in (2, 3, 4, 17):
        found = np.unique([float(f"{cut:.{digits}g}") for cut in cuts])
        found = found[(found > loss.min()) & (found < loss.max())]  # a level plane has no lines
        if len(found) >= 0.7 * len(cuts):
            break
    return found


def loss_grid(X, y, u, v, at, l2=0.0):
    """The loss over a grid: at(u, v) gives w (k, n) and b (k,) for k grid points; the value is (len(v), len(u))."""
    X = inputs.matrix(X)
    y, u, v = inputs.labels(y, length=len(X)), inputs.array(u, "u"), inputs.array(v, "v")
    l2 = inputs.number(l2, "l2", at_least=0)
    if u.ndim != 1 or v.ndim != 1:
        raise ValueError(f"u and v must have one dimension; got the shapes {u.shape} and {v.shape}")
    w, b = _over_the_grid(at, u, v, X.shape[1])
    loss = frames.losses(X, y, w, b, l2)
    if not np.isfinite(loss).all():
        raise ValueError("X, u, v and l2 must be small enough for a finite loss; it overflows")
    return loss.reshape(len(v), len(u))


def _over_the_grid(at, u, v, n):
    """What at(u, v) gives on the grid, as w (k, n) and b (k,)."""
    try:
        w, b = at(*(g.ravel() for g in np.meshgrid(u, v)))
    except TypeError:
        raise ValueError("at must be a function of u and v that returns the pair w, b") from None
    w, b = inputs.array(w, "at"), inputs.array(b, "at")
    k = len(u) * len(v)
    if w.shape != (k, n) or b.shape != (k,):
        raise ValueError(f"at must give w {(k, n)} and b {(k,)} for {k} grid points; got {w.shape} and {b.shape}")
    return w, b


@styled
def path(history, *, ax, color=BLACK, **line):
    """The way downhill: the two weights, or one weight and the bias, iteration by iteration."""
    _check(ax, history=history, color=color)
    if history.w.shape[1] > 2:
        raise ValueError(f"history must have 1 or 2 weights for this picture; got {history.w.shape[1]}")
    first, second = history.w[:, 0], history.w[:, 1] if history.w.shape[1] == 2 else history.b
    ax.plot(first, second, color=color, **line)
    ax.plot(first[-1], second[-1], "o", color=color)
    return ax


def span(values, margin=0.06):
    """The least and the greatest of the values with a margin on either side."""
    values, margin = inputs.array(values, "values"), inputs.number(margin, "margin", at_least=0, at_most=100)
    if not values.size:
        raise ValueError("values must hold at least one number; got none")
    low, high = float(np.clip(np.min(values), -LARGEST, LARGEST)), float(np.clip(np.max(values), -LARGEST, LARGEST))
    extra = margin * (high - low)
    if not extra > 1e-9 * max(abs(low), abs(high)):  # no room between them that could be drawn
        extra = max(1.0, 1e-9 * abs(low))
    return low - extra, high + extra


def words(text):
    r"""The text as matplotlib shows it word for word: it takes $ for a formula, and _ in front for a name to hide."""
    shown = text.replace("$", r"\$").replace("\t", " ")
    return f" {shown}" if shown.startswith("_") else shown


def lighter(color, white):
    """The colour with so much white in it, from 0 to 1."""
    return to_hex([white + (1 - white) * part for part in to_rgb(color)])


def check_dataset(dataset):
    """Refuse what is no Dataset, and one whose numbers are too large for a picture."""
    if not isinstance(dataset, Dataset):
        raise ValueError(f"dataset must be a Dataset, as Dataset(X, y) makes it; got a {type(dataset).__name__}")
    if np.max(np.abs(dataset.X)) > LARGEST:
        raise ValueError(f"dataset must hold features of at most {LARGEST:g} to be drawn")
    size, spread = np.abs(dataset.X).max(axis=0), dataset.X.max(axis=0) - dataset.X.min(axis=0)
    if ((size > 1e9) & (spread < 1e-9 * size)).any():
        raise ValueError("dataset must hold features that differ by more than a billionth of their size to be drawn")


def check_features(dataset, *fitting):
    """Refuse data whose number of features is none of these."""
    n, counts = dataset.X.shape[1], {(1,): "one feature", (2,): "two features", (1, 2): "1 or 2 features"}
    if n not in fitting:
        raise ValueError(f"dataset must have {counts[fitting]} for this picture; got {n}")


def check_history(history):
    """Refuse what is no History, and one made by hand whose arrays do not fit together."""
    if not isinstance(history, History):
        raise ValueError(f"history must be a History, as gradient_descent returns it; got a {type(history).__name__}")
    w, b, loss = (np.asarray(part) for part in (history.w, history.b, history.loss))
    fits = w.ndim == 2 and w.size > 0 and b.shape == loss.shape == w.shape[:1]
    if not fits or not all(isinstance(part, np.ndarray) for part in (history.w, history.b, history.loss)):
        raise ValueError("history must hold the arrays w (T+1, n), b (T+1,) and loss (T+1,), T+1 entries each")
    if np.shape(history.iterations) != loss.shape or not (np.diff(history.iterations, prepend=-1) > 0).all():
        raise ValueError("history must hold in kept one number of iterations for each entry, in rising order")
    if not all(part.dtype.kind == "f" and np.isfinite(part).all() for part in (w, b, loss)):
        raise ValueError("history must hold finite numbers")


def check_whole(*histories):
    """Refuse a run that was thinned, where each entry is taken for one iteration."""
    if any(history.kept is not None for history in histories):
        raise ValueError("history must hold every iteration for this film; train without the argument every")


def _flat(w):
    """w as it is, or the one row of a table."""
    w = inputs.array(w, "w")
    return w[0] if w.ndim == 2 and len(w) == 1 else w


def _probability(X, w, b):
    """Probability at points of the axes, for weights that somebody has given."""
    w, b = inputs.weights(_flat(w), X.shape[1]), inputs.number(b, "b")
    try:
        return probability(X, w, b)
    except ValueError:
        raise ValueError("w and b must be small enough for a finite score all over the axes; it overflows") from None


def _check(ax, *, dataset=..., history=..., color="black"):
    """Refuse what cannot be drawn, or drawn on."""
    if not isinstance(ax, Axes):
        raise ValueError(f"ax must be one pair of axes, as `fig, ax = figure()` makes it; got a {type(ax).__name__}")
    if dataset is not ...:
        check_dataset(dataset)
    if history is not ...:
        check_history(history)
    if not is_color_like(color):
        raise ValueError(f"color must be the name or the code of a colour; got a {type(color).__name__}")

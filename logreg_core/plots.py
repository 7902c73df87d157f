"""Pictures on one pair of axes: each function draws one thing on `ax` and returns it.

fig, ax = figure()
points(data, ax=ax)
boundary(w, b, ax=ax)
show(fig, alt="Two clouds of points with a line between them")
"""

import base64
import html
import io
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from PIL import Image

from logreg_core.equations import cross_entropy, probability

LOOK = mpl.rc_params_from_file(Path(__file__).parent / "logreg.mplstyle", use_default_template=False)
BLUE, VERMILION = "#0072B2", "#D55E00"  # Okabe and Ito's colours, told apart by every kind of eye
CLASS_COLORS, CLASS_MARKERS = (BLUE, VERMILION), ("o", "s")
RUN_COLORS = ("#222222", "#009E73", "#AA4499", "#E69F00", "#56B4E9")
RUN_DASHES = ((), (7, 3), (2, 2), (9, 3, 2, 3), (4, 2))
PROBABILITY_MAP = LinearSegmentedColormap.from_list("probability", ["#7fbde0", "#ffffff", "#f2b287"])

styled = mpl.rc_context(LOOK)  # a decorator: the function draws in the one look, whatever the caller's settings


@styled
def figure(columns=1, rows=1, *, width=None, height=None):
    """A figure and its axes, in the course's look; width and height in inches."""
    size = width or min(5.6 * columns, 11.0), height or 4.2 * rows
    made = Figure(figsize=size, layout="constrained")
    return made, made.subplots(rows, columns)


class Picture:
    """A figure as an image with a description, for a notebook's output."""

    def __init__(self, fig, alt):
        self.fig, self.alt = fig, alt

    def _repr_html_(self):
        self.fig.set_dpi(LOOK["savefig.dpi"])
        canvas = FigureCanvasAgg(self.fig)
        canvas.draw()
        drawn = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
        data = base64.b64encode(png(drawn, colors=128)).decode()
        width = round(self.fig.get_figwidth() * 100)
        style = f"width:{width}px;max-width:100%;background:#fff"
        return f'<img alt="{html.escape(self.alt)}" style="{style}" src="data:image/png;base64,{data}">'

    def __repr__(self):
        return f"Picture: {self.alt}"


def png(picture, colors):
    """The bytes of a picture as a PNG with at most so many colours, a third of the size of one with all of them."""
    method = Image.Quantize.FASTOCTREE if picture.mode == "RGBA" else Image.Quantize.MEDIANCUT
    out = io.BytesIO()
    picture.quantize(colors, method, dither=Image.Dither.NONE).save(out, "PNG", compress_level=7)
    return out.getvalue()


def show(fig, alt):
    """The figure as a cell's output; `alt` says in a sentence what is to be seen."""
    return Picture(fig, alt)


@styled
def points(dataset, *, ax, size=34, legend=True):
    """The examples of two features, or of one against its label."""
    X, y = dataset.X, dataset.y
    _of_features(X, 1, 2)
    for label, color, marker in zip((0, 1), CLASS_COLORS, CLASS_MARKERS, strict=True):
        mine = y == label
        second = X[mine, 1] if X.shape[1] == 2 else y[mine]
        name = dataset.class_names[label]
        ax.scatter(X[mine, 0], second, s=size, c=color, marker=marker, edgecolors="white", linewidths=0.7, label=name)
    ax.set_xlabel(dataset.feature_names[0])
    ax.set_ylabel(dataset.feature_names[1] if X.shape[1] == 2 else "probability")
    ax.set_title(dataset.title)
    ax.set_xlim(*span(X[:, 0]))
    ax.set_ylim(*(span(X[:, 1]) if X.shape[1] == 2 else (-0.08, 1.08)))
    if legend:
        ax.legend(loc="best", handletextpad=0.1, borderpad=0.25, frameon=True, framealpha=0.85, edgecolor="none")
    return ax


@styled
def boundary(w, b, *, ax, color="#222222", **line):
    """The line where w·x + b = 0, across the axes."""
    (x,), (y,) = boundary_ends(np.atleast_2d(w), [b], ax.get_xlim(), ax.get_ylim())
    ax.plot(x, y, color=color, scalex=False, scaley=False, **line)
    return ax


def boundary_ends(w, b, xlim, ylim):
    """Where each line w[t]·x + b[t] = 0 enters and leaves the rectangle: x (T, 2), y (T, 2); NaN where it stays out."""
    w, b = np.asarray(w, float), np.asarray(b, float)
    corners = np.array([(xlim[0], ylim[0]), (xlim[1], ylim[0]), (xlim[1], ylim[1]), (xlim[0], ylim[1])])
    z = w @ corners.T + b[:, None]
    z2 = np.roll(z, -1, axis=1)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        share = np.where((z > 0) != (z2 > 0), z / (z - z2), np.nan)
    hits = corners + share[:, :, None] * (np.roll(corners, -1, axis=0) - corners)
    order = np.argsort(np.isnan(share), axis=1, kind="stable")[:, :2, None]
    ends = np.take_along_axis(hits, order, axis=1)
    ends[np.isnan(ends).any(axis=(1, 2))] = np.nan
    return ends[:, :, 0], ends[:, :, 1]


@styled
def probability_map(w, b, *, ax):
    """The probability of class 1 as a colour, over the whole axes: white at one half."""
    xlim, ylim = ax.get_xlim(), ax.get_ylim()
    x, y = np.meshgrid(np.linspace(*xlim, 200), np.linspace(*ylim, 200))
    p = probability(np.column_stack([x.ravel(), y.ravel()]), w, b).reshape(x.shape)
    ax.imshow(p, extent=(*xlim, *ylim), origin="lower", aspect="auto", cmap=PROBABILITY_MAP, vmin=0, vmax=1, zorder=-1)
    return ax


@styled
def probability_curve(w, b, *, ax, color="#222222", **line):
    """The probability of class 1 against a single feature."""
    x = np.linspace(*ax.get_xlim(), 300)
    ax.plot(x, probability(x[:, None], np.ravel(w), b), color=color, scalex=False, **line)
    return ax


@styled
def learning_curve(history, *, ax, color="#222222", label=None, **line):
    """The loss against the iteration."""
    ax.plot(history.loss, color=color, label=label, **line)
    ax.set_xlabel("iteration")
    ax.set_ylabel("log loss")
    ax.set_ylim(0, max(1.05 * np.max(history.loss), ax.get_ylim()[1] if len(ax.lines) > 1 else 0))
    ax.set_title("Learning curve")
    return ax


@styled
def contours(x, y, loss, *, ax, color="#8a8a8a", levels=14):
    """Level lines of a loss (len(y), len(x)), as many between each two as there is area."""
    cuts = np.unique(np.quantile(loss, np.linspace(0.01, 0.97, levels)))
    ax.contour(x, y, loss, levels=cuts, colors=color, linewidths=0.9)
    return ax


def loss_grid(X, y, u, v, at, l2=0.0):
    """The loss over a grid: at(u, v) gives w (k, n) and b (k,) for k grid points; the value is (len(v), len(u))."""
    grid_u, grid_v = (g.ravel() for g in np.meshgrid(u, v))
    w, b = at(grid_u, grid_v)
    loss = l2 / 2 * np.sum(w**2, axis=1)
    rows = max(1, 500_000 // len(y))
    for k in range(0, len(w), rows):
        z = w[k : k + rows] @ X.T + b[k : k + rows, None]
        loss[k : k + rows] += np.mean(cross_entropy(z, np.broadcast_to(y, z.shape)), axis=1)
    return loss.reshape(len(v), len(u))


@styled
def path(history, *, ax, color="#222222", **line):
    """The way downhill: the two weights, or one weight and the bias, iteration by iteration."""
    if history.w.shape[1] > 2:
        raise ValueError(f"history must have 1 or 2 weights for this picture; got {history.w.shape[1]}")
    first, second = history.w[:, 0], history.w[:, 1] if history.w.shape[1] == 2 else history.b
    ax.plot(first, second, color=color, **line)
    ax.plot(first[-1], second[-1], "o", color=color)
    return ax


def span(values, margin=0.06):
    """The least and the greatest of the values with a margin on either side."""
    low, high = float(np.min(values)), float(np.max(values))
    extra = margin * (high - low) or 1.0
    return low - extra, high + extra


def _of_features(X, least, most):
    if not least <= X.shape[1] <= most:
        raise ValueError(f"dataset must have {least} or {most} features for this picture; got {X.shape[1]}")

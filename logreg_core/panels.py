"""The parts that pictures of runs are made of: axes and the numbers of a run become marks, a frame for each row.

marks = [*field(ax, [run], of=run), *walk(curve_ax, run.shown, run.loss, name="loss", trail="learning curve")]
"""

import contourpy
import numpy as np

from logreg_core import player, plots
from logreg_core.equations import sigmoid
from logreg_core.frames import early

FLAT = 2e-3  # a probability curve whose score changes by less across the axes is drawn as if it changed by this
PICTURES = 24  # of a curved field: key moments of the run
SIDE = 48  # places to the side of a curved field


def boundary(ax, w, b, **look):
    """The line w·x + b = 0 from edge to edge, a frame for each row of w (frames, 2); nothing where w is zero."""
    return player.line(ax, *plots.boundary_ends(np.atleast_2d(w), np.ravel(b), ax.get_xlim(), ax.get_ylim()), **look)


def walk(ax, x, y, *, name, trail, width=2.2, dash=(), ahead=False, **look):
    """The way of a dot through x[t], y[t], called `trail`, and over it the dot, called `name`.

    With `ahead`, the whole way lies under them, pale, and is seen only where the reader asks for what comes; the axes
    have room for all of it.
    """
    dot = player.dot(ax, np.reshape(x, (-1, 1)), np.reshape(y, (-1, 1)), name=name, **look)
    marks = [player.trail(dot, name=trail, width=width, dash=dash), dot]
    if not ahead:
        return marks
    ax.update_datalim(dot.values)
    ax.autoscale_view()
    return [player.ahead(player.trail(dot, name=f"what comes of {trail}", width=1.6)), *marks]


def field(ax, runs, *, of=None, width=2.4):
    """The boundary of each run, straight or curved; under them the probabilities of the run `of`."""
    grounds, lines = [], []
    for run in runs:
        look = {"name": f"boundary of {run.name}", "color": run.color, "dash": run.dash, "width": width}
        if run.w.shape[1] == 2:
            ground = player.probability_field(ax, run.w, run.b) if run is of else None
            line = boundary(ax, run.w, run.b, **look)
        else:
            keys, rows = key_moments(run.shown, PICTURES)
            z = run.history.w[keys] @ run.features(places(ax, SIDE)).T + run.history.b[keys, None]
            z = z.reshape(-1, SIDE, SIDE)
            ground, line = curved(ax, z, z, rows=rows, **look)
        grounds += [ground] * (run is of)
        lines.append(line)
    return [*grounds, *lines]


def curved(ax, tables, pictures, *, rows=None, **look):
    """Probabilities over the axes as small pictures, from tables of scores, and the line where a table is zero.

    The tables (k, side, side) hold the scores of `places`; with `rows`, frame t shows number rows[t].
    """
    x, y = _grid(ax, len(tables[0]))
    image = player.image(ax, sigmoid(np.asarray(pictures)[:, ::-1]), index=rows, name="field")
    return image, player.line(ax, *zero_lines(x, y, tables), rows=rows, **look)


def places(ax, side):
    """Points (side², 2) of a grid over the whole axes, row by row from the bottom."""
    return np.column_stack([numbers.ravel() for numbers in np.meshgrid(*_grid(ax, side))])


def _grid(ax, side):
    return np.linspace(*ax.get_xlim(), side), np.linspace(*ax.get_ylim(), side)


def key_moments(shown, most):
    """At most so many of the entries shown, close together at the start, and for each frame its moment's number."""
    keys = np.unique(shown[np.searchsorted(shown, early(shown[-1], most)).clip(max=len(shown) - 1)])
    return keys, np.searchsorted(keys, shown, side="right") - 1


def level_lines(x, y, table, levels):
    """Where a table (len(y), len(x)) has one of the levels: points (k, 2), with NaN after each part of a line."""
    found = contourpy.contour_generator(x, y, table)
    parts = [np.vstack([part, [np.nan, np.nan]]) for level in levels for part in found.lines(level)]
    return np.concatenate(parts or [np.full((1, 2), np.nan)])


def levels(ax, x, y, table, levels, said, *, name, width):
    """Level lines of a table (len(y), len(x)), and the values of the levels `said`, each on its longest line."""
    found, places, words = contourpy.contour_generator(x, y, table), [], []
    for level in said:
        parts = found.lines(level)
        if parts:
            longest = max(parts, key=len)
            places.append(longest[len(longest) // 2])
            words.append(f"{level:g}")
    at, look = np.array(places).reshape(-1, 2).T, {"color": plots.LETTERS, "size": 9, "align": "center", "by": "data"}
    return [
        player.line(ax, *level_lines(x, y, table, levels).T, name=name, color=plots.GREY, width=width),
        player.label(ax, *at, words, name="values", **look),
    ]


def zero_lines(x, y, tables):
    """Where each table of scores is zero, as one line of many points: x and y, each (tables, points).

    NaN lifts the pen between the parts of a line, and fills up the shorter ones.
    """
    lines = [level_lines(x, y, table, [0.0]) for table in tables]
    along = np.full((2, len(lines), max(len(line) for line in lines)), np.nan)
    for frame, line in enumerate(lines):
        along[:, frame, : len(line)] = line.T
    return along


def probability_curve(ax, run):
    """One feature: the probability as a curve, and an upright line where it is one half."""
    flat = FLAT / np.ptp(ax.get_xlim())
    w = np.where(np.abs(run.w[:, 0]) > flat, run.w[:, 0], flat)
    z = np.concatenate([[-1e12, -30], np.linspace(-12, 12, 121), [30, 1e12]])
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        crossing = np.where(run.w[:, 0] != 0, -run.b / run.w[:, 0], np.nan)
    crossing, look = np.where(np.abs(crossing) < 1e6, crossing, np.nan), {"color": run.color}
    return [
        upright(ax, crossing, name=f"boundary of {run.name}", width=1.4, dash=(4, 3), **look),
        player.curve(ax, z, sigmoid(z), 1 / w, -run.b / w, name=f"curve of {run.name}", dash=run.dash, **look),
    ]


def upright(ax, x, **look):
    """An upright line at x[t], from the bottom of the axes to their top."""
    return player.line(ax, np.reshape(x, (-1, 1)), ax.get_ylim(), **look)


def path(ax, run, *, width=1.8, size=10, ahead=False):
    """The way of the two weights, or of one weight and the bias."""
    x, y = run.w[:, 0], run.b if run.w.shape[1] == 1 else run.w[:, 1]
    look = {"color": run.color, "width": width, "size": size, "ahead": ahead}
    return walk(ax, x, y, name=f"weights of {run.name}", trail=f"path of {run.name}", **look)


def weights(ax, w, *, half=0.4, color="#0072B2", name="weights"):
    """A bar for each weight of w (frames, n)."""
    at = np.arange(w.shape[1])
    return player.bars(ax, at - half, at + half, w, name=name, colors=(color,))


def confusion(ax, counts, x, y, *, half, colors, name):
    """A square for each count of confusion matrices (frames, k, k): its area is the count, the widest is 2 `half`."""
    half = half * np.sqrt(counts.reshape(len(counts), -1) / counts.sum(axis=2).max())
    return player.bars(ax, x - half, x + half, y + half, base=y - half, name=name, colors=colors)


def loss_contours(ax, dataset, xlim, ylim, *, b=None, l2=0.0, side=121, levels=14):
    """Draw level lines of the loss over two weights at the bias b, or over one weight and the bias."""
    u, v = np.linspace(*xlim, side), np.linspace(*ylim, side)
    one = dataset.X.shape[1] == 1
    at = (lambda u, v: (u[:, None], v)) if one else (lambda u, v: (np.column_stack([u, v]), np.full(len(u), b)))
    plots.contours(u, v, plots.loss_grid(dataset.X, dataset.y, u, v, at, l2), ax=ax, levels=levels)
    ax.set(xlim=xlim, ylim=ylim, xlabel="w" if one else "w₁", ylabel="b" if one else "w₂")


def evenly_scaled(points, ax, *, margin=1.35, least=0.25, steps=None):
    """Limits of both axes around points (k, 2) with one scale for both, so that right angles look right.

    With `steps`, each scale is so many times the next one, so that small moves leave the limits as they are.
    """
    middle, reach = (points.min(axis=0) + points.max(axis=0)) / 2, np.ptp(points, axis=0)
    box = ax.get_position().size * ax.figure.get_size_inches()
    unit = max(np.max(margin * reach / box), least)  # that an inch stands for
    if steps:
        unit = steps ** np.ceil(np.log(unit) / np.log(steps))
        middle = unit / 4 * np.rint(middle / (unit / 4))
    low, high = middle - unit * box / 2, middle + unit * box / 2
    return (low[0], high[0]), (low[1], high[1])

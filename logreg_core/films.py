"""A run over a data set, as something to watch: `watch(history, dataset)`."""

import re
from dataclasses import dataclass
from numbers import Real

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from logreg_core import inputs, player, plots
from logreg_core.datasets import Dataset
from logreg_core.descent import History
from logreg_core.equations import sigmoid
from logreg_core.plots import LARGEST, LOOK, RUN_COLORS, RUN_DASHES, words

MOST_FRAMES = 1001
FLAT = 2e-3  # a probability curve whose score changes by less across the axes is drawn as if it changed by this
STEEP = 1e4  # losses beyond this are drawn on a logarithmic scale


@dataclass
class Run:
    """A history on its data set, thinned to the frames of a film; every array has a row for each frame."""

    history: History
    dataset: Dataset
    label: str
    color: str
    dash: tuple
    shown: np.ndarray  # the entry of the history that each frame shows

    @property
    def w(self):
        return self.history.w[self.shown]

    @property
    def b(self):
        return self.history.b[self.shown]

    @property
    def loss(self):
        return self.history.loss[self.shown]

    def accuracy(self):
        """Per cent of right answers, a frame each; many points are counted a few frames at a time."""
        X, y, w, b = self.dataset.X, self.dataset.y == 1, self.w, self.b
        rows = max(1, 2_000_000 // len(y))
        parts = [
            np.mean((w[k : k + rows] @ X.T + b[k : k + rows, None] > 0) == y, axis=1) for k in range(0, len(w), rows)
        ]
        return 100 * np.concatenate(parts)


@mpl.rc_context(LOOK)
def watch(history, dataset, *, labels=None, title=None):
    """A Player that shows a run, every iteration of it to be scrubbed to (at most 1,001; longer runs are thinned).

    One history on one data set: the data with the boundary and the probability map, the learning curve,
    and the path over the contours of the loss (for two features, as a function of w1 and w2 at the run's
    final b). A list of histories puts the runs on one bar; with a list of data sets, one for each, they
    stand side by side. With one feature the data are a curve and the loss is a surface over w and b; with
    more than two there are a learning curve and a bar for each weight. `labels` name the runs.
    """
    title = None if title is None else inputs.text(title, "title")
    histories = list(history) if isinstance(history, list | tuple) else [history]
    apart = isinstance(dataset, list | tuple)
    datasets = list(dataset) if apart else [dataset] * len(histories)
    runs = _runs(histories, datasets, labels, apart)
    groups = [[run] for run in runs] if apart else [runs]
    fig, data_axes, curve_axes, path_axes = _layout(groups)
    marks = []
    for group, data_ax, path_ax in zip(groups, data_axes, path_axes, strict=True):
        if data_ax is not None:
            marks += _data_panel(group, data_ax)
        marks += _path_panel(group, path_ax) if data_ax is not None else _weights_panel(group[0], path_ax)
    marks += _curve_panel(runs, curve_axes)
    captions, numbers = _captions(runs)
    focus = [ax for ax in data_axes if ax is not None] or [path_axes[0]]
    return player.Player(fig, marks, alt=title or _alt(runs, apart), captions=captions, numbers=numbers, focus=focus)


def _runs(histories, datasets, labels, apart):
    """The runs, checked and thinned to common frames."""
    if not histories or not all(isinstance(h, History) for h in histories):
        raise ValueError("history must be a History, as gradient_descent returns it, or a list of them")
    if not all(isinstance(d, Dataset) for d in datasets):
        raise ValueError("dataset must be a Dataset, or a list of them; make one with Dataset(X, y)")
    for h in histories:
        plots.check_history(h)
    for d in datasets:
        plots.check_dataset(d)
    if len(datasets) != len(histories):
        raise ValueError(f"dataset must be one for each history; got {len(datasets)} for {len(histories)}")
    if len(histories) > len(RUN_COLORS):
        raise ValueError(f"history must hold at most {len(RUN_COLORS)} runs; got {len(histories)}")
    for h, d in zip(histories, datasets, strict=True):
        if h.w.shape[1] != d.X.shape[1]:
            raise ValueError(f"history has {h.w.shape[1]} weights, but dataset has {d.X.shape[1]} features")
    if len(histories) > 1 and max(d.X.shape[1] for d in datasets) > 2:
        raise ValueError("history must be a single run where the data have more than two features")
    if labels is None:
        labels = [d.title for d in datasets] if apart else [f"run {i + 1}" for i in range(len(histories))]
    if not isinstance(labels, list | tuple) or len(labels) != len(histories):
        raise ValueError(
            f"labels must be a list that names each of the {len(histories)} runs; got {inputs.shown(labels)}"
        )
    labels = [_label(label) for label in labels]
    longest = max(len(h) for h in histories) - 1
    iterations = np.unique(np.rint(np.linspace(0, longest, min(longest + 1, MOST_FRAMES))).astype(int))
    return [
        Run(h, d, label, RUN_COLORS[i], RUN_DASHES[i], np.minimum(iterations, len(h) - 1))
        for i, (h, d, label) in enumerate(zip(histories, datasets, labels, strict=True))
    ]


def _label(label):
    """The name of a run; braces that a caption would fill with a number are kept from it by a space."""
    if not isinstance(label, str | Real) or isinstance(label, bool):
        raise ValueError(f"labels must be strings or numbers; got {inputs.shown(label)}")
    return re.sub(r"\{(?=\d+:\.\d+f\})", "{ ", inputs.text(str(label), "labels"))


def _layout(groups):
    """The figure with its axes in inches: data over path for each data set apart, else all in one row."""
    k, many = len(groups), groups[0][0].dataset.X.shape[1] > 2
    pad_left, pad_right, bottom, top = 0.72, 0.18, 0.62, 0.42
    legend = 0.0 if many or len(groups[0]) > 1 else 0.24  # its height, under the data
    if many:
        widths, heights = [5.6, 4.2], [3.0]
        names = [["path", "curve"]]
    elif k == 1:
        widths, heights = [3.3, 2.5, 2.6], [2.6]
        names = [["data", "curve", "path"]]
    else:
        widths, heights = [2.95] * k + [2.6], [2.5, 2.1]
        names = [[*(["data"] * k), "curve"], [*(["path"] * k), "curve"]]
    width = sum(widths) + len(widths) * (pad_left + pad_right)
    height = sum(heights) + len(heights) * (bottom + top) + legend
    fig = Figure(figsize=(width, height))
    found = {"data": [], "path": [], "curve": []}
    floor = bottom + (legend if k == 1 else 0.0)
    y = height
    for row, tall in zip(names, heights, strict=True):
        x, y = 0.0, y - tall - top
        for name, wide in zip(row, widths, strict=True):
            if name != "curve" or not found["curve"]:
                h = tall if name != "curve" else height - floor - top
                at = y if name != "curve" else floor
                box = ((x + pad_left) / width, at / height, wide / width, h / height)
                found[name].append(fig.add_axes(box))
            x += wide + pad_left + pad_right
        y -= bottom + legend
    if many:
        found["data"] = [None]
    return fig, found["data"], found["curve"][0], found["path"]


def _data_panel(group, ax):
    """The points, with a boundary for each run; a single run has its probability map under them too."""
    dataset = group[0].dataset
    plots.points(dataset, ax=ax, legend=False)
    if len(group) == 1:  # under the axes, where no boundary ever runs over it
        under = -0.5 / (ax.get_position().height * ax.figure.get_figheight())
        size = float(np.clip(400 / max(len("".join(dataset.class_names)), 1), 1, 12))  # long names are written small
        ax.legend(
            loc="upper center", bbox_to_anchor=(0.5, under), ncols=2, fontsize=size, handletextpad=0.1, borderpad=0
        )
    if dataset.X.shape[1] == 1:
        return [mark for run in group for mark in _curve_of_probability(run, ax)]
    marks = [player.probability_field(ax, group[0].w, group[0].b)] if len(group) == 1 else []
    for run in group:
        x, y = plots.boundary_ends(run.w, run.b, ax.get_xlim(), ax.get_ylim())
        name = f"boundary of {run.label}"
        marks.append(player.line(ax, x, y, name=name, color=run.color, dash=run.dash, width=2.4))
    return marks


def _curve_of_probability(run, ax):
    """One feature: the probability as a curve, and an upright line where it is one half."""
    flat = FLAT / np.ptp(ax.get_xlim())
    w = np.where(np.abs(run.w[:, 0]) > flat, run.w[:, 0], flat)
    z = np.concatenate([[-1e12, -30], np.linspace(-12, 12, 121), [30, 1e12]])
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        crossing = np.where(run.w[:, 0] != 0, -run.b / run.w[:, 0], np.nan)
    crossing = np.where(np.abs(crossing) < 1e6, crossing, np.nan)[:, None]
    upright = np.tile(ax.get_ylim(), (len(crossing), 1))
    boundary = f"boundary of {run.label}"
    return [
        player.line(
            ax, np.repeat(crossing, 2, axis=1), upright, name=boundary, color=run.color, width=1.4, dash=(4, 3)
        ),
        player.curve(
            ax, z, sigmoid(z), 1 / w, -run.b / w, name=f"curve of {run.label}", color=run.color, dash=run.dash
        ),
    ]


def _curve_panel(runs, ax):
    """The whole learning curve, pale; what has been walked of it, dark, up to a dot."""
    marks = []
    least, most = (f([f(run.history.loss) for run in runs]) for f in (np.min, np.max))
    steep = most > STEEP and least > 0
    ax.set_ylim(*((least / 2, 2 * min(most, LARGEST)) if steep else (0, 1.06 * most or 1.0)))
    ax.set_yscale("log" if steep else "linear")
    for run in runs:
        at = np.arange(len(run.history))
        kept = np.unique(np.append(run.shown, np.rint(np.linspace(0, len(at) - 1, 2000)).astype(int)))
        ax.plot(at[kept], run.history.loss[kept], color=run.color, alpha=0.3, linewidth=1.6)
        dot = player.dot(ax, run.shown[:, None], run.loss[:, None], name=f"loss of {run.label}", color=run.color)
        marks += [player.trail(dot, name=f"learning curve of {run.label}"), dot]
    ax.set_xlabel("iteration")
    ax.set_ylabel("log loss")
    ax.set_title("Learning curve")
    if len(runs) > 1:
        handles = [mpl.lines.Line2D([], [], color=run.color) for run in runs]
        ax.legend(
            handles,
            [words(run.label) for run in runs],
            loc="upper right",
            handlelength=1.6,
            fontsize=11,
            frameon=True,
            framealpha=0.8,
            edgecolor="none",
        )
    return marks


def _path_panel(group, ax):
    """The contours of the loss, and on them the way that each run takes."""
    dataset, best = group[0].dataset, min(group, key=lambda run: run.history.loss[-1])
    one = dataset.X.shape[1] == 1
    walks = [np.column_stack([run.w[:, 0], run.b if one else run.w[:, 1]]) for run in group]
    xlim, ylim = _square(np.concatenate(walks), ax)
    fine = int(np.clip(np.sqrt(1e6 / len(dataset)), 41, 121))
    u, v = np.linspace(*xlim, fine), np.linspace(*ylim, fine)
    b, l2 = float(best.history.b[-1]), best.history.l2
    if one:
        grid = plots.loss_grid(dataset.X, dataset.y, u, v, lambda u, v: (u[:, None], v), l2)
    else:
        grid = plots.loss_grid(
            dataset.X, dataset.y, u, v, lambda u, v: (np.column_stack([u, v]), np.full(len(u), b)), l2
        )
    plots.contours(u, v, grid, ax=ax)
    ax.set(xlim=xlim, ylim=ylim, xlabel="w" if one else "w₁", ylabel="b" if one else "w₂")
    ax.set_title("Loss surface" if one else f"Loss at b = {b:.2f}".replace("-", "−"))
    marks = []
    for run, walk in zip(group, walks, strict=True):
        dot = player.dot(ax, walk[:, :1], walk[:, 1:], name=f"weights of {run.label}", color=run.color)
        marks += [player.trail(dot, name=f"path of {run.label}", width=1.8), dot]
    return marks


def _square(walk, ax):
    """Limits around a walk, with the same scale on both axes, so that right angles look right."""
    middle = (walk.min(axis=0) + walk.max(axis=0)) / 2
    box = ax.get_position().size * ax.figure.get_size_inches()
    reach = np.ptp(walk, axis=0) * 1.35 / box
    half = max(reach.max(), 0.25) * box / 2
    return (middle[0] - half[0], middle[0] + half[0]), (middle[1] - half[1], middle[1] + half[1])


def _weights_panel(run, ax):
    """A bar for each weight, where there are too many features to draw the points."""
    n = run.w.shape[1]
    places = np.arange(n)
    low, high = plots.span(np.append(run.history.w, 0.0))
    ax.axhline(0, color="#333333", linewidth=1)
    ax.set(xlim=(-0.7, n - 0.3), ylim=(low, high), ylabel="weight", title=words(f"{run.dataset.title}: weights"))
    if n <= 6:
        ax.set_xticks(places, [words(name) for name in run.dataset.feature_names])
    else:
        ax.set_xlabel("feature")
    return [player.bars(ax, [places - 0.4], [places + 0.4], run.w, name="weights")]


def _captions(runs):
    """The sentence under the film, with its numbers for each frame."""
    iterations = np.max([run.shown for run in runs], axis=0)
    last = max(len(run.history) for run in runs) - 1
    numbers, said, thinned = [iterations], [f"Iteration {{0:.0f}} of {last}"], last + 1 > len(iterations)
    for run in runs:
        at = len(numbers)
        numbers += [run.loss, run.accuracy()]
        name = f"{run.label}: " if len(runs) > 1 else ""
        said.append(f"{name}loss {{{at}:.4f}}, accuracy {{{at + 1}:.1f}} %")
    if len(runs) == 1 and runs[0].w.shape[1] <= 2:
        at = len(numbers)
        numbers += [*runs[0].w.T, runs[0].b]
        names = ["w"] if runs[0].w.shape[1] == 1 else ["w₁", "w₂"]
        said.append(", ".join(f"{name} = {{{at + i}:.2f}}" for i, name in enumerate([*names, "b"])))
    if thinned:
        said.append(f"one frame for every {last / (len(iterations) - 1):.3g} iterations")
    captions = [[0, " · ".join(said)]]
    if len(runs) == 1 and not runs[0].w[0].any() and not runs[0].b[0]:
        captions = [[0, " · ".join([*said, "all weights are 0: every point gets probability ½"])], [1, captions[0][1]]]
    for run in sorted(runs, key=lambda run: len(run.history)):
        end = int(np.searchsorted(iterations, len(run.history) - 1))
        if end < len(iterations) - 1:
            said.append(f"{run.label} has finished")
            captions.append([end, " · ".join(said)])
    digits = [int(places) for places in re.findall(r"\{\d+:\.(\d)f\}", captions[0][1])]
    numbers = np.clip(np.column_stack(numbers), -LARGEST, LARGEST).T
    return captions, np.column_stack([np.round(column, k) + 0.0 for column, k in zip(numbers, digits, strict=True)])


def _alt(runs, apart):
    """What the film shows, for those who do not see it."""
    first = runs[0].dataset
    said = " and ".join(dict.fromkeys(run.dataset.title for run in runs))
    n, many = first.X.shape[1], len(runs) > 1 and not apart
    shown = {1: "the probability curve over the points", 2: "the decision boundary over the points"}
    what = shown.get(n, "a bar for each weight")
    where = "the learning curve" + (", the path over the contours of the loss" if n <= 2 else "")
    return f"Film of the training on {said}: {what}{' for each run' if many else ''}, {where}."

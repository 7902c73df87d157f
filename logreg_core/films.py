"""A run over a data set, as something to watch: `watch(history, dataset)`, or `watch(my_step, dataset)`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from numbers import Real
from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from logreg_core import inputs, panels, player, plots
from logreg_core.datasets import Dataset
from logreg_core.descent import History
from logreg_core.frames import Frames, evenly
from logreg_core.plots import LARGEST, RUN_COLORS, RUN_DASHES, words

if TYPE_CHECKING:
    from logreg_core.exercises import Feedback

APART = 5  # times the lowest loss: several runs that reach so high are drawn on a logarithmic scale too
STEEP = 1e4  # losses beyond this are drawn on a logarithmic scale


@plots.styled
def watch(
    history: History | Callable | Sequence,
    dataset: Dataset | Sequence[Dataset],
    *,
    labels: Sequence[str | float] | None = None,
    title: str | None = None,
    **settings: float,
) -> player.Player | Feedback:
    """A Player that shows a run, every iteration of it to be scrubbed to (at most 1,001; longer runs are thinned).

    One history on one data set: the data with the boundary and the probability map, the learning curve,
    and the path over the contours of the loss (for two features, as a function of w1 and w2 at the run's
    final b). A list of histories puts the runs on one bar; with a list of data sets, one for each, they
    stand side by side. With one feature the data are a curve and the loss is a surface over w and b; with
    more than two there are a learning curve and a bar for each weight. `labels` name the runs.

    In the place of a history there may stand a list of your own steps, (w, b, ...) each, or your own function
    my_step(X, y, w, b, learning_rate), which returns the next w and b: then the film shows what your code does, and
    what is the matter with it is said under the picture; where it still holds a blank, that is said instead. The
    `settings` of a function are learning_rate (0.1), n_iterations (100), and where it starts, w and b (zero).
    """
    title = None if title is None else inputs.text(title, "title")
    histories = list(history) if isinstance(history, list | tuple) and not _is_walk(history) else [history]
    apart = isinstance(dataset, list | tuple)
    datasets = list(dataset) if apart else [dataset] * len(histories)
    histories, problem = _histories(histories, datasets, labels, apart, settings)
    if problem:
        from logreg_core.exercises import Feedback
        from logreg_core.exercises.judging import NOT_YET

        if problem == NOT_YET:
            return Feedback("not yet", NOT_YET, "")
    if not histories:
        return _nothing(datasets[0], problem)
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
    film = player.Player(fig, marks, alt=title or _alt(runs, apart), captions=captions, numbers=numbers, focus=focus)
    film.error = problem
    return film


def _histories(histories, datasets, labels, apart, settings):
    """The histories, those of a learner's own steps included, and a sentence on what is the matter with these."""
    if any(isinstance(h, Dataset) for h in histories):
        raise ValueError(
            "history comes first and dataset second, as in watch(my_step, data); here a Dataset came first"
        )
    if not histories or not all(isinstance(h, History) or _is_walk(h) for h in histories):
        raise ValueError(
            "history must be a History, as gradient_descent returns it, or a list of them; or a list of your own "
            "steps (w, b), or your own function my_step(X, y, w, b, learning_rate)"
        )
    if not all(isinstance(d, Dataset) for d in datasets):
        raise ValueError("dataset must be a Dataset, or a list of them; make one with Dataset(X, y)")
    if any(len(d.class_names) > 2 for d in datasets):
        raise ValueError("dataset must have two classes; for more there is logreg_core.labs.species.regions")
    unknown = set(settings) - {"learning_rate", "n_iterations", "w", "b"}
    if unknown:
        raise ValueError(f"the settings are learning_rate, n_iterations, w and b; got {', '.join(sorted(unknown))}")
    if settings and not any(callable(h) for h in histories):
        raise ValueError(f"{next(iter(settings))} is for a function that takes the steps; here they are taken already")
    for d in datasets:
        plots.check_dataset(d)
    if len(datasets) != len(histories):
        raise ValueError(f"dataset must be one for each history; got {len(datasets)} for {len(histories)}")
    found, said = [], []
    if any(_is_walk(h) for h in histories):
        from logreg_core.walks import walked  # it brings all exercises, which other films do without
    for i, (h, d) in enumerate(zip(histories, datasets, strict=True)):
        h, problem = (h, "") if isinstance(h, History) else walked(h, d, **settings)
        found.append(h)
        said += [f"{_name(i, labels, datasets, apart)}: {problem}" if len(histories) > 1 else problem] * bool(problem)
    return ([] if None in found else found), " ".join(said)


def _is_walk(thing):
    """Whether this is meant as a list of steps, or as a function that takes one."""
    if callable(thing):
        return True
    if not isinstance(thing, list | tuple) or not len(thing):
        return False
    first = thing[0]
    pair = isinstance(first, list | tuple) and len(first) >= 2
    return pair and not (isinstance(first[1], list | tuple) and len(first[1]) > 1)


def _name(i, labels, datasets, apart):
    """What run number i is called."""
    given = isinstance(labels, list | tuple) and i < len(labels)
    return labels[i] if given else datasets[i].title if apart else f"run {i + 1}"


def _nothing(dataset, problem):
    """The points alone, and under them the sentence that says why there is no run to show."""
    fig, ax = plots.figure()
    if dataset.X.shape[1] <= 2:
        plots.points(dataset, ax=ax)
    film = player.Player(fig, [], alt=f"{dataset.title}; there is no step to show.")
    film.error = problem
    return film


def _runs(histories, datasets, labels, apart):
    """The runs, checked and thinned to common frames."""
    for h in histories:
        plots.check_history(h)
    if len(histories) > len(RUN_COLORS):
        raise ValueError(f"history must hold at most {len(RUN_COLORS)} runs; got {len(histories)}")
    for h, d in zip(histories, datasets, strict=True):
        if h.w.shape[1] != d.X.shape[1]:
            raise ValueError(f"history has {h.w.shape[1]} weights, but dataset has {d.X.shape[1]} features")
    if len(histories) > 1 and max(d.X.shape[1] for d in datasets) > 2:
        raise ValueError("history must be a single run where the data have more than two features")
    if labels is None:
        labels = [_name(i, labels, datasets, apart) for i in range(len(histories))]
    if not isinstance(labels, list | tuple) or len(labels) != len(histories):
        raise ValueError(
            f"labels must be a list that names each of the {len(histories)} runs; got {inputs.shown(labels)}"
        )
    labels = [_label(label) for label in labels]
    iterations = np.unique(np.concatenate([h.iterations for h in histories]))
    for h in histories:  # of a thinned run, only what was kept
        iterations = iterations[np.isin(iterations, h.iterations) | (iterations > h.iterations[-1])]
    iterations = iterations[evenly(len(iterations) - 1)]
    looks = zip(labels, RUN_COLORS, RUN_DASHES, strict=False)
    return [
        Frames(h, d, np.searchsorted(h.iterations, np.minimum(iterations, h.iterations[-1])), *look)
        for h, d, look in zip(histories, datasets, looks, strict=False)
    ]


def _label(label):
    """The name of a run; braces that a caption would fill with a number are kept from it by a space."""
    if not isinstance(label, str | Real) or isinstance(label, bool):
        raise ValueError(f"labels must be strings or numbers; got {inputs.shown(label)}")
    return re.sub(r"\{(?=\w+:\.\d+f\})", "{ ", inputs.text(str(label), "labels"))


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
        return [mark for run in group for mark in panels.probability_curve(ax, run)]
    return panels.field(ax, group, of=group[0] if len(group) == 1 else None)


def _curve_panel(runs, ax):
    """The learning curve as far as it has been walked, up to a dot; pale, where that is asked for, what comes."""
    marks = []
    least, most = (f([f(run.history.loss) for run in runs]) for f in (np.min, np.max))
    steep = most > STEEP and least > 0
    apart = len(runs) > 1 and most > APART * least > 0  # else the lower ones of the runs would look like one
    margin = 2 if steep else 1.15
    ax.set_ylim(*((least / margin, margin * min(most, LARGEST)) if steep or apart else (0, 1.06 * most or 1.0)))
    ax.set_yscale("log" if steep or apart else "linear")
    if apart and not steep:
        ax.yaxis.set_major_locator(mpl.ticker.LogLocator(subs=(1, 2, 5)))
        ax.yaxis.set_major_formatter("{x:g}")
        ax.yaxis.set_minor_formatter("")
    for run in runs:
        names = {"name": f"loss of {run.name}", "trail": f"learning curve of {run.name}"}
        marks += panels.walk(ax, run.iterations, run.loss, **names, color=run.color, ahead=True)
    ax.xaxis.set_major_locator(mpl.ticker.MaxNLocator("auto", steps=[1, 2, 2.5, 5, 10], integer=True, min_n_ticks=1))
    ax.set_xlabel("iteration")
    ax.set_ylabel("log loss")
    ax.set_title("Learning curve")
    if len(runs) > 1:
        handles = [mpl.lines.Line2D([], [], color=run.color) for run in runs]
        ax.legend(
            handles,
            [words(run.name) for run in runs],
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
    marks = [mark for run in group for mark in panels.path(ax, run, ahead=True)]
    limits = panels.evenly_scaled(np.concatenate([mark.values for mark in marks]), ax)
    b, side = float(best.history.b[-1]), int(np.clip(np.sqrt(7e5 / len(dataset)), 41, 121))
    panels.loss_contours(ax, dataset, *limits, b=b, l2=best.history.l2, side=side)
    ax.set_title("Loss surface" if dataset.X.shape[1] == 1 else f"Loss at b = {b:.2f}".replace("-", "−"))
    return marks


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
    return [panels.weights(ax, run.w)]


def _captions(runs):
    """The sentence under the film, with its numbers for each frame."""
    iterations = np.max([run.iterations for run in runs], axis=0)
    last = iterations[-1]
    numbers, said = {"iteration": iterations}, [f"Iteration {{iteration:.0f}} of {last}"]
    for k, run in enumerate(runs, 1):
        numbers |= {f"loss{k}": run.loss, f"accuracy{k}": run.accuracy}
        name = f"{run.name}: " if len(runs) > 1 else ""
        said.append(f"{name}loss {{loss{k}:.4f}}, accuracy {{accuracy{k}:.1f}} %")
    first = runs[0]
    if len(runs) == 1 and first.w.shape[1] <= 2:
        names = ["w"] if first.w.shape[1] == 1 else ["w₁", "w₂"]
        numbers |= dict(zip([*names, "b"], [*first.w.T, first.b], strict=True))
        said.append(", ".join(f"{name} = {{{name}:.2f}}" for name in [*names, "b"]))
    if last + 1 > len(iterations):
        said.append(f"one frame for every {last / (len(iterations) - 1):.3g} iterations")
    captions = [[0, " · ".join(said)]]
    if len(runs) == 1 and not first.w[0].any() and not first.b[0]:
        captions = [[0, " · ".join([*said, "all weights are 0: every point gets probability ½"])], [1, captions[0][1]]]
    for run in sorted(runs, key=lambda run: run.iterations[-1]):
        end = int(np.searchsorted(iterations, run.iterations[-1]))
        if end < len(iterations) - 1:
            said.append(f"{run.name} has finished")
            captions.append([end, " · ".join(said)])
    return captions, numbers


def _alt(runs, apart):
    """What the film shows, for those who do not see it."""
    first = runs[0].dataset
    said = " and ".join(dict.fromkeys(run.dataset.title for run in runs))
    n, many = first.X.shape[1], len(runs) > 1 and not apart
    shown = {1: "the probability curve over the points", 2: "the decision boundary over the points"}
    what = shown.get(n, "a bar for each weight")
    where = "the learning curve" + (", the path over the contours of the loss" if n <= 2 else "")
    return f"Film of the training on {said}: {what}{' for each run' if many else ''}, {where}."

"""Curved boundaries: what degree, training time and the penalty do to them. Lesson 09.

film(train, held_out, models, places, ...)    a film, a frame for each model, with its two losses
board(train, held_out, features)              a board, its controls are the degree and the penalty
curved(ax, models)                            the marks of curved boundaries, for both

A model is a triple (features, w, b): the score of points X (m, 2) is features(X) @ w + b.
"""

import contourpy
import numpy as np

from logreg_core import player, plots
from logreg_core.descent import newton
from logreg_core.equations import log_loss, score, sigmoid
from logreg_core.metrics import accuracy
from logreg_core.plots import RUN_COLORS

BLACK, GREEN, PURPLE = RUN_COLORS[:3]
PIXELS = 40  # to the side of a frame's small picture
FINE = 2 * PIXELS + 1  # lines to the side of the grid on which the boundary is found: every other one halves a pixel
MOST = 60  # pictures in a film
DEGREES = ("1", "2", "3", "6", "12")


def curved(ax, models):
    """Two marks: the probabilities over the axes as a small picture for each model, and where its score is zero."""
    if len(models) > MOST:
        raise ValueError(f"models must be at most {MOST}, one small picture each; got {len(models)}")
    x, y = (np.linspace(*limits, FINE) for limits in (ax.get_xlim(), ax.get_ylim()))
    grid = np.column_stack([numbers.ravel() for numbers in np.meshgrid(x, y)])
    tables, scores = {}, []
    for features, w, b in models:
        if features not in tables:
            tables[features] = features(grid)
        scores.append(score(tables[features], w, b).reshape(FINE, FINE))
    pictures = [sigmoid(z[1::2, 1::2])[::-1] for z in scores]
    return [player.image(ax, pictures, name="field"), player.line(ax, *zero_lines(x, y, scores), name="boundary")]


def zero_lines(x, y, scores):
    """Where each table of scores (len(y), len(x)) is zero, as one line of many points: x and y, each (tables, points).

    NaN lifts the pen between the parts of a line, and fills up the shorter ones.
    """
    found = [contourpy.contour_generator(x, y, z).lines(0.0) for z in scores]
    lines = [np.concatenate([np.vstack([part, [np.nan, np.nan]]) for part in [np.empty((0, 2)), *k]]) for k in found]
    along = np.full((2, len(lines), max(len(line) for line in lines)), np.nan)
    for frame, line in enumerate(lines):
        along[:, frame, : len(line)] = line.T
    return along


@plots.styled
def film(train, held_out, models, places, *, what, alt, log=True, bars=False):
    """Film with a frame for each model: its boundary over the training points, and its loss on both parts.

    `places` says where each model stands on the slider's axis, called `what`; the held-out points never
    train. With `bars` a third panel shows the weights, sorted by degree.
    """
    fig, axes = plots.figure(3 if bars else 2, width=12.0 if bars else 10.5, height=3.8)
    plane, curve = axes[:2]
    plots.points(train, ax=plane, legend=False)
    losses = np.array([[_loss(part, model) for model in models] for part in (train, held_out)])
    shares = np.array([[100 * _accuracy(part, model) for model in models] for part in (train, held_out)])
    marks = curved(plane, models)
    for name, color, loss in zip(("training", "held-out"), (BLACK, PURPLE), losses, strict=True):
        curve.plot(places, loss, ".-", color=color, alpha=0.35)
        curve.plot([], [], color=color, label=f"{name} loss")
        dot = player.dot(curve, np.reshape(places, (-1, 1)), loss[:, None], name=f"{name} loss", color=color)
        marks += [player.trail(dot, name=f"{name} curve"), dot]
    curve.set(xlabel=what.lower(), ylabel="log loss", ylim=(0, 1.08 * losses.max()), title="Loss on both parts")
    curve.set_xscale("log" if log else "linear")
    if not log:
        curve.set_xticks(places)
    curve.legend(loc="best", framealpha=0.8)
    if bars:
        marks.append(_bars(axes[2], np.array([w for _, w, _ in models])))
    said = " · training loss {0:.3f}, held-out loss {1:.3f} · accuracy {2:.1f} % and {3:.1f} %"
    said += " · length of w {4:.2f}" if bars else ""
    lengths = [np.linalg.norm(w) for _, w, _ in models]
    return player.Player(
        fig,
        marks,
        alt=alt,
        captions=[[frame, f"{what} {round(float(place), 4):,g}{said}"] for frame, place in enumerate(places)],
        numbers=np.column_stack([losses.T, shares.T, lengths]),
        unit=f"{what} (log scale)" if log else what,
        moments=sorted({0, (len(models) - 1) // 2, len(models) - 1}),
        focus=[plane],
    )


@plots.styled
def board(train, held_out, features):
    """A Player that trains a model of any degree with any penalty; features(X, degree) makes its columns."""
    fig, (plane, both) = plots.figure(2, width=10.5, height=3.8)
    plots.points(train, ax=plane, legend=False)
    both.set(xlim=(-0.7, 1.7), ylim=(0, 1.0), ylabel="log loss", title="Loss on both parts")
    both.set_xticks([0, 1], ["training", "held-out"])

    def marks(model, losses):
        tops = player.bars(both, [[-0.3, 0.7]], [[0.3, 1.3]], [losses], name="losses", colors=(BLACK, PURPLE))
        return [*curved(plane, [model]), tops]

    alt = (
        f"A curved boundary over {train.title}, and the loss on both parts, for a degree and a penalty that you choose."
    )
    shown = player.Player(fig, marks((np.asarray, np.zeros(2), 0.0), [0.0, 0.0]), alt=alt)

    def answer(values):
        degree, l2 = int(values["degree"]), values["l2"]

        def of_degree(X):
            return features(X, degree)

        run = newton(of_degree(train.X), train.y, l2=l2)
        model = of_degree, run.w[-1], run.b[-1]
        losses = [_loss(part, model) for part in (train, held_out)]
        shares = [100 * _accuracy(part, model) for part in (train, held_out)]
        words = (
            f"Degree {degree}, {len(model[1])} weights, λ = {l2:.2g} · training loss {{0:.3f}}, held-out loss {{1:.3f}}"
            " · accuracy {2:.1f} % and {3:.1f} % · length of w {4:.2f}"
        )
        shown.load(marks(model, losses), captions=words, numbers=[[*losses, *shares, np.linalg.norm(model[1])]])

    shown.choice("degree", "degree", DEGREES)
    shown.slider("l2", "λ", 1e-4, 10, 1e-2, step=0.25, log=True)
    shown.react(answer)
    return shown


def _bars(ax, w):
    """The weights of each model as bars; the ticks stand where a degree begins."""
    n = np.arange(w.shape[1])
    starts = {k: (k - 1) * (k + 2) // 2 for k in (1, 3, 6, 9, 12)}
    low, high = plots.span(w)
    ax.axhline(0, color="#333333", linewidth=1)
    ax.set(xlim=(-1, len(n)), ylim=(low, high), xlabel="degree of the feature", ylabel="weight", title="The weights")
    ax.set_xticks(*zip(*[(at, k) for k, at in starts.items() if at < len(n)], strict=True))
    return player.bars(ax, [n - 0.45], [n + 0.45], w, name="weights", colors=(BLACK,))


def _loss(part, model):
    features, w, b = model
    return log_loss(features(part.X), part.y, w, b)


def _accuracy(part, model):
    features, w, b = model
    return accuracy(part.y, score(features(part.X), w, b) > 0)

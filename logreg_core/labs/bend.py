"""Curved boundaries: what degree, training time and the penalty do to them. Lesson 09.

film(train, held_out, models, places, ...)    a film, a frame for each model, with its two losses
penalties(X, y, strengths)                    a film over λ, the weights under L2 beside those under L1
shrunk(X, y, l1)                              weights and bias under an L1 penalty
board(train, held_out, features)              a board, its controls are the degree and the penalty
curved(ax, models)                            the marks of curved boundaries, for both

A model is a triple (features, w, b): the score of points X (m, 2) is features(X) @ w + b.
"""

import numpy as np

from logreg_core import panels, player, plots
from logreg_core.descent import newton
from logreg_core.equations import log_loss, predict, score, sigmoid
from logreg_core.metrics import accuracy
from logreg_core.plots import BLACK, PURPLE

PIXELS = 40  # to the side of a frame's small picture
FINE = 2 * PIXELS + 1  # lines to the side of the grid on which the boundary is found: every other one halves a pixel
MOST_PICTURES = 60  # in a film
DEGREES = ("1", "2", "3", "6", "12")
LOSSES, LENGTH = ("train_loss", "held_loss"), " · length of w {length:.2f}"
SAID = "training loss {train_loss:.3f}, held-out loss {held_loss:.3f} · accuracy {train_right:.1f} % and "
SAID += "{held_right:.1f} %" + LENGTH


def curved(ax, models):
    """Two marks: the probabilities over the axes as a small picture for each model, and where its score is zero."""
    if len(models) > MOST_PICTURES:
        raise ValueError(f"models must be at most {MOST_PICTURES}, one small picture each; got {len(models)}")
    grid, tables = panels.places(ax, FINE), {}
    for features, _, _ in models:
        if features not in tables:
            tables[features] = features(grid)
    scores = np.array([score(tables[features], w, b).reshape(FINE, FINE) for features, w, b in models])
    return list(panels.curved(ax, scores, scores[:, 1::2, 1::2], name="boundary"))


@plots.styled
def film(train, held_out, models, places, *, what, alt, log=True, bars=False):
    """Film with a frame for each model: its boundary over the training points, and its loss on both parts.

    `places` says where each model stands on the slider's axis, called `what`; the held-out points never
    train. With `bars` a third panel shows the weights, sorted by degree.
    """
    fig, axes = plots.figure(3 if bars else 2, width=12.0 if bars else 10.5, height=3.8)
    plane, curve = axes[:2]
    plots.points(train, ax=plane, legend=False)
    found = [_numbers(train, held_out, model) for model in models]
    numbers = {name: np.array([each[name] for each in found]) for name in found[0]}
    marks = curved(plane, models)
    looks = ("training", BLACK, 16), ("held-out", PURPLE, 8)  # where both are equal, both dots are seen
    for (name, color, size), loss in zip(looks, map(numbers.get, LOSSES), strict=True):
        curve.plot([], [], color=color, label=f"{name} loss")
        names = {"name": f"{name} loss", "trail": f"{name} curve"}
        marks += panels.walk(curve, places, loss, **names, color=color, size=size, ahead=True)
    highest = max(numbers[name].max() for name in LOSSES)
    curve.set(xlabel=what.lower(), ylabel="log loss", ylim=(0, 1.08 * highest), title="Loss on both parts")
    curve.set_xscale("log" if log else "linear")
    if not log:
        curve.set_xticks(places)
    curve.legend(loc="best", framealpha=0.8)
    if bars:
        marks.append(_bars(axes[2], np.array([w for _, w, _ in models])))
    said = f" · {SAID}" if bars else f" · {SAID}".removesuffix(LENGTH)
    return player.Player(
        fig,
        marks,
        alt=alt,
        captions=[[frame, f"{what} {round(float(place), 4):,g}{said}"] for frame, place in enumerate(places)],
        numbers=numbers,
        unit=f"{what} (log scale)" if log else what,
        moments=3,
        focus=[plane],
    )


def shrunk(X, y, l1, v=None, n_iterations=600):
    """Weights, and the bias as last entry, with the smallest log loss + l1 sum |w_j|: each step also shrinks (9.11).

    The steps start from a point a little further on the way (Nesterov), which makes them arrive sooner.
    """
    X1 = np.column_stack([X, np.ones(len(X))])
    rate = 4 * len(X) / np.linalg.eigvalsh(X1.T @ X1)[-1]  # 1 divided by the largest curvature there can be
    shrink = rate * l1 * np.append(np.ones(X.shape[1]), 0.0)
    v = ahead = np.zeros(X1.shape[1]) if v is None else v
    for k in range(n_iterations):
        moved = ahead - rate * X1.T @ (sigmoid(X1 @ ahead) - y) / len(y)
        new = np.sign(moved) * np.maximum(np.abs(moved) - shrink, 0)
        v, ahead = new, new + k / (k + 3) * (new - v)
    return v


@plots.styled
def penalties(X, y, strengths):
    """Film over strengths: the weights under an L2 penalty, and under an L1 penalty of the same strength."""
    fig, axes = plots.figure(2, width=10.5, height=3.6)
    squares = np.array([newton(X, y, l2=strength).w[-1] for strength in strengths])
    sizes, v = [], None
    for strength in strengths[::-1]:  # from the shortest weights on, each start from the one before
        v = shrunk(X, y, strength, v)
        sizes.append(v[:-1])
    both = squares, np.array(sizes[::-1])
    reach = 1.1 * max(abs(found).max() for found in both)
    marks = []
    for ax, found, name in zip(axes, both, ("L2: squares", "L1: sizes"), strict=True):
        ax.axhline(0, color="#bbbbbb", linewidth=1)
        ax.set(xlim=(-1, X.shape[1]), ylim=(-reach, reach), xlabel="feature", ylabel="weight", title=name)
        marks.append(panels.weights(ax, found, half=0.35, name=name))
    numbers = {"zeros2": np.sum(both[0] == 0, axis=1), "zeros1": np.sum(both[1] == 0, axis=1)}
    said = "weights at exactly 0: {zeros2:.0f} with squares, {zeros1:.0f} with sizes"
    return player.Player(
        fig,
        marks,
        alt="Film over λ: bars for the weights shrink together under L2, and reach zero under L1.",
        captions=[[i, f"λ = {strength:.4f} · {said}"] for i, strength in enumerate(strengths)],
        numbers=numbers,
        unit="λ (log scale)",
        moments=3,
    )


@plots.styled
def board(train, held_out, features):
    """A Player that trains a model of any degree with any penalty; features(X, degree) makes its columns."""
    fig, (plane, both) = plots.figure(2, width=10.5, height=3.8)
    plots.points(train, ax=plane, legend=False)
    both.set(xlim=(-0.7, 1.7), ylim=(0, 1.0), ylabel="log loss", title="Loss on both parts")
    both.set_xticks([0, 1], ["training", "held-out"])

    def picture(degree, l2):
        def of_degree(X):
            return features(X, int(degree))

        run = newton(of_degree(train.X), train.y, l2=l2)
        model = of_degree, run.w[-1], run.b[-1]
        numbers = _numbers(train, held_out, model)
        tops = [[numbers[name] for name in LOSSES]]
        bars = player.bars(both, [[-0.3, 0.7]], [[0.3, 1.3]], tops, name="losses", colors=(BLACK, PURPLE))
        words = f"Degree {degree}, {len(model[1])} weights, λ = {l2:.2g} · {SAID}"
        return [*curved(plane, [model]), bars], words, numbers

    controls = [player.Choice("degree", "degree", DEGREES), player.Slider("l2", "λ", 1e-4, 10, 1e-2, 0.25, log=True)]
    alt = (
        f"A curved boundary over {train.title}, and the loss on both parts, for a degree and a penalty that you choose."
    )
    return player.live(fig, controls, picture, alt=alt)


def _bars(ax, w):
    """The weights of each model as bars; the ticks stand where a degree begins."""
    n = w.shape[1]
    starts = {k: (k - 1) * (k + 2) // 2 for k in (1, 3, 6, 9, 12)}
    low, high = plots.span(w)
    ax.axhline(0, color="#333333", linewidth=1)
    ax.set(xlim=(-1, n), ylim=(low, high), xlabel="degree of the feature", ylabel="weight", title="The weights")
    ax.set_xticks(*zip(*[(at, k) for k, at in starts.items() if at < n], strict=True))
    return panels.weights(ax, w, half=0.45, color=BLACK)


def _numbers(train, held_out, model):
    """The losses and the shares of right answers of a model on both parts, and the length of its weights."""
    features, w, b = model
    found = {"length": np.linalg.norm(w)}
    for name, part in (("train", train), ("held", held_out)):
        X = features(part.X)
        found[f"{name}_loss"] = log_loss(X, part.y, w, b)
        found[f"{name}_right"] = 100 * accuracy(part.y, predict(X, w, b))
    return found

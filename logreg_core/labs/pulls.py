"""How each point pulls on the line, and how the slope of one example's loss comes about. Lesson 04.

pulls(dataset)      a board, its sliders are the two weights and the bias
links(y)            a film, its slider is the score
chain(slopes)       a picture of the links from the weights to the loss, with their slopes
"""

import functools

import numpy as np

from logreg_core import panels, player, plots
from logreg_core.equations import cross_entropy, gradient, log_loss, probability, sigmoid
from logreg_core.plots import BLACK, CLASS_COLORS, GREEN, GREY, PURPLE

REACH = 3.0  # of the sliders
LEVELS = np.array([float(f"{level:.2g}") for level in 0.1 * 1.2 ** np.arange(24)])  # of the loss


@plots.styled
def pulls(dataset, *, w=(1.5, -1.5), b=0.5):
    """A Player that shows how each point pulls on the weights and on the bias, with sliders for all three.

    The pull of point i is -(p_i - y_i) x_i on w and -(p_i - y_i) on b: against the slope of its loss. The sums
    of the pulls are -m dw and -m db. For few points, so that each arrow can be seen.
    """
    plots.check_features(dataset, 2)
    fig, axes = _axes(dataset)
    levels = _levels(dataset, axes[1])
    alt = (
        f"{dataset.title} and a line that you steer; an arrow at each point is its pull on the weights, and the same "
        "arrows stand end to end in the plane of the weights, with their sum in black; a bar for each pull on the bias."
    )

    def picture(w1, w2, b):
        w = np.array([w1, w2])
        dw, db = gradient(dataset.X, dataset.y, w, b)
        numbers = {"dw1": dw[0], "dw2": dw[1], "db": db, "loss": log_loss(dataset.X, dataset.y, w, b)}
        words = "dw = ({dw1:.3f}, {dw2:.3f}) · db = {db:.3f} · loss {loss:.3f}"
        if not w.any():
            words += " · the weights are 0: no line, one probability for all"
        return _marks(dataset, axes, levels, w, b), words, numbers

    starts = ("w1", "weight w₁", w[0]), ("w2", "weight w₂", w[1]), ("b", "bias b", b)
    controls = [player.Slider(name, label, -REACH, REACH, float(value)) for name, label, value in starts]
    return player.live(fig, controls, picture, alt=alt)


@plots.styled
def chain(slopes=("x₁, x₂, 1", "3/16", "−4"), asked="?"):
    """A picture of the chain weights, score, probability, loss: a slope on each link, and one asked for below two."""
    fig, ax = plots.figure(width=11, height=3.0)
    ax.set(xlim=(0, 11), ylim=(-1.5, 1.3))
    ax.axis("off")
    nodes = ("w₁, w₂, b", "score z", "probability p", "loss ℓ")
    places = 1.0, 4.1, 7.2, 10.2
    for at, name in zip(places, nodes, strict=True):
        look = {"boxstyle": "round,pad=0.5", "facecolor": "#f1f1f4", "edgecolor": BLACK}
        ax.text(at, 0.3, name, ha="center", va="center", size=14, bbox=look)
    colors = GREY, PURPLE, GREEN
    for start, end, slope, color in zip(places[:-1], places[1:], slopes, colors, strict=True):
        ax.annotate(
            "", (end - 0.85, 0.3), (start + 0.85, 0.3), arrowprops={"arrowstyle": "-|>", "color": color, "lw": 2.5}
        )
        ax.text((start + end) / 2, 0.62, slope, ha="center", size=14, color=color)
    bent = {"arrowstyle": "-|>", "color": BLACK, "lw": 2, "connectionstyle": "arc3,rad=0.22", "linestyle": "--"}
    ax.annotate("", (places[3], -0.15), (places[1], -0.15), arrowprops=bent)
    ax.text((places[1] + places[3]) / 2, -1.35, asked, ha="center", size=14)
    return fig


@plots.styled
def links(y=1):
    """Film of one example over its score: its loss with the tangent; the two links of the chain and their product."""
    z = np.round(np.linspace(-5.0, 5.0, 101), 1)
    p, loss, ends = sigmoid(z), cross_entropy(z, float(y)), np.array([-2.0, 2.0])
    found = (
        ("dℓ/dp", GREEN, (p - y) / (p * (1 - p)), 16),
        ("dp/dz", PURPLE, p * (1 - p), -26),
        ("product", BLACK, p - y, 10),
    )
    fig, (left, right) = plots.figure(2)
    left.plot(z, loss, color=CLASS_COLORS[int(y)], alpha=0.55, lw=4)
    left.set(xlabel="score z", ylabel="loss ℓ", title=f"One example with label {y}", ylim=(-0.9, 5.4))
    for name, color, values, up in found:
        right.plot(z, np.abs(values), color=color, alpha=0.55, lw=4)
        at = 26 if y else 74
        right.annotate(name, (z[at], abs(values[at])), (0, up), textcoords="offset points", color=color, fontsize=14)
    right.set(xlabel="score z", ylabel="size, without its sign", title="Two links and their product", yscale="log")
    here = z[:, None]
    tangent = loss[:, None] + (p - y)[:, None] * ends
    marks = [
        player.line(left, here + ends, tangent, name="tangent", width=3),
        player.dot(left, here, loss[:, None], name="loss"),
        panels.upright(right, z, name="score", color=GREY, width=1.2),
        *(player.dot(right, here, np.abs(v)[:, None], name=name, color=color) for name, color, v, _ in found),
    ]
    alt = (
        f"The loss of one example with label {y} against its score, with the tangent; beside it, on a logarithmic "
        "scale, the slope of the loss in the probability, the slope of the probability in the score, and their product."
    )
    return player.Player(
        fig,
        marks,
        alt=alt,
        captions="z = {z:.1f} · dℓ/dp = {first:.2f} · dp/dz = {second:.4f} · product {product:.3f}",
        numbers={"z": z, "first": found[0][2], "second": found[1][2], "product": found[2][2]},
        unit="Score z",
        moments=[10, 50, 90],
    )


def _axes(dataset):
    """The figure with axes for the points, for the weights and for the pulls on the bias."""
    X, m = dataset.X, len(dataset)
    fig, (plane, weights, bias) = plots.figure(3, width=11, height=4.6, shares=[4.2, 4.2, 2.1])
    plots.points(dataset, ax=plane, size=64, legend=False)
    far = 2.1 * np.max(np.abs(X))  # a pull is at most as long as its point is far out
    for ax, end in ((plane, far), (weights, 1.35 * REACH)):
        ax.axhline(0, color="#b5b5b5", lw=1, zorder=0)
        ax.axvline(0, color="#b5b5b5", lw=1, zorder=0)
        ax.set(xlim=(-end, end), ylim=(-end, end), aspect="equal")
    aside = 14 * np.column_stack([X[:, 1], -X[:, 0]]) / np.maximum(np.hypot(*X.T), 1e-9)[:, None]
    for i, point in enumerate(X):
        plane.annotate(
            i + 1, point, aside[i], textcoords="offset points", ha="center", va="center", fontsize=12, weight="bold"
        )
    plane.set_title("The pull of each point on w")
    weights.set(title="End to end, from w", xlabel="w₁", ylabel="w₂")
    bias.axhline(0, color="#b5b5b5", lw=1, zorder=0)
    most = 1.05 * max(np.sum(dataset.y == 0), np.sum(dataset.y == 1))
    bias.set(title="Pulls on b", xlabel="point", xlim=(0.2, m + 2.8), ylim=(-most, most))
    bias.set_xticks([*range(1, m + 1), m + 2], [*range(1, m + 1), "sum"])
    return fig, (plane, weights, bias)


def _marks(dataset, axes, levels, w, b):
    """The marks for one position of the sliders."""
    plane, weights, bias = axes
    X, m, colors = dataset.X, len(dataset), [CLASS_COLORS[int(label)] for label in dataset.y]
    on_b = dataset.y - probability(X, w, b)
    on_w = on_b[:, None] * X
    tips = w + np.cumsum(on_w, axis=0)
    at, height = np.array([*range(1, m + 1), m + 2]), np.append(on_b, np.sum(on_b))
    return [
        player.probability_field(plane, w, b),
        panels.boundary(plane, w, b, name="boundary"),
        player.arrows(plane, *X.T, *on_w.T, name="pulls", colors=colors, width=2.6),
        *levels(b),
        player.arrows(weights, *(tips - on_w).T, *on_w.T, name="end to end", colors=colors, width=2.4),
        player.arrows(weights, *w, *np.sum(on_w, axis=0), name="sum", colors=(BLACK,), width=3.2, head=12),
        player.dot(weights, *w, name="weights"),
        player.bars(bias, at - 0.38, at + 0.38, height, name="pulls on b", colors=[*colors, BLACK]),
    ]


def _levels(dataset, ax):
    """The function that gives level lines of the loss in the plane of the weights for a bias, and their values."""
    u = np.linspace(*ax.get_xlim(), 73)

    @functools.lru_cache(1)
    def lines(b):
        grid = plots.loss_grid(
            dataset.X, dataset.y, u, u, lambda w1, w2: (np.column_stack([w1, w2]), np.full(len(w1), float(b)))
        )
        return panels.levels(ax, u, u, grid, LEVELS, LEVELS[::3], name="levels", width=0.8)

    return lines

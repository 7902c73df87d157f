"""The likelihood along a weight; and two losses, for one example as its score moves, and for a few along a weight.

likelihood(dataset, b)   a film, its slider is the weight
one_example()            a film, its slider is the score
along_weight(dataset)    a board, its sliders are the weight, the bias and the half width of a chord
"""

import numpy as np

from logreg_core import player, plots
from logreg_core.equations import cross_entropy, sigmoid

LOG, SQUARED, CHORD = plots.BLACK, plots.GREEN, plots.PURPLE  # of the log loss, of the squared error
DASH = (7, 3)
REACH, WIDEST, HALF = 6.0, 2.5, 2.0  # of the weight on the board; of the chord on either side, and at first


@plots.styled
def likelihood(dataset, b):
    """Film over the weight of one feature: the probability of each observed label as a bar, and their product."""
    w = np.linspace(-1.0, 2.0, 121)
    x, y = dataset.X[:, 0], dataset.y
    p = sigmoid(np.outer(w, x) + b)
    given = np.where(y == 1, p, 1 - p)
    product = given.prod(axis=1)
    fig, (left, right) = plots.figure(2)
    plots.points(dataset, ax=left, size=80)
    left.set_xlim(0, 1.25 * x.max())
    across = np.linspace(*left.get_xlim(), 120)
    right.plot(w, product, color=LOG, alpha=0.25)
    right.set(xlabel="weight w", ylabel="product of the bars", title="Likelihood", ylim=(0, 1.15 * product.max()))
    marks = [player.line(left, across, sigmoid(np.outer(w, across) + b), name="probability")]
    for i, (at, label) in enumerate(zip(x, y, strict=True)):
        ends = np.column_stack([np.full(len(w), 1 - label), p[:, i]])
        marks.append(player.line(left, [at, at], ends, name=f"bar {i + 1}", color=SQUARED, width=6))
    marks.append(player.dot(right, w[:, None], product[:, None], name="likelihood"))
    names = [f"p{i + 1}" for i in range(len(x))]
    words = "w = {w:.3f} · " + " × ".join(f"{{{name}:.3f}}" for name in names) + " = {product:.4f}"
    alt = "The probability curve over the examples, a bar for each observed label, and the product of the bars."
    numbers = {"w": w, "product": product, **dict(zip(names, given.T, strict=True))}
    return player.Player(fig, marks, alt=alt, captions=words, numbers=numbers, unit="Step", moments=[0, 40, 67, 120])


@plots.styled
def one_example():
    """Film of both losses of one example, for label 1 and for label 0, with their slopes at the score."""
    z = np.round(np.linspace(-6, 6, 121), 1)
    p = sigmoid(z)
    fig, axes = plots.figure(2)
    marks, numbers, said = [], {"z": z, "p": p}, []
    for y, ax in zip((1, 0), axes, strict=True):
        losses = ("log loss", LOG, (), cross_entropy(z, y), p - y)
        squares = ("squared error", SQUARED, DASH, (p - y) ** 2, 2 * (p - y) * p * (1 - p))
        for name, color, dash, loss, slope in (losses, squares):
            ax.plot(z, loss, color=color, dashes=dash or (None, None), alpha=0.55, label=name)
            ends = z[:, None] + [-1.2, 1.2]
            tangent = loss[:, None] + slope[:, None] * [-1.2, 1.2]
            label = f"of the {name}, label {y}"
            marks.append(player.line(ax, ends, tangent, name=f"tangent {label}", color=color, width=3))
            marks.append(player.dot(ax, z[:, None], loss[:, None], name=f"dot {label}", color=color))
            numbers |= {f"{name[:3]}{y}": loss, f"{name[:3]}{y}_slope": slope}
        said.append(f"label {y}: log loss {{log{y}:.3f}} (slope {{log{y}_slope:.3f}})")
        said[-1] += f", squared error {{squ{y}:.3f}} (slope {{squ{y}_slope:.3f}})"
        wrong = "left" if y else "right"
        ax.set(xlabel="score z", ylim=(-0.35, 6.4), title=f"Label {y} (wrong on the {wrong})")
        ax.legend(loc=f"upper {'right' if y else 'left'}", handlelength=2.6)
    axes[0].set_ylabel("loss of the example")
    alt = "Log loss and squared error of one example against its score, for label 1 and label 0, each with its tangent."
    captions = " · ".join(["score z = {z:.1f}, p = {p:.4f}", *said])
    return player.Player(
        fig,
        marks,
        alt=alt,
        captions=captions,
        numbers=numbers,
        unit="Score z",
        moments=4,
        focus=[axes[0]],
    )


def mean_losses(dataset, w, b):
    """Mean log loss and mean squared error, each (len(w),), for the weights w of one feature and the bias b."""
    w = np.ravel(np.asarray(w, float))
    z = np.outer(w, dataset.X[:, 0]) + b
    y = np.broadcast_to(dataset.y, z.shape)
    return cross_entropy(z, y).mean(axis=1), ((sigmoid(z) - y) ** 2).mean(axis=1)


@plots.styled
def along_weight(dataset, *, w=0.0, b=0.0):
    """Board of one feature: the mean of each loss against the weight, with a chord whose middle is over the weight."""
    plots.check_features(dataset, 1)
    fig, (left, *rights) = plots.figure(3, height=3.7)
    plots.points(dataset, ax=left)
    left.set_xlim(*plots.span(dataset.X[:, 0], margin=0.15))
    x = np.sort([*dataset.X[:, 0], *left.get_xlim()])
    widest = int(np.argmax(np.diff(x)))  # where no upright line is drawn over the legend
    left.get_legend().set_loc("center")
    left.get_legend().set_bbox_to_anchor((x[widest : widest + 2].mean(), 0.75), left.transData)
    weights = np.linspace(-REACH - WIDEST, REACH + WIDEST, 321)
    highest = max(mean_losses(dataset, weights[[0, -1]], at)[0].max() for at in (-4, 4))
    for ax, title, top in zip(rights, ("Mean log loss", "Mean squared error"), (highest, 1.0), strict=True):
        ax.set(xlabel="weight w", title=title, xlim=weights[[0, -1]], ylim=(-0.02 * top, 1.04 * top))

    def picture(w, b, half):
        return _marks(dataset, left, rights, weights, w, b, half), _sentence(dataset, w, b, half), {}

    controls = [
        player.Slider("w", "weight w", -REACH, REACH, w, step=0.05),
        player.Slider("b", "bias b", -4, 4, b),
        player.Slider("half", "half the chord", 0, WIDEST, HALF),
    ]
    alt = (
        f"{dataset.title}: the probability curve over the points, and the mean log loss and the mean squared error "
        "against the weight, each with a chord."
    )
    return player.live(fig, controls, picture, alt=alt)


def _marks(dataset, left, rights, weights, w, b, half):
    """The probability curve with the gap to each point, and on each loss its curve, its chord and two dots."""
    x, y = dataset.X[:, 0], dataset.y
    across = np.linspace(*left.get_xlim(), 200)
    gap = np.full(len(x), np.nan)
    gaps = np.column_stack([x, x, gap]).ravel(), np.column_stack([y, sigmoid(w * x + b), gap]).ravel()
    marks = [
        player.line(left, *gaps, name="gaps", color=plots.GREY, width=1.6),
        player.line(left, across, sigmoid(w * across + b), name="probability"),
    ]
    curves, here = mean_losses(dataset, weights, b), mean_losses(dataset, w, b)
    ends = np.array([w - half, w + half])
    names, colors = ("log loss", "squared error"), (LOG, SQUARED)
    for ax, name, color, curve, at, chord in zip(
        rights, names, colors, curves, here, mean_losses(dataset, ends, b), strict=True
    ):
        marks.append(player.line(ax, weights, curve, name=f"curve of the {name}", color=color))
        marks.append(player.line(ax, ends, chord, name=f"chord of the {name}", color=CHORD, width=2))
        marks.append(player.dot(ax, w, chord.mean(), name=f"middle of the {name}", color=CHORD, size=8))
        marks.append(player.dot(ax, w, at, name=f"dot of the {name}", color=color))
    return marks


def _sentence(dataset, w, b, half):
    """Both losses, and where the chord's middle lies."""
    words = [f"w = {w:.2f}, b = {b:.1f}".replace("-", "−")]
    losses = mean_losses(dataset, [w - half, w, w + half], b)
    for name, (before, at, after) in zip(("log loss", "squared error"), losses, strict=True):
        rise = (before + after) / 2 - at
        place = "on the curve" if abs(rise) < 5e-5 else f"{abs(rise):.4f} {'above' if rise > 0 else 'below'} the curve"
        words.append(f"{name} {at:.4f}, chord's middle {place}")
    return " · ".join(words)

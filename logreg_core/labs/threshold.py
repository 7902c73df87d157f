"""What moves when the threshold moves. Lesson 07.

sweep(y, p)         a film, its slider is the threshold
threshold(y, p)     a board, with sliders for the threshold and for the costs of the two kinds of mistake
"""

import numpy as np

from logreg_core import inputs, panels, player, plots
from logreg_core.metrics import accuracy, confusion_matrix, precision, recall, roc_points
from logreg_core.plots import BLACK, CLASS_COLORS, CLASS_MARKERS, GREEN, GREY

DEAREST = 10
CELLS = (("TN", 0, 0), ("FP", 0, 1), ("FN", 1, 0), ("TP", 1, 1))  # name, true label, predicted label

SAID = "threshold {t:.2f} · TN {TN:.0f}, FP {FP:.0f}, FN {FN:.0f}, TP {TP:.0f} · "
SAID += "accuracy {accuracy:.3f} · precision {precision:.3f} · recall {recall:.3f}"


@plots.styled
def sweep(y, p):
    """Film over the thresholds 0 to 1: the labels y by their probabilities p, the confusion matrix, the ROC curve."""
    y, p = _checked(y, p)
    fig, (places, table, curve) = plots.figure(3, width=11, height=4.1, shares=[4.4, 3.3, 3.3])
    thresholds = np.arange(101) / 100
    _draw_places(y, p, places)
    _draw_table(table)
    _draw_roc(y, p, curve)
    counts = _counts(y, p, thresholds)
    alt = (
        "The examples by their probability, zeros below and ones above, cut by a threshold that moves; the confusion "
        "matrix as four squares whose areas are the counts; the ROC curve with the point of this threshold."
    )
    return player.Player(
        fig,
        [
            panels.upright(places, thresholds, name="threshold"),
            _squares(table, counts),
            _point(curve, counts),
        ],
        alt=alt,
        captions=SAID,
        numbers=_numbers(y, p, thresholds, counts),
        unit="Threshold in %",
        moments=[10, 50, 90],
    )


@plots.styled
def threshold(y, p, *, at=0.5, cost_false_positive=1, cost_false_negative=1):
    """A Player with sliders for the threshold and the two costs: confusion matrix, ROC curve and mean cost follow."""
    y, p = _checked(y, p)
    fig, (table, curve, costs) = plots.figure(3, width=11, height=4.1, shares=[3.3, 3.3, 4.4])
    _draw_table(table)
    _draw_roc(y, p, curve)
    costs.set(title="What the mistakes cost", xlabel="threshold", ylabel="mean cost")
    costs.set(xlim=(-0.03, 1.03), ylim=(0, 1.08 * max(np.mean(y == 0), np.mean(y == 1))))
    costs.yaxis.labelpad = 30  # room for the numbers at the ticks, which change with the costs
    ticks = costs.get_yticks()
    ticks = ticks[(ticks >= 0) & (ticks <= costs.get_ylim()[1])]
    costs.set_yticks(ticks, [""] * len(ticks))
    grid = np.arange(101) / 100
    along = _counts(y, p, grid)
    alt = (
        "The confusion matrix as four squares whose areas are the counts; the ROC curve with a point on it; "
        "the mean cost against the threshold, with a dashed line where the costs say that the threshold belongs."
    )

    def picture(threshold, false_positive, false_negative):
        t, prices = np.array([threshold]), (false_positive, false_negative)
        counts, best = _counts(y, p, t), false_positive / sum(prices)
        cost = _cost(counts, *prices)
        marks = [
            _squares(table, counts),
            _point(curve, counts),
            player.line(costs, [grid], [_cost(along, *prices) / max(prices)], name="cost", color=GREEN),
            player.line(costs, [[best, best]], [[0, 1]], name="best", color=GREY, width=1.6, dash=(6, 4)),
            player.dot(costs, t, cost / max(prices), name="cost here", size=13),
            _scale(costs, ticks * max(prices), ticks),
        ]
        words = f"{SAID} · mean cost {{cost:.3f}} · the costs ask for {{best:.3f}}"
        return marks, words, {**_numbers(y, p, t, counts), "cost": cost, "best": best}

    controls = [
        player.Slider("threshold", "threshold", 0, 1, at, step=0.01),
        player.Slider("false_positive", "cost of a false positive", 1, DEAREST, cost_false_positive, step=1),
        player.Slider("false_negative", "cost of a false negative", 1, DEAREST, cost_false_negative, step=1),
    ]
    return player.live(fig, controls, picture, alt=alt)


def _checked(y, p):
    """The labels, both of them there, and the probabilities."""
    p = inputs.array(p, "p")
    if p.ndim != 1 or p.size == 0 or p.min() < 0 or p.max() > 1:
        raise ValueError("p must hold one probability for each example, between 0 and 1")
    _, y = inputs.both_classes(p[:, None], y)
    return y, p


def _counts(y, p, thresholds):
    """TN, FP, FN, TP, a row for each threshold."""
    return np.array([confusion_matrix(y, p > t).ravel() for t in thresholds])


def _numbers(y, p, thresholds, counts):
    """Threshold, the four counts, accuracy, precision and recall by name, a number for each threshold."""
    found = {"t": thresholds, **{cell: count for (cell, _, _), count in zip(CELLS, counts.T, strict=True)}}
    shares = {"accuracy": accuracy, "precision": precision, "recall": recall}
    return found | {name: np.array([f(y, p > t) for t in thresholds]) for name, f in shares.items()}


def _cost(counts, false_positive, false_negative):
    """Mean cost of the mistakes, for each row of counts."""
    return (false_positive * counts[:, 1] + false_negative * counts[:, 2]) / counts.sum(axis=1)


def _scale(ax, costs, ticks):
    """What each tick of the height means at these prices."""
    words = [f"{cost:.3g}" for cost in costs]
    return player.label(ax, 0, ticks, words, name="scale", align="right", by="y", offset=(-8, 0))


def _squares(ax, counts):
    """Four squares on the table, their areas the counts; the largest possible one nearly fills its cell."""
    column, row = np.array([[predicted, 0.92 - true] for _, true, predicted in CELLS]).T  # a little low, for the names
    look = {"colors": [CLASS_COLORS[true] for _, true, _ in CELLS], "name": "confusion matrix"}
    return panels.confusion(ax, counts.reshape(-1, 2, 2), column, row, half=0.38, **look)


def _point(ax, counts):
    """The point of the ROC curve that belongs to each row of counts."""
    tn, fp, fn, tp = counts.T
    return player.dot(ax, (fp / (fp + tn))[:, None], (tp / (tp + fn))[:, None], name="ROC point", size=13)


def _draw_places(y, p, ax):
    """Each example at its probability, spread evenly over the height of its class."""
    height = y + 0.8 * (np.arange(len(y)) * 0.6180339887 % 1 - 0.5)
    for label, color, marker in zip((0, 1), CLASS_COLORS, CLASS_MARKERS, strict=True):
        mine = y == label
        ax.scatter(p[mine], height[mine], s=26, c=color, marker=marker, edgecolors="white", linewidths=0.6)
    ax.set(title="Right of the line: predicted 1", xlabel="probability p", ylabel="true label")
    ax.set(xlim=(-0.03, 1.03), ylim=(-0.55, 1.55), yticks=(0, 1))


def _draw_table(ax):
    """The empty confusion matrix, true labels as rows and 0 first."""
    ax.axhline(0.5, color="#b5b5b5", lw=1)
    ax.axvline(0.5, color="#b5b5b5", lw=1)
    for name, true, predicted in CELLS:
        corner = predicted - 0.46, 1 - true + 0.48
        ax.text(*corner, name, color=CLASS_COLORS[true], fontsize=13, weight="bold", va="top", zorder=5)
    ax.set(title="Confusion matrix", xlabel="predicted label", ylabel="true label", aspect="equal")
    ax.set(xlim=(-0.5, 1.5), ylim=(-0.5, 1.5), xticks=(0, 1), yticks=(0, 1), yticklabels=("1", "0"))


def _draw_roc(y, p, ax):
    """The ROC curve, and the diagonal of those who toss a coin."""
    false_positive_rate, true_positive_rate, _ = roc_points(y, p)
    ax.plot([0, 1], [0, 1], "--", color="#b5b5b5", lw=1.4)
    ax.plot(false_positive_rate, true_positive_rate, color=BLACK, lw=2)
    ax.set(title="ROC curve", xlabel="false positive rate", ylabel="true positive rate (recall)", aspect="equal")
    ax.set(xlim=(-0.04, 1.04), ylim=(-0.04, 1.04))

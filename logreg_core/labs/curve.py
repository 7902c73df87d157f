"""The probability curve of one feature, steered by hand, and two films of the sigmoid."""

import numpy as np

from logreg_core import player, plots
from logreg_core.equations import sigmoid
from logreg_core.plots import BLACK, BLUE, GREEN, VERMILION

PALE = "#9a9a9a"
SCORES = np.linspace(-6, 6, 121)[:, None]  # a frame each


@plots.styled
def log_odds(dataset, *, w=0.5, b=0.0):
    """A Player with sliders for w, b and x: the log-odds wx + b, a line, beside the probability σ(wx + b), a curve.

    The dark dot is the crossing x = -b/w, where the probability is one half; the green one is the reading at x.
    A click or a drag on the picture moves x.
    """
    plots.check_features(dataset, 1)
    fig, (line_ax, curve_ax) = plots.figure(2)
    plots.points(dataset, ax=curve_ax)
    curve_ax.axhline(0.5, color=PALE, linewidth=1)
    curve_ax.set_title("Probability: a curve")
    low, high = curve_ax.get_xlim()
    line_ax.axhline(0, color=PALE, linewidth=1)
    line_ax.set(xlim=(low, high), ylim=(-12, 12), xlabel=dataset.feature_names[0], ylabel="log-odds z")
    line_ax.set_title("Log-odds: a line")

    def picture(w, b, x):
        across, crossing, z = np.linspace(low, high, 201), -b / w if w else np.nan, w * x + b
        p = sigmoid(z)
        marks = [
            player.line(line_ax, [low, high], [w * low + b, w * high + b], name="log-odds"),
            player.line(curve_ax, across, sigmoid(w * across + b), name="curve", width=2.6),
            player.line(line_ax, [x, x, low], [0, z, z], name="reading of z", color=GREEN, width=1.6, dash=(4, 3)),
            player.line(curve_ax, [x, x, low], [-1, p, p], name="reading of p", color=GREEN, width=1.6, dash=(4, 3)),
            player.dot(line_ax, [crossing], [0], name="zero"),
            player.dot(curve_ax, [crossing], [0.5], name="crossing"),
            player.dot(line_ax, [x], [z], name="z at x", color=GREEN, size=11),
            player.dot(curve_ax, [x], [p], name="p at x", color=GREEN, size=11),
        ]
        return marks, _reading(w, b, x), {}

    alt = (
        f"Two pictures over {dataset.feature_names[0]}: the log-odds wx + b, a straight line, and the probability, "
        f"an S-shaped curve over the points of {dataset.title}; a dark dot marks where it crosses one half, a green "
        "dot the reading at x."
    )
    first, last = float(np.floor(dataset.X.min())), float(np.ceil(dataset.X.max()))
    controls = [
        player.Slider("w", "weight w", -3, 3, w),
        player.Slider("b", "bias b", -10, 10, b),
        player.Slider("x", f"x, {dataset.feature_names[0]}", first, last, round((first + last) / 2, 1)),
    ]
    made = player.live(fig, controls, picture, alt=alt)

    def point(kind, ax, x, y):
        if kind != "up":
            made.set(x=float(np.clip(round(x, 1), first, last)))

    made.on_pointer(point)
    return made


def _reading(w, b, x):
    """The board's caption."""
    z = w * x + b
    odds = np.exp(z)
    digits = 3 if odds < 1 else 2 if odds < 1000 else 0
    p = "p < 0.001" if z < -7 else "p > 0.999" if z > 7 else f"p = {sigmoid(z):.3f}"  # no rounding to 0 or 1
    if w:
        crossing = f"p = ½ at x = {0.0 - b / w:.2f}"
    else:
        crossing = "w = 0: " + ("p is above ½" if b > 0 else "p is below ½" if b < 0 else "p is ½") + " everywhere"
    words = f"At x = {x:.1f}: z = {z:.2f}, odds {odds:,.{digits}f}, {p} · {crossing}"
    return words.replace("-", "−")


@plots.styled
def score_film():
    """A film over the score z: the sigmoid with a dot at z and one at -z, and a bar for each class."""
    fig, (curve_ax, bar_ax) = plots.figure(2, width=9.6, height=3.9)
    _sigmoid(curve_ax)
    bar_ax.set(xlim=(-0.6, 1.6), ylim=(0, 1.04), ylabel="probability", title="The two classes")
    bar_ax.set_xticks([0, 1], ["class 0: 1 − σ(z)", "class 1: σ(z)"])
    bar_ax.set_yticks([0, 0.5, 1])
    p, places = sigmoid(SCORES), np.array([[0.0, 1.0]])
    return player.Player(
        fig,
        [
            player.bars(bar_ax, places - 0.3, places + 0.3, np.hstack([1 - p, p]), name="p", colors=(BLUE, VERMILION)),
            player.line(curve_ax, -SCORES, np.hstack([0 * p, 1 - p]), color=BLUE, width=1.4),
            player.line(curve_ax, SCORES, np.hstack([0 * p, p]), color=VERMILION, width=1.4),
            player.dot(curve_ax, -SCORES, sigmoid(-SCORES), name="other", color=BLUE, size=11),
            player.dot(curve_ax, SCORES, p, name="here", color=VERMILION, size=11),
        ],
        alt="The sigmoid rises from 0 to 1 in the shape of an S. A vermilion dot on it stands at the score z, a blue "
        "one at −z; beside it, a bar for the probability of each class.",
        captions="z = {z:.1f} · σ(z) = {p:.3f}, 1 − σ(z) = {q:.3f} · odds {odds:.3f}",
        numbers={"z": SCORES, "p": p, "q": 1 - p, "odds": np.exp(SCORES)},
        unit="Score z",
        moments=[40, 60, 80],
    )


@plots.styled
def slope_film():
    """A film over the score z: the tangent runs along the sigmoid, and its slope is drawn beside it."""
    fig, (curve_ax, slope_ax) = plots.figure(2, width=9.6, height=3.9)
    _sigmoid(curve_ax)
    slope_ax.set(xlim=(-6.3, 6.3), ylim=(0, 0.28), xlabel="score z", ylabel="slope σ′(z)", title="The slope")
    p = sigmoid(SCORES)
    slope, reach = p * (1 - p), np.array([[-1.5, 1.5]])
    dot = player.dot(slope_ax, SCORES, slope, name="slope", color=VERMILION, size=11)
    return player.Player(
        fig,
        [
            player.line(curve_ax, SCORES + reach, p + slope * reach, name="tangent", color=VERMILION, width=3),
            player.dot(curve_ax, SCORES, p, name="here", color=VERMILION, size=11),
            player.trail(dot, name="slope so far", color=BLACK),
            dot,
        ],
        alt="A tangent runs along the sigmoid from left to right. Beside it, its slope is drawn: a hill, highest in "
        "the middle, that sinks to 0 on both sides.",
        captions="z = {z:.1f} · σ(z) = {p:.3f} · slope {slope:.4f}",
        numbers={"z": SCORES, "p": p, "slope": slope},
        unit="Score z",
        moments=[40, 60, 80],
    )


def _sigmoid(ax):
    """The sigmoid, drawn once, with its height one half."""
    ax.axhline(0.5, color=PALE, linewidth=1)
    ax.plot(SCORES[:, 0], sigmoid(SCORES[:, 0]), color=BLACK)
    ax.set(xlim=(-6.3, 6.3), ylim=(-0.04, 1.04), xlabel="score z", ylabel="probability σ(z)", title="The sigmoid")
    ax.set_yticks([0, 0.5, 1])

"""How far weights can be trusted: data drawn again, and a probability with its interval. Lesson 11.

redraws(dataset, rows, w, b)     a film, its slider is the number of the redraw
parting(shifts)                  a film, its slider moves two groups apart: two tests of one weight
band(dataset, temperatures)      a film, its slider is the place on the line of scores and the curve
"""

import numpy as np

from logreg_core import panels, player, plots
from logreg_core.datasets import Dataset
from logreg_core.descent import newton
from logreg_core.equations import (
    likelihood_ratio,
    probability,
    score,
    score_interval,
    sigmoid,
    standard_errors,
)
from logreg_core.plots import BLACK, GREEN, GREY, PURPLE

GHOSTS = 12  # of the lines before the present one that are still seen
SCORES = np.linspace(-1.8, 1.8, 20)  # where the examples of a group stand, around its middle


@plots.styled
def redraws(dataset, rows, w, b):
    """Film of fits to data drawn again: the line of redraw t over the examples rows[t], and the cloud of its weights.

    Examples that were not drawn fade. The weights w (k, 2) and biases b (k,) belong to the k redraws.
    """
    rows, w, b = np.asarray(rows), np.asarray(w, float), np.asarray(b, float)
    if dataset.X.shape[1] != 2 or w.shape != (len(rows), 2) or b.shape != (len(rows),):
        raise ValueError("dataset must have two features, and w and b a row for each redraw")
    fig, (plane, cloud) = plots.figure(2)
    plots.points(dataset, ax=plane)
    cloud.set(xlim=plots.span(w[:, 0], 0.12), ylim=plots.span(w[:, 1], 0.12), xlabel="w₁", ylabel="w₂")
    cloud.set_title("The weights of each redraw")
    k, X = len(rows), dataset.X
    drawn = np.array([np.isin(np.arange(len(X)), row) for row in rows])
    lines = plots.boundary_ends(w, b, plane.get_xlim(), plane.get_ylim())
    earlier = np.arange(k)[:, None] - np.arange(GHOSTS, 0, -1)  # the redraws just before each
    ghosts = [np.where(earlier[..., None] < 0, np.nan, ends[np.maximum(earlier, 0)]) for ends in lines]
    ghosts = [np.concatenate([ends, np.full((k, GHOSTS, 1), np.nan)], axis=2).reshape(k, -1) for ends in ghosts]
    seen = np.where(np.tri(k, dtype=bool), 0.0, np.nan)  # up to the present one
    marks = [
        player.dot(plane, *(np.where(drawn, np.nan, x) for x in X.T), name="left out", color="#ffffffd8", size=8),
        player.line(plane, *ghosts, name="earlier lines", color="#b8b8b8", width=1.2),
        player.line(plane, *lines, name="line"),
        player.dot(cloud, seen + w[:, 0], seen + w[:, 1], name="cloud", color="#b8b8b8", size=7),
        player.dot(cloud, w[:, :1], w[:, 1:], name="weights"),
    ]
    return player.Player(
        fig,
        marks,
        alt=f"Film of {dataset.title} drawn again and again: each time other examples are left out, the line moves a "
        "little, and the weights make one more dot in a cloud.",
        captions="Redraw {t:.0f} · {out:.0f} of the examples left out · w₁ = {w1:.2f}, w₂ = {w2:.2f}, b = {b:.2f}",
        numbers={"t": np.arange(1, k + 1), "out": np.sum(~drawn, axis=1), "w1": w[:, 0], "w2": w[:, 1], "b": b},
        unit="Redraw",
        moments=[0, k // 10, k - 1],
        focus=[plane, cloud],
    )


def groups(shift):
    """Two groups of 20 examples, spread alike, the middles of the zeros and of the ones a `shift` apart."""
    X = np.append(SCORES, SCORES + shift)[:, None]
    return Dataset(X, np.repeat([0, 1], len(SCORES)), "Two groups", ("x",))


def tests(shift):
    """Weight, standard error, u = w / SE, and the square root of the likelihood ratio Λ, for `groups` so far apart."""
    data = groups(shift)
    run = newton(data.X, data.y)
    w, b = run.w[-1], run.b[-1]
    error = standard_errors(data.X, w, b)[0]
    without = np.log(2)  # the smallest loss with the bias alone: half of the labels are ones
    return w[0], b, error, w[0] / error, np.sqrt(max(likelihood_ratio(without, run.loss[-1], len(data)), 0.0))


@plots.styled
def parting(shifts):
    """Film over the distance of two groups: the fitted curve, and two measures of how far its weight is from 0."""
    shifts = np.asarray(shifts, float)
    w, b, error, wald, root = np.array([tests(shift) for shift in shifts]).T
    X = np.array([groups(shift).X[:, 0] for shift in shifts])
    fig, (plane, curve) = plots.figure(2)
    plane.set(xlim=(-2.3, X.max() + 0.5), ylim=(-0.12, 1.12), xlabel="x", ylabel="probability", title="Two groups")
    curve.set(xlim=plots.span(shifts), ylim=(-0.3, root.max() + 0.4), xlabel="distance of the two groups")
    curve.set(ylabel="standard errors from 0", title="How far from 0 is the weight?")
    curve.text(shifts[0], 0.93 * curve.get_ylim()[1], "√Λ", color=GREEN, fontsize=14, weight="bold", va="top")
    curve.text(shifts[0], 0.83 * curve.get_ylim()[1], "u = w / SE", color=PURPLE, fontsize=14, weight="bold", va="top")
    x, m = np.linspace(*plane.get_xlim(), 161), len(SCORES)
    p = [probability(x[:, None], [one], bias) for one, bias in zip(w, b, strict=True)]
    zeros, ones = plots.CLASS_COLORS
    marks = [
        player.line(plane, x, p, name="curve"),
        player.dot(plane, X[:, :m], 0, name="zeros", color=zeros, size=8),
        player.dot(plane, X[:, m:], 1, name="ones", color=ones, size=8, square=True),
        *panels.walk(curve, shifts, wald, name="Wald", trail="way of Wald", color=PURPLE),
        *panels.walk(curve, shifts, root, name="likelihood ratio", trail="way of the ratio", color=GREEN),
    ]
    return player.Player(
        fig,
        marks,
        alt="Film of two groups that move apart: the fitted curve grows steeper. The likelihood ratio rises all the "
        "way; the weight divided by its standard error rises, turns, and falls to 0.",
        captions="{shift:.2f} apart · w = {w:.2f}, SE = {error:.2f} · Wald test u = {wald:.2f} · "
        "likelihood ratio √Λ = {root:.2f}",
        numbers={"shift": shifts, "w": w, "error": error, "wald": wald, "root": root},
        unit="Place",
        moments=4,
        focus=[plane, curve],
    )


@plots.styled
def band(dataset, places):
    """Film along one feature: the score at each place, the probability beside it, and their 95 per cent intervals."""
    plots.check_features(dataset, 1)
    run = newton(dataset.X, dataset.y)
    w, b, places = run.w[-1], run.b[-1], np.asarray(places, float)
    fig, (straight, curved) = plots.figure(2)
    plots.points(dataset, ax=curved, legend=False)
    x, numbers, marks = np.linspace(*plots.span(np.append(places, dataset.X)), 201), {"x": places}, []
    straight.set(xlabel=curved.get_xlabel(), ylabel="score z", title="The score, and its interval")
    curved.set_title("The probability")
    for ax, name, carried in ((straight, "score", lambda z: z), (curved, "probability", sigmoid)):
        ax.set_xlim(x[0], x[-1])
        ax.fill_between(x, *map(carried, score_interval(dataset.X, w, b, x[:, None])), color=GREY, alpha=0.25, lw=0)
        ax.plot(x, carried(score(x[:, None], w, b)), color=BLACK, alpha=0.5)
        ends = np.column_stack([carried(end) for end in score_interval(dataset.X, w, b, places[:, None])])
        middle = carried(score(places[:, None], w, b))
        marks += [
            player.line(ax, places[:, None], ends, name=f"interval of the {name}", width=5),
            player.dot(ax, places[:, None], middle[:, None], name=name, color=PURPLE, size=13),
        ]
        numbers |= {name: middle, f"{name}_low": ends[:, 0], f"{name}_high": ends[:, 1]}
    return player.Player(
        fig,
        marks,
        alt=f"{dataset.title}: on the left the score is a line, in a band that is narrow among the examples and wide "
        "beyond them; on the right the probability is a curve, whose band is squeezed near 0 and 1. A bar moves along.",
        captions=f"{dataset.feature_names[0]}: {{x:.0f}} · score {{score:.2f}} ({{score_low:.2f}} to "
        "{score_high:.2f}) · probability {probability:.4f} ({probability_low:.4f} to {probability_high:.4f})",
        numbers=numbers,
        unit="Place",
        moments=3,
        focus=[straight, curved],
    )

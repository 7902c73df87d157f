"""A real case: who applies where, and the area under a ROC curve. Lesson 13.

applicants(dataset)       a film, its slider moves the women's applications to where the men applied
pairs(y, scores)          a film, its slider adds the ones, one after the other: each brings a strip of the area
"""

import numpy as np

from logreg_core import panels, player, plots
from logreg_core.metrics import roc_points
from logreg_core.plots import BLACK, BLUE, CLASS_COLORS, CLASS_MARKERS, GREEN, VERMILION

FRAMES = 101
PALE = 0.45, 0.65  # how much white is in the colours of the strips, in turn


def tables(dataset):
    """Applicants and those admitted by sex and department, both (2, departments); men first."""
    woman, place = dataset.X.astype(int).T
    places = place.max() + 1
    counts = np.bincount((woman * places + place) * 2 + dataset.y.astype(int), minlength=4 * places)
    counts = counts.reshape(2, places, 2)
    return counts.sum(axis=2), counts[:, :, 1]


@plots.styled
def applicants(dataset):
    """Film over where the women apply, from as they did to as the men did: the shares of the departments, two rates.

    The rates of admission in each department, on the right, stay what they are; the rate of all women is their mean,
    weighted by the shares.
    """
    applied, admitted = tables(dataset)
    rates, shares = admitted / applied, applied / applied.sum(axis=1, keepdims=True)
    t = np.linspace(0, 1, FRAMES)
    moving = (1 - t)[:, None] * shares[1] + t[:, None] * shares[0]
    women, men = moving @ rates[1], np.full(FRAMES, shares[0] @ rates[0])
    places, names = np.arange(len(rates[0])), [chr(ord("A") + k) for k in range(len(rates[0]))]
    fig, (where, rate) = plots.figure(2)
    where.set(title="Where they apply", xlabel="department", ylabel="share of the applications", ylim=(0, 0.42))
    rate.set(title="Who is admitted", xlabel="department", ylabel="share admitted", ylim=(0, 1))
    for ax in (where, rate):
        ax.set(xlim=(-0.6, len(places) - 0.4), xticks=places)
        ax.set_xticklabels(names)
    for k, (color, marker, name) in enumerate(zip(CLASS_COLORS, CLASS_MARKERS, ("men", "women"), strict=True)):
        rate.scatter(places, rates[k], c=color, marker=marker, s=60, label=name, zorder=3)
    rate.legend(loc="upper right")
    marks = [
        player.bars(where, places - 0.38, places, shares[:1], name="shares of men", colors=(BLUE,)),
        player.bars(where, places, places + 0.38, moving, name="shares of women", colors=(VERMILION,)),
        player.line(rate, rate.get_xlim(), men[:, None], name="all men", color=BLUE, dash=(7, 4)),
        player.line(rate, rate.get_xlim(), women[:, None], name="all women", color=VERMILION),
    ]
    return player.Player(
        fig,
        marks,
        alt="Film of the applications: the women's move from the departments that admit few to those that admit many, "
        "and the line of all women admitted rises past the line of all men, while no department changes its rates.",
        captions="{t:.0f} % of the way to where the men applied · admitted: men {men:.1f} %, women {women:.1f} %",
        numbers={"t": 100 * t, "men": 100 * men, "women": 100 * women},
        unit="Way in %",
        moments=3,
        focus=[where, rate],
    )


@plots.styled
def pairs(y, scores):
    """Film of the area under the ROC curve: each one, from the highest score down, adds a strip.

    A strip is as high as one part of all ones, and as long as the share of the zeros with a lower score.
    """
    false_rate, true_rate, _ = roc_points(y, scores)
    y, scores = np.asarray(y, float), np.asarray(scores, float)
    ones, zeros = np.sort(scores[y == 1])[::-1], scores[y == 0]
    above = np.array([np.mean(zeros > one) + np.mean(zeros == one) / 2 for one in ones])
    k = len(ones)
    seen = np.tri(k + 1, k, -1, dtype=bool)  # of the ones, a row for each frame: none at first
    height = np.arange(k) / k
    fig, (line, curve) = plots.figure(2)
    for label, color, marker in zip((0, 1), CLASS_COLORS, CLASS_MARKERS, strict=True):
        mine = scores[y == label]
        line.scatter(mine, np.full(len(mine), label), c=color, marker=marker, s=44, edgecolors="white", linewidths=0.7)
    line.set(title="Zeros below, ones above", xlabel="score", ylim=(-0.6, 1.6), yticks=(0, 1), xlim=plots.span(scores))
    curve.plot(false_rate, true_rate, color=BLACK, zorder=4)
    curve.set(title="ROC curve", xlabel="false positive rate", ylabel="true positive rate", aspect="equal")
    curve.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.02))
    won = np.concatenate([[0.0], np.cumsum(1 - above)])
    place = np.append(np.nan, ones)[:, None]
    tints = [plots.lighter(GREEN, white) for white in PALE]
    top = np.where(seen, height + 1 / k, np.nan)
    marks = [
        player.bars(curve, above, 1, top, base=height, name="strips", colors=tints),
        panels.upright(line, place, name="score", width=1.6, dash=(5, 4)),
        player.dot(line, place, 1, name="one", color=VERMILION, size=14, square=True),
    ]
    return player.Player(
        fig,
        marks,
        alt="Film of a ROC curve: the ones are taken from the highest score down; each adds a strip to the area under "
        "the curve, as long as the share of zeros that lie below it.",
        captions=[
            [0, f"No one taken yet · {k} ones, {len(zeros)} zeros"],
            [
                1,
                f"Ones taken: {{taken:.0f}} of {k} · {{share:.1f}} % of the zeros lie below this one · "
                "area so far {area:.3f}",
            ],
        ],
        numbers={"taken": np.arange(k + 1), "share": np.append(0, 100 * (1 - above)), "area": won / k},
        unit="Ones",
        moments=[1, k // 2, k],
        focus=[line, curve],
    )

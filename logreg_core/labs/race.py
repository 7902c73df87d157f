"""How long a step may be, where Newton's step leads, and a race of methods. Lessons 05 and 10.

overshoot(curvature)                    a film on a parabola, its slider is the learning rate
local(dataset, w)                       two pictures: a tangent and a parabola on a cut; how the gradient turns
axes(dataset)                           two pictures: the eigenvectors of the Hessian, and the cuts along them
rates(dataset, learning_rates)          a film, its slider is the learning rate
parabolas(dataset)                      a film, its slider is Newton's step
race(runs, dataset, lowest, costs)      a film, its slider is the effort: iterations, or whatever `costs` counts
"""

import numpy as np
from matplotlib.lines import Line2D

from logreg_core import panels, player, plots
from logreg_core.descent import gradient_descent, newton
from logreg_core.equations import gradient, hessian, log_loss
from logreg_core.plots import BLACK, GREEN, PURPLE, RUN_COLORS, RUN_DASHES

STEPS = 60  # of a path that are drawn
FRAMES = 151
FLOOR = 1e-12  # what is left of the loss below this is drawn at the bottom
POINTS = 200  # of a data set that are drawn behind a race


@plots.styled
def overshoot(curvature):
    """Film over learning rates, as shares of 1 / curvature: the first steps of descent on the parabola c/2 s²."""
    share, steps = np.round(np.arange(0.1, 2.35, 0.1), 1), 12
    places = (1 - share[:, None]) ** np.arange(steps + 1)
    reach = 1.15 * max(2.0, abs(places[share <= 2]).max())
    fig, (bowl, curve) = plots.figure(2)
    s = np.linspace(-reach, reach, 161)
    bowl.plot(s, curvature / 2 * s**2, color=GREEN, alpha=0.6)
    bowl.set(xlabel="distance s from the minimum", ylabel="loss above the minimum", title="Steps on a parabola")
    bowl.set(xlim=(-reach, reach), ylim=(-0.04 * curvature, curvature / 2 * reach**2))
    curve.set(xlabel="step", ylabel="distance s", title="Where each step ends", xlim=(0, steps), ylim=(-reach, reach))
    curve.axhline(0, color="#bbbbbb")
    height = curvature / 2 * places**2
    marks = [
        player.line(bowl, places, height, name="path", width=1.6),
        player.dot(bowl, places, height, name="steps", size=7),
        player.line(curve, range(steps + 1), places, name="distances", width=1.6),
        player.dot(curve, range(steps + 1), places, name="ends", size=7),
    ]
    ways = "comes in from one side", "arrives in one step", "overshoots, and still arrives", "swings for ever"
    above = [1 - share > least for least in (1e-9, -1e-9, -1 + 1e-9, -1 - 1e-9)]
    words = np.select(above, ways, "is thrown out")
    begins = [i for i in range(len(words)) if i == 0 or words[i] != words[i - 1]]
    captions = [
        [i, f"α = {{rate:.3f}} = {{share:.1f}}/c · each step × {{factor:.1f}} · the walk {words[i]}"] for i in begins
    ]
    return player.Player(
        fig,
        marks,
        alt="Film over learning rates: the steps of gradient descent on a parabola, and the distance after each step. "
        "Small rates come in from one side, larger ones overshoot, and beyond 2 divided by the curvature they leave.",
        captions=captions,
        numbers={"rate": share / curvature, "share": share, "factor": 1 - share},
        unit="Learning rate",
        moments=[3, 9, 15, 20],
        focus=[bowl],
    )


@plots.styled
def local(dataset, w):
    """A picture of the loss along w1 with its tangent and its parabola at w, and one of how the gradient turns."""
    plots.check_features(dataset, 2)
    X, y, w, b = dataset.X, dataset.y, np.asarray(w, float), 0.0
    fig, (cut, plane) = plots.figure(2, height=3.6)
    (slope, _), bend = gradient(X, y, w, b)[0], hessian(X, w, b)[0, 0]
    along, far = np.linspace(-2.2, 2.2, 121), np.linspace(-1.5, 1.5, 61)
    at = log_loss(X, y, w, b)
    cut.plot(
        w[0] + along, [log_loss(X, y, [w[0] + t, w[1]], b) for t in along], color=GREEN, lw=4, alpha=0.6, label="loss"
    )
    cut.plot(w[0] + far, at + slope * far, color=PURPLE, dashes=(6, 3), label="its tangent")
    cut.plot(w[0] + far, at + slope * far + bend / 2 * far**2, color=BLACK, label="its parabola")
    cut.plot(w[0], at, "o", color=BLACK)
    cut.set(xlabel="w₁", ylabel="loss", title="Slope, and slope with curvature")
    cut.legend(fontsize=11)
    ends = w + 0.8 * np.array([[0, 0], [1, 0], [0, 1]])
    slopes = np.array([gradient(X, y, end, b)[0] for end in ends])
    span = plots.span(ends[:, 0], margin=0.9), plots.span(ends[:, 1], margin=0.9)
    panels.loss_contours(plane, dataset, *span, b=b, side=61, levels=8)
    for end, arrow, color in zip(ends, slopes, (BLACK, GREEN, PURPLE), strict=True):
        plane.plot(*end, "o", color=color)
        plane.quiver(*end, *arrow, angles="xy", scale_units="xy", scale=0.8, color=color, width=0.009)
    plane.set(title="Gradients at three places", aspect="equal", xlabel="w₁", ylabel="w₂")
    return fig


@plots.styled
def axes(dataset):
    """A picture of the Hessian's eigenvectors on the contours around the minimum, and of the cuts along them."""
    plots.check_features(dataset, 2)
    best = newton(dataset.X, dataset.y)
    w, b = best.w[-1], float(best.b[-1])
    curvatures, directions = np.linalg.eigh(hessian(dataset.X, w, b)[:2, :2])
    rise = 0.03  # of the loss, to the ellipse
    lengths = np.sqrt(2 * rise / curvatures)
    fig, (plane, cuts) = plots.figure(2, height=3.6)
    around = 1.5 * lengths.max() * np.array([-1, 1])
    panels.loss_contours(plane, dataset, w[0] + around, w[1] + around, b=b, side=81, levels=8)
    angle = np.linspace(0, 2 * np.pi, 121)
    ellipse = w[:, None] + directions @ (lengths[:, None] * [np.cos(angle), np.sin(angle)])
    plane.plot(*ellipse, color=BLACK, dashes=(6, 3), lw=1.6)
    t = np.linspace(-1, 1, 81) * lengths.max()
    for c, direction, length, color in zip(curvatures, directions.T, lengths, (GREEN, PURPLE), strict=True):
        arrow = {"arrowstyle": "-|>", "color": color, "lw": 3}
        plane.annotate("", w + length * direction, w, arrowprops={**arrow, "shrinkA": 0, "shrinkB": 0})
        losses = [log_loss(dataset.X, dataset.y, w + s * direction, b) - best.loss[-1] for s in t]
        cuts.plot(t, losses, color=color, label=f"curvature {c:.3f}")
    plane.set(title="Two eigenvectors", aspect="equal", xlabel="w₁", ylabel="w₂")
    cuts.set(xlabel="distance along the arrow", ylabel="excess loss", title="The cuts along them", ylim=(0, 4 * rise))
    cuts.legend()
    return fig


@plots.styled
def rates(dataset, learning_rates, *, n_iterations=400):
    """Film over learning rates: the first 60 steps from zero on the contours, and what is left of the loss.

    The contours are the loss over the two weights at the best bias, so centre the data. What is left of the
    loss is its excess over the minimum.
    """
    plots.check_features(dataset, 2)
    X, y = dataset.X, dataset.y
    best = newton(X, y)
    runs = [gradient_descent(X, y, learning_rate=rate, n_iterations=n_iterations) for rate in learning_rates]
    left = np.maximum([run.loss - best.loss[-1] for run in runs], FLOOR)
    w1, w2 = np.moveaxis([run.w[: STEPS + 1] for run in runs], 2, 0)
    fig, (plane, curve) = plots.figure(2)
    xlim, ylim = plots.span(np.append(w1, 0.0)), plots.span(np.append(w2, 0.0))
    panels.loss_contours(plane, dataset, xlim, ylim, b=float(best.b[-1]), side=73, levels=12)
    plane.plot(*best.w[-1], "*", color=GREEN, markersize=18, zorder=5)
    plane.set(title=f"The first {STEPS} steps", aspect="equal")
    drawn = np.unique(np.append(np.arange(0, n_iterations, 4), n_iterations))
    curve.set(xlim=(0, n_iterations), ylim=(left[:, drawn].min() / 3, 3 * left.max()), yscale="log")
    curve.set(xlabel="iteration (every fourth is drawn)", ylabel="excess loss", title="What is left of the loss")
    marks = [
        player.line(plane, w1, w2, name="path", width=1.6),
        player.dot(plane, w1, w2, name="steps", size=5),
        player.line(curve, drawn, left[:, drawn], name="excess"),
    ]
    half = n_iterations // 2
    return player.Player(
        fig,
        marks,
        alt=f"Film over learning rates on {dataset.title}: the path of gradient descent over contours of the loss, "
        "and the excess loss. As the rate grows, the path swings farther across the ravine, until it arrives no more.",
        captions=f"α = {{rate:.2f}} · excess loss 10 to the power {{half:.1f}} after {half} iterations, "
        f"{{end:.1f}} after {n_iterations}",
        numbers={"rate": learning_rates, "half": np.log10(left[:, half]), "end": np.log10(left[:, -1])},
        unit="Learning rate",
        moments=3,
        focus=[plane],
    )


@plots.styled
def parabolas(dataset):
    """Film of Newton's method on one feature: the level line of the local bowl through each place, and its middle.

    The bowl, a parabola in every cut, has the slope and the curvature of the loss at the place; the step goes to
    its lowest point.
    """
    X, y = dataset.X, dataset.y
    plots.check_features(dataset, 1)
    run = newton(X, y)
    places = np.column_stack([run.w[:, 0], run.b])
    steps = np.diff(places, axis=0, append=places[-1:])
    angle = np.linspace(0, 2 * np.pi, 121)
    ellipses = np.array([_level(X, at, step, angle) for at, step in zip(places, steps, strict=True)])
    fig, ax = plots.figure(width=4.9, height=4.9)
    far = np.ptp(places, axis=0)
    xlim = places[:, 0].min() - 0.8 * far[0], places[:, 0].max() + 0.8 * far[0]
    ylim = places[:, 1].min() - 0.4 * far[1], places[:, 1].max() + 0.3 * far[1]
    panels.loss_contours(ax, dataset, xlim, ylim, levels=12)
    ax.set_title("Newton's steps")
    marks = [
        player.line(ax, ellipses[:, :, 0], ellipses[:, :, 1], name="level", color=PURPLE, dash=(6, 4)),
        player.arrows(ax, *(column[:, None] for column in (*places.T, *steps.T)), name="step", colors=(PURPLE,)),
        *panels.walk(ax, *places.T, name="place", trail="way"),
    ]
    excess = np.maximum(run.loss - run.loss.min(), 1e-16)
    said = "After step {step:.0f} · w = {w:.4f}, b = {b:.4f}"
    return player.Player(
        fig,
        marks,
        alt=f"Film of Newton's method on {dataset.title}: at each place an ellipse, a level line of the local bowl, "
        "and an arrow to its middle; after a few steps the middle is the minimum of the loss.",
        captions=[
            [0, f"{said} · excess loss 10 to the power {{excess:.1f}}"],
            [len(places) - 1, f"{said} · the slope is zero: this is the minimum"],
        ],
        numbers={"step": np.arange(len(places)), "w": places[:, 0], "b": places[:, 1], "excess": np.log10(excess)},
        unit="Step",
        moments=[0, 1, 2],
    )


@plots.styled
def race(runs, dataset, lowest, costs, *, labels, unit="Iterations", most=None):
    """Film of several runs against the effort: their boundaries, and how far each loss is above the `lowest`.

    An iteration of run i costs costs[i]; with costs of 1 the effort is the number of iterations. At each effort
    a run shows the last entry that it can afford. The slider is logarithmic and ends at `most`, by default
    where the longest run ends.
    """
    plots.check_features(dataset, 2)
    costs = np.asarray(costs, float)
    if not len(runs) == len(costs) == len(labels):
        raise ValueError(f"runs, costs and labels must be as many; got {len(runs)}, {len(costs)} and {len(labels)}")
    plots.check_whole(*runs)
    most = most or max(cost * (len(run) - 1) for run, cost in zip(runs, costs, strict=True))
    efforts = np.geomspace(min(costs), most, FRAMES)
    efforts = np.unique(np.rint(efforts)) if unit == "Iterations" else efforts
    fig, (plane, curve) = plots.figure(2)
    some = np.random.default_rng(0).permutation(len(dataset))[:POINTS]
    plots.points(type(dataset)(dataset.X[some], dataset.y[some], dataset.title), ax=plane, size=20, legend=False)
    curve.set(xscale="log", yscale="log", xlim=(efforts[0], efforts[-1]), ylim=(FLOOR / 3, 3))
    curve.set(xlabel=unit.lower(), ylabel="excess loss", title="What is left of the loss")
    marks, lines, words, numbers = [], [], [f"{unit} {{effort:.0f}}"], {"effort": efforts}
    for k, (run, cost, label, color, dash) in enumerate(zip(runs, costs, labels, RUN_COLORS, RUN_DASHES, strict=False)):
        at = np.minimum((efforts / cost + 1e-9).astype(int), len(run) - 1)
        left = np.maximum(run.loss - lowest, FLOOR)[at]
        marks.append(panels.boundary(plane, run.w[at], run.b[at], name=f"boundary of {label}", color=color, dash=dash))
        marks += panels.walk(
            curve, efforts, left, name=label, trail=f"way of {label}", color=color, dash=dash, ahead=True
        )
        lines.append(Line2D([], [], color=color, dashes=dash or (None, None)))
        words.append(f"{label}: iteration {{iteration{k}:.0f}}, loss {{loss{k}:.4f}}")
        numbers |= {f"iteration{k}": at, f"loss{k}": run.loss[at]}
    curve.legend(lines, labels, loc="upper center", bbox_to_anchor=(0.5, -0.16), ncols=len(runs), columnspacing=1.2)
    return player.Player(
        fig,
        marks,
        alt=f"Film of a race on {dataset.title}: a boundary for each method, and the excess loss of each against "
        f"{unit.lower()}, both axes logarithmic.",
        captions=" · ".join(words),
        numbers=numbers,
        unit=f"{unit} (log scale)",
        moments=4,
        focus=[curve],
    )


def _level(X, at, step, angle):
    """The ellipse around at + step on which the bowl is as high as at the place itself."""
    H = hessian(X, at[:1], at[1])
    values, directions = np.linalg.eigh(H)
    radius = np.sqrt(max(step @ H @ step, 0.0))
    circle = np.column_stack([np.cos(angle), np.sin(angle)])
    return at + step + radius * (circle / np.sqrt(values)) @ directions.T

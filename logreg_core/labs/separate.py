"""A line on its way to the widest margin, and when to stop a run. Lesson 06.

margins(history, dataset, widest)    a film, its slider is the iteration on a logarithmic scale
stopping(dataset, w, b)              a board, its controls are the rule that stops the run
"""

import numpy as np

from logreg_core import player, plots
from logreg_core.descent import gradient_descent
from logreg_core.equations import score
from logreg_core.metrics import accuracy
from logreg_core.plots import RUN_COLORS

BLACK, GREEN, PURPLE = RUN_COLORS[:3]
FRAMES = 121


@plots.styled
def margins(history, dataset, widest):
    """Film of a run over powers of ten: the line with its margin beside the widest one, and the growing length of w.

    `widest` is the pair (w, b) of the line with the widest margin, drawn in green.
    """
    if dataset.X.shape[1] != 2:
        raise ValueError(f"dataset must have two features for this film; got {dataset.X.shape[1]}")
    last = len(history) - 1
    at = np.unique(np.rint(np.geomspace(1, max(last, 1), FRAMES)).astype(int))
    w, b = history.w[at], history.b[at]
    length = np.hypot(*w.T)
    narrow = np.min((2 * dataset.y - 1) * (w @ dataset.X.T + b[:, None]), axis=1)  # times the length of w
    best = np.asarray(widest[0], float)
    cosine = w @ best / (length * np.hypot(*best))
    fig, (plane, growth) = plots.figure(2)
    plots.points(dataset, ax=plane, size=64, legend=False)
    plane.set_aspect("equal")
    plots.boundary(best, float(widest[1]), ax=plane, color=GREEN, lw=5, alpha=0.45)
    growth.plot(np.arange(1, last + 1), np.hypot(*history.w[1:].T), color=BLACK, alpha=0.3)
    growth.set(xscale="log", xlabel="iteration", ylabel="length of w", title="The length of w")
    limits = plane.get_xlim(), plane.get_ylim()
    corridor = np.where(narrow > 0, 1.0, np.nan)[:, None]  # none while a point lies on the wrong side

    def edge(shifted):
        return [corridor * place for place in plots.boundary_ends(w, shifted, *limits)]

    dot = player.dot(growth, at[:, None], length[:, None], name="length")
    marks = [
        player.line(plane, *plots.boundary_ends(w, b, *limits), name="boundary"),
        player.line(plane, *edge(b - narrow), name="edge 1", width=1.6, dash=(5, 4)),
        player.line(plane, *edge(b + narrow), name="edge 0", width=1.6, dash=(5, 4)),
        player.trail(dot, name="growth"),
        dot,
    ]
    return player.Player(
        fig,
        marks,
        alt=f"Film of a line over {dataset.title}: it turns slowly towards the line with the widest margin, drawn in "
        "green, while the length of w grows along a straight line over a logarithmic axis of iterations.",
        captions="Iteration {0:.0f} · length of w {1:.2f} · margin {2:.3f} · {3:.1f}° from the widest",
        numbers=np.column_stack([at, length, narrow / length, np.degrees(np.arccos(np.clip(cosine, -1, 1)))]),
        unit="Iteration (log scale)",
        moments=[np.searchsorted(at, last ** (k / 3)) for k in range(4)],
        focus=[plane],
    )


@plots.styled
def stopping(dataset, w, b, *, learning_rate=0.1, n_iterations=750):
    """A Player that shows where a stopping rule ends a run, what that saves and costs, with controls for the rule."""
    run = {"w": w, "b": b, "learning_rate": learning_rate, "n_iterations": n_iterations}
    full = gradient_descent(dataset.X, dataset.y, **run)
    shares = 100 * np.array([_accuracy(dataset, full, t) for t in range(len(full))])
    fig, (left, right) = plots.figure(2, height=3.6)
    plots.learning_curve(full, ax=left, color=BLACK, alpha=0.5)
    right.plot(shares, color=BLACK, alpha=0.5)
    right.set(xlabel="iteration", ylabel="accuracy (%)", title="Accuracy", ylim=(0, 104))
    heights = {ax: np.array(ax.get_ylim()) for ax in (left, right)}

    def marks(end):
        return [
            player.line(left, [end, end], heights[left], name="stop of the loss", color=PURPLE, dash=(5, 4)),
            player.line(right, [end, end], heights[right], name="stop of the accuracy", color=PURPLE, dash=(5, 4)),
            player.dot(left, [[end]], [[full.loss[end]]], name="loss", color=PURPLE),
            player.dot(right, [[end]], [[shares[end]]], name="accuracy", color=PURPLE),
        ]

    alt = f"Loss and accuracy of a run on {dataset.title}, and where a rule that you choose stops it."
    board = player.Player(fig, marks(n_iterations), alt=alt)

    def answer(values):
        rule = {"monitor": values["monitor"], "tol": values["tol"], "patience": round(values["patience"])}
        stopped = gradient_descent(dataset.X, dataset.y, **run, **rule)
        end = len(stopped) - 1
        words = (
            f"tol {rule['tol']:.2g}, patience {rule['patience']}: {stopped.stopped} at iteration {{0:.0f}} · "
            f"saves {{1:.0f}} of {n_iterations} iterations · loss {{2:.4f}}, costs {{3:.4f}} · accuracy {{4:.1f}} %"
        )
        numbers = [end, n_iterations - end, full.loss[end], full.loss[end] - full.loss[-1], shares[end]]
        board.load(marks(end), captions=words, numbers=[numbers])

    board.choice("monitor", "monitor", ("loss", "accuracy"))
    board.slider("tol", "tol", 1e-6, 1e-2, 1e-4, step=0.25, log=True)
    board.slider("patience", "patience", 1, 100, 10, step=1)
    board.react(answer)
    return board


def _accuracy(dataset, history, t):
    return accuracy(dataset.y, score(dataset.X, history.w[t], history.b[t]) > 0)

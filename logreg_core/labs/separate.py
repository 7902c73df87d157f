"""A line on its way to the widest margin, and when to stop a run. Lesson 06.

margins(history, dataset, widest)    a film, its slider is the iteration on a logarithmic scale
stopping(dataset, w, b)              a board, its controls are the rule that stops the run
"""

import numpy as np

from logreg_core import panels, player, plots
from logreg_core.descent import gradient_descent
from logreg_core.frames import Frames, early
from logreg_core.plots import BLACK, GREEN, PURPLE

FRAMES = 121


@plots.styled
def margins(history, dataset, widest):
    """Film of a run over powers of ten: the line with its margin beside the widest one, and the growing length of w.

    `widest` is the pair (w, b) of the line with the widest margin, drawn in green.
    """
    plots.check_features(dataset, 2)
    plots.check_whole(history)
    last = len(history) - 1
    at = early(max(last, 1) - 1, FRAMES) + 1
    w, b = history.w[at], history.b[at]
    length = np.hypot(*w.T)
    narrow = np.min((2 * dataset.y - 1) * (w @ dataset.X.T + b[:, None]), axis=1)  # times the length of w
    best = np.asarray(widest[0], float)
    angle = np.degrees(np.arccos(np.clip(w @ best / (length * np.hypot(*best)), -1, 1)))
    fig, (plane, growth) = plots.figure(2)
    plots.points(dataset, ax=plane, size=64, legend=False)
    plane.set_aspect("equal")
    plots.boundary(best, float(widest[1]), ax=plane, color=GREEN, lw=5, alpha=0.45)
    growth.set(xscale="log", xlabel="iteration", ylabel="length of w", title="The length of w")
    clear = np.where(narrow > 0, w.T, 0.0).T  # no edges while a point lies on the wrong side
    look = {"width": 1.6, "dash": (5, 4)}
    marks = [
        panels.boundary(plane, w, b, name="boundary"),
        panels.boundary(plane, clear, b - narrow, name="edge 1", **look),
        panels.boundary(plane, clear, b + narrow, name="edge 0", **look),
        *panels.walk(growth, at, length, name="length", trail="growth", ahead=True),
    ]
    return player.Player(
        fig,
        marks,
        alt=f"Film of a line over {dataset.title}: it turns slowly towards the line with the widest margin, drawn in "
        "green, while the length of w grows along a straight line over a logarithmic axis of iterations.",
        captions="Iteration {t:.0f} · length of w {length:.2f} · margin {margin:.3f} · {angle:.1f}° from the widest",
        numbers={"t": at, "length": length, "margin": narrow / length, "angle": angle},
        unit="Iteration (log scale)",
        moments=[np.searchsorted(at, last ** (k / 3)) for k in range(4)],
        focus=[plane],
    )


@plots.styled
def stopping(dataset, w, b, *, learning_rate=0.1, n_iterations=750):
    """A Player that shows where a stopping rule ends a run, what that saves and costs, with controls for the rule."""
    run = {"w": w, "b": b, "learning_rate": learning_rate, "n_iterations": n_iterations}
    full = gradient_descent(dataset.X, dataset.y, **run)
    shares = Frames(full, dataset, np.arange(len(full))).accuracy
    fig, (left, right) = plots.figure(2, height=3.6)
    plots.learning_curve(full, ax=left, color=BLACK, alpha=0.5)
    right.plot(shares, color=BLACK, alpha=0.5)
    right.set(xlabel="iteration", ylabel="accuracy (%)", title="Accuracy", ylim=(0, 104))

    def picture(monitor, tol, patience):
        rule = {"monitor": monitor, "tol": tol, "patience": round(patience)}
        stopped = gradient_descent(dataset.X, dataset.y, **run, **rule)
        end = len(stopped) - 1
        lines = {"color": PURPLE, "dash": (5, 4)}
        marks = [
            panels.upright(left, end, name="stop of the loss", **lines),
            panels.upright(right, end, name="stop of the accuracy", **lines),
            player.dot(left, end, full.loss[end], name="loss", color=PURPLE),
            player.dot(right, end, shares[end], name="accuracy", color=PURPLE),
        ]
        words = (
            f"tol {tol:.2g}, patience {rule['patience']}: {stopped.stopped} at iteration {end} · "
            f"saves {n_iterations - end} of {n_iterations} iterations · loss {{loss:.4f}}, costs {{costs:.4f}} · "
            "accuracy {right:.1f} %"
        )
        loss = full.loss[end]
        return marks, words, {"loss": loss, "costs": loss - full.loss[-1], "right": shares[end]}

    controls = [
        player.Choice("monitor", "monitor", ("loss", "accuracy")),
        player.Slider("tol", "tol", 1e-6, 1e-2, 1e-4, step=0.25, log=True),
        player.Slider("patience", "patience", 1, 100, 10, step=1),
    ]
    alt = f"Loss and accuracy of a run on {dataset.title}, and where a rule that you choose stops it."
    return player.live(fig, controls, picture, alt=alt)

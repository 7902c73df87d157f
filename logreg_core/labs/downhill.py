"""Descent with one feature, where the loss is a surface over w and b: the rate and the start are the reader's."""

import numpy as np

from logreg_core import panels, player, plots
from logreg_core.descent import gradient_descent
from logreg_core.frames import Frames

STEPS = 60
W, B = (-2.0, 6.0), (-9.0, 3.0)  # of the surface: a start can be put anywhere on it
LOSS = 0.2, 20.0
HINT = "Click on the loss surface to choose where the walk begins, or move the sliders. Then guess, and press Play."


@plots.styled
def downhill(dataset, *, learning_rate=0.3, w=0.0, b=0.0):
    """Board of one feature: a walk down the surface of the loss from a start that is clicked, at a rate that is set."""
    plots.check_features(dataset, 1)
    fig, (data, curve, surface) = plots.figure(3, height=3.7)
    plots.points(dataset, ax=data, legend=False)
    curve.set(xlim=(-1.5, STEPS + 1.5), ylim=LOSS, yscale="log", xlabel="iteration", ylabel="log loss")
    curve.set_title("Learning curve")
    curve.yaxis.set_major_formatter("{x:g}")
    panels.loss_contours(surface, dataset, W, B)
    surface.set_title("Loss surface")

    def picture(rate, w, b):
        run = gradient_descent(
            dataset.X, dataset.y, learning_rate=rate, n_iterations=STEPS, w=np.array([float(w)]), b=float(b)
        )
        frames = Frames(run, dataset, np.arange(len(run)))
        marks = [
            *panels.probability_curve(data, frames),
            *panels.walk(curve, frames.shown, frames.loss, name="loss", trail="learning curve", ahead=True),
            player.dot(surface, w, b, name="start", color="#ffffff", edge=plots.BLACK, size=13, width=2.0),
            *panels.path(surface, frames, ahead=True),
        ]
        numbers = {"t": frames.shown, "loss": frames.loss, "w": frames.w[:, 0], "b": frames.b}
        said = f"Iteration {{t:.0f}} of {STEPS} at α = {rate:.2g} · loss {{loss:.4f}} · w = {{w:.2f}}, b = {{b:.2f}}"
        return marks, said, numbers

    controls = [
        player.Slider("rate", "learning rate α", 0.01, 10, learning_rate, step=0.05, log=True),
        player.Slider("w", "start w", *W, w, step=0.05),
        player.Slider("b", "start b", *B, b, step=0.05),
    ]
    alt = (
        f"{dataset.title}: the probability curve over the points, the learning curve, and the walk over the contours "
        "of the loss, from a start and at a rate that you choose."
    )
    board = player.live(fig, controls, picture, alt=alt)
    board.note, board.moments = HINT, (10,)

    def point(kind, ax, x, y):
        if ax is surface and kind != "up":
            board.set(w=float(np.clip(x, *W)), b=float(np.clip(y, *B)))
            board.frame = 0

    board.on_pointer(point)
    return board

"""What a film costs against one frame drawn the usual way, in one run; prints ratios and sizes.

    python tests/benchmarks/film.py

Ours: `watch` and the still picture for readers without a kernel, 1,001 iterations of 400 points. The usual
way: a fresh figure of the same data (points, boundary, probability map, loss curve), saved as the inline
backend saves it, and closed; a slider pays that again at each of the 1,001 iterations.
"""

import gc
import io
import re
import sys
import time

import matplotlib as mpl

mpl.use("agg")

import matplotlib.pyplot as plt
import numpy as np

from logreg_core.datasets import overlapping
from logreg_core.descent import gradient_descent
from logreg_core.equations import sigmoid
from logreg_core.films import watch
from logreg_core.packed import film_html
from logreg_core.player import Player


def ours(history, data):
    film = watch(history, data)
    return film, film.twin()


def one_frame(history, data, kind, frame):
    """A figure of iteration `frame`, with the map drawn by imshow or by contourf."""
    (x, y), w, b = data.X.T, history.w[frame], history.b[frame]
    fig, (left, right) = plt.subplots(1, 2, figsize=(10, 4))
    xs = np.linspace(x.min() - 0.5, x.max() + 0.5, 100)
    ys = np.linspace(y.min() - 0.5, y.max() + 0.5, 100)
    p = sigmoid(w[0] * xs + w[1] * ys[:, None] + b)
    if kind == "imshow":
        left.imshow(p, extent=(xs[0], xs[-1], ys[0], ys[-1]), origin="lower", aspect="auto", cmap="RdBu", alpha=0.6)
    else:
        left.contourf(xs, ys, p, levels=20, cmap="RdBu", alpha=0.6)
    for label in (0, 1):
        mine = data.y == label
        left.scatter(x[mine], y[mine], edgecolors="k", label=f"class {label}")
    left.plot(xs, -(w[0] * xs + b) / w[1], "k-")
    left.set(xlim=(xs[0], xs[-1]), ylim=(ys[0], ys[-1]), xlabel="x1", ylabel="x2", title=f"Iteration {frame}")
    left.legend()
    right.plot(history.loss[: frame + 1])
    right.set(xlabel="iteration", ylabel="loss", title="Loss")
    out = io.BytesIO()
    fig.savefig(out, bbox_inches="tight")
    plt.close(fig)
    return out.getvalue()


def wire(film):
    """Signs that reach the browser: the state as it is packed, the player, and the words around them."""
    page = film_html({name: getattr(film, name) for name in Player.class_own_traits(sync=True)}, "a cell")
    state, player = re.findall(r'data-(?:film|player)="([^"]*)"', page)
    return {"state": len(state), "player and style": len(player), "the rest": len(page) - len(state) - len(player)}


def main(repeats=9):
    data = overlapping(400)
    history = gradient_descent(data.X, data.y, n_iterations=1000)
    runs = {
        "film": lambda: ours(history, data),
        "imshow": lambda: one_frame(history, data, "imshow", 500),
        "contourf": lambda: one_frame(history, data, "contourf", 500),
    }
    times = {name: [] for name in runs}
    for _ in range(repeats):  # they take turns, so that a busy machine is busy for all
        for name, run in runs.items():
            gc.collect()
            begin = time.perf_counter()
            run()
            times[name].append(time.perf_counter() - begin)
    film, twin = ours(history, data)
    least = {name: min(taken) for name, taken in times.items()}
    print(f"{film!r} of {len(data)} points, still picture included: {1e3 * least['film']:.0f} ms")
    for kind in ("imshow", "contourf"):
        middle = np.median(times["film"]) / np.median(times[kind])
        print(f"  over one frame with {kind:8} ({1e3 * least[kind]:.0f} ms): {least['film'] / least[kind]:.2f}", end="")
        print(f" (best of {repeats}); {middle:.2f} (medians)")
    parts = wire(film)
    print(f"over the wire: {sum(parts.values()) / 1000:.0f} kB", {key: round(n / 1000, 1) for key, n in parts.items()})
    print(f"still picture: {len(twin) / 1000:.0f} kB")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

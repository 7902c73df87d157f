"""A walk that somebody has programmed themselves, as a run to be watched: their list of steps, or their function.

walked([(w, b), (w, b), ...], dataset)                        whatever else a step holds is left aside
walked(my_step, dataset, learning_rate=0.1, n_iterations=100)   my_step(X, y, w, b, learning_rate) -> (w, b)

The run is what their code does, mistakes included. A step that cannot be drawn ends it, and a sentence says which
step that is, and what is the matter with it. Nothing that the function does gets out.
"""

from time import perf_counter

import numpy as np

from logreg_core import inputs
from logreg_core.descent import MOST_ITERATIONS, History
from logreg_core.equations import gradient
from logreg_core.exercises.judging import NOT_YET
from logreg_core.exercises.running import left_empty, run
from logreg_core.frames import losses

ARGUMENTS = "X", "y", "w", "b", "learning_rate"
PATIENCE = 20.0  # seconds of a learner's function, in all, before the film shows what there is
SAME = (
    "All your steps hold one and the same array `w`, which your code changes in place: the film shows its last value "
    "throughout. Keep a copy of each, `(w.copy(), b)`, or make a new array with `w = w - ...`."
)


def walked(walk, dataset, *, learning_rate=0.1, n_iterations=100, w=None, b=0.0):
    """The History of the steps up to the first that cannot be drawn (None, if that is all), and a sentence, or ""."""
    n = dataset.X.shape[1]
    if not callable(walk):
        found, problem = _listed(walk, n)
    else:
        rate = inputs.number(learning_rate, "learning_rate", above=0)
        T = inputs.count(n_iterations, "n_iterations", at_most=MOST_ITERATIONS)
        start = np.zeros(n) if w is None else inputs.weights(w, n), inputs.number(b, "b")
        found, problem = _taken(walk, dataset, rate, T, start)
    if not found:
        return None, problem
    w, b = np.array([w for w, _ in found]), np.array([b for _, b in found])
    with np.errstate(all="ignore"):
        loss = losses(dataset.X, dataset.y, w, b)
        if not np.isfinite(loss).all():  # all are infinite together: each by itself
            loss = np.array([losses(dataset.X, dataset.y, w[[t]], b[[t]])[0] for t in range(len(b))])
    end = len(loss) if np.isfinite(loss).all() else int(np.argmin(np.isfinite(loss)))
    if end < len(loss):
        problem = f"Step {end} is so far away that its loss is beyond all numbers. {_so_far(end)}"
    return (History(w[:end], b[:end], loss[:end], "iteration limit") if end else None), problem


def _listed(steps, n):
    """The steps of a list as (w, b), and what is the matter with the first that is none."""
    found = []
    for step in steps:
        fine, trouble = _pair(step, n)
        if fine is None:
            return found, trouble if trouble is NOT_YET else f"Step {len(found)} {trouble}. {_so_far(len(found))}"
        found.append(fine)
    same = len(steps) > 1 and isinstance(steps[0][0], np.ndarray) and all(step[0] is steps[0][0] for step in steps)
    return found, SAME if same else ""


def _taken(step, dataset, rate, T, start):
    """The steps that a function takes, from the start on, and what is the matter with the first that is none."""
    if left_empty(step):
        return [start], NOT_YET
    found, problem, n, began = [start], "", dataset.X.shape[1], perf_counter()
    while len(found) <= T:
        t = len(found)
        try:
            outcome = run(step, (dataset.X, dataset.y, *found[-1], rate), ARGUMENTS, pair=True)
        except KeyboardInterrupt:
            return found, f"You have stopped your function in step {t}. {_so_far(t)}"
        if outcome.unfinished:
            return found, NOT_YET
        if outcome.trouble:
            return found, f"In step {t}: {outcome.trouble} {_so_far(t)}"
        fine, trouble = _pair(outcome.parts, n)
        if fine is None:
            return found, f"Step {t} {trouble}. {_so_far(t)}"
        found.append(fine)
        changed = [name for name in ("X", "y") if name in outcome.changed]
        if t == 2:  # the first step that does not start from zeros
            problem = _no_place(fine, found[1], dataset, rate)
        if changed:
            problem = f"Your function changes `{changed[0]}` itself, the data. Each step was given a fresh copy here."
        if perf_counter() - began > PATIENCE:
            return found, f"Your function is slow: after {PATIENCE:.0f} seconds it has taken {t} steps of {T}."
    return found, problem


def _no_place(fine, given, dataset, rate):
    """What is the matter where a function returns the gradient, or a move, in the place of the next w and b; or ""."""
    with np.errstate(all="ignore"):
        try:
            g = np.append(*gradient(dataset.X, dataset.y, *given))
        except ValueError:  # the step before was beyond all numbers
            return ""
        step, start = np.append(*fine), np.append(*given)
        if not g.any() or np.allclose(step, start - rate * g):
            return ""
        if np.allclose(step, g):
            return (
                "Your function returns the gradient, and the film takes it for the next `w` and `b`. They should be "
                "the `w` and `b` that it was given, minus `learning_rate` times the gradient."
            )
        if np.allclose(step, -rate * g):
            return "Your function returns the move alone: add it to the `w` and `b` that it was given."
    return ""


def _pair(step, n):
    """The weights (n,) and the bias of a step; or None, and what is the matter with it."""
    if not isinstance(step, list | tuple) or len(step) < 2:
        kind = "one value" if not isinstance(step, list | tuple) or len(step) == 1 else "no values"
        return None, f"holds {kind} where two were expected, `w` and `b`"
    if step[0] is ... or step[1] is ...:
        return None, NOT_YET
    try:
        w, b = (np.array(part, dtype=float) for part in step[:2])
    except (TypeError, ValueError):
        return None, "holds something that is not a number"
    if w.size == 1 and b.shape == (n,) and n > 1:
        return None, "holds `w` and `b` in the wrong order: first `w`, then `b`"
    if w.shape == b.shape == () and n == 2:  # perhaps `w` alone, whose two numbers look like a pair
        return None, "holds two numbers where `w`, with one number for each of the 2 features, and `b` were expected"
    if w.shape != (n,) and not (n == 1 and w.shape == ()):
        return None, f"has a `w` of the shape {w.shape}; one number for each feature has the shape ({n},)"
    if b.size != 1:
        return None, f"has a `b` of the shape {b.shape}; `b` is a single number"
    for name, part in (("w", w), ("b", b)):
        if not np.isfinite(part).all():
            worst = part[~np.isfinite(part)].flat[0] if part.ndim else part
            return None, f"has a `{name}` that is not finite: {worst}"
    return (w.reshape(n), float(b.reshape(()))), ""


def _so_far(t):
    """How much the film shows where step t is the first that it cannot show."""
    shown = "the start, step 0" if t == 1 else f"what came before it, steps 0 to {t - 1}"
    return f"The film shows {shown}." if t else "There is nothing before it to show."

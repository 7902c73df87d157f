"""Inputs, answers and their differences in words, as a learner sees them."""

import numpy as np

from logreg_core.exercises.running import EXACT, close


def wrong_form(exercise, came, first=0):
    """A sentence where an answer has another number of parts or another shape than expected."""
    for ours, theirs in zip(came, exercise.expected[first:], strict=False):
        if ours.kind == "dictionary":
            return "Your function returned a dictionary. Return the values themselves, without names."
        if ours.parts is not None and len(ours.parts) != len(theirs.parts):
            names, got = ", ".join(exercise.returns), len(ours.parts)
            return f"{len(theirs.parts)} values were expected, {names}; your function returned {got}."
        for name, a, b in zip(exercise.returns, ours.parts or (), theirs.parts, strict=False):
            if a.shape != b.shape:
                whose = f"Your `{name}`" if exercise.pair else "Your answer"
                return f"{whose} is {_shape(a)}; {_shape(b)} was expected."
    return ""


def input_line(exercise, at):
    """A line with an input, and one with its shapes where there is a table in it."""
    args = exercise.inputs[at]
    named = zip(exercise.arguments, args, strict=True)
    shapes = ", ".join(f"{name} {arg.shape}" for name, arg in named if isinstance(arg, np.ndarray))
    table = any(np.ndim(arg) == 2 for arg in args)
    return f"    input: {shown_args(exercise, args)}" + f"\n    shapes: {shapes}" * table


def _shape(a):
    return "one number" if a.ndim == 0 else f"an array of shape {a.shape}"


def in_common(exercise, came):
    """What the differences have in common, in a sentence; nothing where they have nothing."""
    expected = exercise.expected[: len(came)]
    pairs = list(zip(came, expected, strict=True))
    if not all(a.parts and [p.shape for p in a.parts] == [p.shape for p in b.parts] for a, b in pairs):
        return ""
    right, said = [], ""
    for j, name in enumerate(exercise.returns):
        a, b = (np.concatenate([outcome.parts[j].ravel() for outcome in side]) for side in (came, expected))
        if close(a, b, max(outcome.tol for outcome in came)).all():
            right.append(name)
        else:
            said += _relation(f"Your `{name}`" if exercise.pair else "Every answer", a, b)
    return "".join(f" Your `{name}` is right." for name in right) + said


def _relation(what, a, b):
    """A sentence where all of a is a multiple of b, or b and a constant."""
    large = np.abs(b) > 1e-6
    if not np.isfinite(a).all() or large.sum() < 3 or (b == np.round(b)).all():
        return ""
    factor, shift = np.median(a[large] / b[large]), np.median(a - b)
    if abs(factor) > 1e-6 and close(a, factor * b, EXACT).all():
        return (
            f" {what} has the opposite sign."
            if close(factor, -1, EXACT)
            else (f" {what} is {_number(factor)} times what was expected.")
        )
    if close(a, b + shift, EXACT).all():
        return f" {what} is {_number(abs(shift))} too {'large' if shift > 0 else 'small'}."
    return ""


def difference(exercise, at, ours):
    return compared(exercise, exercise.inputs[at], ours, exercise.expected[at])


def compared(exercise, args, ours, theirs):
    """Three lines: the input, what came, what was expected; of arrays taken number by number, the smallest failure."""
    tol = max(ours.tol, theirs.tol)
    pairs = list(zip(exercise.returns, ours.parts, theirs.parts, strict=True))
    name, a, b = next((p for p in pairs if not close(p[1], p[2], tol).all()), pairs[0])
    if exercise.each and a.ndim == 1:
        bad = ~close(a, b, tol)
        if not bad.any():  # right to the eye, and yet with all its digits lost
            bad = ~close(a, b, 1e-6, relative=True)
        first = args[exercise.arguments.index(exercise.each[0])]
        i = min(np.flatnonzero(bad), key=lambda k: abs(first[k]))
        args = [arg[i] if n in exercise.each else arg for n, arg in zip(exercise.arguments, args, strict=True)]
        a, b = a[i], b[i]
    part = f", {name}" if exercise.pair else ""
    digits = next((d for d in (4, 8, 12) if shown(a, d) != shown(b, d)), 17)
    a, b = (str(bool(v)) if theirs.truth and v in (0, 1) else shown(v, digits) for v in (a, b))
    return f"    input: {shown_args(exercise, args)}\n    your answer{part}: {a}\n    expected{part}: {b}"


def shown_args(exercise, args):
    return ", ".join(f"{name} = {shown(arg)}" for name, arg in zip(exercise.arguments, args, strict=True))


def shown(value, digits=4):
    """A number, array or function in a few words."""
    if callable(value):
        return value.__name__
    value = np.asarray(value)
    if value.ndim == 0:
        return _number(value, digits)
    if value.size > 40:
        return f"(an array of shape {value.shape})"
    return f"[{', '.join(shown(entry, digits) for entry in value)}]"


def _number(value, digits=4):
    text = f"{float(value):.{digits}g}"
    return "0" if text == "-0" else text

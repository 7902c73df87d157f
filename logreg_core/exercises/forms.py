"""Right numbers in a wrong form: what the form is called, and the answers in the right one."""

from dataclasses import replace
from functools import partial

import numpy as np

from logreg_core.exercises.wording import wrong_form


def unwrapped(exercise, came):
    """Names of what is wrong with the form of the answers, and the answers in the right form."""
    if any(outcome.parts is None for outcome in came):
        return
    wanted = [[part.shape for part in outcome.parts] for outcome in exercise.expected[: len(came)]]
    kinds = {outcome.kind for outcome in came}
    plain = [replace(outcome, kind="") for outcome in came]
    if kinds == {"dictionary"}:
        yield "dictionary_for_values", plain
    if all(len(o.parts) > len(w) > 1 for o, w in zip(came, wanted, strict=True)):
        yield "something_returned_too", [replace(o, parts=o.parts[: len(exercise.returns)]) for o in plain]
    if any(len(o.parts) != len(w) for o, w in zip(came, wanted, strict=True)) or not wrong_form(exercise, plain):
        return
    pairs = [(p, s) for o, w in zip(came, wanted, strict=True) for p, s in zip(o.parts, w, strict=True)]
    if all(np.squeeze(p).shape == tuple(n for n in s if n != 1) for p, s in pairs):
        yield _wrapping(pairs, kinds), [_each(o, w, np.reshape) for o, w in zip(plain, wanted, strict=True)]
    for name, change in LESS.items():
        if name == "column_meets_flat" and name not in exercise.mistakes:
            continue
        if name == "history_for_the_last" and "n_iterations" not in exercise.arguments:
            continue
        try:
            yield name, [_each(o, w, partial(_less, change=change)) for o, w in zip(plain, wanted, strict=True)]
        except (ValueError, IndexError):  # another shape even so
            continue


def not_added_up(exercise):
    """Your numbers are right, and still to be added up: you return one for each example, and their sum is asked
    for."""


def not_averaged(exercise):
    """Your numbers are right, and still to be averaged: you return one for each example, and their mean is asked
    for."""


def not_added_up_in_the_rows(exercise):
    """Your numbers are right, and still to be added up in each row: you return a whole table, and one sum for each row
    is asked for (`axis=1`, or `@` in the place of `*`)."""


def not_averaged_in_the_rows(exercise):
    """Your numbers are right, and still to be averaged in each row: you return a whole table, and one mean for each row
    is asked for (`axis=1`)."""


def other_form(exercise):
    """Your numbers are right, and their shape is another than the one asked for."""


def _wrapping(pairs, kinds):
    """Name of the form that the answers have in the place of the one that is wanted."""
    if kinds == {"matrix"}:
        return "matrix_for_array"
    wrong = [(p, s) for p, s in pairs if p.shape != s]
    came, wanted = {p.ndim for p, _ in wrong}, {len(s) for _, s in wrong}
    if wanted == {0}:
        return "array_for_number" if came == {1} else "table_for_number"
    if wanted == {1} and came == {2}:
        return "row_for_flat" if all(len(p) == 1 for p, _ in wrong) else "column_for_flat"
    return "other_form"


def _each(outcome, shapes, change):
    parts = [p if p.shape == s else change(p, s) for p, s in zip(outcome.parts, shapes, strict=True)]
    return replace(outcome, parts=tuple(parts))


def _less(part, shape, change):
    """The part with one axis less, where that gives it the shape; a ValueError elsewhere."""
    if part.ndim <= len(shape) or not part.size:
        raise ValueError
    if not np.isfinite(part).all():  # a sum of infinities says nothing
        raise ValueError
    part = part if shape else part.ravel()
    made = np.asarray(change(part))
    if made.shape != shape:
        raise ValueError
    return made


def something_returned_too(exercise):
    """What is asked for is right, and comes first; something else is returned along with it. Return the first alone, or
    the first two where two are asked for."""


def history_for_the_last(exercise):
    """The last row of what you return is right: those before it are the steps on the way. Return the last alone, as in
    `a[-1]`."""


def last_column_right(exercise):
    """Your last column is right, and another stands beside it. One number for each example is asked for: return that
    column alone, `a[:, 1]`."""


def first_column_right(exercise):
    """Your first column is right, and another stands beside it. One number for each example is asked for: return that
    column alone, `a[:, 0]`."""


LESS = {  # how an answer that has one axis too many becomes the right one
    "column_meets_flat": np.diagonal,
    "not_added_up": lambda part: np.sum(part, axis=0),
    "not_averaged": lambda part: np.mean(part, axis=0),
    "not_added_up_in_the_rows": lambda part: np.sum(part, axis=1),
    "not_averaged_in_the_rows": lambda part: np.mean(part, axis=1),
    "something_returned_too": lambda part: part[0],
    "history_for_the_last": lambda part: part[-1],
    "last_column_right": lambda part: part[:, -1],
    "first_column_right": lambda part: part[:, 0],
}

"""What can be found out about an unknown mistake by asking the learner's function again, about changed inputs.

Each function takes the exercise, the learner and what came, and returns whether the trouble is there (or what is to be
filled into the hint). As everywhere, the name is the misunderstanding and the docstring the hint. None of them guesses
a cause that it has not seen: "the last example makes no difference" has been tried out.
"""

import numpy as np

from logreg_core.exercises.running import agree


def another_answer_each_time(exercise, learner, came):
    """Asked twice about the same input, your function gives two answers. Is something drawn at random, or kept from
    one call to the next: a global variable, or a list that stands among the arguments, as in `def f(x, found=[])`?"""
    again = [learner.ask(args) for args in exercise.cases[: len(came)]]
    return any(a.parts is not None and not agree(b, a) for a, b in zip(came, again, strict=False))


def argument_returned(exercise, learner, came):
    """Your answer is {} itself, as it came in. What is to be done with it?"""
    for place, name in enumerate(exercise.arguments):
        given = [args[place] for args in exercise.cases[: len(came)]]
        if not callable(given[0]) and all(_is(outcome, arg) for outcome, arg in zip(came, given, strict=False)):
            return f"`{name}`"
    return ""


def argument_ignored(exercise, learner, came):
    """Your answer stays the same whatever {} is. Where does it come in?"""
    if any(
        a.shape != b.shape
        for o, e in zip(came, exercise.expected, strict=False)
        for a, b in zip(o.parts, e.parts, strict=True)
    ):
        return ""  # the form says more
    for place, name in enumerate(exercise.arguments):
        if _stays(exercise, learner, came, lambda args, k: _replaced(args, place, _varied(args[place], name, k))):  # noqa: B023
            return f"`{name}`"
    return ""


def only_the_last_example_counts(exercise, learner, came):
    """All the examples but the last make no difference to your answer. Does a line that belongs into the loop stand
    below it, so that it runs once, at the end? Or does each round overwrite what the one before has found?"""
    return _examples_ignored(exercise, learner, came, slice(0, -1))


def only_the_first_example_counts(exercise, learner, came):
    """All the examples but the first make no difference to your answer. Does `return` stand inside the loop, so that
    the first round is also the last? Or is there an index of 0 too many?"""
    return _examples_ignored(exercise, learner, came, slice(1, None))


def last_example_left_out(exercise, learner, came):
    """The last example makes no difference to your answer. `range(m)` has m rounds, from 0 to m - 1, and `range(m - 1)`
    stops one too early; `a[:-1]` leaves the last one out."""
    return _examples_ignored(exercise, learner, came, slice(-1, None))


def first_example_left_out(exercise, learner, came):
    """The first example makes no difference to your answer. Python counts from 0: `range(1, m)` and `a[1:]` leave the
    first one out."""
    return _examples_ignored(exercise, learner, came, slice(0, 1))


def only_the_last_feature_counts(exercise, learner, came):
    """All the features but the last make no difference to your answer. Does a line that belongs into the loop over the
    features stand below it, or does each round overwrite what the one before has found?"""
    return _examples_ignored(exercise, learner, came, slice(0, -1), axis=1)


def only_the_first_feature_counts(exercise, learner, came):
    """All the features but the first make no difference to your answer. Does `return` stand inside the loop over the
    features, or is there an index of 0 too many?"""
    return _examples_ignored(exercise, learner, came, slice(1, None), axis=1)


def last_feature_left_out(exercise, learner, came):
    """The last feature makes no difference to your answer. `range(n)` has n rounds, from 0 to n - 1, and `range(n - 1)`
    stops one too early."""
    return _examples_ignored(exercise, learner, came, slice(-1, None), axis=1)


def first_feature_left_out(exercise, learner, came):
    """The first feature makes no difference to your answer. Python counts from 0: `range(1, n)` leaves the first one
    out."""
    return _examples_ignored(exercise, learner, came, slice(0, 1), axis=1)


def carried_from_row_to_row(exercise, learner, came):
    """Your answer depends on the order of the examples, and it should not. Something is carried over from one round of
    the loop to the next: a sum that is not set back to zero in every round, or a value that is changed too early."""
    changed = [_examples_changed(exercise, args, slice(None, None, -1)) for args in exercise.cases[1:3]]
    whole = all((part == np.round(part)).all() for outcome in came if outcome.parts for part in outcome.parts)
    if not changed or changed[0] is None or whole != exercise.whole:  # a place in the array may depend on the order
        return False
    for args, before, other in zip(exercise.cases[1:3], came[1:3], changed, strict=False):
        right, right_turned = exercise.run(exercise.answer, args), exercise.run(exercise.answer, other)
        ours = learner.ask(other)
        if before.parts is None or ours.parts is None:
            return False
        for a, b, c, d in zip(before.parts, ours.parts, right.parts, right_turned.parts, strict=False):
            turned = c.ndim and c.shape == d.shape and np.allclose(c[::-1], d) and not np.allclose(c, d)
            if not turned and not np.allclose(c, d):  # the order matters to the right answer too
                return False
            if a.shape != b.shape or a.shape != c.shape or not (np.isfinite(a).all() and np.isfinite(b).all()):
                return False
            if not np.allclose(a[::-1] if turned else a, b, atol=1e-6):
                return True
    return False


def neighbours_interfere(exercise, learner, came):
    """Your answer for one example changes when another example changes. Each has its own answer, whatever the others
    are. Is there a sum, a mean or a maximum over the whole array?"""
    args, before = exercise.cases[-1], came[-1]
    if exercise.pair or before.parts is None or not np.isfinite(before.parts[0]).all():
        return False
    for k in range(4):
        other = _examples_changed(exercise, args, slice(0, 1), k=k)
        if other is None:
            return False
        right, right_now = (exercise.run(exercise.answer, given) for given in (args, other))
        if (
            right_now.parts is None
            or right.parts[0].ndim != 1
            or not np.array_equal(right.parts[0][1:], right_now.parts[0][1:])
        ):
            return False
        now = learner.ask(other)
        if now.parts is None or not now.parts[0].shape == before.parts[0].shape == right.parts[0].shape:
            return False
        if np.isfinite(now.parts[0]).all() and not np.allclose(before.parts[0][1:], now.parts[0][1:]):
            return True
    return False


PROBES = [f for name, f in list(globals().items()) if callable(f) and not name.startswith("_") and f is not agree]


def _is(outcome, arg):
    """Whether the answer, or each part of it that is an array, is that argument."""
    parts = outcome.parts or ()
    return len(parts) == 1 and parts[0].shape == np.shape(arg) and np.array_equal(parts[0], arg)


def _varied(value, name, k=0):
    """Another value of the argument of that name, far from the one that is given; another one for each k."""
    if name == "rows":
        return (value + 1) % 4
    if name == "t":
        return np.ones_like(value) if k % 2 else -value
    if callable(value):
        return lambda x: value(x) + x * x
    if name in ("y", "Y", "predicted"):
        return np.ones_like(value) if k % 2 else 1 - value
    if name == "p":
        return 1 - 0.7 * value
    if isinstance(value, int):
        return value + 1
    if name in ("b", "X", "z", "w", "x1", "train", "images"):
        return (-0.7 * value - 1.3) * (k + 1) * (-1) ** k
    return value * (1.7 + k) + 0.1


def _replaced(args, place, value):
    return tuple(value if i == place else arg for i, arg in enumerate(args))


def _examples_changed(exercise, args, which, axis=0, k=0):
    """The input with the examples there changed (or all put in another order); None where there are none to change."""
    names = exercise.rows or exercise.columns
    if not names or exercise.examples(args) < 2 or (axis and not any(np.ndim(arg) == 2 for arg in args)):
        return None

    def changed(name, arg):
        if name not in names or (axis and arg.ndim < 2):
            return arg
        turned = bool(exercise.columns) != bool(axis)
        new = arg.T.copy() if turned else arg.copy()
        if which == slice(None, None, -1):
            new = new[::-1]
        else:
            new[which] = _varied(new[which], name, k)
        return np.ascontiguousarray(new.T if turned else new)

    return tuple(changed(name, arg) for name, arg in zip(exercise.arguments, args, strict=True))


def _examples_ignored(exercise, learner, came, which, axis=0):
    def stays(which):
        return _stays(exercise, learner, came, lambda args, k: _examples_changed(exercise, args, which, axis, k))

    return stays(which) and not stays(slice(None))  # where nothing matters, that is another mistake


def _stays(exercise, learner, came, change):
    """Whether the learner's answers to changed inputs are the old ones, where the right answers are not."""
    tried = 0
    for old, before in zip(exercise.cases[-3:], came[-3:], strict=False):
        for k in range(4 if exercise.whole else 2):  # labels may stay by chance: ask more often
            new = change(old, k)
            right_now = new and exercise.run(exercise.answer, new)
            if not new:
                return False
            if right_now.parts is None or agree(exercise.run(exercise.answer, old), right_now):
                continue  # here it makes no difference to the right answer either
            now = learner.ask(new)
            finite = now.parts is not None and all(part.size and np.isfinite(part).all() for part in now.parts)
            if not finite or not agree(now, before, relative=True):
                return False
            tried += 1
    return tried > 2

"""Mistakes that can be made in any exercise.

Each function takes an exercise and returns what a learner with that misunderstanding computes, or None where the
exercise leaves no room for it. As everywhere, the name is the misunderstanding and the docstring the hint.
"""

import numpy as np


def print_for_return(exercise):
    """Your function prints something and returns nothing. What is printed can be read, but no other line can go on
    with it: use `return`."""
    return lambda *args: print(exercise.answer(*args))


def input_changed_in_place(exercise):
    """Your numbers are right, but your function has written into an array that it was given, and whoever called it
    has now lost the old values. Lines such as `a -= c` and `a[i] = c` do that: make a new array."""

    def function(*args):
        right = exercise.answer(*args)
        for arg in args:
            if isinstance(arg, np.ndarray):
                arg += 1.0
        return right

    return function if any(isinstance(arg, np.ndarray) for arg in exercise.cases[0]) else None


def one_number_only(exercise):
    """Your function is right for one number, and stops when it is given an array. `math.exp`, `max` and `if` take one
    number: use `np.exp`, `np.maximum`, `np.where`, or a loop over the array."""

    def function(*args):
        if any(np.ndim(arg) for name, arg in zip(exercise.arguments, args, strict=True) if name in exercise.each):
            raise TypeError("one number at a time")
        return exercise.answer(*args)

    return function if exercise.each else None


def column_for_flat(exercise):
    """Your numbers are right, but they stand in a column of shape (k, 1). A flat array, shape (k,), is asked for: with
    a column, the next subtraction would make a whole table."""
    return _put_through(exercise, 1, lambda part: part[:, None])


def row_for_flat(exercise):
    """Your numbers are right, but they stand in a table with one row, shape (1, k). A flat array, shape (k,), is asked
    for: look for a pair of brackets too many, or a comma at the end of the line."""
    return _put_through(exercise, 1, lambda part: part[None, :])


def array_for_number(exercise):
    """Your number is right, but it is wrapped in an array of one entry. Return the number itself: look for brackets
    around it, or a comma at the end of the line."""
    return _put_through(exercise, 0, lambda part: part[None])


def first_one_only(exercise):
    """You return the first answer only. If there is a loop, does `return` stand inside it, so that the first round is
    also the last?"""
    return _one_of(exercise, 0)


def last_one_only(exercise):
    """You return the last answer only. If there is a loop, does each round overwrite what the round before has found?
    Collect the answers in a list or an array."""
    return _one_of(exercise, -1)


def rounded_to_1(exercise):
    """Your answer is right to one decimal and rounded there. Round a number to show it, not to go on computing."""
    return _rounded(exercise, 1)


def rounded_to_2(exercise):
    """Your answer is right to 2 decimals and rounded there. Round a number to show it, not to go on computing."""
    return _rounded(exercise, 2)


def rounded_to_3(exercise):
    """Your answer is right to 3 decimals and rounded there. Round a number to show it, not to go on computing."""
    return _rounded(exercise, 3)


def rounded_to_4(exercise):
    """Your answer is right to 4 decimals and rounded there. Round a number to show it, not to go on computing."""
    return _rounded(exercise, 4)


ANYWHERE = [f for name, f in list(globals().items()) if callable(f) and not name.startswith("_")]


def _put_through(exercise, ndim, change):
    """The right answer, with each of its parts of that many dimensions put through `change`."""

    def turned(part):
        part = np.asarray(part)
        return change(part) if part.ndim == ndim else part

    def function(*args):
        right = exercise.answer(*args)
        return tuple(turned(part) for part in right) if exercise.pair else turned(right)

    return function if any(part.ndim == ndim for part in exercise.answers) else None


def _one_of(exercise, place):
    """One entry of the right answer; None where that is the same for all inputs, as any constant might be."""
    ones = {float(part[place]) for part in exercise.answers if part.ndim == 1}
    return None if exercise.pair or len(ones) < 2 else _put_through(exercise, 1, lambda part: part[place])


def _rounded(exercise, decimals):
    def function(*args):
        right = exercise.answer(*args)
        return tuple(np.round(part, decimals) for part in right) if exercise.pair else np.round(right, decimals)

    return function if any((part != np.round(part)).any() for part in exercise.answers) else None

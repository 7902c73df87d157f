"""Mistakes that can be made in any exercise.

Each function takes an exercise and returns what a learner with that misunderstanding computes, or None where the
exercise leaves no room for it. As everywhere, the name is the misunderstanding and the docstring the hint.
"""

import functools
import inspect

import numpy as np

from logreg_core.exercises import probing


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
                arg += 1
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
    return _put_through(exercise, lambda part: part[:, None], ndim=1)


def row_for_flat(exercise):
    """Your numbers are right, but they stand in a table with one row, shape (1, k). A flat array, shape (k,), is asked
    for: look for a pair of brackets too many, or a comma at the end of the line."""
    return _put_through(exercise, lambda part: part[None, :], ndim=1)


def array_for_number(exercise):
    """Your number is right, but it is wrapped in an array of one entry. Return the number itself: look for brackets
    around it, or a comma at the end of the line."""
    return _put_through(exercise, lambda part: part[None], ndim=0)


def turned_on_its_side(exercise):
    """Your numbers are right, and your table is turned on its side: its rows are the columns that are asked for."""
    return _put_through_tables(exercise, np.transpose)


def table_strung_together(exercise):
    """Your numbers are right, and stand in one long row. A table is asked for: collect each row by itself, or end with
    `reshape`."""
    return _put_through_tables(exercise, np.ravel)


def first_row_of_the_table_only(exercise):
    """You return the first row only, and the whole table is asked for. If there is a loop, does `return` stand inside
    it, so that the first round is also the last?"""
    return _put_through_tables(exercise, lambda part: part[0])


def last_row_of_the_table_only(exercise):
    """You return the last row only, and the whole table is asked for. If there is a loop, does each round overwrite
    what the round before has found? Collect the rows in a list."""
    return _put_through_tables(exercise, lambda part: part[-1])


def first_one_only(exercise):
    """You return the first answer only. If there is a loop, does `return` stand inside it, so that the first round is
    also the last?"""
    return _one_of(exercise, 0)


def last_one_only(exercise):
    """You return the last answer only. If there is a loop, does each round overwrite what the round before has found?
    Collect the answers in a list or an array."""
    return _one_of(exercise, -1)


def dictionary_for_values(exercise):
    """Your numbers are right, but they come in a dictionary. Return the values themselves, without names for them."""
    names = exercise.returns
    return lambda *args: dict(zip(names, exercise.run(exercise.answer, args).parts, strict=True))


def matrix_for_array(exercise):
    """Your numbers are right, but they come as an `np.matrix`, which always has rows and columns and cannot be flat.
    Use `np.array` instead: `np.asarray(a).ravel()` makes one of it."""
    return _put_through(exercise, np.matrix, ndim=1)


def table_for_number(exercise):
    """Your number is right, but it is wrapped in a table of shape (1, 1). Return the number itself: leave out
    `keepdims`, or take the entry out with `a.item()`."""
    return _put_through(exercise, lambda part: part[None, None], ndim=0)


def bias_taken_for_a_weight(exercise):
    """Your numbers are right, and taken apart in the wrong place: the bias comes first in what you split, and last in
    what you return. With the ones on the left of X the bias is the first entry, with the ones on the right the last."""
    return _split(exercise, lambda w, b: (np.append(b, w)[:-1], w[-1]))


def weight_taken_for_the_bias(exercise):
    """Your numbers are right, and taken apart in the wrong place: the bias comes last in what you split, and you take
    the first entry for it. With the ones on the right of X the bias is the last entry, with the ones on the left the
    first."""
    return _split(exercise, lambda w, b: (np.append(w[1:], b), w[0]))


def bias_of_the_step_taken_for_a_weight(exercise):
    """Your step is right, and taken apart in the wrong place: the bias comes first in it, and you take the last entry
    for it. With the ones on the left of X the bias is the first entry, with the ones on the right the last."""
    return _split(exercise, lambda w, b: (np.append(b, w)[:-1], w[-1]), of_the_step=True)


def weight_of_the_step_taken_for_the_bias(exercise):
    """Your step is right, and taken apart in the wrong place: the bias comes last in it, and you take the first entry
    for it. With the ones on the right of X the bias is the last entry, with the ones on the left the first."""
    return _split(exercise, lambda w, b: (np.append(w[1:], b), w[0]), of_the_step=True)


def one_array_for_both(exercise):
    """Your numbers are right, but they are strung together in one array. Return two values, with a comma between
    them."""

    def function(*args):
        return np.concatenate([np.ravel(part) for part in exercise.answer(*args)])

    return function if exercise.pair and any(part.ndim for part in exercise.answers) else None


def column_meets_flat(exercise):
    """Every example has met the label of every other one. That happens when a column of shape (m, 1) meets a flat
    array of shape (m,), of which numpy makes a whole (m, m) table, or when a loop takes the whole of `y` where `y[i]`
    belongs. Give both the same shape, with `.ravel()`, or the label its index."""
    paired = "y" in exercise.rows and len(exercise.rows) > 1
    if (
        not paired
        or exercise.whole
        or not (exercise.each or probing.adds_up(exercise, None, exercise.expected, np.mean))
    ):
        return None
    place = exercise.arguments.index("y")

    def turned(args, k):
        return [np.roll(arg, k) if i == place else arg for i, arg in enumerate(args)]

    def function(*args):
        answers = [exercise.run(exercise.answer, turned(args, k)).parts for k in range(len(args[place]))]
        if np.shape(answers[0][0]) == np.shape(args[place]) and not exercise.pair:  # one number for each example
            table = np.empty((len(answers),) * 2)
            for k, (answer,) in enumerate(answers):
                table[np.arange(len(answers)), (np.arange(len(answers)) - k) % len(answers)] = answer
            return table
        means = tuple(np.mean(part, axis=0) for part in zip(*answers, strict=True))
        return means if exercise.pair else means[0]

    return function


def added_up(exercise):
    """Your answer is the sum of the right ones. One for each is asked for, not their sum."""
    return _of_all(exercise, np.sum)


def averaged(exercise):
    """Your answer is the mean of the right ones. One for each is asked for, not their mean."""
    return _of_all(exercise, np.mean)


def weights_on_top(exercise):
    """Your numbers are the right ones, with a multiple of the weights on top. That is what a penalty brings, and there
    is none here."""
    name = next((name for name in ("w", "W") if name in exercise.arguments), "")
    weights = [args[exercise.arguments.index(name)] for args in exercise.inputs] if name else []
    same = all(np.shape(w) == o.parts[0].shape for w, o in zip(weights, exercise.expected, strict=False))
    several = sum(np.size(w) - 1 for w in weights) > 3  # of one weight, every number is a multiple
    if not (exercise.pair and several and same) or "l2" in exercise.arguments:
        return None

    def function(*args, came=None):
        weights, (first, *rest), size = args[exercise.arguments.index(name)], exercise.answer(*args), 0.1
        if came is not None and np.shape(came[0]) == first.shape and np.isfinite(came[0]).all() and weights.any():
            size = np.sum((came[0] - first) * weights) / np.sum(weights**2)
        return first + size * weights, *rest

    return function


def mean_taken_first(exercise):
    """Your answer belongs to the mean of the numbers that came in. One answer for each of them is asked for: leave the
    mean out."""
    flat = not exercise.pair and not exercise.whole and all(part.ndim == 1 for part in exercise.answers)

    def function(*args):
        named = zip(exercise.arguments, args, strict=True)
        return exercise.answer(*(np.array([np.mean(arg)]) if name in exercise.each else arg for name, arg in named))[0]

    return function if flat and exercise.each else None


def running_total(exercise):
    """Your answers add up: each holds all those before it. Is a sum set to zero once, before the loop, where every
    round needs a new one, or has `np.cumsum` come in?"""
    flat = not exercise.pair and all(part.ndim == 1 for part in exercise.answers)
    return _put_through(exercise, np.cumsum, ndim=1) if flat and not exercise.whole else None


def features_cut_to_whole_numbers(exercise):
    """Your answer is right for whole numbers, and you have made whole numbers of the features or scores first: `int`
    and `astype(int)` cut off what is behind the point. Keep them as floats."""
    return _features_put_through(exercise, np.trunc)


def features_rounded_down(exercise):
    """Your answer is right for whole numbers, and you have rounded the features or scores down first: `//` does that.
    Keep what is behind the point."""
    return _features_put_through(exercise, np.floor)


def features_rounded(exercise):
    """Your answer is right for whole numbers, and you have rounded the features or scores first. Keep what is behind
    the point."""
    return _features_put_through(exercise, np.round)


def cut_to_whole_numbers(exercise):
    """Your answer is right before the decimal point, and has nothing behind it. An array of whole numbers cannot hold
    a fraction (`dtype=int`, `np.array([0, 0])`, `int(...)`): use floats."""
    return _put_through(exercise, np.trunc) if _varied(exercise, np.trunc) else None


def rounded_down(exercise):
    """Your answer is right, rounded down to a whole number. `//` does that; a single `/` divides."""
    return _put_through(exercise, np.floor) if _varied(exercise, np.floor) else None


def rounded(exercise):
    """Your answer is right to a few decimals, and rounded there. Round a number to show it, not to go on computing."""
    if exercise.whole:
        return None

    def function(*args, came=None):
        parts = came if exercise.pair else (came,)
        known = came is not None and all(part is not None for part in parts)
        fits = [d for d in range(5) if known and all((part == np.round(part, d)).all() for part in parts)]
        decimals = fits[0] if fits else 2
        made = _put_through(exercise, lambda part: np.round(part, decimals))(*args)
        cut = _put_through(exercise, lambda part: np.trunc(part * 10**decimals) / 10**decimals)(*args)
        near, parts_of_cut = np.allclose, cut if exercise.pair else (cut,)
        same = known and all(
            np.shape(a) == np.shape(b) and near(a, b) for a, b in zip(parts, parts_of_cut, strict=False)
        )
        return cut if decimals and same else made

    return function


# The right answer, put through something at the end


def size_taken(exercise):
    """Your answer is right, but for its sign: you have taken its size at the end. The sign belongs to it."""
    return _put_through_at_the_end(exercise, np.abs)


def root_at_the_end(exercise):
    """Your answer is the square root of the right one. Leave the root out."""
    return _put_through_at_the_end(exercise, np.sqrt)


def square_at_the_end(exercise):
    """Your answer is the square of the right one. Leave the square out."""
    return _put_through_at_the_end(exercise, np.square)


def one_less_at_the_end(exercise):
    """Your answer is 1 minus the right one. Leave the 1 out, or ask what it is the opposite of."""
    return _put_through_at_the_end(exercise, lambda part: 1 - part)


def one_taken_off_at_the_end(exercise):
    """Your answer is the right one, less 1. Leave the 1 out: it makes a change of a factor, or the opposite of a
    share."""
    return _put_through_at_the_end(exercise, lambda part: part - 1)


def one_put_on_at_the_end(exercise):
    """Your answer is the right one, and 1 more. Leave the 1 out, or ask where it belongs."""
    return _put_through_at_the_end(exercise, lambda part: part + 1)


def upside_down_at_the_end(exercise):
    """Your answer is 1 divided by the right one. What belongs on top, and what below the line?"""
    return _put_through_at_the_end(exercise, lambda part: 1 / part)


def logarithm_at_the_end(exercise):
    """Your answer is the logarithm of the right one. Leave the logarithm out."""
    return _put_through_at_the_end(exercise, np.log)


def exponential_at_the_end(exercise):
    """Your answer is e to the right one. Leave the exponential out."""
    return _put_through_at_the_end(exercise, np.exp)


def sigmoid_at_the_end(exercise):
    """Your answer is the right one, put through the sigmoid. Leave that out."""
    return _put_through_at_the_end(exercise, lambda part: 1 / (1 + np.exp(-part)))


def in_reverse(exercise):
    """Your answers are right, and stand in the opposite order: the last comes first. Is something sorted or turned
    round?"""
    return _put_through_at_the_end(exercise, lambda part: part[::-1] if part.ndim else part)


MAKERS = [f for name, f in list(globals().items()) if inspect.isfunction(f) and not name.startswith("_")]


# The right answer, or that of another mistake, multiplied: these are tried on top of every other mistake too.
# Each takes the numbers of examples and of features, and returns the factor.


def opposite_sign(m, n):
    """The sign is the opposite of what it should be. Is a difference taken the other way round, or is there a minus
    too many, or one too few?"""
    return -1.0


def doubled(m, n):
    """The answer is twice what it should be. Where does a 2 come in, or a 1/2 get lost?"""
    return 2.0


def halved(m, n):
    """The answer is half of what it should be. Where does a 1/2 come in that does not belong there, or a 2 get lost?"""
    return 0.5


def times_the_examples(m, n):
    """The answer is too large by the number of examples. Is it a sum where a mean is asked for?"""
    return m


def divided_by_the_examples(m, n):
    """The answer is too small by the number of examples. Is it divided by their number once too often? `np.mean` has
    divided already."""
    return 1 / m


def once_for_each_feature(m, n):
    """The answer is too large by the number of features. Does a line that belongs behind the loop over the features
    stand inside it?"""
    return n


def features_for_examples(m, n):
    """The answer is divided by the number of features, where it should be by the number of examples. Which length do
    you take?"""
    return m / n


def multiplied_by_the_examples(m, n):
    """You multiply by the number of examples where you should divide. Python reads `1 / 2 * m` as (1 / 2) * m, and `a
    / b * m` as (a / b) * m: put what belongs below the line in parentheses."""
    return m**2


def half_and_multiplied_by_the_examples(m, n):
    """You multiply by half the number of examples where you should divide by all. Python reads `1 / 2 * m` as (1 / 2) *
    m; and no 1/2 belongs here."""
    return m**2 / 2


def one_example_less_below(m, n):
    """You divide by one less than the number of examples. The mean divides by their number."""
    return m / (m - 1)


def one_example_more_below(m, n):
    """You divide by one more than the number of examples. The mean divides by their number: does a counter go on once
    too often?"""
    return m / (m + 1)


def examples_times_features_below(m, n):
    """You divide by the number of all entries of X. The mean is over the examples: `len(X)`, not `X.size`, and no mean
    over a whole table."""
    return 1 / n


def hundredfold(m, n):
    """The answer is a hundred times what it should be. Is it in per cent, where a share is asked for?"""
    return 100.0


def base_2_for_e(m, n):
    """The answer is larger by the factor that a logarithm with base 2 brings. Take the natural one, `np.log`."""
    return 1 / np.log(2)


def base_10_for_e(m, n):
    """The answer is smaller by the factor that a logarithm with base 10 brings. Take the natural one, `np.log`."""
    return 1 / np.log(10)


FACTORS = {name: f for name, f in list(globals().items()) if inspect.isfunction(f) and f not in MAKERS}


def _features_put_through(exercise, change):
    """The right answer to features or scores put through `change`; None where there are none."""
    places = [i for i, name in enumerate(exercise.arguments) if name in ("X", "z")]
    if exercise.whole or not places:
        return None
    return lambda *args: exercise.answer(*(change(arg) if i in places else arg for i, arg in enumerate(args)))


def _put_through_at_the_end(exercise, change):
    """The right answer put through `change`, where that leaves enough to know it by."""
    if exercise.whole:
        return None
    with np.errstate(all="ignore"):
        made = np.concatenate([change(part).ravel() for part in exercise.answers])
        first = change(exercise.answers[0])
    if any(np.shape(arg) == first.shape and np.allclose(first, arg) for arg in exercise.cases[0] if not callable(arg)):
        return None  # that would undo what the exercise asks for
    right = np.concatenate([part.ravel() for part in exercise.answers])
    told = len(np.unique(made[np.isfinite(made)])) > 2 and not np.allclose(made, right, equal_nan=True)
    return _put_through(exercise, change) if told else None


def _of_all(exercise, change):
    """One number made of all the right answers, where they are a flat array."""
    flat = not exercise.pair and all(part.ndim == 1 for part in exercise.answers)
    return (lambda *args: change(exercise.answer(*args))) if flat and not exercise.whole else None


def _put_through(exercise, change, ndim=None):
    """The right answer, with each of its parts (those of that many dimensions, if it is given) put through `change`."""

    def function(*args):
        right = exercise.answer(*args)
        parts = [np.asarray(part) for part in (right if exercise.pair else (right,))]
        parts = tuple(change(part) if ndim in (None, part.ndim) else part for part in parts)
        return parts if exercise.pair else parts[0]

    return function if ndim is None or any(part.ndim == ndim for part in exercise.answers) else None


def _put_through_tables(exercise, change):
    """The right answer, a table, put through `change`; None where that is the table again, or makes too little."""
    pairs = [(part, change(part)) for part in exercise.answers if part.ndim == 2 and 1 not in part.shape]
    same = all(a.shape == b.shape and np.allclose(a, b) for a, b in pairs)  # symmetric, and turned on its side
    if same or exercise.pair or len(pairs) < len(exercise.answers):
        return None
    return _put_through(exercise, change)


def _split(exercise, change, of_the_step=False):
    """The right answer, or the step that leads to it, with weights and bias taken apart otherwise."""
    leads_on = set(exercise.returns) <= set(exercise.arguments)
    flat = exercise.pair and all(part.ndim == (j == 0) for o in exercise.expected for j, part in enumerate(o.parts))
    if not flat or (of_the_step and not leads_on):
        return None

    def function(*args):
        given = dict(zip(exercise.arguments, args, strict=True)) if of_the_step else {}
        w, b = (given.get(name, 0.0) for name in exercise.returns)
        right = exercise.answer(*args)
        dw, db = change(right[0] - w, right[1] - b)
        return w + dw, b + db

    return function


def _one_of(exercise, place):
    """One entry of the right answer; None where that is the same for all inputs, as any constant might be."""
    flat = not exercise.pair and all(part.ndim == 1 or (part.ndim == 2 and len(part) == 1) for part in exercise.answers)
    varied = flat and len({float(part.ravel()[place]) for part in exercise.answers}) > 1
    return (lambda *args: exercise.run(exercise.answer, args).parts[0].ravel()[place]) if varied else None


def _varied(exercise, change):
    """Whether the answers, put through `change`, are others, and still varied enough to be known by."""
    return (
        not exercise.whole and len(np.unique(np.concatenate([change(part).ravel() for part in exercise.answers]))) > 2
    )


def possible(counts):
    """Names of the factors of which all these counts of examples and features have what they need."""
    there = dict(zip(("example", "feature"), np.all(counts, axis=0), strict=True))
    return [name for name in FACTORS if all(is_there for word, is_there in there.items() if word in name)]


def _multiplied(factor):
    """The mistake that multiplies the right answer by that factor; what is too long is a step, not the place."""

    @functools.wraps(factor)
    def make(exercise):
        if exercise.whole or factor.__name__ not in possible([exercise.counts(args) for args in exercise.cases]):
            return None

        def function(*args):
            size, right = factor(*exercise.counts(args)), exercise.run(exercise.answer, args).parts
            named = dict(zip(exercise.arguments, args, strict=True)) if exercise.pair else {}
            starts = [named.get(name, 0.0) for name in exercise.returns]
            scaled = tuple(start + size * (part - start) for part, start in zip(right, starts, strict=True))
            return scaled if exercise.pair else scaled[0]

        return function

    return make


ANYWHERE = [*MAKERS, *map(_multiplied, FACTORS.values())]

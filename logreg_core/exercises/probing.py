"""What can be found out about an unknown mistake by asking the learner's function again, about changed inputs.

Each function takes the exercise, the learner and what came, and returns whether the trouble is there (or what is to be
filled into the hint). As everywhere, the name is the misunderstanding and the docstring the hint. None of them guesses
a cause that it has not seen: "the last example makes no difference" has been tried out.
"""

import numpy as np

from logreg_core.exercises.running import ROUGH, agree, close


def another_answer_each_time(exercise, learner, came):
    """Asked twice about the same input, your function gives two answers. Is something drawn at random, or kept from
    one call to the next: a global variable, or a list that stands among the arguments, as in `def f(x, found=[])`?"""
    again = [learner.ask(args) for args in exercise.cases[: len(came)]]
    return any(a.parts is not None and not agree(b, a) for a, b in zip(came, again, strict=False))


def argument_returned(exercise, learner, came):
    """Your answer is {} itself, as it came in. What is to be done with it?"""
    for place, name in enumerate(exercise.arguments):
        given = [args[place] for args in exercise.cases[: len(came)]]
        pairs = zip(came, given, strict=False)
        if not callable(given[0]) and all(
            o.parts and len(o.parts) == 1 and np.array_equal(o.parts[0], arg) for o, arg in pairs
        ):
            return f"`{name}`"
    return ""


def argument_ignored(exercise, learner, came):
    """Your answer stays the same whatever {} is. Where does it come in?"""
    for place, name in enumerate(exercise.arguments):
        others = [args[place] for args in exercise.cases]

        def changed(args, k, place=place, name=name, others=others):
            alike = [v for v in others if np.shape(v) == np.shape(args[place])] if exercise.whole else []
            varied = alike[:: 1 + len(alike) // 4] + [_varied(args[place], name, k) for k in range(2)]
            return _replaced(args, place, varied[k % len(varied)])

        if _stays(exercise, learner, came, changed):
            return f"`{name}`"
    return ""


def cut_in_every_round(exercise, learner, came):
    """Your sums over the examples are whole numbers. An array of whole numbers cannot hold a fraction, and cuts off in
    every round what is behind the point: begin with floats, as `np.zeros(n)` makes them."""
    wrong = wrong_parts(exercise, came)
    if exercise.whole or "X" not in exercise.arguments or "learning_rate" in exercise.arguments:
        return False
    shapes, wanted = ([[p.shape for p in o.parts] for o in side] for side in (came, exercise.expected[: len(came)]))
    if shapes != wanted:
        return False
    sums = [
        [exercise.examples(args) * part for j, part in enumerate(outcome.parts) if j in wrong]
        for args, outcome in zip(exercise.inputs, came, strict=False)
    ]
    right = np.concatenate([part.ravel() for outcome in exercise.expected for part in outcome.parts])
    ours = np.concatenate([part.ravel() for parts in sums for part in parts])
    whole = len(ours) > 3 and np.isfinite(ours).all() and (np.abs(ours - np.round(ours)) < 1e-9).all()
    return bool(whole and np.unique(np.round(ours)).size > 2 and not (right == np.round(right)).all())


def only_the_last_example_counts(exercise, learner, came):
    """All the examples but the last make no difference to your answer. Does a line that belongs into the loop stand
    below it, so that it runs once, at the end? Or does each round overwrite what the one before has found?"""
    return _examples_ignored(exercise, learner, came, slice(0, -1))


def only_the_first_example_counts(exercise, learner, came):
    """All the examples but the first make no difference to your answer. Does `return` stand inside the loop, so that
    the first round is also the last? Is there an index of 0 too many? Or does the loop run over an axis that is one
    long, as `range(A.shape[0])` does over a single row?"""
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


def last_entry_not_filled(exercise, learner, came):
    """All the entries are right but the last, which is 0: it is never filled. `range(n)` has n rounds, from 0 to n - 1,
    and `range(n - 1)` stops one too early."""
    return _one_entry_wrong(exercise, came, -1, filled=False)


def first_entry_not_filled(exercise, learner, came):
    """All the entries are right but the first, which is 0: it is never filled. Python counts from 0: `range(1, n)`
    begins with the second."""
    return _one_entry_wrong(exercise, came, 0, filled=False)


def last_entry_wrong(exercise, learner, came):
    """All the entries are right but the last. What is done to it that is not done to the others?"""
    return _one_entry_wrong(exercise, came, -1, filled=True)


def first_entry_wrong(exercise, learner, came):
    """All the entries are right but the first. What is done to it that is not done to the others?"""
    return _one_entry_wrong(exercise, came, 0, filled=True)


def only_the_last_entry_right(exercise, learner, came):
    """The last entry is right, or the last row, and none before it. Does a line that belongs into the loop stand below
    it, so that it is reached once, at the end?"""
    return _one_entry_right(exercise, came, -1)


def only_the_first_entry_right(exercise, learner, came):
    """The first entry is right, or the first row, and none after it. Does something end the loop too early, or does a
    line that belongs into every round stand above it, as one that sets a sum to zero?"""
    return _one_entry_right(exercise, came, 0)


def neighbours_interfere(exercise, learner, came):
    """Your answer for one example changes when another example changes. Each has its own answer, whatever the others
    are. Is there a sum, a mean or a maximum over the whole array, or is something sorted?"""
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


def carried_from_row_to_row(exercise, learner, came):
    """Your answer depends on the order in which the examples stand, and it should not. Is something carried over from
    one round of the loop to the next, as a sum that is not set back to zero, or a value that is changed too early? Or
    does an index pick the wrong example, as `y[j]` or `X[j]` in the loop over the features?"""
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


# Right, where something is simple: that says where to look


def right_where_the_label_is_one(exercise, learner, came):
    """Where the label is 1 your answers are right, and where it is {} they are not. Which part of your formula speaks
    for that label?"""
    return _right_for_the_label(exercise, learner, came, 1.0)


def right_where_the_label_is_not_one(exercise, learner, came):
    """Where the label is {} your answers are right, and where it is 1 they are not. Which part of your formula speaks
    for the label 1?"""
    return _right_for_the_label(exercise, learner, came, 0.0)


def right_without_a_penalty(exercise, learner, came):
    """Without a penalty, where `l2` is 0, your answer is right. So the part that comes from the data is right, and what
    you make of `l2` and the weights is not. The penalty is λ/2 times the sum of the squared weights."""
    return _right_when(exercise, learner, came, l2=lambda l2: 0.0)


def started_elsewhere(exercise, learner, came):
    """Asked for no step at all, your function does not return zeros. Do the weights begin elsewhere, drawn at random or
    typed in? They begin at zero. Or does something come on top at the end?"""
    if "n_iterations" not in exercise.arguments:
        return False
    place = exercise.arguments.index("n_iterations")
    starts = [learner.ask(_replaced(args, place, 0)) for args in exercise.cases[:2]]
    if any(o.parts is None or len(o.parts) != len(exercise.returns) for o in starts):
        return False
    pairs = [
        pair
        for o, right in zip(starts, exercise.expected, strict=False)
        for pair in zip(o.parts, right.parts, strict=True)
    ]
    like_weights = all(part.shape == right.shape and np.isfinite(part).all() for part, right in pairs)
    return like_weights and all(any(part.any() for part in o.parts) for o in starts)


def right_for_the_first_step(exercise, learner, came):
    """Your first step is right, and those after it are not. Does each step begin where the one before has ended? Is the
    slope taken anew there, and the learning rate the same?"""
    return _right_when(exercise, learner, came, n_iterations=lambda T: 1)


def right_for_a_rate_of_one(exercise, learner, came):
    """With a learning rate of 1 your answer is right, and with others it is not. Where does it come in? It multiplies
    the slope, and nothing else."""
    return _right_when(exercise, learner, came, learning_rate=lambda rate: 1.0)


def right_for_one_example(exercise, learner, came):
    """For a single example your answer is right, and for several it is not. So look at how the examples come together:
    what is added up, what is divided, and by which number?"""
    if exercise.each or not exercise.rows or "predicted" in exercise.arguments:
        return False
    first, second = (dict.fromkeys(exercise.rows, lambda rows, k=k: rows[k : k + 1]) for k in (0, 1))
    return _right_when(exercise, learner, came, **first) and _right_when(exercise, learner, came, **second)


def right_for_one_feature(exercise, learner, came):
    """With a single feature your answer is right, and with several it is not. So look at how the features come
    together: is there a loop over them, and is anything in it that belongs before or behind?"""
    if not {"X", "w"} <= set(exercise.arguments) or exercise.columns:
        return False
    return _right_when(exercise, learner, came, X=lambda X: X[:, :1], w=lambda w: w[:1])


def right_without_a_bias(exercise, learner, came):
    """With a bias of 0 your answer is right, and with others it is not. Where does b come in? It is added to the score
    of each example, once."""
    return _right_when(exercise, learner, came, b=lambda b: 0.0)


def right_where_the_score_is_positive(exercise, learner, came):
    """Where the score is positive your answers are right, and where it is negative they are not. What becomes of the
    sign of z on its way?"""
    return _right_where(exercise, came, "z", lambda z: z > 0, lambda z: z < 0)


def right_where_the_score_is_negative(exercise, learner, came):
    """Where the score is negative your answers are right, and where it is positive they are not. What becomes of the
    sign of z on its way?"""
    return _right_where(exercise, came, "z", lambda z: z < 0, lambda z: z > 0)


def right_close_to_zero(exercise, learner, came):
    """Close to 0 your answers are right, and where the score is {} or more, on either side, they are not. Is something
    cut off there, or does it overflow?"""
    if "z" not in exercise.each or exercise.whole or wrong_parts(exercise, came) != [0]:
        return ""
    sizes = [np.abs(args[exercise.arguments.index("z")]) for args in exercise.cases[: len(came)]]
    if [outcome.parts[0].shape for outcome in came] != [size.shape for size in sizes]:
        return ""
    right = [close(o.parts[0], e.parts[0], ROUGH) for o, e in zip(came, exercise.expected, strict=False)]
    right, sizes = np.concatenate(right), np.concatenate(sizes)
    order = right[np.argsort(sizes)]
    known = int(order.sum())
    return f"{np.sort(sizes)[known]:.3g}" if 3 < known < len(order) - 3 and order[:known].all() else ""


def right_for_a_threshold_of_one_half(exercise, learner, came):
    """With a threshold of one half your answer is right, and with others it is not. Where does `threshold` come in?"""
    return _right_when(exercise, learner, came, threshold=lambda threshold: 0.5, whole=True)


def right_for_equal_costs(exercise, learner, came):
    """Where both kinds of mistakes cost the same your answer is right, and elsewhere it is not. Which cost belongs to
    which mistake? A false positive is a true 0 that was predicted to be 1."""
    return _right_when(exercise, learner, came, cost_false_positive=lambda c: 3.0, cost_false_negative=lambda c: 3.0)


def right_on_the_diagonal(exercise, learner, came):
    """The diagonal of your table is right, and the rest of it is not. Each entry belongs to a pair: the row says the
    one, the column the other."""
    return _right_at(exercise, came, lambda table: np.eye(len(table), dtype=bool))


def right_but_for_the_bias(exercise, learner, came):
    """The part of your table that belongs to the weights is right. The last row and the last column, which belong to
    the bias, are not: X with a column of ones on its right brings them with it."""
    return _right_at(exercise, came, lambda table: np.pad(np.ones(np.subtract(table.shape, 1), bool), ((0, 1), (0, 1))))


def sum_of_your_answers_for_each(exercise, learner, came):
    """Two things, and the first is certain: your answer for several examples is the sum of your answers for each of
    them alone, and a mean is asked for. Then ask for a single example, and compare by hand."""
    if exercise.each or exercise.whole or not exercise.rows or not adds_up(exercise, None, came, np.mean):
        return False
    return adds_up(exercise, learner, came, np.sum)


PROBES = [f for name, f in list(globals().items()) if getattr(f, "__module__", "") == __name__ and name[0] != "_"]


def _wrong_part(exercise, came, *ndims):
    """The one part that is wrong, of each answer, and where its entries are right; [] where it has another form."""
    wrong = wrong_parts(exercise, came)
    if len(wrong) != 1 or exercise.whole:
        return []
    pairs = [(o.parts[wrong[0]], e.parts[wrong[0]]) for o, e in zip(came, exercise.expected, strict=False)]
    if any(a.shape != b.shape or a.ndim not in ndims or len(a) < 2 for a, b in pairs):
        return []
    return [(a, close(a, b, ROUGH)) for a, b in pairs]


def _one_entry_wrong(exercise, came, place, filled):
    """Whether the entry at that place of a flat answer is wrong, and that one alone; as a 0 throughout, or
    otherwise."""
    found = _wrong_part(exercise, came, 1)
    if not found or any(right[place] or not np.delete(right, place).all() for _, right in found):
        return False
    return any(a[place] != 0 for a, _ in found) == filled


def _one_entry_right(exercise, came, place):
    """Whether the entry, or the row of a table, at that place is right, and that one alone."""
    found = _wrong_part(exercise, came, 1, 2)
    alone = all(right[place].all() and not np.delete(right, place, axis=0).any() for _, right in found)
    return alone and any(len(a) > 2 for a, _ in found)


def _right_when(exercise, learner, came, whole=False, **changes):
    """Whether the learner's answers are right on all the cases once some arguments are changed, and wrong before."""
    if not set(changes) <= set(exercise.arguments) or (exercise.whole and not whole):
        return False
    wrong, tried = wrong_parts(exercise, came), set()
    for args, before, expected in zip(exercise.cases, came, exercise.expected, strict=False):
        named = dict(zip(exercise.arguments, args, strict=True))
        new = tuple(changes[name](value) if name in changes else value for name, value in named.items())
        right = exercise.run(exercise.answer, new)
        if right.parts is None:
            continue
        ours = learner.ask(new)
        if not agree(ours, right, ROUGH):
            return False
        if not agree(before, expected, ROUGH):
            tried.add(tuple(np.round(right.parts[j], 9).tobytes() for j in wrong))
    return len(tried) > 1  # answers that are right, and not always the same


def _right_where(exercise, came, name, these, those):
    """Whether all the entries are right for one kind of an argument, and all wrong for the other."""
    if name not in exercise.each or exercise.whole or wrong_parts(exercise, came) != [0]:
        return False
    values = [args[exercise.arguments.index(name)] for args in exercise.cases[: len(came)]]
    if [outcome.parts[0].shape for outcome in came] != [v.shape for v in values]:
        return False
    right = [close(o.parts[0], e.parts[0], ROUGH) for o, e in zip(came, exercise.expected, strict=False)]
    right, values = np.concatenate(right), np.concatenate(values)
    return bool(these(values).sum() > 2 and right[these(values)].all() and not right[those(values)].any())


def _right_for_the_label(exercise, learner, came, label):
    """The other label, where all the answers for this one are right and all those for the other are wrong."""
    name = next((n for n in ("y", "t") if n in exercise.arguments and n in (*exercise.rows, *exercise.each)), "")
    other = {"y": "0", "t": "-1"}.get(name)
    one = (lambda v: v == 1) if label else (lambda v: v != 1)
    if name in exercise.each:
        return other if _right_where(exercise, came, name, one, lambda v: ~one(v)) else ""
    if name != "y":
        return ""
    return other if _right_when(exercise, learner, came, y=lambda y: np.full_like(y, label)) else ""


def _right_at(exercise, came, places):
    """Whether the entries at these places of a square table are right, in all the answers, and all the others wrong."""
    found = [] if exercise.pair else _wrong_part(exercise, came, 2)
    if not found or any(a.shape[0] != a.shape[1] for a, _ in found):
        return False
    return all(right[places(a)].all() and not right[~places(a)].all() for a, right in found)


def adds_up(exercise, learner, came, how):
    """Whether the answers for all the examples are made in this way of those for each; the right ones, if not asked."""
    for args, ours, theirs in list(zip(exercise.cases, came, exercise.expected, strict=False))[:3]:
        if exercise.examples(args) < 2:
            return False
        named, alone = list(zip(exercise.arguments, args, strict=True)), []
        for k in range(exercise.examples(args)):
            one = tuple(arg[k : k + 1] if name in exercise.rows else arg for name, arg in named)
            alone.append((learner.ask(one) if learner else exercise.run(exercise.answer, one)).parts)
        together = ours.parts if learner else theirs.parts
        if None in alone or any(not np.isfinite(part).all() for part in together):
            return False
        for j, part in enumerate(together):
            rows = [one[j] for one in alone if len(one) > j]
            if len(rows) < len(alone) or len({row.shape for row in rows}) > 1 or rows[0].shape != part.shape:
                return False
            if not part.size or not np.allclose(how(rows, axis=0), part, rtol=1e-9, atol=1e-12):
                return False
    return True


def _varied(value, name, k=0):
    """Another value of the argument of that name, far from the one that is given; another one for each k."""
    if name == "rows":
        return (value + 1) % 4
    if name == "t":
        return np.ones_like(value) if k % 2 else -value
    if callable(value):
        return lambda x: value(x) + x * x
    if name in ("y", "Y", "predicted"):  # so that all the pairs of a label and a prediction come up
        return 1 - value if k < 2 else np.full_like(value, (k // 2) % 2 if name == "predicted" else k % 2)
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
    """Whether the learner's answers to changed inputs are the old ones, where the right answers are not.

    Only those parts of the answers are looked at that are wrong.
    """
    wrong, tried = wrong_parts(exercise, came), 0
    few = exercise.whole or "predicted" in exercise.arguments  # counts may stay by chance: ask more often
    some = slice(None, None, 1 + len(came) // 30) if few else slice(-3, None)
    for old, before in list(zip(exercise.cases, came, strict=False))[some]:
        for k in range(6 if few else 2):
            new = change(old, k)
            right_now = new and exercise.run(exercise.answer, new)
            if not new:
                return False
            right = exercise.run(exercise.answer, old)
            if right_now.parts is None or agree(right, right_now, relative=True, places=wrong):
                continue  # here it makes no difference to the right answer either
            now = learner.ask(new)
            finite = now.parts is not None and all(part.size and np.isfinite(part).all() for part in now.parts)
            if not finite or not agree(now, before, relative=True, places=wrong):
                return False
            tried += 1
    return tried > (5 if few else 2)


def wrong_parts(exercise, came):
    """Which parts of the answers are wrong somewhere, by their places; all of them where their form is."""
    pairs = [(o.parts, e.parts) for o, e in zip(came, exercise.expected, strict=False)]
    places = range(len(exercise.returns))
    if any(a is None or [p.shape for p in a] != [p.shape for p in b] for a, b in pairs):
        return list(places)
    return [j for j in places if not all(close(a[j], b[j], ROUGH).all() for a, b in pairs)]

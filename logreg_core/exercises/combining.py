"""Two slips at once: a mistake in each part of the answer, a known one that is multiplied, or one on other inputs."""

import math
import re
import warnings
from dataclasses import replace
from functools import cache
from operator import itemgetter

import numpy as np

from logreg_core.exercises import anywhere, reckoning
from logreg_core.exercises.anywhere import FACTORS, possible
from logreg_core.exercises.exercise import in_a_row, sentence, shapes
from logreg_core.exercises.running import EXACT, agree, close, far_apart
from logreg_core.exercises.wording import shown

SEVERAL = "Your numbers fit more than one slip, so look for each of these in turn:"


def same_whatever_comes_in(exercise):
    """Your answer is {} whatever comes in. Is an array made and never filled, a variable never changed, everything
    multiplied by 0 or cut to a whole number, or a value typed in where the name of an argument belongs?"""


ANY_MEAN = "divided|feature|sum|mean|averag|one_less|penalty(?!_forgotten|_missing)|decay(?!_forgotten)"
SAME_KIND = {  # of mistakes whose names hold this it is not known which part of them the factor undoes
    "opposite_sign": "sign|flip|swap|minus|uphill|growth|negative|opposite|turned",
    "doubled": "half|halv|twice|double|two",
    "halved": "half|halv|twice|double|two",
    "times_the_examples": "divided|sum|mean|averag|one_less|penalty(?!_forgotten|_missing)|decay(?!_forgotten)",
    "divided_by_the_examples": "divided|sum|mean|averag|one_less|penalty(?!_forgotten|_missing)|decay(?!_forgotten)",
    "once_for_each_feature": "divided|feature",
    "features_for_examples": "divided|feature|sum|mean|averag|penalty(?!_forgotten|_missing)|decay(?!_forgotten)",
    "hundredfold": "per_cent",
    "base_2_for_e": "base|log",
    "base_10_for_e": "base|log",
}


EVERY_PAIR = "column_meets_flat", "labels_in_a_column", "weights_in_a_column", "labels_turned"
OF_EVERY_PAIR = {  # what a factor of m, or of m², means where m² numbers have been added up, one for each pair
    "times_the_examples": "",
    "multiplied_by_the_examples": "times_the_examples",
}


def two_at_once(exercise, came):
    """The hints for answers that fit one mistake in each part, or a known one that is multiplied as well."""
    if any(a.parts is None or a.kind or len(a.parts) != len(exercise.returns) for a in came):
        return None
    right = [_part(exercise, exercise.expected[: len(came)], j) for j in range(len(exercise.returns))]
    ours = [_part(exercise, came, j) for j in range(len(exercise.returns))]
    wrong = [j for j in range(len(ours)) if not _fits(ours[j], right[j])]
    found = [_explained(exercise, came, j, ours, right, wrong) for j in wrong]
    for hint, name in found[0]:
        if all((hint, name) in others for others in found[1:]) and len(wrong) == len(ours):
            return hint, name
    if len(ours) == 1 or not all(found):
        return None
    said = [f"Your `{exercise.returns[j]}` is right." for j in range(len(ours)) if j not in wrong]
    said += [f"In `{exercise.returns[j]}`: {some[0][0]}" for j, some in zip(wrong, found, strict=True)]
    told = "\n".join(said)
    return (said[-1].split(": ", 1)[1] if told.count("is right") > 1 else told), found[0][0][1]


def _part(exercise, outcomes, j):
    """That part of all the outcomes, less the place where a step begins, and its shapes; None where there is none."""
    if any(o.parts is None or len(o.parts) != len(exercise.returns) for o in outcomes):
        return None
    pairs = [(o.parts[j], start) for o, start in zip(outcomes, exercise.starts(j), strict=False)]
    parts = [part - start if part.shape == np.shape(start) or not np.ndim(start) else part for part, start in pairs]
    return np.concatenate([p.ravel() for p in parts]), [p.shape for p in parts]


@cache
def _part_of(exercise, mistake, j, count):
    """That part of what a mistake makes of the first inputs, as many as `count`."""
    return _part(exercise, [exercise.made(mistake, place) for place in range(count)], j)


def _fits(ours, theirs):
    if ours is None or theirs is None or ours[1] != theirs[1] or far_apart(ours[0], theirs[0], EXACT):
        return False
    return bool(close(ours[0], theirs[0], EXACT).all())


def _explained(exercise, came, j, ours, right, wrong):
    """Hints and names for what one part of the answers may be, the simplest first."""
    numbers, shapes = ours[j]
    if not len(numbers) or not np.isfinite(numbers).all():
        return []
    as_returned = np.concatenate([outcome.parts[j].ravel() for outcome in came])
    if np.ptp(as_returned) == 0:
        return [(sentence(same_whatever_comes_in).format(shown(as_returned[0])), same_whatever_comes_in.__name__)]
    if len(np.unique(numbers)) < 3:
        return []
    names, factors = _factors(exercise, [outcome.parts[j].size for outcome in came])

    def multiples(made):
        if made is None or made[1] != shapes:
            return []
        large = np.argmax(np.abs(numbers))
        with np.errstate(all="ignore"):
            if np.abs(factors[:, large] * made[0][large] / numbers[large] - 1).min(initial=1) > 1e-6:
                return []  # as nearly always, and quickly seen
        return [names[k] for k in np.flatnonzero(close(numbers, factors * made[0], EXACT).all(axis=1))]

    multiplied = [(sentence(getattr(anywhere, name)), name) for name in multiples(right[j])]
    alone, along, twice = [], [], []
    for mistake in _worth_a_look(exercise, j, came[0].parts, factors):
        made = _part_of(exercise, mistake, j, len(came))
        if _fits(ours[j], made):
            rest = [i for i in range(len(ours)) if i != j]
            others = all(_fits(_part_of(exercise, mistake, i, len(came)), right[i]) for i in rest)
            (alone if others else along).append((mistake.hint, mistake.name))
        elif " is right." not in mistake.hint and "_example_for_all" not in mistake.name:
            fit = [name for name in multiples(made) if not re.search(SAME_KIND.get(name, ANY_MEAN), mistake.name)]
            if mistake.name in EVERY_PAIR:
                fit = [OF_EVERY_PAIR.get(name, name) for name in fit]
            more = [f"\nAnd one more thing: {sentence(getattr(anywhere, name))}" if name else "" for name in fit]
            twice += [(_alone(mistake.hint) + hint, mistake.name) for hint in more]
    if len(wrong) == 1:  # a mistake in this part alone fits best
        return alone + multiplied + along + twice
    return multiplied + along + twice


def _worth_a_look(exercise, j, parts, factors):
    """The mistakes of which this part of the answer to the smallest input can be, multiplied or not."""
    part, start, found = parts[j], exercise.starts(j)[0], set()
    start = np.ravel(start) if part.shape == np.shape(start) or not np.ndim(start) else 0.0
    factors = np.vstack([np.ones(part.size), factors[:, : part.size]])
    for form, (whose, table) in exercise.firsts.tables.items():
        if form and len(form) == len(parts) and form[j] == part.shape:
            before = sum(map(math.prod, form[:j]))
            made = table[:, before : before + part.size] - start
            near = close(part.ravel() - start, factors[:, None] * made, EXACT).all(axis=2).any(axis=0)
            found |= {mistake for mistake, is_near in zip(whose, near, strict=True) if is_near}
    known = [m for m in (*exercise.mistakes.values(), *exercise.given_alone) if m in found]
    of_both = "swapped_returns|_taken_for_"  # what is exchanged is exchanged in both parts
    return [m for m in known if m.name not in FACTORS and not re.search(of_both, m.name)]


def _factors(exercise, sizes):
    """Names of the factors that can be here, and each as one number for every number in the answers of these sizes."""
    counts = np.array([exercise.counts(args) for args in exercise.inputs[: len(sizes)]], dtype=float)
    m, n = np.repeat(counts, sizes, axis=0).T
    names = possible(counts)
    return names, np.array([np.broadcast_to(FACTORS[name](m, n), m.shape) for name in names])


def on_other_inputs(exercise, came):
    """The hints for answers that are those of a known mistake for other inputs; None where there are none."""
    examples = {"y", "Y", "X", "x", "z"} & set(exercise.arguments)
    if not examples or any(outcome.parts is None or outcome.kind for outcome in came):
        return None
    if shapes(came[0]) not in _pairs(exercise):
        return None
    table, pairs = _pairs(exercise)[shapes(came[0])]
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        near = [pairs[k] for k in np.flatnonzero(close(table, in_a_row(came[0].parts), EXACT).all(axis=1))]
        found = [(one, other) for one, other in near if _answers(exercise, other.of(one.function), came)]
    found = [pair for pair in found if pair[0] in exercise.own_mistakes] or found
    said = [f"{_alone(one.hint)}\nAnd one more thing: {other.hint}" for one, other in found]
    return ("\nOr: ".join(said[:2]), found[0][0].name) if found else None


def _alone(hint):
    """A hint without the words that the numbers, or the other part of the answer, are right, where they are not."""
    hint = re.sub(r"^((Your )?`\w+` (is|are) right[.;]|Your numbers? (is|are) right, (but|and)) ", "", hint)
    return hint[0].upper() + hint[1:]


SUBJECT = {  # of what a mistake speaks, by its name: none comes on top of another of the same subject
    "b": "bias_(after|forgotten|missing|sign|multiplied|added|once)",
    "y": "label",
    "sigmoid": "sigmoid|exponent|tanh|label_for",
    "residual": "residual|squared_error|absolute|square|chain",
}


@cache
def _pairs(exercise):
    """All that can come together on the smallest input: the numbers in a row each, and whose they are, by shapes."""
    others, alone = exercise.given, exercise.given_alone
    if exercise.each:  # of one score and one label, too many formulas are the same
        others = [other for other in others if other.about == "z"]
    own = [mistake for mistake in exercise.own_mistakes if not mistake.family and _is_new(exercise, mistake)]
    pairs = [(m, other) for m in own for other in others if not re.search(SUBJECT.get(other.about, "$^"), m.name)]
    for j, other in enumerate(others if not exercise.each else ()):
        before = [i for i in range(j) if others[i].about != other.about and (other.common or others[i].common)]
        pairs += [(alone[i], other) for i in before]
    given_of = dict(zip(alone, exercise.given, strict=True))
    by_other, made, seen = {other: [] for other in others}, {}, {}
    for place, (one, other) in enumerate(pairs):
        if "_example_for_all" not in one.name + other.name:  # whether one example alone counts is tried out later
            by_other[other].append((place, one, given_of.get(one)))
    quick = reckoning.instead("sigmoid", reckoning.quick_sigmoid)  # what fits is looked at once more
    with warnings.catch_warnings(), np.errstate(all="ignore"), quick:
        warnings.simplefilter("ignore")
        for other, ones in by_other.items():
            for place, form, parts in _on_top(exercise, other, ones, seen):
                made.setdefault(form, []).append((place, parts))
    found = {}
    for form, rows in made.items():
        rows.sort(key=itemgetter(0))
        columns = zip(*(parts for _, parts in rows), strict=True)
        table = np.hstack([np.array(column, dtype=float).reshape(len(rows), -1) for column in columns])
        found[form] = table, [pairs[place] for place, _ in rows]
    return found


def _on_top(exercise, other, ones, seen):
    """Shapes and parts that each of these mistakes makes of the smallest input, on top of a mistake in what goes in."""
    args = exercise.inputs[0]
    try:
        changed = other.changed(args, seen)
    except Exception:  # a mistake on top of another may not even be possible
        return
    with other.in_use():
        for place, one, inner in ones:
            try:
                if inner and inner.wanted:
                    both = inner.changed(changed, seen)
                    answer = inner.step(exercise.answer(*both), changed, both)
                else:
                    answer = one.function(*changed)
                answer = other.step(answer, args, changed)
                parts = tuple(answer) if exercise.pair else (answer,)
                form = tuple(map(np.shape, parts))
            except Exception:
                continue
            yield place, form, parts


def _is_new(exercise, mistake):
    """Whether a mistake gives numbers of its own: neither those of other inputs nor the right ones multiplied."""
    made, right = exercise.made(mistake, 0).parts, exercise.expected[0].parts
    if shapes(exercise.made(mistake, 0)) != shapes(exercise.expected[0]):
        return made is not None and not exercise.pair
    starts = [exercise.starts(j)[0] for j in range(len(right))]
    a, b = (np.concatenate([np.ravel(p - s) for p, s in zip(parts, starts, strict=True)]) for parts in (made, right))
    multiplied = len(a) > 1 and np.isfinite(a).all() and close(a * b[0], b * a[0], EXACT).all()
    multiplied = multiplied and close(a[0], _factors(exercise, [1])[1][:, 0] * b[0], EXACT).any()
    place = len(exercise.cases) - 1
    like = set(exercise.firsts.like(exercise.made(mistake, 0))).intersection(exercise.given_alone)
    same = [other for other in like if agree(exercise.made(mistake, 0), exercise.made(other, 0))]
    return not multiplied and not any(agree(exercise.made(mistake, place), exercise.made(o, place)) for o in same)


def _answers(exercise, function, came):
    """Whether these are the answers of a function of ours, which may not be able to answer."""
    came = [replace(outcome, tol=EXACT) for outcome in came]
    same = all(agree(a, exercise.run(function, args), EXACT) for args, a in zip(exercise.inputs, came, strict=False))
    return same and all(np.isfinite(part).all() for outcome in came for part in outcome.parts)

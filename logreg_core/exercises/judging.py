"""From what a learner's function returned to one of: not yet, correct, correct but, mistake, wrong, error."""

import inspect
import math
import re
import sys
from dataclasses import replace
from functools import partial

import numpy as np

from logreg_core.exercises import anywhere
from logreg_core.exercises.anywhere import FACTORS
from logreg_core.exercises.exercise import sentence
from logreg_core.exercises.feedback import Feedback
from logreg_core.exercises.probing import PROBES, another_answer_each_time
from logreg_core.exercises.running import (
    EXACT,
    ROUGH,
    Learner,
    TooSlow,
    agree,
    ask_for_numbers,
    close,
    dice_kept,
    left_empty,
    raised_by_code,
)

NOT_YET = "There is still a `...` in your answer. Put your own line in its place, then run this cell again."
INTERRUPTED = (
    "You stopped the check while your function was running. If it contains a loop, ask what ends the loop, and "
    "whether the lines inside it ever bring that about."
)
RAISED = (
    "Your function stopped with `KeyboardInterrupt`, which it raises itself. A function is left with `return`; that "
    "exception is kept for a reader who stops a cell."
)
ROUNDED = (
    "Right to about five digits, and not to eight. Something on the way is rounded: a small number added (inside a "
    "logarithm, or below a line), a constant typed with few digits, a slope taken from a difference, or float32."
)
SLOW = (
    "Your function is slow: we stopped asking it after a few seconds, so that not every input has been tried. Does it "
    "wait for something (`time.sleep`, `input`), or run through a loop far more often than it needs to?"
)
SEVERAL = "Your numbers fit more than one slip, so look for each of these in turn:"


@dice_kept()
def judge(exercise, function):
    """Feedback for a learner's function. Only KeyboardInterrupt is raised."""
    if function is ...:
        return Feedback("not yet", NOT_YET, exercise.name)
    if not callable(function):
        kind = type(function).__name__
        return Feedback(
            "error",
            f"The second argument must be your function itself, as in `check({exercise.name!r}, {exercise.name})`, "
            f"without calling it. What came is of the type `{kind}`.",
            exercise.name,
        )
    learner, came = Learner(function, exercise.arguments, exercise.pair), []
    try:
        status, message, mistake = _verdict(exercise, learner, came)
    except TooSlow:
        status, message, mistake = _so_far(exercise, learner, came)
    if learner.printed and mistake != "print_for_return":
        message += "\nYour function also prints something; that is not shown while it is checked."
    return Feedback(status, message, exercise.name, mistake)


def interrupted(exercise):
    """Feedback where the learner has stopped the check, or their code has raised what stopping it raises."""
    error = sys.exception()
    message = RAISED if error is not None and raised_by_code(error) else INTERRUPTED
    return Feedback("error", message, exercise.name)


def _verdict(exercise, learner, came):
    """The status, the message, and the name of the mistake where there is one; what comes is put into `came`."""
    for args in exercise.cases:
        came.append(learner.ask(args))
    empty = all(outcome.parts is None for outcome in came) and left_empty(learner.function)
    if empty or any(outcome.unfinished for outcome in came):
        return "not yet", NOT_YET, ""
    if all(_near(exercise, came)):  # then the edges count too; a mistake that shows there alone is named only now
        for args in exercise.edges:
            came.append(learner.ask(args))
    if all(_near(exercise, came)):
        return _right(exercise, learner, came)
    hint, name = _known(exercise, came) or _found_out(exercise, learner, came) or ("", "")
    if name:
        return "mistake", hint, name
    return (*_unknown(exercise, learner.function, came), "")


def _near(exercise, came, tol=ROUGH):
    """For each outcome, whether it is right, to about five digits or to the tolerance given."""
    return [agree(a, b, tol) and a.kind != "dictionary" for a, b in zip(came, exercise.expected, strict=False)]


def _right(exercise, learner, came):
    """The status, the message and the mistake of an answer that is right on the cases and on the edges."""
    changed = [name for outcome in came for name in outcome.changed]
    if changed:
        mistake = exercise.mistakes["input_changed_in_place"]
        return "mistake", f"{mistake.hint} What was changed is `{changed[0]}`.", mistake.name
    exact = _near(exercise, came, EXACT)
    if not all(exact):
        at = exact.index(False)
        return "correct, but", f"{ROUNDED}\n{_difference(exercise, at, came[at])}", ""
    some = range(0, len(exercise.inputs), 1 + len(exercise.inputs) // 20)  # asked twice: about twenty are enough
    if not all(agree(learner.ask(exercise.inputs[place]), exercise.expected[place], EXACT) for place in some):
        return "mistake", sentence(another_answer_each_time), another_answer_each_time.__name__
    return (*_stability(exercise, learner), "")


def _so_far(exercise, learner, came):
    """What is known of a function that is too slow to be asked about everything."""
    near = _near(exercise, came)
    if not all(near):
        hint, name = _known(exercise, came) or ("", "")
        status, message = ("mistake", hint) if name else _unknown(exercise, learner.function, came)
        return status, f"{message}\n{SLOW}", name
    if len(came) < len(exercise.cases):
        return "error", f"{SLOW} What it has answered so far is right.", ""
    return "correct, but", f"{SLOW} Everything that it has answered is right.", ""


# A mistake that we know


def _known(exercise, came):
    """The hint and the name of the mistake that gives the same answers; None where none does.

    First the answers are taken as they are, then unwrapped from a wrong shape; a slip inside is told as well.
    """
    if not _form(exercise, came):  # a matrix where a table is asked for is as good as an array
        came = [replace(outcome, kind="") for outcome in came]
    if _constant(exercise, came):
        shown = _shown(came[0].parts[0].ravel()[0])
        hint = sentence(same_whatever_comes_in).format(shown)
        others = [exercise.mistakes[name].hint for name in _names(exercise, came)]
        return "\nOr: ".join([hint, *others]), same_whatever_comes_in.__name__
    one = _by_numbers(exercise, came, alone=True)
    if one:
        return one
    forms = list(_unwrapped(exercise, came))
    for name, unwrapped in forms:
        if all(_near(exercise, unwrapped)):
            return exercise.mistakes[name].hint if name in exercise.mistakes else sentence(globals()[name]), name
    two = _by_numbers(exercise, came)
    if two:
        return two
    for name, unwrapped in forms:
        inside = _by_numbers(exercise, unwrapped, alone=name in LESS)
        if inside:
            return f"{inside[0]}\nAnd the form is not the one asked for. {_form(exercise, came)}", inside[1]
    return None


def same_whatever_comes_in(exercise):
    """Your answer is {} whatever comes in. Is an array made and never filled, a variable never changed, everything
    multiplied by 0 or cut to a whole number, or a value typed in where the name of an argument belongs?"""


def _constant(exercise, came):
    """Whether the answer is one and the same number, in every entry, for all the inputs."""
    if len(came) < 2 or any(outcome.parts is None for outcome in came):
        return False
    sizes = {part.size for outcome in came for part in outcome.parts}
    numbers = np.concatenate([part.ravel() for outcome in came for part in outcome.parts])
    right = np.concatenate([part.ravel() for part in exercise.answers])
    fixed = sizes == {1} or not _form(exercise, came)  # where the size varies, something has come in
    return fixed and len(numbers) > 2 and bool((numbers == numbers[0]).all()) and np.ptp(right) > 0


def _by_numbers(exercise, came, alone=False):
    """The hint and the name for answers that are those of one mistake, of one in each part, or of two at once."""
    names = _names(exercise, came)
    if len(names) > 1:
        return "\n".join([SEVERAL, *(f"    {exercise.mistakes[name].hint}" for name in names)]), names[0]
    if names:
        return exercise.mistakes[names[0]].hint, names[0]
    return None if alone or exercise.whole else _two_at_once(exercise, came)


def _names(exercise, came):
    """Names of the mistakes whose answers to all the inputs are these; a family is looked at where no other fits."""
    for tol in EXACT, ROUGH:
        for family in False, True:
            kind = [mistake for mistake in exercise.mistakes.values() if mistake.family == family]
            found = [mistake.name for mistake in kind if _same(exercise, mistake, came, tol)]
            if found:
                return found
    return []


def _same(exercise, mistake, came, tol):
    """Whether the learner's outcomes are the mistake's: where it raises, theirs raise; where it answers, they agree."""
    evidence = False
    for place, ours in enumerate(came):
        theirs = exercise.made(mistake, place, ours)
        if theirs.parts is None:
            if ours.parts is not None or ours.raised != theirs.raised:
                return False
            if theirs.printed and (not ours.printed or ours.trouble != theirs.trouble):
                return False
            evidence = evidence or theirs.printed
        else:
            if not agree(ours, theirs, tol) or (theirs.changed and not ours.changed) or ours.kind != theirs.kind:
                return False
            evidence = evidence or not all(np.isnan(part).all() for part in theirs.parts)
    return evidence


SAME_KIND = {  # of mistakes whose names hold this it is not known which part of them the factor undoes
    "opposite_sign": "sign|flip|swap|minus|uphill|growth|negative|opposite|turned",
    "doubled": "half|halv|twice|double|two",
    "halved": "half|halv|twice|double|two",
    "times_the_examples": "divided|sum|mean|averag|one_less|penalty|decay",
    "divided_by_the_examples": "divided|sum|mean|averag|one_less|penalty|decay",
    "once_for_each_feature": "divided|feature",
    "features_for_examples": "divided|feature|sum|mean|averag|penalty|decay",
}


def _two_at_once(exercise, came):
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
    parts = [o.parts[j] - start for o, start in zip(outcomes, exercise.starts(j), strict=False)]
    return np.concatenate([p.ravel() for p in parts]), [p.shape for p in parts]


def _fits(ours, theirs, factor=1.0):
    if ours is None or theirs is None or ours[1] != theirs[1]:
        return False
    return bool(close(ours[0], factor * theirs[0], EXACT).all())


def _explained(exercise, came, j, ours, right, wrong):
    """Hints and names for what one part of the answers may be, the simplest first."""
    numbers = ours[j][0]
    if not len(numbers) or not np.isfinite(numbers).all():
        return []
    as_returned = np.concatenate([outcome.parts[j].ravel() for outcome in came])
    if np.ptp(as_returned) == 0:
        return [(sentence(same_whatever_comes_in).format(_shown(as_returned[0])), same_whatever_comes_in.__name__)]
    if len(np.unique(numbers)) < 3:
        return []
    counts = [exercise.counts(args) for args in exercise.inputs[: len(came)]]
    sizes = [outcome.parts[j].size for outcome in came]
    m, n = (np.repeat([float(count[i]) for count in counts], sizes) for i in (0, 1))
    named = {"example": m.all(), "feature": n.all()}
    possible = [name for name in FACTORS if all(there for word, there in named.items() if word in name)]
    factors = {name: np.broadcast_to(FACTORS[name](m, n), m.shape) for name in possible}
    multiplied = [(sentence(getattr(anywhere, n)), n) for n, f in factors.items() if _fits(ours[j], right[j], f)]
    alone, along, twice = [], [], []
    for name, mistake in exercise.mistakes.items():
        if mistake.family or name in FACTORS:
            continue
        outcomes = [exercise.made(mistake, place) for place in range(len(came))]
        made = _part(exercise, outcomes, j)
        others = all(_fits(_part(exercise, outcomes, i), right[i]) for i in range(len(ours)) if i != j)
        if _fits(ours[j], made):
            (alone if others else along).append((mistake.hint, name))
        elif made is not None:
            fit = [n for n, factor in factors.items() if _fits(ours[j], made, factor)]
            more = [sentence(getattr(anywhere, n)) for n in fit if not re.search(SAME_KIND[n], name)]
            twice += [(f"{mistake.hint}\nAnd one more thing: {hint}", name) for hint in more]
    if len(wrong) == 1:  # a mistake in this part alone fits best
        return alone + multiplied + along + twice
    return multiplied + along + twice


# Right numbers in a wrong form


def _unwrapped(exercise, came):
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
    if any(len(o.parts) != len(w) for o, w in zip(came, wanted, strict=True)) or not _form(exercise, plain):
        return
    if all(p.size == math.prod(s) for o, w in zip(came, wanted, strict=True) for p, s in zip(o.parts, w, strict=True)):
        squeezed = all(
            [n for n in p.shape if n > 1] == [n for n in s if n > 1]
            for o, w in zip(came, wanted, strict=True)
            for p, s in zip(o.parts, w, strict=True)
        )
        if squeezed:
            yield _wrapping(came, wanted, kinds), [_each(o, w, np.reshape) for o, w in zip(plain, wanted, strict=True)]
    for name, change in LESS.items():
        if name == "column_meets_flat" and name not in exercise.mistakes:
            continue
        try:
            yield name, [_each(o, w, partial(_less, change=change)) for o, w in zip(plain, wanted, strict=True)]
        except ValueError:  # another shape even so
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


def _wrapping(came, wanted, kinds):
    """Name of the form that the answers have in the place of the one that is wanted."""
    if kinds == {"matrix"}:
        return "matrix_for_array"
    forms = {
        (len(s), p.shape[0] == 1 or p.ndim, p.ndim)
        for o, w in zip(came, wanted, strict=True)
        for p, s in zip(o.parts, w, strict=True)
        if p.shape != s
    }
    ndim = {want for want, _, _ in forms}
    if ndim == {0}:
        return "array_for_number" if {n for _, _, n in forms} == {1} else "table_for_number"
    if ndim == {1} and {n for _, _, n in forms} == {2}:
        return "row_for_flat" if all(first is True for _, first, _ in forms) else "column_for_flat"
    return "other_form"


def _each(outcome, shapes, change):
    parts = [p if p.shape == s else change(p, s) for p, s in zip(outcome.parts, shapes, strict=True)]
    return replace(outcome, parts=tuple(parts))


def _less(part, shape, change):
    """The part with one axis less, where that gives it the shape; a ValueError elsewhere."""
    if part.ndim != len(shape) + 1 or not part.size:
        raise ValueError
    made = np.asarray(change(part))
    if made.shape != shape:
        raise ValueError
    return made


def something_returned_too(exercise):
    """What is asked for is right, and comes first; something else is returned along with it. Return the first alone, or
    the first two where two are asked for."""


LESS = {  # how an answer that has one axis too many becomes the right one
    "column_meets_flat": np.diagonal,
    "not_added_up": lambda part: np.sum(part, axis=0),
    "not_averaged": lambda part: np.mean(part, axis=0),
    "not_added_up_in_the_rows": lambda part: np.sum(part, axis=1),
    "not_averaged_in_the_rows": lambda part: np.mean(part, axis=1),
    "something_returned_too": lambda part: part[0],
}


# A mistake that is found out by asking again


def _found_out(exercise, learner, came):
    """The hint and the name of what the learner's function does with other inputs; None where nothing strikes."""
    if exercise.each and any(outcome.raised for outcome in came):
        numbers = [ask_for_numbers(learner, args, exercise.each) for args in exercise.inputs[: len(came)]]
        once = exercise.mistakes["one_number_only"]
        if all(_near(exercise, numbers)):
            return once.hint, once.name
        inside = _by_numbers(exercise, numbers)
        if inside:
            return f"{inside[0]} And it works for one number only: it stops when it is given an array.", inside[1]
    if any(outcome.parts is None or outcome.changed for outcome in came):
        return None
    if any(len(outcome.parts) != len(exercise.returns) for outcome in came):
        return None
    for probe in PROBES:
        found = probe(exercise, learner, came)
        if found:
            at = _near(exercise, came).index(False)
            form = _form(exercise, came)
            seen = f"{form}\n{_input(exercise, at)}" if form else _difference(exercise, at, came[at])
            return f"{sentence(probe).format(found)}\n{seen}", probe.__name__
    return None


# Right, but


LOST = (
    "Nothing overflows there, and yet digits are lost: a number is held back (`np.clip`), a small one added, or two "
    "nearly equal ones subtracted."
)


def _stability(exercise, learner):
    """The status and message of an answer that is right on every ordinary input."""
    for args in exercise.hard:
        ours, theirs = learner.ask(args), exercise.run(exercise.answer, args)
        # a warning alone is no fault (np.where computes both branches); one that cost the answer its digits is
        if agree(ours, theirs) and (not ours.warned or agree(ours, theirs, 1e-6, relative=True)):
            continue
        if ours.parts is None:
            what = f"On `{_shown_args(exercise, args)}` it breaks. {ours.trouble}"
        else:
            what = f"On this input it breaks:\n{_compared(exercise, args, ours, theirs)}"
            what += f"\nnumpy's warning: {ours.warned}." if ours.warned else ""
        finite = ours.parts is not None and all(np.isfinite(part).all() for part in ours.parts)
        advice = LOST if finite and not ours.warned else exercise.stable
        return "correct, but", f"Right on every ordinary input. {what}\n{advice}".rstrip()
    also = ", on the extreme ones too" if exercise.hard else ""
    return "correct", f"Your `{exercise.name}` gives the right answer on every input that we tried{also}."


# A mistake that we do not know


def _unknown(exercise, function, came):
    """The status and message for the smallest input on which the answer fails."""
    asked = f"\nAsked for: {exercise.task}."
    order = _other_order(exercise, function)
    near = _near(exercise, came)
    at = near.index(False)
    if any(outcome.raised for outcome in came):  # what an exception says is more telling than a wrong number
        at = next((i for i, outcome in enumerate(came) if outcome.raised), at)
    ours = came[at]
    trouble = ours.trouble if ours.parts is None else _form(exercise, came[at : at + 1], at)
    if trouble:
        return "error", f"{order}{trouble}\n{_input(exercise, at)}{asked}"
    difference = _difference(exercise, at, ours)
    if ours.changed:
        return "error", f"Your function has written into `{ours.changed[0]}`, which it was given.\n{difference}{asked}"
    pattern = _pattern(exercise, came)
    if any(np.isnan(part).any() for part in ours.parts):
        pattern = " `nan` means that a step has no value: 0/0, or the logarithm or root of a negative number."
    if at >= len(exercise.cases):
        return (
            "wrong",
            f"{order}Right on every ordinary input, and not on this special one.{pattern}\n{difference}{asked}",
        )
    some = " Some inputs come out right." if any(near) else ""
    return "wrong", f"{order}Not right, and no mistake that we know.{some}{pattern}\n{difference}{asked}"


def _other_order(exercise, function):
    """A sentence where the function takes the same arguments in another order."""
    try:
        names = tuple(inspect.signature(function).parameters)
    except (TypeError, ValueError):
        return ""
    if names == exercise.arguments or sorted(names) != sorted(exercise.arguments):
        return ""
    return f"Your function takes ({', '.join(names)}); the order asked for is ({', '.join(exercise.arguments)}). "


def _form(exercise, came, first=0):
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


def _input(exercise, at):
    """A line with an input, and one with its shapes where there is a table in it."""
    args = exercise.inputs[at]
    return f"    input: {_shown_args(exercise, args)}{_shapes(exercise, args)}"


def _shapes(exercise, args):
    """A line with the shapes of the arguments, where there is a table among them."""
    if not any(np.ndim(arg) == 2 for arg in args):
        return ""
    named = zip(exercise.arguments, args, strict=True)
    return "\n    shapes: " + ", ".join(f"{name} {arg.shape}" for name, arg in named if isinstance(arg, np.ndarray))


def _shape(a):
    return "one number" if a.ndim == 0 else f"an array of shape {a.shape}"


def _pattern(exercise, came):
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


# Inputs and numbers in words


def _difference(exercise, at, ours):
    return _compared(exercise, exercise.inputs[at], ours, exercise.expected[at])


def _compared(exercise, args, ours, theirs):
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
    digits = next((d for d in (4, 8, 12) if _shown(a, d) != _shown(b, d)), 17)
    a, b = (str(bool(v)) if theirs.truth and v in (0, 1) else _shown(v, digits) for v in (a, b))
    return f"    input: {_shown_args(exercise, args)}\n    your answer{part}: {a}\n    expected{part}: {b}"


def _shown_args(exercise, args):
    return ", ".join(f"{name} = {_shown(arg)}" for name, arg in zip(exercise.arguments, args, strict=True))


def _shown(value, digits=4):
    """A number, array or function in a few words."""
    if callable(value):
        return value.__name__
    value = np.asarray(value)
    if value.ndim == 0:
        return _number(value, digits)
    if value.size > 40:
        return f"(an array of shape {value.shape})"
    return f"[{', '.join(_shown(entry, digits) for entry in value)}]"


def _number(value, digits=4):
    text = f"{float(value):.{digits}g}"
    return "0" if text == "-0" else text

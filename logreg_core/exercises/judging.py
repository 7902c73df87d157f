"""From what a learner's function returned to one of: not yet, correct, correct but, mistake, wrong, error."""

import inspect
import sys

import numpy as np

from logreg_core.exercises.feedback import Feedback
from logreg_core.exercises.running import EXACT, ROUGH, agree, close, dice_kept, raised_by_code, run_on_numbers

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
    "Right to about five digits, and not to eight. Something on the way is rounded: a small number added inside a "
    "logarithm, a constant typed with few digits, or float32."
)


@dice_kept()
def judge(exercise, function):
    """Feedback for a learner's function. Only KeyboardInterrupt is raised."""

    def say(status, message, mistake=""):
        return Feedback(status, message, exercise.name, mistake)

    if function is ...:
        return say("not yet", NOT_YET)
    if not callable(function):
        kind = type(function).__name__
        return say(
            "error",
            f"The second argument must be your function itself, as in `check({exercise.name!r}, {exercise.name})`, "
            f"without calling it. What came is of the type `{kind}`.",
        )
    inputs = exercise.cases
    came, right = _try(exercise, function, inputs)
    if all(right) and exercise.edges:
        inputs = inputs + exercise.edges
        more = _try(exercise, function, exercise.edges)
        came, right = came + more[0], right + more[1]
    status, message, mistake = _verdict(exercise, function, inputs, came, right)
    if any(outcome.printed for outcome in came) and mistake != "print_for_return":
        message += "\nYour function also prints something; that is not shown while it is checked."
    return say(status, message, mistake)


def interrupted(exercise):
    """Feedback where the learner has stopped the check, or their code has raised what stopping it raises."""
    error = sys.exception()
    message = RAISED if error is not None and raised_by_code(error) else INTERRUPTED
    return Feedback("error", message, exercise.name)


def _try(exercise, function, inputs):
    """The outcomes of the function on the inputs, and for each whether it is right."""
    came = [exercise.run(function, args) for args in inputs]
    return came, [agree(a, exercise.run(exercise.answer, args)) for a, args in zip(came, inputs, strict=True)]


def _verdict(exercise, function, inputs, came, right):
    """The status, the message, and the name of the mistake where there is one."""
    if any(outcome.unfinished for outcome in came):
        return "not yet", NOT_YET, ""
    changed = [name for outcome in came for name in outcome.changed]
    if all(right) and changed:
        mistake = exercise.mistakes["input_changed_in_place"]
        return "mistake", f"{mistake.hint} What was changed is `{changed[0]}`.", mistake.name
    if all(right):
        return (*_stability(exercise, function), "")
    hint, name = _known(exercise, function, inputs, came)
    if name:
        return "mistake", hint, name
    expected = [exercise.run(exercise.answer, args) for args in inputs]
    if all(agree(a, b, ROUGH) for a, b in zip(came, expected, strict=True)):
        at = right.index(False)
        return "correct, but", f"{ROUNDED}\n{_difference(exercise, inputs[at], came[at], expected[at])}", ""
    return (*_unknown(exercise, function, inputs, came, expected, right), "")


# A mistake that we know


def _known(exercise, function, inputs, came):
    """The hint and the name of the mistake that gives the same answers, or two empty strings."""
    for tol in EXACT, ROUGH:
        name = _named(exercise, inputs, came, tol)
        if name:
            return exercise.mistakes[name].hint, name
    if not exercise.each or not any(outcome.raised for outcome in came):
        return "", ""
    came = [run_on_numbers(function, args, exercise.arguments, exercise.each) for args in inputs]
    once = exercise.mistakes["one_number_only"]
    if all(agree(a, exercise.run(exercise.answer, args)) for a, args in zip(came, inputs, strict=True)):
        return once.hint, once.name
    name = _named(exercise, inputs, came, EXACT)
    if not name:
        return "", ""
    return f"{exercise.mistakes[name].hint} And it works for one number only: it stops when it is given an array.", name


def _named(exercise, inputs, came, tol):
    """Name of the mistake whose answers to all the inputs are these."""
    for mistake in exercise.mistakes.values():
        made = (exercise.run(mistake.function, args) for args in inputs)  # lazily: most differ in the first
        if _same(came, made, tol):
            return mistake.name
    return ""


def _same(came, made, tol):
    """Whether the learner's outcomes are the mistake's: where it raises, theirs raise; where it answers, they agree."""
    evidence = False
    for ours, theirs in zip(came, made, strict=True):
        if theirs.parts is None:
            if ours.parts is not None or ours.raised != theirs.raised:
                return False
            if theirs.printed and (not ours.printed or ours.trouble != theirs.trouble):
                return False
            evidence = evidence or theirs.printed
        else:
            if not agree(ours, theirs, tol) or (theirs.changed and not ours.changed):
                return False
            evidence = evidence or not all(np.isnan(part).all() for part in theirs.parts)
    return evidence


# Right, but


def _stability(exercise, function):
    """The status and message of an answer that is right on every ordinary input."""
    for args in exercise.hard:
        ours, theirs = exercise.run(function, args), exercise.run(exercise.answer, args)
        # a warning alone is no fault (np.where computes both branches); one that cost the answer its digits is
        if agree(ours, theirs) and (not ours.warned or agree(ours, theirs, 1e-6, relative=True)):
            continue
        if ours.parts is None:
            what = f"On `{_shown_args(exercise, args)}` it breaks. {ours.trouble}"
        else:
            what = f"On this input it breaks:\n{_difference(exercise, args, ours, theirs)}"
            what += f"\nnumpy's warning: {ours.warned}." if ours.warned else ""
        return "correct, but", f"Right on every ordinary input. {what}\n{exercise.stable}".rstrip()
    also = ", on the extreme ones too" if exercise.hard else ""
    return "correct", f"Your `{exercise.name}` gives the right answer on every input that we tried{also}."


# A mistake that we do not know


def _unknown(exercise, function, inputs, came, expected, right):
    """The status and message for the smallest input on which the answer fails."""
    asked = f"\nAsked for: {exercise.task}."
    order = _other_order(exercise, function)
    at = right.index(False)
    args, ours, theirs = inputs[at], came[at], expected[at]
    trouble = ours.trouble if ours.parts is None else _shape_trouble(exercise, ours, theirs)
    if trouble:
        return "error", f"{order}{trouble}\n    input: {_shown_args(exercise, args)}{_shapes(exercise, args)}{asked}"
    difference = _difference(exercise, args, ours, theirs)
    if ours.changed:
        return "error", f"Your function has written into `{ours.changed[0]}`, which it was given.\n{difference}{asked}"
    pattern = _pattern(exercise, came, expected)
    if any(np.isnan(part).any() for part in ours.parts):
        pattern = " `nan` means that a step has no value: 0/0, or the logarithm or root of a negative number."
    some = " Some inputs come out right." if any(right) else ""
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


def _shape_trouble(exercise, ours, theirs):
    """A sentence where the answer has another number of parts or another shape than expected."""
    if len(ours.parts) != len(theirs.parts):
        names, got = ", ".join(exercise.returns), len(ours.parts)
        return f"{len(theirs.parts)} values were expected, {names}; your function returned {got}."
    for name, a, b in zip(exercise.returns, ours.parts, theirs.parts, strict=True):
        if a.shape != b.shape:
            whose = f"Your `{name}`" if exercise.pair else "Your answer"
            return f"{whose} is {_shape(a)}; {_shape(b)} was expected."
    return ""


def _shapes(exercise, args):
    """A line with the shapes of the arguments, where there is a table among them."""
    if not any(np.ndim(arg) == 2 for arg in args):
        return ""
    named = zip(exercise.arguments, args, strict=True)
    return "\n    shapes: " + ", ".join(f"{name} {arg.shape}" for name, arg in named if isinstance(arg, np.ndarray))


def _shape(a):
    return "one number" if a.ndim == 0 else f"an array of shape {a.shape}"


def _pattern(exercise, came, expected):
    """What the differences have in common, in a sentence; nothing where they have nothing."""
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


def _difference(exercise, args, ours, theirs):
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

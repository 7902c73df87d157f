"""From what a learner's function returned to one of: not yet, correct, correct but, mistake, wrong, error."""

import inspect
import sys
from dataclasses import replace

import numpy as np

from logreg_core.exercises import forms
from logreg_core.exercises.combining import SEVERAL, on_other_inputs, same_whatever_comes_in, two_at_once
from logreg_core.exercises.exercise import sentence
from logreg_core.exercises.feedback import Feedback
from logreg_core.exercises.forms import LESS, unwrapped
from logreg_core.exercises.methods import GOES_ON, SLIPS, WHATEVER_COMES, asked, goes_on, without_self
from logreg_core.exercises.probing import PROBES, another_answer_each_time, argument_returned, wrong_parts
from logreg_core.exercises.running import (
    EXACT,
    ROUGH,
    Learner,
    TooSlow,
    agree,
    ask_for_numbers,
    dice_kept,
    left_empty,
    raised_by_code,
)
from logreg_core.exercises.wording import compared, difference, in_common, input_line, shown, shown_args, wrong_form

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


def judge(exercise, function):
    """Feedback for a learner's function, or for a method: then `self` counts too. Only KeyboardInterrupt is raised."""
    if exercise.method is None:
        return _judged(exercise, function)
    if callable(function) and (hint := without_self(exercise, function)):
        return Feedback("mistake", hint, exercise.name, "self_forgotten")
    plain = asked(exercise, function)
    feedback, slip = _judged(exercise, plain), getattr(plain, "slip", "self_forgotten")
    if slip and (feedback.status in ("correct", "correct, but") or slip in WHATEVER_COMES):
        hint = SLIPS[slip].format(name=exercise.name, missing=getattr(plain, "missing", ""))
        return Feedback("mistake", hint, exercise.name, slip)
    if feedback.status in ("correct", "correct, but") and goes_on(exercise, plain):
        return Feedback("mistake", GOES_ON.format(name=exercise.name), exercise.name, "goes_on")
    return feedback


@dice_kept()
def _judged(exercise, function):
    if function is ...:
        return Feedback("not yet", NOT_YET, exercise.name)
    if not callable(function):
        came = "Nothing came." if function is None else f"What came is of the type `{type(function).__name__}`."
        return Feedback(
            "error",
            f"The second argument must be your function itself, as in `check({exercise.name!r}, {exercise.name})`, "
            f"without calling it. {came}",
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
        return "correct, but", f"{ROUNDED}\n{difference(exercise, at, came[at])}", ""
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
    if not wrong_form(exercise, came):  # a matrix where a table is asked for is as good as an array
        came = [replace(outcome, kind="") for outcome in came]
    if _constant(exercise, came):
        hint = sentence(same_whatever_comes_in).format(shown(came[0].parts[0].ravel()[0]))
        others = [mistake.hint for mistake in _fitting(exercise, came)]
        return "\nOr: ".join([*others, hint]), same_whatever_comes_in.__name__  # what is known here comes first
    one = _by_numbers(exercise, came, alone=True)
    if one:
        return one
    flat = list(unwrapped(exercise, came))
    for name, answers in flat:
        if all(_near(exercise, answers)):
            return exercise.mistakes[name].hint if name in exercise.mistakes else sentence(getattr(forms, name)), name
    two = _by_numbers(exercise, came)
    if two:
        return two
    for name, answers in flat:
        inside = not _constant(exercise, answers) and _by_numbers(exercise, answers, alone=name in LESS)
        if inside:
            return f"{inside[0]}\nAnd the form is not the one asked for. {wrong_form(exercise, came)}", inside[1]
    return None


def _constant(exercise, came):
    """Whether the answer is one and the same number, in every entry, for all the inputs."""
    if len(came) < 2 or any(outcome.parts is None for outcome in came):
        return False
    sizes = {part.size for outcome in came for part in outcome.parts}
    numbers = np.concatenate([part.ravel() for outcome in came for part in outcome.parts])
    right = np.concatenate([part.ravel() for part in exercise.answers])
    fixed = sizes == {1} or not wrong_form(exercise, came)  # where the size varies, something has come in
    return fixed and len(numbers) > 2 and bool((numbers == numbers[0]).all()) and np.ptp(right) > 0


def _by_numbers(exercise, came, alone=False):
    """The hint and the name for answers that are those of one mistake, of one in each part, or of two at once."""
    hints = {mistake.hint: mistake.name for mistake in _fitting(exercise, came)}
    if len(hints) > 1:
        return "\n".join([SEVERAL, *(f"    {hint}" for hint in hints)]), next(iter(hints.values()))
    if hints:
        return next(iter(hints.items()))
    if alone or exercise.whole:
        return None
    given_back = argument_returned(exercise, None, came)
    return two_at_once(exercise, came) or (None if given_back else on_other_inputs(exercise, came))


def _fitting(exercise, came):
    """The mistakes whose answers to all the inputs are these; each kind is looked at where none before it fits."""
    known = exercise.mistakes.values()
    given = [] if argument_returned(exercise, None, came) else exercise.given_alone
    like = set(exercise.firsts.like(came[0]))
    plain = [m for m in known if m in like]
    kinds = plain, [m for m in given if m in like], [m for m in known if m.family]
    for tol in EXACT, ROUGH:
        for kind in kinds:
            found = [mistake for mistake in kind if _same(exercise, mistake, came, tol)]
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
            form = wrong_form(exercise, came)
            seen = f"{form}\n{input_line(exercise, at)}" if form else difference(exercise, at, came[at])
            return f"{_where(exercise, came)}{sentence(probe).format(found)}\n{seen}", probe.__name__
    return None


def _where(exercise, came):
    """Which part of the answers is right and which is meant, where one of them is right."""
    wrong = wrong_parts(exercise, came)
    right = [f"Your `{name}` is right. " for j, name in enumerate(exercise.returns) if j not in wrong]
    return f"{right[0]}In `{exercise.returns[wrong[0]]}`: " if right and wrong else ""


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
            what = f"On `{shown_args(exercise, args)}` it breaks. {ours.trouble}"
        else:
            what = f"On this input it breaks:\n{compared(exercise, args, ours, theirs)}"
            what += f"\nnumpy's warning: {ours.warned}." if ours.warned else ""
        finite = ours.parts is not None and all(np.isfinite(part).all() for part in ours.parts)
        advice = LOST if finite and not ours.warned else exercise.stable
        return "correct, but", f"Right on every ordinary input. {what}\n{advice}".rstrip()
    for args in exercise.digits:
        ours, theirs = learner.ask(args), exercise.run(exercise.answer, args)
        if not agree(ours, theirs, 1e-6, relative=True):
            what = f"On this input every digit is lost:\n{compared(exercise, args, ours, theirs)}"
            return "correct, but", f"Right on every ordinary input. {what}\n{LOST}"
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
    trouble = ours.trouble if ours.parts is None else wrong_form(exercise, came[at : at + 1], at)
    if trouble:
        return "error", f"{order}{trouble}\n{input_line(exercise, at)}{asked}"
    seen = difference(exercise, at, ours)
    if ours.changed:
        return "error", f"Your function has written into `{ours.changed[0]}`, which it was given.\n{seen}{asked}"
    common = in_common(exercise, came)
    if any(np.isnan(part).any() for part in ours.parts):
        common = " `nan` means that a step has no value: 0/0, or the logarithm or root of a negative number."
    if at >= len(exercise.cases):
        return (
            "wrong",
            f"{order}Right on every ordinary input, and not on this special one.{common}\n{seen}{asked}",
        )
    some = " Some inputs come out right." if any(near) else ""
    return "wrong", f"{order}Not right, and no mistake that we know.{some}{common}\n{seen}{asked}"


def _other_order(exercise, function):
    """A sentence where the function takes the same arguments in another order."""
    try:
        names = tuple(inspect.signature(function).parameters)
    except (TypeError, ValueError):
        return ""
    if names == exercise.arguments or sorted(names) != sorted(exercise.arguments):
        return ""
    return f"Your function takes ({', '.join(names)}); the order asked for is ({', '.join(exercise.arguments)}). "

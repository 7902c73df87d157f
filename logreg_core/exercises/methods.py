"""Methods of a class as exercises: what `self` is while one is checked, and what may go wrong with it.

A method is judged as a function of arrays, like any other exercise: what its exercise `holds` is put on `self` before
the call, and what it `keeps` is read from there afterwards.
"""

import inspect
import re
from dataclasses import dataclass
from types import MethodType

from logreg_core import equations
from logreg_core.exercises.running import ROUGH, agree, run

SLIPS = {
    "self_forgotten": "The sums are right, and yet this is no method: the first argument of a method is `self`, the "
    "object that it belongs to. Python puts it in whenever you write `model.{name}(...)`.",
    "self_not_returned": "The sums are right, and `self` has what it needs. Now end with `return self`, so that "
    "`model = LogisticModel().fit(X, y, ...)` gives the fitted model a name.",
    "kept_nowhere": "After your `{name}`, `self` has no `{missing}`. A name without `self.` before it is gone when the "
    "method ends: write `self.{missing} = ...`.",
    "not_through_self": "`{missing}` belongs to the object: write `self.{missing}`. Without `self.` before it, Python "
    "looks for it among the names of the notebook.",
}
GOES_ON = (
    "Right for a new model. Called a second time, your `{name}` does not start anew: it goes on with what the first "
    "call has left on `self`. Give `self.w` and `self.b` their zeros in every call, whether they are there or not."
)
WITHOUT_SELF = (
    "The first argument of a method is `self`, the object that it belongs to: `def {name}(self, {given}):`. What the "
    "model has learned stands there, as in `self.{held}`."
)
WHATEVER_COMES = ("kept_nowhere", "not_through_self")  # slips that leave no answer to judge


@dataclass(frozen=True)
class Method:
    """Which of an exercise's arguments stand on `self`, and which names on `self` are its answer."""

    holds: tuple = ()
    keeps: tuple = ()


class LogisticModel:
    """What `self` is while a method is checked: it can do what the other methods do."""

    def predict_probability(self, X):
        """Probabilities (2.1), (1.6) from the weights on self."""
        return equations.probability(X, self.w, self.b)


class Asked:
    """A learner's method as a function of arrays; `slip` names what it has done wrong with `self`, if anything."""

    def __init__(self, exercise, method):
        self.exercise, self.slip, self.missing = exercise, "", ""
        self.me, self.last = None, None
        self.__wrapped__, self.__name__ = method, exercise.name
        if hasattr(method, "__code__"):
            self.__code__ = method.__code__  # its own lines are named where it stops

    def __call__(self, *args):
        held, keeps = self.exercise.method.holds, self.exercise.method.keeps
        me, given = self.me or LogisticModel(), []
        self.last = me
        for name, arg in zip(self.exercise.arguments, args, strict=True):
            if name in held:
                setattr(me, name, arg)
            else:
                given.append(arg)
        try:
            came = self.__wrapped__(me, *given)
        except (NameError, TypeError) as error:
            self.missing = _not_through_self(error, me)
            if not self.missing:
                raise
            self.slip = "not_through_self"
            return None
        if not keeps or came is ...:
            return came
        missing = [name for name in keeps if not hasattr(me, name)]
        if missing:
            self.slip, self.missing = "kept_nowhere", missing[0]
            return None
        self.slip = "" if came is me else "self_not_returned"
        return tuple(getattr(me, name) for name in keeps)


def goes_on(exercise, plain):
    """Whether a method that keeps its answer on `self` gives another one where an answer is there already."""
    if not exercise.method.keeps or not isinstance(plain, Asked):
        return False
    args, right = exercise.inputs[1], exercise.expected[1]
    run(plain, args, exercise.arguments, exercise.pair)
    plain.me = plain.last
    again = run(plain, args, exercise.arguments, exercise.pair)
    plain.me = None
    return not agree(again, right, ROUGH)


def as_written(exercise, function):
    """The function that a learner means who hands over a class that has it, or the method of a model."""
    if exercise.method is None:
        return function
    if type(function) is type:
        return vars(function).get(exercise.name, function)
    return function.__func__ if type(function) is MethodType else function


def without_self(exercise, function):
    """What is to be said of a function that takes what its method gets, and no `self`; or ""."""
    given = [name for name in exercise.arguments if name not in exercise.method.holds]
    try:
        takes = [
            each.name
            for each in inspect.signature(function).parameters.values()
            if each.kind is each.POSITIONAL_OR_KEYWORD
        ]
    except Exception:  # written in C, or an object that answers no question
        return ""
    if not exercise.method.holds or takes[:1] == ["self"] or len(takes) != len(given):
        return ""
    return WITHOUT_SELF.format(name=exercise.name, given=", ".join(given), held=exercise.method.holds[0])


def asked(exercise, function):
    """The learner's function as one of arrays alone: a method is asked through `self`."""
    return Asked(exercise, function) if exercise.method and _has_self(function) else function


def as_method(exercise):
    """The right answer of an exercise as a method."""
    held, keeps = exercise.method.holds, exercise.method.keeps
    names = [name for name in exercise.arguments if name not in held]

    def method(self, *args, **named):
        given = {**{name: getattr(self, name) for name in held}, **dict(zip(names, args, strict=False)), **named}
        came = exercise.answer(*(given[name] for name in exercise.arguments))
        if not keeps:
            return came
        for name, part in zip(keeps, came, strict=True):
            setattr(self, name, part)
        return self

    method.__name__ = method.__qualname__ = exercise.name
    return method


def _not_through_self(error, me):
    """The name on self that a method has used without `self.` before it; empty where it stopped for another reason."""
    if type(error) is NameError:
        name = error.name
    else:  # a method of the same name stands in the notebook, and took X for self
        called = re.search(r"(?<!LogisticModel\.)\b(\w+)\(\) missing 1 required positional argument", str(error))
        name = called[1] if called else ""
    return name if name and hasattr(me, name) else ""


def _has_self(function):
    try:
        return next(iter(inspect.signature(function).parameters), "") == "self"
    except (TypeError, ValueError):  # written in C, or an object that answers no question
        return False

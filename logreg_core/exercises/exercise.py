"""What an exercise is: its answer, the inputs that it is tried on, and the mistakes that we know.

In the lesson files an exercise is written as a class whose name is the exercise's, whose docstring says what is
asked, and whose functions are the answer and the mistakes:

    @exercise(lesson=1, cases=[...], each="z")
    class sigmoid:
        "the probability that belongs to each score"
        answer = equations.sigmoid

        def flipped_sign(z):
            "Your curve falls where it should rise. ..."      # the hint
            return 1 / (1 + np.exp(z))

A mistake's name is the misunderstanding, its docstring the hint, its body what such a learner computes. The same
name in several exercises is the same misunderstanding. A mistake takes what it needs by name: the arguments of the
exercise, what the exercise returns (`def flipped_sign(dw, db): return -dw, -db`; a single value is called `answer`),
and `came`, what the learner's function has returned, where a mistake is a whole family (rounded to some decimals,
stopped after some step): it then returns the member of the family that is nearest, and without `came` an example.
"""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from logreg_core.exercises import reckoning
from logreg_core.exercises.anywhere import ANYWHERE
from logreg_core.exercises.given import given
from logreg_core.exercises.methods import Method, as_method
from logreg_core.exercises.running import ROUGH, agree, close, reckon

NO_HINT = "The hint is missing, because Python was started with -OO, which drops all of them: start it without."


@dataclass(frozen=True, eq=False)
class Mistake:
    """A function that makes the mistake, and what to tell whoever computes the same."""

    name: str
    hint: str
    function: Callable
    family: bool = False  # the function takes `came`


@dataclass(frozen=True, eq=False, repr=False)
class Exercise:
    """One exercise. Its inputs are tuples of arguments, the smallest first.

    cases    ordinary inputs: a mistake is known by its answers to all of them
    edges    inputs that a right answer must also get right
    hard     inputs on which a right answer may break without being wrong ("correct, but")
    each     names of the arguments that are taken number by number
    rows     names of the arrays that hold one entry, or one row, for each example
    columns  names of those that hold one column for each example
    returns  names of the values returned
    stable   what to do about an answer that breaks on the hard inputs
    method   what stands on `self`, where the learner writes a method
    digits   inputs on which the answer is tiny, and its digits count all the same
    """

    name: str
    task: str
    answer: Callable
    own_mistakes: tuple
    each: tuple
    rows: tuple
    columns: tuple
    returns: tuple
    lesson: int
    cases: Sequence
    edges: Sequence = ()
    hard: Sequence = ()
    stable: str = ""
    method: Method | None = None
    digits: Sequence = ()

    def __repr__(self):
        return f"Exercise({self.lesson}: {self.signature})"

    @cached_property
    def arguments(self):
        """Names of the arguments, those that have a default left out."""
        parameters = inspect.signature(self.answer).parameters.values()
        return tuple(p.name for p in parameters if p.default is p.empty)

    @cached_property
    def pair(self):
        """Whether more than one value is returned; "numbers" where each of them is a single number."""
        if len(self.returns) < 2:
            return False
        return "numbers" if not any(map(np.ndim, self.answer(*self.inputs[0]))) else True

    @property
    def written(self):
        """Names of the arguments that the learner's function has."""
        held = self.method.holds if self.method else ()
        return ("self",) * bool(self.method) + tuple(name for name in self.arguments if name not in held)

    @property
    def reference(self):
        """The right answer as the learner would write it, a method where one is asked for."""
        return as_method(self) if self.method else self.answer

    @property
    def signature(self):
        kept = self.method and self.method.keeps
        returned = " -> self" if kept else f" -> ({', '.join(self.returns)})" if self.pair else ""
        return f"{self.name}({', '.join(self.written)}){returned}"

    @property
    def stub(self):
        """What a lesson shows for the learner to fill in."""
        blanks = "..." if self.method else ", ".join("..." for _ in self.returns)
        return f"def {self.name}({', '.join(self.written)}):\n    return {blanks}\n"

    @property
    def inputs(self):
        """All the inputs on which a right answer is right: the cases, then the edges."""
        return [*self.cases, *self.edges]

    @cached_property
    def expected(self):
        """Outcomes of the right answer on all these inputs."""
        return [self.run(self.answer, args) for args in self.inputs]

    @cached_property
    def answers(self):
        """Every part of the right answers to the cases."""
        return [part for outcome in self.expected[: len(self.cases)] for part in outcome.parts]

    @cached_property
    def whole(self):
        """Whether all the answers are whole numbers: counts, labels."""
        return all((part == np.round(part)).all() for part in self.answers)

    @cached_property
    def mistakes(self):
        """All the mistakes by name: this exercise's own, and those made anywhere that are not one of them."""
        known = {mistake.name: mistake for mistake in self.own_mistakes}
        own = Firsts(self, self.own_mistakes)
        for make in ANYWHERE:
            function = make(self)
            if function is None:
                continue
            mistake = Mistake(make.__name__, sentence(make), function, takes_came(function))
            alike = [] if mistake.family else own.like(self.made(mistake, 0))
            if not any(self._same(mistake, other) for other in alike):
                known[mistake.name] = mistake
        return known

    @cached_property
    def firsts(self):
        """What the mistakes make of the smallest input, those in what goes in too."""
        return Firsts(self, [*self.mistakes.values(), *self.given_alone])

    @cached_property
    def given(self):
        """What can have gone in otherwise, as mistakes that can come on top of another."""
        return given(self, sentence)

    @cached_property
    def given_alone(self):
        """The right answer for what can have gone in otherwise, as mistakes by themselves."""
        return [Mistake(other.name, other.hint, other.of(self.answer)) for other in self.given]

    @cached_property
    def takes(self):
        """What of "sigmoid" and "residual" the right answer is reckoned with, where it is reckoned from examples."""
        other, taken = {"sigmoid": lambda z: 0 * z + 0.125, "residual": lambda p, y: p + y}, []
        right = self.expected[0]  # reckoned now, before anything else is in use
        for name in other if {"X", "y", "Y"} & set(self.arguments) else ():
            with reckoning.instead(name, other[name]):
                if not agree(self.run(self.answer, self.inputs[0]), right):
                    taken.append(name)
        return taken

    @cached_property
    def _made(self):
        return {}

    def made(self, mistake, place, came=None):
        """Outcome of a mistake on the input at that place among all inputs, for answers such as `came`."""
        args = self.inputs[place]
        if mistake.family:
            parts = came.parts if came is not None and came.parts is not None else (None,)
            return self.run(lambda *given: mistake.function(*given, came=parts if self.pair else parts[0]), args)
        key = mistake, place
        if key not in self._made:
            self._made[key] = self.run(mistake.function, args)
        return self._made[key]

    def _same(self, one, other):
        """Whether two mistakes give the same answers."""
        pairs = ((self.made(one, place), self.made(other, place)) for place in range(len(self.inputs)))
        return all(agree(a, b) and (a.changed, a.kind) == (b.changed, b.kind) for a, b in pairs)

    def examples(self, args):
        """How many examples an input holds; 0 where it is not made of examples."""
        named = dict(zip(self.arguments, args, strict=True))
        return next((len(named[n]) for n in self.rows), next((named[n].shape[1] for n in self.columns), 0))

    def counts(self, args):
        """How many examples and how many weights an input holds; 0 where there are none."""
        named = dict(zip(self.arguments, args, strict=True))
        examples, weights = self.examples(args), named.get("w", named.get("W"))
        return examples, len(weights) if examples and np.ndim(weights) else 0

    def starts(self, j):
        """For each input the place from which a step begins, where that part of the answer is the place it leads to."""
        name = self.returns[j]
        if not self.pair or name not in self.arguments:
            return [0.0] * len(self.inputs)
        return [args[self.arguments.index(name)] for args in self.inputs]

    def run(self, function, args):
        """Outcome of the function on one input."""
        return reckon(function, args, self.arguments, self.pair)


class Firsts:
    """What mistakes make of the smallest input: by that it is quickly seen which of them a learner can have made.

    By the shapes of what they return (none where they raise), `tables` has the mistakes, and a row of numbers for each.
    Families are left out, because they go by the learner's answer.
    """

    def __init__(self, exercise, mistakes):
        found = {}
        for mistake in mistakes:
            if not mistake.family:
                outcome = exercise.made(mistake, 0)
                whose, rows = found.setdefault(shapes(outcome), ([], []))
                whose.append(mistake)
                rows.append(in_a_row(outcome.parts or ()))
        self.tables = {form: (whose, np.array(rows)) for form, (whose, rows) in found.items()}

    def like(self, outcome):
        """Those that may have made that outcome of the smallest input."""
        whose, table = self.tables.get(shapes(outcome), ([], None))
        if not whose or outcome.parts is None:
            return whose
        tol = max(ROUGH, outcome.tol)
        near = close(in_a_row(outcome.parts), table, tol).all(axis=1)
        return [mistake for mistake, is_near in zip(whose, near, strict=True) if is_near]


def shapes(outcome):
    """The shapes of the parts of an outcome; None where there are none."""
    return None if outcome.parts is None else tuple(part.shape for part in outcome.parts)


def in_a_row(parts):
    """All the numbers of these arrays."""
    return np.concatenate([part.ravel() for part in parts]) if parts else np.empty(0)


EXAMPLES = "X", "y", "z", "t", "p", "x1", "predicted", "images"  # arguments that hold one row for each example


def exercise(*, each="", columns="", returns="answer", **rest):
    """A decorator that turns a class of functions into the Exercise of the same name; `rest` are fields as they are."""

    def build(bank):
        functions = {name: f for name, f in vars(bank).items() if callable(f)}
        answer = functions.pop("answer")
        outputs = tuple(returns.split())
        arguments = list(inspect.signature(answer).parameters)
        return Exercise(
            name=bank.__name__,
            task=sentence(bank),
            answer=answer,
            own_mistakes=tuple(
                Mistake(name, sentence(f), injected(f, answer, outputs), takes_came(f)) for name, f in functions.items()
            ),
            each=tuple(each.split()),
            rows=()
            if columns or {"rows", "n_train", "x2"} & set(arguments)
            else tuple(name for name in arguments if name in EXAMPLES),
            columns=tuple(columns.split()),
            returns=outputs,
            **rest,
        )

    return build


def injected(mistake, answer, returns):
    """The mistake as a function of the exercise's arguments: what it takes by name is looked up for it."""
    wanted = tuple(name for name in inspect.signature(mistake).parameters if name != "came")
    given = tuple(name for name, p in inspect.signature(answer).parameters.items() if p.default is p.empty)
    if wanted == given:
        return mistake

    def function(*args, **came):
        known = dict(zip(given, args, strict=True))
        if not set(wanted) <= set(given):
            right = answer(*args)
            known |= zip(returns, right if len(returns) > 1 else (right,), strict=True)
        return mistake(*(known[name] for name in wanted), **came)

    return function


def takes_came(function):
    """Whether a mistake is a family, whose member is chosen by the learner's answer."""
    return function is not None and "came" in inspect.signature(function).parameters


def sentence(thing):
    """The docstring in one line. Without docstrings (python -OO) that is said instead."""
    text = inspect.getdoc(thing)
    return " ".join(text.split()) if text else NO_HINT

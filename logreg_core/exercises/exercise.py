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
name in several exercises is the same misunderstanding.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from logreg_core.exercises.anywhere import ANYWHERE
from logreg_core.exercises.running import run


@dataclass(frozen=True)
class Mistake:
    """A function that makes the mistake, and what to tell whoever computes the same."""

    name: str
    hint: str
    function: Callable


@dataclass(frozen=True, eq=False, repr=False)
class Exercise:
    """One exercise. Its inputs are tuples of arguments, the smallest first.

    cases    ordinary inputs: a mistake is known by its answers to all of them
    edges    inputs that a right answer must also get right
    hard     inputs on which a right answer may break without being wrong ("correct, but")
    each     names of the arguments that are taken number by number
    returns  names of the values returned
    stable   what to do about an answer that breaks on the hard inputs
    """

    name: str
    task: str
    answer: Callable
    own_mistakes: tuple
    lesson: int
    cases: list
    edges: list
    hard: list
    each: tuple
    returns: tuple
    stable: str

    def __repr__(self):
        return f"Exercise({self.lesson}: {self.signature})"

    @cached_property
    def arguments(self):
        """Names of the arguments, those that have a default left out."""
        parameters = inspect.signature(self.answer).parameters.values()
        return tuple(p.name for p in parameters if p.default is p.empty)

    @property
    def pair(self):
        return len(self.returns) > 1

    @property
    def signature(self):
        returned = f" -> ({', '.join(self.returns)})" if self.pair else ""
        return f"{self.name}({', '.join(self.arguments)}){returned}"

    @property
    def stub(self):
        """What a lesson shows for the learner to fill in."""
        return f"def {self.name}({', '.join(self.arguments)}):\n    return {', '.join('...' for _ in self.returns)}\n"

    @cached_property
    def answers(self):
        """Every part of the right answers to the cases."""
        return [part for args in self.cases for part in self.run(self.answer, args).parts]

    @cached_property
    def mistakes(self):
        """All the mistakes by name: this exercise's own and those that can be made anywhere."""
        anywhere = (Mistake(make.__name__, _sentence(make), make(self)) for make in ANYWHERE)
        return {mistake.name: mistake for mistake in (*self.own_mistakes, *anywhere) if mistake.function is not None}

    def run(self, function, args):
        """Outcome of the function on one input."""
        return run(function, args, self.arguments, self.pair)


def exercise(*, lesson, cases, edges=(), hard=(), each="", returns="answer", stable=""):
    """A decorator that turns a class of functions into the Exercise of the same name."""

    def build(bank):
        functions = {name: f for name, f in vars(bank).items() if callable(f)}
        answer = functions.pop("answer")
        return Exercise(
            name=bank.__name__,
            task=_sentence(bank),
            answer=answer,
            own_mistakes=tuple(Mistake(name, _sentence(f), f) for name, f in functions.items()),
            lesson=lesson,
            cases=list(cases),
            edges=list(edges),
            hard=list(hard),
            each=tuple(each.split()),
            returns=tuple(returns.split()),
            stable=stable,
        )

    return build


def _sentence(thing):
    return " ".join(inspect.getdoc(thing).split())

"""Learners' code at its worst: whatever it does, `check` answers, and nothing of it stays behind."""

import _thread
import builtins
import random
import signal
import sys
import threading
import time
import warnings

import numpy as np
import pytest

from logreg_core.exercises import EXERCISES, Feedback, check
from logreg_core.exercises.judging import judge

EXP = np.exp


def naive(z):
    return 1 / (1 + EXP(-z))


def stable(z):
    e = EXP(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))


# What it may raise


class Dumb(Exception):
    def __str__(self):
        raise SystemExit("not even that")


class Unprintable(Exception):
    def __str__(self):
        return 7

    __repr__ = __str__


RAISED = [
    *(SystemExit, SystemExit(3), GeneratorExit, StopIteration, StopIteration(3), MemoryError, RecursionError),
    *(Dumb, Unprintable, BaseException("bare"), ExceptionGroup("two", [ValueError("a"), TypeError("b")])),
    *(UserWarning("a warning raised"), AssertionError, NotImplementedError, OSError(2, "no such file"), EOFError),
    *(
        UnicodeDecodeError("utf-8", b"x", 0, 1, "bad"),
        KeyError("w"),
        ZeroDivisionError,
        TypeError(),
        Exception("`a`\n" * 99),
    ),
]


def raising(problem):
    def function(*args):
        raise problem

    return function


@pytest.mark.parametrize("name", ["sigmoid", "gradient", "has_stopped"])
@pytest.mark.parametrize("problem", RAISED, ids=lambda e: (e if isinstance(e, type) else type(e)).__name__)
def test_whatever_is_raised_is_answered_with_its_name(name, problem):
    feedback = check(name, raising(problem))
    assert feedback.status == "error"
    kind = problem if isinstance(problem, type) else type(problem)
    assert f"`{kind.__name__}`" in str(feedback)
    assert len(str(feedback)) < 900


def test_an_interrupt_that_the_code_raises_itself_is_told_from_one_by_the_reader():
    feedback = check("sigmoid", raising(KeyboardInterrupt))
    assert feedback.status == "error"
    assert "which it raises itself" in str(feedback)
    assert "You stopped" not in str(feedback)


def busy(z):
    while True:
        pass


def asleep(z):
    time.sleep(60)


def in_numpy(z):
    while True:
        np.sort(np.random.default_rng(0).random(10_000))


def careful(z):
    try:
        while True:
            pass
    except Exception:
        return z
    finally:
        print("leaving")


@pytest.mark.parametrize("endless", [busy, asleep, in_numpy, careful])
def test_an_endless_function_is_left_promptly_when_the_reader_interrupts(endless):
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        pytest.skip("nothing can be interrupted: a shell that starts in the background ignores SIGINT")
    before = sys.stdout, sys.stderr, np.geterr(), list(warnings.filters), signal.getsignal(signal.SIGINT)
    timer = threading.Timer(0.2, _thread.interrupt_main if endless is not asleep else lambda: signal.raise_signal(2))
    if endless is asleep:  # a sleep is woken by a real signal only
        timer = threading.Timer(0.2, lambda: signal.pthread_kill(threading.main_thread().ident, signal.SIGINT))
    timer.start()
    began = time.monotonic()
    feedback = check("sigmoid", endless)
    assert time.monotonic() - began < 10
    timer.join()
    assert "You stopped the check" in str(feedback)
    assert (sys.stdout, sys.stderr, np.geterr(), list(warnings.filters), signal.getsignal(signal.SIGINT)) == before
    assert check("sigmoid", stable).status == "correct"


def test_recursion_without_end_is_answered_for_every_exercise():
    def again(*args):
        return again(*args)

    assert {check(name, again).status for name in EXERCISES} == {"error"}


# What it may return


class BadArray:
    def __array__(self, *_, **__):
        raise SystemExit

    __eq__ = __float__ = __len__ = __iter__ = __bool__ = __array__


class BadFloat(float):
    def __float__(self):
        raise GeneratorExit


class Shouting:
    def __array__(self, dtype=None, copy=None):
        print("look at me")
        warnings.warn("and at me", stacklevel=1)
        raise MemoryError


class NoComparison(np.ndarray):
    def __array_ufunc__(self, *_, **__):
        raise RuntimeError("no arithmetic")

    def __eq__(self, other):
        raise RuntimeError("no comparison")


def selfish(z):
    things = []
    things.extend([things] * 50)
    return things


def table_of_itself(z):
    table = {}
    table["again"] = table
    return table


async def later(z):
    return z


def one_after_the_other(z):
    yield from z


RUBBISH = {
    "none": lambda z: None,
    "nan": lambda z: float("nan"),
    "text": lambda z: "0.5",
    "bytes": lambda z: b"0.5",
    "no array": lambda z: BadArray(),
    "no arrays": lambda z: [BadArray()] * len(z),
    "no floats": lambda z: [BadFloat(0.5)] * len(z),
    "an array that shouts": lambda z: Shouting(),
    "no comparison": lambda z: z.view(NoComparison),
    "huge view": lambda z: np.broadcast_to(0.5, (10**5, 10**5, 10**5)),
    "large view": lambda z: np.broadcast_to(0.5, 10**9),
    "large view of objects": lambda z: np.broadcast_to(np.array(None, object), 10**9),
    "range": lambda z: range(10**6),
    "generator": one_after_the_other,
    "coroutine": later,
    "itself": lambda z: RUBBISH["itself"],
    "module": lambda z: np,
    "class": lambda z: float,
    "list of itself": selfish,
    "dict of itself": table_of_itself,
    "masked": lambda z: np.ma.masked,
    "masked array": lambda z: np.ma.masked_array(stable(z), mask=z > 0),
    "dates": lambda z: np.datetime64("2020-01-01") + z.astype(int),
    "times": lambda z: z.astype("m8[s]"),
    "complex": lambda z: stable(z) + 1e-9j,
    "records": lambda z: np.zeros(len(z), "f4,i4"),
    "nothing": lambda z: z[:0],
    "half of it": lambda z: stable(z)[: len(z) // 2],
    "fractions of text": lambda z: [str(p) for p in stable(z)],
    "exception": lambda z: ValueError("returned, not raised"),
    "sets": lambda z: set(stable(z).tolist()),
    "ints too large": lambda z: [10**400] * len(z),
}


HONEST = {"argument_returned", "last_example_left_out"}  # what has been seen, whoever wrote it


@pytest.mark.parametrize("kind", RUBBISH)
def test_rubbish_is_answered_and_never_praised(kind):
    feedback = check("sigmoid", RUBBISH[kind])
    assert isinstance(feedback, Feedback)
    assert feedback.status in {"error", "wrong"} or feedback.mistake in HONEST, feedback
    assert feedback._repr_html_()
    assert len(str(feedback)) < 1500


@pytest.mark.parametrize("kind", RUBBISH)
def test_rubbish_for_one_of_two_values_is_answered_too(kind):
    feedback = check("gradient", lambda X, y, w, b: (X.T @ (naive(X @ w + b) - y) / len(y), RUBBISH[kind](w)))
    assert feedback.status in {"error", "wrong"}, feedback


# What it may change


def set_everything(z):
    np.seterr(all="raise")
    np.random.seed(1)  # noqa: NPY002
    random.seed(1)
    np.set_printoptions(precision=1)
    warnings.simplefilter("error")
    sys.setrecursionlimit(sys.getrecursionlimit() + 77)
    sys.stdout = sys.stderr = None
    np.mean = np.exp = np.linalg.norm = builtins.len = lambda *_: 0.0
    del np.log1p
    return stable(z)


def state():
    return (
        np.geterr(),
        list(warnings.filters),
        sys.stdout,
        sys.stderr,
        sys.getrecursionlimit(),
        np.get_printoptions(),
        np.random.get_state()[1].tolist(),  # noqa: NPY002
        random.getstate(),
        [vars(np).get(name) for name in ("mean", "exp", "log1p")],
        np.linalg.norm,
        builtins.len,
    )


def test_what_a_function_changes_for_everybody_is_put_back():
    before = state()
    feedback = check("sigmoid", set_everything)
    after = state()
    assert after == before
    assert feedback.status in {"correct", "correct, but", "error"}
    assert check("log_loss", EXERCISES["log_loss"].answer).status == "correct"


def test_what_a_function_changes_before_it_raises_is_put_back_too():
    def function(z):
        set_everything(z)
        raise SystemExit

    before = state()
    assert check("sigmoid", function).status == "error"
    assert state() == before


def empty_its_input(z):
    right = stable(z)
    z.fill(np.nan)
    return right


def reshape_its_input(z):
    right = stable(z)
    z.shape = (1, -1)
    return right


def another_kind_of_its_input(z):
    right = stable(z)
    z.sort()
    z.flags.writeable = False
    return right


@pytest.mark.parametrize("function", [empty_its_input, reshape_its_input, another_kind_of_its_input])
def test_an_input_that_is_changed_is_noticed_and_does_no_harm(function):
    assert check("sigmoid", function).mistake == "input_changed_in_place"
    assert check("sigmoid", stable).status == "correct"


def test_a_function_that_keeps_and_changes_the_inputs_of_its_earlier_calls_does_no_harm():
    kept = []

    def function(z):
        for old in kept:
            old[:] = 17.0
        kept.append(z)
        return stable(z)

    assert check("sigmoid", function).status == "correct"
    assert check("sigmoid", stable).status == "correct"


def test_any_amount_of_printing_is_swallowed(capfd):
    def function(z):
        for _ in range(2_000):
            print("x" * 1_000)
        sys.stdout.write("y")
        sys.stdout.flush()
        print("z", file=sys.stderr)
        return stable(z)

    feedback = check("sigmoid", function)
    assert feedback.status == "correct"
    assert len(str(feedback)) < 300
    assert capfd.readouterr() == ("", "")


# How it may be called


@pytest.mark.parametrize("name", ["Sigmoid", "", "sigmoid ", " ", 7, None, stable, b"sigmoid", ["sigmoid"], ...])
def test_a_name_that_is_none_is_refused_in_a_sentence(name):
    with pytest.raises(
        ValueError,
        match=r"^(name must be|there is no exercise) .*(The exercises are odds, logit|did you mean \"sigmoid\"\?$)",
    ):
        check(name, stable)


@pytest.mark.parametrize("thing", [None, 0.5, stable(np.ones(3)), "sigmoid", [stable], {}, np, (stable,), 1j, True])
def test_what_is_no_function_is_answered(thing):
    feedback = check("sigmoid", thing)
    assert feedback.status == "error"
    assert "without calling it" in str(feedback)


@pytest.mark.parametrize(
    "thing", [np.exp, len, float, print, dict, str.upper, Exception, type, np.linalg.norm, iter, id]
)
@pytest.mark.parametrize("name", ["sigmoid", "gradient", "confusion_matrix", "numerical_slope"])
def test_a_function_that_was_meant_for_something_else_is_answered(name, thing, capfd):
    assert check(name, thing).status in {"error", "wrong", "mistake"}
    assert capfd.readouterr() == ("", "")


def test_checks_inside_of_checks_are_answered():
    inner = []

    def function(z):
        inner.append(check("sigmoid", naive).status)
        return stable(z)

    assert check("sigmoid", function).status == "correct"
    assert set(inner) == {"correct, but"}


# Answers that are nearly something


MANGLED = [
    *(lambda p: p.ravel(), lambda p: p[..., None], lambda p: p * np.nan, lambda p: p.ravel()[:-1], lambda p: p.T),
    *(lambda p: p.sum(), lambda p: np.array([]), lambda p: p[None, None], lambda p: np.append(p.ravel(), 1.0)),
    *(lambda p: np.where(p > 0, p, np.nan), lambda p: p + 1e-3, np.abs, lambda p: p.ravel()[:1], np.size),
]


@pytest.mark.parametrize("mangle", MANGLED)
def test_a_mangled_answer_is_judged_and_nothing_is_raised_on_the_way(mangle):
    for exercise in EXERCISES.values():
        for which in (0, 1, 2) if exercise.pair else (2,):

            def function(*args, exercise=exercise, which=which):
                parts = exercise.run(exercise.answer, args).parts
                made = tuple(mangle(p) if which in (j, 2) else p for j, p in enumerate(parts))
                return made if exercise.pair else made[0]

            assert judge(exercise, function).status in {"correct", "correct, but", "mistake", "wrong", "error"}

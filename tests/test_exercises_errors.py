"""Exercises answer back: what is wrong, and what goes wrong, is answered in words, and never raised."""

import _thread
import signal
import sys
import threading
import time
import warnings

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from learners import (
    ALWAYS_TRUE,
    TRUE_ALL_THE_SAME,
    later,
    learned_gradient,
    naive,
    stable,
    stopped_in_a_loop,
    undefined,
    without_end,
)

from logreg_core.exercises import EXERCISES, check

# Wrong


def test_wrong_gives_the_smallest_failing_input_with_both_values():
    feedback = check("sigmoid", lambda z: np.where(z == 0.5, naive(z), 0.3 * z + 0.2))  # fails at -1, 2 and 0.25
    assert feedback.status == "wrong"
    assert "input: z = 0.25\n" in str(feedback)
    assert "your answer: 0.275\n" in str(feedback)
    assert "expected: 0.5622\n" in str(feedback)


def test_wrong_gives_the_first_input_that_fails_not_the_first_of_all():
    weights = EXERCISES["score"].cases[2][1]
    feedback = check("score", lambda X, w, b: X @ w + b + (w[0] == weights[0]))
    assert feedback.status == "wrong"
    sizes = [len(X) for X, w, _ in EXERCISES["score"].cases if len(w) == 3]
    assert str(feedback).split("your answer: ")[1].split("]")[0].count(",") == sizes[0] - 1
    assert "Some inputs come out right" in str(feedback)


def test_inputs_are_tried_from_the_smallest_to_the_largest():
    for exercise in EXERCISES.values():
        sizes = [max(np.size(arg) for arg in args) for args in exercise.cases]
        assert exercise.name == "has_stopped" or sizes == sorted(sizes)


def test_wrong_shows_digits_enough_to_tell_the_two_apart():
    text = str(check("sigmoid", lambda z: naive(z) + 3e-5))
    came, wanted = (line.split(": ")[1] for line in text.split("\n") if "answer:" in line or "expected:" in line)
    assert came != wanted


def test_wrong_says_what_all_the_differences_have_in_common():
    assert "3 times" in str(check("sigmoid", lambda z: 3 * naive(z)))
    assert "0.25 too large" in str(check("sigmoid", lambda z: naive(z) + 0.25))
    text = str(check("gradient", lambda *args: (learned_gradient(*args)[0], 3 * learned_gradient(*args)[1])))
    assert "`dw` is right. Your `db` is 3 times" in text


def test_a_wrong_value_on_an_edge_is_wrong():
    def hole_at_zero(z):
        p = np.zeros_like(z)
        p[z > 0], p[z < 0] = naive(z[z > 0]), naive(z[z < 0])
        return p

    feedback = check("sigmoid", hole_at_zero)
    assert feedback.status == "wrong"
    assert "z = 0\n" in str(feedback)


def test_truth_is_shown_as_truth():
    text = str(check("has_stopped", lambda losses, tol, patience: len(losses) > 3))
    assert "your answer: False" in text or "your answer: True" in text


def test_nan_is_answered():
    feedback = check("logit", lambda p: np.log(p - 1))
    assert feedback.status == "wrong"
    assert "logarithm or root of a negative number" in str(feedback)


# Errors


class Callable:
    def __call__(self, z):
        return naive(-z)


class Odd:
    """An object that answers no question."""

    def __getattribute__(self, name):
        raise RuntimeError("leave me alone")

    def __call__(self, z):
        return naive(z)


class OddAndWrong(Odd):
    def __call__(self, z):
        return z + 17.0


class OddAndRaising(Odd):
    def __call__(self, z):
        raise TypeError("no")


class OddText(Exception):
    def __str__(self):
        raise ValueError


def generated(z):
    yield from naive(z)


def leaving(z):
    sys.exit("bye")


def odd_text(z):
    raise OddText


@pytest.mark.parametrize(
    ("name", "function", "said"),
    [
        ("sigmoid", lambda z: None, "`None`"),
        ("sigmoid", without_end, "RecursionError"),
        ("sigmoid", generated, "yield"),
        ("sigmoid", later, "coroutine"),
        ("sigmoid", leaving, "SystemExit"),
        ("sigmoid", odd_text, "OddText"),
        ("sigmoid", undefined, "return 1 / (1 + numpi.exp(-z))"),
        ("sigmoid", lambda z: "0.5", "text"),
        ("sigmoid", lambda z: [str(v) for v in z], "text"),
        ("sigmoid", lambda z: [None for _ in z], "real numbers"),
        ("sigmoid", lambda z: {"p": "much"}, "dictionary"),
        ("sigmoid", lambda z: z * 1j, "real numbers"),
        ("sigmoid", lambda z: np.exp, "parentheses"),
        ("sigmoid", lambda z: (naive(z), 1.0), "2 values"),
        ("sigmoid", lambda z: [[1.0], [1.0, 2.0]], "different lengths"),
        ("sigmoid", lambda z: [10**400] * len(z), "OverflowError"),
        ("sigmoid", lambda z: np.outer(z, z), "shape (4, 4)"),
        ("sigmoid", lambda z: np.sort(naive(z))[:-1] * z[0], "shape (3,)"),
        ("sigmoid", lambda z: [], "shape (0,)"),
        ("sigmoid", lambda: 0.5, "no arguments"),
        ("sigmoid", lambda z, y: naive(z), "called with 1 argument"),
        ("sigmoid", 0.5, "without calling it"),
        ("sigmoid", None, "without calling it"),
        ("gradient", lambda w, b, X, y: learned_gradient(X, y, w, b), "order asked for is (X, y, w, b)"),
        ("gradient", lambda X, y, w, b: (1, 2, *learned_gradient(X, y, w, b)), "returned 4"),
        ("gradient", lambda X, y, w, b: (None, None), "`None`"),
        ("gradient", lambda X, y, w, b: X @ np.ones(7), "shapes: X (2, 2), y (2,), w (2,)"),
        ("score", lambda X, w, b: np.multiply(X, 7.0, out=X) @ w, "written into `X`"),
        (
            "has_stopped",
            lambda losses, tol, patience: True if stopped_in_a_loop(losses, tol, patience) else None,
            "path",
        ),
    ],
)
def test_whatever_goes_wrong_is_an_error_that_says_what(name, function, said):
    feedback = check(name, function)
    assert feedback.status == "error", feedback
    assert said in str(feedback)


def test_a_print_before_something_else_goes_wrong_is_not_the_mistake():
    assert "TypeError" in str(check("sigmoid", lambda z: print(z) + 1))
    assert "text" in str(check("sigmoid", lambda z: print(z) or "0.5"))
    assert {check("sigmoid", f).status for f in (lambda z: print(z) + 1, lambda z: print(z) or "0.5")} == {"error"}


def test_an_object_that_answers_no_question_is_answered():
    assert check("sigmoid", Odd()).status == "correct, but"  # naive
    assert check("sigmoid", OddAndWrong()).status == "error"
    assert check("sigmoid", OddAndRaising()).status == "error"
    assert check("sigmoid", lambda z: Odd()).status == "error"


def test_an_object_that_can_be_called_is_a_function_too():
    assert check("sigmoid", Callable()).mistake == "flipped_sign"


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.binary(max_size=3)
    | st.complex_numbers(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.tuples(inner, inner) | st.dictionaries(st.text(max_size=2), inner, max_size=2)
    ),
    max_leaves=6,
)


@example("descend", ([], 1))
@example("recall", (False, True))
@given(st.sampled_from(sorted(EXERCISES)), JUNK)
@settings(deadline=None, max_examples=120)
def test_rubbish_is_answered_and_never_praised(name, rubbish):
    feedback = check(name, lambda *args: rubbish)
    assert feedback.status in {"wrong", "error", "mistake"}
    true = {*ALWAYS_TRUE, *(m for n, _, m in TRUE_ALL_THE_SAME if n == name)}
    assert feedback.status != "mistake" or feedback.mistake in true
    assert feedback._repr_html_()


def test_an_unknown_name_says_which_is_near_or_which_there_are():
    with pytest.raises(ValueError, match=r'^there is no exercise "sigmiod"; did you mean "sigmoid"\?$'):
        check("sigmiod", naive)
    with pytest.raises(ValueError, match=r'no exercise "nothing like it"\. The exercises are odds, logit') as caught:
        check("nothing like it", naive)
    assert all(name in str(caught.value) for name in EXERCISES)


def test_forgotten_quotes_and_a_forgotten_function_are_answered():
    def sigmoid(z):
        return naive(z)

    for arguments in ((sigmoid,), (sigmoid, "sigmoid"), (sigmoid, sigmoid)):
        with pytest.raises(ValueError, match=r'in quotes, "sigmoid"; got the function itself$'):
            check(*arguments)
    with pytest.raises(ValueError, match="in quotes; got an object of the type function"):
        check(naive, "sigmoid")
    feedback = check("sigmoid")
    assert feedback.status == "error"
    assert "`check('sigmoid', sigmoid)`" in feedback.message
    assert feedback.message.endswith("Nothing came.")


def test_an_endless_loop_can_be_interrupted_and_is_answered():
    def endless(z):
        while True:
            time.sleep(0.01)

    before = sys.stdout, np.geterr(), list(warnings.filters)
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        pytest.skip("nothing can be interrupted: a shell that starts in the background ignores SIGINT")
    timer = threading.Timer(0.3, _thread.interrupt_main)
    timer.start()
    feedback = check("sigmoid", endless)
    assert feedback.status == "error"
    assert "You stopped the check" in str(feedback)
    assert (sys.stdout, np.geterr(), list(warnings.filters)) == before
    assert check("sigmoid", stable).status == "correct"


def test_an_interrupt_ends_the_check_at_once():
    calls = []

    def interrupted(z):
        calls.append(z)
        raise KeyboardInterrupt

    assert check("sigmoid", interrupted).status == "error"
    assert len(calls) == 1

"""Exercises answer back: what gets out of a check, and how it looks."""

import sys
import warnings
from html.parser import HTMLParser

import numpy as np
import pytest
from IPython.core.formatters import DisplayFormatter
from learners import later, learned_gradient, naive, undefined, without_end

from logreg_core.exercises import EXERCISES, Feedback, check
from logreg_core.exercises.feedback import LOOK

STATUSES = {"not yet", "correct", "correct, but", "mistake", "wrong", "error"}


def noisy(z):
    print("here I am")
    print("and here", file=sys.stderr)
    warnings.warn("mind the gap", stacklevel=1)
    np.seterr(all="ignore")
    return np.log(np.zeros(3)) if z[0] > 1e6 else 1 / (1 + np.exp(-z * 1000)) * 0 + naive(z)


@pytest.mark.parametrize(
    "function", [noisy, naive, lambda z: np.exp(z) / (1 + np.exp(z)), undefined, without_end, later]
)
def test_nothing_is_printed_warned_or_left_changed(function, capfd):
    before = np.geterr(), list(warnings.filters)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        str(check("sigmoid", function))
    assert not caught
    assert capfd.readouterr() == ("", "")
    assert (np.geterr(), list(warnings.filters)) == before


def test_a_learner_is_told_that_prints_are_not_shown():
    assert "not shown" in str(check("sigmoid", noisy))
    assert "not shown" not in str(check("sigmoid", naive))


def with_address(z):
    raise ValueError(f"{object()} and {z.dtype}")


@pytest.mark.parametrize(
    ("name", "function"),
    [
        *((name, exercise.reference) for name, exercise in EXERCISES.items()),
        ("sigmoid", naive),
        ("sigmoid", with_address),
        ("sigmoid", lambda z: object()),
        ("sigmoid", lambda z: 7 * naive(z)),
        ("gradient", lambda *args: learned_gradient(*args)[1]),
        ("descend", lambda *args: learned_gradient),
    ],
)
def test_two_checks_show_the_same(name, function):
    first, second = check(name, function), check(name, function)
    assert first == second
    assert first._repr_html_() == second._repr_html_()
    assert repr(first) == repr(second)
    assert "0x" not in repr(first).replace("0x...", "")
    assert "/tests/" not in repr(first)


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.text, self.open = [], "", []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize("status", sorted(STATUSES))
def test_the_card_says_its_status_in_words_and_sets_both_its_colours(status):
    message = "Look at `a < b` & <b>this</b>:\n    z = 1"
    reader = Reader()
    reader.feed(Feedback(status, message, "sigmoid")._repr_html_())
    assert not reader.open
    assert status.capitalize() in reader.text
    assert message.replace("`", "") in reader.text
    assert {tag for tag, _ in reader.tags} == {"div", "span", "code"}
    role = reader.tags[0][1]
    assert role["role"] == "status"
    assert "background:#" in role["style"]
    assert ";color:#" in role["style"]
    assert dict(reader.tags)["span"]["aria-hidden"] == "true"
    assert status in LOOK


def test_what_a_learner_wrote_is_escaped():
    def hostile(z):
        raise ValueError("<script>alert(1)</script> `<img src=x>`")

    html = check("sigmoid", hostile)._repr_html_()
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("status", sorted(STATUSES))
def test_the_card_is_legible(status):
    _, colour, background = LOOK[status]
    for text in colour, "#1b1b1f":
        assert (luminance(background) + 0.05) / (luminance(text) + 0.05) >= 4.5


def test_a_notebook_shows_the_card_and_elsewhere_the_words():
    feedback = check("sigmoid", lambda z: naive(-z))
    shown, _ = DisplayFormatter().format(feedback)
    assert shown["text/html"] == feedback._repr_html_()
    assert "Mistake" in shown["text/plain"]
    assert "1 - σ(z)" in shown["text/plain"]
    assert str(feedback) == feedback.message
    assert feedback.exercise == "sigmoid"

"""Each lesson asks five questions, and each choice, right or wrong, comes with a reason of its own."""

import re

import pytest
from test_lessons import LESSONS

from logreg_core.exercises import QUESTIONS, questions
from logreg_core.exercises.questions import Questions, question

EVERY = [(lesson, asked) for lesson, several in QUESTIONS.items() for asked in several]
every_lesson = pytest.mark.parametrize("lesson", QUESTIONS)


@every_lesson
def test_there_are_five_and_the_right_choice_does_not_always_stand_in_one_place(lesson):
    assert len(QUESTIONS[lesson]) == 5
    assert len({asked.right for asked in QUESTIONS[lesson]}) > 1


@pytest.mark.parametrize(("lesson", "asked"), EVERY)
def test_every_choice_is_different_and_has_a_reason_of_its_own(lesson, asked):
    answers, reasons = zip(*asked.choices, strict=True)
    assert len(set(answers)) == len(set(reasons)) == len(asked.choices) >= 3
    assert 1 <= asked.right <= len(asked.choices)
    assert asked.text.strip().endswith("?")
    assert all(re.search(r"\w.*[.?!]$", reason) for reason in reasons), "reasons are sentences"


@every_lesson
def test_what_is_shown_says_right_once_a_question_and_no_to_all_other_choices(lesson):
    html = questions(lesson)._repr_html_()
    for asked, part in zip(QUESTIONS[lesson], html.split("<p ")[1:], strict=True):
        verdicts = re.findall(r"</span> (Right|No)\.</b>", part)
        assert [k for k, said in enumerate(verdicts, 1) if said == "Right"] == [asked.right]
        assert len(verdicts) == len(asked.choices)
    assert html.count("<details") == html.count("</details>") == sum(len(q.choices) for q in QUESTIONS[lesson])
    assert repr(questions(lesson)) == f"5 questions on lesson {lesson:02}"
    assert not any(reason in str(questions(lesson)) for q in QUESTIONS[lesson] for _, reason in q.choices)


def test_code_between_backticks_is_code_and_signs_are_written_as_such():
    asked = question("Is `a < b`?", 1, ("yes", "It is."), ("no", "It is & was not."), ("both", "Hm."))
    html = Questions(0, (asked,))._repr_html_()
    assert ">a &lt; b</code>?" in html
    assert "It is &amp; was not." in html


def test_a_lesson_without_questions_is_named():
    with pytest.raises(ValueError, match=r"lesson must be one of 0, 1, .*; got 99"):
        questions(99)


@pytest.mark.parametrize("book", [book for book in LESSONS if book.lesson in QUESTIONS], ids=str)
def test_the_lesson_shows_its_own_questions_under_their_heading_before_the_end(book):
    (cell,) = [cell for cell in book.code if "questions(" in cell.source]
    assert cell.source.splitlines()[-1] == f"questions({book.lesson})"
    assert "## Five questions" in book.cells[book.cells.index(cell) - 1].source
    assert book.sections[-3].startswith("Five questions")


def test_lessons_00_to_13_have_questions():
    assert set(range(14)) <= set(QUESTIONS)

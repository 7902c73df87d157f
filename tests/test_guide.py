"""The teacher's guide agrees with the lessons: headings, exercises, minutes, terms and links."""

import re

import pytest
from test_lessons import BOOKS, FOLDED, LESSONS, QUESTION, ROOT, without

GUIDE = (ROOT / "notebooks" / "README.md").read_text("utf-8")
FRONT = (ROOT / "README.md").read_text("utf-8")
PARTS = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", GUIDE, re.M | re.S))
BLOCKS = {int(k): text for k, text in re.findall(r"^### (\d\d) .*?\n(.*?)(?=^##|\Z)", GUIDE, re.M | re.S)}
TERMS = re.findall(r"^\| \*\*(.+?)\*\* \| (.+?) \| \[(\d\d)\]\((.+?)\) \|$", GUIDE, re.M)
ANSWERED = {lesson for lesson, text in BLOCKS.items() if "<summary>Answers to" in text}
every_lesson = pytest.mark.parametrize("book", LESSONS, ids=str)


def one_line(text):
    return " ".join(text.split())


def headings(book):
    return re.findall(r"^#+ (.+)$", book.text, re.M)


def minutes(book):
    """To read a lesson, and to do its exercises too, by the rates that the guide states."""
    text = without(book.text, FOLDED)
    steps = sum(len(re.findall(r"\\\\", block)) + 1 for block in re.findall(r"\$\$.*?\$\$", text, re.S))
    moving = sum("image/png" in output.get("data", {}) for _, _, output in book.outputs)
    questions = len(re.findall(QUESTION, text))
    read = book.words / 120 + steps / 4 + len(book.code) / 3 + 0.75 * questions + 2 * moving
    return read, read + 5 * len(book.exercises)


@every_lesson
def test_the_minutes_of_a_lesson_follow_from_its_text(book):
    (row,) = re.findall(rf"^\|.*\]\({book.name}\.ipynb\) \|[^|]*\| (\d+) \| (\d+) \|", PARTS["The map"], re.M)
    for said, counted in zip(row, minutes(book), strict=True):
        assert abs(int(said) - counted) <= 5, f"{counted:.0f} minutes"
        assert int(said) % 5 == 0


@every_lesson
def test_each_lesson_has_what_to_ask_cure_set_and_project(book):
    for what in ("**Ask**", "**Cures:**", "**Set:**", "**Project:**"):
        assert what in BLOCKS[book.lesson]
    assert f"### {headings(book)[0]}\n" in GUIDE


@every_lesson
def test_the_guide_names_cells_by_headings_that_the_lesson_has(book):
    named = re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", one_line(BLOCKS[book.lesson]))
    answers = {"correct, but"}  # what `check` says
    assert len(set(named) - answers) >= 2
    assert set(named) - answers <= set(headings(book))


@every_lesson
def test_the_exercises_that_the_guide_sets_are_in_the_lesson(book):
    numbers = set(
        re.findall(r"\b(\d+\.\d+)\b", one_line(BLOCKS[book.lesson]).split("**Set:**")[1].split("**Project")[0])
    )
    assert numbers <= {number for heading in headings(book) for number in re.findall(r"Exercise (\d+\.\d+)", heading)}


def test_the_plans_name_headings_of_lessons():
    known = {heading for book in BOOKS for heading in headings(book)} | {"What happens if...?"}
    named = re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", one_line(PARTS["Three plans"]))
    assert len(named) > 10
    assert set(named) <= known


def test_the_glossary_has_each_term_once_in_order_and_where_it_is_introduced():
    names = [term.lower() for term, *_ in TERMS]
    assert len(TERMS) == GUIDE.count("\n| **") > 50
    assert names == sorted(set(names))
    texts = {book.lesson: one_line(without(book.text, FOLDED)).lower() for book in LESSONS}
    for term, sentence, lesson, link in TERMS:
        assert link.startswith(lesson)
        assert sentence.endswith(".")
        for word in re.split(r", | and ", term.lower()):
            assert word.replace("’", "'") in texts[int(lesson)].replace("\\", ""), f"{word} is not in lesson {lesson}"


@pytest.mark.parametrize("page", ["README.md", "notebooks/README.md"])
def test_links_on_a_page_lead_to_what_exists(page):
    text = without((ROOT / page).read_text("utf-8"), r"^```.*?^```")
    for link in re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'src="([^"]+)"', text):
        if link.startswith("#"):
            anchors = [
                re.sub(r"[^\w -]", "", h).replace(" ", "-").lower() for h in re.findall(r"^#+ (.+)$", text, re.M)
            ]
            assert link[1:] in anchors, link
        elif not link.startswith("https://"):
            assert ((ROOT / page).parent / link).exists(), link


@every_lesson
def test_every_task_on_your_own_is_answered_in_a_folded_part_of_the_guide(book):
    if book.lesson not in ANSWERED:
        pytest.skip("its answers are still to come")
    own = re.split(r"^## On your own$", book.text, flags=re.M)[1]
    (answers,) = re.findall(
        r"<details><summary>Answers to <i>On your own</i></summary>\n\n(.*?)\n\n</details>", BLOCKS[book.lesson], re.S
    )
    numbers = [re.findall(r"^(\d)\. \S", part, re.M) for part in (without(own, FOLDED), answers)]
    assert numbers[0] == numbers[1]


def test_the_answers_of_lessons_00_to_13_are_there():
    assert set(range(14)) <= ANSWERED

"""Every notebook has the form that its readers count on: stored outputs, films, the frame, numbers, exercises."""

import ast
import io
import re
import tokenize
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from statistics import median

import nbformat
import pytest
from store import KERNEL, LANGUAGE, VIEW

from logreg_core.exercises import EXERCISES, check
from logreg_core.exercises.asking import ASKED, PRINTED
from logreg_core.packed import FILM, VERSION, films_in
from logreg_core.player import OUTPUTS

ROOT = Path(__file__).parent.parent
PLAN = [
    "00_watch_it_learn",
    "01_turn_a_score_into_a_probability",
    "02_draw_the_boundary",
    "03_measure_the_error",
    "04_find_the_slope",
    "05_walk_downhill",
    "06_separate_or_overlap",
    "07_build_the_model",
    "08_see_one_neuron",
    "09_bend_the_boundary",
    "10_take_better_steps",
    "11_how_sure_are_the_weights",
    "12_more_than_two_classes",
    "13_a_real_case",
    "classroom_demo",
]
BANNED = ["simply", "just", "obviously", "clearly", "easy", "easily", "of course"]
END = ["What we learned", "On your own"]

# Parts of a Markdown cell
FENCE, FOLDED, CODE = r"^```.*?^```", r"<details(?: class=\"answer\")?>.*?</details>", r"`[^`\n]+`"
MATH, TAG, NUMBER = r"\$\$.*?\$\$|\$[^$]+\$", r"\\tag\{([^}]*)\}", r"\(([1-9]\d?)\.([1-9]\d?)\)"
QUESTION = r"(?<![*\w])\*(?![*\s])[^*]+\?\*(?!\*)"
LINK, LINKS = r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)( \(coming\))?", r"^\|[^\n]*\]\([^\n]*$"


def without(text, *patterns):
    for pattern in patterns:
        text = re.sub(pattern, " ", text, flags=re.S | re.M)
    return text


def asks(cell):
    """Whether a cell is the place to commit oneself below a question."""
    return cell.cell_type == "code" and cell.source.startswith("ask(")


class Book:
    """A notebook, and its parts as the tests ask for them."""

    def __init__(self, path):
        self.path, self.name = path, path.stem
        self.lesson = int(self.name[:2]) if self.name[:2].isdigit() else None

    def __repr__(self):
        return self.name

    @cached_property
    def notebook(self):
        return nbformat.read(self.path, nbformat.NO_CONVERT)

    @cached_property
    def cells(self):
        return self.notebook.cells

    @cached_property
    def code(self):
        return [cell for cell in self.cells if cell.cell_type == "code"]

    @cached_property
    def outputs(self):
        """(id of the cell, place in the cell, output)"""
        return [(cell.id, place, output) for cell in self.code for place, output in enumerate(cell.outputs)]

    @cached_property
    def text(self):
        """All Markdown, fences of code left out."""
        return "\n\n".join(without(cell.source, FENCE) for cell in self.cells if cell.cell_type == "markdown")

    @cached_property
    def sections(self):
        return re.findall(r"^## (.+)$", self.text, re.M)

    @cached_property
    def tags(self):
        """What stands in \\tag{} in displayed equations, in order of appearance."""
        return [tag for block in re.findall(r"\$\$.*?\$\$", self.text, re.S) for tag in re.findall(TAG, block)]

    @cached_property
    def words(self):
        """Words to read from top to bottom: no formulas, no code, nothing folded, no tables of links."""
        text = without(self.text, FOLDED, CODE, MATH, LINKS, r"(?<=\])\([^)]*\)")
        return sum(any(letter.isalnum() for letter in word) for word in text.split())

    @cached_property
    def code_lines(self):
        """Lines of code in each code cell that does not ask, as Python counts them: one that is wrapped is one."""
        code = [io.StringIO(cell.source).readline for cell in self.code if not asks(cell)]
        return [sum(token.type == tokenize.NEWLINE for token in tokenize.generate_tokens(line)) for line in code]

    @cached_property
    def exercises(self):
        """The cells of each exercise: the one with its heading and the two that follow."""
        starts = [i for i, cell in enumerate(self.cells) if re.search(r"^#+ *Exercise", cell.source, re.M)]
        return [(self.cells + [nbformat.v4.new_raw_cell()] * 2)[i : i + 3] for i in starts]


BOOKS = [Book(path) for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]
LESSONS = [book for book in BOOKS if book.lesson is not None]
every_book = pytest.mark.parametrize("book", BOOKS, ids=str)
every_lesson = pytest.mark.parametrize("book", LESSONS, ids=str)
every_lesson_with_exercises = pytest.mark.parametrize("book", [book for book in LESSONS if book.lesson], ids=str)


def test_every_notebook_is_in_the_plan():
    assert {book.name for book in BOOKS} <= set(PLAN)


# What is stored


@every_book
def test_it_is_a_valid_notebook_under_one_megabyte(book):
    assert (book.notebook.nbformat, book.notebook.nbformat_minor) == (4, 5)
    nbformat.validate(book.notebook)
    assert book.path.stat().st_size < 1_000_000


@every_book
def test_it_was_run_from_top_to_bottom_without_error_or_warning(book):
    assert [cell.execution_count for cell in book.code] == list(range(1, len(book.code) + 1))
    for cell_id, _, output in book.outputs:
        assert output.output_type in {"execute_result", "display_data", "stream"}, cell_id
        assert output.get("name", "stdout") == "stdout", f"{cell_id} writes to stderr"


@every_book
def test_its_outputs_are_stored(book):
    for cell in book.code:
        lines = [node for node in ast.parse(cell.source).body if not isinstance(node, ast.FunctionDef)]
        calls = {ast.unparse(node.func) for line in lines for node in ast.walk(line) if isinstance(node, ast.Call)}
        shows = calls & {"print", "plots.show", "check", "watch"}
        assert cell.outputs or not shows, f"{cell.id} shows something, and nothing is stored"


@every_book
def test_its_cells_have_unique_ids_that_can_be_read(book):
    ids = [cell.id for cell in book.cells]
    assert len(set(ids)) == len(ids)
    strange = [name for name in ids if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name)]
    random = [name for name in ids if re.fullmatch(r"[0-9a-f]{8}(-?[0-9a-f]{4,12})*", name)]
    assert not strange + random


@every_book
def test_its_metadata_name_no_machine(book):
    metadata = dict(book.notebook.metadata)
    metadata.pop("widgets", None)
    assert metadata == {"kernelspec": KERNEL, "language_info": LANGUAGE}
    folded = {"jupyter": {"source_hidden": True}}  # where a board is to fill the page, and in a cell that asks
    answer = {"collapsed": True, "jupyter": {"outputs_hidden": True}}  # it would give the answer away
    for cell in book.cells:
        hides = asks(cell) or book.name == "classroom_demo"
        assert cell.metadata in ([{}, folded] if hides else [{}, answer]), cell.id
        assert not cell.get("attachments"), cell.id
    for cell_id, _, output in book.outputs:
        for kind, said in output.get("metadata", {}).items():
            assert (kind, list(said)) == ("image/png", ["alt"]), cell_id


@every_book
def test_every_stored_film_moves_without_a_kernel_and_no_widget_is_stored(book):
    names = []
    for cell_id, _, output in book.outputs:
        data = output.get("data", {})
        assert VIEW not in data, f"{cell_id}: the view of a widget opens as an error"
        films = films_in(data.get("text/html", ""))
        assert (FILM in data) == (len(films) == 1), cell_id
        for state in films:
            assert data[FILM] == {"version": VERSION}
            assert state["frames"] > 1, f"{cell_id}: one frame is no film"
            assert not state["controls"], f"{cell_id}: controls need a kernel"
            assert not state["listens"], f"{cell_id}: clicks need a kernel"
            assert state["alt"].strip(), f"{cell_id}: a film without alt text"
            names.append(state["id"])
    assert len(set(names)) == len(names), "two films of one name would move as one"


@every_book
def test_every_picture_is_one_for_all_readers(book):
    for cell_id, _, output in book.outputs:
        data = output.get("data", {})
        shown = data.get("text/plain", "").startswith("Player(")
        assert shown == (FILM in data or "image/png" in data), (
            f"{cell_id}: films and boards, and nothing else, have a PNG"
        )
        assert FILM not in data or "image/png" not in data, (
            f"{cell_id}: what shares an output with a film is never seen"
        )
        assert "image/png" not in data or output.metadata["image/png"]["alt"].strip(), f"{cell_id}: no alt text"
        assert not {"image/jpeg", "image/svg+xml"} & set(data), f"{cell_id}: a picture without alt text"
        assert_alt_texts(data.get("text/html", ""), cell_id)
    for cell in book.cells:
        if cell.cell_type == "markdown":
            assert_alt_texts(cell.source, cell.id)
            assert not re.search(r"!\[\s*\]", cell.source), f"{cell.id}: a picture without alt text"


@every_book
def test_every_film_has_its_still_picture_after_it_and_every_still_picture_its_style(book):
    shown = [output.get("data", {}) for _, _, output in book.outputs]
    for one, after in zip(shown, [*shown[1:], {}], strict=True):
        assert FILM not in one or "image/png" in after
        assert "image/png" not in one or after == {"text/html": OUTPUTS}


def assert_alt_texts(html, cell_id):
    for picture in re.findall(r"<img\b[^>]*>", html):
        assert re.search(r'\balt="[^"]*\w[^"]*"', picture), f"{cell_id}: a picture without alt text"


# What the code may use


@every_book
def test_no_cell_hides_from_the_comparison_or_shows_what_cannot_be_compared(book):
    for cell in book.cells:
        assert "nbval" not in cell.source.lower(), cell.id
    for cell in book.code:
        found = re.findall(r"\binteract\w*|\b\w*Output\(|\bclear_output\b|\bpyplot\b|;\s*$", cell.source, re.M)
        assert not found, f"{cell.id}: {found}"


@every_book
def test_its_code_is_plain_python_without_star_imports(book):
    names = []
    for cell in book.code:
        assert not re.search(r"^\s*[%!]", cell.source, re.M), f"{cell.id}: a magic"
        tree = ast.parse(cell.source)  # a magic elsewhere is no Python
        assert tree.body, f"{cell.id} is empty"
        for node in ast.walk(tree):
            assert "*" not in [alias.name for alias in getattr(node, "names", []) if isinstance(alias, ast.alias)]
        names += [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    assert len(set(names)) == len(names), f"a function is written twice: {names}"


@every_book
def test_its_lines_of_code_fit_on_half_a_screen(book):
    wide = [(cell.id, line) for cell in book.code for line in cell.source.splitlines() if len(line) >= 88]
    assert not wide


# The frame


@every_lesson
def test_it_begins_with_its_number_and_the_title_that_its_file_has(book):
    title = book.cells[0].source.splitlines()[0]
    assert title.startswith(f"# {book.lesson:02} ")
    assert re.sub(r"\W+", "_", title.lower()).strip("_") == book.name


@every_lesson
def test_it_then_says_what_you_will_do_learn_and_need(book):
    lines = [line for line in book.cells[0].source.splitlines() if line.strip()][1:]
    promises = [re.fullmatch(r"\*\*What you'll (\w+)\.\*\* (.+)", line) for line in lines]
    assert [promise and promise[1] for promise in promises] == ["do", "learn", "need"]
    assert len(re.findall(r"[.?!](?= |$)", promises[0][2])) == 1, "what you'll do is one sentence"
    needed = [Path(target).stem for target, _ in re.findall(LINK, promises[2][2])]
    assert set(needed) <= set(PLAN[: book.lesson])
    assert needed or book.lesson == 0, "what you'll need links to no earlier lesson"


@every_lesson
def test_its_set_up_is_a_few_imports(book):
    assert book.code_lines[0] <= 6
    assert all(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.parse(book.code[0].source).body)
    assert book.cells.index(book.code[0]) <= 2


@every_lesson
def test_its_headings_are_one_title_sections_and_below_them_exercises(book):
    headings = re.findall(r"^(#+) (.+)$", book.text, re.M)
    assert [level for level, _ in headings].count("#") == 1
    assert {level for level, _ in headings} <= {"#", "##", "###"}
    assert all(low != "#" or high == "##" for (low, _), (high, _) in pairwise(headings))
    assert len(set(book.sections)) == len(book.sections) >= 5


@every_lesson
def test_it_ends_with_what_we_learned_tasks_and_a_link_to_the_next(book):
    assert book.sections[-2:] == END
    learned, own = re.split(rf"^## (?:{'|'.join(END)})$", book.text, flags=re.M)[-2:]
    points = re.findall(r"^- (.*)$", learned, re.M)
    assert len(points) >= 3
    assert all(point.endswith(".") for point in points), "full sentences"
    assert 3 <= len(re.findall(r"^\d\. ", own, re.M)) <= 5
    following = PLAN[book.lesson + 1]
    assert f"({following}.ipynb)" in book.cells[-1].source.strip().splitlines()[-1], f"no link to {following}"


@every_book
def test_links_lead_to_what_exists_or_is_marked_as_coming(book):
    for target, coming in re.findall(LINK, book.text):
        if "://" in target or target.startswith("#"):
            continue
        path = book.path.parent / target.split("#")[0]
        if coming:
            assert path.stem in PLAN, f"{target} is not planned"
            assert not path.exists(), f"{target} is there, and no longer coming"
        else:
            assert path.exists(), f"{target} does not exist and is not marked as coming"


# Sizes, questions, words


SIZES = {
    "cells": (lambda book: len([c for c in book.cells if not asks(c) and not c.id.endswith("-answer")]), 35, 80),
    "words": (lambda book: book.words, 1000, 2200),
    "lines of code": (lambda book: sum(book.code_lines), 30, 150),
    "lines of the longest code cell": (lambda book: max(book.code_lines), 1, 12),
    "lines of the median code cell": (lambda book: median(book.code_lines), 1, 5),
}


@every_lesson
@pytest.mark.parametrize("size", SIZES)
def test_it_has_the_size_of_a_lesson_that_people_finish(book, size):
    measure, least, most = SIZES[size]
    assert least <= measure(book) <= most, f"{measure(book)} {size}"


@every_lesson
def test_it_asks_one_question_or_more_in_two_sections(book):
    questions = re.findall(QUESTION, without(book.text, FOLDED, CODE))
    assert len(questions) >= len([name for name in book.sections if name not in END]) / 2


@every_lesson
def test_every_question_is_answered_at_once(book):
    """By text in its own cell or in one of the next three: a picture and a number may come first."""
    silent = []
    for i, cell in enumerate(book.cells):
        source = without(cell.source, FOLDED, CODE)
        if cell.cell_type != "markdown" or not re.search(QUESTION, source):
            continue
        after = re.split(QUESTION, source)[-1]
        rest = [after, *(c.source for c in book.cells[i + 1 : i + 5] if c.cell_type == "markdown")]
        rest = [text for text in rest if not re.match(rf"### Exercise|## (?:{'|'.join(END)})", text.strip())]
        if not any(re.search(r"\w", without(text, r"^#+ [^\n]*$")) for text in rest):
            silent.append(cell.id)
    assert not silent


@every_lesson
def test_every_question_is_followed_by_a_place_to_commit_oneself_and_only_then_by_its_answer(book):
    named = {name[3:] for name in ASKED if name.startswith(f"{book.lesson:02}/")}
    for cell, after in pairwise(book.cells):
        source = without(cell.source, FOLDED, CODE)
        if cell.cell_type == "markdown" and re.search(QUESTION, source):
            assert asks(after), f"{cell.id}: nothing to choose"
            assert after.source == f'ask("{book.lesson:02}/{cell.id}")'
            assert not re.search(r"\w", re.split(QUESTION, source)[-1]), f"{cell.id}: the answer follows at once"
            named.remove(cell.id)
    assert not named, "there is no such cell any more"


@every_lesson
def test_every_answer_that_a_question_speaks_of_is_folded(book):
    """A choice is told to open the answer, so there is one, with no more than two cells between."""
    for i, cell in enumerate(book.cells):
        if asks(cell):
            texts = [later.source for later in book.cells[i + 1 : i + 4] if later.cell_type == "markdown"]
            assert texts, cell.id
            assert texts[0].startswith('<details class="answer">'), cell.id


@every_lesson
def test_what_is_printed_between_a_question_and_its_folded_answer_is_hidden(book):
    for i, cell in enumerate(book.cells):
        if not asks(cell):
            continue
        for later in book.cells[i + 1 : i + 5]:
            if later.cell_type == "markdown" or asks(later):
                break
            kinds = {output.output_type for output in later.outputs}
            about = cell.source.split('"')[1] in PRINTED
            assert later.metadata or kinds != {"stream"} or about, later.id


@every_book
def test_it_talks_to_its_readers_without_telling_them_that_it_is_easy(book):
    prose = without(book.text, CODE, MATH)
    assert not re.findall(rf"\b(?:{'|'.join(BANNED)})\b.{{0,40}}", prose, re.I)


# Equations


def docstrings(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            yield ast.get_docstring(node) or ""


IN_CODE = {
    (int(lesson), int(number))
    for path in (ROOT / "logreg_core").rglob("*.py")
    for text in docstrings(path)
    for lesson, number in re.findall(NUMBER, text)
}


@every_book
def test_equations_are_numbered_in_order_each_number_once(book):
    assert book.tags == [f"{book.lesson}.{k}" for k in range(1, len(book.tags) + 1)]
    assert len(re.findall(r"\\tag\b", book.text)) == len(book.tags), "a tag outside a displayed equation"


@every_book
def test_formulas_are_written_so_that_all_front_ends_set_them(book):
    """GitHub and others take some signs for Markdown's or HTML's before they look for formulas."""
    for cell in book.cells:
        if cell.cell_type != "markdown":
            continue
        source = without(cell.source, FENCE, CODE)
        words = re.findall(r"\\text\{[^{}]*\$[^{}]*\}", source)
        assert not words, f"{cell.id}: a formula among the words of a formula: {words}"
        for formula in re.findall(MATH, source, re.S):
            assert "<" not in formula, f"{cell.id}: write \\lt: {formula}"
            assert "^*" not in formula, f"{cell.id}: write ^\\ast: {formula}"
            assert "{align" not in formula.replace("{aligned}", ""), (
                f"{cell.id}: write aligned, and the number after it"
            )


@every_lesson
def test_every_displayed_derivative_is_measured_in_its_section(book):
    sections = [[]]
    for cell in book.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("## "):
            sections.append([])
        sections[-1].append(cell)
    for section in sections:
        text = "".join(cell.source for cell in section if cell.cell_type == "markdown")
        code = "".join(cell.source for cell in section if cell.cell_type == "code")
        derivative = re.search(r"\$\$(?:(?!\$\$).)*(\\partial|\\frac\{d)", text, re.DOTALL)
        measured = re.search(r"2 \* h\b|\bh\*\*2|slope\(|measured", code)
        assert measured or not derivative, (
            f"{section[0].source.splitlines()[0]} shows a derivative that no cell measures"
        )


@every_lesson
def test_every_number_in_the_code_stands_at_an_equation_of_its_lesson(book):
    """Lessons that do not exist yet are asked as soon as they do."""
    named = {f"{lesson}.{number}" for lesson, number in IN_CODE if lesson == book.lesson}
    assert named <= set(book.tags), f"no equation has the number {', '.join(sorted(named - set(book.tags)))}"


def test_the_code_names_numbers_of_planned_lessons_and_of_most_of_them():
    lessons = {lesson for lesson, _ in IN_CODE}
    assert lessons <= {int(name[:2]) for name in PLAN if name[:2].isdigit()}
    assert {1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13} <= lessons


@every_book
def test_every_number_in_the_text_leads_to_an_equation(book):
    tags = {tag for other in BOOKS for tag in other.tags}
    there = {other.lesson for other in LESSONS}
    mentioned = re.findall(NUMBER, without(book.text, CODE, MATH))
    lost = [f"({n}.{k})" for n, k in mentioned if int(n) in there and f"{n}.{k}" not in tags]
    assert not lost


# Exercises


def stub(cell):
    """The function, and the arguments of check, of a cell that holds a stub and nothing else."""
    tree = ast.parse(cell.source)
    assert [type(node) for node in tree.body] == [ast.FunctionDef, ast.Expr], "a function and check(...)"
    function, call = tree.body[0], tree.body[1].value
    assert isinstance(call, ast.Call)
    assert ast.unparse(call) == f"check({function.name!r}, {function.name})"
    assert cell.source.splitlines()[-1] == f'check("{function.name}", {function.name})'
    *text, last = function.body
    assert all(isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) for node in text)
    assert len(text) <= 1
    assert re.fullmatch(r"return (\(?\.\.\.(, \.\.\.)*\)?)", ast.unparse(last)), "the stub returns `...`"
    return function


def solution(cell):
    """The function in the fourth folded part, after three hints."""
    parts = re.findall(r"<details><summary>(.*?)</summary>\n\n(.*?)\n\n</details>", cell.source, re.S)
    assert [name for name, _ in parts] == ["Hint 1", "Hint 2", "Hint 3", "Solution"]
    assert all(re.search(r"\w", text) for _, text in parts)
    assert not without(cell.source, FOLDED).strip(), "nothing stands outside the folded parts"
    fenced = re.fullmatch(r"```python\n(.*)\n```", parts[-1][1].strip(), re.S)
    assert fenced, "the solution is one fence of Python"
    assert "```" not in fenced[1]
    (function,) = ast.parse(fenced[1]).body
    return function


def arguments(function):
    return [argument.arg for argument in function.args.args]


@every_lesson_with_exercises
def test_it_has_three_exercises_or_more_numbered_in_order(book):
    numbers = [re.match(r"### Exercise (\d+\.\d+): \S", question.source) for question, _, _ in book.exercises]
    assert [n and n[1] for n in numbers] == [f"{book.lesson}.{k}" for k in range(1, len(numbers) + 1)]
    assert len(numbers) >= 3
    assert len([cell for cell in book.code if "check(" in cell.source]) == len(numbers), "a check without its exercise"


@every_lesson_with_exercises
def test_every_exercise_is_a_question_a_stub_and_four_folded_parts(book):
    for cells in book.exercises:
        assert [cell.cell_type for cell in cells] == ["markdown", "code", "markdown"]
        function, answer = stub(cells[1]), solution(cells[2])
        assert answer.name == function.name
        assert arguments(answer) == arguments(function)


@every_lesson_with_exercises
def test_every_exercise_is_one_that_the_checker_knows(book):
    for _, cell, _ in book.exercises:
        function = stub(cell)
        exercise = EXERCISES[function.name]
        assert tuple(arguments(function)) == exercise.written
        assert exercise.lesson == book.lesson


@every_lesson_with_exercises
def test_every_untouched_stub_is_answered_with_not_yet(book):
    for _, cell, _ in book.exercises:
        assert [output.data["text/plain"].split(".")[0] for output in cell.outputs] == ["… Not yet"], cell.id


@every_lesson_with_exercises
def test_every_solution_is_correct_in_its_place(book):
    """With what the set-up cell and the imports above it have brought in, and nothing else."""
    for _, cell, folded in book.exercises:
        namespace = {}
        for above in book.cells[: book.cells.index(cell)]:
            if above.cell_type == "code":
                run(namespace, [n for n in ast.parse(above.source).body if brings_in(n)])
        function = solution(folded)
        run(namespace, [function])
        feedback = check(function.name, namespace[function.name])
        assert feedback.status == "correct", f"{function.name}: {feedback!r}"


def brings_in(node):
    """Whether a line imports, or takes what the learner has written."""
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
        return ast.unparse(node.value.func) == "yours"
    return isinstance(node, ast.Import | ast.ImportFrom)


def run(namespace, nodes):
    exec(compile(ast.Module(nodes, []), "<lesson>", "exec"), namespace)


@every_lesson_with_exercises
def test_hints_leave_something_to_write(book):
    for _, _, folded in book.exercises:
        hints, answer = re.sub(r" |return", "", folded.source).split("<summary>Solution")
        lines = [line for line in answer.split("```")[1].splitlines()[2:] if not line.startswith('"""')]
        assert lines
        assert not all(line in hints for line in lines), f"{folded.id} gives it away"


@every_lesson_with_exercises
def test_no_later_cell_needs_what_the_learner_writes(book):
    for _, cell, _ in book.exercises:
        name = stub(cell).name
        for later in book.cells[book.cells.index(cell) + 1 :]:
            if later.cell_type == "code":
                tree = ast.parse(later.source)
                if name in bound(tree):
                    break
                films = [node.args[0] for node in ast.walk(tree) if called(node) == "watch" and node.args]
                used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and node not in films}
                assert name not in used, f"{later.id} uses {name}, which may be wrong or unfinished"


def called(node):
    """The name of the function that a node calls. A film answers whatever a learner's step does."""
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ""


def bound(tree):
    """Names that a cell gives a meaning to."""
    for node in ast.walk(tree):
        if isinstance(node, ast.alias):
            yield node.asname or node.name.split(".")[0]
        elif isinstance(node, ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id

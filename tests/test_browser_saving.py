"""A film is in the saved file once, and opens alive, whatever was run, in whatever order, and however it was saved."""

import contextlib
import json
import platform
import re
import shutil
from difflib import unified_diff

import lab
import nbformat
import pytest
from nbformat.sign import NotebookNotary
from store import stored

from logreg_core.packed import FILM, films_in

WALK = "05_walk_downhill.ipynb"
SET_UP = """from logreg_core.datasets import overlapping, separable
from logreg_core.descent import gradient_descent
from logreg_core.films import watch
data = [separable(), overlapping()]
runs = [gradient_descent(each.X, each.y, n_iterations=60) for each in data]"""
CELLS = {"set-up": SET_UP, "one": "watch(runs[0], data[0])", "two": "watch(runs[1], data[1])", "words": "len(runs)"}
ANOTHER = "watch(gradient_descent(data[0].X, data[0].y, n_iterations=40), data[0])"
VERSION_OF_PYTHON = [  # which JupyterLab adds to the metadata: all that a save changes
    '- "pygments_lexer": "ipython3"',
    '+ "pygments_lexer": "ipython3",',
    f'+ "version": "{platform.python_version()}"',
]
NOTEBOOK = "window.jupyterapp.shell.currentWidget"
FILMS = ".jp-Notebook .lp"


@pytest.fixture(scope="module")
def server(jupyterlab):
    """The JupyterLab, which has a short notebook of two films beside the lessons, and trusts it."""
    folder = jupyterlab[2]
    short = folder / "notebooks" / "short.ipynb"
    cells = [nbformat.v4.new_code_cell(code, id=name) for name, code in CELLS.items()]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), short)
    made = stored(short)
    nbformat.write(made, short)
    NotebookNotary(data_dir=str(folder.parent / "data")).sign(made)
    return jupyterlab


@pytest.fixture(scope="module")
def page(chromium):
    return chromium.new_context(viewport={"width": 1280, "height": 1400}).new_page()


class Lesson:
    """A copy of a notebook, open in a page whose JupyterLab may have had others open."""

    def __init__(self, page, server, path):
        self.page, self.server, self.path = page, server, path

    def open(self):
        lab.opened(self.page, *self.server[:2], self.path.name)
        return self

    def close(self):
        """Close every tab without asking; the kernels go on."""
        self.page.evaluate("for (const each of [...window.jupyterapp.shell.widgets('main')]) each.dispose()")
        self.page.wait_for_selector(".jp-Notebook", state="detached")

    def reopen(self):
        self.close()
        return self.open()

    def anew(self):
        """Load the page itself again."""
        self.page.goto("about:blank")
        return self.open()

    def do(self, command, **arguments):
        self.page.evaluate(
            "([name, args]) => window.jupyterapp.commands.execute(name, args).then(() => null)", [command, arguments]
        )

    def run(self, cell):
        """Run one cell, and wait until it has been run."""
        ready = f"{lab.KERNEL}?.status === 'idle' && {lab.KERNEL}.connectionStatus === 'connected'"
        self.page.wait_for_function(ready, timeout=60_000)
        self.page.evaluate(f"i => {{ {NOTEBOOK}.content.activeCellIndex = i; }}", list(CELLS).index(cell))
        self.do("notebook:run-cell")

    def run_all(self):
        assert lab.run_all(self.page)

    def save(self):
        self.do("docmanager:save")
        return self

    def lives(self):
        """How many films answer to a key, each with a sentence of its own for a frame; nothing else is amiss."""
        lab.scroll(self.page, to_films=True)
        kept = self.kept()
        self.page.wait_for_function(f"n => document.querySelectorAll('{FILMS}').length === n", arg=kept)
        said = []
        for film in self.page.query_selector_all(FILMS):
            film.scroll_into_view_if_needed()
            slider, caption = film.query_selector(".lp-controls input"), film.query_selector(".lp-caption")
            slider.press("Home")
            first = caption.text_content()
            slider.press("ArrowRight")
            assert (slider.input_value(), caption.text_content() != first) == ("1", True)
            said.append(first + film.query_selector("img").get_attribute("alt"))
        assert len(set(said)) == len(said), "a film is doubled"
        assert "Error displaying widget" not in self.page.inner_text("body")
        stills = [each for each in self.page.evaluate(lab.STILLS) if each["afterFilm"]]  # not a board's
        assert [each for each in stills if each["seen"]] == []
        assert len(stills) == len(said)
        return len(said)

    def kept(self):
        """How many films the file holds; there is no widget in it."""
        text = self.path.read_text("utf-8")
        assert not re.search(r'"widgets"|jupyter\.widget-view', text)
        return text.count(f'"{FILM}"')

    def counts(self):
        """The execution count of each cell in the file; none while JupyterLab is writing it."""
        with contextlib.suppress(json.JSONDecodeError):
            return [cell["execution_count"] for cell in json.loads(self.path.read_text("utf-8"))["cells"]]
        return [None] * len(CELLS)


def changes(one, two):
    """The lines that differ between two files, given by their lines."""
    marked = list(unified_diff(one, two, n=0, lineterm=""))[2:]
    return [f"{line[0]} {line[1:].strip()}" for line in marked if not line.startswith("@@")]


@pytest.fixture
def lesson(request, page, server):
    """A fresh copy of the short notebook, or of the one that is asked for."""
    folder = server[2] / "notebooks"
    asked = getattr(request, "param", None)
    original = lab.ROOT / "notebooks" / asked if asked else folder / "short.ipynb"  # what is there may have been saved
    name = re.sub(r"\W+", "_", request.node.name)
    path = shutil.copy(original, folder / f"{name}.ipynb")
    made = Lesson(page, server, path)
    made.original = original
    yield made.open()
    made.close()


whole = pytest.mark.parametrize("lesson", [WALK], indirect=True)


@whole
def test_opened_and_not_run_there_is_nothing_to_save(lesson):
    model = f"{NOTEBOOK}.context.model"
    lesson.page.wait_for_function(f"{model}.getMetadata('language_info').version")  # the kernel has said who it is
    lesson.page.wait_for_timeout(500)
    assert not lesson.page.evaluate(f"{model}.dirty")
    lesson.page.evaluate(f"() => {{ {NOTEBOOK}.content.widgets[0].model.sharedModel.setSource('# Another title'); }}")
    assert lesson.page.evaluate(f"{model}.dirty")


@whole
def test_opened_saved_and_opened_again(lesson):
    lesson.save()
    before, after = (path.read_text("utf-8").splitlines() for path in (lesson.original, lesson.path))
    assert changes(before, after) in ([], VERSION_OF_PYTHON)
    assert lesson.anew().lives() == lesson.original.read_text("utf-8").count(f'"{FILM}"') > 3


def test_run_all_three_times_and_saved_each_time_keeps_size_and_count(lesson):
    sizes, saved = [], []
    for _ in range(3):
        lesson.run_all()
        lesson.save()
        sizes.append(lesson.path.stat().st_size)
        saved.append(lesson.path.read_text("utf-8").splitlines())
        assert lesson.kept() == 2
    assert max(sizes) <= 1.05 * lesson.original.stat().st_size
    assert {line.split(":")[0].strip() for line in changes(saved[0], saved[2])} == {
        '- "execution_count"',
        '+ "execution_count"',
    }
    assert lesson.reopen().lives() == 2


@pytest.mark.parametrize("cell", ["one", "two"])
def test_one_film_run_and_saved(lesson, cell):
    lesson.run("set-up")
    lesson.run(cell)
    assert lesson.save().reopen().lives() == 2


def test_a_film_replaced_by_another_and_saved(lesson):
    lesson.run_all()
    change = f"{NOTEBOOK}.content.widgets[1].model.sharedModel.setSource('{ANOTHER}')"
    lesson.page.evaluate(f"() => {{ {change}; }}")
    lesson.run("one")
    lesson.save()
    assert lesson.lives() == 2
    (state,) = (films_in(str(out))[0] for out in json.loads(lesson.path.read_text("utf-8"))["cells"][1]["outputs"][:1])
    assert state["frames"] == 41
    assert lesson.reopen().lives() == 2


def test_saved_by_jupyterlab_itself(lesson, server):
    settings = server[2].parent / "settings" / "@jupyterlab" / "docmanager-extension" / "plugin.jupyterlab-settings"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text('{"autosaveInterval": 1}', "utf-8")
    try:
        lesson.anew()
        lesson.run("set-up")
        lesson.run("one")
        lesson.run("one")  # the file that is there says 2
        lesson.page.wait_for_function(f"{lab.KERNEL}.status === 'idle'")
        saved = None
        for i in range(900):  # JupyterLab saves the less often the longer a save takes
            if not lesson.page.evaluate(f"{NOTEBOOK}.context.model.dirty"):
                saved = lesson.counts()[1]
                if saved == 3:
                    break
                # What changed while JupyterLab was saving counts as saved, until the next key that is pressed.
                source = f"{NOTEBOOK}.content.widgets[3].model.sharedModel"
                lesson.page.evaluate(f"i => {{ {source}.setSource(`len(runs)  # ${{i}}`); }}", i)
            lesson.page.wait_for_timeout(100)
        assert saved == 3
    finally:
        settings.unlink()
    assert lesson.reopen().lives() == 2


def test_restarted_between(lesson):
    lesson.run("set-up")
    lesson.run("one")
    lesson.page.evaluate(f"{lab.KERNEL}.restart().then(() => null)")
    lesson.run("set-up")
    lesson.run("two")
    lesson.page.evaluate(f"{lab.KERNEL}.restart().then(() => null)")
    assert lesson.save().reopen().lives() == 2


def test_open_in_two_tabs_that_both_save(lesson):
    other = Lesson(lesson.page.context.new_page(), lesson.server, lesson.path).open()
    lesson.run_all()
    lesson.save()
    assert other.lives() == 2
    other.page.evaluate("() => { window.jupyterapp.commands.execute('docmanager:save'); }")
    dialog = other.page.locator(".jp-Dialog button.jp-mod-warn, .jp-Dialog button:has-text('Overwrite')")
    dialog.or_(other.page.locator(f"body:not(:has({FILMS}))")).first.click(timeout=20_000)
    other.page.wait_for_function(f"!{NOTEBOOK}.context.model.dirty && !document.querySelector('.jp-Dialog')")
    other.page.close()
    assert lesson.reopen().lives() == 2


def test_duplicated_and_renamed(lesson, server):
    lesson.run("set-up")
    lesson.run("one")
    lesson.save()
    contents = "window.jupyterapp.serviceManager.contents"
    at = f"notebooks/{lesson.path.name}"
    copied = lesson.page.evaluate(f"path => {contents}.copy(path, 'notebooks').then(made => made.name)", at)
    renamed = lesson.path.with_name(f"renamed_{lesson.path.name}")
    lesson.page.evaluate(f"([a, b]) => {contents}.rename(a, b).then(() => null)", [at, f"notebooks/{renamed.name}"])
    lesson.page.wait_for_function(f"name => {NOTEBOOK}.context.path.endsWith(name)", arg=renamed.name)
    lesson.path = renamed
    assert lesson.lives() == 2
    lesson.save()
    assert lesson.reopen().lives() == 2
    lesson.path = lesson.path.with_name(copied)
    assert lesson.reopen().lives() == 2


def test_a_copy_that_nobody_trusts(lesson):
    lesson.path.write_text(lesson.path.read_text("utf-8").replace("len(runs)", "len(data)"), "utf-8")
    lesson.reopen()
    assert lesson.page.evaluate(f"[...{NOTEBOOK}.content.model.cells].some(cell => cell.trusted)") is False
    assert lesson.lives() == 2
    lesson.save()
    assert lesson.reopen().lives() == 2


def test_one_notebook_twice_on_a_page_moves_as_one_and_its_copy_by_itself(lesson):
    lesson.do("docmanager:clone")
    lesson.page.wait_for_function(f"document.querySelectorAll('{FILMS}').length === 4", timeout=20_000)
    frames = f"[...document.querySelectorAll('{FILMS} .lp-controls input')].map(e => e.value)"
    lesson.page.locator(FILMS).nth(2).locator(".lp-controls input").press("End")
    first, second, *again = lesson.page.evaluate(frames)
    assert [first, second] == again
    assert {first, second} == {"0", "60"}

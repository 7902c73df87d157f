"""Front ends beside JupyterLab, in a real browser: Notebook 7 and Voila show what JupyterLab shows."""

import importlib.util

import lab
import nbformat
import pytest

from logreg_core.packed import FILM
from logreg_core.site.outputs import ENDS

pytestmark = pytest.mark.usefixtures("needs_chromium")
FRONTS = ("notebook", "voila")
LESSONS = ("00_watch_it_learn", "05_walk_downhill")
BOARD = "classroom_demo"
FILMS, BOARDS = ".lp:not(.lp-board)", ".lp-board"


@pytest.fixture(scope="module")
def server():
    """Notebook 7 with Voila beside it, over the lessons as they are stored."""
    missing = [name for name in FRONTS if importlib.util.find_spec(name) is None]
    if missing:
        pytest.skip(f"{' and '.join(missing)} not installed: pip install -e '.[test,browser,fronts]'")
    settings = ["--JupyterNotebookApp.expose_app_in_browser=True"]
    with lab.server(lab.ROOT, front="notebook", settings=settings) as (address, token, _):
        yield lambda path: f"{address}/{path}?token={token}"


@pytest.fixture
def page(chromium):
    page = chromium.new_page(viewport={"width": 1280, "height": 1000})
    yield page
    page.close()


def films_of(name):
    """How many films a lesson stores."""
    return (lab.ROOT / "notebooks" / f"{name}.ipynb").read_text("utf-8").count(f'"{FILM}"')


def boards_of(name):
    """How many boards a lesson stores as still pictures, which a style of each hides once the board moves."""
    cells = nbformat.read(lab.ROOT / "notebooks" / f"{name}.ipynb", as_version=4).cells
    outputs = [output.get("data", {}) for cell in cells for output in cell.get("outputs", [])]
    return sum(ENDS in data.get("text/html", "") for data in outputs) - films_of(name)


def assert_shown(page, kind, count):
    """So many films or boards, whose keys work, and no still picture under one of them."""
    shown = "([kind, n]) => document.querySelectorAll(kind).length === n"
    page.wait_for_function(shown, arg=[kind, count], timeout=60_000)
    page.wait_for_function("![...document.querySelectorAll('.lp-stage > img')].some(each => !each.naturalWidth)")
    for film in page.locator(kind).all():
        bar, caption = film.locator(".lp-controls input"), film.locator(".lp-caption")
        said, drawn = [], set()
        for key in ("Home", "ArrowRight", "End"):
            bar.press(key)
            said.append((bar.input_value(), caption.text_content()))
            drawn.add(film.evaluate(lab.DRAWN))
        assert [at for at, _ in said] == ["0", "1", bar.get_attribute("max")]
        assert len({text for _, text in said}) > 1
        assert len(drawn) > 1
    stills = page.evaluate(f"{lab.STILLS}.filter(each => each.afterFilm).map(each => each.seen)")
    assert stills == [False] * page.locator(".lp").count()


def opened_in_notebook_7(page, server, name):
    page.goto(server(f"notebooks/notebooks/{name}.ipynb"))
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    page.wait_for_function("window.jupyterapp?.shell.currentWidget?.context?.isReady", timeout=60_000)


@pytest.mark.parametrize("name", LESSONS)
def test_notebook_7_shows_films_as_they_are_stored_and_as_they_are_run(page, server, name):
    opened_in_notebook_7(page, server, name)
    assert_shown(page, FILMS, films_of(name))
    assert lab.run_all(page)
    assert_shown(page, FILMS, films_of(name))


def test_notebook_7_shows_a_board_that_answers(page, server):
    opened_in_notebook_7(page, server, BOARD)
    assert lab.run_all(page)
    assert_shown(page, BOARDS, boards_of(BOARD))
    assert_answers(page)


@pytest.mark.parametrize("name", LESSONS)
def test_voila_shows_films(page, server, name):
    page.goto(server(f"voila/render/notebooks/{name}.ipynb"), timeout=120_000)
    assert_shown(page, FILMS, films_of(name))


def test_voila_shows_a_board_that_answers(page, server):
    page.goto(server(f"voila/render/notebooks/{BOARD}.ipynb"), timeout=120_000)
    assert_shown(page, BOARDS, boards_of(BOARD))
    assert_answers(page)


def assert_answers(page):
    """A control of the first board is moved, and Python says something else."""
    board = page.locator(".lp").first
    before = board.locator(".lp-caption").text_content()
    control = board.locator(".lp-panel input[type=range]").first
    control.press("End")
    page.wait_for_function(
        "before => document.querySelector('.lp .lp-caption').textContent !== before", arg=before, timeout=30_000
    )
    assert not board.locator(".lp-error").text_content()

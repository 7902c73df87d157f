"""Lessons exported by `jupyter nbconvert --to html`, opened as files without a network: their films move.

And outputs in the boxes that other front ends put around them: the still of a film that moves is hidden, nothing else.
"""

import subprocess
import sys

import lab
import nbformat
import pytest
from nbconvert import HTMLExporter
from test_site import HOSTILE, film_of

from logreg_core.packed import FILM

WALK = "05_walk_downhill"
SOME = [WALK, "09_bend_the_boundary"]  # all films of all lessons move in test_browser_site
pytestmark = pytest.mark.usefixtures("needs_chromium")


def nbconvert(*arguments):
    command = [sys.executable, "-m", "jupyter", "nbconvert", "--to", "html", *map(str, arguments)]
    done = subprocess.run(command, cwd=lab.ROOT / "notebooks", capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """A folder with lessons exported as they are stored."""
    folder = tmp_path_factory.mktemp("stored")
    nbconvert(*(f"{name}.ipynb" for name in SOME), "--output-dir", folder)
    return folder


CENTRED = """\
from logreg_core.datasets import Dataset, overlapping
from logreg_core.descent import gradient_descent
from logreg_core.films import watch

clouds = overlapping()
centred = Dataset(clouds.X - clouds.X.mean(axis=0), clouds.y, "Two clouds, centred")
film = watch(gradient_descent(centred.X, centred.y, learning_rate=0.3, n_iterations=300), centred)"""


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    """A page of a notebook exported by the command that runs it first."""
    folder = tmp_path_factory.mktemp("executed")
    cells = [nbformat.v4.new_code_cell(source) for source in (CENTRED, "film")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / "centred.ipynb")
    nbconvert("--execute", folder / "centred.ipynb", "--output-dir", folder)
    return folder / "centred.html"


@pytest.fixture
def page(chromium):
    """A page without a network, which remembers what went wrong and what it asked for."""
    page = chromium.new_page(viewport={"width": 1280, "height": 1000})
    page.complaints, page.asked = [], []
    page.on("console", lambda m: page.complaints.append(f"{m.text} {m.location['url']}") if m.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.route("http*://**/*", lambda route: (page.asked.append(route.request.url), route.abort()))
    yield page
    page.close()


def opened(page, file, films):
    """Open an exported page as a file, and wait for its films."""
    page.goto(file.as_uri())
    page.wait_for_function("n => document.querySelectorAll('.lp').length >= n", arg=films, timeout=60_000)


def failed(page):
    """What the console complained of, but for what nbconvert's own template asks the network for."""
    return [complaint for complaint in page.complaints if "net::ERR_FAILED" not in complaint]


def scrub(film):
    """Move a film by its keys from end to end, and say what it wrote at each."""
    slider, caption = film.query_selector(".lp-controls input"), film.query_selector(".lp-caption")
    last = int(slider.get_attribute("max"))
    slider.focus()
    said, drawn = [], []
    for key, frame in (("Home", 0), ("ArrowRight", 1), ("End", last), ("ArrowLeft", last - 1)):
        slider.press(key)
        assert int(slider.input_value()) == frame
        said.append(caption.text_content())
        drawn.append(film.evaluate(lab.DRAWN))
    assert said[0] != said[1]
    assert len(set(said)) > 2
    assert len(set(drawn)) > 1
    return said


@pytest.mark.parametrize("name", SOME)
def test_every_film_of_a_stored_lesson_moves_in_its_exported_page(page, stored, name):
    films = (lab.ROOT / "notebooks" / f"{name}.ipynb").read_text("utf-8").count(f'"{FILM}"')
    opened(page, stored / f"{name}.html", films)
    assert page.locator(".lp").count() == films > 0
    hidden = page.evaluate(f"{lab.STILLS}.filter(each => each.afterFilm).map(each => !each.seen)")
    assert hidden == [True] * films, "a still picture stands under its film"
    for film in page.query_selector_all(".lp"):
        scrub(film)
    assert not failed(page)


def test_a_film_executed_on_export_moves_to_what_python_says(page, executed):
    opened(page, executed, 1)
    exec(CENTRED, here := {})
    made = here["film"]
    said = [scrub(film) for film in page.query_selector_all(".lp:has(.lp-controls:not([hidden]))")]
    assert said == [[made.sentence(t) for t in (0, 1, 300, 299)]]
    assert not failed(page)


# What other front ends put around outputs


DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
PLOT = f'<img alt="a plot" width="40" height="30" src="data:image/png;base64,{DOT}">'


@pytest.fixture
def films():
    """A notebook with three films, and pictures of other kinds between them."""
    plot = nbformat.v4.new_code_cell(
        "plots.show(ax)", outputs=[nbformat.v4.new_output("display_data", {"text/html": PLOT})]
    )
    text = nbformat.v4.new_markdown_cell("# A lesson\n\n" + PLOT)
    cells = [text, film_of("One"), plot, film_of("Two"), film_of("Three"), text.copy(), plot.copy()]
    for place, cell in enumerate(cells):
        cell.id = f"cell-{place}"
    return nbformat.v4.new_notebook(cells=cells)


def assert_films_stand_alone(page):
    """Three films that move, no still picture under them, and every other picture."""
    page.wait_for_function("document.querySelectorAll('.lp').length >= 3", timeout=30_000)
    assert page.locator(".lp").count() == 3
    for film in page.query_selector_all(".lp"):
        scrub(film)
    pictures = page.evaluate(
        """[...document.images].filter(each => !each.closest('.lp')).map(each => [each.alt, each.checkVisibility()])"""
    )
    assert {seen for alt, seen in pictures if alt == "a plot"} == {True}
    stills = [seen for alt, seen in pictures if alt != "a plot"]
    assert stills == [False] * 3


@pytest.mark.parametrize("template", ["lab", "classic", "basic"])
def test_in_every_template_a_film_stands_in_place_of_its_still(page, films, template, tmp_path):
    file = tmp_path / "films.html"
    file.write_text(HTMLExporter(template_name=template).from_notebook_node(films)[0], "utf-8")
    page.goto(file.as_uri())
    assert_films_stand_alone(page)
    assert not failed(page)


def test_where_a_style_makes_blocks_of_icons_they_stay_in_their_line(page, films, tmp_path):
    file = tmp_path / "films.html"
    file.write_text(HTMLExporter(template_name="basic").from_notebook_node(films)[0], "utf-8")
    page.goto(file.as_uri())
    page.add_style_tag(content="img, svg, canvas { display: block; vertical-align: middle; }")  # as marimo's does
    assert_films_stand_alone(page)
    for play in page.locator(".lp-play").all():
        lines = play.evaluate("""button => {
            const word = document.createRange();
            word.selectNode(button.lastChild);
            return [button.querySelector('svg'), word]
                .map(each => each.getBoundingClientRect()).map(at => [at.top, at.bottom]);
        }""")
        (top, bottom), (word_top, word_bottom) = lines
        assert word_top <= top < bottom <= word_bottom


def test_a_hostile_name_is_shown_as_a_name(page, tmp_path):
    file = tmp_path / "film.html"
    book = nbformat.v4.new_notebook(cells=[film_of(HOSTILE)])
    file.write_text(HTMLExporter().from_notebook_node(book)[0], "utf-8")
    opened(page, file, 1)
    assert HOSTILE in page.locator(".lp").get_attribute("aria-label")
    assert not page.locator("img[src=x]").count()
    assert page.title() == "Notebook"
    assert not failed(page)


VS_CODE = """outputs => {  // as its renderer of HTML does: scripts run as copies at the end, without attributes
    for (const cell of outputs) {
        const box = document.body.appendChild(document.createElement("div"));
        for (const html of cell) {
            const output = document.createElement("div"), inner = document.createElement("div");
            output.append(document.createElement("div"));
            box.append(output);
            output.firstChild.append(inner);
            inner.innerHTML = html;
            for (const script of [...inner.querySelectorAll("script")]) {
                const copy = Object.assign(document.createElement("script"), { text: script.innerText });
                inner.append(copy);
                copy.remove();
            }
        }
    }
}"""


def test_where_scripts_run_as_copies_in_boxes_without_names_films_move_too(page, films, tmp_path):
    (tmp_path / "empty.html").write_text("<!DOCTYPE html><title>Outputs</title>", "utf-8")
    page.goto((tmp_path / "empty.html").as_uri())

    def html(data):
        return data.get("text/html") or f'<img alt="" src="data:image/png;base64,{data["image/png"]}">'

    page.evaluate(VS_CODE, [[html(each.data) for each in cell.outputs] for cell in films.cells if "outputs" in cell])
    assert_films_stand_alone(page)
    assert not failed(page)

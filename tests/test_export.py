"""Lessons exported by `jupyter nbconvert --to html`, opened as files without a network: their films move."""

import subprocess
import sys

import lab
import pytest

from logreg_core.datasets import Dataset, overlapping
from logreg_core.descent import gradient_descent
from logreg_core.films import watch
from logreg_core.packed import FILM

LESSONS = sorted((lab.ROOT / "notebooks").glob("[0-9]*.ipynb"))
WALK = "05_walk_downhill"
pytestmark = pytest.mark.usefixtures("needs_chromium")


def nbconvert(*arguments):
    command = [sys.executable, "-m", "jupyter", "nbconvert", "--to", "html", *map(str, arguments)]
    done = subprocess.run(command, cwd=lab.ROOT / "notebooks", capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """A folder with every lesson exported as it is stored."""
    folder = tmp_path_factory.mktemp("stored")
    nbconvert(*LESSONS, "--output-dir", folder)
    return folder


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    """A folder with one lesson exported by the command that runs it first."""
    folder = tmp_path_factory.mktemp("executed")
    nbconvert("--execute", lab.ROOT / "notebooks" / f"{WALK}.ipynb", "--output-dir", folder)
    return folder


@pytest.fixture(scope="module")
def chromium():
    with lab.browser() as started:
        yield started


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
    slider, caption = film.locator(".lp-controls input"), film.locator(".lp-caption")
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


@pytest.mark.parametrize("name", [path.stem for path in LESSONS])
def test_every_film_of_a_stored_lesson_moves_in_its_exported_page(page, stored, name):
    films = (lab.ROOT / "notebooks" / f"{name}.ipynb").read_text("utf-8").count(f'"{FILM}"')
    opened(page, stored / f"{name}.html", films)
    assert page.locator(".lp").count() == films > 0
    hidden = page.evaluate(f"{lab.STILLS}.filter(each => each.afterFilm).map(each => !each.seen)")
    assert hidden == [True] * films, "a still picture stands under its film"
    for film in page.locator(".lp").all():
        scrub(film)
    assert not failed(page)


def test_a_lesson_executed_on_export_moves_to_what_python_says(page, executed):
    opened(page, executed / f"{WALK}.html", 4)
    clouds = overlapping()
    centred = Dataset(clouds.X - clouds.X.mean(axis=0), clouds.y, "Two clouds, centred")
    made = watch(gradient_descent(centred.X, centred.y, learning_rate=0.3, n_iterations=300), centred)
    said = [scrub(film) for film in page.locator(".lp:has(.lp-controls:visible)").all()]
    assert [made.sentence(t) for t in (0, 1, 300, 299)] in said
    assert not failed(page)

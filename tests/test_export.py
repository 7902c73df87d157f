"""Lessons exported by `jupyter nbconvert --to html`, opened as files: their films move, and there is no kernel.

An exported page fetches its widget manager from the network. Here every such request is answered from npm's
packages, and from the anywidget that pip installed, so that the test sees what a reader sees and depends on no host.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import lab
import pytest

from logreg_core.datasets import Dataset, overlapping
from logreg_core.descent import gradient_descent
from logreg_core.films import watch

LESSONS = sorted((lab.ROOT / "notebooks").glob("[0-9]*.ipynb"))
WALK = "05_walk_downhill"
VIEW = "application/vnd.jupyter.widget-view+json"
SERVED = {  # the end of an address, and what answers it
    "require.min.js": ("requirejs", "require.js"),
    "dist/embed-amd.js": ("@jupyter-widgets/html-manager", "dist/embed-amd.js"),
}
HOSTS = {"cdnjs.cloudflare.com", "unpkg.com", "cdn.jsdelivr.net"}  # which the README names


@pytest.fixture(scope="module", autouse=True)
def _needed():
    """Chromium, and npm's packages; where they must be there, a missing one fails."""
    missing = lab.missing() or lab.no_npm()
    if missing and not os.environ.get("LOGREG_NEED_BROWSER"):
        pytest.skip(missing)
    assert not missing, missing


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
    """A page that gets the widget manager from this machine, and remembers what went wrong."""
    page = chromium.new_page(viewport={"width": 1280, "height": 1000})
    page.complaints, page.asked = [], []
    page.on("console", lambda m: page.complaints.append(f"{m.text} {m.location['url']}") if m.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))

    def answer(route):
        address = route.request.url.partition("?")[0]
        page.asked.append(address)
        if "/anywidget@" in address:
            body = Path(sys.prefix, "share", "jupyter", "nbextensions", "anywidget", "index.js").read_bytes()
        else:  # nothing for the typesetting of equations
            body = next((lab.from_npm(*file) for end, file in SERVED.items() if address.endswith(end)), b"")
        route.fulfill(body=body, content_type="text/javascript", headers={"Access-Control-Allow-Origin": "*"})

    page.route("http*://**/*", answer)
    yield page
    page.close()


def opened(page, file, films):
    """Open an exported page as a file, and wait for its films."""
    page.goto(file.as_uri())
    page.wait_for_function("n => document.querySelectorAll('.lp').length >= n", arg=films, timeout=60_000)


def failed(page):
    """What the console complained of, but for the neighbour `anywidget.js` that is asked for before the network."""
    return [complaint for complaint in page.complaints if not complaint.endswith("/anywidget.js")]


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
    films = (lab.ROOT / "notebooks" / f"{name}.ipynb").read_text().count(f'"{VIEW}"')
    opened(page, stored / f"{name}.html", films)
    assert page.locator(".lp").count() == films > 0
    hidden = page.evaluate(f"{lab.STILLS}.filter(each => each.afterFilm).map(each => !each.seen)")
    assert hidden == [True] * films, "a still picture stands under its film"
    for film in page.locator(".lp").all():
        scrub(film)
    assert not failed(page)
    assert {address.split("/")[2] for address in page.asked} == HOSTS


def test_an_exported_page_shows_its_still_pictures_where_no_film_can_be_fetched(chromium, stored):
    page = chromium.new_page()
    page.route("http*://**/*", lambda route: route.abort())
    page.goto((stored / f"{WALK}.html").as_uri())
    page.wait_for_load_state("load")
    stills = page.evaluate(lab.STILLS)
    assert stills
    assert all(each["seen"] for each in stills)
    page.close()


def test_a_lesson_executed_on_export_moves_to_what_python_says(page, executed):
    file = executed / f"{WALK}.html"
    opened(page, file, 4)
    clouds = overlapping()
    centred = Dataset(clouds.X - clouds.X.mean(axis=0), clouds.y, "Two clouds, centred")
    made = watch(gradient_descent(centred.X, centred.y, learning_rate=0.3, n_iterations=300), centred)
    said = [scrub(film) for film in page.locator(".lp:has(.lp-controls:visible)").all()]
    assert [made.sentence(t) for t in (0, 1, 300, 299)] in said
    assert not failed(page)
    state = page.locator('script[type="application/vnd.jupyter.widget-state+json"]').text_content()
    executed_models = json.loads(state)["state"]
    kept = json.loads((lab.ROOT / "notebooks" / f"{WALK}.ipynb").read_text())["metadata"]["widgets"]
    stored_models = next(iter(kept.values()))["state"]
    assert not executed_models.keys() & stored_models.keys(), (
        "the page holds the films of this run, not the stored ones"
    )

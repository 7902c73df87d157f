"""A film on a page of its own: its panels find room, and what comes is hidden until it is asked for."""

import os

import lab
import pytest

from logreg_core.datasets import overlapping
from logreg_core.descent import gradient_descent
from logreg_core.films import watch

IMAGES = "[...document.querySelectorAll('.lp-stage img')].map(e => e.getBoundingClientRect().width)"
PANES = "[...document.querySelectorAll('.lp-pane')].map(e => e.getBoundingClientRect()).map(b => [b.x, b.y, b.width])"
TICK = ".lp-ahead input"


@pytest.fixture(scope="module", autouse=True)
def _needed():
    """Chromium; where it must be there, a missing one fails."""
    missing = lab.missing()
    if missing and not os.environ.get("LOGREG_NEED_BROWSER"):
        pytest.skip(missing)
    assert not missing, missing


@pytest.fixture(scope="module")
def film():
    data = overlapping()
    shown = watch(gradient_descent(data.X, data.y, n_iterations=100), data)
    shown._cell = "here"
    return shown


@pytest.fixture(scope="module")
def page(film, tmp_path_factory):
    path = tmp_path_factory.mktemp("film") / "film.html"
    path.write_text(f"<!DOCTYPE html><meta charset=utf-8><body>{film._film()['text/html']}", "utf-8")
    with lab.browser() as chromium:
        page = chromium.new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.goto(path.as_uri())
        page.wait_for_selector(".lp-controls button")
        yield page


@pytest.mark.parametrize(("width", "rows"), [(1300, 0), (1200, 0), (900, 0), (760, 0), (620, 2), (430, 3)])
def test_panels_stand_below_each_other_before_they_are_too_small_to_read(page, film, width, rows):
    page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_timeout(250)
    panes = page.evaluate(PANES)
    assert len({round(y) for _, y, _ in panes}) == rows
    assert all(0.58 * film.size[0] / 2 <= image <= film.size[0] / 2 + 1 for image in page.evaluate(IMAGES))
    assert all(x >= 0 and x + across <= width for x, _, across in panes)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert set(page.evaluate(f"({lab.DRAWN})(document.body)").split(",")) != {"7"}, "no mark is drawn"


@pytest.mark.parametrize("width", [1200, 620])
def test_what_comes_is_drawn_once_the_reader_asks_for_it(page, film, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_timeout(250)
    before = page.evaluate(f"({lab.DRAWN})(document.body)")
    assert not page.is_checked(TICK)
    page.check(TICK)
    after = page.evaluate(f"({lab.DRAWN})(document.body)")
    page.keyboard.press("Space")
    assert page.locator(".lp-play").text_content().strip() == "Play", "Space turns the switch, and nothing else"
    assert not page.is_checked(TICK)
    assert page.evaluate(f"({lab.DRAWN})(document.body)") == before != after

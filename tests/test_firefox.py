"""Lesson 05's page in a second engine, Firefox: alive from the disk, silent, moved by keys to what Python says."""

import firefox
import pytest
from test_browser_site import said_by_python

from logreg_core.packed import films_in

WALK = "05_walk_downhill"


@pytest.fixture(scope="module")
def page(site):
    if firefox.missing():
        pytest.skip(firefox.missing())
    with firefox.tab() as opened:
        opened.goto((site / f"{WALK}.html").as_uri())
        opened.wait_for("!document.querySelector('.film:not(.alive)')")
        yield opened


def test_every_film_is_alive_and_keys_move_it_to_what_python_says(page, site):
    states = films_in((site / f"{WALK}.html").read_text("utf-8"))
    assert page.evaluate("document.querySelectorAll('.film.alive .lp').length") == len(states) > 3
    for place, state in enumerate(states):
        film = f"document.querySelectorAll('.lp')[{place}]"
        last, drawn = state["frames"] - 1, set()
        page.evaluate(f"{film}.querySelector('.lp-controls input').focus()")
        for key, frame in (("Home", 0), ("ArrowRight", 1), ("End", last), ("ArrowLeft", last - 1)):
            page.press(key)
            assert page.evaluate(f"{film}.querySelector('.lp-controls input').value") == str(frame)
            assert page.evaluate(f"{film}.querySelector('.lp-caption').textContent") == said_by_python(state, frame)
            drawn.add(page.evaluate(f"[...{film}.querySelectorAll('canvas')].map(canvas => canvas.toDataURL()).join()"))
        assert len(drawn) >= 3


def test_stills_are_hidden_and_formulas_are_set(page):
    assert page.evaluate("[...document.querySelectorAll('.still')].filter(each => each.checkVisibility()).length") == 0
    tall = "[...document.querySelectorAll('math')].filter(each => each.getBoundingClientRect().height > 5).length"
    assert page.evaluate(tall) > 50


def test_the_page_asks_for_nothing_and_says_nothing(page, tmp_path):
    page.evaluate("1")  # what has come until now
    assert not [url for url in page.asked() if not url.startswith(("file:", "data:", "blob:"))]
    assert not page.complaints()
    (tmp_path / "other.html").write_text(
        "<img src='https://example.org/x.png'><script>console.log('heard')</script>", "utf-8"
    )
    page.goto((tmp_path / "other.html").as_uri())
    page.wait_for("document.images[0].complete")
    assert "https://example.org/x.png" in page.asked(), "a request would have been heard of"
    assert page.complaints() == ["heard"]

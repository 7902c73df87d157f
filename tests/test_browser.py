"""The lessons in a real JupyterLab in a real browser: they open alive, run, answer keys, and outlive their kernel."""

import os
import re

import lab
import numpy as np
import pytest

from logreg_core.datasets import Dataset, overlapping
from logreg_core.descent import gradient_descent
from logreg_core.films import watch
from logreg_core.plots import PROBABILITY_MAP

LESSONS = sorted(path.name for path in (lab.ROOT / "notebooks").glob("*.ipynb"))
WALK = "05_walk_downhill.ipynb"
PIXEL = """([layer, i, x, y]) => {
    const canvas = document.querySelectorAll('.lp')[i].querySelectorAll('canvas')[layer];
    return [...canvas.getContext('2d').getImageData(x, y, 1, 1).data];
}"""

if lab.missing() and not os.environ.get("LOGREG_NEED_BROWSER"):
    pytest.skip(lab.missing(), allow_module_level=True)


@pytest.fixture(scope="module")
def server():
    assert not lab.missing(), lab.missing()
    with lab.server(lab.ROOT) as running:
        yield running


@pytest.fixture(scope="module")
def chromium(server):
    with lab.browser() as started:
        yield started


@pytest.fixture
def page(chromium):
    """A page that remembers what its console complained of."""
    page = chromium.new_page(viewport={"width": 1280, "height": 1000})
    page.complaints = []
    page.on("console", lambda m: page.complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    page.close()


def errors_in(page):
    """What a reader would see as an error."""
    seen = page.evaluate(
        "[...document.querySelectorAll('.jp-OutputArea [data-mime-type*=error], .lp-error, mjx-merror,"
        " .jp-OutputArea [data-mime-type*=stderr]')].map(e => e.innerText).filter(text => text.trim())"
    )
    return seen + [line for line in page.inner_text("body").splitlines() if "Error displaying widget" in line]


def scroll_through(page):
    """Bring every cell into view once: JupyterLab draws an output when it is first seen."""
    for cell in page.locator(".jp-Notebook .jp-Cell").all():
        cell.scroll_into_view_if_needed()
    page.wait_for_timeout(300)


def film_of(page, cell):
    """The film in the output of a cell, in view, with its slider."""
    film = page.locator(f".jp-CodeCell:has-text({cell!r}) .lp").first
    film.scroll_into_view_if_needed()
    return film, film.locator(".lp-controls input")


@pytest.fixture(scope="module")
def centred():
    """The film of the two centred clouds in lesson 05, made again."""
    clouds = overlapping()
    data = Dataset(clouds.X - clouds.X.mean(axis=0), clouds.y, "Two clouds, centred")
    history = gradient_descent(data.X, data.y, learning_rate=0.3, n_iterations=300)
    return history, watch(history, data)


@pytest.mark.parametrize("name", LESSONS)
def test_a_stored_lesson_opens_with_its_films_alive_before_anything_has_run(page, server, name):
    # JupyterLab's widget manager reads the films from the notebook only once a kernel is there ("Kernel not set"
    # ends it earlier), so the kernel that JupyterLab starts by itself is let start, given nothing, and shut down.
    asked = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: asked.append(str(frame))))
    stored = (lab.ROOT / "notebooks" / name).read_text().count('"application/vnd.jupyter.widget-view+json"')
    for _ in range(2):  # a busy machine can make the manager look for the films before it has read them: open again
        lab.opened(page, *server[:2], name)
        page.wait_for_function(f"{lab.KERNEL}?.connectionStatus === 'connected'")
        page.wait_for_timeout(2500)
        scroll_through(page)
        if page.locator(".lp").count() == stored and not page.complaints:
            break
        page.complaints.clear()
    assert not [frame for frame in asked if "execute_request" in frame]
    shut_down(page)
    films = page.locator(".lp")
    assert films.count() == stored > 0
    for film in films.all():
        film.scroll_into_view_if_needed()
        before = film.locator(".lp-caption").text_content()
        film.locator(".lp-controls input").focus()
        page.keyboard.press("End")
        assert film.locator(".lp-caption").text_content() != before
    assert not errors_in(page)
    assert not page.complaints


def shut_down(page):
    """Shut the notebook's kernel down, and wait until it is gone."""
    page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.shutdown().then(() => null)")
    page.wait_for_function(f"!({lab.KERNEL})")


@pytest.mark.parametrize("name", LESSONS)
def test_run_all_ends_without_an_error_and_every_control_changes_the_picture(page, server, name):
    lab.opened(page, *server[:2], name)
    page.wait_for_timeout(2500)  # the stored films come first; replaced too soon, JupyterLab misses their models
    assert lab.run_all(page)
    scroll_through(page)
    assert not errors_in(page)
    boards = [board for board in page.locator(".lp").all() if board.locator(".lp-panel").is_visible()]
    for board in boards:
        board.scroll_into_view_if_needed()
        for control in board.locator(".lp-panel :is(input, select, button)").all():
            before = picture(board)
            move(page, control)
            page.wait_for_timeout(400)
            assert picture(board) != before, f"{control.evaluate('e => e.outerHTML')} changes nothing"
    assert not errors_in(page)
    assert not page.complaints


def picture(board):
    """All that a board shows: its canvases and its words."""
    drawn = "e => [...e.querySelectorAll('canvas')].map(c => c.toDataURL()).join() + e.querySelector('img').src"
    return (
        board.evaluate(drawn) + board.locator(".lp-caption").text_content() + board.locator(".lp-error").text_content()
    )


def move(page, control):
    """Move a control by keyboard."""
    kind = control.evaluate("e => e.type")
    control.focus()
    if kind == "select-one":
        page.keyboard.press("ArrowDown")
    elif kind == "range":
        start = control.input_value()
        page.keyboard.press("PageUp")
        if control.input_value() == start:
            page.keyboard.press("PageDown")
    else:
        page.keyboard.press("Space")


def test_keys_move_the_film_to_what_python_says_and_nothing_else(page, server, centred):
    history, made = centred
    sent = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
    lab.opened(page, *server[:2], WALK)
    lab.run_all(page)
    film, slider = film_of(page, "watch(history, centred)")
    cells = page.locator(".jp-Cell").count()
    assert sent, "the test sees what goes to the kernel"
    sent.clear()
    slider.focus()
    for key, frame in [("ArrowRight", 1), ("ArrowRight", 2), ("End", 300), ("ArrowLeft", 299), ("Home", 0)] + [
        ("ArrowRight", k) for k in range(1, 31)
    ]:
        page.keyboard.press(key)
        assert int(slider.input_value()) == frame
    page.keyboard.press("d")
    page.keyboard.press("d")
    assert page.locator(".jp-Cell").count() == cells
    caption = film.locator(".lp-caption").text_content()
    assert caption == made.sentence(30)
    assert f"loss {history.loss[30]:.4f}" in caption
    index = page.evaluate("e => [...document.querySelectorAll('.lp')].indexOf(e)", film.element_handle())
    check_pixels(page, index, made, history, 30)
    assert sent == []


def check_pixels(page, index, made, history, frame):
    """The line on the screen is where p = 1/2, and the colours beside it are those of the probabilities."""
    ax = made._figure.axes[0]
    w, b = history.w[frame], history.b[frame]
    (x0, x1), (y0, y1) = ax.get_xlim(), ax.get_ylim()
    on_line = 0
    for x in np.linspace(x0, x1, 40)[1:-1]:
        y = -(w[0] * x + b) / w[1]
        if not y0 + 0.1 < y < y1 - 0.1:
            continue
        px, py = ax.transData.transform((x, y))
        row = made.size[1] - py
        assert page.evaluate(PIXEL, [1, index, round(px), round(row)])[3] == 255, "no line where p is 1/2"
        assert page.evaluate(PIXEL, [1, index, round(px) + 14, round(row)])[3] == 0, "a line where p is not 1/2"
        on_line += 1
    assert on_line > 5
    for x, y in ((x0 + 0.3, y1 - 0.3), (0.2, 0.1), (-0.3, 0.6), (x1 - 0.3, y0 + 0.3)):
        px, py = ax.transData.transform((x, y))
        seen = page.evaluate(PIXEL, [0, index, round(px), round(made.size[1] - py)])
        p = 1 / (1 + np.exp(-(w @ [x, y] + b)))
        assert np.allclose(seen[:3], 255 * np.array(PROBABILITY_MAP(p)[:3]), atol=6)


def test_play_runs_and_pauses_by_mouse_and_by_space(page, server):
    lab.opened(page, *server[:2], WALK)
    lab.run_all(page)
    film, slider = film_of(page, "watch(history, data)")
    button = film.locator(".lp-play")
    button.click()
    page.wait_for_function("e => Number(e.value) > 5", arg=slider.element_handle())
    assert button.text_content().strip() == "Pause"
    slider.focus()
    page.keyboard.press("Space")
    stood = slider.input_value()
    page.wait_for_timeout(300)
    assert slider.input_value() == stood
    assert button.text_content().strip() == "Play"
    page.keyboard.press("Space")
    page.wait_for_function("([e, from]) => Number(e.value) > from + 5", arg=[slider.element_handle(), int(stood)])
    film.get_by_label("Step back").click()
    stopped = int(slider.input_value())
    film.get_by_label("Step forward").click()
    assert int(slider.input_value()) == stopped + 1


def test_a_film_outlives_its_kernel(page, server, centred):
    lab.opened(page, *server[:2], WALK)
    lab.run_all(page)
    film, slider = film_of(page, "watch(history, centred)")
    shut_down(page)
    slider.focus()
    for _ in range(7):
        page.keyboard.press("ArrowRight")
    assert film.locator(".lp-caption").text_content() == centred[1].sentence(7)
    assert not errors_in(page)


def test_a_film_is_named_and_described_for_a_screen_reader(page, server):
    lab.opened(page, *server[:2], WALK)
    lab.run_all(page)
    film, slider = film_of(page, "watch(history, data)")
    assert re.match("Film of the training on Passing an exam", film.locator("img").get_attribute("alt"))
    assert slider.get_attribute("aria-label") == "Iteration"
    assert slider.get_attribute("aria-valuetext") == film.locator(".lp-caption").text_content()
    assert film.locator(".lp-caption").get_attribute("aria-live") == "polite"
    for control in film.locator(".lp-controls :is(button, input, select)").all():
        assert control.get_attribute("aria-label") or control.text_content().strip()

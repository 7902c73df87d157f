"""The classroom board in a real browser: moved by mouse and by keyboard, it shows what Python says."""

import os

import lab
import numpy as np
import pytest
from matplotlib.colors import to_rgb

from logreg_core.labs import board_runs, board_settings
from logreg_core.labs.board import Board
from logreg_core.plots import CLASS_COLORS

if lab.missing() and not os.environ.get("LOGREG_NEED_BROWSER"):
    pytest.skip(lab.missing(), allow_module_level=True)

PIXEL = f"([root, layer, x, y]) => ({lab.PIXEL})(root, layer, x, y)"
UNDER, OVER, STILL = 0, 1, 2
CONTROLS = ":is(button, input, select, textarea, summary)"
NAME = "e => e.getAttribute('aria-label') || [...(e.labels ?? [])].map(l => l.innerText).join(' ') || e.textContent"


@pytest.fixture(scope="module")
def page():
    assert not lab.missing(), lab.missing()
    with lab.server(lab.ROOT) as (address, token, _), lab.browser() as chromium:
        page = chromium.new_page(viewport={"width": 1280, "height": 1000})
        page.complaints = []
        page.on("console", lambda m: page.complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        lab.opened(page, address, token, "classroom_demo.ipynb")
        page.wait_for_timeout(2000)
        assert lab.run_all(page)
        yield page


@pytest.fixture
def board(page):
    """The first board, as it starts, with its folded groups open."""
    found = page.locator(".lp").first
    found.wait_for()
    found.evaluate("e => e.querySelectorAll('details').forEach(d => (d.open = true))")
    page.complaints.clear()
    restore(page, found, "as it starts")
    found.locator(".lp-controls input").press("End")
    yield found
    assert found.locator(".lp-error").text_content() == ""
    assert not page.complaints


def control(board, name):
    return board.locator(f"[data-name={name}]")


RESTED = f"""async () => {{  // the kernel has had nothing to do for a while: no message waits for an answer any more
    for (let quiet = 0, k = 0; quiet < 8 && k < 300; k++) {{
        await new Promise(done => setTimeout(done, 100));
        quiet = {lab.KERNEL}.status === 'idle' ? quiet + 1 : 0;
    }}
}}"""


def settled(page):
    page.evaluate(RESTED)


def restore(page, board, line):
    field = control(board, "restore")
    field.fill(line)
    field.press("Enter")
    settled(page)


def line_of(board):
    return control(board, "line").input_value()


def caption(board):
    return board.locator(".lp-caption").text_content()


def on_screen(page, board, part, x, y, twin):
    """Where a place in data coordinates is on the screen."""
    board.locator(".lp-stage").scroll_into_view_if_needed()
    px, py = twin.picture.axes[part].transData.transform((x, y))
    box = board.locator(".lp-stage").bounding_box()
    scale = box["width"] / twin.player.size[0]
    return box["x"] + px * scale, box["y"] + (twin.player.size[1] - py) * scale


def drag(page, start, end, steps=8):
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=steps)
    page.mouse.up()
    settled(page)


def test_a_line_restores_a_board_by_keyboard_and_scrubbing_shows_what_python_says(page, board):
    line = "rate=0.02 | data=two moons; rate=0.7; iterations=120"
    restore(page, board, line)
    twin = Board(line)
    assert line_of(board) == line
    slider = board.locator(".lp-controls input")
    slider.focus()
    for key, frame in (("End", 1000), ("Home", 0), *(("ArrowRight", k) for k in range(1, 13))):
        page.keyboard.press(key)
        assert int(slider.input_value()) == frame
        assert caption(board) == twin.player.sentence(frame)
    check_pixels(page, board, twin, 12)


def check_pixels(page, board, twin, frame):
    """Boundaries lie where p is one half, points where the data are, in the colours of their classes."""
    marks = {name: twin.player[name].values for name in twin.player.names}
    root = board.element_handle()
    ends = marks["boundary of run 2"][frame].reshape(2, 2)
    middle = ends[0] + 0.41 * (ends[1] - ends[0])
    x, y = in_picture(twin, "field", middle)
    seen = page.evaluate(PIXEL, [root, OVER, x, y])
    assert np.allclose(seen, [*(255 * np.array(to_rgb("#009E73"))), 255], atol=10), "the line of run 1 is near"
    assert page.evaluate(PIXEL, [root, OVER, x, y + 40])[3] == 0
    for label, color in enumerate(CLASS_COLORS):
        places = marks[f"class {label}, training"].reshape(-1, 2)
        seen = [page.evaluate(PIXEL, [root, STILL, *in_picture(twin, "field", place)]) for place in places]
        right = [np.allclose(pixel[:3], 255 * np.array(to_rgb(color)), atol=3) for pixel in seen]
        assert np.mean(right) > 0.6, "some points are covered by others, not more"


def in_picture(twin, part, place):
    x, y = twin.picture.axes[part].transData.transform(place)
    return int(x), int(twin.player.size[1] - y)


def test_two_runs_are_pinned_and_a_point_is_dragged(page, board):
    control(board, "pin").click()
    settled(page)
    control(board, "rate").focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    settled(page)
    control(board, "pin").click()
    settled(page)
    control(board, "rate").focus()
    page.keyboard.press("PageUp")
    settled(page)
    settings, pins = board_settings.from_line(line_of(board))
    assert [pin["rate"] for pin in pins] == [0.1, 0.18]
    assert settings["rate"] > 0.18
    twin = Board(line_of(board))
    assert caption(board) == twin.player.sentence(1000)
    data = board_runs.data_of(settings)[0]
    drag(page, on_screen(page, board, "field", *data.X[5], twin), on_screen(page, board, "field", 2.0, 3.0, twin))
    moved, _ = board_settings.from_line(line_of(board))
    assert np.allclose(moved["own"][5][:2], [2.0, 3.0], atol=0.02)
    assert len(moved["own"]) == len(data)
    assert caption(board) == Board(line_of(board)).player.sentence(1000)


def test_the_start_is_dragged_on_the_contours(page, board):
    twin = Board()
    drag(page, on_screen(page, board, "path", 0, 0, twin), on_screen(page, board, "path", 2.0, -3.0, twin))
    settings, _ = board_settings.from_line(line_of(board))
    assert np.allclose([settings["w1"], settings["w2"]], [2.0, -3.0], atol=0.03)
    board.locator(".lp-controls input").focus()
    page.keyboard.press("Home")
    assert caption(board) == Board(line_of(board)).player.sentence(0)
    page.keyboard.press("End")


def test_points_are_added_by_click_and_by_keyboard_and_bad_rows_are_named(page, board):
    control(board, "pointer").select_option("add class 1")
    page.mouse.click(*on_screen(page, board, "field", -3.0, -3.0, Board()))
    settled(page)
    for name, value in (("x1", "1.5"), ("x2", "-2.25")):
        control(board, name).fill(value)
        page.keyboard.press("Tab")
    control(board, "add").press("Enter")
    settled(page)
    own = board_settings.from_line(line_of(board))[0]["own"]
    assert own[-2][2] == 1
    assert np.allclose(own[-2][:2], [-3, -3], atol=0.03)
    assert own[-1] == (1.5, -2.25, 0)
    assert control(board, "csv").input_value().splitlines()[-1] == "1.5,-2.25,0"
    control(board, "rows").fill("a,b,c\n1,2,0\n2,x,1\n3,1,1\n0,1,0\n4,0,1")
    control(board, "use").click()
    settled(page)
    said = board.locator(".lp-note").text_content()
    assert "Read 4 points. Left out: line 3 ('x' is no number)." in said
    assert len(board_settings.from_line(line_of(board))[0]["own"]) == 4


def test_of_two_quick_moves_neither_undoes_the_other(page, board):
    control(board, "preset").select_option("overfit, then λ")
    settled(page)
    board.evaluate(
        "e => ['reset', 'large', 'seed'].forEach(name => { const field = e.querySelector(`[data-name=${name}]`);"
        " if (name === 'seed') { field.value = 7; field.oninput(); } else field.click(); })"
    )
    for _ in range(100):  # the second message waits for the answer to the first
        if line_of(board) == "seed=7; large=yes":
            break
        page.wait_for_timeout(100)
    settled(page)
    assert line_of(board) == "seed=7; large=yes"
    control(board, "large").click()
    settled(page)


def test_while_a_slider_is_dragged_the_last_value_set_is_the_last_shown(page, board):
    slider = control(board, "rate")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 5, middle)
    page.mouse.down()
    for k in range(40):
        page.mouse.move(box["x"] + 5 + k * (box["width"] - 40) / 40, middle)
        page.wait_for_timeout(12)
    page.mouse.up()
    page.wait_for_timeout(1500)
    settled(page)
    expected = board_settings.SETTINGS["rate"].rounded(10 ** float(slider.input_value()))
    assert board_settings.from_line(line_of(board))[0]["rate"] == expected
    assert caption(board) == Board(f"rate={expected}").player.sentence(1000)


def test_a_preset_and_reset_move_the_bar_to_the_end_and_a_change_by_hand_leaves_the_preset(page, board):
    bar = board.locator(".lp-controls input")
    control(board, "large").check()
    settled(page)
    bar.press("Home")
    control(board, "preset").select_option("ravine")
    settled(page)
    assert bar.input_value() == bar.get_attribute("max") == "200"
    control(board, "rate").press("ArrowRight")
    settled(page)
    assert control(board, "preset").input_value() == "none"
    bar.press("Home")
    control(board, "reset").click()
    settled(page)
    assert bar.input_value() == bar.get_attribute("max") == "1000"
    assert line_of(board) == "large=yes", "a projector stays a projector"


def test_where_nothing_is_trained_yet_the_points_stand_alone_and_the_answer_is_beside_the_buttons(page, board):
    control(board, "clear").click()
    settled(page)
    control(board, "add").click()
    settled(page)
    assert caption(board) == "Not trained yet: no run is drawn."
    assert control(board, "answer").input_value() == board.locator(".lp-note").text_content()
    assert "one class only" in control(board, "answer").input_value()
    assert control(board, "answer").is_visible()


def test_nonsense_gets_a_sentence_and_leaves_the_picture(page, board):
    before = caption(board)
    for line, said in (("rate=fast", "rate must be a number"), ("rate=90; l2=9", "beyond all bounds")):
        restore(page, board, line)
        assert said in board.locator(".lp-note").text_content()
        assert caption(board) == before


def test_every_control_has_a_name_and_is_reached_by_keyboard(page, board):
    controls = board.locator(f".lp-panel {CONTROLS}, .lp-controls {CONTROLS}")
    handles = [handle for handle in controls.element_handles() if handle.is_visible() and handle.is_enabled()]
    assert len(handles) > 40
    for handle in handles:
        assert handle.evaluate(NAME).strip(), handle.evaluate("e => e.outerHTML")
        assert handle.get_attribute("data-lm-suppress-shortcuts") == "true", "JupyterLab would take its keys"
    handles[0].focus()
    for handle in handles[1:]:
        page.keyboard.press("Tab")
        assert page.evaluate("e => e === document.activeElement", handle), handle.evaluate("e => e.outerHTML")


def test_axe_finds_nothing_serious_on_the_board(page, board):
    page.evaluate(lab.from_npm("axe-core", "axe.min.js").decode())
    for large in (False, True):
        control(board, "large").set_checked(large)
        settled(page)
        found = page.evaluate("axe.run('.jp-Cell-outputArea', {resultTypes: ['violations']}).then(r => r.violations)")
        serious = [each for each in found if each["impact"] in ("serious", "critical")]
        assert not serious, [(each["id"], each["nodes"][0]["html"]) for each in serious]


def test_typing_in_a_field_does_not_reach_jupyterlab(page, board):
    cells = page.locator(".jp-Cell").count()
    field = control(board, "restore")
    field.fill("")
    field.press_sequentially("ddaabbxx 0 0")
    assert field.input_value() == "ddaabbxx 0 0"
    assert page.locator(".jp-Cell").count() == cells

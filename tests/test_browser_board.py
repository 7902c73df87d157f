"""The classroom board in a real browser: moved by mouse and by keyboard, it shows what Python says."""

import io

import lab
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from PIL import Image

from logreg_core import films
from logreg_core.datasets import overlapping
from logreg_core.descent import gradient_descent
from logreg_core.labs import board_runs, board_settings
from logreg_core.labs.board import Board
from logreg_core.plots import CLASS_COLORS

PIXEL = f"([root, layer, x, y]) => ({lab.PIXEL})(root, layer, x, y)"
UNDER, OVER, STILL = 0, 1, 2
CONTROLS = ":is(button, input, select, textarea, summary)"
NAME = "e => e.getAttribute('aria-label') || [...(e.labels ?? [])].map(l => l.innerText).join(' ') || e.textContent"


@pytest.fixture(scope="module")
def page(chromium, jupyterlab):
    look = {"viewport": {"width": 1440, "height": 1000}}  # its panels stand beside each other
    page = chromium.new_page(**look, permissions=["clipboard-read", "clipboard-write"])
    page.complaints = []
    page.on("console", lambda m: page.complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    lab.opened(page, *jupyterlab[:2], "classroom_demo.ipynb")
    assert lab.run_all(page)
    yield page
    lab.shut_down(page)


@pytest.fixture
def board(page):
    """The first board, as it starts, with its folded groups open."""
    found = page.locator(".lp").first
    found.wait_for()
    found.evaluate("e => e.querySelectorAll('details').forEach(d => (d.open = true))")
    page.complaints.clear()
    restore(page, found, "as it starts")
    found.locator(".lp-controls input[type=range]").press("End")
    yield found
    assert found.locator(".lp-error").text_content() == ""
    assert not page.complaints


def control(board, name):
    return board.locator(f"[data-name={name}]")


RESTED = f"""async () => {{  // the kernel has had nothing to do for a while: no message waits for an answer any more
    for (let quiet = 0, k = 0; quiet < 4 && k < 300; k++) {{
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
    slider = board.locator(".lp-controls input[type=range]")
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
    places, other = (
        np.array([in_picture(twin, "field", (1 - t) * ends[0] + t * ends[1]) for t in np.linspace(0.15, 0.85, 15)])
        for ends in (marks[f"boundary of run {k}"][frame].reshape(2, 2) for k in (2, 1))
    )
    apart = np.hypot(*(places[:, None] - other).transpose(2, 0, 1)).min(axis=1)
    far = places[apart > 8].tolist()  # where the line of run 1 is far
    seen = [page.evaluate(PIXEL, [root, OVER, x, y]) for x, y in far]
    assert np.mean([np.allclose(each, [0, 158, 115, 255], atol=10) for each in seen]) > 0.4, "dashes of run 2's green"
    beside = [page.evaluate(PIXEL, [root, OVER, x, y + 40])[3] for x, y in far]
    assert np.mean(np.equal(beside, 0)) > 0.6, "beside the line, where other marks are few, nothing is drawn"
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
    board.locator(".lp-controls input[type=range]").focus()
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
    bar = board.locator(".lp-controls input[type=range]")
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
    controls = board.locator(f":is(.lp-panel, .lp-controls, .lp-ahead) {CONTROLS}")
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


# Without Python: what the page alone does with a board's state

SIZES = [(1366, 768), (1280, 800), (1920, 1080), (3840, 2160)]
CUT = """root => [
    ...root.querySelectorAll('.lp-stage, .lp-caption, .lp-note, :is(.lp-controls, .lp-strip) *')
].filter(e => {
    const {left, top, right, bottom, width} = e.getBoundingClientRect();
    return width && (left < 0 || top < 0 || right > innerWidth + 0.5 || bottom > innerHeight + 0.5
        || (!e.matches('option, select, input') && e.scrollWidth > e.clientWidth + 1 && e.clientWidth)
        || (e.matches('button, select') && bottom - top < 1.5 * parseFloat(getComputedStyle(e).fontSize)));
}).map(e => e.outerHTML.slice(0, 90))"""
SCROLLS = "e => [e, ...e.querySelectorAll('.lp-seat, .lp-panel')].some(e => e.scrollHeight > e.clientHeight + 1)"


@pytest.fixture(scope="module")
def boards():
    """The whole board in usual and in large type, with runs beside each other, and a film."""
    data = overlapping(40)
    film = films.watch(gradient_descent(data.X, data.y, n_iterations=60), data)
    runs = "rate=0.5; l2=0.02 | rate=1 | rate=2 | rate=0.2"
    return {"board": Board(runs).player, "large": Board(f"{runs}; large=yes").player, "film": film}


def shown(chromium, player, width=1366, height=768, **look):
    page = chromium.new_page(viewport={"width": width, "height": height}, **look)
    page.set_content(lab.page_of(player))
    page.locator(".lp-play").wait_for()
    return page, page.locator(".lp")


def filled(page, root):
    root.locator(".lp-fill").click()
    page.locator(".lp-filled").wait_for()
    page.wait_for_function("document.fullscreenElement?.matches('.lp')")
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


@pytest.mark.parametrize("kind", ["board", "large", "film"])
def test_a_filled_screen_shows_all_of_the_picture_and_four_controls_at_any_size(chromium, boards, kind):
    player = boards[kind]
    page, root = shown(chromium, player)
    filled(page, root)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(60)
        box = root.locator(".lp-stage").bounding_box()
        assert box["width"] > 0.66 * width, "the picture is as large as can be"
        assert np.isclose(box["width"] / box["height"], player.size[0] / player.size[1], rtol=0.01)
        assert not root.evaluate(CUT), (width, height)
        assert not root.evaluate(SCROLLS)
        strip = root.locator(".lp-strip [data-name]")
        assert [each.get_attribute("data-name") for each in strip.all()] == player.presented
        check_screen(page, box, player)
        if player.controls:
            page.keyboard.press("m")
            assert root.locator(".lp-panel [data-name=degree]").is_visible()
            assert not root.evaluate(SCROLLS), "the other controls fit too"
            page.keyboard.press("M")
            assert not root.locator(".lp-panel").is_visible()
    page.keyboard.press("f")
    page.wait_for_function("!document.fullscreenElement && !document.querySelector('.lp-filled')")
    assert root.locator(".lp-strip [data-name]").count() == 0
    if player.controls:
        order = [each.get_attribute("data-name") for each in root.locator(".lp-panel [data-name]").all()]
        assert order == [control["name"] for control in player.controls], "every control is back in its place"
    page.close()


def check_screen(page, box, player):
    """Each panel's upper left corner of the screen has the colour that Python's painter gives it."""
    seen = np.array(Image.open(io.BytesIO(page.screenshot())).convert("RGB"), float)
    still = np.array(player.still(0 if player.frame >= 0 else player.frames - 1), float)
    scale = box["width"] / player.size[0]
    for ax in player.figure.axes:
        x, y = ax.transAxes.transform((0.1, 0.93))
        y = player.size[1] - y
        right = still[int(y) - 3 : int(y) + 4, int(x) - 3 : int(x) + 4].mean(axis=(0, 1))
        across, down, half = int(box["x"] + x * scale), int(box["y"] + y * scale), max(1, round(3 * scale))
        there = seen[down - half : down + half + 1, across - half : across + half + 1].mean(axis=(0, 1))
        assert np.abs(right - there).max() < 14, (ax.get_title(), right, there)


def test_there_is_no_button_where_the_page_may_not_fill_the_screen(chromium, boards):
    page = chromium.new_page()
    page.set_content("<iframe sandbox='allow-scripts' style='width: 900px; height: 600px'></iframe>")
    page.evaluate("text => (document.querySelector('iframe').srcdoc = text)", lab.page_of(boards["film"]))
    frame = page.frame_locator("iframe")
    frame.locator(".lp-play").wait_for()
    assert frame.locator(".lp-fill").count() == 0
    frame.locator(".lp-controls input[type=range]").first.press("f")
    assert frame.locator(".lp-filled").count() == 0
    page.close()


def luminance(colors):
    """Relative luminance of sRGB colours (..., 3) from 0 to 255, as the accessibility guidelines define it."""
    c = np.asarray(colors, float) / 255
    return np.where(c <= 0.03928, c / 12.92, ((c + 0.055) / 1.055) ** 2.4) @ [0.2126, 0.7152, 0.0722]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("light", ["true", "false"])
def test_film_and_board_follow_a_dark_theme_and_contrast_holds_in_both(chromium, boards, light):
    player = boards["board"]
    page, root = shown(chromium, player, 1280, 800)
    page.evaluate("light => (document.body.dataset.jpThemeLight = light)", light)
    box = root.locator(".lp-stage").bounding_box()
    seen = np.array(Image.open(io.BytesIO(page.screenshot())).convert("RGB"))
    ground = seen[int(box["y"]) + 2, int(box["x"]) + 2]
    assert luminance(ground) > 0.9 if light == "true" else luminance(ground) < 0.02
    words = root.locator(".lp-caption").bounding_box()
    rows = slice(int(words["y"]), int(words["y"] + words["height"]))
    pixels = seen[rows, int(words["x"]) : int(words["x"]) + 60].reshape(-1, 3)
    ink = pixels[np.argmax(np.abs(luminance(pixels) - luminance(ground)))]
    assert contrast(ink, ground) > 7
    scale, dots = box["width"] / player.size[0], []
    for label in (0, 1):
        mark = next(spec for spec in player.marks if spec["name"].startswith(f"class {label}"))
        floats = np.frombuffer(player.data, "<f4")[mark["at"] : mark["at"] + mark["n"]].reshape(-1, 2)
        places = [(int(box["y"] + y * scale), int(box["x"] + x * scale)) for x, y in floats]
        dots.append(np.median([seen[place] for place in places], axis=0))
        assert contrast(dots[-1], ground) > 3
    assert dots[0][2] > dots[0][0] + 60, "class 0 is blue"
    assert dots[1][0] > dots[1][2] + 60, "class 1 is red"
    page.close()


# With Python again


def test_a_change_while_it_plays_goes_on_playing_from_the_present_weights(page, board):
    bar, play = board.locator(".lp-controls input[type=range]").first, board.locator(".lp-play")
    bar.press("Home")
    play.click()
    page.wait_for_function("e => Number(e.value) > 20", arg=bar.element_handle())
    control(board, "rate").evaluate("e => { e.value = 0; e.dispatchEvent(new Event('input')); }")
    note = board.locator(".lp-note")
    page.wait_for_function("e => e.textContent.includes('goes on from iteration')", arg=note.element_handle())
    at = int(note.text_content().split("iteration ")[1].split(";")[0])
    page.wait_for_function("([e, at]) => Number(e.value) > at + 20", arg=[bar.element_handle(), at])
    assert "Pause" in play.text_content(), "it plays on"
    play.click()
    settled(page)
    twin = Board()
    twin.player.playing = at
    twin.player.set(rate=1.0)
    frame = int(bar.input_value())
    assert frame > at > 20
    assert caption(board) == twin.player.sentence(frame) != Board("rate=1").player.sentence(frame)
    board.locator("[aria-label='Length of a step']").select_option("100")
    board.locator("[aria-label='Step forward']").click()
    assert int(bar.input_value()) == frame + 100
    control(board, "again").click()
    settled(page)
    assert bar.input_value() == "0"
    bar.press("End")
    assert caption(board) == Board("rate=1").player.sentence(1000)
    board.locator("[aria-label='Length of a step']").select_option("1")


DROP = """(e, [name, text]) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([text], name));
    e.dispatchEvent(new DragEvent('drop', {dataTransfer, bubbles: true, cancelable: true}));
}"""


def test_a_dropped_file_gives_names_to_the_board_and_one_that_is_too_long_changes_nothing(page, board):
    rows = "\ufeffcm;kg;Jahr;wer\r\n" + "\r\n".join(
        f"{160 + k},5;{50 + 3 * (k % 9)};19{k};{'ab'[k > 12]}" for k in range(25)
    )
    board.locator(".lp-stage").evaluate(DROP, ["people.csv", rows])
    page.wait_for_function(
        "e => e.textContent.startsWith('Read 25 points')", arg=board.locator(".lp-note").element_handle()
    )
    settled(page)
    twin = Board()
    twin.player.set(rows=rows, use=1)
    assert board_settings.from_line(line_of(board))[0]["names"] == ("cm", "kg", "a", "b")
    assert caption(board) == twin.player.sentence(1000)
    assert "Switch on “standardise”" in board.locator(".lp-note").text_content()
    control(board, "column2").select_option("Jahr")
    settled(page)
    assert board_settings.from_line(line_of(board))[0]["names"][1] == "Jahr"
    assert board.locator(".lp-stage img").first.evaluate("e => e.complete && e.naturalWidth > 0")
    before = line_of(board)
    board.locator(".lp-stage").evaluate(DROP, ["huge.csv", "1,2,0\n" * 1_000_001])
    page.wait_for_function(
        "e => e.textContent.includes('at most 5 MB')", arg=board.locator(".lp-note").element_handle()
    )
    assert line_of(board) == before


def test_a_table_that_is_pasted_is_shown_and_the_whole_answer_can_be_read(page, board):
    rows = "height_cm;weight_kg;age;sex\n" + "\n".join(
        f"{160 + k},5;{50 + 3 * (k % 9)},25;{20 + k % 7};{'fm'[k % 3 > 0]}" for k in range(30)
    )
    control(board, "rows").fill("1,2,0")
    control(board, "rows").select_text()
    page.evaluate("rows => navigator.clipboard.writeText(rows)", rows)
    page.keyboard.press("ControlOrMeta+v")
    note = board.locator(".lp-note").element_handle()
    page.wait_for_function("e => e.textContent.startsWith('Read 30 points')", arg=note)
    settled(page)
    assert board_settings.from_line(line_of(board))[0]["names"] == ("height_cm", "weight_kg", "f", "m")
    told = control(board, "told")
    assert told.input_value() == note.text_content()
    assert told.evaluate("e => e.scrollWidth <= e.clientWidth && e.scrollHeight <= e.clientHeight + 2")
    assert control(board, "column1").input_value() == "height_cm"
    control(board, "reset").click()
    settled(page)
    assert (control(board, "rows").input_value(), control(board, "column1").input_value()) == ("", "–")


PLACES = """(root, names) => names.map(name => {
    const {left, top, width, height} = root.querySelector(`[data-name=${name}]`).getBoundingClientRect();
    return [left, top - root.getBoundingClientRect().top, width, height].map(Math.round);
})"""


def test_no_control_moves_where_a_panel_goes_or_a_table_comes(page, board):
    names = ["field", "curve", "rate", "farther", "rows", "swap", "restore"]
    at = board.evaluate(PLACES, names)
    for change in ("curve", "path", "numbers"):
        control(board, change).click()
        settled(page)
        assert board.evaluate(PLACES, names) == at, change
    control(board, "rows").fill("a long heading,another heading,kind\n1,2,0\n2,5,1\n3,1,1\n0,1,0\n4,0,1")
    control(board, "use").click()
    settled(page)
    assert control(board, "column1").input_value() == "a long heading"
    assert board.evaluate(PLACES, names) == at
    restore(page, board, "as it starts")


def test_the_last_panel_keeps_its_tick(page, board):
    for name in ("curve", "path", "confusion", "numbers", "field"):
        control(board, name).click()
        settled(page)
    assert board.locator(".lp-note").text_content() == "One panel at least must stay."
    assert control(board, "field").is_checked()
    restore(page, board, "as it starts")


def test_touch_moves_a_point_and_the_axes_stand_still_until_they_are_zoomed_or_fitted(page, board):
    twin, cdp = Board(), page.context.new_cdp_session(page)
    X = twin.state.data.X
    far = np.argsort(-np.hypot(*(X - X.mean(axis=0)).T))[:6].tolist()  # points that no other covers
    root = board.element_handle()

    def colors():
        return [page.evaluate(PIXEL, [root, STILL, *in_picture(twin, "field", X[k])]) for k in far]

    before = colors()
    start, end = (on_screen(page, board, "field", *place, twin) for place in (X[5], (3.5, 3.5)))
    cdp.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": start[0], "y": start[1]}]})
    for share in np.linspace(0.2, 1, 5):
        x, y = (a + share * (b - a) for a, b in zip(start, end, strict=True))
        cdp.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y}]})
    cdp.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    settled(page)
    assert np.allclose(board_settings.from_line(line_of(board))[0]["own"][5][:2], (3.5, 3.5), atol=0.05)
    assert colors() == before, "the other points are where they were"
    control(board, "farther").click()
    settled(page)
    assert colors() != before
    control(board, "closer").click()
    settled(page)
    assert colors() == before


def test_with_four_pins_the_caption_is_a_table_whose_columns_stand_below_each_other(page, board):
    restore(page, board, "rate=0.01 | rate=0.1; l2=0.05 | rate=1; batch=16 | rate=3 | rate=0.5; degree=2")
    lines = caption(board).split("\n")
    assert [line.split("\t")[0] for line in lines[1:]] == [f"run {k}" for k in range(1, 6)]
    starts = board.locator(".lp-caption").evaluate(
        """e => { const text = e.firstChild, found = [];
        for (let i = 0; i < text.length - 8; i++) {
            if (!text.data.startsWith('accuracy', i)) continue;
            const range = document.createRange();
            range.setStart(text, i); range.setEnd(text, i + 1);
            found.push(range.getBoundingClientRect().left);
        }
        return found; }"""
    )
    assert len(starts) == 5
    assert np.ptp(starts) < 1

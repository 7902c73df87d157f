"""The lessons in a real JupyterLab in a real browser: they open alive, run, answer keys, and outlive their kernel.

Each lesson is opened once and run once; the tests of a lesson follow each other on that one page, in the order
of this file, and those at the end shut its kernel down and open it again. What differs from lesson to lesson is tried
in each; what is the player's own, or JupyterLab's, in a lesson with films and a board, and on the board for classrooms.
That every film of every lesson lives as it is stored, test_browser_site.py says. Of the lessons in which only films
move, the first is run, and the others are read: nbval runs their cells.
"""

import json
import os
import re

import lab
import numpy as np
import pytest

from logreg_core import packed
from logreg_core.datasets import Dataset, overlapping
from logreg_core.descent import gradient_descent
from logreg_core.films import watch
from logreg_core.plots import PROBABILITY_MAP

NOTEBOOKS = {path.name: path.read_text("utf-8") for path in sorted((lab.ROOT / "notebooks").glob("*.ipynb"))}
STORED = {name: text.count(f'"{packed.FILM}"') for name, text in NOTEBOOKS.items()}  # how many films each lesson stores
WITH_BOARD = [name for name, text in NOTEBOOKS.items() if text.count('<style class=\\"lp-outputs') > STORED[name]]
WALK = "05_walk_downhill.ipynb"
FIRST = "00_watch_it_learn.ipynb"
FILMS_ALONE = [name for name in NOTEBOOKS if name not in [FIRST, *WITH_BOARD]]
BEND, DEMO = "09_bend_the_boundary.ipynb", "classroom_demo.ipynb"
KINDS = [BEND, DEMO]
WIDE = {"width": 1280, "height": 1000}
FILM = ".lp:has(> .lp-controls:not([hidden]))"
BOARD = ".lp:has(> .lp-panel:not([hidden]))"
PIXEL = f"""([layer, i, x, y]) => ({lab.PIXEL})(document.querySelectorAll('.lp')[i], layer, x, y)"""
MOVED = (
    ":is(input:not([type=file]), select, button:not(.lp-screen *), textarea)"  # the screen and files are the page's own
)
QUIET = {"button", "number", "text", "textarea"}  # these, the pointer's uses and folded forms may show nothing at once
SHOWN = f"""e => ({lab.DRAWN})(e) + e.querySelector('img').src
    + [...e.querySelectorAll('.lp-caption, .lp-note, .lp-error')].map(p => p.textContent).join()
    + [...e.querySelectorAll('.lp-panel [readonly]')].map(field => field.value).join()"""
STANDS = f"""e => [e.querySelector('.lp-controls input').value, e.querySelector('.lp-caption').textContent,
    ({SHOWN})(e)]"""  # where a film is
ASKS = re.compile(r'"(comm_open|comm_msg|comm_close|execute_request)"')  # the rest is JupyterLab's own
POINTED = re.compile(r'"kind":\s*"down",\s*"x":\s*([-\d.e]+),\s*"y":\s*([-\d.e]+)')


def new_page(chromium):
    """A page that remembers what its console complained of, and what was sent to a kernel."""
    page = chromium.new_page(viewport=WIDE)
    page.complaints, page.sent = [], []
    page.on("console", lambda m: page.complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: page.sent.append(str(frame))))
    return page


@pytest.fixture(scope="module")
def window(chromium):
    """A page whose JupyterLab opens one lesson after the other."""
    return new_page(chromium)


@pytest.fixture(scope="module")
def beside(chromium):
    """A page whose JupyterLab opens whatever else there is."""
    return new_page(chromium)


@pytest.fixture(scope="module")
def lesson(request, window, jupyterlab):
    """A lesson, opened, and nothing run yet."""
    window.set_viewport_size(WIDE)
    opened(window, jupyterlab, request.param)
    yield window
    closed(window)


def of(lessons):
    """The test, for each of these lessons."""
    return pytest.mark.parametrize("lesson", lessons, indirect=True)


@pytest.fixture(scope="module")
def ran(lesson):
    """A lesson in which every cell has been run."""
    lesson.ran = lab.run_all(lesson)
    # what is stored of a board needs a widget that is not there: JupyterLab may look for it until its cell has run
    lesson.complaints[:] = [text for text in lesson.complaints if "widget model not found" not in text]
    lesson.late = lab.scroll(lesson)
    return lesson


def opened(page, jupyterlab, name):
    """Open a notebook, in the JupyterLab that the page may have, and let its kernel come."""
    page.complaints.clear()
    page.sent.clear()
    page.name = name
    lab.opened(page, *jupyterlab[:2], name)
    page.wait_for_function(f"{lab.KERNEL}?.connectionStatus === 'connected'")


def closed(page):
    """Shut the notebook's kernel down, and close its tab without asking."""
    lab.shut_down(page)
    page.evaluate("window.jupyterapp.shell.currentWidget.dispose()")
    page.wait_for_selector(".jp-Notebook", state="detached")


def command(page, name, **arguments):
    page.evaluate(
        "([name, args]) => window.jupyterapp.commands.execute(name, args).then(() => null)", [name, arguments]
    )


def errors_in(page):
    """What a reader would see as an error, and what the console has complained of since last asked."""
    seen = page.evaluate(
        "[...document.querySelectorAll('.jp-OutputArea [data-mime-type*=error], .lp-error, mjx-merror,"
        " .jp-OutputArea [data-mime-type*=stderr]')].map(e => e.innerText).filter(text => text.trim())"
    )
    seen += [line for line in page.inner_text("body").splitlines() if "Error displaying widget" in line]
    seen += page.complaints
    page.complaints.clear()
    return seen


def asks(sent):
    """Which of the messages ask the kernel for something that a cell or a widget wants."""
    return [message for message in sent if ASKS.search(message.replace("\\", ""))]


def still_pictures_under_films(page):
    """How many still pictures stand, seen, under a film or a board that runs; there must be some to hide."""
    hidden = page.evaluate(f"{lab.STILLS}.filter(each => each.afterFilm).map(each => !each.seen)")
    assert len(hidden) >= page.locator(".lp").count()
    return len(hidden) - sum(hidden)


def films(page):
    """The films, as elements: to look for one anew at each question takes ten times as long, on so long a page."""
    return page.query_selector_all(FILM)


def slider_of(film):
    return film.query_selector(".lp-controls input")


def caption_of(film):
    return film.query_selector(".lp-caption").text_content()


def labelled(film, label):
    return film.query_selector(f"[aria-label='{label}']")


def scrub(page, film):
    """Move a film by its keys; each frame has its own sentence, and its own picture."""
    film.scroll_into_view_if_needed()
    slider = slider_of(film)
    last = int(slider.get_attribute("max"))
    slider.focus()
    captions, pictures = set(), set()
    for key, frame in (("Home", 0), ("ArrowRight", 1), ("End", last), ("ArrowLeft", last - 1)):
        page.keyboard.press(key)
        at, caption, picture = film.evaluate(STANDS)
        assert int(at) == frame
        captions.add(caption)
        pictures.add(picture)
    assert last < 3 or (len(captions) > 2 and len(pictures) > 2)


# ---- each lesson, from opening it to opening it again


@of([FIRST, *KINDS])
def test_a_stored_lesson_opens_with_its_films_alive_before_anything_has_run(lesson):
    assert not lab.scroll(lesson, to_films=True), "a film has not come"
    assert lesson.locator(".lp").count() == STORED[lesson.name]
    lesson.wait_for_function(f"{lab.KERNEL}.status === 'idle'")
    asked = len(lesson.sent)
    for film in lesson.query_selector_all(".lp"):
        scrub(lesson, film)
    assert not asks(lesson.sent[asked:]), "a film asks the kernel for nothing"
    assert "execute_request" not in "".join(lesson.sent)
    assert not still_pictures_under_films(lesson)
    assert not errors_in(lesson)


def words_for_boards(page):
    """What stands where each board of the notebook would run, and whether its still picture is seen."""
    views = (
        "document.querySelectorAll('.jp-OutputArea-child:has(+ .jp-OutputArea-child > .jp-RenderedImage) > .lm-Panel')"
    )
    return page.evaluate(
        f"[...{views}].filter(e => !e.querySelector('.lp')).map(e => [e.innerText,"
        " getComputedStyle(e, '::before').content, e.parentNode.nextSibling.getClientRects().length > 0])"
    )


def test_where_no_kernel_can_be_started_each_film_moves(beside, jupyterlab):
    page, sessions = beside, "**/api/sessions*"
    page.route(sessions, lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    lab.opened(page, *jupyterlab[:2], FIRST)
    page.wait_for_selector(".jp-Dialog button.jp-mod-accept").click()  # JupyterLab says that it has no kernel
    page.wait_for_selector(".jp-Dialog button:has-text('No Kernel')").click()
    page.wait_for_selector(".jp-Dialog", state="detached")
    lab.scroll(page, to_films=True)
    assert len(films(page)) == STORED[FIRST] > 0
    for film in films(page):
        scrub(page, film)
    assert not page.evaluate(f"{lab.KERNEL}?.id")
    assert not still_pictures_under_films(page)
    page.unroute(sessions)
    closed(page)


def assert_all_is_there(page):
    """No error is seen or said, answers are locked, and what moves has come in the place of its still."""
    assert not errors_in(page)
    assert page.locator(".lp").count() >= max(STORED[page.name], 1), "a lesson has something to see"
    assert not still_pictures_under_films(page)
    assert not page.evaluate("document.documentElement.matches('.lp-nameless')"), "JupyterLab's boxes have names"
    locked, seen = page.evaluate(LOCKED)
    assert bool(locked) == ("lp-ask" in NOTEBOOKS[page.name])
    assert not seen, "an answer shows before anything is chosen"


@of(FILMS_ALONE)
def test_a_lesson_of_films_alone_is_read_through_without_an_error(lesson):
    assert not lab.scroll(lesson), "a film has not come"
    assert_all_is_there(lesson)


@of([FIRST, *WITH_BOARD])
def test_run_all_ends_without_an_error_in_a_cell_or_in_the_console(ran):
    assert ran.ran
    assert not ran.late, "a film or a board has not come"
    assert_all_is_there(ran)
    counts = "[...window.jupyterapp.shell.currentWidget.content.model.cells].filter(cell => cell.type === 'code')"
    assert None not in ran.evaluate(f"{counts}.map(cell => cell.executionCount)")


LOCKED = """() => {  // how many answers are locked, and what shows of them where they are opened
    const after = summary => getComputedStyle(summary, '::after').content;
    const answers = [...document.querySelectorAll('details.answer')].filter(e => /once/.test(after(e.firstChild)));
    for (const each of answers) each.open = true;
    const seen = answers.flatMap(e => [...e.children].slice(1)).filter(e => e.checkVisibility());
    for (const each of answers) each.open = false;
    return [answers.length, seen.map(e => e.outerHTML)];
}"""


@of(WITH_BOARD)
def test_every_control_of_every_board_answers_to_key_and_mouse(ran):
    assert ran.query_selector(BOARD)
    for board in ran.query_selector_all(BOARD):
        board.scroll_into_view_if_needed()
        for summary in board.query_selector_all(".lp-panel summary"):
            summary.click()
        for control in board.query_selector_all(f".lp-panel {MOVED}"):
            for move in (by_key, by_mouse):
                if not control.is_visible() or not control.is_enabled():
                    continue
                words = f"{move.__name__}: {control.evaluate('e => (e.labels?.[0] ?? e).innerText')!r} changes nothing"
                before, ran.sent[:] = board.evaluate(SHOWN), []
                moved = move(ran, control)
                quiet = moved in QUIET or control.evaluate("e => e.dataset.name === 'pointer' || e.closest('details')")
                if moved and not answers(ran, board, before, patience=0.3 if quiet else 10):
                    assert quiet, words
                    assert ran.sent, words
                assert not errors_in(ran), words


def answers(page, board, before, patience):
    """Whether the board comes to show something else; then its kernel rests."""
    for _ in range(round(40 * patience)):
        if board.evaluate(SHOWN) != before:
            break
        page.wait_for_timeout(25)
    page.wait_for_function(f"{lab.KERNEL}.status === 'idle'")
    return board.evaluate(SHOWN) != before


def by_key(page, control):
    """Move a control by keys; says what was moved, and nothing of what is there to be read or copied."""
    kind = control.evaluate("e => e.readOnly || /^Copy/.test(e.ariaLabel) ? '' : e.type")
    control.focus()
    if kind in ("range", "select-one"):
        start = control.input_value()
        for key in ("PageUp", "PageDown") if kind == "range" else ("ArrowDown", "ArrowUp"):
            page.keyboard.press(key)
            if control.input_value() != start:
                return kind
        raise AssertionError(f"no key moves {control.evaluate('e => e.outerHTML')}")
    if kind in ("number", "text", "textarea"):
        page.keyboard.press("End")
        page.keyboard.type("1")
        page.keyboard.press("Tab")
        return kind if page.sent else ""  # words wait for their button
    if kind:
        page.keyboard.press("Space")
    return "button" if kind == "button" else kind


def by_mouse(page, control):
    """Move a control by the mouse; says what was moved."""
    kind = control.evaluate("e => e.readOnly || /^Copy/.test(e.ariaLabel) ? '' : e.type")
    if kind == "range":
        click_slider(page, control)
    elif kind == "select-one":  # a headless browser does not show the list itself
        control.click(trial=True)
        control.select_option(index=control.evaluate("e => (e.selectedIndex + 1) % e.options.length"))
    else:
        control.click()
        if kind not in ("button", "checkbox"):
            return ""
    return kind


def click_slider(page, slider):
    """Click on a slider's track, far from where it stands."""
    slider.scroll_into_view_if_needed()
    before = slider.input_value()
    now = slider.evaluate("e => (e.value - e.min) / (e.max - e.min)")
    box = slider.bounding_box()
    page.mouse.click(box["x"] + box["width"] * (0.8 if now < 0.5 else 0.2), box["y"] + box["height"] / 2)
    assert slider.input_value() != before, "the mouse moves no slider"


@of(KINDS)
def test_the_first_film_plays_pauses_and_steps_by_mouse(ran):
    for film in films(ran)[:1]:
        film.scroll_into_view_if_needed()
        slider, button, speed = slider_of(film), film.query_selector(".lp-play"), labelled(film, "Speed")
        said = film.evaluate(SHOWN)
        click_slider(ran, slider)
        assert film.evaluate(SHOWN) != said
        slider.press("Home")
        speed.click(trial=True)
        speed.select_option("0.5")
        button.click()
        assert button.text_content().strip() == "Pause"
        ran.wait_for_function("e => Number(e.value) > 0", arg=slider)
        button.click()
        assert button.text_content().strip() == "Play"
        stood = int(slider.input_value())
        ran.wait_for_timeout(120)
        assert int(slider.input_value()) == stood > 0
        labelled(film, "Step back").click()
        assert int(slider.input_value()) == stood - 1
        labelled(film, "Step forward").click()
        assert int(slider.input_value()) == stood
    assert not errors_in(ran)


@of(KINDS)
def test_the_last_film_plays_pauses_and_steps_by_key(ran):
    for film in films(ran)[-1:]:
        scrub(ran, film)
        slider, button = slider_of(film), film.query_selector(".lp-play")
        labelled(film, "Speed").select_option("0.5")  # slow enough not to reach its end
        slider.press("Home")
        ran.keyboard.press("Space")
        assert button.text_content().strip() == "Pause"
        ran.wait_for_function("e => Number(e.value) > 0", arg=slider)
        ran.keyboard.press("Space")
        assert button.text_content().strip() == "Play"
        labelled(film, "Step back").focus()
        reached = []
        for _ in range(5):
            focused = "document.activeElement"
            reached.append(ran.evaluate(f"{focused}.getAttribute('aria-label') || {focused}.innerText.trim()"))
            ran.keyboard.press("Tab")
        assert reached == ["Step back", "Play", "Step forward", slider.get_attribute("aria-label"), "Speed"]
        button.focus()
        ran.keyboard.press("Enter")
        assert button.text_content().strip() == "Pause"
        ran.keyboard.press("Space")
        assert button.text_content().strip() == "Play"
        labelled(film, "Speed").focus()
        ran.keyboard.press("End")
        assert labelled(film, "Speed").input_value() == "4"
    assert not errors_in(ran)


@of(WITH_BOARD)
def test_a_window_resized_keeps_marks_on_the_picture_and_the_pointer_where_it_points(ran):
    tried, widths = (".lp", (760, 1700)) if ran.name in KINDS else (BOARD, (760,))
    for film in films(ran):
        slider_of(film).press("End")  # some begin with nothing
    for width in widths:
        ran.set_viewport_size({**WIDE, "width": width})
        ran.wait_for_timeout(250)
        for player in ran.query_selector_all(tried):
            player.scroll_into_view_if_needed()
            size, board, panes, drawn, outside = player.evaluate(LOOKS)
            for pane, image, dots, *layers in panes:
                part = round(size[0] * pane[2] / image[2])  # of the picture: all of it, or a column of panels
                assert abs(dots - min(part, round(pane[2]))) <= 1
                assert layers == [pane] * len(layers)
                assert 0 < image[2] <= size[0] / 2 + 1 or board  # which takes the width that is there
                assert abs(image[3] / image[2] - size[1] / size[0]) < 0.01
            assert set(drawn.split(",")) != {"7"}, "no mark is drawn any more"
            assert not outside, f"at {width} pixels something sticks out"
        for listening in ran.locator(".lp-listens").all():  # a click may put new panes in place of the old
            for box in listening.locator(".lp-pane").all() or [listening]:
                for part in ((0.3, 0.4), (0.72, 0.55)):
                    left, share = box.evaluate(CUT)
                    assert np.allclose(pointed(ran, box, part), (left + part[0] * share, part[1]), atol=0.003)
    ran.set_viewport_size(WIDE)
    assert not errors_in(ran)


PANES = """root => {  // of each pane: where it is, its image, how many pixels its canvases have, where they are
    const place = e => (({x, y, width, height}) => [x, y, width, height])(e.getBoundingClientRect());
    const panes = root.querySelectorAll('.lp-pane'), all = panes.length ? panes : root.querySelectorAll('.lp-stage');
    return [...all].map(e => [place(e), place(e.querySelector('img')), e.querySelector('canvas').width,
                              ...[...e.querySelectorAll('canvas')].map(place)]);
}"""
OUTSIDE = """e => [...e.querySelectorAll('*')].filter(c => c.getClientRects().length && !c.matches('.lp-pane > img'))
    .filter(c => c.getBoundingClientRect().right > e.getBoundingClientRect().right + 1).map(c => c.outerHTML)"""
LOOKS = f"""async e => {{
    for (let k = 0; k < 2; k++) await new Promise(requestAnimationFrame); // it is drawn anew in the next frame
    return [[e.querySelector('img').naturalWidth, e.querySelector('img').naturalHeight],
            e.matches(':has(> .lp-grouped)'), ({PANES})(e), ({lab.DRAWN})(e), ({OUTSIDE})(e)];
}}"""
CUT = """e => {  // which part of the picture's width stands here: its left end, and how much of it
    const here = e.getBoundingClientRect(), image = e.querySelector('img').getBoundingClientRect();
    return [(here.x - image.x) / image.width, here.width / image.width];
}"""


def pointed(page, box, part):
    """Click on a part of a box, and say on which part of the picture Python was told so."""
    page.sent.clear()
    box.evaluate("e => e.scrollIntoView({block: 'center'})")
    place = box.bounding_box()
    page.mouse.click(place["x"] + part[0] * place["width"], place["y"] + part[1] * place["height"])
    for _ in range(50):
        page.wait_for_timeout(100)
        if found := POINTED.search("".join(page.sent).replace("\\", "")):
            break
    page.wait_for_function(f"{lab.KERNEL}.status === 'idle'")
    x, y = found.groups()
    size = box.locator("img").first.evaluate("e => [e.naturalWidth, e.naturalHeight]")
    return float(x) / size[0], float(y) / size[1]


@of(KINDS)
@pytest.mark.parametrize("theme", ["JupyterLab Dark", "JupyterLab Light"])
def test_outputs_are_legible_and_accessible_in_either_theme(ran, theme):
    if lab.no_npm() and not os.environ.get("LOGREG_NEED_BROWSER"):
        pytest.skip(lab.no_npm())
    command(ran, "apputils:change-theme", theme=theme)
    ran.wait_for_function("light => document.body.dataset.jpThemeLight === light", arg=str("Light" in theme).lower())
    ran.wait_for_timeout(300)
    # films and boards have a ground of their own: white, or by a filter as dark as the theme
    looks = ran.evaluate(
        "[...document.querySelectorAll('.lp')].map(e => getComputedStyle(e))"
        ".map(look => look.backgroundColor + (look.filter === 'none' ? '' : ' turned dark'))"
    )
    assert set(looks) == {"rgb(255, 255, 255)" + " turned dark" * ("Dark" in theme)}
    assert not ran.evaluate(SEE_THROUGH), "a picture without a background of its own"
    assert not serious(ran)
    assert not errors_in(ran)


SEE_THROUGH = """async () => {
    const found = [];
    for (const image of document.querySelectorAll('.jp-OutputArea-output img:not(.lp img)')) {
        await image.decode();
        const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight), ctx = canvas.getContext('2d');
        ctx.drawImage(image, 0, 0);
        const corner = ctx.getImageData(1, 1, 1, 1).data;
        if (corner[3] < 255 || Math.min(...corner) < 230) found.push(image.alt);
    }
    return found;
}"""


def serious(page):
    """What axe-core finds serious or critical in the outputs; JupyterLab's own box around an output is not ours."""
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(lab.from_npm("axe-core", "axe.min.js").decode())
    found = page.evaluate("axe.run('.jp-Cell-outputArea', {resultTypes: ['violations']}).then(r => r.violations)")
    return [
        (violation["id"], violation["help"], node["html"], node["failureSummary"])
        for violation in found
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
        if not node["html"].startswith('<div class="lm-Widget jp-OutputArea')
    ]


@pytest.fixture(scope="module")
def centred():
    """The film of the two centred clouds in lesson 05, made again."""
    clouds = overlapping()
    data = Dataset(clouds.X - clouds.X.mean(axis=0), clouds.y, "Two clouds, centred")
    history = gradient_descent(data.X, data.y, learning_rate=0.3, n_iterations=300)
    return history, watch(history, data)


def film_of(page, cell):
    """The film in the output of a cell, in view, with its slider."""
    film = page.locator(f".jp-CodeCell:has-text({cell!r}) .lp").first.element_handle()
    film.scroll_into_view_if_needed()
    return film, slider_of(film)


@of([WALK])
def test_keys_move_the_film_to_what_python_says_and_nothing_else(ran, centred):
    history, made = centred
    film, slider = film_of(ran, "watch(cloud_run, centred)")
    cells = ran.locator(".jp-Cell").count()
    assert asks(ran.sent), "the test sees what goes to the kernel"
    ran.sent.clear()
    slider.press("Home")
    for key, frame in [("ArrowRight", 1), ("ArrowRight", 2), ("End", 300), ("ArrowLeft", 299), ("Home", 0)] + [
        ("ArrowRight", k) for k in range(1, 31)
    ]:
        ran.keyboard.press(key)
        assert int(slider.input_value()) == frame
    ran.keyboard.press("d")
    ran.keyboard.press("d")
    assert ran.locator(".jp-Cell").count() == cells
    caption = caption_of(film)
    assert caption == made.sentence(30)
    assert f"loss {history.loss[30]:.4f}" in caption
    index = ran.evaluate("e => [...document.querySelectorAll('.lp')].indexOf(e)", film)
    check_pixels(ran, index, made, history, 30)
    assert not asks(ran.sent)


def check_pixels(page, index, made, history, frame):
    """The line on the screen is where p = 1/2, and the colours beside it are those of the probabilities."""
    ax = made.figure.axes[0]
    w, b = history.w[frame], history.b[frame]
    (x0, x1), (y0, y1) = ax.get_xlim(), ax.get_ylim()
    on_line = 0
    for x in np.linspace(x0, x1, 40)[1:-1]:
        y = -(w[0] * x + b) / w[1]
        if not y0 + 0.1 < y < y1 - 0.1:
            continue
        px, py = ax.transData.transform((x, y))
        row = made.size[1] - py
        assert page.evaluate(PIXEL, [1, index, round(px), round(row)])[3] > 240, "no line where p is 1/2"
        assert page.evaluate(PIXEL, [1, index, round(px) + 14, round(row)])[3] == 0, "a line where p is not 1/2"
        on_line += 1
    assert on_line > 5
    for x, y in ((x0 + 0.3, y1 - 0.3), (0.2, 0.1), (-0.3, 0.6), (x1 - 0.3, y0 + 0.3)):
        px, py = ax.transData.transform((x, y))
        seen = page.evaluate(PIXEL, [0, index, round(px), round(made.size[1] - py)])
        p = 1 / (1 + np.exp(-(w @ [x, y] + b)))
        assert np.allclose(seen[:3], 255 * np.array(PROBABILITY_MAP(p)[:3]), atol=6)


@of([WALK])
def test_a_film_is_named_and_described_for_a_screen_reader(ran):
    film, slider = film_of(ran, "watch(steps, data)")
    assert re.match("Film of the training on Passing an exam", film.query_selector("img").get_attribute("alt"))
    assert slider.get_attribute("aria-label") == "Iteration"
    assert slider.get_attribute("aria-valuetext") == caption_of(film)
    assert film.query_selector(".lp-caption").get_attribute("aria-live") == "polite"
    for control in film.query_selector_all(".lp-controls :is(button, input, select)"):
        assert control.get_attribute("aria-label") or control.text_content().strip()


@of([FIRST, *WITH_BOARD])
def test_what_jupyterlab_has_saved_holds_each_film_once_and_no_widget(ran, jupyterlab):
    command(ran, "docmanager:save")
    saved = json.loads((jupyterlab[2] / "notebooks" / ran.name).read_text("utf-8"))
    assert "widgets" not in saved["metadata"]
    kinds = [list(out.get("data", {})) for cell in saved["cells"] for out in cell.get("outputs", [])]
    assert sum(packed.FILM in kind for kind in kinds) == ran.locator(".lp:not(.lp-board)").count()
    assert not ran.evaluate("window.jupyterapp.shell.currentWidget.context.model.dirty")


@of(KINDS)
def test_every_film_can_be_scrubbed_when_the_kernel_is_dead(ran):
    lab.shut_down(ran)
    boards = ran.query_selector_all(BOARD)
    for board in boards:
        board.query_selector("input[type=range][data-name]:not([disabled])").focus()
        ran.keyboard.press("ArrowLeft")
        ran.keyboard.press("ArrowRight")
    for film in films(ran):
        scrub(ran, film)
    for board in boards:
        said = "e => e.querySelector('.lp-silence').textContent.startsWith('Python does not answer')"
        ran.wait_for_function(said, arg=board, timeout=20_000)
    assert not ran.evaluate(
        "[...document.querySelectorAll('.jp-OutputArea [data-mime-type*=error], .lp-error')].map(e => e.innerText)"
        ".filter(text => text.trim())"
    )


@of([WALK])
def test_a_film_outlives_its_kernel_and_says_what_python_says(ran, centred):
    lab.shut_down(ran)
    film, slider = film_of(ran, "watch(cloud_run, centred)")
    slider.press("Home")
    for _ in range(7):
        ran.keyboard.press("ArrowRight")
    assert caption_of(film) == centred[1].sentence(7)


@of(KINDS)
def test_a_lesson_saved_and_opened_again_has_films_that_live_and_boards_that_say_what_they_need(ran, jupyterlab):
    page = ran
    moving = page.locator(".lp:not(.lp-board)").count()
    boards = page.locator(".lp-board").count()
    assert moving + boards > 0
    closed(page)
    opened(page, jupyterlab, page.name)
    lab.scroll(page, to_films=True)
    assert page.locator(".lp").count() == len(films(page)) == moving, errors_in(page)
    words = ["", '"This picture stands still: run its cell, and it moves."', True]
    for _ in range(60):  # until JupyterLab has given up on them
        if (said := words_for_boards(page)) == [words] * boards:
            break
        page.wait_for_timeout(500)
    assert said == [words] * boards
    page.complaints.clear()  # JupyterLab's own about the boards, which no reader sees
    lab.shut_down(page)
    for film in films(page):
        scrub(page, film)


# ---- names from data are words, whatever stands in them


def run_cells(page, jupyterlab, name, codes):
    """Open a new notebook of these cells, and run it."""
    cells = [
        {"cell_type": "code", "id": f"c{i}", "metadata": {}, "source": code, "outputs": [], "execution_count": None}
        for i, code in enumerate(codes)
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    book = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    (jupyterlab[2] / "notebooks" / f"{name}.ipynb").write_text(json.dumps(book), "utf-8")
    opened(page, jupyterlab, f"{name}.ipynb")
    assert lab.run_all(page)


HOSTILE = "<img src=x onerror=window.taken=1><script>window.taken=1</script>"
NAMES = [
    f"name = {HOSTILE!r}\n"
    "from logreg_core import datasets, descent, films, player, plots\n"
    "plain = datasets.overlapping()\n"
    "data = datasets.Dataset(plain.X, plain.y, name, (name, 'b'), (name, 'one'))",
    "history = descent.gradient_descent(data.X, data.y, n_iterations=9)\n"
    "films.watch([history, history], data, labels=[name, 'other'])",
    "fig, ax = plots.figure()\nplots.points(data, ax=ax)\nplots.show(fig, name)",
    "def picture(k, which):\n"
    "    if k > 0.5:\n"
    "        raise ValueError(name)\n"
    "    return [], name, {}\n"
    "controls = [player.Slider('k', name, 0, 1, 0.1), player.Choice('which', name, [name, 'other'])]\n"
    "player.live(plots.figure()[0], controls, picture, alt=name)",
]


def test_a_hostile_name_is_shown_as_a_name(beside, jupyterlab):
    page = beside
    run_cells(page, jupyterlab, "names", NAMES)
    page.wait_for_function("document.querySelectorAll('.lp').length === 2")
    film, board = page.query_selector_all(".lp")
    assert HOSTILE in film.get_attribute("aria-label")
    assert HOSTILE in page.locator(".jp-RenderedHTML img[alt]").first.get_attribute("alt")
    assert caption_of(board) == HOSTILE
    assert HOSTILE in board.query_selector(".lp-panel").text_content()
    board.query_selector(".lp-panel input[type=range]").press("End")
    page.wait_for_function("document.querySelector('.lp-error:not(:empty)')")
    assert HOSTILE in board.query_selector(".lp-error").text_content()
    assert not page.locator("img[src=x]").count()
    assert page.evaluate("window.taken") is None
    closed(page)


# ---- one film in two places


TWICE = [
    "from logreg_core.datasets import overlapping\nfrom logreg_core.descent import gradient_descent\n"
    "from logreg_core.films import watch\ndata = overlapping()\n"
    "history = gradient_descent(data.X, data.y, n_iterations=200)\nfilm = watch(history, data)",
    "film",
    "film",
    "watch(history, data)",
]


@pytest.fixture(scope="module")
def twice(beside, jupyterlab):  # the last that is opened beside the lessons: it stays open
    """A notebook that shows one film in two cells, and in a third cell a film of its own."""
    run_cells(beside, jupyterlab, "twice", TWICE)
    beside.wait_for_function("document.querySelectorAll('.lp').length === 3")
    yield beside
    closed(beside)


def test_a_film_shown_twice_stays_in_step_and_leaves_its_neighbour_alone(twice):
    one, two, other = twice.query_selector_all(".lp")
    slider_of(one).press("End")
    slider_of(two).press("ArrowLeft")
    assert [slider_of(film).input_value() for film in (one, two, other)] == ["199", "199", "0"]
    assert caption_of(one) == caption_of(two) != caption_of(other)
    assert one.evaluate(SHOWN).split("blob:")[0] == two.evaluate(SHOWN).split("blob:")[0]
    slider_of(other).press("ArrowRight")
    assert [slider_of(film).input_value() for film in (one, two, other)] == ["199", "199", "1"]


def test_a_film_that_plays_in_one_place_is_stopped_from_the_other(twice):
    one, two, _ = twice.query_selector_all(".lp")
    slider_of(one).press("Home")
    one.query_selector(".lp-play").click()
    twice.wait_for_function("e => Number(e.value) > 3", arg=slider_of(two))
    slider_of(two).press("Home")
    twice.wait_for_timeout(300)
    assert [slider_of(film).input_value() for film in (one, two)] == ["0", "0"]
    assert one.query_selector(".lp-play").text_content().strip() == "Play"
    assert not errors_in(twice)


def test_a_second_view_of_an_output_moves_with_the_first(twice):
    twice.locator(".jp-CodeCell").nth(3).locator(".jp-OutputArea-output").first.click()
    command(twice, "notebook:create-output-view")
    twice.wait_for_function("document.querySelectorAll('.lp').length === 4")
    first, second = twice.query_selector_all(".jp-CodeCell .lp")[2], twice.query_selector(".lp:not(.jp-CodeCell .lp)")
    slider_of(second).press("End")
    assert slider_of(first).input_value() == "200"
    slider_of(first).press("Home")
    assert slider_of(second).input_value() == "0"
    assert not errors_in(twice)
    twice.evaluate(
        "() => { const shell = window.jupyterapp.shell, book = [...shell.widgets('main')].find(w => w.sessionContext);"
        " for (const each of [...shell.widgets('main')]) if (each !== book) each.dispose();"
        " shell.activateById(book.id); }"
    )
    twice.wait_for_function(lab.KERNEL)

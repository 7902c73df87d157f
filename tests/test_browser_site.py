"""The course's pages in a real Chromium, from the disk and with every name blocked: alive, silent, and open to all."""

import io
import os

import lab
import numpy as np
import pytest
from PIL import Image
from test_site import HOSTILE, PAGES, course_of, film_of

from logreg_core.exercises.asking import INSIDE
from logreg_core.packed import films_in
from logreg_core.player.still import filled, painted
from logreg_core.site.pages import build

WALK, CLOUDS = "05_walk_downhill", "06_separate_or_overlap"
FILMS = ".film.alive .lp"
SEEN = """async () => {  // every part is laid out, as when the reader has scrolled by
    for (const part of document.querySelectorAll('main > section')) part.style.contentVisibility = 'visible';
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""
LEFT_OPEN = """known => [...document.querySelectorAll('details.answer > *')]
    .filter(part => !part.matches(known.join())).map(part => part.outerHTML)"""
every_page = pytest.mark.parametrize("name", PAGES)
pytestmark = pytest.mark.usefixtures("needs_chromium")


@pytest.fixture
def opened(chromium, site):
    """A function that opens a page, and waits until its films are alive; in the end no page has asked or complained."""
    contexts, pages, asked = [], [], []

    def open_page(name, folder=site, **look):
        contexts.append(chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **look}))
        page = contexts[-1].new_page()
        pages.append(page)
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto((folder / f"{name}.html").as_uri())
        films = page.locator(".film").count()
        if films:
            page.locator(".film.alive").nth(films - 1).wait_for(timeout=30_000)
        return page

    yield open_page
    for context in contexts:
        context.close()
    complaints = [text for page in pages for text in page.complaints]
    assert not [text for text in complaints if "willReadFrequently" not in text]  # of what reads the canvas: this test
    assert not [url for url in asked if not url.startswith(("file:", "data:image/png;", "blob:"))]
    assert len([url for url in asked if url.startswith("file:")]) <= len(contexts)


def said_by_python(state, frame):
    """The caption of a frame, from a film's stored state."""
    captions = state["captions"]
    n, start = captions["n"], captions["at"] + captions["n"] * min(frame, captions["frames"] - 1)
    row = np.frombuffer(state["data"], "<f4")[start : start + n].astype(float)
    return filled([text for first, text in captions["templates"] if first <= frame][-1], row)


def bar(film):
    return film.locator(".lp-controls input")


def serious(page):
    """What axe-core finds on the whole page, serious or critical; what it does to the page itself is not counted."""
    before = list(page.complaints)
    page.evaluate(SEEN)
    page.evaluate(lab.from_npm("axe-core", "axe.min.js").decode())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(r => r.violations)")
    page.complaints[:] = before
    return [
        (violation["id"], node["html"][:200], node["failureSummary"])
        for violation in found
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]


@every_page
def test_a_page_is_alive_by_itself_says_what_python_says_and_keeps_nobody_out(opened, site, name):
    page = opened(name)
    states = films_in((site / f"{name}.html").read_text("utf-8"))
    films = page.query_selector_all(FILMS)
    assert len(films) == len(states)
    for film, state in zip(films, states, strict=True):
        last, drawn, slider = state["frames"] - 1, set(), film.query_selector(".lp-controls input")
        if last:
            slider.focus()
        for key, frame in (("Home", 0), ("ArrowRight", 1), ("End", last))[: 3 if last else 1]:
            if last:
                page.keyboard.press(key)
                assert slider.input_value() == str(frame)
            assert film.query_selector(".lp-caption").text_content() == said_by_python(state, frame)
            drawn.add(film.evaluate(lab.DRAWN))
        assert len(drawn) > (last > 0)
    assert not page.locator(".still:visible").count()
    shown = page.evaluate(LEFT_OPEN, ["summary", *INSIDE])
    assert not shown, "an answer would show before anything is chosen"
    unfold = page.locator(".unfold")
    if unfold.count():
        unfold.click()
        assert page.locator("main details:not(.code, [open])").count() == 0
        empty = """[...document.querySelectorAll('main details:not(.code)')]
            .filter(each => ![...each.children].slice(1).some(part => part.checkVisibility()))
            .map(each => each.outerHTML)"""
        assert not page.evaluate(empty), "what is unfolded shows nothing"
    reason = lab.no_npm()
    if not reason or os.environ.get("LOGREG_NEED_BROWSER"):
        assert not reason, reason
        assert not serious(page)


def test_by_keyboard_the_reader_gets_to_the_text_the_contents_and_the_films(opened):
    page = opened(WALK)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.tagName")
        )
    assert {"Step back", "Step forward", "Iteration", "Speed", "SUMMARY", "A", "BUTTON"} <= reached


def test_the_mouse_moves_a_film_and_another_film_stays(opened):
    page = opened(WALK)
    first, second = page.locator(FILMS).nth(0), page.locator(FILMS).nth(1)
    before = second.locator(".lp-caption").text_content()
    box = bar(first).bounding_box()
    bar(first).click(position={"x": box["width"] / 2, "y": box["height"] / 2})
    last = int(bar(first).get_attribute("max"))
    assert abs(int(bar(first).input_value()) - last / 2) <= 0.05 * last
    first.locator("[aria-label='Step forward']").click()
    assert second.locator(".lp-caption").text_content() == before


PHONE = {"viewport": {"width": 380, "height": 800}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}


def touched(page, film, dx):
    """Put a finger on the middle of a film's picture, or of the first of its panels, and move it sideways."""
    panes = film.locator(".lp-pane")
    picture = panes.first if panes.count() else film.locator(".lp-stage")
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    session = page.context.new_cdp_session(page)

    def send(kind, *points):
        places = [{"x": each, "y": y} for each in points]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

    send("touchStart", x)
    for step in range(1, 5):
        send("touchMove", x + dx * step / 4)
    send("touchEnd")


@every_page
def test_a_phone_shows_the_text_whole_and_targets_for_a_finger(opened, name):
    page = opened(name, **PHONE)
    assert page.evaluate("[document.documentElement.scrollWidth, innerWidth]") == [380, 380]
    small = page.evaluate(
        """[...document.querySelectorAll(`.lp-controls :is(button, input, select), .lp-ahead, .lp-ask label, summary,
            .unfold, nav a`)]
        .filter(each => each.checkVisibility()).map(each => [each.outerHTML, each.getBoundingClientRect()])
        .filter(([, box]) => box.height < 43.5 || box.width < 43.5).map(([html]) => html)"""
    )
    assert not small
    page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true; })")
    page.evaluate(SEEN)
    reasons = page.evaluate("[...document.querySelectorAll('.why')].map(each => each.getBoundingClientRect().right)")
    assert all(0 < right <= 380 for right in reasons)
    starts = page.evaluate(
        "[...document.querySelectorAll('.steps > *')].map(each => each.getBoundingClientRect().left)"
    )
    assert all(left >= 8 for left in starts), "the beginning of a line is cut off"


def test_on_a_phone_a_film_of_one_panel_is_seen_whole_and_pictures_of_several_keep_their_size(opened):
    page = opened("02_draw_the_boundary", **PHONE)
    page.evaluate(SEEN)
    assert page.locator(".lp-stage").first.evaluate("e => [e.scrollWidth, e.clientWidth]") == [348, 348]
    assert page.locator(".board img").first.bounding_box()["width"] == 600
    assert page.evaluate("[document.documentElement.scrollWidth, innerWidth]") == [380, 380]


def test_enter_gives_the_number_that_a_question_asks_for(opened):
    page = opened("01_turn_a_score_into_a_probability")
    asked = page.locator(".lp-ask:has([type=number])").first
    answer = page.locator(".lp-ask:has([type=number]) + * + * + details.answer, .lp-ask:has([type=number]) ~ details")
    field = asked.locator("[type=number]")
    field.fill("2")
    assert not asked.locator(".lp-right").is_visible()
    field.press("Enter")
    assert asked.locator(".lp-right").is_visible()
    assert answer.first.locator("summary").evaluate("e => getComputedStyle(e, '::after').content") == "none"


@pytest.mark.parametrize("name", [WALK, CLOUDS])
def test_pictures_and_solutions_stand_free(opened, name):
    page = opened(name)
    page.locator(".unfold").click()
    page.evaluate(SEEN)
    gaps = page.evaluate("""[...document.querySelectorAll('.highlight + .shown')].map(each =>
        each.getBoundingClientRect().top - each.previousElementSibling.getBoundingClientRect().bottom)""")
    ends = page.evaluate("""[...document.querySelectorAll('details > .highlight:last-child')].map(each =>
        each.parentElement.getBoundingClientRect().bottom - each.getBoundingClientRect().bottom)""")
    assert len(gaps) > 1
    assert len(ends) > 1
    assert min(gaps + ends) > 8


def test_a_finger_moves_the_bar_and_the_picture(opened):
    for look in (PHONE, {**PHONE, "viewport": {"width": 820, "height": 1180}}):
        page = opened(WALK, **look)
        film = page.locator(FILMS).nth(0)
        for _ in range(2):  # the parts of a page are laid out when they come into sight, which moves what follows
            film.locator(".lp-stage").scroll_into_view_if_needed()
            page.wait_for_timeout(200)
        box = bar(film).bounding_box()
        assert box["y"] + box["height"] <= look["viewport"]["height"], "the bar is out of sight"
        page.touchscreen.tap(box["x"] + box["width"] / 4, box["y"] + box["height"] / 2)
        at, last = int(bar(film).input_value()), int(bar(film).get_attribute("max"))
        assert abs(at - last / 4) <= 0.08 * last
        scrolls = film.locator(".lp-stage").evaluate("e => e.scrollWidth > e.clientWidth")
        touched(page, film, 100)
        moved = int(bar(film).input_value()) - at
        assert moved == 0 if scrolls else abs(moved - last * 100 / box["width"]) < 0.5 * last
        assert moved > 0 or scrolls


def test_dark_text_and_print(opened):
    page = opened(WALK, color_scheme="dark")
    back = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(back) == "rgb(22, 23, 27)"
    film = Image.open(io.BytesIO(page.locator(FILMS).first.screenshot())).convert("L")
    assert film.getpixel((3, 3)) < 40, "the film's ground is dark too"
    if not lab.no_npm():
        assert not serious(page)
    page.emulate_media(media="print", color_scheme="light")
    assert page.locator(".still:visible").count() == page.locator(".film").count() > 3
    assert not page.locator(".lp:visible").count()
    for kind, side in (("main h2", "After"), ("summary", "After"), (".equation", "Inside"), ("details", "Inside")):
        kept = page.locator(kind).last.evaluate(f"e => getComputedStyle(e).break{side}")
        assert kept == "avoid", f"{kind} is torn from what follows on paper"


def test_the_reader_sees_the_picture_that_python_paints(opened, site):
    page = opened(CLOUDS)
    state = films_in((site / f"{CLOUDS}.html").read_text("utf-8"))[0]
    film = page.locator(FILMS).first
    bar(film).focus()
    page.keyboard.press("End")
    page.wait_for_timeout(100)
    seen = Image.open(io.BytesIO(film.locator(".lp-stage").screenshot())).convert("RGB")
    drawn = Image.open(io.BytesIO(state["picture"])).convert("RGBA")
    floats = np.frombuffer(state["data"], "<f4")
    made = painted(drawn, state["marks"], floats, state["pixels"], state["frames"] - 1, (0, 0, *state["size"]), 1)
    difference = np.abs(np.asarray(made.convert("RGB").resize(seen.size), float) - np.asarray(seen, float))
    assert difference.mean() < 6  # without the field of probability it is 13


def test_without_scripts_the_stills_stand(chromium, site):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / f"{WALK}.html").as_uri())
    assert page.locator(".still:visible").count() == page.locator(".film").count() > 3
    assert page.get_by_text("Contents", exact=True).is_visible()
    context.close()


def test_a_browser_without_base64_of_its_own_shows_films_and_one_that_cannot_inflate_their_stills(chromium, site):
    for taken, living in (("Uint8Array.fromBase64", True), ("window.DecompressionStream", False)):
        context = chromium.new_context()
        context.add_init_script(f"delete {taken}")
        page = context.new_page()
        page.goto((site / f"{WALK}.html").as_uri())
        films = page.locator(".film").count() if living else 0
        page.wait_for_function("n => document.querySelectorAll('.film.alive .lp').length === n", arg=films)
        page.wait_for_timeout(300)
        page.evaluate(SEEN)
        assert page.evaluate(f"typeof {taken}") == "undefined"
        assert page.locator(".lp-film:visible").count() == films
        assert page.locator(".still:visible").count() == page.locator(".film").count() - films
        context.close()


def test_an_address_of_an_equation_leads_to_it(opened, site):
    page = opened(WALK)
    page.goto((site / f"{WALK}.html").as_uri() + "#5.5")
    page.wait_for_timeout(100)
    assert page.locator("[id='5.5']").evaluate(
        "e => { const r = e.getBoundingClientRect(); return r.top >= 0 && r.top < 200; }"
    )


def test_an_address_inside_an_answer_opens_it(opened, site):
    page = opened("09_bend_the_boundary")
    answer = page.locator("details:has([id='9.1'])")
    assert answer.get_attribute("class") == "answer"
    page.goto((site / "09_bend_the_boundary.html").as_uri() + "#9.1")
    page.wait_for_timeout(100)
    top = page.locator("[id='9.1'] math").evaluate("e => e.checkVisibility() && e.getBoundingClientRect().top")
    assert 0 < top < 200


def test_an_address_that_leads_nowhere_leaves_a_page_whole(chromium, site):
    page, errors = chromium.new_page(), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((site / f"{WALK}.html").as_uri() + "#100%")
    page.wait_for_selector(".wide[tabindex], .lp-stage[tabindex], .film.alive")
    page.wait_for_timeout(300)
    page.close()
    assert not errors


@pytest.mark.parametrize("look", [{}, PHONE], ids=["desk", "phone"])
def test_a_page_opened_again_opens_where_it_was_left(chromium, site, look):
    context = chromium.new_context(**look)
    page = context.new_page()
    page.goto((site / f"{WALK}.html").as_uri())
    equation = page.locator("[id='5.6']")

    def top():
        page.wait_for_timeout(400)
        return equation.evaluate("e => e.getBoundingClientRect().top")

    for _ in range(2):  # what comes into sight is laid out, which moves it
        equation.evaluate("e => { e.scrollIntoView({block: 'center'}); }")
        left = top()
    page.reload()
    assert abs(top() - left) < 40
    page.goto((site / "guide.html").as_uri())
    page.go_back()
    assert abs(top() - left) < 40
    page.evaluate("location.hash = 'watch-it'")
    assert abs(top() - left) > 1000
    page.go_back()
    assert abs(top() - left) < 40
    context.close()


def test_a_hostile_name_is_shown_as_a_name(opened, tmp_path):
    site = tmp_path / "site"
    build(site, course_of(tmp_path, [film_of(HOSTILE)]))
    page = opened("00_a_lesson", site)
    assert page.title().startswith("A lesson")
    assert not page.locator("img[src='x']").count()
    assert HOSTILE in page.locator(".lp").get_attribute("aria-label")

"""A film on a page of its own: its panels find room, and what comes is hidden until it is asked for."""

import base64

import lab
import pytest

from logreg_core.datasets import overlapping
from logreg_core.descent import gradient_descent
from logreg_core.films import watch
from logreg_core.player.player import HERE, Player

IMAGES = "[...document.querySelectorAll('.lp-stage img')].map(e => e.getBoundingClientRect().width)"
PANES = "[...document.querySelectorAll('.lp-pane')].map(e => e.getBoundingClientRect()).map(b => [b.x, b.y, b.width])"
TICK = ".lp-ahead input"
pytestmark = pytest.mark.usefixtures("needs_chromium")


@pytest.fixture(scope="module")
def film():
    data = overlapping()
    return watch(gradient_descent(data.X, data.y, n_iterations=100), data)


@pytest.fixture(scope="module")
def page(film, tmp_path_factory):
    path = tmp_path_factory.mktemp("film") / "film.html"
    path.write_text(lab.page_of(film), "utf-8")
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


def test_code_in_what_is_wrong_with_a_step_is_set_as_code(page, tmp_path):
    data = overlapping()
    shown = watch(lambda X, y, w, b, learning_rate: (w, None), data)
    path = tmp_path / "broken.html"
    path.write_text(lab.page_of(shown), "utf-8")
    own = page.context.browser.new_page()
    own.goto(path.as_uri())
    own.wait_for_selector(".lp-error:not(:empty)")
    assert "`" in shown.error
    assert own.locator(".lp-error").text_content() == shown.error.replace("`", "")
    assert own.locator(".lp-error code").all_text_contents() == shown.error.split("`")[1::2]
    own.close()


WIDGET = """async ([script, state]) => {  // a view of a model that notes what it sends
    const bytes = (text) => new DataView(Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)).buffer);
    for (const name of ["picture", "data", "pixels"]) state[name] = bytes(state[name]);
    const { default: { render } } = await import(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
    window.sent = [];
    const model = { get: (name) => state[name], set: (name, value) => (state[name] = value), on() {}, off() {},
                    save_changes() {}, send: (message) => window.sent.push(message) };
    document.body.replaceChildren();
    render({ model, el: document.body });
}"""


@pytest.mark.parametrize(("width", "stacked"), [(1300, False), (620, True), (430, True)])
def test_a_click_means_the_same_place_wherever_its_panel_stands(page, film, width, stacked):
    page.set_viewport_size({"width": width, "height": 1600})
    state = {name: getattr(film, name) for name in Player.class_own_traits(sync=True)}
    state |= {name: base64.b64encode(state[name]).decode() for name in ("picture", "data", "pixels")}
    page.evaluate(WIDGET, [(HERE / "player.js").read_text("utf-8"), {**state, "listens": True}])
    page.wait_for_timeout(250)
    assert bool(page.locator(".lp-pane").count()) == stacked
    panes = page.locator(".lp-pane").all() if stacked else [page.locator(".lp-stage")]
    parts = film.panes if stacked else [[0, film.size[0]]]
    for ax in film.figure.axes:
        left, bottom, right, top = ax.bbox.extents
        x, y = left + 0.3 * (right - left), film.size[1] - (bottom + 0.6 * (top - bottom))
        i = next(i for i, (start, across) in enumerate(parts) if start <= x < start + across)
        box = panes[i].bounding_box()
        scale = box["width"] / parts[i][1]
        page.mouse.click(box["x"] + (x - parts[i][0]) * scale, box["y"] + y * scale)
        sent = page.evaluate("window.sent.filter((message) => message.kind === 'down').at(-1)")
        assert abs(sent["x"] - x) < 3 / scale
        assert abs(sent["y"] - y) < 3 / scale

"""How fast the classroom board answers, in a real JupyterLab in headless Chromium.

    python tests/benchmarks/board.py

For 400 points and 1,000 iterations: the time from moving a control to the changed picture, the lag while a slider is
dragged for two seconds, the time of adding a point, and the time until the screen is filled. Then the frames that are
drawn in a second of scrubbing over 10,000 points. First, without a browser, the processor time that each of these costs
the kernel.
"""

import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))
import lab

from logreg_core.labs.board import Board
from logreg_core.labs.board_settings import SETTINGS, from_line

LINE = "size=400; iterations=1000"
WATCH = """root => {
    const caption = root.querySelector('.lp-caption');
    window.seen = [];
    new MutationObserver(() => requestAnimationFrame(() => {
        const after = new MessageChannel();
        after.port1.onmessage = () => window.seen.push([performance.now(), caption.textContent]);
        after.port2.postMessage(0);
    })).observe(caption, {childList: true, characterData: true, subtree: true});
}"""
MOVE = """([root, name, value]) => {
    const control = root.querySelector(`[data-name=${name}]`);
    window.seen.length = 0;
    window.moved = performance.now();
    control.value = value;
    control.dispatchEvent(new Event(control.type === 'range' ? 'input' : 'change'));
}"""
DRAG = """async ([root, name, low, high]) => {
    const control = root.querySelector(`[data-name=${name}]`), begin = performance.now(), sent = [];
    window.seen.length = 0;
    for (;;) {
        const now = await new Promise(requestAnimationFrame), share = (now - begin) / 2000;
        if (share > 1) return sent;
        const value = low + (high - low) * share;
        if (Math.abs(value - Number(control.value)) < Number(control.step) / 2) continue;
        control.value = value;
        control.dispatchEvent(new Event('input'));
        sent.push([performance.now(), control.value]);
    }
}"""
FILL = """root => new Promise(done => {
    const begin = performance.now(), after = new MessageChannel();
    after.port1.onmessage = () => done(performance.now() - begin);
    const drawn = () => requestAnimationFrame(() => after.port2.postMessage(0));
    root.addEventListener('fullscreenchange', drawn, {once: true});
    root.querySelector('.lp-fill').click();
})"""
SCRUB = """async ([root, frames]) => {
    const slider = root.querySelector('.lp-controls input'), begin = performance.now(), steps = [];
    let drawn = 0, last = begin;
    for (;;) {
        const now = await new Promise(requestAnimationFrame);
        if (now - begin > 3000) {
            steps.sort((a, b) => a - b);
            return [drawn / 3, steps[Math.floor(steps.length * 0.95)], window.cost / drawn];
        }
        steps.push(now - last);
        last = now;
        const start = performance.now();
        slider.value = Math.floor(((now - begin) / 3000) * frames);
        slider.dispatchEvent(new Event('input'));
        window.cost = (window.cost ?? 0) + performance.now() - start;
        drawn++;
    }
}"""


def in_kernel(repeats=15):
    """Processor milliseconds for a change of each kind, the least and the median of several."""
    board = Board(LINE)
    rates, places = np.linspace(0.05, 0.9, repeats).round(2), np.linspace(-2, 2, repeats)

    def point(k):
        for kind in ("down", "up"):
            board.player.point(kind, board.picture.axes["field"], places[k], 3.0)

    changes = {
        "learning rate": lambda k: board.player.set(rate=float(rates[k])),
        "λ": lambda k: board.player.set(l2=float(rates[k]) / 10),
        "noise": lambda k: board.player.set(noise=float(rates[k])),
        "degree 4, learning rate": lambda k: board.player.set(degree=4, rate=float(rates[k])),
        "large type and back": lambda k: board.player.set(degree=1, large=bool(k % 2)),
        "a point added (press and release)": point,
    }
    for name, change in changes.items():
        if name.startswith("a point"):
            board.player.set(large=False, pointer="add class 1")
        taken = []
        for k in range(repeats):
            begin = time.process_time()
            change(k)
            taken.append(1e3 * (time.process_time() - begin))
        assert not board.player.error, board.player.error
        print(f"  kernel, {name:34}: least {min(taken):5.1f} ms, median {np.median(taken):5.1f} ms")


def answer(page, root, name, value):
    """Milliseconds from moving a control to the frame in which the picture has changed."""
    page.evaluate(MOVE, [root, name, value])
    page.wait_for_function("window.seen.length > 0", timeout=20_000)
    taken = page.evaluate("window.seen[0][0] - window.moved")
    page.wait_for_function(f"{lab.KERNEL}.status === 'idle'")
    page.wait_for_timeout(150)
    return taken


def restore(page, board, line):
    board.locator("[data-name=restore]").fill(line)
    board.locator("[data-name=restore]").press("Enter")
    page.wait_for_timeout(1500)


def lag(page, board, root, name, low, high):
    """The longest time that the picture was behind the slider, and whether it ended where the slider did."""
    sent = page.evaluate(DRAG, [root, name, low, high])
    page.wait_for_timeout(2500)
    shown = page.evaluate("window.seen.map(each => each[0])")
    ahead = [min((t for t in shown if t > at), default=np.inf) - at for at, _ in sent]
    line = board.locator("[data-name=line]").input_value()
    last = SETTINGS[name].rounded(10 ** float(sent[-1][1]))
    ended = from_line(line)[0][name] == last
    caption = board.locator(".lp-caption").text_content()
    ended &= caption == Board(line).player.sentence(1000)
    return len(sent), len(shown), np.median(ahead), max(ahead), ended


def fill(page, root, times=20):
    """Milliseconds from asking for the whole screen to the first picture on it."""
    taken = []
    for _ in range(times):
        taken.append(page.evaluate(FILL, root))
        page.wait_for_timeout(300)
        page.evaluate("document.exitFullscreen().then(() => null)")
        page.wait_for_timeout(300)
    return taken


def main(moves=25):
    print("400 points, 1,000 iterations")
    in_kernel()
    with lab.server(lab.ROOT) as (address, token, _), lab.browser() as chromium:
        page = chromium.new_page(viewport={"width": 1280, "height": 900})
        lab.opened(page, address, token, "classroom_demo.ipynb")
        page.wait_for_timeout(2000)
        lab.run_all(page)
        board = page.locator(".lp").first
        board.evaluate("e => e.querySelectorAll('details').forEach(d => (d.open = true))")
        root = board.element_handle()
        restore(page, board, LINE)
        board.locator(".lp-stage").scroll_into_view_if_needed()
        page.evaluate(WATCH, root)
        for name, values in {
            "rate": np.linspace(-2, 0, moves),
            "l2": np.linspace(-3, -1, moves),
            "noise": np.linspace(0.5, 2, moves),
        }.items():
            taken = [answer(page, root, name, f"{value:.2f}") for value in values]
            said = f"median {np.median(taken):.0f} ms, 95th percentile {np.percentile(taken, 95):.0f} ms"
            print(f"  browser, {name:6} moved to picture changed: {said}")
        restore(page, board, LINE)
        sent, shown, middle, worst, ended = lag(page, board, root, "rate", -2.0, 0.3)
        print(f"  browser, two seconds of dragging: {sent} values set, {shown} pictures shown,", end=" ")
        print(f"behind by {middle:.0f} ms (median), {worst:.0f} ms (most); ended at the last value: {ended}")
        restore(page, board, LINE)
        board.locator("[data-name=x1]").fill("1.5")
        board.locator("[data-name=x1]").press("Tab")
        taken = []
        for _ in range(moves):
            page.evaluate("() => { window.seen.length = 0; window.moved = performance.now(); }")
            board.locator("[data-name=add]").evaluate("e => e.click()")
            page.wait_for_function("window.seen.length > 0", timeout=20_000)
            taken.append(page.evaluate("window.seen[0][0] - window.moved"))
            page.wait_for_timeout(200)
        print(f"  browser, a point added to 400 or a few more: median {np.median(taken):.0f} ms")
        taken = fill(page, root)
        print(f"  browser, the screen is filled: median {np.median(taken):.0f} ms, most {max(taken):.0f} ms")
        restore(page, board, "size=10000")
        page.wait_for_timeout(3000)
        rate, slow, cost = page.evaluate(SCRUB, [root, 1001])
    print(f"10,000 points, 1,001 frames: {rate:.0f} frames a second of scrubbing,", end=" ")
    print(f"95th percentile {slow:.0f} ms from frame to frame, {cost:.2f} ms of script for each")


if __name__ == "__main__":
    main()

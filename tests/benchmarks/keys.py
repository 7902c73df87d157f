"""From a key press to the changed picture, in a real JupyterLab in headless Chromium.

    python tests/benchmarks/keys.py

The time runs from the browser's own time stamp of the key to the end of the screen frame in which the film
has been drawn anew: 100 presses with the kernel, 100 after it was shut down. Then the frames that are drawn in a
second of playing, and the messages that all of this sent to the kernel.
"""

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))
import lab

MEASURE = """() => {
    window.times = [];
    document.addEventListener('keydown', event => requestAnimationFrame(() => {
        const after = new MessageChannel();
        after.port1.onmessage = () => window.times.push(performance.now() - event.timeStamp);
        after.port2.postMessage(0);
    }), {capture: true});
}"""
FRAMES = """slider => new Promise(done => {
    const begin = performance.now(), seen = [];
    const look = now => {
        if (seen.at(-1) !== slider.value) seen.push(slider.value);
        now - begin < 2000 ? requestAnimationFrame(look) : done(seen.length / 2);
    };
    requestAnimationFrame(look);
})"""


def presses(page, slider, count=100):
    slider.focus()
    page.evaluate("() => { window.times.length = 0; }")
    for _ in range(count):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(23)
    return np.percentile(page.evaluate("window.times"), [50, 95])


def main():
    with lab.server(lab.ROOT) as (address, token, _), lab.browser() as chromium:
        page = chromium.new_page(viewport={"width": 1280, "height": 1000})
        sent = []
        page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
        lab.opened(page, address, token, "00_watch_it_learn.ipynb")
        lab.run_all(page)
        film = page.locator(".lp").first
        film.scroll_into_view_if_needed()
        slider = film.locator(".lp-controls input")
        page.wait_for_timeout(2000)
        page.evaluate(MEASURE)
        sent.clear()
        with_kernel = presses(page, slider)
        film.locator(".lp-controls select").select_option("1")
        film.locator(".lp-play").click()
        rate = slider.evaluate(FRAMES)
        film.locator(".lp-play").click()
        messages = len(sent)
        page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.shutdown().then(() => null)")
        page.wait_for_function(f"!({lab.KERNEL})")
        without = presses(page, slider)
    for name, (median, high) in {"with the kernel": with_kernel, "without a kernel": without}.items():
        print(f"key to picture, {name:16}: median {median:5.1f} ms, 95th percentile {high:5.1f} ms")
    print(f"playing: {rate:.0f} frames a second; messages to the kernel: {messages}")


if __name__ == "__main__":
    main()

"""Our film against the two usual ways to scrub through a training, in a real JupyterLab in headless Chromium.

    python tests/benchmarks/player.py            (about fifteen minutes; --quick for a rough look in five)
    python tests/benchmarks/player.py --first    (the first picture alone, and where its time goes; three minutes)

All three show the same: 400 points with the boundary and the probability map, the learning curve, and the path
over the contours of the loss, for 501 iterations. Their code stands in rivals/:

    film      ours
    interact  a slider that calls a function, which draws a new figure and ends with plt.show()
    ipympl    a figure that stays, set_data and draw_idle. It is no dependency of the course: pip install ipympl,
              in the environment of this Python; where it is missing it is left out, with a sentence that says so

Each is measured on this machine, and again through a loopback connection that holds everything back for 75 ms
each way. What counts is the pixels on the page: the round dot of the path panel is looked for in the picture
itself (every canvas and image of the output, laid over each other), and a key press is answered when the dot is
where the weights of that iteration, computed here, belong. Playing counts the screen frames in which the dot of
the learning curve has moved on. Bytes are those of the page's websockets, both ways. Processor time is the
kernel's own, as the operating system counts it. The time that the first look at the pixels takes, in a loop over
them, is no part of a first picture, and is taken off.

Where the film's time goes is told by further openings, in which the kernel's functions and the page write down when
they begin and end.
"""

import argparse
import contextlib
import importlib.util
import json
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))
import lab
from measuring import (
    cells,
    kernels,
    percentiles,
    print_table,
    processor_seconds,
    slow_link,
    stop_cleanly,
    write_notebook,
    written,
)

from logreg_core.datasets import overlapping
from logreg_core.descent import gradient_descent

SLIDER = {"film": ".lp-controls input", "interact": ".noUi-handle", "ipympl": ".noUi-handle"}
PLAY = {"film": ".lp-play", "interact": ".widget-play button", "ipympl": ".widget-play button"}
RADIUS = {"film": 7, "interact": 4, "ipympl": 4}  # pixels of the picture that are dark around the dot's centre
PRESSES, START = 25, 80  # key presses that are timed; the frame at which playing starts
FIRST, KEY = "running the cell to the first picture, ms", "key to changed picture, median, ms"
PLAYED, SHARE = "pictures a second, 60 asked for", "the same as a share of one processor, %"
PATH, CURVE = (0.68, 0.05, 0.32, 0.85), (0.34, 0.55, 0.33, 0.2)  # panels, as shares of the picture's size

EYE = """([radius, PATH, CURVE]) => {
    let looking = 0; // milliseconds that the last look at pixels has taken
    const pen = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true});
    const round = [[1, 0], [-1, 0], [0, 1], [0, -1], [.7, .7], [.7, -.7], [-.7, .7], [-.7, -.7]]
        .map(d => d.map(x => Math.round(radius * x)));
    const layers = () => {
        const outputs = [...document.querySelectorAll('.jp-CodeCell .jp-Cell-outputArea')];
        const all = outputs.flatMap(o => [...o.querySelectorAll('img, canvas')]).filter(l => l.clientWidth > 300);
        return all.every(l => l.tagName === 'CANVAS' || l.complete && l.naturalWidth) ? all : [];
    };
    const size = l => l.tagName === 'CANVAS' ? [l.width, l.height] : [l.naturalWidth, l.naturalHeight];
    const whole = all => all.map(size).sort((one, two) => two[0] - one[0])[0]; // some layers may have fewer pixels
    // The centre of the dark disc inside a box of the picture, [left, top, width, height] in pixels; null if none.
    const within = ([left, top, width, height]) => {
        const all = layers();
        if (!all.length) return null;
        left = Math.max(0, Math.round(left)), top = Math.max(0, Math.round(top));
        width = Math.round(width), height = Math.round(height);
        if (pen.canvas.width !== width || pen.canvas.height !== height) Object.assign(pen.canvas, {width, height});
        pen.fillStyle = '#fff';
        pen.fillRect(0, 0, width, height);
        for (const layer of all) pen.drawImage(layer, -left, -top, ...whole(all));
        const rgba = pen.getImageData(0, 0, width, height).data;
        const dark = (x, y) => [0, 1, 2].every(i => rgba[4 * (y * width + x) + i] < 90);
        const begin = performance.now();
        let n = 0, sx = 0, sy = 0;
        for (let y = radius; y < height - radius; y++)
            for (let x = radius; x < width - radius; x++)
                if (dark(x, y) && round.every(([i, j]) => dark(x + i, y + j))) n++, sx += x, sy += y;
        looking = performance.now() - begin;
        return n ? [left + sx / n, top + sy / n] : null;
    };
    const panel = ([x, y, w, h]) => {
        const [width, height] = layers().length ? whole(layers()) : [1, 1];
        return within([x * width, y * height, w * width, h * height]);
    };
    const drawn = done => { // when the frame of the screen that is being made has been made
        const after = new MessageChannel();
        after.port1.onmessage = () => done(performance.now());
        after.port2.postMessage(0);
    };
    const until = (seen, begin, most) => new Promise(done => {
        const look = () => {
            const found = seen();
            if (found) drawn(now => done({time: now - begin, at: found}));
            else if (performance.now() - begin > most) done(null);
            else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
    });
    const around = ([x, y], half = 2 * radius + 12) => within([x - half, y - half, 2 * half, 2 * half]);
    const apart = (one, two) => Math.hypot(one[0] - two[0], one[1] - two[1]);
    // The dot has left where it was, and is where it belongs, to within a pixel and a half (a marker of
    // matplotlib's is drawn on whole pixels).
    const moved = (was, to) => () => {
        const found = around(to);
        return found && was && apart(found, was) > 0.4 && apart(found, to) <= 1.5 ? found : null;
    };
    window.eye = {
        path: () => panel(PATH),
        first: most => until(() => panel(PATH), performance.now(), most)
            .then(seen => seen && {...seen, time: seen.time - looking}),
        inserted: (what, most) => new Promise(done => {
            const begin = performance.now(), watch = new MutationObserver(() => {
                if (!document.querySelector(what)) return;
                watch.disconnect();
                done({time: performance.now() - begin});
            });
            watch.observe(document.body, {childList: true, subtree: true});
            setTimeout(() => done(null), most);
        }),
        arm: (to, most) => {
            window.answer = undefined;
            const was = panel(PATH);
            document.addEventListener('keydown', event => until(moved(was, to), event.timeStamp, most)
                .then(seen => { window.answer = seen; }), {capture: true, once: true});
        },
        count: milliseconds => new Promise(done => {
            const begin = performance.now(), places = [];
            let screen = 0, last = null;
            const look = now => {
                const found = (last && around(last)) ?? panel(CURVE); // near where it was, or in all of the panel
                last = found;
                screen++;
                if (found && !(found[0] <= places.at(-1) + 0.05)) places.push(found[0]);
                if (now - begin < milliseconds) requestAnimationFrame(look);
                else done([Math.max(0, places.length - 1), screen - 1, now - begin]);
            };
            requestAnimationFrame(look);
        }),
    };
}"""
RUN = """async i => {
    window.jupyterapp.shell.currentWidget.content.activeCellIndex = i;
    window.ran = null;
    window.jupyterapp.commands.execute('notebook:run-cell').then(done => { window.ran = true; });
}"""

ADD = """async code => {
    const {commands, shell} = window.jupyterapp;
    await commands.execute('notebook:insert-cell-below');
    shell.currentWidget.content.activeCell.model.sharedModel.setSource(code);
}"""

STAGES = {  # what happens in the kernel until the film is sent: function -> what it makes
    "films._layout": "axes",
    "films._data_panel": "points, curves and path",
    "films._curve_panel": "points, curves and path",
    "panels.path": "points, curves and path",
    "panels.loss_contours": "contours of the loss",
    "player.player.drawn": "drawing",
    "player.player.panes": "cuts between the panels",
    "player.player.png": "PNG",
    "player.player.encode": "marks as pixels",
    "player.player.film_html": "packing",
}
WATCHING = f"""
import functools, importlib, json, time
from logreg_core.player import Player
stages, at = dict.fromkeys({list(STAGES.values())}, 0.0), {{}}
def timed(function, stage):
    @functools.wraps(function)
    def wrapped(*given, **named):
        begin = time.time()
        made = function(*given, **named)
        if "sent" not in at:
            stages[stage] += time.time() - begin
        return made
    return wrapped
for path, stage in {STAGES}.items():
    home, name = path.rsplit(".", 1)
    home = importlib.import_module(f"logreg_core.{{home}}")
    setattr(home, name, timed(getattr(home, name), stage))
def noted(function, before, after):
    @functools.wraps(function)
    def wrapped(*given, **named):
        at.setdefault(before, time.time())
        made = function(*given, **named)
        at.setdefault(after, time.time())
        return made
    return wrapped
watch = noted(watch, "begun", "made")
Player._show = noted(Player._show, "shows", "sent")
Player._still = noted(Player._still, "starts the still", "has the still")
"""
EXECUTE = f"""async code => {{
    const future = {lab.KERNEL}.requestExecute({{code, silent: true}});
    let said = '';
    future.onIOPub = message => {{ said += message.content.text ?? message.content.evalue ?? ''; }};
    await future.done;
    return said;
}}"""


class Learner:
    """A page with one notebook open: a set-up cell, and a cell that shows the picture."""

    def __init__(self, chromium, address, token, name):
        self.name, self.context = name, chromium.new_context(viewport={"width": 1600, "height": 1000})
        self.page, self.bytes = self.context.new_page(), 0
        self.page.on("websocket", self._listen)
        lab.opened(self.page, address, token, f"{name}.ipynb")
        self.page.wait_for_function(f"{lab.KERNEL}?.status === 'idle'", timeout=60_000)
        self.page.evaluate(EYE, [RADIUS[name], PATH, CURVE])
        (self.kernel,) = kernels().values()

    def _listen(self, socket):
        def count(payload):
            self.bytes += len(payload.encode() if isinstance(payload, str) else payload)

        socket.on("framesent", count)
        socket.on("framereceived", count)

    def settled(self, least=300):
        """Wait until the kernel has had nothing to do for a while."""
        idle = 0
        while idle < 3:
            self.page.wait_for_timeout(least)
            idle = idle + 1 if self.page.evaluate(f"{lab.KERNEL}.status") == "idle" else 0

    def set_up(self):
        """Run the first cell; the milliseconds it takes."""
        begin = time.perf_counter()
        self.page.evaluate(RUN, 0)
        self.page.wait_for_function("window.ran")
        taken = 1000 * (time.perf_counter() - begin)
        self.settled()
        if failure := self.page.query_selector(".jp-OutputArea-output[data-mime-type*='error']"):
            raise RuntimeError(f"the set-up cell of {self.name} failed: {failure.inner_text()[-300:]}")
        return taken

    def first_picture(self):
        """Run the second cell; the milliseconds until the dot is in the path panel."""
        seen = self.page.evaluate(f"async () => {{ const seen = eye.first(60000); ({RUN})(1); return seen; }}")
        if seen is None:
            raise RuntimeError(f"{self.name} showed no picture within a minute")
        self.settled()
        return seen["time"]

    def stages(self):
        """Run the second cell in a kernel that watches itself; {what it waits for: milliseconds}, in order."""
        if said := self.page.evaluate(EXECUTE, WATCHING):
            raise RuntimeError(f"the kernel cannot watch itself: {said}")
        seen = "[eye.inserted('.jp-CodeCell .lp canvas', 60000), eye.first(60000)]"
        run = f"([i]) => {{ const begin = performance.now(), seen = {seen}; ({RUN})(i);"
        run += " return Promise.all(seen).then(all => [performance.timeOrigin + begin, ...all.map(one => one.time)]); }"
        begin, inserted, seen = self.page.evaluate(run, [1])
        self.settled()
        stages, at = json.loads(self.page.evaluate(EXECUTE, "print(json.dumps([stages, at]))"))
        at = {name: 1000 * moment - begin for name, moment in at.items()}
        made = {name: 1000 * taken for name, taken in stages.items()}
        return {
            "from the key to the kernel": at["begun"],
            **made,
            "all else in the kernel": at["sent"] - at["begun"] - sum(made.values()),
            "on the way to the page, and put there": inserted - at["sent"],
            "decoded, painted and seen": seen - inserted,
            "in all": seen,
            "the still, once the film is sent": at["has the still"] - at["starts the still"],
            "for comparison: a cell that shows a word": self.word(),
        }

    def word(self):
        """Run a cell that shows one word; the milliseconds until it is there: the least that any picture takes."""
        self.page.evaluate(ADD, "from IPython.display import HTML\nHTML('<p class=word>word</p>')")
        self.settled()
        run = f"async i => {{ const seen = eye.inserted('.word', 60000); ({RUN})(i); return (await seen).time; }}"
        return self.page.evaluate(run, 2)

    def again(self):
        """Take the picture away and run its cell once more."""
        self.page.evaluate("window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs').then(() => null)")
        self.page.wait_for_timeout(500)
        return self.first_picture()

    def press(self, key):
        self.page.keyboard.press(key)

    def whereabouts(self, was=None):
        """Where the dot of the path panel comes to rest, once it has left where it was."""
        if was is not None:
            left = "was => { const at = eye.path(); return at && Math.hypot(at[0] - was[0], at[1] - was[1]) > 0.4; }"
            self.page.wait_for_function(left, arg=list(was), polling=200, timeout=20_000)
        self.settled()
        return self.page.evaluate("eye.path()")

    def calibrate(self, weights):
        """Where the dot belongs in each of the first frames, from where it is in the first and the last of them."""
        self.page.locator(SLIDER[self.name]).first.focus()
        start = self.whereabouts()
        for _ in range(PRESSES):
            self.press("ArrowRight")
        end = self.whereabouts(start)
        self.press("Home")
        if np.max(np.abs(np.subtract(self.whereabouts(end), start))) > 0.5:
            raise RuntimeError(f"{self.name} does not come back to its first frame")
        share = (weights[: PRESSES + 1] - weights[0]) / (weights[PRESSES] - weights[0])
        self.places = start + share * np.subtract(end, start)

    def presses(self, most=15_000):
        """Milliseconds from each key press to the right picture; NaN where it does not come."""
        times = []
        self.page.locator(SLIDER[self.name]).first.focus()
        for t in range(1, PRESSES + 1):
            self.page.evaluate("([to, most]) => eye.arm(to, most)", [list(self.places[t]), most])
            self.press("ArrowRight")
            self.page.wait_for_function("window.answer !== undefined", polling=20, timeout=2 * most)
            seen = self.page.evaluate("window.answer")
            times.append(seen["time"] if seen else np.nan)
            if not seen and len(times) == 3:
                break  # it is not coming
            self.page.wait_for_timeout(83)
        return times

    def playing(self, seconds):
        """Pictures a second while playing from a quarter of the way, and the screen's frames a second meanwhile."""
        self.page.locator(SLIDER[self.name]).first.focus()
        self.press("Home")
        for _ in range(START):
            self.press("ArrowRight")
        self.settled()
        button = self.page.locator(PLAY[self.name]).first
        button.click()
        self.page.wait_for_timeout(500)
        if self.frame() == START:
            print(f"  {self.name} did not hear the first click on its button; clicked again")
            button.click()
            self.page.wait_for_timeout(500)
        moved, screen, taken = self.page.evaluate("ms => eye.count(ms)", 1000 * seconds)
        button.click()
        self.settled()
        return 1000 * moved / taken, 1000 * screen / taken

    def frame(self):
        """The frame that the slider, not the picture, stands at."""
        value = "slider => Number(slider.value ?? slider.getAttribute('aria-valuenow'))"
        return self.page.locator(SLIDER[self.name]).first.evaluate(value)

    def scrub(self, seconds):
        """Press ten keys a second; the kernel's processor seconds and the bytes, until all has been answered."""
        self.page.locator(SLIDER[self.name]).first.focus()
        self.press("Home")
        self.settled()
        spent, sent, begin = processor_seconds(self.kernel), self.bytes, time.perf_counter()
        for i in range(10 * seconds):
            self.press("ArrowRight" if i % 100 < 50 else "ArrowLeft")
            self.page.wait_for_timeout(max(0, 1000 * (begin + (i + 1) / 10 - time.perf_counter())))
        self.settled()
        return processor_seconds(self.kernel) - spent, self.bytes - sent

    def without_kernel(self):
        self.press("Home")
        self.settled()
        self.end_kernel()
        self.page.wait_for_timeout(500)
        return self.presses(most=3000)

    def end_kernel(self):
        self.page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.shutdown().then(() => null)")
        self.page.wait_for_function(f"!({lab.KERNEL})")
        with contextlib.suppress(Exception):
            self.kernel.wait(10)


def measure(chromium, address, token, names, weights, repeats, seconds):
    """Every figure of each of the three over one link. They take turns, so that a busy machine is busy for all.

    With no `seconds` for scrubbing, the openings are all.
    """
    opened = {name: [] for name in names}
    found = {}
    for turn in range(repeats):
        for name in names:
            learner = Learner(chromium, address, token, name)
            set_up = learner.set_up()
            before = learner.bytes
            first = learner.first_picture()
            opened[name].append([set_up, first, learner.bytes - before, learner.again()])
            if turn == repeats - 1 and seconds:
                found[name] = moved(learner, weights, seconds)
            else:
                learner.end_kernel()
            learner.context.close()
    for name in names:
        set_up, first, size, again = np.median(opened[name], axis=0)
        found[name] = {
            "set-up cell, with its imports, ms": set_up,
            FIRST: first,
            "the same cell run again, ms": again,
            "bytes to the first picture, kB": size / 1000,
            **found.get(name, {}),
        }
    return found


def broken_down(chromium, address, token, repeats):
    """The median of each stage of the film's first picture."""
    rows = []
    for _ in range(repeats):
        learner = Learner(chromium, address, token, "film")
        learner.set_up()
        rows.append(learner.stages())
        learner.end_kernel()
        learner.context.close()
    return {name: float(np.median([row[name] for row in rows])) for name in rows[0]}


def moved(learner, weights, seconds):
    """The figures of a learner who presses keys, plays, scrubs, and does without a kernel."""
    learner.calibrate(weights)
    median, high = percentiles(learner.presses())
    rate, screen = learner.playing(5)
    spent, sent = learner.scrub(seconds)
    return {
        KEY: median,
        "key to changed picture, 95th percentile, ms": high,
        PLAYED: rate,
        "screen frames a second meanwhile": screen,
        f"kernel's processor seconds in {seconds} s of scrubbing": spent,
        SHARE: 100 * spent / seconds,
        f"bytes in {seconds} s of scrubbing, kB": sent / 1000,
        "key to changed picture, no kernel, median, ms": percentiles(learner.without_kernel())[0],
    }


def times_better(name, ours, theirs):
    """How many times better ours is, as text."""
    if "screen" in name or np.isnan(theirs):
        return ""
    better, worse = (ours, theirs) if name == PLAYED else (theirs, ours)
    return f"{better / worse:.1f}" if worse else "no end"


def report(title, found):
    """One table: a row for each figure, and how many times better the film is."""
    rivals = [name for name in found if name != "film"]
    rows = []
    for name, ours in found["film"].items():
        theirs = [found[rival][name] for rival in rivals]
        rows.append([name, *map(written, [ours, *theirs]), *(times_better(name, ours, other) for other in theirs)])
    print(f"\n{title}")
    print_table(["", "film", *rivals, *(f"over {rival}" for rival in rivals)], rows)


def judge(here, there):
    """What was asked for, and what was reached."""
    print("\nasked for, and reached")
    for where, found, least, most in (("here", here, 10, 0.6), ("75 ms away", there, 20, 0.5)):
        film, other = found["film"], found["interact"]
        first = (
            film[FIRST] <= most * other[FIRST],
            f"first picture after {film[FIRST]:.0f} ms, {film[FIRST] / other[FIRST]:.2f} of interact's ({most})",
        )
        lines = (
            [first]
            if KEY not in film
            else [
                (
                    other[KEY] / film[KEY] >= least,
                    f"{other[KEY] / film[KEY]:.1f} times sooner from key to picture ({least})",
                ),
                (film[PLAYED] >= 55, f"{film[PLAYED]:.1f} pictures a second (55)"),
                (film[SHARE] < 1, f"{film[SHARE]:.2f} % of a processor in the kernel while scrubbing (under 1)"),
                first,
            ]
        )
        for good, line in lines:
            print(f"  {'reached' if good else 'MISSED '}  {where}: {line}")


def round_trip(address, token):
    """The best of five requests to the server, in milliseconds."""
    times = []
    for _ in range(5):
        begin = time.perf_counter()
        urllib.request.urlopen(f"{address}/api?token={token}").read()
        times.append(time.perf_counter() - begin)
    return 1000 * min(times)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="one opening and 5 s of scrubbing, instead of 3 and 60")
    parser.add_argument("--first", action="store_true", help="five openings of each, and nothing else")
    given = parser.parse_args()
    repeats, seconds = (5, 0) if given.first else (1, 5) if given.quick else (3, 60)
    if reason := lab.missing():
        sys.exit(f"This benchmark needs a browser: {reason}")
    names = ["film", "interact", "ipympl"]
    if "ipympl" in names and importlib.util.find_spec("ipympl") is None:
        names.remove("ipympl")
        print("ipympl is not installed, so it is left out; to have it measured too: pip install ipympl")
    stop_cleanly()
    data = overlapping(400)
    weights = gradient_descent(data.X, data.y, learning_rate=0.1, n_iterations=500).w
    begin = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "notebooks").mkdir()
        for name in names:
            write_notebook(Path(folder) / "notebooks" / f"{name}.ipynb", cells(name))
        with lab.server(folder, trust=False) as (here, token, _), slow_link(int(here.rsplit(":")[-1])) as port:
            tables, stages = [], []
            for address in (here, f"http://127.0.0.1:{port}"):
                print(f"a request to the server and back takes {round_trip(address, token):.0f} ms", flush=True)
                with lab.browser() as chromium:
                    tables.append(measure(chromium, address, token, names, weights, repeats, seconds))
                    stages.append(broken_down(chromium, address, token, min(repeats, 3)))
                print(f"measured, {time.perf_counter() - begin:.0f} s so far", flush=True)
    for title, table in zip(("on this machine", "75 ms away each way"), tables, strict=True):
        report(f"400 points, 501 iterations, {title}", table)
    print("\nwhere the film's first picture spends its time, ms")
    print_table(["", "here", "75 ms away"], [[name, *(f"{each[name]:.1f}" for each in stages)] for name in stages[0]])
    judge(*tables)


if __name__ == "__main__":
    main()

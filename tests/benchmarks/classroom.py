"""A class on one server: what thirty learners cost who run lesson 05 and then scrub through its films.

    python tests/benchmarks/classroom.py            (about six minutes on two processors; loopback only)
    python tests/benchmarks/classroom.py --lesson 10_take_better_steps --learners 1 --seconds 5      (one session)

One JupyterLab server, and 1, then 10, then 30 kernels that each run every code cell of lesson 05: two of them
from a real JupyterLab in headless Chromium, the others over the server's websockets. Then 20 seconds of
scrubbing. Scrubbing a film sends nothing, so for the learners without a browser there is nothing to send, and
that is what they do; the two in the browser press ten keys a second on a film.

Against it `interact`, as it stands in rivals/: the same kernels show its slider, and for 20 seconds each
learner moves it twice a second, as a front end does it: a new value goes out when the last one has been answered,
and values that were overtaken meanwhile are dropped.

Processor time and memory are the operating system's own figures (PSS: pages that several processes share are
shared out between them). The browsers' own are not counted; learners bring those themselves.
"""

import argparse
import json
import os
import struct
import sys
import tempfile
import time
import urllib.request
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import websocket

sys.path.insert(0, str(Path(__file__).parent.parent))
import lab
from measuring import cells, kernels, percentiles, print_table, processor_seconds, server_process, stop_cleanly, written

BROWSERS, RATE = 2, 2  # learners with a real browser; slider moves a second for each learner


class Kernel:
    """A kernel on the server, spoken to over the server's websocket."""

    def __init__(self, address, token, kernel_id=None):
        if kernel_id is None:
            start = urllib.request.Request(f"{address}/api/kernels?token={token}", data=b"{}", method="POST")
            kernel_id = json.load(urllib.request.urlopen(start, timeout=120))["id"]
        self.id, self.slider = kernel_id, None
        channels = f"{address.replace('http', 'ws')}/api/kernels/{kernel_id}/channels?token={token}"
        self.socket = websocket.create_connection(channels, timeout=300)

    def send(self, kind, content):
        """Send a message on the shell channel; its id."""
        name = uuid.uuid4().hex
        header = {"msg_id": name, "msg_type": kind, "username": "", "session": "class", "version": "5.3", "date": ""}
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
        self.socket.send(json.dumps(message))
        return name

    def answers(self, name):
        """The messages that answer `name`, until the kernel is idle again."""
        while True:
            raw = self.socket.recv()
            if isinstance(raw, bytes):  # a message with buffers: how many, where each begins, then the JSON
                begin, end = struct.unpack_from("!2I", raw, 4)
                raw = raw[begin:end]
            message = json.loads(raw)
            if message["parent_header"].get("msg_id") != name:
                continue
            kind, content = message["header"]["msg_type"], message["content"]
            if kind == "error":
                raise RuntimeError(f"a cell failed: {content['ename']}: {content['evalue']}")
            yield kind, content
            if kind == "status" and content["execution_state"] == "idle":
                return

    def run(self, sources):
        """Run cells, one after the other; the models of the widgets that they make: {name: id}."""
        made = {}
        for source in sources:
            request = {"code": source, "silent": False, "store_history": True, "user_expressions": {}}
            request |= {"allow_stdin": False, "stop_on_error": True}
            for kind, content in self.answers(self.send("execute_request", request)):
                if kind == "comm_open":
                    made[content["data"].get("state", {}).get("_model_name")] = content["comm_id"]
        return made

    def show_interact(self):
        if self.slider is None:
            self.slider = self.run(cells("interact"))["IntSliderModel"]

    def scrub(self, seconds):
        """Move the slider RATE times a second; the seconds from each move to its picture."""
        times, begin, moves = [], time.perf_counter(), 0
        while (now := time.perf_counter() - begin) < seconds:
            if now < moves / RATE:
                time.sleep(moves / RATE - now)
            moves = max(moves + 1, int((time.perf_counter() - begin) * RATE) + 1)
            sent = time.perf_counter()
            state = {"method": "update", "state": {"value": moves}, "buffer_paths": []}
            for kind, content in self.answers(self.send("comm_msg", {"comm_id": self.slider, "data": state})):
                if kind == "display_data" and "image/png" in content["data"]:
                    times.append(time.perf_counter() - sent)
        return times


def scrub_pages(pages, seconds):
    """Press ten keys a second on the first film of every page."""
    for page in pages:
        film = page.locator(".lp-controls input").first
        film.scroll_into_view_if_needed()
        film.focus()
    begin, places = time.perf_counter(), []
    for i in range(10 * seconds):
        for page in pages:
            page.keyboard.press("ArrowRight" if i % 100 < 50 else "ArrowLeft")
        pages[0].wait_for_timeout(max(0, 1000 * (begin + (i + 1) / 10 - time.perf_counter())))
        places.append(pages[-1].locator(".lp-controls input").first.input_value())
    if len(set(places)) < 10:
        raise RuntimeError(f"the film did not follow the keys: it showed frames {set(places)}")


def megabytes(processes):
    return sum(process.memory_full_info().pss for process in processes) / 1e6


def spent_by(*groups):
    """Processor seconds of each group of processes so far."""
    return np.array([sum(map(processor_seconds, group)) for group in groups])


def run_lesson(address, token, chromium, pages, sources, more):
    """Let `more` further learners start a kernel and run the lesson all at once; the new kernels, by id."""
    known, with_browser = set(kernels()), []
    while len(pages) < BROWSERS and len(with_browser) < more:
        page = chromium.new_context(viewport={"width": 1280, "height": 1000}).new_page()
        lab.opened(page, address, token, f"learner_{len(pages)}.ipynb")
        pages.append(page)
        with_browser.append(page)
    with ThreadPoolExecutor(max(1, more)) as pool:

        def learn():
            kernel = Kernel(address, token)
            kernel.run(sources)
            kernel.socket.close()

        others = [pool.submit(learn) for _ in range(more - len(with_browser))]
        for page in with_browser:
            if not lab.run_all(page, timeout=300):
                raise RuntimeError("the lesson did not run to its end in the browser")
        for other in others:
            other.result()
    return [name for name in kernels() if name not in known]


def show_interact(address, token, ids):
    """Kernels, by their ids, with `interact` shown in each."""
    with ThreadPoolExecutor(len(ids)) as pool:
        rivals = list(pool.map(lambda name: Kernel(address, token, name), ids))
        list(pool.map(Kernel.show_interact, rivals))
    return rivals


def measure(address, token, chromium, sizes, sources, seconds):
    """Rows for the film, rows for interact, and what they were made from."""
    server, ids, pages, ours, theirs = server_process(), [], [], [], []
    empty = megabytes([server])
    for n in sizes:
        begin, before = time.perf_counter(), spent_by([server])
        ids += run_lesson(address, token, chromium, pages, sources, n - len(ids))
        ready, running = time.perf_counter() - begin, [kernels()[name] for name in ids]
        time.sleep(5)  # until the last outputs have been drawn and saved
        lesson = [processor_seconds(kernel) for kernel in running]
        memory = [megabytes([kernel]) for kernel in running]
        share = (megabytes([server]) - empty) / n
        at_server = float((spent_by([server]) - before)[0])
        before = spent_by(running, [server])
        scrub_pages(pages, seconds)
        spent = spent_by(running, [server]) - before
        ours.append(
            {
                "learners": n,
                "the last joined in, s": ready,
                "CPU s a kernel": np.mean(lesson),
                "CPU s of the server": at_server,
                "MB a kernel": np.mean(memory),
                "largest": np.max(memory),
                "MB of the server, each": share,
                "scrubbing: kernels' CPU, %": 100 * spent[0] / seconds,
                "server's, %": 100 * spent[1] / seconds,
            }
        )
        print(f"  {n} learners have run the lesson and scrubbed", flush=True)
    for page in pages:
        page.context.close()
    rivals = []
    for n in sizes:
        rivals += show_interact(address, token, ids[len(rivals) : n])
        running = [kernels()[name] for name in ids[:n]]
        before, begin = spent_by(running, [server]), time.perf_counter()
        with ThreadPoolExecutor(n) as pool:
            times = [t for moved in pool.map(lambda kernel: kernel.scrub(seconds), rivals) for t in moved]
        taken, spent = time.perf_counter() - begin, spent_by(running, [server]) - before
        memory = [megabytes([kernel]) for kernel in running]
        median, high = percentiles(times)
        theirs.append(
            {
                "learners": n,
                "pictures a second, each": len(times) / taken / n,
                "median wait, s": median,
                "95 %, s": high,
                "MB a kernel": np.mean(memory),
                "kernels' CPU, %": 100 * spent[0] / taken,
                "server's, %": 100 * spent[1] / taken,
                "CPU s a picture": spent.sum() / len(times),
            }
        )
        print(f"  {n} learners have scrubbed with interact", flush=True)
    return empty, ours, theirs


def report(lesson, empty, ours, theirs, seconds):
    """Two tables, and what to provide for a class of the largest size."""
    print(f"\nprocessors here: {os.cpu_count()}; the server with nobody on it: {empty:.0f} MB")
    print(f"\n{lesson}, then {seconds} s of scrubbing its films (100 % is one processor, for all learners together)")
    print_table(list(ours[0]), [list(map(written, row.values())) for row in ours])
    print(f"\ninteract in the same kernels for {seconds} s, {RATE} moves a second asked for by each learner")
    print_table(list(theirs[0]), [list(map(written, row.values())) for row in theirs])
    row, picture = ours[-1], theirs[0]["CPU s a picture"]
    n, each = row["learners"], row["MB a kernel"] + row["MB of the server, each"]
    start = row["CPU s a kernel"] + sum(r["CPU s of the server"] for r in ours) / n
    scrubbing = (row["scrubbing: kernels' CPU, %"] + row["server's, %"]) / 100
    print(f"\nwhat to provide for N learners, from the row of {n}")
    print(f"  memory: {empty:.0f} MB + N x {each:.0f} MB, which is {(empty + n * each) / 1000:.2f} GB for {n}")
    print(f"  starting: N x {start:.1f} processor seconds until all have run the lesson")
    print(f"  scrubbing the films: {scrubbing:.3f} of a processor for all {n} together")
    print(f"  scrubbing with interact: N x {RATE * picture:.2f} processors for {RATE} pictures a second each")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--learners", nargs="+", type=int, default=[1, 10, 30], help="sizes of the class, growing")
    parser.add_argument("--lesson", default="05_walk_downhill", help="one that has a film")
    parser.add_argument("--seconds", type=int, default=20, help="of scrubbing")
    given = parser.parse_args()
    if reason := lab.missing():
        sys.exit(f"This benchmark needs a browser: {reason}")
    stop_cleanly()
    begin = time.perf_counter()
    lesson = (lab.ROOT / "notebooks" / f"{given.lesson}.ipynb").read_text("utf-8")
    sources = ["".join(cell["source"]) for cell in json.loads(lesson)["cells"] if cell["cell_type"] == "code"]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "notebooks").mkdir()
        for i in range(BROWSERS):
            (Path(folder) / "notebooks" / f"learner_{i}.ipynb").write_text(lesson, "utf-8")
        with lab.server(folder) as (address, token, _), lab.browser() as chromium:
            found = measure(address, token, chromium, given.learners, sources, given.seconds)
    report(given.lesson, *found, given.seconds)
    print(f"\nall of this took {time.perf_counter() - begin:.0f} s")


if __name__ == "__main__":
    main()

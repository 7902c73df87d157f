"""A real JupyterLab and a headless Chromium, for the browser tests and the benchmarks."""

import contextlib
import functools
import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import tarfile
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parent.parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
FLAGS += ["--disable-background-networking", "--disable-component-update"]
FLAGS += ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]  # there is no network
SETTINGS = ["--LabApp.extension_manager=readonly", "--LabApp.expose_app_in_browser=True"]
PACKAGES = {"axe-core": "4.14.1"}
DRAWN = """e => [...e.querySelectorAll('canvas')].map(canvas => {  // a number for all that is drawn on an element
    const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const pixels = new Uint32Array(data.buffer);
    let sum = 7;
    for (let i = 0; i < pixels.length; i++) if (pixels[i]) sum = (Math.imul(31, sum) + pixels[i] + i) | 0;
    return sum;
}).join()"""
PIXEL = """(root, layer, x, y) => {  // the colour on a layer at a pixel of the picture; the layer may have fewer pixels
    const canvas = root.querySelectorAll('canvas')[layer];
    const share = canvas.width / root.querySelector('img').naturalWidth;
    return [...canvas.getContext('2d').getImageData(Math.floor(x * share), Math.floor(y * share), 1, 1).data];
}"""
STILLS = """[...document.querySelectorAll('.jp-RenderedImage img')].map(image => ({
    seen: image.naturalWidth > 0 && image.getClientRects().length > 0,
    afterFilm: Boolean(image.closest('.jp-OutputArea-child').previousElementSibling?.querySelector('.lp')),
}))"""
SCROLL = """async ([all, kinds]) => {  // to all cells, or to those that show one of the kinds; how many did not come
    const later = ms => new Promise(done => setTimeout(done, ms));
    const cells = window.jupyterapp.shell.currentWidget.content.widgets;
    let late = 0;
    for (const cell of cells) {
        const outputs = cell.model.outputs, shown = [];
        for (let i = 0; i < (outputs?.length ?? 0); i++) shown.push(...Object.keys(outputs.get(i).data));
        const awaited = shown.filter(kind => kinds.some(each => kind.includes(each))).length;
        const seen = cell.node.isConnected && cell.node.getBoundingClientRect().bottom < innerHeight;
        if (!awaited && (seen || !all)) continue;
        // JupyterLab puts cells on the page as they are come near to
        for (let k = 0; k < 600 && !cell.node.isConnected; k++) {
            cells.findLast(each => each.node.isConnected)?.node.scrollIntoView();
            await later(25);
        }
        cell.node.scrollIntoView();
        await new Promise(done => requestAnimationFrame(() => setTimeout(done, 10)));
        const there = () => cell.node.querySelectorAll('.lp').length;
        for (let k = 0; k < 1200 && there() < awaited; k++) await later(25);
        late += Math.max(awaited - there(), 0);
    }
    return late;
}"""
KERNEL = "window.jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel"


def missing():
    """Why no browser test can run here; None where it can."""
    try:
        import playwright  # noqa: F401
    except ImportError:
        return "playwright is not installed: pip install -e '.[test,browser]'"
    return None if CHROMIUM else "no Chromium is on the PATH"


@functools.cache
def fetched(package):
    """A package as npm packs it; npm keeps what it has fetched in a cache of its own."""
    with tempfile.TemporaryDirectory() as scratch:
        command = [shutil.which("npm"), "pack", "--silent", "--prefer-offline", f"{package}@{PACKAGES[package]}"]
        done = subprocess.run(command, cwd=scratch, capture_output=True, text=True, timeout=180)
        if done.returncode:
            raise RuntimeError(f"npm could not fetch {package}: {done.stderr}")
        (archive,) = Path(scratch).glob("*.tgz")
        return archive.read_bytes()


def from_npm(package, path):
    """The bytes of a file in a package."""
    with tarfile.open(fileobj=io.BytesIO(fetched(package))) as files:
        return files.extractfile(f"package/{path}").read()


@functools.cache
def no_npm():
    """Why no package can come from npm; None where it can."""
    if not shutil.which("npm"):
        return "npm is not on the PATH"
    try:
        for package in PACKAGES:
            fetched(package)
    except (RuntimeError, subprocess.TimeoutExpired) as problem:
        return str(problem)


@contextlib.contextmanager
def server(root, *, trust=True, front="jupyterlab", settings=SETTINGS):
    """A JupyterLab, or another front end, over a copy of `root`'s notebooks; yields its address, token and folder."""
    token = "a-token-for-tests"
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "course"
        shutil.copytree(Path(root) / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns(".*"))
        env = {
            **os.environ,
            "HOME": scratch,
            "JUPYTER_CONFIG_DIR": f"{scratch}/config",
            "JUPYTER_DATA_DIR": f"{scratch}/data",
        }
        env |= {"JUPYTER_RUNTIME_DIR": f"{scratch}/runtime", "JUPYTERLAB_SETTINGS_DIR": f"{scratch}/settings"}
        env |= {"IPYTHONDIR": f"{scratch}/ipython"}
        if trust:  # as Binder and the README do it
            for name in ("binder", "logreg_core"):
                shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
            subprocess.run([sys.executable, "binder/postBuild"], cwd=folder, env=env, check=True, capture_output=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = f"-m {front} --no-browser --allow-root --ip=127.0.0.1 --port={port} --ServerApp.port_retries=0"
        with open(f"{scratch}/log", "w", encoding="utf-8") as log:
            process = subprocess.Popen(
                [sys.executable, *command.split(), f"--IdentityProvider.token={token}", *settings],
                cwd=folder,
                env=env,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            address = f"http://127.0.0.1:{port}"
            for _ in range(240):
                with contextlib.suppress(OSError):
                    urllib.request.urlopen(f"{address}/api?token={token}", timeout=2)
                    break
                if process.poll() is not None:
                    said = Path(scratch, "log").read_text("utf-8")[-2000:]
                    raise RuntimeError(f"{front} did not start: {said}")
                time.sleep(0.25)
            yield address, token, folder
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def html_of(player, cell="a cell"):
    """A film or a board as a piece of HTML, with no Python behind it."""
    from logreg_core.packed import film_html
    from logreg_core.player import Player

    return film_html({name: getattr(player, name) for name in Player.class_own_traits(sync=True)}, cell)


def page_of(player):
    return f"<!doctype html><meta charset='utf-8'><title>Film</title>{html_of(player)}"


@contextlib.contextmanager
def browser(*flags):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *flags])
        try:
            yield chromium
        finally:
            chromium.close()


def opened(page, address, token, name):
    """Open a notebook in `page`, in the JupyterLab that it may have, and wait until its cells are there."""
    if page.evaluate("'jupyterapp' in window"):
        open_it = "path => window.jupyterapp.commands.execute('docmanager:open', {path}).then(() => null)"
        page.evaluate(open_it, f"notebooks/{name}")
        here = "name => window.jupyterapp.shell.currentWidget?.context?.path.endsWith(name)"
        page.wait_for_function(here, arg=name)
        page.evaluate("window.jupyterapp.shell.currentWidget.context.ready.then(() => null)")
        page.wait_for_selector(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell")
        return page
    page.goto(f"{address}/lab/tree/notebooks/{name}?token={token}&reset")
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    page.wait_for_function("!document.querySelector('#jupyterlab-splash')", timeout=60_000)
    page.wait_for_function("window.jupyterapp.shell.currentWidget?.context?.isReady", timeout=60_000)
    return page


def scroll(page, to_films=False):
    """Bring every cell into view, or every film, as a reader does: JupyterLab draws what is seen.

    Says how many films, and boards if all cells are seen, have not come; what is stored of a board waits for its cell.
    """
    late = page.evaluate(SCROLL, [False, ["logreg.film"]] if to_films else [True, ["logreg.film", "widget-view"]])
    page.wait_for_timeout(200)
    return late


def shut_down(page):
    """Shut the notebook's kernel down, and wait until it is gone."""
    page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.shutdown().then(() => null)")
    page.wait_for_function(f"!({KERNEL})")


def run_all(page, timeout=120):
    """Run every cell, wait until the kernel has answered the last one, and say whether all went well."""
    page.wait_for_function(f"{KERNEL}?.status === 'idle' && {KERNEL}.connectionStatus === 'connected'", timeout=60_000)
    page.evaluate(
        "() => { window.ran = null; window.jupyterapp.commands.execute('notebook:run-all-cells')"
        ".then(done => { window.ran = done; }, () => { window.ran = false; }); }"
    )
    page.wait_for_function("window.ran !== null", timeout=timeout * 1000)
    page.wait_for_function(f"{KERNEL}.status === 'idle'")
    return page.evaluate("window.ran")

"""What a film or a board leaves in the page of a JupyterLab once it has gone: nothing, as often as it comes."""

import lab
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

CELLS = {
    "set-up": """\
from logreg_core import player, plots
from logreg_core.datasets import overlapping
from logreg_core.descent import gradient_descent
from logreg_core.films import watch

data = overlapping(40)
history = gradient_descent(data.X, data.y, n_iterations=20)
fig, ax = plots.figure(width=3, height=2)
sliders = [player.Slider(name, name, 0, 1, 0.5) for name in "abc"]


def picture(a, b, c):
    return [player.dot(ax, [a], [b], name="dot")], "c is {c:.2f}", {"c": [c]}""",
    "film": "watch(history, data)",
    "board": 'player.live(fig, sliders, picture, alt="A dot")',
}
URLS = """(() => {  // the pictures that are held by an address
    const {createObjectURL, revokeObjectURL} = URL;
    window.held = new Set();
    URL.createObjectURL = blob => { const url = createObjectURL(blob); held.add(url); return url; };
    URL.revokeObjectURL = url => { held.delete(url); revokeObjectURL(url); };
})()"""
RUN = """async place => {
    window.jupyterapp.shell.currentWidget.content.activeCellIndex = place;
    await window.jupyterapp.commands.execute('notebook:run-cell');
}"""
KINDS = ("HTMLImageElement", "HTMLInputElement", "ResizeObserver")
TIMES = 5


@pytest.fixture(scope="module")
def page(chromium, jupyterlab):
    address, token, folder = jupyterlab
    cells = [new_code_cell(source) for source in CELLS.values()]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), folder / "notebooks" / "coming.ipynb")
    page = chromium.new_page()
    page.add_init_script(URLS)
    lab.opened(page, address, token, "coming.ipynb")
    page.wait_for_function(f"{lab.KERNEL}?.status === 'idle' && {lab.KERNEL}.connectionStatus === 'connected'")
    run(page, "set-up")
    yield page
    lab.shut_down(page)


def run(page, name):
    page.evaluate(RUN, list(CELLS).index(name))
    page.wait_for_function(f"{lab.KERNEL}.status === 'idle'")
    if name != "set-up":
        page.wait_for_function("[...document.querySelectorAll('.lp img')].every(e => e.complete && e.naturalWidth)")


def kept(page, devtools):
    """How many of each kind the page holds, once what nobody holds is gone."""
    page.wait_for_timeout(300)
    counts = {"addresses of pictures": page.evaluate("held.size"), "views": page.locator(".lp").count()}
    for kind in KINDS:
        called = {"expression": f"{kind}.prototype", "objectGroup": "counted"}
        prototype = devtools.send("Runtime.evaluate", called)["result"]["objectId"]
        query = {"prototypeObjectId": prototype, "objectGroup": "counted"}  # which lets go of what nobody holds first
        every = devtools.send("Runtime.queryObjects", query)["objects"]["objectId"]
        count = {"objectId": every, "functionDeclaration": "function () { return this.length; }", "returnByValue": True}
        counts[kind] = devtools.send("Runtime.callFunctionOn", count)["result"]["value"]
        devtools.send("Runtime.releaseObjectGroup", {"objectGroup": "counted"})
    measured = {each["name"]: each["value"] for each in devtools.send("Performance.getMetrics")["metrics"]}
    return {**counts, **{name: measured[name] for name in ("JSEventListeners", "Nodes")}}


@pytest.mark.parametrize("name", ["film", "board"])
def test_what_comes_and_goes_leaves_nothing_in_the_page(page, name):
    devtools = page.context.new_cdp_session(page)
    devtools.send("Performance.enable")
    run(page, name)
    run(page, name)
    before = kept(page, devtools)
    for _ in range(TIMES):
        run(page, name)
    few = {"JSEventListeners": 40, "Nodes": 40}  # JupyterLab's own come and go; of what is counted above, none may
    for _ in range(30):  # what nobody holds goes when the browser finds the time
        grown = {kind: (count - before[kind]) / TIMES for kind, count in kept(page, devtools).items()}
        over = {kind: more for kind, more in grown.items() if more >= few.get(kind, 0.5)}
        if not over:
            break
    assert not over

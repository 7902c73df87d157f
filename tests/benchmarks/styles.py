"""What the course's styles cost JupyterLab: lessons opened and scrolled through, with them and without, in turn.

python tests/benchmarks/styles.py     about two minutes; needs a Chromium, and the extra browser

A style that looks far around an element is computed anew at each change of the page. Without styles, player.css is
empty, and so are the styles in the stored outputs, of questions and of films.
"""

import re
import sys
from pathlib import Path
from statistics import median

import psutil
from measuring import processor_seconds

sys.path.insert(0, str(Path(__file__).parent.parent))
import lab
from test_browser import WIDE

LESSONS = ["02_draw_the_boundary.ipynb", "05_walk_downhill.ipynb", "09_bend_the_boundary.ipynb"]
TIMES = 3


def without_styles(route):
    """The file that was asked for, its styles left out."""
    given = route.fetch()
    text = "" if "player.css" in route.request.url else re.sub(r"(<style[^>]*>).*?(</style>)", r"\1\2", given.text())
    route.fulfill(response=given, body=text)


def seconds(page, address, token, name):
    """Seconds of the page's processor time to open a lesson and to bring each of its cells into view."""
    begin = spent()
    lab.opened(page, address, token, name)
    lab.scroll(page)
    taken = spent() - begin
    lab.shut_down(page)
    page.evaluate("window.jupyterapp.shell.currentWidget.dispose()")
    page.wait_for_selector(".jp-Notebook", state="detached")
    return taken


def spent():
    pages = [each for each in psutil.Process().children(recursive=True) if "--type=renderer" in each.cmdline()]
    return sum(processor_seconds(each) for each in pages)


if __name__ == "__main__":
    with lab.server(lab.ROOT) as (address, token, _):
        found = {}
        for way in ("with", "without") * TIMES:
            with lab.browser() as chromium:
                context = chromium.new_context(viewport=WIDE)
                if way == "without":
                    context.route(re.compile(r"player\.css|/api/contents/.*\.ipynb"), without_styles)
                page = context.new_page()
                seconds(page, address, token, "00_watch_it_learn.ipynb")  # JupyterLab itself
                for name in LESSONS:
                    found.setdefault((name, way), []).append(seconds(page, address, token, name))
    print(f"{'lesson':28} with, s  without, s  ratio   (medians of {TIMES})")
    for name in LESSONS:
        ours, bare = (median(found[name, way]) for way in ("with", "without"))
        print(f"{name:28} {ours:7.2f} {bare:11.2f} {ours / bare:6.2f}")

"""Write the pages of the course, open each from the disk, and measure when its first film lives, and its last.

python tests/benchmarks/site.py     about a minute; needs a Chromium, and the extras site and browser
"""

import sys
import tempfile
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent.parent))
import lab

from logreg_core.site.pages import build

TIMES = 7
LIVING = "performance.getEntriesByName('alive').map(mark => mark.startTime)"  # site.js marks each film


def opened(browser, path, films):
    """Milliseconds from the opening to the first and the last living film, in a context of its own."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(path.as_uri())
    page.wait_for_function(f"n => {LIVING}.length === n", arg=films)
    times = page.evaluate(LIVING)
    context.close()
    return times[0], times[-1]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, lab.browser() as browser:
        start = time.perf_counter()
        size = sum(path.stat().st_size for path in build(folder))
        print(f"written in {time.perf_counter() - start:.0f} s, {size / 1e6:.1f} MB\n")
        print(f"{'page':40} films  first, ms  last, ms   (medians of {TIMES})")
        for path in sorted(Path(folder).glob("*.html")):
            films = path.read_text("utf-8").count('<figure class="film">')
            if films:
                first, last = zip(*(opened(browser, path, films) for _ in range(TIMES)), strict=True)
                print(f"{path.stem:40} {films:5} {median(first):10.0f} {median(last):9.0f}")

"""Which tests answer while you wait (`pytest -m fast`), which stay with one of two workers, and what several need."""

import os
import re
from pathlib import Path

import lab
import pytest

FAST = "datasets descent equations frames guide inputs lessons metrics neuron packed plots roc walks"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark the tests of the numbers, the pictures and the lessons' form; no notebook and no browser runs in them.

    The tests of a lesson that is open in a browser follow each other in the order of their file.
    """
    for item in items:
        if Path(item.path).stem in {f"test_{name}" for name in FAST.split()}:
            item.add_marker(pytest.mark.fast)
    done = yield
    places = [place for place, item in enumerate(items) if lesson_of(item.nodeid)]
    ordered = sorted((items[place] for place in places), key=lambda item: (lesson_of(item.nodeid), item.location[1]))
    for place, item in zip(places, ordered, strict=True):
        items[place] = item
    return done


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """The tests of a file stay with one worker, and so do those of a lesson that is open in a browser."""
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return lesson_of(nodeid) or nodeid.split("::")[0]

    return Together(config, log)


def lesson_of(nodeid):
    """The lesson that a browser test opens; None for any other test."""
    found = re.search(r"test_browser\.py::.*?(\w+\.ipynb)\]$", nodeid)
    return found and found[1]


@pytest.fixture(scope="session")
def needs_chromium():
    """Nothing, where a Chromium can be driven; where it must be there, a missing one fails."""
    missing = lab.missing()
    if missing and not os.environ.get("LOGREG_NEED_BROWSER"):
        pytest.skip(missing)
    assert not missing, missing


@pytest.fixture(scope="module")
def chromium(needs_chromium):
    """A browser, for all tests of a file."""
    with lab.browser() as started:
        yield started


@pytest.fixture(scope="session")
def jupyterlab(needs_chromium):
    """The address, the token and the folder of a JupyterLab over a copy of the notebooks; a worker starts one."""
    with lab.server(lab.ROOT) as running:
        yield running


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """A folder with the course as pages."""
    from logreg_core.site.pages import build

    folder = tmp_path_factory.mktemp("site")
    build(folder)
    return folder

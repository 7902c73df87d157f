"""Which tests answer while you wait (`pytest -m fast`), which stay with one of two workers, and what several need."""

import os
from pathlib import Path

import pytest

FAST = "datasets descent equations frames guide inputs lessons metrics neuron packed plots roc walks"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark the tests of the numbers, the pictures and the lessons' form; no notebook and no browser runs in them.

    The tests of a file stay with one worker, and so do those of a lesson that is open in a browser; these follow
    each other in the order of their file, whichever lessons each of them is for.
    """
    for item in items:
        if Path(item.path).stem in {f"test_{name}" for name in FAST.split()}:
            item.add_marker(pytest.mark.fast)
        item.add_marker(pytest.mark.xdist_group(f"{Path(item.path).name}-{lesson_of(item) or 'all'}"))
    done = yield
    places = [place for place, item in enumerate(items) if lesson_of(item)]
    ordered = sorted((items[place] for place in places), key=lambda item: (lesson_of(item), item.location[1]))
    for place, item in zip(places, ordered, strict=True):
        items[place] = item
    return done


def lesson_of(item):
    """The lesson that a browser test opens; None for any other test."""
    opens = Path(item.path).stem == "test_browser" and hasattr(item, "callspec")
    return item.callspec.params.get("lesson") if opens else None


@pytest.fixture(scope="session")
def needs_chromium():
    """Nothing, where a Chromium can be driven; where it must be there, a missing one fails."""
    import lab

    missing = lab.missing()
    if missing and not os.environ.get("LOGREG_NEED_BROWSER"):
        pytest.skip(missing)
    assert not missing, missing


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """A folder with the course as pages."""
    from logreg_core.site.pages import build

    folder = tmp_path_factory.mktemp("site")
    build(folder)
    return folder

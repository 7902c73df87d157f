"""Which tests answer while you wait: `python -m pytest -m fast`."""

from pathlib import Path

import pytest

FAST = "datasets descent equations frames guide inputs lessons metrics neuron packed plots roc"


def pytest_collection_modifyitems(items):
    """Mark the tests of the numbers, the pictures and the lessons' form; no notebook and no browser runs in them."""
    for item in items:
        if Path(item.path).stem in {f"test_{name}" for name in FAST.split()}:
            item.add_marker(pytest.mark.fast)

"""Run notebooks from top to bottom and store what they show: `python tests/store.py notebooks/05*.ipynb`.

What is stored opens alive: the state of every film stays in the notebook's widget metadata, under an id that
is the same each time. A view whose model is not kept (a board that needs a kernel) leaves only its picture.
"""

import hashlib
import json
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

WIDGETS, VIEW = "application/vnd.jupyter.widget-state+json", "application/vnd.jupyter.widget-view+json"
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
LANGUAGE = {"file_extension": ".py", "mimetype": "text/x-python", "name": "python", "pygments_lexer": "ipython3"}


def stored(path):
    """The notebook at `path`, executed, with its films' state."""
    book = nbformat.read(path, as_version=4)
    book.metadata = nbformat.from_dict({"kernelspec": KERNEL})
    for cell in book.cells:
        cell.metadata.pop("execution", None)
    client = NotebookClient(
        book,
        timeout=120,
        kernel_name="python3",
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": path.parent}},
    )
    client.execute()
    models = book.metadata.pop("widgets", {}).get(WIDGETS, {}).get("state", {})
    kept, names = {}, {}
    for cell in book.cells:
        outputs = cell.get("outputs", [])
        outputs[:] = [output for output in outputs if stays(output, models)]
        for number, output in enumerate(outputs):
            view = output.get("data", {}).get(VIEW)
            if view is None:
                continue
            for role, model_id in (
                ("film", view["model_id"]),
                ("layout", models[view["model_id"]]["state"]["layout"][10:]),
            ):
                name = hashlib.sha256(f"{path.stem} {cell.id} {number} {role}".encode()).hexdigest()[:32]
                kept[model_id], names[model_id] = models[model_id], name
    text = json.dumps({"cells": book.cells, "state": kept}, sort_keys=True)
    for old, new in names.items():
        text = text.replace(old, new)
    renamed = json.loads(text)
    book.cells = [nbformat.from_dict(cell) for cell in renamed["cells"]]
    book.metadata = nbformat.from_dict({"kernelspec": KERNEL, "language_info": LANGUAGE})
    if renamed["state"]:
        widgets = {WIDGETS: {"state": renamed["state"], "version_major": 2, "version_minor": 0}}
        book.metadata["widgets"] = nbformat.from_dict(widgets)
    return book


def stays(output, models):
    """Whether an output is stored: all are, but for a view of what cannot move without a kernel."""
    view = output.get("data", {}).get(VIEW)
    return view is None or is_film(models.get(view["model_id"]))


def is_film(model):
    """A film moves without a kernel: it has frames, and no controls that ask Python for others."""
    state = (model or {}).get("state", {})
    return state.get("frames", 1) > 1 and not state.get("controls") and not state.get("listens")


if __name__ == "__main__":
    for name in sys.argv[1:]:
        nbformat.write(stored(Path(name)), name)
        print(f"{name}: {Path(name).stat().st_size / 1024:.0f} kB")

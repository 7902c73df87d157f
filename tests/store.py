"""Run notebooks from top to bottom and store what they show: `python tests/store.py notebooks/05*.ipynb`.

What is stored opens alive, for a film is an output like any other. A board, which needs a kernel, leaves its picture.
"""

import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

VIEW = "application/vnd.jupyter.widget-view+json"
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
LANGUAGE = {  # as JupyterLab writes it, but for the version, which differs from machine to machine
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
}


def stored(path):
    """The notebook at `path`, executed by one who has solved nothing yet."""
    os.environ["LOGREG_PROGRESS"] = ""
    book = nbformat.read(path, as_version=4)
    book.metadata = nbformat.from_dict({"kernelspec": KERNEL})
    for cell in book.cells:
        cell.metadata.pop("execution", None)
    client = NotebookClient(
        book,
        timeout=120,
        kernel_name="python3",
        record_timing=False,
        store_widget_state=False,
        coalesce_streams=True,
        resources={"metadata": {"path": path.parent}},
    )
    client.execute()
    for cell in book.cells:
        if "outputs" in cell:  # the view of a board would open as an error
            cell.outputs = [output for output in cell.outputs if VIEW not in output.get("data", {})]
    book.metadata = nbformat.from_dict({"kernelspec": KERNEL, "language_info": LANGUAGE})
    return book


if __name__ == "__main__":
    for name in sys.argv[1:]:
        nbformat.write(stored(Path(name)), name)
        print(f"{name}: {Path(name).stat().st_size / 1024:.0f} kB")

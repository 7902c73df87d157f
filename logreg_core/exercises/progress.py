"""What you have solved: kept from lesson to lesson in one small file that you can read, and delete, yourself.

The file is `logreg/progress.json` in Jupyter's data folder; the environment variable LOGREG_PROGRESS names another,
and where it is empty nothing is kept. Nothing is ever sent anywhere. `python -m logreg_core.exercises` prints what is
in the file and where it is; `python -m logreg_core.exercises --forget` deletes it.
"""

import inspect
import json
import os
import tempfile
from datetime import date
from html import escape
from pathlib import Path

ABOUT = "Exercises of the logistic regression course that were solved here. Delete this file to begin anew."
NAME = "LOGREG_PROGRESS"


class Unreadable(Exception):
    """There is a file, and it holds something else; it is left as it is."""


def place():
    """Path of the file, or None where nothing is to be kept: by wish, or while tests run."""
    if NAME in os.environ:
        return Path(os.environ[NAME]).expanduser() if os.environ[NAME] else None
    if "PYTEST_VERSION" in os.environ:  # pytest, and the kernels that nbval starts from it
        return None
    try:
        from jupyter_core.paths import jupyter_data_dir
    except ImportError:
        return None
    return Path(jupyter_data_dir()) / "logreg" / "progress.json"


def read():
    """What has been solved: for each exercise's name when, and the source where it is known; Unreadable elsewhere."""
    path = place()
    try:
        known = json.loads(path.read_text("utf-8"))["solved"] if path and path.exists() else {}
        if not all(isinstance(name, str) and isinstance(entry["on"], str) for name, entry in known.items()):
            raise ValueError("no dates")
    except OSError as problem:
        raise Unreadable(f"Your progress cannot be read from {path}: {problem.strerror}.") from problem
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as problem:
        raise Unreadable(
            f"Your progress is not kept: the file {path} holds something else. It has been left as it is; move it "
            "away, and a new one will be made."
        ) from problem
    return known


def keep(exercises, exercise, function, beside=(), missing=()):
    """Write down that an exercise is solved; how many of its lesson are, in a sentence, or why that cannot be kept.

    `beside` are lines of what the function uses of other cells, `missing` the names of what cannot be kept of that.
    """
    path = place()
    if path is None:
        return ""
    try:
        known = read()
        entry = {"on": known.get(exercise.name, {}).get("on", date.today().isoformat()), "source": source(function)}
        entry |= {"beside": list(beside)} if beside else {}
        if known.get(exercise.name) != entry:
            known[exercise.name] = entry
            _write(path, known)
    except Unreadable as problem:
        return str(problem)
    except OSError as problem:
        return f"Your progress cannot be kept in {path}: {problem.strerror}."
    names = [other.name for other in exercises.values() if other.lesson == exercise.lesson]
    done = sum(name in known for name in names)
    said = (
        f"{done} of {len(names)} in this lesson solved." if done < len(names) else f"All {done} of this lesson solved."
    )
    if missing:
        named = " and ".join(f"`{name}`" for name in missing)
        said += f" It uses {named} of this notebook, so other lessons cannot go on with it: put that into the function."
    return said


def forget():
    """Delete the file; the path that it had, or None where there was none."""
    path = place()
    if path is None or not path.exists():
        return None
    path.unlink()
    return path


class Table:
    """How many exercises of each lesson are solved, and which: a table in a notebook, lines elsewhere."""

    def __init__(self, exercises):
        try:
            known, self.problem = read(), ""
        except Unreadable as problem:
            known, self.problem = {}, str(problem)
        self.lessons = {}
        for exercise in exercises.values():
            entry = known.get(exercise.name, {}).get("on", "")
            self.lessons.setdefault(exercise.lesson, []).append((exercise.name, entry))

    def __repr__(self):
        return "Table of solved exercises"  # the same whatever is in the file: stored notebooks are compared

    def __str__(self):
        lines = [self.problem] if self.problem else []
        for lesson, entries in self.lessons.items():
            solved = [f"{name} ({day})" for name, day in entries if day]
            lines.append(f"lesson {lesson:02}   {len(solved)} of {len(entries)}   {', '.join(solved)}".rstrip())
        return "\n".join(lines)

    def _repr_html_(self):
        rows = ""
        for lesson, entries in self.lessons.items():
            done = [escape(name) for name, day in entries if day]
            rows += f"<tr><td>{lesson:02}</td><td>{len(done)} of {len(entries)}</td>"
            rows += f'<td style="text-align:left">{", ".join(done) or "none yet"}</td></tr>'
        problem = f"<caption>{escape(self.problem)}</caption>" if self.problem else ""
        head = '<tr><th scope="col">Lesson</th><th scope="col">Solved</th><th scope="col">Which</th></tr>'
        return f"<table data-progress>{problem}{head}{rows}</table>"


def source(function):
    """The source of a function as it was written, or None."""
    try:
        return inspect.getsource(function)
    except Exception:  # written in C, made by exec, or an object that answers no question
        return None


def _write(path, known):
    """Write the whole file anew beside the old one, and put it in its place: it is never half written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"about": ABOUT, "solved": known}, indent=2, ensure_ascii=False) + "\n"
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(13, "Permission denied", str(path))
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".progress")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(beside, path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise

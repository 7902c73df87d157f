"""What is solved is kept in one file: readable, never half written, never somebody else's, and off while tests run."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from logreg_core.exercises import EXERCISES, check, names, progress, solved

LINE = "1 of 5 in this lesson solved."


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """The path of a file of our own."""
    path = tmp_path / "a folder" / "progress.json"
    monkeypatch.setenv(progress.NAME, str(path))
    return path


def odds(p):
    return p / (1 - p)


def test_what_is_solved_is_kept_with_its_date_and_source(kept):
    feedback = check("odds", odds)
    assert feedback.progress == LINE.replace("5", str(len(names(1))))
    assert str(feedback) == feedback.message
    assert feedback.progress in repr(feedback)
    assert feedback.progress in feedback._repr_html_()
    entry = json.loads(kept.read_text("utf-8"))["solved"]["odds"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", entry["on"])
    assert entry["source"] == "def odds(p):\n    return p / (1 - p)\n"
    assert [path.name for path in kept.parent.iterdir()] == ["progress.json"]  # nothing is left beside it


def test_unstable_counts_as_solved_and_nothing_else_is_kept(kept):
    for function in lambda z: ..., lambda z: 1 / (1 + np.exp(z)), lambda z: z + 17.0, lambda z: None, None:
        assert check("sigmoid", function).progress == ""
    assert not kept.exists()
    assert check("sigmoid", lambda z: 1 / (1 + np.exp(-z))).status == "correct, but"
    assert list(progress.read()) == ["sigmoid"]


def test_the_count_grows_lesson_by_lesson_to_all(kept):
    for done, name in enumerate(names(6), 1):
        said = check(name, EXERCISES[name].reference).progress
        assert said.startswith(f"{done} of " if done < len(names(6)) else "All ")
    assert check("odds", odds).progress.startswith("1 of ")


def test_the_first_date_stays_and_the_last_source_counts(kept):
    check("odds", odds)
    known = json.loads(kept.read_text("utf-8"))
    known["solved"]["odds"]["on"] = "2020-02-02"
    kept.write_text(json.dumps(known), "utf-8")
    check("odds", lambda p: 1 / (1 / p - 1))
    assert progress.read()["odds"]["on"] == "2020-02-02"
    assert "lambda" in progress.read()["odds"]["source"]


def test_a_function_without_a_source_is_kept_too(kept):
    space = {}
    exec("def odds(p): return p / (1 - p)", space)
    check("odds", space["odds"])
    assert progress.read()["odds"]["source"] is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[1, 2]",
        b'"text"',
        b"null",
        b'{"solved": [1]}',
        b'{"solved": {"odds": 1}}',
        b"\xff\xfe\x00",
        b'{"a": 1}',
    ],
)
def test_a_broken_or_foreign_file_is_left_as_it_is_and_that_is_said(kept, content):
    kept.parent.mkdir()
    kept.write_bytes(content)
    feedback = check("odds", odds)
    assert feedback.status == "correct"
    assert "left as it is" in feedback.progress
    assert kept.read_bytes() == content
    assert "left as it is" in str(solved())
    assert "<caption>" in solved()._repr_html_()


def test_a_file_that_cannot_be_written_is_answered(kept, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    check("odds", odds)
    before = kept.read_bytes()
    monkeypatch.setattr(progress.os, "replace", refuse)
    feedback = check("logit", EXERCISES["logit"].answer)
    assert feedback.status == "correct"
    assert "Permission denied" in feedback.progress
    assert kept.read_bytes() == before
    assert len(list(kept.parent.iterdir())) == 1


def test_a_folder_in_its_place_is_answered(kept):
    kept.mkdir(parents=True)
    assert "cannot be read" in check("odds", odds).progress


def test_nothing_is_kept_where_the_variable_is_empty(monkeypatch):
    monkeypatch.setenv(progress.NAME, "")
    assert progress.place() is None
    assert check("odds", odds).progress == ""
    assert progress.forget() is None


def test_tests_and_what_they_start_keep_nothing(monkeypatch):
    monkeypatch.delenv(progress.NAME, raising=False)
    assert "PYTEST_VERSION" in os.environ
    assert progress.place() is None
    assert check("odds", odds).progress == ""


def test_elsewhere_it_is_in_jupyters_data_folder(tmp_path):
    surroundings = {k: v for k, v in os.environ.items() if k not in ("PYTEST_VERSION", progress.NAME)}
    surroundings["JUPYTER_DATA_DIR"] = str(tmp_path)
    code = "from logreg_core.exercises import progress; print(progress.place())"
    run = subprocess.run(
        [sys.executable, "-c", code], env=surroundings, capture_output=True, text=True, encoding="utf-8"
    )
    assert Path(run.stdout.strip()) == tmp_path / "logreg" / "progress.json"


def test_the_table_tells_every_lesson_and_its_repr_is_always_the_same(kept):
    empty = repr(solved())
    check("odds", odds)
    table = solved()
    assert repr(table) == empty
    assert f"1 of {len(names(1))}" in table._repr_html_()
    assert table._repr_html_().count("<tr>") == 1 + len({e.lesson for e in EXERCISES.values()})
    assert str(table).splitlines()[0].startswith(f"lesson 01   1 of {len(names(1))}   odds (")


def test_the_tables_html_is_taken_for_the_same_by_nbval(kept):
    rules = (Path(__file__).parent / "nbval.cfg").read_text("utf-8")
    pattern = re.search(r"\[progress\]\nregex: (.*)\nreplace: (.*)", rules)
    before = re.sub(pattern[1], pattern[2], solved()._repr_html_())
    check("odds", odds)
    assert re.sub(pattern[1], pattern[2], solved()._repr_html_()) == before == "PROGRESS"


def test_the_command_prints_the_table_and_deletes_the_file(kept):
    def run(*options):
        return subprocess.run(
            [sys.executable, "-m", "logreg_core.exercises", *options], capture_output=True, text=True, encoding="utf-8"
        )

    check("odds", odds)
    said = run().stdout
    assert "odds (" in said
    assert str(kept) in said
    assert "--forget" in said
    assert run("--what").returncode == 2
    assert f"Deleted {kept}" in run("--forget").stdout
    assert not kept.exists()
    assert "nothing to delete" in run("--forget").stdout

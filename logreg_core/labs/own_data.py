"""Points of one's own: read from pasted rows, written as rows again, and packed into a line of text. For the classroom.

A point is a triple (x1, x2, label); a list of them is a tuple of such triples.
"""

import functools
import math
import re
from collections import Counter

import numpy as np

from logreg_core.datasets import Dataset

MOST_POINTS = 1000  # points of one's own
NAMED = 12  # bad rows named one by one; what follows is counted
TITLE = "My own points"


def tidy(x1, x2, label):
    """A point with six significant digits, so that it is the same after it was written down and read again."""
    return float(f"{x1:.6g}"), float(f"{x2:.6g}"), int(label)


@functools.lru_cache(4)
def from_dataset(dataset):
    """The points of a data set with two features."""
    if len(dataset) > MOST_POINTS:
        raise ValueError(f"Points can be moved and added among at most {MOST_POINTS:,}; these are {len(dataset):,}.")
    return tuple(tidy(*x, label) for x, label in zip(dataset.X.tolist(), dataset.y.tolist(), strict=True))


def to_dataset(points):
    """The points as a data set; a ValueError says what is missing before a line can be trained."""
    labels = {label for *_, label in points}
    if not labels:
        raise ValueError(
            "There are no points yet: set “the pointer can” to “add class 0”, then to “add class 1”, and click."
        )
    if len(labels) == 1:
        (only,) = labels
        raise ValueError(f"There is one class only: every point is of class {only}. Add a point of class {1 - only}.")
    table = np.array(points, float)
    return Dataset(table[:, :2], table[:, 2], TITLE)


@functools.lru_cache(4)
def to_csv(points):
    """The points as rows of text: x1, x2, class."""
    return "\n".join(["x1,x2,class", *(f"{x1:g},{x2:g},{label}" for x1, x2, label in points)])


def to_words(points):
    """The points in a single line."""
    return "/".join(f"{x1:g} {x2:g} {label}" for x1, x2, label in points)


def from_words(words):
    """The points of a line that `to_words` wrote."""
    points = []
    for number, part in enumerate(filter(None, (part.strip() for part in words.split("/"))), 1):
        try:
            x1, x2, label = part.split()
            point = tidy(_number(x1, False), _number(x2, False), _zero_or_one(label))
        except ValueError:
            raise ValueError(f"point {number} must be two numbers and a label, 0 or 1; got '{part}'") from None
        points.append(point)
    if len(points) > MOST_POINTS:
        raise ValueError(f"at most {MOST_POINTS:,} points are taken; got {len(points):,}")
    return tuple(points)


def from_csv(text):
    """The points of pasted rows, and a sentence that names the rows left out and says which label is which class.

    A row has two numbers and a label, with commas, semicolons, tabs or spaces between them; next to semicolons
    and tabs, a comma may be the decimal sign. A first row without numbers, such as x1,x2,class, names the columns.
    """
    rows, bad = [], []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                rows.append((number, *_row(line)))
            except ValueError as problem:
                if rows or bad or not _is_header(line):
                    bad.append((number, str(problem)))
    classes = _classes([label for *_, label in rows])
    points = []
    for number, x1, x2, label in rows:
        if label not in classes:
            bad.append((number, f"its class '{label}' is a third one, beside {_quoted(classes)}"))
        elif len(points) == MOST_POINTS:
            bad.append((number, f"at most {MOST_POINTS:,} points are taken"))
        else:
            points.append(tidy(x1, x2, classes.index(label)))
    left_out = _left_out(sorted(bad))
    if not points:
        hint = "paste two numbers and a class in each row, such as 1.5,2.0,1"
        raise ValueError(f"No row could be read: {hint}. {left_out}".strip())
    named = "" if classes == ["0", "1"] else " " + _who_is_who(classes)
    return tuple(points), f"Read {len(points)} point{'s' * (len(points) > 1)}.{named} {left_out}".strip()


def _row(line):
    """x1, x2 and the label of a row."""
    sign = next((sign for sign in ("\t", ";", ",") if sign in line), None)
    parts = [part.strip().strip("\"'") for part in line.strip().split(sign)]
    if len(parts) != 3:
        raise ValueError(f"it has {len(parts)} column{'s' * (len(parts) > 1)}, not 3")
    if not parts[2]:
        raise ValueError("its class is missing")
    x1, x2 = (_number(part, sign in ("\t", ";")) for part in parts[:2])
    label = parts[2]
    if label in ("0.0", "1.0", "0.", "1."):
        label = label[0]
    return x1, x2, label[:40]


def _number(text, comma):
    try:
        value = float(text.replace(",", ".") if comma else text)
    except ValueError:
        raise ValueError(f"'{text[:40]}' is no number" if text else "a number is missing") from None
    if not math.isfinite(value) or abs(value) > 1e6:
        raise ValueError(f"{text[:40]} is too large a number")
    return value


def _zero_or_one(text):
    if text not in ("0", "1"):
        raise ValueError
    return int(text)


def _is_header(line):
    """No part of the line is a number, and letters are in it."""
    parts = re.split(r"[\s;,]+", line.strip())
    return any(character.isalpha() for character in line) and not any(_is_number(part.strip("\"'")) for part in parts)


def _is_number(text):
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _classes(labels):
    """The two labels that stand for class 0 and class 1: 0 and 1 where they are used, else the two most frequent."""
    if set(labels) & {"0", "1"}:
        return ["0", "1"]
    return sorted(label for label, _ in Counter(labels).most_common(2))


def _who_is_who(classes):
    return " ".join(f"'{label}' is class {number}." for number, label in enumerate(classes))


def _quoted(labels):
    return " and ".join(f"'{label}'" for label in labels)


def _left_out(bad):
    if not bad:
        return ""
    named = "; ".join(f"line {number} ({why})" for number, why in bad[:NAMED])
    more = f"; and {len(bad) - NAMED} more" if len(bad) > NAMED else ""
    return f"Left out: {named}{more}."

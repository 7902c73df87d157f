"""Points of one's own: chosen from a table, written as rows again, and packed into a line of text. For the classroom.

A point is a triple (x1, x2, label); a list of them is a tuple of such triples.
"""

import functools
import re
from collections import Counter
from dataclasses import dataclass

import numpy as np

from logreg_core import tables
from logreg_core.datasets import Dataset

MOST_POINTS = 1000  # points of one's own that can be moved, and written down in a line; a table may have more
MOST_LABELS = 20  # of a column of classes
LABELS = ("class", "label", "target", "y", "klasse", "outcome", "kind", "species")
ALL_OTHERS = "all others"
NAMES = ("x₁", "x₂", "class 0", "class 1")  # of features and classes that have no others
HINT = "paste two numbers and a class in each row, such as 1.5,2.0,1"
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


def to_dataset(points, names=()):
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
    words = (names[:2], names[2:]) if names else ()
    return Dataset(table[:, :2], table[:, 2], TITLE, *words)


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
            point = tidy(tables.to_number(x1, None), tables.to_number(x2, None), ("0", "1").index(label))
        except ValueError:
            raise ValueError(f"point {number} must be two numbers and a label, 0 or 1; got '{part}'") from None
        points.append(point)
    if len(points) > MOST_POINTS:
        raise ValueError(f"at most {MOST_POINTS:,} points are taken; got {len(points):,}")
    return tuple(points)


@dataclass(frozen=True)
class Columns:
    """Which columns of a table are the two features and the class, and which of its labels are class 0 and 1."""

    x1: str
    x2: str
    label: str
    classes: tuple[str, str]


def guess(table):
    """The Columns that a table is most likely about."""
    names = list(table.names)
    if len(names) < 3:
        raise ValueError(f"No row could be read: {HINT}. {tables.lines_left_out(table.left_out)}".strip())
    label = next((name for name in names if name.strip().lower() in LABELS), None)
    if label is None:
        label = next((name for name in names[::-1] if 2 <= len(set(table.cells(name))) <= MOST_LABELS), names[-1])
    label = names[-1] if len(names) == 3 and _numeric(table, label) else label
    others = [name for name in names if name != label]
    features = (
        others if len(names) == 3 else [name for name in others if _numeric(table, name) and _varies(table, name)]
    )
    if len(features) < 2:
        raise ValueError("Two columns of numbers that vary are needed beside the class: this table has fewer.")
    return Columns(*features[:2], label, frequent(table, label))


def frequent(table, name):
    """The two most frequent labels of a column in order, by number where they are numbers; 0 and 1 for one alone."""
    common = [label for label, _ in Counter(filter(None, labels(table, name))).most_common(2)]
    if len(common) < 2:
        common = ["0", "1"] if set(common) <= {"0", "1"} else [*common, ALL_OTHERS]
    number = all(tables.is_number(label) for label in common)
    return tuple(sorted(common, key=float if number else str.casefold))


def labels(table, name):
    """The labels of a column, whole numbers without their zeros."""
    return [f"{float(cell):g}" if tables.is_number(cell) else cell[:40] for cell in table.cells(name)]


def options(table, name):
    """The labels that a column offers as class 0 or 1, the most frequent first."""
    found = [label for label, _ in Counter(filter(None, labels(table, name))).most_common()]
    if len(found) > MOST_LABELS:
        raise ValueError(f"“{name}” holds {len(found):,} different labels: choose a column of classes.")
    return [*found, ALL_OTHERS]


def from_table(table, columns):
    """Points of a table, a sentence on what was read, and the names of axes and classes.

    A row that holds a gap, a text for a number, or a third label is left out, and said.
    """
    if columns.x1 == columns.x2 or columns.label in (columns.x1, columns.x2):
        raise ValueError("x₁, x₂ and the class must be three different columns.")
    if columns.classes[0] == columns.classes[1]:
        raise ValueError("Class 0 and class 1 must be two different labels.")
    words = next((name for name in (columns.x1, columns.x2) if not _numeric(table, name)), None)
    if words and len(table.rows) > 3:
        raise ValueError(f"“{words}” holds words, not numbers: choose another column.")
    points, bad, third = [], list(table.left_out), Counter()
    cells = (table.numbers(columns.x1), table.numbers(columns.x2), labels(table, columns.label))
    for number, x1, x2, label in zip(table.lines, *cells, strict=True):
        wrong = next((each for each in (x1, x2) if isinstance(each, str)), None)
        kind = _kind(label, columns.classes)
        if wrong or not label:
            bad.append((number, wrong or "its class is missing"))
        elif kind is None:
            third[label] += 1
            bad.append((number, f"its class '{label}' is a third one, beside {_quoted(columns.classes)}"))
        else:
            points.append(tidy(x1, x2, kind))
    if sum(third.values()) > 3:  # a whole class was left out, which needs no list of lines
        bad = [each for each in bad if "is a third one" not in each[1]]
        others = ", ".join(f"'{label}' ({count:,})" for label, count in third.most_common(5))
        left_out = f"Other classes are left out: {others}. {tables.lines_left_out(bad)}"
    else:
        left_out = tables.lines_left_out(bad)
    if not points:
        raise ValueError(f"No row could be read: {HINT}. {left_out}".strip())
    _check(points, columns, left_out)
    named = "" if columns.classes == ("0", "1") else " " + _who_is_who(columns.classes)
    said = f"Read {len(points):,} point{'s' * (len(points) > 1)}.{named} {left_out}".strip()
    classes = NAMES[2:] if columns.classes == ("0", "1") else columns.classes
    names = clean(columns.x1, columns.x2, *classes)
    return tuple(points), said, () if names == NAMES else names


def _kind(label, classes):
    if label in classes:
        return classes.index(label)
    return classes.index(ALL_OTHERS) if ALL_OTHERS in classes else None


def _check(points, columns, left_out):
    """A ValueError where nothing can be learned from the points."""
    kinds = {label for *_, label in points}
    if len(kinds) < 2:
        (only,) = kinds
        raise ValueError(f"There is one class only: every row read is '{columns.classes[only]}'. {left_out}".strip())
    for k, name in enumerate((columns.x1, columns.x2)):
        if len(points) > 4 and len({point[k] for point in points}) == 1:
            constant = f"“{name}” is {points[0][k]:g} in every row: choose a column that varies."
            raise ValueError(f"{constant} {left_out}".strip())


def clean(*words):
    """Names as a line of text can hold them."""
    return tuple(re.sub(r"[;|/\s]+", " ", word).strip()[:24] or "?" for word in words)


def _numeric(table, name):
    numbers = table.numbers(name)
    return sum(not isinstance(each, str) for each in numbers) >= 0.5 * len(numbers)


def _varies(table, name):
    return len({each for each in table.numbers(name) if not isinstance(each, str)}) > 1


def _who_is_who(classes):
    return " ".join(f"'{label}' is class {number}." for number, label in enumerate(classes))


def _quoted(labels):
    return " and ".join(f"'{label}'" for label in labels)

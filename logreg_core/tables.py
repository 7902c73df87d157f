"""A table of text, as it is pasted or stands in a file: cells by column, and a sentence for what cannot be read.

table = read("height,weight,sex\\n171,62,f\\n180,80,m")
table.names, table.cells("sex"), table.numbers("height")
"""

import csv
import math
from dataclasses import dataclass

MOST_ROWS, MOST_COLUMNS, MOST_SIGNS = 10_000, 20, 5_000_000
LARGEST = 1e6  # of a number
NAMED = 12  # bad rows named one by one; what follows is counted


@dataclass(frozen=True, eq=False)
class Table:
    """Rows of text with one cell for each of the names; `lines` are their numbers in the text.

    `left_out` holds the numbers of other lines, each with the reason.
    """

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    sign: str | None
    left_out: tuple[tuple[int, str], ...]

    def cells(self, name):
        """The cells of a column."""
        place = self.names.index(name)
        return [row[place] for row in self.rows]

    def numbers(self, name):
        """The numbers of a column; where a cell holds none, the reason as a text."""
        found = []
        for cell in self.cells(name):
            try:
                found.append(to_number(cell, self.sign))
            except ValueError as problem:
                found.append(str(problem))
        return found


def read(text):
    """The Table in a text: a row on each line, its cells parted by commas, semicolons, tabs or spaces.

    Next to semicolons and tabs a comma may be the decimal sign. A first row without numbers names the columns.
    """
    if len(text) > MOST_SIGNS:
        raise ValueError(f"The table is too long: it has {len(text) / 1e6:.0f} million signs; at most 5 are read.")
    lines = [(k, line) for k, line in enumerate(text.lstrip("\ufeff").splitlines(), 1) if line.strip(" \t;,\0")]
    if not lines:
        raise ValueError("No row could be read: the table is empty.")
    sign = separator([line for _, line in lines[:20]])
    split = [(number, cells(line, sign)) for number, line in lines]
    first = split[0][1]
    named = not any(is_number(cell, sign) for cell in first) and any(cell[:1].isalpha() for cell in first)
    names = _names(first) if named else _usual(len(first))
    if len(names) > MOST_COLUMNS:
        raise ValueError(f"The table has {len(names)} columns; at most {MOST_COLUMNS} are read.")
    rows, left_out = [], []
    for number, row in split[named:]:
        if len(row) != len(names):
            left_out.append((number, f"it has {len(row)} column{'s' * (len(row) > 1)}, not {len(names)}"))
        elif len(rows) == MOST_ROWS:
            left_out.append((number, f"at most {MOST_ROWS:,} rows are read"))
        else:
            rows.append((number, tuple(row)))
    if not rows:
        raise ValueError("No row could be read: there is none below the names of the columns.")
    return Table(names, tuple(row for _, row in rows), tuple(number for number, _ in rows), sign, tuple(left_out))


def separator(lines):
    """What parts the cells of the lines: the first of tab, semicolon and comma that is there; else None, for spaces."""
    return next((sign for sign in ("\t", ";", ",") if any(sign in line for line in lines)), None)


def cells(line, sign):
    """The cells of a line, without the spaces and quotation marks around them."""
    try:
        parts = next(csv.reader([line.strip()], delimiter=sign, skipinitialspace=True)) if sign else line.split()
    except csv.Error:
        parts = line.strip().split(sign)
    return [part.strip().strip("\"'") for part in parts]


def to_number(text, sign, largest=LARGEST):
    """The number in a cell; next to semicolons and tabs a comma may be its decimal sign."""
    try:
        value = float(text.replace(",", ".") if sign in ("\t", ";") else text)
    except ValueError:
        raise ValueError(f"'{text[:40]}' is no number" if text else "a number is missing") from None
    if not math.isfinite(value):
        raise ValueError(f"'{text[:40]}' is no finite number")
    if abs(value) > largest:
        raise ValueError(f"{text[:40]} is too large a number")
    return value


def lines_left_out(bad):
    """A sentence that names lines by number, each with its reason; empty where there are none."""
    if not bad:
        return ""
    named = "; ".join(f"line {number} ({why})" for number, why in sorted(bad)[:NAMED])
    more = f"; and {len(bad) - NAMED:,} more" if len(bad) > NAMED else ""
    return f"Left out: {named}{more}."


def is_number(cell, sign=None):
    """Whether a cell holds a finite number, however large."""
    try:
        to_number(cell, sign, largest=math.inf)
    except ValueError:
        return False
    return True


def _names(cells):
    """Names of columns, each one a name of its own."""
    names = []
    for k, cell in enumerate(cells, 1):
        name = cell[:40] or f"column {k}"
        names.append(f"{name} ({k})" if name in names else name)
    return tuple(names)


def _usual(count):
    return ("x₁", "x₂", "class") if count == 3 else tuple(f"column {k}" for k in range(1, count + 1))

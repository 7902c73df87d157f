"""What moves over a picture: each function makes one kind of mark on one pair of axes, a frame for each row."""

import re
from dataclasses import dataclass, field, replace

import numpy as np
from matplotlib import colormaps
from matplotlib.colors import to_hex, to_rgb

from logreg_core.plots import PROBABILITY_MAP

PALE = 0.3  # how much of its colour what is still to come has
Z_END = 6.0  # the score at which a field's colour has reached its end
SLOT = re.compile(r"\{(\w+):\.(\d+)f\}")  # a number in a sentence


@dataclass
class Mark:
    """One kind of mark on one pair of axes: `values` (frames, n) in data coordinates, `look` for the browser."""

    kind: str
    ax: object
    values: np.ndarray
    name: str = ""
    look: dict = field(default_factory=dict)


def line(ax, x, y, *, rows=None, name="", color="#222222", width=2.2, dash=()):
    """A line through the points x[t], y[t] of frame t; NaN lifts the pen. x and y are (frames, points), or broadcast.

    With `rows`, x and y hold fewer lines than there are frames, and frame t shows number rows[t].
    """
    look, values = {"color": color, "width": width, "dash": dash}, _interleave(x, y)
    return Mark("line", ax, values, name, look if rows is None else {**look, "rows": np.asarray(rows).tolist()})


def curve(ax, u, y, scale, shift, *, name="", color="#222222", width=2.2, dash=()):
    """One curve u, y, drawn in frame t through scale[t] u + shift[t], y: two numbers a frame, whatever its shape."""
    look = {"color": color, "width": width, "dash": dash, "shape": np.column_stack([u, y])}
    return Mark("curve", ax, np.column_stack([np.ravel(scale), np.ravel(shift)]), name, look)


def dot(ax, x, y, *, name="", color="#222222", size=10, edge="#ffffff", width=1.2, square=False):
    """A round dot (or several) at x[t], y[t]; or square ones."""
    look = {"color": color, "edge": edge, "width": width, "size": size}
    return Mark("dot", ax, _interleave(x, y), name, {**look, "square": True} if square else look)


def trail(of, *, name="", color=None, width=2.2, dash=()):
    """The path so far of `of`, a mark of one dot."""
    if of.values.shape[1] != 2:
        raise ValueError(f"of must be one dot; got {of.values.shape[1] // 2} of them")
    return Mark("trail", of.ax, of.values, name, {"color": color or of.look["color"], "width": width, "dash": dash})


def ahead(mark):
    """The mark as what is still to come: pale, the whole of a trail, and on the screen only where that is asked for."""
    color = to_hex((*to_rgb(mark.look["color"]), PALE), keep_alpha=True)
    return replace(mark, look={**mark.look, "color": color, "ahead": True})


def arrows(ax, x, y, dx, dy, *, name="", colors=("#222222",), width=2.0, head=9):
    """Arrows from x[t], y[t] to x[t] + dx[t], y[t] + dy[t]."""
    values = _interleave(x, y, np.add(x, dx), np.add(y, dy))
    return Mark("arrows", ax, values, name, {"colors": list(colors), "width": width, "head": head})


def bars(ax, left, right, top, *, base=0.0, name="", colors=("#0072B2",)):
    """Bars from `base` to top[t], between left and right."""
    return Mark("bars", ax, _interleave(left, base, right, top), name, {"colors": list(colors)})


def label(ax, x, y, words, numbers=None, *, name="", color="#222222", size=12, align="left", by="axes", offset=(0, 0)):
    """Words at x, y, a place for each; `{loss:.2f}` in them stands for numbers["loss"], one a frame.

    The places are in shares of the axes ("axes"), in data coordinates ("data"), or in one across and the other
    upwards ("x", "y": the one named is in data coordinates); `offset` moves them, in points. They may lie outside.
    """
    words, table = by_place(words, numbers)
    look = {"color": color, "size": size, "align": align, "words": words, "by": by, "offset": offset}
    look["places"] = np.column_stack(np.broadcast_arrays(np.ravel(x), np.ravel(y))).astype(float)
    if len(look["words"]) != len(look["places"]):
        raise ValueError(f"words must be one for each of the {len(look['places'])} places; got {len(look['words'])}")
    return Mark("text", ax, table, name, look)


def probability_field(ax, w, b, *, name="field", colormap=PROBABILITY_MAP):
    """The colours of σ(w·x + b) over the whole axes; w is (frames, 2), b (frames,).

    The map of a linear score is a linear gradient at right angles, in pixels, to its zero line: two points
    a frame say it all. It lies under the picture.
    """
    w, b = np.atleast_2d(np.asarray(w, float)), np.ravel(np.asarray(b, float))
    z = np.linspace(-Z_END, Z_END, 33)
    colors = colormaps.get_cmap(colormap)(1.0 / (1.0 + np.exp(-z)))
    stops = [[(score + Z_END) / (2 * Z_END), to_hex(color)] for score, color in zip(z, colors, strict=True)]
    return Mark("field", ax, np.column_stack([w, np.broadcast_to(b, len(w))]), name, {"under": True, "stops": stops})


def image(ax, pictures, *, index=None, name="image", colormap=PROBABILITY_MAP, smooth=True):
    """Small pictures (k, rows, columns) of numbers from 0 to 1 that fill the axes; frame t shows number index[t]."""
    pictures = np.asarray(pictures, float)
    index = np.arange(len(pictures)) if index is None else np.asarray(index)
    palette = np.rint(255 * colormaps.get_cmap(colormap)(np.linspace(0, 1, 256))).astype(int).tolist()
    levels = np.rint(255 * np.clip(pictures, 0, 1)).astype(np.uint8)
    look = {"under": True, "smooth": smooth, "palette": palette, "shape": list(pictures.shape[1:]), "levels": levels}
    return Mark("image", ax, index[:, None].astype(float), name, look)


def with_frame(old, frame, new):
    """The mark `old` with one frame taken from the only one of `new`."""
    values, look = np.array(old.values), old.look
    values[frame] = new.values[0]
    if old.kind == "image":  # the new picture joins the others, and those that no frame shows any more leave
        values[frame] = len(look["levels"])
        kept, index = np.unique(values[:, 0].astype(int), return_inverse=True)
        levels = np.concatenate([look["levels"], new.look["levels"][new.values[0].astype(int)]])
        values, look = index[:, None].astype(float), {**look, "levels": levels[kept]}
    return replace(old, values=values, look=look)


def by_place(words, numbers):
    """Words whose slots hold the place of a number in place of its name, and a table (frames, k) of those numbers.

    What is written as zero becomes zero, so that no minus stands before it. One that is missing is refused.
    """
    digits, numbers = {}, numbers or {}
    for name, places in (slot for each in words for slot in SLOT.findall(each)):
        if name not in numbers:
            raise ValueError(f"the numbers are {', '.join(numbers)}; got {name} in the words")
        digits[name] = max(digits.get(name, 0), int(places))
    names = list(digits)
    words = [SLOT.sub(lambda slot: f"{{{names.index(slot[1])}:.{slot[2]}f}}", each) for each in words]
    columns = [np.ravel(np.asarray(numbers[name], float)) for name in names]
    columns = [np.where(np.abs(v) < 0.5 * 0.1 ** digits[name], 0.0, v) for name, v in zip(names, columns, strict=True)]
    return words, np.column_stack(np.broadcast_arrays(*columns)) if columns else np.zeros((1, 0))


def _interleave(*columns):
    """(frames, k) arrays as one (frames, k * how many), taking one from each in turn; one row is one frame."""
    stacked = np.stack(np.broadcast_arrays(*(np.atleast_2d(np.asarray(c, float)) for c in columns)), axis=-1)
    return stacked.reshape(len(stacked), -1)

"""Marks as pixels of the picture, by matplotlib's own transforms: what the browser draws, and where, for all frames."""

from itertools import pairwise

import numpy as np

from logreg_core.drawing import around
from logreg_core.player.marks import Z_END

DPI = 200  # pixels to the inch of the picture: two for each pixel of the page
FINE = 512  # parts of a pixel that a place is rounded to; the zeros behind them take no room in a film
NEAREST, FARTHEST = 0.5, 1e5  # pixels between the ends of a field's gradient


def encode(marks, numbers, size):
    """What the browser reads of marks and of a caption's numbers: a dict for each mark, floats, bytes, and a place.

    The floats hold the pixels of every mark in every frame, then the numbers (frames, k), from that place on; the
    bytes hold the small pictures of images.
    """
    blocks, pictures, specs, places, at = [], [], [], {}, 0
    for mark in marks:
        key = id(mark.values), id(mark.ax)
        if key not in places:  # a trail shares the path of its dot
            block = small(_to_pixels(mark, size[1]))
            places[key] = {"at": at, "n": block.shape[1], "frames": len(block)}
            blocks.append(block.ravel())
            at += block.size
        specs.append({**_spec(mark, size), **places[key]})
        if "levels" in mark.look:
            specs[-1]["from"] = sum(len(part) for part in pictures)
            pictures.append(mark.look["levels"].tobytes())
    return specs, np.concatenate([*blocks, small(numbers).ravel()]).tobytes(), b"".join(pictures), at


def _spec(mark, size):
    """Kind, name and look of a mark, in pixels."""
    look = {key: value for key, value in mark.look.items() if key != "levels"}
    scaled = {key: look[key] * DPI / 72 for key in ("width", "size", "head") if key in look}
    spec = {"kind": mark.kind, "name": mark.name, "under": False, "color": "#000000", "width": 1, "dash": []}
    spec |= {**look, **scaled, "clip": _clip(mark.ax, size[1])}
    if mark.kind == "curve":
        heights = mark.ax.transData.transform(look["shape"] * [0, 1])[:, 1]
        spec["shape"] = np.column_stack([look["shape"][:, 0], np.round(size[1] - heights, 2)]).tolist()
    if mark.kind == "text":
        spec |= {"clip": [0, 0, *size], "places": _places(mark, size[1])}
    spec["dash"] = [gap * DPI / 72 for gap in spec["dash"]]
    return {"edge": spec["color"], **spec}


def panes(figure, width):
    """Columns of the picture (left, width), cut where nothing lies between panels; none where nothing can be cut."""
    if len(figure.axes) < 2 or figure.texts or figure.legends or figure.get_suptitle():
        return []
    spans = sorted((box.x0, box.x1) for box in around(figure) if box is not None)
    columns = spans[:1]
    for left, right in spans[1:]:
        if left <= columns[-1][1]:
            columns[-1] = columns[-1][0], max(right, columns[-1][1])
        else:
            columns.append((left, right))
    cuts = [0, *(round((a[1] + b[0]) / 2) for a, b in pairwise(columns)), width]
    return [[left, right - left] for left, right in pairwise(cuts)] if len(columns) > 1 else []


def small(values):
    """Values as the browser gets them, float32; one that is too large becomes infinite."""
    with np.errstate(over="ignore"):
        return np.ascontiguousarray(values, "<f4")


def _clip(ax, height):
    """The axes' rectangle (left, top, width, height) in pixels of the picture."""
    x0, y0, x1, y1 = ax.bbox.extents
    return [round(x0), round(height - y1), round(x1) - round(x0), round(y1) - round(y0)]


def _to_pixels(mark, height):
    """The values of a mark in pixels of the picture, y downwards."""
    if mark.kind in ("image", "text"):
        return mark.values
    if mark.kind == "field":
        return _field_ends(mark, height)
    if mark.kind == "curve":
        zero, one = mark.ax.transData.transform([(0, 0), (1, 0)])[:, 0]
        return mark.values * (one - zero) + [0, zero]
    points = mark.ax.transData.transform(mark.values.reshape(-1, 2))
    points[:, 1] = height - points[:, 1]
    return (np.rint(points * FINE) / FINE).reshape(mark.values.shape)


def _places(mark, height):
    """Where the words of a text stand, in pixels of the picture, y downwards."""
    ax, places = mark.ax, mark.look["places"]
    over = {"axes": ax.transAxes, "data": ax.transData, "x": ax.get_xaxis_transform("grid")}
    over["y"] = ax.get_yaxis_transform("grid")
    at = over[mark.look["by"]].transform(places) + np.multiply(mark.look["offset"], DPI / 72)
    return np.round(np.column_stack([at[:, 0], height - at[:, 1]]), 1).tolist()


def _field_ends(mark, height):
    """The points at right angles to the zero line where the score is -Z_END and Z_END, a row for each frame.

    Both lie on the line through the middle of the axes. A canvas paints nothing between points that
    coincide, and loses its precision between points too far apart, so their distance is held within
    bounds; where the score hardly changes, that leaves the one even colour that it stands for.
    """
    corner, right, up = mark.ax.transData.transform([(0, 0), (1, 0), (0, 1)])
    per_pixel = mark.values[:, :2] / [right[0] - corner[0], -(up[1] - corner[1])]
    left, top, width, tall = _clip(mark.ax, height)
    middle = np.array([left + width / 2, top + tall / 2])
    x, y = mark.ax.transData.inverted().transform((middle[0], height - middle[1]))
    z = mark.values @ [x, y, 1.0]
    steep = np.hypot(*per_pixel.T)
    direction = np.where(steep[:, None] > 0, per_pixel, [1.0, 0.0])
    direction = direction / np.hypot(*direction.T)[:, None]
    slope = np.maximum(steep, 2 * Z_END / FARTHEST)  # a score that hardly changes stays within bounds
    half = np.maximum(Z_END / slope, NEAREST / 2)[:, None] * direction
    with np.errstate(over="ignore"):
        zero = np.clip(z / slope, -FARTHEST, FARTHEST)[:, None] * direction  # from the zero line to the middle
    return np.column_stack([middle - zero - half, middle - zero + half])

"""The painter in Python: marks on a still picture, and numbers in a sentence, as the browser draws and writes them."""

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgb, to_rgba
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.path import Path as Outline
from matplotlib.transforms import Affine2D, Bbox
from PIL import Image, ImageDraw, ImageFont

from logreg_core.player.marks import SLOT


def filled(template, row):
    """The template with the numbers of a row in its slots."""
    return SLOT.sub(lambda slot: _written(row[int(slot[1])], int(slot[2])), template)


def _written(number, digits):
    """A number as the browser writes it, digit for digit: halves away from zero, powers of ten from 1e10 on."""
    if np.isinf(number):
        return "> 10³⁸" if number > 0 else "< −10³⁸"
    if np.isnan(number):
        return "NaN"
    if abs(number) >= 1e10:
        return f"{number:.2e}".replace("-", "−")
    return f"{Decimal(number + 0.0).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP):f}".replace("-", "−")


def painted(drawn, marks, floats, pictures, frame, box, shrink):
    """A frame of the picture `drawn` with its marks, an RGB image, cut to box and so many times as small."""
    left, top, right, bottom = box
    size = (right - left) // shrink, (bottom - top) // shrink
    to_box = Affine2D().translate(-left, -top).scale(1 / shrink, -1 / shrink).translate(0, size[1])
    ground = Image.new("RGBA", size, "white")
    layer = RendererAgg(*size, 72)
    for mark in marks:
        rows = mark.get("rows", range(mark["frames"]))
        shown = rows[min(frame, len(rows) - 1)]
        end = mark["at"] + mark["n"] * (shown + 1)
        if mark.get("ahead"):  # on paper, what comes is shown
            end = mark["at"] + mark["n"] * mark["frames"]
        values = floats[mark["at"] if mark["kind"] == "trail" else end - mark["n"] : end].astype(float)
        if mark["under"]:
            _ground(ground, mark, values, pictures, to_box)
        elif mark["kind"] == "text":
            _write(layer, mark, values, to_box, shrink)
        else:
            if mark["kind"] == "curve":
                values = (np.array(mark["shape"]) * [values[0], 1] + [values[1], 0]).ravel()
            _paint(layer, mark, values.reshape(-1, 2), to_box, shrink)
    drawn = drawn.crop((left, top, left + size[0] * shrink, top + size[1] * shrink)).reduce(shrink)
    marks = Image.fromarray(np.asarray(layer.buffer_rgba()))
    return Image.alpha_composite(Image.alpha_composite(ground, drawn), marks).convert("RGB")


def side_by_side(stills, words):
    """Pictures of one size in a row, with words over each if there are several."""
    width, height = stills[0].size
    head = 22 if len(stills) > 1 else 0
    whole = Image.new("RGB", (width * len(stills), height + head), "white")
    writer = ImageDraw.Draw(whole)
    font = ImageFont.truetype(fontManager.findfont("DejaVu Sans"), 15)
    for i, (still, said) in enumerate(zip(stills, words, strict=True)):
        whole.paste(still, (i * width, head))
        if head:
            writer.text(((i + 0.5) * width, head / 2), _one_line(said), "#222222", font, anchor="mm")
    return whole


def with_controls(picture, said, controls, values):
    """The picture with sentences under it, then the controls with their values, as they look, and what wakes them."""
    font = ImageFont.truetype(fontManager.findfont("DejaVu Sans"), 15)
    lines = [line for sentence in said for line in _broken(sentence, font, picture.width - 16)]
    fields = filter(None, (_field(control, values.get(control["name"])) for control in controls))
    rows = _rows([[_one_line(part) for part in field] for field in fields], font, picture.width - 16)
    height = 8 + 22 * len(lines) + 34 * len(rows) + 26
    whole = Image.new("RGB", (picture.width, picture.height + height), "white")
    whole.paste(picture)
    writer, y = ImageDraw.Draw(whole), picture.height + 4
    for line in lines:
        writer.text((8, y), line, "#222222", font)
        y += 22
    for row in rows:
        for x, (label, value), width in row:
            writer.rectangle((x, y + 2, x + width - 10, y + 28), "#f5f5f5", "#767676")
            writer.text((x + 8, y + 6), f"{label}  {value}".strip(), "#444444", font)
        y += 34
    writer.text((8, y + 2), "This picture stands still: run its cell, and the controls move it.", "#0072B2", font)
    return whole


def _field(control, value):
    """What a control says, and its value, as words; None for what holds nothing to see."""
    if control["kind"] in ("reading", "textfield") or control.get("folded"):
        return None
    if isinstance(value, bool):
        return f"{'☑' if value else '☐'} {control['label']}", ""
    if control["kind"] == "button":
        return control["label"], ""
    return control["label"], f"{value:.6g}".replace("-", "−") if isinstance(value, int | float) else str(value or "")


def _rows(fields, font, width):
    """Fields put into rows: where each begins, what it says, how wide it is."""
    rows, x = [[]], 8
    for field in fields:
        wide = font.getlength("  ".join(field)) + 26
        if x + wide > width and rows[-1]:
            rows, x = [*rows, []], 8
        rows[-1].append((x, field, wide))
        x += wide
    return rows if fields else []


def _broken(sentence, font, width):
    """A sentence in lines that are no wider than that."""
    lines = []
    for part in sentence.splitlines():
        lines.append("")
        for word in part.replace("\t", " · ").split():
            longer = f"{lines[-1]} {word}".strip()
            lines = [*lines[:-1], longer] if font.getlength(longer) <= width else [*lines, word]
    return lines


def _one_line(words):
    """Words without the breaks in which Pillow stumbles."""
    return " ".join(words.split())


def _ground(ground, mark, values, pixels, to_box):
    """Paint a field or an image onto the ground of a still."""
    if np.isnan(values).any():
        return
    left, top, width, height = mark["clip"]
    x0, y0 = to_box.transform((left, top + height))
    x1, y1 = to_box.transform((left + width, top))
    box = round(x0), round(ground.height - y1), round(x1), round(ground.height - y0)
    columns, rows = box[2] - box[0], box[3] - box[1]
    if mark["kind"] == "field":
        start, end = values[:2], values[2:]
        along = (end - start) / np.sum((end - start) ** 2)
        x = (left + (np.arange(columns) + 0.5) * width / columns - start[0]) * along[0]
        y = (top + (np.arange(rows) + 0.5) * height / rows - start[1]) * along[1]
        levels = np.rint(255 * np.clip(x + y[:, None], 0, 1)).astype(np.uint8)
        at, colors = zip(*mark["stops"], strict=True)
        channels = np.array([to_rgb(color) for color in colors]).T
        palette = np.column_stack([np.interp(np.linspace(0, 1, 256), at, channel) for channel in channels])
        painted = Image.fromarray(np.rint(255 * palette).astype(np.uint8)[levels])
    else:
        k, (h, w) = mark["from"] + int(values[0]) * mark["shape"][0] * mark["shape"][1], mark["shape"]
        levels = np.frombuffer(pixels, np.uint8)[k : k + h * w].reshape(h, w)
        small = Image.fromarray(np.array(mark["palette"], np.uint8)[levels][..., :3])
        painted = small.resize((columns, rows), Image.BILINEAR if mark["smooth"] else Image.NEAREST)
    ground.paste(painted, box)


def _paint(layer, mark, points, to_box, shrink):
    """Draw a mark onto the layer above the picture of a still, as the browser does."""
    left, top, width, height = mark["clip"]
    gc = layer.new_gc()
    gc.set_clip_rectangle(Bbox([(left, top + height), (left + width, top)]).transformed(to_box))
    gc.set_linewidth(mark["width"] / shrink)
    gc.set_foreground(mark["edge"])
    gc.set_joinstyle("round")
    if mark["dash"]:
        gc.set_dashes(0, [gap / shrink for gap in mark["dash"]])
    colors = [to_rgba(color) for color in mark.get("colors", [mark["color"]])]
    if mark["kind"] in ("line", "curve", "trail"):
        gc.set_capstyle("butt")
        layer.draw_path(gc, Outline(points), to_box, None)
    elif mark["kind"] == "dot":
        half = mark["size"] / 2
        shape = Outline([(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)]) if mark.get("square") else Outline.unit_circle()
        for point in points[np.isfinite(points).all(axis=1)]:
            beyond = _away(mark, point)
            placed = Outline(half * shape.vertices + point, shape.codes) if beyond is None else Outline(beyond)
            layer.draw_path(gc, placed, to_box, colors[0] if colors[0][3] else None)
    else:
        for i, (start, end) in enumerate(points.reshape(-1, 2, 2)):
            color = colors[i % len(colors)]
            gc.set_foreground(color)
            if mark["kind"] == "bars":
                gc.set_linewidth(0)
                layer.draw_path(gc, Outline([start, (end[0], start[1]), end, (start[0], end[1]), start]), to_box, color)
            elif (length := np.hypot(*(end - start))) > 0:
                head = min(mark["head"], length)
                ahead = (end - start) / length
                aside, neck = 0.45 * head * np.array([-ahead[1], ahead[0]]), end - head * ahead
                layer.draw_path(gc, Outline([start, neck]), to_box, None)
                layer.draw_path(gc, Outline([end, neck + aside, neck - aside, end]), to_box, color)
    gc.restore()


def _away(mark, point):
    """The corners of an arrow at the edge of the axes that points to a dot outside them; None for one inside."""
    left, top, width, height = mark["clip"]
    near = np.clip(point, [left, top], [left + width, top + height])
    off = point - near
    if (np.abs(off) < 1).all():  # on the edge, but for rounding
        return None
    ahead = off / np.hypot(*off)
    back, aside = near - mark["size"] * ahead, 0.6 * mark["size"] * np.array([-ahead[1], ahead[0]])
    return np.array([near, back + aside, back - aside, near])


def _write(layer, mark, values, to_box, shrink):
    """Write the words of a text onto the layer above the picture of a still, as the browser does."""
    gc = layer.new_gc()
    gc.set_foreground(mark["color"])
    font = FontProperties(family="DejaVu Sans", size=mark["size"] / shrink)
    share = {"left": 0.0, "center": 0.5, "right": 1.0}[mark["align"]]
    for place, template in zip(mark["places"], mark["words"], strict=True):
        words = filled(template, values.tolist())
        width, height, descent = layer.get_text_width_height_descent(words, font, False)
        x, y = to_box.transform(place)
        layer.draw_text(gc, x - share * width, layer.height - y + (height - descent) / 2, words, font, 0)
    gc.restore()

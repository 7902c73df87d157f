"""The panels of the board: axes that are drawn once, and on them the marks of its runs. For the classroom.

Ticks, points, contours and curves are marks, so that a change of the settings costs no drawing in matplotlib.
"""

import functools
from dataclasses import dataclass

import contourpy
import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from logreg_core import player, plots
from logreg_core.equations import sigmoid
from logreg_core.labs.bend import zero_lines
from logreg_core.plots import CLASS_COLORS, RUN_COLORS, RUN_DASHES

WIDTH = 12.0  # inches of the whole picture
WIDTHS = {"field": 3.5, "curve": 2.7, "path": 2.7, "side": 1.6}
WIDEST = 6.0
GREY, PALE = "#444444", 0.35
LEGEND = 10  # points: the size of its words
PICTURES = 24  # of a curved field: key moments of the run
GRID = 48  # places to the side of a curved field
MINUS = str.maketrans("-", "−")
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(eq=False)
class Shown:
    """A run as a film shows it: its figures at each frame, its name and its look."""

    run: object
    figures: object
    name: str
    color: str
    dash: tuple
    entries: np.ndarray  # of the history, a frame each


def shown(runs, all_figures, entries):
    """The runs with the looks that they keep, whatever is pinned later."""
    names = [f"run {i + 1}" for i in range(len(runs))]
    looks = zip(runs, all_figures, names, RUN_COLORS, RUN_DASHES, entries, strict=False)
    return [Shown(*look) for look in looks]


# The axes


def layout(panels, *, large, bars, words, runs=1):
    """The figure with the axes of the panels, by name; `words` are the names of the features, `runs` a count."""
    grow = 1.4 if large else 1.0
    columns = [name for name in ("field", "curve", "path") if name in panels]
    side = [name for name in ("confusion", "numbers") if name in panels]
    columns += ["side"] if side else []
    left, right, bottom, top = 0.7 * grow, 0.14, 0.55 * grow, 0.4 * grow
    tall = 3.25 + (0.8 if large else 0.0)
    widths = {**WIDTHS, "side": WIDTHS["side"] * (1.6 if large else 1.0)}
    room = (WIDTH - len(columns) * (left + right)) / sum(widths[name] for name in columns)
    most = {"side": (0.39 if len(side) > 1 else 1.0) * tall}  # a square of counts leaves room for the numbers under it
    height = tall + bottom + top
    fig, axes, x = Figure(figsize=(WIDTH, height)), {}, 0.0
    with mpl.rc_context({key: grow * plots.LOOK[key] for key in ("axes.titlesize", "axes.labelsize")}):
        for name in columns:
            wide = min(room * widths[name], most.get(name, WIDEST))
            x += left
            for i, part in enumerate(side if name == "side" else [name]):
                if len(side) == 1 or name != "side":
                    up, share = bottom, tall
                else:  # the counts take a square, with a line of words under it
                    low = (tall - wide) - 1.5 * top
                    up, share = (bottom + tall - wide, wide) if i == 0 else (bottom - 0.6 * top, low + 0.6 * top)
                ax = fig.add_axes((x / WIDTH, up / height, wide / WIDTH, share / height))
                _dress(ax, part, bars, words, runs)
                axes[part] = ax
            x += wide + right
    return fig, axes


def _dress(ax, part, bars, words, runs):
    """Title, labels and what else of a panel never moves."""
    ax.set_xticks([])
    ax.set_yticks([])
    ax.set_gid(part)
    if part == "field":
        ax.patch.set_alpha(0)
        ax.set(title="Data and probability", xlabel=words[0], ylabel=words[1])
    elif part == "curve":
        ax.set(xscale="log", yscale="log", title="Learning curve", xlabel="iteration", ylabel="log loss")
        ax.set_xticks([])
        ax.set_yticks([])
        ax.minorticks_off()
    elif part == "path" and bars:
        ax.set(title="The weights", xlabel="degree", ylabel="weight")
    elif part == "path":
        of = f" of run {runs}" if runs > 1 else ""
        ax.set(title=f"Loss{of} at the best b", xlabel="w₁", ylabel="w₂")
    else:
        ax.set_title("Right, wrong" if part == "confusion" else "Numbers")
        if runs > 1:
            words, size = ax.get_title(), 0.82 * ax.title.get_size()
            ax.set_title("")
            ax.set_title(f"{words}, run {runs}", size=size, loc="right")
        ax.set(xlim=(0, 1), ylim=(0, 1))
        ax.spines[:].set_visible(False)
    if part == "confusion":
        for i in range(2):
            for j in range(2):
                ax.add_patch(Rectangle((i / 2, j / 2), 0.49, 0.49, color="#e8efe8" if i != j else "#f6e6dd"))
    for label in (ax.xaxis.label, ax.yaxis.label):
        label.set_in_layout(False)
    ax.xaxis.labelpad, ax.yaxis.labelpad = 1.5 * ax.xaxis.label.get_size(), 2.75 * ax.xaxis.label.get_size()


def ticks(ax, grow, x, y):
    """Marks for the ticks: (place, words) pairs along the lower and the left edge."""
    look, marks = {"size": 11.5 * grow, "color": GREY}, []
    if x:
        at, words = zip(*x, strict=True)
        marks.append(player.text(ax, at, 0, words, by="x", offset=(0, -9 * grow), align="center", **look))
    if y:
        at, words = zip(*y, strict=True)
        marks.append(player.text(ax, 0, at, words, by="y", offset=(-5, 0), align="right", **look))
    inside = ax.transAxes + ax.transData.inverted()
    (_, low), (_, up) = inside.transform([(0, 0), (0, 0.015)])
    (left, _), (right, _) = inside.transform([(0, 0), (0.015, 0)])
    across = [(at, end) for at, _ in x for end in (low, up, np.nan)]
    along = [(end, at) for at, _ in y for end in (left, right, np.nan)]
    if across or along:
        points = np.array(across + along)
        marks.append(player.line(ax, points[:, 0], points[:, 1], color=GREY, width=1, name="ticks"))
    return marks


def even_ticks(limits, most=5):
    """Round numbers within the limits, with their words."""
    at = [v for v in MaxNLocator(most).tick_values(*limits) if limits[0] <= v <= limits[1]]
    return [(v, f"{v + 0.0:.6g}".translate(MINUS)) for v in np.round(at, 12).tolist()]


def decade_ticks(limits, most=6):
    """Powers of ten within the limits, with their words."""
    low, high = np.ceil(np.log10(limits[0]) - 1e-9), np.floor(np.log10(limits[1]) + 1e-9)
    step = max(1, int(np.ceil((high - low) / most)))
    powers = np.arange(low, high + 1, step).astype(int).tolist()
    return [(10.0**k, f"{10.0**k:g}" if abs(k) < 4 and k > -3 else "10" + str(k).translate(RAISED)) for k in powers]


def roomy(values, least=1e-6):
    """Limits around the values, on steps coarse enough to stand still while the values move a little."""
    low, high = float(np.min(values)), float(np.max(values))
    span = max(high - low, least, 1e-6 * max(abs(low), abs(high)))
    step = 10.0 ** np.floor(np.log10(span)) / 2
    while span / step > 8:
        step *= 2
    return step * np.floor((low - 0.05 * span) / step), step * np.ceil((high + 0.05 * span) / step)


# Data and field


def points_marks(ax, data, held, grow, picked=None):
    """The points, held-out ones hollow; a ring around the picked one."""
    size = (7.5 if len(data) <= 1500 else 4.0) * grow
    marks = []
    for part, hollow in ((data, False), (held, True)):
        if part is None:
            continue
        for label, color in enumerate(CLASS_COLORS):
            X, look = part.X[part.y == label], {"square": label == 1, "size": (0.9 if label else 1.0) * size}
            look |= {"color": "#ffffffb0", "edge": color} if hollow else {"color": color}
            if len(X):
                name = f"class {label}, {'held out' if hollow else 'training'}"
                marks.append(player.dot(ax, X[None, :, 0], X[None, :, 1], name=name, **look))
    if picked is not None:
        ring = player.dot(ax, *picked, name="picked", color="#00000000", edge="#000000", size=2.1 * size)
        ring.look["width"] = 2.0
        marks.append(ring)
    return marks


def field_marks(ax, runs):
    """Marks under all, and boundaries: the probabilities of the last run, the boundary of each."""
    grounds, lines = [], []
    for each in runs:
        last = each is runs[-1]
        look = {"name": f"boundary of {each.name}", "color": each.color, "dash": each.dash, "width": 2.6}
        if each.figures.w.shape[1] == 2:
            w, b = each.figures.w, each.figures.b
            lines.append(player.line(ax, *plots.boundary_ends(w, b, ax.get_xlim(), ax.get_ylim()), **look))
            if last:
                grounds.append(player.probability_field(ax, w, b))
        else:
            pictures, x, y, rows = _curved(each, (*ax.get_xlim(), *ax.get_ylim()))
            lines.append(player.line(ax, x, y, rows=rows, **look))
            if last:
                grounds.append(player.image(ax, pictures, index=rows, name="field"))
    return grounds, lines


def _curved(each, limits):
    """Probabilities over the axes at key moments, the lines where they are one half, and the moment of each frame."""
    entries = each.entries
    keys = np.unique(np.append(0, np.rint(np.geomspace(1, max(entries[-1], 1), PICTURES - 1)))).astype(int)
    keys = np.unique(entries[np.searchsorted(entries, keys).clip(max=len(entries) - 1)])
    rows = np.searchsorted(keys, entries, side="right") - 1
    x, y = _grid(limits, GRID)
    table = _table(each.run, limits)
    z = each.run.history.w[keys] @ table + each.run.history.b[keys, None]
    z = z.reshape(-1, GRID, GRID)
    return sigmoid(z[:, ::-1]), *zero_lines(x, y, z), rows


@functools.lru_cache(6)
def _table(run, limits):
    """The features of the places of a grid over the axes, a column each."""
    x, y = np.meshgrid(*_grid(limits, GRID))
    return run.features(np.column_stack([x.ravel(), y.ravel()])).T


def _grid(limits, side):
    return np.linspace(*limits[:2], side), np.linspace(*limits[2:], side)


# Learning curve


def curve_limits(ax, runs, grow):
    """Fixed limits, a decade wider where a curve would leave them, and room for the legend under the curves."""
    losses = [f for each in runs for f in (each.figures.loss, each.figures.held_loss) if f is not None]
    least, most = min(np.min(f) for f in losses), max(np.max(f) for f in losses)
    low = 0.05 if least >= 0.05 else 10.0 ** np.floor(np.log10(max(least, 1e-12)))
    high = 2.0 if most <= 2.0 else 10.0 ** np.ceil(np.log10(min(most, 1e12)))
    longest = max(len(each.run.history) for each in runs) - 1
    ax.set_xlim(0.5, 1.3 * 10.0 ** np.ceil(np.log10(max(longest, 1000))))
    share = len(legend(runs, grow)) * 1.4 * LEGEND * grow / (72 * ax.get_position().height * ax.figure.get_figheight())
    ax.set_ylim(low * (low / high) ** (share / (1 - share)), high)


def curve_marks(ax, runs, grow):
    """Marks that stand still, and marks that move: the whole curve pale, what has been walked of it dark."""
    still, moving = [], []
    for each in runs:
        at = np.maximum(each.entries, 0.5)
        few = np.unique(np.rint(np.geomspace(1, len(at), 300)).astype(int)) - 1
        for what, values, dash, width in (
            ("training", each.figures.loss, (), 2.4),
            ("held-out", each.figures.held_loss, (3, 3), 1.6),
        ):
            if values is None:
                continue
            values = np.clip(values, 1e-300, None)
            look = {"color": each.color + "59", "width": width * grow, "dash": dash}
            still.append(player.line(ax, at[few], values[few], name=f"whole {what} curve of {each.name}", **look))
            dot = player.dot(
                ax, at[:, None], values[:, None], name=f"{what} loss of {each.name}", color=each.color, size=8 * grow
            )
            if what == "held-out":
                dot.look |= {"color": "#ffffff", "edge": each.color, "size": 7 * grow}
            else:
                moving.append(
                    player.trail(dot, name=f"learning curve of {each.name}", color=each.color, width=width * grow)
                )
            moving.append(dot)
    return still, moving


def legend(runs, grow):
    """Color and words of each line of the legend."""
    lines = [(each.color, f"{each.name}{differences(each, runs)}") for each in runs] if len(runs) > 1 else []
    if any(each.figures.held_loss is not None for each in runs):
        both = ["● training", "○ held out"]
        lines += [(GREY, words) for words in (both if grow > 1 else ["  ".join(both)])]
    return lines


def legend_marks(ax, runs, grow):
    """The runs by name, and how they differ, on a white box in the lower left corner."""
    lines = legend(runs, grow)
    if not lines:
        return []
    wide, tall = 72 * ax.get_position().size * ax.figure.get_size_inches()  # in points
    longest = 0.62 * max(len(words) for _, words in lines)
    size = min(LEGEND * grow, 0.93 * wide / longest)
    corners = [(0.012, 0.008), (min(0.05 + longest * size / wide, 1.0), len(lines) * 1.4 * size / tall)]
    (left, low), (right, up) = ax.transData.inverted().transform(ax.transAxes.transform(corners))
    box = player.bars(ax, [left], [right], [up], base=low, name="legend", colors=("#ffffff",))
    return [box] + [
        player.text(ax, 0.03, 0, [words], offset=(0, (len(lines) - i - 0.3) * 1.35 * size), color=color, size=size)
        for i, (color, words) in enumerate(lines)
    ]


def differences(each, runs, most=2):
    """In which settings a run differs from the others, in a few words."""
    names = {"rate": "α", "l2": "λ", "batch": "batch", "degree": "degree", "begins": "start", "data": ""}
    names |= {"iterations": "T", "size": "m", "gap": "gap", "noise": "noise", "stretch": "stretch"}
    settings = {id(other): {**other.run.settings, "begins": _begin(other.run.settings)} for other in runs}
    found = [
        f"{word} {_short(settings[id(each)][name])}".strip().translate(MINUS)
        for name, word in names.items()
        if len({str(other[name]) for other in settings.values()}) > 1
    ]
    return (": " + ", ".join(found[:most])) if found else ""


def _short(value):
    return f"{value:g}" if isinstance(value, float) else value


def _begin(settings):
    return f"({settings['w1']:g}, {settings['w2']:g})" if settings["start"] == "where I put it" else settings["start"]


# Path over the contours, or bars of many weights


def path_limits(ax, runs):
    """Limits around all that two weights pass through, at one scale for both."""
    walked = [each.figures.w for each in runs if each.figures.w.shape[1] == 2]
    walk = np.concatenate(walked)
    box = ax.get_position().size * ax.figure.get_size_inches()
    middle, reach = (walk.min(axis=0) + walk.max(axis=0)) / 2, np.ptp(walk, axis=0)
    unit = max(np.max(1.4 * reach / box), 0.2)
    unit = 1.25 ** np.ceil(np.log(unit) / np.log(1.25))  # inches stand for so much: on steps, to stand still
    middle = unit / 4 * np.rint(middle / (unit / 4))
    low, high = middle - unit * box / 2, middle + unit * box / 2
    ax.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]))


def contour_marks(ax, run):
    """Level lines of the loss, penalty included, where b is the best for each pair of weights."""
    limits = tuple(float(v) for v in (*ax.get_xlim(), *ax.get_ylim()))
    u, v, loss = _best_b(run.train, limits)
    l2 = run.history.l2
    loss = loss + l2 / 2 * (u[None, :] ** 2 + v[:, None] ** 2)
    levels = np.unique(np.quantile(loss, np.linspace(0.01, 0.97, 14)))
    found = contourpy.contour_generator(u, v, loss)
    parts = [np.vstack([part, [np.nan, np.nan]]) for level in levels for part in found.lines(level)]
    points = np.concatenate(parts) if parts else np.full((1, 2), np.nan)
    return [player.line(ax, points[:, 0], points[:, 1], name="contours", color="#8a8a8a", width=0.9)]


@functools.lru_cache(6)
def _best_b(part, limits):
    return best_b(part.X, part.y, limits)


def best_b(X, y, limits):
    """The grid u, v and the loss (len(v), len(u)) of the weights (u, v) with the bias that suits them best."""
    side = int(np.clip(np.sqrt(3e5 / len(y)), 15, 28))
    u, v = _grid(limits, side)
    centred = (X - X.mean(axis=0)).astype("f4")  # moves b alone
    z = np.stack([grid.ravel() for grid in np.meshgrid(u, v)], axis=1).astype("f4") @ centred.T
    share, y1 = float(y.mean()), y.astype("f4")
    odds = np.log(share / (1 - share))
    low, high = odds - z.max(axis=1), odds - z.min(axis=1)  # the best b lies between: mean p is the share of ones
    order = min(int(np.sum(y == 0)), len(y) - 1)
    b = np.clip(-np.partition(z, order, axis=1)[:, order], low, high)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        for _ in range(20):
            p = np.negative(z + b[:, None])
            np.exp(p, out=p)
            p += 1
            np.reciprocal(p, out=p)
            off = p.mean(axis=1) - share
            if np.max(np.abs(off)) < 3e-4:
                break
            low, high = np.where(off < 0, b, low), np.where(off < 0, high, b)
            step = b - off / (off + share - np.einsum("ij,ij->i", p, p) / len(y))
            b = np.where((step > low) & (step < high), step, (low + high) / 2)
    z += b[:, None]
    right = z @ y1 / len(y)
    np.abs(z, out=z)
    above = (z.mean(axis=1, dtype=float) + b) / 2  # the mean of max(z, 0): the mean of z is b
    np.log1p(np.exp(np.negative(z, out=z), out=z), out=z)
    return u, v, (z.mean(axis=1, dtype=float) + above - right).reshape(side, side)


def path_marks(ax, runs, grow):
    """Marks that stand still, and marks that move: each start, and the way from there."""
    still, moving = [], []
    for each in runs:
        w = each.figures.w
        if w.shape[1] != 2:
            continue
        begin = player.dot(
            ax, w[0, 0], w[0, 1], name=f"start of {each.name}", color="#ffffff", edge=each.color, size=11 * grow
        )
        begin.look["width"] = 2.0
        still.append(begin)
        dot = player.dot(ax, w[:, :1], w[:, 1:], name=f"weights of {each.name}", color=each.color, size=9 * grow)
        moving += [player.trail(dot, name=f"path of {each.name}", color=each.color, width=2.0 * grow), dot]
    return still, moving


def bar_marks(ax, runs):
    """A bar for each of the many weights of the last run; a ring on each for those of a pinned run."""
    last = runs[-1]
    n = last.figures.w.shape[1]
    alike = [each for each in runs if each.figures.w.shape[1] == n]
    ax.set(xlim=(-0.7, n - 0.3), ylim=roomy([0.0, *(f(each.figures.w) for each in alike for f in (np.min, np.max))]))
    places = np.arange(n)
    marks = [player.bars(ax, [places - 0.4], [places + 0.4], last.figures.w, name="weights", colors=(last.color,))]
    for each in alike[:-1]:
        dots = player.dot(
            ax, np.broadcast_to(places, each.figures.w.shape), each.figures.w, name=f"weights of {each.name}"
        )
        dots.look |= {"color": each.color, "size": 8}
        marks.append(dots)
    zero = player.line(ax, [-1, n], [0, 0], name="zero", color="#333333", width=1)
    return [zero], marks


def degree_ticks(n, every=1):
    """Where the features of each degree begin, with the degree."""
    starts = [(k - 1) * (k + 2) // 2 for k in range(1, 9)]
    return [(at, str(k + 1)) for k, at in enumerate(starts) if at < n and (k + 1) % every == 0]


# Counts and numbers


def confusion_marks(ax, each, grow):
    """Marks that stand still, and marks that move: the four counts, and what they count."""
    f, size = each.figures, 15 * grow
    held = f.held_confusion is not None
    x, y = np.array([0.245, 0.745, 0.245, 0.745]), np.array([0.745, 0.745, 0.245, 0.245])
    counts = player.text(ax, x, y + (0.06 if held else 0), [f"{{{i}:.0f}}" for i in range(4)], f.confusion, size=size)
    counts.name = "confusion"
    counts.look |= {"align": "center", "color": "#111111"}
    moving = [counts]
    if held:
        words = [f"○ {{{i}:.0f}}" for i in range(4)]
        moving.append(
            player.text(ax, x, y - 0.14, words, f.held_confusion, size=0.75 * size, align="center", color=GREY)
        )
        moving[-1].name = "held-out confusion"
    return confusion_heads(ax, grow), moving


def confusion_heads(ax, grow):
    """The words around the counts."""
    small = {"size": 10.5 * grow, "color": GREY}
    return [
        player.text(ax, [0.245, 0.745], 0, ["says 0", "says 1"], offset=(0, -8 * grow), align="center", **small),
        player.text(ax, 0, [0.745, 0.245], ["is 0", "is 1"], offset=(-4, 0), align="right", **small),
    ]


def dashes(ax, grow):
    """A dash in the place of each count, while there is no model to be counted."""
    places = [0.245, 0.745, 0.245, 0.745], [0.745, 0.745, 0.245, 0.245]
    return [player.text(ax, *places, ["–"] * 4, name="confusion", size=15 * grow, align="center", color=GREY)]


def number_dashes(ax, grow, rows):
    """A dash in the place of each number; `rows` are the places of their names."""
    look = {"size": 11.5 * grow, "align": "right", "color": GREY}
    return [player.text(ax, 1.0, rows[:, 1], ["–"] * len(rows), name="numbers", **look)]


def number_rows(each):
    """Name, digits and column for each line of the panel of numbers."""
    f = each.figures
    rows = [("w₁", 3, f.w[:, 0]), ("w₂", 3, f.w[:, 1])]
    if f.w.shape[1] > 2:
        rows = [("length of w", 3, np.sqrt(np.sum(f.w**2, axis=1)))]
    rows += [("b", 3, f.b), ("loss", 4, f.loss)]
    if each.run.history.l2:
        rows.append(("with penalty", 4, f.penalised))
    if f.held_loss is not None:
        rows.append(("held out", 4, f.held_loss))
    rows.append(("accuracy %", 1, f.accuracy))
    if f.held_loss is not None:
        rows.append(("held out %", 1, f.held_accuracy))
    rows.append(("gradient", 5, f.slope))
    return rows


def number_marks(ax, each, grow):
    """Marks that stand still, and marks that move: names and numbers, a line each."""
    rows = number_rows(each)
    y = 1 - (np.arange(len(rows)) + 0.5) / max(len(rows), 8)
    left, size = -0.32, 11.5 if grow == 1 else 10.75 * grow
    names = player.text(ax, left, y, [name for name, *_ in rows], name="names", size=size, color=GREY)
    words = [f"{{{i}:.{digits}f}}" for i, (_, digits, _) in enumerate(rows)]
    columns = np.column_stack([column for *_, column in rows])
    return [names], [player.text(ax, 1.0, y, words, columns, name="numbers", size=size, align="right", color="#111111")]

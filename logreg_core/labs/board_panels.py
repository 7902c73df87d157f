"""The panels of the board: axes that are drawn once, and on them the marks of its runs. For the classroom.

Ticks, points, contours and curves are marks, so that a change of the settings costs no drawing in matplotlib. Each
function gives a list of marks; those that stand still are put below those that move in the end.
"""

import functools
from dataclasses import dataclass

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from logreg_core import panels, player, plots
from logreg_core.descent import newton
from logreg_core.equations import probability_interval
from logreg_core.frames import Frames, early, loss_at_best_b
from logreg_core.labs import own_data
from logreg_core.labs.board_settings import PUT
from logreg_core.plots import CLASS_COLORS

WIDTH = 12.0  # inches of the whole picture
WIDTHS = {"field": 3.5, "curve": 2.7, "path": 2.7, "side": 1.6}
WIDEST = 6.0
GREY = "#444444"
LEGEND = 10  # points: the size of its words
COUNTS = ("tn", "fp", "fn", "tp")
CELLS = np.array([0.245, 0.745, 0.245, 0.745]), np.array([0.745, 0.745, 0.245, 0.245])
MINUS = str.maketrans("-", "−")
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(eq=False)
class Shown:
    """A run in a picture: what made it, its frames, and the same on the points held out, or None."""

    run: object
    frames: Frames
    held: Frames | None

    @property
    def name(self):
        """The run's name."""
        return self.frames.name


def shown(run, entries, number):
    """Run `number` of a picture at the entries of its history."""
    look = f"run {number + 1}", plots.RUN_COLORS[number], plots.RUN_DASHES[number]  # whatever is pinned later
    frames = Frames(run.history, run.train, entries, *look, run.features)
    return Shown(run, frames, None if run.held is None else frames.on(run.held))


def ordered(marks):
    """The marks as they are drawn: those under the picture, those that stand still, those that move."""
    moving = [len(mark.values) > 1 or "rows" in mark.look for mark in marks]
    places = [0 if mark.look.get("under") else 1 + moves for mark, moves in zip(marks, moving, strict=True)]
    return [marks[at] for at in np.argsort(places, kind="stable")]


# The axes


def layout(panels, *, large, bars, words, runs=1):
    """The figure with the axes of the panels, by name; `words` name features and classes, `runs` is a count."""
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
        if tuple(words[2:]) not in ((), own_data.NAMES[2:]):  # which colour is which class
            size, classes = ax.title.get_size(), f"● {words[2][:18]}    ■ {words[3][:18]}"
            ax.set_title(classes, size=size * min(1.0, 26 / len(classes)), color=GREY)
    elif part == "curve":
        ax.set(xscale="log", yscale="log", title="Learning curve", xlabel="iteration", ylabel="log loss")
        ax.set_xticks([])
        ax.set_yticks([])
        ax.minorticks_off()
    elif part == "path" and bars:
        ax.set(title="The weights", xlabel="degree", ylabel="weight")
    elif part == "path":
        ax.set(xlabel="w₁", ylabel="w₂")
        title = f"Loss at best b, run {runs}" if runs > 1 else "Loss at the best b"
        wide = 72 * ax.get_position().width * ax.figure.get_figwidth()  # in points
        ax.set_title(title, size=min(ax.title.get_size(), 1.3 * wide / (0.56 * len(title))))
    else:
        title = "Right, wrong" if part == "confusion" else "Numbers"
        if runs > 1:
            ax.set_title(f"{title}, run {runs}", size=0.82 * ax.title.get_size(), loc="right")
        else:
            ax.set_title(title)
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
        marks.append(player.label(ax, at, 0, words, by="x", offset=(0, -9 * grow), align="center", **look))
    if y:
        at, words = zip(*y, strict=True)
        marks.append(player.label(ax, 0, at, words, by="y", offset=(-5, 0), align="right", **look))
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


def roomy(values, share=0.05):
    """Limits around the values, a share of their width away, on coarse steps: small moves leave them as they are."""
    low, high = float(np.min(values)), float(np.max(values))
    span = max(high - low, 1e-6, 1e-6 * max(abs(low), abs(high)))
    step = 10.0 ** np.floor(np.log10(span)) / 2
    while span / step > 8:
        step *= 2
    return step * np.floor((low - share * span) / step), step * np.ceil((high + share * span) / step)


# Data


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
                marks.append(player.dot(ax, *X.T, name=name, **look))
    if picked is not None:
        look = {"color": "#00000000", "edge": "#000000", "size": 2.1 * size, "width": 2.0}
        marks.append(player.dot(ax, *picked, name="picked", **look))
    return marks


# Learning curve


def curve_limits(ax, runs, grow):
    """Fixed limits, a decade wider where a curve would leave them, and room for the legend under the curves."""
    losses = [f.data_loss for each in runs for f in (each.frames, each.held) if f is not None]
    least, most = min(np.min(f) for f in losses), max(np.max(f) for f in losses)
    low = 0.05 if least >= 0.05 else 10.0 ** np.floor(np.log10(max(least, 1e-12)))
    high = 2.0 if most <= 2.0 else 10.0 ** np.ceil(np.log10(min(most, 1e12)))
    longest = max(len(each.run.history) for each in runs) - 1
    ax.set_xlim(0.5, 1.3 ** (grow * grow) * 10.0 ** np.ceil(np.log10(max(longest, 1000))))
    share = len(legend(runs, grow)) * 1.4 * LEGEND * grow / (72 * ax.get_position().height * ax.figure.get_figheight())
    ax.set_ylim(low * (low / high) ** (share / (1 - share)), high)


def curve_marks(ax, runs, grow):
    """What has been walked of the curve of each run, with a ring for the held-out points; pale, what comes."""
    marks = []
    for each in runs:
        color, name = each.frames.color, each.name
        at = np.maximum(each.frames.shown, 0.5)
        few = early(len(at) - 1, 300)
        kinds = [("training", each.frames, (), 2.4)] + [("held-out", each.held, (3, 3), 1.6)] * (each.held is not None)
        for what, frames, dash, width in kinds:
            loss = np.clip(frames.data_loss, 1e-300, None)
            pale = {"color": color, "width": width * grow, "dash": dash}
            whole = player.line(ax, at[few], loss[few], name=f"whole {what} curve of {name}", **pale)
            marks.append(player.ahead(whole))
            look = {"name": f"{what} loss of {name}", "color": color, "size": 8 * grow}
            if what == "training":
                marks += panels.walk(ax, at, loss, trail=f"learning curve of {name}", width=width * grow, **look)
            else:
                ring = {"color": "#ffffff", "edge": color, "size": 7 * grow}
                marks.append(player.dot(ax, at[:, None], loss[:, None], **look | ring))
    return marks


def legend(runs, grow):
    """Color and words of each line of the legend."""
    names = [": ".join(filter(None, [each.name, differences(each, runs)])) for each in runs]
    lines = [(each.frames.color, name) for each, name in zip(runs, names, strict=True)] if len(runs) > 1 else []
    if any(each.held is not None for each in runs):
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
        player.label(ax, 0.03, 0, [words], offset=(0, (len(lines) - i - 0.3) * 1.35 * size), color=color, size=size)
        for i, (color, words) in enumerate(lines)
    ]


def differences(each, runs):
    """In which two settings a run differs from the others, in a few words."""
    names = {"rate": "α", "l2": "λ", "batch": "batch", "degree": "degree", "begins": "start", "data": ""}
    names |= {"iterations": "T", "size": "m", "gap": "gap", "noise": "noise", "stretch": "stretch"}
    settings = {id(other): {**other.run.settings, "begins": _begin(other.run.settings)} for other in runs}
    found = [
        f"{word} {_short(settings[id(each)][name])}".strip().translate(MINUS)
        for name, word in names.items()
        if len({str(other[name]) for other in settings.values()}) > 1
    ]
    return ", ".join(found[:2])


def _short(value):
    return f"{value:g}" if isinstance(value, float) else value


def _begin(settings):
    return f"({settings['w1']:g}, {settings['w2']:g})" if settings["start"] == PUT else settings["start"]


# Path over the contours, or bars of many weights


def path_limits(ax, runs):
    """Limits around all that two weights pass through, at one scale for both."""
    walk = np.concatenate([each.frames.w for each in runs if each.frames.w.shape[1] == 2])
    xlim, ylim = panels.evenly_scaled(walk, ax, margin=1.4, least=0.2, steps=1.25)
    ax.set(xlim=xlim, ylim=ylim)


def band_marks(ax, run):
    """Dashed lines around the boundary at the minimum, between which the 95 % interval of a probability (11.7) holds ½.

    None where no covariance says so: with a curved boundary, with a penalty, and where the data have no minimum.
    """
    x, y = (np.linspace(*limits, 81) for limits in (ax.get_xlim(), ax.get_ylim()))
    table = _reach(run, np.column_stack([grid.ravel() for grid in np.meshgrid(x, y)]))
    if table is None:
        return []
    edges = panels.level_lines(x, y, table.reshape(81, 81), [0.0])
    return [player.line(ax, *edges.T, name="band", color=GREY, width=1.8, dash=(6, 4))]


def no_band_said(marks, settings):
    """Why the band that is asked for is not there."""
    if not (settings["band"] and settings["field"]) or any(mark.name == "band" for mark in marks):
        return ""
    return (
        "There is no 95 % band: it is known only for a straight boundary, without a penalty, on features as they "
        "came, and where the loss has a minimum."
    )


def _reach(run, points):
    """How far ½ lies outside the interval of each point's probability, negative where it lies inside; or None."""
    X, y = run.train.X, run.train.y
    if run.settings["degree"] > 1 or run.settings["l2"] or run.settings["standard"]:
        return None
    best = newton(X, y)
    if best.stopped != "gradient zero":
        return None
    try:
        low, high = probability_interval(X, best.w[-1], best.b[-1], points)
    except ValueError:  # features that repeat each other
        return None
    return np.maximum(low - 0.5, 0.5 - high)


def contour_marks(ax, run):
    """Level lines of the loss, penalty included, where b is the best for each pair of weights, and their values."""
    limits = tuple(float(v) for v in (*ax.get_xlim(), *ax.get_ylim()))
    u, v, loss = _best_b(run.train, limits, run.features if run.scale else np.asarray)
    loss = loss + run.history.l2 / 2 * (u[None, :] ** 2 + v[:, None] ** 2)
    levels = plots.round_levels(loss, 14)
    return panels.levels(ax, u, v, loss, levels, levels[1::4], name="contours", width=0.9)


@functools.lru_cache(6)
def _best_b(part, limits, features):
    side = int(np.clip(np.sqrt(3e5 / len(part)), 15, 28))
    u, v = np.linspace(*limits[:2], side), np.linspace(*limits[2:], side)
    return u, v, loss_at_best_b(features(part.X), part.y, u, v)


def path_marks(ax, runs, grow):
    """Each start, and the way from there."""
    marks = []
    for run in (each.frames for each in runs if each.frames.w.shape[1] == 2):
        look = {"color": "#ffffff", "edge": run.color, "size": 11 * grow, "width": 2.0}
        marks.append(player.dot(ax, *run.w[0], name=f"start of {run.name}", **look))
        marks += panels.path(ax, run, width=2.0 * grow, size=9 * grow)
    return marks


def bar_marks(ax, runs):
    """A bar for each of the many weights of the last run; a ring on each for those of a pinned run."""
    last = runs[-1].frames
    n = last.w.shape[1]
    alike = [each.frames for each in runs if each.frames.w.shape[1] == n]
    ax.set(xlim=(-0.7, n - 0.3), ylim=roomy([0.0, *(f(each.w) for each in alike for f in (np.min, np.max))]))
    rings = [
        player.dot(ax, range(n), run.w, name=f"weights of {run.name}", color=run.color, size=8) for run in alike[:-1]
    ]
    zero = player.line(ax, [-1, n], [0, 0], name="zero", color="#333333", width=1)
    return [zero, panels.weights(ax, last.w, color=last.color), *rings]


def bars_said(runs, settings):
    """What bars and dots mean, where there are both."""
    last, *pinned = (each.frames for each in runs[::-1])
    alike = [run.name for run in pinned[::-1] if run.w.shape == last.w.shape]
    if not settings["path"] or settings["degree"] == 1 or not alike:
        return ""
    return f"A bar is a weight of {last.name}, a dot the same weight of {' or '.join(alike)}."


def degree_ticks(n, every=1):
    """Where the features of each degree begin, with the degree."""
    starts = [(k - 1) * (k + 2) // 2 for k in range(1, 9)]
    return [(at, str(k + 1)) for k, at in enumerate(starts) if at < n and (k + 1) % every == 0]


# Counts and numbers


def confusion_marks(ax, each, grow):
    """The four counts, and what they count; without a run, dashes in the places of the counts."""
    small, look = {"size": 10.5 * grow, "color": GREY}, {"size": 15 * grow, "align": "center"}
    x, y = CELLS
    marks = [
        player.label(ax, x[:2], 0, ["says 0", "says 1"], offset=(0, -8 * grow), align="center", **small),
        player.label(ax, 0, y[::2], ["is 0", "is 1"], offset=(-4, 0), align="right", **small),
    ]
    if each is None:
        return [*marks, player.label(ax, x, y, ["–"] * 4, name="confusion", color=GREY, **look)]
    up = 0.06 if each.held else 0
    marks.append(_counts(ax, x, y + up, each.frames, "", name="confusion", color="#111111", **look))
    if each.held:
        look["size"] *= 0.75
        marks.append(_counts(ax, x, y - 0.14, each.held, "○ ", name="held-out confusion", color=GREY, **look))
    return marks


def _counts(ax, x, y, frames, sign, **look):
    numbers = dict(zip(COUNTS, frames.confusion.T, strict=True))
    return player.label(ax, x, y, [f"{sign}{{{name}:.0f}}" for name in COUNTS], numbers, **look)


def number_dashes(ax, grow, rows):
    """A dash in the place of each number; `rows` are the places of their names."""
    look = {"size": 11.5 * grow, "align": "right", "color": GREY}
    return player.label(ax, 1.0, rows[:, 1], ["–"] * len(rows), name="numbers", **look)


def number_rows(each):
    """Words, digits and numbers for each line of the panel of numbers."""
    f, held = each.frames, each.held
    rows = [("w₁", 3, f.w[:, 0]), ("w₂", 3, f.w[:, 1])]
    if f.w.shape[1] > 2:
        rows = [("length of w", 3, np.sqrt(np.sum(f.w**2, axis=1)))]
    rows += [("b", 3, f.b), ("loss", 4, f.data_loss)]
    rows += [("with penalty", 4, f.loss)] if f.history.l2 else []
    rows += [("held out", 4, held.data_loss)] if held else []
    rows.append(("accuracy %", 1, f.accuracy))
    rows += [("held out %", 1, held.accuracy)] if held else []
    return [*rows, ("gradient", 5, f.slope)]


def number_marks(ax, each, grow):
    """Names and numbers, a line each."""
    rows = number_rows(each)
    y = 1 - (np.arange(len(rows)) + 0.5) / max(len(rows), 8)
    look = {"size": 11.5 if grow == 1 else 10.75 * grow}
    words = [f"{{n{i}:.{digits}f}}" for i, (_, digits, _) in enumerate(rows)]
    numbers = {f"n{i}": column for i, (*_, column) in enumerate(rows)}
    return [
        player.label(ax, -0.32, y, [name for name, *_ in rows], name="names", color=GREY, **look),
        player.label(ax, 1.0, y, words, numbers, name="numbers", align="right", color="#111111", **look),
    ]

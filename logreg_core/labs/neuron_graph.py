"""One neuron as a graph, and its weights as an image. Lesson 08.

graph(x, y, w, b)              a film, step by step through a forward and a backward pass
forming(histories, labels)     a film of the weights of images, a picture for each run, and their losses
"""

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from logreg_core import panels, player, plots
from logreg_core.equations import cross_entropy, probability, score
from logreg_core.frames import early
from logreg_core.plots import BLACK, BLUE, RUN_COLORS, VERMILION

DIM = "#5a5a5a"
WEIGHT_MAP = mpl.colors.LinearSegmentedColormap.from_list("weights", [BLUE, "#ffffff", VERMILION])
NODES = {  # where each quantity stands
    "w₁": (0.8, 4.0),
    "w₂": (0.8, 2.3),
    "b": (0.8, 0.6),
    "z": (4.1, 2.3),
    "a": (7.0, 2.3),
    "ℓ": (9.9, 2.3),
}
EDGES = [("a", "ℓ"), ("z", "a"), ("w₁", "z"), ("w₂", "z"), ("b", "z")]  # as the backward pass takes them
RADIUS = 0.38
MOMENTS = 100


def passes(x, y, w, b):
    """The numbers of a forward and a backward pass: values and slopes of the loss by node, local slopes by edge."""
    x, w = np.asarray(x, float), np.asarray(w, float)
    z, a = (float(f(x[None], w, b)[0]) for f in (score, probability))
    if not 0 < a < 1:
        raise ValueError(f"x, w and b must give an activation strictly between 0 and 1; got {a}")
    values = {"w₁": w[0], "w₂": w[1], "b": b, "z": z, "a": a, "ℓ": cross_entropy(z, float(y))}
    local = {
        ("a", "ℓ"): (a - y) / (a * (1 - a)),
        ("z", "a"): a * (1 - a),
        ("w₁", "z"): x[0],
        ("w₂", "z"): x[1],
        ("b", "z"): 1.0,
    }
    slopes = {"ℓ": 1.0}
    for start, end in EDGES:
        slopes[start] = slopes[end] * local[start, end]
    return values, slopes, local


@plots.styled
def graph(x, y, w, b):
    """Film of one example in one neuron with two weights: a value at each node, then a slope on each edge.

    All numbers are drawn at once; a sheet of white lies over each until its step has come.
    """
    values, slopes, local = passes(x, y, w, b)
    fig, ax = _sheet(x, y)
    sheets = []  # (left, right, bottom, top, the step that lifts it)
    for name, (at_x, at_y) in NODES.items():
        ax.add_patch(Circle((at_x, at_y), RADIUS, facecolor="#f3f3f3", edgecolor=BLACK, lw=1.6))
        ax.text(at_x, at_y, name, fontsize=17, ha="center", va="center")
        ax.text(at_x, at_y + 0.62, short(values[name]), color=BLUE, fontsize=14, ha="center", va="center")
        ax.text(at_x, at_y - 0.65, short(slopes[name]), color=VERMILION, fontsize=14, ha="center", va="center")
        if name in "zaℓ":
            sheets.append((at_x - 0.55, at_x + 0.55, at_y + 0.45, at_y + 0.85, 1 + "zaℓ".index(name)))
        lifted = 4 + [*(start for start, _ in EDGES)].index(name) + 1 if name != "ℓ" else 4
        sheets.append((at_x - 0.55, at_x + 0.55, at_y - 0.87, at_y - 0.45, lifted))
    ways = {edge: way(*edge) for edge in EDGES}
    for step, edge in enumerate(EDGES, 5):
        (x0, y0), (x1, y1) = ways[edge]
        ax.annotate("", (x1, y1), (x0, y0), arrowprops={"arrowstyle": "-|>", "lw": 1.6, "color": DIM})
        up = {"w₁": 0.66, "b": -0.66}.get(edge[0], 0.36)
        at_x, at_y = (x0 + x1) / 2 - (0.3 if edge[0] == "w₂" else 0), (y0 + y1) / 2 + up  # clear of the edge from w₁
        ax.text(at_x, at_y, f"× {short(local[edge])}", fontsize=14, ha="center", va="center")
        sheets.append((at_x - 0.62, at_x + 0.62, at_y - 0.21, at_y + 0.21, step))
    marks = [
        _sheets(ax, np.array(sheets), 10),
        _signal(ax, ways, "forward", BLUE, {1: [2, 3, 4], 2: [1], 3: [0]}, back=False),
        _signal(ax, ways, "backward", VERMILION, {5 + k: [k] for k in range(5)}, back=True),
    ]
    alt = (
        "A graph with arrows from w₁, w₂ and b to z, from z to a and from a to ℓ. Step by step a node gets its value, "
        "in blue above it, and then, from right to left, each edge its own slope and each node the slope of ℓ in it, "
        "in orange below it."
    )
    return player.Player(fig, marks, alt=alt, captions=_steps(values, slopes, local), unit="Step", moments=[9])


@plots.styled
def forming(histories, labels, *, shape=(8, 8), names=("class 0", "class 1"), title="Film of the weights"):
    """Film of runs on images: the weights of each run as an image, and the losses up to there.

    The frames lie closer together at the start, where most happens. Orange pixels speak for class 1, blue ones for
    class 0, and white ones for neither; each image is coloured up to its own largest weight at that moment.
    """
    plots.check_whole(*histories)
    longest = max(len(h) for h in histories) - 1
    shown = early(longest, MOMENTS)
    k = len(histories)
    fig, axes = plots.figure(k + 1, width=11, height=3.9, shares=[1] * k + [1.5 if k > 1 else 1])
    marks, words, numbers = [], [], {"iteration": shown}
    axes[-1].set(
        xlabel="iteration + 1", ylabel="log loss", title="Cost", xscale="log", yscale="log" if k > 1 else "linear"
    )
    for i, (history, label, ax) in enumerate(zip(histories, labels, axes, strict=False)):
        if history.w.shape[1] != shape[0] * shape[1]:
            raise ValueError(
                f"histories must hold {shape[0] * shape[1]} weights, a pixel each; got {history.w.shape[1]}"
            )
        at = np.minimum(shown, len(history) - 1)
        w, loss, color = history.w[at], history.loss[at], RUN_COLORS[i]
        most = np.abs(w).max(axis=1)
        pictures = 0.5 + 0.5 * w / np.where(most > 0, most, 1.0)[:, None]
        ax.set(xticks=[], yticks=[], title=label, aspect="equal", xlim=(0, 1), ylim=(0, 1))
        ax.spines[["top", "right"]].set_visible(True)
        marks.append(
            player.image(
                ax, pictures.reshape(-1, *shape), name=f"weights of {label}", colormap=WEIGHT_MAP, smooth=False
            )
        )
        look = {"name": f"cost of {label}", "trail": f"curve of {label}", "color": color}
        marks += panels.walk(axes[-1], at + 1, loss, **look, ahead=True)
        name = f"{label}: " if k > 1 else ""
        words.append(f"{name}cost {{cost{i}:.3f}}, largest weight {{largest{i}:.2f}}")
        numbers |= {f"cost{i}": loss, f"largest{i}": most}
    scale = mpl.cm.ScalarMappable(mpl.colors.Normalize(-1, 1), WEIGHT_MAP)
    bar = fig.colorbar(scale, ax=list(axes[:k]), location="bottom", fraction=0.06, pad=0.04, aspect=40)
    bar.set_ticks([-1, 0, 1], labels=[f"for {names[0]}", "0", f"for {names[1]}"])
    if k > 1:
        axes[-1].legend(handles=[mpl.lines.Line2D([], [], color=c) for c in RUN_COLORS[:k]], labels=list(labels))
    captions = " · ".join([f"Iteration {{iteration:.0f}} of {longest}", *words])
    moments = [0, 1, len(shown) // 2, len(shown) - 1] if k == 1 else [len(shown) - 1]
    alt = f"{title}: the weights as an image{' for each run' if k > 1 else ''}, and the cost against the iteration."
    focus = [axes[0]] if k == 1 else None
    return player.Player(
        fig,
        marks,
        alt=alt,
        captions=captions,
        numbers=numbers,
        unit="Moment",
        moments=moments,
        focus=focus,
    )


def _sheet(x, y):
    """The figure, with the key to its numbers and what is held still."""
    fig = Figure(figsize=(10.6, 5.25))
    ax = fig.add_axes((0, 0, 1, 1))
    ax.set(xlim=(0, 10.6), ylim=(-0.35, 4.9))
    ax.axis("off")
    ax.text(4.1, 4.55, "value", color=BLUE, fontsize=14, ha="left")
    ax.text(4.1, 4.2, "× slope of the edge", color=BLACK, fontsize=14, ha="left")
    ax.text(4.1, 3.85, "slope of ℓ", color=VERMILION, fontsize=14, ha="left")
    held = f"held still: x₁ = {short(x[0])},  x₂ = {short(x[1])},  y = {short(y)}"
    ax.text(9.9, 4.55, held, color=DIM, fontsize=14, ha="right")
    for name, formula in (
        ("z", "w₁x₁ + w₂x₂ + b"),
        ("a", "σ(z)"),
        ("ℓ", "−log a where y = 1,\n−log(1 − a) where y = 0"),
    ):
        at_x, at_y = NODES[name]
        words = f"{name} = {formula}"
        ax.text(min(at_x, 9.3), at_y - 1.05, words, color=DIM, fontsize=13, ha="center", va="top", linespacing=1.4)
    return fig, ax


def way(start, end):
    """Where the arrow between two nodes begins and ends, at the rims of their circles."""
    a, b = np.array(NODES[start]), np.array(NODES[end])
    ahead = (b - a) / np.hypot(*(b - a))
    return a + RADIUS * ahead, b - RADIUS * ahead


def _sheets(ax, sheets, frames):
    """White sheets over the numbers whose step has not come."""
    left, right, bottom, top, step = sheets.T
    lifted = np.arange(frames)[:, None] >= step
    return player.bars(ax, left, right, np.where(lifted, np.nan, top), base=bottom, name="sheets", colors=("#ffffff",))


def _signal(ax, ways, name, color, steps, *, back):
    """Arrows along the edges that a step uses; elsewhere they are hidden."""
    places = np.full((10, 3, 2, 2), np.nan)
    for step, edges in steps.items():
        for row, edge in enumerate(edges):
            way = np.array(ways[EDGES[edge]])
            places[step, row] = way[::-1] if back else way
    x, y = places[:, :, 0, 0], places[:, :, 0, 1]
    dx, dy = places[:, :, 1, 0] - x, places[:, :, 1, 1] - y
    return player.arrows(ax, x, y, dx, dy, name=name, colors=(color,), width=4.5, head=16)


def _steps(values, slopes, local):
    """The sentence under each step."""
    v, s, e = ({k: short(n) for k, n in numbers.items()} for numbers in (values, slopes, local))
    said = [
        "Start · the weights, the bias and the example are given",
        f"Forward · the score: z = w₁x₁ + w₂x₂ + b = {v['z']}",
        f"Forward · the activation: a = σ(z) = {v['a']}",
        f"Forward · the loss: ℓ = {v['ℓ']}",
        "Backward · we start at the end: the slope of ℓ in itself is 1",
    ]
    for start, end in EDGES:
        said.append(f"Backward · slope of ℓ in {start}: {s[end]} × {e[start, end]} = {s[start]}")
    return [[step, sentence] for step, sentence in enumerate(said)]


def short(number):
    """A number with at most four significant digits and a real minus sign."""
    return f"{round(float(number), 4) + 0.0:.4g}".replace("-", "−")

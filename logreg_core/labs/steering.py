"""A line steered by hand over two features, and films of what its three numbers do. Lesson 02.

steer(flowers)                                  by the weights and the bias
steer(flowers, by="angle and offset")           by the direction of w, the place of the line and the steepness
turning()  crossing(data, w, b, x)  scaling(data, w, b)     films, which need no kernel
right_angle(w, t)  nearest(x, w, b)             Pythagoras as squares on sides, and why the foot is nearest
plane(w, b, x)                                  three features: a plane, and a point above it
"""

import numpy as np
from matplotlib.figure import Figure

from logreg_core import descent, equations, inputs, panels, player, plots
from logreg_core.plots import BLACK, GREEN, PURPLE

WAYS = "weights", "angle and offset"


@plots.styled
def steer(dataset, *, by="weights"):
    """A Player that shows the line z = 0 over two features, with controls that move it and the mistakes counted.

    by="weights" offers w1, w2 and b. by="angle and offset" offers the angle of w in degrees, the distance that
    the line keeps from the middle of the data, along w, and the length of w (the steepness). The arrow is one
    unit long and points along w; a ring marks each point on the wrong side.
    """
    by = inputs.choice(by, "by", WAYS)
    plots.check_features(dataset, 2)
    trained, middle = trained_line(dataset), dataset.X.mean(axis=0)
    best = [len(dataset) + 1, None]  # fewest mistakes so far, and the line that made them
    fig, ax = plots.figure(width=7.8, height=4.7)
    _even_points(dataset, ax)
    alt = f"{dataset.title}: a line that you steer, the probability of {dataset.class_names[1]} as a colour under it"

    def picture(compare, **place):
        w, b = _line(place, middle)
        wrong = mistakes(dataset, w, b)
        if wrong < best[0]:
            best[:] = wrong, (w, b)
        marks = _steered(ax, dataset, w, b, *([best[1], trained] if compare else []))
        return marks, _words(dataset, w, b, best[0], trained if compare else None), {}

    offset = "offset (cm)" if "cm" in dataset.feature_names[0] else "offset"
    sliders = {
        "weights": [
            player.Slider("w1", "weight w₁", -5, 5, -1.0),
            player.Slider("w2", "weight w₂", -5, 5, 1.0),
            player.Slider("b", "bias b", -20, 20, 2.0),
        ],
        "angle and offset": [
            player.Slider("angle", "angle of w (°)", -180, 180, 135, step=1),
            player.Slider("offset", offset, -2, 2, 0.0, step=0.01),
            player.Slider("length", "length ‖w‖", 0.5, 20, 2.0),
        ],
    }
    controls = [*sliders[by], player.Check("compare", "compare my best with the trained line")]
    return player.live(fig, controls, picture, alt=f"{alt}, and a ring around each mistake.")


def mistakes(dataset, w, b):
    """How many points the line z = 0 puts on the wrong side."""
    return int(np.sum(equations.predict(dataset.X, w, b) != dataset.y))


def _line(values, middle):
    """w, b of a board's controls; the offset is measured from the middle of the data, along w."""
    if "w1" in values:
        return np.array([values["w1"], values["w2"]], float), float(values["b"])
    angle = np.radians(values["angle"])
    along = np.array([np.cos(angle), np.sin(angle)])
    return values["length"] * along, float(-values["length"] * (along @ middle + values["offset"]))


def trained_line(dataset):
    """The line that Newton's method finds, w and b."""
    history = descent.newton(dataset.X, dataset.y)
    return history.w[-1], float(history.b[-1])


def _steered(ax, dataset, w, b, best=None, trained=None):
    """The marks of a steered line: field, line, arrow along w, rings, and the two lines to compare with."""
    norm = np.hypot(*w)
    middle = np.mean([ax.get_xlim(), ax.get_ylim()], axis=1)
    u = w / norm if norm else np.full(2, np.nan)
    foot = middle - (w @ middle + b) / norm * u if norm else middle
    wrong = equations.predict(dataset.X, w, b) != dataset.y
    look = {"name": "mistakes", "color": "#00000000", "edge": BLACK, "size": 13}
    rings = player.dot(ax, *np.where(wrong, dataset.X.T, np.nan)[:, None], **look)
    return [
        player.probability_field(ax, w, b),
        panels.boundary(ax, *(best or (np.zeros(2), 0.0)), name="best", color=PURPLE, dash=(2, 2)),
        panels.boundary(ax, *(trained or (np.zeros(2), 0.0)), name="trained", color=GREEN, dash=(7, 3)),
        panels.boundary(ax, w, b, name="line"),
        player.arrows(ax, *foot[:, None, None], *u[:, None, None], name="normal"),
        rings,
    ]


def _words(dataset, w, b, fewest, trained):
    """The caption of a steered line."""
    formula = f"z = {_sum([*w, b])}" if w.any() else f"w is zero, so there is no line: every score is {_sum([b])}"
    count = f"mistakes: {mistakes(dataset, w, b)} of {len(dataset)} · your fewest: {fewest}"
    if trained is None:
        return f"{formula} · {count}"
    return f"{formula} · {count} (dots) · the trained line: {mistakes(dataset, *trained)} (dashes)"


def _sum(numbers):
    """The numbers, all but the last times x1, x2, ..., added up, written with their signs."""
    names = [*("x₁", "x₂")[: len(numbers) - 1], ""]
    terms = [("−" if v < 0 else "+", f"{abs(v):.1f}{x}") for v, x in zip(numbers, names, strict=True)]
    written = " ".join(f"{sign} {term}" for sign, term in terms)
    return written.removeprefix("+ ") if numbers[0] >= 0 else "−" + written[2:]


@plots.styled
def turning():
    """A film: w turns once around, and the line z = 0 turns with it, always at right angles."""
    fig, ax = plots.figure(width=5.4, height=5.0)
    ax.set(xlim=(-3.5, 3.5), ylim=(-3.2, 3.2), xlabel="x₁", ylabel="x₂", title="w and the line z = 0", aspect="equal")
    ax.plot(0, 0, "+", color="#555555", markersize=12)
    degrees, length, b = np.arange(0, 361, 5), 2.0, -2.0
    u = np.column_stack([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
    u[np.abs(u) < 1e-12] = 0.0
    w, t = length * u, length * np.column_stack([-u[:, 1], u[:, 0]]) + 0.0
    foot, side = -b / length * u, 0.3 / length
    corner = [foot + side * t, foot + side * (t + w), foot + side * w]
    marks = [
        player.probability_field(ax, w, np.full(len(w), b)),
        panels.boundary(ax, w, np.full(len(w), b), name="line"),
        player.line(ax, *np.stack(corner, axis=2).transpose(1, 0, 2), name="right angle", width=1.2),
        player.arrows(ax, foot[:, :1], foot[:, 1:], w[:, :1], w[:, 1:], name="w", colors=[PURPLE], width=3, head=12),
        player.arrows(ax, foot[:, :1], foot[:, 1:], t[:, :1], t[:, 1:], name="t", colors=[GREEN], width=3, head=12),
    ]
    words = "Angle {angle:.0f}° · w = ({w1:.2f}, {w2:.2f}) · t = ({t1:.2f}, {t2:.2f}) · w·t = {product:.2f}"
    numbers = dict(zip(("w1", "w2", "t1", "t2"), (*w.T, *t.T), strict=True))
    return player.Player(
        fig,
        marks,
        alt="Film: the arrow w turns once around; the line z = 0, and an arrow along it, stay at right angles to w.",
        captions=words,
        numbers={**numbers, "angle": degrees, "product": np.sum(w * t, axis=1)},
        unit="Angle of w",
        moments=[6, 24, 42, 60],
    )


@plots.styled
def crossing(dataset, w, b, x):
    """A film: a point walks across the line along w, through the foot of the point x."""
    w, x = np.asarray(w, float), np.asarray(x, float)
    norm = np.hypot(*w)
    d = np.linspace(-1.5, 1.5, 61)
    z = norm * d
    p = equations.sigmoid(z)
    foot = x - (w @ x + b) / norm**2 * w
    at = foot + d[:, None] * w / norm
    fig, (left, right) = _two_axes(dataset)
    curve = np.linspace(-1.5, 1.5, 121)
    right.plot(curve, equations.sigmoid(norm * curve), color="#555555")
    way = d[:, None] * [0, 1]  # from the foot to the point
    marks = [
        player.probability_field(left, w, b),
        panels.boundary(left, w, b, name="line"),
        player.line(left, foot[0] + way * w[0] / norm, foot[1] + way * w[1] / norm, dash=(3, 2)),
        player.dot(left, at[:, :1], at[:, 1:], name="point"),
        player.dot(right, d[:, None], p[:, None], name="probability"),
    ]
    return player.Player(
        fig,
        marks,
        alt="Film: a point walks across the line at right angles; beside it, its probability against the distance.",
        captions="Distance {d:.2f} cm · score z = {z:.2f} · probability p = {p:.3f}",
        numbers={"d": d, "z": z, "p": p},
        unit="Distance from the line",
        moments=[10, 30, 50],
    )


@plots.styled
def scaling(dataset, w, b):
    """A film: w and b are multiplied by the same k, from -2 to 2; the line stands, the colours sharpen."""
    w = np.asarray(w, float)
    k, norm = np.round(np.arange(-20, 21) / 10, 1), np.hypot(*w)
    fig, (left, right) = _two_axes(dataset)
    z = np.linspace(-15, 15, 121)
    stretch = 1 / (norm * np.where(k == 0, 1e-4, k))
    wrong = [mistakes(dataset, factor * w, factor * b) for factor in k]
    marks = [
        player.probability_field(left, np.outer(k, w), k * b),
        panels.boundary(left, np.outer(k, w), k * b, name="line"),
        player.curve(right, z, equations.sigmoid(z), stretch, np.zeros(len(k)), name="curve"),
    ]
    words = "k = {k:.1f} · w = ({w1:.1f}, {w2:.1f}), b = {b:.1f} · steepness ‖w‖ = {steep:.1f} · mistakes: {wrong:.0f}"
    none = "k = {k:.1f} · w is zero: no line, every probability is ½ · mistakes: {wrong:.0f}"
    numbers = {"k": k, "w1": k * w[0], "w2": k * w[1], "b": k * b, "steep": np.abs(k) * norm, "wrong": wrong}
    film = player.Player(
        fig,
        marks,
        alt="Film: w and b are multiplied by k; the line stands still while the colours and the curve sharpen.",
        captions=[[0, words], [20, none], [21, words]],
        numbers=numbers,
        unit="Factor k",
        moments=[10, 20, 22, 40],
        focus=[left],
    )
    film.frame = 30  # k = 1, the line as it came
    return film


@plots.styled
def right_angle(w, t):
    """A picture of the arrow w, the arrow t at its tip, and their sum, each with the square on it and its area."""
    w, t = np.asarray(w, float), np.asarray(t, float)
    fig, ax = plots.figure(width=6.4, height=5.4)
    turned = -1.0 if w[0] * t[1] - w[1] * t[0] > 0 else 1.0  # the squares stand outside the triangle
    for start, side, color, name in ((0 * w, w, PURPLE, "w"), (w, t, GREEN, "t"), (w + t, -w - t, BLACK, "w + t")):
        out = turned * np.array([-side[1], side[0]])
        corners = np.array([start, start + side, start + side + out, start + out])
        ax.fill(*corners.T, color=color, alpha=0.22, linewidth=0)
        along, length = (start + side, -side) if name == "w + t" else (start, side)
        ax.annotate("", along + length, along, arrowprops={"arrowstyle": "-|>", "color": color, "linewidth": 2.4})
        ax.text(*(start + side / 2 + 0.5 * out), f"‖{name}‖² = {side @ side:g}", ha="center", va="center", size=13)
    ax.set(aspect="equal", xlabel="first entry", ylabel="second entry")
    ax.autoscale_view()
    return fig


@plots.styled
def nearest(x, w, b):
    """A picture of the point x, its foot on the line z = 0, and another point q of the line, further away."""
    x, w = np.asarray(x, float), np.asarray(w, float)
    foot = x - (w @ x + b) / (w @ w) * w
    q = foot + 1.4 * np.array([w[1], -w[0]]) / np.linalg.norm(w)
    fig, ax = plots.figure(width=6.4, height=4.6)
    ax.plot(*np.transpose([foot - 0.5 * (q - foot), q + 0.35 * (q - foot)]), color=BLACK)
    for end, color in ((foot, PURPLE), (q, plots.GREY)):
        ax.plot(*np.transpose([x, end]), "--", color=color, linewidth=2.4)
        ax.plot(*end, "o", color=color, markersize=9)
        away = np.linalg.norm(x - end)
        ax.annotate(f"{away:.2f}", (x + end) / 2, xytext=(10, -14), textcoords="offset points", color=BLACK, size=13)
    ax.plot(*x, "s", color=plots.VERMILION, markersize=10)
    for point, name, above in ((x, "x", False), (foot, "foot x₀", True), (q, "q", True)):
        ax.annotate(name, point, xytext=(8, 8) if above else (-12, -16), textcoords="offset points", size=14)
    ax.set(aspect="equal", xlabel="x₁", ylabel="x₂")
    ax.margins(0.12)
    return fig


def plane(w, b, x):
    """A picture of three features: the plane z = 0, the arrow w on it, and the point x with its foot."""
    w, x = np.asarray(w, float), np.asarray(x, float)
    fig = Figure(figsize=(6.0, 4.6))
    ax = fig.add_axes((-0.04, 0.01, 1.04, 1.06), projection="3d", computed_zorder=False)
    foot = x - (w @ x + b) / (w @ w) * w
    across = np.cross(w, [0.0, 0.0, 1.0]) if w[:2].any() else np.array([1.0, 0.0, 0.0])
    across /= np.linalg.norm(across)
    upward = np.cross(across, w) / np.linalg.norm(w)
    corners = np.array([foot + 2 * (i * across + j * upward) for i, j in ((-1, -1), (-1, 1), (1, -1), (1, 1))])
    ax.plot_surface(*corners.T.reshape(3, 2, 2), color="#9aa5ad", alpha=0.45)
    ax.plot(*np.column_stack([foot, x]), "--", color=BLACK, linewidth=1.8)
    ax.quiver(*foot, *(w / np.linalg.norm(w)), color=PURPLE, linewidth=3, arrow_length_ratio=0.25)
    ax.scatter(*foot, color=BLACK, s=30)
    ax.scatter(*x, color=plots.VERMILION, marker="s", s=60)
    ax.text(*(x + 0.15), "x", size=14)
    ax.text(foot[0], foot[1] + 0.15, foot[2] - 0.3, "foot", size=14)
    ax.set(xlabel="x₁", ylabel="x₂", zlabel="x₃", aspect="equal")
    ax.view_init(20, -8)
    return fig


def _two_axes(dataset):
    """The points on even axes, and beside them the probability against the distance from the line."""
    fig, axes = plots.figure(2, width=11, height=3.9)
    axes[0].get_gridspec().set_width_ratios([1.75, 1])
    _even_points(dataset, axes[0])
    axes[1].axvline(0, color="#bbbbbb", linewidth=1)
    axes[1].axhline(0.5, color="#bbbbbb", linewidth=1)
    axes[1].set(xlim=(-1.6, 1.6), ylim=(-0.03, 1.03), xlabel="distance from the line (cm)", ylabel="probability p")
    axes[1].set_title("Across the line")
    return fig, axes


def _even_points(dataset, ax):
    """The points on axes twice as wide as high, where one unit is equally long both ways."""
    plots.points(dataset, ax=ax)
    low, high = dataset.X.min(axis=0), dataset.X.max(axis=0)
    half = 0.65 * max((high - low)[0], 2 * (high - low)[1])
    middle = (low + high) / 2
    ax.set(xlim=middle[0] + np.array([-half, half]), ylim=middle[1] + np.array([-half, half]) / 2, aspect="equal")
    ax.set_title(ax.get_title(), loc="left")
    ax.set_title("")
    ax.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2, handletextpad=0.1, columnspacing=1, borderpad=0.1)

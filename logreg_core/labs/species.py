"""More than two classes: regions with straight edges. Lesson 12.

regions(history, dataset)      a film of the training, its slider is the iteration
"""

from itertools import combinations

import numpy as np
from matplotlib.colors import ListedColormap, to_rgb

from logreg_core import panels, player, plots
from logreg_core.descent import History
from logreg_core.equations import softmax
from logreg_core.frames import evenly
from logreg_core.metrics import confusion_matrix
from logreg_core.plots import BLACK, KIND_COLORS, KIND_MARKERS

PICTURES = 36  # of the ground: key moments of the run
SIDE = 48  # places to the side of a picture
STEPS = 21  # of a probability, in the colours of the ground
LIGHT = 0.55  # how much white is in the ground's strongest colours
SHAPES = {"o": 16, "s": 4, "^": 3}  # corners of an outline
OUTLINE = 0.045  # of the plane's width: from the middle of an outline to a corner
LEAST = 0.01  # of the plane: a region that is smaller has no room for an outline


@plots.styled
def regions(history, dataset):
    """Film of a run on three classes: the regions and their straight edges, the learning curve, the confusion matrix.

    The ground mixes the colours of the classes by their probabilities, and each region has the marker of its class as
    an outline in its middle; both follow at key moments, the edges, along which two classes are equally probable and
    ahead of the third, in every frame.
    """
    w, b = _checked(history, dataset)
    shown = evenly(len(history) - 1)
    w, b, names = w[shown], b[shown], [plots.words(name) for name in dataset.class_names]
    fig, (plane, curve, table) = plots.figure(3, width=11, height=4.1)
    plots.points(dataset, ax=plane, size=30)
    curve.plot(history.loss, color=BLACK, alpha=0.3)
    curve.set(xlabel="iteration", ylabel="log loss", title="Learning curve", ylim=(0, 1.06 * history.loss.max()))
    fig.draw_without_rendering()  # the plane gets the size that an outline goes by
    counts = _counts(w, b, dataset)
    right = 100 * np.trace(counts, axis1=1, axis2=2) / len(dataset)
    marks = [
        *_ground(plane, history, shown),
        player.line(plane, *edges(w, b, plane.get_xlim(), plane.get_ylim()), name="edges"),
        *panels.walk(curve, shown, history.loss[shown], name="loss", trail="learning curve"),
        *_table(table, counts, names),
    ]
    return player.Player(
        fig,
        marks,
        alt=f"Film of the training on {dataset.title}, three classes: three regions with straight edges that meet in "
        "a point, the marker of its class in each, the learning curve, and a confusion matrix of three rows.",
        captions=f"Iteration {{t:.0f}} of {len(history) - 1} · loss {{loss:.4f}} · accuracy {{right:.1f}} %",
        numbers={"t": shown, "loss": history.loss[shown], "right": right},
        moments=np.searchsorted(shown, [0, len(history) // 50, len(history) - 1]).tolist(),
        focus=[plane],
    )


def edges(w, b, xlim, ylim):
    """Where two of three classes are equally probable and the third is behind: x and y, each (frames, 9).

    One piece for each pair of classes, NaN after it; a pair that is nowhere ahead has NaN throughout.
    """
    parts = []
    for j, k in combinations(range(3), 2):
        (third,) = {0, 1, 2} - {j, k}
        x, y = plots.boundary_ends(w[:, :, j] - w[:, :, k], b[:, j] - b[:, k], xlim, ylim)
        ends = np.stack([x, y], axis=2)
        with np.errstate(invalid="ignore", divide="ignore"):
            ahead = np.einsum("teq,tq->te", ends, w[:, :, j] - w[:, :, third]) + (b[:, j] - b[:, third])[:, None]
            share = ahead[:, 0] / (ahead[:, 0] - ahead[:, 1])  # where along the line the third catches up
        meet = ends[:, 0] + share[:, None] * (ends[:, 1] - ends[:, 0])
        kept = np.where(ahead[:, :, None] >= 0, ends, meet[:, None])
        kept[(ahead < 0).all(axis=1)] = np.nan
        parts += [kept, np.full((len(w), 1, 2), np.nan)]
    line = np.concatenate(parts, axis=1)
    return line[:, :, 0], line[:, :, 1]


def palette():
    """Colours for all probabilities of three classes in steps, and the number that belongs to each pair of steps."""
    pairs = [(i, j) for i in range(STEPS + 1) for j in range(STEPS + 1 - i)]
    number = np.zeros((STEPS + 1, STEPS + 1), int)
    number[tuple(np.transpose(pairs))] = np.arange(len(pairs))
    tints = [LIGHT + (1 - LIGHT) * np.array(to_rgb(color)) for color in KIND_COLORS[:3]]
    shares = np.array([(i, j, STEPS - i - j) for i, j in pairs]) / STEPS
    colors = np.vstack([shares @ tints, np.ones((256 - len(pairs), 3))])
    return ListedColormap(np.clip(colors, 0, 1)), number


def _ground(ax, history, shown):
    """The probabilities over the axes as colours, at key moments, and the outline of a marker in each region."""
    moments, rows = panels.key_moments(shown, PICTURES)
    points, (colormap, number) = panels.places(ax, SIDE), palette()
    pictures, middles = [], []
    for w, b in zip(history.w[moments], history.b[moments], strict=True):
        p = softmax(points @ w + b)
        first, second, _ = (STEPS * p).T
        i = np.floor(first + 0.5).astype(int)
        j = np.minimum(np.floor(second + 0.5).astype(int), STEPS - i)
        pictures.append(number[i, j].reshape(SIDE, SIDE)[::-1] / 255)
        middles.append(_middles(points, p))
    middle = np.array(middles)
    return [
        player.image(ax, pictures, index=rows, name="field", colormap=colormap),
        *(
            player.line(ax, *_outline(ax, marker, middle[:, k]), rows=rows, name=f"region {k}", color=KIND_COLORS[k])
            for k, marker in enumerate(KIND_MARKERS[:3])
        ),
    ]


def _middles(points, p):
    """The middle (3, 2) of the places where each class is ahead; NaN for a class that is ahead hardly anywhere."""
    middles = np.full((3, 2), np.nan)
    for k in range(3):
        ahead = p[:, k] > np.delete(p, k, axis=1).max(axis=1)
        if ahead.mean() > LEAST:
            middles[k] = points[ahead].mean(axis=0)
    return middles


def _outline(ax, marker, middle):
    """A closed polygon in the shape of a marker around each of some places: x and y, each (places, corners + 1)."""
    angle = np.linspace(0, 2 * np.pi, SHAPES[marker] + 1) + (np.pi / 2 if marker == "^" else np.pi / 4)
    across, up = np.ptp(ax.get_xlim()), np.ptp(ax.get_ylim()) * ax.bbox.width / ax.bbox.height
    return (middle[:, i, None] + OUTLINE * size * f(angle) for i, size, f in [(0, across, np.cos), (1, up, np.sin)])


def _counts(w, b, dataset):
    """Confusion matrices (frames, 3, 3) of the most probable classes."""
    y = dataset.y
    return np.array([
        confusion_matrix(y, np.argmax(dataset.X @ v + c, axis=1), n_classes=3) for v, c in zip(w, b, strict=True)
    ])  # fmt: skip


def _table(ax, counts, names):
    """The confusion matrix: nine squares, their areas the counts, and the counts in them."""
    k = len(names)
    for edge in np.arange(k - 1) + 0.5:
        ax.axhline(edge, color="#b5b5b5", lw=1)
        ax.axvline(edge, color="#b5b5b5", lw=1)
    ax.set(title="Confusion matrix", xlabel="predicted", ylabel="true", aspect="equal")
    ax.set(xlim=(-0.5, k - 0.5), ylim=(k - 0.5, -0.5), xticks=range(k), yticks=range(k))
    ax.set_xticklabels(names, fontsize=11)
    ax.set_yticklabels(names, fontsize=11, rotation=90, va="center")
    row, column = np.divmod(np.arange(k * k), k)
    tints = [plots.lighter(KIND_COLORS[true], LIGHT) for true in row]
    numbers = {f"n{i}": count for i, count in enumerate(counts.reshape(len(counts), -1).T)}
    words = [f"{{n{i}:.0f}}" for i in range(k * k)]
    look = {"name": "counts", "by": "data", "align": "center", "size": 14, "color": "#111111"}
    return [
        panels.confusion(ax, counts, column, row, half=0.46, colors=tints, name="squares"),
        player.label(ax, column, row, words, numbers, **look),
    ]


def _checked(history, dataset):
    """Weights and biases of a run on three classes of two features."""
    if not isinstance(history, History) or np.ndim(history.w) != 3 or np.shape(history.w)[1:] != (2, 3):
        raise ValueError("history must be a run of softmax_descent or softmax_newton on two features and three classes")
    if len(dataset.class_names) != 3 or dataset.X.shape[1] != 2:
        raise ValueError("dataset must have two features and three classes, as iris with three names has")
    return history.w, history.b

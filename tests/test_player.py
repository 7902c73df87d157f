"""The player: every mark is where matplotlib would put it, in Python's pixels and in the browser's."""

import base64
import gc
import io
import json
import shutil
import subprocess
import weakref
from dataclasses import replace

import numpy as np
import pytest
from comm import get_comm_manager
from matplotlib import colormaps
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from numpy.testing import assert_allclose, assert_array_equal
from PIL import Image, ImageDraw

from logreg_core import player, plots
from logreg_core.equations import sigmoid
from logreg_core.packed import films_in
from logreg_core.player import Player
from logreg_core.player import player as showing
from logreg_core.player.pixels import DPI, FARTHEST, NEAREST
from logreg_core.player.still import filled

pytestmark = pytest.mark.filterwarnings("error")

RNG = np.random.default_rng(0)
T = 4
X, Y = RNG.uniform(0, 3, (2, T, 5))
GAPS = np.where(RNG.random((T, 5)) < 0.3, np.nan, Y)
AXES = ["unequal scales", "equal aspect", "upside down"]
LIMITS = [((-3, 7), (-200, 900)), ((-1, 4), (-1, 4)), ((5, -1), (4, -0.5))]
INK = "#cc0077"  # in no other part of the pictures


@pytest.fixture
def board():
    """A figure whose layout moves its axes when it is drawn, and the three axes."""
    fig, axes = plots.figure(3, width=7.5, height=2.8)
    for ax, (xlim, ylim) in zip(axes, LIMITS, strict=True):
        ax.set(xlim=xlim, ylim=ylim, xlabel="a label", title="a title")
    axes[1].set_aspect("equal")
    return fig, dict(zip(AXES, axes, strict=True))


def film(board, *marks, **options):
    return Player(board[0], list(marks), alt="a film", **options)


def block(shown, place=0):
    """Pixels (frames, n) of a mark, as they go to the browser."""
    spec = shown.marks[place]
    floats = np.frombuffer(shown.data, "<f4")
    return floats[spec["at"] : spec["at"] + spec["n"] * spec["frames"]].reshape(spec["frames"], spec["n"])


def in_pixels(shown, ax, x, y):
    """Where matplotlib draws the points, y downwards, (frames, 2 n)."""
    points = ax.transData.transform(np.stack([x, y], axis=-1).reshape(-1, 2))
    points[:, 1] = shown.size[1] - points[:, 1]
    return points.reshape(len(x), -1)


def in_data(shown, ax, x, y):
    return ax.transData.inverted().transform(np.column_stack([x, shown.size[1] - np.asarray(y)]))


def within(shown, place):
    """A raster of pixels x, y inside a mark's axes, clear of the frame."""
    left, top, width, height = shown.marks[place]["clip"]
    x, y = np.meshgrid(np.arange(left + 20, left + width - 20, 19), np.arange(top + 20, top + height - 20, 19))
    return x.ravel(), y.ravel()


def colors(p):
    return 255 * np.array([to_rgb(plots.PROBABILITY_MAP(value)) for value in np.ravel(p)])


# Pixels


@pytest.mark.parametrize(
    ("make", "x", "y"),
    [
        pytest.param(player.line, X, GAPS, id="line"),
        pytest.param(player.dot, X, GAPS, id="dots"),
        pytest.param(lambda ax, x, y: player.trail(player.dot(ax, x, y)), X[:, :1], Y[:, :1], id="trail"),
        pytest.param(
            lambda ax, x, y: player.arrows(ax, x[:, ::2], y[:, ::2], np.diff(x)[:, ::2], np.diff(y)[:, ::2]),
            X[:, :4],
            Y[:, :4] - 2,
            id="arrows",
        ),
        pytest.param(lambda ax, x, y: player.dot(ax, x, y, square=True), X, GAPS, id="square dots"),
        pytest.param(
            lambda ax, x, y: player.bars(ax, x[:, ::2], x[:, 1::2], y[:, 1::2], base=y[:, ::2]),
            X[:, :4],
            1.5 - Y[:, :4],
            id="bars, up and down",
        ),
    ],
)
def test_a_marks_pixels_are_matplotlibs_after_layout_and_aspect(board, make, x, y):
    shown = film(board, *(make(ax, x, y) for ax in board[1].values()))
    assert shown.frames == T
    for place, ax in enumerate(board[1].values()):
        assert_allclose(block(shown, place), in_pixels(shown, ax, x, y), rtol=1e-6, atol=1e-3)
        left, top, width, height = shown.marks[place]["clip"]
        corners = in_pixels(shown, ax, *np.array([ax.get_xlim(), ax.get_ylim()])[:, None])[0].reshape(2, 2)
        assert_allclose([(left, top), (left + width, top + height)], np.sort(corners, axis=0), atol=0.51)


def test_a_curves_pixels_are_matplotlibs_in_every_frame(board):
    z, scale, shift = np.linspace(-9, 9, 50), np.array([0.3, -2.0, 100.0]), np.array([1.0, 0.0, -300.0])
    shown = film(board, *(player.curve(ax, z, sigmoid(z), scale, shift) for ax in board[1].values()))
    for place, ax in enumerate(board[1].values()):
        u, y = np.array(shown.marks[place]["shape"]).T
        for frame, (stretch, move) in enumerate(block(shown, place)):
            expected = in_pixels(shown, ax, (scale[frame] * z + shift[frame])[None], sigmoid(z)[None]).reshape(-1, 2)
            assert_allclose(stretch * u + move, expected[:, 0], rtol=1e-5, atol=0.02)
            assert_allclose(y, expected[:, 1], atol=0.006)


def test_an_image_keeps_its_levels_and_the_order_of_its_frames(board):
    pictures = RNG.random((3, 2, 4))
    other = player.image(board[1][AXES[1]], RNG.random((1, 5, 5)))
    shown = film(board, other, player.image(board[1][AXES[0]], pictures, index=[2, 0, 0, 1]))
    spec = shown.marks[1]
    assert shown.frames == 4
    assert spec["shape"] == [2, 4]
    assert_array_equal(block(shown, 1)[:, 0], [2, 0, 0, 1])
    levels = np.frombuffer(shown.pixels, np.uint8)[spec["from"] :].reshape(3, 2, 4)
    assert_array_equal(levels, np.rint(255 * pictures))
    assert_allclose(np.array(spec["palette"])[:, :3], colors(np.linspace(0, 1, 256)), atol=0.51)


def test_marks_share_a_block_only_where_their_pixels_are_the_same(board):
    one, two = board[1][AXES[0]], board[1][AXES[1]]
    dot = player.dot(one, X[:, :1], Y[:, :1])
    shown = film(board, dot, player.trail(dot), replace(dot, ax=two))
    assert shown.marks[0]["at"] == shown.marks[1]["at"] != shown.marks[2]["at"]
    assert len(shown.data) == 4 * 2 * 2 * T
    for place, ax in enumerate((one, one, two)):
        assert_allclose(block(shown, place), in_pixels(shown, ax, X[:, :1], Y[:, :1]), rtol=1e-6, atol=1e-3)


def test_a_trail_has_one_dot():
    with pytest.raises(ValueError, match="of must be one dot; got 5 of them"):
        player.trail(player.dot(None, X, Y))


def test_a_mark_with_one_frame_and_a_player_with_one_frame_stand_still(board):
    ax = board[1][AXES[0]]
    still, moving = player.line(ax, [0, 3], [0, 300]), player.dot(ax, X[:, :1], Y[:, :1])
    shown = film(board, still, moving)
    assert [spec["frames"] for spec in shown.marks] == [1, T]
    assert_allclose(block(shown), in_pixels(shown, ax, np.array([[0, 3]]), np.array([[0, 300]])), rtol=1e-6, atol=1e-3)
    assert repr(shown) == f"Player({T} frames)"
    assert repr(film(board, still)) == "Player(1 frame)"
    assert repr(film(board)) == "Player(1 frame)"


def test_a_line_with_rows_holds_each_of_its_lines_once(board):
    ax = board[1][AXES[0]]
    shown = film(board, player.line(ax, X[:2], Y[:2], rows=[0, 0, 1, 1, 0], color="#4400cc", width=4))
    assert shown.frames == 5
    assert (shown.marks[0]["frames"], shown.marks[0]["rows"]) == (2, [0, 0, 1, 1, 0])
    assert_allclose(block(shown), in_pixels(shown, ax, X[:2], Y[:2]), rtol=1e-6, atol=1e-3)
    stills = [np.asarray(shown.still(frame)) for frame in range(5)]
    assert_array_equal(stills[0], stills[4])
    assert_array_equal(stills[2], stills[3])
    assert (stills[1] != stills[2]).any()


@pytest.mark.parametrize(("by", "at"), [("data", (2, 300)), ("axes", (0.5, 0.25)), ("x", (2, 0.25)), ("y", (0.5, 300))])
def test_a_text_stands_where_matplotlib_would_put_it_with_the_numbers_of_its_frame(board, by, at):
    ax = board[1][AXES[0]]
    numbers = np.array([[1.0, -2.0], [3.25, 4.0]])
    mark = player.label(
        ax,
        *at,
        ["{b:.1f} of {a:.2f}"],
        dict(zip("ab", numbers.T, strict=True)),
        by=by,
        offset=(3, -4),
        color=INK,
        size=14,
    )
    shown = film(board, mark)
    transform = {"data": ax.transData, "axes": ax.transAxes}
    transform |= {"x": ax.get_xaxis_transform("grid"), "y": ax.get_yaxis_transform("grid")}
    x, y = transform[by].transform(at) + np.array([3, -4]) * DPI / 72
    assert_allclose(shown.marks[0]["places"], [[x, shown.size[1] - y]], atol=0.06)
    assert_array_equal(block(shown), numbers[:, ::-1], "in the order in which they are named")
    assert shown.frames == 2
    pixels = np.asarray(shown.still(1)).astype(int)
    rows, columns = np.nonzero(np.abs(pixels - np.multiply(to_rgb(INK), 255)).max(axis=2) < 60)
    height = 14 * DPI / 72
    assert abs(rows.mean() - (shown.size[1] - y)) < 0.2 * height
    assert 0 <= columns.min() - x < 0.4 * height
    assert 3 < (columns.max() - columns.min()) / height < 8, "eight characters: 4.0 of 3.25"


def test_the_words_of_a_text_are_the_same_in_the_browser(board):
    numbers = np.array([[1.0, -2.5], [np.inf, 1e12]])
    words = ["{a:.0f} and {b:.1f}", "{b:.2f}"]
    shown = film(board, player.label(board[1][AXES[0]], 0, [0, 1], words, {"a": numbers[:, 0], "b": numbers[:, 1]}))
    script = """
    const written_ = given.rows.map((row) => {
      const seen = [], ctx = { fillText: (words) => seen.push(words) };
      draw.text(ctx, given.mark, row.map((x) => (x === null ? Infinity : x)));
      return seen;
    });
    console.log(JSON.stringify(written_));
    """
    rows = [[None if np.isinf(v) else float(v) for v in row] for row in numbers]
    seen = in_node(script, mark=shown.marks[0], rows=rows)
    assert seen == [["1 and −2.5", "−2.50"], ["> 10³⁸ and 1.00e+12", "1.00e+12"]]
    assert seen == [[filled(words, row) for words in shown.marks[0]["words"]] for row in numbers.tolist()]


def test_a_square_dot_is_square_and_a_dot_without_colour_is_a_ring(board):
    ax = board[1][AXES[1]]
    marks = [player.dot(ax, 1, 1, color=INK, size=20, square=True), player.dot(ax, 3, 1, color=INK, size=20)]
    marks += [player.dot(ax, 2, 3, color="#00000000", edge="#4400cc", size=20)]
    shown = film(board, *marks)
    half = 9 * DPI / 72

    def seen(x, y, dx, dy):
        column, row = in_pixels(shown, ax, np.array([[x]]), np.array([[y]]))[0]
        return "#{:02x}{:02x}{:02x}".format(*shown.still(0).getpixel((int(column + dx), int(row + dy))))

    assert [seen(1, 1, *(half * 0.9 * np.array(way))) for way in ((1, 1), (-1, 1), (1, -1))] == 3 * [INK]
    assert [seen(3, 1, *(half * 0.9 * np.array(way))) for way in ((1, 1), (-1, 1), (1, -1))] == 3 * ["#ffffff"]
    assert [seen(2, 3, 0, 0), seen(2, 3, 20 / 2 * DPI / 72, 0)] == ["#ffffff", "#4400cc"]


def test_inputs_are_left_as_they_were(board):
    ax, given = board[1][AXES[0]], [X.copy(), Y.copy(), np.array([1.0, -2.0]), RNG.random((T, 3, 3))]
    before = [array.copy() for array in given]
    x, y, w, pictures = given
    marks = [player.line(ax, x, y, name="line"), player.probability_field(ax, w, 1.0), player.image(ax, pictures)]
    marks += [player.bars(ax, x, y, y), player.arrows(ax, x, y, x, y)]
    shown = film(board, *marks, captions="{x:.1f}", numbers={"x": x[:, 0]})
    shown.replace("line", player.line(ax, x[:1] + 1, y[:1]), frame=2)
    shown.replace("image", player.image(ax, pictures[:1]), frame=1)
    assert marks[0].values[2, 0] == x[2, 0]
    for array, copy in zip(given, before, strict=True):
        assert_array_equal(array, copy)


# The field of a linear model


WEIGHTS = [((3.0, 0.02), -2.0), ((-1.0, 4.0), 0.5), ((0.0, -2.0), 1.0), ((0.015, 0.0), -0.5), ((9.0, -8.0), 1.0)]


@pytest.mark.parametrize(("w", "b"), WEIGHTS)
def test_the_field_has_the_score_of_its_end_colours_at_its_ends_and_runs_square_to_the_boundary(board, w, b):
    shown = film(board, *(player.probability_field(ax, w, b) for ax in board[1].values()))
    foot = -b * np.array(w) / np.dot(w, w)
    for place, ax in enumerate(board[1].values()):
        ends = block(shown, place)[0].astype(float)
        assert_allclose(in_data(shown, ax, ends[::2], ends[1::2]) @ w + b, [-6, 6], atol=1e-3)
        line = in_pixels(shown, ax, *np.array([foot, foot + np.array([-w[1], w[0]])]).T[:, None])[0]
        along, across = line[2:] - line[:2], ends[2:] - ends[:2]
        assert abs(along @ across) <= 1e-4 * np.hypot(*along) * np.hypot(*across)
        at, stops = zip(*shown.marks[place]["stops"], strict=True)
        assert (at[0], at[-1]) == (0, 1)
        assert_allclose(
            [255 * np.array(to_rgb(stop)) for stop in stops], colors(sigmoid(12 * np.array(at) - 6)), atol=1
        )


@pytest.mark.parametrize("size", [1e-320, 1e-308, 1e-300, 1e-20])
def test_weights_that_are_next_to_nothing_give_a_field_without_a_warning(board, size):
    shown = film(board, *(player.probability_field(ax, (size, -size), 1.0) for ax in board[1].values()))
    for place in range(len(board[1])):
        assert np.isfinite(block(shown, place)).all()


@pytest.mark.parametrize(("w", "b"), WEIGHTS)
def test_every_pixel_of_a_still_field_has_the_colour_of_its_probability(board, w, b):
    shown = film(board, *(player.probability_field(ax, w, b) for ax in board[1].values()))
    picture = np.asarray(shown.still(0)).astype(float)
    for place, ax in enumerate(board[1].values()):
        x, y = within(shown, place)
        z = in_data(shown, ax, x + 0.5, y + 0.5) @ w + b
        assert_allclose(picture[y, x], colors(sigmoid(np.clip(z, -6, 6))), atol=5)


@pytest.mark.parametrize(("b", "tolerance"), [(0.0, 4), (2.0, 2), (-1e6, 1), (1e6, 1), (1e300, 1)])
def test_without_weights_the_field_is_even_in_the_colour_of_the_bias(board, b, tolerance):
    shown = film(board, player.probability_field(board[1][AXES[0]], (0.0, 0.0), b))
    x, y = within(shown, 0)
    seen = np.asarray(shown.still(0))[y, x].astype(float)
    assert_allclose(seen, np.tile(colors(sigmoid(np.clip(b, -6, 6))), (len(x), 1)), atol=tolerance)


@pytest.mark.parametrize("size", [1e-300, 1e-12, 1e-4, 1.0, 1e6, 1e12, 1e300])
def test_the_gradients_ends_stay_apart_and_the_boundary_white_at_any_size_of_weights(board, size):
    w = size * np.array([0.8, -0.006])
    inside = [np.array([np.mean(ax.get_xlim()) + 0.3, np.mean(ax.get_ylim()) - 0.2]) for ax in board[1].values()]
    axes = zip(inside, board[1].values(), strict=True)
    shown = film(board, *(player.probability_field(ax, w, -float(w @ point)) for point, ax in axes))
    for place, ax in enumerate(board[1].values()):
        start, end = block(shown, place)[0].astype(float).reshape(2, 2)
        length = np.hypot(*(end - start))
        assert NEAREST - 0.01 <= length <= FARTHEST + 0.01  # False for NaN and infinity
        boundary = in_pixels(shown, ax, *inside[place][:, None, None])[0]
        off = ((boundary - start) @ (end - start) / length**2 - 0.5) * length  # from the zero line, in pixels
        assert abs(off) < 0.02 or abs(12 * off / length) < 0.01  # or in score, where the score hardly changes


@pytest.mark.parametrize("sign", [-1, 1])
@pytest.mark.parametrize("w", [(1e-12, 0.0), (0.0, -1e-5), (1e-300, 1e-300)])
def test_tiny_weights_with_a_huge_bias_saturate_in_the_right_colour(board, w, sign):
    shown = film(board, player.probability_field(board[1][AXES[0]], w, sign * 1e6))
    left, top, width, height = shown.marks[0]["clip"]
    seen = shown.still(0).getpixel((left + width // 2, top + height // 2))
    assert_allclose(seen, colors(sigmoid(sign * 6.0))[0], atol=1)


def test_a_frame_of_nothing_but_nan_is_left_empty(board):
    ax, nothing = board[1][AXES[0]], np.full((2, 2), np.nan)
    marks = [player.line(ax, nothing, nothing), player.dot(ax, nothing, nothing), player.arrows(ax, *4 * [nothing])]
    marks += [player.bars(ax, nothing, nothing, nothing), player.probability_field(ax, nothing, 0.0)]
    marks += [player.curve(ax, [0, 1], [0, 1], nothing[:, 0], 0 * nothing[:, 0])]
    empty = film(board, *marks)
    seen = empty.still(1)
    empty.load([])
    assert_array_equal(seen, empty.still(0))


# Stills


def test_a_still_shows_each_mark_in_its_place(board):
    ax = board[1][AXES[1]]
    dot = player.dot(ax, [[0], [1], [2]], [[0], [0], [0]], color=INK)
    marks = [player.trail(dot, color="#00cc44", width=4), dot, player.line(ax, [0, 3], [1, 1], color="#4400cc")]
    marks += [player.bars(ax, [[0, 1]], [[0.5, 1.5]], [[-0.5, 2.5]], base=1.5, colors=("#008899", "#998800"))]
    marks += [player.arrows(ax, [[3]], [[1.5]], [[0]], [[2]], colors=("#777700",))]
    shown = film(board, *marks)

    def seen(frame, x, y):
        column, row = in_pixels(shown, ax, np.array([[x]]), np.array([[y]]))[0].astype(int)
        return "#{:02x}{:02x}{:02x}".format(*shown.still(frame).getpixel((column, row)))

    assert [seen(frame, 1, 0) for frame in (0, 1, 2)] == ["#ffffff", INK, "#00cc44"]  # ahead, there, behind
    assert seen(2, 2.5, 0) == "#ffffff"
    assert seen(0, 2, 1) == "#4400cc"
    assert [seen(0, 0.25, y) for y in (-0.4, 0.5, 1.4, 1.6)] == [*3 * ["#008899"], "#ffffff"]  # downwards
    assert [seen(0, 1.25, y) for y in (1.4, 1.6, 2.4, 2.6)] == ["#ffffff", *2 * ["#998800"], "#ffffff"]  # upwards
    assert [seen(0, 3, y) for y in (1.4, 2.5, 3.4, 3.6)] == ["#ffffff", *2 * ["#777700"], "#ffffff"]
    assert np.asarray(shown.still(0, (100, 40, 301, 241), shrink=2)).shape == (100, 100, 3)
    assert_array_equal(shown.still(99), shown.still(2))


def test_a_still_shows_the_picture_of_its_frame_with_row_0_on_top(board):
    ax = board[1][AXES[0]]
    pictures = np.array([[[0, 0.5], [1, 0.25]], [[0.75, 0.75], [0.75, 0.75]]])
    shown = film(board, player.image(ax, pictures, index=[1, 0], smooth=False))
    left, top, width, height = shown.marks[0]["clip"]
    for frame, picture in enumerate(pictures[::-1]):
        for row in (0, 1):
            for column in (0, 1):
                at = left + width * (1 + 2 * column) // 4 + 3, top + height * (1 + 2 * row) // 4 + 3
                assert_allclose(shown.still(frame).getpixel(at), colors(picture[row, column])[0], atol=2)


# Captions


def test_a_sentence_takes_the_numbers_of_its_frame_and_the_words_that_hold_from_it_on(board):
    ax = board[1][AXES[0]]
    numbers = {"t": np.arange(T), "x": [0.5, 1.25, -3.0, 1e12], "unused": 0.0}
    mark = player.dot(ax, X[:, :1], Y[:, :1])
    words = [(0, "{t:.0f}: {x:.2f}, {x} {0.1} {}"), (2, "{x:.1f} since {t:.0f}")]
    shown = film(board, mark, captions=words, numbers=numbers)
    expected = [
        "0: 0.50, {x} {0.1} {}",
        "1: 1.25, {x} {0.1} {}",
        "−3.0 since 2",
        "1.00e+12 since 3",
        "1.00e+12 since 3",
    ]
    assert [shown.sentence(t) for t in (0, 1, 2, 3, 9)] == expected
    shown.caption("nothing but words")
    assert shown.sentence(3) == "nothing but words"
    assert film(board, mark).sentence(0) == ""
    assert film(board, mark, captions="{x:.2f}", numbers={"x": -0.004}).sentence(0) == "0.00", "no minus before a zero"
    with pytest.raises(ValueError, match="the numbers are loss; got lost in the words"):
        film(board, mark, captions="{lost:.2f}", numbers={"loss": 1.0})


VALUES = [
    *np.concatenate([scale * RNG.normal(size=60) for scale in (1e-3, 1, 100, 1e6, 1e9, 1e13)]),
    *(sign * tie for tie in (0.5, 1.5, 2.5, 0.25, 93.25, 0.125, 0.375, 262144.03125, 1048576.125) for sign in (-1, 1)),
    *(0.0, -0.0, -1e-9, 9999999999.0, 1e10, 1e21, 3e38, 1e39, -1e39, np.nan, 0.00005, 99.95),
]


def in_node(script, **given):
    """What `script` says, run after player.js with `given` at hand."""
    node = shutil.which("node")
    if not node:
        pytest.skip("node is not installed")
    source = (showing.HERE / "player.js").read_text("utf-8")
    source += f"const given = {json.dumps(given)};\n{script}"
    ran = subprocess.run(
        [node, "--input-type=module", "-"], input=source, capture_output=True, encoding="utf-8", timeout=60
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def from_base64(name):
    return f"Uint8Array.from(Buffer.from(given.{name}, 'base64'))"


def test_the_browser_writes_every_number_as_python_does(board):
    numbers = np.array(VALUES)
    mark = player.dot(board[1][AXES[0]], np.zeros((len(numbers), 1)), np.zeros((len(numbers), 1)))
    template = " ".join(f"{{x:.{digits}f}}" for digits in range(6)) + " {x} {} $& 50 %"
    shown = film(board, mark, captions=[(0, template), (7, "b " + template)], numbers={"x": numbers})
    script = f"""
        const film = {{ captions: given.captions, floats: new Float32Array({from_base64("data")}.buffer) }};
        console.log(JSON.stringify([...Array(given.frames).keys()].map((frame) => sentence(film, frame))));
    """
    data = base64.b64encode(shown.data).decode()
    said = in_node(script, captions=shown.captions, data=data, frames=shown.frames)
    assert said == [shown.sentence(frame) for frame in range(shown.frames)]
    assert said[VALUES.index(93.25)].split()[2] == "93.3"
    assert said[VALUES.index(1e39)].startswith("b > 10³⁸")


# What the browser draws


def drawn(shown, place, frame):
    """The calls that player.js makes on a canvas for one mark in one frame; NaN comes back as None."""
    script = f"""
        const calls = [], spec = given.spec, floats = new Float32Array({from_base64("data")}.buffer);
        const noted = (name) => (...values) => (calls.push([name, ...values]), ctx);
        const ctx = new Proxy({{}}, {{ get: (target, name) => noted(name) }});
        globalThis.ImageData = class {{ constructor(w, h) {{ this.data = new Uint8ClampedArray(4 * w * h); }} }};
        const small = {{ putImageData: (tile) => calls.push(["tile", ...tile.data]) }};
        globalThis.OffscreenCanvas = class {{ getContext() {{ return small; }} }};
        const at = Math.min(given.frame, spec.frames - 1), start = spec.at + spec.n * at;
        const all = floats.subarray(spec.at, spec.at + spec.n * spec.frames);
        draw[spec.kind](ctx, spec, floats.subarray(start, start + spec.n), all, at, {from_base64("pixels")});
        console.log(JSON.stringify(calls));
    """
    given = {name: base64.b64encode(getattr(shown, name)).decode() for name in ("data", "pixels")}
    return in_node(script, spec=shown.marks[place], frame=frame, **given)


def points(calls, *names):
    return np.array([values for name, *values in calls if name in names], float)


def test_the_browser_draws_lines_trails_dots_and_bars_at_the_pixels_it_was_given(board):
    ax = board[1][AXES[0]]
    dot, y = player.dot(ax, X[:, :1], Y[:, :1]), np.array([[0.0, 1, np.nan, 2, 3]])
    marks = [player.line(ax, X[:1], y), player.dot(ax, X[:1], y), dot, player.trail(dot)]
    shown = film(board, *marks, player.bars(ax, X[:, :2], X[:, :2] + 1, Y[:, :2] - 2))
    x0, y0 = block(shown)[0].reshape(-1, 2)[[0, 1, 3, 4]].T
    line = drawn(shown, 0, 2)
    assert [name for name, *_ in line] == ["beginPath", "moveTo", "lineTo", "moveTo", "lineTo", "stroke"]
    assert_allclose(points(line, "moveTo", "lineTo"), np.column_stack([x0, y0]))
    assert_allclose(points(drawn(shown, 1, 0), "arc")[:, :2], np.column_stack([x0, y0]))
    assert_allclose(points(drawn(shown, 3, 2), "moveTo", "lineTo"), block(shown, 2)[:3])
    boxes = block(shown, 4)[3].reshape(2, 2, 2)
    assert_allclose(
        points(drawn(shown, 4, 3), "fillRect"), np.concatenate([boxes[:, 0], np.diff(boxes, axis=1)[:, 0]], 1)
    )


@pytest.mark.parametrize("frame", range(6))
def test_the_browser_draws_a_curve_right_however_far_it_is_stretched(board, frame):
    ax, z = board[1][AXES[0]], np.array([-1e12, -30, *np.linspace(-12, 12, 121), 30, 1e12])
    w, b = np.array([1.0, -3e-4, 3e-4, 0.002, 400.0, 1e6]), np.array([0.5, 2.0, 0.04, -1.0, 300.0, 1.0])
    ax.set_ylim(0, 1)
    shown = film(board, player.curve(ax, z, sigmoid(z), 1 / w, -b / w))
    x, y = points(drawn(shown, 0, frame), "moveTo", "lineTo").T
    left, top, width, height = shown.marks[0]["clip"]
    assert max(abs(x)) < 1e4
    order = np.argsort(x, kind="stable")
    at = np.arange(left + 2, left + width, 7.0)
    expected = sigmoid(in_data(shown, ax, at, 0 * at)[:, 0] * w[frame] + b[frame])
    off = np.abs(1 - (np.interp(at, x[order], y[order]) - top) / height - expected)
    assert np.median(off) < 1e-3
    assert np.sort(off)[-2] < 0.004  # a jump may be off by a pixel


def test_the_browser_draws_fields_and_images_and_skips_what_is_nan(board):
    ax, pictures = board[1][AXES[0]], RNG.random((2, 2, 3))
    marks = [player.probability_field(ax, [[1, 2], [np.nan, 0]], [0.5, 0]), player.image(ax, pictures, index=[1, 0])]
    shown = film(board, *marks, player.arrows(ax, [[0], [1]], [[0], [1]], [[1], [np.nan]], [[100], [1]]))
    assert_allclose(points(drawn(shown, 0, 0), "createLinearGradient"), block(shown)[:1])
    assert points(drawn(shown, 0, 0), "fillRect").tolist() == [shown.marks[0]["clip"]]
    assert drawn(shown, 0, 1) == drawn(shown, 2, 1) == []
    (tile,) = points(drawn(shown, 1, 0), "tile").reshape(1, 6, 4)
    assert_allclose(tile[:, :3], colors(np.rint(255 * pictures[1]) / 255), atol=0.51)
    assert_allclose(points(drawn(shown, 2, 0), "moveTo")[1], block(shown, 2)[0, 2:])  # the tip of the head


def test_what_comes_is_the_whole_trail_and_moves_with_nothing(board):
    dot = player.dot(board[1][AXES[0]], X[:, :1], Y[:, :1])
    shown = film(board, player.ahead(player.trail(dot)), player.trail(dot), dot)
    assert_allclose(points(drawn(shown, 0, 2), "moveTo", "lineTo"), block(shown, 2))
    assert in_node("console.log(JSON.stringify(given.marks.map(moves)))", marks=shown.marks) == [False, True, True]


@pytest.mark.parametrize("off", [(9, 0), (-9, 0), (0, 9), (0, -9), (9, 9)])
def test_a_dot_that_leaves_its_axes_becomes_an_arrow_at_the_edge_and_is_said_to_be_outside(board, off):
    ax = board[1][AXES[0]]
    middle = np.array([np.mean(ax.get_xlim()), np.mean(ax.get_ylim())])
    far = middle + off * np.array([np.ptp(ax.get_xlim()), np.ptp(ax.get_ylim())])
    shown = film(board, player.dot(ax, [[middle[0]], [far[0]]], [[middle[1]], [far[1]]], size=12, color="#ff0000"))
    left, top, width, height = shown.marks[0]["clip"]
    assert [name for name, *_ in drawn(shown, 0, 0)].count("arc") == 1
    calls = drawn(shown, 0, 1)
    assert "arc" not in [name for name, *_ in calls]
    corners = points(calls, "lineTo")
    tip = np.clip(block(shown)[1], [left, top], [left + width, top + height])
    assert_allclose(corners[0], tip)
    assert np.all((corners[0] - corners[1:3].mean(axis=0)) * np.array(off) * [1, -1] >= 0), "it points outwards"
    script = f"""
        const film = {{ marks: given.marks, floats: new Float32Array({from_base64("data")}.buffer) }};
        console.log(JSON.stringify([leaves(film, 0), leaves(film, 1)]));
    """
    data = base64.b64encode(shown.data).decode()
    assert in_node(script, marks=shown.marks, data=data) == [False, True]
    inside = np.rint(tip - 8 * np.sign(off) * [1, -1]).astype(int)
    red = np.asarray(shown.still(1).crop((*(inside - 5), *(inside + 6))), int)
    assert (red[..., 0] - red[..., 1]).max() > 150, "the still shows no arrow"


@pytest.mark.parametrize("edge", [0, 1])
def test_a_dot_on_the_edge_of_its_axes_is_a_dot_though_its_pixel_is_rounded(board, edge):
    for ax in board[1].values():
        x, y = ax.get_xlim()[edge], np.mean(ax.get_ylim())
        shown = film(board, player.dot(ax, [[x]], [[y]], size=12, color="#ff0000"))
        left, top, width, height = shown.marks[0]["clip"]
        shown.marks = [{**shown.marks[0], "clip": [left + 0.4, top, width - 0.8, height]}]
        assert [name for name, *_ in drawn(shown, 0, 0)].count("arc") == 1
        script = f"""
            const film = {{ marks: given.marks, floats: new Float32Array({from_base64("data")}.buffer) }};
            console.log(JSON.stringify(leaves(film, 0)));
        """
        assert in_node(script, marks=shown.marks, data=base64.b64encode(shown.data).decode()) is False
        there = [int(v) for v in block(shown)[0]]
        red = np.asarray(shown.still(0).crop((there[0] - 6, there[1] - 6, there[0] + 7, there[1] + 7)), int)
        assert (red[..., 0] - red[..., 1] > 150).sum() > 40, "the still shows no dot"


def test_the_twin_of_a_board_has_its_caption_and_controls_and_says_what_wakes_them(board, monkeypatch):
    written = []
    draw = ImageDraw.ImageDraw.text
    monkeypatch.setattr(ImageDraw.ImageDraw, "text", lambda *args: written.append(args[2]) or draw(*args))
    shown = film(board, player.line(board[1][AXES[0]], X[:1], Y[:1]), captions="loss {x:.2f}", numbers={"x": 1.5})
    alone = Image.open(io.BytesIO(shown.twin()))
    assert written == []
    shown.add(
        player.Slider("rate", "learning rate", 0.01, 10, 0.3, log=True),
        player.Check("ticked", "grid", True),
        player.Choice("kind", "data", ("moons", "rings")),
        player.Button("go", "Go on"),
        player.Number("count", "iterations", 1000),
        player.Reading("line", "state"),
    )
    shown.note = "A hint " * 60
    whole = Image.open(io.BytesIO(shown.twin()))
    said = ["learning rate  0.3", "☑ grid", "data  moons", "Go on", "iterations  1000"]
    assert written[0] == "loss 1.50"
    assert " ".join(written[1:-6]) == shown.note.strip()
    assert written[-6:] == [*said, "This picture stands still: run its cell, and the controls move it."]
    assert whole.width == alone.width
    assert whole.height > alone.height + 100
    shown.set(rate=2.0, kind="rings")
    del written[:]
    shown.twin()
    assert {"learning rate  2", "data  rings"} <= set(written)


@pytest.mark.parametrize("sign", ["\n", "\r", "\t", "\x0b", "\x1c", "\x85", "\u2028", "😀", "م"])
def test_a_twin_can_be_written_whatever_signs_its_words_hold(board, sign):
    words = f"run{sign}one"
    still = player.line(board[1][AXES[0]], X[:1], Y[:1])
    shown = film(board, still, captions=f"loss\tof {words}: {{x:.2f}}", numbers={"x": 1.5})
    shown.add(player.Choice(words, words, (words, "other")), player.Button("go", words))
    shown.note = words
    assert Image.open(io.BytesIO(shown.twin())).height > 100
    moving = film(board, player.line(board[1][AXES[0]], X, Y), captions=f"{sign}{words} · more")
    assert Image.open(io.BytesIO(moving.twin())).height > 100


def test_panels_side_by_side_are_columns_that_can_stand_below_each_other(board):
    figure = Figure(figsize=(9, 3), layout="constrained")
    one, two, three = figure.subplots(1, 3)
    two.set_ylabel("height")
    shown = Player(figure, [player.dot(one, 0.5, 0.5)], alt="three")
    assert len(shown.panes) == 3
    lefts, widths = np.transpose(shown.panes)
    assert_array_equal(lefts, np.append(0, np.cumsum(widths)[:-1]))
    assert sum(widths) == shown.size[0]
    for ax, left, width in zip((one, two, three), lefts, widths, strict=True):
        box = ax.get_tightbbox()
        assert left <= box.x0
        assert box.x1 <= left + width
    figure.suptitle("A title over all of them")
    assert Player(figure, [], alt="three").panes == []


# Replacing


def test_replace_puts_other_frames_in_place_of_all_or_of_one(board):
    ax = board[1][AXES[0]]
    shown = film(board, player.line(ax, X, Y, name="a"), player.line(ax, X, Y, name="b"))
    before = block(shown, 1).copy()
    shown.replace("a", player.line(ax, X[:1] + 1, Y[:1]), frame=2)
    expected = X.copy()
    expected[2], y = X[0] + 1, Y.copy()
    y[2] = Y[0]
    assert_allclose(block(shown), in_pixels(shown, ax, expected, y), rtol=1e-6, atol=1e-3)
    assert_array_equal(block(shown, 1), before)
    shown.frame = 3
    shown.replace("a", player.line(ax, X[:2, :3], Y[:2, :3], color=INK))
    assert_allclose(block(shown), in_pixels(shown, ax, X[:2, :3], Y[:2, :3]), rtol=1e-6, atol=1e-3)
    assert (shown.marks[0]["name"], shown.marks[0]["color"], shown.frames) == ("a", INK, T)
    shown.load([player.line(ax, X[:2], Y[:2])], captions="new")
    assert (shown.frames, shown.frame, shown.sentence(0)) == (2, 1, "new")
    with pytest.raises(KeyError, match="the marks are ; got a"):
        shown.replace("a", player.line(ax, X, Y))


@pytest.mark.parametrize("frame", [None, 1])
def test_a_replaced_dot_takes_its_trail_along(board, frame):
    ax = board[1][AXES[0]]
    dot = player.dot(ax, X[:, :1], Y[:, :1], name="dot")
    other = player.dot(ax, X[:, 2:3], Y[:, 2:3])
    shown = film(board, player.trail(dot, name="trail"), player.trail(other), dot, other)
    shown.replace("dot", player.dot(ax, X[:, 1:2], Y[:, 1:2]), frame=frame)
    place = slice(None) if frame is None else [frame]
    x, y = X[:, :1].copy(), Y[:, :1].copy()
    x[place], y[place] = (X[:, 1:2], Y[:, 1:2]) if frame is None else (X[0, 1], Y[0, 1])
    for place, (u, v) in enumerate([(x, y), (X[:, 2:3], Y[:, 2:3]), (x, y)]):
        assert_allclose(block(shown, place), in_pixels(shown, ax, u, v), rtol=1e-6, atol=1e-3)
    assert shown.marks[0]["name"] == "trail"
    assert shown.marks[0]["at"] == shown.marks[2]["at"]


def test_one_frame_of_an_image_can_be_replaced(board):
    ax, pictures = board[1][AXES[0]], RNG.integers(0, 256, (3, 2, 2)) / 255
    shown = film(board, player.image(ax, pictures, index=[0, 1, 2, 1]))
    for _ in range(3):  # pictures that no frame shows do not pile up
        shown.replace("image", player.image(ax, pictures[2:]), frame=0)
    levels = np.frombuffer(shown.pixels, np.uint8).reshape(-1, 2, 2)
    assert len(levels) <= 4
    assert_array_equal(levels[block(shown)[:, 0].astype(int)], 255 * pictures[[2, 1, 2, 1]])


# Controls, pointers, errors


@pytest.fixture
def controlled(board):
    shown = film(board, player.dot(board[1][AXES[0]], 0, 0, name="dot"))
    shown.add(
        player.Slider("rate", "learning rate", 0.01, 100, 1.0, log=True),
        player.Slider("w", "weight", -3, 3, 0.5),
        player.Choice("data", "data set", ("apart", "mixed")),
        player.Check("show", "show the map", True),
        player.Button("again", "Start again"),
    )
    return shown


def test_each_control_has_its_label_its_range_and_its_first_value(controlled):
    assert controlled.values == {"rate": 1.0, "w": 0.5, "data": "apart", "show": True, "again": 0}
    kinds = ["slider", "slider", "choice", "check", "button"]
    assert [control["kind"] for control in controlled.controls] == kinds
    assert [control["label"] for control in controlled.controls][:2] == ["learning rate", "weight"]
    assert [(control["low"], control["high"]) for control in controlled.controls[:2]] == [(-2, 2), (-3, 3)]
    assert controlled.controls[2]["options"] == ["apart", "mixed"]
    json.dumps([controlled.controls, controlled.values])


def test_fields_and_groups_of_controls(board):
    shown = film(board)
    numbers = [player.Number("x", "x₁", 1.5), player.Slider("l2", "λ", 1e-3, 10, 0.0, log=True, zero=True)]
    words = [player.TextField("rows", "rows", "1,2,0", lines=4), player.TextField("line", "line", enter="go")]
    words.append(player.Reading("code", "code", lines=9))
    shown.add(player.Group("Numbers", numbers, tall=True), player.Group("Words", words, folded=True))
    assert shown.values == {"x": 1.5, "l2": 0.0, "rows": "1,2,0", "line": ""}
    assert shown.readings == {"code": ""}
    assert [control["group"] for control in shown.controls] == ["Numbers"] * 2 + ["Words"] * 3
    assert [control["folded"] for control in shown.controls] == [False, False, True, True, True]
    assert (shown.controls[1]["zero"], shown.controls[2]["lines"], shown.controls[3]["enter"]) == (True, 4, "go")
    json.dumps([shown.controls, shown.values, shown.readings, shown.off])


def test_the_browser_is_told_which_message_was_heard_with_its_answer(board):
    shown, heard = film(board), []
    shown.on_pointer(lambda *said: heard.append(shown.heard))
    middle = {"kind": "drag", "x": shown.size[0] / 2, "y": shown.size[1] / 2}
    for number in (1, 2):
        shown.hear(shown, {**middle, "number": number}, [])
        assert shown.heard == number
    shown.hear(shown, {**middle, "x": -5, "number": 3}, [])
    assert shown.heard == 3, "a message from outside of all axes is answered too"
    assert heard == [0, 1]
    shown.hear(shown, {**middle, "kind": "ask", "number": 4}, [])
    assert (shown.heard, heard) == (4, [0, 1]), "a question whether somebody is there is no pointer"


def test_words_without_a_place_are_refused(board):
    with pytest.raises(ValueError, match="words must be one for each of the 1 places; got 2"):
        player.label(board[1][AXES[0]], 0, 0, ["a", "b"])


def test_react_answers_at_once_and_on_every_change_and_shows_the_error_of_the_last_answer(controlled, board):
    heard = []

    def answer(values):
        heard.append(values)
        if values["w"] > 2:
            raise RuntimeError("too heavy")
        controlled.replace("dot", player.dot(board[1][AXES[0]], values["w"], 0))

    controlled.react(answer)
    assert heard[0]["w"] == 0.5
    controlled.set(w=1.5, data="mixed")
    assert heard[1] == {**heard[0], "w": 1.5, "data": "mixed"}
    ax = board[1][AXES[0]]
    there = in_pixels(controlled, ax, np.array([[1.5]]), np.array([[0]]))
    assert_allclose(block(controlled), there, atol=1e-3)
    controlled.set(w=2.5)
    assert controlled.error == "RuntimeError: too heavy"
    assert_allclose(block(controlled), there, atol=1e-3)
    controlled.set(w=1.5)
    assert controlled.error == ""
    controlled.set(w=1.5)
    assert len(heard) == 4  # no change, no answer


def test_an_unknown_control_is_refused_with_the_names_of_those_there_are(controlled):
    with pytest.raises(ValueError, match="the controls are rate, w, data, show, again; got height, size"):
        controlled.set(size=1, w=2, height=3)
    assert controlled.values["w"] == 0.5


def test_a_pointer_comes_back_in_data_coordinates_and_outside_of_the_axes_not_at_all(board):
    shown, heard = film(board), []
    assert not shown.listens
    shown.on_pointer(lambda *said: heard.append(said))
    assert shown.listens
    for kind, place, at in (
        ("down", AXES[0], (2.0, 300.0)),
        ("drag", AXES[1], (0.5, 3.0)),
        ("up", AXES[2], (4.0, 0.0)),
    ):
        ax = board[1][place]
        x, y = in_pixels(shown, ax, *np.array(at)[:, None, None])[0]
        shown.hear(shown, {"kind": kind, "x": x, "y": y}, [])
        shown.point(kind, ax, *at)
        for said in heard[-2:]:
            assert said[:2] == (kind, ax)
            assert_allclose(said[2:], at, atol=1e-9)
    shown.hear(shown, {"kind": "down", "x": 2, "y": 2}, [])
    assert len(heard) == 6


def test_an_error_in_a_pointers_callback_is_shown_until_the_next_good_one(board):
    shown = film(board)

    def fussy(kind, ax, x, y):
        if kind == "down":
            raise KeyError("no")

    shown.on_pointer(fussy)
    shown.on_pointer(lambda *said: None)
    middle = {"x": shown.size[0] / 2, "y": shown.size[1] / 2}
    shown.hear(shown, {"kind": "down", **middle}, [])
    assert shown.error == "KeyError: 'no'"
    shown.hear(shown, {"kind": "up", **middle}, [])
    assert shown.error == ""


def test_a_message_moves_only_the_controls_that_it_names_and_the_others_stay_as_python_has_set_them(board):
    shown, heard = film(board, player.dot(board[1][AXES[0]], X[:, :1], Y[:, :1])), []
    for name in ("a", "b", "c"):
        shown.add(player.Check(name, name))
    shown.react(heard.append)
    shown.set(b=True)  # while a message is on its way that was written before
    shown.set_state({"values": {"a": True, "b": False, "c": False}, "moved": {"a": 1}})
    assert shown.values == heard[-1] == {"a": True, "b": True, "c": False}
    assert shown.answered == 1
    shown.set(a=False)
    assert shown.values == heard[-1] == {"a": False, "b": True, "c": False}, "an answered message is not taken again"
    shown.set_state({"values": {"a": True, "b": True, "c": True}, "moved": {"a": 1, "c": 2}})
    assert shown.values == heard[-1] == {"a": True, "b": True, "c": True}
    assert len(heard) == 5


# What a notebook stores


@pytest.mark.parametrize(("moments", "count"), [(None, 4), ([0, 3], 2), ([2], 1)])
def test_the_twin_is_a_png_of_the_moments_of_the_axes_in_focus(board, moments, count):
    ax = board[1][AXES[1]]
    moving = player.dot(ax, np.linspace(0, 3, 28)[:, None], np.ones((28, 1)), color=INK, size=20)
    shown = film(board, moving, captions="{t:.0f} · more", numbers={"t": range(28)}, moments=moments, focus=[ax])
    twin = Image.open(io.BytesIO(shown.twin()))
    assert twin.format == "PNG"
    pixels = np.asarray(twin.convert("RGB")).astype(int)
    red = np.abs(pixels - np.multiply(to_rgb(INK), 255)).max(axis=2) < 12
    parts = np.split(red[:, : red.shape[1] // count * count], count, axis=1)
    middles = [np.nonzero(part)[1].mean() for part in parts]
    times = moments or [0, 3, 9, 27]
    scale = block(shown)[times, 0] / 2
    assert_allclose(np.array(middles) - middles[0], scale - scale[0], atol=2)


def test_the_notebook_gets_text_a_still_picture_with_its_description_and_the_view(board):
    shown = film(board, player.dot(board[1][AXES[0]], X[:, :1], Y[:, :1]))
    data, metadata = shown._repr_mimebundle_()
    assert data["text/plain"] == repr(shown) == "Player(4 frames)"
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == shown.model_id
    assert base64.b64decode(data["image/png"]) == shown.twin()
    assert metadata["image/png"] == {"alt": "a film"}


def test_python_does_not_repeat_where_the_browser_said_the_bar_was(board, monkeypatch):
    shown = film(board, player.dot(board[1][AXES[0]], X[:, :1], Y[:, :1]))
    shown.add(player.Check("a", "a"))
    shown.open()
    sent = []
    monkeypatch.setattr(shown, "_send", lambda message, buffers=None: sent.append(message["state"]))
    shown.set_state({"frame": 2, "values": {"a": True}, "moved": {"a": 1}})
    assert shown.frame == 2
    assert any("values" in state for state in sent), "something was said"
    assert not any("frame" in state for state in sent), "by then the reader may have moved the bar on"


@pytest.fixture
def displayed(monkeypatch):
    """The calls of `display`, in their order."""
    calls = []
    monkeypatch.setattr(showing, "display", lambda data, **more: calls.append((data, more)))
    return calls


VIEW = "application/vnd.jupyter.widget-view+json"


def test_a_film_is_shown_first_then_its_still_picture_then_a_style_each_in_an_output_of_its_own(board, displayed):
    shown = film(board, player.dot(board[1][AXES[0]], X[:, :1], Y[:, :1]))
    shown._ipython_display_()
    (moving, _), (still, described), (style, _) = displayed
    assert moving["text/plain"] == still["text/plain"] == "Player(4 frames)"
    assert list(moving) == ["application/vnd.logreg.film+json", "text/html", "text/plain"]
    (state,) = films_in(moving["text/html"])
    assert state["data"] == shown.data
    assert state["picture"] == shown.picture
    assert state["alt"] == "a film"
    assert base64.b64decode(still["image/png"]) == shown.twin()
    assert described["metadata"] == {"image/png": {"alt": "a film"}}
    assert style == {"text/html": player.OUTPUTS}
    assert shown.comm is None, "a film needs no comm"


def test_a_film_is_on_its_way_before_its_still_picture_is_made(board, displayed, monkeypatch):
    shown, done = film(board, player.dot(board[1][AXES[0]], X[:, :1], Y[:, :1])), []
    twin = shown.twin
    monkeypatch.setattr("sys.stdout.flush", lambda: done.append(f"{len(displayed)} sent"))
    monkeypatch.setattr(Player, "twin", lambda self: done.append("still") or twin())
    shown._ipython_display_()
    assert done == ["1 sent", "still"]


@pytest.mark.parametrize(
    "ask", [lambda shown: shown.add(player.Button("b", "b")), lambda shown: shown.on_pointer(print)]
)
def test_a_board_is_shown_as_a_widget_with_what_its_front_end_must_know(board, displayed, monkeypatch, ask):
    told = {VIEW: {"colab": {"custom_widget_manager": {"url": "..."}}}}  # as anywidget does in Colab
    monkeypatch.setattr("anywidget.widget.repr_mimebundle", lambda model_id, **_: ({VIEW: {"id": model_id}}, told))
    shown = film(board, player.dot(board[1][AXES[0]], X[:, :1], Y[:, :1]))
    ask(shown)
    shown._ipython_display_()
    (view, more), (still, _), (style, _) = displayed
    assert view == {VIEW: {"id": shown.model_id}}
    assert more["metadata"] == told
    assert base64.b64decode(still["image/png"]) == shown.twin()
    assert style == {"text/html": player.OUTPUTS}


def test_a_film_changed_from_python_is_shown_again_where_it_stands(board, displayed):
    ax = board[1][AXES[0]]
    shown = film(board, player.dot(ax, X[:, :1], Y[:, :1], name="it"))
    shown.frame = 2
    assert displayed == [], "it is not shown yet"
    shown._ipython_display_()
    places = [more.get("display_id") for _, more in displayed]
    for change in (
        lambda: shown.replace("it", player.dot(ax, X[:, 1:2], Y[:, :1])),
        lambda: setattr(shown, "frame", 1),
    ):
        del displayed[:]
        change()
        (moving, one), (still, two) = displayed
        assert [one["display_id"], two["display_id"]] == places[:2]
        assert [one["update"], two["update"]] == [True, True]
        (state,) = films_in(moving["text/html"])
        assert (state["data"], state["frame"]) == (shown.data, shown.frame)
        assert base64.b64decode(still["image/png"]) == shown.twin()


def test_a_film_has_the_same_name_whenever_its_cell_is_run_and_another_in_each_cell(displayed, monkeypatch):
    def name(cell, shown=None):
        monkeypatch.setattr(showing, "_cell", lambda: (cell, 1))
        figure = Figure(figsize=(2, 2))
        shown = shown or Player(figure, [player.dot(figure.add_subplot(), X[:, :1], Y[:, :1])], alt="a film")
        del displayed[:]
        shown._ipython_display_()
        return films_in(displayed[0][0]["text/html"])[0]["id"], shown

    one, shown = name("one")
    two, _ = name("two")
    assert one != two, "two films that show the same move each by itself"
    assert name("one")[0] == one
    assert name("two")[0] == two
    assert name("two", shown)[0] == one, "one film in two places moves as one"
    shown.caption("another")
    assert name("one", shown)[0] != one, "another film begins anew"


def test_a_cell_that_runs_again_closes_the_boards_that_it_has_shown_and_nobody_sees(board, displayed, monkeypatch):
    def run(cell, number, *shown):
        monkeypatch.setattr(showing, "_cell", lambda: (cell, number))
        for each in shown:
            each._ipython_display_()

    boards = [film(board, player.dot(board[1][AXES[0]], X[:, :1], Y[:, :1])) for _ in range(5)]
    for each in boards:
        each.add(player.Button("b", "b"))
    first, second, third, again, last = boards
    run("here", 1, first, second, third, again)
    run("there", 2, second)
    run("here", 3, again, last)
    assert [each.comm is None for each in boards] == [True, False, True, False, False]
    run(None, 4, first)
    assert first.comm is not None, "what was closed can be shown again"
    run("there", 5, last)
    assert second.comm is None


def test_films_and_boards_that_nobody_sees_any_more_leave_nothing_behind(displayed, monkeypatch):
    known, models = set(map(id, gc.get_objects())), set(get_comm_manager().comms)
    shown = []
    for number in range(50):
        figure = Figure(figsize=(2, 2))
        moving = film((figure,), player.dot(figure.add_subplot(), X[:, :1], Y[:, :1]))
        if number % 2:
            moving.add(player.Button("b", "b"))
        monkeypatch.setattr(showing, "_cell", lambda number=number: ("here", number))
        moving._ipython_display_()
        del displayed[:]
        shown += [weakref.ref(moving), weakref.ref(figure)]
    last = shown[-2:]
    del figure, moving
    gc.collect()
    assert [each for each in shown if each() is not None] == last, "the board that the cell shows now"
    assert len(set(get_comm_manager().comms) - models) == 2, "itself and its layout"
    painters = [each for each in gc.get_objects() if isinstance(each, RendererAgg) and id(each) not in known]
    assert all(np.asarray(each.buffer_rgba()).nbytes == 4 for each in painters), "pixels that are packed already"


def test_a_board_that_was_closed_and_is_shown_again_has_its_layout_again(displayed):
    figure = Figure(figsize=(2, 2))
    shown = film((figure,), player.dot(figure.add_subplot(), X[:, :1], Y[:, :1]))
    shown.add(player.Button("b", "b"))
    for _ in range(2):
        assert shown.model_id is not None
        assert shown.layout.model_id is not None
        shown.close()
        assert shown.comm is shown.layout.comm is None


def test_the_picture_is_transparent_only_where_a_field_or_an_image_lies_under_it(board):
    one, two, three = board[1].values()
    shown = film(
        board,
        player.probability_field(one, (1, 0), 0),
        player.image(two, np.zeros((1, 2, 2))),
        player.line(three, X, Y),
    )
    picture = Image.open(io.BytesIO(shown.picture)).convert("RGBA")
    assert list(picture.size) == shown.size
    alpha = [picture.getpixel((x + w // 2, y + h // 2))[3] for x, y, w, h in (spec["clip"] for spec in shown.marks)]
    assert alpha == [0, 0, 255]


def test_colormaps_other_than_the_courses_can_be_named(board):
    shown = film(board, player.probability_field(board[1][AXES[0]], (1, 0), 0, colormap="viridis"))
    assert_allclose(to_rgb(shown.marks[0]["stops"][16][1]), colormaps["viridis"](0.5)[:3], atol=0.01)

"""The boards and films of lesson 02 show what the equations say."""

import numpy as np
import pytest

from logreg_core import datasets, equations
from logreg_core.labs import steering

FLOWERS = datasets.iris()
OVERLAPPING = datasets.iris(("versicolor", "virginica"))
BOARDS = [(FLOWERS, "weights"), (OVERLAPPING, "angle and offset")]


def mark(board, name):
    return board[name]


def drawn(board, name="line", frame=0):
    """The ends of a line in data coordinates, a point in each row."""
    return mark(board, name).values[frame].reshape(-1, 2)


def weights(board, frame=0):
    """w, b behind the colours."""
    *w, b = mark(board, "field").values[frame]
    return np.array(w), b


@pytest.mark.parametrize(("dataset", "by"), BOARDS)
def test_every_point_of_the_steered_line_has_probability_one_half(dataset, by):
    board = steering.steer(dataset, by=by)
    np.testing.assert_allclose(equations.probability(drawn(board), *weights(board)), 0.5, atol=1e-9)


@pytest.mark.parametrize(("dataset", "by"), BOARDS)
def test_the_arrow_is_one_unit_long_starts_on_the_line_and_stands_at_right_angles(dataset, by):
    board = steering.steer(dataset, by=by)
    start, end = mark(board, "normal").values[0].reshape(2, 2)
    w, b = weights(board)
    assert w @ start + b == pytest.approx(0, abs=1e-9)
    assert np.hypot(*(end - start)) == pytest.approx(1)
    assert (end - start) @ np.diff(drawn(board), axis=0)[0] == pytest.approx(0, abs=1e-9)
    assert w @ end + b > 0


def test_the_weights_board_shows_the_weights_of_its_sliders():
    board = steering.steer(FLOWERS)
    board.set(w1=3.0, w2=4.0, b=-11.0)
    np.testing.assert_allclose([*weights(board)[0], weights(board)[1]], [3, 4, -11])
    assert board.sentence(0).startswith("z = 3.0x₁ + 4.0x₂ − 11.0 · mistakes: 0 of 100 · your fewest: 0")


def test_angle_offset_and_length_each_change_what_they_say():
    board = steering.steer(OVERLAPPING, by="angle and offset")
    board.set(angle=60, offset=0.5, length=4.0)
    w, b = weights(board)
    assert np.degrees(np.arctan2(w[1], w[0])) == pytest.approx(60)
    assert np.hypot(*w) == pytest.approx(4)
    assert (w @ OVERLAPPING.X.mean(axis=0) + b) / np.hypot(*w) == pytest.approx(-0.5)
    line = drawn(board)
    board.set(length=8.0)
    np.testing.assert_allclose(drawn(board), line)
    assert np.hypot(*weights(board)[0]) == pytest.approx(8)


@pytest.mark.parametrize(("dataset", "by"), BOARDS)
def test_every_control_changes_the_picture(dataset, by):
    board = steering.steer(dataset, by=by)
    for control in board.controls:
        before = board.data
        value = board.values[control["name"]]
        board.set(**{control["name"]: not value if control["kind"] == "check" else value + control["step"]})
        assert board.data != before, control["name"]
        assert board.error == ""


def test_a_ring_lies_on_each_mistake_and_on_no_other_point():
    board = steering.steer(OVERLAPPING)
    board.set(w1=1.0, w2=2.0, b=-8.5)
    w, b = weights(board)
    wrong = (equations.probability(OVERLAPPING.X, w, b) > 0.5) != OVERLAPPING.y
    rings = mark(board, "mistakes").values[0].reshape(-1, 2)
    np.testing.assert_array_equal(np.isfinite(rings[:, 0]), wrong)
    np.testing.assert_array_equal(rings[wrong], OVERLAPPING.X[wrong])
    assert f"mistakes: {wrong.sum()} of 100" in board.sentence(0)


def test_the_fewest_mistakes_are_kept_and_their_line_is_drawn_beside_the_trained_one():
    board = steering.steer(OVERLAPPING, by="angle and offset")
    board.set(angle=67, offset=-0.14)
    best = drawn(board)
    board.set(angle=0, compare=True)
    np.testing.assert_allclose(drawn(board, "best"), best)
    assert "fewest: 3 (dots) · the trained line: 6 (dashes)" in board.sentence(0)
    w, b = steering.trained_line(OVERLAPPING)
    np.testing.assert_allclose(equations.probability(drawn(board, "trained"), w, b), 0.5, atol=1e-6)
    np.testing.assert_allclose(equations.gradient(OVERLAPPING.X, OVERLAPPING.y, w, b)[0], 0, atol=1e-9)
    board.set(compare=False)
    assert np.isnan(drawn(board, "trained")).all()


def test_no_weights_is_no_line_and_no_error():
    board = steering.steer(FLOWERS)
    board.set(w1=0.0, w2=0.0, b=-3.0)
    assert np.isnan(drawn(board)).all()
    assert np.isnan(mark(board, "normal").values[0, 2:]).all()
    assert board.twin()
    assert board.sentence(0).startswith("w is zero, so there is no line: every score is −3.0")
    assert board.error == ""


def test_errors_are_shown_or_raised_with_the_name_of_the_argument():
    board = steering.steer(FLOWERS)
    board.set(w1="much")
    assert board.error
    board.set(w1=1.0)
    assert board.error == ""
    with pytest.raises(ValueError, match='by must be "weights" or "angle and offset"'):
        steering.steer(FLOWERS, by="mood")
    with pytest.raises(ValueError, match="dataset must have two features"):
        steering.steer(datasets.study_hours())


def test_the_axes_of_every_board_and_film_have_equal_scales():
    films = [
        steering.turning(),
        steering.crossing(FLOWERS, (3, 4), -11, (1.4, 0.2)),
        steering.scaling(FLOWERS, (3, 4), -11),
    ]
    for board in [steering.steer(FLOWERS), steering.steer(OVERLAPPING), *films]:
        one = np.diff(mark(board, "line").ax.transData.transform([(0, 0), (1, 1)]), axis=0)[0]
        assert one[0] == pytest.approx(one[1])


def test_the_turning_line_is_always_at_right_angles_to_w():
    film = steering.turning()
    for frame in range(film.frames):
        w, b = weights(film, frame)
        ends = drawn(film, "line", frame)
        assert (ends[1] - ends[0]) @ w == pytest.approx(0, abs=1e-9)
        np.testing.assert_allclose(ends @ w + b, 0, atol=1e-9)
        assert film.sentence(frame).endswith("w·t = 0.00")


def test_the_crossing_point_has_the_distance_and_the_probability_of_its_caption():
    w, b = np.array([3.0, 4.0]), -11.0
    film = steering.crossing(FLOWERS, w, b, (1.4, 0.2))
    for frame in (0, 30, 60):
        (point,) = drawn(film, "point", frame)
        d, p = drawn(film, "probability", frame)[0]
        assert equations.score(point[None], w, b)[0] / 5 == pytest.approx(d, abs=1e-9)
        assert equations.probability(point[None], w, b)[0] == pytest.approx(p)
        words = f"Distance {d:.2f} cm · score z = {5 * d:.2f} · probability p = {p:.3f}"
        assert film.sentence(frame).startswith(words.replace("-", "−"))


def test_scaling_leaves_the_line_where_it_is_and_changes_the_steepness():
    film = steering.scaling(FLOWERS, (3, 4), -11)
    line = drawn(film, "line", 40)
    for frame, k in enumerate(np.round(np.arange(-20, 21) / 10, 1)):
        w, b = weights(film, frame)
        np.testing.assert_allclose([*w, b], k * np.array([3, 4, -11]), atol=1e-12)
        ends = drawn(film, "line", frame)
        if k == 0:
            assert np.isnan(ends).all()
        else:
            np.testing.assert_allclose(np.sort(ends, axis=0), np.sort(line, axis=0))
            scale, shift = mark(film, "curve").values[frame]
            assert equations.sigmoid(k * 5 * 0.2) == pytest.approx(equations.sigmoid((0.2 - shift) / scale))
        mistakes = 0 if k > 0 else 100 if k < 0 else 50
        assert film.sentence(frame).endswith(f"mistakes: {mistakes}")


def test_the_squares_on_two_arrows_at_right_angles_are_as_large_as_the_square_on_their_sum():
    (ax,) = steering.right_angle([3, 4], [2, -1.5]).axes
    corners = [patch.get_xy()[:4] for patch in ax.patches[:3]]
    areas = [abs(np.cross([*(c[1] - c[0]), 0], [*(c[3] - c[0]), 0])[2]) for c in corners]
    assert areas[0] + areas[1] == pytest.approx(areas[2])
    assert [text.get_text().split(" = ")[1] for text in ax.texts if "=" in text.get_text()] == ["25", "6.25", "31.25"]


def test_the_foot_is_on_the_line_and_nearer_than_the_other_point():
    w, b, x = np.array([3.0, 4.0]), -11.0, np.array([1.4, 0.2])
    (ax,) = steering.nearest(x, w, b).axes
    (line, to_foot, _, to_q, *_) = [one.get_xydata() for one in ax.lines]
    np.testing.assert_allclose([*(line @ w + b), to_foot[1] @ w + b, to_q[1] @ w + b], 0, atol=1e-12)
    assert np.linalg.norm(to_foot[1] - x) == pytest.approx(abs(w @ x + b) / 5)
    assert np.linalg.norm(to_foot[1] - x) < np.linalg.norm(to_q[1] - x)


def test_the_foot_of_a_point_lies_on_the_plane_straight_below_it():
    w, x = np.array([1.0, 2.0, 2.0]), np.array([3.0, 3.0, 4.0])
    (dashes,) = steering.plane(w, -8.0, x).axes[0].lines
    foot, top = np.transpose(dashes.get_data_3d())
    np.testing.assert_allclose(top, x)
    assert w @ foot == pytest.approx(8)
    np.testing.assert_allclose(np.cross(x - foot, w), 0, atol=1e-12)

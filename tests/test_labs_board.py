"""The board for the classroom: its numbers are the equations', its line restores it, nonsense gets a sentence."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from logreg_core import datasets, tables
from logreg_core.descent import gradient_descent, newton
from logreg_core.equations import gradient, log_loss, probability_interval, score
from logreg_core.frames import loss_at_best_b
from logreg_core.labs import board_panels, board_runs, board_settings, own_data
from logreg_core.labs.board import Board, classroom
from logreg_core.labs.board_settings import DATA, DEFAULTS, MOONS, OWN, PANELS, PRESETS, RING, SAYINGS, SETTINGS
from logreg_core.metrics import accuracy, confusion_matrix

pytestmark = pytest.mark.filterwarnings("error")

RNG = np.random.default_rng(7)
POINTS = ((0.0, 0.0, 0), (1.0, 0.5, 0), (2.0, 2.0, 1), (3.0, 1.25, 1), (-1.0, 2.0, 0))


@pytest.fixture
def board():
    made = Board("size=60; iterations=50")
    assert (made.player.error, made.player.note) == ("", "")
    return made


def marks(board):
    return {name: board.player[name] for name in board.player.names}


def picture(board):
    """All that a board shows, but for its sentences."""
    p = board.player
    readings = {name: text for name, text in p.readings.items() if name not in ("answer", "reply", "told")}
    return p.picture, p.data, p.pixels, p.marks, p.captions, readings


def point_at(board, part, kind, x, y):
    board.player.point(kind, board.picture.axes[part], x, y)


def some_settings(rng):
    """Settings drawn at random, as the board's controls could write them."""
    s = dict(DEFAULTS)
    for name, setting in SETTINGS.items():
        if setting.options:
            s[name] = str(rng.choice(setting.options))
        elif setting.limits and rng.random() < 0.6:
            low, high = setting.limits
            ends = np.log([low, high]) if setting.significant == 2 and low > 0 else (low, high)
            value = rng.uniform(*ends)
            s[name] = setting.rounded(np.exp(value) if ends[0] != low else value)
        elif isinstance(setting.usual, bool):
            s[name] = bool(rng.integers(2))
    if not any(s[name] for name in PANELS):
        s["curve"] = True
    if s["data"] == OWN:
        x = 10.0 ** rng.integers(-3, 4) * rng.normal(size=(int(rng.integers(0, 30)), 2))
        s["own"] = tuple(own_data.tidy(*row, rng.integers(2)) for row in x)
    return s


# What it shows


def test_its_numbers_are_those_of_the_equations(board):
    board.player.set(l2=0.03, rate=0.5, held=30, seed=4)
    (run,) = [board_runs.train(board.state.settings)]
    data = datasets.overlapping(60, seed=4)
    rows = np.argsort(np.random.default_rng(4).random(60))
    X, y, held_X, held_y = data.X[rows[18:]], data.y[rows[18:]], data.X[rows[:18]], data.y[rows[:18]]
    again = gradient_descent(X, y, learning_rate=0.5, n_iterations=50, l2=0.03)
    assert np.array_equal(again.w, run.history.w)
    numbers = board_panels.number_rows(board_panels.shown(run, np.arange(51), 0))
    found = {name: column for name, _, column in numbers}
    for t in (0, 7, 50):
        w, b = again.w[t], again.b[t]
        dw, db = gradient(X, y, w, b, 0.03)
        said, held_said = score(X, w, b) > 0, score(held_X, w, b) > 0
        expected = {
            "w₁": w[0],
            "w₂": w[1],
            "b": b,
            "loss": log_loss(X, y, w, b),
            "with penalty": log_loss(X, y, w, b, 0.03),
            "held out": log_loss(held_X, held_y, w, b),
            "accuracy %": 100 * accuracy(y, said),
            "held out %": 100 * accuracy(held_y, held_said),
            "gradient": np.hypot(np.hypot(*dw), db),
        }
        assert list(found) == list(expected)
        for name, value in expected.items():
            assert_allclose(found[name][t], value, rtol=2e-5, atol=2e-7, err_msg=name)
        assert_allclose(marks(board)["confusion"].values[t], confusion_matrix(y, said).ravel())
        assert_allclose(marks(board)["held-out confusion"].values[t], confusion_matrix(held_y, held_said).ravel())
        assert_allclose(marks(board)["weights of run 1"].values[t], w)
        assert_allclose(marks(board)["training loss of run 1"].values[t], [max(t, 0.5), expected["loss"]], rtol=1e-6)
        sentence = board.player.sentence(t)
        assert sentence.startswith(
            f"Iteration {t} of 50 · loss {expected['loss']:.4f}, held out {expected['held out']:.4f}"
        )
        ends = marks(board)["boundary of run 1"].values[t].reshape(2, 2)
        if w.any():
            assert_allclose(score(ends, w, b), 0, atol=1e-9)


@pytest.mark.parametrize("scale", [1.0, 30.0])
def test_the_contours_are_of_the_loss_at_the_best_b(scale):
    data = datasets.overlapping(80, seed=2)
    X = data.X * scale + [5.0, -3.0]
    u, v = np.linspace(-4.0, 6.0, 28), np.linspace(-5.0, 5.0, 28)
    loss = loss_at_best_b(X, data.y, u, v)
    for i, j in RNG.integers(0, len(u), (12, 2)):
        w = np.array([u[i], v[j]])
        z = X @ w
        low, high = -z.max() - 1, -z.min() + 1  # the loss is convex in b: cut the range by thirds
        for _ in range(100):
            one, two = low + (high - low) / 3, high - (high - low) / 3
            low, high = (low, two) if log_loss(X, data.y, w, one) < log_loss(X, data.y, w, two) else (one, high)
        assert_allclose(loss[j, i], log_loss(X, data.y, w, low), rtol=1e-4, atol=1e-5)


def test_the_lines_of_the_contours_are_where_the_loss_with_its_penalty_has_one_value(board):
    board.player.set(l2=0.5)
    lines = marks(board)["contours"].values.reshape(-1, 2)
    part, ax = board_runs.data_of(board.state.settings)[1], board.picture.axes["path"]
    u, v = np.linspace(*ax.get_xlim(), 28), np.linspace(*ax.get_ylim(), 28)
    loss = loss_at_best_b(part.X, part.y, u, v)
    from scipy.interpolate import RectBivariateSpline

    surface = RectBivariateSpline(u, v, (loss + 0.25 * (u**2 + v[:, None] ** 2)).T)
    breaks = np.flatnonzero(np.isnan(lines[:, 0]))
    assert len(breaks) >= 10
    for first, last in zip([-1, *breaks[:-1]], breaks, strict=True):
        values = surface(*lines[first + 1 : last].T, grid=False)
        assert np.ptp(values) < 0.02 * max(1.0, values.mean())


@pytest.mark.parametrize("degree", [2, 5])
def test_with_more_features_the_boundary_bends_where_the_probability_is_one_half(board, degree):
    board.player.set(data=RING, degree=degree, rate=2.0, iterations=300)
    run = board_runs.train(board.state.settings)
    assert run.history.w.shape[1] == degree * (degree + 3) // 2
    mark = marks(board)["boundary of run 1"]
    assert len(mark.look["rows"]) == 301
    last = mark.values[mark.look["rows"][-1]].reshape(-1, 2)
    last = last[np.isfinite(last[:, 0])]
    assert len(last) > 20
    assert_allclose(score(run.features(last), run.history.w[-1], run.history.b[-1]), 0, atol=0.35)
    field = marks(board)["field"]
    picture = field.look["levels"][int(field.values[-1, 0])]
    (x0, x1), (y0, y1) = board.picture.axes["field"].get_xlim(), board.picture.axes["field"].get_ylim()
    corner = score(run.features(np.array([[x0, y1], [x1, y0]])), run.history.w[-1], run.history.b[-1])
    assert_allclose([picture[0, 0], picture[-1, -1]], 255 / (1 + np.exp(-corner)), atol=0.51)
    assert "weights" in marks(board)
    assert_allclose(marks(board)["weights"].values[-1].reshape(-1, 4)[:, 3], run.history.w[-1])


@pytest.mark.parametrize("data", [kind for kind in DATA if kind != OWN])
def test_every_data_set_and_every_panel_alone_can_be_shown(board, data):
    board.player.set(data=data)
    assert board.player.error == ""
    assert len(marks(board)) > 12
    for name in PANELS:
        board.player.set(**{other: other == name for other in PANELS})
        assert (board.player.error, list(board.picture.axes)) == ("", [name])
    board.player.set(**{name: False})
    assert board.player.note.startswith("One panel at least")
    assert board.state.settings["data"] == data


def test_a_control_that_means_nothing_for_the_data_is_off(board):
    board.player.set(data=MOONS)
    assert "gap" in board.player.off
    board.player.set(data="iris: setosa, versicolor")
    assert {"size", "gap", "noise"} <= set(board.player.off)


def test_a_change_of_the_run_redraws_no_backdrop(board):
    before = board.player.picture
    board.player.set(rate=1.0)
    board.player.set(l2=0.1, seed=3, noise=2.0, start="random", iterations=200)
    board.player.set(data=MOONS)
    assert board.player.picture is before
    board.player.set(degree=3)
    assert board.player.picture != before


def test_large_type_enlarges_the_words(board):
    before = marks(board)["numbers"].look["size"]
    board.player.set(large=True)
    assert board.player.large
    assert marks(board)["numbers"].look["size"] > 1.3 * before


# Pins


def test_a_pinned_run_stays_and_the_next_is_drawn_over_it_on_the_same_bar_from_the_same_start(board):
    board.player.set(start="random", rate=0.1)
    first = marks(board)["weights of run 1"].values
    board.player.set(pin=1)
    board.player.set(rate=1.0, iterations=80)
    assert board.player.frames == 81
    old, new = marks(board)["weights of run 1"], marks(board)["weights of run 2"]
    assert_allclose(old.values[:51], first)
    assert_allclose(old.values[51:], first[-1][None].repeat(30, axis=0))
    assert_allclose(new.values[0], first[0])
    assert (old.look["color"], new.look["color"]) == ("#222222", "#009E73")
    assert {"boundary of run 1", "boundary of run 2", "path of run 1", "learning curve of run 1"} <= set(marks(board))
    assert "\nrun 1\tloss 0.4686\t" in board.player.sentence(3), "a table with a line for each run"
    board.player.set(data=board_settings.APART)
    assert_allclose(marks(board)["weights of run 1"].values[:51], first)
    board.player.set(unpin=1)
    assert "weights of run 2" not in marks(board)


def test_no_more_runs_can_be_pinned_than_there_are_colours(board):
    for k in range(1, board_settings.MOST_PINS + 2):
        board.player.set(pin=k)
    assert len(board.state.pins) == board_settings.MOST_PINS
    assert "remove them first" in board.player.note


# Start, and one's own points


def test_the_start_is_dragged_on_the_contours_and_the_axes_stand_still_meanwhile(board):
    point_at(board, "path", "down", 0.5, -0.5)
    limits = board.picture.axes["path"].get_xlim()
    point_at(board, "path", "drag", limits[1] - 0.01, 0.25)
    assert board.picture.axes["path"].get_xlim() == limits
    assert_allclose(marks(board)["weights of run 1"].values[0], [limits[1] - 0.01, 0.25], rtol=1e-3)
    assert board.player.values["start"] == "where I put it"
    point_at(board, "path", "up", 0.125, 0.25)
    assert_allclose(marks(board)["weights of run 1"].values[0], [0.125, 0.25], rtol=1e-3)
    board.player.set(degree=3)
    assert "the start is at zero" in board.player.note
    assert board.player.error == ""


def test_a_point_is_dragged_added_and_deleted_by_the_pointer_and_the_model_follows(board):
    data = board_runs.data_of(board.state.settings)[0]
    run = board_runs.train(board.state.settings)
    point_at(board, "field", "down", *data.X[3])
    point_at(board, "field", "drag", 3.0, 3.0)
    assert board.state.settings["own"][3][:2] == (3.0, 3.0)
    assert board.player.values["data"] == OWN
    assert not np.array_equal(board_runs.train(board.state.settings).history.w, run.history.w)
    point_at(board, "field", "up", 2.5, 3.0)
    assert board.state.settings["own"][3] == (2.5, 3.0, int(data.y[3]))
    board.player.set(pointer="add class 1")
    point_at(board, "field", "down", -3.0, -2.9)
    point_at(board, "field", "up", -3.0, -2.9)
    assert len(board.state.settings["own"]) == 61
    assert_allclose(board.state.settings["own"][-1], (-3.0, -2.9, 1), atol=1e-5)
    board.player.set(pointer="delete a point")
    point_at(board, "field", "down", -3.0, -2.95)
    assert len(board.state.settings["own"]) == 60
    assert_allclose(board_runs.train(board.state.settings).data.X, np.array(board.state.settings["own"])[:, :2])


def test_a_point_that_is_added_leaves_the_others_where_they_were_trained_on_or_held_out(board):
    def held_out():
        return set(map(tuple, np.round(board_runs.data_of(board.state.settings)[2].X, 3)))

    board.player.set(held=25, pointer="add class 1")
    before = held_out()
    for k in range(4):
        board.player.point("down", board.picture.axes["field"], -3.0, k - 4.0)
        board.player.point("up", board.picture.axes["field"], -3.0, k - 4.0)
    assert board.state.settings["data"] == OWN
    assert len(before - held_out()) <= 4, "at most one for each"
    assert len(held_out()) == len(before) + 1


def test_a_point_let_go_outside_its_panel_stays_where_it_was_last_and_no_start_is_moved(board):
    place = board_runs.data_of(board.state.settings)[0].X[3]
    point_at(board, "field", "down", *place)
    point_at(board, "field", "drag", 3.0, 3.0)
    point_at(board, "path", "up", 0.0, 0.0)
    assert board.state.settings["own"][3][:2] == (3.0, 3.0)
    assert board.state.settings["start"] == "zeros"
    limits = board.picture.axes["field"].get_xlim()
    board.player.set(x1=40.0, x2=1.0)
    board.player.set(add=1)
    assert board.picture.axes["field"].get_xlim() != limits, "the axes are free again"


def test_a_click_far_from_every_point_moves_none_and_says_so(board):
    before = board.state.settings["data"]
    (x0, _), (_, y1) = board.picture.axes["field"].get_xlim(), board.picture.axes["field"].get_ylim()
    point_at(board, "field", "down", x0 + 0.02, y1 - 0.02)
    assert board.state.settings["data"] == before
    assert "No point is near enough" in board.player.note


def test_points_are_picked_moved_added_and_deleted_by_keyboard_alone(board):
    board.player.set(point=2)
    x1, x2 = board_runs.data_of(board.state.settings)[0].X[1]
    assert_allclose([board.player.values["x1"], board.player.values["x2"]], [x1, x2], rtol=1e-5)
    assert "picked" in marks(board)
    board.player.set(x1=0.5)
    board.player.set(move=1)
    assert board.state.settings["own"][1][0] == 0.5
    board.player.set(x1=1.5, x2=-0.25, label="0")
    board.player.set(add=1)
    assert board.state.settings["own"][-1] == (1.5, -0.25, 0)
    board.player.set(point=61)
    board.player.set(delete=1)
    assert len(board.state.settings["own"]) == 60
    assert (board.player.note, board.player.error) == ("Deleted point 61.", "")


def test_one_can_start_from_nothing(board):
    board.player.set(clear=1)
    assert "no points yet" in board.player.note
    assert not {"field", "boundary of run 1", "contours", "learning curve of run 1", "numbers"} & set(marks(board))
    assert board.player.sentence(0) == "Not trained yet: no run is drawn."
    board.player.set(pointer="add class 0")
    for x in (-1.0, -2.0):
        point_at(board, "field", "down", x, 1.0)
        point_at(board, "field", "up", x, 1.0)
    assert "one class only" in board.player.note
    assert marks(board)["class 0, training"].values.shape == (1, 4)
    assert "class 1, training" not in marks(board)
    assert board.player.sentence(0).startswith("Not trained yet:")
    assert set(marks(board)["confusion"].look["words"]) == {"–"}
    board.player.set(pointer="add class 1")
    point_at(board, "field", "down", 2.0, -1.0)
    assert board_runs.train(board.state.settings).data.X.shape == (3, 2)
    assert board.player.error == ""


def test_where_own_points_cannot_be_trained_the_last_run_stands_without_its_numbers(board):
    board.player.set(rows="0,0,0\n1,1,1\n2,1,1", use=1)
    board.player.set(point=1)
    good = marks(board)
    board.player.set(delete=1)
    assert "one class only" in board.player.note
    now = marks(board)
    assert now["boundary of run 1"] is good["boundary of run 1"], "the last good picture stands"
    assert "class 0, training" not in now
    assert set(now["confusion"].look["words"]) == set(now["numbers"].look["words"]) == {"–"}
    names = board.player.names
    assert names.count("confusion") == names.count("numbers") == 1, "no old number is under the dashes"
    assert board.player.sentence(5) == "Not trained yet: the boundary and the curves are those of the last run."
    board.player.set(numbers=False)
    assert "boundary of run 1" not in marks(board), "axes drawn anew hold no marks of the old ones"
    assert board.player.error == ""
    board.player.set(x1=3.0, label="0")
    board.player.set(add=1, numbers=True)
    assert board.player.sentence(50).startswith("Iteration 50 of 50")
    assert "{" in marks(board)["confusion"].look["words"][0]


def test_choosing_my_own_points_where_there_are_none_leaves_nothing_of_the_data_before(board):
    board.player.set(data="iris: setosa, versicolor")
    board.player.set(data=OWN)
    assert "no points yet" in board.player.note
    assert not {"field", "boundary of run 1", "class 0, training"} & set(marks(board))
    assert board.picture.axes["field"].get_xlabel() == "x₁"
    assert board.state.settings["held"] == 0, "every one of one's own points is trained on"
    board.player.set(data=RING)
    assert board.player.sentence(50).startswith("Iteration 50 of 50")
    board.player.set(held=25)
    board.player.set(rows="0,0,0\n1,1,1", use=1)
    assert (board.state.settings["held"], board.player.error) == (0, "")


@pytest.mark.parametrize("change", [{"restore": "rat=1", "load": 1}, {"rows": "", "use": 1}, {"point": 99, "move": 1}])
def test_the_answer_to_a_button_stands_beside_it_too(board, change):
    board.player.set(**change)
    assert board.player.note
    assert {board.player.readings[name] for name in ("answer", "reply")} == {board.player.note}


CSV = """width,height,kind
1.5,2.0,no
2.5,1.0,yes
oops,1,no
3,4
3,4,5,6
1,,yes

nan,1,no
1e9,1,no
2,2,perhaps
-1.25e0 , 3 , yes
4,4,no"""


def test_pasted_rows_are_read_and_bad_ones_are_named_and_left_out(board):
    board.player.set(rows=CSV, use=1)
    assert board.state.settings["own"] == ((1.5, 2, 0), (2.5, 1, 1), (-1.25, 3, 1), (4, 4, 0))
    note = board.player.note
    assert note.startswith("Read 4 points. 'no' is class 0. 'yes' is class 1. Left out: line 4 ('oops' is no number); ")
    for words in (
        "line 5 (it has 2 columns, not 3)",
        "line 6 (it has 4 columns, not 3)",
        "line 7 (a number is missing)",
        "line 9 ('nan' is no finite number)",
        "line 10 (1e9 is too large a number)",
        "line 11 (its class 'perhaps' is a third one, beside 'no' and 'yes')",
    ):
        assert words in note, words


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("1;2;0\n1,5;2,25;1", ((1, 2, 0), (1.5, 2.25, 1))),
        ("x1,x2,class\n1,2,0\n3,4,1", ((1, 2, 0), (3, 4, 1))),
        ("x\ty\tz\n1\t2\t0\n3\t4\t1", ((1, 2, 0), (3, 4, 1))),
        ("1 2 0.0\n3 4 1.0\n", ((1, 2, 0), (3, 4, 1))),
        ("x1,too large,class\n1,2,0\n3,4,1", ((1, 2, 0), (3, 4, 1))),
        ('"1","2","b"\r\n3,4,a\n5,6,b', ((1, 2, 1), (3, 4, 0), (5, 6, 1))),
    ],
)
def test_rows_of_many_kinds_are_read(text, points):
    table = tables.read(text)
    found, said, _ = own_data.from_table(table, own_data.guess(table))
    assert found == points
    assert "Left out" not in said


@pytest.mark.parametrize("text", ["", "hello", "1,2,0\n3,4,0", "<html>", "1,2,3,4", ",,", "1;;0", "\0", "∞,1,0"])
def test_rows_that_make_no_two_classes_get_a_sentence_and_change_nothing(board, text):
    before = picture(board)
    board.player.set(rows=text, use=1)
    assert board.player.note.endswith(".")
    assert board.player.error == ""
    assert picture(board) == before
    assert board.state.settings["data"] != OWN


def test_the_points_survive_the_way_through_rows_and_through_a_line():
    for _ in range(100):
        x = 10.0 ** RNG.integers(-4, 5) * RNG.normal(size=(int(RNG.integers(2, 40)), 2))
        points = tuple(own_data.tidy(*row, k % 2) for k, row in enumerate(x))
        table = tables.read(own_data.to_csv(points))
        assert own_data.from_table(table, own_data.guess(table))[0] == points
        assert own_data.from_words(own_data.to_words(points)) == points


# A line of text, presets, code


@pytest.mark.parametrize("seed", range(60))
def test_a_line_restores_any_settings_exactly(seed):
    rng = np.random.default_rng(seed)
    settings, pins = some_settings(rng), [some_settings(rng) for _ in range(rng.integers(0, 4))]
    again, pinned = board_settings.from_line(board_settings.to_line(settings, pins))
    for one, other in zip([settings, *pins], [again, *pinned], strict=True):
        assert {**one, "own": one["own"] if one["data"] == OWN else ()} == other


@pytest.mark.parametrize("data", DATA)
def test_a_line_that_names_the_data_brings_their_usual_settings_as_a_choice_by_hand_does(board, data):
    board.player.set(data=data)
    (settings, pins) = board_settings.from_line(f"data={data}")
    names = ("gap", "noise", "held")
    assert [settings[name] for name in names] == [board.state.settings[name] for name in names]
    assert pins == []
    assert board_settings.from_line(f"data={data}; noise=0.8; held=5")[0] == {**settings, "noise": 0.8, "held": 5}


def test_the_present_run_is_the_last_of_a_line_and_a_board_as_it_starts_names_its_data():
    assert Board().player.readings["line"] == "data=clouds that overlap"
    board = Board("rate=1 | rate=2 | rate=3; iterations=20")
    assert [pin["rate"] for pin in board.state.pins] == [1, 2]
    assert board.player.readings["line"] == "rate=1.0 | rate=2.0 | rate=3.0; iterations=20"
    titles = {ax.get_title(loc="right") for ax in board.picture.axes.values()} - {""}
    assert titles == {"Right, wrong, run 3", "Numbers, run 3"}


def test_a_line_restores_the_picture_exactly(board):
    changes = ({"rate": 0.7, "seed": 5}, {"pin": 1}, {"l2": 0.02, "start": "random"}, {"point": 4}, {"x1": 0.75})
    for change in (*changes, {"move": 1}, {"numbers": False, "held": 40, "batch": "4"}):
        board.player.set(**change)
    board.player.set(point=None)
    line = board.player.readings["line"]
    for other in (Board(line), Board()):
        other.player.set(restore=line, load=1)
        assert other.player.error == ""
        assert picture(other)[1:] == picture(board)[1:]
        assert {k: other.player.values[k] for k in ("rate", "l2", "numbers")} == {
            "rate": 0.7,
            "l2": 0.02,
            "numbers": False,
        }


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("rat=1", "no setting called “rat”"),
        ("rate=fast", "rate must be a number from 0.001 to 100; got “fast”"),
        ("rate=1000", "rate must be a number from 0.001 to 100; got “1000”"),
        ("rate=nan", "rate must be a number"),
        ("degree=0", "degree must be"),
        ("data=faces", "data must be one of clouds that overlap"),
        ("large=maybe", "large must be one of yes; no"),
        ("hello", "“hello” is no setting"),
        ("", "The line is empty"),
        ("rate=1 | ", "The line is empty"),
        (" | ".join(["rate=1"] * 6), "5 pinned runs"),
        ("data=my own points; own=1 2 0/3 x 1", "In own, point 2 must be two numbers and a label"),
        ("data=my own points", "no points yet"),
        ("data=my own points; own=1 2 0", "one class only"),
        ("rate=90; l2=10", "beyond all bounds"),
        ("data=clouds apart; gap=-1", "gap above 0"),
        ("rate=0.3 | data=clouds apart; gap=-1", "gap above 0"),
    ],
)
def test_a_bad_line_gets_a_sentence_and_changes_nothing(board, line, said):
    before, settings = picture(board), dict(board.state.settings)
    board.player.set(restore=line, load=1)
    assert said in board.player.note
    assert board.player.error == ""
    assert picture(board) == before
    assert board.state.settings == settings


def test_what_a_preset_shows_is_said_as_long_as_it_stands(board):
    for name in SAYINGS:
        board.player.set(preset=name)
        board.player.set(curve=False)
        assert SAYINGS[name] in board.player.note
        board.player.set(curve=True)
        assert SAYINGS[name] in board.player.note
    board.player.set(rate=0.011)
    assert SAYINGS[name] not in board.player.note


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("hidden", [(), ("curve",), ("path",), ("curve", "path"), ("field", "curve", "path")])
def test_the_lines_of_the_numbers_have_room_whatever_else_is_shown(large, hidden):
    board = Board("rate=0.5; l2=0.02")
    board.player.set(large=large, **dict.fromkeys(hidden, False))
    names = board.player["names"]
    ax = board.picture.axes["numbers"]
    tall = 72 * ax.get_position().height * ax.figure.get_figheight()
    assert np.diff(-names.look["places"][:, 1]).min() * tall > names.look["size"]


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_can_be_shown_left_and_reset(board, name):
    board.player.set(preset=name)
    assert board.player.error == ""
    assert board.player.values["preset"] == name
    wanted, pins = board_settings.from_line(PRESETS[name])
    assert {**board.state.settings, "preset": "none"} == wanted
    assert board.state.pins == pins
    first = picture(board)
    board.player.set(rate=0.011)
    assert board.player.values["preset"] == "none", "so that it can be chosen again"
    late = {"values": {**board.player.values, "rate": 0.02, "preset": name}, "moved": {"rate": 1}}
    board.player.set_state(late)
    assert (board.state.settings["rate"], board.player.values["preset"]) == (0.02, "none"), (
        "a late message undoes nothing"
    )
    board.player.set(preset=name)
    assert picture(board)[1:5] == first[1:5]
    board.player.set(large=True, numbers=False, pointer="add class 1")
    assert board.player.values["preset"] == name, "panels and type are no part of it"
    board.player.set(reset=1)
    assert board.player.large, "a projector stays a projector"
    assert not board.state.settings["numbers"]
    board.player.set(large=False, numbers=True)
    assert picture(board)[1:] == picture(Board())[1:]
    shown = {name: value for name, value in board.player.values.items() if name in DEFAULTS}
    assert shown == board_settings.visible(DEFAULTS)
    assert (board.state.settings, board.player.values["pointer"]) == (DEFAULTS, "move a point")


def test_presets_and_reset_tell_the_browser_to_go_to_the_last_iteration(board, monkeypatch):
    sent = []
    monkeypatch.setattr(type(board.player), "send_state", lambda self, key=None: sent.append(key))
    for change in ({"preset": "ravine"}, {"reset": 1}):
        sent.clear()
        board.player.set(**change)
        assert "frame" in sent
        assert board.player.frame == -1
    sent.clear()
    board.player.set(rate=0.3)
    assert "frame" not in sent


def test_the_words_beside_a_preset_name_what_it_shows(board):
    board.player.set(preset="rate too large")
    assert "With α = 3 (run 2) the loss rises" in board.player.note
    assert [run["rate"] for run in (*board.state.pins, board.state.settings)] == [0.2, 3]
    board.player.set(preset="overfit, then λ")
    assert "with λ = 0.05 (run 2) it does not" in board.player.note
    assert [run["l2"] for run in (*board.state.pins, board.state.settings)] == [0, 0.05]


@pytest.mark.parametrize("line", ["rate=0.2 | rate=3", "size=60; l2=0 | l2=0.1 | l2=1 | l2=10 | rate=1"])
def test_a_board_with_pinned_runs_has_a_picture_for_readers_without_a_kernel(line):
    assert len(classroom(line).twin()) > 10_000


def test_the_last_panel_stays_and_so_does_its_tick(board):
    board.player.set(field=False, path=False, confusion=False, numbers=False)
    shown = board.player["learning curve of run 1"].values.copy()
    board.player.set(curve=False)
    assert board.player.note == "One panel at least must stay."
    assert board.player.values["curve"]
    assert np.array_equal(board.player["learning curve of run 1"].values, shown)
    none = "; ".join(f"{name}=no" for name in PANELS)
    with pytest.raises(ValueError, match="One panel at least must stay"):
        classroom(none)
    board.player.set(restore=none, load=1)
    assert board.player.note == "One panel at least must stay."
    assert np.array_equal(board.player["learning curve of run 1"].values, shown)


def test_bars_and_dots_are_explained_where_they_are_shown(board):
    said = "A bar is a weight of run 2, a dot the same weight of run 1."
    board.player.set(preset="overfit, then λ")
    assert said in board.player.note
    board.player.set(path=False)
    assert said not in board.player.note
    assert board.player.note.startswith("Without λ (run 1)")


def test_reset_forgets_the_table(board):
    board.player.set(rows="a,b,c\n1,2,0\n2,5,1\n3,1,1\n0,1,0", use=1)
    assert (board.player.values["column1"], "column1" in board.player.off) == ("a", False)
    board.player.set(reset=1)
    assert (board.player.values["column1"], "column1" in board.player.off) == ("–", True)
    assert board.player.options["column1"] == ["–"]


def test_large_words_have_room(board):
    board.player.set(large=True, iterations=10_000, l2=0.01, degree=8)
    words = [spec["words"] for spec in board.player.marks if spec["kind"] == "text"]
    assert ["1", "100", "10⁴"] in words
    assert ["2", "4", "6", "8"] in words
    board.player.set(preset="overfit, then λ")
    ax, box = board.picture.axes["curve"], marks(board)["legend"].values.reshape(2, 2)
    lowest = min(values.min() for name, values in curves(board) if "loss" in name)
    assert box[:, 1].max() < lowest, "the legend lies under every curve"
    assert box[:, 0].max() <= ax.get_xlim()[1] * (1 + 1e-9)


def curves(board):
    mine = {name: mark for name, mark in marks(board).items() if mark.ax is board.picture.axes["curve"]}
    return [(name, mark.values[:, 1]) for name, mark in mine.items() if mark.kind == "dot"]


def test_the_presets_show_what_they_are_named_for():
    def runs(name):
        settings, pins = board_settings.from_line(PRESETS[name])
        return [board_runs.train(each) for each in (*pins, settings)]

    calm, wild = (run.history.loss for run in runs("rate too large"))
    assert (np.diff(calm) < 0).all()
    assert np.sum(np.diff(wild) > 0) > 10
    (growing,) = runs("never stops growing")
    assert (np.diff(np.hypot(*growing.history.w.T)) > 0).all()
    (ravine,) = runs("ravine")
    turns = np.diff(np.sign(np.diff(ravine.history.w[:30, 1]))) != 0
    assert turns.sum() >= 8, "the path goes to and fro"
    assert (np.diff(ravine.history.loss) < 0).all()
    free, held_back = (
        board_panels.shown(run, np.arange(len(run.history)), 0).held.data_loss for run in runs("overfit, then λ")
    )
    assert free[-1] > 1.5 * free.min()
    assert held_back[-1] < 1.05 * held_back.min()
    straight, bent = runs("a line is not enough")
    assert straight.history.loss[-1] > 0.6
    assert bent.history.loss[-1] < 0.1
    smooth, rough = runs("small batches wander")
    assert np.sum(np.diff(rough.history.loss) > 0) > 50
    assert np.sum(np.diff(smooth.history.loss) > 0) == 0
    one, other = runs("the start is forgotten")
    assert_allclose(one.history.w[-1], other.history.w[-1], atol=0.01)


CODES = ["size=50; iterations=30", "data=two moons; degree=3; stretch=2; rate=1; l2=0.1; iterations=30; start=random"]
CODES += ["data=iris: setosa, versicolor; batch=4; iterations=30; seed=3; held=0", "data=disc in a ring; iterations=30"]
CODES += ["data=clouds apart; gap=0.5; start=where I put it; w1=1; w2=-2; iterations=30; batch=64; size=40"]
CODES += ["data=my own points; iterations=30; held=0; own=" + own_data.to_words(POINTS)]


@pytest.mark.parametrize("line", CODES)
def test_the_code_of_a_board_pasted_and_run_makes_the_same_numbers(line, capsys):
    board = Board(line)
    pasted = board.player.readings["code"]
    assert len(pasted.splitlines()) <= 10
    namespace = {}
    exec(pasted, namespace)
    run = board_runs.train(board.state.settings)
    assert np.array_equal(namespace["history"].w, run.history.w)
    assert np.array_equal(namespace["history"].b, run.history.b)
    assert np.array_equal(namespace["history"].loss, run.history.loss)
    assert "History(31 entries" in capsys.readouterr().out


# Nonsense


def test_a_rate_that_bounces_gets_a_sentence_beside_its_picture(board):
    board.player.set(data="iris: versicolor, virginica", rate=5.0)
    assert "the learning rate is too large" in board.player.note
    assert marks(board)["weights of run 1"].values.shape == (51, 2)


def test_a_rate_that_diverges_under_the_penalty_leaves_the_last_good_picture(board):
    board.player.set(l2=5.0)
    before = picture(board)
    for rate in (1.0, 20.0, 100.0):
        board.player.set(rate=rate)
        assert "beyond all bounds" in board.player.note
        assert picture(board) == before
        assert board.player.error == ""
    board.player.set(rate=0.1)
    assert board.player.note == ""


def test_too_few_points_get_a_sentence(board):
    board.player.set(rows="1,1,0\n2,2,1", use=1)
    assert board.player.error == ""
    board.player.set(held=50)
    assert "one class only" in board.player.note
    board.player.set(held=0, rate=1.0, iterations=1000)
    assert board.player.note.startswith("Every training point is right")


@pytest.mark.parametrize("field", ["x1", "x2", "point"])
def test_an_empty_number_field_gets_a_sentence(board, field):
    before = board.state.settings["data"]
    board.player.set(**{field: None})
    board.player.set(**({"move": 1} if field == "point" else {"add": 1}))
    assert "must be a" in board.player.note
    assert board.player.error == ""
    assert board.state.settings["data"] == before


def test_more_than_a_thousand_points_are_not_ones_own(board):
    board.player.set(size=2000)
    point_at(board, "field", "down", *board_runs.data_of(board.state.settings)[0].X[0])
    assert "at most 1,000" in board.player.note
    assert board.state.settings["data"] != OWN


def test_points_in_one_place_can_be_shown(board):
    board.player.set(rows="1,1,0\n1,1,1\n1,1,0\n1,1,1", use=1, held=0)
    assert board.player.error == ""
    board.player.set(degree=3)
    assert board.player.error == ""


def test_an_error_that_nobody_foresaw_is_shown(board, monkeypatch):
    def broken(settings):
        raise RuntimeError("a broken part")

    monkeypatch.setattr(board_runs, "train", broken)
    board.player.set(rate=0.2)
    assert board.player.error == "RuntimeError: a broken part"


# A run that plays goes on


def test_a_change_while_it_plays_goes_on_from_the_present_weights_and_start_again_begins_anew(board):
    data = board_runs.data_of(board.state.settings)[1]
    first = board_runs.train(board.state.settings).history
    board.player.playing = 20
    board.player.set(rate=1.0)
    w = marks(board)["weights of run 1"].values
    rest = gradient_descent(data.X, data.y, learning_rate=1.0, n_iterations=30, w=first.w[20], b=float(first.b[20]))
    assert np.array_equal(w[:21], first.w[:21])
    assert np.array_equal(w[20:], rest.w)
    assert "goes on from iteration 20" in board.player.note
    board.player.playing = 35
    board.player.set(noise=1.5)
    new = board_runs.data_of(board.state.settings)[1]
    assert np.array_equal(marks(board)["weights of run 1"].values[:36], w[:36])
    losses = marks(board)["training loss of run 1"].values[:, 1]
    assert_allclose(
        losses[[0, 30, 50]], [log_loss(new.X, new.y, *each) for each in weights(board, 0, 30, 50)], rtol=1e-6
    )
    assert board.player.readings["code"].startswith("# these settings from the start")
    assert "walked" not in board.player.readings["line"]
    board.player.set(again=1)
    assert board.player.frame == 0
    fresh = gradient_descent(new.X, new.y, learning_rate=1.0, n_iterations=50)
    assert np.array_equal(marks(board)["weights of run 1"].values, fresh.w)
    board.player.playing = -1
    board.player.set(rate=0.3)
    assert "goes on" not in board.player.note, "a run that stands is made anew"


def weights(board, *frames):
    run = board.run.history
    return [(run.w[t], run.b[t]) for t in frames]


def test_a_new_kind_of_model_begins_anew_while_it_plays(board):
    board.player.playing = 20
    for change in ({"degree": 2}, {"start": "random"}, {"iterations": 80}, {"preset": "ravine"}):
        board.player.set(**change)
        assert board.state.settings["walked"] is None


def test_the_controls_of_a_full_screen_are_chosen_and_kept_in_the_line(board):
    assert board.player.presented == ["rate", "l2", "noise", "again"]
    board.player.set(screen1="degree", screen2="degree", screen4="Pin this run")
    assert board.player.presented == ["degree", "noise", "pin"]
    board.player.set(reset=1)
    assert board.player.presented == ["degree", "noise", "pin"]
    assert Board(board.player.readings["line"]).player.presented == ["degree", "noise", "pin"]


# A table of one's own

WIDE = "name;height (cm);weight (kg);sex;age group\n" + "\n".join(
    f"p{k};{165 + 12 * (k % 2) + k % 5},5;{60 + 15 * (k % 2) + k % 7};{'fm'[k % 2]};{'young' if k % 3 else 'old'}"
    for k in range(40)
)


def test_a_table_gives_names_to_axes_and_classes_and_others_can_be_chosen(board):
    board.player.set(rows="\ufeff" + WIDE.replace("\n", "\r\n"), use=1)
    assert board.player.error == ""
    ax, s = board.picture.axes["field"], board.state.settings
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("height (cm)", "weight (kg)")
    assert board.player.options["column1"] == ["name", "height (cm)", "weight (kg)", "sex", "age group"]
    assert board.player.values["column_y"] == "age group"
    board.player.set(column_y="sex")
    assert board.player.note.startswith("Read 40 points. 'f' is class 0. 'm' is class 1.")
    assert s is board.state.settings
    assert s["names"] == ("height (cm)", "weight (kg)", "f", "m")
    assert s["own"][:2] == ((165.5, 60, 0), (178.5, 76, 1))
    assert board.picture.axes["field"].get_title() == "● f    ■ m"
    board.player.set(swap=1)
    assert board.state.settings["own"][:2] == ((165.5, 60, 1), (178.5, 76, 0))
    assert board.picture.axes["field"].get_title() == "● m    ■ f"
    again = Board(board.player.readings["line"])
    assert again.state.settings["names"] == ("height (cm)", "weight (kg)", "m", "f")
    assert picture(again)[1:5] == picture(board)[1:5]
    board.player.set(column1="name")
    assert "“name” holds words" in board.player.note
    assert board.player.values["column1"] == "height (cm)", "the choice goes back to what is shown"
    board.player.set(column1="weight (kg)")
    assert "three different columns" in board.player.note


def test_standardise_is_offered_where_scales_differ_and_keeps_the_picture_in_its_units(board):
    board.player.set(rows=WIDE, use=1)
    board.player.set(column_y="sex", rate=1.0)
    assert "height (cm) lie around 174" in board.player.note
    assert "Switch on “standardise”" in board.player.note
    assert "rate" not in board.player.note
    before = board.picture.axes["field"].get_xlim()
    board.player.set(standard=True)
    assert "standardise" not in board.player.note
    run = board_runs.train(board.state.settings)
    X = run.train.X
    again = gradient_descent((X - X.mean(axis=0)) / X.std(axis=0), run.train.y, learning_rate=1.0, n_iterations=50)
    assert_allclose(run.history.w, again.w, rtol=1e-9)
    assert board.picture.axes["field"].get_xlim() == before
    ends = marks(board)["boundary of run 1"].values[-1].reshape(2, 2)
    assert_allclose(score(run.features(ends), again.w[-1], again.b[-1]), 0, atol=1e-6)
    assert np.diff(again.loss).max() < 0, "no zigzag"
    namespace = {}
    exec(board.player.readings["code"], namespace)
    assert np.array_equal(namespace["history"].w, run.history.w)


@pytest.mark.parametrize("labels", ["1 2", "-1 1", "1.0 2.0", "no yes"])
def test_two_labels_are_two_classes_whatever_they_are_called(board, labels):
    one, other = labels.split()
    board.player.set(rows=f"1,2,{other}\n3,4,{one}\n5,6,{other}\n7,x,{one}", use=1)
    assert [label for *_, label in board.state.settings["own"]] == [1, 0, 1]
    assert "Left out: line 4 ('x' is no number)" in board.player.note


def test_of_more_than_two_classes_two_are_chosen_or_one_against_all_others(board):
    rows = "a,b,kind\n" + "\n".join(f"{k},{k % 5},{'uvw'[k % 3]}" for k in range(1, 31))
    board.player.set(rows=rows, use=1)
    assert board.player.options["label0"] == ["v", "w", "u", "all others"]
    assert "Other classes are left out: 'u' (10)." in board.player.note
    board.player.set(label0="u")
    assert board.state.settings["names"][2:] == ("u", "w")
    assert len(board.state.settings["own"]) == 20
    board.player.set(label1="all others")
    assert [label for *_, label in board.state.settings["own"]] == [int("uvw"[k % 3] != "u") for k in range(1, 31)]
    board.player.set(label0="all others")
    assert "two different labels" in board.player.note
    assert board.player.values["label0"] == "u"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("a,b,c", "there is none below the names"),
        (" \n\n", "the table is empty"),
        ("x" * 5_000_001, "at most 5 are read"),
        (",".join("abcdefghijklmnopqrstu") + "\n" + ",".join("1" * 21), "21 columns; at most 20"),
        ("a,b,c\n" + "1,2,0\n" * 9, "one class only: every row read is '0'"),
        ("a,b,c\n" + "".join(f"{k},2,{k % 2}\n" for k in range(9)), "“b” is 2 in every row"),
        ("a,b,c,d\n1,x,y,0\n2,z,y,1", "Two columns of numbers that vary are needed"),
        ("a,b,c\n" + "".join(f"u,{k},{k % 2}\n" for k in range(9)), "“a” holds words"),
        (
            "a,b,c\n" + "".join(f"{k},{k + 1},{k / 7}\n" for k in range(30)),
            "different labels: choose a column of classes",
        ),
    ],
)
def test_a_table_that_cannot_be_shown_gets_a_sentence_and_keeps_what_was_there(board, rows, said):
    board.player.set(rows=WIDE, use=1)
    before, chosen = picture(board), board.state.chosen
    board.player.set(rows=rows, use=2)
    assert said in board.player.note
    assert board.player.error == ""
    assert (picture(board), board.state.chosen) == (before, chosen)


def test_a_table_of_ten_thousand_rows_is_shown_and_no_line_is_written_of_it(board):
    rng = np.random.default_rng(1)
    X = rng.normal(size=(10_100, 2)).round(3)
    rows = "\n".join(f"{a},{b},{int(a + b > 0)}" for a, b in X)
    board.player.set(rows=rows, use=1)
    assert len(board.state.settings["own"]) == 10_000
    assert "Read 10,000 points." in board.player.note
    assert "and 88 more" in board.player.note
    assert "keep the file" in board.player.readings["line"]
    assert board.player.values["rows"] == "", "a long table does not stay in its field"
    assert len(board.player.readings["code"]) < 2000
    board.player.set(swap=1)
    assert board.player.error == ""


def test_columns_can_be_chosen_once_there_is_a_table(board):
    assert {"column1", "label0"} <= set(board.player.off)
    board.player.set(rows=WIDE, use=1)
    assert not {"column1", "label0"} & set(board.player.off)


# The band


def test_the_band_lies_where_the_interval_of_a_probability_begins_to_hold_one_half(board):
    board.player.set(gap=-2.0, size=400)
    board.player.set(band=True)
    edge = board.player["band"].values[0].reshape(-1, 2)
    edge = edge[np.isfinite(edge[:, 0])]
    run = board_runs.train(board.state.settings)
    best = newton(run.train.X, run.train.y)
    low, high = probability_interval(run.train.X, best.w[-1], best.b[-1], edge)
    assert len(edge) > 20
    assert np.all(np.minimum(np.abs(low - 0.5), np.abs(high - 0.5)) < 0.01)
    board.player.set(band=False)
    assert "band" not in board.player.names


@pytest.mark.parametrize("change", [{"l2": 0.1}, {"degree": 2}, {"data": "clouds apart"}])
def test_there_is_no_band_where_no_covariance_tells_it(board, change):
    board.player.set(band=True)
    board.player.set(**change)
    assert board.player.error == ""
    assert "band" not in board.player.names
    assert "There is no 95 % band" in board.player.note
    board.player.set(band=False)
    assert "band" not in board.player.note

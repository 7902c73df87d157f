"""The data sets are what their docstrings say, for every seed, and a Dataset refuses what could not be drawn."""

import re
import subprocess
import sys
from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from sklearn.datasets import load_breast_cancer, load_iris

from logreg_core.datasets import (
    IRISES,
    NUCLEI,
    Dataset,
    iris,
    moons,
    overlapping,
    ring,
    separable,
    study_hours,
    tumours,
)
from logreg_core.descent import gradient_descent, newton
from logreg_core.metrics import accuracy

pytestmark = pytest.mark.filterwarnings("error")
NORMAL, ALONG = np.array([0.8, -0.6]), np.array([0.6, 0.8])
MADE = [separable, overlapping, ring, moons, study_hours]


def share_right(data, history):
    """Training accuracy at the end of a run."""
    return accuracy(data.y, data.X @ history.w[-1] + history.b[-1] > 0)


def best_line(data):
    return share_right(data, newton(data.X, data.y))


@pytest.mark.parametrize("make", MADE)
def test_a_seed_repeats_its_data_and_another_seed_does_not(make):
    assert_array_equal(make(50, seed=3).X, make(50, seed=3).X)
    assert_array_equal(make(50, seed=3).y, make(50, seed=3).y)
    assert_array_equal(make().X, make().X)
    assert not np.array_equal(make(50, seed=3).X, make(50, seed=4).X)


@pytest.mark.parametrize("make", MADE)
@pytest.mark.parametrize("m", [2, 3, 10, 201])
def test_so_many_points_are_made_as_asked_for_with_both_classes_among_them(make, m):
    data = make(m, seed=1)
    assert len(data) == len(data.X) == m
    assert set(data.y) == {0, 1}
    if make is not study_hours:
        assert abs(data.y.sum() - m / 2) <= 0.5


@pytest.mark.parametrize("gap", [0.01, 0.5, 3.0])
@pytest.mark.parametrize("spread", [0.3, 1.0, 4.0])
def test_separable_clouds_leave_a_corridor_as_wide_as_the_gap_for_every_seed(gap, spread):
    for seed in range(20):
        data = separable(150, gap=gap, spread=spread, seed=seed)
        across = data.X @ NORMAL
        assert across[data.y == 1].min() >= gap / 2 - 1e-12
        assert across[data.y == 0].max() <= -gap / 2 + 1e-12


def test_clouds_are_normal_with_the_spread_asked_for_and_edges_a_gap_apart():
    data = overlapping(100_000, gap=-1.0, spread=2.0)
    for label, side in (0, -1), (1, 1):
        across, along = (data.X[data.y == label] @ direction for direction in (NORMAL, ALONG))
        assert np.mean(across) == pytest.approx(side * (-1.0 / 2 + 2 * 2.0), abs=0.03)
        assert np.mean(along) == pytest.approx(0, abs=0.03)
        assert np.std(across) == pytest.approx(2, abs=0.03)
        assert np.std(along) == pytest.approx(2, abs=0.03)


def test_the_default_separable_clouds_are_learned_without_a_mistake_within_750_iterations_from_any_random_start():
    for seed in range(100):
        data, start = separable(seed=seed), np.random.default_rng(1000 + seed).random(3)
        assert share_right(data, gradient_descent(data.X, data.y, n_iterations=750, w=start[:2], b=start[2])) == 1.0


def test_the_best_line_is_right_for_93_in_100_of_the_overlapping_points():
    assert 0.91 <= best_line(overlapping()) <= 0.95
    assert np.mean([best_line(overlapping(seed=seed)) for seed in range(100)]) == pytest.approx(0.93, abs=0.015)


@pytest.mark.parametrize(
    ("data", "stopped"),
    [
        (separable(), "no minimum"),
        (overlapping(), "gradient zero"),
        (study_hours(), "gradient zero"),
        (iris(), "no minimum"),
        (iris(("setosa", "virginica")), "no minimum"),
        (iris(("versicolor", "virginica")), "gradient zero"),
        (ring(), "gradient zero"),
        (moons(), "gradient zero"),
    ],
)
def test_newton_confirms_which_data_a_line_can_separate(data, stopped):
    assert newton(data.X, data.y).stopped == stopped
    assert (best_line(data) == 1.0) == (stopped == "no minimum")


def test_no_line_parts_a_ring_from_its_disc_nor_two_moons_but_a_circle_parts_the_ring():
    for seed in range(20):
        data = ring(seed=seed)
        radius = np.hypot(*data.X.T)
        assert radius[data.y == 1].max() + 0.5 <= radius[data.y == 0].min()
        assert best_line(data) < 0.75
    assert np.mean([best_line(moons(seed=seed)) for seed in range(20)]) < 0.9
    assert best_line(moons(spread=0.01)) < 0.95


@pytest.mark.parametrize(("data", "apart"), [(study_hours(50_000), 0.05), (study_hours(), 0.2)])
def test_log_odds_of_passing_rise_by_one_and_a_half_an_hour_and_are_even_at_three_hours(data, apart):
    assert data.X.shape == (len(data), 1)
    assert 0 <= data.X.min() < data.X.max() <= 6
    history = newton(data.X, data.y)
    assert history.w[-1][0] == pytest.approx(1.5, abs=apart)
    assert -history.b[-1] / history.w[-1][0] == pytest.approx(3, abs=apart)


def test_flowers_and_lumps_are_those_of_scikit_learn_and_come_without_importing_it():
    flowers, cells = load_iris(), load_breast_cancer()
    for part, columns in (("sepal", [0, 1]), ("petal", [2, 3])):
        data = iris(("versicolor", "virginica"), part=part)
        assert_array_equal(data.X, flowers.data[50:, columns])
        assert_array_equal(data.y, flowers.target[50:] - 1)
    assert_array_equal(iris().X, flowers.data[:100, 2:])
    assert list(flowers.target_names) == list(IRISES)
    assert list(cells.feature_names) == NUCLEI
    assert_array_equal(tumours(None).X, cells.data)
    assert_array_equal(tumours(None).y, 1 - cells.target)
    code = (
        "import sys; from logreg_core.datasets import iris, tumours; iris(), tumours(); print('sklearn' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said == "False\n"


def test_iris_labels_follow_the_order_of_the_names_given():
    data, turned = iris(("versicolor", "setosa")), iris(["setosa", "versicolor"])
    assert data.class_names == ("versicolor", "setosa")
    assert data.X.shape == (100, 2)
    assert_array_equal(data.y, 1 - turned.y)
    assert data.X[data.y == 1, 0].max() < 2  # setosa's petals are the short ones
    assert data.feature_names == ("petal length (cm)", "petal width (cm)")


def test_tumours_are_scikit_learns_with_cancer_as_label_1():
    data = tumours()
    assert (data.X.shape, data.y.sum(), data.class_names) == ((569, 2), 212, ("harmless", "cancer"))
    assert data.X[data.y == 1].mean() > data.X[data.y == 0].mean()  # malignant nuclei are larger and rougher
    assert tumours(None).X.shape == (569, 30)
    assert_array_equal(tumours(["mean texture"]).X[:, 0], data.X[:, 1])
    assert newton(*(lambda d: (d.X / d.X.std(axis=0), d.y))(tumours(None))).stopped == "no minimum"  # as the UCI says
    with pytest.raises(ValueError, match=r"features must be names of .*; got size$"):
        tumours(("size",))


# Dataset


def test_a_dataset_holds_float_copies_and_names_its_features_and_classes():
    X, y = np.array([[1, 2], [3, 4]]), [False, True]
    data = Dataset(X, y)
    X[0, 0] = 9
    assert_array_equal(data.X, [[1, 2], [3, 4]])
    assert (data.X.dtype, data.y.dtype) == (float, float)
    assert (len(data.feature_names), len(set(data.feature_names)), data.class_names) == (2, 2, ("class 0", "class 1"))
    assert Dataset(X, y, feature_names=["a", "b"], class_names=["no", "yes"]).feature_names == ("a", "b")


def test_a_dataset_of_one_class_is_taken_for_points_are_drawn_one_at_a_time():
    assert len(Dataset([[1.0, 2.0]], [1])) == 1


def test_a_dataset_is_frozen():
    with pytest.raises(FrozenInstanceError):
        separable().X = np.zeros((2, 2))


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (separable(), "Dataset('Two clouds apart', 200 points, 2 features)"),
        (study_hours(5), "Dataset('Passing an exam', 5 points, 1 feature)"),
        (Dataset([[1, 2, 3]], [0], title="It's"), 'Dataset("It\'s", 1 point, 3 features)'),
    ],
)
def test_the_repr_of_a_dataset_is_stable_and_says_what_it_holds(data, text):
    assert repr(data) == text
    assert not re.search("0x|array", repr(data))

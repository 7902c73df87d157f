"""More than two classes: equations against SciPy and differences, both solvers against scikit-learn, and the film."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.testing import assert_allclose, assert_array_equal
from scipy.special import logsumexp
from scipy.special import softmax as their_softmax
from sklearn.linear_model import LogisticRegression

from logreg_core.datasets import Dataset, iris, overlapping, separable
from logreg_core.descent import newton, softmax_descent, softmax_newton
from logreg_core.equations import (
    cross_entropy,
    gradient,
    one_hot,
    scores,
    sigmoid,
    softmax,
    softmax_cross_entropy,
    softmax_gradient,
    softmax_loss,
)
from logreg_core.labs import species
from logreg_core.metrics import confusion_matrix

KINDS = iris(("setosa", "versicolor", "virginica"))
ANY = hnp.arrays(float, st.tuples(st.integers(1, 4), st.integers(1, 5)), elements=st.floats(-1e300, 1e300))


def problem(seed, m=40, n=3, k=4):
    """X, y, Y, W, b of classes that overlap."""
    rng = np.random.default_rng(seed)
    y = np.append(np.arange(k), rng.integers(0, k, m - k))
    return rng.normal(size=(m, n)), y, one_hot(y, k), rng.normal(size=(n, k)), rng.normal(size=k)


# Equations


@settings(deadline=None, max_examples=80)
@given(ANY)
def test_softmax_is_scipys_adds_up_to_one_and_feels_no_shift_whatever_the_scores(Z):
    p = softmax(Z)
    assert_allclose(p, their_softmax(Z, axis=1), rtol=1e-12, atol=1e-300)
    assert_allclose(p.sum(axis=1), 1, rtol=1e-12)
    assert_allclose(softmax(Z / 1e300 + 7.0), softmax(Z / 1e300), rtol=1e-12)


@settings(deadline=None, max_examples=80)
@given(ANY, st.randoms(use_true_random=False))
def test_the_loss_is_log_sum_exp_less_the_score_that_came_and_finite(Z, random):
    y = np.array([random.randrange(Z.shape[1]) for _ in Z])
    loss = softmax_cross_entropy(Z, one_hot(y, Z.shape[1]))
    assert np.isfinite(loss[np.ptp(Z, axis=1) < 1e300]).all()
    assert_allclose(loss, logsumexp(Z - Z[np.arange(len(y)), y][:, None], axis=1), rtol=1e-12, atol=1e-12)


def test_for_two_classes_it_is_the_sigmoid_its_loss_and_its_gradient():
    X, y, Y, W, b = problem(0, k=2)
    z = np.diff(scores(X, W, b), axis=1)[:, 0]
    assert_allclose(softmax(scores(X, W, b))[:, 1], sigmoid(z), rtol=1e-12)
    assert_allclose(softmax_cross_entropy(scores(X, W, b), Y), cross_entropy(z, y), rtol=1e-10)
    dW, db = softmax_gradient(X, Y, W, b)
    dw, one_db = gradient(X, y, W[:, 1] - W[:, 0], b[1] - b[0])
    assert_allclose(dW, np.column_stack([-dw, dw]), rtol=1e-10)
    assert_allclose(db, [-one_db, one_db], rtol=1e-10)


@pytest.mark.parametrize("l2", [0.0, 0.7])
@pytest.mark.parametrize("seed", range(3))
def test_the_gradient_is_the_slope_of_the_loss_by_central_differences(seed, l2):
    X, _, Y, W, b = problem(seed)

    def loss(v):
        return softmax_loss(X, Y, v[:-4].reshape(W.shape), v[-4:], l2)

    at, h = np.append(W.ravel(), b), 1e-5
    measured = [(loss(at + e) - loss(at - e)) / (2 * h) for e in h * np.eye(len(at))]
    dW, db = softmax_gradient(X, Y, W, b, l2)
    assert_allclose(np.append(dW.ravel(), db), measured, rtol=1e-6, atol=1e-9)


def test_labels_become_rows_and_others_are_refused():
    assert_array_equal(one_hot([2.0, 0.0], 3), [[0, 0, 1], [1, 0, 0]])
    for y in ([3], [-1], [0.5], [[0]], []):
        with pytest.raises(ValueError, match="y must hold whole numbers from 0 to 2"):
            one_hot(y, 3)
    with pytest.raises(ValueError, match=r"Y must have the shape \(1, 2\) and a single 1 among zeros"):
        softmax_cross_entropy([[1.0, 2.0]], [[1.0, 1.0]])


# Runs


@pytest.mark.parametrize("l2", [0.0, 0.2])
def test_every_entry_of_descent_is_a_step_of_the_equations(l2):
    X, y, Y, _, _ = problem(1)
    run = softmax_descent(X, y, learning_rate=0.5, n_iterations=20, l2=l2)
    assert (run.w.shape, run.b.shape, run.stopped) == ((21, 3, 4), (21, 4), "iteration limit")
    for t in range(20):
        dW, db = softmax_gradient(X, Y, run.w[t], run.b[t], l2)
        assert_allclose(run.w[t + 1], run.w[t] - 0.5 * dW, atol=1e-12)
        assert_allclose(run.b[t + 1], run.b[t] - 0.5 * db, atol=1e-12)
        assert run.loss[t] == pytest.approx(softmax_loss(X, Y, run.w[t], run.b[t], l2), rel=1e-12)


@pytest.mark.parametrize(("seed", "l2"), [(0, 0.0), (1, 0.0), (2, 0.05), (3, 1.0)])
def test_newton_finds_the_optimum_of_scikit_learn(seed, l2):
    X, y, Y, _, _ = problem(seed, m=90)
    run = softmax_newton(X, y, l2=l2)
    reference = LogisticRegression(C=1 / (90 * l2) if l2 else np.inf, tol=1e-12, max_iter=10_000).fit(X, y)
    assert_allclose(run.w[-1], reference.coef_.T, rtol=0, atol=1e-6)
    assert_allclose(run.b[-1], reference.intercept_, rtol=0, atol=1e-6)
    assert run.stopped == "gradient zero"
    assert max(np.abs(part).max() for part in softmax_gradient(X, Y, run.w[-1], run.b[-1], l2)) < 1e-10
    assert_allclose(run.loss, [softmax_loss(X, Y, W, b, l2) for W, b in zip(run.w, run.b, strict=True)], rtol=1e-9)


def test_newton_on_two_classes_is_newton():
    data = overlapping(80)
    run, plain = softmax_newton(data.X, data.y), newton(data.X, data.y)
    assert_allclose(run.w[-1][:, 1] - run.w[-1][:, 0], plain.w[-1], rtol=1e-8)


def test_newton_works_in_any_unit_and_with_a_feature_that_is_there_twice():
    X, y, _, _, _ = problem(4, m=90)
    plain, unit = softmax_newton(X, y), np.array([1e5, 1.0, 1e-4])
    scaled = softmax_newton(X * unit + 1e3 * unit, y)
    assert_allclose(scaled.w[-1] * unit[:, None], plain.w[-1], atol=1e-6)
    twice = softmax_newton(np.column_stack([X, X[:, 0]]), y)
    assert (twice.stopped, twice.loss[-1]) == ("gradient zero", pytest.approx(plain.loss[-1], rel=1e-10))


@pytest.mark.parametrize("data", [KINDS, Dataset(separable().X, separable().y)], ids=["one kind apart", "two apart"])
def test_without_a_minimum_newton_says_so_and_with_a_penalty_it_finds_one(data):
    free = softmax_newton(data.X, data.y)
    assert free.stopped == "no minimum"
    assert np.isfinite(free.w).all()
    assert softmax_newton(data.X, data.y, l2=1e-3).stopped == "gradient zero"


def test_a_walk_that_leaves_the_numbers_is_cut_and_one_that_stands_still_is_stopped():
    X, y, _, _, _ = problem(5)
    far = softmax_descent(1e200 * X, y, learning_rate=1e200, n_iterations=9, l2=1.0)
    assert far.stopped == "diverged"
    assert np.isfinite(far.loss).all()
    still = softmax_descent(X, y, learning_rate=0.5, n_iterations=5000, tol=1e-9)
    assert still.stopped == "loss plateau"
    assert np.abs(np.diff(still.loss[-11:])).max() <= 1e-9


@pytest.mark.parametrize("y", [[0, 0, 0], [0, 1, 3], [1, 2, 3], [0.5, 1, 0]])
def test_labels_that_are_not_0_to_k_minus_1_are_refused(y):
    with pytest.raises(ValueError, match=r"^y must hold"):
        softmax_newton([[0.0], [1.0], [2.0]], y)


# Data, counts, film


def test_three_kinds_are_150_flowers_and_a_class_needs_a_name():
    assert_array_equal(np.bincount(KINDS.y.astype(int)), [50, 50, 50])
    assert_array_equal(KINDS.X[KINDS.y > 0], iris(("versicolor", "virginica")).X)
    with pytest.raises(ValueError, match="class_names must hold a name for each class; got 3 for 4"):
        Dataset(np.eye(4), [0, 1, 2, 3], class_names=("a", "b", "c"))


def test_the_confusion_matrix_counts_pairs_of_any_number_of_classes():
    assert_array_equal(confusion_matrix([0, 1, 2, 2], [0, 2, 2, 1], n_classes=3), [[1, 0, 0], [0, 0, 1], [0, 1, 1]])
    with pytest.raises(ValueError, match="predicted must hold one label for each of the 2 examples; got 3"):
        confusion_matrix([0, 2], [0, 1, 2], n_classes=3)


RUN = softmax_descent(KINDS.X, KINDS.y, n_iterations=1000)


@pytest.fixture(scope="module")
def film():
    return species.regions(RUN, KINDS)


def test_along_each_edge_two_classes_are_equal_and_ahead_of_the_third(film):
    for t in (1, 20, 300, 1000):
        for (j, k), part in zip([(0, 1), (0, 2), (1, 2)], film["edges"].values[t].reshape(3, 3, 2), strict=True):
            assert np.isnan(part[2]).all()
            ends = part[:2][np.isfinite(part[:2, 0])]
            for p in softmax(scores(ends, RUN.w[t], RUN.b[t])) if len(ends) else []:
                assert p[j] == pytest.approx(p[k], rel=1e-9)
                assert p[j] >= p[3 - j - k] - 1e-9
    assert np.isnan(film["edges"].values[0]).all()
    three = film["edges"].values[1000].reshape(3, 3, 2)[:, :2].reshape(-1, 2)
    corner = [p for p in three if np.sum(np.isclose(three, p).all(axis=1)) == 3]
    assert len(corner) == 3, "the three edges meet in a point"


def test_the_ground_has_the_colour_of_the_most_probable_class(film):
    field = film["field"]
    colors = np.array(field.look["palette"])[field.look["levels"][int(field.values[1000, 0])]][..., :3]
    ax = film.figure.axes[0]
    x, y = np.linspace(*ax.get_xlim(), 48), np.linspace(*ax.get_ylim(), 48)[::-1]
    strongest = np.array([[0, 114, 178], [213, 94, 0], [0, 158, 115]])
    mixed = 255 * species.LIGHT + (1 - species.LIGHT) * strongest
    for row, column in [(2, 40), (45, 3), (40, 45), (20, 20)]:
        p = softmax([[x[column], y[row]] @ RUN.w[-1] + RUN.b[-1]])[0]
        assert_allclose(colors[row, column], p @ mixed, atol=255 / species.STEPS)


def test_each_region_has_the_marker_of_its_class_in_its_middle(film):
    corners = {}
    for k in range(3):
        outline = film[f"region {k}"]
        assert np.isnan(outline.values[outline.look["rows"][0]]).all(), "at the start no class is ahead"
        for t in (20, 300, 1000):
            places = outline.values[outline.look["rows"][t]].reshape(-1, 2)[:-1]
            assert np.argmax(places.mean(axis=0) @ RUN.w[t] + RUN.b[t]) == k
            corners[k] = len(places)
    assert corners == {0: 16, 1: 4, 2: 3}, "a ring, a square and a triangle, as the flowers have"


def test_the_film_counts_what_the_confusion_matrix_counts_and_stays_small(film):
    for t in (0, 100, 1000):
        found = np.argmax(scores(KINDS.X, RUN.w[t], RUN.b[t]), axis=1)
        counts = confusion_matrix(KINDS.y, found, n_classes=3)
        assert_array_equal(film["counts"].values[t], counts.ravel())
        half = np.diff(film["squares"].values[t].reshape(9, 4)[:, [0, 2]])[:, 0] / 2
        assert_allclose((half / 0.46) ** 2 * 50, counts.ravel(), atol=1e-9)
        assert film.numbers["right"][t] == pytest.approx(100 * np.trace(counts) / 150)
    assert len(film.data) + len(film.pixels) + len(film.picture) < 410_000
    assert not film.controls


def test_runs_and_data_of_another_kind_are_refused():
    with pytest.raises(ValueError, match="history must be a run of softmax_descent"):
        species.regions(newton(*(lambda d: (d.X, d.y))(overlapping(20))), KINDS)
    with pytest.raises(ValueError, match="dataset must have two features and three classes"):
        species.regions(RUN, overlapping(20))

"""Both descents, tied entry by entry to `log_loss` and `gradient` and compared with published loops and solvers."""

import tracemalloc
from dataclasses import FrozenInstanceError
from decimal import Decimal, localcontext
from operator import mul

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.optimize import linprog
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression

from logreg_core.datasets import iris, overlapping, separable, study_hours
from logreg_core.descent import BLOCK, WHY, History, gradient_descent, newton
from logreg_core.equations import gradient, hessian, log_loss
from logreg_core.films import watch
from logreg_core.frames import Frames
from logreg_core.labs import neuron_graph, race, separate
from logreg_core.metrics import accuracy
from logreg_core.plots import figure, learning_curve

pytestmark = pytest.mark.filterwarnings("error")

APART, MIXED, HOURS = separable(), overlapping(), study_hours()
SIZE = BLOCK // len(MIXED)  # entries worked out together, for 200 examples
NORMAL = np.array([0.8, -0.6])


def assert_losses_belong(history, X, y, l2=0.0, rtol=1e-12):
    losses = [log_loss(X, y, w, b, l2) for w, b in zip(history.w, history.b, strict=True)]
    assert_allclose(history.loss, losses, rtol=rtol, atol=0)


def assert_steps_follow_the_gradient(history, X, y, rate, l2=0.0, batches=None):
    for t in range(len(history) - 1):
        rows = slice(None) if batches is None else batches[t]
        dw, db = gradient(X[rows], y[rows], history.w[t], history.b[t], l2)
        assert_allclose(history.w[t + 1], history.w[t] - rate * dw, rtol=1e-12, atol=1e-12, err_msg=f"w[{t + 1}]")
        assert_allclose(history.b[t + 1], history.b[t] - rate * db, rtol=1e-12, atol=1e-12, err_msg=f"b[{t + 1}]")


def end_of_plateau(figure, tol, patience):
    """First entry at which the last `patience` changes were all at most `tol`, the slow way; or None."""
    for t in range(patience, len(figure)):
        if all(abs(figure[k] - figure[k - 1]) <= tol for k in range(t - patience + 1, t + 1)):
            return t
    return None


def accuracies(history, data):
    return [accuracy(data.y, data.X @ w + b > 0) for w, b in zip(history.w, history.b, strict=True)]


# Gradient descent: every entry


@pytest.mark.parametrize(
    ("data", "options"),
    [
        pytest.param(MIXED, {}, id="default"),
        pytest.param(MIXED, {"l2": 0.3}, id="penalty"),
        pytest.param(APART, {"learning_rate": 5.0}, id="separable"),
        pytest.param(APART, {"w": 100 * NORMAL, "b": 1.0}, id="losses near zero"),
        pytest.param(MIXED, {"w": [1e6, -2e6], "b": 3e5}, id="huge start"),
        pytest.param(MIXED, {"w": [-1e5, 1e5], "b": 7.0, "l2": 0.01, "learning_rate": 1.0}, id="huge start, penalty"),
        pytest.param(MIXED, {"learning_rate": 300.0}, id="bouncing"),
        pytest.param(HOURS, {"w": [1.0], "learning_rate": 0.5}, id="one feature"),
        pytest.param(overlapping(6000), {"l2": 0.1}, id="four entries a block"),
        pytest.param(overlapping(2), {}, id="two points"),
    ],
)
@pytest.mark.parametrize("n_iterations", [0, 1, SIZE - 2, SIZE - 1, SIZE, 2 * SIZE + 5])
def test_every_loss_belongs_to_its_weights_and_every_step_follows_the_gradient(data, options, n_iterations):
    history = gradient_descent(data.X, data.y, n_iterations=n_iterations, **options)
    assert len(history) == n_iterations + 1
    assert history.stopped == "iteration limit"
    T, n = len(history), data.X.shape[1]
    assert (history.w.shape, history.b.shape, history.loss.shape) == ((T, n), (T,), (T,))
    assert_array_equal(history.w[0], options.get("w", np.zeros(n)))
    assert history.b[0] == options.get("b", 0.0)
    l2, rate = options.get("l2", 0.0), options.get("learning_rate", 0.1)
    assert_losses_belong(history, data.X, data.y, l2)
    assert_steps_follow_the_gradient(history, data.X, data.y, rate, l2)


def test_without_a_penalty_weights_whose_square_overflows_are_no_divergence():
    X, y = np.array([[1e-200], [-1e-200]]), np.array([1, 0])
    history = gradient_descent(X, y, w=[1e200], n_iterations=3)
    assert history.stopped == "iteration limit"
    assert_losses_belong(history, X, y)


def test_features_whose_sum_overflows_still_have_the_loss_of_the_start():
    history = gradient_descent([[1e308], [1e308], [-1e308]], [1, 1, 0], n_iterations=0)
    assert history.loss.tolist() == [pytest.approx(np.log(2), rel=1e-15)]


def column_loop(X, Y, T, rate):
    """The loop of the neural-network courses: X (n, m), Y (1, m)."""
    m, w, b, costs = X.shape[1], np.zeros((X.shape[0], 1)), 0.0, []
    for _ in range(T):
        A = 1 / (1 + np.exp(-(np.dot(w.T, X) + b)))
        costs.append((-1 / m) * np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)))
        w, b = w - rate * (1 / m) * np.dot(X, (A - Y).T), b - rate * (1 / m) * np.sum(A - Y)
    return w.ravel(), b, costs


def estimator_loop(X, y, T, rate):
    """The loop of the from-scratch articles: X (m, n), y (m,)."""
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(T):
        p = 1 / (1 + np.exp(-(np.dot(X, w) + b)))
        w, b = w - rate * (1 / len(y)) * np.dot(X.T, (p - y)), b - rate * (1 / len(y)) * np.sum(p - y)
    return w, b


@pytest.mark.parametrize("data", [MIXED, APART, HOURS, iris()])
def test_a_run_equals_the_two_published_loops(data):
    history = gradient_descent(data.X, data.y, learning_rate=0.3, n_iterations=500)
    w, b, costs = column_loop(data.X.T, data.y[None], 500, 0.3)
    assert_allclose(np.append(history.w[-1], history.b[-1]), np.append(w, b), rtol=0, atol=1e-10)
    assert_allclose(history.loss[:-1], costs, rtol=0, atol=1e-10)
    w, b = estimator_loop(data.X, data.y, 500, 0.3)
    assert_allclose(np.append(history.w[-1], history.b[-1]), np.append(w, b), rtol=0, atol=1e-10)


# Mini-batches


@pytest.mark.parametrize("l2", [0.0, 0.2])
@pytest.mark.parametrize(("m", "size"), [(10, 4), (10, 5), (9, 1), (7, 7)])
def test_each_epoch_is_a_new_permutation_and_each_step_the_gradient_of_its_batch(m, size, l2):
    X, y = np.eye(m), np.arange(m) % 2  # only the weights of the batch's own examples move
    per_epoch = -(-m // size)
    history = gradient_descent(X, y, batch_size=size, seed=5, n_iterations=6 * per_epoch, l2=l2)
    moved = history.w[1:] - history.w[:-1] * (1 - 0.1 * l2)
    batches = [np.flatnonzero(np.abs(row) > 1e-6) for row in moved]
    epochs = [batches[first : first + per_epoch] for first in range(0, len(batches), per_epoch)]
    for epoch in epochs:
        assert [len(batch) for batch in epoch] == [size] * (m // size) + [m % size] * (m % size > 0)
        assert_array_equal(np.sort(np.concatenate(epoch)), np.arange(m))
    if per_epoch > 1:
        assert len({tuple(map(tuple, epoch)) for epoch in epochs}) > 1
    assert_steps_follow_the_gradient(history, X, y, 0.1, l2, batches)
    assert_losses_belong(history, X, y, l2)


def test_the_recorded_loss_of_a_mini_batch_run_is_over_all_the_data_in_every_block():
    history = gradient_descent(MIXED.X, MIXED.y, batch_size=32, seed=1, n_iterations=3 * SIZE, w=[50.0, -80.0])
    assert_losses_belong(history, MIXED.X, MIXED.y)


def test_a_seed_repeats_a_mini_batch_run_and_no_seed_does_not():
    first, again, other, free, free_too = (
        gradient_descent(MIXED.X, MIXED.y, batch_size=16, seed=s, n_iterations=20).w for s in (3, 3, 4, None, None)
    )
    assert_array_equal(first, again)
    assert not np.array_equal(first, other)
    assert not np.array_equal(free, free_too)


def test_one_batch_of_all_the_data_is_plain_gradient_descent():
    plain = gradient_descent(MIXED.X, MIXED.y, n_iterations=100, l2=0.1)
    batch = gradient_descent(MIXED.X, MIXED.y, n_iterations=100, l2=0.1, batch_size=200, seed=0)
    assert_allclose(batch.w, plain.w, rtol=1e-12, atol=1e-13)


# Stopping


@settings(deadline=None, max_examples=80)
@given(
    st.sampled_from(["loss", "accuracy"]),
    st.sampled_from([0.0, 1e-6, 1e-4, 1e-3, 0.005, 0.02]),
    st.sampled_from([1, 2, 3, 10, SIZE - 1, SIZE, SIZE + 1, 150]),
    st.sampled_from([(200, None), (200, 16), (1500, None), (6000, None)]),
    st.sampled_from([0.1, 1.0, 60.0]),
)
def test_the_run_stops_at_the_entry_that_a_naive_search_finds(monitor, tol, patience, sizes, rate):
    data, T = overlapping(sizes[0], seed=2), 300 if sizes[0] == 200 else 60
    options = {"learning_rate": rate, "n_iterations": T, "w": [-1.0, 2.0], "batch_size": sizes[1], "seed": 0}
    whole = gradient_descent(data.X, data.y, **options)
    figure = -whole.loss if monitor == "loss" else accuracies(whole, data)
    end = end_of_plateau(figure, tol, patience)
    history = gradient_descent(data.X, data.y, tol=tol, patience=patience, monitor=monitor, **options)
    assert history.stopped == ("iteration limit" if end is None else f"{monitor} plateau")
    assert len(history) == (T if end is None else end) + 1
    assert_array_equal(history.w, whole.w[: len(history)])
    assert_array_equal(history.loss, whole.loss[: len(history)])


@pytest.mark.parametrize("patience", [1, 2, 10, SIZE - 1, SIZE, SIZE + 1, 2 * SIZE - 1])
@pytest.mark.parametrize("border", [SIZE, 2 * SIZE])
@pytest.mark.parametrize("past", [-1, 0, 1])
def test_a_plateau_that_ends_at_a_block_border_ends_the_run_there(border, past, patience):
    end = max(border + past, patience)
    whole = gradient_descent(MIXED.X, MIXED.y, n_iterations=3 * SIZE)
    improvements = -np.diff(whole.loss)
    assert (np.diff(improvements) < 0).all()  # so the tolerance below is first met at one known entry
    history = gradient_descent(
        MIXED.X, MIXED.y, n_iterations=3 * SIZE, tol=improvements[end - patience], patience=patience
    )
    assert (len(history), history.stopped) == (end + 1, "loss plateau")


def test_without_a_tolerance_nothing_ends_a_run_that_has_stopped_moving():
    X, y = [[-1.0], [1.0], [-1.0], [1.0]], [0, 1, 1, 0]  # zero is the minimum
    assert len(gradient_descent(X, y, n_iterations=500)) == 501
    history = gradient_descent(X, y, n_iterations=500, tol=0.0)
    assert (len(history), history.stopped) == (11, "loss plateau")


def test_accuracy_can_stand_still_before_anything_has_been_learned():
    data = separable(seed=1)
    start = {"w": -10 * NORMAL, "b": 0.0, "learning_rate": 0.01}
    trapped = gradient_descent(data.X, data.y, tol=0.0, patience=7, monitor="accuracy", n_iterations=5000, **start)
    assert (len(trapped), trapped.stopped) == (8, "accuracy plateau")
    assert accuracies(trapped, data)[-1] == 0.0
    assert trapped.loss[-1] < trapped.loss[0]
    assert gradient_descent(data.X, data.y, tol=0.0, patience=7, n_iterations=50, **start).stopped == "iteration limit"


# Divergence


@pytest.mark.parametrize("options", [{}, {"tol": 1e-6, "patience": 5000}, {"batch_size": 50, "seed": 0}, {"b": 1e8}])
@pytest.mark.parametrize(("rate", "l2"), [(1.0, 2.5), (1.0, 10.0), (0.1, 1e4), (1e4, 1e150)])
def test_a_rate_too_large_for_the_penalty_diverges_and_is_cut_at_the_last_finite_entry(rate, l2, options):
    history = gradient_descent(MIXED.X, MIXED.y, learning_rate=rate, l2=l2, w=[1.0, 1.0], n_iterations=3000, **options)
    assert history.stopped == "diverged"
    assert all(np.isfinite(part).all() for part in (history.w, history.b, history.loss))
    assert_losses_belong(history, MIXED.X, MIXED.y, l2)
    with np.errstate(all="ignore"):
        assert not np.isfinite(l2 / 2 * np.sum((history.w[-1] * (1 - rate * l2)) ** 2) * (1 - 1e-3))


@pytest.mark.parametrize(("rate", "l2"), [(1.0, 10.0), (5.0, 1.0)])
def test_a_loss_that_rises_is_no_plateau(rate, l2):
    history = gradient_descent(MIXED.X, MIXED.y, learning_rate=rate, l2=l2, w=[1.0, 1.0], tol=1e-4)
    assert history.stopped == "diverged"
    assert history.loss[-1] > 1e300


def test_a_run_within_the_bound_on_rate_times_penalty_does_not_diverge():
    history = gradient_descent(MIXED.X, MIXED.y, learning_rate=1.0, l2=1.9, w=[1.0, 1.0])
    assert history.stopped == "iteration limit"
    assert_losses_belong(history, MIXED.X, MIXED.y, 1.9)


@pytest.mark.parametrize("rate", [100.0, 1e4])
def test_a_rate_too_large_without_a_penalty_bounces_and_stays_finite(rate):
    history = gradient_descent(MIXED.X, MIXED.y, learning_rate=rate, n_iterations=2000)
    assert history.stopped == "iteration limit"
    assert np.isfinite(history.loss).all()
    assert np.isfinite(history.w).all()
    assert (np.diff(history.loss) > 0).mean() > 0.05
    assert np.abs(history.w).max() < 100 * rate


@pytest.mark.parametrize("n", [2, 50])
def test_a_run_takes_at_most_twice_the_memory_of_its_data_and_leaves_them_as_they_are(n):
    X = np.random.default_rng(0).normal(size=(400_000 // n, n))
    y = (X[:, 0] > 0.3).astype(float)
    before = X.copy(), y.copy()
    tracemalloc.start()
    gradient_descent(X, y, n_iterations=3)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 2 * (X.nbytes + y.nbytes)
    assert_array_equal(X, before[0])
    assert_array_equal(y, before[1])


@pytest.mark.parametrize("n", [1, 10])
def test_a_thinned_run_takes_at_most_twice_the_memory_of_its_data_where_the_whole_record_would_take_more(n):
    X = np.random.default_rng(0).normal(size=(20_000 // n, n))
    y, peaks = (X[:, 0] > 0.3).astype(float), []
    for every in (1, 1000):
        tracemalloc.start()
        gradient_descent(X, y, n_iterations=20_000, every=every)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 2 * (X.nbytes + y.nbytes) + 18 * BLOCK < peaks[0]  # a block of scores, and of weights


# Thinned


@settings(deadline=None, max_examples=80)
@given(
    st.integers(1, 3 * SIZE),
    st.sampled_from([0, 1, 7, SIZE - 1, SIZE, SIZE + 1, 2 * SIZE + 3]),
    st.sampled_from(
        [{}, {"l2": 0.1}, {"batch_size": 16, "seed": 0}, {"tol": 1e-4}, {"tol": 0.0, "monitor": "accuracy"}]
    ),
    st.sampled_from([200, 6000]),
)
def test_a_thinned_run_holds_every_kth_entry_of_the_whole_one_and_its_last(every, T, options, m):
    data = overlapping(m, seed=2)
    whole = gradient_descent(data.X, data.y, n_iterations=T, **options)
    thinned = gradient_descent(data.X, data.y, n_iterations=T, every=every, **options)
    expected = sorted({*range(0, len(whole), every), len(whole) - 1})
    assert thinned.iterations.tolist() == expected
    assert thinned.stopped == whole.stopped
    for name in ("w", "b", "loss"):
        assert_array_equal(getattr(thinned, name), getattr(whole, name)[expected])
        assert not getattr(thinned, name).flags.writeable
    assert whole.iterations.tolist() == list(range(len(whole)))


@pytest.mark.parametrize("past", range(-1, 3))
@pytest.mark.parametrize("every", [2, 3, 10, SIZE])
def test_a_thinned_run_that_diverges_ends_with_its_last_finite_entry(every, past):
    end = SIZE + past  # at a border of two blocks, too
    rate = 1 + 10 ** (155 / end)
    options = {"learning_rate": 1.0, "l2": rate, "w": [1.0, 1.0], "n_iterations": 3 * SIZE}
    whole, thinned = (gradient_descent(MIXED.X, MIXED.y, every=k, **options) for k in (1, every))
    assert thinned.stopped == whole.stopped == "diverged"
    assert abs(len(whole) - SIZE) < 5
    assert thinned.iterations[-1] == len(whole) - 1
    assert_array_equal(thinned.w[-1], whole.w[-1])
    assert thinned.loss[-1] == whole.loss[-1]


def test_a_film_of_a_thinned_run_counts_its_iterations_not_its_entries():
    options = {"learning_rate": 0.5, "n_iterations": 95}
    thinned, whole = (gradient_descent(MIXED.X, MIXED.y, every=k, **options) for k in (10, 1))
    expected = [*range(0, 95, 10), 95]
    film = watch(thinned, MIXED)
    assert film.numbers["iteration"].tolist() == expected
    assert_allclose(film["loss of run 1"].values[..., 0].ravel(), expected)
    assert "of 95" in str(film.captions)
    both = watch([thinned, whole, gradient_descent(MIXED.X, MIXED.y, learning_rate=1.0, n_iterations=42)], MIXED)
    assert both.numbers["iteration"].tolist() == expected
    assert_allclose(both.numbers["loss2"], whole.loss[expected])
    ax = figure()[1]
    assert learning_curve(thinned, ax=ax).lines[0].get_xdata().tolist() == expected
    frames = Frames(thinned, MIXED, np.array([0, 2])).on(APART)
    assert frames.iterations.tolist() == [0, 20]


def test_films_that_take_an_entry_for_an_iteration_refuse_a_thinned_run():
    thinned = gradient_descent(MIXED.X, MIXED.y, n_iterations=95, every=10)
    for film in (
        lambda: race.race([thinned], MIXED, 0.0, [1], labels=["one"]),
        lambda: separate.margins(thinned, MIXED, ([1.0, 0.0], 0.0)),
        lambda: neuron_graph.forming([thinned], ["one"], shape=(1, 2)),
    ):
        with pytest.raises(ValueError, match="every iteration for this film"):
            film()


@pytest.mark.parametrize("every", [0, -1, 1.5, "2", True])
def test_only_a_whole_number_from_one_on_thins_a_run(every):
    with pytest.raises(ValueError, match="every must be a whole number"):
        gradient_descent(MIXED.X, MIXED.y, every=every)


# Overflow


def test_a_rate_that_overflows_at_once_keeps_the_start():
    history = gradient_descent(1e3 * MIXED.X, MIXED.y, learning_rate=1e308)
    assert (len(history), history.stopped) == (1, "diverged")
    assert history.loss[0] == pytest.approx(np.log(2))
    assert "range of numbers" in history.why  # no weight has grown: the next loss is beyond all numbers


@pytest.mark.parametrize("size", [1e155, 1e200])
def test_features_too_large_for_the_rate_are_said_to_be_so(size):
    history = gradient_descent([[-size], [size], [size]], [0, 0, 1], learning_rate=1.0, n_iterations=5)
    assert (len(history), history.stopped) == (1, "diverged")


# Newton's method


def optimum(X, y, l2=0.0):
    """Weights and bias of scikit-learn's default solver, run to a tight tolerance."""
    C = np.inf if l2 == 0 else 1 / (l2 * len(y))
    model = LogisticRegression(C=C, solver="lbfgs", tol=1e-10, max_iter=10_000).fit(X, y)
    return np.append(model.coef_[0], model.intercept_[0])


@pytest.mark.parametrize("l2", [0.0, 1e-3, 0.1, 5.0])
@pytest.mark.parametrize("seed", range(4))
def test_newton_reaches_the_optimum_of_scikit_learns_lbfgs(seed, l2):
    data = overlapping(300, seed=seed)
    history = newton(data.X, data.y, l2=l2)
    assert history.stopped == "gradient zero"
    assert len(history) <= 12
    assert_allclose(np.append(history.w[-1], history.b[-1]), optimum(data.X, data.y, l2), rtol=0, atol=1e-6)


@pytest.mark.parametrize("tol", [1e-2, 1e-6, 1e-10])
@pytest.mark.parametrize("l2", [0.0, 0.1])
@pytest.mark.parametrize("shift", [0.0, 30.0])
def test_newton_ends_with_no_entry_of_the_gradient_above_the_tolerance(tol, l2, shift):
    history = newton(MIXED.X + shift, MIXED.y, l2=l2, tol=tol)
    dw, db = gradient(MIXED.X + shift, MIXED.y, history.w[-1], history.b[-1], l2)
    assert np.max(np.abs(np.append(dw, db))) <= tol


@pytest.mark.parametrize("l2", [0.0, 0.1])
def test_newton_steps_by_the_inverse_hessian_times_the_gradient_and_records_its_losses(l2):
    history = newton(MIXED.X, MIXED.y, l2=l2)
    assert_losses_belong(history, MIXED.X, MIXED.y, l2)
    for t in range(3):
        dw, db = gradient(MIXED.X, MIXED.y, history.w[t], history.b[t], l2)
        step = np.linalg.solve(hessian(MIXED.X, history.w[t], history.b[t], l2), np.append(dw, db))
        assert_allclose(history.w[t + 1], history.w[t] - step[:-1], rtol=1e-9)
        assert_allclose(history.b[t + 1], history.b[t] - step[-1], rtol=1e-9, atol=1e-12)


def test_newton_halves_a_step_that_would_raise_the_loss():
    X, y = np.array([[30, 3], [300, 300], [2, 2], [1, 100], [3, 1]]), np.array([1, 1, 1, 0, 0])
    history = newton(X, y)
    assert history.stopped == "gradient zero"
    assert (np.diff(history.loss) <= 1e-12).all()
    shares = []
    for w, b, after in zip(history.w[:-2], history.b[:-2], history.w[1:-1], strict=True):
        step = np.linalg.solve(hessian(X, w, b), np.append(*gradient(X, y, w, b)))[:-1]
        shares.append((w - after) @ step / (step @ step))
    shorter = [share for share in shares if share < 0.9]
    assert shorter
    assert_allclose(np.log2(shorter), np.round(np.log2(shorter)), atol=1e-6)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10**6), st.sampled_from([0.0, 1e-6, 0.1]), st.floats(-3, 3))
def test_the_loss_of_newton_never_rises_and_its_verdict_is_a_known_one(seed, l2, size):
    rng = np.random.default_rng(seed)
    m, n = int(rng.integers(2, 30)), int(rng.integers(1, 4))
    X, y = 10**size * np.exp(rng.normal(size=(m, n))), rng.integers(0, 2, m)
    y[:2] = 0, 1
    history = newton(X, y, l2=l2)
    assert (np.diff(history.loss) <= 1e-12 * history.loss[:-1]).all()
    assert history.stopped in ("gradient zero", "no minimum")
    assert history.stopped == "gradient zero" or l2 == 0


ON_THE_LINE = [[-2.0, 1], [-1, 0], [0, 0], [0, 0], [1, 3], [2, 0]], [0, 0, 0, 1, 1, 1]  # both labels at x1 = 0


@pytest.mark.parametrize("shift", [0.0, 1.0, 1e3])
@pytest.mark.parametrize("scale", [1e-9, 1.0, 1e6])
@pytest.mark.parametrize(("X", "y"), [(APART.X, APART.y), (iris().X, iris().y), ([[0.0], [1.0]], [0, 1]), ON_THE_LINE])
def test_newton_says_no_minimum_for_data_that_a_line_separates_or_all_but_separates(X, y, scale, shift):
    history = newton(scale * (np.array(X) + shift), y)
    assert history.stopped == "no minimum"
    assert "larger weights" in history.why
    assert np.isfinite(history.w).all()
    assert np.isfinite(history.b).all()
    assert (np.diff(history.loss) <= 0).all()


@pytest.mark.parametrize("l2", [1e-14, 1e-9, 1e-3])
def test_with_a_penalty_separable_data_has_a_minimum_and_newton_finds_it(l2):
    history = newton(APART.X, APART.y, l2=l2)
    assert history.stopped == "gradient zero"
    assert np.max(np.abs(gradient(APART.X, APART.y, history.w[-1], history.b[-1], l2)[0])) <= 1e-10


@pytest.mark.parametrize("tol", [0.2, 0.0])
def test_a_loose_or_a_strict_tolerance_changes_no_verdict(tol):
    assert newton(MIXED.X, MIXED.y, tol=tol).stopped == "gradient zero"
    assert newton(APART.X, APART.y, tol=tol).stopped == "no minimum"


def test_without_any_tolerance_newton_ends_where_rounding_leaves_nothing_to_gain():
    for scale in (1.0, 1e6):
        history = newton(scale * MIXED.X, MIXED.y, tol=0.0)
        assert history.stopped == "gradient zero"
        assert len(history) < 12


def test_the_small_gradient_of_tiny_features_is_not_taken_for_a_minimum():
    X, y = np.array([[-2.0], [-1], [1], [2], [-1], [1]]), [0, 0, 1, 1, 1, 0]  # the best bias is zero from the start
    expected, history = newton(X, y), newton(1e-11 * X, y)
    assert history.stopped == "gradient zero"
    assert_allclose(history.w[-1], 1e11 * expected.w[-1], rtol=1e-9)


@pytest.mark.parametrize("constant", [3.0, 1 / 3, 2.3, 1e5])  # the mean of so many 2.3 is not 2.3
def test_collinear_and_constant_features_do_not_hide_the_minimum_nor_blow_up_the_weights(constant):
    x1, x2 = MIXED.X.T
    history = newton(np.column_stack([x1, x2, x1 + x2, -2 * x1, np.full(200, constant)]), MIXED.y)
    assert history.stopped == "gradient zero"
    assert history.loss[-1] == pytest.approx(newton(MIXED.X, MIXED.y).loss[-1], rel=1e-12)
    assert np.abs(history.w[-1]).max() < 5


SCALES = ([1e-6, 1e6], 0.0), ([1e-9, 1e-11], 0.0), (1.0, 1e4), ([1e3, 1e-3], [-7e3, 5.0])


@pytest.mark.parametrize(("scale", "shift"), SCALES)
def test_scaled_and_shifted_features_reach_the_same_minimum(scale, shift):
    expected, history = newton(MIXED.X, MIXED.y), newton(MIXED.X * scale + shift, MIXED.y)
    assert history.stopped == "gradient zero"
    assert_allclose(history.w[-1] * scale, expected.w[-1], rtol=1e-6)
    assert_allclose(history.b[-1] + history.w[-1] @ (np.ones(2) * shift), expected.b[-1], atol=1e-6)
    assert history.loss[-1] == pytest.approx(expected.loss[-1], rel=1e-10)


@pytest.mark.parametrize("T", [0, 1, 3])
def test_newton_ends_at_its_iteration_limit(T):
    history = newton(MIXED.X, MIXED.y, n_iterations=T)
    assert (len(history), history.stopped) == (T + 1, "iteration limit")
    assert history.loss[0] == np.log(2)


def test_newton_that_starts_at_the_minimum_stays_there():
    history = newton([[-1.0], [1.0], [-1.0], [1.0]], [0, 1, 1, 0])
    assert (len(history), history.stopped) == (1, "gradient zero")


# The truth of Newton's verdicts


def exact_loss(X, y, w, b, l2=0.0, steps=40):
    """The least loss, by Newton's method in arithmetic with 60 digits from w, b; None where it finds no minimum."""
    with localcontext() as context:
        context.prec = 60
        rows = [
            [(1 if label else -1) * Decimal(float(x)) for x in (*row, 1.0)] for row, label in zip(X, y, strict=True)
        ]
        v, m = [Decimal(float(number)) for number in (*w, b)], len(rows)
        ridge = [Decimal(float(l2))] * (len(v) - 1) + [Decimal(0)]
        for _ in range(steps):
            margins = [min(sum(map(mul, row, v)), Decimal(9999)) for row in rows]  # beyond, the pull is nothing
            pulls = [1 / (1 + margin.exp()) for margin in margins]
            bends = [pull * (1 - pull) for pull in pulls]
            table = []  # H and the gradient beside it
            for j, penalty in enumerate(ridge):
                line = [
                    sum(bend * row[j] * row[k] for bend, row in zip(bends, rows, strict=True)) / m
                    for k in range(len(v))
                ]
                line[j] += penalty
                slope = penalty * v[j] - sum(pull * row[j] for pull, row in zip(pulls, rows, strict=True)) / m
                table.append([*line, slope])
            step = solution(table)
            if step is None:
                return None
            moved = [sum(map(mul, row, step)) for row, margin in zip(rows, margins, strict=True) if margin < 60]
            moves = max(map(abs, moved))
            if moves > 5:
                return None
            v = [at - by for at, by in zip(v, step, strict=True)]
            if moves < Decimal("1e-20"):
                loss = sum((1 + (-margin).exp()).ln() for margin in margins) / m
                return float(loss + sum(penalty * at * at for penalty, at in zip(ridge, v, strict=True)) / 2)
    return None


def solution(table):
    """Gauss and Jordan: the last column becomes the solution; None where the equations have not one alone."""
    for k in range(len(table)):
        pivot = max(range(k, len(table)), key=lambda i: abs(table[i][k]))
        if table[pivot][k] == 0:
            return None
        table[k], table[pivot] = table[pivot], table[k]
        table[k] = [entry / table[k][k] for entry in table[k]]
        for i in set(range(len(table))) - {k}:
            table[i] = [entry - table[i][k] * other for entry, other in zip(table[i], table[k], strict=True)]
    return [line[-1] for line in table]


def assert_minimum(history, X, y, l2=0.0, tol=1e-10):
    """The end is the minimum, and no slope is larger than `tol`, or than what rounding makes of a large feature."""
    dw, db = gradient(X, y, history.w[-1], history.b[-1], l2)
    assert (np.abs(dw) <= np.maximum(tol, 1e-10 * np.abs(X).mean(axis=0))).all()
    assert abs(db) <= tol
    least = exact_loss(X, y, history.w[-1], history.b[-1], l2)
    assert least is not None
    assert history.loss[-1] == pytest.approx(least, rel=1e-9, abs=1e-12)


def logistic_data(seed, m=90):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=m)
    return x, (rng.logistic(size=m) < 2 * x).astype(float)


@pytest.mark.parametrize("label", [0, 1])
@pytest.mark.parametrize("far", [1e3, 1e7, 1e8, 1e9, 1e12, 1e13, 1e14, 1e15])
def test_one_far_value_does_not_hide_the_minimum(far, label):
    x, y = logistic_data(0)
    X, y = np.append(x, far)[:, None], np.append(y, label)
    history = newton(X, y)
    assert history.stopped == "gradient zero"
    assert_minimum(history, X, y)


@pytest.mark.parametrize("apart", [1e-2, 1e-4, 1e-6, 1e-7, 1e-8, 1e-9, 1e-11, 1e-13])
def test_two_columns_that_almost_repeat_each_other_end_at_the_least_loss_and_in_a_true_verdict(apart):
    x, y = logistic_data(1)
    X = np.column_stack([x, x + apart * np.random.default_rng(2).normal(size=len(x))])
    history = newton(X, y)
    assert (
        history.stopped == "gradient zero" if apart >= 1e-6 else history.stopped in ("gradient zero", "precision limit")
    )
    if history.stopped == "gradient zero":
        assert_minimum(history, X, y)
    assert history.loss[-1] < newton(X[:, :1], y).loss[-1] - 1e-4  # the second column has its say
    assert_losses_belong(history, X, y)


@pytest.mark.parametrize("seed", range(1, 60, 12))
@pytest.mark.parametrize("apart", [2e-15, 4e-15])
def test_where_rounding_hides_a_column_no_minimum_is_claimed_that_is_none(apart, seed):
    x, y = logistic_data(seed, 20)
    X = np.column_stack([x, x + apart * np.random.default_rng(seed + 1000).normal(size=20)])
    history = newton(X, y)
    if history.stopped == "gradient zero":
        assert_minimum(history, X, y)


@pytest.mark.parametrize("offset", [1e4, 1e5, 1e8, 1e10, 1e13])
def test_an_offset_leaves_a_feature_its_weight_and_is_no_reason_for_a_wrong_verdict(offset):
    x, y = logistic_data(3)
    X = (x + offset)[:, None]
    history = newton(X, y)
    assert history.stopped == ("gradient zero" if offset <= 1e5 else "precision limit")
    assert_allclose(history.w[-1], newton(X - offset, y).w[-1], rtol=1e-5)
    assert_losses_belong(history, X, y)
    if history.stopped == "gradient zero":
        assert_minimum(history, X, y)


@pytest.mark.parametrize("scale", [1e-300, 1e-165, 1e-20, 1e20, 1e150])
def test_a_unit_however_small_or_large_leaves_a_feature_its_weight(scale):
    x, y = logistic_data(4)
    history, expected = newton(scale * x[:, None], y), newton(x[:, None], y)
    assert history.stopped == "gradient zero"
    assert_allclose(scale * history.w[-1], expected.w[-1], rtol=1e-9)


def test_a_feature_whose_weight_no_number_can_hold_ends_at_the_precision_limit():
    x, y = logistic_data(5)
    history = newton(1e-320 * x[:, None], y)
    assert history.stopped == "precision limit"
    assert "rounding" in history.why
    assert np.isfinite(history.w).all()


@pytest.mark.parametrize("gap", [1e-2, 1e-6, 1e-8, 1e-12, 1e-16])
def test_a_gap_however_small_separates(gap):
    far = np.append(0.0, np.random.default_rng(6).exponential(size=60))
    history = newton(np.concatenate([-far - gap, far + gap])[:, None], np.repeat([0, 1], 61))
    assert history.stopped == "no minimum"


@pytest.mark.parametrize("overlap", [1e-2, 1e-5, 1e-7])
def test_an_overlap_however_small_has_a_minimum(overlap):
    far = np.append(-overlap, np.random.default_rng(6).exponential(size=12))
    X, y = np.concatenate([-far, far])[:, None], np.repeat([0, 1], 13)
    history = newton(X, y)
    assert history.stopped == "gradient zero"
    assert_minimum(history, X, y)


@pytest.mark.parametrize("l2", [1e-6, 1e-10, 1e-12, 1e-14, 1e-20])
def test_a_tiny_penalty_is_taken_to_its_minimum(l2):
    data = separable(20)
    history = newton(data.X, data.y, l2=l2)
    assert history.stopped == "gradient zero"
    assert_minimum(history, data.X, data.y, l2)
    assert history.loss[-1] == pytest.approx(
        exact_loss(data.X, data.y, history.w[-1], history.b[-1], l2), rel=1e-7, abs=0
    )


def test_even_or_odd_digits_have_no_minimum_though_no_hyperplane_separates_them():
    digits = load_digits()
    seen = np.arange(len(digits.target)) % 5 != 4
    X, y = digits.images[seen].reshape(-1, 64) / 16, digits.target[seen] % 2 == 0
    history = newton(X, y)
    assert history.stopped == "no minimum"
    assert "on the line itself" in history.why
    assert history.loss[-1] == pytest.approx(0.1621, abs=5e-5)
    assert accuracy(y, X @ history.w[-1] + history.b[-1] > 0) == pytest.approx(0.933, abs=5e-4)


def has_minimum(X, y):
    """A linear program: is there no direction along which no margin falls and some rise?"""
    S = np.column_stack([X, np.ones(len(y))]) * (2 * y - 1)[:, None]
    m, n = S.shape
    cost, bounds = np.append(np.zeros(n), -np.ones(m)), [(None, None)] * n + [(0, 1)] * m
    program = linprog(cost, A_ub=np.hstack([-S, np.eye(m)]), b_ub=np.zeros(m), bounds=bounds)
    assert program.status == 0
    return program.fun > -0.5


@settings(deadline=None, max_examples=150)
@given(
    st.integers(0, 10**6),
    st.sampled_from([1, 2, 5]),
    st.sampled_from([1.0, 1e3, 2.0**-40]),
    st.sampled_from([0, 7, 2026]),
)
def test_on_tables_of_whole_numbers_the_verdict_is_that_of_a_linear_program(seed, most, scale, shift):
    rng = np.random.default_rng(seed)
    m, n = int(rng.integers(4, 40)), int(rng.integers(1, 4))
    X = rng.integers(-most, most + 1, (m, n)).astype(float)
    if rng.random() < 0.3:  # dummy variables, with or without the one too many
        X = np.eye(4)[rng.integers(0, 4, m)][:, : int(rng.integers(2, 5))]
    y = (X @ rng.integers(-2, 3, X.shape[1]) + rng.choice([0.0, 0.5, 2.0]) * rng.normal(size=m) > 0).astype(float)
    y[:2] = 0, 1
    stopped = newton(scale * (X + shift), y).stopped
    assert stopped in ("gradient zero" if has_minimum(X, y) else "no minimum", "precision limit")


@settings(deadline=None, max_examples=120)
@given(
    st.integers(0, 10**6),
    st.sampled_from(["offset", "scale", "far", "near", "mixed"]),
    st.floats(0, 12),
    st.sampled_from([0.0, 0.0, 1e-12, 1e-3]),
)
def test_where_newton_says_gradient_zero_arithmetic_with_60_digits_finds_no_lower_loss(seed, kind, size, l2):
    rng = np.random.default_rng(seed)
    m, n = int(rng.integers(6, 25)), int(rng.integers(1, 3))
    X = rng.normal(size=(m, n))
    y = (rng.logistic(size=m) < X @ rng.normal(size=n)).astype(float)
    y[:2] = 0, 1
    if kind == "offset":
        X += 10**size
    elif kind == "scale":
        X *= 10 ** rng.uniform(-size, size, n)
    elif kind == "far":
        X[rng.integers(m), 0] = 10**size
    elif kind == "near":
        X = np.column_stack([X, X[:, 0] + 10**-size * rng.normal(size=m)])
    else:
        X = X * 10 ** rng.uniform(-3, 3, n) + 10 ** (size / 3)
    history = newton(X, y, l2=l2)
    assert_losses_belong(history, X, y, l2)
    if history.stopped == "gradient zero":
        assert_minimum(history, X, y, l2)
    elif history.stopped == "no minimum":
        assert l2 == 0
        unit = np.median(np.abs(X - np.median(X, axis=0)), axis=0)
        assert kind == "far" or size > 5 or not has_minimum((X - np.median(X, axis=0)) / unit, y)


# History


def test_a_history_is_frozen_to_its_last_number():
    start = np.array([1.0, 2.0])
    history = gradient_descent(MIXED.X, MIXED.y, w=start, n_iterations=2)
    start[:] = 9.0
    assert_array_equal(history.w[0], [1, 2])
    with pytest.raises(FrozenInstanceError):
        history.stopped = "diverged"
    for part in (history.w, history.b, history.loss):
        with pytest.raises(ValueError, match="read-only"):
            part[0] = 0.0


def test_the_repr_of_a_history_is_stable_and_holds_no_address():
    history = History(np.zeros((2, 1)), np.zeros(2), np.array([0.69314718, 0.25]), "loss plateau")
    assert repr(gradient_descent(MIXED.X, MIXED.y, n_iterations=0)).startswith("History(1 entry, loss 0.6931 to 0.6931")
    assert repr(history) == "History(2 entries, loss 0.6931 to 0.25, stopped: loss plateau)"
    assert repr(gradient_descent(MIXED.X, MIXED.y, n_iterations=25, every=10)).startswith("History(4 of 26 entries, ")


def test_every_reason_to_stop_is_explained_in_a_sentence():
    reasons = {"iteration limit", "loss plateau", "accuracy plateau", "gradient zero", "no minimum", "diverged"}
    reasons |= {"precision limit"}
    assert set(WHY) == reasons
    for stopped in reasons:
        assert len(History(np.zeros((1, 1)), np.zeros(1), np.zeros(1), stopped).why.split()) >= 5


def test_a_run_says_which_penalty_its_losses_hold():
    for run in (gradient_descent(MIXED.X, MIXED.y, n_iterations=3, l2=0.25), newton(MIXED.X, MIXED.y, l2=0.25)):
        assert run.l2 == 0.25
        assert run.loss[-1] == pytest.approx(log_loss(MIXED.X, MIXED.y, run.w[-1], run.b[-1], run.l2), rel=1e-12)

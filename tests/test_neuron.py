"""One neuron, one column per example: the same model, the same descent, the published contract."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from logreg_core import inputs
from logreg_core.descent import gradient_descent
from logreg_core.equations import gradient, log_loss, probability
from logreg_core.neuron import initialize_with_zeros, model, optimize, predict, propagate

T = 2000


def plain_loop(w, b, X, Y, rate, iterations):
    """The loop of the neural-network courses, every step kept: (w_t, b_t, cost_t, dw_t, db_t) for each t."""
    m = X.shape[1]
    for _ in range(iterations):
        A = 1 / (1 + np.exp(-(np.dot(w.T, X) + b)))
        cost = (-1 / m) * np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))
        dw = (1 / m) * np.dot(X, (A - Y).T)
        db = (1 / m) * np.sum(A - Y)
        yield w, b, cost, dw, db
        w = w - rate * dw
        b = b - rate * db
    yield w, b, None, None, None


def noisy(n=3, m=50, seed=0):
    """X (n, m) and Y (1, m) that no hyperplane parts."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, m))
    return X, (X[:1] + rng.normal(size=(1, m)) > 0.2).astype(float)


@st.composite
def neurons(draw):
    """w, b, X, Y of any small size."""
    n, m, seed = draw(st.integers(1, 6)), draw(st.integers(2, 30)), draw(st.integers(0, 2**32 - 1))
    rng = np.random.default_rng(seed)
    Y = (np.arange(m) % 2).astype(float)
    return rng.normal(size=(n, 1)), float(rng.normal()), 2 * rng.normal(size=(n, m)), rng.permutation(Y)[None]


# Oracles


@pytest.mark.parametrize(("n", "rate"), [(2, 0.009), (3, 0.5), (64, 0.1)])
def test_the_trajectory_is_that_of_the_plain_column_loop(n, rate):
    X, Y = noisy(n=n, m=5 * n + 40)
    rng = np.random.default_rng(1)
    start = rng.normal(size=(n, 1)) / n, 0.3  # small: far out, the plain cost loses digits in log(1 - A)
    steps = list(plain_loop(*start, X, Y, rate, T))
    for t in (1, 2, 99, 100, 101, 250, T - 1, T):
        params, grads, costs = optimize(*start, X, Y, num_iterations=t, learning_rate=rate)
        w, b = steps[t][:2]
        _, _, _, dw, db = steps[t - 1]
        np.testing.assert_allclose(params["w"], w, rtol=0, atol=1e-12)
        np.testing.assert_allclose(params["b"], b, rtol=0, atol=1e-12)
        np.testing.assert_allclose(grads["dw"], dw, rtol=0, atol=1e-12)
        np.testing.assert_allclose(grads["db"], db, rtol=0, atol=1e-12)
        np.testing.assert_allclose(costs, [step[2] for step in steps[:t:100]], rtol=0, atol=1e-12)


def test_the_trajectory_is_that_of_gradient_descent_on_the_transposed_data():
    X, Y = noisy()
    history = gradient_descent(X.T, Y[0], learning_rate=0.2, n_iterations=T)
    for t in (0, 1, 100, 150, T):
        params, _, costs = optimize(*initialize_with_zeros(3), X, Y, num_iterations=t, learning_rate=0.2)
        np.testing.assert_allclose(params["w"][:, 0], history.w[t], rtol=0, atol=1e-12)
        np.testing.assert_allclose(params["b"], history.b[t], rtol=0, atol=1e-12)
        np.testing.assert_allclose(costs, history.loss[:t:100], rtol=0, atol=1e-12)


def test_the_numbers_that_the_literature_prints_come_out():
    w, b = np.array([[1.0], [2.0]]), 2.0
    X, Y = np.array([[1.0, 2.0, -1.0], [3.0, 4.0, -3.2]]), np.array([[1, 0, 1]])
    grads, cost = propagate(w, b, X, Y)
    np.testing.assert_allclose(grads["dw"], [[0.99845601], [2.39507239]], atol=1e-8)
    assert grads["db"] == pytest.approx(0.00145557813678, abs=1e-12)
    assert cost == pytest.approx(5.801545319394553, abs=1e-12)
    params, grads, _ = optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009)
    np.testing.assert_allclose(params["w"], [[0.19033591], [0.12259159]], atol=1e-8)
    assert params["b"] == pytest.approx(1.92535983008, abs=1e-10)
    np.testing.assert_allclose(grads["dw"], [[0.67752042], [1.41625495]], atol=1e-8)
    assert grads["db"] == pytest.approx(0.219194504541, abs=1e-10)


@settings(deadline=None)
@given(neurons())
def test_propagate_is_the_packages_own_gradient_and_loss_turned_on_their_side(neuron):
    w, b, X, Y = neuron
    grads, cost = propagate(w, b, X, Y)
    dw, db = gradient(X.T, Y[0], w[:, 0], b)
    np.testing.assert_array_equal(grads["dw"], dw[:, None])
    assert (grads["db"], cost) == (db, log_loss(X.T, Y[0], w[:, 0], b))


@settings(deadline=None, max_examples=30)
@given(neurons())
def test_the_slopes_are_those_of_the_cost_by_central_differences(neuron):
    w, b, X, Y = neuron
    grads, _ = propagate(w, b, X, Y)
    h = 1e-5
    for i, unit in enumerate(np.eye(len(w))):
        rise = propagate(w + h * unit[:, None], b, X, Y)[1] - propagate(w - h * unit[:, None], b, X, Y)[1]
        assert grads["dw"][i, 0] == pytest.approx(rise / (2 * h), abs=1e-8)
    rise = propagate(w, b + h, X, Y)[1] - propagate(w, b - h, X, Y)[1]
    assert grads["db"] == pytest.approx(rise / (2 * h), abs=1e-8)


@settings(deadline=None, max_examples=30)
@given(neurons(), st.floats(0.001, 2.0))
def test_one_update_is_one_step_against_the_slopes(neuron, rate):
    w, b, X, Y = neuron
    slopes, cost = propagate(w, b, X, Y)
    params, grads, costs = optimize(w, b, X, Y, num_iterations=1, learning_rate=rate)
    np.testing.assert_allclose(params["w"], w - rate * slopes["dw"], rtol=0, atol=1e-13)
    assert params["b"] == pytest.approx(b - rate * slopes["db"], abs=1e-13)
    np.testing.assert_array_equal(grads["dw"], slopes["dw"])
    assert grads["db"] == slopes["db"]
    np.testing.assert_allclose(costs, [cost], rtol=0, atol=1e-13)


# The contract


@pytest.mark.parametrize("dim", [1, 7, np.int64(3)])
def test_it_starts_with_a_column_of_zeros_and_a_float(dim):
    w, b = initialize_with_zeros(dim)
    np.testing.assert_array_equal(w, np.zeros((dim, 1)), strict=True)
    assert type(b) is float
    assert b == 0.0


def test_results_have_the_published_names_shapes_and_types():
    X, Y = noisy(n=4, m=30)
    grads, cost = propagate(*initialize_with_zeros(4), X, Y)
    assert (set(grads), grads["dw"].shape, type(grads["db"]), type(cost)) == ({"dw", "db"}, (4, 1), float, float)
    params, grads, costs = optimize(*initialize_with_zeros(4), X, Y)
    assert (set(params), params["w"].shape, type(params["b"])) == ({"w", "b"}, (4, 1), float)
    assert (set(grads), grads["dw"].shape, type(grads["db"])) == ({"dw", "db"}, (4, 1), float)
    assert (type(costs), [type(cost) for cost in costs]) == (list, [float])


@pytest.mark.parametrize(("iterations", "length"), [(0, 0), (1, 1), (100, 1), (101, 2), (200, 2), (201, 3), (1000, 10)])
def test_a_cost_is_kept_before_every_hundredth_iteration(iterations, length):
    X, Y = noisy()
    assert len(optimize(*initialize_with_zeros(3), X, Y, num_iterations=iterations)[2]) == length


def test_without_an_iteration_the_neuron_is_as_it_was_and_the_slopes_are_those_where_it_stands():
    X, Y = noisy()
    w, b = np.array([[1.0], [-1.0], [0.5]]), 0.25
    params, grads, costs = optimize(w, b, X, Y, num_iterations=0)
    np.testing.assert_array_equal(params["w"], w)
    np.testing.assert_array_equal(grads["dw"], propagate(w, b, X, Y)[0]["dw"])
    assert (params["b"], costs) == (b, [])


@pytest.mark.parametrize("iterations", [0, 1, 150])
def test_the_callers_arrays_are_left_alone_and_the_result_is_a_new_one(iterations):
    X, Y = noisy()
    w = np.ones((3, 1))
    kept = w.copy(), X.copy(), Y.copy()
    params, _, _ = optimize(w, 0.5, X, Y, num_iterations=iterations)
    params["w"] += 1.0  # it can be written to, and it is not a view
    for array, before in zip((w, X, Y), kept, strict=True):
        np.testing.assert_array_equal(array, before)


def test_print_cost_prints_a_line_every_hundred_iterations_and_nothing_else(capsys):
    X, Y = noisy()
    _, _, costs = optimize(*initialize_with_zeros(3), X, Y, num_iterations=250, print_cost=True)
    lines = capsys.readouterr().out.splitlines()
    assert lines == [f"Cost after iteration {100 * i}: {cost:.6f}" for i, cost in enumerate(costs)]
    assert lines[0] == "Cost after iteration 0: 0.693147"
    optimize(*initialize_with_zeros(3), X, Y, num_iterations=250)
    assert capsys.readouterr().out == ""


def test_predict_says_one_only_above_one_half():
    w, b, X = np.array([[1.0], [0.0]]), -1.0, np.array([[0.9, 1.0, 1.1, 1e3, -1e3], [5.0, 5.0, 5.0, 5.0, 5.0]])
    np.testing.assert_array_equal(predict(w, b, X), [[0.0, 0.0, 1.0, 1.0, 0.0]], strict=True)
    w, X = np.array([[0.1124579], [0.23106775]]), np.array([[1.0, -1.1, -3.2], [1.2, 2.0, 0.1]])
    np.testing.assert_array_equal(predict(w, -0.3, X), [[1.0, 1.0, 0.0]], strict=True)


@settings(deadline=None)
@given(neurons())
def test_predict_is_the_packages_own_probability_against_one_half(neuron):
    w, b, X, _ = neuron
    np.testing.assert_array_equal(predict(w, b, X), [probability(X.T, w[:, 0], b) > 0.5])


def test_optimize_takes_the_published_defaults():
    X, Y = noisy()
    default, _, costs = optimize(*initialize_with_zeros(3), X, Y)
    same, _, _ = optimize(*initialize_with_zeros(3), X, Y, num_iterations=100, learning_rate=0.009, print_cost=False)
    np.testing.assert_array_equal(default["w"], same["w"])
    assert (default["b"], len(costs)) == (same["b"], 1)


def test_model_is_the_pieces_put_together(capsys):
    X, Y = noisy(m=200)
    X_train, Y_train, X_test, Y_test = X[:, :150], Y[:, :150], X[:, 150:], Y[:, 150:]
    learned = model(X_train, Y_train, X_test, Y_test, num_iterations=300, learning_rate=0.1)
    assert list(learned) == [
        "costs",
        "Y_prediction_test",
        "Y_prediction_train",
        "w",
        "b",
        "learning_rate",
        "num_iterations",
    ]
    params, _, costs = optimize(*initialize_with_zeros(3), X_train, Y_train, 300, 0.1)
    np.testing.assert_array_equal(learned["w"], params["w"])
    assert (learned["b"], learned["costs"]) == (params["b"], costs)
    assert (learned["learning_rate"], learned["num_iterations"]) == (0.1, 300)
    np.testing.assert_array_equal(learned["Y_prediction_train"], predict(**params, X=X_train), strict=True)
    np.testing.assert_array_equal(learned["Y_prediction_test"], predict(**params, X=X_test), strict=True)
    train, test = np.mean(learned["Y_prediction_train"] == Y_train), np.mean(learned["Y_prediction_test"] == Y_test)
    assert train != test
    assert capsys.readouterr().out.splitlines() == [
        f"train accuracy: {round(100 * train, 2)} %",
        f"test accuracy: {round(100 * test, 2)} %",
    ]


def test_model_trains_with_the_published_defaults_and_passes_print_cost_on(capsys):
    X, Y = noisy()
    learned = model(X, Y, X, Y, print_cost=True)
    assert (learned["learning_rate"], learned["num_iterations"], len(learned["costs"])) == (0.5, 2000, 20)
    assert len(capsys.readouterr().out.splitlines()) == 20 + 2


def test_lists_whole_numbers_and_booleans_are_taken_as_they_are():
    X, Y = [[0, 1, 2, 3], [1, 0, 1, 0]], [[False, True, False, True]]
    params, _, _ = optimize([[0], [0]], 0, X, Y, num_iterations=5)
    same, _, _ = optimize(np.zeros((2, 1)), 0.0, np.array(X, float), np.array(Y, float), num_iterations=5)
    np.testing.assert_array_equal(params["w"], same["w"])


# Where the published loop breaks


@pytest.mark.parametrize("rate", [0.0001, 0.009, 0.5])
def test_pixels_left_unscaled_raise_no_warning_and_every_number_is_finite(rate):
    rng = np.random.default_rng(0)
    X = rng.integers(0, 256, size=(64, 100), dtype=np.uint8)
    Y = (X.astype(float).mean(axis=0) + 20 * rng.normal(size=100) > 127.5)[None]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        params, grads, costs = optimize(*initialize_with_zeros(64), X, Y, num_iterations=500, learning_rate=rate)
        predict(**params, X=X)
    assert all(np.isfinite(value).all() for value in (params["w"], params["b"], grads["dw"], grads["db"], costs))


def test_the_published_loop_does_overflow_on_such_pixels():
    X = np.random.default_rng(0).integers(0, 256, size=(64, 100)).astype(float)
    Y = (np.arange(100) % 2).astype(float)[None]
    with np.errstate(all="ignore", over="raise"), pytest.raises(FloatingPointError, match="overflow"):
        list(plain_loop(np.zeros((64, 1)), 0.0, X, Y, 0.5, 10))


@pytest.mark.parametrize("size", [1.0, 40.0, 1e3, 1e300])
def test_the_cost_is_finite_for_any_score(size):
    expected = pytest.approx(np.mean([np.logaddexp(0, size), np.logaddexp(0, -size)]))
    assert propagate([[1.0]], 0.0, [[size, -size]], [[0, 0]])[1] == expected
    assert propagate([[size]], 0.0, [[1.0, -1.0]], [[0, 0]])[1] == expected


def test_the_input_is_checked_once_in_a_hundred_iterations_not_in_each(monkeypatch):
    seen = []
    check = inputs.array
    monkeypatch.setattr(inputs, "array", lambda *a, **k: seen.append(a) or check(*a, **k))
    X, Y = noisy()
    optimize(*initialize_with_zeros(3), X, Y, num_iterations=T)
    assert 0 < len(seen) < T / 5


# Bad input

X3, Y3, W2 = np.array([[1.0, 2.0, 3.0], [0.0, 1.0, 0.0]]), np.array([[0, 1, 1]]), np.zeros((2, 1))


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: initialize_with_zeros(0), r"dim must be a whole number of at least 1; got 0"),
        (lambda: initialize_with_zeros(2.5), r"dim must be a whole number of at least 1; got 2\.5"),
        (lambda: propagate(W2, 0.0, X3[0], Y3), r"X must have two dimensions.* one column per example.*\(3,\)"),
        (lambda: propagate(W2, 0.0, X3[:, :0], Y3), r"X must .* not be empty.*\(2, 0\)"),
        (lambda: propagate(W2, 0.0, X3 * np.nan, Y3), r"X must hold numbers; the entry \[0, 0\] is NaN"),
        (lambda: propagate(W2, 0.0, X3.T, Y3), r"Y must have the shape \(1, 2\), .*; got \(1, 3\)"),
        (lambda: propagate(W2, 0.0, X3, Y3[0]), r"Y must have the shape \(1, 3\), .*; got \(3,\)"),
        (lambda: propagate(W2, 0.0, X3, 2 * Y3 - 1), r"Y must hold only 0 and 1; got the values -1, 1"),
        (lambda: propagate(W2, 0.0, X3, [["a", "b", "b"]]), r"Y must hold real numbers; got 'a'"),
        (lambda: propagate(W2[:, 0], 0.0, X3, Y3), r"w must have the shape \(2, 1\), .*; got \(2,\)"),
        (lambda: propagate(np.zeros((3, 1)), 0.0, X3, Y3), r"w must have the shape \(2, 1\), .*; got \(3, 1\)"),
        (lambda: propagate(W2, np.inf, X3, Y3), r"b must be a finite number; got inf"),
        (lambda: predict(W2.T, 0.0, X3), r"w must have the shape \(2, 1\), .*; got \(1, 2\)"),
        (lambda: predict(W2, None, X3), r"b must be a number; got None"),
        (lambda: predict(W2, 0.0, X3[0]), r"X must have two dimensions"),
        (lambda: optimize(W2, 0.0, X3, Y3, num_iterations=-1), r"num_iterations must be a whole number .* got -1"),
        (lambda: optimize(W2, 0.0, X3, Y3, num_iterations=1.5), r"num_iterations must be a whole number .* got 1\.5"),
        (lambda: optimize(W2, 0.0, X3, Y3, learning_rate=0), r"learning_rate must be a finite number above 0; got 0"),
        (lambda: optimize(W2, 0.0, X3, Y3, 0, np.nan), r"learning_rate must be a finite number above 0; got nan"),
        (lambda: optimize(W2, "0", X3, Y3, 0), r"b must be a number; got '0'"),
        (lambda: optimize(W2.T, 0.0, X3, Y3), r"w must have the shape \(2, 1\)"),
        (lambda: optimize(W2, 0.0, X3[0], Y3), r"X must have two dimensions"),
        (lambda: optimize(W2, 0.0, X3, Y3.T), r"Y must have the shape \(1, 3\), .*; got \(3, 1\)"),
        (lambda: optimize(W2, 0.0, X3, 0 * Y3), r"Y must hold both classes.* one class only: every label is 0"),
        (lambda: optimize(W2, 0.0, 1e200 * X3, Y3), r"small enough for a finite cost; it overflows in update 1$"),
        (lambda: model(X3, Y3, X3[:1], Y3), r"X_test must hold the 2 features of X_train; got the shape \(1, 3\)"),
        (lambda: model(X3[0], Y3, X3, Y3), r"X_train must have two dimensions"),
        (lambda: model(X3, Y3[0], X3, Y3), r"Y_train must have the shape \(1, 3\), .*; got \(3,\)"),
        (lambda: model(X3, Y3, X3[:, :2], Y3), r"Y_test must have the shape \(1, 2\), .*; got \(1, 3\)"),
        (lambda: model(X3, Y3, X3, 3 * Y3), r"Y_test must hold only 0 and 1; got the values 0, 3"),
    ],
)
def test_bad_input_is_answered_with_a_sentence_that_names_it(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


@pytest.mark.parametrize(("z", "label"), [(0.0, 0.0), (1e-17, 1.0), (-1e-17, 0.0), (5e-324, 1.0)])
def test_a_tie_is_decided_by_the_score_as_the_estimator_decides_it(z, label):
    assert predict(np.ones((1, 1)), 0.0, np.array([[z]])).tolist() == [[label]]

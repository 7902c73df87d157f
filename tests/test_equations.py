"""Every equation against an oracle (finite differences, scikit-learn, arithmetic with 400 digits, an example
worked by hand), then the properties that it must have for any input."""

import warnings
from decimal import Decimal, localcontext

import numpy as np
import pytest
import sklearn.metrics
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.testing import assert_allclose, assert_array_equal

from logreg_core.equations import (
    cross_entropy,
    gradient,
    hessian,
    log_loss,
    logit,
    predict,
    probability,
    score,
    sigmoid,
)

pytestmark = pytest.mark.filterwarnings("error")
anything = settings(deadline=None, max_examples=60)
scores = st.floats(allow_nan=False, allow_infinity=False)
arrays = hnp.arrays(float, hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4), elements=scores)

LOG3 = np.log(3.0)
THREE = [[0.0], [1.0], [2.0]], [0, 1, 1], [LOG3], 0.0  # scores 0, log 3, 2 log 3; probabilities 1/2, 3/4, 9/10


def problem(seed, m=30, n=3):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(m, n)), rng.integers(0, 2, m), rng.normal(size=n), float(rng.normal())


def slopes(function, point, h=1e-5):
    """Central differences of a function, one per entry of the point."""
    return np.array([(function(point + e) - function(point - e)) / (2 * h) for e in h * np.eye(len(point))])


# Oracles


@pytest.mark.parametrize("l2", [0.0, 0.7])
@pytest.mark.parametrize("seed", range(5))
def test_gradient_is_the_slope_of_log_loss_by_central_differences(seed, l2):
    X, y, w, b = problem(seed)
    measured = slopes(lambda v: log_loss(X, y, v[:-1], v[-1], l2), np.append(w, b))
    dw, db = gradient(X, y, w, b, l2)
    assert_allclose(np.append(dw, db), measured, rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("l2", [0.0, 0.7])
@pytest.mark.parametrize("seed", range(5))
def test_hessian_is_the_slope_of_the_gradient_by_central_differences(seed, l2):
    X, y, w, b = problem(seed)
    measured = slopes(lambda v: np.append(*gradient(X, y, v[:-1], v[-1], l2)), np.append(w, b))
    H = hessian(X, w, b, l2)
    assert H.shape == (4, 4)
    assert_allclose(H, measured, rtol=1e-6, atol=1e-8)
    assert_allclose(H, H.T, rtol=1e-14)


def test_the_penalty_is_half_l2_times_the_squared_weights_and_leaves_the_bias_alone():
    X, y, w, b = problem(0)
    for bias in (b, 50.0):
        assert log_loss(X, y, w, bias, 3.0) - log_loss(X, y, w, bias) == pytest.approx(1.5 * w @ w, rel=1e-12)
        (dw, db), (dw0, db0) = gradient(X, y, w, bias, 3.0), gradient(X, y, w, bias)
        assert_allclose(dw - dw0, 3.0 * w, rtol=1e-12)
        assert db == db0
        assert_allclose(hessian(X, w, bias, 3.0) - hessian(X, w, bias), np.diag([3.0, 3, 3, 0]), atol=1e-15)


@pytest.mark.parametrize("z", [33.0, 40.0, 100.0, 700.0])
def test_slope_and_curvature_are_exact_where_the_probability_is_one_to_its_last_digit(z):
    with localcontext() as context:
        context.prec = 400
        rest = float(1 / (1 + Decimal(z).exp()))  # 1 - p
    assert_allclose(np.append(*gradient([[z]], [1], [1.0], 0.0)), [-z * rest, -rest], rtol=1e-14)
    assert_allclose(np.append(*gradient([[z]], [0], [-1.0], 0.0)), [z * rest, rest], rtol=1e-14)
    for w in (1.0, -1.0):
        assert_allclose(hessian([[z]], [w], 0.0), rest * np.array([[z * z, z], [z, 1.0]]), rtol=1e-13)


@pytest.mark.parametrize("seed", range(5))
def test_log_loss_is_scikit_learns(seed):
    X, y, w, b = problem(seed)
    assert log_loss(X, y, w, b) == pytest.approx(sklearn.metrics.log_loss(y, probability(X, w, b)), rel=1e-12)


def test_three_points_worked_by_hand():
    X, y, w, b = THREE
    assert_allclose(score(X, w, b), [0, LOG3, 2 * LOG3], rtol=1e-14)
    assert_allclose(probability(X, w, b), [1 / 2, 3 / 4, 9 / 10], rtol=1e-14)
    assert_array_equal(predict(X, w, b), [0, 1, 1])  # on the boundary itself, as the rule of the lessons says, 0
    assert_array_equal(predict(X, w, -LOG3), [0, 0, 1])
    assert_allclose(cross_entropy(score(X, w, b), y), np.log([2, 4 / 3, 10 / 9]), rtol=1e-14)
    assert log_loss(X, y, w, b) == pytest.approx(np.log(80 / 27) / 3, rel=1e-14)
    assert log_loss(X, y, w, b, l2=0.5) == pytest.approx(np.log(80 / 27) / 3 + LOG3**2 / 4, rel=1e-14)
    dw, db = gradient(X, y, w, b)
    assert_allclose(dw, [(0 * 1 / 2 - 1 * 1 / 4 - 2 * 1 / 10) / 3], rtol=1e-14)
    assert db == pytest.approx((1 / 2 - 1 / 4 - 1 / 10) / 3, rel=1e-14)
    h0, h1, h2 = 1 / 4, 3 / 16, 9 / 100
    assert_allclose(
        hessian(X, w, b), np.array([[h1 + 4 * h2, h1 + 2 * h2], [h1 + 2 * h2, h0 + h1 + h2]]) / 3, rtol=1e-14
    )


@pytest.mark.parametrize("z", [-745, -700, -100, -36.7, -1, -1e-9, 0, 0.5, 20, 36.8, 40, 700, 745])
def test_sigmoid_and_cross_entropy_agree_with_arithmetic_of_400_digits(z):
    with localcontext(prec=400) as exact:
        e = exact.exp(Decimal(-z))
        p, right, wrong = 1 / (1 + e), (1 + e).ln(), (1 + 1 / e).ln()
        assert sigmoid(z) == pytest.approx(float(p), rel=1e-15, abs=0)
        assert cross_entropy(z, 1) == pytest.approx(float(right), rel=1e-15, abs=0)
        assert cross_entropy(z, 0) == pytest.approx(float(wrong), rel=1e-15, abs=0)


def test_scores_of_a_thousand_are_exact_and_raise_nothing():
    with np.errstate(over="raise", invalid="raise", divide="raise"), warnings.catch_warnings():
        warnings.simplefilter("error")
        assert sigmoid(1000) == 1.0
        assert sigmoid(-1000) == 0.0
        assert sigmoid(-745) > 0
        assert_array_equal(cross_entropy([1000.0, 1000, -1000, -1000], [1, 0, 1, 0]), [0, 1000, 1000, 0])
        X, y = [[1000.0], [-1000.0]], [0, 1]
        assert log_loss(X, y, [1.0], 0.0) == 1000.0
        dw, db = gradient(X, y, [1.0], 0.0)
        assert_array_equal(dw, [1000.0])
        assert db == 0.0
        assert_array_equal(hessian(X, [1.0], 0.0), np.zeros((2, 2)))


def test_without_a_penalty_weights_whose_square_overflows_have_a_loss():
    assert log_loss([[1e-200], [-1e-200]], [1, 0], [1e200], 0.0) == pytest.approx(np.log1p(np.exp(-1)))


# Properties


@anything
@given(scores)
def test_one_minus_sigmoid_is_sigmoid_of_the_negative(z):
    assert 1 - sigmoid(z) == pytest.approx(sigmoid(-z), rel=0, abs=2e-16)


@anything
@given(st.floats(1e-300, 1 - 1e-15))
def test_sigmoid_inverts_logit(p):
    assert sigmoid(logit(p)) == pytest.approx(p, rel=1e-12, abs=0)


@anything
@given(st.floats(-700, 5))
def test_logit_inverts_sigmoid(z):
    assert logit(sigmoid(z)) == pytest.approx(z, rel=1e-12, abs=1e-13)


@anything
@given(scores, scores)
def test_sigmoid_never_falls_and_stays_between_0_and_1(a, b):
    low, high = sigmoid(min(a, b)), sigmoid(max(a, b))
    assert 0 <= low <= high <= 1


@anything
@given(scores, st.sampled_from([0, 1]))
def test_cross_entropy_is_finite_never_negative_and_symmetric_in_the_two_classes(z, y):
    loss = cross_entropy(z, y)
    assert np.isfinite(loss)
    assert loss >= 0
    assert loss == cross_entropy(-z, 1 - y)


@anything
@given(st.integers(0, 10**6), st.floats(0, 1), st.floats(0, 10), st.sampled_from([0.0, 0.3]))
def test_log_loss_is_convex_along_any_segment(seed, share, length, l2):
    X, y, w, b = problem(seed, m=8, n=2)
    _, _, v, c = problem(seed + 1, m=8, n=2)
    v, c = length * v, length * c
    between = log_loss(X, y, share * w + (1 - share) * v, share * b + (1 - share) * c, l2)
    ends = share * log_loss(X, y, w, b, l2) + (1 - share) * log_loss(X, y, v, c, l2)
    assert between <= ends * (1 + 1e-12)


@anything
@given(arrays)
def test_shape_in_is_shape_out_entry_by_entry_and_a_number_gives_a_float(z):
    y = (z > 0).astype(int)
    for function, values in (
        (sigmoid, (z,)),
        (lambda z: cross_entropy(z, y), (z,)),
        (lambda z: cross_entropy(z, 1), (z,)),
        (lambda y: cross_entropy(1.5, y), (y,)),
        (logit, (sigmoid(np.clip(z, -20, 20)),)),
    ):
        result = function(*values)
        assert np.shape(result) == z.shape
        assert type(result) is (float if z.ndim == 0 else np.ndarray)
    assert_array_equal(np.ravel(sigmoid(z)), [sigmoid(v) for v in z.ravel()])
    assert_array_equal(
        np.ravel(cross_entropy(z, y)), [cross_entropy(*pair) for pair in zip(z.flat, y.flat, strict=True)]
    )


def test_losses_and_biases_are_floats_and_weights_are_arrays():
    X, y, w, b = THREE
    dw, db = gradient(X, y, w, b)
    assert type(log_loss(X, y, w, b)) is type(db) is float
    assert dw.shape == (1,)
    assert score(X, w, b).shape == probability(X, w, b).shape == (3,)


def test_infinite_scores_have_the_limits_that_they_should():
    assert_array_equal(sigmoid([np.inf, -np.inf]), [1, 0])
    assert_array_equal(cross_entropy([np.inf, np.inf, -np.inf, -np.inf], [1, 0, 1, 0]), [0, np.inf, np.inf, 0])

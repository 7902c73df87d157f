"""The ROC curve against scikit-learn's, against the confusion matrix, and by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import roc_curve

from logreg_core.metrics import confusion_matrix, recall, roc_points

MANY_EQUAL = st.integers(-2, 2).map(float)
ANY_SCORES = st.sampled_from([MANY_EQUAL, st.floats(0.0, 1.0), st.floats(allow_nan=False, allow_infinity=False)])


@st.composite
def scored(draw, kinds=ANY_SCORES):
    """Labels of both classes and a score for each, of one of the kinds."""
    scores = draw(st.lists(draw(kinds), min_size=2, max_size=40))
    y = draw(st.lists(st.integers(0, 1), min_size=len(scores) - 2, max_size=len(scores) - 2))
    return np.array(draw(st.permutations([0, 1, *y]))), np.array(scores)


def trapezia(x, y):
    """Area under a broken line."""
    return float(np.sum(np.diff(x) * (y[1:] + y[:-1]) / 2))


@settings(deadline=None, max_examples=300)
@given(scored())
def test_the_points_are_those_of_scikit_learn_ties_and_extremes_included(data):
    y, scores = data
    for ours, theirs in zip(roc_points(y, scores), roc_curve(y, scores, drop_intermediate=False), strict=True):
        np.testing.assert_array_equal(ours, theirs, strict=True)


def test_the_points_are_those_of_scikit_learn_on_many_examples():
    rng = np.random.default_rng(0)
    y, scores = rng.integers(0, 2, 5000), np.round(rng.normal(size=5000), 2)
    for ours, theirs in zip(roc_points(y, scores), roc_curve(y, scores, drop_intermediate=False), strict=True):
        np.testing.assert_array_equal(ours, theirs, strict=True)


@settings(deadline=None)
@given(scored())
def test_each_point_is_the_confusion_matrix_at_its_threshold(data):
    y, scores = data
    for fpr, tpr, threshold in zip(*roc_points(y, scores), strict=True):
        (tn, fp), _ = confusion_matrix(y, scores >= threshold)
        assert (fpr, tpr) == (fp / (fp + tn), recall(y, scores >= threshold))


@settings(deadline=None)
@given(scored())
def test_the_area_is_the_chance_that_a_one_outscores_a_zero_a_tie_counting_half(data):
    y, scores = data
    ones, zeros = scores[y == 1][:, None], scores[y == 0]
    chance = np.mean(ones > zeros) + np.mean(ones == zeros) / 2
    assert trapezia(*roc_points(y, scores)[:2]) == pytest.approx(chance, abs=1e-12)


@settings(deadline=None)
@given(scored())
def test_the_curve_climbs_from_the_origin_to_the_far_corner(data):
    fpr, tpr, thresholds = roc_points(*data)
    assert (fpr[0], tpr[0], thresholds[0]) == (0.0, 0.0, np.inf)
    assert (fpr[-1], tpr[-1]) == (1.0, 1.0)
    assert (np.diff(fpr) >= 0).all()
    assert (np.diff(tpr) >= 0).all()
    assert (thresholds[1:] < thresholds[:-1]).all()


@settings(deadline=None)
@given(scored(kinds=st.just(MANY_EQUAL)))
def test_only_the_order_of_the_scores_matters(data):
    y, scores = data
    for plain, bent in zip(roc_points(y, scores)[:2], roc_points(y, np.exp(scores) - 7.0)[:2], strict=True):
        np.testing.assert_array_equal(plain, bent)


def test_four_points_by_hand():
    fpr, tpr, thresholds = roc_points([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])
    np.testing.assert_array_equal(thresholds, [np.inf, 0.8, 0.4, 0.35, 0.1])
    np.testing.assert_array_equal(fpr, [0.0, 0.0, 0.5, 0.5, 1.0])
    np.testing.assert_array_equal(tpr, [0.0, 0.5, 0.5, 1.0, 1.0])


def test_a_perfect_order_passes_through_the_corner_and_equal_scores_give_the_diagonal():
    fpr, tpr, _ = roc_points([0, 0, 1, 1], [1, 2, 3, 4])
    assert (0.0, 1.0) in set(zip(fpr.tolist(), tpr.tolist(), strict=True))
    fpr, tpr, thresholds = roc_points([False, True, True], [5, 5, 5])
    np.testing.assert_array_equal([fpr, tpr, thresholds], [[0, 1], [0, 1], [np.inf, 5]])


def test_the_input_is_left_alone():
    y, scores = np.array([1.0, 0.0, 1.0]), np.array([0.3, 0.2, 0.1])
    kept = y.copy(), scores.copy()
    roc_points(y, scores)
    np.testing.assert_array_equal((y, scores), kept)


@pytest.mark.parametrize(
    ("y", "scores", "sentence"),
    [
        ([1, 1], [0.1, 0.2], r"y must hold both classes, 0 and 1; got one class only: every label is 1"),
        ([0], [0.1], r"y must hold both classes, 0 and 1; got one class only: every label is 0"),
        ([-1, 1], [0.1, 0.2], r"y must hold only 0 and 1; got the values -1, 1"),
        ([0, 1, 1], [0.1, 0.2], r"y must hold one label for each of the 2 examples; got 3"),
        ([0, 1], [0.1, np.nan], r"scores must hold numbers; the entry \[1\] is NaN"),
        ([0, 1], [-np.inf, 0.2], r"scores must hold finite numbers; the entry \[0\] is infinite"),
        ([0, 1], [[0.1, 0.9], [0.8, 0.2]], r"scores must have one dimension, one score per example.*\(2, 2\)"),
        ([], [], r"scores must have one dimension, one score per example.*\(0,\)"),
        ([0, 1], ["a", "b"], r"scores must hold real numbers; got 'a'"),
    ],
)
def test_bad_input_is_answered_with_a_sentence_that_names_it(y, scores, sentence):
    with pytest.raises(ValueError, match=sentence):
        roc_points(y, scores)

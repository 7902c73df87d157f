"""Counts and shares against scikit-learn's, and the cases where a share has nothing to divide by."""

import numpy as np
import pytest
import sklearn.metrics
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from logreg_core.metrics import accuracy, confusion_matrix, precision, recall

pytestmark = pytest.mark.filterwarnings("error")
label_pairs = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=1, max_size=30)


@settings(deadline=None, max_examples=60)
@given(label_pairs)
def test_counts_and_shares_are_scikit_learns(pairs):
    y, predicted = map(list, zip(*pairs, strict=True))
    assert_array_equal(confusion_matrix(y, predicted), sklearn.metrics.confusion_matrix(y, predicted, labels=[0, 1]))
    assert accuracy(y, predicted) == pytest.approx(sklearn.metrics.accuracy_score(y, predicted), rel=1e-15)
    for ours, theirs in (precision, sklearn.metrics.precision_score), (recall, sklearn.metrics.recall_score):
        assert ours(y, predicted) == pytest.approx(theirs(y, predicted, zero_division=0.0), rel=1e-15)


def test_seven_predictions_counted_by_hand():
    y, predicted = [0, 0, 0, 1, 1, 1, 1], [0, 0, 1, 0, 0, 0, 1]
    matrix = confusion_matrix(y, predicted)
    assert_array_equal(matrix, [[2, 1], [3, 1]])  # rows are true labels, columns predicted ones
    assert matrix.dtype.kind == "i"
    assert (accuracy(y, predicted), precision(y, predicted), recall(y, predicted)) == (3 / 7, 1 / 2, 1 / 4)


@pytest.mark.parametrize(
    ("y", "predicted", "shares"),
    [
        ([0, 1, 1], [0, 0, 0], (1 / 3, 0.0, 0.0)),  # nothing is predicted to be one
        ([0, 0, 0], [0, 1, 1], (1 / 3, 0.0, 0.0)),  # there is no one to find
        ([0, 0], [0, 0], (1.0, 0.0, 0.0)),
        ([1, 1], [1, 1], (1.0, 1.0, 1.0)),
        ([1], [0], (0.0, 0.0, 0.0)),
    ],
)
def test_a_share_of_nothing_is_zero_and_every_share_a_float(y, predicted, shares):
    results = accuracy(y, predicted), precision(y, predicted), recall(y, predicted)
    assert results == shares
    assert [type(share) for share in results] == [float] * 3
    assert confusion_matrix(y, predicted).shape == (2, 2)


def test_booleans_count_as_labels_and_predictions():
    z = np.array([-1.0, 2.0, 3.0, -4.0])
    assert accuracy([False, True, False, False], z > 0) == 0.75
    assert_array_equal(confusion_matrix([0, 1, 0, 0], z > 0), [[2, 1], [0, 1]])

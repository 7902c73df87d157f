"""Lesson 06: separate or overlap."""

import numpy as np

from logreg_core import metrics
from logreg_core.exercises.exercise import exercise


def _labels(text):
    return np.array([float(c) for c in text])


@exercise(
    lesson=6,
    cases=[
        (_labels("0000011111"), _labels("0001101111")),
        (_labels("1001110101101001"), _labels("1011010111111011")),
    ],
    edges=[(_labels("010"), _labels("000")), (_labels("011"), _labels("111"))],
)
class confusion_matrix:
    """how many examples have each true label (row 0 or 1) and each predicted label (column 0 or 1)"""

    answer = metrics.confusion_matrix

    def transposed(y, predicted):
        """Your table is turned on its side. Rows are the true labels, columns the predicted ones."""
        return metrics.confusion_matrix(y, predicted).T

    def ones_first(y, predicted):
        """Your counts are right, and the label 1 comes first. Here row 0 and column 0 belong to the label 0."""
        return metrics.confusion_matrix(y, predicted)[::-1, ::-1]

    def ones_first_and_transposed(y, predicted):
        """Your counts are right, in another layout: predicted labels as rows, and the label 1 first. Here rows are
        the true labels, and the label 0 comes first."""
        return metrics.confusion_matrix(y, predicted)[::-1, ::-1].T

    def rows_swapped(y, predicted):
        """Your two rows are swapped. Row 0 belongs to the true label 0."""
        return metrics.confusion_matrix(y, predicted)[::-1]

    def columns_swapped(y, predicted):
        """Your two columns are swapped. Column 0 belongs to the predicted label 0."""
        return metrics.confusion_matrix(y, predicted)[:, ::-1]

    def right_first(y, predicted):
        """Your first row holds what was right and your second what was wrong. Rows are the true labels."""
        (tn, fp), (fn, tp) = metrics.confusion_matrix(y, predicted)
        return np.array([[tp, tn], [fp, fn]])

    def shares_for_counts(y, predicted):
        """You divide by the number of examples. The table holds counts."""
        return metrics.confusion_matrix(y, predicted) / len(y)

    def shares_of_each_row(y, predicted):
        """You divide each row by its sum. The table holds counts."""
        counts = metrics.confusion_matrix(y, predicted)
        return counts / counts.sum(axis=1, keepdims=True)

    def right_answers_only(y, predicted):
        """The two corners for wrong predictions are empty. How many of each kind of mistake are there?"""
        return np.diag(np.diag(metrics.confusion_matrix(y, predicted)))

    def flat_for_square(y, predicted):
        """Your four counts stand in one row. Make two rows of them, one for each true label."""
        return metrics.confusion_matrix(y, predicted).ravel()

    def accuracy_for_counts(y, predicted):
        """Your answer is the accuracy. The four counts that it is made of are asked for."""
        return np.mean(y == predicted)

    def number_right_for_counts(y, predicted):
        """Your answer is how many predictions are right. Split it by the true and by the predicted label."""
        return np.sum(y == predicted)

    def labels_counted_apart(y, predicted):
        """You count the true labels and the predicted labels each alone. Count how often each pair of them meets."""
        return np.array([[np.sum(y == 0), np.sum(y == 1)], [np.sum(predicted == 0), np.sum(predicted == 1)]])

    def one_count_for_each_example(y, predicted):
        """You say for each example whether it is right. Count them, by the true and by the predicted label."""
        return y == predicted

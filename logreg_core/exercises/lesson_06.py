"""Lesson 06: separate or overlap."""

import numpy as np

from logreg_core import metrics
from logreg_core.exercises.exercise import exercise
from logreg_core.exercises.questions import question
from logreg_core.exercises.samples import TABLES


def _labels(text):
    return np.array([float(c) for c in text])


@exercise(
    lesson=6,
    cases=[
        (_labels("0000011111"), _labels("0001101111")),
        (_labels("00000011011"), _labels("00000011001")),
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

    def seen_for_counted(y, predicted):
        """Your table says which pairs there are, not how often. Count them in a loop with `+= 1`. Given whole arrays as
        an index, `M[y, predicted] += 1` counts each pair once: `np.add.at` counts them all."""
        return (metrics.confusion_matrix(y, predicted) > 0).astype(int)

    def one_list_for_both_rows(y, predicted):
        """Your two rows are always the same: they are one list, under two names. `[[0, 0]] * 2` repeats the list
        itself, and what is written into the one stands in the other: write `[[0, 0], [0, 0]]` or `np.zeros((2, 2))`."""
        return np.tile(metrics.confusion_matrix(y, predicted).sum(axis=0), (2, 1))

    def both_mistakes_in_one_corner(y, predicted):
        """Your false positives and your false negatives stand together, in the corner on the upper right. The true
        label says in which row."""
        (tn, fp), (fn, tp) = metrics.confusion_matrix(y, predicted)
        return np.array([[tn, fp + fn], [0, tp]])

    def turned_a_quarter(y, predicted):
        """Your counts are right, in another layout: predicted labels as rows, with label 0 first, and the true ones as
        columns, with label 1 first. Rows are the true labels, and label 0 comes first in both."""
        return np.rot90(metrics.confusion_matrix(y, predicted), -1)

    def turned_back_a_quarter(y, predicted):
        """Your counts are right, in another layout: predicted labels as rows, with label 1 first, and the true ones as
        columns, with label 0 first. Rows are the true labels, and label 0 comes first in both."""
        return np.rot90(metrics.confusion_matrix(y, predicted))

    def shares_of_each_column(y, predicted):
        """You divide each column by its sum. The table holds counts."""
        counts = metrics.confusion_matrix(y, predicted)
        return counts / np.maximum(counts.sum(axis=0), 1)

    def mistakes_left_in_the_true_zeros(y, predicted):
        """Your corner on the upper left holds all that is not in the lower right one. The mistakes are taken off as
        well: true zeros that were predicted to be 0."""
        counts = metrics.confusion_matrix(y, predicted).astype(float)
        counts[0, 0] = len(y) - counts[1, 1]
        return counts

    def shares_and_transposed(y, predicted):
        """Two things: you divide by the number of examples, where counts are asked for; and your table is turned on its
        side. Rows are the true labels."""
        return metrics.confusion_matrix(y, predicted).T / len(y)

    def right_counts_first(y, predicted):
        """Your counts are right, in another layout: TP and FP above, FN and TN below. Here the true labels are the
        rows, and label 0 comes first."""
        (tn, fp), (fn, tp) = metrics.confusion_matrix(y, predicted)
        return np.array([[tp, fp], [tn, fn]])

    def right_and_wrong_counts(y, predicted):
        """Your table counts right and wrong answers, whichever label they had. Each corner is another pair of
        labels."""
        right, wrong = np.sum(y == predicted), np.sum(y != predicted)
        return np.array([[right, wrong], [wrong, right]])


def _beside(X, column):
    return np.column_stack([X, column])


@exercise(
    lesson=6,
    cases=[(TABLES[0][0],), (TABLES[1][0] / 0.7,), (TABLES[2][0] / 0.7,)],
    edges=[(np.array([[2.5]]),), (np.array([[1.5, -2.0, 0.5]]),)],
)
class with_ones:
    """the table X with one more column on the right, all of it ones"""

    def answer(X):
        return _beside(X, np.ones(len(X)))

    def ones_first(X):
        """Your column of ones stands on the left. Here it comes last, because the bias is the last entry of v."""
        return np.column_stack([np.ones(len(X)), X])

    def ones_on_both_sides(X):
        """You have added two columns of ones, one on each side. One on the right is enough."""
        return np.column_stack([np.ones(len(X)), X, np.ones(len(X))])

    def row_for_column(X):
        """You have added a row of ones, which would be one more example. A column is asked for: one more entry in
        each row."""
        return np.vstack([X, np.ones(X.shape[1])])

    def ones_before_the_last(X):
        """Your column of ones stands before the last feature. `np.insert` puts it in front of the place that you name:
        the right-hand end is `X.shape[1]`."""
        return np.insert(X, -1, 1.0, axis=1)

    def zeros_for_ones(X):
        """Your new column holds zeros. Zero times the bias is nothing: it takes ones to add the bias to each score."""
        return _beside(X, np.zeros(len(X)))

    def ones_alone(X):
        """You return the column of ones alone. It belongs to the right of the columns of X."""
        return np.ones((len(X), 1))

    def one_added_to_each_entry(X):
        """You have added 1 to every entry of X. A new column is asked for, and the entries of X stay as they are."""
        return X + 1

    def last_column_overwritten(X):
        """Your ones stand in the place of the last feature. They need a column of their own."""
        return _beside(X[:, :-1], np.ones(len(X)))

    def first_column_overwritten(X):
        """Your ones stand in the place of the first feature. They need a column of their own, on the right."""
        return np.column_stack([np.ones(len(X)), X[:, 1:]])

    def strung_together(X):
        """Your answer is one long row of numbers. `np.append` without an axis does that: `np.column_stack` keeps
        the table."""
        return np.append(X, np.ones(len(X)))

    def transposed(X):
        """Your table is turned on its side: the examples should stay in the rows."""
        return _beside(X, np.ones(len(X))).T

    def row_numbers_for_ones(X):
        """Your new column counts the rows: 0, 1, 2 and so on. It should hold a 1 in each row."""
        return _beside(X, np.arange(len(X)))

    def one_in_the_first_row_only(X):
        """Your new column has a single 1, in the first row. Each row needs its own."""
        return _beside(X, np.arange(len(X)) == 0)

    def as_many_ones_as_features(X):
        """You have added as many columns of ones as X has features. One column is asked for: `np.ones((len(X), 1))`."""
        return np.hstack([X, np.ones(X.shape)])

    def as_many_ones_as_features_first(X):
        """You have added as many columns of ones as X has features, and on the left. One column is asked for, on the
        right."""
        return np.hstack([np.ones(X.shape), X])

    def ones_second(X):
        """Your column of ones stands in the second place. Here it comes last, because the bias is the last entry of
        v."""
        return np.insert(X, 1, 1.0, axis=1)


ONES_NEAREST = TABLES[1][0], 1 - TABLES[1][1], *TABLES[1][2:]
APART = np.array([[2.0, 1.0], [3.0, 3.5], [-1.0, 0.5], [-2.0, -2.5]]), _labels("1100"), np.array([1.5, 0.5]), 0.25


def _right_side(X, y, w, b):
    """Score of each example, counted positive on the right side."""
    return (2 * y - 1) * (X @ w + b)


@exercise(
    lesson=6,
    cases=[TABLES[0], APART, ONES_NEAREST, TABLES[2]],
    edges=[(np.array([[2.0], [-1.0]]), _labels("10"), np.array([4.0]), 0.0)],
)
class margin:
    """the smallest distance of a point from the line, counted positive on the right side and negative on the wrong"""

    def answer(X, y, w, b):
        return np.min(_right_side(X, y, w, b)) / np.linalg.norm(w)

    def zeros_only(X, y, w, b):
        """You look at the points with label 0 alone. The nearest one may have label 1."""
        return np.min(-(X @ w + b)[y == 0]) / np.linalg.norm(w)

    def ones_only(X, y, w, b):
        """You look at the points with label 1 alone. The nearest one may have label 0."""
        return np.min((X @ w + b)[y == 1]) / np.linalg.norm(w)

    def length_forgotten(X, y, w, b):
        """Your answer is a score. To make it a distance, divide by the length of w."""
        return np.min(_right_side(X, y, w, b))

    def square_for_length(X, y, w, b):
        """You divide by the square of the length of w. Take the root."""
        return np.min(_right_side(X, y, w, b)) / (w @ w)

    def sum_for_length(X, y, w, b):
        """You divide by the sum of the sizes of the weights. The length of w is the root of the sum of their
        squares."""
        return np.min(_right_side(X, y, w, b)) / np.sum(np.abs(w))

    def bias_in_the_length(X, y, w, b):
        """Your length has the bias in it. Distances in the plane are counted with the length of w alone."""
        return np.min(_right_side(X, y, w, b)) / np.hypot(np.linalg.norm(w), b)

    def multiplied_by_the_length(X, y, w, b):
        """You multiply by the length of w. A distance is the score divided by it."""
        return np.min(_right_side(X, y, w, b)) * np.linalg.norm(w)

    def largest_for_smallest(X, y, w, b):
        """You return the distance of the point that is safest. The smallest one is asked for."""
        return np.max(_right_side(X, y, w, b)) / np.linalg.norm(w)

    def mean_for_smallest(X, y, w, b):
        """You return the mean of the distances. The smallest one is asked for."""
        return np.mean(_right_side(X, y, w, b)) / np.linalg.norm(w)

    def sum_for_smallest(X, y, w, b):
        """You return the sum of the distances. The smallest one is asked for."""
        return np.sum(_right_side(X, y, w, b)) / np.linalg.norm(w)

    def one_for_each_example(X, y, w, b):
        """Your distances are right, one for each point. The smallest of them is asked for."""
        return _right_side(X, y, w, b) / np.linalg.norm(w)

    def labels_ignored(X, y, w, b):
        """You do not look at the labels. For a point with label 0 the right side is where the score is negative."""
        return np.min(X @ w + b) / np.linalg.norm(w)

    def absolute_for_signed(X, y, w, b):
        """You take the size of each distance. A point on the wrong side should count as negative."""
        return np.min(np.abs(X @ w + b)) / np.linalg.norm(w)

    def flipped_sign(X, y, w, b):
        """Your signs are turned round: a distance on the right side should be positive."""
        return np.min(-_right_side(X, y, w, b)) / np.linalg.norm(w)

    def label_for_sign(X, y, w, b):
        """You multiply by the label, so every point with label 0 gets the distance 0. Make a sign of it first:
        2y - 1 is 1 for label 1 and -1 for label 0."""
        return np.min(y * (X @ w + b)) / np.linalg.norm(w)

    def bias_forgotten(X, y, w, b):
        """The bias is missing from your scores: the line need not go through the origin."""
        return np.min(_right_side(X, y, w, 0.0)) / np.linalg.norm(w)

    def bias_subtracted(X, y, w, b):
        """You subtract the bias. It is added to the score."""
        return np.min(_right_side(X, y, w, -b)) / np.linalg.norm(w)

    def both_sides_together(X, y, w, b):
        """Your answer is twice the margin, the width of the whole corridor. The distance from the line is asked for."""
        return 2 * np.min(_right_side(X, y, w, b)) / np.linalg.norm(w)

    def corridor_for_margin(X, y, w, b):
        """Your answer is 2 divided by the length of w. That is the width between two lines at which the score is 1 and
        -1; here the nearest point is looked for, and no point need stand there."""
        return 2 / np.linalg.norm(w)

    def one_over_the_length(X, y, w, b):
        """Your answer is 1 divided by the length of w. That is how far away the score is 1; here the nearest point is
        looked for."""
        return 1 / np.linalg.norm(w)

    def place_for_distance(X, y, w, b):
        """You return the place of the nearest point among the examples. Its distance is asked for: `np.min`, not
        `np.argmin`."""
        return np.argmin(_right_side(X, y, w, b))

    def every_label_for_all(X, y, w, b):
        """Every distance has met the label of every example. That happens when a column of shape (m, 1) meets a flat
        array of shape (m,), of which numpy makes a whole (m, m) table. Give both the same shape, with `.ravel()`."""
        return np.min((2 * y - 1)[:, None] * (X @ w + b)) / np.linalg.norm(w)


QUESTIONS = (
    question(
        "Why do separable data have no best weights?",
        2,
        ("descent gets stuck on the way", "It does not: the loss goes on falling, all the way."),
        (
            "twice the weights of a separating line have a smaller loss",
            "Once every point is on its right side, larger weights only make it surer.",
        ),
        (
            "there are several lines that separate them",
            "There are, but even along one of them the loss never reaches its lowest value.",
        ),
    ),
    question(
        "The weights are 5 long after 10,000 iterations and 8 after 100,000. What do you expect after 1,000,000?",
        1,
        ("about 11", "Each tenfold of the iterations adds about the same length."),
        ("about 80", "That would be growth in proportion. The pulls become weaker and weaker."),
        ("still 8", "On separable data the length never settles."),
    ),
    question(
        "A test finds 8 false positives and 4 false negatives among 200. What is its accuracy?",
        3,
        ("96 %", "The false positives are mistakes as well."),
        ("it cannot be known", "All that is not a mistake is right: 200 - 12."),
        ("94 %", "188 of 200 are right. Which 12 are wrong is what the matrix adds."),
    ),
    question(
        "One point of the clouds apart is moved deep into the other cloud, where no line gets it right. What changes?",
        2,
        ("nothing, one point does not matter", "It does: its loss grows in proportion to the weights."),
        ("now there are best weights", "Its growing loss calls a halt: too much certainty is punished."),
        ("descent diverges", "On the contrary: it now has somewhere to arrive."),
    ),
    question(
        "A hospital's model is right about all 400 patients that it was trained on. What should you do?",
        3,
        ("use it: it makes no mistakes", "On new patients ours was wrong 12 times, once all but certain."),
        ("train it longer", "Then it becomes even surer, but it isn't right any more often."),
        (
            "ask it about patients that it has not seen",
            "Separable data make a model sure, and only new patients show whether it is right.",
        ),
    ),
)

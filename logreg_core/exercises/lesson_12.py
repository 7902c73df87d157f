"""Lesson 12: more than two classes."""

import numpy as np

from logreg_core import equations
from logreg_core.exercises.exercise import exercise
from logreg_core.exercises.questions import question

_rng = np.random.default_rng(12)


def _table(m, n, k):
    """X, Y, W, b of m examples with n features and k classes."""
    X, W = np.round(_rng.normal(0.3, 1.2, (m, n)), 2), np.round(_rng.normal(0, 1, (n, k)), 2)
    return X, equations.one_hot(np.arange(m) * 2 % k, k), W, np.round(_rng.normal(0, 1, k), 2)


SCORES = [  # Z, Y: a square table, then a wide and a tall one
    (np.array([[1.0, 0.5, -0.8], [2.0, 1.1, 0.3], [-0.4, 0.9, 1.7]]), np.eye(3)[[1, 0, 2]]),
    (np.round(_rng.normal(0, 1.2, (2, 5)), 2), equations.one_hot([4, 1], 5)),
    (np.round(_rng.normal(0, 1.2, (6, 3)), 2), equations.one_hot([2, 0, 1, 1, 2, 0], 3)),
]
FAR = [  # far out: all of a row high, all low, then high beside low
    np.array([[1000.0, 1001.0, 999.0], [0.0, 1.0, 2.0]]),
    np.array([[-1000.0, -1002.0, -1001.0], [0.5, 0.0, 1.0]]),
    np.array([[1000.0, 0.0, -1000.0], [0.0, 1000.0, 999.0]]),
]


def _shared(values):
    """Each row divided by its sum."""
    return values / values.sum(axis=1, keepdims=True)


@exercise(
    lesson=12,
    cases=[(Z,) for Z, _ in SCORES],
    hard=[(Z,) for Z in FAR],
    stable="exp of a large number does not fit into a float, and those of very negative ones are all 0. Subtract the "
    "largest score of each row first: by (12.3) nothing changes.",
)
class softmax:
    """the probabilities of the classes, row by row, from a table of scores with a row for each example"""

    def answer(Z):
        return equations.softmax(Z)

    def flipped_sign(Z):
        """Your largest probability belongs to the smallest score: the sign of the scores is flipped."""
        return equations.softmax(-Z)

    def exponential_missing(Z):
        """You share out the scores themselves. Some are negative: take `np.exp` of each first."""
        return _shared(Z)

    def down_the_columns(Z):
        """You divide by the sum of each column. A row is an example, and its classes share one whole: `axis=1`."""
        e = np.exp(Z)
        return e / e.sum(axis=0)

    def largest_subtracted_below_alone(Z):
        """Below your line the largest score of each row has been subtracted, and above it not. The same number is
        subtracted in both, so that it cancels."""
        return np.exp(Z) / np.exp(Z - Z.max(axis=1, keepdims=True)).sum(axis=1, keepdims=True)

    def over_the_whole_table(Z):
        """You divide by the sum of the whole table. Each row has a sum of its own."""
        e = np.exp(Z)
        return e / e.sum()

    def sum_missing(Z):
        """Your rows do not add up to 1: divide the exponentials by their sum in each row."""
        return np.exp(Z)

    def largest_of_each_column(Z):
        """You subtract the largest score of each column, which changes the differences within a row. A whole row gets
        the same number subtracted, its own largest: `axis=1`."""
        return _shared(np.exp(Z - Z.max(axis=0)))

    def largest_subtracted_on_top_only(Z):
        """You subtract the largest score on top only. It cancels where it is subtracted in the sum as well: compute
        the exponentials once, and use them in both places."""
        return np.exp(Z - Z.max(axis=1, keepdims=True)) / np.exp(Z).sum(axis=1, keepdims=True)

    def divided_by_the_largest(Z):
        """You divide the scores by the largest one, which changes their differences. Subtract it."""
        return _shared(np.exp(Z / Z.max(axis=1, keepdims=True)))

    def largest_for_sum(Z):
        """You divide by the largest exponential of each row, so that it becomes 1. Divide by their sum."""
        return np.exp(Z - Z.max(axis=1, keepdims=True))

    def mean_for_sum(Z):
        """Your rows add up to the number of classes: divide by the sum of the exponentials, not by their mean."""
        return equations.softmax(Z) * Z.shape[1]

    def sigmoid_of_each(Z):
        """You take the sigmoid of each score by itself. The classes share one whole: divide by the sum over a row."""
        return equations.sigmoid(Z)

    def sigmoids_shared_out(Z):
        """You share out the sigmoids of the scores. Share out their exponentials."""
        return _shared(equations.sigmoid(Z))

    def squares_shared_out(Z):
        """You share out the squares of the scores. They are positive, too, but a very negative score becomes large."""
        return _shared(Z**2)

    def logarithm_for_probability(Z):
        """You return the logarithms of the probabilities."""
        return np.log(equations.softmax(Z))

    def label_for_probability(Z):
        """You return a 1 for the most probable class and 0 for the others. The probabilities themselves are asked
        for: that is the soft in softmax."""
        return (Z.max(axis=1, keepdims=True) <= Z).astype(float)

    def complement(Z):
        """You return the probabilities that it is *not* each class."""
        return 1 - equations.softmax(Z)

    def quotient_in_the_exponent(Z):
        """You divide before you take the exponential: a parenthesis closes too late. It is e to each score that is
        divided by the sum."""
        return np.exp(Z / np.exp(Z).sum(axis=1, keepdims=True))

    def largest_subtracted_after_exp(Z):
        """You subtract the largest exponential of each row, so that the most probable class gets 0. What may be
        subtracted is the largest score, before `np.exp`."""
        e = np.exp(Z)
        return _shared(e - e.max(axis=1, keepdims=True))

    def one_added_to_the_sum(Z):
        """You add 1 to the sum of the exponentials. The 1 belongs to two classes, where one score is 0; here every
        class has a score, and the sum is all."""
        e = np.exp(Z)
        return e / (1 + e.sum(axis=1, keepdims=True))

    def sum_of_the_last_row(Z):
        """You divide every row by the sum of the last one: each round of the loop overwrites the sum before it. Divide
        within the loop, or keep a sum for each row."""
        return np.exp(Z) / np.exp(Z[-1]).sum()

    def base_2(Z):
        """Your base is 2. Ours is e: use `np.exp`."""
        return _shared(2.0**Z)


@exercise(
    lesson=12,
    cases=[
        (np.array([2.0, 0.0, 1.0]), 3),
        (np.array([0.0, 1.0, 4.0, 2.0]), 5),
        (np.array([1.0, 3.0, 0.0, 2.0, 3.0]), 4),
    ],
    edges=[(np.array([1.0, 0.0, 1.0]), 4)],
)
class one_hot:
    """a table with a row for each label, in it a 1 in the column of its class and 0 elsewhere"""

    def answer(y, n_classes):
        return equations.one_hot(y, n_classes)

    def transposed(y, n_classes):
        """Your table is turned: a row for each example, a column for each class."""
        return one_hot.answer(y, n_classes).T

    def classes_from_1(y, n_classes):
        """You count the classes from 1. Label 0 belongs into the first column."""
        return (y[:, None] == np.arange(1, n_classes + 1)).astype(float)

    def class_before(y, n_classes):
        """Each 1 stands one column too far to the left, and that of class 0 in the last: is there `y - 1` where y
        belongs? The classes are counted from 0, as Python does."""
        return np.roll(one_hot.answer(y, n_classes), -1, axis=1)

    def last_class_first(y, n_classes):
        """Your columns run from the last class to the first. Label 0 belongs into the first column."""
        return one_hot.answer(y, n_classes)[:, ::-1]

    def number_for_one(y, n_classes):
        """You write the number of the class where a 1 belongs, so that class 0 leaves no trace."""
        return one_hot.answer(y, n_classes) * y[:, None]

    def ones_and_zeros_swapped(y, n_classes):
        """You write a 1 for every class that it is *not*."""
        return 1 - one_hot.answer(y, n_classes)

    def minus_for_zero(y, n_classes):
        """You write -1 where 0 belongs."""
        return 2 * one_hot.answer(y, n_classes) - 1

    def up_to_the_class(y, n_classes):
        """You write a 1 in all the columns up to the class. Classes have no order: one 1 in each row."""
        return (y[:, None] >= np.arange(n_classes)).astype(float)

    def from_the_class_on(y, n_classes):
        """You write a 1 in all the columns from the class on. Classes have no order: one 1 in each row."""
        return (y[:, None] <= np.arange(n_classes)).astype(float)

    def first_class_left_out(y, n_classes):
        """The column of class 0 is missing. That is how features are coded; a label gets a column for each class."""
        return one_hot.answer(y, n_classes)[:, 1:]

    def last_class_left_out(y, n_classes):
        """The column of the last class is missing: they run from 0 to `n_classes - 1`."""
        return one_hot.answer(y, n_classes)[:, :-1]

    def every_label_in_every_row(y, n_classes):
        """Each label has written its 1 into all the rows. A row belongs to one example, and gets the 1 of its own label
        alone."""
        return np.tile(one_hot.answer(y, n_classes).max(axis=0), (len(y), 1))

    def one_class_too_many(y, n_classes):
        """Your last column belongs to a class that does not exist: the numbers end at `n_classes - 1`."""
        return equations.one_hot(y, n_classes + 1)

    def labels_in_a_column(y, n_classes):
        """You return the labels in a column. A table with a column for each class is asked for, and one 1 in a row."""
        return y[:, None]

    def labels_seen_only(y, n_classes):
        """You make a column for each label that comes. A class that does not come needs its column as well."""
        return equations.one_hot(y, int(y.max()) + 1)


def _loss(Z, Y):
    return equations.softmax_cross_entropy(Z, Y)


def _own(Z, Y):
    return np.sum(Z * Y, axis=1)


@exercise(
    lesson=12,
    cases=SCORES,
    hard=[(FAR[0], np.eye(3)[[0, 1]]), (FAR[1], np.eye(3)[[2, 0]]), (FAR[2], np.eye(3)[[1, 0]])],
    stable="exp of a large number does not fit into a float, and a probability that has become 0 has no logarithm. "
    "Take the loss from the scores, as the last line of (12.6) does, and subtract the largest score of each row first, "
    "in both terms.",
)
class softmax_cross_entropy:
    """the loss of each example, from its row of scores and its row of Y, which has a 1 at its class"""

    def answer(Z, Y):
        return _loss(Z, Y)

    def flipped_sign(Z, Y):
        """Your losses are negative: the logarithm of a probability is, and the loss is minus that."""
        return -_loss(Z, Y)

    def probability_for_loss(Z, Y):
        """You return the probability of the class that came. Its logarithm, with a minus, is asked for."""
        return np.exp(-_loss(Z, Y))

    def logarithm_missing(Z, Y):
        """You return minus the probability of the class that came. The logarithm is missing."""
        return -np.exp(-_loss(Z, Y))

    def mean_over_all_entries(Z, Y):
        """You return one number, the mean over all the entries of the table, those of the other classes too. The loss
        of each example is asked for: add up each row, `axis=1`."""
        return np.mean(_loss(Z, Y)) / Y.shape[1]

    def own_score_missing(Z, Y):
        """You leave out the score of the class that came, so that the label plays no part."""
        return _loss(Z, Y) + _own(Z, Y)

    def own_score_added(Z, Y):
        """You add the score of the class that came. A high one makes the loss small: subtract it."""
        return _loss(Z, Y) + 2 * _own(Z, Y)

    def own_score_only(Z, Y):
        """You return minus the score of the class that came. How high it is counts only beside the other scores."""
        return -_own(Z, Y)

    def largest_for_log_sum(Z, Y):
        """You subtract the score that came from the largest one. That is near, but the logarithm of the sum of all
        exponentials is larger than the largest score."""
        return Z.max(axis=1) - _own(Z, Y)

    def largest_not_added_again(Z, Y):
        """Your losses are too small by the largest score of the row. You subtract it before the exponentials: add it to
        the logarithm again, or subtract it from the score that came as well."""
        return _loss(Z, Y) - Z.max(axis=1)

    def largest_counted_twice(Z, Y):
        """Your losses are too large by the largest score of the row: it is left in one term and taken out of the
        other."""
        return _loss(Z, Y) + Z.max(axis=1)

    def over_the_whole_table(Z, Y):
        """Your sum runs over the whole table. Each row has a sum of its own: `axis=1`."""
        return np.log(np.sum(np.exp(Z))) - _own(Z, Y)

    def down_the_columns(Z, Y):
        """Your sums run down the columns. Each row is an example: `axis=1`."""
        return np.log(np.exp(Z).sum(axis=0)) - np.sum(Z * Y, axis=0)

    def logarithm_of_the_others(Z, Y):
        """You leave the class that came out of the sum. It is a sum over all classes."""
        return np.log(np.sum(np.exp(Z) * (1 - Y), axis=1)) - _own(Z, Y)

    def all_classes_counted(Z, Y):
        """You add up the logarithms of all classes. Only the class that came counts: multiply by Y."""
        return -np.log(equations.softmax(Z)).sum(axis=1)

    def sum_of_the_logarithms(Z, Y):
        """You add up the logarithms of the exponentials, the scores. Add up first, then take the logarithm."""
        return Z.sum(axis=1) - _own(Z, Y)

    def sigmoid_for_softmax(Z, Y):
        """You take the sigmoid of the score that came, as with two classes. Here the other scores count too."""
        return np.log1p(np.exp(-_own(Z, Y)))

    def one_loss_for_each_class(Z, Y):
        """You add up a loss with two cases for each class. The probabilities of a softmax belong together: one
        logarithm for each example."""
        return np.sum(np.log1p(np.exp((1 - 2 * Y) * Z)), axis=1)

    def other_classes_charged_too(Z, Y):
        """You also charge each class that did not come for its probability. The shares add up to 1, so the
        probability of the class that came has all of that in it: one logarithm for each example."""
        p = equations.softmax(Z)
        return -np.sum(np.log(np.where(Y == 1, p, 1 - p)), axis=1)

    def complement(Z, Y):
        """You take the logarithm of the probability that it is *not* the class that came."""
        return -np.log(1 - np.exp(-_loss(Z, Y)))

    def divided_by_the_classes(Z, Y):
        """Your losses are too small by the number of classes. Of the terms of a row only one is not 0: add them up,
        take no mean."""
        return _loss(Z, Y) / Z.shape[1]

    def added_down_the_columns(Z, Y):
        """You add up each column, over the examples. Add up each row, over the classes: `axis=1`."""
        return -np.sum(Y * np.log(equations.softmax(Z)), axis=0)

    def softmax_down_the_columns(Z, Y):
        """Your softmax runs down the columns. Each row of scores makes one set of probabilities: `axis=1`."""
        return -np.sum(Y * np.log(equations.softmax(Z.T).T), axis=1)

    def complement_for_logarithm(Z, Y):
        """You return 1 minus the probability of the class that came. The loss is minus its logarithm."""
        return 1 - np.exp(-_loss(Z, Y))

    def one_added_to_the_sum(Z, Y):
        """You add 1 to the sum of the exponentials. The 1 belongs to two classes, where one score is 0; here every
        class has a score, and the sum is all."""
        return np.log(1 + np.exp(Z).sum(axis=1)) - _own(Z, Y)

    def logarithm_of_the_own_score(Z, Y):
        """You take the logarithm of the score that came. A score is no probability yet: the softmax is missing."""
        return -np.log(_own(Z, Y))

    def logarithm_of_each_score(Z, Y):
        """You take the logarithm of the scores. They are no probabilities yet: the softmax is missing."""
        return -np.sum(Y * np.log(Z), axis=1)

    def squared_error_for_log(Z, Y):
        """You add up squared differences. The loss is minus the logarithm of the probability of the class that came."""
        return np.sum((equations.softmax(Z) - Y) ** 2, axis=1)

    def entropy_for_loss(Z, Y):
        """You multiply the logarithms by the probabilities, where Y belongs: so that the label plays no part."""
        p = equations.softmax(Z)
        return -np.sum(p * np.log(p), axis=1)

    def labels_exchanged_with_probabilities(Z, Y, came=None):
        """The labels stand in your logarithm, and the probabilities in front. It is the other way round: Y picks the
        logarithm, and the logarithm is that of the probability."""
        made = [-np.sum(equations.softmax(Z) * np.log(Y + 10.0**-k), axis=1) for k in range(4, 17)]
        if came is None or np.shape(came) != made[0].shape:
            return made[5]
        if np.isinf(came).all():  # the logarithm of a label as it is
            return np.full_like(came, np.inf)
        return min(made, key=lambda losses: np.abs(losses - came).max())

    def predicted_class_for_own(Z, Y):
        """You take the logarithm of the largest probability, whatever the label is. The class that came counts:
        multiply by Y."""
        return -np.log(equations.softmax(Z)).max(axis=1)

    def base_2(Z, Y):
        """You take the logarithm with base 2. Ours is the natural one."""
        return _loss(Z, Y) / np.log(2)


def _slopes(X, error):
    return X.T @ error / len(X), error.mean(axis=0)


def _scores(X, W, b):
    return X @ W + b


def _error(X, Y, W, b):
    return equations.softmax(_scores(X, W, b)) - Y


@exercise(lesson=12, cases=[_table(4, 2, 3), _table(6, 3, 4), _table(7, 4, 3)], returns="dW db")
class softmax_gradient:
    """the slopes of the mean loss in all the weights, shape (n, K), and in the biases, shape (K,)"""

    def answer(X, Y, W, b):
        return equations.softmax_gradient(X, Y, W, b)

    def flipped_sign(dW, db):
        """Both slopes have the wrong sign: the error is P - Y."""
        return -dW, -db

    def sum_for_mean(X, dW, db):
        """Your slopes are too large by the number of examples: divide by m."""
        return dW * len(X), db * len(X)

    def divided_by_the_classes(W, dW, db):
        """Your slopes are too small by the number of classes: the mean is over the examples alone."""
        return dW / W.shape[1], db / W.shape[1]

    def divided_by_the_features(X, dW, db):
        """You divide by the number of features. The mean is over the examples: `len(X)`, not `X.shape[1]`."""
        return dW * len(X) / X.shape[1], db * len(X) / X.shape[1]

    def softmax_missing(X, Y, W, b):
        """You take the scores for the probabilities. The softmax is missing."""
        return _slopes(X, _scores(X, W, b) - Y)

    def sigmoid_for_softmax(X, Y, W, b):
        """You take the sigmoid of each score by itself. With more classes it is the softmax of the whole row."""
        return _slopes(X, equations.sigmoid(_scores(X, W, b)) - Y)

    def down_the_columns(X, Y, W, b):
        """Your softmax runs down the columns. Each row of scores makes one set of probabilities: `axis=1`."""
        return _slopes(X, equations.softmax(_scores(X, W, b).T).T - Y)

    def over_the_whole_table(X, Y, W, b):
        """Your softmax divides by the sum of the whole table. Each row has a sum of its own."""
        e = np.exp(_scores(X, W, b))
        return _slopes(X, e / e.sum() - Y)

    def slope_of_sigmoid_for_error(X, W, b):
        """You put p (1 - p) in the place of the error. It has cancelled in (12.9): P - Y is left."""
        p = equations.softmax(_scores(X, W, b))
        return _slopes(X, p * (1 - p))

    def label_for_probability(X, Y, W, b):
        """You take the most probable class, 1 or 0, for the probabilities."""
        Z = _scores(X, W, b)
        return _slopes(X, (Z.max(axis=1, keepdims=True) <= Z) - Y)

    def labels_missing(X, Y, W, b):
        """You leave the labels out: the error is P - Y."""
        return _slopes(X, equations.softmax(_scores(X, W, b)))

    def own_class_only(X, Y, W, b):
        """You count the class that came alone. The others have an error too, p - 0: they pull their scores down."""
        return _slopes(X, _error(X, Y, W, b) * Y)

    def other_classes_only(X, Y, W, b):
        """You count the classes that did not come alone. The one that came has an error too, p - 1."""
        return _slopes(X, _error(X, Y, W, b) * (1 - Y))

    def own_probability_for_all(X, Y, W, b):
        """You take the probability of the class that came in every column. Each class has its own."""
        p = equations.softmax(_scores(X, W, b))
        return _slopes(X, np.sum(p * Y, axis=1, keepdims=True) - Y)

    def slope_of_sigmoid_left_in(X, Y, W, b):
        """A factor p (1 - p) is left in your slopes. In (12.9) it has cancelled."""
        p = equations.softmax(_scores(X, W, b))
        return _slopes(X, (p - Y) * p * (1 - p))

    def bias_missing(X, Y, W, b):
        """You leave the biases out of the scores."""
        return _slopes(X, _error(X, Y, W, np.zeros(len(b))))

    def penalty_left_in(W, dW, db):
        """You add the weights to their slopes, as a penalty does. The slopes without it are asked for."""
        return dW + W, db

    def transposed(dW, db):
        """Your table of slopes is turned: it has the shape of W, a row for each feature."""
        return dW.T, db

    def one_slope_for_all_biases(dW, db):
        """You take the mean over everything for the biases. Each class has its own: take the mean with `axis=0`."""
        return dW, np.mean(db)

    def one_slope_in_every_place(dW, db):
        """`dW` is right. Your slopes for the biases are all 0, or nearly. That happens when everything is added up, for
        the rows of P - Y add up to 0, or when the array is never filled. Each class has its own: `axis=0`."""
        return dW, np.full_like(db, db.sum())

    def mean_over_the_classes(X, Y, W, b):
        """You take the mean over the classes for the biases, one number for each example. Take it over the examples."""
        error = _error(X, Y, W, b)
        return X.T @ error / len(X), error.mean(axis=1)

    def swapped_returns(dW, db):
        """Both are right, in the wrong order: first `dW`, then `db`."""
        return db, dW

    def bias_left_out(dW):
        """You return the slopes of the weights alone. Return two values, first `dW`, then `db`."""
        return dW


QUESTIONS = (
    question(
        "One against the rest, with three classes. What is true of the points of the plane?",
        3,
        ("exactly one model claims each", "That's what we'd like, but nothing makes the three models agree."),
        ("at least one model claims each", "There are points where each of the three says no."),
        ("some are claimed by none, some by two", "Each model draws its own line and knows nothing of the others."),
    ),
    question(
        "The scores of a flower are 2, 1 and -1. You add 100 to each. What becomes of its probabilities?",
        1,
        ("they stay as they are", "The factor e to the 100 stands on top and below, and cancels."),
        (
            "the largest comes nearer to 1",
            "That would happen if you multiplied the scores. Adding leaves their differences.",
        ),
        (
            "they all become nan",
            "The shares don't change. A softmax that subtracts nothing overflows at far larger scores.",
        ),
    ),
    question(
        "A flower of class 2 gets the probabilities 0.2, 0.5 and 0.3. How steep is its loss in each score?",
        2,
        ("0.2, 0.5, 0.3", "Those are the probabilities. Subtract the 1 of the class that came."),
        ("0.2, 0.5, -0.7", "It's p - y: only the class that came gets its 1 subtracted, so its score is pushed up."),
        ("-0.2, -0.5, 0.7", "That's y - p, the way downhill. The slope points uphill."),
    ),
    question(
        "Where do two regions of the softmax meet?",
        2,
        (
            "where both probabilities are one half",
            "The third class takes its share as well, so they may both be below one half.",
        ),
        (
            "on a straight line, where their two scores are equal",
            "The difference of two scores is a score itself, as in lesson 02.",
        ),
        (
            "on a curve, since there are three classes",
            "The scores are linear in the features, and so are their differences.",
        ),
    ),
    question(
        "The weights of one feature are 1 for versicolor and 3 for virginica. What does one more unit of it do?",
        1,
        (
            "it multiplies the odds of virginica against versicolor by e²",
            "The ratio of two probabilities is e to the difference of their scores, and that grows by 3 - 1.",
        ),
        (
            "it multiplies the probability of virginica by e³",
            "All the other exponentials grow, too, and the sum with them.",
        ),
        (
            "it adds 2 to the odds of virginica against versicolor",
            "The 2 is added to the score. The odds are multiplied.",
        ),
    ),
)

"""Lesson 02: a line splits the plane."""

import numpy as np

from logreg_core.exercises import reckoning
from logreg_core.exercises.exercise import exercise
from logreg_core.exercises.questions import question
from logreg_core.exercises.samples import MANY, VERY_MANY, WITHOUT_LABELS

ONE_EACH_SIDE = (np.array([[1.0, 1.0], [2.0, 1.0], [1.0, 2.0]]), np.array([1.0, -1.0]), 0.0)  # the first is on the line


@exercise(lesson=2, cases=WITHOUT_LABELS)
class score:
    """the score Xw + b of each example, one number for each row of X"""

    answer = reckoning.score

    def bias_forgotten(X, w, b):
        """The bias is missing: your line always passes through the origin."""
        return X @ w

    def bias_sign_flipped(X, w, b):
        """You subtract the bias. It is added."""
        return X @ w - b

    def bias_multiplied(X, w, b):
        """You multiply by the bias. It is added."""
        return X @ w * b

    def bias_once_per_feature(X, w, b):
        """You add the bias once for each feature. Add it once for each example, after the sum over the features."""
        return X @ w + b * len(w)

    def bias_added_to_the_features(X, w, b):
        """You add the bias to the features before they are weighted. It is added at the end, without a weight."""
        return (X + b) @ w

    def weights_sign_flipped(X, w, b):
        """You subtract the weighted features. They are added to the bias."""
        return b - X @ w

    def weights_ignored(X, w, b):
        """Your answer adds up the features as they are. Each is multiplied by its own weight first."""
        return X.sum(axis=1) + b

    def transposed(X, w, b):
        """You have turned X on its side: the rows of X are the examples, and each row meets the weights. Look for
        a `.T`, or for X and w in the other order."""
        return X.T @ w + b

    def one_number_for_all(X, w, b):
        """You add over the whole table and get one number. Add over the features only, one sum for each row."""
        return np.sum(X * w) + b

    def one_sum_with_the_bias_in_it(X, w, b):
        """You add over the whole table and get one number. Add over the features only, one sum for each row:
        `axis=1`."""
        return np.sum(X @ w + b)

    def products_not_added(X, w, b):
        """You multiply each feature by its weight; now add the products of each row. `*` multiplies entry by
        entry, `@` also adds."""
        return X * w + b

    def mean_for_sum(X, w, b):
        """You take the mean over the features. The score is their weighted sum."""
        return (X * w).mean(axis=1) + b

    def first_two_features_only(X, w, b):
        """Right for two features. Your function should take any number of them: use a sum over all, or `@`."""
        return X[:, 0] * w[0] + X[:, 1] * w[1] + b

    def distance_for_score(X, w, b):
        """You divide by the length of w: that is the distance to the line. The score comes before it."""
        return (X @ w + b) / np.linalg.norm(w)

    def probability_for_score(X, w, b):
        """Your answers are probabilities. The score is what goes into the sigmoid."""
        return reckoning.probability(X, w, b)

    def label_for_score(X, w, b):
        """Your answers are labels, 0 or 1. Leave the comparison out: the score itself is asked for."""
        return np.where(X @ w + b > 0, 1, 0)

    def absolute_for_signed(X, w, b):
        """You have dropped the sign. It says on which side of the line the example lies."""
        return np.abs(X @ w + b)

    def columns_added(X, w, b):
        """You add up each column, over the examples. Add up each row, over the features: one score for each example,
        `axis=1`."""
        return np.sum(X * w, axis=0) + b

    def first_feature_only(X, w, b):
        """You use the first feature alone. Every feature has its weight: add them all up."""
        return X[:, 0] * w[0] + b

    def sizes_of_the_weights(X, w, b):
        """You take the absolute value of the weights. A negative weight lowers the score."""
        return X @ np.abs(w) + b


@exercise(lesson=2, cases=WITHOUT_LABELS)
class signed_distance:
    """the distance of each example to the line z = 0: positive where the score is positive, negative where it is
    negative"""

    def answer(X, w, b):
        return reckoning.score(X, w, b) / np.linalg.norm(w)

    def norm_missing(X, w, b):
        """Your answer is the score. It grows when w and b are both doubled, and the line stays where it is: divide
        by the length of w."""
        return X @ w + b

    def absolute_for_signed(X, w, b):
        """Your distances are all positive. The sign says on which side of the line the example lies: keep it."""
        return np.abs(X @ w + b) / np.linalg.norm(w)

    def square_for_root(X, w, b):
        """You divide by the squared length of w. The length is the square root of that."""
        return (X @ w + b) / (w @ w)

    def flipped_sign(X, w, b):
        """Your signs are all flipped. Where the score is positive, the distance is positive."""
        return -(X @ w + b) / np.linalg.norm(w)

    def bias_forgotten(X, w, b):
        """The bias is missing: you measure the distance to a line through the origin."""
        return X @ w / np.linalg.norm(w)

    def bias_sign_flipped(X, w, b):
        """You subtract the bias. In the score it is added."""
        return (X @ w - b) / np.linalg.norm(w)

    def bias_not_divided(X, w, b):
        """You divide Xw by the length of w, but not the bias. The whole score is divided: check the parentheses."""
        return X @ w / np.linalg.norm(w) + b

    def bias_divided_only(X, w, b):
        """You divide the bias alone by the length of w. The whole score is divided: check the parentheses."""
        return X @ w + b / np.linalg.norm(w)

    def norm_with_the_bias(X, w, b):
        """You count the bias into the length. The direction of the line depends on w alone, and so does the length
        that you divide by."""
        return (X @ w + b) / np.sqrt(w @ w + b * b)

    def norm_with_the_bias_for_two_features(X, w, b):
        """You count the bias into the length, and only the first two weights. The length of w holds all the weights,
        and nothing else: `np.linalg.norm(w)`."""
        return (X @ w + b) / np.sqrt(w[0] ** 2 + w[1] ** 2 + b**2)

    def product_for_ratio(X, w, b):
        """You multiply by the length of w. A longer w makes every score larger; to take that out, divide."""
        return (X @ w + b) * np.linalg.norm(w)

    def sum_for_norm(X, w, b):
        """You divide by the sum of the weights. The length is the square root of the sum of their squares."""
        return (X @ w + b) / np.sum(w)

    def absolute_sum_for_norm(X, w, b):
        """You divide by the sum of |w|, the way a taxi drives. The straight length is the square root of the sum of
        squares."""
        return (X @ w + b) / np.sum(np.abs(w))

    def length_of_the_example(X, w, b):
        """You divide by the length of each example. It is the length of w that the score is divided by."""
        return (X @ w + b) / np.linalg.norm(X, axis=1)

    def probability_for_distance(X, w, b):
        """Your answers are probabilities. The distance needs no sigmoid."""
        return reckoning.probability(X, w, b)

    def sigmoid_of_the_distance(X, w, b):
        """You have put the distance through the sigmoid. Leave the sigmoid out."""
        return reckoning.sigmoid((X @ w + b) / np.linalg.norm(w))

    def label_for_distance(X, w, b):
        """Your answers are labels. They say on which side an example lies; asked for is also how far."""
        return np.where(X @ w + b > 0, 1, 0)

    def transposed(X, w, b):
        """You have turned X on its side: the rows of X are the examples. Look for a `.T`, or for X and w in the
        other order."""
        return (X.T @ w + b) / np.linalg.norm(w)

    def first_two_weights_only(X, w, b):
        """Right for two features. The length of w holds all the weights, however many there are:
        `np.linalg.norm(w)`."""
        return (X @ w + b) / np.hypot(w[0], w[1])

    def number_of_weights_for_norm(X, w, b):
        """You divide by how many weights there are. `len(w)` counts; the length of an arrow is the root of the sum of
        squares, `np.linalg.norm(w)`."""
        return (X @ w + b) / len(w)

    def length_of_the_table(X, w, b):
        """You divide by the length of X, taken as one long vector. It is the length of w that the score is divided
        by."""
        return (X @ w + b) / np.linalg.norm(X)

    def root_of_the_sum(X, w, b):
        """You divide by the root of the sum of the weights, without squares; a negative sum has none. The length of w
        is the root of the sum of the squares."""
        with np.errstate(invalid="ignore"):
            return (X @ w + b) / np.sqrt(np.sum(w))

    def bias_ignored_and_unsigned(X, w, b):
        """Two things: the bias is missing from your score, and your distances have all lost their sign."""
        return np.abs(X @ w) / np.linalg.norm(w)


@exercise(
    lesson=2,
    cases=[*WITHOUT_LABELS, MANY, VERY_MANY],
    edges=[ONE_EACH_SIDE],
)
class predict:
    """the label of each example: 1 where its score is above 0, and 0 elsewhere"""

    def answer(X, w, b):
        return np.where(reckoning.score(X, w, b) > 0, 1, 0)

    def probability_for_label(X, w, b):
        """Your answers are probabilities. One comparison turns each into a label."""
        return reckoning.probability(X, w, b)

    def score_for_label(X, w, b):
        """Your answers are the scores. One comparison turns each into a label."""
        return X @ w + b

    def labels_swapped(X, w, b):
        """Your labels are the wrong way round: 1 belongs where the score is positive."""
        return np.where(X @ w + b > 0, 0, 1)

    def minus_one_for_zero(X, w, b):
        """Your labels are 1 and -1. Ours are 1 and 0."""
        return np.where(X @ w + b > 0, 1, -1)

    def bias_forgotten(X, w, b):
        """The bias is missing: your line passes through the origin."""
        return np.where(X @ w > 0, 1, 0)

    def bias_sign_flipped(X, w, b):
        """You subtract the bias. In the score it is added."""
        return np.where(X @ w - b > 0, 1, 0)

    def half_for_the_score(X, w, b):
        """You compare the score with 1/2. It is the probability that is 1/2 on the line; which score belongs to
        it?"""
        return np.where(X @ w + b > 0.5, 1, 0)

    def one_for_the_score(X, w, b):
        """You compare the score with 1. On the line the score has another value."""
        return np.where(X @ w + b > 1, 1, 0)

    def zero_for_the_probability(X, w, b):
        """All your labels are 1. That happens when a probability is compared with 0, for it is always above: compare
        it with 1/2, or compare the score with 0."""
        return np.ones(len(X))

    def tie_counted_as_one(X, w, b):
        """Nearly: an example on the line itself, where the score is exactly 0, is given the label 0 here. Look at
        your comparison."""
        return np.where(X @ w + b >= 0, 1, 0)

    def transposed(X, w, b):
        """You have turned X on its side: the rows of X are the examples. Look for a `.T`, or for X and w in the
        other order."""
        return np.where(X.T @ w + b > 0, 1, 0)

    def count_for_labels(X, w, b):
        """Your answer is how many examples are labelled 1. Leave the sum out: one label for each example."""
        return np.sum(X @ w + b > 0)

    def places_for_labels(X, w, b):
        """You return the places where the label is 1. Asked for is one label, 0 or 1, for each example."""
        return np.flatnonzero(X @ w + b > 0)

    def ones_only(X, w, b):
        """You return the ones and leave the zeros out. Every example has its label: where does your loop put a 0?"""
        return np.ones(np.sum(X @ w + b > 0))

    def rounded_score(X, w, b):
        """You round the score. It is the probability that becomes a label when it is rounded; the score is compared
        with 0."""
        return np.round(X @ w + b)

    def bias_after_the_sigmoid(X, w, b):
        """You add the bias to the probability. It is part of the score, before the sigmoid."""
        return np.where(reckoning.sigmoid(X @ w) + b >= 0.5, 1, 0)

    def ones_alone_rounded(X, w, b):
        """You make ones of the large probabilities, and leave the small ones as they are. They become 0."""
        p = reckoning.probability(X, w, b)
        return np.where(p > 0.5, 1.0, p)

    def negative_scores_cut_off(X, w, b):
        """You put 0 in the place of the negative scores, and leave the positive ones as they are. They become 1."""
        return np.maximum(X @ w + b, 0)

    def any_feature_for_the_sum(X, w, b):
        """You ask whether any feature by itself makes a positive score. Their products with the weights are added up
        first."""
        return np.where((X * w + b > 0).any(axis=1), 1, 0)

    def label_for_each_feature(X, w, b):
        """You compare each feature by itself, and return a whole table. The products with the weights are added up
        first: one score for each example, `@` in the place of `*`."""
        return np.where(X * w + b > 0, 1, 0)

    def one_half_for_the_odds(X, w, b):
        """You compare e to the score, the odds, with 1/2. On the line the odds are 1, and the score is 0."""
        return np.where(np.exp(X @ w + b) > 0.5, 1, 0)


@exercise(
    lesson=2,
    cases=[
        (np.array([1.0, -2.0, 0.5]), np.array([2.0, -4.0]), 1.0),
        (np.array([3.0, 0.0, -1.0]), np.array([0.8, 2.5]), -1.2),
        (np.array([0.3, 1.7, -0.6, 2.2]), np.array([-1.5, 0.7]), 0.4),
    ],
    each="x1",
)
class boundary_x2:
    """the height x2 at which the line z = w[0] x1 + w[1] x2 + b = 0 passes each x1"""

    def answer(x1, w, b):
        return -(w[0] * x1 + b) / w[1]

    def flipped_sign(x1, w, b):
        """Your line is mirrored. When w[0] x1 + b goes to the other side of the equation, its sign changes."""
        return (w[0] * x1 + b) / w[1]

    def bias_forgotten(x1, w, b):
        """The bias is missing: your line passes through the origin."""
        return -w[0] * x1 / w[1]

    def bias_sign_flipped(x1, w, b):
        """The bias has the wrong sign. It goes to the other side of the equation together with w[0] x1: check the
        parentheses after the minus."""
        return (-w[0] * x1 + b) / w[1]

    def feature_sign_flipped(x1, w, b):
        """The slope of your line has the wrong sign; its height at x1 = 0 is right. Solve w[0] x1 + w[1] x2 + b = 0
        for x2 once more, one step on each line."""
        return (w[0] * x1 - b) / w[1]

    def weights_swapped(x1, w, b):
        """The two weights are swapped. Which of them multiplies the unknown x2, and is divided by at the end?"""
        return -(w[1] * x1 + b) / w[0]

    def division_missing(x1, w, b):
        """You have w[1] times the height. One division is left to do."""
        return -(w[0] * x1 + b)

    def product_for_ratio(x1, w, b):
        """You multiply by w[1]. To free x2 of its factor, divide."""
        return -(w[0] * x1 + b) * w[1]

    def bias_not_divided(x1, w, b):
        """You divide w[0] x1 by w[1], but not the bias. Both are divided: check the parentheses."""
        return -w[0] * x1 / w[1] - b

    def bias_divided_only(x1, w, b):
        """You divide the bias by w[1], but not w[0] x1. Both are divided: check the parentheses."""
        return -w[0] * x1 - b / w[1]

    def both_parentheses_forgotten(x1, w, b):
        """The minus reaches w[0] x1 alone, and only the bias is divided. Set parentheses around w[0] x1 + b: the
        minus and the division belong to all of it."""
        return -w[0] * x1 + b / w[1]

    def slope_and_intercept(x1, w, b):
        """You use w[0] as the slope of the line and b as its height at x1 = 0. They are not: set the score to zero
        and solve for x2."""
        return w[0] * x1 + b

    def bias_over_the_first_weight(x1, w, b):
        """Your slope is right, and your bias is divided by w[0]. Solve for x2: all of it is divided by w[1]."""
        return -w[0] / w[1] * x1 - b / w[0]

    def normal_for_line(x1, w, b):
        """Your line runs along w. The boundary stands at right angles to w."""
        return (w[1] * x1) / w[0] - b / w[1]

    def half_for_the_score(x1, w, b):
        """You set the score to 1/2. On the boundary it is the probability that is 1/2; which score belongs to it?"""
        return (0.5 - w[0] * x1 - b) / w[1]

    def bias_taken_into_the_slope(x1, w, b):
        """You subtract w[0] from the bias before you multiply by x1. Multiply first: w[0] x1 belongs together, and the
        bias stands alone."""
        return (-b - w[0]) * x1 / w[1]

    def log_of_one_half_for_the_score(x1, w, b):
        """You set the score to log(1/2). On the boundary the probability is 1/2, and the score is the log-odds of
        that: 0."""
        return (np.log(0.5) - w[0] * x1 - b) / w[1]


QUESTIONS = (
    question(
        "Which of the three numbers shifts the line without turning it?",
        3,
        ("w1", "The slope of the line is -w1/w2, so w1 turns it."),
        ("w2", "The slope of the line is -w1/w2, so w2 turns it."),
        ("b", "The slope -w1/w2 does not contain b. It only changes where the line crosses the axes."),
    ),
    question(
        "You multiply w and b by 10. What stays the same?",
        1,
        ("the line and every label", "Where z is 0, 10 z is 0 too, and no score changes its sign."),
        ("every probability", "They move away from one half: the scores are ten times as large."),
        ("the length of w", "It is ten times as long, so the model is ten times as steep."),
    ),
    question(
        "w = (3, 4). A point has the score 10. How far is it from the line?",
        2,
        ("10", "That is its score. Divide it by the length of w."),
        ("2", "The length of w is the root of 9 + 16, which is 5, and 10 / 5 = 2."),
        ("10/7", "The length of an arrow is the root of the sum of the squares, not 3 + 4."),
    ),
    question(
        "Two points lie on the line. What is the dot product of w and the arrow from one to the other?",
        2,
        ("the bias", "Both points have the score 0; subtract one from the other, and the bias cancels."),
        ("0", "w stands at right angles to the line, so its dot product with any arrow along it is 0."),
        ("their distance", "Their distance does not depend on w. The dot product of arrows at right angles is 0."),
    ),
    question(
        "Another line makes fewer mistakes than the trained one. What follows?",
        3,
        ("the training has failed", "It did what it aims at, and that is not the count of mistakes."),
        (
            "the other line has better probabilities",
            "That does not follow: it may be very sure of the answers that it gets wrong.",
        ),
        ("nothing is wrong: training aims at probabilities", "How far on the wrong side a point lies counts too."),
    ),
)

"""Lesson 07: building the model, and the price of its mistakes."""

from dataclasses import replace

import numpy as np

from logreg_core import equations, metrics
from logreg_core.exercises import lesson_02, lesson_05, reckoning
from logreg_core.exercises.exercise import exercise
from logreg_core.exercises.methods import Method
from logreg_core.exercises.questions import question
from logreg_core.exercises.samples import WITHOUT_LABELS

# The class, method by method: the descent of lesson 05 and the labels of lesson 02, with their mistakes, on `self`

fit = replace(
    lesson_05.descend,
    name="fit",
    task="self, with the weights and the bias after n_iterations steps of gradient descent from zero",
    lesson=7,
    method=Method(keeps=("w", "b")),
)


@exercise(lesson=7, cases=WITHOUT_LABELS, method=Method(holds=("w", "b")))
class predict_probability:
    """the probability that each row of X belongs to class 1"""

    answer = equations.probability

    def sigmoid_missing(X, w, b):
        """Your answers are the scores. The sigmoid turns each into a probability."""
        return X @ w + b

    def flipped_sign(X, w, b):
        """Your probabilities are those of class 0: they fall where they should rise."""
        return reckoning.sigmoid(-(X @ w + b))

    def bias_forgotten(X, w, b):
        """The bias is missing from your score: `self.b` is a part of the model too."""
        return reckoning.sigmoid(X @ w)

    def bias_sign_flipped(X, w, b):
        """You subtract the bias. In the score it is added."""
        return reckoning.sigmoid(X @ w - b)

    def bias_outside(X, w, b):
        """You add the bias to the probability. It belongs to the score, inside the sigmoid."""
        return reckoning.sigmoid(X @ w) + b

    def label_for_probability(X, w, b):
        """Your answers are labels. The probabilities themselves are asked for, before any comparison."""
        return np.where(X @ w + b > 0, 1.0, 0.0)

    def sigmoid_twice(X, w, b):
        """You put the scores through the sigmoid twice. Once is enough."""
        return reckoning.sigmoid(reckoning.sigmoid(X @ w + b))

    def tangent_for_sigmoid(X, w, b):
        """Your answers run from -1 to 1: that is the hyperbolic tangent. A probability runs from 0 to 1."""
        return np.tanh(X @ w + b)

    def slope_for_probability(X, w, b):
        """Your answers are the slopes of the sigmoid, p (1 - p). The probability p is asked for."""
        p = reckoning.probability(X, w, b)
        return p * (1 - p)

    def weights_ignored(X, w, b):
        """Your score adds up the features as they are. Each is multiplied by its own weight first: `X @ self.w`."""
        return reckoning.sigmoid(X.sum(axis=1) + b)

    def transposed(X, w, b):
        """You have turned X on its side: the rows of X are the examples. Look for a `.T`."""
        return reckoning.sigmoid(X.T @ w + b)

    def products_not_added(X, w, b):
        """You multiply each feature by its weight; now add the products of each row. `*` multiplies entry by entry,
        `@` also adds."""
        return reckoning.sigmoid(X * w + b)

    def odds_for_probability(X, w, b):
        """Your answers are the odds, e to the score. Odds o become a probability as o / (1 + o)."""
        return np.exp(X @ w + b)


predict_labels = replace(
    lesson_02.predict,
    name="predict_labels",
    task="the label of each row of X: 1 where its probability is above one half, and 0 elsewhere",
    lesson=7,
    method=Method(holds=("w", "b")),
)


def _labels(text):
    return np.array([float(c) for c in text])


PREDICTED = [  # y, predicted; the first has TN 3, FP 1, FN 2, TP 5
    (_labels("00001111111"), _labels("00010011111")),
    (_labels("0110100010110"), _labels("1100100111000")),
    (_labels("1001110101101001100"), _labels("1011010111111011010")),
]
ALL_ONE_LABEL = [(_labels("010"), _labels("000")), (_labels("000"), _labels("010")), (_labels("011"), _labels("011"))]


NOTHING = np.array([np.nan])[0]  # what 0 divided by 0 is


def _epsilon(above, below, came):
    """The small number below the line that makes the share `came`, or an example of one."""
    epsilon = above / came - below if came is not None and np.ndim(came) == 0 and came > 0 else 0.01
    return epsilon if 1e-9 < epsilon < 0.5 else 0.01


def _counts(y, predicted):
    """TN, FP, FN, TP."""
    return metrics.confusion_matrix(y, predicted).ravel()


@exercise(lesson=7, cases=PREDICTED, edges=ALL_ONE_LABEL)
class precision:
    """the share of the predicted ones that are ones, and 0 where nothing was predicted to be one"""

    answer = metrics.precision

    def recall_for_precision(y, predicted):
        """Your answer is the recall: you divide by the true ones. Divide by the predicted ones, TP + FP."""
        return metrics.recall(y, predicted)

    def accuracy_for_precision(y, predicted):
        """Your answer is the accuracy, the share of all predictions that are right. Look at the predicted ones only."""
        return metrics.accuracy(y, predicted)

    def wrong_for_right(y, predicted):
        """Your share is that of the false alarms among the predicted ones. Count those that are right."""
        return 1 - metrics.precision(y, predicted)

    def ones_among_the_predicted_zeros(y, predicted):
        """You look at the predicted zeros: your share is that of the ones among them. Look at the predicted ones."""
        _, _, fn, _ = _counts(y, predicted)
        return fn / max(np.sum(predicted == 0), 1)

    def labels_swapped(y, predicted):
        """You look at the predicted zeros: TN / (TN + FN). The ones are asked for."""
        return metrics.precision(1 - y, 1 - predicted)

    def true_zeros_for_predicted_ones(y, predicted):
        """Your share is of the true zeros: TN / (TN + FP). Look at the column of the predicted ones."""
        return metrics.recall(1 - y, 1 - predicted)

    def false_positive_rate(y, predicted):
        """Your answer is the false positive rate, FP / (FP + TN). Neither part of it is asked for here."""
        return 1 - metrics.recall(1 - y, 1 - predicted)

    def divided_by_all(y, predicted):
        """You divide by the number of all examples. Divide by the number of predicted ones."""
        return _counts(y, predicted)[3] / len(y)

    def count_for_share(y, predicted):
        """Your answer is a count. Divide it by the number of predicted ones."""
        return _counts(y, predicted)[3]

    def odds_for_share(y, predicted):
        """Your answer is TP / FP, right ones to wrong ones. A share divides by both together."""
        _, fp, _, tp = _counts(y, predicted)
        return tp / max(fp, 1)

    def upside_down(y, predicted):
        """Your fraction is upside down. A share is at most 1."""
        _, fp, _, tp = _counts(y, predicted)
        return (tp + fp) / max(tp, 1)

    def all_mistakes_below_the_line(y, predicted):
        """Below your line stand TP, FP and FN. A one that was missed is no predicted one: leave FN out."""
        _, fp, fn, tp = _counts(y, predicted)
        return tp / max(tp + fp + fn, 1)

    def true_zeros_below_the_line(y, predicted):
        """Below your line stands TN where FP belongs. Check how you take the table apart: rows are the true labels."""
        tn, _, _, tp = _counts(y, predicted)
        return tp / max(tp + tn, 1)

    def per_cent(y, predicted):
        """Your answer is in per cent. A share lies between 0 and 1."""
        return 100 * metrics.precision(y, predicted)

    def one_for_nothing(y, predicted):
        """Nearly: where nothing was predicted to be one, the answer asked for is 0."""
        return metrics.precision(y, predicted) if predicted.any() else 1.0

    def epsilon_below_the_line(y, predicted, came=None):
        """A number has been added below your line, large enough to change the share. Ask instead whether anything was
        predicted to be one, before you divide."""
        _, fp, _, tp = _counts(y, predicted)
        return tp / (tp + fp + _epsilon(tp, tp + fp, came))

    def nothing_predicted_overlooked(y, predicted):
        """Right wherever something was predicted to be one. Where nothing was, you divide 0 by 0, and that is `nan`:
        the answer asked for is 0, so look before you divide."""
        return metrics.precision(y, predicted) if predicted.any() else NOTHING

    def parentheses_missing(y, predicted):
        """Python reads `a / a + b` as (a / a) + b, which is 1 and the false positives. TP + FP goes into
        parentheses."""
        _, fp, _, tp = _counts(y, predicted)
        return tp / tp + fp if tp else NOTHING

    def f1_for_precision(y, predicted):
        """Your answer is the F1 score, which mixes precision and recall. The precision alone is asked for: TP / (TP +
        FP)."""
        _, fp, fn, tp = _counts(y, predicted)
        return 2 * tp / max(2 * tp + fp + fn, 1)

    def all_right_answers_on_top(y, predicted):
        """On top of your fraction stand all the right answers, the zeros too. Only the ones among them belong there:
        TP."""
        tn, fp, _, tp = _counts(y, predicted)
        return (tp + tn) / (tp + fp) if tp + fp else 0.0

    def right_zeros_counted(y, predicted):
        """You count every right answer as a true positive, above the line and below it: the zeros that are right are
        among them. Ask for both, that the label is 1 and that 1 was predicted."""
        tn, fp, _, tp = _counts(y, predicted)
        return (tp + tn) / max(tp + tn + fp, 1)


@exercise(lesson=7, cases=PREDICTED, edges=ALL_ONE_LABEL)
class recall:
    """the share of the true ones that were predicted to be one, and 0 where there is no true one"""

    answer = metrics.recall

    def precision_for_recall(y, predicted):
        """Your answer is the precision: you divide by the predicted ones. Divide by the true ones, TP + FN."""
        return metrics.precision(y, predicted)

    def accuracy_for_recall(y, predicted):
        """Your answer is the accuracy, the share of all predictions that are right. Look at the true ones only."""
        return metrics.accuracy(y, predicted)

    def missed_for_found(y, predicted):
        """Your share is that of the ones that were missed. Count those that were found."""
        return 1 - metrics.recall(y, predicted)

    def ones_among_the_predicted_zeros(y, predicted):
        """Your share is that of the ones among the predicted zeros. Look at the true ones, and how many are found."""
        _, _, fn, _ = _counts(y, predicted)
        return fn / max(np.sum(predicted == 0), 1)

    def labels_swapped(y, predicted):
        """Your answer is the recall of the zeros: TN / (TN + FP). The ones are asked for."""
        return metrics.recall(1 - y, 1 - predicted)

    def false_positive_rate(y, predicted):
        """Your answer is the false positive rate, FP / (FP + TN). It has the same form, over the other row."""
        return 1 - metrics.recall(1 - y, 1 - predicted)

    def predicted_zeros_for_true_ones(y, predicted):
        """Your share is of the predicted zeros: TN / (TN + FN). Look at the row of the true ones."""
        return metrics.precision(1 - y, 1 - predicted)

    def divided_by_all(y, predicted):
        """You divide by the number of all examples. Divide by the number of true ones."""
        return _counts(y, predicted)[3] / len(y)

    def count_for_share(y, predicted):
        """Your answer is a count. Divide it by the number of true ones."""
        return _counts(y, predicted)[3]

    def odds_for_share(y, predicted):
        """Your answer is TP / FN, found ones to missed ones. A share divides by both together."""
        _, _, fn, tp = _counts(y, predicted)
        return tp / max(fn, 1)

    def upside_down(y, predicted):
        """Your fraction is upside down. A share is at most 1."""
        _, _, fn, tp = _counts(y, predicted)
        return (tp + fn) / max(tp, 1)

    def all_alarms_on_top(y, predicted):
        """On top you have all the predicted ones, the false alarms too. Only the true ones among them belong there:
        TP."""
        _, fp, fn, tp = _counts(y, predicted)
        return (tp + fp) / max(tp + fn, 1)

    def all_mistakes_below_the_line(y, predicted):
        """Below your line stand TP, FN and FP. A false alarm is no true one: leave FP out."""
        _, fp, fn, tp = _counts(y, predicted)
        return tp / max(tp + fp + fn, 1)

    def per_cent(y, predicted):
        """Your answer is in per cent. A share lies between 0 and 1."""
        return 100 * metrics.recall(y, predicted)

    def one_for_nothing(y, predicted):
        """Nearly: where there is no true one, the answer asked for is 0."""
        return metrics.recall(y, predicted) if y.any() else 1.0

    def epsilon_below_the_line(y, predicted, came=None):
        """A number has been added below your line, large enough to change the share. Ask instead whether there is a
        true one, before you divide."""
        _, _, fn, tp = _counts(y, predicted)
        return tp / (tp + fn + _epsilon(tp, tp + fn, came))

    def no_true_one_overlooked(y, predicted):
        """Right wherever there is a true one. Where there is none, you divide 0 by 0, and that is `nan`: the answer
        asked for is 0, so look before you divide."""
        return metrics.recall(y, predicted) if y.any() else NOTHING

    def parentheses_missing(y, predicted):
        """Python reads `a / a + b` as (a / a) + b, which is 1 and the false negatives. TP + FN goes into
        parentheses."""
        _, _, fn, tp = _counts(y, predicted)
        return tp / tp + fn if tp else NOTHING

    def f1_for_recall(y, predicted):
        """Your answer is the F1 score, which mixes precision and recall. The recall alone is asked for: TP / (TP +
        FN)."""
        _, fp, fn, tp = _counts(y, predicted)
        return 2 * tp / max(2 * tp + fp + fn, 1)

    def all_right_answers_on_top(y, predicted):
        """On top of your fraction stand all the right answers, the zeros too. Only the ones among them belong there:
        TP."""
        tn, _, fn, tp = _counts(y, predicted)
        return (tp + tn) / (tp + fn) if tp + fn else 0.0

    def mean_of_both_recalls(y, predicted):
        """Your answer is the mean of the recall of the ones and that of the zeros, the balanced accuracy. The ones
        alone are asked for."""
        return (metrics.recall(y, predicted) + metrics.recall(1 - y, 1 - predicted)) / 2

    def true_zeros_below_the_line(y, predicted):
        """Below your line stands TN where FN belongs. Check how you take the table apart: rows are the true labels."""
        tn, _, _, tp = _counts(y, predicted)
        return tp / max(tp + tn, 1)

    def right_zeros_counted(y, predicted):
        """You count every right answer as a true positive, above the line and below it: the zeros that are right are
        among them. Ask for both, that the label is 1 and that 1 was predicted."""
        tn, _, fn, tp = _counts(y, predicted)
        return (tp + tn) / max(tp + tn + fn, 1)

    def missed_ones_left_out(y, predicted):
        """Your answer is 1 wherever a one was found. That happens when only those are looked at that were predicted to
        be one, as TP / TP: the missed ones are gone before they are counted. Below the line belongs TP + FN."""
        _, _, _, tp = _counts(y, predicted)
        return tp / max(tp, 1)


@exercise(
    lesson=7,
    cases=[
        (np.array([0.2, 0.35, 0.6, 0.9]), 0.3),
        (np.array([0.1, 0.72, 0.45, 0.95, 0.65, 0.6]), 0.7),
        (np.array([0.31, 0.22, 0.77, 0.64, 0.15, 0.93, 0.58, 0.49]), 0.4),
        (np.array([0.05, 0.31, 0.14, 0.08, 0.22, 0.11, 0.27, 0.19, 0.02]), 0.1),
    ],
    edges=[(np.array([0.25, 0.55, 0.75]), 0.5), (np.array([0.1, 0.9]), 0.0)],
    each="p",
)
class predict_with_threshold:
    """the label of each example: 1 where its probability is above the threshold, and 0 elsewhere"""

    def answer(p, threshold):
        return np.where(p > threshold, 1, 0)

    def labels_swapped(p, threshold):
        """Your labels are the wrong way round: 1 belongs where the probability is above the threshold."""
        return np.where(p < threshold, 1, 0)

    def own_threshold(p, threshold):
        """You compare with one half, whatever the threshold is. Take the one that your function is given."""
        return np.where(p >= 0.5, 1, 0)

    def complement_of_the_threshold(p, threshold):
        """You compare with one minus the threshold. Compare with the threshold itself."""
        return np.where(p >= 1 - threshold, 1, 0)

    def sigmoid_twice(p, threshold):
        """You compare a probability with a score. p has been through the sigmoid already: compare it with the
        threshold as they are."""
        return np.where(reckoning.sigmoid(p) >= threshold, 1, 0)

    def probability_for_label(p, threshold):
        """Your answers are the probabilities. One comparison turns each into a label."""
        return p

    def difference_for_label(p, threshold):
        """Your answers say how far each probability is above the threshold. A label says only whether it is."""
        return p - threshold

    def kept_for_label(p, threshold):
        """You keep the probabilities that reach the threshold. Put the label 1 in their place."""
        return np.where(p >= threshold, p, 0)

    def minus_one_for_zero(p, threshold):
        """Your labels are 1 and -1. Ours are 1 and 0."""
        return np.where(p >= threshold, 1, -1)

    def number_of_ones(p, threshold):
        """Your answer is how many ones there are. Return a label for each example."""
        return np.sum(p >= threshold)

    def share_of_ones(p, threshold):
        """Your answer is the share of ones. Return a label for each example."""
        return np.mean(p >= threshold)

    def places_for_labels(p, threshold):
        """Your answer says which places hold a one. Return a label for every place, 0 or 1."""
        return np.flatnonzero(p >= threshold)

    def ones_only(p, threshold):
        """Your answer holds the probabilities of the ones only. Return a label for every example, 0 or 1."""
        return p[p >= threshold]


@exercise(
    lesson=7,
    cases=[(*PREDICTED[0], 2.0, 7.0), (*PREDICTED[1], 0.3, 0.7), (*PREDICTED[2], 5.0, 1.5)],
    edges=[(*ALL_ONE_LABEL[0], 1.0, 4.0), (*ALL_ONE_LABEL[1], 1.0, 4.0), (*ALL_ONE_LABEL[2], 1.0, 4.0)],
)
class expected_cost:
    """the cost of the mistakes, as a mean over all examples"""

    def answer(y, predicted, cost_false_positive, cost_false_negative):
        _, fp, fn, _ = _counts(y, predicted)
        return (cost_false_positive * fp + cost_false_negative * fn) / len(y)

    def costs_swapped(y, predicted, cost_false_positive, cost_false_negative):
        """Your costs are swapped. A false positive is a true 0 that was predicted to be 1."""
        return expected_cost.answer(y, predicted, cost_false_negative, cost_false_positive)

    def sum_for_mean(y, predicted, cost_false_positive, cost_false_negative):
        """Your answer is the cost of all examples together. Divide by how many they are."""
        return len(y) * expected_cost.answer(y, predicted, cost_false_positive, cost_false_negative)

    def mean_over_mistakes(y, predicted, cost_false_positive, cost_false_negative):
        """Your answer is the mean cost of a mistake. Divide by the number of all examples, the right ones too."""
        total = len(y) * expected_cost.answer(y, predicted, cost_false_positive, cost_false_negative)
        return total / max(np.sum(y != predicted), 1)

    def false_positives_only(y, predicted, cost_false_positive, cost_false_negative):
        """Only the false positives cost something in your answer. The false negatives are missing."""
        return expected_cost.answer(y, predicted, cost_false_positive, 0.0)

    def false_negatives_only(y, predicted, cost_false_positive, cost_false_negative):
        """Only the false negatives cost something in your answer. The false positives are missing."""
        return expected_cost.answer(y, predicted, 0.0, cost_false_negative)

    def costs_ignored(y, predicted, cost_false_positive, cost_false_negative):
        """Your answer is the share of mistakes. Each kind of mistake has its own cost."""
        return np.mean(y != predicted)

    def both_costs_for_each(y, predicted, cost_false_positive, cost_false_negative):
        """For you, every mistake costs both prices together. Count the two kinds apart."""
        return np.mean(y != predicted) * (cost_false_positive + cost_false_negative)

    def rates_for_shares(y, predicted, cost_false_positive, cost_false_negative):
        """You divide the false positives by the true zeros and the false negatives by the true ones. Divide both by
        the number of all examples."""
        tn, fp, fn, tp = _counts(y, predicted)
        return cost_false_positive * fp / max(fp + tn, 1) + cost_false_negative * fn / max(fn + tp, 1)

    def right_answers_charged(y, predicted, cost_false_positive, cost_false_negative):
        """You charge for right answers: your costs stand at TN and TP. They belong to FP and FN."""
        tn, _, _, tp = _counts(y, predicted)
        return (cost_false_positive * tn + cost_false_negative * tp) / len(y)

    def predictions_charged(y, predicted, cost_false_positive, cost_false_negative):
        """You charge for every predicted label, right or wrong. Only mistakes cost something."""
        return np.mean(np.where(predicted == 1, cost_false_positive, cost_false_negative))

    def labels_charged(y, predicted, cost_false_positive, cost_false_negative):
        """You charge for every true label, whatever was predicted. Only mistakes cost something."""
        return np.mean(np.where(y == 1, cost_false_negative, cost_false_positive))

    def flipped_sign(y, predicted, cost_false_positive, cost_false_negative):
        """Your cost has the wrong sign. A mistake adds to the cost."""
        return -expected_cost.answer(y, predicted, cost_false_positive, cost_false_negative)

    def mistakes_cancel(y, predicted, cost_false_positive, cost_false_negative):
        """In your answer the two kinds of mistake cancel out. Their costs are added."""
        return expected_cost.answer(y, predicted, cost_false_positive, -cost_false_negative)

    def cost_of_each_example(y, predicted, cost_false_positive, cost_false_negative):
        """Your answer is the cost of each example. Their mean is asked for."""
        return np.where(y == predicted, 0.0, np.where(y == 1, cost_false_negative, cost_false_positive))

    def swapped_and_summed(y, predicted, cost_false_positive, cost_false_negative):
        """Two things: your costs are swapped (a false positive is a true 0 that was predicted to be 1), and you return
        the cost of all examples together, where their mean is asked for."""
        return len(y) * expected_cost.answer(y, predicted, cost_false_negative, cost_false_positive)

    def costs_multiplied(y, predicted, cost_false_positive, cost_false_negative):
        """You multiply both costs by each other, and by the share of mistakes. Each kind of mistake has its own
        cost."""
        return cost_false_positive * cost_false_negative * np.mean(y != predicted)


RANKED = [
    (_labels("0110"), np.array([0.2, 0.9, 0.4, 0.6])),
    (_labels("110100"), np.array([0.2, 0.35, 0.6, 0.1, 0.8, 0.3])),  # worse than a guess
    (_labels("1010010"), np.array([0.8, 0.3, 0.35, 0.7, 0.1, 0.55, 0.62])),
    (_labels("0010111010"), np.array([0.15, 0.5, 0.45, 0.62, 0.91, 0.58, 0.33, 0.05, 0.77, 0.7])),
]


def _pairs(y, p):
    """How far each one lies above each zero: a row for each one, a column for each zero."""
    return p[y == 1][:, None] - p[y == 0]


def _curve(y, p):
    """The points of the ROC curve: the false positive rates, and the true ones."""
    thresholds = [np.inf, *np.unique(p)[::-1]]
    return (np.array([np.mean(p[y == label] >= t) for t in thresholds]) for label in (0, 1))


@exercise(
    lesson=7,
    cases=RANKED,
    edges=[(_labels("0101"), np.array([0.4, 0.4, 0.1, 0.8])), (_labels("01"), np.array([0.5, 0.5]))],
)
class area_under_roc:
    """the area under the ROC curve: among all pairs of a one and a zero, the share in which the one has the higher
    probability, a tie counted half"""

    def answer(y, p):
        gaps = _pairs(y, p)
        return np.mean(gaps > 0) + np.mean(gaps == 0) / 2

    def tie_left_out(y, p):
        """Nearly: a pair with equal probabilities is a tie, and counts half. Where you work with a curve: a slanted
        piece of it needs a trapezoid, and a rectangle of its lower side is too small."""
        return np.mean(_pairs(y, p) > 0)

    def tie_counted_full(y, p):
        """Nearly: a pair with equal probabilities is a tie, and counts half, not as a win. Where you work with a curve:
        a slanted piece of it needs a trapezoid, and a rectangle of its higher side is too large."""
        return np.mean(_pairs(y, p) >= 0)

    def upside_down(y, p):
        """You count the pairs in which the zero has the higher probability. A good model should come near 1. Where you
        work with a curve: its axes are exchanged, or it is read from the other end."""
        return np.mean(_pairs(y, p) < 0) + np.mean(_pairs(y, p) == 0) / 2

    def one_threshold(y, p):
        """You look at one threshold alone, 1/2: your answer is the mean of two shares, that of the ones and that of the
        zeros that are right there. The area is made of all the thresholds."""
        return (np.mean(p[y == 1] >= 0.5) + np.mean(p[y == 0] < 0.5)) / 2

    def count_for_share(y, p):
        """Your answer is how many pairs are in the right order. Divide by the number of pairs."""
        return np.sum(_pairs(y, p) > 0) + np.sum(_pairs(y, p) == 0) / 2

    def divided_by_the_square(y, p):
        """You divide by the number of all pairs of examples. Only pairs of a one and a zero count: ones times zeros."""
        return (np.sum(_pairs(y, p) > 0) + np.sum(_pairs(y, p) == 0) / 2) / len(y) ** 2

    def divided_by_all(y, p):
        """You divide by the number of examples. There are more pairs than that: ones times zeros."""
        return (np.sum(_pairs(y, p) > 0) + np.sum(_pairs(y, p) == 0) / 2) / len(y)

    def divided_by_the_ones(y, p):
        """You divide by the number of ones. There are more pairs than that: ones times zeros."""
        return (np.sum(_pairs(y, p) > 0) + np.sum(_pairs(y, p) == 0) / 2) / np.sum(y)

    def accuracy_for_area(y, p):
        """Your answer is the accuracy at a threshold of one half. The area needs no threshold: it compares the ones
        with the zeros."""
        return np.mean((p > 0.5) == (y == 1))

    def gini_for_area(y, p):
        """Your answer is twice the area less 1, which runs from -1 to 1 (the Gini coefficient). The area itself is
        asked for."""
        return 2 * area_under_roc.answer(y, p) - 1

    def mean_gap_for_share(y, p):
        """Your answer is how far the ones lie above the zeros, on average. Only the order counts, not the distance."""
        return np.mean(_pairs(y, p))

    def neighbours_only(y, p):
        """You compare the ones with the zeros in the order in which they stand, pair by pair. Each one meets every
        zero."""
        k = int(min(np.sum(y), np.sum(1 - y)))
        return np.mean(p[y == 1][:k] > p[y == 0][:k])

    def best_against_best(y, p):
        """You compare the most probable one with the most probable zero. Every one meets every zero."""
        return float(np.max(p[y == 1]) > np.max(p[y == 0]))

    def one_for_each_one(y, p):
        """Your answer has one number for each one: the share of zeros below it. Their mean is asked for."""
        return np.mean(_pairs(y, p) > 0, axis=1) + np.mean(_pairs(y, p) == 0, axis=1) / 2

    def table_of_pairs(y, p):
        """Your answer says for each pair whether it is in the right order. The share of these is asked for: their
        mean."""
        return (_pairs(y, p) > 0) + (_pairs(y, p) == 0) / 2

    def per_cent(y, p):
        """Your answer is in per cent. A share lies between 0 and 1."""
        return 100 * area_under_roc.answer(y, p)

    def labels_for_probabilities(y, p):
        """You make labels of the probabilities first, with one half as the threshold. That leaves the curve a single
        corner: compare the probabilities themselves."""
        return area_under_roc.answer(y, (p > 0.5).astype(float))

    def evenly_spaced(y, p, came=None):
        """You treat the points of the curve as evenly spaced. The width of each strip is how much the false positive
        rate grows there."""
        _, heights = _curve(y, p)
        made = [
            np.mean(heights),
            np.mean(heights[1:]),
            np.mean(heights[:-1]),
            np.mean((heights[1:] + heights[:-1]) / 2),
        ]
        return made[0] if came is None or np.ndim(came) else min(made, key=lambda area: abs(area - came))

    def first_point_left_out(y, p):
        """Your curve lacks its first point, (0, 0): nothing is predicted to be one yet."""
        across, heights = _curve(y, p)
        return np.sum((heights[2:] + heights[1:-1]) / 2 * np.diff(across)[1:])

    def last_point_left_out(y, p):
        """Your curve lacks its last point, (1, 1): at last everything is predicted to be one. With `>` the lowest
        threshold has to lie below all the probabilities."""
        across, heights = _curve(y, p)
        return np.sum((heights[1:-1] + heights[:-2]) / 2 * np.diff(across)[:-1])

    def average_precision(y, p):
        """Your area is that under the curve of precision and recall. The ROC curve has the false positive rate across,
        and the recall upwards."""
        thresholds = np.unique(p)[::-1]
        found = [np.sum(y[p >= t]) / np.sum(y) for t in thresholds]
        return np.sum(np.diff([0.0, *found]) * [np.mean(y[p >= t]) for t in thresholds])

    def turned_where_it_is_below_one_half(y, p):
        """You turn the area round where it is below one half. That is how a model shows that it ranks worse than a
        guess: leave it as it is."""
        area = area_under_roc.answer(y, p)
        return max(area, 1 - area)

    def thresholds_on_a_grid(y, p, came=None):
        """Your thresholds stand on a grid of your own, and step over some of the probabilities. Take every probability
        that comes as a threshold, and one above them all."""
        made = []
        for count in (11, 10, 21, 20, 6, 5, 51, 50):
            thresholds = np.linspace(1, 0, count)
            across, up = (np.mean(p[y == label] >= thresholds[:, None], axis=1) for label in (0, 1))
            made.append(np.sum(np.diff(across) * (up[1:] + up[:-1]) / 2))
        return made[0] if came is None or np.ndim(came) else min(made, key=lambda area: abs(area - came))

    def read_backwards(y, p):
        """Your area is negative: the curve is run through from right to left, with thresholds that rise. Let the false
        positive rate grow."""
        return -area_under_roc.answer(y, p)

    def mean_probability_of_the_ones(y, p):
        """Your answer is the mean probability of the ones. The area compares each of them with each of the zeros."""
        return np.mean(p[y == 1])

    def ranks_of_the_ones_not_lowered(y, p):
        """You add up the ranks of the ones. What they have among themselves is still to be taken off: k (k + 1) / 2,
        for k ones."""
        ranks = np.argsort(np.argsort(p)) + 1
        return np.sum(ranks[y == 1]) / (np.sum(y == 1) * np.sum(y == 0))

    def multiplied_by_the_zeros(y, p):
        """You divide by the number of ones, and multiply by the number of zeros. Python reads `a / b * c` as (a / b) *
        c: put b * c in parentheses."""
        return area_under_roc.answer(y, p) * np.sum(y == 0) ** 2

    def one_corner_of_the_curve(y, p):
        """Your answer is the true positive rate less the false positive rate, at a threshold of one half. That is one
        point of the curve; the area needs all of them."""
        return np.mean(p[y == 1] >= 0.5) - np.mean(p[y == 0] >= 0.5)


def _scaled(part, train):
    return (part - train.mean(axis=0)) / train.std(axis=0)


@exercise(
    lesson=7,
    cases=[
        (np.array([[1.0, 20.0], [4.0, 50.0], [2.0, 10.0], [6.0, 30.0], [3.0, 0.0]]), 3),
        (np.array([[0.5, -2.0], [1.5, 3.0], [-1.0, 0.5], [2.2, 1.0], [0.3, -0.7], [4.0, 2.5]]), 4),
        (np.array([[3, 0, 5], [1, 2, 2], [4, 1, 1], [1, 5, 3], [5, 9, 0], [2, 6, 8], [0, 4, 4]]) / 4.0, 5),
    ],
    edges=[(np.array([[1.0, 2.0], [3.0, 5.0], [2.0, 2.0]]), 2)],
    returns="train held",
)
class split_and_scale:
    """the first n_train rows of X and the rest, both standardised by the mean and the standard deviation of the first
    part"""

    def answer(X, n_train):
        return _scaled(X[:n_train], X[:n_train]), _scaled(X[n_train:], X[:n_train])

    def scaled_before_split(X, n_train):
        """You standardise before you split, so that the rows to be held out have had a say in the mean and the spread.
        Split first, and take both from the first part."""
        return _scaled(X, X)[:n_train], _scaled(X, X)[n_train:]

    def each_by_itself(X, n_train):
        """You standardise each part by its own mean and spread, so that equal rows get different numbers in the two.
        Both parts use those of the first."""
        return _scaled(X[:n_train], X[:n_train]), _scaled(X[n_train:], X[n_train:])

    def brackets_missing(X, n_train):
        """You divide only the mean by the spread. Put the difference into brackets."""
        off = X[:n_train].mean(axis=0) / X[:n_train].std(axis=0)
        return X[:n_train] - off, X[n_train:] - off

    def held_part_unscaled(X, n_train):
        """Your `train` is right. The second part is as it came: it is standardised too, by the numbers of the first. If
        you do that: are they taken after the first part has been standardised, when its mean is 0 and its spread 1?"""
        return _scaled(X[:n_train], X[:n_train]), X[n_train:]

    def scaled_by_the_held_part(X, n_train):
        """You take the mean and the spread from the second part. They come from the first: what is held out is not
        looked at."""
        return _scaled(X[:n_train], X[n_train:]), _scaled(X[n_train:], X[n_train:])

    def split_only(X, n_train):
        """You have split, and not standardised. Take the mean and the spread of the first part to both."""
        return X[:n_train], X[n_train:]

    def parts_swapped(train, held):
        """Both parts are right, in the wrong order: first `train`, then `held`."""
        return held, train

    def last_rows_for_training(X, n_train):
        """You train on the last rows. The first n_train are the training part: `X[:n_train]`."""
        return _scaled(X[-n_train:], X[-n_train:]), _scaled(X[:-n_train], X[-n_train:])

    def one_row_too_many(X, n_train):
        """Your first part has one row too many. `X[:n]` has n rows, from 0 to n - 1."""
        return _scaled(X[: n_train + 1], X[: n_train + 1]), _scaled(X[n_train + 1 :], X[: n_train + 1])

    def rows_in_both_parts(X, n_train):
        """Your second part holds all the rows, those of the first part too. What is held out must not have been
        trained on: `X[n_train:]`."""
        return _scaled(X[:n_train], X[:n_train]), _scaled(X, X[:n_train])

    def centred_only(X, n_train):
        """Your columns are centred, and keep their old spread. Divide by the standard deviation of the first part."""
        mean = X[:n_train].mean(axis=0)
        return X[:n_train] - mean, X[n_train:] - mean

    def scaled_only(X, n_train):
        """Your columns are scaled, and not centred. Subtract the mean of the first part first."""
        spread = X[:n_train].std(axis=0)
        return X[:n_train] / spread, X[n_train:] / spread

    def one_mean_for_all(X, n_train):
        """You take one mean and one spread for the whole first part. Each column has its own: `axis=0`."""
        first = X[:n_train]
        return (first - first.mean()) / first.std(), (X[n_train:] - first.mean()) / first.std()

    def variance_for_spread(X, n_train):
        """You divide by the variance. Divide by its root, the standard deviation."""
        first = X[:n_train]
        return (first - first.mean(axis=0)) / first.var(axis=0), (X[n_train:] - first.mean(axis=0)) / first.var(axis=0)

    def one_less(X, n_train):
        """Nearly: your standard deviation divides by one less than the number of rows. Here it divides by their
        number, as `np.std` does."""
        first = X[:n_train]
        mean, spread = first.mean(axis=0), first.std(axis=0, ddof=1)
        return (first - mean) / spread, (X[n_train:] - mean) / spread

    def training_part_alone(train):
        """You return the first part alone. Return two values, first `train`, then `held`."""
        return train

    def squeezed_between_0_and_1(X, n_train):
        """You squeeze each column between the first part's smallest and largest value. Standardising takes the mean
        off, and divides by the standard deviation."""
        low, high = X[:n_train].min(axis=0), X[:n_train].max(axis=0)
        return (X[:n_train] - low) / (high - low), (X[n_train:] - low) / (high - low)

    def rows_for_columns(X, n_train):
        """You standardise each row by itself, `axis=1`. Each column has its mean and its spread, from the rows of the
        first part: `axis=0`."""
        Z = (X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True)
        return Z[:n_train], Z[n_train:]

    def own_spread(X, n_train):
        """`train` is right. The second part is divided by its own spread. Both the mean and the spread come from the
        first."""
        train, held = X[:n_train], X[n_train:]
        return _scaled(train, train), (held - train.mean(axis=0)) / held.std(axis=0)

    def own_mean(X, n_train):
        """`train` is right. The second part is centred on its own mean. Both the mean and the spread come from the
        first."""
        train, held = X[:n_train], X[n_train:]
        return _scaled(train, train), (held - held.mean(axis=0)) / train.std(axis=0)


QUESTIONS = (
    question(
        "A missed cancer costs as much as 9 false alarms. Which threshold do you choose?",
        1,
        ("0.1", "1 / (1 + 9): a miss costs so much that we raise the alarm early."),
        ("0.9", "Then you miss nearly everything that is not certain."),
        ("0.5", "That is for equal costs."),
    ),
    question(
        "You raise the threshold. What can happen to the recall?",
        2,
        ("it can rise", "Fewer points are called 1, so no further one is found."),
        ("it falls or stays", "The number of ones stays the same, and no more of them are found."),
        ("it depends on the number of zeros", "Recall looks at the ones alone."),
    ),
    question(
        "1 person in 1,000 is ill. A test that always says `healthy` has the accuracy 99.9 %. Is it good?",
        3,
        ("yes, hardly any test is better", "It finds nobody: its recall is 0."),
        ("yes, if it is cheap", "You can have it without any test."),
        ("no, it finds nobody", "That is the accuracy paradox. Ask for precision and recall."),
    ),
    question(
        "What does it mean that a model is calibrated?",
        2,
        ("it makes few mistakes", "A coin that says 0.5 for balanced data is calibrated, too."),
        ("of the points given 0.8, about 80 % are ones", "And so for every other probability."),
        ("its threshold is ½", "The threshold is our decision, not a property of its probabilities."),
    ),
    question(
        "Why is the mean for standardising taken from the training part alone?",
        1,
        (
            "otherwise the held-out part has helped to train",
            "Then the held-out score is better than it will be on new patients.",
        ),
        ("it is faster", "It is, a little. But that is not why."),
        ("the held-out part has no mean", "It has one. In real life you would not know it yet."),
    ),
)

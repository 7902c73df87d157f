"""How good are the predictions? Counts and shares; y holds true labels, `predicted` predicted ones."""

import numpy as np

from logreg_core import inputs
from logreg_core.equations import one_hot


def accuracy(y, predicted):
    """Share of the predictions that are right.

    accuracy = (TP + TN) / m        (6.1)
    """
    (tn, _), (_, tp) = confusion_matrix(y, predicted)
    return float((tn + tp) / len(y))


def confusion_matrix(y, predicted, *, n_classes=2):
    """Counts of examples by true label (rows) and predicted label (columns), 0 first.

    [[TN, FP],
     [FN, TP]]        (6.2)

    With more classes the labels are 0 to n_classes - 1.
    """
    k = inputs.count(n_classes, "n_classes", at_least=2, at_most=1000)
    if k == 2:
        y = inputs.labels(y)
        predicted = inputs.labels(predicted, "predicted", length=len(y))
    else:
        y, predicted = (np.argmax(one_hot(v, k), axis=1) for v in (y, predicted))
        if len(y) != len(predicted):
            raise ValueError(f"predicted must hold one label for each of the {len(y)} examples; got {len(predicted)}")
    return np.bincount((k * y + predicted).astype(int), minlength=k * k).reshape(k, k)


def precision(y, predicted):
    """Share of the predicted ones that are ones; 0.0 where nothing was predicted to be one.

    precision = TP / (TP + FP)        (7.1)
    """
    (_, fp), (_, tp) = confusion_matrix(y, predicted)
    return float(tp / max(tp + fp, 1))


def recall(y, predicted):
    """Share of the ones that were found; 0.0 where there is no one to find.

    recall = TP / (TP + FN)        (7.2)
    """
    (_, _), (fn, tp) = confusion_matrix(y, predicted)
    return float(tp / max(tp + fn, 1))


def roc_points(y, scores):
    """The ROC curve's points, (false positive rates, true positive rates, thresholds), threshold falling.

    FPR(t) = FP / (FP + TN),    TPR(t) = TP / (TP + FN),    where score > t is predicted to be one        (7.3)

    The first threshold is infinite: nothing is predicted to be one. Then every score in the data takes its
    turn, equal scores together: the threshold lies just below it, so that it counts. `scores` are anything that
    grows with the probability: scores or probabilities.
    """
    scores = inputs.array(scores, "scores")
    if scores.ndim != 1 or scores.size == 0:
        raise ValueError(f"scores must have one dimension, one score per example; got the shape {scores.shape}")
    _, y = inputs.both_classes(scores[:, None], y)
    thresholds = np.append(np.inf, np.unique(scores)[::-1])
    return _share_at_least(thresholds, scores[y == 0]), _share_at_least(thresholds, scores[y == 1]), thresholds


def roc_area(y, scores):
    """Area under the ROC curve: the share of pairs, a one and a zero, in which the one has the higher score; ties half.

    AUC = P(score of a one > score of a zero) + ½ P(equal)        (13.6)
    """
    false_rate, true_rate, _ = roc_points(y, scores)
    return float(np.sum(np.diff(false_rate) * (true_rate[1:] + true_rate[:-1])) / 2)


def _share_at_least(thresholds, scores):
    """Share of the scores that reach each threshold."""
    return (len(scores) - np.searchsorted(np.sort(scores), thresholds)) / len(scores)

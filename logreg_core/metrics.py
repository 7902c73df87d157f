"""How good are the predictions? Counts and shares; y holds true labels, `predicted` predicted ones."""

import numpy as np

from logreg_core import inputs


def accuracy(y, predicted):
    """Share of the predictions that are right.

    accuracy = (TP + TN) / m        (6.1)
    """
    (tn, _), (_, tp) = confusion_matrix(y, predicted)
    return float((tn + tp) / len(y))


def confusion_matrix(y, predicted):
    """Counts of examples by true label (rows 0, 1) and predicted label (columns 0, 1).

    [[TN, FP],
     [FN, TP]]        (6.2)
    """
    y = inputs.labels(y)
    predicted = inputs.labels(predicted, "predicted", length=len(y))
    return np.bincount((2 * y + predicted).astype(int), minlength=4).reshape(2, 2)


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

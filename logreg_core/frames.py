"""A run at the iterations that a picture shows: its weights, losses and counts, a row for each frame.

run = Frames(history, dataset, evenly(len(history) - 1, most=101))
run.w, run.b, run.loss, run.accuracy, run.confusion
run.on(held_out).data_loss       the same weights on other points
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from logreg_core.datasets import Dataset
from logreg_core.descent import History

MOST_FRAMES = 1001
SCORES = 40_000  # so many at once stay in the processor's cache


def evenly(last, most=MOST_FRAMES):
    """The entries from 0 to `last`, or `most` of them at even distances."""
    return np.unique(np.rint(np.linspace(0, last, min(last + 1, most))).astype(int))


def early(last, most):
    """At most so many of the entries from 0 to `last`, close together at the start, where most happens."""
    return np.unique(np.rint(np.geomspace(1, last + 1, most)).astype(int)) - 1


@dataclass(frozen=True, eq=False)
class Frames:
    """A run on a data set at the entries `shown` of its history; every array has a row for each frame.

    `features` turns points into the columns that the weights belong to. Name, colour and dashes are the run's in
    every panel.
    """

    history: History
    dataset: Dataset
    shown: np.ndarray
    name: str = "run 1"
    color: str = "#222222"
    dash: tuple = ()
    features: Callable = np.asarray

    @property
    def iterations(self):
        """Number of iterations made before each frame."""
        return self.history.iterations[self.shown]

    @cached_property
    def w(self):
        """Weights (frames, n)."""
        return self.history.w[self.shown]

    @cached_property
    def b(self):
        """Biases (frames,)."""
        return self.history.b[self.shown]

    @cached_property
    def loss(self):
        """Losses (frames,), the penalty included, as the run went down on them."""
        return self.history.loss[self.shown]

    @cached_property
    def X(self):
        """The columns (m, n) that the weights belong to."""
        return self.features(self.dataset.X)

    @cached_property
    def data_loss(self):
        """Losses (frames,) of the data alone, so that runs with other penalties can be compared."""
        return self.loss - self.history.l2 / 2 * np.sum(self.w**2, axis=1)

    @cached_property
    def confusion(self):
        """Counts (frames, 4) of TN, FP, FN and TP, equation (6.2), of the labels predicted by (2.11)."""
        y, found = self.dataset.y, np.empty((len(self.shown), 4))
        both = np.column_stack([1 - y, y]).astype("f4")  # single precision counts to 16 million
        for rows, z in self._scores():
            found[rows, 1::2] = (z > 0).astype("f4") @ both
        found[:, ::2] = [len(y) - y.sum(), y.sum()] - found[:, 1::2]
        return found

    @cached_property
    def slope(self):
        """Lengths (frames,) of the gradient, equations (4.5), (4.6) and (9.5); single precision has digits enough."""
        X, y, found = self.X.astype("f4"), self.dataset.y.astype("f4"), np.empty(len(self.shown))
        for rows, z in self._scores():
            off = np.negative(z.astype("f4"))  # becomes p - y, without another array
            with np.errstate(over="ignore"):
                np.exp(off, out=off)
            off += 1
            np.reciprocal(off, out=off)
            off -= y
            dw, db = off @ X / len(y) + self.history.l2 * self.w[rows], off.mean(axis=1, dtype=float)
            found[rows] = np.sqrt(np.sum(dw**2, axis=1) + db**2)
        return found

    @property
    def accuracy(self):
        """Per cent (frames,) of right answers, equation (6.1)."""
        return 100 * ((self.confusion[:, 0] + self.confusion[:, 3]) / len(self.dataset))

    def on(self, dataset):
        """The same weights on other points: all that is counted and lost there."""
        w, b = self.w, self.b
        loss = losses(self.features(dataset.X), dataset.y, w, b, precision="f4")
        there = replace(self.history, w=w, b=b, loss=loss, l2=0.0, kept=self.iterations)
        return replace(self, history=there, dataset=dataset, shown=np.arange(len(w)))

    def _scores(self):
        """The scores (rows, m) of a few frames at a time, with their rows."""
        for rows in _parts(len(self.w), len(self.X)):
            yield rows, self.w[rows] @ self.X.T + self.b[rows, None]


def losses(X, y, w, b, l2=0.0, precision="f8"):
    """Mean losses (k,) of many weights w (k, n) with biases b (k,), equations (3.8) and (9.4).

    All are infinite where one score is not finite.
    """
    sign = 1 - 2 * y  # the loss of a score z with the label y is that of (1 - 2y) z with the label 0 (3.7)
    signed = X.T * sign
    with np.errstate(over="ignore", invalid="ignore"):
        loss = np.sum(l2 / 2 * w * w, axis=1)
        for rows in _parts(len(w), len(y)):
            s = w[rows] @ signed + np.outer(b[rows], sign)
            if not np.isfinite(s).all():
                loss[:] = np.inf
                break
            s = s.astype(precision, copy=False)
            loss[rows] += _mean_loss(s)
    return loss


def _mean_loss(s):
    """Means (k,) of log(1 + exp s) over each row of signed scores (k, m), in their own precision."""
    return np.mean(np.maximum(s, 0) + np.log1p(np.exp(-np.abs(s))), axis=1, dtype=float)


def loss_at_best_b(X, y, u, v):
    """The loss (len(v), len(u)) of the weights (u, v), each pair with the bias that suits it best.

    At that bias the mean probability is the share of ones (db = 0 in (4.6)); Newton's method finds it within bounds.
    """
    centred = (X - X.mean(axis=0)).astype("f4")  # moves b alone
    z = np.stack([grid.ravel() for grid in np.meshgrid(u, v)], axis=1).astype("f4") @ centred.T
    share = float(y.mean())
    odds = np.log(share / (1 - share))
    low, high = odds - z.max(axis=1), odds - z.min(axis=1)  # the best b lies between: mean p is the share of ones
    order = min(int(np.sum(y == 0)), len(y) - 1)
    b = np.clip(-np.partition(z, order, axis=1)[:, order], low, high)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        for _ in range(20):
            p = np.negative(z + b[:, None])
            np.exp(p, out=p)
            p += 1
            np.reciprocal(p, out=p)
            off = p.mean(axis=1) - share
            if np.max(np.abs(off)) < 3e-4:
                break
            low, high = np.where(off < 0, b, low), np.where(off < 0, high, b)
            step = b - off / (off + share - np.einsum("ij,ij->i", p, p) / len(y))
            b = np.where((step > low) & (step < high), step, (low + high) / 2)
    sign = (1 - 2 * y).astype("f4")
    return _mean_loss((z + b[:, None]) * sign).reshape(len(v), len(u))


def _parts(frames, points):
    rows = max(1, SCORES // points)
    return [slice(k, k + rows) for k in range(0, frames, rows)]

"""Two ways down the loss: gradient descent and Newton's method, with every step recorded."""

from dataclasses import dataclass

import numpy as np

from logreg_core import inputs
from logreg_core.equations import log_loss

WHY = {
    "iteration limit": "it made all the iterations that it was given",
    "loss plateau": "the loss had all but stopped falling",
    "accuracy plateau": "the accuracy had stopped rising",
    "gradient zero": "the slope is zero as nearly as can be computed: this is the minimum",
    "no minimum": "the loss has no minimum: the data can be separated, so larger weights always lower it",
    "diverged": "the weights grew beyond all bounds: the learning rate is too large",
}
MOST = 10_000_000  # iterations: beyond that, the record would not fit into memory
BLOCK = 16_384  # scores held at a time: few enough to stay in the processor's cache


@dataclass(frozen=True, eq=False, repr=False)
class History:
    """Every step of a run: w (T+1, n), b (T+1,) and loss (T+1,), entry 0 being the start.

    loss[t] is the loss at w[t], b[t], with the penalty `l2`. `stopped` says in two words why the run ended,
    `why` in a sentence.
    """

    w: np.ndarray
    b: np.ndarray
    loss: np.ndarray
    stopped: str
    l2: float = 0.0

    def __len__(self):
        return len(self.loss)

    @property
    def why(self):
        return WHY[self.stopped]

    def __repr__(self):
        first, last = self.loss[0], self.loss[-1]
        entries = "1 entry" if len(self) == 1 else f"{len(self)} entries"
        return f"History({entries}, loss {first:.4g} to {last:.4g}, stopped: {self.stopped})"


def gradient_descent(
    X,
    y,
    *,
    learning_rate=0.1,
    n_iterations=1000,
    w=None,
    b=0.0,
    l2=0.0,
    batch_size=None,
    seed=None,
    tol=None,
    patience=10,
    monitor="loss",
):
    """History of a walk down the loss from w, b (zeros unless given).

    w := w - α dw        (5.2)
    b := b - α db        (5.3)

    With a `batch_size` each iteration uses that many examples, reshuffled every epoch from `seed`
    (10.8); the recorded loss is over all the data. With a `tol` the run stops once the monitored figure
    ("loss" or "accuracy") has improved by no more than `tol` in each of `patience` iterations in a row.
    A run whose weights or loss stop being finite is cut at the last finite entry and says "diverged".
    """
    X, y = inputs.both_classes(X, y)
    m, n = X.shape
    rate = inputs.number(learning_rate, "learning_rate", above=0)
    T = inputs.count(n_iterations, "n_iterations", at_most=MOST)
    l2 = inputs.number(l2, "l2", at_least=0)
    tol = None if tol is None else inputs.number(tol, "tol", at_least=0)
    patience = inputs.count(patience, "patience", at_least=1)
    monitor = inputs.choice(monitor, "monitor", ("loss", "accuracy"))
    start = np.append(np.zeros(n) if w is None else inputs.weights(w, n), inputs.number(b, "b"))
    log_loss(X, y, start[:n], start[n], l2)  # refuses a start whose loss is not finite
    if batch_size is not None:
        batch_size = inputs.count(batch_size, "batch_size", at_least=1, at_most=m)
    seed = None if seed is None else inputs.count(seed, "seed")

    if T * (n + 1) > inputs.MOST:
        raise ValueError(f"n_iterations must be at most {inputs.MOST // (n + 1):,} to record {n} weights; got {T:,}")
    S = _signed(X, y)
    W, loss, figure = np.empty((T + 2, n + 1)), np.empty(T + 1), np.empty(T + 1)
    W[0] = start
    keep = np.append(np.full(n, 1.0 - rate * l2), 1.0) if l2 else None
    size = max(4, BLOCK // m)
    with np.errstate(all="ignore"):
        middle = S.mean(axis=1)
        advance = (
            _full_steps(S, rate, keep, size) if batch_size is None else _batch_steps(S, rate, keep, batch_size, seed)
        )
        for first in range(0, T + 1, size):
            rows = slice(first, min(first + size, T + 1))
            loss[rows] = _losses(advance(W, rows), W[rows], S, middle, l2)
            finite = np.isfinite(loss[rows]) & np.isfinite(W[rows]).all(axis=1)
            end = rows.stop if finite.all() else first + int(np.argmin(finite))
            if tol is not None:
                figure[rows] = -loss[rows] if monitor == "loss" else _accuracies(W[rows], X, y)
                flat = _plateau(figure[:end], first, tol, patience)
                if flat is not None:
                    return _history(W[: flat + 1], loss, f"{monitor} plateau", l2)
            if end < rows.stop:
                return _history(W[:end], loss, "diverged", l2)
    return _history(W[: T + 1], loss, "iteration limit", l2)


def newton(X, y, *, n_iterations=50, l2=0.0, tol=1e-10):
    """History of Newton's method from zero: each step goes to the minimum of the local parabola.

    (w, b) := (w, b) - H⁻¹ (dw, db)        (10.10)

    A step that does not lower the loss is halved until it does. The run ends at "gradient zero" when no
    entry of the gradient exceeds `tol`, and at "no minimum" when the gradient has faded although every step
    still moves the scores: the data can be separated, and the loss falls for ever as the weights grow.
    """
    X, y = inputs.both_classes(X, y)
    T = inputs.count(n_iterations, "n_iterations", at_most=MOST)
    l2, tol = inputs.number(l2, "l2", at_least=0), inputs.number(tol, "tol", at_least=0)
    if max(T, X.shape[1] + 1) * (X.shape[1] + 1) > inputs.MOST:
        raise ValueError(f"X and n_iterations must be smaller: {X.shape[1]:,} weights, {T:,} times, fill the memory")
    ridge = l2 * np.append(np.ones(X.shape[1]), 0.0)
    W, loss = np.zeros((T + 1, len(ridge))), np.full(T + 1, np.log(2.0))
    with np.errstate(all="ignore"):
        S, mean, size = _centred(X, y)
        middle, u = S.mean(axis=1), np.full(len(y), 2.0)  # u = 1 + exp(margin)
        for t in range(T + 1):
            pull = 1.0 / u  # |p - y|
            g = ridge * W[t] - S @ pull / len(y)
            Z = S * np.sqrt(pull * (1.0 - pull))
            H = Z @ Z.T / len(y) + np.diag(ridge)
            if not np.isfinite(H).all():
                raise ValueError("X and l2 must be small enough for finite second derivatives; they overflow")
            step = _solve(H, g)
            stopped = _verdict(g, step, S, mean, size, l2, tol)
            if stopped or t == T:
                break
            landed = _halved(W[t], step, S, middle, l2, loss[t])
            if landed is None:
                stopped = "gradient zero"
                break
            W[t + 1], u, loss[t + 1] = landed
        W[:, -1] -= W[:, :-1] @ mean  # the bias that belongs to X as it came
    return _history(W[: t + 1], loss, stopped or "iteration limit", l2)


def _signed(X, y):
    """S, shape (n+1, m): in column i stands (2 y_i - 1)(x_i, 1).

    One product of (w, b) with S gives every margin: the score, counted positive on the right side. With
    it, |p - y| is 1 / (1 + exp(margin)), and minus its product with S, over m, is the gradient. So this
    file writes equations (1.3), (3.8), (4.5) and (10.1) a second time, to allocate nothing in the loops;
    tests tie every entry to `equations`.
    """
    S = np.empty((X.shape[1] + 1, len(y)))
    S[:-1], S[-1] = X.T, 1.0
    S *= 2.0 * y - 1.0
    return S


def _centred(X, y):
    """S of X less its means, for they would drown small differences; the means; the root mean square of each row.

    A feature that differs from its mean by rounding errors alone becomes zero.
    """
    columns = X.T.copy()
    mean = columns.mean(axis=1)
    columns -= mean[:, None]
    S = _signed(columns.T, y)
    size = np.sqrt(np.einsum("ij,ij->i", S, S) / len(y))
    S[:-1][size[:-1] < 1e-12 * np.abs(mean)] = 0.0
    return S, mean, size


def _full_steps(S, rate, keep, size):
    """advance(W, rows): fill the row of W that follows each of `rows`; its value is 1 + exp(margin), a line a row."""
    m = S.shape[1]
    scaled, pull, step, U = S * (rate / m), np.empty(m), np.empty(len(S)), np.empty((size, m))

    def advance(W, rows):
        for t, u in zip(range(rows.start, rows.stop), U, strict=False):
            np.dot(W[t], S, out=u)
            np.exp(u, out=u)
            np.add(u, 1.0, out=u)
            np.reciprocal(u, out=pull)
            np.dot(scaled, pull, out=step)
            np.add(W[t] if keep is None else W[t] * keep, step, out=W[t + 1])
        return U[: rows.stop - rows.start]

    return advance


def _batch_steps(S, rate, keep, batch_size, seed):
    """The same with one batch of the examples for each update."""
    batches = _batches(S, batch_size, seed)
    keep = 1.0 if keep is None else keep

    def advance(W, rows):
        for t in range(rows.start, rows.stop):
            B = next(batches)
            W[t + 1] = W[t] * keep + B @ (rate / B.shape[1] / (1.0 + np.exp(W[t] @ B)))
        return 1.0 + np.exp(W[rows] @ S)

    return advance


def _batches(S, size, seed):
    """Columns of S, `size` at a time, in an order reshuffled every epoch; the last batch may be shorter."""
    rng = np.random.default_rng(seed)
    while True:
        order = rng.permutation(S.shape[1])
        for first in range(0, len(order), size):
            yield S[:, order[first : first + size]]


def _losses(U, W, S, middle, l2):
    """Loss for each row of W, given U = 1 + exp(margin), which is used up, and `middle`, the mean column of S.

    log(1 + exp(-margin)) = log U - margin; where that cancels or U has overflowed, the slower stable form.
    """
    logs = np.log(U, out=U).mean(axis=1)
    losses = logs - W @ middle
    poor = ~(losses > 1e-3 * logs)
    if poor.any():
        margin = W[poor] @ S
        losses[poor] = np.mean(np.log1p(np.exp(-np.abs(margin))) + np.maximum(-margin, 0.0), axis=1)
    return losses + np.sum(l2 / 2 * W[:, :-1] * W[:, :-1], axis=1) if l2 else losses


def _accuracies(W, X, y):
    """Accuracy for each row of W."""
    return np.mean((W[:, :-1] @ X.T + W[:, -1:] > 0) == y, axis=1)


def _plateau(figure, first, tol, patience):
    """First entry, not before `first`, that ends `patience` improvements of at most `tol`; None if there is none."""
    start = max(0, first - patience)
    flat = np.diff(figure[start:]) <= tol
    if len(flat) < patience:
        return None
    runs = np.lib.stride_tricks.sliding_window_view(flat, patience).all(axis=1)
    return start + patience + int(np.argmax(runs)) if runs.any() else None


def _verdict(g, step, S, mean, size, l2, tol):
    """How Newton's method ends here: "gradient zero", "no minimum" or, while it should go on, None."""
    nothing_left = g @ step <= 1e-28  # the fall still to be had, doubled
    if not nothing_left and (np.abs(g) > max(tol, 1e-10) * size).any():
        return None
    if np.max(np.abs(step @ S)) > 0.1:  # the scores still change
        return "no minimum" if l2 == 0 and (np.abs(g) <= 1e-10 * size).all() else None
    slope = np.append(g[:-1] + mean * g[-1], g[-1])  # the gradient for X as it came
    return "gradient zero" if nothing_left or np.max(np.abs(slope)) <= tol else None


def _solve(H, g):
    """Solution of H step = g, the shortest one where H is singular; columns are scaled to unit curvature first."""
    scale = np.sqrt(np.diag(H))
    scale[scale == 0] = 1.0
    return np.linalg.lstsq(H / np.outer(scale, scale), g / scale, rcond=1e-13)[0] / scale


def _halved(start, step, S, middle, l2, loss):
    """Where the longest of step, step/2, ... that does not raise the loss lands, or None.

    Its value is (w and b, 1 + exp(margin), loss). A rise within rounding counts as none, or the last step,
    onto the minimum itself, would be refused.
    """
    for _ in range(40):
        new = start - step
        u = 1.0 + np.exp(new @ S)
        lower = _losses(u[None].copy(), new[None], S, middle, l2)[0]
        if lower <= loss * (1.0 + 1e-13):
            return new, u, lower
        step = step / 2
    return None


def _history(W, loss, stopped, l2):
    """A History of the rows of W; its arrays are copies that cannot be written to."""
    arrays = W[:, :-1].copy(), W[:, -1].copy(), loss[: len(W)].copy()
    for array in arrays:
        array.setflags(write=False)
    return History(*arrays, stopped, l2)

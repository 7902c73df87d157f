"""Two ways down the loss: gradient descent and Newton's method, with every step recorded."""

from dataclasses import dataclass

import numpy as np

from logreg_core import inputs
from logreg_core.equations import log_loss, one_hot

WHY = {
    "iteration limit": "it made all the iterations that it was given",
    "loss plateau": "the loss had all but stopped changing",
    "accuracy plateau": "the accuracy had stopped changing",
    "gradient zero": "the slope is zero as nearly as can be computed: this is the minimum",
    "no minimum": "the loss has no minimum: a line has every example on its own side, or on the line itself, so "
    "larger weights always lower it",
    "precision limit": "rounding errors hide whether the loss can fall any further",
    "diverged": "the next step left the range of numbers: the learning rate is too large for these data",
}
MOST_ITERATIONS = 10_000_000  # beyond that, the record would not fit into memory
LONG = 25  # steps of Newton's method, after which they may be doubled
EPS = np.finfo(float).eps  # the last digit of a number
BLOCK = 32_768  # scores held at a time: few enough to stay in the processor's cache


@dataclass(frozen=True, eq=False, repr=False)
class History:
    """Every step of a run: w (T+1, n), b (T+1,) and loss (T+1,), entry 0 being the start.

    loss[t] is the loss at w[t], b[t], with the penalty `l2`. `stopped` says in two words why the run ended,
    `why` in a sentence. Of a thinned run there are only the entries after the iterations that were `kept`.
    """

    w: np.ndarray
    b: np.ndarray
    loss: np.ndarray
    stopped: str
    l2: float = 0.0
    kept: np.ndarray | None = None  # None: all of them

    def __len__(self):
        return len(self.loss)

    @property
    def iterations(self):
        """Number of iterations made before each entry: 0, 1, 2, ... unless the run is thinned."""
        return np.arange(len(self)) if self.kept is None else self.kept

    @property
    def why(self):
        return WHY[self.stopped]

    def __repr__(self):
        first, last, T = self.loss[0], self.loss[-1], self.iterations[-1]
        entries = "1 entry" if T == 0 else f"{len(self)} {'' if len(self) > T else f'of {T + 1} '}entries"
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
    every=1,
):
    """History of a walk down the loss from w, b (zeros unless given).

    w := w - α dw        (5.2)
    b := b - α db        (5.3)

    With a `batch_size` each iteration uses that many examples, reshuffled every epoch from `seed`
    (10.8); the recorded loss is over all the data. With a `tol` the run stops once the monitored figure
    ("loss" or "accuracy") has changed by no more than `tol` in each of `patience` iterations in a row.
    A run whose weights or loss stop being finite is cut at the last finite entry and says "diverged".
    Of the entries, the history keeps one in `every`, from the start on, and the last.
    """
    X, y = inputs.both_classes(X, y, copy=False)
    m, n = X.shape
    rate = inputs.number(learning_rate, "learning_rate", above=0)
    T = inputs.count(n_iterations, "n_iterations", at_most=MOST_ITERATIONS)
    l2 = inputs.number(l2, "l2", at_least=0)
    tol = None if tol is None else inputs.number(tol, "tol", at_least=0)
    patience = inputs.count(patience, "patience", at_least=1)
    monitor = inputs.choice(monitor, "monitor", ("loss", "accuracy"))
    start = np.append(np.zeros(n) if w is None else inputs.weights(w, n), inputs.number(b, "b"))
    if batch_size is not None:
        batch_size = inputs.count(batch_size, "batch_size", at_least=1, at_most=m)
    seed = None if seed is None else inputs.count(seed, "seed")
    every = inputs.count(every, "every", at_least=1)
    if T // every * (n + 1) > inputs.MOST_NUMBERS:
        most = inputs.MOST_NUMBERS // (n + 1) * every
        raise ValueError(f"n_iterations must be at most {most:,} to record {n} weights; got {T:,}")
    S = _signed(X, y)
    keep = np.append(np.full(n, 1.0 - rate * l2), 1.0) if l2 else None
    size = max(1, BLOCK // m, min(4, 8 * BLOCK // m))
    W = np.tile(start, (size + 2, 1))
    if batch_size is None:
        advance = _full_steps(S, rate, keep, W[1:])
    else:
        advance = _batch_steps(S, rate, keep, W[1:], batch_size, seed)
    with np.errstate(all="ignore"):
        return _recorded(_blocks(advance, S, W, T, l2), X, y, T, l2, tol, patience, monitor, every)


def newton(X, y, *, n_iterations=50, l2=0.0, tol=1e-10):
    """History of Newton's method from zero: each step goes to the minimum of the local parabola.

    (w, b) := (w, b) - H⁻¹ (dw, db)        (10.10)

    A step that does not lower the loss is halved until it does; one that lowers it is doubled while that
    lowers it more, but only once `LONG` steps were not enough. The run ends at "gradient zero" where there is a
    minimum and no entry of the gradient, taken afresh at w, b, exceeds `tol`, or 1e-10 of its feature's size
    where rounding leaves no more to gain; at "no minimum" where a direction is found along which no example loses
    and some gain for ever: a line separates the data, though examples may lie on it; and at "precision
    limit" where rounding errors hide which of them is true. Columns that repeat each other but for their last
    digits count as repeating each other.
    """
    X, y = inputs.both_classes(X, y, copy=False)
    T = inputs.count(n_iterations, "n_iterations", at_most=MOST_ITERATIONS)
    l2, tol = inputs.number(l2, "l2", at_least=0), inputs.number(tol, "tol", at_least=0)
    if max(T, X.shape[1] + 1) * (X.shape[1] + 1) > inputs.MOST_NUMBERS:
        raise ValueError(f"X and n_iterations must be smaller: {X.shape[1]:,} weights, {T:,} times, fill the memory")
    with np.errstate(all="ignore"):
        if not np.isfinite(np.einsum("ij,ij->", X, X) + l2):
            raise ValueError("X and l2 must be small enough for finite second derivatives; they overflow")
        data = _Centred(X, y, l2, *_centred(X, y, l2))
        U, loss, stopped = _newton_steps(data, T, tol)
        W = data.as_it_came(U)
        finite = np.isfinite(W).all(axis=1)
        if not finite.all():  # the best weights are larger than any number
            end = int(np.argmin(finite))
            W, loss, stopped = W[:end], loss[:end], "precision limit"
        t = int(np.argmax(np.abs(W).sum(axis=1)))  # where rounding weighs most
        mu = (X @ W[t, :-1] + W[t, -1]) * (2.0 * y - 1.0)
        if not np.max(np.abs(mu - U[t] @ data.S)) <= 1e-13:  # rounding of w, b: each loss belongs to its own
            loss = np.array([log_loss(X, y, v[:-1], v[-1], l2) for v in W])
    return _history(W, loss, stopped, l2)


@dataclass(frozen=True, eq=False)
class _Centred:
    """The data as they came, and S of them centred and scaled: what Newton's method computes with."""

    X: np.ndarray
    y: np.ndarray
    l2: float
    S: np.ndarray
    centre: np.ndarray
    scale: np.ndarray

    @property
    def ridge(self):
        """Strength of the penalty on each weight of S."""
        return np.append(self.l2 / self.scale / self.scale, 0.0)

    def as_it_came(self, u):
        """The weights and the bias for X that belong to u for S, or to each row of it."""
        v = u / np.append(self.scale, 1.0)
        v[..., -1] -= (v[..., :-1] * self.centre).sum(axis=-1)
        return v


def _newton_steps(data, T, tol):
    """Weights for the centred and scaled S, their losses, and why the run ended: what `newton` does."""
    S, ridge, m = data.S, data.ridge, data.S.shape[1]
    W, loss = np.zeros((T + 1, len(S))), np.full(T + 1, np.log(2.0))
    middle, size = S.mean(axis=1), np.sqrt(np.einsum("ij,ij->i", S, S) / m)
    small, keep, before, stopped = max(tol, 1e-10) * size, None, np.inf, None
    e, pull = np.ones(m), np.full(m, 0.5)  # exp(μ) and |p - y|
    for t in range(T + 1):
        bend = pull * (e * pull)  # p (1 - p) without the loss of digits in 1 - p
        g = ridge * W[t] - S @ pull / m
        inverse, step = _solved(S, g, bend, ridge, keep)
        if inverse is None:  # columns nearly repeat each other: once, which of them do so but for rounding?
            keep = _apart(data)
            inverse, step = _solved(S, g, bend, ridge, keep)
        moves, faded = np.abs(step @ S).max(), (np.abs(g) <= small).all()
        at = W[t], g, pull, bend, inverse, keep
        if not data.l2 and moves > 0.1 and (faded or t >= LONG) and _falls_for_ever(S, W[t], step):
            stopped = "no minimum"
            break
        stalled = moves < 1e-3 or (t > 2 and loss[t - 2] - loss[t] <= 1e-15 * loss[t])
        gain = g @ step
        settled = gain <= 1e-28 * loss[t] or (gain >= before / 4 and stalled)  # rounding is all that moves it
        if settled or (moves <= max(1e-6, min(tol, 1e-2)) and faded):
            stopped = _verdict(data, *at, tol, settled)
        if stopped or t == T:
            break
        landed = _halved(W[t], step, S, middle, ridge, loss[t], t >= LONG)
        if landed is None and keep is not None:  # without the directions that rounding has spoilt
            step = _solved(S, g, bend, ridge, keep, 1e-11)[1]
            landed = _halved(W[t], step, S, middle, ridge, loss[t], False)
        if landed is None:
            endless = not data.l2 and _falls_for_ever(S, W[t], step)
            stopped = "no minimum" if endless else _verdict(data, *at, tol, True)
            break
        W[t + 1], e, pull, loss[t + 1] = landed
        before = gain
    return W[: t + 1], loss[: t + 1], stopped or "iteration limit"


def _signed(X, y):
    """S, shape (n+1, m): in column i stands (2 y_i - 1)(x_i, 1).

    One product of (w, b) with S gives every μ of (6.5): the score, counted positive on the right side. With
    it, |p - y| is 1 / (1 + exp(μ)), and minus its product with S, over m, is the gradient. So this
    file writes equations (1.3), (3.8), (4.5) and (10.1) a second time, to allocate nothing in the loops;
    tests tie every entry to `equations`.
    """
    S = np.empty((X.shape[1] + 1, len(y)))
    S[:-1], S[-1] = X.T, 1.0
    S *= 2.0 * y - 1.0
    return S


def _centred(X, y, l2):
    """S of X less a middle value of each column, in units of its usual distance from there; the values; the units.

    Neither a far value nor an offset drowns the rest: middle and unit are medians, which need not be exact, so of a
    thousand examples at most. A unit is a power of two, so that whole numbers stay what they are, and no smaller
    than what the penalty makes of the weight. A feature that differs from its middle by rounding alone is zero.
    """
    columns, few = X.T.copy(), slice(None, None, -(-len(y) // 1000))
    half = len(columns[0, few]) // 2
    centre = np.partition(columns[:, few], half, axis=1)[:, half].copy()
    columns -= centre[:, None]
    far = np.abs(columns)
    largest = far.max(axis=1)
    unit = np.partition(far[:, few], half, axis=1)[:, half]
    if not unit.all():
        unit = np.where(unit > 0, unit, far.mean(axis=1))
    unit = np.maximum(np.maximum(unit, 1e-100 * largest), 2.0 * np.sqrt(l2))
    unit[unit == 0] = 1.0
    scale = np.ldexp(1.0, np.minimum(np.frexp(unit)[1], 1023))
    columns[largest <= 4 * EPS * np.abs(centre)] = 0.0
    columns /= scale[:, None]
    return _signed(columns.T, y), centre, scale


def _blocks(advance, S, W, T, l2):
    """Entries a block at a time: the number of its first, and weights and losses, with those of the entry before it."""
    size, middle = len(W) - 2, S.mean(axis=1)
    loss = np.zeros(size + 1)
    for first in range(0, T + 1, size):
        end = min(size, T + 1 - first) + 1
        loss[1:end] = _losses(advance(end - 1), W[1:end], S, middle, l2)
        yield first, W[:end], loss[:end]
        W[:2], loss[0] = W[end - 1 : end + 1], loss[end - 1]


def _recorded(blocks, X, y, T, l2, tol, patience, monitor, every):
    """History of a run that comes in blocks, up to where it ends: what `gradient_descent` keeps of it."""
    most, count, figure = T // every + 2, 0, np.empty(0)
    V, losses, t = np.empty((most, X.shape[1] + 1)), np.empty(most), np.empty(most, int)
    for first, W, loss in blocks:
        finite = np.isfinite(loss) & np.isfinite(W).all(axis=1)
        end = len(W) if finite.all() else int(np.argmin(finite))
        if first + end == 1:
            log_loss(X, y, W[1, :-1], W[1, -1], l2)  # says what is wrong with the start
        stopped = "diverged" if end < len(W) else "iteration limit" if first + end > T + 1 else None
        if tol is not None:
            new = -loss[1:end] if monitor == "loss" else _accuracies(W[1:end], X, y)
            figure = np.append(figure[-patience:], new)
            flat = _plateau(figure, tol, patience)
            if flat is not None:
                end, stopped = end - len(figure) + flat + 1, f"{monitor} plateau"
        rows = _turns(first, end, every, stopped)
        new = slice(count, count + len(rows))
        V[new], losses[new], t[new], count = W[rows], loss[rows], first - 1 + rows, new.stop
        if stopped:
            return _history(V[:count], losses, stopped, l2, None if every == 1 else t[:count].copy())


def _full_steps(S, rate, keep, W):
    """advance(count): fill so many rows of W after the first; its value is 1 + exp(μ), a line for each row before."""
    m, exp, add, divide = S.shape[1], np.exp, np.add, np.divide
    pull, step, U = np.empty(m), np.empty(len(S)), np.empty((len(W) - 1, m))
    one, share = np.array(1.0), np.array(rate / m)  # NumPy takes these sooner than numbers
    rows = list(zip(W[1:], U, strict=True))  # and a row that is there sooner than one to be cut out

    def advance(count):
        w = W[0]
        for after, u in rows[:count]:
            w.dot(S, u)
            exp(u, u)
            add(u, one, u)
            divide(share, u, pull)
            S.dot(pull, step)
            add(w if keep is None else w * keep, step, after)
            w = after
        return U[:count]

    return advance


def _batch_steps(S, rate, keep, W, batch_size, seed):
    """The same with one batch of the examples for each update."""
    batches = _batches(S, batch_size, seed)
    keep = 1.0 if keep is None else keep

    def advance(count):
        for t, B in zip(range(count), batches, strict=False):
            W[t + 1] = W[t] * keep + B @ (rate / B.shape[1] / (1.0 + np.exp(W[t] @ B)))
        return 1.0 + np.exp(W[:count] @ S)

    return advance


def _batches(S, size, seed):
    """Columns of S, `size` at a time, in an order reshuffled every epoch; the last batch may be shorter."""
    rng = np.random.default_rng(seed)
    while True:
        order = rng.permutation(S.shape[1])
        for first in range(0, len(order), size):
            yield S[:, order[first : first + size]]


def _losses(U, W, S, middle, l2):
    """Loss for each row of W, given U = 1 + exp(μ), which is used up, and `middle`, the mean column of S.

    log(1 + exp(-μ)) = log U - μ; where that cancels or U has overflowed, the slower stable form.
    """
    logs = np.add.reduce(np.log(U, out=U), axis=1) / U.shape[1]
    losses = logs - W @ middle
    fine = losses > 1e-3 * logs
    if not fine.all():
        poor = ~fine
        mu = W[poor] @ S
        losses[poor] = np.mean(np.log1p(np.exp(-np.abs(mu))) + np.maximum(-mu, 0.0), axis=1)
    return losses + np.sum(l2 / 2 * W[:, :-1] * W[:, :-1], axis=1) if l2 else losses


def _turns(first, end, every, stopped):
    """Rows to keep of a block whose row 1 is entry `first`: one in `every`, and the last of a run that has stopped."""
    rows = np.arange(1 + -first % every, end, every)
    return np.append(rows, end - 1) if stopped and (first + end - 2) % every else rows


def _accuracies(W, X, y):
    """Accuracy for each row of W."""
    return np.mean((W[:, :-1] @ X.T + W[:, -1:] > 0) == y, axis=1)


def _plateau(figure, tol, patience):
    """First entry that ends `patience` changes of at most `tol`; None if there is none."""
    flat = np.abs(np.diff(figure)) <= tol
    if len(flat) < patience:
        return None
    runs = np.lib.stride_tricks.sliding_window_view(flat, patience).all(axis=1)
    return patience + int(np.argmax(runs)) if runs.any() else None


def _solved(S, g, bend, ridge, keep, least=8 * EPS):
    """H⁻¹, or C with C Cᵀ = H⁻¹, and the step H⁻¹ g.

    H⁻¹ by way of H, where that costs few digits, and else (None, None); C once the directions to `keep` are known,
    from the singular values of the square root of H, the matrix whose rows are √(p (1 - p) / m) (x, 1), which costs
    half as many.
    """
    m = S.shape[1]
    if keep is None:
        H = (S * bend) @ S.T / m
        H.flat[:: len(H) + 1] += ridge
        unit = np.sqrt(H.diagonal())
        unit = unit * unit[:, None]
        try:
            inverse = np.linalg.inv(H / unit)
        except np.linalg.LinAlgError:
            return None, None
        if not (np.abs(inverse).max() < 1e7 and unit.min() > 1e-300):  # no more than 1 / the least curvature
            return None, None
        inverse /= unit
        return inverse, inverse @ g
    root = np.sqrt(bend / m)
    A = np.vstack([(S * root).T, np.diag(np.sqrt(ridge))]) @ keep
    order = np.argsort(-np.abs(A).max(axis=1), kind="stable")  # large rows first keep the small ones' digits
    unit = np.linalg.norm(A, axis=0)
    unit[unit == 0] = 1.0
    R = np.linalg.qr(A[order] / unit, mode="r")
    _, roots, axes = np.linalg.svd(R)
    good = roots > least * roots[0]
    factor = keep @ (axes[good].T / roots[good] / unit[:, None])
    return factor, factor @ (g @ factor)


def _apart(data):
    """Directions, a column each, that span all but those along which the scores change by rounding errors alone."""
    S = data.S
    if data.l2:  # a penalty tells all apart
        return np.eye(len(S))
    raw = (
        np.abs(S) + np.append(np.abs(data.centre) / data.scale, 0.0)[:, None]
    )  # the entries are known to their last digit
    rows = S / np.maximum(np.abs(S).max(axis=0), 1.0)
    unit = np.linalg.norm(rows, axis=1)
    unit[unit == 0] = 1.0
    axes = np.linalg.svd(np.linalg.qr((rows / unit[:, None]).T, mode="r"))[2] / unit
    null = [(np.abs(v @ S) <= 8 * EPS * (np.abs(v) @ raw)).all() for v in axes]
    q = np.linalg.qr(np.column_stack([axes[null].T, np.eye(len(S))]))[0]
    return q[:, sum(null) :]


def _falls_for_ever(S, u, step):
    """Is there a direction in which no μ falls and some grow? Zero is what rounding cannot tell from it.

    Either all μ are positive already, or the last step shows which examples stay on the line; then the
    direction is the step without what moves those.
    """
    sure = 8 * EPS * len(S)
    if (u @ S > sure * (np.abs(u) @ np.abs(S))).all():
        return True
    still = np.abs(step @ S) < 0.3
    if still.all():
        return False
    rows = S[:, still] / np.maximum(np.abs(S[:, still]).max(axis=0, initial=0.0), 1e-300)
    unit = np.linalg.norm(rows, axis=1)
    unit[unit == 0] = 1.0
    R = np.linalg.qr(np.vstack([(rows / unit[:, None]).T, np.zeros((len(S), len(S)))]), mode="r")
    _, roots, axes = np.linalg.svd(R)
    free = axes[roots <= 1e-13]
    along = (free @ (-step * unit)) @ free / unit
    along[np.abs(along * unit) <= 1e-14 * np.linalg.norm(along * unit)] = 0.0
    error = np.abs(along) + np.linalg.norm(along * unit) / unit  # of the singular vectors, in units of EPS
    mu, rounding = along @ S, sure * (error @ np.abs(S))
    return bool((np.abs(mu[still]) <= rounding[still] / 4).all() and (mu[~still] > rounding[~still]).all())


def _verdict(data, u, g, pull, bend, inverse, keep, tol, settled):
    """Is this the minimum? "gradient zero", "precision limit" or, where the run can still get nearer, None.

    With δ² = gᵀ H⁻¹ g and κ² the largest xᵀ H⁻¹ x of the examples that make up H: where κ δ < 1/e there is a
    minimum, about δ² below, for the curvature can fade only so fast. δ is taken with all that rounding may hide of g.
    """
    S, X, ridge = data.S, data.X, data.ridge
    factor, rank = (np.linalg.cholesky(inverse), len(S)) if keep is None else (inverse, keep.shape[1])
    m, size, spread = S.shape[1], np.abs(S), factor.T @ S
    lever = np.einsum("ij,ij->j", spread, spread)
    sums, scores = 8 * EPS * (size @ pull / m + ridge * np.abs(u)), 8 * EPS * (np.abs(u) @ size)
    slope = np.linalg.norm(g @ factor) + np.linalg.norm(sums @ np.abs(factor)) + np.sqrt(bend @ scores**2 / m)
    reach = np.sqrt(np.where(bend * lever > 0.01, lever, 0.0).max())  # the rest, one hundredth of H, is left out
    near = max(1e-4, min(tol, 0.1))
    sure = factor.shape[1] == rank and reach * slope < near and slope < max(1e-6, min(tol, 0.1))
    v, sign = data.as_it_came(u), 2.0 * data.y - 1.0
    mu = (X @ v[:-1] + v[-1]) * sign
    pull = 1.0 / (1.0 + np.exp(mu))
    error = pull * sign  # y - p
    slopes = np.append(np.abs(data.l2 * v[:-1] - error @ X / m), abs(error.sum() / m))
    sure = sure and np.linalg.norm((ridge * u - S @ pull / m) @ factor) < max(1e-6, min(tol, 0.1))
    sure = sure and abs(pull @ (mu - u @ S)) < 1e-9 * pull.sum()  # the loss is not of rounding
    if sure and (slopes <= tol).all():
        return "gradient zero"
    if not settled:
        return None
    small = max(tol, 0.9e-10) * np.append(np.abs(X).mean(axis=0), 1.0)
    return "gradient zero" if sure and (slopes <= np.maximum(small, tol)).all() else "precision limit"


def _halved(start, step, S, middle, ridge, loss, long):
    """Where the longest of step, step/2, ... that does not raise the loss lands, or None; if `long`, 2 step, ... too.

    Its value is (w and b, exp(μ), |p - y|, loss). A rise within rounding counts as none, or the last step,
    onto the minimum itself, would be refused.
    """

    def at(new):
        e = np.exp(np.minimum(new @ S, 700.0))
        U = 1.0 + e
        return new, e, 1.0 / U, _losses(U[None], new[None], S, middle, 0.0)[0] + ridge @ (new * new) / 2

    whole = True
    for _ in range(40):
        landed = at(start - step)
        if landed[-1] <= loss * (1.0 + 1e-13):
            break
        step, whole = step / 2, False
    else:
        return None
    for _ in range(100 if long and whole else 0):
        step = 2 * step
        further = at(start - step)
        if not further[-1] < landed[-1] * (1.0 - 4 * EPS):
            break
        landed = further
    return landed


def _history(W, loss, stopped, l2, kept=None):
    """A History of W (T+1, n+1), or of tables (T+1, n+1, k), the bias last; its copies cannot be written to."""
    arrays = W[:, :-1].copy(), W[:, -1].copy(), loss[: len(W)].copy()
    for array in arrays if kept is None else (*arrays, kept):
        array.setflags(write=False)
    return History(*arrays, stopped, l2, kept)


def softmax_descent(X, y, *, learning_rate=0.1, n_iterations=1000, l2=0.0, tol=None):
    """History of gradient descent from zero on k classes: y holds 0 to k-1, w is (T+1, n, k) and b (T+1, k).

    W := W - α dW,  b := b - α db        (12.12)

    With a `tol` it stops once the loss has changed by no more than `tol` in each of ten iterations in a row.
    """
    X1, Y, l2 = _with_ones(X, y, l2)
    rate = inputs.number(learning_rate, "learning_rate", above=0)
    T = inputs.count(n_iterations, "n_iterations", at_most=MOST_ITERATIONS)
    tol = None if tol is None else inputs.number(tol, "tol", at_least=0)
    m, size, k = len(X1), X1.shape[1], Y.shape[1]
    most = inputs.MOST_NUMBERS // (size * k)
    if most < T:
        raise ValueError(f"n_iterations must be at most {most:,} to record all weights; got {T:,}")
    V, loss, flat = np.zeros((T + 1, size, k)), np.zeros(T + 1), 0
    ridge = np.append(np.full(size - 1, l2), 0.0)[:, None]
    with np.errstate(all="ignore"):
        for t in range(T + 1):
            loss[t], P = _losses_and_probabilities(X1, Y, V[t], ridge)
            if not (np.isfinite(loss[t]) and np.isfinite(V[t]).all()):
                return _history(V[:t], loss, "diverged", l2)
            flat = flat + 1 if t and tol is not None and abs(loss[t] - loss[t - 1]) <= tol else 0
            if flat == 10:
                return _history(V[: t + 1], loss, "loss plateau", l2)
            if t < T:
                V[t + 1] = V[t] - rate * (X1.T @ (P - Y) / m + ridge * V[t])
    return _history(V, loss, "iteration limit", l2)


def softmax_newton(X, y, *, n_iterations=50, l2=0.0, tol=1e-10):
    """History of Newton's method from zero on k classes: y holds 0 to k-1, w is (T+1, n, k) and b (T+1, k).

    The second derivative along v_aj and v_bl is the mean of x_a x_b p_j (δ_jl - p_l), by (12.8). Of all the steps
    that do the same, since only differences of scores count, each takes the one that adds up to zero over the
    classes. Steps are halved, and the run ends, as in `newton`.
    """
    X1, Y, l2 = _with_ones(X, y, l2)
    T = inputs.count(n_iterations, "n_iterations", at_most=MOST_ITERATIONS)
    tol = inputs.number(tol, "tol", at_least=0)
    m, size, k = len(X1), X1.shape[1], Y.shape[1]
    if max(T, size * k) * size * k > inputs.MOST_NUMBERS:
        raise ValueError(f"X and n_iterations must be smaller: {size * k:,} weights, {T:,} times, fill the memory")
    with np.errstate(all="ignore"):
        centre = X1[:, :-1].mean(axis=0)
        Z1 = np.column_stack([X1[:, :-1] - centre, np.ones(m)])
        scale = np.append(np.abs(Z1[:, :-1]).max(axis=0), 1.0)
        scale[~(scale > 4 * EPS * np.append(np.abs(centre), 0.0))] = 1.0
        Z1 /= scale
        ridge = np.append(l2 / scale[:-1] ** 2, 0.0)[:, None]
        if not np.isfinite(ridge).all() or not np.isfinite(Z1).all():
            raise ValueError("X and l2 must be small enough for finite second derivatives; they overflow")
        U, loss, stopped = _softmax_steps(Z1, Y, T, tol, ridge)
        V = U / scale[:, None]
        V[:, -1] -= np.einsum("tak,a->tk", V[:, :-1], centre)
    finite = np.isfinite(V).all(axis=(1, 2)) & np.isfinite(loss)
    if not finite.all():
        end = max(int(np.argmin(finite)), 1)
        V, loss, stopped = V[:end], loss[:end], "precision limit"
    return _history(V, loss, stopped, l2)


def _softmax_steps(X1, Y, T, tol, ridge):
    """Weights of each step, their losses, and why the run ended: what `softmax_newton` does."""
    V, loss = np.zeros((T + 1, X1.shape[1], Y.shape[1])), np.zeros(T + 1)
    loss[0], P = _losses_and_probabilities(X1, Y, V[0], ridge)
    for t in range(T + 1):
        g = X1.T @ (P - Y) / len(Y) + ridge * V[t]
        step = _softmax_step(X1, P, g, ridge)
        moves, faded = np.ptp(step.T @ X1.T, axis=0).max(), np.abs(g).max() <= max(tol, 1e-10)
        if not ridge.any() and moves > 0.1 and (faded or t >= LONG) and _separates(X1, Y, V[t], step):
            return V[: t + 1], loss[: t + 1], "no minimum"
        if faded and moves <= max(1e-6, min(tol, 1e-2)):
            return V[: t + 1], loss[: t + 1], "gradient zero"
        if t == T:
            break
        for _ in range(40):
            V[t + 1] = V[t] - step
            loss[t + 1], P = _losses_and_probabilities(X1, Y, V[t + 1], ridge)
            if loss[t + 1] <= loss[t] * (1.0 + 1e-13):
                break
            step = step / 2
        else:
            return V[: t + 1], loss[: t + 1], "precision limit"
    return V, loss, "iteration limit"


def _softmax_step(X1, P, g, ridge):
    """H⁻¹ g for the weights of all classes; of the many solutions the one that adds up to zero over the classes."""
    (m, size), k = X1.shape, P.shape[1]
    XT = np.ascontiguousarray(X1.T)
    own = ((P * (1.0 - P)).T[:, None] * XT) @ X1 / m
    A = (P.T[:, None] * XT).reshape(k * size, m)
    H = (A @ A.T).reshape(k, size, k, size) / -m
    for j in range(k):
        H[j, :, j] = own[j] + np.diag(ridge[:, 0])
    unit = np.sqrt(np.maximum(np.einsum("jaja->ja", H), 1e-300))
    bent = H.copy()
    for a, curvature in enumerate(np.mean(unit**2, axis=0)):
        bent[:, a, :, a] += curvature  # for what adds the same to all classes, which bends nothing
    unit = unit.ravel()
    H, bent = (each.reshape(k * size, k * size) / unit / unit[:, None] for each in (H, bent))
    try:
        sure = np.linalg.cholesky(bent).diagonal().min() > 1e-4
    except np.linalg.LinAlgError:
        sure = False
    g = g.T.ravel() / unit
    step = np.linalg.solve(bent, g) if sure else np.linalg.lstsq(H, g, rcond=1e-13)[0]
    step = (step / unit).reshape(k, size).T
    return step - step.mean(axis=1, keepdims=True)


def _separates(X1, Y, V, step):
    """Does the loss fall for ever along some direction? Each example is asked once for each class that it is not."""
    (m, size), k = X1.shape, Y.shape[1]
    if m * (k - 1) * size * k > inputs.MOST_NUMBERS // 10:
        return False  # not to be decided in this much memory
    mine, others = Y > 0, np.nonzero(Y == 0)
    signs = np.zeros((len(others[0]), k))  # +1 for the class that it is, -1 for one that it is not
    signs[np.arange(len(signs)), others[1]] = -1.0
    signs[mine[others[0]]] = 1.0
    S = (X1[others[0]][:, :, None] * signs[:, None, :]).reshape(len(signs), -1).T
    return _falls_for_ever(S, V.ravel(), step.ravel())


def _with_ones(X, y, l2):
    """X with a column of ones, the labels as a table, and the penalty, checked."""
    X = inputs.matrix(X)
    y, k = inputs.classes(y, length=len(X))
    Y = np.asfortranarray(one_hot(y, k))  # a class after the other in memory: sums over few classes are slow else
    return np.column_stack([X, np.ones(len(X))]), Y, inputs.number(l2, "l2", at_least=0)


def _losses_and_probabilities(X1, Y, V, ridge):
    """The loss (12.7) at V, the bias last, and the probabilities (12.2): once more, to share one exponential."""
    Z = (V.T @ X1.T).T
    Z -= Z.max(axis=1, keepdims=True)
    e = np.exp(Z)
    total = e.sum(axis=1)
    return np.mean(np.log(total) - np.sum(Z * Y, axis=1)) + np.sum(ridge / 2 * V * V), e / total[:, None]

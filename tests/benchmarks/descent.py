"""Our loops against the ones that a learner would otherwise use, all in one run; prints ratios.

    python tests/benchmarks/descent.py [seconds for each line]

(a) the column-layout loop of the neural-network courses: the cost is computed at every step, one in
    a hundred is kept;
(b) the estimator loop of the from-scratch articles: no cost at all;
(c) the arithmetic alone: two products, exp and log1p for each iteration, into the same buffers. What checks
    and copies the data before the first iteration is taken off ours here.
Ours keeps every weight and every loss; its memory is that of Python's own tracing, at its highest. Newton's method
runs against scikit-learn's default solver, for two classes and for more, and with standard errors against statsmodels.
All in one thread, and in processor time, so that what else the machine does counts little.
"""

import os
import sys
import time
import tracemalloc
import warnings

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy is loaded

import numpy as np
import statsmodels.api as sm
from sklearn.linear_model import LogisticRegression

from logreg_core.descent import gradient_descent, newton, softmax_newton
from logreg_core.equations import standard_errors

RATE = 0.1


def overlapping(m, n):
    """X (m, n) of normal numbers, and labels that follow their sum, but for logistic noise."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(m, n))
    return X, (rng.logistic(size=m) < X @ np.ones(n)).astype(float)


def column_loop(X, Y, T):
    """(a): X (n, m), Y (1, m)."""
    m, w, b, costs = X.shape[1], np.zeros((X.shape[0], 1)), 0.0, []
    for i in range(T):
        A = 1 / (1 + np.exp(-(np.dot(w.T, X) + b)))
        cost = (-1 / m) * np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))
        dw = (1 / m) * np.dot(X, (A - Y).T)
        db = (1 / m) * np.sum(A - Y)
        w = w - RATE * dw
        b = b - RATE * db
        if i % 100 == 0:
            costs.append(cost)
    return np.append(w, b)


def estimator_loop(X, y, T):
    """(b): X (m, n), y (m,)."""
    m, w, b = len(y), np.zeros(X.shape[1]), 0.0
    for _ in range(T):
        p = 1 / (1 + np.exp(-(np.dot(X, w) + b)))
        dw = (1 / m) * np.dot(X.T, (p - y))
        db = (1 / m) * np.sum(p - y)
        w = w - RATE * dw
        b = b - RATE * db
    return np.append(w, b)


def arithmetic(S, T):
    """(c): S (n+1, m); a small w, so that the numbers are as usual ones."""
    (n, m), exp, log1p = S.shape, np.exp, np.log1p
    w, step, u, logs = np.full(n, 0.1), np.empty(n), np.empty(m), np.empty(m)
    for _ in range(T):
        w.dot(S, u)
        exp(u, u)
        log1p(u, logs)
        S.dot(u, step)


def best(*runs, seconds):
    """Shortest time of each run, the runs taking turns for so long, three times at least."""
    times, end, turns = np.full(len(runs), np.inf), time.perf_counter() + seconds, 0
    while turns < 3 or time.perf_counter() < end:
        for i, run in enumerate(runs):
            begin = time.process_time()
            run()
            times[i] = min(times[i], time.process_time() - begin)
        turns += 1
    return times


def peak(run):
    """Most memory that was held at a time, in bytes."""
    tracemalloc.start()
    run()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


def loops(seconds):
    print("gradient_descent                    iterations     ours, ms   / (a)   / (b)   / (c)   largest difference")
    for m, n, T in ((200, 2, 1000), (1000, 2, 1000), (10_000, 2, 300), (10_000, 100, 100), (1_000_000, 2, 10)):
        X, y = overlapping(m, n)
        columns, row, S = np.ascontiguousarray(X.T), y[None], np.vstack([X.T, np.ones(m)]) * (2 * y - 1)
        run = gradient_descent(X, y, learning_rate=RATE, n_iterations=T)
        ours = np.append(run.w[-1], run.b[-1])
        apart = max(np.abs(ours - v).max() for v in (column_loop(columns, row, T), estimator_loop(X, y, T)))
        fused, before, a, b, c = best(
            lambda: gradient_descent(X, y, learning_rate=RATE, n_iterations=T),  # noqa: B023
            lambda: gradient_descent(X, y, learning_rate=RATE, n_iterations=0),  # noqa: B023
            lambda: column_loop(columns, row, T),  # noqa: B023
            lambda: estimator_loop(X, y, T),  # noqa: B023
            lambda: arithmetic(S, T),  # noqa: B023
            seconds=seconds,
        )
        ratios = f"{fused / a:7.2f} {fused / b:7.2f} {(fused - before) / c:7.2f}"
        print(f"  m = {m:9,}, n = {n:3} {T:18,} {1e3 * fused:12.1f} {ratios} {apart:20.1e}", flush=True)


def memory():
    print("memory at its highest               iterations     data, MB    whole run / data    every 100th entry / data")
    for m, n, T in ((1000, 100, 10_000), (10_000, 100, 1000), (1_000_000, 2, 10)):
        X, y = overlapping(m, n)
        whole, thinned = (
            peak(lambda: gradient_descent(X, y, n_iterations=T, every=every))  # noqa: B023
            for every in (1, 100)
        )
        data = X.nbytes + y.nbytes
        print(f"  m = {m:9,}, n = {n:3} {T:18,} {data / 1e6:12.1f} {whole / data:19.2f} {thinned / data:27.2f}")


def solvers(seconds):
    print("newton against lbfgs, to the same optimum          ours, ms   / lbfgs   largest difference")
    for m, n in ((200, 2), (1000, 2), (10_000, 2), (10_000, 10)):
        X, y = overlapping(m, n)
        lbfgs = LogisticRegression(C=np.inf, tol=1e-8, max_iter=1000).fit(X, y)
        run = newton(X, y)
        apart = np.abs(np.append(run.w[-1] - lbfgs.coef_[0], run.b[-1] - lbfgs.intercept_[0])).max()
        assert apart < 1e-6
        ours, theirs = best(lambda: newton(X, y), lambda: lbfgs.fit(X, y), seconds=seconds)  # noqa: B023
        print(f"  m = {m:9,}, n = {n:3} {1e3 * ours:34.2f} {ours / theirs:9.2f} {apart:20.1e}", flush=True)
    print("softmax_newton against lbfgs, to the same optimum  ours, ms   / lbfgs   largest difference")
    for m, n, k in ((1000, 4, 3), (10_000, 4, 3), (1000, 10, 10)):
        rng = np.random.default_rng(0)
        X = rng.normal(size=(m, n))
        y = (X @ rng.normal(size=(n, k)) + rng.gumbel(size=(m, k))).argmax(axis=1)
        lbfgs = LogisticRegression(C=np.inf, tol=1e-8, max_iter=1000).fit(X, y)
        w, theirs = softmax_newton(X, y).w[-1], lbfgs.coef_.T  # alike but for what all classes share
        apart = np.abs(w - w.mean(axis=1)[:, None] - theirs + theirs.mean(axis=1)[:, None]).max()
        assert apart < 1e-5
        ours, theirs = best(lambda: softmax_newton(X, y), lambda: lbfgs.fit(X, y), seconds=seconds)  # noqa: B023
        print(
            f"  m = {m:9,}, n = {n:3}, {k:2} classes {1e3 * ours:22.2f} {ours / theirs:9.2f} {apart:20.1e}", flush=True
        )


def errors(seconds):
    print("newton and standard errors against statsmodels     ours, ms   / Logit   largest difference")

    def ours(X, y):
        run = newton(X, y)
        return run.w[-1], standard_errors(X, run.w[-1], run.b[-1])

    def theirs(X, y):
        fit = sm.Logit(y, np.column_stack([X, np.ones(len(y))])).fit(disp=0)
        return fit.params[:-1], fit.bse

    for m, n in ((200, 2), (10_000, 2), (10_000, 10)):
        X, y = overlapping(m, n)
        apart = max(np.abs(a - b).max() for a, b in zip(ours(X, y), theirs(X, y), strict=True))
        assert apart < 1e-6
        mine, logit = best(lambda: ours(X, y), lambda: theirs(X, y), seconds=seconds)  # noqa: B023
        print(f"  m = {m:9,}, n = {n:3} {1e3 * mine:34.2f} {mine / logit:9.2f} {apart:20.1e}", flush=True)


def main(seconds=5.0):
    loops(seconds)
    memory()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        solvers(seconds)
        errors(seconds)


if __name__ == "__main__":
    main(*map(float, sys.argv[1:]))

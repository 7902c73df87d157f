"""Our loops against the ones that a learner would otherwise use, all in one run; prints ratios.

    python tests/benchmarks/descent.py

(a) the column-layout loop of the neural-network courses: the cost is computed at every step, one in
    a hundred is kept;
(b) the estimator loop of the from-scratch articles: no cost at all.
Ours keeps every weight and every loss. Newton's method runs against scikit-learn's default solver.
"""

import time
import warnings

import numpy as np
from sklearn.linear_model import LogisticRegression

from logreg_core.datasets import overlapping
from logreg_core.descent import gradient_descent, newton

T, RATE = 1000, 0.1


def column_loop(X, Y):
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
    return w.ravel(), b


def estimator_loop(X, y):
    """(b): X (m, n), y (m,)."""
    m, w, b = len(y), np.zeros(X.shape[1]), 0.0
    for _ in range(T):
        p = 1 / (1 + np.exp(-(np.dot(X, w) + b)))
        dw = (1 / m) * np.dot(X.T, (p - y))
        db = (1 / m) * np.sum(p - y)
        w = w - RATE * dw
        b = b - RATE * db
    return w, b


def best(*runs, repeats=9):
    """Shortest time of each run, the runs taking turns."""
    times = np.full(len(runs), np.inf)
    for _ in range(repeats):
        for i, run in enumerate(runs):
            begin = time.perf_counter()
            run()
            times[i] = min(times[i], time.perf_counter() - begin)
    return times


def main():
    print("gradient_descent, 1,000 iterations, 2 features       ours / (a)   ours / (b)   largest difference")
    for m in (200, 1000, 10_000):
        data = overlapping(m)
        X, y, columns, row = data.X, data.y, np.ascontiguousarray(data.X.T), data.y[None]
        ours = gradient_descent(X, y, learning_rate=RATE, n_iterations=T)
        apart = max(
            np.max(np.abs(np.append(ours.w[-1] - w, ours.b[-1] - b)))
            for w, b in (column_loop(columns, row), estimator_loop(X, y))
        )
        fused, a, b = best(
            lambda X=X, y=y: gradient_descent(X, y, learning_rate=RATE, n_iterations=T),
            lambda X=columns, Y=row: column_loop(X, Y),
            lambda X=X, y=y: estimator_loop(X, y),
        )
        print(f"  m = {m:6,}  ours {1e3 * fused:6.1f} ms {'':22} {fused / a:10.2f} {fused / b:12.2f} {apart:16.1e}")
    print("newton against scikit-learn's lbfgs, to the same optimum        ours / lbfgs   largest difference")
    for m, n in ((200, 2), (1000, 2), (10_000, 2), (10_000, 10)):
        rng = np.random.default_rng(0)
        X = rng.normal(size=(m, n))
        y = (rng.logistic(size=m) < X @ np.ones(n)).astype(float)
        lbfgs = LogisticRegression(C=np.inf, tol=1e-8, max_iter=1000)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            lbfgs.fit(X, y)
            history = newton(X, y)
            apart = np.max(np.abs(np.append(history.w[-1] - lbfgs.coef_[0], history.b[-1] - lbfgs.intercept_[0])))
            ours, theirs = best(lambda X=X, y=y: newton(X, y), lambda model=lbfgs, X=X, y=y: model.fit(X, y))
        print(f"  m = {m:6,}, n = {n:2}  ours {1e3 * ours:6.2f} ms {'':20} {ours / theirs:18.2f} {apart:16.1e}")


if __name__ == "__main__":
    main()

"""The same model as one neuron, in the layout of some courses on neural networks: one column per example.

| symbol        | shape         | meaning                                                 |
|---------------|---------------|---------------------------------------------------------|
| X             | (n, m)        | one column per example, one row per feature             |
| Y             | (1, m)        | labels, 0 or 1                                          |
| w             | (n, 1)        | weights                                                 |
| b             | float         | bias                                                    |
| Z = wᵀX + b   | (1, m)        | scores: what the neuron sums up                         |
| A = σ(Z)      | (1, m)        | activations: what it puts out, the probability of a one |
| dw, db        | (n, 1), float | slopes of the cost                                      |

The rest of the package has one row per example. A matrix turned on its side is the same matrix, so
the functions here check their input, transpose it, and call the equations and the descent that are
already written.
"""

import numpy as np

from logreg_core import equations, inputs
from logreg_core.descent import MOST_ITERATIONS, gradient_descent
from logreg_core.equations import gradient, log_loss
from logreg_core.metrics import accuracy

EVERY = 100  # iterations from one recorded cost to the next


def initialize_with_zeros(dim):
    """A neuron that knows nothing yet: w of shape (dim, 1), all zero, and b = 0.0."""
    n = inputs.count(dim, "dim", at_least=1)
    if n > inputs.MOST_NUMBERS:
        raise ValueError(f"dim must be at most {inputs.MOST_NUMBERS:,}; got {inputs.shown(n)}")
    return np.zeros((n, 1)), 0.0


def propagate(w, b, X, Y):
    """Slopes and cost of the neuron, the pair (grads, cost); grads holds "dw" and "db".

    Forward:   A = σ(wᵀX + b)                                   (8.3)
               J = -1/m sum [ Y log A + (1 - Y) log(1 - A) ]    (8.4)
    Backward:  dw = 1/m X (A - Y)ᵀ                              (8.5)
               db = 1/m sum (A - Y)                             (8.6)

    The cost is computed from the score, as in (3.8), so it is finite even where A is 0 or 1.
    """
    X = _columns(X)
    Y, w = _row(Y, X.shape[1]), _column(w, len(X))
    dw, db = gradient(X.T, Y[0], w[:, 0], b)
    return {"dw": dw[:, None], "db": db}, log_loss(X.T, Y[0], w[:, 0], b)


def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    """The neuron after `num_iterations` updates, its last slopes, and its costs: (params, grads, costs).

    w := w - α dw,    b := b - α db        (8.7)

    params holds "w" and "b"; grads are those of the last update; costs are those before the iterations
    0, 100, 200, ..., printed as they come if `print_cost` is true.
    """
    return _optimize(w, b, X, Y, num_iterations, learning_rate, print_cost)


def _optimize(w, b, X, Y, num_iterations, learning_rate, print_cost, X_name="X", Y_name="Y"):
    """What `optimize` returns; X and Y go by their names in the messages."""
    X = _columns(X, X_name)
    Y, w, b = _row(Y, X.shape[1], Y_name), _column(w, len(X)), inputs.number(b, "b")
    T = inputs.count(num_iterations, "num_iterations", at_most=MOST_ITERATIONS)
    rate = inputs.number(learning_rate, "learning_rate", above=0)
    print_cost = inputs.truth(print_cost, "print_cost")
    if Y.min() == Y.max():
        raise ValueError(f"{Y_name} must hold both classes, 0 and 1; got one class only: every label is {Y[0, 0]:.0f}")
    numbers = "X, w and b" if X_name == "X" else X_name
    too_large = ValueError(f"{numbers} must be small enough for a finite cost; it overflows")
    w_before, b_before, costs = w, b, []
    for i in range(0, T, EVERY):
        steps = min(EVERY, T - i)
        try:
            run = gradient_descent(X.T, Y[0], learning_rate=rate, n_iterations=steps, w=w[:, 0], b=b)
        except ValueError:  # all arguments are good but for their size
            raise too_large from None
        if len(run) <= steps:
            raise ValueError(
                f"{X_name} and learning_rate must be small enough for a finite cost; "
                f"it overflows in update {i + len(run)}"
            )
        costs.append(float(run.loss[0]))
        if print_cost:
            print(f"Cost after iteration {i}: {costs[-1]:.6f}")
        w_before, b_before = run.w[-2:-1].T, run.b[-2]
        w, b = run.w[-1:].T.copy(), float(run.b[-1])
    try:
        grads, _ = propagate(w_before, b_before, X, Y)
    except ValueError:
        raise too_large from None
    return {"w": w, "b": b}, grads, costs


def predict(w, b, X):
    """Predicted labels, shape (1, m): 1.0 where the score is positive, so the activation (8.3) above ½, else 0."""
    X = _columns(X)
    w = _column(w, len(X))
    return equations.predict(X.T, w[:, 0], b)[None]


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    """A neuron trained from zero, as a dict of all that was learned; prints how often it is right.

    The keys: costs, Y_prediction_test, Y_prediction_train, w, b, learning_rate, num_iterations.
    """
    X_train, X_test = _columns(X_train, "X_train"), _columns(X_test, "X_test")
    Y_train, Y_test = _row(Y_train, X_train.shape[1], "Y_train"), _row(Y_test, X_test.shape[1], "Y_test")
    if len(X_test) != len(X_train):
        raise ValueError(f"X_test must hold the {len(X_train)} features of X_train; got the shape {X_test.shape}")
    w, b = initialize_with_zeros(len(X_train))
    params, _, costs = _optimize(
        w, b, X_train, Y_train, num_iterations, learning_rate, print_cost, "X_train", "Y_train"
    )
    train, test = _scored(params, X_train, "X_train"), _scored(params, X_test, "X_test")
    print(f"train accuracy: {round(100 * accuracy(Y_train[0], train[0]), 2)} %")
    print(f"test accuracy: {round(100 * accuracy(Y_test[0], test[0]), 2)} %")
    return {
        "costs": costs,
        "Y_prediction_test": test,
        "Y_prediction_train": train,
        **params,
        "learning_rate": inputs.number(learning_rate, "learning_rate"),
        "num_iterations": inputs.count(num_iterations, "num_iterations"),
    }


def _scored(params, X, name):
    """What the trained neuron predicts for X."""
    try:
        return predict(**params, X=X)
    except ValueError:
        raise ValueError(f"{name} must be small enough for finite scores; they overflow") from None


def _columns(X, name="X"):
    """X as an (n, m) array with at least one row and one column."""
    X = inputs.array(X, name)
    if X.ndim != 2 or X.size == 0:
        raise ValueError(
            f"{name} must have two dimensions and not be empty, one column per example and one row per feature; "
            f"got the shape {X.shape}"
        )
    return X


def _row(Y, m, name="Y"):
    """Y as a (1, m) array of 0.0 and 1.0."""
    Y = inputs.array(Y, name)
    if Y.shape != (1, m):
        raise ValueError(f"{name} must have the shape (1, {m}), one label for each column of X; got {Y.shape}")
    return inputs.labels(Y[0], name)[None]


def _column(w, n):
    """w as an (n, 1) array."""
    w = inputs.array(w, "w")
    if w.shape != (n, 1):
        raise ValueError(f"w must have the shape ({n}, 1), one weight for each row of X; got {w.shape}")
    return w

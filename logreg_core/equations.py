"""Every formula of the course, one function each.

| symbol          | shape       | meaning                                                  |
|-----------------|-------------|----------------------------------------------------------|
| X               | (m, n)      | one row per example, one column per feature              |
| y               | (m,)        | labels, 0 or 1                                           |
| w               | (n,)        | weights                                                  |
| b               | float       | bias (intercept)                                         |
| z = Xw + b      | (m,)        | score (log-odds)                                         |
| p = σ(z)        | (m,)        | probability of class 1                                   |
| dw, db          | (n,), float | gradient of the mean loss                                |
| α learning_rate | float       | step size                                                |
| λ l2            | float       | strength of the L2 penalty; the bias is never penalised  |

The number behind an equation is its number in the lessons: (3.7) is derived in lesson 03.
Every function raises a ValueError that names the argument when it cannot use its input, and
none changes its input.
"""

import numpy as np

from logreg_core import inputs

# Lesson 01: a score becomes a probability


def logit(p):
    """Score (log-odds) of a probability strictly between 0 and 1, the inverse of `sigmoid`.

    z = log( p / (1 - p) )        (1.2)

    Any shape in, the same shape out; a number in, a float out.
    """
    p = inputs.array(p, "p")
    outside = ~((p > 0) & (p < 1))
    if outside.any():
        raise ValueError(f"p must lie strictly between 0 and 1, where the log-odds are finite; got {p[outside][0]}")
    return _same_kind(np.log(p) - np.log1p(-p))


def sigmoid(z):
    """Probability that belongs to a score.

    σ(z) = 1 / (1 + exp(-z))        (1.3)
         = exp(z) / (1 + exp(z)), used where z < 0, so that exp never overflows

    Any shape in, the same shape out; a number in, a float out.
    """
    z = inputs.array(z, "z", finite=False)
    e = np.exp(-np.abs(z))
    return _same_kind(np.where(z >= 0, 1.0, e) / (1.0 + e))


# Lesson 02: a line splits the plane


def score(X, w, b):
    """Score of each example: positive on one side of the boundary, negative on the other.

    z = Xw + b        (2.1)
    """
    X = inputs.matrix(X)
    w, b = inputs.weights(w, X.shape[1]), inputs.number(b, "b")
    with np.errstate(over="ignore", invalid="ignore"):
        z = X @ w + b
    if not np.isfinite(z).all():
        raise ValueError("X, w and b must be small enough for a finite score; X @ w + b overflows")
    return z


def probability(X, w, b):
    """Probability of class 1 for each example.

    p = σ(Xw + b)        (2.2)
    """
    return sigmoid(score(X, w, b))


def predict(X, w, b):
    """Predicted label of each example, 1.0 or 0.0; an example on the boundary itself gets 0.0.

    ŷ = 1 where z > 0, and 0 elsewhere        (2.11)
    """
    return (score(X, w, b) > 0).astype(float)


# Lesson 03: the error of a probability


def cross_entropy(z, y):
    """Loss of each example, from its score z and its label y; finite wherever z is.

    l = log(1 + exp z) - y z = log(1 + exp s),    s = (1 - 2y) z        (3.7)
      = max(s, 0) + log(1 + exp(-|s|)), the form computed: nothing overflows, nothing cancels

    z and y have the same shape, or one is a number; two numbers in, a float out.
    """
    z = inputs.array(z, "z", finite=False)
    y = inputs.labels(y, any_shape=True)
    if z.shape != y.shape and z.ndim and y.ndim:
        raise ValueError(f"z and y must have the same shape; got {z.shape} and {y.shape}")
    s = (1.0 - 2.0 * y) * z
    return _same_kind(np.maximum(s, 0.0) + np.log1p(np.exp(-np.abs(s))))


def log_loss(X, y, w, b, l2=0.0):
    """Mean cross-entropy of the labels under the weights, plus the penalty.

    L = 1/m sum_i [ log(1 + exp z_i) - y_i z_i ]        (3.8)
      + λ/2 ||w||²                                      (9.4)
    """
    z = score(X, w, b)
    y, w = inputs.labels(y, length=len(z)), inputs.array(w, "w")
    l2 = inputs.number(l2, "l2", at_least=0)
    with np.errstate(over="ignore"):
        loss = float(np.mean(cross_entropy(z, y)) + l2 / 2 * w @ w)
    if not np.isfinite(loss):
        names = "X, w, b and l2" if l2 else "X, w and b"
        raise ValueError(f"{names} must be small enough for a finite loss; it overflows")
    return loss


# Lesson 04: the slope of the loss


def gradient(X, y, w, b, l2=0.0):
    """Slope of `log_loss` in each weight and in the bias, the pair (dw, db).

    dw = 1/m Xᵀ(p - y)          (4.5)
       + λ w                    (9.5)
    db = 1/m sum_i (p_i - y_i)  (4.6)
    """
    z = score(X, w, b)
    X, y, w = inputs.matrix(X), inputs.labels(y, length=len(z)), inputs.array(w, "w")
    l2 = inputs.number(l2, "l2", at_least=0)
    sign = 1.0 - 2.0 * y
    error = sign * sigmoid(sign * z)  # p - y: σ(z) for a zero, -σ(-z) for a one, exact where p rounds to 1
    with np.errstate(over="ignore", invalid="ignore"):
        dw = X.T @ error / len(y) + l2 * w
    if not np.isfinite(dw).all():
        raise ValueError("X, w and l2 must be small enough for a finite gradient; it overflows")
    return dw, float(np.mean(error))


# Lesson 09: a curved boundary


def polynomial(X, degree):
    """Features for a curved boundary: every product of powers of two features, up to a degree.

    φ(x) = (x₁, x₂, x₁², x₁x₂, x₂², ..., x₂^d),    x₁^i x₂^j with 1 ≤ i + j ≤ d        (9.2)

    Shape (m, d (d + 3) / 2): the lowest degree first, and in each the highest power of x₁ first.
    """
    X, degree = inputs.matrix(X), inputs.count(degree, "degree", at_least=1, at_most=100)
    if X.shape[1] != 2:
        raise ValueError(f"X must have two features, one column each; got {X.shape[1]}")
    with np.errstate(over="ignore"):
        first, second = X.T[:, None] ** np.arange(degree + 1)[:, None]
        features = [first[k - j] * second[j] for k in range(1, degree + 1) for j in range(k + 1)]
    if not np.isfinite(features).all():
        raise ValueError("X and degree must be small enough for finite powers; they overflow")
    return np.column_stack(features)


# Lesson 10: the curvature of the loss


def hessian(X, w, b, l2=0.0):
    """Second derivatives of `log_loss`, shape (n+1, n+1), the bias last.

    H = 1/m X₁ᵀ diag(p (1 - p)) X₁        (10.1)
      + λ diag(1, ..., 1, 0)              (10.2)

    X₁ is X with a column of ones added for the bias.
    """
    e = np.exp(-np.abs(score(X, w, b)))
    slope = e / (1.0 + e) ** 2  # p (1 - p) = σ(z) σ(-z), exact where p rounds to 1
    l2 = inputs.number(l2, "l2", at_least=0)
    X1 = np.column_stack([inputs.matrix(X), np.ones(len(e))])
    if X1.shape[1] ** 2 > inputs.MOST:
        raise ValueError(f"X must hold at most 10,000 features for a table of all pairs; got {X1.shape[1] - 1:,}")
    with np.errstate(over="ignore", invalid="ignore"):
        H = (X1.T * slope) @ X1 / len(e) + l2 * np.diag([1.0] * (X1.shape[1] - 1) + [0.0])
    if not np.isfinite(H).all():
        raise ValueError("X and l2 must be small enough for finite second derivatives; they overflow")
    return H


def _same_kind(result):
    """A float for a single number, the array itself otherwise."""
    return float(result) if np.ndim(result) == 0 else result

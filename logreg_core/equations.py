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

import math

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
    return _finite(z, "X, w and b must be small enough for a finite score; X @ w + b overflows")


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
    names = "X, w, b and l2" if l2 else "X, w and b"
    return _finite(loss, f"{names} must be small enough for a finite loss; it overflows")


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
    return _finite(dw, "X, w and l2 must be small enough for a finite gradient; it overflows"), float(np.mean(error))


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
    return np.column_stack(_finite(features, "X and degree must be small enough for finite powers; they overflow"))


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
    if X1.shape[1] ** 2 > inputs.MOST_NUMBERS:
        raise ValueError(f"X must hold at most 10,000 features for a table of all pairs; got {X1.shape[1] - 1:,}")
    with np.errstate(over="ignore", invalid="ignore"):
        H = (X1.T * slope) @ X1 / len(e) + l2 * np.diag([1.0] * (X1.shape[1] - 1) + [0.0])
    return _finite(H, "X and l2 must be small enough for finite second derivatives; they overflow")


# Lesson 11: how sure the weights are


def covariance(X, w, b):
    """How the weights and the bias would scatter if the labels were drawn again, shape (n+1, n+1), the bias last.

    V = (m H)⁻¹ = ( X₁ᵀ diag(p (1 - p)) X₁ )⁻¹        (11.3)

    w and b are those at the minimum of the loss without a penalty.
    """
    H = hessian(X, w, b)
    m, unit = len(inputs.matrix(X)), np.sqrt(np.diag(H))
    scaled = H / np.maximum(unit, 1e-150) / np.maximum(unit, 1e-150)[:, None]  # its diagonal is 1
    if unit.min() < 1e-150 or np.linalg.eigvalsh(scaled)[0] < 1e-13:
        raise ValueError(
            "X must hold features that do not repeat each other, and w and b probabilities that are not all 0 and 1: "
            "the curvature has no inverse"
        )
    with np.errstate(over="ignore"):
        V = np.linalg.inv(scaled) / m / unit / unit[:, None]
    _finite(V, "X must hold numbers large enough for a finite covariance; it overflows")
    return (V + V.T) / 2


def standard_errors(X, w, b):
    """Standard error of each weight, and last of the bias, shape (n+1,).

    SE_j = √V_jj        (11.4)
    """
    return np.sqrt(np.diag(covariance(X, w, b)))


def score_interval(X, w, b, at, width=1.96):
    """Where the score of each row of `at` may lie, the pair (low, high), by the covariance on the data X.

    z ± width √Var(z),    Var(z) = x₁ᵀ V x₁        (11.6)

    `width` counts standard errors: 1.96 for 95 per cent.
    """
    V, at, width = covariance(X, w, b), inputs.matrix(at, "at"), inputs.number(width, "width", at_least=0)
    if at.shape[1] != len(V) - 1:
        raise ValueError(f"at must have a column for each of the {len(V) - 1} features; got {at.shape[1]}")
    X1, v = np.column_stack([at, np.ones(len(at))]), np.append(inputs.array(w, "w"), inputs.number(b, "b"))
    with np.errstate(over="ignore", invalid="ignore"):
        z, reach = X1 @ v, width * np.sqrt(np.maximum(np.sum((X1 @ V) * X1, axis=1), 0.0))
    _finite((z, reach), "at and width must be small enough for a finite interval; it overflows")
    return z - reach, z + reach


def probability_interval(X, w, b, at, width=1.96):
    """Where the probability of each row of `at` may lie, the pair (low, high), from `score_interval`.

    ( σ(z - width √Var(z)), σ(z + width √Var(z)) )        (11.7)
    """
    low, high = score_interval(X, w, b, at, width)
    return sigmoid(low), sigmoid(high)


def p_value(u):
    """Probability that a standard normal number is at least as far from 0 as u, on either side.

    P(|U| ≥ |u|) = erfc( |u| / √2 )        (11.9)

    Any shape in, the same shape out; a number in, a float out.
    """
    u = inputs.array(u, "u", finite=False)
    return _same_kind(np.vectorize(math.erfc, otypes=[float])(np.abs(u) / math.sqrt(2.0)))


def likelihood_ratio(smaller, larger, n_examples):
    """Twice the log of how much likelier the labels are under the larger model, from both mean losses.

    Λ = 2 m (L_smaller - L_larger)        (11.10)

    If the larger model has one weight more, and its true value is 0, √Λ is nearly the size of a normal number.
    """
    smaller, larger = inputs.number(smaller, "smaller", at_least=0), inputs.number(larger, "larger", at_least=0)
    ratio = 2.0 * inputs.count(n_examples, "n_examples", at_least=1, at_most=inputs.MOST_NUMBERS) * (smaller - larger)
    return _finite(ratio, "smaller and larger must be small enough for a finite ratio; it overflows")


# Lesson 12: more than two classes


def scores(X, W, b):
    """Score of each example for each of K classes, shape (m, K); W is (n, K), b (K,).

    Z = XW + b        (12.1)
    """
    X, W, b = inputs.matrix(X), inputs.matrix(W, "W"), inputs.array(b, "b")
    if W.shape[0] != X.shape[1] or b.shape != W.shape[1:]:
        raise ValueError(
            f"W must hold a row for each of the {X.shape[1]} features, and b a number for each column of W; "
            f"got the shapes {W.shape} and {b.shape}"
        )
    with np.errstate(over="ignore", invalid="ignore"):
        Z = X @ W + b
    return _finite(Z, "X, W and b must be small enough for finite scores; X @ W + b overflows")


def softmax(Z):
    """Probabilities of K classes from their scores, row by row, shape (m, K).

    p_k = exp z_k / sum_j exp z_j                                (12.2)
        = exp(z_k - max z) / sum_j exp(z_j - max z), the form computed: no exp overflows
    """
    Z = inputs.matrix(Z, "Z")
    with np.errstate(over="ignore"):
        e = np.exp(Z - Z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def one_hot(y, n_classes):
    """Labels 0 to K-1 as a table (m, K), a row for each example, with a 1 in the column of its class.

    Y_ik = 1 where y_i = k, and 0 elsewhere        (12.5)
    """
    y, k = inputs.array(y, "y"), inputs.count(n_classes, "n_classes", at_least=1, at_most=10_000)
    if y.ndim != 1 or y.size == 0 or y.size * k > inputs.MOST_NUMBERS or not np.isin(y, np.arange(k)).all():
        raise ValueError(f"y must hold whole numbers from 0 to {k - 1}, one for each example; got {inputs.shown(y)}")
    return (y[:, None] == np.arange(k)).astype(float)


def softmax_cross_entropy(Z, Y):
    """Loss of each example, from its scores Z (m, K) and its row of the table Y of `one_hot`; finite wherever Z is.

    l = log sum_j exp z_j - sum_k Y_k z_k                                      (12.6)
      = log sum_j exp(z_j - max z) - sum_k Y_k (z_k - max z), the form computed
    """
    Z = inputs.matrix(Z, "Z")
    Y = _one_hot_rows(Y, Z.shape)
    with np.errstate(over="ignore", invalid="ignore"):
        behind = Z - Z.max(axis=1, keepdims=True)
        return np.log(np.exp(behind).sum(axis=1)) - behind[Y > 0]


def softmax_loss(X, Y, W, b, l2=0.0):
    """Mean of `softmax_cross_entropy`, plus the penalty of all weights.

    L = 1/m sum_i l_i + λ/2 ||W||²        (12.7)
    """
    loss, l2 = softmax_cross_entropy(scores(X, W, b), Y), inputs.number(l2, "l2", at_least=0)
    with np.errstate(over="ignore"):
        loss = float(np.mean(loss) + l2 / 2 * np.sum(inputs.array(W, "W") ** 2))
    return _finite(loss, "X, W, b and l2 must be small enough for a finite loss; it overflows")


def softmax_gradient(X, Y, W, b, l2=0.0):
    """Slope of `softmax_loss` in each weight and each bias, the pair (dW, db) of the shapes (n, K) and (K,).

    dW = 1/m Xᵀ(P - Y) + λ W              (12.10)
    db = 1/m sum_i (P_i - Y_i), over the rows  (12.11)
    """
    Z, l2 = scores(X, W, b), inputs.number(l2, "l2", at_least=0)
    error = softmax(Z) - _one_hot_rows(Y, Z.shape)
    with np.errstate(over="ignore", invalid="ignore"):
        dW = inputs.matrix(X).T @ error / len(Z) + l2 * inputs.array(W, "W")
    return _finite(dW, "X, W and l2 must be small enough for a finite gradient; it overflows"), error.mean(axis=0)


def _one_hot_rows(Y, shape):
    """Y as a table of that shape, each row with one 1 among zeros."""
    Y = inputs.matrix(Y, "Y")
    if Y.shape != shape or not np.isin(Y, (0.0, 1.0)).all() or (Y.sum(axis=1) != 1).any():
        raise ValueError(f"Y must have the shape {shape} and a single 1 among zeros in each row; got {inputs.shown(Y)}")
    return Y


# Lesson 13: a real case


def risk_ratio(odds_ratio, risk):
    """Factor between two probabilities (risks), from the factor between their odds and the first probability.

    RR = OR / (1 - p + p OR)        (13.5)

    Any shape in, the same shape out; two numbers in, a float out.
    """
    ratio, p = inputs.array(odds_ratio, "odds_ratio"), inputs.array(risk, "risk")
    if not (ratio > 0).all():
        raise ValueError(f"odds_ratio must hold numbers above 0; got {ratio.min():g}")
    if not ((p > 0) & (p < 1)).all():
        raise ValueError("risk must lie strictly between 0 and 1")
    if ratio.shape != p.shape and ratio.ndim and p.ndim:
        raise ValueError(f"odds_ratio and risk must have the same shape; got {ratio.shape} and {p.shape}")
    with np.errstate(over="ignore"):
        return _same_kind(1.0 / (p + (1.0 - p) / ratio))


def shifted_intercept(b, share, new_share):
    """Bias for data in which the share of ones is another, and everything else the same.

    b' = b + logit(new share) - logit(share)        (13.7)
    """
    b = inputs.number(b, "b")
    shares = (inputs.number(v, name, above=0) for v, name in ((share, "share"), (new_share, "new_share")))
    shares = dict(zip(("share", "new_share"), shares, strict=True))
    for name, value in shares.items():
        if value >= 1:
            raise ValueError(f"{name} must lie strictly between 0 and 1; got {value:g}")
    return b + logit(shares["new_share"]) - logit(shares["share"])


def precision_at(share, recall, false_positive_rate):
    """Precision where a share of all examples are ones, of a rule with this recall and this false positive rate.

    precision = π TPR / ( π TPR + (1 - π) FPR )        (13.8)

    0.0 where nothing would be predicted to be one.
    """
    names = {"share": share, "recall": recall, "false_positive_rate": false_positive_rate}
    share, hit, false = (inputs.number(value, name, at_least=0, at_most=1) for name, value in names.items())
    found, alarms = share * hit, (1.0 - share) * false
    return found / (found + alarms) if found + alarms else 0.0


def _finite(result, problem):
    """The result, unless a number in it has overflowed: then a ValueError says the problem."""
    if not np.isfinite(result).all():
        raise ValueError(problem)
    return result


def _same_kind(result):
    """A float for a single number, the array itself otherwise."""
    return float(result) if np.ndim(result) == 0 else result

"""Lesson 04: the slope of the loss."""

import numpy as np

from logreg_core.exercises import reckoning
from logreg_core.exercises.exercise import exercise
from logreg_core.exercises.questions import question
from logreg_core.exercises.samples import LABELS, SCORES, TABLES, far

STABLE_SIGMOID = (
    "The probability overflows on the way. Use the stable form of the sigmoid from lesson 01, or import `sigmoid` "
    "from `logreg_core.equations`."
)


def _pulled(X, r):
    """The slopes that come of r in the place of the residuals p - y."""
    return X.T @ r / len(r), float(np.mean(r))


def _residual(X, y, w, b):
    return reckoning.probability(X, w, b) - y


@exercise(
    lesson=4,
    cases=list(zip(SCORES, LABELS, strict=True)),
    edges=[(np.array([0.0, 0.0]), np.array([1.0, 0.0]))],
    hard=[(np.array([z, 0.5]), np.array([0.0, 1.0])) for z in (1000.0, -1000.0)],
    each="z y",
    stable=STABLE_SIGMOID,
)
class residual:
    """the slope dL/dz of the loss of each example in its score z, for the label y"""

    def answer(z, y):
        return reckoning.residual(reckoning.sigmoid(z), y)

    def flipped_sign(z, y):
        """Your signs are all flipped. Where the label is 1, a higher score lowers the loss: the slope is negative."""
        return y - reckoning.sigmoid(z)

    def sigmoid_missing(z, y):
        """You subtract the label from the score. It is subtracted from the probability."""
        return z - y

    def sigmoid_of_the_difference(z, y):
        """You subtract the label before the sigmoid is taken. Subtract it after."""
        return reckoning.sigmoid(z - y)

    def sigmoid_applied_twice(z, y):
        """You apply the sigmoid to a number that is a probability already. Once is enough."""
        return reckoning.sigmoid(reckoning.sigmoid(z)) - y

    def label_missing(z, y):
        """Your answer is the probability. The label is missing."""
        return reckoning.sigmoid(z)

    def plus_for_minus(z, y):
        """You add the label. It is subtracted."""
        return reckoning.sigmoid(z) + y

    def labels_swapped(z, y):
        """You subtract 1 - y. It is the label itself that is subtracted."""
        return reckoning.sigmoid(z) - (1 - y)

    def label_for_probability(z, y):
        """You round the probability to a label first, so that only mistakes have a slope. Keep the probability."""
        return np.where(z > 0, 1, 0) - y

    def absolute_for_signed(z, y):
        """You have dropped the sign. It says in which direction the score should move."""
        return np.abs(reckoning.sigmoid(z) - y)

    def square_for_residual(z, y):
        """You square the difference. The slope of the cross-entropy is the difference itself."""
        return (reckoning.sigmoid(z) - y) ** 2

    def squared_error_slope(z, y):
        """Your answer carries a factor p(1 - p). It is there for the squared error; with the cross-entropy, 1/(p(1 -
        p)) from the logarithm cancels it."""
        p = reckoning.sigmoid(z)
        return (p - y) * p * (1 - p)

    def twice_squared_error_slope(z, y):
        """Your answer is the slope of the squared error, with its 2 and its factor p(1 - p). Start from the
        cross-entropy: the factor cancels."""
        p = reckoning.sigmoid(z)
        return 2 * (p - y) * p * (1 - p)

    def chain_rule_cut_short(z, y):
        """Your answer is the slope in p. One link of the chain rule is missing: how p changes with z."""
        p = reckoning.sigmoid(z)
        return (p - y) / (p * (1 - p))

    def extra_two(z, y):
        """Your answer is twice what it should be. No 2 comes out of the derivative of a logarithm."""
        return 2 * (reckoning.sigmoid(z) - y)

    def value_for_slope(z, y):
        """Your answer is the loss itself. Its slope is asked for."""
        return reckoning.cross_entropy(z, y)

    def mean_for_each(z, y):
        """Your answer is the mean over the examples. Here the slope of each example is asked for."""
        return np.mean(reckoning.sigmoid(z) - y)

    def sum_for_each(z, y):
        """Your answer is the sum over the examples. Here the slope of each example is asked for."""
        return np.sum(reckoning.sigmoid(z) - y)

    def divided_by_their_number(z, y):
        """You divide by the number of examples. That comes with the mean; here each example stands alone."""
        return (reckoning.sigmoid(z) - y) / len(z)

    def exponent_sign_flipped(z, y):
        """Your answer is 1 - p - y. Either the label is subtracted as it should be, from the wrong probability, because
        the sign in the exponent of your sigmoid is flipped; or you have (1 - y) - p, with the opposite label and the
        opposite sign."""
        return reckoning.sigmoid(-z) - y

    def ones_only(z, y):
        """You have the slope of the first term, the one with y. Examples with label 0 have a slope as well: σ(z)
        itself."""
        return -y * reckoning.sigmoid(-z)

    def zeros_only(z, y):
        """You have the slope of the second term, the one with 1 - y. Examples with label 1 have a slope as well: σ(z)
        - 1."""
        return (1 - y) * reckoning.sigmoid(z)

    def slope_of_sigmoid_for_residual(z, y):
        """Your answer is the slope of the sigmoid, p (1 - p). It cancels on the way from the loss to the score: what
        is left?"""
        return reckoning.sigmoid(z) * reckoning.sigmoid(-z)

    def times_the_score(z, y):
        """You multiply p - y by the score. In the slope in a weight a feature comes in; the slope in z is p - y
        alone."""
        return (reckoning.sigmoid(z) - y) * z


@exercise(
    lesson=4,
    cases=TABLES,
    hard=[far(1000.0), far(1000.0, (0.0, 1.0))],
    returns="dw db",
    stable=STABLE_SIGMOID,
)
class gradient:
    """the slope of the mean loss in the weights, dw, of shape (n,), and in the bias, db, a number"""

    answer = reckoning.gradient

    def flipped_sign(X, y, w, b):
        """Your signs are all flipped: you have y - p, which points downhill. The gradient points uphill."""
        dw, db = reckoning.gradient(X, y, w, b)
        return -dw, -db

    def flipped_sign_in_dw(X, y, w, b):
        """`db` is right; the sign of `dw` is flipped. Both use the same p - y."""
        dw, db = reckoning.gradient(X, y, w, b)
        return -dw, db

    def flipped_sign_in_db(X, y, w, b):
        """`dw` is right; the sign of `db` is flipped. Both use the same p - y."""
        dw, db = reckoning.gradient(X, y, w, b)
        return dw, -db

    def sum_for_mean(X, y, w, b):
        """Both slopes are sums over the examples. The loss is their mean, and so are its slopes: divide by the
        number of examples."""
        dw, db = reckoning.gradient(X, y, w, b)
        return dw * len(y), db * len(y)

    def sum_for_mean_in_dw(X, y, w, b):
        """`db` is right. `dw` is a sum over the examples: divide it by their number."""
        dw, db = reckoning.gradient(X, y, w, b)
        return dw * len(y), db

    def sum_for_mean_in_db(X, y, w, b):
        """`dw` is right. `db` is a sum over the examples: divide it by their number."""
        dw, db = reckoning.gradient(X, y, w, b)
        return dw, db * len(y)

    def divided_by_the_features(X, y, w, b):
        """You divide by the number of features. The mean is over the examples: look at which length you take."""
        dw, db = reckoning.gradient(X, y, w, b)
        return dw * len(y) / len(w), db * len(y) / len(w)

    def divided_by_the_features_in_dw(X, y, w, b):
        """`db` is right. In `dw` you divide by the number of features; the mean is over the examples."""
        dw, db = reckoning.gradient(X, y, w, b)
        return dw * len(y) / len(w), db

    def divided_twice(X, y, w, b):
        """You divide by the number of examples twice. `np.mean` has divided already."""
        dw, db = reckoning.gradient(X, y, w, b)
        return dw / len(y), db / len(y)

    def divided_twice_in_db(X, y, w, b):
        """`dw` is right. `db` is divided by the number of examples twice: `np.mean` has divided already."""
        dw, db = reckoning.gradient(X, y, w, b)
        return dw, db / len(y)

    def extra_two(X, y, w, b):
        """Your slopes are twice what they should be. No 2 comes out of the derivative of a logarithm."""
        dw, db = reckoning.gradient(X, y, w, b)
        return 2 * dw, 2 * db

    def extra_half(X, y, w, b):
        """Your slopes are half of what they should be. The 1/2 belongs to the squared error."""
        dw, db = reckoning.gradient(X, y, w, b)
        return dw / 2, db / 2

    def swapped_returns(X, y, w, b):
        """Both are right, in the wrong order: first `dw`, then `db`."""
        return reckoning.gradient(X, y, w, b)[::-1]

    def bias_forgotten(X, y, w, b):
        """The bias is missing from your scores."""
        return reckoning.gradient(X, y, w, 0.0)

    def bias_sign_flipped(X, y, w, b):
        """You subtract the bias. In the score it is added."""
        return reckoning.gradient(X, y, w, -b)

    def sigmoid_missing(X, y, w, b):
        """You subtract the label from the score. It is subtracted from the probability."""
        r = X @ w + b - y
        return X.T @ r / len(y), np.mean(r)

    def sigmoid_applied_twice(X, y, w, b):
        """You apply the sigmoid to a number that is a probability already. Once is enough."""
        r = reckoning.sigmoid(reckoning.probability(X, w, b)) - y
        return X.T @ r / len(y), np.mean(r)

    def label_for_probability(X, y, w, b):
        """You round the probabilities to labels first, so that only mistakes pull. Keep the probabilities."""
        r = (X @ w + b > 0) - y
        return X.T @ r / len(y), np.mean(r)

    def label_missing(X, y, w, b):
        """You use p where p - y belongs: the labels are missing."""
        p = reckoning.probability(X, w, b)
        return X.T @ p / len(y), np.mean(p)

    def labels_swapped(X, y, w, b):
        """You use the opposite labels: p - (1 - y). Or two signs are flipped at once: you have y - p, and the sigmoid's
        exponent has the wrong sign."""
        return reckoning.gradient(X, 1 - y, w, b)

    def absolute_for_signed(X, y, w, b):
        """You have dropped the sign of p - y. It says in which direction an example pulls."""
        r = np.abs(_residual(X, y, w, b))
        return X.T @ r / len(y), np.mean(r)

    def square_for_residual(X, y, w, b):
        """You square p - y. The slope of the cross-entropy holds the difference itself."""
        r = _residual(X, y, w, b) ** 2
        return X.T @ r / len(y), np.mean(r)

    def squared_error_slope(X, y, w, b):
        """A factor p(1 - p) is left in. It is there for the squared error; with the cross-entropy it cancels."""
        p = reckoning.probability(X, w, b)
        r = (p - y) * p * (1 - p)
        return X.T @ r / len(y), np.mean(r)

    def features_forgotten(X, y, w, b):
        """Your `dw` is `db` over again. The score changes with a weight as fast as its feature is large: where do
        the features come in?"""
        db = np.mean(_residual(X, y, w, b))
        return np.full(len(w), db), db

    def one_number_without_the_features(X, y, w, b):
        """Your `dw` is one number, and it is `db` over again. Each weight has a slope of its own, in which every p - y
        is multiplied by the feature."""
        db = np.mean(_residual(X, y, w, b))
        return db, db

    def one_number_for_dw(X, y, w, b):
        """Your `dw` is one number. Each weight has its own slope, from its own feature."""
        dw, db = reckoning.gradient(X, y, w, b)
        return np.sum(dw), db

    def mean_of_the_products(X, y, w, b):
        """Your `dw` is one number, the mean of X.T @ r over the features. Its entries are sums over the examples: keep
        them apart, and divide each by the number of examples."""
        r = _residual(X, y, w, b)
        return np.mean(X.T @ r), np.mean(r)

    def mean_over_the_features(X, y, w, b):
        """Your `dw` has one entry for each example: you average over the features. Average over the examples, the
        rows of X."""
        r = _residual(X, y, w, b)
        return np.mean(X * r[:, None], axis=1), np.mean(r)

    def transposed(X, y, w, b):
        """The product for `dw` has X on the wrong side or not transposed. One entry for each feature should come
        out: which shapes meet?"""
        r = _residual(X, y, w, b)
        return X @ r / len(y), np.mean(r)

    def product_of_the_means(X, y, w, b):
        """You multiply the mean feature by the mean of p - y. Multiply for each example first, then take the mean."""
        r = _residual(X, y, w, b)
        return X.mean(axis=0) * np.mean(r), np.mean(r)

    def weights_for_the_features(X, y, w, b):
        """In `dw` you multiply by the weights. The derivative of w·x in w is something else."""
        r = _residual(X, y, w, b)
        return w * np.mean(r), np.mean(r)

    def db_times_b(X, y, w, b):
        """`dw` is right. In `db` you multiply by b; the derivative of z = w·x + b in b is something else."""
        dw, db = reckoning.gradient(X, y, w, b)
        return dw, db * b

    def db_for_each_example(X, y, w, b):
        """`dw` is right. Your `db` is p - y, one number for each example. Their mean is asked for."""
        return reckoning.gradient(X, y, w, b)[0], _residual(X, y, w, b)

    def dw_for_each_example(X, y, w, b):
        """`db` is right. Your `dw` has a row for each example. Their mean is asked for."""
        r = _residual(X, y, w, b)
        return X * r[:, None], np.mean(r)

    def db_left_out(X, y, w, b):
        """You return `dw` alone. Return two values, first `dw`, then `db`."""
        return reckoning.gradient(X, y, w, b)[0]

    def one_array_for_the_pair(X, y, w, b):
        """You return one array that holds both. Return two values, first `dw`, then `db`."""
        return np.append(*reckoning.gradient(X, y, w, b))

    def value_for_slope(X, y, w, b):
        """You return the loss. Its slopes are asked for, `dw` and `db`."""
        return reckoning.log_loss(X, y, w, b)

    def loss_returned_too(X, y, w, b):
        """`dw` and `db` are right. Return these two only, without the loss."""
        return (*reckoning.gradient(X, y, w, b), reckoning.log_loss(X, y, w, b))

    def exponent_sign_flipped(X, y, w, b):
        """The labels are subtracted as they should be, from the wrong probabilities: the sign in the exponent of your
        sigmoid is flipped."""
        return _pulled(X, 1 - reckoning.probability(X, w, b) - y)

    def tanh_for_sigmoid(X, y, w, b):
        """You have put the hyperbolic tangent in the place of the sigmoid. It runs from -1 to 1; a probability does
        not."""
        return _pulled(X, np.tanh(X @ w + b) - y)

    def mean_for_dw(dw, db):
        """Your `dw` is one number, the mean over all entries. Each weight has its own slope: take the mean over the
        examples alone."""
        return np.mean(dw), db

    def weights_added(dw, db, w):
        """`db` is right. You add the weights to `dw`. That comes from a penalty, which is not part of this loss."""
        return dw + w, db

    def step_for_slope(dw, db, w, b):
        """You return w - dw and b - db, the place after a step. The slopes themselves are asked for."""
        return w - dw, b - db

    def residual_for_slope(X, y, w, b):
        """You return p - y, one number for each example. The slopes in the weights and in the bias are made of
        these."""
        return _residual(X, y, w, b)

    def probability_for_slope(X, w, b):
        """You return the probabilities. The slopes are asked for, `dw` and `db`."""
        return reckoning.probability(X, w, b)

    def every_feature_for_every_weight(dw, db):
        """`db` is right. Every entry of your `dw` has all the features in it: in the loop over the features, each
        weight has a slope of its own, `dw[j]`."""
        return np.full(len(dw), np.sum(dw)), db

    def db_once_for_each_feature(dw, db):
        """`dw` is right. Your `db` is counted once for each feature: the line for it stands in the loop over the
        features. It belongs into the loop over the examples."""
        return dw, len(dw) * db

    def absolute_slopes(dw, db):
        """You have dropped the signs of the slopes. They say in which direction the loss grows."""
        return np.abs(dw), np.abs(db)

    def first_feature_for_all(dw, db):
        """`db` is right. Every entry of your `dw` is made of the first feature: is there an index 0 where `j`
        belongs?"""
        return np.full(len(dw), dw[0]), db

    def forward_differences(X, y, w, b, came=None):
        """Your slopes come from a step in one direction, and are off by about as much as the step is long. Use the
        formula, or a central difference with a step near 1e-5."""
        made = []
        for h in (0.1, 0.01, 1e-3, 1e-4):
            here, sides = reckoning.log_loss(X, y, w, b), [w + h * e for e in np.eye(len(w))]
            dw = [(reckoning.log_loss(X, y, side, b) - here) / h for side in sides]
            made.append((np.array(dw), (reckoning.log_loss(X, y, w, b + h) - here) / h))
        if came is None or len(came) != 2 or np.shape(came[0]) != w.shape or np.ndim(came[1]):
            return made[1]
        return min(made, key=lambda slopes: np.abs(slopes[0] - came[0]).max())

    def divided_in_every_round(X, y, w, b):
        """You divide by the number of examples in every round of the loop. Add everything up first, and divide once,
        behind the loop."""
        r, dw, db = _residual(X, y, w, b), 0.0, 0.0
        for x, each in zip(X, r, strict=True):
            dw, db = (dw + each * x) / len(y), (db + each) / len(y)
        return dw, db

    def label_of_the_feature(X, y, w, b):
        """`db` is right. In `dw` each feature has met the label with its own number: there is `y[j]` where `y[i]`
        belongs."""
        p = reckoning.probability(X, w, b)
        return np.array([np.mean((p - y[j % len(y)]) * X[:, j]) for j in range(len(w))]), np.mean(p - y)

    def features_of_the_last_example(X, db):
        """`db` is right. In `dw` the sum of p - y is multiplied by the features of the last example: the line with
        `X[i, j]` stands below the loop over the examples, where i stays at its last value."""
        return X[-1] * db, db

    def features_of_the_first_example(X, db):
        """`db` is right. In `dw` the sum of p - y is multiplied by the features of the first example: is there `X[0]`
        where `X[i]` belongs?"""
        return X[0] * db, db

    def features_by_the_wrong_index(X, y, w, b):
        """`db` is right. In `dw` each feature is taken from the example with its own number: there is `X[j, j]` where
        `X[i, j]` belongs."""
        return np.array([X[j % len(y), j] for j in range(len(w))]) * np.mean(_residual(X, y, w, b)), np.mean(
            _residual(X, y, w, b)
        )

    def added_over_the_features(X, y, w, b):
        """Your `dw` has one entry for each example: you add over the features, `axis=1`. Add over the examples, the
        rows of X: `axis=0`."""
        r = _residual(X, y, w, b)
        return np.sum(X * r[:, None], axis=1) / len(y), np.mean(r)

    def db_from_dw(dw, db):
        """`dw` is right. Your `db` is made of `dw`. It has a slope of its own: the mean of p - y."""
        return dw, np.sum(dw)

    def mean_of_dw_for_db(dw, db):
        """`dw` is right. Your `db` is the mean of `dw`. It has a slope of its own: the mean of p - y."""
        return dw, np.mean(dw)

    def bias_before_the_weights_in_one_array(dw, db):
        """You return one array that holds both, the bias first. Return two values, first `dw`, then `db`."""
        return np.append(db, dw)

    def square_of_the_features(X, y, w, b):
        """`db` is right. In `dw` p - y is multiplied by the square of the features. Each feature comes in once."""
        r = _residual(X, y, w, b)
        return (X**2).T @ r / len(y), np.mean(r)

    def residual_for_dw(X, y, w, b):
        """`db` is right. Your `dw` is p - y, one number for each example. Multiply by the features, and take the mean
        over the examples."""
        r = _residual(X, y, w, b)
        return r, np.mean(r)

    def bias_after_the_sigmoid(X, y, w, b):
        """You add the bias to the probability. It is part of the score, before the sigmoid."""
        return _pulled(X, reckoning.sigmoid(X @ w) + b - y)

    def divided_in_the_loop_over_the_features(dw, db, y):
        """`db` is right. `dw` is divided by the number of examples as a whole, in every round of the loop over the
        features. Divide once, behind the loop."""
        return dw * float(len(y)) ** -np.arange(len(dw) - 1, -1, -1), db


def cube(x):
    return x**3


def wave(x):
    return np.sin(2 * x)


@exercise(
    lesson=4,
    cases=[(cube, 2.0, 0.5), (np.exp, 0.5, 0.25), (wave, -1.0, 0.25)],
)
class numerical_slope:
    """the slope of the function f at x by the central difference: a step h to each side"""

    def answer(f, x, h):
        return (f(x + h) - f(x - h)) / (2 * h)

    def forward_difference(f, x, h):
        """You go one step forward and none back. The central difference goes a step to each side, and its error is
        far smaller."""
        return (f(x + h) - f(x)) / h

    def backward_difference(f, x, h):
        """You go one step back and none forward. The central difference goes a step to each side, and its error is
        far smaller."""
        return (f(x) - f(x - h)) / h

    def h_for_two_h(f, x, h):
        """Your answer is twice the slope. How far apart are x + h and x - h?"""
        return (f(x + h) - f(x - h)) / h

    def forward_over_two_h(f, x, h):
        """You divide by 2h, and the two points are only h apart: one of them should be x - h."""
        return (f(x + h) - f(x)) / (2 * h)

    def division_missing(f, x, h):
        """You have the rise. The slope is the rise divided by how far apart the two points are."""
        return f(x + h) - f(x - h)

    def two_for_two_h(f, x, h):
        """You divide by 2. The two points are not 2 apart: how far are they?"""
        return (f(x + h) - f(x - h)) / 2

    def product_for_ratio(f, x, h):
        """You multiply by h. Python reads `a / 2 * h` as (a / 2) * h: put 2 * h in parentheses."""
        return (f(x + h) - f(x - h)) / 2 * h

    def parentheses_missing(f, x, h):
        """Only the second value is divided. Put the difference in parentheses."""
        return f(x + h) - f(x - h) / (2 * h)

    def flipped_sign(f, x, h):
        """The sign is flipped: subtract the value on the left from the value on the right."""
        return (f(x - h) - f(x + h)) / (2 * h)

    def plus_for_minus(f, x, h):
        """You add the two values. A slope comes from their difference."""
        return (f(x + h) + f(x - h)) / (2 * h)

    def curvature_for_slope(f, x, h):
        """You have the second difference, which measures the curvature. The slope needs the two outer values only."""
        return (f(x + h) - 2 * f(x) + f(x - h)) / h**2

    def half_step(f, x, h):
        """You go half a step to each side. The exercise asks for a whole h to each side."""
        return (f(x + h / 2) - f(x - h / 2)) / h

    def own_step(f, x, h):
        """You use a step of your own. Take the h that your function is given."""
        return (f(x + 1e-5) - f(x - 1e-5)) / 2e-5

    def x_ignored(f, x, h):
        """Your points are h and -h, whatever x is. They should lie on both sides of x."""
        return (f(h) - f(-h)) / (2 * h)

    def function_not_called(f, x, h):
        """Your answer is always 1. That happens when f is never called, and a distance is divided by itself: put the
        two points into f."""
        return 1.0

    def absolute_for_signed(f, x, h):
        """You have dropped the sign. A slope is negative where f falls."""
        return np.abs((f(x + h) - f(x - h)) / (2 * h))

    def second_value_divided_only(f, x, h):
        """Only the second value is divided, and it is the one at x. Put the difference in parentheses, and let the
        second point be x - h."""
        return f(x + h) - f(x) / h

    def forward_difference_turned(f, x, h):
        """You go one step forward and none back, and subtract the wrong way round. The central difference takes the
        value at x + h minus the value at x - h."""
        return (f(x) - f(x + h)) / h

    def h_squared_below(f, x, h):
        """You divide by h times h. The two points are 2h apart."""
        return (f(x + h) - f(x - h)) / (h * h)

    def own_step_below_the_line(f, x, h, came=None):
        """You go h to each side, and divide by a number of your own. The two points are 2h apart."""
        sizes = [2 * 10.0**-k for k in range(1, 9)] + [10.0**-k for k in range(1, 9)]
        slopes = [(f(x + h) - f(x - h)) / size for size in sizes]
        return slopes[3] if came is None or np.ndim(came) else min(slopes, key=lambda slope: abs(slope - came))

    def multiplied_by_two_h(f, x, h):
        """You multiply by 2h. The slope is the rise divided by how far apart the points are: put 2 * h below the line,
        in parentheses."""
        return (f(x + h) - f(x - h)) * 2 * h

    def two_steps_forward(f, x, h):
        """You go two steps forward and none back. The central difference goes a step to each side."""
        return (f(x + 2 * h) - f(x)) / (2 * h)

    def half_step_over_two_h(f, x, h):
        """You go half a step to each side, and divide by 2h. Go a whole h to each side."""
        return (f(x + h / 2) - f(x - h / 2)) / (2 * h)


BATCHES = np.array([2, 0, 1]), np.array([5, 1, 6, 3])


@exercise(
    lesson=4,
    cases=[
        (TABLES[1][0], *TABLES[1][1:], BATCHES[0]),
        (TABLES[2][0], *TABLES[2][1:], BATCHES[1]),
        (TABLES[2][0] * 0.5 + 0.25, 1 - TABLES[2][1], *TABLES[2][2:], np.array([4, 1, 2, 0, 6])),
    ],
    edges=[(*TABLES[1], np.array([3])), (*TABLES[1], np.array([1, 1, 2]))],
    hard=[(*far(1000.0), np.array([1, 0]))],
    returns="dw db",
    stable=STABLE_SIGMOID,
)
class batch_gradient:
    """the slope of the mean loss over some of the examples only: those whose numbers stand in `rows`"""

    def answer(X, y, w, b, rows):
        return reckoning.gradient(X[rows], y[rows], w, b)

    def rows_counted_once(X, y, w, b, rows):
        """An example that stands in `rows` twice counts twice. A set, a mask of True and False, and `np.unique` count
        it once: `X[rows]` picks it as often as it is named."""
        return reckoning.gradient(X[np.unique(rows)], y[np.unique(rows)], w, b)

    def last_of_the_rows_only(X, y, w, b, rows):
        """You use one example of the batch, the last. Does each round of the loop overwrite what the one before has
        found? All of them are to be averaged."""
        return reckoning.gradient(X[rows[-1:]], y[rows[-1:]], w, b)

    def all_from_the_first_to_the_last(X, y, w, b, rows):
        """You take all the examples between the smallest and the largest number in `rows`. Only those that stand in it
        have a say."""
        some = slice(np.min(rows), np.max(rows) + 1)
        return reckoning.gradient(X[some], y[some], w, b)

    def all_examples(X, y, w, b, rows):
        """You take all the examples. Only those in `rows` have a say: `X[rows]` picks them out."""
        return reckoning.gradient(X, y, w, b)

    def divided_by_all(X, y, w, b, rows):
        """You pick the right examples, and divide by the number of all of them. The mean is over the batch: divide by
        how many rows it has."""
        dw, db = batch_gradient.answer(X, y, w, b, rows)
        return dw * len(rows) / len(y), db * len(rows) / len(y)

    def sum_for_mean(X, y, w, b, rows):
        """Your slopes are sums over the batch. They are means: divide by how many rows it has."""
        dw, db = batch_gradient.answer(X, y, w, b, rows)
        return dw * len(rows), db * len(rows)

    def divided_twice(X, y, w, b, rows):
        """You divide once too often: the gradient of a smaller table is a mean over its rows already."""
        dw, db = batch_gradient.answer(X, y, w, b, rows)
        return dw / len(rows), db / len(rows)

    def first_ones(X, y, w, b, rows):
        """You take the first examples of the table, as many as there are in `rows`. Take those whose numbers stand
        there."""
        return reckoning.gradient(X[: len(rows)], y[: len(rows)], w, b)

    def labels_not_picked(X, y, w, b, rows):
        """You pick the rows of X, and the labels from the beginning, so that each example has the label of another.
        Pick both with the same `rows`."""
        return reckoning.gradient(X[rows], y[: len(rows)], w, b)

    def in_their_order(X, y, w, b, rows):
        """You pick the right examples and the right labels, and bring one of them into another order, so that they no
        longer belong together. Index both with `rows` as it is."""
        return reckoning.gradient(X[rows], y[np.sort(rows)], w, b)

    def the_others(X, y, w, b, rows):
        """You take the examples that are not in `rows`, perhaps with `np.delete`. Take those that are."""
        return reckoning.gradient(np.delete(X, rows, axis=0), np.delete(y, rows), w, b)

    def one_example_only(X, y, w, b, rows):
        """You use one example of the batch, the first. All of them are to be averaged."""
        return reckoning.gradient(X[rows[:1]], y[rows[:1]], w, b)

    def flipped_sign(dw, db):
        """Your signs are all flipped: you have y - p, which points downhill. The gradient points uphill."""
        return -dw, -db

    def swapped_returns(dw, db):
        """Both are right, in the wrong order: first `dw`, then `db`."""
        return db, dw

    def db_left_out(dw):
        """You return `dw` alone. Return two values, first `dw`, then `db`."""
        return dw

    def bias_forgotten(X, y, w, b, rows):
        """The bias is missing from your scores."""
        return reckoning.gradient(X[rows], y[rows], w, 0.0)

    def sigmoid_missing(X, y, w, b, rows):
        """You subtract the label from the score. It is subtracted from the probability."""
        return _pulled(X[rows], X[rows] @ w + b - y[rows])

    def label_for_probability(X, y, w, b, rows):
        """You round the probabilities to labels first, so that only mistakes pull. Keep the probabilities."""
        return _pulled(X[rows], (X[rows] @ w + b > 0) - y[rows])

    def labels_swapped(X, y, w, b, rows):
        """You use the opposite labels: p - (1 - y). Or two signs are flipped at once: you have y - p, and the sigmoid's
        exponent has the wrong sign."""
        return reckoning.gradient(X[rows], 1 - y[rows], w, b)

    def features_not_picked(X, y, w, b, rows):
        """You pick the labels, and the rows of X from the beginning, so that each example has the label of another.
        Pick both with the same `rows`."""
        return reckoning.gradient(X[: len(rows)], y[rows], w, b)


GRIDS = [
    (np.array([1.0, -2.0]), np.array([0.5, 3.0, -1.0]), np.array([2.0, -1.5]), 0.5),
    (np.array([0.0, 1.5, 2.5, 4.0]), np.array([-1.0, 2.0, 0.3]), np.array([-0.713, 1.2345]), -0.4),
    (np.array([-1.5, 0.2, 0.9, 1.1, 3.0]), np.array([0.4, -0.8, 1.6, 2.2, -2.5, 0.1]), np.array([1.317, 0.624]), 1.1),
]


@exercise(lesson=4, cases=GRIDS, edges=[(np.array([2.0]), np.array([3.0]), np.array([1.0, 2.0]), 0.0)])
class score_grid:
    """the scores of all the points of a grid: row i, column j belongs to the height x2[i] and the place x1[j], so that
    the shape is (len(x2), len(x1))"""

    def answer(x1, x2, w, b):
        return w[0] * x1 + w[1] * x2[:, None] + b

    def transposed(x1, x2, w, b):
        """Your grid is turned on its side: the places x1 run along the columns, the heights x2 down the rows. It is x2
        that becomes a column, `x2[:, None]`."""
        return (w[0] * x1 + w[1] * x2[:, None] + b).T

    def places_for_heights(x1, x2, w, b):
        """The two features are swapped: w[0] belongs to x1, and w[1] to x2."""
        return w[1] * x1 + w[0] * x2[:, None] + b

    def bias_forgotten(x1, x2, w, b):
        """The bias is missing from your scores."""
        return w[0] * x1 + w[1] * x2[:, None]

    def bias_sign_flipped(x1, x2, w, b):
        """You subtract the bias. In the score it is added."""
        return w[0] * x1 + w[1] * x2[:, None] - b

    def bias_twice(x1, x2, w, b):
        """The bias is in there twice, perhaps once with each feature. Once is enough."""
        return w[0] * x1 + w[1] * x2[:, None] + 2 * b

    def product_for_sum(x1, x2, w, b):
        """You multiply the two weighted features. They are added."""
        return (w[0] * x1) * (w[1] * x2[:, None]) + b

    def outer_product(x1, x2, w, b):
        """Your grid holds the products x2 x1: that is what `np.outer` makes. Here a weighted sum stands at each
        point."""
        return np.outer(x2, x1)

    def weights_forgotten(x1, x2, w, b):
        """You add the two features as they are. Each is multiplied by its own weight first."""
        return x1 + x2[:, None] + b

    def first_feature_only(x1, x2, w, b):
        """All the rows of your grid are the same: the second feature is missing."""
        return w[0] * x1 + 0 * x2[:, None] + b

    def second_feature_only(x1, x2, w, b):
        """All the columns of your grid are the same: the first feature is missing."""
        return 0 * x1 + w[1] * x2[:, None] + b

    def first_row_only(x1, x2, w, b):
        """You return one row, for the first height. Every height has its row."""
        return w[0] * x1 + w[1] * x2[0] + b

    def strung_together(x1, x2, w, b):
        """Your numbers are right, and stand in one long row. Keep the grid: one row for each height."""
        return (w[0] * x1 + w[1] * x2[:, None] + b).ravel()

    def reshaped_with_the_lengths_exchanged(x1, x2, w, b):
        """Your numbers are right, and `reshape` has filled a table with them whose sides are exchanged. Its shape is
        (len(x2), len(x1)), as that of a `meshgrid` is."""
        return (w[0] * x1 + w[1] * x2[:, None] + b).reshape(len(x1), len(x2))

    def reshaped_and_turned(x1, x2, w, b):
        """Your numbers are right, and in wrong places: `reshape` has filled a table whose sides are exchanged, row by
        row, and then you turned it. Give `reshape` the shape (len(x2), len(x1)) at once."""
        return (w[0] * x1 + w[1] * x2[:, None] + b).reshape(len(x1), len(x2)).T

    def upside_down(x1, x2, w, b):
        """Your rows are upside down, as a picture is drawn. Here row i belongs to x2[i], in the order in which they
        came."""
        return (w[0] * x1 + w[1] * x2[:, None] + b)[::-1]

    def probability_for_score(x1, x2, w, b):
        """Your answers are probabilities. The score is what goes into the sigmoid."""
        return reckoning.sigmoid(w[0] * x1 + w[1] * x2[:, None] + b)

    def label_for_score(x1, x2, w, b):
        """Your answers are labels, 0 or 1. Leave the comparison out: the score itself is asked for."""
        return np.where(w[0] * x1 + w[1] * x2[:, None] + b > 0, 1, 0)


QUESTIONS = (
    question(
        "A label is 1 and the model says 0.3. What is the slope of this loss in the score?",
        1,
        ("-0.7", "Probability minus label: 0.3 - 1. More score means less loss."),
        ("0.7", "The size is right. For label 1 the loss falls as the score rises, so the slope is negative."),
        ("0.21", "That is p (1 - p), the slope of the sigmoid alone. The loss is one link further."),
    ),
    question(
        "Where does the factor p (1 - p) go?",
        2,
        ("it is small, and so we leave it out", "We leave nothing out: it cancels exactly."),
        (
            "the slope of the logarithm has it below its fraction bar",
            "One link has it above, one below, and it cancels.",
        ),
        ("it is 1 for a good model", "It is never more than a quarter."),
    ),
    question(
        "A feature is 0 for every patient. What is its entry in `dw`?",
        3,
        ("the mean residual", "That is the slope in the bias, whose feature is always 1."),
        ("it is not defined", "The sum is defined: each residual is multiplied by the feature."),
        ("0", "Each residual is multiplied by a feature of 0: this weight changes nothing."),
    ),
    question(
        "`dw` is positive in the first weight. Which way should that weight go to lower the loss?",
        2,
        ("up", "The loss rises with this weight, so going up makes it worse."),
        ("down", "The slope says how the loss rises; we go against it."),
        ("it depends on the labels", "They are in the slope already."),
    ),
    question(
        "At the minimum of the loss, what are the pulls of the points?",
        3,
        ("all are zero", "Only if every probability were its label."),
        ("all are equal", "Points on the wrong side pull harder than the others."),
        ("they cancel each other", "Each point still pulls, but the sum is zero."),
    ),
)

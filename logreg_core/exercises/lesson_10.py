"""Lesson 10: taking better steps."""

import numpy as np

from logreg_core.exercises import reckoning
from logreg_core.exercises.exercise import exercise
from logreg_core.exercises.questions import question
from logreg_core.exercises.samples import TABLES, WITHOUT_LABELS


def _products(X, weights):
    """X₁ᵀ diag(weights) X₁ over the number of examples, the ones on the right."""
    X1 = reckoning.with_ones(X)
    return (X1.T * weights) @ X1 / len(X)


@exercise(lesson=10, cases=WITHOUT_LABELS)
class hessian:
    """the table of second derivatives of the loss, shape (n+1, n+1), the bias last"""

    def answer(X, w, b):
        return reckoning.hessian(X, w, b)

    def sum_for_mean(X, w, b):
        """Your table is too large by the number of examples: divide by m."""
        return reckoning.hessian(X, w, b) * len(X)

    def divided_twice(X, w, b):
        """Your table is too small by the number of examples: you have divided by m twice."""
        return reckoning.hessian(X, w, b) / len(X)

    def columns_counted(X, w, b):
        """You divide by the number of columns of the table. The mean is over the examples: divide by `len(X)`."""
        return reckoning.hessian(X, w, b) * len(X) / (X.shape[1] + 1)

    def flipped_sign(X, w, b):
        """Your table has the wrong sign: the loss bends upwards."""
        return -reckoning.hessian(X, w, b)

    def slope_of_sigmoid_missing(X, w, b):
        """The factor p (1 - p) is missing: your table does not depend on the weights."""
        return _products(X, np.ones(len(X)))

    def probability_for_slope(X, w, b):
        """Your examples count with p. They count with the slope of the sigmoid, p (1 - p)."""
        return _products(X, reckoning.probability(X, w, b))

    def complement_for_slope(X, w, b):
        """Your examples count with 1 - p. They count with the slope of the sigmoid, p (1 - p)."""
        return _products(X, 1 - reckoning.probability(X, w, b))

    def slope_squared(X, w, b):
        """Your examples count with the square of p (1 - p). Does the factor come in twice, once with each X₁?"""
        p = reckoning.probability(X, w, b)
        return _products(X, (p * (1 - p)) ** 2)

    def root_of_the_slope(X, w, b):
        """Your examples count with the root of p (1 - p). The root belongs to X₁ where it stands on both sides; on one
        side it is p (1 - p) itself."""
        p = reckoning.probability(X, w, b)
        return _products(X, np.sqrt(p * (1 - p)))

    def slope_at_zero(X, w, b):
        """Your examples all count with ¼. That is the slope of the sigmoid at a score of 0; take it at each score."""
        return _products(X, np.full(len(X), 0.25))

    def sigmoid_missing(X, w, b):
        """Your examples count with z (1 - z). The sigmoid is missing: it is p (1 - p)."""
        z = reckoning.score(X, w, b)
        return _products(X, z * (1 - z))

    def bias_missing(X, w, b):
        """You leave the bias out of the score."""
        return reckoning.hessian(X, w, 0.0)

    def bias_left_out(X, w, b):
        """Your table has no row and no column for the bias: give X a column of ones first."""
        return reckoning.hessian(X, w, b)[:-1, :-1]

    def bias_first(X, w, b):
        """The row and the column of the bias come first in your table. Put the ones on the right of X, so that they
        come last."""
        return np.roll(reckoning.hessian(X, w, b), 1, axis=(0, 1))

    def examples_for_features(X, w, b):
        """Your table has a row and a column for each example. Transpose the first X₁, not the second."""
        p, X1 = reckoning.probability(X, w, b), np.column_stack([X, np.ones(len(X))])
        return (X1 * (p * (1 - p))[:, None]) @ X1.T / len(X)

    def diagonal_only(X, w, b):
        """Your table holds the second derivatives along each parameter alone. Those along two of them, off the
        diagonal, are not zero."""
        return np.diag(np.diag(reckoning.hessian(X, w, b)))

    def diagonal_for_table(X, w, b):
        """You return the second derivatives along each parameter alone, in a row. Those along two of them are asked for
        too: a table."""
        return np.diag(reckoning.hessian(X, w, b))

    def divided_by_the_features(X, w, b):
        """You divide by the number of features. The mean is over the examples: divide by `len(X)`."""
        return reckoning.hessian(X, w, b) * len(X) / len(w)

    def slopes_added_up(X, w, b):
        """You add up p (1 - p) over the examples before it meets the features. It belongs to each example: weigh the
        rows with it first, then multiply."""
        p = reckoning.probability(X, w, b)
        return np.sum(p * (1 - p)) * _products(X, np.ones(len(X)))

    def slopes_averaged(X, w, b):
        """You take the mean of p (1 - p) before it meets the features. It belongs to each example: weigh the rows with
        it first, then multiply."""
        p = reckoning.probability(X, w, b)
        return np.mean(p * (1 - p)) * _products(X, np.ones(len(X)))

    def outer_product_of_sums(X, w, b):
        """You add up over the examples first, and multiply the sums. Multiply for each example, then take the mean."""
        p = reckoning.probability(X, w, b)
        sums = np.append(X.T @ (p * (1 - p)), np.sum(p * (1 - p)))
        return np.outer(sums, sums) / len(X)

    def score_in_one_factor(X, w, b):
        """Your examples count with p (1 - z). They count with p (1 - p)."""
        return _products(X, reckoning.probability(X, w, b) * (1 - (X @ w + b)))


@exercise(
    lesson=10,
    cases=[
        (np.array([[3.0, 1.0], [1.0, 2.0]]),),
        (np.array([[0.25, -0.1], [-0.1, 6.0]]),),
        (np.array([[2.0, -0.5, 0.3], [-0.5, 1.0, 0.2], [0.3, 0.2, 0.25]]),),
    ],
    edges=[(np.array([[4.0]]),)],
)
class largest_stable_rate:
    """the learning rate beyond which gradient descent leaves a minimum with the Hessian H"""

    def answer(H):
        return 2 / np.linalg.eigvalsh(H)[-1]

    def half_of_it(H):
        """Your rate is stable, and half of the largest: up to 1 divided by the largest eigenvalue the walk does not
        overshoot, up to 2 divided by it the walk still arrives."""
        return 1 / np.linalg.eigvalsh(H)[-1]

    def smallest_for_largest(H):
        """You took the smallest eigenvalue. The direction that bends most sets the limit."""
        return 2 / np.linalg.eigvalsh(H)[0]

    def first_that_comes(H):
        """You took the eigenvalue that comes first. `np.linalg.eig` returns them in no order: take the largest."""
        return 2 / np.linalg.eigvals(H)[0]

    def last_that_comes(H):
        """You took the eigenvalue that comes last. `np.linalg.eig` returns them in no order: take the largest."""
        return 2 / np.linalg.eigvals(H)[-1]

    def middle_for_largest(H):
        """You took the mean of the eigenvalues. The direction that bends most sets the limit."""
        return 2 / np.mean(np.linalg.eigvalsh(H))

    def sum_for_largest(H):
        """You took the sum of the eigenvalues. The largest alone sets the limit."""
        return 2 / np.trace(H)

    def product_for_largest(H):
        """You took the product of the eigenvalues, the determinant. The largest alone sets the limit."""
        return 2 / np.linalg.det(H)

    def ends_added(H):
        """You added the smallest eigenvalue to the largest. That gives the rate that is fastest in the worst direction,
        not the largest stable one."""
        return 2 / np.sum(np.linalg.eigvalsh(H)[[0, -1]])

    def curvature_for_rate(H):
        """You return the largest curvature itself. The rate is 2 divided by it."""
        return np.linalg.eigvalsh(H)[-1]

    def upside_down(H):
        """Your fraction is upside down: the steeper the bowl, the smaller the rate must be."""
        return np.linalg.eigvalsh(H)[-1] / 2

    def factor_for_quotient(H):
        """You multiply by 2 where you should divide 2 by the eigenvalue."""
        return 2 * np.linalg.eigvalsh(H)[-1]

    def condition_for_rate(H):
        """You return the condition number, the largest eigenvalue over the smallest."""
        return np.linalg.cond(H)

    def entry_for_eigenvalue(H):
        """You took the largest entry of H. A slanted direction can bend more than any axis: take the largest
        eigenvalue."""
        return 2 / np.max(H)

    def first_entry_only(H):
        """You took the first entry of H. The largest eigenvalue sets the limit."""
        return 2 / H[0, 0]

    def length_for_eigenvalue(H):
        """You took the length of H as if it were one long vector. The largest eigenvalue sets the limit."""
        return 2 / np.linalg.norm(H)

    def root_of_eigenvalue(H):
        """You took the root of the largest eigenvalue. That is for singular values of X; H holds squares already, and
        its eigenvalues are taken as they are."""
        return 2 / np.sqrt(np.linalg.eigvalsh(H)[-1])

    def one_for_each(H):
        """You return a limit for each direction. All of them must hold at once: return the smallest limit."""
        return 2 / np.linalg.eigvalsh(H)

    def vector_for_eigenvalue(H):
        """You took the largest entry of the eigenvectors. `np.linalg.eig` returns the eigenvalues first: `[0]`, or
        `np.linalg.eigvalsh`."""
        return 2 / np.max(np.linalg.eig(H)[1])


PARTS = [
    (np.array([[1.0, 20.0], [4.0, 50.0]]), np.array([[2.0, 10.0], [3.0, 40.0], [7.0, 30.0]])),
    (np.array([[0.5, -2.0], [1.5, 3.0], [-1.0, 0.5]]), np.array([[1.0, 4.0], [-2.0, 0.0], [0.5, 1.5], [2.5, -3.0]])),
    (TABLES[1][0][:, [0, 1, 0]] * [1.0, 10.0, -3.0] + [5.0, 0.0, 1.0], TABLES[2][0]),
]


def _standard(X, middle, spread):
    return (X - middle) / spread


@exercise(lesson=10, cases=PARTS, edges=[(np.array([[1.0, 2.0]]), PARTS[0][1])])
class standardise:
    """each column of X less the training part's mean, divided by the training part's standard deviation"""

    def answer(X, train):
        return _standard(X, train.mean(axis=0), train.std(axis=0))

    def own_numbers(X, train):
        """You standardise X by its own mean and spread. Both must come from `train`, so that the parts move alike."""
        return _standard(X, X.mean(axis=0), X.std(axis=0))

    def own_mean(X, train):
        """You subtract the mean of X itself. It must come from `train`, like the spread."""
        return _standard(X, X.mean(axis=0), train.std(axis=0))

    def own_spread(X, train):
        """You divide by the spread of X itself. It must come from `train`, like the mean."""
        return _standard(X, train.mean(axis=0), X.std(axis=0))

    def both_parts_together(X, train):
        """You take mean and spread over X and `train` together. What is kept for the test must not be looked at: use
        `train` alone."""
        both = np.concatenate([X, train])
        return _standard(X, both.mean(axis=0), both.std(axis=0))

    def training_part_returned(X, train):
        """You return the training part. Its mean and spread are right; apply them to X."""
        return _standard(train, train.mean(axis=0), train.std(axis=0))

    def centred_only(X, train):
        """Your columns are centred, and keep their old spread. Divide by the standard deviation of `train`."""
        return X - train.mean(axis=0)

    def scaled_only(X, train):
        """Your columns are scaled, and not centred. Subtract the mean of `train` first."""
        return X / train.std(axis=0)

    def divided_before_centred(X, train):
        """You divide before you subtract, so that the mean is taken off in the wrong unit. Look at your brackets."""
        return X / train.std(axis=0) - train.mean(axis=0)

    def brackets_missing(X, train):
        """You divide only the mean by the spread. Put the difference into brackets."""
        return X - train.mean(axis=0) / train.std(axis=0)

    def multiplied(X, train):
        """You multiply by the spread where you should divide by it."""
        return (X - train.mean(axis=0)) * train.std(axis=0)

    def flipped_sign(X, train):
        """Your columns are turned round: it is X minus the mean."""
        return (train.mean(axis=0) - X) / train.std(axis=0)

    def variance_for_spread(X, train):
        """You divide by the variance. Divide by its root, the standard deviation."""
        return _standard(X, train.mean(axis=0), train.var(axis=0))

    def one_less(X, train):
        """Nearly: your standard deviation divides by m - 1. Here it divides by m, as `np.std` does."""
        return _standard(X, train.mean(axis=0), train.std(axis=0, ddof=1))

    def range_for_spread(X, train):
        """You divide by the range, from the least to the greatest. Divide by the standard deviation."""
        return _standard(X, train.mean(axis=0), np.ptp(train, axis=0))

    def squeezed_between_0_and_1(X, train):
        """You put the least at 0 and the greatest at 1. Here the mean becomes 0 and the standard deviation 1."""
        return _standard(X, train.min(axis=0), np.ptp(train, axis=0))

    def median_for_mean(X, train):
        """You subtract the median. Subtract the mean."""
        return _standard(X, np.median(train, axis=0), train.std(axis=0))

    def one_mean_for_all(X, train):
        """You take one mean and one spread for the whole table. Each column has its own: `axis=0`."""
        return _standard(X, train.mean(), train.std())

    def rows_for_columns(X, train):
        """You standardise each row. The columns are the features: `axis=0`."""
        return _standard(X, X.mean(axis=1, keepdims=True), X.std(axis=1, keepdims=True))

    def one_mean_only(X, train):
        """You subtract one mean for the whole table. Each column has its own: `train.mean(axis=0)`."""
        return _standard(X, train.mean(), train.std(axis=0))

    def one_spread_only(X, train):
        """You divide by one spread for the whole table. Each column has its own: `train.std(axis=0)`."""
        return _standard(X, train.mean(axis=0), train.std())

    def first_column_for_all(X, train):
        """You take the mean and the spread of the first column for all. Each column has its own: `axis=0`."""
        return _standard(X, train[:, 0].mean(), train[:, 0].std())

    def root_of_the_spread(X, train):
        """You divide by the root of the standard deviation, which is a root already. Divide by the standard deviation
        itself."""
        return _standard(X, train.mean(axis=0), np.sqrt(train.std(axis=0)))


def _slopes(X, y, w, b):
    return np.append(*reckoning.gradient(X, y, w, b))


def _moved(w, b, step):
    return w - step[:-1], b - step[-1]


def _step(X, y, w, b):
    X1, p = reckoning.with_ones(X), reckoning.probability(X, w, b)
    return np.linalg.solve((X1.T * (p * (1 - p))) @ X1 / len(X), X1.T @ reckoning.residual(p, y) / len(y))


@exercise(
    lesson=10,
    cases=[
        (np.array([[1.0], [2.0], [4.0]]), np.array([0.0, 1.0, 0.0]), np.array([0.5]), -1.0),
        (np.array([[1.0, 2.0], [3.0, -1.0], [0.0, 1.0], [2.0, 2.0]]), *TABLES[1][1:]),
        TABLES[2],
    ],
    returns="w b",
)
class newton_step:
    """the weights and the bias after one step of Newton's method"""

    def answer(X, y, w, b):
        return _moved(w, b, _step(X, y, w, b))

    def flipped_sign(X, y, w, b):
        """You go away from the lowest point of the parabola: the step is subtracted. If yours is, look at the signs
        within: p (1 - p) in the Hessian, p - y in the gradient."""
        return _moved(w, b, -_step(X, y, w, b))

    def hessian_left_out(X, y, w, b):
        """This is a step of gradient descent with the rate 1. The Hessian is missing."""
        return _moved(w, b, _slopes(X, y, w, b))

    def hessian_multiplied(X, y, w, b):
        """You multiply the gradient by H where you should divide by it: solve H · step = gradient."""
        return _moved(w, b, reckoning.hessian(X, w, b) @ _slopes(X, y, w, b))

    def diagonal_only(X, y, w, b):
        """You divide each slope by the curvature along its own parameter. The entries off the diagonal belong to it as
        well: solve with the whole table."""
        return _moved(w, b, _slopes(X, y, w, b) / np.diag(reckoning.hessian(X, w, b)))

    def inverted_entry_by_entry(X, y, w, b):
        """You invert each entry of H. The inverse of a table is another thing: use `np.linalg.solve`."""
        return _moved(w, b, (1 / reckoning.hessian(X, w, b)) @ _slopes(X, y, w, b))

    def multiplied_entry_by_entry(X, y, w, b):
        """You multiply the inverse of H with the gradient entry by entry, `*`, of which a whole table comes. The matrix
        product `@` belongs there, or better `np.linalg.solve`."""
        place = np.append(w, b) - np.linalg.inv(reckoning.hessian(X, w, b)) * _slopes(X, y, w, b)
        return place[:-1], place[-1]

    def sum_for_mean_in_the_gradient(X, y, w, b):
        """Your step is too long by the number of examples: the gradient is a mean, as H is."""
        return _moved(w, b, _step(X, y, w, b) * len(y))

    def sum_for_mean_in_the_hessian(X, y, w, b):
        """Your step is too short by the number of examples: H is a mean, as the gradient is."""
        return _moved(w, b, _step(X, y, w, b) / len(y))

    def slope_of_sigmoid_missing(X, y, w, b):
        """The factor p (1 - p) is missing from your Hessian."""
        return _moved(w, b, np.linalg.solve(_products(X, np.ones(len(y))), _slopes(X, y, w, b)))

    def bias_by_itself(X, y, w, b):
        """You take the weights by themselves and the bias by itself. They share one Hessian, with n + 1 rows: one step
        for all."""
        H, g = reckoning.hessian(X, w, b), _slopes(X, y, w, b)
        return w - np.linalg.solve(H[:-1, :-1], g[:-1]), b - g[-1] / H[-1, -1]

    def bias_not_updated(X, y, w, b):
        """Your weights move, and the bias stays. It takes its part of the step, the last entry."""
        return _moved(w, b, _step(X, y, w, b))[0], b

    def weights_not_updated(X, y, w, b):
        """Your bias moves, and the weights stay. They take their part of the step, all entries but the last."""
        return w, _moved(w, b, _step(X, y, w, b))[1]

    def half_step(X, y, w, b):
        """Your step is half as long as it should be. The ½ of the parabola goes when its slope is taken."""
        return _moved(w, b, _step(X, y, w, b) / 2)

    def double_step(X, y, w, b):
        """Your step is twice as long as it should be: it ends on the far side of the parabola, as high as it began."""
        return _moved(w, b, _step(X, y, w, b) * 2)

    def step_for_place(X, y, w, b):
        """You return the step. The place where it leads is asked for."""
        step = _step(X, y, w, b)
        return step[:-1], step[-1]

    def slope_at_zero(X, y, w, b):
        """In your Hessian the examples all count with ¼. That is the slope of the sigmoid at a score of 0; take it at
        each score."""
        return _moved(w, b, np.linalg.solve(_products(X, np.full(len(y), 0.25)), _slopes(X, y, w, b)))

    def negative_step_for_place(X, y, w, b):
        """You return the step that is to be added. The place where it leads is asked for; where you solve for the place
        at once, X₁v is missing from what is solved for."""
        step = _step(X, y, w, b)
        return -step[:-1], -step[-1]

    def gradient_at_zero(X, y, w, b):
        """You start from zero, whatever `w` and `b` are. Start from where you are."""
        zero = np.zeros(len(w))
        return _moved(zero, 0.0, _step(X, y, zero, 0.0))

    def labels_swapped(X, y, w, b):
        """Your line turns its ones to the side of the zeros: the labels are swapped, or the difference in the gradient
        is turned round in part."""
        return _moved(w, b, _step(X, 1 - y, w, b))

    def swapped_returns(X, y, w, b):
        """Both are right, in the wrong order: first `w`, then `b`."""
        return newton_step.answer(X, y, w, b)[::-1]

    def bias_left_out(X, y, w, b):
        """You return the weights alone. Return two values, first `w`, then `b`."""
        return newton_step.answer(X, y, w, b)[0]

    def bias_out_of_it(X, y, w, b):
        """You solve for the weights alone, and the bias takes no part. Give X a column of ones, so that the step moves
        it along with the weights."""
        H, g = reckoning.hessian(X, w, b), _slopes(X, y, w, b)
        return w - np.linalg.solve(H[:-1, :-1], g[:-1]), b

    def bias_first(w, b, X, y):
        """Your step is right, and taken apart wrongly: with the ones on the left of X the bias comes first, and with
        the ones on the right it comes last. Use one order throughout."""
        w, b = newton_step.answer(X, y, w, b)
        return np.append(b, w)[:-1], w[-1]

    def probability_for_slope(X, y, w, b):
        """In your Hessian the examples count with p. They count with the slope of the sigmoid, p (1 - p)."""
        return _moved(w, b, np.linalg.solve(_products(X, reckoning.probability(X, w, b)), _slopes(X, y, w, b)))

    def part_of_the_step(X, y, w, b, came=None):
        """Your step has the right direction, and a learning rate has shortened it. Newton's step is taken whole: the
        Hessian says how long it is."""
        step = _step(X, y, w, b)
        places = [_moved(w, b, rate * step) for rate in (0.1, 0.01, 0.001, 0.05, 0.25, 0.2, 0.3, 0.9)]
        if came is None or len(came) != 2 or np.shape(came[0]) != w.shape or np.ndim(came[1]):
            return places[0]
        return min(places, key=lambda place: np.abs(place[0] - came[0]).max() + abs(place[1] - came[1]))

    def sigmoid_missing_in_the_gradient(X, y, w, b):
        """Your gradient holds z - y. The sigmoid is missing: it is p - y."""
        X1, r = np.column_stack([X, np.ones(len(X))]), X @ w + b - y
        return _moved(w, b, np.linalg.solve(reckoning.hessian(X, w, b), X1.T @ r / len(y)))

    def two_steps(X, y, w, b):
        """You take two steps. One is asked for."""
        w, b = newton_step.answer(X, y, w, b)
        return newton_step.answer(X, y, w, b)

    def something_on_the_diagonal(X, y, w, b, came=None):
        """You add a number to the diagonal of the Hessian. That comes from a penalty, or makes an inverse where there
        is none; here it is not asked for, and the step is shorter."""
        sizes = [10.0**-k for k in range(7)]
        steps = [
            np.linalg.solve(reckoning.hessian(X, w, b) + k * np.eye(len(w) + 1), _slopes(X, y, w, b)) for k in sizes
        ]
        places = [_moved(w, b, step) for step in steps]
        if came is None or len(came) != 2 or np.shape(came[0]) != w.shape or np.ndim(came[1]):
            return places[0]
        return min(places, key=lambda place: np.abs(place[0] - came[0]).max() + abs(place[1] - came[1]))


QUESTIONS = (
    question(
        "You measure one feature in millimetres instead of centimetres. What happens to the loss?",
        2,
        ("its minimum is ten times as low", "The lowest loss stays the same: only the weight changes."),
        ("it becomes a ravine", "The curvature along that weight is 100 times as large."),
        ("nothing", "The model is the same at the minimum, but the way there is not."),
    ),
    question(
        "What is an eigenvector of the Hessian, on the map of the loss?",
        3,
        ("the direction of the gradient", "The two agree only where you stand on an axis of the ellipse."),
        ("the way to the minimum", "That is what Newton's step looks for."),
        ("an axis of the ellipses", "There the Hessian only stretches, by the curvature of that cut."),
    ),
    question(
        "The curvatures are 0.1 and 4. Which rates are stable, and what is the condition number?",
        1,
        ("below 0.5; 40", "2 divided by the largest, and the largest divided by the smallest."),
        ("below 20; 40", "The sharpest direction decides, not the flattest."),
        ("below 0.5; 0.4", "The condition number is a quotient, not a product."),
    ),
    question(
        "Why do mini-batches never quite arrive at a fixed rate?",
        2,
        ("they look at too few epochs", "After a hundred they still jitter."),
        (
            "their gradient does not fade at the minimum",
            "Each batch disagrees with the others, so the walk goes on shaking.",
        ),
        ("their gradient is wrong on average", "On average it is right. Each single one is off."),
    ),
    question(
        "Newton's method takes 4 steps, descent takes 109. When would you still choose descent?",
        3,
        ("never", "Each of its steps has a price, and with many features it is high."),
        ("on separable data", "There neither of them arrives."),
        ("with thousands of features", "The Hessian then costs far more than a hundred gradients."),
    ),
)

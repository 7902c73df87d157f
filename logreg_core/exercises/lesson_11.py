"""Lesson 11: how sure the weights are."""

import numpy as np

from logreg_core import equations
from logreg_core.equations import sigmoid
from logreg_core.exercises.exercise import exercise
from logreg_core.exercises.questions import question
from logreg_core.exercises.samples import TABLES

TALL = [  # more examples than weights, so that the curvature has an inverse
    (np.array([[1.0], [2.0], [4.0]]), np.array([0.5]), -1.0),
    *((X, w, b) for X, _, w, b in TABLES[1:]),
]


def _information(X, w, b):
    """m H, the bias last."""
    return len(X) * equations.hessian(X, w, b)


def _inverse_products(X, weights):
    """(X₁ᵀ diag(weights) X₁)⁻¹, the ones on the right."""
    X1 = np.column_stack([X, np.ones(len(X))])
    return np.linalg.inv((X1.T * weights) @ X1)


@exercise(lesson=11, cases=TALL)
class covariance:
    """the table of variances and covariances of the weights and the bias, shape (n+1, n+1), the bias last"""

    def answer(X, w, b):
        return np.linalg.inv(_information(X, w, b))

    def number_of_examples_missing(X, w, b):
        """Your table is too large by the number of examples: H is a mean, and m H is what is inverted."""
        return np.linalg.inv(equations.hessian(X, w, b))

    def divided_twice(X, w, b):
        """Your table is too small by the number of examples: the inverse of m H has the m in it already."""
        return covariance.answer(X, w, b) / len(X)

    def divided_before_inverting(X, w, b):
        """You divide H by the number of examples and invert that, so that the number ends up on top. Multiply H by it
        first, and then invert."""
        return np.linalg.inv(equations.hessian(X, w, b) / len(X))

    def inverse_missing(X, w, b):
        """This is m H, the information. Much information makes a small variance: return its inverse."""
        return _information(X, w, b)

    def curvature_for_covariance(X, w, b):
        """This is H, the curvature of the mean loss. Multiply it by the number of examples, and return the inverse."""
        return equations.hessian(X, w, b)

    def covariance_of_the_gradient(X, w, b):
        """This is the scatter of the gradient, H / m (11.2). That of the weights is the inverse of m H."""
        return equations.hessian(X, w, b) / len(X)

    def inverted_entry_by_entry(X, w, b):
        """You invert each entry by itself. The inverse of a table is another thing: use `np.linalg.inv`."""
        return 1 / _information(X, w, b)

    def diagonal_only(X, w, b):
        """You invert the diagonal alone. The entries off the diagonal belong to the table that is inverted as well."""
        return np.diag(1 / np.diag(_information(X, w, b)))

    def variances_only(X, w, b):
        """You return the diagonal, the variances. The whole table is asked for."""
        return np.diag(covariance.answer(X, w, b))

    def errors_for_covariance(X, w, b):
        """You return the standard errors, the roots of the diagonal. The whole table is asked for."""
        return np.sqrt(np.diag(covariance.answer(X, w, b)))

    def flipped_sign(X, w, b):
        """Your table has the wrong sign: variances are positive."""
        return -covariance.answer(X, w, b)

    def bias_left_out(X, w, b):
        """Your table has no row and no column for the bias. It scatters too, and comes last."""
        return covariance.answer(X, w, b)[:-1, :-1]

    def bias_out_of_it(X, w, b):
        """You invert the part of the weights alone, as if the bias were known. Invert the whole table."""
        return np.linalg.inv(_information(X, w, b)[:-1, :-1])

    def bias_first(X, w, b):
        """The row and the column of the bias come first in your table. Put the ones on the right of X, so that they
        come last."""
        return np.roll(covariance.answer(X, w, b), 1, axis=(0, 1))

    def slope_of_sigmoid_missing(X, w, b):
        """The factor p (1 - p) is missing from your table, so that it does not depend on the weights."""
        return _inverse_products(X, np.ones(len(X)))

    def slope_at_zero(X, w, b):
        """Your examples all count with ¼. That is the slope of the sigmoid at a score of 0; take it at each score."""
        return _inverse_products(X, np.full(len(X), 0.25))

    def probability_for_slope(X, w, b):
        """Your examples count with p. They count with the slope of the sigmoid, p (1 - p)."""
        return _inverse_products(X, equations.probability(X, w, b))

    def slope_below_the_line(X, w, b):
        """Your examples count with 1 divided by p (1 - p). They count with p (1 - p) itself; it is the whole table that
        is inverted."""
        p = equations.probability(X, w, b)
        return _inverse_products(X, 1 / (p * (1 - p)))

    def root_of_the_slope(X, w, b):
        """Your examples count with the root of p (1 - p). The root belongs to X₁ where it stands on both sides; on one
        side it is p (1 - p) itself."""
        p = equations.probability(X, w, b)
        return _inverse_products(X, np.sqrt(p * (1 - p)))

    def correlations(X, w, b):
        """You divide each entry by two standard errors, which makes correlations, with ones on the diagonal. The
        covariances themselves are asked for."""
        V = covariance.answer(X, w, b)
        return V / np.sqrt(np.outer(np.diag(V), np.diag(V)))

    def bias_missing(X, w, b):
        """You leave the bias out of the score."""
        return covariance.answer(X, w, 0.0)


def _ends(middle, reach, through=np.exp):
    return through(middle - reach), through(middle + reach)


def _of_another_width(came, middle, error, through=np.exp, back=np.log):
    """The interval about the middle that is as wide as the one that came, before both ends went through a function."""
    reach = 3 * error
    if came is not None and len(came) == 2 and not any(end is None or np.ndim(end) for end in came):
        with np.errstate(all="ignore"):
            low, high = back(came[0]), back(came[1])
        if low < high and np.isfinite(high - low):
            reach = (high - low) / 2
    return _ends(middle, reach, through)


@exercise(lesson=11, cases=[(0.7, 0.1, 2.0), (-1.2, 0.15, 1.5), (0.3, 0.08, 3.0), (2.1, 0.3, 0.5)], returns="low high")
class odds_ratio_interval:
    """the two ends of the 95 % interval for the odds ratio of a step"""

    def answer(w, error, step):
        return _ends(step * w, 1.96 * step * error)

    def exponential_missing(w, error, step):
        """These are the ends for the change of the score. The odds ratio is `np.exp` of them."""
        return _ends(step * w, 1.96 * step * error, lambda z: z)

    def step_missing(w, error, step):
        """Your interval is that of a step of 1. Multiply the ends by the step before `np.exp`."""
        return _ends(w, 1.96 * error)

    def step_on_the_weight_only(w, error, step):
        """Your step multiplies the weight, and not the standard error. A step twice as long doubles both."""
        return _ends(step * w, 1.96 * error)

    def interval_around_the_ratio(w, error, step):
        """You take `np.exp` of the weight, and go to both sides from there. Go to both sides first, and take `np.exp`
        of the two ends: the odds ratio's interval is not even-sided, and never below 0."""
        return _ends(np.exp(step * w), 1.96 * step * error, lambda z: z)

    def interval_around_the_ratio_without_the_step(w, error, step):
        """You take `np.exp` of the weight, and go to both sides from there. Go to both sides first, with the standard
        error of the whole step, and take `np.exp` of the two ends."""
        return _ends(np.exp(step * w), 1.96 * error, lambda z: z)

    def step_outside(w, error, step):
        """You multiply the odds ratio by the step. The step belongs into the exponent."""
        return tuple(step * end for end in _ends(w, 1.96 * error))

    def width_missing(w, error, step):
        """Your interval reaches one standard error to each side, which holds about 68 %. For 95 % it takes 1.96."""
        return _ends(step * w, step * error)

    def another_width(w, error, step, came=None):
        """The middle of your interval is right, and its width is not that of 95 %: that reaches 1.96 standard errors to
        each side. Look at the 1.96 first, and then at the standard error."""
        return _of_another_width(came, step * w, step * error)

    def two_for_width(w, error, step):
        """Your interval reaches 2 standard errors to each side. That is near; the lesson takes 1.96."""
        return _ends(step * w, 2 * step * error)

    def width_of_90(w, error, step):
        """Your interval reaches 1.645 standard errors to each side, which makes 90 %. For 95 % it takes 1.96."""
        return _ends(step * w, 1.645 * step * error)

    def half_width(w, error, step):
        """Your interval is 1.96 standard errors wide as a whole. It reaches so far to each side."""
        return _ends(step * w, 0.98 * step * error)

    def interval_after_exp(w, error, step):
        """You take the odds ratio first, and then 1.96 standard errors of the weight to each side. Those belong to the
        weight: form the interval there, and take `np.exp` of both ends."""
        return _ends(np.exp(step * w), 1.96 * step * error, lambda z: z)

    def both_raised(w, error, step):
        """You raise e to the weight and to the error apart. Put the interval together first, and take `np.exp` of both
        ends."""
        return _ends(np.exp(step * w), 1.96 * np.exp(step * error), lambda z: z)

    def interval_by_the_slope(w, error, step):
        """You multiply the error by the slope of the exponential and put it around the odds ratio. That interval can
        fall below 0: form it on the weight, and take `np.exp` of both ends."""
        return _ends(np.exp(step * w), 1.96 * step * error * np.exp(step * w), lambda z: z)

    def root_of_the_step(w, error, step):
        """Your error grows with the root of the step. The step is one number, not many examples: it multiplies the
        error as it is."""
        return _ends(step * w, 1.96 * np.sqrt(step) * error)

    def step_added(w, error, step):
        """You add the step to the weight. A step of the feature multiplies it."""
        return _ends(step + w, 1.96 * error)

    def sigmoid_for_exponential(w, error, step):
        """You send the ends through the sigmoid, which makes probabilities. An odds ratio is `np.exp` of them."""
        return _ends(step * w, 1.96 * step * error, sigmoid)

    def variance_for_error(w, error, step):
        """You square the standard error. The interval is made of the error itself."""
        return _ends(step * w, 1.96 * step * error**2)

    def root_of_the_error(w, error, step):
        """You take the root of the standard error. It is a root already."""
        return _ends(step * w, 1.96 * step * np.sqrt(error))

    def swapped_returns(low, high):
        """Both are right, in the wrong order: first the lower end, then the upper."""
        return high, low

    def base_2(w, error, step):
        """You raise 2 to the ends. Our odds ratios are powers of e: use `np.exp`."""
        return _ends(step * w, 1.96 * step * error, lambda z: 2.0**z)


def _with_one(x):
    return np.append(x, 1.0)


def _error(x, V):
    return np.sqrt(_with_one(x) @ V @ _with_one(x))


@exercise(
    lesson=11,
    cases=[
        (np.array([2.0]), np.array([0.5]), -0.8, np.array([[0.5, -0.3], [-0.3, 0.4]])),
        (np.array([-1.5]), np.array([-0.7]), 0.6, np.array([[0.3, 0.1], [0.1, 0.2]])),
        (
            np.array([1.0, -0.5]),
            np.array([0.4, 0.9]),
            0.3,
            np.array([[0.4, 0.1, -0.2], [0.1, 0.6, 0.1], [-0.2, 0.1, 0.5]]),
        ),
    ],
    returns="low high",
)
class probability_interval:
    """the two ends of the 95 % interval for the probability at the point x"""

    def answer(x, w, b, V):
        return _ends(x @ w + b, 1.96 * _error(x, V), sigmoid)

    def sigmoid_missing(x, w, b, V):
        """This is the interval for the score. Send both ends through the sigmoid."""
        return _ends(x @ w + b, 1.96 * _error(x, V), lambda z: z)

    def interval_on_the_probability(x, w, b, V):
        """You take the probability first, and then 1.96 standard errors of the score to each side. Those belong to the
        score: form the interval there, and send both ends through the sigmoid."""
        return _ends(sigmoid(x @ w + b), 1.96 * _error(x, V), lambda p: p)

    def exponential_for_sigmoid(x, w, b, V):
        """You take e to the ends of the score's interval, which makes odds. A probability comes through the sigmoid."""
        return _ends(x @ w + b, 1.96 * _error(x, V))

    def interval_by_the_slope(x, w, b, V):
        """You shrink the error of the score by p (1 - p) and put it around the probability. That interval can leave 0
        to 1: form it on the score, and send both ends through the sigmoid."""
        p = sigmoid(x @ w + b)
        return _ends(p, 1.96 * p * (1 - p) * _error(x, V), lambda p: p)

    def variance_for_error(x, w, b, V):
        """You take the variance of the score where its root belongs, the standard error."""
        return _ends(x @ w + b, 1.96 * _error(x, V) ** 2, sigmoid)

    def diagonal_only(x, w, b, V):
        """You add up the variances alone. Weights and bias scatter together: the entries off the diagonal count too."""
        return _ends(x @ w + b, 1.96 * np.sqrt(_with_one(x) ** 2 @ np.diag(V)), sigmoid)

    def errors_added(x, w, b, V):
        """You add up the errors of the weights and of the bias, as if all were off at once. They partly undo each
        other: the variance of the score is x₁ᵀ V x₁."""
        return _ends(x @ w + b, 1.96 * np.sqrt(np.diag(V)) @ _with_one(x), sigmoid)

    def bias_left_out(x, w, b, V):
        """Your error leaves the bias out. Give x a 1 at its end, as X has a column of ones, and use the whole of V."""
        return _ends(x @ w + b, 1.96 * np.sqrt(x @ V[:-1, :-1] @ x), sigmoid)

    def bias_first(x, w, b, V):
        """Your 1 stands in front of x. The bias comes last in V, so the 1 belongs at the end."""
        x1 = np.append(1.0, x)
        return _ends(x @ w + b, 1.96 * np.sqrt(x1 @ V @ x1), sigmoid)

    def bias_missing(x, w, b, V):
        """You leave the bias out of the score."""
        return _ends(x @ w, 1.96 * _error(x, V), sigmoid)

    def error_of_a_weight_alone(x, w, b, V):
        """You take the standard error of one weight. That of the score depends on x: it is the root of x₁ᵀ V x₁."""
        return _ends(x @ w + b, 1.96 * np.sqrt(V[0, 0]), sigmoid)

    def error_of_the_bias_alone(x, w, b, V):
        """You take the standard error of the bias. That of the score depends on x: it is the root of x₁ᵀ V x₁."""
        return _ends(x @ w + b, 1.96 * np.sqrt(V[-1, -1]), sigmoid)

    def width_missing(x, w, b, V):
        """Your interval reaches one standard error to each side, which holds about 68 %. For 95 % it takes 1.96."""
        return _ends(x @ w + b, _error(x, V), sigmoid)

    def another_width(x, w, b, V, came=None):
        """The middle of your interval is right, and its width is not that of 95 %: that reaches 1.96 standard errors to
        each side. Look at the 1.96 first, and then at the standard error."""
        return _of_another_width(came, x @ w + b, _error(x, V), sigmoid, equations.logit)

    def two_for_width(x, w, b, V):
        """Your interval reaches 2 standard errors to each side. That is near; the lesson takes 1.96."""
        return _ends(x @ w + b, 2 * _error(x, V), sigmoid)

    def width_of_90(x, w, b, V):
        """Your interval reaches 1.645 standard errors to each side, which makes 90 %. For 95 % it takes 1.96."""
        return _ends(x @ w + b, 1.645 * _error(x, V), sigmoid)

    def half_width(x, w, b, V):
        """Your interval is 1.96 standard errors wide as a whole. It reaches so far to each side."""
        return _ends(x @ w + b, 0.98 * _error(x, V), sigmoid)

    def swapped_returns(low, high):
        """Both are right, in the wrong order: first the lower end, then the upper."""
        return high, low


@exercise(lesson=11, cases=[(0.6931, 0.4417, 23.0), (0.6109, 0.5723, 41.0), (0.5217, 0.2634, 9.0)])
class likelihood_ratio:
    """twice the log of the likelihood ratio, from the mean losses of the smaller and the larger model"""

    def answer(smaller, larger, m):
        return 2 * m * (smaller - larger)

    def factor_two_missing(smaller, larger, m):
        """Your number is half of what is asked for: it is twice the difference that is compared with a square."""
        return m * (smaller - larger)

    def number_of_examples_missing(smaller, larger, m):
        """You compare the mean losses. The likelihood is of all examples together: multiply by m."""
        return 2 * (smaller - larger)

    def plain_difference(smaller, larger, m):
        """You return the difference of the mean losses. Twice m times that is asked for."""
        return smaller - larger

    def mean_for_total(smaller, larger, m):
        """You divide by m. The losses are means already: multiply by m to get their sums."""
        return 2 * (smaller - larger) / m

    def flipped_sign(smaller, larger, m):
        """Your number is negative. The smaller model has the larger loss: subtract that of the larger model from it."""
        return -2 * m * (smaller - larger)

    def quotient_for_difference(smaller, larger, m):
        """You divide one loss by the other. They are logarithms already: subtract them."""
        return 2 * m * smaller / larger

    def logarithm_again(smaller, larger, m):
        """You take the logarithm of the losses. They are logarithms already: subtract them as they are."""
        return 2 * m * np.log(smaller / larger)

    def logarithm_of_their_ratio(smaller, larger, m):
        """You take the logarithm of a ratio of losses. They are logarithms already, and means: their difference, times
        the number of examples, is the logarithm of the ratio of the likelihoods."""
        return 2 * np.log(smaller / larger)

    def ratio_itself(smaller, larger, m):
        """This is the ratio of the likelihoods itself. Twice its logarithm is asked for."""
        return np.exp(m * (smaller - larger))

    def ratio_upside_down(smaller, larger, m):
        """This is a ratio of the likelihoods, and upside down: that of the larger model belongs on top. Then twice the
        logarithm is asked for."""
        return np.exp(m * (larger - smaller))

    def parentheses_missing(smaller, larger, m):
        """You multiply the first loss alone. Put the difference in parentheses: 2 m belongs to both."""
        return 2 * m * smaller - larger

    def root_taken(smaller, larger, m):
        """You return the root. It is what is compared with a normal number, but Λ itself is asked for."""
        return np.sqrt(2 * m * (smaller - larger))

    def summed(smaller, larger, m):
        """You add the two losses. What matters is how far they are apart: subtract."""
        return 2 * m * (smaller + larger)

    def larger_alone(smaller, larger, m):
        """You use the loss of the larger model alone. Without the smaller one there is nothing to compare it with."""
        return 2 * m * larger

    def smaller_alone(smaller, larger, m):
        """You use the loss of the smaller model alone. Without the larger one there is nothing to compare it with."""
        return 2 * m * smaller


QUESTIONS = (
    question(
        "What does the bootstrap draw again and again?",
        2,
        ("new flowers", "We have none. That is why it draws from those that we've got."),
        (
            "as many examples as there are, from the data themselves",
            "Some come twice and some not at all, so the fit moves.",
        ),
        ("new weights near the fit", "The weights aren't drawn. They're fitted to each redraw."),
    ),
    question(
        "You'd like a standard error a third as large. How many times as many examples do you need?",
        3,
        ("3", "The variance would be a third then, and its root is what you want to shrink."),
        ("6", "It isn't twice the factor: the variance is divided by the number of examples, and we take its root."),
        ("9", "The variance falls to a ninth, and its root to a third."),
    ),
    question(
        "The 95 % interval of an odds ratio goes from 0.28 to 8.13. What do you report?",
        1,
        (
            "these data can't tell in which direction the feature works",
            "The interval holds 1, and far more on either side.",
        ),
        (
            "the feature has no effect",
            "An odds ratio of 8 is in the interval as well, and that would be a large effect.",
        ),
        (
            "the true ratio lies in it with a probability of 95 %",
            "The 95 % belong to the method: that is how often its intervals catch the truth.",
        ),
    ),
    question(
        "Why do we form the interval of a probability on the score first?",
        2,
        ("it becomes narrower there", "Not always. What matters is that it can't leave the range from 0 to 1."),
        (
            "the bell fits the score, which may be anything",
            "Then the sigmoid carries both ends, and it never leaves 0 to 1.",
        ),
        ("a probability has no error", "It has one: it comes from weights that aren't sure."),
    ),
    question(
        "A program reports a weight of 15 with a standard error of 13. What do you do?",
        3,
        (
            "I drop the feature: its Wald p-value is large",
            "Near separation the Wald test goes blind where the effect is largest.",
        ),
        ("I trust it: 15 is a large weight", "It may be large because nothing holds it back. Look at the loss first."),
        (
            "I ask the likelihood ratio",
            "It compares two heights of the loss, and it gets those right near separation, too.",
        ),
    ),
)

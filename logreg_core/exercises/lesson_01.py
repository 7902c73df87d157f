"""Lesson 01: a score becomes a probability."""

import math

import numpy as np

from logreg_core import equations
from logreg_core.exercises import reckoning
from logreg_core.exercises.exercise import exercise
from logreg_core.exercises.questions import question
from logreg_core.exercises.samples import PROBABILITIES, SCORES, SIGNS

EXTREME = [(np.array([z, 0.5]),) for z in (-40.0, 40.0, -720.0, 720.0, -1000.0, 1000.0)]


@exercise(lesson=1, cases=[(p,) for p in PROBABILITIES], each="p")
class odds:
    """the odds of an event: its probability, divided by the probability that it does not happen"""

    def answer(p):
        return p / (1 - p)

    def upside_down(p):
        """You have the odds against the event. Odds in favour have the probability of the event on top."""
        return (1 - p) / p

    def log_taken(p):
        """Your answer is the log-odds. The logarithm is the next step; the odds come without it."""
        return np.log(p / (1 - p))

    def inverse_function(p):
        """Your formula goes from odds back to a probability. Look at the sign below the line: an event with
        p = 1/2 should have odds 1."""
        return p / (1 + p)

    def difference_for_ratio(p):
        """You subtract the two probabilities. Odds compare them by a division."""
        return p - (1 - p)

    def product_for_ratio(p):
        """You multiply the two probabilities. Odds are a ratio."""
        return p * (1 - p)

    def numerator_missing(p):
        """Below the line you have what belongs there. On top stands 1; it should be the probability itself."""
        return 1 / (1 - p)

    def denominator_missing(p):
        """Your function returns the probability unchanged. Odds divide it by something."""
        return p * 1.0

    def reciprocal(p):
        """You have one over the probability, as a bookmaker quotes it. Here, odds compare the event with its
        opposite."""
        return 1 / p

    def parentheses_missing(p):
        """Your answer is 0 everywhere. That happens when the part below the line has no parentheses: Python divides
        before it subtracts, and reads `a / b - c` as (a / b) - c."""
        return p / 1 - p

    def exponential_for_ratio(p):
        """You take e to the probability. That leads from a score to odds; from a probability it takes a ratio."""
        return np.exp(p)

    def square_on_top(p):
        """On top stands the square of the probability. It stands there once."""
        return p**2 / (1 - p)


@exercise(lesson=1, cases=[(p,) for p in PROBABILITIES], each="p")
class logit:
    """the log-odds of a probability, with the natural logarithm"""

    answer = equations.logit

    def log_missing(p):
        """Your answer is the odds. The log-odds are one step further."""
        return p / (1 - p)

    def flipped_sign(p):
        """Every sign is flipped: a probability above 1/2 should have positive log-odds. Which of p and 1 - p
        belongs on top?"""
        return np.log((1 - p) / p)

    def log_base_2(p):
        """Your logarithm has base 2. The log-odds use the natural logarithm, which undoes `exp`."""
        return np.log2(p / (1 - p))

    def log_base_10(p):
        """Your logarithm has base 10. The log-odds use the natural logarithm, which undoes `exp`."""
        return np.log10(p / (1 - p))

    def inverse_function(p):
        """You have the sigmoid, which goes from a score to a probability. The logit goes the other way."""
        return reckoning.sigmoid(p)

    def denominator_missing(p):
        """You take the logarithm of the probability. The log-odds are the logarithm of the odds."""
        return np.log(p)

    def one_minus_alone(p):
        """You take the logarithm of 1 - p alone. Where does the probability of the event itself come in?"""
        return np.log(1 - p)

    def log1p_for_log(p):
        """`np.log1p(a)` is the logarithm of 1 + a. Here, nothing is to be added before the logarithm is taken."""
        return np.log1p(p / (1 - p))

    def ratio_of_logs(p):
        """You divide one logarithm by another. The logarithm of a ratio is a difference of logarithms."""
        return np.log(p) / np.log(1 - p)

    def sum_of_logs(p):
        """You add the two logarithms: that is the logarithm of a product. What is the logarithm of a ratio?"""
        return np.log(p) + np.log(1 - p)

    def log_of_the_numerator_only(p):
        """The logarithm closes too early: take it of the whole ratio, not of what stands on top."""
        return np.log(p) / (1 - p)

    def plus_below_the_line(p):
        """Below the line you have 1 + p. The odds compare the event with its opposite, whose probability is 1 - p."""
        return np.log(p / (1 + p))

    def parentheses_missing(p):
        """Your answer is minus infinity everywhere. That happens when the part below the line has no parentheses:
        Python reads `a / b - c` as (a / b) - c, which is 0 here, and 0 has no logarithm."""
        return np.full(p.shape, -np.inf)

    def exponential_for_log(p):
        """You take e to the odds. The log-odds are their logarithm."""
        return np.exp(p / (1 - p))

    def parentheses_missing_in_the_difference(p):
        """You take log p, and subtract p or 1 from it. The logarithm of 1 - p is subtracted: log p - log(1 - p)."""
        return np.log(p) - 1 - p


@exercise(
    lesson=1,
    cases=[(z,) for z in SCORES],
    edges=[(np.array([0.0, 1.0]),)],
    hard=EXTREME,
    each="z",
    stable="exp of a large positive number does not fit into a float. Write the sigmoid such that exp is taken of "
    "numbers that are not positive, whichever sign z has.",
)
class sigmoid:
    """the probability that belongs to each score: near 0 for large negative scores, near 1 for large positive ones"""

    answer = reckoning.sigmoid

    def flipped_sign(z):
        """Your curve falls where it should rise: it is 1 - σ(z). Look at the sign in the exponent, and at what
        stands on top."""
        return 1 / (1 + np.exp(z))

    def odds_for_probability(z):
        """Your answer is e to the score: those are the odds. One more step turns odds into a probability, and
        brings the answer below 1."""
        return np.exp(z)

    def reciprocal(z):
        """Your answers are above 1. You have the part that belongs below the line, and the 1 over it is missing;
        or Python has read `1 / 1 + a` as (1 / 1) + a, and it needs parentheses."""
        return 1 + np.exp(-z)

    def minus_below_the_line(z):
        """Below the line, the 1 and the exponential are added, not subtracted. The answer should have no hole
        at z = 0."""
        with np.errstate(divide="ignore"):
            return 1 / (1 - np.exp(-z))

    def exponential_missing(z):
        """The sum below the line holds the score itself. It should hold e to a power."""
        with np.errstate(divide="ignore"):
            return 1 / (1 - z)

    def base_2(z):
        """You take powers of 2. The sigmoid takes powers of e: `np.exp`."""
        return 1 / (1 + 2.0 ** (-z))

    def base_10(z):
        """You take powers of 10. The sigmoid takes powers of e: `np.exp`."""
        return 1 / (1 + 10.0 ** (-z))

    def inverse_function(z):
        """You have the logit, which goes from a probability to a score. The sigmoid goes the other way."""
        with np.errstate(all="ignore"):
            return np.log(z / (1 - z))

    def normal_curve_for_sigmoid(z):
        """Your curve is that of the normal distribution, as in a probit model. It is close by, and another: the sigmoid
        is 1 / (1 + exp(-z))."""
        return np.array([(1 + math.erf(score / math.sqrt(2))) / 2 for score in z])

    def tanh_for_sigmoid(z):
        """The hyperbolic tangent runs from -1 to 1. A probability runs from 0 to 1."""
        return np.tanh(z)

    def label_for_probability(z):
        """Your answers are labels, 0 or 1. Leave the comparison out: the probability itself is asked for."""
        return np.where(z > 0, 1, 0)

    def absolute_for_signed(z):
        """Your answers are right for positive scores. Negative scores should come out below 1/2, and yours are
        treated as if they were positive: the absolute value alone loses the sign."""
        return 1 / (1 + np.exp(-np.abs(z)))

    def slope_for_value(z):
        """Your answer is the slope σ(1 - σ) of the sigmoid. Its value is asked for."""
        return reckoning.sigmoid(z) * reckoning.sigmoid(-z)

    def log_taken(z):
        """Your answer is the logarithm of the probability. Leave the logarithm out: it comes with the loss."""
        return -np.log1p(np.exp(-z))

    def softplus_for_sigmoid(z):
        """You have log(1 + exp z). No logarithm stands in the sigmoid; that one belongs to the loss."""
        return np.log1p(np.exp(z))

    def normalised_over_the_examples(z):
        """Your answers add up to 1 over the whole array. Each score has its own probability, whatever the other
        scores are."""
        return np.exp(z) / np.sum(np.exp(z))

    def reciprocal_of_flipped(z):
        """You have 1 + e^z, the part below the line with the wrong sign in the exponent, and the 1 over it is missing;
        or Python has read `1 / 1 + a` as (1 / 1) + a, and it needs parentheses."""
        return 1 + np.exp(z)

    def plus_one_missing(z):
        """Your answer is e to minus the score. That is one part of what stands below the line: 1 is added to it, and
        then 1 is divided by the sum."""
        return np.exp(-z)

    def number_typed_for_e(z, came=None):
        """Your answers belong to another number in the place of e, which has no end of digits: take it from numpy, as
        in `np.exp(-z)`."""
        with np.errstate(all="ignore"):
            base = 2.7 if came is None or np.shape(came) != z.shape else np.median((1 / came - 1) ** (-1 / z))
        return 1 / (1 + float(base if 2.6 < base < 2.8 else 2.7) ** -z)

    def larger_of_zero_and_score(z):
        """Your answer is 0 for negative scores and the score itself for positive ones (a ReLU). A probability stays
        below 1, on a smooth curve."""
        return np.maximum(0.0, z)

    def twice_the_score(z):
        """Your curve is too steep: it is the sigmoid of 2z. The hyperbolic tangent that is shifted into 0 to 1 has z/2
        in it."""
        return reckoning.sigmoid(2 * z)

    def half_the_score(z):
        """Your curve is too flat: it is the sigmoid of z/2. The score itself belongs into the exponent."""
        return reckoning.sigmoid(z / 2)

    def squared(z):
        """Your answer is the square of the sigmoid. Does a power stand behind the parentheses?"""
        return reckoning.sigmoid(z) ** 2

    def squeezed_between_0_and_1(z):
        """You have put the least of the scores at 0 and the greatest at 1. Each score has its own probability,
        whatever the other scores are."""
        return (z - np.min(z)) / np.ptp(z)

    def score_times_sigmoid(z):
        """You have the score above the line, where a 1 belongs: z σ(z) grows without end, and a probability stays
        below 1."""
        return z * reckoning.sigmoid(z)

    def parentheses_missing(z):
        """Your answer is twice e to the score. Python reads `a / 1 + a` as (a / 1) + a: everything that belongs below
        the line goes into one pair of parentheses."""
        return 2 * np.exp(z)

    def minus_before_the_exponential(z):
        """Below your line stands 1 - exp(z). The minus belongs into the exponent: 1 + exp(-z)."""
        return 1 / (1 - np.exp(z))

    def product_for_power(z):
        """You multiply e by the score. It is raised to it: `np.exp(-z)`, or `np.e ** -z`."""
        return 1 / (1 - np.e * z)

    def e_to_minus_one_times_the_score(z):
        """Your exponent is -1, and the score multiplies. The score belongs into the exponent: `np.exp(-z)`."""
        return 1 / (1 + np.exp(-1) * z)

    def score_squared_in_the_exponent(z):
        """Your exponent holds the square of the score, which loses its sign. The score itself belongs there, with a
        minus."""
        return 1 / (1 + np.exp(-(z**2)))

    def slope_formula_of_the_score(z):
        """Your answer is z (1 - z). That is how the sigmoid's slope is made of the probability; here the sigmoid
        itself is asked for."""
        return z * (1 - z)

    def all_below_one_line(z):
        """You add up over all the scores below the line. Each score has its own probability: leave the sum out."""
        return 1 / np.sum(1 + np.exp(-z))

    def stretched_from_minus_one_to_one(z):
        """Your curve runs from -1 to 1: it is 2σ(z) - 1. A probability runs from 0 to 1."""
        return 2 * reckoning.sigmoid(z) - 1

    def arctangent_for_sigmoid(z):
        """Your curve is that of the arctangent. It looks alike; the one that belongs to the log-odds is made of e to
        the score."""
        return 0.5 + np.arctan(z) / np.pi

    def sum_below_the_line(z):
        """You add up the exponentials of all the scores. Each score has its own probability: leave the sum out."""
        return 1 / (1 + np.sum(np.exp(-z)))


@exercise(
    lesson=1,
    cases=[(z,) for z in SCORES],
    edges=[(np.array([0.0, 1.0]),)],
    hard=EXTREME,
    each="z",
    stable="A fraction of two huge numbers is not a number in floating point. Compute the probability first, in a "
    "form that does not overflow, and the slope from it.",
    digits=[(np.array([40.0, 0.5]),), (np.array([-40.0, 0.5]),)],
)
class sigmoid_slope:
    """the slope of the sigmoid at each score"""

    def answer(z):
        return reckoning.sigmoid(z) * reckoning.sigmoid(-z)

    def value_for_slope(z):
        """Your answer is the sigmoid itself. Its slope is small on both sides, where the curve is flat."""
        return reckoning.sigmoid(z)

    def flipped_sign(z):
        """Your slope is negative, and the sigmoid rises everywhere. Differentiate the minus in the exponent
        too, or look which way round the subtraction goes."""
        return -reckoning.sigmoid(z) * reckoning.sigmoid(-z)

    def square_on_the_second_factor(z):
        """One factor is squared in yours: it is p (1 - p), each of them once."""
        return reckoning.sigmoid(z) * reckoning.sigmoid(-z) ** 2

    def square_on_the_first_factor(z):
        """The first factor is squared in yours. It is p (1 - p): each of them stands there once."""
        return reckoning.sigmoid(z) ** 2 * reckoning.sigmoid(-z)

    def factor_missing(z):
        """You have the factor 1 - σ(z). One more factor belongs to it, or a square below the line."""
        return reckoning.sigmoid(-z)

    def square_for_product(z):
        """You multiply σ(z) by itself. The second factor is the probability of the other class."""
        return reckoning.sigmoid(z) ** 2

    def plus_for_minus(z):
        """The second factor has a plus where a minus belongs: your slope does not return to 0 on the right."""
        return reckoning.sigmoid(z) * (1 + reckoning.sigmoid(z))

    def sigmoid_missing(z):
        """You put the score where the probability belongs: in p(1 - p), p is σ(z), not z."""
        return z * (1 - z)

    def sigmoid_applied_twice(z):
        """You apply the sigmoid to a number that is a probability already. Once is enough."""
        p = reckoning.sigmoid(reckoning.sigmoid(z))
        return p * (1 - p)

    def tanh_for_sigmoid(z):
        """Your 1 - a² is the slope of the hyperbolic tangent in its own value a. For the sigmoid it is another."""
        return 1 - reckoning.sigmoid(z) ** 2

    def reciprocal(z):
        """You have 1 over the slope: that is how fast the score changes with the probability. Asked for is how
        fast the probability changes with the score."""
        return 1 / (reckoning.sigmoid(z) * reckoning.sigmoid(-z))

    def label_for_probability(z):
        """Your slope is 0 everywhere. That happens when the probability is rounded to a label, 0 or 1, before it is
        multiplied; or when the parentheses around 1 - p are missing, for Python multiplies before it subtracts, and
        `p * 1 - p` is p - p."""
        return np.zeros_like(z)

    def score_in_one_factor(z):
        """One of your factors is σ(z), and the other holds the score where the probability belongs: it is 1 - σ(z), not
        1 - z."""
        return reckoning.sigmoid(z) * (1 - z)

    def score_for_the_first_factor(z):
        """Your second factor is 1 - σ(z), and the first is the score. The probability belongs there: σ(z)."""
        return z * reckoning.sigmoid(-z)

    def table_for_each_pair(z):
        """You get a whole table, one number for each pair of scores. Multiply entry by entry, with `*`."""
        return np.outer(reckoning.sigmoid(z), reckoning.sigmoid(-z))

    def diagonal_of_a_table(z):
        """Your slopes stand on the diagonal of a table: that is what `np.diag` makes, for a whole layer of a network.
        Here a flat array is asked for, one slope for each score."""
        return np.diag(reckoning.sigmoid(z) * reckoning.sigmoid(-z))

    def difference_for_product(z):
        """You subtract 1 - σ(z) from σ(z). The slope is their product."""
        return reckoning.sigmoid(z) - reckoning.sigmoid(-z)

    def slope_from_a_step(z, came=None):
        """Your slope comes from a step in one direction, and is off by about as much as the step is long. Use the
        formula p (1 - p), or a central difference with a step near 1e-5."""
        made = [(reckoning.sigmoid(z + h) - reckoning.sigmoid(z)) / h for h in (0.5, 0.1, 0.01, 1e-3, 1e-4)]
        made += [(reckoning.sigmoid(z) - reckoning.sigmoid(z - h)) / h for h in (0.5, 0.1, 0.01, 1e-3, 1e-4)]
        if came is None or np.shape(came) != z.shape:
            return made[2]
        return min(made, key=lambda slopes: np.abs(slopes - came).max())

    def parentheses_missing(z):
        """Below your line the parentheses are missing: Python reads `a / 1 + a**2` as (a / 1) + a**2. The square is
        that of 1 + exp(-z)."""
        return np.exp(-z) + np.exp(-2 * z)

    def exponential_squared_alone(z):
        """Below your line only the exponential is squared: Python takes the power before the sum. Set the square
        outside of the parentheses, so that it reaches 1 + exp(-z)."""
        return np.exp(-z) / (1 + np.exp(-2 * z))


@exercise(
    lesson=1,
    cases=[(0.5, 2.0), (0.7, 1.0), (-0.4, 3.0), (1.5, 0.5), (0.25, -2.0)],
)
class odds_ratio:
    """the factor by which the odds are multiplied when a feature with the weight w grows by a step"""

    def answer(w, step):
        return np.exp(w * step)

    def log_kept(w, step):
        """Your answer is the change of the log-odds. Undo the logarithm to get what happens to the odds."""
        return w * step

    def step_ignored(w, step):
        """Your answer is what a step of 1 does. The size of the step belongs in the exponent too."""
        return np.exp(w)

    def weight_ignored(w, step):
        """Your answer does not depend on the weight. How much do the log-odds change with the step?"""
        return np.exp(step)

    def product_for_power(w, step):
        """You multiply the effect of one unit by the step. Two steps multiply the odds twice: the step belongs
        in the exponent."""
        return np.exp(w) * step

    def sum_for_product(w, step):
        """In the exponent you add the weight and the step. How much does w·x change when x grows by the step?"""
        return np.exp(w + step)

    def flipped_sign(w, step):
        """Your factor is turned round: a positive weight and a positive step should raise the odds."""
        return np.exp(-w * step)

    def base_2(w, step):
        """You take a power of 2. The odds are e to the score."""
        return 2.0 ** (w * step)

    def base_10(w, step):
        """You take a power of 10. The odds are e to the score."""
        return 10.0 ** (w * step)

    def change_for_factor(w, step):
        """Your answer is the relative change, 0 where nothing changes. The factor is asked for, 1 where nothing
        changes."""
        return np.exp(w * step) - 1

    def probability_for_odds(w, step):
        """The sigmoid gives a probability. What the step does to the odds is an exponential."""
        return reckoning.sigmoid(w * step)

    def exponential_missing(w, step):
        """You raise the weight to a power. It is e that is raised to a power here."""
        return w**step

    def power_of_the_step(w, step):
        """You raise the step to the power of the weight. That belongs to a feature that is a logarithm; here it is e
        that is raised to a power."""
        return step**w

    def per_cent(w, step):
        """Your answer is the change in per cent. The factor itself is asked for, 1 where nothing changes."""
        return 100 * (np.exp(w * step) - 1)

    def ratio_for_product(w, step):
        """You divide the weight by the step. How much does w·x change when x grows by the step?"""
        return np.exp(w / step)

    def sum_of_two_exponentials(w, step):
        """You add two exponentials. There is one, and the weight and the step both stand in its exponent."""
        return np.exp(w) + np.exp(step)

    def power_in_the_exponent(w, step):
        """Your exponent is w to the power of the step. It is w times the step."""
        return np.exp(w**step) if w > 0 else np.exp(w * step)

    def line_for_exponential(w, step):
        """Your answer is 1 + w · step, which is close to e to the w · step only where that is small. Take the
        exponential."""
        return 1 + w * step

    def change_of_a_probability(w, step):
        """Your answer is by how much a probability of one half changes. The factor for the odds is asked for: it is
        the same wherever you start."""
        return reckoning.sigmoid(w * step) - 0.5

    def ratio_of_probabilities(w, step):
        """You divide one probability by another. The odds ratio divides odds by odds, and comes out as an
        exponential."""
        return reckoning.sigmoid(w + step) / reckoning.sigmoid(w)


@exercise(
    lesson=1,
    cases=SIGNS,
    edges=[(np.array([0.0, 0.0]), np.array([1.0, -1.0]))],
    hard=[(np.array([z, 0.5]), np.array([t, 1.0])) for z in (-720.0, 720.0, 1000.0) for t in (1.0, -1.0)],
    each="z t",
    stable="exp of a large positive number does not fit into a float. Take the stable sigmoid of the exercise before.",
)
class probability_of_sign:
    """the probability of the label t itself, for a score z, where the two labels are 1 and -1"""

    def answer(z, t):
        return reckoning.sigmoid(t * z)

    def label_ignored(z, t):
        """Your answer is the probability of label 1, whatever the label is. Where t is -1, the other class is meant."""
        return reckoning.sigmoid(z)

    def flipped_sign(z, t):
        """You give each label the probability of the other one: look at the sign in the exponent."""
        return reckoning.sigmoid(-t * z)

    def labels_of_zero_and_one(z, t):
        """Your formula picks σ(z) where t is 1 and 1 - σ(z) where t is 0. Here the second label is -1, and the formula
        goes wrong there: use that σ(-z) is 1 - σ(z)."""
        p = reckoning.sigmoid(z)
        return t * p + (1 - t) * (1 - p)

    def power_for_choice(z, t):
        """You raise the probabilities to powers, as with the labels 0 and 1. With the label -1 that turns a
        probability into one over it."""
        p = reckoning.sigmoid(z)
        return p**t * (1 - p) ** (1 - t)

    def label_outside(z, t):
        """You multiply the probability by the label, so that half of your answers are negative. The label belongs
        inside, beside the score."""
        return t * reckoning.sigmoid(z)

    def label_added(z, t):
        """You add the label to the score. It multiplies the score: a label of -1 turns its sign."""
        return reckoning.sigmoid(z + t)

    def label_subtracted(z, t):
        """You subtract the label, as in the slope of a loss. The probability of the label itself is asked for."""
        return reckoning.sigmoid(z) - t

    def sigmoid_missing(z, t):
        """Your answer is t z: positive where the label is on the right side. The sigmoid makes a probability of it."""
        return t * z

    def log_taken(z, t):
        """Your answer is the logarithm of the probability. Leave the logarithm out: it comes with the loss."""
        return -np.log1p(np.exp(-t * z))

    def loss_for_probability(z, t):
        """Your answer is minus the logarithm of the probability: the loss of lesson 03. The probability is asked
        for."""
        return np.log1p(np.exp(-t * z))

    def odds_for_probability(z, t):
        """Your answer is e to the power t z: those are the odds. One more step turns odds into a probability."""
        return np.exp(t * z)

    def reciprocal(z, t):
        """Your answers are above 1: you have the part below the line, and the 1 over it is missing."""
        return 1 + np.exp(-t * z)

    def size_for_score(z, t):
        """You take the size of the score, so that every label seems likely. The sign of t z says whether it is."""
        return reckoning.sigmoid(np.abs(z))

    def agreement_for_probability(z, t):
        """You say whether the label is on the side of its score, 1 or 0. Asked for is how probable the label is."""
        return np.where(t * z > 0, 1, 0)

    def one_less_the_product(z, t):
        """You take t times the probability away from 1. That is right for no label: for t = -1 the probability is 1 -
        σ(z), which is σ(-z)."""
        return 1 - t * reckoning.sigmoid(z)

    def label_less_the_probability(z, t):
        """Where t is 1 you give the probability of the other label, and where t is -1 a negative number. A sign in
        front of the score does it: use that σ(-z) is 1 - σ(z)."""
        return (1 + t) / 2 - reckoning.sigmoid(z)

    def halfway_to_one(z, t):
        """You take (1 + t p) / 2. That makes 0 and 1 of -1 and 1, and here p is no label: use that σ(-z) is 1 -
        σ(z)."""
        return (1 + t * reckoning.sigmoid(z)) / 2


QUESTIONS = (
    question(
        "The odds of an event are 4. What is its probability?",
        2,
        ("4 %", "Odds are no percentage. They compare an event with its opposite."),
        ("0.8", "Four times it happens for each time that it does not: 4 of 5."),
        ("0.25", "That would be 1 divided by the odds. Ask how many of how many: 4 of 4 + 1."),
    ),
    question(
        "What is the probability of class 1 at the score 0?",
        3,
        ("0", "The score is 0, the probability is not: put 0 into 1 / (1 + e^-z)."),
        ("it depends on the weights", "They make the score. Once it is known, the probability is known too."),
        ("one half", "At the score 0 the odds are e^0 = 1, so both classes are equally probable."),
    ),
    question(
        "The score rises from 3 to 4. What happens to the odds?",
        1,
        (
            "they are multiplied by e, about 2.7",
            "The score is the logarithm of the odds: adding 1 to it multiplies them by e.",
        ),
        ("they grow by 1", "The score grows by 1. The odds are e to the score."),
        ("they hardly change, because the curve is flat there", "It is the probability that hardly changes."),
    ),
    question(
        "A treatment doubles the odds of recovery. Anna's chance was 0.5, Ben's 0.95. Who gains more probability?",
        1,
        ("Anna", "From 0.5 to 0.667. Ben goes from 0.95 to 0.974 only, for he is at the flat end of the curve."),
        ("Ben", "His odds grow by more, from 19 to 38, but his probability from 0.95 to 0.974 only."),
        ("both the same", "Their log-odds rise by the same amount; probabilities do not."),
    ),
    question(
        "The weight of a radius is 1.034 per unit. You now measure in units half as long. What is the new weight?",
        2,
        ("2.068", "The numbers on the ruler double. For the score to stay, the weight must shrink."),
        ("0.517", "All the numbers double, so half the weight gives the same score."),
        ("1.034, because the lump stays the same", "The lump does, but the number that stands for it doubles."),
    ),
)

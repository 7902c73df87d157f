"""Lesson 09: curved boundaries, and weights held back."""

import numpy as np

from logreg_core.exercises import reckoning
from logreg_core.exercises.exercise import exercise
from logreg_core.exercises.questions import question
from logreg_core.exercises.samples import TABLES, far

STRENGTHS = 0.5, 0.1, 1.5


@exercise(lesson=9, cases=[(2,), (3,), (5,), (12,)], edges=[(1,)])
class number_of_features:
    """how many products of powers of two features there are with a degree from 1 to `degree`"""

    def answer(degree):
        return degree * (degree + 3) // 2

    def constant_counted(degree):
        """You have one too many: the product of degree 0 is the constant 1, and the bias does its work already."""
        return (degree + 1) * (degree + 2) // 2

    def highest_degree_only(degree):
        """You count the products of the highest degree only. The lower degrees are features too."""
        return degree + 1

    def powers_only(degree):
        """You count the powers of each feature alone. Products such as x₁x₂ are missing."""
        return 2 * degree

    def products_only(degree):
        """You count the products of both features and leave out the powers of each alone, such as x₁²."""
        return degree * (degree - 1) // 2

    def one_too_few_in_each_degree(degree):
        """You count k products of degree k. There are k + 1: the power of x₂ runs from 0 to k."""
        return degree * (degree + 1) // 2

    def each_power_up_to_the_degree(degree):
        """You let each power run up to the degree on its own. The sum of the two may not exceed it."""
        return (degree + 1) ** 2 - 1

    def order_counted(degree):
        """You count x₁x₂ and x₂x₁ as two. The order of the factors makes no new feature."""
        return 2 ** (degree + 1) - 2

    def half_forgotten(degree):
        """Your answer is twice too large. Adding up 2, 3, 4, ... gives half of first plus last, times how many."""
        return degree * (degree + 3)

    def highest_degree_left_out(degree):
        """You stop one degree too early: the products of the highest degree are missing."""
        return (degree - 1) * (degree + 2) // 2

    def one_degree_too_many(degree):
        """You go one degree too far."""
        return (degree + 1) * (degree + 4) // 2

    def square_for_sum(degree):
        """Your answer is the square of the degree. Add up 2 of degree 1, 3 of degree 2, 4 of degree 3, and so on."""
        return degree**2


def _slope(X, y, w, b, extra_w=0.0, extra_b=0.0):
    """The slope without a penalty, and something added to each part."""
    dw, db = reckoning.gradient(X, y, w, b)
    return dw + extra_w, db + extra_b


@exercise(
    lesson=9,
    cases=[(*table, l2) for table, l2 in zip(TABLES, STRENGTHS, strict=True)],
    edges=[(*TABLES[1], 0.0)],
    hard=[(*far(1000.0), 0.5)],
    returns="dw db",
    stable="The probability overflows. `probability(X, w, b)` is the stable one.",
)
class penalised_gradient:
    """the slope of the penalised loss in the weights and in the bias"""

    def answer(X, y, w, b, l2):
        return reckoning.gradient(X, y, w, b, l2)

    def penalty_forgotten(X, y, w, b, l2):
        """That is the slope without the penalty. What does the penalty add to the slope of each weight?"""
        return _slope(X, y, w, b)

    def bias_penalised(X, y, w, b, l2):
        """Your `dw` is right. The bias is not penalised, so its slope is the one that you know."""
        return _slope(X, y, w, b, l2 * w, l2 * b)

    def strength_on_the_bias(X, y, w, b, l2):
        """Your `dw` is right. You add λ to `db`, but the bias is not penalised: its slope stays as it was."""
        return _slope(X, y, w, b, l2 * w, l2)

    def length_for_weights(X, y, w, b, l2):
        """You add λ times the length of w to every slope. Each slope gets λ times its own weight: `l2 * w`."""
        return _slope(X, y, w, b, l2 * np.linalg.norm(w))

    def penalty_flipped(X, y, w, b, l2):
        """Your penalty has the wrong sign: it would reward large weights."""
        return _slope(X, y, w, b, -l2 * w)

    def half_kept(X, y, w, b, l2):
        """Your penalty's slope is half of what it should be. The 2 that comes down from the square cancels the half."""
        return _slope(X, y, w, b, l2 / 2 * w)

    def penalty_doubled(X, y, w, b, l2):
        """Your penalty's slope is twice what it should be. The penalty is λ/2 times the square, not λ times it."""
        return _slope(X, y, w, b, 2 * l2 * w)

    def penalty_divided_by_m(X, y, w, b, l2):
        """You divide the penalty's slope by the number of examples. Only the sum over the examples is a mean."""
        return _slope(X, y, w, b, l2 * w / len(y))

    def sum_for_mean(X, y, w, b, l2):
        """The part that comes from the data is a sum in your answer. It is a mean: divide it by m."""
        dw, db = reckoning.gradient(X, y, w, b)
        return len(y) * dw + l2 * w, len(y) * db

    def weights_left_out(X, y, w, b, l2):
        """You add the same λ to every slope. The slope of a square depends on where you stand: λ times the weight."""
        return _slope(X, y, w, b, l2)

    def strength_left_out(X, y, w, b, l2):
        """You add the weights themselves. How strong the penalty is, λ says."""
        return _slope(X, y, w, b, w)

    def penalty_for_slope(X, y, w, b, l2):
        """You add the penalty itself, one number, to every slope. Add its derivative in each weight."""
        return _slope(X, y, w, b, l2 / 2 * w @ w)

    def squares_for_weights(X, y, w, b, l2):
        """You add λ times the square of each weight. The derivative of a square is no square."""
        return _slope(X, y, w, b, l2 * w**2)

    def absolute_for_square(X, y, w, b, l2):
        """You add λ times the sign of each weight. That is the slope of the absolute value, not of the square."""
        return _slope(X, y, w, b, l2 * np.sign(w))

    def penalty_only(X, y, w, b, l2):
        """That is the penalty's slope alone. Add it to the slope that comes from the data."""
        return l2 * w, 0.0

    def flipped_sign(X, y, w, b, l2):
        """All your signs are turned round: the data's part is made of p - y."""
        dw, db = reckoning.gradient(X, y, w, b, l2)
        return -dw, -db

    def swapped_returns(X, y, w, b, l2):
        """Both are right, in the wrong order: first `dw`, then `db`."""
        return reckoning.gradient(X, y, w, b, l2)[::-1]

    def penalty_doubled_and_divided_by_m(X, y, w, b, l2):
        """Your penalty's slope is 2λ/m times the weight. The half in front of the square takes the 2 away, and only
        the sum over the examples is a mean: it is λ times the weight."""
        return _slope(X, y, w, b, 2 * l2 * w / len(y))

    def bias_forgotten(X, y, w, b, l2):
        """The bias is missing from the scores that your slopes are made of."""
        return reckoning.gradient(X, y, w, 0.0, l2)

    def first_weight_spared(X, y, w, b, l2):
        """You leave the first weight without a penalty. It is the bias that is not penalised, and here the bias is b:
        all of w is."""
        return _slope(X, y, w, b, l2 * np.append(0.0, w[1:]))

    def penalty_for_each_example(X, y, w, b, l2):
        """You add the penalty's slope once for each example. It belongs behind the loop: the penalty is there once."""
        return _slope(X, y, w, b, len(y) * l2 * w)

    def data_part_flipped(X, y, w, b, l2):
        """Your penalty has the right sign, and the part that comes from the data is turned round: it is made of p
        - y."""
        dw, db = reckoning.gradient(X, y, w, b)
        return l2 * w - dw, -db

    def sizes_of_the_weights(X, y, w, b, l2):
        """You add λ times the size of each weight. A negative weight has a negative slope: λ times the weight
        itself."""
        return _slope(X, y, w, b, l2 * np.abs(w))

    def sum_of_the_weights(X, y, w, b, l2):
        """You add λ times the sum of the weights to each slope. Each weight has its own: λ times that weight."""
        return _slope(X, y, w, b, l2 * np.sum(w))

    def sum_of_the_squares(X, y, w, b, l2):
        """You add λ times the sum of the squares, which is the penalty itself, or nearly. Its slope is asked for, one
        number for each weight."""
        return _slope(X, y, w, b, l2 * np.sum(w**2))

    def strength_times_everything(X, y, w, b, l2):
        """`db` is right. In `dw` λ multiplies the data's part too. It belongs to the weights alone: check the
        parentheses."""
        dw, db = reckoning.gradient(X, y, w, b)
        return l2 * (dw + w), db

    def bias_penalised_in_their_place(X, y, w, b, l2):
        """You penalise the bias, and not the weights. It is the other way round."""
        return _slope(X, y, w, b, 0.0, l2 * b)


def _decayed(X, y, w, b, rate, keep_w, keep_b=1.0):
    """One step, from weights and a bias that are shrunk first."""
    dw, db = reckoning.gradient(X, y, w, b)
    return keep_w * w - rate * dw, keep_b * b - rate * db


@exercise(
    lesson=9,
    cases=[(*table, rate, l2) for table, rate, l2 in zip(TABLES, (0.5, 0.1, 0.25), STRENGTHS, strict=True)],
    edges=[(*TABLES[1], 0.5, 0.0)],
    hard=[(*far(1000.0), 0.5, 0.1)],
    returns="w b",
    stable="The probability overflows on the way. `gradient(X, y, w, b)` is the stable one.",
)
class decayed_step:
    """the weights and the bias after one step in which the weights decay"""

    def answer(X, y, w, b, learning_rate, l2):
        return _decayed(X, y, w, b, learning_rate, 1 - learning_rate * l2)

    def decay_forgotten(X, y, w, b, learning_rate, l2):
        """That is the step without decay. By which factor do the weights shrink first?"""
        return _decayed(X, y, w, b, learning_rate, 1.0)

    def bias_decays(X, y, w, b, learning_rate, l2):
        """Your `w` is right. The bias does not decay, since it is not penalised."""
        return _decayed(X, y, w, b, learning_rate, 1 - learning_rate * l2, 1 - learning_rate * l2)

    def decay_without_rate(X, y, w, b, learning_rate, l2):
        """Your factor is 1 - λ. The penalty's slope is multiplied by the learning rate, as every slope is."""
        return _decayed(X, y, w, b, learning_rate, 1 - l2)

    def decay_without_strength(X, y, w, b, learning_rate, l2):
        """Your factor is 1 - α. Where does the strength of the penalty come in?"""
        return _decayed(X, y, w, b, learning_rate, 1 - learning_rate)

    def growth_for_decay(X, y, w, b, learning_rate, l2):
        """Your factor is 1 + αλ: the weights grow. A step goes against the penalty's slope."""
        return _decayed(X, y, w, b, learning_rate, 1 + learning_rate * l2)

    def one_forgotten(X, y, w, b, learning_rate, l2):
        """Your factor is αλ. That is what the weights lose; what stays is 1 less that."""
        return _decayed(X, y, w, b, learning_rate, learning_rate * l2)

    def decay_halved(X, y, w, b, learning_rate, l2):
        """Your weights lose half of what they should. The slope of λ/2 w² is λw."""
        return _decayed(X, y, w, b, learning_rate, 1 - learning_rate * l2 / 2)

    def decay_divided_by_m(X, y, w, b, learning_rate, l2):
        """You divide the decay by the number of examples. Only the data's part is a mean."""
        return _decayed(X, y, w, b, learning_rate, 1 - learning_rate * l2 / len(y))

    def decay_twice(X, y, w, b, learning_rate, l2):
        """Your weights decay twice as much as they should. Do they decay once by the factor and once more by the
        penalty in the gradient, or has the 2 of the square been kept?"""
        dw, db = reckoning.gradient(X, y, w, b, l2)
        return (1 - learning_rate * l2) * w - learning_rate * dw, b - learning_rate * db

    def decay_after_the_step(X, y, w, b, learning_rate, l2):
        """You take the step first and shrink what comes out. Only the old weights shrink, not the step."""
        dw, db = reckoning.gradient(X, y, w, b)
        return (1 - learning_rate * l2) * (w - learning_rate * dw), b - learning_rate * db

    def slope_at_the_shrunk_weights(X, y, w, b, learning_rate, l2):
        """You shrink the weights and take the slope there. Take the slope at the old weights first."""
        small = (1 - learning_rate * l2) * w
        dw, db = reckoning.gradient(X, y, small, b)
        return small - learning_rate * dw, b - learning_rate * db

    def uphill(X, y, w, b, learning_rate, l2):
        """Your weights decay as they should, and then go uphill: the step goes against the data's slope."""
        return _decayed(X, y, w, b, -learning_rate, 1 - learning_rate * l2)

    def rate_forgotten(X, y, w, b, learning_rate, l2):
        """Your decay is right. The data's slope is to be multiplied by the learning rate."""
        return _decayed(X, y, w, b, 1.0, 1 - learning_rate * l2)

    def bias_not_updated(X, y, w, b, learning_rate, l2):
        """Your `w` is right. The bias stays where it was: it does not decay, but it takes its step."""
        return _decayed(X, y, w, b, learning_rate, 1 - learning_rate * l2)[0], b

    def decay_only(X, y, w, b, learning_rate, l2):
        """Your weights decay and do nothing else. The data's slope is missing."""
        return (1 - learning_rate * l2) * w, b

    def swapped_returns(X, y, w, b, learning_rate, l2):
        """Both are right, in the wrong order: first `w`, then `b`."""
        return decayed_step.answer(X, y, w, b, learning_rate, l2)[::-1]

    def sum_for_mean(X, y, w, b, learning_rate, l2):
        """Your decay is right. The data's part is a sum over the examples: it is a mean, so divide it by their
        number."""
        dw, db = reckoning.gradient(X, y, w, b)
        return (1 - learning_rate * l2) * w - learning_rate * len(y) * dw, b - learning_rate * len(y) * db


GRID = np.array([0.0003162, 0.0031623, 0.0316228, 0.3162278, 3.1622777])


@exercise(
    lesson=9,
    cases=[
        (GRID, np.array([0.1, 0.2, 0.3, 0.5, 0.6]), np.array([0.7, 0.4, 0.35, 0.5, 0.9])),
        (GRID, np.array([0.15, 0.18, 0.31, 0.4, 0.66]), np.array([0.9, 0.33, 0.42, 0.45, 0.8])),
        (GRID[::-1].copy(), np.array([0.6, 0.5, 0.3, 0.2, 0.1]), np.array([0.65, 0.4, 0.45, 0.6, 0.95])),
        (3 * GRID, np.array([0.12, 0.21, 0.33, 0.42, 0.61]), np.array([0.55, 0.5, 0.62, 0.35, 0.6])),  # two valleys
        (
            np.array([0.02, 0.05, 0.2, 0.7, 1.1, 4.0]),
            np.array([0.1, 0.22, 0.24, 0.35, 0.5, 0.58]),
            np.array([0.45, 0.6, 0.33, 0.52, 0.4, 0.7]),
        ),
    ],
    edges=[(np.array([0.5]), np.array([0.4]), np.array([0.6]))],
)
class best_l2:
    """the strength of the penalty whose model does best on data that it has not seen"""

    def answer(strengths, training_losses, held_out_losses):
        return strengths[np.argmin(held_out_losses)]

    def training_for_held_out(strengths, training_losses, held_out_losses):
        """You choose by the training loss. That is lowest where nothing holds the weights back."""
        return strengths[np.argmin(training_losses)]

    def highest_for_lowest(strengths, training_losses, held_out_losses):
        """You choose the highest held-out loss. The best model has the lowest."""
        return strengths[np.argmax(held_out_losses)]

    def place_for_strength(strengths, training_losses, held_out_losses):
        """Your answer is the place in the list. Return the strength that stands there."""
        return np.argmin(held_out_losses)

    def place_from_one(strengths, training_losses, held_out_losses):
        """Your answer is the place in the list, counted from 1. Return the strength that stands there."""
        return np.argmin(held_out_losses) + 1

    def loss_for_strength(strengths, training_losses, held_out_losses):
        """Your answer is the lowest loss. Return the strength that belongs to it."""
        return np.min(held_out_losses)

    def smallest_gap(strengths, training_losses, held_out_losses):
        """You choose the smallest gap between the two losses. A model that has learned nothing has no gap either: look
        at the held-out loss alone."""
        return strengths[np.argmin(np.abs(held_out_losses - training_losses))]

    def losses_added(strengths, training_losses, held_out_losses):
        """You choose by the sum of both losses. The training loss has no vote: it never asks for a penalty."""
        return strengths[np.argmin(training_losses + held_out_losses)]

    def strongest(strengths, training_losses, held_out_losses):
        """You choose the strongest penalty, whatever the losses say."""
        return np.max(strengths)

    def one_place_late(strengths, training_losses, held_out_losses):
        """You take the strength one place after the right one. Python counts from 0."""
        return strengths[min(np.argmin(held_out_losses) + 1, len(strengths) - 1)]

    def one_place_early(strengths, training_losses, held_out_losses):
        """You take the strength one place before the right one. Python counts from 0."""
        return strengths[np.argmin(held_out_losses) - 1]

    def first_valley(strengths, training_losses, held_out_losses):
        """You stop at the first loss that is lower than the next one. There may be a deeper valley further on: look at
        all of them."""
        rises = np.flatnonzero(np.diff(held_out_losses) > 0)
        return strengths[rises[0] if len(rises) else -1]

    def last_valley(strengths, training_losses, held_out_losses):
        """You keep a strength whenever its loss is lower than the one before it, and so end at the last such place.
        Compare with the lowest loss so far."""
        falls = np.flatnonzero(np.diff(held_out_losses) < 0)
        return strengths[falls[-1] + 1 if len(falls) else 0]

    def weakest(strengths):
        """You choose the weakest penalty. The held-out loss says which is best: look for its lowest value."""
        return min(strengths)

    def smallest_difference_with_its_sign(strengths, training_losses, held_out_losses):
        """You choose where the held-out loss lies least above the training loss. Look at the held-out loss alone."""
        return strengths[np.argmin(held_out_losses - training_losses)]

    def middle_strength(strengths):
        """You choose the strength in the middle, whatever the losses are. Choose where the held-out loss is lowest."""
        return np.median(strengths)


QUESTIONS = (
    question(
        "A linear model draws a circle. How can that be?",
        1,
        (
            "it is linear in its features, and these are squares",
            "In the plane of the squares its boundary is a straight line.",
        ),
        ("it is no longer linear", "The score is still a sum of weights times features."),
        ("the sigmoid bends the line", "The sigmoid bends the probability, not the boundary."),
    ),
    question(
        "The training loss falls, the held-out loss rises. What is going on?",
        2,
        ("underfitting", "Then both losses would be high."),
        ("overfitting", "The model learns accidents of the training points, which others do not share."),
        ("the learning rate is too large", "Then the training loss would jump up."),
    ),
    question(
        "Can the training loss choose λ?",
        3,
        ("yes, take its lowest point", "It is lowest at λ = 0, always."),
        ("yes, with more iterations", "Even at the minimum it rises with λ, so it would still choose 0."),
        ("no, it would always say 0", "So we ask points that were held out."),
    ),
    question(
        "What does λ = 0.01 do to separable data?",
        1,
        ("it gives the loss a minimum", "Very long weights now cost more than their certainty brings in."),
        ("it makes them overlap", "The points stay where they are."),
        ("it moves the threshold", "The threshold is our decision, as before."),
    ),
    question(
        "You chose λ by 300 held-out points. Whose verdict do you report?",
        3,
        ("theirs", "They have chosen λ, so they flatter what they chose."),
        ("that of the training points", "The model was trained on them, so they flatter it most of all."),
        ("that of points which have chosen nothing", "Ours went from 0.314 to 0.340 there."),
    ),
)

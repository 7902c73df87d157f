"""Lesson 05: walking downhill."""

from itertools import product

import numpy as np

from logreg_core.exercises import reckoning
from logreg_core.exercises.exercise import exercise
from logreg_core.exercises.questions import question
from logreg_core.exercises.samples import TABLES, far


def _walk(X, y, rate, T, w=None, b=0.0, slope=reckoning.gradient):
    """Where T steps lead, with another `slope` in the gradient's place."""
    w = np.zeros(X.shape[1]) if w is None else w
    for _ in range(T):
        dw, db = slope(X, y, w, b)
        w, b = w - rate * dw, b - rate * db
    return w, b


def _summed(X, y, w, b):
    dw, db = reckoning.gradient(X, y, w, b)
    return len(y) * dw, len(y) * db


def _without_sigmoid(X, y, w, b):
    r = X @ w + b - y
    return X.T @ r / len(y), float(np.mean(r))


def _turned(X, y, w, b):
    r = 1 - reckoning.probability(X, w, b) - y
    return X.T @ r / len(y), float(np.mean(r))


def _one_after_the_other(X, y, w, b, rate):
    """Where a step leads in which each parameter moves before the slope of the next is taken."""
    w = w.copy()
    for j in range(len(w)):
        w[j] -= rate * reckoning.gradient(X, y, w, b)[0][j]
    return w, b - rate * reckoning.gradient(X, y, w, b)[1]


def _one_by_one(X, y, rate, T, w, b, share=False):
    """Where T passes over the data lead, with a step after each example."""
    for _ in range(T):
        for i in range(len(y)):
            dw, db = reckoning.gradient(X[i : i + 1], y[i : i + 1], w, b)
            w, b = w - rate * dw / (len(y) if share else 1), b - rate * db / (len(y) if share else 1)
    return w, b


def _with_labels(X, y, w, b):
    r = (X @ w + b > 0) - y
    return X.T @ r / len(y), float(np.mean(r))


@exercise(
    lesson=5,
    cases=[(*table, rate) for table, rate in zip(TABLES, (0.5, 0.1, 2.5), strict=True)],
    hard=[(*far(1000.0), 0.5), (*far(1000.0, (0.0, 1.0)), 0.5)],
    returns="w b",
    stable="The probability overflows on the way. Use the stable form of the sigmoid from lesson 01.",
)
class descent_step:
    """the weights and the bias after one step of gradient descent"""

    def answer(X, y, w, b, learning_rate):
        return _walk(X, y, learning_rate, 1, w, b)

    def flipped_sign(X, y, w, b, learning_rate):
        """You go uphill: the gradient points to where the loss grows, and you follow it."""
        return _walk(X, y, -learning_rate, 1, w, b)

    def flipped_sign_in_w(X, y, w, b, learning_rate):
        """Your bias goes downhill, and your weights go uphill. Check the sign in the line for w."""
        return _walk(X, y, -learning_rate, 1, w, b)[0], _walk(X, y, learning_rate, 1, w, b)[1]

    def flipped_sign_in_b(X, y, w, b, learning_rate):
        """Your weights go downhill, and your bias goes uphill. Check the sign in the line for b."""
        return _walk(X, y, learning_rate, 1, w, b)[0], _walk(X, y, -learning_rate, 1, w, b)[1]

    def rate_forgotten(X, y, w, b, learning_rate):
        """You go the whole gradient at once. Where does the learning rate come in?"""
        return _walk(X, y, 1.0, 1, w, b)

    def rate_forgotten_for_w(X, y, w, b, learning_rate):
        """Your `b` is right. The learning rate is missing from the line for w."""
        return _walk(X, y, 1.0, 1, w, b)[0], _walk(X, y, learning_rate, 1, w, b)[1]

    def rate_forgotten_for_b(X, y, w, b, learning_rate):
        """Your `w` is right. The learning rate is missing from the line for b."""
        return _walk(X, y, learning_rate, 1, w, b)[0], _walk(X, y, 1.0, 1, w, b)[1]

    def divided_by_the_rate(X, y, w, b, learning_rate):
        """You divide by the learning rate. A larger rate should make a longer step."""
        return _walk(X, y, 1 / learning_rate, 1, w, b)

    def rate_squared(X, y, w, b, learning_rate):
        """The learning rate is in there twice. Once is enough."""
        return _walk(X, y, learning_rate**2, 1, w, b)

    def sum_for_mean(X, y, w, b, learning_rate):
        """Your step is too long by the number of examples: its gradient is a sum, not a mean."""
        return _walk(X, y, learning_rate, 1, w, b, _summed)

    def divided_twice(X, y, w, b, learning_rate):
        """Your step is too short by the number of examples: the gradient is a mean already."""
        return _walk(X, y, learning_rate / len(y), 1, w, b)

    def b_uses_the_new_w(X, y, w, b, learning_rate):
        """Your `w` is right. The slope for b is taken at the new w: take both slopes at the old place first, then
        move both."""
        new = _walk(X, y, learning_rate, 1, w, b)[0]
        return new, _walk(X, y, learning_rate, 1, new, b)[1]

    def w_uses_the_new_b(X, y, w, b, learning_rate):
        """Your `b` is right. The slope for w is taken at the new b: take both slopes at the old place first, then
        move both."""
        new = _walk(X, y, learning_rate, 1, w, b)[1]
        return _walk(X, y, learning_rate, 1, w, new)[0], new

    def bias_not_updated(X, y, w, b, learning_rate):
        """Your `w` is right. The bias stays where it was: it takes its step too."""
        return _walk(X, y, learning_rate, 1, w, b)[0], b

    def weights_not_updated(X, y, w, b, learning_rate):
        """Your `b` is right. The weights stay where they were: they take their step too."""
        return w, _walk(X, y, learning_rate, 1, w, b)[1]

    def nothing_updated(X, y, w, b, learning_rate):
        """You return the weights and the bias as they came. Subtract the step from each."""
        return w, b

    def step_for_place(X, y, w, b, learning_rate):
        """You return the step itself. The place after the step is asked for: where did it start?"""
        dw, db = reckoning.gradient(X, y, w, b)
        return -learning_rate * dw, -learning_rate * db

    def positive_step_for_place(X, y, w, b, learning_rate):
        """You return the rate times the gradient. The place after the step is asked for: what is it taken from?"""
        dw, db = reckoning.gradient(X, y, w, b)
        return learning_rate * dw, learning_rate * db

    def gradient_for_place(X, y, w, b, learning_rate):
        """You return the gradient. The place after the step is asked for."""
        return reckoning.gradient(X, y, w, b)

    def swapped_returns(X, y, w, b, learning_rate):
        """Both are right, in the wrong order: first `w`, then `b`."""
        return _walk(X, y, learning_rate, 1, w, b)[::-1]

    def swapped_slopes(X, y, w, b, learning_rate):
        """You subtract the slope of the bias from the weights, and the slopes of the weights from the bias."""
        dw, db = reckoning.gradient(X, y, w, b)
        return w - learning_rate * db, b - learning_rate * dw

    def bias_left_out(X, y, w, b, learning_rate):
        """You return the weights alone. Return two values, first `w`, then `b`."""
        return _walk(X, y, learning_rate, 1, w, b)[0]

    def bias_forgotten(X, y, w, b, learning_rate):
        """The bias is missing from the scores that your gradient is made of."""
        dw, db = reckoning.gradient(X, y, w, 0.0)
        return w - learning_rate * dw, b - learning_rate * db

    def sigmoid_missing(X, y, w, b, learning_rate):
        """Your gradient holds z - y. The sigmoid is missing: it is p - y."""
        return _walk(X, y, learning_rate, 1, w, b, _without_sigmoid)

    def label_for_probability(X, y, w, b, learning_rate):
        """Your gradient holds labels where the probabilities belong."""
        return _walk(X, y, learning_rate, 1, w, b, _with_labels)

    def two_steps(X, y, w, b, learning_rate):
        """You take two steps. One is asked for; the loop comes with the next exercise."""
        return _walk(X, y, learning_rate, 2, w, b)

    def one_example_at_a_time(X, y, w, b, learning_rate):
        """You take a step after each example, so that the second one already starts elsewhere. Here one step is asked
        for, with the mean slope over all the examples, taken at the old place."""
        return _one_by_one(X, y, learning_rate, 1, w, b)

    def a_share_of_the_step_for_each_example(X, y, w, b, learning_rate):
        """You move a part of the step after each example, so that the next slope is taken elsewhere. Add up the slopes
        of all the examples at the old place first, then move once."""
        return _one_by_one(X, y, learning_rate, 1, w, b, share=True)

    def exponent_sign_flipped(X, y, w, b, learning_rate):
        """Your step is made of the wrong probabilities: the sign in the exponent of the sigmoid is flipped."""
        return _walk(X, y, learning_rate, 1, w, b, _turned)

    def labels_swapped(X, y, w, b, learning_rate):
        """Your step goes to where the ones and the zeros are exchanged: the labels are swapped, or two signs are
        flipped at once, that of p - y and that in the exponent of the sigmoid."""
        return _walk(X, 1 - y, learning_rate, 1, w, b)

    def rate_times_everything(X, y, w, b, learning_rate):
        """The learning rate multiplies the old weights too. It belongs to the slope alone: check the parentheses."""
        dw, db = reckoning.gradient(X, y, w, b)
        return learning_rate * (w - dw), learning_rate * (b - db)

    def multiplied_by_the_step(X, y, w, b, learning_rate):
        """You multiply the old weights by 1 minus the step. The step is subtracted from them."""
        dw, db = reckoning.gradient(X, y, w, b)
        return w * (1 - learning_rate * dw), b * (1 - learning_rate * db)

    def weights_one_after_the_other(X, y, w, b, learning_rate):
        """You move one weight after the other, and take each slope where those before it have led. Take all the slopes
        at the old place first, then move."""
        return _one_after_the_other(X, y, w, b, learning_rate)

    def mean_of_dw_for_db(X, y, w, b, learning_rate):
        """Your `w` is right. The step of the bias is made of the slopes of the weights. It has a slope of its own: the
        mean of p - y."""
        dw, _ = reckoning.gradient(X, y, w, b)
        return w - learning_rate * dw, b - learning_rate * np.mean(dw)

    def slopes_of_the_weights_for_the_bias(X, y, w, b, learning_rate):
        """Your `w` is right. From the bias you subtract the slopes of the weights. It has a slope of its own, `db`."""
        dw, _ = reckoning.gradient(X, y, w, b)
        return w - learning_rate * dw, b - learning_rate * dw

    def weights_subtracted_too(X, y, w, b, learning_rate):
        """Your `b` is right. You subtract the weights themselves as well, times the rate. That comes from a penalty,
        which is not part of this loss."""
        dw, db = reckoning.gradient(X, y, w, b)
        return w - learning_rate * (dw + w), b - learning_rate * db


SETTLED = np.array([[1.2], [0.8], [1.0], [-1.0], [-0.6], [-1.1]]), np.array([1.0, 1.0, 0.0, 0.0, 0.0, 1.0])


@exercise(
    lesson=5,
    cases=[
        (*TABLES[0][:2], 0.5, 2),
        # nearly at rest after some twenty steps: who stops there by themselves is found out; and so flat that steps
        # which are six times too long do not bounce about, for then their last digits would be chance
        (*SETTLED, 1.0, 40),
        (*TABLES[1][:2], 0.25, 3),
        (*TABLES[2][:2], 1.5, 5),
    ],
    edges=[(TABLES[0][0], TABLES[0][1], 0.5, 1), (TABLES[0][0], TABLES[0][1], 0.5, 0)],
    returns="w b",
)
class descend:
    """the weights and the bias after n_iterations steps of gradient descent from zero"""

    def answer(X, y, learning_rate, n_iterations):
        return _walk(X, y, learning_rate, n_iterations)

    def weights_one_after_the_other(X, y, learning_rate, n_iterations):
        """You move one weight after the other, and take each slope where those before it have led. In every round, take
        all the slopes at the old place first, then move."""
        w, b = np.zeros(X.shape[1]), 0.0
        for _ in range(n_iterations):
            w, b = _one_after_the_other(X, y, w, b, learning_rate)
        return w, b

    def one_step_only(X, y, learning_rate, n_iterations):
        """You end after one step, however many are asked for. Does `return` stand inside the loop, or do the weights
        start from zero in every round?"""
        return _walk(X, y, learning_rate, 1)

    def one_step_too_few(X, y, learning_rate, n_iterations):
        """You take one step too few. `range(1, T)` has T - 1 rounds."""
        return _walk(X, y, learning_rate, n_iterations - 1)

    def one_step_too_many(X, y, learning_rate, n_iterations):
        """You take one step too many. `range(T + 1)` has T + 1 rounds."""
        return _walk(X, y, learning_rate, n_iterations + 1)

    def nothing_updated(X, y, learning_rate, n_iterations):
        """Your weights are still zero at the end. Are the new values given to `w` and `b` in the loop?"""
        return _walk(X, y, learning_rate, 0)

    def gradient_not_renewed(X, y, learning_rate, n_iterations):
        """Every step of yours is the same: the gradient is computed once, before the loop. It changes with every
        step."""
        return _walk(X, y, learning_rate * n_iterations, 1)

    def flipped_sign(X, y, learning_rate, n_iterations):
        """You go uphill: the gradient points to where the loss grows, and you follow it."""
        return _walk(X, y, -learning_rate, n_iterations)

    def rate_forgotten(X, y, learning_rate, n_iterations):
        """You go the whole gradient in each step. Where does the learning rate come in?"""
        return _walk(X, y, 1.0, n_iterations)

    def own_rate(X, y, learning_rate, n_iterations):
        """You use 0.1 in each step. Take the learning rate that your function is given."""
        return _walk(X, y, 0.1, n_iterations)

    def sum_for_mean(X, y, learning_rate, n_iterations):
        """Your steps are too long by the number of examples: the gradient is a sum, not a mean."""
        return _walk(X, y, learning_rate, n_iterations, slope=_summed)

    def divided_twice(X, y, learning_rate, n_iterations):
        """Your steps are too short by the number of examples: the gradient is a mean already."""
        return _walk(X, y, learning_rate / len(y), n_iterations)

    def b_uses_the_new_w(X, y, learning_rate, n_iterations):
        """In each round the slope for b is taken at the new w. Take both slopes at the old place first, then move
        both."""
        w, b = np.zeros(X.shape[1]), 0.0
        for _ in range(n_iterations):
            w = w - learning_rate * reckoning.gradient(X, y, w, b)[0]
            b = b - learning_rate * reckoning.gradient(X, y, w, b)[1]
        return w, b

    def w_uses_the_new_b(X, y, learning_rate, n_iterations):
        """In each round the slope for w is taken at the new b. Take both slopes at the old place first, then move
        both."""
        w, b = np.zeros(X.shape[1]), 0.0
        for _ in range(n_iterations):
            b = b - learning_rate * reckoning.gradient(X, y, w, b)[1]
            w = w - learning_rate * reckoning.gradient(X, y, w, b)[0]
        return w, b

    def bias_not_updated(X, y, learning_rate, n_iterations):
        """The bias stays at zero. It takes its step in every round too."""
        return _walk(X, y, learning_rate, n_iterations, slope=lambda *at: (reckoning.gradient(*at)[0], 0.0))

    def weights_not_updated(X, y, learning_rate, n_iterations):
        """The weights stay at zero. They take their step in every round too. If they do: an array of whole numbers, as
        `np.array([0, 0])` makes one, cuts off what is behind the point; begin with `np.zeros(n)`."""
        return _walk(X, y, learning_rate, n_iterations, slope=lambda *at: (0.0, reckoning.gradient(*at)[1]))

    def started_at_one(X, y, learning_rate, n_iterations):
        """Your weights start at 1. They start at zero here."""
        return _walk(X, y, learning_rate, n_iterations, np.ones(X.shape[1]))

    def everything_started_at_one(X, y, learning_rate, n_iterations):
        """Your weights and your bias start at 1. They start at zero here."""
        return _walk(X, y, learning_rate, n_iterations, np.ones(X.shape[1]), 1.0)

    def swapped_returns(X, y, learning_rate, n_iterations):
        """Both are right, in the wrong order: first `w`, then `b`."""
        return _walk(X, y, learning_rate, n_iterations)[::-1]

    def bias_left_out(X, y, learning_rate, n_iterations):
        """You return the weights alone. Return two values, first `w`, then `b`."""
        return _walk(X, y, learning_rate, n_iterations)[0]

    def gradient_for_place(X, y, learning_rate, n_iterations):
        """You return the gradient at the end. The weights and the bias are asked for."""
        return reckoning.gradient(X, y, *_walk(X, y, learning_rate, n_iterations))

    def sigmoid_missing(X, y, learning_rate, n_iterations):
        """Your gradient holds z - y. The sigmoid is missing: it is p - y."""
        return _walk(X, y, learning_rate, n_iterations, slope=_without_sigmoid)

    def label_for_probability(X, y, learning_rate, n_iterations):
        """Your gradient holds labels where the probabilities belong."""
        return _walk(X, y, learning_rate, n_iterations, slope=_with_labels)

    def labels_swapped(X, y, learning_rate, n_iterations):
        """Your line turns its ones to the side of the zeros: the labels are swapped, or the sigmoid's exponent has
        the wrong sign."""
        return _walk(X, 1 - y, learning_rate, n_iterations)

    def stopped_early(X, y, learning_rate, n_iterations, came=None):
        """You stop before the last step, perhaps where little changes any more. All the steps are to be taken, however
        small they have become: leave out the `break`."""
        places = [(np.zeros(X.shape[1]), 0.0)]
        for _ in range(n_iterations):
            places.append(_walk(X, y, learning_rate, 1, *places[-1]))
        if came is None or len(came) != 2 or np.shape(came[0]) != (X.shape[1],) or np.ndim(came[1]):
            return places[len(places) // 2]
        return min(places, key=lambda place: np.abs(place[0] - came[0]).max() + abs(place[1] - came[1]))

    def one_example_at_a_time(X, y, learning_rate, n_iterations):
        """You take a step after each example. Here each step takes the mean slope over all the examples."""
        return _one_by_one(X, y, learning_rate, n_iterations, np.zeros(X.shape[1]), 0.0)

    def bias_forgotten(X, y, learning_rate, n_iterations):
        """The bias is missing from the scores that your gradient is made of."""
        return _walk(X, y, learning_rate, n_iterations, slope=lambda X, y, w, b: reckoning.gradient(X, y, w, 0.0))

    def exponent_sign_flipped(X, y, learning_rate, n_iterations):
        """Your steps are made of the wrong probabilities: the sign in the exponent of the sigmoid is flipped."""
        return _walk(X, y, learning_rate, n_iterations, slope=_turned)

    def sum_for_mean_in_w(X, y, learning_rate, n_iterations):
        """The slope of your weights is a sum over the examples, that of the bias a mean. Both are means."""

        def slope(X, y, w, b):
            dw, db = reckoning.gradient(X, y, w, b)
            return len(y) * dw, db

        return _walk(X, y, learning_rate, n_iterations, slope=slope)

    def sum_for_mean_in_b(X, y, learning_rate, n_iterations):
        """The slope of your bias is a sum over the examples, that of the weights a mean. Both are means."""

        def slope(X, y, w, b):
            dw, db = reckoning.gradient(X, y, w, b)
            return dw, len(y) * db

        return _walk(X, y, learning_rate, n_iterations, slope=slope)

    def uphill_by_the_sum(X, y, learning_rate, n_iterations):
        """Two things: you go uphill, and your steps are too long by the number of examples, with a sum in the place of
        a mean."""
        return _walk(X, y, -learning_rate, n_iterations, slope=_summed)

    def losses_for_place(X, y, learning_rate, n_iterations):
        """You return the loss after each step. It is good to watch; asked for are the weights and the bias at the
        end."""
        places = [_walk(X, y, learning_rate, t + 1) for t in range(n_iterations)]
        return [reckoning.log_loss(X, y, w, b) for w, b in places]


LOSSES = [  # in eighths, so that every difference is exact
    [8, 8],
    [8, 6, 5],
    [8, 5, 4, 3],
    [3, 4, 5, 6],
    [8, 4, 4, 4, 4],
    [6, 5, 6, 5, 6],
    [8, 5, 5, 5, 3, 1],
    [8, 7, 6, 5, 4, 4],
    [8, 4, 3, 3, 4, 2],
    [4, 4, 4, 4, 3, 1],
]
MORE_LOSSES = [  # far above 1, so that a share of the loss is another thing; and back to the best so far
    [40, 38, 37, 36],
    [6, 3, 4, 3, 4],
]


def _fallen(losses):
    """Improvement of each iteration."""
    return losses[:-1] - losses[1:]


@exercise(
    lesson=5,
    cases=[
        (np.array(losses) / 8, tol, patience)
        for losses, tol, patience in (
            *product(LOSSES, (0.0, 0.0625, 0.125), (1, 2, 3)),
            *product(MORE_LOSSES, (0.0625,), (1, 2, 3)),
        )
    ],
    edges=[(np.array([1.0]), 0.0, 1)],
)
class has_stopped:
    """True where the loss has improved by no more than tol in each of the last `patience` iterations, and False
    elsewhere, also where there are fewer iterations than that"""

    def answer(losses, tol, patience):
        return bool(len(losses) > patience and (_fallen(losses)[-patience:] <= tol).all())

    def opposite(losses, tol, patience):
        """You say True where it goes on and False where it has stopped."""
        return not has_stopped.answer(losses, tol, patience)

    def patience_ignored(losses, tol, patience):
        """You look at the last iteration only. It takes as many of them in a row as `patience` says."""
        return len(losses) > 1 and losses[-2] - losses[-1] <= tol

    def one_for_all(losses, tol, patience):
        """For you, one weak iteration among the last is enough. All of them must be weak."""
        return len(losses) > patience and (_fallen(losses)[-patience:] <= tol).any()

    def total_for_each(losses, tol, patience):
        """You compare `tol` with the improvement over all the last iterations together. Each of them is compared
        alone."""
        return len(losses) > patience and losses[-patience - 1] - losses[-1] <= tol

    def mean_for_each(losses, tol, patience):
        """You compare `tol` with the mean improvement of the last iterations. Each of them is compared alone."""
        return len(losses) > patience and _fallen(losses)[-patience:].mean() <= tol

    def anywhere_for_the_end(losses, tol, patience):
        """You are content with a plateau anywhere in the past. Only the last iterations count."""
        weak = _fallen(losses) <= tol
        return any(weak[i : i + patience].all() for i in range(len(weak) - patience + 1))

    def from_the_start(losses, tol, patience):
        """You look at the first iterations. The last ones count: `a[-k:]`."""
        return len(losses) > patience and (_fallen(losses)[:patience] <= tol).all()

    def whole_history(losses, tol, patience):
        """You ask that every iteration has been weak, from the first on. Only the last ones count."""
        return len(losses) > patience and (_fallen(losses) <= tol).all()

    def loss_for_improvement(losses, tol, patience):
        """You compare the losses with `tol`. Compare how much they have improved, from each to the next."""
        return len(losses) > patience and (losses[-patience:] <= tol).all()

    def flipped_sign(losses, tol, patience):
        """Your improvements have the wrong sign: an improvement is positive where the loss falls, old minus new."""
        return len(losses) > patience and (-_fallen(losses)[-patience:] <= tol).all()

    def absolute_for_signed(losses, tol, patience):
        """You take the size of the change. A loss that rises is no improvement, however much it rises."""
        return len(losses) > patience and (np.abs(_fallen(losses)[-patience:]) <= tol).all()

    def less_for_at_most(losses, tol, patience):
        """Nearly: an improvement of exactly `tol` counts as no more than `tol`. Look at your comparison."""
        return len(losses) > patience and (_fallen(losses)[-patience:] < tol).all()

    def at_least_for_at_most(losses, tol, patience):
        """Your comparison is the wrong way round: the run has stopped where the improvements are small."""
        return len(losses) > patience and (_fallen(losses)[-patience:] >= tol).all()

    def one_iteration_too_few(losses, tol, patience):
        """You look at one iteration too few. Between k losses there are only k - 1 improvements."""
        return len(losses) > patience - 1 and (_fallen(losses[-patience:]) <= tol).all()

    def one_round_too_few(losses, tol, patience):
        """You look at one iteration too few: `range(1, patience)` has patience - 1 rounds, and where `patience` is 1 it
        has none."""
        return len(losses) > patience and (_fallen(losses)[len(losses) - patience :] <= tol).all()

    def one_iteration_too_many(losses, tol, patience):
        """You look at one iteration too many. Between k losses there are k - 1 improvements."""
        return len(losses) > patience + 1 and (_fallen(losses)[-patience - 1 :] <= tol).all()

    def short_history_counts(losses, tol, patience):
        """Nearly: with fewer iterations than `patience`, the run cannot have stopped yet."""
        return (_fallen(losses)[-patience:] <= tol).all()

    def guard_one_short(losses, tol, patience):
        """Nearly: `patience` losses are one too few, because they have only `patience - 1` improvements between them.
        Look at the comparison of your guard."""
        return len(losses) >= patience and (_fallen(losses)[-patience:] <= tol).all()

    def size_in_a_short_history(losses, tol, patience):
        """Two things: you take the size of the change, and a loss that rises is no improvement; and with fewer
        iterations than `patience`, the run cannot have stopped yet."""
        return (np.abs(_fallen(losses)[-patience:]) <= tol).all()

    def one_in_a_short_history(losses, tol, patience):
        """Two things: for you, one weak iteration among the last is enough, and all of them must be weak; and with
        fewer iterations than `patience`, the run cannot have stopped yet."""
        return (_fallen(losses)[-patience:] <= tol).any()

    def changes_between_the_last(losses, tol, patience):
        """Two things: an improvement is old minus new, the negative of `np.diff`; and between the last `patience`
        losses there are only `patience - 1` improvements."""
        return (-_fallen(losses[-patience:]) <= tol).all()

    def tol_ignored(losses, tol, patience):
        """Your answer does not depend on `tol`: you ask whether the loss has fallen at all."""
        return len(losses) > patience and (_fallen(losses)[-patience:] <= 0).all()

    def last_improvement_only(losses, tol, patience):
        """You wait until there are enough iterations, and then look at the last improvement alone. Each of the last
        `patience` must be at most `tol`."""
        return bool(len(losses) > patience and losses[-2] - losses[-1] <= tol)

    def last_improvement_only_and_less(losses, tol, patience):
        """Two things: of the last `patience` improvements you look at one alone, and one of exactly `tol` counts as
        no more than `tol`."""
        return bool(len(losses) > patience and losses[-2] - losses[-1] < tol)

    def last_size_only(losses, tol, patience):
        """You wait until there are enough iterations, and then look at the size of the last change alone. Each of the
        last `patience` improvements counts, and a rise is no improvement."""
        return bool(len(losses) > patience and abs(losses[-2] - losses[-1]) <= tol)

    def last_size_only_and_less(losses, tol, patience):
        """Of the last `patience` improvements you look at one alone, and at its size. Each of them counts, a rise is
        no improvement, and exactly `tol` is enough."""
        return bool(len(losses) > patience and abs(losses[-2] - losses[-1]) < tol)

    def last_change_below_tol(losses, tol, patience):
        """You look at the last change alone, take its size, and ask whether it is below `tol`. Each of the last
        `patience` improvements counts, a rise is no improvement, and exactly `tol` is enough."""
        return len(losses) > 1 and bool(abs(losses[-1] - losses[-2]) < tol)

    def last_change_at_most_tol(losses, tol, patience):
        """You look at the last change alone, and take its size. Each of the last `patience` improvements counts, and a
        rise is no improvement."""
        return len(losses) > 1 and bool(abs(losses[-1] - losses[-2]) <= tol)

    def last_improvement_below_tol(losses, tol, patience):
        """You look at the last improvement alone, and ask whether it is below `tol`. Each of the last `patience`
        counts, and exactly `tol` is enough."""
        return len(losses) > 1 and bool(losses[-2] - losses[-1] < tol)

    def counter_never_reset(losses, tol, patience):
        """You count all the weak iterations, wherever they are. They must come in a row: an iteration that improves
        enough sets the count back to zero."""
        return bool((_fallen(losses) <= tol).sum() >= patience)

    def counter_never_reset_and_less(losses, tol, patience):
        """Two things: you count all the weak iterations, wherever they are, and they must come in a row; and an
        improvement of exactly `tol` counts as weak, so the comparison is `<=`."""
        return bool((_fallen(losses) < tol).sum() >= patience)

    def one_for_all_and_less(losses, tol, patience):
        """Two things: all of the last iterations must be weak, and not one of them; and an improvement of exactly `tol`
        counts as weak, so the comparison is `<=`."""
        return len(losses) > patience and (_fallen(losses)[-patience:] < tol).any()

    def relative_for_absolute(losses, tol, patience):
        """You divide the improvement by the loss. It is compared with `tol` as it is."""
        return bool(len(losses) > patience and (_fallen(losses) / losses[:-1])[-patience:].max() <= tol)

    def best_so_far(losses, tol, patience):
        """You compare with the best loss so far. Each loss is compared with the one before it."""
        best, weak = losses[0], 0
        for loss in losses[1:]:
            best, weak = (loss, 0) if loss < best - tol else (best, weak + 1)
        return weak >= patience

    def range_of_the_window(losses, tol, patience):
        """You compare the highest with the lowest of the last losses. Each improvement is compared alone, and a rise
        is none."""
        window = losses[-patience - 1 :]
        return bool(len(losses) > patience and window.max() - window.min() <= tol)

    def rising_for_standing(losses, tol, patience):
        """You ask whether the loss has risen by more than `tol`. The run has stopped where it no longer falls by
        more."""
        return bool(len(losses) > patience and (-_fallen(losses)[-patience:] > tol).all())

    def one_weak_iteration_less(losses, tol, patience):
        """You look at one iteration too few: `range(1, patience)` has patience - 1 rounds."""
        return bool((_fallen(losses)[len(losses) - 1 - min(patience - 1, len(losses) - 1) :] <= tol).all())


QUESTIONS = (
    question(
        "The gradient points uphill. Does minus the gradient point to the minimum?",
        2,
        ("yes, always", "On the map it often points across the valley, and the minimum lies along it."),
        ("no, only to where it is steepest from here", "So we take a step, and ask again."),
        ("only on separable data", "There is no minimum on separable data at all; lesson 06 shows why."),
    ),
    question(
        "The loss goes up and down, from one step to the next, for ever. What would you change first?",
        1,
        ("a smaller learning rate", "The steps leap across the valley; shorter ones stay in it."),
        ("more iterations", "The walk alternates between two places, and does so for ever."),
        ("a larger learning rate", "The steps are too long already."),
    ),
    question(
        "The curvature of a parabola is 4. From which rate on does descent never arrive?",
        3,
        ("4", "The steeper the bend, the smaller the rate has to be: divide by the curvature."),
        ("1/4", "There it arrives in a single step. A rate up to twice that still arrives."),
        ("1/2", "2 divided by the curvature. Each step then multiplies the distance by -1, and beyond that by more."),
    ),
    question(
        "Why do the steps become shorter near the minimum, though the rate stays the same?",
        2,
        ("the computer rounds them", "Rounding matters much later, in the sixteenth digit."),
        (
            "the slope becomes smaller, and a step is rate times slope",
            "On the level floor the walk slows down by itself.",
        ),
        ("`gradient_descent` lowers the rate", "It leaves the rate as you gave it."),
    ),
    question(
        "The accuracy has not changed for twenty iterations. May you stop?",
        3,
        ("yes, nothing changes any more", "Only the count does not change. The loss may fall fast."),
        ("yes, if it is above 90 %", "The probabilities may still be poor, and they are what a decision needs."),
        (
            "look at the loss first",
            "With the irises the accuracy stands still for 59 iterations before anything shows.",
        ),
    ),
)

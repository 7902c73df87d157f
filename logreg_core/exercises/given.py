"""Mistakes in what goes in: an answer is right for other inputs than those that were given, or with another function in
the sigmoid's place.

Each function of the first kind takes arguments of an exercise by name, and returns what stands in their place. Each of
the second kind takes a score, and returns what stands in the place of its probability. Any of them can come on top of
another mistake. As everywhere, the name is the misunderstanding and the docstring the hint.
"""

import inspect
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cache

import numpy as np

from logreg_core.exercises import reckoning

# Other inputs


def opposite_labels(y):
    """Your numbers are those of the opposite labels: 1 - y stands where y belongs, or two signs are turned at once."""
    return dict(y=1 - y)


def labels_made_plus_and_minus_one(y):
    """Your numbers are those of labels 1 and -1, as 2y - 1 makes them. This formula takes them as they come, 1 and
    0."""
    return dict(y=2 * y - 1)


def labels_moved_up(y):
    """Your numbers are those of (1 + y) / 2, which makes 1 and 0 of labels 1 and -1. Here they are 1 and 0 as they
    come."""
    return dict(y=(1 + y) / 2)


def labels_lowered_by_one(y):
    """Your numbers are those of y - 1, which makes 0 and 1 of labels 1 and 2. Here they are 0 and 1 as they come."""
    return dict(y=y - 1)


def labels_counted_from_one(y):
    """Your numbers are those of labels 1 and 2. Here they are 0 and 1 as they come."""
    return dict(y=y + 1)


def labels_in_a_column(y):
    """Every example has met the label of every other one. That happens when a column of shape (m, 1) meets a flat array
    of shape (m,), of which numpy makes a whole (m, m) table. Leave `y` flat, or use `.ravel()`."""
    return dict(y=y[:, None])


def weights_in_a_column(y, w):
    """Every example has met the label of every other one. That happens when a column of shape (m, 1) meets a flat array
    of shape (m,), of which numpy makes a whole (m, m) table. Leave `w` flat, or use `.ravel()`."""
    return dict(w=w[:, None])


def labels_turned(y):
    """Every example has met the label of every other one: the activations stand in a column and the labels in a row, of
    which numpy makes a whole (m, m) table. Both are rows here: which of them has been transposed?"""
    return dict(y=y.T)


def every_label_one(y):
    """Your numbers are those of examples that all have label 1. Where does y come in?"""
    return dict(y=np.ones_like(y))


def every_label_zero(y):
    """Your numbers are those of examples that all have label 0: the label has dropped out. Where does y come in?"""
    return dict(y=np.zeros_like(y))


def first_label_for_all(y):
    """Every example has met the label of the first: is there `y[0]` where `y[i]` belongs?"""
    return dict(y=np.full_like(y, y.flat[0]))


def last_label_for_all(y):
    """Every example has met the label of the last: is `y[i]` read behind the loop, where i stays at its last value, or
    is there `y[-1]`?"""
    return dict(y=np.full_like(y, y.flat[-1]))


def label_of_the_example_before(y):
    """Every example has met the label of the one before it: is there `y[i - 1]` where `y[i]` belongs?"""
    return dict(y=np.roll(y, 1))


def label_of_the_next_example(y):
    """Every example has met the label of the next: is there `y[i + 1]` where `y[i]` belongs?"""
    return dict(y=np.roll(y, -1))


def first_example_for_all(X):
    """Every example has met the features of the first: is there `X[0]` where `X[i]` belongs?"""
    return dict(X=X[[0] * len(X)])


def last_example_for_all(X):
    """Every example has met the features of the last: is `X[i]` read behind the loop, where i stays at its last
    value?"""
    return dict(X=X[[-1] * len(X)])


def first_feature_in_every_place(X):
    """Every weight has met the first feature: is there an index 0 where `j` belongs?"""
    return dict(X=X[:, [0] * X.shape[1]])


def last_feature_in_every_place(X):
    """Every weight has met the last feature: is there an index -1 where `j` belongs, or a `j` read behind its loop?"""
    return dict(X=X[:, [-1] * X.shape[1]])


def first_weight_in_every_place(w):
    """Every feature has met the first weight: is there `w[0]` where `w[j]` belongs?"""
    return dict(w=np.full_like(w, w.flat[0]))


def last_weight_in_every_place(w):
    """Every feature has met the last weight: is there `w[-1]` where `w[j]` belongs, or a `j` read behind its loop?"""
    return dict(w=np.full_like(w, w.flat[-1]))


def last_weight_left_out(w):
    """The last feature is missing from your scores: `range(n)` has n rounds, and `range(n - 1)` stops one too early."""
    return dict(w=np.where(np.arange(len(w)) < len(w) - 1, w.T, 0).T)


def first_weight_left_out(w):
    """The first feature is missing from your scores: Python counts from 0, and `range(1, n)` begins with the second."""
    return dict(w=np.where(np.arange(len(w)) > 0, w.T, 0).T)


def first_weight_alone(w):
    """Your scores are made of the first feature alone. Does the loop over the features end after one round, or is there
    an index of 0 too many?"""
    return dict(w=np.where(np.arange(len(w)) < 1, w.T, 0).T)


def last_weight_alone(w):
    """Your scores are made of the last feature alone: does each round of the loop over the features overwrite what the
    one before has found, with `=` in the place of `+=`?"""
    return dict(w=np.where(np.arange(len(w)) > len(w) - 2, w.T, 0).T)


def sum_of_the_weights_in_every_place(w):
    """Every feature has met all the weights: is there the whole of `w` where `w[j]` belongs?"""
    return dict(w=np.full_like(w, w.sum()))


def weights_in_reverse(w):
    """Your numbers are those of the weights in the opposite order. The first weight belongs to the first feature."""
    return dict(w=w[::-1])


def weights_with_the_opposite_sign(w):
    """Your numbers are those of weights with the opposite sign; the bias has the right one. The score is Xw + b."""
    return dict(w=-w)


def weights_missing(w):
    """Your numbers are those of weights that are all 1: the features are added up as they are. Each is multiplied by
    its weight first."""
    return dict(w=np.ones_like(w))


def features_missing_from_the_score(w):
    """Your numbers are those of weights that are all 0: the score is the bias alone. Where do the features come in?"""
    return dict(w=np.zeros_like(w))


def features_standardised(X):
    """Your numbers are those of standardised features. Here X is taken as it comes."""
    return dict(X=(X - X.mean(axis=0)) / X.std(axis=0))


def bias_added_to_the_weights(w, b):
    """You add the bias to the weights, before they meet the features. It is added to the score, once."""
    return dict(w=w + b, b=0.0)


def bias_in_the_first_place(w, b):
    """Your weights stand one place too far to the left: the ones are on the left of your table, and the bias comes last
    in your weights. Both belong in the same place."""
    return dict(w=np.append(w[1:], b), b=w[0])


def first_weight_as_the_bias(w, b):
    """You take the first weight for the bias. Here the bias is b, and every weight has its feature."""
    return dict(w=np.append(0.0, w[1:]), b=w[0])


def bias_missing_from_the_score(b):
    """Your numbers are right for a bias of 0: the bias is missing from your scores."""
    return dict(b=0.0)


def bias_subtracted_from_the_score(b):
    """You subtract the bias from the score. It is added."""
    return dict(b=-b)


def bias_added_for_each_feature(w, b):
    """The bias is in your scores once for each feature: the line that adds it stands in the loop over the features. It
    belongs behind that loop."""
    return dict(b=len(w) * b)


def bias_of_one(b):
    """Your numbers are those of a bias of 1: a 1 is added to the score, and the bias itself is not there. A column of
    ones is multiplied by the bias."""
    return dict(b=1.0)


def opposite_score(z):
    """Your numbers are those of scores with the opposite sign. Look for a minus in an exponent."""
    return dict(z=-z)


def size_of_the_score(z):
    """You take the size of the score. Its sign says on which side of the line an example lies."""
    return dict(z=np.abs(z))


def probability_in_the_place_of_the_score(z):
    """The score has been through the sigmoid once too often: you go on with a probability where z itself belongs."""
    return dict(z=reckoning.the_sigmoid(z))


def opposite_sign_label(t):
    """Your numbers are those of the opposite labels, -t in the place of t. Look for a minus too many, or one too
    few."""
    return dict(t=-t)


def sign_made_zero_or_one(t):
    """Your numbers are those of labels 0 and 1. Here they are -1 and 1."""
    return dict(t=(1 + t) / 2)


def every_sign_plus(t):
    """Your numbers are those of examples that all have label 1. Where does t come in?"""
    return dict(t=np.ones_like(t))


def rate_missing(learning_rate):
    """Your steps are those of a learning rate of 1. Where does the learning rate come in?"""
    return dict(learning_rate=1.0)


def steps_uphill(learning_rate):
    """Your steps go uphill. The slope says where the loss grows: it is subtracted."""
    return dict(learning_rate=-learning_rate)


def rate_over_the_examples(X, learning_rate):
    """Your steps are too short by the number of examples. The slope is a mean, and divided by their number already."""
    return dict(learning_rate=learning_rate / len(X))


def rate_times_the_examples(X, learning_rate):
    """Your steps are too long by the number of examples. The slope is a mean over them, not a sum."""
    return dict(learning_rate=learning_rate * len(X))


def step_doubled(learning_rate):
    """Your steps are twice as long as they should be. No 2 comes out of the derivative of a logarithm."""
    return dict(learning_rate=2 * learning_rate)


def step_halved(learning_rate):
    """Your steps are half as long as they should be. The 1/2 belongs to the squared error."""
    return dict(learning_rate=learning_rate / 2)


def penalty_missing(l2):
    """Your numbers are those without a penalty. Where does its strength come in?"""
    return dict(l2=0.0)


def penalty_with_the_opposite_sign(l2):
    """Your penalty has the opposite sign. It is to hold the weights back."""
    return dict(l2=-l2)


def penalty_twice_as_strong(l2):
    """Your penalty is twice as strong as it should be. It is λ/2 times the square, and the 2 of the square cancels."""
    return dict(l2=2 * l2)


def penalty_half_as_strong(l2):
    """Your penalty is half as strong as it should be. The slope of λ/2 w² is λ w."""
    return dict(l2=l2 / 2)


def penalty_over_the_examples(X, l2):
    """You divide the penalty by the number of examples. Here the data's part alone is a mean."""
    return dict(l2=l2 / len(X))


def half_the_penalty_over_the_examples(X, l2):
    """You divide the penalty by twice the number of examples. Here the data's part alone is a mean, and the 1/2 goes
    when the square is differentiated."""
    return dict(l2=l2 / (2 * len(X)))


def penalty_times_the_examples(X, l2):
    """Your penalty is too strong by the number of examples. It comes once, not once for each of them."""
    return dict(l2=l2 * len(X))


def strength_of_one(l2):
    """Your numbers are those of a penalty of strength 1. Where does λ come in?"""
    return dict(l2=1.0)


def strength_upside_down(l2):
    """You divide by the strength of the penalty. A larger λ is a stronger penalty; where a library asks for C, that is
    the other way round."""
    return dict(l2=1 / l2)


def strength_squared(l2):
    """Your penalty carries the square of its strength. Does λ come in twice?"""
    return dict(l2=l2**2)


def one_step_less(n_iterations):
    """You take one step too few. `range(1, T)` has T - 1 rounds."""
    return dict(n_iterations=n_iterations - 1)


def one_step_more(n_iterations):
    """You take one step too many. `range(T + 1)` has T + 1 rounds, and `while t <= T` as well."""
    return dict(n_iterations=n_iterations + 1)


def twice_as_many_steps(n_iterations):
    """You take twice as many steps as are asked for. Is there a loop within a loop, or a step in two places?"""
    return dict(n_iterations=2 * n_iterations)


def one_step_alone(n_iterations):
    """You end after one step, however many are asked for. Does `return` stand inside the loop, or do the weights start
    again in every round?"""
    return dict(n_iterations=1)


def rows_counted_from_one(rows):
    """Your examples stand one place too early: `rows` counts from 0, as Python does."""
    return dict(rows=rows - 1)


CHANGES = {f: tuple(inspect.signature(f).parameters) for f in list(globals().values()) if inspect.isfunction(f)}


# Another function where the sigmoid belongs


def no_sigmoid(z):
    """The sigmoid is missing: your numbers are those of the bare score where the probability belongs."""
    return z


def exponential_in_the_place_of_the_sigmoid(z):
    """Your numbers are those of e to the score where the probability belongs. Those are the odds, and the sigmoid
    divides them by one more than themselves. Or is the 1 missing below its line, as in 1 / exp(-z)?"""
    return np.exp(z)


def sigmoid_taken_twice(z):
    """The sigmoid is taken twice: it is put into itself. Once is enough."""
    return reckoning.the_sigmoid(reckoning.the_sigmoid(z))


def sigmoid_with_the_opposite_exponent(z):
    """Your probabilities are those of label 0: the sign in the exponent of your sigmoid is turned."""
    return reckoning.the_sigmoid(-z)


def tanh_in_the_place_of_the_sigmoid(z):
    """You have put the hyperbolic tangent in the place of the sigmoid. It runs from -1 to 1; a probability does not."""
    return np.tanh(z)


def label_where_the_probability_belongs(z):
    """You round the probabilities to labels first, and go on with these. Go on with the probabilities themselves."""
    return np.where(z > 0, 1.0, 0.0)


def sign_where_the_probability_belongs(z):
    """You go on with the sign of the score, 1 or -1, where the probability belongs."""
    return np.sign(z)


def slope_where_the_probability_belongs(z):
    """You go on with p (1 - p), the slope of the sigmoid, where the probability itself belongs."""
    return reckoning.the_sigmoid(z) * reckoning.the_sigmoid(-z)


def parentheses_missing_in_the_sigmoid(z):
    """Your sigmoid lacks parentheses: Python reads `1 / 1 + a` as (1 / 1) + a. Everything that belongs below the line
    goes into one pair."""
    return 1 + np.exp(-z)


def minus_in_the_sigmoid(z):
    """Below the line of your sigmoid, the exponential is subtracted from 1. It is added."""
    return 1 / (1 - np.exp(-z))


def larger_of_zero_and_the_score(z):
    """You have put max(0, z) in the place of the sigmoid, which never ends between 0 and 1."""
    return np.maximum(0, z)


def log_of_the_odds_against(z):
    """You have put log(1 + exp z) in the place of the sigmoid. That is a loss; the sigmoid is its slope."""
    return np.logaddexp(0, z)


def minus_before_the_exponential(z):
    """Your sigmoid has 1 - exp(z) below the line. The minus belongs into the exponent: 1 + exp(-z)."""
    return 1 / (1 - np.exp(z))


def sigmoid_of_twice_the_score(z):
    """Your sigmoid is too steep: your numbers are those of twice the score. The hyperbolic tangent that is shifted into
    0 to 1 has z/2 in it."""
    return reckoning.the_sigmoid(2 * z)


def sigmoid_in_the_place_of_the_exponential(z):
    """In your sigmoid stands a sigmoid where the exponential belongs: 1 / (1 + exp(-z)) is all of it. `expit` is the
    whole sigmoid already."""
    return 1 / (1 + reckoning.the_sigmoid(-z))


def score_in_power_of_two(z):
    """Your sigmoid takes powers of 2. It takes powers of e: `np.exp`."""
    return 1 / (1 + 2.0**-z)


def score_in_power_of_ten(z):
    """Your sigmoid takes powers of 10. It takes powers of e: `np.exp`."""
    return 1 / (1 + 10.0**-z)


SIGMOIDS = [f for name, f in list(globals().items()) if inspect.isfunction(f) and f not in CHANGES]


# Something else where p - y belongs


def slope_of_the_squared_error(p, y):
    """A factor p (1 - p) is left in: that is the slope of the squared error. With the cross-entropy it cancels, and p
    - y remains."""
    return (p - y) * p * (1 - p)


def twice_the_slope_of_the_squared_error(p, y):
    """You take the slope of the squared error, with its 2 and its factor p (1 - p). With the cross-entropy both are
    gone, and p - y remains."""
    return 2 * (p - y) * p * (1 - p)


def slope_in_the_probability(p, y):
    """You stop at the slope of the loss in p. One link of the chain rule is missing, how p changes with z: then p - y
    remains."""
    return (p - y) / (p * (1 - p))


def label_minus_probability(p, y):
    """You have y - p where p - y belongs, and so the data push the other way: y - p points downhill."""
    return y - p


def size_of_the_residual(p, y):
    """You have dropped the sign of p - y. It says in which direction an example pulls."""
    return np.abs(p - y)


def square_of_the_residual(p, y):
    """You square p - y. The slope of the cross-entropy holds the difference itself."""
    return (p - y) ** 2


def sum_for_the_residual(p, y):
    """You add the label to the probability. It is subtracted: p - y."""
    return p + y


def residual_of_the_ones(p, y):
    """Your examples with label 0 do not pull: p - y is multiplied by the label. Every example has its p - y."""
    return (p - y) * y


def residual_of_the_zeros(p, y):
    """Your examples with label 1 do not pull: p - y is multiplied by 1 - y. Every example has its p - y."""
    return (p - y) * (1 - y)


def loss_for_the_residual(p, y):
    """You have put the loss of each example where p - y belongs, which is the slope of the loss."""
    return -y * np.log(p) - (1 - y) * np.log(1 - p)


RESIDUALS = [f for f in list(globals().values()) if inspect.isfunction(f) and f not in CHANGES and f not in SIGMOIDS]


COMMON = {  # made often enough to come on top of any other; of the rest no two are tried together
    no_sigmoid,
    label_where_the_probability_belongs,
    sigmoid_with_the_opposite_exponent,
    sigmoid_taken_twice,
    slope_of_the_squared_error,
    size_of_the_residual,
    label_minus_probability,
    opposite_labels,
    labels_made_plus_and_minus_one,
    labels_in_a_column,
    weights_in_a_column,
    first_weight_alone,
    last_weight_alone,
    last_weight_left_out,
    weights_with_the_opposite_sign,
    features_standardised,
    bias_missing_from_the_score,
    bias_subtracted_from_the_score,
    bias_added_for_each_feature,
    bias_in_the_first_place,
}


@dataclass(frozen=True, eq=False)
class Given:
    """A mistake in what goes in; `of(function)` is the function of it, and `about` says of what.

    `change` makes other arguments of those that it takes by name, by `wanted`; without it `function` stands where what
    `about` names belongs.
    """

    name: str
    hint: str
    about: str
    exercise: object
    function: Callable
    wanted: tuple = ()

    @property
    def common(self):
        """Whether it is made often, as all that goes wrong with a step or a penalty is."""
        return self.function in COMMON or self.about in ("learning_rate", "n_iterations", "l2", "rows")

    def of(self, function):
        """A function of a function: of which the arguments are changed. A step still begins where it was given."""

        def changed(*args):
            with self.in_use():
                other = self.changed(args)
                return self.step(function(*other), args, other)

        return changed

    def in_use(self):
        """While this is open, another function stands where the sigmoid or the residual belongs, if it is that."""
        return nullcontext() if self.wanted else reckoning.instead(self.about, self.function)

    def changed(self, args, seen=None):
        """The arguments in the place of these; what becomes of the values is kept in `seen`, and looked up there."""
        if not self.wanted:
            return args
        names = _plain(self.exercise)
        values = tuple(args[names.index(name)] for name in self.wanted)
        key = (self, *map(id, values))
        seen = {} if seen is None else seen
        if key not in seen:
            seen[key] = values, self.function(*values)  # the values are kept, so that nothing else gets their ids
        change = seen[key][1]
        return tuple(change.get(name, arg) for name, arg in zip(names, args, strict=True))

    def step(self, answer, args, other):
        """The answer to other arguments; where it is a place, the step that leads there begins where it was given."""
        if other is args or not _leads_on(self.exercise):
            return answer
        starts = [self.exercise.arguments.index(name) for name in self.exercise.returns]
        return tuple(part + args[k] - other[k] for part, k in zip(answer, starts, strict=True))


def given(exercise, hint):
    """All that can have gone in otherwise in an exercise; `hint` makes a sentence of a docstring."""
    if not {"w", "z", "learning_rate"} & set(exercise.arguments):  # nothing to be reckoned: too much would fit
        return []
    there, found = set(_plain(exercise)), []
    for change, wanted in CHANGES.items():
        if there.issuperset(wanted):
            found.append(Given(change.__name__, hint(change), wanted[-1], exercise, change, wanted))
    for name, functions in ("sigmoid", SIGMOIDS), ("residual", RESIDUALS):
        if name in exercise.takes:
            found += [Given(f.__name__, hint(f), name, exercise, f) for f in functions]
    if "learning_rate" in there and "l2" not in there:  # where the whole step is turned, it goes uphill
        found = [other for other in found if other.name != "label_minus_probability"]
    return found


@cache
def _plain(exercise):
    """The arguments by the names that they have where examples are rows; X is not to be had where they are columns."""
    if exercise.columns:
        return tuple("" if name == "X" else {"Y": "y"}.get(name, name) for name in exercise.arguments)
    return exercise.arguments


@cache
def _leads_on(exercise):
    """Whether the answer is a place like one that is given."""
    return exercise.pair and set(exercise.returns) <= set(_plain(exercise))

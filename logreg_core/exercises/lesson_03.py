"""Lesson 03: the error of a probability."""

import numpy as np

from logreg_core.exercises import reckoning
from logreg_core.exercises.exercise import exercise
from logreg_core.exercises.questions import question
from logreg_core.exercises.samples import BETWEEN_0_AND_1, LABELS, PROBABILITIES_BY_LABEL, SCORES, SIGNS, TABLES, far

SIGMOID_FIRST = (
    "In floating point σ(40) is 1, so that log(1 - σ) is minus infinity, and a small number added to it only hides "
    "that. Use the form of the loss that starts from the score."
)


def _terms(X, y, w, b):
    """What the examples with label 1 cost, and those with label 0; each is 0 for the others."""
    losses = -np.log(_true(X @ w + b, y))
    return y * losses, (1 - y) * losses


def _true(z, y):
    """Probability given to the label that came true."""
    return reckoning.sigmoid((2 * y - 1) * z)


@exercise(lesson=3, cases=PROBABILITIES_BY_LABEL)
class likelihood:
    """the probability of all the labels together, for independent examples; p holds the probability that each
    label is 1"""

    def answer(p, y):
        return np.prod(np.where(y == 1, p, 1 - p))

    def sum_for_product(p, y):
        """You add the probabilities. The probability that independent events all happen is their product."""
        return np.sum(np.where(y == 1, p, 1 - p))

    def mean_for_product(p, y):
        """You take the mean of the probabilities. The probability that independent events all happen is their
        product."""
        return np.mean(np.where(y == 1, p, 1 - p))

    def log_taken(p, y):
        """Your answer is the logarithm of the likelihood. That is the next step; the product itself is asked for."""
        return np.sum(np.log(np.where(y == 1, p, 1 - p)))

    def loss_for_likelihood(p, y):
        """Your answer is minus the logarithm of the likelihood. The product itself is asked for."""
        return -np.sum(np.log(np.where(y == 1, p, 1 - p)))

    def mean_loss_for_likelihood(p, y):
        """Your answer is the mean loss. The likelihood comes before it, without a logarithm and without a mean."""
        return -np.mean(np.log(np.where(y == 1, p, 1 - p)))

    def labels_ignored(p, y):
        """You multiply the probabilities of label 1, whatever the labels are. Where a label is 0, which probability
        belongs to it?"""
        return np.prod(p)

    def labels_swapped(p, y):
        """You give the ones the probability that belongs to the zeros, and the other way round."""
        return np.prod(np.where(y == 1, 1 - p, p))

    def zeros_left_out(p, y):
        """The examples with label 0 are left out of your product: they have a probability too."""
        return np.prod(p**y)

    def ones_left_out(p, y):
        """The examples with label 1 are left out of your product: they have a probability too."""
        return np.prod((1 - p) ** (1 - y))

    def sum_of_two_products(p, y):
        """You multiply the ones together and the zeros together, and add the two. The whole is one product."""
        return np.prod(p[y == 1]) + np.prod(1 - p[y == 0])

    def label_as_a_factor(p, y):
        """Your likelihood is 0. That happens when a label multiplies, for 0 wipes out everything, or when the
        probabilities are rounded to labels. A label in the exponent leaves 1 where it is 0."""
        return 0.0

    def sum_of_powers(p, y):
        """You add p^y and (1 - p)^(1 - y). One of the two is 1 for every example, so that they are multiplied."""
        return np.prod(p**y + (1 - p) ** (1 - y))

    def not_multiplied(p, y):
        """You have the probability of each label. Multiply them to get the probability of all together."""
        return np.where(y == 1, p, 1 - p)

    def root_taken(p, y):
        """You have taken the m-th root, the typical probability of one label. The product itself is asked for."""
        return np.prod(np.where(y == 1, p, 1 - p)) ** (1 / len(y))

    def label_in_both_exponents(p, y):
        """Both your exponents are y. The second is 1 - y, so that the zeros count where the ones do not."""
        return np.prod(p**y * (1 - p) ** y)

    def products_on_the_way(p, y):
        """You return the product after each example. The last of them is the one asked for: `np.prod`, not
        `np.cumprod`."""
        return np.cumprod(np.where(y == 1, p, 1 - p))

    def one_over_the_typical(p, y):
        """Your answer is e to the mean loss, 1 over the typical probability of one label. The product itself is asked
        for."""
        return np.exp(-np.mean(np.log(np.where(y == 1, p, 1 - p))))

    def every_label_twice(p, y):
        """You multiply p and 1 - p for every example, whatever its label is. One of the two belongs to each."""
        return np.prod(p * (1 - p))

    def every_label_for_all(p, y):
        """Every probability has met the label of every example. That happens when a column of shape (m, 1) meets a flat
        array of shape (m,), of which numpy makes a whole (m, m) table. Give both the same shape, with `.ravel()`."""
        return np.prod(p[:, None] ** y * (1 - p[:, None]) ** (1 - y))

    def parentheses_missing(p, y):
        """The parentheses around 1 - p are missing: Python reads `a * 1 - p**k` as (a * 1) - (p**k)."""
        return np.prod(p**y - p ** (1 - y))


@exercise(
    lesson=3,
    cases=list(zip(SCORES, LABELS, strict=True)),
    edges=[(np.array([0.0, 0.0]), np.array([1.0, 0.0]))],
    hard=[
        (np.array([z, 0.5]), np.array([y, 1.0]))
        for z, y in ((40.0, 0.0), (-40.0, 1.0), (800.0, 0.0), (-800.0, 1.0), (800.0, 1.0))
    ],
    each="z y",
    stable=SIGMOID_FIRST,
)
class cross_entropy:
    """the loss of each example, from its score z and its label y"""

    answer = reckoning.cross_entropy

    def parentheses_around_the_label_missing(z, y):
        """The parentheses around 1 - y are missing: Python multiplies before it subtracts, and reads `1 - y * a` as 1 -
        (y * a)."""
        return y * np.logaddexp(0, -z) - 1 - y * np.logaddexp(0, z)

    def flipped_sign(z, y):
        """Your losses are negative: you have the log-likelihood. The loss has a minus in front of all of it."""
        return np.log(_true(z, y))

    def labels_swapped(z, y):
        """You use the loss of label 0 where the label is 1, and the other way round."""
        return -np.log(_true(z, 1 - y))

    def labels_ignored(z, y):
        """You treat every label as 1. Where the label is 0, the loss is another."""
        return -np.log(reckoning.sigmoid(z))

    def zero_term_missing(z, y):
        """The examples with label 0 cost nothing in your loss. The second term is missing, the one with 1 - y."""
        return -y * np.log(reckoning.sigmoid(z))

    def one_term_missing(z, y):
        """The examples with label 1 cost nothing in your loss. The first term is missing, the one with y."""
        return -(1 - y) * np.log(reckoning.sigmoid(-z))

    def minus_between_the_terms(z, y):
        """The examples with label 0 have a negative loss: the minus in front belongs to both terms. Check the
        parentheses."""
        return -(y * np.log(reckoning.sigmoid(z)) - (1 - y) * np.log(reckoning.sigmoid(-z)))

    def sigmoid_missing(z, y):
        """You take the logarithm of the score. The score is no probability yet: what turns it into one?"""
        with np.errstate(all="ignore"):
            return -(y * np.log(z) + (1 - y) * np.log(1 - z))

    def sigmoid_applied_twice(z, y):
        """You apply the sigmoid to a number that is a probability already. Once is enough."""
        return -np.log(_true(reckoning.sigmoid(z), y))

    def log_base_2(z, y):
        """Your logarithm has base 2. The loss uses the natural logarithm, which undoes `exp`."""
        return -np.log2(_true(z, y))

    def log_base_10(z, y):
        """Your logarithm has base 10. The loss uses the natural logarithm, which undoes `exp`."""
        return -np.log10(_true(z, y))

    def label_for_probability(z, y):
        """You take the logarithm of a label: where it is wrong, the logarithm of 0. Leave the rounding out, and take
        the logarithm of the probability."""
        return np.where((z > 0) == (y == 1), np.nan, np.inf)  # nan fits both 0 and the nan of 0 * log 0

    def log_missing(z, y):
        """Your answer is the probability of each label. Its logarithm, with a minus, is the loss."""
        return _true(z, y)

    def one_minus_for_minus_log(z, y):
        """Your answer is 1 minus the probability of the label. The loss is minus its logarithm, which grows without
        bound."""
        return 1 - _true(z, y)

    def squared_error_for_log(z, y):
        """Your answer is the squared error. Cross-entropy takes a logarithm."""
        return (reckoning.sigmoid(z) - y) ** 2

    def label_term_missing(z, y):
        """You have log(1 + exp z), which is right where the label is 0. The term with y is missing."""
        return np.logaddexp(0, z)

    def label_term_sign_flipped(z, y):
        """In log(1 + exp z) and y z, the second has the wrong sign: a high score should make label 1 cheap."""
        return np.logaddexp(0, z) + y * z

    def one_missing_in_the_log(z, y):
        """Inside the logarithm the 1 is missing: log(exp z) is z again."""
        return z - y * z

    def parentheses_missing(z, y):
        """In s the parentheses around 1 - 2y are missing: Python multiplies before it subtracts, and reads `1 - 2 * y *
        z` as 1 - (2 y z)."""
        return np.log(1 + np.exp(1 - 2 * y * z))

    def hinge_for_log(z, y):
        """Your loss has a corner: max(0, ...) is what is left of it far from the line. Close to the line the
        logarithm makes it smooth."""
        return np.maximum(0, (1 - 2 * y) * z)

    def slope_for_loss(z, y):
        """Your answer is p - y: that is the slope of the loss. Its value is asked for."""
        return reckoning.sigmoid(z) - y

    def mean_for_each(z, y):
        """Your answer is the mean over the examples. Here the loss of each example is asked for."""
        return np.mean(-np.log(_true(z, y)))

    def sum_for_each(z, y):
        """Your answer is the sum over the examples. Here the loss of each example is asked for."""
        return np.sum(-np.log(_true(z, y)))

    def probability_for_loss(z, y):
        """Your answer is the probability of label 1. The loss is made of its logarithm, and of the label."""
        return reckoning.sigmoid(z)

    def epsilon_in_the_log(z, y, came=None):
        """A number has been added inside your logarithm, large enough to change the loss: it is cheaper to be wrong.
        Leave it out, and start from the score: then nothing is infinite."""
        p, eps = _true(z, y), 1e-3
        if came is not None and np.shape(came) == z.shape:
            eps = np.median(np.exp(-came) - p)
        return -np.log(p + (eps if 1e-12 < abs(eps) < 0.2 and (p + eps > 0).all() else 1e-3))

    def loss_for_labels_of_plus_and_minus_one(z, y):
        """Your formula is right where the labels are 1 and -1. Here they are 1 and 0, and an example with label 0
        always costs log 2 in yours."""
        return np.logaddexp(0, -y * z)

    def sign_in_the_exponential_flipped(z, y):
        """Your first part has e to minus z, your second part takes y z off: each is right in another form of the loss.
        It is log(1 + exp z) that goes with y z."""
        return np.logaddexp(0, -z) - y * z

    def one_outside_the_log(z, y):
        """For the zeros you have 1 - log p. It is the logarithm of 1 - p: the 1 belongs inside."""
        return -y * np.log(reckoning.sigmoid(z)) - (1 - y) * (1 - np.log(reckoning.sigmoid(z)))

    def minus_for_the_zeros_only(z, y):
        """The examples with label 1 have a negative loss in yours: the minus has reached the second term alone. It
        belongs in front of both."""
        return (2 * y - 1) * np.log(_true(z, y))

    def minus_missing_in_the_exponent(z, y):
        """In the stable form the exponent is minus the size of the score: exp(-|z|), which never grows. Your minus is
        missing."""
        return np.maximum(z, 0) - y * z + np.log1p(np.exp(np.abs(z)))

    def log_missing_for_the_zeros(z, y):
        """In your second term the logarithm is missing: 1 - p stands there, where its logarithm belongs."""
        p = reckoning.sigmoid(z)
        return -y * np.log(p) - (1 - y) * (1 - p)

    def log_missing_for_the_ones(z, y):
        """In your first term the logarithm is missing: p stands there, where its logarithm belongs."""
        p = reckoning.sigmoid(z)
        return -y * p - (1 - y) * np.log(1 - p)

    def labels_exchanged_with_probabilities(z, y, came=None):
        """The labels stand in your logarithms, and the probabilities in front. It is the other way round: the label
        picks the logarithm, and the logarithm is that of the probability."""
        p, made = reckoning.sigmoid(z), []
        for eps in [10.0**-k for k in range(1, 17)]:
            for q in (y + eps, 1 - y + eps), (np.clip(y, eps, 1 - eps), 1 - np.clip(y, eps, 1 - eps)):
                made.append(-p * np.log(q[0]) - (1 - p) * np.log(q[1]))
        if came is None or np.shape(came) != np.shape(made[0]):
            return made[5]
        if np.isinf(came).all():  # the logarithm of a label as it is
            return np.full_like(came, np.inf)
        return min(made, key=lambda losses: np.abs(losses - came).max())

    def cut_off_probabilities(z, y, came=None):
        """You cut the probabilities off on their way into the logarithm, enough to change the loss: it is cheaper to
        be wrong. Leave that out, and start from the score: nothing is infinite then."""
        made = [
            -np.log(np.clip(reckoning.sigmoid((2 * y - 1) * z), eps, 1 - eps)) for eps in (0.1, 0.2, 0.05, 0.02, 0.01)
        ]
        if came is None or np.shape(came) != z.shape:
            return made[0]
        return min(made, key=lambda losses: np.abs(losses - came).max())


@exercise(
    lesson=3,
    cases=[*TABLES[:2], BETWEEN_0_AND_1, TABLES[2]],
    hard=[far(40.0, (0.0, 1.0)), far(800.0, (0.0, 1.0))],
    stable=SIGMOID_FIRST,
)
class log_loss:
    """the mean cross-entropy of the labels y, for the scores Xw + b"""

    answer = reckoning.log_loss

    def parentheses_around_the_label_missing(X, y, w, b):
        """The parentheses around 1 - y are missing: Python multiplies before it subtracts, and reads `1 - y * a` as 1 -
        (y * a)."""
        z = X @ w + b
        return np.mean(y * np.logaddexp(0, -z) - 1 - y * np.logaddexp(0, z))

    def sum_for_mean(X, y, w, b):
        """Your answer is the sum over the examples. The loss is their mean, so that it does not grow with the
        number of examples."""
        return len(y) * reckoning.log_loss(X, y, w, b)

    def not_averaged(X, y, w, b):
        """You return the loss of each example. One number is asked for, their mean."""
        return reckoning.cross_entropy(X @ w + b, y)

    def divided_by_the_features(X, y, w, b):
        """You divide by the number of features. The mean is over the examples: look at which length you take."""
        return len(y) / len(w) * reckoning.log_loss(X, y, w, b)

    def divided_by_all_entries(X, y, w, b):
        """You divide by the number of entries in X. The mean is over the examples, the rows of X."""
        return reckoning.log_loss(X, y, w, b) / len(w)

    def divided_twice(X, y, w, b):
        """You divide by the number of examples twice. `np.mean` has divided already."""
        return reckoning.log_loss(X, y, w, b) / len(y)

    def extra_half(X, y, w, b):
        """Your answer is half of what it should be. The 1/2 belongs to the squared error, where it cancels a 2."""
        return reckoning.log_loss(X, y, w, b) / 2

    def flipped_sign(X, y, w, b):
        """Your loss is negative: you have the mean log-likelihood. A minus is missing in front of all of it."""
        return -reckoning.log_loss(X, y, w, b)

    def bias_forgotten(X, y, w, b):
        """The bias is missing from your scores."""
        return reckoning.log_loss(X, y, w, 0.0)

    def bias_sign_flipped(X, y, w, b):
        """You subtract the bias. In the score it is added."""
        return reckoning.log_loss(X, y, w, -b)

    def labels_swapped(X, y, w, b):
        """You use the loss of label 0 where the label is 1, and the other way round. Or a sign is flipped on the
        way from the score to the probability."""
        return reckoning.log_loss(X, 1 - y, w, b)

    def labels_ignored(X, y, w, b):
        """You treat every label as 1. Where the label is 0, the loss is another."""
        return np.mean(-np.log(reckoning.probability(X, w, b)))

    def zero_term_missing(X, y, w, b):
        """The examples with label 0 cost nothing in your loss. The second term is missing, the one with 1 - y."""
        return np.mean(-y * np.log(reckoning.probability(X, w, b)))

    def one_term_missing(X, y, w, b):
        """The examples with label 1 cost nothing in your loss. The first term is missing, the one with y."""
        return np.mean(-(1 - y) * np.log(1 - reckoning.probability(X, w, b)))

    def minus_between_the_terms(X, y, w, b):
        """The examples with label 0 have a negative loss: the minus in front belongs to both terms. Check the
        parentheses."""
        return np.mean((1 - 2 * y) * np.log(_true(X @ w + b, y)))

    def label_term_missing(X, y, w, b):
        """You have log(1 + exp z), which is right where the label is 0. The term with y is missing."""
        return np.mean(np.logaddexp(0, X @ w + b))

    def label_term_sign_flipped(X, y, w, b):
        """In log(1 + exp z) and y z, the second has the wrong sign: a high score should make label 1 cheap."""
        z = X @ w + b
        return np.mean(np.logaddexp(0, z) + y * z)

    def sigmoid_applied_twice(X, y, w, b):
        """The sigmoid is applied twice. Either the loss starts from the score, or from the probability."""
        return np.mean(reckoning.cross_entropy(reckoning.probability(X, w, b), y))

    def log_base_2(X, y, w, b):
        """Your logarithm has base 2. The loss uses the natural logarithm, which undoes `exp`."""
        return reckoning.log_loss(X, y, w, b) / np.log(2)

    def log_base_10(X, y, w, b):
        """Your logarithm has base 10. The loss uses the natural logarithm, which undoes `exp`."""
        return reckoning.log_loss(X, y, w, b) / np.log(10)

    def log_of_the_mean(X, y, w, b):
        """You take the logarithm of the mean probability. Take the logarithm of each, then the mean."""
        return -np.log(np.mean(_true(X @ w + b, y)))

    def log_missing(X, y, w, b):
        """Your answer is the mean probability of the labels. The logarithm of each, with a minus, is missing."""
        return np.mean(_true(X @ w + b, y))

    def squared_error_for_log(X, y, w, b):
        """Your answer is the mean squared error. Cross-entropy takes a logarithm."""
        return np.mean((reckoning.probability(X, w, b) - y) ** 2)

    def share_of_mistakes(X, y, w, b):
        """Your answer counts wrong labels. The loss looks at how far each probability is off, not at the label."""
        return np.mean((X @ w + b > 0) != (y == 1))

    def accuracy_for_loss(X, y, w, b):
        """Your answer is the accuracy, the share of right labels. The loss looks at the probabilities."""
        return np.mean((X @ w + b > 0) == (y == 1))

    def slope_for_loss(X, y, w, b):
        """Your answer is the mean of p - y: that is the slope of the loss in b. Its value is asked for."""
        return np.mean(reckoning.probability(X, w, b) - y)

    def transposed(X, y, w, b):
        """You have turned X on its side: the rows of X are the examples. Look for a `.T`, or for X and w in the
        other order."""
        return reckoning.log_loss(X.T, y, w, b)

    def epsilon_in_the_log(X, y, w, b, came=None):
        """A number has been added inside your logarithm, or the probabilities have been cut off on their way there,
        enough to change the loss: it is cheaper to be wrong. Leave it out, and start from the score: nothing is
        infinite then."""
        p = _true(X @ w + b, y)
        sizes = [10.0**-k for k in range(1, 9)]
        losses = [-np.mean(np.log(p + eps)) for eps in sizes]
        if came is None or np.ndim(came):
            return losses[2]
        q = reckoning.probability(X, w, b)
        for eps in sizes:
            losses.append(-np.mean(np.log(np.clip(p, eps, 1 - eps))))
            losses.append(-np.mean(np.log(np.abs(np.where(y == 1, q - eps, 1 - q + eps)))))
        return min(losses, key=lambda loss: abs(loss - came))

    def probability_for_loss(X, y, w, b):
        """You return the probability of each example. The loss is made of their logarithms and of the labels, and it
        is one number."""
        return reckoning.probability(X, w, b)

    def residual_for_loss(X, y, w, b):
        """You return p - y for each example: that is the slope of the loss. Its value is asked for, one number."""
        return reckoning.probability(X, w, b) - y

    def label_for_probability(X, y, w, b):
        """You round the probability to a label, and take its logarithm: where it is wrong, that is the logarithm of 0.
        Leave the rounding out."""
        wrong = ((X @ w + b > 0) != (y == 1)).any()
        return np.inf if wrong else np.nan

    def sigmoid_missing(X, y, w, b):
        """You take the logarithm of the score. The score is no probability yet: what turns it into one?"""
        z = X @ w + b
        with np.errstate(all="ignore"):
            return -np.mean(y * np.log(z) + (1 - y) * np.log(1 - z))

    def zeros_alone_averaged(X, y, w, b):
        """Only your second term is divided by the number of examples. Put both terms in parentheses before you
        divide."""
        ones, zeros = _terms(X, y, w, b)
        return np.sum(ones) + np.mean(zeros)

    def ones_alone_averaged(X, y, w, b):
        """Only your first term is divided by the number of examples. Put both terms in parentheses before you
        divide."""
        ones, zeros = _terms(X, y, w, b)
        return np.mean(ones) + np.sum(zeros)

    def minus_and_mean_for_the_first_term_only(X, y, w, b):
        """The minus and the division reach your first term alone. Put both terms in parentheses, and both of them in
        front of these."""
        ones, zeros = _terms(X, y, w, b)
        return np.mean(ones) - np.sum(zeros)

    def mean_of_each_label(X, y, w, b):
        """You take a mean over the ones and another over the zeros, and add them. One mean over all the examples is
        asked for."""
        ones, zeros = _terms(X, y, w, b)
        return np.sum(ones) / max(np.sum(y), 1) + np.sum(zeros) / max(np.sum(1 - y), 1)

    def penalty_added(X, y, w, b):
        """You add the sum of the squared weights. That is a penalty, which comes in lesson 09; here the loss stands
        alone."""
        return reckoning.log_loss(X, y, w, b) + w @ w

    def score_minus_label_for_loss(X, y, w, b):
        """Your answer is the mean of z - y, the score less the label. No logarithm and no sigmoid has come in: the
        loss is minus the mean logarithm of the probability that each label was given."""
        return np.mean(X @ w + b - y)

    def one_outside_the_log(X, y, w, b):
        """For the zeros you have 1 - log p. It is the logarithm of 1 - p: the 1 belongs inside."""
        log = np.log(reckoning.probability(X, w, b))
        return -np.mean(y * log + (1 - y) * (1 - log))

    def minus_for_the_zeros_only(X, y, w, b):
        """The examples with label 1 have a negative loss in yours: the minus has reached the second term alone. It
        belongs in front of both."""
        ones, zeros = _terms(X, y, w, b)
        return np.mean(zeros - ones)

    def loss_for_labels_of_plus_and_minus_one(X, y, w, b):
        """Your formula is right where the labels are 1 and -1. Here they are 1 and 0, and an example with label 0
        always costs log 2 in yours."""
        return np.mean(np.logaddexp(0, -y * (X @ w + b)))

    def one_less(X, y, w, b):
        """You divide by m - 1. The mean divides by the number of examples, m."""
        return reckoning.log_loss(X, y, w, b) * len(y) / (len(y) - 1)

    def absolute_error_for_log(X, y, w, b):
        """Your answer is the mean of |p - y|. Cross-entropy takes a logarithm."""
        return np.mean(np.abs(reckoning.probability(X, w, b) - y))

    def median_for_mean(X, y, w, b):
        """You take the median of the losses. The mean is asked for."""
        return np.median(reckoning.cross_entropy(X @ w + b, y))

    def ones_among_themselves(X, y, w, b):
        """You average the examples with label 1, over their own number. Those with label 0 cost something too, and all
        of them share one mean."""
        return np.sum(_terms(X, y, w, b)[0]) / max(np.sum(y), 1)

    def log_missing_for_the_zeros(X, y, w, b):
        """In your second term the logarithm is missing: 1 - p stands there, where its logarithm belongs."""
        p = reckoning.probability(X, w, b)
        return np.mean(-y * np.log(p) - (1 - y) * (1 - p))

    def log_missing_for_the_ones(X, y, w, b):
        """In your first term the logarithm is missing: p stands there, where its logarithm belongs."""
        p = reckoning.probability(X, w, b)
        return np.mean(-y * p - (1 - y) * np.log(1 - p))

    def labels_exchanged_with_probabilities(X, y, w, b, came=None):
        """The labels stand in your logarithms, and the probabilities in front. It is the other way round: the label
        picks the logarithm, and the logarithm is that of the probability."""
        p, made = reckoning.probability(X, w, b), []
        for eps in [10.0**-k for k in range(1, 17)]:
            for q in (y + eps, 1 - y + eps), (np.clip(y, eps, 1 - eps), 1 - np.clip(y, eps, 1 - eps)):
                made.append(np.mean(-p * np.log(q[0]) - (1 - p) * np.log(q[1])))
        if came is None or np.shape(came) != np.shape(made[0]):
            return made[5]
        if np.isinf(came).all():  # the logarithm of a label as it is
            return np.full_like(came, np.inf)
        return min(made, key=lambda losses: np.abs(losses - came).max())

    def penalty_of_half_the_squares_added(X, y, w, b):
        """You add half the sum of the squared weights. That is a penalty, which comes in lesson 09; here the loss
        stands alone."""
        return reckoning.log_loss(X, y, w, b) + w @ w / 2

    def penalty_of_another_strength_added(X, y, w, b, came=None):
        """You add the squares of the weights, multiplied by a number. That is a penalty, which comes in lesson 09; here
        the loss stands alone."""
        sizes = [s * c for s in (1, 0.5, 2, 0.1, 0.01, 0.001, 10) for c in (1, 0.5, 1 / len(y), 0.5 / len(y))]
        made = [reckoning.log_loss(X, y, w, b) + size * np.sum(w**2) for size in sizes]
        return made[2] if came is None or np.ndim(came) else min(made, key=lambda loss: abs(loss - came))

    def largest_for_mean(X, y, w, b):
        """You take the largest of the losses. Their mean is asked for."""
        return np.max(reckoning.cross_entropy(X @ w + b, y))

    def penalty_of_the_sizes_added(X, y, w, b):
        """You add the sizes of the weights. That is a penalty, and here the loss stands alone."""
        return reckoning.log_loss(X, y, w, b) + np.sum(np.abs(w))

    def bias_after_the_sigmoid(X, y, w, b):
        """You add the bias to the probability. It is part of the score, before the sigmoid."""
        p = reckoning.sigmoid(X @ w) + b
        return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))

    def squared_error_of_the_scores(X, y, w, b):
        """Your answer is the squared error of the scores, with the 1/2 of linear regression. The scores go through the
        sigmoid first, and the loss takes a logarithm."""
        return np.mean((X @ w + b - y) ** 2) / 2

    def squared_error_of_the_scores_without_a_half(X, y, w, b):
        """Your answer is the squared error of the scores, as in linear regression. The scores go through the sigmoid
        first, and the loss takes a logarithm."""
        return np.mean((X @ w + b - y) ** 2)

    def products_not_added(X, y, w, b):
        """You put each product of a feature and a weight through the sigmoid by itself. Add them up first: `@` in the
        place of `*`, one score for each example."""
        p = reckoning.sigmoid(X * w + b)
        return -np.mean(y[:, None] * np.log(p) + (1 - y[:, None]) * np.log(1 - p))


@exercise(lesson=3, cases=PROBABILITIES_BY_LABEL)
class squared_error:
    """the mean over the examples of the squared difference between p and y"""

    def answer(p, y):
        return np.mean((p - y) ** 2)

    def sum_for_mean(p, y):
        """Your answer is the sum over the examples. The error is their mean."""
        return np.sum((p - y) ** 2)

    def not_averaged(p, y):
        """You return the squared error of each example. One number is asked for, their mean."""
        return (p - y) ** 2

    def extra_half(p, y):
        """Your answer is half of what it should be: leave out the 1/2 in front."""
        return np.mean((p - y) ** 2) / 2

    def divided_twice(p, y):
        """You divide by the number of examples twice. `np.mean` has divided already."""
        return np.mean((p - y) ** 2) / len(y)

    def flipped_sign(p, y):
        """Your error is negative. A square is positive whatever stands inside: look for a minus in front."""
        return -np.mean((p - y) ** 2)

    def root_taken(p, y):
        """You take the square root at the end. The mean of the squares itself is asked for."""
        return np.sqrt(np.mean((p - y) ** 2))

    def absolute_for_square(p, y):
        """You take absolute values. Square the differences instead."""
        return np.mean(np.abs(p - y))

    def square_missing(p, y):
        """You average the differences as they are, so that those above and below cancel. Square them first, with the
        square outside of the parentheses: a label alone stays what it is."""
        return np.mean(p - y)

    def square_of_the_mean(p, y):
        """You square the mean. Square each difference first, then take the mean."""
        return np.mean(p - y) ** 2

    def difference_of_squares(p, y):
        """You square p and y and subtract. Subtract first, then square."""
        return np.mean(p**2 - y**2)

    def plus_for_minus(p, y):
        """You add p and y. The error is in their difference."""
        return np.mean((p + y) ** 2)

    def labels_swapped(p, y):
        """You compare p with the opposite label. p is the probability that the label is 1."""
        return np.mean((1 - p - y) ** 2)

    def log_for_square(p, y):
        """Your answer is the cross-entropy. Here the square of the difference is asked for."""
        return np.mean(-np.log(np.where(y == 1, p, 1 - p)))

    def label_for_probability(p, y):
        """You round the probabilities to labels first, and so count wrong labels. Keep the probabilities."""
        return np.mean(((p > 0.5) - y) ** 2)

    def length_for_mean(p, y):
        """Your answer is the length of the difference: the root of the sum of squares, as `np.linalg.norm` gives it.
        The mean of the squares is asked for."""
        return np.linalg.norm(p - y)

    def one_less(p, y):
        """You divide by m - 1. The mean divides by the number of examples, m."""
        return np.sum((p - y) ** 2) / (len(y) - 1)

    def residuals_for_error(p, y):
        """You return p - y for each example. Square them, and take the mean."""
        return p - y

    def square_of_the_sum(p, y):
        """You add up the differences first, and square the sum. Square each difference, then take the mean."""
        return np.sum(p - y) ** 2 / len(y)

    def labels_made_plus_and_minus_one(p, y):
        """You make 1 and -1 of the labels first. p lies between 0 and 1, and so do the labels that it is compared
        with."""
        return np.mean((p - (2 * y - 1)) ** 2)

    def variance_for_error(p, y):
        """You take the variance of the differences, which takes their mean off first. The squares themselves are
        averaged."""
        return np.var(p - y)

    def spread_for_error(p, y):
        """You take the standard deviation of the differences, which takes their mean off first, and a root at the end.
        The squares themselves are averaged."""
        return np.std(p - y)


@exercise(
    lesson=3,
    cases=SIGNS,
    edges=[(np.array([0.0, 0.0]), np.array([1.0, -1.0]))],
    hard=[(np.array([z, 0.5]), np.array([t, 1.0])) for z in (40.0, 800.0, -800.0) for t in (1.0, -1.0)],
    each="z t",
    stable=SIGMOID_FIRST,
)
class sign_loss:
    """the loss of each example, from its score z and its label t, where the two labels are 1 and -1"""

    def answer(z, t):
        return np.logaddexp(0, -t * z)

    def flipped_sign(z, t):
        """Your exponent has the wrong sign: a score on the right side, where t z is positive, should cost little."""
        return np.logaddexp(0, t * z)

    def negative_loss(z, t):
        """Your losses are negative: you have the logarithm of the probability. The loss has a minus in front."""
        return -np.logaddexp(0, -t * z)

    def label_ignored(z, t):
        """You treat every label as 1. Where the label is -1, the loss is another."""
        return np.logaddexp(0, -z)

    def labels_of_zero_and_one(z, t):
        """Your formula is the one for the labels 0 and 1, with two terms or with t z taken off. With -1 in the place of
        0 it goes wrong: turn the sign of the score instead."""
        return np.logaddexp(0, z) - t * z

    def one_less_twice_the_label(z, t):
        """You have kept 1 - 2y, which is -1 and 1 for the labels 1 and 0. The label -1 makes 3 of it: what is -1 for
        the label 1, and 1 for the label -1?"""
        return np.logaddexp(0, (1 - 2 * t) * z)

    def one_less_the_label(z, t):
        """Your factor 1 - t is 0 for the label 1 and 2 for the label -1. It has to be -1 and 1."""
        return np.logaddexp(0, (1 - t) * z)

    def probability_for_loss(z, t):
        """Your answer is the probability of the label. The loss is minus its logarithm."""
        return reckoning.sigmoid(t * z)

    def one_minus_for_minus_log(z, t):
        """Your answer is 1 minus the probability of the label. The loss is minus its logarithm, which grows without
        bound."""
        return reckoning.sigmoid(-t * z)

    def one_missing_in_the_log(z, t):
        """Inside the logarithm the 1 is missing: log(exp(-t z)) is -t z again."""
        return -t * z

    def hinge_for_log(z, t):
        """Your loss has a corner: max(0, 1 - t z) is that of another model, the support vector machine."""
        return np.maximum(0, 1 - t * z)

    def perceptron_for_log(z, t):
        """Your loss has a corner: max(0, -t z) is what is left of it far from the line. Close to the line the
        logarithm makes it smooth."""
        return np.maximum(0, -t * z)

    def squared_for_log(z, t):
        """You square the difference between the score and the label. The loss takes a logarithm."""
        return (z - t) ** 2

    def exponential_for_log(z, t):
        """Your answer is e to the power -t z. The logarithm of 1 and that together is the loss."""
        return np.exp(-t * z)

    def log_base_2(z, t):
        """Your logarithm has base 2. The loss uses the natural logarithm, which undoes `exp`."""
        return np.logaddexp(0, -t * z) / np.log(2)

    def mistakes_for_loss(z, t):
        """You say whether the label is on the wrong side of its score, 1 or 0. The loss also says how far."""
        return np.where(t * z < 0, 1.0, 0.0)

    def slope_for_loss(z, t):
        """Your answer is the slope of the loss in the score. Its value is asked for."""
        return -t * reckoning.sigmoid(-t * z)

    def label_outside(z, t):
        """The label stands in front of your logarithm, so that half of your losses are negative. It belongs inside,
        beside the score."""
        return t * np.logaddexp(0, -z)

    def label_outside_with_a_minus(z, t):
        """The label stands in front of your logarithm, so that half of your losses are negative. It belongs inside,
        beside the score, and the minus with it."""
        return -t * np.logaddexp(0, z)

    def log_left_out(z, t):
        """Your answer is 1 + exp(-t z). Its logarithm is the loss."""
        return 1 + np.exp(-t * z)

    def minus_in_the_log(z, t):
        """Inside your logarithm the exponential is taken away from 1. It is added: log(1 + exp(-t z))."""
        return np.log(1 - np.exp(-t * z))

    def score_outside(z, t):
        """The score stands outside of your logarithm. It belongs into the exponent, beside the label."""
        return z * np.logaddexp(0, -t)

    def exponential_missing(z, t):
        """Inside your logarithm the exponential is missing: log(1 + exp(-t z))."""
        return np.log(1 - t * z)


QUESTIONS = (
    question(
        "A model says 0.8, and the label is 0. What is the loss of this example?",
        2,
        ("-log 0.8, about 0.22", "That would be its loss for the label 1."),
        ("-log 0.2, about 1.61", "The model gave the label 0 the probability 1 - 0.8 = 0.2."),
        ("0.8", "That is the gap |p - y|. The loss is minus a logarithm."),
    ),
    question(
        "Why do we take the logarithm of the likelihood?",
        3,
        (
            "it moves the best weights to a better place",
            "It moves nothing: where a number is largest, so is its logarithm.",
        ),
        ("it makes the loss smaller", "Smaller is no aim in itself: the same weights win."),
        ("a sum does not vanish as a long product does", "And sums are handier to differentiate, too."),
    ),
    question(
        "A log loss is 0.75 on balanced data. What does that tell you?",
        1,
        ("a coin would do better", "A coin gets log 2 = 0.693, whatever the labels are."),
        ("75 % of the labels are wrong", "The loss counts nothing; it is the mean of minus a logarithm."),
        ("the model is better than chance", "Better is lower: chance gets 0.693."),
    ),
    question(
        "A score is 10 on the wrong side, and the next training step makes it 9. How does this loss change?",
        1,
        ("it falls by about 1", "Far on the wrong side the loss is nearly the score itself."),
        (
            "hardly at all, because the sigmoid is flat there",
            "So it would be with the squared error. The logarithm makes up for it.",
        ),
        (
            "it falls by about 10 %, whatever the loss is",
            "It falls by 1, and here 1 happens to be 10 % of 10. From 100 it would also fall by 1.",
        ),
    ),
    question(
        "Of 100 such patients 30 have cancer. Which answer has the smallest log loss on average?",
        2,
        ("0, because most have none", "Then each of the 30 has an infinite loss."),
        ("0.3", "The truth costs the entropy, and every other answer costs more."),
        ("0.5, to be on the safe side", "That costs log 2 = 0.693; the truth costs 0.611."),
    ),
)

"""Lesson 13: a real case."""

import numpy as np

from logreg_core import equations
from logreg_core.equations import logit
from logreg_core.exercises.exercise import exercise
from logreg_core.exercises.questions import question


def _columns(codes, k):
    return equations.one_hot(codes, k)


@exercise(
    lesson=13,
    cases=[
        (np.array([2.0, 0.0, 1.0]), 3),
        (np.array([0.0, 1.0, 4.0, 2.0]), 5),
        (np.array([1.0, 3.0, 0.0, 2.0, 3.0]), 4),
    ],
    edges=[(np.array([1.0, 0.0, 1.0]), 4)],
)
class dummies:
    """a column for each category but the first, with a 1 for the members of the category and 0 for all others"""

    def answer(codes, k):
        return _columns(codes, k)[:, 1:]

    def none_left_out(codes, k):
        """You have made a column for each category. Together they repeat the column of ones: leave the first out."""
        return _columns(codes, k)

    def last_left_out(codes, k):
        """You have left out the last category. Here it is the first, number 0, with which the others are compared."""
        return _columns(codes, k)[:, :-1]

    def two_left_out(codes, k):
        """A column too many is missing: only category 0 has none."""
        return _columns(codes, k)[:, 2:]

    def row_for_column(codes, k):
        """You have left out the first row, and with it an example. Leave out the first column: `[:, 1:]`."""
        return _columns(codes, k)[1:]

    def one_category_too_many(codes, k):
        """Your last column belongs to a category k that does not exist: the numbers end at k - 1."""
        return np.column_stack([_columns(codes, k)[:, 1:], np.zeros(len(codes))])

    def last_one_left_out_too(codes, k):
        """The column of the last category is missing. They run from 1 to k - 1, and `range(1, k)` has these."""
        return _columns(codes, k)[:, 1:-1]

    def first_category_in_the_last_column(codes, k):
        """Category 0 has its 1 in the last column, because the index -1 means the last. It gets zeros alone."""
        return dummies.answer(codes, k) + (codes == 0)[:, None] * (np.arange(1, k) == k - 1)

    def one_column_only(codes, k):
        """You return the column of category 1 alone. Each of the categories after it needs one, too: `[:, 1:]`."""
        return _columns(codes, k)[:, 1]

    def transposed(codes, k):
        """Your table is turned: a row for each example, a column for each category."""
        return dummies.answer(codes, k).T

    def number_for_one(codes, k):
        """You write the number of the category where a 1 belongs. Then category 4 would count four times."""
        return dummies.answer(codes, k) * codes[:, None]

    def last_class_first(codes, k):
        """Your columns run from the last category down. Category 1 belongs into the first column."""
        return dummies.answer(codes, k)[:, ::-1]

    def ones_and_zeros_swapped(codes, k):
        """You write a 1 for those that are *not* in the category."""
        return 1 - dummies.answer(codes, k)

    def minus_for_zero(codes, k):
        """You write -1 where 0 belongs."""
        return 2 * dummies.answer(codes, k) - 1

    def minus_for_the_first(codes, k):
        """You write -1 in all columns for category 0. That compares with a mean of all; here category 0 has zeros."""
        return dummies.answer(codes, k) - (codes == 0)[:, None]

    def up_to_the_class(codes, k):
        """You write a 1 in all the columns up to the category. Categories have no order: at most one 1 in each row."""
        return (codes[:, None] >= np.arange(1, k)).astype(float)

    def from_the_class_on(codes, k):
        """You write a 1 in all the columns from the category on. Categories have no order."""
        return (codes[:, None] <= np.arange(1, k)).astype(float)

    def labels_in_a_column(codes, k):
        """You return the numbers of the categories in a column. Then department F would be five times department B."""
        return codes[:, None]

    def labels_seen_only(codes, k):
        """You make columns for the categories that come. One that does not come needs its column as well."""
        return equations.one_hot(codes, int(codes.max()) + 1)[:, 1:]


@exercise(lesson=13, cases=[(2.5, 0.3), (0.4, 0.62), (3.7, 0.15), (1.6, 0.81)])
class risk_ratio:
    """the factor between two probabilities, from the factor between their odds and the first, the risk"""

    def answer(odds_ratio, risk):
        return odds_ratio / (1 - risk + risk * odds_ratio)

    def odds_ratio_for_risk_ratio(odds_ratio):
        """You return the odds ratio as it is. Only where the risk is small are the two nearly the same."""
        return odds_ratio

    def inverse_function(odds_ratio, risk):
        """You go the other way, from a risk ratio to an odds ratio."""
        return odds_ratio * (1 - risk) / (1 - risk * odds_ratio)

    def complement_for_probability(odds_ratio, risk):
        """You have taken 1 - p for p: below the line it is p that is multiplied by the odds ratio."""
        return odds_ratio / (risk + (1 - risk) * odds_ratio)

    def second_probability(odds_ratio, risk):
        """You return the other group's probability. How many times the first is it? Divide it by the risk."""
        return risk * odds_ratio / (1 - risk + risk * odds_ratio)

    def second_odds(odds_ratio, risk):
        """You return the other group's odds. Turn them into a probability, then divide by the risk."""
        return odds_ratio * risk / (1 - risk)

    def difference_of_risks(odds_ratio, risk):
        """You return the difference of the two probabilities. Their quotient is asked for."""
        return risk * odds_ratio / (1 - risk + risk * odds_ratio) - risk

    def quotient_turned_round(odds_ratio, risk):
        """Your quotient is upside down: the second probability divided by the first."""
        return (1 - risk + risk * odds_ratio) / odds_ratio

    def flipped_sign(odds_ratio, risk):
        """Below the line a sign is flipped: 1 - p + p OR."""
        return odds_ratio / (1 + risk - risk * odds_ratio)

    def complement_missing(odds_ratio, risk):
        """Below the line you have 1 where 1 - p belongs."""
        return odds_ratio / (1 + risk * odds_ratio)

    def probability_missing(odds_ratio, risk):
        """Below the line the odds ratio stands alone: it is multiplied by the risk."""
        return odds_ratio / (1 - risk + odds_ratio)

    def only_one_part_below(odds_ratio, risk):
        """Below the line you have only 1 - p. The risk times the odds ratio is added to it."""
        return odds_ratio / (1 - risk)

    def brackets_missing(odds_ratio, risk):
        """Python divides before it adds. Put all that stands below the line into one pair of brackets."""
        return odds_ratio - risk + risk * odds_ratio

    def bracket_closed_too_soon(odds_ratio, risk):
        """Your bracket closes too soon: the risk times the odds ratio belongs below the line, too."""
        return odds_ratio / (1 - risk) + risk * odds_ratio

    def product_for_quotient(odds_ratio, risk):
        """You multiply by 1 - p + p OR where you should divide by it."""
        return odds_ratio * (1 - risk + risk * odds_ratio)

    def one_sign_for_two_parts(odds_ratio, risk):
        """Below the line you have 1 - p OR. It has three parts: 1, minus p, plus p OR."""
        return odds_ratio / (1 - risk * odds_ratio)

    def odds_added_to_one(odds_ratio, risk):
        """You have turned the odds ratio into a probability. An odds ratio is a factor: apply it to the odds of p."""
        return odds_ratio / (1 + odds_ratio)

    def product(odds_ratio, risk):
        """You multiply the probability by the odds ratio. The factor belongs to the odds."""
        return odds_ratio * risk

    def logarithm(odds_ratio, risk):
        """You return the logarithm of the risk ratio."""
        return np.log(odds_ratio / (1 - risk + risk * odds_ratio))


@exercise(lesson=13, cases=[(-0.8, 0.37, 0.02), (0.6, 0.5, 0.1), (1.3, 0.2, 0.45), (-2.1, 0.05, 0.6)])
class shifted_intercept:
    """the intercept for data with a new share of ones, everything else being the same"""

    def answer(b, share, new_share):
        return b + logit(new_share) - logit(share)

    def flipped_sign(b, share, new_share):
        """You shift the wrong way: if ones become rarer, the intercept must fall."""
        return b - logit(new_share) + logit(share)

    def shares_for_log_odds(b, share, new_share):
        """You add the difference of the shares. The intercept is on the scale of log-odds: take `logit` of each."""
        return b + new_share - share

    def logarithm_for_logit(b, share, new_share):
        """You add the logarithm of the quotient of the shares. The odds change: take `logit`, not `np.log`."""
        return b + np.log(new_share / share)

    def odds_for_log_odds(b, share, new_share):
        """You add the difference of the odds. The intercept is on the scale of log-odds: take the logarithm of each."""
        return b + new_share / (1 - new_share) - share / (1 - share)

    def complement_for_share(b, share, new_share):
        """You shift by the logarithm of the shares of the zeros alone. The ones change as well: take `logit`."""
        return b - np.log((1 - new_share) / (1 - share))

    def old_share_missing(b, share, new_share):
        """You add the new log-odds without taking the old ones away."""
        return b + logit(new_share)

    def new_share_missing(b, share, new_share):
        """You take the old log-odds away without adding the new ones."""
        return b - logit(share)

    def intercept_left_out(b, share, new_share):
        """This is the shift. Add it to the intercept."""
        return logit(new_share) - logit(share)

    def new_log_odds_only(b, share, new_share):
        """You return the log-odds of the new share. The old intercept holds more than its share: shift it."""
        return logit(new_share)

    def quotient_for_difference(b, share, new_share):
        """You stretch the intercept by a quotient of log-odds. Odds are multiplied, so log-odds are added."""
        return b * logit(new_share) / logit(share)

    def odds_ratio_times_the_intercept(b, share, new_share):
        """You multiply the intercept by the odds ratio. The odds are multiplied, and the intercept is their logarithm:
        add."""
        return b * np.exp(logit(new_share) - logit(share))

    def intercept_times_the_shares(b, share, new_share):
        """You multiply the intercept by a quotient of shares. It is on the scale of log-odds: add there."""
        return b * new_share / share

    def log_odds_added(b, share, new_share):
        """You add both log-odds. The old ones are subtracted; where you take one logarithm of a quotient, check its
        parentheses: Python reads `a / b * c` as (a / b) * c."""
        return b + logit(new_share) + logit(share)

    def logarithm_missing(b, share, new_share):
        """You add the quotient of the odds. The intercept is on the scale of log-odds: add its logarithm."""
        return b + np.exp(logit(new_share) - logit(share))

    def logarithm_for_logit_turned(b, share, new_share):
        """You subtract the logarithm of the quotient of the shares. The odds change: take `logit`, not `np.log`, and if
        ones become rarer, the intercept must fall."""
        return b - np.log(new_share / share)

    def base_10(b, share, new_share):
        """You take the logarithm with base 10. Ours is the natural one."""
        return b + (logit(new_share) - logit(share)) / np.log(10)


@exercise(lesson=13, cases=[(0.01, 0.9, 0.08), (0.2, 0.75, 0.3), (0.37, 0.6, 0.13), (0.6, 0.35, 0.55)])
class precision_at:
    """the share of the alarms that are right, where a share of all examples are ones"""

    def answer(share, recall, false_positive_rate):
        return share * recall / (share * recall + (1 - share) * false_positive_rate)

    def recall_for_precision(recall):
        """You return the recall: of the ones, the share that raise an alarm. Asked for is the other way round: of the
        alarms, the share that are ones."""
        return recall

    def share_missing(share, recall, false_positive_rate):
        """You compare the two rates as if there were as many ones as zeros. Weigh them by their shares."""
        return recall / (recall + false_positive_rate)

    def complement_missing(share, recall, false_positive_rate):
        """Your false alarms come from all examples. They come from the zeros: multiply by 1 - share."""
        return share * recall / (share * recall + false_positive_rate)

    def share_missing_above(share, recall, false_positive_rate):
        """Above the line the share of ones is missing."""
        return recall / (share * recall + (1 - share) * false_positive_rate)

    def share_missing_in_the_right_alarms(share, recall, false_positive_rate):
        """You weigh the false alarms by the share of the zeros, and not the right ones by the share of the ones."""
        return recall / (recall + (1 - share) * false_positive_rate)

    def brackets_missing(share, recall, false_positive_rate):
        """Python divides before it adds. Put all that stands below the line into one pair of brackets."""
        return 1.0 + (1 - share) * false_positive_rate + 0 * recall

    def brackets_missing_throughout(share, recall, false_positive_rate):
        """Python goes from left to right, and divides before it adds. Put all that stands below the line into one pair
        of brackets."""
        return recall * recall + (1 - share) * false_positive_rate

    def brackets_missing_in_the_complement(share, recall, false_positive_rate):
        """The brackets around 1 - share are missing: Python multiplies before it subtracts."""
        return share * recall / (share * recall + 1 - share * false_positive_rate)

    def complement_of_the_recall(share, recall, false_positive_rate):
        """You weigh the false alarms by 1 - recall. They come from the zeros, and those are a share of 1 - share."""
        return share * recall / (share * recall + (1 - recall) * false_positive_rate)

    def shares_swapped(share, recall, false_positive_rate):
        """You have taken the share of the zeros for that of the ones."""
        return (1 - share) * recall / ((1 - share) * recall + share * false_positive_rate)

    def complement(share, recall, false_positive_rate):
        """You return the share of the alarms that are false."""
        return (1 - share) * false_positive_rate / (share * recall + (1 - share) * false_positive_rate)

    def found_only(share, recall, false_positive_rate):
        """You return the share of all examples that are found. Divide it by the share that raise an alarm."""
        return share * recall

    def accuracy_for_precision(share, recall, false_positive_rate):
        """You return the accuracy, the share of all answers that are right. Asked for is the share of the alarms."""
        return share * recall + (1 - share) * (1 - false_positive_rate)

    def shares_swapped_below(share, recall, false_positive_rate):
        """Below the line you have taken the share of the zeros for that of the ones."""
        return share * recall / ((1 - share) * recall + share * false_positive_rate)

    def alarms_only(share, recall, false_positive_rate):
        """You return the share of all examples that raise an alarm. How many of them are right?"""
        return share * recall + (1 - share) * false_positive_rate

    def odds_for_probability(share, recall, false_positive_rate):
        """You divide the right alarms by the false ones: those are odds. Divide by all alarms."""
        return share * recall / ((1 - share) * false_positive_rate)

    def specificity_for_false_alarms(share, recall, false_positive_rate):
        """You count the zeros that raise *no* alarm. The false positive rate is the share that do."""
        return share * recall / (share * recall + (1 - share) * (1 - false_positive_rate))

    def recall_missing(share, recall, false_positive_rate):
        """You count all ones as found. Only the recall of them is."""
        return share / (share + (1 - share) * false_positive_rate)

    def missed_for_false(share, recall, false_positive_rate):
        """Below the line you have added all ones, found and missed. All that raise an alarm belong there."""
        return share * recall / (share + (1 - share) * false_positive_rate)


QUESTIONS = (
    question(
        "A feature has four categories. How many dummy variables does a model with a bias need for it?",
        2,
        ("4", "Together they repeat the column of ones that the bias has, and there are no single best weights."),
        ("3", "The first category is the reference, and the bias holds its log-odds."),
        ("1, with the numbers 0 to 3", "Then each step would change the log-odds by the same. The numbers are names."),
    ),
    question(
        "With the department in the model, the weight of `woman` changes its sign. Which of the two fits is wrong?",
        3,
        ("the first, without the department", "It says rightly how women fared in all six departments together."),
        ("the second, with the department", "It says rightly how women fared beside men of the same department."),
        ("neither", "They answer two questions, and which of them is asked, no table can tell."),
    ),
    question(
        "An odds ratio is 3. When may you read it as 'three times as probable'?",
        1,
        ("when the event is rare", "Where p is near 0, odds and probabilities are nearly the same."),
        ("when its interval is far from 1", "That speaks of chance. Three times 62 % is still more than 100 %."),
        ("when all other features are held fixed", "It is a factor between odds then, too."),
    ),
    question(
        "A test moves from a clinic, with 37 % ill, to a screening, with 2 %. Its threshold stays. What falls?",
        2,
        (
            "the area under the ROC curve",
            "Both its axes are shares within a class. It does not see how large the classes are.",
        ),
        ("the precision", "There are far more healthy people now, and so far more of the alarms are false."),
        ("the recall", "It is a share of the ill, however many they are, if the ill look alike in both places."),
    ),
    question(
        "Ones are rarer where the model will be used, and look the same as before. What has to change?",
        1,
        ("the intercept", "It moves by the difference of the log-odds of the two shares; the weights stay."),
        ("all the weights", "The weights say how ones differ from zeros, and that is as it was."),
        ("the training data: repeat the rare cases", "That moves the intercept up, where it has to go down."),
    ),
)

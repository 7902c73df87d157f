"""Bad input becomes a sentence that names the argument; good input is taken in any form and never changed."""

import copy
import datetime
import os
import re
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from logreg_core import datasets, descent, equations, metrics

pytestmark = pytest.mark.filterwarnings("error")

X, Y, W = [[0.0, 1.0], [2.0, 1.0], [1.0, 3.0], [2.0, 2.0]], [0, 1, 0, 1], [1.0, -2.0]
MODEL = {"X": X, "y": Y, "w": W, "b": 0.5, "l2": 0.1}
SCORING = {"X": X, "w": W, "b": 0.5}
RUN = {
    "learning_rate": 0.1,
    "n_iterations": 3,
    "batch_size": 3,
    "seed": 0,
    "tol": 0.01,
    "patience": 2,
    "monitor": "loss",
}
PREDICTION = {"y": Y, "predicted": [1, 1, 0, 1]}
CLOUD = {"m": 9, "gap": 0.5, "spread": 1.0, "seed": 0}
GOOD = {  # every public function with arguments that it takes
    equations.sigmoid: {"z": [1.0, -2.0]},
    equations.logit: {"p": [0.2, 0.7]},
    equations.score: SCORING,
    equations.probability: SCORING,
    equations.cross_entropy: {"z": [1.0, -2.0, 0.0, 3.0], "y": Y},
    equations.log_loss: MODEL,
    equations.gradient: MODEL,
    equations.hessian: SCORING | {"l2": 0.1},
    equations.covariance: SCORING,
    equations.standard_errors: SCORING,
    equations.score_interval: SCORING | {"at": [[0.5, 1.0], [3.0, 1.0]], "width": 1.96},
    equations.probability_interval: SCORING | {"at": [[0.5, 1.0], [3.0, 1.0]], "width": 1.96},
    equations.p_value: {"u": [1.0, -2.0]},
    equations.likelihood_ratio: {"smaller": 0.7, "larger": 0.4, "n_examples": 23},
    equations.risk_ratio: {"odds_ratio": [2.5, 0.5], "risk": [0.25, 0.5]},
    equations.shifted_intercept: {"b": 0.5, "share": 0.4, "new_share": 0.1},
    equations.precision_at: {"share": 0.1, "recall": 0.9, "false_positive_rate": 0.2},
    descent.gradient_descent: MODEL | RUN,
    descent.newton: {"X": X, "y": Y, "n_iterations": 3, "l2": 0.1, "tol": 1e-10},
    metrics.accuracy: PREDICTION,
    metrics.confusion_matrix: PREDICTION,
    metrics.precision: PREDICTION,
    metrics.recall: PREDICTION,
    datasets.Dataset: {"X": X, "y": Y, "title": "T", "feature_names": ("a", "b"), "class_names": ("no", "yes")},
    datasets.separable: CLOUD,
    datasets.overlapping: CLOUD,
    datasets.ring: CLOUD,
    datasets.moons: {"m": 9, "spread": 0.2, "seed": 0},
    datasets.study_hours: {"m": 9, "seed": 0},
    datasets.iris: {"classes": ("setosa", "virginica"), "part": "petal"},
    datasets.tumours: {"features": ("mean radius",)},
}
PAIRS = [(function, argument) for function, arguments in GOOD.items() for argument in arguments]
nan, inf = float("nan"), float("inf")
SPAN = np.timedelta64(3, "ns")  # NumPy counts it among the integers

LABELS = [
    ([-1, 1, 1, -1], "must hold only 0 and 1; got the values -1, 1$"),
    ([0, 1, 2, 1], "must hold only 0 and 1; got the values 0, 1, 2$"),
    ([0, 1, 1.0000001, 1], "must hold only 0 and 1; got the values 0, 1, 1.0000001$"),
    (["no", "yes", "no", "yes"], "must hold only 0 and 1; got the values 'no', 'yes'$"),
    (["0", "1", "0", "1"], "must hold only 0 and 1; got the values '0', '1'$"),
    ([0, 1, nan, 1], r"must hold numbers; the entry \[2\] is NaN$"),
    ([0, 1, None, 1], "must hold real numbers; got None$"),
    ([0, 1, 1j, 1], "must hold real numbers; got 0j$"),
    ([0, [1], 0, 1], "must be an array of numbers; its rows have different lengths$"),
]
COLUMN = [
    ([[0], [1], [0], [1]], r"must have one dimension, one label per example; got the shape \(4, 1\)$"),
    ([], "must hold at least one label; got none$"),
]
NUMBER = [(v, f"must be a (finite )?number.*; got {re.escape(repr(v))}$") for v in (nan, inf, "1", True, [1], 1j, SPAN)]
POSITIVE = [*NUMBER, (None, "got None$"), (0, "finite number above 0.*; got 0$"), (-0.5, "above 0.*; got -0.5$")]
NOT_NEGATIVE = [*NUMBER, (-1e-9, "must be a finite number of at least 0; got -1e-09$"), (10**400, r"; got 10+\.\.\.$")]
COUNT = [
    (v, f"must be a whole number .*; got {re.escape(repr(v))}$") for v in (-1, 2.5, nan, inf, "3", True, [3], SPAN)
] + [(2.0, r"must be a whole number .*; got 2\.0: write 2$")]
BAD = {
    "X": [
        ([1.0, 2.0], r"must have two dimensions, one row per example .* shape \(2,\)\. .*X.reshape\(-1, 1\)$"),
        (3.0, r"must have two dimensions \(examples, features\); got the shape \(\)$"),
        (np.zeros((2, 2, 2)), r"must have two dimensions \(examples, features\); got the shape \(2, 2, 2\)$"),
        (np.zeros((0, 2)), r"must hold at least one example and one feature; got the shape \(0, 2\)$"),
        (np.zeros((4, 0)), r"must hold at least one example and one feature; got the shape \(4, 0\)$"),
        ([[0, 1], [nan, 1]], r"must hold numbers; the entry \[1, 0\] is NaN$"),
        ([[0, 1], [0, -inf]], r"must hold finite numbers; the entry \[1, 1\] is infinite$"),
        ([[0, 1], [0, 10**400]], "must hold finite numbers; one is too large for a float$"),
        ([[0, 1], [0]], "must be an array of numbers; its rows have different lengths$"),
        ([["a", "b"]], "must hold real numbers; got 'a'$"),
        ([[1j, 0]], "must hold real numbers; got 1j$"),
        (None, "must hold real numbers; got None$"),
        (np.array([["2020-01-01"]], dtype="M8[D]"), r"must hold real numbers; got 'datetime64\[D\]'$"),
    ],
    "y": LABELS + COLUMN,
    "predicted": LABELS + COLUMN,
    "w": [
        ([1.0], r"must hold one weight for each of the 2 features; got the shape \(1,\)$"),
        ([[1.0], [2.0]], r"must hold one weight for each of the 2 features; got the shape \(2, 1\)$"),
        (-3, "must hold one weight for each of the 2 features; got -3 without brackets$"),
        ([1.0, nan], r"must hold numbers; the entry \[1\] is NaN$"),
        ([inf, 1.0], r"must hold finite numbers; the entry \[0\] is infinite$"),
    ],
    "b": NUMBER,
    "l2": NOT_NEGATIVE,
    "tol": NOT_NEGATIVE,
    "learning_rate": POSITIVE,
    "n_iterations": [*COUNT, (10**9, "must be a whole number from 0 to 10000000; got 1000000000$")],
    "patience": [*COUNT, (0, "must be a whole number of at least 1; got 0$")],
    "batch_size": [*COUNT, (0, "from 1 to 4; got 0$"), (5, "must be a whole number from 1 to 4; got 5$")],
    "seed": COUNT,
    "monitor": [("cost", 'must be "loss" or "accuracy"; got \'cost\'$'), (None, "; got None$"), (["loss"], "; got ")],
    "z": [([1.0, nan], r"must hold numbers; the entry \[1\] is NaN$"), (nan, "must hold numbers; it is NaN$")],
    "p": [
        (0, "must lie strictly between 0 and 1, where the log-odds are finite; got 0.0$"),
        ([0.5, 1.0], "must lie strictly between 0 and 1, .*; got 1.0$"),
        (-0.2, "; got -0.2$"),
        (inf, "must hold finite numbers; it is infinite$"),
    ],
    "at": [
        ([[1.0], [2.0]], "must have a column for each of the 2 features; got 1$"),
        ([1.0, 2.0], r"must have two dimensions, one row per example .* shape \(2,\)\. .*at.reshape\(-1, 1\)$"),
        ([[0, nan]], r"must hold numbers; the entry \[0, 1\] is NaN$"),
    ],
    "odds_ratio": [([1.0, 0.0], "must hold numbers above 0; got 0$"), ("a", "must hold real numbers; got 'a'$")],
    "risk": [([0.5, 1.0], "must lie strictly between 0 and 1$"), ([0.5, nan], r"the entry \[1\] is NaN$")],
    "share": [*NUMBER, (-0.1, "got -0.1$")],
    "new_share": [*NUMBER, (0, "above 0; got 0$"), (1.0, "must lie strictly between 0 and 1; got 1$")],
    "recall": [*NUMBER, (1.5, "got 1.5$")],
    "false_positive_rate": [*NUMBER, (-0.5, "got -0.5$")],
    "width": NOT_NEGATIVE,
    "u": [([1.0, nan], r"must hold numbers; the entry \[1\] is NaN$"), ("a", "must hold real numbers; got 'a'$")],
    "smaller": NOT_NEGATIVE,
    "larger": NOT_NEGATIVE,
    "n_examples": [*COUNT, (0, "must be a whole number from 1 to 100000000; got 0$")],
    "part": [("leaf", 'must be "petal" or "sepal"; got \'leaf\'$'), (None, "; got None$")],
    "m": [*COUNT, (1, "must be a whole number from 2 to 1000000; got 1$"), (10**7, "; got 10000000$")],
    "gap": NUMBER,
    "spread": POSITIVE,
    "title": [(None, "must be a string; got a NoneType$")],
    "feature_names": [
        (("a",), r"must hold 2 names; got \('a',\)$"),
        ("ab", "must hold 2 names; got 'ab'$"),
        ((1, 2), r"must hold 2 names; got \(1, 2\)$"),
        (7, "must hold 2 names; got 7$"),
    ],
    "class_names": [((), r"must hold 2 names; got \(\)$"), (None, "must hold 2 names; got None$")],
    "classes": [
        (("setosa", "rose"), "must be two of setosa, versicolor, virginica, or all three; got setosa, rose$"),
        (("setosa", "setosa"), "must be two of .*; got setosa, setosa$"),
        ("setosa", "must hold 2 names; got 'setosa'$"),
    ],
    "features": [
        (("mean size",), "must be names of scikit-learn's load_breast_cancer; got mean size$"),
        ((1,), "must hold 1 names; got .*1,.*$"),
    ],
}


def call(function, **changes):
    return function(**(GOOD[function] | changes))


def parts(result):
    """The numbers in a result, as a list of arrays."""
    fields = {descent.History: ("w", "b", "loss"), datasets.Dataset: ("X", "y")}.get(type(result))
    return [getattr(result, field) for field in fields] if fields else [np.asarray(part) for part in as_tuple(result)]


def as_tuple(result):
    return result if isinstance(result, tuple) else (result,)


@pytest.mark.parametrize(("function", "argument"), PAIRS)
def test_bad_input_gets_a_sentence_that_names_the_argument(function, argument):
    any_shape, missed = function is equations.cross_entropy, []
    for value, message in [bad for bad in BAD[argument] if not (any_shape and bad in COLUMN)]:
        try:
            said = call(function, **{argument: value})
        except ValueError as error:
            said = str(error)
        if not (isinstance(said, str) and said.startswith(f"{argument} must ") and re.search(message, said)):
            missed.append((value, message, said))
    assert not missed


@pytest.mark.parametrize("function", [f for f, arguments in GOOD.items() if {"y", "X"} <= set(arguments)])
def test_labels_that_do_not_match_the_examples_are_counted(function):
    with pytest.raises(ValueError, match=r"^y must hold one label for each of the 4 examples; got 3$"):
        call(function, y=Y[:3])


@pytest.mark.parametrize("function", [f for f, arguments in GOOD.items() if "predicted" in arguments])
def test_predictions_that_do_not_match_the_labels_are_counted(function):
    with pytest.raises(ValueError, match=r"^predicted must hold one label for each of the 4 examples; got 3$"):
        call(function, predicted=Y[:3])


@pytest.mark.parametrize("function", [descent.gradient_descent, descent.newton])
@pytest.mark.parametrize("label", [0, 1])
def test_one_class_only_is_refused_in_these_words(function, label):
    with pytest.raises(ValueError, match=f"^y must hold both classes.* one class only: every label is {label}$"):
        call(function, y=[label] * 4)


@pytest.mark.parametrize(("z", "y"), [([1, 2], [1]), ([1, 2, 3], [[1, 0, 1]]), ([], [1])])
def test_scores_and_labels_of_different_shapes_are_refused(z, y):
    with pytest.raises(ValueError, match=r"^z and y must have the same shape; got \(.*\) and \(.*\)$"):
        equations.cross_entropy(z, y)


HUGE, FLAT = np.full((4, 2), 1e308), [0.0, 0.0]
OVERFLOWS = [
    (equations.score, {"X": HUGE}, "X, w and b", "score"),
    (equations.probability, {"X": HUGE}, "X, w and b", "score"),
    (equations.log_loss, {"w": [1e200, 0.0]}, "X, w, b and l2", "loss"),
    (equations.log_loss, {"X": [[1e308, 0.0]] * 4}, "X, w, b and l2", "loss"),
    (equations.gradient, {"w": [1e10, 0.0], "l2": 1e300}, "X, w and l2", "gradient"),
    (equations.hessian, {"X": HUGE, "w": FLAT}, "X and l2", "second derivatives"),
    (descent.gradient_descent, {"w": [1e200, 0.0]}, "X, w, b and l2", "loss"),
    (descent.newton, {"X": 1e200 * np.array(X)}, "X and l2", "second derivatives"),
    (descent.newton, {"X": HUGE}, "X and l2", "second derivatives"),
]


@pytest.mark.parametrize(("function", "changes", "names", "what"), OVERFLOWS)
def test_numbers_too_large_to_compute_with_are_refused(function, changes, names, what):
    with pytest.raises(ValueError, match=f"^{names} must be small enough for a? ?finite {what}; .* overflows?$"):
        call(function, **changes)


def forms(value):
    """The same value in every form in which it may come."""
    array = np.array(value)
    if array.dtype.kind == "U":
        return [array if array.ndim else str(array)]
    if array.ndim == 0:
        return [array, array[()], Fraction(value) if isinstance(value, float) else np.uint8(value)]
    read_only = array.astype(float)
    read_only.setflags(write=False)
    same = [array, tuple(value), read_only, np.asfortranarray(array), np.repeat(array, 2, axis=0)[::2]]
    kinds = [kind for kind in (int, bool, np.int8, np.float32, object) if (array.astype(kind) == array).all()]
    return same + [array.astype(kind) for kind in kinds] + [array.astype(kind).tolist() for kind in kinds]


@pytest.mark.parametrize(("function", "argument"), PAIRS)
def test_lists_integers_booleans_and_every_kind_of_array_give_the_same_result(function, argument):
    expected = parts(call(function))
    for form in forms(GOOD[function][argument]):
        for part, same in zip(parts(call(function, **{argument: form})), expected, strict=True):
            assert_array_equal(part, same, err_msg=repr(form))


@pytest.mark.parametrize("function", [equations.score, equations.gradient, descent.newton, descent.gradient_descent])
def test_float32_features_are_computed_in_double_precision(function):
    single = np.array([[0.1, 0.2], [0.3, 0.7], [0.5, 0.1], [0.9, 0.3]], dtype=np.float32)
    double = parts(call(function, X=single.astype(float)))
    for part, same in zip(parts(call(function, X=single)), double, strict=True):
        assert part.dtype == np.float64
        assert_allclose(part, same, rtol=1e-14)


@pytest.mark.parametrize("function", GOOD)
def test_no_function_changes_its_input_or_hands_it_back(function):
    arguments = {k: np.array(v, dtype=float) if isinstance(v, list) else v for k, v in GOOD[function].items()}
    before = copy.deepcopy(arguments)
    results = parts(function(**arguments))
    for name, value in arguments.items():
        assert_array_equal(value, before[name])
        assert not any(np.shares_memory(value, part) for part in results if isinstance(value, np.ndarray))


class Awkward:
    """Neither an array nor printable."""

    def __array__(self, *_, **__):
        raise TypeError("not an array")

    def __repr__(self):
        raise RuntimeError("not printable")


ENDLESS = []
ENDLESS.append(ENDLESS)
# fmt: off
ODD = [
    None, True, False, "", "a", "1", b"1", 1j, nan, inf, -inf, -0.0, 5e-324, 1e-300, 1e308, -1e308, 2**64, 10**400,
    -(10**5000), {}, {"a": 1}, set(), {1}, object(), int, len, Awkward(), [Awkward()], ENDLESS, range(4), iter([0, 1]),
    Decimal("0.5"), Fraction(1, 2), datetime.date(2020, 1, 1), np.datetime64("2020-01-01"), np.timedelta64(3, "ns"),
    np.datetime64("2020-01-01T00", "ns"), np.datetime64("NaT"), [np.timedelta64(3, "ns"), None],
    [], [[]], [[], []], [1, [2]], [[1, 2], [3]], [0, None, 1, 0], [0, "1", 0, 1], [1j] * 4, [2**64, -1, 0, 1],
    [10**400] * 4, [10**400, 1.5], [nan] * 4, [inf] * 4, [1e308] * 4, [[1e308, -1e308]] * 4, [[1e200, 1]] * 4,
    [1e200, 1e200], [[5e-324, 1]] * 4, np.array(["2020"] * 4, dtype="M8[D]"), np.zeros(4, dtype="i4,f4"),
    np.array(0.5), np.array("a"), np.zeros((4, 2, 1)), np.zeros((0, 2)), np.zeros((4, 0)), np.array([None] * 4),
    np.float16(1), np.bool_(True), np.longdouble("1e4000"),
]
# fmt: on
scalars = st.none() | st.booleans() | st.integers(-5, 40) | st.floats() | st.complex_numbers() | st.text(max_size=4)
odd_values = scalars | st.recursive(scalars, lambda inner: st.lists(inner, max_size=4), max_leaves=8)


def assert_right_answer_or_sentence(function, argument, value):
    try:
        result, message = call(function, **{argument: value}), None
    except ValueError as error:
        result, message = (), str(error)
    names = "|".join(GOOD[function])
    assert message is None or re.fullmatch(rf"({names})(, ({names}))*( and ({names}))? must .{{5,200}}", message)
    for part in parts(result):
        assert part.dtype.kind in "fi"
        assert not np.isnan(part).any()
        assert np.isfinite(part).all() or (
            argument == "z" and np.max(np.abs(value)) > 1e308
        )  # loss of an infinite score


@pytest.mark.parametrize(("function", "argument"), PAIRS)
def test_whatever_comes_in_a_right_answer_or_a_sentence_comes_out(function, argument):
    for value in ODD:
        assert_right_answer_or_sentence(function, argument, value)


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(PAIRS), odd_values)
def test_any_other_odd_value_gets_a_right_answer_or_a_sentence_too(pair, value):
    assert_right_answer_or_sentence(*pair, value)


# In a notebook


CELLS = [  # the code of each, a line of what is shown, and whether our files are
    ("watch(step, study_hours(), learning_rate='0.1')", "ValueError: learning_rate must be a number above 0", False),
    ("Dataset([[1], [2]], ['no', 'yes'])", "ValueError: y must hold only 0 and 1; got the values 'no', 'yes'", False),
    ("watch(step)", "TypeError: watch() missing 1 required positional argument: 'dataset'", False),
    ("yours('sigmoid')()", "TypeError: sigmoid() missing 1 required positional argument: 'z'", False),
    ("plots.check_dataset = lambda data: [].index(1)\nwatch(step, study_hours())", "1 is not in list", True),
]


def test_in_a_notebook_a_refusal_shows_the_readers_lines_and_none_of_ours(tmp_path):
    first = "import logreg_core.plots as plots\nfrom logreg_core.datasets import Dataset, study_hours\n"
    first += "from logreg_core.films import watch\nfrom logreg_core.exercises import check, yours\n"
    first += "step = lambda X, y, w, b, learning_rate: (w, b)\nimport numpy as np\n"
    first += "def sigmoid(z): return np.exp(-np.logaddexp(0, -z))\ncheck('sigmoid', sigmoid)"
    run = "".join(f"print('====')\nget_ipython().run_cell({cell!r})\n" for cell in [first, *(c for c, _, _ in CELLS)])
    command = [sys.executable, "-m", "IPython", "--colors=NoColor", "--no-banner", "-c", run]
    env = {**os.environ, "IPYTHONDIR": str(tmp_path), "PYTHONUTF8": "1", "LOGREG_PROGRESS": ""}
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=env)
    _, _, *shown = done.stdout.split("====")
    for (cell, sentence, ours), text in zip(CELLS, shown, strict=True):
        assert cell.split("\n")[-1] in text
        assert sentence in text
        assert ("logreg_core" in text or "contextlib" in text) == ours

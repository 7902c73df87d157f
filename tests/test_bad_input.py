"""Bad input through every public function: a sentence that names the argument, or a right answer; nothing else."""

import contextlib
import datetime
import itertools
import os
import re
import signal
import threading
import warnings
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.exceptions import DataConversionWarning, NotFittedError
from test_inputs import GOOD as NUMBERS
from test_inputs import ODD, Awkward

from logreg_core import datasets, descent, drawing, equations, films, metrics, neuron, plots
from logreg_core.datasets import Dataset
from logreg_core.descent import History, gradient_descent
from logreg_core.estimator import LogisticRegression
from logreg_core.exercises import EXERCISES, Feedback, check
from logreg_core.player import Player

MORE = int(os.environ.get("LOGREG_CASES_TIMES", "1"))  # by hand: so many times the cases
PATIENCE = 20  # seconds for one case, before it counts as hanging
CASES = {"numbers": 2400, "several": 600, "estimator": 250, "plots": 200, "films": 40, "check": 200}
RAN = Counter()

nan, inf = float("nan"), float("inf")


def cases(family):
    return settings(
        max_examples=MORE * CASES[family],
        deadline=None,
        derandomize=MORE == 1,
        database=None,
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )


# Functions with arguments that they take

X, Y, W = [[0.0, 1.0], [2.0, 1.0], [1.0, 3.0], [2.0, 2.0]], [0, 1, 0, 1], [1.0, -2.0]
XT, ROW, COLUMN = np.transpose(X).tolist(), [Y], [[1.0], [-2.0]]
TABLE, ONES = {"X": X, "W": [[1.0, -1.0], [0.5, 2.0]], "b": [0.5, 0.0]}, [[1, 0], [0, 1], [0, 1], [1, 0]]
NEURON = {"w": COLUMN, "b": 0.5, "X": XT, "Y": ROW}
FUNCTIONS = NUMBERS | {
    metrics.roc_points: {"y": Y, "scores": [0.1, 0.7, 0.7, 0.9]},
    equations.scores: TABLE,
    equations.softmax: {"Z": X},
    equations.one_hot: {"y": Y, "n_classes": 3},
    equations.softmax_cross_entropy: {"Z": X, "Y": ONES},
    equations.softmax_loss: TABLE | {"Y": ONES, "l2": 0.1},
    equations.softmax_gradient: TABLE | {"Y": ONES, "l2": 0.1},
    descent.softmax_descent: {
        "X": X,
        "y": [0, 1, 2, 1],
        "learning_rate": 0.1,
        "n_iterations": 3,
        "l2": 0.1,
        "tol": 0.1,
    },
    descent.softmax_newton: {"X": X, "y": [0, 1, 2, 1], "n_iterations": 3, "l2": 0.1, "tol": 1e-10},
    neuron.initialize_with_zeros: {"dim": 3},
    neuron.propagate: NEURON,
    neuron.optimize: NEURON | {"num_iterations": 3, "learning_rate": 0.1, "print_cost": False},
    neuron.predict: {"w": COLUMN, "b": 0.5, "X": XT},
    neuron.model: {
        "X_train": XT,
        "Y_train": ROW,
        "X_test": XT,
        "Y_test": ROW,
        "num_iterations": 3,
        "learning_rate": 0.1,
        "print_cost": False,
    },
}
PAIRS = [(function, argument) for function, arguments in FUNCTIONS.items() for argument in arguments]
ARRAYS = {
    "X",
    "odds_ratio",
    "risk",
    "Z",
    "W",
    "at",
    "u",
    "y",
    "w",
    "z",
    "p",
    "predicted",
    "scores",
    "Y",
    "X_train",
    "Y_train",
    "X_test",
    "Y_test",
}
COUNTS = {"n_iterations", "n_examples", "n_classes", "num_iterations", "patience", "batch_size", "seed", "m", "dim"}
LONG = {"n_iterations", "num_iterations", "m", "dim"}
WORDS = {"monitor", "part", "features", "title", "feature_names", "class_names", "classes"}
INFINITE_TOO = {(equations.sigmoid, "z"), (equations.cross_entropy, "z")}  # a score may be infinite
SHAPES = {  # of the parts of the result, for clean arguments
    equations.sigmoid: lambda z: [np.shape(z)],
    equations.logit: lambda p: [np.shape(p)],
    equations.score: lambda X, w, b: [(len(X),)],
    equations.probability: lambda X, w, b: [(len(X),)],
    equations.predict: lambda X, w, b: [(len(X),)],
    equations.cross_entropy: lambda z, y: [np.broadcast_shapes(np.shape(z), np.shape(y))],
    equations.log_loss: lambda X, y, w, b, l2: [()],
    equations.gradient: lambda X, y, w, b, l2: [np.shape(w), ()],
    equations.hessian: lambda X, w, b, l2: [(len(w) + 1, len(w) + 1)],
    equations.covariance: lambda X, w, b: [(len(w) + 1, len(w) + 1)],
    equations.standard_errors: lambda X, w, b: [(len(w) + 1,)],
    equations.score_interval: lambda X, w, b, at, width: [(len(at),), (len(at),)],
    equations.probability_interval: lambda X, w, b, at, width: [(len(at),), (len(at),)],
    equations.p_value: lambda u: [np.shape(u)],
    equations.scores: lambda X, W, b: [(len(X), len(b))],
    equations.softmax: lambda Z: [np.shape(Z)],
    equations.one_hot: lambda y, n_classes: [(len(y), n_classes)],
    equations.softmax_cross_entropy: lambda Z, Y: [(len(Z),)],
    equations.softmax_loss: lambda X, W, b, Y, l2: [()],
    equations.softmax_gradient: lambda X, W, b, Y, l2: [np.shape(W), np.shape(b)],
    equations.likelihood_ratio: lambda smaller, larger, n_examples: [()],
    metrics.accuracy: lambda y, predicted: [()],
    metrics.confusion_matrix: lambda y, predicted: [(2, 2)],
    metrics.precision: lambda y, predicted: [()],
    metrics.recall: lambda y, predicted: [()],
    neuron.initialize_with_zeros: lambda dim: [(int(dim), 1), ()],
    neuron.propagate: lambda w, b, X, Y: [np.shape(w), (), ()],
    neuron.predict: lambda w, b, X: [(1, np.shape(X)[1])],
}


# Values that somebody may hand over


class Frame:
    """As much of a table as there is to a pandas DataFrame: iterating gives the names of the columns."""

    def __init__(self, values):
        self.values = np.array(values)
        self.shape, self.columns = self.values.shape, [f"c{i}" for i in range(np.shape(values)[-1])]

    def __array__(self, dtype=None, copy=None):
        return np.array(self.values, dtype=dtype)

    def __len__(self):
        return len(self.values)

    def __iter__(self):
        return iter(self.columns)


class Sub(np.ndarray):
    """An array whose sums and products cannot be trusted."""

    def __array_ufunc__(self, *_, **__):
        raise RuntimeError("no arithmetic")


class Sly:
    """An object that answers with an error whatever it is asked."""

    def __getattribute__(self, name):
        raise RuntimeError("leave me alone")

    def _refuse(self, *_, **__):
        raise RuntimeError("leave me alone")

    __len__ = __iter__ = __getitem__ = __eq__ = __ne__ = __lt__ = __gt__ = __le__ = __ge__ = __bool__ = _refuse
    __float__ = __int__ = __index__ = __str__ = __repr__ = __hash__ = __contains__ = __call__ = _refuse


class FalseFloat(float):
    """A number that claims to be one and turns into another."""

    def __float__(self):
        raise RuntimeError("no")


class FalseFraction(Fraction):
    def __float__(self):
        raise RuntimeError("no")

    def __lt__(self, other):
        raise RuntimeError("no")


class Word(str):
    __slots__ = ()

    def __eq__(self, other):
        raise RuntimeError("no")

    __hash__ = str.__hash__


class Shouting:
    """Converts to an array, with a warning."""

    def __array__(self, dtype=None, copy=None):
        warnings.warn("look at me", UserWarning, stacklevel=1)
        return np.zeros((4, 2))


class Endless:
    """A sequence with no end."""

    def __iter__(self):
        return itertools.repeat("x")


def folded():
    """A list that holds itself many times over."""
    things = []
    things.extend([things] * 50)
    return things


def masked(value, all_of_it=False):
    array = np.ma.masked_array(value, mask=np.zeros(np.shape(value), bool))
    if array.size:
        array[... if all_of_it or not array.ndim else (0,) * array.ndim] = np.ma.masked
    return array


# fmt: off
MAKERS = [(lambda value=value: value) for value in ODD] + [
    folded,
    lambda: [folded()] * 4,
    Sly, Endless, Shouting, Awkward, lambda: [Sly()], lambda: (v for v in [1.0, 2.0]), lambda: iter([[1, 2]]),
    itertools.count, lambda: map(float, [1, 2]), lambda: FalseFloat(0.5), lambda: [FalseFraction(1, 2)] * 4,
    lambda: FalseFraction(1, 2), lambda: Word("loss"), lambda: Word("x"), lambda: range(10**13), lambda: range(2, 2),
    lambda: np.broadcast_to(1.0, (10**7, 10**7)), lambda: np.broadcast_to(np.int8(1), 10**13),
    lambda: np.ma.masked, lambda: [1.0, np.ma.masked], lambda: np.ma.masked_all((4, 2)), lambda: np.ma.masked_all(4),
    lambda: np.nan_to_num(np.float16([nan, inf, 1, 0])), lambda: np.full((4, 2), 6e4, np.float16),
    lambda: np.int8([127, -128, 1, 0]), lambda: np.full((4, 2), 127, np.int8), lambda: np.uint64([2**64 - 1] * 2),
    lambda: np.array([1, 0, 1, 0], ">i2"), lambda: np.array(X, ">f8"), lambda: np.array([b"0", b"1"] * 2),
    lambda: np.array([1 + 0j, 0, 1, 0]), lambda: np.array(X).view(np.recarray), lambda: np.array(X).view(np.matrix),
    lambda: np.rec.array([(1, 2.0)]), lambda: memoryview(b"0101"), lambda: bytearray(b"0101"), lambda: "0101",
    lambda: datetime.timedelta(1), lambda: Decimal("NaN"), lambda: [Decimal(1)] * 4, lambda: {0: 1, 1: 0},
    lambda: SimpleNamespace(X=1), lambda: type, lambda: NotImplemented, lambda: ..., lambda: [...] * 4,
    lambda: slice(4),
    lambda: b"\x00", lambda: "\x00", lambda: "\ud800", lambda: ["\ud800", "b"], lambda: ("$", "$x_{"),
    lambda: "$\\frac$",
    lambda: ("a\nb", "c"), lambda: {"a", "b"}, lambda: {"a": 1, "b": 2}, lambda: np.array(["a", "b"]),
    lambda: np.str_("loss"), lambda: 10**12, lambda: 2**63, lambda: -(2**63), lambda: np.uint64(2**64 - 1),
    lambda: 10**7,
    lambda: np.array([5]), lambda: np.array([[0.1]]), lambda: np.float64(nan), lambda: np.longdouble(2) ** 16000,
    lambda: 1e-320, lambda: 5e-324, lambda: 1.7976931348623157e308, lambda: np.nextafter(0.0, -1.0), lambda: -0.0,
    lambda: np.full((4, 2), 5e-324), lambda: np.full((4, 2), -1.7e308), lambda: [[1.7e308, -1.7e308]] * 4,
    lambda: np.tile([1e155, 1e-155], (4, 1)), lambda: [1e308, -1e308], lambda: [5e-324] * 2, lambda: [1e155, 1e155],
    lambda: [0.0, 0.0, 1.0, -0.0], lambda: [[]] * 4, lambda: np.empty((4, 2, 0)), lambda: np.array(None),
    lambda: np.array([[1, [2]], [3, 4]], dtype=object), lambda: np.array([1, 0, True, 0.0], dtype=object),
]
# fmt: on
SAME = {  # the same values in another dress: they must be taken
    "array": np.array,
    "tuple": lambda v: tuple(map(tuple, v)) if np.ndim(v) == 2 else tuple(v),
    "float64": lambda v: np.array(v, float),
    "big-endian": lambda v: np.array(v, ">f8"),
    "Fortran": lambda v: np.asfortranarray(v, float),
    "every other": lambda v: np.repeat(np.array(v, float), 2, axis=0)[::2],
    "backwards": lambda v: np.array(v, float)[::-1].copy()[::-1],
    "object": lambda v: np.array(v, object),
    "longdouble": lambda v: np.array(v, np.longdouble),
    "subclass": lambda v: np.array(v, float).view(Sub),
    "nothing masked": lambda v: np.ma.masked_array(v, mask=False),
    "frame": Frame,
    "list of arrays": lambda v: [np.array(row) for row in v],
    "buffer": lambda v: memoryview(np.ascontiguousarray(v, float)),
}
ENTRIES = [nan, inf, -inf, 1e308, -1e308, 5e-324, 1e-308, 2, -1, 0.5, None, "1", "a", 1j, True, 10**400, [1], 1e154]
DTYPES = ["b1", "i1", "u1", "i8", "u8", "f2", "f4", "f8", ">f4", ">i4", "g", "c8", "M8[s]", "m8[s]", "U2", "S2", "O"]


@st.composite
def values(draw, good):
    """A value for an argument whose good value is given; and whether it must be taken."""
    ways = ["odd", "entry", "shape", "array", "plain"] + ["same", "masked", "read-only"] * isinstance(good, list)
    way = draw(st.sampled_from(ways))
    array = np.array(good)
    if way == "odd":
        return draw(st.sampled_from(MAKERS))(), False
    if way == "entry":
        entry = draw(st.sampled_from(ENTRIES) | st.floats() | st.integers(-3, 3))
        if array.ndim == 0 or array.dtype.kind == "U":
            return entry, False
        changed = array.astype(object)
        changed[tuple(draw(st.integers(0, size - 1)) for size in array.shape)] = entry
        return changed.tolist() if draw(st.booleans()) else changed, False
    if way == "shape":
        make = draw(st.sampled_from([
            np.atleast_2d, np.ravel, np.transpose, lambda a: a[..., None], lambda a: a[None], lambda a: a[:0],
            lambda a: a[..., :0], lambda a: np.concatenate([np.atleast_1d(a)] * 2), lambda a: np.atleast_1d(a)[:-1],
            lambda a: np.atleast_1d(a)[0], lambda a: np.broadcast_to(a, (3, *a.shape)),
        ]))  # fmt: skip
        with contextlib.suppress(IndexError):
            return make(array), False
        return array, False
    if way == "array":
        kind = np.dtype(draw(st.sampled_from(DTYPES)))
        shape = draw(hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4) | st.just(array.shape))
        if kind.kind == "O":
            return np.full(shape, draw(st.none() | st.text(max_size=2) | st.floats()), dtype=object), False
        return draw(hnp.arrays(kind, shape)), False
    if way == "plain":
        scalar = st.none() | st.booleans() | st.integers() | st.floats() | st.complex_numbers() | st.text(max_size=4)
        return draw(
            scalar | st.lists(scalar, max_size=4) | st.lists(st.lists(st.floats(), max_size=3), max_size=4)
        ), False
    if way == "same" and array.dtype.kind != "U":
        return SAME[draw(st.sampled_from(sorted(SAME)))](good), True
    if way == "masked" and array.dtype.kind != "U":
        return masked(good, draw(st.booleans())), False
    array.setflags(write=False)
    return array, True


# What must come of it


def takes_long(value):
    """A whole number of iterations that is allowed, and more than a test has time for."""
    try:
        return 10**5 < int(value) <= 10**7
    except Exception:
        return False


def hangs(*_):
    raise AssertionError(f"it still runs after {PATIENCE} seconds")


@contextlib.contextmanager
def strictly():
    """No warning, no change of numpy's settings, no hanging."""
    settings_before = np.geterr()
    on_time = threading.current_thread() is threading.main_thread()
    if on_time:
        before = signal.signal(signal.SIGALRM, hangs)
        signal.alarm(PATIENCE)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            yield
    finally:
        if on_time:
            signal.alarm(0)
            signal.signal(signal.SIGALRM, before)
    assert np.geterr() == settings_before


def snapshot(value):
    """What is in an array; other values are left to themselves."""
    if not issubclass(type(value), np.ndarray) or value is np.ma.masked or value.size > 10**6:
        return None
    return type(value), value.dtype, value.shape, value.strides, value.tobytes()


def assert_sentence(message, arguments):
    """One that begins with the name of an argument, or of several, and says what they must be."""
    names = "|".join(re.escape(name) for name in sorted(arguments, key=len, reverse=True))
    assert re.match(rf"({names})(, ({names}))*( and ({names}))? (must|has) .{{5,400}}$", message, re.S), message


def clean(argument, value):
    """A plain copy of a value that was taken."""
    if argument in WORDS or value is None:
        return value
    if argument == "print_cost":
        return bool(value)
    if argument in COUNTS:
        return int(np.asarray(value).item())
    with np.errstate(over="ignore"):
        array = np.array(np.asarray(value)).astype(float)
    return array if argument in ARRAYS or array.ndim else float(array)


def parts(result):
    """The numbers in a result, as a list of arrays."""
    if isinstance(result, dict):
        return [part for value in result.values() for part in parts(value)]
    if isinstance(result, tuple):
        return [part for value in result for part in parts(value)]
    fields = {History: ("w", "b", "loss"), Dataset: ("X", "y")}.get(type(result))
    return [getattr(result, field) for field in fields] if fields else [np.asarray(result)]


def outcome(function, arguments):
    """What the function returns, or its sentence."""
    before = {name: snapshot(value) for name, value in arguments.items()}
    with strictly():
        try:
            result = function(**arguments)
        except ValueError as error:
            assert_sentence(str(error), arguments)
            result = error
    assert {name: snapshot(value) for name, value in arguments.items()} == before, "the input has been changed"
    return result


def judge(function, changes, must_be_taken=False):
    """Call a function of numbers with some arguments changed, and hold what comes against what may come."""
    arguments = FUNCTIONS[function] | changes
    if any(name in LONG and takes_long(value) for name, value in changes.items()):
        return
    result = outcome(function, arguments)
    if isinstance(result, ValueError):
        assert not must_be_taken, result
        return
    assert not any(isinstance(value, np.ma.MaskedArray) and np.ma.is_masked(value) for value in changes.values())
    if arguments.get("seed", 0) is None:  # every run is another
        return
    plain = {name: clean(name, value) for name, value in arguments.items()}
    expected = outcome(function, plain)
    assert type(result) is type(expected)
    pairs = list(zip(parts(result), parts(expected), strict=True))
    for part, same in pairs:
        assert part.dtype == same.dtype
        assert part.dtype.kind in "fi"
        assert_allclose(part, same, rtol=1e-12, atol=0)
        infinite = function is metrics.roc_points or any((function, name) in INFINITE_TOO for name in changes)
        assert np.isfinite(part).all() or (infinite and not np.isnan(part).any())
    if function in SHAPES:
        assert [part.shape for part, _ in pairs] == SHAPES[function](**plain)
    given = [value for value in arguments.values() if isinstance(value, np.ndarray)]
    assert not any(np.shares_memory(part, value) for part, _ in pairs for value in given if value.dtype.kind != "O")


@given(st.data())
@cases("numbers")
def test_one_odd_argument_gets_a_sentence_or_a_right_answer(data):
    function, argument = data.draw(st.sampled_from(PAIRS))
    value, must_be_taken = data.draw(values(FUNCTIONS[function][argument]))
    RAN["numbers"] += 1
    with contextlib.redirect_stdout(None):
        judge(function, {argument: value}, must_be_taken and argument in ARRAYS)


@given(st.data())
@cases("several")
def test_two_or_three_odd_arguments_get_a_sentence_or_a_right_answer(data):
    function = data.draw(st.sampled_from(list(FUNCTIONS)))
    names = data.draw(st.sets(st.sampled_from(sorted(FUNCTIONS[function])), min_size=1, max_size=3))
    changes = {name: data.draw(values(FUNCTIONS[function][name]))[0] for name in sorted(names)}
    RAN["several"] += 1
    with contextlib.redirect_stdout(None):
        judge(function, changes)


MANNERS = [  # ways to call that Python itself refuses
    (lambda f, a: f(), r"missing \d+ required"),
    (lambda f, a: f(**a, surprise=1), "unexpected keyword argument 'surprise'"),
    (lambda f, a: f(*([[0.0]] * 12)), r"takes .* positional arguments? but 1[23]"),
]
OPTIONAL = {
    datasets.separable,
    datasets.overlapping,
    datasets.ring,
    datasets.moons,
    datasets.study_hours,
    datasets.iris,
    datasets.tumours,
}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_missing_and_unknown_arguments_are_left_to_python(function):
    for call, message in MANNERS[function in OPTIONAL :]:
        with pytest.raises(TypeError, match=message):
            call(function, FUNCTIONS[function])


# The estimator: scikit-learn reads X and y in its own words

FITTING = {"X": X * 3, "y": Y * 3, "other": X}
SETTINGS = {"solver": "newton", "learning_rate": 0.1, "n_iterations": 3, "l2": 0.1, "tol": 1e-3}


def hostile(value):
    kinds = {type(value)} | ({type(entry) for entry in value} if type(value) is list else set())
    return not kinds.isdisjoint({Sly, Word, FalseFloat, FalseFraction, Shouting})


def fitted(X=X, y=Y, other=X, **settings):
    model = LogisticRegression(**({"n_iterations": 3} | settings)).fit(X, y)
    return model, model.predict(other), model.predict_proba(other), model.decision_function(other)


@given(st.data())
@cases("estimator")
def test_the_estimator_answers_with_a_sentence_or_with_finite_numbers(data):
    arguments = FITTING | SETTINGS | {"solver": data.draw(st.sampled_from(["newton", "gradient descent"]))}
    name = data.draw(st.sampled_from(sorted(arguments)))
    arguments[name], must_be_taken = data.draw(values(arguments[name]))
    RAN["estimator"] += 1
    if name in FITTING and hostile(arguments[name]):  # scikit-learn asks the values themselves
        return
    if name == "n_iterations" and takes_long(arguments[name]):
        return
    before, refused = snapshot(arguments[name]), None
    with strictly():
        warnings.filterwarnings("ignore", module="sklearn")  # of its own steps, on labels as large as 1e154
        warnings.simplefilter("ignore", DataConversionWarning)  # a column of labels: scikit-learn asks for a warning
        try:
            model, labels, shares, scores = fitted(**arguments)
        except (ValueError, TypeError) as error:  # TypeError: scikit-learn's own, for what is no array
            refused = error
    if refused is not None:
        assert len(str(refused)) > 15
        assert not (must_be_taken and name in {"X", "other"}), refused
        assert name in FITTING or type(refused) is ValueError
        if name in SETTINGS:
            assert_sentence(str(refused), {name, "X", "l2"})
        return
    assert snapshot(arguments[name]) == before
    assert not (isinstance(arguments[name], np.ma.MaskedArray) and np.ma.is_masked(arguments[name]))
    assert set(labels.tolist()) <= set(model.classes_.tolist())
    assert np.isfinite(model.coef_).all()
    assert np.isfinite(scores).all()
    assert_allclose(shares.sum(axis=1), 1.0, atol=1e-12)
    assert ((shares >= 0) & (shares <= 1)).all()
    assert_array_equal(labels, model.classes_[scores.argmax(axis=1) if scores.ndim == 2 else (scores > 0).astype(int)])


def test_the_estimator_refuses_to_predict_before_it_is_fitted():
    with pytest.raises(NotFittedError, match="not fitted yet"):
        LogisticRegression().predict(X)


# Pictures and films

DATA = Dataset(X * 2, Y * 2, "Four points")
HOURS = datasets.study_hours(9)
THREE = Dataset(np.column_stack([X, Y]), Y)
RUN = gradient_descent(DATA.X, DATA.y, n_iterations=3)
SHORT = gradient_descent(HOURS.X, HOURS.y, n_iterations=2)
GRID = np.linspace(0.0, 1.0, 5).tolist()
TABLE = np.add.outer(np.array(GRID) ** 2, np.array(GRID)).tolist()


def on_axes(draw):
    return lambda **arguments: draw(**({"ax": plots.figure()[1]} | arguments))


def drawn(figure):
    with drawing.boxed():
        figure.draw_without_rendering()


def at(u, v):
    return np.column_stack([u, v]), np.zeros(len(u))


DRAWING = {
    plots.points: {"dataset": DATA, "size": 34, "legend": True},
    plots.boundary: {"w": [1.0, -0.5], "b": 0.3, "color": "#222222"},
    plots.probability_map: {"w": [1.0, -0.5], "b": 0.3},
    plots.probability_curve: {"w": [1.5], "b": 0.3, "color": "#222222"},
    plots.learning_curve: {"history": RUN, "color": "#222222", "label": "a run"},
    plots.contours: {"x": GRID, "y": GRID, "loss": TABLE, "color": "#222222", "levels": 5},
    plots.path: {"history": RUN, "color": "#222222"},
}
OTHERS = {
    plots.loss_grid: {"X": X, "y": Y, "u": GRID, "v": GRID, "at": at, "l2": 0.1},
    plots.span: {"values": [0.5, 2.0], "margin": 0.06},
    plots.boundary_ends: {"w": [[1.0, 2.0]], "b": [0.5], "xlim": (0.0, 1.0), "ylim": (0.0, 1.0)},
    plots.figure: {"columns": 2, "rows": 1, "width": 6.0, "height": 3.0, "shares": [2.0, 1.0]},
    plots.show: {"fig": Figure(), "alt": "a picture"},
}
ODD_DATA = [DATA, HOURS, THREE, Dataset(1e308 * np.sign(DATA.X - 1.2), DATA.y), Dataset([[1.0, 2.0]], [1])]
ODD_DATA += [Dataset(DATA.X * 5e-324, DATA.y), Dataset(DATA.X + 1e17, DATA.y), Dataset(DATA.X * 0, DATA.y)]
ODD_DATA += [
    Dataset(X, Y, title, (title, "$"), (title, end))
    for end in ("_b", "")
    for title in ("$x_{", "_", "{3:.2f} {9:.1f}", "", "a\nb", "\\")
]
ODD_RUNS = [RUN, SHORT, gradient_descent(DATA.X, DATA.y, n_iterations=0), gradient_descent(THREE.X, THREE.y)]
ODD_RUNS += [
    gradient_descent(DATA.X, DATA.y, n_iterations=400, learning_rate=100.0, l2=5.0),
    gradient_descent(DATA.X, DATA.y, n_iterations=3, learning_rate=1e300),
    gradient_descent([[-1.0, 0.0], [1.0, 0.0]], [0, 1], w=[1e5, 0.0], n_iterations=2),
    gradient_descent(1e-300 * DATA.X, DATA.y, n_iterations=2),
    History(np.full((3, 2), np.nan), np.zeros(3), np.zeros(3), "diverged"),
    History(np.zeros((3, 2)), np.zeros(2), np.zeros(3), "diverged"),
    History([[0.0, 0.0]], [0.0], [0.7], "iteration limit"),
    History(np.zeros((0, 2)), np.zeros(0), np.zeros(0), "iteration limit"),
    History(None, None, None, None),
]
PLAIN = st.text("aµ漢_${}\\^0:.f\n\t\x00\ud800", max_size=8)


@st.composite
def things(draw, name, good):
    """A value for an argument of a picture or a film."""
    known = {"dataset": ODD_DATA, "history": ODD_RUNS}.get(name)
    if known and draw(st.booleans()):
        return draw(st.sampled_from(known))
    if isinstance(good, str) and draw(st.booleans()):
        return draw(PLAIN)
    return draw(values(good if isinstance(good, list | float | int | str) else 0.5))[0]


@given(st.data())
@cases("plots")
def test_a_picture_is_drawn_or_a_sentence_says_why_not(data):
    function = data.draw(st.sampled_from([*DRAWING, *OTHERS]))
    arguments = (DRAWING | OTHERS)[function]
    name = data.draw(st.sampled_from([*arguments, *(["ax"] if function in DRAWING else [])]))
    changes = {name: data.draw(things(name, arguments.get(name)))}
    RAN["plots"] += 1
    call = on_axes(function) if function in DRAWING else function
    result = outcome(call, arguments | changes)
    with strictly():
        if isinstance(result, Axes):
            drawn(result.figure)
        elif function is plots.show and not isinstance(result, ValueError):
            result._repr_html_()
        elif function in (plots.loss_grid, plots.span) and not isinstance(result, ValueError):
            assert np.isfinite(result).all()


@given(st.data())
@cases("films")
def test_a_film_is_made_or_a_sentence_says_why_not(data):
    arguments = {"history": RUN, "dataset": DATA, "labels": None, "title": None}
    name = data.draw(st.sampled_from(["history", "history", "dataset", "dataset", "labels", "title"]))
    value = data.draw(things(name, "t" if name in ("labels", "title") else 0.5))
    if name == "history" and data.draw(st.booleans()):
        value = data.draw(st.lists(st.sampled_from(ODD_RUNS), max_size=6))
        arguments["labels"] = data.draw(st.none() | st.lists(PLAIN, min_size=len(value), max_size=len(value)))
    elif name == "labels" and data.draw(st.booleans()):
        arguments["history"], value = [RUN, RUN], data.draw(st.lists(PLAIN | st.none(), min_size=2, max_size=2))
    arguments[name] = value
    RAN["films"] += 1
    film = outcome(films.watch, arguments)
    if isinstance(film, ValueError):
        return
    assert isinstance(film, Player)
    with strictly():
        said = [film.sentence(frame) for frame in (0, film.frames - 1)]
        film.twin()
    assert not any("nan" in sentence.lower() for sentence in said)
    assert np.isfinite(np.frombuffer(film.picture, np.uint8)).all()


# Checks


@given(st.data())
@cases("check")
def test_check_answers_whatever_comes_in_the_place_of_a_function(data):
    name = data.draw(st.sampled_from(sorted(EXERCISES)))
    thing, _ = data.draw(values(data.draw(st.sampled_from([0.5, X, "loss"]))))
    RAN["check"] += 1
    with strictly():
        for function in (thing, lambda *args: thing):
            feedback = check(name, function)
            assert isinstance(feedback, Feedback)
            assert feedback.status in {"error", "wrong", "mistake", "not yet"}, (name, thing)
            assert feedback._repr_html_()
            assert str(feedback)


@given(st.data())
@settings(cases("films"), max_examples=60)
def test_a_name_that_no_exercise_has_is_refused_in_a_sentence(data):
    name, _ = data.draw(values("sigmoid"))
    RAN["check"] += 1
    if type(name) in (Sly, Word, np.str_):  # what cannot be asked, and the name itself as numpy holds it
        return
    with strictly(), pytest.raises(ValueError, match=r"^(name must be the exercise's name|there is no exercise) "):
        check(name, np.exp)


def test_a_cost_that_overflows_names_arguments_that_there_are():
    X, Y = [[0.0, 2.0, 1.0, 2.0], [1.0, 1.0, 3.0, 2.0]], [[0, 1, 0, 1]]
    with pytest.raises(ValueError, match=r"^X, w and b must be small enough"):
        neuron.propagate([[1.0], [-2.0]], 1e308, X, Y)


def test_at_least_two_thousand_cases_have_been_tried():
    if set(RAN) == set(CASES):  # unless this test runs without the others
        assert sum(RAN.values()) >= 2000 * MORE
    assert sum(CASES.values()) >= 2000

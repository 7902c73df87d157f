"""Bad input becomes a sentence: the checks that the rest of the package shares.

Each function returns its argument in the form that the equations use (float64 arrays, plain
numbers) or raises a ValueError that names the argument, what was expected and what came.
The caller's own arrays are never changed.
"""

import math
import operator
import sys
import warnings
from dis import opname
from itertools import islice
from numbers import Integral, Real
from types import TracebackType
from unicodedata import category

import numpy as np

MOST_NUMBERS = 100_000_000  # numbers in an array: more would fill the memory of a small machine
MOST_CLASSES = 1000
HIDDEN = "logreg_core", "contextlib"  # whose lines explain nothing to a reader whose input is refused
PASSED_ON = "inner", "answer"  # the functions in contextlib and in `yours` that hand arguments on


def array(values, name, *, finite=True, copy=True):
    """`values` as a float64 array of any shape; without a copy, it may be `values` itself, and is not written to."""
    raw = _raw(values, name)
    if raw.dtype.kind == "O":  # a list that holds None, strings, fractions ...
        raw = _numbers(raw, name)
    if raw.dtype.kind not in "biuf":
        raise ValueError(f"{name} must hold real numbers; got {_shown(raw)}")
    if raw.size > MOST_NUMBERS:
        raise ValueError(f"{name} must hold at most {MOST_NUMBERS:,} numbers; got {raw.size:,}")
    with np.errstate(over="ignore"):  # a long double too large for float64 becomes inf, refused below
        result = raw.astype(float, copy=copy)
    if np.isnan(result).any():
        raise ValueError(f"{name} must hold numbers; {_place(np.isnan(result))} is NaN")
    if finite and not np.isfinite(result).all():
        raise ValueError(f"{name} must hold finite numbers; {_place(~np.isfinite(result))} is infinite")
    return result


def unmasked(values, name):
    """`values` as they are, unless some of them are masked: NumPy would go on with the numbers under the mask."""
    if _is_a(np.ma.MaskedArray, values) and values.dtype.names is None and np.ma.is_masked(values):
        raise ValueError(f"{name} must hold numbers; {_place(np.ma.getmaskarray(values))} is masked")
    return values


def matrix(X, name="X", *, copy=True):
    """`X` as an (m, n) array with at least one row and one column."""
    X = array(X, name, copy=copy)
    if X.ndim == 1:
        raise ValueError(
            f"{name} must have two dimensions, one row per example and one column per feature; got the "
            f"shape {X.shape}. For a single feature use {name}.reshape(-1, 1)"
        )
    if X.ndim != 2:
        raise ValueError(f"{name} must have two dimensions (examples, features); got the shape {X.shape}")
    if X.shape[0] == 0 or X.shape[1] == 0:
        raise ValueError(f"{name} must hold at least one example and one feature; got the shape {X.shape}")
    return X


def labels(y, name="y", *, length=None, any_shape=False, copy=True):
    """`y` as an (m,) array of 0.0 and 1.0; booleans are taken, -1/1 and strings are refused."""
    raw = _raw(y, name)
    if raw.dtype.kind in "US" and raw.size:
        raise ValueError(f"{name} must hold only 0 and 1; got the values {_listed(np.unique(raw))}")
    y = array(y, name, copy=copy)
    if y.ndim != 1 and not any_shape:
        raise ValueError(f"{name} must have one dimension, one label per example; got the shape {y.shape}")
    if y.size == 0 and not any_shape:
        raise ValueError(f"{name} must hold at least one label; got none")
    if not ((y == 0.0) | (y == 1.0)).all():
        raise ValueError(f"{name} must hold only 0 and 1; got the values {_listed(np.unique(y))}")
    if length is not None and len(y) != length:
        raise ValueError(f"{name} must hold one label for each of the {length} examples; got {len(y)}")
    return y


def both_classes(X, y, *, copy=True):
    """`X` and `y`, checked together: the same length, and both labels present."""
    X = matrix(X, copy=copy)
    y = labels(y, length=len(X), copy=copy)
    if y.min() == y.max():
        raise ValueError(f"y must hold both classes, 0 and 1; got one class only: every label is {y[0]:.0f}")
    return X, y


def classes(y, *, length=None):
    """`y` as an (m,) array of whole numbers from 0 to k-1, each of which is there, and k."""
    y = array(y, "y")
    if y.ndim != 1 or y.size == 0:
        raise ValueError(f"y must have one dimension, one class per example; got the shape {y.shape}")
    found = np.unique(y)
    if not (len(found) <= MOST_CLASSES and (found == np.arange(len(found))).all()):
        raise ValueError(
            f"y must hold whole numbers from 0 on, each class at least once and at most {MOST_CLASSES:,} classes; "
            f"got the values {_listed(found)}"
        )
    if length is not None and len(y) != length:
        raise ValueError(f"y must hold one class for each of the {length} examples; got {len(y)}")
    if len(found) == 1:
        raise ValueError("y must hold two classes or more; got one class only: every label is 0")
    return y.astype(int), len(found)


def weights(w, n, name="w"):
    """`w` as an (n,) array."""
    w = array(w, name)
    if w.shape != (n,):
        each = f"each of the {n} features" if n > 1 else "the one feature"
        got = f"the shape {w.shape}" if w.ndim else f"{w:g} without brackets"
        raise ValueError(f"{name} must hold one weight for {each}; got {got}")
    return w


def number(value, name, *, above=-math.inf, at_least=-math.inf, at_most=math.inf):
    """`value` as a finite float between the bounds."""
    limits = ("above", above), ("of at least", at_least), ("of at most", at_most)
    bound = " and".join(f" {words} {limit:g}" for words, limit in limits if math.isfinite(limit))
    value = _plain(value)
    if not _is_a(Real, value) or _is_a(bool, value):
        raise ValueError(f"{name} must be a number{bound}; got {shown(value)}")
    try:
        result = float(value)
    except OverflowError:
        result = math.inf
    except Exception:  # whatever a number of the caller's own making raises
        raise ValueError(f"{name} must be a number{bound}; got {shown(value)}") from None
    if not (math.isfinite(result) and above < result and at_least <= result <= at_most):
        raise ValueError(f"{name} must be a finite number{bound}; got {shown(value)}")
    return result


def count(value, name, *, at_least=0, at_most=None):
    """`value` as an int between two bounds."""
    value = _plain(value)
    bounds = f"of at least {at_least}" if at_most is None else f"from {at_least} to {at_most}"
    whole = _whole(value)
    if whole is None or whole < at_least or (at_most is not None and whole > at_most):
        point = f": write {value:.0f}" if _is_a(float, value) and value.is_integer() and abs(value) < 1e9 else ""
        raise ValueError(f"{name} must be a whole number {bounds}; got {shown(value)}{point}")
    return whole


def truth(value, name):
    """`value` as True or False; 1 and 0 are taken."""
    value = _plain(value)
    if _is_a(bool, value) or _whole(value) in (0, 1):
        return bool(value)
    raise ValueError(f"{name} must be True or False; got {shown(value)}")


def choice(value, name, options):
    """`value`, one of the `options`."""
    value = _plain(value)
    word = str.__str__(value) if _is_a(str, value) else None
    if word not in options:
        named = " or ".join(f'"{option}"' for option in options)
        raise ValueError(f"{name} must be {named}; got {shown(value)}")
    return word


def text(value, name):
    """`value` as a string that can be shown."""
    if not _is_a(str, value):
        raise ValueError(f"{name} must be a string; got a {type(value).__name__}")
    value = str.__str__(value)
    if any(category(c) in ("Cs", "Cc") and c not in "\n\t" for c in value):  # half a letter, or a control character
        raise ValueError(f"{name} must hold letters that can be shown; got {shown(value)}")
    return value


def names(values, name, length, default=None):
    """`values` as a tuple of so many strings; the default, if there is one, stands in for none at all."""
    try:
        whole = _is_a(str, values) or _is_a(set | frozenset, values)  # the names in a set stand in no order
        given = (values,) if whole else tuple(islice(values, length + 1))
    except Exception:  # not a sequence
        given = (values,)
    if not given and default is not None:
        return default
    if len(given) != length or not all(_is_a(str, name) for name in given):
        raise ValueError(f"{name} must hold {length} names; got {shown(values)}")
    return tuple(text(value, name) for value in given)


def shown(value, most=60):
    """A value in a few words, for a message."""
    try:
        text = " ".join(repr(value).split())
    except Exception:  # an integer of more than 4,300 digits, say
        text = f"something of type {type(value).__name__}"
    return text if len(text) <= most else text[: most - 3] + "..."


def _raw(values, name):
    """The values as an array of whatever they are."""
    if type(values) is np.ndarray:
        return values
    unmasked(values, name)
    if entries(values) == math.inf:
        raise ValueError(f"{name} must be an array of numbers; its lists are nested too deep")
    if _length(values) > MOST_NUMBERS:  # range(10**12), say
        raise ValueError(f"{name} must hold at most {MOST_NUMBERS:,} numbers; got {_length(values):,}")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return np.asarray(values)
    except ValueError:
        raise ValueError(f"{name} must be an array of numbers; its rows have different lengths") from None
    except Exception:  # whatever the object's own conversion raises
        raise ValueError(f"{name} must be an array of numbers; got {shown(values)}") from None


def entries(values, depth=8, known=None):
    """How many entries nested lists hold in all; infinity where they are nested deeper, or hold themselves.

    NumPy would unfold such lists for ever, and could not be interrupted.
    """
    if not issubclass(type(values), list | tuple):
        return 1
    if depth == 0:
        return math.inf
    known = {} if known is None else known
    if (id(values), depth) not in known:
        inner = [value for value in values if issubclass(type(value), list | tuple)]
        deeper = sum(entries(value, depth - 1, known) for value in inner)
        known[id(values), depth] = len(values) - len(inner) + deeper
    return known[id(values), depth]


def _length(values):
    try:
        return len(values)
    except Exception:  # it has none, or none that can be told
        return 0


def _plain(value):
    """A number in NumPy's clothes as a plain one; anything else as it is."""
    wrapped = _is_a(np.ndarray | np.generic, value) and value.ndim == 0 and value.dtype.kind in "biufcUS"
    return value.item() if wrapped and value is not np.ma.masked and not np.ma.getmask(value) else value


def _whole(value):
    """The value as an int; None where it is no whole number."""
    if not _is_a(Integral, value) or _is_a(bool, value):
        return None
    try:
        return int(operator.index(value))
    except Exception:  # whatever a number of the caller's own making raises
        return None


def _is_a(kind, value):
    """Is the value of that kind? A time span is no number, whatever NumPy says. The value itself is not asked."""
    return issubclass(type(value), kind) and not issubclass(type(value), np.timedelta64)


def _numbers(raw, name):
    """An array of Python objects as an array of numbers."""
    odd = [value for value in raw.ravel() if not _is_a(Real, value)]
    if not odd:
        try:
            return raw.astype(float)
        except OverflowError:
            raise ValueError(f"{name} must hold finite numbers; one is too large for a float") from None
        except Exception:  # whatever a number of the caller's own making raises
            odd = [raw]
    raise ValueError(f"{name} must hold real numbers; got {shown(odd[0])}")


def _place(mask):
    """Where the first True of a mask stands, in words."""
    if mask.ndim == 0:
        return "it"
    index = np.unravel_index(np.argmax(mask), mask.shape)
    return f"the entry [{', '.join(str(i) for i in index)}]"


def _shown(raw):
    return shown(raw.ravel()[0].item() if raw.size and raw.dtype.kind in "USc" else raw.dtype.name)


def _listed(values):
    """The first few values, separated by commas."""
    words = [shown(v, 24).removesuffix(".0") for v in values[:4].tolist()]
    return ", ".join(words) + (", ..." if len(values) > 4 else "")


def _reader_lines(shell, kind, error, trace, tb_offset=None):
    """Show an error in a notebook: of a refusal, or of arguments too many or too few, the reader's own lines alone."""
    steps = []
    while trace is not None:
        steps.append(trace)
        trace = trace.tb_next
    ours = [step.tb_frame.f_globals.get("__name__", "").split(".")[0] in HIDDEN for step in steps]
    code, place = steps[-1].tb_frame.f_code, steps[-1].tb_lasti
    refused = code.co_name in PASSED_ON if kind is TypeError else opname[code.co_code[place]] == "RAISE_VARARGS"
    meant = ours[-1] and refused  # and no error of Python's own in our code
    for step, hide in zip(reversed(steps), reversed(ours), strict=True):
        if not (meant and hide):
            trace = TracebackType(trace, step.tb_frame, step.tb_lasti, step.tb_lineno)
    shell.showtraceback((kind, error, trace), tb_offset=tb_offset)


_shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
if _shell is not None and not _shell.custom_exceptions:  # where somebody else shows errors, they go on
    _shell.set_custom_exc((ValueError, TypeError), _reader_lines)

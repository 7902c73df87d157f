"""Bad input becomes a sentence: the checks that the rest of the package shares.

Each function returns its argument in the form that the equations use (float64 arrays, plain
numbers) or raises a ValueError that names the argument, what was expected and what came.
The caller's own arrays are never changed.
"""

import math
from numbers import Integral, Real

import numpy as np


def array(values, name, *, finite=True):
    """`values` as a float64 array of any shape."""
    raw = _raw(values, name)
    if raw.dtype.kind == "O":  # a list that holds None, strings, fractions ...
        raw = _numbers(raw, name)
    if raw.dtype.kind not in "biuf":
        raise ValueError(f"{name} must hold real numbers; got {_shown(raw)}")
    with np.errstate(over="ignore"):  # a long double too large for float64 becomes inf, refused below
        result = raw.astype(float)
    if np.isnan(result).any():
        raise ValueError(f"{name} must hold numbers; {_place(np.isnan(result))} is NaN")
    if finite and not np.isfinite(result).all():
        raise ValueError(f"{name} must hold finite numbers; {_place(~np.isfinite(result))} is infinite")
    return result


def matrix(X, name="X"):
    """`X` as an (m, n) array with at least one row and one column."""
    X = array(X, name)
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


def labels(y, name="y", *, length=None, any_shape=False):
    """`y` as an (m,) array of 0.0 and 1.0; booleans are taken, -1/1 and strings are refused."""
    raw = _raw(y, name)
    if raw.dtype.kind in "US" and raw.size:
        raise ValueError(f"{name} must hold only 0 and 1; got the values {_listed(np.unique(raw))}")
    y = array(raw, name)
    if y.ndim != 1 and not any_shape:
        raise ValueError(f"{name} must have one dimension, one label per example; got the shape {y.shape}")
    if y.size == 0 and not any_shape:
        raise ValueError(f"{name} must hold at least one label; got none")
    if not np.isin(y, (0.0, 1.0)).all():
        raise ValueError(f"{name} must hold only 0 and 1; got the values {_listed(np.unique(y))}")
    if length is not None and len(y) != length:
        raise ValueError(f"{name} must hold one label for each of the {length} examples; got {len(y)}")
    return y


def both_classes(X, y):
    """`X` and `y`, checked together: the same length, and both labels present."""
    X = matrix(X)
    y = labels(y, length=len(X))
    if y.min() == y.max():
        raise ValueError(f"y must hold both classes, 0 and 1; got one class only: every label is {y[0]:.0f}")
    return X, y


def weights(w, n, name="w"):
    """`w` as an (n,) array."""
    w = array(w, name)
    if w.shape != (n,):
        raise ValueError(f"{name} must hold one weight for each of the {n} features; got the shape {w.shape}")
    return w


def number(value, name, *, above=-math.inf, at_least=-math.inf, at_most=math.inf):
    """`value` as a finite float between the bounds."""
    limits = ("above", above), ("of at least", at_least), ("of at most", at_most)
    bound = " and".join(f" {words} {limit:g}" for words, limit in limits if math.isfinite(limit))
    value = _plain(value)
    if not _is_a(Real, value) or isinstance(value, bool):
        raise ValueError(f"{name} must be a number{bound}; got {_short(value)}")
    try:
        result = float(value)
    except OverflowError:
        result = math.inf
    if not (math.isfinite(result) and above < result and at_least <= result <= at_most):
        raise ValueError(f"{name} must be a finite number{bound}; got {_short(value)}")
    return result


def count(value, name, *, at_least=0, at_most=None):
    """`value` as an int between two bounds."""
    value = _plain(value)
    bounds = f"of at least {at_least}" if at_most is None else f"from {at_least} to {at_most}"
    whole = _is_a(Integral, value) and not isinstance(value, bool)
    if not whole or value < at_least or (at_most is not None and value > at_most):
        raise ValueError(f"{name} must be a whole number {bounds}; got {_short(value)}")
    return int(value)


def choice(value, name, options):
    """`value`, one of the `options`."""
    if not isinstance(value, str) or value not in options:
        named = " or ".join(f'"{option}"' for option in options)
        raise ValueError(f"{name} must be {named}; got {_short(value)}")
    return value


def names(values, name, length, default=None):
    """`values` as a tuple of so many strings; the default, if there is one, stands in for none at all."""
    try:
        given = (values,) if isinstance(values, str) else tuple(values)
    except TypeError:  # not a sequence
        given = (values,)
    if not given and default is not None:
        return default
    if len(given) != length or not all(isinstance(text, str) for text in given):
        raise ValueError(f"{name} must hold {length} names; got {_short(values)}")
    return given


def _raw(values, name):
    """The values as an array of whatever they are."""
    try:
        return np.asarray(values)
    except ValueError:
        raise ValueError(f"{name} must be an array of numbers; its rows have different lengths") from None
    except Exception:  # whatever the object's own conversion raises
        raise ValueError(f"{name} must be an array of numbers; got {_short(values)}") from None


def _plain(value):
    """A number in NumPy's clothes as a plain one; anything else as it is."""
    wrapped = isinstance(value, np.ndarray | np.generic) and value.ndim == 0 and value.dtype.kind in "biufcUS"
    return value.item() if wrapped else value


def _is_a(kind, value):
    """Is the value a Real, or an Integral? A time span is neither, whatever NumPy says."""
    return isinstance(value, kind) and not isinstance(value, np.timedelta64)


def _numbers(raw, name):
    """An array of Python objects as an array of numbers."""
    odd = [value for value in raw.ravel() if not _is_a(Real, value)]
    if not odd:
        try:
            return raw.astype(float)
        except OverflowError:
            raise ValueError(f"{name} must hold finite numbers; one is too large for a float") from None
    raise ValueError(f"{name} must hold real numbers; got {_short(odd[0])}")


def _place(mask):
    """Where the first True of a mask stands, in words."""
    if mask.ndim == 0:
        return "it"
    index = np.unravel_index(np.argmax(mask), mask.shape)
    return f"the entry [{', '.join(str(i) for i in index)}]"


def _shown(raw):
    return _short(raw.ravel()[0].item() if raw.size and raw.dtype.kind in "USc" else raw.dtype.name)


def _short(value, most=60):
    try:
        text = " ".join(repr(value).split())
    except Exception:  # an integer of more than 4,300 digits, say
        text = f"something of type {type(value).__name__}"
    return text if len(text) <= most else text[: most - 3] + "..."


def _listed(values):
    """The first few values, separated by commas."""
    words = [_short(v, 24).removesuffix(".0") for v in values[:4].tolist()]
    return ", ".join(words) + (", ..." if len(values) > 4 else "")

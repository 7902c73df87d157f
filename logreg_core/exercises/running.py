"""Call a function that somebody is still writing, and read what comes, whatever that is.

Nothing that the function does gets out: no exception, no warning, no print. Only KeyboardInterrupt passes,
so that an endless loop can be stopped.
"""

import ast
import builtins
import dis
import inspect
import linecache
import math
import random
import re
import sys
import textwrap
import traceback
import warnings
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from decimal import Decimal
from io import TextIOBase
from itertools import islice
from numbers import Real
from operator import is_
from time import perf_counter

import numpy as np

from logreg_core.inputs import entries

EXACT, SINGLE, HALF, ROUGH = 1e-8, 1e-4, 1e-2, 1e-5  # tolerances: float64, float32, float16, "right but for rounding"

LARGEST = 100_000  # numbers in an answer: no exercise asks for so many

PATIENCE = 3.0  # seconds of a learner's function, in all, before we stop asking

ADVICE = {  # what to say about an exception, by what its first line says; the first that fits
    r"numpy.ufunc|'function'|builtin_function": (
        "A function meets a number there: it has not been called. Put what it is to take in round brackets behind it."
    ),
    r"Result'|and 'tuple'|'tuple' and": (
        "Several values meet a number there: a function has returned more than one. Give each a name, or pick one."
    ),
    r"indices must be .* not tuple": (
        "A list has one index: `a[i][j]` picks from a list of lists, `a[i, j]` from an array."
    ),
    r"math domain error|expected a (positive|nonnegative) input": (
        "A logarithm or a root was asked of a number that has none. Which number goes in there, and can it be "
        "zero or negative?"
    ),
    r"math range error|too large|exponent overflow": (
        "A power grew too large for a float. How large is the exponent, and which sign has it?"
    ),
    r"[Ss]ingular matrix": (
        "That table has no inverse: its columns hold the same information twice, or one of them is zero. Is "
        "every example and every factor in it?"
    ),
    r"truth value of an array": (
        "`if`, `and`, `or`, `not`, `max` and `min` want a single True or False, and an array holds many. Use "
        "`np.where`, `&`, `|`, `np.maximum`, or a loop over the entries."
    ),
    r"only integer scalar arrays": (
        "An array of places picks from an array, as in `X[rows]`. It cannot stand beside the colon of a slice, as in "
        "`X[:rows]`, nor pick from a list or from several values at once."
    ),
    r"only integers, slices|indices must be integers|used as indices|interpreted as an integer|slice indices": (
        "An index or a count is a whole number, and here it is something else. Labels come as floats, 0.0 and "
        "1.0: `int(...)` makes an index of one, `.astype(int)` of a whole array."
    ),
    r"index -\d+ is out of bounds for axis 0": (
        "You reach further back than there are entries. What is to be answered while there are so few?"
    ),
    r"out of bounds for axis": (
        "The index goes further than that axis is long. In square brackets the first place picks rows, which are the "
        "examples, and the second picks columns: `X[i, j]`."
    ),
    r"out of bounds|out of range|too many indices|boolean index": ("Compare the index with the shapes of the arrays."),
    r"shapes \((\d+),\d+\) \(\1,\)|shapes \((\d+),\) \(\2,\d+\)": (
        "A table meets one number for each of its rows. numpy lines up the last axes, so that one for each column "
        "would fit: `a[:, None]` makes a column of it, `@` adds up over the columns, and `axis=0` goes down the rows."
    ),
    r"enough dimensions \(has 0": (
        "`@` joins two arrays, and one of the two is a single number or `None`. Does it begin as an array, as with "
        "`np.zeros(n)`?"
    ),
    r"not aligned|matmul|core dimension": (
        "`@` and `np.dot` add up over the last axis on the left and the first on the right: those two must be equally "
        "long. Compare the shapes: is a `.T` missing, or one too many, or do the two stand in the wrong order?"
    ),
    r"same number of dim": (
        "A flat array has one axis and a table has two. `a[:, None]` makes a column of a flat array, and "
        "`np.column_stack` puts columns side by side."
    ),
    r"together with shapes \(\d+,\) \(\d+,\)": (
        "Two flat arrays are paired entry by entry, so they have to be equally long. Where every entry of `a` is to "
        "meet every entry of `b`, make a column of one of them: `a[:, None]`."
    ),
    r"broadcast|cannot reshape|match exactly|axes don't": ("Compare the shapes of the arrays that meet there."),
    r"axis \d+ is out": ("That array has fewer axes than you name. What is its shape?"),
    r"inhomogeneous": (
        "Numbers and arrays of different lengths make no table. `np.append(a, c)` puts the number `c` behind the "
        "entries of `a`, and `np.column_stack` puts columns of one length side by side."
    ),
    r"only (length-1|size-1|0-dimensional) arrays|only be converted|setting an array element": (
        "One number is wanted in that place, and an array came. Is an index missing, as in `w` for `w[j]`? And "
        "`math.exp`, `math.log` and `float` take one number; `np.exp` and `np.log` take arrays."
    ),
    r"not subscriptable|invalid index to scalar": (
        "Square brackets pick an entry of a list or an array, and that is neither. Is it a single number?"
    ),
    r"not callable": (
        "Round brackets call a function, and what stands before them is none. Is a `*` missing, or has a "
        "function's name been given to a number?"
    ),
    r"not iterable|iteration over a 0-d": (
        "A loop, `zip` and `sum` want a list or an array, and a single number came."
    ),
    r"[Cc]annot cast": (
        "An array of whole numbers cannot take in a fraction. Begin with floats, as `np.zeros` makes them."
    ),
    r"read-only": ("That array may not be written to. Make a new one."),
    r"to unpack": ("There are more names on the left of `=` than values on the right, or fewer."),
    r"NoneType": (
        "Something in that line is `None`. Is a `None` still to be replaced by your own line, or does a function of "
        "yours print where it should `return`?"
    ),
    r"positional argument|keyword argument": ("A function in that line is called with other arguments than it takes."),
    r"division by zero": ("What is the number below the line, and when is it zero?"),
    r"has no attribute": ("Is that name spelled as where it belongs, and does that kind of object have it?"),
    r"is not defined": ("Is the name spelled as where it was defined, and has that cell been run?"),
    r"local variable": ("That name is given a value on some paths only. Give it one before the loop or the `if`."),
    r"bitwise_(and|or)": (
        "`&` and `|` bind more tightly than `==` and `>`. Put each comparison into brackets: `(a == 0) & (b == 1)`."
    ),
    r"bitwise_xor|for \^:": ("`^` is no power in Python: write `a**2`."),
    r"zero-size array|empty sequence|iterable argument is empty|empty iterable": (
        "A smallest or a largest was asked of something that is empty. When does nothing come in there?"
    ),
    r"at least two-dimensional": (
        "A table is wanted in that place, and a flat array came. `np.linalg.solve(H, g)` takes the table first."
    ),
    r"unsupported operand|ufunc": ("Which kinds of objects meet there: numbers, arrays, functions, text?"),
    r"could not convert": ("Text is not a number yet. Where does it come from?"),
}
ADVICE_BY_CLASS = {  # where the text says nothing, and the class says it all
    "RecursionError": "It calls itself, and nothing ever ends that. Should one of the names in it be another function?",
    "SystemExit": "A function is left with `return`; `exit` would end the whole notebook.",
    "MemoryError": "An array became far too large. Compare the shapes of the arrays.",
}


@dataclass(frozen=True)
class Outcome:
    """What came of one call: the answer's parts as float arrays, or the trouble in words."""

    parts: tuple | None = None
    tol: float = EXACT
    trouble: str = ""
    unfinished: bool = False  # an ellipsis was met
    raised: bool = False
    printed: bool = False
    changed: tuple = ()  # names of the arguments that the function has written into
    warned: str = ""  # the first of numpy's warnings
    truth: bool = False  # the answer is True or False
    kind: str = ""  # "dictionary" or "matrix", where the numbers came in one


class TooSlow(Exception):
    """The learner's function has used up our patience."""


class Learner:
    """A learner's function: asked one input at a time, and for a few seconds in all."""

    def __init__(self, function, names, pair):
        self.function, self.names, self.pair = function, names, pair
        self.spent, self.printed = 0.0, False

    def ask(self, args):
        """Outcome of the function on one input; TooSlow where it has taken too long already."""
        if self.spent > PATIENCE:
            raise TooSlow
        began = perf_counter()
        outcome = run(self.function, args, self.names, self.pair)
        self.spent += perf_counter() - began
        self.printed = self.printed or outcome.printed
        return outcome


def run(function, args, names=(), pair=False):
    """Outcome of a learner's function(*args), called on copies of the arrays."""
    with _kept():
        return reckon(function, args, names, pair)


def reckon(function, args, names=(), pair=False):
    """Outcome of a function of ours that may do what a learner's does, short of changing things for everybody."""
    given = fresh(args)
    out, err, notes = _Sink(), _Sink(), []
    calm = np.errstate(all="warn", under="ignore")
    with warnings.catch_warnings(), calm, redirect_stdout(out), redirect_stderr(err):
        warnings.simplefilter("always")
        warnings.showwarning = lambda text, category, *_, **__: notes or notes.append((category, str(text)))
        try:
            outcome = _read(function(*given), pair)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # SystemExit too: a learner's exit() must not end the notebook
            outcome = _explain(error, function, args)
    changed = tuple(
        name
        for name, before, after in zip(names, args, given, strict=False)
        if isinstance(before, np.ndarray) and not (before.shape == after.shape and before.tobytes() == after.tobytes())
    )
    warned = notes[0][1] if notes and issubclass(notes[0][0], RuntimeWarning) else ""
    return replace(outcome, printed=out.used, changed=changed, warned=warned)


@contextmanager
def _kept():
    """What a function may change for everybody else is put back: names in numpy and Python, settings."""
    limit, shown = sys.getrecursionlimit(), np.get_printoptions()
    modules = [(module, vars(module).copy()) for module in (np, np.linalg, builtins)]
    try:
        yield
    finally:
        for module, before in modules:
            now = vars(module)
            if len(now) == len(before) and all(map(is_, now.values(), before.values())):
                continue  # as nearly always, and quickly seen
            for name in [name for name, value in before.items() if now.get(name, before) is not value]:
                setattr(module, name, before[name])
        if np.get_printoptions() != shown:
            np.set_printoptions(**shown)
        if sys.getrecursionlimit() != limit:
            sys.setrecursionlimit(limit)


@contextmanager
def dice_kept():
    """The random numbers of the notebook go on where they were, whatever a function draws or seeds."""
    drawn, rolled = np.random.get_state(), random.getstate()  # noqa: NPY002
    try:
        yield
    finally:
        np.random.set_state(drawn)  # noqa: NPY002
        random.setstate(rolled)


def ask_for_numbers(learner, args, each):
    """Outcome of asking once for each number in the arrays named in `each`."""
    arrays = [name in each for name in learner.names]
    columns = [arg for arg, is_array in zip(args, arrays, strict=True) if is_array]
    outcomes = []
    for numbers in zip(*columns, strict=True):
        rest = iter(numbers)
        one = [float(next(rest)) if is_array else arg for arg, is_array in zip(args, arrays, strict=True)]
        outcomes.append(learner.ask(one))
    if any(outcome.parts is None or [p.shape for p in outcome.parts] != [()] for outcome in outcomes):
        return Outcome(trouble="it does not work on numbers either")
    return Outcome((np.array([float(outcome.parts[0]) for outcome in outcomes]),), max(o.tol for o in outcomes))


def fresh(args):
    """The arguments, with each array copied."""
    return [arg.copy() if isinstance(arg, np.ndarray) else arg for arg in args]


def agree(ours, theirs, tol=None, *, relative=False, places=None):
    """Whether two outcomes hold the same numbers in the same shapes; a NaN in `theirs` fits 0 too, for 0 * log 0.

    With `places` only the parts there are looked at.
    """
    if ours.parts is None or theirs.parts is None or len(ours.parts) != len(theirs.parts):
        return False
    tol = max(ours.tol, theirs.tol) if tol is None else max(ours.tol, tol)
    pairs = list(zip(ours.parts, theirs.parts, strict=True))
    pairs = pairs if places is None else [pairs[j] for j in places]
    if any(a.shape != b.shape or far_apart(a, b, tol) for a, b in pairs):
        return False
    return all(close(a, b, tol, relative).all() for a, b in pairs)


def far_apart(a, b, tol):
    """Whether the first numbers differ already; quickly seen, and of two answers taken at random nearly always true."""
    if not a.size:
        return False
    x, y = a.item(0), b.item(0)
    return math.isfinite(x) and math.isfinite(y) and abs(x - y) > tol * (1 + abs(y))


def close(a, b, tol, relative=False):
    """Where two arrays of one shape hold the same numbers."""
    with np.errstate(all="ignore"):
        near = np.abs(a - b) <= tol * ((0.0 if relative else 1.0) + np.abs(b))
    return (near & np.isfinite(b)) | (a == b) | (np.isnan(b) & (np.isnan(a) | (a == 0)))


class _Sink(TextIOBase):
    """A place to print to that remembers only whether anything was printed."""

    used = False

    def writable(self):
        return True

    def write(self, text):
        self.used = self.used or bool(text.strip())
        return len(text)


def _read(answer, pair):
    if _has_ellipsis(answer):
        return Outcome(unfinished=True)
    kind = ""
    if issubclass(type(answer), dict) and answer:
        kind, answer = "dictionary", tuple(answer.values()) if pair or len(answer) > 1 else next(iter(answer.values()))
    if pair and type(answer) is tuple and answer and issubclass(type(answer[0]), dict):  # and the cost behind it
        kind, answer = "dictionary", (*answer[0].values(), *answer[1:])
    answer = _drawn(answer)
    if issubclass(type(answer), np.ndarray) and answer.dtype == object and answer.ndim == 1 and answer.size < LARGEST:
        answer = answer.tolist()
    if pair == "numbers" and type(answer) is np.ndarray and answer.ndim == 1:  # as good as several: each gets a name
        answer = tuple(answer)
    things = answer if pair and issubclass(type(answer), tuple | list) else (answer,)
    parts, tol, truth = [], EXACT, False
    for place, thing in enumerate(things, 1):
        kind = "matrix" if issubclass(type(thing), np.matrix) else kind
        raw, trouble = _numbers(_drawn(thing))
        if thing is None and len(things) > 1:
            trouble = f"Your function returned {len(things)} values, and number {place} is `None`."
        if trouble and kind == "dictionary":
            trouble = "Your function returned a dictionary. Return the values themselves, without names."
        if trouble:
            return Outcome(trouble=trouble)
        parts.append(np.array(raw, dtype=float))  # a copy: the learner may fill the same array again in the next call
        truth = raw.dtype.kind == "b"
        tol = max(tol, {2: HALF, 4: SINGLE}.get(raw.dtype.itemsize, EXACT) if raw.dtype.kind == "f" else EXACT)
    return Outcome(tuple(parts), tol, truth=truth, kind=kind)


def _drawn(thing):
    """A `map`, `filter`, `zip` or `(... for ...)` as the list of what it yields; anything else as it is."""
    expression = inspect.isgenerator(thing) and thing.gi_code.co_name == "<genexpr>"
    lazy = expression or type(thing) in (map, filter, zip, reversed, enumerate, type({}.values()))
    if not lazy and type(thing) in (list, tuple) and any(type(inner) is map for inner in thing[:100]):
        return [_drawn(inner) for inner in thing]
    return list(islice(thing, LARGEST + 1)) if lazy else thing


def _numbers(thing):
    """The thing as an array of numbers, and what is wrong with it, in words, where it is none."""
    if type(thing) in (np.ndarray, np.float64, float):  # as nearly always, and quickly seen
        raw = np.asarray(thing)
        if raw.dtype == float and raw.size <= LARGEST:
            return raw, ""
    if thing is None:
        return None, "Your function returned `None`. Does every path through it end with `return` and the answer?"
    if issubclass(type(thing), np.ma.MaskedArray) and np.ma.is_masked(thing):
        return None, "Your function returned a masked array, in which some of the numbers are marked as missing."
    if entries(thing) > LARGEST:
        return None, "Your function returned lists that are nested far too deep, or far too long."
    try:
        raw = np.asarray(thing)
    except ValueError:
        if isinstance(thing, tuple):
            return None, f"Your function returned {len(thing)} values where one was expected."
        return None, "Your function returned parts of different lengths where one array of numbers was expected."
    if raw.size > LARGEST:
        return None, f"Your function returned an array of shape {raw.shape}, which is far too large."
    if raw.dtype.kind == "O" and raw.size and all(isinstance(value, Real | Decimal) for value in raw.flat):
        raw = raw.astype(float)
    if raw.dtype.kind == "c" and not raw.imag.any():  # as eigenvalues are, from NumPy 2.5 on
        raw = raw.real
    if raw.dtype.kind in "biuf":
        return raw, ""
    if inspect.isgenerator(thing):
        return None, "Your function returned a generator, not numbers. Use `return` in the place of `yield`."
    if callable(thing):
        return None, "Your function returned a function, not numbers. Are the parentheses of a call missing?"
    if raw.dtype.kind in "US":
        return None, "Your function returned text, not numbers. Return the number itself, without quotes or `str`."
    kind = type(thing).__name__
    return None, f"Your function returned something that does not hold real numbers only (its type is `{kind}`)."


def _has_ellipsis(answer, depth=3):
    if isinstance(answer, np.ndarray):
        return answer.dtype == object and answer.size <= LARGEST and any(value is ... for value in answer.flat)
    inside = answer.values() if isinstance(answer, dict) else answer if isinstance(answer, tuple | list) else ()
    return answer is ... or (depth > 0 and any(_has_ellipsis(part, depth - 1) for part in islice(inside, 100)))


def _explain(error, function, args):
    """Outcome of a call that raised."""
    kind, text = type(error).__name__, _text(error)
    met = isinstance(error, TypeError | AttributeError) and "ellipsis" in text
    if met or _has_blank(getattr(function, "__code__", None)):
        return Outcome(unfinished=True, raised=True)
    wrong_call = _wrong_call(error, function, args)
    if wrong_call:
        return Outcome(trouble=wrong_call, raised=True)
    line = _line(error, function)
    said = f"Your function stopped with `{kind}`" + (f": {text}" if text else "")
    said += ("," if said[-1] != "." else "") + f" in the line `{line}`." if line else "." * (said[-1] != ".")
    return Outcome(trouble=f"{said} {_advice(error, text)}".strip(), raised=True)


def _advice(error, text):
    by_text = (advice for pattern, advice in ADVICE.items() if re.search(pattern, text))
    by_class = (ADVICE_BY_CLASS[k.__name__] for k in type(error).__mro__ if k.__name__ in ADVICE_BY_CLASS)
    return next(by_class, None) or next(by_text, "")


def _has_blank(code):
    """Whether a `...` stands in the code other than as an index, where it means all the other axes."""
    if code is None or not any(value is ... for value in getattr(code, "co_consts", ())):
        return False
    steps = [step for step in dis.get_instructions(code) if step.opname not in ("CACHE", "EXTENDED_ARG")]
    return any(step.argval is ... and not _is_index(steps[i + 1 :]) for i, step in enumerate(steps))


def _is_index(steps):
    """Whether what was put on the stack before these steps ends in square brackets, alone or in a tuple."""
    depth = 1  # of the stack from our entry up
    for step in steps:
        name = step.opname
        if "SUBSCR" in name or (name == "BINARY_OP" and step.argrepr == "[]"):
            if depth == 1:
                return True
            depth -= 1
        elif name == "BUILD_TUPLE" and step.arg >= depth:
            depth = 1
        else:
            change = dis.stack_effect(step.opcode, step.arg)
            depth += change
            if depth < 1 or (change < 0 and depth < 2):  # our entry has gone into something else
                return False
    return False


def left_empty(function):
    """Whether the body of the function is nothing but a `...`, which Python takes for a line that does nothing."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    except (OSError, TypeError, SyntaxError, IndexError):
        return False
    lines = [getattr(getattr(line, "value", None), "value", None) for line in getattr(tree, "body", None) or []]
    return isinstance(tree, ast.FunctionDef) and any(value is ... for value in lines)


def _text(error):
    """The first line of an exception's text, without addresses, which differ from run to run."""
    try:
        text = str(error).strip().split("\n")[0]
    except KeyboardInterrupt:
        raise
    except BaseException:  # whatever an exception of their own making does
        return ""
    text = "" if text == "None" else re.sub(r", with gufunc signature \S+", "", text)
    text = re.sub("0x[0-9a-fA-F]+", "0x...", text).replace("`", "'")
    return text if len(text) <= 200 else text[:197] + "..."


def _wrong_call(error, function, args):
    """A sentence where the function cannot be called with that many arguments."""
    if not isinstance(error, TypeError) or error.__traceback__.tb_next is not None:
        return ""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):  # a function written in C may not tell
        return ""
    try:
        signature.bind(*args)
    except TypeError:
        takes = ", ".join(name for name, p in signature.parameters.items() if p.default is p.empty) or "no arguments"
        plural = "s" * (len(args) != 1)
        return f"Your function takes {takes}; it is called with {len(args)} argument{plural}."
    return ""


def raised_by_code(error):
    """Whether a line of code raised the exception, with `raise`; an interrupt from outside comes between two lines."""
    trace = error.__traceback__
    while trace.tb_next is not None:
        trace = trace.tb_next
    return trace.tb_frame.f_code.co_code[trace.tb_lasti] == dis.opmap["RAISE_VARARGS"]


def _line(error, function):
    """The last line of the learner's own code that the exception passed through."""
    code = getattr(function, "__code__", None) or getattr(type(function).__call__, "__code__", None)
    frames = [] if code is None else traceback.walk_tb(error.__traceback__)
    inside = [number for frame, number in frames if frame.f_code.co_filename == code.co_filename]
    return linecache.getline(code.co_filename, inside[-1]).strip().replace("`", "'") if inside else ""

"""What a learner has solved, as functions that lessons go on with: `yours`.

A function that was found right in this kernel is taken as it is. Elsewhere its source is read from the file of
progress, which holds what the learner has written on this machine, with what it uses of other cells, and run again; and
then it is checked again.
"""

import __future__

import ast
import builtins
import dis
import inspect
import linecache
import math
import sys
import textwrap
from functools import wraps
from types import CodeType, FunctionType, ModuleType

import numpy as np

from logreg_core import equations, metrics
from logreg_core.exercises import progress
from logreg_core.exercises.judging import judge
from logreg_core.exercises.methods import asked
from logreg_core.exercises.running import EXACT, agree

HERE = {}  # name -> the function that was found right in this kernel
OURS_STILL = "{}: ours, for yours does not work outside its notebook. Put all that it uses into it, and check it again."
USUAL = {"np": np, "numpy": np, "math": math}


def own(exercises, names):
    """For each name the learner's function, or ours where there is none that is right, and a line on each group."""
    try:
        known = progress.read()
    except progress.Unreadable:
        known = {}
    functions, said = [], {}
    for name in names:
        function, reason = _own(exercises, name, known)
        functions.append(function or _ours(name) or exercises[name].reference)
        said.setdefault(reason, []).append(f"`{name}`")
    return functions, [reason.format(_listed(group)) for reason, group in said.items()]


def _own(exercises, name, known):
    """The learner's function, or None, and what is to be said of it, with a place for the names."""
    exercise, function = exercises[name], HERE.get(name)
    if function is None and name not in known:
        return None, f"{{}}: ours, until the exercise in lesson {exercise.lesson:02} is solved."
    if function is None:
        function = _read(exercises, name, known)
        if function is None or judge(exercise, function).status not in ("correct", "correct, but"):
            return None, OURS_STILL
    came = [exercise.run(asked(exercise, function), args) for args in exercise.inputs]
    if not all(agree(ours, theirs, EXACT) for ours, theirs in zip(came, exercise.expected, strict=True)):
        return None, "{}: ours, for yours rounds on the way, and all the digits are needed here."
    return function if exercise.method else _as_numbers(exercise, function), "{}: yours."


def beside(exercises, function):
    """What a function uses of other cells: lines that make it again, and the names of what no line makes again."""
    lines, missing, seen = {}, [], set()

    def follow(function):
        used = _globals(function.__code__) | _in_the_head(progress.source(function))
        for name in sorted(used - {function.__name__} - seen):
            seen.add(name)
            value = _plain(function.__globals__.get(name))
            here = isinstance(value, FunctionType) and value.__module__ == function.__module__
            if name in USUAL or hasattr(builtins, name) or _ours(name) or (name in exercises and not here):
                continue
            if here:
                follow(value)
            line = _line(name, value, here)
            if line is None:
                missing.append(name)
            else:
                lines[name] = line

    try:
        if isinstance(_plain(function), FunctionType):
            follow(_plain(function))
    except Exception:  # an object so odd that even asking what it is fails
        return [], []
    return list(lines.values()), missing


def _plain(value):
    """A function without what is wrapped around it, a number without NumPy's clothes; anything else as it is."""
    if isinstance(value, FunctionType):
        return inspect.unwrap(value)
    return value.item() if isinstance(value, np.generic) else value


def _globals(code):
    """The names outside itself that a piece of code uses, with all that is defined in it."""
    inner = [const for const in code.co_consts if isinstance(const, CodeType)]
    used = {step.argval for step in dis.get_instructions(code) if step.opname == "LOAD_GLOBAL"}
    return used.union(*map(_globals, inner))


def _in_the_head(source):
    """The names that stand in a function's defaults and decorators; its annotations are never asked for."""
    try:
        head = ast.parse(textwrap.dedent(source)).body[0]
        parts = [*head.args.defaults, *filter(None, head.args.kw_defaults), *head.decorator_list]
    except Exception:  # no source, or one that begins otherwise: a lambda in a call
        return set()
    return {node.id for part in parts for node in ast.walk(part) if isinstance(node, ast.Name)}


def _line(name, value, here):
    """Python that gives a name this value again: an import, a number or a word, a function's source; or None."""
    if isinstance(value, ModuleType):
        return f"import {value.__name__} as {name}"
    if type(value) in (bool, int, float, str):
        return f"{name} = {value!r}" if repr(value) not in ("nan", "inf", "-inf") else None
    if here:
        source = progress.source(value)
        return textwrap.dedent(source) if source and value.__name__ == name else None
    called = getattr(value, "__name__", None)
    for module in (getattr(value, "__module__", None), "numpy"):
        if isinstance(called, str) and getattr(sys.modules.get(module), called, None) is value:
            return f"from {module} import {called} as {name}"
    return None


def _read(exercises, name, known, around=()):
    """The function whose source is in the file of progress; None where it cannot be made again."""
    try:
        source = textwrap.dedent(known[name]["source"])
        nodes = list(ast.walk(ast.parse(source)))
        written = [node for node in nodes if isinstance(node, ast.FunctionDef)][:1]
        made = written or [node for node in nodes if isinstance(node, ast.Lambda)][:1]
        others = ast.parse("\n".join(known[name].get("beside", [])))
        place, space = f"<your {name}>", {**USUAL, "__name__": "__main__"}
        linecache.cache[place] = len(source), None, source.splitlines(keepends=True), place  # its lines can be named
        used = {node.id for part in (made[0], others) for node in ast.walk(part) if isinstance(node, ast.Name)}
        for other in used - {name, *around, *space}:
            space[other] = _meant(exercises, other, known, (*around, name))
        others.body += written
        exec(compile(others, place, "exec", __future__.annotations.compiler_flag), space)
        return space[written[0].name] if written else eval(compile(ast.Expression(made[0]), place, "eval"), space)
    except KeyboardInterrupt:
        raise
    except BaseException:  # whatever stands in the file
        return None


def _meant(exercises, name, known, around):
    """What a name in a learner's function stands for: Python's, another function of theirs, or ours of that name."""
    if hasattr(builtins, name):
        return getattr(builtins, name)
    theirs = _read(exercises, name, known, around) if name in known and name in exercises else None
    return theirs or _ours(name) or (exercises[name].reference if name in exercises else None)


def _ours(name):
    """The function of that name in the package, if there is one: it also takes lists, and says what is wrong."""
    return getattr(equations, name, None) or getattr(metrics, name, None)


def _as_numbers(exercise, function):
    """The function that takes lists as ours do, and answers as they do, in arrays and floats."""

    @wraps(function)
    def answer(*args, **kwargs):
        args = [np.asarray(arg, dtype=float) if isinstance(arg, (list, tuple)) else arg for arg in args]
        came = function(*args, **kwargs)
        parts = [np.asarray(part) for part in (came if exercise.pair else (came,))]
        parts = [part.item() if part.ndim == 0 else part for part in parts]
        return tuple(parts) if exercise.pair else parts[0]

    return answer


def _listed(names):
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"

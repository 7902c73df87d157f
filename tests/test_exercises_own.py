"""What a learner has solved is what later lessons go on with: read from their progress, checked again, or ours."""

import json
import subprocess
import sys
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest

from logreg_core import equations
from logreg_core.exercises import EXERCISES, check, own, progress, yours

ROOT = Path(__file__).parent.parent


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """The path of a file of our own, in a kernel in which nothing has been checked yet."""
    path = tmp_path / "progress.json"
    monkeypatch.setenv(progress.NAME, str(path))
    monkeypatch.setattr(own, "HERE", {})
    return path


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def cross_entropy(z, y):
    p = sigmoid(z)  # theirs, from the lesson before
    return np.where(y == 1, -np.log(p), -np.log(1 - p))


def gradient(X, y, w, b):
    off = [sigmoid(x @ w + b) - label for x, label in zip(X, y, strict=True)]
    return [float(np.mean(X[:, j] * off)) for j in range(len(w))], np.mean(off)


def another_kernel():
    own.HERE.clear()


def test_without_progress_ours_are_taken_and_the_line_says_so(kept, capsys):
    a, b = yours("sigmoid", "gradient")
    assert a is equations.sigmoid
    assert b is equations.gradient
    assert capsys.readouterr().out == (
        "`sigmoid`: ours, until the exercise in lesson 01 is solved.\n"
        "`gradient`: ours, until the exercise in lesson 04 is solved.\n"
    )


def test_where_nothing_is_kept_the_line_is_the_same(monkeypatch, capsys):
    monkeypatch.setenv(progress.NAME, "")
    monkeypatch.setattr(own, "HERE", {})
    assert yours("sigmoid") is equations.sigmoid
    assert capsys.readouterr().out == "`sigmoid`: ours, until the exercise in lesson 01 is solved.\n"


def test_what_is_right_in_this_notebook_is_taken_at_once(kept, capsys, monkeypatch):
    monkeypatch.setenv(progress.NAME, "")  # even where no file is kept
    check("sigmoid", sigmoid)
    assert yours("sigmoid").__wrapped__ is sigmoid
    assert capsys.readouterr().out == "`sigmoid`: yours.\n"


def test_what_is_right_goes_on_in_another_notebook(kept, capsys):
    for function in sigmoid, cross_entropy, gradient:
        assert check(function.__name__, function).status in ("correct", "correct, but")
    another_kernel()
    functions = yours("sigmoid", "cross_entropy", "gradient")
    assert capsys.readouterr().out == "`sigmoid`, `cross_entropy` and `gradient`: yours.\n"
    assert [f.__wrapped__.__code__.co_filename for f in functions] == [
        "<your sigmoid>",
        "<your cross_entropy>",
        "<your gradient>",
    ]
    X, y, w = np.array([[1.0, 2.0], [3.0, -1.0]]), np.array([1.0, 0.0]), np.array([0.5, -1.5])
    dw, db = functions[2](X, y, w, 0.75)
    ours = equations.gradient(X, y, w, 0.75)
    assert isinstance(dw, np.ndarray)  # they return a list
    assert isinstance(db, float)
    np.testing.assert_allclose([*dw, db], [*ours[0], ours[1]], atol=1e-14)


def test_a_lambda_and_a_method_go_on_too(kept):
    check("sigmoid", lambda z: np.exp(-np.logaddexp(0, -z)))
    check("predict_probability", predict_probability)
    another_kernel()
    s, method = yours("sigmoid", "predict_probability")
    assert s.__wrapped__.__name__ == "<lambda>"
    model = type("Model", (), {"predict": method, "w": np.array([2.0]), "b": 0.0})()
    np.testing.assert_allclose(model.predict(np.array([[1.0]])), equations.sigmoid(np.array([2.0])))


def predict_probability(self, X):
    return sigmoid(X @ self.w + self.b)


def test_lists_reach_it_as_arrays(kept):
    def loss(X, y, w, b):
        return np.mean(np.logaddexp(0, X @ w + b) - y * (X @ w + b)) + 0.0 * w @ w

    assert check("log_loss", loss).status == "correct"
    X, y = [[1.0, 2.0], [3.0, -1.0]], [1, 0]
    assert yours("log_loss")(X, y, [2, 1], 0.5) == pytest.approx(equations.log_loss(X, y, [2, 1], 0.5))


@pytest.mark.parametrize(
    "source",
    [
        "def sigmoid(z):\n    return z\n",
        "def sigmoid(z:\n",
        "exit()",
        "def sigmoid(z):\n    return helper(z)\n",
        None,
        7,
    ],
)
def test_what_is_wrong_or_needs_another_cell_is_replaced_by_ours(kept, capsys, source):
    check("sigmoid", sigmoid)
    another_kernel()
    known = json.loads(kept.read_text("utf-8"))
    known["solved"]["sigmoid"]["source"] = source
    kept.write_text(json.dumps(known), "utf-8")
    assert yours("sigmoid") is equations.sigmoid
    assert capsys.readouterr().out == (
        "`sigmoid`: ours, for yours does not work outside its notebook. Put all that it uses into it, and check it "
        "again.\n"
    )


CELLS = """
import scipy.special as special
from math import log
from numpy import exp
half, words, nobody = np.float64(0.5), "of mine", object()
Numbers = list[float]
def by_half(a: Numbers, share=half) -> Numbers:
    return share * (a + a)
def spread(z):
    return by_half(exp(-special.xlogy(1, 1) - z)) + log(1) * len(words)
def sigmoid(z):
    with np.errstate(over="ignore"):
        return 1 / (1 + spread(z))
def lost(z):
    return sigmoid(z) if nobody else None
"""


def in_cells(tmp_path, text):
    """The names that a notebook with this text would have."""
    path, space = tmp_path / "cells.py", {"np": np, "__name__": "__main__"}
    path.write_text(text, "utf-8")
    exec(compile(text, str(path), "exec"), space)
    return space


def test_what_it_uses_of_other_cells_goes_on_with_it(kept, capsys, tmp_path):
    feedback = check("sigmoid", in_cells(tmp_path, CELLS)["sigmoid"])
    assert feedback.status == "correct"
    assert feedback.progress == "1 of 6 in this lesson solved."
    assert json.loads(kept.read_text("utf-8"))["solved"]["sigmoid"]["beside"] == [
        "half = 0.5",
        "def by_half(a: Numbers, share=half) -> Numbers:\n    return share * (a + a)\n",
        "from numpy import exp as exp",
        "from math import log as log",
        "import scipy.special as special",
        "words = 'of mine'",
        "def spread(z):\n    return by_half(exp(-special.xlogy(1, 1) - z)) + log(1) * len(words)\n",
    ]
    another_kernel()
    theirs = yours("sigmoid")
    assert capsys.readouterr().out == "`sigmoid`: yours.\n"
    assert theirs.__wrapped__.__code__.co_filename == "<your sigmoid>"
    assert theirs(0.0) == 0.5


def test_what_cannot_go_on_is_said_where_it_is_checked(kept, capsys, tmp_path):
    feedback = check("sigmoid", in_cells(tmp_path, CELLS)["lost"])
    assert feedback.progress == (
        "1 of 6 in this lesson solved. It uses `nobody` of this notebook, so other lessons cannot go on with it: put "
        "that into the function."
    )
    another_kernel()
    assert yours("sigmoid") is equations.sigmoid
    assert "Put all that it uses into it" in capsys.readouterr().out


def test_what_rounds_is_replaced_by_ours(kept, capsys):
    assert check("sigmoid", lambda z: np.round(equations.sigmoid(z), 7)).status == "correct, but"
    assert yours("sigmoid") is equations.sigmoid
    assert "rounds on the way" in capsys.readouterr().out


def test_a_file_that_holds_something_else_leaves_ours(kept, capsys):
    kept.write_text("[]", "utf-8")
    assert yours("sigmoid") is equations.sigmoid
    assert kept.read_text("utf-8") == "[]"


def test_our_methods_make_a_class():
    fit, p, labels = yours("fit", "predict_probability", "predict_labels")
    model = type("Model", (), {"fit": fit, "predict_probability": p, "predict": labels})()
    X, y = np.array([[1.0, 2.0], [3.0, -1.0], [0.0, 1.0]]), np.array([1.0, 0.0, 1.0])
    assert model.fit(X, y, learning_rate=0.5, n_iterations=3) is model
    w, b = EXERCISES["descend"].answer(X, y, 0.5, 3)
    np.testing.assert_array_equal([*model.w, model.b], [*w, b])
    np.testing.assert_array_equal(model.predict(X), equations.predict(X, w, b))


def test_an_unknown_name_says_which_there_are():
    with pytest.raises(ValueError, match='did you mean "sigmoid"'):
        yours("sigmoid", "sigmiod")


def test_a_fresh_python_goes_on_with_it(kept):
    check("sigmoid", sigmoid)
    code = "from logreg_core.exercises import yours; print(yours('sigmoid')(0.0))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "`sigmoid`: yours.\n0.5\n"


LOOPS = {  # what a learner may write who thinks in loops, or in other words than ours
    "odds": "def odds(p):\n    return np.exp(np.log(p) - np.log(1 - p))",
    "sigmoid": "def sigmoid(z):\n    return 1 / (1 + np.exp(-np.clip(z, -700, 700)))",
    "boundary_x2": "def boundary_x2(x1, w, b):\n    return (-b - w[0] * x1) / w[1]",
    "numerical_slope": "def numerical_slope(f, x, h):\n    return (f(x + h) - f(x - h)) / (2 * h)",
    "log_loss": """def log_loss(X, y, w, b):
    total = 0.0
    for i in range(X.shape[0]):
        z = b
        for j in range(w.shape[0]):
            z += w[j] * X[i, j]
        total += np.logaddexp(0, z) - y[i] * z
    return total / X.shape[0]""",
    "gradient": """def gradient(X, y, w, b):
    dw, db = [0.0] * X.shape[1], 0.0
    for i in range(len(y)):
        r = sigmoid(np.dot(w, X[i]) + b) - y[i]
        dw = [dw[j] + r * X[i, j] / len(y) for j in range(len(dw))]
        db += r / len(y)
    return dw, db""",
    "descent_step": """def descent_step(X, y, w, b, learning_rate):
    dw, db = gradient(X, y, w, b)
    return [w[j] - learning_rate * dw[j] for j in range(len(dw))], b - learning_rate * db""",
    "fit": """def fit(self, X, y, learning_rate, n_iterations):
    self.w, self.b = np.zeros((X.shape[1],)), 0.0
    for _ in range(n_iterations):
        r = sigmoid(X.dot(self.w) + self.b) - y
        self.w, self.b = self.w - learning_rate * X.T.dot(r) / len(y), self.b - learning_rate * sum(r) / len(y)
    return self""",
    "predict_probability": "def predict_probability(self, X):\n    return sigmoid(X.dot(self.w) + self.b)",
    "predict_labels": "def predict_labels(self, X):\n    return [int(x @ self.w + self.b > 0) for x in X]",
    "area_under_roc": """def area_under_roc(y, p):
    pairs = [(a, c) for a in p[y == 1] for c in p[y == 0]]
    return sum(1.0 if a > c else 0.5 if a == c else 0.0 for a, c in pairs) / len(pairs)""",
    "largest_stable_rate": "def largest_stable_rate(H):\n    return 2 / max(np.linalg.eigvalsh(H))",
    "softmax_gradient": """def softmax_gradient(X, Y, W, b):
    Z = X.dot(W) + b
    P = np.exp(Z - Z.max(axis=1).reshape(-1, 1))
    P = P / P.sum(axis=1).reshape(-1, 1)
    return X.T.dot(P - Y) / X.shape[0], (P - Y).mean(axis=0)""",
}
NOTEBOOKS = {path: json.loads(path.read_text("utf-8"))["cells"] for path in sorted(ROOT.glob("notebooks/*.ipynb"))}
GO_ON = {path: cells for path, cells in NOTEBOOKS.items() if any("yours(" in "".join(cell["source"]) for cell in cells)}


@pytest.mark.parametrize("path", GO_ON, ids=lambda path: path.stem)
def test_a_lesson_goes_on_with_what_was_solved_in_other_words(kept, capsys, path):
    kept.write_text(
        json.dumps({"solved": {name: {"on": "2026-11-30", "source": text} for name, text in LOOPS.items()}}), "utf-8"
    )
    space = {"__name__": "__main__"}
    for cell in GO_ON[path]:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), space)
    lines = [line for line in capsys.readouterr().out.splitlines() if line.endswith(": yours.")]
    wanted = sum(cell["cell_type"] == "code" and "yours(" in "".join(cell["source"]) for cell in GO_ON[path])
    assert len(lines) >= wanted
    plt.close("all")

"""A method of a class as an exercise: what `self` is, and what goes wrong with it."""

import numpy as np
import pytest
from learners import fit_by_rows

from logreg_core.exercises import EXERCISES, check, own


def fit_without_return(self, X, y, learning_rate, n_iterations):
    fit_by_rows(self, X, y, learning_rate, n_iterations)


def fit_in_local_names(self, X, y, learning_rate, n_iterations):
    w, b = EXERCISES["descend"].answer(X, y, learning_rate, n_iterations)
    return w, b


def fit_without_bias(self, X, y, learning_rate, n_iterations):
    self.w, _ = EXERCISES["descend"].answer(X, y, learning_rate, n_iterations)
    return self


def fit_uphill_without_return(self, X, y, learning_rate, n_iterations):
    fit_by_rows(self, X, y, -learning_rate, n_iterations)


def predict_probability(self, X):
    return EXERCISES["predict_probability"].answer(X, self.w, self.b)


def fit_with_names_of_the_notebook(self, X, y, learning_rate, n_iterations):
    self.w, self.b = 0 * X[0], 0.0
    self.w = w - learning_rate * X.T @ y  # noqa: F821
    return self


@pytest.mark.parametrize(
    ("name", "function", "mistake", "said"),
    [
        ("fit", fit_without_return, "self_not_returned", "end with `return self`"),
        ("fit", fit_in_local_names, "kept_nowhere", "`self` has no `w`"),
        ("fit", fit_without_bias, "kept_nowhere", "`self` has no `b`"),
        ("fit", fit_uphill_without_return, "flipped_sign", "You go uphill"),
        ("fit", EXERCISES["descend"].answer, "self_forgotten", "first argument of a method is `self`"),
        ("predict_probability", EXERCISES["predict_probability"].answer, "self_forgotten", "`model.predict_"),
        ("predict_probability", lambda X: X @ w + b, "self_forgotten", "`def predict_probability(self, X):`"),  # noqa: F821
        ("predict_labels", lambda X: X @ w > 0, "self_forgotten", "as in `self.w`"),  # noqa: F821
        ("predict_probability", lambda self, X: X @ w + b, "not_through_self", "write `self.w`"),  # noqa: F821
        ("fit", fit_with_names_of_the_notebook, "not_through_self", "write `self.w`"),
        (
            "predict_labels",
            lambda self, X: predict_probability(X) > 0.5,
            "not_through_self",
            "write `self.predict_prob",
        ),
        ("predict_labels", lambda self, X: self.predict_probability(X), "probability_for_label", "probabilities"),
    ],
)
def test_a_slip_with_self_has_its_own_hint(name, function, mistake, said):
    feedback = check(name, function)
    assert (feedback.status, feedback.mistake) == ("mistake", mistake), feedback
    assert said in str(feedback)


class Theirs:
    def predict_probability(self, X):
        return 1 / (1 + np.exp(-X @ self.w - self.b))


@pytest.mark.parametrize("handed", [Theirs, Theirs.predict_probability, Theirs().predict_probability])
def test_a_class_or_a_models_method_stands_for_the_function(handed, monkeypatch):
    monkeypatch.setattr(own, "HERE", {})
    assert check("predict_probability", handed).status == "correct"
    assert {"predict_probability": Theirs.predict_probability} == own.HERE


def fit_that_goes_on(self, X, y, learning_rate, n_iterations):
    if not hasattr(self, "w"):
        self.w, self.b = np.zeros(X.shape[1]), 0.0
    for _ in range(n_iterations):
        self.w, self.b = EXERCISES["descent_step"].answer(X, y, self.w, self.b, learning_rate)
    return self


def test_a_method_that_goes_on_with_what_it_has_left_on_self_is_found_out():
    feedback = check("fit", fit_that_goes_on)
    assert (feedback.status, feedback.mistake) == ("mistake", "goes_on")
    assert "does not start anew" in str(feedback)


def test_a_method_that_stops_for_another_reason_is_not_told_of_self():
    assert check("predict_labels", lambda self, X: self.predict_probability() > 0.5).status == "error"
    assert check("predict_probability", lambda self, X: X @ weights).status == "error"  # noqa: F821


def test_a_method_that_stops_is_told_in_which_of_its_lines():
    def fit(self, X, y, learning_rate, n_iterations):
        self.b = 0.0
        self.w = self.w - learning_rate * X.T @ y
        return self

    assert "has no attribute 'w', in the line `self.w = self.w - learning_rate * X.T @ y`" in str(check("fit", fit))

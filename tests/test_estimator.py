"""The scikit-learn classifier: its rules, its coefficients, and the plain estimator loop."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.datasets import load_breast_cancer, make_classification
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import LogisticRegression as TheirLogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import GridSearchCV, cross_val_score, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import check_estimator

from logreg_core.datasets import iris, overlapping, separable
from logreg_core.descent import gradient_descent, newton, softmax_descent
from logreg_core.equations import probability, score
from logreg_core.estimator import LogisticRegression


def theirs(l2=0.0, m=1):
    """scikit-learn's classifier with our penalty on m examples, run to full precision."""
    C = 1 / (m * l2) if l2 else np.inf
    return TheirLogisticRegression(C=C, solver="newton-cholesky", tol=1e-10, max_iter=1000)


def a_split():
    """The data set of lesson 07: 1,000 points of two features, 800 of them to learn from."""
    X, y = make_classification(
        n_samples=1000, n_features=2, n_redundant=0, n_informative=2, n_clusters_per_class=1, random_state=42
    )
    return train_test_split(X, y, test_size=0.2, random_state=42)


def overlapping_pair():
    """X and y of 40 points that no line parts."""
    data = overlapping(40)
    return data.X, data.y


def statuses(estimator):
    """What became of each of scikit-learn's checks: (name, status)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return {(r["check_name"], r["status"]) for r in check_estimator(estimator, on_skip=None, on_fail=None)}


# scikit-learn's own checks


@pytest.mark.parametrize(
    "estimator",
    [LogisticRegression(), LogisticRegression(solver="newton"), LogisticRegression(solver="newton", l2=0.1)],
    ids=repr,
)
def test_every_check_passes_that_scikit_learns_own_classifier_runs_here(estimator):
    ours, reference = statuses(estimator), statuses(TheirLogisticRegression())
    failed_or_skipped = {(name, status) for name, status in ours if status != "passed"}
    assert failed_or_skipped <= {(name, "skipped") for name, status in reference if status == "skipped"}
    assert ("check_classifiers_classes", "passed") in ours  # of two classes and of three
    assert len(ours) >= 50


# Oracles


@pytest.mark.parametrize("solver", ["lbfgs", "newton-cholesky"])
def test_newton_gives_scikit_learns_own_unpenalised_coefficients(solver):
    X, y = make_classification(n_samples=400, n_features=6, n_informative=6, n_redundant=0, flip_y=0.1, random_state=3)
    reference = TheirLogisticRegression(C=np.inf, solver=solver, tol=1e-12, max_iter=10_000).fit(X, y)
    ours = LogisticRegression(solver="newton").fit(X, y)
    assert ours.history_.stopped == "gradient zero"
    np.testing.assert_allclose(ours.coef_, reference.coef_, rtol=0, atol=1e-6)
    np.testing.assert_allclose(ours.intercept_, reference.intercept_, rtol=0, atol=1e-6)
    np.testing.assert_array_equal(ours.predict(X), reference.predict(X))
    np.testing.assert_allclose(ours.predict_proba(X), reference.predict_proba(X), rtol=0, atol=1e-6)
    assert ours.score(X, y) == reference.score(X, y)


@pytest.mark.parametrize("options", [{"solver": "newton"}, {"learning_rate": 0.5, "n_iterations": 5000}], ids=str)
def test_the_penalty_is_scikit_learns_with_c_one_over_m_lambda(options):
    X, y = load_breast_cancer(return_X_y=True)
    X = StandardScaler().fit_transform(X)
    reference = theirs(l2=0.1, m=len(y)).fit(X, y)
    ours = LogisticRegression(l2=0.1, **options).fit(X, y)
    np.testing.assert_allclose(ours.coef_, reference.coef_, rtol=0, atol=1e-6)
    np.testing.assert_allclose(ours.intercept_, reference.intercept_, rtol=0, atol=1e-6)


def test_the_plain_estimator_loop_is_reproduced_weights_and_accuracy():
    X, X_test, y, y_test = a_split()
    w, b = np.zeros(2), 0.0
    for _ in range(1000):
        p = 1 / (1 + np.exp(-(np.dot(X, w) + b)))
        w = w - 0.01 * (1 / len(y)) * np.dot(X.T, (p - y))
        b = b - 0.01 * (1 / len(y)) * np.sum(p - y)
    predicted = (1 / (1 + np.exp(-(np.dot(X_test, w) + b))) > 0.5).astype(int)
    ours = LogisticRegression(learning_rate=0.01, n_iterations=1000).fit(X, y)
    np.testing.assert_allclose(ours.coef_, w[None], rtol=0, atol=1e-12)
    np.testing.assert_allclose(ours.intercept_, [b], rtol=0, atol=1e-12)
    np.testing.assert_array_equal(ours.predict(X_test), predicted)
    assert ours.score(X_test, y_test) == np.mean(predicted == y_test) == 0.895


@pytest.mark.parametrize("l2", [0.0, 0.3])
def test_the_descent_is_the_packages_own_from_zero(l2):
    X, y = overlapping_pair()
    walk = LogisticRegression(learning_rate=0.3, n_iterations=70, l2=l2).fit(X, y).history_
    same = gradient_descent(X, y, learning_rate=0.3, n_iterations=70, l2=l2)
    leap = LogisticRegression(solver="newton", n_iterations=3, l2=l2).fit(X, y).history_
    also = newton(X, y, n_iterations=3, l2=l2)
    for ours, reference in (walk, same), (leap, also):
        for field in ("w", "b", "loss", "stopped"):
            np.testing.assert_array_equal(getattr(ours, field), getattr(reference, field))


# What it learns and what it says


def test_what_is_learned_has_the_names_and_shapes_of_scikit_learns_own():
    X, _, y, _ = a_split()
    ours, reference = LogisticRegression().fit(X, y), theirs().fit(X, y)
    for name in ("coef_", "intercept_", "classes_"):
        np.testing.assert_equal(getattr(ours, name).shape, getattr(reference, name).shape)
    np.testing.assert_array_equal(ours.coef_[0], ours.history_.w[-1])
    assert ours.intercept_[0] == ours.history_.b[-1]
    assert (ours.n_iter_, len(ours.history_), ours.n_features_in_) == (1000, 1001, 2)
    for name in ("predict", "predict_proba", "decision_function"):
        assert getattr(ours, name)(X).shape == getattr(reference, name)(X).shape


def test_scores_probabilities_and_classes_are_one_model():
    X, X_test, y, _ = a_split()
    model = LogisticRegression().fit(X, y)
    w, b = model.coef_[0], model.intercept_[0]
    np.testing.assert_array_equal(model.decision_function(X_test), score(X_test, w, b))
    np.testing.assert_array_equal(model.predict_proba(X_test)[:, 1], probability(X_test, w, b))
    np.testing.assert_allclose(model.predict_proba(X_test).sum(axis=1), 1.0, rtol=0, atol=1e-15)
    np.testing.assert_array_equal(model.predict(X_test), probability(X_test, w, b) > 0.5)


def test_a_hopeless_class_keeps_its_tiny_probability():
    model = LogisticRegression().fit([[-1.0], [1.0]], [0, 1])
    far = 50 / model.coef_[0, 0]
    np.testing.assert_allclose(model.predict_proba([[far], [-far]]).min(axis=1), np.exp(-50), rtol=1e-9)


LABELS = st.one_of(
    st.tuples(st.text(max_size=5), st.text(max_size=5)),
    st.tuples(st.integers(-9, 9), st.integers(-9, 9)),
    st.just((False, True)),
    st.just((-1.0, 1.0)),
).filter(lambda pair: len({label.rstrip("\0") if isinstance(label, str) else label for label in pair}) == 2)


@settings(deadline=None, max_examples=50)
@given(LABELS)
def test_any_two_labels_will_do_and_the_greater_one_counts_as_one(pair):
    data = overlapping(40)
    plain = LogisticRegression(n_iterations=20).fit(data.X, data.y)
    low, high = sorted(pair)
    y = np.array([low, high])[data.y.astype(int)]
    model = LogisticRegression(n_iterations=20).fit(data.X, y)
    np.testing.assert_array_equal(model.coef_, plain.coef_)
    np.testing.assert_array_equal(model.classes_, [low, high])
    np.testing.assert_array_equal(model.predict(data.X), np.where(plain.predict(data.X) == 1, high, low))
    assert model.score(data.X, y) == plain.score(data.X, data.y)


def test_tol_stops_early_and_none_leaves_each_solver_its_own_rule():
    data = overlapping(100)
    patient = LogisticRegression().fit(data.X, data.y)
    early = LogisticRegression(tol=1e-4).fit(data.X, data.y)
    assert (patient.history_.stopped, early.history_.stopped) == ("iteration limit", "loss plateau")
    assert early.n_iter_ < patient.n_iter_ == 1000
    exact = LogisticRegression(solver="newton").fit(data.X, data.y)
    rough = LogisticRegression(solver="newton", tol=1e-2).fit(data.X, data.y)
    assert rough.n_iter_ < exact.n_iter_ == len(newton(data.X, data.y)) - 1


def test_data_that_can_be_separated_end_in_finite_weights_and_say_why():
    data = separable()
    model = LogisticRegression(solver="newton").fit(data.X, data.y)
    assert model.history_.stopped == "no minimum"
    assert np.isfinite(model.coef_).all()
    assert model.score(data.X, data.y) == 1.0


# In scikit-learn's company


def test_it_works_in_a_pipeline_under_cross_validation():
    X, y = load_breast_cancer(return_X_y=True)
    ours = cross_val_score(make_pipeline(StandardScaler(), LogisticRegression(solver="newton", l2=0.01)), X, y, cv=5)
    m = int(0.8 * len(y))
    reference = cross_val_score(make_pipeline(StandardScaler(), theirs(l2=0.01, m=m)), X, y, cv=5)
    np.testing.assert_allclose(ours, reference, rtol=0, atol=0.005)
    assert ours.mean() > 0.96


def test_it_works_in_a_grid_search_over_every_parameter():
    X, _, y, _ = a_split()
    grid = {
        "solver": ["gradient descent", "newton"],
        "learning_rate": [0.1, 1.0],
        "n_iterations": [20, 50],
        "l2": [0.0, 10.0],
        "tol": [None, 1e-6],
    }
    search = GridSearchCV(LogisticRegression(), grid, cv=3, error_score="raise").fit(X, y)
    assert len(search.cv_results_["params"]) == 32
    assert search.best_score_ > 0.8
    assert accuracy_score(y, search.predict(X)) == search.score(X, y)


def test_a_clone_has_the_parameters_and_nothing_learned():
    model = LogisticRegression(solver="newton", learning_rate=0.2, n_iterations=7, l2=0.5, tol=1e-3)
    copy = clone(model.fit(*overlapping_pair()))
    assert copy.get_params() == model.get_params()
    with pytest.raises(NotFittedError):
        copy.predict([[0.0, 0.0]])


def test_what_was_learned_can_be_changed_without_rewriting_the_history():
    model = LogisticRegression(n_iterations=5).fit(*overlapping_pair())
    kept = model.history_.w[-1].copy()
    model.coef_ += 1.0
    model.intercept_ += 1.0
    np.testing.assert_array_equal(model.history_.w[-1], kept)


# Bad input


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"solver": "lbfgs"}, r'solver must be "gradient descent" or "newton"; got \'lbfgs\''),
        ({"solver": None}, r'solver must be "gradient descent" or "newton"; got None'),
        ({"learning_rate": 0.0}, r"learning_rate must be a finite number above 0; got 0\.0"),
        ({"learning_rate": "fast"}, r"learning_rate must be a number above 0; got 'fast'"),
        ({"learning_rate": -1, "solver": "newton"}, r"learning_rate must be a finite number above 0; got -1"),
        ({"n_iterations": -1}, r"n_iterations must be a whole number .* got -1"),
        ({"n_iterations": 10.5}, r"n_iterations must be a whole number .* got 10\.5"),
        ({"n_iterations": 10.5, "solver": "newton"}, r"n_iterations must be a whole number .* got 10\.5"),
        ({"l2": -0.1}, r"l2 must be a finite number of at least 0; got -0\.1"),
        ({"l2": np.inf, "solver": "newton"}, r"l2 must be a finite number of at least 0; got inf"),
        ({"tol": -1e-3}, r"tol must be a finite number of at least 0; got -0\.001"),
        ({"tol": "tight", "solver": "newton"}, r"tol must be a number of at least 0; got 'tight'"),
    ],
)
def test_a_bad_parameter_is_taken_at_first_and_refused_by_fit_with_a_sentence(options, sentence):
    model = LogisticRegression(**options)
    with pytest.raises(ValueError, match=sentence):
        model.fit(*overlapping_pair())


def test_parameters_are_given_by_name():
    with pytest.raises(TypeError, match="positional"):
        LogisticRegression("newton")


@pytest.mark.parametrize(
    ("y", "sentence"),
    [
        (["cat"] * 4, r"y must hold two classes; got one class only: every label is 'cat'"),
        ([3, 3, 3, 3], r"y must hold two classes; got one class only: every label is 3"),
        ([0.5, 1.5, 2.5, 0.1], r"continuous"),
    ],
)
def test_labels_of_one_class_or_none_at_all_are_refused(y, sentence):
    with pytest.raises(ValueError, match=sentence):
        LogisticRegression().fit([[0.0], [1.0], [2.0], [3.0]], y)


# More than two classes


@pytest.mark.parametrize("l2", [0.01, 0.3])
def test_newton_gives_scikit_learns_softmax_coefficients_on_three_classes(l2):
    data = iris(("setosa", "versicolor", "virginica"))
    names = np.array(data.class_names)[data.y.astype(int)]
    ours, reference = LogisticRegression(solver="newton", l2=l2).fit(data.X, names), theirs(l2, len(names))
    reference.fit(data.X, names)
    np.testing.assert_allclose(ours.coef_, reference.coef_, rtol=0, atol=1e-6)
    np.testing.assert_allclose(ours.intercept_, reference.intercept_, rtol=0, atol=1e-6)
    np.testing.assert_allclose(ours.predict_proba(data.X), reference.predict_proba(data.X), rtol=0, atol=1e-6)
    np.testing.assert_array_equal(ours.predict(data.X), reference.predict(data.X))
    assert ours.decision_function(data.X).shape == (150, 3)
    assert ours.history_.stopped == "gradient zero"


def test_descent_on_three_classes_is_the_packages_own_and_stops_by_its_tol():
    data = iris(("setosa", "versicolor", "virginica"))
    model = LogisticRegression(n_iterations=30, l2=0.1).fit(data.X, data.y)
    same = softmax_descent(data.X, data.y.astype(int), n_iterations=30, l2=0.1)
    np.testing.assert_array_equal(model.coef_, same.w[-1].T)
    assert LogisticRegression(tol=1e-3).fit(data.X, data.y).history_.stopped == "loss plateau"


@pytest.mark.parametrize("name", ["X", "y"])
def test_more_numbers_than_memory_holds_are_refused_before_they_are_read(name):
    many = np.broadcast_to(np.int8(1), (10**13, 1) if name == "X" else 10**13)
    arguments = {"X": [[0.0], [1.0]], "y": [0, 1]} | {name: many}
    with pytest.raises(ValueError, match=f"^{name} must hold at most 100,000,000 numbers; got 10,000,000,000,000$"):
        LogisticRegression().fit(**arguments)

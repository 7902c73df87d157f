"""How sure the weights are: errors, intervals and tests against statsmodels, and the films of lesson 11."""

import numpy as np
import pytest
import statsmodels.api as sm
from numpy.testing import assert_allclose
from scipy.stats import norm

from logreg_core.datasets import challenger, iris, overlapping, study_hours
from logreg_core.descent import newton
from logreg_core.equations import (
    covariance,
    hessian,
    likelihood_ratio,
    p_value,
    probability,
    probability_interval,
    score,
    score_interval,
    standard_errors,
)
from logreg_core.labs import sure

SEPALS = iris(("versicolor", "virginica"), part="sepal")
DATA = [challenger(), SEPALS, study_hours(), overlapping(300)]
every_data = pytest.mark.parametrize("data", DATA, ids=lambda data: data.title)


def best(data):
    run = newton(data.X, data.y)
    return run.w[-1], run.b[-1]


def theirs(data):
    """statsmodels' fit, the intercept last, as ours."""
    return sm.Logit(data.y, np.column_stack([data.X, np.ones(len(data))])).fit(disp=0, tol=1e-12, maxiter=100)


# Oracles


@every_data
def test_weights_errors_and_p_values_are_those_of_statsmodels(data):
    (w, b), reference = best(data), theirs(data)
    assert_allclose(np.append(w, b), reference.params, rtol=1e-6)
    assert_allclose(covariance(data.X, w, b), reference.cov_params(), rtol=1e-6)
    errors = standard_errors(data.X, w, b)
    assert_allclose(errors, reference.bse, rtol=1e-6)
    assert_allclose(p_value(np.append(w, b) / errors), reference.pvalues, rtol=1e-6, atol=1e-12)


@every_data
def test_the_interval_of_a_probability_is_the_one_of_statsmodels_generalised_linear_model(data):
    (w, b), X1 = best(data), np.column_stack([data.X, np.ones(len(data))])
    model = sm.GLM(data.y, X1, family=sm.families.Binomial()).fit(tol=1e-12)
    at = data.X[:5] + 1.0
    found = model.get_prediction(np.column_stack([at, np.ones(5)])).summary_frame(alpha=0.05)
    ours = probability_interval(data.X, w, b, at, width=norm.ppf(0.975))
    for mine, its in zip(ours, ("mean_ci_lower", "mean_ci_upper"), strict=True):
        assert_allclose(mine, found[its], rtol=1e-6)


@every_data
def test_the_likelihood_ratio_of_all_features_is_the_one_of_statsmodels(data):
    share = data.y.mean()
    without = -share * np.log(share) - (1 - share) * np.log(1 - share)
    ratio = likelihood_ratio(without, newton(data.X, data.y).loss[-1], len(data))
    assert ratio == pytest.approx(theirs(data).llr, rel=1e-6)


@pytest.mark.parametrize("u", [0.0, 0.3, -1.96, 3.0, 12.0])
def test_the_p_value_is_both_tails_of_the_normal_distribution(u):
    assert p_value(u) == pytest.approx(2 * norm.sf(abs(u)), rel=1e-10)


def test_the_flights_give_what_the_books_print():
    data = challenger()
    w, b = best(data)
    assert (len(data), data.y.sum(), data.X.min(), data.X.max()) == (23, 7, 53, 81)
    assert set(data.X[data.y == 1, 0]) == {53, 57, 58, 63, 70, 75}
    assert_allclose([*w, b], [-0.2322, 15.0429], atol=5e-5)
    assert_allclose(standard_errors(data.X, w, b), [0.1082, 7.3786], atol=5e-5)
    assert probability([[31.0]], w, b)[0] == pytest.approx(0.9996, abs=5e-5)


# Properties


def test_four_times_the_data_halve_the_errors():
    w, b = best(SEPALS)
    four = standard_errors(np.tile(SEPALS.X, (4, 1)), w, b)
    assert_allclose(four, standard_errors(SEPALS.X, w, b) / 2, rtol=1e-10)


def test_the_covariance_is_the_inverse_of_the_information_in_any_unit():
    w, b = best(SEPALS)
    unit = np.array([1e6, 1e-4])
    V = covariance(SEPALS.X * unit, w / unit, b)
    assert_allclose(V[:2, :2] * unit * unit[:, None], covariance(SEPALS.X, w, b)[:2, :2], rtol=1e-6)
    assert_allclose(covariance(SEPALS.X, w, b) @ (100 * hessian(SEPALS.X, w, b)), np.eye(3), atol=1e-9)


def test_the_interval_is_around_the_probability_within_0_to_1_and_of_no_width_at_width_0():
    data = challenger()
    (w, b), at = best(data), np.arange(-100.0, 200.0, 25.0)[:, None]
    low, high = probability_interval(data.X, w, b, at)
    p = probability(at, w, b)
    assert ((low >= 0) & (low <= p) & (p <= high) & (high <= 1)).all()
    assert_allclose(probability_interval(data.X, w, b, at, width=0.0), [p, p])


@pytest.mark.parametrize(("X", "w", "b"), [(np.ones((5, 1)), [0.0], 0.0), (np.eye(4)[:, [0, 0]], [0.0, 0.0], 0.0)])
def test_features_that_repeat_each_other_have_no_covariance(X, w, b):
    with pytest.raises(ValueError, match="X must hold features that do not repeat each other"):
        covariance(X, w, b)
    with pytest.raises(ValueError, match="curvature has no inverse"):
        covariance(X + np.arange(len(X))[:, None], np.array(w) + 900.0, b)


# Films


def fits(rows):
    runs = [newton(SEPALS.X[row], SEPALS.y[row]) for row in rows]
    return np.array([run.w[-1] for run in runs]), np.array([run.b[-1] for run in runs])


def test_the_film_of_redraws_shows_each_line_the_flowers_left_out_and_the_cloud_so_far():
    rows = np.random.default_rng(0).integers(100, size=(8, 100))
    w, b = fits(rows)
    film = sure.redraws(SEPALS, rows, w, b)
    for t in (0, 3, 7):
        line = film["line"].values[t].reshape(-1, 2)
        assert_allclose(score(line, w[t], b[t]), 0, atol=1e-9)
        out = film["left out"].values[t].reshape(-1, 2)
        assert set(np.flatnonzero(np.isfinite(out[:, 0]))) == set(range(100)) - set(rows[t].tolist())
        cloud = film["cloud"].values[t].reshape(-1, 2)
        assert_allclose(cloud[: t + 1], w[: t + 1])
        assert np.isnan(cloud[t + 1 :]).all()
        ghosts = film["earlier lines"].values[t].reshape(-1, 3, 2)
        assert np.isfinite(ghosts[:, 0, 0]).sum() == t
        assert film.numbers["out"][t] == 100 - len(set(rows[t].tolist()))
    assert not film.controls


def test_the_film_of_two_groups_shows_a_ratio_that_rises_and_a_wald_test_that_turns():
    shifts = np.linspace(0, 3.55, 12)
    film = sure.parting(shifts)
    wald, root = film.numbers["wald"], film.numbers["root"]
    assert (np.diff(root) > 0).all()
    assert 0 < np.argmax(wald) < len(wald) - 1
    assert wald[-1] < wald.max() / 2
    assert not film.figure.axes[1].lines, "the curves would answer before the film has moved"
    for t in (1, 6, 11):
        reference = theirs(sure.groups(shifts[t]))
        assert_allclose([wald[t], root[t] ** 2], [reference.tvalues[0], reference.llr], rtol=1e-5)
        curve = film["curve"].values[t].reshape(-1, 2)
        assert_allclose(curve[:, 1], reference.predict(np.column_stack([curve[:, 0], np.ones(len(curve))])), atol=1e-6)


def test_the_band_shows_score_and_probability_and_both_ends_of_their_intervals():
    data, places = challenger(), [81.0, 60.0, 31.0]
    film, (w, b) = sure.band(data, places), best(data)
    at = np.array(places)[:, None]
    ways = {"score": (score, score_interval), "probability": (probability, probability_interval)}
    for ax, (name, (middle, interval)) in zip(film.figure.axes, ways.items(), strict=True):
        low, high = interval(data.X, w, b, at)
        assert_allclose(film[name].values, np.column_stack([places, middle(at, w, b)]))
        assert_allclose(film[f"interval of the {name}"].values, np.column_stack([places, low, places, high]))
        assert_allclose(film.numbers[f"{name}_low"], low)
        shade = ax.collections[-1].get_paths()[0].vertices
        assert np.min(np.abs(shade[0, 1] - np.concatenate(interval(data.X, w, b, shade[:1, :1])))) < 1e-9


def test_data_with_another_number_of_features_are_refused():
    with pytest.raises(ValueError, match="two features"):
        sure.redraws(challenger(), [[0, 1]], [[1.0]], [0.0])
    with pytest.raises(ValueError, match="one feature"):
        sure.band(SEPALS, [1.0])

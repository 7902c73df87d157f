"""A run at the iterations shown: every row is what the equations say of that iteration."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from logreg_core.datasets import overlapping
from logreg_core.descent import gradient_descent
from logreg_core.equations import gradient, log_loss, polynomial, predict
from logreg_core.frames import Frames, early, evenly, loss_at_best_b, losses
from logreg_core.metrics import accuracy, confusion_matrix

pytestmark = pytest.mark.filterwarnings("error")

DATA, OTHER = overlapping(70), overlapping(31, seed=5)


def bent(points):
    return polynomial(points, 3)


@pytest.mark.parametrize(("features", "l2"), [(np.asarray, 0.0), (np.asarray, 0.3), (bent, 0.05)])
def test_every_row_is_what_the_equations_say_of_its_iteration(features, l2):
    X = features(DATA.X)
    history = gradient_descent(X, DATA.y, n_iterations=40, learning_rate=0.05, l2=l2)
    run = Frames(history, DATA, np.array([0, 3, 17, 40]), features=features)
    there = run.on(OTHER)
    for row, t in enumerate(run.shown):
        w, b = history.w[t], history.b[t]
        dw, db = gradient(X, DATA.y, w, b, l2)
        assert_array_equal(run.w[row], w)
        assert (run.b[row], run.loss[row]) == (b, history.loss[t])
        assert_allclose(run.data_loss[row], log_loss(X, DATA.y, w, b), rtol=1e-12)
        assert_allclose(run.slope[row], np.hypot(np.linalg.norm(dw), db), rtol=1e-5, atol=1e-7)
        for each in (run, there):
            said = predict(features(each.dataset.X), w, b)
            assert_array_equal(each.confusion[row], confusion_matrix(each.dataset.y, said).ravel())
            assert_allclose(each.accuracy[row], 100 * accuracy(each.dataset.y, said), rtol=1e-12)
        assert_allclose(there.data_loss[row], log_loss(features(OTHER.X), OTHER.y, w, b), rtol=1e-5)


def test_many_points_are_counted_as_few_are():
    many = overlapping(9_000)
    history = gradient_descent(many.X, many.y, n_iterations=12)
    run = Frames(history, many, np.arange(13))
    for t in (0, 4, 5, 12):
        assert_array_equal(
            run.confusion[t], confusion_matrix(many.y, predict(many.X, history.w[t], history.b[t])).ravel()
        )


@pytest.mark.parametrize(("precision", "digits"), [("f8", 1e-12), ("f4", 1e-5)])
def test_the_losses_of_many_weights_are_each_the_log_loss(precision, digits):
    rng = np.random.default_rng(0)
    w, b = rng.normal(size=(9, 2)), rng.normal(size=9)
    expected = [log_loss(DATA.X, DATA.y, *each, 0.4) for each in zip(w, b, strict=True)]
    assert_allclose(losses(DATA.X, DATA.y, w, b, 0.4, precision), expected, rtol=digits)
    assert np.isinf(losses(1e200 * DATA.X, DATA.y, 1e200 * w, b)).all()


def test_the_loss_at_the_best_b_is_never_below_the_least_there_is_even_where_that_is_almost_zero():
    X, y = np.array([[-2.0, 0.0], [-1.0, 0.5], [1.0, -0.5], [2.0, 0.0]]), np.array([0.0, 0.0, 1.0, 1.0])
    u = np.array([1.0, 5.0, 15.0])
    for w, loss in zip(u, loss_at_best_b(X, y, u, np.array([0.0]))[0], strict=True):
        least = log_loss(X, y, [w, 0.0], 0.0)  # by symmetry
        assert least * (1 - 1e-5) <= loss <= least + 3e-4


@pytest.mark.parametrize("last", [0, 1, 5, 999, 1000, 1001, 12_345])
def test_thinned_entries_begin_at_the_start_end_at_the_end_and_are_no_more_than_asked(last):
    for entries, most in ((evenly(last), 1001), (evenly(last, 7), 7), (early(last, 50), 50)):
        assert (entries[0], entries[-1]) == (0, last)
        assert (np.diff(entries) > 0).all()
        assert len(entries) <= most
    assert len(evenly(last)) == min(last + 1, 1001)
    assert np.ptp(np.diff(evenly(last, 7))) <= 1 if last else True

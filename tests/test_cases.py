"""A real case: Berkeley's counts and fits against statsmodels, the ROC area, one's own tables, and the films."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.metrics import roc_auc_score
from test_roc import scored

from logreg_core.datasets import admissions, from_csv
from logreg_core.descent import newton
from logreg_core.equations import (
    logit,
    one_hot,
    precision_at,
    probability,
    risk_ratio,
    shifted_intercept,
    sigmoid,
    standard_errors,
)
from logreg_core.labs import cases
from logreg_core.metrics import precision, recall, roc_area

PEOPLE = admissions()
WOMAN, DEPARTMENT = PEOPLE.X.T


# Berkeley


def test_the_applicants_are_those_that_r_counts():
    assert len(PEOPLE) == 4526
    applied, admitted = cases.tables(PEOPLE)
    assert_array_equal(applied, [[825, 560, 325, 417, 191, 373], [108, 25, 593, 375, 393, 341]])
    assert_array_equal(admitted, [[512, 353, 120, 138, 53, 22], [89, 17, 202, 131, 94, 24]])
    assert_array_equal(applied.sum(axis=1), [2691, 1835])
    assert_array_equal(admitted.sum(axis=1), [1198, 557])


@pytest.mark.parametrize("with_departments", [False, True])
def test_both_fits_and_their_errors_are_those_of_statsmodels_and_the_sign_turns(with_departments):
    X = np.column_stack([WOMAN, one_hot(DEPARTMENT, 6)[:, 1:]]) if with_departments else WOMAN[:, None]
    run = newton(X, PEOPLE.y)
    w, b = run.w[-1], run.b[-1]
    reference = sm.Logit(PEOPLE.y, np.column_stack([X, np.ones(len(X))])).fit(disp=0, tol=1e-12)
    assert_allclose(np.append(w, b), reference.params, rtol=0, atol=1e-6)
    assert_allclose(standard_errors(X, w, b), reference.bse, rtol=1e-6)
    assert w[0] == pytest.approx(0.09987 if with_departments else -0.61035, abs=1e-5)


def test_the_film_moves_the_womens_applications_and_no_rate_of_a_department():
    film, (applied, admitted) = cases.applicants(PEOPLE), cases.tables(PEOPLE)
    shares, rates = applied / applied.sum(axis=1, keepdims=True), admitted / applied
    bars = film["shares of women"].values.reshape(101, 6, 4)[:, :, 3]
    for frame, of_men in ((0, 0.0), (30, 0.3), (100, 1.0)):
        moving = (1 - of_men) * shares[1] + of_men * shares[0]
        assert_allclose(bars[frame], moving)
        assert_allclose(film["all women"].values[frame, 1::2], moving @ rates[1])
        assert film.numbers["women"][frame] == pytest.approx(100 * moving @ rates[1])
    assert_allclose(film.numbers["men"], 100 * 1198 / 2691)
    assert film.numbers["women"][0] == pytest.approx(100 * 557 / 1835)
    assert film.numbers["women"][-1] > film.numbers["men"][-1]
    drawn = [scatter.get_offsets()[:, 1] for scatter in film.figure.axes[1].collections]
    assert_allclose(drawn, rates)


# Equations


@pytest.mark.parametrize(("p", "q"), [(0.621, 0.824), (0.01, 0.03), (0.5, 0.2)])
def test_the_risk_ratio_is_the_quotient_of_the_probabilities_that_make_the_odds_ratio(p, q):
    ratio = q / (1 - q) / (p / (1 - p))
    assert risk_ratio(ratio, p) == pytest.approx(q / p, rel=1e-12)
    assert_allclose(risk_ratio([ratio, ratio], [p, p]), [q / p, q / p])


def test_the_shift_is_what_a_fit_to_data_with_another_share_finds():
    rng = np.random.default_rng(0)
    X = np.append(rng.normal(-1, 1, 40_000), rng.normal(1, 1, 40_000))[:, None]
    y = np.repeat([0, 1], 40_000)
    kept = (y == 0) | (rng.random(len(y)) < 0.1)
    share = y[kept].mean()
    full, thin = newton(X, y), newton(X[kept], y[kept])
    assert thin.w[-1] == pytest.approx(full.w[-1], abs=0.06)
    assert thin.b[-1] == pytest.approx(shifted_intercept(full.b[-1], 0.5, share), abs=0.06)
    assert shifted_intercept(0.3, 0.2, 0.2) == pytest.approx(0.3)
    assert sigmoid(shifted_intercept(logit(0.3), 0.3, 0.05)) == pytest.approx(0.05)


def test_precision_at_the_share_of_the_data_is_the_precision_of_the_data():
    rng = np.random.default_rng(1)
    y = (rng.random(500) < 0.2).astype(float)
    said = (rng.random(500) < 0.3 + 0.4 * y).astype(float)
    found = precision_at(y.mean(), recall(y, said), said[y == 0].mean())
    assert found == pytest.approx(precision(y, said), rel=1e-12)
    assert precision_at(0.5, 0.0, 0.0) == 0.0


@settings(deadline=None, max_examples=150)
@given(scored())
def test_the_area_is_scikit_learns_and_the_share_of_pairs_in_order(data):
    y, scores = data
    first, second = scores[y == 1][:, None], scores[y == 0]
    assert roc_area(y, scores) == pytest.approx(np.mean(first > second) + np.mean(first == second) / 2, abs=1e-12)
    assert roc_area(y, scores) == pytest.approx(roc_auc_score(y, scores), abs=1e-9)


def test_the_strips_of_the_film_fill_the_area_under_the_curve():
    rng = np.random.default_rng(2)
    y = np.repeat([1.0, 0.0], [8, 20])
    scores = np.round(rng.normal(size=28) + y, 1)  # with ties
    film = cases.pairs(y, scores)
    assert film.numbers["area"][-1] == pytest.approx(roc_area(y, scores), abs=1e-12)
    strips = film["strips"].values.reshape(9, 8, 4)
    assert np.isnan(strips[0, :, 3]).all(), "no strip is seen"
    for t in range(1, 9):
        left, low, right, high = strips[t, :t].T
        assert np.sum((right - left) * (high - low)) == pytest.approx(film.numbers["area"][t])
        one = film["one"].values[t, 0]
        assert 1 - left[-1] == pytest.approx(np.mean(scores[y == 0] < one) + np.mean(scores[y == 0] == one) / 2)


# One's own table


def table(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    "text",
    [
        "hours,sleep,result\n1,7,failed\n4,6.5,passed\n\n2,8,failed\n",
        "hours;sleep;result\n1;7,0;failed\n4;6,5;passed\n2;8;failed\n",
        'hours\tsleep\tresult\r\n1\t7\t"failed"\r\n4\t6,5\t"passed"\r\n2\t8\t"failed"\r\n',
        '"hours", "sleep", "result"\n1, 7, failed\n4, 6.5, passed\n2, 8, failed\n',
    ],
)
def test_a_table_is_read_whatever_parts_its_cells(tmp_path, text):
    for path in (table(tmp_path, text, "utf-8-sig"), str(table(tmp_path, text))):
        data = from_csv(path, label="result")
        assert_array_equal(data.X, [[1, 7], [4, 6.5], [2, 8]])
        assert_array_equal(data.y, [0, 1, 0])
        assert (data.feature_names, data.class_names) == (("hours", "sleep"), ("failed", "passed"))
        assert data.title == "table"


def test_labels_that_are_numbers_keep_their_order_and_columns_can_be_chosen(tmp_path):
    path = table(tmp_path, "town,x,kind,y\nKiel,1,10,3\nBonn,2,9,1\nUlm,4,10,2\n")
    data = from_csv(path, label="kind", features=["y", "x"])
    assert_array_equal(data.y, [1, 0, 1])
    assert_array_equal(data.X, [[3, 1], [1, 2], [2, 4]])
    assert data.class_names == ("9", "10")


HEAD = "hours,result\n1,failed\n"
BAD = [
    (HEAD + "x,passed\n", "in column hours, line 3, 'x' is no number: make dummy columns of it, or leave it out$"),
    (HEAD + ",passed\n", "in column hours, line 3, a number is missing: fill"),
    (
        HEAD + "NA,passed\n",
        r"in column hours, line 3, a number is missing \('NA'\): fill the gap or leave the row out$",
    ),
    (HEAD + "nan,passed\n", r"line 3, a number is missing \('nan'\): fill"),
    (HEAD + "50%,passed\n", "line 3, '50%' is no number: write it as a number, or leave it out$"),
    (HEAD + "inf,passed\n", "line 3, 'inf' is no finite number"),
    (
        ",a,result\n0,1,no\n1,2,yes\n",
        "^path must name each column; column 1 has no name: give it one, or leave it out$",
    ),
    (HEAD + "2,\n", "^path must hold no gaps; the label in line 3 is missing$"),
    (HEAD + "1,passed\n", "^path must hold columns that vary; hours is 1 in every row"),
    (
        HEAD + "2,passed\n3,ill\n",
        "^label must be a column with two different labels; result has 3: failed, ill, passed$",
    ),
    (HEAD + "2,failed\n", "result has 1: failed$"),
    (HEAD + "2,passed,7\n", "^path must have 2 cells in each row, as in the first; line 3 has 3$"),
    ("1,0\n2,1\n3,0\n", "^path must name its columns in the first row"),
    ("a,a\n2,1\n3,0\n", "^path must give each column a name of its own"),
    ("hours,grade\n2,1\n3,0\n", "^label must be one of the columns hours, grade; got result$"),
    ("result\nfailed\npassed\n", "^features must be some of the columns besides result"),
    ("hours,result\n", "^path must hold a row with the names"),
    ("", "^path must hold a row with the names"),
]


@pytest.mark.parametrize(("text", "message"), BAD)
def test_a_table_that_cannot_be_used_gets_a_sentence(tmp_path, text, message):
    with pytest.raises(ValueError, match=message):
        from_csv(table(tmp_path, text), label="result")


def test_a_file_that_is_not_there_or_no_text_gets_a_sentence(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for path in ("nowhere.csv", tmp_path / "nowhere.csv"):
        with pytest.raises(ValueError, match=r"^path must lead to a file; there is no nowhere\.csv in ") as caught:
            from_csv(path, label="y")
        assert str(caught.value).endswith(str(tmp_path))
    with pytest.raises(ValueError, match=r'table\.csv is none: save the table anew, as "CSV UTF-8"$'):
        from_csv(table(tmp_path, "größe,y\n1,2\n2,1\n", "latin-1"), label="y")
    with pytest.raises(ValueError, match=r"^path must lead to a text file in UTF-8; .* cannot be read as one$"):
        from_csv(tmp_path, label="y")
    with pytest.raises(ValueError, match="path must be a string"):
        from_csv(7, label="y")


def test_what_has_been_read_can_be_learned(tmp_path):
    rows = "\n".join(f"{hours},{int(hours > 2.5 or hours == 1)}" for hours in range(7))
    data = from_csv(table(tmp_path, f"hours,passed\n{rows}\n"), label="passed")
    run = newton(data.X, data.y)
    assert probability(data.X, run.w[-1], run.b[-1])[-1] > 0.8

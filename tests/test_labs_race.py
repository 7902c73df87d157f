"""The films of lesson 10: paths, ellipses and races are what the equations and the runs say."""

import numpy as np
import pytest

from logreg_core.datasets import Dataset, overlapping, study_hours
from logreg_core.descent import gradient_descent, newton
from logreg_core.equations import gradient, hessian, log_loss, score
from logreg_core.labs import race

RAW = overlapping(200, gap=-2)
CLOUDS = Dataset((RAW.X - RAW.X.mean(axis=0)) * [1, 5], RAW.y, "Stretched clouds")
BEST = newton(CLOUDS.X, CLOUDS.y)
EDGE = 2 / np.linalg.eigvalsh(hessian(CLOUDS.X, BEST.w[-1], BEST.b[-1]))[-1]
RATES = [EDGE * share for share in (0.5, 0.9, 1.1)]
RUNS = [
    gradient_descent(CLOUDS.X, CLOUDS.y, learning_rate=0.4, n_iterations=300),
    gradient_descent(CLOUDS.X, CLOUDS.y, learning_rate=0.05, n_iterations=900, batch_size=20, seed=0),
    BEST,
]
LABELS = ["descent", "batches", "Newton"]
HOURS = study_hours()


@pytest.fixture(scope="module")
def rates():
    return race.rates(CLOUDS, RATES)


@pytest.fixture(scope="module")
def parabolas():
    return race.parabolas(HOURS)


@pytest.fixture(scope="module")
def race_of_costs():
    return race.race(RUNS, CLOUDS, BEST.loss[-1], [100, 10, 350], labels=LABELS, unit="Multiplications")


def marks(film):
    return {name: film[name].values for name in film.names}


def test_each_frame_shows_the_path_and_the_excess_loss_of_its_rate(rates):
    shown, numbers = marks(rates), rates.numbers
    for frame, rate in enumerate(RATES):
        run = gradient_descent(CLOUDS.X, CLOUDS.y, learning_rate=rate, n_iterations=400)
        assert np.allclose(shown["path"][frame].reshape(-1, 2), run.w[:61])
        assert np.allclose(shown["steps"][frame], shown["path"][frame])
        at, left = shown["excess"][frame].reshape(-1, 2).T
        assert np.allclose(left, np.maximum(run.loss[at.astype(int)] - BEST.loss[-1], race.FLOOR))
        left = np.maximum(run.loss[[200, 400]] - BEST.loss[-1], race.FLOOR)
        assert np.allclose([numbers[name][frame] for name in ("rate", "half", "end")], [rate, *np.log10(left)])


def test_the_excess_loss_goes_on_falling_below_the_edge_and_no_longer_above_it(rates):
    half, end = rates.numbers["half"], rates.numbers["end"]
    assert (end[:2] < -6).all()
    assert end[2] > -3
    assert end[2] > half[2] + np.log10(0.9)


def test_the_ellipse_is_a_level_line_of_the_quadratic_model_and_the_arrow_leads_to_its_middle(parabolas):
    shown, run = marks(parabolas), newton(HOURS.X, HOURS.y)
    for t in range(len(run) - 1):
        place = np.append(run.w[t], run.b[t])
        g, H = np.append(*gradient(HOURS.X, HOURS.y, place[:1], place[1])), hessian(HOURS.X, place[:1], place[1])
        steps = shown["level"][t].reshape(-1, 2) - place
        assert np.allclose(steps @ g + np.einsum("ij,jk,ik->i", steps, H, steps) / 2, 0, atol=1e-9)
        start, end = shown["step"][t].reshape(2, 2)
        assert np.allclose(start, place)
        assert np.allclose(end, place - np.linalg.solve(H, g), atol=1e-9)
    assert len(shown["level"]) == len(run)


def test_the_caption_of_a_step_says_where_it_is_and_what_is_left(parabolas):
    w, b = (parabolas.numbers[name][2] for name in ("w", "b"))
    left = log_loss(HOURS.X, HOURS.y, [w], b) - newton(HOURS.X, HOURS.y).loss[-1]
    assert f"10 to the power −{-np.log10(left):.1f}" in parabolas.sentence(2)
    assert "this is the minimum" in parabolas.sentence(parabolas.frames - 1)


def test_each_runner_shows_the_last_iteration_that_the_effort_pays_for(race_of_costs):
    shown, numbers = marks(race_of_costs), race_of_costs.numbers
    for frame in (0, 40, 100, race_of_costs.frames - 1):
        effort = numbers["effort"][frame]
        for i, (run, cost) in enumerate(zip(RUNS, (100, 10, 350), strict=True)):
            t = min(int(effort / cost + 1e-9), len(run) - 1)
            assert numbers[f"iteration{i}"][frame] == t
            left = max(run.loss[t] - BEST.loss[-1], race.FLOOR)
            assert np.allclose(shown[LABELS[i]][frame], [effort, left])
            ends = shown[f"boundary of {LABELS[i]}"][frame].reshape(-1, 2)
            assert np.isnan(ends).all() or np.allclose(score(ends, run.w[t], run.b[t]), 0)
    assert [numbers[f"iteration{i}"][-1] for i in range(3)] == [300, 900, len(BEST) - 1]


def test_a_race_by_iteration_has_whole_iterations_and_ends_where_it_is_told():
    film = race.race(RUNS, CLOUDS, BEST.loss[-1], [1, 1, 1], labels=LABELS, most=500)
    efforts = film.numbers["effort"]
    assert (efforts == np.rint(efforts)).all()
    assert (efforts[0], efforts[-1]) == (1, 500)
    assert film.sentence(0).startswith("Iterations 1 · descent: iteration 1, ")


def test_the_names_of_the_runners_stand_clear_of_the_curves_with_the_dashes_of_their_boundaries(race_of_costs):
    (curve,) = (ax for ax in race_of_costs.figure.axes if ax.get_legend())
    legend = curve.get_legend()
    assert [text.get_text() for text in legend.get_texts()] == LABELS
    assert legend.get_window_extent().y1 < curve.xaxis.label.get_window_extent().y0
    assert legend.get_window_extent().y0 > 0
    dashes = [race_of_costs[name].look["dash"] for name in race_of_costs.names if name.startswith("boundary")]
    assert [line.is_dashed() for line in legend.get_lines()] == [bool(dash) for dash in dashes] == [False, True, True]


def test_the_films_need_no_kernel_and_are_small(rates, parabolas, race_of_costs):
    for film in (rates, parabolas, race_of_costs):
        assert film.frames > 1
        assert not film.controls
        assert len(film.data) + len(film.pixels) + len(film.picture) <= 400_000


@pytest.mark.parametrize("film", ["rates", "parabolas", "race"])
def test_data_with_another_number_of_features_are_refused(film):
    one, two = Dataset([[1.0], [2.0]], [0, 1]), CLOUDS
    calls = {
        "rates": lambda: race.rates(one, [0.1]),
        "parabolas": lambda: race.parabolas(two),
        "race": lambda: race.race(RUNS, one, 0.0, [1, 1, 1], labels=LABELS),
    }
    with pytest.raises(ValueError, match="feature"):
        calls[film]()


def test_a_race_with_a_cost_missing_says_so():
    with pytest.raises(ValueError, match="as many"):
        race.race(RUNS, CLOUDS, 0.0, [1, 1], labels=LABELS)


def test_each_step_on_the_parabola_multiplies_the_distance_by_one_minus_rate_times_curvature():
    film = race.overshoot(0.9)
    path = film["path"].values.reshape(len(film.numbers["rate"]), -1, 2)
    for rate, places in zip(film.numbers["rate"], path, strict=True):
        np.testing.assert_allclose(places[1:, 0], (1 - 0.9 * rate) * places[:-1, 0], atol=1e-12)
        np.testing.assert_allclose(places[:, 1], 0.45 * places[:, 0] ** 2)
    ends = abs(path[:, -1, 0])
    assert (ends[np.asarray(film.numbers["share"]) < 1.95] < 1).all()
    assert (ends[np.asarray(film.numbers["share"]) > 2.05] > 1).all()


def test_the_parabola_touches_the_loss_and_bends_as_it_does_and_the_tangent_only_touches():
    w = np.array([0.2, 0.3])
    cut, plane = race.local(CLOUDS, w).axes
    loss, tangent, parabola, _ = [line.get_xydata() for line in cut.lines]
    middle = len(tangent) // 2
    np.testing.assert_allclose(parabola[middle], tangent[middle])
    near = slice(middle - 1, middle + 2)
    true = [log_loss(CLOUDS.X, CLOUDS.y, [x, w[1]], 0.0) for x in tangent[near, 0]]
    np.testing.assert_allclose(parabola[near, 1], true, atol=1e-5)
    assert abs(parabola[middle + 10, 1] - np.interp(parabola[middle + 10, 0], *loss.T)) < abs(
        tangent[middle + 10, 1] - np.interp(parabola[middle + 10, 0], *loss.T)
    )
    assert len(plane.lines) == 3


def test_the_arrows_of_the_axes_are_eigenvectors_and_the_ellipse_is_a_level_line_of_the_bowl():
    plane, cuts = race.axes(CLOUDS).axes
    w, b = BEST.w[-1], BEST.b[-1]
    H = hessian(CLOUDS.X, w, b)[:2, :2]
    arrows = [text for text in plane.texts if hasattr(text, "xy")]  # the others are the values of the contours
    assert len(arrows) == 2
    for arrow in arrows:
        d = np.subtract(arrow.xy, arrow.xyann)
        turned = H @ d
        assert abs(d[0] * turned[1] - d[1] * turned[0]) < 1e-9 * np.linalg.norm(d) * np.linalg.norm(turned) + 1e-12
    gaps = plane.lines[0].get_xydata() - w
    rise = np.einsum("ij,jk,ik->i", gaps, H, gaps) / 2
    np.testing.assert_allclose(rise, rise[0])
    assert len(cuts.lines) == 2

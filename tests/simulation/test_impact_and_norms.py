"""Two groups at one cut, and the size of a norm group."""

import numpy as np
import pytest

from hiring.psychometrics.impact.mean_differences import expected_impact_ratio
from hiring.simulation import Assumptions
from hiring.simulation.impact_figures import cut_that_selects, impact_figures
from hiring.simulation.norm_widths import norm_figures, smallest_norm

N_HOUSES = 60


@pytest.fixture(scope="module")
def impact(plain_world):
    everybody = plain_world.house(np.random.default_rng(41), 20_000)
    houses = plain_world.houses(np.random.default_rng(42), 500, N_HOUSES)
    return impact_figures(houses, cut_that_selects(everybody, 0.5), 0.38)


def test_the_assumed_difference_is_found_in_true_scores(impact):
    assert impact.true_d == pytest.approx(0.38, abs=0.05)


def test_scores_show_less_of_it_by_the_root_of_their_reliability(plain_world, impact):
    house = plain_world.house(np.random.default_rng(43), 20_000)
    r = np.corrcoef(house.totals, house.true)[0, 1] ** 2

    assert impact.observed_d == pytest.approx(impact.true_d * np.sqrt(r), abs=0.03)


def test_no_difference_leaves_the_rates_alike(shipped_plan, new_world):
    world = new_world(shipped_plan, Assumptions(group_difference=0.0, shares={}))
    found = impact_figures(world.houses(np.random.default_rng(44), 500, N_HOUSES), 64.0, 0.0)

    assert found.true_d == pytest.approx(0, abs=0.05)
    assert found.ratio == pytest.approx(1, abs=0.05)


def test_the_cut_selects_the_share_that_was_asked_for(impact):
    assert impact.reference_rate == pytest.approx(0.5, abs=0.02)


def test_the_counted_ratio_is_the_one_to_expect(impact):
    # Standard error of a ratio of two rates near one half with 15,000 people in each group.
    error = impact.ratio * np.sqrt(2 * 0.5 / (0.5 * 500 * N_HOUSES / 2))

    assert impact.ratio == pytest.approx(impact.expected_ratio, abs=3 * error)


def test_the_expected_ratio_is_the_library_s(impact):
    assert impact.expected_ratio == expected_impact_ratio(impact.observed_d, impact.reference_rate)


def test_houses_scatter_about_the_ratio(impact):
    assert impact.ratio_low < impact.ratio < impact.ratio_high


def test_the_interval_of_a_house_holds_the_ratio_as_often_as_it_says(impact):
    assert impact.interval_covered >= 0.85


def test_nobody_selected_leaves_no_ratio(plain_world):
    found = impact_figures(plain_world.houses(np.random.default_rng(45), 20, 3), 100.0, 0.38)

    assert (found.ratio, found.expected_ratio, found.ratio_low) == (None, None, None)
    assert found.interval_covered is None


@pytest.mark.parametrize("share", [0.0, 1.0, -0.1])
def test_a_share_that_is_none_is_refused(plain_world, share):
    with pytest.raises(ValueError, match="between 0 and 1"):
        cut_that_selects(plain_world.house(np.random.default_rng(1), 20), share)


@pytest.fixture(scope="module")
def norms():
    return norm_figures(np.random.default_rng(51).normal(60, 9, 20_000), np.random.default_rng(52))


def test_larger_norm_groups_are_more_exact(norms):
    widths = [one.half_width for one in norms.widths]

    assert widths == sorted(widths, reverse=True)


def test_the_interval_of_a_percentile_holds_the_truth(norms):
    assert all(0.86 <= one.covered <= 0.94 for one in norms.widths)


def test_the_median_is_looked_up(norms):
    assert norms.percentile == pytest.approx(50, abs=0.1)


def test_scores_that_many_share_count_half(small_world):
    totals = small_world.house(np.random.default_rng(53), 20_000).totals
    found = norm_figures(np.round(totals, -1), np.random.default_rng(54))

    assert 40 < found.percentile < 60
    # Ties make ranks steadier than the interval allows for, never less steady.
    assert all(one.covered >= 0.87 for one in found.widths)


@pytest.mark.parametrize(("points", "n"), [(10, 65), (5, 268)])
def test_the_smallest_norm_for_a_width_is_the_first_that_keeps_it(points, n):
    # Half-width of Wilson's interval at one half: z / (2 sqrt(n + z²)).
    assert smallest_norm(points) == n
    assert 1.645 / (2 * np.sqrt(n + 1.645**2)) <= points / 100
    assert 1.645 / (2 * np.sqrt(n - 1 + 1.645**2)) > points / 100


def test_a_width_that_no_norm_keeps_is_refused():
    with pytest.raises(ValueError, match=r"no norm group of up to 10000 people"):
        smallest_norm(0.1)

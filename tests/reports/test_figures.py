"""Figures of a report equal the library's on the same arrays."""

import math

import numpy as np
import pytest

from hiring.psychometrics.items.analysis import analyse_items
from hiring.psychometrics.reliability.coefficients import alpha, feldt_interval, times_longer_needed
from hiring.psychometrics.reliability.composites import facet_reports
from hiring.psychometrics.reliability.halves import odd_even
from hiring.psychometrics.reliability.intervals import correlation
from hiring.psychometrics.reliability.omega import omega_of_scores
from hiring.psychometrics.reliability.precision import Rung, precision, reportable_clusters
from hiring.reports.figures import complete_table, distribution
from hiring.reports.parts import Reason


def near(value):
    return pytest.approx(value, rel=1e-9, abs=1e-12)


@pytest.fixture(scope="module")
def table(gathered):
    return complete_table(gathered)


def test_alpha_and_its_interval_are_the_librarys(document, table):
    found = document.reliability.alpha

    assert found.value == near(alpha(table))
    interval = feldt_interval(alpha(table), *table.shape)
    assert (found.low, found.high) == (near(interval.low), near(interval.high))
    assert found.n == len(table)


def test_omega_is_the_librarys(document, table):
    assert document.reliability.omega.value == near(omega_of_scores(table).value)


def test_split_half_is_the_librarys(document, table):
    assert document.reliability.split_half.value == near(odd_even(table).flanagan)


def test_the_error_follows_from_spread_and_alpha(document, table):
    sd = float(table.mean(axis=1).std(ddof=1))

    assert document.reliability.sem.value == near(sd * math.sqrt(1 - alpha(table)))


def test_the_number_of_scenarios_needed_is_rounded_up(document, table):
    needed = table.shape[1] * times_longer_needed(alpha(table), 0.70)

    assert document.reliability.scenarios_for_70.value == math.ceil(needed)


def test_the_rung_is_that_of_the_ladder(document, gathered):
    found = precision(gathered.scores.scenarios[gathered.has_total])

    assert document.reliability.rung is found.rung is Rung.MEASURED


def test_clusters_are_judged_as_on_the_ladder(document, gathered, table):
    columns = gathered.plan.cluster_columns
    found = precision(gathered.scores.scenarios)
    expected = facet_reports(table, columns)

    told = document.clusters.clusters
    assert [one.r.value for one in told] == [near(one.r) for one in expected]
    assert [one.prmse_total.value for one in told] == [near(one.prmse_total) for one in expected]
    flags = reportable_clusters(gathered.scores.scenarios, columns, found)
    assert tuple(one.is_reportable for one in told) == flags


def test_a_stratum_of_one_scenario_counts_as_error(document):
    """The shipped form has one scenario outside of any cluster."""
    steady = document.reliability

    assert steady.stratified.value is not None
    assert steady.stratified.value < steady.omega.value + 0.05


def test_scenarios_are_analysed_by_the_library(document, table):
    expected = analyse_items(table, 0, 100).items

    for told, one in zip(document.items.scenarios, expected, strict=True):
        assert told.difficulty.value == near(one.difficulty)
        assert told.sd.value == near(one.sd)
        assert told.r_rest.value == near(one.r_rest)
        assert told.alpha_if_dropped.value == near(one.alpha_if_dropped)


def test_totals_are_spread_as_numpy_says(document, gathered):
    totals, found = gathered.totals[gathered.has_total], document.distribution

    assert found.mean.value == near(totals.mean())
    assert found.sd.value == near(totals.std(ddof=1))
    assert found.quartiles == pytest.approx(np.percentile(totals, (25, 50, 75)))
    assert sum(one.n for one in found.bins) == found.n == len(totals)


def test_half_credit_goes_with_the_second_score_as_correlated(document, gathered):
    rated = [n for n, one in enumerate(gathered.plan.items) if one.method == "half_credit"]
    is_whole = ~np.isnan(gathered.scores.items[:, rated]).any(axis=1) & gathered.has_total
    both = is_whole & ~np.isnan(gathered.scores.standardised)
    half_credit = gathered.scores.items[both][:, rated].mean(axis=1)

    expected = correlation(half_credit, gathered.scores.standardised[both])
    assert document.styles.r_standardised.value == near(expected)


@pytest.mark.parametrize(("n", "withheld"), [(0, True), (9, True), (10, False)])
def test_a_distribution_is_shown_from_ten_sittings_on(n, withheld):
    found = distribution(np.linspace(40, 80, n))

    assert (found.withheld is Reason.TOO_FEW) is withheld
    assert (found.mean is None) is withheld


def test_everybody_alike_has_no_skewness_but_a_mean():
    found = distribution(np.full(12, 60.0))

    assert found.mean.value == 60
    assert found.skew.why_no_value is Reason.NO_SPREAD

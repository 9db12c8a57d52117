"""Arrays become the figures about the total: spread, reliability, clusters, use of the scale.

Coefficients come from the covariances of the scenarios, which are found in one pass, and never from
the library's slower road over a complete table; both give the same numbers. Sittings with a gap are
left out of them, in sight of the reader.
"""

import math
from collections.abc import Sequence

import numpy as np

from hiring.banks.schema import Method
from hiring.psychometrics.arrays import FloatArray, as_floats, exact_mean, sample_variance
from hiring.psychometrics.moments import moments_of
from hiring.psychometrics.reliability.coefficients import (
    alpha_from_covariance,
    feldt_interval,
    stratified_alpha,
    times_longer_needed,
    total_variance,
)
from hiring.psychometrics.reliability.composites import facet_report
from hiring.psychometrics.reliability.halves import odd_even
from hiring.psychometrics.reliability.intervals import (
    correlation,
    correlation_interval,
    mean_interval,
    sd_interval,
    skewness,
    skewness_interval,
)
from hiring.psychometrics.reliability.omega import NoOmega, fitted_omega
from hiring.psychometrics.reliability.precision import MIN_MEASURED_SITTINGS, Precision, precision
from hiring.psychometrics.reliability.standard_errors import Interval, sem
from hiring.reports.gathering import Gathered
from hiring.reports.limits import USUAL_R
from hiring.reports.parts import MIN_FOR_DISTRIBUTION, MIN_FOR_ITEMS, Figure, Reason
from hiring.reports.total_parts import (
    Bin,
    ClusterFigures,
    Clusters,
    Distribution,
    Reliability,
    Styles,
)

BIN_POINTS = 5
SCALE_POINTS = 100
QUARTILES = (25, 50, 75)
_MIN_FOR_INTERVAL = 4
_WHY_NO_OMEGA = {
    NoOmega.TOO_FEW_UNITS: Reason.ONE_UNIT,
    NoOmega.TOO_FEW_PEOPLE: Reason.TOO_FEW,
    NoOmega.NO_SPREAD: Reason.NO_SPREAD,
    NoOmega.NO_SINGLE_FIT: Reason.NO_SINGLE_FIT,
    NoOmega.HEYWOOD: Reason.HEYWOOD,
    NoOmega.NEGATIVE_LOADING: Reason.NEGATIVE_LOADING,
}


def figure(
    n: int,
    value: float | None,
    interval: Interval | None = None,
    *,
    why: Reason = Reason.NO_SPREAD,
    no_interval: Reason = Reason.NO_FORMULA,
) -> Figure:
    """A figure with its interval, or with the reason why it or its interval is missing."""
    if value is None:
        return Figure(n=n, why_no_value=why)
    if interval is None:
        return Figure(n=n, value=value, why_no_interval=no_interval)
    return Figure(n=n, value=value, low=interval.low, high=interval.high)


def correlation_figure(r: float | None, n: int) -> Figure:
    """A correlation with its interval; None is a correlation that is not defined."""
    if r is None:
        return figure(n, None)
    if n < _MIN_FOR_INTERVAL:
        return figure(n, r, no_interval=Reason.TOO_FEW)
    return figure(n, r, correlation_interval(r, n), no_interval=Reason.PERFECT)


def mean_figure(mean: float, sd: float, n: int) -> Figure:
    """A mean with its interval; at least two people."""
    return figure(n, mean, mean_interval(mean, sd, n))


def distribution(totals: FloatArray) -> Distribution:
    """How the totals of everybody with a number are spread.

    Args:
        totals: Shape (n,), points 0..100, without gaps.
    """
    n = totals.size
    if n < MIN_FOR_DISTRIBUTION:
        return Distribution(n=n, withheld=Reason.TOO_FEW)
    mean, sd = exact_mean(totals), math.sqrt(sample_variance(totals))
    skew = skewness(totals)
    low, middle, high = np.percentile(totals, QUARTILES).tolist()
    return Distribution(
        n=n,
        withheld=None,
        mean=mean_figure(mean, sd, n),
        sd=figure(n, sd, sd_interval(sd, n)),
        skew=figure(n, skew, None if skew is None else skewness_interval(skew, n)),
        quartiles=(low, middle, high),
        lowest=float(totals.min()),
        highest=float(totals.max()),
        bins=_bins(totals),
    )


def precision_now(gathered: Gathered) -> Precision:
    """The rung that the sittings themselves can carry today."""
    return precision(gathered.scores.scenarios[gathered.has_total])


def reliability(gathered: Gathered, found: Precision) -> Reliability:
    """Coefficients of consistency over scenarios, and what they make of the error."""
    table = complete_table(gathered)
    n, n_units = table.shape
    n_dropped = int(gathered.has_total.sum()) - n
    if n < MIN_FOR_ITEMS:
        return Reliability(
            n=n, n_dropped=n_dropped, n_units=n_units, withheld=Reason.TOO_FEW, rung=found.rung
        )
    covariance = moments_of(table).covariance()
    alpha = alpha_from_covariance(covariance)
    variance = total_variance(covariance)
    sd = 0.0 if variance is None else math.sqrt(variance) / n_units
    return Reliability(
        n=n,
        n_dropped=n_dropped,
        n_units=n_units,
        withheld=None,
        rung=found.rung,
        alpha=_alpha_figure(alpha, n, n_units),
        stratified=_stratified(gathered, covariance, n),
        omega=_omega(covariance, n),
        split_half=_split_half(table, n),
        sem=_sem(sd, alpha, n, n_units),
        scenarios_for_70=_scenarios_needed(alpha, n, n_units),
    )


def clusters(gathered: Gathered, names: Sequence[str]) -> Clusters:
    """Each cluster with its own reliability and the test against the total."""
    table = complete_table(gathered)
    n = len(table)
    if n < MIN_FOR_ITEMS:
        return Clusters(n=n, withheld=Reason.TOO_FEW)
    covariance = moments_of(table).covariance()
    columns = gathered.plan.cluster_columns
    lines = tuple(
        _cluster(name, as_floats(table[:, list(one)]), covariance, one)
        for name, one in zip(names, columns, strict=True)
    )
    return Clusters(n=n, withheld=None, clusters=lines)


def styles(gathered: Gathered) -> Styles:
    """How high and how wide people rate, and whether that goes with their score."""
    rated = [n for n, one in enumerate(gathered.plan.items) if one.method is Method.HALF_CREDIT]
    n_ratings = sum(len(gathered.plan.items[column].options) for column in rated)
    is_whole = gathered.has_total & (gathered.codes[:, rated] >= 0).all(axis=1)
    n = int(is_whole.sum())
    if not rated or n < MIN_FOR_ITEMS:
        return Styles(n=n if rated else 0, withheld=Reason.TOO_FEW, n_ratings=n_ratings)
    ratings = _ratings(gathered, rated)[is_whole]
    means, spreads = as_floats(ratings.mean(axis=1)), as_floats(ratings.std(axis=1, ddof=1))
    ends = (1, gathered.plan.items[rated[0]].n_steps)
    extremes = as_floats(np.isin(ratings, ends).mean(axis=1))
    half_credit = as_floats(gathered.scores.items[is_whole][:, rated].mean(axis=1))
    standardised = gathered.scores.standardised[is_whole]
    both = ~np.isnan(standardised)
    agreement = correlation(half_credit[both], standardised[both])
    return Styles(
        n=n,
        withheld=None,
        n_ratings=n_ratings,
        mean_rating=_mean_of(means),
        spread_rating=_mean_of(spreads),
        extreme_share=_mean_of(extremes),
        r_standardised=correlation_figure(agreement, int(both.sum())),
        r_mean_rating=correlation_figure(correlation(half_credit, means), n),
        r_spread_rating=correlation_figure(correlation(half_credit, spreads), n),
    )


def complete_table(gathered: Gathered) -> FloatArray:
    """Scenario scores of complete sittings, shape (n, k_scenarios), points."""
    return as_floats(gathered.scores.scenarios[gathered.is_complete])


def _bins(totals: FloatArray) -> tuple[Bin, ...]:
    edges = np.arange(0, SCALE_POINTS + BIN_POINTS, BIN_POINTS)
    counts, _edges = np.histogram(totals, bins=edges)
    pairs = zip(edges[:-1].tolist(), edges[1:].tolist(), counts.tolist(), strict=True)
    return tuple(Bin(low=low, high=high, n=n) for low, high, n in pairs)


def _alpha_figure(alpha: float | None, n: int, n_units: int) -> Figure:
    interval = None if alpha is None else feldt_interval(min(alpha, 1.0), n, n_units)
    why = Reason.NO_SPREAD if n_units > 1 else Reason.ONE_UNIT
    return figure(n, alpha, interval, why=why)


def _stratified(gathered: Gathered, covariance: FloatArray, n: int) -> Figure:
    """By cluster; scenarios outside any cluster are a stratum of their own.

    One scenario alone has no consistency: it counts as error, and the coefficient is a little low.
    Leaving it out would give the reliability of another total.
    """
    inside = [list(columns) for columns in gathered.plan.cluster_columns]
    named = {column for columns in inside for column in columns}
    outside = [column for column in range(len(covariance)) if column not in named]
    strata = [columns for columns in (*inside, outside) if columns]
    joined = np.zeros((len(covariance), len(strata)))
    for number, columns in enumerate(strata):
        joined[columns, number] = 1.0
    parts = joined.T @ covariance @ joined
    parts = as_floats((parts + parts.T) / 2)
    alphas = [
        0.0 if len(one) == 1 else alpha_from_covariance(covariance[np.ix_(one, one)])
        for one in strata
    ]
    return figure(n, stratified_alpha(parts, alphas))


def _omega(covariance: FloatArray, n: int) -> Figure:
    found = fitted_omega(covariance)
    why = Reason.NO_SPREAD if found.reason is None else _WHY_NO_OMEGA[found.reason]
    return figure(n, found.value, why=why)


def _split_half(table: FloatArray, n: int) -> Figure:
    if table.shape[1] < 2:  # noqa: PLR2004 - two halves
        return figure(n, None, why=Reason.ONE_UNIT)
    found = odd_even(table)
    return figure(n, None if found is None else found.flanagan)


def _sem(sd: float, alpha: float | None, n: int, n_units: int) -> Figure:
    """The interval follows that of alpha; the spread is taken as it is."""
    if alpha is None or not 0 <= alpha <= 1:
        why = Reason.NOT_POSITIVE if alpha is not None else Reason.NO_SPREAD
        return figure(n, None, why=why)
    ends = feldt_interval(alpha, n, n_units)
    low, high = (sem(sd, min(max(end, 0.0), 1.0)) for end in (ends.high, ends.low))
    return figure(n, sem(sd, alpha), Interval(low, high))


def _scenarios_needed(alpha: float | None, n: int, n_units: int) -> Figure:
    if alpha is None or not 0 < alpha < 1:
        why = Reason.NO_SPREAD if alpha is None else Reason.LONGER_WILL_NOT_DO
        return figure(n, None, why=why)
    needed = n_units * times_longer_needed(alpha, USUAL_R)
    ends = feldt_interval(alpha, n, n_units)
    if ends.low <= 0:  # at the lower end of the interval no length would do
        return figure(n, math.ceil(needed), no_interval=Reason.LONGER_WILL_NOT_DO)
    low, high = (n_units * times_longer_needed(end, USUAL_R) for end in (ends.high, ends.low))
    return figure(n, math.ceil(needed), Interval(math.ceil(low), math.ceil(high)))


def _cluster(
    name: str, scores: FloatArray, covariance: FloatArray, columns: Sequence[int]
) -> ClusterFigures:
    n, n_scenarios = scores.shape
    inside = covariance[np.ix_(list(columns), list(columns))]
    r = alpha_from_covariance(inside)
    variance, total = float(inside.sum()), float(covariance.sum())
    with_total = float(covariance[list(columns)].sum())
    # A total or a cluster without spread has no reliability that could be compared.
    is_flat = total_variance(covariance) is None or total_variance(inside) is None
    report = facet_report(None if is_flat else r, variance, with_total, total)
    means = as_floats(scores.mean(axis=1))
    mean, sd = exact_mean(means), math.sqrt(sample_variance(means))
    return ClusterFigures(
        n=n,
        name=name,
        n_scenarios=n_scenarios,
        mean=mean_figure(mean, sd, n),
        sd=figure(n, sd, sd_interval(sd, n)),
        r=_alpha_figure(r, n, n_scenarios),
        prmse_total=figure(n, report.prmse_total, why=Reason.NOT_POSITIVE),
        is_reportable=report.is_reportable if n >= MIN_MEASURED_SITTINGS else None,
    )


def _ratings(gathered: Gathered, rated: Sequence[int]) -> FloatArray:
    """Shape (n, n_ratings), steps from 1; who left an item out has anything there."""
    tables = []
    for column in rated:
        options = gathered.plan.items[column].options
        known = [[float(value[one]) for one in options] for value in gathered.answers[column]]
        table = np.array([*known, [np.nan] * len(options)])
        tables.append(table[gathered.codes[:, column]])
    return as_floats(np.hstack(tables))


def _mean_of(values: FloatArray) -> Figure:
    return mean_figure(exact_mean(values), math.sqrt(sample_variance(values)), values.size)

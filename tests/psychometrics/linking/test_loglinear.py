import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from hiring.psychometrics.linking.loglinear import fit, smooth, smooth_pair

some_counts = arrays(np.float64, 21, elements=st.integers(0, 30))
POINTS = np.arange(101.0)


def bell(n=400, mean=60.0, sd=9.0, seed=1):
    scores = np.random.default_rng(seed).normal(mean, sd, n)
    return np.bincount(np.clip(np.round(scores), 0, 100).astype(int), minlength=101).astype(float)


def pairs(n=400, size=21, seed=2):
    rng = np.random.default_rng(seed)
    level = rng.normal(11, 3, n)
    x, v = (np.clip(np.round(level + rng.normal(0, 2, n)), 0, size - 1) for _ in range(2))
    return np.histogram2d(x, v, bins=[np.arange(-0.5, size)] * 2)[0]


def powers_kept(observed, expected, degree):
    points = np.arange(observed.size) / observed.size
    return [(float(points**k @ observed), float(points**k @ expected)) for k in range(degree + 1)]


@pytest.mark.parametrize("degree", [1, 2, 3, 4, 5, 6])
def test_a_smooth_curve_keeps_as_many_moments_as_its_degree(degree):
    counts = bell()

    for observed, expected in powers_kept(counts, smooth(counts, degree).expected, degree):
        assert expected == pytest.approx(observed, rel=1e-8)


def test_the_moment_after_the_last_is_not_kept():
    counts = bell()

    observed, expected = powers_kept(counts, smooth(counts, 2).expected, 3)[-1]

    assert expected != pytest.approx(observed, rel=1e-5)


@settings(deadline=None, max_examples=40)
@given(some_counts, st.integers(2, 4))
def test_moments_are_kept_whatever_the_counts(counts, degree):
    assume(np.count_nonzero(counts) > degree + 2)

    for observed, expected in powers_kept(counts, smooth(counts, degree).expected, degree):
        assert expected == pytest.approx(observed, rel=1e-6)


def test_the_fit_is_the_poisson_regression_of_a_statistics_library():
    counts = bell()
    z = (POINTS - 60) / 10
    powers = np.column_stack([z**k for k in range(4)])

    reference = sm.GLM(counts, powers, family=sm.families.Poisson()).fit(tol=1e-12)
    found = smooth(counts, 3)

    assert found.expected == pytest.approx(reference.fittedvalues, abs=1e-7)
    assert found.aic == pytest.approx(reference.deviance + 2 * 4, abs=1e-6)


def test_without_a_degree_the_one_with_the_lowest_aic_is_taken():
    counts = bell()

    chosen = smooth(counts)

    assert chosen.aic == min(smooth(counts, degree).aic for degree in range(2, 7))


def test_two_humps_need_more_than_two_moments():
    counts = bell(mean=35, sd=5) + bell(mean=75, sd=5)

    assert smooth(counts).model.degrees[0] >= 4


def test_shares_of_people_are_above_zero_and_add_up_to_one():
    shares = smooth(bell(sd=20.0), 2).probabilities

    assert shares.sum() == pytest.approx(1)
    assert shares.min() > 0


@pytest.mark.parametrize("cross", [1, 2])
def test_a_smooth_surface_keeps_the_moments_of_both_scores_and_across(cross):
    counts = pairs()
    x, v = np.meshgrid(np.arange(21), np.arange(21), indexing="ij")
    x, v = x - (x * counts).sum() / counts.sum(), v - (v * counts).sum() / counts.sum()

    expected = smooth_pair(counts, (3, 2), cross).expected

    kept = [x**0, x, x**2, x**3, v, v**2, x * v]
    for moment in kept:
        assert (moment * expected).sum() == pytest.approx((moment * counts).sum(), abs=1e-5)


def test_cells_where_nobody_can_be_stay_empty():
    counts = pairs()
    x, v = np.meshgrid(np.arange(21), np.arange(21), indexing="ij")
    possible = np.abs(x - v) <= 13

    smoothed = smooth_pair(counts, (2, 2), 1, possible)

    assert smoothed.expected[~possible].max() == 0
    assert smoothed.expected.sum() == pytest.approx(counts.sum())


def test_people_where_nobody_can_be_are_a_fault():
    with pytest.raises(ValueError, match="does not allow"):
        smooth_pair(pairs(), (2, 2), 1, np.zeros((21, 21), bool))


def test_degrees_of_pairs_are_chosen_when_none_are_given():
    smoothed = smooth_pair(pairs())

    counts = pairs()
    margins = (smooth(counts.sum(axis=axis)).model.degrees[0] for axis in (1, 0))
    assert smoothed.model.degrees[:2] == tuple(margins)
    assert smoothed.model.degrees[2] in {1, 2}


def test_a_model_fits_other_counts_from_where_it_stands():
    first, second = smooth(bell(seed=1), 4), bell(seed=9)

    again = fit(first.model, second, first.coefficients)

    assert again.expected == pytest.approx(smooth(second, 4).expected, abs=1e-6)


@pytest.mark.parametrize("smoother", [smooth, lambda counts: smooth(counts, 3)])
def test_too_few_different_scores_cannot_be_smoothed(smoother):
    counts = np.zeros(11)
    counts[[4, 5]] = 30

    with pytest.raises(ValueError, match=r"too few different scores .* coarser grid"):
        smoother(counts)


@pytest.mark.parametrize(
    ("counts", "message"),
    [
        ([3, -1, 4, 4], "none below 0: check point 1$"),
        ([3, np.nan, 4, np.inf], "none below 0: check point 1, point 3$"),
        ([[3.0, 4.0], [1.0, 2.0]], "numbers of people per score"),
        ([0, 0, 0], "nobody has been counted"),
    ],
)
def test_counts_that_are_no_numbers_of_people_are_refused(counts, message):
    with pytest.raises(ValueError, match=message):
        smooth(counts, 1)


def test_a_degree_below_one_is_refused():
    with pytest.raises(ValueError, match="at least 1"):
        smooth(bell(), 0)


def test_a_pair_keeps_cross_moments_of_standardised_scores():
    counts = pairs()
    x, v = np.meshgrid(np.arange(21.0), np.arange(21.0), indexing="ij")

    smoothed = smooth_pair(counts, (2, 2), 2).expected

    z, w = (_standardised(one, counts) for one in (x, v))
    for power in (1, 2):
        products = (z * w) ** power
        assert (products * smoothed).sum() == pytest.approx((products * counts).sum(), rel=1e-8)
    raw = (x * v) ** 2
    assert (raw * smoothed).sum() != pytest.approx((raw * counts).sum(), rel=1e-8)


def _standardised(scores, counts):
    mean = (scores * counts).sum() / counts.sum()
    return (scores - mean) / np.sqrt(((scores - mean) ** 2 * counts).sum() / counts.sum())

"""What a small group can say: intervals for a share, and percentiles that own up to the size.

Shares lie in 0..1, percentiles in 0..100.

Source of all formulas: scoring reference, section 4.8, "Small norm groups".
"""

import math
from dataclasses import dataclass

from scipy.special import betaincinv, stdtr

from hiring.psychometrics.reliability.standard_errors import Interval

_MIN_FOR_VARIANCE = 2


@dataclass(frozen=True, slots=True)
class StudentRank:
    """Where one person stands against a small sample."""

    t: float
    df: float
    percentile: float  # 0..100


@dataclass(frozen=True, slots=True)
class NormEstimate:
    """What is believed of a norm: before a sample as after it.

    Attributes:
        mean: The norm's mean, in points.
        sd: Its standard deviation, in points.
        weight: How many people the mean is worth.
        df: Degrees of freedom of the standard deviation.
    """

    mean: float
    sd: float
    weight: float
    df: float

    def __post_init__(self) -> None:
        if not (self.sd > 0 and self.weight > 0 and self.df > 0):
            raise ValueError("a norm needs spread, weight and degrees of freedom above 0")


def wilson_interval(b: float, n: int, z: float) -> Interval:
    """Where a share may lie in all people, given b of n in a sample (Wilson).

    Args:
        b: How many, 0..n; a half where somebody is counted half.
        n: Of how many, 1 or more.
        z: Standard normal quantile, 0 or more.

    Returns:
        Within 0..1. It never has width nothing, not even at b = 0 or n, unless z is 0.

    Raises:
        ValueError: One of the three is out of range.

    Source: case R-21.
    """
    _check_count(b, n)
    if not z >= 0:
        raise ValueError("a quantile is at least 0 here")
    p, squared = b / n, z * z
    middle = p + squared / (2 * n)
    half = z * math.sqrt(p * (1 - p) / n + squared / (4 * n * n))
    low, high = ((middle + side * half) / (1 + squared / n) for side in (-1, 1))
    # At the very ends the two terms cancel, and rounding must not leave a speck.
    return Interval(0.0 if b == 0 else max(low, 0.0), 1.0 if b == n else min(high, 1.0))


def jeffreys_interval(b: float, n: int, p: float = 0.05) -> Interval:
    """The same from Jeffreys' prior.

    With nobody (b = 0) the lower end is 0, with everybody the upper end is 1, and
    the other end keeps its quantile p / 2: the quantiles of the Beta distribution
    would leave out the very share that was seen.

    Args:
        b: As in ``wilson_interval``.
        n: As there.
        p: What is left outside, both sides together.

    Raises:
        ValueError: One of the three is out of range.

    Source: case R-21; the ends after Brown, Cai and DasGupta (2001).
    """
    _check_count(b, n)
    if not 0 < p < 1:
        raise ValueError("p lies between 0 and 1")
    shape = (b + 0.5, n - b + 0.5)
    low = 0.0 if b == 0 else float(betaincinv(*shape, p / 2))
    return Interval(low, 1.0 if b == n else float(betaincinv(*shape, 1 - p / 2)))


def crawford_howell(score: float, mean: float, sd: float, n: int) -> StudentRank:
    """Where a person stands against a sample too small for the normal table.

    Args:
        score: The person's, in points.
        mean: The sample's.
        sd: The sample's (n - 1), above 0.
        n: Its size, 2 or more; worth while below fifty.

    Raises:
        ValueError: The sample does not vary, or is smaller.

    Source: Crawford and Howell (1998); case R-22.
    """
    if n < _MIN_FOR_VARIANCE or not sd > 0:
        raise ValueError("a sample to compare with has two people or more, and varies")
    t = (score - mean) / (sd * math.sqrt((n + 1) / n))
    return StudentRank(t, n - 1, 100 * float(stdtr(n - 1, t)))


def shrunk_norm(prior: NormEstimate, n: int, mean: float, sd: float) -> NormEstimate:
    """What to believe of a norm after a sample, given what was believed before.

    Args:
        prior: What was believed.
        n: Size of the sample, 1 or more.
        mean: The sample's.
        sd: The sample's (n - 1); not read where n is 1.

    Returns:
        Mean and spread between prior and sample, the nearer to the sample the
        larger it is. The spread also grows with the distance of the two means.

    Raises:
        ValueError: There is no sample, or its spread is below 0 or missing.

    Source: case R-23.
    """
    if n < 1 or not (sd >= 0 or n == 1):
        raise ValueError("a sample has one person or more, and a spread of at least 0")
    within = (n - 1) * sd * sd if n > 1 else 0.0
    weight, df = prior.weight + n, prior.df + n
    middle = (prior.weight * prior.mean + n * mean) / weight
    between = prior.weight * n / weight * (mean - prior.mean) ** 2
    variance = (prior.df * prior.sd * prior.sd + within + between) / df
    return NormEstimate(middle, math.sqrt(variance), weight, df)


def predictive_percentile(score: float, norm: NormEstimate) -> float:
    """Share of people to come who will lie below a score, 0..100. Source: case R-23."""
    spread = norm.sd * math.sqrt(1 + 1 / norm.weight)
    return 100 * float(stdtr(norm.df, (score - norm.mean) / spread))


def _check_count(b: float, n: int) -> None:
    if n < 1 or not 0 <= b <= n:
        raise ValueError(f"a count lies in 0..n, and n is at least 1: not {b} of {n}")

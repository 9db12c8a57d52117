"""How many candidates a norm group needs before a percentile means something.

Somebody in the very middle of all candidates is looked up in norm groups of growing size. The
width of the library's interval says how vague the answer is; how often it holds the truth says
whether the interval itself is honest.
"""

from dataclasses import dataclass

import numpy as np

from hiring.psychometrics.arrays import FloatArray
from hiring.psychometrics.norms.small_groups import wilson_interval
from hiring.psychometrics.reliability.precision import Z_90
from hiring.psychometrics.reliability.standard_errors import Interval

SIZES = (15, 30, 50, 75, 100, 150, 200, 300, 500, 1000)
WANTED_POINTS = (10, 5)
N_GROUPS = 4000  # norm groups drawn of each size
_MOST = 10_000


@dataclass(frozen=True, slots=True)
class NormWidth:
    """Norm groups of one size.

    Attributes:
        n: Their size.
        low: Lower end of the 90 % interval of a middling percentile, 0..100.
        high: Upper end.
        covered: Share of simulated norm groups whose interval holds the true percentile.
    """

    n: int
    low: float
    high: float
    covered: float

    @property
    def half_width(self) -> float:
        """Percentile points to either side."""
        return (self.high - self.low) / 2


@dataclass(frozen=True, slots=True)
class NormFigures:
    """By size of the norm group, and the smallest size for each width that may be wanted.

    ``percentile`` is the true percentile of the score looked up: as near to the middle as the
    steps of the scores allow.
    """

    score_points: float
    percentile: float
    widths: tuple[NormWidth, ...]
    smallest: dict[int, int]


def norm_figures(totals: FloatArray, rng: np.random.Generator) -> NormFigures:
    """Draw norm groups from all candidates and look up the median.

    Args:
        totals: Shape (n,), the scores of all candidates there could be; no NaN.
        rng: Draws them.
    """
    score = float(np.sort(totals)[totals.size // 2])
    shares = np.array([(totals < score).mean(), (totals == score).mean(), (totals > score).mean()])
    truth = float(shares[0] + shares[1] / 2)
    return NormFigures(
        score_points=score,
        percentile=100 * truth,
        widths=tuple(_width(n, shares, truth, rng) for n in SIZES),
        smallest={points: smallest_norm(points) for points in WANTED_POINTS},
    )


def smallest_norm(points: float) -> int:
    """The least size at which the 90 % interval of the median reaches no further than ± points.

    Raises:
        ValueError: No size up to 10,000 does.
    """
    for n in range(1, _MOST + 1):
        if _middling(n).high - 0.5 <= points / 100:
            return n
    raise ValueError(f"no norm group of up to {_MOST} people is as exact as ±{points} points")


def _middling(n: int) -> Interval:
    return wilson_interval(n / 2, n, Z_90)


def _width(n: int, shares: FloatArray, truth: float, rng: np.random.Generator) -> NormWidth:
    counts = rng.multinomial(n, shares, size=N_GROUPS)
    ranks = (counts[:, 0] + counts[:, 1] / 2).tolist()
    intervals = [wilson_interval(b, n, Z_90) for b in ranks]
    typical = _middling(n)
    return NormWidth(
        n=n,
        low=100 * typical.low,
        high=100 * typical.high,
        covered=float(np.mean([one.low <= truth <= one.high for one in intervals])),
    )

"""Where people stand to a cut score, given how far a score may stray.

A cut on the score itself was rejected: it would call two people different who are apart by less
than the error. So people are grouped by the probability that their true score reaches the cut.

Source: scoring reference, section 4.9.
"""

from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

from hiring.psychometrics.reliability.precision import Precision, estimate
from hiring.psychometrics.reliability.standard_errors import probability_above_cut

CLEARLY_FROM = 0.90

_Z_CLEARLY = NormalDist().inv_cdf(CLEARLY_FROM)
_LOWEST, _HIGHEST = 0.0, 100.0


class CutGroup(StrEnum):
    """Where somebody stands to a cut score, from the top."""

    ABOVE = "above"
    AROUND = "around"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class Crossings:
    """The totals at which the probability crosses its two bounds; they may lie off the scale.

    Attributes:
        low: Up to here people stand clearly below the cut.
        high: From here on they stand clearly above it.
    """

    low: float
    high: float

    def group_of(self, total: float) -> CutGroup:
        """The group of a total."""
        if total >= self.high:
            return CutGroup.ABOVE
        return CutGroup.BELOW if total <= self.low else CutGroup.AROUND


def probability_reaches(total: float, cut: float, precision: Precision) -> float:
    """Probability that the true score behind a total reaches the cut, 0..1.

    Raises:
        ValueError: The total lies off 0..100 or is NaN.

    Source: Φ((T̂ - cut) / error), with the estimate and error of the precision ladder; case R-24.
    """
    return probability_above_cut(estimate(total, precision), precision.error, cut)


def crossings(cut: float, precision: Precision) -> Crossings:
    """The two totals between which nothing clear can be said.

    The probability never falls as the total rises, so that two totals tell the groups apart, for
    any number of people.

    Raises:
        ValueError: The cut lies off 0..100, or the reliability is 0: then no total says anything
            about the true score.
    """
    if not _LOWEST <= cut <= _HIGHEST:
        raise ValueError(f"a cut score lies in 0..100, not at {cut:g}")
    reach = _Z_CLEARLY * precision.error
    return Crossings(_total_at(cut - reach, precision), _total_at(cut + reach, precision))


def _total_at(true_score: float, precision: Precision) -> float:
    """The total whose estimate is this: the way back through ``estimate``."""
    if precision.mean is None:
        return true_score
    if precision.r <= 0:
        raise ValueError("at a reliability of 0 no total leads to a true score")
    return precision.mean + (true_score - precision.mean) / precision.r

"""What the model takes for granted about simulated people, as numbers that can be changed.

None of it was estimated from real candidates. The correlation between scenarios is the planning
value of the scoring reference, 4.1; the rest is chosen so that scores look like those of such
tests: a mean above the middle, a spread of about ten points.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

import numpy as np

from hiring.psychometrics.arrays import FloatArray


class Style(StrEnum):
    """How somebody turns a view into an answer."""

    PLAIN = "plain"  # says what is seen
    EXTREME = "extreme"  # stretches ratings towards the ends
    MIDDLE = "middle"  # shrinks ratings towards the middle
    ACQUIESCENT = "acquiescent"  # rates everything higher
    FLATTERING = "flattering"  # answers by what looks good
    UNIFORM = "uniform"  # careless: any answer is as likely as any other
    STRAIGHT_LINE = "straight_line"  # careless: the same place throughout


STYLES = tuple(Style)

# How far a rating lies from the middle of the scale, as a multiple of how it is seen.
STRETCH: Mapping[Style, float] = MappingProxyType({Style.EXTREME: 2.0, Style.MIDDLE: 0.45})
# How much higher than seen, in steps of the scale.
LIFT_STEPS: Mapping[Style, float] = MappingProxyType({Style.ACQUIESCENT: 0.8})

_DEFAULT_SHARES: Mapping[Style, float] = MappingProxyType(
    {
        Style.EXTREME: 0.08,
        Style.MIDDLE: 0.08,
        Style.ACQUIESCENT: 0.08,
        Style.FLATTERING: 0.05,
        Style.UNIFORM: 0.005,
        Style.STRAIGHT_LINE: 0.005,
    }
)


@dataclass(frozen=True, slots=True)
class Assumptions:
    """One population of simulated people.

    Attributes:
        scenario_correlation: Mean correlation between the scores of two scenarios.
        mean_agreement: Correlation of an average person's view with the key, before any style.
        deviation_ratio: Spread of what a person makes of one scenario, over the spread of
            judgement between people.
        lasting_share: Share of that deviation's variance that would come back if the same person
            sat again. The rest, and all chance in the answers, is drawn anew.
        group_difference: How much higher the reference group's mean judgement is, in standard
            deviations within groups. Half of the people belong to each group.
        flattery_agreement: Correlation of what looks good with the key.
        shares: Share of the people with each style; who is left over is plain.
    """

    scenario_correlation: float = 0.08
    mean_agreement: float = 0.6
    deviation_ratio: float = 2.0
    lasting_share: float = 0.0
    group_difference: float = 0.38
    flattery_agreement: float = 0.6
    shares: Mapping[Style, float] = field(default_factory=lambda: _DEFAULT_SHARES)

    def __post_init__(self) -> None:
        if not 0 < self.scenario_correlation < 1:
            raise ValueError("the correlation between scenarios lies between 0 and 1; try 0.08")
        if not 0 < self.mean_agreement < 1:
            raise ValueError("the mean agreement with the key lies between 0 and 1; try 0.6")
        if not (0 <= self.lasting_share <= 1 and -1 <= self.flattery_agreement <= 1):
            raise ValueError("a share lies in 0..1 and a correlation in -1..1")
        if self.deviation_ratio < 0:
            raise ValueError("the deviation ratio is a spread over a spread: 0 or more")
        if any(share < 0 for share in self.shares.values()) or sum(self.shares.values()) > 1:
            raise ValueError("the shares of the styles must be 0 or more and sum to at most 1")

    @property
    def style_shares(self) -> FloatArray:
        """Shape (n_styles,), in the order of ``STYLES``; sums to 1."""
        given: dict[Style, float] = dict(self.shares)
        given.pop(Style.PLAIN, None)
        given[Style.PLAIN] = 1.0 - sum(given.values())
        return np.array([given.get(style, 0.0) for style in STYLES])

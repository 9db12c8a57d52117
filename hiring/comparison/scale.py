"""A score said on the scale of another form, with the error that saying it there adds.

Points of one form need not be worth as much on the other. So the error of measurement is brought
along by the slope of the conversion at the score, and then the error of linking joins it.
"""

import math
from dataclasses import dataclass, replace

from hiring.comparison.people import ScoredPerson
from hiring.linking_studies import LinkingStudy, linking_of
from hiring.psychometrics.reliability.precision import Z_90
from hiring.psychometrics.reliability.standard_errors import Interval, equally_likely_points
from hiring.scoring import precision_of

_LOWEST, _HIGHEST = 0.0, 100.0


@dataclass(frozen=True, slots=True)
class OnScale:
    """What a pair needs to know of one person.

    Attributes:
        person: Who.
        total: Points on the scale of the comparison.
        sem: Standard error of measurement on that scale.
        r: Reliability of the person's form.
        linking_error: Standard error of the study that says the score there; 0 without one.
    """

    person: ScoredPerson
    total: float
    sem: float
    r: float
    linking_error: float = 0.0


def on_own_scale(person: ScoredPerson) -> OnScale:
    """The person as scored.

    Raises:
        ValueError: There is no number.
    """
    if person.score.total is None:
        raise ValueError("a person without a number stands on no scale")
    precision = precision_of(person.snapshot)
    return OnScale(person, person.score.total, precision.sem, precision.r)


def on_other_scale(person: ScoredPerson, study: LinkingStudy) -> OnScale:
    """The person as a linking study says the score on the old form's scale.

    Raises:
        ValueError: There is no number.
    """
    own = on_own_scale(person)
    moved = _equated(study, own.total)
    slope = _slope(study, own.total, own.sem)
    shown = _shown(person, study, moved, slope)
    return OnScale(shown, moved, own.sem * slope, own.r, study.standard_error)


def _shown(person: ScoredPerson, study: LinkingStudy, moved: float, slope: float) -> ScoredPerson:
    """The person with picture and interval on the other scale, widened by the error of linking."""
    middle = _equated(study, person.estimate_points or 0.0)
    error = math.hypot(precision_of(person.snapshot).error * slope, study.standard_error)
    interval = Interval(middle - Z_90 * error, middle + Z_90 * error)
    return replace(
        person,
        estimate_points=middle,
        interval=interval.clipped(_LOWEST, _HIGHEST),
        likely_points=equally_likely_points(middle, error),
        scale_points=moved,
    )


def _equated(study: LinkingStudy, points: float) -> float:
    return float(linking_of(study).equate([points]).scores[0])


def _slope(study: LinkingStudy, points: float, error: float) -> float:
    """How many points of the old scale one point of the new one is worth, around a score."""
    linking = linking_of(study)
    if linking.slope is not None:
        return linking.slope
    low, high = max(_LOWEST, points - error), min(_HIGHEST, points + error)
    below, above = linking.equate([low, high]).scores.tolist()
    return float((above - below) / (high - low))

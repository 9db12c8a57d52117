"""Where a score stands in the norm group of its opening, or the reason why nothing can be said."""

from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session

from hiring.norm_groups.records import NormGroup, find_norm_group
from hiring.openings.records import Opening
from hiring.psychometrics.norms.display import NormDisplay, norm_display, norm_of
from hiring.psychometrics.norms.floors import NormFloors
from hiring.psychometrics.reliability.standard_errors import Interval
from hiring.scoring.records import Score
from hiring.sittings.records import Sitting


class WhyNoPlace(StrEnum):
    """Why a score is not held against the chosen group."""

    NO_NUMBER = "no_number"
    OTHER_FORM = "other_form"
    OTHER_LANGUAGE = "other_language"
    SIMULATED = "simulated"


@dataclass(frozen=True, slots=True)
class Place:
    """A score in a norm group.

    Attributes:
        group: The group that the opening uses.
        display: What may be shown, by the size of the group; None where ``why_not`` says why.
        why_not: The reason, or None.
    """

    group: NormGroup
    display: NormDisplay | None
    why_not: WhyNoPlace | None


def find_place(
    session: Session,
    opening: Opening,
    *,
    sitting: Sitting,
    score: Score,
    interval: Interval | None,
    floors: NormFloors,
) -> Place | None:
    """Where a score stands in the group of its opening; None where no group is chosen.

    Args:
        session: For the group.
        opening: Names the group.
        sitting: Which form was sat, in which language, and whether by a made-up person.
        score: By which key, and the total.
        interval: The person's 90 % interval in points; None where there is no number.
        floors: How many people the house asks for.
    """
    group = find_norm_group(session, opening.norm_group_id)
    if group is None:
        return None
    why_not = _why_not(group, sitting, score)
    if why_not is not None:
        return Place(group, None, why_not)
    if score.total is None or interval is None:
        return Place(group, None, WhyNoPlace.NO_NUMBER)
    return Place(group, norm_display(score.total, norm_of(group.totals), interval, floors), None)


def _why_not(group: NormGroup, sitting: Sitting, score: Score) -> WhyNoPlace | None:
    if sitting.is_simulated:
        return WhyNoPlace.SIMULATED
    if (group.key_version_id, group.form_id) != (score.key_version_id, sitting.form_id):
        return WhyNoPlace.OTHER_FORM
    if sitting.language not in group.languages:  # a translation may be easier or harder
        return WhyNoPlace.OTHER_LANGUAGE
    return None

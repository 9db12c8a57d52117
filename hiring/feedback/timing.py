"""When candidates see their feedback: the employer sets when. Turning it off takes two people.

That is ``hiring.openings.no_feedback``. What is off, only an owner turns on again. The explanation
of a result is no feedback: whoever asks for it has it as soon as there is a score.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from sqlmodel import Session

from hiring.accounts import Role, Staff
from hiring.errors import NotAllowedError
from hiring.openings.days import day_of, start_of
from hiring.openings.no_feedback import note_feedback_set
from hiring.openings.records import FeedbackTime, Opening
from hiring.scoring import Score

EXPLANATION_DAYS = 30


class Release(StrEnum):
    """Whether a candidate can read their feedback now, or why not."""

    OPEN = "open"
    NOT_SCORED = "not_scored"
    LATER = "later"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class FeedbackState:
    """Where feedback stands. ``first_day`` is the first whole day on which it can be read.

    It is None where feedback is off, and where nothing but the score is missing.
    """

    release: Release
    first_day: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether it can be read now."""
        return self.release is Release.OPEN


def feedback_state(
    opening: Opening, score: Score | None, now: datetime, *, zone: tzinfo
) -> FeedbackState:
    """Whether a candidate of the opening can read their feedback now, and if not, from when.

    Args:
        opening: Says when.
        score: The newest score; None while there is none. One whose open answers are still being
            rated is none yet.
        now: The present moment.
        zone: Where the house is: feedback begins with a day there.
    """
    if opening.feedback == FeedbackTime.OFF.value:
        return FeedbackState(Release.OFF)
    first = first_day(opening, zone)
    if first is not None and now < start_of(first, zone):
        return FeedbackState(Release.LATER, first)
    is_whole = score is not None and not score.is_being_rated
    return FeedbackState(Release.OPEN if is_whole else Release.NOT_SCORED)


def first_day(opening: Opening, zone: tzinfo) -> date | None:
    """The first day of feedback where the house is; None where it waits for no day."""
    match FeedbackTime(opening.feedback):
        case FeedbackTime.AT_CLOSE:
            return opening.decide_by + timedelta(days=1)
        case FeedbackTime.ON_DATE:
            chosen = opening.feedback_from
            return None if chosen is None else _first_whole_day(chosen, zone)
        case FeedbackTime.AT_ONCE | FeedbackTime.OFF:
            return None


def explanation_due_on(submitted_at: datetime) -> date:
    """By which day a candidate must be able to read the explanation of the result."""
    return (submitted_at + timedelta(days=EXPLANATION_DAYS)).date()


def set_feedback_time(
    session: Session,
    opening: Opening,
    *,
    time: FeedbackTime,
    starts_at: datetime | None = None,
    staff: Staff,
    now: datetime,
) -> None:
    """Set from when candidates see their feedback. Flushes; the caller commits.

    Args:
        session: The caller's.
        opening: Whose candidates.
        time: When.
        starts_at: The moment, with ``FeedbackTime.ON_DATE`` and only then.
        staff: Who sets it.
        now: The present moment.

    Raises:
        NotAllowedError: Nobody turns feedback off alone, and only an owner turns it on again.
        ValueError: The moment is missing, or there is one too many.
    """
    if time is FeedbackTime.OFF:
        raise NotAllowedError("turning feedback off takes a second person")
    if opening.feedback == FeedbackTime.OFF.value and staff.role != Role.OWNER:
        raise NotAllowedError("only an owner turns feedback on again")
    if (time is FeedbackTime.ON_DATE) != (starts_at is not None):
        raise ValueError("a moment goes with feedback on a date, and only there")
    opening.feedback, opening.feedback_from = time.value, starts_at
    opening.feedback_off_reason = None
    session.flush()
    note_feedback_set(session, opening, staff=staff, now=now)


def _first_whole_day(moment: datetime, zone: tzinfo) -> date:
    """Midnight itself belongs to the day that begins; any later moment to the one before."""
    return day_of(moment - timedelta(microseconds=1), zone) + timedelta(days=1)

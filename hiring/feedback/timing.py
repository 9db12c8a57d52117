"""When candidates see their feedback: the employer sets when; whether, only an owner, with reasons.

What an owner has turned off, only an owner turns on again. The explanation of a result is no
feedback: whoever asks for it has it as soon as there is a score.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlmodel import Session

from hiring import audit
from hiring.accounts import Role, Staff
from hiring.errors import NotAllowedError
from hiring.openings.records import FeedbackTime, Opening
from hiring.scoring import Score

EXPLANATION_DAYS = 30
MIN_REASON_CHARS = 10
MAX_REASON_CHARS = 500


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


def feedback_state(opening: Opening, score: Score | None, now: datetime) -> FeedbackState:
    """Whether a candidate of the opening can read their feedback now, and if not, from when.

    Args:
        opening: Says when.
        score: The newest score; None while there is none. One whose open answers are still being
            rated is none yet.
        now: The present moment.
    """
    if opening.feedback == FeedbackTime.OFF.value:
        return FeedbackState(Release.OFF)
    opens_at = _opens_at(opening)
    if opens_at is not None and now < opens_at:
        return FeedbackState(Release.LATER, _first_whole_day(opens_at))
    is_whole = score is not None and not score.is_being_rated
    return FeedbackState(Release.OPEN if is_whole else Release.NOT_SCORED)


def explanation_due_on(submitted_at: datetime) -> date:
    """By which day a candidate must be able to read the explanation of the result."""
    return (submitted_at + timedelta(days=EXPLANATION_DAYS)).date()


def set_feedback_time(
    session: Session,
    opening: Opening,
    *,
    time: FeedbackTime,
    starts_at: datetime | None = None,
    reason: str = "",
    staff: Staff,
    now: datetime,
) -> None:
    """Set from when candidates see their feedback. Flushes; the caller commits.

    Args:
        session: The caller's.
        opening: Whose candidates.
        time: When.
        starts_at: The moment, with ``FeedbackTime.ON_DATE`` and only then.
        reason: Why candidates get none, with ``FeedbackTime.OFF`` and only then.
        staff: Who sets it.
        now: The present moment.

    Raises:
        NotAllowedError: Only an owner turns feedback off, or on again.
        ValueError: A moment or a reason is missing, or there is one too many.
    """
    if FeedbackTime.OFF.value in {time.value, opening.feedback} and staff.role != Role.OWNER:
        raise NotAllowedError("only an owner turns feedback off, or on again")
    _check(time, starts_at, reason.strip())
    opening.feedback, opening.feedback_from = time.value, starts_at
    opening.feedback_off_reason = reason.strip() or None
    session.flush()
    audit.record(
        session,
        "feedback.set",
        actor=staff.id,
        object_id=opening.id,
        now=now,
        chain=opening.id,
        when=time.value,
        starts_at=None if starts_at is None else starts_at.isoformat(),
    )


def _check(time: FeedbackTime, starts_at: datetime | None, reason: str) -> None:
    if (time is FeedbackTime.ON_DATE) != (starts_at is not None):
        raise ValueError("a moment goes with feedback on a date, and only there")
    if time is not FeedbackTime.OFF and reason:
        raise ValueError("a reason goes with feedback that is off, and only there")
    if time is FeedbackTime.OFF and not MIN_REASON_CHARS <= len(reason) <= MAX_REASON_CHARS:
        raise ValueError(
            f"no feedback needs a reason of {MIN_REASON_CHARS} to {MAX_REASON_CHARS} characters"
        )


def _opens_at(opening: Opening) -> datetime | None:
    match FeedbackTime(opening.feedback):
        case FeedbackTime.AT_CLOSE:
            return opening.decide_by
        case FeedbackTime.ON_DATE:
            return opening.feedback_from
        case FeedbackTime.AT_ONCE | FeedbackTime.OFF:
            return None


def _first_whole_day(moment: datetime) -> date:
    """Midnight itself belongs to the day that begins; any later moment to the one before."""
    return (moment - timedelta(microseconds=1)).date() + timedelta(days=1)

"""The conditions under which one candidate works, where they differ from everybody's.

They belong to the person, not to the sitting: they can be set before the start and changed while
the sitting runs. Nothing that leads to a decision reads them: no score, comparison, brief or
export. Why they were agreed is written nowhere.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, select

from hiring.db import Record, UtcDateTime

SECONDS_PER_MINUTE = 60


class Conditions(Record, table=True):
    """What was agreed with one candidate. Without a row everything is as for everybody."""

    __table_args__ = (
        CheckConstraint(
            "extra_percent >= 0 AND extra_percent <= 900", name="extra_percent_is_sensible"
        ),
        CheckConstraint(
            "extra_minutes >= 0 AND extra_minutes <= 1440", name="extra_minutes_is_sensible"
        ),
    )

    candidate_id: UUID = Field(foreign_key="candidate.id", ondelete="CASCADE", unique=True)
    extra_percent: int = 0
    extra_minutes: int = 0
    is_untimed: bool = False
    may_pause: bool = False
    large_print: bool = False
    plain_text: bool = False
    has_assistant: bool = False
    decided_by_id: UUID = Field(foreign_key="staff.id", ondelete="RESTRICT")
    decided_at: datetime = Field(sa_type=UtcDateTime)


def find_conditions(session: Session, candidate_id: UUID) -> Conditions | None:
    """What was agreed with a candidate, or None."""
    return session.exec(
        select(Conditions).where(Conditions.candidate_id == candidate_id)
    ).first()


def limit_seconds(minutes: int | None, conditions: Conditions | None) -> int | None:
    """The time one person has for a form, in seconds; None without a limit.

    Percent count from the form's own time, minutes come on top.

    Args:
        minutes: The form's time limit; None for an untimed form.
        conditions: What was agreed with the person, if anything.
    """
    if minutes is None or (conditions is not None and conditions.is_untimed):
        return None
    own = minutes * SECONDS_PER_MINUTE
    if conditions is None:
        return own
    extra = own * conditions.extra_percent / 100 + conditions.extra_minutes * SECONDS_PER_MINUTE
    return own + round(extra)

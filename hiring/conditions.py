"""The conditions under which one candidate works, where they differ from everybody's.

They belong to the person, not to the sitting: they can be set before the start and changed while
the sitting runs. Nothing that leads to a decision reads them: no score, comparison, brief or
export. Why they were agreed is written nowhere.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, select

from hiring import audit
from hiring.accounts import Role, Staff
from hiring.db import Record, UtcDateTime
from hiring.errors import NotAllowedError
from hiring.openings.records import Candidate

SECONDS_PER_MINUTE = 60
# What is usually agreed on top of a form's own time; any other number can be agreed as well.
USUAL_PERCENTS = (25, 50, 100, 200)
MAX_PERCENT, MAX_MINUTES = 900, 1440


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


@dataclass(frozen=True, slots=True)
class Agreed:
    """What is agreed with a person; nothing by default.

    Raises:
        ValueError: A number lies outside what the table takes.
    """

    extra_percent: int = 0
    extra_minutes: int = 0
    is_untimed: bool = False
    may_pause: bool = False
    large_print: bool = False
    plain_text: bool = False
    has_assistant: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.extra_percent <= MAX_PERCENT:
            raise ValueError(f"{self.extra_percent} percent more time: give 0 to {MAX_PERCENT}")
        if not 0 <= self.extra_minutes <= MAX_MINUTES:
            raise ValueError(f"{self.extra_minutes} minutes more: give 0 to {MAX_MINUTES}")

    @property
    def is_nothing(self) -> bool:
        """Whether everything is as for everybody."""
        return self == Agreed()

    @property
    def is_contradictory(self) -> bool:
        """Whether there is to be no limit and more of it. Rows of older versions may say so."""
        return self.is_untimed and bool(self.extra_percent or self.extra_minutes)


def agree(
    session: Session, candidate: Candidate, agreed: Agreed, *, staff: Staff, now: datetime
) -> Conditions | None:
    """Write down what is agreed with a candidate from now on. Flushes; the caller commits.

    Agreeing to the same again changes nothing. The audit entry says that something was agreed, and
    neither what nor why.

    Returns:
        The row, or None where nothing was agreed before and nothing is agreed now.

    Raises:
        NotAllowedError: Only owners and recruiters agree to conditions.
        ValueError: No time limit, and more time on top of it.
    """
    if staff.role not in {Role.OWNER, Role.RECRUITER}:
        raise NotAllowedError("only owners and recruiters agree to conditions")
    if agreed.is_contradictory:
        raise ValueError("no time limit and more time: agree to one of them")
    session.get_one(Candidate, candidate.id, with_for_update=True)  # one at a time
    row = find_conditions(session, candidate.id)
    if agreed_of(row) == agreed:
        return row
    row = row or Conditions(candidate_id=candidate.id, decided_by_id=staff.id, decided_at=now)
    for name, value in asdict(agreed).items():
        setattr(row, name, value)
    row.decided_by_id, row.decided_at = staff.id, now
    session.add(row)
    session.flush()
    audit.record(
        session,
        "conditions.agreed",
        actor=staff.id,
        object_id=candidate.id,
        now=now,
        chain=candidate.opening_id,
    )
    return row


def agreed_of(row: Conditions | None) -> Agreed:
    """What a row says; without one nothing is agreed."""
    if row is None:
        return Agreed()
    return Agreed(**{name: getattr(row, name) for name in asdict(Agreed())})


def find_conditions(session: Session, candidate_id: UUID) -> Conditions | None:
    """What was agreed with a candidate, or None."""
    return session.exec(select(Conditions).where(Conditions.candidate_id == candidate_id)).first()


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

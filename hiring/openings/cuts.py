"""A cut score: a point that a person set, how, and why. It groups people; it decides nothing."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint, func
from sqlmodel import Field, Session, col, select

from hiring import audit
from hiring.accounts import Role, Staff
from hiring.db import Record, UtcDateTime
from hiring.errors import DecisionFaultError, NotAllowedError
from hiring.openings.records import Administration, Opening

MIN_REASON_CHARS, MAX_REASON_CHARS = 10, 2000
LOWEST, HIGHEST = 0.0, 100.0


class CutMethod(StrEnum):
    """How a cut score was found."""

    PANEL = "panel"
    CURRENT_STAFF = "current_staff"
    PLACES = "places"
    OTHER = "other"


class CutScore(Record, table=True):
    """One cut score of an opening. The newest without an end holds; none is ever edited.

    It is a point on the scale of one key and form: under another key the same point means something
    else. ``is_before_scores`` says whether it was set before anybody had looked at a score here.
    """

    __tablename__ = "cut_score"
    __table_args__ = (
        UniqueConstraint("opening_id", "number"),
        CheckConstraint("number >= 1", name="number_counts_from_one"),
        CheckConstraint("cut_points >= 0 AND cut_points <= 100", name="cut_on_scale"),
        CheckConstraint(
            "method IN ('panel', 'current_staff', 'places', 'other')", name="method_is_known"
        ),
        CheckConstraint("length(reason) >= 10", name="reason_is_given"),
        CheckConstraint("(ended_by_id IS NULL) = (ended_at IS NULL)", name="end_is_whole"),
    )

    opening_id: UUID = Field(foreign_key="opening.id", ondelete="CASCADE", index=True)
    number: int
    key_version_id: UUID = Field(foreign_key="key_version.id", ondelete="RESTRICT")
    form_id: str = Field(max_length=40)
    cut_points: float
    method: str = Field(max_length=20)
    reason: str = Field(max_length=2000)
    is_before_scores: bool
    set_by_id: UUID = Field(foreign_key="staff.id", ondelete="RESTRICT")
    set_at: datetime = Field(sa_type=UtcDateTime)
    ended_by_id: UUID | None = Field(default=None, foreign_key="staff.id", ondelete="RESTRICT")
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


def set_cut(
    session: Session,
    opening: Opening,
    terms: Administration,
    *,
    cut_points: float,
    method: CutMethod,
    reason: str,
    is_before_scores: bool,
    staff: Staff,
    now: datetime,
) -> CutScore:
    """Set a cut score on the scale of these terms; one that held until now ends. Flushes.

    Raises:
        NotAllowedError: Only owners and recruiters set cut scores.
        DecisionFaultError: The point lies off the scale, or the reason is too short or too long.
    """
    _require_role(staff)
    words = _checked_reason(reason)
    if not LOWEST <= cut_points <= HIGHEST:
        raise DecisionFaultError("cut_off_scale")
    end_cut(session, opening, staff=staff, now=now)
    cut = CutScore(
        opening_id=opening.id,
        number=_next_number(session, opening.id),
        key_version_id=terms.key_version_id,
        form_id=terms.form_id,
        cut_points=cut_points,
        method=method.value,
        reason=words,
        is_before_scores=is_before_scores,
        set_by_id=staff.id,
        set_at=now,
    )
    session.add(cut)
    session.flush()
    _note(session, "cut.set", cut, staff, now)
    return cut


def end_cut(session: Session, opening: Opening, *, staff: Staff, now: datetime) -> CutScore | None:
    """End the cut score that holds; the one that ended, or None where there was none. Flushes.

    Raises:
        NotAllowedError: Only owners and recruiters end cut scores.
    """
    _require_role(staff)
    cut = find_cut(session, opening.id)
    if cut is None:
        return None
    cut.ended_by_id, cut.ended_at = staff.id, now
    session.flush()
    _note(session, "cut.ended", cut, staff, now)
    return cut


def find_cut(session: Session, opening_id: UUID) -> CutScore | None:
    """The cut score that holds now, or None."""
    return session.exec(
        select(CutScore)
        .where(CutScore.opening_id == opening_id, col(CutScore.ended_at).is_(None))
        .order_by(col(CutScore.number).desc())
        .limit(1)
    ).first()


def list_cuts(session: Session, opening_id: UUID) -> list[tuple[CutScore, Staff]]:
    """Every cut score of an opening with who set it, newest first."""
    return list(
        session.exec(
            select(CutScore, Staff)
            .join(Staff, col(Staff.id) == col(CutScore.set_by_id))
            .where(CutScore.opening_id == opening_id)
            .order_by(col(CutScore.number).desc())
        )
    )


def _require_role(staff: Staff) -> None:
    if staff.role not in {Role.OWNER, Role.RECRUITER}:
        raise NotAllowedError("only owners and recruiters set cut scores")


def _checked_reason(reason: str) -> str:
    words = reason.strip()
    if len(words) < MIN_REASON_CHARS:
        raise DecisionFaultError("reason_too_short")
    if len(words) > MAX_REASON_CHARS:
        raise DecisionFaultError("reason_too_long")
    return words


def _next_number(session: Session, opening_id: UUID) -> int:
    newest = select(func.max(CutScore.number)).where(CutScore.opening_id == opening_id)
    return (session.exec(newest).one() or 0) + 1


def _note(session: Session, act: str, cut: CutScore, staff: Staff, now: datetime) -> None:
    audit.record(
        session,
        act,
        actor=staff.id,
        object_id=cut.id,
        now=now,
        chain=cut.opening_id,
        number=cut.number,
        cut_points=cut.cut_points,
        method=cut.method,
        is_before_scores=cut.is_before_scores,
    )

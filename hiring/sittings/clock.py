"""A sitting's clock: the server's alone, judged by the moment of arrival.

The end of the time is stored as one moment in UTC and only ever moves forward. Whoever moves it
locks the sitting first and reads it again, so that of two who give time at once both count, and
nobody gives time to a sitting that has just been closed.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col

from hiring import audit
from hiring.accounts import Role, Staff
from hiring.banks.versions import bank_document
from hiring.conditions import Conditions, limit_seconds
from hiring.errors import NotAllowedError, NotFoundError, SittingClosedError
from hiring.openings.records import Candidate, get_candidate
from hiring.sittings.records import Sitting
from hiring.sittings.time_changes import TimeChange, TimeChangeKind, has_started, note_change

GRACE = timedelta(seconds=60)
MAX_GIVEN_SECONDS = 24 * 60 * 60


class Arrival(StrEnum):
    """When something came in, held against the end of the time."""

    IN_TIME = "in_time"
    IN_GRACE = "in_grace"
    LATE = "late"


def judge(arrived_at: datetime, *, deadline_at: datetime | None, is_paused: bool) -> Arrival:
    """Whether something came in time; without a running clock everything does."""
    if deadline_at is None or is_paused or arrived_at <= deadline_at:
        return Arrival.IN_TIME
    return Arrival.IN_GRACE if arrived_at <= deadline_at + GRACE else Arrival.LATE


def is_while_standing(
    arrived_at: datetime, *, limit_seconds: int | None, paused_at: datetime | None
) -> bool:
    """Whether something came while a person's clock stood still, and not just when it stopped.

    What was under way at that moment counts; work that nobody's clock has measured waits until the
    person goes on. Without a time limit nothing is measured and nothing waits.
    """
    return limit_seconds is not None and paused_at is not None and arrived_at > paused_at + GRACE


def left_seconds(sitting: Sitting, now: datetime) -> int | None:
    """Seconds to go; those kept where the clock stands still.

    Returns:
        0 once the time is over; None without a time limit.
    """
    if sitting.deadline_at is None:
        return sitting.left_seconds
    return seconds_until(sitting.deadline_at, now)


def seconds_until(deadline_at: datetime, now: datetime) -> int:
    """Seconds to go until the end of the time, a begun one counting whole; 0 once it is over."""
    return max(ceil((deadline_at - now).total_seconds()), 0)


def form_minutes(session: Session, sitting: Sitting) -> int | None:
    """The time limit of a sitting's form, the same for everybody; None without one."""
    bank = bank_document(session, sitting.bank_version_id, sitting.language)
    return bank.get_form(sitting.form_id).minutes


def begin_clock(
    session: Session,
    sitting: Sitting,
    minutes: int | None,
    conditions: Conditions | None,
    now: datetime,
) -> None:
    """Start the clock of a sitting that has just been started; a second start changes nothing.

    Nothing happens where the form, or this person, has no time limit. Flushes.

    Args:
        session: The database session.
        sitting: The sitting, not paused.
        minutes: The form's time limit; None for an untimed form.
        conditions: What was agreed with the person, if anything.
        now: The moment of the start.
    """
    limit = limit_seconds(minutes, conditions)
    if limit is None or has_started(session, sitting.id):
        return
    sitting.limit_seconds = limit
    sitting.deadline_at = now + timedelta(seconds=limit)
    _note(session, sitting, TimeChangeKind.STARTED, now)


def pause(session: Session, sitting: Sitting, kind: TimeChangeKind, *, now: datetime) -> bool:
    """Stop the clock and keep what is left; whether it was this call that did it. Flushes.

    A sitting whose time is over, or that was sent in, cannot be stopped any more. An untimed one
    can: then no scenario shows until the candidate goes on.
    """
    _lock(session, sitting)
    left = left_seconds(sitting, now)
    if sitting.submitted_at is not None or sitting.paused_at is not None or left == 0:
        return False
    sitting.paused_at, sitting.left_seconds, sitting.deadline_at = now, left, None
    _note(session, sitting, kind, now)
    return True


def resume(session: Session, sitting: Sitting, *, now: datetime) -> bool:
    """Let the clock run again with what was left; whether it was this call that did it. Flushes."""
    _lock(session, sitting)
    if sitting.submitted_at is not None or sitting.paused_at is None:
        return False
    left, sitting.left_seconds, sitting.paused_at = sitting.left_seconds, None, None
    sitting.deadline_at = None if left is None else now + timedelta(seconds=left)
    _note(session, sitting, TimeChangeKind.RESUMED, now)
    return True


def apply_conditions(
    session: Session,
    sitting: Sitting,
    conditions: Conditions | None,
    *,
    staff: Staff,
    now: datetime,
) -> bool:
    """Give a sitting under way the time that is now agreed; whether anything changed. Flushes.

    Time that was agreed once is not taken back: less than before changes nothing, and who was freed
    of the limit stays free of it. Time given for other reasons comes on top.
    """
    _lock(session, sitting)
    if sitting.submitted_at is not None or sitting.limit_seconds is None:
        return False
    agreed = limit_seconds(form_minutes(session, sitting), conditions)
    if agreed is not None and agreed <= sitting.limit_seconds:
        return False
    gained = 0 if agreed is None else agreed - sitting.limit_seconds
    sitting.limit_seconds = agreed
    _add(sitting, gained, since=None)
    if agreed is None:
        sitting.deadline_at = sitting.left_seconds = None
    _note(session, sitting, TimeChangeKind.CONDITIONS, now, seconds=gained, staff_id=staff.id)
    _audit(session, "sitting.conditions_applied", sitting, staff, now)
    return True


def give_time(
    session: Session, sitting: Sitting, seconds: int, *, staff: Staff, now: datetime
) -> TimeChange:
    """Give one person more time by hand. Flushes; the caller commits.

    It counts from now where the time has just run out, so that none of it is over already.

    Raises:
        NotAllowedError: Only owners and recruiters give time.
        SittingClosedError: The sitting is over, or its candidate has withdrawn; those are never
            opened again.
        ValueError: There is no time limit, or the number makes no sense.
    """
    if staff.role not in {Role.OWNER, Role.RECRUITER}:
        raise NotAllowedError("only owners and recruiters give time")
    if not 0 < seconds <= MAX_GIVEN_SECONDS:
        raise ValueError(f"{seconds} seconds: give 1 to {MAX_GIVEN_SECONDS}")
    _lock(session, sitting)
    if sitting.submitted_at is not None or _has_left(session, sitting):
        raise SittingClosedError("the sitting is over")
    if sitting.limit_seconds is None:
        raise ValueError("this sitting has no time limit: there is nothing to add to")
    _add(sitting, seconds, since=now)
    _audit(session, "sitting.time_given", sitting, staff, now, seconds=seconds)
    return _note(session, sitting, TimeChangeKind.STAFF, now, seconds=seconds, staff_id=staff.id)


def _has_left(session: Session, sitting: Sitting) -> bool:
    candidate = session.get_one(Candidate, sitting.candidate_id, populate_existing=True)
    return candidate.withdrawn_at is not None


def _lock(session: Session, sitting: Sitting) -> None:
    """Let nobody else change the sitting until the commit, and see it as it is stored now.

    Writes a column as it is: that waits for others on both databases, which a reading lock does not
    on SQLite.
    """
    locked = session.execute(
        update(Sitting)
        .where(col(Sitting.id) == sitting.id)
        .values(attempt=col(Sitting.attempt))
        .execution_options(synchronize_session=False)
    )
    if not locked.rowcount:  # type: ignore[attr-defined]
        raise NotFoundError("the sitting is gone")
    session.refresh(sitting)


def _add(sitting: Sitting, seconds: int, *, since: datetime | None) -> None:
    """Put time on a clock, running or not; from ``since`` on where the end lies before it."""
    if sitting.deadline_at is not None:
        start = sitting.deadline_at if since is None else max(sitting.deadline_at, since)
        sitting.deadline_at = start + timedelta(seconds=seconds)
    elif sitting.left_seconds is not None:
        sitting.left_seconds += seconds


def _note(
    session: Session,
    sitting: Sitting,
    kind: TimeChangeKind,
    now: datetime,
    *,
    seconds: int = 0,
    staff_id: UUID | None = None,
) -> TimeChange:
    session.add(sitting)
    session.flush()
    facts = (sitting.id, kind, sitting.deadline_at)
    return note_change(session, *facts, now=now, seconds=seconds, staff_id=staff_id)


def _audit(
    session: Session, act: str, sitting: Sitting, staff: Staff, now: datetime, **details: int
) -> None:
    candidate = get_candidate(session, sitting.candidate_id)
    audit.record(
        session,
        act,
        actor=staff.id,
        object_id=candidate.id,
        now=now,
        chain=candidate.opening_id,
        **details,
    )

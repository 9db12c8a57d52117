"""Times when nobody could reach the server, found from the gaps in its pulse.

Every sitting whose clock ran in such a gap gets back what it lost: afterwards as much is left as
when the server was last known to answer. The pulse row is the lock: of several who find the same
gap, one gives the time back.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from sqlalchemy import CheckConstraint, func, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, SQLModel, col, select

from hiring.db import Record, UtcDateTime
from hiring.sittings.records import Sitting
from hiring.sittings.time_changes import TimeChange, TimeChangeKind, note_change

WEB = "web"
LONGEST_SILENCE = timedelta(seconds=30)
# Clocks of nodes differ by less: a beat so far ahead is from before the clock was put back.
FAR_AHEAD = timedelta(hours=1)


class Pulse(SQLModel, table=True):
    """The last moment at which the web server was known to answer. There is one row."""

    name: str = Field(primary_key=True, max_length=20)
    beat_at: datetime = Field(sa_type=UtcDateTime)


class Outage(Record, table=True):
    """A gap in the pulse. Sittings whose clock ran in it were given the time back."""

    __table_args__ = (CheckConstraint("until_at > from_at", name="outage_has_length"),)

    from_at: datetime = Field(sa_type=UtcDateTime)
    until_at: datetime = Field(sa_type=UtcDateTime)
    n_sittings: int


@dataclass(frozen=True, slots=True)
class Gap:
    """A time without a pulse."""

    from_at: datetime
    until_at: datetime


def beat(session: Session, *, now: datetime) -> Outage | None:
    """Note that the server answers; after a long silence, give the time back first. Flushes.

    The caller commits, and commits nothing else along: whoever beats at the same moment waits.

    Returns:
        The outage that this beat has ended, or None.
    """
    last_at = _last_beat(session)
    if last_at is None:
        _first_beat(session, now)
    elif last_at - now > FAR_AHEAD:  # else no outage would be noticed until that moment comes
        _move(session, last_at, now)
    elif last_at < now and _move(session, last_at, now) and now - last_at > LONGEST_SILENCE:
        return _credit(session, Gap(last_at, now))
    return None


def is_pulse_stale(session: Session, now: datetime) -> bool:
    """Whether the server was silent for long and owes its sittings time.

    Never where nobody beats the pulse: another web server than ours has no outages we know of.
    """
    last_at = _last_beat(session)
    return last_at is not None and now - last_at > LONGEST_SILENCE


def list_outages(session: Session) -> list[Outage]:
    """All outages, newest first."""
    return list(session.exec(select(Outage).order_by(col(Outage.from_at).desc())))


def _last_beat(session: Session) -> datetime | None:
    return session.exec(select(Pulse.beat_at).where(Pulse.name == WEB)).first()


def _first_beat(session: Session, now: datetime) -> None:
    try:
        with session.begin_nested():
            session.add(Pulse(name=WEB, beat_at=now))
    except IntegrityError:  # somebody else was first; theirs is as good
        return


def _move(session: Session, last_at: datetime, now: datetime) -> bool:
    """Move the pulse from where it was seen; False when somebody else has moved it."""
    moved = session.execute(
        update(Pulse)
        .where(col(Pulse.name) == WEB, col(Pulse.beat_at) == last_at)
        .values(beat_at=now)
        .execution_options(synchronize_session=False)
    )
    return bool(moved.rowcount)  # type: ignore[attr-defined]


def _credit(session: Session, gap: Gap) -> Outage:
    running = session.exec(
        select(Sitting)
        .where(col(Sitting.submitted_at).is_(None), col(Sitting.deadline_at) > gap.from_at)
        .order_by(col(Sitting.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    begun = _begun(session, [one.id for one in running])
    n_sittings = sum(_give_back(session, one, begun.get(one.id), gap) for one in running)
    outage = Outage(from_at=gap.from_at, until_at=gap.until_at, n_sittings=n_sittings)
    session.add(outage)
    session.flush()
    return outage


def _begun(session: Session, sitting_ids: list[UUID]) -> dict[UUID, datetime]:
    """When each clock was last set going."""
    going = [TimeChangeKind.STARTED.value, TimeChangeKind.RESUMED.value]
    rows = session.execute(
        select(TimeChange.sitting_id, func.max(TimeChange.at).label("begun_at"))
        .where(col(TimeChange.sitting_id).in_(sitting_ids), col(TimeChange.kind).in_(going))
        .group_by(col(TimeChange.sitting_id))
    )
    return {row.sitting_id: row.begun_at for row in rows}


def _give_back(session: Session, sitting: Sitting, begun_at: datetime | None, gap: Gap) -> bool:
    """Leave as much after the gap as there was before it; whether the clock ran in it at all.

    Where the time ended within the gap, adding the part that was lost to the old end would give
    nothing: that moment is over as well. So the part counts from the end of the gap.
    """
    assert sitting.deadline_at is not None  # noqa: S101 - found by its end
    from_at = max(gap.from_at, begun_at or sitting.started_at)
    lost = min(sitting.deadline_at, gap.until_at) - from_at
    if lost <= timedelta(0):
        return False
    sitting.deadline_at = gap.until_at + (sitting.deadline_at - from_at)
    session.add(sitting)
    note_change(
        session,
        sitting.id,
        TimeChangeKind.OUTAGE,
        sitting.deadline_at,
        now=gap.until_at,
        seconds=ceil(lost.total_seconds()),
    )
    return True

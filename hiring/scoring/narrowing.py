"""What a list is narrowed to beside states: days on which something happened, the bank answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Any, assert_never
from uuid import UUID

from sqlalchemy import ColumnElement, and_, literal, or_, select
from sqlmodel import Session, col

from hiring.banks.versions import WITHOUT_CONTENT, BankVersion
from hiring.db import UtcDateTime
from hiring.openings.days import start_of
from hiring.openings.records import Administration
from hiring.openings.whereabouts import IS_SENT, Whereabouts
from hiring.scoring.whereabouts import worked_at

ONE_DAY = timedelta(days=1)


class Dated(StrEnum):
    """What happened on a day."""

    ACTIVITY = "activity"
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class Span:
    """Days of a time zone, first and last included; None where the end is open."""

    dated: Dated
    since: date | None = None
    until: date | None = None
    zone: tzinfo = UTC

    def holds(self) -> ColumnElement[bool]:
        """That it happened within these days; of the columns of ``Whereabouts``."""
        start = None if self.since is None else start_of(self.since, self.zone)
        end = None if self.until is None else start_of(self.until + ONE_DAY, self.zone)
        match self.dated:
            case Dated.ACTIVITY:
                return _is_active_within(start, end)
            case Dated.SENT:
                return _is_sent_within(start, end)
            case _:
                assert_never(self.dated)


def answered_bank(version_id: UUID) -> ColumnElement[bool]:
    """That somebody works or worked with this version of a bank, and has not taken it back."""
    return col(Whereabouts.bank_version_id) == version_id


def banks_used(session: Session, opening_id: UUID) -> Sequence[BankVersion]:
    """The versions of banks that an opening uses or has used, oldest first. One query."""
    mine = select(col(Administration.bank_version_id)).where(
        col(Administration.opening_id) == opening_id
    )
    return session.scalars(
        select(BankVersion)
        .where(col(BankVersion.id).in_(mine))
        .order_by(col(BankVersion.published_at), col(BankVersion.id))
        .options(*WITHOUT_CONTENT)
    ).all()


def _is_sent_within(start: datetime | None, end: datetime | None) -> ColumnElement[bool]:
    """What was taken back was never sent, and who withdrew is asked nothing more."""
    sent = col(Whereabouts.submitted_at)
    within = [] if start is None else [sent >= _at(start)]
    within += [] if end is None else [sent < _at(end)]
    return and_(IS_SENT, *within)


def _is_active_within(start: datetime | None, end: datetime | None) -> ColumnElement[bool]:
    """The last thing that happened is not before the start, and nothing happened after the end.

    As ``last_activity`` says it, without working it out for everybody.
    """
    moments: list[Any] = [col(Whereabouts.added_at), worked_at()]
    moments += [col(Whereabouts.withdrawn_at), col(Whereabouts.opened_at)]
    parts = []
    if start is not None:
        parts.append(or_(*(one >= _at(start) for one in moments)))
    if end is not None:
        parts += [or_(one.is_(None), one < _at(end)) for one in moments]
    return and_(*parts)


def _at(moment: datetime) -> ColumnElement[datetime]:
    return literal(moment, UtcDateTime())

"""Each kind of data has its clock: what starts it, how long it runs, and whose rule that is.

The longest law wins only for the kinds that it names. Everything else follows the shorter clock.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col, select

from hiring import vault
from hiring.openings.holds import held_ids
from hiring.openings.keeping import LAWS, SHORT_PLACES
from hiring.openings.records import Candidate, Opening
from hiring.openings.settings import days_kept
from hiring.sittings import Draft
from hiring.sittings.records import Sitting

DRAFT_DAYS = 30


class DataClass(StrEnum):
    """A kind of data with a clock of its own."""

    RECORDS = "records"  # the person, answers, scores, decisions, requests, mail
    BACKGROUND = "background"  # what they told of themselves, for monitoring
    DRAFTS = "drafts"  # what stood in pages before it was sent


class Event(StrEnum):
    """What starts a clock."""

    ADDED = "added"
    TOLD = "told"
    SENT = "sent"


class Ground(StrEnum):
    """Whose rule a clock is."""

    LAW = "law"
    CUSTOM = "custom"
    OPENING = "opening"
    HOUSE = "house"


@dataclass(frozen=True, slots=True)
class Clock:
    """How long a kind of data is kept, from what on."""

    data_class: DataClass
    event: Event
    days: int
    ground: Ground


def clocks_of(opening: Opening, *, house_days: int) -> tuple[Clock, ...]:
    """The clocks that hold for the people of an opening."""
    days = days_kept(opening, house_days=house_days)
    # Where employers report by group, the reports rest on what people told.
    is_reported = opening.place in LAWS and opening.place.startswith("us_")
    told = days if is_reported else min(days, house_days)
    return (
        Clock(DataClass.RECORDS, Event.ADDED, days, _ground(opening, days)),
        Clock(
            DataClass.BACKGROUND,
            Event.TOLD,
            told,
            _ground(opening, days) if told == days else Ground.HOUSE,
        ),
        Clock(DataClass.DRAFTS, Event.SENT, min(DRAFT_DAYS, days), Ground.HOUSE),
    )


def clear_short(session: Session, *, house_days: int, now: datetime) -> dict[DataClass, int]:
    """Clear what is over before the person is; how many people each. Flushes; the caller commits.

    People on hold keep everything.
    """
    found = dict.fromkeys((DataClass.BACKGROUND, DataClass.DRAFTS), 0)
    for opening in session.exec(select(Opening)):
        for clock in clocks_of(opening, house_days=house_days)[1:]:
            before = now - timedelta(days=clock.days)
            found[clock.data_class] += _CLEARERS[clock.data_class](session, opening, before, now)
    session.flush()
    return found


def _ground(opening: Opening, days: int) -> Ground:
    if opening.keep_days is None:
        return Ground.HOUSE
    if opening.place in LAWS and days == LAWS[opening.place][0]:
        return Ground.LAW
    return Ground.CUSTOM if SHORT_PLACES.get(opening.place) == days else Ground.OPENING


def _forget_background(session: Session, opening: Opening, before: datetime, now: datetime) -> int:
    free = _free_ids(opening.id, now)
    return vault.drop_older(session, free, month=before.date().replace(day=1))


def _forget_drafts(session: Session, opening: Opening, before: datetime, now: datetime) -> int:
    """Of sittings that were sent; one that goes on still needs them."""
    over = select(Sitting.id).where(
        col(Sitting.candidate_id).in_(_free_ids(opening.id, now)),
        col(Sitting.submitted_at) < before,
    )
    is_over = col(Draft.sitting_id).in_(over)
    n_people = len(session.exec(select(Draft.sitting_id).where(is_over).distinct()).all())
    session.execute(delete(Draft).where(is_over))
    return n_people


def _free_ids(opening_id: UUID, now: datetime) -> Any:
    return select(Candidate.id).where(
        Candidate.opening_id == opening_id, col(Candidate.id).not_in(held_ids(now))
    )


_CLEARERS: dict[DataClass, Callable[[Session, Opening, datetime, datetime], int]] = {
    DataClass.BACKGROUND: _forget_background,
    DataClass.DRAFTS: _forget_drafts,
}

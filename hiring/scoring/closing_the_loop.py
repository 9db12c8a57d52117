"""Who waits to hear from us: who sent answers or was decided about, until told a yes or a no.

Each is to be told by the opening's date, or 45 days after they last did something, whichever comes
first. It stands above the sittings because that is where somebody's last activity is known.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any
from uuid import UUID

from sqlalchemy import case, literal, or_
from sqlmodel import Session, col, select

from hiring.db import UtcDateTime
from hiring.openings.days import day_of, end_of
from hiring.openings.decisions import Decision, Outcome
from hiring.openings.headcounts import AWAITS_TELLING, N_TO_HEAR, Headcount
from hiring.openings.records import Candidate, Opening
from hiring.openings.telling import Telling
from hiring.openings.whereabouts import IS_UNDECIDED, Whereabouts
from hiring.scoring.tallies import Tally, capped_count, tally_of

TELL_WITHIN = timedelta(days=45)


@dataclass(frozen=True, slots=True)
class ToTell:
    """Somebody who waits. ``decision`` is None where nobody has decided yet.

    ``is_told`` holds for who knows to be on hold: that is no answer, so they go on waiting.
    """

    candidate: Candidate
    decision: Decision | None
    due_at: datetime
    is_told: bool = False

    @property
    def is_on_hold(self) -> bool:
        """Whether the newest decision is to wait."""
        return self.decision is not None and self.decision.outcome == Outcome.HOLD.value

    def is_overdue(self, now: datetime) -> bool:
        """Whether this person should have heard by now."""
        return now > self.due_at


def people_to_tell(session: Session, opening: Opening, *, zone: tzinfo) -> list[ToTell]:
    """Everybody of an opening who waits to hear, who is due first standing first.

    The opening's day ends where the house is, in ``zone``.
    """
    query = _waiting(Candidate, Decision, col(Whereabouts.submitted_at), col(Telling.id))
    rows = session.exec(query.where(Whereabouts.opening_id == opening.id)).all()
    found = [
        ToTell(one, decision, _due(opening, sent_at or one.added_at, zone), telling is not None)
        for one, decision, sent_at, telling in rows
    ]
    return sorted(found, key=lambda one: (one.due_at, one.candidate.code))


def count_past_due(
    session: Session, opening_ids: Sequence[UUID], *, now: datetime, zone: tzinfo
) -> dict[UUID, Tally]:
    """How many people of each opening should have heard by now; openings without any are absent.

    One query. Past an opening's date all who wait are counted, and their count is kept; before it,
    who has waited too long is looked for, and a hundred are enough to know.
    """
    is_past = col(Opening.decide_by) < literal(day_of(now, zone))
    query = (
        select(col(Opening.id), is_past, case((is_past, N_TO_HEAR), else_=_n_too_long(now)))
        .join(Headcount, col(Headcount.opening_id) == col(Opening.id))
        .where(col(Opening.id).in_(opening_ids), N_TO_HEAR > 0)
    )
    rows = session.execute(query)
    return {one: Tally(n) if is_over else tally_of(n) for one, is_over, n in rows if n}


def _n_too_long(now: datetime) -> Any:
    """How many have waited too long; in parts, each of which an index finds by the time."""
    edge = literal(now - TELL_WITHIN, UtcDateTime())
    sent, added = col(Whereabouts.submitted_at), col(Whereabouts.added_at)
    return (
        capped_count(IS_UNDECIDED, sent < edge)
        + capped_count(AWAITS_TELLING, sent < edge)
        + capped_count(AWAITS_TELLING, sent.is_(None), added < edge)
    )


def _due(opening: Opening, last_at: datetime, zone: tzinfo) -> datetime:
    return min(end_of(opening.decide_by, zone), last_at + TELL_WITHIN)


def _waiting(*what: Any) -> Any:
    """A query over people who wait, with the decision that counts and the telling of it.

    To be on hold is no answer: who is waits on, told or not. Who withdrew, or took the answers
    back, waits only once somebody has said yes or no about them.
    """
    return (
        select(*what)
        .join(Whereabouts, col(Whereabouts.candidate_id) == col(Candidate.id))
        .outerjoin(Decision, col(Decision.id) == col(Whereabouts.decision_id))
        .outerjoin(Telling, col(Telling.decision_id) == col(Decision.id))
        .where(or_(IS_UNDECIDED, AWAITS_TELLING))
    )

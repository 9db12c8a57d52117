"""Who waits to hear from us: who sent answers or was decided about, until told a yes or a no.

Each is to be told by the opening's date, or 45 days after they last did something, whichever comes
first. It stands above the sittings because that is where somebody's last activity is known.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, or_, union_all
from sqlmodel import Session, col, select

from hiring.openings.decisions import Decision, Outcome
from hiring.openings.records import Candidate, Opening
from hiring.openings.telling import Telling
from hiring.openings.whereabouts import IS_UNDECIDED, IS_UNTOLD, STAYS, Whereabouts

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


def people_to_tell(session: Session, opening: Opening) -> list[ToTell]:
    """Everybody of an opening who waits to hear, who is due first standing first."""
    query = _waiting(Candidate, Decision, col(Whereabouts.submitted_at), col(Telling.id))
    rows = session.exec(query.where(Whereabouts.opening_id == opening.id)).all()
    found = [
        ToTell(one, decision, _due(opening, sent_at or one.added_at), telling is not None)
        for one, decision, sent_at, telling in rows
    ]
    return sorted(found, key=lambda one: (one.due_at, one.candidate.code))


def count_past_due(
    session: Session, opening_ids: Sequence[UUID], *, now: datetime
) -> dict[UUID, int]:
    """How many people of each opening should have heard by now; openings without any are absent.

    One query, however many people there are.
    """
    of_opening = col(Whereabouts.opening_id)
    parts: Iterator[Any] = (
        select(of_opening.label("opening_id"), func.count().label("n"))
        .join(Opening, col(Opening.id) == of_opening)
        .where(of_opening.in_(opening_ids), waits)
        .where(or_(col(Opening.decide_by) < now, last < now - TELL_WITHIN))
        .group_by(of_opening)
        for waits, last in _WAITING
    )
    found = Counter[UUID]()
    for opening_id, n in session.execute(union_all(*parts)):
        found[opening_id] += n
    return dict(found)


# Who waits, and when they last did something: without a decision, and with one.
_WAITING: Any = (
    (IS_UNDECIDED, col(Whereabouts.submitted_at)),
    (
        and_(IS_UNTOLD, or_(STAYS, col(Whereabouts.outcome) != Outcome.HOLD.value)),
        func.coalesce(col(Whereabouts.submitted_at), col(Whereabouts.added_at)),
    ),
)


def _due(opening: Opening, last_at: datetime) -> datetime:
    return min(opening.decide_by, last_at + TELL_WITHIN)


def _waiting(*what: Any) -> Any:
    """A query over people who wait, with the decision that counts and the telling of it.

    To be on hold is no answer: who is waits on, told or not. Who withdrew, or took the answers
    back, waits only once somebody has said yes or no about them.
    """
    waits = or_(*(condition for condition, _last in _WAITING))
    return (
        select(*what)
        .join(Whereabouts, col(Whereabouts.candidate_id) == col(Candidate.id))
        .outerjoin(Decision, col(Decision.id) == col(Whereabouts.decision_id))
        .outerjoin(Telling, col(Telling.decision_id) == col(Decision.id))
        .where(waits)
    )

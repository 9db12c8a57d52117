"""Who waits to hear from us: who sent answers or was decided about, until told a yes or a no.

Each is to be told by the opening's date, or 45 days after they last did something, whichever comes
first. It stands above the sittings because that is where somebody's last activity is known.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from hiring.openings.decisions import Decision, Outcome
from hiring.openings.records import Candidate, Opening
from hiring.openings.telling import Telling
from hiring.sittings.records import Sitting

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
    query = _waiting(Candidate, Decision, col(Sitting.submitted_at), col(Telling.id))
    rows = session.exec(query.where(Candidate.opening_id == opening.id)).all()
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
    last = func.coalesce(col(Sitting.submitted_at), col(Candidate.added_at))
    query = (
        _waiting(col(Candidate.opening_id), func.count())
        .join(Opening, col(Opening.id) == col(Candidate.opening_id))
        .where(
            col(Candidate.opening_id).in_(opening_ids),
            or_(col(Opening.decide_by) < now, last < now - TELL_WITHIN),
        )
        .group_by(col(Candidate.opening_id))
    )
    return dict(session.exec(query).all())


def _due(opening: Opening, last_at: datetime) -> datetime:
    return min(opening.decide_by, last_at + TELL_WITHIN)


def _waiting(*what: Any) -> Any:
    """A query over people who wait, with the decision that counts and the sitting that stands.

    To be on hold is no answer: who is waits on, told or not. Who withdrew, or took the answers
    back, waits only once somebody has said yes or no about them.
    """
    has_answer = col(Decision.outcome).in_((Outcome.ADVANCE.value, Outcome.NOT_ADVANCE.value))
    on_hold = col(Decision.outcome) == Outcome.HOLD.value
    still_there = and_(
        col(Candidate.withdrawn_at).is_(None),
        or_(on_hold, and_(col(Decision.id).is_(None), col(Sitting.submitted_at).is_not(None))),
    )
    return (
        select(*what)
        .select_from(Candidate)
        .outerjoin(Decision, col(Decision.id) == _newest_decision())
        .outerjoin(Telling, col(Telling.decision_id) == col(Decision.id))
        .outerjoin(
            Sitting,
            and_(
                col(Sitting.candidate_id) == col(Candidate.id),
                col(Sitting.voided_at).is_(None),
                col(Sitting.attempt) == _newest_attempt(),
            ),
        )
        .where(or_(and_(has_answer, col(Telling.id).is_(None)), still_there))
    )


def _newest_decision() -> Any:
    other = aliased(Decision)
    return (
        select(other.id)
        .where(col(other.candidate_id) == col(Candidate.id))
        .order_by(col(other.decided_at).desc(), col(other.id))
        .limit(1)
        .correlate(Candidate)
        .scalar_subquery()
    )


def _newest_attempt() -> Any:
    other = aliased(Sitting)
    return (
        select(func.max(col(other.attempt)))
        .where(col(other.candidate_id) == col(Candidate.id))
        .correlate(Candidate)
        .scalar_subquery()
    )

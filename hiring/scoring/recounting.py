"""Where people stand as the sources say it, to hold what is kept for lists against it.

The rows of ``Whereabouts`` are written along with what changes them. This reads sittings, scores
and decisions anew. Should the two ever differ, the sources are right.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, false, func, insert, select, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from hiring.openings.decisions import Decision, Outcome
from hiring.openings.records import Candidate, Invitation
from hiring.openings.telling import Telling
from hiring.openings.whereabouts import Whereabouts
from hiring.scoring.records import Score
from hiring.sittings.records import CandidateAccess, Sitting

_TABLE: Any = Whereabouts.__table__  # type: ignore[attr-defined]
_COLUMNS: tuple[str, ...] = tuple(_TABLE.columns.keys())


def put_right(session: Session, opening_id: UUID) -> int:
    """Write anew what differs from the sources; how many people of an opening that was. Flushes.

    The rows are locked first: whoever changes one of these people at the same moment has either
    written already, or writes on top of what is put right here.
    """
    session.execute(_LOCK.where(_TABLE.c.opening_id == opening_id))
    kept = _by_person(session, select(_TABLE).where(_TABLE.c.opening_id == opening_id))
    told = _by_person(session, as_the_sources_say(col(Candidate.opening_id) == opening_id))
    differing = [row for one, row in told.items() if kept.get(one) != row]
    _write(session, [row for row in differing if row["candidate_id"] in kept])
    _add(session, [row for row in differing if row["candidate_id"] not in kept])
    return len(differing)


def as_the_sources_say(*who: ColumnElement[bool]) -> Any:
    """A query of the columns of ``Whereabouts`` for these candidates, from where they come from."""
    facts = _facts()
    query = select(*(facts[name].label(name) for name in _COLUMNS)).select_from(Candidate)
    return (
        query.join(Invitation, col(Invitation.candidate_id) == col(Candidate.id))
        .outerjoin(Sitting, _is_newest_sitting())
        .outerjoin(Score, _counts())
        .outerjoin(Decision, col(Decision.id) == _newest_decision())
        .outerjoin(Telling, _is_told())
        .where(*who)
    )


def _facts() -> dict[str, Any]:
    """Column → what it holds. Of what was taken back nothing is known but that it was."""
    of_sitting = ("started_at", "submitted_at", "form_id", "bank_version_id")
    stands = col(Sitting.voided_at).is_(None)
    return {
        "candidate_id": col(Candidate.id),
        **{name: getattr(Candidate, name) for name in ("opening_id", "added_at", "withdrawn_at")},
        "opened_at": _last_opened(),
        **{name: getattr(Invitation, name) for name in ("expires_at", "revoked_at")},
        "attempt": col(Sitting.attempt),
        "is_taken_back": col(Sitting.voided_at).is_not(None),
        **{name: case((stands, getattr(Sitting, name))) for name in of_sitting},
        **{name: getattr(Score, name) for name in ("key_version_id", "scored_at", "total")},
        "is_being_rated": func.coalesce(col(Score.is_being_rated), false()),
        "decision_id": col(Decision.id),
        **{name: getattr(Decision, name) for name in ("outcome", "decided_at")},
        "told_at": col(Telling.told_at),
    }


def _last_opened() -> Any:
    mine = col(CandidateAccess.candidate_id) == col(Candidate.id)
    return select(func.max(col(CandidateAccess.opened_at))).where(mine).scalar_subquery()


def _is_newest_sitting() -> ColumnElement[bool]:
    other = aliased(Sitting)
    mine = col(other.candidate_id) == col(Candidate.id)
    newest = select(func.max(col(other.attempt))).where(mine).correlate(Candidate)
    return and_(
        col(Sitting.candidate_id) == col(Candidate.id),
        col(Sitting.attempt) == newest.scalar_subquery(),
    )


def _counts() -> ColumnElement[bool]:
    """That a score is the one that counts: none has replaced it, and nothing was taken back."""
    own, later = aliased(Score), aliased(Score)
    replaced = select(col(later.id)).where(col(later.replaces_id) == col(own.id)).exists()
    newest = (
        select(col(own.id))
        .where(col(own.sitting_id) == col(Sitting.id), ~replaced)
        .order_by(col(own.scored_at).desc(), col(own.id).desc())
        .limit(1)
        .correlate(Sitting)
        .scalar_subquery()
    )
    return and_(col(Sitting.voided_at).is_(None), col(Score.id) == newest)


def _newest_decision() -> Any:
    other = aliased(Decision)
    return (
        select(col(other.id))
        .where(col(other.candidate_id) == col(Candidate.id))
        .order_by(col(other.decided_at).desc(), col(other.id))
        .limit(1)
        .correlate(Candidate)
        .scalar_subquery()
    )


def _is_told() -> ColumnElement[bool]:
    """To be on hold is no news."""
    is_news = col(Decision.outcome) != Outcome.HOLD.value
    return and_(col(Telling.decision_id) == col(Decision.id), is_news)


# Writes a column as it is: that waits for others on both databases.
_LOCK: Any = update(_TABLE).values(opening_id=_TABLE.c.opening_id)


def _by_person(session: Session, query: Any) -> dict[UUID, dict[str, Any]]:
    rows: Iterable[Any] = session.execute(query).mappings()
    return {row["candidate_id"]: dict(row) for row in rows}


def _write(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    for row in rows:
        mine = _TABLE.c.candidate_id == row["candidate_id"]
        session.execute(update(_TABLE).where(mine).values(row))


def _add(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        session.connection().execute(insert(_TABLE), list(rows))

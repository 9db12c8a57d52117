"""From the ratings of an answer to its points, and to what a score may rest on."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from hiring.banks.digests import canonical_json
from hiring.psychometrics.agreement.adjudication import adjudicate
from hiring.ratings.records import RatedAnswer, Rating

FIRST_TWO = (1, 2)
THIRD = 3


@dataclass(frozen=True, slots=True)
class Settled:
    """The open answers of one sitting, all of them settled.

    Attributes:
        points: By item and criterion, 1..5.
        digest: SHA-256 over these points and the ratings they come from.
    """

    points: Mapping[str, Mapping[str, float]]
    digest: str


def counting(session: Session, answers: Iterable[RatedAnswer]) -> dict[UUID, dict[int, Rating]]:
    """The ratings that count, by answer and number of the turn: of each turn the first filed.

    A rating of an earlier wording does not count.
    """
    asked = {answer.id: answer.asked_at for answer in answers}
    rows = session.exec(
        select(Rating)
        .where(col(Rating.answer_id).in_(asked), col(Rating.filed_at).is_not(None))
        .order_by(col(Rating.filed_at), col(Rating.id))
    )
    found: dict[UUID, dict[int, Rating]] = {}
    for row in rows:
        if row.filed_at is not None and row.filed_at >= asked[row.answer_id]:
            found.setdefault(row.answer_id, {}).setdefault(row.number, row)
    return found


def settled_points(ratings: Mapping[int, Rating]) -> dict[str, float] | None:
    """Points by criterion from the ratings that count; None while more are needed.

    Where a third rates, the mean of the two closest counts for each criterion whose first two
    ratings lay apart (``agreement.adjudication``).
    """
    if not set(FIRST_TWO) <= set(ratings):
        return None
    given = [ratings[number].points for number in sorted(ratings) if number <= THIRD]
    names = sorted(given[0])
    found = adjudicate([[points[name] for points in given] for name in names])
    if found.needs_third.any():
        return None
    return {name: float(value) for name, value in zip(names, found.final, strict=True)}


def settle(session: Session, answer: RatedAnswer, *, now: datetime) -> bool:
    """Write down the points of an answer once its ratings suffice; whether they do. Flushes."""
    found = settled_points(counting(session, [answer]).get(answer.id, {}))
    if found is None:
        return False
    answer.points, answer.is_settled, answer.settled_at = found, True, now
    session.flush()
    return True


def settled_of(session: Session, sitting_ids: Iterable[UUID]) -> dict[UUID, Settled]:
    """What scores may rest on, by sitting; absent while any answer of the sitting is being rated.

    The score moves once, when the last answer is settled, and not with each of them.
    """
    rows = _by_sitting(session, sitting_ids)
    whole = {name: found for name, found in rows.items() if all(one.is_settled for one in found)}
    ratings = counting(session, [row for found in whole.values() for row in found])
    return {name: _settled(found, ratings) for name, found in whole.items()}


def settled_table(session: Session, sitting_ids: Any) -> dict[UUID, dict[str, dict[str, float]]]:
    """The same points without their digest, for many sittings at once.

    Args:
        session: Only read from.
        sitting_ids: Sittings, or a query for their ids.
    """
    columns = (RatedAnswer.sitting_id, RatedAnswer.item, RatedAnswer.is_settled, RatedAnswer.points)
    query: Any = select(*columns)
    rows = session.exec(query.where(col(RatedAnswer.sitting_id).in_(sitting_ids))).all()
    waiting = {sitting_id for sitting_id, _item, is_settled, _points in rows if not is_settled}
    found: dict[UUID, dict[str, dict[str, float]]] = {}
    for sitting_id, item, _is_settled, points in rows:
        if sitting_id not in waiting:
            found.setdefault(sitting_id, {})[item] = points
    return found


def _by_sitting(session: Session, sitting_ids: Iterable[UUID]) -> dict[UUID, list[RatedAnswer]]:
    rows = session.exec(
        select(RatedAnswer)
        .where(col(RatedAnswer.sitting_id).in_(list(sitting_ids)))
        .order_by(col(RatedAnswer.item))
    )
    found: dict[UUID, list[RatedAnswer]] = {}
    for row in rows:
        found.setdefault(row.sitting_id, []).append(row)
    return found


def _settled(rows: list[RatedAnswer], ratings: Mapping[UUID, Mapping[int, Rating]]) -> Settled:
    facts = {
        row.item: {
            "points": row.points,
            "ratings": [[n, one.points] for n, one in sorted(ratings.get(row.id, {}).items())],
        }
        for row in rows
    }
    digest = hashlib.sha256(canonical_json(facts).encode()).hexdigest()
    return Settled({row.item: row.points for row in rows}, digest)

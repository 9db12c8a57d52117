"""Who rates which answer next, blind, and what becomes of a rating that is filed.

An answer needs two ratings, and a third where the first two lie two steps apart or more. A turn is
leased for a quarter of an hour: whoever stays away longer may find that somebody else has taken it.
Then both ratings are kept, and the one that was filed first counts.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from hiring import audit
from hiring.accounts import Role, Staff
from hiring.errors import NotAllowedError, NotFoundError, RatingFaultError
from hiring.openings.records import Candidate
from hiring.ratings.asking import get_prompt, wording_digest
from hiring.ratings.records import RatedAnswer, Rating
from hiring.ratings.settling import FIRST_TWO, THIRD, counting, settle, settled_points
from hiring.sittings.records import Sitting

LEASE = timedelta(minutes=15)
STEPS = range(1, 6)
MAX_REMARK_CHARS = 2000


class RatingFault(StrEnum):
    """Why a rating cannot be filed."""

    FILED_ALREADY = "filed_already"
    INCOMPLETE = "incomplete"
    OTHER_WORDING = "other_wording"
    REMARK_TOO_LONG = "remark_too_long"


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of a rating.

    Attributes:
        rating: The row, as it will stay.
        answer: What it is about.
        is_beside: Somebody else filed the same turn first: both are kept, the other one counts.
        is_settled: Whether this rating was the last that the answer needed.
    """

    rating: Rating
    answer: RatedAnswer
    is_beside: bool
    is_settled: bool


def take_turn(
    session: Session, rater: Staff, key_version_id: UUID, item: str, *, now: datetime
) -> Rating | None:
    """The next answer to this question for this rater, leased; None when nothing waits. Flushes.

    The order is shuffled anew for every rater and question, and stays the same. Nobody is handed
    two answers of one candidate.

    Raises:
        NotAllowedError: Only raters rate.
    """
    if rater.role != Role.RATER:
        raise NotAllowedError("only raters rate answers")
    for answer in waiting_for(session, rater, key_version_id, item):
        _lock(session, answer)
        number = _open_number(session, answer, rater, now)
        if number is not None:
            return _lease(session, answer, rater, number, now)
    return None


def waiting_for(
    session: Session, rater: Staff, key_version_id: UUID, item: str
) -> list[RatedAnswer]:
    """Unsettled answers that this rater may be handed, in this rater's order.

    Some of them may be in the hands of others just now.
    """
    query = (
        _standing(RatedAnswer, Sitting.candidate_id)
        .where(
            RatedAnswer.key_version_id == key_version_id,
            RatedAnswer.item == item,
            col(RatedAnswer.is_settled).is_(False),
        )
        .order_by(col(RatedAnswer.id))
    )
    mine = _seen_by(session, rater)
    rows = [row for row, candidate_id in session.exec(query) if mine.allow(row, candidate_id)]
    return sorted(rows, key=lambda row: _place(rater, row))


def n_open(
    session: Session, rater: Staff, key_version_id: UUID, item: str, *, now: datetime
) -> int:
    """How many answers this rater could be handed at this moment."""
    rows = waiting_for(session, rater, key_version_id, item)
    filed, held = counting(session, rows), _held(session, rows, rater, now)
    return sum(
        _next_number(row, filed.get(row.id, {}), held.get(row.id, set())) is not None
        for row in rows
    )


def get_turn(session: Session, rating_id: UUID, rater: Staff) -> Rating:
    """The rater's own turn of this id.

    Raises:
        NotFoundError: There is none, or it is somebody else's, or the answer was taken back.
    """
    row = session.exec(
        select(Rating).where(Rating.id == rating_id, Rating.rater_id == rater.id)
    ).first()
    if row is None or _is_gone(session, row.answer_id):
        raise NotFoundError("no such turn")
    return row


def file_rating(
    session: Session,
    rating: Rating,
    points: Mapping[str, int],
    *,
    wording: str,
    remark: str = "",
    now: datetime,
) -> Filed:
    """File a rating for good, and settle the answer if it was the last one needed. Flushes.

    Args:
        session: The caller commits.
        rating: A turn of the rater.
        points: A whole number from 1 to 5 for every criterion of the question.
        wording: Digest of the wording that was read, see ``wording_digest``.
        remark: For the owners and analysts; may be empty.
        now: The time of filing.

    Raises:
        RatingFaultError: ``code`` is a ``RatingFault``.
    """
    answer = session.get_one(RatedAnswer, rating.answer_id)
    _lock(session, answer)
    session.refresh(rating)
    _require_fit(session, rating, answer, points, wording, remark)
    before = counting(session, [answer]).get(answer.id, {})
    rating.points = {name: int(points[name]) for name in sorted(points)}
    rating.remark, rating.filed_at, rating.leased_until = remark, now, None
    session.flush()
    _note(session, rating, now)
    is_beside = rating.number in before or answer.is_settled
    is_settled = not is_beside and settle(session, answer, now=now)
    return Filed(rating, answer, is_beside, is_settled)


def _standing(*what: Any) -> Any:
    """Of answers of people who have neither taken them back nor ended their part."""
    query: Any = select(*what)
    return (
        query.select_from(RatedAnswer)
        .join(Sitting, col(Sitting.id) == col(RatedAnswer.sitting_id))
        .join(Candidate, col(Candidate.id) == col(Sitting.candidate_id))
        .where(col(Sitting.voided_at).is_(None), col(Candidate.withdrawn_at).is_(None))
    )


def _is_gone(session: Session, answer_id: UUID) -> bool:
    return (
        session.exec(_standing(RatedAnswer.id).where(RatedAnswer.id == answer_id)).first() is None
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    """Which answers a rater has filed, and of whom the rater has seen which answer."""

    filed: frozenset[UUID]
    by_candidate: Mapping[UUID, frozenset[UUID]]

    def allow(self, answer: RatedAnswer, candidate_id: UUID) -> bool:
        """Not rated yet by this rater, who has seen nothing else of the person."""
        others = self.by_candidate.get(candidate_id, frozenset()) - {answer.id}
        return answer.id not in self.filed and not others


def _seen_by(session: Session, rater: Staff) -> _Seen:
    rows = session.exec(
        select(Rating.answer_id, Rating.filed_at, Sitting.candidate_id)
        .join(RatedAnswer, col(RatedAnswer.id) == col(Rating.answer_id))
        .join(Sitting, col(Sitting.id) == col(RatedAnswer.sitting_id))
        .where(Rating.rater_id == rater.id)
    ).all()
    seen: dict[UUID, frozenset[UUID]] = {}
    for answer_id, _filed_at, candidate_id in rows:
        seen[candidate_id] = seen.get(candidate_id, frozenset()) | {answer_id}
    return _Seen(frozenset(one for one, filed_at, _ in rows if filed_at is not None), seen)


def _place(rater: Staff, answer: RatedAnswer) -> bytes:
    facts = f"{rater.id} {answer.key_version_id} {answer.item} {answer.shuffle} {answer.id}"
    return hashlib.sha256(facts.encode()).digest()


def _lock(session: Session, answer: RatedAnswer) -> None:
    """Let one rater at a time take or file a turn of this answer.

    Writes a column as it is: that waits for other writers on both databases, which a reading lock
    does not on SQLite.
    """
    session.execute(
        update(RatedAnswer)
        .where(col(RatedAnswer.id) == answer.id)
        .values(shuffle=RatedAnswer.shuffle)
        .execution_options(synchronize_session=False)
    )
    session.refresh(answer)


def _open_number(session: Session, answer: RatedAnswer, rater: Staff, now: datetime) -> int | None:
    """The turn that this rater could take at this answer now, or None."""
    filed = counting(session, [answer]).get(answer.id, {})
    held = _held(session, [answer], rater, now).get(answer.id, set())
    return _next_number(answer, filed, held)


def _next_number(
    answer: RatedAnswer, filed: Mapping[int, Rating], held: Collection[int]
) -> int | None:
    if answer.is_settled:
        return None
    is_apart = set(FIRST_TWO) <= set(filed) and settled_points(filed) is None
    needed = (*FIRST_TWO, THIRD) if is_apart else FIRST_TWO
    return next((one for one in needed if one not in filed and one not in held), None)


def _held(
    session: Session, answers: Sequence[RatedAnswer], rater: Staff, now: datetime
) -> dict[UUID, set[int]]:
    """Turns that others have in their hands, by answer."""
    rows = session.exec(
        select(Rating.answer_id, Rating.number).where(
            col(Rating.answer_id).in_([answer.id for answer in answers]),
            Rating.rater_id != rater.id,
            col(Rating.leased_until) > now,
        )
    )
    found: dict[UUID, set[int]] = {}
    for answer_id, number in rows:
        found.setdefault(answer_id, set()).add(number)
    return found


def _lease(
    session: Session, answer: RatedAnswer, rater: Staff, number: int, now: datetime
) -> Rating:
    """A new turn, or the rater's own that was left: nobody has two rows for one answer."""
    row = session.exec(
        select(Rating).where(Rating.answer_id == answer.id, Rating.rater_id == rater.id)
    ).first() or Rating(answer_id=answer.id, rater_id=rater.id, number=number)
    row.number, row.leased_until = number, now + LEASE
    session.add(row)
    session.flush()
    return row


def _require_fit(
    session: Session,
    rating: Rating,
    answer: RatedAnswer,
    points: Mapping[str, int],
    wording: str,
    remark: str,
) -> None:
    sitting = session.get_one(Sitting, answer.sitting_id)
    prompt = get_prompt(session, sitting.bank_version_id, answer.key_version_id, answer.item)
    if rating.filed_at is not None:
        raise RatingFaultError(RatingFault.FILED_ALREADY)
    if wording != wording_digest(answer.text):
        raise RatingFaultError(RatingFault.OTHER_WORDING)
    require_points(prompt.facets, points)
    if len(remark) > MAX_REMARK_CHARS:
        raise RatingFaultError(RatingFault.REMARK_TOO_LONG)


def require_points(facets: Sequence[str], points: Mapping[str, int]) -> None:
    """Refuse points that leave out a criterion, name another, or lie off the scale.

    Raises:
        RatingFaultError: ``code`` is ``RatingFault.INCOMPLETE``.
    """
    if set(points) != set(facets) or any(value not in STEPS for value in points.values()):
        raise RatingFaultError(RatingFault.INCOMPLETE)


def _note(session: Session, rating: Rating, now: datetime) -> None:
    audit.record(
        session,
        "rating.filed",
        actor=rating.rater_id,
        object_id=rating.id,
        now=now,
        answer_id=str(rating.answer_id),
        number=rating.number,
    )

"""The people an impact report is about: what they told, their score, what was decided. No names.

The only place in which what somebody told about their background lies beside a result, and it does
so in memory, without an id. Replies count from the month after they came in: who looks before and
after one more reply must not read it off.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from hiring.openings.decisions import Decision, Outcome
from hiring.openings.records import Candidate, Opening, get_administration
from hiring.scoring import Score
from hiring.sittings.records import Sitting
from hiring.vault.questions import Topic, is_known
from hiring.vault.records import VaultLink, VaultReply

_DECIDED = {Outcome.ADVANCE.value: True, Outcome.NOT_ADVANCE.value: False}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who sent answers in.

    ``total`` is None without a number from the opening's test, ``is_selected`` while nobody has
    decided or the decision is on hold; ``told`` has the known answers only.
    """

    submitted_at: datetime
    total: float | None
    is_selected: bool | None
    told: dict[Topic, str]


@dataclass(frozen=True, slots=True)
class OpeningLine:
    """An opening in the list: how many have sent answers, and how many replies may be counted."""

    opening: Opening
    n_submitted: int
    n_told: int


def list_asking(session: Session, *, now: datetime) -> list[OpeningLine]:
    """Openings that offer the questions, or whose people have told something; newest first."""
    told = _counted(session, [VaultLink, VaultReply], VaultReply.month < _this_month(now))
    sent = _counted(session, [Sitting], *_sent())
    openings = session.exec(
        select(Opening).order_by(col(Opening.created_at).desc(), col(Opening.id))
    )
    return [
        OpeningLine(one, sent.get(one.id, 0), told.get(one.id, 0))
        for one in openings
        if one.asks_background or one.id in told
    ]


def people_of_opening(session: Session, opening: Opening, *, now: datetime) -> list[Person]:
    """Everybody of an opening whose answers are in and were not taken back, in no telling order.

    A score counts if it comes from the test and key that hold for the opening now.
    """
    sittings = _sittings(session, opening.id)
    totals = _totals(session, opening)
    outcomes = _outcomes(session, opening.id)
    told = _told(session, opening.id, now)
    people = [
        Person(
            submitted_at=submitted_at,
            total=totals.get(sitting_id),
            is_selected=_DECIDED.get(outcomes.get(candidate_id, "")),
            told=told.get(candidate_id, {}),
        )
        for candidate_id, (sitting_id, submitted_at) in sittings.items()
    ]
    return sorted(people, key=lambda one: one.submitted_at)


def _sittings(session: Session, opening_id: UUID) -> dict[UUID, tuple[UUID, datetime]]:
    """The newest sitting that was sent, by candidate."""
    rows = session.exec(
        select(Sitting.candidate_id, Sitting.id, Sitting.submitted_at)
        .join(Candidate, col(Candidate.id) == col(Sitting.candidate_id))
        .where(Candidate.opening_id == opening_id, *_sent())
        .order_by(col(Sitting.attempt))
    )
    return {
        candidate_id: (sitting_id, submitted_at)
        for candidate_id, sitting_id, submitted_at in rows
        if submitted_at is not None
    }


def _totals(session: Session, opening: Opening) -> dict[UUID, float | None]:
    """The numbers that count, by sitting."""
    terms, newer = get_administration(session, opening.id), aliased(Score)
    rows = session.exec(
        select(Score.sitting_id, Score.total)
        .join(Sitting, col(Sitting.id) == col(Score.sitting_id))
        .join(Candidate, col(Candidate.id) == col(Sitting.candidate_id))
        .outerjoin(newer, col(newer.replaces_id) == col(Score.id))
        .where(
            Candidate.opening_id == opening.id,
            Sitting.form_id == terms.form_id,
            Score.key_version_id == terms.key_version_id,
            col(newer.id).is_(None),
        )
    )
    return dict(rows.all())


def _outcomes(session: Session, opening_id: UUID) -> dict[UUID, str]:
    """The outcome that counts, by candidate."""
    rows = session.exec(
        select(Decision.candidate_id, Decision.outcome)
        .join(Candidate, col(Candidate.id) == col(Decision.candidate_id))
        .where(Candidate.opening_id == opening_id)
        .order_by(col(Decision.decided_at), col(Decision.id).desc())
    )
    return dict(rows.all())


def _told(session: Session, opening_id: UUID, now: datetime) -> dict[UUID, dict[Topic, str]]:
    """What may be counted, by candidate: known answers of the months that are over."""
    rows = session.exec(
        select(VaultLink.candidate_id, VaultReply)
        .join(VaultReply, col(VaultReply.link_id) == col(VaultLink.id))
        .join(Candidate, col(Candidate.id) == col(VaultLink.candidate_id))
        .where(Candidate.opening_id == opening_id, VaultReply.month < _this_month(now))
    )
    return {
        candidate_id: {
            topic: answer for topic in Topic if is_known(answer := getattr(reply, topic))
        }
        for candidate_id, reply in rows
    }


def _counted(session: Session, tables: Sequence[Any], *conditions: Any) -> dict[UUID, int]:
    """How many candidates have such rows, by opening."""
    query = select(Candidate.opening_id, func.count(func.distinct(Candidate.id)))
    for table in tables:
        query = query.join(table)
    rows = session.exec(query.where(*conditions).group_by(col(Candidate.opening_id)))
    return dict(rows.all())


def _sent() -> tuple[Any, Any]:
    return col(Sitting.submitted_at).is_not(None), col(Sitting.voided_at).is_(None)


def _this_month(now: datetime) -> date:
    return now.date().replace(day=1)

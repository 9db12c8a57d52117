"""Two questions about the experience, kept apart from whoever answered them.

A reply names the opening and the month, and nothing that leads to a person: neither a sitting nor
a moment. That somebody has replied stands with the person, so that nobody does twice; what they
said does not. Replies are shown from ten on, as counts.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, update
from sqlmodel import Field, Session, col, func, select

from hiring.db import Record
from hiring.openings.records import Candidate

STEPS = (1, 2, 3, 4, 5)
MIN_REPLIES = 10


class SurveyReply(Record, table=True):
    """One reply. Both answers run from 1, not at all, to 5, very much; None = left out."""

    __tablename__ = "survey_reply"
    __table_args__ = (
        CheckConstraint("fairness IS NULL OR fairness BETWEEN 1 AND 5", name="fairness_on_scale"),
        CheckConstraint("clarity IS NULL OR clarity BETWEEN 1 AND 5", name="clarity_on_scale"),
    )

    opening_id: UUID = Field(foreign_key="opening.id", ondelete="CASCADE", index=True)
    fairness: int | None = None
    clarity: int | None = None
    month: date


@dataclass(frozen=True, slots=True)
class SurveySummary:
    """How often each step was chosen, from 1 to 5. Who left a question out is in neither count."""

    n: int
    fairness: tuple[int, ...]
    clarity: tuple[int, ...]


def rate(
    session: Session,
    candidate: Candidate,
    *,
    fairness: int | None,
    clarity: int | None,
    now: datetime,
) -> bool:
    """Store a reply; False where the candidate has replied before. Flushes; the caller commits.

    Raises:
        ValueError: Neither question is answered, or a number is no step.
    """
    given = [step for step in (fairness, clarity) if step is not None]
    if not given or not set(given) <= set(STEPS):
        raise ValueError(f"a reply has one or two steps of {STEPS}, not {given}")
    if not _mark(session, candidate):
        return False
    month = now.date().replace(day=1)
    session.add(
        SurveyReply(
            opening_id=candidate.opening_id, fairness=fairness, clarity=clarity, month=month
        )
    )
    session.flush()
    return True


def survey_summary(session: Session, opening_id: UUID) -> SurveySummary | None:
    """The replies of an opening; None while there are too few to hide anybody among them."""
    n = count_replies(session, opening_id)
    if n < MIN_REPLIES:
        return None
    rows = session.exec(
        select(SurveyReply.fairness, SurveyReply.clarity).where(
            SurveyReply.opening_id == opening_id
        )
    ).all()
    fairness, clarity = ([row[place] for row in rows] for place in (0, 1))
    return SurveySummary(
        n=n,
        fairness=tuple(fairness.count(step) for step in STEPS),
        clarity=tuple(clarity.count(step) for step in STEPS),
    )


def count_replies(session: Session, opening_id: UUID) -> int:
    """How many have replied."""
    query = select(func.count(col(SurveyReply.id))).where(SurveyReply.opening_id == opening_id)
    return int(session.exec(query).one())


def _mark(session: Session, candidate: Candidate) -> bool:
    """Note that the candidate has replied; of two replies at once one is the first."""
    marked = session.execute(
        update(Candidate)
        .where(col(Candidate.id) == candidate.id, col(Candidate.has_rated).is_(False))
        .values(has_rated=True)
        .execution_options(synchronize_session=False)
    )
    session.refresh(candidate)
    return bool(marked.rowcount)  # type: ignore[attr-defined]

"""Two questions about the experience, kept apart from whoever answered them.

A reply names the opening and the month, and nothing that leads to a person: neither a sitting nor
a moment. That somebody has replied stands with the person, so that nobody does twice; what they
said does not, and is written in a transaction of its own, since a database knows which rows were
written together.

Replies are shown as counts, from ten on, when their month is over, and at least five new ones at a
time: who looks before and after one more reply must not read it off. A number cut to the step below
would not do: rows that bear no order cannot be parted into those shown and those not yet. Each
question is held to the same by itself, since it may be left out.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, update
from sqlmodel import Field, Session, col, func, select

from hiring.db import Record
from hiring.openings.records import Candidate

STEPS = (1, 2, 3, 4, 5)
MIN_REPLIES = 10
MIN_NEW_REPLIES = 5


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
    """How often each step was chosen, from 1 to 5; None where too few answered that question.

    Who left a question out is not in its counts.
    """

    n: int
    fairness: tuple[int, ...] | None
    clarity: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class Rating:
    """What somebody answered: a step of 1 to 5 each, None where left out.

    Raises:
        ValueError: Neither question is answered, or a number is no step.
    """

    fairness: int | None
    clarity: int | None

    def __post_init__(self) -> None:
        given = [step for step in (self.fairness, self.clarity) if step is not None]
        if not given or not set(given) <= set(STEPS):
            raise ValueError(f"a reply has one or two steps of {STEPS}, not {given}")


def mark_rated(session: Session, candidate: Candidate) -> bool:
    """Note that the candidate has replied; False where that is noted. Flushes.

    Of two replies at once one is the first. The caller commits before ``keep_rating``: if the
    process ends in between, one reply is lost, and nobody's counts twice.
    """
    marked = session.execute(
        update(Candidate)
        .where(col(Candidate.id) == candidate.id, col(Candidate.has_rated).is_(False))
        .values(has_rated=True)
        .execution_options(synchronize_session=False)
    )
    session.refresh(candidate)
    return bool(marked.rowcount)  # type: ignore[attr-defined]


def keep_rating(session: Session, opening_id: UUID, rating: Rating, *, now: datetime) -> None:
    """Store a reply, with the month of ``now`` only. Flushes; the caller commits nothing else."""
    session.add(
        SurveyReply(
            opening_id=opening_id,
            fairness=rating.fairness,
            clarity=rating.clarity,
            month=_month(now),
        )
    )
    session.flush()


def survey_summary(
    session: Session, opening_id: UUID, *, now: datetime, least: int = MIN_REPLIES
) -> SurveySummary | None:
    """The replies of an opening that may be shown; None while they are too few to hide among.

    Args:
        session: Only read from.
        opening_id: Whose replies.
        now: The present moment; replies of the running month are not shown.
        least: How many replies the house asks for.
    """
    rows = session.exec(
        select(col(SurveyReply.month), SurveyReply.fairness, SurveyReply.clarity).where(
            SurveyReply.opening_id == opening_id, col(SurveyReply.month) < _month(now)
        )
    ).all()
    ends = _group_ends((row[0] for row in rows), least)
    if not ends:
        return None
    return SurveySummary(
        n=sum(month <= ends[-1] for month, _fairness, _clarity in rows),
        fairness=_shown_steps([(month, step) for month, step, _other in rows], ends, least),
        clarity=_shown_steps([(month, step) for month, _other, step in rows], ends, least),
    )


def count_replies(session: Session, opening_id: UUID) -> int:
    """How many have replied."""
    query = select(func.count(col(SurveyReply.id))).where(SurveyReply.opening_id == opening_id)
    return int(session.exec(query).one())


def _shown_steps(
    answers: Sequence[tuple[date, int | None]], ends: list[date], least: int
) -> tuple[int, ...] | None:
    """How often each step was chosen; None while too few have answered this question.

    Answers are shown with the replies they belong to, so these groups are made of those.
    """
    given = [
        (ends[bisect_left(ends, month)], step)
        for month, step in answers
        if step is not None and month <= ends[-1]
    ]
    own_ends = _group_ends((end for end, _step in given), least)
    if not own_ends:
        return None
    shown = [step for end, step in given if end <= own_ends[-1]]
    return tuple(shown.count(step) for step in STEPS)


def _group_ends(months: Iterable[date], least: int) -> list[date]:
    """The months that end a group large enough to be shown, in order."""
    ends, n_waiting, n_needed = [], 0, least
    for month, n in sorted(Counter(months).items()):
        n_waiting += n
        if n_waiting >= n_needed:
            ends.append(month)
            n_waiting, n_needed = 0, MIN_NEW_REPLIES
    return ends


def _month(now: datetime) -> date:
    return now.date().replace(day=1)

"""The vault: what people told about their background, apart from everything else.

A reply names a link by a random id, and the link names the candidate, so that a reply can be
changed, copied and erased with the person. It holds the month only, and nobody's audit record says
that there is one. No page about a person reads these tables: only this package does, to count.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, update
from sqlmodel import Field, Session, col, select

from hiring.db import Record
from hiring.openings.records import Candidate
from hiring.vault.questions import ANSWERS, Topic, answers_sql


class VaultLink(Record, table=True):
    """Leads from a candidate to what they told. Its random id is all that a reply knows."""

    __tablename__ = "vault_link"

    candidate_id: UUID = Field(foreign_key="candidate.id", ondelete="CASCADE", unique=True)


class VaultReply(Record, table=True):
    """What somebody told; None where a question was not asked or was left out."""

    __tablename__ = "vault_reply"
    __table_args__ = (
        CheckConstraint(answers_sql(Topic.SEX), name="sex_is_known"),
        CheckConstraint(answers_sql(Topic.ETHNICITY), name="ethnicity_is_known"),
        CheckConstraint(answers_sql(Topic.DISABILITY), name="disability_is_known"),
        CheckConstraint(answers_sql(Topic.AGE_BAND), name="age_band_is_known"),
        CheckConstraint(
            "sex IS NOT NULL OR ethnicity IS NOT NULL OR disability IS NOT NULL "
            "OR age_band IS NOT NULL",
            name="something_is_told",
        ),
    )

    link_id: UUID = Field(foreign_key="vault_link.id", ondelete="CASCADE", unique=True)
    sex: str | None = Field(default=None, max_length=20)
    ethnicity: str | None = Field(default=None, max_length=20)
    disability: str | None = Field(default=None, max_length=20)
    age_band: str | None = Field(default=None, max_length=20)
    month: date


Told = Mapping[Topic, str | None]


def keep_reply(session: Session, candidate: Candidate, told: Told, *, now: datetime) -> None:
    """Keep what somebody told, in place of what they told before. Flushes; the caller commits.

    Raises:
        ValueError: Nothing is told, or an answer is none of those offered.
    """
    _require_answers(told)
    _lock(session, candidate)
    reply = _find_reply(session, candidate.id) or _new_reply(session, candidate)
    for topic in Topic:
        setattr(reply, topic.value, told.get(topic))
    reply.month = now.date().replace(day=1)
    session.add(reply)
    session.flush()


def find_told(session: Session, candidate_id: UUID) -> dict[Topic, str | None] | None:
    """What somebody told, for their own page; None where they told nothing."""
    reply = _find_reply(session, candidate_id)
    return None if reply is None else {topic: getattr(reply, topic.value) for topic in Topic}


def drop_reply(session: Session, candidate_id: UUID) -> bool:
    """Take out what somebody told, with the link; False where there is nothing. Flushes."""
    link = _find_link(session, candidate_id)
    if link is None:
        return False
    session.delete(link)
    session.flush()
    return True


def drop_older(session: Session, candidate_ids: Any, *, month: date) -> int:
    """Take out what was told before a month, with the links; how many people. Flushes.

    ``candidate_ids`` is a query of whose replies it is about; what was told in ``month`` stays.
    """
    links = session.exec(
        select(VaultLink)
        .join(VaultReply, col(VaultReply.link_id) == col(VaultLink.id))
        .where(col(VaultLink.candidate_id).in_(candidate_ids), VaultReply.month < month)
    ).all()
    for link in links:
        session.delete(link)
    session.flush()
    return len(links)


def _lock(session: Session, candidate: Candidate) -> None:
    """Of two forms at once let the second wait for the first: there is one link for each person."""
    session.execute(
        update(Candidate)
        .where(col(Candidate.id) == candidate.id)
        .values(has_rated=Candidate.has_rated)
        .execution_options(synchronize_session=False)
    )


def _require_answers(told: Told) -> None:
    given = {topic: answer for topic, answer in told.items() if answer is not None}
    odd = [topic.value for topic, answer in given.items() if answer not in ANSWERS[topic]]
    if not given or odd:
        raise ValueError(f"give at least one of the answers offered: see {', '.join(odd) or 'all'}")


def _new_reply(session: Session, candidate: Candidate) -> VaultReply:
    link = VaultLink(candidate_id=candidate.id)
    session.add(link)
    session.flush()
    return VaultReply(link_id=link.id, month=date.min)


def _find_link(session: Session, candidate_id: UUID) -> VaultLink | None:
    return session.exec(select(VaultLink).where(VaultLink.candidate_id == candidate_id)).first()


def _find_reply(session: Session, candidate_id: UUID) -> VaultReply | None:
    return session.exec(
        select(VaultReply)
        .join(VaultLink, col(VaultLink.id) == col(VaultReply.link_id))
        .where(VaultLink.candidate_id == candidate_id)
    ).first()

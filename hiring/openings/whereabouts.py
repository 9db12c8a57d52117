"""Where each person of an opening stands: one narrow row, written along with what changes it.

Lists and desks search, count and order thousands of people. The newest sitting and its score would
have to be looked up for that among everybody the house has ever asked, so what lists need of them
is kept here a second time, side by side for the people of an opening. The sources stay in charge:
whoever writes one of them writes here in the same transaction, after the note in the audit chain,
so that two who write about the same person wait for each other in one order. Answering a scenario
writes nothing here: when somebody last saved is read from the sitting.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    Index,
    and_,
    bindparam,
    false,
    insert,
    or_,
    update,
)
from sqlmodel import Field, Session, SQLModel, col

from hiring.db import UtcDateTime
from hiring.openings.records import Candidate, Invitation

if TYPE_CHECKING:  # decisions write here, so they cannot be imported
    from hiring.openings.decisions import Decision


class Whereabouts(SQLModel, table=True):
    """One person of an opening.

    ``opened_at`` is when a link was opened last. From ``attempt`` to ``total`` stands what is known
    of the newest sitting and the score that counts: nothing where it was taken back. The newest
    decision is told of only where it is a yes or a no: to be on hold is no news.
    """

    __tablename__ = "whereabouts"
    __table_args__ = (
        CheckConstraint(
            "submitted_at IS NULL OR started_at IS NOT NULL", name="only_started_is_sent"
        ),
        CheckConstraint(
            "(decided_at IS NULL) = (outcome IS NULL)"
            " AND (decided_at IS NULL) = (decision_id IS NULL)",
            name="decision_is_whole",
        ),
    )

    candidate_id: UUID = Field(foreign_key="candidate.id", ondelete="CASCADE", primary_key=True)
    opening_id: UUID = Field(foreign_key="opening.id", ondelete="CASCADE")
    added_at: datetime = Field(sa_type=UtcDateTime)
    opened_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    attempt: int | None = None
    is_taken_back: bool = False
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    submitted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    form_id: str | None = Field(default=None, max_length=40)
    bank_version_id: UUID | None = Field(
        default=None, foreign_key="bank_version.id", ondelete="RESTRICT"
    )
    key_version_id: UUID | None = Field(
        default=None, foreign_key="key_version.id", ondelete="RESTRICT"
    )
    scored_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    total: float | None = None
    is_being_rated: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    decision_id: UUID | None = None  # goes with the person, as this row does
    outcome: str | None = Field(default=None, max_length=20)
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


_TABLE: Any = Whereabouts.__table__  # type: ignore[attr-defined]
_AT: Any = _TABLE.c

# Those who wait for something, in words that an index holds and that queries say alike.
STAYS = _AT.withdrawn_at.is_(None)
IS_SENT = and_(_AT.submitted_at.is_not(None), STAYS)
IS_UNDECIDED = and_(IS_SENT, _AT.decided_at.is_(None))
IS_UNTOLD = and_(_AT.decided_at.is_not(None), _AT.told_at.is_(None))
HAS_LINK = and_(STAYS, _AT.revoked_at.is_(None))
IS_AT_WORK = and_(_AT.started_at.is_not(None), _AT.submitted_at.is_(None), HAS_LINK)
HAS_NOT_STARTED = and_(_AT.attempt.is_(None), HAS_LINK)

# An index holds all that counting by it reads, on SQLite its own condition as well.
Index("ix_whereabouts_counted", _AT.opening_id, _AT.started_at, _AT.submitted_at)


def _index(name: str, condition: ColumnElement[bool], *columns: Any) -> None:
    name = f"ix_whereabouts_{name}"
    Index(name, _AT.opening_id, *columns, sqlite_where=condition, postgresql_where=condition)


_index("sent", IS_SENT, _AT.submitted_at, _AT.withdrawn_at)
_index("undecided", IS_UNDECIDED, _AT.submitted_at, _AT.withdrawn_at, _AT.decided_at)
_index(
    "untold",
    IS_UNTOLD,
    _AT.submitted_at,
    _AT.added_at,
    _AT.outcome,
    _AT.withdrawn_at,
    _AT.decided_at,
    _AT.told_at,
)
_index(
    "at_work",
    IS_AT_WORK,
    _AT.started_at,
    _AT.candidate_id,
    _AT.attempt,
    _AT.submitted_at,
    _AT.withdrawn_at,
    _AT.revoked_at,
)
_index("ending", HAS_NOT_STARTED, _AT.expires_at, _AT.attempt, _AT.withdrawn_at, _AT.revoked_at)


def note_added(session: Session, added: Iterable[tuple[Candidate, Invitation]]) -> None:
    """New people, each with a link."""
    rows = [
        {
            "candidate_id": candidate.id,
            "opening_id": candidate.opening_id,
            "added_at": candidate.added_at,
            "expires_at": invitation.expires_at,
            "is_taken_back": False,
        }
        for candidate, invitation in added
    ]
    if rows:
        session.connection().execute(insert(_TABLE), rows)


def note_link(session: Session, invitation: Invitation) -> None:
    """A link with other days, withdrawn or made anew."""
    facts = {"expires_at": invitation.expires_at, "revoked_at": invitation.revoked_at}
    _note(session, invitation.candidate_id, **facts)


def note_opened(session: Session, candidate_id: UUID, *, now: datetime) -> None:
    """A link was opened. Requests may overtake each other; the last moment stays the last."""
    opened = col(Whereabouts.opened_at)
    _note(session, candidate_id, or_(opened.is_(None), opened < now), opened_at=now)


def note_withdrawn(session: Session, candidate_id: UUID, *, now: datetime) -> None:
    """The candidate has ended their part."""
    _note(session, candidate_id, withdrawn_at=now)


def note_decided(session: Session, decision: "Decision") -> None:
    """A decision, which counts if it is the newest; of two at one moment the lower id counts."""
    at, known = col(Whereabouts.decided_at), col(Whereabouts.decision_id)
    is_newest = or_(
        at.is_(None),
        at < decision.decided_at,
        and_(at == decision.decided_at, known > decision.id),
    )
    _note(
        session,
        decision.candidate_id,
        is_newest,
        decision_id=decision.id,
        outcome=decision.outcome,
        decided_at=decision.decided_at,
        told_at=None,
    )


def note_told(session: Session, decision: "Decision", *, now: datetime) -> None:
    """The candidate knows of a yes or a no; nothing changes where another decision is newer."""
    is_newest = col(Whereabouts.decision_id) == decision.id
    _note(session, decision.candidate_id, is_newest, told_at=now)


def note_started(
    session: Session,
    candidate_id: UUID,
    *,
    attempt: int,
    started_at: datetime,
    form_id: str,
    bank_version_id: UUID,
) -> None:
    """A sitting began; from now on it is the newest."""
    begun = {"attempt": attempt, "is_taken_back": False, "started_at": started_at}
    begun |= {"form_id": form_id, "bank_version_id": bank_version_id}
    _note(session, candidate_id, **(_NOTHING | begun))


def note_sent(session: Session, candidate_id: UUID, *, attempt: int, at: datetime) -> None:
    """The answers of a sitting were sent in."""
    _note(session, candidate_id, col(Whereabouts.attempt) == attempt, submitted_at=at)


def note_taken_back(session: Session, candidate_id: UUID, *, attempt: int) -> None:
    """What was sent in counts nowhere any more, and nothing else of it is kept here."""
    is_newest = col(Whereabouts.attempt) == attempt
    _note(session, candidate_id, is_newest, **_NOTHING, is_taken_back=True)


def note_scored(session: Session, scored: Iterable[dict[str, Any]]) -> None:
    """Scores that count from now on, unless what they score was taken back.

    Args:
        session: The database session.
        scored: For each the ``candidate_id`` and ``attempt`` that were scored, and the columns
            ``key_version_id``, ``total``, ``is_being_rated`` and ``scored_at``.
    """
    rows = [{f"b_{name}": fact for name, fact in one.items()} for one in scored]
    if rows:
        # In one order, so that two who write about the same people do not wait for each other.
        rows.sort(key=lambda one: one["b_candidate_id"])
        session.connection().execute(_SCORED, rows)


_NOTHING: dict[str, Any] = dict.fromkeys(
    (
        "started_at",
        "submitted_at",
        "form_id",
        "bank_version_id",
        "key_version_id",
        "scored_at",
        "total",
    )
) | {"is_being_rated": False}
_SCORED = (
    update(_TABLE)
    .where(
        _TABLE.c.candidate_id == bindparam("b_candidate_id"),
        _TABLE.c.attempt == bindparam("b_attempt"),
        _TABLE.c.submitted_at.is_not(None),
    )
    .values(
        key_version_id=bindparam("b_key_version_id"),
        total=bindparam("b_total"),
        is_being_rated=bindparam("b_is_being_rated"),
        scored_at=bindparam("b_scored_at"),
    )
)


def _note(session: Session, candidate_id: UUID, *conditions: Any, **facts: Any) -> None:
    session.execute(
        update(Whereabouts)
        .where(col(Whereabouts.candidate_id) == candidate_id, *conditions)
        .values(**facts)
        .execution_options(synchronize_session=False)
    )

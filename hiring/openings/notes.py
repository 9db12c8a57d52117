"""Notes and tags that staff put on candidates, and lists that they keep to come back to."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, UniqueConstraint, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, Session, col, select

from hiring import audit
from hiring.accounts import Role, Staff
from hiring.db import Record, UtcDateTime
from hiring.errors import DecisionFaultError, NotAllowedError, NotFoundError
from hiring.openings.records import Candidate, Opening

MAX_NOTE_CHARS = 4000
MAX_TAG_CHARS = 40


class Note(Record, table=True):
    """One note of one person. A removed note can be brought back until the candidate is erased."""

    __tablename__ = "note"
    __table_args__ = (
        CheckConstraint("length(text) >= 1", name="text_is_given"),
        CheckConstraint("(removed_at IS NULL) = (removed_by_id IS NULL)", name="removal_is_whole"),
    )

    candidate_id: UUID = Field(foreign_key="candidate.id", ondelete="CASCADE", index=True)
    author_id: UUID = Field(foreign_key="staff.id", ondelete="RESTRICT")
    text: str = Field(max_length=4000)
    written_at: datetime = Field(sa_type=UtcDateTime)
    removed_by_id: UUID | None = Field(default=None, foreign_key="staff.id", ondelete="RESTRICT")
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class CandidateTag(Record, table=True):
    """One word on one candidate."""

    __tablename__ = "candidate_tag"
    __table_args__ = (
        UniqueConstraint("candidate_id", "word"),
        CheckConstraint("length(word) >= 1", name="word_is_given"),
    )

    candidate_id: UUID = Field(foreign_key="candidate.id", ondelete="CASCADE")
    word: str = Field(max_length=40, index=True)
    added_by_id: UUID = Field(foreign_key="staff.id", ondelete="RESTRICT")
    added_at: datetime = Field(sa_type=UtcDateTime)


class SavedView(Record, table=True):
    """A search in the list of an opening that one person keeps under a name."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("staff_id", "opening_id", "name"),)

    staff_id: UUID = Field(foreign_key="staff.id", ondelete="CASCADE")
    opening_id: UUID = Field(foreign_key="opening.id", ondelete="CASCADE", index=True)
    name: str = Field(max_length=60)
    query: str = Field(max_length=500)
    saved_at: datetime = Field(sa_type=UtcDateTime)


def write_note(
    session: Session, candidate: Candidate, text: str, *, staff: Staff, now: datetime
) -> Note:
    """Write a note. Flushes; the caller commits.

    Raises:
        NotAllowedError: Only owners and recruiters write notes.
        DecisionFaultError: There are no words, or too many.
    """
    _require_role(staff)
    words = text.strip()
    if not words:
        raise DecisionFaultError("note_empty")
    if len(words) > MAX_NOTE_CHARS:
        raise DecisionFaultError("note_too_long")
    note = Note(candidate_id=candidate.id, author_id=staff.id, text=words, written_at=now)
    session.add(note)
    session.flush()
    _audit_note(session, "note.written", note, candidate, staff, now)
    return note


def remove_note(session: Session, note: Note, *, staff: Staff, now: datetime) -> None:
    """Take a note out of sight; removing it twice changes nothing. Flushes.

    Raises:
        NotAllowedError: A note is removed by its author, or by an owner.
    """
    _require_hand(note, staff)
    if note.removed_at is not None:
        return
    note.removed_by_id, note.removed_at = staff.id, now
    session.flush()
    candidate = session.get_one(Candidate, note.candidate_id)
    _audit_note(session, "note.removed", note, candidate, staff, now)


def restore_note(session: Session, note: Note, *, staff: Staff, now: datetime) -> None:
    """Bring a removed note back, by whoever may remove it. Flushes.

    Raises:
        NotAllowedError: As for ``remove_note``.
    """
    _require_hand(note, staff)
    if note.removed_at is None:
        return
    note.removed_by_id = note.removed_at = None
    session.flush()
    candidate = session.get_one(Candidate, note.candidate_id)
    _audit_note(session, "note.restored", note, candidate, staff, now)


def get_note(session: Session, note_id: UUID) -> Note:
    """The note with this id, removed or not.

    Raises:
        NotFoundError: There is none.
    """
    found = session.get(Note, note_id)
    if found is None:
        raise NotFoundError("no such note")
    return found


def list_notes(session: Session, candidate_id: UUID) -> list[tuple[Note, Staff]]:
    """The notes on a candidate that nobody removed, with their authors, newest first."""
    return list(
        session.exec(
            select(Note, Staff)
            .join(Staff, col(Staff.id) == col(Note.author_id))
            .where(Note.candidate_id == candidate_id, col(Note.removed_at).is_(None))
            .order_by(col(Note.written_at).desc(), col(Note.id))
        )
    )


def list_removed(session: Session, candidate_id: UUID, staff: Staff) -> list[Note]:
    """The removed notes on a candidate that this person may bring back, newest first."""
    query = select(Note).where(Note.candidate_id == candidate_id, col(Note.removed_at).is_not(None))
    if staff.role != Role.OWNER:
        query = query.where(Note.author_id == staff.id)
    return list(session.exec(query.order_by(col(Note.removed_at).desc(), col(Note.id))))


def add_tag(
    session: Session, opening: Opening, who: Any, word: str, *, staff: Staff, now: datetime
) -> int:
    """Put a word on candidates of an opening; on how many it was not yet. Flushes.

    Args:
        session: The caller commits.
        opening: Whose candidates they are; others are left alone.
        who: Ids of candidates, or a query of them.
        word: The tag, in any spelling of spaces.
        staff: Who tags.
        now: The time of all these tags, by which they can be taken back together.

    Raises:
        NotAllowedError: Only owners and recruiters tag.
        DecisionFaultError: There is no word, or too long a one.
    """
    _require_role(staff)
    known = checked_word(word)
    ids = session.exec(_of_opening(opening, who)).all()
    rows = [
        {
            "id": uuid4(),
            "candidate_id": one,
            "word": known,
            "added_by_id": staff.id,
            "added_at": now,
        }
        for one in ids
    ]
    if not rows:
        return 0
    n_before = _n_tags(session, opening, known)
    session.execute(_insert_new(session), rows)
    n_added = _n_tags(session, opening, known) - n_before
    _audit_tag(session, "candidates.tagged", opening, n_added, staff, now)
    return n_added


def remove_tag(
    session: Session,
    opening: Opening,
    who: Collection[UUID],
    word: str,
    *,
    staff: Staff,
    now: datetime,
) -> list[UUID]:
    """Take a word off these candidates of an opening; from whom it was taken. Flushes.

    Raises:
        NotAllowedError: Only owners and recruiters tag.
    """
    _require_role(staff)
    tagged = col(CandidateTag.candidate_id).in_(_of_opening(opening, who))
    return _untag(session, opening, (tagged, col(CandidateTag.word) == word), staff, now)


def remove_tags_of(
    session: Session,
    opening: Opening,
    word: str,
    *,
    added_at: datetime,
    staff: Staff,
    now: datetime,
) -> list[UUID]:
    """Undo one act of tagging: what this person tagged at that moment. Flushes.

    Raises:
        NotAllowedError: Only owners and recruiters tag.
    """
    _require_role(staff)
    everybody = select(Candidate.id).where(Candidate.opening_id == opening.id)
    of_act = (
        col(CandidateTag.candidate_id).in_(everybody),
        col(CandidateTag.word) == word,
        col(CandidateTag.added_by_id) == staff.id,
        col(CandidateTag.added_at) == added_at,
    )
    return _untag(session, opening, of_act, staff, now)


def tags_of(session: Session, candidate_ids: Collection[UUID]) -> dict[UUID, list[str]]:
    """The words on each candidate that has any, in alphabetical order."""
    found: dict[UUID, list[str]] = {}
    for one, word in session.exec(
        select(CandidateTag.candidate_id, CandidateTag.word)
        .where(col(CandidateTag.candidate_id).in_(candidate_ids))
        .order_by(col(CandidateTag.word))
    ):
        found.setdefault(one, []).append(word)
    return found


def checked_word(word: str) -> str:
    """A tag as it is stored: spaces once, nothing at its ends.

    Raises:
        DecisionFaultError: There is no word, or too long a one.
    """
    known = " ".join(word.split())
    if not known:
        raise DecisionFaultError("tag_empty")
    if len(known) > MAX_TAG_CHARS:
        raise DecisionFaultError("tag_too_long")
    return known


def _untag(
    session: Session, opening: Opening, which: tuple[Any, ...], staff: Staff, now: datetime
) -> list[UUID]:
    taken = session.exec(select(CandidateTag.candidate_id).where(*which)).all()
    if not taken:
        return []
    session.execute(delete(CandidateTag).where(*which).execution_options(synchronize_session=False))
    _audit_tag(session, "candidates.untagged", opening, len(taken), staff, now)
    return list(taken)


def _insert_new(session: Session) -> Any:
    """An insert that leaves tags that are there as they are, whoever else tags meanwhile."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    insert = (sqlite if is_sqlite else postgresql).insert(CandidateTag)
    return insert.on_conflict_do_nothing(index_elements=["candidate_id", "word"])


def _n_tags(session: Session, opening: Opening, word: str) -> int:
    everybody = select(Candidate.id).where(Candidate.opening_id == opening.id)
    tagged = select(CandidateTag.id).where(
        CandidateTag.word == word, col(CandidateTag.candidate_id).in_(everybody)
    )
    return len(session.exec(tagged).all())


def _of_opening(opening: Opening, who: Any) -> Any:
    """The ids among these that belong to the opening."""
    return select(Candidate.id).where(
        Candidate.opening_id == opening.id, col(Candidate.id).in_(who)
    )


def _require_role(staff: Staff) -> None:
    if staff.role not in {Role.OWNER, Role.RECRUITER}:
        raise NotAllowedError("only owners and recruiters write notes and tags")


def _require_hand(note: Note, staff: Staff) -> None:
    _require_role(staff)
    if staff.role != Role.OWNER and note.author_id != staff.id:
        raise NotAllowedError("a note is removed by its author, or by an owner")


def _audit_note(
    session: Session, act: str, note: Note, candidate: Candidate, staff: Staff, now: datetime
) -> None:
    audit.record(
        session, act, actor=staff.id, object_id=note.id, now=now, chain=candidate.opening_id
    )


def _audit_tag(
    session: Session, act: str, opening: Opening, n: int, staff: Staff, now: datetime
) -> None:
    """How many people, not the word: it is free text and may name somebody."""
    audit.record(
        session, act, actor=staff.id, object_id=opening.id, now=now, chain=opening.id, n_people=n
    )

"""Keeping what people were shown: every wording once, under its digest."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, select

from hiring.errors import NotFoundError
from hiring.notices.composing import (
    HEADING_MARK,
    NoticeFacts,
    NoticeSection,
    NoticeText,
    compose,
)
from hiring.notices.kinds import NoticeKind, Place
from hiring.notices.records import Notice
from hiring.openings.records import Opening


def pretest_notice(
    session: Session, opening: Opening, *, facts: NoticeFacts, language: str, now: datetime
) -> Notice:
    """The stored notice that a candidate of this opening reads before the start. Flushes.

    Raises:
        NoControllerError: Nobody is named as responsible.
    """
    return stored(session, pretest_text(opening, facts=facts, language=language), now=now)


def pretest_text(opening: Opening, *, facts: NoticeFacts, language: str) -> NoticeText:
    """The words that a candidate of this opening reads before the start.

    Raises:
        NoControllerError: Nobody is named as responsible.
    """
    return compose(NoticeKind.PRETEST, Place(opening.place), language, facts)


def stored(session: Session, text: NoticeText, *, now: datetime) -> Notice:
    """The row of exactly this wording, made if it is new. Flushes; the caller commits.

    Of several who store the same wording at once one makes the row and all get it.
    """
    found = _find(session, text.digest)
    if found is None:
        session.execute(_insert_if_new(session, text, now))
        found = _find(session, text.digest)
    if found is None:
        raise NotFoundError("the notice is gone")
    return found


def get_notice(session: Session, notice_id: UUID) -> Notice:
    """The notice with this id.

    Raises:
        NotFoundError: There is none.
    """
    found = session.get(Notice, notice_id)
    if found is None:
        raise NotFoundError("no such notice")
    return found


def shown_sections(notice: Notice) -> tuple[NoticeSection, ...]:
    """A stored notice laid out again: its headings, each with the paragraphs beneath."""
    sections: list[NoticeSection] = []
    for part in notice.text.split("\n\n"):
        if part.startswith(HEADING_MARK) or not sections:
            heading = part.removeprefix(HEADING_MARK) if part.startswith(HEADING_MARK) else ""
            sections.append(NoticeSection("", heading, () if heading else (part,)))
        else:
            last = sections[-1]
            sections[-1] = replace(last, paragraphs=(*last.paragraphs, part))
    return tuple(sections)


def _find(session: Session, digest: str) -> Notice | None:
    return session.exec(select(Notice).where(Notice.digest == digest)).first()


def _insert_if_new(session: Session, text: NoticeText, now: datetime) -> Any:
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    insert = (sqlite if is_sqlite else postgresql).insert(Notice)
    row = {
        "id": uuid4(),
        "kind": text.kind.value,
        "place": text.place.value,
        "language": text.language,
        "version": text.version,
        "text": text.marked_text,
        "digest": text.digest,
        "made_at": now,
    }
    return insert.values(row).on_conflict_do_nothing(index_elements=["digest"])

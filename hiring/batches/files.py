"""One archive or one document of all briefs that stand. Nobody who has gone is in either."""

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO
from uuid import UUID

from sqlalchemy import select as columns
from sqlalchemy import update
from sqlmodel import Session, col, select

from hiring.batches.contents import Sender
from hiring.batches.making import words_of
from hiring.batches.records import Batch, BatchBrief
from hiring.briefs.content import BriefContent
from hiring.briefs.document import render_together
from hiring.briefs.facts import brief_language
from hiring.briefs.press import USUAL, Limits, printed
from hiring.errors import NotScorableError
from hiring.openings.records import Candidate, get_opening
from hiring.sittings.records import Sitting

LIST_NAME = "list.csv"
SECONDS_A_BRIEF = 1  # it takes a fiftieth
MODE = 0o600 << 16


@dataclass(frozen=True, slots=True)
class Piece:
    """One brief of a batch without its bytes. ``fault`` is None unless it was not made."""

    id: UUID
    candidate: Candidate
    state: str
    fault: str | None
    digest: str | None

    @property
    def is_made(self) -> bool:
        """Whether there is something to fetch."""
        return self.state == "made" and self.digest is not None

    @property
    def file_name(self) -> str:
        """Holds the code: names of people stay out of folders."""
        return f"brief-{self.candidate.code}.pdf"


def pieces(session: Session, batch: Batch) -> list[Piece]:
    """The briefs of a batch whose people and answers still stand, in order. One query."""
    taken_back = select(Sitting.id).where(
        col(Sitting.candidate_id) == col(BatchBrief.candidate_id),
        col(Sitting.voided_at).is_not(None),
    )
    rows = session.execute(
        columns(
            col(BatchBrief.id),
            Candidate,
            col(BatchBrief.state),
            col(BatchBrief.fault),
            col(BatchBrief.digest),
        )
        .join(Candidate, col(Candidate.id) == col(BatchBrief.candidate_id))
        .where(col(BatchBrief.batch_id) == batch.id, ~taken_back.exists())
        .order_by(col(BatchBrief.position))
        .execution_options(populate_existing=True)
    )
    return [Piece(*row) for row in rows]


def fingerprint(found: Sequence[Piece]) -> str:
    """Stands for exactly these briefs: another one more or less, and it is another."""
    digests = [piece.digest or "" for piece in found if piece.is_made]
    return hashlib.sha256(" ".join(digests).encode()).hexdigest()


def require_unchanged(session: Session, batch: Batch, found: Sequence[Piece]) -> None:
    """Read again, after noting that briefs are taken away, whether all of them still stand.

    Raises:
        NotScorableError: Somebody was erased or took answers back in the meantime.
    """
    if fingerprint(pieces(session, batch)) != fingerprint(found):
        raise NotScorableError("a brief of this batch was taken back in the meantime")


def write_archive(session: Session, batch: Batch, found: Sequence[Piece], file: IO[bytes]) -> None:
    """Write the made briefs and a list of all into a ZIP archive, one after the other.

    The same briefs give the same bytes. They are packed already, so they are only stored.
    """
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for piece in found:
            pdf = _pdf(session, piece) if piece.is_made else None
            if pdf is not None:
                archive.writestr(_entry(piece.file_name, batch), pdf)
        archive.writestr(_entry(LIST_NAME, batch), _list_text(found))


def merge(session: Session, batch: Batch, *, sender: Sender) -> bool:
    """Set all made briefs once more in one document and keep it; whether there was any.

    They are set anew and not put together from the files: so they share their letters, and the
    document has one tree of tags. Commits nothing.
    """
    found = [piece for piece in pieces(session, batch) if piece.is_made]
    if not found:
        return False
    opening = get_opening(session, batch.opening_id)
    translator = sender.translator_for(brief_language(opening.language))
    title = translator.gettext("Interview briefs")
    contents = list(_words(session, batch, found, sender))
    seconds = USUAL.processor + SECONDS_A_BRIEF * len(contents)
    limits = Limits(processor=seconds, clock=USUAL.clock + 2 * seconds)
    pdf = printed(render_together, contents, title=title, limits=limits)
    session.execute(
        update(Batch)
        .where(col(Batch.id) == batch.id)
        .values(merged=pdf, merged_of=fingerprint(found))
        .execution_options(synchronize_session=False)
    )
    session.expire(batch)
    require_unchanged(session, batch, found)
    return True


def _words(
    session: Session, batch: Batch, found: Sequence[Piece], sender: Sender
) -> Iterator[BriefContent]:
    for piece in found:
        yield words_of(session, batch, session.get_one(BatchBrief, piece.id), sender)


def _pdf(session: Session, piece: Piece) -> bytes | None:
    """The bytes alone: a row that stays in the session would keep them all in memory."""
    return session.exec(select(BatchBrief.pdf).where(BatchBrief.id == piece.id)).first()


def _entry(name: str, batch: Batch) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, batch.asked_at.timetuple()[:6])
    entry.external_attr = MODE
    return entry


def _list_text(found: Sequence[Piece]) -> bytes:
    """What is in the archive, and what is missing: codes and digests only."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["code", "file", "sha256", "fault"])
    for piece in found:
        name = piece.file_name if piece.is_made else ""
        writer.writerow([piece.candidate.code, name, piece.digest or "", piece.fault or ""])
    return text.getvalue().encode()

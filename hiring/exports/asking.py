"""Asking for an export, finding it, taking it away in time, and noting who fetched it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, update
from sqlmodel import Session, col, select

from hiring import audit
from hiring.accounts import Role, Staff
from hiring.audit import AuditEntry
from hiring.errors import NotAllowedError, NotFoundError
from hiring.exports.records import Export
from hiring.openings.members import must_be_blind
from hiring.openings.records import Candidate, Opening
from hiring.sittings.leaving import EXPORTED
from hiring.sittings.records import Sitting

KEPT = timedelta(days=7)


def ask_for_export(
    session: Session, opening: Opening, *, kind: str, is_blind: bool, staff: Staff, now: datetime
) -> Export:
    """Write down that a file is wanted: "csv", "xlsx" or "json". Flushes; the caller commits.

    Blind, it holds codes and neither names nor addresses nor times. Who must not know the names
    gets it blind, whatever was asked for.

    Raises:
        NotAllowedError: Only owners and recruiters export.
    """
    if staff.role not in {Role.OWNER, Role.RECRUITER}:
        raise NotAllowedError("only owners and recruiters export an opening")
    export = Export(
        opening_id=opening.id,
        kind=kind,
        is_blind=is_blind or must_be_blind(opening, staff),
        asked_by_id=staff.id,
        asked_at=now,
        expires_at=now + KEPT,
    )
    session.add(export)
    session.flush()
    _note(session, "export.asked", export, staff, now, kind=kind, is_blind=export.is_blind)
    return export


def may_fetch(export: Export, opening: Opening, staff: Staff) -> bool:
    """Whether this reader may have the file: not one with names that are hidden from them."""
    return export.is_blind or not must_be_blind(opening, staff)


def get_export(session: Session, opening_id: UUID, export_id: UUID) -> Export:
    """The export, if it belongs to this opening.

    Raises:
        NotFoundError: There is none, or it belongs to another opening: the two look alike.
    """
    export = session.get(Export, export_id)
    if export is None or export.opening_id != opening_id:
        raise NotFoundError("no such export of this opening")
    return export


def list_exports(session: Session, opening_id: UUID) -> list[Export]:
    """The exports of an opening, newest first."""
    query = select(Export).where(Export.opening_id == opening_id)
    return list(session.exec(query.order_by(col(Export.asked_at).desc(), col(Export.id))))


def note_download(session: Session, export: Export, *, staff: Staff, now: datetime) -> bytes:
    """Note that somebody takes the file away, and give it to them. Flushes; the caller commits.

    Who takes answers back or is erased at the same moment waits for the note, or the file is gone
    before it: it is read after the note.

    Raises:
        NotFoundError: The file is not made yet, has run out, or was taken away.
    """
    made_at = None if export.made_at is None else export.made_at.isoformat()
    _note(session, EXPORTED, export, staff, now, made_at=made_at, kind=export.kind)
    clear_expired(session, now=now)
    if _was_somebody_erased(session, export):
        clear_of_openings(session, [export.opening_id])
    session.refresh(export)
    if export.content is None:
        raise NotFoundError("this file is no longer there")
    return export.content


def clear_expired(session: Session, *, now: datetime) -> int:
    """Take away files that have run out, and those with answers that were taken back. Flushes."""
    is_taken_back = (
        select(Sitting.id)
        .join(Candidate, col(Candidate.id) == col(Sitting.candidate_id))
        .where(
            col(Candidate.opening_id) == col(Export.opening_id),
            col(Sitting.voided_at) >= col(Export.made_at),
        )
    )
    cleared = session.execute(
        update(Export)
        .where(
            col(Export.content).is_not(None),
            or_(col(Export.expires_at) <= now, is_taken_back.exists()),
        )
        .values(content=None)
        .execution_options(synchronize_session=False)
    )
    return int(cleared.rowcount)  # type: ignore[attr-defined]


def clear_of_openings(session: Session, opening_ids: Iterable[UUID]) -> None:
    """Take away the files of openings of which somebody is erased. Flushes."""
    session.execute(
        update(Export)
        .where(col(Export.opening_id).in_(list(opening_ids)), col(Export.content).is_not(None))
        .values(content=None)
        .execution_options(synchronize_session=False)
    )


def _was_somebody_erased(session: Session, export: Export) -> bool:
    """Whether somebody of the opening was erased since, while it was being made for example."""
    if export.made_at is None:
        return False
    query = select(AuditEntry.id).where(
        AuditEntry.chain == str(export.opening_id),
        AuditEntry.act == "candidate.erased",
        col(AuditEntry.at) >= export.made_at,
    )
    return session.exec(query.limit(1)).first() is not None


def _note(
    session: Session, act: str, export: Export, staff: Staff, now: datetime, **details: object
) -> None:
    audit.record(
        session,
        act,
        actor=staff.id,
        object_id=export.opening_id,
        now=now,
        chain=export.opening_id,
        export_id=str(export.id),
        **details,
    )

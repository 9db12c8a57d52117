"""The end of an opening: closed, opened again, put away in the archive.

A closed opening takes nobody new and nobody starts; who has started may finish. People go on
deciding, and candidates go on reading their receipt, feedback and rights.
"""

from datetime import datetime

from sqlmodel import Session

from hiring import audit
from hiring.accounts import Role, Staff
from hiring.errors import NotAllowedError, OpeningClosedError
from hiring.openings.records import Opening


def require_open(opening: Opening) -> None:
    """Refuse what only an open opening takes.

    Raises:
        OpeningClosedError: It is closed.
    """
    if opening.closed_at is not None:
        raise OpeningClosedError("the opening is closed")


def close_opening(session: Session, opening: Opening, *, staff: Staff, now: datetime) -> bool:
    """Close an opening; whether it was this call that did it. Flushes; the caller commits.

    Raises:
        NotAllowedError: Only owners and recruiters close openings.
    """
    _require_recruiter(staff)
    if opening.closed_at is not None:
        return False
    opening.closed_at = now
    _note(session, "opening.closed", opening, staff, now)
    return True


def reopen_opening(session: Session, opening: Opening, *, staff: Staff, now: datetime) -> bool:
    """Open a closed opening again, out of the archive too; whether this call did it. Flushes.

    Raises:
        NotAllowedError: Only owners and recruiters open it again.
    """
    _require_recruiter(staff)
    if opening.closed_at is None:
        return False
    opening.closed_at = opening.archived_at = None
    _note(session, "opening.reopened", opening, staff, now)
    return True


def archive_opening(session: Session, opening: Opening, *, staff: Staff, now: datetime) -> bool:
    """Put a closed opening away; whether this call did it. Flushes.

    Nothing is lost: it stands under "Archived".

    Raises:
        NotAllowedError: Only owners and recruiters do, and only with a closed opening.
    """
    _require_recruiter(staff)
    if opening.closed_at is None:
        raise NotAllowedError("close the opening before it is put away")
    if opening.archived_at is not None:
        return False
    opening.archived_at = now
    _note(session, "opening.archived", opening, staff, now)
    return True


def unarchive_opening(session: Session, opening: Opening, *, staff: Staff, now: datetime) -> bool:
    """Bring an opening back from the archive, still closed; whether this call did it. Flushes.

    Raises:
        NotAllowedError: Only owners and recruiters do.
    """
    _require_recruiter(staff)
    if opening.archived_at is None:
        return False
    opening.archived_at = None
    _note(session, "opening.unarchived", opening, staff, now)
    return True


def _require_recruiter(staff: Staff) -> None:
    if staff.role not in {Role.OWNER, Role.RECRUITER}:
        raise NotAllowedError("only owners and recruiters close, open and put away openings")


def _note(session: Session, act: str, opening: Opening, staff: Staff, now: datetime) -> None:
    session.add(opening)
    session.flush()
    audit.record(session, act, actor=staff.id, object_id=opening.id, now=now, chain=opening.id)

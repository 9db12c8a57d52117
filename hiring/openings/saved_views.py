"""Lists that somebody keeps under a name: filters and order, never the words searched for."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col, select

from hiring.accounts import Staff
from hiring.errors import DecisionFaultError
from hiring.openings.notes import SavedView
from hiring.openings.records import Opening

MAX_NAME_CHARS, MAX_QUERY_CHARS = 60, 500
MAX_VIEWS = 20


def save_view(
    session: Session, opening: Opening, *, name: str, query: str, staff: Staff, now: datetime
) -> SavedView:
    """Keep a list under a name; the same name again takes its place. Flushes.

    Raises:
        DecisionFaultError: There is no name, or too long a one, or there are too many already.
    """
    known = " ".join(name.split())
    _require_name(known)
    found = find_view(session, opening, known, staff)
    if found is None:
        _require_room(session, opening, staff)
        found = SavedView(
            staff_id=staff.id, opening_id=opening.id, name=known, query="", saved_at=now
        )
    found.query, found.saved_at = query[:MAX_QUERY_CHARS], now
    session.add(found)
    session.flush()
    return found


def remove_view(session: Session, opening: Opening, view_id: UUID, *, staff: Staff) -> bool:
    """Forget one of one's own lists; whether it was there. The caller commits."""
    removed = session.execute(
        delete(SavedView).where(
            col(SavedView.id) == view_id,
            col(SavedView.opening_id) == opening.id,
            col(SavedView.staff_id) == staff.id,
        )
    )
    return bool(removed.rowcount)  # type: ignore[attr-defined]


def find_view(session: Session, opening: Opening, name: str, staff: Staff) -> SavedView | None:
    """One's own list of this name, or None."""
    return next((one for one in list_views(session, opening.id, staff) if one.name == name), None)


def list_views(session: Session, opening_id: UUID, staff: Staff) -> list[SavedView]:
    """One's own lists of an opening, by name."""
    return list(
        session.exec(
            select(SavedView)
            .where(SavedView.opening_id == opening_id, SavedView.staff_id == staff.id)
            .order_by(col(SavedView.name))
        )
    )


def _require_name(name: str) -> None:
    if not name:
        raise DecisionFaultError("view_unnamed")
    if len(name) > MAX_NAME_CHARS:
        raise DecisionFaultError("view_name_too_long")


def _require_room(session: Session, opening: Opening, staff: Staff) -> None:
    if len(list_views(session, opening.id, staff)) >= MAX_VIEWS:
        raise DecisionFaultError("too_many_views")

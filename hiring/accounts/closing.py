"""How an account ends, and how it comes back."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from hiring import audit
from hiring.accounts.admission import drop_half_ways
from hiring.accounts.api_keys import end_keys_of
from hiring.accounts.browsers import forget_browsers
from hiring.accounts.sessions import end_all_sessions
from hiring.accounts.staff import Role, Staff
from hiring.errors import NotAllowedError


def require_other_owner(staff: Staff, owner: Staff) -> None:
    """Refuse who is no owner, or would act on their own account.

    Raises:
        NotAllowedError: Two people know of it, or it does not happen.
    """
    if owner.role != Role.OWNER or owner.id == staff.id:
        raise NotAllowedError("an owner decides about other people's accounts")


def close_account(session: Session, staff: Staff, *, actor: UUID | str, now: datetime) -> bool:
    """Close an account, end all its sessions and the API keys it made; whether this did. Flushes.

    Share links that the person made are withdrawn by the caller, who knows of them.

    Raises:
        NotAllowedError: Nobody else could look after the house.
    """
    if not staff.is_active:
        return False
    if staff.role == Role.OWNER and not _other_owners(session, staff):
        raise NotAllowedError("the last owner stays")
    staff.is_active = False
    shut_out(session, staff)
    end_keys_of(session, staff, actor=actor, now=now)
    session.flush()
    audit.record(session, "staff.closed", actor=actor, object_id=staff.id, now=now)
    return True


def reopen_account(session: Session, staff: Staff, *, actor: UUID | str, now: datetime) -> bool:
    """Let somebody sign in again; whether this call did. Flushes."""
    if staff.is_active:
        return False
    staff.is_active = True
    session.flush()
    audit.record(session, "staff.reopened", actor=actor, object_id=staff.id, now=now)
    return True


def shut_out(session: Session, staff: Staff) -> int:
    """End every session and every sign-in on its way, and know no browser; how many sessions."""
    drop_half_ways(session, staff)
    forget_browsers(session, staff)
    return end_all_sessions(session, staff)


def _other_owners(session: Session, staff: Staff) -> list[UUID]:
    query = select(Staff.id).where(
        Staff.role == Role.OWNER, col(Staff.is_active), Staff.id != staff.id
    )
    return list(session.exec(query))

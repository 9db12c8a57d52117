"""Who works on an opening."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col, select

from hiring import audit
from hiring.accounts import Role, Staff, list_staff
from hiring.errors import NotAllowedError, NotFoundError
from hiring.openings.records import Membership, Opening, get_opening


def add_member(
    session: Session, opening: Opening, staff: Staff, *, actor: Staff, now: datetime
) -> None:
    """Let a member of staff work on an opening; adding twice changes nothing.

    Raises:
        NotAllowedError: Analysts see forms and groups, raters see answers without names; neither
            sees the people of an opening.
    """
    if not may_be_member(staff):
        raise NotAllowedError("analysts and raters do not work on openings")
    if is_member(session, opening.id, staff):
        return
    session.add(Membership(opening_id=opening.id, staff_id=staff.id))
    session.flush()
    audit.record(
        session,
        "member.added",
        actor=actor.id,
        object_id=opening.id,
        now=now,
        chain=opening.id,
        staff_id=str(staff.id),
    )


def may_be_member(staff: Staff) -> bool:
    """Whether somebody of this role can work on openings at all."""
    return staff.role not in {Role.ANALYST, Role.RATER, Role.MONITOR}


def is_member(session: Session, opening_id: UUID, staff: Staff) -> bool:
    """Whether this person works on the opening."""
    return (
        session.exec(
            select(Membership.id).where(
                Membership.opening_id == opening_id, Membership.staff_id == staff.id
            )
        ).first()
        is not None
    )


def must_be_blind(opening: Opening, staff: Staff) -> bool:
    """Whether papers and files of the opening hold codes only, when made for this reader."""
    return opening.is_blind or not staff.sees_names


def require_member(session: Session, opening_id: UUID, staff: Staff) -> Opening:
    """The opening, if this person may work on it. Owners may work on every one.

    Raises:
        NotFoundError: There is none, or it is not theirs: the two must look alike from outside.
    """
    if staff.role != Role.OWNER and not is_member(session, opening_id, staff):
        raise NotFoundError("no such opening")
    return get_opening(session, opening_id)


def list_members(session: Session, opening_id: UUID) -> list[Staff]:
    """The staff who work on an opening, by name. Owners see every opening without being listed."""
    return list(
        session.exec(
            select(Staff)
            .join(Membership, col(Membership.staff_id) == col(Staff.id))
            .where(Membership.opening_id == opening_id)
            .order_by(col(Staff.name), col(Staff.id))
        )
    )


def staff_to_add(session: Session, opening_id: UUID) -> list[Staff]:
    """Active staff who may work on the opening and do not yet, by name."""
    present = {member.id for member in list_members(session, opening_id)}
    active = [staff for staff in list_staff(session) if may_be_member(staff)]
    return [staff for staff in active if staff.id not in present]


def remove_member(
    session: Session, opening: Opening, staff_id: UUID, *, actor: Staff, now: datetime
) -> None:
    """Take somebody off an opening; doing it twice changes nothing. Flushes; the caller commits."""
    removed = session.execute(
        delete(Membership).where(
            col(Membership.opening_id) == opening.id, col(Membership.staff_id) == staff_id
        )
    )
    if not removed.rowcount:  # type: ignore[attr-defined]
        return
    audit.record(
        session,
        "member.removed",
        actor=actor.id,
        object_id=opening.id,
        now=now,
        chain=opening.id,
        staff_id=str(staff_id),
    )

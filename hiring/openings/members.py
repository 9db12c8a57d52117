"""Who works on an opening."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col, select

from hiring import audit
from hiring.accounts import Staff, list_staff
from hiring.openings.records import Membership, Opening, may_be_member


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

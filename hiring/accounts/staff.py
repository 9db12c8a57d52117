"""People who work with candidates' results."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, col, select

from hiring import audit
from hiring.accounts.passwords import hash_password, require_good
from hiring.accounts.tokens import hash_token
from hiring.db import Record, UtcDateTime
from hiring.errors import NotAllowedError, NotFoundError

__all__ = ["Role", "Staff", "hash_token"]


class Role(StrEnum):
    """What a member of staff may do; the table stands in the documentation."""

    OWNER = "owner"
    RECRUITER = "recruiter"
    INTERVIEWER = "interviewer"
    ANALYST = "analyst"
    RATER = "rater"
    MONITOR = "monitor"


class Staff(Record, table=True):
    """A person who works with candidates' results.

    Without ``sees_names``, names, mails and dates of candidates are masked; scores stay readable.
    """

    __table_args__ = (
        CheckConstraint(
            "role IN ('owner', 'recruiter', 'interviewer', 'analyst', 'rater', 'monitor')",
            name="role_is_known",
        ),
    )

    email: str = Field(max_length=254, unique=True)
    name: str = Field(max_length=120)
    role: str = Field(max_length=20)
    password_hash: str = Field(max_length=200)
    is_active: bool = True
    sees_names: bool = True
    added_at: datetime = Field(sa_type=UtcDateTime)


def add_staff(
    session: Session, *, email: str, name: str, role: Role, password: str, now: datetime
) -> Staff:
    """Add a member of staff. Flushes; the caller commits.

    Raises:
        ValueError: The password is too short to stand alone, too long, or too common.
    """
    require_good(password, context=(email, name))
    staff = Staff(
        email=email.strip().lower(),
        name=name.strip(),
        role=role.value,
        password_hash=hash_password(password),
        added_at=now,
    )
    session.add(staff)
    session.flush()
    audit.record(
        session,
        "staff.added",
        actor=audit.SYSTEM_ACTOR,
        object_id=staff.id,
        now=now,
        role=role.value,
    )
    return staff


def find_staff(session: Session, email: str) -> Staff | None:
    """The member of staff with this mail address, or None."""
    return session.exec(select(Staff).where(Staff.email == email.strip().lower())).first()


def get_staff(session: Session, staff_id: UUID) -> Staff:
    """The member of staff with this id.

    Raises:
        NotFoundError: There is none.
    """
    staff = session.get(Staff, staff_id)
    if staff is None:
        raise NotFoundError("no such member of staff")
    return staff


def list_staff(session: Session) -> list[Staff]:
    """All active staff, by name."""
    return list(
        session.exec(
            select(Staff).where(col(Staff.is_active)).order_by(col(Staff.name), col(Staff.id))
        )
    )


def list_closed(session: Session) -> list[Staff]:
    """Everybody whose account is closed, by name."""
    return list(
        session.exec(
            select(Staff).where(~col(Staff.is_active)).order_by(col(Staff.name), col(Staff.id))
        )
    )


def set_sees_names(
    session: Session, staff: Staff, *, sees_names: bool, owner: Staff, now: datetime
) -> bool:
    """Show a colleague the names of candidates, or codes; whether this call changed it. Flushes.

    Raises:
        NotAllowedError: Only owners do, and not for themselves: two people know of it.
    """
    if owner.role != Role.OWNER or owner.id == staff.id:
        raise NotAllowedError("an owner decides which colleagues see names")
    if staff.sees_names == sees_names:
        return False
    staff.sees_names = sees_names
    session.flush()
    act = "staff.names_shown" if sees_names else "staff.names_hidden"
    audit.record(session, act, actor=owner.id, object_id=staff.id, now=now)
    return True


def set_password(
    session: Session, staff: Staff, password: str, *, actor: UUID | str, now: datetime
) -> None:
    """Store a password that was found good. Flushes; the caller ends sessions and commits."""
    staff.password_hash = hash_password(password)
    session.flush()
    audit.record(session, "staff.password_changed", actor=actor, object_id=staff.id, now=now)

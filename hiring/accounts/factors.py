"""Which second factors somebody has, and taking all of them away."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col, select

from hiring import audit
from hiring.accounts.authenticators import Authenticator, remove_authenticator
from hiring.accounts.passkeys import Passkey, list_passkeys
from hiring.accounts.recovery import count_codes, make_codes, remove_codes
from hiring.accounts.staff import Staff


@dataclass(frozen=True, slots=True)
class Factors:
    """What stands beside the password of one person.

    Attributes:
        authenticator: The confirmed app, or None.
        passkeys: All keys, oldest first.
        n_codes: How many recovery codes are left; they count only beside one of the others.
    """

    authenticator: Authenticator | None
    passkeys: list[Passkey]
    n_codes: int

    @property
    def is_on(self) -> bool:
        """Whether signing in takes a second step."""
        return self.authenticator is not None or bool(self.passkeys)


def factors_of(session: Session, staff: Staff) -> Factors:
    """Everything that stands beside somebody's password."""
    return Factors(
        authenticator=_confirmed(session, staff),
        passkeys=list_passkeys(session, staff),
        n_codes=count_codes(session, staff),
    )


def has_second_factor(session: Session, staff: Staff) -> bool:
    """Whether signing in takes a second step."""
    is_key = select(Passkey.id).where(Passkey.staff_id == staff.id).limit(1)
    return _confirmed(session, staff) is not None or session.exec(is_key).first() is not None


def first_codes(session: Session, staff: Staff, *, now: datetime) -> list[str]:
    """Recovery codes beside a first factor; none where some are left from before. Flushes."""
    return [] if count_codes(session, staff) else make_codes(session, staff, now=now)


def remove_all_factors(session: Session, staff: Staff, *, actor: UUID | str, now: datetime) -> None:
    """Leave somebody with the password alone. Flushes; the caller ends sessions and commits."""
    remove_authenticator(session, staff)
    remove_codes(session, staff)
    session.execute(delete(Passkey).where(col(Passkey.staff_id) == staff.id))
    session.flush()
    audit.record(session, "staff.second_factor_removed", actor=actor, object_id=staff.id, now=now)


def _confirmed(session: Session, staff: Staff) -> Authenticator | None:
    return session.exec(
        select(Authenticator).where(
            Authenticator.staff_id == staff.id, col(Authenticator.confirmed_at).is_not(None)
        )
    ).first()

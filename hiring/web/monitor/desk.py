"""What the monitor's pages share: the blueprint, who may come in, and which opening it is about.

Owners do not come in either: they decide about people.
"""

from datetime import UTC, datetime
from uuid import UUID

from flask import Blueprint

from hiring import vault
from hiring.accounts import Role
from hiring.db import db
from hiring.errors import NotFoundError
from hiring.openings.records import Opening
from hiring.vault import Mode
from hiring.web.access import for_staff

bp = Blueprint("monitor", __name__, url_prefix="/monitoring")

for_monitors = for_staff(Role.MONITOR)


def now() -> datetime:
    """The clock of the edge; capabilities are handed the time."""
    return datetime.now(UTC)


def asked_opening(opening_id: UUID) -> Opening:
    """An opening on the monitor's list.

    Raises:
        NotFoundError: There is none, or nobody was asked anything there.
    """
    lines = vault.list_asking(db.session, now=now())
    found = next((line.opening for line in lines if line.opening.id == opening_id), None)
    if found is None:
        raise NotFoundError("nobody was asked about their background in such an opening")
    return found


def mode_of(name: str) -> Mode:
    """What is counted, by its name in the address.

    Raises:
        NotFoundError: Nothing is counted in this way.
    """
    try:
        return Mode(name)
    except ValueError:
        raise NotFoundError("nothing is counted in this way") from None

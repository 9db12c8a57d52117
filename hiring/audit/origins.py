"""Where an act came from: the name of the request, and the address, which is soon forgotten.

The edge says it once for its session, so that no act in between has to hand it on.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col, select

from hiring.audit.records import AuditSource

ORIGIN = "hiring.audit.origin"
SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Origin:
    """A request. ``address`` is empty where it is not known, or nobody's business."""

    request: str
    address: str = ""


NOWHERE = Origin("")


def came_from(session: Session, origin: Origin) -> None:
    """Let every act that this session records from now on bear this origin."""
    session.info[ORIGIN] = origin


def origin_of(session: Session) -> Origin:
    """What the edge said of this session; nothing where no request is behind it."""
    found: Origin = session.info.get(ORIGIN, NOWHERE)
    return found


def source_of(origin: Origin, entry_id: UUID, now: datetime) -> AuditSource | None:
    """The row for the address of an origin, with fresh salt; None where there is no address."""
    if not origin.address:
        return None
    return AuditSource(
        entry_id=entry_id, address=origin.address, salt=secrets.token_hex(SALT_BYTES), at=now
    )


def drop_older(session: Session, *, before: datetime) -> int:
    """Forget addresses of acts before then; how many. Chains stay whole. The caller commits."""
    is_over = col(AuditSource.at) < before
    n = len(session.exec(select(AuditSource.id).where(is_over)).all())
    session.execute(delete(AuditSource).where(is_over))
    return n

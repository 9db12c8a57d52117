"""Orders: what another program asks for when somebody is to be invited, and finds again by its id.

An order is the candidate, the key that asked, and what it takes to know the same request again: a
program that heard no answer asks once more, and nobody is invited twice. It goes with the
candidate. What a key may know is looked up at every request; absent and foreign look alike.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, col, select

from hiring.accounts import ApiKey
from hiring.accounts.api_keys import may_know, openings_of
from hiring.banks.versions import WITHOUT_KEY, KeyVersion
from hiring.db import Record, UtcDateTime
from hiring.errors import NotFoundError, OrderFaultError
from hiring.openings.invitations import add_candidate
from hiring.openings.people import Person
from hiring.openings.records import Administration, Candidate, Opening, needs_acknowledgement


class OrderFault(StrEnum):
    """Why nobody is invited."""

    NOT_OPEN = "not_open"
    PRESENT = "present"
    ANSWERED_LATELY = "answered_lately"
    REUSED = "reused"


class ApiOrder(Record, table=True):
    """One request to invite somebody. ``idempotency_hash`` is that of the name it was given."""

    __tablename__ = "api_order"
    __table_args__ = (UniqueConstraint("api_key_id", "idempotency_hash"),)

    api_key_id: UUID = Field(foreign_key="api_key.id", ondelete="RESTRICT")
    candidate_id: UUID = Field(foreign_key="candidate.id", ondelete="CASCADE", unique=True)
    idempotency_hash: str = Field(max_length=64)
    request_hash: str = Field(max_length=64)
    ordered_at: datetime = Field(sa_type=UtcDateTime)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who is to be invited to what.

    Attributes:
        opening_id: The opening.
        person: Name and mail address.
        idempotency: What the program calls this request; the same again is the same request.
    """

    opening_id: UUID
    person: Person
    idempotency: str

    @property
    def idempotency_hash(self) -> str:
        """The name of the request as it is stored."""
        return hashlib.sha256(self.idempotency.encode()).hexdigest()

    def request_hash(self, secret: str) -> str:
        """What is stored of the request itself: keyed, since addresses can be guessed."""
        facts = f"{self.opening_id}\n{self.person.name}\n{self.person.email}"
        return hmac.new(secret.encode(), facts.encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class Ordered:
    """An order with its candidate and opening."""

    order: ApiOrder
    candidate: Candidate
    opening: Opening


def place_order(
    session: Session,
    wanted: Wanted,
    *,
    key: ApiKey,
    secret: str,
    expires_at: datetime,
    now: datetime,
) -> Ordered:
    """Add the candidate, with a link, in the name of a program. Flushes; the caller commits.

    Of two who ask for the same at once one is refused, and what its session had not committed is
    rolled back.

    Raises:
        NotFoundError: There is no such opening, or the key may not know it.
        OrderFaultError: The opening takes nobody now, or the address is there already.
    """
    opening = get_orderable(session, wanted.opening_id, key)
    try:
        return _placed(session, opening, wanted, key, secret, expires_at, now)
    except IntegrityError as clash:
        session.rollback()
        raise OrderFaultError(OrderFault.PRESENT) from clash


def find_repeated(session: Session, wanted: Wanted, *, key: ApiKey, secret: str) -> Ordered | None:
    """The order that this very request has placed before, or None.

    Raises:
        OrderFaultError: Another request had the same name.
    """
    order = session.exec(
        select(ApiOrder).where(
            ApiOrder.api_key_id == key.id, ApiOrder.idempotency_hash == wanted.idempotency_hash
        )
    ).first()
    if order is None:
        return None
    if not hmac.compare_digest(order.request_hash, wanted.request_hash(secret)):
        raise OrderFaultError(OrderFault.REUSED)
    return get_order(session, order.id, key)


def get_order(session: Session, order_id: UUID, key: ApiKey) -> Ordered:
    """An order by its id, whichever key placed it: keys change, orders stay.

    Raises:
        NotFoundError: There is none, or the key may not know its opening.
    """
    found = session.exec(
        select(ApiOrder, Candidate, Opening)
        .join(Candidate, col(Candidate.id) == col(ApiOrder.candidate_id))
        .join(Opening, col(Opening.id) == col(Candidate.opening_id))
        .where(ApiOrder.id == order_id)
    ).first()
    if found is None or not may_know(session, key, found[2].id):
        raise NotFoundError("no such order")
    return Ordered(*found)


def get_orderable(session: Session, opening_id: UUID, key: ApiKey) -> Opening:
    """An opening that takes people now.

    Raises:
        NotFoundError: There is none, or the key may not know it.
        OrderFaultError: It is closed, or nobody may start in it yet.
    """
    if not may_know(session, key, opening_id) or session.get(Opening, opening_id) is None:
        raise NotFoundError("no such opening")
    found = [opening for opening, _terms in open_for_orders(session, key, opening_id)]
    if not found:
        raise OrderFaultError(OrderFault.NOT_OPEN)
    return found[0]


def open_for_orders(
    session: Session, key: ApiKey, opening_id: UUID | None = None
) -> list[tuple[Opening, Administration]]:
    """The openings that a key may know and that take people now, with their terms, newest first."""
    query = (
        select(Opening, Administration, KeyVersion)
        .join(Administration, col(Administration.opening_id) == col(Opening.id))
        .join(KeyVersion, col(KeyVersion.id) == col(Administration.key_version_id))
        .where(col(Opening.closed_at).is_(None), col(Opening.archived_at).is_(None))
        .order_by(
            col(Opening.created_at).desc(), col(Opening.id), col(Administration.number).desc()
        )
        .options(*WITHOUT_KEY)
    )
    if key.is_bound:
        known = openings_of(session, [key]).get(key.id, [])
        query = query.where(col(Opening.id).in_(known))
    if opening_id is not None:
        query = query.where(Opening.id == opening_id)
    newest: dict[UUID, tuple[Opening, Administration, KeyVersion]] = {}
    for opening, terms, scoring_key in session.exec(query):
        newest.setdefault(opening.id, (opening, terms, scoring_key))
    return [
        (opening, terms)
        for opening, terms, scoring_key in newest.values()
        if not needs_acknowledgement(terms, scoring_key)
    ]


def _placed(
    session: Session,
    opening: Opening,
    wanted: Wanted,
    key: ApiKey,
    secret: str,
    expires_at: datetime,
    now: datetime,
) -> Ordered:
    candidate = add_candidate(
        session,
        opening,
        name=wanted.person.name,
        email=wanted.person.email,
        actor=key,
        secret=secret,
        expires_at=expires_at,
        now=now,
    )
    order = ApiOrder(
        api_key_id=key.id,
        candidate_id=candidate.id,
        idempotency_hash=wanted.idempotency_hash,
        request_hash=wanted.request_hash(secret),
        ordered_at=now,
    )
    session.add(order)
    session.flush()
    return Ordered(order, candidate, opening)

"""Addresses that are told of events, and what is told to each: one row per event and address."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, Text
from sqlmodel import Field

from hiring.db import Json, Record, UtcDateTime


class EventKind(StrEnum):
    """What an address may hear of. Never a score, and nobody's name."""

    SITTING_FINISHED = "sitting.finished"
    SITTING_SCORED = "sitting.scored"
    SITTING_TAKEN_BACK = "sitting.taken_back"
    DECISION_ANNOUNCED = "decision.announced"
    CANDIDATE_WITHDREW = "candidate.withdrew"


class DeliveryState(StrEnum):
    """Where a delivery stands. ``DROPPED``: its address was removed before it could leave."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    DROPPED = "dropped"


class OffReason(StrEnum):
    """Why nothing is sent to an address at present."""

    OWNER = "owner"
    SILENCE = "silence"


class CallFault(StrEnum):
    """Why a receiver did not take an event at the last try."""

    HOST_NOT_ALLOWED = "host_not_allowed"
    NO_KEY = "no_key"
    NO_ADDRESS = "no_address"
    INNER_ADDRESS = "inner_address"
    NO_CONNECTION = "no_connection"
    NO_TRUST = "no_trust"
    NO_ANSWER = "no_answer"
    NO_HTTP = "no_http"
    REDIRECT = "redirect"
    STATUS = "status"


class WebhookEndpoint(Record, table=True):
    """An address of another system, with what it hears and the sealed key that signs for it.

    ``failing_since`` is when it first failed to take something after the last success, and
    ``retry_at`` when anything is tried again while it is down. Rows are never deleted: what was
    told to whom stays on record; ``removed_at`` takes an address off the pages.
    """

    __tablename__ = "webhook_endpoint"
    __table_args__ = (
        CheckConstraint(
            "(sealed_old_key IS NULL) = (old_key_until IS NULL)", name="old_key_is_whole"
        ),
        CheckConstraint("(off_at IS NULL) = (off_reason IS NULL)", name="off_is_whole"),
        CheckConstraint("off_reason IN ('owner', 'silence')", name="off_reason_is_known"),
        CheckConstraint(
            "retry_at IS NULL OR failing_since IS NOT NULL", name="only_failing_is_retried"
        ),
    )

    address: str = Field(max_length=500)
    events: list[str] = Field(sa_column=Column(Json, nullable=False))
    sealed_key: str = Field(max_length=200)
    sealed_old_key: str | None = Field(default=None, max_length=200)
    old_key_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    added_by_id: UUID = Field(foreign_key="staff.id", ondelete="RESTRICT")
    added_at: datetime = Field(sa_type=UtcDateTime)
    failing_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    retry_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    off_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    off_reason: str | None = Field(default=None, max_length=10)
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class WebhookDelivery(Record, table=True):
    """One event for one address. Its id is the event's id, the same at every try.

    ``body`` is what was sent, kept from the first try on so that every try says the same;
    ``answer_code`` and ``call_fault`` are what came of the last one. The row
    hangs on the candidate and goes when the candidate is erased.
    """

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('sitting.finished', 'sitting.scored', 'sitting.taken_back', "
            "'decision.announced', 'candidate.withdrew')",
            name="kind_is_known",
        ),
        CheckConstraint("state IN ('waiting', 'delivered', 'dropped')", name="state_is_known"),
        CheckConstraint(
            "call_fault IN ('host_not_allowed', 'no_key', 'no_address', 'inner_address', "
            "'no_connection', 'no_trust', 'no_answer', 'no_http', 'redirect', 'status')",
            name="call_fault_is_known",
        ),
        CheckConstraint(
            "(state = 'delivered') = (delivered_at IS NOT NULL)", name="delivered_has_a_time"
        ),
        CheckConstraint("(n_tries > 0) = (tried_at IS NOT NULL)", name="tried_has_a_time"),
        Index("ix_webhook_delivery_endpoint", "endpoint_id", "happened_at"),
    )

    endpoint_id: UUID = Field(foreign_key="webhook_endpoint.id", ondelete="RESTRICT")
    candidate_id: UUID = Field(foreign_key="candidate.id", ondelete="CASCADE", index=True)
    kind: str = Field(max_length=30)
    unique_key: str = Field(max_length=120, unique=True)
    happened_at: datetime = Field(sa_type=UtcDateTime)
    body: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    state: str = Field(default=DeliveryState.WAITING.value, max_length=10)
    n_tries: int = 0
    tried_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    answer_code: int | None = None
    call_fault: str | None = Field(default=None, max_length=20)
    delivered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

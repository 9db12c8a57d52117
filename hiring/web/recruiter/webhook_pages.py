"""The pages about other systems: the form, the list of addresses, and the log of one address."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlmodel import Session
from wtforms import SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice

from hiring import jobs, webhooks
from hiring.errors import WebhookFaultError
from hiring.jobs import Told
from hiring.openings.records import Candidate
from hiring.web.language import to_the_minute
from hiring.web.recruiter.desk import now
from hiring.web.recruiter.forms import NO_AUTOCOMPLETE
from hiring.web.recruiter.webhook_words import address_words, event_words, trouble_words
from hiring.webhooks import (
    AddressFault,
    CallFault,
    DeliveryState,
    EventKind,
    OffReason,
    WebhookEndpoint,
)

PAGE_SIZE = 50


class WebhookForm(FlaskForm):  # type: ignore[misc]
    """An address, and what it hears of."""

    address = StringField(
        _l("Address"),
        description=_l("It begins with https:// and holds no password."),
        filters=[lambda text: (text or "").strip()],
        render_kw=NO_AUTOCOMPLETE | {"inputmode": "url", "spellcheck": "false"},
    )
    events = SelectMultipleField(_l("It is told when"), validate_choice=False)

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.events.choices = [SelectChoice(kind.value, event_words(kind)) for kind in EventKind]

    @property
    def chosen(self) -> list[EventKind]:
        """The events that were ticked; what is none of ours counts for nothing."""
        return [kind for kind in EventKind if kind.value in (self.events.data or ())]

    def blame(self, fault: WebhookFaultError) -> None:
        """Put words about a fault where they belong."""
        code = AddressFault(fault.code)
        field = self.events if code is AddressFault.NO_EVENTS else self.address
        field.errors = [address_words(code)]


@dataclass(frozen=True, slots=True)
class EndpointLine:
    """One address in the list. ``old_key_until`` is empty unless an old key signs too."""

    endpoint: WebhookEndpoint
    host: str
    hears: tuple[str, ...]
    state: str
    shape: str
    n_waiting: int
    old_key_until: str


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """One event in the log of an address."""

    told: Told
    candidate: Candidate
    event: str
    state: str
    shape: str
    remark: str
    may_repeat: bool


@dataclass(frozen=True, slots=True)
class EndpointPage:
    """One address with a part of its log, newest first; ``older`` is where the next one begins."""

    line: EndpointLine
    deliveries: tuple[DeliveryLine, ...]
    older: int | None
    is_first: bool


def endpoint_lines(session: Session) -> list[EndpointLine]:
    """All addresses, oldest first."""
    return [_line(session, one) for one in webhooks.list_endpoints(session)]


def endpoint_page(session: Session, endpoint: WebhookEndpoint, *, skip: int) -> EndpointPage:
    """Gather one address and a part of its log."""
    rows = webhooks.list_deliveries(session, endpoint, limit=PAGE_SIZE + 1, skip=skip)
    told = jobs.told(session, rows[:PAGE_SIZE])
    is_off = endpoint.off_at is not None
    return EndpointPage(
        line=_line(session, endpoint),
        deliveries=tuple(_delivery_line(session, one, is_off=is_off) for one in told),
        older=skip + PAGE_SIZE if len(rows) > PAGE_SIZE else None,
        is_first=skip == 0,
    )


def host_of(endpoint: WebhookEndpoint) -> str:
    """The host, which tells addresses apart in a sentence."""
    return urlsplit(endpoint.address).netloc


def _line(session: Session, one: WebhookEndpoint) -> EndpointLine:
    state, shape = _state(one)
    return EndpointLine(
        endpoint=one,
        host=host_of(one),
        hears=tuple(event_words(EventKind(kind)) for kind in one.events),
        state=state,
        shape=shape,
        n_waiting=len(webhooks.waiting_ids(session, one)),
        old_key_until=_old_key_words(one),
    )


def _old_key_words(one: WebhookEndpoint) -> str:
    until = one.old_key_until
    return "" if until is None or until <= now() else to_the_minute(until)


def _state(one: WebhookEndpoint) -> tuple[str, str]:
    if one.off_reason == OffReason.SILENCE.value:
        return str(_("Switched off after days without success")), "triangle"
    if one.off_at is not None:
        return str(_("Switched off")), "empty"
    if one.failing_since is not None:
        since = to_the_minute(one.failing_since)
        return str(_("Has taken nothing since %(moment)s", moment=since)), "half"
    return str(_("On")), "full"


def _delivery_line(session: Session, one: Told, *, is_off: bool) -> DeliveryLine:
    row = one.delivery
    state, shape = _delivery_state(one, is_off=is_off)
    trouble = "" if row.call_fault is None else _trouble(row.call_fault, row.answer_code)
    answered = row.call_fault is None and row.answer_code is not None
    words = str(_("The answer was %(code)s.", code=row.answer_code)) if answered else trouble
    is_planned = one.next_try_at is not None
    return DeliveryLine(
        told=one,
        candidate=session.get_one(Candidate, row.candidate_id),
        event=event_words(EventKind(row.kind)),
        state=state,
        shape=shape,
        remark=words,
        may_repeat=not (is_off or is_planned) and row.state != DeliveryState.DROPPED.value,
    )


def _delivery_state(one: Told, *, is_off: bool) -> tuple[str, str]:
    match DeliveryState(one.delivery.state):
        case DeliveryState.DELIVERED:
            return str(_("Taken")), "full"
        case DeliveryState.DROPPED:
            return str(_("Not needed any more")), "bar"
        case DeliveryState.WAITING if is_off:
            return str(_("Kept until the address is switched on")), "empty"
        case DeliveryState.WAITING if one.is_given_up:
            return str(_("Given up")), "cross"
        case DeliveryState.WAITING:
            return str(_("Waiting to be sent")), "half"


def _trouble(fault: str, code: int | None) -> str:
    return trouble_words(CallFault(fault), code)

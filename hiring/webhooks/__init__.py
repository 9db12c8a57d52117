"""Events for other systems: signed, from a stored outbox, to addresses that an owner registered.

``records`` holds the tables, ``registering`` the addresses, ``keys`` what signs, ``outbox`` what is
to be told, ``addresses`` where we may call at all, ``calling`` one request, ``sending`` one event.
``verifying`` is for receivers.
"""

from hiring.webhooks.addresses import AddressFault, read_address
from hiring.webhooks.calling import Caller
from hiring.webhooks.keys import OVERLAP
from hiring.webhooks.outbox import (
    count_deliveries,
    get_delivery,
    list_deliveries,
    note_event,
    waiting_ids,
)
from hiring.webhooks.records import (
    CallFault,
    DeliveryState,
    EventKind,
    OffReason,
    WebhookDelivery,
    WebhookEndpoint,
)
from hiring.webhooks.registering import (
    change_key,
    get_endpoint,
    list_endpoints,
    register,
    remove,
    switch_off,
    switch_on,
)
from hiring.webhooks.sending import Outside, Tried, deliver, send_anew

__all__ = [
    "OVERLAP",
    "AddressFault",
    "CallFault",
    "Caller",
    "DeliveryState",
    "EventKind",
    "OffReason",
    "Outside",
    "Tried",
    "WebhookDelivery",
    "WebhookEndpoint",
    "change_key",
    "count_deliveries",
    "deliver",
    "get_delivery",
    "get_endpoint",
    "list_deliveries",
    "list_endpoints",
    "note_event",
    "read_address",
    "register",
    "remove",
    "send_anew",
    "switch_off",
    "switch_on",
    "waiting_ids",
]

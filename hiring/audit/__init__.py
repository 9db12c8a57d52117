"""Who did what: append-only entries, hash-chained per opening.

Rows hold ids and codes, never names or answers, so that erasing a person does not break a chain.
One chain per opening keeps writers of different openings out of each other's way; what concerns the
whole house (accounts, banks) stands in the chain ``house``.

``records`` has the rows and what of them a digest covers, ``origins`` where an act came from, which
is forgotten on a clock of its own, ``appending`` adds entries, ``reading`` finds them, ``checking``
tells whether a chain is whole.
"""

from hiring.audit.appending import record, record_each
from hiring.audit.checking import find_digest, first_altered, list_heads
from hiring.audit.origins import Origin, came_from, drop_older
from hiring.audit.reading import acts_of, find_latest, list_told, objects_in, objects_since
from hiring.audit.records import (
    FIRST_LINK,
    HOUSE_CHAIN,
    SYSTEM_ACTOR,
    AuditEntry,
    AuditSource,
)

__all__ = [
    "FIRST_LINK",
    "HOUSE_CHAIN",
    "SYSTEM_ACTOR",
    "AuditEntry",
    "AuditSource",
    "Origin",
    "acts_of",
    "came_from",
    "drop_older",
    "find_digest",
    "find_latest",
    "first_altered",
    "list_heads",
    "list_told",
    "objects_in",
    "objects_since",
    "record",
    "record_each",
]

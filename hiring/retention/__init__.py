"""Erasing people when the time has come that they were told, and nobody before.

``due`` says who is kept for longer than promised, ``staged`` marks them first and erases them some
days later, ``clocks`` has the clock of each kind of data, ``erasing`` does it.
"""

from hiring.retention.clocks import Clock, DataClass, Event, Ground, clear_short, clocks_of
from hiring.retention.due import due_candidates, held_candidates, waiting_candidates
from hiring.retention.erasing import ERASED, erase, find_by_code
from hiring.retention.staged import (
    AT_ONCE,
    GRACE_DAYS,
    RemovalMark,
    list_marked,
    mark_due,
    marked_with_opening,
    spare,
    sweep,
)

__all__ = [
    "AT_ONCE",
    "ERASED",
    "GRACE_DAYS",
    "Clock",
    "DataClass",
    "Event",
    "Ground",
    "RemovalMark",
    "clear_short",
    "clocks_of",
    "due_candidates",
    "erase",
    "find_by_code",
    "held_candidates",
    "list_marked",
    "mark_due",
    "marked_with_opening",
    "spare",
    "sweep",
    "waiting_candidates",
]

"""What people tell about their background: kept apart, counted, never shown with a person."""

from hiring.vault.gathering import OpeningLine, Person, list_asking, people_of_opening
from hiring.vault.impact import ImpactDocument, ImpactRow, ImpactTable, Mode, impact_document
from hiring.vault.questions import ANSWERS, NOT_SAID, Topic, topics_for
from hiring.vault.records import (
    VaultLink,
    VaultReply,
    drop_older,
    drop_reply,
    find_told,
    keep_reply,
)

__all__ = [
    "ANSWERS",
    "NOT_SAID",
    "ImpactDocument",
    "ImpactRow",
    "ImpactTable",
    "Mode",
    "OpeningLine",
    "Person",
    "Topic",
    "VaultLink",
    "VaultReply",
    "drop_older",
    "drop_reply",
    "find_told",
    "impact_document",
    "keep_reply",
    "list_asking",
    "people_of_opening",
    "topics_for",
]

"""Many briefs at once: asked for together, made one by one, fetched as one file.

``asking`` writes down who is wanted, ``making`` makes one brief, ``files`` puts those that stand
into one archive or one document, ``keeping`` takes away what has run out. Each brief is a job of
its own (``hiring.jobs``), so that one that cannot be printed stops no other and a worker that is
killed costs one brief, which is made again.
"""

from hiring.batches.asking import (
    MAX_BRIEFS,
    ask_for_briefs,
    get_batch,
    list_batches,
    may_fetch,
    printable_people,
    try_again,
    waiting_briefs,
)
from hiring.batches.contents import Sender, brief_content
from hiring.batches.files import (
    Piece,
    fingerprint,
    merge,
    pieces,
    require_unchanged,
    write_archive,
)
from hiring.batches.keeping import clear_expired, clear_merged
from hiring.batches.making import Fault, make_brief
from hiring.batches.records import (
    Batch,
    BatchBrief,
)

__all__ = [
    "MAX_BRIEFS",
    "Batch",
    "BatchBrief",
    "Fault",
    "Piece",
    "Sender",
    "ask_for_briefs",
    "brief_content",
    "clear_expired",
    "clear_merged",
    "fingerprint",
    "get_batch",
    "list_batches",
    "make_brief",
    "may_fetch",
    "merge",
    "pieces",
    "printable_people",
    "require_unchanged",
    "try_again",
    "waiting_briefs",
    "write_archive",
]

"""Many briefs at once: asked for together, made one by one, fetched as one file."""

from hiring.batches.records import (
    Batch,
    BatchBrief,
)

__all__ = [
    "Batch",
    "BatchBrief",
]

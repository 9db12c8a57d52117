"""How near an answer came to the key, in three steps.

The words are for reading, not for deciding, and they are coarse on purpose: a finer step, or the
step of a single choice, would tell a candidate how the responses are keyed.
"""

from enum import StrEnum

from hiring.banks.schema import Item, ItemFormat

NEAR_FROM, FAR_BELOW = 0.75, 0.4
# With four ratings one may be wholly off in an answer that came close, and one wholly right in one
# that did not: whatever a candidate is told, every response may still be keyed in every way.
MIN_RATINGS_TO_TELL = 4
POINTS = 100


class Closeness(StrEnum):
    """The three steps, from the lowest."""

    FAR = "far"
    PARTLY = "partly"
    NEAR = "near"


def closeness_of(fraction: float) -> Closeness:
    """The step of a score of 0..1."""
    if fraction >= NEAR_FROM:
        return Closeness.NEAR
    return Closeness.FAR if fraction < FAR_BELOW else Closeness.PARTLY


def closeness_range(low_points: float, high_points: float) -> tuple[Closeness, Closeness]:
    """The steps of the two ends of a likely range; the same twice where it stays in one."""
    return closeness_of(low_points / POINTS), closeness_of(high_points / POINTS)


def may_be_told(item: Item) -> bool:
    """Whether a candidate may read how near their answer to this item came.

    "Close" about a single choice says which option is keyed best, so only ratings of several
    responses may be told.
    """
    return item.format is ItemFormat.RATE_EACH and len(item.options) >= MIN_RATINGS_TO_TELL

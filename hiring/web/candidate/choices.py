"""What a candidate chose, set into controls that were drawn once for everybody.

Drawing a scenario's controls anew for every answer took a fifth of a page's processor time. A
choice is one word in the tag of its radio or checkbox; the tag begins with name and value, and the
quotation marks of both are written out nowhere else, since all words of a page are escaped.
"""

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from hiring.banks.schema import ItemFormat
from hiring.web.candidate.forms import RATING_PREFIX

# Places in a ranking are options of a select, which do not bear its name; a text is its own.
TICKED = frozenset(ItemFormat) - {ItemFormat.RANK_ALL, ItemFormat.OPEN_TEXT}


def with_choices(controls: Markup, kind: ItemFormat, shown: Any) -> Markup:
    """The controls of an item that is answered by ticking, with what was chosen ticked."""
    for name, value in dict.fromkeys(_ticks(kind, shown)):
        before, tag, after = controls.partition(f'name="{name}" value="{value}"')
        if tag:  # else it was sent by hand, for a control that there is not
            controls = before + tag + " checked" + after
    return controls


def _ticks(kind: ItemFormat, shown: Any) -> Iterator[tuple[str, Any]]:
    """The name and value of each ticked control."""
    match kind:
        case ItemFormat.RATE_EACH:
            yield from ((RATING_PREFIX + name, step) for name, step in shown.items())
        case ItemFormat.BEST_WORST:
            yield from shown.items()
        case ItemFormat.PICK_N:
            yield from (("choices", name) for name in shown)
        case ItemFormat.PICK_BEST | ItemFormat.EMOTION_MCQ:
            yield ("choice", shown)
        case ItemFormat.RANK_ALL | ItemFormat.OPEN_TEXT:
            raise ValueError(f"{kind} is not answered by ticking")

"""A stored answer in the words the person saw: what was chosen, never how it is keyed."""

from collections.abc import Sequence
from typing import Any

from hiring.banks.schema import Item, ItemFormat
from hiring.handouts.result_words import ResultWords


def own_words(item: Item, value: Any, scale: Sequence[str], words: ResultWords) -> tuple[str, ...]:
    """What somebody answered, a line each, in the order of the bank. Nothing for no answer.

    Args:
        item: What was asked.
        value: As stored; None = no answer.
        scale: The words of the rating steps, from 1.
        words: For the few words around the bank's, which may run in another direction.
    """
    if value is None:
        return ()
    _ = words.translator.gettext
    texts = {option.id: option.text for option in item.options}
    match item.format:
        case ItemFormat.RATE_EACH:
            pairs = [(scale[value[option.id] - 1], option.text) for option in item.options]
        case ItemFormat.BEST_WORST:
            ends = ((_("Most effective"), "best"), (_("Least effective"), "worst"))
            pairs = [(label, texts[value[end]]) for label, end in ends]
        case ItemFormat.RANK_ALL:
            places = enumerate(value, start=1)
            pairs = [(_("Place {n}").format(n=n), texts[name]) for n, name in places]
        case ItemFormat.PICK_BEST | ItemFormat.EMOTION_MCQ:
            pairs = [(_("Chosen"), texts[value])]
        case ItemFormat.PICK_N:
            pairs = [(_("Chosen"), texts[name]) for name in value]
        case ItemFormat.OPEN_TEXT:
            pairs = [(_("Your text"), str(value))]
    said = _("{label}: {text}")
    return tuple(
        said.format(label=words.apart(label), text=words.apart(text)) for label, text in pairs
    )

"""A stored answer in the words the person saw: what was chosen, never how it is keyed.

Where the bank speaks another language than the page, its words stand in lines of their own: a line
that holds both, in two directions, cannot be read once it runs over its end.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from hiring.banks.schema import Item, ItemFormat
from hiring.handouts.result_words import ResultWords
from hiring.handouts.sheets import BankListing, SheetBlock
from hiring.reports.telling import Listing, Paragraph

Pair = tuple[str, str]


def own_words(
    item: Item, value: Any, scale: Sequence[str], words: ResultWords, bank_language: str
) -> tuple[SheetBlock, ...]:
    """What somebody answered, a line each, in the order of the bank. Nothing for no answer.

    Args:
        item: What was asked.
        value: As stored; None = no answer.
        scale: The words of the rating steps, from 1.
        words: For the few words around the bank's.
        bank_language: That of the item and of the scale.
    """
    if value is None:
        return ()
    pairs = _pairs(item, value, scale, words)
    if item.format is ItemFormat.RATE_EACH:
        return (bank_lines(pairs, words, bank_language),)
    # What a person wrote is in whatever language they like.
    if bank_language == words.locale or item.format is ItemFormat.OPEN_TEXT:
        return (_lines(pairs, words),)
    said = words.translator.gettext("{label}:")
    return tuple(
        block
        for label, group in groupby(pairs, key=lambda pair: pair[0])
        for block in (
            Paragraph(said.format(label=label)),
            BankListing(tuple(text for _label, text in group)),
        )
    )


def bank_lines(pairs: Sequence[Pair], words: ResultWords, bank_language: str) -> SheetBlock:
    """Names and what is said of them, both in the words of the bank."""
    if bank_language == words.locale:
        return _lines(pairs, words)
    return BankListing(tuple(f"{name}: {text}" for name, text in pairs))


def _lines(pairs: Sequence[Pair], words: ResultWords) -> Listing:
    said, apart = words.translator.gettext("{label}: {text}"), words.apart
    return Listing(tuple(said.format(label=apart(one), text=apart(text)) for one, text in pairs))


def _pairs(item: Item, value: Any, scale: Sequence[str], words: ResultWords) -> list[Pair]:
    _ = words.translator.gettext
    texts = {option.id: option.text for option in item.options}
    match item.format:
        case ItemFormat.RATE_EACH:
            return [(scale[value[option.id] - 1], option.text) for option in item.options]
        case ItemFormat.BEST_WORST:
            ends = ((_("Most effective"), "best"), (_("Least effective"), "worst"))
            return [(label, texts[value[end]]) for label, end in ends]
        case ItemFormat.RANK_ALL:
            places = enumerate(value, start=1)
            return [(_("Place {n}").format(n=n), texts[name]) for n, name in places]
        case ItemFormat.PICK_BEST | ItemFormat.EMOTION_MCQ:
            return [(_("Chosen"), texts[value])]
        case ItemFormat.PICK_N:
            return [(_("Chosen"), texts[name]) for name in value]
        case ItemFormat.OPEN_TEXT:
            return [(_("Your text"), str(value))]

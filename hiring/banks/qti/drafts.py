"""Scenarios from a package as one bank: what it says, and marks where its authors must speak."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from hiring.banks.qti.elements import Document
from hiring.banks.qti.items import DraftScenario, language_of, read_item
from hiring.banks.qti.manifests import Contents
from hiring.banks.qti.shelf import Shelf
from hiring.banks.schema import ItemFormat

FALLBACK_LANGUAGE = "en"
_UNUSED_SCALE = ("1", "2", "3", "4")  # no item shows it
_OTHER_SCALE = "A bank has one scale for all its grids, and another grid came first."


@dataclass(slots=True)
class Draft:
    """A bank to be written, and all that it was made from.

    Attributes:
        left_out: Items of which nothing could be asked here.
    """

    id: str
    title: str
    language: str
    package: str
    digest: str
    scenarios: list[DraftScenario] = field(default_factory=list)
    left_out: list[Document] = field(default_factory=list)

    @property
    def scale(self) -> tuple[str, ...]:
        """The steps that grids are rated by; figures where there is no grid."""
        scales = [item.scale for one in self.scenarios for item in one.items if item.scale]
        return scales[0] if scales else _UNUSED_SCALE

    @property
    def media(self) -> set[str]:
        """The names of all files that scenarios show."""
        found = (one for scenario in self.scenarios for one in scenario.media)
        return {name for one in found for name in (one.file, one.captions) if name}

    @property
    def files(self) -> set[str]:
        """The documents of the package that are in the draft."""
        return {one.document.file for one in self.scenarios}


def fill(draft: Draft, contents: Contents, shelf: Shelf) -> None:
    """Take over each item that is in the draft's language and has a format here."""
    scale: tuple[str, ...] = ()
    for document in contents.items:
        scenario = _read(draft, document, shelf)
        scenario = scenario and _with_scale(scenario, scale)
        if scenario is None:
            draft.left_out.append(document)
            continue
        draft.scenarios.append(scenario)
        scale = scale or next(_scales(scenario), ())


def common_language(contents: Contents) -> str:
    """The language that most items are in; English where none says."""
    named = [language for one in contents.items if (language := language_of(one))]
    return max(named, key=named.count, default=FALLBACK_LANGUAGE)


def _read(draft: Draft, document: Document, shelf: Shelf) -> DraftScenario | None:
    language = language_of(document) or draft.language
    if _main(language) != _main(draft.language):
        document.root.forget(
            f"It is in “{language[:12]}”; take it over with --language into a bank."
        )
        return None
    if language.lower() != draft.language.lower():
        document.root.change(f"It is in “{language[:12]}”, the bank in “{draft.language}”.")
    return read_item(document, shelf, {one.id for one in draft.scenarios})


def _with_scale(scenario: DraftScenario, scale: tuple[str, ...]) -> DraftScenario | None:
    """The scenario without grids of another scale; None where nothing is left."""
    scale = scale or next(_scales(scenario), ())
    for item in scenario.items:
        if item.format is ItemFormat.RATE_EACH and item.scale != scale:
            item.forget(_OTHER_SCALE)
    kept = [one for one in scenario.items if not one.scale or one.scale == scale]
    if not kept:
        scenario.document.root.forget(_OTHER_SCALE)
        return None
    scenario.items = kept
    return scenario


def _scales(scenario: DraftScenario) -> Iterator[tuple[str, ...]]:
    return (item.scale for item in scenario.items if item.scale)


def _main(language: str) -> str:
    return language.lower().split("-")[0]

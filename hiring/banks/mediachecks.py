"""Do pictures, sounds and films fit: files that exist, and words for all who cannot see or hear.

What a person needs instead of a picture or a sound is no matter of taste, so a missing one is a
fault and not a warning: such a bank cannot be published.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from hiring.banks.faults import Fault
from hiring.banks.media_files import FOLDER, MediaFile, endings, find_type
from hiring.banks.schema import (
    BankDocument,
    LanguageDocument,
    Media,
    MediaKind,
    MediaText,
    Scenario,
    ScenarioText,
)
from hiring.banks.structure import FILE, repeated

Described = TypeVar("Described", Media, MediaText)

_FIELDS_OF = {
    MediaKind.IMAGE: {"alt", "decorative"},
    MediaKind.AUDIO: {"transcript", "captions", "wordless"},
    MediaKind.VIDEO: {"transcript", "captions"},
}
_MEDIA_FIELDS = ("alt", "decorative", "transcript", "captions", "wordless")
_TRANSLATED = ("alt", "transcript", "captions")
_REMEDY_OF = {
    "alt": "Say what it shows, or write decorative = true if it tells nothing.",
    "transcript": "Write down all that is said and heard; some people read instead of listening.",
    "captions": "Name a .vtt file; a sound in which nobody speaks has wordless = true instead.",
}


def check_media(bank: BankDocument, present: frozenset[str]) -> Iterator[Fault]:
    """Faults of the bank's own media held against the files that are present."""
    practice = bank.practice_ids
    for scenario in bank.scenarios:
        place = f"scenarios.{scenario.id}.media"
        if scenario.media and scenario.id in practice:
            message = f"“{scenario.id}” serves for practice, which shows no media."
            yield Fault(FILE, place, message, "Take the files out, or use another for practice.")
        for name in repeated(one.file for one in scenario.media):
            yield Fault(FILE, place, f"“{name}” is shown twice.", "Name it once.")
        for media in scenario.media:
            yield from _check_one(media, present, place)


def check_media_texts(
    bank: BankDocument, language: LanguageDocument, file: str, present: frozenset[str]
) -> Iterator[Fault]:
    """Faults of translated media: all that has words must have them in this language too."""
    for scenario in bank.scenarios:
        text = language.scenarios.get(scenario.id)
        if text is not None:
            yield from _check_texts(scenario, text, file, present)


def check_unused(
    bank: BankDocument, languages: Iterable[LanguageDocument], present: frozenset[str]
) -> Iterator[Fault]:
    """Files that nobody would ever see; they would be published and frozen all the same."""
    for name in sorted(present - _used(bank, languages)):
        remedy = "Remove it, or name it under [[scenarios.media]]."
        yield Fault(f"{FOLDER}/{name}", "", "No scenario uses this file.", remedy)


def name_files(bank: BankDocument, files: Mapping[str, MediaFile]) -> BankDocument:
    """The bank with the digest of each file written beside its name."""
    if not any(scenario.media for scenario in bank.scenarios):
        return bank
    scenarios = tuple(
        scenario.model_copy(update={"media": tuple(_named(one, files) for one in scenario.media)})
        for scenario in bank.scenarios
    )
    return bank.model_copy(update={"scenarios": scenarios})


def name_translated_files(
    language: LanguageDocument, files: Mapping[str, MediaFile]
) -> LanguageDocument:
    """The translation with the digest of each file of its own written beside its name."""
    if not any(text.media for text in language.scenarios.values()):
        return language
    scenarios = {
        name: text.model_copy(
            update={"media": {file: _named(one, files) for file, one in text.media.items()}}
        )
        for name, text in language.scenarios.items()
    }
    return language.model_copy(update={"scenarios": scenarios})


def _check_one(media: Media, present: frozenset[str], place: str) -> Iterator[Fault]:
    yield from _check_file(media.file, media.kind, present, FILE, place)
    if media.captions is not None:
        yield from _check_file(media.captions, None, present, FILE, place)
    for field in _MEDIA_FIELDS:
        if getattr(media, field) and field not in _FIELDS_OF[media.kind]:
            message = f"“{field}” does not go with {media.kind} (“{media.file}”)."
            yield Fault(FILE, place, message, "Remove it.")
    if media.alt and media.decorative:
        message = f"“{media.file}” is decorative and has an “alt” text."
        yield Fault(FILE, place, message, "Keep one of the two.")
    for field in sorted(_needed(media)):
        if not getattr(media, field):
            yield Fault(FILE, place, f"“{media.file}” has no “{field}”.", _REMEDY_OF[field])


def _needed(media: Media) -> set[str]:
    """The words without which some people would be left out."""
    match media.kind:
        case MediaKind.IMAGE:
            return set[str]() if media.decorative else {"alt"}
        case MediaKind.AUDIO:
            return {"transcript"} if media.wordless else {"transcript", "captions"}
        case MediaKind.VIDEO:
            return {"transcript", "captions"}


def _check_texts(
    scenario: Scenario, text: ScenarioText, file: str, present: frozenset[str]
) -> Iterator[Fault]:
    place = f"scenarios.{scenario.id}.media"
    originals = {media.file: media for media in scenario.media}
    for name in sorted(text.media.keys() - originals.keys()):
        message = f"The bank's scenario shows no “{name}”."
        yield Fault(file, place, message, "Remove it, or write the name of the bank's file.")
    for name, media in originals.items():
        yield from _check_text(media, text.media.get(name, MediaText()), file, place, present)


def _check_text(
    media: Media, text: MediaText, file: str, place: str, present: frozenset[str]
) -> Iterator[Fault]:
    if text.file is not None:
        yield from _check_file(text.file, media.kind, present, file, place)
    if text.captions is not None:
        yield from _check_file(text.captions, None, present, file, place)
    for field in _TRANSLATED:
        is_there, is_here = bool(getattr(media, field)), bool(getattr(text, field))
        if is_there and not is_here:
            message = f"“{media.file}” has no “{field}” in this language."
            yield Fault(file, place, message, "Translate it.")
        if is_here and not is_there:
            message = f"“{media.file}” has no “{field}” in the bank."
            yield Fault(file, place, message, "Remove it, or add it there first.")


def _check_file(
    name: str, kind: MediaKind | None, present: frozenset[str], file: str, place: str
) -> Iterator[Fault]:
    """A file must be there, and what it is used for; None stands for captions."""
    found = find_type(name)
    if found is None or found.kind is not kind:
        what = "captions" if kind is None else f"kind “{kind}”"
        message = f"“{name}” cannot serve as {what}."
        yield Fault(file, place, message, f"Use a file of this type: {endings(kind)}.")
    if name not in present:
        message = f"There is no file “{name}” in the folder {FOLDER}."
        yield Fault(file, place, message, "Put it there, or correct the name.")


def _used(bank: BankDocument, languages: Iterable[LanguageDocument]) -> set[str]:
    own = {name for one in bank.scenarios for media in one.media for name in media.files}
    texts = (
        text
        for language in languages
        for scenario in language.scenarios.values()
        for text in scenario.media.values()
    )
    return own | {name for text in texts for name in (text.file, text.captions) if name}


def _named(one: Described, files: Mapping[str, MediaFile]) -> Described:
    """The entry with the digests of its files; names that it leaves open stay open."""
    names = {"file_digest": one.file, "captions_digest": one.captions}
    found = {field: files[name].digest for field, name in names.items() if name is not None}
    return one.model_copy(update=dict.fromkeys(names) | found)

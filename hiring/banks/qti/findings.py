"""Everything of a package that is not in the draft, or stands there in another way."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum

from hiring.banks.qti.elements import Document, Element, Words

_OTHERWISE = "There is no place for it in a bank."
MAX_SHOWN_CHARS = 60

_REASONS = {
    "modalFeedback": "Candidates get their feedback from the scale, not from single items.",
    "feedbackBlock": "Candidates get their feedback from the scale, not from single items.",
    "feedbackInline": "Candidates get their feedback from the scale, not from single items.",
    "templateDeclaration": "Items are the same for everybody; nothing is filled in by chance.",
    "templateProcessing": "Items are the same for everybody; nothing is filled in by chance.",
    "responseProcessing": "A bank is data; rules of a package are never run.",
    "outcomeDeclaration": "Every item counts from 0 to 1 here; there are no other results.",
    "responseDeclaration": "No question that was taken over asks for it.",
    "stylesheet": "Pages have one look for everybody.",
    "math": "Formulas are not shown; write it in words.",
    "include": "Nothing is fetched from other files or places.",
}
_ATTRIBUTE_REASONS = {
    "class": "Pages have one look for everybody.",
    "style": "Pages have one look for everybody.",
    "shuffle": "Candidates see the options in a random order.",
    "fixed": "Candidates see the options in a random order.",
    "xml:lang": "A bank file holds one language.",
    "href": "Texts hold no links.",
}


class Part(StrEnum):
    """What a finding is about."""

    ELEMENT = "element"
    ATTRIBUTE = "attribute"
    TEXT = "text"
    INSTRUCTION = "instruction"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing in a package that could not be honoured, or is other in the draft.

    Attributes:
        line: Counted from 1; None for a file as a whole.
        within: The element that an attribute or a text belongs to.
        name: As it is written; of a text, how it starts.
    """

    file: str
    line: int | None
    part: Part
    within: str
    name: str
    reason: str

    def document(self) -> dict[str, str | int | None]:
        """The finding for machines."""
        return asdict(self)


def left_over(documents: Iterable[Document]) -> list[Finding]:
    """All elements, attributes, texts and instructions that nobody used, file by file."""
    return [finding for document in documents for finding in _left_over(document)]


def changed(documents: Iterable[Document]) -> list[Finding]:
    """All elements that stand in the draft in another way, file by file."""
    return [
        Finding(one.file, element.line, Part.ELEMENT, "", element.source, change)
        for one in documents
        for element in one.root.walk()
        for change in element.changes
    ]


def unused_files(names: Iterable[str], used: set[str]) -> list[Finding]:
    """Files of a package that were not read, or that nothing in the draft shows."""
    reason = "Nothing that was taken over names this file."
    return [Finding(name, None, Part.FILE, "", name, reason) for name in sorted(set(names) - used)]


def _left_over(document: Document) -> Iterator[Finding]:
    for one in document.instructions:
        reason = "Instructions to programs are not followed."
        yield Finding(document.file, one.line, Part.INSTRUCTION, "", one.source, reason)
    waiting = [(document.root, "")]
    while waiting:
        element, reason = waiting.pop()
        reason = element.reason or reason
        yield from _of_element(document.file, element, reason)
        waiting.extend((child, reason) for child in reversed(element.elements()))


def _of_element(file: str, element: Element, reason: str) -> Iterator[Finding]:
    local = element.name.rpartition("}")[2]
    why = reason or _REASONS.get(local, _OTHERWISE)
    if not element.is_used:
        yield Finding(file, element.line, Part.ELEMENT, "", element.source, why)
    for name in element.attributes:
        if name not in element.used:
            own = reason or _ATTRIBUTE_REASONS.get(name, _OTHERWISE if element.is_used else why)
            written = element.sources[name]
            yield Finding(file, element.line, Part.ATTRIBUTE, element.source, written, own)
    for child in element.children:
        if isinstance(child, Words) and not child.is_used and child.text.strip():
            yield Finding(file, child.line, Part.TEXT, element.source, _start_of(child.text), why)


def _start_of(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= MAX_SHOWN_CHARS else f"{plain[:MAX_SHOWN_CHARS]}…"

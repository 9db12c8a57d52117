"""An XML file as a tree whose every part knows its line and whether anybody has used it.

What could not be honoured is simply what nobody asked for. The road not taken is a list of known
gaps: an element that nobody thought of would be missing from it, and so drop out in silence.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from hiring.banks.faults import Fault

MAX_XML_BYTES = 1_000_000
MAX_DEPTH = 60
MAX_ELEMENTS = 20_000

XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace"
SCHEMA_NAMESPACE = "http://www.w3.org/2001/XMLSchema-instance"
_OUR_NAMESPACES = ("http://www.imsglobal.org/xsd/", "http://www.w3.org/1999/xhtml")
_PREFIXES = {XML_NAMESPACE: "xml", SCHEMA_NAMESPACE: "xsi"}
_HYPHENED = re.compile(r"-([a-z0-9])")


@dataclass(slots=True, eq=False)
class Words:
    """Text between tags."""

    text: str
    line: int
    is_used: bool = False


@dataclass(slots=True, eq=False)
class Element:
    """One element, by the name that version 2 of the format gives it.

    Attributes:
        name: For example ``choiceInteraction``; a name of another vocabulary starts with a brace.
        source: The name as it is written, for example ``qti-choice-interaction``.
        line: Where it starts, counted from 1.
        attributes: Values by the names of version 2.
        sources: The names of the attributes as they are written.
        children: Elements and text in their order.
        is_used: Whether it found its way into the draft.
        used: Names of the attributes that did.
        reason: Why it could not, for it and all within it; empty where nothing special is known.
        changes: What is other in the draft than it was here.
    """

    name: str
    source: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    children: "list[Element | Words]" = field(default_factory=list)
    is_used: bool = False
    used: set[str] = field(default_factory=set)
    reason: str = ""
    changes: list[str] = field(default_factory=list)

    def use(self) -> "Element":
        """The element itself, which counts as honoured from now on."""
        self.is_used = True
        return self

    def take(self, name: str, default: str = "") -> str:
        """The value of an attribute, which counts as honoured from now on."""
        if name in self.attributes:
            self.used.add(name)
        return self.attributes.get(name, default).strip()

    def change(self, sentence: str) -> None:
        """Note that the draft says this in another way."""
        if sentence not in self.changes:
            self.changes.append(sentence)

    def elements(self, *names: str) -> "list[Element]":
        """The elements directly within it; only those of these names, if any are given."""
        found = [child for child in self.children if isinstance(child, Element)]
        return [child for child in found if child.name in names] if names else found

    def walk(self) -> "Iterator[Element]":
        """The element and all within it, in the order of the file."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(reversed(element.elements()))

    def words(self) -> str:
        """All text directly within it, in one line; it counts as honoured from now on."""
        own = [child for child in self.children if isinstance(child, Words)]
        for one in own:
            one.is_used = True
        return " ".join("".join(one.text for one in own).split())

    def use_all(self) -> None:
        """Count it and all within it as honoured."""
        for element in self.walk():
            element.use().used.update(element.attributes)
            element.words()

    def forget(self, reason: str) -> None:
        """Count it and all within it as not honoured, and say why."""
        for element in self.walk():
            element.is_used, element.used, element.changes = False, set(), []
            element.reason = ""
            for child in element.children:
                if isinstance(child, Words):
                    child.is_used = False
        self.reason = reason


@dataclass(slots=True, eq=False)
class Document:
    """A file of a package: its outermost element, and instructions that stand beside it."""

    file: str
    root: Element
    n_elements: int
    instructions: list[Element] = field(default_factory=list)


def parse(content: bytes, file: str) -> Document | Fault:
    """The tree of a file, or the one fault that keeps us from reading it. Never raises.

    Document types are refused where they begin, so no entity is ever defined or fetched.
    """
    if len(content) > MAX_XML_BYTES:
        message = f"The file is larger than {MAX_XML_BYTES // 1000} kB."
        return Fault(file, "", message, "Split it into smaller ones.")
    builder = _Builder(file)
    try:
        builder.parser.Parse(content, True)
    except _RefusedError as error:
        return error.fault
    except (expat.ExpatError, LookupError, ValueError) as error:
        return _not_xml(file, error)
    return builder.document()


class _RefusedError(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


class _Builder:
    """Grows the tree while the parser goes through the file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.open: list[Element] = []
        self.roots: list[Element] = []
        self.instructions: list[Element] = []
        self.pieces: list[str] = []
        self.text_line = self.n_elements = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.ProcessingInstructionHandler = self._instruction

    def document(self) -> Document:
        return Document(self.file, self.roots[0], self.n_elements, self.instructions)

    def _doctype(self, *_about: object) -> None:
        message = "The file declares a document type, which could define entities."
        self._refuse(message, "Save it again without the DOCTYPE.")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._flush()
        self.n_elements += 1
        if self.n_elements > MAX_ELEMENTS:
            message = f"The file holds more than {MAX_ELEMENTS:,} elements."
            self._refuse(message, "Split it into smaller ones.")
        if len(self.open) >= MAX_DEPTH:
            message = f"Elements nest more than {MAX_DEPTH} deep."
            self._refuse(message, "Write it flatter; no item needs such depth.")
        element = _element(name, attributes, self.parser.CurrentLineNumber)
        (self.open[-1].children if self.open else self.roots).append(element)
        self.open.append(element)

    def _end(self, _name: str) -> None:
        self._flush()
        self.open.pop()

    def _text(self, text: str) -> None:
        if not self.text_line and text.strip():
            self.text_line = self.parser.CurrentLineNumber
        self.pieces.append(text)

    def _instruction(self, target: str, _words: str) -> None:
        self._flush()
        self.instructions.append(Element(f"?{target}", target, self.parser.CurrentLineNumber))

    def _flush(self) -> None:
        if self.pieces and self.open:
            line = self.text_line or self.parser.CurrentLineNumber
            self.open[-1].children.append(Words("".join(self.pieces), line))
        self.pieces, self.text_line = [], 0

    def _refuse(self, message: str, remedy: str) -> NoReturn:
        line = self.parser.CurrentLineNumber
        raise _RefusedError(Fault(self.file, "", message, remedy, line=line))


def _element(name: str, attributes: dict[str, str], line: int) -> Element:
    local, source = _names(name)
    element = Element(local, source, line)
    is_hyphened = source.startswith("qti-")
    for written, value in attributes.items():
        known = _attribute_name(written, is_hyphened=is_hyphened)
        # Two spellings of one name may stand side by side: nobody asks for the second.
        key = f"{known} again" if known in element.attributes else known
        element.attributes[key] = value
        element.sources[key] = _attribute_name(written, is_hyphened=False)
    return element


def _names(name: str) -> tuple[str, str]:
    """The name in version 2, and the name as written."""
    space, _, local = name.rpartition(" ")
    if space and not space.startswith(_OUR_NAMESPACES):
        return f"{{{space}}}{local}", local
    if local.startswith("qti-"):
        return _joined(local.removeprefix("qti-")), local
    return local, local


def _attribute_name(name: str, *, is_hyphened: bool) -> str:
    space, _, local = name.rpartition(" ")
    if space:
        return f"{_PREFIXES.get(space, f'{{{space}}}')}:{local}"
    if is_hyphened and not local.startswith(("data-", "aria-")):
        return _joined(local)
    return local


def _joined(name: str) -> str:
    return _HYPHENED.sub(lambda found: found[1].upper(), name)


def _not_xml(file: str, error: Exception) -> Fault:
    line = error.lineno if isinstance(error, expat.ExpatError) else None
    what = expat.errors.messages.get(error.code) if isinstance(error, expat.ExpatError) else error
    remedy = "Export it again; tags must be closed and the encoding must be the one it names."
    return Fault(file, "", f"The file is not well-formed XML: {what}.", remedy, line=line)

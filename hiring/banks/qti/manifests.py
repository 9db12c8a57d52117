"""What a package holds: its items in their order, found by way of the manifest."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from hiring.banks.faults import BankFaultsError, Fault
from hiring.banks.qti.elements import Document, Element, parse
from hiring.banks.qti.packages import MANIFEST, Package, find_within

MAX_ALL_ELEMENTS = 60_000
MAX_ALL_BYTES = 20_000_000

_ITEM_TYPE = re.compile(r"imsqti_(?:apip)?item_xmlv[23]p[0-9]")
_TEST_TYPE = re.compile(r"imsqti_(?:test|assessment)_xmlv[23]p[0-9]")
_ITEM, _TEST = "assessmentItem", "assessmentTest"
_TWICE = "The same item stands in the package twice; it is taken over once."
_NO_ITEM = "This importer reads items and the order of a test; nothing else in a package."


@dataclass(slots=True)
class Contents:
    """The documents of a package.

    Attributes:
        items: In the order in which they are to be shown.
        others: The manifest and the tests.
        repeated: Items that are there already, for the report.
        title: What manifest or test call it; empty where they say nothing.
        resources: Elements of the manifest, each with the files that it names.
    """

    items: list[Document] = field(default_factory=list)
    others: list[Document] = field(default_factory=list)
    repeated: list[Document] = field(default_factory=list)
    title: str = ""
    resources: list[tuple[Element, list[str]]] = field(default_factory=list)


def read_contents(package: Package) -> Contents:
    """Read every item of a package.

    Raises:
        BankFaultsError: A file is missing, is not safe to read or not what it is said to be; it
            carries the faults of all files.
    """
    reading = _Reading(package)
    if package.is_zip:
        reading.read_manifest()
    else:
        reading.read_item(package.path.name)
    if reading.faults:
        raise BankFaultsError(tuple(reading.faults))
    return reading.ordered()


def mark_files(contents: Contents, used: set[str]) -> None:
    """Count what the manifest says of files that were used as honoured."""
    for resource, names in contents.resources:
        if used.intersection(names):
            resource.use()
            for name in ("identifier", "type", "href"):
                resource.take(name)
            for dependency in resource.elements("dependency"):
                dependency.use().take("identifierref")
        for file in resource.elements("file"):
            if find_within(file.attributes.get("href", ""), MANIFEST) in used:
                file.use().take("href")
            else:
                file.reason = "Nothing that was taken over shows this file."


@dataclass(slots=True)
class _Reading:
    package: Package
    contents: Contents = field(default_factory=Contents)
    tests: list[Document] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    n_elements: int = 0
    n_bytes: int = 0

    def read_manifest(self) -> None:
        manifest = self._document(MANIFEST)
        if manifest is None:
            return
        self.contents.others.append(manifest)
        root = manifest.root.use()
        for name in ("identifier", "xsi:schemaLocation", "version"):
            root.take(name)
        self.contents.title = _title_of(root)
        _use_version(root)
        for group in (one for one in root.elements() if one.name in {"resources", "organizations"}):
            if not group.children or group.name == "resources":
                group.use()
        for resource in _resources(root):
            self._read_resource(resource)
        if not self.contents.items and not self.faults:
            remedy = "Export items as QTI 2.1, 2.2 or 3.0."
            self._fault(MANIFEST, "The manifest names no items of these versions.", remedy)

    def read_item(self, name: str) -> None:
        document = self._document(name)
        if document is None:
            return
        if document.root.name != _ITEM:
            remedy = "Name a file with one item, or a package with a manifest."
            self._fault(name, f"This is no item but “{document.root.source[:40]}”.", remedy)
        else:
            self.contents.items.append(document)

    def ordered(self) -> Contents:
        """The items in the order of the first test; those it does not name come last."""
        for test in self.tests[1:]:
            test.root.reason = "One order is kept: that of the first test."
        if self.tests:
            places = _places(self.tests[0])
            self.contents.items.sort(key=lambda one: places.get(one.file, len(places)))
            self.contents.title = self.contents.title or self.tests[0].root.take("title")
        return self.contents

    def _read_resource(self, resource: Element) -> None:
        kind = resource.attributes.get("type", "").strip().lower()
        linked = [resource.attributes.get("href", "")]
        linked += [one.attributes.get("href", "") for one in resource.elements("file")]
        names = [name for href in linked if (name := find_within(href, MANIFEST))]
        self.contents.resources.append((resource, names))
        if not (_ITEM_TYPE.fullmatch(kind) or _TEST_TYPE.fullmatch(kind)):
            resource.reason = _NO_ITEM
        elif not names or names[0] not in self.package.names:
            remedy = "Put it there, or take it out of the manifest."
            message = f"The file “{linked[0][:80]}” is not in the package."
            self._fault(MANIFEST, message, remedy, resource.line)
        else:
            self._read_document(resource, names[0])

    def _read_document(self, resource: Element, name: str) -> None:
        document = self._document(name)
        if document is None:
            return
        if document.root.name == _TEST:
            self.tests.append(document)
            self.contents.others.append(document)
        elif document.root.name == _ITEM:
            self._add_item(resource, document)
        else:
            message = f"This is neither item nor test but “{document.root.source[:40]}”."
            self._fault(name, message, "Export the package again.")

    def _add_item(self, resource: Element, document: Document) -> None:
        content = self.package.read(document.file)
        digest = hashlib.sha256(content if isinstance(content, bytes) else b"").hexdigest()
        if any(one.file == document.file for one in self.contents.items):
            resource.reason = _TWICE
        elif digest in self.seen:
            document.root.forget(_TWICE)
            self.contents.repeated.append(document)
        else:
            self.contents.items.append(document)
        self.seen.add(digest)

    def _document(self, name: str) -> Document | None:
        if self._is_spent():
            return None
        content = self.package.read(name)
        found = content if isinstance(content, Fault) else parse(content, name)
        if isinstance(found, Fault):
            self.faults.append(found)
            return None
        self.n_elements += found.n_elements
        self.n_bytes += len(content) if isinstance(content, bytes) else 0
        if self._is_spent():
            self._fault("", "The items hold more than can be read at once.", "Split the package.")
        return found

    def _is_spent(self) -> bool:
        """Whether so much was read that the rest is left alone; that is told once."""
        return self.n_elements > MAX_ALL_ELEMENTS or self.n_bytes > MAX_ALL_BYTES

    def _fault(self, file: str, message: str, remedy: str, line: int | None = None) -> None:
        self.faults.append(Fault(file, "", message, remedy, line=line))


def _resources(root: Element) -> Iterator[Element]:
    for group in root.elements("resources"):
        yield from group.elements("resource")


def _use_version(root: Element) -> None:
    for metadata in root.elements("metadata"):
        for one in metadata.use().elements("schema", "schemaversion"):
            one.use_all()


def _title_of(root: Element) -> str:
    """The title in the manifest's own metadata; what leads to it counts as honoured."""
    for metadata in root.elements("metadata"):
        way = _way_to(metadata, "title")
        if way:
            for element in way:
                element.use()
            way[-1].use_all()
            return " ".join(filter(None, (one.words() for one in way[-1].walk())))
    return ""


def _way_to(element: Element, local: str) -> list[Element]:
    """The elements from one down to the first within it of this name; none if there is none."""
    waiting = [[element]]
    while waiting:
        way = waiting.pop()
        if way[-1].name.rpartition("}")[2] == local:
            return way
        waiting.extend([*way, child] for child in reversed(way[-1].elements()))
    return []


def _places(test: Document) -> dict[str, int]:
    """The place of each item by its file; what leads to one counts as honoured."""
    places: dict[str, int] = {}
    waiting = [[test.root]]
    while waiting:
        way = waiting.pop()
        if way[-1].name == "assessmentItemRef":
            name = find_within(way[-1].attributes.get("href", ""), test.file)
            if name is not None:
                places.setdefault(name, len(places))
                _use_way(way)
        waiting.extend([*way, child] for child in reversed(way[-1].elements()))
    return places


def _use_way(way: list[Element]) -> None:
    for element in way:
        element.use().take("identifier")
        if element.name in {"testPart", "assessmentSection"}:
            element.change("Parts and sections are one form here; only their order is kept.")
    way[-1].take("href")

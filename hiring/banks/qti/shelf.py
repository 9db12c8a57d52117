"""Pictures, sounds and films of a package: which of them a draft can show, under which names."""

from collections.abc import Container
from dataclasses import dataclass, field

from hiring.banks.faults import Fault
from hiring.banks.media_files import TYPES, FileType, find_type
from hiring.banks.qti.elements import Element
from hiring.banks.qti.names import file_from
from hiring.banks.qti.packages import Package, find_within
from hiring.banks.schema import MediaKind

_FOREIGN = f"Files of this type are not used; save it as one of {', '.join(TYPES)}."


@dataclass(slots=True)
class DraftMedia:
    """A file that belongs to a stem. What it shows or says has to be written by somebody."""

    file: str
    kind: MediaKind
    alt: str = ""
    is_decorative: bool = False
    captions: str = ""


@dataclass(slots=True)
class Shelf:
    """The files that the draft takes from a package.

    Attributes:
        names: Names in the draft by names in the package.
    """

    package: Package
    names: dict[str, str] = field(default_factory=dict)

    def read(self, element: Element, file: str) -> DraftMedia | None:
        """The file that an element shows; None where there is none that can be shown.

        Args:
            element: ``img``, ``object``, ``audio`` or ``video``.
            file: The document in which it stands.
        """
        holders = [element, *element.elements("source")]
        links = [
            (one, name) for one in holders for name in ("src", "data") if name in one.attributes
        ]
        for holder, name in links:
            if found := self._take(holder, name, file):
                element.use()
                return self._described(element, *found, file=file)
        element.reason = element.reason or "It names no file that is in the package."
        return None

    def contents(self, wanted: Container[str]) -> dict[str, bytes | Fault]:
        """The bytes by the names in the draft, or why a file could not be unpacked."""
        found = [(name, own) for name, own in self.names.items() if own in wanted]
        return {own: self._content(name, own) for name, own in found}

    def _content(self, name: str, own: str) -> bytes | Fault:
        found = find_type(own)
        return self.package.read(name, found.max_bytes if found else 0)

    def _described(self, element: Element, own: str, kind: MediaKind, *, file: str) -> DraftMedia:
        media = DraftMedia(own, kind)
        if kind is MediaKind.IMAGE:
            media.alt = element.take("alt")
            media.is_decorative = not media.alt and _is_decoration(element)
        element.change("Shown after the stem, wherever it stood in the text.")
        for track in element.elements("track"):
            if not media.captions and kind is not MediaKind.IMAGE:
                found = self._take(track, "src", file, is_captions=True)
                media.captions = found[0] if found else ""
        return media

    def _take(
        self, holder: Element, attribute: str, file: str, *, is_captions: bool = False
    ) -> tuple[str, MediaKind] | None:
        name = find_within(holder.attributes.get(attribute, ""), file)
        found = None if name is None else find_type(name.lower())
        if name is None or not self.package.is_zip or name not in self.package.names:
            holder.reason = "The file is not in the package."
        elif found is None or (found.kind is None) is not is_captions:
            holder.reason = _FOREIGN
        else:
            holder.use().take(attribute)
            return self._name(name), _kind(found)
        return None

    def _name(self, name: str) -> str:
        if name not in self.names:
            self.names[name] = file_from(name, set(self.names.values()))
        return self.names[name]


def _kind(found: FileType) -> MediaKind:
    return found.kind or MediaKind.VIDEO  # captions; nobody asks for their kind


def _is_decoration(element: Element) -> bool:
    is_decorative = element.attributes.get("role", "").strip() in {"presentation", "none"}
    if is_decorative:
        element.take("role")
    return is_decorative

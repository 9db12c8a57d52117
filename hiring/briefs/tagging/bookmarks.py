"""Bookmarks: the headings of a long paper, to jump to."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.pdfbase.pdfdoc import PDFDocument

from hiring.briefs.tagging.objects import add, page_name, reference, string

MIN_PAGES = 5
_ROOT = "bookmarks"


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A heading: its page (from 0), the height of its upper edge in points, its rank (1 or 2)."""

    words: str
    page: int
    top: float
    rank: int


def write_bookmarks(pdf: PDFDocument, bookmarks: Sequence[Bookmark]) -> None:
    """Write a flat list: the headings of the second rank, or of the first where it has several.

    A single heading of the first rank is the title, which the file knows anyway.
    """
    firsts = [one for one in bookmarks if one.rank == 1]
    shown = firsts if len(firsts) > 1 else [one for one in bookmarks if one.rank > 1]
    if not shown:
        return
    last = len(shown) - 1
    add(pdf, _ROOT, lambda: _root_text(pdf, last))
    for number, one in enumerate(shown):
        add(pdf, _name(number), lambda n=number, b=one: _text(pdf, n, b, last))  # type: ignore[misc]
    pdf.Catalog.Outlines = pdf.Outlines = _Ready(pdf)


class _Ready:
    """Stands where ReportLab expects its own list of bookmarks."""

    ready = 1

    def __init__(self, pdf: PDFDocument) -> None:
        self._pdf = pdf

    def prepare(self, document: object, canvas: object) -> None:
        """Nothing is left to do but to point to the list."""
        del document, canvas
        self._pdf.Catalog.Outlines = self._pdf.Reference(self._pdf.idToObject[_ROOT])


def _root_text(pdf: PDFDocument, last: int) -> str:
    first, end = reference(pdf, _name(0)), reference(pdf, _name(last))
    return f"<</Type /Outlines /First {first} /Last {end} /Count {last + 1}>>"


def _text(pdf: PDFDocument, number: int, bookmark: Bookmark, last: int) -> str:
    before = f" /Prev {reference(pdf, _name(number - 1))}" if number else ""
    after = f" /Next {reference(pdf, _name(number + 1))}" if number < last else ""
    page = reference(pdf, page_name(bookmark.page))
    return (
        f"<</Title {string(bookmark.words)} /Parent {reference(pdf, _ROOT)}{before}{after} "
        f"/Dest [{page} /XYZ null {bookmark.top:.2f} null]>>"
    )


def _name(number: int) -> str:
    return f"{_ROOT}-{number}"

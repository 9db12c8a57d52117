"""Objects of a PDF written by hand: ReportLab's own dictionaries know no structure.

They also take a tenth of a millisecond each, and a sheet of two sides has two hundred of them.
"""

from collections.abc import Callable

from reportlab.pdfbase.pdfdoc import PDFDocument, PDFObject

Numbers = Callable[[str], str]


class Written(PDFObject):  # type: ignore[misc]
    """An object whose text is made when the file is: only then have all objects numbers."""

    __RefOnly__ = 1

    def __init__(self, write: Callable[[], str]) -> None:
        self._write = write

    def format(self, document: object) -> bytes:
        """The object's bytes."""
        del document
        return self._write().encode("ascii")


def add(pdf: PDFDocument, name: str, write: Callable[[], str]) -> object:
    """Put an object into the file under a name of its own; a reference to it."""
    return pdf.Reference(Written(write), name)


def reference(pdf: PDFDocument, name: str) -> str:
    """The object of this name, as other objects name it."""
    number, version = pdf.idToObjectNumberAndVersion[name]
    return f"{number} {version} R"


def page_name(page: int) -> str:
    """ReportLab's name of a page; pages count from 0."""
    return f"Page{page + 1}"


def string(text: str) -> str:
    """A text as PDF writes it, whatever its letters: nothing in it can end it."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"

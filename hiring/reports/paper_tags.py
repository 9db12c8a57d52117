"""Tags with branches: tables with rows and cells, lists with items.

The brief's tree is flat, which is all that two sides need. A report has tables, and a table read
aloud without its heads is a row of bare numbers.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFName,
    PDFObjectReference,
    PDFString,
)
from reportlab.pdfgen.canvas import Canvas

from hiring.briefs.flowables import Role
from hiring.briefs.tags import TaggedSheets


class Branch(StrEnum):
    """What holds other elements, in the words of PDF's standard structure types."""

    TABLE = "Table"
    ROW = "TR"
    LIST = "L"
    ITEM = "LI"


class Cell(StrEnum):
    """The leaves of a branch."""

    COLUMN_HEAD = "TH-column"
    ROW_HEAD = "TH-row"
    DATA = "TD"
    ITEM_BODY = "LBody"

    @property
    def structure(self) -> str:
        """The structure type without the scope."""
        return self.value.split("-", 1)[0]

    @property
    def scope(self) -> str:
        """What a head is the head of; empty for other cells."""
        return {Cell.COLUMN_HEAD: "Column", Cell.ROW_HEAD: "Row"}.get(self, "")


class BranchedSheets(TaggedSheets):
    """Collects elements in a tree; a branch may go on over pages."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._top: list[PDFObjectReference] = []
        self._open: list[tuple[str, list[PDFObjectReference]]] = []
        self._n_branches = 0

    def open(self, branch: Branch) -> None:
        """Begin a branch below the one that is open."""
        self._n_branches += 1
        self._open.append((f"branch-{self._n_branches}-{branch.value}", []))

    def close_branch(self) -> None:
        """End the branch that was begun last."""
        name, kids = self._open.pop()
        branch = self._add(
            name, S=PDFName(name.rsplit("-", 1)[1]), P=self._parent(), K=PDFArray(kids)
        )
        self._kids().append(branch)

    @contextmanager
    def branch(self, branch: Branch) -> Iterator[None]:
        """Everything inside belongs to the branch."""
        self.open(branch)
        yield
        self.close_branch()

    @contextmanager
    def cell(self, cell: Cell) -> Iterator[None]:
        """Everything drawn inside is one cell, or the text of a list's item."""
        page = self._pages[-1]
        number = len(page)
        self._put(f"/{cell.structure} <</MCID {number}>> BDC")
        facts = {"O": PDFName("Table"), "Scope": PDFName(cell.scope)}
        named = {"A": PDFDictionary(facts)} if cell.scope else {}
        page.append(self._leaf(cell.structure, number, named))
        yield
        self._put("EMC")

    def close(self) -> None:
        """Add the tree to the file; at its top stands what is in no branch."""
        super().close()
        self._pdf.idToObject["structure-document"].dict["K"] = PDFArray(self._top)

    def _element(self, role: Role, alternative: str) -> PDFObjectReference:
        named = {"Alt": PDFString(alternative)} if alternative else {}
        return self._leaf(role.value, len(self._pages[-1]), named)

    def _leaf(self, structure: str, number: int, named: dict[str, object]) -> PDFObjectReference:
        leaf = self._add(
            f"{len(self._pages)}-{number}",
            S=PDFName(structure),
            P=self._parent(),
            Pg=self._pdf.thisPageRef(),
            K=number,
            **named,
        )
        self._kids().append(leaf)
        return leaf

    def _parent(self) -> PDFObjectReference:
        name = self._open[-1][0] if self._open else "document"
        return PDFObjectReference(f"structure-{name}")

    def _kids(self) -> list[PDFObjectReference]:
        return self._open[-1][1] if self._open else self._top

"""Tags for screen readers: what each block on the paper is, in reading order.

ReportLab writes none, so marked content is put around each block and the tree of structure is added
to the file at the end. The tree is flat (headings, paragraphs, one figure), which is what a sheet
of two sides needs. No claim of PDF/UA is made; the page on screen is the accessible twin.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFName,
    PDFObjectReference,
    PDFPage,
    PDFString,
)
from reportlab.pdfgen.canvas import Canvas

from hiring.briefs.flowables import Role


class TaggedSheets:
    """Collects what is drawn on each page and writes the structure tree."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self._pdf = canvas._doc  # noqa: SLF001 - the PDF being written has no public name
        self._pages: list[list[PDFObjectReference]] = [[]]

    @contextmanager
    def marked(self, role: Role, alternative: str = "") -> Iterator[None]:
        """Everything drawn inside is one element, or decoration where the role is an artifact."""
        if role is Role.ARTIFACT:
            self._put("/Artifact BMC")
        else:
            self._put(f"/{role.value} <</MCID {len(self._pages[-1])}>> BDC")
            self._pages[-1].append(self._element(role, alternative))
        yield
        self._put("EMC")

    def end_page(self) -> None:
        """Close the page; the next elements belong to the next one."""
        self.canvas.showPage()
        self._pages.append([])

    def close(self) -> None:
        """Add the tree to the file. Nothing may be drawn afterwards."""
        elements = [element for page in self._pages for element in page]
        root = self._pdf.Reference(PDFDictionary(), "structure")
        document = self._add("document", S=PDFName("Document"), P=root, K=PDFArray(elements))
        numbered = [(number, PDFArray(page)) for number, page in enumerate(self._pages) if page]
        places = PDFDictionary({"Nums": PDFArray([part for pair in numbered for part in pair])})
        tree = self._pdf.idToObject["structure"].dict
        tree |= {
            "Type": PDFName("StructTreeRoot"),
            "K": document,
            "ParentTree": self._pdf.Reference(places, "structure-places"),
            "ParentTreeNextKey": len(numbered),
        }
        self._pdf.Catalog.StructTreeRoot = root
        self._pdf.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})
        for number, page in enumerate(self._pdf.Pages.pages):
            self._link(page, number)

    def _element(self, role: Role, alternative: str) -> PDFObjectReference:
        number = len(self._pages[-1])
        named = {"Alt": PDFString(alternative)} if alternative else {}
        return self._add(
            f"{len(self._pages)}-{number}",
            S=PDFName(role.value),
            P=PDFObjectReference("structure-document"),
            Pg=self._pdf.thisPageRef(),
            K=number,
            **named,
        )

    def _add(self, name: str, **entries: object) -> PDFObjectReference:
        element = PDFDictionary({"Type": PDFName("StructElem"), **entries})
        return self._pdf.Reference(element, f"structure-{name}")

    def _link(self, page: PDFPage, number: int) -> None:
        """ReportLab's page writes only the entries it knows; this one is taught two more."""
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents, page.Tabs = number, PDFName("S")

    def _put(self, operator: str) -> None:
        self.canvas._code.append(operator)  # noqa: SLF001 - ReportLab has no operator for it

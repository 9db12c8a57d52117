"""The tree of structure as objects of the file, and the way back from each mark to its element."""

from collections.abc import Iterator

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFDocument, PDFName, PDFPage

from hiring.briefs.tagging.objects import add, page_name, reference, string
from hiring.briefs.tagging.roles import Role
from hiring.briefs.tagging.tree import Element, Mark

_ROOT, _PLACES = "structure", "structure-places"


def write_tree(pdf: PDFDocument, root: Element, pages: list[list[Element]]) -> None:
    """Write the elements, the table of places, and what catalogue and pages say about them.

    Args:
        pdf: The file that is being written, all its pages drawn.
        root: The document.
        pages: For each page the element of each mark, in the order of the marks' numbers.
    """
    names = {id(element): f"{_ROOT}-{n}" for n, element in enumerate(root.walk())}
    parents = {id(kid): names[id(one)] for one in root.walk() for kid in _elements(one)}
    tree = _Tree(pdf, names, parents)
    add(pdf, _ROOT, lambda: tree.root_words(root, len(pages)))
    for element in root.walk():
        add(pdf, names[id(element)], lambda one=element: tree.element_words(one))  # type: ignore[misc]
    add(pdf, _PLACES, lambda: tree.places_words(pages))
    pdf.Catalog.StructTreeRoot = pdf.Reference(pdf.idToObject[_ROOT])
    pdf.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})
    for number, page in enumerate(pdf.Pages.pages):
        _link(page, number)


class _Tree:
    """Elements as text. ``parents`` holds the names of the objects above."""

    def __init__(self, pdf: PDFDocument, names: dict[int, str], parents: dict[int, str]) -> None:
        self.pdf, self.names, self.parents = pdf, names, parents

    def root_words(self, root: Element, n_pages: int) -> str:
        """What the catalogue points to."""
        return (
            f"<</Type /StructTreeRoot /K {self._ref(root)} "
            f"/ParentTree {reference(self.pdf, _PLACES)} /ParentTreeNextKey {n_pages}>>"
        )

    def places_words(self, pages: list[list[Element]]) -> str:
        """For each page, the elements of its marks."""
        rows = (f"{n} [{' '.join(map(self._ref, page))}]" for n, page in enumerate(pages) if page)
        return f"<</Nums [{' '.join(rows)}]>>"

    def element_words(self, element: Element) -> str:
        """An element with its kids and attributes."""
        above = self.parents.get(id(element), _ROOT)
        return (
            f"<</Type /StructElem /S /{element.role.structure} /P {reference(self.pdf, above)}"
            f"{self._content(element)}{_attributes(element)}>>"
        )

    def _content(self, element: Element) -> str:
        """Kids; marks of the first mark's page by number only, those of other pages with theirs."""
        first = next((kid.page for kid in element.kids if isinstance(kid, Mark)), None)
        at = "" if first is None else f" /Pg {reference(self.pdf, page_name(first))}"
        kids = [self._kid(kid, first) for kid in element.kids]
        # A lone kid stands without brackets: some readers of headings expect it so.
        return f"{at} /K {kids[0]}" if len(kids) == 1 else f"{at} /K [{' '.join(kids)}]"

    def _kid(self, kid: Element | Mark, page: int | None) -> str:
        if isinstance(kid, Element):
            return self._ref(kid)
        if kid.page == page:
            return str(kid.number)
        return f"<</Type /MCR /Pg {reference(self.pdf, page_name(kid.page))} /MCID {kid.number}>>"

    def _ref(self, element: Element) -> str:
        return reference(self.pdf, self.names[id(element)])


def _attributes(element: Element) -> str:
    said = f" /Alt {string(element.alternative)}" if element.alternative else ""
    spoken = f" /Lang ({element.language})" if element.language else ""
    if element.role.scope:
        return f"{said}{spoken} /A <</O /Table /Scope /{element.role.scope}>>"
    if element.box is not None:
        corners = " ".join(f"{edge:.2f}" for edge in element.box)
        return f"{said}{spoken} /A <</O /Layout /Placement /Block /BBox [{corners}]>>"
    if element.role is Role.FIELD:
        named = string(element.alternative)
        return f"{said}{spoken} /A <</O /PrintField /Role /cb /checked /off /Desc {named}>>"
    return f"{said}{spoken}"


def _elements(element: Element) -> Iterator[Element]:
    return (kid for kid in element.kids if isinstance(kid, Element))


def _link(page: PDFPage, number: int) -> None:
    """ReportLab's page writes only the entries it knows; this one is taught two more."""
    page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
    page.StructParents, page.Tabs = number, PDFName("S")

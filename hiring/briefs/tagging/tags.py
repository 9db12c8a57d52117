"""Puts marks around what is drawn and grows the tree."""

from collections.abc import Iterator
from contextlib import contextmanager

from reportlab.pdfgen.canvas import Canvas

from hiring.briefs.tagging.bookmarks import MIN_PAGES, Bookmark, write_bookmarks
from hiring.briefs.tagging.description import write_description
from hiring.briefs.tagging.files import write_tree
from hiring.briefs.tagging.roles import Role
from hiring.briefs.tagging.tree import Box, Element, Mark
from hiring.errors import PaperLimitError

# A report on a long form with all its pictures has about a hundred.
MOST_PAGES = 600
_RANKS = {Role.HEADING_1: 1, Role.HEADING_2: 2}


class Tags:
    """The tags of one paper, while it is drawn.

    Headings of the first and second rank begin sections by themselves. Whatever is drawn must be
    drawn as an element or as an artifact; nothing may be drawn as both.
    """

    def __init__(
        self,
        canvas: Canvas,
        *,
        title: str,
        language: str,
        is_on: bool = True,
        most_pages: int = MOST_PAGES,
    ) -> None:
        """Begin with an empty document; without tags only for measuring what they cost."""
        self._most_pages = most_pages
        self.canvas = canvas
        self._title, self._language, self._is_on = title, language, is_on
        self._root = Element(Role.DOCUMENT)
        self._open = [self._root]
        self._last = self._root
        self._ranks: list[int] = []  # of the sections that are open
        self._pages: list[list[Element]] = [[]]
        self._bookmarks: list[Bookmark] = []

    def open(self, role: Role, *, language: str = "") -> None:
        """Begin an element that holds others; it may go on over pages."""
        element = Element(role, language=language)
        self._open[-1].kids.append(element)
        self._open.append(element)

    def close_branch(self) -> None:
        """End the element that was opened last."""
        self._open.pop()

    @contextmanager
    def branch(self, role: Role, *, language: str = "") -> Iterator[None]:
        """Everything inside belongs to one element."""
        self.open(role, language=language)
        yield
        self.close_branch()

    @contextmanager
    def marked(
        self, role: Role, alternative: str = "", *, language: str = "", box: Box | None = None
    ) -> Iterator[None]:
        """Everything drawn inside is one element."""
        self._last = Element(role, alternative, language, box)
        self._open[-1].kids.append(self._last)
        with self.again():
            yield

    @contextmanager
    def again(self) -> Iterator[None]:
        """Everything drawn inside still belongs to the last element, maybe on a further page."""
        page, element = self._pages[-1], self._last
        element.kids.append(Mark(len(self._pages) - 1, len(page)))
        self._put(f"/{element.role.structure} <</MCID {len(page)}>> BDC")
        page.append(element)
        yield
        self._put("EMC")

    @contextmanager
    def artifact(self, *, is_footer: bool = False) -> Iterator[None]:
        """Everything drawn inside is only ink; a footer comes back on every page."""
        kind = " <</Type /Pagination /Subtype /Footer>> BDC" if is_footer else " BMC"
        self._put(f"/Artifact{kind}")
        yield
        self._put("EMC")

    def begin_section(self, role: Role, words: str, top: float) -> None:
        """Call it before a heading of the first or second rank is drawn: a section begins."""
        rank = _RANKS[role]
        self.end_sections(rank)
        self.open(Role.SECTION)
        self._ranks.append(rank)
        self._bookmarks.append(Bookmark(words, len(self._pages) - 1, top, rank))

    def end_sections(self, rank: int = 1) -> None:
        """End the sections from this rank on: what follows belongs to none of them."""
        while self._ranks and self._ranks[-1] >= rank:
            self.close_branch()
            self._ranks.pop()

    def end_page(self) -> None:
        """Close the page; what is drawn next stands on the next one.

        Raises:
            PaperLimitError: There are more pages than any such paper needs.
        """
        if len(self._pages) > self._most_pages:
            raise PaperLimitError("the paper has too many pages")
        self.canvas.showPage()
        self._pages.append([])

    def close(self) -> None:
        """Write it all into the file. Nothing may be drawn afterwards.

        Raises:
            ValueError: An element was opened and never closed.
        """
        self.end_sections()
        if len(self._open) != 1:
            raise ValueError(f"never closed: {self._open[-1].role}")
        if not self._is_on:
            return
        pdf = self.canvas._doc  # noqa: SLF001 - the PDF being written has no public name
        pages = self._pages[:-1]  # the last one was begun and never drawn
        write_tree(pdf, self._root, pages)
        write_description(pdf, title=self._title, language=self._language)
        if len(pages) >= MIN_PAGES:
            write_bookmarks(pdf, self._bookmarks)

    def _put(self, operator: str) -> None:
        if self._is_on:
            self.canvas._code.append(operator)  # noqa: SLF001 - ReportLab has no operator for it

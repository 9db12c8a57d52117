"""A candidate's sheet on paper: as many sides as it takes, the same bytes for the same content.

Larger type than a report, since people read it who did not ask for statistics. Blocks are laid out
first and drawn afterwards, since every side says how many there are. A table of a few rows stays on
one side, and a heading with what it is about.
"""

from dataclasses import dataclass, field
from io import BytesIO
from itertools import pairwise

from reportlab.lib.pagesizes import A4, letter
from reportlab.pdfgen.canvas import Canvas

from hiring.briefs.canvases import ONE_AT_A_TIME, new_paper
from hiring.briefs.flowables import MUTED, Block, Gap, Labels, draw_hairline
from hiring.briefs.fonts import Weight
from hiring.briefs.tagging import Role, Tags
from hiring.briefs.typesetting import draw_line, ink_parts, set_line
from hiring.handouts.feedback_blocks import (
    Aside,
    Bullet,
    IntervalBar,
    SheetTable,
    SheetText,
    Sizes,
)
from hiring.handouts.sheets import (
    BankListing,
    BankText,
    Heading,
    ResultPicture,
    SheetBlock,
    SheetContent,
    SheetSection,
    Statement,
    Suggestion,
)
from hiring.reports.telling import Listing, Paragraph, Table
from hiring.words import apart, is_leftward

MARGIN, TOP, FOOT = 54.0, 50.0, 62.0
TEXT, SMALL = Sizes(11, 15), Sizes(9.5, 13)
TITLE, HEADING, SUBHEADING = Sizes(22, 27), Sizes(14, 18.5), Sizes(11, 15)
STATEMENT = Sizes(12.5, 17)
FOOTER_SIZE = 8.5
KEPT_TOGETHER = 4  # a table with more rows may go on over sides


@dataclass(frozen=True, slots=True)
class _Mark:
    """Where an element that holds others begins (or ends: None)."""

    role: Role | None


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a table."""

    table: SheetTable
    number: int  # 0 = the heads


_Item = Block | _Row | _Mark


@dataclass(slots=True)
class _Layout:
    """Sides that fill from the top; each item with the height of its upper edge.

    ``bank_language`` is empty where the bank's words are in the language of the sheet.
    """

    page: tuple[float, float]
    is_leftward: bool
    bank_language: str = ""
    sides: list[list[tuple[float, _Item]]] = field(default_factory=lambda: [[]])
    y: float = 0.0

    def __post_init__(self) -> None:
        self.y = self._top

    @property
    def width(self) -> float:
        """Of the text."""
        return self.page[0] - 2 * MARGIN

    @property
    def _top(self) -> float:
        return self.page[1] - TOP

    def add(self, item: _Item, height: float = 0.0) -> None:
        """Put an item below the last one."""
        self.sides[-1].append((self.y, item))
        self.y -= height

    def need(self, height: float) -> None:
        """Begin a new side unless there is so much room; a side without anything is enough."""
        if self.y - height < FOOT and self.y < self._top:
            self.sides.append([])
            self.y = self._top

    def block(self, block: Block) -> None:
        """Put a block on this side or the next."""
        height = block.measured(self.width)
        if not isinstance(block, Gap):
            self.need(height)
        self.add(block, height)

    def put(self, words: str, sizes: Sizes, role: Role = Role.PARAGRAPH, **looks: object) -> None:
        """Put a text on this side or the next."""
        self.block(self.set(words, sizes, role, **looks))

    def set(
        self, words: str, sizes: Sizes, role: Role = Role.PARAGRAPH, **looks: object
    ) -> SheetText:
        """A text in the direction of the sheet."""
        return SheetText(words, sizes, role=role, is_leftward=self.is_leftward, **looks)  # type: ignore[arg-type]

    def set_bank(
        self, words: str, sizes: Sizes, role: Role = Role.PARAGRAPH, **looks: object
    ) -> SheetText:
        """A text in the language and the direction of the bank."""
        spoken = self.bank_language
        text = self.set(apart(words), sizes, role, language=spoken, **looks)
        text.is_leftward = is_leftward(spoken) if spoken else self.is_leftward
        return text


def render_sheet(content: SheetContent) -> bytes:
    """Set a candidate's document on paper.

    Returns:
        A tagged PDF with embedded fonts, the same bytes for the same content.
    """
    with ONE_AT_A_TIME:
        return _rendered(content)


def _rendered(content: SheetContent) -> bytes:
    page = {"A4": A4, "Letter": letter}[content.page_size]
    buffer = BytesIO()
    tags = new_paper(buffer, page, title=content.document_title, language=content.language)
    sides, leftward = _laid_out(content, page).sides, is_leftward(content.language)
    for number, side in enumerate(sides, 1):
        for y, item in side:
            _draw(tags, item, y, page[0] - 2 * MARGIN)
        with tags.artifact(is_footer=True):
            words = content.page_words.format(page=number, pages=len(sides))
            ends = (words, content.footer) if leftward else (content.footer, words)
            _draw_footer(tags.canvas, ends, page[0] - MARGIN, int(leftward))
        tags.end_page()
    tags.close()
    tags.canvas.save()
    return buffer.getvalue()


def _laid_out(content: SheetContent, page: tuple[float, float]) -> _Layout:
    spoken = content.content_language
    other = "" if spoken == content.language else spoken
    layout = _Layout(page, is_leftward=is_leftward(content.language), bank_language=other)
    labels = Labels(content.kicker, content.labels)
    labels.is_leftward = layout.is_leftward
    layout.block(labels)
    layout.block(Gap(16))
    layout.put(content.title, TITLE, Role.HEADING_1, weight=Weight.SEMIBOLD)
    for line in content.lines:
        layout.put(line, SMALL, grey=MUTED)
    for section in content.sections:
        _add_section(layout, section)
    layout.block(Gap(14))
    layout.put(content.closing, SMALL, grey=MUTED)
    return layout


def _add_section(layout: _Layout, section: SheetSection) -> None:
    heading = layout.set(section.heading, HEADING, Role.HEADING_2, weight=Weight.SEMIBOLD)
    layout.need(18 + heading.measured(layout.width) + _least_height(layout, section.blocks[:2]))
    layout.block(Gap(18))
    layout.block(heading)
    layout.block(Gap(4))
    for block, following in pairwise((*section.blocks, None)):
        if block is not None:
            _add_block(layout, block, following)


def _least_height(layout: _Layout, blocks: tuple[SheetBlock, ...]) -> float:
    """Of what must not be parted from a heading: the block after it, or two with a further one."""
    needed = [_height(layout, block) for block in blocks]
    return sum(needed if blocks and isinstance(blocks[0], Heading) else needed[:1])


def _height(layout: _Layout, block: SheetBlock) -> float:
    match block:
        case Paragraph() | BankText() | Statement() | Suggestion() | Heading():
            return layout.set(block.text, TEXT).measured(layout.width) + 8
        case Listing() | BankListing():
            return Bullet(layout.set(block.items[0], TEXT)).measured(layout.width)
        case Table():
            return SheetTable.fitted(block, layout.width).start_height
        case ResultPicture():
            return IntervalBar(block).measured(layout.width)


def _add_block(layout: _Layout, block: SheetBlock, following: SheetBlock | None) -> None:
    match block:
        case Paragraph(is_quiet=True):
            layout.put(block.text, SMALL, grey=MUTED)
            layout.block(Gap(7))
        case BankText():
            layout.block(layout.set_bank(block.text, TEXT))
            layout.block(Gap(7))
        case Paragraph():
            layout.put(block.text, TEXT)
            layout.block(Gap(7))
        case Statement():
            layout.put(block.text, STATEMENT, weight=Weight.SEMIBOLD)
            layout.block(Gap(6))
        case Suggestion():
            layout.block(Aside(layout.set(block.text, TEXT, weight=Weight.SEMIBOLD)))
            layout.block(Gap(7))
        case Heading():
            _add_heading(layout, block, following)
        case Listing() | BankListing():
            _add_listing(layout, block)
        case Table():
            _add_table(layout, block)
        case ResultPicture():
            layout.block(IntervalBar(block))
            layout.put(block.caption, SMALL, grey=MUTED)
            layout.block(Gap(6))


def _add_heading(layout: _Layout, heading: Heading, following: SheetBlock | None) -> None:
    text = layout.set_bank(heading.text, SUBHEADING, Role.HEADING_3, weight=Weight.SEMIBOLD)
    after = 0.0 if following is None else _height(layout, following)
    layout.need(3 + text.measured(layout.width) + after)
    layout.block(Gap(3))
    layout.block(text)


def _add_listing(layout: _Layout, listing: Listing | BankListing) -> None:
    set_as = layout.set_bank if isinstance(listing, BankListing) else layout.set
    layout.add(_Mark(Role.LIST))
    for line in listing.items:
        layout.block(Bullet(set_as(line, TEXT)))
    layout.add(_Mark(None))
    layout.block(Gap(7))


def _add_table(layout: _Layout, table: Table) -> None:
    """The caption and the heads stay with the first rows, a short table stays whole."""
    fitted = SheetTable.fitted(table, layout.width, is_leftward=layout.is_leftward)
    layout.need(fitted.height if len(table.rows) <= KEPT_TOGETHER else fitted.start_height)
    layout.add(_Mark(Role.TABLE))
    layout.put(table.caption, SMALL, Role.CAPTION, weight=Weight.SEMIBOLD)
    for number in range(len(table.rows) + 1):
        height = fitted.row_height(number)
        layout.need(height)
        layout.add(_Row(fitted, number), height)
    layout.add(_Mark(None))
    layout.block(Gap(9))


def _draw(tags: Tags, item: _Item, y: float, width: float) -> None:
    match item:
        case _Mark(role=None):
            tags.close_branch()
        case _Mark(role=role):
            assert role is not None  # noqa: S101 - the case above has taken it
            tags.open(role)
        case _Row():
            item.table.draw_row(tags, item.number, (MARGIN, y))
        case Block():
            _width, height = item.wrap(width, 0)
            item.put(tags, MARGIN, y - height)


def _draw_footer(canvas: Canvas, ends: tuple[str, str], right: float, level: int) -> None:
    """What stands at the left and at the right."""
    draw_hairline(canvas, MARGIN, FOOT - 14, right)
    first, last = (set_line(ink_parts(words), base_level=level) for words in ends)
    canvas.setFillGray(MUTED)
    draw_line(canvas, first, MARGIN, FOOT - 27, FOOTER_SIZE)
    draw_line(canvas, last, right - last.width(FOOTER_SIZE), FOOT - 27, FOOTER_SIZE)

"""Content to PDF: as many sides of A4 as it takes, the same bytes for the same content.

Blocks are laid out first and drawn afterwards, since every side says how many there are. A table
may go on over sides, a scenario's options stay together. ReportLab's own flow of pages was left
aside: it knows no tags.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from hiring.briefs.canvases import ONE_AT_A_TIME, new_paper
from hiring.briefs.flowables import INK, MUTED, Block, Gap, Labels, Text, draw_hairline
from hiring.briefs.fonts import Weight
from hiring.briefs.tagging import Role, Tags
from hiring.briefs.typesetting import draw_line, ink, set_line
from hiring.reports.content import ReportContent
from hiring.reports.paper_blocks import Grid, PictureBlock
from hiring.reports.pictures import Picture
from hiring.reports.telling import Listing, Paragraph, Part, Section, Table, Told

MARGIN, TOP, FOOT = 48.0, 44.0, 62.0
TEXT, SMALL, FOOTER_SIZE = (9.5, 13.0), (8.5, 11.5), 7.75
TITLE, HEADING, PART_HEADING = (21.0, 26.0), (13.0, 17.0), (10.0, 13.5)
ROOM_AFTER_HEADING, BULLET_INDENT = 150.0, 10.0


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a grid; ``is_again`` marks heads that are repeated on a further side."""

    grid: Grid
    cells: tuple[str, ...]
    is_head: bool = False
    is_again: bool = False


@dataclass(frozen=True, slots=True)
class _Bullet:
    """A sentence of a list."""

    text: Text


@dataclass(frozen=True, slots=True)
class _Mark:
    """Where an element that holds others begins (or ends: None)."""

    role: Role | None


_Item = Block | _Row | _Bullet | _Mark


@dataclass(slots=True)
class _Layout:
    """Sides that fill from the top; each item with the height of its upper edge."""

    width: float
    sides: list[list[tuple[float, _Item]]] = field(default_factory=lambda: [[]])
    y: float = A4[1] - TOP

    def add(self, item: _Item, height: float) -> None:
        """Put an item below the last one."""
        self.sides[-1].append((self.y, item))
        self.y -= height

    def need(self, height: float) -> None:
        """Begin a new side unless there is so much room."""
        if self.y - height < FOOT and self.y < A4[1] - TOP:
            self.sides.append([])
            self.y = A4[1] - TOP


def render_report(content: ReportContent) -> bytes:
    """Set a report on paper.

    Returns:
        A tagged PDF with embedded fonts, the same bytes for the same content.
    """
    with ONE_AT_A_TIME:
        return _rendered(content)


def _rendered(content: ReportContent) -> bytes:
    buffer = BytesIO()
    tags = new_paper(buffer, A4, title=content.title, language=content.language)
    sides = _laid_out(content).sides
    for number, side in enumerate(sides, 1):
        for y, item in side:
            _draw(tags, item, y)
        page = content.page_words.format(page=number, pages=len(sides))
        with tags.artifact(is_footer=True):
            _draw_footer(tags.canvas, content, page)
        tags.end_page()
    tags.close()
    tags.canvas.save()
    return buffer.getvalue()


def _laid_out(content: ReportContent) -> _Layout:
    layout = _Layout(A4[0] - 2 * MARGIN)
    _add_block(layout, Labels(content.kicker, content.labels))
    _add_block(layout, Gap(16))
    _add_block(layout, _text(content.title, TITLE, Role.HEADING_1, weight=Weight.SEMIBOLD))
    _add_block(layout, _text(content.subtitle, SMALL, grey=MUTED))
    _add_block(layout, Gap(8))
    if content.headlines:
        _add_table(layout, Table("", ("", ""), content.headlines, n_texts=2))
    for section in content.sections:
        _add_section(layout, section)
    return layout


def _add_section(layout: _Layout, section: Section) -> None:
    layout.need(_opening_height(layout, section))
    _add_heading(layout, section)
    for block in section.blocks:
        _add_told(layout, block)
    for part in section.parts:
        _add_part(layout, part)


def _add_heading(layout: _Layout, section: Section) -> None:
    _add_block(layout, Gap(16))
    heading = _text(section.heading, HEADING, Role.HEADING_2, weight=Weight.SEMIBOLD)
    _add_block(layout, heading)
    _add_block(layout, Gap(3))


def _opening_height(layout: _Layout, section: Section) -> float:
    """Heading, sentences and the beginning of what they speak of; less where no side holds that."""
    trial = _Layout(layout.width, y=A4[1] - TOP)
    _add_heading(trial, section)
    for block in section.blocks:
        if not isinstance(block, Paragraph):
            trial.y -= _least_height(layout, block)
            break
        _add_told(trial, block)
    else:
        for part in section.parts[:1]:
            _add_part_blocks(trial, part)
    whole = A4[1] - TOP - trial.y
    fits = len(trial.sides) == 1 and trial.y >= FOOT
    return max(whole, ROOM_AFTER_HEADING) if fits else ROOM_AFTER_HEADING


def _least_height(layout: _Layout, block: Listing | Table | Picture) -> float:
    """Of the part of a block that is not divided."""
    if isinstance(block, Table):
        return _table_start(Grid.fitted(block, layout.width))
    return (block.height + 4) * SMALL[0] if isinstance(block, Picture) else 2 * TEXT[1]


def _add_part(layout: _Layout, part: Part) -> None:
    """Heading, remarks and table together on one side."""
    trial = _Layout(layout.width, y=A4[1] - TOP)
    _add_part_blocks(trial, part)
    if len(trial.sides) == 1:
        layout.need(A4[1] - TOP - trial.y)
    _add_part_blocks(layout, part)


def _add_part_blocks(layout: _Layout, part: Part) -> None:
    _add_block(layout, Gap(6))
    heading = _text(part.heading, PART_HEADING, Role.HEADING_3, weight=Weight.SEMIBOLD)
    _add_block(layout, heading)
    for block in part.blocks:
        _add_told(layout, block)


def _add_told(layout: _Layout, block: Told) -> None:
    match block:
        case Paragraph():
            sizes, grey = (SMALL, MUTED) if block.is_quiet else (TEXT, INK)
            _add_block(layout, _text(block.text, sizes, grey=grey))
            _add_block(layout, Gap(5))
        case Listing():
            _add_listing(layout, block)
        case Table():
            _add_table(layout, block)
        case Picture() if block.is_for_paper:
            layout.need((block.height + 4) * SMALL[0])
            _add_block(layout, PictureBlock(block))
            _add_block(layout, _text(block.caption, SMALL, grey=MUTED))
            _add_block(layout, Gap(6))
        case Picture():
            pass


def _add_listing(layout: _Layout, listing: Listing) -> None:
    layout.add(_Mark(Role.LIST), 0)
    for sentence in listing.items:
        text = _text(sentence, TEXT)
        height = text.measured(layout.width - BULLET_INDENT) + 2
        layout.need(height)
        layout.add(_Bullet(text), height)
    layout.add(_Mark(None), 0)
    _add_block(layout, Gap(4))


def _add_table(layout: _Layout, table: Table) -> None:
    """The caption and the heads stay with the first rows; heads come again on every side."""
    grid = Grid.fitted(table, layout.width)
    has_head = any(table.head)
    head = grid.height(table.head, is_head=True) if has_head else 0.0
    layout.need(_table_start(grid))
    layout.add(_Mark(Role.TABLE), 0)
    if table.caption:
        _add_block(layout, _text(table.caption, SMALL, Role.CAPTION, weight=Weight.SEMIBOLD))
        _add_block(layout, Gap(1))
    if has_head:
        layout.add(_Row(grid, table.head, is_head=True), head)
    for row in table.rows:
        height = grid.height(row)
        n_sides = len(layout.sides)
        layout.need(height)
        if len(layout.sides) > n_sides and has_head:
            layout.add(_Row(grid, table.head, is_head=True, is_again=True), head)
        layout.add(_Row(grid, row), height)
    layout.add(_Mark(None), 0)
    _add_block(layout, Gap(8))


def _table_start(grid: Grid) -> float:
    """Caption, heads and two rows."""
    table = grid.table
    head = grid.height(table.head, is_head=True) if any(table.head) else 0.0
    first = sum(grid.height(row) for row in table.rows[:2])
    return head + first + SMALL[1] + 8


def _add_block(layout: _Layout, block: Block) -> None:
    height = block.measured(layout.width)
    if not isinstance(block, Gap):
        layout.need(height)
    layout.add(block, height)


def _text(
    text: str,
    sizes: tuple[float, float],
    role: Role = Role.PARAGRAPH,
    *,
    grey: float = INK,
    weight: Weight = Weight.REGULAR,
) -> Text:
    return Text((ink(text, weight),), *sizes, role=role, grey=grey)


def _draw(tags: Tags, item: _Item, y: float) -> None:
    match item:
        case _Mark(role=None):
            tags.close_branch()
        case _Mark(role=role):
            assert role is not None  # noqa: S101 - the case above has taken it
            tags.open(role)
        case _Row(is_again=True):
            item.grid.draw_again(tags, (MARGIN, y))
        case _Row():
            item.grid.draw(tags, item.cells, (MARGIN, y), is_head=item.is_head)
        case _Bullet():
            with tags.branch(Role.ITEM):
                _draw_bullet(tags, item.text, y)
        case Block():
            _width, height = item.wrap(A4[0] - 2 * MARGIN, 0)
            item.put(tags, MARGIN, y - height)


def _draw_bullet(tags: Tags, text: Text, y: float) -> None:
    tags.canvas.setFillGray(INK)
    with tags.marked(Role.LABEL):
        at = y - TEXT[1] / 2 - 0.33 * TEXT[0]
        draw_line(tags.canvas, set_line((ink("•"),)), MARGIN, at, TEXT[0])
    _width, height = text.wrap(A4[0] - 2 * MARGIN - BULLET_INDENT, 0)
    with tags.marked(Role.ITEM_BODY):
        text.drawOn(tags.canvas, MARGIN + BULLET_INDENT, y - height)


def _draw_footer(canvas: Canvas, content: ReportContent, page: str) -> None:
    right = A4[0] - MARGIN
    draw_hairline(canvas, MARGIN, FOOT - 10, right)
    canvas.setFillGray(MUTED)
    lines: Iterable[str] = (content.footer, " · ".join(content.labels))
    for number, words in enumerate(lines):
        line = set_line((ink(words),))
        draw_line(canvas, line, MARGIN, FOOT - 22 - 10 * number, FOOTER_SIZE)
    canvas.setFillGray(INK)
    line = set_line((ink(page),))
    draw_line(canvas, line, right - line.width(FOOTER_SIZE), FOOT - 22, FOOTER_SIZE)

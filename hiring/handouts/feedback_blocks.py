"""Shapes on a candidate's sheet: text in either direction, the interval bar, a table in large type.

One ink, like the brief. Every mark of the picture has its words beside it and its figures in the
table.
"""

from dataclasses import dataclass
from itertools import accumulate

from reportlab.pdfgen.canvas import Canvas

from hiring.briefs.flowables import (
    HAIRLINE,
    INK,
    MUTED,
    Figure,
    Parts,
    Text,
    baseline,
    draw_hairline,
)
from hiring.briefs.fonts import Weight
from hiring.briefs.tagging import Role, Tags
from hiring.briefs.typesetting import Line, break_lines, draw_line, ink, ink_parts, set_line
from hiring.charts import TICKS_POINTS, fraction
from hiring.handouts.sheets import ResultPicture
from hiring.reports.telling import Table

CELL_SIZE, CELL_LEADING, CELL_GAP, ROW_PAD = 10.0, 13.5, 14.0, 6.0


@dataclass(frozen=True, slots=True)
class Sizes:
    """Of type and line, in points."""

    size: float
    leading: float


class SheetText(Text):
    """A paragraph or heading, ragged where its language ends a line."""

    def __init__(
        self,
        words: str,
        sizes: Sizes,
        *,
        role: Role = Role.PARAGRAPH,
        grey: float = INK,
        weight: Weight = Weight.REGULAR,
        is_leftward: bool = False,
        language: str = "",
    ) -> None:
        super().__init__(ink_parts(words, weight), sizes.size, sizes.leading, role=role, grey=grey)
        self.is_leftward, self.language = is_leftward, language

    def draw(self) -> None:
        """Set the lines from the top down."""
        self.canv.setFillGray(self.grey)
        y = self.height - baseline(self.size, self.leading)
        level = int(self.is_leftward)
        for line in break_lines(self.spans, self.size, self.width, base_level=level):
            free = self.width - line.width(self.size) if self.is_leftward else 0.0
            draw_line(self.canv, line, free, y, self.size)
            y -= self.leading


class Bullet(Parts):
    """A sentence of a list, with a dot that is only ink."""

    indent, gap, radius = 14.0, 3.0, 1.6

    def __init__(self, text: SheetText) -> None:
        super().__init__()
        self.text = text

    def measured(self, width: float) -> float:
        """The sentence and a little air."""
        return self.text.measured(width - self.indent) + self.gap

    def draw(self) -> None:
        """Draw the dot, then the sentence."""
        middle = self.height - self.text.leading / 2
        at = self.width - 4 if self.text.is_leftward else 4
        self.canv.setFillGray(INK)
        with self.tags.artifact():
            self.canv.circle(at, middle, self.radius, stroke=0, fill=1)
        _width, height = self.text.wrap(self.width - self.indent, 0)
        left = 0 if self.text.is_leftward else self.indent
        with (
            self.tags.branch(Role.ITEM),
            self.tags.marked(Role.ITEM_BODY, language=self.text.language),
        ):
            self.text.drawOn(self.canv, left, self.height - height)


class Aside(Parts):
    """A text set apart by a line along its beginning."""

    indent = 14.0

    def __init__(self, text: SheetText) -> None:
        super().__init__()
        self.text = text

    def measured(self, width: float) -> float:
        """The text's height beside the line."""
        return self.text.measured(width - self.indent)

    def draw(self) -> None:
        """Draw the line, then the text."""
        at = self.width - 2 if self.text.is_leftward else 2
        self.canv.setStrokeGray(INK)
        self.canv.setLineWidth(2)
        with self.tags.artifact():
            self.canv.line(at, 1, at, self.height - 1)
        self.text.wrap(self.width - self.indent, 0)
        left = 0 if self.text.is_leftward else self.indent
        with self.tags.marked(self.text.role):
            self.text.drawOn(self.canv, left, 0)


class IntervalBar(Figure):
    """Result and likely range on the axis from 0 to 100."""

    size, edge, room, radius = 9.5, 8.0, 44.0, 4.6

    def __init__(self, picture: ResultPicture) -> None:
        super().__init__()
        self.whisker, self.alternative = picture.whisker, picture.alternative

    def measured(self, width: float) -> float:
        """Bar, axis and its figures."""
        del width
        return self.room

    def draw(self) -> None:
        """Axis first, the bar above it, the dot last."""
        self._draw_axis(18.0)
        y = 31.0
        low, high = self._x(self.whisker.low), self._x(self.whisker.high)
        self.canv.setStrokeGray(INK)
        self.canv.setLineWidth(2)
        self.canv.line(low, y, high, y)
        for x in (low, high):
            self.canv.line(x, y - 4, x, y + 4)
        # A white rim keeps the dot apart from the bar on a coarse copier.
        self.canv.setFillGray(INK)
        self.canv.setStrokeGray(1)
        self.canv.setLineWidth(1.2)
        self.canv.circle(self._x(self.whisker.estimate), y, self.radius, stroke=1, fill=1)

    def _draw_axis(self, y: float) -> None:
        self.canv.setStrokeGray(INK)
        self.canv.setLineWidth(HAIRLINE)
        self.canv.line(self._x(0), y, self._x(1), y)
        for points in TICKS_POINTS:
            x, line = self._x(fraction(points)), set_line((ink(str(points)),))
            self.canv.line(x, y, x, y - 3.5)
            self.canv.setFillGray(MUTED)
            draw_line(self.canv, line, x - line.width(self.size) / 2, y - 13.5, self.size)

    def _x(self, part: float) -> float:
        return self.edge + part * (self.width - 2 * self.edge)


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A table with its columns measured for a width; row 0 holds the heads."""

    table: Table
    widths: tuple[float, ...]
    room: float
    is_leftward: bool

    @classmethod
    def fitted(cls, table: Table, width: float, *, is_leftward: bool = False) -> "SheetTable":
        """Columns as wide as they want; if that is too much, they share the width in proportion."""
        columns = zip(table.head, *table.rows, strict=True)
        wanted = [max(_width(cell) for cell in column) + CELL_GAP for column in columns]
        scale = min(1.0, width / sum(wanted))
        return cls(table, tuple(one * scale for one in wanted), width, is_leftward)

    @property
    def height(self) -> float:
        """Of heads and rows, with the caption."""
        rows = range(len(self.table.rows) + 1)
        return sum(map(self.row_height, rows)) + CELL_LEADING

    @property
    def start_height(self) -> float:
        """Of caption, heads and the first rows."""
        rows = range(min(3, len(self.table.rows) + 1))
        return sum(map(self.row_height, rows)) + CELL_LEADING

    def row_height(self, number: int) -> float:
        """Of a row."""
        return max(len(lines) for lines in self._lines(number)) * CELL_LEADING + ROW_PAD

    def draw_row(self, tags: Tags, number: int, place: tuple[float, float]) -> None:
        """Draw a row as a branch of cells, its top at ``place``, and a thin line below it."""
        with tags.branch(Role.ROW):
            for column, lines in enumerate(self._lines(number)):
                role = Role.CELL if column else Role.ROW_HEAD
                with tags.marked(role if number else Role.COLUMN_HEAD):
                    self._draw_cell(tags.canvas, lines, column, place)
        with tags.artifact():
            y = place[1] - self.row_height(number)
            left = self._left(place[0], len(self.widths) - 1 if self.is_leftward else 0)
            draw_hairline(tags.canvas, left, y, left + sum(self.widths))

    def _lines(self, number: int) -> list[tuple[Line, ...]]:
        cells = self.table.rows[number - 1] if number else self.table.head
        weight = Weight.REGULAR if number else Weight.SEMIBOLD
        level = int(self.is_leftward)
        return [
            break_lines(ink_parts(cell, weight), CELL_SIZE, width - CELL_GAP + 1, base_level=level)
            for cell, width in zip(cells, self.widths, strict=True)
        ]

    def _draw_cell(
        self, canvas: Canvas, lines: tuple[Line, ...], column: int, place: tuple[float, float]
    ) -> None:
        canvas.setFillGray(INK)
        y = place[1] - ROW_PAD / 2 - baseline(CELL_SIZE, CELL_LEADING)
        for line in lines:
            left = self._left(place[0], column)
            if self.is_leftward:
                left += self.widths[column] - line.width(CELL_SIZE)
            draw_line(canvas, line, left, y, CELL_SIZE)
            y -= CELL_LEADING

    def _left(self, edge: float, column: int) -> float:
        """Where a column begins; leftward tables run from the right edge of the text."""
        ends = (0.0, *accumulate(self.widths))
        return edge + (self.room - ends[column + 1] if self.is_leftward else ends[column])


def _width(cell: str) -> float:
    return set_line(ink_parts(cell, Weight.SEMIBOLD)).width(CELL_SIZE)

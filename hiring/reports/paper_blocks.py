"""Shapes on a report's paper: pictures and rows of tables.

One ink, like the brief: grey sets back and carries no meaning of its own.
"""

from dataclasses import dataclass
from itertools import accumulate

from reportlab.pdfgen.canvas import Canvas

from hiring.briefs.flowables import BAND, INK, LINE, MUTED, Figure, baseline, draw_hairline
from hiring.briefs.fonts import Weight
from hiring.briefs.tagging import Role, Tags
from hiring.briefs.typesetting import Line, break_lines, draw_line, ink, set_line
from hiring.reports.pictures import Box, Ink, Picture, Segment, Shape, Spot, Word
from hiring.reports.telling import Table

EM = 8.5
CELL_SIZE, CELL_LEADING = 8.0, 10.25
CELL_GAP, ROW_PAD = 8.0, 4.0
SHORT_WIDTH, MOST_AIR = 64.0, 60.0
COLUMN_GREY = 0.55
_GREYS = {Ink.AXIS: LINE, Ink.EDGE: MUTED, Ink.LINE: INK, Ink.FAINT: 0.85}


class PictureBlock(Figure):
    """A picture across the page, or across less of it."""

    def __init__(self, picture: Picture) -> None:
        super().__init__()
        self.picture, self.alternative = picture, picture.alternative

    def measured(self, width: float) -> float:
        """As high as the picture says."""
        del width
        return (self.picture.height + 0.4) * EM

    def draw(self) -> None:
        """Draw the shapes in their order."""
        for shape in self.picture.shapes:
            self._draw(shape)

    def _draw(self, shape: Shape) -> None:
        match shape:
            case Box():
                self.canv.setFillGray(BAND if shape.ink is Ink.BAND else COLUMN_GREY)
                low = self._y(shape.y + shape.height)
                across = (self.width * shape.x, low, self.width * shape.width, shape.height * EM)
                self.canv.rect(*across, stroke=0, fill=1)
            case Segment():
                self.canv.setStrokeGray(_GREYS[shape.ink])
                self.canv.setLineWidth(1.2 if shape.ink is Ink.LINE else 0.6)
                self.canv.setDash(*((3, 2) if shape.ink is Ink.EDGE else ()))
                ends = (shape.x1 * self.width, self._y(shape.y1))
                self.canv.line(*ends, shape.x2 * self.width, self._y(shape.y2))
                self.canv.setDash()
            case Spot():
                self.canv.setFillGray(INK)
                self.canv.circle(shape.x * self.width, self._y(shape.y), 2, stroke=0, fill=1)
            case Word():
                line = set_line((ink(shape.text),))
                share = {"start": 0.0, "middle": 0.5, "end": 1.0}[shape.anchor]
                self.canv.setFillGray(MUTED)
                left = shape.x * self.width - share * line.width(CELL_SIZE)
                draw_line(self.canv, line, left, self._y(shape.y), CELL_SIZE)

    def _y(self, em: float) -> float:
        return float(self.height - em * EM)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with its columns measured for a width, in points."""

    table: Table
    widths: tuple[float, ...]

    @classmethod
    def fitted(cls, table: Table, width: float) -> "Grid":
        """Numbers get what they need, texts share what is left in proportion to their length."""
        columns = list(zip(table.head, *table.rows, strict=True))
        needs = [_need(cells, is_number=table.is_number(n)) for n, cells in enumerate(columns)]
        long = [n for n, need in enumerate(needs) if not table.is_number(n) and need > SHORT_WIDTH]
        wanted = sum(needs[n] for n in long)
        room = max(width - sum(needs) + wanted, SHORT_WIDTH * len(long))
        for n in long:
            needs[n] = min(needs[n], max(SHORT_WIDTH, needs[n] * room / wanted))
        scale = min(1.0, width / sum(needs))
        widths = [need * scale for need in needs]
        # Some air after the names, but not so much that the eye loses the row.
        widths[0] += min(MOST_AIR, width - sum(widths))
        return cls(table, tuple(widths))

    def height(self, cells: tuple[str, ...], *, is_head: bool = False) -> float:
        """Of a row."""
        lines = self._lines(cells, is_head=is_head)
        return max(len(one) for one in lines) * CELL_LEADING + ROW_PAD

    def draw(
        self,
        tags: Tags,
        cells: tuple[str, ...],
        place: tuple[float, float],
        *,
        is_head: bool = False,
    ) -> None:
        """Draw a row as a branch of cells, its top at ``place``."""
        lefts = [0.0, *accumulate(self.widths)]
        with tags.branch(Role.ROW):
            for number, lines in enumerate(self._lines(cells, is_head=is_head)):
                kind = Role.COLUMN_HEAD if is_head else Role.CELL if number else Role.ROW_HEAD
                with tags.marked(kind):
                    left = place[0] + lefts[number]
                    self._draw_cell(tags.canvas, lines, number, (left, place[1]))
        self._rule(tags, cells, place, is_head=is_head)

    def draw_again(self, tags: Tags, place: tuple[float, float]) -> None:
        """Draw the heads once more on a further page: decoration for who listens."""
        lefts = [0.0, *accumulate(self.widths)]
        with tags.artifact():
            for number, lines in enumerate(self._lines(self.table.head, is_head=True)):
                left = place[0] + lefts[number]
                self._draw_cell(tags.canvas, lines, number, (left, place[1]))
        self._rule(tags, self.table.head, place, is_head=True)

    def _rule(
        self,
        tags: Tags,
        cells: tuple[str, ...],
        place: tuple[float, float],
        *,
        is_head: bool,
    ) -> None:
        with tags.artifact():
            y = place[1] - self.height(cells, is_head=is_head)
            if is_head:
                draw_hairline(tags.canvas, place[0], y, place[0] + sum(self.widths))
            else:
                tags.canvas.setStrokeGray(BAND)
                tags.canvas.line(place[0], y, place[0] + sum(self.widths), y)

    def _lines(self, cells: tuple[str, ...], *, is_head: bool) -> list[tuple[Line, ...]]:
        weight = Weight.SEMIBOLD if is_head else Weight.REGULAR
        pairs = zip(cells, self.widths, strict=True)
        return [
            break_lines((ink(cell, weight),), CELL_SIZE, width - CELL_GAP) for cell, width in pairs
        ]

    def _draw_cell(
        self, canvas: Canvas, lines: tuple[Line, ...], number: int, place: tuple[float, float]
    ) -> None:
        canvas.setFillGray(INK)
        y = place[1] - ROW_PAD / 2 - baseline(CELL_SIZE, CELL_LEADING)
        for line in lines:
            # Numbers end at the edge of their column, so that their places stand under each other.
            free = self.widths[number] - CELL_GAP - line.width(CELL_SIZE)
            left = place[0] + (free if self.table.is_number(number) else 0.0)
            draw_line(canvas, line, left, y, CELL_SIZE)
            y -= CELL_LEADING


def _need(cells: tuple[str, ...], *, is_number: bool) -> float:
    """A column's width: the longest cell; of a head above numbers only the longest word."""
    head, *body = cells
    words = head.split(" ") if is_number else [head]
    told = [(word, Weight.SEMIBOLD) for word in words]
    told += [(cell, Weight.REGULAR) for cell in body]
    longest = max(set_line((ink(text, weight),)).width(CELL_SIZE) for text, weight in told)
    return longest + CELL_GAP + 1

"""What is written on: boxes to mark, words to choose from, lines to sign on. None is marked."""

from collections.abc import Iterable

from reportlab.pdfgen.canvas import Canvas

from hiring.briefs.flowables import INK, MUTED, Parts, Text, baseline, draw_hairline
from hiring.briefs.fonts import Weight
from hiring.briefs.tagging import Role
from hiring.briefs.typesetting import Line, Span, break_lines, draw_line, ink, set_line


class NumberedHeading(Text):
    """A question with its number, which stands before the column of the text."""

    def __init__(self, number: str, words: Span, sizes: tuple[float, float], column: float) -> None:
        super().__init__((words,), *sizes, role=Role.HEADING_3)
        self.number, self.column = number, column

    def draw(self) -> None:
        """Draw the number, then the words."""
        self.canv.setFillGray(INK)
        y = self.height - baseline(self.size, self.leading)
        number = set_line((ink(self.number, Weight.SEMIBOLD),))
        draw_line(self.canv, number, -self.column, y, self.size)
        super().draw()


class ProbeWithBoxes(Parts):
    """A question to follow up with and, at the right edge, five boxes for the rating."""

    box, pitch, gap = 13.0, 21.0, 14.0

    def __init__(self, spans: tuple[Span, ...], size: float, leading: float) -> None:
        super().__init__()
        self.spans, self.size, self.leading = spans, size, leading

    def measured(self, width: float) -> float:
        """The boxes or the words, whichever is higher."""
        return max(self.box, len(self._lines(width)) * self.leading)

    def draw(self) -> None:
        """Draw the words, then boxes 1 to 5 on a thin line."""
        self.canv.setFillGray(MUTED)
        y = self.height - baseline(self.size, max(self.box, self.leading))
        with self.tags.marked(Role.PARAGRAPH):
            for line in self._lines(self.width):
                draw_line(self.canv, line, 0, y, self.size)
                y -= self.leading
        left, bottom = self.width - self._boxes_width(), self.height - self.box
        with self.tags.artifact():
            draw_hairline(self.canv, left, bottom + self.box / 2, self.width - self.box)
        for number in range(5):
            with self.tags.marked(Role.FIELD, str(number + 1)):
                self._draw_box(left + number * self.pitch, bottom, str(number + 1))

    def _boxes_width(self) -> float:
        return 4 * self.pitch + self.box

    def _lines(self, width: float) -> tuple[Line, ...]:
        return break_lines(self.spans, self.size, width - self._boxes_width() - self.gap)

    def _draw_box(self, left: float, bottom: float, digit: str) -> None:
        _draw_square(self.canv, left, bottom, self.box)
        line = set_line((ink(digit),))
        self.canv.setFillGray(MUTED)
        draw_line(self.canv, line, left + (self.box - line.width(8.5)) / 2, bottom + 3.6, 8.5)


class Anchors(Parts):
    """What a weak, a fair and a strong answer sounds like, in three columns: boxes 1, 3 and 5."""

    gap = 14.0

    def __init__(
        self,
        words: tuple[str, str, str],
        anchors: Iterable[Span],
        size: float,
        leading: float,
    ) -> None:
        super().__init__()
        numbered = zip((1, 3, 5), words, anchors, strict=True)
        self.anchors = tuple(
            (Span(f"{number} {ink(word).text} ", Weight.SEMIBOLD), anchor)
            for number, word, anchor in numbered
        )
        self.size, self.leading = size, leading

    def measured(self, width: float) -> float:
        """The longest of the three."""
        return self.leading * max(len(self._lines(spans, width)) for spans in self.anchors)

    def draw(self) -> None:
        """Draw the columns."""
        self.canv.setFillGray(INK)
        with self.tags.branch(Role.LIST):
            for number, spans in enumerate(self.anchors):
                left = number * (self._column(self.width) + self.gap)
                with self.tags.branch(Role.ITEM), self.tags.marked(Role.ITEM_BODY):
                    self._draw_anchor(spans, left)

    def _draw_anchor(self, spans: tuple[Span, ...], left: float) -> None:
        y = self.height - baseline(self.size, self.leading)
        for line in self._lines(spans, self.width):
            draw_line(self.canv, line, left, y, self.size)
            y -= self.leading

    def _lines(self, spans: tuple[Span, ...], width: float) -> tuple[Line, ...]:
        return break_lines(spans, self.size, self._column(width))

    def _column(self, width: float) -> float:
        return (width - 2 * self.gap) / 3


class Choices(Parts):
    """Boxes with words, side by side, none marked beforehand."""

    box, gap = 11.0, 10.0

    def __init__(self, words: tuple[str, ...], size: float, leading: float) -> None:
        super().__init__()
        self.words = tuple((ink(word),) for word in words)
        self.size, self.leading = size, leading

    def measured(self, width: float) -> float:
        """The longest of the choices."""
        columns = zip(self.words, self._columns(width), strict=True)
        return self.leading * max(
            len(break_lines(spans, self.size, column - self.box - 5 - self.gap))
            for spans, column in columns
        )

    def draw(self) -> None:
        """Draw each box with its words to the right."""
        left = 0.0
        with self.tags.branch(Role.LIST):
            for spans, column in zip(self.words, self._columns(self.width), strict=True):
                with self.tags.branch(Role.ITEM):
                    self._draw_choice(spans, left, column)
                left += column

    def _draw_choice(self, spans: tuple[Span, ...], left: float, column: float) -> None:
        """The box is the label of its item, the words are its body."""
        y = self.height - baseline(self.size, self.leading)
        named = "".join(span.text for span in spans)
        with self.tags.branch(Role.LABEL), self.tags.marked(Role.FIELD, named):
            _draw_square(self.canv, left, y - 1.8, self.box)
        self.canv.setFillGray(INK)
        with self.tags.marked(Role.ITEM_BODY):
            for line in break_lines(spans, self.size, column - self.box - 5 - self.gap):
                draw_line(self.canv, line, left + self.box + 5, y, self.size)
                y -= self.leading

    def _columns(self, width: float) -> list[float]:
        """Widths in proportion to the words, so that few of them wrap."""
        needs = [set_line(spans).width(self.size) + self.box + 5 + self.gap for spans in self.words]
        return [need * width / sum(needs) for need in needs]


class Signature(Parts):
    """Lines for a name, a date and a signature, each with its word underneath."""

    shares, gap, room = (0.4, 0.2, 0.4), 16.0, 22.0

    def __init__(self, labels: tuple[str, str, str], size: float) -> None:
        super().__init__()
        self.labels = tuple((ink(label),) for label in labels)
        self.size = size

    def measured(self, width: float) -> float:
        """Room to write and the words."""
        del width
        return self.room + self.size * 1.4

    def draw(self) -> None:
        """Draw the three lines."""
        left, at = 0.0, self.size * 1.4
        for label, share in zip(self.labels, self.shares, strict=True):
            room = (self.width - 2 * self.gap) * share
            with self.tags.artifact():
                draw_hairline(self.canv, left, at, left + room)
            self.canv.setFillGray(MUTED)
            with self.tags.marked(Role.PARAGRAPH):
                draw_line(self.canv, set_line(label), left, at - self.size, self.size)
            left += room + self.gap


def _draw_square(canvas: Canvas, left: float, bottom: float, side: float) -> None:
    """An empty box that survives a photocopier."""
    canvas.setStrokeGray(INK)
    canvas.setFillGray(1)
    canvas.setLineWidth(0.7)
    canvas.rect(left, bottom, side, side, stroke=1, fill=1)

"""What is written on: boxes to mark, words to choose from, lines to sign on. None is marked."""

from reportlab.pdfgen.canvas import Canvas

from hiring.briefs.flowables import INK, MUTED, Block, Role, baseline, draw_hairline
from hiring.briefs.fonts import Weight
from hiring.briefs.typesetting import Span, break_lines, draw_line, ink, set_line


class RatingScale(Block):
    """Five boxes, evenly spaced; what a weak, fair and strong answer sounds like under 1, 3, 5."""

    role = Role.FIELD
    box, gap, room = 13.0, 14.0, 4.0

    def __init__(
        self,
        words: tuple[str, str, str],
        anchors: tuple[str, str, str],
        size: float,
        leading: float,
    ) -> None:
        super().__init__()
        self.anchors = tuple(
            (Span(f"{ink(word).text} ", Weight.SEMIBOLD), ink(anchor))
            for word, anchor in zip(words, anchors, strict=True)
        )
        self.size, self.leading = size, leading

    def measured(self, width: float) -> float:
        """The boxes and the longest anchor."""
        column = self._column(width)
        n_lines = max(len(break_lines(spans, self.size, column)) for spans in self.anchors)
        return self.box + self.room + n_lines * self.leading

    def draw(self) -> None:
        """Draw boxes 1 to 5 on a thin line, then the anchors under 1, 3 and 5."""
        bottom, pitch = self.height - self.box, (self._column(self.width) + self.gap) / 2
        draw_hairline(self.canv, 0, bottom + self.box / 2, 4 * pitch)
        for number in range(5):
            self.__draw_square(number * pitch, bottom, str(number + 1))
        self.canv.setFillGray(INK)
        for number, spans in enumerate(self.anchors):
            y = bottom - self.room - baseline(self.size, self.leading)
            for line in break_lines(spans, self.size, self._column(self.width)):
                draw_line(self.canv, line, 2 * number * pitch, y, self.size)
                y -= self.leading

    def _column(self, width: float) -> float:
        return (width - 2 * self.gap) / 3

    def __draw_square(self, left: float, bottom: float, digit: str) -> None:
        _draw_square(self.canv, left, bottom, self.box)
        line = set_line((ink(digit),))
        self.canv.setFillGray(MUTED)
        middle = left + (self.box - line.width(8.5)) / 2
        draw_line(self.canv, line, middle, bottom + 3.6, 8.5)


class Choices(Block):
    """Boxes with words, side by side, none marked beforehand."""

    role = Role.FIELD
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
        for spans, column in zip(self.words, self._columns(self.width), strict=True):
            y = self.height - baseline(self.size, self.leading)
            _draw_square(self.canv, left, y - 1.8, self.box)
            self.canv.setFillGray(INK)
            for line in break_lines(spans, self.size, column - self.box - 5 - self.gap):
                draw_line(self.canv, line, left + self.box + 5, y, self.size)
                y -= self.leading
            left += column

    def _columns(self, width: float) -> list[float]:
        """Widths in proportion to the words, so that few of them wrap."""
        needs = [set_line(spans).width(self.size) + self.box + 5 + self.gap for spans in self.words]
        return [need * width / sum(needs) for need in needs]


class Signature(Block):
    """Lines for a name, a date and a signature, each with its word underneath."""

    role = Role.FIELD
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
            draw_hairline(self.canv, left, at, left + room)
            self.canv.setFillGray(MUTED)
            draw_line(self.canv, set_line(label), left, at - self.size, self.size)
            left += room + self.gap


def _draw_square(canvas: Canvas, left: float, bottom: float, side: float) -> None:
    """An empty box that survives a photocopier."""
    canvas.setStrokeGray(INK)
    canvas.setFillGray(1)
    canvas.setLineWidth(0.7)
    canvas.rect(left, bottom, side, side, stroke=1, fill=1)

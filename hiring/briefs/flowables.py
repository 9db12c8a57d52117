"""Shapes on paper: text, the profile, boxes to mark, lines to write on.

Everything is drawn in one ink: grey fills one band between dashed edges and nothing else, and each
mark of the profile has its words beside it. Each block says what it is (``role``) to those who
listen; one that is several things at once tags its parts by itself.
"""

from contextlib import AbstractContextManager
from dataclasses import replace

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from hiring.briefs.fonts import Weight
from hiring.briefs.tagging import Role, Tags
from hiring.briefs.typesetting import Span, break_lines, draw_line, ink, set_line

INK, BAND = 0.0, 0.9
# A copier that knows only black and white breaks grey letters and loses grey lines. So what stands
# back is smaller or thinner, not paler.
MUTED = LINE = INK
HAIRLINE = 0.35


class Block(Flowable):  # type: ignore[misc]
    """A flowable with a meaning. ``measured`` takes the place of ReportLab's ``wrap``."""

    role = Role.ARTIFACT
    alternative = ""
    language = ""

    def measured(self, width: float) -> float:
        """The height in points at a width in points."""
        raise NotImplementedError

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Take the whole width and as much height as it needs."""
        del available_height
        self.width, self.height = available_width, self.measured(available_width)
        return self.width, self.height

    def put(self, tags: Tags, left: float, bottom: float) -> None:
        """Draw a measured block, tagged as what it is."""
        if self.role is Role.ARTIFACT:
            with tags.artifact():
                self.drawOn(tags.canvas, left, bottom)
            return
        with tags.marked(self.role, self.alternative, language=self.language):
            self.drawOn(tags.canvas, left, bottom)


class Parts(Block):
    """A block of several things: ``draw`` tags each of them with ``tags``."""

    tags: Tags

    def put(self, tags: Tags, left: float, bottom: float) -> None:
        """Draw a measured block whose parts are tagged by itself."""
        self.tags = tags
        self.drawOn(tags.canvas, left, bottom)


class Figure(Block):
    """A picture with its ``alternative`` in words."""

    role = Role.FIGURE

    def put(self, tags: Tags, left: float, bottom: float) -> None:
        """Draw a measured picture and say where it stands."""
        box = (left, bottom, left + self.width, bottom + self.height)
        with tags.marked(self.role, self.alternative, language=self.language, box=box):
            self.drawOn(tags.canvas, left, bottom)


class Text(Block):
    """A paragraph or heading, ragged right."""

    def __init__(
        self,
        spans: tuple[Span, ...],
        size: float,
        leading: float,
        *,
        role: Role = Role.PARAGRAPH,
        grey: float = INK,
    ) -> None:
        super().__init__()
        self.spans, self.size, self.leading = spans, size, leading
        self.role, self.grey = role, grey

    def measured(self, width: float) -> float:
        """As many lines as the words need."""
        return len(break_lines(self.spans, self.size, width)) * self.leading

    @property
    def words(self) -> str:
        """The letters alone."""
        return "".join(span.text for span in self.spans)

    def put(self, tags: Tags, left: float, bottom: float) -> None:
        """Draw the measured text; a heading of the first two ranks begins a section."""
        if self.role in {Role.HEADING_1, Role.HEADING_2}:
            tags.begin_section(self.role, self.words, bottom + self.height)
        super().put(tags, left, bottom)

    def draw(self) -> None:
        """Set the lines from the top down."""
        self.canv.setFillGray(self.grey)
        y = self.height - baseline(self.size, self.leading)
        for line in break_lines(self.spans, self.size, self.width):
            draw_line(self.canv, line, 0, y, self.size)
            y -= self.leading


class MarginHeading(Block):
    """A heading that keeps to the margin column."""

    def __init__(self, heading: Text, column: float) -> None:
        super().__init__()
        self.heading, self.column = heading, column

    def measured(self, width: float) -> float:
        """The heading's height in the narrow column."""
        del width
        return self.heading.measured(self.column)

    def put(self, tags: Tags, left: float, bottom: float) -> None:
        """Draw the heading."""
        self.heading.wrap(self.column, 0)
        self.heading.put(tags, left, bottom)


class Gap(Block):
    """White."""

    def __init__(self, points: float) -> None:
        super().__init__()
        self.points = points

    def measured(self, width: float) -> float:
        """Its own height."""
        del width
        return self.points

    def put(self, tags: Tags, left: float, bottom: float) -> None:
        """Leave the paper as it is."""


class Rule(Block):
    """A hairline across, at the top of its room."""

    def __init__(self, points: float) -> None:
        super().__init__()
        self.points = points

    def measured(self, width: float) -> float:
        """Its own height."""
        del width
        return self.points

    def draw(self) -> None:
        """Draw the line."""
        draw_hairline(self.canv, 0, self.points, self.width)


class RuledLines(Block):
    """Lines to write on."""

    def __init__(self, n_lines: int, pitch: float) -> None:
        super().__init__()
        self.n_lines, self.pitch = n_lines, pitch

    def measured(self, width: float) -> float:
        """Lines times pitch."""
        del width
        return self.n_lines * self.pitch

    def draw(self) -> None:
        """Draw the lines, the last one at the bottom."""
        for number in range(self.n_lines):
            draw_hairline(self.canv, 0, number * self.pitch, self.width)


class Labels(Parts):
    """What the sheet is, on the left; on the right, in frames, what must not be overlooked.

    The other way round on a sheet that is read from the right. A line that ``is_again`` there on a
    further side is only ink to those who listen.
    """

    size, pad, gap = 8.5, 5.0, 6.0
    is_leftward = is_again = False

    def __init__(self, kicker: str, words: tuple[str, ...], remark: str = "") -> None:
        super().__init__()
        # A name before a code keeps its place, whichever way it is read.
        name = replace(ink(kicker, Weight.SEMIBOLD), is_apart=bool(remark))
        self.kicker = (name, Span(f"   {ink(remark).text}", Weight.REGULAR))
        self.grey = INK if remark else MUTED
        self.words = tuple((ink(word, Weight.SEMIBOLD),) for word in words)

    def measured(self, width: float) -> float:
        """One line."""
        del width
        return 15.0

    def draw(self) -> None:
        """Draw the words at the beginning, then the frames at the other edge."""
        self.canv.setFillGray(self.grey)
        kicker = set_line(self.kicker)
        free = self.width - kicker.width(self.size + 1)
        with self._told():
            draw_line(self.canv, kicker, free if self.is_leftward else 0, 4.6, self.size + 1)
        left = 0 if self.is_leftward else self.width - self._framed_width() + self.gap
        for spans in self.words:
            line = set_line(spans)
            right = left + line.width(self.size) + 2 * self.pad
            with self.tags.artifact():
                self._frame(left, right)
            with self._told():
                draw_line(self.canv, line, left + self.pad, 4.6, self.size)
            left = right + self.gap

    def _told(self) -> AbstractContextManager[None]:
        return self.tags.artifact() if self.is_again else self.tags.marked(Role.PARAGRAPH)

    def fits(self, width: float) -> bool:
        """Whether the words on the left stay clear of the frames."""
        kicker = set_line(self.kicker).width(self.size + 1)
        return kicker + self._framed_width() + self.gap <= width

    def _framed_width(self) -> float:
        """Of the frames with a gap before each of them."""
        words = [set_line(spans).width(self.size) for spans in self.words]
        return sum(word + 2 * self.pad + self.gap for word in words)

    def _frame(self, left: float, right: float) -> None:
        self.canv.setFillGray(INK)
        self.canv.setStrokeGray(INK)
        self.canv.setLineWidth(0.7)
        self.canv.roundRect(left, 0.5, right - left, 14, 2, stroke=1, fill=0)


def draw_hairline(canvas: Canvas, left: float, y: float, right: float) -> None:
    """A thin line across."""
    canvas.setStrokeGray(LINE)
    canvas.setLineWidth(HAIRLINE)
    canvas.line(left, y, right, y)


def baseline(size: float, leading: float) -> float:
    """From the top of a line's room down to its baseline: the small letters stand in the middle."""
    return leading / 2 + 0.33 * size

"""A form in large print: 20 points, black on white, as many sides as it takes.

Every scenario but the first begins on a new side, a response never runs over the edge of one, and
each response has a line to write on. The file is tagged, so that it can be listened to as well; the
letters are those of the plain text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

from reportlab.lib.pagesizes import A4, letter
from reportlab.pdfgen.canvas import Canvas

from hiring.briefs.canvases import ONE_AT_A_TIME, new_paper
from hiring.briefs.facts import PageSize
from hiring.briefs.flowables import INK, Text, baseline
from hiring.briefs.fonts import Weight
from hiring.briefs.tagging import Role, Tags
from hiring.briefs.typesetting import break_lines, draw_line, ink, set_line
from hiring.handouts.form_text import FormPart, FormText, LetteredOption

MARGIN, TOP, FOOT = 48.0, 48.0, 76.0
SIZE, LEADING = 20.0, 28.0
HEADING_SIZE, HEADING_LEADING = 26.0, 34.0
GAP, INDENT, LINE_ROOM, LINE_LENGTH, STROKE = 12.0, 36.0, 34.0, 150.0, 1.2
# Longer paragraphs are cut at the end of a sentence, so that a side can end there.
MAX_PARAGRAPH_CHARS = 420

_SENTENCE_END = re.compile(r"(?<=[.!?؟。])\s+")


class Passage(Text):
    """Lines that begin on the side where the language begins."""

    is_leftward = False
    is_continued = False

    def put(self, tags: Tags, left: float, bottom: float) -> None:
        """Draw the measured lines; of a paragraph that goes on they are one with those before."""
        if self.is_continued:
            with tags.again():
                self.drawOn(tags.canvas, left, bottom)
        else:
            super().put(tags, left, bottom)

    def draw(self) -> None:
        """Set the lines from the top down."""
        self.canv.setFillGray(INK)
        y = self.height - baseline(self.size, self.leading)
        for line in break_lines(self.spans, self.size, self.width):
            left = self.width - line.width(self.size) if self.is_leftward else 0.0
            draw_line(self.canv, line, left, y, self.size)
            y -= self.leading


@dataclass(frozen=True, slots=True)
class _Response:
    """A response with its letter and a line to write on, all on one side."""

    letter: Passage
    text: Passage
    has_line: bool


@dataclass(frozen=True, slots=True)
class _Mark:
    """Where a list begins, or ends."""

    is_begin: bool


_Item = Passage | _Response | _Mark


@dataclass(slots=True)
class _Layout:
    """Sides that fill from the top; each item with the height of its upper edge."""

    page: tuple[float, float]
    is_leftward: bool
    sides: list[list[tuple[float, _Item]]] = field(default_factory=lambda: [[]])
    y: float = 0.0

    def __post_init__(self) -> None:
        self.y = self.top

    @property
    def top(self) -> float:
        """Where a side begins."""
        return self.page[1] - TOP

    @property
    def width(self) -> float:
        """Between the margins."""
        return self.page[0] - 2 * MARGIN

    def turn(self) -> None:
        """Begin a new side."""
        self.sides.append([])
        self.y = self.top

    def put(self, item: _Item, height: float) -> None:
        """Put an item below the last one, on a new side where it does not fit."""
        if self.y - height < FOOT and self.sides[-1]:
            self.turn()
        self.sides[-1].append((self.y, item))
        self.y -= height

    def say(
        self,
        text: str,
        role: Role = Role.PARAGRAPH,
        weight: Weight = Weight.REGULAR,
        gap: float = GAP,
    ) -> None:
        """Add a paragraph or heading and some white."""
        for number, part in enumerate(_cut(text)):
            passage = self.passage(part, role, weight)
            passage.is_continued = number > 0
            self.put(passage, passage.measured(self.width))
        self.y -= gap

    def passage(
        self, text: str, role: Role = Role.PARAGRAPH, weight: Weight = Weight.REGULAR
    ) -> Passage:
        """Words in this form's direction of writing."""
        is_heading = role in {Role.HEADING_1, Role.HEADING_2}
        sizes = (HEADING_SIZE, HEADING_LEADING) if is_heading else (SIZE, LEADING)
        passage = Passage((ink(text, weight),), *sizes, role=role)
        passage.is_leftward = self.is_leftward
        return passage


def render_large_print(form: FormText, *, paper: PageSize, page_words: str) -> bytes:
    """Set a form in large print.

    Args:
        form: What to set.
        paper: The size of the sheets.
        page_words: What stands at the foot, with places for ``page`` and ``pages``.

    Returns:
        A tagged PDF with embedded fonts, the same bytes for the same form.
    """
    with ONE_AT_A_TIME:
        return _rendered(form, A4 if paper is PageSize.A4 else letter, page_words)


def _rendered(form: FormText, page: tuple[float, float], page_words: str) -> bytes:
    buffer = BytesIO()
    tags = new_paper(buffer, page, title=form.title, language=form.language)
    layout = _laid_out(form, page)
    for number, side in enumerate(layout.sides, 1):
        for y, item in side:
            _draw(tags, layout, item, y)
        with tags.artifact(is_footer=True):
            _draw_foot(tags.canvas, layout, page_words.format(page=number, pages=len(layout.sides)))
        tags.end_page()
    tags.close()
    tags.canvas.save()
    return buffer.getvalue()


def _laid_out(form: FormText, page: tuple[float, float]) -> _Layout:
    layout = _Layout(page, form.is_leftward)
    layout.say(form.title, Role.HEADING_1, Weight.SEMIBOLD)
    for words in form.opening_words:
        layout.say(words)
    for number, part in enumerate(form.parts):
        if number or not _begins_below(layout, part):
            layout.turn()
        _add_part(layout, part)
    return layout


def _begins_below(layout: _Layout, part: FormPart) -> bool:
    """Whether a scenario's beginning finds room on this side, so that it need not stand empty."""
    trial = _Layout(layout.page, layout.is_leftward)
    _begin(trial, part)
    trial.say("".join(part.stem[:1]))
    return len(trial.sides) == 1 and layout.y - GAP - (trial.top - trial.y) > FOOT


def _begin(layout: _Layout, part: FormPart) -> None:
    layout.say(f"{part.heading}: {part.title}", Role.HEADING_2, Weight.SEMIBOLD)
    layout.say(part.scene)


def _add_part(layout: _Layout, part: FormPart) -> None:
    _begin(layout, part)
    for words in part.stem:
        layout.say(words)
    # Nobody should have to turn the sheet between a question and its responses, if that can be.
    if layout.y - _height_of_question(layout, part) < FOOT:
        layout.turn()
    _add_question(layout, part)


def _height_of_question(layout: _Layout, part: FormPart) -> float:
    """With its responses, or with the steps alone where the responses take more than a side."""
    for add in (_add_question, _ask):
        trial = _Layout(layout.page, layout.is_leftward)
        add(trial, part)
        if len(trial.sides) == 1:
            break
    return trial.top - trial.y


def _add_question(layout: _Layout, part: FormPart) -> None:
    _ask(layout, part)
    if not part.options:
        return
    layout.put(_Mark(is_begin=True), 0)
    for option in part.options:
        _add_option(layout, option)
    layout.put(_Mark(is_begin=False), 0)


def _ask(layout: _Layout, part: FormPart) -> None:
    layout.say(part.question, weight=Weight.SEMIBOLD)
    layout.say(part.how, gap=0 if part.steps else GAP)
    for number, words in enumerate(part.steps, start=1):
        layout.say(f"{number} = {words}", gap=GAP if number == len(part.steps) else 0)


def _add_option(layout: _Layout, option: LetteredOption) -> None:
    """A response longer than a paragraph goes on below without its letter."""
    parts = list(_cut(option.text))
    for number, part in enumerate(parts, start=1):
        is_last = number == len(parts)
        label = layout.passage(option.letter, Role.LABEL, Weight.SEMIBOLD)
        text = layout.passage(part, Role.ITEM_BODY)
        text.is_continued = number > 1
        height = text.measured(layout.width - INDENT) + (LINE_ROOM + GAP) * is_last
        layout.put(_Response(label, text, has_line=is_last), height)


def _cut(text: str) -> Iterator[str]:
    """A paragraph in parts that are short enough, at the ends of sentences or else of words."""
    rest = text
    while len(rest) > MAX_PARAGRAPH_CHARS:
        ends = [end.end() for end in _SENTENCE_END.finditer(rest[:MAX_PARAGRAPH_CHARS])]
        at = ends[-1] if ends else rest.rfind(" ", 0, MAX_PARAGRAPH_CHARS) + 1
        at = at or MAX_PARAGRAPH_CHARS
        yield rest[:at].strip()
        rest = rest[at:]
    yield rest.strip()


def _draw(tags: Tags, layout: _Layout, item: _Item, y: float) -> None:
    match item:
        case _Mark(is_begin=True):
            tags.open(Role.LIST)
        case _Mark():
            tags.close_branch()
        case _Response(text=Passage(is_continued=True)):
            _draw_text(tags, layout, item, y)
        case _Response():
            with tags.branch(Role.ITEM):
                _draw_letter(tags, layout, item, y)
                _draw_text(tags, layout, item, y)
        case Passage():
            _width, height = item.wrap(layout.width, 0)
            item.put(tags, MARGIN, y - height)


def _draw_letter(tags: Tags, layout: _Layout, item: _Response, y: float) -> None:
    left = MARGIN + layout.width - INDENT if layout.is_leftward else MARGIN
    _width, height = item.letter.wrap(INDENT, 0)
    item.letter.put(tags, left, y - height)


def _draw_text(tags: Tags, layout: _Layout, item: _Response, y: float) -> None:
    _width, height = item.text.wrap(layout.width - INDENT, 0)
    item.text.put(tags, MARGIN if layout.is_leftward else MARGIN + INDENT, y - height)
    if item.has_line:
        with tags.artifact():
            _draw_writing_line(tags.canvas, layout, y - height - LINE_ROOM)


def _draw_writing_line(canvas: Canvas, layout: _Layout, y: float) -> None:
    """Where to write a number or a tick."""
    left = MARGIN + INDENT
    if layout.is_leftward:
        left = MARGIN + layout.width - INDENT - LINE_LENGTH
    canvas.setStrokeGray(INK)
    canvas.setLineWidth(STROKE)
    canvas.line(left, y, left + LINE_LENGTH, y)


def _draw_foot(canvas: Canvas, layout: _Layout, words: str) -> None:
    line = set_line((ink(words),))
    left = MARGIN + layout.width - line.width(SIZE) if layout.is_leftward else MARGIN
    canvas.setFillGray(INK)
    draw_line(canvas, line, left, MARGIN - 8, SIZE)

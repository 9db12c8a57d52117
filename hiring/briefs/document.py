"""Content to PDF: two sides, always two, the same bytes for the same content.

Nothing flows: a brief that ran on to a third side would be left in the printer. Each side is set at
the largest size of type that fits; if even the smallest does not, texts are shortened at a word's
end, the quoted answers first, and the sheet says so. ReportLab's page templates are left
aside: they break pages, which is the one thing that must not happen here.
"""

from collections.abc import Sequence
from io import BytesIO

from reportlab import rl_config
from reportlab.lib.pagesizes import A4, letter
from reportlab.pdfgen.canvas import Canvas

from hiring.briefs.canvases import ONE_AT_A_TIME, new_paper
from hiring.briefs.columns import positions
from hiring.briefs.content import BriefContent
from hiring.briefs.facts import PageSize
from hiring.briefs.fitting import (
    FOOTER_GAP,
    FOOTER_LEADING,
    FOOTER_SIZE,
    SIDE_MARGIN,
    Plan,
    plan,
)
from hiring.briefs.flowables import INK, MUTED, draw_hairline
from hiring.briefs.tagging import Role, Tags
from hiring.briefs.typesetting import draw_line, ink, set_line

SIDES = 2
# Nothing that ReportLab could fetch or evaluate is ever handed to it; these close the doors anyway.
rl_config.toColorCanUse = None
rl_config.trustedHosts = None
rl_config.trustedSchemes = []


def render(content: BriefContent, *, is_tagged: bool = True) -> bytes:
    """Set the brief on two sides of paper.

    Args:
        content: From ``hiring.briefs.content.compose``.
        is_tagged: Without tags only for measuring what they cost.

    Returns:
        A tagged PDF of exactly two pages with embedded fonts, the same bytes for the same content.

    """
    with ONE_AT_A_TIME:
        return _rendered(content, is_tagged=is_tagged)


def render_together(contents: Sequence[BriefContent], *, title: str) -> bytes:
    """Set many briefs of one language and one size of paper in one document, in their order.

    Their letters are shared, so it is much smaller than all the files together.

    Args:
        contents: At least one.
        title: Of the whole document; should name nobody.

    Raises:
        ValueError: A brief does not fit on two sides.
    """
    with ONE_AT_A_TIME:
        first, most = contents[0], SIDES * len(contents)
        buffer = BytesIO()
        page = _page_of(first)
        tags = new_paper(buffer, page, title=title, language=first.language, most_pages=most)
        for content in contents:
            _put(tags, content, plan(content, page))
        tags.close()
        tags.canvas.save()
        return buffer.getvalue()


def _rendered(content: BriefContent, *, is_tagged: bool) -> bytes:
    drawn = plan(content, _page_of(content))
    buffer = BytesIO()
    title, language = content.document_title, content.language
    tags = new_paper(
        buffer,
        drawn.page,
        title=title,
        language=language,
        is_tagged=is_tagged,
        most_pages=SIDES,
    )
    _put(tags, content, drawn)
    tags.close()
    tags.canvas.save()
    return buffer.getvalue()


def _page_of(content: BriefContent) -> tuple[float, float]:
    width, height = A4 if content.page_size is PageSize.A4 else letter
    return float(width), float(height)


def _put(tags: Tags, content: BriefContent, drawn: Plan) -> None:
    """Draw both sides of one brief."""
    for number, column in enumerate(drawn.columns):
        for placed, depth in positions(column, drawn.width):
            placed.block.put(tags, SIDE_MARGIN + placed.left, drawn.top - depth)
        tags.end_sections()
        _draw_footer(tags, drawn, is_again=number > 0)
        with tags.artifact(is_footer=True):
            _draw_corner(tags.canvas, drawn, (content.candidate_code, content.page_numbers[number]))
        tags.end_page()


def _draw_footer(tags: Tags, drawn: Plan, *, is_again: bool) -> None:
    """Provenance, the same on both sides: to those who listen it is told once."""
    y = drawn.footer_top
    with tags.artifact():
        draw_hairline(tags.canvas, SIDE_MARGIN, y + FOOTER_GAP / 2, SIDE_MARGIN + drawn.width)
    tags.canvas.setFillGray(MUTED)
    for lines in drawn.footer:
        with tags.artifact(is_footer=True) if is_again else tags.marked(Role.PARAGRAPH):
            for number, line in enumerate(lines):
                at = y - FOOTER_SIZE - number * FOOTER_LEADING
                draw_line(tags.canvas, line, SIDE_MARGIN, at, FOOTER_SIZE)
        y -= len(lines) * FOOTER_LEADING


def _draw_corner(canvas: Canvas, drawn: Plan, texts: tuple[str, ...]) -> None:
    """Code and page on the right."""
    canvas.setFillGray(INK)
    for number, text in enumerate(texts):
        line = set_line((ink(text),))
        x = SIDE_MARGIN + drawn.width - line.width(FOOTER_SIZE)
        y = drawn.footer_top - FOOTER_SIZE - number * FOOTER_LEADING
        draw_line(canvas, line, x, y, FOOTER_SIZE)

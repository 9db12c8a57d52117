"""Content to PDF: two sides, always two, the same bytes for the same content.

Nothing flows: a brief that ran on to a third side would be left in the printer. Each side is set at
the largest size of type that fits; if even the smallest does not, texts are shortened at a word's
end, the quoted answers first, and the sheet says so. ReportLab's page templates are left
aside: they break pages, which is the one thing that must not happen here.
"""

from io import BytesIO

from reportlab import rl_config
from reportlab.lib.pagesizes import A4, letter
from reportlab.pdfgen.canvas import Canvas

from hiring.briefs.canvases import ONE_AT_A_TIME, new_canvas
from hiring.briefs.columns import Column, positions
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
from hiring.briefs.flowables import INK, MUTED, Role, draw_hairline
from hiring.briefs.tags import TaggedSheets
from hiring.briefs.typesetting import draw_line, ink, set_line

# Nothing that ReportLab could fetch or evaluate is ever handed to it; these close the doors anyway.
rl_config.toColorCanUse = None
rl_config.trustedHosts = None
rl_config.trustedSchemes = []


def render(content: BriefContent) -> bytes:
    """Set the brief on two sides of paper.

    Args:
        content: From ``hiring.briefs.content.compose``.

    Returns:
        A PDF of exactly two pages with embedded fonts, the same bytes for the same content.

    """
    with ONE_AT_A_TIME:
        return _rendered(content)


def _rendered(content: BriefContent) -> bytes:
    drawn = plan(content, A4 if content.page_size is PageSize.A4 else letter)
    buffer = BytesIO()
    canvas = new_canvas(buffer, drawn.page, title=content.document_title, language=content.language)
    sheets = TaggedSheets(canvas)
    for column, page_number in zip(drawn.columns, content.page_numbers, strict=True):
        _draw_column(sheets, column, drawn)
        with sheets.marked(Role.ARTIFACT):
            _draw_footer(canvas, drawn, (content.candidate_code, page_number))
        sheets.end_page()
    sheets.close()
    canvas.save()
    return buffer.getvalue()


def _draw_column(sheets: TaggedSheets, column: Column, drawn: Plan) -> None:
    """The one place where blocks meet the paper, in reading order."""
    for placed, depth in positions(column, drawn.width):
        block = placed.block
        with sheets.marked(block.role, block.alternative):
            block.drawOn(sheets.canvas, SIDE_MARGIN + placed.left, drawn.top - depth)


def _draw_footer(canvas: Canvas, drawn: Plan, right_texts: tuple[str, ...]) -> None:
    """Provenance on the left, code and page on the right, the same on both sides."""
    draw_hairline(canvas, SIDE_MARGIN, drawn.footer_top + FOOTER_GAP / 2, SIDE_MARGIN + drawn.width)
    y = drawn.footer_top - FOOTER_SIZE
    canvas.setFillGray(MUTED)
    for number, line in enumerate(drawn.footer):
        draw_line(canvas, line, SIDE_MARGIN, y - number * FOOTER_LEADING, FOOTER_SIZE)
    canvas.setFillGray(INK)
    for number, text in enumerate(right_texts):
        line = set_line((ink(text),))
        x = SIDE_MARGIN + drawn.width - line.width(FOOTER_SIZE)
        draw_line(canvas, line, x, y - number * FOOTER_LEADING, FOOTER_SIZE)

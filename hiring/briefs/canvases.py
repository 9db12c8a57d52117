"""The empty document that every paper of ours is drawn on."""

import threading
from typing import BinaryIO

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from hiring import __version__
from hiring.briefs.cleaning import clean
from hiring.briefs.fonts import Weight, prepare
from hiring.briefs.tagging import Tags
from hiring.briefs.tagging.tags import MOST_PAGES

# Letters for the eighty columns of old mail take a fifth of the time and of the file.
rl_config.useA85 = 0

# ReportLab keeps one table of fonts for the process; a paper takes a few hundredths of a second.
ONE_AT_A_TIME = threading.Lock()


def new_paper(
    file: BinaryIO,
    page: tuple[float, float],
    *,
    title: str,
    language: str,
    is_tagged: bool = True,
    most_pages: int = MOST_PAGES,
) -> Tags:
    """A paper that writes no clock, no login and no path into the file.

    Hold ``ONE_AT_A_TIME`` until its canvas is saved.

    Args:
        file: Where it is written.
        page: Width and height of its sheets, in points.
        title: For the window and the file; should name nobody.
        language: Of its words; what is in another one says so.
        is_tagged: Without tags only for measuring what they cost.
        most_pages: One more, and the paper is given up.
    """
    title = clean(title)
    canvas = _new_canvas(file, page, title, language)
    return Tags(canvas, title=title, language=language, is_on=is_tagged, most_pages=most_pages)


def _new_canvas(file: BinaryIO, page: tuple[float, float], title: str, language: str) -> Canvas:
    canvas = Canvas(
        file,
        pagesize=page,
        invariant=1,
        pageCompression=1,
        pdfVersion=(1, 7),
        lang=language,
        initialFontName=prepare(Weight.REGULAR),
    )
    canvas.setTitle(title)
    canvas.setAuthor("")
    canvas.setSubject("")
    canvas.setCreator(f"hiring {__version__}")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    return canvas

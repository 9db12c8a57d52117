"""The empty document that every paper of ours is drawn on."""

import threading
from typing import BinaryIO

from reportlab.pdfgen.canvas import Canvas

from hiring import __version__
from hiring.briefs.fonts import Weight, prepare

# ReportLab keeps one table of fonts for the process; a paper takes a few hundredths of a second.
ONE_AT_A_TIME = threading.Lock()


def new_canvas(file: BinaryIO, page: tuple[float, float], *, title: str, language: str) -> Canvas:
    """A canvas that writes no clock, no login and no path into the file.

    Hold ``ONE_AT_A_TIME`` until it is saved.
    """
    canvas = Canvas(
        file,
        pagesize=page,
        invariant=1,
        pageCompression=1,
        lang=language,
        initialFontName=prepare(Weight.REGULAR),
    )
    canvas.setTitle(title)
    canvas.setAuthor("")
    canvas.setSubject("")
    canvas.setCreator(f"hiring {__version__}")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    return canvas

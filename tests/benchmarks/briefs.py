"""What tags cost: a brief with them, without them, and the same page in WeasyPrint.

WeasyPrint gets the brief's page on screen, its article alone, with our fonts and a style sheet of a
few lines, and is asked for tags too. It makes a document of its own from it, not our two sides.
"""

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from flask import render_template

from hiring.briefs.content import BriefContent
from hiring.briefs.document import render
from hiring.briefs.fonts import FOLDER, Weight
from hiring.cli.house import prepare
from hiring.db import db
from hiring.demo import furnish
from hiring.openings.records import get_candidate
from hiring.web.briefs import candidate_brief
from tests.benchmarks.report import Table, spread
from tests.journeys.candidates import application
from tests.journeys.servers import SECRET, Place

N_A_ROUND = 10
HOW_TO_GET = (
    "not measured: apt-get install libpango-1.0-0 libpangoft2-1.0-0, pip install weasyprint"
)
_STYLE = """
@font-face {{ font-family: sheet; font-weight: 400; src: url({regular}) }}
@font-face {{ font-family: sheet; font-weight: 600; src: url({semibold}) }}
@page {{ size: A4; margin: 36pt 48pt }}
html {{ font: 10pt/13.5pt sheet }} h1 {{ font-size: 24pt }} h2, h3, b {{ font-weight: 600 }}
svg {{ width: 100%; height: 60pt }}
"""


def measure(folder: Path, *, n_rounds: int) -> list[Table]:
    """Milliseconds for a brief of the demo and the ratios to the untagged one."""
    with application(Place(folder)) as app:
        prepare(app)
        house = furnish(db.session, secret=SECRET, now=datetime.now(UTC))
        db.session.commit()
        with app.test_request_context():
            candidate = get_candidate(db.session, house.sample_candidate_ids[0])
            content = candidate_brief(db.session, candidate)
            page = render_template("interviewer/brief.html", brief=content, audience="staff")
    return [_table(content, page, n_rounds)]


def _table(content: BriefContent, page: str, n_rounds: int) -> Table:
    other = _in_weasyprint(page)
    ways: dict[str, Callable[[], bytes]] = {
        "without tags": lambda: render(content, is_tagged=False),
        "with tags": lambda: render(content),
    }
    if other is not None:
        ways["the same page in WeasyPrint, with tags"] = other
    times = _times_ms(ways, n_rounds)
    plain = times["without tags"]
    rows = [
        (name, spread(own, ".1f"), spread(_ratios(own, plain), ".2f"), _kilobytes(ways[name]))
        for name, own in times.items()
    ]
    if other is None:
        rows.append(("the same page in WeasyPrint, with tags", HOW_TO_GET, "", ""))
    columns = ("a brief", "ms", "times without tags", "kB")
    return Table("Tags on a brief, warm, one process", columns, rows, "Aim: at most 1.25.")


def _ratios(own: list[float], other: list[float]) -> list[float]:
    return [one / base for one, base in zip(own, other, strict=True)]


def _times_ms(ways: dict[str, Callable[[], bytes]], n_rounds: int) -> dict[str, list[float]]:
    """Per brief, the ways taking turns."""
    for make in ways.values():
        make()
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _round in range(n_rounds):
        for name, make in ways.items():
            before = time.perf_counter()
            for _number in range(N_A_ROUND):
                make()
            times[name].append((time.perf_counter() - before) * 1000 / N_A_ROUND)
    return times


def _in_weasyprint(page: str) -> Callable[[], bytes] | None:
    try:
        from weasyprint import CSS, HTML  # noqa: PLC0415 - loads Pango, which may be missing
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
    except (ImportError, OSError):
        return None
    found = re.search(r"<article.*</article>", page, re.DOTALL)
    article = f'<!doctype html><html lang="en"><title>Brief</title>{found.group() if found else ""}'
    fonts = FontConfiguration()
    style = CSS(string=_STYLE.format(**_font_addresses()), font_config=fonts)

    def made() -> bytes:
        document = HTML(string=article)
        pdf = document.write_pdf(stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1")
        return bytes(pdf)

    return made


def _font_addresses() -> dict[str, str]:
    return {weight.name.lower(): (FOLDER / f"{weight}.ttf").as_uri() for weight in Weight}


def _kilobytes(make: Callable[[], bytes]) -> str:
    return f"{len(make()) / 1000:.0f}"

"""The report on paper, opened again as a reader or a checker would."""

import io
from dataclasses import replace

import pikepdf
import pytest
from pypdf import PdfReader
from reportlab.lib.pagesizes import A4

from hiring.briefs.flowables import Role
from hiring.reports.paper import MARGIN, _add_section, _Layout, _Row, render_report
from hiring.reports.paper_blocks import Grid, PictureBlock
from hiring.reports.telling import Table
from tests.reports.conftest import told


@pytest.fixture(scope="module")
def printed(content):
    return render_report(content)


@pytest.fixture(scope="module")
def text(printed):
    pages = PdfReader(io.BytesIO(printed)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def elements(printed):
    """Every element of the tree with its structure type and its kids."""
    with pikepdf.open(io.BytesIO(printed)) as pdf:

        def walk(element):
            kids = element.get("/K", [])
            inner = [walk(kid) for kid in (kids if isinstance(kids, pikepdf.Array) else [])]
            return str(element.S), str(element.get("/A", {}).get("/Scope", "")), inner

        return walk(pdf.Root.StructTreeRoot.K)


def found_in(tree, kind):
    name, _scope, kids = tree
    hits = [tree] if name == kind else []
    return hits + [one for kid in kids for one in found_in(kid, kind)]


def tables_of(content):
    blocks = []
    for section in content.sections:
        blocks += section.blocks
        blocks += [block for part in section.parts for block in part.blocks]
    return [block for block in blocks if isinstance(block, Table)]


def test_every_table_is_a_table_with_heads_and_cells(printed, content):
    tables = found_in(elements(printed), "/Table")
    expected = tables_of(content)

    assert len(tables) == len(expected) + 1  # and the headlines, which have no head
    for (_name, _scope, rows), table in zip(tables[1:], expected, strict=True):
        head, *body = rows
        assert [(cell[0], cell[1]) for cell in head[2]] == [("/TH", "/Column")] * len(table.head)
        assert len(body) == len(table.rows)
        for row in body:
            assert (row[2][0][0], row[2][0][1]) == ("/TH", "/Row")
            assert {cell[0] for cell in row[2][1:]} == {"/TD"}


def test_pictures_have_words(printed):
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        figures = [
            one
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"
        ]

    assert len(figures) == 2
    assert all(str(one.Alt) for one in figures)


def test_the_paper_knows_its_title_and_language(printed):
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        assert str(pdf.Root.Lang) == "en"
        assert str(pdf.docinfo["/Title"]) == "Technical report: Standard form"
        assert pdf.Root.MarkInfo.Marked


def test_every_side_has_its_number_and_its_labels(printed):
    pages = PdfReader(io.BytesIO(printed)).pages

    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        words = " ".join(page.extract_text().split())
        assert f"Page {number} of {len(pages)}" in words
        assert "Provisional key · Public key" in words


@pytest.mark.parametrize(
    "words",
    [
        "Alpha over scenarios",
        "Stratified alpha by cluster",
        "no interval in general use",
        "Clusters and the test against the total",
        "1. Brackets due on Thursday",
        "There are none of the data this section needs",
        "No norm group has been made",
        "What the figures allow",
        "Digest of the report",
    ],
)
def test_the_paper_says(text, words):
    assert words in text


def test_figures_of_a_table_can_be_read_back(text, document):
    alpha = document.reliability.alpha

    assert f"Alpha over scenarios {alpha.value:.2f} {alpha.low:.2f} to {alpha.high:.2f}" in text


def test_the_same_content_gives_the_same_bytes(content, printed):
    render_report(replace(content, title="Something else"))

    assert render_report(content) == printed


def test_a_report_about_nobody_can_be_printed(empty_document):
    pdf = render_report(told(empty_document))

    words = " ".join(PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())
    assert "Technical report: Standard form" in words


def test_no_table_is_wider_than_its_side(content):
    widths = [sum(Grid.fitted(table, 499.0).widths) for table in tables_of(content)]

    assert max(widths) <= 499.01


def test_a_hostile_title_is_printed_as_it_is(content):
    pdf = render_report(replace(content, title="<b>Form & “co”</b>"))

    assert "<b>Form & “co”</b>" in PdfReader(io.BytesIO(pdf)).pages[0].extract_text()


def test_no_heading_stands_alone_at_the_foot_of_a_side(content):
    """Wherever a section falls, heading, sentences and the first rows share a side."""
    for section in content.sections:
        if not any(isinstance(block, Table) for block in section.blocks):
            continue
        for y in range(70, 400, 15):
            layout = _Layout(A4[0] - 2 * MARGIN, y=float(y))
            _add_section(layout, section)
            sides = [side for side in layout.sides if side]
            heading = next(n for n, side in enumerate(sides) if _has_heading(side))
            rows = next(n for n, side in enumerate(sides) if _has_row(side) or _has_picture(side))
            assert heading == rows, (section.anchor, y)


def _has_heading(side):
    return any(getattr(item, "role", None) is Role.HEADING_2 for _y, item in side)


def _has_row(side):
    return any(isinstance(item, _Row) and not item.is_head for _y, item in side)


def _has_picture(side):
    return any(isinstance(item, PictureBlock) for _y, item in side)

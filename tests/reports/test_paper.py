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
from tests.papers import check_fonts, check_tagged, faults_found, tree_of
from tests.reports.conftest import told


@pytest.fixture(scope="module")
def printed(content):
    return render_report(content)


@pytest.fixture(scope="module")
def text(printed):
    pages = PdfReader(io.BytesIO(printed)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def tables_of(content):
    blocks = []
    for section in content.sections:
        blocks += section.blocks
        blocks += [block for part in section.parts for block in part.blocks]
    return [block for block in blocks if isinstance(block, Table)]


def test_every_table_is_a_table_with_heads_and_cells(printed, content):
    tables = tree_of(printed).find("Table")
    expected = tables_of(content)

    assert len(tables) == len(expected) + 1  # and the headlines, which have no head
    for found, table in zip(tables[1:], expected, strict=True):
        head, *body = found.find("TR")
        assert [(cell.role, cell.scope) for cell in head.kids] == [("TH", "Column")] * len(
            table.head
        )
        assert [cell.text for cell in head.kids] == [" ".join(cell.split()) for cell in table.head]
        assert len(body) == len(table.rows)
        assert {(row.kids[0].role, row.kids[0].scope) for row in body} == {("TH", "Row")}
        assert {cell.role for row in body for cell in row.kids[1:]} == {"TD"}


def test_the_paper_is_tagged_and_has_bookmarks(printed, content, tmp_path):
    tree = check_tagged(printed, language="en", title="Technical report: Standard form")

    with pikepdf.open(io.BytesIO(printed)) as pdf, pdf.open_outline() as outline:
        marked = [one.title for one in outline.root]
    assert marked == [section.heading for section in content.sections]
    assert marked == [node.text for node in tree.find("H2")]
    assert len(tree.find("Figure")) == 2
    check_fonts(printed)
    assert faults_found(printed, tmp_path) == []


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

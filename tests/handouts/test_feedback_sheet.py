"""The printed feedback, opened again as a reader or a checker would."""

import io
from dataclasses import replace

import pikepdf
import pytest
from pypdf import PdfReader

from hiring.handouts.feedback_sheet import render_sheet
from hiring.handouts.feedback_words import compose_feedback
from hiring.reports.telling import Table
from tests.briefs.test_document import HOSTILE
from tests.papers import check_tagged, faults_found, tree_of

LONG_NAME = "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh " * 2
SCRIPTS = ["محمد العربي", "王小明", "תמר כהן", "สมชาย ใจดี", "आरव शर्मा", "Мария Иванова"]


@pytest.fixture(scope="module")
def content(feedback, areas, english):
    """With everything a sheet can hold: areas beside answers is more than any real one has."""
    return compose_feedback(replace(feedback, areas=areas), english, "en", contact="hr@example.org")


@pytest.fixture(scope="module")
def printed(content):
    return render_sheet(content)


def words_of(pdf):
    pages = PdfReader(io.BytesIO(pdf)).pages
    text = "\n".join(page.extract_text() for page in pages).replace("\u200b", "")
    return " ".join(text.split())


def test_headings_lists_tables_and_the_figure_are_tagged(printed, tmp_path):
    tree = check_tagged(printed, language="en", title="Feedback on answers C-7F2K")
    kinds = [node.role for node in tree.walk()]

    assert [one for one in kinds if one in {"H1", "H2"}] == ["H1"] + ["H2"] * 7
    assert kinds.count("Figure") == 1
    assert kinds.count("Table") == 2
    assert {"H3", "L", "LI", "LBody", "Caption", "TR", "TH", "TD", "P"} <= set(kinds)
    assert faults_found(printed, tmp_path) == []


def test_heads_of_tables_say_whose_head_they_are(printed):
    for table in tree_of(printed).find("Table"):
        head, *rows = table.find("TR")
        assert {(cell.role, cell.scope) for cell in head.kids} == {("TH", "Column")}
        assert {(row.kids[0].role, row.kids[0].scope) for row in rows} == {("TH", "Row")}
        assert {cell.role for row in rows for cell in row.kids[1:]} == {"TD"}


def test_the_banks_own_words_say_their_language(feedback, areas, english):
    spoken = replace(feedback, areas=areas, frame=replace(feedback.frame, content_language="fr"))
    tree = tree_of(render_sheet(compose_feedback(spoken, english, "en", contact="x")))

    themes = tree.find("H3")
    assert themes
    assert {theme.language for theme in themes} == {"fr"}


def test_the_figure_has_its_words_and_its_table_the_same_figures(printed, content):
    with pikepdf.open(io.BytesIO(printed)) as opened:
        (figure,) = [
            one
            for one in opened.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"
        ]
        assert str(figure.Alt) == (
            "66 of 100 points, likely range 57 to 76 on a scale from 0 to 100."
        )
    table = next(b for b in content.sections[0].blocks if isinstance(b, Table))
    assert table.rows[:2] == (("Result, points of 100", "66"), ("Likely range, points", "57 to 76"))


def test_the_file_knows_title_language_and_nobodys_name(printed):
    with pikepdf.open(io.BytesIO(printed)) as opened:
        assert str(opened.Root.Lang) == "en"
        assert bool(opened.Root.MarkInfo.Marked)
        assert bool(opened.Root.ViewerPreferences.DisplayDocTitle)
        told = {str(value) for value in opened.docinfo.values()}
    assert "Feedback on answers C-7F2K" in told
    assert not any("Amara" in one for one in told)


def test_every_font_is_embedded_and_says_its_letters(feedback, english):
    named = replace(feedback, frame=replace(feedback.frame, candidate_name=" ".join(SCRIPTS)))
    pdf = render_sheet(compose_feedback(named, english, "en", contact="x"))

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        fonts = [font for page in opened.pages for font in page.Resources.Font.values()]
        assert len(fonts) > len(SCRIPTS)
        assert all("/FontFile2" in font.FontDescriptor for font in fonts)
        assert all("/ToUnicode" in font for font in fonts)
    assert "[U+" not in words_of(pdf)


@pytest.mark.parametrize(("paper", "size"), [("A4", (595, 842)), ("Letter", (612, 792))])
def test_the_paper_is_that_of_the_opening(content, paper, size):
    pages = PdfReader(io.BytesIO(render_sheet(replace(content, page_size=paper)))).pages

    assert {(round(p.mediabox.width), round(p.mediabox.height)) for p in pages} == {size}


def test_every_side_has_the_code_and_its_number(printed):
    pages = PdfReader(io.BytesIO(printed)).pages

    assert len(pages) == 2
    for number, page in enumerate(pages, 1):
        words = " ".join(page.extract_text().split())
        assert f"Page {number} of {len(pages)}" in words
        assert "C-7F2K" in words


def test_the_same_content_gives_the_same_bytes(content, printed):
    render_sheet(replace(content, title="محمد"))

    assert render_sheet(content) == printed


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_printed_as_it_is_and_does_nothing(feedback, english, name):
    named = replace(feedback, frame=replace(feedback.frame, candidate_name=name))
    pdf = render_sheet(compose_feedback(named, english, "en", contact=name))

    assert " ".join(name.split()) in words_of(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert all("/Annots" not in page for page in opened.pages)
        assert {"/OpenAction", "/AA"}.isdisjoint(opened.Root.keys())


def test_nothing_is_printed_in_colour_or_as_a_picture(printed):
    with pikepdf.open(io.BytesIO(printed)) as opened:
        steps = [step for page in opened.pages for step in pikepdf.parse_content_stream(page)]

    assert {str(step.operator) for step in steps}.isdisjoint({"rg", "RG", "k", "K", "scn", "Do"})


def test_the_longest_name_stays_on_the_paper(feedback, english):
    named = replace(feedback, frame=replace(feedback.frame, candidate_name=LONG_NAME * 3))
    pdf = render_sheet(compose_feedback(named, english, "en", contact="x"))

    assert "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh" in words_of(pdf)


def test_a_sheet_without_a_number_has_one_side_and_no_figure(empty, english):
    pdf = render_sheet(compose_feedback(empty, english, "en", contact="x"))

    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
    assert tree_of(pdf).find("Figure") == []


def test_a_leftward_language_is_set_from_the_right(content):
    def edges(language):
        """Where the lines of the first side begin and end, as far as text is drawn there."""
        pdf = render_sheet(replace(content, language=language))
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            steps = pikepdf.parse_content_stream(opened.pages[0])
            return [float(one.operands[4]) for one in steps if str(one.operator) == "Tm"]

    # Read from the left, nearly every line of a block begins at its very edge.
    assert sum(left == 0 for left in edges("en")) > 20
    assert sum(left == 0 for left in edges("ar")) < 5

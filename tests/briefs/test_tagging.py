"""The brief as who listens gets it."""

import io
from dataclasses import replace

import pikepdf
import pytest

from hiring.briefs.canvases import new_paper
from hiring.briefs.content import compose
from hiring.briefs.document import render, render_together
from hiring.briefs.facts import PageSize
from hiring.briefs.tagging import Role, Tags
from tests.papers import check_fonts, check_tagged, faults_found, tree_of

NAMES = ["محمد عبد الله", "יעל כהן", "王小明", "सूर्यकांत त्रिपाठी", "Nguyễn Thị Hồng Nhung", "Rosa 🌻"]


@pytest.fixture(scope="module")
def printed(facts, in_english):
    return render(in_english(facts))


@pytest.fixture(scope="module")
def tree(printed):
    return check_tagged(printed, language="en", title="Interview brief C-7F2K")


@pytest.mark.parametrize("page_size", list(PageSize))
@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_the_longest_brief_holds_in_every_language_and_on_both_papers(
    longest, translations, language, page_size, tmp_path
):
    content = compose(
        replace(longest, language=language, page_size=page_size), translations[language]
    )

    pdf = render(content)

    check_tagged(pdf, language=language, title=content.document_title)
    assert faults_found(pdf, tmp_path) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_any_script_leaves_a_sound_file(facts, in_english, name, tmp_path):
    pdf = render(in_english(replace(facts, candidate_name=name)))

    check_tagged(pdf, language="en", title="Interview brief C-7F2K")
    check_fonts(pdf)
    assert faults_found(pdf, tmp_path) == []


def test_headings_name_the_parts_in_order(tree):
    assert [(node.role, node.text) for node in tree.find("H1", "H2")] == [
        ("H1", "Amara Okonkwo"),
        ("H2", "Score"),
        ("H2", "Closest to the key"),
        ("H2", "Furthest from the key"),
        ("H2", "Keep in mind"),
        ("H2", "4 questions for everyone"),
        ("H2", "Overall Rate before you discuss."),
    ]
    questions = [node.text for node in tree.find("H3")]
    assert questions[0] == "1 Tell me about time 1 when you had bad news for a customer."


def test_each_heading_begins_a_section_of_its_own(tree):
    for section in tree.find("Sect"):
        assert section.kids[0].role in {"H1", "H2"}
        assert [kid.role for kid in section.kids].count("H2") <= 1


def test_the_anchors_and_the_choices_are_lists(tree):
    lists = tree.find("L")

    assert [len(one.kids) for one in lists] == [3, 3, 3, 3, 4]
    assert lists[0].kids[2].text.startswith("5 Strong: Says it early")
    assert [item.text for item in lists[-1].kids][-1] == "Recommend"


def test_boxes_are_fields_that_nobody_has_marked(printed):
    with pikepdf.open(io.BytesIO(printed)) as opened:
        fields = [
            one.A
            for one in opened.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Form"
        ]

    assert len(fields) == 4 * 5 + 4
    assert {(str(one.O), str(one.Role), str(one.checked)) for one in fields} == {
        ("/PrintField", "/cb", "/off")
    }


def test_the_picture_says_its_figures(tree):
    (figure,) = tree.find("Figure")

    assert figure.alternative == (
        "Total: 66 (57 to 75) on a scale from 0 to 100. "
        "Comparable sittings lie in the middle from 52 to 71."
    )


def test_what_the_sheet_rests_on_is_told_once(tree):
    said = " ".join(node.text for node in tree.find("P"))

    assert said.count("K7QM-4T2X-9R3D-HV5C") == 1
    assert "Page 1 of 2" not in tree.text


def test_many_briefs_in_one_file_are_as_sound_as_one(facts, in_english, tmp_path):
    people = ("Amara Okonkwo", "علي يحيى", "王小明")
    contents = [in_english(replace(facts, candidate_name=name)) for name in people]
    pdf = render_together(contents, title="Interview briefs")
    tree = check_tagged(pdf, language="en", title="Interview briefs", n_titles=3)

    assert len(tree.find("H1")) == len(tree.find("Figure")) == 3
    assert faults_found(pdf, tmp_path) == []
    check_fonts(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as opened, opened.open_outline() as outline:
        assert [one.title for one in outline.root] == list(people)


def test_words_in_the_banks_own_language_say_so(facts, translations):
    content = compose(replace(facts, language="fr", bank_language="en"), translations["fr"])

    with pikepdf.open(io.BytesIO(render(content))) as opened:
        steps = pikepdf.parse_content_stream(opened.pages[0])
        spans = [one.operands[1] for one in steps if str(one.operator) == "BDC"]

    assert {str(one["/Lang"]) for one in spans if "/Lang" in one} == {"en"}


def test_questions_in_the_language_of_the_opening_say_so(facts, in_english):
    asked = tuple(replace(one, language="de") for one in facts.questions)

    with pikepdf.open(io.BytesIO(render(in_english(replace(facts, questions=asked))))) as opened:
        steps = pikepdf.parse_content_stream(opened.pages[1])
        spans = [one.operands[1] for one in steps if str(one.operator) == "BDC"]

    spoken = [str(one["/Lang"]) for one in spans if "/Lang" in one]
    assert set(spoken) == {"de"}
    assert len(spoken) >= 4 * 5  # question, probe and three anchors, each on a line or more


def test_the_tree_is_the_same_without_colour_of_name(facts, in_english, tree):
    """Two briefs differ in their words, never in what their parts are."""
    other = tree_of(render(in_english(replace(facts, candidate_name="Bo"))))

    assert [node.role for node in other.walk()] == [node.role for node in tree.walk()]


def test_an_untagged_brief_shows_the_same_words_and_claims_nothing(facts, in_english):
    pdf = render(in_english(facts), is_tagged=False)

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert {"/StructTreeRoot", "/MarkInfo", "/Metadata"}.isdisjoint(opened.Root.keys())


def test_a_paragraph_over_two_pages_is_one_element():
    tags = new_paper(io.BytesIO(), (595, 842), title="Paper", language="en")
    tags.begin_section(Role.HEADING_1, "Paper", 800)
    with tags.marked(Role.HEADING_1):
        tags.canvas.drawString(72, 700, "Paper")
    with tags.marked(Role.PARAGRAPH):
        tags.canvas.drawString(72, 80, "It begins here")
    with tags.artifact(is_footer=True):
        tags.canvas.drawString(72, 40, "Page 1")
    tags.end_page()
    with tags.again():
        tags.canvas.drawString(72, 700, "and ends there.")
    tags.end_page()
    tags.close()

    tree = check_tagged(tags.canvas.getpdfdata(), language="en", title="Paper")
    (paragraph,) = tree.find("P")
    assert [page for page, _mark in paragraph.marks] == [0, 1]
    assert paragraph.text == "It begins here and ends there."


def test_an_element_that_is_never_closed_is_an_error():
    tags = Tags(
        new_paper(io.BytesIO(), (595, 842), title="", language="en").canvas, title="", language="en"
    )
    tags.open(Role.LIST)

    with pytest.raises(ValueError, match="never closed: L"):
        tags.close()

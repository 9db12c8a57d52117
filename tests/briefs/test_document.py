"""The printed brief, opened again as a reader or a checker would."""

import io
from dataclasses import replace
from datetime import date

import pikepdf
import pytest
from pypdf import PdfReader

from hiring.briefs.content import compose
from hiring.briefs.document import render
from hiring.briefs.facts import NoScoreReason, PageSize, QuestionFacts, ReplacedFacts

REPLACED = ReplacedFacts("AAAA-BBBB-CCCC", date(2026, 12, 1))
HOSTILE = [
    pytest.param("Ann & Bob", id="ampersand"),
    pytest.param("<b>Ann</b>", id="bold tag"),
    pytest.param("<b", id="open tag"),
    pytest.param('<img src="file:///etc/passwd"/>', id="image from a file"),
    pytest.param('<img src="http://example.org/a.png"/>', id="image from the web"),
    pytest.param('<font color="[].__class__">x</font>', id="colour expression"),
    pytest.param('<a href="javascript:alert(1)">x</a>', id="script link"),
    pytest.param("(Ann) \\ Tj ET", id="operators of the page language"),
    pytest.param("{0} {name} %s", id="placeholders"),
]


def text_of(pdf, side=None):
    pages = PdfReader(io.BytesIO(pdf)).pages
    chosen = pages if side is None else [pages[side]]
    # A part of a letter is copied out as a zero-width space.
    text = "\n".join(page.extract_text() for page in chosen).replace("\u200b", "")
    return " ".join(text.split())


@pytest.fixture(scope="module")
def printed(facts, in_english):
    return render(in_english(facts))


@pytest.mark.parametrize("page_size", list(PageSize))
@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_the_longest_brief_has_two_pages(longest, translations, language, page_size):
    facts = replace(longest, language=language, page_size=page_size)

    pdf = render(compose(facts, translations[language]))

    assert len(PdfReader(io.BytesIO(pdf)).pages) == 2


@pytest.mark.parametrize("page_size", list(PageSize))
@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_the_code_to_verify_is_never_broken_over_two_lines(
    longest, translations, language, page_size
):
    facts = replace(longest, language=language, page_size=page_size)

    pdf = render(compose(facts, translations[language]))

    assert facts.verification_code in text_of(pdf, 0)
    assert facts.verification_code in text_of(pdf, 1)


def test_a_blind_brief_does_not_say_its_code_twice_where_name_and_code_stand(facts, in_english):
    pdf = render(in_english(replace(facts, candidate_name=facts.candidate_code)))

    assert text_of(pdf, 1).count(facts.candidate_code) == 2  # at the head and in the corner


def test_the_emptiest_brief_has_two_pages(facts, in_english):
    empty = replace(
        facts,
        candidate_name="",
        score=None,
        no_score_reason=NoScoreReason.TOO_FEW_ANSWERS,
        nearest=(),
        furthest=(),
        area_names=(),
        questions=(),
        contact="",
    )

    assert len(PdfReader(io.BytesIO(render(in_english(empty)))).pages) == 2


def test_texts_beyond_any_reason_are_shortened_and_the_sheet_says_so(longest, in_english):
    endless = QuestionFacts(*("endless words " * 100 for _ in range(5)))

    pdf = render(in_english(replace(longest, questions=(endless,) * 4)))

    assert len(PdfReader(io.BytesIO(pdf)).pages) == 2
    assert "were shortened to fit" in text_of(pdf)


def test_usual_texts_are_not_shortened(printed):
    assert "were shortened to fit" not in text_of(printed)


@pytest.mark.parametrize(
    ("page_size", "width", "height"), [(PageSize.A4, 595, 842), (PageSize.LETTER, 612, 792)]
)
def test_the_paper_is_the_one_asked_for(facts, in_english, page_size, width, height):
    pdf = render(in_english(replace(facts, page_size=page_size)))

    box = PdfReader(io.BytesIO(pdf)).pages[0].mediabox
    assert (round(box.width), round(box.height)) == (width, height)


@pytest.mark.parametrize(
    "part",
    [
        "Amara Okonkwo",
        "C-7F2K",
        "Simulated data",
        "Provisional key",
        "66 of 100 points, likely range 57 to 75",
        "Closest to the key",
        "Angry at the counter",
        "Keep in mind",
        "Page 1 of 2",
        "K7QM-4T2X-9R3D-HV5C",
    ],
)
def test_side_one_shows(printed, part):
    assert part in text_of(printed, side=0)


@pytest.mark.parametrize(
    "part",
    [
        "Amara Okonkwo",
        "C-7F2K",
        "Simulated data",
        "Provisional key",
        "4 questions for everyone",
        "What were your exact words?",
        "Strong: Says it early",
        "Rate before you discuss.",
        "More evidence needed",
        "Interviewer",
        "Signature",
        "Page 2 of 2",
        "K7QM-4T2X-9R3D-HV5C",
    ],
)
def test_side_two_shows(printed, part):
    assert part in text_of(printed, side=1)


def test_the_same_content_gives_the_same_bytes(facts, in_english, printed):
    render(in_english(replace(facts, candidate_name="محمد")))

    assert render(in_english(facts)) == printed


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_printed_as_it_is(facts, in_english, name):
    pdf = render(in_english(replace(facts, candidate_name=name)))

    assert name in text_of(pdf, side=0)


def test_a_name_of_a_hundred_kilobytes_is_cut_and_printed(facts, in_english):
    pdf = render(in_english(replace(facts, candidate_name="Wolf " * 20_000)))

    assert "Wolf Wolf…" in text_of(pdf, side=0)


def test_an_order_to_turn_the_text_round_is_dropped(facts, in_english):
    pdf = render(in_english(replace(facts, candidate_name="Ann\u202egnp.exe")))

    assert "Anngnp.exe" in text_of(pdf, side=0)


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_becomes_a_link_or_an_action(facts, in_english, name):
    pdf = render(in_english(replace(facts, candidate_name=name, verify_hint=name)))

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert all("/Annots" not in page for page in opened.pages)
        assert {"/OpenAction", "/AA", "/Names"}.isdisjoint(opened.Root.keys())


def test_every_font_is_embedded_and_says_its_letters(printed):
    with pikepdf.open(io.BytesIO(printed)) as opened:
        fonts = [font for page in opened.pages for font in page.Resources.Font.values()]

        assert fonts
        assert all("/FontFile2" in font.FontDescriptor for font in fonts)
        assert all("/ToUnicode" in font for font in fonts)


def test_the_file_names_its_language_and_shows_its_title(printed):
    with pikepdf.open(io.BytesIO(printed)) as opened:
        assert str(opened.Root.Lang) == "en"
        assert bool(opened.Root.ViewerPreferences.DisplayDocTitle)


def test_the_metadata_name_neither_a_person_nor_a_path(printed):
    info = PdfReader(io.BytesIO(printed)).metadata

    assert info.title == "Interview brief C-7F2K"
    assert not info.author
    assert not any("Amara" in str(value) or "/home" in str(value) for value in info.values())


def test_nothing_is_printed_in_colour_or_as_a_picture(printed):
    with pikepdf.open(io.BytesIO(printed)) as opened:
        steps = [step for page in opened.pages for step in pikepdf.parse_content_stream(page)]

    operators = {str(step.operator) for step in steps}
    assert {"g", "G"} <= operators
    assert operators.isdisjoint({"rg", "RG", "k", "K", "sc", "scn", "SC", "SCN", "Do"})


@pytest.mark.parametrize("page_size", list(PageSize))
@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_the_longest_brief_of_a_score_made_again_has_two_pages(
    longest, translations, language, page_size
):
    facts = replace(longest, language=language, page_size=page_size, replaced=REPLACED)

    pdf = render(compose(facts, translations[language]))

    assert len(PdfReader(io.BytesIO(pdf)).pages) == 2


def test_a_score_made_again_names_the_one_it_replaces(facts, in_english):
    text = text_of(render(in_english(replace(facts, replaced=REPLACED))), side=0)

    assert (
        "Replaces AAAA-BBBB-CCCC (the first 12 letters of its code): scored again on 1 December "
        "2026 with key 1."
    ) in text


def test_a_first_score_says_nothing_of_another(printed):
    assert "Replaces" not in text_of(printed)

"""Large print and plain text: the whole form in this sitting's order, without a word of the key."""

import io
import re
from gettext import NullTranslations

import pytest
from pypdf import PdfReader
from reportlab.lib.pagesizes import letter

from hiring.banks.schema import ItemFormat, Media, MediaKind
from hiring.briefs.facts import PageSize
from hiring.handouts.form_text import form_text
from hiring.handouts.large_print import SIZE, render_large_print
from hiring.handouts.plain_text import render_plain_text
from hiring.scoring import ScoreDocument, score_sitting
from hiring.sittings import ordered_options, pages_of
from tests import builders
from tests.papers import check_fonts, check_tagged, faults_found, tree_of

SEED, TITLE = 7, "Parts desk, spring"
LONG = " ".join(f"Sentence number {n} of a long story goes on and on." for n in range(90))


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    return builders.small_bank(tmp_path_factory.mktemp("formats"), builders.WITH_OPEN_TEXT)


@pytest.fixture(scope="module")
def bank(loaded):
    return loaded.bank


def told(bank, **more):
    facts = {"title": TITLE, "option_seed": SEED, "translator": NullTranslations()}
    return form_text(bank, "standard", **facts | more)


def printed(form, paper=PageSize.A4):
    return render_large_print(form, paper=paper, page_words="Page {page} of {pages}")


@pytest.fixture(scope="module")
def pdf(bank):
    return printed(told(bank))


@pytest.fixture(scope="module")
def words(pdf):
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.fixture(scope="module")
def text(bank):
    return render_plain_text(told(bank))


def test_options_stand_in_the_order_of_the_screen(bank):
    for page, part in zip(pages_of(bank, "standard"), told(bank).parts, strict=True):
        shown = ordered_options(page.item, seed=SEED, item_ref=page.item_ref)
        assert [one.text for one in part.options] == [one.text for one in shown]
        assert [one.letter for one in part.options] == list("ABCDEFGHIJ"[: len(shown)])


def test_another_sitting_has_another_order(bank):
    assert told(bank, option_seed=SEED + 1).parts != told(bank).parts


def test_every_word_of_the_form_is_on_paper_and_in_the_text(bank, words, text):
    flat = " ".join(text.split())
    for page in pages_of(bank, "standard"):
        scenario = page.scenario
        told_here = [scenario.title, scenario.persona.situation, page.item.question]
        told_here += scenario.stem.split("\n\n") + [one.text for one in page.item.options]
        for part in (" ".join(one.split()) for one in told_here):
            assert part in words
            assert part in flat


def test_each_format_says_how_to_answer(bank):
    how = {
        page.item.format: part.how
        for page, part in zip(pages_of(bank, "standard"), told(bank).parts, strict=True)
    }

    assert set(how) == set(ItemFormat)
    assert how[ItemFormat.PICK_N] == "Name 2 letters."
    assert how[ItemFormat.PICK_BEST] == "Name one letter."


def test_steps_of_the_scale_come_with_their_numbers(bank, text):
    for number, step in enumerate(bank.response_scale, start=1):
        assert f"\n{number} = {step}\n" in text


def test_nothing_of_the_key_is_told():
    shipped = builders.shipped_bank()
    form = told(shipped.bank)
    text = " ".join(render_plain_text(form).split())
    keys = [item for key in shipped.keys.values() for item in key.items]
    reasons = {reason for item in keys for reason in item.rationale.values()}

    assert len(reasons) > 20
    assert [reason for reason in reasons if reason in text] == []


def test_plain_text_has_no_drawing_and_ends_with_a_line(text):
    assert text.isascii()
    assert not re.search(r"[|_*=#]{2,}|\t", text)
    assert text.endswith("\n")


def test_the_type_is_twenty_points_everywhere(pdf):
    seen = []
    for page in PdfReader(io.BytesIO(pdf)).pages:
        page.extract_text(
            visitor_text=lambda text, _cm, _tm, _font, size: seen.append((text, size))
        )

    assert min(size for text, size in seen if text.strip()) == SIZE == 20


def test_the_file_is_tagged_named_and_embeds_its_fonts(pdf, bank, tmp_path):
    tree = check_tagged(pdf, language=bank.language, title=TITLE)
    kinds = [node.role for node in tree.walk()]
    n_scenarios = len(pages_of(bank, "standard"))
    n_options = sum(len(page.item.options) for page in pages_of(bank, "standard"))

    assert (kinds.count("H1"), kinds.count("H2")) == (1, n_scenarios)
    assert kinds.count("LI") == kinds.count("Lbl") == kinds.count("LBody") == n_options
    check_fonts(pdf)
    assert faults_found(pdf, tmp_path) == []


def test_a_paragraph_that_goes_on_over_sides_is_one_paragraph(bank):
    tree = tree_of(printed(told(changed(bank, stem=LONG))))
    (story,) = [node for node in tree.find("P") if "Sentence number 0 of" in node.text]

    assert len({page for page, _mark in story.marks}) > 1
    assert story.text == LONG


def test_the_paper_bears_the_name_that_candidates_know(text, words):
    assert text.startswith(f"{TITLE}\n\nThese are the same scenarios")
    assert words.startswith(TITLE)
    assert "Standard form" not in words + text


def test_the_first_scenario_begins_below_the_words_about_the_paper(pdf):
    sides = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]

    assert "Nothing you write here is sent." in sides[0]
    assert "Scenario 1 of" in sides[0]
    assert "Scenario 2 of" not in sides[0]


def test_the_same_form_gives_the_same_bytes(bank, pdf):
    assert printed(told(bank)) == pdf


def test_the_size_of_the_sheet_is_the_openings(bank):
    sheet = PdfReader(io.BytesIO(printed(told(bank), PageSize.LETTER))).pages[0].mediabox

    assert (float(sheet.width), float(sheet.height)) == letter


def changed(bank, **update):
    """The bank with its first scored scenario changed."""
    first = pages_of(bank, "standard")[0].scenario
    scenarios = tuple(
        one.model_copy(update=update) if one.id == first.id else one for one in bank.scenarios
    )
    return bank.model_copy(update={"scenarios": scenarios})


def test_a_long_story_goes_on_over_sides_and_is_never_shortened(bank):
    found = PdfReader(io.BytesIO(printed(told(changed(bank, stem=LONG)))))
    words = " ".join(" ".join(page.extract_text() for page in found.pages).split())

    assert "number 89 of a long story" in words
    assert "…" not in words


def test_pictures_and_sounds_are_told_in_words(bank):
    media = (
        Media(file="shelf.png", kind=MediaKind.IMAGE, alt="An empty shelf."),
        Media(file="call.ogg", kind=MediaKind.AUDIO, transcript="Where are my parts?"),
    )
    text = render_plain_text(told(changed(bank, media=media)))

    assert "Picture: An empty shelf." in text
    assert "What is said and heard:\n\nWhere are my parts?" in text


def test_a_leftward_language_begins_on_the_right(bank):
    arabic = changed(bank, stem="هذا نص عربي قصير.")
    left, right = printed(told(arabic)), printed(told(arabic, is_leftward=True))

    assert first_x(left) < first_x(right)


def first_x(pdf):
    places = []
    page = PdfReader(io.BytesIO(pdf)).pages[1]
    page.extract_text(visitor_text=lambda _t, _cm, tm, _font, _size: places.append(tm[4]))
    return max(places)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_answers_given_by_letters_score_as_on_the_screen(session, house, opening, now):
    scores = []
    for name, by_letters in (("Ada", False), ("Ben", True)):
        candidate = house.candidate(opening, name)
        sitting = house.sitting(candidate, {})
        bank = builders.bank_document(session, sitting.bank_version_id)
        form = told(bank, option_seed=sitting.option_seed)
        answers = house.drawn_answers(1)
        for page, part in zip(pages_of(bank, "standard"), form.parts, strict=True):
            value = answers[page.item_ref]
            value = read_back(page, part, sitting, value) if by_letters else value
            house.revise(sitting, page.item_ref, value, revision=1)
        builders.sittings.submit(session, sitting, now=now)
        scores.append(score_sitting(session, sitting.id, now=now))

    one, other = (ScoreDocument.from_text(score.document) for score in scores)
    assert one.scenarios == other.scenarios


def read_back(page, part, sitting, value):
    """What an assistant enters who is told letters: the letter's place on the screen."""
    shown = ordered_options(page.item, seed=sitting.option_seed, item_ref=page.item_ref)
    texts = {option.id: option.text for option in page.item.options}
    letter_of = {one.text: one.letter for one in part.options}

    def entered(option):
        return shown["ABCDEFGHIJ".index(letter_of[texts[option]])].id

    if isinstance(value, dict) and set(value) == {"best", "worst"}:
        return {end: entered(option) for end, option in value.items()}
    if isinstance(value, dict):
        return {entered(option): step for option, step in value.items()}
    return [entered(option) for option in value] if isinstance(value, list) else entered(value)

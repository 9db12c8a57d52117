"""Names in the scripts of the world."""

import io
from dataclasses import replace

import pikepdf
import pytest
from pypdf import PdfReader

from hiring.briefs.document import render
from hiring.briefs.fonts import FALL_BACKS, FOLDER, Weight, name_missing_letters, split_by_font
from hiring.briefs.typesetting import ink, set_line

NAMES = [
    pytest.param("محمد عبد الله الخطيب", id="Arabic"),
    pytest.param("יעל כהן", id="Hebrew"),
    pytest.param("王小明", id="Chinese, simplified"),
    pytest.param("陳怡君", id="Chinese, traditional"),
    pytest.param("髙橋 さくら", id="Japanese"),
    pytest.param("김민준", id="Korean"),
    pytest.param("सूर्यकांत त्रिपाठी", id="Devanagari"),
    pytest.param("สมชาย ใจดี", id="Thai"),
    pytest.param("Nguyễn Thị Hồng Nhung", id="Vietnamese"),
    pytest.param("Зоя Козлова", id="Cyrillic"),
    pytest.param("Ελένη Παπαδοπούλου", id="Greek"),
    pytest.param("Rosa 🌻 Flor", id="emoji"),
    pytest.param("தமிழ்ச்செல்வன்", id="Tamil"),
    pytest.param("ნინო ბერიძე", id="Georgian"),
    pytest.param("ሀይሌ ገብረሥላሴ", id="Ethiopic"),
]


def text_of(pdf):
    text = PdfReader(io.BytesIO(pdf)).pages[0].extract_text().replace("\u200b", "")
    return " ".join(text.split())


@pytest.mark.parametrize("name", NAMES)
def test_a_name_can_be_copied_out_of_the_brief(facts, in_english, name):
    pdf = render(in_english(replace(facts, candidate_name=name)))

    assert name in text_of(pdf)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_needs_no_glyph_for_missing_letters(name):
    line = set_line((ink(name, Weight.SEMIBOLD),))

    printed = [letter for glyphs in line.glyphs for letter in glyphs.shaped]
    assert printed
    # Private number 0 is the glyph that fonts draw for a letter they lack.
    assert chr(0xF0000) not in printed
    assert "[U+" not in "".join(glyphs.text for glyphs in line.glyphs)


@pytest.mark.parametrize("name", NAMES)
def test_no_page_shows_the_glyph_of_a_missing_letter(facts, in_english, name):
    pdf = render(in_english(replace(facts, candidate_name=name)))

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        steps = pikepdf.parse_content_stream(opened.pages[0])
        shown = [
            bytes(part)
            for step in steps
            if str(step.operator) in {"Tj", "TJ"}
            for part in (step.operands[0] if str(step.operator) == "TJ" else step.operands)
            if isinstance(part, pikepdf.String)
        ]
    assert shown
    assert not any(b"\x00" in part for part in shown)


def test_joined_arabic_letters_take_another_form_than_single_ones():
    joined = set_line((ink("بيت"),)).glyphs[0]
    single = [set_line((ink(letter),)).glyphs[0].shaped for letter in "بيت"]

    assert list(joined.shaped) != [str(shaped) for shaped in reversed(single)]


def test_a_name_from_right_to_left_begins_at_the_right():
    line = set_line((ink("יעל Cohen"),))

    assert [glyphs.text.strip() for glyphs in line.glyphs] == ["Cohen", "יעל"]


def test_brackets_around_a_leftward_name_open_to_the_right_side():
    line = set_line((ink("Yael (יעל)"),))

    assert "".join(glyphs.text for glyphs in line.glyphs).startswith("Yael (")


def test_a_letter_without_a_font_is_shown_by_its_number_with_a_note(facts, in_english):
    pdf = render(in_english(replace(facts, candidate_name="Gil\U00012000")))

    assert "Gil[U+12000]" in text_of(pdf)
    assert "shown by number" in text_of(pdf)


def test_a_brief_whose_letters_all_have_fonts_prints_no_note(facts, in_english):
    assert "shown by number" not in text_of(render(in_english(facts)))


def test_a_latin_name_stays_in_the_text_font():
    assert split_by_font("Żółć O\u2019Connor", Weight.REGULAR)[0].font == Weight.REGULAR.value


def test_plain_letters_are_never_written_as_numbers():
    text = "Łukasz \u2013 “ok” … · 1\u20135\u00a0!"

    assert name_missing_letters(text) == text


def test_every_font_is_in_the_folder_and_nothing_else_is():
    files = {path.stem for path in FOLDER.glob("*.ttf")}

    assert files == {*FALL_BACKS, *(weight.value for weight in Weight)}


def test_the_fonts_stay_under_twelve_megabytes():
    assert sum(path.stat().st_size for path in FOLDER.glob("*.ttf")) < 12_000_000


def test_the_licence_lies_beside_the_fonts():
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FOLDER / "OFL.txt").read_text(encoding="utf-8")

"""Names of another direction on paper: they turn nothing of the sentence around them."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.briefs.fields import ProbeWithBoxes
from hiring.briefs.flowables import Labels
from hiring.briefs.sides import TYPES, side_two
from hiring.briefs.typesetting import break_lines, ink_parts, set_line
from hiring.words import apart

RATED = f"كان تقييمك «{apart('Very effective')}»: {apart('Ring her now.')}"
RIGHTWARD = st.text(st.sampled_from("abc ABC.,:()-«»"), min_size=1, max_size=30)


def seen(line):
    """The letters from left to right."""
    return "".join(part.text[::-1] if part.is_leftward else part.text for part in line.glyphs)


def test_a_sentence_ends_on_its_own_side_whatever_it_quotes():
    line = seen(set_line(ink_parts(RATED), base_level=1))

    # From right to left: our words, the step in its marks, a colon, the response with its stop.
    assert line == "Ring her now. :»Very effective« " + "كان تقييمك"[::-1]


@given(RIGHTWARD)
@settings(max_examples=60, deadline=None)
def test_what_is_set_apart_reads_as_it_reads_alone(text):
    alone = seen(set_line(ink_parts(text)))
    line = seen(set_line(ink_parts(f"كان {apart(text)} كان"), base_level=1))

    assert alone.strip() in line


def test_an_opening_named_in_arabic_stands_before_the_employer(facts, in_english):
    content = in_english(replace(facts, opening_title="خدمة العملاء 2026", employer="Northwind"))

    assert seen(set_line(ink_parts(content.role_line))).endswith(
        "خدمة العملاء"[::-1] + " · Northwind"
    )


def test_on_the_second_side_the_code_follows_the_name_whichever_way_that_runs():
    for name in ("Amara", "יוסף", "علي 7", "王小明"):
        assert seen(set_line(Labels(name, (), "C-7F2K").kicker)).endswith("   C-7F2K")


def test_a_question_in_another_direction_ends_on_its_own_side(facts, in_english):
    asked = replace(facts.questions[0], probe="ماذا قلت له.", language="ar")
    content = in_english(replace(facts, questions=(asked,)))
    blocks = [placed.block for placed in side_two(content, TYPES[0], 500, 2, 19)]
    (probe,) = [seen(set_line(one.spans)) for one in blocks if isinstance(one, ProbeWithBoxes)]

    assert probe == f"Ask: .{'ماذا قلت له'[::-1]}"


def test_a_quotation_over_two_lines_keeps_its_direction_on_both():
    words = "Ring her now, then write it down and call again (after four)."
    lines = break_lines(ink_parts(f"كان {apart(words)}"), 11, 150, base_level=1)

    assert len(lines) == 2
    assert " ".join(seen(line) for line in lines).endswith("(after four).")


def test_no_line_of_letters_that_join_is_wider_than_its_room():
    words = "وهو يقيس مدى قرب إجاباتك من مفتاح التصحيح، ولا يقيس ما تشعر به في 25 مايو 2026. "
    spans = ink_parts(words * 4)
    for room in range(120, 500, 19):
        lines = break_lines(spans, 11, room, base_level=1)
        assert max(line.width(11) for line in lines) <= room + 0.01


def test_no_line_of_hebrew_is_wider_than_its_room():
    words = "התקשר אליה היום ואמור בבירור מה שאתה יודע על ההזמנה ואז הסבר מה יקרה הלאה"

    for room in range(120, 400, 7):
        lines = break_lines(ink_parts(f"Ask: {apart(words)}"), 11, room)
        assert max(line.width(11) for line in lines) <= room

"""Which question of a package becomes which item, and what of its text is kept."""

import re

import pytest

from tests.banks.qti import packages
from tests.banks.qti.packages import MAP, PNG, STEM, choice, declare, grid, item, mapped

TAG = re.compile(r"(</?)(?!p\b)([a-zA-Z]+)")
ATTRIBUTE = re.compile(r"(?<= )[a-z]+[A-Z][a-zA-Z]*(?==)")
CAPITAL = re.compile(r"[A-Z]")


def third(text):
    """The same item in the words of version 3."""
    tags = TAG.sub(lambda found: f"{found[1]}qti-{hyphened(found[2])}", text)
    words = ATTRIBUTE.sub(lambda found: hyphened(found[0]), tags)
    return words.replace(packages.V2, packages.V3)


def hyphened(name):
    return CAPITAL.sub(lambda found: f"-{found[0].lower()}", name)


def asked(bank):
    (scenario,) = bank.scenarios.values()
    return scenario["items"][0]


@pytest.mark.parametrize(
    ("name", "item_format"),
    [
        ("pick", "pick_best"),
        ("several", "pick_n"),
        ("order", "rank_all"),
        ("grid", "rate_each"),
        ("ends", "best_worst"),
        ("open", "open_text"),
    ],
)
def test_every_format_has_a_question_it_comes_from(imported, name, item_format):
    bank = imported(packages.ITEMS[name])

    assert asked(bank)["format"] == item_format
    assert [one["name"] for one in bank.report["not_honoured"]] == []


def test_items_in_the_words_of_version_3_are_the_same_items(imported, tmp_path):
    second = imported(packages.ITEMS)
    (tmp_path / "out").rename(tmp_path / "second")
    items = {name: third(text) for name, text in packages.ITEMS.items()}
    bank = imported(items, version="3p0")

    assert (bank.bank, bank.key, bank.lost) == (second.bank, second.key, {})
    assert "qti-extended-text-interaction" in bank.changed


def test_the_steps_of_a_grid_are_the_bank_s_scale(imported):
    assert imported(packages.GRID).bank["response_scale"] == list(packages.STEPS.values())


def test_a_second_grid_with_other_steps_is_left_out_and_told(imported):
    other = packages.GRID.replace("Very bad", "Awful")
    bank = imported({"grid": packages.GRID, "other": other, "pick": packages.PICK})

    assert [one["id"] for one in bank.bank["scenarios"]] == ["grid", "pick"]
    assert bank.report["left_out"] == ["items/other.xml"]
    assert "another grid came first" in bank.lost["assessmentItem"]


def test_a_grid_may_have_its_rows_second(imported):
    body = grid(packages.TEXTS, packages.STEPS)
    first, second = body.split("<simpleMatchSet>")[1:]
    turned = body.split("<simpleMatchSet>")[0] + "".join(
        f"<simpleMatchSet>{part.removesuffix('</matchInteraction>')}" for part in (second, first)
    )
    pairs = ["S4 A", "S1 B", "S3 C", "S2 D"]
    bank = imported(
        item("one", f"{turned}</matchInteraction>", declare(pairs, "multiple", "directedPair"))
    )

    assert bank.key["one/response"]["ratings"] == {"a": 4, "b": 1, "c": 3, "d": 2}


def test_a_scale_with_a_middle_step_is_left_out_with_its_reason(imported):
    odd = item("odd", grid(packages.TEXTS, {**packages.STEPS, "S5": "Neither"}))
    bank = imported({"odd": odd, "pick": packages.PICK})

    assert "middle step" in bank.lost["assessmentItem"]


def test_two_ends_without_names_are_left_out(imported):
    nameless = item("one", grid(packages.TEXTS, {"X": "Left", "Y": "Right"}, most=1))
    bank = imported({"one": nameless, "pick": packages.PICK})

    assert "Nothing says which" in bank.lost["assessmentItem"]


def test_a_question_without_format_leaves_the_others_of_its_item(imported):
    gap = '<p>It comes on <textEntryInteraction responseIdentifier="GAP"/>.</p>'
    bank = imported(item("one", gap + choice(), declare(["A"])))

    assert len(bank.scenarios["one"]["items"]) == 1
    assert "no format" in bank.lost["textEntryInteraction"]


def test_how_many_to_choose_is_told_where_it_changes(imported):
    bank = imported(item("one", choice(most=0), declare(["A", "C"], "multiple")))

    assert asked(bank)["choose"] == 2
    assert "here they choose 2" in bank.changed["choiceInteraction"]


def test_an_item_with_two_questions_is_one_scenario(imported):
    second = choice(prompt="Which is worst?").replace("RESPONSE", "WORST")
    declared = declare(["A"]) + declare(["B"]).replace("RESPONSE", "WORST")
    bank = imported(item("one", STEM + choice() + second, declared))

    assert [one["id"] for one in bank.scenarios["one"]["items"]] == ["response", "worst"]


def test_questions_and_options_without_end_are_left_out_with_a_reason(imported):
    many = "".join(choice().replace("RESPONSE", f"R{n}") for n in range(30))
    wide = "".join(f'<simpleChoice identifier="A">Word {n}</simpleChoice>' for n in range(500))
    bank = imported({"many": item("many", many), "wide": item("wide", choice(inside=wide))})
    reasons = {one["reason"] for one in bank.report["not_honoured"]}

    assert len(bank.scenarios["many"]["items"]) == 20
    assert {"A scenario asks up to 20 questions."} <= reasons
    assert {"It has 500 options; here 10 are the most."} <= reasons


def test_paragraphs_lists_and_tables_become_plain_lines(imported):
    body = (
        "<p>One  <em>two</em>\n three.</p><ul><li>four</li><li>five</li></ul>"
        "<table><tr><td>six</td><td>seven</td></tr></table><p>eight<br/>nine</p>"
    )
    bank = imported(item("one", body + choice(), declare(["A"])))

    assert bank.scenarios["one"]["stem"] == (
        "One two three.\n\n\u2013 four\n\u2013 five\n\nsix | seven\n\neight\nnine"
    )


def test_what_is_missing_within_a_sentence_leaves_a_mark(imported):
    formula = (
        '<p>It is <m:math xmlns:m="http://www.w3.org/1998/Math/MathML"><m:mi>x</m:mi></m:math>.</p>'
    )
    bank = imported(item("one", formula + choice(), declare(["A"])))

    assert bank.scenarios["one"]["stem"] == "It is [fill in] ."
    assert {"math", "mi", "x"} <= set(bank.lost)


def test_what_the_package_does_not_say_is_left_to_fill_in(imported):
    bank = imported(item("one", choice(prompt=""), declare(["A"])))

    assert bank.scenarios["one"]["stem"] == "[fill in] the situation"
    assert asked(bank)["question"] == "[fill in] the question"


def test_words_for_candidates_stand_in_the_stem_and_words_for_raters_do_not(imported):
    told = '<rubricBlock view="candidate"><p>Read slowly.</p></rubricBlock>'
    bank = imported(packages.OPEN.replace("<itemBody>", f"<itemBody>{told}"))
    key = (bank.folder / "keys/1.toml").read_text(encoding="utf-8")

    assert bank.scenarios["open"]["stem"].startswith("Read slowly.\n\nInes")
    assert "Blames somebody" not in bank.scenarios["open"]["stem"]
    assert "# 1: Blames somebody." in key


def test_a_rubric_with_levels_gives_anchors(imported):
    (criterion,) = imported(packages.OPEN).key["open/response"]["criteria"]

    assert criterion["anchors"] == {
        "weak": "Blames somebody.",
        "fair": "Names the date.",
        "strong": "Names the date and a way out.",
    }


def test_a_rubric_in_one_sentence_leaves_anchors_to_fill_in(imported):
    text = packages.OPEN.replace("1: ", "").replace("3: ", "").replace("5: ", "")
    (criterion,) = imported(text).key["open/response"]["criteria"]

    assert all("[fill in]" in one for one in criterion["anchors"].values())


def test_feedback_to_an_option_is_its_reason(imported):
    told = (
        '<feedbackInline outcomeIdentifier="F" identifier="A" showHide="show">'
        "It helps.</feedbackInline>"
    )
    text = packages.PICK.replace("new date.", f"new date.{told}")
    bank = imported(text)

    assert bank.key["pick/response"]["rationale"]["a"] == "It helps."
    assert asked(bank)["options"][0]["text"] == "Call her today with the new date."


def test_a_picture_comes_along_and_waits_for_its_words(imported):
    body = STEM + '<p><img src="../media/Shelf One.PNG" alt=""/></p>' + choice()
    bank = imported(item("one", body, declare(["A"])), files={"media/Shelf One.PNG": PNG})

    assert bank.scenarios["one"]["media"] == [{"file": "shelf-one.png", "kind": "image"}]
    assert (bank.folder / "media/shelf-one.png").read_bytes() == PNG
    assert "“shelf-one.png” has no “alt”." in {one["message"] for one in bank.report["to_do"]}


def test_a_sound_waits_for_transcript_and_captions(imported):
    body = STEM + '<audio controls="controls"><source src="a.mp3"/></audio>' + choice()
    bank = imported(item("one", body, declare(["A"])), files={"items/a.mp3": b"ID3" + b"\0" * 40})
    messages = {one["message"] for one in bank.report["to_do"]}

    assert {"“a.mp3” has no “captions”.", "“a.mp3” has no “transcript”."} <= messages
    assert "controls" in bank.lost


@pytest.mark.parametrize(
    ("source", "reason"),
    [("none.png", "not in the package"), ("../a.svg", "not used"), ("http://x/a.png", "not in")],
)
def test_a_picture_that_cannot_be_shown_is_told(imported, source, reason):
    body = STEM + f'<img src="{source}" alt="A shelf"/>' + choice()
    bank = imported(item("one", body, declare(["A"])), files={"a.svg": b"<svg/>"})

    assert reason in bank.lost["img"]
    assert "media" not in bank.scenarios["one"]


def test_items_in_another_language_are_left_for_another_bank(imported):
    french = item("french", STEM + choice(), declare(["A"])).replace('lang="en"', 'lang="fr-CA"')
    bank = imported({"pick": packages.PICK, "french": french, "several": packages.SEVERAL})

    assert bank.bank["language"] == "en"
    assert bank.report["left_out"] == ["items/french.xml"]
    assert "fr-CA" in bank.lost["assessmentItem"]


def test_another_kind_of_the_same_language_is_told(imported):
    other = packages.SEVERAL.replace('lang="en"', 'lang="en-GB"')
    bank = imported({"pick": packages.PICK, "several": other, "open": packages.OPEN})

    assert bank.changed["assessmentItem"] == "It is in “en-GB”, the bank in “en”."


def test_the_language_can_be_chosen(imported):
    french = item("french", STEM + choice(), declare(["A"])).replace('lang="en"', 'lang="fr"')
    bank = imported({"pick": packages.PICK, "french": french}, language="fr")

    assert list(bank.scenarios) == ["french"]


def test_the_same_item_twice_is_taken_over_once(imported):
    bank = imported({"one": packages.PICK, "two": packages.PICK})

    assert list(bank.scenarios) == ["pick"]
    assert "twice" in bank.lost["assessmentItem"]


def test_two_items_of_one_name_get_two_ids(imported):
    bank = imported({"one": packages.PICK, "two": packages.PICK.replace("Tell her", "Say")})

    assert list(bank.scenarios) == ["pick", "pick-2"]


def test_a_test_gives_the_order(imported):
    test = f"""<assessmentTest {packages.V2} identifier="T" title="The whole test">
<testPart identifier="P" navigationMode="linear" submissionMode="individual">
<assessmentSection identifier="S" title="Part one" visible="true">
<assessmentItemRef identifier="B" href="items/open.xml"/>
<assessmentItemRef identifier="A" href="items/pick.xml"/></assessmentSection></testPart>
</assessmentTest>"""
    named = '<resource identifier="T" type="imsqti_test_xmlv2p1" href="test.xml"/>'
    bank = imported(
        {"pick": packages.PICK, "open": packages.OPEN}, more=named, files={"test.xml": test}
    )

    assert list(bank.scenarios) == ["open", "pick"]
    assert bank.bank["title"] == "The whole test"
    assert {"navigationMode", "submissionMode", "visible", "title"} <= set(bank.lost)


def test_values_of_a_mapping_need_its_own_rule(imported):
    values = mapped({"A": 2, "B": 0, "C": 1, "D": 0})
    bank = imported(item("one", choice(), declare(["A"], mapping=values), rules=MAP))

    assert bank.key["one/response"]["weights"] == {"a": 1.0, "b": 0.0, "c": 0.5, "d": 0.0}
    assert "other of the two ways" in bank.lost["correctResponse"]

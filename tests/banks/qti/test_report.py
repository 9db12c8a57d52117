"""Nothing of a package drops out in silence: it is in the draft, or in the report with its line."""

import json
import re
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.banks.qti.elements import parse
from hiring.banks.qti.importing import import_package
from tests.banks.qti import packages
from tests.banks.qti.packages import choice, declare, item

KNOWN = ["p", "div", "span", "em", "sub", "ul", "li", "table", "tr", "td", "br", "pre", "h2"]
OTHER = ["object", "img", "audio", "math", "feedbackBlock", "printedVariable", "rubricBlock"]
ASKING = ["textEntryInteraction", "gapMatchInteraction", "mediaInteraction"]
TAGS = st.sampled_from([*KNOWN, *OTHER, *ASKING])
TREES = st.recursive(
    st.just([]), lambda inside: st.lists(st.tuples(TAGS, inside), max_size=4), max_leaves=12
)


def written(trees, numbers):
    """XML of the trees, with a word of its own in every element and every attribute."""
    out = []
    for tag, inside in trees:
        n = next(numbers)
        out.append(f'<{tag} a{n}="b{n}">c{n} {written(inside, numbers)} d{n}</{tag}>\n')
    return "".join(out)


def outcome(folder):
    texts = (folder / "bank.toml", folder / "keys/1.toml")
    draft = "\n".join(path.read_text(encoding="utf-8") for path in texts)
    return draft, json.loads((folder / "import-report.json").read_text(encoding="utf-8"))


@settings(max_examples=30, deadline=None)
@given(TREES)
def test_every_word_and_attribute_is_in_the_draft_or_in_the_report(trees):
    body = written(trees, iter(range(10_000)))
    text = item("one", body + choice(), declare(["A"]))
    with TemporaryDirectory() as place:
        path = packages.write(Path(place) / "package.zip", {"one": text})
        draft, report = outcome(import_package(path, Path(place) / "out").folder)
    told = {word for one in report["not_honoured"] for word in one["name"].split()}
    kept = set(draft.replace('"', " ").split())
    elements = list(parse(f"<x>{body}</x>".encode(), "x").root.walk())[1:]

    for element in elements:
        words = {word for child in element.children if hasattr(child, "text")
                 for word in child.text.split()}  # fmt: skip
        assert set(element.attributes) <= told
        assert words <= kept | told
        assert element.name in {*KNOWN, "mediaInteraction", "rubricBlock"} | told


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(sorted(packages.ITEMS)), st.data())
def test_what_is_put_anywhere_into_an_item_is_reported_with_its_line(name, data):
    text = packages.ITEMS[name]
    places = [at + 1 for at, sign in enumerate(text) if sign == ">" and text[at - 1] not in "?/"]
    at = data.draw(st.sampled_from(places[1:-1]))
    changed = f'{text[:at]}<strange odd="1">unheard</strange>{text[at:]}'
    with TemporaryDirectory() as place:
        path = packages.write(
            Path(place) / "package.zip", {"changed": changed, "pick": packages.PICK}
        )
        _, report = outcome(import_package(path, Path(place) / "out").folder)
    told = [one for one in report["not_honoured"] if one["file"] == "items/changed.xml"]

    line = text.count("\n", 0, at) + 1
    assert {
        ("element", "strange", line),
        ("attribute", "odd", line),
        ("text", "unheard", line),
    } <= {(one["part"], one["name"], one["line"]) for one in told}


@settings(max_examples=30, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cn", "Co"]), min_size=1))
def test_letters_of_every_kind_arrive_as_they_were(text):
    told = f"x {text} x".replace("[fill in]", "")
    with TemporaryDirectory() as place:
        body = f"<p>{escape(told)}</p>"
        one = item("one", body + choice(prompt=escape(told)), declare(["A"]))
        path = packages.write(Path(place) / "package.zip", {"one": one})
        folder = import_package(path, Path(place) / "out").folder
        scenario = tomllib.loads((folder / "bank.toml").read_text("utf-8"))["scenarios"][0]

    assert scenario["stem"] == scenario["items"][0]["question"] == re.sub(" +", " ", told)


@pytest.mark.parametrize("name", sorted(packages.ITEMS))
def test_what_a_bank_knows_leaves_nothing_over(imported, name):
    assert imported(packages.ITEMS[name]).lost == {}


def test_an_item_that_is_left_out_is_reported_whole(imported):
    gone = item("gone", '<p id="x">Words</p><drawingInteraction responseIdentifier="R"/>')
    bank = imported({"gone": gone, "pick": packages.PICK})
    told = {(one["part"], one["name"]) for one in bank.report["not_honoured"]}

    assert {("element", "p"), ("attribute", "id"), ("text", "Words")} <= told
    assert {("element", "assessmentItem"), ("attribute", "title")} <= told


def test_the_manifest_and_files_that_nobody_shows_are_reported(imported):
    extra = (
        '<resource identifier="X" type="webcontent" href="a.css"><file href="a.css"/></resource>'
    )
    bank = imported(packages.PICK, more=extra, files={"a.css": "p{}", "b.txt": "b"})
    told = {(one["part"], one["file"], one["name"]) for one in bank.report["not_honoured"]}

    assert ("element", "imsmanifest.xml", "resource") in told
    assert {("file", "a.css", "a.css"), ("file", "b.txt", "b.txt")} <= told


def test_instructions_beside_the_root_are_reported(imported):
    text = packages.PICK.replace("<assess", '<?xml-stylesheet href="a.css"?>\n<assess', 1)

    assert "xml-stylesheet" in imported(text).lost


def test_two_spellings_of_one_attribute_are_both_there():
    text = '<qti-choice-interaction max-choices="1" maxChoices="2"/>'
    root = parse(text.encode(), "x").root

    assert sorted(root.attributes.values()) == ["1", "2"]


def test_the_report_for_people_names_file_line_and_reason(imported):
    bank = imported(packages.PICK.replace("<p>Ines", '<p class="big">Ines'))
    words = (bank.folder / "import-report.md").read_text(encoding="utf-8")

    assert "### `items/only.xml`" in words
    assert "| 6 | attribute `class` of `p` | Pages have one look for everybody. |" in words


def test_words_of_a_package_cannot_break_the_report(imported):
    bank = imported(packages.PICK.replace("<p>Ines", "<math>`a` | b <i/>\n# c</math><p>Ines"))
    words = (bank.folder / "import-report.md").read_text(encoding="utf-8")

    assert "text `'a' / b` of `math`" in words
    assert "\n# c" not in words

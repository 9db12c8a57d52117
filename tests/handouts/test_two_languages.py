"""An explanation of a bank in another language than the page: no line holds half of each."""

import gettext
from dataclasses import replace

import pytest

from hiring import places
from hiring.banks.schema import Item, ItemFormat, Option
from hiring.feedback.explaining import OwnAnswer
from hiring.handouts.explanation_words import compose_explanation
from hiring.handouts.feedback_sheet import render_sheet
from hiring.handouts.sheets import BankListing
from hiring.reports.telling import Listing, Paragraph
from hiring.sittings import AnswerState
from tests.papers import tree_of
from tests.twins import page_of

OPTIONS = tuple(Option(id=name, text=f"Response {name}.") for name in "abc")
ENDS = Item(id="ends", format=ItemFormat.BEST_WORST, question="Which?", options=OPTIONS)
SOME = Item(id="some", format=ItemFormat.PICK_N, question="Which two?", options=OPTIONS, choose=2)
RATED = ["Very effective: Response a.", "Very ineffective: Response b."]


@pytest.fixture(scope="module")
def arabic():
    return gettext.translation("messages", str(places.TRANSLATIONS), languages=["ar"])


@pytest.fixture(scope="module")
def told(explanation, arabic):
    return compose_explanation(explanation, arabic, "ar", contact="x")


def test_ratings_and_themes_are_the_banks_lines_as_a_whole(told):
    blocks = [block for section in told.sections for block in section.blocks]
    lines = [block.items for block in blocks if isinstance(block, BankListing)]

    assert ("Listening: Lets the feeling arrive.",) in lines
    assert (*RATED, "Rather effective: Response c.") in lines
    assert not any("Response" in one for b in blocks if isinstance(b, Listing) for one in b.items)


def test_our_word_for_a_choice_stands_before_the_banks_lines(explanation, arabic):
    given = (
        OwnAnswer(1, "Ends", ENDS, AnswerState.ANSWERED, {"best": "a", "worst": "c"}, None),
        OwnAnswer(2, "Some", SOME, AnswerState.ANSWERED, ["a", "b"], None),
    )
    told = compose_explanation(replace(explanation, answers=given), arabic, "ar", contact="x")
    blocks = told.sections[-1].blocks

    lines = [(blocks[at - 1], one) for at, one in enumerate(blocks) if isinstance(one, BankListing)]
    assert [one.items for _before, one in lines] == [
        ("Response a.",),
        ("Response c.",),
        ("Response a.", "Response b."),
    ]
    assert all(isinstance(before, Paragraph) for before, _one in lines)


def test_the_page_marks_such_lines_as_one_block_in_their_direction(told):
    page = page_of("candidate/sheet.html", "ar", sheet=told, audience="candidate")

    assert f'<ul lang="en" dir="ltr"><li>{RATED[0]}</li><li>{RATED[1]}</li>' in page
    assert '<p lang="en" dir="ltr">How good is each?</p>' in page


def test_the_paper_marks_their_language(told):
    lines = [node for node in tree_of(render_sheet(told)).walk() if node.text.strip() in RATED]

    assert {node.language for node in lines if node.marks} == {"en"}

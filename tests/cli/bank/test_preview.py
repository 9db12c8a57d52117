"""A bank shown in words: as candidates see it, and as its author does."""

import re

import pytest

from hiring.banks.loader import load_bank
from tests.banks.folders import write_bank
from tests.banks.media import write_media_bank
from tests.cli.bank.files import KEY


def test_a_candidate_s_view_holds_every_option(hiring, mine):
    bank = load_bank(mine).bank
    shown = " ".join(hiring("bank", "show", mine).output.split())

    texts = [option.text for one in bank.scenarios for item in one.items for option in item.options]
    assert [text for text in texts if text not in shown] == []


def test_a_candidate_s_view_holds_no_reason(hiring, mine):
    key = load_bank(mine).latest_key
    shown = " ".join(hiring("bank", "show", mine).output.split())

    reasons = [reason for item in key.items for reason in item.rationale.values()]
    assert [reason for reason in reasons if reason in shown] == []


def test_an_author_s_view_holds_every_reason(hiring, mine):
    key = load_bank(mine).latest_key
    shown = " ".join(hiring("bank", "show", mine, "--key").output.split())

    reasons = [reason for item in key.items for reason in item.rationale.values()]
    assert [reason for reason in reasons if reason not in shown] == []


@pytest.mark.parametrize(
    "words",
    [
        "= 4, Very effective. She hears the truth",
        "= most effective. It takes up his view",
        "= between. True,",
        "= least effective. It gives a promise",
        "= place 1 of 4. It gives a date, a visit",
        "= weight 0.5. It offers something",
        "= to be chosen. It says early",
        "= not to be chosen. The tin",
        "Key: footrule counts for ownership, listening (half)",
        "No panel of experts has confirmed it yet.",
    ],
)
def test_an_author_s_view_says_how_options_are_keyed(hiring, mine, words):
    assert words in " ".join(hiring("bank", "show", mine, "--key").output.split())


def test_scenarios_stand_in_the_order_of_showing(hiring, mine):
    numbered = re.findall(
        r"^(\S.*?)\. .* \[([a-z-]+)\]$", hiring("bank", "show", mine).output, re.MULTILINE
    )

    assert numbered == [
        ("Practice", "practice-parcel"),
        ("1", "delivery-slips"),
        ("2", "charged-twice"),
        ("3", "printer-fourth-visit"),
        ("4", "small-car"),
        ("5", "wrong-paint"),
        ("6", "short-message"),
        ("Not in the default form", "own-words"),
    ]


def test_a_translation_can_be_read(hiring, place):
    folder = write_bank(place)

    assert "Les pièces sont en retard." in hiring("bank", "show", folder, "--language", "fr").output


def test_a_language_that_is_not_there_is_explained(hiring, mine):
    result = hiring("bank", "show", mine, "--language", "fr")

    assert (result.exit_code, "Languages of this bank: en" in result.output) == (1, True)


def test_a_key_that_is_not_there_is_explained(hiring, mine):
    (mine / KEY).unlink()

    assert "has no key yet" in hiring("bank", "show", mine, "--key").output


def test_media_are_shown_by_what_stands_for_them(hiring, place):
    shown = " ".join(hiring("bank", "show", write_media_bank(place / "media")).output.split())

    assert "[image: shelf.png] An empty shelf." in shown
    assert "[audio: call.ogg] Where are my parts?" in shown

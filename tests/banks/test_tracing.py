"""A text that turned up tells its form, where its words tell it, and nothing beyond."""

import pytest

from hiring.banks.tracing import trace
from tests.banks.wordings import HARBOUR, MILL, MILL_FR, OWN, OWN_FR, load_worded


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    return load_worded(tmp_path_factory.mktemp("worded"))


def told(loaded, text):
    (found,) = [one for one in trace(loaded, text) if one.scenario == "late-parts"]
    return found


@pytest.mark.parametrize(
    ("text", "language", "nearest"),
    [
        pytest.param(OWN, "en", ("standard",), id="own"),
        pytest.param(MILL, "en", ("mill",), id="mill"),
        pytest.param(HARBOUR, "en", ("harbour",), id="harbour"),
        pytest.param(MILL_FR, "fr", ("mill",), id="French"),
        pytest.param(OWN_FR, "fr", ("standard", "harbour"), id="French, of two forms"),
        pytest.param(MILL.upper().replace(". ", " -\n\n"), "en", ("mill",), id="case and marks"),
        pytest.param(
            HARBOUR.replace("You sell", "we sell")
            .replace("third", "3rd")
            .replace("people", "team"),
            "en",
            ("harbour",),
            id="small changes",
        ),
        pytest.param(
            f"hi all!! got this one yesterday: {MILL} what would you tick? "
            + "The answer is in Canal Street Road, they say. " * 3,
            "en",
            ("mill",),
            id="with other words around it",
        ),
    ],
)
def test_a_copy_tells_its_form(loaded, text, language, nearest):
    found = told(loaded, text)

    assert (found.language, found.nearest) == (language, nearest)


def test_the_words_that_tell_are_named(loaded):
    assert told(loaded, HARBOUR).telling == ("five", "harbour")


def test_a_copy_without_the_detail_tells_no_form(loaded):
    found = told(loaded, "You sell parts for machines. Marta" + MILL.split("Marta")[1])

    assert (found.nearest, found.others) == (("standard", "mill", "harbour"), ())
    assert found.telling == ()


def test_a_copy_with_another_detail_tells_no_form(loaded):
    found = told(loaded, MILL.replace("Mill Street", "Chapel Lane").replace("four", "six"))

    assert (found.nearest, found.others) == (("standard", "mill", "harbour"), ())


def test_words_that_two_forms_share_leave_both(loaded):
    found = told(loaded, MILL.replace("Mill Street", "some street"))

    assert (found.nearest, found.others) == (("standard", "mill"), ("harbour",))
    assert found.telling == ("four",)


def test_words_of_another_form_are_not_kept_back(loaded):
    found = told(loaded, HARBOUR.replace("Harbour Street", "Mill Street, near Harbour Street"))

    assert (found.nearest, found.contrary) == (("harbour",), ("mill",))


def test_a_detail_that_was_left_out_is_told_by_the_words_beside_it(tmp_path):
    short = ("bank.toml", "Mill Street are", "the town are")
    shorter = ("bank.toml", "Harbour Street are five days late", "the are four days late")
    loaded = load_worded(tmp_path, short, shorter)

    assert told(loaded, OWN.replace("Canal Street", "the town")).nearest == ("mill",)
    assert told(loaded, OWN.replace("in Canal Street", "in the")).nearest == ("harbour",)


def test_a_scenario_with_one_wording_tells_which_forms_show_it(tmp_path):
    stem = "A queue of nine people has waited for an hour at your counter, and the till is broken."
    loaded = load_worded(
        tmp_path,
        ("bank.toml", "The parts for long-queue are late. Marta calls you and asks.", stem),
    )
    (found,) = [one for one in trace(loaded, stem) if one.scenario == "long-queue"]

    assert (found.nearest, found.others, found.telling) == (("standard",), (), ())


def test_a_scenario_in_no_form_is_found_without_one(loaded):
    text = "The parts for own-words are late. Marta calls you and asks."

    assert next(one for one in trace(loaded, text) if one.scenario == "own-words").nearest == ()


@pytest.mark.parametrize(
    "text", ["", "   ", "Marta Lind calls you.", "Nothing of this is about parts. " * 40]
)
def test_a_text_without_half_a_scenario_holds_none(loaded, text):
    assert not [one for one in trace(loaded, text) if one.scenario == "late-parts"]


def test_every_language_is_looked_through(loaded):
    text = f"{MILL}\n\n{MILL_FR}"

    assert [
        (one.language, one.nearest) for one in trace(loaded, text) if one.scenario == "late-parts"
    ] == [("en", ("mill",)), ("fr", ("mill",))]

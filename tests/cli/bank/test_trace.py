"""From which form a text was copied, asked at the command line."""

import pytest

from hiring.cli.bank_trace import MAX_CHARS
from tests.banks.wordings import HARBOUR, MILL, OWN_FR, write_worded


@pytest.fixture
def folder(place):
    return write_worded(place)


def test_a_copy_names_its_form_and_the_words_that_tell(hiring, folder, place):
    (place / "turned-up.txt").write_text(HARBOUR.lower(), encoding="utf-8")

    assert hiring("bank", "trace", folder, "turned-up.txt").output.splitlines() == [
        "Scene late-parts [late-parts, en]",
        "    100% of its words stand there.",
        "    Nearest to form harbour; further from standard, mill.",
        "    Telling: “five”, “harbour”.",
        "",
        "Words tell a form, not a person. Anybody who read that form could have copied them.",
    ]


def test_a_text_can_be_piped_in(hiring, folder):
    lines = hiring("bank", "trace", folder, "-", typed=MILL).output

    assert "Nearest to form mill; further from standard, harbour." in lines


def test_forms_with_the_same_words_are_not_told_apart(hiring, folder):
    lines = hiring("bank", "trace", folder, "-", typed=OWN_FR).output

    assert "Nearest to forms standard, harbour, which it does not tell apart" in lines


def test_a_copy_without_the_detail_could_come_from_all(hiring, folder):
    typed = MILL.replace("Mill Street", "some place").replace("four", "some")
    lines = hiring("bank", "trace", folder, "-", typed=typed).output

    assert "These words could come from all forms that show it: standard, mill, harbour." in lines
    assert "Words tell a form" not in lines


def test_words_of_another_form_are_said(hiring, folder):
    typed = HARBOUR.replace("Harbour Street", "Mill Street, near Harbour Street")
    lines = hiring("bank", "trace", folder, "-", typed=typed).output

    assert "But words of other forms stand there too: “mill”." in lines


def test_a_text_without_a_scenario_holds_none(hiring, folder):
    result = hiring("bank", "trace", folder, "-", typed="Nothing of this kind.")

    assert result.exit_code == 0
    assert result.output.startswith("No scenario of this bank stands there")


def test_a_bank_can_be_named_by_id_and_version(hiring, folder, place, monkeypatch):
    monkeypatch.setenv("HIRING_BANK_DIRS", str(place))
    words = ("bank", "trace", "small-bank", "-", "--version", "1.0.0")

    assert "form mill" in hiring(*words, typed=MILL).output


def test_a_text_that_is_too_long_is_refused(hiring, folder):
    result = hiring("bank", "trace", folder, "-", typed="a " * MAX_CHARS)

    assert result.exit_code == 1
    assert f"more than {MAX_CHARS} characters" in result.output


def test_show_names_the_wordings_of_forms(hiring, folder):
    lines = " ".join(hiring("bank", "show", folder).output.split())

    assert f"[instead, in form mill] {MILL}" in lines

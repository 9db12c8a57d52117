"""A form may word a scenario in its own way: what is checked, what stays, what candidates read."""

import re
from pathlib import Path

import pytest

from hiring.banks.check import judge
from hiring.banks.diff import compare_banks
from hiring.banks.faults import BankFaultsError
from hiring.banks.loader import load_bank
from hiring.banks.localised import localise
from hiring.banks.wordings import worded
from tests.banks.folders import write_bank
from tests.banks.wordings import (
    BANK,
    FRENCH,
    HARBOUR,
    MILL,
    MILL_FR,
    OWN,
    OWN_FR,
    load_worded,
)


def stem_of(bank, form_id):
    return worded(bank, form_id).get_scenario("late-parts").stem


def faults_of(root, *changes):
    with pytest.raises(BankFaultsError) as caught:
        load_worded(root, *changes)
    return [(one.file, one.place, one.message) for one in caught.value.faults]


def warnings_of(loaded):
    return [(one.file, one.place, one.message) for one in judge(loaded)]


@pytest.fixture
def loaded(tmp_path):
    return load_worded(tmp_path)


# --- what is read ---


@pytest.mark.parametrize(
    ("form", "stem"), [("standard", OWN), ("mill", MILL), ("harbour", HARBOUR)]
)
def test_each_form_has_its_wording(loaded, form, stem):
    assert stem_of(loaded.bank, form) == stem


@pytest.mark.parametrize(
    ("form", "stem"), [("standard", OWN_FR), ("mill", MILL_FR), ("harbour", OWN_FR)]
)
def test_a_form_without_a_wording_in_a_language_has_that_languages_stem(loaded, form, stem):
    assert stem_of(localise(loaded.bank, loaded.languages["fr"]), form) == stem


def test_what_is_not_translated_keeps_the_wording_of_the_form(loaded):
    french = loaded.languages["fr"]
    partly = french.model_copy(update={"scenarios": {}, "forms": {}})

    assert stem_of(localise(loaded.bank, partly), "harbour") == HARBOUR


def test_nothing_but_stems_is_worded(loaded):
    bank = worded(loaded.bank, "mill")

    assert bank.get_scenario("wrong-bill") == loaded.bank.get_scenario("wrong-bill")
    assert bank.get_scenario("late-parts").items == loaded.bank.get_scenario("late-parts").items


def test_a_form_without_wordings_is_the_same_document(loaded):
    assert worded(loaded.bank, "standard") is loaded.bank


# --- digests ---


def test_a_form_without_wordings_is_written_as_before_there_were_any(tmp_path):
    bank = load_bank(write_bank(tmp_path))
    text = bank.languages["fr"].forms["standard"]

    assert "wordings" not in bank.bank.forms[0].model_dump(mode="json")
    assert "wordings" not in text.model_dump(mode="json")


def test_another_wording_changes_what_is_seen_and_moves_no_score(tmp_path, loaded):
    other = load_worded(tmp_path / "other", (BANK, "Mill Street", "Hill Street"))

    assert other.content_digest != loaded.content_digest
    assert other.scoring_digests == loaded.scoring_digests


# --- faults ---


def test_every_wording_that_nobody_sees_or_that_tells_nothing_is_named_at_once(tmp_path):
    found = faults_of(
        tmp_path,
        (BANK, f'late-parts = "{MILL}"', f'late-parts = "{OWN.upper()}"\nlong-queue = "Others."'),
        (FRENCH, "rue du Moulin", "rue du  Canal"),
        (FRENCH, 'title = "Version du port"', 'title = "V"\nwordings = { long-queue = "Autres." }'),
    )

    assert found == [
        (
            BANK,
            "forms.mill.wordings.late-parts",
            "The words are those of the scenario itself, so they trace nothing.",
        ),
        (BANK, "forms.mill.wordings.long-queue", "Form “mill” does not show “long-queue”."),
        (
            FRENCH,
            "forms.mill.wordings.late-parts",
            "The words are those of the scenario itself, so they trace nothing.",
        ),
        (FRENCH, "forms.harbour.wordings.long-queue", "Form “harbour” does not show “long-queue”."),
    ]


def test_two_forms_with_the_same_wording_are_a_fault_of_the_second(tmp_path):
    assert faults_of(tmp_path, (BANK, HARBOUR, MILL.replace("Mill", "MILL"))) == [
        (
            BANK,
            "forms.harbour.wordings.late-parts",
            "The words are those of form “mill”, so they trace nothing.",
        )
    ]


def test_a_place_to_fill_in_is_found(tmp_path):
    (found,) = faults_of(tmp_path, (BANK, "Mill Street", "[fill in] a street"))

    assert found == (BANK, "forms.mill.wordings", "“late-parts” still has a place to fill in.")


def test_a_practice_scenario_may_be_worded(tmp_path):
    practice = "practice-size = 'The parts for the practice are late. Marta calls you.'"
    loaded = load_worded(
        tmp_path, (BANK, "[forms.wordings]\nlate", f"[forms.wordings]\n{practice}\nlate")
    )

    assert worded(loaded.bank, "mill").get_scenario("practice-size").stem.startswith("The parts")


# --- a second look ---


def test_a_wording_of_another_length_gets_a_second_look(tmp_path):
    loaded = load_worded(tmp_path, (BANK, f'"{HARBOUR}"', '"Marta Lind calls you."'))

    assert (
        BANK,
        "forms.harbour.wordings.late-parts",
        "The wording has 4 words, the scenario 32: it may mean something else.",
    ) in warnings_of(loaded)


def test_words_about_protected_traits_are_found_in_wordings(tmp_path):
    loaded = load_worded(
        tmp_path,
        (BANK, "in Mill Street", "of the old church"),
        (FRENCH, "rue du Moulin", "rue de l'église"),
    )

    assert [one for one in warnings_of(loaded) if "protected" in one[2]] == [
        (
            BANK,
            "forms.mill.wordings.late-parts",
            "Words about protected traits: “church”.",
        ),
        (
            FRENCH,
            "forms.mill.wordings.late-parts",
            "Words about protected traits: “église”.",
        ),
    ]


def test_a_wording_that_a_translation_lacks_is_named(loaded):
    assert [one for one in warnings_of(loaded) if ".wordings" in one[1]] == [
        (
            FRENCH,
            "forms.harbour.wordings.late-parts",
            "The form's wording of “late-parts” is not there in fr.",
        )
    ]


# --- two versions ---


def test_a_changed_an_added_and_a_removed_wording_are_told(tmp_path, loaded):
    other = load_worded(
        tmp_path,
        (BANK, "Mill Street", "Hill Street"),
        (BANK, f'late-parts = "{HARBOUR}"', ""),
        version="1.1.0",
    )

    assert compare_banks(loaded, other).content == (
        "Form mill: its wording of late-parts changed.",
        "Form harbour: its wording of late-parts was removed.",
    )
    assert compare_banks(other, loaded).content[1] == (
        "Form harbour: its wording of late-parts was added."
    )
    assert compare_banks(loaded, other).scoring == ()


# --- the guide for authors ---


def test_the_examples_of_the_guide_make_a_bank(tmp_path):
    guide = Path(__file__).resolve().parents[2] / "docs" / "private-banks.md"
    fences = r"^```toml wordings( fr)?\n(.*?)^```"
    text = guide.read_text(encoding="utf-8")
    shown = dict(re.findall(fences, text, re.DOTALL | re.MULTILINE))
    loaded = load_bank(
        write_bank(
            tmp_path,
            (BANK, "[[scenarios]]", f"{shown['']}\n[[scenarios]]"),
            (FRENCH, "[forms.standard]", f"{shown[' fr']}\n[forms.standard]"),
        )
    )

    assert "Erik" in stem_of(loaded.bank, "spring")
    assert "encore" in stem_of(localise(loaded.bank, loaded.languages["fr"]), "spring")
    assert [one for one in warnings_of(loaded) if ".wordings" in one[1]] == []

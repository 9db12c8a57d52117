"""A draft with places to fill in is read and checked, and is no bank yet."""

import pytest

from hiring.banks.faults import BankFaultsError
from hiring.banks.loader import load_bank
from tests.banks.folders import write_bank


def faults(root, *changes):
    with pytest.raises(BankFaultsError) as caught:
        load_bank(write_bank(root, *changes))
    return [(one.file, one.place, one.message) for one in caught.value.faults]


def test_a_bank_without_marks_has_none(tmp_path):
    assert load_bank(write_bank(tmp_path)).bank.id == "small-bank"


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "name"),
    [
        ("bank.toml", "For tests.", "[fill in] for what", "", "intended_use"),
        ("bank.toml", '"retail"', '"fill-in"', "scenarios.practice-size.setting", "industry"),
        ("bank.toml", "Marta calls you", "[fill in] you", "scenarios.practice-size", "stem"),
        ("keys/1.toml", '"So."', '"[fill in] why"', "items.late-parts/responses.rationale", "a"),
        ("guide.toml", '"A scene."', '"[fill in]"', "scenarios.late-parts", "gist"),
        ("languages/fr.toml", "Pour les tests.", "[fill in]", "", "intended_use"),
    ],
)
def test_a_mark_is_a_fault_at_its_place(tmp_path, file, old, new, place, name):
    assert faults(tmp_path, (file, old, new)) == [
        (file, place, f"“{name}” still has a place to fill in.")
    ]


def test_marks_of_one_table_are_told_together(tmp_path):
    found = faults(
        tmp_path,
        ("bank.toml", "For tests.", "[fill in]"),
        ("bank.toml", "For people.", "[fill in]"),
    )

    assert [message for _, _, message in found] == [
        "“intended_use”, “not_for” still have a place to fill in."
    ]


def test_a_mark_does_not_hide_other_faults(tmp_path):
    found = faults(
        tmp_path, ("bank.toml", "For tests.", "[fill in]"), ("keys/1.toml", "c = 3, d = 2", "c = 3")
    )

    assert len(found) == 2

"""Which answers a brief tells, and until when it may be used."""

from datetime import UTC, date, datetime

import pytest

from hiring.banks.schema import BankDocument
from hiring.briefs.evidence import nearest_and_furthest
from hiring.briefs.sources import valid_until

CASES = [
    ("two and two", [90, 10, 50, 80, 20], (["a", "d"], ["b", "e"])),
    ("ties stand in the order of the form", [50, 80, 80, 80, 50], (["b", "c"], ["a", "e"])),
    ("all alike leave nothing that is further", [70, 70, 70, 70, 70], (["a", "b"], [])),
    ("none is told twice", [90, 40, None, None, None], (["a", "b"], [])),
    ("unanswered ones are not the furthest", [90, None, 40, 60, None], (["a", "d"], ["c"])),
    ("nothing answered", [None] * 5, ([], [])),
]


@pytest.mark.parametrize(
    ("points", "told"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_the_nearest_and_the_furthest_answers_are_told(
    points: list[float | None], told: tuple[list[str], list[str]]
) -> None:
    assert nearest_and_furthest(list("abcde"), points) == told


@pytest.mark.parametrize(
    ("taken", "months", "last"),
    [
        ((2026, 5, 4), 12, (2027, 5, 4)),
        ((2026, 8, 31), 6, (2027, 2, 28)),
        ((2026, 12, 1), 1, (2027, 1, 1)),
    ],
)
def test_a_brief_is_valid_for_the_months_its_bank_says(
    taken: tuple[int, int, int], months: int, last: tuple[int, int, int]
) -> None:
    bank = BankDocument.model_construct(valid_months=months)
    assert valid_until(datetime(*taken, tzinfo=UTC), bank) == date(*last)

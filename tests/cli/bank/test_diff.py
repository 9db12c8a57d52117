"""What two versions of a bank differ in."""

from tests.banks.folders import write_bank
from tests.cli.bank.files import RATING, TEXT, TEXT_DIFFERS, TITLE


def test_a_difference_stands_in_its_group(hiring, place):
    old, new = write_bank(place), write_bank(place, TEXT, RATING, TITLE, version="1.1.0")

    assert hiring("bank", "diff", old, new).output.splitlines() == [
        "What a candidate would see changed",
        f"  {TEXT_DIFFERS}",
        "",
        "What would move scores",
        "  Key 1: late-parts/responses: ratings of a was 4, now 3.",
        "",
        "Added, removed or changed around it",
        "  The title changed.",
    ]


def test_a_difference_is_no_failure(hiring, place):
    old, new = write_bank(place), write_bank(place, TEXT, version="1.1.0")

    assert hiring("bank", "diff", old, new).exit_code == 0


def test_the_same_bank_says_the_same(hiring, place):
    old, new = write_bank(place), write_bank(place, version="1.1.0")

    assert hiring("bank", "diff", old, new).output == "The two versions say the same.\n"


def test_a_derived_key_is_no_difference_to_the_files(hiring, derived, mine):
    result = hiring("bank", "publish", mine)

    assert result.exit_code == 0
    assert "not taken over" not in result.output
    assert derived not in result.output

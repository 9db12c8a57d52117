"""The lock file of a bank."""

from pathlib import Path

from hiring.banks.lock import read_lock
from tests.banks.folders import write_bank
from tests.cli.bank.files import BANK, TITLE


def test_locking_names_the_new_files(hiring, place):
    write_bank(place / "banks")

    output = hiring("bank", "lock", "small-bank", "1.0.0", "--folder", "banks").output

    assert output.splitlines() == [
        "Locked small-bank/1.0.0/bank.toml",
        "Locked small-bank/1.0.0/guide.fr.toml",
        "Locked small-bank/1.0.0/guide.toml",
        "Locked small-bank/1.0.0/keys/1.toml",
        "Locked small-bank/1.0.0/languages/fr.toml",
        f"{Path('banks/published.lock')}: 5 new.",
    ]


def test_a_locked_file_that_changed_is_named(hiring, place):
    write_bank(place / "banks")
    hiring("bank", "lock", "small-bank", "1.0.0", "--folder", "banks")
    write_bank(place / "banks", TITLE)

    result = hiring("bank", "lock", "small-bank", "1.0.0", "--folder", "banks")

    assert (result.exit_code, "small-bank/1.0.0/bank.toml" in result.output) == (1, True)


def test_a_bank_with_errors_is_not_locked(hiring, place):
    write_bank(place / "banks", (BANK, "schema = 1", "schema = 2"))

    result = hiring("bank", "lock", "small-bank", "1.0.0", "--folder", "banks")

    assert (result.exit_code, read_lock(place / "banks")) == (1, ())

"""The starter that `hiring bank new` leaves, as an author finds it."""

import pytest

from hiring.banks.check import judge
from hiring.banks.loader import load_bank
from hiring.banks.schema import ItemFormat
from tests.cli.bank.files import BANK, NEW


def test_the_starter_loads(mine):
    assert load_bank(mine).bank.id == "shop-service"


def test_the_starter_bears_the_author_s_title(mine):
    assert load_bank(mine).bank.title == "Shop service"


def test_the_starter_is_only_told_that_it_is_short(mine):
    assert [fault.message for fault in judge(load_bank(mine))] == [
        "The form takes about 5 minutes, not 25 to 35."
    ]


def test_the_starter_shows_every_format(mine):
    scenarios = load_bank(mine).bank.scored_scenarios

    assert {item.format for one in scenarios for item in one.items} == set(ItemFormat)


def test_the_starter_keeps_its_notes_for_authors(mine):
    assert "# must not give the key away" in (mine / BANK).read_text(encoding="utf-8")


def test_a_starter_in_another_language_loads_too(hiring, place):
    hiring("bank", "new", "ici", "--id", "accueil", "--title", "L'accueil", "--language", "fr")

    assert set(load_bank(place / "ici" / "accueil" / "1.0.0").guides) == {"fr"}


def test_a_title_with_quotes_stays_a_title(hiring, place):
    hiring("bank", "new", "mine", "--id", "quoted", "--title", 'Say "yes" \\ "no"')

    assert load_bank(place / "mine" / "quoted" / "1.0.0").bank.title == 'Say "yes" \\ "no"'


def test_a_folder_that_exists_is_not_written_into(hiring, mine):
    before = {file: file.read_bytes() for file in mine.rglob("*.toml")}

    result = hiring(*NEW)

    assert (result.exit_code, {file: file.read_bytes() for file in before}) == (1, before)


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--id", "Shop Service", "small letters"),
        ("--id", "../up", "small letters"),
        ("--title", " ", "title"),
        ("--title", "Two\x1b[2J", "title"),
        ("--language", "English please", "language code"),
    ],
)
def test_a_word_that_does_not_fit_is_explained(hiring, place, option, value, words):
    result = hiring(*NEW, option, value)

    assert (result.exit_code, words in result.output, (place / "mine").exists()) == (2, True, False)

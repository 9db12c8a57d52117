"""Publishing: what is new, what is refused, what leaves nothing behind."""

import pytest

from tests.banks.folders import write_bank
from tests.banks.media import write_media_bank
from tests.cli.bank.files import BANK, KEY, RATING, SHIPPED_WORDS, TEXT, TEXT_DIFFERS, TITLE, edit

REFUSED = (
    "small-bank 1.0.0 is published with another content. Published is frozen: "
    "raise the version and publish that."
)


def test_publishing_says_what_is_new(hiring, prepared, mine):
    assert hiring("bank", "publish", mine).output.splitlines() == [
        "Shop service (shop-service 1.0.0) is published.",
        "  new  content  en",
        "  new  key 1    theory, provisional",
        "  new  guide    en",
    ]


def test_publishing_again_changes_nothing(hiring, prepared, mine):
    hiring("bank", "publish", mine)

    assert hiring("bank", "publish", mine).output.splitlines()[1:] == [
        "  as before  content  en",
        "  as before  key 1    theory, provisional",
        "  as before  guide    en",
    ]


def test_a_second_key_is_added_to_a_published_version(hiring, prepared, mine):
    hiring("bank", "publish", mine)
    (mine / "keys" / "2.toml").write_bytes((mine / KEY).read_bytes())
    edit(mine / "keys" / "2.toml", 'key_version = "1"', 'key_version = "2"')
    edit(mine / "keys" / "2.toml", 'origin = "theory"', 'origin = "panel"')

    assert "  new        key 2    panel, provisional" in hiring("bank", "publish", mine).output


def test_other_words_under_a_published_version_are_refused(hiring, prepared, place):
    hiring("bank", "publish", write_bank(place / "old"))

    result = hiring("bank", "publish", write_bank(place / "new", TEXT))

    assert (result.exit_code, result.output.splitlines()) == (
        1,
        [
            f"Error: Nothing was published: {REFUSED}",
            "What differs from the published version:",
            f"  {TEXT_DIFFERS}",
        ],
    )


def test_another_rating_under_a_published_key_is_refused(hiring, prepared, place):
    hiring("bank", "publish", write_bank(place / "old"))

    result = hiring("bank", "publish", write_bank(place / "new", RATING))

    assert (result.exit_code, "ratings of a was 4, now 3." in result.output) == (1, True)


def test_a_refused_bank_leaves_nothing_new_behind(hiring, prepared, place):
    hiring("bank", "publish", write_bank(place / "old"))
    before = hiring("bank", "list").output
    folder = write_bank(place / "new", RATING)
    (folder / "keys" / "2.toml").write_bytes((folder / KEY).read_bytes())
    edit(folder / "keys" / "2.toml", 'key_version = "1"', 'key_version = "2"')
    hiring("bank", "publish", folder)

    assert hiring("bank", "list").output == before


def test_what_is_not_taken_over_is_said(hiring, prepared, place):
    """The title lies outside the digest, so publishing it again is no error and has no effect."""
    hiring("bank", "publish", write_bank(place / "old"))

    output = hiring("bank", "publish", write_bank(place / "new", TITLE)).output

    assert output.endswith("were not taken over:\n  The title changed.\n")


def test_a_bank_with_errors_is_not_published(hiring, prepared, mine):
    edit(mine / BANK, "schema = 1", "schema = 2")

    assert (hiring("bank", "publish", mine).exit_code, "shop" in hiring("bank", "list").output) == (
        1,
        False,
    )


@pytest.mark.parametrize(
    ("options", "said"), [([], "private"), (["--private"], "private"), (["--public"], "public")]
)
def test_a_key_is_private_unless_the_author_says_otherwise(hiring, prepared, mine, options, said):
    hiring("bank", "publish", mine, *options)

    row = next(line for line in hiring("bank", "list").output.splitlines() if "shop" in line)
    assert row.split() == ["shop-service", "1.0.0", "1", "theory", "provisional", said, "en"]


def test_a_shipped_bank_is_public_whatever_is_said(hiring, place):
    hiring("upgrade")
    hiring("bank", "publish", *SHIPPED_WORDS, "--private")

    row = next(line for line in hiring("bank", "list").output.splitlines() if "empathy" in line)
    assert "public" in row.split()


def test_a_bank_with_media_is_published_once(hiring, prepared, place):
    folder = write_media_bank(place / "media")

    first, second = hiring("bank", "publish", folder), hiring("bank", "publish", folder)
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "not taken over" not in second.output

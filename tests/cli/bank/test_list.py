"""The list of banks: what stands, what waits, and what was derived."""

from pathlib import Path

import pytest

from tests.cli.bank.files import KEY, SHIPPED


def test_a_bank_that_waits_is_listed(hiring, prepared, mine, monkeypatch):
    monkeypatch.setenv("HIRING_BANK_DIRS", "mine")

    assert hiring("bank", "list").output.splitlines()[-2:] == [
        "In bank folders and not published",
        f"  shop-service  1.0.0  all of it  {Path('mine/shop-service/1.0.0')}",
    ]


def test_a_key_that_waits_is_listed(hiring, prepared, mine, monkeypatch):
    monkeypatch.setenv("HIRING_BANK_DIRS", "mine")
    hiring("bank", "publish", mine)
    (mine / "keys" / "2.toml").write_bytes((mine / KEY).read_bytes())

    assert "shop-service  1.0.0  key 2" in hiring("bank", "list").output


def test_a_bank_without_key_is_listed(hiring, prepared, mine):
    (mine / KEY).unlink()
    hiring("bank", "publish", mine)

    assert "shop-service      1.0.0    none" in hiring("bank", "list").output


@pytest.mark.parametrize("command", [["publish", SHIPPED], ["list"]])
def test_a_database_that_is_not_set_up_is_explained(hiring, command):
    result = hiring("bank", *command)

    assert (result.exit_code, "Run: hiring init" in result.output) == (1, True)


def test_a_derived_key_is_listed_after_the_key_of_the_file(hiring, derived):
    lines = [one.split() for one in hiring("bank", "list").output.splitlines()]
    assert [one[2] for one in lines if one[:1] == ["shop-service"]] == ["1", derived]

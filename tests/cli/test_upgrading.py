"""The tables go back for an older version, and never to where they have not been."""

import sqlite3

from hiring.errors import SettingsError


def revision(place):
    connection = sqlite3.connect(place / "var" / "hiring.sqlite")
    try:
        return connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    finally:
        connection.close()


def test_changes_are_taken_back_and_made_again(hiring, place, prepared):
    newest = revision(place)
    told = hiring("upgrade", "--back-to", "0004")
    assert revision(place) == "0004"
    assert f"from {newest} to 0004" in told.output

    assert f"from 0004 to {newest}" in hiring("upgrade").output
    assert revision(place) == newest


def test_the_tables_do_not_go_where_they_have_not_been(hiring, place, prepared):
    hiring("upgrade", "--back-to", "0004")
    for number in ("9999", "0004", "0003x"):
        refused = hiring("upgrade", "--back-to", number).exception

        assert isinstance(refused, SettingsError), number
        assert "Nothing was changed" in str(refused)
        assert revision(place) == "0004"

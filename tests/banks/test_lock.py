"""Published files are frozen, and the lock tells when one was changed."""

import pytest

from hiring.banks.lock import (
    LOCK_FILE,
    LockedFile,
    LockedFileChangedError,
    changed_files,
    lock_version,
    read_lock,
    write_lock,
)
from tests.banks.folders import write_bank


def test_without_a_lock_nothing_is_locked(tmp_path):
    assert read_lock(tmp_path) == ()


def test_a_line_is_bank_version_file_and_digest(tmp_path):
    write_lock(tmp_path, [LockedFile("small-bank", "1.0.0", "keys/1.toml", "ab12")])

    text = (tmp_path / LOCK_FILE).read_text(encoding="utf-8")
    assert text == "small-bank 1.0.0 keys/1.toml ab12\n"


def test_what_is_written_is_read(tmp_path):
    locked = (
        LockedFile("small-bank", "1.0.0", "bank.toml", "12"),
        LockedFile("small-bank", "1.0.0", "media/a picture.png", "34"),
    )
    write_lock(tmp_path, reversed(locked))

    assert read_lock(tmp_path) == locked


def test_every_file_of_a_version_is_locked(tmp_path):
    write_bank(tmp_path)

    assert [one.file for one in lock_version(tmp_path, "small-bank", "1.0.0")] == [
        "bank.toml",
        "guide.fr.toml",
        "guide.toml",
        "keys/1.toml",
        "languages/fr.toml",
    ]


def test_unchanged_files_are_not_named(tmp_path):
    write_bank(tmp_path)
    lock_version(tmp_path, "small-bank", "1.0.0")

    assert changed_files(tmp_path) == ()


def test_a_changed_file_is_named(tmp_path):
    folder = write_bank(tmp_path)
    lock_version(tmp_path, "small-bank", "1.0.0")
    (folder / "guide.toml").write_text("changed", encoding="utf-8")

    assert changed_files(tmp_path) == ("small-bank/1.0.0/guide.toml",)


def test_a_missing_file_is_named(tmp_path):
    folder = write_bank(tmp_path)
    lock_version(tmp_path, "small-bank", "1.0.0")
    (folder / "keys/1.toml").unlink()

    assert changed_files(tmp_path) == ("small-bank/1.0.0/keys/1.toml",)


def test_a_file_that_came_later_is_not_a_change(tmp_path):
    folder = write_bank(tmp_path)
    lock_version(tmp_path, "small-bank", "1.0.0")
    (folder / "languages/de.toml").write_text("", encoding="utf-8")

    assert changed_files(tmp_path) == ()


def test_locking_again_adds_what_came_later(tmp_path):
    folder = write_bank(tmp_path)
    lock_version(tmp_path, "small-bank", "1.0.0")
    (folder / "languages/de.toml").write_text("", encoding="utf-8")

    new = lock_version(tmp_path, "small-bank", "1.0.0")
    assert [one.file for one in new] == ["languages/de.toml"]


def test_locking_keeps_other_versions(tmp_path):
    write_bank(tmp_path)
    write_bank(tmp_path, version="1.0.1")
    lock_version(tmp_path, "small-bank", "1.0.0")
    lock_version(tmp_path, "small-bank", "1.0.1")

    assert {one.version for one in read_lock(tmp_path)} == {"1.0.0", "1.0.1"}


def test_a_changed_file_cannot_be_locked_anew(tmp_path):
    folder = write_bank(tmp_path)
    lock_version(tmp_path, "small-bank", "1.0.0")
    (folder / "bank.toml").write_text("changed", encoding="utf-8")

    with pytest.raises(LockedFileChangedError) as caught:
        lock_version(tmp_path, "small-bank", "1.0.0")
    assert caught.value.paths == ("small-bank/1.0.0/bank.toml",)

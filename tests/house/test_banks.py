"""The banks that ship are whole, blameless and unchanged since they were published."""

import pytest

from hiring import places
from hiring.banks.check import judge
from hiring.banks.loader import load_bank
from hiring.banks.lock import changed_files, read_lock
from hiring.banks.schema import KeyStatus
from hiring.cli.house import shipped_bank_folders
from hiring.web.language import FOR_STAFF

ROOT = places.banks_folder()
VERSIONS = [folder.relative_to(ROOT).as_posix() for folder in shipped_bank_folders()]


@pytest.fixture(params=VERSIONS)
def folder(request):
    return ROOT / request.param


@pytest.fixture
def bank(folder):
    return load_bank(folder)


def test_a_bank_ships():
    assert VERSIONS


def test_published_files_are_unchanged():
    assert changed_files(ROOT) == ()


def test_every_file_of_a_shipped_bank_is_locked(folder):
    locked = {one.path for one in read_lock(ROOT)}
    files = {p.relative_to(ROOT).as_posix() for p in folder.rglob("*") if p.is_file()}

    assert files <= locked


def test_a_shipped_bank_is_without_faults_and_warnings(bank):
    assert judge(bank) == ()


def test_a_shipped_bank_speaks_every_language_in_which_there_is_a_whole_interface(bank):
    others = set(FOR_STAFF) - {bank.bank.language}

    assert set(bank.languages) == others
    assert set(bank.guides) == set(FOR_STAFF)


def test_a_shipped_key_says_that_no_panel_has_confirmed_it(bank):
    assert {key.status for key in bank.keys.values()} == {KeyStatus.PROVISIONAL}


def test_every_version_stands_under_its_own_name(bank, folder):
    assert (bank.bank.id, bank.bank.version) == (folder.parent.name, folder.name)

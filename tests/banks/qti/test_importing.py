"""A package becomes a folder that can be checked: whole or not at all, the same every time."""

import shutil
from pathlib import Path

import pytest

from hiring.banks.faults import BankFaultsError
from hiring.banks.loader import load_bank
from hiring.banks.qti.importing import FolderTakenError, import_package
from tests.banks.qti import packages

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def package(tmp_path):
    return packages.write(tmp_path / "shop.zip")


def files_of(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def filled_in(folder):
    """The draft with every mark replaced, as its author would do it by hand."""
    for file in (folder / "bank.toml", folder / "keys/1.toml"):
        text = file.read_text(encoding="utf-8").replace("[fill in]", "Words about")
        file.write_text(text.replace("fill-in", "furniture"), encoding="utf-8")
    return folder


def test_the_draft_is_the_one_that_was_looked_at(package, tmp_path):
    found = files_of(import_package(package, tmp_path / "out").folder)

    assert found["bank.toml"] == (GOLDEN / "bank.toml").read_text(encoding="utf-8")
    assert found["keys/1.toml"] == (GOLDEN / "key.toml").read_text(encoding="utf-8")


def test_a_draft_says_only_that_it_must_be_filled_in(package, tmp_path):
    done = import_package(package, tmp_path / "out")
    with pytest.raises(BankFaultsError) as caught:
        load_bank(done.folder)

    assert caught.value.faults == done.report.to_do
    assert all("to fill in" in fault.message for fault in caught.value.faults)


def test_a_draft_that_was_filled_in_is_a_bank(package, tmp_path):
    loaded = load_bank(filled_in(import_package(package, tmp_path / "out").folder))

    assert len(loaded.bank.scenarios) == 6
    assert loaded.latest_key is not None


def test_importing_again_changes_nothing(package, tmp_path):
    first = import_package(package, tmp_path / "out")
    before = files_of(tmp_path / "out")
    again = import_package(package, tmp_path / "out")

    assert (first.is_new, again.is_new) == (True, False)
    assert files_of(tmp_path / "out") == before


def test_a_draft_that_was_worked_on_is_left_alone(package, tmp_path):
    folder = filled_in(import_package(package, tmp_path / "out").folder)
    before = files_of(tmp_path / "out")
    with pytest.raises(FolderTakenError) as caught:
        import_package(package, tmp_path / "out")

    assert caught.value.files == ("bank.toml",)
    assert caught.value.folder == folder
    assert files_of(tmp_path / "out") == before


def test_a_media_file_that_is_broken_leaves_nothing_behind(tmp_path):
    body = packages.STEM + '<img src="a.png" alt="A shelf"/>' + packages.choice()
    items = {"one": packages.item("one", body, packages.declare(["A"]))}
    content = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
    path = packages.write(tmp_path / "shop.zip", items, files={"items/a.png": content})
    raw = path.read_bytes()
    at = raw.index(b"items/a.png") + 40
    path.write_bytes(raw[:at] + b"xxxxxxxx" + raw[at + 8 :])
    with pytest.raises(BankFaultsError):
        import_package(path, tmp_path / "out")

    assert list((tmp_path / "out").rglob("*")) == []


def test_a_package_of_which_nothing_can_be_asked_is_refused_with_reasons(tmp_path):
    items = {"one": packages.item("one", '<drawingInteraction responseIdentifier="R"/>')}
    with pytest.raises(BankFaultsError) as caught:
        import_package(packages.write(tmp_path / "shop.zip", items), tmp_path / "out")

    assert "no format here" in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_a_single_item_is_a_bank_of_one(tmp_path):
    path = tmp_path / "Ein Fall.xml"
    path.write_text(packages.PICK, encoding="utf-8")
    done = import_package(path, tmp_path / "out")

    assert done.folder == tmp_path / "out" / "ein-fall" / "1.0.0"


def test_files_beside_a_single_item_are_never_read(tmp_path):
    body = packages.STEM + '<img src="a.png" alt="A shelf"/>' + packages.choice()
    (tmp_path / "a.png").write_bytes(packages.PNG)
    path = tmp_path / "item.xml"
    path.write_text(packages.item("one", body, packages.declare(["A"])), encoding="utf-8")

    assert not (import_package(path, tmp_path / "out").folder / "media").exists()


def test_the_golden_draft_differs_by_nothing_but_its_marks(tmp_path):
    folder = tmp_path / "shop" / "1.0.0"
    (folder / "keys").mkdir(parents=True)
    shutil.copy(GOLDEN / "bank.toml", folder / "bank.toml")
    shutil.copy(GOLDEN / "key.toml", folder / "keys/1.toml")

    assert load_bank(filled_in(folder)).bank.id == "shop"

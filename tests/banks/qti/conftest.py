"""Packages as a bank: what was taken over, and what the report says."""

import json
from types import SimpleNamespace

import pytest

from hiring.banks.limits import read_toml
from hiring.banks.qti.importing import import_package
from tests.banks.qti import packages


@pytest.fixture
def imported(tmp_path):
    """Import items by their names, or one alone; the bank, the key and the report as data."""

    def run(items, **more):
        options = {name: more.pop(name) for name in ("language", "title") if name in more}
        named = {"only": items} if isinstance(items, str) else items
        path = packages.write(tmp_path / "package.zip", named, **more)
        done = import_package(path, tmp_path / "out", **options)
        bank, key = (read_toml(done.folder, file).data for file in ("bank.toml", "keys/1.toml"))
        report = json.loads((done.folder / "import-report.json").read_text(encoding="utf-8"))
        return SimpleNamespace(
            done=done,
            folder=done.folder,
            bank=bank,
            scenarios={one["id"]: one for one in bank["scenarios"]},
            key={one["item"]: one for one in key["items"]},
            report=report,
            lost={one["name"]: one["reason"] for one in report["not_honoured"]},
            changed={one["name"]: one["reason"] for one in report["changed"]},
        )

    return run

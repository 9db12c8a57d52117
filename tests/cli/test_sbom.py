"""The inventory says what is installed here, in a form that scanners read."""

import json
import re
from collections import defaultdict
from importlib.metadata import version

import pytest

from hiring.cli.sbom import inventory
from hiring.places import PACKAGE

LOCK = PACKAGE.parent / "requirements.lock"
OF_OTHER_SYSTEMS = {"colorama", "tzdata", "winloop"}


@pytest.fixture(scope="module")
def found():
    return inventory()


def test_every_package_that_the_lock_file_names_is_listed_with_its_version(found):
    locked = defaultdict(set)  # versions of other Pythons stand beside ours
    for name, number in re.findall(r"^([a-z0-9._-]+)==(\S+) ", LOCK.read_text(), re.MULTILINE):
        locked[name].add(number)
    listed = {one["name"]: one["version"] for one in found["components"]}

    assert len(locked) > 40
    astray = {name for name, numbers in locked.items() if listed.get(name) not in numbers}
    assert astray <= OF_OTHER_SYSTEMS


def test_it_has_the_form_that_scanners_ask_for(found):
    flask = next(one for one in found["components"] if one["name"] == "flask")

    assert (found["bomFormat"], found["specVersion"], found["version"]) == ("CycloneDX", "1.6", 1)
    assert found["metadata"]["component"]["version"] == version("hiring")
    assert flask["purl"] == f"pkg:pypi/flask@{version('flask')}"
    assert flask["licenses"] == [{"expression": "BSD-3-Clause"}]


def test_who_needs_whom_leads_to_packages_that_are_listed(found):
    listed = {one["bom-ref"] for one in found["components"]}
    needs = {one["ref"]: one["dependsOn"] for one in found["dependencies"]}

    assert set().union(*needs.values()) <= listed
    assert any("werkzeug" in one for one in needs[f"pkg:pypi/flask@{version('flask')}"])


def test_the_same_installation_gives_the_same_bytes(hiring, tmp_path):
    file = tmp_path / "sbom.json"
    hiring("sbom", "--out", str(file))

    assert file.read_text(encoding="utf-8") == hiring("sbom").output
    assert json.loads(file.read_text(encoding="utf-8")) == inventory()

"""What stands in the files for containers and service managers fits the software beside them."""

import json
import re
import shlex

import pytest

from hiring import __version__
from hiring.cli import COMMANDS
from hiring.config import Settings
from tests.house.test_docs import loaded
from tests.house.test_routes import ROUTES

OWN = {"CERTIFICATES", "POSTGRES_PASSWORD"}  # of the file itself, no settings of ours


@pytest.fixture
def dockerfile(root):
    return (root / "Dockerfile").read_text(encoding="utf-8")


@pytest.fixture
def compose(root):
    return (root / "compose.yaml").read_text(encoding="utf-8")


@pytest.fixture
def units(root):
    """The service units of the page on deployment."""
    page = (root / "docs/deploy.md").read_text(encoding="utf-8")
    return re.findall(r"^```ini\n(.*?)^```", page, re.DOTALL | re.MULTILINE)


def instructions(dockerfile, name):
    """What follows an instruction, continued lines joined."""
    joined = re.sub(r"\\\n\s*", "", dockerfile)
    return re.findall(rf"^{name} (.*)$", joined, re.MULTILINE)


def assert_exists(words):
    """That a command and all its options are there."""
    command = loaded(words[0])
    known = {name for one in command.params for name in (*one.opts, *one.secondary_opts)}
    assert words[0] in COMMANDS
    assert {word for word in words[1:] if word.startswith("--")} <= known


def test_the_image_is_built_from_hashed_packages_and_nothing_else(dockerfile):
    installs = [one for one in instructions(dockerfile, "RUN") if "pip install" in one]

    assert len(installs) == 2
    assert all("--require-hashes" in one or "--no-deps" in one for one in installs)
    assert instructions(dockerfile, "ADD") == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-test.lock"])
def test_every_package_is_pinned_to_one_version_with_its_hashes(root, name):
    lock = (root / name).read_text(encoding="utf-8")
    packages = re.findall(r"^(?![ #]).+(?:\n .+)*", lock, re.MULTILINE)
    loose = [one.split()[0] for one in packages if not re.match(r"[\w.\[\]-]+==[\w.!+-]+ ", one)]

    assert len(packages) > 20
    assert loose == []
    assert [one.split()[0] for one in packages if "--hash=sha256:" not in one] == []


def test_the_image_names_versions_of_what_it_is_built_on(dockerfile):
    bases = [one.split()[0] for one in instructions(dockerfile, "FROM")]

    assert all(re.search(r":\d", one) for one in bases)


def test_the_image_copies_only_what_is_there(dockerfile, root):
    copied = [one.split()[:-1] for one in instructions(dockerfile, "COPY") if "--from" not in one]

    assert {name for names in copied for name in names if not (root / name).exists()} == set()


def test_the_container_does_not_run_as_root(dockerfile):
    last = dockerfile.rpartition("\nFROM ")[2]
    [user] = instructions(last, "USER")

    assert user not in {"root", "0"}
    assert last.index("\nUSER ") < last.index("\nENTRYPOINT ")


def test_the_container_runs_a_command_of_ours_and_asks_a_page_of_ours(dockerfile):
    [entry], [command] = instructions(dockerfile, "ENTRYPOINT"), instructions(dockerfile, "CMD")
    [check] = instructions(dockerfile, "HEALTHCHECK")

    assert json.loads(entry) == ["hiring"]
    assert_exists(json.loads(command))
    assert re.search(r":8000(/[\w/]+)", check)[1] in {rule.rule for rule in ROUTES.values()}


def test_every_service_runs_a_command_that_exists(compose):
    commands = [json.loads(one) for one in re.findall(r"command: (\[.*\])", compose)]

    assert {words[0] for words in commands} == {"init", "serve", "worker"}
    for words in commands:
        assert_exists(words)


def test_services_set_only_settings_that_exist(compose, dockerfile):
    names = set(re.findall(r"\b(HIRING_[A-Z_]+)\b", compose + dockerfile))

    assert names <= {f"HIRING_{name.upper()}" for name in Settings.model_fields}


def test_what_has_no_default_must_be_set_before_anything_starts(compose):
    asked = re.findall(r"(?<!\$)\$\{(\w+)(:[?-][^}]*)?\}", compose)

    assert {name for name, rest in asked if not rest} == set()
    assert {name for name, rest in asked if rest.startswith(":?")} == {
        "POSTGRES_PASSWORD",
        "HIRING_SECRET_KEY",
        "HIRING_PUBLIC_URL",
        "HIRING_EMPLOYER",
    }
    settings = {f"HIRING_{name.upper()}" for name in Settings.model_fields}
    assert {name for name, _rest in asked} - OWN <= settings


def test_no_password_stands_in_the_file(compose):
    told = re.findall(r"(?:PASSWORD|SECRET_KEY|TOKEN): (.*)", compose)

    assert told
    assert {one for one in told if not one.startswith("${")} == set()


def test_the_image_bears_the_version(compose, dockerfile):
    assert f"image: hiring:{__version__}" in compose
    assert f"--tag hiring:{__version__}" in dockerfile


def test_every_unit_starts_a_command_that_exists_and_stops_it_kindly(units):
    starts = [re.search(r"^ExecStart=(.*)$", one, re.MULTILINE)[1] for one in units]

    assert {shlex.split(one)[1] for one in starts} == {"serve", "worker"}
    for unit, start in zip(units, starts, strict=True):
        assert_exists(shlex.split(start)[1:])
        assert "User=hiring" in unit
        assert "TimeoutStopSec=" in unit

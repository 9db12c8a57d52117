"""What people install is the wheel: built, put into an empty environment by the hashed lock, used.

Everything runs outside the checkout, so that templates, banks and migrations can only come from the
wheel itself.
"""

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.journeys.servers import AT_HOME, ROOT, Place, Server, free_port, throw_away

pytestmark = pytest.mark.wheel

TIMEOUT_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Installed:
    """An environment with the wheel in it, and a folder to work in."""

    scripts: Path
    folder: Path
    environment: dict[str, str]

    def run(self, *arguments: str) -> str:
        """Run a command of the environment; returns what it printed."""
        command = [str(self.scripts / arguments[0]), *arguments[1:]]
        return checked(command, cwd=self.folder, environment=self.environment)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    checked(build, cwd=ROOT, environment=dict(os.environ))
    [found] = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    """The wheel in an empty environment, with exactly the locked dependencies."""
    folder = tmp_path_factory.mktemp("installed")
    environment = Place(folder / "var").environment
    checked([sys.executable, "-m", "venv", "env"], cwd=folder, environment=environment)
    found = Installed(folder / "env" / "bin", folder, environment)
    lock = str(ROOT / "requirements.lock")
    # Byte code comes with the first use: most modules of the dependencies are used by nobody here.
    install = ("pip", "install", "--quiet", "--no-compile")
    found.run(*install, "--require-hashes", "-r", lock)
    found.run(*install, "--no-deps", str(wheel))
    yield found
    throw_away(folder)


@pytest.mark.parametrize(
    "name",
    [
        "hiring/templates/base.html",
        "hiring/question_banks/customer-empathy/1.0.0/bank.toml",
        "hiring/demo/banks/own-words-demo/1.0.0/keys/1.toml",
        "hiring/demo/replies.toml",
        "hiring/static/css/app.css",
        "hiring/static/fonts/OFL.txt",
        "hiring/migrations/0001_tables_of_the_first_release.py",
        "hiring/translations/fr/LC_MESSAGES/messages.mo",
    ],
)
def test_the_wheel_holds_what_stands_beside_the_code(name: str, wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        assert name in archive.namelist()


def test_the_wheel_holds_no_tests(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        assert not [name for name in archive.namelist() if name.startswith("tests/")]


def test_the_locked_dependencies_fit_together(installed: Installed) -> None:
    assert "No broken requirements" in installed.run("pip", "check")


def test_the_installed_package_is_not_the_checkout(installed: Installed) -> None:
    where = installed.run("python", "-c", "import hiring; print(hiring.__file__)")
    assert where.startswith(str(installed.folder))


def test_the_installed_command_makes_a_database(installed: Installed) -> None:
    assert "Database ready" in installed.run("hiring", "init")


def test_the_installed_command_makes_the_demo_with_its_briefs(installed: Installed) -> None:
    installed.run("hiring", "demo", "--no-serve", "--out", "demo")
    briefs = list((installed.folder / "demo" / "briefs").glob("*.pdf"))
    assert len(briefs) == 3


def test_the_installed_server_shows_its_pages(installed: Installed) -> None:
    installed.run("hiring", "init")
    port = free_port()
    command = [str(installed.scripts / "hiring"), "serve", "--port", str(port), "--workers", "1"]
    server = Server(command, port, installed.environment, folder=installed.folder)
    try:
        server.wait("/health")
        assert "<h1" in httpx.get(server.url + "/", **AT_HOME).text
    finally:
        server.stop()


def checked(command: list[str], *, cwd: Path, environment: dict[str, str]) -> str:
    """Run a command that must succeed; returns what it printed."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=TIMEOUT_SECONDS,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout

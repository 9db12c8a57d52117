"""The command line as an operator has it: a folder, settings in the environment, SQLite."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hiring.app import create_app
from hiring.cli import cli
from hiring.cli.house import prepare
from hiring.db import db
from hiring.errors import HiringError
from tests import applications, stores

SETTINGS = ("DATABASE_URL", "HIRING_DATABASE_URL", "HIRING_BANK_DIRS", "HIRING_DEMO")


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the commands run."""
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HIRING_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("HIRING_SECRET_KEY", stores.SECRET)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(autouse=True)
def _apps_let_go() -> Iterator[None]:
    """Let go of the applications that commands have built, when the test is over."""
    before = set(db._app_state)
    yield
    applications.close_since(before)


@pytest.fixture
def hiring() -> Callable[..., Result]:
    """Run the command; an error that we foresee is a result, any other fails the test."""

    def run(*words: str | Path, typed: str | None = None) -> Result:
        result = CliRunner().invoke(cli, [str(word) for word in words], input=typed)
        if not isinstance(result.exception, SystemExit | HiringError | None):
            raise result.exception
        return result

    return run


@pytest.fixture(scope="session")
def prepared_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the shipped banks, made once."""
    folder = tmp_path_factory.mktemp("prepared")
    app = create_app(stores.settings_for(folder, ""))
    prepare(app)
    stores.close(app)
    return folder / "hiring.sqlite"


@pytest.fixture
def prepared(place: Path, prepared_file: Path) -> None:
    """What ``hiring init`` leaves behind, without waiting for it."""
    stores.copied(prepared_file, place / "var")

"""Tables go one version back and forward again while somebody's sitting is under way."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from alembic.script import ScriptDirectory

from hiring.places import MIGRATIONS
from hiring.rehearsal.choosing import choose
from tests import stores
from tests.journeys.candidates import Browser, House, furnish
from tests.journeys.protocol import rng
from tests.journeys.servers import AT_HOME, Place, serve, throw_away
from tests.journeys.test_kill import what_is_stored

N_BEFORE, N_AFTER = 3, 2


@pytest.fixture
def postgres(postgres_server: str) -> Iterator[str]:
    with stores.new_database(postgres_server, f"hiring_upgrade_{stores.WORKER}") as address:
        yield address


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    address = "" if request.param == "sqlite" else request.getfixturevalue("postgres")
    place = Place(tmp_path / "var", address)
    yield furnish(place, n_candidates=1)
    throw_away(place.folder)


def test_a_sitting_goes_on_after_the_tables_went_one_version_back_and_forward(house) -> None:
    server = serve(house.place)
    browser = Browser(server.url)
    try:
        server.wait("/health/ready")
        browser.open_sitting(house.tokens[0])
        told = answer(browser, house, 0, N_BEFORE)
        before = what_is_stored(house)
        server.stop()

        upgrade(house, "--back-to", previous_tables())
        server.start()
        server.wait("/health/live")
        assert httpx.get(f"{server.url}/health/ready", **AT_HOME).status_code == 503
        server.stop()

        upgrade(house)
        assert what_is_stored(house) == before
        server.start()
        server.wait("/health/ready")
        told |= answer(browser, house, N_BEFORE, N_BEFORE + N_AFTER)
        browser.get("/assessment/review")
        assert browser.post("/assessment/submit").status_code == 302
    finally:
        browser.client.close()
        server.stop()
    stored = what_is_stored(house)
    assert stored.answers == told
    assert stored.is_submitted


def previous_tables() -> str:
    """The migration before the newest."""
    folder = str(MIGRATIONS)
    newest, previous, *_ = ScriptDirectory(folder, version_locations=[folder]).walk_revisions()
    assert newest.down_revision == previous.revision
    return str(previous.revision)


def answer(browser: Browser, house: House, first: int, end: int) -> dict[str, object]:
    """Answer some scenarios in the same browser; item → value."""
    told = {}
    for page in house.pages[first:end]:
        fields, value = choose(page.item, rng(page.position))
        assert browser.get(f"/assessment/{page.position}").status_code == 200
        assert browser.post(f"/assessment/{page.position}", fields).status_code == 302
        told[page.item_ref] = value
    return told


def upgrade(house: House, *options: str) -> None:
    """What an operator types."""
    command = [sys.executable, "-m", "hiring", "upgrade", *options]
    subprocess.run(command, env=house.place.environment, check=True, capture_output=True)

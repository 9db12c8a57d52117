"""The server comes back after five minutes: who had a clock running has five minutes more."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from hiring.db import db
from hiring.sittings import Outage, Pulse, Sitting
from tests.journeys.candidates import Browser, House, application, furnish
from tests.journeys.servers import Place, Server, serve, throw_away, until

AWAY = timedelta(minutes=5)
LIMIT = timedelta(minutes=30)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A place on the embedded database with one invitation."""
    place = Place(tmp_path / "var")
    yield furnish(place, n_candidates=1)
    throw_away(place.folder)


def test_five_minutes_without_server_are_given_back(house: House) -> None:
    stopped_at, deadline_at = leave_for_five_minutes(house)
    started(house, serve(house.place)).stop()

    with application(house.place):
        outage = db.session.exec(select(Outage).where(Outage.from_at == stopped_at)).one()
        sitting = db.session.exec(select(Sitting)).one()
        assert outage.n_sittings == 1
        assert sitting.deadline_at == deadline_at + (outage.until_at - outage.from_at)
        assert stopped_at + AWAY <= outage.until_at <= datetime.now(UTC)


def started(house: House, server: Server) -> Server:
    """A server whose pulse was written after it began to answer."""
    server.wait()
    since = datetime.now(UTC)
    until(lambda: has_beaten(house, since), what="a beat", log=server.log)
    return server


def has_beaten(house: House, since: datetime) -> bool:
    """Whether the pulse was heard since then."""
    with application(house.place):
        beat_at = db.session.exec(select(Pulse.beat_at)).one_or_none()
    return beat_at is not None and beat_at >= since


def leave_for_five_minutes(house: House) -> tuple[datetime, datetime]:
    """Make the rows look as if the server had stopped five minutes ago, amid a timed sitting.

    Returns:
        When it stopped, and when the sitting would then have ended.
    """
    server = started(house, serve(house.place))
    browser = Browser(server.url)
    with browser.client:
        browser.open_sitting(house.tokens[0])
    server.kill()
    stopped_at = datetime.now(UTC) - AWAY
    with application(house.place):
        sitting = db.session.exec(select(Sitting)).one()
        sitting.started_at = stopped_at - timedelta(minutes=10)
        sitting.limit_seconds = int(LIMIT.total_seconds())
        sitting.deadline_at = deadline_at = sitting.started_at + LIMIT
        db.session.exec(select(Pulse)).one().beat_at = stopped_at
        db.session.commit()
    return stopped_at, deadline_at

"""Requests are counted by the minute, and nothing of who asked for what."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from hiring.cli.service_levels import counted
from hiring.web import tallying
from tests.applications import build, close
from tests.stores import only_once

pytestmark = only_once

START = datetime(2026, 11, 1, 23, 59, 10, tzinfo=UTC)


class Clock:
    """A clock that stands until it is set."""

    def __init__(self):
        self.now = START

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def tally_of(settings, clock):
    """An application of its own that counts, with a page that breaks, and its tally."""
    app = build(settings)
    tally = tallying.register(app, clock)
    yield app.test_client(), tally
    close(app)


def lines(capsys):
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines() if line[:1] == "{"]
    return [one for one in told if one["event"] == tallying.EVENT]


def test_a_minute_is_one_line_of_counts(tally_of, clock, capsys):
    client, _tally = tally_of
    for path in ("/assessment", "/assessment/receipt", "/openings", "/health", "/", "/nowhere"):
        client.get(path)
    assert lines(capsys) == []
    clock.now += timedelta(minutes=1)
    client.get("/openings")

    [told] = lines(capsys)
    known = {"event", "level", "timestamp", "minute"}
    assert {name: told[name] for name in told.keys() - known} == {
        "answering": 2,
        "answering_failed": 0,
        "staff": 1,
        "staff_failed": 0,
    }
    assert told["minute"] == "2026-11-01T23:59+00:00"


def test_what_went_wrong_is_counted_and_read_back_day_by_day(tally_of, clock, capsys):
    _client, tally = tally_of
    tally.note(tallying.ANSWERING, is_failed=True)
    clock.now += timedelta(minutes=1)
    tally.note(tallying.ANSWERING, is_failed=False)
    tally.close()
    tally.close()

    days = counted(capsys.readouterr().out.splitlines())
    assert [
        (day, counts["answering"], counts["answering_failed"]) for day, counts in days.items()
    ] == [
        ("2026-11-01", 1, 1),
        ("2026-11-02", 1, 0),
    ]

"""Whoever runs the house reads where acts came from, one line each, for as long as it is kept."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from hiring import audit
from hiring.app import create_app
from hiring.audit import Origin
from hiring.db import db
from tests import stores

NAME = 'x\n{"act": "forged"}\r\u2028'
DAY = timedelta(days=1)


@pytest.fixture
def acts(prepared):
    """Two acts from two addresses: one of today and one that is older than addresses are kept."""
    app, now = create_app(), datetime.now(UTC)
    with app.app_context():
        for request, address, at in (
            ("old1old1", "192.0.2.7", now - 91 * DAY),
            ("new1new1", "192.0.2.8", now),
        ):
            audit.came_from(db.session, Origin(request, address))
            audit.record(db.session, "act", actor="a", object_id="b", now=at, chain="c", name=NAME)
        db.session.commit()
    stores.close(app)


def lines(result):
    return [json.loads(line) for line in result.output.splitlines()]


def told(result):
    return [(one["request"], one["address"]) for one in lines(result)]


def test_entries_are_listed_with_request_and_address(hiring, acts):
    assert told(hiring("audit", "list", "--chain", "c")) == [
        ("old1old1", "192.0.2.7"),
        ("new1new1", "192.0.2.8"),
    ]


def test_entries_are_found_by_the_name_that_the_proxy_logged(hiring, acts):
    assert told(hiring("audit", "list", "--request", "new1new1")) == [("new1new1", "192.0.2.8")]


def test_a_name_with_line_breaks_stays_one_record(hiring, acts):
    found = lines(hiring("audit", "list", "--object", "b"))

    assert [one["act"] for one in found] == ["act", "act"]
    assert {one["details"]["name"] for one in found} == {NAME}


def test_the_sweep_forgets_addresses_whose_time_is_over(hiring, acts):
    assert "Cleared the addresses of 1 entries" in hiring("retention", "--sweep").output

    assert told(hiring("audit", "list", "--chain", "c")) == [
        ("old1old1", None),
        ("new1new1", "192.0.2.8"),
    ]
    assert "are whole" in hiring("audit", "verify").output


def test_the_days_are_the_houses(hiring, acts, monkeypatch):
    monkeypatch.setenv("HIRING_ADDRESS_DAYS", "0")

    assert "Cleared the addresses of 2 entries" in hiring("retention", "--sweep").output


def test_the_version_before_can_check_what_this_one_wrote(hiring, acts):
    """It knows neither of the columns: what stood in them is among the details it digests."""
    hiring("upgrade", "--back-to", "0007")
    hiring("upgrade")
    found = lines(hiring("audit", "list", "--chain", "c"))

    assert [one["details"]["request"] for one in found] == ["old1old1", "new1new1"]
    assert "are whole" in hiring("audit", "verify").output
    app = create_app()
    with app.app_context():
        assert audit.first_altered(db.session, "c") is None
    stores.close(app)

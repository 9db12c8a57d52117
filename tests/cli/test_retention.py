"""Listing and erasing people whose time of storage is over, from the command line."""

import pytest
from sqlmodel import func, select

from hiring.app import create_app
from hiring.db import db
from hiring.openings import Candidate
from tests import builders, stores
from tests.builders import House


@pytest.fixture
def n_candidates(hiring, place):
    """One candidate, added in a time long gone; gives a way to count them."""
    hiring("init")
    app = create_app()
    with app.app_context():
        staff = {role: builders.add_staff(db.session, role) for role in builders.Role}
        key = builders.published(db.session, builders.shipped_bank())
        house = House(db.session, staff, key)
        house.candidate(house.opening())
    stores.close(app)

    def count():
        app = create_app()
        with app.app_context():
            found = db.session.exec(select(func.count()).select_from(Candidate)).one()
        stores.close(app)
        return found

    return count


@pytest.fixture
def over(monkeypatch, n_candidates):
    """Everything is kept for one day only."""
    monkeypatch.setenv("HIRING_RETENTION_DAYS", "1")
    return n_candidates


def test_nobody_is_due_within_the_time(hiring, n_candidates, monkeypatch):
    monkeypatch.setenv("HIRING_RETENTION_DAYS", "36500")
    assert "0 candidates" in hiring("retention").output


def test_listing_erases_nobody(hiring, over):
    assert "1 candidates" in hiring("retention").output
    assert over() == 1


def test_erasing_asks_first(hiring, over):
    assert hiring("retention", "--erase", typed="n\n").exit_code == 1
    assert over() == 1


def test_erasing_erases_after_a_yes(hiring, over):
    assert "Erased 1" in hiring("retention", "--erase", typed="y\n").output
    assert over() == 0

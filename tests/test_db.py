"""Times are aware and in UTC on both databases, and an embedded database keeps what it said."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import text
from sqlalchemy.exc import StatementError
from sqlmodel import SQLModel, col, select, update

from hiring.app import create_app
from hiring.db import BUSY_TIMEOUT_MS, db
from hiring.openings import Opening
from tests import stores


def test_a_time_comes_back_as_it_went_in(session, opening):
    moment = datetime(2026, 3, 29, 1, 30, 0, 123456, tzinfo=UTC)
    opening.created_at = moment
    session.commit()

    assert session.exec(select(Opening.created_at)).one() == moment


def test_a_time_of_another_zone_comes_back_in_utc(session, opening):
    zone = timezone(timedelta(hours=5, minutes=30))
    opening.created_at = datetime(2026, 3, 29, 1, 0, tzinfo=zone)
    session.commit()

    stored = session.exec(select(Opening.created_at)).one()
    assert (stored.tzinfo, stored.hour, stored.minute) == (UTC, 19, 30)


def test_a_time_without_zone_is_refused(session, opening):
    opening.created_at = datetime(2026, 3, 29, 1, 0)  # noqa: DTZ001 - the fault under test
    with pytest.raises(StatementError, match="aware"):
        session.flush()


def test_no_time_stays_no_time(session, house, opening):
    invitation_column = SQLModel.metadata.tables["invitation"].c.revoked_at
    house.candidate(opening)

    assert session.execute(select(invitation_column)).scalars().all() == [None]


def test_times_are_compared_in_the_database_as_times(session, opening, now):
    session.execute(update(Opening).values(created_at=now))
    zone = timezone(timedelta(hours=-7))

    found = session.exec(select(Opening).where(col(Opening.created_at) == now.astimezone(zone)))
    assert found.one().id == opening.id


def test_nothing_in_json_is_one_kind_of_nothing(session, small_house):
    sitting = small_house.sitting(small_house.candidate(small_house.opening()))
    small_house.revise(sitting, "late-parts/responses", None, revision=1)

    found = session.execute(text("SELECT count(*) FROM answer WHERE value IS NULL"))
    assert found.scalar() == 1


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("busy_timeout", BUSY_TIMEOUT_MS),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_embedded_database_is_durable_patient_and_strict(settings, pragma, value):
    app = create_app(settings)  # not the tests' own, which does not wait for the disk
    with app.app_context(), db.engine.connect() as connection:
        found = connection.execute(text(f"PRAGMA {pragma}")).scalar()
    stores.close(app)
    assert found == value


def test_every_constraint_has_a_name():
    unnamed = [
        f"{table.name}: {constraint!r}"
        for table in SQLModel.metadata.sorted_tables
        for constraint in table.constraints
        if not constraint.name
    ]

    assert unnamed == []


def test_what_a_savepoint_held_goes_back_with_its_transaction(session, opening):
    """Also where nothing was changed before it: Python's SQLite would have committed it."""
    title = opening.title
    session.commit()
    with session.begin_nested():
        session.execute(update(Opening).values(title="Changed in a savepoint"))
    session.rollback()

    assert session.exec(select(Opening.title)).one() == title

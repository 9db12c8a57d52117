"""Erasing a candidate leaves nothing of the person behind, whatever table comes later."""

import pytest
from sqlmodel import SQLModel, select

from hiring import audit, openings, retention
from hiring.scoring import PrecisionSnapshot, Score, score_sitting
from tests.builders import BEST_ANSWERS
from tests.somebody import MAIL, NAME, WRITTEN, make_somebody

TABLES = SQLModel.metadata.tables
# These keep ids of what was erased, and nothing else of it.
KEEP_IDS = {"audit_entry", "job"}


def reached_tables():
    """The candidate's table and every table that hangs on it, directly or by another."""
    reached = {"candidate"}
    while True:
        more = {
            table.name
            for table in TABLES.values()
            for key in table.foreign_keys
            if key.column.table.name in reached
        }
        if more <= reached:
            return reached
        reached |= more


def test_what_hangs_on_a_candidate_goes_with_the_candidate():
    reached = reached_tables()
    staying = {
        f"{table}.{key.parent.name}": key.ondelete
        for table in reached
        for key in TABLES[table].foreign_keys
        if key.column.table.name in reached and key.ondelete != "CASCADE"
    }

    # A score that names the one it replaces hangs on the sitting as well, and goes with that.
    assert staying == {"score.replaces_id": "SET NULL"}


def test_every_column_that_names_a_person_is_a_foreign_key():
    loose = {
        f"{table.name}.{column.name}"
        for table in TABLES.values()
        for column in table.columns
        if any(word in column.name for word in ("candidate", "sitting"))
        and not column.name.startswith("n_")  # a count names nobody
        and not column.foreign_keys
    }

    assert loose == set()


@pytest.fixture
def somebody(session, small_house, now):
    """A candidate of whom there is a row in every table that can have one."""
    return make_somebody(session, small_house, now)


def rows(session):
    """Table → its rows as text."""
    session.expire_all()
    return {
        name: [repr(tuple(row)) for row in session.execute(select(table)).all()]
        for name, table in TABLES.items()
    }


def tables_with(session, *words):
    return {
        name
        for name, found in rows(session).items()
        if any(w in row for row in found for w in words)
    }


def test_the_candidate_has_a_row_in_every_table_that_can_have_one(session, somebody):
    assert {name for name in reached_tables() if not rows(session)[name]} == set()


def test_erasing_empties_every_table_that_hangs_on_the_candidate(session, somebody, now):
    retention.erase(session, [somebody], now=now)
    session.commit()

    assert {name for name in reached_tables() if rows(session)[name]} == set()


def test_no_word_of_the_person_stays(session, somebody, now):
    assert tables_with(session, NAME, MAIL, WRITTEN) >= {"candidate", "answer", "decision"}
    retention.erase(session, [somebody], now=now)
    session.commit()

    assert tables_with(session, NAME, MAIL, WRITTEN) == set()


def test_only_bare_ids_stay(session, somebody, now):
    session.refresh(somebody)
    person = somebody.id
    retention.erase(session, [somebody], now=now)
    session.commit()

    assert tables_with(session, str(person), repr(person)) <= KEEP_IDS


def test_names_never_stand_in_the_audit_chain(session, somebody):
    found = rows(session)["audit_entry"]

    assert found
    assert not [row for row in found if NAME in row or MAIL in row or WRITTEN in row]


def test_the_audit_chain_outlives_the_person(session, somebody, now):
    opening = somebody.opening_id
    retention.erase(session, [somebody], now=now)
    session.commit()

    assert audit.first_altered(session, opening) is None


def test_sums_over_many_people_outlive_the_person(session, somebody, now):
    retention.erase(session, [somebody], now=now)
    session.commit()

    assert session.exec(select(PrecisionSnapshot)).all() != []


def test_other_people_are_left_alone(session, small_house, somebody, now):
    other = small_house.candidate(openings.get_opening(session, somebody.opening_id), "Other")
    sitting = small_house.submitted(other, BEST_ANSWERS)
    score_sitting(session, sitting.id, now=now)
    retention.erase(session, [somebody], now=now)
    session.commit()

    assert session.exec(select(Score.sitting_id)).all() == [sitting.id]


def test_publishing_outlives_the_person(session, somebody, now):
    before = rows(session)["bank_version"]
    retention.erase(session, [somebody], now=now)
    session.commit()

    assert rows(session)["bank_version"] == before

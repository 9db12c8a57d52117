"""The answers of a whole form are read at once, whatever PostgreSQL believes of its tables."""

import pytest
from sqlalchemy import event, text

from hiring.banks.versions import bank_document, key_document
from hiring.db import whole_tables
from hiring.scoring.plan import scoring_plan
from hiring.scoring.tables import encode_stored, scored_sittings
from tests.linking import drawn, sat

N_PEOPLE = 20


@pytest.fixture
def form(session, small_house):
    return sat(session, small_house, drawn(N_PEOPLE, seed=3))


@pytest.fixture
def settings_met(session):
    """How PostgreSQL may join while answers are read; one entry for each such statement."""
    found, engine = [], session.get_bind()

    def look(_connection, cursor, statement, *_rest):
        if "FROM answer JOIN sitting" in statement:
            cursor.execute("SHOW enable_nestloop")
            found.append(cursor.fetchone()[0])

    event.listen(engine, "before_cursor_execute", look)
    yield found
    event.remove(engine, "before_cursor_execute", look)


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_answers_of_a_form_are_not_looked_for_score_by_score(
    session, small_house, form, settings_met
):
    sittings = scored_sittings(session, form)
    bank = bank_document(session, small_house.key.bank_version_id)
    plan = scoring_plan(bank, key_document(session, form.key_version_id), form.form_id)
    encoded = encode_stored(session, form, sittings, plan)

    assert settings_met == ["off"]
    assert len(encoded.states) == N_PEOPLE


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_whatever_comes_afterwards_is_joined_as_usual(session):
    with whole_tables(session):
        assert session.execute(text("SHOW enable_nestloop")).scalar() == "off"
    assert session.execute(text("SHOW enable_nestloop")).scalar() == "on"
    session.rollback()

"""Pages of the desk find their few people; they do not go through everybody there is.

How SQLite means to find rows does not hang on how many there are, as long as nobody has counted
them for it: so an empty table tells what ten thousand people would have to wait for.
"""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from hiring.accounts import Role, Staff
from hiring.banks.versions import list_keys
from hiring.db import db
from hiring.openings.cuts import CutMethod, set_cut
from hiring.openings.records import get_administration
from tests.benchmarks import filling
from tests.benchmarks.listing_people import crowd as full_opening
from tests.benchmarks.listing_people import samples
from tests.builders import NOW, sign_in
from tests.crowded import crowd
from tests.stores import only_once

# Tables with rows for each person that was ever asked, however a query names them.
OF_PEOPLE = "candidate|invitation|candidate_access|sitting|answer|draft|score|decision|telling"
OF_PEOPLE += "|mail|candidate_tag|whereabouts|response_quality|interview"
EVERYBODY = re.compile(rf"^SCAN ({OF_PEOPLE})(_\d+)?\b")
# Of an opening; for an owner these are all openings.
ALL_OF_OPENINGS = re.compile(r"^SEARCH candidate USING .*ix_candidate_opening_id")
# These two indexes hold few of many.
FEW = re.compile(r"USING (COVERING )?INDEX (ix_sitting_taken_back|ix_mail_unsent)")
N_OTHERS = 10_000  # with fewer, SQLite rightly goes through them all
QUERIES = ("", "sort=added", "sort=activity", "sort=score", "sort=group", "group=above", "q=ada")
QUERIES += ("state=scored", "state=link_expired", "tag=phone", "outcome=none", "outcome=hold")
QUERIES += ("since=2026-01-01", "dated=sent&since=2026-01-01")
QUERIES += tuple(f"look={one}" for one in ("late", "undecided", "untold", "stuck", "finished"))


@pytest.fixture
def opening(session, house):
    """An opening with a cut score and people in it: for one alone the database plans otherwise."""
    found = house.opening()
    for name in ("Ada Example", "Bo Example", "Cleo Example"):
        house.candidate(found, name)
    set_cut(
        session,
        found,
        get_administration(session, found.id),
        cut_points=60.0,
        method=CutMethod.PANEL,
        reason="Two panels agreed.",
        is_before_scores=True,
        staff=house.staff[Role.OWNER],
        now=NOW - timedelta(days=1),
    )
    session.commit()
    return found


def plans(app, act):
    """Statement → how the database means to find its rows."""
    asked = []

    def note(_connection, _cursor, statement, parameters, *_more):
        if statement.startswith("SELECT"):
            asked.append((statement, parameters))

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        assert act().status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", note)
    with engine.connect() as connection:
        return {
            statement: [
                row[3]
                for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            ]
            for statement, parameters in asked
        }


def going_through(found, *whom):
    """The statements that go through these people."""
    return {
        statement: steps
        for statement, steps in found.items()
        if any(one.match(step) and not FEW.search(step) for step in steps for one in whom)
    }


@only_once
@pytest.mark.parametrize("role", [Role.OWNER, Role.RECRUITER])
@pytest.mark.parametrize("page", ["/desk", "/openings"])
def test_desks_go_through_nobody_who_waits_for_nothing(app, session, house, opening, role, page):
    house.join(opening, Role.RECRUITER)
    client = sign_in(session, app.test_client(), house.staff[role])

    found = plans(app, lambda: client.get(page))

    assert any("whereabouts" in statement for statement in found)
    assert going_through(found, EVERYBODY, ALL_OF_OPENINGS) == {}


def n_steps(app, act):
    """How many thousand steps the database takes to answer."""
    taken = []

    def count():
        taken.append(1)

    def listen(connection, *_more):
        connection.connection.driver_connection.set_progress_handler(count, 1000)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", listen)
    try:
        assert act().status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", listen)
    return len(taken)


@only_once
@pytest.mark.parametrize("page", ["/desk", "/openings"])
def test_four_times_as_many_who_wait_are_no_more_work(app, session, house, opening, page):
    client = sign_in(session, app.test_client(), house.staff[Role.OWNER])
    crowd(session, house, opening, 500, now=datetime.now(UTC))
    few = n_steps(app, lambda: client.get(page))
    crowd(session, house, opening, 1500, now=datetime.now(UTC))

    assert n_steps(app, lambda: client.get(page)) <= few + 2


@only_once
def test_a_list_goes_through_nobody_of_other_openings_once_rows_are_counted(app, session, house):
    """Plans change when somebody lets the database count its rows."""
    with app.app_context():
        owner = db.session.get_one(Staff, house.staff[Role.OWNER].id)
        some = samples(owner, list_keys(db.session)[-1][1])
        listed = full_opening(owner, owner, some, 60, is_whole=True)
        full_opening(owner, owner, some, N_OTHERS, is_whole=False)
        filling.settle()
        client = sign_in(session, app.test_client(), house.staff[Role.OWNER])
        found = plans(app, lambda: client.get(f"/openings/{listed}"))

    assert going_through(found, EVERYBODY) == {}


@only_once
@pytest.mark.parametrize("query", QUERIES)
def test_a_list_goes_through_nobody_of_other_openings(app, session, house, opening, query):
    client = sign_in(session, app.test_client(), house.staff[Role.OWNER])

    found = plans(app, lambda: client.get(f"/openings/{opening.id}?{query}"))

    assert going_through(found, EVERYBODY) == {}


@only_once
@pytest.mark.parametrize("page", ["/desk", "/openings", "/openings/{}"])
def test_pages_that_name_a_test_do_not_read_all_of_it(app, session, house, opening, page):
    client = sign_in(session, app.test_client(), house.staff[Role.OWNER])
    client.get(page.format(opening.id))

    found = plans(app, lambda: client.get(page.format(opening.id)))

    assert [statement for statement in found if "_version.document" in statement] == []

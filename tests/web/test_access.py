"""The guard before every page: a view without a rule is closed, and a session ends everywhere."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import update
from sqlmodel import select

from hiring.accounts import ABSOLUTE_LIMIT, IDLE_LIMIT, TOUCH_AFTER, Role, StaffSession
from hiring.web.access import Audience, for_candidates, for_staff, public, rule_of
from hiring.web.cookies import STAFF_COOKIE
from tests.builders import send, sign_in

NOBODY = UUID(int=0)


@pytest.fixture
def robin(session, client, staff):
    """A client in which the recruiter is signed in."""
    return sign_in(session, client, staff[Role.RECRUITER])


def age(session, **times):
    session.execute(update(StaffSession).values(**times))
    session.commit()


def test_a_view_without_a_rule_is_closed(app, client):
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")

    assert client.get("/forgotten").status_code == 403


def test_a_rule_names_its_audience():
    def view():
        pass

    assert rule_of(view) is None
    assert rule_of(public(view)).audience is Audience.PUBLIC
    assert rule_of(for_candidates(view)).audience is Audience.CANDIDATE
    assert rule_of(for_staff(Role.OWNER)(view)).roles == {Role.OWNER}


def test_who_is_not_signed_in_is_asked_to_and_then_led_back(client):
    response = client.get("/openings?state=open")

    assert response.status_code == 302
    assert response.location == "/sign-in?next=/openings?state%3Dopen"


def test_who_is_signed_in_comes_in(robin):
    assert robin.get("/openings").status_code == 200


def test_another_role_is_refused(session, client, staff):
    sign_in(session, client, staff[Role.INTERVIEWER])

    assert client.get("/openings/new").status_code == 403


def test_a_made_up_cookie_opens_nothing(client):
    client.set_cookie(STAFF_COOKIE, "made up")

    assert client.get("/openings").status_code == 302


def test_an_idle_session_has_to_sign_in_again(session, robin):
    age(session, seen_at=datetime.now(UTC) - IDLE_LIMIT)

    assert robin.get("/openings").location.startswith("/sign-in")


def test_an_old_session_has_to_sign_in_again(session, robin):
    age(session, started_at=datetime.now(UTC) - ABSOLUTE_LIMIT)

    assert robin.get("/openings").location.startswith("/sign-in")


def test_use_is_noted(session, robin):
    before = datetime.now(UTC) - 2 * TOUCH_AFTER
    age(session, seen_at=before)
    robin.get("/openings")
    session.expire_all()

    assert session.exec(select(StaffSession.seen_at)).one() > before


def test_a_closed_account_is_out_at_once(session, robin, staff):
    staff[Role.RECRUITER].is_active = False
    session.commit()

    assert robin.get("/openings").status_code == 302


def test_a_changed_role_counts_at_once(session, robin, staff):
    staff[Role.RECRUITER].role = Role.INTERVIEWER.value
    session.commit()

    assert robin.get("/openings/new").status_code == 403


def test_signing_out_ends_the_session_on_the_server(session, robin):
    cookie = robin.get_cookie(STAFF_COOKIE).value
    send(robin, "/sign-out")
    robin.set_cookie(STAFF_COOKIE, cookie)

    assert robin.get("/openings").status_code == 302
    assert session.exec(select(StaffSession)).all() == []


def test_an_address_without_page_is_not_found(client):
    assert client.get("/no-such-page").status_code == 404


def test_static_files_are_for_everybody(client):
    assert client.get("/static/css/app.css", buffered=True).status_code == 200


@pytest.mark.parametrize(
    ("path", "status"), [("/measurement", 403), (f"/openings/{NOBODY}", 404)], ids=["role", "gone"]
)
def test_staff_keep_their_way_on_where_a_page_is_not_theirs(robin, path, status):
    response = robin.get(path)

    assert response.status_code == status
    assert '<a href="/openings">' in response.text
    assert "Sign out" in response.text


def test_strangers_see_no_way_on_where_a_page_is_missing(client):
    assert "/openings" not in client.get("/no-such-page").text

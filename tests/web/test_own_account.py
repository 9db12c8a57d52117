"""One's own sessions and password; owners end others' access, from the next request on."""

import pytest
from sqlmodel import select

from hiring import accounts
from hiring.accounts import KnownBrowser, Role, StaffSession
from hiring.audit import AuditEntry
from hiring.openings.share_links import ShareLink, ShareTerms, share, share_token
from tests.builders import NOW, PASSWORD, send, sign_in
from tests.second_steps import set_up
from tests.stores import SECRET, only_once

pytestmark = only_once

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1"
NEW = "kettle zebra trombone moss"
SHORT = "kettle zebra"


@pytest.fixture
def robin(staff):
    return staff[Role.RECRUITER]


@pytest.fixture
def desk(session, app, robin):
    return sign_in(session, app.test_client(), robin)


@pytest.fixture
def owner(session, app, staff):
    return sign_in(session, app.test_client(), staff[Role.OWNER])


def enter(app, email, password=PASSWORD, **headers):
    client = app.test_client()
    client.environ_base.update({f"HTTP_{name}": value for name, value in headers.items()})
    assert send(client, "/sign-in", email=email, password=password).status_code == 302
    return client


def newest(session):
    return session.exec(select(StaffSession).order_by(StaffSession.started_at.desc())).first()


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox on Windows"),
        (PHONE, "Safari on iPhone"),
        ("curl/8", "A device of unknown kind"),
    ],
)
def test_each_session_is_listed_with_its_device(app, desk, robin, agent, words):
    enter(app, robin.email, USER_AGENT=agent)

    assert words in desk.get("/account/security").text


def test_one_session_is_ended_and_the_others_stay(app, session, desk, robin):
    other = enter(app, robin.email)
    send(desk, f"/account/security/sessions/{newest(session).id}/end")

    assert other.get("/openings").status_code == 302
    assert desk.get("/openings").status_code == 200


def test_all_others_are_ended_at_once(app, desk, robin):
    others = [enter(app, robin.email) for _ in range(2)]
    send(desk, "/account/security/sessions/end-others")

    assert {one.get("/openings").status_code for one in others} == {302}
    assert desk.get("/openings").status_code == 200


def test_nobody_ends_the_session_of_somebody_else(session, app, desk, owner, staff):
    theirs = session.exec(
        select(StaffSession).where(StaffSession.staff_id == staff[Role.OWNER].id)
    ).one()

    assert send(desk, f"/account/security/sessions/{theirs.id}/end").status_code == 404
    assert owner.get("/openings").status_code == 200


def change(client, new, again=None, password=PASSWORD):
    fields = {"password": password, "new": new, "again": new if again is None else again}
    return send(client, "/account/security/password", **fields)


def test_a_new_password_counts_from_the_next_sign_in(app, desk, robin):
    assert change(desk, NEW).status_code == 302
    assert desk.get("/openings").status_code == 200

    enter(app, robin.email, NEW)
    assert (
        send(app.test_client(), "/sign-in", email=robin.email, password=PASSWORD).status_code == 422
    )


def test_a_new_password_ends_all_other_sessions(app, desk, robin):
    other = enter(app, robin.email)
    change(desk, NEW)

    assert other.get("/openings").status_code == 302


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"new": SHORT}, "new"),
        ({"new": "passwordpassword1"}, "new"),
        ({"new": "recruiter-recruiter-2026"}, "new"),
        ({"new": "x" * 257}, "new"),
        ({"new": NEW, "again": NEW.upper()}, "again"),
        ({"new": NEW, "password": "another one"}, "password"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_changes(app, desk, robin, fields, field):
    page = change(desk, **fields)

    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    enter(app, robin.email)


def test_beside_a_second_factor_eight_characters_are_enough(desk):
    set_up(desk)

    assert change(desk, SHORT).status_code == 302


def test_a_short_password_keeps_its_second_factor_until_it_is_longer(desk):
    set_up(desk)
    change(desk, SHORT)
    page = send(desk, "/account/security/confirm/remove-app", password=SHORT)

    assert page.status_code == 422
    assert "too short to stand alone" in page.text


def test_a_short_password_that_stands_alone_opens_nothing_but_ones_own_account(
    app, session, desk, robin
):
    """As after a lost phone, when the second factor was taken away."""
    set_up(desk)
    change(desk, SHORT)
    accounts.remove_all_factors(session, robin, actor="system", now=NOW)
    session.commit()
    client = enter(app, robin.email, SHORT)

    assert client.get("/openings").location == "/account/security"
    assert change(client, NEW, password=SHORT).status_code == 302
    assert client.get("/openings").status_code == 200


def test_an_owner_signs_a_colleague_out_everywhere(app, session, desk, owner, robin):
    enter(app, robin.email)
    send(owner, f"/colleagues/{robin.id}/sessions/end")

    assert desk.get("/openings").status_code == 302
    assert session.exec(select(KnownBrowser).where(KnownBrowser.staff_id == robin.id)).all() == []
    assert "staff.signed_out" in session.exec(select(AuditEntry.act)).all()


def test_closing_an_account_ends_its_sessions_at_the_next_request(desk, owner, robin):
    assert desk.get("/openings").status_code == 200
    send(owner, f"/colleagues/{robin.id}/close")

    assert desk.get("/openings").location.startswith("/sign-in")


def test_closing_an_account_ends_half_a_sign_in(app, desk, owner, robin):
    set_up(desk)
    half = app.test_client()
    send(half, "/sign-in", email=robin.email, password=PASSWORD)
    send(owner, f"/colleagues/{robin.id}/close")

    assert half.get("/sign-in/second").location == "/sign-in"


@pytest.fixture
def shared(session, small_house, robin):
    """A link that Robin has shared, by its address."""
    opening = small_house.opening()
    small_house.join(opening, Role.RECRUITER)
    link = share(
        session,
        opening,
        [small_house.candidate(opening)],
        terms=ShareTerms("A manager", days=30),
        staff=robin,
        secret=SECRET,
        now=NOW,
    )
    link.expires_at = link.expires_at.replace(year=2100)
    session.commit()
    return f"/shared/{share_token(link.id, SECRET)}"


def test_closing_an_account_closes_the_links_it_has_shared(app, session, owner, robin, shared):
    assert app.test_client().get(shared).status_code == 200
    send(owner, f"/colleagues/{robin.id}/close")
    session.expire_all()

    assert app.test_client().get(shared).status_code == 404
    assert session.exec(select(ShareLink.revoked_at)).one() is not None


def test_an_account_that_is_open_again_opens_no_old_link(app, owner, robin, shared):
    send(owner, f"/colleagues/{robin.id}/close")
    send(owner, f"/colleagues/{robin.id}/reopen")

    assert app.test_client().get(shared).status_code == 404
    enter(app, robin.email)


def test_an_account_that_was_closed_past_us_opens_no_link_either(app, session, robin, shared):
    robin.is_active = False
    session.commit()

    assert app.test_client().get(shared).status_code == 404


@pytest.mark.parametrize("act", ["close", "reopen", "sessions/end"])
def test_nobody_does_this_to_themselves(owner, staff, act):
    assert send(owner, f"/colleagues/{staff[Role.OWNER].id}/{act}").status_code == 403


def test_an_owner_reads_where_a_colleague_is_signed_in(app, owner, robin):
    enter(app, robin.email, USER_AGENT=FIREFOX)

    assert "Firefox on Windows" in owner.get(f"/colleagues/{robin.id}/account").text


def test_a_closed_account_stays_in_reach_of_owners(owner, robin):
    send(owner, f"/colleagues/{robin.id}/close")

    assert f"/colleagues/{robin.id}/account" in owner.get("/colleagues").text

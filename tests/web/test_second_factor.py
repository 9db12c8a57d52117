"""A second factor: an app whose codes count once, recovery codes, and being led to set one up."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlmodel import select

from hiring.accounts import Authenticator, RecoveryCode, Role, StaffSession
from hiring.accounts.admission import HALF_WAY_FOR, HalfSignIn
from hiring.accounts.authenticators import STEP_SECONDS, begin_authenticator, key_of
from hiring.app import create_app
from hiring.audit import AuditEntry
from hiring.web.cookies import HALF_COOKIE, STAFF_COOKIE
from tests.builders import PASSWORD, send, sign_in
from tests.second_steps import CODE, code_of, set_up
from tests.stores import SECRET, close, only_once

pytestmark = only_once


@pytest.fixture
def robin(staff):
    return staff[Role.RECRUITER]


@pytest.fixture
def desk(session, app, robin):
    """A browser in which Robin is signed in."""
    return sign_in(session, app.test_client(), robin)


def password_step(client, robin, **more):
    return send(client, "/sign-in", email=robin.email, password=PASSWORD, **more)


def second_step(client, code, **more):
    return send(client, "/sign-in/second", code=code, **more)


def test_without_a_second_factor_the_password_opens_the_desk(client, robin):
    assert password_step(client, robin).location == "/desk"


def test_with_one_the_password_leads_to_the_second_step_and_opens_nothing(client, desk, robin):
    set_up(desk)

    assert password_step(client, robin, next="/openings").location == (
        "/sign-in/second?next=/openings"
    )
    assert client.get_cookie(STAFF_COOKIE) is None
    assert client.get("/openings").status_code == 302


def test_the_token_of_half_a_sign_in_is_no_session(client, desk, robin):
    set_up(desk)
    password_step(client, robin)
    client.set_cookie(STAFF_COOKIE, client.get_cookie(HALF_COOKIE).value)

    assert client.get("/openings").status_code == 302


def test_a_code_of_the_app_opens_the_page_that_was_asked_for(client, desk, robin):
    key, _codes = set_up(desk)
    password_step(client, robin)

    assert second_step(client, code_of(key), next="/openings").location == "/openings"
    assert client.get("/openings").status_code == 200
    assert client.get_cookie(HALF_COOKIE) is None


def test_a_code_counts_once(app, desk, robin):
    key, _codes = set_up(desk)
    code, answers = code_of(key), []
    for _ in range(2):
        client = app.test_client()
        password_step(client, robin)
        answers.append(second_step(client, code).status_code)

    assert answers == [302, 422]


def test_a_code_from_before_the_last_one_does_not_count(client, session, desk, robin):
    key, _codes = set_up(desk)
    password_step(client, robin)
    code = code_of(key)
    session.execute(update(Authenticator).values(last_step=int(time.time()) // STEP_SECONDS + 1))
    session.commit()

    assert second_step(client, code).status_code == 422


@pytest.mark.parametrize("code", ["", "000000", "x" * 61, "123 456", "Ünlö€", "1" * 24])
def test_anything_else_is_refused_on_the_same_page(client, desk, robin, code):
    set_up(desk)
    password_step(client, robin)
    page = second_step(client, code)

    assert page.status_code == 422
    assert 'href="#code"' in page.text


def test_after_five_wrong_codes_the_password_is_asked_for_again(client, desk, robin):
    key, _codes = set_up(desk)
    password_step(client, robin)
    pages = [second_step(client, "000000").text for _ in range(5)]

    assert ["Second step</h1>" in page for page in pages] == [True] * 4 + [False]
    assert "start again with your password" in pages[-1]
    assert second_step(client, code_of(key)).status_code == 422


def test_wrong_codes_are_limited_for_the_account_across_sign_ins(app, desk, robin):
    """Else six figures could be found by trying: five at a time, again and again."""
    key, codes = set_up(desk)
    for n in range(5):
        client = app.test_client()
        client.environ_base["REMOTE_ADDR"] = f"192.0.2.{n}"
        password_step(client, robin)
        for _ in range(4):
            second_step(client, "000000")
    late = app.test_client()
    late.environ_base["REMOTE_ADDR"] = "192.0.2.77"
    password_step(late, robin)

    assert second_step(late, code_of(key)).status_code == 422
    assert second_step(late, codes[0]).status_code == 302  # what nobody can guess still counts


def test_a_waiting_sign_in_runs_out(client, session, desk, robin):
    key, _codes = set_up(desk)
    password_step(client, robin)
    before = datetime.now(UTC) - HALF_WAY_FOR - timedelta(seconds=1)
    session.execute(update(HalfSignIn).values(started_at=before))
    session.commit()

    assert second_step(client, code_of(key)).status_code == 422
    assert client.get("/sign-in/second").location == "/sign-in"


def test_ten_recovery_codes_are_shown_once_and_stored_as_hashes(desk, session):
    _key, codes = set_up(desk)
    stored = session.exec(select(RecoveryCode.code_hash)).all()

    assert len(set(codes)) == len(stored) == 10
    assert not set(codes) & set(stored)
    assert codes[0] not in desk.get("/account/security").text


def test_a_recovery_code_opens_once_however_it_is_typed(app, session, desk, robin):
    _key, codes = set_up(desk)
    answers = []
    for typed in (codes[3].upper().replace("-", " "), codes[3]):
        client = app.test_client()
        password_step(client, robin)
        answers.append(second_step(client, typed).status_code)

    assert answers == [302, 422]
    assert "staff.recovery_code_used" in session.exec(select(AuditEntry.act)).all()


def test_new_codes_make_the_old_ones_worthless(app, desk, robin):
    _key, old = set_up(desk)
    page = send(desk, "/account/security/confirm/codes", password=PASSWORD)
    new = CODE.findall(page.text)
    client = app.test_client()
    password_step(client, robin)

    assert second_step(client, old[0]).status_code == 422
    assert second_step(client, new[0]).status_code == 302


def test_a_recovery_code_of_somebody_else_opens_nothing(app, session, desk, robin, staff):
    set_up(desk)
    other = sign_in(session, app.test_client(), staff[Role.OWNER])
    _key, theirs = set_up(other)
    client = app.test_client()
    password_step(client, robin)

    assert second_step(client, theirs[0]).status_code == 422


@pytest.mark.parametrize("act", ["app", "remove-app", "codes"])
def test_nothing_changes_without_the_password(session, desk, act):
    if act != "app":
        set_up(desk)
    before = session.exec(select(Authenticator)).all(), session.exec(select(RecoveryCode)).all()
    page = send(desk, f"/account/security/confirm/{act}", password="another password")
    session.expire_all()

    assert page.status_code == 422
    assert before == (
        session.exec(select(Authenticator)).all(),
        session.exec(select(RecoveryCode)).all(),
    )


def test_the_password_cannot_be_found_by_trying_in_a_session(desk):
    answers = [
        send(desk, "/account/security/confirm/app", password="wrong").status_code for _ in range(11)
    ]

    assert answers == [422] * 10 + [429]


def test_an_act_that_nobody_knows_is_not_found(desk):
    assert desk.get("/account/security/confirm/anything").status_code == 404


def test_the_app_counts_only_after_a_first_right_code(app, desk, robin):
    send(desk, "/account/security/confirm/app", password=PASSWORD)

    assert send(desk, "/account/security/app", code="000000").status_code == 422
    assert password_step(app.test_client(), robin).location == "/desk"


def test_the_key_is_shown_for_a_quarter_of_an_hour_only(session, desk):
    send(desk, "/account/security/confirm/app", password=PASSWORD)
    session.execute(update(Authenticator).values(made_at=datetime.now(UTC) - timedelta(minutes=16)))
    session.commit()

    assert desk.get("/account/security/app").location == "/account/security"


def test_the_key_is_no_longer_shown_once_it_counts(desk):
    set_up(desk)

    assert desk.get("/account/security/app").location == "/account/security"


def test_the_picture_is_drawn_in_the_page_without_styles_or_scripts(desk):
    send(desk, "/account/security/confirm/app", password=PASSWORD)
    page = desk.get("/account/security/app").text

    assert '<svg class="square"' in page
    assert "style=" not in page


def test_turning_it_off_makes_the_password_enough_again(app, desk, session, robin):
    set_up(desk)
    page = send(desk, "/account/security/confirm/remove-app", password=PASSWORD)

    assert page.location == "/account/security"
    assert password_step(app.test_client(), robin).location == "/desk"
    assert session.exec(select(RecoveryCode)).all() == []


def test_turning_it_on_renews_the_session_and_ends_all_others(app, session, desk, robin):
    other = sign_in(session, app.test_client(), robin)
    before = desk.get_cookie(STAFF_COOKIE).value
    set_up(desk)
    old = app.test_client()
    old.set_cookie(STAFF_COOKIE, before)

    assert desk.get("/openings").status_code == 200
    assert other.get("/openings").status_code == 302
    assert old.get("/openings").status_code == 302


def test_what_happens_to_factors_stands_in_the_record(session, desk, robin):
    set_up(desk)
    send(desk, "/account/security/confirm/codes", password=PASSWORD)
    send(desk, "/account/security/confirm/remove-app", password=PASSWORD)
    acts = session.exec(select(AuditEntry.act).where(AuditEntry.actor == str(robin.id))).all()

    assert {"staff.app_added", "staff.recovery_codes_made", "staff.app_removed"} <= set(acts)


def test_the_key_is_sealed_in_the_database(session, robin, now):
    row = begin_authenticator(session, robin, secret=SECRET, now=now)
    key = key_of(row, secret=SECRET)

    assert key not in row.sealed_secret
    assert key_of(row, secret=SECRET + "!") is None


def test_a_sealed_key_opens_nothing_in_the_row_of_another_person(session, staff, now):
    row = begin_authenticator(session, staff[Role.OWNER], secret=SECRET, now=now)
    row.staff_id = staff[Role.RECRUITER].id

    assert key_of(row, secret=SECRET) is None
    session.rollback()


def test_what_was_sent_too_late_goes_along_over_the_second_step(app, desk, robin):
    key, _codes = set_up(desk)
    client = app.test_client()
    page = password_step(client, robin, next="/openings/new", kept="title=Support+team")

    assert page.status_code == 200
    assert "title=Support+team" in page.text
    last = second_step(client, code_of(key), next="/openings/new", kept="title=Support+team")
    assert "Support team" in last.text


def test_the_second_step_never_leads_to_another_site(app, desk, robin):
    key, _codes = set_up(desk)
    client = app.test_client()
    password_step(client, robin, next="//evil.example/")

    assert second_step(client, code_of(key), next="//evil.example/").location == "/desk"


@pytest.fixture
def asking(settings):
    """The same house, which asks everybody for a second factor."""
    app = create_app(settings.model_copy(update={"require_second_factor": True}))
    yield app
    close(app)


def test_who_must_have_one_is_led_to_it_before_anything_else(asking, session, robin):
    client = sign_in(session, asking.test_client(), robin)

    assert client.get("/openings").location == "/account/security"
    assert "asks everybody for a second step" in client.get("/account/security").text


def test_once_it_is_set_up_everything_opens(asking, session, robin):
    client = sign_in(session, asking.test_client(), robin)
    set_up(client)

    assert client.get("/openings").status_code == 200


def test_who_must_have_one_can_still_sign_out(asking, session, robin):
    client = sign_in(session, asking.test_client(), robin)

    assert send(client, "/sign-out").location == "/sign-in"
    assert session.exec(select(StaffSession)).all() == []

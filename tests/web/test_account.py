"""Signing in: one answer to every mistake, and never led to another site."""

from time import perf_counter

import pytest
from sqlmodel import select

from hiring import accounts
from hiring.accounts import Role, StaffSession
from hiring.web.cookies import STAFF_COOKIE
from tests.builders import PASSWORD, TOKEN, form_token, send

ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "http:evil.example",
    "javascript:alert(1)",
    "/\t/evil.example/",
    " //evil.example/",
    "openings",
]


@pytest.fixture
def robin(staff):
    return staff[Role.RECRUITER]


def sign_in(client, email, password=PASSWORD, **more):
    return send(client, "/sign-in", email=email, password=password, **more)


def test_the_right_password_leads_to_the_desk(client, robin):
    assert sign_in(client, robin.email).location == "/desk"
    assert client.get("/desk").status_code == 200


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client, robin):
    sign_in(client, robin.email)
    cookie = client.get_cookie(STAFF_COOKIE)

    assert (cookie.http_only, cookie.same_site, cookie.path) == (True, "Lax", "/")


def test_the_cookie_ends_with_the_browser(client, robin):
    sign_in(client, robin.email)

    assert client.get_cookie(STAFF_COOKIE).max_age is None


def test_after_signing_in_the_page_that_was_asked_for_opens(client, robin):
    page = client.get("/openings/new").location
    assert client.get(page).status_code == 200

    assert sign_in(client, robin.email, next="/openings/new").location == "/openings/new"


@pytest.mark.parametrize("target", ELSEWHERE)
def test_signing_in_never_leads_to_another_site(client, robin, target):
    location = sign_in(client, robin.email, next=target).location

    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))
    assert "\\" not in location
    assert "\t" not in location


def test_an_unknown_address_and_a_wrong_password_give_the_same_page(client, robin):
    token = form_token(client)

    def answer(email, password):
        fields = {"csrf_token": token, "email": email, "password": password}
        response = client.post("/sign-in", data=fields)
        return response.status_code, TOKEN.sub("", response.text).replace(email, "")

    assert answer("nobody@example.org", PASSWORD) == answer(robin.email, "another password")


def test_a_refused_sign_in_sets_no_cookie(client, robin):
    assert sign_in(client, robin.email, "another password").status_code == 422
    assert client.get_cookie(STAFF_COOKIE) is None


def test_a_refused_sign_in_does_not_send_the_password_back(client, robin):
    assert "another password" not in sign_in(client, robin.email, "another password").text


@pytest.mark.parametrize("field", ["email", "password"])
def test_an_empty_field_is_named(client, robin, field):
    page = sign_in(client, **{"email": robin.email, "password": PASSWORD} | {field: ""})

    assert page.status_code == 422
    assert f'href="#{field}"' in page.text


def test_each_sign_in_begins_a_new_session_and_ends_the_one_of_this_browser(client, robin, session):
    sign_in(client, robin.email)
    first = client.get_cookie(STAFF_COOKIE).value
    sign_in(client, robin.email)

    assert client.get_cookie(STAFF_COOKIE).value != first
    assert len(session.exec(select(StaffSession)).all()) == 1


def test_a_sign_in_elsewhere_ends_no_session_here(app, client, robin):
    sign_in(client, robin.email)
    sign_in(app.test_client(), robin.email)

    assert client.get("/desk").status_code == 200


def test_an_unknown_address_costs_as_much_time_as_a_wrong_password(
    app, session, now, costly_hashes
):
    """With the real cost of a hash; the fastest of three, since others use the machine too."""
    facts = {"name": "Nia", "role": Role.OWNER, "password": PASSWORD}
    accounts.add_staff(session, email="nia@example.org", now=now, **facts)
    session.commit()

    def seconds(email):
        client, times = app.test_client(), []
        token = form_token(client)
        fields = {"csrf_token": token, "email": email, "password": "another password"}
        for _ in range(3):
            start = perf_counter()
            client.post("/sign-in", data=fields)
            times.append(perf_counter() - start)
        return min(times)

    unknown, wrong = seconds("nobody@example.org"), seconds("nia@example.org")
    assert 1 / 2 < unknown / wrong < 2


def test_signing_out_leads_to_the_sign_in_and_drops_the_cookie(client, robin):
    sign_in(client, robin.email)

    assert send(client, "/sign-out").location == "/sign-in"
    assert client.get_cookie(STAFF_COOKIE) is None


def test_the_front_door_leads_staff_on(client, robin):
    assert client.get("/").status_code == 200
    sign_in(client, robin.email)

    assert client.get("/").location == "/desk"

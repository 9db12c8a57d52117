"""Every cookie that is set over https: bound to the host, out of reach of scripts, and small."""

import pytest

from hiring.accounts import Role
from hiring.app import create_app
from hiring.web import cookies
from tests import stores
from tests.builders import PASSWORD, send
from tests.second_steps import code_of, set_up

MOST_BYTES = 4096
FORM_COOKIE = "hiring_form"
OURS = {name for word, name in vars(cookies).items() if word.endswith("_COOKIE")} | {FORM_COOKIE}

pytestmark = stores.only_once


@pytest.fixture
def heard(database_url, data_dir):
    """The application behind https, and every header by which it has set a cookie."""
    app = create_app(stores.settings_for(data_dir, database_url, public_url="https://localhost"))
    app.config["PREFERRED_URL_SCHEME"] = "https"  # what browsers of tests speak
    told, inner = [], app.wsgi_app

    def listening(environ, start_response):
        def start(status, headers, *more):
            told.extend(value for name, value in headers if name == "Set-Cookie")
            return start_response(status, headers, *more)

        return inner(environ, start)

    app.wsgi_app = listening
    yield app, told
    stores.close(app)


@pytest.fixture
def every_cookie(heard, staff, house, candidate):
    """Name → the headers by which it was set, after everybody has come in."""
    app, told = heard
    owner = staff[Role.OWNER]
    desk = app.test_client()
    send(desk, "/sign-in", email=owner.email, password=PASSWORD)
    key, _codes = set_up(desk)
    send(desk, "/sign-out")
    send(desk, "/sign-in", email=owner.email, password=PASSWORD)
    assert send(desk, "/sign-in/second", code=code_of(key)).location == "/desk"
    send(app.test_client(), f"/c/{house.token(candidate)}")
    found = {}
    for header in told:
        found.setdefault(header.partition("=")[0], []).append(header)
    return found


def test_every_cookie_of_ours_was_set_and_bears_the_prefix(every_cookie):
    assert set(every_cookie) == {cookies.SECURE_PREFIX + name for name in OURS}


def test_every_cookie_is_bound_and_out_of_reach(every_cookie):
    loose = {
        header
        for headers in every_cookie.values()
        for header in headers
        if not {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(header.split("; "))
        or "Domain" in header
        or len(header) > MOST_BYTES
    }

    assert loose == set()

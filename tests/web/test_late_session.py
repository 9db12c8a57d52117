"""The session of forms is read from its cookie when somebody asks for it, and not before."""

import pytest
from flask import session

from hiring.web.late_session import LateSession, LateSessions
from tests import stores

NAME = "hiring_form"


@pytest.fixture
def database_url(sqlite_template, data_dir):
    """SQLite only: nothing is stored."""
    return stores.copied(sqlite_template, data_dir)


@pytest.fixture
def sealed(app):
    """The cookie of a session with one entry."""
    return LateSessions().get_signing_serializer(app).dumps({"word": "kept"})


@pytest.fixture
def reads():
    return []


@pytest.fixture
def late(reads):
    def read():
        reads.append("read")
        return {"word": "kept"}

    return LateSession(read)


def test_nobody_asks_so_nothing_is_read(late, reads):
    assert not late.modified
    assert reads == []


def test_it_is_read_once(late, reads):
    assert (late["word"], "word" in late, len(late), list(late)) == ("kept", True, 1, ["word"])
    assert reads == ["read"]


@pytest.mark.parametrize(
    "change",
    [
        lambda late: late.update(other=1),
        lambda late: late.pop("word"),
        lambda late: late.setdefault("other", 1),
        lambda late: late.clear(),
    ],
)
def test_every_change_is_noticed(late, change):
    change(late)

    assert late.modified


def test_what_is_only_read_is_not_a_change(late):
    late.get("other")
    late.setdefault("word", "new")

    assert not late.modified


def test_a_request_finds_what_its_cookie_holds(app, sealed):
    with app.test_request_context(headers={"Cookie": f"{NAME}={sealed}"}):
        assert session["word"] == "kept"


def test_a_cookie_that_somebody_wrote_themselves_holds_nothing(app, sealed):
    with app.test_request_context(headers={"Cookie": f"{NAME}={sealed[:-2]}xx"}):
        assert dict(session) == {}


def test_a_page_that_asks_for_no_session_leaves_its_cookie_alone(client, sealed):
    client.set_cookie(NAME, sealed)
    headers = client.get("/health").headers

    assert "Set-Cookie" not in headers
    assert "Cookie" not in headers.get("Vary", "")


def test_a_page_that_changes_the_session_sends_it_back(app, client, sealed):
    client.set_cookie(NAME, sealed)
    headers = client.get("/sign-in").headers  # its form token is new in this session

    assert headers["Set-Cookie"].startswith(f"{NAME}=")
    assert "Cookie" in headers["Vary"]
    with client.session_transaction() as kept:
        assert kept["word"] == "kept"

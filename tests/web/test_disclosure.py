"""Whom to tell of a weakness."""

from datetime import UTC, datetime, timedelta

import pytest

from hiring.app import create_app
from hiring.web.disclosure import contact_address
from tests.stores import close

ADDRESS = "/.well-known/security.txt"


@pytest.fixture
def reachable(settings):
    app = create_app(
        settings.model_copy(
            update={"contact": "Ada (ada@example.org)", "public_url": "https://hiring.example"}
        )
    )
    yield app.test_client()
    close(app)


def test_the_contact_of_the_house_is_told(reachable):
    answer = reachable.get(ADDRESS)

    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "Contact: mailto:ada@example.org\n" in answer.text
    assert f"Canonical: https://hiring.example{ADDRESS}\n" in answer.text


def test_it_says_until_when_it_counts(reachable):
    line = next(one for one in reachable.get(ADDRESS).text.splitlines() if "Expires" in one)
    until = datetime.fromisoformat(line.removeprefix("Expires: "))

    assert timedelta(days=100) < until - datetime.now(UTC) < timedelta(days=365)


def test_where_nobody_is_named_there_is_no_such_page(client):
    assert client.get(ADDRESS).status_code == 404


@pytest.mark.parametrize(
    ("contact", "address"),
    [
        ("jobs@example.org", "mailto:jobs@example.org"),
        ("People team <people@example.org>, 9 to 5", "mailto:people@example.org"),
        ("https://example.org/contact or a@example.org", "https://example.org/contact"),
        ("the person at the counter", ""),
        ("http://example.org", ""),
        ("", ""),
    ],
)
def test_an_address_is_found_in_words(contact, address):
    assert contact_address(contact) == address

"""The record learns where staff acted from, behind proxies too, and nothing of candidates."""

import pytest
from sqlmodel import col, select

from hiring.accounts import Role
from hiring.app import create_app
from hiring.audit import AuditEntry, AuditSource, first_altered
from tests import stores
from tests.builders import PASSWORD, send, sign_in

pytestmark = stores.only_once
PLACE, SECURITY = "203.0.113.9", "/account/security"


def browser(app, place):
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = place
    return client


def enter(client, staff):
    return send(client, "/sign-in", email=staff.email, password=PASSWORD)


def noted(session):
    """Act and address of the newest entry that has a request."""
    session.expire_all()
    return session.exec(
        select(AuditEntry, AuditSource)
        .join(AuditSource, AuditSource.entry_id == AuditEntry.id, isouter=True)
        .where(col(AuditEntry.request).is_not(None))
        .order_by(col(AuditEntry.at).desc())
    ).first()


def address_of(session):
    _entry, source = noted(session)
    return None if source is None else source.address


def test_a_sign_in_bears_address_and_request(app, session, staff):
    answered = enter(browser(app, PLACE), staff[Role.OWNER])
    entry, source = noted(session)

    assert source.address == PLACE
    assert entry.request == answered.headers["X-Request-Id"]
    assert first_altered(session, entry.chain) is None


@pytest.mark.parametrize(
    ("place", "kept"),
    [
        ("::ffff:203.0.113.9", PLACE),
        ("2001:DB8:0:0::1", "2001:db8::1"),
        ("fe80::1%eth0\nforged", "fe80::1"),
        ("unix:", None),
        ("203.0.113.9\nforged", None),
    ],
)
def test_an_address_is_written_in_one_way_or_not_at_all(app, session, staff, place, kept):
    enter(browser(app, place), staff[Role.OWNER])

    assert address_of(session) == kept


@pytest.fixture
def made(settings):
    """Make an application with other settings."""
    apps = []

    def make(**changes):
        apps.append(create_app(settings.model_copy(update=changes)))
        return apps[-1]

    yield make
    for one in apps:
        stores.close(one)


@pytest.mark.parametrize(("n_proxies", "kept"), [(0, "10.0.0.2"), (1, PLACE)])
def test_the_address_is_the_visitors_behind_a_proxy_that_is_named(
    made, session, staff, n_proxies, kept
):
    client = browser(made(trusted_proxies=n_proxies), "10.0.0.2")
    client.environ_base["HTTP_X_FORWARDED_FOR"] = f"198.51.100.66, {PLACE}"
    enter(client, staff[Role.OWNER])

    assert address_of(session) == kept


def test_a_house_may_keep_no_addresses(made, session, staff):
    enter(browser(made(address_days=0), PLACE), staff[Role.OWNER])

    assert address_of(session) is None
    assert session.exec(select(AuditSource)).all() == []


def test_no_address_of_a_candidate_is_kept(app, session, house, candidate):
    client = browser(app, PLACE)
    send(client, f"/c/{house.token(candidate)}")
    assert send(client, "/assessment/withdraw").location == "/assessment/withdrawn"
    entry, source = noted(session)

    assert (entry.actor, source) == (str(candidate.id), None)


def test_staff_read_on_their_own_page_what_is_kept(app, session, staff, made):
    told = "the network address you work from, for 90 days."
    assert told in sign_in(session, app.test_client(), staff[Role.OWNER]).get(SECURITY).text

    silent = made(address_days=0).test_client()
    assert "network address" not in sign_in(session, silent, staff[Role.OWNER]).get(SECURITY).text

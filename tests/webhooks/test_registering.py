"""Registering an address: by owners, with a key that is shown once and lies sealed."""

from datetime import timedelta

import pytest
from sqlmodel import select

from hiring import webhooks
from hiring.accounts import Role
from hiring.audit import AuditEntry
from hiring.errors import NotAllowedError, NotFoundError, WebhookFaultError
from hiring.webhooks import OVERLAP, AddressFault, EventKind, OffReason
from hiring.webhooks.keys import keys_of, signed_headers
from hiring.webhooks.verifying import RefusedError, SeenInMemory, verify
from tests import stores
from tests.builders import NOW

pytestmark = stores.only_once

MOMENT = timedelta(seconds=1)


def acts(session):
    return [one.act for one in session.exec(select(AuditEntry)) if one.act.startswith("webhook.")]


def registering(session, staff, address, allowed, role=Role.OWNER, events=tuple(EventKind)):
    return webhooks.register(
        session,
        address,
        events,
        allowed=allowed,
        owner=staff[role],
        secret=stores.SECRET,
        now=NOW,
    )


def test_an_address_is_registered_with_what_it_hears(session, registered, address):
    endpoint, _key = registered

    assert (endpoint.address, endpoint.events) == (address, [kind.value for kind in EventKind])
    assert acts(session) == ["webhook.added"]
    assert [one.id for one in webhooks.list_endpoints(session)] == [endpoint.id]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OWNER])
def test_only_owners_register(session, staff, address, allowed, role):
    with pytest.raises(NotAllowedError):
        registering(session, staff, address, allowed, role)


def test_nothing_is_registered_without_an_event(session, staff, address, allowed):
    with pytest.raises(WebhookFaultError) as caught:
        registering(session, staff, address, allowed, events=())

    assert caught.value.code == AddressFault.NO_EVENTS


def test_an_address_is_registered_once_until_it_is_removed(
    session, staff, registered, address, allowed
):
    with pytest.raises(WebhookFaultError) as caught:
        registering(session, staff, address, allowed)
    webhooks.remove(session, registered[0], owner=staff[Role.OWNER], now=NOW)
    again, _key = registering(session, staff, address, allowed)

    assert caught.value.code == AddressFault.KNOWN_ALREADY
    assert [one.id for one in webhooks.list_endpoints(session)] == [again.id]


def test_a_key_lies_sealed_and_opens_with_the_secret_of_the_house_alone(registered):
    endpoint, key = registered

    assert key not in endpoint.sealed_key
    assert keys_of(endpoint, secret=stores.SECRET, now=NOW) == [key]
    assert keys_of(endpoint, secret="b" * 40, now=NOW) == []


def test_a_sealed_key_opens_nothing_for_another_address(
    session, staff, registered, address, allowed
):
    other, _key = registering(session, staff, f"{address}/2", allowed)
    other.sealed_key = registered[0].sealed_key

    assert keys_of(other, secret=stores.SECRET, now=NOW) == []


def test_an_old_key_is_good_in_the_overlap_only(session, staff, registered):
    endpoint, old = registered
    new = webhooks.change_key(
        session, endpoint, owner=staff[Role.OWNER], secret=stores.SECRET, now=NOW
    )

    assert is_believed(endpoint, old, NOW + OVERLAP - MOMENT)
    assert not is_believed(endpoint, old, NOW + OVERLAP)
    assert is_believed(endpoint, new, NOW)
    assert is_believed(endpoint, new, NOW + OVERLAP)
    assert acts(session) == ["webhook.added", "webhook.key_changed"]


def is_believed(endpoint, key, moment):
    keys = keys_of(endpoint, secret=stores.SECRET, now=moment)
    headers = signed_headers("one", b"{}", keys=keys, now=moment)
    try:
        verify(headers, b"{}", keys=[key], seen=SeenInMemory(), now=moment)
    except RefusedError as refused:
        return refused.code != "tampered"
    return True


def test_two_changes_of_a_key_leave_the_last_two(session, staff, registered):
    endpoint, first = registered
    by = {"owner": staff[Role.OWNER], "secret": stores.SECRET, "now": NOW}
    second, third = (webhooks.change_key(session, endpoint, **by) for _ in range(2))

    assert keys_of(endpoint, secret=stores.SECRET, now=NOW) == [third, second]
    assert first not in {second, third}


def test_a_removed_address_keeps_no_key_and_is_found_no_more(session, staff, registered):
    endpoint, _key = registered
    webhooks.remove(session, endpoint, owner=staff[Role.OWNER], now=NOW)

    assert endpoint.sealed_key == ""
    with pytest.raises(NotFoundError):
        webhooks.get_endpoint(session, endpoint.id)


def test_switching_off_twice_is_noted_once(session, staff, registered):
    for _ in range(2):
        webhooks.switch_off(
            session,
            registered[0],
            reason=OffReason.OWNER,
            actor=staff[Role.OWNER].id,
            now=NOW,
        )

    assert acts(session) == ["webhook.added", "webhook.switched_off"]

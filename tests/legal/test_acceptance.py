"""A key learned from people's results is published only when an owner takes responsibility."""

import pytest
from sqlmodel import select

from hiring import audit
from hiring.accounts import Role
from hiring.audit import AuditEntry
from hiring.banks.publishing import publish
from hiring.banks.versions import BankVersion, KeyVersion
from hiring.errors import NotAcceptedError, NotAllowedError
from tests import builders

LEARNED = ("keys/1.toml", 'origin = "theory"', 'origin = "empirical"')


@pytest.fixture
def learned(tmp_path):
    """A bank whose key was learned from results."""
    return builders.small_bank(tmp_path, LEARNED)


@pytest.fixture
def send(session, learned, now):
    def publish_it(owner=None):
        return publish(
            session, learned, actor=audit.SYSTEM_ACTOR, now=now, is_public=False, owner=owner
        )

    return publish_it


def test_without_an_owner_nothing_is_published(session, send):
    with pytest.raises(NotAcceptedError, match="--accepted-by"):
        send()

    session.commit()
    assert session.exec(select(BankVersion)).all() == []


def test_an_owner_who_accepts_is_stored_with_the_key(session, send, staff, now):
    send(staff[Role.OWNER])
    session.commit()

    key = session.exec(select(KeyVersion)).one()
    assert (key.accepted_by_id, key.accepted_at) == (staff[Role.OWNER].id, now)
    entry = session.exec(select(AuditEntry).where(AuditEntry.act == "key.accepted")).one()
    assert entry.object_id == str(key.id)


@pytest.mark.parametrize("role", [Role.RECRUITER, Role.ANALYST, Role.INTERVIEWER])
def test_nobody_else_can_accept(send, staff, role):
    with pytest.raises(NotAllowedError):
        send(staff[role])


def test_publishing_again_asks_nobody(session, send, staff):
    send(staff[Role.OWNER])
    session.commit()
    send()

    assert len(session.exec(select(KeyVersion)).all()) == 1


def test_a_key_written_by_people_needs_nobody(session, published):
    assert published.accepted_by_id is None

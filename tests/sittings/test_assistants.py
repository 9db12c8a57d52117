"""Who enters the answers: only where that was agreed, cleaned, and in the audit chain by ids."""

import pytest
from sqlmodel import select

from hiring import sittings
from hiring.accounts import Role
from hiring.audit import AuditEntry
from hiring.conditions import Agreed, agree
from hiring.errors import NotAllowedError, NotFoundError
from hiring.sittings.assistants import NOBODY, find_assistant, name_assistant

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def cookie(session, house, candidate, now):
    return sittings.exchange_token(session, house.token(candidate), now=now)


@pytest.fixture
def is_agreed(session, candidate, staff, now):
    agree(session, candidate, Agreed(has_assistant=True), staff=staff[Role.OWNER], now=now)


def acts(session):
    return [entry.act for entry in session.exec(select(AuditEntry).order_by(AuditEntry.number))]


def test_a_name_is_kept_as_it_is_read(session, cookie, is_agreed, now):
    assert find_assistant(session, cookie) is None
    name_assistant(session, cookie, "  Bo\u202e \n Helper\x00 ", now=now)

    assert find_assistant(session, cookie) == "Bo Helper"


def test_nobody_is_an_answer_as_well(session, cookie, is_agreed, now):
    name_assistant(session, cookie, "Bo", now=now)
    name_assistant(session, cookie, NOBODY, now=now)

    assert find_assistant(session, cookie) == NOBODY
    assert acts(session)[-2:] == ["assistant.named", "assistant.left"]


def test_the_name_stays_out_of_the_audit_chain(session, cookie, is_agreed, candidate, now):
    name_assistant(session, cookie, "Sentinel", now=now)
    entry = session.exec(select(AuditEntry).where(AuditEntry.act == "assistant.named")).one()

    assert entry.object_id == str(candidate.id)
    assert set(entry.details) == {"access_id"}


def test_the_same_name_twice_is_written_down_once(session, cookie, is_agreed, now):
    for _ in range(2):
        name_assistant(session, cookie, "Bo", now=now)

    assert acts(session).count("assistant.named") == 1


def test_without_agreement_nobody_is_named(session, cookie, now):
    with pytest.raises(NotAllowedError):
        name_assistant(session, cookie, "Bo", now=now)


def test_a_strange_browser_names_nobody(session, now):
    with pytest.raises(NotFoundError):
        name_assistant(session, "no such cookie", "Bo", now=now)


def test_a_name_that_cannot_be_stored_is_refused(session, cookie, is_agreed, now):
    with pytest.raises(ValueError, match="120 at most"):
        name_assistant(session, cookie, "x" * 121, now=now)

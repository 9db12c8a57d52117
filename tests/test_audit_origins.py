"""Acts bear the request and the address they came from; an address goes, and the chain stays."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import select

from hiring import audit
from hiring.audit import AuditEntry, AuditSource, Origin

HERE = Origin("3f2a3f2a3f2a3f2a", "192.0.2.7")


@pytest.fixture
def chain(session, now):
    """Three acts, of which the second and the third came from a request."""
    entries = [audit.record(session, "act", actor="a", object_id="b", now=now, chain="c")]
    audit.came_from(session, HERE)
    entries += [
        audit.record(session, "act", actor="a", object_id="b", now=now, chain="c", n=n)
        for n in (2, 3)
    ]
    session.commit()
    return entries


def sources(session):
    return session.exec(select(AuditSource)).all()


def test_an_act_bears_its_request_and_address(session, chain):
    assert [entry.request for entry in chain] == [None, HERE.request, HERE.request]
    assert {(one.entry_id, one.address) for one in sources(session)} == {
        (entry.id, HERE.address) for entry in chain[1:]
    }


def test_each_of_many_acts_bears_it(session, now, chain):
    audit.record_each(
        session, "act", actor="a", object_ids=[chain[0].id, chain[1].id], now=now, chain="c"
    )

    assert len(sources(session)) == 4
    assert audit.first_altered(session, "c") is None


def test_where_no_address_is_known_none_is_stored(session, now):
    audit.came_from(session, Origin("3f2a3f2a3f2a3f2a"))
    entry = audit.record(session, "act", actor="a", object_id="b", now=now)

    assert (entry.request, entry.source_digest, sources(session)) == (HERE.request, None, [])


@pytest.mark.parametrize("column", ["request", "source_digest"])
@pytest.mark.parametrize("value", ["0" * 16, None])
def test_an_altered_origin_is_named(session, chain, column, value):
    session.execute(update(AuditEntry).where(AuditEntry.number == 2).values({column: value}))
    session.commit()

    assert audit.first_altered(session, "c").number == 2


def test_an_entry_without_origin_gets_none_later(session, chain):
    session.execute(update(AuditEntry).where(AuditEntry.number == 1).values(request="0" * 16))
    session.commit()

    assert audit.first_altered(session, "c").number == 1


def test_an_altered_address_is_named(session, chain):
    session.execute(
        update(AuditSource)
        .where(AuditSource.entry_id == chain[2].id)
        .values(address="198.51.100.1")
    )
    session.commit()

    assert audit.first_altered(session, "c").number == 3


def test_addresses_go_when_their_time_is_over_and_the_chain_stays_whole(session, chain, now):
    assert audit.drop_older(session, before=now) == 0
    assert audit.drop_older(session, before=now + timedelta(seconds=1)) == 2

    assert sources(session) == []
    assert audit.first_altered(session, "c") is None


def test_the_same_address_has_another_digest_each_time(chain):
    """Otherwise one that is known would tell all others, and long after it was to be forgotten."""
    assert chain[1].source_digest != chain[2].source_digest


@pytest.mark.parametrize("name", ["request", "source_digest"])
def test_no_detail_takes_the_name_of_an_origin(session, now, name):
    with pytest.raises(ValueError, match="no detail"):
        audit.record(session, "act", actor="a", object_id="b", now=now, **{name: "x"})

"""Acts are appended to chains, and a chain tells which of its entries was altered."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import delete, update
from sqlmodel import col, select

from hiring import audit
from hiring.audit import FIRST_LINK, HOUSE_CHAIN, AuditEntry


@pytest.fixture
def chain(session, now):
    """Three acts in one chain."""
    entries = [
        audit.record(
            session, f"act-{n}", actor="system", object_id=f"thing-{n}", now=now, chain="c", n=n
        )
        for n in (1, 2, 3)
    ]
    session.commit()
    return entries


def test_entries_of_a_chain_count_from_one(chain):
    assert [entry.number for entry in chain] == [1, 2, 3]


def test_the_first_entry_names_no_predecessor(chain):
    assert chain[0].previous_digest == FIRST_LINK


def test_each_entry_carries_the_digest_of_the_one_before(chain):
    assert [entry.previous_digest for entry in chain[1:]] == [e.digest for e in chain[:-1]]


def test_what_concerns_no_opening_stands_in_the_chain_of_the_house(session, now):
    assert audit.record(session, "act", actor="a", object_id="b", now=now).chain == HOUSE_CHAIN


def test_chains_do_not_know_each_other(session, chain, now):
    other = audit.record(session, "act", actor="a", object_id="b", now=now, chain="other")

    assert (other.number, other.previous_digest) == (1, FIRST_LINK)


def test_an_untouched_chain_is_whole(session, chain):
    session.expire_all()

    assert audit.first_altered(session, "c") is None


def test_a_chain_without_entries_is_whole(session):
    assert audit.first_altered(session, "nobody") is None


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor", "somebody else"),
        ("act", "another-act"),
        ("object_id", "another thing"),
        ("details", {"n": 20}),
        ("digest", "f" * 64),
        ("previous_digest", "f" * 64),
    ],
)
def test_an_altered_entry_is_named(session, chain, column, value):
    session.execute(update(AuditEntry).where(col(AuditEntry.number) == 2).values({column: value}))
    session.commit()

    assert audit.first_altered(session, "c").number == 2


def test_an_altered_time_is_named(session, chain, now):
    later = now + timedelta(seconds=1)
    session.execute(update(AuditEntry).where(col(AuditEntry.number) == 2).values(at=later))
    session.commit()

    assert audit.first_altered(session, "c").number == 2


def test_a_missing_entry_is_noticed_at_the_next_one(session, chain):
    session.execute(delete(AuditEntry).where(col(AuditEntry.number) == 2))
    session.commit()

    assert audit.first_altered(session, "c").number == 3


def test_the_newest_entry_of_an_act_is_found(session, now):
    for hours in (2, 0, 1):
        at = now + timedelta(hours=hours)
        audit.record(session, "seen", actor="a", object_id="b", now=at)

    assert audit.find_latest(session, "seen", actor="a", object_id="b").at == now + timedelta(
        hours=2
    )


@pytest.mark.parametrize(
    ("act", "actor", "object_id"),
    [("other", "a", "b"), ("seen", "other", "b"), ("seen", "a", "other")],
)
def test_another_act_actor_or_object_is_not_found(session, now, act, actor, object_id):
    audit.record(session, "seen", actor="a", object_id="b", now=now)

    assert audit.find_latest(session, act, actor=actor, object_id=object_id) is None


def test_acts_at_once_stand_one_after_the_other(session, new_session, chain, now):
    sessions = [new_session() for _ in range(6)]
    barrier, failures = threading.Barrier(len(sessions)), []

    def act(own):
        barrier.wait()
        try:
            for _ in range(5):
                audit.record(own, "act", actor="a", object_id="b", now=now, chain="c")
                own.commit()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            failures.append(error)
            own.rollback()

    threads = [threading.Thread(target=act, args=(own,)) for own in sessions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    numbers = session.exec(select(AuditEntry.number).order_by(AuditEntry.number)).all()
    assert failures == []
    assert numbers == list(range(1, 3 + 30 + 1))
    assert audit.first_altered(session, "c") is None


def test_recording_does_not_commit(session, now):
    audit.record(session, "act", actor="a", object_id="b", now=now)
    session.rollback()

    assert session.exec(select(AuditEntry)).all() == []

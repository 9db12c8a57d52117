"""Openings with many people who wait for something, quicker than one act after the other."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import bindparam, update

from hiring import openings
from hiring.accounts import Role
from hiring.openings.people import Person
from tests.stores import SECRET
from tests.whereabouts import TABLE

N_KINDS = 4
DAY = timedelta(days=1)


def crowd(session, house, opening, n_people, *, now):
    """Fill an opening with people; of four each one has a link that ends soon, one has started and
    is silent, one waits for a decision for too long, one to be told of it. Commits."""
    people = [Person(f"Number {n}", f"{uuid4()}@example.org") for n in range(n_people)]
    facts = {"actor": house.staff[Role.OWNER], "secret": SECRET}
    added = openings.add_many(
        session, opening, people, **facts, expires_at=now + DAY, now=now - 99 * DAY
    )
    ids = [one.id for one in added]
    started = {"attempt": 1, "started_at": now - 60 * DAY}
    sent = started | {"submitted_at": now - 50 * DAY}
    decided = sent | {"outcome": "advance", "decided_at": now, "decision_id": uuid4()}
    for kind, known in enumerate((started, sent, decided), start=1):
        whom = [{"who": one} for one in ids[kind::N_KINDS]]
        mine = update(TABLE).where(TABLE.c.candidate_id == bindparam("who")).values(known)
        session.connection().execute(mine, whom)
    session.commit()

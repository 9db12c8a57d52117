"""What lists keep of where people stand is what the sources say, whatever has happened."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib import import_module
from random import Random
from threading import Barrier

import pytest
from sqlalchemy import delete, text, update
from sqlmodel import Session, col, select

from hiring import cases, openings, retention, sittings
from hiring.accounts import Role, Staff
from hiring.cases import CaseKind
from hiring.errors import HiringError
from hiring.openings import Candidate, Opening, Outcome, ReasonCode, ToldBy
from hiring.openings.decisions import newest_decisions, note_view
from hiring.openings.headcounts import put_count_right
from hiring.openings.invitations import get_invitation_of
from hiring.openings.people import Person
from hiring.openings.records import list_candidates
from hiring.openings.whereabouts import Whereabouts
from hiring.scoring import score_sitting
from hiring.scoring.recounting import put_right
from hiring.sittings.closing import close_swept
from tests.builders import BEST_ANSWERS, NOW, House
from tests.stores import SECRET
from tests.whereabouts import TABLE, kept, told

N_ACTS = 60
MINUTE = timedelta(minutes=1)
FILL = import_module("hiring.migrations.0005_where_people_stand").FILL


def drawn(seed):
    """Chance that can be told again."""
    return Random(seed)  # noqa: S311 - nothing is kept secret by it


@dataclass
class Chance:
    """Does one thing after another to one person after another, as chance will have it."""

    session: Session
    house: House
    opening: Opening
    chance: Random
    now: datetime = NOW
    done: set[str] = field(default_factory=set)

    @property
    def owner(self):
        return self.house.staff[Role.OWNER]

    def act(self):
        """One thing that may happen; what cannot be done to this person changes nothing."""
        name = self.chance.choice(ACTS)
        people = list_candidates(self.session, self.opening.id)
        self.now += MINUTE * self.chance.randrange(2)  # some things happen at the same moment
        try:
            getattr(self, name)(self.chance.choice(people))
        except HiringError:
            self.session.rollback()
            return
        self.session.commit()
        self.done.add(name)

    def add(self, person: Candidate):
        name = f"{person.name}."
        self.house.candidate(self.opening, name)

    def add_two(self, person: Candidate):
        people = [Person(person.name, f"{self.chance.random()}@example.org") for _ in range(2)]
        expires = self.now + timedelta(days=self.chance.randrange(3))
        facts = {"actor": self.owner, "secret": SECRET, "expires_at": expires, "now": self.now}
        openings.add_many(self.session, self.opening, people, **facts)

    def reissue(self, person: Candidate):
        invitation = get_invitation_of(self.session, person.id)
        facts = {"opening": self.opening, "actor": self.owner, "secret": SECRET}
        expires = self.now + timedelta(days=9)
        openings.reissue(self.session, invitation, **facts, expires_at=expires, now=self.now)

    def revoke(self, person: Candidate):
        invitation = get_invitation_of(self.session, person.id)
        facts = {"opening": self.opening, "actor": self.owner}
        openings.revoke(self.session, invitation, **facts, now=self.now)

    def open(self, person: Candidate):
        token = self.house.token(person)
        moment = self.now - MINUTE * self.chance.randrange(3)  # the later one may come first
        sittings.exchange_token(self.session, token, now=moment)

    def ask(self, person: Candidate):
        words = "More time, please."
        cases.open_case(self.session, person, CaseKind.ADJUSTMENT, words=words, now=self.now)

    def answer_request(self, person: Candidate):
        for one in cases.open_cases_of(self.session, person.id):
            cases.take_back(self.session, one, now=self.now)

    def start(self, person: Candidate):
        sittings.start_sitting(
            self.session,
            person.id,
            language="en",
            notice_id=self.house.notice(person).id,
            now=self.now,
        )

    def send(self, person: Candidate):
        sitting = sittings.find_sitting(self.session, person.id)
        if sitting is None:
            sitting = self.house.sitting(person, BEST_ANSWERS, started=self.now)
        sittings.submit(self.session, sitting, now=self.now)

    def run_out(self, person: Candidate):
        sitting = sittings.find_sitting(self.session, person.id)
        if sitting is not None:
            close_swept(self.session, sitting.id, now=self.now + timedelta(days=9))

    def take_back(self, person: Candidate):
        sitting = sittings.find_sitting(self.session, person.id)
        if sitting is not None:
            sittings.void(self.session, person, sitting, now=self.now)

    def withdraw(self, person: Candidate):
        sittings.withdraw(self.session, person, now=self.now)

    def score(self, person: Candidate):
        sitting = sittings.find_sitting(self.session, person.id)
        if sitting is not None:
            score_sitting(self.session, sitting.id, now=self.now)

    def decide(self, person: Candidate):
        moment = self.now - MINUTE * self.chance.randrange(3)
        note_view(self.session, person, staff=self.owner, now=NOW - MINUTE * 9)
        openings.decide(
            self.session,
            person,
            staff=self.owner,
            outcome=self.chance.choice(list(Outcome)),
            reason_code=ReasonCode.OTHER,
            reason="A reason in words.",
            considered="The work history.",
            now=moment,
        )

    def tell(self, person: Candidate):
        found = openings.list_decisions(self.session, person.id)
        if found:
            decision, _staff = self.chance.choice(found)
            facts = {"way": ToldBy.PHONE, "staff": self.owner, "now": self.now}
            openings.tell(self.session, person, decision, **facts)

    def erase(self, person: Candidate):
        if len(list_candidates(self.session, self.opening.id)) > 1:
            retention.erase(self.session, [person], now=self.now)


ONCE = ["add", "add_two", "reissue", "revoke", "ask", "answer_request", "run_out", "erase"]
OFTEN = ["open", "start", "send", "take_back", "score", "decide", "tell"]
ACTS = [*ONCE, "withdraw", *OFTEN, *OFTEN, *OFTEN]


@pytest.mark.parametrize("seed", range(6))
def test_after_whatever_happened_lists_know_what_the_sources_say(session, timed_house, seed):
    opening = timed_house.opening()
    timed_house.candidate(opening, "Ada")
    timed_house.candidate(opening, "Bo")
    life = Chance(session, timed_house, opening, drawn(seed))

    for _number in range(N_ACTS):
        life.act()
        assert kept(session) == told(session), life.done
        assert not put_count_right(session, opening.id), life.done
    assert len(life.done) >= 6
    assert len(kept(session)) == len(list_candidates(session, opening.id))


def test_such_lives_leave_no_column_out(session, timed_house):
    optional = {column.name for column in TABLE.columns if column.nullable} | {"is_taken_back"}
    left = {(name, kind) for name in optional for kind in (True, False)}
    for seed in range(20):
        if not left:
            break
        opening = timed_house.opening()
        timed_house.candidate(opening, "Ada")
        life = Chance(session, timed_house, opening, drawn(seed))
        for _number in range(N_ACTS):
            life.act()
            for row in session.execute(select(TABLE)).mappings():
                left -= {(name, value not in {None, False}) for name, value in row.items()}

    assert left == set()


def test_an_upgrade_fills_in_everybody_whom_the_database_knows(session, timed_house):
    opening = timed_house.opening()
    for name in ("Ada", "Bo", "Cy"):
        timed_house.candidate(opening, name)
    life = Chance(session, timed_house, opening, drawn(7))
    for _number in range(2 * N_ACTS):
        life.act()
    session.execute(delete(TABLE))

    session.execute(text(FILL))

    assert kept(session) == told(session)
    assert len(kept(session)) == len(list_candidates(session, opening.id))


def test_what_differs_is_put_right_and_nothing_else(session, house, opening):
    people = [house.candidate(opening, name) for name in ("Ada", "Bo", "Cy")]
    sitting = house.submitted(people[0], house.drawn_answers(1))
    score_sitting(session, sitting.id, now=NOW)
    session.commit()
    before = kept(session)
    session.execute(delete(TABLE).where(TABLE.c.candidate_id == people[1].id))
    session.execute(
        update(TABLE).where(TABLE.c.candidate_id == people[0].id).values(total=1.0, revoked_at=NOW)
    )
    session.commit()

    assert put_right(session, opening.id) == 2
    assert kept(session) == before
    assert put_right(session, opening.id) == 0


def test_a_decision_that_came_in_late_does_not_stand_before_a_newer_one(session, house, opening):
    ada = house.candidate(opening)
    life = Chance(session, house, opening, drawn(0), now=NOW + MINUTE)
    life.decide(ada)
    newest = newest_decisions(session, [ada.id])[ada.id]
    life.now, life.chance = newest.decided_at - MINUTE, drawn(1)
    life.decide(ada)

    row = session.execute(select(TABLE).where(col(Whereabouts.candidate_id) == ada.id)).one()
    assert (row.decision_id, row.outcome) == (newest.id, newest.outcome)


def test_who_writes_about_one_person_at_once_leaves_what_the_sources_say(
    session, new_session, house, opening
):
    ada = house.candidate(opening)
    sitting = house.submitted(ada, house.drawn_answers(1))
    note_view(session, ada, staff=house.staff[Role.OWNER], now=NOW)
    session.commit()
    ids, ready = (ada.id, sitting.id, opening.id, house.staff[Role.OWNER].id), Barrier(5)

    def decide(own, outcome):
        person, owner = own.get_one(Candidate, ids[0]), own.get_one(Staff, ids[3])
        facts = {"reason_code": ReasonCode.OTHER, "reason": "A reason in words."}
        facts |= {"considered": "The work history.", "now": NOW}
        made = openings.decide(own, person, staff=owner, outcome=outcome, **facts)
        openings.tell(own, person, made, way=ToldBy.PHONE, staff=owner, now=NOW)

    def renew(own):
        facts = {"opening": own.get_one(Opening, ids[2]), "actor": own.get_one(Staff, ids[3])}
        facts |= {"secret": SECRET, "expires_at": NOW + MINUTE, "now": NOW}
        openings.reissue(own, get_invitation_of(own, ids[0]), **facts)

    acts = (
        lambda own: decide(own, Outcome.ADVANCE),
        lambda own: decide(own, Outcome.NOT_ADVANCE),
        lambda own: sittings.withdraw(own, own.get_one(Candidate, ids[0]), now=NOW),
        lambda own: score_sitting(own, ids[1], now=NOW),
        renew,
    )

    def run(act):
        own = new_session()
        ready.wait()
        act(own)
        own.commit()

    with ThreadPoolExecutor(len(acts)) as pool:
        list(pool.map(run, acts))
    session.expire_all()
    assert kept(session) == told(session)
    row = session.execute(select(TABLE)).one()
    assert None not in {row.withdrawn_at, row.scored_at, row.outcome, row.told_at}

"""Openings full of people in every state: ten thousand in one, a hundred in another, many beside.

In the openings that are measured everything is of its usual size: scores with whole documents and
answers, copied from a few people who are scored in earnest. The others have the same rows in every
table that lists search, but short documents and no single answers: filling them took minutes.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Integer, case, cast, func, insert, literal, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from hiring import openings, scoring
from hiring.accounts import Role, Staff
from hiring.banks.versions import get_key_version
from hiring.db import UtcDateTime, db
from hiring.mail import Mail
from hiring.openings import Decision, cuts
from hiring.openings.headcounts import put_count_right
from hiring.openings.notes import CandidateTag
from hiring.openings.records import Candidate, Invitation, Opening
from hiring.openings.whereabouts import Whereabouts
from hiring.scoring.records import Score
from hiring.scoring.recounting import as_the_sources_say
from hiring.sittings.records import Answer, CandidateAccess, Sitting
from tests import builders
from tests.benchmarks import filling
from tests.benchmarks.filling import EXPIRES, STARTED

# Of ten people one each: invited, link over, opened, at work, sent in; five scored, two decided.
N_KINDS = 10
N_SAMPLES = 10
FIRST_NAMES = ("Amara", "Björn", "Dina", "Émile", "Farah", "Goran", "Hana", "Iván", "Jo")
FAR = STARTED.replace(year=STARTED.year + 60)
CUT_POINTS = 60.0
MARK_CHARS = 5  # before the number in a code: the beginning of the opening's id


@dataclass(frozen=True, slots=True)
class Sample:
    """Somebody whose answers and score others get."""

    sitting_id: UUID
    document: str
    snapshot_id: UUID | None


def samples(owner: Staff, key: Any) -> list[Sample]:
    """A few people who are scored in earnest, in an opening of their own. Commits."""
    house = builders.House(db.session, {Role.OWNER: owner}, key)
    opening = house.opening("Samples", is_simulated=True)
    return [_sample(house, opening, number) for number in range(N_SAMPLES)]


def crowd(
    owner: Staff, member: Staff, some: list[Sample], n_people: int, *, is_whole: bool
) -> UUID:
    """A new opening with so many people on which ``member`` works; its id. Commits."""
    opening = _opening(owner, member, db.session.get_one(Sitting, some[0].sitting_id))
    terms = openings.get_administration(db.session, opening.id)
    opening_id = opening.id
    db.session.commit()
    with db.engine.begin() as connection:
        filling._hurry(connection)
        shown = some if is_whole else [replace(some[0], document="{}")]
        _Crowd(connection, terms, shown, owner.id).move_in(n_people)
    # On PostgreSQL triggers stood still meanwhile.
    put_count_right(db.session, opening_id)
    db.session.commit()
    if is_whole:
        _give_answers(opening_id, some)
    return opening_id


def _by_sample(
    some: list[Sample], what: Callable[[Sample], ColumnElement[Any]]
) -> list[tuple[ColumnElement[bool], ColumnElement[Any]]]:
    """The samples by turns, over the people."""
    number = cast(func.substr(col(Candidate.code), MARK_CHARS + 1), Integer)
    return [(number % len(some) == at, what(one)) for at, one in enumerate(some)]


def _sample(house: builders.House, opening: Opening, number: int) -> Sample:
    candidate = house.candidate(opening, f"Sample {number}")
    sitting = house.submitted(candidate, house.drawn_answers(number))
    score = scoring.score_sitting(db.session, sitting.id, now=STARTED)
    db.session.commit()
    return Sample(sitting.id, score.document, score.snapshot_id)


def _opening(owner: Staff, member: Staff, like: Sitting) -> Opening:
    opening = openings.create_opening(
        db.session,
        creator=owner,
        title="Support",
        language="en",
        paper="A4",
        key_version=get_key_version(db.session, like.key_version_id),
        form_id=like.form_id,
        decide_by=FAR.date(),
        now=STARTED,
        is_simulated=True,
    )
    openings.acknowledge(db.session, opening, owner=owner, now=STARTED)
    openings.add_member(db.session, opening, member, actor=owner, now=STARTED)
    cuts.set_cut(
        db.session,
        opening,
        openings.get_administration(db.session, opening.id),
        cut_points=CUT_POINTS,
        method=cuts.CutMethod.OTHER,
        reason="Made up to fill a list.",
        is_before_scores=True,
        staff=owner,
        now=STARTED,
    )
    return opening


def _give_answers(opening_id: UUID, some: list[Sample]) -> None:
    """Give everybody of an opening who has started the answers of a sample."""
    given = aliased(Answer)
    whose = case(*_by_sample(some, lambda one: filling._same(one.sitting_id)))
    facts = {name: getattr(given, name) for name in ("item", "revision", "state", "value")}
    facts |= {name: getattr(given, name) for name in ("answered_at", "shown_at")}
    rows = (
        select(col(Sitting.id), *facts.values())
        .select_from(Candidate)
        .join(Sitting, col(Sitting.candidate_id) == col(Candidate.id))
        .join(given, given.sitting_id == whose)  # type: ignore[arg-type]
        .where(col(Candidate.opening_id) == opening_id)
    )
    with db.engine.begin() as connection:
        filling._hurry(connection)
        connection.execute(insert(Answer.__table__).from_select(["sitting_id", *facts], rows))


@dataclass(frozen=True, slots=True)
class _Crowd:
    """The people of one opening; ``kind`` says how far each of them has come."""

    connection: Connection
    terms: Any
    some: list[Sample]
    owner_id: UUID

    @property
    def number(self) -> Any:
        """The number in somebody's code."""
        return cast(func.substr(col(Candidate.code), MARK_CHARS + 1), Integer)

    @property
    def kind(self) -> Any:
        """How far somebody has come."""
        return self.number % N_KINDS

    def move_in(self, n_people: int) -> None:
        """Everybody with everything, table by table."""
        self._people(n_people)
        self._links()
        self._sittings()
        self._scores()
        self._decisions()
        self._tags()
        self._mails()
        self._whereabouts()

    def _people(self, n_people: int) -> None:
        mark = f"{str(self.terms.opening_id)[: MARK_CHARS - 1]}-"
        n = filling._numbers(n_people).c.n
        names = enumerate(FIRST_NAMES)
        first = case(*((n % len(FIRST_NAMES) == at, name) for at, name in names), else_="Kim")
        facts = {
            "opening_id": filling._same(self.terms.opening_id),
            "code": literal(mark) + cast(n, filling.String),
            "name": first + " " + cast(n * 7919 % n_people, filling.String),
            "is_simulated": filling._same(True),
            "added_at": filling._at(),
        }
        facts = {"id": filling._new_id(self.connection), **facts}
        query = select(*facts.values())
        self.connection.execute(insert(Candidate.__table__).from_select(list(facts), query))

    def _links(self) -> None:
        link = {"candidate_id": col(Candidate.id), "generation": filling._same(1)}
        link["token_hash"] = col(Candidate.code)
        is_over = literal(EXPIRES, UtcDateTime())
        expires = case((self.kind == 1, is_over), else_=literal(FAR, UtcDateTime()))
        self._insert(Invitation, link | {"expires_at": expires})
        self._insert(CandidateAccess, link | {"opened_at": filling._at()}, self.kind > 1)

    def _sittings(self) -> None:
        is_sent = self.kind > 3
        facts = filling._sitting(self.terms) | {"option_seed": filling._same(1)}
        facts["submitted_at"] = case((is_sent, filling._at()))
        facts["receipt"] = case((is_sent, col(Candidate.code)))
        facts["closed_by"] = case((is_sent, "candidate"))
        facts["attempt"] = filling._same(1)
        self._insert(Sitting, facts, self.kind > 2)

    def _scores(self) -> None:
        facts = {
            "sitting_id": col(Sitting.id),
            "key_version_id": col(Sitting.key_version_id),
            "snapshot_id": filling._same(self.some[0].snapshot_id),
            "total": 30.0 + self.number % 613 / 10.0,
            "n_answered": filling._same(26),
            "n_scenarios": filling._same(26),
            "document": case(*_by_sample(self.some, lambda one: literal(one.document))),
            "digest": filling._same("0" * 64),
            "code": col(Candidate.code),
            "package_version": filling._same("0"),
            "scored_at": filling._at(),
        }
        self._insert(Score, facts, self.kind > 4, with_sitting=True)

    def _decisions(self) -> None:
        facts = {
            "candidate_id": col(Candidate.id),
            "staff_id": filling._same(self.owner_id),
            "stage": filling._same("screen"),
            "outcome": case((self.kind == 8, "advance"), else_="not_advance"),
            "reason_code": filling._same("other"),
            "reason": filling._same("Made up to fill a list."),
            "considered": filling._same("Nothing: nobody is meant."),
            "viewed_at": filling._at(),
            "decided_at": filling._at(),
        }
        self._insert(Decision, facts, self.kind > 7)

    def _tags(self) -> None:
        facts = {
            "candidate_id": col(Candidate.id),
            "word": filling._same("phone"),
            "added_by_id": filling._same(self.owner_id),
            "added_at": filling._at(),
        }
        self._insert(CandidateTag, facts, self.kind == 5)

    def _mails(self) -> None:
        """One of two hundred was refused by the mail server."""
        is_refused = self.number % 200 == 7
        facts = {
            "candidate_id": col(Candidate.id),
            "kind": filling._same("invitation"),
            "language": filling._same("en"),
            "subject": filling._same("Your invitation"),
            "body": filling._same("Made up to fill a mail."),
            "unique_key": "invitation:" + func.coalesce(col(Candidate.code), ""),
            "state": case((is_refused, "refused"), else_="sent"),
            "queued_at": filling._at(),
            "sent_at": case((is_refused, None), else_=filling._at()),
        }
        self._insert(Mail, facts)

    def _whereabouts(self) -> None:
        told = as_the_sources_say(col(Candidate.opening_id) == self.terms.opening_id)
        table: Any = Whereabouts.__table__  # type: ignore[attr-defined]
        self.connection.execute(insert(table).from_select(table.columns.keys(), told))

    def _insert(
        self, table: Any, facts: dict[str, Any], *where: Any, with_sitting: bool = False
    ) -> None:
        facts = {"id": filling._new_id(self.connection), **facts}
        query = select(*facts.values()).select_from(Candidate)
        if with_sitting:
            query = query.join(Sitting, col(Sitting.candidate_id) == col(Candidate.id))
        query = query.where(col(Candidate.opening_id) == self.terms.opening_id, *where)
        self.connection.execute(insert(table.__table__).from_select(list(facts), query))

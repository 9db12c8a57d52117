"""Ten thousand people of one opening in every state, and a house full of others beside them."""

import json
from dataclasses import fields
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Integer, case, cast, func, insert, literal, select
from sqlmodel import col

from hiring import openings
from hiring.accounts import Role, Staff
from hiring.banks.versions import bank_document, list_keys
from hiring.db import UtcDateTime, db
from hiring.openings import Decision
from hiring.openings.notes import CandidateTag
from hiring.openings.records import Administration, Candidate, Invitation
from hiring.scoring import PrecisionSnapshot, ScoredForm, ScoreDocument
from hiring.scoring.records import Score
from hiring.scoring.snapshots import freeze_snapshot, scenario_table
from hiring.sittings.records import CandidateAccess, Sitting
from tests.benchmarks import filling
from tests.benchmarks.filling import EXPIRES, STARTED
from tests.journeys.candidates import House, application

# Of ten people one each: invited, link over, opened, at work, sent in; five scored, two decided.
N_KINDS = 10
FIRST_NAMES = ("Amara", "Björn", "Dina", "Émile", "Farah", "Goran", "Hana", "Iván", "Jo")
FAR = STARTED.replace(year=STARTED.year + 60)


def crowd(house: House, n_people: int, *, title: str) -> UUID:
    """A new opening with so many people; its id."""
    with application(house.place):
        owner = db.session.query(Staff).filter_by(role=Role.OWNER.value).first()
        opening = _opening(owner, title)
        terms = db.session.query(Administration).filter_by(opening_id=opening).one()
        form = ScoredForm(terms.key_version_id, terms.form_id, is_simulated=True)
        _plan_precision(form)
        db.session.commit()
        with db.engine.begin() as connection:
            filling._hurry(connection)
            _people(connection, terms, n_people, owner.id)
        filling._settle()
        return opening


def _plan_precision(form: ScoredForm) -> None:
    """The precision of a house without sittings: the documents of ours hold no scenarios."""
    if db.session.exec(select(PrecisionSnapshot.id)).first() is None:
        freeze_snapshot(db.session, form, scenario_table(db.session, form), now=STARTED)


def _opening(owner: Any, title: str) -> UUID:
    version, key = list_keys(db.session)[-1]
    opening = openings.create_opening(
        db.session,
        creator=owner,
        title=title,
        language="en",
        paper="A4",
        key_version=key,
        form_id=bank_document(db.session, version.id).default_form.id,
        decide_by=FAR,
        now=STARTED,
        is_simulated=True,
    )
    openings.acknowledge(db.session, opening, owner=owner, now=STARTED)
    db.session.commit()
    return opening.id


def _people(connection: Connection, terms: Any, n_people: int, owner_id: UUID) -> None:
    numbers = filling._numbers(n_people)
    mark = f"{str(terms.opening_id)[:4]}-"
    n = numbers.c.n
    first = case(
        *((n % len(FIRST_NAMES) == at, name) for at, name in enumerate(FIRST_NAMES)), else_="Kim"
    )
    _insert(
        connection,
        Candidate,
        {
            "opening_id": filling._same(terms.opening_id),
            "code": literal(mark) + cast(n, filling.String),
            "name": first + " " + cast(n * 7919 % n_people, filling.String),
            "is_simulated": filling._same(True),
            "added_at": filling._at(),
        },
        lambda query: query,
    )
    of_ours = col(Candidate.opening_id) == terms.opening_id
    kind = cast(func.substr(col(Candidate.code), len(mark) + 1), Integer) % N_KINDS
    link = {
        "candidate_id": col(Candidate.id),
        "generation": filling._same(1),
        "token_hash": col(Candidate.code),
    }
    expires = case((kind == 1, literal(EXPIRES, UtcDateTime())), else_=literal(FAR, UtcDateTime()))
    _insert(connection, Invitation, link | {"expires_at": expires}, lambda q: q.where(of_ours))
    access = link | {"opened_at": filling._at()}
    _insert(connection, CandidateAccess, access, lambda q: q.where(of_ours, kind > 1))
    _sittings(connection, terms, of_ours, kind)
    decided = {
        "candidate_id": col(Candidate.id),
        "staff_id": filling._same(owner_id),
        "stage": filling._same("screen"),
        "outcome": filling._same("advance"),
        "reason_code": filling._same("other"),
        "reason": filling._same("Made up to fill a list."),
        "considered": filling._same("Nothing: nobody is meant."),
        "viewed_at": filling._at(),
        "decided_at": filling._at(),
    }
    _insert(connection, Decision, decided, lambda q: q.where(of_ours, kind > 7))
    tag = {
        "candidate_id": col(Candidate.id),
        "word": filling._same("phone"),
        "added_by_id": filling._same(owner_id),
        "added_at": filling._at(),
    }
    _insert(connection, CandidateTag, tag, lambda q: q.where(of_ours, kind == 5))


def _sittings(connection: Connection, terms: Any, of_ours: Any, kind: Any) -> None:
    facts = filling._sitting(terms)
    facts["option_seed"] = filling._same(1)
    sent = (kind > 3, filling._at())
    facts["submitted_at"] = case(sent)
    facts["receipt"] = case((kind > 3, col(Candidate.code)))
    facts["closed_by"] = case((kind > 3, "candidate"))
    facts["attempt"] = filling._same(1)
    _insert(connection, Sitting, facts, lambda q: q.where(of_ours, kind > 2))
    number = cast(func.substr(col(Candidate.code), 6), Integer)
    scored = {
        "sitting_id": col(Sitting.id),
        "key_version_id": col(Sitting.key_version_id),
        "total": 30.0 + number % 613 / 10.0,
        "n_answered": filling._same(26),
        "n_scenarios": filling._same(26),
        "document": filling._same(_empty_document()),
        "digest": filling._same("0" * 64),
        "code": col(Candidate.code),
        "package_version": filling._same("0"),
        "scored_at": filling._at(),
    }
    _insert(
        connection,
        Score,
        scored,
        lambda q: (
            q.select_from(Sitting)
            .join(Candidate, col(Candidate.id) == col(Sitting.candidate_id))
            .where(of_ours, kind > 4)
        ),
    )


def _empty_document() -> str:
    """What every score here stands on: the list reads totals, and no figure of a document."""
    return json.dumps({one.name: [] for one in fields(ScoreDocument)})


def _insert(connection: Connection, table: Any, facts: dict[str, Any], narrowed: Any) -> None:
    facts = {"id": filling._new_id(connection), **facts}
    query = narrowed(select(*facts.values()))
    connection.execute(insert(table.__table__).from_select(list(facts), query))

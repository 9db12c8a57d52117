"""One house with everything in it, made once for each module of these tests."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Table, update
from sqlmodel import Session, SQLModel, col, func, select

from hiring import cases, jobs, sittings
from hiring.accounts import Role, Staff
from hiring.banks.loader import LoadedBank
from hiring.cases import Case, CaseKind
from hiring.db import db
from hiring.interviews import Interview
from hiring.jobs import Job
from hiring.linking_studies import LinkingStudy
from hiring.norm_groups import NormGroup
from hiring.openings import Candidate, Opening, OpeningTemplate
from hiring.openings.share_links import MAX_DAYS, ShareTerms, share, share_token
from hiring.rescoring import Rescoring
from hiring.scoring import score_sitting
from hiring.scoring.records import ScoredForm
from hiring.web.cookies import CANDIDATE_COOKIE
from tests import applications, builders, interviewing, shelf, stores
from tests.builders import House
from tests.linking import study_row
from tests.norms import group_row, spread

ROOT = Path(__file__).resolve().parents[2]


class Reader:
    """Reads the rows of a SQLite file past the application, as they are stored.

    Nothing is parsed, and nothing is read again as long as nobody else has written.
    """

    def __init__(self, file: Path) -> None:
        self.connection = sqlite3.connect(file)
        self._known: dict[str, str] = {}
        self._version = -1

    def digests(self) -> dict[str, str]:
        """Table → digest of all its rows, whatever their order."""
        [version] = self.connection.execute("PRAGMA data_version").fetchone()
        if version != self._version:
            self._known = {one.name: self._digest(one) for one in SQLModel.metadata.sorted_tables}
            self._version = version
        return dict(self._known)

    def _digest(self, table: Table) -> str:
        rows = self.connection.execute(f'SELECT * FROM "{table.name}"')  # noqa: S608 - our names
        return hashlib.sha256("\n".join(sorted(map(repr, rows))).encode()).hexdigest()


@dataclass(slots=True)
class World:
    """An application with an opening, people of every role, and one candidate who has submitted.

    ``visited`` has started, and is only looked at.
    """

    app: Flask
    session: Session
    house: House
    opening: Opening
    members: dict[Role, Staff]
    strangers: dict[Role, Staff]
    submitted: Candidate
    group: NormGroup
    rescoring: Rescoring
    report_job: Job
    study: LinkingStudy
    case: Case
    template: OpeningTemplate
    interview: Interview
    reader: Reader
    visited: Candidate
    share_id: UUID
    spare_share_id: UUID  # a test of withdrawing takes this one: the other opens pages

    @property
    def share(self) -> str:
        """The secret part of the address of a share link."""
        return share_token(self.share_id, stores.SECRET)

    def client_of(self, staff: Staff) -> FlaskClient:
        """A browser in which somebody of staff is signed in; anew, since a page may sign out."""
        client = self.app.test_client()
        return builders.sign_in(self.session, client, staff)

    def candidates_client(self, candidate: Candidate) -> FlaskClient:
        """A browser that has opened the candidate's link."""
        token = self.house.token(candidate)
        cookie = sittings.exchange_token(self.session, token, now=datetime.now(UTC))
        self.session.commit()
        client = self.app.test_client()
        client.set_cookie(CANDIDATE_COOKIE, cookie)
        return client

    def digests(self) -> dict[str, str]:
        """Table → digest of all its rows."""
        self.session.rollback()
        return self.reader.digests()


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    # On SQLite only: who may open which page does not depend on the database.
    folder = tmp_path_factory.mktemp("world")
    with world_on(stores.copied(sqlite_template, folder), folder) as made:
        yield made


@contextmanager
def world_on(address: str, folder: Path) -> Iterator[World]:
    """A house with everything in it on a migrated database."""
    app = applications.build(stores.settings_for(folder, address))
    with app.app_context():
        session = db.sessionmaker()
    made = furnished(app, session, folder / "hiring.sqlite", builders.shipped_bank())
    yield made
    made.reader.connection.close()
    session.close()
    applications.close(app)


@pytest.fixture
def root() -> Path:
    """The folder of the repository."""
    return ROOT


@pytest.fixture
def fresh(world: World) -> Callable[[], Candidate]:
    """New candidates who have started, so that no test sees what another did."""

    def make() -> Candidate:
        number = world.session.exec(select(func.count(col(Candidate.id)))).one()
        _open_again(world)
        candidate = world.house.candidate(world.opening, f"Fresh {number}")
        world.house.sitting(candidate)
        return candidate

    return make


@pytest.fixture
def visited(world: World) -> Callable[[], Candidate]:
    """A candidate who has started, for pages that change nothing: every test has the same one."""

    def found() -> Candidate:
        _open_again(world)
        return world.visited

    return found


@pytest.fixture
def scored(world: World) -> Callable[[], Candidate]:
    """New candidates with a result, of whom nobody has looked at it."""

    def make() -> Candidate:
        number = world.session.exec(select(func.count(col(Candidate.id)))).one()
        _open_again(world)
        candidate = world.house.candidate(world.opening, f"Scored {number}")
        sitting = world.house.submitted(candidate, world.house.drawn_answers(number))
        score_sitting(world.session, sitting.id, now=builders.NOW)
        world.session.commit()
        return candidate

    return make


def furnished(app: Flask, session: Session, file: Path, bank: LoadedBank) -> World:
    """Put one of everything that pages ask for into a house that uses this bank."""
    staff = builders.add_all_staff(session)
    house = House(session, staff, shelf.published(session, bank))
    opening = house.opening()
    opening.asks_background = True
    for role in (Role.RECRUITER, Role.INTERVIEWER):
        house.join(opening, role)
    submitted, visited = house.candidate(opening, "Submitted"), house.candidate(opening, "Visited")
    house.sitting(visited)
    sitting = house.submitted(submitted, house.drawn_answers(1))
    score_sitting(session, sitting.id, now=builders.NOW)
    jobs.ask_for_score(session, sitting.id, now=builders.NOW)
    session.commit()
    return World(
        app=app,
        session=session,
        house=house,
        opening=opening,
        members=staff,
        strangers={
            role: builders.add_staff(session, role, f"Stranger {role.value}")
            for role in (Role.RECRUITER, Role.INTERVIEWER)
        },
        submitted=submitted,
        group=group_row(session, house, spread(12)),
        rescoring=_rescoring(session, house),
        report_job=_report_job(session, house),
        study=study_row(session, house.key, "standard", staff[Role.ANALYST]),
        case=_case(session, submitted),
        template=_template(session, staff[Role.OWNER]),
        interview=interviewing.filed(session, house, opening, submitted, staff[Role.INTERVIEWER]),
        reader=Reader(file),
        visited=visited,
        share_id=_share(session, opening, submitted, staff[Role.OWNER]),
        spare_share_id=_share(session, opening, submitted, staff[Role.OWNER]),
    )


def _share(session: Session, opening: Opening, candidate: Candidate, owner: Staff) -> UUID:
    """A link that works until long after the tests."""
    link = share(
        session,
        opening,
        [candidate],
        terms=ShareTerms("A manager", shows_comparison=True, days=MAX_DAYS),
        staff=owner,
        secret=stores.SECRET,
        now=datetime.now(UTC),
    )
    session.commit()
    return link.id


def _report_job(session: Session, house: House) -> Job:
    """The job of a technical report that is there."""
    form = ScoredForm(house.key.id, "standard", is_simulated=False)
    job = jobs.ask_for_report(
        session, form, asked_by_id=house.staff[Role.ANALYST].id, now=builders.NOW
    )
    session.commit()
    jobs.run_job(session, job.id, clock=lambda: builders.NOW)
    return job


def _case(session: Session, candidate: Candidate) -> Case:
    """A request that waits for an answer."""
    case = cases.open_case(session, candidate, CaseKind.CONTEST, words="Why?", now=builders.NOW)
    session.commit()
    return case


def _rescoring(session: Session, house: House) -> Rescoring:
    """A finished re-scoring, which keeps nobody from deciding on another."""
    row = Rescoring(
        from_key_version_id=house.key.id,
        to_key_version_id=house.key.id,
        form_id="standard",
        is_simulated=True,
        reason="For a test of doors.",
        effect=_effect(),
        n_sittings=1,
        decided_by_id=house.staff[Role.ANALYST].id,
        decided_at=builders.NOW,
        finished_at=builders.NOW,
    )
    session.add(row)
    session.commit()
    return row


def _effect() -> dict[str, object]:
    precision = {"rung": "pooled", "n": 12, "r": 0.7, "sem": 5.0}
    return {
        "moves": {"n_moved": 1, "mean": 1.0, "sd": None, "largest": 1.0, "n_dependable": 0},
        "pairs": dict.fromkeys(("n_pairs", "n_lost", "n_gained", "n_reversed", "n_weight"), 0),
        "n_decided": 0,
        "before": precision,
        "after": precision,
    }


def _template(session: Session, owner: Staff) -> OpeningTemplate:
    template = OpeningTemplate(
        name="Usual", language="en", made_by_id=owner.id, made_at=builders.NOW
    )
    session.add(template)
    session.commit()
    return template


def _open_again(world: World) -> None:
    """Undo what a test of the door to closing has done."""
    world.session.rollback()
    world.session.execute(update(Staff).values(is_active=True))
    world.session.refresh(world.opening)
    world.opening.closed_at = world.opening.archived_at = None
    world.session.commit()

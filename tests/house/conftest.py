"""One house with everything in it, made once for each module of these tests."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Table
from sqlmodel import Session, SQLModel, select

from hiring import jobs, sittings
from hiring.accounts import Role, Staff
from hiring.app import create_app
from hiring.db import db
from hiring.norm_groups import NormGroup
from hiring.openings import Candidate, Opening
from hiring.scoring import score_sitting
from hiring.web.cookies import CANDIDATE_COOKIE
from tests import builders, stores
from tests.builders import House
from tests.norms import group_row, spread

ROOT = Path(__file__).resolve().parents[2]


@dataclass(slots=True)
class World:
    """An application with an opening, people of every role, and one candidate who has submitted."""

    app: Flask
    session: Session
    house: House
    opening: Opening
    members: dict[Role, Staff]
    strangers: dict[Role, Staff]
    submitted: Candidate
    group: NormGroup

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
        return {table.name: self._digest(table) for table in SQLModel.metadata.sorted_tables}

    def _digest(self, table: Table) -> str:
        rows = self.session.execute(select(table)).all()
        return hashlib.sha256("\n".join(sorted(map(repr, rows))).encode()).hexdigest()


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    # On SQLite only: who may open which page does not depend on the database.
    folder = tmp_path_factory.mktemp("world")
    app = create_app(stores.settings_for(folder, stores.copied(sqlite_template, folder)))
    with app.app_context():
        session = db.sessionmaker()
    yield _furnished(app, session)
    session.close()
    stores.close(app)


@pytest.fixture
def root() -> Path:
    """The folder of the repository."""
    return ROOT


@pytest.fixture
def fresh(world: World) -> Callable[[], Candidate]:
    """New candidates who have started, so that no test sees what another did."""

    def make() -> Candidate:
        number = len(world.session.exec(select(Candidate.id)).all())
        candidate = world.house.candidate(world.opening, f"Fresh {number}")
        world.house.sitting(candidate)
        return candidate

    return make


def _furnished(app: Flask, session: Session) -> World:
    staff = {role: builders.add_staff(session, role) for role in Role}
    house = House(session, staff, builders.published(session, builders.shipped_bank()))
    opening = house.opening()
    for role in (Role.RECRUITER, Role.INTERVIEWER):
        house.join(opening, role)
    submitted = house.candidate(opening, "Submitted")
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
    )

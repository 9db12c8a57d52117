"""Candidates for real servers: invited in the database, answering over real sockets."""

import atexit
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

import httpx
from flask import Flask
from pydantic import SecretStr

from hiring import accounts, openings
from hiring.accounts import Role
from hiring.banks.versions import bank_document, list_keys
from hiring.cli.house import prepare
from hiring.config import Settings
from hiring.db import db
from hiring.openings.invitations import get_invitation_of
from hiring.rehearsal.choosing import Fields
from hiring.sittings import Page, pages_of
from tests import applications
from tests.journeys.servers import AT_HOME, SECRET, Place

FORM_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
N_BUILT = 4
_BUILT: dict[Place, Flask] = {}
BROWSER_HEADERS = {"Accept-Encoding": "gzip", "Accept-Language": "en-GB,en;q=0.9"}


@dataclass(frozen=True, slots=True)
class House:
    """A prepared place: its invitations and the pages that candidates will see."""

    place: Place
    tokens: tuple[str, ...]
    pages: tuple[Page, ...]
    candidate_ids: dict[str, UUID]


@dataclass(slots=True)
class Browser:
    """One candidate's browser: cookies and the hidden fields of the newest page, nothing else."""

    url: str
    client: httpx.Client = field(init=False)
    form_token: str = ""
    hidden: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.client = httpx.Client(base_url=self.url, headers=BROWSER_HEADERS, **AT_HOME)

    def get(self, path: str) -> httpx.Response:
        """Open a page; a form on it lends its token to the next post."""
        page = self.client.get(path)
        found = FORM_TOKEN.search(page.text)
        self.form_token = found[1] if found else self.form_token
        self.hidden = dict(HIDDEN.findall(page.text))
        return page

    def post(self, path: str, fields: Fields | None = None) -> httpx.Response:
        """Send a form. Redirects are returned, not followed."""
        own = {"csrf_token": self.form_token} | self.hidden
        return self.client.post(path, data={**own, **(fields or {})})

    def open_sitting(self, token: str) -> None:
        """From the link to the first scenario."""
        self.get(f"/c/{token}")
        self.post(f"/c/{token}")
        self.get("/assessment")
        self.post("/assessment/start")


def furnish(place: Place, *, n_candidates: int) -> House:
    """Migrate, publish the shipped bank, make an opening and invite candidates.

    Into an embedded database that is new: once in a test process; whoever comes later gets a copy.
    """
    if place.database_url or place.folder.exists():
        return _furnished(place, n_candidates)
    first = _first_house(n_candidates)
    shutil.copytree(first.place.folder, place.folder, dirs_exist_ok=True)
    return replace(first, place=place)


@cache
def _first_house(n_candidates: int) -> House:
    folder = Path(tempfile.mkdtemp(prefix="hiring-house-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    house = _furnished(Place(folder), n_candidates)
    applications.close(_BUILT.pop(house.place))
    return house


def _furnished(place: Place, n_candidates: int) -> House:
    with application(place) as app:
        prepare(app)
        now = datetime.now(UTC)
        owner = accounts.add_staff(
            db.session,
            email="owner@tests.example",
            name="Owner",
            role=Role.OWNER,
            password="only for tests, really",
            now=now,
        )
        opening, pages = _opening(owner, now)
        invited = [_invite(opening, owner, number, now) for number in range(n_candidates)]
        db.session.commit()
    tokens = tuple(token for token, _candidate_id in invited)
    return House(place, tokens, pages, dict(invited))


@contextmanager
def application(place: Place) -> Iterator[Flask]:
    """The application of a place in this process, to look into its database."""
    app = _app_of(place)
    with app.app_context():
        yield app
        db.session.rollback()
        db.engine.dispose()


def _app_of(place: Place) -> Flask:
    """Built once: who waits for something looks again and again, and building takes a while."""
    if place not in _BUILT:
        if len(_BUILT) == N_BUILT:
            applications.close(_BUILT.pop(next(iter(_BUILT))))
        _BUILT[place] = applications.build(settings(place))
    return _BUILT[place]


def let_go() -> None:
    """Close what was built, with all its connections."""
    while _BUILT:
        applications.close(_BUILT.popitem()[1])


def settings(place: Place) -> Settings:
    """The settings that ``place.environment`` says."""
    return Settings(
        demo=True,
        data_dir=Path(place.folder),
        database_url=place.database_url,
        secret_key=SecretStr(SECRET),
    )


def _opening(owner: accounts.Staff, now: datetime) -> tuple[openings.Opening, tuple[Page, ...]]:
    version, key = list_keys(db.session)[-1]
    bank = bank_document(db.session, version.id)
    opening = openings.create_opening(
        db.session,
        creator=owner,
        title="Test opening",
        language="en",
        paper="A4",
        key_version=key,
        form_id=bank.default_form.id,
        decide_by=(now + timedelta(days=9)).date(),
        now=now,
        is_simulated=True,
    )
    openings.acknowledge(db.session, opening, owner=owner, now=now)
    return opening, pages_of(bank, bank.default_form.id)


def _invite(
    opening: openings.Opening, owner: accounts.Staff, number: int, now: datetime
) -> tuple[str, UUID]:
    candidate = openings.add_candidate(
        db.session,
        opening,
        name=f"Simulated candidate {number}",
        email=None,
        actor=owner,
        secret=SECRET,
        expires_at=now + timedelta(days=9),
        now=now,
    )
    invitation = get_invitation_of(db.session, candidate.id)
    return openings.invitation_token(invitation, SECRET), candidate.id

"""What tests need before they can say anything: staff, openings, candidates, answers."""

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from argon2 import PasswordHasher
from flask.testing import FlaskClient
from sqlmodel import Session, select
from werkzeug.test import TestResponse

from hiring import accounts, audit, notices, openings, sittings
from hiring.accounts import Role, Staff, StaffSession
from hiring.banks.loader import LoadedBank, load_bank
from hiring.banks.publishing import publish
from hiring.banks.schema import Item, ItemFormat
from hiring.banks.versions import KeyVersion, bank_document, key_document, list_keys
from hiring.cli.house import shipped_bank_folders
from hiring.demo.people import Person, Style, answer_of
from hiring.notices import Notice, NoticeFacts
from hiring.openings import Candidate, Opening
from hiring.openings.invitations import get_invitation_of
from hiring.scoring.recounting import put_right
from hiring.sittings import Answer, AnswerState, Sitting, Value
from hiring.web.cookies import STAFF_COOKIE
from tests.banks.folders import write_bank
from tests.stores import EMPLOYER, SECRET

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
PASSWORD = "a password for tests only"
# Cheap on purpose: the real cost of a hash is a matter of the library, not of our tests.
CHEAP_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD_HASH = CHEAP_HASHER.hash(PASSWORD)
WITH_OPEN_TEXT = (
    "bank.toml",
    '"two-steps", "short-call"]',
    '"two-steps", "short-call", "own-words"]',
)
TIMED = (
    "bank.toml",
    'title = "Standard form"\n',
    'title = "Standard form"\nminutes = 30\ntiming_rationale = "A counter does not wait."\n',
)
NOTICE = re.compile(r'name="notice" value="([^"]+)"')
NOTICE_FACTS = NoticeFacts(
    employer=EMPLOYER,
    contact="jobs@example.org",
    opening="Support, spring team",
    days_kept=365,
    reply_by="13 June 2026",
)
PAGE_TOKEN = re.compile(r'name="page" value="([^"]+)"')
SCENARIO = re.compile(r"/assessment/\d+(/draft)?$")
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')

# Keyed answers of the small bank of tests/banks/folders.py; each scores 1.
BEST_ANSWERS: dict[str, Value] = {
    "late-parts/responses": {"a": 4, "b": 1, "c": 3, "d": 2},
    "wrong-bill/responses": {"best": "a", "worst": "d"},
    "long-queue/responses": ["c", "a", "b", "d"],
    "lost-order/responses": "d",
    "two-steps/responses": ["a", "d"],
    "short-call/responses": "b",
}


@lru_cache(maxsize=1)
def shipped_bank() -> LoadedBank:
    """The bank that ships with the toolkit, read once."""
    return load_bank(shipped_bank_folders()[-1])


@lru_cache(maxsize=8)
def small_bank(root: Path, *changes: tuple[str, str, str], version: str = "1.0.0") -> LoadedBank:
    """The small bank of every format, with changes, below a folder of the test."""
    return load_bank(write_bank(root, *changes, version=version))


def published(session: Session, loaded: LoadedBank, *, is_public: bool = True) -> KeyVersion:
    """Publish and commit a bank; its first key."""
    version = publish(
        session, loaded, actor=audit.SYSTEM_ACTOR, now=NOW - timedelta(days=30), is_public=is_public
    )
    session.commit()
    return next(key for bank, key in list_keys(session) if bank.id == version.id)


def add_staff(session: Session, role: Role, name: str = "") -> Staff:
    """Add and commit a member of staff whose password is ``PASSWORD``."""
    staff = _staff_of(role, name or role.value.capitalize())
    session.add(staff)
    session.commit()
    return staff


def add_all_staff(session: Session) -> dict[Role, Staff]:
    """One member of staff of each role, in one commit."""
    staff = {role: _staff_of(role, role.value.capitalize()) for role in Role}
    session.add_all(staff.values())
    session.commit()
    return staff


@dataclass(slots=True)
class House:
    """An employer with staff and a published key, in which tests open jobs and invite people."""

    session: Session
    staff: dict[Role, Staff]
    key: KeyVersion

    def opening(
        self,
        title: str = "Support, spring team",
        *,
        is_simulated: bool = False,
        accepted: bool = True,
        language: str = "en",
        form_id: str = "",
    ) -> Opening:
        """An opening of the owner, whose key the owner has accepted unless told otherwise."""
        bank = bank_document(self.session, self.key.bank_version_id)
        opening = openings.create_opening(
            self.session,
            creator=self.staff[Role.OWNER],
            title=title,
            language=language,
            paper="A4",
            key_version=self.key,
            form_id=form_id or bank.default_form.id,
            decide_by=(NOW + timedelta(days=40)).date(),
            now=NOW - timedelta(days=10),
            is_simulated=is_simulated,
        )
        if accepted:
            owner = self.staff[Role.OWNER]
            openings.acknowledge(self.session, opening, owner=owner, now=NOW - timedelta(days=10))
        self.session.commit()
        return opening

    def join(self, opening: Opening, role: Role) -> Staff:
        """Let the house's recruiter or interviewer work on an opening."""
        owner = self.staff[Role.OWNER]
        openings.add_member(self.session, opening, self.staff[role], actor=owner, now=NOW)
        self.session.commit()
        return self.staff[role]

    def candidate(
        self,
        opening: Opening,
        name: str = "Ada Example",
        email: str | None = None,
        expires_at: datetime | None = None,
    ) -> Candidate:
        """A candidate with a link that works until long after the tests."""
        candidate = openings.add_candidate(
            self.session,
            opening,
            name=name,
            email=email,
            actor=self.staff[Role.OWNER],
            secret=SECRET,
            expires_at=expires_at or datetime.now(UTC) + timedelta(days=365),
            now=NOW - timedelta(days=9),
        )
        self.session.commit()
        return candidate

    def token(self, candidate: Candidate) -> str:
        """The secret part of the candidate's link."""
        return openings.invitation_token(get_invitation_of(self.session, candidate.id), SECRET)

    def sitting(
        self,
        candidate: Candidate,
        answers: dict[str, Value] | None = None,
        language: str = "en",
        started: datetime = NOW - timedelta(hours=2),
    ) -> Sitting:
        """A started sitting with these answers; None as a value is a skipped item."""
        sitting = sittings.start_sitting(
            self.session,
            candidate.id,
            language=language,
            notice_id=self.notice(candidate, language).id,
            now=started,
        )
        # All together: a statement for each would take longer than most tests.
        self.session.add_all(
            _answer(sitting, item, value, revision=1) for item, value in (answers or {}).items()
        )
        self.session.commit()
        return sitting

    def notice(self, candidate: Candidate, language: str = "en") -> Notice:
        """The stored notice of the candidate's opening, as before a start."""
        return notices.pretest_notice(
            self.session,
            openings.get_opening(self.session, candidate.opening_id),
            facts=NOTICE_FACTS,
            language=notices.language_for(language),
            now=NOW - timedelta(hours=2),
        )

    def revise(
        self,
        sitting: Sitting,
        item: str,
        value: Value,
        *,
        revision: int,
        state: AnswerState | None = None,
    ) -> None:
        """Append a revision as it stands, past the page that would ask first."""
        self.session.add(_answer(sitting, item, value, revision=revision, state=state))
        self.session.flush()

    def submitted(self, candidate: Candidate, answers: dict[str, Value]) -> Sitting:
        """A sitting with these answers that has been sent in."""
        sitting = self.sitting(candidate, answers)
        sittings.submit(self.session, sitting, now=NOW)
        self.session.commit()
        return sitting

    def settle(self) -> None:
        """Commit what a test wrote past the verbs, and let lists know of it."""
        self.session.flush()
        for opening_id in self.session.exec(select(Opening.id)).all():
            put_right(self.session, opening_id)
        self.session.commit()

    def refs(self, form_id: str = "standard") -> list[str]:
        """The items of a form in order."""
        bank = bank_document(self.session, self.key.bank_version_id)
        return [page.item_ref for page in sittings.pages_of(bank, form_id)]

    def drawn_answers(self, seed: int, skill: float = 0.6) -> dict[str, Value]:
        """A simulated person's answers to the whole form."""
        rng = np.random.default_rng(seed)
        person = Person(name="", skill=skill, style=Style.PLAIN, language="en")
        bank = bank_document(self.session, self.key.bank_version_id)
        keys = key_document(self.session, self.key.id).by_item
        pages = sittings.pages_of(bank, bank.default_form.id)
        return {
            page.item_ref: answer_of(person, page.item, keys[page.item_ref], progress=0, rng=rng)
            for page in pages
        }


def _staff_of(role: Role, name: str) -> Staff:
    return Staff(
        email=f"{name.lower().replace(' ', '.')}@example.org",
        name=name,
        role=role.value,
        password_hash=PASSWORD_HASH,
        added_at=NOW - timedelta(days=60),
    )


def _answer(
    sitting: Sitting, item: str, value: Value, *, revision: int, state: AnswerState | None = None
) -> Answer:
    known = AnswerState.SKIPPED if value is None else AnswerState.ANSWERED
    return Answer(
        sitting_id=sitting.id,
        item=item,
        revision=revision,
        state=(state or known).value,
        value=value,
        answered_at=NOW - timedelta(hours=1),
    )


def sign_in(session: Session, client: FlaskClient, staff: Staff) -> FlaskClient:
    """Give the client the cookie of a session that began just now."""
    now = datetime.now(UTC)
    token = secrets.token_urlsafe()
    session.add(
        StaffSession(
            staff_id=staff.id, token_hash=accounts.hash_token(token), started_at=now, seen_at=now
        )
    )
    session.commit()
    client.set_cookie(STAFF_COOKIE, token)
    return client


def form_token(client: FlaskClient) -> str:
    """A form token for this client; one serves every form."""
    found = TOKEN.search(client.get("/sign-in").text)
    assert found is not None
    return found[1]


def send(client: FlaskClient, path: str, **fields: Any) -> TestResponse:
    """Post a form as a browser would, with the token of its page."""
    if SCENARIO.search(path):
        return client.post(path, data={"page": page_token(client, path), **fields})
    if path == "/assessment/start":
        fields = {"notice": shown_notice(client), **fields}
    return client.post(path, data={"csrf_token": form_token(client), **fields})


def shown_notice(client: FlaskClient) -> str:
    """The name of the notice on the page before the start, or an empty string without one."""
    found = NOTICE.search(client.get("/assessment").text)
    return found[1] if found else ""


def page_token(client: FlaskClient, path: str) -> str:
    """The token of a scenario's page, or an empty string where no page is shown."""
    found = PAGE_TOKEN.search(client.get(path.removesuffix("/draft")).text)
    return found[1] if found else ""


def fields_of(item: Item, value: Value) -> dict[str, Any]:
    """The form fields by which a page sends this value."""
    match item.format:
        case ItemFormat.RATE_EACH:
            assert isinstance(value, dict)
            return {f"r_{option}": str(step) for option, step in value.items()}
        case ItemFormat.RANK_ALL:
            assert isinstance(value, list)
            return {f"k_{option}": str(place) for place, option in enumerate(value, 1)}
        case ItemFormat.BEST_WORST:
            assert isinstance(value, dict)
            return value
        case ItemFormat.PICK_BEST | ItemFormat.EMOTION_MCQ:
            return {"choice": value}
        case ItemFormat.PICK_N:
            return {"choices": value}
        case ItemFormat.OPEN_TEXT:
            return {"text": value}

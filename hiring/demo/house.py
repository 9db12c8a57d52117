"""Move simulated people in: staff, sixty candidates who answered, and links to try."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import numpy as np
from sqlmodel import Session, col, select

from hiring import accounts, openings
from hiring.accounts import Role, Staff
from hiring.banks.schema import BankDocument
from hiring.banks.versions import KeyVersion, bank_document, list_keys
from hiring.demo import rated
from hiring.demo.background import let_most_tell
from hiring.demo.ends import let_some_leave
from hiring.demo.meetings import let_them_meet
from hiring.demo.people import SEED, simulated_people
from hiring.demo.sitting import invite, keyed_test, sit
from hiring.errors import NotFoundError
from hiring.openings.invitations import get_invitation_of
from hiring.openings.records import Candidate, Opening
from hiring.reports.making import make_report
from hiring.response_quality import look_at_sitting
from hiring.scoring import ScoredForm
from hiring.scoring.snapshots import make_snapshot
from hiring.sittings import Sitting

PASSWORD = "only-for-the-demo"  # noqa: S105 - printed on purpose; the demo listens on this machine only
TITLE = "Customer support, spring team (simulated)"
YOUR_NAME = "You (try it yourself)"
PEOPLE = {
    Role.OWNER: ("owner@demo.example", "Olivia Owner"),
    Role.RECRUITER: ("recruiter@demo.example", "Robin Recruiter"),
    Role.INTERVIEWER: ("interviewer@demo.example", "Iris Interviewer"),
    Role.ANALYST: ("analyst@demo.example", "Anna Analyst"),
    Role.MONITOR: ("monitor@demo.example", "Mona Monitor"),
    Role.RATER: ("rater@demo.example", "Rana Rater"),
}
N_SAMPLE_BRIEFS = 3


@dataclass(frozen=True, slots=True)
class DemoHouse:
    """What the demo prints: the opening, three links to try, and who gets a sample brief.

    ``token`` opens a link that nobody has used, ``receipt_token`` that of somebody who has sent
    everything in, ``writing_token`` one to a question that is answered in own words.
    """

    opening_id: UUID
    is_new: bool
    token: str
    receipt_token: str
    writing_token: str
    sample_candidate_ids: tuple[UUID, ...]


def furnish(session: Session, *, secret: str, now: datetime) -> DemoHouse:
    """Make the demo, or find the one that is there. The caller commits."""
    opening = _find_opening(session, TITLE)
    is_new = opening is None
    if opening is None:
        opening = _make(session, secret=secret, now=now)
    written = _find_opening(session, rated.TITLE) or _make_rated(session, secret=secret, now=now)
    samples = _samples(session, opening)
    return DemoHouse(
        opening_id=opening.id,
        is_new=is_new,
        token=_your_token(session, opening, secret),
        receipt_token=_token(session, samples[-1], secret),
        writing_token=_your_token(session, written, secret),
        sample_candidate_ids=samples,
    )


def _find_opening(session: Session, title: str) -> Opening | None:
    return session.exec(select(Opening).where(Opening.title == title)).first()


def _make(session: Session, *, secret: str, now: datetime) -> Opening:
    staff = _staff(session, now)
    bank, key = _newest_key(session)
    started = now - timedelta(days=12)
    opening = openings.create_opening(
        session,
        creator=staff[Role.OWNER],
        title=TITLE,
        language="en",
        paper="A4",
        key_version=key,
        form_id=bank.default_form.id,
        decide_by=(now + timedelta(days=33)).date(),
        now=started,
        is_simulated=True,
    )
    openings.acknowledge(session, opening, owner=staff[Role.OWNER], now=started)
    for role in (Role.RECRUITER, Role.INTERVIEWER):
        openings.add_member(session, opening, staff[role], actor=staff[Role.OWNER], now=started)
    _move_in(session, opening, staff[Role.OWNER], key, secret=secret, now=now)
    rng = np.random.default_rng(SEED + 1)
    recruiter, interviewer = staff[Role.RECRUITER], staff[Role.INTERVIEWER]
    let_them_meet(session, opening, recruiter, interviewer, rng=rng, now=now)
    let_most_tell(session, opening, rng=rng, now=now)
    return opening


def _make_rated(session: Session, *, secret: str, now: datetime) -> Opening:
    """The opening whose answers people rate. A demo from before there was one gets it, too."""
    staff = _staff(session, now)
    owner, recruiter = staff[Role.OWNER], staff[Role.RECRUITER]
    opening = rated.open_rated(
        session, owner, staff[Role.ANALYST], password=PASSWORD, secret=secret, now=now
    )
    openings.add_member(session, opening, recruiter, actor=owner, now=now)
    invite(session, opening, owner, YOUR_NAME, secret=secret, now=now)
    return opening


def _staff(session: Session, now: datetime) -> dict[Role, Staff]:
    return {role: _member(session, role, now) for role in PEOPLE}


def _member(session: Session, role: Role, now: datetime) -> Staff:
    email, name = PEOPLE[role]
    return accounts.find_staff(session, email) or accounts.add_staff(
        session, email=email, name=name, role=role, password=PASSWORD, now=now
    )


def _newest_key(session: Session) -> tuple[BankDocument, KeyVersion]:
    keys = list_keys(session)
    if not keys:
        raise NotFoundError("no bank is published; run: hiring init")
    version, key = keys[-1]
    return bank_document(session, version.id), key


def _move_in(
    session: Session,
    opening: Opening,
    owner: Staff,
    key: KeyVersion,
    *,
    secret: str,
    now: datetime,
) -> None:
    rng = np.random.default_rng(SEED)
    test = keyed_test(session, key)
    last: Sitting | None = None
    for n, person in enumerate(simulated_people(rng)):
        invited_at = now - timedelta(days=11, hours=-2 * n)
        candidate = invite(session, opening, owner, person.name, secret=secret, now=invited_at)
        last = sit(session, candidate, person, test, rng=rng, now=invited_at)
    invite(session, opening, owner, YOUR_NAME, secret=secret, now=now)
    let_some_leave(session, opening, rng=rng, now=now)
    if last is not None:
        make_snapshot(session, last, now=now)
        form = ScoredForm(last.key_version_id, last.form_id, is_simulated=True)
        make_report(session, form, now=now, report_id=uuid4())
    for sitting in session.exec(select(Sitting).where(col(Sitting.submitted_at).is_not(None))):
        look_at_sitting(session, sitting.id, now=now)


def _your_token(session: Session, opening: Opening, secret: str) -> str:
    you = session.exec(
        select(Candidate).where(Candidate.opening_id == opening.id, Candidate.name == YOUR_NAME)
    ).one()
    return _token(session, you.id, secret)


def _token(session: Session, candidate_id: UUID, secret: str) -> str:
    return openings.invitation_token(get_invitation_of(session, candidate_id), secret)


def _samples(session: Session, opening: Opening) -> tuple[UUID, ...]:
    """The first candidates who were invited and have submitted."""
    rows = session.exec(
        select(Candidate.id)
        .join(Sitting, col(Sitting.candidate_id) == col(Candidate.id))
        .where(Candidate.opening_id == opening.id, col(Sitting.submitted_at).is_not(None))
        .order_by(col(Candidate.added_at), col(Candidate.id))
        .limit(N_SAMPLE_BRIEFS)
    )
    return tuple(rows)

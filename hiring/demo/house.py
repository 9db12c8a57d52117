"""Move simulated people in: staff, sixty candidates who answered, and a link to try."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import numpy as np
from sqlmodel import Session, col, select

from hiring import accounts, notices, openings, sittings
from hiring.accounts import Role, Staff
from hiring.banks.schema import BankDocument, KeyDocument
from hiring.banks.versions import KeyVersion, bank_document, key_document, list_keys
from hiring.demo.ends import let_some_leave
from hiring.demo.meetings import let_them_meet
from hiring.demo.people import NOT_REACHED, SEED, Person, Style, answer_of, simulated_people
from hiring.errors import NotFoundError
from hiring.notices import NoticeFacts
from hiring.openings.invitations import get_invitation_of
from hiring.openings.records import Candidate, Opening
from hiring.reports.making import make_report
from hiring.response_quality import look_at_sitting
from hiring.scoring import ScoredForm, score_sitting
from hiring.scoring.snapshots import make_snapshot
from hiring.sittings import Answer, AnswerState, Sitting

PASSWORD = "only-for-the-demo"  # noqa: S105 - printed on purpose; the demo listens on this machine only
TITLE = "Customer support, spring team (simulated)"
EMPLOYER, CONTACT, DAYS_KEPT = "Demo employer", "jobs@demo.example", 365
YOUR_NAME = "You (try it yourself)"
PEOPLE = {
    Role.OWNER: ("owner@demo.example", "Olivia Owner"),
    Role.RECRUITER: ("recruiter@demo.example", "Robin Recruiter"),
    Role.INTERVIEWER: ("interviewer@demo.example", "Iris Interviewer"),
    Role.ANALYST: ("analyst@demo.example", "Anna Analyst"),
    Role.RATER: ("rater@demo.example", "Rana Rater"),
}
MINUTES_PER_ITEM = 1.1
HURRIED = 0.05  # minutes: who presses the same button everywhere does not read
N_SAMPLE_BRIEFS = 3


@dataclass(frozen=True, slots=True)
class DemoHouse:
    """What the demo prints: the opening, two links to try, and who gets a sample brief.

    ``token`` opens a link that nobody has used, ``receipt_token`` that of somebody who has sent
    everything in.
    """

    opening_id: UUID
    is_new: bool
    token: str
    receipt_token: str
    sample_candidate_ids: tuple[UUID, ...]


def furnish(session: Session, *, secret: str, now: datetime) -> DemoHouse:
    """Make the demo, or find the one that is there. The caller commits."""
    opening = session.exec(select(Opening).where(Opening.title == TITLE)).first()
    is_new = opening is None
    if opening is None:
        opening = _make(session, secret=secret, now=now)
    samples = _samples(session, opening)
    return DemoHouse(
        opening_id=opening.id,
        is_new=is_new,
        token=_your_token(session, opening, secret),
        receipt_token=_token(session, samples[-1], secret),
        sample_candidate_ids=samples,
    )


def _make(session: Session, *, secret: str, now: datetime) -> Opening:
    staff = {role: _member(session, role, now) for role in PEOPLE}
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
        decide_by=now + timedelta(days=33),
        now=started,
        is_simulated=True,
    )
    openings.acknowledge(session, opening, owner=staff[Role.OWNER], now=started)
    for role in (Role.RECRUITER, Role.INTERVIEWER):
        openings.add_member(session, opening, staff[role], actor=staff[Role.OWNER], now=started)
    _move_in(session, opening, staff[Role.OWNER], bank, key, secret=secret, now=now)
    rng = np.random.default_rng(SEED + 1)
    recruiter, interviewer = staff[Role.RECRUITER], staff[Role.INTERVIEWER]
    let_them_meet(session, opening, recruiter, interviewer, rng=rng, now=now)
    return opening


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
    bank: BankDocument,
    key: KeyVersion,
    *,
    secret: str,
    now: datetime,
) -> None:
    rng = np.random.default_rng(SEED)
    document = key_document(session, key.id)
    last: Sitting | None = None
    for n, person in enumerate(simulated_people(rng)):
        invited_at = now - timedelta(days=11, hours=-2 * n)
        candidate = _invite(session, opening, owner, person.name, secret=secret, now=invited_at)
        last = _sit(session, candidate, person, bank, document, rng=rng, now=invited_at)
    _invite(session, opening, owner, YOUR_NAME, secret=secret, now=now)
    let_some_leave(session, opening, rng=rng, now=now)
    if last is not None:
        make_snapshot(session, last, now=now)
        form = ScoredForm(last.key_version_id, last.form_id, is_simulated=True)
        make_report(session, form, now=now, report_id=uuid4())
    for sitting in session.exec(select(Sitting).where(col(Sitting.submitted_at).is_not(None))):
        look_at_sitting(session, sitting.id, now=now)


def _invite(
    session: Session, opening: Opening, owner: Staff, name: str, *, secret: str, now: datetime
) -> Candidate:
    return openings.add_candidate(
        session,
        opening,
        name=name,
        email=None,
        actor=owner,
        secret=secret,
        expires_at=now + timedelta(days=60),
        now=now,
    )


def _sit(
    session: Session,
    candidate: Candidate,
    person: Person,
    bank: BankDocument,
    key: KeyDocument,
    *,
    rng: np.random.Generator,
    now: datetime,
) -> Sitting:
    """Let a simulated person answer page after page, then submit and score."""
    started = now + timedelta(hours=float(rng.uniform(1, 40)))
    sitting = sittings.start_sitting(
        session,
        candidate.id,
        language=person.language,
        notice_id=_notice_id(session, candidate, person.language, started),
        now=started,
    )
    ended = _answer_all(session, sitting, person, bank, key, rng=rng)
    sitting.answered_at = ended
    session.flush()
    if len(sittings.latest_answers(session, sitting.id)) == len(
        sittings.pages_of(bank, sitting.form_id)
    ):
        sittings.submit(session, sitting, now=ended)
        score_sitting(session, sitting.id, now=ended)
    return sitting


def _notice_id(session: Session, candidate: Candidate, language: str, now: datetime) -> UUID:
    """What this person would have been shown before the start."""
    opening = openings.get_opening(session, candidate.opening_id)
    facts = NoticeFacts(
        employer=EMPLOYER,
        contact=CONTACT,
        opening=opening.title,
        days_kept=DAYS_KEPT,
        reply_by=opening.decide_by.date().isoformat(),
    )
    notice = notices.pretest_notice(
        session, opening, facts=facts, language=notices.language_for(language), now=now
    )
    return notice.id


def _answer_all(
    session: Session,
    sitting: Sitting,
    person: Person,
    bank: BankDocument,
    key: KeyDocument,
    *,
    rng: np.random.Generator,
) -> datetime:
    pages = sittings.pages_of(bank, sitting.form_id)
    keys = key.by_item
    pace = HURRIED if person.style is Style.ALWAYS_THREE else MINUTES_PER_ITEM
    at = sitting.started_at
    for page in pages:
        progress = page.position / len(pages)
        value = answer_of(person, page.item, keys[page.item_ref], progress=progress, rng=rng)
        if value is NOT_REACHED:
            break
        at += timedelta(minutes=float(rng.gamma(6.0, pace / 6.0)))
        state = AnswerState.SKIPPED if value is None else AnswerState.ANSWERED
        session.add(
            Answer(
                sitting_id=sitting.id,
                item=page.item_ref,
                revision=1,
                state=state.value,
                value=value,
                answered_at=at,
            )
        )
    session.flush()
    return at


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

"""A candidate of whom there is a row in every table that can have one."""

from datetime import datetime, timedelta

from sqlmodel import Session

from hiring import cases, conditions, jobs, mail, openings, sittings
from hiring.accounts import Role
from hiring.cases import CaseKind
from hiring.openings import Candidate, Outcome, ReasonCode
from hiring.openings.decisions import note_view
from hiring.response_quality import look_at_sitting
from hiring.scoring import score_sitting
from hiring.sittings import DraftFacts, TimeChangeKind
from hiring.sittings.late_answers import keep_late
from hiring.sittings.time_changes import note_change
from tests.builders import BEST_ANSWERS, House

NAME, MAIL, WRITTEN = "Sentinel Example-Person", "sentinel@example.org", "Sentinel words."


def make_somebody(session: Session, house: House, now: datetime) -> Candidate:
    """The candidate, with everything committed."""
    opening = house.opening()
    staff = house.join(opening, Role.RECRUITER)
    candidate = house.candidate(opening, NAME, MAIL)
    cookie = sittings.exchange_token(session, house.token(candidate), now=now)
    agreed = conditions.Agreed(large_print=True)
    conditions.agree(session, candidate, agreed, staff=staff, now=now)
    cases.open_case(session, candidate, CaseKind.CORRECTION, words=WRITTEN, now=now)
    sitting = house.sitting(candidate, BEST_ANSWERS | {"own-words/responses": WRITTEN})
    note_change(session, sitting.id, TimeChangeKind.STARTED, None, now=now)
    _leave_drafts(session, sitting.id, cookie, now)
    sittings.submit(session, sitting, now=now)
    session.commit()
    jobs.ask_for_score(session, sitting.id, now=now)
    score_sitting(session, sitting.id, now=now)
    look_at_sitting(session, sitting.id, now=now)
    note_view(session, candidate, staff=staff, now=now)
    openings.decide(
        session,
        candidate,
        staff=staff,
        outcome=Outcome.HOLD,
        reason_code=ReasonCode.INTERVIEW,
        reason=f"{NAME} was calm.",
        considered=f"{WRITTEN} And the interview.",
        now=now,
    )
    mail.queue_mail(
        session,
        candidate,
        kind="receipt",
        subject=f"For {NAME}",
        body=f"{WRITTEN} {mail.LINK}",
        language="en",
        unique_key=f"receipt:{sitting.id}",
        now=now,
    )
    session.commit()
    return candidate


def _leave_drafts(session: Session, sitting_id: object, cookie: str, now: datetime) -> None:
    """Something that stood in a page, and an answer that came too late."""
    facts = DraftFacts(
        item="own-words/responses",
        page_id="a" * 12,
        number=1,
        revision=0,
        fields=WRITTEN,
        value=WRITTEN,
        shown_at=now - timedelta(minutes=1),
        active_seconds=30.0,
        received_at=now,
        cookie=cookie,
    )
    sittings.keep_draft(session, sitting_id, facts)
    keep_late(
        session,
        sitting_id=sitting_id,
        item="own-words/responses",
        page_id="b" * 12,
        value=WRITTEN,
        arrived_at=now,
    )

"""The steps of a case: asked, acknowledged, decided, or taken back.

Every step is one statement that only the status it may follow matches, so that of two people who
act at once one is told. Every step stands in the audit chain, by ids and codes; what people wrote
stays in the case and goes with the candidate.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col

from hiring import audit
from hiring.accounts import Role, Staff
from hiring.cases.codes import BEFORE, OUTCOMES, CaseFault, CaseOutcome, Wish
from hiring.cases.contests import require_shown
from hiring.cases.deadlines import ACKNOWLEDGE_DAYS, DECIDE_DAYS, after_business_days
from hiring.cases.links import hold_link, release_link
from hiring.cases.listing import barred_from, open_cases_of
from hiring.cases.records import Case, CaseKind, CaseStatus
from hiring.errors import CaseFaultError, NotAllowedError
from hiring.openings.holds import is_held
from hiring.openings.records import Candidate, get_candidate
from hiring.sittings import Sitting, TimeChangeKind, clock, find_sitting
from hiring.sittings.time_changes import list_changes

MIN_REPLY_CHARS = 10
MAX_CHARS = 4000


def open_case(
    session: Session,
    candidate: Candidate,
    kind: CaseKind,
    *,
    wishes: Sequence[Wish] = (),
    words: str = "",
    written_by: Staff | None = None,
    now: datetime,
) -> Case:
    """Write down what a candidate asks for, and start the clock of those who answer. Flushes.

    Asking for an adjustment stops the clock of a running sitting at once, and the days of a link
    that was not used yet. The same request sent twice is one case while that is open.

    Args:
        session: The database.
        candidate: Who asks.
        kind: What for.
        wishes: What would help, as codes.
        words: The same in the candidate's own words.
        written_by: The member of staff who was told, by phone say; None = the candidate.
        now: When it was asked.

    Raises:
        NotAllowedError: Only owners and recruiters write down what candidates ask for.
        CaseFaultError: The words are longer than we can store.
    """
    if written_by is not None:
        _require_role(written_by)
    wanted = [Wish(wish).value for wish in wishes]
    _require_short(words)
    lock(session, candidate)
    found = _same(session, candidate, kind, wanted, words.strip())
    writer = candidate.id if written_by is None else written_by.id
    case = found or _new(session, candidate, kind, wanted, words.strip(), writer, now)
    if kind is CaseKind.ADJUSTMENT:
        _stop_clocks(session, candidate, case, now)
    return case


def acknowledge(session: Session, case: Case, *, staff: Staff, now: datetime) -> None:
    """Say that somebody has seen the case and takes it on. The first one counts. Flushes.

    Raises:
        NotAllowedError: Not an owner or recruiter, or somebody whose decision is contested.
        CaseFaultError: The case is closed.
    """
    require_handler(session, case, staff)
    if case.status == CaseStatus.ACKNOWLEDGED:
        return
    seen = {"acknowledged_at": now, "acknowledged_by_id": staff.id, "handler_id": staff.id}
    _step(session, case, CaseStatus.ACKNOWLEDGED, seen)
    _note(session, "case.acknowledged", case, staff.id, now)


def decide(
    session: Session,
    case: Case,
    *,
    staff: Staff,
    outcome: CaseOutcome,
    reply: str,
    details: Mapping[str, Any] | None = None,
    now: datetime,
) -> None:
    """Close a case with what a person decided and what the candidate is told. Flushes.

    Who decides unseen has seen it thereby. What follows from the decision (conditions, corrected
    facts, erasure) is the matter of its own verb; ``details`` keeps the values before and after.

    Raises:
        NotAllowedError: Not an owner or recruiter; an erasure that is not decided by an owner; a
            contest handled by somebody whose decision is contested.
        CaseFaultError: The case is closed, the outcome does not go with it, what it says was not
            done, or words are missing.
    """
    require_handler(session, case, staff)
    if case.kind == CaseKind.ERASURE and staff.role != Role.OWNER:
        raise NotAllowedError("only owners decide about erasing")
    if outcome not in OUTCOMES[CaseKind(case.kind)]:
        raise CaseFaultError(CaseFault.OUTCOME_DOES_NOT_FIT)
    _require_no_hold(session, case, outcome, now)
    _require_reply(reply)
    require_shown(session, case, outcome, staff)
    _step(session, case, CaseStatus.DECIDED, _decided(case, staff, outcome, reply, details, now))
    _note(session, "case.decided", case, staff.id, now, outcome=outcome.value)
    release_link(session, case, now=now)


def take_back(session: Session, case: Case, *, now: datetime) -> None:
    """Close a case because the candidate no longer asks. Twice changes nothing. Flushes.

    Raises:
        CaseFaultError: The case was decided.
    """
    if case.status == CaseStatus.TAKEN_BACK:
        return
    _step(session, case, CaseStatus.TAKEN_BACK, {})
    _note(session, "case.taken_back", case, case.candidate_id, now)
    release_link(session, case, now=now)


def require_handler(session: Session, case: Case, staff: Staff) -> None:
    """Refuse who may not handle this case.

    Raises:
        NotAllowedError: Not an owner or recruiter, or somebody whose decision is contested.
    """
    _require_role(staff)
    if staff.id in barred_from(session, case):
        raise NotAllowedError("somebody else than the author of a decision handles a contest")


def note_look(session: Session, case: Case, *, staff: Staff, now: datetime) -> None:
    """Note that somebody read a case: an observation, not a change of state. Flushes."""
    _note(session, "case.viewed", case, staff.id, now)


def lock(session: Session, candidate: Candidate) -> None:
    """Let one write about a candidate's requests at a time, on both databases.

    To be called before anything is read that the writing rests on: SQLite refuses at once who has
    read and finds that another has written since, and waits only for who begins by writing.
    """
    session.execute(
        update(Candidate)
        .where(col(Candidate.id) == candidate.id)
        .values(code=candidate.code)
        .execution_options(synchronize_session=False)
    )


def _same(
    session: Session, candidate: Candidate, kind: CaseKind, wishes: list[str], words: str
) -> Case | None:
    """The open case that asks for the same: a double click or the network sent it twice."""
    wanted = (kind.value, wishes, words)
    found = open_cases_of(session, candidate.id)
    return next((one for one in found if (one.kind, one.wishes, one.words) == wanted), None)


def _new(
    session: Session,
    candidate: Candidate,
    kind: CaseKind,
    wishes: list[str],
    words: str,
    writer: UUID,
    now: datetime,
) -> Case:
    case = Case(
        candidate_id=candidate.id,
        kind=kind.value,
        wishes=wishes,
        words=words,
        asked_at=now,
        acknowledge_by=after_business_days(now, ACKNOWLEDGE_DAYS),
        decide_by=after_business_days(now, DECIDE_DAYS),
        details={},
    )
    session.add(case)
    session.flush()
    _note(session, "case.asked", case, writer, now)
    return case


def _stop_clocks(session: Session, candidate: Candidate, case: Case, now: datetime) -> None:
    """No minute of a sitting and no day of a link passes while somebody waits for us."""
    sitting = find_sitting(session, candidate.id)
    if sitting is None:
        hold_link(session, case, now=now)
    elif sitting.submitted_at is None and not _was_stopped(session, sitting):
        clock.pause(session, sitting, TimeChangeKind.REQUEST, now=now)


def _was_stopped(session: Session, sitting: Sitting) -> bool:
    """Whether the clock stands, or stood for a request that is still open: it stops once for it."""
    waiting = open_cases_of(session, sitting.candidate_id)
    since = min(one.asked_at for one in waiting if one.kind == CaseKind.ADJUSTMENT)
    changes = list_changes(session, sitting.id)
    stops = (one for one in changes if one.kind == TimeChangeKind.REQUEST)
    return sitting.paused_at is not None or any(one.at >= since for one in stops)


def _decided(
    case: Case,
    staff: Staff,
    outcome: CaseOutcome,
    reply: str,
    details: Mapping[str, Any] | None,
    now: datetime,
) -> dict[str, Any]:
    seen = {
        "acknowledged_at": case.acknowledged_at or now,
        "acknowledged_by_id": case.acknowledged_by_id or staff.id,
    }
    return seen | {
        "handler_id": staff.id,
        "outcome": outcome.value,
        "reply": reply.strip(),
        "details": case.details | dict(details or {}),
        "decided_at": now,
        "decided_by_id": staff.id,
    }


def _step(session: Session, case: Case, status: CaseStatus, values: dict[str, Any]) -> None:
    allowed = [before.value for before in BEFORE[status]]
    done = session.execute(
        update(Case)
        .where(col(Case.id) == case.id, col(Case.status).in_(allowed))
        .values(status=status.value, **values)
        .execution_options(synchronize_session=False)
    )
    session.refresh(case)
    if not done.rowcount:  # type: ignore[attr-defined]
        raise CaseFaultError(CaseFault.ALREADY_CLOSED)


def _require_role(staff: Staff) -> None:
    if staff.role not in {Role.OWNER, Role.RECRUITER}:
        raise NotAllowedError("only owners and recruiters handle cases")


def _require_no_hold(session: Session, case: Case, outcome: CaseOutcome, now: datetime) -> None:
    """Nobody is erased who is on hold: say so in the answer, and erase when the hold has ended."""
    is_erased = case.kind == CaseKind.ERASURE and outcome is CaseOutcome.GRANTED
    if is_erased and is_held(session, case.candidate_id, now=now):
        raise CaseFaultError(CaseFault.IS_HELD)


def _require_reply(reply: str) -> None:
    if len(reply.strip()) < MIN_REPLY_CHARS:
        raise CaseFaultError(CaseFault.REPLY_MISSING)
    _require_short(reply)


def _require_short(text: str) -> None:
    if len(text.strip()) > MAX_CHARS:
        raise CaseFaultError(CaseFault.TEXT_TOO_LONG)


def _note(
    session: Session, act: str, case: Case, actor: UUID, now: datetime, **details: str
) -> None:
    candidate = get_candidate(session, case.candidate_id)
    audit.record(
        session,
        act,
        actor=actor,
        object_id=candidate.id,
        now=now,
        chain=candidate.opening_id,
        case_id=str(case.id),
        kind=case.kind,
        **details,
    )

"""What follows from cases: other conditions, corrected facts.

Conditions can also be set without a case, when somebody asked by phone. Nobody's sitting goes on by
itself: it does when the candidate says so.
"""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from hiring.accounts import Staff
from hiring.cases.codes import OPEN, CaseFault, CaseOutcome, Wish
from hiring.cases.handling import decide, lock
from hiring.cases.records import Case, CaseKind
from hiring.conditions import Agreed, agree, agreed_of, find_conditions
from hiring.errors import CaseFaultError
from hiring.openings.records import Candidate, get_candidate
from hiring.response_quality import set_adjusted
from hiring.sittings import clock, find_sitting


def set_conditions(
    session: Session,
    candidate: Candidate,
    agreed: Agreed,
    *,
    is_adjusted: bool = False,
    staff: Staff,
    now: datetime,
) -> None:
    """Set the conditions of a candidate, before the start or while a sitting runs. Flushes.

    Args:
        session: The database.
        candidate: Whose.
        agreed: What holds from now on. Time is added to a running sitting, never taken away.
        is_adjusted: Whether something else was agreed that pages cannot do.
        staff: Who says so.
        now: When.

    Raises:
        NotAllowedError: Only owners and recruiters agree to conditions.
    """
    row = agree(session, candidate, agreed, staff=staff, now=now)
    adjusted = is_adjusted or not agreed.is_nothing
    set_adjusted(session, candidate, is_adjusted=adjusted, staff=staff, now=now)
    sitting = find_sitting(session, candidate.id)
    if row is not None and sitting is not None and sitting.submitted_at is None:
        clock.apply_conditions(session, sitting, row, staff=staff, now=now)


def decide_adjustment(
    session: Session,
    case: Case,
    agreed: Agreed,
    *,
    is_else: bool = False,
    staff: Staff,
    outcome: CaseOutcome,
    reply: str,
    now: datetime,
) -> None:
    """Close an adjustment case, and set the conditions where something is granted. Flushes.

    Args:
        session: The database.
        case: The case.
        agreed: What holds from now on where something is granted.
        is_else: Whether something was agreed that pages cannot do.
        staff: Who decides.
        outcome: What they decide.
        reply: What the candidate is told.
        now: When.

    Raises:
        ValueError: The case is of another kind.
        CaseFaultError: Something is granted, but nothing is agreed; and as ``decide`` raises it.
        NotAllowedError: As ``decide`` raises it.
    """
    _require_kind(case, CaseKind.ADJUSTMENT)
    if not is_else:
        _require_something(case, agreed, outcome)
    candidate = _held(session, case)
    before = agreed_of(find_conditions(session, candidate.id))
    is_granted = outcome is not CaseOutcome.DECLINED
    changes = _changes(asdict(before), asdict(agreed)) if is_granted else {}
    decide(session, case, staff=staff, outcome=outcome, reply=reply, details=changes, now=now)
    if is_granted:
        set_conditions(session, candidate, agreed, is_adjusted=True, staff=staff, now=now)


def decide_correction(
    session: Session,
    case: Case,
    *,
    name: str,
    email: str | None,
    staff: Staff,
    reply: str,
    now: datetime,
) -> None:
    """Correct name and mail address, and close the case with both versions. Flushes.

    The audit chain says that something was corrected; the values stand in the case alone.

    Raises:
        ValueError: The case is of another kind.
        CaseFaultError: No name, nothing different, an address that somebody else here has, or a
            colleague was first.
        NotAllowedError: As ``decide`` raises it.
    """
    _require_kind(case, CaseKind.CORRECTION)
    candidate = _held(session, case)
    before = {"name": candidate.name, "email": candidate.email}
    after = {"name": name.strip(), "email": (email or "").strip().lower() or None}
    changes = _changes(before, after)
    _require_sound(session, candidate, after, changes)
    outcome = CaseOutcome.CORRECTED
    try:
        with session.begin_nested():
            decide(
                session, case, staff=staff, outcome=outcome, reply=reply, details=changes, now=now
            )
            candidate.name, candidate.email = str(after["name"]), after["email"]
            session.add(candidate)
    except IntegrityError:  # somebody else got the address at the same moment
        if not _is_taken(session, candidate, after["email"]):
            raise
        session.refresh(case)  # it is open again
        raise CaseFaultError(CaseFault.ADDRESS_TAKEN) from None


def _held(session: Session, case: Case) -> Candidate:
    """The candidate as they are once nobody else can write about their requests.

    Raises:
        CaseFaultError: The case was closed while we waited.
    """
    candidate = get_candidate(session, case.candidate_id)
    lock(session, candidate)
    session.refresh(candidate)
    session.refresh(case)
    if case.status not in OPEN:
        raise CaseFaultError(CaseFault.ALREADY_CLOSED)
    return candidate


def _require_something(case: Case, agreed: Agreed, outcome: CaseOutcome) -> None:
    """Who wished for something that pages can do is not told yes while nothing changes."""
    is_plain = any(wish != Wish.OTHER for wish in case.wishes)
    if outcome is not CaseOutcome.DECLINED and is_plain and agreed.is_nothing:
        raise CaseFaultError(CaseFault.NOTHING_AGREED)


def _changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """Name → values before and after, of what differs."""
    return {
        name: {"before": before[name], "after": after[name]}
        for name in before
        if before[name] != after[name]
    }


def _require_sound(
    session: Session,
    candidate: Candidate,
    after: dict[str, str | None],
    changes: dict[str, Any],
) -> None:
    if not after["name"]:
        raise CaseFaultError(CaseFault.NAME_MISSING)
    if not changes:
        raise CaseFaultError(CaseFault.NOTHING_TO_CORRECT)
    if "email" in changes and _is_taken(session, candidate, after["email"]):
        raise CaseFaultError(CaseFault.ADDRESS_TAKEN)


def _is_taken(session: Session, candidate: Candidate, email: str | None) -> bool:
    if not email:
        return False
    others = select(Candidate.id).where(
        Candidate.opening_id == candidate.opening_id,
        Candidate.email == email,
        Candidate.id != candidate.id,
    )
    return session.exec(others).first() is not None


def _require_kind(case: Case, kind: CaseKind) -> None:
    if case.kind != kind:
        raise ValueError(f"this is a case of {case.kind}, not of {kind.value}")

"""Scoring again takes two people: one asks with the figures in view, a second one agrees.

The key that sets items aside is made, and anything else done, only once both have said so. Whoever
agrees has the figures of that moment in view, since scores may have come in between.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from hiring.accounts import Role, Staff, get_staff
from hiring.accounts.proposals import (
    Proposal,
    ProposalKind,
    Wish,
    agree,
    drop,
    find_proposal,
    propose,
)
from hiring.banks.versions import get_key_version
from hiring.errors import NotAllowedError, RescoringFaultError
from hiring.rescoring.applying import (
    Plan,
    WhyNotAgain,
    apply,
    find_running,
    needs_owner,
    require_possible,
)
from hiring.rescoring.fingerprint import fingerprint
from hiring.rescoring.records import Rescoring
from hiring.scoring import ScoredForm


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: another key by its id, or items that are set aside, with ``target`` ""."""

    target: str
    drop: list[str]
    neutral: list[str]
    goes_on: bool


def ask_to_rescore(
    session: Session,
    form: ScoredForm,
    asked: Asked,
    *,
    previewed: str,
    reason: str,
    staff: Staff,
    now: datetime,
) -> Proposal:
    """Ask for sittings to be scored again. Flushes; the caller commits.

    Raises:
        NotAllowedError: Only owners and analysts ask for that.
        RescoringFaultError: It cannot be done; ``code`` is a ``WhyNotAgain``.
        ProposalFaultError: Something is asked for already.
    """
    _require_analyst(staff)
    _require_sensible(session, form, asked, staff)
    if fingerprint(session, form) != previewed:
        raise RescoringFaultError(WhyNotAgain.PREVIEW_IS_OLD)
    wish = Wish(ProposalKind.RESCORING, _subject(form), reason, asdict(asked))
    return propose(session, wish, staff=staff, now=now)


def find_asked(session: Session, form: ScoredForm) -> Proposal | None:
    """What is asked for and waits for a second person, or None."""
    return find_proposal(session, ProposalKind.RESCORING, _subject(form))


def agree_to_rescore(
    session: Session, proposal: Proposal, plan: Plan, *, staff: Staff, now: datetime
) -> Rescoring:
    """Agree as the second person, and decide what the first one asked for. Flushes.

    Raises:
        NotAllowedError: It is the person who asked, or neither of the two is an owner.
        ProposalFaultError: Somebody has settled it meanwhile.
        RescoringFaultError: As in ``apply``.
    """
    _require_analyst(staff)
    agree(session, proposal, staff=staff, now=now)
    first = get_staff(session, proposal.asked_by_id)
    return apply(session, plan, staff=first, reason=proposal.reason, now=now, agreed_by=staff)


def drop_asked(session: Session, proposal: Proposal, *, staff: Staff, now: datetime) -> None:
    """Take it back, or do not agree. Flushes; the caller commits.

    Raises:
        NotAllowedError: Only owners and analysts do.
        ProposalFaultError: Somebody has settled it meanwhile.
    """
    _require_analyst(staff)
    drop(session, proposal, staff=staff, now=now)


def _require_sensible(session: Session, form: ScoredForm, asked: Asked, staff: Staff) -> None:
    if find_running(session, form) is not None:
        raise RescoringFaultError(WhyNotAgain.STILL_RUNNING)
    if not asked.target:
        return
    to_key = get_key_version(session, UUID(asked.target))
    require_possible(session, form, to_key)
    from_key = get_key_version(session, form.key_version_id)
    if staff.role != Role.OWNER and needs_owner(from_key, to_key):
        raise RescoringFaultError(WhyNotAgain.NEEDS_OWNER)


def _require_analyst(staff: Staff) -> None:
    if staff.role not in {Role.OWNER, Role.ANALYST}:
        raise NotAllowedError("only owners and analysts decide to score again")


def _subject(form: ScoredForm) -> str:
    people = "simulated" if form.is_simulated else "real"
    return f"{form.key_version_id}/{form.form_id}/{people}"

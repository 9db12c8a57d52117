"""Mail to the other owners when something waits for a second person: one job for each of them.

No row of mail is kept: what it says stands with the proposal. A proposal that was settled in the
meantime, and who is no owner any more or has left, need no mail.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from hiring import mail
from hiring.accounts import Role, Staff
from hiring.accounts.proposals import Proposal, ProposalKind
from hiring.handouts.letters import translator_of
from hiring.handouts.proposal_mail import ProposalFacts, proposal_mail
from hiring.jobs.records import Task, add_job
from hiring.notices import language_for
from hiring.openings.records import Opening

ENGLISH = "en"
# The pages on which proposals are settled; a test follows each.
PAGES = {
    ProposalKind.FEEDBACK_OFF: "/openings/{subject}/feedback",
    ProposalKind.OPENING_ERASURE: "/openings/{subject}/erase",
    ProposalKind.RESCORING: "/measurement/{key}/{form}/rescoring/asked/{proposal}",
}


def tell_owners(session: Session, proposal: Proposal, *, now: datetime) -> int:
    """Have all other owners told that a proposal waits; how many. Flushes; the caller commits."""
    found = session.exec(
        select(Staff.id)
        .where(Staff.role == Role.OWNER, col(Staff.is_active), Staff.id != proposal.asked_by_id)
        .order_by(col(Staff.id))
    ).all()
    for staff_id in found:
        add_job(
            session,
            Task.TELL_OWNER,
            {"proposal_id": str(proposal.id), "staff_id": str(staff_id)},
            unique_key=f"{Task.TELL_OWNER}:{proposal.id.hex}:{staff_id.hex}",
            now=now,
        )
    return len(found)


def tell_owner(
    envelope: mail.Envelope, session: Session, arguments: dict[str, Any], now: datetime
) -> None:
    """Send one of these mails, where there is still a sense in it.

    Raises:
        MailRefusedError, MailNotSentError: As ``mail.send_note``.
    """
    proposal = session.get(Proposal, UUID(arguments["proposal_id"]))
    staff = session.get(Staff, UUID(arguments["staff_id"]))
    if proposal is None or proposal.settled_at is not None:
        return
    if staff is None or not staff.is_active or staff.role != Role.OWNER:
        return
    mail.send_note(_note(session, proposal, staff, envelope), envelope=envelope, now=now)


def page_of(proposal: Proposal) -> str:
    """The path of the page on which a proposal is settled."""
    kind = ProposalKind(proposal.kind)
    if kind is not ProposalKind.RESCORING:
        return PAGES[kind].format(subject=proposal.subject)
    key, form, _people = proposal.subject.split("/")
    return PAGES[kind].format(key=key, form=form, proposal=proposal.id)


def _note(session: Session, proposal: Proposal, staff: Staff, envelope: mail.Envelope) -> mail.Note:
    opening = _opening_of(session, proposal)
    language = ENGLISH if opening is None else language_for(opening.language)
    facts = ProposalFacts(
        kind=ProposalKind(proposal.kind),
        asked_by=session.get_one(Staff, proposal.asked_by_id).name,
        opening="" if opening is None else opening.title,
        address=envelope.public_url.rstrip("/") + page_of(proposal),
    )
    words = proposal_mail(facts, translator_of(language))
    name = f"{proposal.id.hex}.{staff.id.hex}"
    return mail.Note((staff.name, staff.email), words.subject, words.body, language, name)


def _opening_of(session: Session, proposal: Proposal) -> Opening | None:
    if proposal.kind == ProposalKind.RESCORING.value:
        return None
    return session.get(Opening, UUID(proposal.subject))

"""When the same person may be asked to answer the same test again.

An opening may keep a gap between two times of answering the same bank, in days. Somebody is known
by the mailbox, in whatever opening it was. What was taken back, and who withdrew, is left out: that
says nothing any more. Nothing here turns anybody down: a person may invite all the same and writes
down why. Each opening goes by the answers sent to it; what was sent before keeps its result there.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from hiring import audit
from hiring.accounts import Staff
from hiring.banks.versions import BankVersion
from hiring.openings.people import mailbox_of
from hiring.openings.records import Candidate, Opening, get_administration, get_bank_of
from hiring.sittings.records import Sitting

MIN_REASON_CHARS, MAX_REASON_CHARS = 10, 500


def gaps_open(session: Session, opening: Opening, *, now: datetime) -> dict[str, datetime]:
    """By mailbox, when the gap of an opening is over for whoever is within it now.

    Empty where the opening keeps no gap. The number of queries does not grow with the people.
    """
    if opening.retake_after_days is None:
        return {}
    gap = timedelta(days=opening.retake_after_days)
    found: dict[str, datetime] = {}
    for email, sent_at in _sent_since(session, opening, now - gap):
        mailbox = mailbox_of(email)
        found[mailbox] = max(found.get(mailbox, now), sent_at + gap)
    return found


def gap_of(gaps: Mapping[str, datetime], email: str | None) -> datetime | None:
    """When the gap is over for this address, or None where there is none."""
    return gaps.get(mailbox_of(email)) if email else None


def allow_retakes(
    session: Session,
    opening: Opening,
    people: Sequence[Candidate],
    *,
    reason: str,
    staff: Staff,
    now: datetime,
) -> None:
    """Note that somebody invited these people within the gap, and why. The caller commits.

    The reason stands with the person and goes with the person; the audit log keeps who and when.

    Raises:
        ValueError: The reason is too short or too long.
    """
    words = reason.strip()
    if not MIN_REASON_CHARS <= len(words) <= MAX_REASON_CHARS:
        raise ValueError("a reason for inviting within the gap has 10 to 500 characters")
    for one in people:
        one.retake_reason = words
        session.add(one)
    ids = [one.id for one in people]
    audit.record_each(
        session,
        "candidate.retake_allowed",
        actor=staff.id,
        object_ids=ids,
        now=now,
        chain=opening.id,
    )


def _sent_since(
    session: Session, opening: Opening, start: datetime
) -> Sequence[tuple[str, datetime]]:
    """Addresses with when they last sent answers to the bank of the opening."""
    bank, _key = get_bank_of(session, get_administration(session, opening.id))
    rows = session.exec(
        select(col(Candidate.email), func.max(col(Sitting.submitted_at)))
        .join(Sitting, col(Sitting.candidate_id) == col(Candidate.id))
        .join(BankVersion, col(BankVersion.id) == col(Sitting.bank_version_id))
        .where(
            BankVersion.bank == bank.bank,
            col(Sitting.submitted_at) > start,
            col(Sitting.voided_at).is_(None),
            col(Candidate.withdrawn_at).is_(None),
            col(Candidate.email).is_not(None),
            Candidate.is_simulated == opening.is_simulated,
        )
        .group_by(col(Candidate.email))
    )
    return [(str(email), sent_at) for email, sent_at in rows if sent_at is not None]

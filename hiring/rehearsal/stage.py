"""The opening of a rehearsal: made for it, simulated, and gone afterwards."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, func, select

from hiring import openings, retention
from hiring.accounts import Role, Staff, list_staff
from hiring.banks.versions import bank_document, list_keys
from hiring.errors import NotFoundError
from hiring.openings.closing import close_opening
from hiring.openings.invitations import get_invitation_of
from hiring.openings.records import list_candidates
from hiring.sittings import Page, Sitting, pages_of

TITLE = "Load rehearsal (simulated)"
LASTS = timedelta(days=1)
JUST_NOW = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Stage:
    """A simulated opening, the candidate behind each link, and the scenarios in their order."""

    opening_id: UUID
    candidate_ids: dict[str, UUID]
    pages: tuple[Page, ...]

    @property
    def tokens(self) -> tuple[str, ...]:
        """The links, one for each candidate."""
        return tuple(self.candidate_ids)


def find_owner(session: Session) -> Staff | None:
    """Somebody in whose name the opening can be made, or None."""
    return next((one for one in list_staff(session) if one.role == Role.OWNER.value), None)


def count_at_work(session: Session, *, now: datetime) -> int:
    """Real people who have begun and not ended, and gave an answer in the last half hour."""
    newest = func.coalesce(col(Sitting.answered_at), col(Sitting.started_at))
    found = session.exec(
        select(func.count())
        .select_from(Sitting)
        .where(
            col(Sitting.submitted_at).is_(None),
            col(Sitting.is_simulated).is_(False),
            newest > now - JUST_NOW,
        )
    )
    return found.one()


def set_stage(session: Session, *, n_candidates: int, secret: str, now: datetime) -> Stage:
    """Make the opening and invite simulated people to its newest bank. The caller commits.

    Raises:
        NotFoundError: There is no owner, or no bank is published.
    """
    owner = find_owner(session)
    if owner is None:
        raise NotFoundError("a rehearsal needs an owner; run: hiring staff add --role owner")
    opening, pages = _open(session, owner, now)
    invited = {}
    for number in range(1, n_candidates + 1):
        token, candidate_id = _invite(session, opening, owner, number, secret, now)
        invited[token] = candidate_id
    return Stage(opening.id, invited, pages)


def clear_stage(session: Session, stage: Stage, *, now: datetime) -> None:
    """Erase everybody who was simulated, and close and put away the opening. The caller commits."""
    opening = openings.get_opening(session, stage.opening_id)
    retention.erase(session, list_candidates(session, opening.id), now=now)
    owner = find_owner(session)
    if owner is not None:
        close_opening(session, opening, staff=owner, now=now)
    opening.archived_at = now
    session.flush()


def _open(
    session: Session, owner: Staff, now: datetime
) -> tuple[openings.Opening, tuple[Page, ...]]:
    keys = list_keys(session)
    if not keys:
        raise NotFoundError("no bank is published; run: hiring init")
    version, key = keys[-1]
    bank = bank_document(session, version.id)
    opening = openings.create_opening(
        session,
        creator=owner,
        title=TITLE,
        language=bank.language,
        paper="A4",
        key_version=key,
        form_id=bank.default_form.id,
        decide_by=(now + LASTS).date(),
        now=now,
        is_simulated=True,
    )
    openings.acknowledge(session, opening, owner=owner, now=now)
    return opening, pages_of(bank, bank.default_form.id)


def _invite(
    session: Session,
    opening: openings.Opening,
    owner: Staff,
    number: int,
    secret: str,
    now: datetime,
) -> tuple[str, UUID]:
    candidate = openings.add_candidate(
        session,
        opening,
        name=f"Simulated candidate {number}",
        email=None,
        actor=owner,
        secret=secret,
        expires_at=now + LASTS,
        now=now,
    )
    invitation = get_invitation_of(session, candidate.id)
    return openings.invitation_token(invitation, secret), candidate.id

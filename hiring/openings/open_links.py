"""The links that still lead to questions, page by page in order of name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, literal, tuple_
from sqlmodel import Session, col, select

from hiring.openings.records import Candidate, Invitation, Opening
from hiring.openings.whereabouts import Whereabouts

PAGE_LINKS = 50


@dataclass(frozen=True, slots=True)
class OpenLinks:
    """One page of them. ``goes_on`` is the last person, where more come behind; else None."""

    people: Sequence[tuple[Candidate, Invitation]]
    goes_on: UUID | None


def open_links(
    session: Session, opening: Opening, *, after: UUID | None, now: datetime
) -> OpenLinks:
    """The page behind somebody, or the first one; in order of name. Two queries at most."""
    query = _open(opening, now).limit(PAGE_LINKS + 1)
    last = None if after is None else session.get(Candidate, after)
    if last is not None and last.opening_id == opening.id:
        own = tuple_(col(Candidate.name), col(Candidate.id))
        query = query.where(own > tuple_(literal(last.name), literal(last.id, Uuid())))
    found = session.execute(query).all()
    people = [(candidate, invitation) for candidate, invitation in found[:PAGE_LINKS]]
    return OpenLinks(people, people[-1][0].id if len(found) > PAGE_LINKS else None)


def all_open_links(
    session: Session, opening: Opening, *, now: datetime
) -> list[tuple[Candidate, Invitation]]:
    """All of them, in order of name. One query."""
    found = session.execute(_open(opening, now))
    return [(candidate, invitation) for candidate, invitation in found]


def _open(opening: Opening, now: datetime) -> Any:
    """Links that are neither withdrawn nor over, of people who have not sent answers or left."""
    return (
        select(Candidate, Invitation)
        .join(Invitation, col(Invitation.candidate_id) == col(Candidate.id))
        .join(Whereabouts, col(Whereabouts.candidate_id) == col(Candidate.id))
        .where(
            col(Whereabouts.opening_id) == opening.id,
            col(Whereabouts.submitted_at).is_(None),
            col(Whereabouts.is_taken_back).is_(False),
            col(Whereabouts.withdrawn_at).is_(None),
            col(Invitation.revoked_at).is_(None),
            col(Invitation.expires_at) > now,
        )
        .order_by(col(Candidate.name), col(Candidate.id))
    )

"""Adding many candidates at once: everybody or nobody, and never anybody twice."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from hiring import audit
from hiring.accounts import Staff
from hiring.openings.closing import require_open
from hiring.openings.dry_run import present_in
from hiring.openings.invitations import stamp_token
from hiring.openings.people import Person
from hiring.openings.records import Candidate, Invitation, Opening, new_code
from hiring.openings.whereabouts import note_added


def add_many(
    session: Session,
    opening: Opening,
    people: Sequence[Person],
    *,
    actor: Staff,
    secret: str,
    expires_at: datetime,
    now: datetime,
) -> list[Candidate]:
    """Add those who are not there yet, each with a link. Flushes; the caller commits.

    The first note in the audit chain makes others who add to this opening wait, and only then is
    it read who is there: of two who add the same list at once the second adds nobody.

    Raises:
        OpeningClosedError: The opening takes nobody any more.
    """
    require_open(opening)
    audit.record(
        session,
        "candidates.listed",
        actor=actor.id,
        object_id=opening.id,
        now=now,
        chain=opening.id,
        rows=len(people),
    )
    present = present_in(session, opening)
    new = [_candidate(opening, one, now) for one in people if present.find(one) is None]
    _store(session, new, secret=secret, expires_at=expires_at)
    ids = [one.id for one in new]
    audit.record_each(
        session, "candidate.added", actor=actor.id, object_ids=ids, now=now, chain=opening.id
    )
    return new


def _candidate(opening: Opening, person: Person, now: datetime) -> Candidate:
    return Candidate(
        opening_id=opening.id,
        code=new_code(),
        name=person.name,
        email=person.email,
        is_simulated=opening.is_simulated,
        added_at=now,
    )


def _store(
    session: Session, new: Sequence[Candidate], *, secret: str, expires_at: datetime
) -> None:
    session.add_all(new)
    session.flush()
    links = [Invitation(candidate_id=one.id, token_hash="", expires_at=expires_at) for one in new]
    for link in links:
        stamp_token(link, secret)
    session.add_all(links)
    session.flush()
    note_added(session, zip(new, links, strict=True))

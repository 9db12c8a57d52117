"""People of one opening, chosen by their ids as a page sends them."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from hiring.errors import NotFoundError
from hiring.openings.records import Candidate


def chosen_candidates(
    session: Session, opening_id: UUID, ids: Iterable[str]
) -> Sequence[Candidate]:
    """The candidates with these ids, each once, in the order in which they were named.

    Raises:
        NotFoundError: An id is none, or belongs to another opening: the two look alike.
    """
    wanted = [_uuid(one) for one in dict.fromkeys(ids)]
    if not wanted:
        return []
    rows = session.exec(
        select(Candidate).where(Candidate.opening_id == opening_id, col(Candidate.id).in_(wanted))
    )
    found = {one.id: one for one in rows}
    if found.keys() != set(wanted):
        raise NotFoundError("no such candidate in this opening")
    return [found[one] for one in wanted]


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFoundError("no such candidate in this opening") from None

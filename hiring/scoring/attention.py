"""How many people of each opening need somebody now, and why: what the home page of staff counts.

The same conditions narrow the list of an opening, so that behind every number stand as many people,
and behind "more than a hundred" more than a hundred.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import Session, col

from hiring.openings.headcounts import headcounts
from hiring.openings.records import Opening
from hiring.openings.whereabouts import Whereabouts
from hiring.scoring.looks import Look, is_in
from hiring.scoring.tallies import Tally, capped_count, tally_of
from hiring.sittings.late_answers import waiting_late

# These change as time goes by, with nobody doing anything.
OF_THE_DAY = (Look.STUCK, Look.FINISHED, Look.ENDING)


def look_counts(
    session: Session, opening_ids: Sequence[UUID], *, now: datetime
) -> dict[Look, dict[UUID, Tally]]:
    """How many people there are for each reason to look, by opening; zeros are absent.

    Four queries at most, none of which goes through everybody who waits.
    """
    kept = headcounts(session, opening_ids)
    counts = {
        Look.LATE: _late(session, opening_ids, now),
        Look.UNDECIDED: {one: Tally(n.n_undecided) for one, n in kept.items()},
        Look.UNTOLD: {one: Tally(n.n_untold) for one, n in kept.items()},
        **_of_the_day(session, opening_ids, now),
    }
    return {
        look: {one: tally for one, tally in by_opening.items() if tally.n}
        for look, by_opening in counts.items()
    }


def _late(session: Session, opening_ids: Sequence[UUID], now: datetime) -> dict[UUID, Tally]:
    """Late answers are few: by whom they are is asked first, or everybody would be gone through."""
    few = [one.candidate.id for one in waiting_late(session, opening_ids)]
    of_opening = col(Whereabouts.opening_id)
    query = (
        select(of_opening, func.count())
        .where(col(Whereabouts.candidate_id).in_(few), is_in(Look.LATE, now))
        .group_by(of_opening)
    )
    return {one: Tally(n) for one, n in session.execute(query)} if few else {}


def _of_the_day(
    session: Session, opening_ids: Sequence[UUID], now: datetime
) -> dict[Look, dict[UUID, Tally]]:
    counts = [capped_count(is_in(look, now)) for look in OF_THE_DAY]
    query = select(col(Opening.id), *counts).where(col(Opening.id).in_(opening_ids))
    rows = session.execute(query).all()
    return {
        look: {row[0]: tally_of(row[at]) for row in rows}
        for at, look in enumerate(OF_THE_DAY, start=1)
    }

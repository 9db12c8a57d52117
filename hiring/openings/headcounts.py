"""How many people of an opening stand where: counts that the database keeps by itself.

Desks and the list of openings say how many people there are; counting them anew took longer with
everybody whom the house has ever asked. Triggers (migration 0008) change the counts in the very
transaction that changes ``Whereabouts``, whichever way it does: rows that go with an erased person,
and those that a web server of the release before writes, are counted like any other. On PostgreSQL
a row of this table is locked until that transaction ends, but so is the opening's audit chain
already. Answering a scenario changes nothing here.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, or_, select, update
from sqlmodel import Field, Session, SQLModel, col

from hiring.openings.decisions import Outcome
from hiring.openings.whereabouts import IS_UNDECIDED, IS_UNTOLD, STAYS, Whereabouts


class Headcount(SQLModel, table=True):
    """One opening. An opening to which nobody was ever added has no row.

    ``n_untold`` are those whose newest decision is a yes or a no that nobody has told them;
    ``n_on_hold`` those who stay, and about whom it is neither.
    """

    opening_id: UUID = Field(foreign_key="opening.id", ondelete="CASCADE", primary_key=True)
    n_people: int = 0
    n_started: int = 0
    n_sent: int = 0
    n_undecided: int = 0
    n_untold: int = 0
    n_on_hold: int = 0


_TABLE: Any = Headcount.__table__  # type: ignore[attr-defined]
_IS_ON_HOLD = col(Whereabouts.outcome) == Outcome.HOLD.value

# Who waits until somebody tells them a yes or a no about what was decided.
AWAITS_TELLING: Any = IS_UNTOLD & or_(STAYS, ~_IS_ON_HOLD)
N_TO_HEAR: Any = _TABLE.c.n_undecided + _TABLE.c.n_untold + _TABLE.c.n_on_hold


def headcounts(session: Session, opening_ids: Sequence[UUID]) -> dict[UUID, Headcount]:
    """The counts of these openings, by opening; those without anybody are absent. One query."""
    mine = select(_TABLE).where(_TABLE.c.opening_id.in_(opening_ids))
    rows = session.execute(mine).mappings()
    return {row["opening_id"]: Headcount(**row) for row in rows}


def put_count_right(session: Session, opening_id: UUID) -> bool:
    """Count the people of an opening, and write down what differs; whether anything did. Flushes.

    The row is locked first: whoever changes one of these people has ended, or counts on from here.
    """
    mine = _TABLE.c.opening_id == opening_id
    session.execute(update(_TABLE).where(mine).values(n_people=_TABLE.c.n_people))
    kept = headcounts(session, [opening_id]).get(opening_id)
    counted = _counted(session, opening_id)
    if counted == (kept or Headcount(opening_id=opening_id)).model_dump():
        return False
    write = insert(_TABLE) if kept is None else update(_TABLE).where(mine)
    session.execute(write.values(counted))
    return True


def _counted(session: Session, opening_id: UUID) -> dict[str, Any]:
    counts = {
        "n_people": func.count(),
        "n_started": func.count(col(Whereabouts.started_at)),
        "n_sent": func.count(col(Whereabouts.submitted_at)),
        "n_undecided": func.count().filter(IS_UNDECIDED),
        "n_untold": func.count().filter(IS_UNTOLD & ~_IS_ON_HOLD),
        "n_on_hold": func.count().filter(IS_UNTOLD & STAYS & _IS_ON_HOLD),
    }
    named: Any = [count.label(name) for name, count in counts.items()]
    mine = col(Whereabouts.opening_id) == opening_id
    row = session.execute(select(*named).where(mine)).mappings().one()
    return {"opening_id": opening_id, **row}

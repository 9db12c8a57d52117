"""Counts of people that stop where a larger number would tell nobody more.

What hangs on the day (who has been silent for three days, whose link ends soon) cannot be kept as a
number, so it is counted when somebody asks. A desk is for who needs somebody now: where more than a
hundred people of an opening do, the list behind the line counts them all.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, literal, select
from sqlmodel import col

from hiring.openings.records import Opening
from hiring.openings.whereabouts import Whereabouts

MANY = 100


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people there are. With ``has_more`` there are more than ``n``."""

    n: int
    has_more: bool = False


def tally_of(n: int) -> Tally:
    """What a capped count says."""
    return Tally(min(n, MANY), has_more=n > MANY)


def capped_count(*who: ColumnElement[bool]) -> ColumnElement[int]:
    """How many people of an opening meet these conditions, at most one more than ``MANY``.

    A column of a query of openings; the conditions are of ``Whereabouts``.
    """
    some: Any = (
        select(literal(1))
        .select_from(Whereabouts)
        .where(col(Whereabouts.opening_id) == col(Opening.id), *who)
        .limit(MANY + 1)
        .correlate(Opening)
        .subquery()
    )
    return select(func.count()).select_from(some).scalar_subquery()

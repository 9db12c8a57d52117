"""Where people stand, as lists keep it and as the sources say it."""

from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from hiring.openings.whereabouts import Whereabouts
from hiring.scoring.recounting import as_the_sources_say

TABLE: Any = Whereabouts.__table__  # type: ignore[attr-defined]


def kept(session: Session) -> dict[UUID, tuple[Any, ...]]:
    """Where people stand as lists have it, by person."""
    return {row.candidate_id: tuple(row) for row in session.execute(select(TABLE))}


def told(session: Session) -> dict[UUID, tuple[Any, ...]]:
    """The same as the sources say it."""
    return {row.candidate_id: tuple(row) for row in session.execute(as_the_sources_say())}

"""What candidates believe is saved, held against what the database holds."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from hiring.rehearsal.stage import Stage
from hiring.rehearsal.visitor import Memory
from hiring.sittings import Answer, Sitting

N_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Comparison:
    """Counts of answers that were called saved. ``lost`` and ``different`` name where to look.

    ``n_doubled``: stored a second time although it was sent as one answer.
    """

    n_believed: int
    n_same: int
    n_doubled: int
    lost: tuple[str, ...]
    different: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether every answer is there as its candidate believes, and once."""
        return self.n_believed == self.n_same and not self.n_doubled


def compare(session: Session, stage: Stage, memories: Mapping[str, Memory]) -> Comparison:
    """Hold every answer that was called saved against the newest one that is stored."""
    stored = _stored(session, list(stage.candidate_ids.values()))
    lost, different, n_same, n_doubled = [], [], 0, 0
    for token, memory in memories.items():
        mine = stored.get(stage.candidate_ids[token], {})
        for item, value in memory.saved.items():
            name, found = f"{stage.candidate_ids[token]} {item}", mine.get(item, [])
            n_doubled += max(0, len(found) - 1)
            n_same += found[-1:] == [value]
            lost += [] if found else [name]
            different += [name] if found and found[-1] != value else []
    n_believed = sum(len(memory.saved) for memory in memories.values())
    return Comparison(n_believed, n_same, n_doubled, tuple(lost), tuple(different))


def _stored(session: Session, candidate_ids: list[UUID]) -> dict[UUID, dict[str, list[Any]]]:
    """All values of each candidate's items, the oldest first."""
    found: dict[UUID, dict[str, list[Any]]] = {}
    for first in range(0, len(candidate_ids), N_AT_ONCE):
        rows = session.exec(
            select(Sitting.candidate_id, Answer.item, Answer.value)
            .join(Answer, col(Answer.sitting_id) == col(Sitting.id))
            .where(col(Sitting.candidate_id).in_(candidate_ids[first : first + N_AT_ONCE]))
            .order_by(col(Answer.revision))
        )
        for candidate_id, item, value in rows:
            found.setdefault(candidate_id, {}).setdefault(item, []).append(value)
    return found


def all_faults(memories: Mapping[str, Memory]) -> Counter[str]:
    """How often something else came back than should have, by what it was."""
    return sum((memory.faults for memory in memories.values()), Counter())

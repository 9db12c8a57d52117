"""The figures of a rehearsal: how long people waited, what went wrong, and whether it is enough."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

import numpy as np

from hiring.rehearsal.comparing import all_faults
from hiring.rehearsal.crowd import Crowd

SAVE_AIM_MS, START_AIM_MS = 300.0, 1000.0
BUSY_SHARE = 0.7  # of a core: then the rehearsal itself may be what is slow


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds: in the middle, at the 95th percentile, the longest. None where nothing was."""

    n: int
    median_ms: float | None
    p95_ms: float | None
    longest_ms: float | None

    @classmethod
    def of(cls, seconds: Iterable[float]) -> "Times":
        """Of some durations."""
        found = 1000 * np.fromiter(seconds, dtype=float)
        if not found.size:
            return cls(0, None, None, None)
        median, p95 = np.quantile(found, [0.5, 0.95])
        return cls(found.size, float(median), float(p95), float(found.max()))

    def is_within(self, aim_ms: float) -> bool:
        """Whether 95 of 100 waited no longer than the aim."""
        return self.p95_ms is not None and self.p95_ms <= aim_ms


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one rehearsal. ``faults`` counts by what came instead of what should have."""

    n_candidates: int
    n_receipts: int
    saves: Times
    drafts: Times
    starts: Times
    faults: dict[str, int]
    seconds: float
    own_core_share: float

    @property
    def is_quick_enough(self) -> bool:
        """Whether saves and starts stay within the aims, and everybody came to the end."""
        saves = (self.saves, self.drafts)
        is_quick = all(one.is_within(SAVE_AIM_MS) for one in saves)
        is_quick = is_quick and self.starts.is_within(START_AIM_MS)
        return is_quick and self.n_receipts == self.n_candidates

    @property
    def saves_per_second(self) -> float:
        """Answers, over the whole rehearsal, with the time in which people arrive and leave."""
        return self.saves.n / self.seconds

    @property
    def drafts_per_second(self) -> float:
        """The same of drafts."""
        return self.drafts.n / self.seconds


def figures_of(crowd: Crowd) -> Figures:
    """Count and sort what everybody remembers."""
    memories = crowd.memories.values()
    return Figures(
        n_candidates=len(memories),
        n_receipts=sum(memory.has_receipt for memory in memories),
        saves=Times.of(chain.from_iterable(memory.save_seconds for memory in memories)),
        drafts=Times.of(chain.from_iterable(memory.draft_seconds for memory in memories)),
        starts=Times.of(chain.from_iterable(memory.start_seconds for memory in memories)),
        faults=dict(all_faults(crowd.memories).most_common()),
        seconds=crowd.seconds,
        own_core_share=crowd.own_core_share,
    )

"""What a scoring plan is made of, and what comes out of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from hiring.banks.schema import Method
from hiring.psychometrics.keying.aggregation import UnitState

NEUTRALISED = "neutralised"

FloatArray: TypeAlias = NDArray[np.float64]
StateArray: TypeAlias = NDArray[np.int_]
Answers: TypeAlias = Mapping[str, tuple[UnitState, Any]]  # item → state and stored value


@dataclass(frozen=True, slots=True)
class ItemPlan:
    """How one item is scored: its options in a fixed order and its key as numbers.

    ``is_neutral`` gives full credit to everybody who was shown the item. The options of an open
    text are its criteria.
    """

    ref: str
    method: Method
    options: tuple[str, ...]
    key: FloatArray
    n_steps: int
    is_neutral: bool = False

    @property
    def width(self) -> int:
        """How many numbers an answer takes."""
        match self.method:
            case Method.BEST_WORST:
                return 2
            case Method.WEIGHTS:
                return 1
            case Method.HALF_CREDIT | Method.FOOTRULE | Method.MEMBERS | Method.HUMAN_RATING:
                return len(self.options)


@dataclass(frozen=True, slots=True)
class ScoringPlan:
    """All that scoring a form needs. Columns of scenarios follow ``scenarios``."""

    items: tuple[ItemPlan, ...]
    scenarios: tuple[str, ...]
    item_columns: tuple[tuple[int, ...], ...]
    clusters: tuple[str, ...]
    cluster_columns: tuple[tuple[int, ...], ...]

    @property
    def methods(self) -> dict[str, str]:
        """Item → method id, for the provenance of a score."""
        return {
            item.ref: NEUTRALISED if item.is_neutral else item.method.value for item in self.items
        }

    @property
    def rated_refs(self) -> frozenset[str]:
        """The items whose points people give."""
        return frozenset(one.ref for one in self.items if one.method is Method.HUMAN_RATING)


@dataclass(frozen=True, slots=True)
class Encoded:
    """Answers as numbers: per item shape (n_sittings, width), NaN = none; states by item."""

    answers: tuple[FloatArray, ...]
    states: StateArray


@dataclass(frozen=True, slots=True)
class SittingScores:
    """Scores of many sittings; axis 0 is the sitting.

    Attributes:
        items: Shape (n, n_items), 0..1; NaN = not answered.
        scenarios: Shape (n, n_scenarios), points 0..100; NaN = not answered or void.
        scenario_states: Shape (n, n_scenarios), numbers of ``UnitState``.
        totals: Shape (n,), points 0..100; NaN = too few answers for a number.
        clusters: Shape (n, n_clusters), points 0..100; NaN likewise.
        standardised: Shape (n,), points 0..100, the silent second score; NaN = not defined.
        is_waiting: Shape (n, n_items), whether an answer is still being rated by people.
    """

    items: FloatArray
    scenarios: FloatArray
    scenario_states: StateArray
    totals: FloatArray
    clusters: FloatArray
    standardised: FloatArray
    is_waiting: NDArray[np.bool_]

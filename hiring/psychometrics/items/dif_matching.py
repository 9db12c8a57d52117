"""Who is compared with whom when an item is examined for differential functioning.

An item functions differently if people of two groups who do equally well
otherwise do not do equally well on it. Equally well is read from the matching
score: the total of the items that are trusted so far, with the item examined
always among them (leaving it out was rejected: it biases the comparison as soon
as the groups differ in what the test measures).

**Thin strata** are merged. From the lowest matching score upwards, neighbouring
scores are taken together until a stratum holds ``min_per_group`` people of each
group; what is left at the top joins the stratum below it. Nobody is thrown away.

**Purification.** Items that function differently spoil the matching score, and make
clean items look as if they favoured the other group. So the item of the largest
difference alone is dropped and everything is done again (dropping all that look
large at once was rejected: it drops the shadows with the cause). An item that turns
out not to be large comes back. It ends when nothing changes, when a set of items
comes up a second time, or when the permitted rounds are over.

**Small groups get no figure.** Below 100 people in the smaller group or 300 in
all a verdict would be noise; the answer is then a ``Refusal`` with the counts.

A finding is a question to people who know the item, never a verdict on it.
Source: scoring reference, section 5.4.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hiring.psychometrics.arrays import BoolArray, FloatArray, as_floats, sum_last_axis

MIN_SMALLER_GROUP = 100
MIN_IN_ALL = 300
MIN_PER_STRATUM = 5
MAX_ROUNDS = 30  # one item a round
_SAME_SCORE_DIGITS = 9  # totals that differ beyond are the same but for rounding


class DifClass(StrEnum):
    """How much an item functions differently."""

    A = "a"  # negligible, or not told from chance
    B = "b"  # moderate
    C = "c"  # large


class Undefined(StrEnum):
    """Why an item has no figure, or none but of changed counts."""

    NO_CONTRAST = "no_contrast"  # within strata, nobody differs from anybody
    # In every stratum the same group has nobody wrong or the other nobody right (or the
    # reverse): the ratio is 0 or endless.
    ONE_SIDED = "one_sided"
    SEPARATED = "separated"  # the match or the group tells right from wrong without exception


class Correction(StrEnum):
    """How p values allow for many items examined at once."""

    BENJAMINI_HOCHBERG = "benjamini_hochberg"  # bounds the share of false alarms among the found
    HOLM = "holm"  # bounds the chance of any false alarm


class RefusalReason(StrEnum):
    """Why a group is not examined at all."""

    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class Refusal:
    """No figures, and the counts that are the reason."""

    reason: RefusalReason
    n_reference: int
    n_focal: int
    n_dropped: int  # people left out: a score or the group was missing

    def __str__(self) -> str:
        return (
            f"Too few people to say: {self.n_reference} in the reference group and "
            f"{self.n_focal} in the focal group; {MIN_SMALLER_GROUP} in the smaller group and "
            f"{MIN_IN_ALL} in all are needed. Have the items read by experts instead."
        )


class Figure(Protocol):
    """What every method finds out about one item."""

    @property
    def p(self) -> float | None:
        """The chance of so much difference without any; None where undefined."""
        ...

    @property
    def is_large(self) -> bool:
        """Whether the item should leave the matching score."""
        ...

    @property
    def magnitude(self) -> float:
        """How large the difference is beside those of other items, 0 where undefined."""
        ...


FigureT = TypeVar("FigureT", bound=Figure)


@dataclass(frozen=True, slots=True)
class DifScreen(Generic[FigureT]):
    """All items of a form, examined by one method, in the order of their columns."""

    items: tuple[FigureT, ...]
    p_adjusted: tuple[float | None, ...]  # for the many items
    n_reference: int
    n_focal: int
    n_dropped: int  # people left out: a score or the group was missing
    unmatched: tuple[int, ...]  # items dropped from the matching score
    n_rounds: int  # 1: examined once, nothing dropped or nothing to be dropped
    is_stable: bool  # the last round found large exactly what had been dropped


@dataclass(frozen=True, slots=True)
class Purification:
    """How many rounds are permitted, and what must remain."""

    max_rounds: int = MAX_ROUNDS  # 1: no purification; 2: drop one item and repeat once
    min_matching_items: int = 2

    def __post_init__(self) -> None:
        if self.max_rounds < 1 or self.min_matching_items < 1:
            raise ValueError("purification needs at least one round and one matching item")


@dataclass(frozen=True, slots=True)
class Examinees:
    """Complete scores of two groups, shape (n_people, k_items), and who is focal."""

    scores: FloatArray
    is_focal: BoolArray
    n_dropped: int

    @property
    def n_focal(self) -> int:
        """People in the focal group."""
        return int(self.is_focal.sum())

    @property
    def n_reference(self) -> int:
        """People in the reference group."""
        return len(self.is_focal) - self.n_focal

    def matching_score(self, item: int, is_matching: BoolArray) -> FloatArray:
        """Total of the matching items and the item itself, shape (n_people,)."""
        taken = is_matching.copy()
        taken[item] = True
        return as_floats(np.round(sum_last_axis(self.scores[:, taken]), _SAME_SCORE_DIGITS))


def examinees_of(scores: ArrayLike, is_focal: ArrayLike) -> Examinees:
    """People with every score and a known group; the others are counted.

    Args:
        scores: Shape (n_people, k_items), NaN = missing.
        is_focal: Shape (n_people,): 1 or True for the focal group, 0 or False for
            the reference group, NaN = not known.

    Raises:
        ValueError: The shapes do not match, a score is infinite, or a group is
            neither 0 nor 1.
    """
    table, group = as_floats(scores), as_floats(is_focal)
    if table.ndim != 2 or group.shape != table.shape[:1]:  # noqa: PLR2004 - people by items
        raise ValueError("expected a table of people by items, and one group per person")
    is_known = ~np.isnan(group)
    _refuse_rows(
        np.asarray(is_known & (group != 0) & (group != 1)), "the group must be 0, 1 or missing"
    )
    _refuse_rows(np.asarray(np.isinf(table).any(axis=1)), "a score is infinite")
    is_complete = is_known & ~np.isnan(table).any(axis=1)
    n_dropped = int((~is_complete).sum())
    return Examinees(table[is_complete], group[is_complete] == 1, n_dropped)


def check_right_or_wrong(people: Examinees) -> None:
    """Nothing, unless items have other scores than 0 and 1.

    Raises:
        ValueError: They have.
    """
    is_off = np.asarray(((people.scores != 0) & (people.scores != 1)).any(axis=0))
    if is_off.any():
        items = ", ".join(map(str, np.flatnonzero(is_off)))
        raise ValueError(f"scores must be 0 or 1; use the graded screen for items: {items}")


def find_refusal(people: Examinees) -> Refusal | None:
    """The reason why these groups are too small to speak of, if they are."""
    n_reference, n_focal = people.n_reference, people.n_focal
    enough = min(n_reference, n_focal) >= MIN_SMALLER_GROUP
    if enough and n_reference + n_focal >= MIN_IN_ALL:
        return None
    return Refusal(RefusalReason.TOO_FEW, n_reference, n_focal, people.n_dropped)


def strata_of(
    matching: FloatArray, is_focal: BoolArray, min_per_group: int = MIN_PER_STRATUM
) -> NDArray[np.int64]:
    """The number of each person's stratum, from 0 without gaps; shape (n_people,).

    Strata rise with the matching score. Thin ones are merged by the rule at the
    top of this module; with too few people in a group everybody shares one.
    """
    values, places = np.unique(matching, return_inverse=True)
    focal = np.bincount(places, weights=is_focal, minlength=len(values))
    reference = np.bincount(places, weights=~is_focal, minlength=len(values))
    stratum_of_value, n_here, number = [], np.zeros(2), 0
    for n_of_value in np.stack([focal, reference], axis=1):
        stratum_of_value.append(number)
        n_here = n_here + n_of_value
        if (n_here >= max(min_per_group, 1)).all():
            n_here, number = np.zeros(2), number + 1
    highest = max(number - 1, 0)
    return np.asarray(np.minimum(stratum_of_value, highest), dtype=np.int64)[places]


def screen(
    people: Examinees,
    examine: Callable[[int, BoolArray], FigureT],
    correction: Correction,
    purification: Purification,
) -> DifScreen[FigureT]:
    """Examine every item, with a matching score that is purified on the way.

    Args:
        people: The two groups.
        examine: The method: item and matching items (shape (k_items,)) to figure.
        correction: How p values allow for many items.
        purification: How often the matching score may be renewed.
    """
    k_items = people.scores.shape[1]
    dropped: frozenset[int] = frozenset()
    seen = {dropped}
    for n_rounds in range(1, purification.max_rounds + 1):
        is_matching = np.ones(k_items, dtype=np.bool_)
        is_matching[list(dropped)] = False
        figures = tuple(examine(item, is_matching) for item in range(k_items))
        found = _next_dropped(dropped, figures)
        is_stable = found == dropped
        remain = k_items - len(found) >= purification.min_matching_items
        if is_stable or not remain or found in seen or n_rounds == purification.max_rounds:
            break
        dropped = found
        seen.add(found)
    adjusted = adjusted_p([figure.p for figure in figures], correction)
    n_reference, n_focal, n_dropped = people.n_reference, people.n_focal, people.n_dropped
    unmatched = tuple(sorted(dropped))
    return DifScreen(
        figures, adjusted, n_reference, n_focal, n_dropped, unmatched, n_rounds, is_stable
    )


def adjusted_p(
    p_values: Sequence[float | None], correction: Correction
) -> tuple[float | None, ...]:
    """P values that allow for their number, to be compared with the same level as one alone.

    Undefined ones stay None and do not count: nothing was examined there.

    Raises:
        ValueError: A p value lies outside 0..1.
    """
    known = as_floats([p for p in p_values if p is not None])
    if not ((known >= 0) & (known <= 1)).all():
        raise ValueError("p values lie between 0 and 1")
    if not known.size:
        return tuple(None for _ in p_values)
    match correction:
        case Correction.BENJAMINI_HOCHBERG:
            from scipy.stats import false_discovery_control  # noqa: PLC0415 - slow to import

            adjusted = as_floats(false_discovery_control(known, method="bh"))
        case Correction.HOLM:
            adjusted = _holm(known)
    rest = iter(adjusted.tolist())
    return tuple(None if p is None else next(rest) for p in p_values)


def _next_dropped(dropped: frozenset[int], figures: Sequence[Figure]) -> frozenset[int]:
    """With the largest item that is still in, or else without the smallest that need not be out."""
    large = {item for item, figure in enumerate(figures) if figure.is_large}

    def size(item: int) -> float:
        return figures[item].magnitude

    if large - dropped:
        return dropped | {max(sorted(large - dropped), key=size)}
    if dropped - large:
        return dropped - {min(sorted(dropped - large), key=size)}
    return dropped


def _holm(p_values: FloatArray) -> FloatArray:
    order = np.argsort(p_values, kind="stable")
    times = np.arange(len(p_values), 0, -1)
    stepped = np.minimum(np.maximum.accumulate(p_values[order] * times), 1.0)
    adjusted = np.empty_like(p_values)
    adjusted[order] = stepped
    return adjusted


def _refuse_rows(is_off: BoolArray, what: str) -> None:
    if is_off.any():
        rows = ", ".join(map(str, np.flatnonzero(is_off)))
        raise ValueError(f"{what}; correct rows: {rows}")

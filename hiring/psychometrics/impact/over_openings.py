"""Adverse impact over several openings, compared within openings and put together.

Over several openings the highest rate of the plain sums may belong to a group that
does worse within every opening (it applied where many are selected). The reference
is therefore the group that nobody stands above within openings. Three groups can
stand above one another in a circle; then there is no such group, the one that is
least exceeded is taken, and each row says in which direction it lies.

Sizes, refusals and findings are those of ``report``.

Source: scoring reference, sections 6.1, 6.2 and 6.4; formulas in ``stratified_rates``.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hiring.psychometrics.impact.floors import LOWEST, GroupFloors
from hiring.psychometrics.impact.report import (
    Finding,
    Groups,
    Label,
    Refusal,
    find_refusal,
    finding_of,
    in_order,
    known_groups,
    large_groups,
    n_people_of,
)
from hiring.psychometrics.impact.selection_rates import Selected
from hiring.psychometrics.impact.stratified_rates import CommonRates, Direction, common_rates


@dataclass(frozen=True, slots=True)
class GroupOverOpenings:
    """One group compared within openings; ``n_compared`` applied where both groups did.

    ``comparison`` has its ratio to the reference, and says in which ``direction`` the
    group lies; the finding is about whichever of the two stands lower.
    """

    label: Label
    n_people: int
    rate: float | None
    n_compared: int
    refusal: Refusal | None
    comparison: CommonRates | None
    is_reference: bool

    @property
    def finding(self) -> Finding | None:
        """What the comparison says of the lower group; None where there is none."""
        return finding_of(self.comparison)


def openings_report(
    openings: Sequence[Groups], level: float = 0.95, floors: GroupFloors = LOWEST
) -> tuple[GroupOverOpenings, ...]:
    """Groups compared within openings and put together, in the order of their labels.

    No group stands above the reference within openings, unless groups stand above
    one another in a circle. Sizes are judged twice: of the groups, and of those who
    applied where the reference did, too.

    Args:
        openings: Of each, people selected and applied by label.
        level: Of the intervals.
        floors: How many people the house asks for.

    Raises:
        ValueError: There is no opening, or the level lies outside 0..1.
    """
    if not openings:
        raise ValueError("give at least one opening")
    sums = _added_up(openings)
    known, n_people = known_groups(sums), n_people_of(sums)
    reference = find_reference_over_openings(openings, floors)
    return tuple(
        _row_over_openings(label, known, reference, n_people, openings, level, floors)
        for label in in_order(known)
    )


def find_reference_over_openings(
    openings: Sequence[Groups], floors: GroupFloors = LOWEST
) -> Label | None:
    """The group that none of those it can be compared with stands above.

    Where several are such, the one compared with the most others, then the one of the
    highest rate; where none is (a circle), the one that is exceeded the least.
    """
    sums = _added_up(openings)
    known = known_groups(sums)
    large = large_groups(known, n_people_of(sums), floors)

    def standing(label: Label) -> tuple[bool, bool, int, float, float]:
        pairs = (_shared(openings, other, label) for other in large if other != label)
        ratios = [_ratio(pair) for pair in pairs if _n_smaller(pair) >= floors.compare]
        excess = max([1.0, *ratios])
        return bool(ratios), excess == 1.0, len(ratios), -excess, known[label].rate

    return max(large, key=standing, default=None)


def _row_over_openings(
    label: Label,
    known: Mapping[Label, Selected],
    reference: Label | None,
    n_people: int,
    openings: Sequence[Groups],
    level: float,
    floors: GroupFloors,
) -> GroupOverOpenings:
    group = known[label]
    refusal = find_refusal(label, known, reference, n_people, floors)
    shared = [] if reference is None else _shared(openings, label, reference)
    if refusal is None and _n_smaller(shared) < floors.compare:
        refusal = Refusal.TOO_FEW_TO_INTERPRET
    if refusal is None and not any(one.n_selected for pair in shared for one in pair):
        refusal = Refusal.NOBODY_SELECTED
    is_compared = refusal is None and label != reference
    return GroupOverOpenings(
        label=label,
        n_people=group.n_applicants,
        rate=group.rate if group.n_applicants >= floors.show else None,
        n_compared=sum(own.n_applicants for own, _other in shared),
        refusal=refusal,
        comparison=common_rates(shared, level) if is_compared else None,
        is_reference=label == reference,
    )


def _shared(
    openings: Iterable[Groups], label: Label, other: Label
) -> list[tuple[Selected, Selected]]:
    """Both groups in every opening where both applied."""
    return [
        (opening[label], opening[other])
        for opening in openings
        if label in opening and other in opening
    ]


def _n_smaller(shared: Sequence[tuple[Selected, Selected]]) -> int:
    return min(sum(pair[side].n_applicants for pair in shared) for side in (0, 1))


def _ratio(shared: Sequence[tuple[Selected, Selected]]) -> float:
    """The common ratio, exactly 1 where rates are equal and endless over a rate of 0."""
    found = common_rates(shared)
    if found.direction is Direction.EQUAL or found.ratio is None:
        return 1.0 if found.direction is Direction.EQUAL else math.inf
    return found.ratio


def _added_up(openings: Iterable[Groups]) -> dict[Label | None, Selected]:
    sums: dict[Label | None, Selected] = {}
    for opening in openings:
        for label, group in opening.items():
            before = sums.get(label)
            n_selected = group.n_selected + (before.n_selected if before else 0)
            n_applicants = group.n_applicants + (before.n_applicants if before else 0)
            sums[label] = Selected(n_selected, n_applicants)
    return sums

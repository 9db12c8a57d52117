"""Adverse impact as it may be reported: with refusals where groups are small.

A group of fewer than 10 shows its size and nothing else; from 10 on its rate;
from 30 on, if it is at least 2 % of the pool, it is compared with the group of
the highest rate among those. What is refused is None, and ``refusal`` says why.
These are the lowest floors; a house may raise them (``floors``).

Only selection rates are compared. Whether equally suitable people have equal
chances cannot be told without knowing how they do in the job. A report informs
people; nothing here adjusts a score or a cut for anybody's group.

The rate of all is withheld where a small group could be worked out from it.
Whoever lays several reports side by side can still subtract them from one
another: that is a reason to keep them among few people.

Labels of groups are not interpreted; None means that a person gave none.

Source: scoring reference, sections 6.1, 6.2 and 6.4; formulas in
``selection_rates`` and ``stratified_rates``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from hiring.psychometrics.impact.floors import LOWEST, GroupFloors
from hiring.psychometrics.impact.selection_rates import Selected, TwoRates, compare_rates
from hiring.psychometrics.impact.stratified_rates import CommonRates

MIN_SHARE_ONE_IN = 50  # 2 % of the pool

Label = str | int | tuple[str | int, ...]
Groups = Mapping[Label | None, Selected]


class Refusal(StrEnum):
    """Why a group is not compared, or not even shown."""

    TOO_FEW_TO_SHOW = "too_few_to_show"
    TOO_FEW_TO_INTERPRET = "too_few_to_interpret"
    UNDER_TWO_PERCENT = "under_two_percent"
    NOBODY_SELECTED = "nobody_selected"


class Withheld(StrEnum):
    """What of a group is kept back so that a smaller one cannot be worked out."""

    FIGURES = "figures"  # selections, rate and comparison
    COMPARISON = "comparison"  # the reference's figures are kept back, and this would tell them


class Finding(StrEnum):
    """What a comparison says, as a rule of thumb and not as law."""

    BELOW_FOUR_FIFTHS = "below_four_fifths"
    NOT_BELOW = "not_below"
    ONE_PERSON_DECIDES = "one_person_decides"  # too small to interpret, whatever its size


@dataclass(frozen=True, slots=True)
class GroupImpact:
    """One group in a report.

    ``n_selected`` and ``rate`` are None where too few people are in it. ``comparison`` is None
    for the reference and wherever there is a refusal. What ``withheld`` names is
    None as well: the table it stands in keeps it back for another group's sake.
    """

    label: Label
    n_people: int
    n_selected: int | None
    rate: float | None
    refusal: Refusal | None
    comparison: TwoRates | None
    is_reference: bool
    withheld: Withheld | None = None

    @property
    def finding(self) -> Finding | None:
        """What the comparison says; None where there is none."""
        return finding_of(self.comparison)


@dataclass(frozen=True, slots=True)
class ImpactReport:
    """All groups of one characteristic, in the order of their labels."""

    groups: tuple[GroupImpact, ...]
    n_people: int
    n_unknown: int
    overall_rate: float | None


def impact_report(
    groups: Groups, level: float = 0.95, floors: GroupFloors = LOWEST
) -> ImpactReport:
    """Selection rates of groups and how they compare with the highest.

    Args:
        groups: People selected and applied by label; under None those who gave none.
        level: Of the intervals.
        floors: How many people the house asks for.

    Raises:
        ValueError: The level lies outside 0..1.
    """
    known, n_people = known_groups(groups), n_people_of(groups)
    reference = find_reference(known, n_people, floors)
    rows = tuple(
        _row(label, known, reference, n_people, level, floors) for label in in_order(known)
    )
    n_unknown = n_people - n_people_of(known)
    n_hidden = n_unknown + sum(row.n_people for row in rows if row.rate is None)
    return ImpactReport(
        rows, n_people, n_unknown, _find_overall(groups, n_people, n_hidden, floors)
    )


def find_reference(
    known: Mapping[Label, Selected], n_people: int, floors: GroupFloors = LOWEST
) -> Label | None:
    """The group of the highest rate among those large enough to be compared."""
    return max(
        large_groups(known, n_people, floors), key=lambda label: known[label].rate, default=None
    )


def _row(
    label: Label,
    known: Mapping[Label, Selected],
    reference: Label | None,
    n_people: int,
    level: float,
    floors: GroupFloors,
) -> GroupImpact:
    group = known[label]
    refusal = find_refusal(label, known, reference, n_people, floors)
    is_shown = group.n_applicants >= floors.show
    other = None if refusal or reference is None or label == reference else known[reference]
    return GroupImpact(
        label=label,
        n_people=group.n_applicants,
        n_selected=group.n_selected if is_shown else None,
        rate=group.rate if is_shown else None,
        refusal=refusal,
        comparison=compare_rates(group, other, level) if other else None,
        is_reference=label == reference,
    )


def finding_of(comparison: TwoRates | CommonRates | None) -> Finding | None:
    """What a comparison says; None where there is none."""
    if comparison is None:
        return None
    if comparison.flips_with_one_person:
        return Finding.ONE_PERSON_DECIDES
    return Finding.BELOW_FOUR_FIFTHS if comparison.is_below_four_fifths else Finding.NOT_BELOW


def large_groups(
    known: Mapping[Label, Selected], n_people: int, floors: GroupFloors
) -> list[Label]:
    """Labels of the groups that are compared, in order."""
    return [
        label
        for label in in_order(known)
        if _find_size_refusal(known[label], n_people, floors) is None
    ]


def find_refusal(
    label: Label,
    known: Mapping[Label, Selected],
    reference: Label | None,
    n_people: int,
    floors: GroupFloors,
) -> Refusal | None:
    """Why a group is not compared with the reference; None where it is."""
    refusal = _find_size_refusal(known[label], n_people, floors)
    if refusal is None and reference is not None and known[reference].n_selected == 0:
        return Refusal.NOBODY_SELECTED
    return refusal


def _find_size_refusal(group: Selected, n_people: int, floors: GroupFloors) -> Refusal | None:
    if group.n_applicants < floors.show:
        return Refusal.TOO_FEW_TO_SHOW
    if MIN_SHARE_ONE_IN * group.n_applicants < n_people:
        return Refusal.UNDER_TWO_PERCENT
    return Refusal.TOO_FEW_TO_INTERPRET if group.n_applicants < floors.compare else None


def _find_overall(
    groups: Groups, n_people: int, n_hidden: int, floors: GroupFloors
) -> float | None:
    """The rate of all, unless fewer people than may be shown are all it would add."""
    if n_people < floors.show or 0 < n_hidden < floors.show:
        return None
    return sum(group.n_selected for group in groups.values()) / n_people


def known_groups(groups: Groups) -> dict[Label, Selected]:
    """The groups of those who gave a label."""
    return {label: group for label, group in groups.items() if label is not None}


def n_people_of(groups: Mapping[Label, Selected] | Groups) -> int:
    """How many people all groups have together."""
    return sum(group.n_applicants for group in groups.values())


def in_order(labels: Iterable[Label]) -> list[Label]:
    """Labels in the order in which they are shown."""
    return sorted(labels, key=str)

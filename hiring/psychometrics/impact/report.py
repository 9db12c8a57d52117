"""Adverse impact as it may be reported: with refusals where groups are small.

A group of fewer than 10 shows its size and nothing else; from 10 on its rate;
from 30 on, if it is at least 2 % of the pool, it is compared with the group of
the highest rate among those. What is refused is None, and ``refusal`` says why.

Over several openings the highest rate of the plain sums may belong to a group that
does worse within every opening (it applied where many are selected). The reference
is therefore the group that nobody stands above within openings. Three groups can
stand above one another in a circle; then there is no such group, the one that is
least exceeded is taken, and each row says in which direction it lies.

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

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hiring.psychometrics.impact.selection_rates import Selected, TwoRates, compare_rates
from hiring.psychometrics.impact.stratified_rates import CommonRates, Direction, common_rates

MIN_TO_SHOW = 10
MIN_TO_INTERPRET = 30
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

    ``n_selected`` and ``rate`` are None below 10 people. ``comparison`` is None
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
        return _find_finding(self.comparison)


@dataclass(frozen=True, slots=True)
class ImpactReport:
    """All groups of one characteristic, in the order of their labels."""

    groups: tuple[GroupImpact, ...]
    n_people: int
    n_unknown: int
    overall_rate: float | None


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
        return _find_finding(self.comparison)


def impact_report(groups: Groups, level: float = 0.95) -> ImpactReport:
    """Selection rates of groups and how they compare with the highest.

    Args:
        groups: People selected and applied by label; under None those who gave none.
        level: Of the intervals.

    Raises:
        ValueError: The level lies outside 0..1.
    """
    known, n_people = _known(groups), _n_people(groups)
    reference = find_reference(known, n_people)
    rows = tuple(_row(label, known, reference, n_people, level) for label in _sorted(known))
    n_unknown = n_people - _n_people(known)
    n_hidden = n_unknown + sum(row.n_people for row in rows if row.rate is None)
    return ImpactReport(rows, n_people, n_unknown, _find_overall(groups, n_people, n_hidden))


def openings_report(
    openings: Sequence[Groups], level: float = 0.95
) -> tuple[GroupOverOpenings, ...]:
    """Groups compared within openings and put together, in the order of their labels.

    No group stands above the reference within openings, unless groups stand above
    one another in a circle. Sizes are judged twice: of the groups, and of those who
    applied where the reference did, too.

    Args:
        openings: Of each, people selected and applied by label.
        level: Of the intervals.

    Raises:
        ValueError: There is no opening, or the level lies outside 0..1.
    """
    if not openings:
        raise ValueError("give at least one opening")
    sums = _added_up(openings)
    known, n_people = _known(sums), _n_people(sums)
    reference = find_reference_over_openings(openings)
    return tuple(
        _row_over_openings(label, known, reference, n_people, openings, level)
        for label in _sorted(known)
    )


def find_reference(known: Mapping[Label, Selected], n_people: int) -> Label | None:
    """The group of the highest rate among those large enough to be compared."""
    return max(_large(known, n_people), key=lambda label: known[label].rate, default=None)


def find_reference_over_openings(openings: Sequence[Groups]) -> Label | None:
    """The group that none of those it can be compared with stands above.

    Where several are such, the one compared with the most others, then the one of the
    highest rate; where none is (a circle), the one that is exceeded the least.
    """
    sums = _added_up(openings)
    known = _known(sums)
    large = _large(known, _n_people(sums))

    def standing(label: Label) -> tuple[bool, bool, int, float, float]:
        pairs = (_shared(openings, other, label) for other in large if other != label)
        ratios = [_ratio(pair) for pair in pairs if _n_smaller(pair) >= MIN_TO_INTERPRET]
        excess = max([1.0, *ratios])
        return bool(ratios), excess == 1.0, len(ratios), -excess, known[label].rate

    return max(large, key=standing, default=None)


def _row(
    label: Label,
    known: Mapping[Label, Selected],
    reference: Label | None,
    n_people: int,
    level: float,
) -> GroupImpact:
    group = known[label]
    refusal = _find_refusal(label, known, reference, n_people)
    is_shown = group.n_applicants >= MIN_TO_SHOW
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


def _row_over_openings(
    label: Label,
    known: Mapping[Label, Selected],
    reference: Label | None,
    n_people: int,
    openings: Sequence[Groups],
    level: float,
) -> GroupOverOpenings:
    group = known[label]
    refusal = _find_refusal(label, known, reference, n_people)
    shared = [] if reference is None else _shared(openings, label, reference)
    if refusal is None and _n_smaller(shared) < MIN_TO_INTERPRET:
        refusal = Refusal.TOO_FEW_TO_INTERPRET
    if refusal is None and not any(one.n_selected for pair in shared for one in pair):
        refusal = Refusal.NOBODY_SELECTED
    is_compared = refusal is None and label != reference
    return GroupOverOpenings(
        label=label,
        n_people=group.n_applicants,
        rate=group.rate if group.n_applicants >= MIN_TO_SHOW else None,
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


def _find_finding(comparison: TwoRates | CommonRates | None) -> Finding | None:
    if comparison is None:
        return None
    if comparison.flips_with_one_person:
        return Finding.ONE_PERSON_DECIDES
    return Finding.BELOW_FOUR_FIFTHS if comparison.is_below_four_fifths else Finding.NOT_BELOW


def _large(known: Mapping[Label, Selected], n_people: int) -> list[Label]:
    """Labels of the groups that are compared, in order."""
    return [label for label in _sorted(known) if _find_size_refusal(known[label], n_people) is None]


def _find_refusal(
    label: Label, known: Mapping[Label, Selected], reference: Label | None, n_people: int
) -> Refusal | None:
    refusal = _find_size_refusal(known[label], n_people)
    if refusal is None and reference is not None and known[reference].n_selected == 0:
        return Refusal.NOBODY_SELECTED
    return refusal


def _find_size_refusal(group: Selected, n_people: int) -> Refusal | None:
    if group.n_applicants < MIN_TO_SHOW:
        return Refusal.TOO_FEW_TO_SHOW
    if MIN_SHARE_ONE_IN * group.n_applicants < n_people:
        return Refusal.UNDER_TWO_PERCENT
    return Refusal.TOO_FEW_TO_INTERPRET if group.n_applicants < MIN_TO_INTERPRET else None


def _find_overall(groups: Groups, n_people: int, n_hidden: int) -> float | None:
    """The rate of all, unless fewer people than may be shown are all it would add."""
    if n_people < MIN_TO_SHOW or 0 < n_hidden < MIN_TO_SHOW:
        return None
    return sum(group.n_selected for group in groups.values()) / n_people


def _known(groups: Groups) -> dict[Label, Selected]:
    return {label: group for label, group in groups.items() if label is not None}


def _n_people(groups: Mapping[Label, Selected] | Groups) -> int:
    return sum(group.n_applicants for group in groups.values())


def _added_up(openings: Iterable[Groups]) -> dict[Label | None, Selected]:
    sums: dict[Label | None, Selected] = {}
    for opening in openings:
        for label, group in opening.items():
            before = sums.get(label)
            n_selected = group.n_selected + (before.n_selected if before else 0)
            n_applicants = group.n_applicants + (before.n_applicants if before else 0)
            sums[label] = Selected(n_selected, n_applicants)
    return sums


def _sorted(labels: Iterable[Label]) -> list[Label]:
    return sorted(labels, key=str)

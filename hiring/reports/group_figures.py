"""What groups of people show: scenarios that work differently, and shares above the median.

This release stores no group of anybody, so a report says that there are none and what they would
take. Whoever analyses a house's own study hands the column in. Groups that are too small are
refused by the library, and the refusal is what stands in the report.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TypeAlias
from uuid import UUID

import numpy as np

from hiring.banks.schema import BankDocument
from hiring.psychometrics.arrays import FloatArray
from hiring.psychometrics.impact.floors import LOWEST, GroupFloors
from hiring.psychometrics.impact.mean_differences import mean_difference
from hiring.psychometrics.impact.rate_tables import CategoryTable
from hiring.psychometrics.impact.report import GroupImpact
from hiring.psychometrics.impact.scoring_rates import scoring_rate_report
from hiring.psychometrics.items.dif_graded import GradedDif, graded_screen
from hiring.psychometrics.items.dif_matching import MIN_IN_ALL, MIN_SMALLER_GROUP, Refusal
from hiring.psychometrics.norms.small_groups import wilson_interval
from hiring.reports.figures import figure
from hiring.reports.gathering import Gathered
from hiring.reports.item_figures import POINTS, Z_95
from hiring.reports.parts import Figure, Reason
from hiring.reports.total_parts import DifGroup, DifLine, Groups, ImpactLine, ImpactTable

GroupColumns: TypeAlias = Mapping[str, Mapping[UUID, str]]  # characteristic → sitting → group


def group_figures(
    gathered: Gathered, bank: BankDocument, columns: GroupColumns, floors: GroupFloors = LOWEST
) -> Groups:
    """Both sections, or the statement that there is nothing to make them from.

    Args:
        gathered: The sittings.
        bank: For the titles of scenarios.
        columns: The group of each sitting by characteristic; a sitting without one is unknown.
        floors: How many people the house asks for.
    """
    labels = {
        name: [by_sitting.get(one) for one in gathered.ids] for name, by_sitting in columns.items()
    }
    return Groups(
        n=int(gathered.has_total.sum()),
        has_data=bool(columns),
        n_small=MIN_SMALLER_GROUP,
        n_all=MIN_IN_ALL,
        n_to_show=floors.show,
        n_to_interpret=floors.compare,
        dif=tuple(one for name in labels for one in _dif(gathered, bank, name, labels[name])),
        impact=_impact(gathered, labels, floors) if columns else (),
    )


def _dif(
    gathered: Gathered, bank: BankDocument, name: str, labels: list[str | None]
) -> Iterator[DifGroup]:
    """Every group of a characteristic against the largest; of equal ones the first in order."""
    counts = Counter(one for one in labels if one is not None)
    ordered = sorted(counts, key=lambda label: (-counts[label], label))
    for focal in sorted(ordered[1:]):
        yield _dif_group(gathered, bank, name, (ordered[0], focal), labels)


def _dif_group(
    gathered: Gathered,
    bank: BankDocument,
    name: str,
    pair: tuple[str, str],
    labels: list[str | None],
) -> DifGroup:
    reference, focal = pair
    places = {reference: 0.0, focal: 1.0}
    is_focal = np.array([np.nan if one is None else places.get(one, np.nan) for one in labels])
    found = graded_screen(gathered.scores.scenarios / POINTS, is_focal)
    n = found.n_reference + found.n_focal
    is_refused = isinstance(found, Refusal)
    lines: tuple[DifLine, ...] = ()
    if not isinstance(found, Refusal):
        rows = zip(gathered.plan.scenarios, found.items, found.p_adjusted, strict=True)
        lines = tuple(_dif_line(n, bank, *row) for row in rows)
    return DifGroup(
        n=n,
        characteristic=name,
        label=focal,
        reference=reference,
        n_focal=found.n_focal,
        n_reference=found.n_reference,
        is_refused=is_refused,
        lines=lines,
    )


def _dif_line(n: int, bank: BankDocument, name: str, item: GradedDif, p: float | None) -> DifLine:
    return DifLine(
        n=n,
        scenario=name,
        title=bank.get_scenario(name).title,
        smd=figure(n, item.ratio),
        p=p,
        grade=None if item.grade is None else item.grade.value,
    )


def _impact(
    gathered: Gathered, labels: Mapping[str, list[str | None]], floors: GroupFloors
) -> tuple[ImpactTable, ...]:
    report = scoring_rate_report(gathered.totals, labels, floors=floors)
    return tuple(
        _impact_table(gathered.totals, labels[table.characteristics[0]], table, report.median)
        for table in report.tables
        if len(table.characteristics) == 1
    )


def _impact_table(
    totals: FloatArray, labels: list[str | None], table: CategoryTable, median: float | None
) -> ImpactTable:
    by_label = {
        group.label: totals[[one == group.label for one in labels]] for group in table.groups
    }
    reference = next((group.label for group in table.groups if group.is_reference), None)
    first = None if reference is None else by_label[reference]
    return ImpactTable(
        n=sum(group.n_people for group in table.groups),
        characteristic=table.characteristics[0],
        n_unknown=table.n_unknown,
        median=median,
        lines=tuple(_impact_line(group, by_label[group.label], first) for group in table.groups),
    )


def _impact_line(group: GroupImpact, own: FloatArray, reference: FloatArray | None) -> ImpactLine:
    n, pair = group.n_people, group.comparison
    rate = None if group.n_selected is None else wilson_interval(group.n_selected, n, Z_95)
    return ImpactLine(
        n=n,
        label=str(group.label),
        is_reference=group.is_reference,
        refusal=None if group.refusal is None else group.refusal.value,
        rate=figure(n, group.rate, rate, why=Reason.TOO_FEW),
        ratio=figure(
            n,
            None if pair is None else pair.ratio,
            None if pair is None else pair.ratio_interval,
            why=Reason.REFERENCE if group.is_reference else Reason.TOO_FEW,
        ),
        d=_difference(group, own, reference),
    )


def _difference(group: GroupImpact, own: FloatArray, reference: FloatArray | None) -> Figure:
    """The reference group's mean less this group's, in standard deviations."""
    if group.is_reference:
        return figure(group.n_people, None, why=Reason.REFERENCE)
    if group.comparison is None or reference is None:
        return figure(group.n_people, None, why=Reason.TOO_FEW)
    found = mean_difference(reference, own)
    return figure(group.n_people, found.d, found.interval)

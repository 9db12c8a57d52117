"""What a technical report holds: codes and numbers, no sentence and nobody's name.

The document is stored as it is and read for years, so it holds all that page and paper need, down
to the texts of the options.
"""

from typing import Literal

from hiring.reports.fact_parts import (
    FormFacts,
    KeyFacts,
    Provenance,
    SittingFacts,
    Surroundings,
)
from hiring.reports.item_parts import Items, Missing
from hiring.reports.limits import LimitFound
from hiring.reports.parts import Part
from hiring.reports.total_parts import Clusters, Distribution, Groups, Reliability, Styles


class ReportDocument(Part):
    """The whole report, in the order in which it is read."""

    report_version: Literal[1] = 1
    is_simulated: bool
    form: FormFacts
    key: KeyFacts
    sittings: SittingFacts
    distribution: Distribution
    reliability: Reliability
    clusters: Clusters
    items: Items
    missing: Missing
    styles: Styles
    groups: Groups
    surroundings: Surroundings
    limits: tuple[LimitFound, ...]
    provenance: Provenance

"""What a report says about the total: its spread, its reliability, and groups of people."""

from hiring.psychometrics.reliability.precision import Rung
from hiring.reports.parts import Figure, Part, Reason


class Bin(Part):
    """People whose total lies from ``low`` up to ``high``."""

    low: float
    high: float
    n: int


class Distribution(Part):
    """Totals of everybody with a number, in points 0..100."""

    n: int
    withheld: Reason | None
    mean: Figure | None = None
    sd: Figure | None = None
    skew: Figure | None = None
    quartiles: tuple[float, float, float] | None = None
    lowest: float | None = None
    highest: float | None = None
    bins: tuple[Bin, ...] = ()


class Reliability(Part):
    """How consistent the total is over scenarios; complete sittings only."""

    n: int
    n_dropped: int
    n_units: int
    withheld: Reason | None
    rung: Rung
    alpha: Figure | None = None
    stratified: Figure | None = None
    omega: Figure | None = None
    split_half: Figure | None = None
    sem: Figure | None = None
    scenarios_for_70: Figure | None = None


class ClusterFigures(Part):
    """One cluster. ``is_reportable`` is None where there are too few sittings to test it."""

    n: int
    name: str
    n_scenarios: int
    mean: Figure
    sd: Figure
    r: Figure
    prmse_total: Figure
    is_reportable: bool | None


class Clusters(Part):
    """Whether a cluster says something that the total does not say better."""

    n: int
    withheld: Reason | None
    clusters: tuple[ClusterFigures, ...] = ()


class Styles(Part):
    """How the use of the rating scale goes with the score; sittings with every rating."""

    n: int
    withheld: Reason | None
    n_ratings: int
    mean_rating: Figure | None = None
    spread_rating: Figure | None = None
    extreme_share: Figure | None = None
    r_standardised: Figure | None = None
    r_mean_rating: Figure | None = None
    r_spread_rating: Figure | None = None


class DifLine(Part):
    """One scenario in two groups that match in their total."""

    n: int
    scenario: str
    title: str
    smd: Figure  # focal minus reference, in item standard deviations
    p: float | None
    grade: str | None


class DifGroup(Part):
    """A group held against the largest one. ``is_refused``: too few people to say."""

    n: int
    characteristic: str
    label: str
    reference: str
    n_focal: int
    n_reference: int
    is_refused: bool
    lines: tuple[DifLine, ...] = ()


class ImpactLine(Part):
    """One group's share of scores above the median of all; refused groups have no rate."""

    n: int
    label: str
    is_reference: bool
    refusal: str | None
    rate: Figure
    ratio: Figure
    d: Figure


class ImpactTable(Part):
    """One characteristic. ``n_unknown`` gave none."""

    n: int
    characteristic: str
    n_unknown: int
    median: float | None
    lines: tuple[ImpactLine, ...]


class Groups(Part):
    """Differential functioning and impact. Without ``has_data`` nothing is known about groups."""

    n: int
    has_data: bool
    n_small: int  # what a statement about items needs in the smaller group
    n_all: int  # and in all
    n_to_show: int  # what a rate needs
    n_to_interpret: int
    dif: tuple[DifGroup, ...] = ()
    impact: tuple[ImpactTable, ...] = ()

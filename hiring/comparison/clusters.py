"""The clusters of one person that may be told, each with its error, and where people differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from hiring.banks.schema import BankDocument
from hiring.comparison.people import ScoredPerson
from hiring.psychometrics.reliability.coefficients import spearman_brown
from hiring.psychometrics.reliability.differences import (
    Difference,
    difference_of,
    probability_true_higher,
    sed,
)
from hiring.psychometrics.reliability.precision import Z_90
from hiring.psychometrics.reliability.standard_errors import Interval, observed_interval


@dataclass(frozen=True, slots=True)
class ClusterScore:
    """A cluster that says more than the total does, in scale points with its 90 % interval.

    ``error`` and ``r`` are those of a test as long as the cluster.
    """

    id: str
    name: str
    points: float
    interval: Interval
    error: float
    r: float


def cluster_scores(person: ScoredPerson, bank: BankDocument) -> tuple[ClusterScore, ...]:
    """The clusters that the snapshot allows to be shown; mostly none.

    The snapshot keeps the error of the total. A cluster has the same error per scenario and fewer
    scenarios, so its error is larger by the root of their ratio.
    """
    found = []
    for cluster in bank.clusters:
        points = person.document.clusters.get(cluster.id)
        if cluster.id not in person.snapshot.reportable or points is None:
            continue
        names = person.document.scenario_names
        n_own = sum(bank.get_scenario(name).cluster == cluster.id for name in names)
        error = person.snapshot.sem * (len(names) / n_own) ** 0.5
        interval = observed_interval(points, error, Z_90).clipped(0.0, 100.0)
        r = spearman_brown(person.snapshot.r, n_own / len(names))
        found.append(ClusterScore(cluster.id, cluster.name, points, interval, error, r))
    return tuple(found)


def clusters_beyond_error(
    people: Sequence[ScoredPerson], bank: BankDocument, threshold: float
) -> tuple[str, ...]:
    """The names of the clusters in which any two of these people differ beyond error.

    "Beyond error" is what it is for the total: from "probably higher" on. The people have answered
    the same version.

    Args:
        people: Whom to compare.
        bank: What they answered.
        threshold: From which probability "higher" is said of the total.
    """
    found: dict[str, list[ClusterScore]] = {}
    for person in people:
        for one in cluster_scores(person, bank):
            found.setdefault(one.name, []).append(one)
    return tuple(name for name, scores in found.items() if _some_differ(scores, threshold))


def _some_differ(scores: Sequence[ClusterScore], threshold: float) -> bool:
    return any(_differ(one, other, threshold) for one, other in combinations(scores, 2))


def _differ(one: ClusterScore, other: ClusterScore, threshold: float) -> bool:
    low, high = sorted((one.points, other.points))
    error = sed(one.error, other.error)
    probability = probability_true_higher(high, low, min(one.r, other.r), error)
    return difference_of(probability, threshold) is not Difference.NONE_DEPENDABLE

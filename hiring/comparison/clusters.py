"""The clusters of one person that may be told, each with its error."""

from dataclasses import dataclass

from hiring.banks.schema import BankDocument
from hiring.comparison.people import ScoredPerson
from hiring.psychometrics.reliability.precision import Z_90
from hiring.psychometrics.reliability.standard_errors import Interval, observed_interval


@dataclass(frozen=True, slots=True)
class ClusterScore:
    """A cluster that says more than the total does, in scale points with its 90 % interval."""

    id: str
    name: str
    points: float
    interval: Interval


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
        found.append(ClusterScore(cluster.id, cluster.name, points, interval))
    return tuple(found)

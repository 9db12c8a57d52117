"""People side by side on one scale, or the reason why not. They stand in order of name.

``people`` finds scores with their errors, ``versions`` says whether scores of different versions
may stand together, ``scale`` says a score on another form's scale, ``pairs`` compares,
``clusters`` says which parts of one person's score may be told, ``groups`` who cannot be told
apart, ``apart`` on which scenarios people differ most, ``reviewing`` how people come to decide.
"""

from hiring.comparison.apart import items_apart
from hiring.comparison.clusters import ClusterScore, cluster_scores, clusters_beyond_error
from hiring.comparison.groups import tied_groups
from hiring.comparison.pairs import (
    MAX_PEOPLE,
    MIN_PEOPLE,
    Comparison,
    Pair,
    WhyNot,
    compare,
    pair_of,
)
from hiring.comparison.people import ScoredPerson, find_scored, scored_people
from hiring.comparison.versions import Apart, Grounds, Tie, Ties

__all__ = [
    "MAX_PEOPLE",
    "MIN_PEOPLE",
    "Apart",
    "ClusterScore",
    "Comparison",
    "Grounds",
    "Pair",
    "ScoredPerson",
    "Tie",
    "Ties",
    "WhyNot",
    "cluster_scores",
    "clusters_beyond_error",
    "compare",
    "find_scored",
    "items_apart",
    "pair_of",
    "scored_people",
    "tied_groups",
]

"""People side by side on one scale, or the reason why not. They stand in order of name.

``people`` finds scores with their errors, ``versions`` says whether scores of different versions
may stand together, ``scale`` says a score on another form's scale, ``pairs`` compares.
"""

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
    "Comparison",
    "Grounds",
    "Pair",
    "ScoredPerson",
    "Tie",
    "Ties",
    "WhyNot",
    "compare",
    "find_scored",
    "pair_of",
    "scored_people",
]

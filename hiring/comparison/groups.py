"""Who cannot be told apart: people between any two of whom there is no dependable difference.

Ties are not transitive, so somebody may stand in two groups; that is what the data say.
"""

from itertools import combinations
from uuid import UUID

from hiring.comparison.pairs import Comparison
from hiring.comparison.people import ScoredPerson
from hiring.psychometrics.reliability.differences import Difference


def tied_groups(comparison: Comparison) -> tuple[tuple[ScoredPerson, ...], ...]:
    """The largest groups of two or more within which nobody can be told apart."""
    tied = {
        frozenset((pair.first.candidate.id, pair.second.candidate.id))
        for pair in comparison.pairs
        if pair.difference is Difference.NONE_DEPENDABLE
    }
    found: list[frozenset[UUID]] = []
    people = comparison.people
    for size in range(len(people), 1, -1):
        for group in combinations(people, size):
            ids = frozenset(one.candidate.id for one in group)
            if _are_tied(ids, tied) and not any(ids < known for known in found):
                found.append(ids)
    return tuple(tuple(one for one in people if one.candidate.id in ids) for ids in found)


def _are_tied(ids: frozenset[UUID], tied: set[frozenset[UUID]]) -> bool:
    return all(frozenset(pair) in tied for pair in combinations(ids, 2))

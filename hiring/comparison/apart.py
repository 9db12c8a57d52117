"""The scenarios on which people who sat the same test differ most."""

from collections.abc import Sequence

from hiring.comparison.people import ScoredPerson
from hiring.comparison.versions import version_of

MOST_APART = 3


def items_apart(people: Sequence[ScoredPerson], n_most: int = MOST_APART) -> tuple[str, ...]:
    """The items on which the credit of these people lies furthest apart, widest first.

    Items that fewer than two of them answered say nothing about a difference; nor does anything
    where people sat different versions. Where two items lie equally far apart, the one that comes
    first in the score stands first.
    """
    if len({version_of(one) for one in people}) != 1:
        return ()
    spreads = {item: _spread(people, item) for item in people[0].document.items}
    apart = [item for item, spread in spreads.items() if spread > 0]
    return tuple(sorted(apart, key=lambda item: -spreads[item])[:n_most])


def _spread(people: Sequence[ScoredPerson], item: str) -> float:
    known = [one.document.items.get(item) for one in people]
    given = [credit for credit in known if credit is not None]
    return max(given) - min(given) if len(given) > 1 else 0.0

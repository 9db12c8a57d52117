"""What the figures of a report allow to be said, and what not. Codes; edges write the words.

Each limit follows from the figures by a rule that stands here, so that no report forgets one. Some
hold for every report: nothing in it shows how people do at work, or that a use of it is lawful.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from hiring.psychometrics.reliability.precision import Rung

MANY_LEFT_OUT = 0.1
USUAL_R = 0.70
Z_95_OF_DIFFERENCE = 1.96 * 2**0.5


class Limit(StrEnum):
    """One statement that the figures allow or do not allow."""

    # allowed
    MAY_DESCRIBE = "may_describe"
    MAY_COMPARE = "may_compare"
    MAY_NAME_CLUSTERS = "may_name_clusters"
    # not allowed
    NO_SITTINGS = "no_sittings"
    SIMULATED = "simulated"
    KEY_PROVISIONAL = "key_provisional"
    KEY_PUBLIC = "key_public"
    KEY_EMPIRICAL = "key_empirical"
    PLANNED = "planned"
    POOLED = "pooled"
    LOW_RELIABILITY = "low_reliability"
    SMALL_DIFFERENCES = "small_differences"
    NO_CLUSTERS = "no_clusters"
    ITEMS_UNTESTED = "items_untested"
    MANY_LEFT_OUT = "many_left_out"
    SCORES_DIFFER = "scores_differ"
    NO_GROUP_DATA = "no_group_data"
    ONE_OCCASION = "one_occasion"
    NO_OUTCOMES = "no_outcomes"
    NO_FEELING = "no_feeling"
    NO_LAW = "no_law"


ALLOWING = frozenset({Limit.MAY_DESCRIBE, Limit.MAY_COMPARE, Limit.MAY_NAME_CLUSTERS})
ALWAYS = (Limit.ONE_OCCASION, Limit.NO_OUTCOMES, Limit.NO_FEELING, Limit.NO_LAW)


class LimitFound(BaseModel):
    """A limit that holds here, with the number its sentence needs, and the N it rests on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    n: int
    code: Limit
    value: float | None = None

    @property
    def allows(self) -> bool:
        """Whether it says what may be said."""
        return self.code in ALLOWING


@dataclass(frozen=True, slots=True)
class Known:
    """What the rules look at."""

    n: int
    n_complete: int
    n_differing: int
    is_simulated: bool
    is_key_provisional: bool
    is_key_public: bool
    is_key_empirical: bool
    rung: Rung
    r: float | None
    sem: float  # that scores are shown with
    n_reportable: int
    n_clusters: int
    has_item_figures: bool
    has_group_data: bool


def limits_of(known: Known) -> tuple[LimitFound, ...]:
    """Every limit that holds, those first that allow something."""
    found = [
        *_allowed(known),
        *_of_people(known),
        *_of_key(known),
        *_of_precision(known),
        *_of_parts(known),
        *(LimitFound(n=known.n, code=code) for code in ALWAYS),
    ]
    return tuple(found)


def _allowed(known: Known) -> Iterator[LimitFound]:
    if known.n:
        yield LimitFound(n=known.n, code=Limit.MAY_DESCRIBE)
    if known.rung is not Rung.PLANNED:
        yield LimitFound(n=known.n, code=Limit.MAY_COMPARE, value=known.sem)
    if known.n_reportable:
        yield LimitFound(n=known.n_complete, code=Limit.MAY_NAME_CLUSTERS, value=known.n_reportable)


def _of_people(known: Known) -> Iterator[LimitFound]:
    if not known.n:
        yield LimitFound(n=0, code=Limit.NO_SITTINGS)
    if known.is_simulated:
        yield LimitFound(n=known.n, code=Limit.SIMULATED)
    n_out = known.n - known.n_complete
    if known.n and n_out > MANY_LEFT_OUT * known.n:
        yield LimitFound(n=known.n, code=Limit.MANY_LEFT_OUT, value=n_out)
    if known.n_differing:
        yield LimitFound(n=known.n, code=Limit.SCORES_DIFFER, value=known.n_differing)


def _of_key(known: Known) -> Iterator[LimitFound]:
    facts = (
        (known.is_key_provisional, Limit.KEY_PROVISIONAL),
        (known.is_key_public, Limit.KEY_PUBLIC),
        (known.is_key_empirical, Limit.KEY_EMPIRICAL),
    )
    yield from (LimitFound(n=known.n, code=code) for holds, code in facts if holds)


def _of_precision(known: Known) -> Iterator[LimitFound]:
    if known.rung is Rung.PLANNED:
        yield LimitFound(n=known.n, code=Limit.PLANNED)
    if known.rung is Rung.POOLED:
        yield LimitFound(n=known.n, code=Limit.POOLED)
    if known.r is not None and known.r < USUAL_R:
        yield LimitFound(n=known.n_complete, code=Limit.LOW_RELIABILITY, value=known.r)
    points = Z_95_OF_DIFFERENCE * known.sem
    yield LimitFound(n=known.n, code=Limit.SMALL_DIFFERENCES, value=points)


def _of_parts(known: Known) -> Iterator[LimitFound]:
    if known.n_clusters and not known.n_reportable:
        yield LimitFound(n=known.n_complete, code=Limit.NO_CLUSTERS)
    if not known.has_item_figures:
        yield LimitFound(n=known.n_complete, code=Limit.ITEMS_UNTESTED)
    if not known.has_group_data:
        yield LimitFound(n=known.n, code=Limit.NO_GROUP_DATA)

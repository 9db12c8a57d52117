"""The legal card of a key: how each rule book reads a test of this kind, as of a date.

What a rule says is data with its date and sources, since law changes more often than code. The
card only picks the column: a key written by people, or one that a computer helped to fit. It says
"likely", names the gates that are left, and never that something is lawful.
"""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from hiring.banks.schema import KeyDocument, KeyOrigin, Method

STATUSES = Path(__file__).with_name("statuses.toml")
GOES_STALE_AFTER = timedelta(days=180)


class Reading(StrEnum):
    """Whether a rule book is likely to reach a test of this kind."""

    INSIDE = "inside"
    OUTSIDE = "outside"
    DEPENDS = "depends"
    FORBIDDEN = "forbidden"


class Origin(StrEnum):
    """Where weights or cuts come from."""

    NONE = "none"
    PEOPLE = "people"
    DATA = "data"


class TextScoring(StrEnum):
    """Who scores what candidates write."""

    NONE = "none"
    HUMAN = "human"


@dataclass(frozen=True, slots=True)
class LegalFacts:
    """What the card is computed from. The first four are read from the key, the others not.

    Attributes:
        key_origin: As the key's field ``origin`` says.
        weights_origin: Whoever wrote the key wrote the weights that stand in it, of answers or of
            facets; none where none stand there.
        n_weighted: Items of the key with such weights.
        text_scoring: By people where an item's method says that people rate it.
        n_rated: Items of the key whose method says so.
        cut_origin: None: a key holds no cut score. One that people set for an opening only groups.
        is_adaptive: No: every candidate of a form sees the same scenarios.
    """

    key_origin: KeyOrigin
    weights_origin: Origin
    n_weighted: int
    text_scoring: TextScoring
    n_rated: int
    cut_origin: Origin = Origin.NONE
    is_adaptive: bool = False

    @property
    def is_fitted(self) -> bool:
        """Whether a computer had a part in choosing what counts and how much."""
        learned = {self.weights_origin, self.cut_origin}
        return self.key_origin is KeyOrigin.EMPIRICAL or Origin.DATA in learned or self.is_adaptive


@dataclass(frozen=True, slots=True)
class LegalLine:
    """One rule book and how it reads this kind of test."""

    name: str
    place: str
    reading: Reading
    words: str
    as_of: date
    sources: tuple[str, ...]
    is_stale: bool


@dataclass(frozen=True, slots=True)
class LegalCard:
    """The facts and all lines, in the order of the data."""

    facts: LegalFacts
    lines: tuple[LegalLine, ...]

    @property
    def has_stale_lines(self) -> bool:
        """Whether somebody should look at the data again."""
        return any(line.is_stale for line in self.lines)


def legal_card(key: KeyDocument, *, today: date) -> LegalCard:
    """The card of a key as the data say it; a line older than 180 days says so itself."""
    return card_of(legal_facts(key), today=today)


def card_of(facts: LegalFacts, *, today: date) -> LegalCard:
    """The card that follows from these facts."""
    lines = tuple(_line(one, facts, today) for one in statuses())
    return LegalCard(facts, lines)


def legal_facts(key: KeyDocument) -> LegalFacts:
    """What a key's document says about where its numbers come from."""
    n_weighted = sum(bool(item.weights or item.facets) for item in key.items)
    n_rated = sum(item.method is Method.HUMAN_RATING for item in key.items)
    return LegalFacts(
        key_origin=key.origin,
        weights_origin=_weights_origin(key.origin) if n_weighted else Origin.NONE,
        n_weighted=n_weighted,
        text_scoring=TextScoring.HUMAN if n_rated else TextScoring.NONE,
        n_rated=n_rated,
    )


@lru_cache(maxsize=1)
def statuses() -> tuple[dict[str, Any], ...]:
    """The rule books as written down beside this module."""
    return tuple(tomllib.loads(STATUSES.read_text("utf-8"))["rules"])


def _weights_origin(key_origin: KeyOrigin) -> Origin:
    match key_origin:
        case KeyOrigin.THEORY | KeyOrigin.PANEL:
            return Origin.PEOPLE
        case KeyOrigin.EMPIRICAL:
            return Origin.DATA


def _line(one: dict[str, Any], facts: LegalFacts, today: date) -> LegalLine:
    column = one["fitted"] if facts.is_fitted else one["written"]
    return LegalLine(
        name=one["name"],
        place=one["place"],
        reading=Reading(column["reading"]),
        words=column["words"],
        as_of=one["as_of"],
        sources=tuple(one["sources"]),
        is_stale=today - one["as_of"] > GOES_STALE_AFTER,
    )

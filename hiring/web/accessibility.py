"""The accessibility statement as data: what was checked, and which gaps are known."""

import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

STATEMENT = Path(__file__).with_suffix(".toml")
DEFAULT_LANGUAGE = "en"


class Coverage(StrEnum):
    """How far a part of the standard is covered."""

    MET = "met"
    PARTLY = "partly"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class CoveredPart:
    """A part of the European standard."""

    clause: str
    coverage: Coverage
    words: str

    @property
    def is_clause(self) -> bool:
        """Whether the part goes by a number of the standard."""
        return self.clause.isdigit()


@dataclass(frozen=True, slots=True)
class KnownGap:
    """Something that is missing, and the success criteria it touches."""

    criteria: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Statement:
    """The statement in one language, which may be another one than was asked for."""

    language: str
    as_of: date
    wcag: str
    european: str
    parts: tuple[CoveredPart, ...]
    gaps: tuple[KnownGap, ...]

    @property
    def is_partial(self) -> bool:
        """Whether something is missing that the standards ask for."""
        return bool(self.gaps) or any(part.coverage is not Coverage.MET for part in self.parts)


def statement(wanted: str) -> Statement:
    """The statement in a language, or in English where it is not translated."""
    data = _data()
    language = wanted if all(wanted in one["words"] for one in _told(data)) else DEFAULT_LANGUAGE
    return Statement(
        language=language,
        as_of=data["as_of"],
        wcag=data["wcag"],
        european=data["european"],
        parts=tuple(
            CoveredPart(one["clause"], Coverage(one["result"]), one["words"][language])
            for one in data["parts"]
        ),
        gaps=tuple(
            KnownGap(tuple(one["criteria"]), one["words"][language]) for one in data["gaps"]
        ),
    )


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return tomllib.loads(STATEMENT.read_text("utf-8"))


def _told(data: dict[str, Any]) -> list[dict[str, Any]]:
    return [*data["parts"], *data["gaps"]]

"""What simulated people write, put together from sentences whose points are known.

The sentences lie in ``replies.toml``. Nobody wrote them in an assessment, and the points say no
more than what their author meant them to be worth.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

POINTS = range(1, 6)
SPREAD_POINTS = 0.9
SOURCE = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply with the points, by criterion, that its author had in mind."""

    text: str
    points: dict[str, int]


@dataclass(frozen=True, slots=True)
class Agreed:
    """An answer whose points are agreed, and why."""

    text: str
    points: dict[str, int]
    reason: str


@dataclass(frozen=True, slots=True)
class Stock:
    """Sentences to write with: ``by_point`` holds, for each criterion, those of every point."""

    greetings: Sequence[str]
    reasons: Sequence[str]
    closings: Sequence[str]
    by_point: dict[str, Sequence[Sequence[str]]]
    agreed: Sequence[Agreed]

    def reply_of(self, skill: float, rng: np.random.Generator) -> Reply:
        """What somebody of this skill, 0..1, writes; it bears no name, since raters read it."""
        points = {criterion: _point(skill, rng) for criterion in self.by_point}
        seen, done = (
            str(rng.choice(self.by_point[criterion][point - 1]))
            for criterion, point in points.items()
        )
        middle = f"{seen} {rng.choice(self.reasons)} {done}"
        text = f"{rng.choice(self.greetings)}\n\n{middle}\n\n{rng.choice(self.closings)}"
        return Reply(text, points)


def read_stock() -> Stock:
    """The sentences that come with the demo."""
    found: dict[str, Any] = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    return Stock(
        greetings=found["greetings"],
        reasons=found["reasons"],
        closings=found["closings"],
        by_point=found["stock"],
        agreed=[Agreed(**one) for one in found["agreed"]],
    )


def _point(skill: float, rng: np.random.Generator) -> int:
    middle = POINTS.start + (len(POINTS) - 1) * skill
    return int(np.clip(round(middle + rng.normal(0.0, SPREAD_POINTS)), POINTS[0], POINTS[-1]))

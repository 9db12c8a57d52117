"""Pictures of figures: one geometry for screen (SVG) and paper (PDF).

Across, everything is a fraction of the width, 0 at the left and 1 at the right; downwards it is in
em of the picture's text, so that text keeps its size on a phone. Nothing is told by a picture that
does not also stand in the table beside it.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Self

from hiring.reports.total_parts import Bin

BAR_EM = 8.0
MAP_EM = 15.0
TRACE_EM = 12.0
TRACE_PLACES = (0.08, 0.48, 0.88)
LABEL_REACH = 0.024  # from a spot to the middle of its label
LABEL_EM = 1.0  # room for a letter at the end of a line
SCALE_TICKS = (0, 25, 50, 75, 100)


class Ink(StrEnum):
    """How a mark looks; the same words as in the style sheet."""

    AXIS = "axis"
    EDGE = "edge"  # dashed
    BAND = "band"
    LINE = "bar"
    FAINT = "faint"
    COLUMN = "column"


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    ink: Ink


@dataclass(frozen=True, slots=True)
class Segment:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    ink: Ink


@dataclass(frozen=True, slots=True)
class Spot:
    """A round mark."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Word:
    """A short text; ``y`` is its baseline. ``anchor``: start, middle or end."""

    x: float
    y: float
    text: str
    anchor: str = "middle"


Shape = Box | Segment | Spot | Word


@dataclass(frozen=True, slots=True)
class Picture:
    """Shapes in the order of drawing. ``alternative`` is what a screen reader says."""

    alternative: str
    height: float
    shapes: tuple[Shape, ...]
    caption: str = ""
    is_for_paper: bool = True


@dataclass(frozen=True, slots=True)
class _Axis:
    """Values from ``low`` to ``high`` in tenths, drawn from ``start`` to ``end``."""

    low: float
    high: float
    start: float
    end: float

    @classmethod
    def around(
        cls, values: Sequence[float], limits: tuple[float, float], ends: tuple[float, float]
    ) -> Self:
        """As much of the scale as the values take, a tenth of it or so free on both sides."""
        low = math.floor(10 * min(values, default=limits[0]) - 0.5) / 10
        high = math.ceil(10 * max(values, default=limits[1]) + 0.5) / 10
        return cls(max(low, limits[0]), min(high, limits[1]), *ends)

    @property
    def ticks(self) -> list[float]:
        """Every tenth."""
        n_tenths = round(10 * (self.high - self.low))
        return [round(self.low + tenth / 10, 1) for tenth in range(n_tenths + 1)]

    def at(self, value: float) -> float:
        """Where a value lies, at an end where it is off the axis."""
        inside = min(max(value, self.low), self.high)
        share = (inside - self.low) / (self.high - self.low)
        return self.start + (self.end - self.start) * share


def histogram(
    bins: Sequence[Bin], quartiles: tuple[float, float, float], *, alternative: str, caption: str
) -> Picture:
    """How many totals lie in each step of the scale, over the middle half and the median."""
    most = max(one.n for one in bins)
    low, middle, high = (points / 100 for points in quartiles)
    base = BAR_EM - 1.8
    shapes: list[Shape] = [Box(low, 0.2, high - low, base - 0.2, Ink.BAND)]
    for one in bins:
        tall = (base - 0.8) * one.n / most if most else 0.0
        wide = (one.high - one.low) / 100
        if one.n:
            shapes.append(Box(one.low / 100 + 0.003, base - tall, wide - 0.006, tall, Ink.COLUMN))
    shapes += [Segment(middle, 0.2, middle, base, Ink.EDGE), *_axis(base)]
    return Picture(alternative, BAR_EM, tuple(shapes), caption)


def item_map(
    points: Sequence[tuple[str, float, float]],
    bounds: tuple[float, float, float],
    words: tuple[str, str],
    *,
    said: Callable[[float], str],
    alternative: str,
    caption: str,
) -> Picture:
    """Each scenario by how easy it is and how it goes with the rest.

    Args:
        points: Label, difficulty 0..1 and correlation of each scenario.
        bounds: Least and greatest difficulty, and least correlation, of the screen.
        words: What the two axes are called.
        said: A number at an axis in the reader's language.
        alternative: The picture in words.
        caption: The sentence beneath.
    """
    base, left = MAP_EM - 3.2, 0.06
    across = _Axis.around([x for _label, x, _y in points], (0.0, 1.0), (left, 1.0))
    up = _Axis.around([bounds[2], *(y for _label, _x, y in points)], (-1.0, 1.0), (base, 1.6))
    field = [across.at(value) for value in bounds[:2]]
    enough = up.at(bounds[2])
    shapes: list[Shape] = [
        Box(field[0], up.end, field[1] - field[0], enough - up.end, Ink.BAND),
        Segment(left, base, 1, base, Ink.AXIS),
        Segment(left, up.end, left, base, Ink.AXIS),
        Segment(left, enough, 1, enough, Ink.EDGE),
        Word((1 + left) / 2, MAP_EM - 0.3, words[0]),
        Word(0, 0.9, words[1], "start"),
    ]
    for tick in across.ticks:
        x = across.at(tick)
        shapes += [Segment(x, base, x, base + 0.35, Ink.AXIS), Word(x, base + 1.5, said(tick))]
    shapes += [Word(left - 0.012, up.at(tick) + 0.35, said(tick), "end") for tick in up.ticks]
    spots = [Spot(across.at(difficulty), up.at(r)) for _label, difficulty, r in points]
    shapes += [*spots, *_labels([label for label, _x, _y in points], spots)]
    return Picture(alternative, MAP_EM, tuple(shapes), caption)


def traces(
    lines: Sequence[tuple[str, tuple[float, float, float], bool]],
    words: tuple[str, str, str],
    *,
    alternative: str,
) -> Picture:
    """How many of the low, middle and high third make each option's choice.

    Args:
        lines: Label, shares 0..1 and whether the option is keyed (drawn full, else dashed).
        words: Low, middle, high.
        alternative: The picture in words.
    """
    base = TRACE_EM - 1.6
    shapes: list[Shape] = [
        *(Segment(0.05, _share(s, base), 0.92, _share(s, base), Ink.FAINT) for s in (0.5, 1)),
        Segment(0.05, base, 0.92, base, Ink.AXIS),
        *(Word(0.04, _share(s, base) + 0.35, f"{100 * s:.0f}", "end") for s in (0, 0.5, 1)),
        *(Word(x, TRACE_EM - 0.3, word) for x, word in zip(TRACE_PLACES, words, strict=True)),
    ]
    ends = _apart([_share(shares[-1], base) for _label, shares, _keyed in lines], base)
    for (label, shares, is_keyed), end in zip(lines, ends, strict=True):
        ys = [_share(value, base) for value in shares]
        ink = Ink.LINE if is_keyed else Ink.EDGE
        shapes += [
            Segment(TRACE_PLACES[0], ys[0], TRACE_PLACES[1], ys[1], ink),
            Segment(TRACE_PLACES[1], ys[1], TRACE_PLACES[2], ys[2], ink),
            Word(0.92, end + 0.35, label, "start"),
        ]
    return Picture(alternative, TRACE_EM, tuple(shapes), is_for_paper=False)


def _axis(base: float) -> Iterator[Shape]:
    yield Segment(0, base, 1, base, Ink.AXIS)
    for points in SCALE_TICKS:
        yield Segment(points / 100, base, points / 100, base + 0.35, Ink.AXIS)
        yield Word(points / 100, base + 1.5, str(points))


def _share(value: float, base: float) -> float:
    return base - (base - 0.5) * value


def _labels(labels: Sequence[str], spots: Sequence[Spot]) -> Iterator[Word]:
    """A label at each spot: right or left, above or below it, where there is most room."""
    taken = [(spot.x, spot.y) for spot in spots]
    for label, spot in zip(labels, spots, strict=True):
        places = [
            (spot.x + side * LABEL_REACH, spot.y + down)
            for down in (-1.1, -0.5, 0.1, 0.8, 1.2)
            for side in (1, -1)
        ]
        best = max(places, key=lambda place: min(_distance(place, other) for other in taken))
        taken.append(best)
        anchor = "start" if best[0] > spot.x else "end"
        x = spot.x + (0.011 if anchor == "start" else -0.011)
        yield Word(x, best[1] + 0.35, label, anchor)


def _distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """In em, on a picture that is about 45 em wide."""
    return math.hypot(45 * (one[0] - other[0]), one[1] - other[1])


def _apart(places: Sequence[float], lowest: float) -> list[float]:
    """The same heights, moved apart so that letters lie neither on each other nor off the plot."""
    moved = list(places)
    order = sorted(range(len(moved)), key=moved.__getitem__)
    for before, after in pairwise(order):
        moved[after] = max(moved[after], moved[before] + LABEL_EM)
    limit = lowest
    for number in reversed(order):
        moved[number] = min(moved[number], limit)
        limit = moved[number] - LABEL_EM
    return moved

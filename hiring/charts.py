"""Where the marks of a score go on an axis: one geometry for screen (SVG) and paper (PDF).

Everything is a fraction of the axis, 0 at its left end and 1 at its right end, so that the page and
the brief draw the same picture in their own units.
"""

from dataclasses import dataclass

AXIS_LOWEST_POINTS = 0.0
AXIS_HIGHEST_POINTS = 100.0
TICKS_POINTS = (0, 25, 50, 75, 100)
DOT_BIN_FRACTION = 0.02


@dataclass(frozen=True, slots=True)
class Dot:
    """One of twenty equally likely places: where it stands and how high in its pile."""

    x: float
    level: int


@dataclass(frozen=True, slots=True)
class Whisker:
    """A score with its interval on the common axis, in fractions of the axis.

    ``reference_low`` and ``reference_high`` are None where no sittings allow a reference band.
    """

    estimate: float
    low: float
    high: float
    reference_low: float | None
    reference_high: float | None
    dots: tuple[Dot, ...]


def whisker(
    estimate_points: float,
    interval_points: tuple[float, float],
    *,
    reference_points: tuple[float, float] | None = None,
    likely_points: tuple[float, ...] = (),
) -> Whisker:
    """Place a score, its interval, a reference band and the twenty dots on the axis.

    Args:
        estimate_points: The score, 0..100.
        interval_points: Its 90 % interval, 0..100.
        reference_points: The middle of comparable sittings, or None.
        likely_points: Equally likely places of the true score, 0..100.
    """
    low, high = interval_points
    return Whisker(
        estimate=fraction(estimate_points),
        low=fraction(low),
        high=fraction(high),
        reference_low=None if reference_points is None else fraction(reference_points[0]),
        reference_high=None if reference_points is None else fraction(reference_points[1]),
        dots=_piled([fraction(points) for points in likely_points]),
    )


def fraction(points: float) -> float:
    """Turn scale points into a fraction of the axis, kept within it."""
    width = AXIS_HIGHEST_POINTS - AXIS_LOWEST_POINTS
    return min(1.0, max(0.0, (points - AXIS_LOWEST_POINTS) / width))


def _piled(fractions: list[float]) -> tuple[Dot, ...]:
    """Pile dots that share a bin, so that the pile's height shows where places crowd."""
    heights: dict[int, int] = {}
    dots = []
    for value in sorted(fractions):
        column = round(value / DOT_BIN_FRACTION)
        dots.append(Dot(column * DOT_BIN_FRACTION, heights.get(column, 0)))
        heights[column] = heights.get(column, 0) + 1
    return tuple(dots)

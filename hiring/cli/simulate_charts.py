"""Rows of dots on one axis: the four pictures of a simulation, as places and words.

Everything is a fraction of the axis, 0 at its left end. The page draws; nothing is drawn here.
"""

import math
from dataclasses import dataclass

from hiring.cli.simulate_words import RULES, RUNGS, STYLE_NAMES, percent, signed
from hiring.psychometrics.reliability.differences import FAMILY_ERROR, PROBABLY_FROM, Difference
from hiring.simulation import Findings
from hiring.simulation.assumptions import STYLES, Style

COVERAGE_PROMISED = 0.90
WIDEST_ERROR = 2  # standard errors to each side of a simulated share

_CLAIMS = {
    Difference.HIGHER: ("“higher”", FAMILY_ERROR),
    Difference.PROBABLY_HIGHER: ("“probably higher”", 1 - PROBABLY_FROM),
}


@dataclass(frozen=True, slots=True)
class Axis:
    """From ``low`` to ``high``, with ticks at values and their words."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]

    def place(self, value: float) -> float:
        """Fraction of the axis, kept within it."""
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))

    @property
    def marks(self) -> tuple[tuple[float, str, bool], ...]:
        """Place and words of each tick, and whether a narrow picture leaves the words out."""
        zero = next((n for n, (value, _) in enumerate(self.ticks) if value == 0), 0)
        return tuple(
            (self.place(value), words, (n - zero) % 2 == 1)
            for n, (value, words) in enumerate(self.ticks)
        )


@dataclass(frozen=True, slots=True)
class DotRow:
    """One row; a mark that is None is not drawn."""

    label: str
    words: str
    dot: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class DotChart:
    """Rows on one axis. ``label`` is read aloud; ``line``, if any, crosses every row."""

    title: str
    label: str
    axis: Axis
    rows: tuple[DotRow, ...]
    line: float | None = None


def coverage_chart(findings: Findings) -> DotChart:
    """How many true scores lie inside the printed interval, by rung."""
    shares = [one.covered.share or 0.0 for one in findings.rungs]
    axis = _share_axis(min(0.8, math.floor(min(shares) * 10) / 10), 1.0)
    rows = tuple(
        DotRow(
            label=RUNGS[one.rung],
            words=percent(share, 1),
            dot=axis.place(share),
            low=axis.place(share - WIDEST_ERROR * one.coverage_error),
            high=axis.place(share + WIDEST_ERROR * one.coverage_error),
        )
        for one, share in zip(findings.rungs, shares, strict=True)
    )
    title = "True scores inside the printed interval"
    return DotChart(title, _aloud(title, rows), axis, rows, axis.place(COVERAGE_PROMISED))


def reversal_charts(findings: Findings) -> tuple[DotChart, ...]:
    """How often a word about a pair was wrong, a chart for each word, on a common axis."""
    found = [one.words[word].reversed_share or 0.0 for one in findings.rungs for word in _CLAIMS]
    axis = _share_axis(0.0, max(0.25, math.ceil(max(found) * 20) / 20))
    return tuple(
        _word_chart(findings, word, axis, name, limit) for word, (name, limit) in _CLAIMS.items()
    )


def bias_charts(findings: Findings) -> tuple[DotChart, ...]:
    """What each style gains or loses, a chart for each style on a common axis."""
    found = [one.sds for one in findings.biases if one.sds is not None]
    low, high = math.floor(min([*found, -1.0])), math.ceil(max([*found, 1.0]))
    step = max(1, round((high - low) / 6))
    ticks = tuple((float(n), signed(n, 0)) for n in range(low, high + 1) if n % step == 0)
    axis = Axis(low, high, ticks)
    return tuple(_bias_chart(findings, style, axis) for style in STYLES if style is not Style.PLAIN)


def norm_chart(findings: Findings) -> DotChart:
    """The interval of a middling percentile, by size of the norm group."""
    axis = Axis(0.0, 100.0, tuple((float(n), str(n)) for n in (0, 25, 50, 75, 100)))
    rows = tuple(
        DotRow(
            label=f"{one.n:,} people",
            words=f"±{one.half_width:.0f}",
            dot=axis.place(50),
            low=axis.place(one.low),
            high=axis.place(one.high),
        )
        for one in findings.norms.widths
    )
    title = "90 % interval of the 50th percentile"
    return DotChart(title, _aloud(title, rows), axis, rows)


def _share_axis(low: float, high: float) -> Axis:
    step = 0.05 if high - low <= 0.3 else 0.1 if high - low <= 0.6 else 0.2  # noqa: PLR2004
    n = round((high - low) / step)
    return Axis(low, high, tuple((low + i * step, percent(low + i * step)) for i in range(n + 1)))


def _word_chart(
    findings: Findings, word: Difference, axis: Axis, name: str, limit: float
) -> DotChart:
    shares = [(one.rung, one.words[word].reversed_share) for one in findings.rungs]
    rows = tuple(
        DotRow(RUNGS[rung], "never said", None)
        if share is None
        else DotRow(RUNGS[rung], percent(share, 1), axis.place(share))
        for rung, share in shares
    )
    title = f"Called {name}, but the truth is the other way round"
    return DotChart(title, _aloud(title, rows), axis, rows, axis.place(limit))


def _bias_chart(findings: Findings, style: Style, axis: Axis) -> DotChart:
    rows = tuple(
        DotRow(RULES[one.rule], "no score", None)
        if one.sds is None
        else DotRow(RULES[one.rule], signed(one.sds, 2), axis.place(one.sds))
        for one in findings.biases
        if one.style is style
    )
    title = STYLE_NAMES[style]
    return DotChart(title, _aloud(title, rows), axis, rows, axis.place(0.0))


def _aloud(title: str, rows: tuple[DotRow, ...]) -> str:
    return f"{title}. " + "; ".join(f"{row.label}: {row.words}" for row in rows) + "."

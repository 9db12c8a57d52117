"""Do the printed intervals and words keep what they promise, rung by rung?

Houses of one size are drawn again and again. In each, the library itself says how exact the scores
are, prints everybody's interval and compares people. Then the true scores are looked up. The
library's own functions are called, person by person: a quicker copy would test the copy.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from hiring.psychometrics.arrays import FloatArray
from hiring.psychometrics.reliability.coefficients import times_longer_needed
from hiring.psychometrics.reliability.differences import (
    Difference,
    difference_of,
    higher_from,
    probability_true_higher,
    sed,
)
from hiring.psychometrics.reliability.precision import Precision, Rung, interval_90, precision
from hiring.simulation.assumptions import STYLES, Style
from hiring.simulation.sitting_tables import House

TARGET_RELIABILITY = 0.70
N_NEIGHBOURS = 3  # people each person is compared with; order is chance, so any will do


@dataclass(frozen=True, slots=True)
class WordFigures:
    """How often one word was said of a pair, and how often the truth was the other way round.

    ``reversed_share`` is a share of the pairs that got the word; None where none did.
    """

    said_share: float
    reversed_share: float | None


@dataclass(frozen=True, slots=True)
class Covered:
    """How many true scores lay inside the printed interval; ``share`` is None for nobody."""

    n_people: int
    share: float | None


@dataclass(frozen=True, slots=True)
class RungFigures:
    """What one rung promised and kept.

    Attributes:
        rung: The rung.
        n_sittings: Sittings of each house.
        n_houses: How many houses were drawn.
        n_on_rung: In how many of them the library stood on this rung; only these count.
        stated_r: Mean of the reliabilities that the library stated.
        true_r: Squared correlation of scores with true scores, over all houses.
        scenarios_needed: For a reliability of .70, from ``true_r``; None where no length would do.
        sd_points: Spread of scores within a house.
        covered: True scores inside the printed interval.
        coverage_error: Standard error of that share, from house to house.
        width_points: Mean width of the interval.
        covered_by_style: The same for the people of each style.
        words: What was said of pairs.
    """

    rung: Rung
    n_sittings: int
    n_houses: int
    n_on_rung: int
    stated_r: float
    true_r: float
    scenarios_needed: int | None
    sd_points: float
    covered: Covered
    coverage_error: float
    width_points: float
    covered_by_style: dict[Style, Covered]
    words: dict[Difference, WordFigures]


def rung_figures(
    rung: Rung, houses: Iterable[House], advance: Callable[[], None] = lambda: None
) -> RungFigures:
    """Hold the library's statements about each house against the truth.

    Args:
        rung: Which rung. When planned, the library is given no sittings to learn from.
        houses: Houses of one size; at least two.
        advance: Called once for each house.

    Raises:
        ValueError: No house stood on the rung: a sign that scores do not vary or do not agree.
    """
    tally = _Tally(rung)
    for house in houses:
        tally.add(house)
        advance()
    return tally.figures()


def stated_precision(rung: Rung, house: House) -> Precision:
    """What the library says of this house; on the planned rung it has seen none of its sittings."""
    match rung:
        case Rung.PLANNED:
            return precision(house.scenarios[:0])
        case Rung.POOLED | Rung.MEASURED:
            return precision(house.scenarios)


def is_covered(house: House, stated: Precision) -> tuple[FloatArray, FloatArray]:
    """Whether each true score lies in the printed interval (1 or 0), and the interval's width."""
    intervals = [interval_90(float(score), stated) for score in house.totals]
    low, high = (np.array([getattr(one, end) for one in intervals]) for end in ("low", "high"))
    return ((low <= house.true) & (house.true <= high)).astype(np.float64), high - low


def said_of_pairs(house: House, stated: Precision) -> Counter[tuple[Difference, bool]]:
    """Word and whether the truth was the other way round → how many pairs."""
    threshold, error = higher_from(2), sed(stated.sem, stated.sem)
    said: Counter[tuple[Difference, bool]] = Counter()
    for shift in range(1, N_NEIGHBOURS + 1):
        lead = house.totals - np.roll(house.totals, shift)
        true_lead = np.sign(lead) * (house.true - np.roll(house.true, shift))
        for ahead, true_ahead in zip(np.abs(lead).tolist(), true_lead.tolist(), strict=True):
            probability = probability_true_higher(ahead, 0.0, stated.r, error)
            said[difference_of(probability, threshold), true_ahead < 0] += 1
    return said


@dataclass(slots=True)
class _Tally:
    """What is known so far of the houses of one rung."""

    rung: Rung
    n_houses: int = 0
    n_sittings: int = 0
    stated: list[Precision] = field(default_factory=list)
    scores: list[FloatArray] = field(default_factory=list)
    truths: list[FloatArray] = field(default_factory=list)
    hits: list[FloatArray] = field(default_factory=list)
    widths: list[float] = field(default_factory=list)
    styles: list[NDArray[np.int_]] = field(default_factory=list)
    said: Counter[tuple[Difference, bool]] = field(default_factory=Counter)

    def add(self, house: House) -> None:
        self.n_houses += 1
        self.n_sittings = len(house.totals)
        stated = stated_precision(self.rung, house)
        if stated.rung is not self.rung:
            return
        hits, widths = is_covered(house, stated)
        self.stated.append(stated)
        self.scores.append(house.totals)
        self.truths.append(house.true)
        self.hits.append(hits)
        self.widths.append(float(widths.mean()))
        self.styles.append(house.people.style)
        self.said += said_of_pairs(house, stated)

    def figures(self) -> RungFigures:
        if not self.stated:
            raise ValueError(
                f"none of {self.n_houses} houses with {self.n_sittings} sittings reached the "
                f"rung “{self.rung.value}”: their scenarios do not agree enough. "
                "Give more sittings or a longer form"
            )
        true_r = _squared_correlation(np.concatenate(self.scores), np.concatenate(self.truths))
        shares = np.array([hits.mean() for hits in self.hits])
        return RungFigures(
            rung=self.rung,
            n_sittings=self.n_sittings,
            n_houses=self.n_houses,
            n_on_rung=len(self.stated),
            stated_r=float(np.mean([one.r for one in self.stated])),
            true_r=true_r,
            scenarios_needed=None,
            sd_points=float(np.mean([scores.std(ddof=1) for scores in self.scores])),
            covered=_covered(np.concatenate(self.hits)),
            coverage_error=_standard_error(shares),
            width_points=float(np.mean(self.widths)),
            covered_by_style=self._by_style(),
            words={word: self._word(word) for word in Difference},
        )

    def _by_style(self) -> dict[Style, Covered]:
        hits, styles = np.concatenate(self.hits), np.concatenate(self.styles)
        return {style: _covered(hits[styles == n]) for n, style in enumerate(STYLES)}

    def _word(self, word: Difference) -> WordFigures:
        n_said = self.said[word, False] + self.said[word, True]
        is_claim = word is not Difference.NONE_DEPENDABLE and n_said > 0
        return WordFigures(
            said_share=n_said / self.said.total(),
            reversed_share=self.said[word, True] / n_said if is_claim else None,
        )


def scenarios_needed(n_scenarios: int, r: float) -> int | None:
    """How many scenarios of this kind give a reliability of .70; None where no number would."""
    if not 0 < r < 1:
        return None
    return int(np.ceil(n_scenarios * times_longer_needed(r, TARGET_RELIABILITY)))


def _covered(hits: FloatArray) -> Covered:
    return Covered(hits.size, float(hits.mean()) if hits.size else None)


def _squared_correlation(scores: FloatArray, truths: FloatArray) -> float:
    return float(np.corrcoef(scores, truths)[0, 1] ** 2)


def _standard_error(shares: FloatArray) -> float:
    return float(shares.std(ddof=1) / np.sqrt(shares.size)) if shares.size > 1 else 0.0

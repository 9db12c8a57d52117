"""Differential functioning of right-or-wrong items: Mantel-Haenszel and standardisation.

``mantel_haenszel_screen`` examines a form; the formulas below it work on tables
of counts and speak whatever the counts. Why and how people are matched, and when
no answer is given, is told in ``dif_matching``.

A table of counts has one row per stratum: right and wrong in the reference group,
right and wrong in the focal group (A, B, C, D).

Classes are those of Educational Testing Service. The rule that looks at magnitude
alone was rejected: in small groups it cries wolf. A class rests on the item's own
p value; the p values that allow for many items stand beside it.

Where one group alone is ever right, or alone ever wrong, the odds ratio is 0 or
endless. Such an item may be the worst of all and must not go without a figure: its
figures are of the counts with a half added to each, and are labelled so.

Source of all formulas: scoring reference, section 5.4; the half added, section 12.
"""

import math
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist
from typing import assert_never

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from hiring.psychometrics.arrays import BoolArray, FloatArray, as_floats
from hiring.psychometrics.items.dif_matching import (
    MIN_PER_STRATUM,
    Correction,
    DifClass,
    DifScreen,
    Examinees,
    Purification,
    Refusal,
    Undefined,
    check_right_or_wrong,
    examinees_of,
    find_refusal,
    screen,
    strata_of,
)

DELTA = -2.35  # log odds to the delta scale of test makers
MODERATE, LARGE = 1.0, 1.5  # points of delta
LEVEL = 0.05
_COLUMNS = 4
_MIN_FOR_VARIANCE = 2


class Weights(StrEnum):
    """Whose distribution over the strata a standardised difference is for."""

    FOCAL = "focal"
    REFERENCE = "reference"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class MantelHaenszel:
    """One item. Without a reason in ``undefined`` every figure is known.

    With ``ONE_SIDED`` the odds ratio and what follows from it are of counts with a
    half added; chi-square, p and the difference of shares are of the counts as they
    are. With ``NO_CONTRAST`` there is no odds ratio.
    """

    alpha: float | None  # common odds ratio; above 1 favours the reference group
    d_dif: float | None  # in delta points; below 0: harder for the focal group than it should be
    se_d_dif: float | None
    variance_ln_alpha: float | None
    chi2: float | None  # with continuity correction, 1 degree of freedom
    p: float | None
    std_p_dif: float | None  # focal minus reference share right, -1..1
    ets: DifClass | None
    undefined: Undefined | None = None

    @property
    def is_large(self) -> bool:
        """Whether the item is in class C, or one-sided and not by chance."""
        is_told = self.p is not None and self.p < LEVEL
        return self.ets is DifClass.C or (self.has_halves_added and is_told)

    @property
    def magnitude(self) -> float:
        """Points of delta, whichever group is favoured; 0 where undefined."""
        return 0.0 if self.d_dif is None else abs(self.d_dif)

    @property
    def has_halves_added(self) -> bool:
        """Whether the odds ratio is not that of the counts as they are."""
        return self.undefined is Undefined.ONE_SIDED


def mantel_haenszel_screen(
    scores: ArrayLike,
    is_focal: ArrayLike,
    *,
    weights: Weights = Weights.FOCAL,
    correction: Correction = Correction.BENJAMINI_HOCHBERG,
    purification: Purification | None = None,
    min_per_stratum: int = MIN_PER_STRATUM,
) -> DifScreen[MantelHaenszel] | Refusal:
    """Examine every item of a form.

    Args:
        scores: Shape (n_people, k_items), 0, 1 or NaN = missing. People with a
            missing score are left out and counted.
        is_focal: Shape (n_people,), 0, 1 or NaN = not known.
        weights: For the standardised difference.
        correction: How p values allow for many items.
        purification: How the matching score is cleaned of large differences.
        min_per_stratum: People of each group a stratum holds at least.

    Returns:
        Figures for every item, or the reason why there are none.

    Raises:
        ValueError: A score is neither 0 nor 1, or shapes do not match.
    """
    people = examinees_of(scores, is_focal)
    check_right_or_wrong(people)
    refusal = find_refusal(people)
    if refusal is not None:
        return refusal

    def examine(item: int, is_matching: BoolArray) -> MantelHaenszel:
        tables = tables_of(people, item, is_matching, min_per_stratum)
        return mantel_haenszel(tables, weights)

    return screen(people, examine, correction, purification or Purification())


def mantel_haenszel(tables: ArrayLike, weights: Weights = Weights.FOCAL) -> MantelHaenszel:
    """The figures of one item from its tables of counts.

    Args:
        tables: Shape (n_strata, 4): A, B, C, D.
        weights: For the standardised difference.

    Returns:
        ``NO_CONTRAST`` where the odds ratio does not exist: only ``std_p_dif`` and,
        if there is one, the chi-square stand. ``ONE_SIDED`` where it is 0 or endless:
        it is then that of the counts with a half added, in strata with people of both
        groups.

    Raises:
        ValueError: A table does not have four counts, or a count is below 0.

    Source: cases I-11 and I-12.
    """
    counts = _checked(tables)
    std = std_p_dif(counts, weights)
    chi2 = mantel_haenszel_chi2(counts)
    p = None if chi2 is None else float(chdtrc(1, chi2))
    reason = None
    favours_reference, favours_focal = _favours(counts)
    if not (favours_reference or favours_focal):
        reason = Undefined.NO_CONTRAST
        return MantelHaenszel(None, None, None, None, chi2, p, std, None, reason)
    if not (favours_reference and favours_focal):
        reason = Undefined.ONE_SIDED
        counts = _with_halves(counts)
        favours_reference, favours_focal = _favours(counts)
    alpha = favours_reference / favours_focal
    variance = _variance_ln_alpha(counts, alpha)
    d_dif, error = DELTA * math.log(alpha), abs(DELTA) * math.sqrt(variance)
    ets = ets_class(d_dif, error, p)
    return MantelHaenszel(alpha, d_dif, error, variance, chi2, p, std, ets, reason)


def mantel_haenszel_chi2(tables: ArrayLike, *, with_correction: bool = True) -> float | None:
    """Chi-square with one degree of freedom; None where no stratum can tell.

    Raises:
        ValueError: As in ``mantel_haenszel``.
    """
    a, b, c, d = _checked(tables).T
    n = a + b + c + d
    tells = n >= _MIN_FOR_VARIANCE  # one person alone cannot differ from the expected
    a, b, c, d, n = a[tells], b[tells], c[tells], d[tells], n[tells]
    variance = math.fsum((a + b) * (c + d) * (a + c) * (b + d) / (n * n * (n - 1)))
    if not variance:
        return None
    apart = abs(math.fsum(a - (a + b) * (a + c) / n))
    # The correction draws towards no difference, and must not overshoot it.
    apart = max(apart - 0.5, 0.0) if with_correction else apart
    return apart * apart / variance


def ets_class(d_dif: float, se_d_dif: float, p: float | None, level: float = LEVEL) -> DifClass:
    """A, B or C by the rule of Educational Testing Service.

    Args:
        d_dif: In delta points.
        se_d_dif: Its standard error, above 0.
        p: Of the chi-square against no difference at all.
        level: Of both tests.

    Returns:
        A where the difference is below 1 or not told from 0; C where it is at
        least 1.5 and, by a one-sided test, above 1; else B.

    Raises:
        ValueError: The difference is missing, or its standard error is not above 0.
    """
    if not (math.isfinite(d_dif) and se_d_dif > 0):
        raise ValueError("a class needs a difference and a standard error above 0: give both")
    magnitude = abs(d_dif)
    if magnitude < MODERATE or p is None or p >= level:
        return DifClass.A
    is_above = (magnitude - MODERATE) / se_d_dif > NormalDist().inv_cdf(1 - level)
    return DifClass.C if magnitude >= LARGE and is_above else DifClass.B


def std_p_dif(tables: ArrayLike, weights: Weights = Weights.FOCAL) -> float | None:
    """How much more often the focal group is right than matched people of the reference group.

    Strata in which one group has nobody cannot be compared and are left out.

    Returns:
        -1..1; None where no stratum has people of both groups.

    Raises:
        ValueError: As in ``mantel_haenszel``.

    Source: case I-12.
    """
    a, b, c, d = _checked(tables).T
    reference, focal = a + b, c + d
    both = (reference > 0) & (focal > 0)
    if not both.any():
        return None
    difference = c[both] / focal[both] - a[both] / reference[both]
    weight = _weights(reference[both], focal[both], weights)
    return math.fsum(weight * difference) / math.fsum(weight)


def tables_of(
    people: Examinees, item: int, is_matching: BoolArray, min_per_stratum: int = MIN_PER_STRATUM
) -> FloatArray:
    """Counts A, B, C, D of one item, shape (n_strata, 4)."""
    matching = people.matching_score(item, is_matching)
    strata = strata_of(matching, people.is_focal, min_per_stratum)
    column = 2 * people.is_focal + (people.scores[:, item] == 0)
    n_strata = int(strata.max()) + 1
    counts = np.bincount(strata * _COLUMNS + column, minlength=n_strata * _COLUMNS)
    return as_floats(counts.reshape(n_strata, _COLUMNS))


def _checked(tables: ArrayLike) -> FloatArray:
    counts = as_floats(tables)
    if counts.ndim != 2 or counts.shape[1] != _COLUMNS:  # noqa: PLR2004 - strata by counts
        raise ValueError("a stratum has four counts: right and wrong, reference and focal group")
    is_off = ~(np.isfinite(counts) & (counts >= 0)).all(axis=1)
    if is_off.any():
        strata = ", ".join(map(str, np.flatnonzero(is_off)))
        raise ValueError(f"counts are at least 0 and none is missing; correct strata: {strata}")
    return counts


def _products(counts: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """A·D, B·C and the number of people (1 where there is nobody) of each stratum."""
    a, b, c, d = counts.T
    return a * d, b * c, as_floats(np.maximum(a + b + c + d, 1))


def _favours(counts: FloatArray) -> tuple[float, float]:
    """What speaks for the reference and for the focal group."""
    right, wrong, n = _products(counts)
    return math.fsum(right / n), math.fsum(wrong / n)


def _with_halves(counts: FloatArray) -> FloatArray:
    a, b, c, d = counts.T
    # Half a person where there is none would make up a comparison.
    return as_floats(counts[(a + b > 0) & (c + d > 0)] + 0.5)


def _variance_ln_alpha(counts: FloatArray, alpha: float) -> float:
    """After Phillips and Holland; sound for few large and for many small strata."""
    a, b, c, d = counts.T
    right, wrong, n = _products(counts)
    above = math.fsum((right + alpha * wrong) * (a + d + alpha * (b + c)) / (n * n))
    return above / (2 * math.fsum(right / n) ** 2)


def _weights(reference: FloatArray, focal: FloatArray, weights: Weights) -> FloatArray:
    match weights:
        case Weights.FOCAL:
            return focal
        case Weights.REFERENCE:
            return reference
        case Weights.ALL:
            return as_floats(reference + focal)
        case _:
            assert_never(weights)

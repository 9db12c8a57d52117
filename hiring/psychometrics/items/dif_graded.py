"""Differential functioning of items that are scored in more than two steps.

Mantel's test asks whether people of the two groups who match get the same mean
score; the standardised mean difference (SMD) says by how much not. People are
matched as told in ``dif_matching``. Right-or-wrong items may be among them.

Source: Mantel (1963), Journal of the American Statistical Association 58, 690-700,
for the test; scoring reference, section 5.4 and case I-14, for the rest. The
cut-offs .17 and .25 are those in use for graded items of a large national survey;
treat them as custom.
"""

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from hiring.psychometrics.arrays import BoolArray, FloatArray, as_floats, sample_variance, varies
from hiring.psychometrics.items.dif_matching import (
    MIN_PER_STRATUM,
    Correction,
    DifScreen,
    Examinees,
    Purification,
    Refusal,
    Undefined,
    examinees_of,
    find_refusal,
    screen,
    strata_of,
)
from hiring.psychometrics.items.mantel_haenszel import LEVEL

MODERATE, LARGE = 0.17, 0.25  # item standard deviations
_MIN_FOR_VARIANCE = 2


class GradedClass(StrEnum):
    """How much a graded item functions differently."""

    AA = "aa"  # negligible, or not told from chance
    BB = "bb"  # moderate
    CC = "cc"  # large


@dataclass(frozen=True, slots=True)
class Strata:
    """One item in two groups: people, mean and variance by stratum, each (n_strata,)."""

    n_reference: FloatArray
    n_focal: FloatArray
    mean_reference: FloatArray  # NaN where the group has nobody
    mean_focal: FloatArray
    squares: FloatArray  # of both groups, sum of squared distances from the stratum's mean


@dataclass(frozen=True, slots=True)
class GradedDif:
    """One item. Without a reason in ``undefined`` every figure is known."""

    smd: float | None  # focal minus reference, in points
    sd: float | None  # of the item over all people, n - 1
    ratio: float | None  # smd / sd
    chi2: float | None  # Mantel, 1 degree of freedom, without continuity correction
    p: float | None
    grade: GradedClass | None
    undefined: Undefined | None = None

    @property
    def is_large(self) -> bool:
        """Whether the item is in class CC."""
        return self.grade is GradedClass.CC

    @property
    def magnitude(self) -> float:
        """Item standard deviations, whichever group is favoured; 0 where undefined."""
        return 0.0 if self.ratio is None else abs(self.ratio)


def graded_screen(
    scores: ArrayLike,
    is_focal: ArrayLike,
    *,
    correction: Correction = Correction.BENJAMINI_HOCHBERG,
    purification: Purification | None = None,
    min_per_stratum: int = MIN_PER_STRATUM,
) -> DifScreen[GradedDif] | Refusal:
    """Examine every item of a form.

    Args:
        scores: Shape (n_people, k_items), any points, NaN = missing. People with
            a missing score are left out and counted.
        is_focal: Shape (n_people,), 0, 1 or NaN = not known.
        correction: How p values allow for many items.
        purification: How the matching score is cleaned of items in class CC.
        min_per_stratum: People of each group a stratum holds at least.

    Returns:
        Figures for every item, or the reason why there are none.

    Raises:
        ValueError: Shapes do not match, or a score is infinite.
    """
    people = examinees_of(scores, is_focal)
    refusal = find_refusal(people)
    if refusal is not None:
        return refusal

    def examine(item: int, is_matching: BoolArray) -> GradedDif:
        return _graded_dif(people, item, is_matching, min_per_stratum)

    return screen(people, examine, correction, purification or Purification())


def mantel_chi2(strata: Strata) -> float | None:
    """Whether matched people of both groups have the same mean; None where none can tell.

    Source: Mantel (1963), the extension of the test of Mantel and Haenszel to ordered
    scores; with two scores it is that test without its continuity correction.
    """
    reference, focal = strata.n_reference, strata.n_focal
    tells = (reference > 0) & (focal > 0) & (reference + focal >= _MIN_FOR_VARIANCE)
    reference, focal = reference[tells], focal[tells]
    n = reference + focal
    # The focal sum of scores minus its expectation, written with the difference of means.
    apart = (strata.mean_focal - strata.mean_reference)[tells] * reference * focal / n
    variance = math.fsum(reference * focal * strata.squares[tells] / (n * (n - 1)))
    return math.fsum(apart) ** 2 / variance if variance else None


def standardised_mean_difference(
    mean_reference: ArrayLike, mean_focal: ArrayLike, n_focal: ArrayLike
) -> float | None:
    """Focal minus reference mean of matched people, weighted as the focal group is spread.

    Args:
        mean_reference: Shape (n_strata,), in points; NaN = nobody there.
        mean_focal: Likewise.
        n_focal: Shape (n_strata,), people.

    Returns:
        In points; None where no stratum has people of both groups.

    Raises:
        ValueError: Shapes do not match, or a count is below 0 or missing.

    Source: case I-14.
    """
    reference, focal, n = (as_floats(v) for v in (mean_reference, mean_focal, n_focal))
    if not reference.shape == focal.shape == n.shape == n.shape[:1]:
        raise ValueError("expected two means and one count per stratum")
    if not (n >= 0).all():
        strata = ", ".join(map(str, np.flatnonzero(~(n >= 0))))
        raise ValueError(f"counts are at least 0 and none is missing; correct strata: {strata}")
    both = ~np.isnan(reference) & ~np.isnan(focal) & (n > 0)
    if not both.any():
        return None
    return math.fsum(n[both] * (focal[both] - reference[both])) / math.fsum(n[both])


def graded_class(ratio: float, p: float | None, level: float = LEVEL) -> GradedClass:
    """AA up to .17 item standard deviations or where not significant, CC above .25, else BB."""
    if abs(ratio) <= MODERATE or p is None or p >= level:
        return GradedClass.AA
    return GradedClass.CC if abs(ratio) > LARGE else GradedClass.BB


def strata_figures(scores: FloatArray, strata: FloatArray, is_focal: BoolArray) -> Strata:
    """One item's means by stratum and group; all arguments of shape (n_people,)."""
    places = np.asarray(strata, dtype=np.int64)
    n_strata = int(places.max()) + 1
    middle = math.fsum(scores.tolist()) / len(scores)
    # Near zero sums are exact to the last digits, in whatever order people come.
    near = scores - middle
    n_reference, mean_reference = _means(near[~is_focal], places[~is_focal], n_strata)
    n_focal, mean_focal = _means(near[is_focal], places[is_focal], n_strata)
    _n, mean = _means(near, places, n_strata)
    squares = np.bincount(places, weights=(near - mean[places]) ** 2, minlength=n_strata)
    return Strata(
        n_reference, n_focal, mean_reference + middle, mean_focal + middle, as_floats(squares)
    )


def _graded_dif(
    people: Examinees, item: int, is_matching: BoolArray, min_per_stratum: int
) -> GradedDif:
    scores = as_floats(people.scores[:, item])
    if not varies(scores):
        return GradedDif(None, None, None, None, None, None, Undefined.NO_CONTRAST)
    matching = people.matching_score(item, is_matching)
    strata = strata_of(matching, people.is_focal, min_per_stratum)
    figures = strata_figures(scores, as_floats(strata), people.is_focal)
    smd = standardised_mean_difference(figures.mean_reference, figures.mean_focal, figures.n_focal)
    chi2, sd = mantel_chi2(figures), math.sqrt(sample_variance(scores))
    if chi2 is None or smd is None:
        return GradedDif(smd, sd, None, None, None, None, Undefined.NO_CONTRAST)
    p = float(chdtrc(1, chi2))
    return GradedDif(smd, sd, smd / sd, chi2, p, graded_class(smd / sd, p))


def _means(values: FloatArray, strata: ArrayLike, n_strata: int) -> tuple[FloatArray, FloatArray]:
    """People and mean by stratum; NaN where there is nobody."""
    places = np.asarray(strata, dtype=np.int64)
    n = np.bincount(places, minlength=n_strata)
    total = np.bincount(places, weights=values, minlength=n_strata)
    return as_floats(n), as_floats(np.where(n > 0, total / np.maximum(n, 1), np.nan))

"""What linking starts from: who sat which form, which scenarios they share, which method fits.

Words: the new form is the one whose scores are to be read on the scale of the old
form. The anchor is the set of scenarios on both. It is internal when its scenarios
count in the total (our own forms), external when they do not. Scores are means of
scenario scores, 0..100. People and columns are counted from 0 in messages.

Nobody is left out here for a missing scenario. Whether a missing scenario counts
as zero, is filled in, or leaves a sitting unscored is settled when sittings are
scored; settling it twice would link scores that nobody has.

Source of all rules: scoring reference, section 5.6.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hiring.psychometrics.arrays import FloatArray, as_floats, mean_last_axis, varies

MIN_PEOPLE = 50
MIN_PEOPLE_FOR_SLOPE = 100
MAX_PEOPLE_FOR_LINE = 400
MAX_SIMILAR_SD = 0.25

_LOWEST, _HIGHEST = 0.0, 100.0
_MAX_NAMED = 20


class Design(StrEnum):
    """Why the two sets of scores may be set side by side."""

    EQUIVALENT_GROUPS = "equivalent_groups"  # one form each, dealt out at random
    COMMON_ANCHOR = "common_anchor"  # one form each, some scenarios on both
    SINGLE_GROUP = "single_group"  # everybody sat both forms


class Method(StrEnum):
    """How a score on the new form becomes one on the old form."""

    MEAN = "mean"
    LINEAR = "linear"
    EQUIPERCENTILE = "equipercentile"
    CHAINED_MEAN = "chained_mean"
    CHAINED_LINEAR = "chained_linear"
    TUCKER = "tucker"
    LEVINE_OBSERVED = "levine_observed"
    LEVINE_TRUE = "levine_true"
    FREQUENCY_ESTIMATION = "frequency_estimation"
    CHAINED_EQUIPERCENTILE = "chained_equipercentile"

    @property
    def needs_anchor(self) -> bool:
        """Whether the method reads the scenarios that both forms share."""
        return self not in {Method.MEAN, Method.LINEAR, Method.EQUIPERCENTILE}

    @property
    def is_linear(self) -> bool:
        """Whether the conversion is one straight line."""
        return self not in {
            Method.EQUIPERCENTILE,
            Method.FREQUENCY_ESTIMATION,
            Method.CHAINED_EQUIPERCENTILE,
        }


class AnchorKind(StrEnum):
    """Whether the shared scenarios count in the total."""

    INTERNAL = "internal"
    EXTERNAL = "external"


class Grounds(StrEnum):
    """Why a method is suggested, or none."""

    TOO_FEW_PEOPLE = "too_few_people"  # under 50 on a form: do not link
    FEW_PEOPLE = "few_people"  # 50 to 99: only a shift can be found
    SIMILAR_GROUPS = "similar_groups"
    DIFFERENT_GROUPS = "different_groups"
    EQUIVALENT_GROUPS = "equivalent_groups"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The method that fits, and why.

    Attributes:
        method: None when the forms must not be linked; build the new form to be
            as hard as the old one instead, and call the scores not comparable.
        grounds: Why.
        n_smaller: People on the form that fewer people sat; it decides.
    """

    method: Method | None
    grounds: Grounds
    n_smaller: int


@dataclass(frozen=True, slots=True)
class FormSample:
    """The scores of the people who sat one form.

    Attributes:
        totals: Shape (..., n_people), points 0..100. Leading axes hold resamples.
        anchors: Same shape: the means over the shared scenarios. None without any.
        n_units: Scenarios that count in the total.
        n_anchor_units: Shared scenarios.
        kind: Whether these count in the total.
    """

    totals: FloatArray
    anchors: FloatArray | None
    n_units: int
    n_anchor_units: int
    kind: AnchorKind

    @property
    def n_people(self) -> int:
        """How many sat the form."""
        return int(self.totals.shape[-1])

    @property
    def anchor_ratio(self) -> float:
        """Shared scenarios per scenario of the total."""
        return self.n_anchor_units / self.n_units

    def taken(self, rows: NDArray[np.intp]) -> "FormSample":
        """The same people in another order, or drawn anew."""
        anchors = None if self.anchors is None else as_floats(self.anchors[rows])
        totals = as_floats(self.totals[rows])
        return FormSample(totals, anchors, self.n_units, self.n_anchor_units, self.kind)


def form_sample(
    scenario_scores: ArrayLike,
    anchor: Sequence[int] = (),
    kind: AnchorKind = AnchorKind.INTERNAL,
) -> FormSample:
    """The totals and anchor scores of one form.

    Args:
        scenario_scores: Shape (n_people, n_scenarios), points 0..100, complete.
        anchor: Columns of the shared scenarios. Name them in the same order on
            both forms.
        kind: External anchors are left out of the total.

    Raises:
        ValueError: A score is missing or off 0..100, an anchor column is not
            there, stands twice or leaves nothing to total, the anchor scores of
            all people are alike, or fewer than 50 people sat the form.
    """
    table, columns = as_floats(scenario_scores), list(anchor)
    _check_table(table)
    _check_columns(columns, table.shape[1], kind)
    counted = [c for c in range(table.shape[1]) if kind is AnchorKind.INTERNAL or c not in columns]
    totals = mean_last_axis(table[:, counted])
    anchors = _anchor_scores(table, columns) if columns else None
    return FormSample(totals, anchors, len(counted), len(columns), kind)


def anchor_difference_sd(new: FormSample, old: FormSample) -> float:
    """How far the group on the new form lies above the other one on the anchor.

    Returns:
        The difference of the means in pooled standard deviations.

    Raises:
        ValueError: A form has no anchor.
    """
    if new.anchors is None or old.anchors is None:
        raise ValueError("both forms need anchor scenarios; name their columns")
    ours, theirs = np.sort(new.anchors), np.sort(old.anchors)
    squares = (ours.size - 1) * ours.var(ddof=1) + (theirs.size - 1) * theirs.var(ddof=1)
    pooled = np.sqrt(squares / (ours.size + theirs.size - 2))
    return float((ours.mean() - theirs.mean()) / pooled)


def suggested_method(n_new: int, n_old: int, anchor_difference: float | None) -> Suggestion:
    """The method that so many people can carry.

    Args:
        n_new: People on the new form.
        n_old: People on the old form.
        anchor_difference: From ``anchor_difference_sd``; None when the forms were
            dealt out at random and share no scenario.

    Where the reference leaves a choice, observed-score Levine is taken for a line
    between groups that differ. Chained linear was rejected: it takes the anchor's
    own error for a part of the difference between the groups.

    Raises:
        ValueError: The difference is NaN.

    Source: section 5.6, which method when.
    """
    if anchor_difference is not None and math.isnan(anchor_difference):
        raise ValueError(
            "how far the groups differ on the anchor is unknown (NaN): compute it with "
            "anchor_difference_sd, or give None where the forms share no scenario"
        )
    n = min(n_new, n_old)
    if n < MIN_PEOPLE:
        return Suggestion(None, Grounds.TOO_FEW_PEOPLE, n)
    if n < MIN_PEOPLE_FOR_SLOPE:
        method = Method.MEAN if anchor_difference is None else Method.CHAINED_MEAN
        return Suggestion(method, Grounds.FEW_PEOPLE, n)
    if anchor_difference is None:
        method = Method.LINEAR if n <= MAX_PEOPLE_FOR_LINE else Method.EQUIPERCENTILE
        return Suggestion(method, Grounds.EQUIVALENT_GROUPS, n)
    return _suggested_with_anchor(n, is_similar=abs(anchor_difference) < MAX_SIMILAR_SD)


def _suggested_with_anchor(n: int, *, is_similar: bool) -> Suggestion:
    grounds = Grounds.SIMILAR_GROUPS if is_similar else Grounds.DIFFERENT_GROUPS
    if n <= MAX_PEOPLE_FOR_LINE:
        return Suggestion(Method.TUCKER if is_similar else Method.LEVINE_OBSERVED, grounds, n)
    curve = Method.FREQUENCY_ESTIMATION if is_similar else Method.CHAINED_EQUIPERCENTILE
    return Suggestion(curve, grounds, n)


def _check_table(table: FloatArray) -> None:
    if table.ndim != 2 or table.shape[1] == 0:  # noqa: PLR2004 - people by scenarios
        raise ValueError("linking needs a table of people by scenarios")
    if len(table) < MIN_PEOPLE:
        raise ValueError(
            f"only {len(table)} people sat this form; linking needs {MIN_PEOPLE}. "
            "Until then, mark the scores as not comparable across forms"
        )
    _refuse_rows(np.isnan(table), "a score is missing", "leave them out or score what is missing")
    is_off = (table < _LOWEST) | (table > _HIGHEST)
    _refuse_rows(is_off, "a score lies off 0..100", "bring all scores to 0..100 points")


def _refuse_rows(is_wrong: NDArray[np.bool_], fault: str, remedy: str) -> None:
    people, columns = (_listed(np.flatnonzero(is_wrong.any(axis=axis))) for axis in (1, 0))
    if people:
        raise ValueError(f"{fault} for the people in rows {people} (columns {columns}); {remedy}")


def _check_columns(columns: list[int], n_columns: int, kind: AnchorKind) -> None:
    absent = [c for c in columns if not 0 <= c < n_columns]
    if absent:
        raise ValueError(
            f"anchor columns {_listed(absent)} are not in the table; it has 0 to {n_columns - 1}"
        )
    twice = sorted({c for c in columns if columns.count(c) > 1})
    if twice:
        raise ValueError(f"anchor columns {_listed(twice)} stand twice; name each one once")
    if kind is AnchorKind.EXTERNAL and len(columns) == n_columns:
        raise ValueError("all scenarios are external anchors; leave some that count in the total")


def _anchor_scores(table: FloatArray, columns: list[int]) -> FloatArray:
    anchors = mean_last_axis(table[:, columns])
    if not varies(anchors):
        raise ValueError(
            f"everybody has the same score on the anchor columns {_listed(columns)}; "
            "take anchor scenarios on which people differ"
        )
    return anchors


def _listed(numbers: ArrayLike) -> str:
    known = [int(number) for number in np.asarray(numbers).tolist()]
    named = ", ".join(map(str, known[:_MAX_NAMED]))
    n_more = len(known) - _MAX_NAMED
    return f"{named} and {n_more} more" if n_more > 0 else named

"""Reading the scores of a new form on the scale of an old one.

``link`` brings the pieces together: samples (``linking_designs``), straight lines
(``linear_linking``), curves (``equipercentile``, smoothed by ``loglinear``), and
errors (``linking_errors``). Whether the shared scenarios are fit to be an anchor is
for ``anchors`` to say, beforehand.

People are put in order of their scores first. Sums, and the samples drawn for the
bootstrap, then come out the same to the last digit, whatever the order in which a
database hands out its rows.

Sources: scoring reference, section 5.6, for lines and equal percentile ranks; what
goes beyond it, Kolen and Brennan, Test Equating, Scaling, and Linking. Each of the
modules above names its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from hiring.psychometrics.arrays import BoolArray, FloatArray, as_floats, places, varies
from hiring.psychometrics.linking.curves import Smoothing, curve_method
from hiring.psychometrics.linking.designs import Design, FormSample, Method
from hiring.psychometrics.linking.equipercentile import ScoreGrid
from hiring.psychometrics.linking.errors import Bootstrap, bootstrap_errors, delta_errors
from hiring.psychometrics.linking.lines import EQUAL_WEIGHT, Line, form_moments, line_of

_LOWEST, _HIGHEST = 0.0, 100.0


class ErrorSource(StrEnum):
    """How a standard error was found."""

    DELTA = "delta"
    BOOTSTRAP = "bootstrap"


@dataclass(frozen=True, slots=True)
class Equated:
    """Scores brought to the old form's scale.

    Attributes (shape of the scores handed in; NaN where these are NaN):
        scores: Points 0..100.
        standard_error: Of linking, in points; not that of the scores themselves.
        is_clipped: Whether the score was beyond 0..100 and is shown as its end.
    """

    scores: FloatArray
    standard_error: FloatArray
    is_clipped: BoolArray


@dataclass(frozen=True, slots=True)
class Linking:
    """How scores on the new form read on the old one.

    Attributes:
        method: How they were linked.
        design: Why they may be.
        n_new: People on the new form.
        n_old: People on the old form.
        n_anchor_units: Scenarios on both; 0 without an anchor.
        weight_new: Share of the new form's group in the mixed population, for the
            methods that ask.
        slope: Of the line; None for a curve.
        intercept: Likewise.
        scores: Shape (n_points,), scores on the new form, upwards.
        equated: Shape (n_points,), the same on the old form; not clipped.
        standard_error: Shape (n_points,), in points, from who sat the forms.
        summary_error: Root mean square of the standard error over the people on
            the new form. It goes into the error of a difference between forms.
        error_source: How the errors were found.
        n_replications: Drawn samples they stand on; 0 for the delta method.
    """

    method: Method
    design: Design
    n_new: int
    n_old: int
    n_anchor_units: int
    weight_new: float
    slope: float | None
    intercept: float | None
    scores: FloatArray
    equated: FloatArray
    standard_error: FloatArray
    summary_error: float
    error_source: ErrorSource
    n_replications: int

    def equate(self, scores: ArrayLike) -> Equated:
        """Scores of the new form on the old one's scale.

        Between the points of the table, straight lines.

        Raises:
            ValueError: A score lies off 0..100; the rows are named.
        """
        given = as_floats(scores)
        is_off = np.asarray((given < _LOWEST) | (given > _HIGHEST))
        if is_off.any():
            where = places(is_off, "row")
            raise ValueError(f"a score lies in 0..100: bring to points first {where}")
        reached = np.interp(given, self.scores, self.equated)
        error = as_floats(np.interp(given, self.scores, self.standard_error))
        is_clipped = (reached < _LOWEST) | (reached > _HIGHEST)
        return Equated(as_floats(np.clip(reached, _LOWEST, _HIGHEST)), error, is_clipped)


def link(
    new: FormSample,
    old: FormSample,
    method: Method,
    design: Design,
    *,
    weight_new: float = EQUAL_WEIGHT,
    smoothing: Smoothing | None = None,
    bootstrap: Bootstrap | None = None,
    grid: ScoreGrid | None = None,
) -> Linking:
    """Link a new form to an old one.

    Args:
        new: The people on the new form, from ``form_sample``.
        old: The people on the old form; for a single group the same people, in
            the same rows.
        method: Best the one from ``suggested_method``.
        design: Why the samples may be set side by side.
        weight_new: Share of the new form's group in the mixed population, 0..1.
        smoothing: For curves; None smooths with degrees chosen by AIC.
        bootstrap: None takes the delta method for lines, and the standard
            bootstrap (seed 1, 200 replications) for curves.
        grid: The points of the table; None takes whole points, 0..100.

    Raises:
        ValueError: Method and design do not go together, the anchors differ, a
            form's scores are all alike, the forms cannot be linked this way, or
            as in ``smooth`` and ``bootstrap_errors``.
    """
    _check_design(new, old, method, design)
    ours, theirs = _in_order(new, old, design)
    whole = grid or ScoreGrid()
    convert: Callable[[FormSample, FormSample], FloatArray]
    if method.is_linear:
        line = _line(ours, theirs, method, weight_new)
        _check_line(line, method)
        convert = _line_method(method, weight_new, whole)
    else:
        line = None
        convert = curve_method(ours, theirs, method, weight_new, smoothing or Smoothing(), whole)
    errors, n_used = _errors(ours, theirs, method, design, weight_new, whole, convert, bootstrap)
    return Linking(
        method=method,
        design=design,
        n_new=new.n_people,
        n_old=old.n_people,
        n_anchor_units=new.n_anchor_units if method.needs_anchor else 0,
        weight_new=weight_new,
        slope=None if line is None else float(line.slope),
        intercept=None if line is None else float(line.intercept),
        scores=whole.points,
        equated=convert(ours, theirs),
        standard_error=errors,
        summary_error=_root_mean_square(np.interp(ours.totals, whole.points, errors)),
        error_source=ErrorSource.BOOTSTRAP if n_used else ErrorSource.DELTA,
        n_replications=n_used,
    )


def _errors(
    new: FormSample,
    old: FormSample,
    method: Method,
    design: Design,
    weight_new: float,
    grid: ScoreGrid,
    convert: Callable[[FormSample, FormSample], FloatArray],
    bootstrap: Bootstrap | None,
) -> tuple[FloatArray, int]:
    if method.is_linear and bootstrap is None:
        return delta_errors(new, old, method, design, weight_new, grid.points), 0
    return bootstrap_errors(new, old, design, convert, bootstrap or Bootstrap())


def _line(new: FormSample, old: FormSample, method: Method, weight_new: float) -> Line:
    return line_of(method, form_moments(new), form_moments(old), new.kind, weight_new)


def _line_method(
    method: Method, weight_new: float, grid: ScoreGrid
) -> Callable[[FormSample, FormSample], FloatArray]:
    def convert(new: FormSample, old: FormSample) -> FloatArray:
        line = _line(new, old, method, weight_new)
        is_usable = np.isfinite(line.slope) & (line.slope > 0)
        equated = np.full((*line.slope.shape, grid.n_points), np.nan)
        equated[is_usable] = Line(line.slope[is_usable], line.intercept[is_usable]).at(grid.points)
        return as_floats(equated)

    return convert


def _in_order(new: FormSample, old: FormSample, design: Design) -> tuple[FormSample, FormSample]:
    if design is not Design.SINGLE_GROUP:
        return _sorted(new), _sorted(old)
    rows = np.lexsort((old.totals, new.totals))
    return new.taken(rows), old.taken(rows)


def _sorted(sample: FormSample) -> FormSample:
    keys = sample.totals if sample.anchors is None else sample.anchors
    return sample.taken(np.lexsort((keys, sample.totals)))


def _check_design(new: FormSample, old: FormSample, method: Method, design: Design) -> None:
    if method.needs_anchor is not (design is Design.COMMON_ANCHOR):
        raise ValueError(
            f"the method {method} does not fit the design {design}; "
            "a common anchor goes with the methods that read it, and only with these"
        )
    if method.needs_anchor:
        _check_anchors(new, old)
    if design is Design.SINGLE_GROUP and new.n_people != old.n_people:
        raise ValueError("a single group has the same people in the same rows on both forms")
    for sample, name in ((new, "new"), (old, "old")):
        if not varies(sample.totals):
            raise ValueError(
                f"everybody has the same score on the {name} form; "
                "wait for people whose scores differ, or look for an error in its key"
            )


def _check_anchors(new: FormSample, old: FormSample) -> None:
    if new.anchors is None or old.anchors is None:
        raise ValueError("this method needs anchor scenarios on both forms; name their columns")
    if new.n_anchor_units != old.n_anchor_units or new.kind is not old.kind:
        raise ValueError(
            f"the anchors differ ({new.n_anchor_units} {new.kind}, "
            f"{old.n_anchor_units} {old.kind}); name the same scenarios on both forms"
        )
    for sample, name in ((new, "new"), (old, "old")):
        if not form_moments(sample).covariance > 0:
            raise ValueError(
                f"on the {name} form, people who do well on the anchor do no better in total; "
                "look for an error in its key, or choose other anchor scenarios"
            )


def _check_line(line: Line, method: Method) -> None:
    if not (np.isfinite(line.slope) and line.slope > 0):
        raise ValueError(
            f"the method {method} finds no rising line, since these groups differ too much "
            "in spread; choose chained mean"
        )


def _root_mean_square(values: FloatArray) -> float:
    return float(np.sqrt(np.mean(values * values)))

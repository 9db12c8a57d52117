"""Figures about ratings in the words and numbers of a page. None stands for too few answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import format_decimal, format_percent
from flask_babel import gettext as _

from hiring.psychometrics.agreement.severity import MIN_SHARED_RATINGS
from hiring.ratings import Benchmark, Closeness, Progress, QuestionFigures, Standing
from hiring.ratings.agreement import MIN_SHOWN, MonthFigures, PairFigures, RaterFigures, Severity


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """The tables of one question, each row as it is shown."""

    progress: Progress
    pairs: list[dict[str, Any]]
    months: list[dict[str, Any]]
    severities: list[dict[str, Any]]
    raters: list[dict[str, Any]]


def question_page(figures: QuestionFigures, facets: Mapping[str, str]) -> QuestionPage:
    """The figures as rows of tables."""
    names = {str(one.rater.id): one.rater.name for one in figures.raters}
    return QuestionPage(
        progress=figures.progress,
        pairs=[_pair(one, facets, names) for one in figures.pairs],
        months=[_month(one, facets) for one in figures.months],
        severities=[_severity(one, facets, names) for one in figures.severities],
        raters=[_rater(one) for one in figures.raters],
    )


def benchmark_lines(rows: Sequence[Benchmark], facets: Mapping[str, str]) -> list[dict[str, Any]]:
    """Agreed answers with their points in words."""
    return [
        {
            "row": row,
            "points": [(facets.get(name, name), point) for name, point in row.points.items()],
        }
        for row in rows
    ]


def _pair(one: PairFigures, facets: Mapping[str, str], names: Mapping[str, str]) -> dict[str, Any]:
    found = one.agreement
    return {
        "criterion": facets[one.criterion],
        "raters": _(
            "%(one)s and %(other)s", one=names[str(one.first)], other=names[str(one.second)]
        ),
        "n": one.n,
        "exact": _share(None if found is None else found.exact, one.n),
        "adjacent": _share(None if found is None else found.adjacent, one.n),
        "kappa": _figure(None if found is None else found.quadratic, one.n),
        "icc": _figure(one.icc_mean, one.n),
    }


def _month(one: MonthFigures, facets: Mapping[str, str]) -> dict[str, Any]:
    return {
        "criterion": facets[one.criterion],
        "month": one.month,
        "n": one.n,
        "exact": _share(one.exact, one.n),
        "adjacent": _share(one.adjacent, one.n),
    }


def _severity(one: Severity, facets: Mapping[str, str], names: Mapping[str, str]) -> dict[str, Any]:
    if one.points is None or one.standard_error is None:
        words = _("needs %(n)s shared ratings", n=MIN_SHARED_RATINGS)
        if one.n_shared >= MIN_SHARED_RATINGS:
            words = _("not defined")
    else:
        words = _(
            "%(points)s, standard error %(error)s",
            points=_signed(one.points),
            error=format_decimal(one.standard_error, "0.00"),
        )
    return {
        "criterion": facets[one.criterion],
        "rater": names[str(one.rater)],
        "n": one.n_shared,
        "words": words,
    }


def _rater(one: RaterFigures) -> dict[str, Any]:
    standings: dict[Standing, tuple[str, str]] = {
        Standing.NOT_PREPARED: (_("Waits for practice answers"), "empty"),
        Standing.PRACTISING: (_("Practising"), "half"),
        Standing.RATING: (_("May rate"), "full"),
        Standing.USED_UP: (_("Practice not passed"), "bar"),
    }
    state, shape = standings[one.standing]
    return {
        "name": one.rater.name,
        "state": state,
        "shape": shape,
        "n_filed": one.n_filed,
        "checks": _checks(one.checks),
        "newest": _checks(one.newest),
    }


def _checks(found: Closeness) -> str:
    if found.exact is None or found.close is None or found.lean is None:
        return str(_("none yet"))
    return str(
        _(
            "%(n)s points: exact %(exact)s, exact or next %(close)s, lean %(lean)s",
            n=found.n,
            exact=format_percent(found.exact),
            close=format_percent(found.close),
            lean=_signed(found.lean),
        )
    )


def _share(value: float | None, n: int) -> str:
    if value is None:
        return _too_few(n)
    return str(format_percent(value))


def _figure(value: float | None, n: int) -> str:
    if value is None:
        return _too_few(n)
    return _with_minus(format_decimal(value, "0.00"))


def _too_few(n: int) -> str:
    """Below ten answers counts only; above, the ratings leave nothing to divide by."""
    if n < MIN_SHOWN:
        return str(_("below %(n)s answers", n=MIN_SHOWN))
    return str(_("not defined"))


def _signed(points: float) -> str:
    return _with_minus(format_decimal(points, "+0.00;-0.00"))


def _with_minus(figure: str) -> str:
    """A hyphen would break off the line, and is read as a dash."""
    return figure.replace("-", "\N{MINUS SIGN}")

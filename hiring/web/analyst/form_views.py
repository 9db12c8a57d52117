"""The forms in use, and one form with all that can be known about its measurement."""

from dataclasses import dataclass
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hiring.banks.versions import bank_document, key_document, list_keys
from hiring.db import db
from hiring.psychometrics.reliability.precision import Rung
from hiring.reports.telling import COEFFICIENT, POINTS, Teller
from hiring.scoring import PrecisionSnapshot
from hiring.scoring.plan import scoring_plan
from hiring.scoring.snapshots import current_snapshot, scored_counts
from hiring.web.analyst.desk import KeyedForm, bp, for_analysts, keyed_form
from hiring.web.analyst.exposure_pages import exposure_of
from hiring.web.analyst.report_views import report_headlines
from hiring.web.desks import desk
from hiring.web.language import current_language, translator


@dataclass(frozen=True, slots=True)
class FormLine:
    """A form with how many real and how many simulated sittings are scored."""

    form: KeyedForm
    n_real: int
    n_simulated: int


@dataclass(frozen=True, slots=True)
class PrecisionLines:
    """A precision snapshot in words: each line a name and what it says."""

    is_simulated: bool
    rows: tuple[tuple[str, str], ...]


@bp.get("")
@for_analysts
def forms() -> ResponseReturnValue:
    """Every form of every published key."""
    return render_template("analyst/forms.html", lines=_lines(), **desk())


@bp.get("/<uuid:key_id>/<form_id>")
@for_analysts
def form(key_id: UUID, form_id: str) -> ResponseReturnValue:
    """One form: how exact its scores are, and where to go from here."""
    found = keyed_form(key_id, form_id)
    return render_template(
        "analyst/form.html",
        form=found,
        n_scenarios=_n_scenarios(found),
        snapshots=[_precision_lines(one) for one in _snapshots(found) if one is not None],
        reports=report_headlines(found),
        exposure=exposure_of(db.session, found),
        **desk(found.labels),
    )


def _lines() -> list[FormLine]:
    counts = scored_counts(db.session)
    return [
        FormLine(
            KeyedForm(bank, key, document, one.id),
            counts.get((key.id, one.id, False), 0),
            counts.get((key.id, one.id, True), 0),
        )
        for bank, key in list_keys(db.session)
        for document in [bank_document(db.session, bank.id)]
        for one in document.forms
    ]


def _n_scenarios(found: KeyedForm) -> int:
    """Those that the key counts: dropped ones and open texts are no part of a score."""
    key = key_document(db.session, found.key.id)
    return len(scoring_plan(found.document, key, found.form_id).scenarios)


def _precision_lines(one: PrecisionSnapshot) -> PrecisionLines:
    teller = Teller(translator(), current_language())
    rung = Rung(one.rung)
    code = _(
        "%(code)s, of %(day)s. Briefs and reports name it where they use these figures.",
        code=one.code,
        day=teller.day(one.made_at),
    )
    rows = (
        (_("Rung of the precision ladder"), teller.rung(rung)),
        (_("Sittings it stands on (N)"), teller.count(one.n)),
        (_reliability_name(rung), _with_n(teller, teller.number(one.r, COEFFICIENT), one)),
        (
            _("Standard error of measurement, points"),
            _with_n(teller, teller.number(one.sem, POINTS), one),
        ),
        (_("Code of this precision"), code),
    )
    return PrecisionLines(one.is_simulated, rows)


def _reliability_name(rung: Rung) -> str:
    match rung:
        case Rung.MEASURED:
            return str(_("Reliability: alpha over scenarios"))
        case Rung.POOLED:
            return str(_("Reliability, from the error within people"))
        case Rung.PLANNED:
            return str(_("Reliability, planned"))


def _with_n(teller: Teller, told: str, one: PrecisionSnapshot) -> str:
    """A planned figure rests on nobody, so it has no N of its own."""
    return told if one.rung == Rung.PLANNED.value else teller.counted(told, one.n)


def _snapshots(found: KeyedForm) -> list[PrecisionSnapshot | None]:
    return [
        current_snapshot(
            db.session,
            key_version_id=found.key.id,
            form_id=found.form_id,
            is_simulated=is_simulated,
        )
        for is_simulated in (False, True)
    ]

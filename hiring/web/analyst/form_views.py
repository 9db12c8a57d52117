"""The forms in use, and one form with all that can be known about its measurement."""

from dataclasses import dataclass
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from hiring.banks.versions import bank_document, list_keys
from hiring.db import db
from hiring.scoring import PrecisionSnapshot
from hiring.scoring.snapshots import current_snapshot, scored_counts
from hiring.web.analyst.desk import KeyedForm, bp, for_analysts, keyed_form
from hiring.web.analyst.report_views import report_headlines
from hiring.web.desks import desk


@dataclass(frozen=True, slots=True)
class FormLine:
    """A form with how many real and how many simulated sittings are scored."""

    form: KeyedForm
    n_real: int
    n_simulated: int


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
        snapshots=[one for one in _snapshots(found) if one is not None],
        reports=report_headlines(found),
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

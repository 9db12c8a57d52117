"""Item sheets: the scores of a form by their codes, and one of them item by item."""

from uuid import UUID

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from hiring.briefs.codes import in_groups
from hiring.db import db
from hiring.errors import NotFoundError
from hiring.exports.tables import csv_file
from hiring.reports.item_sheets import (
    MAX_LISTED,
    ItemSheet,
    item_sheet,
    newest_scores,
    note_reading,
)
from hiring.web.access import signed_in
from hiring.web.analyst.desk import KeyedForm, bp, for_analysts, keyed_form, now
from hiring.web.analyst.sheet_pages import COLUMNS, csv_rows, figures, item_rows
from hiring.web.desks import desk
from hiring.web.pages import key_labels
from hiring.web.score_words import points

PAGE = "/<uuid:key_id>/<form_id>/sheets"


@bp.get(PAGE)
@for_analysts
def item_sheets(key_id: UUID, form_id: str) -> ResponseReturnValue:
    """The newest scores of the form, each behind its code."""
    found = keyed_form(key_id, form_id)
    scores = newest_scores(db.session, found.key.id, found.form_id)
    return render_template(
        "analyst/item_sheets.html",
        form=found,
        lines=[
            (one, in_groups(one.code), None if one.total is None else points(one.total))
            for one in scores
        ],
        is_cut=len(scores) == MAX_LISTED,
        **desk(found.labels),
    )


@bp.get(f"{PAGE}/<uuid:score_id>", endpoint="item_sheet")
@for_analysts
def show_sheet(key_id: UUID, form_id: str, score_id: UUID) -> ResponseReturnValue:
    """One score item by item; that it was read is noted."""
    found, sheet = _read(key_id, form_id, score_id, is_file=False)
    words = render_template(
        "analyst/item_sheet.html",
        form=found,
        score_id=score_id,
        code=in_groups(sheet.code),
        figures=figures(sheet),
        rows=item_rows(sheet),
        **desk(key_labels(found.key, is_simulated=sheet.is_simulated)),
    )
    db.session.commit()
    return words


@bp.get(f"{PAGE}/<uuid:score_id>/csv")
@for_analysts
def item_sheet_csv(key_id: UUID, form_id: str, score_id: UUID) -> ResponseReturnValue:
    """The same table as a file, each row with the versions it rests on."""
    _form, sheet = _read(key_id, form_id, score_id, is_file=True)
    content = csv_file(COLUMNS, csv_rows(sheet))
    db.session.commit()
    response = Response(content, content_type="text/csv; charset=utf-8")
    name = f"item-sheet-{sheet.code}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _read(
    key_id: UUID, form_id: str, score_id: UUID, *, is_file: bool
) -> tuple[KeyedForm, ItemSheet]:
    found = keyed_form(key_id, form_id)
    note_reading(db.session, score_id, is_file=is_file, staff=signed_in(), now=now())
    sheet = item_sheet(db.session, score_id)
    if (sheet.key.id, sheet.form_id) != (found.key.id, found.form_id):
        raise NotFoundError("this score is of another form")
    return found, sheet

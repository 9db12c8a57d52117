"""An opening as a table for other programs: asking, fetching, and what the columns mean."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_translations
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hiring import exports, jobs, openings
from hiring.db import db
from hiring.errors import NotFoundError
from hiring.exports import Export
from hiring.openings.records import Opening
from hiring.web.access import signed_in
from hiring.web.desks import desk
from hiring.web.language import current_language
from hiring.web.pacing import files_paced
from hiring.web.pages import simulated_label
from hiring.web.recruiter.desk import bp, for_recruiters, my_opening, now
from hiring.web.recruiter.words import ago

PAGE = "/openings/<uuid:opening_id>/exports"
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


@dataclass(frozen=True, slots=True)
class ExportLine:
    """One export in the list."""

    export: Export
    kind: str
    asked: str
    state: str
    shape: str
    may_fetch: bool
    is_waiting: bool


@bp.get(PAGE, endpoint="exports")
@for_recruiters
def list_exports(opening_id: UUID) -> ResponseReturnValue:
    """Ask for a table, and what was asked for before."""
    return _page(my_opening(opening_id))


@bp.post(PAGE)
@for_recruiters
@files_paced
def ask_for_export(opening_id: UUID) -> ResponseReturnValue:
    """Have a table made by a job."""
    found = my_opening(opening_id)
    kind = request.form.get("kind", "")
    if kind not in TYPES:
        return _page(found, has_error=True), 422
    is_blind = bool(request.form.get("blind"))
    export = exports.ask_for_export(
        db.session, found, kind=kind, is_blind=is_blind, staff=signed_in(), now=now()
    )
    jobs.ask_to_export(db.session, export, language=current_language(), now=now())
    db.session.commit()
    flash(_("The table is asked for. You find it in the list below."))
    return redirect(url_for("recruiter.exports", opening_id=found.id))


@bp.get(f"{PAGE}/<uuid:export_id>/file")
@for_recruiters
@files_paced
def export_file(opening_id: UUID, export_id: UUID) -> ResponseReturnValue:
    """The file; ``bom=1`` marks a CSV as UTF-8 for programs that need to be told."""
    found = my_opening(opening_id)
    export = exports.get_export(db.session, found.id, export_id)
    if not exports.may_fetch(export, found, signed_in()):
        raise NotFoundError("no such file for this reader")
    content = exports.note_download(db.session, export, staff=signed_in(), now=now())
    db.session.commit()
    mark = exports.BOM if export.kind == "csv" and request.args.get("bom") else b""
    name = f"opening-{export.id.hex[:8]}.{export.kind}"
    return _file(mark + content, TYPES[export.kind], name)


@bp.get(f"{PAGE}/dictionary.csv")
@for_recruiters
def export_dictionary(opening_id: UUID) -> ResponseReturnValue:
    """What the columns mean, as a table of its own: a CSV file has no second sheet."""
    found = my_opening(opening_id)
    translator = get_translations()
    columns = exports.columns_of(translator, is_blind=_is_forced(found))
    content = exports.dictionary_csv(columns, translator)
    return _file(exports.BOM + content, TYPES["csv"], "dictionary.csv")


def _page(found: Opening, *, has_error: bool = False) -> str:
    lines = [_line(export, found, now()) for export in exports.list_exports(db.session, found.id)]
    errors = [{"target_id": "kind", "text": _("Choose what kind of file you need.")}]
    return render_template(
        "recruiter/exports.html",
        opening=found,
        lines=lines,
        is_busy=any(line.is_waiting for line in lines),
        is_forced=_is_forced(found),
        columns=exports.columns_of(get_translations(), is_blind=_is_forced(found)),
        errors=errors if has_error else [],
        **desk(simulated_label(is_simulated=found.is_simulated), has_errors=has_error),
    )


def _line(export: Export, found: Opening, moment: datetime) -> ExportLine:
    may_fetch = exports.may_fetch(export, found, signed_in())
    state, shape, is_waiting = _state(export, moment)
    is_there = export.content is not None and moment < export.expires_at
    return ExportLine(
        export=export,
        kind=export.kind.upper(),
        asked=ago(export.asked_at, moment),
        state=state,
        shape=shape,
        may_fetch=may_fetch and is_there,
        is_waiting=is_waiting,
    )


def _state(export: Export, moment: datetime) -> tuple[str, str, bool]:
    """In words, with the shape, and whether it is still being made."""
    if moment >= export.expires_at:
        return str(_("Run out")), "bar", False
    if export.made_at is None:
        key = jobs.export_key(export.id)
        if key in jobs.given_up(db.session, [key]):
            return str(_("Could not be made; ask for a new one")), "cross", False
        return str(_("Being made")), "half", True
    if export.content is None:
        return str(_("Removed: somebody was erased or took answers back")), "bar", False
    return str(_("Ready")), "full", False


def _is_forced(found: Opening) -> bool:
    """Whether this reader gets codes only."""
    return openings.must_be_blind(found, signed_in())


def _file(content: bytes, kind: str, name: str) -> Response:
    response = Response(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response

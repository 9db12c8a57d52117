"""The monitor's pages: the openings in which people were asked, and the report of each."""

from uuid import UUID

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from hiring import audit, vault
from hiring.briefs.press import printed
from hiring.db import db
from hiring.exports.tables import csv_file
from hiring.openings.records import Opening
from hiring.reports.paper import render_report
from hiring.vault import ImpactDocument, Mode
from hiring.web.access import signed_in
from hiring.web.desks import desk
from hiring.web.floors import group_floors
from hiring.web.language import current_language, translator
from hiring.web.monitor.desk import asked_opening, bp, for_monitors, mode_of, now
from hiring.web.monitor.files import columns, rows
from hiring.web.monitor.words import ImpactTeller
from hiring.web.pacing import paper_paced
from hiring.web.pages import simulated_label

REPORT = "/<uuid:opening_id>/<mode>"


@bp.get("", endpoint="home")
@for_monitors
def home() -> ResponseReturnValue:
    """Openings whose candidates are asked."""
    lines = vault.list_asking(db.session, now=now())
    least = group_floors().show
    return render_template("monitor/home.html", lines=lines, least=least, **desk())


@bp.get(REPORT)
@for_monitors
def report(opening_id: UUID, mode: str) -> ResponseReturnValue:
    """The report on a page."""
    opening, document = _made(opening_id, mode_of(mode), "impact.viewed")
    return render_template(
        "monitor/report.html",
        opening=opening,
        mode=document.mode,
        other=next(one for one in Mode if one is not document.mode),
        content=_teller().content(opening, document),
        **desk(simulated_label(is_simulated=opening.is_simulated)),
    )


@bp.get(f"{REPORT}/pdf")
@for_monitors
@paper_paced
def report_pdf(opening_id: UUID, mode: str) -> ResponseReturnValue:
    """The same on paper."""
    opening, document = _made(opening_id, mode_of(mode), "impact.exported")
    paper = printed(render_report, _teller().content(opening, document))
    return _file(paper, "application/pdf", opening, document, "pdf")


@bp.get(f"{REPORT}/csv")
@for_monitors
def report_csv(opening_id: UUID, mode: str) -> ResponseReturnValue:
    """The same for spreadsheets."""
    opening, document = _made(opening_id, mode_of(mode), "impact.exported")
    table = csv_file(columns(translator()), rows(opening, document))
    return _file(table, "text/csv; charset=utf-8", opening, document, "csv")


def _made(opening_id: UUID, mode: Mode, act: str) -> tuple[Opening, ImpactDocument]:
    """The report as it is now; who looked or took it away is noted."""
    opening, at = asked_opening(opening_id), now()
    people = vault.people_of_opening(db.session, opening, now=at)
    audit.record(
        db.session,
        act,
        actor=signed_in().id,
        object_id=opening.id,
        now=at,
        chain=opening.id,
        mode=mode.value,
    )
    db.session.commit()
    return opening, vault.impact_document(people, mode, now=at, floors=group_floors())


def _teller() -> ImpactTeller:
    return ImpactTeller(translator(), current_language())


def _file(
    content: bytes, kind: str, opening: Opening, document: ImpactDocument, ending: str
) -> ResponseReturnValue:
    response = make_response(content)
    day = f"{document.made_at:%Y-%m-%d}"
    name = f"impact-{document.mode.value}-{str(opening.id)[:8]}-{day}.{ending}"
    response.headers["Content-Type"] = kind
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

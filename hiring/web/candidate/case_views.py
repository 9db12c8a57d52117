"""A candidate changes their mind about a request."""

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from hiring import cases
from hiring.cases import Case, CaseKind
from hiring.db import db
from hiring.errors import NotFoundError
from hiring.web.access import for_candidates
from hiring.web.candidate.desk import bp, load_page, now
from hiring.web.candidate.pages import StartPage
from hiring.web.security import shown_again_by


def _list_again(case_id: UUID) -> ResponseReturnValue:
    """The page on which the request stands."""
    page = load_page()
    return redirect(_list_address(_own_case(page, case_id), page))


@bp.post("/assessment/requests/<uuid:case_id>/take-back")
@for_candidates
@shown_again_by(_list_again)
def take_back_case(case_id: UUID) -> ResponseReturnValue:
    """Close a request that nobody has answered yet. The clock waits until the candidate goes on.

    Raises:
        NotFoundError: There is none, or it is not theirs.
        CaseFaultError: It was answered in the meantime.
    """
    page = load_page()
    case = _own_case(page, case_id)
    cases.take_back(db.session, case, now=now())
    db.session.commit()
    return redirect(_list_address(case, page))


def _own_case(page: StartPage, case_id: UUID) -> Case:
    case = cases.get_case(db.session, case_id)
    if case.candidate_id != page.candidate_id:
        raise NotFoundError("no such case")
    return case


def _list_address(case: Case, page: StartPage) -> str:
    if case.kind != CaseKind.ADJUSTMENT:
        return url_for("candidate.rights")
    position = request.form.get("position") or None
    return url_for("candidate.help_page", language=page.language, position=position)

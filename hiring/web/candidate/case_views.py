"""A candidate changes their mind about a request."""

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from hiring import cases
from hiring.cases import CaseKind
from hiring.db import db
from hiring.errors import NotFoundError
from hiring.web.access import for_candidates
from hiring.web.candidate.desk import bp, load_page, now


@bp.post("/assessment/requests/<uuid:case_id>/take-back")
@for_candidates
def take_back_case(case_id: UUID) -> ResponseReturnValue:
    """Close a request that nobody has answered yet. The clock waits until the candidate goes on.

    Raises:
        NotFoundError: There is none, or it is not theirs.
        CaseFaultError: It was answered in the meantime.
    """
    page = load_page()
    case = cases.get_case(db.session, case_id)
    if case.candidate_id != page.candidate_id:
        raise NotFoundError("no such case")
    cases.take_back(db.session, case, now=now())
    db.session.commit()
    if case.kind != CaseKind.ADJUSTMENT:
        return redirect(url_for("candidate.rights"))
    position = request.form.get("position") or None
    return redirect(url_for("candidate.help_page", language=page.language, position=position))

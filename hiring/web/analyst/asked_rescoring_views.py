"""Scoring again that somebody has asked for: a second person looks, agrees or lets it be."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from hiring import jobs, rescoring
from hiring.accounts import get_staff
from hiring.accounts.proposals import Proposal
from hiring.db import db
from hiring.errors import DerivedKeyFaultError, NotFoundError, RescoringFaultError
from hiring.rescoring import Plan
from hiring.scoring import ScoredForm
from hiring.web.access import signed_in
from hiring.web.analyst.desk import KeyedForm, bp, for_analysts, keyed_form, now
from hiring.web.analyst.rescoring_forms import REAL, SIMULATED, DecisionToRescoreForm
from hiring.web.analyst.rescoring_pages import asked_line
from hiring.web.analyst.rescoring_views import PAGE, fill, previewed, scored_form, target_key
from hiring.web.analyst.rescoring_words import fault_words

ONE = f"{PAGE}/asked/<uuid:proposal_id>"


@bp.get(ONE)
@for_analysts
def asked_rescoring(key_id: UUID, form_id: str, proposal_id: UUID) -> ResponseReturnValue:
    """What would change as things stand now, and who asked for it why."""
    found = keyed_form(key_id, form_id)
    proposal, people = _asked(found, proposal_id)
    form = _form(found, proposal, people, "")
    form.validate()
    return previewed(found, form, form, asked=asked_line(proposal))


@bp.post(f"{ONE}/agree")
@for_analysts
def agree_to_rescoring(key_id: UUID, form_id: str, proposal_id: UUID) -> ResponseReturnValue:
    """Be the second person, and have it done."""
    found = keyed_form(key_id, form_id)
    proposal, people = _asked(found, proposal_id)
    form = _form(found, proposal, people, request.form.get("previewed", ""))
    row = _agreed(found, form, proposal) if form.validate() else None
    if row is None:
        return previewed(found, form, form, asked=asked_line(proposal))[0], 422
    jobs.ask_for_rescoring(db.session, row.id, now=now())
    db.session.commit()
    flash(_("Your decision is stored. The sittings are being scored again; the old scores stay."))
    address: dict[str, Any] = found.address
    return redirect(url_for("analyst.rescored", rescoring_id=row.id, **address))


@bp.post(f"{ONE}/drop")
@for_analysts
def drop_rescoring(key_id: UUID, form_id: str, proposal_id: UUID) -> ResponseReturnValue:
    """Take it back, or do not agree."""
    found = keyed_form(key_id, form_id)
    proposal, _people = _asked(found, proposal_id)
    rescoring.drop_asked(db.session, proposal, staff=signed_in(), now=now())
    db.session.commit()
    flash(_("Nobody is scored again. All scores are as they were."))
    address: dict[str, Any] = found.address
    return redirect(url_for("analyst.rescoring", **address))


def _asked(found: KeyedForm, proposal_id: UUID) -> tuple[Proposal, str]:
    """What waits under this id, and about whom it is."""
    for people in (REAL, SIMULATED):
        scored = ScoredForm(found.key.id, found.form_id, people == SIMULATED)
        proposal = rescoring.find_asked(db.session, scored)
        if proposal is not None and proposal.id == proposal_id:
            return proposal, people
    raise NotFoundError("no such proposal about this form")


def _form(found: KeyedForm, proposal: Proposal, people: str, seen: str) -> DecisionToRescoreForm:
    """The form as the first person has filled it in, with the figures that the second has seen."""
    asked = rescoring.Asked(**proposal.details)
    values = MultiDict(
        [
            ("people", people),
            ("target", asked.target),
            ("reason", proposal.reason),
            ("previewed", seen),
            *(("drop", ref) for ref in asked.drop),
            *(("neutral", ref) for ref in asked.neutral),
            *([("goes_on", "y")] if asked.goes_on else []),
        ]
    )
    form: DecisionToRescoreForm = fill(found, DecisionToRescoreForm(values, meta={"csrf": False}))
    return form


def _agreed(
    found: KeyedForm, form: DecisionToRescoreForm, proposal: Proposal
) -> rescoring.Rescoring | None:
    """Derive the key where items are set aside, and decide; None when the form says why not."""
    first = get_staff(db.session, proposal.asked_by_id)
    try:
        plan = Plan(
            scored_form(found, form),
            target_key(found, form, first),
            form.previewed.data or "",
            goes_on=form.goes_on.data,
        )
        return rescoring.agree_to_rescore(db.session, proposal, plan, staff=signed_in(), now=now())
    except (RescoringFaultError, DerivedKeyFaultError) as fault:
        db.session.rollback()
        form.reason.errors = [*form.reason.errors, fault_words(fault.code)]
        return None

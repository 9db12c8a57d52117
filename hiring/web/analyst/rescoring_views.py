"""Scoring again: choose, look at what would change, ask with a reason, watch it being done."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import col, select

from hiring import jobs, rescoring
from hiring.accounts import Role, Staff
from hiring.accounts.proposals import Proposal
from hiring.banks.deriving import derive_key, derived_document, next_number
from hiring.banks.schema import KeyDocument
from hiring.banks.versions import KeyVersion, get_key_version, key_document, list_keys
from hiring.db import db
from hiring.errors import DerivedKeyFaultError, NotFoundError, RescoringFaultError
from hiring.openings.records import Opening
from hiring.rescoring import Outlook, Rescoring
from hiring.scoring import ScoredForm
from hiring.scoring.snapshots import scored_counts
from hiring.web.access import signed_in
from hiring.web.analyst.desk import KeyedForm, bp, for_analysts, keyed_form, now
from hiring.web.analyst.rescoring_forms import REAL, SIMULATED, ChoiceForm, DecisionToRescoreForm
from hiring.web.analyst.rescoring_pages import asked_lines, decision_line, items_of, kept_figures
from hiring.web.analyst.rescoring_words import (
    EffectWords,
    fault_words,
    key_words,
    weight_rows,
)
from hiring.web.desks import desk
from hiring.web.pages import form_errors, simulated_label

PAGE = "/<uuid:key_id>/<form_id>/rescoring"


@bp.get(PAGE, endpoint="rescoring")
@for_analysts
def choose(key_id: UUID, form_id: str) -> ResponseReturnValue:
    """Ask by which other key, or without which items; and list what was done before."""
    found = keyed_form(key_id, form_id)
    return _choice_page(found, fill(found, ChoiceForm(formdata=None, meta={"csrf": False})))


@bp.get(f"{PAGE}/preview")
@for_analysts
def preview_rescoring(key_id: UUID, form_id: str) -> ResponseReturnValue:
    """Say what would change. Stores nothing."""
    found = keyed_form(key_id, form_id)
    choice = fill(found, ChoiceForm(request.args, meta={"csrf": False}))
    if not choice.validate():
        return _choice_page(found, choice), 422
    decision = fill(found, DecisionToRescoreForm(formdata=None, data=choice.data))
    return previewed(found, choice, decision)


@bp.post(PAGE)
@for_analysts
def rescore(key_id: UUID, form_id: str) -> ResponseReturnValue:
    """Ask for it; a second person agrees to it on a page of its own."""
    found = keyed_form(key_id, form_id)
    form = fill(found, DecisionToRescoreForm())
    proposal = _asked(found, form) if form.validate() else None
    if proposal is None:
        return _again(found, form), 422
    jobs.tell_owners(db.session, proposal, now=now())
    db.session.commit()
    flash(_("Noted. The sittings are scored again when a second person agrees on this page."))
    address: dict[str, Any] = found.address
    return redirect(url_for("analyst.asked_rescoring", proposal_id=proposal.id, **address))


@bp.get("/<uuid:key_id>/<form_id>/rescorings/<uuid:rescoring_id>")
@for_analysts
def rescored(key_id: UUID, form_id: str, rescoring_id: UUID) -> ResponseReturnValue:
    """One decision: how far it has come, its reason, and what it was expected to change."""
    found = keyed_form(key_id, form_id)
    row = _of_form(found, rescoring_id)
    job = jobs.find_rescoring_job(db.session, row.id)
    return render_template(
        "analyst/rescored.html",
        form=found,
        line=decision_line(row),
        job=job,
        is_under_way=row.finished_at is None and not _has_failed(job),
        n_done=rescoring.n_scored_again(db.session, row.id),
        figures=kept_figures(row),
        **desk(_labels(found, is_simulated=row.is_simulated)),
    )


@bp.post("/<uuid:key_id>/<form_id>/rescorings/<uuid:rescoring_id>/resume")
@for_analysts
def resume_rescoring(key_id: UUID, form_id: str, rescoring_id: UUID) -> ResponseReturnValue:
    """Have the rest done of what had stopped."""
    found = keyed_form(key_id, form_id)
    row = _of_form(found, rescoring_id)
    job = jobs.find_rescoring_job(db.session, row.id)
    if job is not None and _has_failed(job):
        rescoring.note_resumed(db.session, row, staff=signed_in(), now=now())
        jobs.try_again(db.session, job, now=now())
    db.session.commit()
    address: dict[str, Any] = found.address
    return redirect(url_for("analyst.rescored", rescoring_id=row.id, **address))


def _has_failed(job: jobs.Job | None) -> bool:
    return job is not None and job.state == jobs.JobState.FAILED.value


def _of_form(found: KeyedForm, rescoring_id: UUID) -> Rescoring:
    row = rescoring.get_rescoring(db.session, rescoring_id)
    is_here = found.key.id in {row.from_key_version_id, row.to_key_version_id}
    if not is_here or row.form_id != found.form_id:
        raise NotFoundError("no such re-scoring of this form")
    return row


def _asked(found: KeyedForm, form: DecisionToRescoreForm) -> Proposal | None:
    """Ask for it; None when the form says why that cannot be."""
    dropped, neutral = list(form.drop.data or ()), list(form.neutral.data or ())
    try:
        _target_document(found, form)
        return rescoring.ask_to_rescore(
            db.session,
            scored_form(found, form),
            rescoring.Asked(form.target.data or "", dropped, neutral, goes_on=form.goes_on.data),
            previewed=form.previewed.data or "",
            reason=form.reason.data,
            staff=signed_in(),
            now=now(),
        )
    except (RescoringFaultError, DerivedKeyFaultError) as fault:
        db.session.rollback()
        form.reason.errors = [*form.reason.errors, fault_words(fault.code)]
        return None


def target_key(found: KeyedForm, form: ChoiceForm, staff: Staff) -> KeyVersion:
    """The key that was chosen, or a new one with the items set aside."""
    if form.target_id is not None:
        return get_key_version(db.session, form.target_id)
    return derive_key(
        db.session,
        found.key,
        dropped=form.drop.data or (),
        neutralised=form.neutral.data or (),
        reason=form.reason.data,
        actor=staff.id,
        now=now(),
    )


def _target_document(found: KeyedForm, form: ChoiceForm) -> KeyDocument:
    if form.target_id is not None:
        return key_document(db.session, form.target_id)
    return derived_document(
        found.document,
        key_document(db.session, found.key.id),
        dropped=form.drop.data or (),
        neutralised=form.neutral.data or (),
        number=next_number(db.session, found.key),
    )


def _again(found: KeyedForm, form: DecisionToRescoreForm) -> str:
    """The choice again where it is at fault, else what would change, with the form as it was."""
    choosing = (form.people, form.target, form.drop, form.neutral)
    if any(field.errors for field in choosing):
        return _choice_page(found, form)
    return previewed(found, form, form)[0]


def previewed(
    found: KeyedForm,
    choice: ChoiceForm,
    decision: DecisionToRescoreForm,
    asked: dict[str, Any] | None = None,
) -> tuple[str, int]:
    """The figures with the form that decides; or the choice again, with what is wrong with it.

    ``asked`` is the ``asked_line`` where somebody has asked and the reader may agree.
    """
    try:
        outlook, target = _outlook(found, choice)
    except (RescoringFaultError, DerivedKeyFaultError) as fault:
        choice.target.errors = [*choice.target.errors, fault_words(fault.code)]
        return _choice_page(found, choice), 422
    before = key_document(db.session, found.key.id)
    weights = rescoring.weights(found.document, before, target, found.form_id)
    errors = form_errors(decision)
    page = render_template(
        "analyst/rescoring_preview.html",
        form=found,
        words=EffectWords(outlook.effect, _titles(outlook)),
        weights=weight_rows(weights, found.document),
        is_derived=choice.target_id is None,
        previewed=rescoring.fingerprint(db.session, scored_form(found, choice)),
        **_who_decides(found, choice),
        fields=decision,
        asked=asked,
        errors=errors,
        **desk(_labels(found, is_simulated=choice.is_simulated), has_errors=bool(errors)),
    )
    return page, 200


def scored_form(found: KeyedForm, choice: ChoiceForm) -> ScoredForm:
    """Whose scores are chosen."""
    return ScoredForm(found.key.id, found.form_id, choice.is_simulated)


def _who_decides(found: KeyedForm, choice: ChoiceForm) -> dict[str, bool]:
    """Whether the other key needs an owner, and whether this person may decide."""
    if choice.target_id is None:
        return {"needs_owner": False, "may_decide": True}
    is_needed = rescoring.needs_owner(found.key, get_key_version(db.session, choice.target_id))
    return {
        "needs_owner": is_needed,
        "may_decide": not is_needed or signed_in().role == Role.OWNER,
    }


def _outlook(found: KeyedForm, choice: ChoiceForm) -> tuple[Outlook, KeyDocument]:
    form = scored_form(found, choice)
    if choice.target_id is not None:
        rescoring.require_possible(db.session, form, get_key_version(db.session, choice.target_id))
    target = _target_document(found, choice)
    outlook = rescoring.outlook(db.session, form, target, choice.target_id)
    if outlook.effect.n_sittings == 0:
        raise RescoringFaultError(rescoring.WhyNotAgain.NOBODY)
    return outlook, target


def _titles(outlook: Outlook) -> dict[UUID, str]:
    ids = [one.opening_id for one in outlook.effect.openings]
    rows = db.session.exec(select(Opening.id, Opening.title).where(col(Opening.id).in_(ids)))
    return dict(rows.all())


def _choice_page(found: KeyedForm, form: ChoiceForm) -> str:
    rows = rescoring.list_rescorings(db.session, found.key.id, found.form_id)
    errors = form_errors(form)
    return render_template(
        "analyst/rescoring.html",
        form=found,
        fields=form,
        items=items_of(found),
        lines=[decision_line(row) for row in rows],
        asked=asked_lines(found),
        errors=errors,
        **desk(found.labels, has_errors=bool(errors)),
    )


def fill(found: KeyedForm, form: Any) -> Any:
    """The form with what can be chosen here."""
    counts = scored_counts(db.session)
    form.offer(
        keys=[
            (str(key.id), key_words(key))
            for bank, key in list_keys(db.session)
            if bank.id == found.bank.id and key.id != found.key.id
        ],
        items=[item.ref for item in items_of(found)],
        n={
            kind: counts.get((found.key.id, found.form_id, kind == SIMULATED), 0)
            for kind in (REAL, SIMULATED)
        },
    )
    return form


def _labels(found: KeyedForm, *, is_simulated: bool) -> list[dict[str, str]]:
    return [*simulated_label(is_simulated=is_simulated), *found.labels]

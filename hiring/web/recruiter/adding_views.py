"""Adding candidates: one by one or from a list that is looked at first."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.exc import IntegrityError

from hiring import openings
from hiring.db import db
from hiring.errors import OpeningClosedError
from hiring.jobs.letters import invite
from hiring.openings.dry_run import DryRun, dry_run, find_twins
from hiring.openings.listed import Reading, read_people_text
from hiring.openings.records import Candidate, Opening
from hiring.openings.spreadsheets import FileFaultError
from hiring.sittings.retakes import allow_retakes, gaps_open
from hiring.web.access import signed_in
from hiring.web.desks import desk
from hiring.web.masking import shows_name
from hiring.web.pages import form_errors
from hiring.web.recruiter.desk import (
    bp,
    end_of,
    for_recruiters,
    has_mail,
    my_opening,
    now,
    secret,
    settings,
    usual_link_day,
)
from hiring.web.recruiter.forms import CandidateForm
from hiring.web.recruiter.list_forms import ConfirmForm, ListForm, carried
from hiring.web.recruiter.list_words import early_lines, fault_lines, hint_lines
from hiring.web.recruiter.opening_pages import addresses_of, opening_page

MAX_TWINS = 3


@bp.get("/openings/<uuid:opening_id>/add")
@for_recruiters
def add_candidates(opening_id: UUID) -> ResponseReturnValue:
    """Ask for one candidate or a list of them."""
    found = my_opening(opening_id)
    return _add_page(found, _blank_one(found), _blank_many(found))


@bp.post("/openings/<uuid:opening_id>/add-one")
@for_recruiters
def add_candidate(opening_id: UUID) -> ResponseReturnValue:
    """Add one candidate with a link."""
    found = my_opening(opening_id)
    gaps = gaps_open(db.session, found, now=now())
    form = CandidateForm(addresses_of(db.session, found), gaps)
    if found.closed_at is not None:
        return _closed(found)
    if not form.validate():
        return _add_page(found, form, _blank_many(found)), 422
    others = openings.list_candidates(db.session, found.id)
    added = openings.add_candidate(
        db.session,
        found,
        name=form.name.data,
        email=form.email.data,
        actor=signed_in(),
        secret=secret(),
        expires_at=end_of(form.valid_until.data),
        now=now(),
    )
    if form.over_at is not None:
        _note_retakes(found, [added], form.retake_reason.data)
    db.session.commit()
    flash(_("%(name)s is added. Copy the link and send it.", name=form.name.data))
    twins = find_twins(added, others)
    if twins:
        names = ", ".join(_twin_words(one) for one, _likeness in twins[:MAX_TWINS])
        flash(_("Perhaps the same person, please look: %(names)s.", names=names))
    return redirect(url_for("recruiter.links", opening_id=found.id))


@bp.post("/openings/<uuid:opening_id>/add-many")
@for_recruiters
def check_list(opening_id: UUID) -> ResponseReturnValue:
    """Say what adding a pasted list or a file would do. Nothing is stored."""
    found, form = my_opening(opening_id), ListForm()
    if found.closed_at is not None:
        return _closed(found)
    if not form.validate() or form.reading is None:
        return _add_page(found, _blank_one(found), form), 422
    run = _looked_at(found, form.reading)
    return _dry_run_page(found, run, form), 422 if run.faults else 200


@bp.post("/openings/<uuid:opening_id>/add-list")
@for_recruiters
def add_list(opening_id: UUID) -> ResponseReturnValue:
    """Add everybody of the list that was looked at, or nobody."""
    found, form = my_opening(opening_id), ConfirmForm()
    if found.closed_at is not None:
        return _closed(found)
    is_valid, run = form.validate(), _read_again(found, form)
    if run is None or form.valid_until_all.errors:
        return redirect(url_for("recruiter.add_candidates", opening_id=found.id))
    if run.early and not run.new and not form.retake_reason.errors and not form.reason:
        form.require_reason()
    if run.faults or not is_valid or form.retake_reason.errors:
        return _dry_run_page(found, run, form), 422
    try:
        added = _added(found, run, form)
        n_mails = _invited(added) if form.send_mail.data and has_mail() else 0
        db.session.commit()
    except (IntegrityError, OpeningClosedError):  # somebody added or closed at the same moment
        db.session.rollback()
        return redirect(url_for("recruiter.add_candidates", opening_id=opening_id))
    flash(_added_words(len(added), n_mails))
    return redirect(url_for("recruiter.links", opening_id=found.id))


def _read_again(found: Opening, form: ConfirmForm) -> DryRun | None:
    try:
        reading = read_people_text(form.people.data or "")
    except FileFaultError:
        return None
    return _looked_at(found, reading)


def _looked_at(found: Opening, reading: Reading) -> DryRun:
    return dry_run(db.session, found, reading, gaps_open(db.session, found, now=now()))


def _added(found: Opening, run: DryRun, form: ConfirmForm) -> list[Candidate]:
    early = [one.person for one, _over_at in run.early if form.reason]
    added = openings.add_many(
        db.session,
        found,
        [*(one.person for one in run.new), *early],
        actor=signed_in(),
        secret=secret(),
        expires_at=end_of(form.valid_until_all.data),
        now=now(),
    )
    addresses = {one.email for one in early}
    _note_retakes(found, [one for one in added if one.email in addresses], form.reason)
    return added


def _note_retakes(found: Opening, people: list[Candidate], reason: str) -> None:
    """Store why these people are invited within the gap."""
    if people:
        allow_retakes(db.session, found, people, reason=reason, staff=signed_in(), now=now())


def _invited(added: list[Candidate]) -> int:
    return invite(db.session, added, settings=settings(), now=now())


def _added_words(n_added: int, n_mails: int) -> str:
    if not n_added:
        return str(_("Everybody on the list was in this opening already. Nobody was added."))
    words = ngettext("%(num)d candidate is added.", "%(num)d candidates are added.", n_added)
    if not n_mails:
        return f"{words} {_('Copy the links and send them.')}"
    mails = ngettext(
        "%(num)d invitation is on its way by mail.",
        "%(num)d invitations are on their way by mail.",
        n_mails,
    )
    return f"{words} {mails}"


def _twin_words(one: Candidate) -> str:
    """Name and code; in a blind opening the name alone, since both together would tell."""
    return f"{one.name} ({one.code})" if shows_name(one) else one.name


def _closed(found: Opening) -> ResponseReturnValue:
    flash(_("This opening is closed. Open it again before you add somebody."))
    return redirect(url_for("recruiter.ending", opening_id=found.id))


def _blank_one(found: Opening) -> CandidateForm:
    return CandidateForm(formdata=None, valid_until=usual_link_day(found))


def _blank_many(found: Opening) -> ListForm:
    return ListForm(formdata=None, valid_until_all=usual_link_day(found))


def _add_page(found: Opening, one: CandidateForm, many: ListForm) -> str:
    page = opening_page(db.session, found, staff=signed_in(), shown="", now=now())
    errors = [*form_errors(one), *form_errors(many)]
    return render_template(
        "recruiter/add_candidates.html",
        page=page,
        one=one,
        many=many,
        errors=errors,
        can_mail=has_mail(),
        **desk(page.labels, has_errors=bool(errors)),
    )


def _dry_run_page(found: Opening, run: DryRun, form: ListForm | ConfirmForm) -> str:
    confirm = _confirm_form(run, form)
    errors = form_errors(confirm)
    head = opening_page(db.session, found, staff=signed_in(), shown="", now=now(), has_people=False)
    return render_template(
        "recruiter/dry_run.html",
        opening=found,
        run=run,
        faults=fault_lines(run.faults),
        hints=hint_lines(run.hints),
        early=early_lines(run.early),
        errors=errors,
        pasted=form.people.data or "",
        until=form.valid_until_all.data,
        confirm=confirm,
        can_mail=has_mail(),
        n_with_mail=sum(one.person.email is not None for one in run.new),
        is_waiting=head.is_waiting,
        **desk(head.labels, has_errors=bool(run.faults or errors)),
    )


def _confirm_form(run: DryRun, form: ListForm | ConfirmForm) -> ConfirmForm:
    """What goes with "Add and invite": the list again, and the reason as it was written."""
    everybody = [*run.new, *(one for one, _over_at in run.early)]
    values = {"people": carried(everybody), "valid_until_all": form.valid_until_all.data}
    if not isinstance(form, ConfirmForm):
        return ConfirmForm(formdata=None, **values)
    again = ConfirmForm(
        formdata=None,
        retake_reason=form.retake_reason.data,
        send_mail=form.send_mail.data,
        **values,
    )
    again.retake_reason.errors = form.retake_reason.errors
    return again

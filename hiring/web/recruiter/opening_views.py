"""Openings: the list, a new one, the people in it, and who works on it."""

from datetime import timedelta
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from hiring import accounts, openings, surveys
from hiring.accounts import Role
from hiring.banks.versions import get_key_version
from hiring.cases.links import set_days_of
from hiring.db import db
from hiring.notices import Place, set_place
from hiring.openings.members import list_members, staff_to_add
from hiring.openings.members import remove_member as remove_colleague
from hiring.openings.records import Opening
from hiring.sittings.late_answers import waiting_late
from hiring.web.access import for_staff, signed_in
from hiring.web.desks import HOMES, desk
from hiring.web.pages import form_errors, role_words
from hiring.web.recruiter.desk import (
    bp,
    end_of,
    for_owners,
    for_recruiters,
    my_opening,
    now,
    secret,
    settings,
    usual_link_day,
)
from hiring.web.recruiter.forms import (
    TEST_SEPARATOR,
    CandidateForm,
    MemberForm,
    OpeningForm,
    PasteForm,
)
from hiring.web.recruiter.mail_pages import unsent_lines
from hiring.web.recruiter.notice_forms import moment_of
from hiring.web.recruiter.opening_pages import (
    addresses_of,
    opening_lines,
    opening_page,
    tests_on_offer,
)
from hiring.web.recruiter.pasted import PastedList, read_list


@bp.get("/openings", endpoint="openings")
@for_staff(*Role)
def list_openings() -> ResponseReturnValue:
    """The home of staff; interviewers and analysts are led to theirs."""
    staff = signed_in()
    if staff.role in {Role.INTERVIEWER, Role.ANALYST, Role.RATER}:
        return redirect(url_for(HOMES[Role(staff.role)]))
    lines = opening_lines(db.session, staff, now())
    n_unsent = len(unsent_lines(db.session, staff))
    late = waiting_late(db.session, [line.opening.id for line in lines])
    return render_template(
        "recruiter/openings.html", lines=lines, n_unsent=n_unsent, late=late, **desk()
    )


@bp.get("/openings/new")
@for_recruiters
def new_opening() -> ResponseReturnValue:
    """Ask what a new opening needs."""
    form = _new_form()
    form.decide_by.data = now().date() + timedelta(days=settings().reply_days)
    form.place.data = settings().place
    return _opening_form(form)


@bp.post("/openings/new")
@for_recruiters
def create_opening() -> ResponseReturnValue:
    """Create the opening; an owner may accept its key at the same time."""
    form = _new_form()
    if not form.validate():
        return _opening_form(form), 422
    opening = _created(form)
    _follow_rules(opening, form)
    if form.accept_key.data and signed_in().role == Role.OWNER:
        openings.acknowledge(db.session, opening, owner=signed_in(), now=now())
    db.session.commit()
    flash(_("The opening is there. Add the first candidates."))
    return redirect(url_for("recruiter.opening", opening_id=opening.id))


@bp.get("/openings/<uuid:opening_id>")
@for_recruiters
def opening(opening_id: UUID) -> ResponseReturnValue:
    """Everybody in the opening, by name, with where they stand."""
    page = opening_page(
        db.session,
        my_opening(opening_id),
        staff=signed_in(),
        shown=request.args.get("state", ""),
        now=now(),
    )
    return render_template(
        "recruiter/opening.html",
        page=page,
        survey=surveys.survey_summary(db.session, page.opening.id, now=now()),
        survey_from=surveys.MIN_REPLIES,
        survey_step=surveys.MIN_NEW_REPLIES,
        **desk(page.labels),
    )


@bp.post("/openings/<uuid:opening_id>/accept-key")
@for_owners
def accept_key(opening_id: UUID) -> ResponseReturnValue:
    """Record that an owner accepts a provisional or public key for this opening."""
    found = my_opening(opening_id)
    openings.acknowledge(db.session, found, owner=signed_in(), now=now())
    db.session.commit()
    flash(_("You have accepted the key for this opening. Candidates can start."))
    return redirect(url_for("recruiter.opening", opening_id=found.id))


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
    form = CandidateForm(addresses_of(db.session, found))
    if not form.validate():
        return _add_page(found, form, _blank_many(found)), 422
    openings.add_candidate(
        db.session,
        found,
        name=form.name.data,
        email=form.email.data,
        actor=signed_in(),
        secret=secret(),
        expires_at=end_of(form.valid_until.data),
        now=now(),
    )
    db.session.commit()
    flash(_("%(name)s is added. Copy the link and send it.", name=form.name.data))
    return redirect(url_for("recruiter.links", opening_id=found.id))


@bp.post("/openings/<uuid:opening_id>/add-many")
@for_recruiters
def paste_candidates(opening_id: UUID) -> ResponseReturnValue:
    """Add everybody of a pasted list, or nobody."""
    found = my_opening(opening_id)
    form = PasteForm()
    pasted = read_list(form.people.data or "", addresses_of(db.session, found))
    if not form.validate() or pasted.faults:
        form.people.errors = list(pasted.faults)
        return _add_page(found, _blank_one(found), form), 422
    _add_all(found, pasted, form)
    db.session.commit()
    flash(
        ngettext(
            "%(num)d candidate is added. Copy the link and send it.",
            "%(num)d candidates are added. Copy the links and send them.",
            len(pasted.people),
        )
    )
    return redirect(url_for("recruiter.links", opening_id=found.id))


@bp.get("/openings/<uuid:opening_id>/links")
@for_recruiters
def links(opening_id: UUID) -> ResponseReturnValue:
    """The links of everybody who has not sent answers yet, to copy."""
    page = opening_page(db.session, my_opening(opening_id), staff=signed_in(), shown="", now=now())
    held = set_days_of(db.session, [row.candidate.id for row, _link in page.links])
    return render_template("recruiter/links.html", page=page, held=held, **desk(page.labels))


@bp.get("/openings/<uuid:opening_id>/members")
@for_recruiters
def members(opening_id: UUID) -> ResponseReturnValue:
    """Who works on the opening."""
    found = my_opening(opening_id)
    return _members_page(found, _member_form(found))


@bp.post("/openings/<uuid:opening_id>/members")
@for_recruiters
def add_member(opening_id: UUID) -> ResponseReturnValue:
    """Let a colleague work on the opening."""
    found = my_opening(opening_id)
    form = _member_form(found)
    if not form.validate():
        return _members_page(found, form), 422
    colleague = accounts.get_staff(db.session, UUID(form.member.data))
    openings.add_member(db.session, found, colleague, actor=signed_in(), now=now())
    db.session.commit()
    flash(_("%(name)s now works on this opening.", name=colleague.name))
    return redirect(url_for("recruiter.members", opening_id=found.id))


@bp.post("/openings/<uuid:opening_id>/members/remove")
@for_recruiters
def remove_member(opening_id: UUID) -> ResponseReturnValue:
    """Take a colleague off the opening. From the next page on they do not find it."""
    found = my_opening(opening_id)
    wanted = request.form.get("member", "")
    for one in list_members(db.session, found.id):
        if str(one.id) == wanted:
            remove_colleague(db.session, found, one.id, actor=signed_in(), now=now())
            flash(_("%(name)s no longer works on this opening.", name=one.name))
    db.session.commit()
    return redirect(url_for("recruiter.openings"))


def _new_form() -> OpeningForm:
    form = OpeningForm()
    form.offer(tests_on_offer(db.session))
    return form


def _opening_form(form: OpeningForm) -> str:
    errors = form_errors(form)
    return render_template(
        "recruiter/new_opening.html",
        form=form,
        errors=errors,
        has_tests=bool(form.test.choices),
        is_owner=signed_in().role == Role.OWNER,
        **desk(has_errors=bool(errors)),
    )


def _created(form: OpeningForm) -> Opening:
    key_id, _separator, form_id = form.test.data.partition(TEST_SEPARATOR)
    return openings.create_opening(
        db.session,
        creator=signed_in(),
        title=form.title.data,
        language=form.language.data,
        paper=form.paper.data,
        key_version=get_key_version(db.session, UUID(key_id)),
        form_id=form_id,
        decide_by=end_of(form.decide_by.data),
        now=now(),
        is_simulated=settings().demo,
    )


def _follow_rules(opening: Opening, form: OpeningForm) -> None:
    set_place(
        db.session,
        opening,
        Place(form.place.data),
        posted_notice_at=moment_of(form.posted_on.data),
        actor=signed_in(),
        now=now(),
    )


def _add_all(found: Opening, pasted: PastedList, form: PasteForm) -> None:
    for person in pasted.people:
        openings.add_candidate(
            db.session,
            found,
            name=person.name,
            email=person.email,
            actor=signed_in(),
            secret=secret(),
            expires_at=end_of(form.valid_until_all.data),
            now=now(),
        )


def _blank_one(found: Opening) -> CandidateForm:
    return CandidateForm(formdata=None, valid_until=usual_link_day(found))


def _blank_many(found: Opening) -> PasteForm:
    return PasteForm(formdata=None, valid_until_all=usual_link_day(found))


def _add_page(found: Opening, one: CandidateForm, many: PasteForm) -> str:
    page = opening_page(db.session, found, staff=signed_in(), shown="", now=now())
    errors = [*form_errors(one), *form_errors(many)]
    return render_template(
        "recruiter/add_candidates.html",
        page=page,
        one=one,
        many=many,
        errors=errors,
        **desk(page.labels, has_errors=bool(errors)),
    )


def _member_form(found: Opening) -> MemberForm:
    form = MemberForm()
    form.offer(staff_to_add(db.session, found.id))
    return form


def _members_page(found: Opening, form: MemberForm) -> str:
    errors = form_errors(form)
    people = [(one, role_words(one.role)) for one in list_members(db.session, found.id)]
    return render_template(
        "recruiter/members.html",
        opening=found,
        people=people,
        form=form,
        errors=errors,
        **desk(has_errors=bool(errors)),
    )

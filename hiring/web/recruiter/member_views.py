"""Who works on an opening: the page, adding a colleague and taking one off."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hiring import accounts, openings
from hiring.accounts import Role
from hiring.db import db
from hiring.openings.members import list_members, staff_to_add
from hiring.openings.members import remove_member as remove_colleague
from hiring.openings.records import Opening
from hiring.web.access import signed_in
from hiring.web.desks import desk
from hiring.web.pages import form_errors, role_words
from hiring.web.recruiter.desk import bp, for_recruiters, my_opening, now
from hiring.web.recruiter.forms import MemberForm


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
        is_owner=signed_in().role == Role.OWNER,
        form=form,
        errors=errors,
        **desk(has_errors=bool(errors)),
    )

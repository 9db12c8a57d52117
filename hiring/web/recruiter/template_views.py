"""Templates of openings: the list, a new one, changing and retiring one."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hiring.accounts import Role
from hiring.db import db
from hiring.errors import NameTakenError, NotAllowedError
from hiring.openings.records import LINK_DAYS, FeedbackTime
from hiring.openings.templates import (
    OpeningTemplate,
    change_template,
    get_template,
    list_templates,
    make_template,
    restore_template,
    retire_template,
)
from hiring.web.access import signed_in
from hiring.web.desks import desk
from hiring.web.pages import form_errors
from hiring.web.recruiter.desk import bp, for_recruiters, now, settings
from hiring.web.recruiter.opening_pages import tests_on_offer
from hiring.web.recruiter.template_forms import TemplateForm, values_of

PAGE = "/openings/templates"
ONE = f"{PAGE}/<uuid:template_id>"


@bp.get(PAGE)
@for_recruiters
def opening_templates() -> ResponseReturnValue:
    """The templates on offer, and those that are no longer."""
    return render_template(
        "recruiter/templates.html",
        lines=list_templates(db.session),
        retired=list_templates(db.session, is_retired=True),
        **desk(),
    )


@bp.get(f"{PAGE}/new")
@for_recruiters
def new_template() -> ResponseReturnValue:
    """Ask what openings to come should start from."""
    usual = {
        "place": settings().place,
        "decide_days": settings().reply_days,
        "link_days": LINK_DAYS,
        "when": FeedbackTime.AT_ONCE.value,
        "has_reminders": True,
        "may_void": True,
    }
    return _page(None, _form(formdata=None, **usual))


@bp.post(f"{PAGE}/new")
@for_recruiters
def create_template() -> ResponseReturnValue:
    """Make a template."""
    form = _form()
    if not form.validate():
        return _page(None, form), 422
    try:
        make_template(db.session, form.terms, staff=signed_in(), now=now())
    except NameTakenError:
        return _name_taken(None, form)
    db.session.commit()
    flash(_("The template is there. New openings can start from it."))
    return redirect(url_for("recruiter.opening_templates"))


@bp.get(ONE)
@for_recruiters
def opening_template(template_id: UUID) -> ResponseReturnValue:
    """What a template says, and a form to change it."""
    found = get_template(db.session, template_id)
    return _page(found, _form(formdata=None, **values_of(found, is_owner=_is_owner())))


@bp.post(ONE)
@for_recruiters
def change_opening_template(template_id: UUID) -> ResponseReturnValue:
    """Change it for openings to come."""
    found, form = get_template(db.session, template_id), _form()
    _require_mine(found)
    if not form.validate():
        return _page(found, form), 422
    try:
        change_template(db.session, found, form.terms, staff=signed_in(), now=now())
    except NameTakenError:
        return _name_taken(found, form)
    db.session.commit()
    flash(_("Stored. Openings that were made from it stay as they are."))
    return redirect(url_for("recruiter.opening_templates"))


@bp.post(f"{ONE}/retire")
@for_recruiters
def retire_opening_template(template_id: UUID) -> ResponseReturnValue:
    """Offer it no longer."""
    found = get_template(db.session, template_id)
    retire_template(db.session, found, staff=signed_in(), now=now())
    db.session.commit()
    flash(_("“%(name)s” is no longer offered. You can bring it back.", name=found.name))
    return redirect(url_for("recruiter.opening_templates"))


@bp.post(f"{ONE}/restore")
@for_recruiters
def restore_opening_template(template_id: UUID) -> ResponseReturnValue:
    """Offer it again."""
    found = get_template(db.session, template_id)
    restore_template(db.session, found, staff=signed_in(), now=now())
    db.session.commit()
    flash(_("“%(name)s” is offered again.", name=found.name))
    return redirect(url_for("recruiter.opening_templates"))


def _form(**values: Any) -> TemplateForm:
    form = TemplateForm(is_owner=_is_owner(), **values)
    form.offer(tests_on_offer(db.session))
    return form


def _is_owner() -> bool:
    return signed_in().role == Role.OWNER


def _is_locked(template: OpeningTemplate | None) -> bool:
    """Whether the reader may not change it: an owner turned feedback off in it."""
    is_off = template is not None and template.feedback == FeedbackTime.OFF.value
    return is_off and not _is_owner()


def _require_mine(template: OpeningTemplate) -> None:
    if _is_locked(template):
        raise NotAllowedError("only an owner changes a template without feedback")


def _name_taken(template: OpeningTemplate | None, form: TemplateForm) -> ResponseReturnValue:
    form.name.errors = [_("Another template has this name: choose another one")]
    return _page(template, form), 422


def _page(template: OpeningTemplate | None, form: TemplateForm) -> str:
    errors = form_errors(form)
    return render_template(
        "recruiter/template.html",
        template=template,
        form=form,
        errors=errors,
        is_locked=_is_locked(template),
        house_days=settings().retention_days,
        **desk(has_errors=bool(errors)),
    )

"""Norm groups of a form: the list, a new one with a look before it is made, one group, retiring."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hiring import norm_groups
from hiring.db import db
from hiring.errors import NormGroupFaultError
from hiring.norm_groups import NormFault, NormGroup, People, Preview
from hiring.web.access import signed_in
from hiring.web.analyst.desk import KeyedForm, bp, for_analysts, keyed_form, now
from hiring.web.analyst.norm_forms import NormGroupForm
from hiring.web.analyst.norm_pages import fault_words, group_page, lines, preview_words
from hiring.web.desks import desk
from hiring.web.norm_words import shows_words
from hiring.web.pages import form_errors

PAGE = "/<uuid:key_id>/<form_id>/norms"
PREVIEW_ID = "preview"


@bp.get(PAGE, endpoint="norm_groups")
@for_analysts
def list_groups(key_id: UUID, form_id: str) -> ResponseReturnValue:
    """The norm groups of a form, retired ones included."""
    found = keyed_form(key_id, form_id)
    groups = norm_groups.list_norm_groups(db.session, **_of(found))
    return render_template(
        "analyst/norm_groups.html", form=found, lines=lines(groups), **desk(found.labels)
    )


@bp.get(f"{PAGE}/new")
@for_analysts
def new_norm_group(key_id: UUID, form_id: str) -> ResponseReturnValue:
    """Ask what a norm group needs."""
    found = keyed_form(key_id, form_id)
    return _form_page(found, _form_for(found), None)


@bp.post(f"{PAGE}/preview")
@for_analysts
def preview_norm_group(key_id: UUID, form_id: str) -> ResponseReturnValue:
    """Say how many sittings a choice gives and what a group of that size shows. Stores nothing."""
    found = keyed_form(key_id, form_id)
    form = _form_for(found)
    if not form.validate():
        return _form_page(found, form, None), 422
    return _form_page(found, form, _preview(found, form))


@bp.post(PAGE)
@for_analysts
def make_norm_group(key_id: UUID, form_id: str) -> ResponseReturnValue:
    """Freeze the group that was looked at; if it has changed since, show it again."""
    found = keyed_form(key_id, form_id)
    form = _form_for(found)
    if not form.validate():
        return _form_page(found, form, None), 422
    seen = _preview(found, form)
    if form.previewed.data != seen.fingerprint:
        return _form_page(found, form, seen, _changed_words()), 422
    try:
        group = _made(found, form)
    except NormGroupFaultError as error:
        return _form_page(found, form, seen, fault_words(NormFault(error.code))), 422
    db.session.commit()
    flash(_("The norm group is frozen. Openings of this form can choose it now."))
    return redirect(_page_of(found, group))


@bp.get(f"{PAGE}/<uuid:group_id>")
@for_analysts
def norm_group(key_id: UUID, form_id: str, group_id: UUID) -> ResponseReturnValue:
    """One group: whom it stands for, its figures, where it is used."""
    found = keyed_form(key_id, form_id)
    page = group_page(db.session, _group(found, group_id))
    return render_template("analyst/norm_group.html", form=found, page=page, **desk(found.labels))


@bp.post(f"{PAGE}/<uuid:group_id>/retire")
@for_analysts
def retire_norm_group(key_id: UUID, form_id: str, group_id: UUID) -> ResponseReturnValue:
    """Let nobody choose the group any more."""
    found = keyed_form(key_id, form_id)
    group = _group(found, group_id)
    norm_groups.retire_norm_group(db.session, group, analyst=signed_in(), now=now())
    db.session.commit()
    flash(_("The norm group is retired. Openings that use it keep it until they choose another."))
    return redirect(_page_of(found, group))


def _of(found: KeyedForm) -> dict[str, Any]:
    return {"key_version_id": found.key.id, "form_id": found.form_id}


def _group(found: KeyedForm, group_id: UUID) -> NormGroup:
    return norm_groups.get_norm_group(db.session, group_id, **_of(found))


def _page_of(found: KeyedForm, group: NormGroup) -> str:
    return url_for(
        "analyst.norm_group", key_id=found.key.id, form_id=found.form_id, group_id=group.id
    )


def _form_for(found: KeyedForm) -> NormGroupForm:
    return NormGroupForm(norm_groups.sources(db.session, **_of(found)))


def _preview(found: KeyedForm, form: NormGroupForm) -> Preview:
    return norm_groups.preview(db.session, **_of(found), chosen=form.chosen)


def _made(found: KeyedForm, form: NormGroupForm) -> NormGroup:
    return norm_groups.make_norm_group(
        db.session,
        analyst=signed_in(),
        key_version=found.key,
        form_id=found.form_id,
        name=form.name.data,
        people=People(form.people.data),
        role_title=form.role_title.data,
        description=form.description.data,
        chosen=form.chosen,
        now=now(),
    )


def _changed_words() -> str:
    return str(
        _("The choice or its sittings have changed since you looked. Look again before you go on.")
    )


def _form_page(found: KeyedForm, form: NormGroupForm, seen: Preview | None, fault: str = "") -> str:
    """The form; with a preview, what was looked at and the button that makes the group."""
    errors = form_errors(form)
    if fault:
        errors.append({"target_id": PREVIEW_ID, "text": fault})
    if seen is not None:
        form.previewed.data = seen.fingerprint
    return render_template(
        "analyst/norm_new.html",
        form=found,
        fields=form,
        errors=errors,
        seen=seen,
        seen_words="" if seen is None else preview_words(seen),
        shows=shows_words(seen.n) if seen is not None and seen.n else "",
        fault="" if seen is None or seen.fault is None else fault_words(seen.fault),
        **desk(found.labels, has_errors=bool(errors)),
    )

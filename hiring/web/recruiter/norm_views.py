"""The norm group that an opening uses: a person of the opening chooses it, or none."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hiring import norm_groups
from hiring.db import db
from hiring.norm_groups import NormGroup
from hiring.openings.records import Opening
from hiring.web.access import signed_in
from hiring.web.desks import desk
from hiring.web.floors import norm_floors
from hiring.web.pages import form_errors
from hiring.web.recruiter.desk import bp, for_recruiters, my_opening, now
from hiring.web.recruiter.norm_forms import NormChoiceForm

PAGE = "/openings/<uuid:opening_id>/norm-group"


@bp.get(PAGE)
@for_recruiters
def norm_group(opening_id: UUID) -> ResponseReturnValue:
    """The groups that fit, and the one that is used."""
    found = my_opening(opening_id)
    form = _form_for(found, formdata=None)
    form.group.data = str(found.norm_group_id or "")
    return _page(found, form)


@bp.post(PAGE)
@for_recruiters
def choose_norm_group(opening_id: UUID) -> ResponseReturnValue:
    """Use a group from now on, or none."""
    found = my_opening(opening_id)
    form = _form_for(found)
    if not form.validate():
        return _page(found, form), 422
    group_id = UUID(form.group.data) if form.group.data else None
    group = norm_groups.find_norm_group(db.session, group_id)
    norm_groups.choose_norm_group(db.session, found, group, actor=signed_in(), now=now())
    db.session.commit()
    flash(_chosen_words(group))
    return redirect(url_for("recruiter.opening", opening_id=found.id))


def _form_for(found: Opening, **values: Any) -> NormChoiceForm:
    return NormChoiceForm(
        norm_groups.norm_groups_on_offer(db.session, found),
        norm_groups.find_norm_group(db.session, found.norm_group_id),
        **values,
    )


def _chosen_words(group: NormGroup | None) -> str:
    if group is None:
        return str(_("No norm group is used. Pages and briefs show no percentile."))
    return str(_("Scores are held against “%(name)s” from now on.", name=group.name))


def _page(found: Opening, form: NormChoiceForm) -> str:
    errors = form_errors(form)
    return render_template(
        "recruiter/norm_group.html",
        opening=found,
        form=form,
        errors=errors,
        has_groups=len(form.group.choices) > 1,
        floors=norm_floors(),
        **desk(has_errors=bool(errors)),
    )

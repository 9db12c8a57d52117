"""For owners: API keys, by which other programs invite candidates and fetch what came of it."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hiring.accounts.api_keys import KeyTerms, make_api_key, revoke_api_key
from hiring.db import db
from hiring.web.access import signed_in
from hiring.web.desks import desk
from hiring.web.pages import form_errors
from hiring.web.recruiter.api_key_pages import ApiKeyForm, key_lines
from hiring.web.recruiter.desk import bp, for_owners, now, settings


@bp.get("/api-keys")
@for_owners
def api_keys() -> ResponseReturnValue:
    """Every key with what it may do and when it was used last, and a form for a new one."""
    return _list_page(ApiKeyForm(formdata=None))


@bp.post("/api-keys")
@for_owners
def add_api_key() -> ResponseReturnValue:
    """Make a key; the page that answers shows it, this once."""
    form = ApiKeyForm()
    if not form.validate():
        return _list_page(form), 422
    terms = KeyTerms(
        name=form.name.data,
        scopes=form.scopes,
        days=form.days.data,
        opening_ids=form.opening_ids,
    )
    key, token = make_api_key(db.session, terms, owner=signed_in(), now=now())
    db.session.commit()
    address = f"{settings().public_url.rstrip('/')}{url_for('api.description')}"
    return render_template(
        "recruiter/api_key_made.html", key=key, token=token, address=address, **desk()
    )


@bp.post("/api-keys/<uuid:api_key_id>/revoke")
@for_owners
def end_api_key(api_key_id: UUID) -> ResponseReturnValue:
    """Make a key open nothing any more, from its next request on."""
    revoke_api_key(db.session, api_key_id, owner=signed_in(), now=now())
    db.session.commit()
    flash(_("The API key opens nothing any more."))
    return redirect(url_for("recruiter.api_keys"))


def _list_page(form: ApiKeyForm) -> str:
    errors = form_errors(form)
    return render_template(
        "recruiter/api_keys.html",
        form=form,
        errors=errors,
        lines=key_lines(db.session, now=now()),
        **desk(has_errors=bool(errors)),
    )

"""For owners: which other systems are told of events, and what became of each message."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from hiring import audit, jobs, webhooks
from hiring.db import db
from hiring.errors import WebhookFaultError
from hiring.web.access import signed_in
from hiring.web.desks import desk
from hiring.web.language import to_the_minute
from hiring.web.pages import form_errors
from hiring.web.recruiter.desk import bp, for_owners, now, secret, settings
from hiring.web.recruiter.webhook_pages import (
    WebhookForm,
    endpoint_lines,
    endpoint_page,
    host_of,
)
from hiring.webhooks import OffReason, WebhookEndpoint

MAX_SKIP = 1_000_000


@bp.get("/other-systems")
@for_owners
def webhooks_page() -> ResponseReturnValue:
    """Addresses that are told of events, and a form for another one."""
    return _list_page(WebhookForm(formdata=None))


@bp.post("/other-systems")
@for_owners
def add_webhook() -> ResponseReturnValue:
    """Register an address; the page that answers shows its key, this once."""
    form = WebhookForm()
    if not form.validate():
        return _list_page(form), 422
    try:
        endpoint, key = webhooks.register(
            db.session,
            form.address.data,
            form.chosen,
            allowed=settings().allowed_webhook_hosts,
            owner=signed_in(),
            secret=secret(),
            now=now(),
        )
    except WebhookFaultError as fault:
        form.blame(fault)
        return _list_page(form), 422
    db.session.commit()
    return _key_page(endpoint, key)


@bp.get("/other-systems/<uuid:endpoint_id>")
@for_owners
def webhook(endpoint_id: UUID) -> ResponseReturnValue:
    """One address: what was sent there, what came of it, and what can be done."""
    skip = request.args.get("skip", 0, type=int)
    page = endpoint_page(
        db.session,
        webhooks.get_endpoint(db.session, endpoint_id),
        skip=min(max(skip, 0), MAX_SKIP),
    )
    return render_template("recruiter/webhook.html", page=page, **desk())


@bp.post("/other-systems/<uuid:endpoint_id>/key")
@for_owners
def change_webhook_key(endpoint_id: UUID) -> ResponseReturnValue:
    """Make a new key and show it, this once."""
    endpoint = webhooks.get_endpoint(db.session, endpoint_id)
    me = signed_in()
    key = webhooks.change_key(db.session, endpoint, owner=me, secret=secret(), now=now())
    db.session.commit()
    return _key_page(endpoint, key)


@bp.post("/other-systems/<uuid:endpoint_id>/off")
@for_owners
def switch_webhook_off(endpoint_id: UUID) -> ResponseReturnValue:
    """Send nothing there for now."""
    endpoint = webhooks.get_endpoint(db.session, endpoint_id)
    reason, me = OffReason.OWNER, signed_in().id
    webhooks.switch_off(db.session, endpoint, reason=reason, actor=me, now=now())
    db.session.commit()
    flash(_("Nothing is sent to %(host)s for now. What happens is kept.", host=host_of(endpoint)))
    return _back(endpoint)


@bp.post("/other-systems/<uuid:endpoint_id>/on")
@for_owners
def switch_webhook_on(endpoint_id: UUID) -> ResponseReturnValue:
    """Send there again, beginning with what waits."""
    endpoint = webhooks.get_endpoint(db.session, endpoint_id)
    webhooks.switch_on(db.session, endpoint, owner=signed_in(), now=now())
    n = jobs.tell_all_waiting(db.session, endpoint, now=now())
    db.session.commit()
    flash(_on_words(endpoint, n))
    return _back(endpoint)


@bp.post("/other-systems/<uuid:endpoint_id>/remove")
@for_owners
def remove_webhook(endpoint_id: UUID) -> ResponseReturnValue:
    """Take an address off the list for good."""
    endpoint = webhooks.get_endpoint(db.session, endpoint_id)
    webhooks.remove(db.session, endpoint, owner=signed_in(), now=now())
    db.session.commit()
    flash(_("%(host)s is told nothing any more.", host=host_of(endpoint)))
    return redirect(url_for("recruiter.webhooks_page"))


@bp.post("/other-systems/messages/<uuid:delivery_id>/again")
@for_owners
def tell_again(delivery_id: UUID) -> ResponseReturnValue:
    """Send a message once more, under the id that it had."""
    row = webhooks.get_delivery(db.session, delivery_id)
    endpoint = webhooks.get_endpoint(db.session, row.endpoint_id)
    is_sent = endpoint.off_at is None and jobs.tell_again(db.session, row, now=now())
    if is_sent:
        me = signed_in().id
        audit.record(db.session, "webhook.told_again", actor=me, object_id=endpoint.id, now=now())
    db.session.commit()
    flash(
        _("The message is on its way again.")
        if is_sent
        else _("Nothing was sent: the message is on its way already, or the address is off.")
    )
    return _back(endpoint)


def _list_page(form: WebhookForm) -> str:
    errors = form_errors(form)
    return render_template(
        "recruiter/webhooks.html",
        form=form,
        errors=errors,
        lines=endpoint_lines(db.session),
        hosts=sorted(settings().allowed_webhook_hosts),
        **desk(has_errors=bool(errors)),
    )


def _key_page(endpoint: WebhookEndpoint, key: str) -> str:
    until = endpoint.old_key_until
    return render_template(
        "recruiter/webhook_key.html",
        endpoint=endpoint,
        host=host_of(endpoint),
        key=key,
        until="" if until is None else to_the_minute(until),
        **desk(),
    )


def _on_words(endpoint: WebhookEndpoint, n: int) -> str:
    words = _("%(host)s is told of events again.", host=host_of(endpoint))
    if not n:
        return str(words)
    waiting = ngettext(
        "%(num)d message that waited leaves within a minute.",
        "%(num)d messages that waited leave from the next minute on.",
        n,
    )
    return f"{words} {waiting}"


def _back(endpoint: WebhookEndpoint) -> ResponseReturnValue:
    return redirect(url_for("recruiter.webhook", endpoint_id=endpoint.id))

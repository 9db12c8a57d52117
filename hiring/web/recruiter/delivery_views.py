"""Invitations by mail, and the log of what became of an opening's mail."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from hiring import audit
from hiring.db import db
from hiring.jobs.letters import invite, to_invite
from hiring.web.access import signed_in
from hiring.web.desks import desk
from hiring.web.recruiter.delivery_pages import delivery_page, letter_part
from hiring.web.recruiter.desk import (
    bp,
    for_recruiters,
    has_mail,
    my_candidate,
    my_opening,
    now,
    settings,
)


@bp.get("/openings/<uuid:opening_id>/mail")
@for_recruiters
def opening_mail(opening_id: UUID) -> ResponseReturnValue:
    """Every mail to candidates of the opening, newest first."""
    found = my_opening(opening_id)
    page = delivery_page(
        db.session,
        found,
        shown=request.args.get("state", ""),
        before=request.args.get("before", ""),
    )
    waiting = to_invite(db.session, found, now=now()) if has_mail() else []
    return render_template(
        "recruiter/delivery.html",
        page=page,
        n_waiting=len(waiting),
        can_mail=has_mail(),
        zone=settings().time_zone,
        **desk(),
    )


@bp.post("/openings/<uuid:opening_id>/mail/invite")
@for_recruiters
def invite_by_mail(opening_id: UUID) -> ResponseReturnValue:
    """Send the invitation to everybody who can begin and was not written to yet."""
    found = my_opening(opening_id)
    if not has_mail():
        return _no_mail(url_for("recruiter.opening_mail", opening_id=found.id))
    waiting = to_invite(db.session, found, now=now())
    people = [one.candidate for one in waiting]
    n_mails = invite(db.session, people, settings=settings(), now=now())
    for one in people:
        _note(one.id, found.id)
    db.session.commit()
    flash(
        ngettext(
            "%(num)d invitation is on its way by mail.",
            "%(num)d invitations are on their way by mail.",
            n_mails,
        )
    )
    return redirect(url_for("recruiter.opening_mail", opening_id=found.id))


@bp.post("/candidates/<uuid:candidate_id>/mail/invite")
@for_recruiters
def send_invitation(candidate_id: UUID) -> ResponseReturnValue:
    """Send one person the invitation, or send it again; the link stays what it is.

    The form says which one it asks for, so that a double click sends one.
    """
    found, opening = my_candidate(candidate_id)
    if not has_mail():
        return _no_mail(url_for("recruiter.candidate", candidate_id=found.id))
    part, asked = letter_part(db.session, found, now=now()), request.form.get("number", "")
    n_mails = 0
    if part.is_possible and asked == str(part.number):
        n_mails = invite(db.session, [found], settings=settings(), now=now(), number=part.number)
    if n_mails:
        _note(found.id, opening.id)
    db.session.commit()
    flash(
        _("The invitation is on its way. The link in it is the one that works now.")
        if n_mails
        else _("Nothing was sent: the invitation is on its way already, or there is no open link.")
    )
    return redirect(url_for("recruiter.candidate", candidate_id=found.id))


def _note(candidate_id: UUID, opening_id: UUID) -> None:
    audit.record(
        db.session,
        "mail.invited",
        actor=signed_in().id,
        object_id=candidate_id,
        now=now(),
        chain=opening_id,
    )


def _no_mail(address: str) -> ResponseReturnValue:
    flash(_("No mail server is set, so nothing can be sent."))
    return redirect(address)

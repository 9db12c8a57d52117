"""Mail that could not be sent: one list for all my openings, and sending it again."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hiring import audit, jobs, mail
from hiring.db import db
from hiring.web.access import signed_in
from hiring.web.desks import desk
from hiring.web.recruiter.desk import bp, for_recruiters, my_candidate, now, settings
from hiring.web.recruiter.mail_pages import unsent_lines


@bp.get("/unsent-mail")
@for_recruiters
def unsent_mail() -> ResponseReturnValue:
    """What did not reach its candidate, oldest first."""
    return render_template(
        "recruiter/unsent_mail.html",
        lines=unsent_lines(db.session, signed_in()),
        has_server=_has_server(),
        **desk(),
    )


@bp.post("/unsent-mail/<uuid:mail_id>/again")
@for_recruiters
def send_mail_again(mail_id: UUID) -> ResponseReturnValue:
    """Have a mail tried once more; twice at once is one try."""
    row = mail.get_mail(db.session, mail_id)
    candidate, opening = my_candidate(row.candidate_id)
    if not _has_server():
        flash(_("No mail server is set, so nothing can be sent."))
        return redirect(url_for("recruiter.unsent_mail"))
    if jobs.send_again(db.session, row, now=now()):
        audit.record(
            db.session,
            "mail.sent_again",
            actor=signed_in().id,
            object_id=candidate.id,
            now=now(),
            chain=opening.id,
        )
    db.session.commit()
    flash(_("The mail is on its way again. If it cannot be sent, it comes back to this list."))
    return redirect(url_for("recruiter.unsent_mail"))


def _has_server() -> bool:
    return bool(settings().smtp_url.get_secret_value().strip())

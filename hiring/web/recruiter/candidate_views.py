"""A candidate's page, the decision about them, their link and their brief."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hiring import cases, openings
from hiring.accounts import Role
from hiring.briefs import press
from hiring.briefs.facts import BriefKind
from hiring.conditions import agreed_of, find_conditions
from hiring.db import db
from hiring.openings.decisions import note_view
from hiring.openings.invitations import get_invitation_of
from hiring.openings.records import Candidate, Opening
from hiring.web.access import signed_in
from hiring.web.briefs import (
    candidate_brief,
    candidate_brief_pdf,
    method_url,
    note_export,
    note_reading,
    pdf_answer,
)
from hiring.web.desks import desk
from hiring.web.masking import is_blinded, sees_names, show_codes_only, shows_name
from hiring.web.pacing import paper_paced
from hiring.web.pages import form_errors
from hiring.web.recruiter.candidate_pages import candidate_page
from hiring.web.recruiter.case_forms import ConditionsForm
from hiring.web.recruiter.deciding import blank_decision, is_decided
from hiring.web.recruiter.delivery_pages import letter_part
from hiring.web.recruiter.desk import (
    bp,
    end_of,
    for_recruiters,
    my_candidate,
    now,
    secret,
    usual_link_day,
)
from hiring.web.recruiter.forms import DecisionForm, LinkForm
from hiring.web.recruiter.mail_pages import mail_lines
from hiring.web.recruiter.note_views import notes_part
from hiring.web.recruiter.time_forms import TimeForm, blank_late_forms
from hiring.web.recruiter.time_pages import find_time_part


@bp.get("/candidates/<uuid:candidate_id>")
@for_recruiters
def candidate(candidate_id: UUID) -> ResponseReturnValue:
    """Score, answers, decisions and link; that it was opened is noted, since deciding needs it."""
    found, opening = my_candidate(candidate_id)
    press.warm()  # the brief on paper is one step away
    return _page(found, opening, blank_decision(db.session, found), _blank_link(opening))


@bp.post("/candidates/<uuid:candidate_id>/decisions")
@for_recruiters
def decide(candidate_id: UUID) -> ResponseReturnValue:
    """Write what a person decided and why."""
    found, opening = my_candidate(candidate_id)
    form = DecisionForm()
    if not form.validate() or not is_decided(db.session, found, form):
        return _page(found, opening, form, _blank_link(opening)), 422
    db.session.commit()
    flash(_("Your decision is stored. Nothing has been sent to the candidate."))
    return redirect(url_for("recruiter.candidate", candidate_id=found.id))


@bp.post("/candidates/<uuid:candidate_id>/adjusted")
@for_recruiters
def set_adjusted(candidate_id: UUID) -> ResponseReturnValue:
    """Set the conditions under which somebody works, before the start or while they are at work."""
    found, opening = my_candidate(candidate_id)
    form = _conditions(found)
    if not form.validate():
        blank = DecisionForm(formdata=None)
        return _page(found, opening, blank, _blank_link(opening), form), 422
    cases.set_conditions(
        db.session,
        found,
        form.agreed,
        is_adjusted=bool(form.is_adjusted.data),
        staff=signed_in(),
        now=now(),
    )
    db.session.commit()
    flash(_("Stored. It changes no score and shows in no brief."))
    return redirect(url_for("recruiter.candidate", candidate_id=found.id))


@bp.post("/candidates/<uuid:candidate_id>/link/renew")
@for_recruiters
def renew_link(candidate_id: UUID) -> ResponseReturnValue:
    """Replace the link; the old one is dead from now on."""
    found, opening = my_candidate(candidate_id)
    form = LinkForm()
    if not form.validate():
        return _page(found, opening, DecisionForm(formdata=None), form), 422
    openings.reissue(
        db.session,
        get_invitation_of(db.session, found.id),
        opening=opening,
        actor=signed_in(),
        secret=secret(),
        expires_at=end_of(form.valid_until.data),
        now=now(),
    )
    cases.hold_new_link(db.session, found.id, now=now())
    db.session.commit()
    flash(_("There is a new link. The old one no longer works."))
    return redirect(url_for("recruiter.candidate", candidate_id=found.id))


@bp.post("/candidates/<uuid:candidate_id>/link/withdraw")
@for_recruiters
def withdraw_link(candidate_id: UUID) -> ResponseReturnValue:
    """Make the link open nothing. Answers that were sent stay."""
    found, opening = my_candidate(candidate_id)
    invitation = get_invitation_of(db.session, found.id)
    openings.revoke(db.session, invitation, opening=opening, actor=signed_in(), now=now())
    db.session.commit()
    flash(_("The link is withdrawn. Make a new one if that was a mistake."))
    return redirect(url_for("recruiter.candidate", candidate_id=found.id))


@bp.get("/candidates/<uuid:candidate_id>/brief")
@for_recruiters
def brief(candidate_id: UUID) -> ResponseReturnValue:
    """The interviewer's brief as a page; the score shows here unless ``kind=sealed``."""
    found, opening = my_candidate(candidate_id)
    _blind_if_asked()
    note_reading(db.session, found, signed_in())
    is_sealed = _is_sealed_asked()
    words = candidate_brief(db.session, found, is_sealed=is_sealed)
    db.session.commit()
    return render_template(
        "interviewer/brief.html",
        brief=words,
        method_url=method_url(words),
        pdf_url=_brief_url("recruiter.brief_pdf", found, is_sealed=is_sealed),
        sealed_url=_sealed_url(found) if opening.is_sealed and not is_sealed else "",
        back_url=url_for("recruiter.candidate", candidate_id=found.id),
        **desk(),
    )


@bp.get("/candidates/<uuid:candidate_id>/brief.pdf")
@for_recruiters
@paper_paced
def brief_pdf(candidate_id: UUID) -> ResponseReturnValue:
    """The interviewer's brief on two sides of paper; ``kind=sealed`` leaves the score out."""
    found, _opening = my_candidate(candidate_id)
    _blind_if_asked()
    pdf = candidate_brief_pdf(db.session, found, is_sealed=_is_sealed_asked())
    note_export(db.session, found, signed_in(), pdf)  # reads again whether the answers stand
    db.session.commit()
    return pdf_answer(pdf, found)


def _sealed_url(found: Candidate) -> str:
    """The brief as interviewers have it before they file: to read, and to hand out on paper."""
    return _brief_url("recruiter.brief", found, is_sealed=True)


def _brief_url(endpoint: str, found: Candidate, *, is_sealed: bool) -> str:
    """The page or the paper of a kind of brief, by code where this page is."""
    kind = BriefKind.SEALED.value if is_sealed else None
    return url_for(endpoint, candidate_id=found.id, kind=kind, blind=request.args.get("blind"))


def _is_sealed_asked() -> bool:
    return request.args.get("kind") == BriefKind.SEALED


def _blind_if_asked() -> None:
    """Whoever comes from people side by side by code reads and prints the brief by code as well."""
    if request.args.get("blind"):
        show_codes_only()


def _blank_link(opening: Opening) -> LinkForm:
    return LinkForm(formdata=None, valid_until=usual_link_day(opening))


def _conditions(found: Candidate, **values: object) -> ConditionsForm:
    """What holds now; the last box stays ticked until somebody takes the tick away.

    Whether it was ticked beside other conditions is stored nowhere, and somebody whose conditions
    change must not lose by it what these pages do not do.
    """
    agreed = agreed_of(find_conditions(db.session, found.id))
    return ConditionsForm(agreed, is_adjusted=found.is_adjusted, **values)


def _page(
    found: Candidate,
    opening: Opening,
    decision: DecisionForm,
    link: LinkForm,
    conditions: ConditionsForm | None = None,
) -> str:
    """The page, with a note that it was opened, wherever it is shown.

    The note comes first: of a look and of answers taken back at the same moment one waits for the
    other, and what is read after the note is what then holds.
    """
    note_view(db.session, found, staff=signed_in(), now=now())
    page = candidate_page(db.session, found, opening, now=now())
    time = find_time_part(db.session, page.row.sitting, now=now())
    conditions = conditions or _conditions(found, formdata=None)
    errors = [*form_errors(decision), *form_errors(link), *form_errors(conditions)]
    words = render_template(
        "recruiter/candidate.html",
        page=page,
        time=time,
        time_form=TimeForm(formdata=None),
        late_forms=blank_late_forms(time),
        form=decision,
        link_form=link,
        conditions_form=conditions,
        notes=notes_part(db.session, found),
        mails=mail_lines(db.session, found, page.row),
        letter=letter_part(db.session, found, now=now()),
        errors=errors,
        shows_name=shows_name(found),
        is_blinded=sees_names() and is_blinded(found),
        sees_review=signed_in().role == Role.OWNER,
        **desk(page.labels, has_errors=bool(errors)),
    )
    db.session.commit()
    return words

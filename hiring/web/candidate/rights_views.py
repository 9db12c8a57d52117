"""What candidates can ask of us and do by themselves: their rights, on one page."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, TextAreaField
from wtforms.validators import Length, ValidationError

from hiring import cases, jobs, openings, sittings
from hiring.cases import CaseKind
from hiring.db import db
from hiring.errors import AfterFaultError, NotFoundError
from hiring.sittings import VoidFault
from hiring.web.access import for_candidates
from hiring.web.candidate.after_pages import several_positions, void_words
from hiring.web.candidate.case_pages import case_lines
from hiring.web.candidate.desk import arrived_at, bp, load_page, now
from hiring.web.candidate.feedback_views import before_scoring
from hiring.web.candidate.pages import StartPage
from hiring.web.pages import form_errors
from hiring.web.security import shown_again_by
from hiring.webhooks import EventKind

KINDS = (CaseKind.CORRECTION, CaseKind.CONTEST, CaseKind.ERASURE)
MAX_WORDS = 4000
TOO_LONG = _l("Shorten the text to 4,000 characters")


class RequestForm(FlaskForm):  # type: ignore[misc]
    """A request in the candidate's own words."""

    words = TextAreaField(
        _l("What you ask for"), [Length(max=MAX_WORDS, message=TOO_LONG)], render_kw={"rows": 4}
    )

    def validate_words(self, field: Any) -> None:
        """Somebody has to know what to look at."""
        if not (field.data or "").strip():
            raise ValidationError(_("Say in a few words what this is about"))


class CorrectionForm(RequestForm):
    """Something about the person is wrong."""

    words = TextAreaField(
        _l("What is wrong, and what is right?"),
        [Length(max=MAX_WORDS, message=TOO_LONG)],
        description=_l("Such as your name or your mail address."),
        render_kw={"rows": 3},
    )


class ContestForm(RequestForm):
    """A person shall look again."""

    words = TextAreaField(
        _l("What should a person look at again, or know?"),
        [Length(max=MAX_WORDS, message=TOO_LONG)],
        description=_l("Such as a lost connection, a scenario you think is unfair, or a decision."),
        render_kw={"rows": 4},
    )


class ErasureForm(FlaskForm):  # type: ignore[misc]
    """Everything shall be erased."""

    words = TextAreaField(
        _l("Anything you want to tell us"),
        [Length(max=MAX_WORDS, message=TOO_LONG)],
        render_kw={"rows": 2},
    )
    is_sure = BooleanField(_l("I want everything about me erased"))

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.words.flags.optional = True

    def validate_is_sure(self, field: Any) -> None:
        """Nobody asks for this by a slip."""
        if not field.data:
            raise ValidationError(_("Tick this box if you are sure"))


FORMS: dict[CaseKind, type[FlaskForm]] = {
    CaseKind.CORRECTION: CorrectionForm,
    CaseKind.CONTEST: ContestForm,
    CaseKind.ERASURE: ErasureForm,
}


@bp.get("/assessment/rights")
@for_candidates
def rights() -> ResponseReturnValue:
    """Everything a candidate can ask for or do, with what was asked and answered so far."""
    return _shown(load_page(), {})


def _rights_again(kind: str) -> ResponseReturnValue:
    wanted = _kind(kind)
    return _shown(load_page(), {wanted: FORMS[wanted](prefix=wanted.value)})


@bp.post("/assessment/rights/<kind>")
@for_candidates
@shown_again_by(_rights_again)
def ask_for_right(kind: str) -> ResponseReturnValue:
    """Write down a request; a person answers it.

    Raises:
        NotFoundError: There is no such kind of request.
    """
    at, page, wanted = arrived_at(), load_page(), _kind(kind)
    form = FORMS[wanted](prefix=wanted.value)
    if not form.validate():
        return _shown(page, {wanted: form}), 422
    candidate = openings.get_candidate(db.session, page.candidate_id)
    cases.open_case(db.session, candidate, wanted, words=form.words.data or "", now=at)
    db.session.commit()
    return redirect(url_for("candidate.rights", _anchor="asked"))


@bp.get("/assessment/withdraw")
@for_candidates
def leave() -> ResponseReturnValue:
    """What withdrawing means, before anything is done."""
    page = load_page()
    if page.withdrawn_at is not None:
        return redirect(url_for("candidate.left"))
    return render_template("candidate/leave.html", page=page, **page.shared)


@bp.post("/assessment/withdraw")
@for_candidates
@shown_again_by(leave)
def withdraw() -> ResponseReturnValue:
    """End the candidate's part. Decides nothing."""
    page = load_page()
    candidate = openings.get_candidate(db.session, page.candidate_id)
    sittings.withdraw(db.session, candidate, now=now())
    kind = EventKind.CANDIDATE_WITHDREW
    jobs.tell_outside(db.session, kind, candidate.id, subject=candidate.id, now=now())
    db.session.commit()
    return redirect(url_for("candidate.left"))


@bp.get("/assessment/withdrawn")
@for_candidates
def left() -> ResponseReturnValue:
    """For who has withdrawn: that it is so, and what remains."""
    page = load_page()
    if page.withdrawn_at is None:
        return redirect(url_for("candidate.start"))
    return render_template("candidate/left.html", page=page, **page.shared)


@bp.get("/assessment/take-back")
@for_candidates
def take_back() -> ResponseReturnValue:
    """What taking back means, or why it cannot be done any more."""
    page = load_page()
    if page.is_voided or not page.is_submitted:
        return redirect(url_for("candidate.start"))
    return _take_back_page(page, _void_fault(page))


@bp.post("/assessment/take-back")
@for_candidates
@shown_again_by(take_back)
def void() -> ResponseReturnValue:
    """Take back what was sent in, while nobody has learned from it."""
    page = load_page()
    if page.sitting is None:
        return redirect(url_for("candidate.start"))
    candidate = openings.get_candidate(db.session, page.candidate_id)
    try:
        sittings.void(db.session, candidate, page.sitting, now=now())
    except AfterFaultError as fault:
        return _take_back_page(load_page(), VoidFault(fault.code)), 409
    kind, sitting_id = EventKind.SITTING_TAKEN_BACK, page.sitting.id
    jobs.tell_outside(db.session, kind, candidate.id, subject=sitting_id, now=now())
    db.session.commit()
    return redirect(url_for("candidate.receipt"))


def _kind(name: str) -> CaseKind:
    if name not in {one.value for one in KINDS}:
        raise NotFoundError("no such request")
    return CaseKind(name)


def _void_fault(page: StartPage) -> VoidFault | None:
    candidate = openings.get_candidate(db.session, page.candidate_id)
    return sittings.void_fault(db.session, candidate, page.sitting)


def _take_back_page(page: StartPage, fault: VoidFault | None) -> str:
    words = "" if fault is None else void_words(fault)
    return render_template("candidate/take_back.html", page=page, why_not=words, **page.shared)


def _shown(page: StartPage, sent: dict[CaseKind, FlaskForm]) -> str:
    forms = {
        kind.value: sent.get(kind) or form(prefix=kind.value, formdata=None)
        for kind, form in FORMS.items()
    }
    errors = [error for form in sent.values() for error in form_errors(form)]
    lines = case_lines(db.session, page.candidate_id, *KINDS)
    fault = _void_fault(page)
    return render_template(
        "candidate/rights.html",
        page=page,
        forms=forms,
        lines=lines,
        no_result=before_scoring(page),
        may_take_back=not page.is_voided and fault is None,
        why_not="" if fault is None else void_words(fault),
        is_erasing=_is_erasing(page),
        errors=errors,
        is_sent=request.method == "POST",
        several=several_positions(db.session, page),
        **page.shared | {"has_errors": bool(errors)},
    )


def _is_erasing(page: StartPage) -> bool:
    """Whether erasing was asked for and not answered yet."""
    return any(
        one.kind == CaseKind.ERASURE for one in cases.open_cases_of(db.session, page.candidate_id)
    )

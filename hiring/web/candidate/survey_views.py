"""Two questions about the experience, asked once and kept apart from the person."""

from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.validators import Optional

from hiring import openings, surveys
from hiring.db import db
from hiring.web.access import for_candidates
from hiring.web.candidate.desk import bp, load_page, now
from hiring.web.candidate.pages import StartPage
from hiring.web.pages import form_errors

STEP_WORDS = [
    ("1", _l("Not at all")),
    ("2", _l("A little")),
    ("3", _l("Partly")),
    ("4", _l("Mostly")),
    ("5", _l("Very much")),
]


class SurveyForm(FlaskForm):  # type: ignore[misc]
    """Both questions may be left out, but not both at once."""

    fairness = RadioField(_l("Was the assessment fair?"), [Optional()], choices=STEP_WORDS)
    clarity = RadioField(_l("Was it clear what you had to do?"), [Optional()], choices=STEP_WORDS)

    def validate(self, extra_validators: Any = None) -> bool:
        """One answer at least."""
        if not super().validate(extra_validators):
            return False
        if self.fairness.data or self.clarity.data:
            return True
        self.fairness.errors = [_("Answer one of the two questions, or go back")]
        return False


@bp.get("/assessment/survey")
@for_candidates
def survey() -> ResponseReturnValue:
    """The two questions, or thanks to whoever has answered them."""
    page = load_page()
    if not page.is_submitted:
        return redirect(url_for("candidate.start"))
    return _shown(page, SurveyForm(formdata=None))


@bp.post("/assessment/survey")
@for_candidates
def send_survey() -> ResponseReturnValue:
    """Keep the answers without the name; a second reply changes nothing."""
    page = load_page()
    if not page.is_submitted:
        return redirect(url_for("candidate.start"))
    form = SurveyForm()
    if not form.validate():
        return _shown(page, form), 422
    candidate = openings.get_candidate(db.session, page.candidate_id)
    surveys.rate(
        db.session,
        candidate,
        fairness=_step(form.fairness.data),
        clarity=_step(form.clarity.data),
        now=now(),
    )
    db.session.commit()
    return redirect(url_for("candidate.survey"))


def _step(text: str | None) -> int | None:
    return int(text) if text else None


def _shown(page: StartPage, form: SurveyForm) -> str:
    errors = form_errors(form)
    candidate = openings.get_candidate(db.session, page.candidate_id)
    return render_template(
        "candidate/survey.html",
        page=page,
        form=form,
        has_rated=candidate.has_rated,
        min_replies=surveys.MIN_REPLIES,
        errors=errors,
        **page.shared | {"has_errors": bool(errors)},
    )

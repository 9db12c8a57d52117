"""Two questions about the experience, asked once and kept apart from the person."""

from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from hiring import openings, surveys
from hiring.db import db
from hiring.web.access import for_candidates
from hiring.web.candidate.desk import bp, load_page, now
from hiring.web.candidate.pages import StartPage
from hiring.web.floors import group_floors
from hiring.web.pages import form_errors
from hiring.web.security import shown_again_by

STEPS = [
    SelectChoice("1", _l("Not at all")),
    SelectChoice("2", _l("A little")),
    SelectChoice("3", _l("Partly")),
    SelectChoice("4", _l("Mostly")),
    SelectChoice("5", _l("Very much")),
]
KNOWN = {choice.value for choice in STEPS}


class SurveyForm(FlaskForm):  # type: ignore[misc]
    """Both questions may be left out, but not both at once. What is no step is left out."""

    fairness = RadioField(_l("Was the assessment fair?"), choices=STEPS, validate_choice=False)
    clarity = RadioField(
        _l("Was it clear what you had to do?"), choices=STEPS, validate_choice=False
    )

    @property
    def fairness_step(self) -> int | None:
        """From 1 to 5, or None where nothing was chosen."""
        return _step(self.fairness.data)

    @property
    def clarity_step(self) -> int | None:
        """The same for the second question."""
        return _step(self.clarity.data)

    def validate_fairness(self, _field: Any) -> None:
        """One answer at least."""
        if self.fairness_step is None and self.clarity_step is None:
            raise ValidationError(_("Answer one of the two questions, or go back"))


@bp.get("/assessment/survey")
@for_candidates
def survey() -> ResponseReturnValue:
    """The two questions, or thanks to whoever has answered them."""
    page = load_page()
    if not page.is_submitted:
        return redirect(url_for("candidate.start"))
    return _shown(page, SurveyForm(formdata=None))


def _survey_again() -> ResponseReturnValue:
    page = load_page()
    if not page.is_submitted:
        return redirect(url_for("candidate.start"))
    return _shown(page, SurveyForm())


@bp.post("/assessment/survey")
@for_candidates
@shown_again_by(_survey_again)
def send_survey() -> ResponseReturnValue:
    """Keep the answers without the name; a second reply changes nothing."""
    page = load_page()
    if not page.is_submitted:
        return redirect(url_for("candidate.start"))
    form = SurveyForm()
    if not form.validate():
        return _shown(page, form), 422
    candidate = openings.get_candidate(db.session, page.candidate_id)
    opening_id, at = candidate.opening_id, now()
    is_first = surveys.mark_rated(db.session, candidate)
    db.session.commit()  # before the reply: nothing in the database ties the two together
    if is_first:
        rating = surveys.Rating(form.fairness_step, form.clarity_step)
        surveys.keep_rating(db.session, opening_id, rating, now=at)
        db.session.commit()
    return redirect(url_for("candidate.survey"))


def _step(text: str | None) -> int | None:
    return int(text) if text is not None and text in KNOWN else None


def _shown(page: StartPage, form: SurveyForm) -> str:
    errors = form_errors(form)
    candidate = openings.get_candidate(db.session, page.candidate_id)
    return render_template(
        "candidate/survey.html",
        page=page,
        form=form,
        has_rated=candidate.has_rated,
        min_replies=group_floors().show,
        errors=errors,
        **page.shared | {"has_errors": bool(errors)},
    )

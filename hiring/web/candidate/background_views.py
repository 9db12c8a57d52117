"""Voluntary questions about background, after everything is sent; kept apart, changed at will."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeAlias

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from hiring import openings, vault
from hiring.db import db
from hiring.openings.records import Candidate, Opening
from hiring.vault import Topic
from hiring.web.access import for_candidates
from hiring.web.background_words import ANSWERS, TOPICS
from hiring.web.candidate.desk import bp, load_page, now
from hiring.web.candidate.pages import StartPage
from hiring.web.floors import group_floors
from hiring.web.pages import form_errors
from hiring.web.security import shown_again_by

PAGE = "/assessment/about-you"
KEPT, REMOVED = "kept", "removed"

AskedView: TypeAlias = Callable[[StartPage, Candidate, Opening], ResponseReturnValue]


def _question(topic: Topic) -> RadioField:
    choices = [SelectChoice(value, words) for value, words in ANSWERS[topic].items()]
    return RadioField(TOPICS[topic], choices=choices, validate_choice=False)


class BackgroundForm(FlaskForm):  # type: ignore[misc]
    """Every question may be left out. What is not offered is left out."""

    sex = _question(Topic.SEX)
    ethnicity = _question(Topic.ETHNICITY)
    disability = _question(Topic.DISABILITY)
    age_band = _question(Topic.AGE_BAND)

    def __init__(self, topics: tuple[Topic, ...], **values: Any) -> None:
        super().__init__(**values)
        for topic in set(Topic) - set(topics):
            del self[topic.value]
        self.topics = topics

    @property
    def told(self) -> dict[Topic, str | None]:
        """What was chosen, by question."""
        return {topic: self._chosen(topic) for topic in self.topics}

    def validate_sex(self, _field: Any) -> None:
        """One answer at least, to whichever question."""
        if not any(self.told.values()):
            raise ValidationError(_("Choose one answer, or go back"))

    def _chosen(self, topic: Topic) -> str | None:
        value = self[topic.value].data
        return value if value in vault.ANSWERS[topic] else None


def when_asked(view: AskedView) -> Callable[[], ResponseReturnValue]:
    """Hand the view the page, the candidate and the opening; who is not asked goes back."""

    @wraps(view)
    def guarded() -> ResponseReturnValue:
        page = load_page()
        asked = _find_asked(page)
        if asked is None:
            return redirect(url_for("candidate.receipt"))
        return view(page, *asked)

    return guarded


@bp.get(PAGE)
@for_candidates
@when_asked
def background(page: StartPage, candidate: Candidate, opening: Opening) -> ResponseReturnValue:
    """The questions, what they are for, and what was told before."""
    told = vault.find_told(db.session, candidate.id) or {}
    values = {topic.value: answer for topic, answer in told.items()}
    form = BackgroundForm(vault.topics_for(opening.place), formdata=None, **values)
    return _shown(page, form, has_told=bool(told))


@when_asked
def _again(page: StartPage, candidate: Candidate, opening: Opening) -> ResponseReturnValue:
    has_told = vault.find_told(db.session, candidate.id) is not None
    return _shown(page, BackgroundForm(vault.topics_for(opening.place)), has_told=has_told)


@bp.post(PAGE)
@for_candidates
@shown_again_by(_again)
@when_asked
def send_background(page: StartPage, candidate: Candidate, opening: Opening) -> ResponseReturnValue:
    """Keep what was told, apart from the application."""
    form = BackgroundForm(vault.topics_for(opening.place))
    if not form.validate():
        has_told = vault.find_told(db.session, candidate.id) is not None
        return _shown(page, form, has_told=has_told), 422
    vault.keep_reply(db.session, candidate, form.told, now=now())
    db.session.commit()
    return redirect(url_for("candidate.background", done=KEPT))


@bp.post(f"{PAGE}/remove")
@for_candidates
@shown_again_by(_again)
@when_asked
def drop_background(
    _page: StartPage, candidate: Candidate, _opening: Opening
) -> ResponseReturnValue:
    """Take out what was told."""
    if vault.drop_reply(db.session, candidate.id):
        db.session.commit()
    return redirect(url_for("candidate.background", done=REMOVED))


def _find_asked(page: StartPage) -> tuple[Candidate, Opening] | None:
    """The candidate and the opening, where the questions are for them.

    What somebody has told stays theirs to change, even if nobody new is asked any more.
    """
    candidate = openings.get_candidate(db.session, page.candidate_id)
    opening = openings.get_opening(db.session, candidate.opening_id)
    if vault.find_told(db.session, candidate.id) is not None:
        return candidate, opening
    is_asked = opening.asks_background and page.is_submitted and not page.is_voided
    return (candidate, opening) if is_asked else None


def _done_words(*, has_told: bool) -> str:
    """What was just done, as long as it is still so."""
    done = request.args.get("done", "")
    if done == KEPT and has_told:
        return str(_("Thank you. Your answers are kept, apart from your application."))
    if done == REMOVED and not has_told:
        return str(_("Your answers to these questions are removed."))
    return ""


def _shown(page: StartPage, form: BackgroundForm, *, has_told: bool) -> str:
    errors = form_errors(form)
    return render_template(
        "candidate/background.html",
        page=page,
        form=form,
        fields=[form[topic.value] for topic in form.topics],
        has_told=has_told,
        min_people=group_floors().show,
        notice=_done_words(has_told=has_told),
        errors=errors,
        **page.shared | {"has_errors": bool(errors)},
    )

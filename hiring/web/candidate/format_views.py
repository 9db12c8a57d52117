"""The same scenarios in another form: large print, plain text, or entered by an assistant.

What is read on paper is answered on the screen, with the same options in the same order, so that
nothing has to be keyed anew. Each way is open only to whom it was agreed with.
"""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from hiring import openings
from hiring.briefs.facts import PageSize
from hiring.briefs.press import printed
from hiring.conditions import Agreed, agreed_of, find_conditions
from hiring.db import db
from hiring.errors import NotFoundError
from hiring.handouts.form_text import FormText, form_text
from hiring.handouts.large_print import render_large_print
from hiring.handouts.plain_text import render_plain_text
from hiring.sittings import clock
from hiring.sittings.assistants import (
    MAX_ASSISTANT_CHARS,
    NOBODY,
    find_assistant,
    name_assistant,
)
from hiring.web.access import for_candidates
from hiring.web.candidate.desk import arrived_at, bp, cookie, load_page, now
from hiring.web.candidate.pages import StartPage
from hiring.web.language import speaking, translator
from hiring.web.pacing import paper_paced
from hiring.web.pages import form_errors
from hiring.web.security import shown_again_by
from hiring.words import RIGHT_TO_LEFT

MAX_DIGITS = 4


class AssistantForm(FlaskForm):  # type: ignore[misc]
    """Who enters the answers in this browser."""

    name = StringField(
        _l("Name of the assistant"),
        [
            DataRequired(_l("Write the assistant's name")),
            Length(max=MAX_ASSISTANT_CHARS, message=_l("Shorten the name to 120 characters")),
        ],
        description=_l("Stored with each answer. It stands in no score and on no interview sheet."),
        render_kw={"autocomplete": "off"},
    )


@bp.get("/assessment/large-print.pdf")
@for_candidates
@paper_paced
def large_print() -> ResponseReturnValue:
    """All scenarios in large print."""
    page = load_page()
    _require(page, is_agreed=_agreed(page).large_print)
    candidate = openings.get_candidate(db.session, page.candidate_id)
    paper = PageSize(openings.get_opening(db.session, candidate.opening_id).paper)
    with speaking(page.content_language):
        words = f"{translator().gettext('Page {page} of {pages}')} · {candidate.code}"
        pdf = printed(render_large_print, _form_text(page), paper=paper, page_words=words)
    return _file(Response(pdf, mimetype="application/pdf"), "scenarios-large-print.pdf")


@bp.get("/assessment/scenarios.txt")
@for_candidates
def plain_text() -> ResponseReturnValue:
    """All scenarios as plain text."""
    page = load_page()
    _require(page, is_agreed=_agreed(page).plain_text)
    with speaking(page.content_language):
        text = render_plain_text(_form_text(page))
    return _file(Response(text, content_type="text/plain; charset=utf-8"), "scenarios.txt")


@bp.get("/assessment/assistant")
@for_candidates
def assistant() -> ResponseReturnValue:
    """Ask who enters the answers in this browser."""
    page = load_page()
    _require_agreed(is_agreed=_agreed(page).has_assistant)
    known = find_assistant(db.session, cookie())
    return _assistant_page(page, AssistantForm(formdata=None, name=known))


def _assistant_again() -> ResponseReturnValue:
    page = load_page()
    _require_agreed(is_agreed=_agreed(page).has_assistant)
    return _assistant_page(page, AssistantForm())


@bp.post("/assessment/assistant")
@for_candidates
@shown_again_by(_assistant_again)
def answer_assistant() -> ResponseReturnValue:
    """Note who enters the answers here, or that nobody does. Then go on, if that was under way."""
    at, page = arrived_at(), load_page()
    _require_agreed(is_agreed=_agreed(page).has_assistant)
    form = AssistantForm()
    is_nobody = "myself" in request.form
    if not is_nobody and not form.validate():
        return _assistant_page(page, form), 422
    name_assistant(db.session, cookie(), NOBODY if is_nobody else form.name.data, now=now())
    if page.sitting is not None and not page.is_submitted and _is_going_on():
        clock.resume(db.session, page.sitting, now=at)
    db.session.commit()
    return redirect(_next_address(page))


def needs_assistants_name(page: StartPage) -> bool:
    """Whether an assistant was agreed, and nobody has been asked in this browser who it is."""
    return _agreed(page).has_assistant and find_assistant(db.session, cookie()) is None


def _next_address(page: StartPage) -> str:
    """Back to where the name was asked for."""
    if page.sitting is not None and page.sitting.paused_at is not None:
        return url_for("candidate.help_page", position=_position())
    if page.sitting is None:
        return url_for("candidate.start", language=page.language, named=1)
    if _position() is None:
        return url_for("candidate.start", language=page.language)
    return url_for("candidate.question", position=_position())


def _agreed(page: StartPage) -> Agreed:
    return agreed_of(find_conditions(db.session, page.candidate_id))


def _require(page: StartPage, *, is_agreed: bool) -> None:
    """Scenarios show to whom it was agreed with, while the sitting goes on.

    Raises:
        NotFoundError: Nothing was agreed, or the sitting is not under way.
    """
    _require_agreed(is_agreed=is_agreed)
    sitting = page.sitting
    is_open = sitting is not None and sitting.submitted_at is None and page.withdrawn_at is None
    if sitting is None or not is_open or sitting.paused_at is not None:
        raise NotFoundError("the sitting is not under way")


def _require_agreed(*, is_agreed: bool) -> None:
    if not is_agreed:
        raise NotFoundError("this was not agreed")


def _form_text(page: StartPage) -> FormText:
    assert page.sitting is not None  # noqa: S101 - asked for before
    return form_text(
        page.bank,
        page.form_id,
        title=page.opening_title,
        option_seed=page.sitting.option_seed,
        translator=translator(),
        is_leftward=page.content_language in RIGHT_TO_LEFT,
    )


def _file(response: Response, name: str) -> Response:
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _assistant_page(page: StartPage, form: AssistantForm) -> str:
    errors = form_errors(form)
    return render_template(
        "candidate/assistant.html",
        page=page,
        form=form,
        errors=errors,
        position=_position(),
        is_going_on=_is_going_on(),
        **page.shared | {"has_errors": bool(errors)},
    )


def _is_going_on() -> bool:
    """Whether the candidate was about to go on when the name was asked for."""
    return "go_on" in request.values


def _position() -> str | None:
    """The scenario that the candidate came from, handed on."""
    text = request.values.get("position", "")
    return text if text.isascii() and text.isdigit() and len(text) < MAX_DIGITS else None

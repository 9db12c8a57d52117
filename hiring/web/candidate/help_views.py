"""Help on every page: what to do, and how to ask for other conditions.

Asking stops the clock at once and keeps everything. The way back leads to the scenario that the
candidate came from.
"""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, ValidationError

from hiring import cases, openings
from hiring.cases import CaseKind, Wish
from hiring.db import db
from hiring.sittings.assistants import find_assistant
from hiring.web.access import for_candidates
from hiring.web.candidate.after_pages import several_positions
from hiring.web.candidate.case_pages import HelpPage, help_page_of
from hiring.web.candidate.desk import arrived_at, bp, cookie, load_page
from hiring.web.candidate.pages import StartPage
from hiring.web.pages import form_errors
from hiring.web.security import shown_again_by

MAX_WISH_CHARS = 1000
MAX_DIGITS = 4


class WishForm(FlaskForm):  # type: ignore[misc]
    """What would help. Neither a reason nor a diagnosis is asked for."""

    wishes = SelectMultipleField(_l("What would help?"))
    words = TextAreaField(
        _l("Anything else we should know about what would help"),
        [Length(max=MAX_WISH_CHARS, message=_l("Shorten the text to 1,000 characters"))],
        description=_l("Only what would help. Please do not write about your health."),
        render_kw={"rows": 4},
    )

    def __init__(self, offered: list[tuple[str, str]], **values: Any) -> None:
        """Args: offered: Values and words of what can be ticked."""
        super().__init__(**values)
        self.words.flags.optional = True
        self.wishes.choices = [SelectChoice(value, words) for value, words in offered]

    def validate_wishes(self, field: Any) -> None:
        """Something must be said, by a tick or in words."""
        if not field.data and not self._has_words:
            raise ValidationError(_("Tick what would help, or say it below in a few words"))

    def validate_words(self, field: Any) -> None:
        """Words must say what the tick alone does not."""
        del field
        if self.wishes.data == [Wish.OTHER.value] and not self._has_words:
            raise ValidationError(_("Say in a few words what would help"))

    @property
    def _has_words(self) -> bool:
        return bool((self.words.data or "").strip())


@bp.get("/assessment/help")
@for_candidates
def help_page() -> ResponseReturnValue:
    """How to get help, what was asked and answered, and a form to ask."""
    page = load_page()
    found = help_page_of(db.session, page, _position())
    return _shown(page, found, WishForm(found.wishes, formdata=None))


def _help_again() -> ResponseReturnValue:
    """The page with what was typed; after the end there is nothing to ask for."""
    page = load_page()
    found = help_page_of(db.session, page, _position())
    if found.is_over:
        return redirect(url_for("candidate.help_page", language=page.language))
    return _shown(page, found, WishForm(found.wishes))


@bp.post("/assessment/help")
@for_candidates
@shown_again_by(_help_again)
def ask_for_help() -> ResponseReturnValue:
    """Ask for other conditions. The assessment stands still from the moment this arrived."""
    at, page = arrived_at(), load_page()
    found = help_page_of(db.session, page, _position())
    if found.is_over:
        return redirect(url_for("candidate.help_page", language=page.language))
    form = WishForm(found.wishes)
    if not form.validate():
        return _shown(page, found, form), 422
    cases.open_case(
        db.session,
        openings.get_candidate(db.session, page.candidate_id),
        CaseKind.ADJUSTMENT,
        wishes=[Wish(wish) for wish in form.wishes.data or ()],
        words=form.words.data or "",
        now=at,
    )
    db.session.commit()
    address = url_for(
        "candidate.help_page", language=page.language, position=found.position, _anchor="asked"
    )
    return redirect(address)


def _shown(page: StartPage, found: HelpPage, form: WishForm) -> str:
    errors = form_errors(form)
    return render_template(
        "candidate/help.html",
        page=page,
        help=found,
        form=form,
        errors=errors,
        assistant=find_assistant(db.session, cookie()) if found.agreed.has_assistant else None,
        is_kept="kept" in request.args,
        several=several_positions(db.session, page),
        **page.shared | {"has_errors": bool(errors)},
    )


def _position() -> int | None:
    """The scenario that the candidate came from, if the address or the form names one."""
    text = request.values.get("position", "")
    is_number = text.isascii() and text.isdigit() and len(text) < MAX_DIGITS
    return int(text) if is_number else None

"""Whose receipt a code is: for a candidate who calls and has nothing else at hand."""

from dataclasses import dataclass
from datetime import datetime

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from hiring import audit, openings
from hiring.db import db
from hiring.errors import NotFoundError
from hiring.openings.records import Candidate, Opening
from hiring.sittings.records import find_by_receipt
from hiring.web.access import signed_in
from hiring.web.desks import desk
from hiring.web.pages import form_errors
from hiring.web.recruiter.desk import bp, for_recruiters, my_opening, now

MAX_CODE_CHARS = 40


class ReceiptForm(FlaskForm):  # type: ignore[misc]
    """A code as somebody reads it out."""

    code = StringField(
        _l("Receipt code"),
        [
            DataRequired(message=_l("Enter the receipt code")),
            Length(max=MAX_CODE_CHARS, message=_l("A receipt code is shorter than that")),
        ],
        description=_l("Ten letters and digits, such as ABCDE-23456."),
    )


@dataclass(frozen=True, slots=True)
class FoundReceipt:
    """Whose code it is. ``sent_at`` is None where the answers were taken back."""

    candidate: Candidate
    opening: Opening
    sent_at: datetime | None


@bp.get("/receipts")
@for_recruiters
def receipts() -> ResponseReturnValue:
    """Ask for a code."""
    return _shown(ReceiptForm(formdata=None), None, "")


@bp.post("/receipts")
@for_recruiters
def check_receipt() -> ResponseReturnValue:
    """Say whose code it is. Codes of other people's openings are as unknown as made-up ones."""
    form = ReceiptForm()
    if not form.validate():
        return _shown(form, None, ""), 422
    found = _find(form.code.data)
    if found is None:
        words = _("This code is unknown. Ask for it letter by letter: it has no O, I, L, 0 or 1.")
        return _shown(form, None, words)
    audit.record(
        db.session,
        "receipt.checked",
        actor=signed_in().id,
        object_id=found.candidate.id,
        now=now(),
        chain=found.opening.id,
    )
    page = _shown(form, found, "")
    db.session.commit()
    return page


def _find(code: str) -> FoundReceipt | None:
    sitting = find_by_receipt(db.session, _as_printed(code))
    if sitting is None:
        return None
    candidate = openings.get_candidate(db.session, sitting.candidate_id)
    try:
        opening = my_opening(candidate.opening_id)
    except NotFoundError:
        return None
    is_taken_back = sitting.voided_at is not None
    return FoundReceipt(candidate, opening, None if is_taken_back else sitting.submitted_at)


def _as_printed(code: str) -> str:
    """The code with its dash, however it was typed."""
    letters = "".join(letter for letter in code.upper() if letter.isalnum())
    return f"{letters[:5]}-{letters[5:]}"


def _shown(form: ReceiptForm, found: FoundReceipt | None, unknown_words: str) -> str:
    errors = form_errors(form)
    return render_template(
        "recruiter/receipts.html",
        form=form,
        found=found,
        unknown_words=unknown_words,
        errors=errors,
        **desk(has_errors=bool(errors)),
    )

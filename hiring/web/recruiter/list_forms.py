"""The form for adding many people at once: from a paste or from a file, looked at before it adds.

The list that was looked at comes back with the confirmation, so that nothing is stored before. It
is read and checked again then, as if it had never been seen.
"""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, FileField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from hiring.openings.listed import Listed, Reading, read_people_file, read_people_text
from hiring.openings.spreadsheets import FileFaultError
from hiring.web.recruiter.forms import NO_AUTOCOMPLETE, DayField
from hiring.web.recruiter.list_words import file_fault_words
from hiring.web.recruiter.retake_forms import reason_needed_words, retake_reason_field


class ListForm(FlaskForm):  # type: ignore[misc]
    """Many candidates: a paste or a file, and until when their links are valid."""

    people = TextAreaField(
        _l("People, one a line"),
        # Not said in the template: there, words of ours are mark-up, and <ada…> would be a tag.
        description=_l(
            "Paste from a spreadsheet or a mail, for example: Ada Example <ada@example.org>, or "
            "the name alone, or columns with headings."
        ),
        render_kw={"rows": 8, **NO_AUTOCOMPLETE},
    )
    file = FileField(
        _l("Or a file: CSV or Excel (xlsx)"),
        description=_l(
            "The first sheet is read, with the columns “Name” and “Mail address”. Formulas are not "
            "worked out. At most 2,000 people."
        ),
        render_kw={"accept": ".csv,.tsv,.txt,.xlsx"},
    )
    valid_until_all = DayField(
        _l("Links valid until"), [InputRequired(_l("Choose the links' last day"))]
    )
    reading: Reading | None = None

    def validate_people(self, field: Any) -> None:
        """Read what was pasted, unless there is a file."""
        if _has_file(self.file.data):
            return
        if not (field.data or "").strip():
            raise ValidationError(_("Paste a list or choose a file"))
        try:
            self.reading = read_people_text(field.data)
        except FileFaultError as fault:
            raise ValidationError(file_fault_words(fault.code)) from fault

    def validate_file(self, field: Any) -> None:
        """Read the file."""
        if not _has_file(field.data):
            return
        try:
            self.reading = read_people_file(field.data.read())
        except FileFaultError as fault:
            raise ValidationError(file_fault_words(fault.code)) from fault


class ConfirmForm(FlaskForm):  # type: ignore[misc]
    """The list that was looked at, to be added now."""

    people = TextAreaField()
    valid_until_all = DayField(_l("Links valid until"), [InputRequired()])
    retake_reason = retake_reason_field()
    send_mail = BooleanField(_l("Send each of them the invitation by mail"), default=True)

    @property
    def reason(self) -> str:
        """Why people within the gap are invited all the same; nothing to leave them out."""
        return (self.retake_reason.data or "").strip()

    def require_reason(self) -> None:
        """Say that nobody can be added without one."""
        self.retake_reason.errors = [reason_needed_words()]


def carried(people: Iterable[Listed]) -> str:
    """A list as the confirmation carries it: headings, then a name and an address a line."""
    lines = (f"{one.person.name}\t{one.person.email or ''}" for one in people)
    return "\n".join(["Name\tMail", *lines])


def _has_file(data: Any) -> bool:
    return bool(getattr(data, "filename", ""))

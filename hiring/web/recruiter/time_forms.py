"""Forms about a candidate's time: minutes to give, and why a late answer should count."""

from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from hiring.sittings.late_answers import MAX_REASON_CHARS, MIN_REASON_CHARS
from hiring.web.numbers import WholeNumber
from hiring.web.recruiter.time_pages import TimePart

MAX_MINUTES = 600
FAULT = _l("Give whole minutes, from 1 to 600")


class TimeForm(FlaskForm):  # type: ignore[misc]
    """More minutes for one person."""

    minutes = WholeNumber(
        _l("Minutes to give"),
        [InputRequired(FAULT), NumberRange(min=1, max=MAX_MINUTES, message=FAULT)],
        description=_l(
            "Added at once, also to the page that is open. It cannot be taken back. It is noted "
            "with your name, and stands under “What moved the clock”."
        ),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )


class LateForm(FlaskForm):  # type: ignore[misc]
    """Why a late answer should count; one page may hold several, told apart by the answer's id."""

    reason = TextAreaField(
        _l("Why it should count"),
        [
            InputRequired(_l("Give the reason in words, at least 10 characters")),
            Length(
                min=MIN_REASON_CHARS,
                max=MAX_REASON_CHARS,
                message=_l("Give the reason in 10 to 500 characters"),
            ),
        ],
        description=_l("Write it so that the candidate could read it."),
        filters=[lambda text: text.strip() if text else text],
        render_kw={"rows": 2},
    )

    def __init__(self, late_id: UUID, **values: Any) -> None:
        """Args: late_id: The late answer that it is about."""
        super().__init__(prefix=f"late-{late_id.hex}", **values)


def blank_late_forms(time: TimePart | None) -> dict[UUID, LateForm]:
    """An empty form for each late answer, by the answer's id."""
    late = [] if time is None else time.late
    return {line.late.id: LateForm(line.late.id, formdata=None) for line in late}

"""Inviting somebody within the gap that an opening keeps: the reason, and the words for it."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import Optional, ValidationError

from hiring.sittings.retakes import MAX_REASON_CHARS, MIN_REASON_CHARS
from hiring.web.language import in_days


def retake_reason_field() -> TextAreaField:
    """Why somebody is invited within the gap; empty to leave it."""
    return TextAreaField(
        _l("Invite all the same, because"),
        [Optional(), _require_length],
        description=_l("It is stored with the person; your name and the time are noted."),
        render_kw={"rows": 2},
    )


def early_words(over_at: datetime) -> str:
    """Why an address is refused, and until when."""
    return str(
        _(
            "Somebody with this address sent answers to this test a short while ago. They can be "
            "invited from %(day)s on. To invite them all the same, write down why.",
            day=in_days(over_at),
        )
    )


def reason_needed_words() -> str:
    """What to do where nobody can be added without a reason."""
    return str(_("Write down why, or cancel: without a reason nobody of this list is invited yet."))


def _require_length(_form: Any, field: Any) -> None:
    if not MIN_REASON_CHARS <= len(field.data.strip()) <= MAX_REASON_CHARS:
        raise ValidationError(
            _(
                "Give the reason in words, %(min)s to %(max)s characters",
                min=MIN_REASON_CHARS,
                max=MAX_REASON_CHARS,
            )
        )

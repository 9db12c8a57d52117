"""Names, or codes in their place: for staff without the permission, and in blind openings.

Every page for staff asks ``who`` (in templates the filter of that name, or the macro ``person``),
never a candidate's name itself. Scores stay readable.
"""

from datetime import datetime
from typing import cast
from uuid import UUID

from flask import Flask, g
from flask_babel import gettext as _

from hiring import audit, openings
from hiring.accounts import Staff
from hiring.db import db
from hiring.openings.records import Candidate
from hiring.web.language import in_days, to_the_minute

UNBLINDED = "candidate.unblinded"


def register(app: Flask) -> None:
    """Let templates say who somebody is, and when, as far as the reader may know."""
    app.add_template_filter(who, "who")
    app.add_template_filter(mail_of, "mail_of")
    app.add_template_filter(day_of, "day_of")
    app.add_template_filter(minute_of, "minute_of")
    app.add_template_global(sees_names, "sees_names")


def who(candidate: Candidate) -> str:
    """The name, or the code where the reader must not know the name."""
    return candidate.name if shows_name(candidate) else candidate.code


def mail_of(candidate: Candidate) -> str:
    """The mail address, or nothing where there is none or the reader must not know it."""
    return (candidate.email or "") if shows_name(candidate) else ""


def day_of(moment: datetime) -> str:
    """A day in a candidate's life with us, or words in its place."""
    return in_days(moment) if sees_names() else _hidden()


def minute_of(moment: datetime) -> str:
    """The same to the minute."""
    return to_the_minute(moment) if sees_names() else _hidden()


def _hidden() -> str:
    """In brackets: it stands in sentences made for a date, and no grammar fits all of them."""
    return str(_("[date hidden]"))


def show_codes_only() -> None:
    """From here on, this answer names nobody, whoever reads it."""
    g.shows_codes = True


def shows_name(candidate: Candidate) -> bool:
    """Whether the reader may know who this is."""
    return not g.get("shows_codes") and sees_names() and not is_blinded(candidate)


def hidden_code(candidate: Candidate) -> str:
    """Orders people found by name: names stay as found, hidden ones follow in order of code.

    Left in the order of names, codes would tell who is who.
    """
    return "" if shows_name(candidate) else candidate.code


def sees_names() -> bool:
    """Whether the reader has the permission; a candidate reads their own pages as they are."""
    staff = cast("Staff | None", g.get("staff"))
    return staff is None or staff.sees_names


def is_blinded(candidate: Candidate) -> bool:
    """Whether the opening is blind and the reader has not asked for this name on record."""
    staff = cast("Staff | None", g.get("staff"))
    if staff is None or not openings.get_opening(db.session, candidate.opening_id).is_blind:
        return False
    return str(candidate.id) not in _unblinded(candidate.opening_id, staff)


def _unblinded(opening_id: UUID, staff: Staff) -> set[str]:
    """Whose names the reader has asked for in an opening; read once in a request."""
    known: dict[UUID, set[str]] = g.setdefault("unblinded", {})
    if opening_id not in known:
        known[opening_id] = audit.objects_in(
            db.session, UNBLINDED, actor=staff.id, chain=opening_id
        )
    return known[opening_id]

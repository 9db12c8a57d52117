"""Telling people what was decided: by mail from here, or noted once a person has done it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from hiring import jobs, openings
from hiring.db import db
from hiring.openings.decisions import Decision, Outcome
from hiring.openings.records import Opening
from hiring.openings.telling import ToldBy
from hiring.scoring.closing_the_loop import ToTell, people_to_tell
from hiring.web.access import signed_in
from hiring.web.desks import desk
from hiring.web.language import day_here, zone_here
from hiring.web.masking import who
from hiring.web.recruiter.deciding import named_errors
from hiring.web.recruiter.decision_pages import decision_words, way_words
from hiring.web.recruiter.desk import bp, for_recruiters, my_opening, now, settings
from hiring.web.recruiter.telling_mail import send_telling, telling_words
from hiring.webhooks import EventKind

MAX_AT_ONCE = 50
MAX_OWN_CHARS = 2000
NOT_YET = "not_yet"


class TellingForm(FlaskForm):  # type: ignore[misc]
    """How one person was told, or is to be told."""

    class Meta:
        """The page as a whole carries the token."""

        csrf = False

    way = RadioField(_l("How this person is told"), default=NOT_YET)
    own_words = TextAreaField(
        _l("Your own words in the mail"),
        [Length(max=MAX_OWN_CHARS, message=_l("Shorten your words to 2000 characters"))],
        description=_l("They stand after the first sentence. Name no score."),
        render_kw={"rows": 3},
    )

    def __init__(self, *, may_mail: bool, **values: Any) -> None:
        super().__init__(**values)
        ways = [way for way in ToldBy if may_mail or way is not ToldBy.MAIL]
        self.way.choices = [SelectChoice(NOT_YET, _("Not yet"))]
        self.way.choices += [SelectChoice(way.value, _choice_words(way)) for way in ways]


@dataclass(frozen=True, slots=True)
class TellingRow:
    """Somebody with a decision who has not been told."""

    one: ToTell
    decision: Decision
    words: str
    form: TellingForm
    language: str
    subject: str
    body: str


@bp.get("/openings/<uuid:opening_id>/tell")
@for_recruiters
def people_to_hear(opening_id: UUID) -> ResponseReturnValue:
    """Who waits to hear, who is due first standing first."""
    opening = my_opening(opening_id)
    waiting = _waiting(opening)
    return _page(opening, waiting, _rows(opening, waiting, is_sent=False))


@bp.post("/openings/<uuid:opening_id>/tell")
@for_recruiters
def store_tellings(opening_id: UUID) -> ResponseReturnValue:
    """Send the mails that were chosen and note who was told; where one row is wrong, nothing."""
    opening = my_opening(opening_id)
    waiting = _waiting(opening)
    rows = _rows(opening, waiting, is_sent=True)
    sound = [row.form.validate() for row in rows]  # each is asked, so that all faults are told
    if not all(sound):
        return _page(opening, waiting, rows), 422
    told = [row.form.way.data for row in rows if _is_told(opening, row)]
    db.session.commit()
    flash(_told_words(len(told), told.count(ToldBy.MAIL.value)))
    return redirect(url_for("recruiter.people_to_hear", opening_id=opening_id))


def _waiting(opening: Opening) -> list[ToTell]:
    """Who is due on the same day stands in order of what the reader knows them by."""
    found = people_to_tell(db.session, opening, zone=zone_here())
    return sorted(found, key=lambda one: (day_here(one.due_at), who(one.candidate).casefold()))


def _rows(opening: Opening, waiting: Sequence[ToTell], *, is_sent: bool) -> list[TellingRow]:
    return [
        _row(opening, one, decision, is_sent=is_sent)
        for one, decision in _decided(waiting)[:MAX_AT_ONCE]
    ]


def _decided(waiting: Sequence[ToTell]) -> list[tuple[ToTell, Decision]]:
    """Who can be told something new: a yes or a no first, then to be on hold."""
    found = [(one, one.decision) for one in waiting if one.decision is not None and not one.is_told]
    return sorted(found, key=lambda pair: pair[0].is_on_hold)


def _row(opening: Opening, one: ToTell, decision: Decision, *, is_sent: bool) -> TellingRow:
    # The prefix names the decision: a newer one in between is not told with words for the older.
    formdata: dict[str, Any] = {} if is_sent else {"formdata": None}
    form = TellingForm(may_mail=_may_mail(one), prefix=f"d{decision.id.hex}", **formdata)
    outcome = Outcome(decision.outcome)
    gap = str(_("[Your own words]"))
    mail = telling_words(db.session, one.candidate, opening, outcome, form.own_words.data or gap)
    return TellingRow(one, decision, decision_words(decision), form, *mail)


def _is_told(opening: Opening, row: TellingRow) -> bool:
    if row.form.way.data == NOT_YET:
        return False
    way = ToldBy(row.form.way.data)
    if way is ToldBy.MAIL:
        own_words = row.form.own_words.data or ""
        send_telling(db.session, row.one.candidate, opening, row.decision, own_words)
    openings.tell(
        db.session, row.one.candidate, row.decision, way=way, staff=signed_in(), now=now()
    )
    jobs.tell_outside(
        db.session,
        EventKind.DECISION_ANNOUNCED,
        row.one.candidate.id,
        subject=row.decision.id,
        now=now(),
    )
    return True


def _page(opening: Opening, waiting: Sequence[ToTell], rows: Sequence[TellingRow]) -> str:
    errors = [error for row in rows for error in named_errors(row.one.candidate, row.form)]
    undecided = [one for one in waiting if one.decision is None or one.is_told]
    return render_template(
        "recruiter/people_to_tell.html",
        opening=opening,
        rows=rows,
        undecided=undecided,
        n_overdue=sum(one.is_overdue(now()) for one in waiting),
        n_decided=sum(not one.is_on_hold for one, _decision in _decided(waiting)),
        n_on_hold=sum(one.is_on_hold for one, _decision in _decided(waiting)),
        n_beyond=len(waiting) - len(undecided) - len(rows),
        now=now(),
        has_server=_has_server(),
        may_mail=any(_may_mail(row.one) for row in rows),
        errors=errors,
        **desk(has_errors=bool(errors)),
    )


def _choice_words(way: ToldBy) -> str:
    if way is ToldBy.MAIL:
        return str(_("Send the mail below"))
    return str(_("Told %(way)s", way=way_words(way)))


def _may_mail(one: ToTell) -> bool:
    return _has_server() and bool(one.candidate.email)


def _has_server() -> bool:
    return bool(settings().smtp_url.get_secret_value().strip())


def _told_words(n_told: int, n_mails: int) -> str:
    if not n_told:
        return str(_("Nothing was chosen, so nobody was told."))
    words = ngettext(
        "%(num)d person is noted as told.", "%(num)d people are noted as told.", n_told
    )
    if not n_mails:
        return str(words)
    mails = ngettext("%(num)d mail is on its way.", "%(num)d mails are on their way.", n_mails)
    return f"{words} {mails}"

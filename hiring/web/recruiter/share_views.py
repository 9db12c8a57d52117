"""Sharing named people with a hiring manager by a link that runs out and can be withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField
from wtforms.validators import DataRequired, Length, NumberRange, ValidationError

from hiring import audit, openings
from hiring.db import db
from hiring.openings.records import Candidate, Opening
from hiring.openings.share_links import (
    MAX_DAYS,
    MAX_SHARED,
    USUAL_DAYS,
    ShareLink,
    ShareTerms,
    list_links,
    share,
    share_token,
    shared_candidates,
    withdraw_share,
)
from hiring.web.access import signed_in
from hiring.web.desks import desk
from hiring.web.language import to_the_minute
from hiring.web.masking import is_blinded, sees_names, who
from hiring.web.numbers import WholeNumber
from hiring.web.pages import form_errors
from hiring.web.recruiter.desk import bp, for_recruiters, my_opening, now, secret, settings

MAX_FOR_CHARS = 120


class ShareForm(FlaskForm):  # type: ignore[misc]
    """For whom, what, and for how long."""

    made_for = StringField(
        _l("For whom"),
        [
            DataRequired(_l("Write for whom the link is, for example “Sam, head of support”")),
            Length(max=MAX_FOR_CHARS, message=_l("Shorten this to 120 characters")),
        ],
        description=_l("The person reads it on the page; the candidates can read it too."),
        render_kw={"autocomplete": "off"},
    )
    shows_brief = BooleanField(_l("Interview briefs, on screen and as PDF"), default=True)
    shows_comparison = BooleanField(_l("People side by side"))
    is_blind = BooleanField(_l("Codes in place of names"))
    days = WholeNumber(
        _l("Days until the link runs out"),
        [NumberRange(min=1, max=MAX_DAYS, message=_l("Write a number of days from 1 to 60"))],
        default=USUAL_DAYS,
    )

    def validate_shows_brief(self, field: BooleanField) -> None:
        """A link that opens nothing is none."""
        if not field.data and not self.shows_comparison.data:
            raise ValidationError(_("Choose at least one kind of page"))


@dataclass(frozen=True, slots=True)
class ShareLine:
    """One link with whom it names; the address is empty once it opens nothing."""

    link: ShareLink
    people: list[Candidate]
    url: str
    looks: str


@bp.get("/openings/<uuid:opening_id>/share")
@for_recruiters
def share_links(opening_id: UUID) -> ResponseReturnValue:
    """The links of the opening; a new one for the people who were ticked."""
    opening = my_opening(opening_id)
    people = openings.chosen_candidates(db.session, opening.id, request.args.getlist("who"))
    form = ShareForm(formdata=None, is_blind=opening.is_blind or not sees_names())
    return _page(opening, people, form)


@bp.post("/openings/<uuid:opening_id>/share")
@for_recruiters
def make_share_link(opening_id: UUID) -> ResponseReturnValue:
    """Make the link; whoever does not see names gives none away."""
    opening = my_opening(opening_id)
    people = openings.chosen_candidates(db.session, opening.id, request.form.getlist("who"))
    form = ShareForm()
    if not form.validate() or not 1 <= len(people) <= MAX_SHARED:
        return _page(opening, people, form), 422
    hides_names = not sees_names() or any(is_blinded(one) for one in people)
    terms = ShareTerms(
        made_for=form.made_for.data,
        shows_brief=bool(form.shows_brief.data),
        shows_comparison=bool(form.shows_comparison.data),
        is_blind=bool(form.is_blind.data) or hides_names,
        days=form.days.data,
    )
    share(db.session, opening, people, terms=terms, staff=signed_in(), secret=secret(), now=now())
    db.session.commit()
    flash(_("The link is made. Copy it and send it yourself; nothing has been sent."))
    return redirect(url_for("recruiter.share_links", opening_id=opening_id))


@bp.post("/openings/<uuid:opening_id>/share/<uuid:link_id>/withdraw")
@for_recruiters
def withdraw_share_link(opening_id: UUID, link_id: UUID) -> ResponseReturnValue:
    """Make the link open nothing from now on."""
    opening = my_opening(opening_id)
    withdraw_share(db.session, opening, link_id, staff=signed_in(), now=now())
    db.session.commit()
    flash(_("The link opens nothing any more."))
    return redirect(url_for("recruiter.share_links", opening_id=opening_id))


def _page(opening: Opening, people: Sequence[Candidate], form: ShareForm) -> str:
    errors = form_errors(form)
    return render_template(
        "recruiter/share.html",
        opening=opening,
        people=people,
        form=form,
        lines=_lines(opening),
        names=", ".join(map(who, people)),
        must_be_blind=not sees_names() or any(is_blinded(one) for one in people),
        most=MAX_SHARED,
        now=now(),
        errors=errors,
        **desk(has_errors=bool(errors)),
    )


def _lines(opening: Opening) -> list[ShareLine]:
    links = list_links(db.session, opening.id)
    looks = audit.acts_of(db.session, [one.id for one in links], chain=opening.id)
    return [_line(one, looks.get(str(one.id))) for one in links]


def _line(link: ShareLink, looks: tuple[int, datetime] | None) -> ShareLine:
    path = url_for("manager.home", share=share_token(link.id, secret()))
    url = f"{settings().public_url.rstrip('/')}{path}" if link.is_open(now()) else ""
    return ShareLine(link, shared_candidates(db.session, link), url, _look_words(looks))


def _look_words(looks: tuple[int, datetime] | None) -> str:
    if looks is None:
        return str(_("Nobody has looked yet."))
    n, newest = looks
    return str(
        ngettext(
            "%(num)d look, %(moment)s.",
            "%(num)d looks, the newest %(moment)s.",
            n,
            moment=to_the_minute(newest),
        )
    )

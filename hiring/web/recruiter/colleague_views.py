"""For owners: who works here, who sees names, and how each person's decisions come about."""

from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from hiring import accounts
from hiring.accounts import Staff
from hiring.comparison.reviewing import (
    MIN_DECISIONS,
    QUICK_SECONDS,
    ReviewFigures,
    ReviewSign,
    figures_of,
    reviews_by_staff,
)
from hiring.db import db
from hiring.web.access import signed_in
from hiring.web.desks import desk
from hiring.web.pages import role_words
from hiring.web.recruiter.decision_pages import review_words
from hiring.web.recruiter.desk import bp, for_owners, now

PERCENT = 100
CHOICES = {"1": True, "0": False}


@dataclass(frozen=True, slots=True)
class ColleagueLine:
    """One member of staff with what their decisions show."""

    staff: Staff
    role: str
    figures: ReviewFigures
    agreement: str
    seconds: str
    words: str


@bp.get("/colleagues")
@for_owners
def colleagues() -> ResponseReturnValue:
    """Everybody on the staff; made-up candidates are looked at apart."""
    is_simulated = request.args.get("people") == "simulated"
    reviews = reviews_by_staff(db.session, is_simulated=is_simulated)
    lines = [
        _line(one, figures_of(reviews.get(one.id, []))) for one in accounts.list_staff(db.session)
    ]
    return render_template(
        "recruiter/colleagues.html",
        lines=lines,
        closed=accounts.list_closed(db.session),
        decided=[line for line in lines if line.figures.n],
        is_simulated=is_simulated,
        me=signed_in().id,
        least=MIN_DECISIONS,
        **desk(),
    )


@bp.post("/colleagues/<uuid:staff_id>/names")
@for_owners
def set_names(staff_id: UUID) -> ResponseReturnValue:
    """Show a colleague names, or codes in their place, from the next page on."""
    colleague = accounts.get_staff(db.session, staff_id)
    sees = CHOICES.get(request.form.get("sees", ""))
    if sees is not None:
        accounts.set_sees_names(
            db.session, colleague, sees_names=sees, owner=signed_in(), now=now()
        )
        db.session.commit()
        flash(_shown_words(colleague))
    return redirect(url_for("recruiter.colleagues"))


def _shown_words(colleague: Staff) -> str:
    if colleague.sees_names:
        return str(_("%(name)s sees names, addresses and dates.", name=colleague.name))
    return str(_("%(name)s sees codes in place of names.", name=colleague.name))


def _line(staff: Staff, figures: ReviewFigures) -> ColleagueLine:
    seconds = figures.median_seconds
    return ColleagueLine(
        staff=staff,
        role=role_words(staff.role),
        figures=figures,
        agreement=_agreement(figures),
        seconds="" if seconds is None else review_words(seconds),
        words=_words(figures),
    )


def _agreement(figures: ReviewFigures) -> str:
    if figures.agreement is None or figures.by_chance is None:
        return ""
    return str(
        _(
            "%(share)s in 100 of %(n)s (by chance %(chance)s)",
            share=round(PERCENT * figures.agreement),
            n=figures.n_ordered,
            chance=round(PERCENT * figures.by_chance),
        )
    )


def _words(figures: ReviewFigures) -> str:
    """A plain sentence about what the figures say."""
    if figures.is_too_few:
        return str(_("Too few decisions to say anything."))
    if figures.signs:
        return " ".join(_sign_words(sign) for sign in figures.signs)
    if figures.agreement is None:
        return str(_("Too few to compare with the order of scores. The time taken is no concern."))
    return str(_("Decisions and order of scores differ now and then, as they should."))


def _sign_words(sign: ReviewSign) -> str:
    match sign:
        case ReviewSign.FOLLOWS_SCORE:
            return str(
                _(
                    "Nearly every decision goes with the order of scores. That may be right; ask "
                    "what else was weighed."
                )
            )
        case ReviewSign.QUICK:
            return str(
                ngettext(
                    "Half of the decisions came within %(num)d second of opening the page: less "
                    "than it takes to read it.",
                    "Half of the decisions came within %(num)d seconds of opening the page: less "
                    "than it takes to read it.",
                    round(QUICK_SECONDS),
                )
            )

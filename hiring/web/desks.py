"""What every page for staff carries: who is signed in, where home is, what was just done."""

from datetime import UTC, datetime
from typing import Any

from flask import get_flashed_messages, url_for
from flask_babel import gettext as _

from hiring import cases
from hiring.accounts import Role, Staff
from hiring.cases import Waiting
from hiring.db import db
from hiring.web.access import signed_in

HOMES = {
    Role.OWNER: "recruiter.today",
    Role.RECRUITER: "recruiter.today",
    Role.INTERVIEWER: "interviewer.home",
    Role.ANALYST: "analyst.forms",
    Role.RATER: "rater.home",
    Role.MONITOR: "monitor.home",
}


def desk(labels: list[dict[str, str]] | None = None, *, has_errors: bool = False) -> dict[str, Any]:
    """The variables of the page skeleton for the member of staff who is signed in."""
    staff = signed_in()
    home = HOMES[Role(staff.role)]
    waiting = cases.count_waiting(db.session, staff, now=datetime.now(UTC))
    return {
        "audience": "staff",
        "labels": labels or [],
        "has_errors": has_errors,
        "home_url": url_for(home),
        "nav_links": _nav_links(staff, waiting),
        "waiting": waiting,
        "staff_name": staff.name,
        "own_url": url_for("own.security"),
        "sign_out_url": url_for("account.sign_out"),
        "notice": " ".join(map(str, get_flashed_messages())),
    }


def _nav_links(staff: Staff, waiting: Waiting) -> list[tuple[str, str]]:
    """Address and words of what stands in the head of every page."""
    role = Role(staff.role)
    words = {
        "recruiter.today": _("Your desk"),
        "recruiter.openings": _("Openings"),
        "recruiter.cases": _requests_words(waiting),
        "recruiter.receipts": _("Check a receipt code"),
        "interviewer.home": _("Your interviews"),
        "analyst.forms": _("Measurement"),
        "rater.home": _("Answers to rate"),
        "monitor.home": _("Unequal effects"),
        "verifying.form": _("Check a printed code"),
    }
    is_answering = role in {Role.OWNER, Role.RECRUITER}
    answers = (
        ["recruiter.openings", "recruiter.cases", "interviewer.home", "recruiter.receipts"]
        if is_answering
        else []
    )
    # Recruiters find it beside the receipts: their row of links is long.
    others = ["verifying.form"] if role in {Role.INTERVIEWER, Role.ANALYST} else []
    measuring = ["analyst.forms"] if role is Role.OWNER else []
    ends = [HOMES[role], *answers, *measuring, *others]
    return [(url_for(end), str(words[end])) for end in ends]


def _requests_words(waiting: Waiting) -> str:
    """Whether somebody waits for an answer, and whether for too long."""
    if waiting.n_overdue:
        return str(
            _("Requests (%(n)s, overdue %(late)s)", n=waiting.n_open, late=waiting.n_overdue)
        )
    return str(_("Requests (%(n)s)", n=waiting.n_open) if waiting.n_open else _("Requests"))

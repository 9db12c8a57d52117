"""What every page for staff carries: who is signed in, where home is, what was just done."""

from typing import Any

from flask import get_flashed_messages, url_for
from flask_babel import gettext as _

from hiring.accounts import Role
from hiring.web.access import signed_in

HOMES = {
    Role.OWNER: "recruiter.openings",
    Role.RECRUITER: "recruiter.openings",
    Role.INTERVIEWER: "interviewer.home",
    Role.ANALYST: "analyst.forms",
}


def desk(labels: list[dict[str, str]] | None = None, *, has_errors: bool = False) -> dict[str, Any]:
    """The variables of the page skeleton for the member of staff who is signed in."""
    staff = signed_in()
    home = HOMES[Role(staff.role)]
    return {
        "audience": "staff",
        "labels": labels or [],
        "has_errors": has_errors,
        "home_url": url_for(home),
        "nav_links": _nav_links(Role(staff.role)),
        "staff_name": staff.name,
        "sign_out_url": url_for("account.sign_out"),
        "notice": " ".join(map(str, get_flashed_messages())),
    }


def _nav_links(role: Role) -> list[tuple[str, str]]:
    """Address and words of what stands in the head of every page."""
    words = {
        "recruiter.openings": _("Openings"),
        "interviewer.home": _("Openings"),
        "analyst.forms": _("Measurement"),
    }
    ends = [HOMES[role], *(["analyst.forms"] if role is Role.OWNER else [])]
    return [(url_for(end), str(words[end])) for end in ends]

"""What every page for staff carries: who is signed in, where home is, what was just done."""

from typing import Any

from flask import get_flashed_messages, url_for

from hiring.accounts import Role
from hiring.web.access import signed_in


def desk(labels: list[dict[str, str]] | None = None, *, has_errors: bool = False) -> dict[str, Any]:
    """The variables of the page skeleton for the member of staff who is signed in."""
    staff = signed_in()
    home = "interviewer.home" if staff.role == Role.INTERVIEWER else "recruiter.openings"
    return {
        "audience": "staff",
        "labels": labels or [],
        "has_errors": has_errors,
        "home_url": url_for(home),
        "openings_url": url_for(home),
        "staff_name": staff.name,
        "sign_out_url": url_for("account.sign_out"),
        "notice": " ".join(map(str, get_flashed_messages())),
    }

"""What the recruiters' pages share: the blueprint, who may come in, and whose candidate this is."""

from datetime import UTC, date, datetime
from uuid import UUID

from flask import Blueprint, current_app, request

from hiring import openings
from hiring.accounts import Role
from hiring.config import Settings
from hiring.db import db
from hiring.errors import NamesNeededError
from hiring.openings import days
from hiring.openings.records import Candidate, Opening
from hiring.web import inviting
from hiring.web.access import for_staff, signed_in
from hiring.web.masking import sees_names

bp = Blueprint("recruiter", __name__)

for_recruiters = for_staff(Role.OWNER, Role.RECRUITER)
for_owners = for_staff(Role.OWNER)


# Pages that are about nothing but names, addresses and links.
NAMES_NEEDED = frozenset(
    f"recruiter.{page}"
    for page in (
        "acknowledge_case",
        "add_candidate",
        "add_candidates",
        "add_list",
        "case",
        "check_list",
        "check_receipt",
        "decide_case",
        "invite_by_mail",
        "links",
        "links_file",
        "opening_mail",
        "receipts",
        "send_mail_again",
        "unsent_mail",
        "webhook",
    )
)


@bp.before_request
def require_names() -> None:
    """Keep pages that cannot do without names from staff who see codes in their place.

    Raises:
        NamesNeededError: The page is one of them.
    """
    if request.endpoint in NAMES_NEEDED and not sees_names():
        raise NamesNeededError("this page is about names and addresses")


def now() -> datetime:
    """The clock of the edge; capabilities are handed the time."""
    return datetime.now(UTC)


def settings() -> Settings:
    """The settings of this application."""
    found: Settings = current_app.extensions["hiring_settings"]
    return found


def secret() -> str:
    """What candidates' links are derived from."""
    return settings().secret_key.get_secret_value()


def has_mail() -> bool:
    """Whether mail can be sent from here: a server is set, and somebody is named as responsible."""
    return inviting.has_mail(settings())


def my_opening(opening_id: UUID) -> Opening:
    """The opening, if the person who is signed in may work on it.

    Raises:
        NotFoundError: There is none, or it is not theirs.
    """
    return openings.require_member(db.session, opening_id, signed_in())


def my_candidate(candidate_id: UUID) -> tuple[Candidate, Opening]:
    """The candidate and the opening, if the person who is signed in may work on it.

    Raises:
        NotFoundError: There is none, or it is not theirs.
    """
    candidate = openings.get_candidate(db.session, candidate_id)
    return candidate, my_opening(candidate.opening_id)


def today_here() -> date:
    """The day that it is where the house is."""
    return now().astimezone(settings().zone).date()


def end_of(day: date) -> datetime:
    """The last second of a day where the house is: a date on a page includes that day."""
    return days.end_of(day, settings().zone)


def usual_link_day(opening: Opening) -> date:
    """Until when a new link is valid unless somebody says otherwise."""
    return inviting.usual_link_day(opening, today_here())

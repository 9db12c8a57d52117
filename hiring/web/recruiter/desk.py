"""What the recruiters' pages share: the blueprint, who may come in, and whose candidate this is."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from flask import Blueprint, current_app

from hiring import openings
from hiring.accounts import Role
from hiring.config import Settings
from hiring.db import db
from hiring.openings.records import Candidate, Opening
from hiring.web.access import for_staff, signed_in

bp = Blueprint("recruiter", __name__)

for_recruiters = for_staff(Role.OWNER, Role.RECRUITER)
for_owners = for_staff(Role.OWNER)

LINK_DAYS = 21


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


def end_of(day: date) -> datetime:
    """The last second of a day: a date on a page includes that day."""
    return datetime.combine(day, time(23, 59, 59), UTC)


def usual_link_day(opening: Opening) -> date:
    """Until when a new link is valid unless somebody says otherwise."""
    usual = now().date() + timedelta(days=LINK_DAYS)
    last = opening.decide_by.date()
    return min(usual, last) if last > now().date() else usual

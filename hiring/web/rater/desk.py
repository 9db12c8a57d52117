"""What the raters' pages share: the blueprint, who may come in, and the clock."""

from datetime import UTC, datetime

from flask import Blueprint

from hiring.accounts import Role
from hiring.web.access import for_staff

bp = Blueprint("rater", __name__, url_prefix="/ratings")

for_raters = for_staff(Role.RATER)


def now() -> datetime:
    """The clock of the edge; capabilities are handed the time."""
    return datetime.now(UTC)

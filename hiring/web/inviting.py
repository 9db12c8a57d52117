"""How long a new link is valid, and whether the house sends mail: for pages and programs."""

from datetime import date, timedelta

from hiring.config import Settings
from hiring.openings.records import Opening


def has_mail(settings: Settings) -> bool:
    """Whether mail can be sent: a server is set, and somebody is named as responsible."""
    has_server = bool(settings.smtp_url.get_secret_value().strip())
    return has_server and (settings.demo or bool(settings.employer.strip()))


def usual_link_day(opening: Opening, today: date) -> date:
    """Until when a new link is valid unless somebody says otherwise."""
    usual = today + timedelta(days=opening.link_days)
    return min(usual, opening.decide_by) if opening.decide_by > today else usual

"""What several audiences' pages share: labels that stay, error lists, names of roles."""

from typing import Any

from flask import Flask, current_app, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from hiring.accounts import Role
from hiring.banks.versions import KeyVersion
from hiring.config import Settings
from hiring.web.cookies import CANDIDATE_COOKIE, read_cookie

# Also an address that nobody has: it may be a link that was copied in part.
FOR_CANDIDATES = {None, "candidate", "public"}
ROLES = {
    Role.OWNER: _l("Owner"),
    Role.RECRUITER: _l("Recruiter"),
    Role.INTERVIEWER: _l("Interviewer"),
    Role.ANALYST: _l("Analyst"),
    Role.RATER: _l("Rater"),
    Role.MONITOR: _l("Monitor"),
}


def register(app: Flask) -> None:
    """Let every page that a candidate may come to say where help is."""
    app.context_processor(_ways_to_help)


def form_errors(form: Any) -> list[dict[str, str]]:
    """The errors of a WTForms form as the summary shows them, in order of the fields."""
    return [{"target_id": field.id, "text": str(text)} for field in form for text in field.errors]


def employer_words(settings: Settings) -> str:
    """Who asks, or plain words where nobody said."""
    return settings.employer or str(_("The employer"))


def contact_words(settings: Settings) -> str:
    """Whom to ask, or plain words where nobody said."""
    return settings.contact or str(_("the person who sent you the link"))


def key_labels(key: KeyVersion, *, is_simulated: bool) -> list[dict[str, str]]:
    """The labels that stay on every page about scores of this key."""
    labels = candidate_labels(key, is_simulated=is_simulated)
    if key.is_public:
        labels.append({"kind": "note", "text": _("Public key: anybody can read how it is scored")})
    return labels


def candidate_labels(key: KeyVersion, *, is_simulated: bool) -> list[dict[str, str]]:
    """The same labels without the hint where to read the key, which would spoil the screen."""
    labels = simulated_label(is_simulated=is_simulated)
    if key.is_provisional:
        words = _("Provisional key: written from theory, not yet confirmed by a panel of experts")
        labels.append({"kind": "provisional", "text": words})
    return labels


def simulated_label(*, is_simulated: bool) -> list[dict[str, str]]:
    """The label of made-up people, or nothing."""
    if not is_simulated:
        return []
    return [{"kind": "simulated", "text": _("Simulated: the people here are made up")}]


def _ways_to_help() -> dict[str, str]:
    """Whom to ask, and the page for help where this browser knows somebody's link."""
    if request.blueprint not in FOR_CANDIDATES:
        return {}
    has_link = bool(read_cookie(CANDIDATE_COOKIE))
    return {
        "contact": contact_words(current_app.extensions["hiring_settings"]),
        "help_url": url_for("candidate.help_page") if has_link else "",
    }


def role_words(role: str) -> str:
    """A role as its bearer would say it."""
    return str(ROLES[Role(role)])

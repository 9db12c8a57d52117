"""What several audiences' pages share: labels that stay, error lists, dates."""

from typing import Any

from flask_babel import gettext as _

from hiring.banks.versions import KeyVersion
from hiring.config import Settings


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

"""The legal card of a key: which rule books are likely to reach it, with dates and sources."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hiring.banks.schema import KeyOrigin
from hiring.banks.versions import key_document
from hiring.db import db
from hiring.legal import LegalCard, Reading, legal_card
from hiring.legal.card import Origin, TextScoring
from hiring.web.analyst.desk import bp, for_analysts, keyed_form, now
from hiring.web.desks import desk


@bp.get("/<uuid:key_id>/<form_id>/legal")
@for_analysts
def legal(key_id: UUID, form_id: str) -> ResponseReturnValue:
    """The card as of today."""
    found = keyed_form(key_id, form_id)
    card = legal_card(key_document(db.session, found.key.id), today=now().date())
    return render_template(
        "analyst/legal.html",
        form=found,
        card=card,
        facts=_facts(card),
        readings=_readings(),
        **desk(found.labels),
    )


def _readings() -> dict[Reading, str]:
    return {
        Reading.INSIDE: _("Likely inside"),
        Reading.OUTSIDE: _("Likely outside"),
        Reading.DEPENDS: _("Depends on how you use it"),
        Reading.FORBIDDEN: _("Forbidden"),
    }


def _facts(card: LegalCard) -> list[tuple[str, str]]:
    """What the card was computed from, in words."""
    facts = card.facts
    origins = {
        KeyOrigin.THEORY: _("written by people, from theory"),
        KeyOrigin.PANEL: _("written by people, a panel of experts"),
        KeyOrigin.EMPIRICAL: _("learned from people's results"),
    }
    makers = {
        Origin.NONE: _("none"),
        Origin.PEOPLE: _("set by people"),
        Origin.DATA: _("fitted to data"),
    }
    raters = {
        TextScoring.NONE: _("no text is scored"),
        TextScoring.HUMAN: _("by people"),
    }
    return [
        (_("Key"), origins[facts.key_origin]),
        (_("Weights"), makers[facts.weights_origin]),
        (_("Cut score"), makers[facts.cut_origin]),
        (_("Written answers"), raters[facts.text_scoring]),
        (_("Adapts to the candidate"), _("yes") if facts.is_adaptive else _("no")),
    ]

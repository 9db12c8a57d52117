"""The legal card of a key: which rule books are likely to reach it, with dates and sources."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from hiring.banks.schema import KeyOrigin
from hiring.banks.versions import key_document
from hiring.db import db
from hiring.legal import LegalCard, Reading, legal_card
from hiring.legal.card import LegalFacts, Origin, TextScoring
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


def _facts(card: LegalCard) -> list[tuple[str, str, str]]:
    """What the card was computed from, in words: name, fact, and where it was read."""
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
        (_("Key"), origins[facts.key_origin], _("the field “origin” of the key")),
        (_("Weights"), makers[facts.weights_origin], _weights_read(facts)),
        (
            _("Cut score"),
            makers[facts.cut_origin],
            _("the key holds none. One that people set for an opening groups and decides nothing"),
        ),
        (_("Written answers"), raters[facts.text_scoring], _rating_read(facts)),
        (
            _("Adapts to the candidate"),
            _("yes") if facts.is_adaptive else _("no"),
            _("in this software everybody who sits a form sees the same scenarios"),
        ),
    ]


def _weights_read(facts: LegalFacts) -> str:
    if facts.weights_origin is Origin.NONE:
        return str(_("the key holds no weights"))
    return str(
        ngettext(
            "the key: %(num)d item with weights of answers or facets. They stand in the key, so "
            "they have its origin",
            "the key: %(num)d items with weights of answers or facets. They stand in the key, so "
            "they have its origin",
            facts.n_weighted,
        )
    )


def _rating_read(facts: LegalFacts) -> str:
    return str(
        ngettext(
            "the key: %(num)d item with the method “human_rating”",
            "the key: %(num)d items with the method “human_rating”",
            facts.n_rated,
        )
    )

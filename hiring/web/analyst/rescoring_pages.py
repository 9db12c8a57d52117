"""What the pages of scoring again show besides the effect: items, decisions, figures kept."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from hiring.accounts import get_staff
from hiring.accounts.proposals import Proposal, may_agree
from hiring.banks.versions import get_key_version, key_document
from hiring.db import db
from hiring.rescoring import Rescoring, find_asked
from hiring.scoring import ScoredForm
from hiring.web.access import signed_in
from hiring.web.analyst.desk import KeyedForm
from hiring.web.analyst.rescoring_words import rung_words, signed, signless, two_decimals


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item that may be set aside."""

    ref: str
    title: str
    question: str


def items_of(found: KeyedForm) -> list[ItemLine]:
    """The items of the form that count for somebody now, in the order of showing."""
    key = key_document(db.session, found.key.id)
    aside, keys = {*key.dropped, *key.neutralised}, key.by_item
    return [
        ItemLine(ref, scenario.title, item.question)
        for name in found.document.get_form(found.form_id).scenarios
        for scenario in [found.document.get_scenario(name)]
        for item in scenario.items
        for ref in [f"{name}/{item.id}"]
        if ref not in aside and keys[ref].counts
    ]


def decision_line(row: Rescoring) -> dict[str, Any]:
    """A re-scoring with its keys and who decided it."""
    return {
        "row": row,
        "from_key": get_key_version(db.session, row.from_key_version_id).key_version,
        "to_key": get_key_version(db.session, row.to_key_version_id).key_version,
        "author": get_staff(db.session, row.decided_by_id).name,
        "second": get_staff(db.session, row.agreed_by_id).name if row.agreed_by_id else "",
    }


def asked_line(proposal: Proposal) -> dict[str, Any]:
    """What waits for a second person, and what the reader can do about it."""
    reader = signed_in()
    return {
        "row": proposal,
        "author": get_staff(db.session, proposal.asked_by_id).name,
        "is_mine": proposal.asked_by_id == reader.id,
        "may_agree": may_agree(db.session, proposal, reader),
    }


def asked_lines(found: KeyedForm) -> list[dict[str, Any]]:
    """What waits for a second person about real and about simulated people of a form."""
    waiting = [
        find_asked(db.session, ScoredForm(found.key.id, found.form_id, is_simulated))
        for is_simulated in (False, True)
    ]
    return [asked_line(proposal) for proposal in waiting if proposal is not None]


def kept_figures(row: Rescoring) -> list[tuple[str, str]]:
    """The figures that were before the person who decided."""
    kept, moves, pairs = row.effect, row.effect["moves"], row.effect["pairs"]
    n_changed = sum(pairs[name] for name in ("n_lost", "n_gained", "n_reversed", "n_weight"))
    return [
        (_("Sittings (N)"), str(row.n_sittings)),
        (_("Scores that move"), str(moves["n_moved"])),
        (_("Mean move, points"), signed(moves["mean"])),
        (_("Standard deviation of the moves"), signless(moves["sd"])),
        (_("Largest move, points"), signed(moves["largest"])),
        (_("Moves that error does not explain"), str(moves["n_dependable"])),
        (
            _("Pairs described in other words"),
            _("%(n)s of %(total)s", n=n_changed, total=pairs["n_pairs"]),
        ),
        (_("Decisions touched"), str(kept["n_decided"])),
        *(
            (
                name,
                _(
                    "%(before)s before, %(after)s after",
                    before=shown(kept["before"][figure]),
                    after=shown(kept["after"][figure]),
                ),
            )
            for name, figure, shown in (
                (_("Rung of the precision ladder"), "rung", rung_words),
                (_("Sittings the precision stands on (N)"), "n", str),
                (_("Reliability"), "r", two_decimals),
                (_("Standard error of measurement, points"), "sem", signless),
            )
        ),
    ]

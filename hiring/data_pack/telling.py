"""What stands in a pack for what is not about the person, and what is left out of it.

Left out are the hashes behind links and cookies, which open doors, and the points of single
scenarios, from which the key could be worked out. Members of staff stand as their role: who the
colleague was is about the colleague.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from sqlmodel import Session

from hiring.accounts import Staff
from hiring.banks.versions import get_bank_version, get_key_version
from hiring.notices.records import Notice
from hiring.openings.records import Administration, Opening
from hiring.rescoring.records import Rescoring
from hiring.scoring import PrecisionSnapshot

HIDDEN: Mapping[str, frozenset[str]] = {
    "invitation": frozenset({"token_hash"}),
    "candidate_access": frozenset({"token_hash"}),
    "score": frozenset({"digest"}),
    "mail": frozenset({"unique_key"}),
}
# Of a stored score: what it was made of and what came of it, without a word about the key.
SCORE_FACTS = ("scoring_version", "form", "language", "key_version", "missing_policy", "states")

Teller = Callable[[Session, UUID], Any]


def told_score(document: str) -> dict[str, Any]:
    """A stored score without the points of single answers, scenarios and groups of them."""
    facts = json.loads(document)
    return {name: facts[name] for name in SCORE_FACTS}


def _staff(session: Session, row_id: UUID) -> str:
    return session.get_one(Staff, row_id).role


def _opening(session: Session, row_id: UUID) -> dict[str, Any]:
    found = session.get_one(Opening, row_id)
    return {"title": found.title, "decide_by": found.decide_by, "place": found.place}


def _administration(session: Session, row_id: UUID) -> int:
    return session.get_one(Administration, row_id).number


def _bank(session: Session, row_id: UUID) -> str:
    found = get_bank_version(session, row_id)
    return f"{found.bank} {found.version}"


def _key(session: Session, row_id: UUID) -> dict[str, Any]:
    found = get_key_version(session, row_id)
    return {"version": found.key_version, "status": found.status}


def _snapshot(session: Session, row_id: UUID) -> dict[str, Any]:
    found = session.get_one(PrecisionSnapshot, row_id)
    return {
        "rung": found.rung,
        "n_sittings": found.n,
        "reliability": found.r,
        "standard_error": found.sem,
        "made_at": found.made_at,
    }


def _rescoring(session: Session, row_id: UUID) -> dict[str, Any]:
    found = session.get_one(Rescoring, row_id)
    return {"reason": found.reason, "decided_at": found.decided_at}


def _notice(session: Session, row_id: UUID) -> dict[str, Any]:
    found = session.get_one(Notice, row_id)
    names = ("kind", "place", "language", "version", "text")
    return {name: getattr(found, name) for name in names}


POINTED_TO: Mapping[str, Teller] = {
    "staff": _staff,
    "opening": _opening,
    "administration": _administration,
    "bank_version": _bank,
    "key_version": _key,
    "precision_snapshot": _snapshot,
    "rescoring": _rescoring,
    "notice": _notice,
}

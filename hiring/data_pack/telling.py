"""What stands in a pack for what is not about the person, and what is left out of it.

Left out are the hashes behind links and cookies, which open doors, and the points of single
scenarios, from which the key could be worked out. Two totals of one person would give away the
points of the answer that changed between them, so only the result that counts has its points, in
whole points and with its range, as feedback tells them. Members of staff stand as their role: who
the colleague was is about the colleague; why they changed a key is about the key.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from sqlmodel import Session

from hiring.accounts import ApiKey, Staff
from hiring.banks.versions import get_bank_version, get_key_version
from hiring.batches import Batch
from hiring.comparison import ScoredPerson
from hiring.feedback.facts import result_of
from hiring.interviews import PlanQuestion
from hiring.notices.records import Notice
from hiring.openings import ShareLink
from hiring.openings.records import Administration, Opening
from hiring.psychometrics.reliability.precision import Rung
from hiring.rescoring.records import Rescoring
from hiring.scoring import PrecisionSnapshot
from hiring.webhooks import WebhookEndpoint

HIDDEN: Mapping[str, frozenset[str]] = {
    "invitation": frozenset({"token_hash"}),
    "candidate_access": frozenset({"token_hash"}),
    "score": frozenset({"digest"}),
    "mail": frozenset({"unique_key"}),
    "webhook_delivery": frozenset({"unique_key"}),
    "api_order": frozenset({"idempotency_hash", "request_hash"}),
    "batch_brief": frozenset({"pdf", "digest"}),  # the answers told there are chosen with the key
    "rated_answer": frozenset({"shuffle"}),
    "whereabouts": frozenset({"total"}),  # the result stands with its range where it was made
}
# Of a stored score: what it was made of and what came of it, without a word about the key.
SCORE_FACTS = ("scoring_version", "form", "language", "key_version", "missing_policy", "states")

Teller = Callable[[Session, UUID], Any]


def told_score(row: Mapping[str, Any], person: ScoredPerson | None) -> dict[str, Any]:
    """A stored score without the points of single answers, scenarios and groups of them.

    Args:
        row: The columns that may be told.
        person: With the score that counts; None where none does. Another score has no total.
    """
    told = dict(row) | {"document": _told_document(row["document"])}
    if person is None or row["id"] != person.score.id:
        return {name: value for name, value in told.items() if name != "total"}
    number, precision = _told_total(person), _told_precision(person.snapshot)
    first = {"total": number, "snapshot_id": precision}  # a number, then what its range stands on
    return first | told | first


def _told_document(document: str) -> dict[str, Any]:
    facts = json.loads(document)
    return {name: facts[name] for name in SCORE_FACTS}


def _told_total(person: ScoredPerson) -> dict[str, int] | None:
    """Whole points with their likely range; None with too few answers for a number."""
    result = result_of(person)
    if result is None:
        return None
    low, high = map(round, result.interval)
    return {
        "points": round(result.points),
        "likely_from": low,
        "likely_to": high,
        "points_of_the_answers": round(result.total),
    }


def _told_precision(snapshot: PrecisionSnapshot) -> dict[str, Any]:
    """What a range stands on; a reliability only where sittings have shown one."""
    facts = {
        "rung": snapshot.rung,
        "n_sittings": snapshot.n,
        "is_simulated": snapshot.is_simulated,
        "standard_error": snapshot.sem,
        "made_at": snapshot.made_at,
    }
    is_assumed = Rung(snapshot.rung) is Rung.PLANNED
    return facts if is_assumed else facts | {"reliability": snapshot.r}


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
    return _told_precision(session.get_one(PrecisionSnapshot, row_id))


def _rescoring(session: Session, row_id: UUID) -> dict[str, Any]:
    found = session.get_one(Rescoring, row_id)
    key = get_key_version(session, found.to_key_version_id)
    return {"key_version": key.key_version, "decided_at": found.decided_at}


def _notice(session: Session, row_id: UUID) -> dict[str, Any]:
    found = session.get_one(Notice, row_id)
    names = ("kind", "place", "language", "version", "text")
    return {name: getattr(found, name) for name in names}


def _batch(session: Session, row_id: UUID) -> dict[str, Any]:
    return {"asked_at": session.get_one(Batch, row_id).asked_at}


def _share_link(session: Session, row_id: UUID) -> dict[str, Any]:
    found = session.get_one(ShareLink, row_id)
    names = ("made_for", "made_at", "expires_at", "revoked_at")
    return {name: getattr(found, name) for name in names}


def _api_key(session: Session, row_id: UUID) -> str:
    """The program, as its owner called it."""
    return session.get_one(ApiKey, row_id).name


def _webhook_endpoint(session: Session, row_id: UUID) -> str:
    """The host only: the rest of the address may be what opens it."""
    return urlsplit(session.get_one(WebhookEndpoint, row_id).address).hostname or ""


def _question(session: Session, row_id: UUID) -> str:
    return session.get_one(PlanQuestion, row_id).text


POINTED_TO: Mapping[str, Teller] = {
    "staff": _staff,
    "opening": _opening,
    "administration": _administration,
    "bank_version": _bank,
    "key_version": _key,
    "precision_snapshot": _snapshot,
    "rescoring": _rescoring,
    "notice": _notice,
    "batch": _batch,
    "share_link": _share_link,
    "plan_question": _question,
    "webhook_endpoint": _webhook_endpoint,
    "api_key": _api_key,
}

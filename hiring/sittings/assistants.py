"""Who enters the answers for a candidate: named once in each browser, written to every answer.

No name at all means that nobody has been asked in this browser; an empty one, that the candidate
enters the answers there without help.
"""

from datetime import datetime

from sqlmodel import Session, select

from hiring import audit
from hiring.accounts import hash_token
from hiring.conditions import find_conditions
from hiring.errors import NotAllowedError, NotFoundError
from hiring.openings.records import get_candidate
from hiring.sittings.records import CandidateAccess

MAX_ASSISTANT_CHARS = 120
NOBODY = ""


def find_assistant(session: Session, cookie: str) -> str | None:
    """The assistant named in this browser, an empty name for nobody, None before the question."""
    return session.exec(
        select(CandidateAccess.assistant_name).where(
            CandidateAccess.token_hash == hash_token(cookie)
        )
    ).first()


def name_assistant(session: Session, cookie: str, name: str, *, now: datetime) -> None:
    """Say who enters the answers in this browser from now on; an empty name for nobody. Flushes.

    The audit chain says that somebody was named, never who.

    Raises:
        NotFoundError: The cookie is none of ours.
        NotAllowedError: No assistant was agreed.
        ValueError: The name is too long.
    """
    access = session.exec(
        select(CandidateAccess).where(CandidateAccess.token_hash == hash_token(cookie))
    ).first()
    if access is None:
        raise NotFoundError("no such browser")
    agreed = find_conditions(session, access.candidate_id)
    if agreed is None or not agreed.has_assistant:
        raise NotAllowedError("no assistant was agreed")
    cleaned = _cleaned(name)
    if access.assistant_name == cleaned:
        return
    access.assistant_name = cleaned
    session.add(access)
    session.flush()
    _note(session, access, now)


def _cleaned(name: str) -> str:
    shown = "".join(char for char in name if char.isprintable() or char.isspace())
    cleaned = " ".join(shown.split())
    if len(cleaned) > MAX_ASSISTANT_CHARS:
        raise ValueError(f"a name of {len(cleaned)} characters: give {MAX_ASSISTANT_CHARS} at most")
    return cleaned


def _note(session: Session, access: CandidateAccess, now: datetime) -> None:
    candidate = get_candidate(session, access.candidate_id)
    audit.record(
        session,
        "assistant.named" if access.assistant_name else "assistant.left",
        actor=candidate.id,
        object_id=candidate.id,
        now=now,
        chain=candidate.opening_id,
        access_id=str(access.id),
    )

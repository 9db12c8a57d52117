"""The start of a sitting: the terms are pinned, and the clock begins to run.

Everything that a later change must not touch is pinned: bank version, key version, form, language
and the seed of the option order.
"""

import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from hiring.conditions import find_conditions
from hiring.errors import NotFoundError, NoticeMissingError, SittingClosedError
from hiring.openings.closing import require_open
from hiring.openings.records import (
    Administration,
    Candidate,
    get_administration,
    get_candidate,
    get_opening,
)
from hiring.openings.whereabouts import note_started
from hiring.sittings.clock import begin_clock, form_minutes
from hiring.sittings.records import Sitting, find_sitting

SEED_BITS = 31


def start_sitting(
    session: Session,
    candidate_id: UUID,
    *,
    language: str,
    now: datetime,
    interface_language: str | None = None,
    notice_id: UUID | None = None,
) -> Sitting:
    """Start the candidate's sitting, or return the one already started. Flushes.

    A second start, from another device or by a double click, changes nothing. Where the form has
    a time limit, the clock runs from this moment.

    Args:
        session: The database session.
        candidate_id: Who starts.
        language: The language of the scenarios.
        now: The moment of the start.
        interface_language: The language of everything around them; None = the same.
        notice_id: The stored notice that was shown before the start; a new sitting needs one.

    Raises:
        NoticeMissingError: Nothing says what the candidate was told.
        SittingClosedError: The candidate has withdrawn.
        OpeningClosedError: The opening was closed before the start.
    """
    candidate = get_candidate(session, candidate_id)
    existing = find_sitting(session, candidate.id)
    if existing is not None:
        return existing
    if candidate.withdrawn_at is not None:
        raise SittingClosedError("the candidate has withdrawn")
    require_open(get_opening(session, candidate.opening_id))
    if notice_id is None:
        raise NoticeMissingError("nobody starts without having been shown a notice")
    terms = get_administration(session, candidate.opening_id)
    sitting = _pinned(candidate, terms, language=language, now=now)
    sitting.interface_language, sitting.notice_id = interface_language, notice_id
    session.add(sitting)
    try:
        session.flush()
    except IntegrityError:  # a start at the same moment was first
        session.rollback()
        return _get_started(session, candidate_id)
    minutes, agreed = form_minutes(session, sitting), find_conditions(session, candidate.id)
    begin_clock(session, sitting, minutes, agreed, now)
    note_started(
        session,
        candidate_id,
        attempt=sitting.attempt,
        started_at=sitting.started_at,
        form_id=sitting.form_id,
        bank_version_id=sitting.bank_version_id,
    )
    return sitting


def _get_started(session: Session, candidate_id: UUID) -> Sitting:
    sitting = find_sitting(session, candidate_id)
    if sitting is None:
        raise NotFoundError("the sitting is gone")
    return sitting


def _pinned(
    candidate: Candidate, terms: Administration, *, language: str, now: datetime
) -> Sitting:
    return Sitting(
        candidate_id=candidate.id,
        administration_id=terms.id,
        bank_version_id=terms.bank_version_id,
        key_version_id=terms.key_version_id,
        form_id=terms.form_id,
        language=language,
        option_seed=secrets.randbits(SEED_BITS),
        is_simulated=candidate.is_simulated,
        started_at=now,
    )

"""What a decision to score again means for openings: a note in each chain, and newer terms."""

from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from hiring import audit
from hiring.accounts import Staff
from hiring.banks.versions import KeyVersion, get_key_version
from hiring.openings.records import Administration, Opening
from hiring.rescoring.effect import Effect
from hiring.rescoring.records import Rescoring
from hiring.scoring import ScoredForm


def note_in_openings(
    session: Session, row: Rescoring, effect: Effect, *, staff: Staff, now: datetime
) -> None:
    """Say in the chain of every touched opening that its people are scored again. Flushes.

    In order of id: two decisions at once would else wait for each other's chains.
    """
    for one in sorted(effect.openings, key=lambda one: str(one.opening_id)):
        audit.record(
            session,
            "opening.scored_again",
            actor=staff.id,
            object_id=one.opening_id,
            now=now,
            chain=one.opening_id,
            rescoring_id=str(row.id),
            to_key_version_id=str(row.to_key_version_id),
            n_people=one.n_people,
            n_moved=one.n_moved,
        )


def let_openings_go_on(
    session: Session, form: ScoredForm, to_key: KeyVersion, *, staff: Staff, now: datetime
) -> None:
    """Give every opening that stands on the old key newer terms with the new one. Flushes."""
    is_alike = _kind(get_key_version(session, form.key_version_id)) == _kind(to_key)
    for terms in _current_terms(session, form):
        newer = Administration(
            opening_id=terms.opening_id,
            number=terms.number + 1,
            bank_version_id=terms.bank_version_id,
            key_version_id=to_key.id,
            form_id=terms.form_id,
        )
        if is_alike:
            newer.acknowledged_by_id = terms.acknowledged_by_id
            newer.acknowledged_at = terms.acknowledged_at
        session.add(newer)
        session.flush()
        audit.record(
            session,
            "opening.terms_renewed",
            actor=staff.id,
            object_id=terms.opening_id,
            now=now,
            chain=terms.opening_id,
            key_version_id=str(to_key.id),
            number=newer.number,
        )


def _kind(key: KeyVersion) -> tuple[str, bool, str]:
    """What an owner accepts for an opening; of another kind, it must be accepted again."""
    return key.status, key.is_public, key.origin


def _current_terms(session: Session, form: ScoredForm) -> list[Administration]:
    newest = (
        select(col(Administration.opening_id), func.max(col(Administration.number)).label("number"))
        .group_by(col(Administration.opening_id))
        .subquery()
    )
    query: Any = (
        select(Administration)
        .join(
            newest,
            (newest.c.opening_id == col(Administration.opening_id))
            & (newest.c.number == col(Administration.number)),
        )
        .join(Opening, col(Opening.id) == col(Administration.opening_id))
        .where(
            col(Administration.key_version_id) == form.key_version_id,
            col(Administration.form_id) == form.form_id,
            col(Opening.is_simulated) == form.is_simulated,
        )
        .order_by(col(Administration.opening_id))
    )
    return list(session.exec(query))

"""A person decides, and the scores follow in batches that may be interrupted anywhere.

What is left to do is read from the scores themselves: whoever is still scored by the old key. So a
batch that was committed is never done again, and one that was not is simply done.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from hiring import audit
from hiring.accounts import Role, Staff
from hiring.banks.schema import KeyOrigin
from hiring.banks.versions import KeyVersion, get_key_version, key_document
from hiring.errors import NotAllowedError, RescoringFaultError
from hiring.ratings.asking import ask_for_ratings, find_prompts
from hiring.rescoring.effect import Effect, outlook
from hiring.rescoring.fingerprint import fingerprint
from hiring.rescoring.openings import let_openings_go_on, note_in_openings
from hiring.rescoring.records import Rescoring, get_rescoring
from hiring.scoring import Score, ScoredForm, current_snapshot
from hiring.scoring.records import store_replacements
from hiring.scoring.snapshots import freeze_snapshot, stands
from hiring.sittings.records import Sitting

MIN_REASON_CHARS = 10
BATCH_SIZE = 200
DONE_PERCENT = 100
MAX_TRIES = 5


class WhyNotAgain(StrEnum):
    """Why nobody can be scored again."""

    SAME_KEY = "same_key"
    OTHER_BANK = "other_bank"
    OTHER_CRITERIA = "other_criteria"
    NOBODY = "nobody"
    REASON_TOO_SHORT = "reason_too_short"
    STILL_RUNNING = "still_running"
    PREVIEW_IS_OLD = "preview_is_old"
    NEEDS_OWNER = "needs_owner"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a person decides on: from which key to which one, and for which openings from now on.

    ``previewed`` is the ``fingerprint`` of what the preview spoke of.
    """

    form: ScoredForm
    to_key: KeyVersion
    previewed: str
    goes_on: bool


def apply(
    session: Session,
    plan: Plan,
    *,
    staff: Staff,
    reason: str,
    now: datetime,
    agreed_by: Staff | None = None,
) -> Rescoring:
    """Decide to score again, freeze the precision that will hold, and let openings go on. Flushes.

    The scores themselves are for ``score_batch``. Of two who decide at once one is refused, and
    what its session had not committed is rolled back. ``asking`` asks for a second person before;
    that is ``agreed_by``.

    Raises:
        NotAllowedError: Only owners and analysts decide this.
        RescoringFaultError: It cannot be done, or not like that; ``code`` is a ``WhyNotAgain``.
    """
    if staff.role not in {Role.OWNER, Role.ANALYST}:
        raise NotAllowedError("only owners and analysts decide to score again")
    require_possible(session, plan.form, plan.to_key)
    from_key = get_key_version(session, plan.form.key_version_id)
    if staff.role != Role.OWNER and needs_owner(from_key, plan.to_key):
        raise RescoringFaultError(WhyNotAgain.NEEDS_OWNER)
    if len(reason.strip()) < MIN_REASON_CHARS:
        raise RescoringFaultError(WhyNotAgain.REASON_TOO_SHORT)
    target = ScoredForm(plan.to_key.id, plan.form.form_id, plan.form.is_simulated)
    found = outlook(session, plan.form, key_document(session, plan.to_key.id), plan.to_key.id)
    _require_current(session, found.effect, plan)
    with _one_at_a_time(session, plan.form):
        freeze_snapshot(session, target, found.table, now=now)
        people = (staff, agreed_by)
        row = _decided(session, plan, found.effect, people, reason=reason, now=now)
        if plan.goes_on:
            let_openings_go_on(session, plan.form, plan.to_key, staff=staff, now=now)
    return row


def needs_owner(from_key: KeyVersion, to_key: KeyVersion) -> bool:
    """Whether the other key is less to be trusted in any way, so that an owner has to decide.

    An owner accepted the old key for each opening. Scores must not come to stand on a lesser one
    without an owner.
    """
    return any(
        not before and after
        for before, after in (
            (from_key.is_provisional, to_key.is_provisional),
            (from_key.is_public, to_key.is_public),
            (from_key.origin == KeyOrigin.EMPIRICAL, to_key.origin == KeyOrigin.EMPIRICAL),
        )
    )


def require_possible(session: Session, form: ScoredForm, to_key: KeyVersion) -> None:
    """Refuse what makes no sense, before anything is computed.

    Raises:
        RescoringFaultError: As in ``apply``.
    """
    from_key = get_key_version(session, form.key_version_id)
    if from_key.id == to_key.id:
        raise RescoringFaultError(WhyNotAgain.SAME_KEY)
    if from_key.bank_version_id != to_key.bank_version_id:
        raise RescoringFaultError(WhyNotAgain.OTHER_BANK)
    if _has_other_criteria(session, from_key, to_key):
        raise RescoringFaultError(WhyNotAgain.OTHER_CRITERIA)
    if find_running(session, form) is not None:
        raise RescoringFaultError(WhyNotAgain.STILL_RUNNING)


def _has_other_criteria(session: Session, from_key: KeyVersion, to_key: KeyVersion) -> bool:
    """Whether people have rated an answer by criteria that the other key does not know."""
    before, after = (
        {one.ref: set(one.facets) for one in find_prompts(session, key.bank_version_id, key.id)}
        for key in (from_key, to_key)
    )
    return any(before[ref] != after[ref] for ref in set(before) & set(after))


def find_running(session: Session, form: ScoredForm) -> Rescoring | None:
    """A re-scoring of this form from or to this key that has not finished, or None."""
    touches = (col(Rescoring.from_key_version_id) == form.key_version_id) | (
        col(Rescoring.to_key_version_id) == form.key_version_id
    )
    return session.exec(
        select(Rescoring)
        .where(
            touches,
            Rescoring.form_id == form.form_id,
            Rescoring.is_simulated == form.is_simulated,
            col(Rescoring.finished_at).is_(None),
        )
        .limit(1)
    ).first()


def score_batch(
    session: Session, rescoring_id: UUID, *, now: datetime, size: int = BATCH_SIZE
) -> int:
    """Score the next few sittings again. Flushes; the caller commits each batch.

    Where somebody else has stored a newer score of one of them at the same moment, the batch is
    rolled back and tried again without it.

    Returns:
        How far the work has come, in percent; 100 when nobody is left.
    """
    for _ in range(MAX_TRIES - 1):
        try:
            return _score_batch(session, rescoring_id, now=now, size=size)
        except IntegrityError:
            session.rollback()
    return _score_batch(session, rescoring_id, now=now, size=size)


def finish(session: Session, rescoring_id: UUID, *, now: datetime) -> None:
    """Note that nobody is left. Doing it twice changes nothing. Flushes."""
    row = get_rescoring(session, rescoring_id)
    if row.finished_at is not None:
        return
    row.finished_at = now
    session.flush()
    audit.record(
        session,
        "rescoring.finished",
        actor=audit.SYSTEM_ACTOR,
        object_id=row.id,
        now=now,
        n_scored=n_scored_again(session, row.id),
    )


def n_scored_again(session: Session, rescoring_id: UUID) -> int:
    """How many scores a re-scoring has made so far."""
    query = select(func.count(col(Score.id))).where(Score.rescoring_id == rescoring_id)
    return int(session.exec(query).one())


def note_resumed(session: Session, row: Rescoring, *, staff: Staff, now: datetime) -> None:
    """Note who had the rest done of what had stopped. Flushes."""
    audit.record(
        session,
        "rescoring.resumed",
        actor=staff.id,
        object_id=row.id,
        now=now,
        n_scored=n_scored_again(session, row.id),
    )


def _score_batch(session: Session, rescoring_id: UUID, *, now: datetime, size: int) -> int:
    row = get_rescoring(session, rescoring_id)
    waiting = _waiting(session, row, size)
    if not waiting:
        return DONE_PERCENT
    snapshot = current_snapshot(
        session,
        key_version_id=row.to_key_version_id,
        form_id=row.form_id,
        is_simulated=row.is_simulated,
    )
    if snapshot is None:
        raise LookupError("a re-scoring without a precision snapshot; this cannot happen")
    store_replacements(
        session,
        waiting,
        key_version_id=row.to_key_version_id,
        rescoring_id=row.id,
        snapshot_id=snapshot.id,
        now=now,
    )
    for _score, sitting in waiting:
        ask_for_ratings(session, sitting, row.to_key_version_id, now=now)
    n_done = n_scored_again(session, row.id)
    return min(DONE_PERCENT - 1, DONE_PERCENT * n_done // row.n_sittings)


@contextmanager
def _one_at_a_time(session: Session, form: ScoredForm) -> Iterator[None]:
    """The database lets one unfinished re-scoring in; say so to whoever came second."""
    try:
        yield
    except IntegrityError as clash:
        session.rollback()
        if find_running(session, form) is None:
            raise
        raise RescoringFaultError(WhyNotAgain.STILL_RUNNING) from clash


def _require_current(session: Session, effect: Effect, plan: Plan) -> None:
    if effect.n_sittings == 0:
        raise RescoringFaultError(WhyNotAgain.NOBODY)
    if fingerprint(session, plan.form) != plan.previewed:
        raise RescoringFaultError(WhyNotAgain.PREVIEW_IS_OLD)


def _decided(
    session: Session,
    plan: Plan,
    effect: Effect,
    people: tuple[Staff, Staff | None],
    *,
    reason: str,
    now: datetime,
) -> Rescoring:
    staff, agreed_by = people
    row = Rescoring(
        from_key_version_id=plan.form.key_version_id,
        to_key_version_id=plan.to_key.id,
        form_id=plan.form.form_id,
        is_simulated=plan.form.is_simulated,
        reason=reason.strip(),
        effect=effect.stored(),
        n_sittings=effect.n_sittings,
        decided_by_id=staff.id,
        decided_at=now,
        agreed_by_id=None if agreed_by is None else agreed_by.id,
    )
    session.add(row)
    session.flush()
    audit.record(
        session,
        "rescoring.decided",
        actor=staff.id,
        object_id=row.id,
        now=now,
        from_key_version_id=str(row.from_key_version_id),
        to_key_version_id=str(row.to_key_version_id),
        n_sittings=row.n_sittings,
        agreed_by=None if agreed_by is None else str(agreed_by.id),
    )
    note_in_openings(session, row, effect, staff=staff, now=now)
    return row


def _waiting(session: Session, row: Rescoring, size: int) -> list[tuple[Score, Sitting]]:
    """The next people whose newest score is still by the old key, as it was when decided."""
    query: Any = (
        select(Score, Sitting)
        .join(Sitting, col(Sitting.id) == col(Score.sitting_id))
        .where(
            col(Score.key_version_id) == row.from_key_version_id,
            col(Sitting.form_id) == row.form_id,
            col(Sitting.is_simulated) == row.is_simulated,
            col(Score.scored_at) <= row.decided_at,
            stands(),
            col(Sitting.voided_at).is_(None),
        )
        .order_by(col(Score.id))
        .limit(size)
    )
    return [(score, sitting) for score, sitting in session.exec(query)]

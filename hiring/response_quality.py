"""Response quality: signs that a person should look at how a sitting was answered.

A flag asks somebody to look. It lowers no score, turns nobody away, and is never shown to
interviewers. It needs two signs that rest on different observations (how fast, how alike, how
unlike everybody else), since each of them has innocent causes. Sittings under adjusted conditions
are left out altogether: no row is written for them, and setting the adjustment takes the row away.

The reference sittings are the newest ones of the same form, key and kind of people; without thirty
of them the sign that compares with others stays silent.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import Column
from sqlmodel import Field, Session, col, select

from hiring import audit
from hiring.accounts import Staff
from hiring.banks.schema import BankDocument, Method
from hiring.banks.summary import scenario_words
from hiring.banks.versions import bank_document, key_document
from hiring.db import Json, Record, UtcDateTime
from hiring.openings.records import Candidate
from hiring.psychometrics.arrays import FloatArray, as_floats, mean_of_known
from hiring.psychometrics.quality.flags import Indicator, QualitySigns, quality_signs
from hiring.psychometrics.quality.person_fit import person_total_correlation
from hiring.psychometrics.quality.signs import longest_run, n_unread_screens, response_variability
from hiring.scoring import Score, ScoreDocument, find_score
from hiring.scoring.snapshots import stands
from hiring.sittings import Answer, Page, Sitting, find_sitting, ordered_options, pages_of

MIN_REFERENCE_SITTINGS = 30
MAX_REFERENCE_SITTINGS = 300


class ResponseQuality(Record, table=True):
    """Which signs spoke in one sitting. ``signs``: sign → its value."""

    __tablename__ = "response_quality"

    sitting_id: UUID = Field(foreign_key="sitting.id", ondelete="CASCADE", unique=True)
    is_flagged: bool
    signs: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    n_reference: int
    looked_at: datetime = Field(sa_type=UtcDateTime)


def look_at_sitting(session: Session, sitting_id: UUID, *, now: datetime) -> ResponseQuality | None:
    """Note which signs speak in a scored sitting; None for adjusted ones. Twice changes nothing.

    Flushes; the caller commits.
    """
    found = find_quality(session, sitting_id)
    sitting = session.get_one(Sitting, sitting_id)
    if found is not None or _locked(session, sitting.candidate_id).is_adjusted:
        return found
    values, n_ratings, n_reference = _values(session, sitting)
    signs = quality_signs(values, n_items=max(n_ratings, 1), has_adjusted_time=[False])
    row = ResponseQuality(
        sitting_id=sitting.id,
        is_flagged=bool(signs.is_worth_a_look[0]),
        signs=_spoken(signs, values),
        n_reference=n_reference,
        looked_at=now,
    )
    session.add(row)
    session.flush()
    return row


def find_quality(session: Session, sitting_id: UUID) -> ResponseQuality | None:
    """What was noted about a sitting, or None."""
    return session.exec(
        select(ResponseQuality).where(ResponseQuality.sitting_id == sitting_id)
    ).first()


def set_adjusted(
    session: Session, candidate: Candidate, *, is_adjusted: bool, staff: Staff, now: datetime
) -> None:
    """Say whether a person works under adjusted conditions. Flushes; the caller commits.

    Neither the reason nor the kind of the adjustment is asked for or stored.
    """
    if _locked(session, candidate.id).is_adjusted == is_adjusted:
        return
    candidate.is_adjusted = is_adjusted
    session.add(candidate)
    if is_adjusted:
        _forget(session, candidate)
    audit.record(
        session,
        "candidate.adjusted" if is_adjusted else "candidate.not_adjusted",
        actor=staff.id,
        object_id=candidate.id,
        now=now,
        chain=candidate.opening_id,
    )
    session.flush()


def _locked(session: Session, candidate_id: UUID) -> Candidate:
    """The candidate as stored now; a second look at the same person waits for this one."""
    return session.get_one(Candidate, candidate_id, with_for_update=True, populate_existing=True)


def _forget(session: Session, candidate: Candidate) -> None:
    sitting = find_sitting(session, candidate.id)
    row = None if sitting is None else find_quality(session, sitting.id)
    if row is not None:
        session.delete(row)


def _spoken(signs: QualitySigns, values: dict[Indicator, list[float]]) -> dict[str, float]:
    return {sign.value: round(values[sign][0], 3) for sign in signs.spoken_of(0)}


def _values(session: Session, sitting: Sitting) -> tuple[dict[Indicator, list[float]], int, int]:
    """The signs of one sitting, how many ratings it has, and how many sittings it is held against.

    A sign that is not defined for this sitting is NaN, and silent.
    """
    bank = bank_document(session, sitting.bank_version_id, sitting.language)
    answers = _first_and_last(session, sitting.id)
    ratings = _ratings(session, sitting, bank, answers)
    fit, n_reference = _likeness(session, sitting)
    run = float(longest_run(ratings)[0]) if ratings.size else np.nan
    spread = float(response_variability(ratings)[0]) if ratings.size else np.nan
    values = {
        Indicator.UNREAD_SCREENS: [_unread(sitting, bank, answers)],
        Indicator.LONGEST_RUN: [run],
        Indicator.VARIABILITY: [spread],
        Indicator.PERSON_TOTAL: [fit],
    }
    return values, ratings.size, n_reference


def _first_and_last(session: Session, sitting_id: UUID) -> dict[str, tuple[Answer, Answer]]:
    """Item → its first answer, and the one that counts."""
    rows = session.exec(
        select(Answer)
        .where(Answer.sitting_id == sitting_id)
        .order_by(col(Answer.item), col(Answer.revision))
    )
    found: dict[str, tuple[Answer, Answer]] = {}
    for row in rows:
        first = found[row.item][0] if row.item in found else row
        found[row.item] = (first, row)
    return found


def _unread(
    sitting: Sitting, bank: BankDocument, answers: dict[str, tuple[Answer, Answer]]
) -> float:
    """Screens that came back sooner than anybody can read them.

    The time of a screen runs from its showing to its first answer, both by the server's clock.
    Where a page did not say when it was shown, it runs from the arrival of the answer before it,
    which can only take people for slower than they were.
    """
    firsts = {item: first for item, (first, _last) in answers.items()}
    pages = [page for page in pages_of(bank, sitting.form_id) if page.item_ref in firsts]
    by_arrival = sorted(pages, key=lambda page: firsts[page.item_ref].answered_at)
    rows = [firsts[page.item_ref] for page in by_arrival]
    moments = [sitting.started_at, *(row.answered_at for row in rows)]
    begun = [row.shown_at or before for row, before in zip(rows, moments, strict=False)]
    seconds = [
        max((row.answered_at - shown_at).total_seconds(), 0.0)
        for row, shown_at in zip(rows, begun, strict=True)
    ]
    if not seconds:
        return float("nan")
    words = [float(scenario_words(page.scenario)) for page in by_arrival]
    return float(n_unread_screens([seconds], words)[0])


def _ratings(
    session: Session,
    sitting: Sitting,
    bank: BankDocument,
    answers: dict[str, tuple[Answer, Answer]],
) -> FloatArray:
    """All ratings in the order in which they stood on the screen, as one row."""
    rated = {
        item.item
        for item in key_document(session, sitting.key_version_id).items
        if item.method is Method.HALF_CREDIT
    }
    given = [
        float(value[option.id])
        for page in pages_of(bank, sitting.form_id)
        if page.item_ref in rated and isinstance(value := _value(answers, page), dict)
        for option in ordered_options(page.item, seed=sitting.option_seed, item_ref=page.item_ref)
    ]
    return as_floats([given])


def _value(answers: dict[str, tuple[Answer, Answer]], page: Page) -> Any:
    found = answers.get(page.item_ref)
    return None if found is None else found[1].value


def _likeness(session: Session, sitting: Sitting) -> tuple[float, int]:
    """How far the scenarios that are easy for others are easy for this person; NaN = not known."""
    score = find_score(session, sitting.id)
    if score is None:
        return float("nan"), 0
    others = _reference(session, sitting, score)
    if len(others) < MIN_REFERENCE_SITTINGS:
        return float("nan"), len(others)
    own = _fractions([ScoreDocument.from_text(score.document)])
    means = mean_of_known(as_floats(_fractions(others).T))
    known = ~np.isnan(means)  # a scenario that nobody else answered says nothing here
    return float(person_total_correlation(own[:, known], means[known])[0]), len(others)


def _reference(session: Session, sitting: Sitting, score: Score) -> list[ScoreDocument]:
    texts = session.exec(
        select(Score.document)
        .join(Sitting, col(Sitting.id) == col(Score.sitting_id))
        .join(Candidate, col(Candidate.id) == col(Sitting.candidate_id))
        .where(
            col(Candidate.is_adjusted).is_(False),
            stands(),
            col(Score.key_version_id) == score.key_version_id,
            col(Sitting.form_id) == sitting.form_id,
            col(Sitting.is_simulated) == sitting.is_simulated,
            col(Sitting.id) != sitting.id,
            col(Score.total).is_not(None),
            col(Sitting.voided_at).is_(None),
        )
        .order_by(col(Score.scored_at).desc(), col(Score.id))
        .limit(MAX_REFERENCE_SITTINGS)
    )
    return [ScoreDocument.from_text(text) for text in texts]


def _fractions(documents: Sequence[ScoreDocument]) -> FloatArray:
    """Shape (n_sittings, n_scenarios), 0..1; NaN = no answer."""
    rows = [[np.nan if s is None else s / 100 for s in one.scenarios] for one in documents]
    return as_floats(rows)

"""Where every candidate of an opening stands: link, sitting, score and decision in one list.

A list of people costs the same number of queries whether it holds two or two thousand. Scores
themselves stay out of it: a list that shows numbers is read as an order of merit.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from hiring.banks.versions import WITHOUT_KEY, KeyVersion
from hiring.openings.decisions import Decision, Outcome
from hiring.openings.headcounts import headcounts
from hiring.openings.records import Administration, Candidate, Invitation
from hiring.scoring.records import Score
from hiring.sittings.records import Answer, CandidateAccess, Sitting


class Progress(StrEnum):
    """How far a candidate has come, in the order a list offers as a filter.

    ``BEING_RATED``: there is no number until people have rated the open answers.
    ``WITHDRAWN``: staff made the link open nothing. ``WITHDREW``: the candidate ended their part.
    ``TAKEN_BACK``: the candidate took back what was sent in; nothing else of it is told.
    """

    INVITED = "invited"
    OPENED = "opened"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    BEING_RATED = "being_rated"
    SCORED = "scored"
    LINK_EXPIRED = "link_expired"
    WITHDRAWN = "withdrawn"
    TAKEN_BACK = "taken_back"
    WITHDREW = "withdrew"


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One candidate with everything a list says about them. None = it has not happened.

    ``sitting`` is None as well where it was taken back: nobody is to learn when it was, nor more.
    """

    candidate: Candidate
    invitation: Invitation
    opened_at: datetime | None
    sitting: Sitting | None
    n_answered: int
    scored_at: datetime | None
    outcome: Outcome | None
    is_taken_back: bool = False
    is_being_rated: bool = False

    @property
    def is_submitted(self) -> bool:
        """Whether the answers have been sent in."""
        return self.sitting is not None and self.sitting.submitted_at is not None

    @property
    def may_answer(self) -> bool:
        """Whether there is anything left to do for the candidate."""
        has_left = self.is_taken_back or self.candidate.withdrawn_at is not None
        return not self.is_submitted and not has_left

    @property
    def last_activity_at(self) -> datetime:
        """When the candidate last did something, or was added."""
        sitting = self.sitting
        own = (
            ()
            if sitting is None
            else (
                sitting.submitted_at,
                sitting.answered_at,
                sitting.started_at,
            )
        )
        moments = (*own, self.opened_at, self.candidate.withdrawn_at)
        known = [moment for moment in moments if moment is not None]
        return max(known, default=self.candidate.added_at)

    def progress(self, now: datetime) -> Progress:
        """Where the candidate stands. A started sitting outlives its link's last day."""
        if self.candidate.withdrawn_at is not None:
            return Progress.WITHDREW
        if self.is_taken_back:
            return Progress.TAKEN_BACK
        if self.is_submitted:
            return self._of_sent()
        if self.invitation.revoked_at is not None:
            return Progress.WITHDRAWN
        if self.sitting is not None:
            return Progress.IN_PROGRESS
        if now >= self.invitation.expires_at:
            return Progress.LINK_EXPIRED
        return Progress.INVITED if self.opened_at is None else Progress.OPENED

    def _of_sent(self) -> Progress:
        if self.is_being_rated:
            return Progress.BEING_RATED
        return Progress.SUBMITTED if self.scored_at is None else Progress.SCORED


@dataclass(frozen=True, slots=True)
class Counts:
    """How many candidates of an opening there are, and how far they have come."""

    n_invited: int = 0
    n_in_progress: int = 0
    n_submitted: int = 0


def roster(session: Session, opening_ids: Sequence[UUID]) -> list[RosterRow]:
    """The candidates of these openings in order of name, with where they stand."""
    return _rows(session, col(Candidate.opening_id).in_(opening_ids))


def roster_rows(session: Session, candidate_ids: Sequence[UUID]) -> list[RosterRow]:
    """Where these candidates stand, in the order of their ids; who is no longer there is absent."""
    found = {row.candidate.id: row for row in _rows(session, col(Candidate.id).in_(candidate_ids))}
    return [found[one] for one in candidate_ids if one in found]


def roster_row(session: Session, candidate: Candidate) -> RosterRow:
    """Where one candidate stands."""
    (row,) = _rows(session, col(Candidate.id) == candidate.id)
    return row


def counts_of(session: Session, opening_ids: Sequence[UUID]) -> dict[UUID, Counts]:
    """How far the candidates of each opening have come; openings without any are absent."""
    return {
        opening: Counts(one.n_people, one.n_started - one.n_sent, one.n_sent)
        for opening, one in headcounts(session, opening_ids).items()
        if one.n_people
    }


def terms_of(
    session: Session, opening_ids: Iterable[UUID]
) -> dict[UUID, tuple[Administration, KeyVersion]]:
    """The administration that holds now, and its key, of each opening."""
    rows = session.exec(
        select(Administration, KeyVersion)
        .join(KeyVersion, col(KeyVersion.id) == col(Administration.key_version_id))
        .where(col(Administration.opening_id).in_(list(opening_ids)))
        .order_by(col(Administration.number))
        .options(*WITHOUT_KEY)
    )
    return {terms.opening_id: (terms, key) for terms, key in rows}


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is known beside names and links; by candidate, the last two by sitting."""

    opened: dict[UUID, datetime]
    sittings: dict[UUID, Sitting]
    outcomes: dict[UUID, Outcome]
    n_answered: dict[UUID, int]
    scored: dict[UUID, tuple[datetime, bool]]


def _rows(session: Session, who: ColumnElement[bool]) -> list[RosterRow]:
    people = session.exec(
        select(Candidate, Invitation)
        .join(Invitation, col(Invitation.candidate_id) == col(Candidate.id))
        .where(who)
        .order_by(col(Candidate.name), col(Candidate.id))
    ).all()
    facts = _facts(session, who)
    return [_row(candidate, invitation, facts) for candidate, invitation in people]


def _facts(session: Session, who: ColumnElement[bool]) -> _Facts:
    return _Facts(
        opened=_opened(session, who),
        sittings=_sittings(session, who),
        outcomes=_outcomes(session, who),
        n_answered=_n_answered(session, who),
        scored=_scored(session, who),
    )


def _row(candidate: Candidate, invitation: Invitation, facts: _Facts) -> RosterRow:
    newest = facts.sittings.get(candidate.id)
    is_taken_back = newest is not None and newest.voided_at is not None
    sitting = None if is_taken_back else newest
    scored_at, is_being_rated = _scored_of(sitting, facts)
    return RosterRow(
        candidate=candidate,
        invitation=invitation,
        opened_at=facts.opened.get(candidate.id),
        sitting=sitting,
        n_answered=0 if sitting is None else facts.n_answered.get(sitting.id, 0),
        scored_at=scored_at,
        outcome=facts.outcomes.get(candidate.id),
        is_taken_back=is_taken_back,
        is_being_rated=is_being_rated,
    )


def _scored_of(sitting: Sitting | None, facts: _Facts) -> tuple[datetime | None, bool]:
    return (None, False) if sitting is None else facts.scored.get(sitting.id, (None, False))


def _opened(session: Session, who: ColumnElement[bool]) -> dict[UUID, datetime]:
    query = select(
        col(CandidateAccess.candidate_id), func.max(col(CandidateAccess.opened_at))
    ).group_by(col(CandidateAccess.candidate_id))
    query = query.join(Candidate, col(Candidate.id) == col(CandidateAccess.candidate_id))
    return dict(_within(session, query, who))


def _sittings(session: Session, who: ColumnElement[bool]) -> dict[UUID, Sitting]:
    query = select(Sitting).join(Candidate, col(Candidate.id) == col(Sitting.candidate_id))
    rows = _within(session, query.order_by(col(Sitting.attempt)), who)
    return {sitting.candidate_id: sitting for sitting in rows}


def _outcomes(session: Session, who: ColumnElement[bool]) -> dict[UUID, Outcome]:
    """The newest decision counts."""
    query = (
        select(col(Decision.candidate_id), col(Decision.outcome))
        .join(Candidate, col(Candidate.id) == col(Decision.candidate_id))
        .order_by(col(Decision.decided_at), col(Decision.id).desc())
    )
    rows = _within(session, query, who)
    return {candidate_id: Outcome(outcome) for candidate_id, outcome in rows}


def _n_answered(session: Session, who: ColumnElement[bool]) -> dict[UUID, int]:
    """Asked sitting by sitting: grouped, SQLite would go through the answers of all openings."""
    items = func.count(func.distinct(col(Answer.item)))
    n = select(items).where(Answer.sitting_id == col(Sitting.id)).scalar_subquery()
    query = select(col(Sitting.id), n).join(
        Candidate, col(Candidate.id) == col(Sitting.candidate_id)
    )
    return dict(_within(session, query, who))


def _scored(session: Session, who: ColumnElement[bool]) -> dict[UUID, tuple[datetime, bool]]:
    """When a sitting was scored last, and whether that score is still being rated."""
    query = (
        select(col(Score.sitting_id), col(Score.scored_at), col(Score.is_being_rated))
        .join(Sitting, col(Sitting.id) == col(Score.sitting_id))
        .join(Candidate, col(Candidate.id) == col(Sitting.candidate_id))
        .order_by(col(Score.scored_at), col(Score.id).desc())
    )
    rows = _within(session, query, who)
    return {sitting_id: (scored_at, is_rated) for sitting_id, scored_at, is_rated in rows}


def _within(session: Session, query: Any, who: ColumnElement[bool]) -> Any:
    return session.exec(query.where(who)).all()

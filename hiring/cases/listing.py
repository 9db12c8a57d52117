"""Which cases there are: of one candidate, and of everybody for whom one is responsible."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import case as one_of
from sqlmodel import Session, col, func, select

from hiring.accounts import Role, Staff
from hiring.cases.codes import OPEN
from hiring.cases.records import Case, CaseKind, CaseStatus
from hiring.errors import NotFoundError
from hiring.openings.decisions import Decision
from hiring.openings.records import Candidate, Membership, Opening

_OPEN = tuple(status.value for status in OPEN)


@dataclass(frozen=True, slots=True)
class OpenCase:
    """An open case with whom it is about, and where its clock stands."""

    case: Case
    candidate: Candidate
    opening: Opening
    due_at: datetime
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many cases wait for an answer, and how many of them too long."""

    n_open: int
    n_overdue: int


def get_case(session: Session, case_id: UUID) -> Case:
    """The case with this id.

    Raises:
        NotFoundError: There is none.
    """
    found = session.get(Case, case_id)
    if found is None:
        raise NotFoundError("no such case")
    return found


def cases_of(session: Session, candidate_id: UUID) -> list[Case]:
    """All cases of a candidate, newest first."""
    return list(
        session.exec(
            select(Case)
            .where(Case.candidate_id == candidate_id)
            .order_by(col(Case.asked_at).desc(), col(Case.id))
        )
    )


def open_cases_of(session: Session, candidate_id: UUID) -> list[Case]:
    """The cases of a candidate that nobody has decided, newest first."""
    return [case for case in cases_of(session, candidate_id) if case.status in _OPEN]


def due_at(case: Case) -> datetime:
    """By when somebody has to do something: first that it was seen, then what was decided."""
    return case.acknowledge_by if case.status == CaseStatus.ASKED else case.decide_by


def is_overdue(case: Case, now: datetime) -> bool:
    """Whether an open case waits longer than was promised."""
    return case.status in _OPEN and now > due_at(case)


def list_open_cases(session: Session, staff: Staff, *, now: datetime) -> list[OpenCase]:
    """The open cases of the openings this person works on: overdue ones first, then by date.

    Owners work on every opening. Interviewers and analysts have nothing to do with cases and get an
    empty list.
    """
    if staff.role not in {Role.OWNER, Role.RECRUITER}:
        return []
    query = (
        select(Case, Candidate, Opening)
        .join(Candidate, col(Candidate.id) == col(Case.candidate_id))
        .join(Opening, col(Opening.id) == col(Candidate.opening_id))
        .where(col(Case.status).in_(_OPEN))
    )
    if staff.role != Role.OWNER:
        query = query.join(Membership, col(Membership.opening_id) == col(Opening.id)).where(
            Membership.staff_id == staff.id
        )
    found = [
        OpenCase(case, candidate, opening, due_at(case), is_overdue(case, now))
        for case, candidate, opening in session.exec(query)
    ]
    return sorted(found, key=lambda one: (not one.is_overdue, one.due_at, str(one.case.id)))


def count_waiting(session: Session, staff: Staff, *, now: datetime) -> Waiting:
    """How many open cases wait for this person, in one query."""
    if staff.role not in {Role.OWNER, Role.RECRUITER}:
        return Waiting(0, 0)
    due = one_of(
        (col(Case.status) == CaseStatus.ASKED.value, col(Case.acknowledge_by)),
        else_=col(Case.decide_by),
    )
    late = func.sum(one_of((due < now, 1), else_=0))
    query = select(func.count(), late).select_from(Case).where(col(Case.status).in_(_OPEN))
    if staff.role != Role.OWNER:
        query = (
            query.join(Candidate, col(Candidate.id) == col(Case.candidate_id))
            .join(Membership, col(Membership.opening_id) == col(Candidate.opening_id))
            .where(col(Membership.staff_id) == staff.id)
        )
    n_open, n_overdue = session.exec(query).one()
    return Waiting(n_open, n_overdue or 0)


def barred_from(session: Session, case: Case) -> frozenset[UUID]:
    """Who may not handle a contest: everybody who had decided about the candidate before it.

    The authors of older decisions too: they have made up their minds once. Whoever overturns writes
    a newer decision, and may of course close the case. Where there was none yet, the author of the
    first one since is meant.
    """
    if case.kind != CaseKind.CONTEST:
        return frozenset()
    of_candidate = select(Decision.staff_id).where(Decision.candidate_id == case.candidate_id)
    stood = session.exec(of_candidate.where(col(Decision.decided_at) <= case.asked_at)).all()
    first_since = of_candidate.order_by(col(Decision.decided_at)).limit(1)
    return frozenset(stood or session.exec(first_since).all())

"""People go when their time is over, with all that hangs on them, and nobody else does."""

from datetime import timedelta

import pytest
from sqlmodel import func, select

from hiring import audit, cases, retention
from hiring.cases import CaseKind
from hiring.openings import Candidate
from hiring.scoring import Score, score_sitting
from hiring.sittings import Answer, Sitting

KEEP_DAYS = 30


@pytest.fixture
def sitting(session, house, candidate, now):
    """A sitting that is sent in and scored."""
    sitting = house.submitted(candidate, house.drawn_answers(seed=3))
    score_sitting(session, sitting.id, now=now)
    session.commit()
    return sitting


def _later(candidate, days):
    return candidate.added_at + timedelta(days=days)


@pytest.mark.parametrize(
    ("days", "n_due"), [(KEEP_DAYS - 1, 0), (KEEP_DAYS, 0), (KEEP_DAYS + 1, 1)]
)
def test_a_candidate_is_due_once_the_days_are_over(session, candidate, days, n_due):
    due = retention.due_candidates(session, keep_days=KEEP_DAYS, now=_later(candidate, days))
    assert len(due) == n_due


@pytest.mark.parametrize("table", [Candidate, Sitting, Answer, Score])
def test_erasing_leaves_no_row_of_the_person(session, candidate, sitting, now, table):
    assert session.exec(select(func.count()).select_from(table)).one() > 0

    retention.erase(session, [candidate], now=now)
    session.commit()

    assert session.exec(select(func.count()).select_from(table)).one() == 0


def test_erasing_one_person_leaves_the_others(session, house, opening, candidate, now):
    other = house.candidate(opening, "Bo Example")

    retention.erase(session, [candidate], now=now)
    session.commit()

    assert session.exec(select(Candidate.id)).all() == [other.id]


def test_the_record_of_an_erasure_names_nobody(session, candidate, now):
    name, chain = candidate.name, candidate.opening_id

    retention.erase(session, [candidate], now=now)
    session.commit()

    entry = session.exec(
        select(audit.AuditEntry).where(audit.AuditEntry.act == "candidate.erased")
    ).one()
    assert name not in entry.model_dump_json()
    assert audit.first_altered(session, chain) is None


def test_who_waits_for_an_answer_is_left_out_and_listed_apart(session, candidate, now):
    case = cases.open_case(session, candidate, CaseKind.CONTEST, words="Look again.", now=now)
    terms = {"keep_days": KEEP_DAYS, "now": _later(candidate, KEEP_DAYS + 1)}

    assert retention.due_candidates(session, **terms) == []
    assert retention.waiting_candidates(session, **terms) == [candidate]
    cases.take_back(session, case, now=now)
    assert retention.due_candidates(session, **terms) == [candidate]
    assert retention.waiting_candidates(session, **terms) == []

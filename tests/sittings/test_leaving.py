"""Withdrawing and taking back: whose they are, how long they are possible, and what they end."""

from datetime import timedelta

import pytest
from sqlmodel import col, func, select

from hiring import audit, jobs, openings, sittings
from hiring.accounts import Role
from hiring.errors import AfterFaultError, NotScorableError, SittingClosedError
from hiring.feedback import note_reading
from hiring.openings import Outcome, ReasonCode
from hiring.openings.decisions import Decision, note_view
from hiring.queue import close_overdue
from hiring.scoring import Score, find_score, score_sitting
from hiring.sittings import VoidFault
from tests.builders import BEST_ANSWERS

LATER = timedelta(minutes=5)


@pytest.fixture
def opening(small_house):
    return small_house.opening()


@pytest.fixture
def ada(small_house, opening):
    return small_house.candidate(opening)


@pytest.fixture
def sent(small_house, ada):
    return small_house.submitted(ada, BEST_ANSWERS)


@pytest.fixture
def recruiter(small_house, opening):
    return small_house.join(opening, Role.RECRUITER)


def fault(session, ada, sitting, now):
    with pytest.raises(AfterFaultError) as caught:
        sittings.void(session, ada, sitting, now=now + LATER)
    session.refresh(sitting)
    assert sitting.voided_at is None
    assert audit.find_latest(session, "sitting.taken_back", actor=ada.id, object_id=ada.id) is None
    return caught.value.code


def test_what_was_sent_can_be_taken_back(session, ada, sent, now):
    sittings.void(session, ada, sent, now=now + LATER)
    session.commit()

    assert sent.voided_at == now + LATER
    assert audit.find_latest(session, "sitting.taken_back", actor=ada.id, object_id=ada.id)


def test_taking_back_twice_keeps_the_first_moment(session, ada, sent, now):
    sittings.void(session, ada, sent, now=now)
    sittings.void(session, ada, sent, now=now + LATER)

    assert sent.voided_at == now


def test_nothing_can_be_taken_back_before_it_is_sent(session, small_house, ada, now):
    assert fault(session, ada, small_house.sitting(ada), now) == VoidFault.NOT_SENT


def test_taking_back_can_be_left_out_by_the_opening(session, opening, ada, sent, now):
    opening.may_void = False
    session.commit()

    assert fault(session, ada, sent, now) == VoidFault.NOT_OFFERED


def test_nothing_is_taken_back_after_the_candidate_has_seen_a_result(session, ada, sent, now):
    note_reading(session, ada, now=now)
    session.commit()

    assert fault(session, ada, sent, now) == VoidFault.RESULT_SEEN


def test_nothing_is_taken_back_after_staff_has_looked(session, ada, sent, recruiter, now):
    note_view(session, ada, staff=recruiter, now=now)
    session.commit()

    assert fault(session, ada, sent, now) == VoidFault.OPENED_BY_STAFF


def test_a_look_before_the_answers_came_does_not_count(session, ada, sent, recruiter, now):
    note_view(session, ada, staff=recruiter, now=sent.submitted_at - LATER)
    session.commit()

    assert sittings.void_fault(session, ada, sent) is None


def test_a_comparison_with_the_candidate_is_a_look(session, small_house, opening, ada, sent, now):
    other = small_house.candidate(opening, "Other")
    for people in ([other], [other, ada]):
        assert sittings.void_fault(session, ada, sent) is None
        audit.record(
            session,
            "candidates.compared",
            actor=opening.created_by_id,
            object_id=opening.id,
            now=now,
            chain=opening.id,
            candidates=[str(one.id) for one in people],
        )
    session.commit()

    assert fault(session, ada, sent, now) == VoidFault.OPENED_BY_STAFF


def test_nothing_is_taken_back_after_a_decision(session, ada, sent, recruiter, now):
    before = sent.submitted_at - LATER
    note_view(session, ada, staff=recruiter, now=before)
    openings.decide(
        session,
        ada,
        staff=recruiter,
        outcome=Outcome.HOLD,
        reason_code=ReasonCode.INTERVIEW,
        reason="We want to talk first.",
        considered="The letter that came along.",
        now=before,
    )
    session.commit()

    assert fault(session, ada, sent, now) == VoidFault.DECIDED


def test_answers_taken_back_are_never_scored(session, ada, sent, now):
    sittings.void(session, ada, sent, now=now)
    session.commit()

    with pytest.raises(NotScorableError):
        score_sitting(session, sent.id, now=now)
    job = jobs.ask_for_score(session, sent.id, now=now)
    session.commit()
    assert jobs.run_job(session, job.id, clock=lambda: now) is jobs.JobState.DONE
    assert session.exec(select(Score)).all() == []


def test_withdrawing_is_noted_once_and_decides_nothing(session, ada, now):
    assert sittings.withdraw(session, ada, now=now)
    assert not sittings.withdraw(session, ada, now=now + LATER)
    session.commit()

    assert ada.withdrawn_at == now
    acts = select(func.count(col(audit.AuditEntry.id))).where(
        audit.AuditEntry.act == "candidate.withdrew"
    )
    assert session.exec(acts).one() == 1
    assert session.exec(select(Decision)).all() == []


def test_who_has_withdrawn_starts_nothing(session, small_house, ada, now):
    sittings.withdraw(session, ada, now=now)
    session.commit()

    with pytest.raises(SittingClosedError):
        small_house.sitting(ada)


def test_who_has_withdrawn_sends_nothing(session, small_house, ada, now):
    sitting = small_house.sitting(ada, BEST_ANSWERS)
    sittings.withdraw(session, ada, now=now)
    session.commit()

    with pytest.raises(SittingClosedError):
        sittings.submit(session, sitting, now=now)
    assert sitting.submitted_at is None


def test_the_clock_hands_nothing_in_for_who_has_withdrawn(session, small_house, ada, now):
    sitting = small_house.sitting(ada, BEST_ANSWERS)
    sitting.limit_seconds, sitting.deadline_at = 600, now - timedelta(hours=1)
    sittings.withdraw(session, ada, now=now)
    session.commit()

    assert close_overdue(session, now=now) == []
    session.refresh(sitting)
    assert sitting.submitted_at is None


def test_a_result_stays_when_its_candidate_withdraws(session, ada, sent, now):
    score_sitting(session, sent.id, now=now)
    sittings.withdraw(session, ada, now=now)
    session.commit()

    assert find_score(session, sent.id) is not None


def test_the_link_goes_on_opening_something_after_withdrawing(session, small_house, ada, now):
    token = small_house.token(ada)
    sittings.withdraw(session, ada, now=now)
    session.commit()

    assert sittings.require_open_link(session, token, now + timedelta(days=4000))

"""The steps of a case: closed and enforced, with clocks, each in the audit chain by ids alone."""

from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from hiring import cases, openings
from hiring.accounts import Role
from hiring.audit import AuditEntry
from hiring.cases import (
    OUTCOMES,
    Case,
    CaseFault,
    CaseKind,
    CaseOutcome,
    CaseStatus,
    Wish,
    after_business_days,
)
from hiring.errors import CaseFaultError, DecisionFaultError, NotAllowedError
from hiring.openings import Outcome, ReasonCode
from hiring.openings.decisions import note_view
from hiring.scoring import Score, score_sitting
from tests.builders import add_staff
from tests.stores import only_once

WORDS = "Sentinel words about me."
REPLY = "We have looked at it."
GOOD = {kind: OUTCOMES[kind][-1] for kind in CaseKind}


@pytest.fixture
def ask(session, candidate, now):
    """Open a case of a kind."""

    def one(kind=CaseKind.CORRECTION, at=None, **more):
        case = cases.open_case(session, candidate, kind, now=at or now, **more)
        session.commit()
        return case

    return one


@pytest.fixture
def recruiter(staff):
    return staff[Role.RECRUITER]


@pytest.fixture
def decision_by(session, candidate, now):
    """Have somebody decide about the candidate."""

    def one(person, at=None):
        note_view(session, candidate, staff=person, now=at or now)
        openings.decide(
            session,
            candidate,
            staff=person,
            outcome=Outcome.NOT_ADVANCE,
            reason_code=ReasonCode.INTERVIEW,
            reason="The interview was short.",
            considered="The interview, above all.",
            now=at or now,
        )
        session.commit()

    return one


def decide(session, case, person, now, outcome=None, reply=REPLY):
    outcome = outcome or GOOD[CaseKind(case.kind)]
    cases.decide(session, case, staff=person, outcome=outcome, reply=reply, now=now)
    session.commit()


def acts(session):
    query = select(AuditEntry).where(AuditEntry.act.startswith("case."))
    found = session.exec(query.order_by(AuditEntry.number))
    return [entry.act for entry in found]


def test_a_case_says_by_when_it_is_answered(ask, now):
    case = ask(words=f"  {WORDS} ")

    assert (case.status, case.words, case.asked_at) == (CaseStatus.ASKED, WORDS, now)
    assert case.acknowledge_by == after_business_days(now, 1)
    assert case.decide_by == after_business_days(now, 5)


def test_the_same_request_sent_twice_is_one_case(session, ask):
    wishes = [Wish.LARGE_PRINT, Wish.OTHER]
    first = ask(CaseKind.ADJUSTMENT, wishes=wishes, words=WORDS)
    second = ask(CaseKind.ADJUSTMENT, wishes=wishes, words=WORDS)
    other = ask(CaseKind.ADJUSTMENT, wishes=[Wish.PLAIN_TEXT])

    assert first.id == second.id
    assert {case.id for case in session.exec(select(Case))} == {first.id, other.id}
    assert acts(session) == ["case.asked"] * 2


@only_once
def test_the_first_who_sees_it_takes_it_on(session, ask, staff, recruiter, now):
    case = ask()
    cases.acknowledge(session, case, staff=recruiter, now=now)
    cases.acknowledge(session, case, staff=staff[Role.OWNER], now=now + timedelta(hours=1))

    assert (case.status, case.handler_id) == (CaseStatus.ACKNOWLEDGED, recruiter.id)
    assert case.acknowledged_at == now
    assert acts(session) == ["case.asked", "case.acknowledged"]


def test_a_decision_closes_the_case_and_says_so(session, ask, recruiter, now):
    case = ask()
    decide(session, case, recruiter, now, CaseOutcome.DECLINED)

    assert (case.status, case.outcome, case.reply) == ("decided", "declined", REPLY)
    assert (case.decided_by_id, case.acknowledged_by_id) == (recruiter.id, recruiter.id)
    assert cases.open_cases_of(session, case.candidate_id) == []


@only_once
@pytest.mark.parametrize("kind", CaseKind)
def test_only_outcomes_of_its_kind_fit(session, ask, staff, now, kind):
    case = ask(kind)
    for outcome in set(CaseOutcome) - set(OUTCOMES[kind]):
        with pytest.raises(CaseFaultError) as fault:
            decide(session, case, staff[Role.OWNER], now, outcome)
        assert fault.value.code == CaseFault.OUTCOME_DOES_NOT_FIT

    assert case.status == CaseStatus.ASKED


@only_once
def test_a_decision_needs_words_for_the_candidate(session, ask, recruiter, now):
    with pytest.raises(CaseFaultError) as fault:
        decide(session, ask(), recruiter, now, reply="  no.  ")

    assert fault.value.code == CaseFault.REPLY_MISSING


@only_once
def test_too_many_words_are_refused(ask):
    with pytest.raises(CaseFaultError) as fault:
        ask(words="x" * 4001)

    assert fault.value.code == CaseFault.TEXT_TOO_LONG


def test_taking_back_closes_and_twice_changes_nothing(session, ask, now):
    case = ask()
    for _ in range(2):
        cases.take_back(session, case, now=now)
        session.commit()

    assert case.status == CaseStatus.TAKEN_BACK
    assert acts(session) == ["case.asked", "case.taken_back"]


def test_of_two_who_decide_the_second_is_told(session, new_session, ask, staff, recruiter, now):
    case = ask()
    other = new_session()
    same = other.get_one(Case, case.id)
    decide(session, case, recruiter, now)
    with pytest.raises(CaseFaultError) as fault:
        decide(other, same, other.merge(staff[Role.OWNER]), now)

    assert fault.value.code == CaseFault.ALREADY_CLOSED


@only_once
@pytest.mark.parametrize("role", [Role.INTERVIEWER, Role.ANALYST])
def test_interviewers_and_analysts_handle_nothing(session, ask, staff, now, role):
    case = ask()
    with pytest.raises(NotAllowedError):
        cases.acknowledge(session, case, staff=staff[role], now=now)
    with pytest.raises(NotAllowedError):
        decide(session, case, staff[role], now)

    assert cases.list_open_cases(session, staff[role], now=now) == []


@only_once
def test_only_an_owner_decides_about_erasing(session, ask, staff, recruiter, now):
    case = ask(CaseKind.ERASURE)
    with pytest.raises(NotAllowedError):
        decide(session, case, recruiter, now)
    decide(session, case, staff[Role.OWNER], now, CaseOutcome.GRANTED)

    assert case.outcome == CaseOutcome.GRANTED


def test_a_contest_is_refused_to_the_author_of_the_decision(
    session, ask, decision_by, staff, recruiter, now
):
    decision_by(recruiter)
    case = ask(CaseKind.CONTEST, at=now + timedelta(days=1))
    for step in (cases.acknowledge, decide_step):
        with pytest.raises(NotAllowedError):
            step(session, case, staff=recruiter, now=now)
    decide(session, case, staff[Role.OWNER], now, CaseOutcome.UPHELD)

    assert case.handler_id == staff[Role.OWNER].id


def decide_step(session, case, *, staff, now):
    decide(session, case, staff, now)


@only_once
def test_nobody_who_decided_before_handles_a_contest(
    session, ask, decision_by, staff, recruiter, now
):
    for days, author in enumerate((recruiter, staff[Role.OWNER])):
        decision_by(author, at=now + timedelta(days=days))
    case = ask(CaseKind.CONTEST, at=now + timedelta(days=2))
    third = add_staff(session, Role.OWNER, "Third")

    for author in (recruiter, staff[Role.OWNER]):
        with pytest.raises(NotAllowedError):
            decide(session, case, author, now + timedelta(days=3))
    decide(session, case, third, now + timedelta(days=3))


@only_once
def test_whose_decision_is_looked_at_again_decides_nothing_new_meanwhile(
    session, candidate, ask, decision_by, staff, recruiter, now
):
    decision_by(recruiter)
    case = ask(CaseKind.CONTEST, at=now + timedelta(days=1))
    with pytest.raises(DecisionFaultError) as fault:
        cases.require_free_to_decide(session, candidate, recruiter)
    assert fault.value.code == "second_look_open"
    cases.require_free_to_decide(session, candidate, staff[Role.OWNER])

    decide(session, case, staff[Role.OWNER], now + timedelta(days=2))
    cases.require_free_to_decide(session, candidate, recruiter)


@only_once
@pytest.mark.parametrize(
    ("outcome", "code"),
    [
        (CaseOutcome.OVERTURNED, CaseFault.DECIDE_FIRST),
        (CaseOutcome.RESCORED, CaseFault.SCORE_FIRST),
    ],
)
def test_a_contest_ends_with_a_change_only_where_there_was_one(
    session, ask, decision_by, staff, recruiter, now, outcome, code
):
    decision_by(recruiter)
    case = ask(CaseKind.CONTEST, at=now + timedelta(days=1))
    with pytest.raises(CaseFaultError) as fault:
        decide(session, case, staff[Role.OWNER], now + timedelta(days=2), outcome)

    assert fault.value.code == code
    assert case.status == CaseStatus.ASKED


@only_once
def test_a_new_score_since_then_may_be_told(session, house, candidate, ask, staff, now):
    sitting = house.submitted(candidate, house.drawn_answers(seed=3))
    first = score_sitting(session, sitting.id, now=now)
    case = ask(CaseKind.CONTEST, at=now + timedelta(days=1))
    session.refresh(first)
    new = Score(**first.model_dump(exclude={"id"}), id=uuid4())
    new.replaces_id, new.scored_at, new.code = first.id, now + timedelta(days=2), "ZZZZ-ZZZZ"
    session.add(new)
    session.commit()
    decide(session, case, staff[Role.OWNER], now + timedelta(days=2), CaseOutcome.RESCORED)

    assert case.outcome == CaseOutcome.RESCORED


@only_once
def test_staff_write_down_what_was_asked_by_phone(session, candidate, staff, recruiter, now):
    case = cases.open_case(
        session,
        candidate,
        CaseKind.ADJUSTMENT,
        wishes=[Wish.BREAKS],
        written_by=recruiter,
        now=now,
    )
    entry = session.exec(select(AuditEntry).where(AuditEntry.act == "case.asked")).one()

    assert (case.acknowledge_by, case.decide_by) == (
        after_business_days(now, 1),
        after_business_days(now, 5),
    )
    assert entry.actor == str(recruiter.id)
    with pytest.raises(NotAllowedError):
        cases.open_case(
            session,
            candidate,
            CaseKind.ADJUSTMENT,
            words="No.",
            written_by=staff[Role.ANALYST],
            now=now,
        )


@only_once
def test_whoever_overturns_a_decision_may_close_the_contest(
    session, ask, decision_by, staff, recruiter, now
):
    decision_by(recruiter)
    case = ask(CaseKind.CONTEST, at=now + timedelta(days=1))
    decision_by(staff[Role.OWNER], at=now + timedelta(days=2))
    decide(session, case, staff[Role.OWNER], now + timedelta(days=2), CaseOutcome.OVERTURNED)

    assert case.outcome == CaseOutcome.OVERTURNED


@only_once
def test_a_contest_before_any_decision_bars_who_decides_first(
    session, ask, decision_by, recruiter, now
):
    case = ask(CaseKind.CONTEST)
    decision_by(recruiter, at=now + timedelta(days=1))

    with pytest.raises(NotAllowedError):
        decide(session, case, recruiter, now + timedelta(days=2))


def test_words_stay_out_of_the_audit_chain(session, ask, recruiter, now):
    decide(session, ask(words=WORDS), recruiter, now, reply=f"{WORDS} {REPLY}")

    for entry in session.exec(select(AuditEntry).where(AuditEntry.act.startswith("case."))):
        assert set(entry.details) <= {"case_id", "kind", "outcome"}
        assert WORDS not in repr(entry)


ALLOWED = {
    "asked": {"acknowledge", "decide", "take_back"},
    "acknowledged": {"acknowledge", "decide", "take_back"},
    "decided": set(),
    "taken_back": {"take_back"},
}
LEADS_TO = {"acknowledge": "acknowledged", "decide": "decided", "take_back": "taken_back"}


@only_once
@given(steps=st.lists(st.sampled_from(sorted(LEADS_TO)), max_size=5))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_closed_case_stays_closed_whatever_comes(session, candidate, recruiter, now, steps):
    case = cases.open_case(session, candidate, CaseKind.CONTEST, words=str(steps), now=now)
    status = CaseStatus(case.status).value
    for step in steps:
        try:
            take(session, case, step, recruiter, now)
        except CaseFaultError:
            assert step not in ALLOWED[status]
        else:
            assert step in ALLOWED[status]
            status = LEADS_TO[step]
        assert case.status == status
    session.rollback()


def take(session, case, step, person, now):
    if step == "acknowledge":
        cases.acknowledge(session, case, staff=person, now=now)
    elif step == "decide":
        outcome = CaseOutcome.EXPLAINED
        cases.decide(session, case, staff=person, outcome=outcome, reply=REPLY, now=now)
    else:
        cases.take_back(session, case, now=now)

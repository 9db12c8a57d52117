"""What follows from cases: the clock stands still, conditions hold at once, facts are corrected."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import select

from hiring import cases
from hiring.accounts import Role, Staff
from hiring.audit import AuditEntry
from hiring.cases import Case, CaseFault, CaseKind, CaseOutcome, CaseStatus, Wish
from hiring.conditions import Agreed, agreed_of, find_conditions
from hiring.errors import CaseFaultError, NotAllowedError
from hiring.openings import Candidate
from hiring.openings.invitations import get_invitation_of
from hiring.queue import close_overdue
from hiring.sittings import clock
from tests.stores import only_once

REPLY = "You have half as much time again."
MINUTE = timedelta(minutes=1)
LONG_ENOUGH_TO_LOOK = 0.3
HALF_MORE = Agreed(extra_percent=50, large_print=True)


@pytest.fixture
def person(timed_house):
    return timed_house.candidate(timed_house.opening(), "Ada Example", "ada@example.org")


@pytest.fixture
def sitting(timed_house, person, now):
    """A sitting of thirty minutes that began ten minutes ago."""
    return timed_house.sitting(person, started=now - 10 * MINUTE)


@pytest.fixture
def recruiter(staff):
    return staff[Role.RECRUITER]


@pytest.fixture
def case(session, person, sitting, now):
    found = cases.open_case(session, person, CaseKind.ADJUSTMENT, wishes=[Wish.MORE_TIME], now=now)
    session.commit()
    return found


@pytest.fixture
def grant(session, case, recruiter, now):
    def decide(agreed=HALF_MORE, outcome=CaseOutcome.GRANTED):
        cases.decide_adjustment(
            session, case, agreed, staff=recruiter, outcome=outcome, reply=REPLY, now=now
        )
        session.commit()

    return decide


def test_asking_stops_the_clock_at_once(sitting, case, now):
    assert (sitting.paused_at, sitting.deadline_at, sitting.left_seconds) == (now, None, 20 * 60)


def test_a_sitting_that_stands_still_never_ends(session, sitting, case, now):
    assert close_overdue(session, now=now + timedelta(days=90)) == []
    assert sitting.submitted_at is None


@only_once
def test_asking_for_other_things_does_not_stop_the_clock(session, person, sitting, now):
    cases.open_case(session, person, CaseKind.CORRECTION, now=now)

    assert sitting.paused_at is None


def test_a_granted_case_changes_the_conditions_and_waits_for_the_candidate(
    session, person, sitting, grant, now
):
    grant()

    assert agreed_of(find_conditions(session, person.id)) == HALF_MORE
    assert person.is_adjusted
    assert (sitting.paused_at, sitting.left_seconds) == (now, 35 * 60)


@only_once
def test_going_on_before_the_answer_gets_the_time_added_on_the_way(
    session, sitting, case, grant, now
):
    clock.resume(session, sitting, now=now + MINUTE)
    before = sitting.deadline_at
    grant()

    assert (before, sitting.deadline_at) == (now + 21 * MINUTE, now + 36 * MINUTE)


@only_once
def test_a_declined_case_changes_nothing_else(session, person, sitting, grant):
    grant(outcome=CaseOutcome.DECLINED)

    assert find_conditions(session, person.id) is None
    assert not person.is_adjusted
    assert sitting.left_seconds == 20 * 60


@only_once
def test_the_case_keeps_what_changed(case, grant):
    grant()

    assert case.details == {
        "extra_percent": {"before": 0, "after": 50},
        "large_print": {"before": False, "after": True},
    }


@only_once
def test_agreeing_is_written_down_without_what_or_why(session, case, grant):
    grant()
    entry = session.exec(select(AuditEntry).where(AuditEntry.act == "conditions.agreed")).one()

    assert entry.details == {}


@only_once
def test_conditions_can_be_set_before_the_start_without_a_case(
    session, timed_house, person, recruiter, now
):
    cases.set_conditions(session, person, HALF_MORE, staff=recruiter, now=now)

    assert timed_house.sitting(person, started=now).limit_seconds == 45 * 60


@only_once
def test_taking_conditions_away_takes_no_time_away(session, person, sitting, recruiter, now):
    for agreed in (HALF_MORE, Agreed()):
        cases.set_conditions(session, person, agreed, staff=recruiter, now=now)

    assert sitting.deadline_at == now + 35 * MINUTE
    assert not person.is_adjusted


@only_once
@pytest.mark.parametrize("role", [Role.INTERVIEWER, Role.ANALYST])
def test_only_those_who_run_the_opening_agree_to_conditions(session, person, staff, now, role):
    with pytest.raises(NotAllowedError):
        cases.set_conditions(session, person, HALF_MORE, staff=staff[role], now=now)


@pytest.mark.parametrize("what", [{"extra_percent": 901}, {"extra_minutes": -1}])
def test_senseless_numbers_are_refused(what):
    with pytest.raises(ValueError, match="give 0 to"):
        Agreed(**what)


# The days of a link


@pytest.fixture
def link_until(session, person):
    def day():
        session.expire_all()
        return get_invitation_of(session, person.id).expires_at

    return day


@pytest.mark.parametrize("is_decided", [True, False], ids=["decided", "taken back"])
def test_a_link_gets_back_the_days_that_an_answer_took(
    session, person, recruiter, link_until, now, is_decided
):
    before = link_until()
    case = cases.open_case(session, person, CaseKind.ADJUSTMENT, now=now)
    session.commit()
    assert link_until() > before + timedelta(days=300)

    later = now + timedelta(days=4)
    if is_decided:
        outcome = CaseOutcome.DECLINED
        cases.decide(session, case, staff=recruiter, outcome=outcome, reply=REPLY, now=later)
    else:
        cases.take_back(session, case, now=later)
    session.commit()
    assert link_until() == before + timedelta(days=4)


@only_once
def test_a_link_that_waited_still_ends_at_its_own_hour(session, person, link_until, now):
    before = link_until()
    case = cases.open_case(session, person, CaseKind.ADJUSTMENT, words="One.", now=now)
    cases.take_back(session, case, now=now + timedelta(days=2, hours=10))
    session.commit()

    assert link_until() == before + timedelta(days=3)


@only_once
def test_of_two_requests_the_later_answer_counts(session, person, link_until, now):
    before = link_until()
    first = cases.open_case(session, person, CaseKind.ADJUSTMENT, words="One.", now=now)
    second = cases.open_case(session, person, CaseKind.ADJUSTMENT, words="Two.", now=now)
    cases.take_back(session, first, now=now + timedelta(days=1))
    session.commit()
    assert link_until() > before + timedelta(days=300)

    cases.take_back(session, second, now=now + timedelta(days=3))
    session.commit()
    assert link_until() == before + timedelta(days=3)


@only_once
def test_a_new_link_is_held_as_well(session, person, link_until, now):
    case = cases.open_case(session, person, CaseKind.ADJUSTMENT, now=now)
    get_invitation_of(session, person.id).expires_at = now + timedelta(days=8)
    cases.hold_new_link(session, person.id, now=now + timedelta(days=3))
    session.commit()
    assert link_until() > now + timedelta(days=300)

    cases.take_back(session, case, now=now + timedelta(days=5))
    session.commit()
    assert link_until() == now + timedelta(days=10)
    assert case.details == {}


@only_once
@pytest.mark.parametrize("outcome", [CaseOutcome.GRANTED, CaseOutcome.PARTLY])
def test_a_yes_with_nothing_agreed_is_refused(grant, case, outcome):
    with pytest.raises(CaseFaultError) as fault:
        grant(Agreed(), outcome)

    assert fault.value.code == CaseFault.NOTHING_AGREED
    assert case.status == CaseStatus.ASKED


@only_once
def test_a_yes_to_something_else_needs_nothing_of_the_list(session, person, case, recruiter, now):
    cases.decide_adjustment(
        session,
        case,
        Agreed(),
        is_else=True,
        staff=recruiter,
        outcome=CaseOutcome.GRANTED,
        reply=REPLY,
        now=now,
    )

    assert person.is_adjusted


@only_once
def test_a_link_made_anew_keeps_its_own_day(session, person, link_until, now):
    case = cases.open_case(session, person, CaseKind.ADJUSTMENT, now=now)
    invitation = get_invitation_of(session, person.id)
    invitation.expires_at = now + timedelta(days=8)
    cases.take_back(session, case, now=now + timedelta(days=2))
    session.commit()

    assert link_until() == now + timedelta(days=8)


@only_once
def test_no_limit_and_more_time_are_not_agreed_to_together(session, person, recruiter, now):
    with pytest.raises(ValueError, match="agree to one of them"):
        cases.set_conditions(
            session, person, Agreed(extra_minutes=5, is_untimed=True), staff=recruiter, now=now
        )


# Corrections


@pytest.fixture
def correct(session, person, recruiter, now):
    def decide(name, email):
        case = cases.open_case(session, person, CaseKind.CORRECTION, words="My name.", now=now)
        cases.decide_correction(
            session,
            case,
            name=name,
            email=email,
            staff=recruiter,
            reply="Done, thank you.",
            now=now,
        )
        session.commit()
        return case

    return decide


def test_a_correction_keeps_both_versions_in_the_case_alone(session, person, correct):
    case = correct(" Ada Lovelace ", "Lovelace@example.org")

    assert (person.name, person.email) == ("Ada Lovelace", "lovelace@example.org")
    assert case.details == {
        "name": {"before": "Ada Example", "after": "Ada Lovelace"},
        "email": {"before": "ada@example.org", "after": "lovelace@example.org"},
    }
    chain = repr(session.exec(select(AuditEntry)).all())
    assert "Lovelace" not in chain
    assert "case.decided" in chain


@only_once
@pytest.mark.parametrize(
    ("name", "email", "code"),
    [
        ("", "ada@example.org", CaseFault.NAME_MISSING),
        ("Ada Example", "ada@example.org", CaseFault.NOTHING_TO_CORRECT),
        ("Ada Example", "ben@example.org", CaseFault.ADDRESS_TAKEN),
    ],
)
def test_a_correction_that_corrects_nothing_is_refused(
    session, timed_house, person, correct, name, email, code
):
    opening = timed_house.opening()
    other = timed_house.candidate(opening, "Ben", "ben@example.org")
    other.opening_id = person.opening_id
    session.commit()
    with pytest.raises(CaseFaultError) as fault:
        correct(name, email)

    assert fault.value.code == code
    assert person.name == "Ada Example"


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)  # SQLite has one writer
def test_of_two_who_get_the_same_address_at_once_one_is_told(
    session, new_session, person, recruiter, now
):
    """The second one looks before the first commits, and writes after it."""
    case = cases.open_case(session, person, CaseKind.CORRECTION, words="My address.", now=now)
    session.commit()
    first, second = new_session(), new_session()
    wanted, handler = second.get_one(Case, case.id), second.get_one(Staff, recruiter.id)
    second.rollback()
    first.add(
        Candidate(
            opening_id=person.opening_id,
            code="C-OTHER",
            name="Ben",
            email="ben@example.org",
            added_at=now,
        )
    )
    first.flush()
    facts = {"name": "Ada Example", "email": "ben@example.org", "staff": handler, "reply": REPLY}
    with ThreadPoolExecutor() as pool:
        asking = pool.submit(cases.decide_correction, second, wanted, **facts, now=now)
        time.sleep(LONG_ENOUGH_TO_LOOK)
        first.commit()
        with pytest.raises(CaseFaultError) as fault:
            asking.result()

    assert fault.value.code == CaseFault.ADDRESS_TAKEN
    assert wanted.status == CaseStatus.ASKED


def test_of_two_who_answer_at_once_one_is_told_and_nothing_breaks(
    session, new_session, person, recruiter, now
):
    """Many rounds: the fault showed only where one wrote between the other's look and write."""
    for turn in range(8):
        words = f"My name, {turn}."
        case = cases.open_case(session, person, CaseKind.CORRECTION, words=words, now=now)
        session.commit()
        case_id, staff_id = case.id, recruiter.id

        def answer(name, case_id=case_id, staff_id=staff_id):
            own = new_session()
            mine, handler = own.get_one(Case, case_id), own.get_one(Staff, staff_id)
            own.commit()  # as a request does that notes who is there: all is read again
            facts = {"name": name, "email": None, "staff": handler, "reply": REPLY}
            try:
                cases.decide_correction(own, mine, **facts, now=now)
            except CaseFaultError as fault:
                own.rollback()
                return fault.code
            own.commit()
            return "stored"

        with ThreadPoolExecutor(2) as pool:
            told = sorted(pool.map(answer, [f"Ada {turn}", f"Ada L. {turn}"]))

        assert told == [CaseFault.ALREADY_CLOSED.value, "stored"]

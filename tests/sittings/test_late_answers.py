"""What comes after the end is kept, and counts only when a person says so and why."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlmodel import select

from hiring import scoring
from hiring.accounts import Role
from hiring.audit import AuditEntry
from hiring.errors import DecisionFaultError, NotAllowedError
from hiring.scoring.records import scores_of
from hiring.sittings import latest_answers
from hiring.sittings.closing import close_if_over
from hiring.sittings.late_answers import accept_late, get_late, keep_late, list_late
from tests.builders import BEST_ANSWERS
from tests.stores import only_once

ITEM = "late-parts/responses"
REASON = "The connection broke in the last minute."
LATE = timedelta(minutes=32)


@pytest.fixture
def sitting(session, timed_house, now):
    """A sitting that the server has closed and scored, with everything but one answer."""
    answers = {item: value for item, value in BEST_ANSWERS.items() if item != ITEM}
    person = timed_house.candidate(timed_house.opening())
    found = timed_house.sitting(person, answers, started=now)
    close_if_over(session, found, now=now + LATE)
    scoring.score_sitting(session, found.id, now=now + LATE)
    session.commit()
    return found


@pytest.fixture
def keep(session, sitting, now):
    def one(value=BEST_ANSWERS[ITEM], *, page_id="p1", after=LATE):
        keep_late(
            session,
            sitting_id=sitting.id,
            item=ITEM,
            page_id=page_id,
            value=value,
            arrived_at=now + after,
        )
        session.commit()
        return list_late(session, sitting.id)[-1]

    return one


def test_a_late_answer_is_kept_and_does_not_count(session, sitting, keep, now):
    late = keep()

    assert (late.value, late.arrived_at) == (BEST_ANSWERS[ITEM], now + LATE)
    assert ITEM not in latest_answers(session, sitting.id)
    assert scoring.recompute(session, scoring.find_score(session, sitting.id)) == "same"


@only_once
def test_the_newest_state_of_a_page_is_kept(session, sitting, keep):
    keep({"a": 1, "b": 1, "c": 1, "d": 1})
    keep(after=LATE + timedelta(seconds=5))
    keep(page_id="p2", after=LATE + timedelta(seconds=9))

    assert [one.page_id for one in list_late(session, sitting.id)] == ["p1", "p2"]
    assert list_late(session, sitting.id)[0].value == BEST_ANSWERS[ITEM]


def test_an_accepted_answer_counts_in_a_new_score(session, sitting, keep, staff, now):
    accepted_at = now + timedelta(days=1)
    assert accept_late(session, keep(), staff=staff[Role.OWNER], reason=REASON, now=accepted_at)
    scoring.score_sitting(session, sitting.id, now=accepted_at)
    session.commit()

    old, new = scores_of(session, sitting.id)
    assert (old.n_answered, new.n_answered, new.total) == (5, 6, 100)
    assert new.replaces_id == old.id
    assert latest_answers(session, sitting.id)[ITEM].answered_at == now + LATE


@only_once
def test_accepting_twice_counts_once(session, sitting, keep, staff, now):
    late, owner = keep(), staff[Role.OWNER]
    assert accept_late(session, late, staff=owner, reason=REASON, now=now + LATE)

    assert not accept_late(session, late, staff=owner, reason="Another reason.", now=now + LATE)
    assert late.reason == REASON
    assert latest_answers(session, sitting.id)[ITEM].revision == 1


@only_once
def test_an_accepted_answer_is_not_written_over(keep, session, staff, now):
    accept_late(session, keep(), staff=staff[Role.OWNER], reason=REASON, now=now + LATE)

    assert keep({"a": 1, "b": 1, "c": 1, "d": 1}).value == BEST_ANSWERS[ITEM]


@only_once
def test_accepting_is_written_down_without_words(session, keep, staff, now):
    late = keep()
    accept_late(session, late, staff=staff[Role.RECRUITER], reason=REASON, now=now + LATE)

    entry = session.exec(select(AuditEntry).where(AuditEntry.act == "late_answer.accepted")).one()
    assert (entry.object_id, entry.actor) == (str(late.id), str(staff[Role.RECRUITER].id))
    assert REASON not in str(entry.details)


@only_once
@pytest.mark.parametrize(
    ("reason", "code"), [("  too short", "reason_too_short"), ("x" * 501, "reason_too_long")]
)
def test_a_reason_is_needed(session, keep, staff, now, reason, code):
    with pytest.raises(DecisionFaultError) as fault:
        accept_late(session, keep(), staff=staff[Role.OWNER], reason=reason, now=now)

    assert fault.value.code == code


@only_once
@pytest.mark.parametrize("role", [Role.INTERVIEWER, Role.ANALYST])
def test_only_those_who_decide_accept(session, keep, staff, now, role):
    with pytest.raises(NotAllowedError):
        accept_late(session, keep(), staff=staff[role], reason=REASON, now=now)


def test_the_same_late_page_six_times_at_once_is_one_late_answer(
    session, new_session, sitting, now
):
    facts = {"sitting_id": sitting.id, "item": ITEM, "page_id": "p1"}

    def come(place):
        mine = new_session()
        keep_late(mine, **facts, value=BEST_ANSWERS[ITEM], arrived_at=now + place * LATE)
        mine.commit()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(come, range(1, 7)))

    assert len(list_late(session, sitting.id)) == 1


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_two_late_answers_to_one_item_accepted_at_once_are_two_revisions(
    session, new_session, sitting, keep, staff, now
):
    names = [keep(page_id=f"p{n}", after=n * LATE).id for n in (1, 2)]
    owner, gate = staff[Role.OWNER], Barrier(2)

    def accept(late_id):
        mine = new_session()
        late = get_late(mine, late_id)
        gate.wait()
        is_ours = accept_late(mine, late, staff=owner, reason=REASON, now=now + 2 * LATE)
        mine.commit()
        return is_ours

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(accept, names)) == [True, True]
    assert latest_answers(session, sitting.id)[ITEM].revision == 2

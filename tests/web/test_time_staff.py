"""Staff see a candidate's time in words, give more of it, and let late answers count."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from hiring import openings
from hiring.accounts import Role
from hiring.audit import AuditEntry
from hiring.openings import Outcome, ReasonCode
from hiring.scoring import score_sitting
from hiring.scoring.records import scores_of
from hiring.sittings import Sitting, TimeChangeKind, clock
from hiring.sittings.closing import close_if_over
from hiring.sittings.late_answers import keep_late, list_late
from hiring.sittings.time_changes import note_change
from tests import builders
from tests.builders import BEST_ANSWERS, send

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ITEM = "late-parts/responses"
REASON = "The connection broke in the last minute."
GIVEN = "10 minutes"
MINUTES_LEFT = timedelta(minutes=12)


@pytest.fixture
def opening(timed_house):
    found = timed_house.opening()
    for role in (Role.RECRUITER, Role.INTERVIEWER):
        timed_house.join(found, role)
    return found


@pytest.fixture
def somebody(timed_house, opening):
    return timed_house.candidate(opening)


@pytest.fixture
def running(timed_house, somebody):
    return timed_house.sitting(somebody, started=datetime.now(UTC))


@pytest.fixture
def closed(session, timed_house, somebody, now):
    """A sitting closed by the server and scored, with one late answer."""
    answers = {item: value for item, value in BEST_ANSWERS.items() if item != ITEM}
    found = timed_house.sitting(somebody, answers, started=now)
    late = now + timedelta(minutes=32)
    close_if_over(session, found, now=late)
    score_sitting(session, found.id, now=late)
    facts = {"item": ITEM, "page_id": "p1", "value": BEST_ANSWERS[ITEM], "arrived_at": late}
    keep_late(session, sitting_id=found.id, **facts)
    session.commit()
    return found


@pytest.fixture
def recruiter(session, client, staff):
    return builders.sign_in(session, client, staff[Role.RECRUITER])


@pytest.fixture
def page_of(recruiter, somebody):
    return lambda: recruiter.get(f"/candidates/{somebody.id}").text


def acts(session):
    return [entry.act for entry in session.exec(select(AuditEntry))]


def test_the_page_says_what_is_left_and_what_moved_the_clock(session, running, page_of):
    clock.pause(session, running, TimeChangeKind.BREAK, now=running.started_at)
    session.commit()
    page = page_of()

    assert "The clock stands still with 30 minutes left." in page
    assert "The candidate took a break: the clock stopped." in page


@pytest.mark.usefixtures("small_house")
def test_an_untimed_sitting_has_no_time_part(small_house, session, client, staff):
    person = small_house.candidate(small_house.opening())
    small_house.sitting(person)
    page = builders.sign_in(session, client, staff[Role.OWNER]).get(f"/candidates/{person.id}").text

    assert 'id="time"' not in page


def test_minutes_that_are_given_are_there_at_once(session, recruiter, running, somebody, page_of):
    before = running.deadline_at
    answer = send(recruiter, f"/candidates/{somebody.id}/time", minutes="10")
    session.refresh(running)

    assert answer.status_code == 302
    assert running.deadline_at == before + timedelta(minutes=10)
    assert f"Recruiter gave {GIVEN} more." in page_of()
    assert "sitting.time_given" in acts(session)


@pytest.mark.parametrize("minutes", ["", "0", "-5", "601", "ten", "1.5"])
def test_other_than_whole_minutes_are_refused_with_words(recruiter, running, somebody, minutes):
    answer = send(recruiter, f"/candidates/{somebody.id}/time", minutes=minutes)

    assert answer.status_code == 422
    assert "error-summary" in answer.text


def test_a_sitting_that_is_over_gets_no_time(session, recruiter, closed, somebody):
    ended_at = closed.submitted_at
    answer = send(recruiter, f"/candidates/{somebody.id}/time", minutes="10")
    session.refresh(closed)

    assert "the sitting is over" in recruiter.get(answer.location).text
    assert closed.submitted_at == ended_at


def test_a_late_answer_is_shown_without_the_key(closed, page_of):
    part = page_of().split('id="time"')[1].split("</section>")[0]

    assert "Came after the end" in part
    assert "2 minutes after the end" in part
    assert "Very good" in part
    assert "Near the key" not in part


def test_late_answers_call_staff_from_the_top_until_a_person_has_decided(
    session, recruiter, closed, somebody, opening, page_of, staff
):
    told = "1 answer came in after the end and waits for you"
    pages = {"/openings": "Answers of 1 candidate came in after the end"}
    pages[f"/openings/{opening.id}"] = "Late answers to look at</a>"
    page = page_of()
    assert told in page.split('id="score"')[0]
    assert 'href="#late"' in page
    assert 'id="late"' in page
    for path, words in pages.items():
        shown = recruiter.get(path).text
        assert words in shown
        assert f"/candidates/{somebody.id}#late" in shown

    openings.decide(
        session,
        somebody,
        staff=staff[Role.RECRUITER],
        outcome=Outcome.HOLD,
        reason_code=ReasonCode.INTERVIEW,
        reason="We meet her first.",
        considered="Her work samples.",
        now=datetime.now(UTC),
    )
    session.commit()
    assert told not in page_of()
    for path, words in pages.items():
        assert words not in recruiter.get(path).text


def test_an_accepted_late_answer_waits_for_nobody(session, recruiter, closed, somebody, page_of):
    [late] = list_late(session, closed.id)
    field = f"late-{late.id.hex}-reason"
    send(recruiter, f"/candidates/{somebody.id}/late/{late.id}", **{field: REASON})

    assert "waits for you" not in page_of()


def test_late_answers_of_other_peoples_candidates_call_nobody(session, client, closed):
    stranger = builders.add_staff(session, Role.RECRUITER, "Stranger")

    text = builders.sign_in(session, client, stranger).get("/openings").text
    assert "came in after the end" not in text


def test_before_giving_time_staff_read_when_it_then_ends(session, running, page_of):
    running.deadline_at = datetime(2031, 5, 4, 9, 55, 30, tzinfo=UTC)
    session.commit()
    text = page_of().replace("\u202f", " ")
    assert "The time ends on 4 May 2031, 09:55 UTC." in text
    assert "with 10 minutes it ends on 4 May 2031, 10:05 UTC." in text
    assert "It is noted with your name" in text

    clock.pause(session, running, TimeChangeKind.BREAK, now=running.deadline_at - MINUTES_LEFT)
    session.commit()
    assert "added to what is left: 10 minutes make it 22 minutes." in page_of()


def test_accepting_needs_a_reason_and_makes_a_new_score(
    session, recruiter, closed, somebody, page_of
):
    [late] = list_late(session, closed.id)
    path, field = f"/candidates/{somebody.id}/late/{late.id}", f"late-{late.id.hex}-reason"
    assert send(recruiter, path, **{field: "short"}).status_code == 422
    assert send(recruiter, path, **{field: REASON}).status_code == 302
    assert "The answer counts now." in page_of()
    assert send(recruiter, path, **{field: REASON}).status_code == 302
    assert "Nothing was changed" in (again := page_of())
    assert "The answer counts now." not in again

    session.expire_all()
    assert [score.n_answered for score in scores_of(session, closed.id)] == [5, 6]
    assert f"Accepted by Recruiter: {REASON}" in page_of()
    assert acts(session).count("late_answer.accepted") == 1


def test_an_answer_that_is_not_scored_yet_is_scored_without_the_late_one_first(
    session, recruiter, timed_house, opening
):
    person = timed_house.candidate(opening, "Unscored")
    started = datetime.now(UTC) - timedelta(minutes=40)
    sitting = timed_house.sitting(person, {"lost-order/responses": "d"}, started=started)
    close_if_over(session, sitting, now=datetime.now(UTC))
    keep_late(
        session,
        sitting_id=sitting.id,
        item=ITEM,
        page_id="p1",
        value=BEST_ANSWERS[ITEM],
        arrived_at=datetime.now(UTC),
    )
    session.commit()
    [late] = list_late(session, sitting.id)
    path = f"/candidates/{person.id}/late/{late.id}"
    send(recruiter, path, **{f"late-{late.id.hex}-reason": REASON})

    session.expire_all()
    assert [score.n_answered for score in scores_of(session, sitting.id)] == [1, 2]


def test_a_late_answer_of_somebody_else_is_not_found(
    session, recruiter, closed, timed_house, opening
):
    other = timed_house.candidate(opening, "Other")
    timed_house.sitting(other)
    [late] = list_late(session, closed.id)
    path = f"/candidates/{other.id}/late/{late.id}"

    assert send(recruiter, path, **{f"late-{late.id.hex}-reason": REASON}).status_code == 404


def test_extra_time_reaches_neither_brief_nor_comparison(
    session, client, staff, closed, somebody, opening, now
):
    owner = builders.sign_in(session, client, staff[Role.OWNER])
    paths = (f"/candidates/{somebody.id}/brief", f"/openings/{opening.id}/compare")
    before = [owner.get(path).text for path in paths]
    note_change(
        session, closed.id, TimeChangeKind.CONDITIONS, None, now=now, seconds=4321, staff_id=None
    )
    closed.limit_seconds = 4321
    session.commit()

    assert [owner.get(path).text for path in paths] == before


def test_nobody_else_finds_the_time(session, client, staff, running, somebody):
    interviewer = builders.sign_in(session, client, staff[Role.INTERVIEWER])

    assert interviewer.get(f"/candidates/{somebody.id}").status_code == 403
    assert send(interviewer, f"/candidates/{somebody.id}/time", minutes="5").status_code == 403
    assert session.exec(select(Sitting.limit_seconds)).one() == 1800


def test_staff_read_for_how_long_the_clock_stood_still(session, running, page_of, now):
    at = datetime.now(UTC) - timedelta(minutes=20)
    for kind, minutes in [("request", 0), ("resumed", 4), ("break", 10), ("resumed", 13)]:
        moment = at + timedelta(minutes=minutes)
        note_change(session, running.id, TimeChangeKind(kind), None, now=moment)
    session.commit()

    assert "The clock stood still for 7 minutes in all." in page_of()


def test_who_has_withdrawn_gets_no_time_and_is_not_handed_in(
    session, recruiter, running, somebody, page_of
):
    somebody.withdrawn_at = datetime.now(UTC)
    running.deadline_at = datetime.now(UTC) - timedelta(minutes=5)
    session.add_all([somebody, running])
    session.commit()
    before = running.deadline_at

    assert "The candidate withdrew on" in page_of()
    assert "being handed in" not in page_of()
    assert "Give this time" not in page_of()
    send(recruiter, f"/candidates/{somebody.id}/time", minutes="10")
    session.refresh(running)
    assert running.deadline_at == before

"""Time on the candidate's pages: what they say, breaks, and the end."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from hiring.accounts import Role
from hiring.conditions import Agreed, agree
from hiring.jobs import Job, Task
from hiring.sittings import Answer, Draft, LateAnswer, Pulse, Sitting, TimeChangeKind, clock
from hiring.sittings.outages import WEB
from hiring.sittings.time_changes import list_changes
from hiring.web.candidate.time_pages import span_words
from hiring.web.language import speaking
from tests.builders import BEST_ANSWERS, NOW, page_token, send

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

RATINGS = {"r_a": "4", "r_b": "1", "r_c": "3", "r_d": "2"}
ITEM = "late-parts/responses"


@pytest.fixture
def somebody(timed_house):
    return timed_house.candidate(timed_house.opening())


@pytest.fixture
def invited(client, timed_house, somebody):
    send(client, f"/c/{timed_house.token(somebody)}")
    return client


@pytest.fixture
def sitting(session, timed_house, somebody):
    return timed_house.sitting(somebody, started=datetime.now(UTC) - timedelta(minutes=25))


@pytest.fixture
def at_work(invited, sitting):
    """A browser in which the sitting runs."""
    return invited


@pytest.fixture
def with_breaks(session, somebody, staff):
    agree(session, somebody, Agreed(may_pause=True), staff=staff[Role.OWNER], now=NOW)
    session.commit()


@pytest.fixture
def ends(session, sitting):
    """Let the time end so many seconds from now."""

    def at(seconds):
        sitting.deadline_at = datetime.now(UTC) + timedelta(seconds=seconds)
        session.add(sitting)
        session.commit()
        return sitting

    return at


def stored(session, table):
    session.expire_all()
    return session.exec(select(table)).all()


def test_the_page_says_how_much_is_left_and_when_it_ends(at_work, ends):
    ends(12 * 60 - 5)
    page = at_work.get("/assessment/1").text

    assert '<span role="timer" aria-label="Time left">12 minutes left</span>' in page
    assert "Your time ends at" in page
    assert "no time limit</span>" not in page


def test_an_untimed_page_has_no_clock(small_house, client):
    person = small_house.candidate(small_house.opening())
    small_house.sitting(person)
    send(client, f"/c/{small_house.token(person)}")
    page = client.get("/assessment/1").text

    assert "no time limit" in page
    assert "data-clock" not in page
    assert "clock.js" not in page


def test_a_draft_is_answered_with_what_is_left(at_work, ends):
    ends(600)
    answer = send(at_work, "/assessment/1/draft", revision=0, number=1, **RATINGS)

    assert 595 <= int(answer.headers["Hiring-Left"]) <= 600


def test_the_open_page_can_ask_what_is_left(at_work, ends):
    ends(600)
    told = at_work.get("/assessment/time").json

    assert 595 <= told["left"] <= 600
    assert told["is_paused"] is False


@pytest.mark.parametrize(("seconds", "is_in_grace"), [(30, False), (-30, True)])
def test_an_answer_in_the_grace_counts_and_is_marked(session, at_work, ends, seconds, is_in_grace):
    token = page_token(at_work, "/assessment/1")
    ends(seconds)
    at_work.post("/assessment/1", data={"page": token, "revision": 0, **RATINGS})

    [answer] = stored(session, Answer)
    assert (answer.value, answer.is_in_grace) == (BEST_ANSWERS[ITEM], is_in_grace)


@pytest.mark.parametrize("path", ["/assessment/1", "/assessment/1/draft"])
def test_what_comes_after_the_grace_is_kept_and_does_not_count(session, at_work, ends, path):
    token = page_token(at_work, "/assessment/1")
    ends(-70)
    facts = {"page": token, "revision": 0, "number": 1, **RATINGS}
    first, second = at_work.post(path, data=facts), at_work.post(path, data=facts)

    assert {first.status_code, second.status_code} <= {302, 410}
    assert stored(session, Answer) == []
    assert [one.value for one in stored(session, LateAnswer)] == [BEST_ANSWERS[ITEM]]


def test_what_is_late_closes_the_sitting_and_has_it_scored(session, at_work, ends):
    token = page_token(at_work, "/assessment/1")
    deadline_at = ends(-70).deadline_at
    answer = at_work.post("/assessment/1", data={"page": token, "revision": 0, **RATINGS})
    page = at_work.get(answer.location).text

    [sitting] = stored(session, Sitting)
    assert (sitting.submitted_at, sitting.closed_by) == (deadline_at, "server")
    assert Task.SCORE_SITTING.value in [job.task for job in stored(session, Job)]
    assert sitting.receipt in page
    assert "1 answer came after the end. It is kept" in page


@pytest.mark.parametrize("seconds", [-5, -70])
def test_no_scenario_is_shown_after_the_end(at_work, ends, seconds):
    ends(seconds)

    assert at_work.get("/assessment/2").location == "/assessment/time-up"


def test_in_the_grace_nothing_is_closed_yet(session, at_work, ends):
    ends(-5)
    page = at_work.get("/assessment/time-up").text

    assert "Answers saved: 0 of 6." in page
    assert "Hand in now" in page
    assert stored(session, Sitting)[0].submitted_at is None


def test_looking_at_the_end_of_the_time_again_changes_nothing(session, at_work, ends):
    ends(-70)
    first, second = (at_work.get("/assessment/time-up").text for _ in range(2))

    assert stored(session, Sitting)[0].receipt in first
    assert first.split("<main")[1] == second.split("<main")[1]
    scores = [job for job in stored(session, Job) if job.task == Task.SCORE_SITTING.value]
    assert len(scores) == 1


def test_the_end_says_what_was_taken_over_from_the_page(session, at_work, ends):
    send(at_work, "/assessment/1/draft", revision=0, number=1, **RATINGS)
    [draft] = stored(session, Draft)
    draft.received_at -= timedelta(minutes=2)
    ends(-70)
    page = at_work.get("/assessment/time-up").text

    assert "Answers saved: 1 of 6." in page
    assert "taken over as they stood in the page: 1." in page


def test_a_draft_that_came_too_late_is_kept_for_a_person_to_look_at(session, at_work, ends):
    send(at_work, "/assessment/1/draft", revision=0, number=1, **RATINGS)
    ends(-70)
    at_work.get("/assessment/time-up")

    assert stored(session, Answer) == []
    assert [one.value for one in stored(session, LateAnswer)] == [BEST_ANSWERS[ITEM]]


def test_while_time_runs_nobody_sees_the_end(at_work):
    assert at_work.get("/assessment/time-up").location == "/assessment"


def test_breaks_are_offered_to_those_with_whom_they_were_agreed(at_work, sitting):
    assert "Take a break" not in at_work.get("/assessment/1").text
    assert send(at_work, "/assessment/1", revision=0, aside="break").status_code == 403


@pytest.mark.parametrize("is_agreed", [True, False])
def test_who_stops_for_now_reads_of_breaks_only_where_they_were_agreed(
    request, at_work, ends, is_agreed
):
    if is_agreed:
        request.getfixturevalue("with_breaks")
    ends(1000)
    page = at_work.get("/assessment/later").text

    assert ("You can stop your clock on the page of a scenario." in page) is is_agreed


def test_why_there_is_a_time_limit_stands_apart_in_its_own_language(invited):
    page = invited.get("/assessment?language=ar").text

    assert '<dd lang="en" dir="ltr">A counter does not wait.</dd>' in page


def test_a_break_without_scripts_keeps_what_was_just_chosen(session, with_breaks, at_work, ends):
    ends(600)
    page = at_work.get("/assessment/1").text
    assert re.search(r'<button [^>]*form="answer-form" name="aside" value="break"', page)

    send(at_work, "/assessment/1", revision=0, r_a="4", aside="break")
    send(at_work, "/assessment/resume", position=1)

    assert [one.fields for one in stored(session, Draft)] == [{"a": 4}]
    assert re.search(r'name="r_a" value="4"[^>]* checked', at_work.get("/assessment/1").text)


def test_a_break_from_an_older_page_stops_the_clock_and_keeps_both_versions(
    session, with_breaks, at_work, ends
):
    ends(600)
    send(at_work, "/assessment/1", revision=0, **RATINGS)
    fields = RATINGS | {"r_a": "1", "aside": "break"}
    answer = send(at_work, "/assessment/1", revision=0, **fields)

    assert answer.location == "/assessment/break?position=1"
    assert [one.value for one in stored(session, Answer)] == [BEST_ANSWERS[ITEM]]
    assert [one.fields["a"] for one in stored(session, Draft)] == [1]


def test_a_break_stops_the_clock_and_shows_no_scenario(session, with_breaks, at_work, ends):
    ends(600)
    assert "Take a break" in at_work.get("/assessment/3").text
    answer = send(at_work, "/assessment/3", revision=0, aside="break")
    assert answer.location == "/assessment/break?position=3"

    page = at_work.get(answer.location).text
    assert "you have 10 minutes, as before" in page
    assert at_work.get("/assessment/3").location == "/assessment/break?position=3"
    assert at_work.get("/assessment/time").json["is_paused"] is True


def test_going_on_leads_back_with_what_was_left(session, with_breaks, at_work, ends):
    ends(600)
    send(at_work, "/assessment/3", revision=0, aside="break")
    assert send(at_work, "/assessment/resume", position=3).location == "/assessment/3"

    [sitting] = stored(session, Sitting)
    left = clock.left_seconds(sitting, datetime.now(UTC))
    assert 595 <= left <= 600


def test_what_a_page_sends_during_a_break_is_kept(session, with_breaks, at_work, ends):
    token = page_token(at_work, "/assessment/1")
    send(at_work, "/assessment/1", revision=0, aside="break")
    at_work.post("/assessment/1", data={"page": token, "revision": 0, **RATINGS})

    assert [one.value for one in stored(session, Answer)] == [BEST_ANSWERS[ITEM]]


def test_a_break_after_the_end_is_none(with_breaks, at_work, ends):
    ends(600)
    token = page_token(at_work, "/assessment/1")
    ends(-5)

    answer = at_work.post("/assessment/1", data={"page": token, "revision": 0, "aside": "break"})

    assert answer.location == "/assessment/time-up"


def test_while_time_is_owed_nobody_is_told_that_it_is_up(session, at_work, ends):
    ends(-5)
    session.add(Pulse(name=WEB, beat_at=datetime.now(UTC) - timedelta(minutes=2)))
    session.commit()

    page = at_work.get("/assessment/time-up")

    assert page.status_code == 503
    assert "You get your time back" in page.text
    assert "Hand in now" not in page.text


@pytest.mark.parametrize(
    ("language", "seconds", "words"),
    [
        ("en", 95 * 60, "1 hour and 35 minutes"),
        ("en", 2 * 3600, "2 hours"),
        ("en", 0, "0 minutes"),
        ("fr", 95 * 60, "1 heure et 35 minutes"),
        ("es", 95 * 60, "1 hora y 35 minutos"),
        ("ar", 95 * 60, "ساعة و35 دقيقة"),
    ],
)
def test_more_than_an_hour_is_told_in_hours_and_minutes(app, language, seconds, words):
    with app.test_request_context(), speaking(language):
        assert span_words(seconds).replace("\xa0", " ") == words.replace("\xa0", " ")


def test_the_break_page_leads_on_when_no_clock_stands_still(at_work):
    assert at_work.get("/assessment/break").location == "/assessment/time-up"


def test_a_request_for_help_stops_the_clock_the_same_way(session, at_work, sitting):
    clock.pause(session, sitting, TimeChangeKind.REQUEST, now=datetime.now(UTC))
    session.commit()

    assert at_work.get("/assessment/1").location == "/assessment/break?position=1"


def test_practice_shows_ones_own_time_and_stores_nothing(session, invited, somebody, staff):
    agree(session, somebody, Agreed(extra_percent=50), staff=staff[Role.OWNER], now=NOW)
    session.commit()
    page = invited.get("/assessment/practice").text
    assert "45 minutes left" in page

    tried = invited.post("/assessment/practice", data={"clock_left": "61", **RATINGS}).text
    assert 'name="clock_left" value="61"' in tried
    assert stored(session, Sitting) == []


@pytest.mark.parametrize("left", ["", "-1", "x", "99999999999", "2701"])
def test_practice_believes_no_nonsense(session, invited, left):
    page = invited.post("/assessment/practice", data={"clock_left": left, **RATINGS}).text

    assert 'name="clock_left" value="1800"' in page


def stop(session, sitting, *, seconds_ago):
    """Let the clock stand still since then, with ten minutes to go."""
    sitting.paused_at = datetime.now(UTC) - timedelta(seconds=seconds_ago)
    sitting.left_seconds, sitting.deadline_at = 600, None
    session.add(sitting)
    session.commit()


def test_what_is_sent_while_the_clock_stands_is_kept_and_counts_once_time_runs(
    session, with_breaks, at_work, sitting
):
    token = page_token(at_work, "/assessment/1")
    stop(session, sitting, seconds_ago=65)
    fields = {"page": token, "revision": 0, **RATINGS}
    answer = at_work.post("/assessment/1", data=fields, follow_redirects=True)

    assert "Your clock stands still. What you sent is kept" in answer.text
    assert stored(session, Answer) == []
    [draft] = stored(session, Draft)
    assert draft.value == BEST_ANSWERS[ITEM]
    assert send(at_work, "/assessment/resume", position=1).location == "/assessment/1"
    shown = at_work.get("/assessment/1").text
    assert re.search(r'name="r_a" value="4"[^>]* checked', shown)
    send(at_work, "/assessment/1", revision=0, **RATINGS)
    assert [one.value for one in stored(session, Answer)] == [BEST_ANSWERS[ITEM]]


def work_in_a_break(session, at_work, ends):
    """A whole page comes five minutes into a break, and nothing more once the clock runs again."""
    ends(600)
    token = page_token(at_work, "/assessment/1")
    send(at_work, "/assessment/1", revision=0, aside="break")
    [_started, stop] = list_changes(session, stored(session, Sitting)[0].id)
    [sitting] = stored(session, Sitting)
    stop.at = sitting.paused_at = datetime.now(UTC) - timedelta(minutes=5)
    session.commit()
    fields = {"page": token, "revision": 0, "number": 1, **RATINGS}
    assert at_work.post("/assessment/1/draft", data=fields).status_code == 200
    send(at_work, "/assessment/resume", position=1)


def test_what_was_done_in_a_break_does_not_count_by_itself(session, with_breaks, at_work, ends):
    work_in_a_break(session, at_work, ends)
    ends(-70)
    page = at_work.get("/assessment/time-up").text

    assert stored(session, Answer) == []
    assert [one.value for one in stored(session, LateAnswer)] == [BEST_ANSWERS[ITEM]]
    assert "Answers saved: 0 of" in page


def test_what_was_done_in_a_break_counts_once_it_is_sent(session, with_breaks, at_work, ends):
    work_in_a_break(session, at_work, ends)
    send(at_work, "/assessment/submit")

    assert [one.value for one in stored(session, Answer)] == [BEST_ANSWERS[ITEM]]


def test_the_end_says_where_nobody_had_chosen_between_two_versions(session, at_work, ends):
    ends(600)
    tokens = [page_token(at_work, "/assessment/1") for _ in range(2)]
    for token, rating in zip(tokens, "41", strict=True):
        fields = RATINGS | {"page": token, "revision": 0, "number": 1, "r_a": rating}
        at_work.post("/assessment/1/draft", data=fields)
    for draft in stored(session, Draft):
        draft.received_at -= timedelta(minutes=3)
        draft.shown_at -= timedelta(minutes=3)
    ends(-70)
    page = at_work.get("/assessment/time-up").text

    assert "1 scenario had more than one version of your answer" in page
    assert [one.value["a"] for one in stored(session, Answer)] == [1]


def test_nothing_can_be_handed_in_while_the_clock_stands(session, with_breaks, at_work, sitting):
    stop(session, sitting, seconds_ago=65)

    assert send(at_work, "/assessment/submit").location == "/assessment/break"
    assert stored(session, Sitting)[0].submitted_at is None


def test_an_untimed_sitting_that_stands_still_takes_answers(session, small_house, client):
    person = small_house.candidate(small_house.opening())
    sitting = small_house.sitting(person)
    send(client, f"/c/{small_house.token(person)}")
    token = page_token(client, "/assessment/1")
    sitting.paused_at = datetime.now(UTC) - timedelta(minutes=5)
    session.add(sitting)
    session.commit()
    client.post("/assessment/1", data={"page": token, "revision": 0, **RATINGS})

    assert len(stored(session, Answer)) == 1


@pytest.mark.parametrize(
    ("button", "leads_to"),
    [("help", "/assessment/help?position=1"), ("later", "/assessment/later?position=1")],
)
def test_ways_off_a_page_keep_what_was_chosen_without_scripts(session, at_work, button, leads_to):
    page = at_work.get("/assessment/1").text
    assert re.search(rf'<button [^>]*form="answer-form" name="aside" value="{button}"', page)
    answer = send(at_work, "/assessment/1", revision=0, r_a="4", aside=button)

    assert answer.location == leads_to
    [draft] = stored(session, Draft)
    assert (draft.fields, draft.value) == ({"a": 4}, None)
    assert stored(session, Answer) == []


def test_leaving_an_untouched_page_keeps_nothing(session, at_work):
    send(at_work, "/assessment/1", revision=0, aside="help")

    assert stored(session, Draft) == []


def test_leaving_an_older_page_shows_both_versions(session, at_work):
    send(at_work, "/assessment/1", revision=0, **RATINGS)
    answer = send(at_work, "/assessment/1", revision=0, r_a="1", aside="help")

    assert answer.status_code == 409
    assert "There is a newer answer to this scenario" in answer.text


def test_breaks_agreed_with_somebody_else_are_not_ones_own(
    session, timed_house, at_work, sitting, somebody, staff
):
    other = timed_house.candidate(timed_house.opening())
    agreed = Agreed(may_pause=True, has_assistant=True)
    agree(session, other, agreed, staff=staff[Role.OWNER], now=NOW)
    session.commit()
    token = page_token(at_work, "/assessment/1")
    fields = {"page": token, "revision": 0, **RATINGS}
    answer = at_work.post("/assessment/1", data=fields, headers={"Hiring-Answer": "next"})

    assert answer.headers["Content-Location"] == "/assessment/2"
    assert "Take a break" not in answer.text


def test_a_request_that_is_open_stops_the_clock_once(session, at_work, ends):
    ends(600)
    send(at_work, "/assessment/help", wishes="breaks", position=1)
    send(at_work, "/assessment/resume", position=1)
    send(at_work, "/assessment/help", wishes="breaks", position=1)
    send(at_work, "/assessment/help", wishes="more_time", position=1)

    [sitting] = stored(session, Sitting)
    assert sitting.paused_at is None
    assert "your clock stops for it once only" in at_work.get("/assessment/help").text

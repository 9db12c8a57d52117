"""The question page's protocol: one request for an answer and the next page, drafts, no loss."""

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import event

from hiring import sittings
from hiring.sittings import Answer, Draft
from hiring.sittings.late_answers import LateAnswer
from hiring.web.cookies import CANDIDATE_COOKIE
from tests.builders import page_token, send
from tests.stores import only_once
from tests.web.first_page import VALUE, all_of, begun, page_of

NEXT = {"Hiring-Answer": "next"}


@pytest.fixture
def somebody(small_house):
    return small_house.candidate(small_house.opening("Parts desk"))


@pytest.fixture
def started(client, small_house, somebody):
    """A browser in which the sitting has begun."""
    return begun(client, small_house, somebody)


@pytest.fixture
def token(started):
    return page_token(started, "/assessment/1")


@pytest.fixture
def post(started, token):
    """Send page 1 as it was shown."""

    def send_page(path="/assessment/1", headers=None, **fields):
        return started.post(path, data=page_of(token, fields), headers=headers)

    return send_page


def keep(post, number=1, **fields):
    return post("/assessment/1/draft", number=str(number), **fields)


def test_the_next_page_comes_with_the_answer_where_the_page_asks_for_it(post, session):
    page = post(headers=NEXT)

    assert (page.status_code, page.headers["Content-Location"]) == (200, "/assessment/2")
    assert "Scenario 2 of 7" in page.text
    assert [row.value for row in all_of(session, Answer)] == [VALUE]


@only_once
def test_how_many_scenarios_there_are_never_changes(post, started):
    post()
    post("/assessment/2", page=page_token(started, "/assessment/2"), skip="1")
    counts = [
        re.findall(r"Scenario (\d+) of (\d+)", started.get(f"/assessment/{place}").text)
        for place in range(1, 8)
    ]

    assert counts == [[(str(place), "7")] for place in range(1, 8)]
    assert started.get("/assessment/8").status_code == 404


def test_without_javascript_the_answer_leads_to_the_next_page(post):
    assert post().location == "/assessment/2"


def test_an_answer_with_its_next_page_is_three_statements_and_one_commit(post, started, app):
    post(headers=NEXT, r_a="3")
    told = []
    with app.app_context():
        from hiring.db import db  # noqa: PLC0415 - the engine belongs to the application

        engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda *facts: told.append(facts[2].split()[0]))
    event.listen(engine, "commit", lambda _connection: told.append("COMMIT"))

    post(headers=NEXT, revision="1")

    assert told == ["UPDATE", "SELECT", "INSERT", "COMMIT"]


def test_a_question_page_takes_two_statements(started, app):
    started.get("/assessment/2")
    told = []
    with app.app_context():
        from hiring.db import db  # noqa: PLC0415 - the engine belongs to the application

        engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda *facts: told.append(facts[2].split()[0]))
    started.get("/assessment/2")

    assert told == ["SELECT", "SELECT"]


def test_a_question_page_sets_no_cookie(started):
    assert "Set-Cookie" not in started.get("/assessment/1").headers


def test_faults_come_back_with_the_page_whichever_way_it_is_sent(post):
    assert [post(r_a="").status_code, post(headers=NEXT, r_a="").status_code] == [422, 422]


def test_an_older_page_gets_both_versions_whichever_way_it_is_sent(post):
    post()
    page = post(headers=NEXT, r_a="1")

    assert page.status_code == 409
    assert "There is a newer answer to this scenario" in page.text
    assert re.search(r'name="revision" value="1"', page.text)


def test_a_draft_is_confirmed_by_its_number_and_is_no_answer(post, session):
    kept = keep(post, 3, r_d="")

    assert (kept.status_code, kept.json["number"]) == (200, 3)
    assert all_of(session, Answer) == []
    (draft,) = all_of(session, Draft)
    assert (draft.number, draft.fields, draft.value) == (3, {"a": 4, "b": 1, "c": 3}, None)


def test_an_unfinished_page_comes_back_as_it_was_left(post, started):
    keep(post, r_d="")
    page = started.get("/assessment/1").text

    assert page.count("checked") == 3
    assert "It is saved, but not sent yet." in page


def test_a_draft_upon_an_older_answer_is_told_so(post, session):
    post()
    kept = keep(post)

    assert (kept.status_code, kept.json) == (409, {"why": "newer"})
    assert all_of(session, Draft) == []


def test_a_draft_after_the_end_is_told_so(post, started):
    send(started, "/assessment/submit")
    changed, half = keep(post, r_a="1"), keep(post, number=2, r_a="")

    told = {"why": "closed", "is_known": True}
    assert (changed.status_code, changed.json) == (410, told | {"is_kept": True})
    assert (half.status_code, half.json) == (410, told | {"is_kept": False})


def test_a_draft_without_a_token_of_ours_stores_nothing(post, session):
    assert keep(post, page="forged").status_code == 400
    assert all_of(session, Draft) == []


def test_an_answer_without_a_token_of_ours_comes_back_filled_in(post, session):
    page = post(page="forged")

    assert page.status_code == 400
    assert page.text.count("checked") == 4
    assert all_of(session, Answer) == []


def test_a_page_that_lost_its_cookie_is_kept_and_says_what_to_do(
    post, started, session, small_house, somebody
):
    started.delete_cookie(CANDIDATE_COOKIE)
    page = post()

    assert page.status_code == 403
    assert "Your answer is saved all the same" in page.text
    send(started, f"/c/{small_house.token(somebody)}")
    assert started.get("/assessment/1").text.count("checked") == 4


def test_a_draft_that_lost_its_cookie_is_kept(post, started, session):
    started.delete_cookie(CANDIDATE_COOKIE)
    kept = keep(post)

    assert (kept.status_code, kept.json) == (403, {"why": "link", "is_kept": True})
    assert [row.value for row in all_of(session, Draft)] == [VALUE]


def test_an_answer_after_the_end_is_kept_apart_and_the_page_says_so(post, started, session):
    send(started, "/assessment/submit")
    late = post()

    assert late.location == "/assessment/receipt?late=1"
    assert all_of(session, Answer) == []
    assert [row.value for row in all_of(session, LateAnswer)] == [VALUE]


def test_the_same_answer_coming_again_after_the_end_is_not_late(post, started, session):
    post()
    send(started, "/assessment/submit")

    assert post().location == "/assessment/receipt"
    assert all_of(session, LateAnswer) == []


def test_what_stands_in_the_pages_counts_when_the_answers_are_sent(post, started, session):
    keep(post)
    send(started, "/assessment/submit")

    (row,) = all_of(session, Answer)
    assert (row.value, row.is_from_draft) == (VALUE, True)


def test_how_long_the_page_was_in_front_is_stored_with_the_answer(post, session):
    post(active="0.001")

    (row,) = all_of(session, Answer)
    assert row.active_seconds == 0.001
    assert row.shown_at <= row.answered_at


@pytest.mark.parametrize("active", ["", "-3", "x", "1e99", "nan"])
def test_a_time_that_makes_no_sense_is_not_stored(post, session, active):
    post(active=active)

    assert [row.active_seconds for row in all_of(session, Answer)] == [None]


def test_a_sitting_that_stands_still_shows_no_scenario(started, session, somebody, now):
    sittings.find_sitting(session, somebody.id).paused_at = now
    session.commit()

    assert started.get("/assessment/1").location == "/assessment/break?position=1"


def test_an_older_state_of_a_page_after_the_end_is_not_late(post, session, started):
    keep(post, r_a="1")
    post()
    send(started, "/assessment/submit")

    told = {"why": "closed", "is_kept": False, "is_known": True}
    assert keep(post, r_a="1").json == told
    assert all_of(session, LateAnswer) == []


@only_once
def test_a_change_of_what_was_taken_over_is_late(post, session, started):
    keep(post, 3)
    send(started, "/assessment/submit")

    assert keep(post, 2, r_a="1").json["is_kept"] is False
    assert post(r_a="1").location == "/assessment/receipt?late=1"
    assert [row.value["a"] for row in all_of(session, LateAnswer)] == [1]


@only_once
def test_a_change_that_was_taken_back_is_not_handed_in(post, session, started):
    post()
    token = page_token(started, "/assessment/1")
    keep(post, page=token, revision="1", r_a="1")
    keep(post, page=page_token(started, "/assessment/1"), revision="1")
    send(started, "/assessment/submit")

    assert [row.value for row in all_of(session, Answer)] == [VALUE]


@only_once
def test_leaving_out_what_has_an_answer_changes_nothing(post, session, started):
    post()
    assert "Go on without changing" in started.get("/assessment/1").text
    gone_on = post(revision="1", skip="1", r_a="")

    assert gone_on.location == "/assessment/2"
    assert started.get("/assessment/1").text.count("checked") == 3
    send(started, "/assessment/submit")
    assert [row.value for row in all_of(session, Answer)] == [VALUE]


@only_once
def test_who_goes_on_without_changing_hands_in_what_was_stored(post, session, started):
    post()
    keep(post, revision="1", r_a="1")
    post(revision="1", skip="1", r_a="1")
    send(started, "/assessment/submit")

    assert [row.value for row in all_of(session, Answer)] == [VALUE]


@only_once
@pytest.mark.parametrize("r_d", ["", "2"])
def test_what_was_begun_when_leaving_out_is_shown_again_and_never_counts(
    post, session, started, r_d
):
    post(skip="1", r_d=r_d)

    assert "Leave out for now" in started.get("/assessment/1").text
    assert started.get("/assessment/1").text.count("checked") == 3 + bool(r_d)
    send(started, "/assessment/submit")
    assert [row.value for row in all_of(session, Answer)] == [None]


@only_once
def test_a_faulty_page_without_scripts_is_kept_too(post, session, started):
    assert post(r_d="").status_code == 422

    [draft] = all_of(session, Draft)
    assert (draft.fields, draft.value) == ({"a": 4, "b": 1, "c": 3}, None)
    assert started.get("/assessment/1").text.count("checked") == 3


@only_once
def test_an_older_number_with_something_else_is_told_so(post):
    keep(post, 7)
    older = keep(post, 6, r_a="1")

    assert (older.status_code, older.json) == (409, {"why": "newer"})
    assert keep(post, 6).status_code == 200


@only_once
def test_a_number_of_five_thousand_digits_is_no_number(post):
    assert post(r_a="9" * 5000).status_code == 422


@only_once
@pytest.mark.parametrize("fields", [{"r_a": ""}, {"page": "forged"}, {"revision": "7"}])
def test_a_sitting_that_stands_still_shows_no_scenario_with_faults_either(
    post, session, somebody, fields
):
    sittings.find_sitting(session, somebody.id).paused_at = datetime.now(UTC)
    session.commit()

    assert post(**fields).location == "/assessment/break?position=1"

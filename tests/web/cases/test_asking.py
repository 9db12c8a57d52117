"""Asking for other conditions: from question 7 or before the start, with the clock stopped."""

import re

import pytest
from sqlmodel import select

from hiring import cases
from hiring.cases import Case, CaseKind, CaseStatus
from hiring.sittings import Answer
from tests.builders import send
from tests.web.cases.asking import HELP, answer_first, ask, plain

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.mark.parametrize("page", ["/assessment", "/assessment/4", "/assessment/review"])
def test_every_page_leads_to_help(started, page):
    text = started.get(page).text
    assert f'href="{HELP}' in text or '<button class="btn quiet" form="answer-form"' in text


def test_from_a_scenario_the_way_leads_back_to_it(started):
    found = send(started, "/assessment/4", aside="help", revision="0")
    assert found.location == f"{HELP}?position=4"
    assert 'href="/assessment/4"' in started.get(f"{HELP}?position=4").text


def test_asking_stops_the_clock_keeps_answers_and_shows_the_time_of_reply(
    started, session, sitting_now
):
    answer_first(started)
    found = ask(started, "more_time", "large_print", position="4")
    page = plain(started.get(found.location))

    assert found.location == f"{HELP}?language=en&position=4#asked"
    assert sitting_now().paused_at is not None
    assert sitting_now().deadline_at is None
    assert len(session.exec(select(Answer)).all()) == 1
    assert "Your assessment stands still" in page
    assert "More time" in page
    assert re.search(r"answers by \w+day,? \d+ \w+ \d+ at the latest", page)


def test_no_scenario_shows_while_it_stands_still(started):
    ask(started, "breaks")
    found = started.get("/assessment/4", follow_redirects=True)

    assert found.request.path == HELP
    assert "Your assessment stands still" in found.text


def test_going_on_leads_back_to_the_scenario(started, sitting_now):
    ask(started, "breaks", position="4")
    found = send(started, "/assessment/resume", position="4")

    assert found.location == "/assessment/4"
    assert sitting_now().paused_at is None
    assert started.get("/assessment/4").status_code == 200


def test_taking_back_closes_the_request_and_waits_for_the_candidate(
    started, sitting_now, only_case
):
    ask(started, "breaks", position="4")
    found = send(started, f"/assessment/requests/{only_case().id}/take-back", position="4")

    assert found.location == f"{HELP}?language=en&position=4"
    assert only_case().status == CaseStatus.TAKEN_BACK
    assert sitting_now().paused_at is not None


def test_a_request_of_somebody_else_is_not_found(invited, session, timed_house, opening, now):
    other = timed_house.candidate(opening, "Other")
    case = cases.open_case(session, other, CaseKind.ADJUSTMENT, now=now)
    session.commit()

    assert send(invited, f"/assessment/requests/{case.id}/take-back").status_code == 404


@pytest.mark.parametrize(
    ("wishes", "words", "target"),
    [((), "", "wishes"), (("other",), "  ", "words"), (("large_print",), "x" * 1001, "words")],
)
def test_a_request_that_says_nothing_or_too_much_comes_back(
    started, session, wishes, words, target
):
    found = ask(started, *wishes, words=words)

    assert found.status_code == 422
    assert f'href="#{target}"' in found.text
    assert f'id="{target}"' in found.text
    assert session.exec(select(Case)).all() == []


def test_a_wish_that_is_not_offered_comes_back(started):
    assert ask(started, "a-better-score").status_code == 422


def test_before_the_start_one_can_ask_as_well(invited, only_case):
    ask(invited, words="A quiet hour would help.")

    assert only_case().words == "A quiet hour would help."


def test_wishes_about_time_are_offered_only_where_there_is_a_limit(house, invited, app):
    untimed = app.test_client()
    send(untimed, f"/c/{house.token(house.candidate(house.opening()))}")

    assert 'value="more_time"' in invited.get(HELP).text
    assert 'value="more_time"' not in untimed.get(HELP).text
    assert 'value="large_print"' in untimed.get(HELP).text


def test_no_diagnosis_is_asked_for(started):
    page = plain(started.get(HELP)).lower()

    assert "never ask for a diagnosis" in page
    for word in ("disability", "medical", "doctor", "certificate", "illness"):
        assert word not in page


def test_words_are_shown_as_words(started):
    ask(started, words="<b>bold</b> & more")

    assert "&lt;b&gt;bold&lt;/b&gt; &amp; more" in started.get(HELP).text

"""The page before the start says everything a candidate wants to know, in plain words."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from sqlmodel import select

from hiring.app import create_app
from hiring.banks.plain_text import reading_grade
from hiring.conditions import Conditions
from hiring.notices import Notice, Place
from hiring.notices.days import ONE_DAY
from hiring.sittings import CandidateAccess, Sitting, find_sitting
from tests import builders, stores
from tests.builders import send, shown_notice

GRADE = 8
TAG = re.compile(r"<[^>]+>")


def words_of(html):
    """The words of a page's main part, without mark-up."""
    main = html[html.index("<main") : html.index("</main>")]
    return re.sub(r"\s+", " ", unescape(TAG.sub(" ", main)))


@pytest.fixture
def opened(client, house, candidate):
    """A browser in which the candidate's link was opened."""
    send(client, f"/c/{house.token(candidate)}")
    return client


@pytest.fixture
def page(opened):
    return words_of(opened.get("/assessment").text)


@pytest.fixture
def put_in(session, opening):
    """Let the opening follow a place's rules, as the pages of staff do."""

    def put(place, posted=None):
        opening.place, opening.posted_notice_at = place.value, posted
        session.commit()

    return put


# In the order in which people want to know.
TOLD = [
    pytest.param("asks you to take this assessment for the opening", id="who asks and why"),
    pytest.param("is done with your data and answers for it", id="who is responsible"),
    pytest.param("judge how well different responses serve", id="what it measures"),
    pytest.param("Scenarios 26", id="how many scenarios"),
    pytest.param("Usual time About 35 minutes", id="typical time"),
    pytest.param("Longest time There is no time limit", id="longest time"),
    pytest.param("brings you back to where you were", id="stop and return"),
    pytest.param("A phone, a tablet or a computer", id="device"),
    pytest.param("We store your name, your mail address", id="what is stored"),
    pytest.param("for 365 days at most", id="how long"),
    pytest.param("see it beside other evidence", id="use and users of results"),
    pytest.param("A person decides, never a machine", id="who decides"),
    pytest.param("by 13 June 2026 at the latest", id="by when"),
    pytest.param("comfortable conditions, another format or another way", id="adjustments"),
    pytest.param("Help and adjustments", id="where to ask"),
    pytest.param("a copy of all we hold about you", id="access"),
    pytest.param("A person will look at it again", id="contest"),
    pytest.param("Questions? Write to", id="contact"),
]


@pytest.mark.parametrize("words", TOLD)
def test_a_candidate_is_told(page, words):
    assert words in page


def test_things_stand_in_the_order_in_which_people_ask(page):
    places = [page.index(one.values[0]) for one in TOLD]

    assert places == sorted(places)


def test_it_reads_at_grade_8_or_below(page):
    assert reading_grade(page) <= GRADE


@pytest.mark.parametrize("place", Place)
def test_it_reads_at_grade_8_in_every_place(opened, put_in, place):
    put_in(place, datetime(2026, 1, 5, tzinfo=UTC))

    assert reading_grade(words_of(opened.get("/assessment").text)) <= GRADE


def test_it_can_be_read_before_anything_is_asked(opened):
    assert not re.findall(
        r"<(?:select|textarea|input (?!type=\"(?:hidden|checkbox)\"))",
        opened.get("/assessment").text,
    )


def test_the_notice_of_the_openings_place_is_shown_whole(opened, put_in):
    put_in(Place.CANADA_ONTARIO)
    shown = words_of(opened.get("/assessment").text)

    assert "If you apply in Ontario" in shown
    assert "you hear within 45 days of it" in shown


def test_the_notice_comes_in_the_readers_language(opened):
    shown = opened.get("/assessment?language=fr").text

    assert "Qui vous le demande, et pourquoi" in shown
    assert "Who asks you, and why" not in shown
    assert "le 13 juin 2026 au plus tard" in words_of(shown)


def test_a_language_without_notices_shows_the_english_one_and_says_so(opened):
    shown = opened.get("/assessment?language=ar").text

    assert '<html lang="ar" dir="rtl">' in shown
    assert re.search(r'<section lang="en" dir="ltr">\s*<h2>Who asks you, and why</h2>', shown)
    assert "English" in words_of(shown)


def test_a_start_stores_the_notice_that_was_shown(session, opened, candidate, now):
    digest = shown_notice(opened)
    send(opened, "/assessment/start")
    sitting = find_sitting(session, candidate.id)
    [notice] = session.exec(select(Notice)).all()

    assert sitting.notice_id == notice.id
    assert (notice.digest, notice.kind, notice.place) == (digest, "pretest", "other")


def test_two_candidates_are_shown_one_notice(session, app, house, opening):
    for name in ("Ada", "Ben"):
        client = app.test_client()
        send(client, f"/c/{house.token(house.candidate(opening, name))}")
        send(client, "/assessment/start")

    assert len(session.exec(select(Sitting.id)).all()) == 2
    assert len(session.exec(select(Notice.id)).all()) == 1


@pytest.mark.parametrize(
    ("digest", "words"),
    [
        ("", "Please read this page first"),
        ("0" * 64, "This page has changed"),
    ],
)
def test_without_the_notice_that_holds_now_the_page_comes_again(
    session, opened, candidate, digest, words
):
    response = send(opened, "/assessment/start", notice=digest)

    assert response.status_code == 409
    assert words in response.text
    assert find_sitting(session, candidate.id) is None


def test_a_page_from_before_a_change_of_place_does_not_start(session, opened, candidate, put_in):
    old = shown_notice(opened)
    put_in(Place.US_COLORADO)
    response = send(opened, "/assessment/start", notice=old)

    assert response.status_code == 409
    assert "If you live in Colorado" in response.text
    assert send(opened, "/assessment/start").location == "/assessment/1"


def test_the_language_may_change_between_reading_and_starting(session, opened, candidate):
    english = shown_notice(opened)
    send(opened, "/assessment/start", notice=english, language="fr")

    notice = session.get(Notice, find_sitting(session, candidate.id).notice_id)
    assert (notice.digest, notice.language) == (english, "en")


def test_practice_leads_to_the_start_with_the_notice_that_was_read(opened):
    digest = shown_notice(opened)
    practice = opened.get(f"/assessment/practice?notice={digest}").text

    assert f'<input type="hidden" name="notice" value="{digest}">' in practice
    assert f"notice={digest}" in opened.get("/assessment").text


def test_coming_back_needs_no_notice_and_shows_the_one_from_before(opened, put_in):
    send(opened, "/assessment/start")
    put_in(Place.US_COLORADO)
    shown = words_of(opened.get("/assessment").text)

    assert "What we told you before the start" in shown
    assert "Who asks you, and why" in shown
    assert "Colorado" not in shown
    assert send(opened, "/assessment/start", notice="").location == "/assessment/1"


def test_in_new_york_city_the_page_says_from_which_day_and_why(opened, put_in):
    put_in(Place.US_NYC, datetime.now(UTC))
    shown = words_of(opened.get("/assessment").text)

    assert "You can start on" in shown
    assert "New York City asks for 10 business days between this notice and the start" in shown
    assert "Start without practice" not in shown
    assert "Try a practice scenario" in shown


def test_in_new_york_city_nobody_starts_too_early(session, opened, candidate, put_in):
    put_in(Place.US_NYC, datetime.now(UTC))
    response = send(
        opened,
        "/assessment/start",
        notice=builders.NOTICE.search(
            opened.get("/assessment/practice?notice=" + _digest_of(opened)).text
        )[1],
    )

    assert response.status_code == 409
    assert "You can start on" in response.text
    assert find_sitting(session, candidate.id) is None


def _digest_of(client):
    return re.search(r"practice\?[^\"]*notice=(\w+)", client.get("/assessment").text)[1]


def test_in_new_york_city_a_notice_posted_earlier_opens_the_start(opened, put_in):
    put_in(Place.US_NYC, datetime.now(UTC) - 30 * ONE_DAY)

    assert send(opened, "/assessment/start").location == "/assessment/1"


def test_without_posted_notice_the_days_count_from_the_first_opening_of_the_link(
    session, opened, put_in, candidate
):
    put_in(Place.US_NYC)  # added more than ten business days ago, which tells nobody anything
    assert "You can start on" in words_of(opened.get("/assessment").text)

    first = CandidateAccess(
        candidate_id=candidate.id,
        generation=1,
        token_hash="another",
        opened_at=datetime.now(UTC) - 30 * ONE_DAY,
    )
    session.add(first)
    session.commit()
    assert send(opened, "/assessment/start").location == "/assessment/1"


def test_who_comes_back_reads_of_no_end_that_is_none(opened):
    assert "You can start until" in words_of(opened.get("/assessment").text)
    send(opened, "/assessment/start")
    shown = words_of(opened.get("/assessment").text)

    assert "The same link brings you back to where you were, on any device." in shown
    assert "until" not in shown.split("Breaks")[1].split("Device")[0]


def test_the_switch_for_shared_computers_waits_for_its_script(opened):
    assert re.search(
        r'<div class="field" data-shared hidden>\s*<label class="pick"><input type="checkbox"',
        opened.get("/assessment").text,
    )


def test_every_page_leads_to_the_accessibility_statement(opened):
    assert 'href="/accessibility?language=en"' in opened.get("/assessment").text


@pytest.fixture
def timed(client, timed_house):
    """A browser at the start of a form with a limit of 30 minutes, and who is there."""
    candidate = timed_house.candidate(timed_house.opening())
    send(client, f"/c/{timed_house.token(candidate)}")
    return client, candidate


@pytest.mark.parametrize(
    ("agreed", "words"),
    [
        ({}, "You have 30 minutes in all. The clock starts when you do."),
        ({}, "The employer's reason A counter does not wait."),
        ({"extra_percent": 50}, "You have 45 minutes in all."),
        ({"extra_percent": 25, "extra_minutes": 5}, "You have 42 minutes in all."),
        ({"is_untimed": True}, "There is no time limit."),
        ({"may_pause": True}, "You can stop your clock whenever you like"),
    ],
)
def test_a_timed_form_tells_the_persons_own_time(session, timed, timed_house, agreed, words):
    client, candidate = timed
    if agreed:
        owner = next(iter(timed_house.staff.values()))
        session.add(
            Conditions(
                candidate_id=candidate.id,
                decided_by_id=owner.id,
                decided_at=builders.NOW,
                **agreed,
            )
        )
        session.commit()

    assert words in words_of(client.get("/assessment").text)


@pytest.fixture
def nameless(settings, session, house, candidate):
    """The same house where nobody said who the employer is: a browser with the link opened."""
    app = create_app(settings.model_copy(update={"employer": ""}))
    client = app.test_client()
    send(client, f"/c/{house.token(candidate)}")
    yield client
    stores.close(app)


def test_without_an_employer_candidates_wait_and_read_nothing_of_settings(nameless):
    response = nameless.get("/assessment")

    assert response.status_code == 409
    assert "Not open yet" in response.text
    assert "HIRING_" not in response.text


def test_without_an_employer_nobody_starts(session, nameless, candidate):
    assert send(nameless, "/assessment/start", notice="0" * 64).status_code == 409
    assert find_sitting(session, candidate.id) is None


def test_a_moment_before_the_first_day_is_too_early(opened, put_in):
    put_in(Place.US_NYC, datetime.now(UTC) - timedelta(days=9))

    assert "You can start on" in words_of(opened.get("/assessment").text)

"""Pages that come back without their cookie, with another's, or when time is over or owed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event
from sqlmodel import select

from hiring import openings, sittings
from hiring.accounts import Role
from hiring.db import db
from hiring.openings.invitations import get_invitation_of
from hiring.sittings import Answer, Draft, Pulse, Sitting, TimeChange
from hiring.sittings.late_answers import LateAnswer
from hiring.sittings.outages import WEB, beat
from hiring.web.cookies import CANDIDATE_COOKIE
from tests.builders import page_token, send
from tests.stores import SECRET, only_once
from tests.web.first_page import VALUE, all_of, begun, page_of

DRAFT = {"number": "1"}


@pytest.fixture
def somebody(timed_house):
    return timed_house.candidate(timed_house.opening("Parts desk"))


@pytest.fixture
def started(client, timed_house, somebody):
    """A browser in which the sitting has begun, with a time limit."""
    return begun(client, timed_house, somebody)


@pytest.fixture
def token(started):
    return page_token(started, "/assessment/1")


@pytest.fixture
def post(started, token):
    """Send page 1 as it was shown."""

    def send_page(path="/assessment/1", browser=started, **fields):
        return browser.post(path, data=page_of(token, fields))

    return send_page


@pytest.fixture
def stranger(timed_house, somebody):
    """Somebody else whose link is opened in the same browser."""
    found = timed_house.candidate(openings.get_opening(timed_house.session, somebody.opening_id))
    timed_house.sitting(found, started=datetime.now(UTC))
    return found


@pytest.fixture
def sitting(session, started, somebody):
    return sittings.find_sitting(session, somebody.id)


@pytest.fixture
def ends(session, sitting):
    """Let the time end so many seconds from now; it began an hour ago."""

    def at(seconds):
        [change] = session.exec(select(TimeChange)).all()
        sitting.started_at = change.at = datetime.now(UTC) - timedelta(hours=1)
        sitting.deadline_at = datetime.now(UTC) + timedelta(seconds=seconds)
        session.commit()

    return at


@pytest.mark.parametrize("is_over", [False, True])
def test_an_answer_never_ends_in_another_sitting(
    post, session, started, timed_house, somebody, stranger, sitting, is_over
):
    send(started, f"/c/{timed_house.token(stranger)}")
    if is_over:
        send(started, "/assessment/submit")
    page = post()
    told = post("/assessment/1/draft", **DRAFT | {"number": "2000000"})

    assert page.status_code == 403
    assert "Another link was opened in this browser" in page.text
    assert "saved with the assessment it belongs to" in page.text
    assert "checked" not in page.text
    assert (told.status_code, told.json) == (403, {"why": "link", "is_kept": True})
    assert [(row.sitting_id, row.value) for row in all_of(session, Draft)] == [(sitting.id, VALUE)]
    assert all_of(session, Answer) == []
    send(started, f"/c/{timed_house.token(somebody)}")
    assert started.get("/assessment/1").text.count("checked") == 4


@only_once
def test_a_forged_page_of_another_sitting_stores_nothing(post, session, started, token):
    forged = ("B" if token[0] == "A" else "A") + token[1:]
    page = post(page=forged)

    assert (page.status_code, "could not be saved" in page.text) == (403, True)
    assert post("/assessment/1/draft", page=forged).json == {"why": "link", "is_kept": False}
    assert all_of(session, Draft) == []


@only_once
@pytest.mark.parametrize("path", ["/assessment/1", "/assessment/1/draft"])
def test_a_link_made_anew_shuts_out_pages_shown_before(post, session, somebody, staff, app, path):
    openings.reissue(
        session,
        get_invitation_of(session, somebody.id),
        opening=openings.get_opening(session, somebody.opening_id),
        actor=staff[Role.OWNER],
        secret=SECRET,
        expires_at=datetime.now(UTC) + timedelta(days=9),
        now=datetime.now(UTC),
    )
    session.commit()

    assert [post(path).status_code, post(path, browser=app.test_client()).status_code] == [403] * 2
    assert all_of(session, Draft) == []


def test_what_comes_late_without_its_cookie_closes_the_sitting_and_is_kept(
    post, session, started, ends
):
    ends(-70)
    started.delete_cookie(CANDIDATE_COOKIE)
    page = post()
    told = post("/assessment/1/draft", **DRAFT)

    assert "What you sent came after the end of the assessment" in page.text
    assert (told.status_code, told.json["why"]) == (410, "closed")
    assert [row.value for row in all_of(session, LateAnswer)] == [VALUE]
    assert all_of(session, Answer) == []
    assert [row.closed_by for row in all_of(session, Sitting)] == ["server"]


def test_a_sitting_that_is_sent_in_at_the_same_moment_loses_nothing(
    post, session, started, app, sitting
):
    """The other browser sends everything in just before the page without a cookie is written."""
    done = []

    def submit_first(_connection, _cursor, statement, *_rest):
        if not done and statement.startswith("UPDATE sitting"):
            done.append(statement)
            send(started, "/assessment/submit")

    with app.app_context():
        engine = db.engine
    stray = app.test_client()
    event.listen(engine, "before_cursor_execute", submit_first)
    page = post(browser=stray)

    assert [row.closed_by for row in all_of(session, Sitting)] == ["candidate"]
    assert "What you sent came after the end of the assessment" in page.text
    assert [row.value for row in all_of(session, LateAnswer)] == [VALUE]


@only_once
def test_who_has_withdrawn_is_told_so(post, session, somebody, started):
    somebody.withdrawn_at = datetime.now(UTC)
    session.commit()
    page = post()

    assert "You had withdrawn before this was sent" in page.text
    told = {"why": "closed", "is_kept": False, "is_known": False}
    assert post("/assessment/1/draft", **DRAFT).json == told
    assert all_of(session, Draft) == []


def test_six_late_pages_at_once_are_one_late_answer(post, session, started, app):
    send(started, "/assessment/submit")
    cookie = started.get_cookie(CANDIDATE_COOKIE).value

    def come(_turn):
        browser = app.test_client()
        browser.set_cookie(CANDIDATE_COOKIE, cookie)
        return post(browser=browser).status_code

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(come, range(6))) == {302}
    assert [row.value for row in all_of(session, LateAnswer)] == [VALUE]


@only_once
@pytest.mark.parametrize("seconds", [-5, -70])
@pytest.mark.parametrize("fields", [{"r_a": ""}, {"page": "forged"}, {"revision": "7"}])
def test_no_scenario_shows_after_the_end_with_faults_either(post, ends, seconds, fields):
    ends(seconds)

    assert post(**fields).location == "/assessment/time-up"


@only_once
def test_in_the_grace_half_a_page_and_a_conflict_are_kept(post, session, ends):
    ends(-5)
    post(r_a="")
    assert [row.fields for row in all_of(session, Draft)] == [{"b": 1, "c": 3, "d": 2}]

    post(revision="7")
    assert [row.value for row in all_of(session, LateAnswer)] == [VALUE]


@only_once
def test_what_became_the_answer_at_the_end_is_not_late_as_well(post, session, ends):
    post("/assessment/1/draft", **DRAFT)
    [draft] = all_of(session, Draft)
    draft.received_at -= timedelta(minutes=5)
    ends(-70)
    post()

    assert [row.value for row in all_of(session, Answer)] == [VALUE]
    assert all_of(session, LateAnswer) == []


@pytest.fixture
def is_away(session, ends):
    """The server was away while the time ran out, and has not yet given it back."""
    ends(-70)
    session.add(Pulse(name=WEB, beat_at=datetime.now(UTC) - timedelta(minutes=2)))
    session.commit()


@only_once
def test_while_time_is_owed_nobody_hands_in_for_good(session, started, is_away):
    page = send(started, "/assessment/submit")

    assert page.status_code == 503
    assert "You get your time back" in page.text
    assert all_of(session, Sitting)[0].submitted_at is None


@only_once
@pytest.mark.parametrize("path", ["/assessment/1", "/assessment/1/draft"])
def test_what_comes_while_time_is_owed_counts_once_it_is_given_back(
    post, session, started, is_away, path
):
    told = post(path, **DRAFT)
    assert told.status_code == (200 if path.endswith("draft") else 503)
    assert all_of(session, LateAnswer) == []

    beat(session, now=datetime.now(UTC))
    session.commit()
    assert started.get("/assessment/1").text.count("checked") == 4
    send(started, "/assessment/submit")
    assert [row.value for row in all_of(session, Answer)] == [VALUE]
    assert all_of(session, LateAnswer) == []

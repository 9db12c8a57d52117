"""Pages that few people come to: none has a barrier, or scrolls sideways on a small screen."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import render_template

from hiring import cases, places, sittings
from hiring.accounts import Role
from hiring.conditions import Agreed
from hiring.scoring import score_sitting
from hiring.sittings import Pulse
from hiring.sittings.outages import WEB
from tests import stores
from tests.builders import BEST_ANSWERS, NOW, page_token, send, sign_in
from tests.journeys.walking import assert_fits, assert_no_barriers

pytestmark = pytest.mark.browser

HOST = "http://pages.test"
WIDTHS = (320, 1280)
ERRORS = sorted(file.stem for file in Path(places.templates_folder(), "errors").glob("*.html"))


@pytest.fixture
def database_url(sqlite_template, data_dir):
    """SQLite only: pages do not depend on the database."""
    return stores.copied(sqlite_template, data_dir)


@pytest.fixture
def look(app, new_page):
    """Look at a page in a browser. The application answers without a server in between."""

    def at(html, **scheme):
        page = new_page(**scheme)
        browser = app.test_client()

        def answer(route):
            path = route.request.url.removeprefix(HOST)
            if path == "/":
                route.fulfill(body=html, content_type="text/html")
                return
            with browser.get(path) as found:
                route.fulfill(body=found.data, content_type=found.content_type)

        page.route(f"{HOST}/**", answer)
        page.goto(HOST)
        assert page.evaluate("document.styleSheets[0].cssRules.length") > 0
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert_fits(page)
        assert_no_barriers(page)

    return at


@pytest.fixture
def person(timed_house):
    return timed_house.candidate(timed_house.opening())


@pytest.fixture
def invited(client, timed_house, person):
    """A browser that has opened the link."""
    send(client, f"/c/{timed_house.token(person)}")
    return client


@pytest.fixture
def agreed(session, timed_house, person):
    def agree(**conditions):
        owner = timed_house.staff[Role.OWNER]
        cases.set_conditions(session, person, Agreed(**conditions), staff=owner, now=NOW)
        session.commit()

    return agree


@pytest.fixture
def sat(session, timed_house, person):
    """Let the sitting have begun, with so many minutes left; or have been sent, and scored."""

    def sit(minutes=None):
        started = datetime.now(UTC) - timedelta(minutes=25)
        sitting = timed_house.sitting(person, BEST_ANSWERS, started=started)
        if minutes is None:
            sittings.submit(session, sitting, now=datetime.now(UTC))
        else:
            sitting.deadline_at = datetime.now(UTC) + timedelta(minutes=minutes)
        session.commit()
        return sitting

    return sit


@pytest.fixture
def shown(session, invited, agreed, sat):
    """Name of a page → brings about what makes it show, and has it shown."""

    def sheet(name):
        score_sitting(session, sat().id, now=datetime.now(UTC))
        session.commit()
        return invited.get(f"/assessment/{name}")

    def waits():
        sat()
        return invited.get("/assessment/feedback")

    def a_break():
        agreed(may_pause=True)
        sat(minutes=9)
        send(invited, "/assessment/3", revision=0, aside="break")
        return invited.get("/assessment/break?position=3")

    def owed():
        sat(minutes=-1)
        session.add(Pulse(name=WEB, beat_at=datetime.now(UTC) - timedelta(minutes=9)))
        session.commit()
        return invited.get("/assessment/time-up")

    def assistant():
        agreed(has_assistant=True)
        return invited.get("/assessment/assistant")

    def nameless():
        agreed(has_assistant=True)
        return send(invited, "/assessment/assistant", name=" ")

    def signed_out():
        sat(minutes=9)
        token = page_token(invited, "/assessment/1")
        stranger = invited.application.test_client()
        return stranger.post("/assessment/1", data={"page": token, "revision": 1, "r_a": "1"})

    return {
        "feedback": lambda: sheet("feedback"),
        "explanation": lambda: sheet("explanation"),
        "a sheet that waits": waits,
        "a break": a_break,
        "time owed": owed,
        "an assistant": assistant,
        "an assistant without a name": nameless,
        "signed out": signed_out,
    }


@pytest.mark.parametrize(
    ("name", "status", "words"),
    [
        ("feedback", 200, "Feedback on your answers</h1>"),
        ("explanation", 200, "How your result came about</h1>"),
        ("a sheet that waits", 200, "Your feedback is being made."),
        ("a break", 200, "Your clock stands still</h1>"),
        ("time owed", 503, "You get your time back"),
        ("an assistant", 200, "Who enters the answers?</h1>"),
        ("an assistant without a name", 422, 'href="#name"'),
        ("signed out", 403, "Open your link again</h1>"),
    ],
)
def test_no_page_a_candidate_seldom_sees_has_a_barrier(shown, look, name, status, words):
    found = shown[name]()
    assert found.status_code == status
    assert words in found.text
    look(found.text)


@pytest.mark.parametrize("path", ["/", "/accessibility", "/sign-in"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_for_everybody_has_a_barrier(client, look, path, scheme):
    found = client.get(path)
    assert found.status_code == 200
    look(found.text, color_scheme=scheme)


@pytest.mark.parametrize("name", ERRORS)
def test_no_page_about_an_error_has_a_barrier(app, look, name):
    with app.test_request_context("/"):
        app.preprocess_request()
        html = render_template(f"errors/{name}.html")
    assert html.count("<h1>") == 1
    look(html)


@pytest.mark.parametrize("role", [Role.OWNER, Role.ANALYST])
def test_no_page_staff_seldom_see_has_a_barrier(app, session, timed_house, person, look, role):
    desk = sign_in(session, app.test_client(), timed_house.staff[role])
    opening, form = f"/openings/{person.opening_id}", f"/measurement/{timed_house.key.id}/standard"
    paths = {
        Role.OWNER: [
            "/colleagues",
            "/receipts",
            "/unsent-mail",
            f"{opening}/notices",
            f"{opening}/feedback",
            f"{opening}/norm-group",
            f"/candidates/{person.id}/requests/new",
        ],
        Role.ANALYST: [
            "/measurement",
            form,
            *(f"{form}/{name}" for name in ("reports", "norms", "norms/new", "linking")),
            *(f"{form}/{name}" for name in ("linking/new", "rescoring", "sheets")),
        ],
    }
    for path in paths[role]:
        found = desk.get(path)
        assert found.status_code in {200, 422}, path  # 422: there is nothing to link yet
        look(found.text)

"""Requests on the pages: asked from question 7, answered by a person, told to nobody else."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from hiring import cases, openings
from hiring.accounts import Role
from hiring.audit import AuditEntry
from hiring.cases import Case, CaseKind, CaseStatus
from hiring.conditions import Agreed, find_conditions
from hiring.jobs import Job
from hiring.mail import LINK, Mail
from hiring.openings import Candidate, Outcome, ReasonCode
from hiring.openings.decisions import note_view
from hiring.openings.invitations import get_invitation_of
from hiring.openings.records import Administration
from hiring.retention import erase
from hiring.sittings import Answer, CandidateAccess, find_sitting
from hiring.sittings.late_answers import accept_late, list_late
from tests import builders
from tests.builders import BEST_ANSWERS, send

REPLY = "We agree to all of it. Go on whenever you like."
HELP = "/assessment/help"

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def opening(timed_house):
    found = timed_house.opening()
    for role in (Role.RECRUITER, Role.INTERVIEWER):
        timed_house.join(found, role)
    return found


@pytest.fixture
def person(timed_house, opening):
    return timed_house.candidate(opening)


@pytest.fixture
def invited(client, timed_house, person):
    """A browser that has opened the link."""
    send(client, f"/c/{timed_house.token(person)}")
    return client


@pytest.fixture
def started(invited):
    """A browser that is at work."""
    assert send(invited, "/assessment/start").location == "/assessment/1"
    return invited


@pytest.fixture
def desk_of(session, app, staff):
    """A browser in which somebody of staff is signed in."""

    def sign_in(role):
        return builders.sign_in(session, app.test_client(), staff[role])

    return sign_in


@pytest.fixture
def sitting_now(session, person):
    def find():
        session.expire_all()
        return find_sitting(session, person.id)

    return find


@pytest.fixture
def only_case(session):
    def find():
        session.expire_all()
        return session.exec(select(Case)).one()

    return find


def ask(client, *wishes, **more):
    return send(client, HELP, wishes=list(wishes), **more)


def answer_first(client):
    ratings = BEST_ANSWERS["late-parts/responses"]
    fields = {f"r_{option}": str(step) for option, step in ratings.items()}
    send(client, "/assessment/1", revision="0", **fields)


def plain(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.text))


# Asking


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
    assert re.search(r"answers by \w+day, \w+ \d+, \d+ at the latest", page)


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


# Answering


@pytest.fixture
def asked(started, only_case):
    ask(started, "more_time", "plain_text", "assistant", words="A screen reader.", position="4")
    return only_case()


def answer(desk, case, **fields):
    return send(desk, f"/requests/{case.id}/answer", **fields)


def granted(desk, case):
    return answer(
        desk,
        case,
        outcome="granted",
        reply=REPLY,
        extra_percent="50",
        extra_minutes="5",
        plain_text="y",
        has_assistant="y",
    )


def test_deadlines_are_told_to_the_minute_and_every_group_once(session, desk_of, asked):
    asked.decide_by = datetime(2031, 5, 4, 9, 30, 45, tzinfo=UTC)
    session.commit()
    text = desk_of(Role.RECRUITER).get(f"/requests/{asked.id}").text.replace("\u202f", " ")

    assert "May 4, 2031, 9:30 AM UTC" in text
    heads = re.findall(r"<(?:h\d|legend)[^>]*>([^<]+)<", text)
    assert len(heads) == len(set(heads))


def test_a_request_says_who_is_in_charge_once_somebody_is(desk_of, asked):
    owner, path = desk_of(Role.OWNER), f"/requests/{asked.id}"
    assert "In charge" not in plain(owner.get(path))

    send(desk_of(Role.RECRUITER), f"{path}/seen")
    assert "In charge Recruiter" in plain(owner.get(path))
    granted(owner, asked)
    assert "In charge Owner" in plain(owner.get(path))


def test_the_list_says_what_to_do_by_when(desk_of, asked):
    page = plain(desk_of(Role.RECRUITER).get("/requests"))

    assert "Say that you have seen it" in page
    assert "Ada Example" in page
    assert "Requests (1)" in page


def test_overdue_requests_call_the_owner_from_every_page(session, desk_of, asked):
    asked.acknowledge_by = datetime.now(UTC) - timedelta(hours=1)
    session.add(asked)
    session.commit()
    owner = desk_of(Role.OWNER)

    assert "Requests (1, overdue 1)" in owner.get("/openings").text
    assert "Overdue" in owner.get("/requests").text


def test_a_request_that_was_seen_says_so_to_the_candidate(desk_of, started, asked, only_case):
    assert send(desk_of(Role.RECRUITER), f"/requests/{asked.id}/seen").status_code == 302
    assert only_case().status == CaseStatus.ACKNOWLEDGED
    assert "Somebody is looking at it" in started.get(HELP).text


def test_what_is_granted_holds_at_once_and_the_candidate_reads_why(
    session, desk_of, started, asked, person, sitting_now
):
    assert granted(desk_of(Role.RECRUITER), asked).status_code == 302
    page = plain(started.get(f"{HELP}?position=4"))

    assert find_conditions(session, person.id).extra_percent == 50
    assert sitting_now().limit_seconds == (30 * 1.5 + 5) * 60
    assert sitting_now().paused_at is not None
    assert REPLY in page
    for words in ("50 percent more time", "5 minutes more", "Plain text", "An assistant enters"):
        assert words in page


def test_wishes_are_ticked_beforehand_but_time_is_for_a_person(desk_of, asked):
    page = desk_of(Role.RECRUITER).get(f"/requests/{asked.id}").text

    assert re.search(r'name="plain_text"[^>]*checked', page)
    assert not re.search(r'name="large_print"[^>]*checked', page)
    assert re.search(r'<option selected value="0">', page)


@pytest.mark.parametrize(
    ("fields", "target"),
    [
        ({"reply": REPLY}, "outcome"),
        ({"outcome": "upheld", "reply": REPLY}, "outcome"),
        ({"outcome": "granted", "reply": "ok"}, "reply"),
        ({"outcome": "granted", "reply": REPLY, "extra_minutes": "-5"}, "extra_minutes"),
        ({"outcome": "granted", "reply": REPLY, "extra_minutes": "soon"}, "extra_minutes"),
        ({"outcome": "granted", "reply": REPLY, "extra_percent": "7"}, "extra_percent"),
        (
            {"outcome": "granted", "reply": REPLY, "extra_minutes": "5", "is_untimed": "y"},
            "is_untimed",
        ),
    ],
)
def test_a_faulty_answer_comes_back(desk_of, asked, only_case, fields, target):
    found = answer(desk_of(Role.RECRUITER), asked, **fields)

    assert found.status_code == 422
    assert f'href="#{target}"' in found.text
    assert only_case().status == CaseStatus.ASKED


def test_an_answer_to_a_closed_request_is_told(desk_of, asked):
    recruiter = desk_of(Role.RECRUITER)
    granted(recruiter, asked)
    found = granted(recruiter, asked)

    assert found.status_code == 422
    assert "This was closed in the meantime" in found.text


def test_a_correction_shows_both_versions(session, desk_of, person, only_case, now):
    case = cases.open_case(session, person, CaseKind.CORRECTION, words="My name.", now=now)
    session.commit()
    recruiter = desk_of(Role.RECRUITER)
    found = answer(recruiter, case, outcome="corrected", reply=REPLY, name="Ada Lovelace", email="")

    assert found.status_code == 302
    session.expire_all()
    assert session.get_one(Candidate, person.id).name == "Ada Lovelace"
    page = plain(recruiter.get(f"/requests/{case.id}"))
    assert "Ada Example, now Ada Lovelace" in page


def test_a_granted_erasure_erases_at_once_by_an_owner_alone(session, desk_of, person, now):
    case = cases.open_case(session, person, CaseKind.ERASURE, now=now)
    session.commit()
    assert "Only an owner" in desk_of(Role.RECRUITER).get(f"/requests/{case.id}").text
    refused = answer(desk_of(Role.RECRUITER), case, outcome="granted", reply=REPLY)
    done = answer(desk_of(Role.OWNER), case, outcome="granted", reply=REPLY)

    assert (refused.status_code, done.location) == (403, "/requests")
    session.expire_all()
    assert session.exec(select(Candidate)).all() == []


@pytest.mark.parametrize("role", [Role.INTERVIEWER, Role.ANALYST])
def test_interviewers_and_analysts_never_see_requests(desk_of, asked, role):
    visitor = desk_of(role)

    for path in ("/requests", f"/requests/{asked.id}"):
        assert visitor.get(path).status_code == 403
    assert "Requests" not in visitor.get("/openings", follow_redirects=True).text


# Conditions on the candidate's page


def test_conditions_are_set_on_the_candidates_page_and_shown_there(session, desk_of, person):
    recruiter = desk_of(Role.RECRUITER)
    path = f"/candidates/{person.id}"
    send(recruiter, f"{path}/adjusted", extra_percent="100", extra_minutes="0", large_print="y")

    assert find_conditions(session, person.id).extra_percent == 100
    page = recruiter.get(path).text
    assert re.search(r'<option selected value="100">', page)
    assert re.search(r'name="large_print"[^>]*checked', page)
    send(recruiter, f"{path}/adjusted", extra_percent="0")
    assert not re.search(r'name="is_adjusted"[^>]*checked', recruiter.get(path).text)


def test_faulty_conditions_come_back(session, desk_of, person):
    recruiter = desk_of(Role.RECRUITER)
    found = send(recruiter, f"/candidates/{person.id}/adjusted", extra_minutes="9999")

    assert found.status_code == 422
    assert 'href="#extra_minutes"' in found.text
    assert find_conditions(session, person.id) is None


@pytest.mark.parametrize(
    ("time", "named"),
    [
        ({"extra_percent": "50"}, "50 percent more"),
        ({"extra_minutes": "10"}, "10 minutes on top"),
        ({"extra_percent": "25", "extra_minutes": "1"}, "25 percent more, 1 minute on top"),
    ],
)
def test_no_limit_and_more_time_are_both_named_and_come_back(session, desk_of, person, time, named):
    path = f"/candidates/{person.id}/adjusted"
    found = send(desk_of(Role.RECRUITER), path, is_untimed="y", **time)

    assert found.status_code == 422
    assert 'href="#is_untimed"' in found.text
    assert f"more time is chosen as well ({named})" in plain(found)
    assert find_conditions(session, person.id) is None


def test_who_has_more_time_and_wishes_for_no_limit_gets_a_form_that_can_be_sent(
    session, desk_of, started, person, only_case, staff, now
):
    more = Agreed(extra_percent=50)
    cases.set_conditions(session, person, more, staff=staff[Role.RECRUITER], now=now)
    session.commit()
    ask(started, "no_time_limit")
    desk, case = desk_of(Role.RECRUITER), only_case()
    page = desk.get(f"/requests/{case.id}").text

    assert re.search(r'name="is_untimed"[^>]*checked', page)
    assert re.search(r'<option selected value="0">', page)


# Other formats


def test_nothing_opens_that_was_not_agreed(started):
    for path in ("large-print.pdf", "scenarios.txt", "assistant"):
        assert started.get(f"/assessment/{path}").status_code == 404


@pytest.fixture
def agreed(session, person, staff, now):
    """Agree to every format."""

    def all_of_it():
        every = Agreed(large_print=True, plain_text=True, has_assistant=True)
        cases.set_conditions(session, person, every, staff=staff[Role.OWNER], now=now)
        session.commit()

    return all_of_it


@pytest.mark.parametrize(
    ("path", "mime"),
    [("large-print.pdf", "application/pdf"), ("scenarios.txt", "text/plain; charset=utf-8")],
)
def test_an_agreed_format_opens_while_the_sitting_goes_on(started, agreed, path, mime):
    agreed()
    found = started.get(f"/assessment/{path}")

    assert (found.status_code, found.content_type) == (200, mime)
    assert found.headers["Cache-Control"] == "private, no-store"
    assert path in started.get(HELP).text
    ask(started, words="A pause.")
    assert started.get(f"/assessment/{path}").status_code == 404


def test_a_format_waits_for_the_start(invited, agreed):
    agreed()

    assert invited.get("/assessment/large-print.pdf").status_code == 404


def test_the_assistant_is_named_once_and_written_to_every_answer(
    invited, session, agreed, timed_house
):
    agreed()
    assert send(invited, "/assessment/start").location.startswith("/assessment/assistant")
    assert send(invited, "/assessment/assistant", name=" Bo  Helper ").status_code == 302
    assert send(invited, "/assessment/start").location == "/assessment/1"
    assert "answers are entered by Bo Helper" in invited.get("/assessment/1").text
    answer_first(invited)

    assert session.exec(select(Answer.entered_by)).all() == ["Bo Helper"]
    names = session.exec(select(CandidateAccess.assistant_name)).all()
    assert names == ["Bo Helper"]


def test_who_answers_without_help_is_asked_once_as_well(invited, session, agreed):
    agreed()
    send(invited, "/assessment/assistant", myself="1")
    assert send(invited, "/assessment/start").location == "/assessment/1"
    assert "entered by" not in invited.get("/assessment/1").text
    answer_first(invited)

    assert session.exec(select(Answer.entered_by)).all() == [None]


def test_a_name_is_needed_to_save_one(invited, agreed):
    agreed()
    found = send(invited, "/assessment/assistant", name=" ")

    assert found.status_code == 422
    assert 'href="#name"' in found.text


# A second look


@pytest.fixture
def decided(session, person, staff, now):
    """A recruiter has decided, and the candidate asks for a second look."""
    note_view(session, person, staff=staff[Role.RECRUITER], now=now)
    openings.decide(
        session,
        person,
        staff=staff[Role.RECRUITER],
        outcome=Outcome.NOT_ADVANCE,
        reason_code=ReasonCode.INTERVIEW,
        reason="The interview was short.",
        considered="The interview, above all.",
        now=now,
    )
    later = now + timedelta(hours=1)
    case = cases.open_case(session, person, CaseKind.CONTEST, words="Again, please.", now=later)
    session.commit()
    return case


DECISION = {
    "outcome": "advance",
    "reason_code": "interview",
    "reason": "They were calm on the phone.",
    "considered": "The phone call of this morning.",
}


def test_whose_decision_is_contested_decides_nothing_new_meanwhile(desk_of, person, decided):
    path = f"/candidates/{person.id}"
    recruiter, owner = desk_of(Role.RECRUITER), desk_of(Role.OWNER)
    for desk in (recruiter, owner):
        desk.get(path)
    refused = send(recruiter, f"{path}/decisions", **DECISION)

    assert refused.status_code == 422
    assert "asked for a second look" in plain(refused)
    assert send(owner, f"{path}/decisions", **DECISION).status_code == 302


def test_another_sitting_is_not_offered_to_anybody(started, desk_of, decided):
    assert 'value="retest"' not in desk_of(Role.OWNER).get(f"/requests/{decided.id}").text
    assert "another sitting" not in plain(started.get("/assessment/rights"))


def test_a_house_with_nobody_else_is_told_to_add_a_person(session, desk_of, staff, decided):
    recruiter, path = desk_of(Role.RECRUITER), f"/requests/{decided.id}"
    assert "Somebody else answers this" in plain(recruiter.get(path))
    assert "Add a second person" not in plain(recruiter.get(path))

    staff[Role.OWNER].is_active = False
    session.commit()
    assert "Add a second person" in plain(recruiter.get(path))


# Asked by phone, and told by mail


def test_staff_write_down_what_is_asked_by_phone(desk_of, started, person, only_case, sitting_now):
    recruiter, path = desk_of(Role.RECRUITER), f"/candidates/{person.id}"
    assert f'href="{path}/requests/new"' in recruiter.get(path).text
    assert send(recruiter, f"{path}/requests/new").status_code == 422
    done = send(recruiter, f"{path}/requests/new", wishes=["breaks"], words="Now and then.")

    assert done.location == f"/requests/{only_case().id}"
    assert (only_case().wishes, only_case().words) == (["breaks"], "Now and then.")
    assert sitting_now().paused_at is not None
    assert "Now and then." in started.get(HELP).text


def test_a_yes_with_nothing_agreed_comes_back(desk_of, asked, only_case):
    recruiter = desk_of(Role.RECRUITER)
    found = answer(recruiter, asked, outcome="granted", reply=REPLY)

    assert found.status_code == 422
    assert "Nothing is agreed yet" in plain(found)
    assert only_case().status == CaseStatus.ASKED
    done = answer(recruiter, asked, outcome="granted", reply=REPLY, is_adjusted="y")
    assert done.status_code == 302


def test_news_goes_out_by_mail_and_says_nothing_of_what_was_asked(session, desk_of, asked, person):
    person.email = "ada@example.org"
    session.commit()
    recruiter = desk_of(Role.RECRUITER)
    send(recruiter, f"/requests/{asked.id}/seen")
    granted(recruiter, asked)
    sent = session.exec(select(Mail)).all()

    assert len(sent) == 2
    assert {job.task for job in session.exec(select(Job))} == {"send_mail"}
    for one in sent:
        assert LINK in one.body
        told = (one.subject + one.body).lower()
        for word in ("time", "screen", "assistant", "agree", "adjust", REPLY.lower()):
            assert word not in told


def test_who_reads_a_request_is_noted(session, desk_of, asked, staff):
    desk_of(Role.RECRUITER).get(f"/requests/{asked.id}")
    entry = session.exec(select(AuditEntry).where(AuditEntry.act == "case.viewed")).one()

    assert entry.actor == str(staff[Role.RECRUITER].id)
    assert entry.details == {"case_id": str(asked.id), "kind": "adjustment"}


def test_erasing_promises_no_words_that_nobody_can_read(session, desk_of, person, now):
    case = cases.open_case(session, person, CaseKind.ERASURE, now=now)
    session.commit()

    assert "Tell them yourself" in plain(desk_of(Role.OWNER).get(f"/requests/{case.id}"))


def test_after_erasing_nobody_is_sent_looking_for_a_newer_link(session, invited, person):
    erase(session, [person], now=datetime.now(UTC))
    session.commit()
    page = plain(invited.get("/assessment"))

    assert "If you asked us to erase everything, you need not do anything more" in page
    assert page.index("erase everything") < page.index("newer email")


def test_a_new_link_is_held_while_an_answer_is_to_come(session, desk_of, person):
    cases.open_case(session, person, CaseKind.ADJUSTMENT, words="Calm.", now=datetime.now(UTC))
    session.commit()
    soon = datetime.now(UTC) + timedelta(days=3)
    send(
        desk_of(Role.RECRUITER),
        f"/candidates/{person.id}/link/renew",
        valid_until=soon.date().isoformat(),
    )
    session.expire_all()

    assert get_invitation_of(session, person.id).expires_at > soon + timedelta(days=300)


@pytest.fixture
def with_assistant(session, started, person, staff, now):
    cases.set_conditions(
        session, person, Agreed(has_assistant=True), staff=staff[Role.OWNER], now=now
    )
    session.commit()
    return started


def test_an_assistant_agreed_at_work_is_asked_for_before_the_next_scenario(session, with_assistant):
    answer = with_assistant.get("/assessment/2")
    assert answer.location == "/assessment/assistant?position=2"

    named = send(with_assistant, "/assessment/assistant", name="Bo", position="2")
    assert named.location == "/assessment/2"
    assert "answers are entered by Bo" in with_assistant.get("/assessment/2").text


def test_an_answer_of_an_open_page_is_stored_before_the_assistant_is_asked_for(
    session, started, person, staff, now
):
    token = builders.page_token(started, "/assessment/1")
    cases.set_conditions(
        session, person, Agreed(has_assistant=True), staff=staff[Role.OWNER], now=now
    )
    session.commit()
    fields = {"page": token, "revision": "0", "r_a": "4", "r_b": "1", "r_c": "3", "r_d": "2"}
    answer = started.post("/assessment/1", data=fields, headers={"Hiring-Answer": "next"})

    assert answer.location == "/assessment/2?stored=answer"
    assert len(session.exec(select(Answer)).all()) == 1


def test_a_late_answer_says_who_entered_it_once_it_is_accepted(
    session, with_assistant, sitting_now, staff
):
    send(with_assistant, "/assessment/assistant", name="Bo")
    token = builders.page_token(with_assistant, "/assessment/1")
    sitting = sitting_now()
    sitting.started_at = datetime.now(UTC) - timedelta(minutes=40)
    sitting.deadline_at = datetime.now(UTC) - timedelta(seconds=90)
    session.add(sitting)
    session.commit()
    fields = {"page": token, "revision": "0", "r_a": "4", "r_b": "1", "r_c": "3", "r_d": "2"}
    with_assistant.post("/assessment/1", data=fields)
    [late] = list_late(session, sitting.id)
    reason = "The line was cut for a minute."
    accept_late(session, late, staff=staff[Role.OWNER], reason=reason, now=datetime.now(UTC))

    assert [one.entered_by for one in session.exec(select(Answer))] == ["Bo"]


def test_what_is_adjusted_otherwise_outlives_a_cleared_condition(session, person, desk_of):
    browser, path = desk_of(Role.RECRUITER), f"/candidates/{person.id}"
    send(browser, f"{path}/adjusted", large_print="y", is_adjusted="y")
    assert re.search(r'name="is_adjusted"[^>]*checked', browser.get(path).text)
    send(browser, f"{path}/adjusted", is_adjusted="y")

    session.expire_all()
    assert session.get(Candidate, person.id).is_adjusted


def test_a_request_goes_by_the_form_of_the_sitting(
    session, started, person, opening, desk_of, only_case, published
):
    ask(started, "large_print")
    terms = session.exec(
        select(Administration).where(Administration.opening_id == opening.id)
    ).one()
    session.add(
        Administration(
            opening_id=opening.id,
            number=terms.number + 1,
            bank_version_id=published.bank_version_id,
            key_version_id=published.id,
            form_id="standard",
        )
    )
    session.commit()

    text = desk_of(Role.RECRUITER).get(f"/requests/{only_case().id}").text
    assert 'name="extra_minutes"' in text
    assert "This test has no time limit" not in text


def test_a_held_link_names_no_day_that_is_not_one(session, invited, person, opening, desk_of):
    ask(invited, "large_print")
    page = invited.get("/assessment").text

    assert "While your request is open, there is no last day to start." in page
    assert "You can start until" not in page
    browser = desk_of(Role.RECRUITER)
    assert "No end while a request is open" in browser.get(f"/candidates/{person.id}").text
    assert (
        "without an end while a request is open"
        in browser.get(f"/openings/{opening.id}/links").text
    )


def test_without_a_request_the_day_is_told(invited, person, opening, desk_of):
    assert "You can start until" in invited.get("/assessment").text
    assert "Valid until" in desk_of(Role.RECRUITER).get(f"/candidates/{person.id}").text

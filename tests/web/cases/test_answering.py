"""A person answers a request, with its deadlines in sight; nobody else reads it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from hiring import cases
from hiring.accounts import Role
from hiring.audit import AuditEntry
from hiring.cases import CaseKind, CaseStatus
from hiring.conditions import find_conditions
from hiring.jobs import Job
from hiring.mail import LINK, Mail
from hiring.openings import Candidate
from tests.builders import send
from tests.web.cases.asking import HELP, answer, ask, plain

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
REPLY = "We agree to all of it. Go on whenever you like."


@pytest.fixture
def asked(started, only_case):
    ask(started, "more_time", "plain_text", "assistant", words="A screen reader.", position="4")
    return only_case()


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

    assert "4 May 2031, 09:30 UTC" in text
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


@pytest.mark.parametrize(
    "path",
    [
        "/desk",
        "/openings",
        "/openings/new",
        "/openings/{opening}",
        "/candidates/{person}",
        "/requests",
        "/interviews",
        "/receipts",
        "/colleagues",
    ],
)
def test_overdue_requests_call_the_owner_from_every_page(
    session, desk_of, opening, person, asked, path
):
    asked.acknowledge_by = datetime.now(UTC) - timedelta(hours=1)
    session.add(asked)
    session.commit()
    page = desk_of(Role.OWNER).get(path.format(opening=opening.id, person=person.id))

    assert page.status_code == 200
    assert "Requests (1, overdue 1)" in page.text


def test_the_list_marks_what_is_overdue(session, desk_of, asked):
    asked.acknowledge_by = datetime.now(UTC) - timedelta(hours=1)
    session.add(asked)
    session.commit()

    assert "Overdue" in desk_of(Role.OWNER).get("/requests").text


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

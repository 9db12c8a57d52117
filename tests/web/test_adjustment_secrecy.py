"""Whoever reads a result does not learn of an adjustment: not from score, brief, page or list."""

import csv
import io
from dataclasses import replace
from datetime import timedelta
from gettext import NullTranslations

import pytest
from sqlmodel import select

from hiring import cases, exports, jobs
from hiring.accounts import Role
from hiring.audit import AuditEntry
from hiring.briefs.content import compose
from hiring.briefs.document import render
from hiring.briefs.sources import brief_facts
from hiring.cases import CaseKind, CaseOutcome, Wish
from hiring.conditions import Agreed
from hiring.openings.share_links import ShareLink, share_token
from hiring.scoring import find_score, score_sitting
from hiring.sittings import Answer, TimeChangeKind, clock
from tests import builders
from tests.stores import SECRET

WORDS, REPLY, ASSISTANT = "Sentinel wish", "Sentinel reply to it", "Sentinel Helper"
SENTINELS = ("Sentinel", "more_time", "large_print", "Large print", "djusted", "percent more")
MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def sit(session, house, opening, now):
    """A scored sitting; the same answers as everybody's, with or without everything agreed."""
    for role in (Role.RECRUITER, Role.INTERVIEWER):
        house.join(opening, role)

    def one(name, *, is_adjusted):
        person = house.candidate(opening, name)
        sitting = house.sitting(person, house.drawn_answers(1))
        sitting.option_seed = 7
        if is_adjusted:
            adjust(session, house, person, sitting, now - 90 * MINUTE)
        builders.sittings.submit(session, sitting, now=now)
        score_sitting(session, sitting.id, now=now)
        session.commit()
        return person, sitting

    return one


def adjust(session, house, person, sitting, at):
    agree(session, house, person, at)
    use_what_was_agreed(session, sitting, at)


def agree(session, house, person, at):
    owner = house.staff[Role.OWNER]
    case = cases.open_case(
        session, person, CaseKind.ADJUSTMENT, wishes=[Wish.MORE_TIME], words=WORDS, now=at
    )
    cases.decide_adjustment(
        session,
        case,
        Agreed(extra_percent=100, may_pause=True, large_print=True, has_assistant=True),
        staff=owner,
        outcome=CaseOutcome.GRANTED,
        reply=REPLY,
        now=at,
    )


def use_what_was_agreed(session, sitting, at):
    clock.resume(session, sitting, now=at + MINUTE)
    clock.pause(session, sitting, TimeChangeKind.BREAK, now=at + 2 * MINUTE)
    clock.resume(session, sitting, now=at + 9 * MINUTE)
    for answer in session.exec(select(Answer).where(Answer.sitting_id == sitting.id)):
        answer.entered_by = ASSISTANT
        answer.active_seconds = 500.0
    session.flush()


@pytest.fixture
def client_of(session, app, staff):
    def sign_in(role):
        return builders.sign_in(session, app.test_client(), staff[role])

    return sign_in


def test_the_brief_of_an_adjusted_sitting_is_the_same_to_the_last_byte(
    session, sit, client_of, house, now
):
    person, sitting = sit("Ada", is_adjusted=False)
    before = {
        role: client_of(role).get(path(person)).data
        for role, path in ((Role.RECRUITER, pdf), (Role.INTERVIEWER, interviewers_pdf))
    }
    adjust(session, house, person, sitting, now - 90 * MINUTE)
    session.commit()

    assert before[Role.RECRUITER].startswith(b"%PDF")
    assert client_of(Role.RECRUITER).get(pdf(person)).data == before[Role.RECRUITER]
    assert (
        client_of(Role.INTERVIEWER).get(interviewers_pdf(person)).data == (before[Role.INTERVIEWER])
    )


def test_two_attempts_that_differ_only_in_what_was_agreed_before_give_the_same_brief(
    session, house, opening, now
):
    plain, adjusted = (house.candidate(opening, "Ada") for _ in range(2))
    agree(session, house, adjusted, now - 180 * MINUTE)
    session.commit()
    for person in (plain, adjusted):
        sitting = house.sitting(person, house.drawn_answers(1))
        sitting.option_seed = 7
        if person is adjusted:
            use_what_was_agreed(session, sitting, now - 90 * MINUTE)
        builders.sittings.submit(session, sitting, now=now)
        score_sitting(session, sitting.id, now=now)
    session.commit()
    briefs = [brief_under_one_code(session, person) for person in (plain, adjusted)]

    assert briefs[0].startswith(b"%PDF")
    assert briefs[0] == briefs[1]


def brief_under_one_code(session, person):
    """The paper, with the two codes made equal that name a person and a score by themselves."""
    english = NullTranslations()
    facts = brief_facts(session, person, employer="E", contact="C", translator=english)
    alike = replace(facts, candidate_code="C-SAME", verification_code="SAME")
    return render(compose(alike, english))


def pdf(person):
    return f"/candidates/{person.id}/brief.pdf"


def interviewers_pdf(person):
    return f"/interviews/{person.id}/brief.pdf"


def test_the_same_answers_give_the_same_score_document(session, sit):
    _ada, plain = sit("Ada", is_adjusted=False)
    _ben, adjusted = sit("Ben", is_adjusted=True)
    documents = [
        find_score(session, one.id).document.replace(str(one.id), "") for one in (plain, adjusted)
    ]

    assert documents[0] == documents[1]
    assert [word for word in SENTINELS if word in documents[1]] == []


def test_no_page_about_results_says_a_word(sit, client_of, opening, house):
    ada, _ = sit("Ada", is_adjusted=False)
    ben, _ = sit("Ben", is_adjusted=True)
    pages = {
        Role.RECRUITER: [
            f"/openings/{opening.id}",
            f"/openings/{opening.id}/compare?id={ada.id}&id={ben.id}",
            f"/candidates/{ben.id}/brief",
        ],
        Role.INTERVIEWER: ["/interviews", f"/interviews/{ben.id}/brief"],
        Role.ANALYST: ["/measurement", f"/measurement/{house.key.id}/standard"],
    }
    for role, paths in pages.items():
        for path in paths:
            found = client_of(role).get(path)
            assert found.status_code == 200, path
            assert [word for word in SENTINELS if word in found.text] == [], path


def test_no_page_behind_a_managers_link_says_a_word(session, sit, client, client_of, opening):
    people = [sit("Ada", is_adjusted=False)[0], sit("Ben", is_adjusted=True)[0]]
    asked = {"made_for": "Sam", "shows_brief": "y", "shows_comparison": "y", "days": "7"}
    who = [str(one.id) for one in people]
    made = builders.send(
        client_of(Role.RECRUITER), f"/openings/{opening.id}/share", who=who, **asked
    )
    assert made.status_code == 302
    path = f"/shared/{share_token(session.exec(select(ShareLink)).one().id, SECRET)}"

    for page in ("", f"/{people[1].id}/brief", "/compare"):
        found = client.get(path + page)
        assert found.status_code == 200, page
        assert [word for word in SENTINELS if word in found.text] == [], page


def test_no_row_of_an_export_says_a_word(session, sit, house, opening, now):
    people = [sit(name, is_adjusted=name == "Ben")[0] for name in ("Ada", "Ben")]
    export = exports.ask_for_export(
        session, opening, kind="csv", is_blind=False, staff=house.staff[Role.OWNER], now=now
    )
    job = jobs.ask_to_export(session, export, language="en", now=now)
    session.commit()
    jobs.run_job(session, job.id, clock=lambda: now)
    session.refresh(export)
    text = export.content.decode()
    rows = {row["code"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}
    plain, adjusted = (rows[one.code] for one in people)

    assert [word for word in SENTINELS if word in text] == []
    names = {"code", "name", "verification_code"}
    assert {name for name in plain if plain[name] != adjusted[name]} == names


def test_the_audit_chain_holds_ids_and_codes_only(session, sit):
    sit("Ben", is_adjusted=True)
    chain = repr(session.exec(select(AuditEntry)).all())

    assert "case.asked" in chain
    for word in ("Sentinel", "extra_percent", "large_print", "more_time"):
        assert word not in chain

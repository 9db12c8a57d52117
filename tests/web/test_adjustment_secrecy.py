"""Whoever reads a result does not learn of an adjustment: not from score, brief, page or list."""

from datetime import timedelta

import pytest
from sqlmodel import select

from hiring import cases
from hiring.accounts import Role
from hiring.audit import AuditEntry
from hiring.cases import CaseKind, CaseOutcome, Wish
from hiring.conditions import Agreed
from hiring.scoring import find_score, score_sitting
from hiring.sittings import Answer, TimeChangeKind, clock
from tests import builders

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


def test_the_audit_chain_holds_ids_and_codes_only(session, sit):
    sit("Ben", is_adjusted=True)
    chain = repr(session.exec(select(AuditEntry)).all())

    assert "case.asked" in chain
    for word in ("Sentinel", "extra_percent", "large_print", "more_time"):
        assert word not in chain

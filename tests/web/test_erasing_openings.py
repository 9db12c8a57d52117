"""The page on which two owners have everybody of an opening erased."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select

from hiring.accounts import Role
from hiring.accounts.proposals import Proposal
from hiring.jobs import Job, Task
from hiring.openings import close_opening
from hiring.retention import GRACE_DAYS, RemovalMark
from tests import builders
from tests.builders import form_token, sign_in

REASON = "The campaign was a mistake."


@pytest.fixture
def closed(session, house, staff, now):
    opening = house.opening("Campaign")
    for name in ("Ada Example", "Bo Example"):
        house.candidate(opening, name)
    close_opening(session, opening, staff=staff[Role.OWNER], now=now)
    session.commit()
    return opening


@pytest.fixture
def first(app, session, staff):
    return sign_in(session, app.test_client(), staff[Role.OWNER])


@pytest.fixture
def second(app, session):
    return sign_in(session, app.test_client(), builders.add_staff(session, Role.OWNER, "Second"))


def page_of(opening):
    return f"/openings/{opening.id}/erase"


def post(client, path, **fields):
    return client.post(path, data={"csrf_token": form_token(client), **fields})


def asked_id(session):
    return session.exec(select(Proposal.id)).one()


def marks(session):
    session.expire_all()
    return session.exec(select(RemovalMark)).all()


def test_what_waits_for_the_other_owner_stands_on_their_desk_alone(session, closed, first, second):
    page, words = page_of(closed), "asks you to agree: everybody here is erased"
    post(first, page, reason=REASON)

    assert f'<a href="{page}">' in second.get("/desk").text
    assert words in second.get("/desk").text
    assert words not in first.get("/desk").text

    post(second, f"{page}/{asked_id(session)}/drop")
    assert words not in second.get("/desk").text


def test_two_owners_mark_everybody_and_one_undoes_it(session, closed, first, second):
    page = page_of(closed)
    assert post(first, page, reason=REASON).status_code == 302
    assert "Agree and mark everybody" not in first.get(page).text
    told = second.get(page).text
    assert REASON in told
    assert "Agree and mark everybody" in told
    assert marks(session) == []

    agreed = post(second, f"{page}/{asked_id(session)}/agree")
    assert agreed.status_code == 302
    [mark, _other] = marks(session)
    assert mark.erase_from - mark.marked_at == timedelta(days=GRACE_DAYS)
    assert "2 people are to be erased" in second.get(page).text

    post(first, f"{page}/spare")
    assert marks(session) == []
    assert "Ask another owner to agree" in first.get(page).text


def test_opening_it_again_takes_the_marks_off_for_good(app, session, house, closed, first, second):
    recruiter = sign_in(session, app.test_client(), house.join(closed, Role.RECRUITER))
    post(first, page_of(closed), reason=REASON)
    post(second, f"{page_of(closed)}/{asked_id(session)}/agree")
    post(recruiter, f"/openings/{closed.id}/end/reopen")
    post(recruiter, f"/openings/{closed.id}/end/close")

    assert marks(session) == []
    assert "Ask another owner to agree" in first.get(page_of(closed)).text


def test_whoever_asked_cannot_agree(session, closed, first):
    post(first, page_of(closed), reason=REASON)

    assert post(first, f"{page_of(closed)}/{asked_id(session)}/agree").status_code == 403
    assert marks(session) == []


def test_the_other_owner_may_not_want_it(session, closed, first, second):
    post(first, page_of(closed), reason=REASON)
    answer = post(second, f"{page_of(closed)}/{asked_id(session)}/drop")

    assert answer.status_code == 302
    assert session.exec(select(Proposal.is_agreed)).one() is False
    assert "waits for another owner" not in first.get(page_of(closed)).text


def test_a_reason_is_asked_for(session, closed, first):
    answer = post(first, page_of(closed), reason="Because")

    assert answer.status_code == 422
    assert "at least 10 characters" in answer.text
    assert session.exec(select(Proposal)).all() == []


def test_an_open_opening_offers_to_be_closed_first(session, house, first):
    opening = house.opening()
    house.candidate(opening)

    page = first.get(page_of(opening)).text
    assert "once the opening is closed" in page
    assert "<textarea" not in page
    assert post(first, page_of(opening), reason=REASON).status_code == 302
    assert session.exec(select(Proposal)).all() == []


def test_the_page_counts_what_would_go(closed, first):
    facts = re.findall(r"<dt>([^<]+)</dt><dd>(\d+)</dd>", first.get(page_of(closed)).text)

    assert dict(facts)["People"] == "2"


def test_only_owners_are_shown_the_way(app, session, house, closed, first):
    recruiter = sign_in(session, app.test_client(), house.join(closed, Role.RECRUITER))
    ending = f"/openings/{closed.id}/end"

    assert page_of(closed) in first.get(ending).text
    assert page_of(closed) not in recruiter.get(ending).text


def test_the_other_owners_are_written_to(session, closed, first, second):
    post(first, page_of(closed), reason=REASON)
    jobs = session.exec(select(Job).where(Job.task == Task.TELL_OWNER.value)).all()

    assert [one.arguments["proposal_id"] for one in jobs] == [str(asked_id(session))]

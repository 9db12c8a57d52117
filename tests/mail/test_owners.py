"""The other owners hear by mail that something waits for a second person: once each."""

import pytest
from sqlmodel import select

from hiring import accounts, jobs
from hiring.accounts import Role
from hiring.accounts.proposals import ProposalKind, Wish, drop, propose
from hiring.jobs import Job, JobState, Task
from hiring.jobs.owners import page_of, tell_owners
from tests import builders, stores
from tests.builders import NOW

OURS = "https://hiring.example.org"
SENDER = "Hiring <hiring@example.org>"
REASON = "Ada Example asked for it."


@pytest.fixture
def post(tmp_path, smtp_url):
    """Settings of a house with a mail server."""
    return stores.settings_for(tmp_path, "", smtp_url=smtp_url, mail_from=SENDER, public_url=OURS)


@pytest.fixture
def second(session, staff):
    return builders.add_staff(session, Role.OWNER, "Second")


@pytest.fixture
def ask(session, staff, opening, second):
    """Ask for something, and have the other owners told."""

    def make(kind=ProposalKind.OPENING_ERASURE, subject=""):
        wish = Wish(kind, subject or str(opening.id), REASON)
        proposal = propose(session, wish, staff=staff[Role.OWNER], now=NOW)
        tell_owners(session, proposal, now=NOW)
        session.commit()
        return proposal

    return make


def waiting(session):
    return session.exec(select(Job).where(Job.task == Task.TELL_OWNER.value)).all()


def work(session, settings):
    runners = jobs.runners_with(settings)
    states = [
        jobs.run_job(session, one.id, clock=lambda: NOW, runners=runners)
        for one in waiting(session)
    ]
    session.expire_all()
    return states


def test_the_other_owner_is_told_what_waits_and_where(session, ask, post, postbox, opening):
    ask()
    assert work(session, post) == [JobState.DONE]
    assert work(session, post) == [None]

    (got,) = postbox.messages
    assert got["To"] == "Second <second@example.org>"
    assert "second person" in got["Subject"]
    words = got.get_content()
    assert f"Owner asks to erase everybody of “{opening.title}”." in words
    assert f"{OURS}/openings/{opening.id}/erase" in words.splitlines()


def test_the_reason_stays_in_the_house(session, ask, post, postbox):
    ask()
    work(session, post)

    assert b"Ada" not in postbox.raw[0][2]


def test_asking_twice_for_the_mail_sends_one(session, ask, post, postbox):
    proposal = ask()
    tell_owners(session, proposal, now=NOW)
    session.commit()
    work(session, post)

    assert len(postbox.messages) == 1


def test_an_owner_who_has_left_hears_nothing(session, ask, post, postbox, staff, second):
    ask()
    accounts.closing.close_account(session, second, actor=staff[Role.OWNER].id, now=NOW)
    session.commit()

    assert work(session, post) == [JobState.DONE]
    assert postbox.messages == []


def test_who_is_no_owner_any_more_hears_nothing(session, ask, post, postbox, second):
    ask()
    second.role = Role.RECRUITER.value
    session.commit()

    assert work(session, post) == [JobState.DONE]
    assert postbox.messages == []


def test_what_was_settled_meanwhile_needs_no_mail(session, ask, post, postbox, staff):
    proposal = ask()
    drop(session, proposal, staff=staff[Role.OWNER], now=NOW)
    session.commit()

    assert work(session, post) == [JobState.DONE]
    assert postbox.messages == []


def test_a_server_that_is_away_is_tried_again(session, ask, post, postbox):
    ask()
    postbox.n_refusals = 1

    assert work(session, post) == [JobState.QUEUED]
    assert work(session, post) == [JobState.DONE]
    assert len(postbox.messages) == 1


def test_without_a_server_nothing_is_sent_and_nothing_fails(session, ask, tmp_path):
    ask()

    assert work(session, stores.settings_for(tmp_path, "")) == [JobState.DONE]


@pytest.mark.parametrize("kind", ProposalKind)
def test_every_address_is_that_of_a_page(app, ask, opening, kind):
    subject = f"{opening.id}/standard/real" if kind is ProposalKind.RESCORING else ""
    path = page_of(ask(kind, subject))
    endpoint, _values = app.url_map.bind("localhost").match(path)

    assert (
        endpoint
        == {
            ProposalKind.FEEDBACK_OFF: "recruiter.feedback_time",
            ProposalKind.RESCORING: "analyst.asked_rescoring",
            ProposalKind.OPENING_ERASURE: "recruiter.erasing_opening",
        }[kind]
    )

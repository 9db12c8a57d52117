"""Everybody of an opening goes at once: two owners, time to undo, and nothing of them stays."""

from datetime import timedelta

import pytest
from sqlmodel import select, update

from hiring import retention
from hiring.accounts import Role
from hiring.audit import AuditEntry, first_altered
from hiring.cases import CaseKind, open_case
from hiring.errors import NotAllowedError, ProposalFaultError
from hiring.openings import Candidate, Opening, close_opening, holds, reopen_opening
from hiring.retention import GRACE_DAYS, RemovalMark
from hiring.retention.openings import (
    agree_to_erase,
    ask_to_erase,
    drop_erasure,
    extent_of,
    find_erasure,
    spare_opening,
    spare_reopened,
)
from hiring.scoring import PrecisionSnapshot, score_sitting
from hiring.surveys import SurveyReply
from tests import builders

LATER = timedelta(days=GRACE_DAYS)
DAY = timedelta(days=1)
REASON = "The campaign was a mistake."
LONG_KEPT = 3650


@pytest.fixture
def owners(session, staff):
    """Two owners."""
    return staff[Role.OWNER], builders.add_staff(session, Role.OWNER, "Second")


@pytest.fixture
def campaign(session, house, owners, now):
    """A closed opening with two people, one of whom has been scored; and somebody in another."""
    opening = house.opening("Campaign")
    people = [house.candidate(opening, name) for name in ("Ada Example", "Bo Example")]
    house.candidate(house.opening("Other"), "Cleo Example")
    sitting = house.submitted(people[0], house.drawn_answers(1))
    score_sitting(session, sitting.id, now=now)
    close_opening(session, opening, staff=owners[0], now=now)
    session.commit()
    return opening


@pytest.fixture
def asked(session, campaign, owners, now):
    proposal = ask_to_erase(session, campaign, reason=REASON, staff=owners[0], now=now)
    session.commit()
    return proposal


@pytest.fixture
def agreed(session, campaign, asked, owners, now):
    agree_to_erase(session, campaign, asked, staff=owners[1], now=now)
    session.commit()
    return asked


def sweep(session, at):
    codes = retention.sweep(session, keep_days=LONG_KEPT, now=at)
    session.commit()
    session.expire_all()
    return codes


def names(session):
    return sorted(session.exec(select(Candidate.name)))


def test_the_dry_run_counts_what_would_go_and_names_who_stays(session, house, campaign, now):
    people = session.exec(select(Candidate).where(Candidate.opening_id == campaign.id)).all()
    ada, bo = sorted(people, key=lambda one: one.name)
    holds.hold(session, ada, reason="A claim is before the court.", until=now + LATER, now=now)
    open_case(session, bo, CaseKind.CORRECTION, words="My name.", now=now)
    found = extent_of(session, campaign, now=now)

    assert (found.n_people, found.n_sittings, found.n_scores, found.n_decisions) == (2, 1, 1, 0)
    assert found.n_answers == len(house.refs())
    assert (found.held, found.waiting) == ((ada.code,), (bo.code,))
    assert (found.n_marked, found.erase_from) == (0, None)


def test_nobody_goes_because_one_owner_wants_it(session, asked, now):
    assert sweep(session, now + 10 * LATER) == []
    assert len(names(session)) == 3


def test_who_goes_at_once_goes_in_portions(session, agreed, now):
    """Between two of them the database is free for who answers."""
    left = [
        len(retention.sweep(session, keep_days=LONG_KEPT, now=now + LATER, at_most=1))
        for _portion in range(3)
    ]
    assert left == [1, 1, 0]


def test_an_opening_that_is_opened_at_this_moment_is_not_erased(
    session, campaign, asked, owners, now
):
    """Somebody else's change, which is not in what we read before."""
    session.connection().execute(update(Opening).values(closed_at=None))
    with pytest.raises(NotAllowedError, match="close the opening"):
        agree_to_erase(session, campaign, asked, staff=owners[1], now=now)
    session.rollback()

    assert session.exec(select(RemovalMark)).all() == []


def test_the_same_owner_cannot_be_both(session, campaign, asked, owners, now):
    with pytest.raises(NotAllowedError):
        agree_to_erase(session, campaign, asked, staff=owners[0], now=now)


@pytest.mark.parametrize("role", [Role.RECRUITER, Role.ANALYST, Role.MONITOR])
def test_who_is_no_owner_is_neither(session, campaign, asked, staff, now, role):
    with pytest.raises(NotAllowedError, match="only owners"):
        agree_to_erase(session, campaign, asked, staff=staff[role], now=now)
    with pytest.raises(NotAllowedError, match="only owners"):
        ask_to_erase(session, campaign, reason=REASON, staff=staff[role], now=now)
    with pytest.raises(NotAllowedError, match="only owners"):
        spare_opening(session, campaign, staff=staff[role], now=now)
    with pytest.raises(NotAllowedError, match="only owners"):
        drop_erasure(session, campaign, asked, staff=staff[role], now=now)


@pytest.mark.parametrize("reason", ["", "Because.", "x" * 501])
def test_erasing_needs_a_reason(session, campaign, owners, now, reason):
    with pytest.raises(ValueError, match="reason"):
        ask_to_erase(session, campaign, reason=reason, staff=owners[0], now=now)


def test_it_is_asked_for_once(session, campaign, asked, owners, now):
    with pytest.raises(ProposalFaultError):
        ask_to_erase(session, campaign, reason=REASON, staff=owners[1], now=now)


def test_an_opening_is_closed_first(session, house, owners, now):
    with pytest.raises(NotAllowedError, match="close the opening"):
        ask_to_erase(session, house.opening(), reason=REASON, staff=owners[0], now=now)


def test_everybody_goes_when_the_days_are_over_and_nobody_else(session, campaign, agreed, now):
    assert sweep(session, now + LATER - DAY) == []
    assert len(sweep(session, now + LATER)) == 2

    assert names(session) == ["Cleo Example"]
    assert session.get_one(Opening, campaign.id).title == "Campaign"
    found = extent_of(session, campaign, now=now + LATER)
    assert (found.n_people, found.n_answers, found.n_marked) == (0, 0, 0)


def test_until_then_one_owner_undoes_it(session, campaign, agreed, owners, now):
    assert spare_opening(session, campaign, staff=owners[0], now=now) == 2
    assert spare_opening(session, campaign, staff=owners[0], now=now) == 0
    session.commit()

    assert sweep(session, now + 10 * LATER) == []
    assert len(names(session)) == 3


def test_what_was_taken_back_is_not_agreed_to(session, campaign, asked, owners, now):
    drop_erasure(session, campaign, asked, staff=owners[0], now=now)

    assert find_erasure(session, campaign) is None
    with pytest.raises(ProposalFaultError):
        agree_to_erase(session, campaign, asked, staff=owners[1], now=now)


def test_who_is_on_hold_or_waits_for_an_answer_stays_until_that_is_over(
    session, campaign, agreed, now
):
    ada, bo = session.exec(
        select(Candidate).where(Candidate.opening_id == campaign.id).order_by(Candidate.name)
    ).all()
    holds.hold(session, ada, reason="A claim is before the court.", until=now + 5 * LATER, now=now)
    open_case(session, bo, CaseKind.CORRECTION, words="My name.", now=now)
    session.commit()

    assert sweep(session, now + LATER) == []
    assert sweep(session, now + 6 * LATER) == [ada.code]


def test_nobody_goes_while_the_opening_is_open_again(session, campaign, agreed, owners, now):
    reopen_opening(session, campaign, staff=owners[0], now=now)
    session.commit()
    assert sweep(session, now + LATER) == []


def test_who_closes_it_another_time_has_nobody_erased_by_an_older_agreement(
    session, campaign, agreed, owners, now
):
    with pytest.raises(NotAllowedError, match="closed opening"):
        spare_reopened(session, campaign, staff=owners[0], now=now)
    reopen_opening(session, campaign, staff=owners[0], now=now)
    assert spare_reopened(session, campaign, staff=owners[0], now=now) == 2
    close_opening(session, campaign, staff=owners[0], now=now + LATER)
    session.commit()

    assert sweep(session, now + 2 * LATER) == []


def test_an_opening_that_is_open_again_is_not_agreed_about(session, campaign, asked, owners, now):
    reopen_opening(session, campaign, staff=owners[0], now=now)
    with pytest.raises(NotAllowedError, match="close the opening"):
        agree_to_erase(session, campaign, asked, staff=owners[1], now=now)


def test_a_mark_by_the_clock_gives_way_to_that_of_the_opening(
    session, campaign, asked, owners, now
):
    retention.mark_due(session, keep_days=1, now=now, grace_days=0)
    agree_to_erase(session, campaign, asked, staff=owners[1], now=now)
    session.commit()
    marks = session.exec(select(RemovalMark.erase_from, RemovalMark.is_of_opening)).all()

    assert sorted(marks) == [(now, False), (now + LATER, True), (now + LATER, True)]
    assert spare_opening(session, campaign, staff=owners[0], now=now) == 2
    assert len(session.exec(select(RemovalMark)).all()) == 1


def test_who_did_it_is_on_record_and_the_chain_is_whole(session, campaign, agreed, owners, now):
    spare_opening(session, campaign, staff=owners[0], now=now)
    entries = session.exec(
        select(AuditEntry)
        .where(AuditEntry.chain == str(campaign.id))
        .order_by(AuditEntry.number.desc())
        .limit(4)
    ).all()

    assert [(one.act, one.actor) for one in reversed(entries)] == [
        ("proposal.made", str(owners[0].id)),
        ("proposal.agreed", str(owners[1].id)),
        ("opening.marked", str(owners[1].id)),
        ("opening.spared", str(owners[0].id)),
    ]
    assert first_altered(session, str(campaign.id)) is None


def test_sums_over_many_people_stay_as_they_were(session, campaign, asked, owners, now):
    month = now.date().replace(day=1)
    session.add(SurveyReply(opening_id=campaign.id, fairness=4, clarity=5, month=month))
    session.commit()
    before = sums(session)
    agree_to_erase(session, campaign, asked, staff=owners[1], now=now)
    sweep(session, now + LATER)

    assert names(session) == ["Cleo Example"]
    assert all(before)
    assert sums(session) == before


def sums(session):
    session.expire_all()
    return [
        [row.model_dump() for row in session.exec(select(table))]
        for table in (PrecisionSnapshot, SurveyReply)
    ]

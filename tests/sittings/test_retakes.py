"""The gap that an opening keeps before the same person answers the same test again."""

from datetime import timedelta

import pytest
from sqlmodel import select

from hiring.accounts import Role
from hiring.audit import AuditEntry
from hiring.openings.dry_run import dry_run
from hiring.openings.listed import read_people_text
from hiring.sittings.retakes import allow_retakes, gap_of, gaps_open
from tests.builders import NOW, House, published, small_bank

GAP = timedelta(days=180)
SOON = NOW + timedelta(days=30)


@pytest.fixture
def earlier(house, opening):
    """Somebody who sent answers to another opening with the same bank."""
    person = house.candidate(opening, "Ada Example", "ada@example.org")
    house.submitted(person, {})
    return person


@pytest.fixture
def later(session, house):
    """An opening that keeps a gap of half a year."""
    found = house.opening("Support, summer team")
    found.retake_after_days = GAP.days
    session.commit()
    return found


def test_the_gap_counts_from_the_answers_sent_in_any_opening(session, earlier, later):
    assert gaps_open(session, later, now=SOON) == {"ada@example.org": NOW + GAP}


def test_an_opening_without_a_gap_knows_none(session, earlier, opening):
    assert gaps_open(session, opening, now=SOON) == {}


@pytest.mark.parametrize(
    ("moment", "is_open"), [(-timedelta(seconds=1), True), (timedelta(), False)]
)
def test_the_gap_is_over_to_the_second(session, earlier, later, moment, is_open):
    assert bool(gaps_open(session, later, now=NOW + GAP + moment)) is is_open


def test_the_answers_sent_last_count(session, house, opening, earlier, later):
    between = house.candidate(house.opening("Between"), "Ada E.", "Ada+jobs@example.org")
    sitting = house.submitted(between, {})
    sitting.submitted_at = SOON - timedelta(days=1)
    session.commit()

    assert gaps_open(session, later, now=SOON) == {"ada@example.org": sitting.submitted_at + GAP}


def test_what_was_taken_back_or_ended_says_nothing(session, house, opening, earlier, later):
    other = house.candidate(opening, "Bo Sample", "bo@example.org")
    house.submitted(other, {}).voided_at = NOW
    earlier.withdrawn_at = NOW
    session.commit()

    assert gaps_open(session, later, now=SOON) == {}


def test_another_test_may_follow_at_once(session, house, earlier, small_folder):
    elsewhere = House(session, house.staff, published(session, small_bank(small_folder))).opening()
    elsewhere.retake_after_days = GAP.days
    session.commit()

    assert gaps_open(session, elsewhere, now=SOON) == {}


def test_who_only_started_is_not_within_the_gap(session, house, opening, later):
    house.sitting(house.candidate(opening, "Cy Instance", "cy@example.org"))

    assert gaps_open(session, later, now=SOON) == {}


@pytest.mark.parametrize(
    ("email", "is_within"),
    [("ADA@example.org", True), ("ada+new@example.org", True), ("bo@x.org", False), (None, False)],
)
def test_a_person_is_known_by_the_mailbox(session, earlier, later, email, is_within):
    gaps = gaps_open(session, later, now=SOON)

    assert (gap_of(gaps, email) is not None) is is_within


def test_a_dry_run_sets_apart_who_is_within_the_gap(session, earlier, later):
    reading = read_people_text("Ada Example, ada@example.org\nBo Sample, bo@example.org\nAda")
    run = dry_run(session, later, reading, gaps_open(session, later, now=SOON))

    assert [one.person.name for one in run.new] == ["Bo Sample", "Ada"]
    assert [(one.row, over_at) for one, over_at in run.early] == [(1, NOW + GAP)]
    assert (run.faults, run.may_add) == ((), True)


def test_who_is_in_the_opening_already_is_present_and_not_early(session, house, later):
    person = house.candidate(later, "Ada Example", "ada@example.org")
    house.submitted(person, {})
    gaps = gaps_open(session, later, now=SOON)
    run = dry_run(session, later, read_people_text("Ada Example, ada@example.org"), gaps)

    assert (len(run.present), run.early) == (1, ())


def test_a_person_may_invite_within_the_gap_and_the_log_quotes_no_reason(session, house, later):
    owner, person = house.staff[Role.OWNER], house.candidate(later, "Ada", "ada@example.org")
    reason = "The line broke off the first time."
    allow_retakes(session, later, [person], reason=reason, staff=owner, now=SOON)
    session.commit()

    entry = session.exec(
        select(AuditEntry).where(AuditEntry.act == "candidate.retake_allowed")
    ).one()
    assert (entry.object_id, entry.actor, entry.details) == (str(person.id), str(owner.id), {})
    assert person.retake_reason == reason


def test_a_reason_is_given_in_words(session, house, later):
    person = house.candidate(later)
    with pytest.raises(ValueError, match="10 to 500"):
        allow_retakes(
            session, later, [person], reason=" . ", staff=house.staff[Role.OWNER], now=SOON
        )

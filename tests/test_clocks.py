"""Five years in a few steps: who goes when, by place, by kind of data, by hold and by mark."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from hiring import retention, vault
from hiring.errors import NotAllowedError
from hiring.openings import Candidate, holds
from hiring.openings.keeping import LAWS, days_to_start_with, find_shortfall
from hiring.retention import DataClass, Ground
from hiring.sittings import Draft
from hiring.vault import Topic, VaultReply

START = datetime(2026, 1, 31, tzinfo=UTC)
HOUSE_DAYS = 365
DAY = timedelta(days=1)
REASON = "A claim is before the court."


@pytest.fixture
def person_in(session, house):
    """Make a person, added at the start, in a new opening of a place."""

    def make(place):
        opening = house.opening(place)
        opening.place = place
        opening.keep_days = days_to_start_with(place, house_days=HOUSE_DAYS)
        candidate = house.candidate(opening, f"Person in {place}")
        candidate.added_at = START
        vault.keep_reply(session, candidate, {Topic.SEX: "female"}, now=START)
        session.commit()
        return candidate

    return make


def names(session):
    session.expire_all()
    return {one.name.removeprefix("Person in ") for one in session.exec(select(Candidate))}


def pass_night(session, at):
    """What the nightly job does: mark, sweep, clear."""
    retention.mark_due(session, keep_days=HOUSE_DAYS, now=at, grace_days=14)
    retention.sweep(session, keep_days=HOUSE_DAYS, now=at)
    retention.clear_short(session, house_days=HOUSE_DAYS, now=at)
    session.commit()


def test_in_five_years_everybody_goes_when_their_place_says(session, person_in):
    """Marked on the first night after the time is over, erased fourteen days later."""
    places = ["eu_uk", "other", "us_nyc", "us_colorado", "canada_ontario", "us_california"]
    for place in places:
        person_in(place)
    left, gone = set(places), {}
    for day in range(0, 5 * 365, 5):
        pass_night(session, START + timedelta(days=day))
        gone |= dict.fromkeys(left - names(session), day)
        left = names(session)

    assert left == set()
    # The first night, every five days, after the days of the place; the sweep comes 15 days later.
    assert gone == {
        "eu_uk": 185 + 15,
        "other": 370 + 15,
        "us_nyc": 370 + 15,
        "us_colorado": 1100 + 15,
        "canada_ontario": 1100 + 15,
        "us_california": 1465 + 15,
    }


def test_the_longest_law_wins_only_for_what_it_names(session, person_in):
    """Colorado and Ontario both keep records for three years; only the first names groups."""
    for place in ("us_colorado", "canada_ontario"):
        person_in(place)
    pass_night(session, START + timedelta(days=500))

    assert names(session) == {"us_colorado", "canada_ontario"}
    assert len(session.exec(select(VaultReply)).all()) == 1


def test_a_hold_stops_the_clock_until_its_day(session, person_in):
    held = person_in("eu_uk")
    until = START + timedelta(days=730)
    holds.hold(session, held, reason=REASON, until=until, now=START + DAY)
    for day in range(180, 730, 30):
        pass_night(session, START + timedelta(days=day))

    assert names(session) == {"eu_uk"}
    assert len(session.exec(select(VaultReply)).all()) == 1
    assert retention.held_candidates(session, keep_days=HOUSE_DAYS, now=until - DAY) == [held]

    for day in (731, 750):
        pass_night(session, START + timedelta(days=day))
    assert names(session) == set()


def test_nobody_on_hold_is_erased_by_any_way(session, person_in):
    held, other = person_in("other"), person_in("eu_uk")
    holds.hold(session, held, reason=REASON, until=START + 30 * DAY, now=START)

    with pytest.raises(NotAllowedError, match=held.code):
        retention.erase(session, [other, held], now=START + DAY)
    assert names(session) == {"other", "eu_uk"}

    assert holds.end_hold(session, held, now=START + DAY)
    retention.erase(session, [other, held], now=START + DAY)
    assert names(session) == set()


@pytest.mark.parametrize(
    ("reason", "days"), [("Because.", 10), (REASON, 0), (REASON, -1), ("   a     b  ", 10)]
)
def test_a_hold_has_a_reason_and_an_end(session, person_in, reason, days):
    until = START + timedelta(days=days)
    with pytest.raises(ValueError, match="hold"):
        holds.hold(session, person_in("other"), reason=reason, until=until, now=START)


def test_a_mark_can_be_taken_off_and_the_person_stays(session, person_in):
    person = person_in("other")
    over = START + timedelta(days=366)
    assert retention.mark_due(session, keep_days=HOUSE_DAYS, now=over) == [person]
    assert retention.mark_due(session, keep_days=HOUSE_DAYS, now=over) == []
    assert retention.spare(session, person, now=over + DAY)

    assert retention.sweep(session, keep_days=HOUSE_DAYS, now=over + 20 * DAY) == []
    assert names(session) == {"other"}


def test_the_sweep_waits_for_the_days_of_the_mark(session, person_in):
    code = person_in("other").code
    over = START + timedelta(days=366)
    retention.mark_due(session, keep_days=HOUSE_DAYS, now=over, grace_days=14)

    assert retention.sweep(session, keep_days=HOUSE_DAYS, now=over + 13 * DAY) == []
    assert retention.sweep(session, keep_days=HOUSE_DAYS, now=over + 14 * DAY) == [code]


def test_who_is_put_on_hold_after_the_mark_stays(session, person_in):
    person = person_in("other")
    over = START + timedelta(days=366)
    retention.mark_due(session, keep_days=HOUSE_DAYS, now=over)
    holds.hold(session, person, reason=REASON, until=over + 90 * DAY, now=over + DAY)

    assert retention.sweep(session, keep_days=HOUSE_DAYS, now=over + 30 * DAY) == []


def test_drafts_go_a_month_after_the_answers_were_sent(session, house, now):
    candidate = house.candidate(house.opening())
    sitting = house.submitted(candidate, house.drawn_answers(1))
    session.add(
        Draft(
            sitting_id=sitting.id,
            item="a/b",
            page_id="1",
            number=1,
            revision=0,
            fields={},
            received_at=now,
        )
    )
    session.commit()
    retention.clear_short(session, house_days=HOUSE_DAYS, now=now + 29 * DAY)
    assert session.exec(select(Draft)).all() != []

    cleared = retention.clear_short(session, house_days=HOUSE_DAYS, now=now + 31 * DAY)
    assert cleared[DataClass.DRAFTS] == 1
    assert session.exec(select(Draft)).all() == []


def test_each_clock_says_whose_rule_it_is(session, person_in, house):
    opening = house.opening()
    grounds = {}
    for place in ("us_colorado", "eu_uk", "other"):
        opening.place = place
        opening.keep_days = days_to_start_with(place, house_days=HOUSE_DAYS)
        grounds[place] = retention.clocks_of(opening, house_days=HOUSE_DAYS)[0].ground

    assert grounds == {
        "us_colorado": Ground.LAW,
        "eu_uk": Ground.CUSTOM,
        "other": Ground.HOUSE,
    }


@pytest.mark.parametrize(("place", "days"), [(place, days) for place, (days, _law) in LAWS.items()])
def test_an_opening_that_keeps_people_for_too_few_days_is_named(place, days):
    assert find_shortfall(place, days) is None
    assert find_shortfall(place, days - 1) == LAWS[place]

"""When candidates see their feedback, and who may say so."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session, select

from hiring.accounts import Role
from hiring.audit import AuditEntry
from hiring.errors import NotAllowedError
from hiring.feedback import (
    FeedbackState,
    Release,
    explanation_due_on,
    feedback_state,
    has_read_result,
    note_reading,
    set_feedback_time,
)
from hiring.openings import Candidate, Opening
from hiring.openings.days import end_of
from hiring.openings.records import FeedbackTime
from hiring.scoring import Score
from tests.builders import NOW, House

DAY = datetime(2026, 6, 20, tzinfo=UTC)
SCORE = Score(total=60.0)


def opening_with(when: FeedbackTime) -> Opening:
    return Opening(feedback=when.value, decide_by=date(2026, 6, 13))


@pytest.mark.parametrize("moment", [NOW, NOW + timedelta(days=400)])
def test_at_once_waits_for_nothing_but_the_score(moment: datetime) -> None:
    opening = opening_with(FeedbackTime.AT_ONCE)

    assert feedback_state(opening, None, moment, zone=UTC) == FeedbackState(Release.NOT_SCORED)
    assert feedback_state(opening, SCORE, moment, zone=UTC) == FeedbackState(Release.OPEN)


def test_at_close_opens_when_the_day_of_decision_is_over() -> None:
    opening = opening_with(FeedbackTime.AT_CLOSE)
    last = end_of(opening.decide_by, UTC)
    before = feedback_state(opening, SCORE, last, zone=UTC)

    # The first whole day is the one after; nobody comes in vain on the day they were told.
    assert before == FeedbackState(Release.LATER, date(2026, 6, 14))
    day_after = last + timedelta(seconds=1)
    assert feedback_state(opening, SCORE, day_after, zone=UTC).is_open


def test_a_chosen_day_counts_from_its_first_moment() -> None:
    opening = opening_with(FeedbackTime.ON_DATE)
    opening.feedback_from = DAY

    before = feedback_state(opening, SCORE, DAY - timedelta(microseconds=1), zone=UTC)
    assert before == FeedbackState(Release.LATER, date(2026, 6, 20))
    assert feedback_state(opening, SCORE, DAY, zone=UTC).is_open
    assert feedback_state(opening, None, DAY, zone=UTC).release is Release.NOT_SCORED


@pytest.mark.parametrize("name", ["Asia/Tokyo", "America/New_York", "Europe/Paris"])
def test_days_of_feedback_begin_where_the_house_is(name: str) -> None:
    zone, at_close = ZoneInfo(name), opening_with(FeedbackTime.AT_CLOSE)
    on_date = opening_with(FeedbackTime.ON_DATE)
    on_date.feedback_from = datetime(2026, 6, 14, tzinfo=zone).astimezone(UTC)

    for opening in (at_close, on_date):
        opens_at = datetime(2026, 6, 14, tzinfo=zone).astimezone(UTC)
        before = feedback_state(opening, SCORE, opens_at - timedelta(seconds=1), zone=zone)
        assert before == FeedbackState(Release.LATER, date(2026, 6, 14))
        assert feedback_state(opening, SCORE, opens_at, zone=zone).is_open


def test_feedback_that_is_off_stays_off_whatever_the_day() -> None:
    opening = opening_with(FeedbackTime.OFF)

    state = feedback_state(opening, SCORE, DAY + timedelta(days=900), zone=UTC)
    assert state == FeedbackState(Release.OFF)


def test_an_explanation_is_due_thirty_days_after_sending() -> None:
    assert explanation_due_on(datetime(2026, 5, 4, 23, 59, tzinfo=UTC)) == date(2026, 6, 3)


def test_a_recruiter_sets_the_time_and_it_is_noted_without_words(
    session: Session, house: House, opening: Opening
) -> None:
    set_feedback_time(
        session,
        opening,
        time=FeedbackTime.ON_DATE,
        starts_at=DAY,
        staff=house.staff[Role.RECRUITER],
        now=NOW,
    )
    session.commit()

    entry = session.exec(select(AuditEntry).where(AuditEntry.act == "feedback.set")).one()
    assert (opening.feedback, opening.feedback_from) == ("on_date", DAY)
    assert entry.details == {"when": "on_date", "starts_at": DAY.isoformat()}
    assert entry.chain == str(opening.id)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nobody_turns_feedback_off_alone(session: Session, house: House, opening: Opening) -> None:
    for role in (Role.OWNER, Role.RECRUITER):
        with pytest.raises(NotAllowedError, match="second person"):
            set_feedback_time(
                session, opening, time=FeedbackTime.OFF, staff=house.staff[role], now=NOW
            )


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_only_an_owner_turns_feedback_on_again(
    session: Session, house: House, opening: Opening
) -> None:
    recruiter, owner = house.staff[Role.RECRUITER], house.staff[Role.OWNER]
    opening.feedback, opening.feedback_off_reason = "off", "A works council has asked for it."
    with pytest.raises(NotAllowedError):
        set_feedback_time(session, opening, time=FeedbackTime.AT_ONCE, staff=recruiter, now=NOW)
    set_feedback_time(session, opening, time=FeedbackTime.AT_ONCE, staff=owner, now=NOW)
    assert opening.feedback_off_reason is None


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("time", "facts", "fault"),
    [
        (FeedbackTime.ON_DATE, {}, "a moment goes with"),
        (FeedbackTime.AT_ONCE, {"starts_at": DAY}, "a moment goes with"),
    ],
)
def test_a_time_needs_its_facts_and_no_others(
    session: Session, house: House, opening: Opening, time: FeedbackTime, facts: dict, fault: str
) -> None:
    with pytest.raises(ValueError, match=fault):
        set_feedback_time(
            session, opening, time=time, staff=house.staff[Role.OWNER], now=NOW, **facts
        )


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_that_a_result_was_read_is_noted_once(session: Session, candidate: Candidate) -> None:
    assert not has_read_result(session, candidate)

    assert note_reading(session, candidate, now=NOW)
    assert not note_reading(session, candidate, now=NOW + timedelta(days=1))
    assert has_read_result(session, candidate)

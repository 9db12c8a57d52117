"""The two questions: once for each person, nothing that leads back to one, never of a few."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from hiring import surveys
from hiring.surveys import MIN_REPLIES, SurveyReply, rate, survey_summary


@pytest.fixture
def opening(small_house):
    return small_house.opening()


def replies(session):
    return session.exec(select(SurveyReply)).all()


def test_a_reply_keeps_the_month_and_nothing_that_leads_to_a_person(
    session, small_house, opening, now
):
    ada = small_house.candidate(opening)
    assert rate(session, ada, fairness=4, clarity=None, now=now)

    (reply,) = replies(session)
    assert (reply.opening_id, reply.fairness, reply.clarity) == (opening.id, 4, None)
    assert reply.month == date(2026, 5, 1)
    assert {key.column.table.name for key in SurveyReply.__table__.foreign_keys} == {"opening"}
    assert set(SurveyReply.model_fields) == {"id", "opening_id", "fairness", "clarity", "month"}


def test_nobody_replies_twice(session, small_house, opening, now):
    ada = small_house.candidate(opening)
    rate(session, ada, fairness=4, clarity=2, now=now)

    assert not rate(session, ada, fairness=1, clarity=1, now=now)
    assert [reply.fairness for reply in replies(session)] == [4]


@pytest.mark.parametrize(("fairness", "clarity"), [(None, None), (0, None), (None, 6)])
def test_what_is_no_reply_is_refused(session, small_house, opening, now, fairness, clarity):
    ada = small_house.candidate(opening)
    with pytest.raises(ValueError, match="steps"):
        rate(session, ada, fairness=fairness, clarity=clarity, now=now)

    assert replies(session) == []
    assert not ada.has_rated


def fill(session, opening, n):
    month = datetime(2026, 5, 1, tzinfo=UTC).date()
    for number in range(n):
        fairness = None if number == 0 else 1 + number % 5
        session.add(SurveyReply(opening_id=opening.id, fairness=fairness, clarity=5, month=month))
    session.flush()


def test_few_replies_are_not_shown(session, opening):
    fill(session, opening, MIN_REPLIES - 1)

    assert survey_summary(session, opening.id) is None


def test_enough_replies_are_shown_as_counts(session, small_house, opening):
    fill(session, opening, MIN_REPLIES)
    fill(session, small_house.opening("Other"), 3)

    found = survey_summary(session, opening.id)
    assert (found.n, found.fairness, found.clarity) == (10, (1, 2, 2, 2, 2), (0, 0, 0, 0, 10))
    assert surveys.count_replies(session, opening.id) == 10

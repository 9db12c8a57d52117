"""The two questions: once for each person, nothing that leads back to one, never of a few."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from hiring import surveys
from hiring.surveys import (
    MIN_REPLIES,
    Rating,
    SurveyReply,
    keep_rating,
    mark_rated,
    survey_summary,
)

LATER = datetime(2026, 9, 1, tzinfo=UTC)


@pytest.fixture
def opening(small_house):
    return small_house.opening()


def replies(session):
    return session.exec(select(SurveyReply)).all()


def test_a_reply_keeps_the_month_and_nothing_that_leads_to_a_person(session, opening, now):
    keep_rating(session, opening.id, Rating(4, None), now=now)

    (reply,) = replies(session)
    assert (reply.opening_id, reply.fairness, reply.clarity) == (opening.id, 4, None)
    assert reply.month == date(2026, 5, 1)
    assert {key.column.table.name for key in SurveyReply.__table__.foreign_keys} == {"opening"}
    assert set(SurveyReply.model_fields) == {"id", "opening_id", "fairness", "clarity", "month"}


def test_nobody_replies_twice(session, small_house, opening):
    ada = small_house.candidate(opening)

    assert [mark_rated(session, ada), mark_rated(session, ada)] == [True, False]


@pytest.mark.parametrize(("fairness", "clarity"), [(None, None), (0, None), (None, 6)])
def test_what_is_no_reply_is_refused(fairness, clarity):
    with pytest.raises(ValueError, match="steps"):
        Rating(fairness, clarity)


def fill(session, opening, n, month=5, n_left_out=0):
    for number in range(n):
        fairness = None if number < n_left_out else 1 + number % 5
        first = date(2026, month, 1)
        session.add(SurveyReply(opening_id=opening.id, fairness=fairness, clarity=5, month=first))
    session.flush()


def test_few_replies_are_not_shown(session, opening):
    fill(session, opening, MIN_REPLIES - 1)

    assert survey_summary(session, opening.id, now=LATER) is None


def test_enough_replies_are_shown_as_counts(session, small_house, opening):
    fill(session, opening, MIN_REPLIES)
    fill(session, small_house.opening("Other"), 3)

    found = survey_summary(session, opening.id, now=LATER)
    assert (found.n, found.fairness, found.clarity) == (10, (2, 2, 2, 2, 2), (0, 0, 0, 0, 10))
    assert surveys.count_replies(session, opening.id) == 10


@pytest.mark.parametrize("n_left_out", [1, MIN_REPLIES])
def test_a_question_that_few_have_answered_is_not_shown(session, opening, n_left_out):
    fill(session, opening, MIN_REPLIES, n_left_out=n_left_out)

    found = survey_summary(session, opening.id, now=LATER)
    assert (found.n, found.fairness, found.clarity) == (10, None, (0, 0, 0, 0, 10))


def test_few_new_answers_to_one_question_wait_for_more_of_them(session, opening):
    fill(session, opening, MIN_REPLIES)
    fill(session, opening, 5, month=6, n_left_out=4)
    waiting = survey_summary(session, opening.id, now=LATER)
    fill(session, opening, 5, month=7)
    shown = survey_summary(session, opening.id, now=LATER)

    assert (waiting.n, sum(waiting.fairness), sum(waiting.clarity)) == (15, 10, 15)
    assert (shown.n, sum(shown.fairness), sum(shown.clarity)) == (20, 16, 20)


def test_one_more_reply_changes_no_figure(session, opening):
    fill(session, opening, MIN_REPLIES)
    fill(session, opening, 4, month=6)
    before = survey_summary(session, opening.id, now=LATER)
    fill(session, opening, 1, month=9)

    assert before.n == MIN_REPLIES
    assert survey_summary(session, opening.id, now=LATER) == before


def test_five_more_replies_of_months_that_are_over_are_shown_together(session, opening):
    for month, n in ((5, MIN_REPLIES), (6, 4), (7, 2), (8, 1)):
        fill(session, opening, n, month=month)

    assert survey_summary(session, opening.id, now=LATER).n == MIN_REPLIES + 6


def test_replies_of_the_month_that_runs_are_not_shown(session, opening):
    fill(session, opening, 30, month=9)

    assert survey_summary(session, opening.id, now=LATER) is None

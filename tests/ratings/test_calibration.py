"""Practice before rating, checks in between, and how far raters agree."""

from datetime import timedelta

import pytest

from hiring import ratings
from hiring.accounts import Role
from hiring.errors import NotAllowedError, RatingFaultError
from hiring.ratings import Standing, closeness
from hiring.ratings.calibration import ONE_IN, SET_SIZE
from hiring.ratings.records import Benchmark, BenchmarkRating
from tests.builders import NOW
from tests.rated import FACET, ITEM


def standing(rated, rater=0):
    return ratings.practice_of(rated.session, rated.raters[rater], rated.key_id, ITEM).standing


def pairs(*points):
    """What was agreed and what was given, as rows."""
    return [
        (Benchmark(points={FACET: agreed}), BenchmarkRating(points={FACET: given}))
        for agreed, given in points
    ]


def test_without_a_whole_set_nobody_can_start(rated):
    rated.agree(SET_SIZE - 1)

    assert standing(rated) is Standing.NOT_PREPARED
    assert ratings.next_benchmark(rated.session, rated.raters[0], rated.key_id, ITEM) is None


def test_a_set_near_the_agreed_points_is_passed(rated):
    rated.agree(SET_SIZE)
    before = standing(rated)
    rated.practise(0, 4, 4, 5, 3, 4)

    assert (before, standing(rated)) == (Standing.PRACTISING, Standing.RATING)


def test_one_point_two_steps_off_asks_for_another_set(rated):
    rated.agree(2 * SET_SIZE)
    rated.practise(0, 4, 4, 4, 4, 2)
    after = standing(rated)
    rated.practise(0, 4, 4, 4, 4, 4, now=NOW + timedelta(hours=1))

    assert (after, standing(rated)) == (Standing.PRACTISING, Standing.RATING)


def test_who_has_used_up_every_set_cannot_start(rated):
    rated.agree(SET_SIZE)
    rated.practise(0, 1, 1, 1, 1, 1)

    assert standing(rated) is Standing.USED_UP


def test_a_second_point_for_the_same_agreed_answer_is_refused(rated, session):
    (row, *_others) = rated.agree(SET_SIZE)
    ratings.file_benchmark_rating(session, row, rated.raters[0], {FACET: 4}, NOW)
    with pytest.raises(RatingFaultError):
        ratings.file_benchmark_rating(session, row, rated.raters[0], {FACET: 3}, NOW)


def test_only_owners_and_analysts_keep_agreed_answers(rated, session, staff):
    (row, *_others) = rated.agree(1)
    with pytest.raises(NotAllowedError):
        ratings.retire_benchmark(session, row, staff=staff[Role.RATER], now=NOW)


def test_a_retired_answer_is_handed_to_nobody(rated, session, staff):
    rows = rated.agree(SET_SIZE)
    ratings.retire_benchmark(session, rows[0], staff=staff[Role.OWNER], now=NOW)

    assert standing(rated) is Standing.NOT_PREPARED


def test_about_one_in_twelve_is_a_check(rated, session):
    rated.agree(SET_SIZE + 3)
    rated.practise(0, *[4] * SET_SIZE)
    people = [rated.person(f"Person {n}") for n in range(2 * ONE_IN)]
    n_checks = 0
    for n in range(2 * ONE_IN):
        at = NOW + timedelta(hours=1, minutes=n)
        due = ratings.next_benchmark(session, rated.raters[0], rated.key_id, ITEM)
        if due is None:
            rated.file(rated.take(0, now=at), 4, now=at)
        else:
            n_checks += 1
            ratings.file_benchmark_rating(session, due, rated.raters[0], {FACET: 5}, at)

    checks = ratings.checks_in_between(session, rated.raters[0], rated.key_id, ITEM)
    assert n_checks in {2, 3}
    assert len(checks) == n_checks
    assert closeness(checks).lean == 1
    assert len(people) == 2 * ONE_IN


def test_closeness_counts_exact_next_and_two_steps():
    found = closeness(pairs((3, 3), (3, 4), (3, 5), (3, 3)))

    assert (found.exact, found.close, found.n_two_steps, found.lean) == (0.5, 0.75, 1, 0.75)
    assert not found.is_passed


def test_without_any_there_is_no_closeness():
    assert closeness([]).close is None


def figures(rated):
    return ratings.question_figures(rated.session, rated.key_id, rated.prompt)


def rate_all(rated, points):
    """Two raters on as many people as there are pairs of points."""
    for n in range(len(points)):
        rated.person(f"Person {n}")
    order = {}
    for rater in (0, 1):
        for n in range(len(points)):
            at = NOW + timedelta(minutes=n)
            rating = rated.take(rater, now=at)
            place = order.setdefault(rating.answer_id, len(order))
            rated.file(rating, points[place][rater], now=at)


# Case H-02 twice over, so that there are enough answers for figures.
H_02 = [(4, 3), (3, 2), (5, 4), (2, 2), (3, 3), (1, 1), (4, 4), (2, 1)]


def test_below_ten_answers_there_are_counts_only(rated):
    rate_all(rated, H_02)
    (pair,) = figures(rated).pairs

    assert (pair.n, pair.agreement, pair.icc_mean) == (8, None, None)


def test_agreement_is_told_for_each_pair_and_criterion(rated):
    rate_all(rated, H_02 + H_02)
    found = figures(rated)
    (pair,), (month,) = found.pairs, found.months

    assert (pair.n, pair.criterion) == (16, FACET)
    assert (pair.agreement.exact, pair.agreement.adjacent) == (0.5, 1.0)
    assert pair.icc_mean == pytest.approx(0.92, abs=0.01)
    assert (month.month, month.n, month.exact) == ("2026-05", 16, 0.5)


def test_severity_needs_thirty_shared_ratings(rated):
    rate_all(rated, H_02)
    severities = figures(rated).severities

    assert [(one.n_shared, one.points) for one in severities] == [(8, None), (8, None)]


def test_severity_with_thirty_shared_ratings_is_half_the_gap_of_the_means(rated):
    rate_all(rated, [(4, 3), (3, 3)] * 15)
    first, second = figures(rated).severities

    # The means lie half a point apart; severities add up to 0.
    assert sorted([first.points, second.points]) == pytest.approx([-0.25, 0.25])


def test_a_newcomer_moves_the_severity_of_nobody(rated):
    rate_all(rated, [(4, 3), (3, 3)] * 15)
    before = figures(rated).severities
    rated.person("Somebody New")
    rated.file(rated.take(2), 1)
    after = {one.rater: one for one in figures(rated).severities}

    assert [after.pop(one.rater) for one in before] == list(before)
    assert [(one.n_shared, one.points) for one in after.values()] == [(0, None)]

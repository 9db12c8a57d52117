"""Whether somebody decides for themselves or waves the score through."""

from uuid import uuid4

import pytest

from hiring.comparison.reviewing import MIN_DECISIONS, Review, ReviewSign, figures_of

GROUP = uuid4()


def reviews(*pairs, seconds=300.0, group=GROUP):
    return [Review(group, goes_on, points, seconds) for goes_on, points in pairs]


def follower(n=12, n_on=4, **facts):
    return reviews(*[(rank < n_on, 90.0 - rank) for rank in range(n)], **facts)


def test_who_always_follows_the_score_is_flagged():
    figures = figures_of(follower())

    assert figures.agreement == 1.0
    assert figures.signs == (ReviewSign.FOLLOWS_SCORE,)


def test_who_differs_now_and_then_is_not():
    pairs = [(rank in {0, 1, 3, 6}, 90.0 - rank) for rank in range(12)]
    figures = figures_of(reviews(*pairs))

    assert figures.agreement == pytest.approx(10 / 12)
    assert figures.signs == ()


def test_below_ten_decisions_nothing_is_said():
    figures = figures_of(follower(n=MIN_DECISIONS - 1))

    assert figures.is_too_few
    assert (figures.agreement, figures.median_seconds, figures.signs) == (None, None, ())


def test_the_same_decision_for_everybody_follows_no_order():
    figures = figures_of(reviews(*[(True, float(n)) for n in range(12)]))

    assert (figures.n, figures.n_ordered, figures.agreement) == (12, 0, None)


def test_people_without_a_score_do_not_count_towards_the_order():
    figures = figures_of([*follower(), *reviews((True, None), (False, None))])

    assert (figures.n, figures.n_ordered) == (14, 12)


def test_equal_scores_at_the_edge_count_as_agreeing_whoever_goes_on():
    one = reviews(*[(True, 50.0)] * 5, *[(False, 50.0)] * 7)

    assert figures_of(one).agreement == 1.0


def test_equal_scores_at_the_edge_do_not_hide_going_against_the_order():
    # One of three places goes to 40 although somebody with 60 stays out.
    pairs = [(True, 50.0), (True, 50.0), (True, 40.0), (False, 60.0)] + [(False, 30.0)] * 8

    assert figures_of(reviews(*pairs)).agreement == pytest.approx(10 / 12)


def test_by_chance_is_what_as_many_places_drawn_by_lot_would_give():
    # Four of twelve: (4 times 4 + 8 times 8) / 12 of the twelve.
    assert figures_of(follower()).by_chance == pytest.approx((16 + 64) / 144)


def test_each_opening_has_an_order_of_its_own():
    low = reviews(*[(rank < 2, 20.0 - rank) for rank in range(6)], group=uuid4())
    high = reviews(*[(rank < 2, 90.0 - rank) for rank in range(6)], group=uuid4())

    assert figures_of([*low, *high]).agreement == 1.0


def test_who_decides_in_seconds_is_flagged():
    pairs = [(rank in {0, 1, 3, 6}, 90.0 - rank) for rank in range(12)]

    assert figures_of(reviews(*pairs, seconds=20.0)).signs == (ReviewSign.QUICK,)


def test_the_order_of_decisions_changes_nothing():
    one = follower()

    assert figures_of(one[::-1]) == figures_of(one)

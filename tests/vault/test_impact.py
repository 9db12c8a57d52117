"""The report equals one worked by hand, and shows nobody who is one of few."""

from datetime import UTC, datetime

import pytest

from hiring.psychometrics.impact.floors import LOWEST, GroupFloors
from hiring.psychometrics.impact.report import Finding, Refusal
from hiring.vault import Mode, Person, Topic, impact_document

AT = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
SEX, ETHNICITY = Topic.SEX, Topic.ETHNICITY


def some(n, *, chosen=None, points=None, **told):
    told = {Topic(name): answer for name, answer in told.items()}
    return [Person(AT, points, chosen, told)] * n


def selected(people, floors=LOWEST):
    return impact_document(people, Mode.SELECTED, now=AT, floors=floors)


def above(people, floors=LOWEST):
    return impact_document(people, Mode.ABOVE_MEDIAN, now=AT, floors=floors)


def table(document, *topics):
    return next(one for one in document.tables if one.topics == topics)


def row(document, *answers, topics=(SEX,)):
    return next(one for one in table(document, *topics).rows if one.answers == answers)


@pytest.fixture(scope="module")
def worked():
    """Women: 40 of 100. Men: 60 of 100. Nobody said: 20, of whom 10 were selected."""
    return selected(
        [
            *some(40, chosen=True, sex="female"),
            *some(60, chosen=False, sex="female"),
            *some(60, chosen=True, sex="male"),
            *some(40, chosen=False, sex="male"),
            *some(10, chosen=True),
            *some(10, chosen=False),
            *some(7, sex="male"),  # nobody has decided about them
        ]
    )


def test_selection_equals_the_table_worked_by_hand(worked):
    women = row(worked, "female")

    assert (women.n, women.n_high) == (100, 40)
    assert women.rate == pytest.approx(0.4, abs=5e-4)
    assert women.ratio == pytest.approx(0.667, abs=5e-4)
    assert (women.low, women.high) == pytest.approx((0.500, 0.890), abs=5e-4)
    assert women.p == pytest.approx(0.007, abs=5e-4)
    assert women.finding is Finding.BELOW_FOUR_FIFTHS
    assert women.is_below_four_fifths


def test_the_ratio_of_the_best_group_is_exactly_one(worked):
    men = row(worked, "male")

    assert men.is_reference
    assert men.ratio == 1
    assert men.rate == pytest.approx(0.6)


def test_who_said_nothing_and_who_was_left_out_are_counted(worked):
    assert (worked.n_people, worked.n_left_out) == (220, 7)
    assert table(worked, SEX).n_unknown == 20
    assert worked.overall_rate == pytest.approx(0.5)


def test_scores_above_the_median_equal_the_table_worked_by_hand():
    """Sixty at 70 and sixty at 50 points: the median is 60. Women: 20 of 60 above, men 40 of 60."""
    found = above(
        [
            *some(20, points=70.0, sex="female"),
            *some(40, points=50.0, sex="female"),
            *some(40, points=70.0, sex="male"),
            *some(20, points=50.0, sex="male"),
            *some(3),  # no score
        ]
    )
    women = row(found, "female")

    assert found.median == 60
    assert found.n_left_out == 3
    assert (women.rate, women.ratio) == pytest.approx((0.333, 0.5), abs=5e-4)
    # exp(ln .5 -+ 1.96 sqrt((2/3)/20 + (1/3)/40))
    assert (women.low, women.high) == pytest.approx((0.335, 0.746), abs=5e-4)


def test_a_house_that_asks_for_larger_groups_shows_and_compares_fewer():
    people = [
        *some(6, chosen=True, sex="female"),
        *some(6, chosen=False, sex="female"),
        *some(20, chosen=True, sex="male"),
        *some(14, chosen=False, sex="male"),
        *some(20, chosen=True, sex="other"),
        *some(15, chosen=False, sex="other"),
    ]

    usual, strict = selected(people), selected(people, GroupFloors(show=13, compare=35))

    assert (row(usual, "female").n, row(strict, "female").n) == (12, None)
    assert row(strict, "female").refusal is Refusal.TOO_FEW_TO_SHOW
    assert row(usual, "male").ratio is not None
    assert row(strict, "male").ratio is None


def test_below_the_floor_of_the_house_there_is_no_table():
    people = some(12, chosen=True, sex="female")

    assert selected(people).tables
    assert selected(people, GroupFloors(show=13)).tables == ()


def test_sex_and_ethnicity_are_crossed():
    found = selected(
        [
            person
            for sex in ("female", "male")
            for origin in ("white", "asian")
            for chosen in (True, False)
            for person in some(20, chosen=chosen, sex=sex, ethnicity=origin)
        ]
    )

    crossed = table(found, SEX, ETHNICITY)
    assert [one.answers for one in crossed.rows] == [
        ("female", "white"),
        ("female", "asian"),
        ("male", "white"),
        ("male", "asian"),
    ]
    assert {one.n for one in crossed.rows} == {40}


def test_age_is_crossed_with_nothing():
    found = selected(some(40, chosen=True, sex="female", age_band="under_25", ethnicity="white"))

    assert [one.topics for one in found.tables] == [
        (SEX,),
        (ETHNICITY,),
        (Topic.AGE_BAND,),
        (SEX, ETHNICITY),
    ]


def test_a_small_group_shows_nothing_and_nothing_gives_it_away():
    """The three others cannot be what is left of 103, nor their selection of all selections."""
    found = selected(
        [
            *some(25, chosen=True, sex="female"),
            *some(25, chosen=False, sex="female"),
            *some(30, chosen=True, sex="male"),
            *some(20, chosen=False, sex="male"),
            *some(3, chosen=True, sex="other"),
        ]
    )
    others = row(found, "other")

    assert (others.n, others.n_high, others.rate) == (None, None, None)
    assert others.refusal is Refusal.TOO_FEW_TO_SHOW
    shown = [one.n for one in table(found, SEX).rows if one.n is not None]
    assert len(shown) <= 1
    assert found.overall_rate is None


def test_people_who_said_nothing_let_the_large_groups_stay():
    found = selected(
        [
            *some(25, chosen=True, sex="female"),
            *some(25, chosen=False, sex="female"),
            *some(30, chosen=True, sex="male"),
            *some(20, chosen=False, sex="male"),
            *some(3, chosen=True, sex="other"),
            *some(15, chosen=False),
        ]
    )

    assert [one.n for one in table(found, SEX).rows] == [50, 50, None]
    assert table(found, SEX).n_unknown is None


def test_groups_under_two_per_cent_are_flagged():
    found = selected(
        [
            *some(300, chosen=True, sex="female"),
            *some(300, chosen=False, sex="male"),
            *some(300, chosen=True, sex="male"),
            *some(12, chosen=True, sex="other"),
        ]
    )
    others = row(found, "other")

    assert others.is_under_two_percent
    assert others.refusal is Refusal.UNDER_TWO_PERCENT
    assert others.ratio is None


def test_where_one_person_turns_it_round_it_says_so():
    found = selected(
        [
            *some(1, chosen=True, sex="female"),
            *some(39, chosen=False, sex="female"),
            *some(2, chosen=True, sex="male"),
            *some(38, chosen=False, sex="male"),
        ]
    )

    assert row(found, "female").finding is Finding.ONE_PERSON_DECIDES


@pytest.mark.parametrize("people", [[], some(9, chosen=True, points=50.0, sex="male")])
def test_of_fewer_than_ten_people_nothing_is_shown(people):
    for found in (selected(people), above(people)):
        assert found.tables == ()
        assert found.overall_rate is None
        assert found.median is None


def test_where_nobody_told_anything_there_is_no_table():
    found = selected(some(50, chosen=True))

    assert found.tables == ()
    assert found.n_people == 50


def test_groups_stand_in_the_order_of_the_form():
    bands = ["55_or_over", "under_25", "40_to_54", "25_to_39"]
    found = selected([one for band in bands for one in some(12, chosen=True, age_band=band)])

    assert [one.answers[0] for one in found.tables[0].rows] == [
        "under_25",
        "25_to_39",
        "40_to_54",
        "55_or_over",
    ]


def test_a_group_that_stands_alone_is_held_against_nobody():
    found = selected([*some(40, chosen=True, sex="female"), *some(12, chosen=False, sex="male")])
    women = row(found, "female")

    assert (women.n, women.rate) == (40, 1)
    assert (women.ratio, women.is_reference, women.is_kept_back) == (None, False, False)

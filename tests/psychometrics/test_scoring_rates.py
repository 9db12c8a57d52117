import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.psychometrics.impact import Refusal
from hiring.psychometrics.scoring_rates import scoring_rate_report, scoring_rates

quick = settings(deadline=None, max_examples=40)


def worked(case):
    scores = [score for group in case.given.values() for score in group]
    labels = [name for name, group in case.given.items() for _ in group]
    return scores, labels


def pool(n=200, seed=1):
    drawn = np.random.default_rng(seed)
    sexes = drawn.choice(["f", "m"], n).tolist()
    origins = drawn.choice(["a", "b", "c"], n, p=[0.5, 0.47, 0.03]).tolist()
    return drawn.normal(50, 10, n), {"sex": sexes, "origin": origins}


def table(report, *characteristics):
    return next(one for one in report.tables if one.characteristics == characteristics)


def test_scores_give_the_worked_median_rates_and_ratios(get_case):
    case = get_case("F-06")
    found = scoring_rates(*worked(case))

    assert case.is_expected(found.median, "median")
    assert found.rate == pytest.approx(case.expected["rate"], abs=1e-6)
    assert found.ratio == pytest.approx(case.expected["ir"], abs=1e-6)


def test_the_report_refuses_what_the_formula_gives(get_case):
    scores, labels = worked(get_case("F-06"))
    report = scoring_rate_report(scores, {"sex": labels})

    assert {group.refusal for group in report.tables[0].groups} == {Refusal.TOO_FEW_TO_SHOW}
    assert [group.n_people for group in report.tables[0].groups] == [8, 8, 2]


def test_scores_at_the_median_are_not_above_it():
    found = scoring_rates([1, 2, 2, 2, 3], ["a"] * 5)

    assert found.rate == {"a": 0.2}


def test_coarse_scores_report_how_far_the_rate_of_all_is_from_one_half():
    report = scoring_rate_report([1] * 30 + [2] * 60 + [3] * 10, {"sex": ["f", "m"] * 50})

    assert report.overall_rate == pytest.approx(0.1)


def test_nobody_above_the_median_has_no_ratio():
    assert scoring_rates([2, 2], ["a", "b"]).ratio == {"a": None, "b": None}


def test_each_characteristic_and_their_intersection_have_a_table():
    report = scoring_rate_report(*pool())

    assert [one.characteristics for one in report.tables] == [
        ("sex",),
        ("origin",),
        ("sex", "origin"),
    ]
    assert table(report, "sex", "origin").groups[0].label == ("f", "a")


def test_intersections_hold_every_person_once():
    groups = table(scoring_rate_report(*pool()), "sex", "origin").groups

    assert sum(group.n_people for group in groups) == 200


def test_people_of_unknown_category_are_counted_and_keep_their_place_in_the_median():
    scores = list(range(100))
    labels = ["a"] * 40 + [None] * 20 + [float("nan")] * 5 + ["b"] * 35
    report = scoring_rate_report(scores, {"origin": labels})

    assert report.median == 49.5
    assert report.tables[0].n_unknown == 25


def test_people_without_a_score_are_counted_and_left_out():
    scores, labels = pool()
    scores[:7] = np.nan
    report = scoring_rate_report(scores, labels)

    assert (report.n_scored, report.n_unscored) == (193, 7)


def test_a_person_unknown_in_one_characteristic_is_unknown_in_the_intersection():
    scores, labels = pool()
    labels["sex"][:3] = [None] * 3
    report = scoring_rate_report(scores, labels)

    assert table(report, "sex", "origin").n_unknown == 3
    assert table(report, "origin").n_unknown == 0


def test_a_rate_of_all_withheld_by_one_table_is_in_none():
    report = scoring_rate_report(*pool())

    assert any(group.rate is None for group in table(report, "origin").groups)
    assert report.overall_rate is None


def test_nobody_scored_is_a_report_without_figures():
    report = scoring_rate_report([np.nan] * 3, {"sex": ["f", "m", "f"]})

    assert (report.n_scored, report.median, report.overall_rate) == (0, None, None)
    assert report.tables[0].groups == ()


def test_lists_of_labels_of_another_length_are_named():
    with pytest.raises(ValueError, match="see sex, origin"):
        scoring_rate_report([1, 2], {"sex": ["f"], "origin": ["a"] * 3})


def test_infinite_scores_are_refused_with_their_rows():
    with pytest.raises(ValueError, match="rows 1"):
        scoring_rate_report([1, np.inf], {"sex": ["f", "m"]})


def test_nobody_with_a_label_has_no_rates():
    with pytest.raises(ValueError, match="at least one person"):
        scoring_rates([1, 2], [None, None])


@given(st.integers(0, 2**32 - 1))
@quick
def test_neither_order_of_people_nor_unit_of_scores_matters(seed):
    scores, labels = pool(120, seed)
    order = np.random.default_rng(seed).permutation(120)
    moved = {name: [column[i] for i in order] for name, column in labels.items()}
    again = scoring_rate_report(scores[order] * 2 - 30, moved)

    assert again.tables == scoring_rate_report(scores, labels).tables

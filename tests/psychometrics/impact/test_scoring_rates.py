import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.psychometrics.impact.report import Finding, Refusal, Withheld
from hiring.psychometrics.impact.scoring_rates import scoring_rate_report, scoring_rates

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


# Equal totals from different additions.


def ties():
    """Two totals that are 69.44 but for the last digit, 20 each, between 20 at 30 and 20 at 90."""
    scores = [30.0] * 20 + [69.44444444444443] * 20 + [69.44444444444446] * 20 + [90.0] * 20
    return scores, ["a", "b"] * 10 + ["a"] * 20 + ["b"] * 20 + ["a", "b"] * 10


def test_totals_that_differ_in_their_last_digit_fall_on_one_side_of_the_median():
    scores, labels = ties()
    (first, second) = scoring_rate_report(scores, {"group": labels}).tables[0].groups

    assert (first.rate, second.rate) == (0.25, 0.25)
    compared = first.comparison or second.comparison
    assert compared.ratio == 1.0
    assert Finding.NOT_BELOW in {first.finding, second.finding}


def test_the_formula_takes_them_as_equal_too():
    assert scoring_rates(*ties()).ratio == {"a": 1.0, "b": 1.0}


# Small groups that could be worked out.


def test_a_group_hidden_by_its_size_takes_a_second_one_with_it():
    scores = np.random.default_rng(1).permutation(200).astype(float)
    report = scoring_rate_report(
        scores, {"origin": ["a"] * 100 + ["b"] * 60 + ["c"] * 35 + ["d"] * 5}
    )
    found = {group.label: group for group in report.tables[0].groups}
    kept_back = [label for label, group in found.items() if group.withheld is Withheld.FIGURES]

    assert found["d"].refusal is Refusal.TOO_FEW_TO_SHOW
    assert len(kept_back) == 1
    hidden = found[kept_back[0]]
    assert (hidden.n_selected, hidden.rate, hidden.comparison) == (None, None, None)


def test_the_smallest_other_group_is_kept_back_and_the_reference_last():
    scores = [1.0] * 60 + [2.0] * 40 + [0.0] * 50 + [3.0] * 5 + [2.0] * 45
    labels = ["a"] * 100 + ["b"] * 50 + ["c"] * 5 + ["d"] * 45
    report = scoring_rate_report(scores, {"origin": labels})
    found = {group.label: group for group in report.tables[0].groups}

    # The smallest of the others, d, has the highest rate.
    assert found["d"].is_reference
    assert found["b"].withheld is Withheld.FIGURES
    assert found["a"].comparison is not None


def test_where_the_reference_is_kept_back_nothing_is_compared_with_it():
    scores = np.arange(200.0)
    report = scoring_rate_report(scores, {"origin": ["c"] * 4 + ["a"] * 96 + ["b"] * 100})
    found = {group.label: group for group in report.tables[0].groups}

    assert found["a"].withheld is Withheld.FIGURES
    assert all(group.comparison is None for group in found.values())


def test_few_people_of_unknown_group_are_not_left_over_either():
    report = scoring_rate_report(np.arange(200.0), {"sex": ["f", "m"] * 98 + [None] * 4})

    assert any(group.withheld for group in report.tables[0].groups)


def test_a_group_is_not_what_its_intersections_leave_over():
    # 40 women, of whom 35 have origin a and are shown: the other 5 would be the rest.
    sex = ["f"] * 40 + ["m"] * 60
    origin = ["a"] * 35 + ["b"] * 5 + ["a"] * 40 + ["b"] * 20
    scores = np.random.default_rng(1).permutation(100).astype(float)
    report = scoring_rate_report(scores, {"sex": sex, "origin": origin})
    women = table(report, "sex").groups[0]
    inside = {group.label: group for group in table(report, "sex", "origin").groups}

    assert women.rate is None or inside["f", "a"].rate is None


def test_without_small_groups_nothing_is_kept_back():
    sex, origin = ["f", "m"] * 100, ["a", "a", "b", "b"] * 50
    report = scoring_rate_report(np.arange(200.0), {"sex": sex, "origin": origin})

    assert {group.withheld for one in report.tables for group in one.groups} == {None}
    assert all(group.rate is not None for one in report.tables for group in one.groups)


def shown_and_hidden(report, characteristics):
    """Sets of people whose count is shown, those of all included, and sets that must not be."""
    n = len(next(iter(characteristics.values())))
    shown, hidden = [np.ones(n)], []
    for one in report.tables:
        columns = [characteristics[name] for name in one.characteristics]
        labels = [key[0] if len(key) == 1 else key for key in zip(*columns, strict=True)]
        for group in one.groups:
            members = np.array([label == group.label for label in labels], dtype=float)
            (hidden if group.n_people < 10 else shown if group.rate is not None else []).append(
                members
            )
            assert group.comparison is None or group.rate is not None
            if group.comparison is not None:
                assert any(other.is_reference and other.rate is not None for other in one.groups)
        unknown = np.array([label is None or None in np.atleast_1d(label) for label in labels])
        if 0 < unknown.sum() < 10:
            hidden.append(unknown.astype(float))
    return np.array(shown), hidden


@given(st.integers(0, 2**32 - 1), st.integers(2, 3), st.booleans())
@quick
def test_no_hidden_number_is_a_sum_or_difference_of_shown_ones(seed, n_characteristics, has_gaps):
    rng = np.random.default_rng(seed)
    n = 150
    shares = [[0.6, 0.4], [0.6, 0.35, 0.05], [0.5, 0.3, 0.2]]
    characteristics = {
        f"c{i}": rng.choice(list("abc")[: len(share)], n, p=share).astype(object).tolist()
        for i, share in enumerate(shares[:n_characteristics])
    }
    if has_gaps:
        characteristics["c0"][:4] = [None] * 4
    report = scoring_rate_report(rng.normal(size=n), characteristics)

    shown, hidden = shown_and_hidden(report, characteristics)
    rank = np.linalg.matrix_rank(shown)
    for members in hidden:
        assert np.linalg.matrix_rank(np.vstack([shown, members])) == rank + 1


@given(st.integers(0, 2**32 - 1))
@quick
def test_neither_order_of_people_nor_unit_of_scores_matters(seed):
    scores, labels = pool(120, seed)
    order = np.random.default_rng(seed).permutation(120)
    moved = {name: [column[i] for i in order] for name, column in labels.items()}
    again = scoring_rate_report(scores[order] * 2 - 30, moved)

    assert again.tables == scoring_rate_report(scores, labels).tables

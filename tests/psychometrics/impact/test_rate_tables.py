"""Selection rates in tables: worked by hand, with refusals, and no more pairs than asked for."""

import pytest

from hiring.psychometrics.impact.rate_tables import rate_tables, selection_rate_report
from hiring.psychometrics.impact.report import Finding, Refusal


def test_the_table_equals_the_one_worked_by_hand():
    """40 of 100 against 60 of 100: the ratio is .667, Fisher .007, the interval .500 to .890."""
    chosen = [True] * 40 + [False] * 60 + [True] * 60 + [False] * 40
    [table] = selection_rate_report(chosen, {"sex": ["f"] * 100 + ["m"] * 100}).tables
    women, men = table.groups

    assert (women.rate, men.rate) == pytest.approx((0.4, 0.6), abs=5e-4)
    assert women.comparison.ratio == pytest.approx(0.667, abs=5e-4)
    assert women.comparison.exact.two_sided == pytest.approx(0.007, abs=5e-4)
    interval = women.comparison.ratio_interval
    assert (interval.low, interval.high) == pytest.approx((0.500, 0.890), abs=5e-4)
    assert women.finding is Finding.BELOW_FOUR_FIFTHS
    assert men.is_reference


def test_who_nobody_has_decided_about_is_left_out():
    chosen = [True, False] * 30 + [None] * 30
    report = selection_rate_report(chosen, {"sex": ["f", "m"] * 30 + ["f"] * 30})

    assert report.n_people == 60
    assert [one.n_people for one in report.tables[0].groups] == [30, 30]


def test_only_the_pairs_that_are_asked_for_are_crossed():
    labels = {name: ["x", "y"] * 50 for name in ("sex", "origin", "age")}
    report = rate_tables([True] * 100, labels, pairs=[("sex", "origin")])

    assert [one.characteristics for one in report.tables] == [
        ("sex",),
        ("origin",),
        ("age",),
        ("sex", "origin"),
    ]


def test_groups_under_two_per_cent_are_named_and_not_compared():
    labels = {"sex": ["f"] * 500 + ["m"] * 500 + ["o"] * 19 + ["f"]}
    report = selection_rate_report([True, False] * 510, labels)

    assert report.tables[0].groups[2].refusal is Refusal.UNDER_TWO_PERCENT


def test_a_missing_label_is_an_error_that_names_the_characteristic():
    with pytest.raises(ValueError, match="see sex"):
        selection_rate_report([True], {"sex": []})

"""Choices of one item: counts, thirds, and how a choice goes with the rest of the form."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.psychometrics.items.answer_counts import ScoreTable
from hiring.psychometrics.items.choices import thirds_of, thirds_of_counts, trace_choices
from hiring.psychometrics.items.option_traces import analyse_answers

# Case I-03: ten people in each third, key B.
COUNTS = ((5, 3, 1, 1), (4, 5, 0, 1), (1, 9, 0, 0))


def people_of(counts):
    codes = [n for row in counts for n, times in enumerate(row) for _ in range(times)]
    return np.array(codes), np.repeat([0, 1, 2], 10)


def test_rates_by_third_are_those_of_the_worked_case():
    codes, thirds = people_of(COUNTS)
    found = trace_choices(codes, np.eye(4), thirds.astype(float), thirds)

    assert found.chosen.tolist() == [10, 17, 1, 2]
    assert found.rate_by_third == pytest.approx(np.array(COUNTS) / 10)


def test_the_correlation_with_the_third_is_that_of_the_worked_case():
    codes, thirds = people_of(COUNTS)
    found = trace_choices(codes, np.eye(4), thirds.astype(float), thirds)

    assert found.r_rest == pytest.approx([-0.3464, 0.4943, -0.2274, -0.1637], abs=5e-5)


@given(st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_items_with_one_right_option_are_traced_as_the_library_traces_them(seed):
    rng = np.random.default_rng(seed)
    answers = rng.integers(0, 4, size=(50, 6))
    expected = analyse_answers(answers, ScoreTable.pick_best([0] * 6, 4))
    totals = (answers == 0).sum(axis=1).astype(float)

    found = trace_choices(
        answers[:, 2], np.eye(4), totals - (answers[:, 2] == 0), thirds_of(totals)
    )
    traces = expected.traces[2]
    assert found.chosen.tolist() == [one.n for one in traces]
    for number, one in enumerate(traces):
        if one.r_rest is None:
            assert np.isnan(found.r_rest[number])
        else:
            assert found.r_rest[number] == pytest.approx(one.r_rest, abs=1e-9)
        rates = [np.nan if rate is None else rate for rate in one.rate_by_third]
        assert found.rate_by_third[:, number] == pytest.approx(rates, nan_ok=True)


@given(st.lists(st.integers(0, 8).map(float), min_size=1, max_size=60), st.randoms())
@settings(max_examples=40, deadline=None)
def test_people_with_the_same_total_stay_together(totals, rng):
    thirds = thirds_of(totals)
    order = list(range(len(totals)))
    rng.shuffle(order)

    assert all(
        len({thirds[n] for n, one in enumerate(totals) if one == total}) == 1 for total in totals
    )
    assert thirds_of(np.array(totals)[order]).tolist() == thirds[order].tolist()


def test_an_answer_may_hold_several_choices():
    held = np.array([[1, 0, 1], [0, 1, 1]])
    found = trace_choices([0, 0, 1], held, [1.0, 2.0, 3.0], [0, 1, 2])

    assert found.chosen.tolist() == [2, 1, 3]
    assert np.isnan(found.r_rest[2])


def test_who_did_not_answer_is_left_out():
    found = trace_choices([0, -1, 1], np.eye(2), [1.0, 9.0, 3.0], [0, 1, 2])

    assert found.n == 2
    assert found.rate.tolist() == [0.5, 0.5]


def test_a_rest_without_spread_goes_with_nothing():
    found = trace_choices([0, 1, 0], np.eye(2), [0.1 + 0.2, 0.3, 0.3], [0, 1, 2])

    assert np.isnan(found.r_rest).all()


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda: trace_choices([0, 5], np.eye(2), [1, 2], [0, 1]), id="unknown code"),
        pytest.param(lambda: trace_choices([0], np.eye(2), [1, 2], [0, 1]), id="lists differ"),
        pytest.param(lambda: thirds_of([[1.0, 2.0]]), id="a table of totals"),
    ],
)
def test_odd_input_is_refused(ask):
    with pytest.raises(ValueError, match=r"code|one|gaps"):
        ask()


def test_people_without_a_total_are_named():
    with pytest.raises(ValueError, match=r"leave out row 1$"):
        thirds_of([1.0, np.nan])


@given(st.lists(st.integers(0, 5), max_size=30))
@settings(max_examples=40, deadline=None)
def test_thirds_never_fall_as_totals_rise_though_some_totals_have_nobody(counts):
    thirds = thirds_of_counts(np.array(counts, dtype=int))
    totals = np.repeat(np.arange(len(counts)), counts).astype(float)

    assert np.all(np.diff(thirds) >= 0)
    assert np.repeat(thirds, counts).tolist() == thirds_of(totals).tolist()

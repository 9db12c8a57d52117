"""No number of people gives away a small group, by itself or beside others."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.psychometrics.impact.rate_tables import people_of, rate_tables
from hiring.psychometrics.impact.small_counts import counts_to_hide


def hidden(**labels):
    """Table → what is hidden, of people with these labels."""
    n = len(next(iter(labels.values())))
    tables = rate_tables([True, False] * (n // 2) + [True] * (n % 2), labels).tables
    return counts_to_hide(tables, list(labels), people_of(labels))


def told(labels, found):
    """Groups under ten that somebody who adds and subtracts the shown numbers can work out."""
    people, names = people_of(labels), list(labels)
    cells = sorted(set(people), key=str)
    rows, small = [[1.0] * len(cells)], []
    for table, kept in found.items():
        group = [tuple(cell[names.index(name)] for name in table) for cell in cells]
        for one in set(group):
            row = [float(other == one) for other in group]
            n = sum(people.count(cell) for cell, inside in zip(cells, row, strict=True) if inside)
            label = one[0] if len(one) == 1 else one
            if None in one:
                continue
            if n < 10:
                small.append((label, row))
            elif label not in kept.labels:
                rows.append(row)
        if not kept.is_unknown_hidden:
            rows.append([float(None in one) for one in group])
    rank = np.linalg.matrix_rank(rows)
    return [label for label, row in small if np.linalg.matrix_rank([*rows, row]) == rank]


def test_where_every_group_is_large_nothing_is_hidden():
    found = hidden(sex=["f"] * 40 + ["m"] * 30 + [None] * 2)

    assert found["sex",].labels == frozenset()
    assert not found["sex",].is_unknown_hidden


def test_a_small_group_is_hidden_and_the_unknown_with_it():
    found = hidden(sex=["f"] * 40 + ["m"] * 30 + ["o"] * 3 + [None] * 5)

    assert found["sex",].labels == {"o"}
    assert found["sex",].is_unknown_hidden


def test_without_unknown_the_smallest_other_group_hides_the_small_one():
    assert hidden(sex=["f"] * 40 + ["m"] * 30 + ["o"] * 3)["sex",].labels == {"o", "m"}


def test_two_small_groups_that_are_ten_together_hide_each_other():
    found = hidden(sex=["f"] * 40 + ["m"] * 30 + ["o"] * 6 + ["p"] * 5)

    assert found["sex",].labels == {"o", "p"}


def test_two_small_groups_that_are_few_together_take_a_third_along():
    found = hidden(sex=["f"] * 40 + ["m"] * 30 + ["o"] * 3 + ["p"] * 2)

    assert found["sex",].labels == {"o", "p", "m"}


def test_a_small_intersection_is_not_what_is_left_of_the_sums():
    labels = {
        "sex": ["f"] * 50 + ["m"] * 50,
        "origin": ["a"] * 47 + ["b"] * 3 + ["a"] * 30 + ["b"] * 20,
    }
    found = hidden(**labels)

    assert ("f", "b") in found["sex", "origin"].labels
    assert told(labels, found) == []


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.tuples(st.sampled_from(["f", "m", None]), st.sampled_from(["a", "b", "c", None])),
        min_size=12,
        max_size=90,
    )
)
def test_no_sum_or_difference_gives_a_small_group_away(people):
    labels = {"sex": [one for one, _ in people], "origin": [other for _, other in people]}

    assert told(labels, hidden(**labels)) == []


def test_a_table_of_one_small_group_hides_the_unknown():
    found = hidden(sex=["f"] * 4 + [None] * 20)

    assert found["sex",].labels == {"f"}
    assert found["sex",].is_unknown_hidden


@pytest.mark.parametrize("n", [9, 10])
def test_ten_is_enough(n):
    found = hidden(sex=["f"] * 40 + ["m"] * n + [None] * 15)

    assert ("m" in found["sex",].labels) == (n < 10)

"""Groups are told of only where data on them are handed in, and where they are large enough."""

import numpy as np
import pytest

from hiring.psychometrics.impact.mean_differences import mean_difference
from hiring.psychometrics.items.dif_graded import graded_screen
from hiring.reports.making import report_document
from tests.builders import NOW
from tests.reports.conftest import subject_of, told


def grouped(house, gathered, labels):
    columns = {
        "Sex": {one: label for one, label in zip(gathered.ids, labels, strict=True) if label}
    }
    return report_document(house.session, subject_of(house), now=NOW, groups=columns)


@pytest.fixture(scope="module")
def halves(gathered):
    """Two made-up groups that have nothing to do with the answers."""
    return ["f" if n % 2 else "m" for n in range(len(gathered.ids))]


@pytest.fixture(scope="module")
def with_groups(filled, gathered, halves):
    return grouped(filled, gathered, halves)


def words_of(document, anchor):
    (section,) = (one for one in told(document).sections if one.anchor == anchor)
    return repr(section)


@pytest.mark.parametrize("anchor", ["functioning", "impact"])
def test_without_data_the_section_says_that_there_are_none(document, anchor):
    assert "There are none of the data this section needs" in words_of(document, anchor)


def test_without_data_the_sizes_needed_are_told(document):
    assert "100 people in the smaller group and 300 in all" in words_of(document, "functioning")
    assert "from 10 people of a group on, and interpreted from 30" in words_of(document, "impact")


def test_with_data_scenarios_are_screened_by_the_library(with_groups, gathered, halves):
    is_focal = np.array([label == "m" for label in halves], dtype=float)
    # The larger group is the reference; of equal ones the first by name.
    expected = graded_screen(gathered.scores.scenarios / 100, is_focal)

    (group,) = with_groups.groups.dif
    assert (group.reference, group.label, group.is_refused) == ("f", "m", False)
    assert [one.smd.value for one in group.lines] == [item.ratio for item in expected.items]
    assert [one.p for one in group.lines] == list(expected.p_adjusted)


def test_with_data_differences_are_the_librarys(with_groups, gathered, halves):
    (table,) = with_groups.groups.impact
    (other,) = (one for one in table.lines if not one.is_reference)
    (first,) = (one for one in table.lines if one.is_reference)
    by_label = {label: gathered.totals[[one == label for one in halves]] for label in ("f", "m")}

    expected = mean_difference(by_label[first.label], by_label[other.label])
    assert other.d.value == pytest.approx(expected.d)
    assert (other.d.low, other.d.high) == (expected.interval.low, expected.interval.high)


def test_a_small_group_is_refused_in_both_sections(filled, gathered):
    labels = ["few" if n < 8 else "many" for n in range(len(gathered.ids))]
    found = grouped(filled, gathered, labels)

    (group,) = found.groups.dif
    assert group.is_refused
    assert "Too few people to say" in words_of(found, "functioning")
    (few,) = (one for one in found.groups.impact[0].lines if one.label == "few")
    assert few.rate.value is None
    assert "too few to show" in words_of(found, "impact")


def test_who_gave_no_group_is_counted_as_unknown(filled, gathered, halves):
    someone = int(np.flatnonzero(~np.isnan(gathered.totals))[0])  # people without a total are apart
    labels = [None if n == someone else label for n, label in enumerate(halves)]
    found = grouped(filled, gathered, labels)

    assert found.groups.impact[0].n_unknown == 1

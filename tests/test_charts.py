"""One geometry for screen and paper: everything is a fraction of the axis."""

import pytest

from hiring.charts import DOT_BIN_FRACTION, Dot, fraction, whisker


@pytest.mark.parametrize(
    ("points", "place"), [(0, 0), (25, 0.25), (100, 1), (-5, 0), (120, 1), (62.5, 0.625)]
)
def test_points_become_fractions_within_the_axis(points, place):
    assert fraction(points) == place


def test_a_score_stands_within_its_interval():
    mark = whisker(50, (40, 60))

    assert (mark.low, mark.estimate, mark.high) == (0.4, 0.5, 0.6)


def test_without_comparable_sittings_there_is_no_reference():
    mark = whisker(50, (40, 60))

    assert (mark.reference_low, mark.reference_high) == (None, None)


def test_a_reference_band_is_placed_on_the_same_axis():
    mark = whisker(50, (40, 60), reference_points=(45, 70))

    assert (mark.reference_low, mark.reference_high) == (0.45, 0.7)


def test_every_likely_place_becomes_a_dot():
    assert len(whisker(50, (40, 60), likely_points=tuple(range(40, 60))).dots) == 20


def test_dots_that_share_a_place_are_piled():
    dots = whisker(50, (40, 60), likely_points=(50, 50.2, 49.9, 54)).dots

    assert [dot.level for dot in dots] == [0, 1, 2, 0]


def test_dots_stand_on_the_bins():
    [dot] = whisker(50, (40, 60), likely_points=(51.2,)).dots

    assert dot == Dot(26 * DOT_BIN_FRACTION, 0)


def test_the_order_of_likely_places_does_not_matter():
    one = whisker(50, (40, 60), likely_points=(50, 54, 50.2))

    assert one == whisker(50, (40, 60), likely_points=(54, 50.2, 50))

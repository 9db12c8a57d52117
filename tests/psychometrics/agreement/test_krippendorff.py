import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from hiring.psychometrics.agreement.krippendorff import Metric, krippendorff_alpha

quick = settings(deadline=None, max_examples=50)
ratings = st.sampled_from([1.0, 2.0, 3.0, 5.0, np.nan])
tables = st.tuples(st.integers(2, 7), st.integers(2, 4)).flatmap(
    lambda shape: arrays(np.float64, shape, elements=ratings)
)


def by_answers(case, name):
    return np.array(case.given[name], dtype=float).T


@pytest.mark.parametrize("metric", Metric)
def test_the_published_data_with_gaps_give_the_published_alpha(get_case, metric):
    case = get_case("I-08")
    found = krippendorff_alpha(by_answers(case, "data_raters_by_units"), metric)

    assert case.is_expected(found.value, metric.value)


@pytest.mark.parametrize("metric", [Metric.NOMINAL, Metric.ORDINAL, Metric.INTERVAL])
def test_three_complete_raters_give_the_worked_alpha(get_case, metric):
    case = get_case("I-09")

    assert case.is_expected(
        krippendorff_alpha(by_answers(case, "data"), metric).value, metric.value
    )


def test_answers_rated_once_are_left_out_of_the_counts(get_case):
    case = get_case("I-08")
    found = krippendorff_alpha(by_answers(case, "data_raters_by_units"), Metric.NOMINAL)

    assert (found.n_answers, found.n_ratings) == (11, 40)


@pytest.mark.parametrize("metric", Metric)
@pytest.mark.parametrize(
    "table",
    [
        pytest.param([[3, 3], [3, 3]], id="all the same"),
        pytest.param([[3, np.nan], [np.nan, 1]], id="nothing rated twice"),
        pytest.param([[np.nan, np.nan], [np.nan, np.nan]], id="no rating"),
        pytest.param([[0, 0], [0, 0]], id="zeros on a ratio scale"),
    ],
)
def test_alpha_is_undefined_where_nothing_could_disagree(table, metric):
    assert krippendorff_alpha(table, metric).value is None


@pytest.mark.parametrize("metric", Metric)
def test_full_agreement_is_one(metric):
    assert krippendorff_alpha([[1, 1], [2, 2], [4, 4]], metric).value == 1.0


def test_ratings_below_zero_have_no_ratio():
    with pytest.raises(ValueError, match="starts at 0: see rows 1"):
        krippendorff_alpha([[1, 2], [-1, 2]], Metric.RATIO)


def test_infinite_ratings_are_refused_with_their_rows():
    with pytest.raises(ValueError, match="rows 0"):
        krippendorff_alpha([[1, np.inf], [1, 2]], Metric.NOMINAL)


@pytest.mark.parametrize("metric", Metric)
@given(table=tables, random=st.randoms(use_true_random=False))
@quick
def test_the_order_of_answers_and_raters_does_not_matter(metric, table, random):
    rows, columns = list(range(len(table))), list(range(table.shape[1]))
    random.shuffle(rows)
    random.shuffle(columns)
    found = krippendorff_alpha(table[rows][:, columns], metric).value

    assert found == pytest.approx(krippendorff_alpha(table, metric).value, abs=1e-12)


@given(tables, st.sampled_from([0.5, 2.0, -1.0]), st.integers(-4, 4))
@quick
def test_another_unit_changes_no_interval_alpha(table, factor, shift):
    found = krippendorff_alpha(table * factor + shift, Metric.INTERVAL).value

    assert found == pytest.approx(krippendorff_alpha(table, Metric.INTERVAL).value, abs=1e-9)


@given(tables, st.permutations([1.0, 2.0, 3.0, 5.0]))
@quick
def test_names_of_categories_do_not_matter_to_nominal_alpha(table, names):
    renamed = table.copy()
    for old, new in zip([1.0, 2.0, 3.0, 5.0], names, strict=True):
        renamed[table == old] = new

    assert krippendorff_alpha(renamed, Metric.NOMINAL).value == pytest.approx(
        krippendorff_alpha(table, Metric.NOMINAL).value, abs=1e-12
    )


@given(tables)
@quick
def test_only_the_order_of_ratings_matters_to_ordinal_alpha(table):
    assert krippendorff_alpha(table**3, Metric.ORDINAL) == krippendorff_alpha(table, Metric.ORDINAL)

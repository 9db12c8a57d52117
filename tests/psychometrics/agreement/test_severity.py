from itertools import pairwise

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.psychometrics.agreement.severity import rater_severities, severity_adjustment

quick = settings(deadline=None, max_examples=40)


def columns(case):
    return zip(*case.given["ratings"], strict=True)


def simulated(seed, n_answers=200, severities=(0.5, -0.2, -0.3)):
    """Every answer rated by two of the raters, chosen in turn."""
    drawn = np.random.default_rng(seed)
    answer = np.repeat(np.arange(n_answers), 2)
    pairs = drawn.permuted(np.tile(np.arange(len(severities)), (n_answers, 1)), axis=1)[:, :2]
    rater = pairs.ravel()
    level = drawn.normal(3, 1, n_answers)[answer]
    return answer, rater, level + np.array(severities)[rater] + drawn.normal(0, 0.4, answer.size)


def test_severities_and_fair_scores_are_the_worked_ones(get_case):
    case = get_case("H-05")
    found = rater_severities(*columns(case))

    assert dict(zip(found.raters, found.severity, strict=True)) == pytest.approx(
        case.expected["severity"], abs=1e-6
    )
    assert case.is_expected(found.fair, "fair")
    assert case.is_expected(found.raw, "raw")


def test_standard_errors_agree_with_ordinary_least_squares(get_case):
    answers, raters, scores = columns(get_case("H-05"))
    found = rater_severities(answers, raters, scores)
    effects = np.array([[rater == name for name in found.raters] for rater in raters], dtype=float)
    dummies = np.array([[a == name for name in found.answers] for a in answers], dtype=float)
    # Severities add up to 0: the last rater is less the sum of the others.
    design = np.hstack([dummies, effects[:, :2] - effects[:, 2:]])
    fitted = sm.OLS(np.array(scores, dtype=float), design).fit()

    assert found.severity[:2] == pytest.approx(fitted.params[6:], abs=1e-9)
    assert found.standard_error[:2] == pytest.approx(fitted.bse[6:], abs=1e-9)


def test_known_severities_are_recovered_within_their_errors():
    found = rater_severities(*simulated(1))

    assert np.all(np.abs(found.severity - [0.5, -0.2, -0.3]) < 3 * found.standard_error)
    assert found.standard_error == pytest.approx([0.04] * 3, abs=0.02)


def test_severities_add_up_to_zero():
    assert rater_severities(*simulated(2)).severity.sum() == pytest.approx(0, abs=1e-12)


def test_raters_who_share_no_answer_are_refused_by_group():
    with pytest.raises(ValueError, match=r"share no answer.*\(A, B\), \(C, D\)"):
        rater_severities([1, 1, 2, 2], ["A", "B", "C", "D"], [3, 4, 2, 2])


def test_one_shared_answer_joins_the_groups():
    found = rater_severities([1, 1, 2, 2, 2], ["A", "B", "C", "D", "A"], [3, 4, 2, 2, 2])

    assert found.raters == ("A", "B", "C", "D")


def test_the_same_answer_rated_twice_by_one_rater_is_named():
    with pytest.raises(ValueError, match="keep one of those by A on 1, B on 2"):
        rater_severities([1, 1, 2, 2, 1], ["A", "A", "B", "B", "B"], [3, 4, 2, 2, 1])


def test_lists_of_different_length_are_refused():
    with pytest.raises(ValueError, match="its answer and its rater"):
        rater_severities([1, 1], ["A"], [3, 4])


def test_without_a_rating_nothing_can_be_told():
    with pytest.raises(ValueError, match="at least one rating"):
        rater_severities([1, 1], ["A", "B"], [np.nan, np.nan])


def test_ratings_that_are_not_finite_are_named():
    with pytest.raises(ValueError, match=r"leave out, row 1, row 3$"):
        rater_severities([1, 1, 2, 2], ["A", "B", "A", "B"], [1, np.inf, np.nan, -np.inf])


def test_labels_stay_what_they_are_numbers_before_words():
    found = rater_severities([2, 2, "x", "x"], ["a", 1, "a", 1], [3, 4, 2, 3])

    assert found.raters == (1, "a")
    assert found.answers == (2, "x")
    assert found.severity == pytest.approx([0.5, -0.5])


def test_the_number_one_and_its_word_are_two_raters():
    assert rater_severities([1, 1], ["1", 1], [3, 4]).raters == (1, "1")


def test_labels_from_arrays_come_back_as_plain_numbers():
    found = rater_severities(np.array([7, 7]), np.array([2, 1]), [3, 4])

    assert [type(label) for label in (*found.raters, *found.answers)] == [int] * 3


def test_a_missing_rating_is_left_out(get_case):
    answers, raters, scores = columns(get_case("H-05"))
    found = rater_severities([*answers, 1], [*raters, "C"], [*scores, np.nan])

    assert found.n_ratings.tolist() == [2] * 6


def test_without_ratings_to_spare_the_standard_errors_are_undefined():
    found = rater_severities([1, 1], ["A", "B"], [3, 4])

    assert found.severity == pytest.approx([-0.5, 0.5])
    assert np.isnan(found.standard_error).all()


def test_a_rating_nobody_else_gave_is_not_shared():
    found = rater_severities([1, 1, 2], ["A", "B", "A"], [3, 4, 5])

    assert found.n_shared.tolist() == [1, 1]


def test_raters_with_few_shared_ratings_are_not_adjusted(get_case):
    found = severity_adjustment(rater_severities(*columns(get_case("H-05"))))

    assert found.by_rater is None
    assert found.too_few == ("A", "B", "C")


def test_a_clear_severity_is_taken_off():
    found = rater_severities(*simulated(1))

    assert severity_adjustment(found).by_rater == pytest.approx(found.severity)


def test_a_severity_within_two_standard_errors_is_left_alone():
    found = severity_adjustment(rater_severities(*simulated(3, severities=(0.0, 0.0, 0.0))))

    assert found.by_rater.tolist() == [0, 0, 0]


def test_no_adjustment_is_larger_than_three_quarters_of_a_point():
    found = severity_adjustment(rater_severities(*simulated(4, severities=(2.0, -1.0, -1.0))))

    assert found.by_rater.tolist() == [0.75, -0.75, -0.75]


@given(st.integers(0, 2**32 - 1))
@quick
def test_the_order_of_ratings_does_not_matter(seed):
    answers, raters, scores = simulated(seed, n_answers=12)
    order = np.random.default_rng(seed).permutation(scores.size)
    found, again = (
        rater_severities(answers, raters, scores),
        rater_severities(answers[order], raters[order], scores[order]),
    )

    assert again.severity == pytest.approx(found.severity, abs=1e-12)
    assert again.standard_error == pytest.approx(found.standard_error, abs=1e-12)
    assert again.fair == pytest.approx(found.fair, abs=1e-12)


@given(st.integers(0, 2**32 - 1))
@quick
def test_an_easier_scale_moves_fair_scores_and_no_severity(seed):
    answers, raters, scores = simulated(seed, n_answers=12)
    found, moved = (rater_severities(answers, raters, scores + shift) for shift in (0, 10))

    assert moved.severity == pytest.approx(found.severity, abs=1e-9)
    assert moved.fair == pytest.approx(found.fair + 10, abs=1e-9)


def test_a_long_chain_of_raters_is_connected():
    links = list(pairwise(range(40)))
    answers = [index for index, _ in enumerate(links) for _ in range(2)]
    raters = [rater for link in links for rater in link]
    ratings = [3.0 + rater for rater in raters]

    found = rater_severities(answers, raters, ratings)

    assert np.diff(found.severity) == pytest.approx(np.ones(39))

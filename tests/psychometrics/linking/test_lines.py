import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.psychometrics.linking.designs import AnchorKind, Method, form_sample
from hiring.psychometrics.linking.lines import (
    FormMoments,
    form_moments,
    levine_gamma,
    line_of,
    summary_moments,
    tucker_gamma,
)

LINES = [method for method in Method if method.is_linear]
# Tucker and observed-score Levine mix the groups by a weight; swapping the groups
# swaps the weights, which the default of one half allows.
INTERNAL, EXTERNAL = AnchorKind.INTERNAL, AnchorKind.EXTERNAL


def printed(group):
    anchor_mean, anchor_sd = group.get("mV", group.get("mv")), group.get("sV", group.get("sv"))
    covariance = group.get("cov", group.get("c"))
    return summary_moments(group["m"], group["s"], anchor_mean, anchor_sd, covariance)


def both_groups(case):
    return printed(case.given["P"]), printed(case.given["Q"])


@st.composite
def some_moments(draw):
    """Moments with a rising relation of total and anchor, and not too different spreads."""
    sd, anchor_sd = draw(st.floats(8, 12)), draw(st.floats(8, 12))
    covariance = draw(st.floats(0.7, 0.95)) * sd * anchor_sd
    return summary_moments(
        draw(st.floats(40, 70)), sd, draw(st.floats(50, 60)), anchor_sd, covariance
    )


def test_mean_and_linear_linking_give_the_worked_case(get_case):
    case = get_case("I-21")
    new = summary_moments(case.given["mX"], case.given["sX"])
    old = summary_moments(case.given["mY"], case.given["sY"])

    assert case.is_expected(line_of(Method.MEAN, new, old).at([34])[0], "mean")
    assert case.is_expected(line_of(Method.LINEAR, new, old).at([34])[0], "linear")


@pytest.mark.parametrize(
    ("method", "name"),
    [
        (Method.TUCKER, "tucker"),
        (Method.LEVINE_OBSERVED, "levine_internal"),
        (Method.CHAINED_LINEAR, "chained"),
    ],
)
def test_anchored_lines_give_the_worked_case(get_case, method, name):
    case = get_case("I-22")

    line = line_of(method, *both_groups(case), INTERNAL, case.given["w1"])

    assert case.is_expected(float(line.at([34])[0]), name)


def test_slopes_and_gammas_are_those_of_the_worked_case(get_case):
    case = get_case("I-22")
    groups = both_groups(case)

    assert case.is_expected(float(line_of(Method.TUCKER, *groups).slope), "tucker_slope")
    assert case.is_expected(float(line_of(Method.LEVINE_OBSERVED, *groups).slope), "levine_slope")
    assert case.is_expected([float(tucker_gamma(group)) for group in groups], "tucker_gamma")
    gammas = [float(levine_gamma(group, INTERNAL)) for group in groups]
    assert case.is_expected(gammas, "levine_gamma")


@pytest.mark.parametrize(
    ("method", "name"),
    [
        (Method.TUCKER, "tucker"),
        (Method.LEVINE_OBSERVED, "levine"),
        (Method.CHAINED_LINEAR, "chained"),
    ],
)
def test_the_public_data_set_gives_the_printed_lines(get_case, method, name):
    case = get_case("I-23")

    line = line_of(method, *both_groups(case), INTERNAL, case.given["w1"])

    found = {"slope": float(line.slope), "intercept": float(line.intercept)}
    assert case.is_expected(found, name)


def test_true_score_levine_follows_its_formula_on_the_worked_case(get_case):
    new, old = both_groups(get_case("I-22"))

    line = line_of(Method.LEVINE_TRUE, new, old)

    # gammas 36 / 12 = 3 and 30.25 / 10.2; y = 30 + 2.965686 · (0.6 + (34 - 31) / 3).
    assert float(line.at([34])[0]) == pytest.approx(30 + 30.25 / 10.2 * 1.6)


def test_chained_mean_adds_up_both_shifts(get_case):
    new, old = both_groups(get_case("I-22"))

    assert float(line_of(Method.CHAINED_MEAN, new, old).at([34])[0]) == pytest.approx(33.6)


def test_an_external_gamma_is_the_printed_one_for_sums():
    sums = summary_moments(30, 6, 10, 2.4, 12)

    assert float(levine_gamma(sums, EXTERNAL)) == pytest.approx((36 + 12) / (2.4**2 + 12))


def test_an_external_gamma_is_the_same_for_sums_and_for_means_of_scenarios():
    sums = summary_moments(30 * 16, 6 * 16, 10 * 8, 2.4 * 8, 12 * 16 * 8)
    means = FormMoments(
        *(getattr(summary_moments(30, 6, 10, 2.4, 12), name) for name in FormMoments.__slots__[:5]),
        anchor_ratio=8 / 16,
    )

    # A gamma is in points of the total per point of the anchor: 16 to 8 for sums.
    assert float(levine_gamma(means, EXTERNAL)) == pytest.approx(
        float(levine_gamma(sums, EXTERNAL)) * 8 / 16
    )


@pytest.mark.parametrize("method", [Method.TUCKER, Method.LEVINE_OBSERVED])
def test_groups_that_are_alike_on_the_anchor_make_the_weight_idle(method):
    new, old = summary_moments(31, 6, 10, 2.4, 12), summary_moments(30, 5.5, 10, 2.4, 10)

    lines = [line_of(method, new, old, INTERNAL, weight) for weight in (0.0, 0.3, 1.0)]

    assert [float(line.at([34])[0]) for line in lines] == pytest.approx([30 + 5.5 / 6 * 3] * 3)


@pytest.mark.parametrize("method", LINES)
@settings(deadline=None, max_examples=30)
@given(new=some_moments(), old=some_moments(), score=st.floats(0, 100))
def test_there_and_back_again_returns_the_score(method, new, old, score):
    there = line_of(method, new, old).at([score])
    back = line_of(method, old, new).at(there)

    assert float(back[0]) == pytest.approx(score, abs=1e-8)


@pytest.mark.parametrize("method", LINES)
@given(group=some_moments())
@settings(deadline=None, max_examples=20)
def test_the_same_people_on_the_same_form_keep_their_scores(method, group):
    assert line_of(method, group, group).at([0, 50, 100]) == pytest.approx([0, 50, 100])


@pytest.mark.parametrize("method", LINES)
def test_lines_of_many_resamples_are_those_of_each(method):
    rng = np.random.default_rng(4)
    sample = form_sample(rng.uniform(0, 100, (60, 9)), (0, 1, 2))
    rows = rng.integers(0, 60, (5, 60))
    many = form_moments(sample.taken(rows))
    old = form_moments(sample)

    found = line_of(method, many, old).at([20, 70])

    for number, row in enumerate(rows):
        alone = line_of(method, form_moments(sample.taken(row)), old).at([20, 70])
        assert found[number] == pytest.approx(alone)


def test_moments_of_a_sample_are_the_usual_ones():
    table = np.random.default_rng(5).uniform(0, 100, (80, 6))
    sample = form_sample(table, (0, 1))
    moments = form_moments(sample)

    expected = np.cov(sample.totals, sample.anchors)
    assert float(moments.variance) == pytest.approx(expected[0, 0])
    assert float(moments.anchor_variance) == pytest.approx(expected[1, 1])
    assert float(moments.covariance) == pytest.approx(expected[0, 1])


def test_a_curve_is_no_line():
    group = summary_moments(50, 10)

    with pytest.raises(ValueError, match="no straight line"):
        line_of(Method.EQUIPERCENTILE, group, group)


def test_a_weight_off_its_range_is_refused():
    group = summary_moments(50, 10)

    with pytest.raises(ValueError, match="between 0 and 1"):
        line_of(Method.LINEAR, group, group, INTERNAL, 1.2)

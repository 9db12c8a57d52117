import numpy as np
import pytest
from scipy.stats import kurtosis, skew

from hiring.psychometrics.linking.designs import Design, Method, form_sample
from hiring.psychometrics.linking.errors import Bootstrap, bootstrap_errors, delta_errors
from hiring.psychometrics.linking.lines import form_moments, line_of

SCORES = np.array([40.0, 55.0, 60.0, 75.0])
LINES = [method for method in Method if method.is_linear]


def people(seed, n=600, easier=0.0):
    """Skewed scores on twelve scenarios, the first four of them shared."""
    rng = np.random.default_rng(seed)
    level = 80 - rng.gamma(4.0, 5.0, (n, 1))
    table = level + easier + rng.normal(0, 10, (n, 12))
    return form_sample(np.clip(table, 0, 100), range(4))


def design_of(method):
    return Design.COMMON_ANCHOR if method.needs_anchor else Design.EQUIVALENT_GROUPS


def errors_of(new, old, method, design=None):
    return delta_errors(new, old, method, design or design_of(method), 0.5, SCORES)


def test_the_error_of_mean_linking_is_that_of_a_difference_of_means():
    new, old = people(1), people(2, n=400)

    expected = np.sqrt(new.totals.var() / 600 + old.totals.var() / 400)

    assert errors_of(new, old, Method.MEAN) == pytest.approx([expected] * 4)


def test_the_error_of_linear_linking_is_that_of_the_closed_formula():
    new, old = people(1), people(2, n=400)

    # Kolen and Brennan's formula for random groups, with skewness and kurtosis.
    z = (SCORES - new.totals.mean()) / new.totals.std()
    parts = [
        (1 + z * skew(t) + z * z * (kurtosis(t, fisher=False) - 1) / 4) / t.size
        for t in (new.totals, old.totals)
    ]
    expected = old.totals.std() * np.sqrt(sum(parts))

    assert errors_of(new, old, Method.LINEAR) == pytest.approx(expected, rel=0.01)


def test_a_single_group_of_normal_scores_has_the_error_of_normal_theory():
    rng = np.random.default_rng(3)
    level = rng.normal(50, 6, (4000, 1))
    new, old = (form_sample(level + rng.normal(0, 6, (4000, 4))) for _ in range(2))

    found = errors_of(new, old, Method.LINEAR, Design.SINGLE_GROUP)

    r = np.corrcoef(new.totals, old.totals)[0, 1]
    z = (SCORES - new.totals.mean()) / new.totals.std()
    expected = old.totals.std() * np.sqrt((1 - r) * (2 + (1 + r) * z * z) / 4000)
    assert found == pytest.approx(expected, rel=0.05)


def test_people_who_sat_both_forms_leave_less_error_than_two_groups():
    new = people(1)
    old = form_sample(np.clip(new.totals[:, None] + np.tile([-4.0, 2.0, 3.0], (600, 1)), 0, 100))

    together = errors_of(new, old, Method.MEAN, Design.SINGLE_GROUP)
    apart = errors_of(new, old, Method.MEAN, Design.EQUIVALENT_GROUPS)

    assert np.all(together < 0.2 * apart)


@pytest.mark.parametrize("method", LINES)
def test_both_ways_to_an_error_agree(method):
    new, old, design = people(1), people(2, n=400, easier=3), design_of(method)

    def convert(ours, theirs):
        return line_of(method, form_moments(ours), form_moments(theirs)).at(SCORES)

    drawn, n_used = bootstrap_errors(new, old, design, convert, Bootstrap(5, 1000))

    assert n_used == 1000
    assert errors_of(new, old, method) == pytest.approx(drawn, rel=0.12)


@pytest.mark.parametrize("method", LINES)
def test_four_times_the_people_halve_the_error(method):
    new, old = people(1), people(2)
    rows = np.tile(np.arange(600), 4)

    many = errors_of(new.taken(rows), old.taken(rows), method)

    assert many == pytest.approx(errors_of(new, old, method) / 2, rel=0.01)


def test_the_same_seed_gives_the_same_errors_and_another_one_others():
    new, old = people(1, n=80), people(2, n=60)

    def mean_shift(ours, theirs):
        return (theirs.totals.mean(axis=-1) - ours.totals.mean(axis=-1))[..., None]

    def drawn(seed):
        errors, _ = bootstrap_errors(
            new, old, Design.EQUIVALENT_GROUPS, mean_shift, Bootstrap(seed)
        )
        return float(errors[0])

    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)


def test_a_few_samples_that_cannot_be_linked_are_left_out_and_counted():
    new, old = people(1, n=80), people(2, n=60)
    limit = np.quantile(new.totals, 0.5) + 2.2

    def fussy(ours, _theirs):
        means = ours.totals.mean(axis=-1)
        return np.where(means > limit, np.nan, means)[..., None]

    _, n_used = bootstrap_errors(new, old, Design.EQUIVALENT_GROUPS, fussy, Bootstrap(1))

    assert 180 <= n_used < 200


def test_too_many_samples_that_cannot_be_linked_are_no_error_of_their_own():
    new, old = people(1, n=80), people(2, n=60)

    def hopeless(ours, _theirs):
        return np.full((len(ours.totals), 1), np.nan)

    with pytest.raises(ValueError, match=r"200 of 200 drawn samples .* simpler method"):
        bootstrap_errors(new, old, Design.EQUIVALENT_GROUPS, hopeless, Bootstrap(1))


def test_a_handful_of_replications_is_refused():
    with pytest.raises(ValueError, match="at least 50"):
        Bootstrap(1, 49)

"""When one score may be called higher than another, and in which words.

The wording rule of the product lives here and nowhere else: pages, papers and the
simulation that checks them all read ``difference_of`` and ``higher_from``.

Source of all formulas: scoring reference, sections 4.4, 4.6, 4.7 and 4.9.
"""

import math
from enum import StrEnum
from statistics import NormalDist

from hiring.psychometrics.reliability.standard_errors import Interval, normal_probability, sem

FAMILY_ERROR = 0.05
PROBABLY_FROM = 0.80

_MIN_FOR_PAIR = 2

_STANDARD = NormalDist()


class Difference(StrEnum):
    """What may be said about a pair."""

    HIGHER = "higher"
    PROBABLY_HIGHER = "probably_higher"
    NONE_DEPENDABLE = "none_dependable"


def higher_from(n_people: int) -> float:
    """From which probability "higher" may be said, shared out over all pairs (Bonferroni).

    Raises:
        ValueError: Fewer than two people: there is no pair to speak of.
    """
    if n_people < _MIN_FOR_PAIR:
        raise ValueError(f"one person is higher than another: that takes two, not {n_people}")
    return 1 - FAMILY_ERROR / math.comb(n_people, 2)


def difference_of(probability: float, threshold: float) -> Difference:
    """The allowed word for a probability between one half and one."""
    if probability >= threshold:
        return Difference.HIGHER
    if probability >= PROBABLY_FROM:
        return Difference.PROBABLY_HIGHER
    return Difference.NONE_DEPENDABLE


def sed(sem_a: float, sem_b: float, equating_error: float = 0.0) -> float:
    """Standard error of the difference of two scores.

    Args:
        sem_a: Error of one score.
        sem_b: Error of the other.
        equating_error: Standard error of equating, if they come from different forms.

    Raises:
        ValueError: An error is unknown (NaN) or below 0; it is named.

    Source: cases R-09 and R-11.
    """
    errors = {"first": sem_a, "second": sem_b, "equating": equating_error}
    odd = [f"{name} ({error:g})" for name, error in errors.items() if not error >= 0]
    if odd:
        raise ValueError(f"errors are numbers of at least 0: check {', '.join(odd)}")
    return math.hypot(sem_a, sem_b, equating_error)


def facet_sed(sd: float, r_a: float, r_b: float) -> float:
    """Standard error of the difference between two facets of one person.

    Args:
        sd: Spread of both facets, which must be on one scale.
        r_a: Reliability of one facet.
        r_b: Reliability of the other.

    Raises:
        ValueError: ``sd`` is below 0, or a reliability outside 0..1.

    Source: case R-15. Share the risk among all pairs of facets, see ``critical_z``.
    """
    return sed(sem(sd, r_a), sem(sd, r_b))


def critical_z(p: float, n_pairs: int = 1) -> float:
    """Two-sided standard normal quantile, shared among ``n_pairs`` (Bonferroni).

    Raises:
        ValueError: ``p`` does not lie between 0 and 1, or there is no pair.

    Source: case R-12.
    """
    if not 0 < p < 1 or n_pairs < 1:
        raise ValueError("p must lie between 0 and 1, and there must be a pair")
    return _STANDARD.inv_cdf(1 - p / (2 * n_pairs))


def least_significant_difference(difference_error: float, z: float) -> float:
    """The least difference worth a sentence, z · SED. Source: cases R-09 and R-12."""
    return z * difference_error


def fixed_band(top: float, error: float, z: float) -> Interval:
    """Scores that hardly differ from the highest one.

    The band stays where it is when people leave it. A band that slides down with
    them was rejected: whether somebody is in it would hang on who was taken first.

    Args:
        top: The highest score.
        error: SEM of the scores, 0 or more.
        z: Standard normal quantile, 0 or more.

    Raises:
        ValueError: The error or ``z`` is below 0.

    Source: [top - z · SEM · √2, top]; case R-16. With modest reliability it holds
    most people; what decides inside it must be other evidence.
    """
    if error < 0 or z < 0:
        raise ValueError("an error and a quantile are at least 0 here")
    return Interval(top - least_significant_difference(sed(error, error), z), top)


def probability_true_higher(a: float, b: float, r: float, difference_error: float) -> float:
    """Probability that A's true score lies above B's.

    Both count as drawn from the group that ``r`` was found in, so regression to
    the mean is already in it. The plain two-sided p value of the difference was
    rejected: it answers a question nobody asks.

    Returns:
        0..1; 0.5 for equal scores. P(A > B) + P(B > A) = 1.

    Raises:
        ValueError: ``r`` lies outside 0..1, or the error is not above 0.

    Source: Φ(√r · (A - B) / SED); case R-10.
    """
    if not 0 <= r <= 1:
        raise ValueError("a reliability lies between 0 and 1")
    return normal_probability(math.sqrt(r) * (a - b), difference_error)


def reliable_change(first: float, second: float, difference_error: float) -> float:
    """Change in units of its error; beyond ±1.96 it is hardly chance.

    NaN where one of the scores is missing.

    Raises:
        ValueError: The error is unknown (NaN) or not above 0.

    Source: case R-25.
    """
    if not difference_error > 0:
        raise ValueError(f"the error must be above 0, not {difference_error:g}")
    return (second - first) / difference_error

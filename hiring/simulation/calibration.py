"""Find the spread of judgement at which scenarios correlate as they were assumed to.

By bisection over simulated sittings that keep their chance, so that the correlation rises smoothly
with the spread. A formula was rejected: it would have to know how each method turns judgement into
scores, and styles make scenarios hang together as well.
"""

import numpy as np

from hiring.psychometrics.arrays import FloatArray
from hiring.scoring.plan import score_encoded
from hiring.simulation.answering import draw_answers
from hiring.simulation.assumptions import Assumptions
from hiring.simulation.people import Population, draw_people
from hiring.simulation.views import FormView

N_PEOPLE = 4000
_WIDEST_SD = 1.5
_N_HALVINGS = 11


def calibrated(
    form: FormView, assumptions: Assumptions, seed: np.random.SeedSequence
) -> Population:
    """The population in which the mean correlation between scenarios is the one assumed.

    Raises:
        ValueError: No spread of judgement gives that correlation on this form.
    """
    target = assumptions.scenario_correlation
    low, high = 0.0, _WIDEST_SD
    ends = [_correlation_at(form, assumptions, end, seed) for end in (low, high)]
    if not ends[0] < target < ends[1]:
        raise ValueError(
            f"on this form scenarios can correlate between {max(ends[0], 0):.2f} and {ends[1]:.2f} "
            f"on average, not {target:g}; choose a value in between"
        )
    for _ in range(_N_HALVINGS):
        middle = (low + high) / 2
        is_below = _correlation_at(form, assumptions, middle, seed) < target
        low, high = (middle, high) if is_below else (low, middle)
    return Population(assumptions, (low + high) / 2)


def mean_scenario_correlation(scenarios: FloatArray) -> float:
    """Mean correlation of different columns; columns that do not vary are left out.

    Raises:
        ValueError: Fewer than two columns vary.
    """
    varied = scenarios[:, scenarios.std(axis=0) > 0]
    n = varied.shape[1]
    if n < 2:  # noqa: PLR2004 - a correlation needs two
        raise ValueError("fewer than two scenarios vary; their key gives everybody the same score")
    table = np.corrcoef(varied, rowvar=False)
    return float((table.sum() - n) / (n * (n - 1)))


def _correlation_at(
    form: FormView, assumptions: Assumptions, sd: float, seed: np.random.SeedSequence
) -> float:
    rng = np.random.default_rng(seed)
    population = Population(assumptions, sd)
    people = draw_people(rng, N_PEOPLE, form.n_scenarios, population)
    scores = score_encoded(form.plan, draw_answers(rng, form, people, population))
    return mean_scenario_correlation(scores.scenarios)

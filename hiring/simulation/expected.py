"""True scores, exactly: the expected total over repeated sittings on the same form.

Nothing is averaged over simulated sittings. The probability of every rating is an area under the
normal curve, and the probability that an option comes out in a given place is summed over all sets
of options that can stand before it. What a person makes of one scenario on one day is integrated
out. The result is a curve for each scenario and style, and a true score is read off the curves.
"""

from dataclasses import dataclass

import numpy as np
from numpy.polynomial.hermite_e import hermegauss
from scipy.special import ndtr

from hiring.banks.schema import Method
from hiring.psychometrics.arrays import FloatArray, as_floats
from hiring.psychometrics.keying import rules as keying
from hiring.simulation.answering import GUMBEL_SD, straight_step
from hiring.simulation.assumptions import LIFT_STEPS, STRETCH, STYLES, Style
from hiring.simulation.people import People, Population, agreement
from hiring.simulation.views import FormView, ItemView, scale_sd

_GRID_STEP = 0.02
_GRID_SDS = 7  # nobody lies further out
_N_NODES = 15


@dataclass(frozen=True, slots=True)
class TrueScores:
    """Expected scenario scores by judgement.

    Attributes:
        grid: Shape (n_grid,), judgement.
        curves: Shape (n_styles, n_scenarios, n_grid), expected scores 0..1.
    """

    grid: FloatArray
    curves: FloatArray

    def of(self, people: People) -> FloatArray:
        """Shape (n,): everybody's true score, points 0..100."""
        scores = np.zeros(len(people.style))
        for style, curves in enumerate(self.curves):
            is_such = people.style == style
            for scenario, curve in enumerate(curves):
                scores[is_such] += np.interp(people.judgement[is_such, scenario], self.grid, curve)
        return as_floats(100 * scores / self.curves.shape[1])


def true_scores(form: FormView, population: Population) -> TrueScores:
    """The curves of this form for this population."""
    assumed = population.assumptions
    reach = _GRID_SDS * (population.judgement_sd + population.lasting_sd + 1e-6)
    reach += population.judgement_sd * abs(assumed.group_difference) / 2
    grid = np.arange(population.middle - reach, population.middle + reach + _GRID_STEP, _GRID_STEP)
    nodes, weights = hermegauss(_N_NODES)
    judgement = (grid[:, np.newaxis] + population.passing_sd * nodes).ravel()
    curves = np.stack([_scenario_curves(form, style, as_floats(judgement)) for style in STYLES])
    by_node = curves.reshape(len(STYLES), form.n_scenarios, grid.size, nodes.size)
    return TrueScores(as_floats(grid), as_floats(by_node @ (weights / weights.sum())))


def expected_item_score(item: ItemView, style: Style, judgement: FloatArray) -> FloatArray:
    """Expected score of an item, 0..1, at each judgement; shape (n,) to shape (n,)."""
    if style is Style.STRAIGHT_LINE:
        return np.full(judgement.shape, _straight_score(item))
    seen = agreement(judgement) * (0.0 if style is Style.UNIFORM else 1.0)
    target = item.looks if style is Style.FLATTERING else item.worth
    if item.is_rated:
        return _expected_rating_score(item, style, seen, target)
    blur = np.sqrt(1 - seen**2)
    strength = as_floats(GUMBEL_SD * (seen / blur)[:, np.newaxis] * target)
    return _expected_place_score(item, place_probabilities(strength))


def place_probabilities(strength: FloatArray) -> FloatArray:
    """How likely each option is to come out in each place.

    Args:
        strength: Shape (n, n_options), the worth of options in units of Gumbel chance.

    Returns:
        Shape (n, n_options, n_places). Every row and every column sums to 1.
    """
    n_people, n_options = strength.shape
    weight = np.exp(strength - strength.max(axis=1, keepdims=True))
    before = {0: np.ones(n_people)}  # set of options → probability that it comes out first
    places = np.zeros((n_people, n_options, n_options))
    for place in range(n_options):
        after: dict[int, FloatArray] = {}
        for chosen, probability in before.items():
            left = [option for option in range(n_options) if not chosen >> option & 1]
            rest = weight[:, left].sum(axis=1)
            for option in left:
                share = probability * weight[:, option] / rest
                places[:, option, place] += share
                now = chosen | 1 << option
                after[now] = after[now] + share if now in after else share
        before = after
    return places


def _scenario_curves(form: FormView, style: Style, judgement: FloatArray) -> FloatArray:
    """Shape (n_scenarios, n): the mean of a scenario's items, as in scoring."""
    curves = np.zeros((form.n_scenarios, judgement.size))
    for item in form.items:
        n_items = len(form.plan.item_columns[item.scenario])
        curves[item.scenario] += expected_item_score(item, style, judgement) / n_items
    return curves


def _expected_rating_score(
    item: ItemView, style: Style, seen: FloatArray, target: FloatArray
) -> FloatArray:
    n_steps = item.plan.n_steps
    if style is Style.UNIFORM:
        steps = np.full((seen.size, item.n_options, n_steps), 1 / n_steps)
    else:
        steps = _step_probabilities(style, seen, target, n_steps)
    every_step = np.arange(1.0, n_steps + 1)[:, np.newaxis] * np.ones(item.n_options)
    credit = keying.half_credit(every_step, item.plan.key, n_steps)
    return as_floats(np.einsum("pos,so->p", steps, credit) / item.n_options)


def _step_probabilities(
    style: Style, seen: FloatArray, target: FloatArray, n_steps: int
) -> FloatArray:
    """Shape (n, n_options, n_steps)."""
    edges = np.arange(1, n_steps) + 0.5 - (n_steps + 1) / 2 - LIFT_STEPS.get(style, 0.0)
    edges = edges / (scale_sd(n_steps) * STRETCH.get(style, 1.0))
    column = seen[:, np.newaxis, np.newaxis]
    below = ndtr((edges - column * target[:, np.newaxis]) / np.sqrt(1 - column**2))
    return as_floats(np.diff(below, axis=2, prepend=0.0, append=1.0))


def _expected_place_score(item: ItemView, places: FloatArray) -> FloatArray:
    plan, n_options = item.plan, item.n_options
    match plan.method:
        case Method.FOOTRULE:
            ranks = np.arange(1.0, n_options + 1)
            distance = np.abs(ranks - plan.key[:, np.newaxis])
            return as_floats(1 - np.einsum("por,or->p", places, distance) / (n_options**2 // 2))
        case Method.BEST_WORST:
            best, worst = int(plan.key[0]), int(plan.key[1])
            top, bottom = places[:, :, 0], places[:, :, -1]
            gained, lost = top[:, best] + bottom[:, worst], top[:, worst] + bottom[:, best]
            return as_floats((gained - lost + 2) / 4)
        case Method.WEIGHTS:
            return as_floats(places[:, :, 0] @ plan.key)
        case Method.MEMBERS:
            n_members = int(plan.key.sum())
            return as_floats(places[:, :, :n_members].sum(axis=2) @ plan.key / n_members)
        case Method.HALF_CREDIT | Method.HUMAN_RATING:
            raise ValueError(f"{plan.ref} is neither chosen nor ordered")


def _straight_score(item: ItemView) -> float:
    """The score of the same place throughout: one step for ratings, the options as shown."""
    if item.is_rated:
        step = np.full(item.n_options, float(straight_step(item.plan.n_steps)))
        return float(keying.half_credit(step, item.plan.key, item.plan.n_steps).mean())
    shown = np.eye(item.n_options)[np.newaxis]
    return float(_expected_place_score(item, as_floats(shown))[0])

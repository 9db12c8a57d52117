"""Simulated people answer a form, all of them at once and item by item.

A view of an option is its worth, seen as well as the person can, plus chance. A rating is that
view on the response scale, bent by the person's style. A choice or an order takes the options as
they are seen to stand: chance then has a Gumbel distribution, because the probability of every
order is known exactly under it (Plackett and Luce) and ``expected`` needs no second simulation.
"""

import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from hiring.banks.schema import Method
from hiring.psychometrics.arrays import FloatArray, as_floats
from hiring.psychometrics.keying.aggregation import UnitState
from hiring.scoring.plan import Encoded
from hiring.simulation.assumptions import LIFT_STEPS, STRETCH, STYLES, Style
from hiring.simulation.people import People, Population, agreement
from hiring.simulation.views import FormView, ItemView, scale_sd

GUMBEL_SD = math.pi / math.sqrt(6)

_STRETCH = np.array([STRETCH.get(style, 1.0) for style in STYLES])
_LIFT = np.array([LIFT_STEPS.get(style, 0.0) for style in STYLES])
_FLATTERING, _UNIFORM, _STRAIGHT = (
    STYLES.index(style) for style in (Style.FLATTERING, Style.UNIFORM, Style.STRAIGHT_LINE)
)


def draw_answers(
    rng: np.random.Generator, form: FormView, people: People, population: Population
) -> Encoded:
    """One sitting of everybody, every item answered.

    How many numbers are drawn does not depend on anybody's style: people with another style and
    the same seed meet the same chance.
    """
    passing = population.passing_sd * rng.standard_normal(people.judgement.shape)
    seen = agreement(as_floats(people.judgement + passing))
    answers = tuple(_answers(rng, item, people, seen[:, item.scenario]) for item in form.items)
    shape = (len(people.style), len(form.items))
    return Encoded(answers, np.full(shape, UnitState.ANSWERED, dtype=np.int_))


def straight_step(n_steps: int) -> int:
    """The step of somebody who rates everything alike: the first above the middle."""
    return n_steps // 2 + 1


def _answers(
    rng: np.random.Generator, item: ItemView, people: People, seen: FloatArray
) -> FloatArray:
    is_flattering = (people.style == _FLATTERING)[:, np.newaxis]
    target = np.where(is_flattering, item.looks, item.worth)
    column, blur = seen[:, np.newaxis], np.sqrt(1 - seen**2)[:, np.newaxis]
    shape = (len(seen), item.n_options)
    if item.is_rated:
        chance = rng.standard_normal(shape)
        return _ratings(item, people, as_floats(column * target + blur * chance), chance)
    chance = rng.gumbel(size=shape)
    return _places(item, people, as_floats(column * target + blur * chance / GUMBEL_SD), chance)


def _ratings(item: ItemView, people: People, view: FloatArray, chance: FloatArray) -> FloatArray:
    n_steps = item.plan.n_steps
    stretch, lift = (table[people.style][:, np.newaxis] for table in (_STRETCH, _LIFT))
    steps = (n_steps + 1) / 2 + scale_sd(n_steps) * stretch * view + lift
    style = people.style[:, np.newaxis]
    steps = np.where(style == _STRAIGHT, straight_step(n_steps), steps)
    ratings = np.clip(np.floor(steps + 0.5), 1, n_steps)
    if np.any(style == _UNIFORM):
        ratings = np.where(style == _UNIFORM, _evenly(chance, n_steps), ratings)
    return as_floats(ratings)


def _evenly(chance: FloatArray, n_steps: int) -> FloatArray:
    """Normal chance turned into steps that are all equally likely."""
    return as_floats(np.minimum(np.floor(ndtr(chance) * n_steps) + 1, n_steps))


def _places(item: ItemView, people: People, view: FloatArray, chance: FloatArray) -> FloatArray:
    style = people.style[:, np.newaxis]
    shown = -np.arange(item.n_options, dtype=np.float64)
    view = as_floats(np.where(style == _UNIFORM, chance, np.where(style == _STRAIGHT, shown, view)))
    order = np.argsort(-view, axis=1, kind="stable")
    match item.plan.method:
        case Method.FOOTRULE:
            return _ranks(order)
        case Method.BEST_WORST:
            return as_floats(order[:, [0, -1]])
        case Method.WEIGHTS:
            return as_floats(order[:, :1])
        case Method.MEMBERS:
            return as_floats(_ranks(order) <= item.plan.key.sum())
        case Method.HALF_CREDIT | Method.HUMAN_RATING:
            raise ValueError(f"{item.plan.ref} is neither chosen nor ordered")


def _ranks(order: NDArray[np.intp]) -> FloatArray:
    """Shape (n, n_options): the place, from 1, of each option in an order of options."""
    ranks = np.empty(order.shape)
    np.put_along_axis(ranks, order, np.arange(1.0, order.shape[1] + 1)[np.newaxis, :], axis=1)
    return ranks

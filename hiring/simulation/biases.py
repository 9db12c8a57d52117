"""What a way of answering is worth under each scoring method, with the same judgement and chance.

The same people answer plainly and then in each style; only the style differs. The difference of
the means is the bias. Half credit and its rivals score the ratings of the form; the total is the
whole form as its key scores it.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from hiring.psychometrics.arrays import FloatArray, as_floats, mean_last_axis
from hiring.psychometrics.keying import consensus
from hiring.psychometrics.keying import rules as keying
from hiring.scoring.plan import Encoded, score_encoded
from hiring.simulation.answering import draw_answers
from hiring.simulation.assumptions import STYLES, Style
from hiring.simulation.people import People, draw_people
from hiring.simulation.sitting_tables import World
from hiring.simulation.views import FormView

N_PEOPLE = 2000


class Rule(StrEnum):
    """How answers become points; all but the first look at the form's ratings alone."""

    TOTAL = "total"
    HALF_CREDIT = "half_credit"
    DICHOTOMOUS = "dichotomous"
    STANDARDISED = "standardised"
    NEAR_MISS = "near_miss"
    RAW_L1 = "raw_l1"
    RAW_L2 = "raw_l2"


@dataclass(frozen=True, slots=True)
class Bias:
    """How far a style moves scores under a rule.

    ``points``, ``error_points`` and ``sds`` are None where nobody with the style has a score. A
    standard deviation is that of the same people answering plainly.
    """

    style: Style
    rule: Rule
    points: float | None
    error_points: float | None
    sds: float | None
    without_score: float


def style_biases(world: World, seed: np.random.SeedSequence) -> tuple[Bias, ...]:
    """Every style but the plain one, under every rule that the form allows.

    Rules for ratings are left out where the form has none.
    """
    people_seed, answers_seed = seed.spawn(2)
    rng = np.random.default_rng(people_seed)
    people = draw_people(rng, N_PEOPLE, world.form.n_scenarios, world.population)
    scores = {style: _scores(world, people.with_style(style), answers_seed) for style in STYLES}
    plain = scores[Style.PLAIN]
    return tuple(
        _bias(style, rule, scores[style][rule], plain[rule])
        for style in STYLES
        if style is not Style.PLAIN
        for rule in plain
    )


def rule_scores(form: FormView, encoded: Encoded, rule: Rule) -> FloatArray:
    """Scores under a rule; shape (n,), points 0..100, NaN = not scorable under it.

    The ratings rules give the mean over all rated options of the form.
    """
    if rule is Rule.TOTAL:
        return score_encoded(form.plan, encoded).totals
    ratings = np.concatenate([encoded.answers[n] for n in form.rated], axis=1)
    key = np.concatenate([form.items[n].plan.key for n in form.rated])
    return as_floats(100 * _rated(rule, as_floats(ratings), as_floats(key), _n_steps(form)))


def _scores(world: World, people: People, seed: np.random.SeedSequence) -> dict[Rule, FloatArray]:
    rng = np.random.default_rng(seed)
    encoded = draw_answers(rng, world.form, people, world.population)
    rules = tuple(Rule) if world.form.rated else (Rule.TOTAL,)
    return {rule: rule_scores(world.form, encoded, rule) for rule in rules}


def _rated(rule: Rule, ratings: FloatArray, key: FloatArray, n_steps: int) -> FloatArray:
    scale = (1.0, float(n_steps))
    match rule:
        case Rule.HALF_CREDIT:
            return mean_last_axis(keying.half_credit(ratings, key, n_steps))
        case Rule.NEAR_MISS:
            return mean_last_axis(keying.near_miss(ratings, key, n_steps))
        case Rule.DICHOTOMOUS:
            return mean_last_axis(consensus.dichotomous(ratings, key, scale))
        case Rule.RAW_L1:
            return _raw(ratings, key, scale, consensus.Distance.L1)
        case Rule.RAW_L2:
            return _raw(ratings, key, scale, consensus.Distance.L2)
        case Rule.STANDARDISED:
            return _standardised(ratings, key)
        case Rule.TOTAL:
            raise ValueError("the total is not a rule for ratings")


def _raw(
    ratings: FloatArray,
    key: FloatArray,
    scale: tuple[float, float],
    distance: consensus.Distance,
) -> FloatArray:
    return mean_last_axis(consensus.mean_consensus(ratings, key, scale, distance))


def _standardised(ratings: FloatArray, key: FloatArray) -> FloatArray:
    if np.ptp(key) == 0:
        return np.full(len(ratings), np.nan)
    agreed = consensus.standardised_consensus(ratings, key)
    return as_floats(np.where(consensus.is_standardisable(ratings), agreed, np.nan))


def _n_steps(form: FormView) -> int:
    return form.items[form.rated[0]].plan.n_steps


def _bias(style: Style, rule: Rule, styled: FloatArray, plain: FloatArray) -> Bias:
    # Pairs: somebody without a score in one of the two would shift the other's mean.
    is_paired = ~(np.isnan(styled) | np.isnan(plain))
    without = float(np.isnan(styled).mean())
    if not is_paired.any():
        return Bias(style, rule, None, None, None, without)
    moved = styled[is_paired] - plain[is_paired]
    points, spread = float(moved.mean()), float(plain[is_paired].std())
    return Bias(
        style=style,
        rule=rule,
        points=points,
        error_points=float(moved.std() / np.sqrt(moved.size)),
        sds=points / spread if spread > 0 else None,
        without_score=without,
    )

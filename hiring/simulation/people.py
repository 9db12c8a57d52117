"""Simulated people, as arrays: axis 0 is the person, always."""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hiring.psychometrics.arrays import BoolArray, FloatArray, as_floats
from hiring.simulation.assumptions import STYLES, Assumptions, Style

MAX_AGREEMENT = 0.995  # a perfect view would leave nothing to draw


@dataclass(frozen=True, slots=True)
class Population:
    """Assumptions with the one number that had to be found for this form.

    ``judgement_sd`` is the spread of judgement within a group, on the scale of Fisher's z of the
    agreement with the key.
    """

    assumptions: Assumptions
    judgement_sd: float

    @property
    def middle(self) -> float:
        """Judgement of an average person: Fisher's z of the mean agreement."""
        return math.atanh(self.assumptions.mean_agreement)

    @property
    def lasting_sd(self) -> float:
        """Spread of the part of a person's view of one scenario that would come back."""
        return self._deviation_sd * math.sqrt(self.assumptions.lasting_share)

    @property
    def passing_sd(self) -> float:
        """Spread of the part that is drawn anew at every sitting."""
        return self._deviation_sd * math.sqrt(1 - self.assumptions.lasting_share)

    @property
    def _deviation_sd(self) -> float:
        return self.assumptions.deviation_ratio * self.judgement_sd


@dataclass(frozen=True, slots=True)
class People:
    """Who sits.

    Attributes:
        judgement: Shape (n, n_scenarios): what would come back at every sitting, Fisher's z.
        style: Shape (n,), places in ``STYLES``.
        is_reference: Shape (n,): members of the reference group.
    """

    judgement: FloatArray
    style: NDArray[np.int_]
    is_reference: BoolArray

    def with_style(self, style: Style) -> "People":
        """The same people, all with this style."""
        return replace(self, style=np.full(self.style.shape, STYLES.index(style), dtype=np.int_))


def draw_people(
    rng: np.random.Generator, n_people: int, n_scenarios: int, population: Population
) -> People:
    """People drawn from the population, with the judgement they keep."""
    assumed = population.assumptions
    is_reference = rng.random(n_people) < 0.5  # noqa: PLR2004 - groups of one size
    shift = np.where(is_reference, 0.5, -0.5) * assumed.group_difference
    overall = population.judgement_sd * (rng.standard_normal(n_people) + shift)
    lasting = population.lasting_sd * rng.standard_normal((n_people, n_scenarios))
    return People(
        judgement=as_floats(population.middle + overall[:, np.newaxis] + lasting),
        style=_styles(rng, n_people, assumed),
        is_reference=np.asarray(is_reference),
    )


def agreement(judgement: FloatArray) -> FloatArray:
    """Correlation of a view with the options' worth, from Fisher's z; never quite ±1."""
    return as_floats(np.clip(np.tanh(judgement), -MAX_AGREEMENT, MAX_AGREEMENT))


def _styles(rng: np.random.Generator, n_people: int, assumed: Assumptions) -> NDArray[np.int_]:
    # By quantile and not by choice(): the same person keeps the same draw when shares change.
    ends = np.cumsum(assumed.style_shares)
    drawn = np.searchsorted(ends, rng.random(n_people), side="right")
    return np.minimum(drawn, len(STYLES) - 1).astype(np.int_)

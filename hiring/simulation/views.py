"""A form as simulated people see it: what every option is worth, and how good it looks.

Both are on the scale of a standard score, so that one correlation says how well somebody sees
them. Ratings keep the middle of their response scale as zero: a form whose options are mostly
poor should look mostly poor.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from hiring.banks.schema import Method
from hiring.psychometrics.arrays import FloatArray, as_floats
from hiring.scoring.plan import ItemPlan, ScoringPlan

MIN_SCENARIOS = 2


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item: shape (n_options,) for ``worth`` and ``looks``, standard scores."""

    plan: ItemPlan
    scenario: int
    worth: FloatArray
    looks: FloatArray

    @property
    def is_rated(self) -> bool:
        """Whether every option is rated, and not chosen or ordered."""
        return self.plan.method is Method.HALF_CREDIT

    @property
    def n_options(self) -> int:
        """How many options the item has."""
        return len(self.plan.options)


@dataclass(frozen=True, slots=True)
class FormView:
    """All items of a form, in the order of its plan."""

    plan: ScoringPlan
    items: tuple[ItemView, ...]

    @property
    def n_scenarios(self) -> int:
        """How many scenarios are scored."""
        return len(self.plan.scenarios)

    @property
    def rated(self) -> tuple[int, ...]:
        """Which items are rated."""
        return tuple(n for n, item in enumerate(self.items) if item.is_rated)


def form_view(plan: ScoringPlan, flattery_agreement: float, rng: np.random.Generator) -> FormView:
    """How the options of a form look to people who see nothing but their worth or their shine.

    Args:
        plan: The form and its key.
        flattery_agreement: Correlation of looks with worth, -1..1.
        rng: Draws the part of the looks that has nothing to do with worth.

    Raises:
        ValueError: Fewer than two scenarios are scored: nothing could agree or disagree.
    """
    if len(plan.scenarios) < MIN_SCENARIOS:
        raise ValueError(
            f"this form scores {len(plan.scenarios)} scenario; a simulation needs two or more. "
            "Choose another form with --form"
        )
    own = math.sqrt(1 - flattery_agreement**2)
    return FormView(
        plan,
        tuple(
            ItemView(item, scenario, worth, flattery_agreement * worth + own * shine)
            for item, scenario in _with_scenarios(plan)
            for worth in (_worth(item),)
            for shine in (rng.standard_normal(len(item.options)),)
        ),
    )


def scale_sd(n_steps: int) -> float:
    """Spread of the steps of a response scale about its middle, in steps."""
    return math.sqrt((n_steps**2 - 1) / 12)


def _with_scenarios(plan: ScoringPlan) -> Iterator[tuple[ItemPlan, int]]:
    for scenario, columns in enumerate(plan.item_columns):
        for column in columns:
            yield plan.items[column], scenario


def _worth(item: ItemPlan) -> FloatArray:
    match item.method:
        case Method.HALF_CREDIT:
            return as_floats((item.key - (item.n_steps + 1) / 2) / scale_sd(item.n_steps))
        case Method.FOOTRULE:
            return _standardised(-item.key)
        case Method.BEST_WORST:
            ends = np.zeros(len(item.options))
            ends[int(item.key[0])], ends[int(item.key[1])] = 1.0, -1.0
            return _standardised(ends)
        case Method.WEIGHTS | Method.MEMBERS:
            return _standardised(item.key)
        case Method.HUMAN_RATING:
            raise ValueError(f"{item.ref} is rated by people and has no place in a scoring plan")


def _standardised(values: FloatArray) -> FloatArray:
    spread = float(values.std())
    return as_floats((values - values.mean()) / spread) if spread > 0 else np.zeros(values.shape)

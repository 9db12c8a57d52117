"""Bank and key as arrays: one road from answers to scores, for one sitting or for many.

A sitting on its own is a table of one row: the same operations run in the same order whatever the
number of rows, so that a score computed alone and one computed in bulk agree to the last bit.

An open text waits for its raters. It is no part of the plan: neither zero nor missing, just not
yet rated.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from hiring.banks.schema import BankDocument, ItemKey, KeyDocument, Method, Scenario
from hiring.psychometrics.keying import rules as keying
from hiring.psychometrics.keying.aggregation import (
    MissingPolicy,
    UnitState,
    total_scores,
    unit_mean,
)
from hiring.psychometrics.keying.consensus import is_standardisable, standardised_consensus

MISSING_POLICY = MissingPolicy.ZERO
MIN_RATING_ITEMS_FOR_STYLE = 1
NEUTRALISED = "neutralised"

FloatArray: TypeAlias = NDArray[np.float64]
StateArray: TypeAlias = NDArray[np.int_]
Answers: TypeAlias = Mapping[str, tuple[UnitState, Any]]  # item → state and stored value


@dataclass(frozen=True, slots=True)
class ItemPlan:
    """How one item is scored: its options in a fixed order and its key as numbers.

    ``is_neutral`` gives full credit to everybody who was shown the item.
    """

    ref: str
    method: Method
    options: tuple[str, ...]
    key: FloatArray
    n_steps: int
    is_neutral: bool = False

    @property
    def width(self) -> int:
        """How many numbers an answer takes."""
        match self.method:
            case Method.BEST_WORST:
                return 2
            case Method.WEIGHTS:
                return 1
            case Method.HALF_CREDIT | Method.FOOTRULE | Method.MEMBERS | Method.HUMAN_RATING:
                return len(self.options)


@dataclass(frozen=True, slots=True)
class ScoringPlan:
    """All that scoring a form needs. Columns of scenarios follow ``scenarios``."""

    items: tuple[ItemPlan, ...]
    scenarios: tuple[str, ...]
    item_columns: tuple[tuple[int, ...], ...]
    clusters: tuple[str, ...]
    cluster_columns: tuple[tuple[int, ...], ...]

    @property
    def methods(self) -> dict[str, str]:
        """Item → method id, for the provenance of a score."""
        return {
            item.ref: NEUTRALISED if item.is_neutral else item.method.value for item in self.items
        }


@dataclass(frozen=True, slots=True)
class Encoded:
    """Answers as numbers: per item shape (n_sittings, width), NaN = none; states by item."""

    answers: tuple[FloatArray, ...]
    states: StateArray


@dataclass(frozen=True, slots=True)
class SittingScores:
    """Scores of many sittings; axis 0 is the sitting.

    Attributes:
        items: Shape (n, n_items), 0..1; NaN = not answered.
        scenarios: Shape (n, n_scenarios), points 0..100; NaN = not answered or void.
        scenario_states: Shape (n, n_scenarios), numbers of ``UnitState``.
        totals: Shape (n,), points 0..100; NaN = too few answers for a number.
        clusters: Shape (n, n_clusters), points 0..100; NaN likewise.
        standardised: Shape (n,), points 0..100, the silent second score; NaN = not defined.
    """

    items: FloatArray
    scenarios: FloatArray
    scenario_states: StateArray
    totals: FloatArray
    clusters: FloatArray
    standardised: FloatArray


def scoring_plan(bank: BankDocument, key: KeyDocument, form_id: str) -> ScoringPlan:
    """Turn a form and its key into arrays. A scenario whose items are all dropped is left out.

    Raises:
        NotFoundError: The bank has no such form.
        KeyError: A scored item has no key; checked banks have one for each.
    """
    scenarios = [bank.get_scenario(name) for name in bank.get_form(form_id).scenarios]
    items: list[ItemPlan] = []
    columns: dict[str, tuple[int, ...]] = {}
    for scenario in scenarios:
        plans = _item_plans(scenario, key, bank)
        if plans:
            columns[scenario.id] = tuple(range(len(items), len(items) + len(plans)))
            items.extend(plans)
    cluster_columns = {
        cluster.id: tuple(
            n for n, name in enumerate(columns) if bank.get_scenario(name).cluster == cluster.id
        )
        for cluster in bank.clusters
    }
    filled = {name: found for name, found in cluster_columns.items() if found}
    return ScoringPlan(
        items=tuple(items),
        scenarios=tuple(columns),
        item_columns=tuple(columns.values()),
        clusters=tuple(filled),
        cluster_columns=tuple(filled.values()),
    )


def encode(plan: ScoringPlan, sittings: Sequence[Answers]) -> Encoded:
    """Turn stored answers into arrays; an item without a row was not reached."""
    states = np.full((len(sittings), len(plan.items)), UnitState.NOT_REACHED, dtype=np.int_)
    answers = tuple(np.full((len(sittings), item.width), np.nan) for item in plan.items)
    for row, sitting in enumerate(sittings):
        for column, item in enumerate(plan.items):
            found = sitting.get(item.ref)
            if found is None:
                continue
            states[row, column] = found[0]
            if found[0] is UnitState.ANSWERED:
                answers[column][row] = answer_numbers(item, found[1])
    return Encoded(answers, states)


def score_encoded(plan: ScoringPlan, encoded: Encoded) -> SittingScores:
    """Score every sitting. The number of sittings does not change anybody's score."""
    items = np.column_stack(
        [
            _item_scores(item, values, shown)
            for item, values, shown in zip(
                plan.items, encoded.answers, _was_shown(encoded.states).T, strict=True
            )
        ]
    )
    states = _scenario_states(plan, _credited_states(plan, encoded.states))
    scenarios = _scenario_scores(plan, items, states)
    return SittingScores(
        items=items,
        scenarios=100 * np.where(states == UnitState.ANSWERED, scenarios, np.nan),
        scenario_states=states,
        totals=total_scores(scenarios, states, MISSING_POLICY),
        clusters=_cluster_scores(plan, scenarios, states),
        standardised=_standardised(plan, encoded),
    )


def _item_plans(scenario: Scenario, key: KeyDocument, bank: BankDocument) -> list[ItemPlan]:
    keys = key.by_item
    keyed = [(keys[f"{scenario.id}/{item.id}"], item) for item in scenario.items]
    return [
        _item_plan(
            item_key,
            tuple(option.id for option in item.options),
            bank,
            is_neutral=item_key.item in key.neutralised,
        )
        for item_key, item in keyed
        if item_key.method is not Method.HUMAN_RATING and item_key.item not in key.dropped
    ]


def _item_plan(
    key: ItemKey, options: tuple[str, ...], bank: BankDocument, *, is_neutral: bool
) -> ItemPlan:
    return ItemPlan(
        ref=key.item,
        method=key.method,
        options=options,
        key=np.array(list(_key_numbers(key, options)), dtype=np.float64),
        n_steps=len(bank.response_scale),
        is_neutral=is_neutral,
    )


def _key_numbers(key: ItemKey, options: tuple[str, ...]) -> Iterable[float]:
    match key.method:
        case Method.HALF_CREDIT:
            return [float((key.ratings or {})[option]) for option in options]
        case Method.FOOTRULE:
            return [float((key.order or ()).index(option) + 1) for option in options]
        case Method.BEST_WORST:
            return [float(options.index(key.best or "")), float(options.index(key.worst or ""))]
        case Method.WEIGHTS:
            return [float((key.weights or {}).get(option, 0.0)) for option in options]
        case Method.MEMBERS:
            return [float(option in (key.members or ())) for option in options]
        case Method.HUMAN_RATING:
            return []


def answer_numbers(item: ItemPlan, value: Any) -> list[float]:
    """The stored value of an answered item as numbers in the order of the options."""
    match item.method:
        case Method.HALF_CREDIT:
            return [float(value[option]) for option in item.options]
        case Method.FOOTRULE:
            return [float(value.index(option) + 1) for option in item.options]
        case Method.BEST_WORST:
            return [float(item.options.index(value[end])) for end in ("best", "worst")]
        case Method.WEIGHTS:
            return [float(item.options.index(value))]
        case Method.MEMBERS:
            return [float(option in value) for option in item.options]
        case Method.HUMAN_RATING:
            return []


def _was_shown(states: StateArray) -> NDArray[np.bool_]:
    return np.isin(states, (UnitState.ANSWERED, UnitState.SKIPPED))


def _credited_states(plan: ScoringPlan, states: StateArray) -> StateArray:
    """Whoever left out a neutralised item gets the credit too, so it counts as answered."""
    is_neutral = np.array([item.is_neutral for item in plan.items])
    return np.where(is_neutral & _was_shown(states), UnitState.ANSWERED, states).astype(np.int_)


def _item_scores(item: ItemPlan, values: FloatArray, shown: NDArray[np.bool_]) -> FloatArray:
    """Shape (n_sittings,), 0..1; NaN where the item was not answered."""
    if item.is_neutral:
        return np.where(shown, 1.0, np.nan)
    match item.method:
        case Method.HALF_CREDIT:
            return unit_mean(keying.half_credit(values, item.key, item.n_steps))
        case Method.FOOTRULE:
            return keying.footrule_score(values, item.key)
        case Method.BEST_WORST:
            best, worst = int(item.key[0]), int(item.key[1])
            return keying.best_worst(values[:, 0], values[:, 1], best, worst, len(item.options))
        case Method.WEIGHTS:
            return keying.weighted_choice(values[:, 0], item.key)
        case Method.MEMBERS:
            return keying.members(values, item.key.astype(np.bool_))
        case Method.HUMAN_RATING:
            return np.full(len(values), np.nan)


def _scenario_states(plan: ScoringPlan, states: StateArray) -> StateArray:
    """A scenario is void if any item is, answered if any item is, skipped if any was shown."""
    columns = [_joint_state(states[:, list(found)]) for found in plan.item_columns]
    return np.column_stack(columns)


def _joint_state(states: StateArray) -> StateArray:
    has_void = np.any(states == UnitState.VOID, axis=1)
    has_answer = np.any(states == UnitState.ANSWERED, axis=1)
    has_skip = np.any(states == UnitState.SKIPPED, axis=1)
    without_void = np.where(
        has_answer,
        UnitState.ANSWERED,
        np.where(has_skip, UnitState.SKIPPED, UnitState.NOT_REACHED),
    )
    return np.where(has_void, UnitState.VOID, without_void).astype(np.int_)


def _scenario_scores(plan: ScoringPlan, items: FloatArray, states: StateArray) -> FloatArray:
    """Mean of a scenario's items; inside an answered scenario an item left out counts as 0."""
    known = np.nan_to_num(items, nan=0.0)
    means = np.column_stack([unit_mean(known[:, list(found)]) for found in plan.item_columns])
    return np.where(states == UnitState.ANSWERED, means, np.nan)


def _cluster_scores(plan: ScoringPlan, scenarios: FloatArray, states: StateArray) -> FloatArray:
    if not plan.clusters:
        return np.empty((len(scenarios), 0))
    return np.column_stack(
        [
            total_scores(scenarios[:, list(found)], states[:, list(found)], MISSING_POLICY)
            for found in plan.cluster_columns
        ]
    )


def _shows_style(item: ItemPlan) -> bool:
    return item.method is Method.HALF_CREDIT and not item.is_neutral


def _standardised(plan: ScoringPlan, encoded: Encoded) -> FloatArray:
    """Agreement of the whole rating profile with the key; NaN for incomplete or flat profiles."""
    rated = [n for n, item in enumerate(plan.items) if _shows_style(item)]
    n_sittings = len(encoded.states)
    if len(rated) < MIN_RATING_ITEMS_FOR_STYLE:
        return np.full(n_sittings, np.nan)
    ratings = np.concatenate([encoded.answers[n] for n in rated], axis=1)
    key = np.concatenate([plan.items[n].key for n in rated])
    if np.ptp(key) == 0:
        return np.full(n_sittings, np.nan)
    agreement = 100 * standardised_consensus(ratings, key)
    return np.where(is_standardisable(ratings), agreement, np.nan)

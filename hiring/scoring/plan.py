"""Bank and key as arrays: one road from answers to scores, for one sitting or for many.

A sitting on its own is a table of one row: the same operations run in the same order whatever the
number of rows, so that a score computed alone and one computed in bulk agree to the last bit.

An open text is scored by the points that people gave it, 1 to 5 for each criterion. While they are
being given it is neither zero nor missing, just not yet rated: then there is no total either. Where
its key names no criteria, nobody rates it and it is no part of the plan.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hiring.banks.schema import BankDocument, Item, ItemKey, KeyDocument, Method, Scenario
from hiring.psychometrics.keying import rules as keying
from hiring.psychometrics.keying.aggregation import (
    MissingPolicy,
    UnitState,
    total_scores,
    unit_mean,
)
from hiring.psychometrics.keying.consensus import is_standardisable, standardised_consensus
from hiring.scoring.parts import (
    NEUTRALISED,
    Answers,
    Encoded,
    FloatArray,
    ItemPlan,
    ScoringPlan,
    SittingScores,
    StateArray,
)

__all__ = [
    "MISSING_POLICY",
    "NEUTRALISED",
    "Answers",
    "Encoded",
    "FloatArray",
    "ItemPlan",
    "ScoringPlan",
    "SittingScores",
    "StateArray",
    "answer_numbers",
    "encode",
    "score_encoded",
    "scoring_plan",
    "without_raters",
]

MISSING_POLICY = MissingPolicy.ZERO
MIN_RATING_ITEMS_FOR_STYLE = 1
LOWEST_POINT, HIGHEST_POINT = 1, 5  # of what people give an open text


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


def without_raters(key: KeyDocument) -> KeyDocument:
    """The key without what people rate: for simulations, which cannot make up what people say."""
    rated = tuple(
        one.item for one in key.items if one.method is Method.HUMAN_RATING and one.criteria
    )
    return key.model_copy(update={"dropped": tuple(dict.fromkeys((*key.dropped, *rated)))})


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
    waiting = _waiting(plan, encoded)
    scenarios = _scenario_scores(plan, items, states)
    return SittingScores(
        items=items,
        scenarios=_unless(
            _any_of(plan.item_columns, waiting),
            100 * np.where(states == UnitState.ANSWERED, scenarios, np.nan),
        ),
        scenario_states=states,
        totals=_unless(
            np.asarray(waiting.any(axis=1)), total_scores(scenarios, states, MISSING_POLICY)
        ),
        clusters=_unless(
            _any_of(plan.cluster_columns, _any_of(plan.item_columns, waiting)),
            _cluster_scores(plan, scenarios, states),
        ),
        standardised=_standardised(plan, encoded),
        is_waiting=waiting,
    )


def _item_plans(scenario: Scenario, key: KeyDocument, bank: BankDocument) -> list[ItemPlan]:
    keys = key.by_item
    keyed = [(keys[f"{scenario.id}/{item.id}"], item) for item in scenario.items]
    return [
        _item_plan(
            item_key,
            _options_of(item_key, item),
            bank,
            is_neutral=item_key.item in key.neutralised,
        )
        for item_key, item in keyed
        if item_key.counts and item_key.item not in key.dropped
    ]


def _options_of(key: ItemKey, item: Item) -> tuple[str, ...]:
    if key.method is Method.HUMAN_RATING:
        return tuple(criterion.facet for criterion in key.criteria)
    return tuple(option.id for option in item.options)


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
            return _points(item, value)


def _points(item: ItemPlan, value: Any) -> list[float]:
    """What people gave, as stored; NaN while they are at it, or for other criteria than these."""
    if not isinstance(value, Mapping) or set(value) != set(item.options):
        return [np.nan] * len(item.options)
    return [float(value[option]) for option in item.options]


def _waiting(plan: ScoringPlan, encoded: Encoded) -> NDArray[np.bool_]:
    """Shape (n, n_items): answered, counting, and without points so far."""
    found = np.zeros(encoded.states.shape, dtype=np.bool_)
    for column, item in enumerate(plan.items):
        if item.method is Method.HUMAN_RATING and not item.is_neutral:
            is_answered = encoded.states[:, column] == UnitState.ANSWERED
            found[:, column] = is_answered & np.isnan(encoded.answers[column]).any(axis=1)
    return found


def _any_of(columns: Sequence[tuple[int, ...]], flags: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Shape (n, len(columns)): whether any of each group of columns is flagged."""
    found = [flags[:, list(group)].any(axis=1) for group in columns]
    return np.column_stack(found) if found else np.zeros((len(flags), 0), dtype=np.bool_)


def _unless(is_waiting: NDArray[np.bool_], values: FloatArray) -> FloatArray:
    return np.where(is_waiting, np.nan, values) if is_waiting.any() else values


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
            return unit_mean((values - LOWEST_POINT) / (HIGHEST_POINT - LOWEST_POINT))


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

"""Which share of the total each scenario and cluster has, before and after."""

from dataclasses import dataclass
from enum import StrEnum

from hiring.banks.schema import BankDocument, KeyDocument
from hiring.scoring.plan import ScoringPlan, scoring_plan


class Counting(StrEnum):
    """How a scenario counts."""

    IN_FULL = "in_full"
    IN_PART = "in_part"  # some of its items are dropped or neutralised
    SAME_FOR_ALL = "same_for_all"  # full credit for everybody who was shown it
    NOT_AT_ALL = "not_at_all"


@dataclass(frozen=True, slots=True)
class Weight:
    """The share of the total, 0..1, that a scenario or a cluster has.

    Attributes:
        name: Id of the scenario or cluster.
        before: Under the old key; None where it does not count.
        after: Under the new key; likewise.
        counting: How it counts under the new key. Clusters are in full while any scenario is.
    """

    name: str
    before: float | None
    after: float | None
    counting: Counting


@dataclass(frozen=True, slots=True)
class Weights:
    """All shares of a form, in the order of the form and of the bank."""

    scenarios: tuple[Weight, ...]
    clusters: tuple[Weight, ...]


def weights(bank: BankDocument, before: KeyDocument, after: KeyDocument, form_id: str) -> Weights:
    """Hold two keys of one bank side by side.

    Raises:
        NotFoundError: The bank has no such form.
    """
    old, new = scoring_plan(bank, before, form_id), scoring_plan(bank, after, form_id)
    scored = [
        name for name in bank.get_form(form_id).scenarios if name in old.scenarios + new.scenarios
    ]
    names = [one.id for one in bank.clusters if one.id in old.clusters + new.clusters]
    return Weights(
        tuple(
            Weight(
                name,
                _scenario_share(old, name),
                _scenario_share(new, name),
                _counting(new, bank, name),
            )
            for name in scored
        ),
        tuple(
            Weight(name, share, other, Counting.NOT_AT_ALL if other is None else Counting.IN_FULL)
            for name in names
            for share, other in [(_cluster_share(old, name), _cluster_share(new, name))]
        ),
    )


def _scenario_share(plan: ScoringPlan, name: str) -> float | None:
    return 1 / len(plan.scenarios) if name in plan.scenarios else None


def _cluster_share(plan: ScoringPlan, name: str) -> float | None:
    if name not in plan.clusters:
        return None
    return len(plan.cluster_columns[plan.clusters.index(name)]) / len(plan.scenarios)


def _counting(plan: ScoringPlan, bank: BankDocument, name: str) -> Counting:
    if name not in plan.scenarios:
        return Counting.NOT_AT_ALL
    items = [plan.items[n] for n in plan.item_columns[plan.scenarios.index(name)]]
    n_neutral = sum(item.is_neutral for item in items)
    if n_neutral == len(items):
        return Counting.SAME_FOR_ALL
    is_whole = n_neutral == 0 and len(items) == len(bank.get_scenario(name).items)
    return Counting.IN_FULL if is_whole else Counting.IN_PART

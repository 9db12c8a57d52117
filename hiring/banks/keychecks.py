"""Does a scoring key fit the bank: every item keyed once, with the right method and options."""

from collections.abc import Iterator
from typing import assert_never

from hiring.banks.faults import Fault
from hiring.banks.schema import (
    METHOD_OF,
    BankDocument,
    Item,
    ItemFormat,
    ItemKey,
    KeyDocument,
    Method,
    Scenario,
)
from hiring.banks.structure import quoted, repeated

PRIMARY, SECONDARY = 1.0, 0.5  # the weights a facet may have
MAX_CRITERIA = 3  # more than that nobody keeps apart while rating

_FIELDS_OF = {
    Method.HALF_CREDIT: {"ratings"},
    Method.FOOTRULE: {"order"},
    Method.BEST_WORST: {"best", "worst"},
    Method.WEIGHTS: {"weights"},
    Method.MEMBERS: {"members"},
    Method.HUMAN_RATING: set[str](),
}
_KEY_FIELDS = set[str]().union(*_FIELDS_OF.values())


def check_key(bank: BankDocument, key: KeyDocument, file: str) -> Iterator[Fault]:
    """Faults of a key held against its bank; their lines are not known here."""
    yield from _check_coverage(bank, key, file)
    yield from check_set_aside(bank, key, file)
    items = {
        f"{scenario.id}/{item.id}": (scenario, item)
        for scenario in bank.scenarios
        for item in scenario.items
    }
    for item_key in key.items:
        if item_key.item in items:
            scenario, item = items[item_key.item]
            yield from _check_item_key(bank, scenario, item, item_key, file)


def check_set_aside(bank: BankDocument, key: KeyDocument, file: str) -> Iterator[Fault]:
    """Faults of the lists of items that are dropped or neutralised."""
    counted = {one.item for one in key.items if one.counts}
    for field, names in (("dropped", key.dropped), ("neutralised", key.neutralised)):
        if unknown := set(names) - counted:
            message = f"{quoted(unknown)} is not scored by this key."
            yield Fault(file, field, message, "Name items as scenario/item, as the key does.")
        if twice := repeated(names):
            yield Fault(file, field, f"{quoted(twice)} stands there twice.", "Name it once.")
    if both := set(key.dropped).intersection(key.neutralised):
        message = f"{quoted(both)} is dropped and neutralised."
        yield Fault(file, "neutralised", message, "Decide for one of the two.")
    for form in bank.forms:
        shown = {name for name in counted if name.split("/")[0] in form.scenarios}
        if shown and shown <= {*key.dropped, *key.neutralised}:
            message = f"No item of form “{form.id}” would tell people apart."
            yield Fault(file, "dropped", message, "Leave items that count.")


def primary_facet(item_key: ItemKey) -> str | None:
    """The facet an item counts for in full; None where the key names none or several."""
    primary = [facet for facet, weight in item_key.facets.items() if weight == PRIMARY]
    return primary[0] if len(primary) == 1 else None


def _check_coverage(bank: BankDocument, key: KeyDocument, file: str) -> Iterator[Fault]:
    known = {f"{scenario.id}/{item.id}" for scenario in bank.scenarios for item in scenario.items}
    scored = {f"{one.id}/{item.id}" for one in bank.scored_scenarios for item in one.items}
    keyed = [item_key.item for item_key in key.items]
    for name in sorted(scored - set(keyed)):
        yield Fault(file, "", f"“{name}” is not keyed.", "Add [[items]] for it.")
    for name in sorted(set(keyed) - known):
        yield Fault(
            file, f"items.{name}", f"“{name}” is not in the bank.", "Correct the name or remove it."
        )
    for name in sorted(known.intersection(keyed) - scored):
        yield Fault(
            file, f"items.{name}", f"“{name}” is practice and never scored.", "Remove its key."
        )
    for name in repeated(keyed):
        yield Fault(file, f"items.{name}", f"“{name}” is keyed twice.", "Keep one of them.")


def _check_item_key(
    bank: BankDocument, scenario: Scenario, item: Item, item_key: ItemKey, file: str
) -> Iterator[Fault]:
    place = f"items.{item_key.item}"
    findings = [
        *_method_findings(item, item_key),
        *_field_findings(item_key),
        *_value_findings(item, item_key, n_steps=len(bank.response_scale)),
        *_facet_findings(bank, scenario, item_key),
        *_criteria_findings(item_key),
        *_rationale_findings(item, item_key),
    ]
    for field, message, remedy in findings:
        yield Fault(file, f"{place}.{field}", message, remedy)


# A finding names the field, says what is wrong and what to do.
Finding = tuple[str, str, str]


def _method_findings(item: Item, item_key: ItemKey) -> Iterator[Finding]:
    expected = METHOD_OF[item.format]
    if item_key.method is not expected:
        message = f"Method {item_key.method} does not fit format {item.format}."
        yield "method", message, f"Write {expected}."


def _field_findings(item_key: ItemKey) -> Iterator[Finding]:
    needed = _FIELDS_OF[item_key.method]
    for field in sorted(_KEY_FIELDS):
        is_given = getattr(item_key, field) is not None
        if field in needed and not is_given:
            yield "method", f"“{field}” is missing.", f"{item_key.method} needs it."
        if field not in needed and is_given:
            yield field, f"“{field}” does not go with {item_key.method}.", "Remove it."


def _value_findings(item: Item, item_key: ItemKey, n_steps: int) -> Iterator[Finding]:
    options = {option.id for option in item.options}
    match item_key.method:
        case Method.HALF_CREDIT:
            yield from _ratings_findings(options, item_key.ratings or {}, n_steps)
        case Method.FOOTRULE:
            yield from _order_findings(options, item_key.order or ())
        case Method.BEST_WORST:
            yield from _best_worst_findings(options, item_key.best, item_key.worst)
        case Method.WEIGHTS:
            yield from _weights_findings(options, item_key.weights or {})
        case Method.MEMBERS:
            yield from _members_findings(options, item_key.members or (), item.choose)
        case Method.HUMAN_RATING:
            return
        case _:
            assert_never(item_key.method)


def _ratings_findings(
    options: set[str], ratings: dict[str, int], n_steps: int
) -> Iterator[Finding]:
    yield from _cover_findings("ratings", options, set(ratings))
    if any(not 1 <= rating <= n_steps for rating in ratings.values()):
        yield "ratings", f"A rating lies outside 1 to {n_steps}.", "Use a step of the scale."


def _order_findings(options: set[str], order: tuple[str, ...]) -> Iterator[Finding]:
    yield from _cover_findings("order", options, set(order))
    if twice := repeated(order):
        yield "order", f"The order names {quoted(twice)} twice.", "Name each option once."


def _best_worst_findings(
    options: set[str], best: str | None, worst: str | None
) -> Iterator[Finding]:
    for field, option in (("best", best), ("worst", worst)):
        if option is not None:
            yield from _unknown_findings(field, options, {option})
    if best is not None and best == worst:
        yield "best", "Best and worst are the same option.", "Choose two."


def _weights_findings(options: set[str], weights: dict[str, float]) -> Iterator[Finding]:
    yield from _cover_findings("weights", options, set(weights))
    # Written so that NaN fails as well.
    if any(not 0 <= weight <= 1 for weight in weights.values()):
        yield "weights", "A weight lies outside 0 to 1.", "Use 1.0 for the best option."
    elif weights and max(weights.values()) != 1:
        yield "weights", "No option has weight 1.0.", "Give the best option 1.0."


def _members_findings(
    options: set[str], members: tuple[str, ...], choose: int | None
) -> Iterator[Finding]:
    yield from _unknown_findings("members", options, set(members))
    if twice := repeated(members):
        yield "members", f"{quoted(twice)} stands there twice.", "Name each option once."
    if choose is not None and len(members) != choose:
        message = f"The item asks for {choose} options, the key names {len(members)}."
        yield "members", message, "Make them agree."


def _cover_findings(field: str, options: set[str], named: set[str]) -> Iterator[Finding]:
    yield from _unknown_findings(field, options, named)
    # A missing field is reported by itself; naming every option again would only be noise.
    if named and (missing := options - named):
        yield field, f"“{field}” leaves out {quoted(missing)}.", "Cover every option."


def _unknown_findings(field: str, options: set[str], named: set[str]) -> Iterator[Finding]:
    if unknown := named - options:
        yield field, f"The item has no option {quoted(unknown)}.", "Correct the option's id."


def _facet_findings(bank: BankDocument, scenario: Scenario, item_key: ItemKey) -> Iterator[Finding]:
    if unknown := set(item_key.facets) - {facet.id for facet in bank.facets}:
        yield "facets", f"The bank has no facet {quoted(unknown)}.", "Correct the name."
    if not set(item_key.facets.values()) <= {PRIMARY, SECONDARY}:
        yield "facets", "A facet's weight is neither 1.0 nor 0.5.", "Use one of the two."
    primary = primary_facet(item_key)
    if primary is None:
        yield "facets", "One facet, and only one, must have weight 1.0.", "Choose the main facet."
    elif not _belongs(bank, scenario, primary):
        message = f"Facet “{primary}” is not in the scenario's cluster “{scenario.cluster}”."
        yield "facets", message, "Choose a main facet of that cluster, or change the cluster."


def _criteria_findings(item_key: ItemKey) -> Iterator[Finding]:
    named = [criterion.facet for criterion in item_key.criteria]
    if named and item_key.method is not Method.HUMAN_RATING:
        yield "criteria", f"“criteria” do not go with {item_key.method}.", "Remove them."
    if len(named) > MAX_CRITERIA:
        message = f"There are {len(named)} criteria, more than {MAX_CRITERIA}."
        yield "criteria", message, "Keep those that matter most; people rate each by itself."
    if twice := repeated(named):
        yield "criteria", f"{quoted(twice)} stands there twice.", "Rate each facet once."
    if unknown := set(named) - set(item_key.facets):
        message = f"The item does not count for {quoted(unknown)}."
        yield "criteria", message, "Name a facet of the item, or add it to its facets."


def _belongs(bank: BankDocument, scenario: Scenario, facet: str) -> bool:
    """Whether the scenario counts for the facet's cluster; yes where either is not known."""
    clusters = [cluster for cluster in bank.clusters if cluster.id == scenario.cluster]
    is_known = facet in {one.id for one in bank.facets}
    return not clusters or not is_known or facet in clusters[0].facets


def _rationale_findings(item: Item, item_key: ItemKey) -> Iterator[Finding]:
    options = {option.id for option in item.options}
    if item.format is ItemFormat.OPEN_TEXT:
        options = set()
    if missing := options - set(item_key.rationale):
        yield (
            "rationale",
            f"The rationale leaves out {quoted(missing)}.",
            "Say in a sentence why each option is keyed so.",
        )
    yield from _unknown_findings("rationale", options, set(item_key.rationale))

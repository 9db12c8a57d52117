"""Does the bank's own file hang together: names that exist, items that fit their format."""

from collections import Counter
from collections.abc import Iterable, Iterator

from hiring.banks.faults import Fault
from hiring.banks.schema import BankDocument, Cluster, Item, ItemFormat, Scenario, TestForm
from hiring.banks.wordings import check_wordings

FILE = "bank.toml"

MIN_OPTIONS = {
    ItemFormat.PICK_BEST: 2,
    ItemFormat.BEST_WORST: 3,
    ItemFormat.RANK_ALL: 3,
    ItemFormat.RATE_EACH: 2,
    ItemFormat.PICK_N: 3,
    ItemFormat.EMOTION_MCQ: 2,
    ItemFormat.OPEN_TEXT: 0,
}


def check_structure(bank: BankDocument) -> Iterator[Fault]:
    """Faults between the parts of ``bank.toml``; their lines are not known here."""
    yield from _check_unique(bank)
    yield from _check_scale(bank)
    yield from _check_clusters(bank)
    for form in bank.forms:
        yield from _check_form(bank, form)
    yield from check_wordings(bank)
    for scenario in bank.scenarios:
        yield from _check_scenario(bank, scenario)


def repeated(names: Iterable[str]) -> list[str]:
    """Names that stand there more than once, in the order of their first place."""
    return [name for name, n in Counter(names).items() if n > 1]


def quoted(names: Iterable[str]) -> str:
    """Names for a sentence, sorted: “a”, “b”."""
    return ", ".join(f"“{name}”" for name in sorted(names))


def _check_unique(bank: BankDocument) -> Iterator[Fault]:
    yield from _twice("facets", (facet.id for facet in bank.facets))
    yield from _twice("clusters", (cluster.id for cluster in bank.clusters))
    yield from _twice("forms", (form.id for form in bank.forms))
    yield from _twice("scenarios", (scenario.id for scenario in bank.scenarios))
    for scenario in bank.scenarios:
        place = f"scenarios.{scenario.id}.items"
        yield from _twice(place, (item.id for item in scenario.items))
        for item in scenario.items:
            yield from _twice(f"{place}.{item.id}.options", (option.id for option in item.options))


def _twice(place: str, ids: Iterable[str]) -> Iterator[Fault]:
    for name in repeated(ids):
        yield Fault(FILE, f"{place}.{name}", f"“{name}” is used twice.", "Give each its own id.")


def _check_scale(bank: BankDocument) -> Iterator[Fault]:
    if len(bank.response_scale) % 2:
        yield Fault(
            FILE,
            "response_scale",
            "The response scale has a middle step.",
            "Use an even number of steps; scoring needs two sides.",
        )


def _check_clusters(bank: BankDocument) -> Iterator[Fault]:
    facets = {facet.id for facet in bank.facets}
    for cluster in bank.clusters:
        yield from _check_facets_of(cluster, facets)
    for name in repeated(name for cluster in bank.clusters for name in set(cluster.facets)):
        yield Fault(
            FILE,
            f"facets.{name}",
            f"Facet “{name}” is in more than one cluster.",
            "Keep it in one.",
        )


def _check_facets_of(cluster: Cluster, facets: set[str]) -> Iterator[Fault]:
    place = f"clusters.{cluster.id}"
    if unknown := set(cluster.facets) - facets:
        yield Fault(
            FILE,
            place,
            f"Cluster “{cluster.id}” names unknown facets: {quoted(unknown)}.",
            "Declare them under [[facets]] or correct the names.",
        )
    for name in repeated(cluster.facets):
        yield Fault(FILE, place, f"Facet “{name}” stands there twice.", "Name it once.")


def _check_form(bank: BankDocument, form: TestForm) -> Iterator[Fault]:
    place = f"forms.{form.id}"
    known = {scenario.id for scenario in bank.scenarios}
    practice = {form.practice} if form.practice is not None else set[str]()
    if unknown := (set(form.scenarios) | practice) - known:
        yield Fault(
            FILE,
            place,
            f"Form “{form.id}” names unknown scenarios: {quoted(unknown)}.",
            "Correct the names or add the scenarios.",
        )
    yield from _check_timing(form, place)
    for name in repeated(form.scenarios):
        yield Fault(FILE, place, f"Scenario “{name}” is shown twice.", "Name it once.")
    for name in sorted(bank.practice_ids.intersection(form.scenarios)):
        yield Fault(
            FILE,
            place,
            f"“{name}” serves for practice and cannot be scored.",
            "Take it out of the form's scenarios or choose another for practice.",
        )


def _check_timing(form: TestForm, place: str) -> Iterator[Fault]:
    if (form.minutes is None) == (form.timing_rationale is None):
        return
    given, lacking = "minutes", "timing_rationale"
    if form.minutes is None:
        given, lacking = lacking, given
    yield Fault(
        FILE,
        f"{place}.{given}",
        f"Form “{form.id}” has “{given}” and no “{lacking}”.",
        "A form is untimed unless time belongs to what it measures: then give the minutes and say "
        "why, in one sentence for candidates. Otherwise remove it.",
    )


def _check_scenario(bank: BankDocument, scenario: Scenario) -> Iterator[Fault]:
    place = f"scenarios.{scenario.id}"
    if scenario.cluster not in {None, *(cluster.id for cluster in bank.clusters)}:
        yield Fault(
            FILE,
            f"{place}.cluster",
            f"Cluster “{scenario.cluster}” is not declared.",
            "Declare it under [[clusters]] or correct the name.",
        )
    for item in scenario.items:
        yield from _check_item(item, f"{place}.items.{item.id}")


def _check_item(item: Item, place: str) -> Iterator[Fault]:
    n, least = len(item.options), MIN_OPTIONS[item.format]
    if n < least:
        yield Fault(
            FILE, place, f"{item.format} needs {least} options or more, not {n}.", "Add options."
        )
    if item.format is ItemFormat.OPEN_TEXT and n:
        yield Fault(FILE, place, "An open question has no options.", "Write options = [].")
    yield from _check_choose(item, place)
    yield from _check_max_words(item, place)


def _check_choose(item: Item, place: str) -> Iterator[Fault]:
    if item.format is not ItemFormat.PICK_N:
        if item.choose is not None:
            yield Fault(FILE, place, f"“choose” does not go with {item.format}.", "Remove it.")
    elif item.choose is None:
        yield Fault(FILE, place, "“choose” is missing.", "Say how many options to pick.")
    elif item.choose >= len(item.options):
        yield Fault(
            FILE,
            place,
            f"{item.choose} of {len(item.options)} options leaves no choice.",
            "Ask for fewer.",
        )


def _check_max_words(item: Item, place: str) -> Iterator[Fault]:
    is_open = item.format is ItemFormat.OPEN_TEXT
    if is_open and item.max_words is None:
        yield Fault(FILE, place, "“max_words” is missing.", "Say how long the answer may be.")
    if not is_open and item.max_words is not None:
        yield Fault(FILE, place, f"“max_words” does not go with {item.format}.", "Remove it.")

"""What a test form holds and how long it takes."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import assert_never

from hiring.banks.keychecks import primary_facet
from hiring.banks.plain_text import n_words
from hiring.banks.schema import (
    BankDocument,
    Item,
    ItemFormat,
    KeyDocument,
    Scenario,
    TestForm,
    Theme,
)

READING_WORDS_PER_MINUTE = 230  # calm reading of plain prose by adults
WRITING_WORDS_PER_MINUTE = 20  # typing while thinking
SECONDS_PER_MARK = 5  # to decide and to set one mark


@dataclass(frozen=True, slots=True)
class BankSummary:
    """Counts over one test form, practice left out except for time and words.

    Attributes:
        form: Id of the form.
        n_scenarios: Scored scenarios of the form.
        n_anchors: Those that stay word for word in every version.
        formats: Items by format.
        facets: Scenarios by main facet of the key; empty without a key.
        clusters: Scenarios by cluster; None stands for those that count in the total only.
        themes: Scenarios by theme; a scenario may have several.
        words: Words a candidate reads, practice included.
        minutes: Estimated working time, practice included.
    """

    form: str
    n_scenarios: int
    n_anchors: int
    formats: Mapping[ItemFormat, int]
    facets: Mapping[str, int]
    clusters: Mapping[str | None, int]
    themes: Mapping[Theme, int]
    words: int
    minutes: float


def summarise(bank: BankDocument, key: KeyDocument | None, form: TestForm) -> BankSummary:
    """Count what a form holds; facets by ``key``, where there is one."""
    scenarios = form_scenarios(bank, form)
    shown = (*practice_scenarios(bank, form), *scenarios)
    return BankSummary(
        form=form.id,
        n_scenarios=len(scenarios),
        n_anchors=sum(scenario.anchor for scenario in scenarios),
        formats=Counter(item.format for scenario in scenarios for item in scenario.items),
        facets=Counter(facet for one in scenarios for facet in main_facets(one, key)),
        clusters=Counter(scenario.cluster for scenario in scenarios),
        themes=Counter(theme for scenario in scenarios for theme in set(scenario.themes)),
        words=sum(scenario_words(scenario) for scenario in shown),
        minutes=sum(scenario_minutes(scenario) for scenario in shown),
    )


def form_scenarios(bank: BankDocument, form: TestForm) -> tuple[Scenario, ...]:
    """The scored scenarios of a form, in the order of showing."""
    return tuple(bank.get_scenario(scenario_id) for scenario_id in form.scenarios)


def practice_scenarios(bank: BankDocument, form: TestForm) -> tuple[Scenario, ...]:
    """The practice scenario of a form, or none."""
    return () if form.practice is None else (bank.get_scenario(form.practice),)


def main_facets(scenario: Scenario, key: KeyDocument | None) -> frozenset[str]:
    """Facets that a scenario's items count for in full; none without a key."""
    item_keys = {} if key is None else key.by_item
    references = (f"{scenario.id}/{item.id}" for item in scenario.items)
    found = (primary_facet(item_keys[name]) for name in references if name in item_keys)
    return frozenset(facet for facet in found if facet is not None)


def scenario_texts(scenario: Scenario) -> Iterator[str]:
    """Every text of a scenario that a candidate reads, in the order of the page."""
    persona = scenario.persona
    yield from (scenario.title, persona.name, persona.role, persona.situation, scenario.stem)
    yield from media_texts(scenario)
    for item in scenario.items:
        yield from (item.question, *(option.text for option in item.options))


def media_texts(scenario: Scenario) -> Iterator[str]:
    """What stands for pictures, sounds and films. Listening takes about as long as reading it."""
    for media in scenario.media:
        yield from (text for text in (media.alt, media.transcript) if text is not None)


def scenario_words(scenario: Scenario) -> int:
    """Words a candidate reads in a scenario."""
    return sum(n_words(text) for text in scenario_texts(scenario))


def scenario_minutes(scenario: Scenario) -> float:
    """Estimated minutes for one scenario: reading, marking and writing."""
    return scenario_words(scenario) / READING_WORDS_PER_MINUTE + _answer_minutes(scenario.items)


def scored_minutes(bank: BankDocument, form: TestForm) -> float:
    """Estimated minutes for a form without its practice, which no time limit covers."""
    return sum(scenario_minutes(scenario) for scenario in form_scenarios(bank, form))


def n_marks(item: Item) -> int:
    """Marks a candidate must make to answer an item in full."""
    match item.format:
        case ItemFormat.RATE_EACH | ItemFormat.RANK_ALL:
            return len(item.options)
        case ItemFormat.BEST_WORST:
            return 2
        case ItemFormat.PICK_N:
            return item.choose or 0
        case ItemFormat.PICK_BEST | ItemFormat.EMOTION_MCQ:
            return 1
        case ItemFormat.OPEN_TEXT:
            return 0
        case _:
            assert_never(item.format)


def _answer_minutes(items: Iterable[Item]) -> float:
    return sum(
        n_marks(item) * SECONDS_PER_MARK / 60 + (item.max_words or 0) / WRITING_WORDS_PER_MINUTE
        for item in items
    )

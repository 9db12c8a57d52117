"""Do guides and translations fit the bank: nothing missing, nothing left over."""

from collections.abc import Iterable, Iterator

from hiring.banks.faults import Fault
from hiring.banks.schema import (
    BankDocument,
    GuideDocument,
    Item,
    ItemText,
    LanguageDocument,
    Scenario,
    ScenarioText,
)
from hiring.banks.structure import quoted, repeated
from hiring.banks.wordings import check_translated_wordings


def check_guide(bank: BankDocument, guide: GuideDocument, file: str) -> Iterator[Fault]:
    """Faults of a guide held against its bank; their lines are not known here."""
    scored = {scenario.id for scenario in bank.scored_scenarios}
    known = {scenario.id for scenario in bank.scenarios}
    yield from _missing(file, "scenarios", scored - guide.scenarios.keys())
    yield from _surplus(file, "scenarios", guide.scenarios.keys() - known)
    for name in repeated(question.id for question in guide.questions):
        yield Fault(file, f"questions.{name}", f"“{name}” is used twice.", "Give each its own id.")
    facets = {facet.id for facet in bank.facets}
    for question in guide.questions:
        if unknown := set(question.facets) - facets:
            message = f"The bank has no facet {quoted(unknown)}."
            yield Fault(file, f"questions.{question.id}", message, "Correct the name.")


def check_guide_translation(
    guide: GuideDocument, translation: GuideDocument, file: str
) -> Iterator[Fault]:
    """Faults of a translated guide held against the guide in the bank's language."""
    originals = {question.id: question for question in guide.questions}
    translated = {question.id: question for question in translation.questions}
    yield from _missing(file, "questions", originals.keys() - translated.keys())
    yield from _surplus(file, "questions", translated.keys() - originals.keys())
    for name in originals.keys() & translated.keys():
        first, second = originals[name], translated[name]
        if (first.kind, set(first.facets)) != (second.kind, set(second.facets)):
            message = f"Question “{name}” has another kind or other facets than in guide.toml."
            yield Fault(file, f"questions.{name}", message, "Make them agree.")


def check_language(bank: BankDocument, language: LanguageDocument, file: str) -> Iterator[Fault]:
    """Faults of a translation held against its bank; their lines are not known here."""
    if language.language == bank.language:
        message = f"The bank itself is written in “{bank.language}”."
        yield Fault(file, "language", message, "Remove the file or correct the language.")
    if len(language.response_scale) != len(bank.response_scale):
        message = f"The response scale has {len(bank.response_scale)} steps in the bank."
        yield Fault(file, "response_scale", message, "Translate every step.")
    yield from _compare(file, "facets", (one.id for one in bank.facets), language.facets)
    yield from _compare(file, "clusters", (one.id for one in bank.clusters), language.clusters)
    yield from _compare(file, "forms", (one.id for one in bank.forms), language.forms)
    yield from _untimed(bank, language, file)
    yield from check_translated_wordings(bank, language, file)
    yield from _compare(file, "scenarios", (one.id for one in bank.scenarios), language.scenarios)
    for scenario in bank.scenarios:
        if text := language.scenarios.get(scenario.id):
            yield from _check_scenario(scenario, text, file)


def _untimed(bank: BankDocument, language: LanguageDocument, file: str) -> Iterator[Fault]:
    for form in bank.forms:
        text = language.forms.get(form.id)
        if text and text.timing_rationale and form.timing_rationale is None:
            place = f"forms.{form.id}.timing_rationale"
            yield Fault(file, place, f"Form “{form.id}” is untimed in the bank.", "Remove it.")


def _check_scenario(scenario: Scenario, text: ScenarioText, file: str) -> Iterator[Fault]:
    place = f"scenarios.{scenario.id}.items"
    yield from _compare(file, place, (item.id for item in scenario.items), text.items)
    for item in scenario.items:
        if item_text := text.items.get(item.id):
            yield from _check_item(item, item_text, file, f"{place}.{item.id}")


def _check_item(item: Item, text: ItemText, file: str, place: str) -> Iterator[Fault]:
    options = (option.id for option in item.options)
    yield from _compare(file, f"{place}.options", options, text.options)


def _compare(file: str, place: str, ids: Iterable[str], texts: Iterable[str]) -> Iterator[Fault]:
    in_bank, in_file = set(ids), set(texts)
    yield from _missing(file, place, in_bank - in_file)
    yield from _surplus(file, place, in_file - in_bank)


def _missing(file: str, place: str, names: set[str]) -> Iterator[Fault]:
    for name in sorted(names):
        yield Fault(file, place, f"“{name}” is missing.", "Add it.")


def _surplus(file: str, place: str, names: set[str]) -> Iterator[Fault]:
    for name in sorted(names):
        message = f"“{name}” is not in the bank."
        yield Fault(file, f"{place}.{name}", message, "Remove it or correct its id.")

"""A bank in another language: same ids, other words."""

from collections.abc import Iterable

from hiring.banks.schema import (
    BankDocument,
    Cluster,
    Facet,
    FormText,
    Item,
    ItemText,
    LanguageDocument,
    Media,
    MediaText,
    Option,
    Scenario,
    ScenarioText,
    TestForm,
)


def available_languages(bank: BankDocument, translations: Iterable[str]) -> tuple[str, ...]:
    """Language codes a candidate may choose from: the bank's own first, the others sorted."""
    return (bank.language, *sorted(set(translations) - {bank.language}))


def localise(bank: BankDocument, language: LanguageDocument | None) -> BankDocument:
    """The bank in the words of ``language``.

    Ids, formats, order and everything else stay. A part without a translation keeps the bank's
    own words: a scenario half in another language is better than one with a hole in it.
    """
    if language is None:
        return bank
    return bank.model_copy(
        update={
            "language": language.language,
            "title": language.title,
            "intended_use": language.intended_use,
            "not_for": language.not_for,
            "response_scale": _scale(bank, language),
            "facets": tuple(_facet(facet, language) for facet in bank.facets),
            "clusters": tuple(_cluster(cluster, language) for cluster in bank.clusters),
            "forms": tuple(_form(form, language) for form in bank.forms),
            "scenarios": tuple(
                _scenario(scenario, language.scenarios.get(scenario.id))
                for scenario in bank.scenarios
            ),
        }
    )


def _scale(bank: BankDocument, language: LanguageDocument) -> tuple[str, ...]:
    is_whole = len(language.response_scale) == len(bank.response_scale)
    return language.response_scale if is_whole else bank.response_scale


def _facet(facet: Facet, language: LanguageDocument) -> Facet:
    text = language.facets.get(facet.id)
    if text is None:
        return facet
    return facet.model_copy(update={"name": text.name, "definition": text.definition})


def _cluster(cluster: Cluster, language: LanguageDocument) -> Cluster:
    text = language.clusters.get(cluster.id)
    return cluster if text is None else cluster.model_copy(update={"name": text.name})


def _form(form: TestForm, language: LanguageDocument) -> TestForm:
    text = language.forms.get(form.id)
    wordings = _wordings(form, text, language)
    if text is None:
        return form.model_copy(update={"wordings": wordings})
    rationale = text.timing_rationale or form.timing_rationale
    return form.model_copy(
        update={"title": text.title, "timing_rationale": rationale, "wordings": wordings}
    )


def _wordings(form: TestForm, text: FormText | None, language: LanguageDocument) -> dict[str, str]:
    """The form's wordings in this language; its own stay only for what is not translated.

    The bank's own wording in the midst of another language would be a hole of another kind: such a
    scenario shows the translated stem.
    """
    kept = {name: stem for name, stem in form.wordings.items() if name not in language.scenarios}
    return kept if text is None else kept | text.wordings


def _scenario(scenario: Scenario, text: ScenarioText | None) -> Scenario:
    if text is None:
        return scenario
    return scenario.model_copy(
        update={
            "title": text.title,
            "stem": text.stem,
            "media": tuple(_media(one, text.media.get(one.file)) for one in scenario.media),
            "persona": text.persona,
            "items": tuple(_item(item, text.items.get(item.id)) for item in scenario.items),
        }
    )


def _media(media: Media, text: MediaText | None) -> Media:
    return media if text is None else media.model_copy(update=text.model_dump())


def _item(item: Item, text: ItemText | None) -> Item:
    if text is None:
        return item
    options = tuple(_option(option, text.options.get(option.id)) for option in item.options)
    return item.model_copy(update={"question": text.question, "options": options})


def _option(option: Option, text: str | None) -> Option:
    return option if text is None else option.model_copy(update={"text": text})

"""Bank, form and key as a report tells of them: no figure of anybody's answers."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from hiring.banks.schema import BankDocument, KeyDocument, Scenario
from hiring.banks.summary import form_scenarios, summarise
from hiring.banks.versions import BankVersion, KeyVersion
from hiring.reports.fact_parts import FormFacts, KeyFacts
from hiring.reports.parts import Count

TOTAL_ONLY = ""  # stands where a scenario is in no cluster


def form_facts(
    version: BankVersion,
    bank: BankDocument,
    key: KeyDocument,
    form_id: str,
    languages: tuple[str, ...],
) -> FormFacts:
    """What the form is, with its blueprint as counts of scored scenarios."""
    form = bank.get_form(form_id)
    scenarios = form_scenarios(bank, form)
    summary = summarise(bank, key, form)
    ratings = list(_keyed_ratings(scenarios, key))
    ends = {1, len(bank.response_scale)}
    return FormFacts(
        bank=version.bank,
        bank_title=bank.title,
        version=version.version,
        form_id=form_id,
        title=form.title,
        content_digest=version.content_digest,
        languages=languages,
        supervision=bank.supervision.value,
        intended_use=bank.intended_use,
        not_for=bank.not_for,
        n_scenarios=len(scenarios),
        n_scored=sum(_is_scored(scenario, key) for scenario in scenarios),
        anchors=tuple(scenario.title for scenario in scenarios if scenario.anchor),
        n_words=summary.words,
        minutes=summary.minutes,
        clusters=_clusters(bank, summary.clusters),
        facets=_named({facet.id: facet.name for facet in bank.facets}, summary.facets),
        formats=_counted(item.format.value for one in scenarios for item in one.items),
        channels=_counted(scenario.setting.channel.value for scenario in scenarios),
        stages=_counted(scenario.setting.stage.value for scenario in scenarios),
        themes=_counted(theme.value for one in scenarios for theme in set(one.themes)),
        n_keyed_ratings=len(ratings),
        n_keyed_extreme=sum(rating in ends for rating in ratings),
    )


def item_refs(bank: BankDocument, form_id: str) -> frozenset[str]:
    """The items of the form's scored scenarios, as ``scenario/item``."""
    scenarios = form_scenarios(bank, bank.get_form(form_id))
    return frozenset(f"{one.id}/{item.id}" for one in scenarios for item in one.items)


def key_facts(row: KeyVersion, key: KeyDocument, refs: Collection[str]) -> KeyFacts:
    """Which key, from where, and what it stands on for the form's items that count."""
    items = [item for ref, item in key.by_item.items() if ref in refs and ref not in key.dropped]
    return KeyFacts(
        key_version=row.key_version,
        origin=row.origin,
        status=row.status,
        is_public=row.is_public,
        is_accepted=row.accepted_by_id is not None,
        scoring_digest=row.scoring_digest,
        authors=key.authors,
        n_items=len(items),
        n_with_rationale=sum(bool(item.rationale) for item in items),
        dropped=key.dropped,
        neutralised=key.neutralised,
        published_at=row.published_at,
    )


def _keyed_ratings(scenarios: Iterable[Scenario], key: KeyDocument) -> Iterator[int]:
    keys = key.by_item
    for scenario in scenarios:
        for item in scenario.items:
            yield from (keys[f"{scenario.id}/{item.id}"].ratings or {}).values()


def _is_scored(scenario: Scenario, key: KeyDocument) -> bool:
    """Whether a number can come from it: an open text needs criteria by which people rate it."""
    keys, dropped = key.by_item, set(key.dropped)
    refs = [f"{scenario.id}/{item.id}" for item in scenario.items]
    return any(keys[ref].counts and ref not in dropped for ref in refs)


def _clusters(bank: BankDocument, counts: Mapping[str | None, int]) -> tuple[Count, ...]:
    inside = {name: n for name, n in counts.items() if name is not None}
    named = _named({one.id: one.name for one in bank.clusters}, inside)
    outside = counts.get(None, 0)
    return (*named, Count(name=TOTAL_ONLY, n=outside)) if outside else named


def _named(names: Mapping[str, str], counts: Mapping[str, int]) -> tuple[Count, ...]:
    """In the bank's order; kinds of which the form has none stand there with 0."""
    return tuple(Count(name=name, n=counts.get(one, 0)) for one, name in names.items())


def _counted(names: Iterable[str]) -> tuple[Count, ...]:
    counts = Counter(names)
    ordered = sorted(counts, key=lambda name: (-counts[name], name))
    return tuple(Count(name=name, n=counts[name]) for name in ordered)

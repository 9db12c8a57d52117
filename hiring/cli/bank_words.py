"""A bank in words: what candidates read and, for authors, how it is keyed and why."""

from collections.abc import Iterator
from textwrap import fill
from typing import assert_never

from hiring.banks.keychecks import PRIMARY
from hiring.banks.loader import LoadedBank
from hiring.banks.localised import localise
from hiring.banks.schema import (
    BankDocument,
    Channel,
    Item,
    ItemFormat,
    ItemKey,
    KeyDocument,
    KeyStatus,
    Media,
    Method,
    Scenario,
)
from hiring.cli.bank_report import plain, table

WIDTH = 92
INDENT = 4

_CHANNELS = {
    Channel.PHONE: "On the phone",
    Channel.CHAT: "In a chat",
    Channel.EMAIL: "By mail",
    Channel.COUNTER: "At the counter",
    Channel.IN_PERSON: "In person",
    Channel.VIDEO: "In a video call",
    Channel.INTERNAL: "Among colleagues",
}


def bank_lines(loaded: LoadedBank, language: str | None, *, with_key: bool) -> list[str]:
    """The bank in a language, the default form first, in the order of showing.

    Args:
        loaded: A bank without errors; with a key where ``with_key`` asks for it.
        language: One of the bank's languages; None for its own.
        with_key: Whether to add the newest key and the reasons.
    """
    bank = localise(loaded.bank, loaded.languages.get(language or ""))
    key = loaded.latest_key if with_key else None
    lines = [*_head(bank), *([] if key is None else _key_head(key))]
    for number, scenario in _in_order(bank):
        lines += ["", *_scenario(bank, scenario, number, key)]
    return [plain(line) for line in lines]


def _head(bank: BankDocument) -> Iterator[str]:
    yield f"{bank.title} ({bank.id} {bank.version}, {bank.language})"
    yield ""
    yield from _wrapped(f"Use: {bank.intended_use}", 0)
    yield from _wrapped(f"Limits: {bank.not_for}", 0)
    yield from _wrapped(f"Supervision: {bank.supervision}. Valid: {bank.valid_months} months.", 0)
    yield ""
    yield from _wrapped("Steps: " + " | ".join(bank.response_scale), 0)
    for facet in bank.facets:
        yield from _wrapped(f"{facet.name}: {facet.definition}", 0)


def _key_head(key: KeyDocument) -> Iterator[str]:
    yield ""
    yield f"Key {key.key_version}: {key.origin}, {key.status}, by {', '.join(key.authors)}"
    if key.status is KeyStatus.PROVISIONAL:
        yield "No panel of experts has confirmed it yet."


def _in_order(bank: BankDocument) -> Iterator[tuple[str, Scenario]]:
    """Practice, the default form, then what only other forms show; each with its number."""
    form = bank.default_form
    if form.practice is not None:
        yield "Practice", bank.get_scenario(form.practice)
    for number, scenario_id in enumerate(form.scenarios, 1):
        yield f"{number}", bank.get_scenario(scenario_id)
    shown = {form.practice, *form.scenarios}
    for scenario in bank.scenarios:
        if scenario.id not in shown:
            yield "Not in the default form", scenario


def _scenario(
    bank: BankDocument, scenario: Scenario, number: str, key: KeyDocument | None
) -> Iterator[str]:
    persona, channel = scenario.persona, _CHANNELS[scenario.setting.channel]
    yield f"{number}. {scenario.title} [{scenario.id}]"
    yield from _wrapped(f"{channel}. {persona.name}, {persona.role}. {persona.situation}", INDENT)
    for paragraph in scenario.stem.strip().split("\n\n"):
        yield ""
        yield from _wrapped(paragraph, INDENT)
    yield from _wordings(bank, scenario)
    for media in scenario.media:
        yield ""
        yield from _wrapped(f"[{media.kind}: {media.file}] {_instead(media)}", INDENT)
    for item in scenario.items:
        item_key = None if key is None else key.by_item.get(f"{scenario.id}/{item.id}")
        yield ""
        yield from _item(bank, item, item_key)


def _wordings(bank: BankDocument, scenario: Scenario) -> Iterator[str]:
    """What candidates with certain forms read instead of the stem."""
    for form in bank.forms:
        if scenario.id in form.wordings:
            yield ""
            wording = " ".join(form.wordings[scenario.id].split())
            yield from _wrapped(f"[instead, in form {form.id}] {wording}", INDENT)


def _instead(media: Media) -> str:
    """What stands for a picture, sound or film."""
    return media.alt or media.transcript or "only for decoration"


def _item(bank: BankDocument, item: Item, key: ItemKey | None) -> Iterator[str]:
    yield from _wrapped(f"{item.question}{_how_many(item)}", INDENT)
    for option in item.options:
        yield from _wrapped(f"({option.id}) {option.text}", INDENT, hanging=4)
        if key is not None:
            reason = key.rationale.get(option.id, "")
            yield from _wrapped(f"= {_keyed(bank, key, option.id)}. {reason}", INDENT + 4)
    if key is not None:
        yield from table([(f"Key: {key.method}", f"counts for {_facets(key)}")], INDENT)
        for criterion in key.criteria:
            anchors = criterion.anchors
            words = f"1: {anchors.weak} 3: {anchors.fair} 5: {anchors.strong}"
            yield from _wrapped(f"People rate {criterion.facet}. {words}", INDENT, hanging=4)


def _how_many(item: Item) -> str:
    if item.format is ItemFormat.OPEN_TEXT:
        return f" (at most {item.max_words} words)"
    return "" if item.choose is None else f" (choose {item.choose})"


def _keyed(bank: BankDocument, key: ItemKey, option: str) -> str:
    """How an option is keyed, in a few words."""
    match key.method:
        case Method.HALF_CREDIT:
            rating = (key.ratings or {})[option]
            return f"{rating}, {bank.response_scale[rating - 1]}"
        case Method.FOOTRULE:
            order = key.order or ()
            return f"place {order.index(option) + 1} of {len(order)}"
        case Method.BEST_WORST:
            return {key.best: "most effective", key.worst: "least effective"}.get(option, "between")
        case Method.WEIGHTS:
            return f"weight {(key.weights or {})[option]:.2g}"
        case Method.MEMBERS:
            return "to be chosen" if option in (key.members or ()) else "not to be chosen"
        case Method.HUMAN_RATING:
            return "rated by people"
        case _:
            assert_never(key.method)


def _facets(key: ItemKey) -> str:
    weighed = sorted(key.facets.items(), key=lambda facet: -facet[1])
    return ", ".join(facet if weight == PRIMARY else f"{facet} (half)" for facet, weight in weighed)


def _wrapped(text: str, indent: int, hanging: int = 0) -> list[str]:
    first, other = " " * indent, " " * (indent + hanging)
    return fill(text, WIDTH, initial_indent=first, subsequent_indent=other).splitlines()

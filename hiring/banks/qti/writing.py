"""A draft as the files of a bank."""

from collections.abc import Iterator
from typing import Any

import tomlkit
from tomlkit.items import AoT, Array, InlineTable, String, Table

from hiring.banks.blanks import FILL_IN_ID, blank
from hiring.banks.qti.drafts import Draft
from hiring.banks.qti.interactions import DraftItem
from hiring.banks.qti.items import DraftScenario
from hiring.banks.qti.shelf import DraftMedia
from hiring.banks.schema import Channel, ItemFormat, KeyOrigin, KeyStatus, Stage, Supervision

VERSION = "1.0.0"
FACET = "imported"
FORM = "standard"

_HEAD = """\
A draft, made from a QTI package. What the package did not say is marked “[fill in]” or “fill-in”,
and the bank cannot be published before all marks are gone. “hiring bank check” names each.
import-report.md tells what could not be taken over."""
_KEY_HEAD = """\
Imported, theory-based until confirmed. Candidates never see this file.
Notes from the package stand above the items they belong to."""


def bank_text(draft: Draft) -> str:
    """``bank.toml``."""
    document = tomlkit.document()
    _comment(document, _HEAD)
    document.add(tomlkit.nl())
    for name, value in _facts(draft).items():
        document.add(name, _item(value))
    document.add("facets", _tables([_facet()]))
    document.add("forms", _tables([_form(draft)]))
    document.add("scenarios", _tables([_scenario(one) for one in draft.scenarios]))
    return tomlkit.dumps(document)


def key_text(draft: Draft) -> str:
    """``keys/1.toml``; items of which the package does not say what is correct are not in it."""
    document = tomlkit.document()
    _comment(document, _KEY_HEAD)
    document.add(tomlkit.nl())
    for name, value in _key_facts(draft).items():
        document.add(name, _item(value))
    entries = [
        _entry(scenario, item)
        for scenario in draft.scenarios
        for item in scenario.items
        if item.key is not None
    ]
    document.add("items", _tables(entries) if entries else tomlkit.array())
    return tomlkit.dumps(document)


def _facts(draft: Draft) -> dict[str, Any]:
    return {
        "schema": 1,
        "id": draft.id,
        "version": VERSION,
        "title": draft.title,
        "language": draft.language,
        "intended_use": blank("what results may be used for"),
        "not_for": blank("what they must not be used for"),
        "supervision": Supervision.OPEN.value,
        "comparable_with": [],
        "response_scale": list(draft.scale),
    }


def _key_facts(draft: Draft) -> dict[str, Any]:
    return {
        "bank": draft.id,
        "version": VERSION,
        "key_version": "1",
        "origin": KeyOrigin.THEORY.value,
        "status": KeyStatus.PROVISIONAL.value,
        "authors": [f"Imported from {draft.package}"],
    }


def _facet() -> Table:
    return _table(
        {
            "id": FACET,
            "name": blank("what these items say something about"),
            "definition": blank("one plain sentence; split it into several facets if need be"),
        }
    )


def _form(draft: Draft) -> Table:
    names = [scenario.id for scenario in draft.scenarios]
    return _table({"id": FORM, "title": draft.title, "scenarios": names})


def _scenario(scenario: DraftScenario) -> Table:
    setting = {
        "industry": FILL_IN_ID,
        "channel": Channel.IN_PERSON.value,
        "stage": Stage.USE.value,
    }
    persona = {
        "name": blank("the customer's name"),
        "role": blank("who they are"),
        "situation": blank("what their day is like"),
    }
    table = _table({"id": scenario.id, "title": scenario.title})
    _comment(table, f"From {scenario.document.file}, item {scenario.identifier}.")
    _comment(table, "Choose industry, channel and stage; the package does not know them.")
    table.add("setting", _inline(setting))
    table.add("persona", _inline(persona))
    table.add("stem", _long(scenario.stem))
    if scenario.media:
        table.add("media", _tables([_media(one) for one in scenario.media]))
    table.add("items", _tables([_question(one) for one in scenario.items]))
    return table


def _media(media: DraftMedia) -> Table:
    facts: dict[str, Any] = {"file": media.file, "kind": media.kind.value}
    facts |= {"alt": media.alt} if media.alt else {}
    facts |= {"decorative": True} if media.is_decorative else {}
    facts |= {"captions": media.captions} if media.captions else {}
    return _table(facts)


def _question(item: DraftItem) -> Table:
    table = _table({"id": item.id, "format": item.format.value})
    table.add("question", _long(item.question))
    options = tomlkit.array()
    for own, text in item.options.items():
        options.append(_inline({"id": own, "text": text}))
    table.add("options", options.multiline(True) if item.options else options)
    for name, value in (("choose", item.choose), ("max_words", item.max_words)):
        if value is not None:
            table.add(name, value)
    return table


def _entry(scenario: DraftScenario, item: DraftItem) -> Table:
    assert item.key is not None  # noqa: S101 - for the type checker
    table = tomlkit.table()
    for note in scenario.notes if item is scenario.items[0] else ():
        _comment(table, note)
    table.add("item", f"{scenario.id}/{item.id}")
    table.add("method", item.key.method.value)
    for name, value in item.key.fields.items():
        table.add(name, _inline(value) if isinstance(value, dict) else _item(value))
    table.add("facets", _inline({FACET: 1.0}))
    if item.format is ItemFormat.OPEN_TEXT:
        table.add("criteria", _tables([_criterion(scenario)]))
    else:
        table.add("rationale", _table(item.key.rationale))
    return table


def _criterion(scenario: DraftScenario) -> Table:
    table = _table({"facet": FACET})
    table.add("anchors", _inline(scenario.anchors))
    return table


# --- TOML ---


def _item(value: Any) -> Any:
    if isinstance(value, list):
        found: Array = tomlkit.array()
        found.extend(value)
        return found.multiline(len(value) > 1)
    return value


def _table(facts: dict[str, Any]) -> Table:
    table = tomlkit.table()
    for name, value in facts.items():
        table.add(name, _item(value))
    return table


def _tables(tables: list[Table]) -> AoT:
    found = tomlkit.aot()
    for one in tables:
        found.append(one)
    return found


def _inline(facts: dict[str, Any]) -> InlineTable:
    found = tomlkit.inline_table()
    found.update(facts)
    return found


def _long(text: str) -> String:
    return tomlkit.string(text, multiline="\n" in text)


def _comment(holder: Any, text: str) -> None:
    for line in _lines(text):
        holder.add(tomlkit.comment(line))


def _lines(text: str) -> Iterator[str]:
    """Lines that cannot end early or steer a terminal."""
    for line in text.split("\n"):
        plain = "".join(one if one.isprintable() else " " for one in line).strip()
        if plain:
            yield plain

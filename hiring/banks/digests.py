"""Names for content: two banks with the same digest say the same.

Digests go over the checked document, never over the file, so comments, spaces and the order of
names in a table do not matter. Text is taken as it stands: Unicode normalisation would call two
wordings equal that a candidate's screen may show differently.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from hiring.banks.schema import BankDocument, BankPart, ItemKey, KeyDocument, Scenario

_SEEN_OF_BANK = {"response_scale": True, "forms": True}
_SEEN_OF_SCENARIO = {"id", "title", "setting", "persona", "stem", "media", "items"}
_SCORED_OF_ITEM_KEY = {
    "method",
    "ratings",
    "order",
    "best",
    "worst",
    "weights",
    "members",
    "facets",
    "criteria",
}


def content_digest(bank: BankDocument) -> str:
    """SHA-256, in hex, over all of the bank that a candidate can see.

    Pictures, sounds and films count by the digests of their files, which loading fills in.
    """
    seen = bank.model_dump(mode="json", include=_SEEN_OF_BANK)
    seen["scenarios"] = [
        scenario.model_dump(mode="json", include=_SEEN_OF_SCENARIO) for scenario in bank.scenarios
    ]
    return _digest(seen)


def scenario_digest(scenario: Scenario) -> str:
    """SHA-256, in hex, over all of a scenario that a candidate can see."""
    return _digest(scenario.model_dump(mode="json", include=_SEEN_OF_SCENARIO))


def item_key_digest(item: ItemKey) -> str:
    """SHA-256, in hex, over all of an item's key that moves a score."""
    return _digest(_scored_key(item))


def scoring_digest(bank: BankDocument, key: KeyDocument) -> str:
    """SHA-256, in hex, over all that moves a score: formats, forms, clusters and the key.

    Rationale, authors, origin and status are left out: a key that a panel confirms unchanged keeps
    its digest.
    """
    facts = {
        "n_steps": len(bank.response_scale),
        "forms": {form.id: form.scenarios for form in bank.forms},
        "clusters": {scenario.id: scenario.cluster for scenario in bank.scenarios},
        "items": _scored_facts(bank),
        "key": {item.item: _scored_key(item) for item in key.items},
    }
    # Named only where there are any: digests of keys without them stay what they were.
    set_aside = {"dropped": sorted(key.dropped), "neutralised": sorted(key.neutralised)}
    return _digest(facts | {name: refs for name, refs in set_aside.items() if refs})


def document_digest(document: BankPart) -> str:
    """SHA-256, in hex, over a whole document: for guides and translations."""
    return _digest(document.model_dump(mode="json"))


def file_digest(path: Path) -> str:
    """SHA-256, in hex, over a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def canonical_json(value: Any) -> str:
    """The one way to write a JSON value: sorted names, no spaces, letters as they are.

    Raises:
        ValueError: The value holds a number JSON has no word for, such as NaN.
    """
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def canonical_document(document: BankPart) -> str:
    """The document as canonical JSON; ``model_validate_json`` of its class reads it back."""
    return canonical_json(document.model_dump(mode="json"))


def _scored_facts(bank: BankDocument) -> dict[str, dict[str, Any]]:
    return {
        f"{scenario.id}/{item.id}": {
            "format": item.format,
            "options": [option.id for option in item.options],
            "choose": item.choose,
        }
        for scenario in bank.scenarios
        for item in scenario.items
    }


def _scored_key(item: ItemKey) -> dict[str, Any]:
    facts = item.model_dump(mode="json", include=_SCORED_OF_ITEM_KEY)
    # The keyed set of pick_n has no order.
    facts["members"] = None if item.members is None else sorted(item.members)
    return facts


def _digest(value: Any) -> str:
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()

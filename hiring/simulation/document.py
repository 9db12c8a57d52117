"""A study as one JSON document: what was asked, of what, by which versions, and what came out.

Same seed, same versions, same bytes. Shares and points carry six decimals: what lies beyond may
differ from one processor to the next.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

import numpy as np

from hiring import __version__
from hiring.banks.digests import canonical_json
from hiring.banks.loader import LoadedBank
from hiring.simulation.study import Findings, Study

SCHEMA = "hiring-simulation-1"
DECIMALS = 6
CAUTION = "Simulated people. No evidence about real ones."


def study_document(
    study: Study, findings: Findings, loaded: LoadedBank, *, key_version: str, form_id: str
) -> dict[str, Any]:
    """The study in plain values; names are those of the dataclasses it is made of."""
    return {
        "schema": SCHEMA,
        "caution": CAUTION,
        "versions": {"hiring": __version__, "numpy": np.__version__},
        "bank": {
            "id": loaded.bank.id,
            "version": loaded.bank.version,
            "form": form_id,
            "content_digest": loaded.content_digest,
            "key_version": key_version,
            "scoring_digest": loaded.scoring_digests[key_version],
        },
        "study": _plain(study),
        "findings": {
            name: value for name, value in _plain(findings).items() if name != "population"
        }
        | {"judgement_sd": _plain(findings.population.judgement_sd)},
    }


def document_text(document: Mapping[str, Any]) -> str:
    """The document as one line of canonical JSON."""
    return canonical_json(document)


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(_plain(name)): _plain(one) for name, one in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, float):
        return round(value, DECIMALS) + 0.0  # never -0.0
    return value

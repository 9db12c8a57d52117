"""A pack as one file: a page to read, its style, and the same facts for machines."""

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from hiring.data_pack.gathering import DataPack

PAGE, STYLE, DATA = "my-data.html", "style.css", "my-data.json"
LEFT_OUT = (
    "The points of single scenarios: with them the key could be worked out.",
    "The points of results that no longer count: a change could tell how an answer is keyed.",
    "Why a key was changed: the reason speaks of the key.",
    "Names of members of staff: they stand as their role.",
    "Secrets behind links and cookies: they would open doors.",
)


def packed(pack: DataPack, *, page: str, style: str) -> bytes:
    """The pack as a ZIP file.

    Args:
        pack: What is stored.
        page: The page to read, in the candidate's language.
        style: Its style sheet.
    """
    files: Mapping[str, str] = {PAGE: page, STYLE: style, DATA: as_json(pack)}
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            facts = zipfile.ZipInfo(name, pack.made_at.timetuple()[:6])
            facts.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(facts, text.encode())
    return into.getvalue()


def as_json(pack: DataPack) -> str:
    """Every row by table and column, times in ISO 8601."""
    facts = {
        "made_at": pack.made_at,
        "left_out": LEFT_OUT,
        "tables": pack.tables,
        "record": [
            {"at": one.at, "act": one.act, "by": one.by, "details": one.details}
            for one in pack.record
        ],
    }
    return json.dumps(facts, default=_plain, ensure_ascii=False, indent=2, sort_keys=True)


def _plain(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"a pack cannot hold {type(value).__name__}")

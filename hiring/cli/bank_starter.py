"""The bank that ``hiring bank new`` writes: small, complete, with notes for authors.

The samples lie beside this module as plain bank files, so that they are read, checked and
translated like any other bank. tomlkit puts in the author's words and leaves the notes alone.
"""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click
import tomlkit

from hiring.banks.schema import LANGUAGE_PATTERN, SCENARIO_ID_PATTERN, TEXT_PATTERN

if TYPE_CHECKING:
    from collections.abc import Mapping

STARTER = Path(__file__).parent / "starter"
FIRST_VERSION = "1.0.0"


def write_starter(folder: Path, *, bank_id: str, title: str, language: str) -> Path:
    """Write the starter below ``folder`` and return its version folder.

    Raises:
        ClickException: A word does not fit, or the bank's folder exists.
    """
    require_fit(bank_id, title, language)
    place = folder / bank_id / FIRST_VERSION
    if place.parent.exists():
        raise click.ClickException(f"{place.parent} exists already; nothing was written.")
    _write(place, "bank.toml", {"id": bank_id, "title": title, "language": language})
    _write(place, "keys/1.toml", {"bank": bank_id})
    _write(place, "guide.toml", {"bank": bank_id, "language": language})
    return place


def require_fit(bank_id: str, title: str, language: str) -> None:
    """Refuse what cannot be a bank's id, title and language.

    Raises:
        BadParameter: One of them does not fit.
    """
    if not re.fullmatch(SCENARIO_ID_PATTERN, bank_id):
        raise click.BadParameter("Use 3 to 40 small letters, digits and hyphens for the id.")
    if not title.strip() or not re.fullmatch(TEXT_PATTERN, title):
        raise click.BadParameter("Give the bank a title in plain text.")
    if not re.fullmatch(LANGUAGE_PATTERN, language):
        raise click.BadParameter("Use a language code such as en or fr.")


def _write(place: Path, file: str, words: "Mapping[str, str]") -> None:
    document = tomlkit.parse((STARTER / file).read_text(encoding="utf-8"))
    for name, value in words.items():
        document[name] = value
    (place / file).parent.mkdir(parents=True, exist_ok=True)
    (place / file).write_text(tomlkit.dumps(document), encoding="utf-8", newline="\n")

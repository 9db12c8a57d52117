"""From the names of a package to those of a bank: small letters, digits, hyphens, none twice."""

import re
import unicodedata
from collections.abc import Container
from pathlib import PurePosixPath

MAX_ID_CHARS = 40
MIN_SCENARIO_CHARS = 3
MAX_FILE_CHARS = 79

_NOT_IN_ID = re.compile(r"[^a-z0-9]+")
_NOT_IN_FILE = re.compile(r"[^a-z0-9_]+")


def id_from(name: str, taken: Container[str], otherwise: str) -> str:
    """An id for a name from outside, other than those that are taken.

    Args:
        name: As it stands in the package.
        taken: Ids that are used already.
        otherwise: What to call it where the name has neither letters nor digits of ours.
    """
    start = _NOT_IN_ID.sub("-", _simple(name)).strip("-")[:MAX_ID_CHARS].strip("-")
    return _free(start or otherwise, taken, MAX_ID_CHARS)


def scenario_id_from(name: str, taken: Container[str]) -> str:
    """An id for a scenario, or a bank, which has three letters or more."""
    start = _NOT_IN_ID.sub("-", _simple(name)).strip("-")
    if len(start) < MIN_SCENARIO_CHARS:
        start = f"item-{start}".strip("-")
    return _free(start[:MAX_ID_CHARS].strip("-"), taken, MAX_ID_CHARS)


def file_from(path: str, taken: Container[str]) -> str:
    """A plain name for a file within ``media``; its ending stays, in small letters."""
    own = PurePosixPath(path)
    ending = own.suffix.lower()
    start = _NOT_IN_FILE.sub("-", _simple(own.stem)).strip("-_") or "file"
    most = MAX_FILE_CHARS - len(ending)
    name, n = f"{start[:most]}{ending}", 2
    while name in taken:
        name, n = f"{start[: most - 5]}-{n}{ending}", n + 1
    return name


def _free(start: str, taken: Container[str], most: int) -> str:
    name, n = start, 2
    while name in taken:
        name, n = f"{start[: most - 5].strip('-')}-{n}", n + 1
    return name


def _simple(name: str) -> str:
    """Letters without their marks, small."""
    apart = unicodedata.normalize("NFKD", name)
    return "".join(one for one in apart if not unicodedata.combining(one)).lower()

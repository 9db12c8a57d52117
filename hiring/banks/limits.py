"""Reading a bank file without trusting it.

A private bank may come from anywhere, so each guard stands before the step it protects: size before
reading, bracket depth before ``tomllib`` (which recurses), and dotted keys as well (which it joins
in quadratic time). The scan needs one regular expression that never looks back; a parser of our own
was considered and would have had to agree with ``tomllib`` for ever.
"""

import os
import re
import stat
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hiring.banks.faults import Fault

MAX_FILE_BYTES = 1_000_000
MAX_DEPTH = 12
MAX_NODES = 100_000
MAX_ENTRIES = 2_000  # in one table or list; a report of more faults than that helps nobody
MAX_TEXT_CHARACTERS = 10_000
MAX_FILES = 100

# Strings and comments are swallowed whole, closed or not, so that no start is tried twice.
_TOKENS = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+"{0,5}+'
    r"|'''(?:[^']|'(?!''))*+'{0,5}+"
    r'|"(?:[^"\\\n]|\\[^\n])*+"?'
    r"|'[^'\n]*+'?"
    r"|#[^\n]*+"
    r"|\n++|[\[\]{}=,.]",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class FileText:
    """A file that was safe to read and is TOML.

    Attributes:
        file: Path within the version folder.
        text: The file as it stands.
        data: What ``tomllib`` made of it.
    """

    file: str
    text: str
    data: dict[str, Any]


def read_toml(folder: Path, file: str) -> FileText | Fault:
    """The file's text and data, or the fault that keeps us from reading it.

    Args:
        folder: The version folder.
        file: Path within it, with forward slashes.

    Returns:
        A file within all limits, or one fault. Never raises for what a file can hold.
    """
    raw = _read_bytes(folder, file)
    if isinstance(raw, Fault):
        return raw
    text = _decode(raw, file)
    if isinstance(text, Fault):
        return text
    return _find_excess(text, file) or _parse(text, file)


def is_plain_folder(path: Path) -> bool:
    """A folder that is really there, not a link to somewhere else."""
    return path.is_dir() and not path.is_symlink()


def _read_bytes(folder: Path, file: str) -> bytes | Fault:
    try:
        facts = os.lstat(folder / file)
        if not stat.S_ISREG(facts.st_mode):
            return Fault(
                file, "", "This is not a plain file.", "Replace the link by the file itself."
            )
        if facts.st_size > MAX_FILE_BYTES:
            return _too_large(file)
        with (folder / file).open("rb") as stream:
            raw = stream.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        reason = error.strerror or "unknown reason"
        return Fault(
            file, "", f"The file cannot be read: {reason}.", "Check its name and its rights."
        )
    # Asked again: the file may have grown between the look and the reading.
    return raw if len(raw) <= MAX_FILE_BYTES else _too_large(file)


def _too_large(file: str) -> Fault:
    return Fault(
        file,
        "",
        f"The file is larger than {MAX_FILE_BYTES // 1000} kB.",
        "Split the bank into smaller ones.",
    )


def _decode(raw: bytes, file: str) -> str | Fault:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return Fault(file, "", "The file is not UTF-8 text.", "Save it as UTF-8.", line=line)
    if text.startswith("\ufeff"):
        return Fault(
            file,
            "",
            "The file starts with a byte order mark.",
            "Save it as UTF-8 without one.",
            line=1,
        )
    return text


def _find_excess(text: str, file: str) -> Fault | None:
    """The first bracket or dotted key that goes too deep, or too many values, by a cheap scan."""
    depth = dots = nodes = 0
    for token in _TOKENS.finditer(text):
        match token.group()[0]:
            case "[" | "{":
                depth, dots, nodes = depth + 1, 0, nodes + 1
            case "]" | "}":
                depth, dots = depth - 1, 0
            case ".":
                dots += 1
            case "=" | ",":
                dots, nodes = 0, nodes + 1
            case "\n":
                dots = 0
        if depth > MAX_DEPTH or dots >= MAX_DEPTH:
            return _too_deep(file, text.count("\n", 0, token.start()) + 1)
        if nodes > MAX_NODES:
            return _too_many(file)
    return None


def _parse(text: str, file: str) -> FileText | Fault:
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        return _not_toml(file, error)
    return _find_oversize(data, file) or FileText(file, text, data)


def _find_oversize(data: dict[str, Any], file: str) -> Fault | None:
    for n_nodes, (depth, value) in enumerate(_walk(data)):
        if depth > MAX_DEPTH:
            return _too_deep(file, None)
        if n_nodes > MAX_NODES:
            return _too_many(file)
        if isinstance(value, dict | list) and len(value) > MAX_ENTRIES:
            return _too_wide(file)
        if isinstance(value, str) and len(value) > MAX_TEXT_CHARACTERS:
            return _too_long(file, value)
    return None


def _walk(data: dict[str, Any]) -> Iterator[tuple[int, Any]]:
    """Depth and value of every node, names included, without recursion."""
    waiting: list[tuple[int, Any]] = [(0, data)]
    while waiting:
        depth, value = waiting.pop()
        yield depth, value
        if isinstance(value, dict):
            waiting.extend((depth, name) for name in value)
            value = list(value.values())
        if isinstance(value, list):
            waiting.extend((depth + 1, child) for child in value)


def _not_toml(file: str, error: Exception) -> Fault:
    reason = str(error).rstrip(".")
    found = re.search(r"\(at line (\d+)", reason)
    return Fault(
        file,
        "",
        f"The file is not valid TOML: {reason}.",
        "Mend the line; quotes and brackets must be closed.",
        line=int(found[1]) if found else None,
    )


def _too_deep(file: str, line: int | None) -> Fault:
    return Fault(
        file,
        "",
        f"Brackets or dotted names nest more than {MAX_DEPTH} deep.",
        "Write it flatter; a bank needs no such depth.",
        line=line,
    )


def _too_many(file: str) -> Fault:
    return Fault(
        file,
        "",
        f"The file holds more than {MAX_NODES:,} names and values.",
        "Split the bank into smaller ones.",
    )


def _too_wide(file: str) -> Fault:
    return Fault(
        file,
        "",
        f"One table or list holds more than {MAX_ENTRIES:,} entries.",
        "Split the bank into smaller ones.",
    )


def _too_long(file: str, text: str) -> Fault:
    return Fault(
        file,
        "",
        f"A text that starts “{text[:40]}” is longer than {MAX_TEXT_CHARACTERS:,} characters.",
        "Shorten it.",
    )

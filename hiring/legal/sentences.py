"""The words of the rule books for the catalogues of messages.

They stand with their dates in a data file, and whoever collects the words to translate finds them
there. Translations beside the English ones were the road not taken: nobody would notice when the
English changes, while a message that changes asks for a new translation by itself.
"""

import io
import tomllib
from collections.abc import Iterator
from typing import IO, Any

TRANSLATED = ("name", "place")
COLUMNS = ("written", "fitted")

Message = tuple[int, None, str, list[str]]


def messages(file: IO[bytes], *_about: object, **_options: object) -> Iterator[Message]:
    """Name, place and readings of every rule book, as Babel's extractors give them.

    Sources are titles of documents and stay as they are.
    """
    text = file.read().decode("utf-8")
    lines = text.split("\n")
    for rules in tomllib.load(io.BytesIO(text.encode("utf-8")))["rules"]:
        for sentence in _sentences(rules):
            line = next(n for n, one in enumerate(lines, 1) if f'"{sentence}"' in one)
            yield line, None, sentence, []


def _sentences(rules: dict[str, Any]) -> Iterator[str]:
    yield from (rules[name] for name in TRANSLATED)
    yield from (rules[name]["words"] for name in COLUMNS)

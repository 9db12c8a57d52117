"""Where in a TOML file a place stands."""

import re
from bisect import bisect_right
from collections import defaultdict

# What names a place: an id, a table's header, a field.
_NAMED = re.compile(
    r"""(?:\b(?:id|item)\s*=\s*["'](?P<id>[^"'\n]+)["'])"""
    r"""|^[ \t]*\[+(?P<header>[^\]\n#]+)\]"""
    r"""|(?:^|[{,])[ \t]*["']?(?P<field>[A-Za-z0-9_-]+)["']?[ \t]*=""",
    re.MULTILINE,
)


class LineIndex:
    """Finds the line of a place such as ``scenarios.late-parts.stem``.

    It goes by the text alone: each name is looked for after the one before it, so a name that
    stands in a stem can mislead it. ``tomllib`` keeps no positions, and a parser that does would be
    a dependency for the sake of a convenience.
    """

    def __init__(self, text: str) -> None:
        self._lines: defaultdict[str, list[int]] = defaultdict(list)
        line, position = 1, 0
        for found in _NAMED.finditer(text):
            start = found.start(found.lastgroup or 0)
            line, position = line + text.count("\n", position, start), start
            for name in _names(found):
                self._lines[name].append(line)

    def find(self, place: str) -> int | None:
        """The line of the last name that is found, counted from 1; None when none is."""
        line = None
        for name in place.split("."):
            after = self._lines.get(name, [])
            index = bisect_right(after, (line or 1) - 1)
            line = after[index] if index < len(after) else line
        return line


def _names(found: re.Match[str]) -> list[str]:
    if header := found["header"]:
        return [name.strip(" \t\"'[") for name in header.split(".")]
    return [found["id"] or found["field"]]

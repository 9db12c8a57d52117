"""Captions: is a file WebVTT that a browser will show, and if not, what is wrong on which line.

Only what authors get wrong is looked at: the first line, times that can be read, cues that end
after they start and say something. Browsers forgive the rest, and skip what they cannot read
without a word, which is why nobody would notice otherwise.
"""

import re
from collections.abc import Iterator

from hiring.banks.faults import Fault

_ARROW = "-->"
_TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_CUE = re.compile(rf"{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t].*)?")
_HEAD = re.compile(r"WEBVTT(?:[ \t].*)?")


def check_captions(raw: bytes, file: str) -> Iterator[Fault]:
    """Faults of a caption file, each with its line."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        yield Fault(file, "", "The captions are not UTF-8 text.", "Save them as UTF-8.", line=line)
        return
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not _HEAD.fullmatch(lines[0]):
        remedy = "Write WEBVTT as the first line, and then an empty one."
        yield Fault(file, "", "The captions do not start with WEBVTT.", remedy, line=1)
    places = [number for number, line in enumerate(lines) if _ARROW in line]
    if not places:
        remedy = "Write lines such as “00:00:01.000 --> 00:00:04.000”, each with its words below."
        yield Fault(file, "", "There are no captions in the file.", remedy)
    for place in places:
        yield from _check_cue(lines, place, file)


def _check_cue(lines: list[str], place: int, file: str) -> Iterator[Fault]:
    found = _CUE.fullmatch(lines[place].strip())
    if found is None:
        remedy = "Write it like 00:00:01.000 --> 00:00:04.000."
        yield Fault(file, "", "These times cannot be read.", remedy, line=place + 1)
    elif _milliseconds(found.groups()[:4]) >= _milliseconds(found.groups()[4:]):
        remedy = "Give it an end after its start."
        yield Fault(file, "", "A caption ends before it starts.", remedy, line=place + 1)
    if not "".join(lines[place + 1 : place + 2]).strip():
        remedy = "Write its words on the line below the times, or remove it."
        yield Fault(file, "", "A caption says nothing.", remedy, line=place + 1)


def _milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, rest = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest

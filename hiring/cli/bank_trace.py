"""What ``hiring bank trace`` says of a text that turned up."""

from collections.abc import Iterator
from typing import TextIO

import click

from hiring.banks.loader import LoadedBank
from hiring.banks.tracing import Trace, trace
from hiring.cli.bank_report import plain

MAX_CHARS = 500_000  # some hundred pages: finding words takes time for each scenario
MAX_TELLING = 8
CAUTION = "Words tell a form, not a person. Anybody who read that form could have copied them."


def read_text(file: TextIO) -> str:
    """The text, up to the length that is looked through.

    Raises:
        ClickException: It is longer.
    """
    text = file.read(MAX_CHARS + 1)
    if len(text) > MAX_CHARS:
        message = f"The text has more than {MAX_CHARS} characters. Give the part with scenarios."
        raise click.ClickException(message)
    return text


def trace_lines(loaded: LoadedBank, text: str) -> list[str]:
    """Scenario by scenario: how much of it stands there, and which forms its words are nearest to.

    Args:
        loaded: A bank without errors.
        text: What turned up.
    """
    found = trace(loaded, text)
    if not found:
        return ["No scenario of this bank stands there, as far as half of its words would tell."]
    lines = [line for one in found for line in _lines(one)]
    told = [CAUTION] if any(one.others for one in found) else []
    return [plain(line) for line in (*lines, *told)]


def _lines(one: Trace) -> Iterator[str]:
    yield f"{one.title} [{one.scenario}, {one.language}]"
    yield f"    {one.share:.0%} of its words stand there."
    yield f"    {_verdict(one)}"
    if one.telling and one.others:
        yield f"    Telling: {_some(one.telling)}."
    if one.contrary:
        yield f"    But words of other forms stand there too: {_some(one.contrary)}."
    yield ""


def _verdict(one: Trace) -> str:
    match len(one.nearest), bool(one.others):
        case 0, _:
            return "No form shows it."
        case 1, False:
            return f"Only form {one.nearest[0]} shows it."
        case _, False:
            return f"These words could come from all forms that show it: {', '.join(one.nearest)}."
        case 1, True:
            return f"Nearest to form {one.nearest[0]}; further from {', '.join(one.others)}."
        case _:
            near, far = ", ".join(one.nearest), ", ".join(one.others)
            return f"Nearest to forms {near}, which it does not tell apart; further from {far}."


def _some(words: tuple[str, ...]) -> str:
    more = ", …" if len(words) > MAX_TELLING else ""
    return ", ".join(f"“{word}”" for word in words[:MAX_TELLING]) + more

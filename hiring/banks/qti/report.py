"""The report of an import: for people as Markdown, for machines as JSON. The same every time."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from hiring.banks.faults import Fault
from hiring.banks.qti.drafts import Draft
from hiring.banks.qti.findings import Finding

WORDS_FILE, DATA_FILE = "import-report.md", "import-report.json"
FORMAT = "hiring-qti-import"

# What could end a table's cell or start a tag, as signs that look alike and do nothing.
_HARMLESS = str.maketrans({"|": "/", "<": "\u2039", ">": "\u203a"})


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a package.

    Attributes:
        changed: What is in the draft in another way.
        left_over: What is not in it.
        to_do: What ``hiring bank check`` names in the draft.
    """

    draft: Draft
    changed: list[Finding]
    left_over: list[Finding]
    to_do: tuple[Fault, ...]


def data(report: Report) -> str:
    """The report for machines; its lists are complete."""
    draft = report.draft
    document = {
        "format": FORMAT,
        "format_version": 1,
        "package": draft.package,
        "sha256": draft.digest,
        "bank": draft.id,
        "language": draft.language,
        "scenarios": list(_scenarios(draft)),
        "left_out": [one.file for one in draft.left_out],
        "changed": [one.document() for one in report.changed],
        "not_honoured": [one.document() for one in report.left_over],
        "to_do": [
            {"file": one.file, "line": one.line, "place": one.place, "message": one.message}
            for one in report.to_do
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def words(report: Report) -> str:
    """The report for people; its lists are complete."""
    return "\n".join([*_summary(report), *_findings(report), *_to_do(report)]) + "\n"


def _scenarios(draft: Draft) -> Iterator[dict[str, object]]:
    for scenario in draft.scenarios:
        yield {
            "scenario": scenario.id,
            "file": scenario.document.file,
            "identifier": scenario.identifier,
            "items": [
                {
                    "item": item.id,
                    "format": item.format.value,
                    "line": item.interaction.line,
                    "response": item.answer.identifier,
                    "is_keyed": item.key is not None,
                }
                for item in scenario.items
            ],
        }


def _summary(report: Report) -> Iterator[str]:
    draft = report.draft
    n_items = sum(len(one.items) for one in draft.scenarios)
    yield f"# What became of {_code(draft.package)}"
    yield ""
    yield (
        f"Taken over into the draft {_code(draft.id)}, in {_code(draft.language)}: items "
        f"{n_items}, scenarios {len(draft.scenarios)}. Left out of the package: items "
        f"{len(draft.left_out)}."
    )
    yield ""
    yield "Keys are theory-based until a panel has confirmed them."
    yield ""
    yield "| Scenario | From | Items |"
    yield "| --- | --- | --- |"
    for scenario in draft.scenarios:
        formats = ", ".join(f"{one.id} ({one.format.value})" for one in scenario.items)
        yield f"| {scenario.id} | {_code(scenario.document.file)} | {formats} |"


def _findings(report: Report) -> Iterator[str]:
    yield from _section("What could not be honoured", report.left_over)
    yield from _section("What is other in the draft", report.changed)


def _section(title: str, findings: list[Finding]) -> Iterator[str]:
    yield ""
    yield f"## {title}: {len(findings)}"
    for file, own in groupby(findings, key=lambda one: one.file):
        yield ""
        yield f"### {_code(file)}"
        yield ""
        yield "| Line | What | Why |"
        yield "| --: | --- | --- |"
        yield from (_row(one) for one in own)


def _row(finding: Finding) -> str:
    within = f" of {_code(finding.within)}" if finding.within else ""
    what = f"{finding.part.value} {_code(finding.name)}{within}"
    return f"| {finding.line or ''} | {what} | {_plain(finding.reason)} |"


def _to_do(report: Report) -> Iterator[str]:
    yield ""
    yield f"## What is left to you: {len(report.to_do)}"
    yield ""
    yield from (f"- {_plain(str(one))}" for one in _or_nothing(report.to_do))


def _or_nothing(faults: tuple[Fault, ...]) -> Iterable[Fault | str]:
    return faults or ("Nothing that hiring bank check counts as an error. Read it all the same.",)


def _code(text: str) -> str:
    """A word from outside, so that it can neither end a table's cell nor be anything else."""
    return f"`{_plain(text).replace('`', chr(39)).replace('|', '/')}`"


def _plain(text: str) -> str:
    plain = "".join(one if one.isprintable() else " " for one in text)
    return plain.translate(_HARMLESS)

"""What the bank commands say: faults, counts, differences, tables. Lines of plain text."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from hiring.banks.diff import BankDifference
from hiring.banks.faults import Fault, Severity
from hiring.banks.lines import LineIndex
from hiring.banks.loader import LoadedBank
from hiring.banks.schema import KeyDocument, TestForm
from hiring.banks.summary import summarise

MAX_FAULTS_SHOWN = 200  # nobody reads further, and a hostile bank could hold many thousands
MAX_MESSAGE_CHARS = 400  # likewise
DIGEST_CHARS = 12

# They turn or hide the words around them; a bank from elsewhere may hold them.
_DIRECTION_MARKS = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


def plain(text: str) -> str:
    """The text without characters that steer a terminal; a line end stays."""
    return "".join("\N{REPLACEMENT CHARACTER}" if _steers(letter) else letter for letter in text)


def fault_lines(folder: Path, faults: Sequence[Fault], kind: str) -> list[str]:
    """All faults, each with its place, what is wrong and what to do; first of all how many."""
    lines = [f"{_counted(len(faults), kind)}{'.' if not faults else ':'}"]
    for fault in _with_lines(folder, faults[:MAX_FAULTS_SHOWN]):
        lines += ["", *_fault(folder, fault)]
    if n_more := max(0, len(faults) - MAX_FAULTS_SHOWN):
        lines += ["", f"{n_more} more are left out. Mend these first."]
    return lines


def summary_lines(loaded: LoadedBank) -> list[str]:
    """What the bank holds, form by form, and the digests that name it."""
    bank = loaded.bank
    languages = ", ".join((bank.language, *sorted(loaded.languages)))
    facts = [
        ("Languages", languages),
        ("Guide", ", ".join(sorted(loaded.guides)) or "none"),
        *((f"Key {key.key_version}", f"{key.origin}, {key.status}") for key in _keys(loaded)),
        ("Content", loaded.content_digest[:DIGEST_CHARS]),
    ]
    lines = [plain(f"{bank.title} ({bank.id} {bank.version})"), *table(facts, indent=2)]
    for form in bank.forms:
        lines += ["", plain(f"{form.title} ({form.id})"), *table(_form_facts(loaded, form), 2)]
    return lines


def difference_lines(difference: BankDifference) -> list[str]:
    """The three groups of sentences, or one that says that nothing changed."""
    if difference.is_empty:
        return ["The two versions say the same."]
    groups = (
        ("What a candidate would see changed", difference.content),
        ("What would move scores", difference.scoring),
        ("Added, removed or changed around it", difference.around),
    )
    lines: list[str] = []
    for title, sentences in groups:
        lines += [title, *(f"  {plain(one)}" for one in sentences or ("Nothing.",)), ""]
    return lines[:-1]


def table(rows: Iterable[Sequence[str]], indent: int = 0) -> list[str]:
    """Rows with their columns aligned."""
    cells = [[plain(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return [
        " " * indent
        + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]


def _steers(letter: str) -> bool:
    is_control = unicodedata.category(letter) in {"Cc", "Cs"} and letter not in "\n\t"
    return is_control or letter in _DIRECTION_MARKS


def _counted(n: int, kind: str) -> str:
    return f"{n or 'No'} {kind}{'' if n == 1 else 's'}"


def _fault(folder: Path, fault: Fault) -> Iterator[str]:
    path = str(folder / fault.file) if fault.file else str(folder)
    line = "" if fault.line is None else f":{fault.line}"
    yield plain(f"{path}{line}  {fault.place}".rstrip())
    yield plain(f"  {_short(fault.message)} {fault.remedy}")


def _short(text: str) -> str:
    return text if len(text) <= MAX_MESSAGE_CHARS else f"{text[:MAX_MESSAGE_CHARS]}…"


def _with_lines(folder: Path, faults: Sequence[Fault]) -> Iterator[Fault]:
    """Judgements know the place but not the line; it is looked up here.

    Errors come with their line. Files with errors are not opened again: only a bank that loads
    is known to be safe to read.
    """
    indexes: dict[str, LineIndex] = {}
    for fault in faults:
        path = folder / fault.file
        if fault.severity is Severity.ERROR or not fault.place or not path.is_file():
            yield fault
            continue
        if fault.file not in indexes:
            indexes[fault.file] = LineIndex(path.read_text(encoding="utf-8", errors="replace"))
        yield replace(fault, line=indexes[fault.file].find(fault.place))


def _keys(loaded: LoadedBank) -> list[KeyDocument]:
    return sorted(loaded.keys.values(), key=lambda key: int(key.key_version))


def _form_facts(loaded: LoadedBank, form: TestForm) -> list[tuple[str, str]]:
    summary = summarise(loaded.bank, loaded.latest_key, form)
    practice = "" if form.practice is None else " and 1 to practise on"
    formats = {one.value: n for one, n in summary.formats.items()}
    clusters = {name or "total only": n for name, n in summary.clusters.items()}
    return [
        ("Scenarios", f"{summary.n_scenarios}{practice}"),
        ("Formats", _counts(formats)),
        ("Facets", _counts(summary.facets)),
        ("Clusters", _counts(clusters)),
        ("Anchors", f"{summary.n_anchors} of {summary.n_scenarios}"),
        ("Words", f"{summary.words:,}"),
        ("Minutes", f"about {summary.minutes:.0f}"),
        *([] if form.minutes is None else [("Limit", f"{form.minutes} minutes")]),
    ]


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {n}" for name, n in sorted(counts.items())) or "none"

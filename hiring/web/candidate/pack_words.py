"""A copy of somebody's data as a page to read; the same facts for machines lie beside it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from hiring.banks.schema import Item, ItemFormat
from hiring.data_pack import DataPack
from hiring.handouts.result_words import ResultWords
from hiring.notices import HEADING_MARK
from hiring.psychometrics.reliability.precision import Rung
from hiring.sittings import Page
from hiring.web.candidate.pack_codes import (
    SPOKEN,
    STAFF_COLUMNS,
    act_words,
    actor_words,
    plain_words,
)
from hiring.web.candidate.pack_labels import LABELS, TABLES
from hiring.web.candidate.pages import StartPage, chosen_words
from hiring.web.language import current_language, translator

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of words; in a text that was laid out, some are headings."""

    text: str
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """What something is, and in how many lines it is told."""

    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class PackSection:
    """One kind of fact: a heading, and for each row its facts."""

    heading: str
    rows: tuple[tuple[Fact, ...], ...]


@dataclass(frozen=True, slots=True)
class PackPage:
    """The words of the page to read."""

    sections: tuple[PackSection, ...]
    record: tuple[tuple[str, str, str], ...]
    made_at: datetime


def pack_page(pack: DataPack, page: StartPage) -> PackPage:
    """A pack in words."""
    words = _RowWords(pack, page, {found.item_ref: found for found in page.pages})
    sections = tuple(
        PackSection(
            str(heading),
            tuple(tuple(words.labelled(name, row)) for row in words.in_page_order(name)),
        )
        for name, heading in TABLES.items()
        if _is_of_use(pack, name)
    )
    record = tuple(
        (plain_words(one.at), act_words(one), actor_words(one.by)) for one in pack.record
    )
    return PackPage(sections, record, pack.made_at)


def _is_of_use(pack: DataPack, table: str) -> bool:
    """Whether a table says anything to people; what only ties rows together is for machines."""
    return not pack.tables[table] or bool(set(pack.tables[table][0]) & set(LABELS))


@dataclass(frozen=True, slots=True)
class _RowWords:
    """Says the rows of one pack. ``items`` are the pages of the form by the item they ask."""

    pack: DataPack
    page: StartPage
    items: Mapping[str, Page]

    def in_page_order(self, table: str) -> list[Row]:
        """Answers in the order of the scenarios; whatever has no scenario stays as it is."""
        rows: Iterable[Row] = self.pack.tables[table]
        found = self.items
        return sorted(
            rows, key=lambda row: found[row["item"]].position if row.get("item") in found else 0
        )

    def labelled(self, table: str, row: Row) -> Iterator[Fact]:
        """Labels and words, without what is empty."""
        for name, value in row.items():
            words = self._words(table, name, row) if name in LABELS and value is not None else ""
            if words or (table, name) == ("score", "total"):
                lines = _lines(words or self._no_number(), is_laid_out=name == "notice_id")
                yield Fact(str(LABELS[name]), lines)

    def _words(self, table: str, name: str, row: Row) -> str:
        value = row[name]
        if (table, name) in SPOKEN:
            return SPOKEN[table, name](row)
        if name in STAFF_COLUMNS:
            return actor_words(value)
        match name:
            case "total":
                return "\n".join(self._result())
            case "snapshot_id":
                return self._precision(value)
            case "item" | "value" | "fields":
                return self._of_item(name, row)
            case "form_id":
                return self.page.bank.get_form(value).title
            case "bank_version_id":
                return f"{self.page.bank.title} {self.page.bank.version}"
            case _:
                return plain_words(value)

    def _result(self) -> tuple[str, ...]:
        result = self.pack.result
        return () if result is None else _result_words().sentences(result)

    def _no_number(self) -> str:
        if self.pack.is_being_rated:
            return _result_words().being_rated()
        return str(_("no number: too few answers"))

    def _precision(self, told: Row) -> str:
        return _result_words().stands_on(
            Rung(told["rung"]), told["n_sittings"], is_simulated=told["is_simulated"]
        )

    def _of_item(self, name: str, row: Row) -> str:
        """The scenario, the answer, or what stood in fields that made no answer yet."""
        found = self.items.get(row["item"])
        if found is None:
            return plain_words(row[name])
        if name == "item":
            return f"{found.position}. {found.scenario.title}"
        if name == "fields":
            scale = self.page.bank.response_scale
            return "" if row["value"] is not None else _in_fields(found.item, row[name], scale)
        pairs = chosen_words(found.item, row["value"], self.page.bank)
        return "\n".join(_labelled(*pair) for pair in pairs)


def _lines(words: str, *, is_laid_out: bool) -> tuple[Line, ...]:
    """Lines without empty ones. Only what we laid out has headings: people may write "##"."""
    told = [line for line in words.split("\n") if line.strip()]
    if not is_laid_out:
        return tuple(map(Line, told))
    return tuple(
        Line(line.removeprefix(HEADING_MARK), is_heading=line.startswith(HEADING_MARK))
        for line in told
    )


def _labelled(label: str, text: str) -> str:
    """A choice with what was said of it; a place in an order ends in a full stop of its own."""
    if not label or label.endswith("."):
        return f"{label} {text}".strip()
    return str(_("{label}: {text}")).format(label=label, text=text)


def _result_words() -> ResultWords:
    return ResultWords(translator(), current_language())


def _in_fields(item: Item, fields: Any, scale: tuple[str, ...]) -> str:
    """Half an answer: what was chosen so far, in the words of the page.

    Nobody has checked what stood in a page, so whatever the item does not know stays as it is.
    """
    known: dict[Any, str] = {option.id: option.text for option in item.options}
    known |= {"best": _("Most effective"), "worst": _("Least effective")}
    if item.format is ItemFormat.RATE_EACH:
        known |= dict(enumerate(scale, start=1))
    match fields:
        case dict():
            ends_first = item.format is ItemFormat.BEST_WORST
            pairs = [(a, b) if ends_first else (b, a) for a, b in fields.items()]
            return "\n".join(f"{known.get(a, a)}: {known.get(b, b)}" for a, b in pairs)
        case list():
            return "\n".join(known.get(one, str(one)) for one in fields)
        case _:
            return known.get(fields, plain_words(fields))

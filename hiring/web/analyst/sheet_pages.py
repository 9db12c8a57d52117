"""An item sheet in words and as a table; the template and the file only lay it out."""

from dataclasses import dataclass

from flask_babel import format_date, format_decimal, ngettext
from flask_babel import gettext as _

from hiring.briefs.codes import in_groups
from hiring.exports.columns import Column, Kind
from hiring.exports.rows import Row
from hiring.norm_groups import NormGroup
from hiring.reports.item_sheets import ItemFlag, ItemLine, ItemSheet
from hiring.sittings import AnswerState
from hiring.web.language import in_days
from hiring.web.masking import day_of
from hiring.web.score_words import points

# Names of columns and codes in them are the same in every language, for programs.
COLUMNS = [
    Column("score_code", Kind.TEXT, ""),
    Column("position", Kind.INTEGER, ""),
    Column("item", Kind.TEXT, ""),
    Column("options_shown", Kind.TEXT, ""),
    Column("state", Kind.TEXT, ""),
    Column("answer", Kind.TEXT, ""),
    Column("n_characters", Kind.INTEGER, ""),
    Column("points", Kind.NUMBER, ""),
    Column("most_points", Kind.NUMBER, ""),
    Column("flags", Kind.TEXT, ""),
    Column("seconds", Kind.NUMBER, ""),
    Column("bank", Kind.TEXT, ""),
    Column("bank_version", Kind.TEXT, ""),
    Column("form", Kind.TEXT, ""),
    Column("key_version", Kind.TEXT, ""),
    Column("package_version", Kind.TEXT, ""),
]


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item in words; empty = nothing to say."""

    position: int
    title: str
    item: str
    options: str
    answer: str
    points: str
    most_points: str
    key: str
    flags: str
    seconds: str


def figures(sheet: ItemSheet) -> list[tuple[str, str]]:
    """What the sheet rests on; what is missing is said, never left out."""
    return [
        (_("Question bank"), f"{sheet.bank.title} {sheet.bank.version}"),
        (_("Form"), sheet.form_title),
        (_("Key"), sheet.key.key_version),
        (_("Software"), _scoring_words(sheet)),
        (_("Norms"), _norm_words(sheet.norm_group)),
        (_("Language of the scenarios"), sheet.language),
        (_("Answered"), day_of(sheet.taken_at)),
        (_("Scored"), day_of(sheet.scored_at)),
        (_("Valid until"), str(format_date(sheet.valid_until, "long"))),
        (_("Points of 100"), _("no number") if sheet.total is None else points(sheet.total)),
        (_("Signs about the answering"), _signs(sheet)),
    ]


def item_rows(sheet: ItemSheet) -> list[ItemRow]:
    """The lines in words."""
    return [
        ItemRow(
            position=line.position,
            title=line.title,
            item=line.item,
            options=" ".join(line.options),
            answer=_answer_words(line),
            points=_number(line.points),
            most_points=_number(line.most_points),
            key=sheet.key.key_version,
            flags=", ".join(_flag_words(flag) for flag in line.flags),
            seconds=_number(line.seconds),
        )
        for line in sheet.lines
    ]


def csv_rows(sheet: ItemSheet) -> list[Row]:
    """The lines as a file has them: codes and numbers in full, empty = not known."""
    facts: Row = {
        "score_code": in_groups(sheet.code),
        "bank": sheet.bank.bank,
        "bank_version": sheet.bank.version,
        "form": sheet.form_id,
        "key_version": sheet.key.key_version,
        "package_version": sheet.package_version,
    }
    return [facts | _csv_row(line) for line in sheet.lines]


def _csv_row(line: ItemLine) -> Row:
    return {
        "position": line.position,
        "item": line.item,
        "options_shown": " ".join(line.options),
        "state": line.state.value,
        "answer": line.answer,
        "n_characters": line.n_characters,
        "points": line.points,
        "most_points": line.most_points,
        "flags": " ".join(flag.value for flag in line.flags),
        "seconds": line.seconds,
    }


def _scoring_words(sheet: ItemSheet) -> str:
    return str(
        _(
            "%(version)s, scoring rules %(rules)s",
            version=sheet.package_version,
            rules=sheet.scoring_version,
        )
    )


def _norm_words(group: NormGroup | None) -> str:
    if group is None:
        return str(_("no norms"))
    made = in_days(group.made_at)
    return str(_("%(name)s, N = %(n)s, made %(day)s", name=group.name, n=group.n, day=made))


def _signs(sheet: ItemSheet) -> str:
    """By their names in the software: the words for readers stand on the candidate's page."""
    return ", ".join(f"{name} {value:g}" for name, value in sheet.signs.items()) or str(_("none"))


def _answer_words(line: ItemLine) -> str:
    match line.state:
        case AnswerState.ANSWERED:
            return line.answer if line.n_characters is None else _length(line.n_characters)
        case AnswerState.SKIPPED:
            return str(_("no answer"))
        case AnswerState.NOT_REACHED:
            return str(_("not reached"))
        case AnswerState.VOID:
            return str(_("taken out"))


def _length(n_characters: int) -> str:
    return str(ngettext("text of %(num)d letter", "text of %(num)d letters", n_characters))


def _number(value: float | None) -> str:
    return "" if value is None else str(format_decimal(round(value, 2), "0.00"))


def _flag_words(flag: ItemFlag) -> str:
    words: dict[ItemFlag, str] = {
        ItemFlag.CHANGED: _("changed after sending"),
        ItemFlag.FROM_DRAFT: _("taken over from the draft"),
        ItemFlag.IN_GRACE: _("came just after the time"),
        ItemFlag.BEING_RATED: _("people are still rating it"),
        ItemFlag.FULL_CREDIT: _("full credit for everybody"),
        ItemFlag.NOT_COUNTED: _("does not count"),
    }
    return str(words[flag])

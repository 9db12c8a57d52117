"""An impact report as rows for spreadsheets: codes and plain numbers, each row with its source."""

from collections.abc import Iterator

from hiring.exports.columns import Column, Kind
from hiring.exports.rows import Row
from hiring.openings.records import Opening
from hiring.vault import ImpactDocument, ImpactRow, ImpactTable
from hiring.words import Translator


def columns(translator: Translator) -> list[Column]:
    """The columns in order."""
    _ = translator.gettext
    not_shown = _("empty: refused or kept back")
    texts = {
        "opening": _("Title of the opening"),
        "counted": _("selected, or above_median"),
        "characteristic": _("What the groups differ in"),
        "group": _("The group, or unknown"),
        "note": _("Why a figure is missing, or what the comparison says"),
    }
    numbers = {
        "rate": _("Share of the group"),
        "ratio": _("Rate over that of the reference group"),
        "ratio_low": _("Lower end of the 95 % interval of the ratio"),
        "ratio_high": _("Upper end of the 95 % interval of the ratio"),
        "fisher_p": _("Fisher's exact test against the reference group, two-sided"),
    }
    return [
        *(Column(name, Kind.TEXT, meaning) for name, meaning in texts.items()),
        Column("is_reference", Kind.BOOLEAN, _("Whether others are held against this group")),
        Column("n", Kind.INTEGER, _("People in the group"), missing=not_shown),
        Column("n_counted", Kind.INTEGER, _("Of these, selected or above"), missing=not_shown),
        *(Column(name, Kind.NUMBER, told, missing=not_shown) for name, told in numbers.items()),
        Column("is_below_four_fifths", Kind.BOOLEAN, _("Whether the ratio is below .80")),
        Column(
            "is_under_two_percent", Kind.BOOLEAN, _("Whether the group is under two in a hundred")
        ),
        Column("first_sent", Kind.TIME, _("When the first of all these answers were sent")),
        Column("last_sent", Kind.TIME, _("When the last were sent")),
        Column("made_at", Kind.TIME, _("When this was counted")),
        Column("software", Kind.TEXT, _("Version of the software")),
    ]


def rows(opening: Opening, document: ImpactDocument) -> Iterator[Row]:
    """Every group of every table, and those who are unknown."""
    shared: Row = {
        "opening": opening.title,
        "counted": document.mode.value,
        "first_sent": None if document.first_at is None else document.first_at.isoformat(),
        "last_sent": None if document.last_at is None else document.last_at.isoformat(),
        "made_at": document.made_at.isoformat(),
        "software": document.package_version,
    }
    for table in document.tables:
        named = shared | {"characteristic": " x ".join(topic.value for topic in table.topics)}
        yield from (named | _row(row) for row in table.rows)
        yield named | _unknown(table)


def _row(row: ImpactRow) -> Row:
    return {
        "group": " x ".join(row.answers),
        "note": _note(row),
        "is_reference": row.is_reference,
        "n": row.n,
        "n_counted": row.n_high,
        "rate": row.rate,
        "ratio": row.ratio,
        "ratio_low": row.low,
        "ratio_high": row.high,
        "fisher_p": row.p,
        "is_below_four_fifths": row.is_below_four_fifths if row.p is not None else None,
        "is_under_two_percent": row.is_under_two_percent if row.n is not None else None,
    }


def _unknown(table: ImpactTable) -> Row:
    note = "kept_back" if table.n_unknown is None else ""
    return {"group": "unknown", "n": table.n_unknown, "note": note}


def _note(row: ImpactRow) -> str:
    if row.is_kept_back:
        return "kept_back"
    if row.refusal is not None:
        return row.refusal.value
    return "" if row.finding is None else row.finding.value

"""How a report speaks: numbers and dates by the reader's language, reasons in plain words.

One voice for page and paper. A figure is told in four cells: what it is, its value, its interval or
why there is none, and its N.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from babel import Locale
from babel.numbers import format_decimal, format_percent

from hiring.psychometrics.reliability.precision import Rung
from hiring.reports.parts import Figure, Reason
from hiring.reports.pictures import Picture
from hiring.words import Translator, to_the_minute

NOTHING = "\N{EN DASH}"
COEFFICIENT, POINTS, WHOLE, P_VALUE = "0.00", "0.0", "#,##0", "0.000"
TICK = "0.#"  # at an axis
SHARE, FINE_SHARE = "#,##0", "#,##0.0"  # of a hundred
SHARE_FIGURE = "%"  # the form of a figure that is a share


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or some; ``is_quiet`` sets it back."""

    text: str
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """Sentences that stand on their own."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Figures in rows; the first cell of a row names it. ``n_texts`` columns hold texts."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    n_texts: int = 1
    texts_at: tuple[int, ...] = ()  # further columns that hold texts

    def is_number(self, column: int) -> bool:
        """Whether the cells of a column stand at its right edge."""
        return column >= self.n_texts and column not in self.texts_at


Told = Paragraph | Listing | Table | Picture


@dataclass(frozen=True, slots=True)
class Part:
    """A heading of the third rank with what belongs to it; on screen it can be folded."""

    heading: str
    blocks: tuple[Told, ...]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the second rank. ``anchor`` is its name in an address."""

    anchor: str
    heading: str
    blocks: tuple[Told, ...]
    parts: tuple[Part, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Teller:
    """Says figures in one language."""

    translator: Translator
    locale: str

    def number(self, value: float | None, form: str) -> str:
        """A number in its form; a dash for one that is not there."""
        if value is None:
            return NOTHING
        return _with_minus(format_decimal(value, format=form, locale=self.locale))

    def share(self, value: float | None, form: str = SHARE) -> str:
        """A share as a percentage, in the manner of the language."""
        if value is None:
            return NOTHING
        usual = str(Locale.parse(self.locale, sep="-").percent_formats[None].pattern)
        form = usual.replace(SHARE, form)
        return _with_minus(format_percent(value, format=form, locale=self.locale))

    def count(self, n: int) -> str:
        """A whole number of people or things."""
        return self.number(n, WHOLE)

    def day(self, at: datetime | None) -> str:
        """A day by the reader's calendar; the zone is UTC and named."""
        if at is None:
            return NOTHING
        return to_the_minute(at, self.locale)

    def said(self, value: float | None, form: str) -> str:
        """A value in its form, which may be that of a share."""
        return self.share(value) if form == SHARE_FIGURE else self.number(value, form)

    def interval(self, figure: Figure, form: str) -> str:
        """The interval, or in a few words why there is none."""
        _ = self.translator.gettext
        if figure.low is not None and figure.high is not None:
            return _("{low} to {high}").format(
                low=self.said(figure.low, form), high=self.said(figure.high, form)
            )
        reason = figure.why_no_interval or figure.why_no_value
        return NOTHING if reason is None else self.reason(reason)

    def both(self, figure: Figure, form: str) -> str:
        """Value and interval in one cell; where there is no value, why."""
        if figure.value is None:
            return self.interval(figure, form)
        if figure.low is None:
            return self.said(figure.value, form)
        return f"{self.said(figure.value, form)} ({self.interval(figure, form)})"

    def counted(self, told: str, n: int) -> str:
        """A figure with the number of sittings that it rests on."""
        return self.translator.gettext("{figure}, N = {n}").format(figure=told, n=self.count(n))

    def figure_row(self, name: str, figure: Figure | None, form: str) -> tuple[str, ...]:
        """What it is, the value, the interval and N."""
        if figure is None:
            return (name, NOTHING, NOTHING, NOTHING)
        return (
            name,
            self.said(figure.value, form),
            self.interval(figure, form),
            self.count(figure.n),
        )

    def figure_table(self, caption: str, rows: Iterable[tuple[str, ...]]) -> Table:
        """Rows of ``figure_row`` under their heads."""
        _ = self.translator.gettext
        head = (_("Figure"), _("Value"), _("Interval (95 %)"), _("N"))
        return Table(caption, head, tuple(rows))

    def withheld(self, n: int, least: int) -> Paragraph:
        """Why a section shows no figures."""
        words = self.translator.ngettext(
            "Not shown yet: it rests on {n} sitting, and needs {least}.",
            "Not shown yet: it rests on {n} sittings, and needs {least}.",
            n,
        )
        return Paragraph(words.format(n=self.count(n), least=self.count(least)))

    def rung(self, rung: Rung) -> str:
        """A rung of the precision ladder."""
        _ = self.translator.gettext
        match rung:
            case Rung.MEASURED:
                return _("measured (100 complete sittings or more)")
            case Rung.POOLED:
                return _("pooled (10 to 99 sittings)")
            case Rung.PLANNED:
                return _("planned (fewer than 10 sittings, values taken from research)")

    def reason(self, reason: Reason) -> str:
        """Why something is not there, in a few words."""
        _ = self.translator.gettext
        words = {
            Reason.TOO_FEW: _("too few people"),
            Reason.NO_SPREAD: _("no spread to compute it from"),
            Reason.NO_FORMULA: _("no interval in general use"),
            Reason.PERFECT: _("a correlation of one has none"),
            Reason.ONE_UNIT: _("too few scenarios"),
            Reason.NOT_POSITIVE: _("consistency is not above zero"),
            Reason.NO_SINGLE_FIT: _("no single model fits"),
            Reason.HEYWOOD: _("the model leaves a scenario no error, so it is not believed"),
            Reason.NEGATIVE_LOADING: _("a scenario runs against the others"),
            Reason.REFERENCE: _("others are held against this group"),
            Reason.LONGER_WILL_NOT_DO: _("no length may be enough"),
        }
        return words[reason]


def _with_minus(figure: str) -> str:
    """A minus as wide as a plus, in place of the hyphen; no figure has a hyphen of its own."""
    return figure.replace("-", "\N{MINUS SIGN}")

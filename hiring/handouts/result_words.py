"""A result in words: with its range, what the range stands on, and what was not answered.

Shared by feedback and explanation, so that the two cannot say different things of one score.
"""

from dataclasses import dataclass
from datetime import date

from hiring.banks.schema import KeyOrigin, KeyStatus
from hiring.briefs.cleaning import clean
from hiring.charts import whisker
from hiring.feedback.closeness import Closeness
from hiring.feedback.facts import Area, Counts, Frame, Result
from hiring.handouts.sheets import ResultPicture, SheetBlock, Statement
from hiring.psychometrics.reliability.precision import Rung
from hiring.reports.telling import Paragraph, Table
from hiring.words import Translator, set_apart, to_the_day

MAX_NAME_CHARACTERS, MAX_TITLE_CHARACTERS = 120, 120


@dataclass(frozen=True, slots=True)
class ResultWords:
    """Says a result in one language."""

    translator: Translator
    locale: str

    # Around the result

    def day(self, day: date) -> str:
        """A date as people of the language write it."""
        return to_the_day(day, self.locale)

    def apart(self, text: str) -> str:
        """A name, a title or somebody's words, for a sentence of this language."""
        return set_apart(text, self.locale)

    def labels(self, frame: Frame) -> tuple[str, ...]:
        """What must not be overlooked. Where a key can be read is not said to candidates."""
        _ = self.translator.gettext
        simulated = (_("Simulated data"),) if frame.is_simulated else ()
        match frame.key_status:
            case KeyStatus.PROVISIONAL:
                return (*simulated, _("Provisional key"))
            case KeyStatus.CONFIRMED:
                return simulated

    def lines(self, frame: Frame) -> tuple[str, ...]:
        """Whose it is, for which opening, and when the answers were sent.

        A line each: a name and a title may run in different directions.
        """
        _ = self.translator.gettext
        name = clean(frame.candidate_name, MAX_NAME_CHARACTERS)
        opening = clean(frame.opening_title, MAX_TITLE_CHARACTERS)
        words = (
            _("Answers sent on {sent}, scored again on {scored}")
            if frame.is_scored_again
            else _("Answers sent on {sent}, scored on {scored}")
        )
        sent = words.format(
            sent=self.day(frame.sent_at.date()), scored=self.day(frame.scored_at.date())
        )
        return (*(self.apart(one) for one in (name, opening) if one), sent)

    def scored_again(self, frame: Frame) -> tuple[SheetBlock, ...]:
        """That the result stands in the place of another. Why is between staff and the key."""
        _ = self.translator.gettext
        if not frame.is_scored_again:
            return ()
        words = _(
            "Your answers were scored again on {day}. This result counts in the place of the "
            "earlier one."
        )
        return (Paragraph(words.format(day=self.day(frame.scored_at.date()))),)

    def key(self, frame: Frame) -> str:
        """What answers were held against; experts stand behind it only once they confirmed it."""
        _ = self.translator.gettext
        if frame.key_status is KeyStatus.CONFIRMED:
            return _(
                "The scoring key says how well each response works. A panel of experts has "
                "confirmed it."
            )
        match frame.key_origin:
            case KeyOrigin.THEORY:
                return _(
                    "The scoring key says how well each response works. It is provisional: its "
                    "authors wrote it from theory, and no panel of experts has confirmed it yet."
                )
            case KeyOrigin.PANEL:
                return _(
                    "The scoring key says how well each response works. It is provisional: experts "
                    "have rated the responses, and this has not been confirmed yet."
                )
            case KeyOrigin.EMPIRICAL:
                return _(
                    "The scoring key says how well each response works. It is provisional: it was "
                    "drawn from answers, and no panel of experts has confirmed it yet."
                )

    # The result

    def result(self, frame: Frame, result: Result, counts: Counts) -> tuple[SheetBlock, ...]:
        """Statement, meaning, picture, sentence, table, and what the range stands on."""
        return (
            Statement(self._statement(result)),
            Paragraph(self._meaning(result)),
            self._picture(result),
            Paragraph(self._again()),
            self._table(result, counts),
            Paragraph(f"{self._rests_on(frame, result)} {self.missing(counts)}"),
        )

    def sentences(self, result: Result) -> tuple[str, ...]:
        """The result with its range, without picture and table."""
        return self._statement(result), self._meaning(result), self._again()

    def no_number(self, frame: Frame, counts: Counts) -> tuple[SheetBlock, ...]:
        """Why there is no number, kindly."""
        _ = self.translator.gettext
        if frame.is_being_rated:
            return Statement(_("There is no number yet.")), Paragraph(self.being_rated())
        return (
            Statement(_("There is no number, and that is all right.")),
            Paragraph(
                _(
                    "You answered {n} of {total} scenarios. A number needs at least four fifths "
                    "of them; with fewer it would mostly be chance. That says nothing about you."
                ).format(n=counts.n_answered, total=counts.n_scenarios)
            ),
        )

    def being_rated(self) -> str:
        """What is waited for, where answers in one's own words are rated by people."""
        _ = self.translator.gettext
        return _(
            "People are still rating what you wrote in your own words. The number follows once "
            "they are done."
        )

    def missing(self, counts: Counts) -> str:
        """What was not answered, and how it counts."""
        _, ngettext = self.translator.gettext, self.translator.ngettext
        told = []
        n_empty = counts.n_left_out + counts.n_not_reached
        if n_empty:
            words = ngettext(
                "You did not answer {n} scenario. It counts as no credit in the total.",
                "You did not answer {n} scenarios. They count as no credit in the total.",
                n_empty,
            )
            told.append(words.format(n=n_empty))
        if counts.n_void:
            words = ngettext(
                "{n} scenario was taken out and does not count.",
                "{n} scenarios were taken out and do not count.",
                counts.n_void,
            )
            told.append(words.format(n=counts.n_void))
        return " ".join(told) or _("You answered every scenario.")

    def stands_on(self, rung: Rung, n: int, *, is_simulated: bool) -> str:
        """What a range stands on: sittings that were had, or an assumption."""
        _, ngettext = self.translator.gettext, self.translator.ngettext
        if rung is Rung.PLANNED:
            return _(
                "The range is assumed: too few people have taken this test form to measure it."
            )
        if is_simulated:
            return _("The range comes from {n} simulated sittings of this form.").format(n=n)
        match rung:
            case Rung.MEASURED:
                words = ngettext(
                    "The range was measured on {n} sitting of this form.",
                    "The range was measured on {n} sittings of this form.",
                    n,
                )
            case Rung.POOLED:
                words = ngettext(
                    "The range is estimated from {n} sitting of this form.",
                    "The range is estimated from {n} sittings of this form.",
                    n,
                )
        return words.format(n=n)

    def area_table(self, areas: tuple[Area, ...]) -> Table:
        """The clusters that may be told, each with its range in words and in points."""
        _ = self.translator.gettext
        head = (_("Area"), _("How near the scoring key"), _("Likely range, points"))
        rows = tuple(
            (self.apart(one.name), self.closeness_range(one.closeness), self.range(one.interval))
            for one in areas
        )
        return Table(_("Your answers area by area"), head, rows, n_texts=3)

    def closeness(self, closeness: Closeness) -> str:
        """One step in a word or two."""
        _ = self.translator.gettext
        match closeness:
            case Closeness.NEAR:
                return _("close")
            case Closeness.PARTLY:
                return _("partly close")
            case Closeness.FAR:
                return _("quite different")

    def closeness_range(self, ends: tuple[Closeness, Closeness]) -> str:
        """One step, or two and everything between."""
        low, high = map(self.closeness, ends)
        if low == high:
            return low
        return self.translator.gettext("{low} to {high}").format(low=low, high=high)

    def range(self, interval: tuple[float, float]) -> str:
        """A range in whole points."""
        low, high = map(round, interval)
        return self.translator.gettext("{low} to {high}").format(low=low, high=high)

    def _statement(self, result: Result) -> str:
        _ = self.translator.gettext
        low, high = result.interval
        return _("{score} of 100 points, likely range {low} to {high}").format(
            score=round(result.points), low=round(low), high=round(high)
        )

    def _meaning(self, result: Result) -> str:
        _ = self.translator.gettext
        words = _(
            "Points say how close these answers came to the scoring key, which says how well each "
            "response works."
        )
        if result.rung is not Rung.MEASURED:
            return words
        # What the answers alone score would be a second figure, with no range of its own.
        allowed = _("The figure above is estimated from the answers and allows for chance.")
        return f"{words} {allowed}"

    def _picture(self, result: Result) -> ResultPicture:
        _ = self.translator.gettext
        words = _("{figures} on a scale from 0 to 100.")
        return ResultPicture(
            whisker(result.points, result.interval),
            words.format(figures=self._statement(result)),
            _("The dot is your result, the bar its likely range."),
        )

    def _again(self) -> str:
        _ = self.translator.gettext
        return _(
            "Chance plays a part in every test. The likely range allows for it, with 9 chances in "
            "10. If you took a similar test again, your result could move within this range."
        )

    def _table(self, result: Result, counts: Counts) -> Table:
        _ = self.translator.gettext
        answered = _("{n} of {total}").format(n=counts.n_answered, total=counts.n_scenarios)
        rows = (
            (_("Result, points of 100"), str(round(result.points))),
            (_("Likely range, points"), self.range(result.interval)),
            (_("Scenarios answered"), answered),
        )
        return Table(_("The same in figures"), (_("What"), _("Figure")), rows, n_texts=2)

    def _rests_on(self, frame: Frame, result: Result) -> str:
        return self.stands_on(result.rung, result.n_sittings, is_simulated=frame.is_simulated)

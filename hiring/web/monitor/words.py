"""An impact report in words: the same content for page and paper."""

from dataclasses import dataclass

from hiring.openings.records import Opening
from hiring.psychometrics.impact.floors import GroupFloors
from hiring.psychometrics.impact.report import Finding, Refusal
from hiring.reports.content import ReportContent
from hiring.reports.telling import (
    NOTHING,
    P_VALUE,
    POINTS,
    Listing,
    Paragraph,
    Section,
    Table,
    Teller,
    Told,
)
from hiring.vault import ImpactDocument, ImpactRow, ImpactTable, Mode, Topic
from hiring.web.background_words import answer_words, topic_words

THREE_DIGITS = P_VALUE


@dataclass(frozen=True, slots=True)
class ImpactTeller(Teller):
    """Says one report in one language."""

    def content(self, opening: Opening, document: ImpactDocument) -> ReportContent:
        """Everything to be shown, decided."""
        _ = self.translator.gettext
        made = self.day(document.made_at)
        return ReportContent(
            language=self.locale,
            title=_("Impact report: {opening}").format(opening=opening.title),
            kicker=_("Impact report"),
            subtitle=f"{self.mode(document.mode)} · {made}",
            labels=(_("Simulated data"),) if opening.is_simulated else (),
            headlines=self._headlines(document),
            sections=(
                self._counted(document),
                *(self._section(document, table) for table in document.tables),
                self._reading(document.floors),
                self._source(document),
            ),
            footer=" · ".join((opening.title, self.mode(document.mode), made)),
            page_words=_("Page {page} of {pages}"),
            contents_heading=_("Contents"),
        )

    def mode(self, mode: Mode) -> str:
        """What is counted, in short."""
        _ = self.translator.gettext
        match mode:
            case Mode.SELECTED:
                return _("Who was selected")
            case Mode.ABOVE_MEDIAN:
                return _("Who scored above the median")

    def _headlines(self, document: ImpactDocument) -> tuple[tuple[str, str], ...]:
        _ = self.translator.gettext
        found = [
            (_("People counted (N)"), self.count(document.n_people)),
            (_("Left out"), self.count(document.n_left_out)),
            (_("Rate of all"), self.number(document.overall_rate, THREE_DIGITS)),
        ]
        if document.median is not None:
            found.append((_("Median of all, points"), self.number(document.median, POINTS)))
        return tuple(found)

    def _counted(self, document: ImpactDocument) -> Section:
        _ = self.translator.gettext
        match document.mode:
            case Mode.SELECTED:
                what = _(
                    "Of those who sent their answers and about whom somebody has decided: who "
                    "goes on to the next step. The newest decision counts. People on hold or "
                    "without a decision are left out."
                )
            case Mode.ABOVE_MEDIAN:
                what = _(
                    "Of those with a score from the test of this opening: who lies above the "
                    "median of all of them. A score at the median is not above it. Local Law 144 "
                    "of New York City counts in this way."
                )
        blocks: tuple[Told, ...] = (Paragraph(what), *self._refused(document))
        return Section("counted", _("What is counted"), blocks)

    def _refused(self, document: ImpactDocument) -> tuple[Paragraph, ...]:
        _ = self.translator.gettext
        if document.n_people < document.floors.show:
            words = _("No table is shown: it would rest on fewer than {n} people.")
            return (Paragraph(words.format(n=document.floors.show)),)
        if not document.tables:
            words = _("No table is shown: nobody has told anything that may be counted yet.")
            return (Paragraph(words),)
        return ()

    def _section(self, document: ImpactDocument, table: ImpactTable) -> Section:
        anchor = "-".join(topic.value for topic in table.topics)
        unknown = self._unknown(table, document.floors)
        blocks = (self._table(document, table), Paragraph(unknown, is_quiet=True))
        return Section(anchor, self._named(table.topics), blocks)

    def _table(self, document: ImpactDocument, table: ImpactTable) -> Table:
        _ = self.translator.gettext
        is_selecting = document.mode is Mode.SELECTED
        head = (
            _("Group"),
            _("Note"),
            _("N"),
            _("Selected") if is_selecting else _("Above"),
            _("Rate"),
            _("Ratio"),
            _("Interval (95 %)"),
            _("Fisher, p"),
        )
        caption = _("{mode}, by: {name}").format(
            mode=self.mode(document.mode), name=self._named(table.topics)
        )
        return Table(
            caption,
            head,
            tuple(self._row(table, row, document.floors) for row in table.rows),
            n_texts=2,
        )

    def _row(self, table: ImpactTable, row: ImpactRow, floors: GroupFloors) -> tuple[str, ...]:
        _ = self.translator.gettext
        pairs = zip(table.topics, row.answers, strict=True)
        ends = [self.number(one, THREE_DIGITS) for one in (row.low, row.high)]
        return (
            " · ".join(answer_words(topic, answer) for topic, answer in pairs),
            self._note(row, floors),
            NOTHING if row.n is None else self.count(row.n),
            NOTHING if row.n_high is None else self.count(row.n_high),
            self.number(row.rate, THREE_DIGITS),
            self.number(row.ratio, THREE_DIGITS),
            NOTHING if row.low is None else _("{low} to {high}").format(low=ends[0], high=ends[1]),
            self.number(row.p, THREE_DIGITS),
        )

    def _note(self, row: ImpactRow, floors: GroupFloors) -> str:
        _ = self.translator.gettext
        if row.is_kept_back:
            return _("kept back, or a smaller group could be worked out")
        if row.refusal is not None:
            return self._refusal(row.refusal, floors)
        if row.is_reference:
            return _("highest rate")
        if row.finding is None:
            return _("no other group is large enough to compare")
        return self._finding(row.finding)

    def _refusal(self, refusal: Refusal, floors: GroupFloors) -> str:
        _ = self.translator.gettext
        match refusal:
            case Refusal.TOO_FEW_TO_SHOW:
                return _("fewer than {n} people: not shown").format(n=floors.show)
            case Refusal.TOO_FEW_TO_INTERPRET:
                return _("fewer than {n} people: not compared").format(n=floors.compare)
            case Refusal.UNDER_TWO_PERCENT:
                return _("under two in a hundred: not compared")
            case Refusal.NOBODY_SELECTED:
                return _("no rate to be held against")

    def _finding(self, finding: Finding) -> str:
        _ = self.translator.gettext
        match finding:
            case Finding.BELOW_FOUR_FIFTHS:
                return _("below four fifths")
            case Finding.NOT_BELOW:
                return _("not below four fifths")
            case Finding.ONE_PERSON_DECIDES:
                return _("one person more or less turns it round: too small to interpret")

    def _unknown(self, table: ImpactTable, floors: GroupFloors) -> str:
        _ = self.translator.gettext
        if table.n_unknown is None:
            return _(
                "How many did not say is kept back: with it a group of fewer than {n} people "
                "could be worked out."
            ).format(n=floors.show)
        words = self.translator.ngettext(
            "{n} person did not say, or told it in the month that is running.",
            "{n} people did not say, or told it in the month that is running.",
            table.n_unknown,
        )
        return words.format(n=self.count(table.n_unknown))

    def _reading(self, floors: GroupFloors) -> Section:
        _ = self.translator.gettext
        told = (
            _(
                "The ratio holds the rate of a group against the highest rate. Below .80, four "
                "fifths, it is a rule of thumb to look closer. It is no statement of law."
            ),
            _(
                "The interval says how far chance alone may move the ratio. Fisher's exact test "
                "says how often rates lie so far apart where chance alone is at work. With few "
                "people the ratio is unsteady, and a test seldom finds what is there."
            ),
            _(
                "Where one person selected instead of another would turn the result round, it is "
                "too small to interpret, and nothing should be done because of it."
            ),
            _(
                "Groups of fewer than {show} people are not shown, of fewer than {compare} not "
                "compared, nor those under two in a hundred. Further figures are kept back where a "
                "small group could be worked out from them."
            ).format(show=floors.show, compare=floors.compare),
            _(
                "Equal rates are one way of being fair, and not the only one. Whether equally "
                "suitable people have equal chances cannot be told from these figures."
            ),
            _("Nothing here changes a score, a cut or a decision, and nothing may."),
        )
        return Section("reading", _("How to read it"), (Listing(told),))

    def _source(self, document: ImpactDocument) -> Section:
        _ = self.translator.gettext
        rows = (
            (_("Data"), _("What candidates told about themselves, of their own free will")),
            (_("First answers sent"), self.day(document.first_at)),
            (_("Last answers sent"), self.day(document.last_at)),
            (_("Counted"), self.day(document.made_at)),
            (_("Version of the software"), document.package_version),
        )
        note = _(
            "An audit in the sense of Local Law 144 needs an independent auditor. Which law holds "
            "for you is a question for your counsel."
        )
        table = Table(_("Versions and dates"), (_("What"), _("Which")), rows, n_texts=2)
        return Section("source", _("Where the figures come from"), (table, Paragraph(note)))

    def _named(self, topics: tuple[Topic, ...]) -> str:
        return " · ".join(map(topic_words, topics))

"""What a report says about the total: spread, reliability, clusters, use of the rating scale."""

from dataclasses import dataclass

from hiring.psychometrics.reliability.precision import MIN_MEASURED_SITTINGS
from hiring.reports import pictures
from hiring.reports.document import ReportDocument
from hiring.reports.parts import MIN_FOR_DISTRIBUTION, MIN_FOR_ITEMS
from hiring.reports.pictures import Picture
from hiring.reports.telling import (
    COEFFICIENT,
    POINTS,
    SHARE_FIGURE,
    WHOLE,
    Paragraph,
    Section,
    Table,
    Teller,
    Told,
)
from hiring.reports.total_parts import ClusterFigures, Distribution


@dataclass(frozen=True, slots=True)
class TotalTeller(Teller):
    """The sections about scores as a whole."""

    def distribution(self, document: ReportDocument) -> Section:
        """How the totals are spread."""
        _, found = self.translator.gettext, document.distribution
        heading = _("Totals")
        if found.withheld is not None or found.quartiles is None:
            return Section("totals", heading, (self.withheld(found.n, MIN_FOR_DISTRIBUTION),))
        blocks: tuple[Told, ...] = (
            self._histogram(found, found.quartiles),
            self._spread(found, found.quartiles),
            self._bins(found),
        )
        return Section("totals", heading, blocks)

    def reliability(self, document: ReportDocument) -> Section:
        """How consistent the total is."""
        _, found = self.translator.gettext, document.reliability
        rung = _("Rung of the precision ladder: {rung}.").format(rung=self.rung(found.rung))
        heading = _("Reliability and error")
        if found.withheld is not None:
            told = (Paragraph(rung), self.withheld(found.n, MIN_FOR_ITEMS))
            return Section("reliability", heading, told)
        text = self.translator.ngettext(
            "Reliability says how much of the differences between people another set of equally "
            "good scenarios would show again. The {k} scenario is the unit. {dropped} sittings "
            "with gaps are left out here.",
            "Reliability says how much of the differences between people another set of equally "
            "good scenarios would show again. The {k} scenarios are the units. {dropped} sittings "
            "with gaps are left out here.",
            found.n_units,
        ).format(k=found.n_units, dropped=self.count(found.n_dropped))
        rows = (
            self.figure_row(_("Alpha over scenarios"), found.alpha, COEFFICIENT),
            self.figure_row(_("Stratified alpha by cluster"), found.stratified, COEFFICIENT),
            self.figure_row(_("Omega total, one factor"), found.omega, COEFFICIENT),
            self.figure_row(_("Split half, odd and even"), found.split_half, COEFFICIENT),
            self.figure_row(_("Standard error of measurement, points"), found.sem, POINTS),
            self.figure_row(
                _("Scenarios needed for a reliability of .70"), found.scenarios_for_70, WHOLE
            ),
        )
        note = _(
            "The interval of alpha is Feldt's. That of the error and of the number of scenarios "
            "follows from it. One sitting each tells nothing of how steady scores are over time."
        )
        blocks = (
            Paragraph(rung),
            Paragraph(text),
            self.figure_table(_("Coefficients with intervals (95 %)"), rows),
            Paragraph(note, is_quiet=True),
        )
        return Section("reliability", heading, blocks)

    def clusters(self, document: ReportDocument) -> Section:
        """Whether clusters may be spoken of by themselves."""
        _, found = self.translator.gettext, document.clusters
        heading = _("Clusters")
        if found.withheld is not None:
            return Section("clusters", heading, (self.withheld(found.n, MIN_FOR_ITEMS),))
        if not found.clusters:
            return Section("clusters", heading, (Paragraph(_("The form has no clusters.")),))
        text = _(
            "A cluster is shown with a score only if its own reliability is at least .60, and if "
            "it tells its own true score better than the total does (PRMSE). That is tested from "
            "{n} complete sittings on."
        ).format(n=MIN_MEASURED_SITTINGS)
        head = (
            _("Cluster"),
            _("Verdict"),
            _("Scenarios"),
            _("Mean"),
            _("SD"),
            _("Own reliability"),
            _("PRMSE of the total"),
            _("N"),
        )
        rows = tuple(self._cluster(one) for one in found.clusters)
        note = _(
            "Brackets hold intervals (95 %). For the PRMSE no interval is in general use. Means "
            "and spreads are in points."
        )
        table = Table(_("Clusters and the test against the total"), head, rows, n_texts=2)
        blocks = (Paragraph(text), table, Paragraph(note, is_quiet=True))
        return Section("clusters", heading, blocks)

    def styles(self, document: ReportDocument) -> Section:
        """How people use the rating scale."""
        _, found = self.translator.gettext, document.styles
        heading = _("Response styles")
        if not found.n_ratings:
            return Section("styles", heading, (Paragraph(_("No response is rated here.")),))
        if found.withheld is not None:
            return Section("styles", heading, (self.withheld(found.n, MIN_FOR_ITEMS),))
        text = _(
            "Some people rate high, some use the ends of the scale. The score should not depend on "
            "that. Half credit is the score that counts. The standardised correlation is a second "
            "score that takes level and spread of the ratings out. The closer the two go together, "
            "the less style matters."
        )
        rows = (
            self.figure_row(_("Mean rating, steps"), found.mean_rating, COEFFICIENT),
            self.figure_row(_("Spread within a person, steps"), found.spread_rating, COEFFICIENT),
            self.figure_row(
                _("Ratings at the ends of the scale"), found.extreme_share, SHARE_FIGURE
            ),
            self.figure_row(
                _("Half credit with standardised correlation"), found.r_standardised, COEFFICIENT
            ),
            self.figure_row(_("Half credit with mean rating"), found.r_mean_rating, COEFFICIENT),
            self.figure_row(
                _("Half credit with spread within a person"), found.r_spread_rating, COEFFICIENT
            ),
        )
        caption = _("Use of the scale over {n} ratings a person").format(n=found.n_ratings)
        return Section("styles", heading, (Paragraph(text), self.figure_table(caption, rows)))

    def _histogram(self, found: Distribution, quartiles: tuple[float, float, float]) -> Picture:
        _ = self.translator.gettext
        low, middle, high = (self.number(one, POINTS) for one in quartiles)
        words = _(
            "Histogram of {n} totals. Half of them lie from {low} to {high}, median {middle}."
        )
        told = words.format(n=self.count(found.n), low=low, high=high, middle=middle)
        caption = _("Light band: the middle half of totals. Dashed line: the median. N = {n}.")
        return pictures.histogram(
            found.bins, quartiles, alternative=told, caption=caption.format(n=self.count(found.n))
        )

    def _spread(self, found: Distribution, quartiles: tuple[float, float, float]) -> Table:
        _ = self.translator.gettext
        counted = _("counted, not estimated")
        n = self.count(found.n)
        names = (_("First quartile"), _("Median"), _("Third quartile"))
        pairs = (
            *zip(names, quartiles, strict=True),
            (_("Lowest"), found.lowest),
            (_("Highest"), found.highest),
        )
        rows = (
            self.figure_row(_("Mean, points"), found.mean, POINTS),
            self.figure_row(_("Standard deviation, points"), found.sd, POINTS),
            self.figure_row(_("Skewness"), found.skew, COEFFICIENT),
            *((name, self.number(value, POINTS), counted, n) for name, value in pairs),
        )
        return self.figure_table(_("Totals, points 0 to 100"), rows)

    def _bins(self, found: Distribution) -> Table:
        _ = self.translator.gettext
        filled = [one for one in found.bins if one.n]
        rows = tuple(
            (
                _("{low} to {high}").format(
                    low=self.number(one.low, WHOLE), high=self.number(one.high, WHOLE)
                ),
                self.count(one.n),
                self.share(one.n / found.n),
            )
            for one in filled
        )
        caption = _("The histogram in numbers, N = {n}").format(n=self.count(found.n))
        return Table(caption, (_("Points"), _("Sittings"), _("Percent")), rows)

    def _cluster(self, one: ClusterFigures) -> tuple[str, ...]:
        return (
            one.name,
            self._verdict(one),
            str(one.n_scenarios),
            self.both(one.mean, POINTS),
            self.both(one.sd, POINTS),
            self.both(one.r, COEFFICIENT),
            self.both(one.prmse_total, COEFFICIENT),
            self.count(one.n),
        )

    def _verdict(self, one: ClusterFigures) -> str:
        _ = self.translator.gettext
        if one.is_reportable is None:
            return _("not tested yet")
        return _("may be shown") if one.is_reportable else _("not shown: the total says it better")

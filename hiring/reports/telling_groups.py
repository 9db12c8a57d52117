"""What a report says about groups of people, and what its figures allow to be said at all."""

from dataclasses import dataclass

from hiring.psychometrics.impact.report import Refusal
from hiring.psychometrics.items.dif_graded import GradedClass
from hiring.reports.document import ReportDocument
from hiring.reports.limits import Limit, LimitFound
from hiring.reports.telling import (
    COEFFICIENT,
    NOTHING,
    P_VALUE,
    POINTS,
    SHARE_FIGURE,
    Listing,
    Paragraph,
    Section,
    Table,
    Teller,
    Told,
)
from hiring.reports.total_parts import DifGroup, Groups, ImpactTable


@dataclass(frozen=True, slots=True)
class GroupTeller(Teller):
    """The sections on fairness and on limits."""

    def functioning(self, document: ReportDocument) -> Section:
        """Whether scenarios work differently for people who are alike in their total."""
        _, found = self.translator.gettext, document.groups
        heading = _("Differential functioning")
        if not found.has_data:
            words = _(
                "There are none of the data this section needs: the product does not know what "
                "groups people belong to. A statement would take {small} people in the smaller "
                "group and {all} in all. Until then experts should read the scenarios for wording "
                "that puts a group at a disadvantage."
            ).format(small=found.n_small, all=found.n_all)
            return Section("functioning", heading, (Paragraph(words),))
        text = _(
            "People of two groups who match in their total are compared on each scenario. The "
            "difference is in standard deviations of the scenario, below zero where the second "
            "group scores less. AA: negligible, BB: moderate, CC: large. A marked scenario is a "
            "question to people, not a verdict."
        )
        blocks: list[Told] = [Paragraph(text)]
        for group in found.dif:
            blocks += self._dif(group, found)
        return Section("functioning", heading, tuple(blocks))

    def impact(self, document: ReportDocument) -> Section:
        """Shares of groups above the median."""
        _, found = self.translator.gettext, document.groups
        heading = _("Impact")
        if not found.has_data:
            words = _(
                "There are none of the data this section needs: the product does not know what "
                "groups people belong to. A rate would be shown from {show} people of a group on, "
                "and interpreted from {interpret} on. That nothing is shown does not mean that "
                "there is no difference: tests of this kind often show some."
            ).format(show=found.n_to_show, interpret=found.n_to_interpret)
            return Section("impact", heading, (Paragraph(words),))
        text = _(
            "The rate is the share of scores above the median of everybody. The ratio holds it "
            "against the highest rate; below .80 it is a rule of thumb to look closer, no "
            "statement of law."
        )
        tables = (self._impact(table) for table in found.impact)
        blocks: tuple[Told, ...] = (Paragraph(text), *tables)
        return Section("impact", heading, blocks)

    def limits(self, document: ReportDocument) -> Section:
        """What may be said and what not."""
        _ = self.translator.gettext
        allowed = tuple(self._limit(one, document) for one in document.limits if one.allows)
        denied = tuple(self._limit(one, document) for one in document.limits if not one.allows)
        blocks: list[Told] = []
        if allowed:
            blocks += [Paragraph(_("These figures allow to say:")), Listing(allowed)]
        blocks += [Paragraph(_("They say no more than that, for these reasons:")), Listing(denied)]
        return Section("limits", _("What the figures allow"), tuple(blocks))

    def _dif(self, group: DifGroup, found: Groups) -> tuple[Told, ...]:
        _ = self.translator.gettext
        caption = _("{name}: {label} ({n}) against {reference} ({m})").format(
            name=group.characteristic,
            label=group.label,
            n=self.count(group.n_focal),
            reference=group.reference,
            m=self.count(group.n_reference),
        )
        if group.is_refused:
            words = _("{caption}. Too few people to say: {small} and {all} in all are needed.")
            told = words.format(caption=caption, small=found.n_small, all=found.n_all)
            return (Paragraph(told),)
        rows = tuple(
            (
                one.title,
                self.number(one.smd.value, COEFFICIENT),
                self.number(one.p, P_VALUE),
                NOTHING if one.grade is None else GradedClass(one.grade).value.upper(),
                self.count(one.n),
            )
            for one in group.lines
        )
        head = (_("Scenario"), _("Difference"), _("p, adjusted"), _("Class"), _("N"))
        note = _("No interval is in general use for the difference; the p value stands for it.")
        return (Table(caption, head, rows), Paragraph(note, is_quiet=True))

    def _impact(self, table: ImpactTable) -> Table:
        _ = self.translator.gettext
        rows = tuple(
            (
                one.label,
                self._impact_note(one.refusal, is_reference=one.is_reference),
                self.both(one.rate, SHARE_FIGURE),
                self.both(one.ratio, COEFFICIENT),
                self.both(one.d, COEFFICIENT),
                self.count(one.n),
            )
            for one in table.lines
        )
        head = (_("Group"), _("Note"), _("Rate"), _("Ratio"), _("Difference, d"), _("N"))
        caption = _("{name}, intervals (95 %), {unknown} unknown").format(
            name=table.characteristic, unknown=self.count(table.n_unknown)
        )
        return Table(caption, head, rows, n_texts=2)

    def _impact_note(self, refusal: str | None, *, is_reference: bool) -> str:
        _ = self.translator.gettext
        if is_reference:
            return _("highest rate")
        if refusal is None:
            return NOTHING
        match Refusal(refusal):
            case Refusal.TOO_FEW_TO_SHOW:
                return _("too few to show")
            case Refusal.TOO_FEW_TO_INTERPRET:
                return _("too few to interpret")
            case Refusal.UNDER_TWO_PERCENT:
                return _("of all, under 2 %")
            case Refusal.NOBODY_SELECTED:
                return _("nobody above the median")

    def _limit(self, found: LimitFound, document: ReportDocument) -> str:
        values = {
            "n": self.count(found.n),
            "points": self.number(found.value, POINTS),
            "r": self.number(found.value, COEFFICIENT),
            "count": NOTHING if found.value is None else self.count(round(found.value)),
            "k": str(document.form.n_scored),
        }
        return self._words(found.code).format(**values)

    def _words(self, code: Limit) -> str:
        return self._allowing(code) or self._of_data(code) or self._of_use(code)

    def _allowing(self, code: Limit) -> str:
        _ = self.translator.gettext
        words = {
            Limit.MAY_DESCRIBE: _("How the answers of these {n} sittings relate to the key."),
            Limit.MAY_COMPARE: _(
                "That two people differ, where the comparison page says so: it counts with an "
                "error of {points} points a score."
            ),
            Limit.MAY_NAME_CLUSTERS: _("A score for {count} of the clusters beside the total."),
        }
        return words.get(code, "")

    def _of_data(self, code: Limit) -> str:
        _ = self.translator.gettext
        words = {
            Limit.NO_SITTINGS: _("Nothing about people: no sitting has a number yet."),
            Limit.SIMULATED: _(
                "Everybody here is made up. The figures show that the method works, and say "
                "nothing about real applicants."
            ),
            Limit.PLANNED: _(
                "With {n} sittings the error of a score is a planning value from research on such "
                "tests, not a measurement of this form."
            ),
            Limit.POOLED: _(
                "With {n} sittings the error of a score is pooled over people, and reliability is "
                "taken to be .80 at most. From 100 complete sittings on it is measured."
            ),
            Limit.LOW_RELIABILITY: _(
                "Reliability is {r}, below the .70 that is usual for such tests. Use the score "
                "beside other evidence only."
            ),
            Limit.SMALL_DIFFERENCES: _(
                "Small differences mean nothing: two scores less than {points} points apart can "
                "come from error alone."
            ),
            Limit.NO_CLUSTERS: _(
                "No cluster may be spoken of by itself: none has passed its test, {n} sittings."
            ),
            Limit.ITEMS_UNTESTED: _("Nothing about single scenarios: {n} sittings are too few."),
            Limit.MANY_LEFT_OUT: _(
                "Reliability and scenario figures leave out {count} of {n} sittings with gaps; "
                "those who answer everything may differ from the others."
            ),
            Limit.SCORES_DIFFER: _(
                "{count} of {n} stored scores do not follow from their answers. Run “hiring "
                "verify” on them before you use any figure here."
            ),
            Limit.NO_GROUP_DATA: _(
                "Nothing about fairness between groups: there are no data on groups."
            ),
        }
        return words.get(code, "")

    def _of_use(self, code: Limit) -> str:
        _ = self.translator.gettext
        words = {
            Limit.KEY_PROVISIONAL: _(
                "The key is provisional: a score says how close answers come to published theory, "
                "not to what a panel of experts has agreed on."
            ),
            Limit.KEY_PUBLIC: _(
                "The key is public: somebody who has read it can score high without judging well."
            ),
            Limit.KEY_EMPIRICAL: _(
                "The key was learned from people's results: it may hold chance, and what was "
                "unfair in those results."
            ),
            Limit.ONE_OCCASION: _(
                "Nothing about how steady a score is: each person is measured on one day."
            ),
            Limit.NO_OUTCOMES: _(
                "Nothing about success at work: scores have not been held against any result at "
                "work."
            ),
            Limit.NO_FEELING: _(
                "Nothing about how warm somebody is or what they feel: the score speaks of answers."
            ),
            Limit.NO_LAW: _(
                "Nothing about what the law permits: this report is evidence for people who judge "
                "that."
            ),
        }
        return words[code]

"""What a report says about scenarios, their options, and answers that are not there."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from hiring.banks.schema import ItemFormat
from hiring.psychometrics.items.screen import Finding
from hiring.reports import pictures
from hiring.reports.choices import BEST, CHOSEN, WORST
from hiring.reports.document import ReportDocument
from hiring.reports.item_figures import Z_95
from hiring.reports.item_parts import (
    Choice,
    Items,
    ItemTraces,
    OptionFigures,
    Remark,
    ScenarioFigures,
)
from hiring.reports.parts import MIN_FOR_ITEMS
from hiring.reports.pictures import Picture
from hiring.reports.telling import (
    COEFFICIENT,
    FINE_SHARE,
    NOTHING,
    POINTS,
    TICK,
    Listing,
    Paragraph,
    Part,
    Section,
    Table,
    Told,
)
from hiring.reports.telling_kinds import KindTeller


@dataclass(frozen=True, slots=True)
class ItemTeller(KindTeller):
    """The sections about the material."""

    def items(self, document: ReportDocument) -> Section:
        """Every scenario in one table."""
        _, found = self.translator.gettext, document.items
        heading = _("Scenarios")
        if found.withheld is not None:
            return Section("scenarios", heading, (self.withheld(found.n, MIN_FOR_ITEMS),))
        text = _(
            "Difficulty is the mean score as a share of what can be had: higher is easier. The "
            "correlation is with the score on all other scenarios. N = {n} complete sittings; "
            "{dropped} with gaps are left out."
        ).format(n=self.count(found.n), dropped=self.count(found.n_dropped))
        blocks: tuple[Told, ...] = (
            Paragraph(text),
            Paragraph(self._screen(found), is_quiet=True),
            self._map(found),
            self._table(found),
        )
        return Section("scenarios", heading, blocks)

    def options(self, document: ReportDocument) -> Section | None:
        """Every option of every scenario, or None where nothing is shown."""
        _, found = self.translator.gettext, document.items
        if found.withheld is not None:
            return None
        low, middle, high = (self.count(n) for n in found.n_by_third)
        text = _(
            "Shares of people who made each choice. “Low”, “middle” and “high” are the thirds by "
            "total ({low}, {middle} and {high} people; people with the same total stay together). "
            "They and the correlation r speak of the choice that the key asks for. N = {n}: "
            "intervals (95 %) reach at most {share} to both sides of a share, and {r} to both "
            "sides of a correlation."
        ).format(
            low=low,
            middle=middle,
            high=high,
            n=self.count(found.n),
            share=self.share(Z_95 / 2 / math.sqrt(found.n), FINE_SHARE),
            r=self.number(math.tanh(Z_95 / math.sqrt(found.n - 3)), COEFFICIENT),
        )
        parts = tuple(
            Part(
                heading=f"{number}. {one.title}",
                blocks=tuple(self._blocks(one)),
                remark=self._short_remarks(one),
            )
            for number, one in enumerate(found.scenarios, 1)
        )
        return Section("options", _("Options"), (Paragraph(text),), parts)

    def missing(self, document: ReportDocument) -> Section:
        """Answers that are not there."""
        _, found = self.translator.gettext, document.missing
        heading = _("Missing answers")
        n_all = found.n * found.n_items
        if not n_all:
            return Section("missing", heading, (Paragraph(_("No sitting is scored yet.")),))
        words = _(
            "Of {all} answers that could have been given, {skipped} were skipped ({share_skipped}) "
            "and {unseen} were never reached ({share_unseen}). N = {n} scored sittings. A skipped "
            "scenario earns nothing; a sitting with too few answers has no number."
        )
        text = words.format(
            all=self.count(n_all),
            skipped=self.count(found.n_skipped),
            share_skipped=self.share(found.n_skipped / n_all, FINE_SHARE),
            unseen=self.count(found.n_not_reached),
            share_unseen=self.share(found.n_not_reached / n_all, FINE_SHARE),
            n=self.count(found.n),
        )
        head = (_("Scenario"), _("Answered"), _("Skipped"), _("Not reached"), _("Void"), _("N"))
        rows = tuple(
            (
                one.title,
                self.share(one.n_answered / one.n, FINE_SHARE),
                self.count(one.n_skipped),
                self.count(one.n_not_reached),
                self.count(one.n_void),
                self.count(one.n),
            )
            for one in found.lines
        )
        table = Table(_("Missing answers by scenario; counted, so without intervals"), head, rows)
        return Section("missing", heading, (Paragraph(text), table))

    def _screen(self, found: Items) -> str:
        _, bounds = self.translator.gettext, found.screen
        kind = _("trial") if bounds.is_trial else _("live use")
        return _(
            "Retention screen for {kind}: difficulty {low} to {high}; correlation at least {r}; no "
            "choice that earns nothing goes with better scores beyond {wrong}; options to choose "
            "from are chosen by at least {rate}. A remark stands only where the whole interval "
            "(95 %) lies beyond the limit. It is a question to people, not a verdict."
        ).format(
            kind=kind,
            low=self.number(bounds.min_difficulty, COEFFICIENT),
            high=self.number(bounds.max_difficulty, COEFFICIENT),
            r=self.number(bounds.min_r_rest, COEFFICIENT),
            wrong=self.number(bounds.max_wrong_r, COEFFICIENT),
            rate=self.share(bounds.min_rate),
        )

    def _map(self, found: Items) -> Picture:
        _, bounds = self.translator.gettext, found.screen
        points = [
            (str(number), one.difficulty.value, one.r_rest.value)
            for number, one in enumerate(found.scenarios, 1)
            if one.difficulty.value is not None and one.r_rest.value is not None
        ]
        words = _("{k} scenarios by difficulty and by correlation with the rest, N = {n}.")
        caption = _(
            "Each dot is a scenario with its number in the table. The light field lies within the "
            "limits of the screen. A dot outside may be there by chance: it is remarked on only "
            "where its whole interval lies outside. N = {n}."
        )
        n = self.count(found.n)
        return pictures.item_map(
            points,
            (bounds.min_difficulty, bounds.max_difficulty, bounds.min_r_rest),
            (_("difficulty (higher is easier)"), _("correlation with the rest")),
            said=lambda value: self.number(value, TICK),
            alternative=words.format(k=len(points), n=n),
            caption=caption.format(n=n),
        )

    def _table(self, found: Items) -> Table:
        _ = self.translator.gettext
        head = (
            _("Scenario"),
            _("Difficulty"),
            _("SD, points"),
            _("Correlation"),
            _("Alpha without it"),
            _("Remarks"),
        )
        rows = tuple(
            (
                f"{number}. {one.title}",
                self.both(one.difficulty, COEFFICIENT),
                self.number(one.sd.value, POINTS),
                self.both(one.r_rest, COEFFICIENT),
                self.number(one.alpha_if_dropped.value, COEFFICIENT),
                self._short_remarks(one) or NOTHING,
            )
            for number, one in enumerate(found.scenarios, 1)
        )
        caption = _("Scenarios with intervals (95 %), N = {n}").format(n=self.count(found.n))
        return Table(caption, head, rows, texts_at=(5,))

    def _blocks(self, one: ScenarioFigures) -> Iterator[Told]:
        _ = self.translator.gettext
        if one.remarks:
            yield Listing(tuple(self._remark(remark) for remark in one.remarks))
        for item in one.items:
            yield self._option_table(item)
            lines = [self._line(option) for option in item.options]
            known = [line for line in lines if line is not None]
            if known:
                words = _("Shares of the low, middle and high third who made the keyed choice.")
                thirds = (_("low"), _("middle"), _("high"))
                yield pictures.traces(known, thirds, alternative=words)

    def _option_table(self, item: ItemTraces) -> Table:
        _ = self.translator.gettext
        names = [choice.choice for choice in item.options[0].choices]
        head = (
            _("Option"),
            _("Key"),
            *(self._choice(name) for name in names),
            _("low"),
            _("middle"),
            _("high"),
            _("r"),
        )
        rows = tuple(self._option_row(option) for option in item.options)
        caption = _("{format}, N = {n}").format(
            format=self.format(ItemFormat(item.format)).capitalize(), n=self.count(item.n)
        )
        return Table(caption, head, rows, n_texts=2)

    def _option_row(self, option: OptionFigures) -> tuple[str, ...]:
        focus = _focus(option)
        thirds = (None, None, None) if focus is None else focus.rate_by_third
        return (
            f"{option.option}  {option.text}",
            self._key_words(option),
            *(self.share(choice.rate) for choice in option.choices),
            *(self.share(value) for value in thirds),
            self.number(None if focus is None else focus.r_rest, COEFFICIENT),
        )

    def _key_words(self, option: OptionFigures) -> str:
        _ = self.translator.gettext
        if option.keyed:
            return self._choice(option.keyed) if option.keyed != CHOSEN else _("yes")
        credit = option.choices[0].credit if len(option.choices) == 1 else 0.0
        return self.number(credit, COEFFICIENT) if credit else NOTHING

    def _choice(self, choice: str) -> str:
        _ = self.translator.gettext
        words = {CHOSEN: _("chosen"), BEST: _("best"), WORST: _("worst")}
        return words.get(choice, choice)

    def _line(self, option: OptionFigures) -> tuple[str, tuple[float, float, float], bool] | None:
        focus = _focus(option)
        if focus is None:
            return None
        low, middle, high = focus.rate_by_third
        if low is None or middle is None or high is None:
            return None
        return option.option, (low, middle, high), bool(option.keyed)

    def _short_remarks(self, one: ScenarioFigures) -> str:
        told = []
        for remark in one.remarks:
            words = self._short(remark.finding)
            told.append(f"{remark.option}: {words}" if remark.option else words)
        return "; ".join(dict.fromkeys(told))

    def _short(self, finding: Finding) -> str:
        _ = self.translator.gettext
        match finding:
            case Finding.TOO_HARD:
                return _("very hard")
            case Finding.TOO_EASY:
                return _("very easy")
            case Finding.LOW_CORRELATION:
                return _("hardly goes with the rest")
            case Finding.NO_CORRELATION:
                return _("no correlation")
            case Finding.WRONG_OPTION_RISES:
                return _("check the key")
            case Finding.RARELY_CHOSEN:
                return _("rarely chosen")

    def _remark(self, remark: Remark) -> str:
        _ = self.translator.gettext
        value = self._beside_interval(remark, lambda one: self.number(one, COEFFICIENT))
        match remark.finding:
            case Finding.TOO_HARD:
                words = _("Very hard: the mean is {value} of what can be had.")
            case Finding.TOO_EASY:
                words = _("Very easy: the mean is {value} of what can be had.")
            case Finding.LOW_CORRELATION:
                words = _("It hardly goes with the rest of the form (correlation {value}).")
            case Finding.NO_CORRELATION:
                words = _("It has no correlation with the rest: everybody scores alike.")
            case Finding.WRONG_OPTION_RISES:
                words = _(
                    "Option {option}, {choice}: earns nothing, yet people who do well on the rest "
                    "choose it (correlation {value}). Read its key again."
                )
            case Finding.RARELY_CHOSEN:
                value = self._beside_interval(remark, lambda one: self.share(one, FINE_SHARE))
                words = _("Option {option} is chosen by {value} only. Does it tempt anybody?")
        return words.format(
            value=value, option=remark.option or "", choice=self._choice(remark.choice or "")
        )

    def _beside_interval(self, remark: Remark, said: Callable[[float | None], str]) -> str:
        _ = self.translator.gettext
        if remark.low is None:
            return said(remark.value)
        ends = _("{low} to {high}").format(low=said(remark.low), high=said(remark.high))
        return f"{said(remark.value)} [{ends}]"


def _focus(option: OptionFigures) -> Choice | None:
    """The choice that thirds and correlation speak of: the keyed one, or the only one."""
    if len(option.choices) == 1:
        return option.choices[0]
    return next((one for one in option.choices if one.choice == option.keyed), None)

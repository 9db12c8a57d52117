"""Arrays become the figures about scenarios and options, with what the retention screen remarks."""

from dataclasses import dataclass

import numpy as np

from hiring.banks.schema import BankDocument, Item, Method, Scenario
from hiring.psychometrics.arrays import FloatArray, as_floats, sum_last_axis
from hiring.psychometrics.items.analysis import ItemAnalysis, ItemStatistics, analyse_items
from hiring.psychometrics.items.choices import IntArray, thirds_of, trace_choices
from hiring.psychometrics.items.option_traces import AnswerAnalysis, OptionTrace
from hiring.psychometrics.items.screen import LIVE, TRIAL, Finding, ItemThresholds, screen_items
from hiring.psychometrics.items.screen import Remark as ScreenRemark
from hiring.psychometrics.norms.small_groups import wilson_interval
from hiring.psychometrics.reliability.intervals import (
    correlation_interval,
    mean_interval,
    sd_interval,
)
from hiring.psychometrics.reliability.standard_errors import Interval
from hiring.reports import choices
from hiring.reports.figures import complete_table, correlation_figure, figure
from hiring.reports.gathering import Gathered
from hiring.reports.item_parts import (
    Choice,
    Items,
    ItemTraces,
    OptionFigures,
    Remark,
    ScenarioFigures,
    Screen,
)
from hiring.reports.parts import MIN_FOR_ITEMS, Figure, Reason

Z_95 = 1.96
POINTS = 100.0
# An option that nobody chooses fills no place; a step that no good answer needs does no harm.
_OPTIONS_ARE_CHOSEN = {Method.WEIGHTS, Method.MEMBERS}


@dataclass(frozen=True, slots=True)
class _People:
    """Complete sittings: who they are among all, and what each scenario is held against."""

    is_complete: np.ndarray[tuple[int], np.dtype[np.bool_]]
    table: FloatArray
    totals: FloatArray
    thirds: IntArray

    def rest(self, column: int) -> FloatArray:
        """The score on all other scenarios."""
        return as_floats(self.totals - self.table[:, column])


@dataclass(frozen=True, slots=True)
class _Traced:
    """An item's options as the report tells them, and every choice as the screen reads it."""

    told: ItemTraces
    method: Method
    kinds: tuple[choices.ChoiceKind, ...]
    traces: tuple[OptionTrace, ...]


def item_figures(gathered: Gathered, bank: BankDocument, *, is_trial: bool) -> Items:
    """Every scenario with its options, over complete sittings.

    Args:
        gathered: The sittings.
        bank: The words of scenarios and options.
        is_trial: Whether the thresholds for a key on trial hold.
    """
    table = complete_table(gathered)
    n = len(table)
    n_dropped = int(gathered.has_total.sum()) - n
    bounds = TRIAL if is_trial else LIVE
    if n < MIN_FOR_ITEMS:
        return Items(
            n=n,
            n_dropped=n_dropped,
            n_by_third=(0, 0, 0),
            withheld=Reason.TOO_FEW,
            screen=_screen(bounds, is_trial=is_trial),
        )
    totals = sum_last_axis(table)
    people = _People(gathered.is_complete, table, totals, thirds_of(totals))
    analysis = analyse_items(table, 0.0, POINTS)
    sizes = np.bincount(people.thirds, minlength=3).tolist()
    return Items(
        n=n,
        n_dropped=n_dropped,
        n_by_third=(sizes[0], sizes[1], sizes[2]),
        withheld=None,
        screen=_screen(bounds, is_trial=is_trial),
        scenarios=tuple(
            _scenario(gathered, bank.get_scenario(name), column, analysis, people, bounds)
            for column, name in enumerate(gathered.plan.scenarios)
        ),
    )


def _screen(bounds: ItemThresholds, *, is_trial: bool) -> Screen:
    return Screen(
        is_trial=is_trial,
        min_difficulty=bounds.min_difficulty,
        max_difficulty=bounds.max_difficulty,
        min_r_rest=bounds.min_r_rest,
        max_wrong_r=bounds.max_wrong_r,
        min_rate=bounds.min_rate,
    )


def _scenario(
    gathered: Gathered,
    scenario: Scenario,
    column: int,
    analysis: ItemAnalysis,
    people: _People,
    bounds: ItemThresholds,
) -> ScenarioFigures:
    found, n = analysis.items[column], analysis.n
    words = {f"{scenario.id}/{item.id}": item for item in scenario.items}
    traced = [
        _traced(gathered, item_column, words[gathered.plan.items[item_column].ref], column, people)
        for item_column in gathered.plan.item_columns[column]
    ]
    return ScenarioFigures(
        n=n,
        scenario=scenario.id,
        title=scenario.title,
        cluster=scenario.cluster,
        is_anchor=scenario.anchor,
        difficulty=_difficulty(found, n),
        sd=_sd(found, n),
        r_rest=correlation_figure(found.r_rest, n),
        alpha_if_dropped=figure(n, found.alpha_if_dropped),
        items=tuple(one.told for one in traced),
        remarks=tuple(
            remark for one in _remarks(found, analysis, traced, bounds) for remark in one
        ),
    )


def _difficulty(found: ItemStatistics, n: int) -> Figure:
    if found.difficulty is None or found.sd is None:
        return figure(n, None)
    return figure(n, found.difficulty, mean_interval(found.difficulty, found.sd / POINTS, n))


def _sd(found: ItemStatistics, n: int) -> Figure:
    return figure(n, found.sd, None if found.sd is None else sd_interval(found.sd, n))


def _traced(
    gathered: Gathered, column: int, words: Item, scenario_column: int, people: _People
) -> _Traced:
    item = gathered.plan.items[column]
    kinds = choices.choices_of(item)
    found = trace_choices(
        gathered.codes[people.is_complete, column],
        choices.held_choices(item, gathered.answers[column]),
        people.rest(scenario_column),
        people.thirds,
    )
    by_third = found.rate_by_third.T.tolist()
    rows = zip(kinds, found.chosen.tolist(), found.r_rest.tolist(), by_third, strict=True)
    told = [(kind, _choice(kind, found.n, *figures)) for kind, *figures in rows]
    by_option = {
        option.id: tuple(one for kind, one in told if kind.option == option.id)
        for option in words.options
    }
    return _Traced(
        told=ItemTraces(
            n=found.n,
            item=item.ref,
            format=words.format.value,
            options=tuple(
                OptionFigures(
                    option=option.id,
                    text=option.text,
                    keyed=choices.keyed_choice(item, option.id),
                    choices=by_option[option.id],
                )
                for option in words.options
            ),
        ),
        method=item.method,
        kinds=kinds,
        traces=tuple(
            OptionTrace(at, one.credit, n, one.rate, None, one.r_rest, None, one.rate_by_third)
            for at, ((_kind, one), n) in enumerate(zip(told, found.chosen.tolist(), strict=True))
        ),
    )


def _choice(
    kind: choices.ChoiceKind, n: int, chosen: int, r_rest: float, by_third: list[float]
) -> Choice:
    interval = wilson_interval(chosen, n, Z_95) if n else None
    low, middle, high = map(_known, by_third)
    return Choice(
        choice=kind.choice,
        credit=kind.credit,
        rate=chosen / n if n else None,
        low=None if interval is None else interval.low,
        high=None if interval is None else interval.high,
        r_rest=_known(r_rest),
        rate_by_third=(low, middle, high),
    )


def _remarks(
    found: ItemStatistics, analysis: ItemAnalysis, traced: list[_Traced], bounds: ItemThresholds
) -> list[list[Remark]]:
    """What the screen says of the scenario as a whole, then of each of its items' options.

    The screen goes by the figures as they are. Of dozens of options some lie beyond a limit by
    chance alone, so a remark is kept only where the whole interval lies there, too.
    """
    alone = ItemAnalysis(analysis.n, analysis.n_dropped, analysis.alpha, (found,))
    of_options, of_scenario = [], {}
    for one in traced:
        screened = screen_items(AnswerAnalysis(alone, (one.traces,), (0, 0, 0)), bounds)
        told = []
        for remark in screened:
            spread = found.sd if remark.option is None else None
            n = analysis.n if remark.option is None else one.told.n
            kept = _beyond_chance(remark, spread, n, bounds)
            if kept is None:
                continue
            if remark.option is None:
                of_scenario[remark.finding] = kept
            elif remark.finding is not Finding.RARELY_CHOSEN or one.method in _OPTIONS_ARE_CHOSEN:
                kind = one.kinds[remark.option]
                of_option = {"option": kind.option, "choice": kind.choice}
                told.append(kept.model_copy(update=of_option))
        of_options.append(told)
    return [list(of_scenario.values()), *of_options]


def _beyond_chance(
    remark: ScreenRemark, sd: float | None, n: int, bounds: ItemThresholds
) -> Remark | None:
    """The remark with its interval, or None where that reaches back over the limit."""
    if remark.value is None:
        return Remark(finding=remark.finding, value=None)
    interval = _interval_of(remark.finding, remark.value, sd, n)
    low, high = (remark.value, remark.value) if interval is None else (interval.low, interval.high)
    if not _is_beyond(remark.finding, low, high, bounds):
        return None
    if interval is None:
        return Remark(finding=remark.finding, value=remark.value)
    return Remark(finding=remark.finding, value=remark.value, low=low, high=high)


def _interval_of(finding: Finding, value: float, sd: float | None, n: int) -> Interval | None:
    match finding:
        case Finding.TOO_HARD | Finding.TOO_EASY:
            return None if sd is None else mean_interval(value, sd / POINTS, n)
        case Finding.LOW_CORRELATION | Finding.NO_CORRELATION | Finding.WRONG_OPTION_RISES:
            return correlation_interval(value, n)
        case Finding.RARELY_CHOSEN:
            return wilson_interval(round(value * n), n, Z_95)


def _is_beyond(finding: Finding, low: float, high: float, bounds: ItemThresholds) -> bool:
    match finding:
        case Finding.TOO_HARD:
            return high < bounds.min_difficulty
        case Finding.TOO_EASY:
            return low > bounds.max_difficulty
        case Finding.LOW_CORRELATION:
            return high < bounds.min_r_rest
        case Finding.NO_CORRELATION:
            return True
        case Finding.WRONG_OPTION_RISES:
            return low > bounds.max_wrong_r
        case Finding.RARELY_CHOSEN:
            return high < bounds.min_rate


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)

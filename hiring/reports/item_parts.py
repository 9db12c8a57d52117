"""What a report says about scenarios, their options, and answers that are not there."""

from hiring.psychometrics.items.screen import Finding
from hiring.reports.parts import Figure, Part, Reason


class Choice(Part):
    """One choice within an option: a rating step, a place in the order, or that it was chosen."""

    choice: str
    credit: float  # 0..1
    rate: float | None
    low: float | None
    high: float | None
    r_rest: float | None
    rate_by_third: tuple[float | None, float | None, float | None]


class OptionFigures(Part):
    """One option of an item and the choices people made about it."""

    option: str
    text: str
    keyed: str  # the choice that earns most; empty where the option is just not the keyed one
    choices: tuple[Choice, ...]


class Remark(Part):
    """A finding of the retention screen about the scenario or one of its options.

    ``low`` and ``high`` are the ends of the value's 95 % interval, all of it beyond the limit; None
    where the value is undefined or, as of a correlation of one, has no interval.
    """

    finding: Finding
    value: float | None
    low: float | None = None
    high: float | None = None
    option: str | None = None
    choice: str | None = None


class ItemTraces(Part):
    """An item with its options; ``n`` people answered it."""

    n: int
    item: str
    format: str
    options: tuple[OptionFigures, ...]


class ScenarioFigures(Part):
    """One scenario: how hard, how it goes with the rest, and what was chosen in it."""

    n: int
    scenario: str
    title: str
    cluster: str | None
    is_anchor: bool
    difficulty: Figure
    sd: Figure
    r_rest: Figure
    alpha_if_dropped: Figure
    items: tuple[ItemTraces, ...]
    remarks: tuple[Remark, ...]


class Screen(Part):
    """The thresholds of the retention screen, as they were used."""

    is_trial: bool
    min_difficulty: float
    max_difficulty: float
    min_r_rest: float
    max_wrong_r: float
    min_rate: float


class Items(Part):
    """Every scenario of the form; complete sittings only."""

    n: int
    n_dropped: int
    n_by_third: tuple[int, int, int]
    withheld: Reason | None
    screen: Screen
    scenarios: tuple[ScenarioFigures, ...] = ()


class MissingLine(Part):
    """One item: how many of ``n`` sittings answered it, skipped it, or never saw it."""

    n: int
    item: str
    title: str
    n_answered: int
    n_skipped: int
    n_not_reached: int
    n_void: int


class Missing(Part):
    """Answers that are not there, over all scored sittings."""

    n: int
    n_items: int
    n_skipped: int
    n_not_reached: int
    n_void: int
    lines: tuple[MissingLine, ...]

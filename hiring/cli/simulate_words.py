"""Names, numbers and tables of a simulation's report."""

from collections.abc import Mapping
from dataclasses import dataclass

from hiring.psychometrics.reliability.precision import Rung
from hiring.simulation import Style
from hiring.simulation.biases import Rule

MINUS = "\N{MINUS SIGN}"
NOTHING = "\N{EN DASH}"
NO_BREAK = "\N{NO-BREAK SPACE}"

RUNGS: Mapping[Rung, str] = {
    Rung.PLANNED: "planned",
    Rung.POOLED: "pooled",
    Rung.MEASURED: "measured",
}
STYLE_NAMES: Mapping[Style, str] = {
    Style.PLAIN: "Plain",
    Style.EXTREME: "Bold: rates towards the ends",
    Style.MIDDLE: "Mild: rates towards the middle",
    Style.ACQUIESCENT: "Lenient: rates everything higher",
    Style.FLATTERING: "Flattering: answers by what looks good",
    Style.UNIFORM: "Careless: any answer",
    Style.STRAIGHT_LINE: "Careless: always the same place",
}
RULES: Mapping[Rule, str] = {
    Rule.TOTAL: "the whole form",
    Rule.HALF_CREDIT: "half credit",
    Rule.DICHOTOMOUS: "right side only",
    Rule.STANDARDISED: "standardised",
    Rule.NEAR_MISS: "near miss",
    Rule.RAW_L1: "distance",
    Rule.RAW_L2: "squared distance",
}


@dataclass(frozen=True, slots=True)
class FigureTable:
    """A table of words; the first cell of a row names it."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One question with its answer."""

    id: str
    title: str
    sentences: tuple[str, ...]
    tables: tuple[FigureTable, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """The whole report: heading, caution, the answer in brief, then question by question."""

    title: str
    caution: str
    brief: tuple[str, ...]
    sections: tuple[Section, ...]


def percent(share: float | None, decimals: int = 0) -> str:
    """A share as a percentage; a dash where there is none."""
    return NOTHING if share is None else f"{100 * share:.{decimals}f}{NO_BREAK}%"


def signed(value: float | None, decimals: int) -> str:
    """A number with its sign; a dash where there is none."""
    if value is None:
        return NOTHING
    text = f"{abs(value):.{decimals}f}"
    is_nothing = not float(text)
    return text if is_nothing else f"{MINUS if value < 0 else '+'}{text}"


def number(value: float | None, decimals: int) -> str:
    """A number; a dash where there is none."""
    return NOTHING if value is None else f"{value:.{decimals}f}".replace("-", MINUS)

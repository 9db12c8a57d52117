"""Which items to look at again before they stay in the bank.

The thresholds are advice for people, can be adjusted, and belong into the log of
the decision they helped with. What else speaks for an item (agreement of the
experts, differential functioning, challenges of its key) is looked at elsewhere.

Source: scoring reference, section 5.1, the retention screen.
"""

from dataclasses import dataclass
from enum import StrEnum

from hiring.psychometrics.items.analysis import ItemStatistics
from hiring.psychometrics.items.option_traces import AnswerAnalysis, OptionTrace


class Finding(StrEnum):
    """What can be remarked about an item or one of its options."""

    TOO_HARD = "too_hard"
    TOO_EASY = "too_easy"
    LOW_CORRELATION = "low_correlation"  # with the rest of the form
    NO_CORRELATION = "no_correlation"  # undefined: the item or the rest has no spread
    WRONG_OPTION_RISES = "wrong_option_rises"  # those who do well choose it
    RARELY_CHOSEN = "rarely_chosen"  # a dead option


@dataclass(frozen=True, slots=True)
class ItemThresholds:
    """Where an item is remarked upon; each bound itself is still in order."""

    min_difficulty: float = 0.20
    max_difficulty: float = 0.90
    min_r_rest: float = 0.20
    max_wrong_r: float = 0.05
    min_rate: float = 0.03

    def __post_init__(self) -> None:
        if not 0 <= self.min_difficulty <= self.max_difficulty <= 1:
            raise ValueError("difficulties run from 0 to 1, the least one first")
        if not 0 <= self.min_rate <= 1:
            raise ValueError("a rate lies between 0 and 1")


LIVE = ItemThresholds()
TRIAL = ItemThresholds(min_r_rest=0.15)


@dataclass(frozen=True, slots=True)
class Remark:
    """One finding, with the figure it rests on."""

    item: int
    finding: Finding
    value: float | None  # None: undefined
    option: int | None = None  # None: the item as a whole


def screen_items(analysis: AnswerAnalysis, thresholds: ItemThresholds = LIVE) -> list[Remark]:
    """Everything there is to remark, in the order of items and options.

    A wrong option is one that scores the least of its item's options, and less
    than the best. It is judged by its correlation with the *rest* of the form:
    the total holds the item itself, which pushes every wrong option down and
    would hide a mistaken key. No answer is not an option.
    """
    found = []
    for number, item in enumerate(analysis.scores.items):
        options = [trace for trace in analysis.traces[number] if trace.option is not None]
        found += _of_item(number, item, thresholds)
        found += _of_options(number, options, thresholds)
    return found


def _of_item(number: int, item: ItemStatistics, bounds: ItemThresholds) -> list[Remark]:
    found = []
    if item.difficulty is not None and item.difficulty < bounds.min_difficulty:
        found.append(Remark(number, Finding.TOO_HARD, item.difficulty))
    if item.difficulty is not None and item.difficulty > bounds.max_difficulty:
        found.append(Remark(number, Finding.TOO_EASY, item.difficulty))
    if item.r_rest is None:
        found.append(Remark(number, Finding.NO_CORRELATION, None))
    elif item.r_rest < bounds.min_r_rest:
        found.append(Remark(number, Finding.LOW_CORRELATION, item.r_rest))
    return found


def _of_options(number: int, options: list[OptionTrace], bounds: ItemThresholds) -> list[Remark]:
    found = []
    least, best = min(o.score for o in options), max(o.score for o in options)
    for trace in options:
        is_wrong = trace.score == least < best
        if is_wrong and trace.r_rest is not None and trace.r_rest > bounds.max_wrong_r:
            remark = Remark(number, Finding.WRONG_OPTION_RISES, trace.r_rest, trace.option)
            found.append(remark)
        if trace.rate is not None and trace.rate < bounds.min_rate:
            found.append(Remark(number, Finding.RARELY_CHOSEN, trace.rate, trace.option))
    return found

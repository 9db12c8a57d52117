"""Which values are answers to which item.

Answers are stored by option id, never by position, so the order in which a candidate saw the
options does not matter later. ``None`` is a skipped item: shown and left, which is neither zero
nor absent.
"""

from collections.abc import Collection
from enum import StrEnum
from typing import Any, TypeAlias

from hiring.banks.schema import Item, ItemFormat
from hiring.errors import AnswerFaultError

Value: TypeAlias = dict[str, Any] | list[str] | str | None

DEFAULT_RATING_STEPS = 4
MAX_TEXT_CHARS = 6000


class AnswerState(StrEnum):
    """What is known about one item of a sitting. "Not reached" is the absence of a row."""

    ANSWERED = "answered"
    SKIPPED = "skipped"
    NOT_REACHED = "not_reached"
    VOID = "void"


class AnswerFault(StrEnum):
    """Why a value is no answer to the item; pages turn the code into a sentence."""

    RATE_EVERY_OPTION = "rate_every_option"
    CHOOSE_ONE = "choose_one"
    CHOOSE_BEST_AND_WORST = "choose_best_and_worst"
    BEST_IS_WORST = "best_is_worst"
    RANK_EVERY_OPTION = "rank_every_option"
    SAME_PLACE_TWICE = "same_place_twice"
    CHOOSE_EXACTLY = "choose_exactly"
    WRITE_SOMETHING = "write_something"
    TEXT_TOO_LONG = "text_too_long"


def check_value(item: Item, value: Value, *, n_steps: int = DEFAULT_RATING_STEPS) -> Value:
    """Return the value in its stored form.

    Args:
        item: What was asked.
        value: What was answered.
        n_steps: Steps of the bank's response scale; ratings run from 1 to it.

    Raises:
        AnswerFaultError: The value does not fit the item; ``code`` is an ``AnswerFault``.
    """
    options = {option.id for option in item.options}
    match item.format:
        case ItemFormat.RATE_EACH:
            return _checked_ratings(value, options, n_steps)
        case ItemFormat.BEST_WORST:
            return _checked_best_worst(value, options)
        case ItemFormat.RANK_ALL:
            return _checked_order(value, options)
        case ItemFormat.PICK_BEST | ItemFormat.EMOTION_MCQ:
            return _checked_choice(value, options)
        case ItemFormat.PICK_N:
            return _checked_members(value, options, item.choose or 0)
        case ItemFormat.OPEN_TEXT:
            return _checked_text(value)


def _checked_ratings(value: Value, options: Collection[str], n_steps: int) -> Value:
    _require(isinstance(value, dict) and set(value) == options, AnswerFault.RATE_EVERY_OPTION)
    assert isinstance(value, dict)  # noqa: S101 - narrowed above
    steps = range(1, n_steps + 1)
    fits = all(type(step) is int and step in steps for step in value.values())
    _require(fits, AnswerFault.RATE_EVERY_OPTION)
    return {option: value[option] for option in sorted(value)}


def _checked_best_worst(value: Value, options: Collection[str]) -> Value:
    _require(isinstance(value, dict), AnswerFault.CHOOSE_BEST_AND_WORST)
    assert isinstance(value, dict)  # noqa: S101 - narrowed above
    best, worst = value.get("best"), value.get("worst")
    _require({best, worst} <= set(options), AnswerFault.CHOOSE_BEST_AND_WORST)
    _require(best != worst, AnswerFault.BEST_IS_WORST)
    return {"best": best, "worst": worst}


def _checked_order(value: Value, options: Collection[str]) -> Value:
    _require(isinstance(value, list), AnswerFault.RANK_EVERY_OPTION)
    assert isinstance(value, list)  # noqa: S101 - narrowed above
    _require(sorted(map(str, value)) == sorted(options), AnswerFault.RANK_EVERY_OPTION)
    return value


def _checked_choice(value: Value, options: Collection[str]) -> Value:
    _require(isinstance(value, str) and value in options, AnswerFault.CHOOSE_ONE)
    return value


def _checked_members(value: Value, options: Collection[str], n_wanted: int) -> Value:
    _require(isinstance(value, list), AnswerFault.CHOOSE_EXACTLY)
    assert isinstance(value, list)  # noqa: S101 - narrowed above
    chosen = sorted(set(map(str, value)))
    fits = len(chosen) == n_wanted and set(chosen) <= set(options)
    _require(fits, AnswerFault.CHOOSE_EXACTLY)
    return chosen


def _checked_text(value: Value) -> Value:
    _require(isinstance(value, str) and bool(value.strip()), AnswerFault.WRITE_SOMETHING)
    assert isinstance(value, str)  # noqa: S101 - narrowed above
    _require(len(value) <= MAX_TEXT_CHARS, AnswerFault.TEXT_TOO_LONG)
    return value


def _require(fits: bool, fault: AnswerFault) -> None:  # noqa: FBT001 - reads as a sentence
    if not fits:
        raise AnswerFaultError(fault.value)

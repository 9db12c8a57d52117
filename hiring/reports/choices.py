"""Which choices an answer to an item holds, and what each of them earns.

What people choose differs by format: a step for each option, a place in an order, a best and a
worst, one option, some options. A report looks at all of them alike, as things that an answer
either holds or does not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from hiring.banks.schema import Method
from hiring.psychometrics.arrays import FloatArray, as_floats
from hiring.psychometrics.keying import rules as keying
from hiring.scoring.plan import ItemPlan

CHOSEN = "chosen"
BEST, WORST = "best", "worst"
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class ChoiceKind:
    """One choice that can be made about an option. ``credit`` is 0..1 of what it can earn."""

    option: str
    choice: str
    credit: float


def choices_of(item: ItemPlan) -> tuple[ChoiceKind, ...]:
    """Every choice there is in an item, in the order of its options."""
    return tuple(
        ChoiceKind(option, choice, credit)
        for number, option in enumerate(item.options)
        for choice, credit in _of_option(item, number)
    )


def held_choices(item: ItemPlan, answers: Sequence[Any]) -> FloatArray:
    """Which choices each answer holds.

    Args:
        item: What was asked.
        answers: The different stored answers.

    Returns:
        Shape (n_answers, m_choices), 1 or 0; columns as in ``choices_of``.
    """
    kinds = choices_of(item)
    rows = [[_holds(item, answer, kind) for kind in kinds] for answer in answers]
    return as_floats(np.array(rows, dtype=np.float64).reshape(len(answers), len(kinds)))


def keyed_choice(item: ItemPlan, option: str) -> str:
    """The choice about an option that earns all; empty where the key asks for none about it."""
    kinds = (kind for kind in choices_of(item) if kind.option == option)
    return next((kind.choice for kind in kinds if kind.credit == 1), "")


def _of_option(item: ItemPlan, number: int) -> Iterator[tuple[str, float]]:
    match item.method:
        case Method.HALF_CREDIT:
            steps = np.arange(1, item.n_steps + 1, dtype=np.float64)
            key = np.full(item.n_steps, item.key[number])
            credits_ = keying.half_credit(steps, key, item.n_steps)
            yield from zip(map(str, range(1, item.n_steps + 1)), credits_.tolist(), strict=True)
        case Method.FOOTRULE:
            furthest = max(item.key[number] - 1, len(item.options) - item.key[number])
            for place in range(1, len(item.options) + 1):
                yield str(place), 1 - abs(place - float(item.key[number])) / float(furthest)
        case Method.BEST_WORST:
            yield BEST, _end_credit(number, int(item.key[0]), int(item.key[1]))
            yield WORST, _end_credit(number, int(item.key[1]), int(item.key[0]))
        case Method.WEIGHTS:
            yield CHOSEN, float(item.key[number] / item.key.max()) if item.key.max() else 0.0
        case Method.MEMBERS:
            yield CHOSEN, float(item.key[number])
        case Method.HUMAN_RATING:
            return


def _end_credit(option: int, keyed: int, opposite: int) -> float:
    """A mark where the key has it earns all, where the key has the opposite nothing."""
    if option == keyed:
        return 1.0
    return 0.0 if option == opposite else _HALF


def _holds(item: ItemPlan, answer: Any, kind: ChoiceKind) -> bool:
    match item.method:
        case Method.HALF_CREDIT:
            return str(answer[kind.option]) == kind.choice
        case Method.FOOTRULE:
            return str(answer.index(kind.option) + 1) == kind.choice
        case Method.BEST_WORST:
            return bool(answer[kind.choice] == kind.option)
        case Method.WEIGHTS:
            return bool(answer == kind.option)
        case Method.MEMBERS:
            return kind.option in answer
        case Method.HUMAN_RATING:
            return False

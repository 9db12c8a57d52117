"""Two answers told one by one: which scenario, and how near. No response is named.

The nearest answer is found by the key, and where somebody came near, what they rated highest is
mostly what the key rates highest: to quote it would be to name it. A response drawn by lot would
name it once in four times. What the person chose stands in the explanation, for every scenario
alike.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hiring.banks.schema import BankDocument
from hiring.feedback.closeness import Closeness, closeness_of, may_be_told


@dataclass(frozen=True, slots=True)
class ToldAnswer:
    """One answer: its scenario, and how near all of its ratings together came."""

    scenario_title: str
    closeness: Closeness


@dataclass(frozen=True, slots=True)
class ToldAnswers:
    """The answer that came nearest, and the one that was furthest; None where there is none."""

    nearest: ToldAnswer | None = None
    furthest: ToldAnswer | None = None

    def __iter__(self) -> Iterator[ToldAnswer]:
        return (one for one in (self.nearest, self.furthest) if one is not None)


def tell_answers(
    bank: BankDocument, form_id: str, items: Mapping[str, float | None]
) -> ToldAnswers:
    """The nearest and the furthest of the answers that may be told.

    Equal ones stand in the order of the form. The furthest is told only if it lies below the
    nearest.

    Args:
        bank: In the language of the sitting.
        form_id: The form that was answered.
        items: Item → score 0..1 of what counts; None = not answered.
    """
    known = [
        (score, title)
        for ref, title in _tellable(bank, form_id)
        if (score := items.get(ref)) is not None
    ]
    if not known:
        return ToldAnswers()
    nearest = max(known, key=lambda one: one[0])
    furthest = min(known, key=lambda one: one[0])
    return ToldAnswers(_told(*nearest), _told(*furthest) if furthest[0] < nearest[0] else None)


def _tellable(bank: BankDocument, form_id: str) -> Iterator[tuple[str, str]]:
    for name in bank.get_form(form_id).scenarios:
        scenario = bank.get_scenario(name)
        for item in scenario.items:
            if may_be_told(item):
                yield f"{scenario.id}/{item.id}", scenario.title


def _told(score: float, title: str) -> ToldAnswer:
    return ToldAnswer(title, closeness_of(score))

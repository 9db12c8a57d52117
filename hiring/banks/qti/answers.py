"""What a package declares about one answer: which is correct, and what each is worth."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from hiring.banks.qti.elements import Element
from hiring.banks.qti.processing import OUTCOME, Rule, Rules

_FACTS = ("identifier", "cardinality", "baseType")
_OTHER_WAY = "The rules take the other of the two ways to say what is correct."


class NoKeyError(Exception):
    """What is declared cannot be said as a key.

    Attributes:
        reason: Why not, one sentence.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of an item: its declaration, and the rule that gives it points."""

    identifier: str
    declaration: Element | None
    rules: Rules
    item: Element

    @property
    def cardinality(self) -> str:
        """``single``, ``multiple`` or ``ordered``; empty where nothing is declared."""
        return (
            "" if self.declaration is None else self.declaration.attributes.get("cardinality", "")
        )

    @property
    def is_mapped(self) -> bool:
        """Whether points come from a mapping, and not from the correct answer alone."""
        rule = self.rules.find(self.identifier)
        return self._first("mapping") is not None and rule is not Rule.CORRECT

    @property
    def is_declared(self) -> bool:
        """Whether anything is said about what is correct."""
        return self._first("mapping") is not None or self._first("correctResponse") is not None

    def correct(self) -> list[str]:
        """The correct values in their order; they count as honoured."""
        found = self._first("correctResponse")
        if found is None:
            raise NoKeyError("Nothing says which answer is correct.")
        return [one.use().words() for one in found.use().elements("value")]

    def values(self, options: list[str]) -> dict[str, float]:
        """What each option is worth by the mapping, within its bounds."""
        mapping = self._first("mapping")
        if mapping is None:
            raise NoKeyError("The rules name a mapping, and there is none.")
        otherwise = _number(mapping.use().take("defaultValue", "0"))
        values = dict.fromkeys(options, otherwise)
        for entry in mapping.elements("mapEntry"):
            name = " ".join(entry.attributes.get("mapKey", "").split())
            if name in values:
                entry.use().take("mapKey")
                values[name] = _number(entry.take("mappedValue"))
        low, high = mapping.take("lowerBound"), mapping.take("upperBound")
        least = _number(low) if low else -math.inf
        most = _number(high) if high else math.inf
        return {name: min(max(value, least), most) for name, value in values.items()}

    def note(self, sentence: str) -> None:
        """Say what is other in the key than it was declared."""
        element = self._first("mapping" if self.is_mapped else "correctResponse")
        if element is not None:
            element.change(sentence)

    @contextmanager
    def declared(self, *, is_rated: bool = False) -> Iterator[None]:
        """While a key is made of it: what could not be said is marked as not honoured.

        Args:
            is_rated: Whether people give the points, so that nothing has to be declared.
        """
        if self.declaration is not None:
            for name in _FACTS:
                self.declaration.use().take(name)
        try:
            yield
        except NoKeyError as error:
            self._forget(error.reason)
        else:
            if self.is_declared or is_rated:
                self._settle()

    def _settle(self) -> None:
        if self.is_declared:
            self.rules.settle(self.identifier)
        other = self._first("correctResponse" if self.is_mapped else "mapping")
        if other is not None:
            other.reason = _OTHER_WAY
        for outcome in self.item.elements("outcomeDeclaration"):
            if outcome.attributes.get("identifier") == OUTCOME:
                _use_outcome(outcome)

    def _forget(self, reason: str) -> None:
        for name in ("correctResponse", "mapping"):
            found = self._first(name)
            if found is not None:
                found.forget(reason)

    def _first(self, name: str) -> Element | None:
        found = [] if self.declaration is None else self.declaration.elements(name)
        return found[0] if found else None


def find_answer(item: Element, identifier: str, rules: Rules) -> Answer:
    """What an item declares about one of its answers."""
    found = [
        one
        for one in item.elements("responseDeclaration")
        if one.attributes.get("identifier") == identifier
    ]
    return Answer(identifier, found[0] if found else None, rules, item)


def _use_outcome(outcome: Element) -> None:
    """The points of an item: they start at nothing here too."""
    for name in _FACTS:
        outcome.use().take(name)
    for default in outcome.elements("defaultValue"):
        if all(_is_nothing(one) for one in default.elements()):
            default.use_all()


def _is_nothing(value: Element) -> bool:
    try:
        return float("".join(getattr(one, "text", "") for one in value.children)) == 0
    except ValueError:
        return False


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        raise NoKeyError(f"“{text[:20]}” is not a number.") from None
    if not math.isfinite(number):
        raise NoKeyError(f"“{text[:20]}” is not a number that can be scored.")
    return number

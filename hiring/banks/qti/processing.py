"""Which rule turns an answer into points: a known template, or one of the usual shapes.

Rules of other shapes are programs. They are reported and never run: a bank is data.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from hiring.banks.qti.elements import Element

OUTCOME = "SCORE"


class Rule(StrEnum):
    """What gives an answer its points."""

    CORRECT = "correct"
    MAPPED = "mapped"


_TEMPLATES = {"match_correct": Rule.CORRECT, "map_response": Rule.MAPPED}
_NOT_UNDERSTOOD = "These rules are not understood; what was declared serves for the key. Check it."


@dataclass(slots=True)
class Rules:
    """The rules of one item.

    Attributes:
        template: The rule for every answer, where a template names one.
        by_response: Rules by the identifier of an answer, each with the element that holds it.
        processing: The element around all; None where there is none.
    """

    processing: Element | None = None
    template: Rule | None = None
    by_response: dict[str, tuple[Rule, Element]] = field(default_factory=dict)

    def find(self, response: str) -> Rule | None:
        """The rule for an answer; None where none is understood."""
        rule, _ = self.by_response.get(response, (self.template, None))
        return rule

    def settle(self, response: str) -> None:
        """Count the rule of an answer as honoured."""
        if self.processing is None:
            return
        if response in self.by_response:
            self.processing.use()
            self.by_response[response][1].use_all()
        elif self.template is not None:
            self.processing.use().take("template")


def read_rules(item: Element) -> Rules:
    """The rules of an item; nothing is marked as honoured yet."""
    found = item.elements("responseProcessing")
    if not found:
        return Rules()
    processing = found[0]
    processing.reason = _NOT_UNDERSTOOD
    name = processing.attributes.get("template", "").rstrip("/").rsplit("/", 1)[-1]
    rules = Rules(processing, _TEMPLATES.get(name.removesuffix(".xml")))
    for child in processing.elements():
        for response, rule in _rules_of(child):
            rules.by_response.setdefault(response, (rule, child))
    return rules


def _rules_of(element: Element) -> Iterator[tuple[str, Rule]]:
    if element.name == "setOutcomeValue":
        yield from ((one, Rule.MAPPED) for one in _mapped(element))
    elif _names(element) == ["responseIf"]:
        yield from _compared(element, element.elements()[0])
    elif _names(element) == ["responseIf", "responseElse"]:
        first, second = element.elements()
        if _is_nothing(second.elements()):
            yield from _compared(element, first)
        elif _is_unanswered(first) and _names(second) == ["setOutcomeValue"]:
            yield from ((one, Rule.MAPPED) for one in _mapped(second.elements()[0]))


def _mapped(setting: Element) -> list[str]:
    """The answers whose mapped values are set as points; none for any other rule."""
    terms = setting.elements()
    if not _is_of_score(setting) or len(terms) != 1:
        return []
    if terms[0].name == "sum":
        terms = [one for one in terms[0].elements() if not _is_score_so_far(one)]
    is_known = all(one.name == "mapResponse" for one in terms)
    return [one.attributes.get("identifier", "") for one in terms] if is_known else []


def _compared(condition: Element, branch: Element) -> Iterator[tuple[str, Rule]]:
    """The answer that is held against the correct one."""
    if _names(branch) != ["match", "setOutcomeValue"]:
        return
    match, setting = branch.elements()
    named = {one.attributes.get("identifier", "") for one in match.elements()}
    points = _points([setting])
    if sorted(_names(match)) == ["correct", "variable"] and len(named) == 1 and points:
        if points != 1:
            condition.change("Every item counts from 0 to 1 here, whatever its points were.")
        yield named.pop(), Rule.CORRECT


def _is_unanswered(branch: Element) -> bool:
    tests = branch.elements("isNull")
    return bool(tests) and _names(tests[0]) == ["variable"] and _is_nothing(branch.elements()[1:])


def _is_nothing(settings: list[Element]) -> bool:
    return _points(settings) == 0


def _points(settings: list[Element]) -> float | None:
    """The points that are set or added; None for anything else."""
    if len(settings) != 1 or not _is_of_score(settings[0]):
        return None
    terms = settings[0].elements()
    if len(terms) == 1 and terms[0].name == "sum":
        terms = [one for one in terms[0].elements() if not _is_score_so_far(one)]
    if len(terms) != 1 or terms[0].name != "baseValue" or terms[0].elements():
        return None
    try:
        return float("".join(getattr(one, "text", "") for one in terms[0].children))
    except ValueError:
        return None


def _is_of_score(setting: Element) -> bool:
    is_setting = setting.name == "setOutcomeValue"
    return is_setting and setting.attributes.get("identifier") == OUTCOME


def _is_score_so_far(term: Element) -> bool:
    return term.name == "variable" and term.attributes.get("identifier") == OUTCOME


def _names(element: Element) -> list[str]:
    return [one.name for one in element.elements()]

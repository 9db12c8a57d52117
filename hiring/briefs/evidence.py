"""What a brief tells about single answers: which ones, and which options of each.

The options told first are chosen with the key, but the key itself never enters the facts.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session

from hiring import sittings
from hiring.banks.schema import BankDocument, GuideDocument, Item, ItemFormat, ItemKey, Scenario
from hiring.banks.versions import key_document
from hiring.briefs.facts import AnswerFacts, ChosenOption
from hiring.comparison import ScoredPerson
from hiring.scoring.plan import NEUTRALISED
from hiring.words import Translator

N_TOLD = 2


@dataclass(frozen=True, slots=True)
class Evidence:
    """What telling an answer needs."""

    bank: BankDocument
    guide: GuideDocument | None
    keys: dict[str, ItemKey]
    answers: dict[str, Any]
    translator: Translator


Told = tuple[tuple[AnswerFacts, ...], tuple[AnswerFacts, ...]]


def told_evidence(
    session: Session,
    person: ScoredPerson,
    bank: BankDocument,
    guide: GuideDocument | None,
    translator: Translator,
    *,
    is_sealed: bool,
) -> Told:
    """The answers nearest to the key and those furthest from it; sealed, all told alike.

    A sealed brief tells its answers in the order of the form, without saying on which side they
    stand: four of them, as far as there are so many, so that their number tells nothing either.
    """
    rows = sittings.latest_answers(session, person.sitting.id)
    told = Evidence(
        bank=bank,
        guide=guide,
        keys=key_document(session, person.score.key_version_id).by_item,
        answers={ref: row.value for ref, row in rows.items()},
        translator=translator,
    )
    names, points = person.document.scenario_names, _told_points(person)
    near, far = nearest_and_furthest(names, points)
    if is_sealed:
        chosen = in_order_of_form(names, points, {*near, *far})
        return (), tuple(_answer(name, told, is_near=name in near) for name in chosen)
    return (
        tuple(_answer(name, told, is_near=True) for name in near),
        tuple(_answer(name, told, is_near=False) for name in far),
    )


def in_order_of_form(
    names: Sequence[str], points: Sequence[float | None], chosen: AbstractSet[str]
) -> list[str]:
    """The chosen scenarios in the order of the form, filled up to four with the first answered."""
    answered = [name for name, score in zip(names, points, strict=True) if score is not None]
    spare = [name for name in answered if name not in chosen]
    kept = {*chosen, *spare[: max(0, 2 * N_TOLD - len(chosen))]}
    return [name for name in answered if name in kept]


def _told_points(person: ScoredPerson) -> list[float | None]:
    """Points of the scenarios; none where everybody has the credit, which says nothing."""
    methods = person.document.methods
    credited = {ref.split("/")[0] for ref, method in methods.items() if method == NEUTRALISED}
    pairs = zip(person.document.scenario_names, person.document.scenarios, strict=True)
    return [None if name in credited else points for name, points in pairs]


def nearest_and_furthest(
    names: Sequence[str], points: Sequence[float | None]
) -> tuple[list[str], list[str]]:
    """The two answered scenarios with the highest scores, and the two with the lowest.

    Equal scores stand in the order of the form. A scenario is among the furthest only if its score
    is below those of the nearest.
    """
    known = [(score, name) for name, score in zip(names, points, strict=True) if score is not None]
    nearest = sorted(known, key=lambda pair: -pair[0])[:N_TOLD]
    ceiling = min((score for score, _name in nearest), default=0.0)
    below = sorted((pair for pair in known if pair[0] < ceiling), key=lambda pair: pair[0])
    return [name for _score, name in nearest], [name for _score, name in below[:N_TOLD]]


def _answer(name: str, told: Evidence, *, is_near: bool) -> AnswerFacts:
    scenario = told.bank.get_scenario(name)
    notes = None if told.guide is None else told.guide.scenarios.get(name)
    return AnswerFacts(
        scenario_title=scenario.title,
        gist="" if notes is None else notes.gist,
        chosen=_chosen(scenario, told, is_near=is_near),
        probe="" if notes is None else notes.probe,
    )


def _chosen(scenario: Scenario, told: Evidence, *, is_near: bool) -> tuple[ChosenOption, ...]:
    chosen: list[ChosenOption] = []
    for item in scenario.items:
        ref = f"{scenario.id}/{item.id}"
        value, key = told.answers.get(ref), told.keys.get(ref)
        if value is not None and key is not None:
            chosen.extend(_item_chosen(item, value, key, told, is_near=is_near))
    _ = told.translator.gettext
    return tuple(replace(one, label=_("{label}:").format(label=one.label)) for one in chosen)


def _item_chosen(
    item: Item, value: Any, key: ItemKey, told: Evidence, *, is_near: bool
) -> list[ChosenOption]:
    _ = told.translator.gettext
    texts = {option.id: option.text for option in item.options}
    match item.format:
        case ItemFormat.RATE_EACH:
            scale = told.bank.response_scale
            order = _telling_ratings(value, key.ratings or {}, len(scale), is_near=is_near)
            rated = _("Rated “{step}”")
            return [
                ChosenOption(rated.format(step=scale[value[name] - 1]), texts[name])
                for name in order
            ]
        case ItemFormat.BEST_WORST:
            best = ChosenOption(_("Most effective"), texts[value["best"]])
            worst = ChosenOption(_("Least effective"), texts[value["worst"]])
            return [best, worst]
        case ItemFormat.RANK_ALL:
            first = ChosenOption(_("Put first"), texts[value[0]])
            return [first, ChosenOption(_("Put last"), texts[value[-1]])]
        case ItemFormat.PICK_BEST | ItemFormat.EMOTION_MCQ:
            return [ChosenOption(_("Chosen"), texts[value])]
        case ItemFormat.PICK_N:
            return [ChosenOption(_("Chosen"), texts[name]) for name in value]
        case ItemFormat.OPEN_TEXT:
            return []


def _telling_ratings(
    ratings: dict[str, int], keyed: dict[str, int], n_steps: int, *, is_near: bool
) -> list[str]:
    """Near: the clearest ratings that agree first. Far: those that differ most first."""
    middle = (n_steps + 1) / 2

    def distance(name: str) -> tuple[float, float]:
        gap = abs(ratings[name] - keyed.get(name, middle))
        clarity = abs(ratings[name] - middle)
        return (gap, -clarity) if is_near else (-gap, -clarity)

    return sorted(ratings, key=distance)

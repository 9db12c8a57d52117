"""What a candidate chose beside what the key says, option by option, for those who decide."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _

from hiring.banks.schema import BankDocument, Item, ItemFormat, ItemKey, KeyDocument
from hiring.feedback.closeness import Closeness, closeness_of
from hiring.scoring import ScoreDocument
from hiring.sittings import Answer, AnswerState, Page, pages_of

FULL_CREDIT, HALF_CREDIT = 1.0, 0.5


@dataclass(frozen=True, slots=True)
class OptionLine:
    """One option: what was made of it, what the key says, and why. Empty = nothing to say."""

    text: str
    chosen: str
    keyed: str
    rationale: str


@dataclass(frozen=True, slots=True)
class ToldAnswer:
    """One scenario with its answer.

    Attributes:
        verdict: How near the answer is to the key, or why nothing can be said, in words. One answer
            has no error that could be stated beside a number, so there is no number.
        written: What was written, where the item asks for text.
    """

    page: Page
    state: AnswerState
    verdict: str
    options: tuple[OptionLine, ...]
    written: str


def told_answers(
    bank: BankDocument,
    form_id: str,
    *,
    key: KeyDocument,
    answers: dict[str, Answer],
    document: ScoreDocument | None,
) -> list[ToldAnswer]:
    """The answers of a submitted sitting, in the order of the form."""
    keys = key.by_item
    told = [
        _told(page, bank, keys.get(page.item_ref), answers.get(page.item_ref), document)
        for page in pages_of(bank, form_id)
    ]
    return [replace(one, verdict=_aside(one.page.item_ref, key) or one.verdict) for one in told]


def chosen_lines(item: Item, bank: BankDocument, value: Any) -> tuple[OptionLine, ...]:
    """What was made of each option, without a word about the key."""
    return _options(item, bank, None, value)


def _aside(ref: str, key: KeyDocument) -> str:
    """What to say of an item that the key sets aside, or nothing."""
    if ref in key.dropped:
        return str(_("Set aside, does not count"))
    return str(_("Set aside, full credit")) if ref in key.neutralised else ""


def _told(
    page: Page,
    bank: BankDocument,
    key: ItemKey | None,
    answer: Answer | None,
    document: ScoreDocument | None,
) -> ToldAnswer:
    state = AnswerState.NOT_REACHED if answer is None else AnswerState(answer.state)
    value = None if answer is None else answer.value
    fraction = None if document is None else document.items.get(page.item_ref)
    is_text = page.item.format is ItemFormat.OPEN_TEXT
    return ToldAnswer(
        page=page,
        state=state,
        verdict=_verdict(state, _answered(fraction, is_text=is_text, is_rated=_is_rated(key))),
        options=_options(page.item, bank, key, value),
        written=str(value) if is_text and value is not None else "",
    )


def _is_rated(key: ItemKey | None) -> bool:
    """Whether people give points for the words."""
    return key is not None and key.counts


def _verdict(state: AnswerState, answered: str) -> str:
    words: dict[AnswerState, str] = {
        AnswerState.ANSWERED: answered,
        AnswerState.SKIPPED: _("Left out"),
        AnswerState.NOT_REACHED: _("Not reached"),
        AnswerState.VOID: _("Taken out, does not count"),
    }
    return str(words[state])


def _answered(fraction: float | None, *, is_text: bool, is_rated: bool) -> str:
    if is_text and not is_rated:
        return str(_("Text, not part of the score"))
    if fraction is None:
        return str(_("Not scored yet"))
    words = _rated_words() if is_text else _key_words()
    return str(words[closeness_of(fraction)])


def _key_words() -> dict[Closeness, str]:
    return {
        Closeness.NEAR: _("Near the key"),
        Closeness.PARTLY: _("Partly like the key"),
        Closeness.FAR: _("Far from the key"),
    }


def _rated_words() -> dict[Closeness, str]:
    """No key says what words are worth; people do."""
    return {
        Closeness.NEAR: _("Rated high by people"),
        Closeness.PARTLY: _("Rated in the middle by people"),
        Closeness.FAR: _("Rated low by people"),
    }


def _options(
    item: Item, bank: BankDocument, key: ItemKey | None, value: Any
) -> tuple[OptionLine, ...]:
    chosen = _nothing if value is None else _chosen(item, bank, value)
    keyed = _nothing if key is None else _keyed(item, bank, key)
    reasons = {} if key is None else key.rationale
    return tuple(
        OptionLine(option.text, chosen(option.id), keyed(option.id), reasons.get(option.id, ""))
        for option in item.options
    )


def _nothing(_option: str) -> str:
    return ""


def _chosen(item: Item, bank: BankDocument, value: Any) -> Callable[[str], str]:
    """What the candidate made of an option, in words."""
    match item.format:
        case ItemFormat.RATE_EACH:
            return lambda name: bank.response_scale[value[name] - 1]
        case ItemFormat.BEST_WORST:
            return lambda name: _end(name, value["best"], value["worst"])
        case ItemFormat.RANK_ALL:
            return lambda name: _place(value.index(name))
        case ItemFormat.PICK_BEST | ItemFormat.EMOTION_MCQ:
            return lambda name: str(_("Chosen")) if name == value else ""
        case ItemFormat.PICK_N:
            return lambda name: str(_("Chosen")) if name in value else ""
        case ItemFormat.OPEN_TEXT:
            return _nothing


def _keyed(item: Item, bank: BankDocument, key: ItemKey) -> Callable[[str], str]:
    """What the key says about an option, in the same words."""
    match item.format:
        case ItemFormat.RATE_EACH:
            ratings = key.ratings or {}
            return lambda name: bank.response_scale[ratings[name] - 1]
        case ItemFormat.BEST_WORST:
            return lambda name: _end(name, key.best, key.worst)
        case ItemFormat.RANK_ALL:
            order = key.order or ()
            return lambda name: _place(order.index(name))
        case ItemFormat.PICK_BEST | ItemFormat.EMOTION_MCQ:
            weights = key.weights or {}
            return lambda name: _credit(weights.get(name, 0.0))
        case ItemFormat.PICK_N:
            members = key.members or ()
            return lambda name: str(_("Belongs")) if name in members else ""
        case ItemFormat.OPEN_TEXT:
            return _nothing


def _end(name: str, best: str | None, worst: str | None) -> str:
    if name == best:
        return str(_("Most effective"))
    return str(_("Least effective")) if name == worst else ""


def _place(index: int) -> str:
    return str(_("Place %(n)s", n=index + 1))


def _credit(weight: float) -> str:
    if weight >= FULL_CREDIT:
        return str(_("Full credit"))
    return str(_("Half credit")) if weight >= HALF_CREDIT else str(_("No credit"))

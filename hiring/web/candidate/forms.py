"""What a candidate's page sends back, as the value an item stores.

The fields are built from the item, so a new scenario needs no new form. What does not fit is told
in the candidate's words, next to the field and in the summary, and what was already chosen stays.
"""

from dataclasses import dataclass, field
from typing import Any

from babel.lists import format_list
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from hiring.banks.schema import Item, ItemFormat, Option
from hiring.errors import AnswerFaultError
from hiring.sittings import AnswerFault, Value, check_value
from hiring.web.language import apart

RATING_PREFIX = "r_"
RANK_PREFIX = "k_"
N_OPENING_WORDS = 7
MAX_DIGITS = 4


@dataclass(frozen=True, slots=True)
class PostedAnswer:
    """What was sent: as the page shows it, as it is stored, and what is wrong with it.

    ``shown`` keeps an incomplete choice; ``value`` is None while there are ``errors``. What is
    said shorter at a field than in the summary is in ``at_field``.
    """

    shown: Any
    value: Value
    errors: dict[str, str]
    at_field: dict[str, str] = field(default_factory=dict)

    @property
    def field_errors(self) -> dict[str, str]:
        """What is wrong, as each field says it."""
        return self.errors | self.at_field


def read_answer(item: Item, form: MultiDict[str, str], *, n_steps: int) -> PostedAnswer:
    """Read the fields of one item; ratings run from 1 to ``n_steps``."""
    shown = _shown(item, form)
    try:
        return PostedAnswer(shown, check_value(item, _value(item, shown), n_steps=n_steps), {})
    except AnswerFaultError as fault:
        errors = _errors(item, AnswerFault(fault.code), shown, n_steps)
        shared = _sharing(shown) if fault.code == AnswerFault.SAME_PLACE_TWICE else set()
        short = {RANK_PREFIX + name: _("Another response has this place, too") for name in shared}
        return PostedAnswer(shown, None, errors, short)


def shown_value(item: Item, value: Value) -> Any:
    """A stored value as the page's fields show it."""
    if item.format is ItemFormat.RANK_ALL and isinstance(value, list):
        return {option: place for place, option in enumerate(value, start=1)}
    return value


def _shown(item: Item, form: MultiDict[str, str]) -> Any:
    match item.format:
        case ItemFormat.RATE_EACH:
            return _numbers(item, form, RATING_PREFIX)
        case ItemFormat.RANK_ALL:
            return _numbers(item, form, RANK_PREFIX)
        case ItemFormat.BEST_WORST:
            return {end: form[end] for end in ("best", "worst") if end in form}
        case ItemFormat.PICK_BEST | ItemFormat.EMOTION_MCQ:
            return form.get("choice")
        case ItemFormat.PICK_N:
            return form.getlist("choices")
        case ItemFormat.OPEN_TEXT:
            return form.get("text", "").replace("\r\n", "\n")


def _numbers(item: Item, form: MultiDict[str, str], prefix: str) -> dict[str, int]:
    posted = {option.id: form.get(prefix + option.id, "") for option in item.options}
    return {name: int(text) for name, text in posted.items() if _is_number(text)}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS


def _value(item: Item, shown: Any) -> Value:
    """Places become an order; everything else is stored as it is shown."""
    if item.format is not ItemFormat.RANK_ALL:
        return shown  # type: ignore[no-any-return]
    if len(set(shown.values())) < len(shown):
        raise AnswerFaultError(AnswerFault.SAME_PLACE_TWICE)
    return sorted(shown, key=shown.__getitem__)


def _errors(item: Item, fault: AnswerFault, shown: Any, n_steps: int) -> dict[str, str]:
    names = {option: apart(words) for option, words in _names(item).items()}
    match fault:
        case AnswerFault.RATE_EVERY_OPTION:
            return {
                RATING_PREFIX + option.id: _("Rate “%(words)s”", words=names[option.id])
                for option in _missing(item, shown, n_steps)
            }
        case AnswerFault.RANK_EVERY_OPTION:
            return _without_place(item, names, shown)
        case AnswerFault.SAME_PLACE_TWICE:
            return _without_place(item, names, shown) | _shared_places(names, shown)
        case AnswerFault.CHOOSE_ONE:
            return {"choice": _("Choose one answer")}
        case AnswerFault.CHOOSE_BEST_AND_WORST:
            return _missing_ends(shown)
        case AnswerFault.BEST_IS_WORST:
            words = _(
                "Choose two different responses: this one is marked both most and least effective"
            )
            return {"worst": words}
        case AnswerFault.CHOOSE_EXACTLY:
            n = item.choose or 0
            words = ngettext("Choose exactly %(num)d answer", "Choose exactly %(num)d answers", n)
            return {"choices": words}
        case AnswerFault.WRITE_SOMETHING:
            return {"text": _("Write your answer")}
        case AnswerFault.TEXT_TOO_LONG:
            return {"text": _("Shorten your answer: it is longer than we can store")}


def _missing(item: Item, shown: dict[str, int], n_choices: int) -> list[Option]:
    """Options without a choice, or with one that the page does not offer."""
    return [option for option in item.options if not 1 <= shown.get(option.id, 0) <= n_choices]


def _names(item: Item) -> dict[str, str]:
    """What responses are called: so many of their first words that no two are called alike."""
    texts = {option.id: option.text for option in item.options}
    longest = max((len(text.split()) for text in texts.values()), default=0)
    for n_words in range(N_OPENING_WORDS, longest):
        names = {name: _opening_words(text, n_words) for name, text in texts.items()}
        if len(set(names.values())) == len(names):
            return names
    return texts


def _opening_words(text: str, n_words: int) -> str:
    words = text.split()
    if len(words) <= n_words:
        return text
    return " ".join(words[:n_words]).rstrip(" \u00a0,.;:") + "…"


def _without_place(item: Item, names: dict[str, str], shown: dict[str, int]) -> dict[str, str]:
    return {
        RANK_PREFIX + option.id: _("Choose a place for “%(words)s”", words=names[option.id])
        for option in _missing(item, shown, len(item.options))
    }


def _sharing(shown: dict[str, int]) -> set[str]:
    """The responses that have a place which another one has, too."""
    places = list(shown.values())
    return {name for name, place in shown.items() if places.count(place) > 1}


def _shared_places(names: dict[str, str], shown: dict[str, int]) -> dict[str, str]:
    """One sentence for all that share a place: each of their fields says it."""
    errors: dict[str, str] = {}
    for place in set(shown.values()):
        sharers = [name for name in names if shown.get(name) == place]
        if len(sharers) > 1:
            errors |= dict.fromkeys((RANK_PREFIX + one for one in sharers), _shared(names, sharers))
    return errors


def _shared(names: dict[str, str], sharers: list[str]) -> str:
    quoted = [_("“%(words)s”", words=names[one]) for one in sharers]
    words = str(format_list(quoted, locale=get_locale() or "en"))
    return str(_("%(responses)s have the same place. Give each response its own", responses=words))


def _missing_ends(shown: dict[str, str]) -> dict[str, str]:
    errors = {}
    if not shown.get("best"):
        errors["best"] = _("Choose the most effective response")
    if not shown.get("worst"):
        errors["worst"] = _("Choose the least effective response")
    return errors or {"best": _("Choose the most and the least effective response")}

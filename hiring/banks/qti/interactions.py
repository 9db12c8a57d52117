"""One question of a package as an item of ours, or the reason why it cannot be one."""

import re
from dataclasses import dataclass, field

from hiring.banks.blanks import blank
from hiring.banks.qti import keyparts
from hiring.banks.qti.answers import Answer
from hiring.banks.qti.elements import Element
from hiring.banks.qti.keyparts import KeyPart
from hiring.banks.qti.names import id_from
from hiring.banks.qti.prose import plain_text
from hiring.banks.schema import ItemFormat, Method
from hiring.banks.structure import MIN_OPTIONS

MAX_OPTIONS = 10
MIN_STEPS = 2
DEFAULT_WORDS, LEAST_WORDS, MOST_WORDS = 150, 10, 1000
CHARS_PER_WORD = 6

_BEST, _WORST = {"best", "most"}, {"worst", "least"}
_UNLIMITED = 0


class RefusedError(Exception):
    """A question has no format here.

    Attributes:
        reason: Why not, one sentence.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(slots=True)
class DraftItem:
    """An item of the draft.

    Attributes:
        id: Within its scenario; filled in by whoever makes that.
        options: Texts by our ids, in their order.
        scale: The steps that rows are rated by; only for rate_each.
        key: None where the package does not say what is correct, or not so that we can.
        interaction: Where it comes from.
        answer: What was declared about it.
    """

    format: ItemFormat
    question: str
    interaction: Element
    answer: Answer
    options: dict[str, str] = field(default_factory=dict)
    choose: int | None = None
    max_words: int | None = None
    scale: tuple[str, ...] = ()
    key: KeyPart | None = None
    id: str = ""

    def forget(self, reason: str) -> None:
        """Leave it out after all."""
        self.interaction.forget(reason)
        if self.answer.declaration is not None:
            self.answer.declaration.forget(reason)


def read_interaction(element: Element, answer: Answer, question: str) -> DraftItem:
    """The item that a question becomes; its parts count as honoured.

    Raises:
        RefusedError: It has no format here.
    """
    readers = {
        "choiceInteraction": _read_choice,
        "orderInteraction": _read_order,
        "matchInteraction": _read_match,
        "extendedTextInteraction": _read_open,
    }
    if element.name not in readers:
        raise RefusedError("This kind of question has no format here.")
    item = readers[element.name](element, answer, question or blank("the question"))
    element.use().take("responseIdentifier")
    _note_order(element)
    if len(item.options) < MIN_OPTIONS[item.format]:
        raise RefusedError(f"{item.format} takes {MIN_OPTIONS[item.format]} options or more.")
    return item


def _read_choice(element: Element, answer: Answer, question: str) -> DraftItem:
    most = _whole(element.take("maxChoices"), 1)
    least = _whole(element.take("minChoices"), 0)
    ids, texts, reasons = _options(element.elements("simpleChoice"))
    item = DraftItem(ItemFormat.PICK_BEST, question, element, answer, texts)
    if most == 1:
        with answer.declared():
            if answer.is_declared:
                item.key = keyparts.weights_part(answer, ids)
    else:
        _read_several(item, ids, (least, most))
    if item.key is not None:
        item.key.rationale |= reasons
    return item


def _read_several(item: DraftItem, ids: dict[str, str], bounds: tuple[int, int]) -> None:
    """Several choices: here everybody picks the same number."""
    item.format = ItemFormat.PICK_N
    with item.answer.declared():
        if item.answer.is_declared:
            item.key = keyparts.members_part(item.answer, ids)
    least, most = bounds
    n_right = len(item.key.fields["members"]) if item.key else 0
    item.choose = n_right or most or least
    if not 1 <= item.choose < len(ids):
        raise RefusedError("Nothing says how many options to choose; here the number is fixed.")
    if (least, most) != (item.choose, item.choose):
        limit = "any number" if most == _UNLIMITED else f"up to {most}"
        item.interaction.change(
            f"People could choose {limit}, {least} or more; here they choose {item.choose}."
        )


def _read_order(element: Element, answer: Answer, question: str) -> DraftItem:
    ids, texts, reasons = _options(element.elements("simpleChoice"))
    for name in ("minChoices", "maxChoices"):
        if _whole(element.take(name), _UNLIMITED) not in {_UNLIMITED, len(ids)}:
            raise RefusedError("Only some options are put in order; here it is always all.")
    item = DraftItem(ItemFormat.RANK_ALL, question, element, answer, texts)
    with answer.declared():
        if answer.is_declared:
            item.key = keyparts.order_part(answer, ids)
            item.key.rationale |= reasons
    return item


def _read_match(element: Element, answer: Answer, question: str) -> DraftItem:
    sets = element.elements("simpleMatchSet")
    if len(sets) != 2:  # noqa: PLR2004 - rows and columns
        raise RefusedError("Rows and columns are not told apart.")
    for rows, columns in (sets, sets[::-1]):
        if not _are_once_each(rows):
            continue
        if _are_two_ends(columns):
            return _read_ends(element, answer, question, (rows, columns))
        if _take_all(columns, len(rows.elements())):
            return _read_grid(element, answer, question, (rows, columns))
    raise RefusedError("Only grids are known in which every row gets one step of a scale.")


def _read_grid(
    element: Element, answer: Answer, question: str, sets: tuple[Element, Element]
) -> DraftItem:
    ids, texts, _ = _sides(sets[0])
    steps, scale, _ = _options(sets[1].use().elements("simpleAssociableChoice"))
    _require_all_rows(element, len(ids))
    if len(scale) % 2 or not MIN_STEPS <= len(scale) <= MAX_OPTIONS:
        raise RefusedError("Its scale has a middle step or too many steps; here it is even.")
    sets[1].change("The columns are taken as steps from worst to best; check their order.")
    item = DraftItem(ItemFormat.RATE_EACH, question, element, answer, texts)
    item.scale = tuple(scale.values())
    with answer.declared():
        if answer.is_declared:
            item.key = keyparts.ratings_part(answer, ids, steps)
    return item


def _read_ends(
    element: Element, answer: Answer, question: str, sets: tuple[Element, Element]
) -> DraftItem:
    ids, texts, _ = _sides(sets[0])
    ends, labels, _ = _sides(sets[1])
    best, worst = _which_ends({name: labels[own] for name, own in ends.items()})
    for name in ("minAssociations", "maxAssociations"):
        if _whole(element.take(name), _UNLIMITED) not in {_UNLIMITED, len(ends)}:
            raise RefusedError("One end alone can be marked; here it is always both.")
    sets[1].change("The two ends bear the words that every item of this kind has here.")
    item = DraftItem(ItemFormat.BEST_WORST, question, element, answer, texts)
    with answer.declared():
        if answer.is_declared:
            item.key = keyparts.best_worst_part(answer, ids, best, worst)
    return item


def _read_open(element: Element, answer: Answer, question: str) -> DraftItem:
    if answer.cardinality not in {"", "single"}:
        raise RefusedError("It asks for several texts at once; here it is one.")
    item = DraftItem(ItemFormat.OPEN_TEXT, question, element, answer)
    chars = _whole(element.take("expectedLength"), 0)
    words = chars // CHARS_PER_WORD if chars else DEFAULT_WORDS
    item.max_words = min(max(words, LEAST_WORDS), MOST_WORDS)
    said = f"About {chars} signs were expected" if chars else "No length was given"
    element.change(f"{said}; here an answer may have {item.max_words} words.")
    if element.attributes.get("format") == "plain":
        element.take("format")
    with answer.declared(is_rated=True):
        item.key = KeyPart(Method.HUMAN_RATING, {})
    return item


# --- options, rows and columns ---


def _options(
    choices: list[Element],
) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Our ids by their names, texts by our ids, and reasons that stood as feedback."""
    ids: dict[str, str] = {}
    texts: dict[str, str] = {}
    reasons: dict[str, str] = {}
    if len(choices) > MAX_OPTIONS:
        raise RefusedError(f"It has {len(choices)} options; here {MAX_OPTIONS} are the most.")
    for choice in choices:
        name = choice.use().take("identifier")
        own = ids[name] = id_from(name, texts, "option")
        prose = plain_text(choice.children)
        texts[own] = prose.text()
        if not texts[own]:
            raise RefusedError("An option has no words; pictures alone cannot be options here.")
        for one in (*prose.media, *prose.interactions):
            one.reason = "An option holds words only."
        if reason := _feedback(choice):
            reasons[own] = reason
        _note_fixed(choice)
    if len(ids) != len(texts):
        raise RefusedError("Two options have the same identifier.")
    return ids, texts, reasons


def _sides(rows: Element) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    for one in rows.use().elements("simpleAssociableChoice"):
        one.take("matchMax")
    return _options(rows.elements("simpleAssociableChoice"))


def _feedback(choice: Element) -> str:
    found = [plain_text(one.children).text() for one in choice.elements("feedbackInline")]
    for one in choice.elements("feedbackInline"):
        one.use().used.update(one.attributes)
        one.change("Stands as a reason in the key, which candidates never see.")
    return "\n".join(filter(None, found))


def _note_fixed(choice: Element) -> None:
    if choice.attributes.get("fixed", "false").strip() == "false":
        choice.take("fixed")


def _note_order(element: Element) -> None:
    """Options are always shown in a random order, so only ``shuffle="true"`` is kept."""
    if element.attributes.get("shuffle", "").strip() == "true":
        element.take("shuffle")


def _are_once_each(rows: Element) -> bool:
    return all(_match_max(one) == 1 for one in rows.elements()) and bool(rows.elements())


def _are_two_ends(columns: Element) -> bool:
    return len(columns.elements()) == 2 and _are_once_each(columns)  # noqa: PLR2004 - ends


def _take_all(columns: Element, n_rows: int) -> bool:
    found = {_match_max(one) for one in columns.elements()}
    if not all(most == _UNLIMITED or most >= n_rows for most in found):
        return False
    for one in columns.elements():
        one.take("matchMax")
    return bool(found)


def _match_max(choice: Element) -> int:
    return _whole(choice.attributes.get("matchMax", ""), 1)


def _require_all_rows(element: Element, n_rows: int) -> None:
    most = _whole(element.take("maxAssociations"), _UNLIMITED)
    if most not in {_UNLIMITED, n_rows}:
        raise RefusedError("Not every row can be answered; here each is.")
    if _whole(element.attributes.get("minAssociations", ""), _UNLIMITED) in {_UNLIMITED, n_rows}:
        element.take("minAssociations")


def _which_ends(columns: dict[str, str]) -> tuple[str, str]:
    """The names of the column for the best and of that for the worst, by their words."""
    found = {
        end: [name for name, label in columns.items() if _words_of(name, label) & words]
        for end, words in (("best", _BEST), ("worst", _WORST))
    }
    if [len(names) for names in found.values()] != [1, 1] or found["best"] == found["worst"]:
        raise RefusedError("Nothing says which of the two columns is for the best option.")
    return found["best"][0], found["worst"][0]


def _words_of(name: str, label: str) -> set[str]:
    return set(re.findall(r"[a-z]+", f"{name} {label}".lower().replace("_", " ")))


def _whole(text: str, otherwise: int) -> int:
    """A whole number that is not negative.

    Raises:
        RefusedError: It is none.
    """
    if not text.strip():
        return otherwise
    if not re.fullmatch(r"[0-9]{1,6}", text.strip()):
        raise RefusedError(f"“{text[:20]}” is not a whole number.")
    return int(text)

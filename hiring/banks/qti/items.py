"""One item of a package as a scenario of ours."""

from collections.abc import Container
from dataclasses import dataclass, field

from hiring.banks.blanks import blank
from hiring.banks.limits import MAX_TEXT_CHARACTERS
from hiring.banks.qti.answers import find_answer
from hiring.banks.qti.elements import Document, Element
from hiring.banks.qti.interactions import DraftItem, RefusedError, read_interaction
from hiring.banks.qti.names import id_from, scenario_id_from
from hiring.banks.qti.processing import read_rules
from hiring.banks.qti.prose import Prose, plain_text
from hiring.banks.qti.rubrics import anchors_from
from hiring.banks.qti.shelf import DraftMedia, Shelf
from hiring.banks.schema import ItemFormat

MAX_MEDIA = 10
MAX_QUESTIONS = 20
_FOR_CANDIDATES, _FOR_RATERS = "candidate", "scorer"
_TOO_LONG = f"A text is longer than {MAX_TEXT_CHARACTERS:,} signs."
_HARMLESS = ("adaptive", "timeDependent")


@dataclass(slots=True)
class DraftScenario:
    """A scenario of the draft.

    Attributes:
        document: Where it comes from.
        identifier: Its name in the package.
        notes: Words for authors and raters, which candidates never see.
    """

    id: str
    title: str
    stem: str
    document: Document
    identifier: str
    items: list[DraftItem]
    media: list[DraftMedia] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    anchors: dict[str, str] = field(default_factory=dict)


def read_item(document: Document, shelf: Shelf, taken: Container[str]) -> DraftScenario | None:
    """The scenario that an item becomes; None where nothing of it can be asked here."""
    root = document.root
    bodies = root.elements("itemBody")
    if not bodies:
        root.forget("The item has no body, so there is nothing to ask.")
        return None
    body = plain_text([bodies[0]])
    items, prompts = _read_items(root, body)
    if not items:
        root.forget(_why_nothing(body))
        return None
    scenario = _scenario(document, taken, items)
    media = _fill(scenario, body, prompts)
    if len(scenario.stem) > MAX_TEXT_CHARACTERS:
        root.forget(_TOO_LONG)
        return None
    for element in media:
        _add_media(scenario, element, shelf)
    return scenario


def language_of(document: Document) -> str:
    """The language an item says that it is written in; empty where it says nothing."""
    return document.root.attributes.get("xml:lang", "").strip()


def _scenario(document: Document, taken: Container[str], items: list[DraftItem]) -> DraftScenario:
    root = document.root.use()
    identifier = root.take("identifier")
    for name in _HARMLESS:
        if root.attributes.get(name, "").strip() == "false":
            root.take(name)
    root.take("xml:lang")
    root.take("xsi:schemaLocation")
    title = root.take("title") or blank("a title that does not give the key away")
    return DraftScenario(
        scenario_id_from(identifier, taken), title, "", document, identifier, items
    )


def _read_items(root: Element, body: Prose) -> tuple[list[DraftItem], list[Prose]]:
    rules = read_rules(root)
    items: list[DraftItem] = []
    prompts: list[Prose] = []
    for element in body.interactions[MAX_QUESTIONS:]:
        element.reason = f"A scenario asks up to {MAX_QUESTIONS} questions."
    for element in body.interactions[:MAX_QUESTIONS]:
        prompt = plain_text(element.elements("prompt"))
        answer = find_answer(root, element.attributes.get("responseIdentifier", ""), rules)
        try:
            item = read_interaction(element, answer, prompt.text())
            _require_short([item.question, *item.options.values()])
        except RefusedError as error:
            element.forget(error.reason)
            if answer.declaration is not None:
                answer.declaration.forget("Its question could not be taken over.")
            continue
        item.id = id_from(answer.identifier, {one.id for one in items}, "responses")
        items.append(item)
        prompts.append(prompt)
    return items, prompts


def _fill(scenario: DraftScenario, body: Prose, prompts: list[Prose]) -> list[Element]:
    """Fill in stem and notes from the text around the questions; the media found in it."""
    before, rubrics = _read_rubrics(body)
    paragraphs = [*(one.text() for one in before), body.text()]
    scenario.stem = "\n\n".join(filter(None, paragraphs)) or blank("the situation")
    scenario.notes = rubrics
    if any(item.format is ItemFormat.OPEN_TEXT for item in scenario.items):
        scenario.anchors = anchors_from(rubrics)
    return [one for prose in (*before, body, *prompts) for one in prose.media]


def _read_rubrics(body: Prose) -> tuple[list[Prose], list[str]]:
    """What candidates read first, and notes for everybody else."""
    before: list[Prose] = []
    notes: list[str] = []
    for rubric in body.rubrics:
        views = rubric.use().take("view").split()
        prose = plain_text(rubric.children)
        if _FOR_CANDIDATES in views:
            rubric.change("Its words stand at the start of the stem.")
            before.append(prose)
        elif text := prose.text():
            rubric.change("Its words stand as a note above the item in keys/1.toml.")
            notes.append(text)
        for one in prose.interactions:
            one.reason = "A rubric holds words only."
    return before, notes


def _add_media(scenario: DraftScenario, element: Element, shelf: Shelf) -> None:
    if len(scenario.media) >= MAX_MEDIA:
        element.reason = f"A scenario shows up to {MAX_MEDIA} files."
        return
    found = shelf.read(element, scenario.document.file)
    if found is not None and found.file in {one.file for one in scenario.media}:
        element.change("The same file is shown once.")
    elif found is not None:
        scenario.media.append(found)


def _require_short(texts: list[str]) -> None:
    if any(len(text) > MAX_TEXT_CHARACTERS for text in texts):
        raise RefusedError(_TOO_LONG)


def _why_nothing(body: Prose) -> str:
    reasons = dict.fromkeys(one.reason for one in body.interactions)
    return " ".join(reasons) or "The item asks nothing."

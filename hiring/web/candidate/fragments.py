"""Parts of a scenario's page that look the same to everybody, rendered once per process.

Controls that nobody has touched depend on the published bank, the language and the order of the
options only, and published banks never change. Rendering them anew took a third of a page's
processor time. What a candidate chose is set into them, and that, like what is wrong with it, is
never kept here.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from flask import get_template_attribute
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from hiring.sittings import Step
from hiring.web.candidate.choices import TICKED, with_choices
from hiring.web.candidate.forms import PostedAnswer
from hiring.web.candidate.pages import StartPage
from hiring.web.language import content_language, current_language, speaking

MACROS = "macros/question.html"
MAX_FRAGMENTS = 4096  # about 12 MB; orders of five options alone are 120 for each scenario

MAX_FRAMES = 1024  # about 8 MB

CHANNEL_WORDS = {
    "phone": _l("By phone"),
    "chat": _l("By chat"),
    "email": _l("By mail"),
    "counter": _l("At the counter"),
    "in_person": _l("In person"),
    "video": _l("By video"),
    "internal": _l("Within the team"),
}

_FRAGMENTS: dict[Hashable, Markup] = {}
_FRAMES: dict[Hashable, str] = {}


@dataclass(frozen=True, slots=True)
class ScenarioParts:
    """What stands in the scenario's own language: its story and its controls."""

    reading: Markup
    controls: Markup


class Faults(dict[str, str]):
    """What is wrong with an answer, by field, in the words and the language of the page.

    Made before a scenario's own language is spoken: an error is ours to say, so it is marked, and
    begins, as the page around the scenario does.
    """

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(errors)
        self.label = _("Error:")
        self.language = content_language(current_language())


def scenario(step: Step, item: Any, posted: PostedAnswer, channel: str) -> ScenarioParts:
    """The parts of a scenario's page, all in the language of the scenario.

    Where the bank is not translated, the words around the choices stay with the choices: half a
    sentence in one language and half in another would help nobody.
    """
    # Words of no use cost 4 % of a page.
    faults = Faults(posted.field_errors) if posted.errors else {}
    with speaking(step.language):
        return ScenarioParts(_reading(step, channel), _controls(step, item, posted, faults))


def practice_controls(page: StartPage, item: Any, posted: PostedAnswer) -> Markup:
    """The controls of the practice scenario, spoken as they will be in the assessment."""
    faults = Faults(posted.field_errors)
    with speaking(page.content_language):
        return _drawn("controls", item, page.bank.response_scale, posted.shown, faults)


def frame(name: Hashable, draw: Callable[[], str]) -> str:
    """A page with marks in the places that differ, drawn at its first use."""
    found = _FRAMES.get(name)
    if found is None:
        if len(_FRAMES) >= MAX_FRAMES:
            _FRAMES.clear()
        found = _FRAMES[name] = draw()
    return found


def _reading(step: Step, channel: str) -> Markup:
    """Title, people and story of a scenario."""
    # Addresses of pictures and sounds hold the position, which differs from form to form, as the
    # wording may.
    name = ("reading", *_place(step), step.form_id, step.page.position)
    facts = (CHANNEL_WORDS[channel], step.page.position, step.bank.language)
    return _kept(name, "reading", step.page.scenario, *facts)


def _controls(step: Step, item: Any, posted: PostedAnswer, faults: dict[str, str]) -> Markup:
    """The controls of a scenario's item, with what was chosen and what is wrong with it."""
    scale = step.bank.response_scale
    if faults or (posted.shown and item.format not in TICKED):
        return _drawn("controls", item, scale, posted.shown, faults)
    order = tuple(option.id for option in item.options)
    untouched = _kept(("controls", *_place(step), order), "controls", item, scale, None, {})
    return with_choices(untouched, item.format, posted.shown) if posted.shown else untouched


def _place(step: Step) -> tuple[Hashable, ...]:
    return (step.bank_version_id, step.language, current_language(), step.page.item_ref)


def _kept(name: Hashable, macro: str, *facts: Any) -> Markup:
    found = _FRAGMENTS.get(name)
    if found is None:
        if len(_FRAGMENTS) >= MAX_FRAGMENTS:
            _FRAGMENTS.clear()
        found = _FRAGMENTS[name] = _drawn(macro, *facts)
    return found


def _drawn(macro: str, *facts: Any) -> Markup:
    """What a macro makes of the facts; it escapes whatever is not mark-up of its own."""
    drawn: Markup = get_template_attribute(MACROS, macro)(*facts)
    return drawn

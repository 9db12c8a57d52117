"""Parts of a scenario's page that look the same to everybody, rendered once per process.

Controls that nobody has touched depend on the published bank, the language and the order of the
options only, and published banks never change. Rendering them anew took a third of a page's
processor time. What a candidate chose, and what is wrong with it, is never kept here.
"""

from collections.abc import Hashable
from typing import Any

from flask import get_template_attribute
from markupsafe import Markup

from hiring.sittings import Step
from hiring.web.candidate.forms import PostedAnswer
from hiring.web.language import current_language

MACROS = "macros/question.html"
MAX_FRAGMENTS = 4096  # about 12 MB; orders of five options alone are 120 for each scenario

_FRAGMENTS: dict[Hashable, Markup] = {}


def reading(step: Step, channel: str) -> Markup:
    """Title, people and story of a scenario."""
    # The addresses of pictures and sounds hold the position, which differs from form to form.
    name = ("reading", *_place(step), step.page.position)
    facts = (step.page.scenario, channel, step.page.position, step.bank.language)
    return _kept(name, "reading", *facts)


def controls(step: Step, item: Any, posted: PostedAnswer) -> Markup:
    """The controls of a scenario's item, with what was chosen and what is wrong with it."""
    scale = step.bank.response_scale
    if posted.shown or posted.errors:
        return _drawn("controls", item, scale, posted.shown, posted.errors)
    order = tuple(option.id for option in item.options)
    return _kept(("controls", *_place(step), order), "controls", item, scale, None, {})


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

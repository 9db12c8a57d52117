"""Parts of a scenario's page that look the same to everybody, rendered once per process.

Controls that nobody has touched depend on the published bank, the language and the order of the
options only, and published banks never change. Rendering them anew took a third of a page's
processor time. What a candidate chose, and what is wrong with it, is never kept here.
"""

from collections.abc import Hashable
from typing import Any

from flask import render_template
from markupsafe import Markup

from hiring.sittings import Step
from hiring.web.candidate.forms import PostedAnswer
from hiring.web.language import current_language

MAX_FRAGMENTS = 4096  # about 12 MB; orders of five options alone are 120 for each scenario

_FRAGMENTS: dict[Hashable, Markup] = {}


def reading(step: Step, channel: str) -> Markup:
    """Title, people and story of a scenario."""
    return _kept(
        ("reading", *_place(step)),
        "candidate/reading.html",
        scenario=step.page.scenario,
        channel=channel,
    )


def controls(step: Step, item: Any, posted: PostedAnswer) -> Markup:
    """The controls of a scenario's item, with what was chosen and what is wrong with it."""
    facts = {
        "item": item,
        "steps": step.bank.response_scale,
        "values": posted.shown,
        "faults": posted.errors,
    }
    if posted.shown or posted.errors:
        return Markup(render_template("candidate/controls.html", **facts))  # noqa: S704 - our own
    order = tuple(option.id for option in item.options)
    return _kept(("controls", *_place(step), order), "candidate/controls.html", **facts)


def _place(step: Step) -> tuple[Hashable, ...]:
    return (step.bank_version_id, step.language, current_language(), step.page.item_ref)


def _kept(name: Hashable, template: str, **facts: Any) -> Markup:
    found = _FRAGMENTS.get(name)
    if found is None:
        if len(_FRAGMENTS) >= MAX_FRAGMENTS:
            _FRAGMENTS.clear()
        # A template of ours has escaped everything that is not mark-up.
        found = _FRAGMENTS[name] = Markup(render_template(template, **facts))  # noqa: S704
    return found

"""The page of one scenario, drawn once per process wherever it looks the same to everybody.

Most pages differ in four places only: the token, the name of the sitting, the number of the stored
answer, and the controls with what was chosen. The rest depends on published content and on the
language, so it is kept as a frame with marks in those places. Drawing it anew took the larger half
of a page's processor time. Pages with a fault, a clock or a conflict are always drawn whole.
"""

import secrets
from collections.abc import Hashable, Sequence
from datetime import UTC, datetime
from typing import Any

from flask import current_app, render_template, request, url_for

from hiring.config import Settings
from hiring.errors import StaleAnswerError
from hiring.sittings import Step, new_token, sitting_name
from hiring.web.candidate import fragments
from hiring.web.candidate.forms import PostedAnswer
from hiring.web.candidate.pages import ItemView, chosen_words
from hiring.web.candidate.time_pages import clock_of_step
from hiring.web.candidate.versions import Version, version_view
from hiring.web.language import content_language, current_language
from hiring.web.pages import contact_words, employer_words, simulated_label

# Nothing that somebody writes into a bank can be one of these.
_NONCE = secrets.token_hex(8)
FORM_ID = "answer-form"
_MARKS = {name: f"[{_NONCE}:{name}]" for name in ("token", "keep_name", "revision", "controls")}


def question_page(
    step: Step,
    posted: PostedAnswer,
    *,
    stale: StaleAnswerError | None = None,
    notice: str = "",
    held: str = "",
    is_kept: bool = False,
    others: Sequence[Version] = (),
    several: int | None = None,
) -> str:
    """One scenario as a page, with what was chosen and what is wrong with it.

    ``held`` names the draft that is filled in, for the script to hold against what the device has.
    ``is_kept``: what is not a whole answer yet is kept on the server all the same. ``others`` are
    versions of the answer that wait for a choice; ``several`` names another scenario with such.
    """
    item = step.page.item
    item_view = ItemView.of(item, seed=step.option_seed, item_ref=step.page.item_ref)
    channel = step.page.scenario.setting.channel.value
    scenario = fragments.scenario(step, item_view, posted, channel)
    own = {
        "token": _token(step),
        "keep_name": sitting_name(step.sitting_id),
        "revision": str(step.revision if stale is None else stale.revision),
        "controls": scenario.controls,
    }
    facts: dict[str, Any] = {
        "reading": scenario.reading,
        "errors": in_page_order(posted.errors, item_view),
        "stored": None if stale is None else chosen_words(item_view, stale.stored, step.bank),
        "is_stale": stale is not None,
        "held": held,
        "is_kept": is_kept,
        "versions": [version_view(one, step, item_view) for one in others],
        "several": [several] if several else [],
        "notice": notice,
        "back": request.values.get("back", ""),
    }
    if _looks_alike(step, facts):
        return _framed(step, facts, own)
    return _drawn(step, facts | own)


def _looks_alike(step: Step, facts: dict[str, Any]) -> bool:
    """Whether everybody at this place sees the same page but for the four marks."""
    special = ("errors", "is_stale", "notice", "back", "versions", "several", "held")
    is_special = any(facts[name] for name in special)
    return not is_special and step.limit_seconds is None and not step.assistant


def _framed(step: Step, facts: dict[str, Any], own: dict[str, str]) -> str:
    frame = fragments.frame(_name_of(step), lambda: _drawn(step, facts | _MARKS))
    for name, mark in _MARKS.items():
        frame = frame.replace(mark, own[name])
    return frame


def _name_of(step: Step) -> tuple[Hashable, ...]:
    """All that the frame depends on."""
    return (
        *(step.bank_version_id, step.form_id, step.language, current_language()),
        *(step.page.position, step.state, step.is_simulated),
        *(request.root_path, employer_words(_settings()), contact_words(_settings())),
    )


def _drawn(step: Step, facts: dict[str, Any]) -> str:
    now = datetime.now(UTC)
    return render_template(
        "candidate/question.html",
        audience="candidate",
        labels=simulated_label(is_simulated=step.is_simulated),
        help_form=FORM_ID,
        form_id=FORM_ID,
        brand=employer_words(_settings()),
        step=step,
        content=content_language(step.language),
        has_errors=bool(facts["errors"]),
        draft_url=url_for("candidate.draft", position=step.page.position),
        clock=clock_of_step(step, now=now),
        **facts,
    )


def _token(step: Step) -> str:
    secret = _settings().secret_key.get_secret_value()
    facts = (secret, step.sitting_id, step.page.item_ref)
    return new_token(*facts, generation=step.generation, now=datetime.now(UTC))


def in_page_order(errors: dict[str, str], item: ItemView) -> list[dict[str, str]]:
    """The errors in the order in which the page shows the options; what is said twice, once."""
    places = {option.id: place for place, option in enumerate(item.options)}
    first: dict[str, str] = {}
    for name in sorted(errors, key=lambda name: places.get(name[2:], 0)):
        first.setdefault(errors[name], name)
    return [{"target_id": name, "text": text} for text, name in first.items()]


def _settings() -> Settings:
    found: Settings = current_app.extensions["hiring_settings"]
    return found

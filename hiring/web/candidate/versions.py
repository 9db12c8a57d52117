"""Versions of one answer, from pages that knew nothing of each other: both are there to choose.

The newest is filled in and the others stand beside it, in words. Choosing needs no script: the
page with another version filled in has an address of its own, and nothing is settled before
"Save and continue" is pressed.
"""

from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _

from hiring.banks.schema import BankDocument, ItemFormat
from hiring.sittings import Step, StoredDraft, Value
from hiring.web.candidate.forms import PostedAnswer, shown_value
from hiring.web.candidate.pages import ItemView, chosen_words

# The address of the stored answer, beside what an older page held.
SAVED = "saved"


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version in words, and the address of the page that has it filled in.

    ``words`` are empty where it chooses nothing, ``url`` where there is nothing to take.
    """

    words: tuple[tuple[str, str], ...]
    is_whole: bool
    url: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """What the fields of a page held, and the answer that they make.

    ``page_id`` names it in an address, and is empty for the newest, which has the plain one.
    ``held`` tells a draft from a stored answer: the name of its page, and when it came in.
    """

    page_id: str
    fields: Any
    value: Value
    held: str = ""

    @property
    def posted(self) -> PostedAnswer:
        """As the page fills it in."""
        return PostedAnswer(self.fields, self.value, {})


def versions_of(step: Step) -> tuple[Version, tuple[Version, ...]]:
    """The version that is asked for, by default the newest, and the others."""
    rivals = [_of_draft(one, one.page_id) for one in step.stored.rivals]
    saved = [_saved(step, SAVED)] if step.stored.is_answer_unseen else []
    found = [_newest(step), *saved, *rivals]
    wanted = request.args.get("version", "")
    shown = next((one for one in found if one.page_id == wanted), found[0])
    return shown, tuple(one for one in found if one is not shown)


def versions_beside(step: Step, page: StoredDraft) -> tuple[Version, ...]:
    """What other pages sent since a page was shown that comes back as it was sent."""
    return tuple(_of_draft(one, one.page_id) for one in step.stored.unseen_by(page))


def version_view(version: Version, step: Step, item: ItemView) -> VersionView:
    """A version as the page of its scenario tells of it."""
    back = request.values.get("back")
    position, page_id = step.page.position, version.page_id or None
    return VersionView(
        words=words_of(version.fields, version.value, item, step.bank),
        is_whole=version.value is not None,
        url=url_for("candidate.question", position=position, version=page_id, back=back),
    )


def words_of(
    fields: Any, value: Value, item: ItemView, bank: BankDocument
) -> tuple[tuple[str, str], ...]:
    """What a page held, in words, be it a whole answer or the beginning of one."""
    if value is not None:
        return chosen_words(item, value, bank)
    return _begun_words(fields, item, bank) if fields else ()


def _newest(step: Step) -> Version:
    draft = step.stored.draft
    if draft is not None:
        return _of_draft(draft, "")
    return _saved(step, "")


def _saved(step: Step, page_id: str) -> Version:
    return Version(page_id, shown_value(step.page.item, step.value), step.value)


def _of_draft(draft: StoredDraft, page_id: str) -> Version:
    held = f"{draft.page_id} {draft.received_at.timestamp() * 1000:.0f}"
    return Version(page_id, draft.fields, draft.value, held)


def _begun_words(fields: Any, item: ItemView, bank: BankDocument) -> tuple[tuple[str, str], ...]:
    """Nobody has checked what stood in a page: what the item does not know stays out."""
    texts = {option.id: option.text for option in item.options}
    match item.format:
        case ItemFormat.RATE_EACH:
            steps = dict(enumerate(bank.response_scale, start=1))
            rated = {name: steps[n] for name, n in fields.items() if n in steps}
            return tuple((rated[name], texts[name]) for name in texts if name in rated)
        case ItemFormat.RANK_ALL:
            placed = sorted((place, name) for name, place in fields.items() if name in texts)
            return tuple((f"{place}.", texts[name]) for place, name in placed)
        case ItemFormat.BEST_WORST:
            ends = {"best": _("Most effective"), "worst": _("Least effective")}
            named = {end: texts.get(fields.get(end, ""), "") for end in ends}
            return tuple((ends[end], text) for end, text in named.items() if text)
        case ItemFormat.PICK_N:
            return tuple(("", texts[name]) for name in texts if name in fields)
        case ItemFormat.PICK_BEST | ItemFormat.EMOTION_MCQ:
            return (("", texts[fields]),) if fields in texts else ()
        case ItemFormat.OPEN_TEXT:
            return (("", str(fields)),)

"""What a question page sends: its token, its fields, and the numbers beside them."""

from dataclasses import dataclass, field
from datetime import datetime

from flask import request

from hiring import sittings
from hiring.sittings import DraftFacts, PageToken, Step, StoredDraft
from hiring.web.candidate.desk import cookie, secret
from hiring.web.candidate.forms import PostedAnswer, read_answer

MAX_DRAFTS = 1_000_000
MAX_DIGITS = 9
MAX_ACTIVE_SECONDS = 10_000_000


@dataclass(frozen=True, slots=True)
class Sent:
    """What a question page sent: its token, if it is one of ours, and its fields.

    ``value`` is the answer that they make. Leaving out makes none, but for the one stored already.
    ``origin`` is the page whose copy on the device it went on from, up to ``origin_number``.
    ``cookie`` is empty where the page did not come from its own browser.
    """

    token: PageToken | None
    posted: PostedAnswer
    value: sittings.Value
    seen_revision: int
    active_seconds: float | None
    is_skip: bool
    cookie: str = field(repr=False)
    origin: str = ""
    origin_number: int = 0

    @classmethod
    def of(cls, step: Step, *, is_own: bool = True) -> "Sent":
        """Read the request as the page of this step."""
        token, origin = _token(step, "page"), _token(step, "origin")
        n_steps = len(step.bank.response_scale)
        posted = read_answer(step.page.item, request.form, n_steps=n_steps)
        is_skip = "skip" in request.form
        return cls(
            token=token,
            posted=posted,
            value=None if is_skip and posted.value != step.value else posted.value,
            seen_revision=whole_number("revision"),
            active_seconds=seconds("active"),
            is_skip=is_skip,
            cookie=cookie() if is_own else "",
            origin=origin.page_id if origin else "",
            origin_number=whole_number("origin_number"),
        )

    def origin_of(self, step: Step) -> tuple[StoredDraft, ...]:
        """What the server holds of the page that this one went on from, if it was left so."""
        return step.stored.sent_by(self.origin, up_to=self.origin_number)

    def as_draft(self, number: int, at: datetime) -> StoredDraft:
        """What the page holds, to be held against what is stored. Nobody knows an unproven page."""
        return StoredDraft(
            number=number,
            page_id=self.token.page_id if self.token else "",
            fields=self.posted.shown,
            value=self.posted.value,
            received_at=at,
            shown_at=self.token.shown_at if self.token else None,
            revision=self.seen_revision,
        )


def _token(step: Step, name: str) -> PageToken | None:
    """The page of this step that a field of the form names, if we have shown it."""
    found = sittings.read_token(secret(), request.form.get(name, ""), step.page.item_ref)
    return found if found is not None and found.sitting_id == step.sitting_id else None


def draft_facts(item: str, sent: Sent, token: PageToken, number: int, at: datetime) -> DraftFacts:
    """What a page sent, to be kept as its draft."""
    return DraftFacts(
        item=item,
        page_id=token.page_id,
        number=number,
        revision=sent.seen_revision,
        fields=sent.posted.shown,
        value=sent.value,
        shown_at=token.shown_at,
        active_seconds=sent.active_seconds,
        received_at=at,
        cookie=sent.cookie,
    )


def draft_number() -> int:
    """The number that the page gave its draft; the first where it gave none."""
    return min(max(whole_number("number"), 1), MAX_DRAFTS)


def whole_number(name: str) -> int:
    """A number from the form; -1 where there is none."""
    text = request.form.get(name, "")
    is_number = text.isascii() and text.isdigit() and len(text) < MAX_DIGITS
    return int(text) if is_number else -1


def seconds(name: str) -> float | None:
    """A span from the form; None where there is none that makes sense."""
    try:
        found = float(request.form.get(name, ""))
    except ValueError:
        return None
    return found if 0 <= found < MAX_ACTIVE_SECONDS else None

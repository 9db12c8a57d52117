"""Versions of one answer: what pages hold, how it stands to what is stored, and who saw what.

Two tabs or devices may hold different things for one item. Which page is older is decided here and
nowhere else, for answers, faults, ways off a page, drafts and what arrives after the end.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row

from hiring.sittings.answers import AnswerState, Value

# A page without JavaScript counts nothing; what it sends by hand is newer than any draft of it.
NUMBER_OF_SENT = 1_000_000_000


class Standing(StrEnum):
    """How what a page holds stands to what is stored for its item.

    KNOWN: the newest answer says it, or the page has sent something newer since. PAST: an answer
    that the page has seen, or one given since, said it before the newest. STALE: another answer was
    given since the page was shown. UNSEEN: another page's draft came in since. NEWEST: none of it.
    """

    KNOWN = "known"
    PAST = "past"
    STALE = "stale"
    UNSEEN = "unseen"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class StoredDraft:
    """What a page held when it was last heard of, not yet sent by hand.

    ``revision`` is that of the answer it was made upon.
    """

    number: int
    page_id: str
    fields: Any
    value: Value
    received_at: datetime
    shown_at: datetime | None = None
    revision: int = 0

    def says_same(self, other: "StoredDraft") -> bool:
        """Whether both hold the same."""
        is_same_answer = self.value is not None and self.value == other.value
        return is_same_answer or self.fields == other.fields

    def takes_place_of(self, other: "StoredDraft") -> bool:
        """Whether its page was shown with the other one in sight, and has gone on from there."""
        is_other_page = self.page_id != other.page_id
        return is_other_page and self.shown_at is not None and other.received_at <= self.shown_at


@dataclass(frozen=True, slots=True)
class Given:
    """One revision of an answer: what, when, and when its page was shown, if a page sent it."""

    revision: int = 0
    value: Value = None
    state: AnswerState = AnswerState.NOT_REACHED
    at: datetime | None = None
    shown_at: datetime | None = None
    is_from_draft: bool = False

    def passed_over(self, draft: StoredDraft) -> bool:
        """Whether a draft upon the answer before came in unseen, and says something else."""
        if self.at is None or self.shown_at is None or draft.shown_at == self.shown_at:
            return False
        is_unseen = self.shown_at < draft.received_at <= self.at
        is_before = draft.revision == self.revision - 1
        is_more = bool(draft.fields) and says_more(draft.fields, draft.value, self.value)
        return is_before and is_unseen and is_more


@dataclass(frozen=True, slots=True)
class Stored:
    """What the database holds for one item: the newest answer, and a draft that is newer still.

    ``rivals`` say something else than what is newest, from pages that knew nothing of each other:
    nobody has chosen between them yet. ``answers`` and ``drafts`` are all there are, oldest first.
    """

    newest: Given = Given()
    draft: StoredDraft | None = None
    rivals: tuple[StoredDraft, ...] = ()
    answers: tuple[Given, ...] = ()
    drafts: tuple[StoredDraft, ...] = ()

    @property
    def is_answer_unseen(self) -> bool:
        """Whether the page of the draft that is newest was shown before there was the answer."""
        if self.draft is None or self.newest.value is None or self.newest.at is None:
            return False
        return self.draft.shown_at is not None and self.draft.shown_at < self.newest.at

    def is_older(self, page: StoredDraft) -> bool:
        """Whether another answer was given since a page was shown."""
        return page.revision != self.newest.revision

    def standing_of(self, page: StoredDraft) -> Standing:
        """How what a page sends stands to what is stored: the one rule for every way in."""
        is_answer = page.value is not None and page.value == self.newest.value
        if is_answer or self._has_newer_of(page):
            return Standing.KNOWN
        if self.is_older(page):
            return Standing.PAST if self._had(page) else Standing.STALE
        return Standing.UNSEEN if self.unseen_by(page) else Standing.NEWEST

    def unseen_by(self, page: StoredDraft) -> tuple[StoredDraft, ...]:
        """What other pages sent since a page was shown, where it says something else."""
        waiting = [one for one in (self.draft, *self.rivals) if one is not None]
        return tuple(
            one
            for one in waiting
            if one.page_id != page.page_id
            and one.fields
            and not (page.takes_place_of(one) or page.says_same(one))
        )

    @property
    def has_several(self) -> bool:
        """Whether more than one version waits for a choice."""
        return bool(self.rivals) or self.is_answer_unseen

    def sent_by(self, page_id: str, *, up_to: int) -> tuple[StoredDraft, ...]:
        """What a page sent, unless it has sent something newer than that number."""
        return tuple(one for one in self.drafts if one.page_id == page_id and one.number <= up_to)

    def beside(
        self, page: StoredDraft, *, but: Collection[StoredDraft] = ()
    ) -> tuple[StoredDraft, ...]:
        """The versions that wait for a choice once a page's draft is the newest, but for some."""
        others = [one for one in self.drafts if one.page_id != page.page_id and one not in but]
        return rivals_of([*others, page], self.newest)

    def _had(self, page: StoredDraft) -> bool:
        values = [one.value for one in self.answers if one.revision >= page.revision]
        return page.value is not None and page.value in values

    def _has_newer_of(self, page: StoredDraft) -> bool:
        """Whether the page has sent a higher number, or this very state, or the answer itself.

        The network may bring an older state of a page once more. A page is told from others by the
        moment it was shown where its answer is stored, since answers keep no name of their page.
        """
        own = [one for one in self.drafts if one.page_id == page.page_id]
        if any(one.number > page.number for one in own):
            return True
        if page.number >= NUMBER_OF_SENT:
            return False
        is_same = any(one.number == page.number and one.fields == page.fields for one in own)
        sent_by_hand = [one.shown_at for one in self.answers if not one.is_from_draft]
        return is_same or (page.shown_at is not None and page.shown_at in sent_by_hand)


def says_more(fields: Any, value: Value, answer: Value) -> bool:
    """Whether a draft upon an answer holds something else: another answer, or part of one."""
    return value != answer or (value is None and bool(fields))


def stored_of(rows: Iterable[Row[Any]]) -> Stored:
    """What the rows of one item's answers and drafts come to."""
    answers = sorted((_given(row) for row in rows if row.is_answer), key=lambda one: one.revision)
    drafts = sorted((_draft(row) for row in rows if not row.is_answer), key=_age)
    newest = answers[-1] if answers else Given()
    return Stored(
        newest=newest,
        draft=pending_of(drafts, newest),
        rivals=rivals_of(drafts, newest),
        answers=tuple(answers),
        drafts=tuple(drafts),
    )


def pending_of(drafts: Sequence[StoredDraft], answer: Given) -> StoredDraft | None:
    """The newest draft made upon the newest answer; what an older page held is history.

    None where it says what the answer says: a change that was taken back does not come back.
    """
    newest = max(_upon(drafts, answer), key=_age, default=None)
    if newest is None or answer.state is AnswerState.NOT_REACHED:
        return newest
    return newest if says_more(newest.fields, newest.value, answer.value) else None


def rivals_of(drafts: Sequence[StoredDraft], answer: Given) -> tuple[StoredDraft, ...]:
    """Drafts that the newest version of an answer did not know of; the newest first.

    A page that was shown after a draft had come in showed it, so what it sends takes that one's
    place, be it a draft or the answer. What says the same as another version is none.
    """
    upon = sorted(_upon(drafts, answer), key=_age, reverse=True)
    passed_over = [one for one in drafts if answer.passed_over(one)]
    found: list[StoredDraft] = []
    for one in [*upon[1:], *sorted(passed_over, key=_age, reverse=True)]:
        is_known = any(other.takes_place_of(one) for other in upon)
        is_same = any(one.says_same(other) for other in (*upon[:1], *found))
        if not (is_known or is_same) and says_more(one.fields, one.value, answer.value):
            found.append(one)
    return tuple(found)


def _upon(drafts: Sequence[StoredDraft], answer: Given) -> list[StoredDraft]:
    return [one for one in drafts if one.revision == answer.revision]


def _given(row: Row[Any]) -> Given:
    state, is_from_draft = AnswerState(row.name), bool(row.number)
    return Given(row.revision, row.value, state, row.at, row.shown_at, is_from_draft)


def _draft(row: Row[Any]) -> StoredDraft:
    facts = (row.number, row.name, row.fields, row.value, row.at, row.shown_at)
    return StoredDraft(*facts, revision=row.revision)


def _age(draft: StoredDraft) -> tuple[datetime, int]:
    return draft.received_at, draft.number

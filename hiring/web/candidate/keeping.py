"""What a page sent that cannot be an answer any more, or not yet: kept all the same."""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from flask import render_template
from flask.typing import ResponseReturnValue

from hiring import sittings
from hiring.db import db
from hiring.sittings import Standing, Step
from hiring.sittings.late_answers import keep_late
from hiring.sittings.outages import is_pulse_stale
from hiring.web.candidate.desk import shared
from hiring.web.candidate.sent import Sent, draft_facts
from hiring.web.candidate.time_pages import close_if_over

OWED_SECONDS = "10"
STORED_HEADER = "Hiring-Stored"
_BY_HAND = sittings.NUMBER_OF_SENT


class Fate(StrEnum):
    """What became of it: a draft, something late for a person to look at, or nothing new.

    PART came late and is no whole answer: it is kept, and nobody has to look at it.
    """

    DRAFT = "draft"
    LATE = "late"
    PART = "part"
    KNOWN = "known"
    OLDER = "older"
    LEFT = "left"
    LOST = "lost"


def keep_draft(step: Step, sent: Sent, at: datetime, number: int = _BY_HAND) -> Fate:
    """Keep it as the draft of its page, unless the page has sent something newer since."""
    assert sent.token is not None  # noqa: S101 - a page that is not ours has no draft
    facts = draft_facts(step.page.item_ref, sent, sent.token, number, at)
    return Fate.DRAFT if sittings.keep_draft(db.session, step.sitting_id, facts) else Fate.OLDER


def settle_origin(step: Step, sent: Sent) -> None:
    """What a page went on from is no version beside it: browsers send that as they reload."""
    assert sent.token is not None  # noqa: S101 - a page that is not ours has no draft
    place = (step.sitting_id, step.page.item_ref)
    for one in sent.origin_of(step):
        if one.received_at > sent.token.shown_at:
            sittings.put_in_sight(db.session, *place, one, sent.token.shown_at)


def keep_to_offer(
    step: Step, sent: Sent, at: datetime, *, revision: int, number: int = _BY_HAND
) -> Fate:
    """Keep it to be shown again upon a revision of the answer; by itself it never counts."""
    value = step.value if sent.posted.value == step.value else None
    return keep_draft(step, replace(sent, seen_revision=revision, value=value), at, number)


def standing(step: Step, sent: Sent, at: datetime, number: int = _BY_HAND) -> Standing:
    """How what a page sent stands to what is stored."""
    return step.stored.standing_of(sent.as_draft(number, at))


def keep_if_news(step: Step, sent: Sent, at: datetime, number: int) -> Fate:
    """Keep what came after the end, unless the server has it already or it holds nothing.

    The draft along with it tells who entered it, and shuts out older states of the page.
    """
    if sent.token is None:
        return Fate.LOST
    is_old = standing(step, sent, at, number) in {Standing.KNOWN, Standing.PAST}
    if is_old or not sent.posted.shown:
        return Fate.KNOWN
    if keep_draft(step, sent, at, number) is Fate.OLDER:
        return Fate.KNOWN
    return Fate.PART if sent.value is None else keep_apart(step, sent, at)


def keep_apart(step: Step, sent: Sent, at: datetime) -> Fate:
    """Keep it for a person to look at."""
    assert sent.token is not None  # noqa: S101 - seen by the caller
    keep_late(
        db.session,
        sitting_id=step.sitting_id,
        item=step.page.item_ref,
        page_id=sent.token.page_id,
        value=sent.value,
        arrived_at=at,
    )
    return Fate.LATE


def keep_past_time(step: Step, sent: Sent, at: datetime, number: int) -> Fate:
    """Close the sitting with what was there in time, and keep what came afterwards.

    While the server owes time for having been away, nothing is late yet: then it stays a draft,
    judged by its arrival once the time is given back.
    """
    if sent.token is not None and is_pulse_stale(db.session, at):
        return keep_draft(step, sent, at, number)
    close_if_over(db.session, step.sitting_id, now=at)
    return keep_if_news(sittings.read_again(db.session, step), sent, at, number)


def time_owed_page() -> ResponseReturnValue:
    """Somebody's time ran out while the server was away: it is about to be given back."""
    page = render_template("candidate/time_owed.html", **shared())
    return page, 503, {"Retry-After": OWED_SECONDS, STORED_HEADER: "page"}

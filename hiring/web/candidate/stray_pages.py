"""Pages that were shown in a browser and come back without its cookie, or with another's.

A browser may lose its cookie while somebody types, and two links may be opened in one browser. The
page's own token still proves whose it is: what it holds is kept with that sitting and no other.
"""

from datetime import datetime

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hiring import sittings
from hiring.db import db
from hiring.sittings import Door, ShownPage, Standing, Step
from hiring.sittings.clock import Arrival, judge
from hiring.web.candidate.desk import secret, shared
from hiring.web.candidate.keeping import (
    STORED_HEADER,
    Fate,
    keep_draft,
    keep_if_news,
    keep_past_time,
    keep_to_offer,
    standing,
)
from hiring.web.candidate.sent import Sent, draft_number
from hiring.web.candidate.telling import Held, told_after_end
from hiring.web.language import speak


def is_of_other_link(step: Step) -> bool:
    """Whether the page names another sitting than the one this browser is in now."""
    claimed = sittings.claimed_sitting(request.form.get("page", ""))
    return claimed is not None and claimed != step.sitting_id


def keep_stray(position: int, at: datetime, *, is_other: bool = False) -> ResponseReturnValue:
    """Keep what a stray page sent, and say so.

    Args:
        position: Which page it says it is.
        at: When it came.
        is_other: Another link was opened in this browser since.
    """
    if not request.form.get("page"):
        return redirect(url_for("candidate.start"))
    fate = _keep(position, at, sittings.NUMBER_OF_SENT)
    words = {"fate": fate.value, "is_other": is_other}
    page = render_template("candidate/signed_out.html", **words, **shared())
    held = Held.NOTHING if fate in {Fate.LOST, Fate.LEFT} else Held.PAGE
    return page, 403, {STORED_HEADER: held.value}


def keep_stray_draft(position: int, at: datetime) -> ResponseReturnValue:
    """Keep the draft of a stray page."""
    fate = _keep(position, at, draft_number())
    match fate:
        case Fate.DRAFT:
            return {"why": "link", "is_kept": True}, 403
        case Fate.LOST:
            return {"why": "link", "is_kept": False}, 403
        case Fate.OLDER:
            return {"why": "newer"}, 409
        case Fate.LATE | Fate.PART | Fate.KNOWN | Fate.LEFT:
            return told_after_end(fate)


def _keep(position: int, at: datetime, number: int) -> Fate:
    text = request.form.get("page", "")
    shown = sittings.find_shown_page(db.session, secret(), text, position, now=at)
    if shown is None:
        return Fate.LOST
    fate = _fate(shown, at, number)
    db.session.commit()
    speak(shown.step.interface_language)
    return fate


def _fate(shown: ShownPage, at: datetime, number: int) -> Fate:
    step, sent = shown.step, Sent.of(shown.step, is_own=False)
    match shown.door:
        case Door.BARRED:
            return Fate.LOST
        case Door.LEFT:
            return Fate.LEFT
        case Door.CLOSED:
            return keep_if_news(step, sent, at, number)
        case Door.OPEN:
            return _kept(step, sent, at, number)


def _kept(step: Step, sent: Sent, at: datetime, number: int) -> Fate:
    """A page that is older than the answer waits beside it: upon the one before nobody sees it."""
    if (
        judge(at, deadline_at=step.deadline_at, is_paused=step.paused_at is not None)
        is Arrival.LATE
    ):
        return keep_past_time(step, sent, at, number)
    if standing(step, sent, at, number) is Standing.STALE and sent.posted.shown:
        return keep_to_offer(step, sent, at, revision=step.revision, number=number)
    return keep_draft(step, sent, at, number)

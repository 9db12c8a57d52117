"""One scenario a page: shown, kept while it is being answered, answered.

An answer takes three statements and one commit, and with JavaScript the next scenario comes back
with it. Nothing that was sent is thrown away: an older page gets both versions, a page that lost
its cookie is kept as a draft, and what arrives after the end is kept for a person to look at.
"""

from datetime import datetime
from typing import Any

from flask import Response, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hiring import sittings
from hiring.db import db
from hiring.errors import StaleAnswerError
from hiring.sittings import AnswerState, Arrived, PageToken, Standing, Step
from hiring.sittings.clock import Arrival, is_while_standing, seconds_until
from hiring.web.access import for_candidates
from hiring.web.candidate.desk import arrived_at, bp, cookie, now
from hiring.web.candidate.keeping import (
    Fate,
    keep_apart,
    keep_draft,
    keep_if_news,
    keep_past_time,
    keep_to_offer,
    settle_origin,
    standing,
    time_owed_page,
)
from hiring.web.candidate.question_pages import question_page
from hiring.web.candidate.redrawing import (
    OLDER,
    as_sent,
    judged,
    leaves_several,
    nothing_left_out,
    several_left,
)
from hiring.web.candidate.sent import Sent, draft_number
from hiring.web.candidate.stray_pages import is_of_other_link, keep_stray, keep_stray_draft
from hiring.web.candidate.telling import (
    Held,
    led,
    tell,
    told_after_end,
    told_of_draft,
    wants_next,
)
from hiring.web.candidate.time_pages import take_break
from hiring.web.candidate.versions import versions_of
from hiring.web.language import speak
from hiring.web.security import csrf

LEFT_HEADER = "Hiring-Left"
BREAK, BEFORE = "candidate.break_page", "candidate.question"
# Ways off a page that keep what it holds, by what the button says.
ASIDE = {
    "help": "candidate.help_page",
    "rights": "candidate.rights",
    "later": "candidate.later",
    "break": BREAK,
    "before": BEFORE,
}


@bp.get("/assessment/<int:position>")
@for_candidates
def question(position: int) -> ResponseReturnValue:
    """Show one scenario with what is stored for it, or with what its page held last."""
    step = sittings.load_step(db.session, cookie(), position)
    if step is None:
        return redirect(url_for("candidate.start"))
    if step.is_submitted:
        return redirect(url_for("candidate.receipt"))
    if step.paused_at is not None:
        return redirect(url_for("candidate.break_page", position=position))
    if judged(step, now()) is not Arrival.IN_TIME:
        return redirect(url_for("candidate.time_up"))
    if step.asks_for_name:
        return redirect(url_for("candidate.assistant", position=position))
    return _shown(step, several_left(step))


@bp.post("/assessment/<int:position>")
@for_candidates
@csrf.exempt  # type: ignore[untyped-decorator]  # the page's own token is checked below
def answer(position: int) -> ResponseReturnValue:
    """Store the answer, then show the next scenario."""
    at = arrived_at()
    step = sittings.open_step(db.session, cookie(), position, now=at)
    if step is None:
        return _not_open(position, at)
    if is_of_other_link(step):
        return keep_stray(position, at, is_other=True)
    speak(step.interface_language)
    sent = Sent.of(step)
    if judged(step, at) is Arrival.LATE:
        return _too_late(step, sent, at)
    if sent.token is None:
        db.session.rollback()
        words = _("This page was open for long. Please send again.")
        return as_sent(step, sent, at, 400, notice=words)
    if aside := ASIDE.get(request.form.get("aside", "")):
        return _step_aside(step, sent, at, aside)
    if sent.posted.errors and not sent.is_skip:
        return _faulty(step, sent, at)
    return _store(step, sent, sent.token, at)


@bp.post("/assessment/<int:position>/draft")
@for_candidates
@csrf.exempt  # type: ignore[untyped-decorator]  # the page's own token is checked below
def draft(position: int) -> ResponseReturnValue:
    """Keep what stands in the page; the answer is the number that is safe now."""
    at = arrived_at()
    step = sittings.open_step(db.session, cookie(), position, now=at)
    if step is None:
        return _draft_not_open(position, at)
    if is_of_other_link(step):
        return keep_stray_draft(position, at)
    sent, number = Sent.of(step), draft_number()
    if sent.token is None:
        return {"why": "page"}, 400
    if judged(step, at) is Arrival.LATE:
        fate = keep_past_time(step, sent, at, number)
    elif step.stored.is_older(sent.as_draft(number, at)):
        fate = Fate.OLDER
    else:
        fate = keep_draft(step, sent, at, number)
    if fate is Fate.DRAFT:
        settle_origin(step, sent)
    db.session.commit()
    if fate is Fate.OLDER:
        return {"why": "newer"}, 409
    if fate is not Fate.DRAFT:
        return told_after_end(fate)
    return told_of_draft(step, sent, at, number), 200, _left(step)


def _store(step: Step, sent: Sent, token: PageToken, at: datetime) -> ResponseReturnValue:
    """Store the answer; an older page than the stored answer gets both to choose from."""
    if step.revision == sent.seen_revision and _is_while_standing(step, at):
        return _keep_for_later(step, sent, at)
    if sent.is_skip and step.state is AnswerState.ANSWERED:
        return _go_on_without_changing(step, sent, at)
    if sent.is_skip and standing(step, sent, at) is Standing.UNSEEN:
        return nothing_left_out(step, sent, at)
    arrived = Arrived(
        value=None if sent.is_skip else sent.posted.value,
        page_id=token.page_id,
        shown_at=token.shown_at,
        arrived_at=at,
        seen_revision=sent.seen_revision,
        active_seconds=sent.active_seconds,
        is_in_grace=judged(step, at) is Arrival.IN_GRACE,
        cookie=cookie(),
    )
    try:
        revision = sittings.store_answer(db.session, step, arrived)
    except StaleAnswerError as stale:
        return _conflict(step, sent, at, stale)
    if sent.is_skip and sent.posted.shown:
        keep_to_offer(step, sent, at, revision=revision)
    db.session.commit()
    return _after(step, sent, at, Held.PAGE if sent.is_skip else Held.ANSWER)


def _go_on_without_changing(step: Step, sent: Sent, at: datetime) -> ResponseReturnValue:
    """Leave the stored answer as it is; what was begun is shown again to who comes back."""
    is_newest = step.revision == sent.seen_revision
    is_stale = standing(step, sent, at) is Standing.STALE
    is_begun = bool(sent.posted.shown) and (is_newest or is_stale)
    if is_begun or (is_newest and step.stored.draft is not None):
        keep_to_offer(step, sent, at, revision=step.revision)
    db.session.commit()
    return _after(step, sent, at, Held.PAGE)


def _faulty(step: Step, sent: Sent, at: datetime) -> ResponseReturnValue:
    """Keep what is there so far, and show the page with what is wrong, and with what is newer."""
    is_older, fate = standing(step, sent, at) in OLDER, None
    if sent.posted.shown and is_older:
        fate = keep_to_offer(step, sent, at, revision=step.revision)
    elif sent.posted.shown:
        fate = keep_draft(step, sent, at)
    db.session.commit()
    return as_sent(step, sent, at, 409 if is_older else 422, is_kept=fate is Fate.DRAFT)


def _conflict(step: Step, sent: Sent, at: datetime, stale: StaleAnswerError) -> ResponseReturnValue:
    """Show both versions; where no scenario is shown any more, keep what was sent for later."""
    if step.paused_at is not None:
        keep_to_offer(step, sent, at, revision=stale.revision)
    elif judged(step, now()) is not Arrival.IN_TIME and sent.value is not None:
        keep_apart(step, sent, at)
    db.session.commit()
    return as_sent(step, sent, at, 409, stale=stale)


def _step_aside(step: Step, sent: Sent, at: datetime, aside: str) -> ResponseReturnValue:
    """Lead away from the page with what it holds kept as its draft: nothing was sent for good.

    Both versions wait where a newer answer is there and somebody takes a break: the clock first.
    """
    is_stale = standing(step, sent, at) is Standing.STALE and bool(sent.posted.shown)
    is_begun = bool(sent.posted.shown) or step.stored.draft is not None
    if is_stale:
        keep_to_offer(step, sent, at, revision=step.revision)
    elif is_begun and step.revision == sent.seen_revision:
        keep_draft(step, sent, at)
    db.session.commit()
    if is_stale and aside != BREAK:
        return as_sent(step, sent, at, 409, is_kept=sent.posted.value is None)
    if aside == BREAK and not take_break(db.session, step, now=at):
        return led("candidate.time_up", Held.PAGE)
    db.session.commit()
    several = leaves_several(step, sent, at) if aside == BEFORE else None
    position = max(step.page.position - (aside == BEFORE), 1)
    return led(aside, Held.PAGE, position=position, several=several)


def _keep_for_later(step: Step, sent: Sent, at: datetime) -> ResponseReturnValue:
    """Keep what came while the clock stood still; it counts once it is sent while time runs."""
    if not sent.is_skip:
        keep_draft(step, sent, at)
    elif sent.posted.shown:
        keep_to_offer(step, sent, at, revision=step.revision)
    db.session.commit()
    return led(BREAK, Held.PAGE, position=step.page.position, kept=1)


def _after(step: Step, sent: Sent, at: datetime, held: Held) -> ResponseReturnValue:
    """The next scenario: itself, where the page asked for that, or its address.

    The review comes when this was the last scenario or the candidate came from there. No scenario
    is shown once the time is over. What waits for a choice on the page left behind is told at once.
    """
    if judged(step, now()) is not Arrival.IN_TIME:
        return led("candidate.time_up", held)
    if request.form.get("back") == "review" or step.following is None:
        return led("candidate.review", held)
    several = leaves_several(step, sent, at)
    facts: dict[str, Any] = {"position": step.following.page.position, "several": several}
    if not wants_next() or step.paused_at is not None or step.asks_for_name:
        return led("candidate.question", held, **facts)
    response = tell(_shown(step.following, several), held)
    response.headers["Content-Location"] = url_for("candidate.question", **facts)
    return response


def _shown(step: Step, several: int | None = None) -> Response:
    speak(step.interface_language)
    held, others = versions_of(step)
    page = question_page(step, held.posted, held=held.held, others=others, several=several)
    response = make_response(page)
    response.headers.update(_left(step))
    return response


def _too_late(step: Step, sent: Sent, at: datetime) -> ResponseReturnValue:
    """Close the sitting with what was there in time, and keep what came afterwards."""
    fate = keep_past_time(step, sent, at, sittings.NUMBER_OF_SENT)
    db.session.commit()
    if fate is Fate.DRAFT:
        return time_owed_page()
    return led("candidate.time_up", Held.NOTHING if fate is Fate.LOST else Held.PAGE)


def _not_open(position: int, at: datetime) -> ResponseReturnValue:
    """The sitting is over, or this browser has lost its way to it."""
    db.session.rollback()
    step = sittings.load_step(db.session, cookie(), position)
    if step is None or is_of_other_link(step):
        return keep_stray(position, at, is_other=step is not None)
    fate = keep_if_news(step, Sent.of(step), at, sittings.NUMBER_OF_SENT)
    db.session.commit()
    if fate is Fate.KNOWN:
        return led("candidate.receipt", Held.PAGE)
    end = "candidate.receipt" if step.deadline_at is None else "candidate.time_up"
    return led(end, Held.NOTHING if fate is Fate.LOST else Held.PAGE, late=1)


def _draft_not_open(position: int, at: datetime) -> ResponseReturnValue:
    db.session.rollback()
    step = sittings.load_step(db.session, cookie(), position)
    if step is None or is_of_other_link(step):
        return keep_stray_draft(position, at)
    fate = keep_if_news(step, Sent.of(step), at, draft_number())
    db.session.commit()
    return told_after_end(fate)


def _is_while_standing(step: Step, at: datetime) -> bool:
    return is_while_standing(at, limit_seconds=step.limit_seconds, paused_at=step.paused_at)


def _left(step: Step) -> dict[str, str]:
    """How many seconds are left, for the page's clock; nothing where none runs."""
    if step.deadline_at is None:
        return {}
    return {LEFT_HEADER: str(seconds_until(step.deadline_at, now()))}

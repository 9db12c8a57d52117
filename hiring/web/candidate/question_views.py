"""One scenario a page: shown, kept while it is being answered, answered.

An answer takes three statements and one commit, and with JavaScript the next scenario comes back
with it. Nothing that was sent is thrown away: an older page gets both versions, a page that lost
its cookie is kept as a draft, and what arrives after the end is kept for a person to look at.
"""

from collections.abc import Callable
from datetime import datetime

from flask import Response, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hiring import sittings
from hiring.db import db
from hiring.errors import StaleAnswerError
from hiring.sittings import AnswerState, Arrived, PageToken, Step
from hiring.sittings.clock import Arrival, is_while_standing, judge, seconds_until
from hiring.web.access import for_candidates
from hiring.web.candidate.desk import arrived_at, bp, cookie, now
from hiring.web.candidate.keeping import (
    Fate,
    keep_apart,
    keep_draft,
    keep_if_news,
    keep_past_time,
    keep_to_offer,
    time_owed_page,
)
from hiring.web.candidate.question_pages import question_page
from hiring.web.candidate.sent import Sent, draft_number
from hiring.web.candidate.stray_pages import is_of_other_link, keep_stray, keep_stray_draft
from hiring.web.candidate.time_pages import take_break
from hiring.web.candidate.versions import versions_of
from hiring.web.language import speak
from hiring.web.security import csrf

NEXT_HEADER = "Hiring-Answer"
LEFT_HEADER = "Hiring-Left"
BREAK = "candidate.break_page"
# Ways off a page that keep what it holds, by what the button says.
ASIDE = {
    "help": "candidate.help_page",
    "rights": "candidate.rights",
    "later": "candidate.later",
    "break": BREAK,
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
    if _judged(step, now()) is not Arrival.IN_TIME:
        return redirect(url_for("candidate.time_up"))
    if step.asks_for_name:
        return redirect(url_for("candidate.assistant", position=position))
    return _shown(step)


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
    if _judged(step, at) is Arrival.LATE:
        return _too_late(step, sent, at)
    if sent.token is None:
        db.session.rollback()
        words = _("This page was open for long. Please send again.")
        return _once_more(step, 400, lambda: question_page(step, sent.posted, notice=words))
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
    if _judged(step, at) is Arrival.LATE:
        fate = keep_past_time(step, sent, at, number)
    elif step.revision != sent.seen_revision:
        fate = Fate.OLDER
    else:
        fate = keep_draft(step, sent, at, number)
    db.session.commit()
    if fate is Fate.OLDER:
        return {"why": "newer"}, 409
    if fate is not Fate.DRAFT:
        return {"why": "closed", "is_kept": fate is Fate.LATE}, 410
    told = {"number": number, "saved_at": now().isoformat(), "is_whole": sent.value is not None}
    return told, 200, _left(step)


def _store(step: Step, sent: Sent, token: PageToken, at: datetime) -> ResponseReturnValue:
    """Store the answer; an older page than the stored answer gets both to choose from."""
    if step.revision == sent.seen_revision and _is_while_standing(step, at):
        return _keep_for_later(step, sent, at)
    if sent.is_skip and step.state is AnswerState.ANSWERED:
        return _go_on_without_changing(step, sent, at)
    arrived = Arrived(
        value=None if sent.is_skip else sent.posted.value,
        page_id=token.page_id,
        shown_at=token.shown_at,
        arrived_at=at,
        seen_revision=sent.seen_revision,
        active_seconds=sent.active_seconds,
        is_in_grace=_judged(step, at) is Arrival.IN_GRACE,
        cookie=cookie(),
    )
    try:
        revision = sittings.store_answer(db.session, step, arrived)
    except StaleAnswerError as stale:
        return _conflict(step, sent, at, stale)
    if sent.is_skip and sent.posted.shown:
        keep_to_offer(step, sent, at, revision=revision)
    db.session.commit()
    return _after(step)


def _go_on_without_changing(step: Step, sent: Sent, at: datetime) -> ResponseReturnValue:
    """Leave the stored answer as it is; what was begun is shown again to who comes back."""
    is_newest = step.revision == sent.seen_revision
    if is_newest and (sent.posted.shown or step.stored.draft is not None):
        keep_to_offer(step, sent, at, revision=step.revision)
    db.session.commit()
    return _after(step)


def _faulty(step: Step, sent: Sent, at: datetime) -> ResponseReturnValue:
    """Keep what is there so far as a draft, and show the page with what is wrong."""
    is_kept = bool(sent.posted.shown) and keep_draft(step, sent, at) is Fate.DRAFT
    db.session.commit()
    return _once_more(step, 422, lambda: question_page(step, sent.posted, is_kept=is_kept))


def _conflict(step: Step, sent: Sent, at: datetime, stale: StaleAnswerError) -> ResponseReturnValue:
    """Show both versions; where no scenario is shown any more, keep what was sent for later."""
    if step.paused_at is not None:
        keep_to_offer(step, sent, at, revision=stale.revision)
    elif _judged(step, now()) is not Arrival.IN_TIME and sent.value is not None:
        keep_apart(step, sent, at)
    db.session.commit()
    return _once_more(step, 409, lambda: question_page(step, sent.posted, stale=stale))


def _once_more(step: Step, status: int, draw: Callable[[], str]) -> ResponseReturnValue:
    """The page with what is wrong with it; no scenario shows while no time runs."""
    if step.paused_at is not None:
        return redirect(url_for("candidate.break_page", position=step.page.position))
    if _judged(step, now()) is not Arrival.IN_TIME:
        return redirect(url_for("candidate.time_up"))
    return draw(), status


def _step_aside(step: Step, sent: Sent, at: datetime, aside: str) -> ResponseReturnValue:
    """Lead away from the page with what it holds kept as its draft: nothing was sent for good.

    Both versions wait where a newer answer is there and somebody takes a break: the clock first.
    """
    is_newer_there = step.revision != sent.seen_revision
    if is_newer_there and sent.posted.shown and sent.posted.value != step.value:
        if aside != BREAK:
            return _conflict(step, sent, at, StaleAnswerError(step.value, step.revision))
        keep_to_offer(step, sent, at, revision=step.revision)
    elif not is_newer_there and (sent.posted.shown or step.stored.draft is not None):
        keep_draft(step, sent, at)
    db.session.commit()
    if aside == BREAK and not take_break(db.session, step, now=at):
        return redirect(url_for("candidate.time_up"))
    db.session.commit()
    return redirect(url_for(aside, position=step.page.position))


def _keep_for_later(step: Step, sent: Sent, at: datetime) -> ResponseReturnValue:
    """Keep what came while the clock stood still; it counts once it is sent while time runs."""
    if not sent.is_skip:
        keep_draft(step, sent, at)
    db.session.commit()
    return redirect(url_for("candidate.break_page", position=step.page.position, kept=1))


def _after(step: Step) -> ResponseReturnValue:
    """The next scenario: itself, where the page asked for that, or its address.

    The review comes when this was the last scenario or the candidate came from there. No scenario
    is shown once the time is over.
    """
    if _judged(step, now()) is not Arrival.IN_TIME:
        return redirect(url_for("candidate.time_up"))
    if request.form.get("back") == "review" or step.following is None:
        return redirect(url_for("candidate.review"))
    address = url_for("candidate.question", position=step.following.page.position)
    is_elsewhere = step.paused_at is not None or step.asks_for_name
    if request.headers.get(NEXT_HEADER) != "next" or is_elsewhere:
        return redirect(address)
    response = _shown(step.following)
    response.headers["Content-Location"] = address
    return response


def _shown(step: Step) -> Response:
    speak(step.interface_language)
    held, others = versions_of(step)
    page = question_page(step, held.posted, is_restored=held.is_draft, others=others)
    response = make_response(page)
    response.headers.update(_left(step))
    return response


def _too_late(step: Step, sent: Sent, at: datetime) -> ResponseReturnValue:
    """Close the sitting with what was there in time, and keep what came afterwards."""
    fate = keep_past_time(step, sent, at, sittings.NUMBER_OF_SENT)
    db.session.commit()
    if fate is Fate.DRAFT:
        return time_owed_page()
    return redirect(url_for("candidate.time_up"))


def _not_open(position: int, at: datetime) -> ResponseReturnValue:
    """The sitting is over, or this browser has lost its way to it."""
    db.session.rollback()
    step = sittings.load_step(db.session, cookie(), position)
    if step is None or is_of_other_link(step):
        return keep_stray(position, at, is_other=step is not None)
    fate = keep_if_news(step, Sent.of(step), at, sittings.NUMBER_OF_SENT)
    db.session.commit()
    if fate is Fate.KNOWN:
        return redirect(url_for("candidate.receipt"))
    end = "candidate.receipt" if step.deadline_at is None else "candidate.time_up"
    return redirect(url_for(end, late=1))


def _draft_not_open(position: int, at: datetime) -> ResponseReturnValue:
    db.session.rollback()
    step = sittings.load_step(db.session, cookie(), position)
    if step is None or is_of_other_link(step):
        return keep_stray_draft(position, at)
    fate = keep_if_news(step, Sent.of(step), at, draft_number())
    db.session.commit()
    return {"why": "closed", "is_kept": fate is Fate.LATE}, 410


def _judged(step: Step, at: datetime) -> Arrival:
    return judge(at, deadline_at=step.deadline_at, is_paused=step.paused_at is not None)


def _is_while_standing(step: Step, at: datetime) -> bool:
    return is_while_standing(at, limit_seconds=step.limit_seconds, paused_at=step.paused_at)


def _left(step: Step) -> dict[str, str]:
    """How many seconds are left, for the page's clock; nothing where none runs."""
    if step.deadline_at is None:
        return {}
    return {LEFT_HEADER: str(seconds_until(step.deadline_at, now()))}

"""A question page once more: as it was sent, beside all that it had not seen when it was shown."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hiring import sittings
from hiring.db import db
from hiring.errors import StaleAnswerError
from hiring.sittings import Standing, Step
from hiring.sittings.clock import Arrival, judge
from hiring.web.candidate.desk import cookie, now
from hiring.web.candidate.keeping import keep_to_offer, standing
from hiring.web.candidate.question_pages import question_page
from hiring.web.candidate.sent import Sent
from hiring.web.candidate.versions import versions_beside, versions_of

OLDER = {Standing.PAST, Standing.STALE}


def as_sent(
    step: Step,
    sent: Sent,
    at: datetime,
    status: int,
    *,
    stale: StaleAnswerError | None = None,
    is_kept: bool = False,
    notice: str = "",
) -> ResponseReturnValue:
    """The page as it was sent, beside all that it had not seen: a newer answer, others' drafts."""
    if standing(step, sent, at) in OLDER:
        stale = stale or StaleAnswerError(step.value, step.revision)
    others = versions_beside(step, sent.as_draft(sittings.NUMBER_OF_SENT, at))
    facts: dict[str, Any] = {"stale": stale, "is_kept": is_kept, "notice": notice, "others": others}
    return once_more(step, status, lambda: question_page(step, sent.posted, **facts))


def nothing_left_out(step: Step, sent: Sent, at: datetime) -> ResponseReturnValue:
    """Another page's draft came in since this one was shown: it is filled in, to leave out or save.

    What this one holds stands beside it.
    """
    if sent.posted.shown:
        keep_to_offer(step, sent, at, revision=step.revision)
    fresh = sittings.read_again(db.session, step)
    db.session.commit()
    held, others = versions_of(fresh)
    words = _("This came from another tab or device after you opened the page. Nothing is lost.")
    facts: dict[str, Any] = {
        "notice": "" if others else words,
        "held": held.held,
        "others": others,
    }
    return once_more(fresh, 409, lambda: question_page(fresh, held.posted, **facts))


def once_more(step: Step, status: int, draw: Callable[[], str]) -> ResponseReturnValue:
    """The page with what is wrong with it; no scenario shows while no time runs."""
    if step.paused_at is not None:
        return redirect(url_for("candidate.break_page", position=step.page.position))
    if judged(step, now()) is not Arrival.IN_TIME:
        return redirect(url_for("candidate.time_up"))
    return draw(), status


def judged(step: Step, at: datetime) -> Arrival:
    """Whether something came in time."""
    return judge(at, deadline_at=step.deadline_at, is_paused=step.paused_at is not None)


def leaves_several(step: Step, sent: Sent, at: datetime) -> int | None:
    """The scenario that is left, if more than one version of its answer waits there now.

    The database is asked only where one might.
    """
    page = sent.as_draft(sittings.NUMBER_OF_SENT, at)
    if not (step.stored.is_older(page) or step.stored.unseen_by(page)):
        return None
    has_several = sittings.read_again(db.session, step).stored.has_several
    return step.page.position if has_several else None


def several_left(here: Step) -> int | None:
    """The scenario that the address says was left so, while that is still true."""
    position = request.args.get("several", type=int)
    if position is None or not 1 <= position <= here.n_pages:
        return None
    step = sittings.load_step(db.session, cookie(), position)
    return position if step is not None and step.stored.has_several else None

"""One scenario a page: shown, kept while it is being answered, answered.

An answer takes three statements and one commit, and with JavaScript the next scenario comes back
with it. Nothing that was sent is thrown away: an older page gets both versions, a page that lost
its cookie is kept as a draft, and what arrives after the end is kept for a person to look at.
"""

from dataclasses import dataclass
from datetime import datetime

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hiring import sittings
from hiring.db import db
from hiring.errors import StaleAnswerError
from hiring.sittings import Arrived, DraftFacts, PageToken, Step
from hiring.sittings.clock import Arrival, judge, seconds_until
from hiring.sittings.late_answers import keep_late
from hiring.web.access import for_candidates
from hiring.web.candidate.desk import arrived_at, bp, cookie, now, secret, shared
from hiring.web.candidate.forms import PostedAnswer, read_answer, shown_value
from hiring.web.candidate.question_pages import question_page
from hiring.web.candidate.time_pages import close_if_over
from hiring.web.language import speak
from hiring.web.security import csrf

NEXT_HEADER = "Hiring-Answer"
LEFT_HEADER = "Hiring-Left"
MAX_DRAFTS = 1_000_000
MAX_DIGITS = 9
MAX_ACTIVE_SECONDS = 10_000_000


@dataclass(frozen=True, slots=True)
class Sent:
    """What a question page sent: its token, if it is one of ours, and its fields."""

    token: PageToken | None
    posted: PostedAnswer
    seen_revision: int
    active_seconds: float | None
    is_skip: bool

    @classmethod
    def of(cls, step: Step) -> "Sent":
        """Read the request as the page of this step."""
        token = sittings.read_token(secret(), request.form.get("page", ""), step.page.item_ref)
        if token is not None and token.sitting_id != step.sitting_id:
            token = None
        return cls(
            token=token,
            posted=read_answer(step.page.item, request.form, n_steps=len(step.bank.response_scale)),
            seen_revision=_whole_number("revision"),
            active_seconds=_seconds("active"),
            is_skip="skip" in request.form,
        )


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
    speak(step.interface_language)
    sent = Sent.of(step)
    if sent.token is None:
        db.session.rollback()
        words = _("This page was open for long. Please send again.")
        return question_page(step, sent.posted, notice=words), 400
    if sent.posted.errors and not sent.is_skip:
        db.session.rollback()
        return question_page(step, sent.posted), 422
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
    sent = Sent.of(step)
    if sent.token is None:
        return {"why": "page"}, 400
    if step.revision != sent.seen_revision:
        return {"why": "newer"}, 409
    if _judged(step, at) is Arrival.LATE:
        return _too_late(step, sent, sent.token, at)
    number = _draft_number()
    sittings.keep_draft(
        db.session, step.sitting_id, _facts(step.page.item_ref, sent, sent.token, number, at)
    )
    db.session.commit()
    return {"number": number, "saved_at": now().isoformat()}, 200, _left(step)


def _store(step: Step, sent: Sent, token: PageToken, at: datetime) -> ResponseReturnValue:
    """Store the answer; an older page than the stored answer gets both to choose from."""
    arrival = _judged(step, at)
    if arrival is Arrival.LATE:
        return _too_late(step, sent, token, at)
    arrived = Arrived(
        value=None if sent.is_skip else sent.posted.value,
        page_id=token.page_id,
        shown_at=token.shown_at,
        arrived_at=at,
        seen_revision=sent.seen_revision,
        active_seconds=sent.active_seconds,
        is_in_grace=arrival is Arrival.IN_GRACE,
        cookie=cookie(),
    )
    try:
        sittings.store_answer(db.session, step, arrived)
    except StaleAnswerError as stale:
        db.session.rollback()
        return question_page(step, sent.posted, stale=stale), 409
    db.session.commit()
    return _after(step)


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
    if request.headers.get(NEXT_HEADER) != "next" or step.paused_at is not None:
        return redirect(address)
    response = _shown(step.following)
    response.headers["Content-Location"] = address
    return response


def _shown(step: Step) -> Response:
    speak(step.interface_language)
    draft = step.stored.draft
    held = shown_value(step.page.item, step.value) if draft is None else draft.fields
    page = question_page(step, PostedAnswer(held, step.value, {}), is_restored=draft is not None)
    response = make_response(page)
    response.headers.update(_left(step))
    return response


def _too_late(step: Step, sent: Sent, token: PageToken, at: datetime) -> ResponseReturnValue:
    """Close the sitting with what was there in time, and keep what came afterwards."""
    value = None if sent.is_skip else sent.posted.value
    close_if_over(db.session, step.sitting_id, now=at)
    _keep_late(step, value, token, at)
    db.session.commit()
    if request.endpoint == "candidate.draft":
        return {"why": "closed"}, 410
    return redirect(url_for("candidate.time_up"))


def _not_open(position: int, at: datetime) -> ResponseReturnValue:
    """The sitting is over, or this browser has lost its way to it."""
    db.session.rollback()
    step = sittings.load_step(db.session, cookie(), position)
    if step is None:
        return _without_cookie(position, at)
    sent = Sent.of(step)
    value = None if sent.is_skip else sent.posted.value
    if sent.token is None or value == step.value:
        return redirect(url_for("candidate.receipt"))
    _keep_late(step, value, sent.token, at)
    db.session.commit()
    end = "candidate.receipt" if step.deadline_at is None else "candidate.time_up"
    return redirect(url_for(end, late=1))


def _draft_not_open(position: int, at: datetime) -> ResponseReturnValue:
    db.session.rollback()
    if (step := sittings.load_step(db.session, cookie(), position)) is not None:
        sent = Sent.of(step)
        if sent.token is not None and sent.posted.value != step.value:
            _keep_late(step, sent.posted.value, sent.token, at)
            db.session.commit()
        return {"why": "closed"}, 410
    is_kept = _keep_without_cookie(position, at, number=_draft_number())
    return {"why": "link", "is_kept": is_kept}, 403


def _without_cookie(position: int, at: datetime) -> ResponseReturnValue:
    is_kept = _keep_without_cookie(position, at, number=sittings.NUMBER_OF_SENT)
    if not request.form.get("page"):
        return redirect(url_for("candidate.start"))
    return render_template("candidate/signed_out.html", is_kept=is_kept, **shared()), 403


def _keep_without_cookie(position: int, at: datetime, *, number: int) -> bool:
    """Keep the answer of a page whose cookie is gone; whether that could be done."""
    found = sittings.find_shown_page(db.session, secret(), request.form.get("page", ""), position)
    if found is None:
        return False
    token, item_ref, item, n_steps = found
    sent = Sent(
        token=token,
        posted=read_answer(item, request.form, n_steps=n_steps),
        seen_revision=max(_whole_number("revision"), 0),
        active_seconds=_seconds("active"),
        is_skip=False,
    )
    facts = _facts(item_ref, sent, token, number, at)
    sittings.keep_draft(db.session, token.sitting_id, facts)
    db.session.commit()
    return True


def _facts(item: str, sent: Sent, token: PageToken, number: int, at: datetime) -> DraftFacts:
    return DraftFacts(
        item=item,
        page_id=token.page_id,
        number=number,
        revision=sent.seen_revision,
        fields=sent.posted.shown,
        value=sent.posted.value,
        shown_at=token.shown_at,
        active_seconds=sent.active_seconds,
        received_at=at,
        cookie=cookie(),
    )


def _keep_late(step: Step, value: sittings.Value, token: PageToken, at: datetime) -> None:
    if value is None:
        return
    keep_late(
        db.session,
        sitting_id=step.sitting_id,
        item=step.page.item_ref,
        page_id=token.page_id,
        value=value,
        arrived_at=at,
    )


def _judged(step: Step, at: datetime) -> Arrival:
    return judge(at, deadline_at=step.deadline_at, is_paused=step.paused_at is not None)


def _left(step: Step) -> dict[str, str]:
    """How many seconds are left, for the page's clock; nothing where none runs."""
    if step.deadline_at is None:
        return {}
    return {LEFT_HEADER: str(seconds_until(step.deadline_at, now()))}


def _draft_number() -> int:
    return min(max(_whole_number("number"), 1), MAX_DRAFTS)


def _whole_number(name: str) -> int:
    """A number from the form; -1 where there is none."""
    text = request.form.get(name, "")
    is_number = text.isascii() and text.isdigit() and len(text) < MAX_DIGITS
    return int(text) if is_number else -1


def _seconds(name: str) -> float | None:
    try:
        found = float(request.form.get(name, ""))
    except ValueError:
        return None
    return found if 0 <= found < MAX_ACTIVE_SECONDS else None

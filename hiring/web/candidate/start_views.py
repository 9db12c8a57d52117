"""The candidate's way in: link, before you start, practice, start."""

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hiring import sittings
from hiring.db import db
from hiring.errors import LinkRunOutError, NotOpenYetError, OpeningClosedError
from hiring.web.access import for_candidates, public
from hiring.web.candidate.after_pages import home_of
from hiring.web.candidate.desk import bp, load_page, now
from hiring.web.candidate.format_views import needs_assistants_name
from hiring.web.candidate.forms import PostedAnswer, read_answer
from hiring.web.candidate.fragments import practice_controls
from hiring.web.candidate.notice_pages import after_start, before_start, find_shown_notice
from hiring.web.candidate.pages import StartPage, practice_view
from hiring.web.candidate.question_pages import in_page_order
from hiring.web.candidate.time_pages import practice_clock
from hiring.web.cookies import CANDIDATE_COOKIE, CANDIDATE_LIFE, set_cookie
from hiring.web.language import content_language
from hiring.web.pacing import wrong_links_paced
from hiring.web.security import csrf, shown_again_by

ASIDE = {"help": "candidate.help_page", "rights": "candidate.rights"}


@bp.get("/c/<token>")
@public
@wrong_links_paced
def invitation(token: str) -> ResponseReturnValue:
    """Show that the link works. Changes nothing: mail scanners open links."""
    sittings.require_open_link(db.session, token, now())
    return render_template(
        "candidate/invitation.html", audience="candidate", help_form="invitation"
    )


@bp.post("/c/<token>")
@public
@wrong_links_paced
@shown_again_by(invitation)
def open_invitation(token: str) -> ResponseReturnValue:
    """Exchange the link for a cookie, so that the secret leaves the address bar.

    The ways to help and rights send the form too: behind them somebody must be known.
    """
    cookie = sittings.exchange_token(db.session, token, now=now())
    db.session.commit()
    response = redirect(url_for(ASIDE.get(request.form.get("aside", ""), "candidate.start")))
    set_cookie(response, CANDIDATE_COOKIE, cookie, int(CANDIDATE_LIFE.total_seconds()))
    session.permanent = True  # the form tokens of these pages then live as long
    return response


@bp.get("/assessment")
@for_candidates
def start() -> ResponseReturnValue:
    """Say what a candidate wants to know before the start, or lead on from where they were."""
    page = _load_open()
    home = home_of(db.session, page, now())
    if home:
        return redirect(home)
    return _start_page(page, str(_("That is noted.")) if "named" in request.args else "")


@bp.get("/assessment/practice")
@for_candidates
def practice() -> ResponseReturnValue:
    """A scenario to try the controls on. Nothing is stored."""
    page = _load_open()
    return _practice(page, PostedAnswer(None, None, {}), is_tried=False)


@bp.post("/assessment/practice")
@for_candidates
@csrf.exempt  # type: ignore[untyped-decorator]  # stores nothing: nothing to forge
def try_practice() -> ResponseReturnValue:
    """Show how errors and answers look, still without storing anything."""
    page = _load_open()
    posted = read_answer(page.practice_item, request.form, n_steps=len(page.bank.response_scale))
    return _practice(page, posted, is_tried=True)


@bp.post("/assessment/start")
@for_candidates
@shown_again_by(start)
def begin() -> ResponseReturnValue:
    """Start the sitting, or go on with the one already started.

    Nobody starts before the day that their place asks for, nor without having been shown the
    notice that holds now: then the page comes again and says so.
    """
    page = _load_open()
    if home := home_of(db.session, page, now()):
        return redirect(home)
    if page.sitting is not None:
        return redirect(_next_page(page.sitting))
    if needs_assistants_name(page):
        return redirect(url_for("candidate.assistant", language=page.language))
    shown = request.form.get("notice", "")
    notice = find_shown_notice(db.session, page, shown, now())
    if notice is None:
        return _start_page(page, _read_again(is_changed=bool(shown))), 409
    if before_start(db.session, page, now()).starts_on is not None:
        return _start_page(page), 409
    sitting = sittings.start_sitting(
        db.session,
        page.candidate_id,
        language=page.content_language,
        interface_language=page.language,
        notice_id=notice.id,
        now=now(),
    )
    db.session.commit()
    return redirect(_next_page(sitting))


def _load_open() -> StartPage:
    """What the pages about the start need.

    Raises:
        OpeningClosedError: The opening was closed before the start.
        LinkRunOutError: The link ran out before the start.
        NotOpenYetError: No owner has accepted the key.
    """
    page = load_page()
    if page.is_closed:
        raise OpeningClosedError("the opening is closed")
    if page.has_run_out:
        raise LinkRunOutError("this link starts nothing any more")
    if page.waits_for_owner:
        raise NotOpenYetError("an owner has to accept the key first")
    return page


def _start_page(page: StartPage, request_words: str = "") -> str:
    told = after_start(db.session, page) if page.sitting else before_start(db.session, page, now())
    return render_template(
        "candidate/start.html",
        page=page,
        told=told,
        content=content_language(page.content_language),
        request_words=request_words,
        **page.shared,
    )


def _read_again(*, is_changed: bool) -> str:
    if is_changed:
        return str(_("This page has changed. Please read it again, then start."))
    return str(_("Please read this page first, then start."))


def _next_page(sitting: sittings.Sitting) -> str:
    """The first page without a row; the review when there is none."""
    answers = sittings.latest_answers(db.session, sitting.id)
    page = load_page()
    for candidate_page in page.pages:
        if candidate_page.item_ref not in answers:
            return url_for("candidate.question", position=candidate_page.position)
    return url_for("candidate.review")


def _practice(page: StartPage, posted: PostedAnswer, *, is_tried: bool) -> ResponseReturnValue:
    item = practice_view(page)
    body = render_template(
        "candidate/practice.html",
        page=page,
        controls=practice_controls(page, item, posted),
        errors=in_page_order(posted.errors, item),
        posted=posted,
        is_tried=is_tried,
        shown_notice=request.values.get("notice", ""),
        clock=practice_clock(
            db.session,
            page.candidate_id,
            page.bank.get_form(page.form_id).minutes,
            request.form.get("clock_left", ""),
            now=now(),
        ),
        **page.shared | {"has_errors": bool(posted.errors)},
    )
    return body, 422 if posted.errors else 200

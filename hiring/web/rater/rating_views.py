"""One question at a time, one answer at a time: read what is to be seen, rate, go on."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hiring import jobs, ratings
from hiring.db import db
from hiring.errors import RatingFaultError
from hiring.ratings import RatingFault, Standing
from hiring.web.access import signed_in
from hiring.web.desks import desk
from hiring.web.pages import form_errors
from hiring.web.rater.desk import bp, for_raters, now
from hiring.web.rater.forms import RatingForm, rating_form
from hiring.web.rater.pages import Question, Turn, get_question, get_turn, practice_words

QUESTION = "/questions/<uuid:key_id>/<scenario_id>/<item_id>"
TURN = "/turns/<uuid:turn_id>"


@bp.get(QUESTION)
@for_raters
def question(key_id: UUID, scenario_id: str, item_id: str) -> ResponseReturnValue:
    """The question, what answers are rated by, and the way to start."""
    found = get_question(db.session, key_id, f"{scenario_id}/{item_id}")
    ref = found.prompt.ref
    practice = ratings.practice_of(db.session, signed_in(), key_id, ref)
    n_open = ratings.n_open(db.session, signed_in(), key_id, ref, now=now())
    may_start = practice.standing is Standing.PRACTISING or (
        practice.standing is Standing.RATING and n_open > 0
    )
    return render_template(
        "rater/question.html",
        question=found,
        prompt=found.prompt,
        content=found.content,
        practice_words=practice_words(practice),
        is_practising=practice.standing is Standing.PRACTISING,
        n_open=n_open,
        may_start=may_start,
        **desk(),
    )


@bp.post(f"{QUESTION}/next")
@for_raters
def next_turn(key_id: UUID, scenario_id: str, item_id: str) -> ResponseReturnValue:
    """Hand the next answer to this rater."""
    return _go_on(get_question(db.session, key_id, f"{scenario_id}/{item_id}"))


@bp.get(TURN)
@for_raters
def turn(turn_id: UUID) -> ResponseReturnValue:
    """An answer to rate; once it is filed, what becomes of it."""
    found = get_turn(db.session, turn_id, signed_in())
    if found.is_filed:
        return _filed_page(found)
    form = rating_form(found.prompt, found.question.facets, formdata=None)
    return _turn_page(found, form)


@bp.post(TURN)
@for_raters
def file_turn(turn_id: UUID) -> ResponseReturnValue:
    """File a rating for good, and go on to the next answer."""
    found = get_turn(db.session, turn_id, signed_in())
    form = rating_form(found.prompt, found.question.facets)
    if found.is_filed:
        flash(_("You have rated this answer already. Your first rating stands."))
        return redirect(url_for("rater.turn", turn_id=found.id))
    if not form.validate():
        return _turn_page(found, form), 422
    if found.benchmark is not None:
        return _file_agreed(found, form)
    return _file_live(found, form)


def _file_live(found: Turn, form: RatingForm) -> ResponseReturnValue:
    assert found.rating is not None  # noqa: S101 - for the type checker
    try:
        filed = ratings.file_rating(
            db.session,
            found.rating,
            form.points,
            wording=form.wording.data or "",
            remark=form.remark.data or "",
            now=now(),
        )
    except RatingFaultError as fault:
        db.session.rollback()
        flash(_fault_words(RatingFault(fault.code)))
        return redirect(url_for("rater.turn", turn_id=found.id))
    if filed.is_settled:
        jobs.ask_for_rated_score(db.session, filed.answer.sitting_id, filed.answer.id, now=now())
    db.session.commit()
    flash(_filed_words(is_beside=filed.is_beside))
    return _go_on(found.question)


def _file_agreed(found: Turn, form: RatingForm) -> ResponseReturnValue:
    """While practising, show the agreed points; later a check looks like any other answer."""
    assert found.benchmark is not None  # noqa: S101 - for the type checker
    rater, key_id, ref = signed_in(), found.question.key_id, found.question.prompt.ref
    before = ratings.practice_of(db.session, rater, key_id, ref)
    try:
        ratings.file_benchmark_rating(db.session, found.benchmark, rater, form.points, now())
    except RatingFaultError as fault:
        db.session.rollback()
        flash(_fault_words(RatingFault(fault.code)))
        return redirect(url_for("rater.turn", turn_id=found.id))
    db.session.commit()
    if before.standing is Standing.RATING:
        flash(_filed_words(is_beside=False))
        return _go_on(found.question)
    return redirect(url_for("rater.turn", turn_id=found.id))


def _go_on(found: Question) -> ResponseReturnValue:
    """The next answer, for practice or live; back to the question where none waits."""
    following = _following(found)
    if following is None:
        return redirect(url_for("rater.question", **found.address))
    db.session.commit()
    return redirect(url_for("rater.turn", turn_id=following))


def _following(found: Question) -> UUID | None:
    rater, ref, at = signed_in(), found.prompt.ref, now()
    practice = ratings.practice_of(db.session, rater, found.key_id, ref)
    is_rating = practice.standing is Standing.RATING
    if is_rating and not ratings.n_open(db.session, rater, found.key_id, ref, now=at):
        return None
    agreed = ratings.next_benchmark(db.session, rater, found.key_id, ref)
    if agreed is not None:
        return agreed.id
    live = ratings.take_turn(db.session, rater, found.key_id, ref, now=at) if is_rating else None
    return None if live is None else live.id


def _turn_page(found: Turn, form: RatingForm) -> str:
    form.wording.data = found.wording
    errors = form_errors(form)
    return render_template(
        "rater/turn.html",
        turn=found,
        prompt=found.prompt,
        question=found.question,
        content=found.content,
        form=form,
        anchors={one.facet: one.anchors for one in found.prompt.criteria},
        errors=errors,
        **desk(has_errors=bool(errors)),
    )


def _filed_page(found: Turn) -> str:
    """Practice shows the agreed points and why; a live answer shows nothing of others."""
    rater, key_id, ref = signed_in(), found.question.key_id, found.question.prompt.ref
    practice = ratings.practice_of(db.session, rater, key_id, ref)
    given = rows = None
    if found.benchmark is not None:
        checks = ratings.checks_in_between(db.session, rater, key_id, ref)
        is_check = found.benchmark.id in {one.id for one, _given in checks}
        given = (
            None if is_check else ratings.find_benchmark_rating(db.session, found.benchmark, rater)
        )
    if given is not None and found.benchmark is not None:
        agreed = found.benchmark.points
        rows = [
            (found.question.facets[name].name, given.points[name], agreed[name]) for name in agreed
        ]
    return render_template(
        "rater/filed.html",
        turn=found,
        prompt=found.prompt,
        question=found.question,
        content=found.content,
        rows=rows,
        practice_words=practice_words(practice),
        is_passed=practice.standing is Standing.RATING,
        **desk(),
    )


def _filed_words(*, is_beside: bool) -> str:
    if is_beside:
        return str(
            _(
                "Filed. Somebody else rated this answer while it was with you: both ratings are "
                "kept, and the one that came first counts."
            )
        )
    return str(_("Your rating is filed."))


def _fault_words(fault: RatingFault) -> str:
    words: dict[RatingFault, str] = {
        RatingFault.FILED_ALREADY: _(
            "You have rated this answer already. Your first rating stands."
        ),
        RatingFault.INCOMPLETE: _("Choose a point from 1 to 5 for every criterion."),
        RatingFault.OTHER_WORDING: _(
            "The answer has changed since you opened it. Please read it again."
        ),
        RatingFault.REMARK_TOO_LONG: _("Shorten the remark to 2000 characters"),
    }
    return str(words[fault])

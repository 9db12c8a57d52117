"""The list of an opening: searched, narrowed, ordered; tags for many at once; lists to keep."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from hiring import audit, surveys
from hiring.db import db
from hiring.errors import DecisionFaultError
from hiring.openings import notes
from hiring.openings.records import Opening
from hiring.openings.saved_views import remove_view, save_view
from hiring.scoring.listing import PAGE_ROWS, Asked, Basis, Found, Sort, everybody_in, find_people
from hiring.sittings.leaving import COMPARED
from hiring.web.access import signed_in
from hiring.web.desks import desk
from hiring.web.floors import group_floors
from hiring.web.recruiter.desk import bp, for_recruiters, my_opening, now
from hiring.web.recruiter.opening_pages import opening_page
from hiring.web.recruiter.roster_asking import read_asked, read_query, storable_query
from hiring.web.recruiter.roster_pages import RosterPage, basis_of, list_url, roster_page
from hiring.web.recruiter.roster_words import note_fault_words
from hiring.web.recruiter.undo import Undo, offer_undo, take_undo

MAX_TICKED = PAGE_ROWS


@bp.get("/openings/<uuid:opening_id>")
@for_recruiters
def opening(opening_id: UUID) -> ResponseReturnValue:
    """The people of the opening, by name unless somebody asks otherwise, with where they stand."""
    found = my_opening(opening_id)
    basis = basis_of(db.session, found, now())
    asked = read_asked(request.args, has_cut=basis.bounds is not None)
    page, least = _page(found, asked, basis), group_floors().show
    body = render_template(
        "recruiter/opening.html",
        page=page,
        undo=take_undo(found.id),
        was=_cleared(found, basis),
        is_ticked=bool(request.args.get("ticked")),
        survey=surveys.survey_summary(db.session, found.id, now=now(), least=least),
        survey_from=least,
        survey_step=surveys.MIN_NEW_REPLIES,
        **desk(page.labels),
    )
    db.session.commit()
    return body


@bp.post("/openings/<uuid:opening_id>/people")
@for_recruiters
def act_on_people(opening_id: UUID) -> ResponseReturnValue:
    """Do with the people ticked what the button says."""
    found = my_opening(opening_id)
    ticked = request.form.getlist("id")[:MAX_TICKED]
    act = request.form.get("act", "")
    if act == "compare":
        return redirect(url_for("recruiter.compare", opening_id=found.id, id=ticked))
    if act == "decide":
        return redirect(url_for("recruiter.decide_many", opening_id=found.id, who=ticked))
    if act == "share":
        return redirect(url_for("recruiter.share_links", opening_id=found.id, who=ticked))
    if act == "briefs" and ticked:
        return redirect(url_for("recruiter.brief_batches", opening_id=found.id, who=ticked))
    if act in {"tag", "tag_all", "untag"}:
        _change_tags(found, act, ticked)
    return _back(found)


@bp.post("/openings/<uuid:opening_id>/undo")
@for_recruiters
def undo_tags(opening_id: UUID) -> ResponseReturnValue:
    """Take the last change of tags back."""
    found = my_opening(opening_id)
    last = Undo.read(request.form)
    if last is not None:
        n = last.apply(db.session, found, staff=signed_in(), now=now())
        db.session.commit()
        flash(ngettext("Undone for %(num)d person.", "Undone for %(num)d people.", n))
    return _back(found)


@bp.post("/openings/<uuid:opening_id>/views")
@for_recruiters
def keep_view(opening_id: UUID) -> ResponseReturnValue:
    """Keep the filters and the order under a name."""
    found = my_opening(opening_id)
    asked = _sent_question(found)
    try:
        save_view(
            db.session,
            found,
            name=request.form.get("name", ""),
            query=storable_query(asked),
            staff=signed_in(),
            now=now(),
        )
    except DecisionFaultError as fault:
        flash(note_fault_words(fault.code))
        return _back(found)
    db.session.commit()
    flash(_("Stored. The words of a search are not kept, since they may name somebody."))
    return _back(found)


@bp.post("/openings/<uuid:opening_id>/views/remove")
@for_recruiters
def forget_view(opening_id: UUID) -> ResponseReturnValue:
    """Forget one of one's own lists."""
    found = my_opening(opening_id)
    wanted = _find_id(request.form.get("view", ""))
    if wanted is not None and remove_view(db.session, found, wanted, staff=signed_in()):
        db.session.commit()
        flash(_("The list is no longer kept. Nobody was removed from the opening."))
    return _back(found)


def _page(found: Opening, asked: Asked, basis: Basis) -> RosterPage:
    people = find_people(db.session, asked, basis)
    if asked.shows_groups or asked.sort is Sort.SCORE:
        _note(found, people)
    head = opening_page(
        db.session, found, staff=signed_in(), shown="", now=basis.now, has_people=False
    )
    return roster_page(db.session, head, asked, basis, people, signed_in())


def _note(found: Opening, people: Found) -> None:
    """Note whose scores are looked at, before any is read: in a list as in a comparison."""
    audit.record(
        db.session,
        COMPARED,
        actor=signed_in().id,
        object_id=found.id,
        now=now(),
        chain=found.id,
        candidates=[str(one) for one in people.ids],
    )


def _change_tags(found: Opening, act: str, ticked: list[str]) -> None:
    """Tag or untag, say what was done, and offer to undo it."""
    moment, word = now(), request.form.get("word", "")
    asked = _sent_question(found)
    try:
        known = notes.checked_word(word)
        if act == "untag":
            gone = notes.remove_tag(
                db.session, found, _ids(ticked), known, staff=signed_in(), now=moment
            )
            _say_untagged(found, known, gone)
        else:
            who = _everybody(found, asked) if act == "tag_all" else _ids(ticked)
            n = notes.add_tag(db.session, found, who, known, staff=signed_in(), now=moment)
            _say_tagged(found, known, n, Undo(known, added_at=moment))
    except DecisionFaultError as fault:
        flash(note_fault_words(fault.code))
        return
    db.session.commit()


def _everybody(found: Opening, asked: Asked) -> Any:
    return everybody_in(asked.from_start, basis_of(db.session, found, now()))


def _say_tagged(found: Opening, word: str, n: int, undo: Undo) -> None:
    flash(
        ngettext(
            "“%(word)s” now stands on %(num)d more person.",
            "“%(word)s” now stands on %(num)d more people.",
            n,
            word=word,
        )
    )
    if n:
        offer_undo(session, found.id, undo)


def _say_untagged(found: Opening, word: str, gone: list[UUID]) -> None:
    flash(
        ngettext(
            "“%(word)s” was taken off %(num)d person.",
            "“%(word)s” was taken off %(num)d people.",
            len(gone),
            word=word,
        )
    )
    if gone:
        offer_undo(session, found.id, Undo(word, taken_from=tuple(gone)))


def _ids(ticked: list[str]) -> list[UUID]:
    return [one for text in ticked if (one := _find_id(text)) is not None]


def _find_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _sent_question(found: Opening) -> Asked:
    """The list from which a form was sent."""
    basis = basis_of(db.session, found, now())
    return read_query(request.form.get("query", ""), has_cut=basis.bounds is not None)


def _back(found: Opening) -> ResponseReturnValue:
    """To the list from which the form was sent, on its page."""
    basis = basis_of(db.session, found, now())
    has_cut = basis.bounds is not None
    return redirect(list_url(found.id, read_query(request.form.get("here", ""), has_cut=has_cut)))


def _cleared(found: Opening, basis: Basis) -> str:
    """The address of the list as it was before its filters were cleared, or nothing."""
    was = request.args.get("was", "")
    asked = read_query(was, has_cut=basis.bounds is not None)
    return list_url(found.id, asked) if asked.is_narrowed else ""
